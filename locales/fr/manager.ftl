### Les pages de l’encadrement : le mois d’une unité, les absences, les demandes de remplacement.

# Ce que plusieurs pages disent
manager-unit = Unité
manager-unit-choice = Unités
manager-unit-other = Choisir une autre unité
manager-state = État
manager-filter = Filtrer
manager-filter-all-units = Toutes les unités
manager-filter-from = Du
manager-filter-to = Au
manager-filter-none = Tout afficher
manager-show = Afficher
manager-next-page = Page suivante
manager-choose = Choisir…
manager-yes = Oui
manager-reason = Motif
manager-reason-help = Le motif est conservé. N’y écrivez rien sur la santé de quelqu’un.
manager-qualification = Qualification
manager-legend = Légende
manager-the-service = Relève
manager-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
manager-days-from-to = du { $from } au { $to }
manager-rest = repos
manager-nothing-settled = rien de fixé
manager-elsewhere = dans une autre unité
manager-elsewhere-mark = →
manager-unavailable = non disponible
manager-unavailable-mark = nd
manager-priority-safety = Sécurité
manager-priority-safety-help = Sans ce poste, l’unité passe sous son minimum de sécurité.
manager-priority-high = Urgente
manager-priority-high-help = Le poste doit être tenu ; le minimum l’est sans lui.
manager-priority-normal = Normale
manager-priority-normal-help = Le poste est prévu au tableau de service.
manager-priority-low = Confort
manager-priority-low-help = Un renfort utile, après tous les autres besoins.
manager-motive-unplanned = Absence imprévue
manager-motive-planned = Absence prévue
manager-motive-vacant = Poste vacant
manager-motive-workload = Surcroît d’activité
manager-motive-other = Autre
manager-audience-own-unit = les volontaires de l’unité
manager-audience-pool = le pool
manager-audience-neighbours = les sites voisins
manager-audience-additional-hours = les temps partiels, en heures complémentaires
manager-audience-overtime = les volontaires, en heures supplémentaires
manager-audience-fixed-term = la liste des remplaçants
manager-audience-agency = l’intérim
manager-request-draft = Brouillon
manager-request-submitted = Transmise
manager-request-open = Ouverte
manager-request-closed = Close
manager-request-cancelled = Annulée
manager-shift-draft = brouillon
manager-shift-open = à pourvoir
manager-shift-offered = sollicitation en cours
manager-shift-filled = pourvu
manager-shift-booked = confié à l’intérim
manager-shift-unfilled = resté nu
manager-shift-cancelled = annulé

# Le mois
month-title = Tableau de service : { $unit }
month-heading = Tableau de service
month = Mois
month-other = Autres mois
month-back = Tableau de service
month-who = Agent
month-keys = Dans le tableau, les flèches vont de case en case ; Entrée ouvre la case.
month-table = Tableau de service de { $unit }, { $month }. Il défile de côté.
month-caption = { $unit }, { $month } : agents en lignes, jours en colonnes, totaux du mois à droite
month-pool = Renforts du pool
month-asked = Postes demandés, pas encore tenus par le pool
month-cover = Couverture minimale : présents, ou manquants
month-summary = { $short ->
    [0] Le minimum de l’unité est couvert à partir d’aujourd’hui
    [one] Il manque { $short } personne sous le minimum à partir d’aujourd’hui
   *[other] Il manque { $short } personnes sous le minimum à partir d’aujourd’hui
} ; { $waiting ->
    [0] aucun poste demandé n’attend preneur.
    [one] { $waiting } poste demandé attend preneur.
   *[other] { $waiting } postes demandés attendent preneur.
}
month-summary-no-minimum = { $waiting ->
    [0] Aucun poste demandé n’attend preneur.
    [one] { $waiting } poste demandé attend preneur.
   *[other] { $waiting } postes demandés attendent preneur.
} Cette unité n’a pas de minimum enregistré.
month-empty = Rien à ce mois
month-empty-help = Personne n’a de jour fixé dans cette unité ce mois-ci, et aucun poste n’y est demandé. Créez le tableau de service du mois, ou choisissez un autre mois.
month-balance-help = Solde : heures prévues moins la part de 35 heures par semaine due ce mois-ci, jours d’absence déduits. Nuits : vacations d’au moins trois heures entre 21 h et 6 h. Les totaux comptent toutes les unités et le pool.
total-hours = Heures
total-balance = Solde
total-nights = Nuits
total-weekends = W.-E.
total-weekends-long = Week-ends travaillés
total-holidays = Fér.
total-holidays-long = Jours fériés travaillés
day-weekend = week-end
day-holiday = jour férié
day-holiday-mark = F
day-today = aujourd’hui
cover-least = { $n ->
    [one] { $n } au moins
   *[other] { $n } au moins
}
cover-there = { $n ->
    [one] personne présente, le minimum est couvert
   *[other] personnes présentes, le minimum est couvert
}
cover-missing = { $missing ->
    [one] il manque { $missing } personne sur { $needed }
   *[other] il manque { $missing } personnes sur { $needed }
}
cover-asked = remplacement déjà demandé
cover-asked-mark = d
bare = à remplacer
bare-ask = à remplacer : demander un remplacement
bare-mark = {"!"}
asked-open-mark = {"!"}
asked-offered-mark = …
asked-booked-mark = i
asked-unfilled-mark = ×
asked-filled-mark = ✓
pool-mark = p
pool-holds = renfort du pool
pool-waits-mark = p?
pool-waits = proposé à cette personne, sa réponse est attendue
legend-morning = matin
legend-day = journée
legend-evening = soir
legend-night = nuit
legend-asked-open = poste demandé, à pourvoir
legend-asked-offered = poste demandé, sollicitation en cours
legend-asked-booked = poste confié à l’intérim
legend-asked-unfilled = poste demandé, resté nu
legend-asked-filled = poste demandé, pourvu

# Un jour
day-title = { $day }
day-standing = Au tableau de service :
day-absent = { $class } ; à remplacer : { $codes }
bare-ask-long = Demander un remplacement pour ce jour
change-title = Changer ce jour
change-published-help = Ce tableau est publié : un changement a un motif et un fondement, et la personne est prévenue aussitôt.
change-draft-help = Ce tableau n’est pas publié : le jour se fixe librement, tant que la loi le permet.
change-code = Nouveau code
change-reason = Motif du changement
change-ground = Fondement
change-do = Changer le jour
ground-notice = Délai de prévenance respecté
ground-notice-help = Elle est prévenue assez tôt.
ground-agreement = Avec son accord
ground-agreement-help = La question lui est posée ; le jour change si elle dit oui, et rien n’est retenu contre elle sinon.
ground-agreed = Avec son accord
ground-imperative = Contrainte impérative du service
ground-imperative-help = Seulement là où la règle l’admet ; le motif est conservé.
ground-swap = Échange

# Les absences
manager-absences-title = Absences
manager-absences-of = Absences : { $unit }
manager-absences-count = { $n ->
    [0] Aucune absence
    [one] { $n } absence
   *[other] { $n } absences
}
manager-absences-none = Personne de l’unité n’est absent à ces dates. Enregistrez une absence ci-dessous, ou depuis une case du tableau de service.
manager-absences-caption = Absences des personnes de l’unité, sans leur cause
manager-absence-title = Absence
manager-absence-who = Personne
manager-absence-days = Jours
manager-absence-class = Nature
manager-absence-planned = absence prévue
manager-absence-planned-mark = AP
manager-absence-unplanned = absence imprévue
manager-absence-unplanned-mark = AI
manager-absence-standing = enregistrée
manager-absence-announced = annoncée par l’agent
manager-absence-withdrawn = retirée
manager-absence-new = Enregistrer une absence
manager-absence-from = Premier jour
manager-absence-to = Dernier jour
manager-absence-help = Jamais de cause : prévue ou imprévue, c’est tout ce que Relève conserve.
manager-absence-enter = Enregistrer l’absence
manager-absence-end-title = Changer le dernier jour
manager-absence-withdraw-title = Retirer cette absence
manager-absence-withdraw = Retirer
bare-title = Vacations à remplacer
bare-none = Cette absence ne laisse aucune vacation à remplacer.
bare-asked = déjà demandé
bare-ask-all = Demander ces remplacements

# Demander
ask-title = Demander un remplacement
ask-post = Quel poste ?
ask-day = Jour
ask-code = Code horaire
ask-more = Ajouter un jour
ask-more-help = Un jour laissé vide n’est pas demandé.
ask-qualification = Quelle qualification ?
ask-title-usual = Celle du poste ({ $usual })
ask-why = Pourquoi ?
ask-why-help = Jamais la cause d’une absence.
ask-urgency = Quelle urgence ?
ask-fold = Personne absente, mot pour le pool
ask-absent = Personne remplacée
ask-absent-help = On ne se remplace pas soi-même : cette personne n’est pas sollicitée, et les postes du pool qu’elle ne peut plus tenir sont libérés.
ask-absent-other = une personne d’un autre établissement
ask-nobody = Personne en particulier
ask-note = Mot pour qui viendra
ask-note-help = Où se présenter, à qui s’adresser. Rien sur la santé de quelqu’un.
ask-degraded = Une qualification voisine peut convenir (mode dégradé)
ask-send = Transmettre la demande
ask-draft = Garder en brouillon
ask-although = Il en faut vraiment deux : demander quand même
ask-alike-link = Voir la demande qui existe : { $post }
ask-day-outside = Choisissez un jour entre le { $first } et le { $last }.
ask-no-post = Choisissez au moins un jour et un code horaire.
ask-no-motive = Dites pourquoi le poste est à pourvoir.
ask-no-priority = Dites à quel point c’est urgent.

# Ce qu’on peut espérer
estimate-title = Ce qu’on peut espérer
estimate-again = Estimer
estimate-missing = Pas encore d’estimation. { $what }
estimate-nobody = Personne en ce moment
estimate-few = Peu de monde
estimate-several = Plusieurs personnes
estimate-able = { $n ->
    [0] Personne ne peut tenir ce poste légalement en ce moment. L’intérim ou un autre horaire seront à envisager.
    [one] { $n } personne peut tenir ce poste légalement en ce moment.
   *[other] { $n } personnes peuvent tenir ce poste légalement en ce moment.
}
estimate-least = { $n ->
    [0] Pour au moins un de ces postes, personne ne peut le tenir légalement en ce moment.
    [one] Au moins { $n } personne peut tenir chacun de ces postes légalement en ce moment.
   *[other] Au moins { $n } personnes peuvent tenir chacun de ces postes légalement en ce moment.
}
estimate-post = { $post } : { $able ->
    [0] personne
    [one] { $able } personne
   *[other] { $able } personnes
}, dont { $knowing } connaissant l’unité.
estimate-begun = { $post } : déjà commencé, plus personne ne peut être sollicité.
estimate-degraded = { $n ->
    [one] { $n } en mode dégradé.
   *[other] { $n } en mode dégradé.
}
estimate-asked-only = { $n ->
    [one] { $n } ne peut qu’être sollicitée (repos, délai).
   *[other] { $n } ne peuvent qu’être sollicitées (repos, délai).
}
estimate-unjudged = { $n ->
    [one] { $n } autre poste n’est pas compté ici.
   *[other] { $n } autres postes ne sont pas comptés ici.
}
estimate-past-none = Aucun poste semblable de l’unité ces derniers mois : pas de taux à donner.
estimate-past-code = { $posts ->
    [one] { $posts } poste de ce code
   *[other] { $posts } postes de ce code
} ces derniers mois : { $filled } tenus par le pool ({ $share }), { $booked } par l’intérim.
estimate-past-title = { $posts ->
    [one] { $posts } poste de cette qualification
   *[other] { $posts } postes de cette qualification
} dans l’unité ces derniers mois : { $filled } tenus par le pool ({ $share }), { $booked } par l’intérim.
estimate-past-half = La moitié l’étaient en moins de { $time }, soit { $when } pour une demande ouverte maintenant.
estimate-past-few = C’est trop peu pour dire en combien de temps.
estimate-next-looked = Ensuite : la coordination regarde la demande, puis l’ouvre.
estimate-next-cascade = Ensuite : les personnes possibles sont sollicitées par cercles, sans attendre.
estimate-next-open = Ensuite : la demande est ouverte, la coordination sollicite. Une sollicitation lancée maintenant se clôt au plus tard { $closing }.
estimate-basis = Compté à l’instant, toutes règles appliquées ; pouvoir n’est pas vouloir, chacun répond librement. Le passé est celui des { $n } derniers jours.

# Les demandes
requests-title = Demandes de remplacement
requests-list = Par date du premier poste
requests-caption = Demandes, la plus proche d’abord
requests-current = En cours
requests-over = Terminées
requests-all = Toutes
requests-when = Quand
requests-what = Poste
requests-none = Aucune demande en cours. Quand un poste est nu, demandez un remplacement : quatre réponses suffisent.
requests-none-filtered = Aucune demande ne correspond à ces filtres.
messages-unread = { $n ->
    [one] { $n } message non lu
   *[other] { $n } messages non lus
}
request-progress = { $filled } sur { $wanted ->
    [one] { $wanted } poste pourvu
   *[other] { $wanted } postes pourvus
}
progress-offered = { $n ->
    [one] { $n } en sollicitation
   *[other] { $n } en sollicitation
}
progress-booked = { $n ->
    [one] { $n } à l’intérim
   *[other] { $n } à l’intérim
}
progress-unfilled = { $n ->
    [one] { $n } resté nu
   *[other] { $n } restés nus
}
request-title = Demande de remplacement : { $unit }
request-heading = Demande de remplacement
request-submit = Transmettre la demande
request-do-open = Ouvrir la demande
request-shifts-caption = Les postes, qui les tient ou ce qui est en cours
request-who = Qui, ou quoi en cours
request-candidates = Qui peut le tenir
request-facts = Ce qui est demandé
standing-draft = Brouillon : personne n’est encore sollicité. Transmettez-la quand elle est prête.
standing-submitted = Transmise : la coordination va la regarder et l’ouvrir. { $progress }.
standing-open = Ouverte : { $progress }.
standing-closed = Close : { $progress }.
standing-cancelled = Annulée. { $progress }.
absent-not-asked = { $name } n’est pas sollicité pour ces postes : on ne se remplace pas soi-même.
absent-also-holds = { $n ->
    [one] Cette personne tient aussi { $n } poste du pool ces jours-là ; il est libéré s’il n’est plus possible.
   *[other] Cette personne tient aussi { $n } postes du pool ces jours-là ; ils sont libérés s’ils ne sont plus possibles.
}
fact-why = Pourquoi
fact-urgency = Urgence
fact-absent = Personne remplacée
fact-degraded = Mode dégradé accepté
fact-note = Mot pour le pool
fact-asked-by = Demandée par
fact-asked-at = Le
fact-cancelled-why = Motif de l’annulation
manager-round-fair = { $asked ->
    [one] { $asked } personne sollicitée
   *[other] { $asked } personnes sollicitées
} ; clôture { $closing }, l’ordre publié décide.
manager-round-first = { $asked ->
    [one] { $asked } personne sollicitée
   *[other] { $asked } personnes sollicitées
} en urgence, jusqu’à { $closing } ; le premier oui l’emporte.
manager-round-named = Proposé à { $asked ->
    [one] la personne choisie
   *[other] { $asked } personnes choisies
} ; réponse attendue avant { $closing }.
manager-cascade-begins = La recherche par étapes commence ({ $steps } étapes).
manager-cascade-step = Étape { $step } sur { $steps } : { $audience } ; la suivante au plus tard { $next }.
manager-cascade-step-last = Étape { $step } sur { $steps } : { $audience }.
manager-cascade-paused = Recherche en pause à l’étape { $step } sur { $steps } : { $audience }.
manager-booking-requested = Demandé à l’agence { $agency }, qui n’a pas encore confirmé.
manager-booking-confirmed = Confirmé par l’agence { $agency }.
manager-booking-worked = Tenu par l’agence { $agency }.
held-since = Accord donné le { $when }.
thread-title = Conversation
thread-none = Aucun message. Ce qui s’écrit ici est lu par l’encadrement de l’unité et la coordination.
thread-write = Votre message
thread-mention = Prévenir quelqu’un
thread-send = Envoyer
message-mentions = pour { $names }
cancel-title = Annuler la demande
cancel-do = Annuler la demande
cancel-notice = Le premier poste commence dans { $notice }.
cancel-begun = Tout a commencé : ce qui est commencé reste comme il est.
cancel-told = { $holders ->
    [0] Personne ne tient encore de poste ;
    [one] { $holders } personne tient un poste et sera prévenue ;
   *[other] { $holders } personnes tiennent un poste et seront prévenues ;
} { $asked ->
    [0] aucune sollicitation n’est en cours.
    [one] { $asked } sollicitation sera retirée.
   *[other] { $asked } sollicitations seront retirées.
}
deeds-title = Historique
deed-make = { $when } : rédigée par { $who }
deed-submit = { $when } : transmise par { $who }
deed-open = { $when } : ouverte par { $who }
deed-edit = { $when } : modifiée par { $who }
deed-cancel = { $when } : annulée par { $who }
deed-close = { $when } : close par { $who }
edit-title = Modifier la demande
edit-title-usual = Celle du poste
edit-back = Retour à la demande
edit-asked = Cette demande est ouverte. Qui tient ou a accepté un poste que vous changez est sollicité de nouveau ; son accord d’avant ne vaut plus.
edit-shifts = Postes
edit-remove = Ce poste n’est plus à pourvoir
edit-add = Ajouter un poste
edit-reason = Motif, si vous retirez un poste
edit-reason-help = Les personnes concernées sont prévenues ; le motif est conservé.

# Les tableaux de service
roster-title = Tableau de service
roster-new = Nouveau tableau de service
roster-new-help = Il reprend les personnes qui étaient au tableau de l’unité dans les douze semaines d’avant, et celles d’une trame. Il reste un brouillon jusqu’à sa publication.
roster-make = Créer le tableau
roster-draft = Brouillon
roster-draft-since = commencé le { $when }
roster-open = Ouvert aux choix
roster-open-until = les agents choisissent jusqu’au { $when }
roster-closed = Clos
roster-closed-help = les choix sont clos ; à compléter puis à publier
roster-published = Publié
roster-published-since = depuis le { $when } ; un changement a un motif et un délai
publish-title = Publier
publish-help = Dès la publication, le tableau vaut pour chacun : tout le monde y est prévenu, tout jour non fixé devient un repos, et un changement demandera un motif.
publish-reason = Motif, si le délai de publication est dépassé
publish-reason-help = Le délai est celui de l’employeur (quinze jours dans la fonction publique hospitalière). Dans les temps, laissez vide.
publish-do = Publier le tableau
fill-title = Remplir depuis les trames
fill-help = Ce qui est fixé à la main ou choisi reste ; ce qui ne serait pas légal n’est pas posé.
fill-do = Remplir
choices-title = Ouvrir aux choix des agents
choices-help = Chacun se place sur les jours qui ne sont pas fixés ; la loi est vérifiée à chaque choix. Tout le monde est prévenu.
choices-until = Jusqu’à
choices-open = Ouvrir aux choix
choices-close-title = Clore les choix
choices-close-help = La clôture lance un calcul pour les postes qui restent.
choices-close = Clore maintenant
changes-title = Changements
changes-none = Aucun changement depuis la publication.
changes-caption = Ce qui a changé, le plus récent d’abord ; rien n’est effacé
changes-day = Jour
changes-what = Avant → après
changes-ground = Fondement
changes-when = Fait le
question-asked = réponse attendue avant { $until }
question-declined = déclinée

# Ce qui s’oppose à un formulaire
form-day = Choisissez un jour possible.
form-to = Choisissez un dernier jour, le premier jour ou après.
form-code = Choisissez un code horaire de l’unité.
form-title = Choisissez une qualification.
form-absent = Choisissez une personne de votre établissement.
form-note = Ce mot est trop long : 2 000 caractères au plus.
form-reason = Dites pourquoi, en 2 000 caractères au plus.
form-text = Écrivez un message, de 4 000 caractères au plus.
form-mention = Une des personnes à prévenir n’est pas du groupement.
form-closing = Choisissez une clôture après maintenant et avant le premier jour.
form-other = Quelque chose manque ou ne convient pas. Vérifiez le formulaire ; rien n’a été enregistré.
form-alike = Le même poste est déjà demandé. Rien n’a été enregistré.
form-taken = Cet identifiant est déjà pris. Recommencez depuis un formulaire neuf.
form-request-state = Cette demande n’est plus dans un état qui le permet. Rien n’a été modifié.
form-shift-state = Un des postes n’est plus dans un état qui le permet. Rien n’a été modifié.
form-day-begun = Ce jour a commencé ou est passé : il ne se change plus ici.
form-day-settled = Une autre unité a fixé ce jour. Rien n’a été modifié.
form-absence-overlaps = Une autre absence de cette personne couvre déjà une partie de ces jours. Prolongez ou terminez celle-là.
form-absence-over = Cette absence a été retirée. Rien n’a été modifié.
form-agent-left = Cette personne a quitté l’établissement.
form-not-member = L’établissement n’est pas membre du groupement à cette date.
form-unit-closed = L’unité est fermée à cette date.
form-roster-state = Ce tableau n’est plus dans un état qui le permet, ou une question attend déjà une réponse. Rien n’a été modifié.
form-roster-overlaps = Un autre tableau de l’unité couvre déjà une partie de ces jours.
form-published-late = Le délai de publication est dépassé : donnez le motif, il sera conservé.
form-inside-notice = Le délai de prévenance est dépassé. Choisissez un fondement que la règle admet : son accord, ou une contrainte impérative du service là où c’est permis.
