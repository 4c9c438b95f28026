### Ce que plusieurs pages disent.

skip = Aller au contenu
my-account = Mon compte
log-out = Se déconnecter
places = Rubriques
place-relief = La relève
place-to-decide = À décider
place-proposals = Propositions
place-mine = Mes postes
motto = Relève propose ; une personne décide. Chaque choix et chaque refus a sa raison.
colon = {" : "}
refusal = Refus
error-code = Erreur { $status }
back-home = Revenir à l’accueil
role-manager = encadrement
role-coordinator = coordination
role-agent = agent
role-payroll = paie
role-director = direction
role-auditor = audit
role-administrator = administration
role-system = service
done-approved = { $n ->
    [one] { $n } poste approuvé : chaque personne a reçu sa sollicitation.
   *[other] { $n } postes approuvés : chaque personne a reçu sa sollicitation.
}
done-rejected = La proposition est rejetée ; votre motif est conservé.
done-computing = Le calcul est lancé.
done-accepted = Merci : ce poste est à vous. La réponse est enregistrée.
done-volunteered = Merci : vous êtes volontaire. À la clôture, l’ordre publié décide, pas la rapidité.
done-declined = C’est noté. Décliner ne compte jamais contre vous.
done-reconsidered = Votre refus est repris : cette sollicitation attend de nouveau votre réponse.
done-password-changed = Votre mot de passe est enregistré ; vos autres sessions sont fermées.
done-password-chosen = Votre mot de passe est enregistré. Connectez-vous.
done-link-asked = Si un compte existe à cette adresse, un message vient de lui être envoyé ; le lien qu’il contient sert une fois, pendant trente minutes.
done-logged-out = Vous êtes déconnecté.
done-session-ended = La session est fermée.
done-identity-linked = Cette identité est liée : elle ouvre maintenant votre compte.
done-identity-unlinked = Cette identité n’ouvre plus votre compte.
done-device-subscribed = Cet appareil recevra vos notifications.
done-device-ended = Cet appareil ne recevra plus de notifications.
done-sessions-ended = { $n ->
    [one] { $n } autre session fermée.
   *[other] { $n } autres sessions fermées.
}
done-second-factor-removed = La double authentification est désactivée.
done-nothing-ticked = Aucun poste n’était coché : rien n’a été modifié.
place-unit = Service
place-requests = Demandes
done-request-drafted = Brouillon gardé : personne n’est encore sollicité.
done-request-submitted = La demande est transmise : la coordination va l’ouvrir.
done-request-opened = { $n ->
    [0] La demande est ouverte : les postes sont à pourvoir dès maintenant.
    [one] La demande est ouverte ; { $n } poste du pool que tenait la personne absente est libéré.
   *[other] La demande est ouverte ; { $n } postes du pool que tenait la personne absente sont libérés.
}
done-request-known = Cette demande était déjà enregistrée : la voici, rien n’a été fait deux fois.
done-request-changed = La demande est modifiée ; les personnes concernées sont prévenues.
done-request-changed-freed = La demande est modifiée ; des postes du pool que tenait la personne absente sont libérés.
done-request-cancelled = La demande est annulée ; chaque personne concernée est prévenue.
done-message = Votre message est envoyé.
done-absence = L’absence est enregistrée. Voici ce qu’elle laisse à remplacer.
done-absence-moved = Le dernier jour est changé.
done-absence-withdrawn = L’absence est retirée ; elle reste dans l’historique.
done-day-changed = Le jour est changé.
done-day-asked = La question est posée ; le jour changera si la personne dit oui.
done-roster-made = Le tableau est créé, en brouillon.
done-roster-published = Le tableau est publié ; chacun est prévenu.
done-roster-opened = Le tableau est ouvert aux choix ; chacun est prévenu.
done-roster-closed = Les choix sont clos ; un calcul est lancé pour ce qui reste.
done-roster-filled = { $n ->
    [0] Aucun jour n’a été posé : aucune trame ne s’applique, ou tout était déjà fixé.
    [one] { $n } jour posé depuis les trames.
   *[other] { $n } jours posés depuis les trames.
}
shifts = { $n ->
    [one] { $n } poste
   *[other] { $n } postes
}
people = { $n ->
    [one] { $n } personne
   *[other] { $n } personnes
}
