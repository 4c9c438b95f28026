//! What is told of a wrong field: what was found, what is expected and the way out, in the language of whoever asks.

use crate::both;
use crate::world::{World, answer, need};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// What was found, what is expected and the way out.
type Told = [&'static str; 3];

/// Somebody's deed with one wrong field.
struct Wrong {
    who: &'static str,
    deed: (Method, &'static str),
    body: Value,
    field: &'static str,
    french: Told,
    english: Told,
}

/// The same deed in each language tells of the field in that language; without a word, in French.
async fn is_told_in_both(world: &World, wrong: Wrong) {
    let Wrong { who, deed: (method, path), body, field, french, english } = wrong;
    for (accepted, told) in [(None, french), (Some("fr"), french), (Some("en-GB, fr;q=0.5"), english)] {
        let request = world.request(method.clone(), path).bearer_auth(world.token(who)).json(&body);
        let request = match accepted {
            Some(accepted) => request.header("accept-language", accepted),
            None => request,
        };
        let (status, problem) = answer(request).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid")), "{problem}");
        let error = &problem["errors"][0];
        assert_eq!(error["field"], field, "{problem}");
        let found = ["found", "expected", "help"].map(|part| error[part].as_str().expect("a text"));
        assert_eq!(found, told, "{field} for {accepted:?}");
    }
}

const REQUESTS: &str = "/api/v1/requests";

/// A request with a field of its own.
fn request(field: &str, value: Value) -> Value {
    let mut body = need("r-1", "2026-12-10", "M");
    match field.strip_prefix("shifts[0].") {
        Some(inner) => body["shifts"][0][inner] = value,
        None => body[field] = value,
    }
    body
}

both! {
    async fn requests_and_whatever_a_body_may_not_hold(world) {
        let before = world.fingerprint().await;
        for (body, field, french, english) in [
            (request("shifts", json!([])), "shifts",
                ["0", "de 1 à 62 éléments", "complétez la liste, ou scindez-la"],
                ["0", "1 to 62 items", "complete the list, or split it"]),
            (request("note", json!("x".repeat(2001))), "note",
                ["2\u{202f}001\u{a0}caractères", "au plus 2\u{202f}000 caractères", "raccourcissez ce texte"],
                ["2,001\u{a0}characters", "at most 2,000 characters", "shorten this text"]),
            (request("id", json!("")), "id",
                ["(rien)", "un identifiant\u{a0}: de 1 à 64 lettres, chiffres, apostrophes droites ou signes parmi -_.:/+",
                    "envoyez un identifiant que vous avez choisi, par exemple un UUID"],
                ["(nothing)", "an identifier: 1 to 64 letters, digits or any of -_.:/+'",
                    "send an identifier of your own choice, such as a UUID"]),
            (request("absent_agent", json!("l'inconnue")), "absent_agent",
                ["l'inconnue", "un agent de votre établissement", "vérifiez l’identifiant"],
                ["l'inconnue", "an agent of your establishment", "check the identifier"]),
            (request("shifts[0].code", json!("Z")), "shifts[0].code",
                ["Z", "l’un des codes horaires M, S, N", "choisissez un code horaire de l’unité"],
                ["Z", "one of the shift codes M, S, N", "choose a shift code of the unit"]),
            (request("shifts[0].date", json!("2026-12-06")), "shifts[0].date",
                ["2026-12-06", "du 2026-12-07 au 2026-12-20", "choisissez un jour de cette période"],
                ["2026-12-06", "2026-12-07 to 2026-12-20", "choose a day of this period"]),
            (request("shifts[0].date", json!("2226-12-10")), "shifts[0].date",
                ["2226-12-10", "un jour des années 1900 à 2199", "corrigez l’année"],
                ["2226-12-10", "a day of the years 1900 to 2199", "correct the year"]),
            (request("note", json!("a\u{7}b")), "note",
                ["U+0007", "du texte sans caractère de contrôle", "retirez ce caractère"],
                ["U+0007", "text without control characters", "remove this character"]),
            (json!([]), "",
                ["autre chose qu’un objet", "un objet de la forme documentée", "corrigez ce champ d’après la documentation, sous /api/docs"],
                ["something else than an object", "an object of the documented shape", "correct this field by the documentation, at /api/docs"]),
            (json!({}), "id",
                ["(rien)", "une valeur", "ajoutez ce champ, qui est obligatoire"],
                ["(nothing)", "a value", "add this field, which is required"]),
            (request("shifts[0].colour", json!("red")), "shifts[0].colour",
                ["un champ inconnu", "l’un des champs id, code, date, qualification", "corrigez le nom de ce champ, ou retirez-le"],
                ["an unknown field", "one of the fields id, code, date, qualification", "correct the name of this field, or leave it out"]),
            (request("shifts", json!("M")), "shifts",
                ["\"M\"", "une liste", "mettez ses éléments entre crochets, même s’il n’y en a qu’un"],
                ["\"M\"", "a list", "put its items in brackets, even if there is only one"]),
            (request("shifts[0].date", json!("2026-12-32")), "shifts[0].date",
                ["un jour ou un moment qui ne se lit pas", "un jour comme 2026-12-05, ou un moment comme 2026-12-05T21:30:00",
                    "vérifiez que ce jour existe, et la forme que la documentation donne sous /api/docs"],
                ["a day or a moment that cannot be read", "a day such as 2026-12-05, or a moment such as 2026-12-05T21:30:00",
                    "check that this day exists, and the form that the documentation gives at /api/docs"]),
        ] {
            let deed = (Method::POST, REQUESTS);
            is_told_in_both(world, Wrong { who: "manager", deed, body, field, french, english }).await;
        }
        assert_eq!(world.fingerprint().await, before);
    }

    async fn what_is_no_json_and_what_is_no_parameter(world) {
        let told = async |method: Method, path: &str, body: &'static str, language: &str| {
            let request = world.request(method, path).bearer_auth(world.token("administrator"));
            let request = request.header("accept-language", language).header("content-type", "application/json").body(body);
            let (status, problem) = answer(request).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
            problem["detail"].as_str().expect("a text").to_owned()
        };
        for (body, french, english) in [
            ("{\"name\": \"X\"", "il s’arrête trop tôt, ligne 1, colonne 12", "it ends too early, at line 1, column 12"),
            ("{} x", "quelque chose suit sa fin, ligne 1, colonne 4", "something follows its end, at line 1, column 4"),
            ("{\n\"name\" \"X\"}", "une erreur de syntaxe (ligne 2, colonne 8)",
                "a syntax error (expected `:` at line 2 column 8)"),
        ] {
            let users = "/api/v1/users";
            let said = told(Method::POST, users, body, "fr").await;
            assert_eq!(said, format!("Le corps n’est pas du JSON valable\u{a0}: {french}."));
            assert_eq!(told(Method::POST, users, body, "en").await, format!("The body is not well-formed JSON: {english}."));
        }
        let statement = "/api/v1/establishments/hopital/statement";
        for (query, french, english) in [
            ("from=2026-12-01", "Il manque le paramètre «\u{a0}to\u{a0}», qui est obligatoire.",
                "The parameter “to” is missing; it is required."),
            ("from=2026-12-01&to=2026-12-32", "Le paramètre «\u{a0}to\u{a0}» doit être un jour du calendrier écrit AAAA-MM-JJ.",
                "The parameter “to” must be a day of the calendar, written YYYY-MM-DD."),
        ] {
            let path = format!("{statement}?{query}");
            assert_eq!(told(Method::GET, &path, "", "fr").await, french);
            assert_eq!(told(Method::GET, &path, "", "en").await, english);
        }
    }

    async fn people_rosters_and_papers(world) {
        let cycle = json!({ "id": "c-1", "unit": "medecine", "name": "Jour", "weeks": 1, "valid_from": "2026-12-22",
            "positions": [{ "name": "1", "codes": "M M M M M . ." }] });
        let mut codes = cycle.clone();
        (codes["valid_from"], codes["positions"][0]["codes"]) = (json!("2026-12-21"), json!("M M Z M M . ."));
        let mut long = cycle.clone();
        (long["valid_from"], long["weeks"]) = (json!("2026-12-21"), json!(13));
        let grant = |grant: Value| json!({ "name": "X", "grant": grant });
        let contact = |field: &str, value: Value| {
            let mut contact = json!({ "locale": "fr", "email": "a@example.fr", "phone": null, "zone": "Europe/Paris",
                "quiet_from": null, "quiet_to": null, "digest": "never", "digest_at": "18:00",
                "channels": ["email"], "weekly_cap": null, "version": 0 });
            contact[field] = value;
            contact
        };
        let paper = json!({ "kind": "licence", "reference": "D-7", "valid_from": "2026-12-10", "valid_to": "2026-12-01" });
        let absence = json!({ "agent": "alix", "class": "planned", "from": "2026-12-10", "to": "2028-12-10" });
        let before = world.fingerprint().await;
        for (who, method, path, body, field, french, english) in [
            ("manager", Method::POST, "/api/v1/cycles", cycle, "valid_from",
                ["2026-12-22", "un lundi", "commencez par le premier jour d’une semaine civile"],
                ["2026-12-22", "a Monday", "begin with the first day of a civil week"]),
            ("manager", Method::POST, "/api/v1/cycles", codes, "positions[0].codes",
                ["Z (jour 3)", "l’un des codes horaires M, S, N", "choisissez un code horaire de l’unité"],
                ["Z (day 3)", "one of the shift codes M, S, N", "choose a shift code of the unit"]),
            ("manager", Method::POST, "/api/v1/cycles", long, "weeks",
                ["13", "de 1 à 12 semaines (décret 2002-9, art.\u{a0}9)", "choisissez une durée dans ces limites"],
                ["13", "1 to 12 weeks (décret 2002-9, art.\u{a0}9)", "choose a length within these bounds"]),
            ("administrator", Method::POST, "/api/v1/users", grant(json!({ "role": "agent" })), "agent",
                ["(rien)", "l’identifiant d’un agent", "nommez l’agent"],
                ["(nothing)", "the identifier of an agent", "name the agent"]),
            ("administrator", Method::POST, "/api/v1/users", grant(json!({ "role": "manager", "agent": "alix" })), "agent",
                ["alix", "rien", "retirez ce champ"],
                ["alix", "nothing", "leave this field out"]),
            ("administrator", Method::POST, "/api/v1/users",
                grant(json!({ "role": "manager", "scope": { "kind": "units", "ids": [] } })), "scope.ids",
                ["une liste vide", "au moins un élément", "nommez-en au moins un"],
                ["an empty list", "at least one item", "name at least one"]),
            ("alix", Method::PUT, "/api/v1/me/contact", contact("email", json!("Alix <a@example.fr>")), "email",
                ["Alix <a@example.fr>", "une adresse électronique comme claire@example.org",
                    "écrivez une seule adresse, sans nom ni espace"],
                ["Alix <a@example.fr>", "an e-mail address such as claire@example.org",
                    "write one address, without a name or spaces"]),
            ("alix", Method::PUT, "/api/v1/me/contact", contact("quiet_from", json!("21:00")), "quiet_to",
                ["(rien)", "«\u{a0}quiet_from\u{a0}» et «\u{a0}quiet_to\u{a0}» ensemble", "donnez les deux heures, ou aucune"],
                ["(nothing)", "“quiet_from” and “quiet_to” together", "give both times, or neither"]),
            ("alix", Method::PUT, "/api/v1/me/contact", contact("digest", json!("weekly")), "digest",
                ["weekly", "l’une des valeurs never, daily", "choisissez l’une d’elles"],
                ["weekly", "one of the values never, daily", "choose one of them"]),
            ("manager", Method::POST, "/api/v1/agents/alix/documents", paper, "valid_to",
                ["2026-12-01", "2026-12-10 ou après", "choisissez un jour plus tard"],
                ["2026-12-01", "2026-12-10 or later", "choose a later day"]),
            ("manager", Method::POST, "/api/v1/absences", absence, "to",
                ["732\u{a0}jours", "de 1 à 400\u{a0}jours", "choisissez une période plus courte"],
                ["732\u{a0}days", "1 to 400 days", "choose a shorter period"]),
        ] {
            is_told_in_both(world, Wrong { who, deed: (method, path), body, field, french, english }).await;
        }
        assert_eq!(world.fingerprint().await, before);
    }
}
