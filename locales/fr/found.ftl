### Ce qu’un champ contient, là où il y faut des mots.

found-nothing = (rien)
found-empty-list = une liste vide
found-no-object = autre chose qu’un objet
found-characters = { $n ->
    [one] { $n } caractère
   *[other] { $n } caractères
}
found-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
found-shape = une autre forme ({ $why })
found-place = ligne { $line }, colonne { $column }
found-unknown-field = un champ inconnu
found-twice = deux fois le même champ
found-list = une liste
found-object = un objet
found-no-text = autre chose qu’un texte
found-no-moment = un jour ou un moment qui ne se lit pas
found-json-end = il s’arrête trop tôt, ligne { $line }, colonne { $column }
found-json-more = quelque chose suit sa fin, ligne { $line }, colonne { $column }
found-json-syntax = une erreur de syntaxe ({ $why })
found-nested = des listes ou des objets imbriqués trop profond
found-unread = l’un d’eux ne se lit pas
found-unread-one = « { $name } » ne se lit pas
found-code-on-day = { $code } (jour { $day })
found-reason = un motif
found-legs-and-wishes = { $legs } « legs » et { $wishes } « wishes »
found-others-alone = d’autres personnes seulement
found-no-ring = des vacations qui ne forment pas de boucle
found-narrowed = des jours, des unités ou des choix
