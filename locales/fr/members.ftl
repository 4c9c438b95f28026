### Membres, agents, règles, imports.

records-next = Suite
valid-always = sans limite
valid-from = depuis le { $from }
valid-to = jusqu’au { $to }
expired = expiré
not-yet = à venir
expires-in = { $n ->
    [one] expire dans { $n } jour
   *[other] expire dans { $n } jours
}
closed-from = fermé à partir du { $day }
regime-fph = Fonction publique hospitalière
regime-ccn51 = Convention collective du 31 octobre 1951
regime-ccn66 = Convention collective du 15 mars 1966
regime-ccu = Convention collective unique de l’hospitalisation privée
regime-bass = Branche associative sanitaire et sociale
regime-code-du-travail = Code du travail
members-title = Membres du groupement
members-about = Les établissements qui partagent le pool, leur régime et leurs unités.
members-caption = Établissements
members-none = Aucun établissement pour le moment : importez le groupement.
member-commune = Commune
member-regime = Régime
member-finess = N° FINESS
member-finess-doubtful = La clé du numéro FINESS ne tombe pas juste : vérifiez-le dans le répertoire.
member-units = Unités
member-units-caption = Unités de l’établissement
member-units-none = Aucune unité pour le moment.
member-identity = Identité
member-zone = Fuseau horaire
member-conventions = Convention
member-conventions-about = Ce que l’établissement et le groupement ont convenu. Une convention n’est jamais réécrite : elle prend fin.
member-conventions-caption = Conventions, par date
member-conventions-none = Aucune convention enregistrée : l’établissement est membre depuis l’import du groupement.
convention-document = Document
convention-validity = Validité
convention-key = Refacturation
convention-contribution = Contribution
convention-quota = Quota reçu
convention-period = Compté par
convention-notice = Préavis
convention-unlimited = sans plafond
convention-holds = en vigueur
convention-leaves = prend fin le { $day }
convention-at-cost = au coût
convention-shared = au coût, frais de gestion { $share }
convention-month = mois
convention-quarter = trimestre
convention-year = année
member-statement = Relevé { $year }
member-statement-about = Ce que l’établissement a prêté et emprunté, au coût : heures, route et frais de gestion convenus.
member-statement-none = Rien n’a été prêté ni emprunté cette année-là.
member-statement-before = Relevé { $year }
statement-with = Avec
statement-given = Heures données
statement-to-invoice = À facturer
statement-received = Heures reçues
statement-to-pay = À payer
statement-balance = Solde
statement-total = Ensemble
unit-name = Unité
unit-codes = Codes horaires
unit-codes-caption = Codes de l’unité
unit-codes-none = Aucun code pour le moment.
unit-code = Code
unit-label = Nom
unit-hours = Horaires
unit-work = Travail
unit-break = Pause
unit-paid-break = { $minutes } min, payée
unit-unpaid-break = { $minutes } min
unit-cover = Effectif minimal
unit-cover-about = En dessous, le poste est une demande de sécurité.
unit-cover-caption = Personnes au moins, par code et métier
unit-cover-none = Aucun effectif minimal n’est fixé.
unit-qualification = Métier
unit-least = Au moins

agents-title = Agents
agents-about = Les dossiers que votre rôle permet de lire. Au-delà de son propre établissement, chaque lecture est au journal.
agents-caption = Agents, par identifiant
agents-none = Aucun dossier pour le moment.
agents-nothing = Personne ne correspond. Essayez une partie du nom, ou une autre situation.
agents-search = Nom ou identifiant
agent-name = Agent
agent-id = Identifiant
agent-employer = Employeur
agent-titles = Métiers
agent-titles-caption = Métiers et validité
agent-titles-none = Aucun métier au dossier.
agent-title = Métier
agent-share = Quotité
agent-standing = Situation dans le pool
agent-validity = Validité
agent-identity = Dossier
agent-mobility = Mobilité
agent-cost = Coût de l’heure
agent-exemptions = Restrictions
agent-known-units = Unités connues
agent-leaves = Quitte son établissement le { $day }.
agent-papers = Pièces
agent-papers-caption = Pièces et validité
agent-papers-none = Aucune pièce au dossier.
paper-kind = Pièce
paper-reference = Référence
paper-declaration = Déclaration de cumul d’activités
paper-authorisation = Autorisation de cumul d’activités
agent-lending = Accords de mise à disposition
agent-lending-about = Sans accord en cours, aucun poste chez un autre membre ne lui est proposé.
agent-lending-caption = Accords et validité
agent-lending-none = Aucun accord : elle n’est sollicitée que par son employeur.
lending-document = Document
lending-hosts = Établissements
lending-everywhere = tous les membres
agent-admission = Admission au pool
agent-admission-caption = Étapes, la plus récente d’abord
agent-admission-none = Aucune étape enregistrée.
admission-when = Quand
admission-step = Étape
admission-note = Note
verdict-favourable = favorable
verdict-unfavourable = défavorable
standing-outside = hors du pool
standing-trainee = en période d’essai
standing-evaluated = évaluation favorable
standing-admitted = dans le pool
standing-suspended = suspension
standing-left = sortie du pool
exemption-no-night = pas de nuit
exemption-no-weekend = pas de week-end
exemption-no-holiday = pas de jour férié
exemption-no-overtime = pas d’heures supplémentaires
agent-absences = Absences
agent-absences-about = Classe neutre seulement : la cause n’est pas dans Relève.
agent-absences-caption = Depuis trois mois et à venir
agent-absences-none = Aucune absence depuis trois mois, ni à venir.
absence-days = Jours
absence-class = Classe
absence-planned = prévue
absence-unplanned = imprévue
absence-withdrawn = retirée
absence-now = en cours
agent-diary = Disponibilités et souhaits
agent-diary-about = Dits par l’agent, et par personne d’autre.
agent-diary-caption = Quand elle accepte d’être sollicitée
agent-wishes-caption = Souhaits à venir
agent-diary-none = Rien n’est dit : elle peut être sollicitée pour tout poste légal.
diary-asked = Sollicitée
diary-never = non
diary-wish = Souhait
part-day = toute la journée
part-morning = matin
part-afternoon = après-midi
part-night = nuit
wish-work = souhaite travailler
wish-off = souhaite être en repos

law-title = Référentiels
law-about = Les règles que Relève applique, avec leur article. Rien de ce qu’elles interdisent n’est proposé ni enregistré.
law-caption = Référentiels en vigueur
law-none = Aucun référentiel n’est chargé.
law-pack = Référentiel
law-key = Version
law-validity = Validité
law-rules = Règles
law-compensations = Droits nés du travail
law-origin = Origine
law-built-in = livré avec Relève
law-loaded = chargé par le groupement
law-extends = S’appuie sur
law-extends-nothing = aucun autre
law-rules-about = Impérative : rien ne l’écarte. Par défaut : un accord enregistré peut l’assouplir, jusqu’au plancher. Information : dite, mais ne refuse rien.
law-rules-caption = Règles, valeurs et articles
law-rules-none = Ce référentiel n’ajoute aucune règle.
law-rule = Règle
law-value = Valeur
law-no-value = sans chiffre
law-with-floor = { $value } (plancher d’un accord : { $floor })
law-whom = Pour
law-everyone = tous
law-article = Article
law-since = En vigueur
law-source = Lu dans
law-derogation = Dérogation
law-derogations = Dérogations
law-derogations-about = Ce qu’un document peut changer, et à quelle règle.
law-derogations-caption = Dérogations prévues
law-derogations-none = Ce référentiel ne prévoit aucune dérogation.
law-touches = Touche
law-compensation = Droit
law-compensations-caption = Droits, avec leur article
law-compensations-none = Ce référentiel n’ajoute aucun droit.
force-hard = impérative
force-default = par défaut
force-information = information
status-night-worker = travail de nuit
status-irregular-rhythm = rythme irrégulier
status-variable-rest = repos variable
status-exclusive-night = nuit exclusive
status-part-time = temps partiel
status-full-time = temps plein
value-least = { $value } au moins
value-most = { $value } au plus
value-minutes-min = durée
value-minutes-max = durée
value-sliding-days = sur
value-weeks = sur
value-months = sur
value-days-min = jours
value-days-max = jours
value-block-days = d’affilée
value-block-sundays = dont dimanches
value-block-minutes = d’affilée
value-sundays-min = dimanches
value-day-minutes-max = de jour
value-night-minutes-max = de nuit
value-amplitude = amplitude
value-duties-max = vacations
value-duty-minutes-min = chaque vacation
value-gap = coupure
value-after = après
value-rostered-only = planning d’origine seulement
value-threshold = au-delà de
value-extra = complément
value-full-time = temps plein
value-fixed = repos fixe
value-variable = repos variable
value-variable-from = dimanches et fériés à partir de
value-night-minutes = de nuit
value-night-percent = part de nuit
value-overtime = heures supplémentaires
value-above = au-dessus de la quotité de
value-agreements = accords
count-sundays = { $n ->
    [one] { $n } dimanche
   *[other] { $n } dimanches
}
count-weeks = { $n ->
    [one] { $n } semaine
   *[other] { $n } semaines
}
count-months = { $n ->
    [one] { $n } mois
   *[other] { $n } mois
}
count-duties = { $n ->
    [one] { $n } vacation
   *[other] { $n } vacations
}
count-agreements = { $n ->
    [one] { $n } accord
   *[other] { $n } accords
}

place-imports = Imports
done-imported = { $n ->
    [one] { $n } dossier importé.
   *[other] { $n } dossiers importés.
}
done-imported-before = Tout était déjà enregistré : rien n’a changé.
done-group-imported = { $n ->
    [one] Le groupement est importé, avec { $n } agent.
   *[other] Le groupement est importé, avec { $n } agents.
}
imports-title = Imports
imports-about = Un fichier est d’abord relu et montré. Rien n’est enregistré avant votre accord, et une seule cellule fausse suffit à ne rien enregistrer.
imports-file = Choisir un fichier
imports-file-label = Fichier
imports-file-help = Agents : classeur Excel (.xlsx), dont la première feuille est lue, ou CSV, séparé par des points-virgules, en UTF-8, virgule décimale. Groupement : scénario TOML ou JSON.
imports-kind = Ce qu’il contient
imports-agents = Un tableau d’agents
imports-group = Tout le groupement (remplace ce qui est là)
imports-look = Relire le fichier
imports-no-file = Choisissez un fichier qui ne soit pas vide.
imports-preview = Ce que contient le fichier
imports-preview-caption = Ligne par ligne, celles à corriger d’abord
imports-store = Importer
imports-line = Ligne
imports-outcome = Effet
imports-new = nouveau dossier
imports-changed = dossier modifié
imports-same = inchangé
imports-wrong = à corriger
imports-faults = { $n ->
    [one] { $n } point à corriger : rien n’est enregistré.
   *[other] { $n } points à corriger : rien n’est enregistré.
}
imports-sums = Tout est juste. Nouveaux dossiers : { $created } ; modifiés : { $changed } ; inchangés : { $same }.
imports-unknown-columns = Colonnes laissées de côté : { $columns }.
imports-sheet = Feuille lue : { $sheet }.
imports-sheet-others = { $n ->
    [one] { $n } autre feuille n’est pas lue.
   *[other] { $n } autres feuilles ne sont pas lues.
}
imports-shown = { $shown } lignes montrées sur { $all }.
imports-columns = Colonnes d’un tableau d’agents
imports-columns-about = Dans n’importe quel ordre. Une cellule vide laisse le dossier existant tel quel ; un nouvel agent a besoin de toutes, sauf les unités connues.
imports-model = Télécharger un modèle (CSV)
imports-model-workbook = Télécharger un modèle (XLSX)
imports-group-sums = { $name } : { $establishments } établissements, { $units } unités, { $agents } agents, { $shifts } postes à pourvoir.
imports-group-replaces = L’import remplace tous les établissements, unités, agents et plannings du groupement. Il est refusé dès qu’un poste a été attribué.
imports-other-group = Ce fichier décrit un autre groupement que le vôtre. Vérifiez son identifiant ; rien n’a été modifié.
imports-issues = Points à corriger dans le fichier
imports-field = Champ
imports-found = Valeur
imports-expected = Attendu
imports-help = Que faire
column-id = identifiant dans le groupement : lettres, chiffres, tirets
column-name = nom affiché
column-employer = identifiant de l’établissement employeur
column-share = quotité de travail, de 1 à 100
column-titles = métiers, séparés par des virgules : IDE, AS
column-latitude = latitude du domicile, en degrés
column-longitude = longitude du domicile, en degrés
column-mobility = distance acceptée, en kilomètres
column-cost = coût d’une heure, en euros
column-units = unités déjà connues, séparées par des virgules
fault-missing = À remplir : un nouvel agent en a besoin.
fault-number = Écrivez un nombre, par exemple 31,25.
fault-bounds = Écrivez un nombre de { $least } à { $most }.
fault-id = Lettres, chiffres, points, tirets seulement, 64 au plus.
fault-twice = Déjà à la ligne { $line } : gardez-en une.
fault-long = { $most } caractères au plus.
fault-sheet-error = Le tableur a une erreur dans la cellule { $place } : corrigez-la dans le classeur.
fault-employer = Aucun établissement de votre périmètre ne porte cet identifiant.
fault-left = Cet agent a quitté son établissement : retirez la ligne.
fault-not-hers = Ce dossier appartient à un autre établissement : retirez la ligne.
fault-meaning = Ne s’accorde pas avec le groupement (trouvé : { $found } ; attendu : { $expected }).
table-not-text = Ce fichier n’est ni un classeur Excel (.xlsx) ni du texte en UTF-8. Enregistrez-le en « CSV UTF-8 » depuis votre tableur.
table-empty = Ce tableau n’a aucune ligne sous ses titres.
table-too-long = Un tableau a { $most } lignes au plus : partagez-le.
table-no-id = Aucune colonne « identifiant ». Colonnes lues : { $heads }.
table-broken = Une ligne ne se lit pas ({ $where }). Vérifiez les guillemets et les points-virgules.
sheet-old-or-locked = Ce classeur a un mot de passe, ou l’ancien format (.xls). Enregistrez-le sans mot de passe au format .xlsx.
sheet-broken = Ce classeur est incomplet ou abîmé, ou n’est pas un classeur Excel (.xlsx). Enregistrez-le de nouveau depuis votre tableur, puis renvoyez-le.
sheet-hidden = Toutes les feuilles de ce classeur sont masquées. Affichez celle des agents et placez-la en premier.
sheet-entries = Ce classeur contient trop de parties : { $most } au plus. Copiez la feuille des agents dans un nouveau classeur.
sheet-bytes = Ce classeur est trop grand une fois décompressé : { $most } Mo au plus. Copiez la feuille des agents dans un nouveau classeur.
sheet-rows = La première feuille va trop loin : { $most } lignes au plus. Copiez les agents dans un nouveau classeur.
sheet-cells = La première feuille a trop de cellules : { $most } au plus. Copiez les agents dans un nouveau classeur.
