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
in-french = Le détail, en français
