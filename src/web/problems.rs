//! Every kind of refusal: its code, status and title, when it happens and the way out, in French. The API document and the pages
//! under `/problems/` are made from this table, and no [`Problem`](super::problem::Problem) of the web's own is made from
//! anything else; a test holds it against the codes of [`Conflict`](crate::app::Conflict).
//!
//! A code never changes its meaning; one that is no longer given stays in the table for those who still look for it.

/// A kind of refusal.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Stable name for machines; `/problems/` before it makes the `type` of a problem document.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// French, the same for every occurrence.
    pub title: &'static str,
    /// When it happens.
    pub when: &'static str,
    /// What to do.
    pub way_out: &'static str,
}

/// The kind of this code.
pub fn find(code: &str) -> Option<&'static Kind> {
    ALL.iter().find(|kind| kind.code == code)
}

const fn kind(status: u16, code: &'static str, title: &'static str, when: &'static str, way_out: &'static str) -> Kind {
    Kind { code, status, title, when, way_out }
}

/// The table, by status.
#[rustfmt::skip]
pub const ALL: &[Kind] = &[
    kind(400, "unreadable-body", "Contenu illisible",
        "Le corps n’est pas du JSON (ou du texte UTF-8) bien formé, ou l’envoi s’est interrompu.",
        "Corrigez la syntaxe ; « detail » donne la ligne et la colonne."),
    kind(400, "bad-query", "Paramètres illisibles",
        "Un paramètre de l’adresse est inconnu, répété, ou n’a pas la forme attendue.",
        "Comparez avec les paramètres documentés de cette opération ; « detail » nomme celui qui gêne."),
    kind(400, "bad-idempotency-key", "Clé d’idempotence illisible",
        "L’en-tête Idempotency-Key est vide, répété, trop long (plus de 255 caractères) ou n’est pas de l’ASCII visible.",
        "Envoyez une clé nouvelle par action, par exemple un UUID."),
    kind(401, "signed-out", "Connexion nécessaire",
        "La requête ne porte ni jeton valable ni session ouverte.",
        "Envoyez un jeton dans l’en-tête Authorization: Bearer, ou connectez-vous."),
    kind(403, "forbidden", "Action non permise",
        "Aucun des rôles de la personne, ou le jeton employé, ne permet cette action.",
        "Adressez-vous à l’administration du groupement, ou prenez un jeton fait pour cette action."),
    kind(403, "log-in-unfinished", "Connexion à terminer",
        "La session attend encore un code, le choix d’un groupement ou la double authentification.",
        "Terminez la connexion dans le navigateur, puis recommencez."),
    kind(403, "cross-site", "Requête d’un autre site",
        "Un navigateur a envoyé l’action depuis une page qui n’est pas de Relève.",
        "Agissez depuis une page de Relève, ou envoyez un jeton dans l’en-tête Authorization."),
    kind(403, "form-expired", "Formulaire périmé",
        "Le formulaire ne porte pas, ou plus, le sceau de la session.",
        "Rechargez la page et recommencez ; rien n’a été modifié."),
    kind(403, "openid-state", "Connexion périmée",
        "Ce qui revient du fournisseur d’identité n’a pas été commencé dans ce navigateur, date de plus de dix minutes ou a déjà servi.",
        "Recommencez depuis la page de connexion ; rien n’a été modifié."),
    kind(403, "openid-issuer", "Autre fournisseur d’identité",
        "La réponse vient d’un autre fournisseur d’identité que celui qui était demandé.",
        "Recommencez depuis la page de connexion ; rien n’a été modifié."),
    kind(403, "openid-denied", "Connexion abandonnée",
        "Le fournisseur d’identité n’a pas donné suite, ou la personne a renoncé.",
        "Recommencez, ou connectez-vous autrement."),
    kind(403, "openid-token", "Réponse non vérifiée",
        "La réponse du fournisseur d’identité n’est pas la sienne, ne nous est pas destinée ou n’est pas de cette connexion.",
        "Recommencez ; si cela se répète, prévenez l’exploitant du service, dont le journal dit pourquoi."),
    kind(403, "openid-level", "Moyen de connexion insuffisant",
        "Le fournisseur d’identité a reconnu la personne par un moyen moins sûr que ce qui est demandé.",
        "Recommencez avec votre carte ou votre application."),
    kind(403, "identity-unlinked", "Identité liée à aucun compte",
        "L’identité présentée n’ouvre encore aucun compte.",
        "Liez-la depuis la page « Mon compte », ou demandez une invitation à l’administration de votre groupement."),
    kind(403, "identity-no-access", "Compte sans accès",
        "Le compte lié à cette identité n’a plus aucun rôle.",
        "Adressez-vous à l’administration de votre groupement."),
    kind(403, "identity-session", "Session terminée",
        "La session depuis laquelle l’identité était en train d’être liée est terminée, ou en est une autre.",
        "Connectez-vous et recommencez."),
    kind(404, "not-found", "Introuvable",
        "L’élément n’existe pas, ou se trouve hors de ce que la personne peut voir : la réponse est la même.",
        "Vérifiez l’identifiant et l’étendue du rôle."),
    kind(404, "no-such-route", "Adresse inconnue",
        "Aucune adresse de ce nom n’existe.",
        "Vérifiez le chemin ; l’API se trouve sous /api/v1 et se lit sur /api/docs."),
    kind(405, "method-not-allowed", "Méthode refusée",
        "L’adresse existe, mais pas avec cette méthode HTTP.",
        "L’en-tête Allow donne les méthodes acceptées."),
    kind(406, "not-acceptable", "Format de réponse indisponible",
        "L’en-tête Accept exclut tous les formats que cette opération sait rendre.",
        "Acceptez l’un des formats documentés, ou n’envoyez pas l’en-tête Accept."),
    kind(409, "idempotency-in-flight", "Même action en cours",
        "Une requête portant la même clé d’idempotence est encore en train de s’exécuter.",
        "Réessayez dans un instant avec la même clé (Retry-After dit quand)."),
    kind(409, "idempotency-answer-lost", "Action faite, réponse perdue",
        "L’action a été faite une fois sous cette clé, mais sa réponse n’a pas pu être conservée (arrêt du service entre les \
         deux, ou jeton changé depuis).",
        "Ne recommencez pas : relisez l’élément concerné, nommé dans « detail »."),
    kind(409, "group-has-approvals", "Affectations déjà approuvées",
        "Un import effacerait des affectations approuvées.",
        "Ajoutez les besoins comme demandes de remplacement, ou importez sous un autre identifiant de groupement."),
    kind(409, "id-taken", "Identifiant déjà pris",
        "L’identifiant choisi désigne déjà autre chose.",
        "Choisissez un autre identifiant, ou relisez l’élément existant."),
    kind(409, "stale-plan", "Proposition périmée",
        "La proposition est trop ancienne, une plus récente a été approuvée, ou plus aucun de ses postes n’est à pourvoir.",
        "Lancez un nouveau calcul, puis approuvez la nouvelle proposition."),
    kind(409, "plan-conflicts", "Faits modifiés",
        "Des éléments de la proposition ne peuvent plus être approuvés ; « conflicts » dit pourquoi pour chacun.",
        "Approuvez le reste (« on_conflict » : « skip »), ou lancez un nouveau calcul."),
    kind(409, "plan-state", "Proposition dans un autre état",
        "L’état de la proposition ne permet pas, ou plus, cette action.",
        "Relisez la proposition."),
    kind(409, "version-moved", "Version dépassée",
        "Quelqu’un a modifié l’élément depuis la version envoyée dans le corps.",
        "Relisez l’élément, puis décidez à nouveau avec sa version actuelle."),
    kind(409, "item-not-proposed", "Poste non proposé",
        "Le poste n’est pas, ou plus, à approuver dans cette proposition.",
        "Relisez la proposition."),
    kind(409, "request-state", "Demande dans un autre état",
        "L’état de la demande ne permet pas, ou plus, cette action.",
        "Relisez la demande."),
    kind(409, "alike-requested", "Poste déjà demandé",
        "Une autre demande porte sur le même poste.",
        "Relisez cette demande, ou envoyez la vôtre avec « although_alike » s’il en faut vraiment deux."),
    kind(409, "shift-state", "Poste dans un autre état",
        "Le poste n’est plus à pourvoir.",
        "Relisez le poste."),
    kind(409, "already-filled", "Poste déjà pourvu",
        "Une autre personne tient déjà le poste.",
        "Rien à faire : rien n’est retenu contre vous."),
    kind(409, "shift-begun", "Poste commencé",
        "Le poste a commencé : plus personne ne peut être sollicité.",
        "Réglez la situation dans l’unité."),
    kind(409, "not-urgent", "Pas d’urgence",
        "La rapidité ne départage qu’à moins du seuil d’urgence du groupement avant le début du poste.",
        "Ouvrez une sollicitation équitable (mode « fair »)."),
    kind(409, "nobody-eligible", "Personne d’éligible",
        "Personne ne peut tenir ce poste légalement.",
        "La liste des candidats dit pourquoi, et ce qui le permettrait."),
    kind(409, "asked-often", "Sollicitée assez souvent",
        "La personne a reçu en sept jours autant de sollicitations qu’elle en souhaite.",
        "Proposez le poste à d’autres."),
    kind(409, "round-over", "Sollicitation terminée",
        "Le tour de sollicitation est déjà terminé.",
        "Relisez le poste ; ouvrez un nouveau tour s’il est encore à pourvoir."),
    kind(409, "offer-state", "Sollicitation déjà répondue",
        "La sollicitation a déjà reçu une réponse, ou a été retirée.",
        "Relisez la sollicitation."),
    kind(409, "offer-closed", "Sollicitation close",
        "Le délai de réponse est passé.",
        "Rien à faire : une absence de réponse n’est jamais retenue contre vous."),
    kind(409, "assignment-state", "Affectation dans un autre état",
        "L’état de l’affectation ne permet pas, ou plus, cette action.",
        "Relisez l’affectation."),
    kind(409, "not-over-yet", "Poste non terminé",
        "Le travail fait se constate après la fin du poste.",
        "Recommencez après la fin du poste."),
    kind(409, "nothing-to-cancel", "Rien à annuler",
        "Le calcul est déjà terminé.",
        "Relisez la proposition."),
    kind(409, "already-computing", "Calcul déjà en cours",
        "Une proposition du groupement est déjà en cours de calcul.",
        "Attendez sa fin, ou annulez-la."),
    kind(409, "built-in-pack", "Recueil livré avec Relève",
        "Un recueil de règles livré avec le service ne se remplace pas.",
        "Chargez le vôtre sous une nouvelle version, puis nommez-la dans « rule_packs »."),
    kind(409, "email-taken", "Adresse déjà prise",
        "Un autre compte a déjà cette adresse électronique.",
        "Vérifiez-la, ou donnez un rôle au compte existant."),
    kind(409, "own-grant", "Droit sur soi-même",
        "Personne ne se donne ni ne se retire un droit.",
        "Demandez-le à un autre membre de l’administration."),
    kind(409, "grant-over", "Droit déjà terminé",
        "Ce droit a déjà pris fin.",
        "Rien à faire."),
    kind(409, "last-administrator", "Dernière administration",
        "Le groupement n’aurait plus d’administration.",
        "Donnez d’abord ce rôle à une autre personne."),
    kind(409, "link-over", "Lien périmé",
        "Le lien a déjà servi, est trop ancien, ou n’a jamais été donné.",
        "Demandez un autre lien."),
    kind(409, "second-factor-state", "Double authentification changée",
        "La double authentification a changé d’état entre-temps.",
        "Rechargez la page « Mon compte »."),
    kind(409, "identity-taken", "Identité déjà liée",
        "L’identité est déjà liée à un autre compte.",
        "Connectez-vous par elle si ce compte est le vôtre ; sinon, prévenez l’administration."),
    kind(409, "last-way-in", "Dernier moyen de connexion",
        "Il ne resterait aucun moyen de se connecter.",
        "Choisissez d’abord un mot de passe, ou liez une autre identité."),
    kind(409, "lost-race", "Quelqu’un a été plus rapide",
        "L’élément a changé pendant l’action.",
        "Relisez l’état actuel, puis recommencez si l’action a encore un sens."),
    kind(409, "not-eligible", "Règle impérative",
        "La personne ne peut pas tenir ce poste légalement ; « detail » donne les règles et leurs articles.",
        "Choisissez une autre personne : une règle impérative ne se contourne pas."),
    kind(409, "unlawful", "Règle impérative",
        "Ce qui serait enregistré enfreint une règle impérative ; « breaches » dit laquelle et pour qui.",
        "Lancez un nouveau calcul : une règle impérative ne se contourne pas."),
    kind(409, "unlawful-roster", "Règle impérative",
        "Un jour, un tableau de service ou une trame enfreindrait une règle impérative ; « findings » dit laquelle, pour qui et quand.",
        "Choisissez un autre jour, un autre code ou une autre personne : une règle impérative ne se contourne pas."),
    kind(409, "roster-state", "Tableau dans un autre état",
        "L’état du tableau de service ne permet pas, ou plus, cette action.",
        "Relisez le tableau."),
    kind(409, "roster-overlaps", "Jours déjà couverts",
        "Un autre tableau de service de l’unité couvre une partie de ces jours.",
        "Choisissez d’autres dates."),
    kind(409, "day-settled", "Jour déjà fixé",
        "Le jour est déjà fixé pour cette personne.",
        "Relisez le tableau."),
    kind(409, "day-begun", "Jour commencé",
        "Le jour a commencé ou est passé.",
        "Constatez ce qui a été fait ; un jour commencé ne se modifie plus."),
    kind(409, "not-choosing", "Choix fermés",
        "Le tableau n’est pas ouvert aux choix des agents en ce moment.",
        "Regardez ses heures d’ouverture et de clôture."),
    kind(409, "code-full", "Code complet",
        "Le code a déjà toutes ses personnes ce jour-là.",
        "Choisissez un autre jour ou un autre code."),
    kind(409, "chosen-most", "Nombre de jours atteint",
        "L’agent a déjà choisi autant de jours que le tableau le permet.",
        "Retirez un jour pour en choisir un autre."),
    kind(409, "published-late", "Publication tardive",
        "Le tableau serait publié à l’intérieur du délai dû à une personne.",
        "Donnez le motif (« late_reason ») : il est conservé."),
    kind(409, "inside-notice", "Délai de prévenance",
        "Le changement est annoncé à l’intérieur du délai de prévenance, sans fondement que la règle admette.",
        "Demandez l’accord de l’agent, ou consignez la contrainte impérative là où la règle la connaît."),
    kind(409, "question-over", "Question terminée",
        "La question a déjà sa réponse, ou son délai est passé.",
        "Rien à faire : rien n’est retenu contre vous."),
    kind(409, "placed-elsewhere", "Déjà dans une trame",
        "La personne suit déjà une trame à ces dates.",
        "Terminez d’abord cette place."),
    kind(409, "plan-kind", "Autre sorte de proposition",
        "La proposition remplit un tableau de service et non le pool, ou un autre tableau.",
        "Appliquez-la depuis son tableau ; approuvez une proposition du pool comme telle."),
    kind(412, "precondition-failed", "Version dépassée",
        "L’élément a changé depuis l’ETag envoyé dans If-Match.",
        "Relisez l’élément ; l’en-tête ETag de la réponse donne sa version actuelle."),
    kind(413, "body-too-large", "Contenu trop volumineux",
        "Le corps de la requête dépasse la limite de l’opération.",
        "Envoyez un contenu plus petit."),
    kind(415, "unsupported-media-type", "Format non pris en charge",
        "L’en-tête Content-Type n’annonce pas un format que l’opération accepte.",
        "Envoyez l’un des formats documentés, et annoncez-le."),
    kind(422, "invalid", "Données non valables",
        "Une donnée est inconnue, manque, ou n’a pas la forme ou la valeur attendue ; « errors » nomme chacune.",
        "Corrigez chaque point de « errors »."),
    kind(422, "no-such-time", "Heure inexistante",
        "L’heure locale demandée est sautée par le changement d’heure.",
        "Choisissez un horaire avant ou après le saut."),
    kind(422, "idempotency-key-reused", "Clé d’idempotence déjà employée",
        "La même clé a déjà servi à une autre requête : autre adresse ou autre corps.",
        "Employez une clé nouvelle pour chaque action."),
    kind(429, "too-many-tries", "Trop d’essais",
        "Trop d’essais sans succès ont eu lieu.",
        "Attendez le temps que donne Retry-After."),
    kind(500, "internal", "Erreur interne",
        "Le service a failli ; rien n’a été modifié.",
        "Réessayez, puis prévenez l’exploitant du service."),
    kind(503, "timeout", "Délai dépassé",
        "La requête a dépassé le temps permis.",
        "Réessayez dans un instant, avec la même clé d’idempotence s’il s’agit d’une action."),
    kind(503, "not-set-up", "Service non configuré",
        "La fonction a besoin d’un réglage que l’exploitant n’a pas renseigné.",
        "Prévenez l’exploitant du service."),
    kind(503, "openid-unreachable", "Fournisseur d’identité injoignable",
        "Le fournisseur d’identité ne répond pas comme attendu.",
        "Réessayez dans un instant, ou connectez-vous autrement."),
    kind(503, "not-ready", "Service indisponible",
        "La base de données ne répond pas, ou n’est pas à jour, ou le service s’arrête.",
        "Réessayez dans un instant."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_stands_once_and_says_everything() {
        let codes: BTreeSet<&str> = ALL.iter().map(|kind| kind.code).collect();
        assert_eq!(codes.len(), ALL.len());
        assert!(ALL.is_sorted_by_key(|kind| kind.status), "the table is sorted by status");
        for kind in ALL {
            let texts = [kind.title, kind.when, kind.way_out];
            assert!(texts.iter().all(|text| text.len() > 8), "{kind:?}");
            assert!(!texts.iter().any(|text| text.contains('\'')), "typographic apostrophes: {kind:?}");
            assert!(kind.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{kind:?}");
        }
    }

    /// The source is read because an enum whose variants carry data cannot be listed.
    #[test]
    fn every_conflict_is_in_the_table() {
        let source = include_str!("../app/error.rs");
        let body = source.split("pub const fn code").nth(1).and_then(|rest| rest.split("pub fn").next());
        let body = body.expect("`Conflict::code`, then another function");
        let codes: Vec<&str> = body.lines().filter_map(|line| line.split("=> \"").nth(1)?.split('"').next()).collect();
        assert!(codes.len() > 25, "{codes:?}");
        for code in codes {
            let kind = find(code).unwrap_or_else(|| panic!("`{code}` is missing in src/web/problems.rs"));
            assert_eq!(kind.status, 409, "{code}");
        }
    }
}
