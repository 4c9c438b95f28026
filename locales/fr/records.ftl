### Journal, paie, utilisateurs et ce que les pages de suivi partagent.

records-any = tous
records-show = Afficher
records-filter = Filtrer
records-filter-clear = Tout afficher
records-from-day = Du
records-to-day = Au
records-day = Jour
records-day-unread = Une des dates n’en est pas une : choisissez un jour du calendrier.
records-person = Personne
records-place = Lieu
records-month = Mois
records-establishment = Établissement
records-due = Échéance
records-amount = Quantité
records-balance = Solde
records-newest-first = Le plus récent d’abord
records-older-lines = Plus anciens
records-download-table = Télécharger ce tableau (CSV)
records-download-workbook = Télécharger ce tableau (XLSX)
records-leave-it = Ne rien changer
records-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
}
records-period = Du { $from } au { $to }

place-journal = Journal
journal-title = Journal d’audit
journal-about = Ce qui a été décidé, par qui, quand et sur quels faits. Le journal ne se modifie pas.
journal-who = Qui
journal-who-help = Un nom, ou une partie d’un nom
journal-role = Rôle
journal-what = Acte
journal-kind = Sorte d’objet
journal-object = Objet
journal-detail = Détail
journal-when = Quand
journal-number = N°
journal-link = Maillon
journal-lines = Actes
journal-fields = { $n ->
    [one] { $n } donnée
   *[other] { $n } données
}
journal-nothing = Aucun acte ne correspond. Élargissez la période ou retirez un filtre.
journal-empty = Aucun acte pour le moment.
verification-title = Vérification de la chaîne
verification-about = Chaque ligne scelle la précédente et les écritures des comptes. La vérification relit tout et dit si une ligne a été modifiée, retirée ou ajoutée.
verification-kept = Maillon conservé (facultatif)
verification-kept-help = Le dernier maillon noté lors d’une vérification précédente : il doit encore être dans la chaîne.
verification-do = Vérifier la chaîne
verification-again = Vérifier à nouveau
verification-export = Exporter toute la chaîne (JSON)
verification-sound = { $n ->
    [one] La chaîne est intacte : { $n } ligne relue, aucune n’a été modifiée, retirée ou ajoutée.
   *[other] La chaîne est intacte : { $n } lignes relues, aucune n’a été modifiée, retirée ou ajoutée.
}
verification-sound-since = { $n ->
    [one] La chaîne est intacte et contient le maillon conservé : { $n } ligne relue.
   *[other] La chaîne est intacte et contient le maillon conservé : { $n } lignes relues.
}
verification-broken = La chaîne est rompue à la ligne { $line }.
verification-broken-next = Ne faites aucune correction. Conservez une copie de la base de données, puis prévenez l’administration et la personne chargée de la protection des données.
verification-head = Dernier maillon relu
verification-head-help = Notez-le hors de Relève : il prouvera plus tard que rien, jusqu’ici, n’a été modifié.

place-pay = Paie
pay-title = Paie
pay-overdue = { $n ->
    [one] { $n } personne attend un repos dont l’échéance est passée.
   *[other] { $n } personnes attendent un repos dont l’échéance est passée.
}
pay-overdue-see = Voir qui
pay-work = Vacations à valider
pay-work-none = Aucune vacation n’attend la paie. Celles que l’encadrement constate comme faites apparaissent ici.
pay-work-about = Faites et constatées par l’encadrement. Après validation, les heures ne se corrigent plus que par des écritures.
pay-tick = Valider
pay-validate = Valider les vacations cochées
pay-validate-help = Décochez ce qui reste à éclaircir.
pay-hours-planned = Prévu
pay-hours-actual = Fait
pay-as-planned = comme prévu
pay-presence = Présence
pay-export = Export d’un mois
pay-export-about = Éléments variables d’un mois terminé, par personne, rubrique et taux, pour votre logiciel de paie (CSV) ou votre tableur (classeur Excel). Un mois terminé s’exporte toujours à l’identique ; ce qui est corrigé plus tard figure dans le mois de la correction.
pay-export-no-site = Votre rôle ne couvre aucun établissement à exporter. Demandez ce droit à l’administration.
pay-export-do = Exporter (CSV)
pay-export-workbook = Exporter (XLSX)
pay-month-unread = Choisissez un mois de la liste.
pay-owed = Repos dus
pay-owed-about = L’échéance la plus proche d’abord
pay-owed-none = Aucun repos n’est dû aujourd’hui.
pay-overdue-days = en retard : { $days }
pay-rests = Repos promis
pay-rests-dated = Avec une date
pay-rests-undated = Sans date
pay-rests-taken = Pris pendant la période
pay-rests-overdue = Échéance passée
pay-rests-hours = En heures
pay-account-of = Compte de { $name }
account-title-of = Compte de
account-edges = solde de { $opening } au début, { $closing } à la fin
account-empty = Ce compte n’a encore aucune écriture.
account-no-lines = Aucune écriture pendant cette période.
pay-unit-days = Jours de repos
pay-unit-rest-minutes = Heures de repos
pay-unit-cents = Euros
pay-unit-centipoints = Points
pay-unit-supplement-minutes = Heures majorées
pay-unit-paid-minutes = Heures à payer
line-what = Écriture
line-takes-back = reprise
line-take-back = Reprendre une écriture
line-take-back-short = Reprendre
line-take-back-about = Rien n’est effacé : une écriture inverse s’ajoute au compte, avec votre motif et la pièce qui la fonde.
line-take-back-do = Reprendre cette écriture
line-post = Passer une écriture
line-post-about = Ajouter une écriture à la main, sur pièce
line-post-do = Passer l’écriture
line-unit = Unité
line-quantity = Quantité
line-quantity-help = Jours : 2. Heures : 7:30. Euros et points : 12,50. Un signe − retire.
line-label = Libellé
line-rate = Taux, en pour cent de l’heure de base (facultatif)
line-due = Échéance (obligatoire pour un repos)
line-reason = Motif
line-document = Pièce justificative
line-quantity-wrong = Donnez une quantité autre que zéro, dans l’unité choisie : 2, 7:30 ou 12,50.
line-unit-wrong = Choisissez une unité de la liste.
line-label-wrong = Dites en quelques mots ce que c’est.
line-rate-wrong = Donnez un pourcentage, par exemple 125.
line-due-wrong = Donnez un jour à venir pour lequel ce repos est dû.
line-reason-wrong = Dites pourquoi : le motif reste au compte.
line-document-wrong = Donnez la référence de la pièce qui fonde l’écriture.

done-validated = { $n ->
    [one] { $n } vacation validée.
   *[other] { $n } vacations validées.
}
done-line-posted = L’écriture est passée.
done-line-taken-back = L’écriture est reprise ; le compte garde les deux lignes.
done-invited = L’accès est créé et l’invitation envoyée : elle sert une fois, pendant sept jours.
done-grant-given = Le droit est donné.
done-grant-ended = Le droit a pris fin.
done-user-removed = Cette personne n’a plus aucun accès au groupement.
done-user-sessions-ended = { $n ->
    [one] { $n } session fermée.
   *[other] { $n } sessions fermées.
}
done-token-ended = Le jeton n’ouvre plus rien.
place-indicators = Indicateurs
place-agents = Agents
place-members = Membres
place-law = Règles
place-users = Utilisateurs

users-title = Utilisateurs
users-about = Qui entre, à quel titre, de quand à quand. Rien de ce qui est donné n’est effacé : un droit prend fin.
users-search = Nom ou adresse
users-caption = Personnes et programmes
users-nothing = Personne ne correspond. Retirez un filtre, ou invitez quelqu’un.
users-invite = Inviter une personne
users-invite-about = Elle reçoit un message avec un lien pour choisir son mot de passe.
users-invite-open = Remplir une invitation
users-invite-do = Envoyer l’invitation
user-name = Nom
user-invited = sans mot de passe
user-name-wrong = Écrivez le nom que les autres liront, 200 caractères au plus.
user-email-wrong = Écrivez une adresse simple, par exemple claire@example.org.
user-account = Compte
user-password = Mot de passe choisi
user-second-factor = Double authentification
user-yes = oui
user-no = non
user-grants = Droits
user-grants-none = Aucun droit dans ce groupement.
user-grants-caption = Le plus récent d’abord
grant-role = Rôle
grant-scope = Périmètre
grant-agent = Agent (pour le rôle d’agent)
grant-agent-help = Son identifiant dans le groupement :
grant-agent-wrong = Pour le rôle d’agent, donnez l’identifiant d’un agent du groupement ; pour les autres, laissez vide.
grant-role-wrong = Choisissez un rôle de la liste.
grant-scope-wrong = Choisissez tout le groupement, un établissement ou une unité.
grant-from = Premier jour (aujourd’hui si vide)
grant-to = Dernier jour (sans fin si vide)
grant-to-wrong = Le dernier jour doit suivre le premier.
grant-days = Jours
grant-state = État
grant-holds = en vigueur
grant-past = terminé
grant-ended = retiré
grant-end = Retirer
grant-give = Donner un droit
grant-give-do = Donner ce droit
scope-whole = Groupement
scope-group = tout le groupement
scope-establishments = Établissements
scope-units = Unités
user-sessions = Sessions ouvertes
user-sessions-none = Aucune session ouverte.
user-sessions-caption = La plus récente d’abord
user-sessions-end = Fermer toutes ses sessions
user-browser = Navigateur
user-since = Depuis
user-last-seen = Dernière activité
user-tokens = Jetons de programmes
user-tokens-none = Aucun jeton.
user-tokens-caption = Un jeton agit au nom de la personne, et jamais au-delà de ses droits.
token-name = Usage
token-actions = Actions
token-all = tout ce que ses droits permettent
token-some = { $n ->
    [one] { $n } action
   *[other] { $n } actions
}
token-until = Jusqu’au
token-for-ever = sans fin
token-end = Retirer
user-remove = Retirer tous les accès
user-remove-about = Tous ses droits dans ce groupement prennent fin, ses sessions et ses jetons aussi. Ce qu’elle a fait reste au journal.
user-remove-sure = Oui, retirer tous les accès de cette personne
user-remove-do = Retirer tous les accès
user-remove-unsure = Cochez la case pour confirmer ; rien n’a été modifié.
flaw-line-missing = cette ligne manque
flaw-line-changed = cette ligne, ou une ligne avant elle, n’est plus celle qui fut écrite
flaw-before-changed = ce qui précède la chaîne n’est plus ce qu’elle scelle
flaw-postings-changed = les écritures de cet acte ne sont plus celles qu’il scelle
flaw-end-gone = la chaîne devrait finir à la ligne { $line }
flaw-postings-unsealed = { $found } écritures sont aux comptes, la chaîne en scelle { $sealed }
flaw-link-gone = le maillon conservé n’est pas dans cette chaîne
