//! `/moi/tableaux`: she puts herself down for days of a roster while it is open.

use super::{agent, is_silent, leads, says, value};
use crate::both;
use crate::rosters::{day, draft, import, ok, ward};
use crate::world::{NOW, World};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const PAGE: &str = "/moi/tableaux/r-1";

/// Two weeks of medicine, which asks for two nurses each morning, open for three days.
async fn open(world: &World, opens: i64) {
    import(world, ward(2)).await;
    draft(world, "r-1", "2027-01-04", "2027-01-17").await;
    let instant = |seconds: i64| chrono::DateTime::from_timestamp(seconds, 0).expect("an instant").to_rfc3339();
    let opening = json!({ "opens_at": instant(NOW + opens), "closes_at": instant(NOW + 3 * 86_400), "days_least": 2,
        "persons": [{ "code": "M", "most": 1 }, { "code": "S", "most": 3 }], "days_most": 3, "version": 1 });
    ok(world, "manager", Method::POST, "/api/v1/rosters/r-1/open", opening).await;
}

/// Her days as the API tells them: `2027-01-04 M`.
async fn days(world: &World, agent: &str) -> Vec<String> {
    let (_, seen) = world.get(agent, "/api/v1/rosters/r-1/choices").await;
    let day = |day: &Value| format!("{} {}", day["date"].as_str().expect("a day"), day["code"].as_str().unwrap_or("."));
    seen["own"].as_array().expect("days").iter().map(day).collect()
}

both! {
    async fn an_open_roster_is_found_and_says_what_it_lacks(world) {
        let mut alix = agent(world, "alix").await;
        is_silent(&alix.get("/moi").await, &["Choisir mes jours"]);
        says(&alix.get("/moi/tableaux").await, StatusCode::OK, &["Aucun tableau n’est ouvert aux choix", "Un message vous le dira"]);
        open(world, 3_600).await;
        says(&alix.get("/moi").await, StatusCode::OK, &["Ouvre le mar. 1er déc. à 10:00, clôture le ven. 4 déc. à 09:00"]);
        let early = alix.get(PAGE).await;
        says(&early, StatusCode::OK, &["Ouvre le mar. 1er déc. à 10:00", "Semaine du lundi 4 janvier 2027"]);
        is_silent(&early, &["Enregistrer mes choix"]);
        world.clock.advance(3_600);
        let home = alix.get("/moi").await;
        says(&home, StatusCode::OK, &[
            "href=\"/moi/tableaux/r-1\"", "<a href=\"/moi/tableaux\">Choisir mes jours</a>", "Médecine", "Hôpital Saint-Roch",
            "du lundi 4 janvier 2027 au dimanche 17 janvier 2027", "Ouvert jusqu’au ven. 4 déc. à 09:00",
        ]);
        let page = alix.get(PAGE).await;
        says(&page, StatusCode::OK, &[
            "De 2 à 3 jours à choisir", "M : 1 personne au plus par jour", "S : 3 personnes au plus par jour",
            "Vous n’avez encore choisi aucun jour", "06:30–14:00", "Matin", "Semaine du lundi 11 janvier 2027", "il en manque 2",
            "Enregistrer mes choix", "aria-current=\"page\"",
        ]);
        alix.get("/langue/en").await;
        let english = alix.get(PAGE).await;
        says(&english, StatusCode::OK, &["Choose my days", "2 to 3 days to choose", "2 missing", "Week of Monday 4 January 2027", "Save my choices"]);
        is_silent(&english, &["Choisir", "jours à", "il en manque"]);
        let mut chloe = agent(world, "chloe").await;
        is_silent(&chloe.get("/moi").await, &["Choisir mes jours"]);
        assert_eq!(chloe.get(PAGE).await.status, StatusCode::NOT_FOUND, "she is not on it");
    }

    async fn days_are_saved_or_refused_one_by_one(world) {
        open(world, 0).await;
        ok(world, "manager", Method::PUT, "/api/v1/rosters/r-1/days", day("bao", "2027-01-05", &["M"], 0)).await;
        ok(world, "manager", Method::PUT, "/api/v1/rosters/r-1/days", day("alix", "2027-01-13", &[], 0)).await;
        let mut alix = agent(world, "alix").await;
        let page = alix.get(PAGE).await;
        says(&page, StatusCode::OK, &["complet", "repos</span> fixé par l’unité"]);
        is_silent(&page, &["jour-2027-01-13"]);
        // The 5th is full, and a morning on the 7th begins nine and a half hours after the evening of the 6th.
        let some = [("jour-2027-01-04", "M"), ("jour-2027-01-05", "M"), ("jour-2027-01-06", "S"), ("jour-2027-01-07", "M")];
        let shown = alix.post(PAGE, &[&[("avant", "")], some.as_slice()].concat()).await;
        says(&shown, StatusCode::CONFLICT, &[
            "role=\"alert\"", "2 jours enregistrés. 2 jours n’ont pas été enregistrés :", "mar. 5 janv. : Ce code a déjà sa seule personne",
            "jeu. 7 janv. : ", "9 h 30 de repos", "Vous avez choisi 2 jours.",
        ]);
        assert_eq!(days(world, "alix").await, ["2027-01-04 M", "2027-01-06 S", "2027-01-13 ."]);
        assert_eq!(value(&shown, "avant"), "2027-01-04:M 2027-01-06:S");
        // What she leaves alone stays, and what she takes off makes room.
        let before = value(&alix.get(PAGE).await, "avant");
        let form = [("avant", before.as_str()), ("jour-2027-01-04", ""), ("jour-2027-01-06", "S"), ("jour-2027-01-08", "M"), ("jour-2027-01-11", "S")];
        leads(&alix.post(PAGE, &form).await, "/moi/tableaux/r-1?fait=jourschoisis-3");
        leads(&alix.post(PAGE, &form).await, "/moi/tableaux/r-1?fait=jourschoisis-3");
        says(&alix.get("/moi/tableaux/r-1?fait=jourschoisis-3").await, StatusCode::OK, &["3 jours enregistrés.", "Vous avez choisi 3 jours."]);
        assert_eq!(days(world, "alix").await, ["2027-01-06 S", "2027-01-08 M", "2027-01-11 S", "2027-01-13 ."]);
        assert_eq!((world.recorded("roster.choose").await, world.recorded("roster.take-off").await), (4, 1), "the same again does nothing");
        let more = [("avant", "2027-01-06:S 2027-01-08:M 2027-01-11:S"), ("jour-2027-01-12", "S"), ("jour-2027-01-13", "M")];
        let shown = alix.post(PAGE, &more).await;
        says(&shown, StatusCode::CONFLICT, &[
            "Aucun jour n’a changé.", "mar. 12 janv. : Vous avez déjà choisi 3 jours", "mer. 13 janv. : une unité a déjà fixé ce jour.",
        ]);
        alix.get("/langue/en").await;
        let english = alix.post(PAGE, &more).await;
        says(&english, StatusCode::CONFLICT, &["No day has changed. 2 days were not saved:", "Wed 13 Jan: a unit has settled this day already."]);
        is_silent(&english, &["jour ", "déjà"]);
    }

    async fn a_form_that_comes_after_the_closing_says_so_once(world) {
        open(world, 0).await;
        let morning = json!({ "date": "2027-01-04", "code": "M" });
        ok(world, "alix", Method::POST, "/api/v1/rosters/r-1/choices", morning).await;
        world.clock.advance(3 * 86_400);
        let mut alix = agent(world, "alix").await;
        alix.get(PAGE).await;
        let before = world.fingerprint().await;
        let late = alix.post(PAGE, &[("avant", "2027-01-04:M"), ("jour-2027-01-04", ""), ("jour-2027-01-05", "M")]).await;
        says(&late, StatusCode::CONFLICT, &["Aucun jour n’a changé.", "n’est pas ouvert aux choix", "Les choix sont clos", "choisi par vous"]);
        is_silent(&late, &["Enregistrer mes choix", "mar. 5 janv. : "]);
        assert_eq!(world.fingerprint().await, before, "nothing may change");
        is_silent(&alix.get("/moi").await, &["Choisir mes jours"]);
        says(&alix.get("/moi/tableaux").await, StatusCode::OK, &["Médecine", "Les choix sont clos", "Voir"]);
    }
}
