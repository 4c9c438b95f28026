### Ce qui fait obstacle, à chaque fois avec ce qu’il faut pour en sortir.

conflict-group-has-approvals = Des affectations ont déjà été approuvées pour ce groupement : un import les effacerait. Ajoutez les nouveaux besoins comme demandes de remplacement, ou importez ce scénario sous un autre identifiant de groupement. Rien n’a été modifié.
conflict-id-taken = L’identifiant « { $id } » désigne déjà une autre demande. Choisissez un autre identifiant, ou relisez la demande existante.
conflict-stale-plan = Cette proposition est périmée : elle est trop ancienne, une plus récente a été approuvée, ou plus aucun de ses postes n’est à pourvoir. Rien n’a été modifié. Lancez un nouveau calcul, puis approuvez la nouvelle proposition.
conflict-plan-state = La proposition est { $state } : cette action n’est plus possible. Rien n’a été modifié.
conflict-version-moved = Quelqu’un a modifié cet élément entre-temps (version actuelle : { $current }). Relisez-le avant de décider ; rien n’a été modifié.
conflict-item-not-proposed = Le poste « { $shift } » n’est pas, ou n’est plus, à approuver dans cette proposition. Rien n’a été modifié.
conflict-request-state = La demande est { $state } : cette action n’est plus possible. Rien n’a été modifié.
conflict-alike-requested = Le même poste est déjà demandé ({ $shifts }). Rien n’a été enregistré. Relisez cette demande, ou envoyez la vôtre avec « although_alike » s’il en faut vraiment deux.
conflict-shift-state = Ce poste est { $state } : il n’est plus à pourvoir.
conflict-already-filled = Ce poste vient d’être pourvu : merci d’avoir répondu. Rien n’a été modifié, et rien n’est retenu contre vous.
conflict-shift-begun = Le poste a déjà commencé : plus personne ne peut être sollicité.
conflict-not-urgent = La rapidité ne départage qu’à moins de { $hours } h du début du poste. Ouvrez une sollicitation équitable, avec une heure de clôture.
conflict-nobody-eligible = Personne ne peut tenir ce poste légalement. La liste des candidats dit pourquoi, et ce qui le permettrait.
conflict-asked-often = « { $agent } » a déjà reçu autant de sollicitations que souhaité en sept jours. Proposez le poste à d’autres ; rien n’a été modifié.
conflict-round-over = Cette sollicitation est terminée. Rien n’a été modifié.
conflict-cascade-under-way = Une recherche par étapes est déjà en cours pour ce poste. Suivez-la, mettez-la en pause ou arrêtez-la ; rien n’a été modifié.
conflict-cascade-state = Cette recherche par étapes est { $state } : cette action n’est plus possible. Rien n’a été modifié.
conflict-said-yes = Quelqu’un a déjà répondu oui : la sollicitation va jusqu’à sa clôture ({ $when }), où l’ordre publié décide. Rien n’a été modifié.
conflict-booking-state = Cette réservation d’intérim est { $state } : cette action n’est plus possible. Rien n’a été modifié.
conflict-above-cap = Le prix demandé ({ $price } HT de l’heure) dépasse le plafond légal des établissements publics ({ $cap } ; { $article }). Obtenez un prix au plus égal au plafond, ou cherchez encore dans le pool ; rien n’a été modifié.
conflict-agency-hours = Le groupement n’achète pas plus de { $hours } heures d’intérim pour ce métier sur la période. Annulez une réservation, ou faites relever ce maximum ; rien n’a été modifié.
conflict-too-many-agreements = Vous avez déjà { $most } accords permanents. Révoquez-en un, ou réunissez plusieurs créneaux dans le même accord ; rien n’a été modifié.
conflict-agreement-over = Cet accord permanent a déjà été révoqué. Rien n’a été modifié.
conflict-hand-back-over = Ce poste ne peut plus être rendu ici : il ne vient pas d’un accord permanent, ou le délai est passé. Prévenez l’encadrement de l’unité ; rien n’a été modifié.
conflict-offer-state = Cette sollicitation est déjà { $state }.
conflict-no-stands = Votre refus tient : on ne le reprend que dans une sollicitation équitable, tant qu’elle n’est pas close. Il ne compte jamais contre vous.
conflict-offer-closed = Le délai de réponse est passé : cette sollicitation est close. Une absence de réponse n’est jamais retenue contre vous.
conflict-assignment-state = Cette affectation est déjà { $state }.
conflict-not-over-yet = Le poste n’est pas terminé : le travail fait se constate après la fin du poste.
conflict-not-begun-yet = Le poste n’a pas commencé : sa prise se constate à partir de son début.
conflict-promise-state = Ce repos est { $state } : cette action n’est plus possible. Rien n’a été modifié.
conflict-nothing-asked = Aucune autre date n’attend votre accord pour ce repos. Rien n’a été modifié.
conflict-entry-reversed = Cette écriture a déjà été reprise. Relisez le compte ; rien n’a été modifié.
conflict-entry-of-rest = Cette écriture ne se reprend pas seule : changez la date du repos promis. Rien n’a été modifié.
conflict-entry-of-correction = Cette écriture ne se reprend pas seule : passez l’écriture juste à la main. Rien n’a été modifié.
conflict-period-open = Ce mois n’est pas terminé : des écritures peuvent encore s’y ajouter. Demandez l’export à partir du premier jour du mois suivant.
conflict-nothing-to-cancel = Le calcul est terminé : il n’y a plus rien à annuler.
conflict-already-computing = Un calcul est déjà en cours pour ce groupement. Attendez sa fin ou annulez-le.
conflict-built-in-pack = Le référentiel « { $key } » est livré avec Relève : il ne se remplace pas. Chargez le vôtre sous une nouvelle `version`, puis nommez-la dans `rule_packs`. Rien n’a été modifié.
conflict-email-taken = Cette adresse est déjà celle d’un autre compte. Vérifiez-la, ou donnez un rôle au compte existant ; rien n’a été modifié.
conflict-own-grant = Personne ne se donne ni ne se retire un droit : demandez-le à un autre membre de l’administration. Rien n’a été modifié.
conflict-grant-over = Ce droit a déjà pris fin. Rien n’a été modifié.
conflict-last-administrator = Le groupement n’aurait plus d’administration. Donnez d’abord ce rôle à une autre personne ; rien n’a été modifié.
conflict-link-over = Ce lien ne fonctionne pas, ou ne fonctionne plus : un lien sert une seule fois, pendant un temps limité. Demandez-en un autre depuis la page de connexion, ou à l’administration.
conflict-second-factor-state = La double authentification a changé d’état entre-temps. Rechargez la page « Mon compte » ; rien n’a été modifié.
conflict-identity-taken = Cette identité est déjà liée à un autre compte. Si c’est le vôtre, connectez-vous par elle ; sinon, prévenez l’administration. Rien n’a été modifié.
conflict-identity-elsewhere = Cette identité ouvre aussi le compte de cette personne dans un autre groupement : elle seule peut la retirer, depuis la page « Mon compte ». Vous pouvez mettre fin à ses droits dans le vôtre. Rien n’a été modifié.
conflict-last-way-in = Vous n’auriez plus aucun moyen de vous connecter. Choisissez d’abord un mot de passe (page de connexion, « Mot de passe oublié ») ou liez une autre identité ; rien n’a été modifié.
conflict-absence-overlaps = Une autre absence (n° { $number }) couvre déjà une partie de ces jours. Prolongez ou terminez celle-ci ; rien n’a été modifié.
conflict-absence-over = Cette absence est terminée ou a été retirée. Rien n’a été modifié.
conflict-absence-not-announced = Votre employeur a saisi cette absence : demandez-lui de la modifier. Vous modifiez vous-même celles que vous annoncez ; rien n’a été modifié.
conflict-day-decided = Ce jour est déjà décidé : il est passé, ou un poste vous y est confié. Adressez-vous à la coordination ; rien n’a été modifié.
conflict-admission-state = Cette étape ne suit pas la situation actuelle de l’agent ({ $standing }). Relisez son parcours ; rien n’a été modifié.
conflict-agent-left = Cet agent a quitté son établissement. Rien n’a été modifié.
conflict-document-known = Une pièce « { $reference } » est déjà au dossier. Mettez-y fin, ou donnez une autre référence ; rien n’a été modifié.
conflict-not-member = « { $establishment } » n’est pas membre du groupement le { $on }. Choisissez une date couverte par sa convention ; rien n’a été modifié.
conflict-unit-closed = Cette unité est fermée à partir du { $on }. Choisissez une date antérieure ; rien n’a été modifié.
conflict-convention-overlaps = La convention « { $document } » couvre déjà une partie de ces jours. Mettez-y fin d’abord, ou choisissez d’autres dates ; rien n’a été modifié.
conflict-convention-over = Cette convention prend déjà fin. Rien n’a été modifié.
conflict-still-in-use = Des postes y sont encore à pourvoir ou pourvus, ou des jours de tableaux de service s’en servent ({ $uses }). Annulez ces demandes d’abord, ou donnez un nouveau code aux nouveaux horaires ; rien n’a été modifié.
conflict-roster-day = { $code } le { $day }
conflict-swap-state = Cet échange est { $state }. Rien n’a été modifié.
conflict-swap-decided = Cet échange est déjà approuvé pour vos unités. Rien n’a été modifié.
conflict-swap-closed = Le délai de réponse est passé : cet échange est clos. Une absence de réponse n’est jamais retenue contre vous.
conflict-swap-answered = Vous avez déjà accepté cet échange. Il reste possible de le décliner tant que tout le monde n’a pas répondu.
conflict-duty-gone = Une des vacations de cet échange n’existe plus, ou n’est plus à la même personne. Rien n’a été modifié ; proposez un nouvel échange.
conflict-own-swap = Personne n’autorise un échange qui la concerne : un autre responsable ou la coordination en décide. Rien n’a été modifié.
conflict-too-many-swaps = { $most } de vos propositions d’échange attendent déjà une réponse. Retirez-en une, ou attendez ; rien n’a été modifié.
conflict-too-many-judged = Vous avez déjà fait juger des échanges avec { $most } vacations de collègues en un jour. Proposez l’un d’eux, ou attendez demain ; rien n’a été modifié.
conflict-wish-over = Un des souhaits d’échange n’est plus valable, ou a changé entre-temps. Relancez la recherche ; rien n’a été modifié.
conflict-too-many-wishes = Vous avez déjà { $most } souhaits d’échange. Retirez-en un avant d’en ajouter ; rien n’a été modifié.
conflict-same-key-in-flight = Une requête portant la même clé d’idempotence est en cours. Réessayez dans un instant avec la même clé.
conflict-roster-state = Le tableau de service est { $state } : cette action n’est plus possible. Rien n’a été modifié.
conflict-day-asked = La personne est déjà interrogée sur ce jour : attendez sa réponse. Rien n’a été modifié.
conflict-roster-overlaps = Le tableau de service « { $id } » de cette unité couvre déjà une partie de ces jours. Choisissez d’autres dates.
conflict-day-settled = Le { $day } est déjà fixé pour cette personne. Relisez le tableau ; rien n’a été modifié.
conflict-day-begun = Ce jour a commencé ou est passé : il ne se modifie plus ici.
conflict-not-choosing = Le tableau n’est pas ouvert aux choix en ce moment : regardez ses heures d’ouverture et de clôture. Rien n’a été modifié.
conflict-code-full = Ce code a déjà { $n ->
    [one] sa seule personne
   *[other] ses { $n } personnes
    } ce jour-là. Choisissez un autre jour ou un autre code.
conflict-chosen-most = Vous avez déjà choisi { $n ->
    [one] { $n } jour
   *[other] { $n } jours
    }, le plus que ce tableau permet. Retirez-en un pour en choisir un autre.
conflict-published-late = Le délai de publication est dépassé : { $missed }. Donnez le motif (« late_reason ») : il sera conservé.
conflict-published-late-by = { $ahead } j avant le premier jour, { $least } j dus
conflict-inside-notice = { $missed }. Demandez son accord (« agreement »). Rien n’a été modifié.
conflict-inside-notice-imperative = { $missed }. Demandez son accord (« agreement »), ou consignez la contrainte impérative du service (« imperative »). Rien n’a été modifié.
conflict-notice-hours = { $ahead } h avant le poste, { $least } h dues
conflict-notice-days = { $ahead } j avant le poste, { $least } j dus
conflict-question-over = Cette question a déjà sa réponse, ou son délai est passé. Rien n’a été modifié, et rien n’est retenu contre vous.
conflict-placed-elsewhere = Cette personne suit déjà la trame « { $cycle } » à ces dates. Terminez d’abord sa place ; rien n’a été modifié.
conflict-plan-kind = Cette proposition remplit un tableau de service : elle s’applique depuis ce tableau, et une proposition du pool s’approuve comme telle. Rien n’a été modifié.
conflict-plan-supposes = Cette proposition compte sur une personne imaginée : elle montre ce qu’elle changerait et ne s’approuve pas. Rien n’a été modifié. Calculez une proposition sans elle.
conflict-lost-race = Quelqu’un a été plus rapide. Relisez l’état actuel ; rien n’a été modifié.

# La proposition est …
plan-is-computing = en cours de calcul
plan-is-to-decide = à décider
plan-is-approved = déjà approuvée
plan-is-rejected = rejetée
plan-is-cancelled = annulée
plan-is-expired = périmée
plan-is-failed = en échec

# La demande est …
request-is-draft = encore à l’état de brouillon
request-is-submitted = déjà transmise
request-is-open = déjà ouverte
request-is-closed = close
request-is-cancelled = annulée

# Ce poste est …
shift-is-draft = encore à l’état de brouillon
shift-is-open = ouvert
shift-is-offered = déjà proposé
shift-is-filled = déjà pourvu
shift-is-booked = confié à une agence d’intérim
shift-is-unfilled = passé sans avoir été pourvu
shift-is-cancelled = annulé

# Cette recherche par étapes est …
cascade-is-running = en cours
cascade-is-paused = en pause
cascade-is-filled = terminée : le poste est pourvu
cascade-is-booked = terminée : le poste est confié à une agence
cascade-is-stopped = arrêtée
cascade-is-exhausted = épuisée

# Cette réservation d’intérim est …
booking-is-requested = en attente de confirmation par l’agence
booking-is-confirmed = confirmée par l’agence
booking-is-worked = constatée comme faite
booking-is-cancelled = annulée
booking-is-taken-back = reprise par le pool

# Cette sollicitation est déjà …
offer-is-sent = en attente de réponse
offer-is-accepted = acceptée
offer-is-declined = refusée
offer-is-expired = close
offer-is-withdrawn = retirée
offer-is-not-chosen = attribuée à une autre personne

# Cette affectation est déjà …
assignment-is-confirmed = confirmée
assignment-is-started = commencée
assignment-is-worked = constatée comme faite
assignment-is-validated = validée par la paie
assignment-is-cancelled = annulée

# Ce repos est …
rest-is-undated = sans date
rest-is-dated = daté
rest-is-taken = pris
rest-is-withdrawn = repris avec ce qui l’avait fait naître

# Cet échange est …
swap-is-proposed = encore en attente des réponses
swap-is-to-approve = accepté par toutes les personnes concernées
swap-is-done = déjà réalisé
swap-is-refused = sans suite
swap-is-expired = expiré
swap-is-withdrawn = retiré

# Le tableau de service est …
roster-is-draft = encore un brouillon
roster-is-open = ouvert aux choix des agents
roster-is-closed = clos
roster-is-published = publié

conflict-item = Poste { $code } du { $day }, { $unit }, { $name } : { $what }
judged-not-available = n’est pas disponible
judged-home-duty = une vacation du tableau de service ne s’échange qu’au sein de l’établissement : le travail pour un autre membre passe par le pool
judged-not-offered = non proposé
