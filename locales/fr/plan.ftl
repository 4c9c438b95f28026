### Les propositions : calcul, preuve, raisons, comparaison.

plan-list-title = Propositions
plan-order = Calculer une proposition
plan-order-help = Sans rien choisir, tous les postes ouverts du pool sont planifiés. Vous suivrez le calcul, et pourrez l’arrêter en gardant la meilleure proposition trouvée.
plan-order-from = Du
plan-order-to = Au
plan-order-seconds = Temps de calcul, en secondes
plan-order-seconds-help = { $most } au plus. Le calcul s’arrête avant dès que tout est prouvé.
plan-order-units = Certaines unités seulement
plan-order-start = Lancer le calcul
plan-list = Propositions calculées
plan-list-empty = Aucune proposition n’a encore été calculée. Lancez le premier calcul ci-dessus.
plan-list-caption = La plus récente d’abord ; choisissez-en deux pour les comparer
plan-list-when = Demandée
plan-list-state = État
plan-list-covered = Pourvus
plan-list-proof = Preuve
plan-list-about = Portée
plan-list-older = Plus anciennes
plan-compare = Comparer A et B
plan-compare-as-a = Comparer celle de { $when } comme A
plan-compare-as-b = Comparer celle de { $when } comme B
plan-about-all = tous les postes ouverts
plan-about-unread = ce qui était demandé ne peut plus être lu
plan-about-days = du { $from } au { $to }
plan-about-from = à partir du { $from }
plan-about-to = jusqu’au { $to }
plan-about-units = Unités :
plan-about-kept = { $n ->
    [one] { $n } choix gardé
   *[other] { $n } choix gardés
}
plan-about-without = { $n ->
    [one] { $n } choix écarté
   *[other] { $n } choix écartés
}
plan-about-join = En imaginant une personne de plus :
plan-covered = { $covered } sur { $shifts }
plan-state-computing = en cours de calcul
plan-state-proposed = à décider
plan-state-partly = approuvée en partie
plan-state-approved = approuvée
plan-state-rejected = rejetée
plan-state-cancelled = annulée
plan-state-expired = périmée
plan-state-failed = en échec
plan-proof-short-best = la meilleure possible, c’est prouvé
plan-proof-short-gap = { $goal } à { $gap } au plus du mieux possible
plan-goal-cover = couverture
plan-goal-changes = changements
plan-goal-equity = équité
plan-goal-cost = coût
plan-goal-preferences = souhaits
plan-summary = { $when } : { $covered ->
    [one] { $covered } poste sur { $shifts } pourvu
   *[other] { $covered } postes sur { $shifts } pourvus
} ; { $proof }.
plan-follow = Suivre le calcul
plan-decide = Lire et décider
plan-computing-title = Calcul d’une proposition
plan-progress-title = Avancement
plan-progress-label = Avancement du calcul
plan-progress-queued = En attente d’une place de calcul.
plan-progress = { $covered } sur { $shifts } postes pourvus ; objectif en cours : { $level }.
plan-progress-best = Meilleure valeur
plan-progress-bound = Borne prouvée
plan-progress-gap = Écart
plan-progress-seconds = Secondes
plan-progress-refresh = Cette page se met à jour toutes les trois secondes.
plan-stop = Arrêter et garder la meilleure
plan-stop-help = La meilleure proposition trouvée jusqu’ici est légale ; sa preuve s’arrête où en est le calcul.
plan-over-cancelled = Ce calcul a été arrêté avant d’avoir commencé : il n’a rien donné.
plan-failed = Le calcul a échoué. Rien n’a été modifié ; lancez un nouveau calcul. Si cela se répète, prévenez l’exploitant du service, dont le journal dit pourquoi sous l’identifiant { $plan }.
plan-failed-interrupted = Le calcul s’est interrompu plusieurs fois et a été abandonné. Rien n’a été modifié ; lancez un nouveau calcul. Si cela se répète, prévenez l’exploitant du service, dont le journal dit pourquoi sous l’identifiant { $plan }.
plan-over-other = Ce calcul n’a rien donné.
plan-back-to-list = Propositions
plan-title = Proposition
plan-computed = calculée le { $when }
plan-proof = Ce qui est prouvé
plan-proof-filled = { $covered ->
    [one] { $covered } poste
   *[other] { $covered } postes
} sur { $shifts } { $covered ->
    [one] pourvu
   *[other] pourvus
}.
plan-proof-cover-best = Personne ne pourrait en pourvoir plus : aucun planning légal ne couvre mieux ces postes, dans l’ordre des priorités.
plan-proof-cover-gap = Un planning légal pourrait couvrir mieux, de { $gap } au plus.
plan-proof-cover-all = Tous les postes sont pourvus.
plan-proof-equity-best = Équité : aucune répartition plus juste n’est possible à cette couverture, c’est prouvé.
plan-proof-equity-gap = Équité : à { $gap } au plus du mieux possible.
plan-proof-cost-best = Coût : aucune proposition aussi juste ne coûte moins, c’est prouvé.
plan-proof-cost-gap = Coût : à { $gap } au plus du mieux possible.
plan-proof-stopped = Le calcul s’est arrêté avant la preuve complète : la proposition est légale, avec les écarts indiqués.
plan-go-decide = Aller aux choix à décider
plan-levels = Les objectifs, un par un
plan-levels-caption = Chaque objectif passe strictement avant le suivant
plan-level = Objectif
plan-value = Valeur
plan-bound = Borne
plan-gap = Écart
plan-gap-none = prouvé
plan-levels-help = Moins vaut mieux. Aucune proposition qui garde les objectifs précédents ne descend sous la borne.
plan-level-safety = Sécurité (postes nus)
plan-level-cover = Couverture (postes nus pondérés)
plan-level-changes = Changements du planning publié
plan-level-equity = Équité (points)
plan-level-cost = Coût (€)
plan-level-preferences = Souhaits et continuité
plan-earlier-facts = Borne et écart sont prouvés pour les faits du calcul ; ils ont changé depuis.
plan-traces-title = Empreinte et moyens du calcul
plan-traces = Empreinte des faits : { $fingerprint }. Référentiels : { $packs }. Graine { $seed }, { $work } unités de travail, { $seconds } s. Mêmes faits, même graine et même limite de travail donnent la même proposition.
plan-expired-superseded = Proposition périmée : une plus récente a été approuvée. Calculez-en une nouvelle.
plan-expired-old = Proposition périmée : elle a attendu trop longtemps sa décision. Calculez-en une nouvelle.
plan-expired-gone = Proposition périmée : plus aucun de ses postes n’est à pourvoir comme elle le prévoyait. Calculez-en une nouvelle.
plan-expired-facts = Proposition périmée : les faits ont changé depuis le calcul. Calculez-en une nouvelle.
plan-rejected-because = Proposition rejetée, avec ce motif :
plan-supposes = Cette proposition compte sur une personne imaginée : elle montre ce qu’elle changerait et ne s’approuve pas.
plan-moved = Depuis le calcul, { $n ->
    [one] { $n } poste ne peut plus être approuvé comme proposé
   *[other] { $n } postes ne peuvent plus être approuvés comme proposé
} ; la raison est dite à côté de chacun.
plan-kept-lost = { $n ->
    [one] { $n } choix que vous vouliez garder n’a pas pu l’être
   *[other] { $n } choix que vous vouliez garder n’ont pas pu l’être
} : la loi s’y oppose maintenant, ou cela laisserait plus de postes nus.
plan-bare = Postes qui restent nus
plan-bare-caption = Pourquoi personne, et ce que coûterait l’intérim
plan-bare-why = Pourquoi personne
plan-bare-agency = Intérim
plan-bare-no-agency = non permis
plan-bare-nobody = Personne du groupement ne peut le tenir légalement.
plan-bare-contended = { $n ->
    [one] La personne qui pourrait le tenir tient un autre poste
   *[other] Les { $n } personnes qui pourraient le tenir tiennent un autre poste
} aussi important dans cette proposition.
plan-bare-instead = Tient un autre poste :
plan-bare-refusals = Refus par règle
plan-bare-people = { $n ->
    [one] { $n } personne
   *[other] { $n } personnes
}
plan-bare-refusal = { $rule } : { $people }
plan-relax = Voir ce qui le pourvoirait au moindre coût
plan-relax-none = Aucun autre horaire, aucun partage et aucune sollicitation ne le pourvoirait légalement.
plan-relax-over = Ce poste n’est plus à pourvoir.
plan-relax-somebody = Depuis le calcul, quelqu’un peut le tenir : ouvrez la recherche.
plan-items = Qui tient quoi, et pourquoi
plan-items-caption = Chaque choix a sa raison, et le suivant son prix
plan-approve-help = Chaque personne approuvée reçoit une sollicitation ; rien n’est imposé.
plan-tick = Choisir
plan-person = Personne
plan-why = Pourquoi
plan-from = de
plan-made-up = Renfort imaginé n° { $number }
plan-item-approved = approuvé
plan-item-moved = ne tient plus
plan-item-degraded = mode dégradé
plan-why-eligible = { $n ->
    [one] Seule personne qui peut le tenir.
   *[other] { $n } personnes pouvaient le tenir.
}
plan-why-account = Compte avant : { $before } points ; ce poste y ajoute { $burden }.
plan-why-account-hidden = Ce poste ajoute { $burden } points à son compte, dont le solde est réservé à son employeur.
plan-why-cost = Coût : { $cost }.
plan-next-is = La suivante :
plan-next = La choisir changerait l’équité de { $equity } et le coût de { $cost }.
plan-next-proven = C’est prouvé : { $what }.
plan-moved-gone = Ce poste n’est plus à pourvoir.
plan-moved-filled = Ce poste a été pourvu entre-temps.
plan-moved-offered = Ce poste est déjà proposé à d’autres.
plan-moved-changed = Ce poste a été modifié depuis le calcul.
plan-moved-elsewhere = Cette personne est prise ou sollicitée ailleurs à ce moment.
plan-moved-unlawful = Cette personne ne peut plus tenir ce poste.
plan-change = Changer ce choix
plan-keep = Garder ce choix au prochain calcul
plan-rule-out = Pas cette personne sur ce poste
plan-approve-all = Tout approuver
plan-approve-rest = Approuver tout ce qui tient encore
plan-approve-ticked = Approuver la sélection
plan-reject-reason = Motif du rejet
plan-reject = Rejeter la proposition
plan-again = Recalculer avec mes choix
plan-again-help = Gardez ou écartez des choix dans la liste ci-dessus (« Changer ce choix »), imaginez un renfort, puis relancez. Cette proposition reste, pour comparer.
plan-ruled-out = Choix déjà écartés
plan-suppose = Et avec une personne de plus ?
plan-suppose-help = Elle n’existe pas : le calcul montre ce qu’elle changerait, et ne s’approuve pas.
plan-suppose-one = Imaginer une personne de plus
plan-suppose-place = Employée par
plan-suppose-share = Quotité
plan-again-start = Recalculer
plan-movements-title = Mouvements entre établissements
plan-movements = Postes tenus par une personne d’un autre établissement : { $away } sur { $shifts } ; personnes qui se déplacent : { $people }.
plan-movements-caption = De quel établissement vers lequel
plan-from-where = De
plan-to-where = Vers
plan-at-home = sur place
plan-shifts = Postes
plan-people = Personnes
plan-km = { $km } km
plan-map-label = Carte des mouvements entre établissements ; le tableau donne les mêmes chiffres.
plan-map-help = Le nord est en haut. Le chiffre est celui des postes.
plan-equity = Équité avant et après
plan-equity-chart = Graphique de l’équité
plan-equity-sentence = Écart entre la personne la plus et la moins chargée : { $before } points avant, { $after } après.
plan-equity-least = La moins chargée après, { $points } points :
plan-equity-most = La plus chargée après, { $points } points :
plan-equity-table-follows = Le tableau qui suit donne les mêmes chiffres.
plan-equity-table = Les comptes en tableau
plan-equity-caption = Points par équivalent temps plein
plan-equity-agent = Agent
plan-before = Avant
plan-after = Après
plan-prices = Où une personne de plus aiderait le plus
plan-prices-caption = Ce que vaut au plus un poste tenu en renfort, tout le reste étant refait au mieux
plan-price-place = Établissement
plan-price-week = Semaine
plan-price-shifts = { $shifts } à pourvoir, dont { $bare } nus
plan-price-worth = Gain au plus
plan-week = semaine { $week } de { $year }
plan-rule-qualification = titre qui ne convient pas
plan-rule-absence = absence
plan-rule-availability = hors de ses disponibilités
plan-rule-mobility = trop loin de chez elle
plan-rule-exemption = restriction
plan-rule-admission = pas encore dans le pool
plan-rule-accompanied = premier poste sans accompagnement
plan-rule-membership = établissement hors du groupement ce jour-là
plan-rule-lending = pas d’accord de mise à disposition
plan-rule-promised-rest = repos promis
plan-rule-document = pièce manquante ou périmée
plan-rule-outside-work = travail extérieur non autorisé
plan-rule-length = durée du travail
plan-rule-break = pause
plan-rule-overlap = déjà prise à ce moment
plan-rule-daily-rest = repos quotidien
plan-rule-split-day = journée coupée
plan-rule-weekly-rest = repos hebdomadaire
plan-rule-weekly-max = durée hebdomadaire
plan-rule-rest-days = jours de repos
plan-rule-free-sundays = dimanches libres
plan-rule-consecutive-days = jours consécutifs
plan-rule-overtime = heures supplémentaires
plan-rule-part-time = temps partiel
plan-rule-annual-hours = durée annuelle
plan-rule-reduced-hours = horaire réduit
compare-title = Comparer deux propositions
compare-choose = Choisissez deux propositions dans la liste : une comme A, une comme B.
compare-same = C’est deux fois la même proposition. Choisissez-en une autre comme B.
compare-figures = Couverture, équité, coût
compare-figures-caption = La différence est B moins A
compare-what = Mesure
compare-difference = Différence
compare-better = Mieux
compare-better-a = A
compare-better-b = B
compare-covered = Postes pourvus
compare-pool-cost = Coût du pool
compare-spread = Écart d’équité après (points)
compare-shifts = Ce qui diffère
compare-same-shifts = { $n ->
    [one] { $n } poste a la même issue dans les deux.
   *[other] { $n } postes ont la même issue dans les deux.
}
compare-shifts-caption = Postes donnés autrement
compare-bare = reste nu
compare-not-in-it = n’en fait pas partie
compare-made-up = renfort imaginé
compare-accounts = Comptes qui changent
compare-accounts-caption = Points par équivalent temps plein après chaque proposition, les plus grands écarts d’abord
