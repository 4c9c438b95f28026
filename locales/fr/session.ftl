### Connexion, liens, mot de passe.

log-in-title = Connexion
email = Adresse e-mail
password = Mot de passe
log-in = Se connecter
forgotten-title = Mot de passe oublié
or = ou
log-in-with = Se connecter avec { $provider }
log-in-wrong = L’adresse et le mot de passe ne correspondent pas. Vérifiez les deux et réessayez.
too-many = Trop d’essais sans succès. Réessayez dans { $wait }.
seconds = { $n ->
    [one] { $n } seconde
   *[other] { $n } secondes
}
minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
code-title = Code de vérification
code-label = Code à six chiffres de votre application
code-help = Sans votre téléphone, saisissez un de vos codes de secours : chacun sert une fois.
code-wrong = Ce code n’est pas valable, ou il a déjà servi. Attendez le suivant et réessayez.
confirm = Valider
give-up = Abandonner
forgotten-email = Adresse e-mail de votre compte
forgotten-help = Un lien pour choisir un nouveau mot de passe y sera envoyé.
get-link = Recevoir un lien
back-to-log-in = Retour à la connexion
demo-title = Démonstration
demo-opens = Ce lien ouvre une session de { $name }, une fois.
choose-password = Choisir un mot de passe
account-of = Compte de { $name }.
new-password = Nouveau mot de passe
password-help = 12 à 200 caractères. Quelques mots sans rapport entre eux conviennent très bien ; ni votre nom, ni votre adresse.
password-again = Le même, une seconde fois
passwords-differ = Les deux saisies du nouveau mot de passe diffèrent. Rien n’a été modifié.
save = Enregistrer
or-without-password = ou, sans mot de passe :
open-with = Ouvrir mon compte avec { $provider }
choose-group = Choisir un groupement
choose-group-help = Vous avez un rôle dans plusieurs groupements. Choisissez celui où vous travaillez maintenant ; vous pourrez en changer depuis votre compte.
kept-signed-out = Votre session a pris fin
kept-signed-out-what = Rien n’a été enregistré, et rien n’est perdu : ce que vous avez saisi est gardé sur cette page. Reconnectez-vous dans l’autre onglet, puis revenez ici et envoyez à nouveau.
kept-stale = Ce formulaire n’a pas été pris en compte
kept-stale-what = La page était restée ouverte trop longtemps : rien n’a été enregistré. Ce que vous avez saisi est gardé ; il partira sous le nom de la personne connectée maintenant.
kept-files = Les fichiers joints ne peuvent pas être gardés : revenez au formulaire pour les choisir à nouveau.
kept-log-in = Se reconnecter dans un autre onglet
kept-send = Envoyer à nouveau
kept-drop = Abandonner et revenir à l’accueil
