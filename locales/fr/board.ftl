### Le tableau de la coordination, ses décisions, et ce qui s’y oppose.

board-title = La relève
board-figure-urgent = Urgents, sans recherche
board-figure-urgent-note = dans moins de 48 h, ou sous le minimum de sécurité
board-figure-all = Postes sans personne
board-figure-safety = dont { $n } sous le minimum de sécurité
board-figure-searched = Recherches en cours
board-figure-closing = prochaine clôture { $when }
board-figure-agency = Confiés à l’intérim
board-urgent = À traiter d’abord
board-urgent-help = Ces postes commencent dans moins de 48 h ou sont sous le minimum de sécurité, et personne n’est sollicité.
board-urgent-more = Voir { $n ->
    [one] l’autre poste urgent
   *[other] les { $n } autres postes urgents
}
board-search-for = Chercher
board-who = Qui peut le tenir
board-proposal = Proposition
board-all-proposals = Toutes les propositions
board-no-proposal = Aucune proposition n’attend votre décision.
board-compute = Calculer une proposition
board-compute-again = En calculer une nouvelle
board-compute-choose = Choisir la période et les unités
board-list = Demandes ouvertes
board-filter = Filtrer les demandes ouvertes
board-words = Rechercher
board-from = Du
board-to = Au
board-state = En cours
board-priority = Priorité
board-place = Lieu
board-qualification = Métier
board-by = Grouper par
board-by-date = date
board-by-priority = priorité
board-by-place = lieu
board-by-title = métier
board-any = Tout
board-show = Afficher
board-clear = Tout afficher
board-shown = { $n ->
    [one] { $n } poste sans personne.
   *[other] { $n } postes sans personne.
}
board-shown-of = { $n ->
    [one] { $n } poste correspond à ces critères.
   *[other] { $n } postes correspondent à ces critères.
}
board-none-match = Aucun poste ne correspond à ces critères.
board-empty = Tous les postes demandés sont tenus. Les nouvelles demandes des unités apparaîtront ici.
board-shifts = { $n ->
    [one] { $n } poste
   *[other] { $n } postes
}
board-caption = Postes que personne ne tient encore
board-col-shift = Poste
board-col-unit = Unité
board-col-priority = Priorité
board-col-doing = En cours
board-col-do = Action
board-page = Page { $page } sur { $pages }.
board-pages = Pages de la liste
board-before = Précédents
board-after = Suivants
board-holiday = jour férié
board-weekend = week-end
board-priority-safety = Sécurité
board-priority-high = Urgente
board-priority-normal = Normale
board-priority-low = Confort
board-state-urgent = urgent, rien en cours
board-state-free = rien en cours
board-state-searched = recherche en cours
board-state-agency = intérim
board-round-named = Une personne sollicitée, réponse attendue avant { $when }
board-round-first = Première réponse retenue, clôture { $when }
board-round-fair = Sollicitation équitable, clôture { $when }
board-round-answers = { $waiting } sans réponse à ce jour, { $willing } d’accord
board-cascade = Étape { $step } sur { $steps } : { $audience }
board-cascade-begins = La recherche par étapes va commencer ({ $steps } étapes)
board-cascade-paused = Recherche en pause à l’étape { $step } sur { $steps } : { $audience }
board-cascade-next = Étape suivante au plus tard { $when }
board-agency-requested = Intérim demandé à
board-agency-confirmed = Intérim confirmé par
board-refused-conflicts = { $n ->
    [one] { $n } poste ne peut plus être approuvé comme proposé
   *[other] { $n } postes ne peuvent plus être approuvés comme proposé
} : la raison est à côté de chacun. Approuvez ce qui tient encore, ou calculez une nouvelle proposition ; rien n’a été modifié.
board-refused-stale-plan = Cette proposition est périmée : calculez-en une nouvelle. Rien n’a été modifié.
board-refused-plan-state = Cette proposition a déjà été décidée ou arrêtée : rien n’a été modifié.
board-refused-plan-kind = Cette proposition remplit un tableau de service : elle s’applique depuis ce tableau.
board-refused-plan-supposes = Cette proposition compte sur une personne imaginée : elle ne s’approuve pas. Calculez-en une sans elle.
board-refused-item = Un des postes choisis a déjà été approuvé, ou n’est plus proposé. Relisez la liste ; rien n’a été modifié.
board-refused-computing = Un calcul est déjà en cours pour ce groupement. Attendez sa fin ou arrêtez-le, puis relancez celui-ci.
board-refused-nothing-to-stop = Le calcul est terminé : il n’y a plus rien à arrêter.
board-refused-shift-state = Ce poste n’est plus à pourvoir ainsi : quelqu’un est sollicité, le tient, ou il est annulé. Relisez son état ci-dessous ; rien n’a été modifié.
board-refused-filled = Ce poste vient d’être pourvu. Rien n’a été modifié.
board-refused-nobody = Personne ne peut tenir ce poste légalement, ou chaque personne a déjà été assez sollicitée. Voyez qui peut le tenir, et ce qui le permettrait.
board-refused-asked-often = Une des personnes choisies a déjà reçu autant de sollicitations que souhaité en sept jours. Choisissez-en d’autres ; rien n’a été modifié.
board-refused-round-over = Cette sollicitation est terminée. Rien n’a été modifié.
board-refused-cascade-under-way = Une recherche par étapes est déjà en cours pour ce poste.
board-refused-cascade-state = Cette recherche n’est plus dans l’état où vous l’avez lue. Relisez-la ci-dessous ; rien n’a été modifié.
board-refused-booking-state = Cette réservation n’est plus dans l’état où vous l’avez lue. Relisez-la ci-dessous ; rien n’a été modifié.
board-refused-swap-state = Cet échange a déjà été décidé, ou n’attend plus votre réponse. Rien n’a été modifié.
board-refused-swap-closed = Le délai de cet échange est passé. Rien n’a été modifié.
board-refused-own-swap = Personne n’autorise un échange qui la concerne : quelqu’un d’autre en décide. Rien n’a été modifié.
board-refused-duty-gone = Une des vacations de cet échange n’existe plus, ou n’est plus à la même personne. Rien n’a été modifié.
board-refused-rest = Aucune autre date n’attend votre accord pour ce repos. Rien n’a été modifié.
board-refused-request-state = Cette demande a déjà été ouverte, close ou annulée. Rien n’a été modifié.
board-refused-alike = Une autre demande porte sur le même poste : rien n’a été ouvert. Relisez l’autre demande ; s’il faut vraiment les deux, cochez-le sous celle-ci.
board-refused-not-urgent = La rapidité ne départage qu’à moins de { $hours } h du début du poste. Choisissez une sollicitation équitable.
board-refused-agency-hours = Le groupement n’achète pas plus de { $hours } heures d’intérim pour ce métier sur la période. Rien n’a été modifié.
board-refused-said-yes = Quelqu’un a déjà répondu oui : la sollicitation va jusqu’à sa clôture, { $when }, où l’ordre publié décide.
board-refused-above-cap = Le prix demandé, { $price } de l’heure, dépasse le plafond des établissements publics. Obtenez un prix au plus égal, ou cherchez encore dans le pool ; rien n’a été modifié.
board-wrong-reason = Écrivez le motif, en quelques mots : il est conservé.
board-wrong-hours = Écrivez un nombre d’heures de 1 à 720, ou laissez vide.
board-wrong-agents = Choisissez moins de personnes, ou aucune pour suivre l’ordre publié.
board-wrong-mode = Choisissez une sollicitation équitable, ou la première réponse en urgence.
board-wrong-agency = Écrivez le nom de l’agence, 500 caractères au plus.
board-wrong-price = Écrivez un prix horaire en euros, par exemple 52,50 ; il ne peut manquer que si le groupement a convenu d’un prix.
board-wrong-attestation = Écrivez ce que l’agence atteste, 500 caractères au plus.
board-wrong-note = Raccourcissez cette note : 2 000 caractères au plus.
board-wrong-call = Choisissez la personne appelée.
board-wrong-seconds = Écrivez un nombre de secondes supérieur à zéro.
board-wrong-days = Vérifiez les deux jours : le premier ne vient pas après le dernier.
board-wrong-share = Choisissez une quotité de 1 à 100 %.
board-wrong-although = Le groupement ne permet pas de dépasser le nombre de sollicitations souhaité.
board-wrong-something = Quelque chose ne convient pas dans ce formulaire. Vérifiez-le ; rien n’a été modifié.
board-done-approved-but = { $n ->
    [one] { $n } poste approuvé.
   *[other] { $n } postes approuvés.
} Les autres restent à décider : leur personne a déjà été assez sollicitée cette semaine.
board-done-computing-already = Ce calcul est déjà en cours.
board-done-stopping = L’arrêt est demandé : la meilleure proposition trouvée est gardée.
board-done-opened = La demande est ouverte : elle est sur le tableau.
board-done-swap-approved = L’échange est approuvé ; les personnes concernées sont prévenues.
board-done-swap-refused = L’échange est refusé ; les personnes concernées lisent votre motif.
board-done-rest-agreed = La nouvelle date du repos est fixée.
board-done-rest-kept = La date du repos reste comme elle était.
board-done-asked = La sollicitation est ouverte.
board-done-withdrawn = La sollicitation est retirée ; les personnes concernées sont prévenues.
board-done-cascade-started = La recherche par étapes est commencée.
board-done-cascade-paused = La recherche est en pause : une sollicitation ouverte va jusqu’à sa clôture.
board-done-cascade-resumed = La recherche reprend.
board-done-cascade-advanced = L’étape suivante est commencée.
board-done-cascade-stopped = La recherche est arrêtée.
board-done-booked = L’intérim est demandé. Jusqu’à sa confirmation, le pool peut reprendre le poste.
board-done-confirmed = La confirmation de l’agence est enregistrée.
board-done-called-off = La réservation est annulée.
board-done-called = L’appel est noté.
board-done-person-kept = La liste est à jour.
board-done-person-removed = La personne est retirée de la liste ; il n’en reste ni nom ni numéro.
decide-title = À décider
decide-empty = Rien n’attend votre décision.
decide-empty-next = Voir les postes sans personne
decide-requests = Demandes à ouvrir
decide-motive-planned = Absence prévue
decide-motive-unplanned = Absence imprévue
decide-motive-vacant = Poste vacant
decide-motive-workload = Surcroît de travail
decide-motive-other = Autre motif
decide-open = Ouvrir la demande
decide-both = Les deux sont voulues : cette demande s’ajoute à l’autre
decide-swaps = Échanges à approuver
decide-swaps-help = Toutes les personnes concernées ont accepté, et chaque échange a été vérifié. Il le sera encore au moment de votre décision.
decide-swap-give = Don d’une vacation
decide-swap-two = Échange entre deux personnes
decide-swap-cycle = Échange en boucle
decide-until = à décider avant { $when }
decide-legs-caption = Qui donne quoi à qui
decide-giver = Donne
decide-taker = Prend
decide-effects-caption = Comptes d’équité, points par équivalent temps plein
decide-unit-approved = d’accord
decide-unit-refused = refuse
decide-unit-waiting = en attente
decide-reason = Motif d’un refus
decide-reason-help = Nécessaire pour refuser ; les personnes concernées le lisent.
decide-swap-approve = Approuver l’échange
decide-swap-refuse = Refuser l’échange
decide-rests = Dates de repos demandées
decide-rests-help = Un repos promis garde sa date tant que vous n’êtes pas d’accord.
decide-rest-now = Date actuelle
decide-rest-wanted = Date demandée
decide-rest-due = À prendre avant le
decide-rest-undated = sans date
decide-rest-days = du { $from } au { $to }
decide-rest-agree = Accepter cette date
decide-rest-refuse = Garder la date actuelle
