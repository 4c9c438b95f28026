### La recherche d’une personne pour un poste.

search-title = Recherche pour { $code } du { $day }
search-h1 = Recherche pour le poste
search-heading = { $day }, { $hours }
search-back = La relève
search-who = Voir qui peut le tenir, et pourquoi
search-state-draft = brouillon
search-state-open = à pourvoir
search-state-offered = proposé
search-state-filled = pourvu
search-state-booked = confié à l’intérim
search-state-unfilled = resté sans personne
search-state-cancelled = annulé
search-note-open = Personne n’est sollicité en ce moment. Lancez la recherche par étapes, une sollicitation, ou l’intérim en dernier recours.
search-note-offered = Des personnes sont sollicitées : l’ordre publié décide à la clôture, pas la rapidité.
search-note-filled = Quelqu’un tient ce poste : la recherche est terminée.
search-note-booked = Une agence est sollicitée. Tant qu’elle n’a pas confirmé, le pool peut reprendre le poste.
search-note-over = Ce poste n’est pas, ou n’est plus, à pourvoir.
search-knows-unit = connaît l’unité
search-new-to-unit = découvre l’unité
search-account = compte { $points }
search-cost = coût { $cost }
search-cascade = Recherche par étapes
search-cascade-running = en cours
search-cascade-paused = en pause
search-cascade-filled = poste pourvu
search-cascade-booked = confié à l’intérim
search-cascade-stopped = arrêtée
search-cascade-exhausted = épuisée
search-cascade-place = Étape { $step } sur { $steps }, depuis { $since }.
search-cascade-next = Étape suivante au plus tard { $when }.
search-cascade-help = Les cercles sont sollicités l’un après l’autre, avec un délai chacun, jusqu’à ce que quelqu’un tienne le poste.
search-steps-to-come = Les étapes
search-step-to-come = { $audience } : { $time } au plus
search-cascade-start = Lancer la recherche par étapes
search-cascade-pause = Mettre en pause
search-cascade-resume = Reprendre
search-cascade-advance = Passer à l’étape suivante
search-cascade-stop = Arrêter la recherche
search-step-waits = à venir
search-step-nobody = { $when } : personne à solliciter
search-step-asked = { $when } : { $people ->
    [one] { $people } personne sollicitée
   *[other] { $people } personnes sollicitées
}
search-step-callable = { $when } : { $people ->
    [one] { $people } personne à appeler
   *[other] { $people } personnes à appeler
}
search-step-agency = { $when } : à réserver par vous
search-step-left-alone = ({ $n ->
    [one] { $n } déjà assez sollicitée
   *[other] { $n } déjà assez sollicitées
})
search-audience-own-unit = volontaires de l’unité
search-audience-pool = pool
search-audience-neighbours = établissements voisins
search-audience-additional-hours = heures complémentaires
search-audience-overtime = heures supplémentaires
search-audience-fixed-term = remplaçants en CDD
search-audience-agency = intérim
search-ask = Solliciter maintenant
search-ask-help = Les personnes possibles reçoivent une sollicitation avec une heure de clôture. À la clôture, l’ordre publié décide parmi les volontaires.
search-ask-take-back = Une agence n’a pas encore confirmé : si quelqu’un du pool accepte, la réservation est annulée.
search-ask-nobody = Personne ne peut tenir ce poste légalement en ce moment : voyez ce qui le permettrait.
search-ask-hours = Clôture dans, en heures
search-ask-hours-help = Vide : le délai du service. Jamais après le début du poste.
search-ask-mode = Comment décider
search-ask-fair = À la clôture, par l’ordre publié
search-ask-first = À la première réponse, car c’est urgent
search-order = L’ordre publié
search-order-help = Sans rien cocher, tout le monde est sollicité dans cet ordre.
search-ask-most = { $n ->
    [one] { $n } personne au plus.
   *[other] { $n } personnes au plus.
}
search-ask-start = Envoyer la sollicitation
search-rounds = Qui a été sollicité, et quand
search-round-named = Une personne, du { $from } au { $to }
search-round-fair = Sollicitation équitable, du { $from } au { $to }
search-round-first = Première réponse, du { $from } au { $to }
search-round-open = ouverte
search-round-closed = close
search-round-withdrawn = retirée
search-round-why = Motif :
search-round-given = Poste obtenu par
search-round-empty = Personne n’a obtenu le poste.
search-asked = { $n ->
    [one] { $n } personne sollicitée
   *[other] { $n } personnes sollicitées
}
search-asked-caption = Sollicitations de ce tour
search-sent = Sollicitée
search-answered = A répondu
search-answer = État
search-offer-sent = sans réponse à ce jour
search-offer-accepted = d’accord
search-offer-declined = décline
search-offer-expired = close
search-offer-withdrawn = retirée
search-offer-not-chosen = pourvu par une autre
search-withdraw = Retirer la sollicitation
search-reason = Motif
search-silence = Ne pas répondre ou décliner ne compte jamais contre personne.
search-agency = Intérim
search-agency-no-price = Le groupement n’a pas convenu de prix pour ce métier : indiquez celui du devis.
search-agency-price = Prix convenu par le groupement : { $price } de l’heure, hors taxes.
agency-cap = Plafond légal des établissements publics : { $cap } de l’heure
search-agency-cap-shown = Plafond des établissements publics, pour comparaison : { $cap } de l’heure.
search-agency-cost = Ce poste coûterait { $cost } ; personne du pool ne peut le tenir pour comparer.
search-agency-beside-pool = Ce poste coûterait { $cost }, contre { $pool } pour la personne la moins chère du pool : { $difference } de différence.
search-agency-name = Agence
search-agency-hourly = Prix horaire, en euros hors taxes
search-book = Demander à l’agence
search-booking-price = Demandé { $when } à { $price } de l’heure, soit { $cost }.
search-booking-pool = La moins chère du pool aurait coûté { $pool } : { $difference } de différence.
search-booking-above-cap = Au-dessus du plafond des établissements publics.
search-booking-requested = en attente de l’agence
search-booking-confirmed = confirmé
search-booking-worked = fait
search-booking-taken-back = repris par le pool
search-booking-cancelled = annulé
search-take-back-help = Pour reprendre le poste, sollicitez le pool : dès que quelqu’un l’obtient, la réservation prend fin.
search-attestation = Ce que l’agence atteste
search-attestation-help = Les deux ans d’exercice de la personne envoyée (CASF L313-23-4).
search-confirm = L’agence confirme
search-call-off = Annuler la réservation
search-list = Remplaçants à appeler
search-list-help = Ces personnes ne sont pas encore agents du groupement : qui accepte est d’abord admise, pour que chaque règle puisse être vérifiée.
search-list-empty = Personne de la liste n’a le titre demandé.
search-call-whom = Personne appelée
search-call-outcome = Réponse
search-call-note = Note
search-call-record = Noter l’appel
search-call-no-answer = ne répond pas
search-call-agreed = d’accord
search-call-declined = décline
search-call-back = rappeler
search-calls-caption = Appels pour ce poste
search-call-when = Appelée
search-call-gone = retirée de la liste
search-list-keep = Tenir la liste à jour
search-people-title = Remplaçants à appeler
search-people-help = Ces personnes ne sont pas encore agents du groupement ; on les appelle quand le pool n’a personne. Qui accepte est d’abord admise.
search-people-list = La liste
search-people-empty = La liste est vide. Ajoutez une première personne ci-dessous.
search-people-caption = Par nom
search-people-contact = Contact
search-people-change = Modifier
search-people-remove = Retirer
search-people-add = Ajouter une personne
search-people-name = Nom
search-people-phone = Téléphone
search-people-phone-help = Avec l’indicatif du pays, par exemple +33612345678.
search-people-email = Adresse e-mail
search-people-save = Enregistrer
search-people-cancel = Ne rien modifier
search-people-wrong-name = Écrivez un nom, 200 caractères au plus.
search-people-wrong-title = Choisissez un métier.
search-people-wrong-phone = Écrivez le numéro avec l’indicatif du pays, par exemple +33612345678.
search-people-wrong-email = Écrivez une seule adresse e-mail, sans nom.
