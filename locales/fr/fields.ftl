### Ce qu’un champ doit contenir, et par « .help » quoi faire quand il contient autre chose. Une phrase d’un refus, sans majuscule ni point.

## Textes, noms et identifiants

field-text = 1 à { $most } caractères
    .help = écrivez quelques mots, sans dépasser cette longueur
field-reason = 1 à { $most } caractères
    .help = dites pourquoi, en une phrase
field-short = au plus { $most } caractères
    .help = raccourcissez ce texte
field-printable = du texte sans caractère de contrôle
    .help = retirez ce caractère
field-shape = un objet de la forme documentée
    .help = corrigez ce champ d’après la documentation, sous /api/docs
field-required = une valeur
    .help = ajoutez ce champ, qui est obligatoire
field-known = l’un des champs { $known }
    .help = corrigez le nom de ce champ, ou retirez-le
field-is-text = un texte
    .help = écrivez-le entre guillemets doubles
field-is-flag = true ou false
    .help = écrivez l’un des deux, sans guillemets
field-is-number = un nombre
    .help = écrivez-le sans guillemets, avec un point pour les décimales
field-is-whole = un nombre entier
    .help = écrivez-le sans guillemets ni décimales
field-is-count = un nombre entier, 0 ou plus
    .help = écrivez-le sans guillemets ni décimales
field-is-whole-between = un nombre entier de { $least } à { $most }
    .help = écrivez-le sans guillemets ni décimales
field-is-list = une liste
    .help = mettez ses éléments entre crochets, même s’il n’y en a qu’un
field-instant = un moment comme 2026-12-05T21:30:00Z
    .help = écrivez-le entre guillemets doubles, avec son fuseau
field-local = un moment comme 2026-12-05T21:30:00
    .help = écrivez-le entre guillemets doubles, sans fuseau
field-calendar = un jour comme 2026-12-05, ou un moment comme 2026-12-05T21:30:00
    .help = vérifiez que ce jour existe, et la forme que la documentation donne sous /api/docs
field-id = un identifiant : { $form }
    .help = envoyez un identifiant que vous avez choisi, par exemple un UUID
field-of-group = un identifiant du groupement
    .help = vérifiez l’identifiant
field-of-house = un agent de votre établissement
    .help = vérifiez l’identifiant
field-of-request = un poste de la demande
    .help = vérifiez l’identifiant
field-of-page = ce que la page a envoyé
    .help = rechargez la page et recommencez
field-agent = l’identifiant d’un agent
    .help = nommez l’agent
field-title = un métier comme IDE ou AS
    .help = nommez un seul métier
field-shift-code = l’un des codes horaires { $known }
    .help = choisissez un code horaire de l’unité
field-one-of = l’une des valeurs { $known }
    .help = choisissez l’une d’elles
field-email = une adresse électronique comme claire@example.org
    .help = écrivez une seule adresse, sans nom ni espace
field-email-of-invited = l’adresse électronique de la personne invitée
    .help = donnez une adresse à cette personne
field-phone = un numéro international comme +33612345678
    .help = écrivez le numéro avec son indicatif, sans espace
field-zone = un fuseau horaire comme Europe/Paris
    .help = choisissez un nom de la base IANA

## Nombres et listes

field-between = de { $least } à { $most }
    .help = choisissez une valeur dans ces limites
field-items = de { $least } à { $most } éléments
    .help = complétez la liste, ou scindez-la
field-some = au moins un élément
    .help = nommez-en au moins un
field-once = une valeur qui n’est donnée qu’une fois
    .help = retirez l’une des deux
field-nothing = rien
    .help = retirez ce champ
field-cursor = la valeur « next » de la page précédente
    .help = recommencez à la première page
field-version = la version que vous avez lue
    .help = envoyez « version » ou l’en-tête If-Match
field-seconds = un nombre de secondes supérieur à 0
    .help = corrigez ce nombre, ou retirez ce champ
field-gap = 0 ou plus
    .help = retirez ce champ pour demander une preuve complète
field-quantity = de -{ $most } à { $most }, mais pas 0
    .help = donnez la quantité de l’écriture
field-entry-unit = une unité
    .help = dites en quoi la quantité se compte
field-price = un prix horaire en centimes, hors taxes
    .help = le groupement n’a pas convenu de prix pour ce métier : indiquez celui du devis
field-weekly-cap = de 0 à { $most }
    .help = retirez ce champ pour ne pas limiter
field-radius = un rayon de 1 à { $most } km
    .help = dites jusqu’à quelle distance les sites sont voisins
field-no-radius = rien
    .help = seuls les sites voisins ont un rayon : retirez ce champ

## Jours et heures

field-date = une date écrite AAAA-MM-JJ
    .help = choisissez un jour
field-month = un mois écrit AAAA-MM
    .help = donnez l’année et le mois
field-time = une heure comme 21:30
    .help = écrivez l’heure sur cinq caractères, de 00:00 à 23:59
field-day-known = un jour des années { $from } à { $to }
    .help = corrigez l’année
field-day-from = { $first } ou après
    .help = choisissez un jour plus tard
field-day-until = { $last } ou avant
    .help = choisissez un jour plus tôt
field-day-within = du { $first } au { $last }
    .help = choisissez un jour de cette période
field-day-to-come = un jour à venir
    .help = choisissez un autre jour
field-days = de 1 à { $most } jours
    .help = choisissez une période plus courte
field-weekdays = des jours de 1 (lundi) à 7 (dimanche)
    .help = nommez au moins un jour
field-monday = un lundi
    .help = commencez par le premier jour d’une semaine civile
field-both-days = un jour
    .help = donnez les deux jours de la période d’avant
field-year-before = une période qui en a une autre avant elle
    .help = choisissez une période plus récente
field-start-to-come = un début à venir
    .help = choisissez un jour plus tard
field-absence-recent = { $first } ou après
    .help = réglez avec la paie une absence plus ancienne
field-after-notice = { $first } ou après
    .help = respectez le préavis de la convention
field-due = le jour jusqu’auquel ce repos est dû
    .help = dites pour quand ce repos est dû
field-started = de { $first } à la fin du poste
    .help = vérifiez l’heure de prise de poste
field-ended = après le début, au plus tard { $last }
    .help = vérifiez l’heure de fin
field-quiet-apart = une autre heure que « quiet_from »
    .help = pour aucune heure calme, retirez les deux heures
field-quiet-both = « quiet_from » et « quiet_to » ensemble
    .help = donnez les deux heures, ou aucune

## Agents

field-verdict = « favourable » (favorable) ou « unfavourable » (défavorable)
    .help = dites à quoi l’évaluation a conclu
field-hours-of-day = des heures d’une certaine durée
    .help = pour la journée entière, choisissez « day »
field-work-end = après { $from }, et au plus { $most } h plus tard
    .help = déclarez à part le travail de chaque jour
field-work-beside = des heures en dehors de celles déjà déclarées, de { $from } à { $to }
    .help = déclarez une seule fois les mêmes heures
field-channel-address = une adresse pour ce canal
    .help = donnez l’adresse de ce canal, ou retirez ce canal
field-role = un rôle que des personnes peuvent avoir
    .help = choisissez un autre rôle

## Postes, propositions et sollicitations

field-shift-left = au moins un poste qui reste
    .help = annulez plutôt la demande
field-approved = « all », ou des identifiants de postes
    .help = nommez les postes à approuver
field-cap-stands = rien
    .help = le réglage « cap_may_be_overridden » du groupement ne le permet pas : retirez ce champ
field-round-mode = « fair » ou « first »
    .help = pour solliciter une seule personne, approuvez une proposition
field-nothing-held = rien : les postes se donnent en approuvant une proposition
    .help = retirez « held » du scénario importé

## Repos promis

field-rest-saturday = un samedi : ce repos est un week-end
    .help = choisissez un autre jour
field-rest-present = un jour sans absence
    .help = choisissez un autre jour
field-rest-alone = un jour sans autre repos promis
    .help = choisissez un autre jour
field-rest-free = un jour sans poste du pool ni fin de nuit
    .help = choisissez un autre jour
field-rest-working = un jour travaillé : le repos remplace une vacation
    .help = choisissez un autre jour

## Échanges

field-legs-or-wishes = soit « legs », soit « wishes »
    .help = nommez les vacations, ou envoyez ce qu’une recherche a trouvé
field-yourself = vous-même parmi les personnes
    .help = proposez un échange dont vous êtes
field-two-people = une vacation donnée à quelqu’un d’autre
    .help = nommez deux personnes différentes
field-ring = chacun donne une vacation et en prend une
    .help = une personne donne à une autre, deux échangent, ou chacune donne à la suivante en boucle
field-wish = une vacation à donner ou à prendre
    .help = nommez une vacation à donner, les conditions d’une vacation à prendre, ou les deux

## Tableaux de service et trames

field-closing = un moment à venir, après l’ouverture et dans les 92 jours
    .help = choisissez une autre clôture
field-closing-before = avant le { $first }, premier jour du tableau
    .help = choisissez une clôture plus tôt
field-order-whole = des limites et une graine seulement
    .help = un tableau se remplit en entier : retirez les jours, les unités et les choix
field-other-codes = d’autres codes que ceux du jour
    .help = changez au moins un code
field-people-kept = toutes les personnes qui y ont des jours
    .help = videz d’abord les jours de cette personne, ou laissez-la au tableau
field-on-roster = un agent du tableau
    .help = mettez d’abord cet agent au tableau
field-cycle-weeks = de 1 à { $most } semaines (décret 2002-9, art. 9)
    .help = choisissez une durée dans ces limites
field-codes-of-days = { $days } codes, un par jour
    .help = écrivez « . » pour un jour sans vacation

## Membres et services reliés

field-at-cost = « at_cost »
    .help = le personnel prêté se refacture au coût, sans marge (Code du travail, L8241-1)
field-no-margin = 0
    .help = au coût veut dire sans marge (Code du travail, L8241-1)
field-webhook-url = une adresse HTTPS
    .help = donnez une adresse https:// sans mot de passe, de 500 caractères au plus
field-webhooks = au plus { $most } webhooks
    .help = mettez d’abord fin à l’un d’eux
field-notice-kind = une sorte d’avis
    .help = nommez des sortes d’avis comme offer.sent, ou laissez la liste vide pour toutes
field-devices = au plus { $most } appareils
    .help = retirez d’abord l’un de vos appareils
field-push-address = une adresse HTTPS d’un service de notifications, de 1000 caractères au plus
    .help = envoyez l’adresse que le navigateur a donnée, sans la modifier
field-push-key = une clé publique P-256 en base64url
    .help = envoyez les clés que le navigateur a données (PushSubscription.toJSON)
field-push-secret = 16 octets en base64url
    .help = envoyez les clés que le navigateur a données (PushSubscription.toJSON)
