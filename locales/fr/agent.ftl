### Les pages de l’agent : postes, disponibilités, échanges, compte, messages, réglages.

me-title = Mes postes
me-hello = Bonjour { $name }
me-unread = { $n ->
    [one] { $n } message non lu
   *[other] { $n } messages non lus
}
me-swaps-waiting = { $n ->
    [one] { $n } échange attend votre réponse
   *[other] { $n } échanges attendent votre réponse
}
me-next = Votre prochain poste
me-next-none = Aucun poste prévu dans les six semaines qui viennent. Dites quand vous êtes disponible :
me-now = en cours
me-today = aujourd’hui
me-tomorrow = demain
me-in-days = { $n ->
    [one] dans { $n } jour
   *[other] dans { $n } jours
}
me-from-pool = pool
me-from-roster = planning de l’unité
me-from-draft = planning provisoire
me-way = { $km } km à vol d’oiseau
me-km = { $km } km
me-map = voir sur une carte
me-ask-for = À l’arrivée, demandez :
me-first-accompanied = Premier poste dans cette unité : une personne qui la connaît est là à votre arrivée.
me-first-alone = Premier poste dans cette unité : demandez à qui vous adresser avant de venir.
me-details = Détails
me-swap-it = Échanger
me-asked = À vous de répondre
me-asked-none = Aucune sollicitation en attente. Rien à faire de votre part.
me-answer-before = Répondez avant le { $when }
me-decided-on = Décision le { $when }
me-undo-before = Vous pouvez revenir sur ce refus jusqu’au { $when }
me-mode-named = Ce poste n’est proposé qu’à vous : si vous acceptez, il est à vous.
me-mode-fair = À la clôture, l’ordre publié décide entre les personnes qui ont dit oui : métier, compte d’équité, connaissance de l’unité, distance. Répondre vite n’avantage personne.
me-mode-first = Urgence : la première personne qui accepte obtient le poste.
me-week = Semaine : { $before } → { $after }
me-rests = Repos avant : { $before } ; après : { $after }
me-rest-long = plus de 3 jours
me-rest-open = rien de prévu
me-account-moves = Compte d’équité : +{ $points } points, de { $before } à { $after }
me-kind-night = nuit
me-kind-saturday = samedi
me-kind-sunday = dimanche
me-kind-holiday = jour férié
me-kind-travel = trajet
me-kind-short-notice = délai court
me-kind-split-day = journée coupée
me-kind-shift = poste du pool
me-kind-opening = solde de départ
me-kind-late-cancellation = annulation tardive
me-kind-earned = droit acquis
me-kind-dated = repos daté
me-kind-promised = repos promis
me-kind-taken = repos pris
me-kind-manual = écriture à la main
me-kind-correction = correction
me-accept = J’accepte
me-decline = Je décline
me-agree = Je suis d’accord
me-step-back = Je me retire
me-undo = Reprendre mon refus
me-volunteered = vous êtes volontaire
me-declined = vous avez décliné
me-decline-free = Décliner ne demande aucune raison et ne compte jamais contre vous.
me-question = Changement de votre planning :
me-question-becomes = Ce jour deviendrait :
me-question-rest = repos
me-question-why = Motif :
me-after = Ensuite
me-rests-title = Repos promis
me-rests-none = Aucun repos ne vous est dû en ce moment.
me-rest-undated = Date à fixer
me-rest-dated = daté
me-rest-to-date = sans date
me-rest-service-asks = le service propose une autre date
me-rest-you-ask = vous avez demandé une autre date
me-rest-taken = pris
me-from-to = du { $from } au { $to }
me-since = depuis le { $when }
me-balance = Mon compte d’équité : { $points } points
me-past = Réponses récentes
me-past-none = Rien au cours des deux derniers mois.
me-past-accepted = acceptée
me-past-declined = déclinée
me-past-withdrawn = retirée
me-past-not-chosen = pourvu par une autre personne
me-past-closed = close
me-why = Pourquoi ?
me-why-title = Pourquoi pas moi ?
me-where = Où et quand
me-everything = En détail
me-duration = Durée de présence
me-title-asked = Métier demandé
me-confirmed-on = Confirmé le
me-points = Sur votre compte d’équité
me-actual-hours = Horaires réels
me-came-by = Venu par
me-by-swap = un échange
me-cancelled-on = Annulé le
me-cancelled-why = Motif
me-state-confirmed = confirmé
me-state-over = terminé, à constater
me-state-started = commencé
me-state-worked = fait
me-state-validated = fait et vu par la paie
me-state-cancelled = annulé
me-otherwise = Si vous ne pouvez pas
me-hand-back = Rendre ce poste
me-hand-back-until = Un accord permanent vous a donné ce poste : vous pouvez le rendre sans raison jusqu’au { $when }.
me-unable = Je ne peux pas venir
me-unable-what = Dites de quel jour à quel jour vous ne pouvez pas travailler. Aucune raison ne vous est demandée. Vos postes du pool de ces jours sont rouverts et l’encadrement est prévenu ; rien n’est retenu contre vous.
me-unable-confirm = Annoncer mon absence
me-first-day = Premier jour
me-last-day = Dernier jour
me-judged = Pouvez-vous tenir ce poste ?
me-judged-now = Jugé sur tout votre temps de travail connu à cet instant : planning, pool, travail déclaré.
me-judged-lawful = Oui : aucune règle ne s’y oppose.
me-figures = Constaté : { $found } ; limite : { $allowed }
me-lawful-from = Possible à partir du { $when }.
me-alternative = Au plus près :
me-why-rest = Les raisons des autres personnes ne vous sont pas montrées, ni les vôtres aux autres.
me-why-first = C’était urgent : une autre personne a répondu plus tôt.
me-why-not-chosen = Vous étiez volontaire ; à la clôture, l’ordre publié a donné le poste à une autre personne.
me-why-nobody = Vous étiez volontaire ; la sollicitation s’est terminée sans vous donner ce poste.
me-why-expired = La sollicitation s’est close sans réponse de votre part. Un silence ne compte jamais contre vous.
me-why-withdrawn = La sollicitation a été retirée : le poste n’était plus à pourvoir ainsi.
me-why-declined = Vous avez décliné. Cela ne compte jamais contre vous.
me-why-accepted = Vous avez accepté ce poste.
me-why-asked = Ce poste vous est proposé : la réponse se donne depuis « Mes postes ».
me-why-open = Ce poste est à pourvoir ; il ne vous a pas été proposé.
me-order-place = Parmi les { $of } volontaires, vous étiez au rang { $rank }.
me-order-chosen = Le poste vous est revenu.
me-order-law = À la clôture, une règle vous empêchait de le tenir.
me-order-title = Le métier a départagé.
me-order-equity = Le compte d’équité a départagé : la personne choisie avait moins porté que vous.
me-order-familiarity = La connaissance de l’unité a départagé.
me-order-distance = La distance a départagé.
me-order-draw = Rien ne vous séparait de la personne choisie, sinon l’ordre alphabétique des identifiants.
me-place-title = Métier
me-place-account = Compte d’équité pour un temps plein
me-place-unit = Unité
me-place-way = Distance
me-place-note = À savoir
me-title-full = complet
me-title-degraded = en remplacement dégradé
me-unit-known = déjà connue
me-unit-new = nouvelle pour vous
me-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
me-open = Postes à pourvoir dans votre métier
me-open-what = Les postes se proposent selon l’ordre publié, jamais selon la rapidité.
me-open-none = Aucun poste à pourvoir dans votre métier, ou vous n’êtes pas dans le pool.
me-open-lawful = possible
me-open-refused = pas possible
me-offline = Sans réseau
me-offline-what = Relève ne peut pas être joint. Vos postes ne sont pas gardés sur ce téléphone : dès que le réseau revient, ils sont là. Abonnez votre agenda à vos postes pour les voir sans réseau.
me-offline-again = Réessayer
me-manifest = Vos postes, vos disponibilités et vos échanges.
me-availability = Disponibilités
me-parts = Disponibilités
me-part-diary = Mes jours
me-part-agreements = Accords et volontariat
me-part-outside = Absences et autre travail
me-diary-none = Vous n’avez rien dit : des postes peuvent vous être proposés tous les jours.
me-diary-imported = Vos disponibilités viennent de votre employeur ; ce que vous dites ici prend leur place.
me-diary-never = Votre semaine est vide : rien ne vous est proposé, sauf les jours que vous ouvrez.
me-diary-kept = Des postes vous sont proposés les jours que vous avez ouverts.
me-month-before = mois précédent
me-month-after = mois suivant
me-month-help = Touchez des jours, puis dites ce qu’il en est.
me-month-caption = Disponibilités en { $month }
me-day-yes = oui
me-day-part = partie
me-day-no = non
me-day-work = poste !
me-day-off = libre !
me-day-rest = repos
me-day-absent = absence
me-say = Les jours touchés :
me-say-yes = Disponible
me-say-no = Pas disponible
me-say-work = Je souhaite un poste
me-say-off = Je préfère être libre
me-weeks = Chaque semaine
me-weeks-help = Ce qui vaut chaque semaine ; les jours touchés ci-dessus l’emportent. Matin : 5 h–15 h. Après-midi : 12 h–23 h. Nuit : 18 h–10 h.
me-weeks-keep = Enregistrer ma semaine
me-part-day = jour entier
me-part-morning = matin
me-part-afternoon = après-midi
me-part-night = nuit
me-forget = Tout effacer
me-forget-what = Vos jours et votre semaine sont effacés ; des postes peuvent de nouveau vous être proposés tous les jours. Vos souhaits restent.
me-forget-confirm = Effacer mes disponibilités
me-monday = lundi
me-tuesday = mardi
me-wednesday = mercredi
me-thursday = jeudi
me-friday = vendredi
me-saturday = samedi
me-sunday = dimanche
me-agreements = Accords permanents
me-agreements-what = Dans ces créneaux, un poste peut vous être donné sans vous demander à chaque fois. Vous gardez un délai pour le rendre, sans raison. Les repos promis et les règles légales l’emportent toujours.
me-agreements-none = Aucun accord : on vous demande chaque fois.
me-agreement-new = Nouvel accord
me-agreement-make = Donner cet accord
me-agreement-stands = en vigueur
me-agreement-over = terminé
me-revoke = Révoquer
me-revoked = révoqué le { $when }
me-weekdays = Jours où le poste commence
me-not-before = Pas avant
me-not-after = Terminé à
me-not-after-help = Une heure de fin avant l’heure de début est celle du lendemain.
me-units = Unités
me-units-help = Rien de coché : toutes les unités.
me-everywhere = toutes les unités
me-most-a-week = Postes par semaine, au plus
me-per-week = { $n ->
    [one] { $n } poste par semaine au plus
   *[other] { $n } postes par semaine au plus
}
me-rest-days-allowed = Aussi mes jours de repos
me-rest-days-too = jours de repos compris
me-rest-days-never = jamais un jour de repos
me-from-day = À partir du
me-to-day = Jusqu’au
me-volunteering = Volontariat
me-volunteering-what = Rien de coché : on ne vous le demande pas.
me-volunteer-hours = des heures complémentaires, au-delà de mon temps partiel
me-volunteer-overtime = des heures supplémentaires
me-volunteer-sites = des postes dans d’autres établissements
me-absence = Annoncer une absence
me-absence-what = Aucune raison ne vous est demandée. Vos postes du pool de ces jours sont rouverts et l’encadrement est prévenu.
me-absence-confirm = Annoncer cette absence
me-class = Cette absence est
me-class-unplanned = imprévue
me-class-planned = prévue de longue date
me-outside = Travail pour un autre employeur
me-outside-what = Déclarez-le jour par jour : les règles de repos portent sur tout votre temps de travail. Seules les heures comptent ; le nom de l’employeur n’est pas demandé.
me-outside-none = Rien de déclaré pour les jours à venir.
me-outside-confirm = Déclarer ces heures
me-begins = Début
me-ends = Fin
me-employer = Employeur
me-employer-public = public
me-employer-private = privé
me-employer-self = à mon compte
me-swaps = Échanges
me-swaps-yours = Ils attendent votre réponse
me-swaps-yours-none = Aucun échange n’attend votre réponse.
me-swaps-open = En cours
me-swaps-over = Terminés
me-swaps-over-none = Aucun échange pour le moment.
me-older = plus anciens
me-leg-give = Vous donnez
me-leg-take = Vous prenez
me-leg-to = à
me-leg-of = de
me-swap-people = { $n ->
    [one] { $n } personne en tout
   *[other] { $n } personnes en tout
}
me-swap-agreed = { $agreed } d’accord sur { $people } personnes
me-swap-effect = Votre compte d’équité : { $change } points, de { $before } à { $after } pour un temps plein
me-swap-until = jusqu’au { $when }
me-swap-ended = le { $when }
me-swap-yours = à vous de répondre
me-swap-others = en attente des autres
me-swap-units = en attente des unités
me-swap-done = réalisé
me-swap-refused-unit = refusé par une unité
me-swap-gone = un des postes n’est plus à échanger
me-swap-declined = sans suite
me-swap-expired = expiré
me-swap-withdrawn = retiré
me-swap-automatic = Personne d’autre n’aurait à l’autoriser.
me-swap-to-approve = Les unités concernées devront l’autoriser.
me-found = Échanges possibles
me-found-none = Personne ne cherche l’inverse pour le moment. Votre souhait reste : les autres le trouveront.
me-found-lawful = légal pour chaque personne
me-found-refused = Une règle s’y oppose ; rien n’est demandé à personne.
me-found-incomplete = La recherche n’a pas tout regardé : des conditions plus étroites trouvent davantage.
me-propose = Proposer cet échange
me-withdraw = Retirer ma proposition
me-seek = Chercher un échange
me-seek-what = Chaque échange est jugé avant que l’on demande à quiconque.
me-seek-go = Chercher
me-gives = Je donnerais
me-gives-nothing = rien : je prendrais seulement
me-gives-gone = un poste qui n’est plus à échanger
me-wants = En échange
me-wants-shift = je prendrais un poste
me-wants-nothing = rien : je donne seulement
me-takes-from = À partir du
me-takes-to = Jusqu’au
me-takes-when = Moments (rien de coché : tous)
me-takes-morning = matin
me-takes-afternoon = après-midi
me-takes-night = nuit
me-takes-units = { $n ->
    [one] { $n } unité
   *[other] { $n } unités
}
me-takes-anything = n’importe quel poste
me-wishes = Mes souhaits d’échange
me-account = Mon compte de contraintes
me-account-equity = Compte d’équité
me-account-what = Nuits, week-ends, jours fériés, délais courts et longs trajets y sont inscrits. Plus il est élevé, plus vous avez porté : la suite se propose d’abord aux autres.
me-account-standing = Pour un temps plein : { $normalised } points ; la moitié du groupement est au-dessous de { $median }.
me-band-lightest = Vous êtes dans le quart le moins chargé.
me-band-lower = Vous êtes un peu au-dessous du milieu.
me-band-upper = Vous êtes un peu au-dessus du milieu.
me-band-heaviest = Vous êtes dans le quart le plus chargé.
me-points-value = { $points } points
me-rest-days = Jours de repos : { $dated } datés, { $undated } sans date, { $taken } pris dans la période, { $overdue } en retard.
me-due = dû avant le { $when }
me-rest-wanted = Autre date demandée : { $when }
me-rest-keep = Garder ma date
me-rest-ask = Demander une autre date
me-rest-ask-go = Demander cette date
me-rest-day = Premier jour du repos
me-rest-day-help = La date actuelle tient tant que l’encadrement n’a pas accepté l’autre. Le repos prend la place d’un jour travaillé.
me-statement = Relevé
me-statement-what = Une correction est une écriture inverse ; rien n’est effacé. Les libellés sont en français, comme les pièces.
me-show = Afficher
me-csv = Tableau (CSV)
me-workbook = Classeur (XLSX)
me-opening = au début :
me-closing = à la fin :
me-no-lines = Aucune écriture dans la période.
me-col-date = Date
me-col-kind = Nature
me-col-reason = Pour quoi
me-col-amount = Quantité
me-col-balance = Solde
me-takes-back = { $kind }, repris
me-owed-cents = Indemnités
me-owed-days = Jours de repos
me-owed-rest = Heures de repos
me-owed-supplement = Heures majorées
me-owed-paid = Heures à payer
me-owed-points = Points
me-settings = Réglages
me-told = Comment vous prévenir
me-letters = Langue des messages envoyés
me-channels = Prévenir par
me-channel-email = e-mail
me-channel-sms = SMS
me-channel-push = notification sur mes appareils
me-push-here = Notifications sur cet appareil
me-phone = Téléphone
me-phone-help = Avec l’indicatif : +33612345678.
me-quiet-from = Heures calmes, de
me-quiet-to = à
me-quiet-help = Rien ne vous est envoyé pendant ces heures. Laissez vide pour n’en avoir aucune.
me-digest = Ce qui peut attendre
me-digest-never = tout de suite
me-digest-daily = une fois par jour
me-digest-at = Envoyé à
me-zone = Fuseau horaire
me-cap = Sollicitations par semaine, au plus
me-cap-help = Laissez vide pour ne pas limiter.
me-cap-left = { $n ->
    [one] Il en reste { $n } pour les sept derniers jours.
   *[other] Il en reste { $n } pour les sept derniers jours.
}
me-mobility = Mobilité
me-mobility-help = C’est le plus loin que vous acceptez d’aller. Votre employeur la tient dans votre dossier : demandez-lui de la changer.
me-calendar = Mes postes dans mon agenda
me-calendar-name = Relève : mes postes
me-calendar-what = L’agenda de votre téléphone peut suivre vos postes, y compris sans réseau. Qui connaît l’adresse voit vos postes : ne la donnez à personne.
me-calendar-once = Voici l’adresse ; elle n’est montrée que cette fois.
me-calendar-open = Ouvrir dans mon agenda
me-calendar-since = Abonnement ouvert le { $when }.
me-calendar-make = Créer l’adresse
me-calendar-replace = Remplacer l’adresse
me-calendar-end = Fermer l’abonnement
me-messages = Messages
me-messages-none = Aucun message.
me-all-read = Tout est lu.
me-mark-read = Tout marquer comme lu
me-new = nouveau
me-no-filled = Ce poste vient d’être pourvu par une autre personne. Merci d’avoir répondu ; rien n’est retenu contre vous.
me-no-closed = Trop tard : la sollicitation est close. Rien n’est retenu contre vous.
me-no-answered = Cette sollicitation a déjà sa réponse, ou elle a été retirée. Voici où vous en êtes.
me-no-race = Quelqu’un a été plus rapide à l’instant même ; rien n’a été modifié. Regardez et réessayez.
me-no-moved = Cela a changé depuis que vous l’avez lu, peut-être dans un autre onglet. Voici ce qui vaut maintenant ; rien n’a été modifié.
me-no-gone = Ce poste n’est plus dans l’état où vous l’avez vu ; rien n’a été modifié.
me-no-begun = Ce poste a déjà commencé ; rien n’a été modifié.
me-no-decided = Un de ces jours est déjà décidé : il est passé, ou vous y tenez un poste. Rien n’a été modifié.
me-no-more-agreements = Vous avez autant d’accords qu’il est possible. Révoquez-en un d’abord.
me-no-agreement-over = Cet accord était déjà révoqué.
me-no-hand-back = Le délai pour rendre ce poste est passé, ou aucun accord ne l’a donné. Proposez un échange, ou annoncez une absence.
me-no-swap-over = Cet échange n’attend plus votre réponse. Voici où il en est.
me-no-duty-gone = Un des postes n’est plus à échanger ; rien n’a été modifié. Cherchez à nouveau.
me-no-more-swaps = Vous avez déjà autant de propositions ou de souhaits en cours qu’il est possible. Retirez-en un d’abord.
me-no-rest-over = Plus rien n’est demandé pour ce repos. Voici où il en est.
me-no-absence-overlaps = Une absence couvre déjà une partie de ces jours ; rien n’a été modifié.
me-no-question-over = Cette question a déjà sa réponse, ou son délai est passé.
me-no-left = Votre dossier dit que vous quittez le groupement : ceci ne se modifie plus.
me-no-day-ticked = Touchez d’abord un ou plusieurs jours.
me-no-weekday = Cochez au moins un jour.
me-no-time = Écrivez une heure, comme 21:30.
me-no-per-week = De 1 à 7 postes par semaine.
me-no-day = Choisissez un jour.
me-no-moment = Choisissez un jour et une heure.
me-no-order = La fin vient avant le début.
me-no-absence = Ces jours ne conviennent pas : une absence s’annonce pour 400 jours au plus, et pas plus de 60 jours après coup.
me-no-absence-days = Les jours d’absence doivent comprendre celui de ce poste.
me-no-declaration = Ces heures ne conviennent pas : au plus 24 heures d’affilée, et pas deux fois les mêmes.
me-no-wish = Choisissez un poste à donner, ou dites que vous en prendriez un.
me-no-rest-day = Ce repos ne peut pas commencer ce jour-là : il doit prendre la place d’un jour travaillé, avant son échéance, sans absence ni poste du pool.
me-no-rest-now = Cette date n’est plus possible ; la date actuelle tient.
me-no-email = Écrivez une seule adresse e-mail, ou retirez ce canal.
me-no-phone = Écrivez le numéro avec son indicatif, comme +33612345678, ou retirez ce canal.
me-no-zone = Écrivez un fuseau comme Europe/Paris.
me-no-quiet = Donnez deux heures différentes, ou aucune.
me-no-cap = Un nombre de 0 à 50, ou rien.
me-done-handed-back = Le poste est rendu et rouvert. Rien n’est retenu contre vous.
me-done-absent = Votre absence est annoncée. Prenez soin de vous.
me-done-day-changed = Merci : votre planning est modifié.
me-done-days-yes = { $n ->
    [one] { $n } jour ouvert : des postes peuvent vous y être proposés.
   *[other] { $n } jours ouverts : des postes peuvent vous y être proposés.
}
me-done-days-no = { $n ->
    [one] { $n } jour fermé : rien ne vous y sera proposé.
   *[other] { $n } jours fermés : rien ne vous y sera proposé.
}
me-done-days-wished = { $n ->
    [one] Souhait noté pour { $n } jour.
   *[other] Souhait noté pour { $n } jours.
}
me-done-choices = { $n ->
    [0] Aucun jour n’a changé.
    [one] { $n } jour enregistré.
   *[other] { $n } jours enregistrés.
}
me-done-weeks = Votre semaine est enregistrée.
me-done-forgotten = Vos disponibilités sont effacées.
me-done-agreement = Votre accord est enregistré.
me-done-revoked = L’accord est révoqué ; ce qui n’était pas encore décidé vous sera demandé.
me-done-volunteering = Votre volontariat est enregistré.
me-done-declared = Ces heures sont déclarées.
me-done-wish = Votre souhait est enregistré. Voici ce qui y répond.
me-done-wish-ended = Le souhait est retiré.
me-done-proposed = L’échange est proposé ; les autres peuvent répondre.
me-done-agreed = Votre accord est noté ; l’échange attend les autres.
me-done-swapped = L’échange est réalisé : vos postes sont à jour.
me-done-swap-withdrawn = Votre proposition est retirée.
me-done-rest-asked = Votre demande est envoyée. La date actuelle tient en attendant.
me-done-rest-agreed = La date est convenue.
me-done-rest-kept = La date reste comme elle est.
me-done-settings = Vos réglages sont enregistrés.
me-done-calendar = L’adresse de votre agenda est créée ; celle d’avant ne donne plus rien.
me-done-calendar-ended = L’abonnement est fermé : l’adresse ne donne plus rien.
me-done-read = Tout est marqué comme lu.
me-nav-availability = Disponibilités
me-nav-swaps = Échanges
me-nav-account = Contraintes et repos
me-nav-messages = Messages
me-nav-choosing = Choisir mes jours
me-choose = Choisir mes jours
me-choose-list = Tableaux ouverts aux choix
me-choose-none = Aucun tableau n’est ouvert aux choix. Un message vous le dira dès qu’il y en aura un.
me-choose-look = Voir
me-choose-ahead = Ouvre le { $opens }, clôture le { $closes }
me-choose-open = Ouvert jusqu’au { $closes }
me-choose-over = Les choix sont clos. Ce qui reste est en train d’être réparti.
me-choose-published = Le tableau est publié : vos postes sont dans votre planning.
me-choose-between = De { $least } à { $most } jours à choisir
me-choose-least = { $n ->
    [one] Au moins { $n } jour à choisir
   *[other] Au moins { $n } jours à choisir
}
me-choose-most = { $n ->
    [one] { $n } jour au plus
   *[other] { $n } jours au plus
}
me-choose-persons = { $code } : { $n ->
    [one] { $n } personne au plus par jour
   *[other] { $n } personnes au plus par jour
}
me-choose-chosen = { $n ->
    [0] Vous n’avez encore choisi aucun jour.
    [one] Vous avez choisi { $n } jour.
   *[other] Vous avez choisi { $n } jours.
}
me-choose-help = Touchez ce que vous voulez pour chaque jour, puis enregistrez. Ce qui manque est compté pour votre métier ; ce qui restera à la clôture sera réparti équitablement.
me-choose-week = Semaine du { $day }
me-choose-nothing = rien
me-choose-lacks = il en manque { $n }
me-choose-full = complet
me-choose-absent = absence
me-choose-rest = repos promis
me-choose-elsewhere = aussi :
me-choose-day-off = repos
me-choose-by-unit = fixé par l’unité
me-choose-by-you = choisi par vous
me-choose-save = Enregistrer mes choix
me-choose-refused = { $n ->
    [one] { $n } jour n’a pas été enregistré :
   *[other] { $n } jours n’ont pas été enregistrés :
}
me-choose-day-no = { $day } : { $why }
me-choose-settled = une unité a déjà fixé ce jour.
me-pulse = Votre avis du trimestre
me-pulse-link = Votre avis du trimestre : trois questions
me-pulse-what = Trois questions, une fois par trimestre, si vous le voulez. 0 : pas du tout ; 10 : tout à fait.
me-pulse-until = Vous pouvez répondre jusqu’au { $day }.
me-pulse-unnamed = Votre réponse est gardée sans votre nom : seul le fait que vous avez répondu est noté, à part. La direction et la coordination voient des moyennes par établissement, une fois le trimestre fini et à partir de cinq réponses.
me-pulse-fairness = Les nuits, les week-ends et les postes sont répartis équitablement.
me-pulse-heard = Mes souhaits sont entendus.
me-pulse-recommend = Je recommanderais le pool à une collègue ou à un collègue.
me-pulse-choose = Choisir de 0 à 10
me-pulse-comment = Un mot, si vous voulez
me-pulse-comment-help = 500 signes au plus. Il est lu tel quel, mêlé à ceux de tout le groupement : n’y nommez personne.
me-pulse-send = Envoyer
me-pulse-answered = Vous avez répondu pour ce trimestre. Merci.
me-pulse-back = Retour à votre page
me-no-score = Choisissez un nombre de 0 à 10.
me-no-comment = 500 signes au plus. Raccourcissez votre mot.
me-done-pulse = Votre réponse est enregistrée, sans votre nom. Merci.
