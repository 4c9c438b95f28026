### Ce que disent les messages : courriels, SMS, notifications, boîte de réception.

# Sollicitations, affectations
notice-offer-sent = Sollicitation
    .lead = Un poste vous est proposé. Vous êtes libre d’accepter ou de décliner ; ne pas répondre n’est jamais retenu contre vous.
notice-offer-closed = Sollicitation close
    .lead = Le délai de réponse est passé. Une absence de réponse n’est jamais retenue contre vous.
notice-offer-not-chosen = Poste attribué
    .lead = Merci d’avoir été disponible. Ce poste est allé à quelqu’un d’autre, et votre compte d’équité est inchangé.
notice-offer-withdrawn = Sollicitation retirée
    .lead = Ce poste ne vous est plus proposé. Vous n’avez rien à faire.
notice-assignment-confirmed = Affectation confirmée
    .lead = Ce poste est à vous. Merci.
notice-assignment-cancelled = Affectation annulée
    .lead = Ce poste ne vous est plus confié. Ne vous déplacez pas ; le détail est dans Relève.
notice-round-empty = Sollicitation sans réponse
    .lead = Personne parmi les agents sollicités ne tiendra ce poste. Il est de nouveau à pourvoir.
notice-offer-reminder = Bientôt close
    .lead = Un poste vous est proposé, et le délai de réponse se termine bientôt. Ne pas répondre n’est jamais retenu contre vous.
notice-offer-agreed = Votre accord vaut oui
    .lead = Votre accord permanent répond oui à ce poste : rien à faire. Vous pouvez encore décliner jusqu’à la clôture.
notice-assignment-agreed = Poste confié par accord
    .lead = Ce poste est à vous selon votre accord permanent. Vous pouvez le rendre sans motif jusqu’à l’heure indiquée.
notice-assignment-handed-back = Poste rendu
    .lead = Un poste confié par accord permanent a été rendu dans le délai. Il est de nouveau à pourvoir.
notice-offer-held-back = Sollicitation retenue
    .lead = Une ligne approuvée attend : la personne a reçu autant de sollicitations que souhaité en sept jours.

# Demandes, postes, propositions, recherches, intérim
notice-shift-changed = Poste modifié
    .lead = Ce poste a changé. Un accord donné avant ne vaut plus : dites si vous le tenez comme il est maintenant. Vous êtes libre d’accepter ou de décliner.
notice-message-new = Nouveau message
    .lead = Un message sur une demande de remplacement vous attend.
notice-request-changed = Demande modifiée
    .lead = Une demande que vous suivez a changé. Le détail est dans Relève.
notice-request-filled = Demande pourvue
    .lead = Quelqu’un tient chaque poste de cette demande. Le détail est dans Relève.
notice-request-unfilled = Demande non pourvue
    .lead = Cette demande est terminée sans que chaque poste ait été tenu. Le détail est dans Relève.
notice-duty-bare = Vacations à découvert
    .lead = Des vacations du tableau de service n’ont plus personne. Relève propose la demande de remplacement.
notice-plan-proposed = Proposition à examiner
    .lead = Une nouvelle proposition attend votre décision.
notice-shift-tomorrow = Votre poste de demain
    .lead = Rappel du poste que vous tenez demain.
notice-shift-bare = Poste sans personne
    .lead = Ce poste commence bientôt et personne ne le tient encore. Relève montre pourquoi, et ce qui reste possible.
notice-cascade-by-hand = Personnes à appeler
    .lead = La recherche en est à la liste des remplaçants : appelez-les, et notez chaque réponse dans Relève.
notice-cascade-agency = Intérim à décider
    .lead = Personne du pool ne tient ce poste. Décidez d’une réservation d’intérim ; Relève montre le prix et le plafond.
notice-cascade-exhausted = Recherche épuisée
    .lead = Personne ne reste à solliciter pour ce poste, qui est toujours à pourvoir. Relève montre pourquoi, et ce qui reste possible.
notice-booking-requested = Intérim demandé
    .lead = Une agence est sollicitée pour ce poste. Le pool peut encore le reprendre tant qu’elle n’a pas confirmé.
notice-booking-confirmed = Intérim confirmé
    .lead = L’agence envoie quelqu’un sur ce poste.
notice-booking-taken-back = Poste repris par le pool
    .lead = Quelqu’un du pool tient ce poste. La réservation d’intérim est annulée : prévenez l’agence.
notice-booking-cancelled = Intérim annulé
    .lead = La réservation d’intérim de ce poste est annulée : prévenez l’agence.

# Tableaux de service
notice-roster-open = Choix de vos jours
    .lead = Le tableau de service à venir est ouvert. Placez-vous jusqu’à la clôture ; ce qui restera sera réparti équitablement.
notice-roster-closed = Choix clos
    .lead = Le tableau de service n’est plus ouvert aux choix. Une proposition qui le complète est en calcul.
notice-roster-published = Tableau de service publié
    .lead = Votre planning à partir de cette date est fixé. Il est dans Relève, à tout moment.
notice-roster-changed = Planning modifié
    .lead = Un jour de votre planning a changé. Ce qui vaut maintenant, et pourquoi, est dans Relève.
notice-roster-question = Votre accord est demandé
    .lead = On vous propose de changer un jour de votre planning. Vous êtes libre de refuser ; ne pas répondre n’est jamais retenu contre vous.
notice-roster-answered = Réponse à une demande
    .lead = Une demande de changement de planning a sa réponse, ou son délai est passé. Le détail est dans Relève.

# Échanges
notice-swap-proposed = Échange proposé
    .lead = Un échange de vacations vous est proposé ; il est conforme aux règles. Vous êtes libre d’accepter ou de décliner, sans raison à donner ; ne pas répondre n’est jamais retenu contre vous.
notice-swap-agreed = Échange accepté
    .lead = Tout le monde a accepté. L’échange attend l’accord des unités ; d’ici là, vos vacations ne changent pas.
notice-swap-to-approve = Échange à valider
    .lead = Des agents se sont mis d’accord sur un échange de vacations, conforme aux règles. Il attend votre décision.
notice-swap-done = Échange réalisé
    .lead = L’échange est fait. Voici ce qui vaut maintenant.
notice-swap-refused = Échange sans suite
    .lead = Cet échange n’aura pas lieu. Vos vacations restent comme elles sont, et rien n’est retenu contre personne.
notice-swap-expired = Échange expiré
    .lead = Le délai est passé sans que l’échange soit conclu. Vos vacations restent comme elles sont.
notice-swap-withdrawn = Échange retiré
    .lead = Cet échange ne vous est plus proposé. Vous n’avez rien à faire.

# Repos dus
notice-rest-dated = Repos daté
    .lead = Un repos dû a sa date. Chacun peut en demander une autre, dans le délai où il est dû.
notice-rest-wanted = Autre date de repos
    .lead = Une autre date est demandée pour un repos promis. Rien ne change sans votre accord.
notice-rest-refused = Date de repos non convenue
    .lead = L’autre date demandée pour ce repos n’a pas été acceptée. La date convenue ne change pas.
notice-rest-withdrawn = Date de repos retirée
    .lead = Ce repos n’a pas lieu à cette date : ce que le tableau de service prévoyait ces jours-là vaut de nouveau. Ce qui reste dû est au compte.
notice-compensation-due-soon = Repos bientôt dû, sans date
    .lead = Un repos dû n’a pas encore de date, et son échéance approche. Convenez d’un jour.
notice-compensation-overdue = Repos dû non pris
    .lead = Un repos dû n’a pas été pris à son échéance. Il reste dû : convenez d’un jour au plus tôt.

# Comptes, pièces, droits
notice-paper-ends = Titre ou document
    .lead = Un titre ou un document arrive à son terme. Sans lui, certains postes ne pourront plus être proposés.
notice-grant-ends = Droit qui se termine
    .lead = Un droit se termine bientôt. Donnez-en un autre s’il doit continuer.
notice-account-identity = Nouvelle identité liée
    .lead = Une identité d’un fournisseur ouvre maintenant votre compte. Si ce n’était pas vous, retirez-la dans « Mon compte », changez votre mot de passe et prévenez l’administration.
notice-account-recovery = Nouveau mot de passe
    .lead = Vous avez demandé à choisir un nouveau mot de passe. Le lien ci-dessous vaut une demi-heure et une seule fois. Si ce n’était pas vous, ne faites rien : votre mot de passe reste le même.
notice-account-invite = Votre accès à Relève
    .lead = Un accès vous est ouvert. Choisissez votre mot de passe par le lien ci-dessous, qui vaut sept jours et une seule fois.

# Tout le reste
notice-other = Du nouveau dans Relève
    .lead = Une information vous attend dans Relève.

# Ce qui les entoure
notice-title = { $title } : { $about }
notice-who = Personne
notice-place = Lieu
notice-unit = Unité
notice-qualification = Métier
notice-date = Date
notice-hours = Horaires
notice-was = Avant
notice-answer-before = Réponse avant
notice-decided = Attribution
notice-back-before = À rendre avant
notice-why = Pourquoi
notice-author = De
notice-takes = Vous prenez
notice-gives = Vous donnez
notice-decided-at-the-end = à la clôture, selon l’ordre publié ; répondre plus tôt n’avantage personne
notice-decided-by-the-first = urgence : au premier oui
notice-moment = { $day } à { $time }
notice-moment-elsewhere = { $day } à { $time } ({ $zone })
notice-call = Tout voir et répondre
notice-call-password = Choisir votre mot de passe
notice-sms-answer = Réponse avant le { $when }
letter-subject = Relève : { $n } nouvelles
letter-hello = Bonjour,
letter-hello-name = Bonjour { $name },
letter-log-in = Connectez-vous à Relève pour tout voir et répondre.
letter-unread = Ce message est envoyé par Relève ; les réponses à cette adresse ne sont pas lues.
letter-preferences = Vos préférences (canaux, heures calmes, résumé quotidien) se règlent dans Relève.

why-past = Le poste est passé
why-called-off = Le poste est annulé
why-to-admit = Une personne de la liste a accepté : à admettre comme agent
why-no-yes = Sollicités : { $asked }, sans accord ; pourraient encore tenir le poste : { $able }.
