//! `/moi/compte` and `/moi/reglages`: what she has carried, what is owed to her, how she is told.

use super::{agent, is_silent, leads, says, value};
use crate::both;
use crate::rests;
use reqwest::{Method, StatusCode};
use serde_json::json;

both! {
    async fn the_statement_has_a_running_balance(world) {
        rests::hold(world, "r-1", ("2026-12-13", "N"), "alix").await;
        let mut alix = agent(world, "alix").await;
        let page = alix.get("/moi/compte").await;
        // 12,50 points at the start, 3,38 for the night and 1,12 for the Sunday.
        says(&page, StatusCode::OK, &["17,00 points", "solde de départ", "+12,50", "nuit", "+3,38", "dimanche", "+1,12", "la moitié du groupement",
            "du jeudi 1er janvier 2026 au mardi 1er décembre 2026", "Aucun repos ne vous est dû"]);
        let csv = page.text.split("href=\"/api/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
        let request = world.request(Method::GET, &format!("/api/{}", csv.replace("&#38;", "&"))).header("cookie", alix.cookies());
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        assert!(answer.text().await.expect("a table").contains("12,50"));
        let later = alix.get("/moi/compte?du=2026-12-02&au=2026-12-31").await;
        says(&later, StatusCode::OK, &["Aucune écriture dans la période", "17,00"]);
        alix.get("/langue/en").await;
        says(&alix.get("/moi/compte").await, StatusCode::OK, &["17.00 points", "night", "+3.38", "half of the group is below"]);
        let mut bao = agent(world, "bao").await;
        is_silent(&bao.get("/moi/compte").await, &["12,50", "17,00"]);
    }

    async fn another_date_for_a_rest_is_asked_agreed_and_refused(world) {
        let mut bao = agent(world, "bao").await;
        let page = bao.get("/moi/compte").await;
        says(&page, StatusCode::OK, &["du sam. 12 déc. au dimanche 13 décembre 2026", "Demander une autre date", "2 datés"]);
        let id = world.text("SELECT id FROM promises WHERE agent_id = 'bao'").await;
        let path = |verb: &str| format!("/moi/repos/{id}/{verb}");
        let version = value(&page, "version");
        let shown = bao.post(&path("demander"), &[("version", &version), ("jour", "2027-02-01")]).await;
        says(&shown, StatusCode::UNPROCESSABLE_ENTITY, &["ne peut pas commencer ce jour-là", "value=\"2027-02-01\"", "aria-invalid"]);
        leads(&bao.post(&path("demander"), &[("version", &version), ("jour", "2026-12-10")]).await, "/moi/compte?fait=reposdemande#repos");
        let shown = bao.post(&path("demander"), &[("version", &version), ("jour", "2026-12-10")]).await;
        says(&shown, StatusCode::CONFLICT, &["dans un autre onglet", "vous avez demandé une autre date"]);
        says(&bao.get("/moi").await, StatusCode::OK, &["vous avez demandé une autre date"]);
        // The manager asks for yet another; she keeps hers.
        let now = world.number(&format!("SELECT version FROM promises WHERE id = '{id}'")).await;
        let body = json!({ "from": "2026-12-08", "version": now });
        let (status, answer) = world.post("manager", &format!("/api/v1/promises/{id}/ask"), body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let page = bao.get("/moi/compte").await;
        says(&page, StatusCode::OK, &["le service propose une autre date", "Autre date demandée : du mar. 8 déc.", "Garder ma date"]);
        let version = value(&page, "version");
        leads(&bao.post(&path("refuser"), &[("version", &version)]).await, "/moi/compte?fait=reposgarde#repos");
        says(&bao.get("/moi/compte").await, StatusCode::OK, &["du sam. 12 déc. au dimanche 13 décembre 2026"]);
        let now = world.number(&format!("SELECT version FROM promises WHERE id = '{id}'")).await;
        let body = json!({ "from": "2026-12-08", "version": now });
        assert_eq!(world.post("manager", &format!("/api/v1/promises/{id}/ask"), body).await.0, StatusCode::OK);
        let version = value(&bao.get("/moi/compte").await, "version");
        leads(&bao.post(&path("accepter"), &[("version", &version)]).await, "/moi/compte?fait=reposconvenu#repos");
        says(&bao.get("/moi/compte").await, StatusCode::OK, &["du mar. 8 déc. au mercredi 9 décembre 2026"]);
        let mut alix = agent(world, "alix").await;
        alix.get("/moi/compte").await;
        assert_eq!(alix.post(&path("accepter"), &[("version", "1")]).await.status, StatusCode::NOT_FOUND);
    }

    async fn settings_are_kept_and_what_is_wrong_is_told_at_its_field(world) {
        let mut alix = agent(world, "alix").await;
        let page = alix.get("/moi/reglages").await;
        says(&page, StatusCode::OK, &["40 km", "Mes postes dans mon agenda", "Europe/Paris"]);
        let version = value(&page, "version");
        let wrong = [("version", version.as_str()), ("langue", "fr"), ("email", "alix@example.org"), ("telephone", "06 12"), ("canal", "email"),
            ("canal", "sms"), ("calme-de", "21:00"), ("calme-a", "07:00"), ("recueil", "daily"), ("recueil-a", "06:15"),
            ("fuseau", "Europe/Paris"), ("plafond", "3")];
        let shown = alix.post("/moi/reglages", &wrong).await;
        says(&shown, StatusCode::UNPROCESSABLE_ENTITY, &["role=\"alert\"", "comme +33612345678, ou retirez", "value=\"06 12\"", "value=\"21:00\"",
            "value=\"sms\" checked"]);
        let right: Vec<_> = wrong.iter().map(|(k, v)| (*k, if *k == "telephone" { "+33 6 12 34 56 78" } else { v })).collect();
        for _ in 0..2 {
            leads(&alix.post("/moi/reglages", &right).await, "/moi/reglages?fait=reglages");
        }
        let (_, contact) = world.get("alix", "/api/v1/me/contact").await;
        assert_eq!((&contact["phone"], &contact["quiet_from"], &contact["weekly_cap"]), (&json!("+33612345678"), &json!("21:00"), &json!(3)));
        assert_eq!(contact["channels"], json!(["email", "sms"]));
        says(&alix.get("/moi/reglages").await, StatusCode::OK, &["value=\"+33612345678\"", "Il en reste 3"]);
        let stale: Vec<_> = right.iter().map(|(k, v)| (*k, if *k == "plafond" { "5" } else { v })).collect();
        says(&alix.post("/moi/reglages", &stale).await, StatusCode::CONFLICT, &["role=\"alert\"", "value=\"5\""]);
        let (_, contact) = world.get("alix", "/api/v1/me/contact").await;
        assert_eq!(contact["weekly_cap"], json!(3), "nothing has changed");
        // A page that is older than the service may name what is not there any more.
        let odd: Vec<_> = wrong.iter().map(|(k, v)| (*k, match *v { "sms" => "fax", "06 12" => "", v => v })).collect();
        says(&alix.post("/moi/reglages", &odd).await, StatusCode::UNPROCESSABLE_ENTITY,
            &["Un champ est à corriger", "Attendu : l’une des valeurs email, sms, push ; choisissez l’une d’elles."]);
        alix.get("/langue/en").await;
        says(&alix.post("/moi/reglages", &odd).await, StatusCode::UNPROCESSABLE_ENTITY,
            &["Expected: one of the values email, sms, push; choose one of them."]);
    }
}
