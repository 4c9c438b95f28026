### Pourquoi un formulaire n’a rien donné : ce que toutes les pages disent de la même façon.

refused-law = Une règle impérative s’y oppose ; rien n’a été modifié.
refused-law-swap = Une règle impérative s’oppose à cet échange ; rien n’a été modifié et rien n’est demandé à personne.
refused-moved = Quelqu’un a modifié cet élément entre-temps. Relisez ce qui vaut maintenant avant de décider ; rien n’a été modifié.
refused-begun = Un poste a déjà commencé : plus personne ne peut y être sollicité.
refused-no-such-time = Cette heure n’existe pas : le { $when }, les horloges la passent. Choisissez-en une autre.
refused-fields = { $n ->
    [one] Un champ est à corriger ; rien n’a été enregistré.
   *[other] { $n } champs sont à corriger ; rien n’a été enregistré.
}
refused-field = Attendu : { $expected } ; { $help }.
refusal-field = { $field } : { $expected } ; { $help }.
refused-not-set-up = Il manque le réglage { $setting } du service. Prévenez l’exploitant ; rien n’a été modifié.
