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
found-code-on-day = { $code } (jour { $day })
found-reason = un motif
found-legs-and-wishes = { $legs } « legs » et { $wishes } « wishes »
found-others-alone = d’autres personnes seulement
found-no-ring = des vacations qui ne forment pas de boucle
found-narrowed = des jours, des unités ou des choix
