### Ce qu’un refus dit de ce cas précis, où rien d’autre ne fait obstacle que la requête, une règle ou le service.

detail-no-such-route = Cette adresse n’existe pas. Vérifiez le chemin ; l’API se trouve sous /api/v1.
detail-method-not-allowed = Cette adresse n’accepte pas cette méthode HTTP. L’en-tête Allow donne celles qu’elle accepte.
detail-body-too-large = Le corps de la requête dépasse { $limit } octets. Envoyez un contenu plus petit.
detail-cross-site = Cette action doit venir d’une page de Relève. Rechargez la page et recommencez.
detail-form-expired = Ce formulaire n’est plus valable : la page est restée ouverte trop longtemps, ou les cookies sont bloqués. Rechargez la page et recommencez ; rien n’a été modifié.
detail-internal = Une erreur interne s’est produite. Rien n’a été modifié ; réessayez, puis prévenez l’exploitant du service.
detail-timeout = La requête a dépassé le temps permis et a été abandonnée. Réessayez dans un instant.
detail-signed-out = Connectez-vous, ou envoyez un jeton valable dans l’en-tête Authorization: Bearer.
detail-unfinished = Terminez d’abord votre connexion : il manque un code, le choix d’un groupement ou l’activation de la double authentification.
detail-not-set = Cette fonction a besoin du réglage { $setting }, que l’exploitant du service n’a pas renseigné. Prévenez-le ; rien n’a été modifié.
detail-forbidden = Votre rôle ne permet pas cette action. Adressez-vous à la coordination du groupement.
detail-not-found = Aucun élément « { $id } » ({ $kind ->
    [group] groupement
    [unit] unité
    [agent] agent
    [shift] poste
    [request] demande
    [plan] proposition
    [offer] sollicitation
    [round] tour de sollicitation
    [assignment] affectation
    [promise] repos promis
    [entry] écriture
    [establishment] établissement
    [swap] échange
    [swap-wish] souhait d’échange
    [duty] vacation
    [cascade] recherche par étapes
    [booking] réservation d’intérim
    [agreement] accord permanent
    [fixed-term-person] personne de la liste
    [roster] tableau de service
    [cycle] trame
    [roster-question] question
    [rule-pack] référentiel
    [provider] fournisseur d’identité
    [identity] identité
    [push] appareil
    [absence] absence
    [convention] convention
    [document] pièce
   *[other] { $kind }
    }) n’est visible pour vous.
detail-no-such-problem = Aucun refus ne porte ce code.
detail-invalid = { $n ->
    [one] { $n } point à corriger ; il est décrit dans « errors ».
   *[other] { $n } points à corriger ; chacun est décrit dans « errors ».
    }
detail-password-length = Choisissez un mot de passe de 12 à 200 caractères ; une phrase de quelques mots convient très bien.
detail-password-guessable = Ce mot de passe se devine : il tient à votre nom, à votre adresse, à un mot courant ou à une répétition. Choisissez plutôt quelques mots sans rapport entre eux.
detail-password-not-current = Ce n’est pas votre mot de passe actuel. Rien n’a été modifié.
detail-log-in-old = Votre connexion date de plus de dix minutes. Déconnectez-vous, reconnectez-vous par votre fournisseur d’identité, puis recommencez. Rien n’a été modifié.
detail-moved = L’élément a changé depuis la version que vous avez lue. Relisez-le avant de décider ; rien n’a été modifié.
detail-no-such-time = Le { $when } n’existe pas à { $zone } : les horloges passent cette heure lors du changement d’heure. Choisissez un horaire avant ou après le saut ; rien n’a été modifié.
detail-not-eligible = « { $agent } » ne peut pas tenir ce poste : { $why }.
detail-unlawful = Une règle impérative s’y oppose ; rien n’a été modifié. { $why } Changez ce qui s’y oppose, ou lancez un nouveau calcul.
detail-unlawful-roster = Une règle impérative s’y oppose ; rien n’a été modifié. { $why }. Choisissez un autre jour, un autre code ou une autre personne.
detail-unlawful-swap = Une règle impérative s’oppose à cet échange ; rien n’a été modifié. { $why }. Choisissez une autre vacation, ou cherchez un autre échange.
detail-plan-conflicts = { $n ->
    [one] { $n } élément de la proposition ne peut plus être approuvé
   *[other] { $n } éléments de la proposition ne peuvent plus être approuvés
    } ; rien n’a été modifié. { $why } Approuvez le reste (« on_conflict » : « skip »), ou lancez un nouveau calcul.
detail-openid-state = Cette connexion n’a pas été commencée dans ce navigateur, date de plus de dix minutes ou a déjà servi. Recommencez depuis la page de connexion ; rien n’a été modifié.
detail-openid-issuer = La réponse vient d’un autre fournisseur d’identité que celui qui était demandé. Recommencez depuis la page de connexion ; rien n’a été modifié.
detail-openid-denied = Le fournisseur d’identité n’a pas donné suite, ou vous avez renoncé. Recommencez, ou connectez-vous autrement ; rien n’a été modifié.
detail-openid-code = Le fournisseur d’identité n’a pas reconnu ce qui est revenu de chez lui. Recommencez depuis la page de connexion ; rien n’a été modifié.
detail-openid-token = La réponse du fournisseur d’identité n’a pas pu être vérifiée. Recommencez ; si cela se répète, prévenez l’exploitant du service, dont le journal dit pourquoi. Rien n’a été modifié.
detail-openid-level = Le fournisseur d’identité vous a reconnu par un moyen moins sûr que ce qui est demandé. Recommencez avec votre carte ou votre application ; rien n’a été modifié.
detail-openid-unreachable = Le fournisseur d’identité ne répond pas comme attendu. Réessayez dans un instant, ou connectez-vous autrement ; rien n’a été modifié.
detail-identity-unlinked = Cette identité n’ouvre encore aucun compte. Si vous avez un compte Relève, connectez-vous avec votre mot de passe, puis liez-la depuis la page « Mon compte ». Sinon, demandez une invitation à l’administration de votre groupement, et ouvrez-la en choisissant ce fournisseur.
detail-identity-no-access = Le compte lié à cette identité n’a plus d’accès. Adressez-vous à l’administration de votre groupement.
detail-identity-session = La session depuis laquelle vous liiez cette identité est terminée. Connectez-vous et recommencez ; rien n’a été modifié.
detail-key-reused = Cette clé d’idempotence a déjà servi à une autre requête. Rien n’a été modifié ; employez une clé nouvelle pour chaque action.
detail-key-unreadable = L’en-tête Idempotency-Key doit être donné une fois, avec 1 à { $most } caractères ASCII visibles. Rien n’a été modifié.
detail-answer-lost = L’action a été faite une fois sous cette clé, mais sa réponse n’est plus connue. Ne recommencez pas ; relisez l’élément concerné.
detail-answer-lost-about = L’action a été faite une fois sous cette clé, mais sa réponse n’est plus connue. Ne recommencez pas ; relisez « { $what } ».
detail-not-acceptable = Cette opération rend { $kinds } ; l’en-tête Accept ne le permet pas.
detail-media-type = Cette opération prend { $kinds }, annoncé par l’en-tête Content-Type.
detail-media-type-json = Le corps doit être du JSON, annoncé par l’en-tête Content-Type: application/json.
detail-media-type-pack = Un référentiel s’envoie en TOML, annoncé par l’en-tête Content-Type: application/toml.
detail-query-twice = Le paramètre « { $name } » est donné deux fois.
detail-query-unknown = Le paramètre « { $name } » est inconnu. Cette opération prend { $known }.
detail-query-takes-none = Le paramètre « { $name } » est inconnu : cette opération n’en prend aucun.
detail-query-one-of = Le paramètre « { $name } » doit être l’un de { $known }.
detail-query-between = Le paramètre « { $name } » doit être compris entre { $least } et { $most }.
detail-query-at-least = Le paramètre « { $name } » doit être au moins { $least }.
detail-query-at-most = Le paramètre « { $name } » doit être au plus { $most }.
detail-query-day = Le paramètre « { $name } » doit être un jour des années { $from } à { $to }.
detail-query-missing = Il manque le paramètre « { $name } », qui est obligatoire.
detail-query-no-day = Le paramètre « { $name } » doit être un jour du calendrier écrit AAAA-MM-JJ.
detail-query-control-character = Paramètres d’adresse : un caractère de contrôle n’y a pas sa place.
detail-query-unreadable = Paramètres d’adresse : { $why }.
detail-not-ready = La base de données ne répond pas, ou n’est pas à jour, ou le service s’arrête.
detail-json-unreadable = Le corps n’est pas du JSON valable : { $why }.
detail-sending-broken = La connexion s’est interrompue pendant l’envoi.
detail-form-unreadable = Le formulaire et ses fichiers n’ont pas pu être lus.
detail-not-utf-8 = Le corps n’est pas du texte UTF-8.
detail-if-match-about-nothing = Cette opération ne porte sur aucun élément qui se lise seul : If-Match ne peut pas y être vérifié. Rien n’a été modifié.
detail-if-match-unverified = If-Match n’a pas pu être vérifié : l’élément ne peut pas être lu avec ces droits, ou pas en ce moment. Rien n’a été modifié ; demandez le droit de le lire, ou réessayez.
detail-if-match-moved = L’élément a changé depuis la version que vous avez lue (If-Match). Relisez-le avant de décider ; rien n’a été modifié.
