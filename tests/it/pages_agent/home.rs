//! `/moi`: where she goes, what she is asked, why something is not hers.

use super::{agent, ask, is_silent, leads, plain, says};
use crate::both;
use crate::rests;
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::json;

both! {
    async fn the_home_says_where_she_goes_next(world) {
        let id = rests::hold(world, "r-1", ("2026-12-10", "M"), "alix").await;
        let mut alix = agent(world, "alix").await;
        for path in ["/", "/moi"] {
            says(&alix.get(path).await, StatusCode::OK, &[
                "Bonjour alix", "Votre prochain poste", "jeu. 10 déc.", "06:30–14:00", "Médecine",
                "Hôpital Saint-Roch, Bourg", "0 km à vol d’oiseau", "mlat=46.20000", "À l’arrivée, demandez :", "manager",
                "aria-current=\"page\"",
            ]);
        }
        let post = alix.get(&format!("/moi/postes/{id}")).await;
        says(&post, StatusCode::OK, &["confirmé", "7 h 30", "IDE", "Je ne peux pas venir", "Échanger"]);
        is_silent(&post, &["Rendre ce poste"]);
        alix.get("/langue/en").await;
        let english = alix.get("/moi").await;
        says(&english, StatusCode::OK, &["Hello alix", "Your next shift", "Thu 10 Dec", "On arrival, ask for:", "lang=\"en\""]);
        is_silent(&english, &["Votre", "Répondez"]);
        let mut bao = agent(world, "bao").await;
        assert_eq!(bao.get(&format!("/moi/postes/{id}")).await.status, StatusCode::NOT_FOUND, "hers alone");
        says(&bao.get("/moi").await, StatusCode::OK, &["Aucun poste prévu", "du sam. 12 déc. au dimanche 13 décembre 2026"]);
    }

    async fn home_duties_stand_beside_those_of_the_pool(world) {
        let mut emma = agent(world, "emma").await;
        let shown = emma.get("/moi").await;
        says(&shown, StatusCode::OK, &["lun. 7 déc.", "mar. 8 déc.", "mer. 9 déc.", "07:00–14:30", "planning de l’unité"]);
        is_silent(&shown, &["jeu. 10 déc."]);
        let absence = json!({ "agent": "emma", "from": "2026-12-08", "to": "2026-12-08", "class": "planned" });
        assert_eq!(world.post("emma", "/api/v1/absences", absence).await.0, StatusCode::CREATED);
        let shown = emma.get("/moi").await;
        says(&shown, StatusCode::OK, &["lun. 7 déc.", "mer. 9 déc."]);
        is_silent(&shown, &["mar. 8 déc."]);
    }

    async fn an_offer_says_what_it_would_do_and_is_answered_once(world) {
        // Sunday 13 December, 21:00 to 6:30: three hours of it lie in the week of the 7th.
        let offers = ask(world, "r-1", ("2026-12-13", "N"), ("fair", &["alix"])).await;
        let mut alix = agent(world, "alix").await;
        says(&alix.get("/moi").await, StatusCode::OK, &[
            "Répondez avant le mar. 1er déc. à 14:00", "l’ordre publié décide", "Semaine : 0 h → 3 h",
            "Repos avant : rien de prévu ; après : rien de prévu", "+4,50 points, de 12,50 à 17,00", "nuit 3,38 · dimanche 1,12",
            "1 message non lu",
        ]);
        let accept = format!("/sollicitations/{}/accepter", offers[0]);
        leads(&alix.post(&accept, &[]).await, "/moi?fait=volontaire");
        leads(&alix.post(&accept, &[]).await, "/moi?fait=volontaire");
        assert_eq!(world.recorded("offer.accept").await, 1, "a second touch does nothing");
        says(&alix.get("/moi?fait=volontaire").await, StatusCode::OK, &["vous êtes volontaire", "Décision le mar. 1er déc. à 14:00", "Je me retire"]);
        let decline = format!("/sollicitations/{}/decliner", offers[0]);
        leads(&alix.post(&decline, &[]).await, "/moi?fait=decline");
        leads(&alix.post(&decline, &[]).await, "/moi?fait=decline");
        assert_eq!(world.recorded("offer.decline").await, 1);
        let shown = alix.post(&accept, &[]).await;
        says(&shown, StatusCode::CONFLICT, &["role=\"alert\"", "a déjà sa réponse", "Bonjour alix"]);
        let mut bao = agent(world, "bao").await;
        bao.get("/moi").await;
        assert_eq!(bao.post(&accept, &[]).await.status, StatusCode::NOT_FOUND, "nobody answers for her");
    }

    async fn a_no_is_taken_back_until_the_closing(world) {
        let offers = ask(world, "r-1", ("2026-12-10", "M"), ("fair", &["alix", "bao"])).await;
        let path = |verb: &str| format!("/sollicitations/{}/{verb}", offers[0]);
        let mut alix = agent(world, "alix").await;
        is_silent(&alix.get("/moi").await, &["Reprendre mon refus"]);
        leads(&alix.post(&path("decliner"), &[]).await, "/moi?fait=decline");
        let shown = alix.get("/moi").await;
        says(&shown, StatusCode::OK, &[
            "vous avez décliné", "Vous pouvez revenir sur ce refus jusqu’au mar. 1er déc. à 14:00", "Reprendre mon refus", "J’accepte",
        ]);
        is_silent(&shown, &["Je décline", "Réponses récentes"]);
        leads(&alix.post(&path("reprendre"), &[]).await, "/moi?fait=refusrepris");
        leads(&alix.post(&path("reprendre"), &[]).await, "/moi?fait=refusrepris");
        assert_eq!(world.recorded("offer.reconsider").await, 1, "a second touch does nothing");
        let shown = alix.get("/moi?fait=refusrepris").await;
        says(&shown, StatusCode::OK, &["Votre refus est repris", "Je décline", "Répondez avant le mar. 1er déc. à 14:00"]);
        is_silent(&shown, &["Reprendre mon refus", "vous avez décliné"]);
        leads(&alix.post(&path("decliner"), &[]).await, "/moi?fait=decline");
        leads(&alix.post(&path("accepter"), &[]).await, "/moi?fait=volontaire");
        leads(&alix.post(&path("decliner"), &[]).await, "/moi?fait=decline");
        world.clock.advance(5 * 3_600);
        alix.get("/langue/en").await;
        let english = alix.get("/moi").await;
        says(&english, StatusCode::OK, &["declined"]);
        is_silent(&english, &["Undo my no"]);
        let late = alix.post(&path("reprendre"), &[]).await;
        says(&late, StatusCode::CONFLICT, &["Your no stands", "until that is over", "Hello alix"]);
    }

    async fn an_offer_that_has_closed_is_told_in_english(world) {
        let offers = ask(world, "r-1", ("2026-12-08", "M"), ("fair", &["alix", "bao"])).await;
        world.clock.advance(5 * 3_600);
        let mut alix = agent(world, "alix").await;
        alix.get("/langue/en").await;
        alix.get("/moi").await;
        let late = alix.post(&format!("/sollicitations/{}/accepter", offers[0]), &[]).await;
        says(&late, StatusCode::CONFLICT, &["lang=\"en\"", "Too late: the offer has closed. Nothing is held against you."]);
        is_silent(&late, &["modifié", "délai", "Rien n’est"]);
    }

    async fn whoever_is_too_late_is_told_so_and_why(world) {
        // Twenty hours before it begins speed decides.
        rests::until(world, "2026-12-07T10:30:00+01:00");
        let offers = ask(world, "r-1", ("2026-12-08", "M"), ("first", &["alix", "bao"])).await;
        let mut alix = agent(world, "alix").await;
        says(&alix.get("/moi").await, StatusCode::OK, &["la première personne qui accepte obtient le poste", "demain"]);
        let path = format!("/api/v1/offers/{}/accept", offers[1]);
        assert_eq!(world.send("bao", Method::POST, &path, None).await.0, StatusCode::OK);
        let shown = alix.post(&format!("/sollicitations/{}/accepter", offers[0]), &[]).await;
        says(&shown, StatusCode::CONFLICT, &["vient d’être pourvu par une autre personne", "rien n’est retenu contre vous", "/moi/pourquoi/r-1"]);
        let why = alix.get("/moi/pourquoi/r-1").await;
        says(&why, StatusCode::OK, &["une autre personne a répondu plus tôt", "Oui : aucune règle ne s’y oppose"]);
        is_silent(&why, &["Bao"]);
    }

    async fn the_order_that_decided_is_told_without_names(world) {
        let offers = ask(world, "r-1", ("2026-12-10", "M"), ("fair", &["alix", "bao"])).await;
        for (who, offer) in ["alix", "bao"].iter().zip(&offers) {
            let path = format!("/api/v1/offers/{offer}/accept");
            assert_eq!(world.send(who, Method::POST, &path, None).await.0, StatusCode::OK);
        }
        world.clock.advance(5 * 3_600);
        timed::tick(&world.app).await.expect("the closing");
        // Alix has carried 12,50 points, Bao none: Bao comes first.
        let mut alix = agent(world, "alix").await;
        says(&alix.get("/moi").await, StatusCode::OK, &["pourvu par une autre personne", "Pourquoi ?"]);
        let why = alix.get("/moi/pourquoi/r-1").await;
        says(&why, StatusCode::OK, &["Parmi les 2 volontaires, vous étiez au rang 2.", "la personne choisie avait moins porté que vous"]);
        is_silent(&why, &["Bao", "bao"]);
        alix.get("/langue/en").await;
        says(&alix.get("/moi/pourquoi/r-1").await, StatusCode::OK, &["Among 2 volunteers you were number 2.", "had carried less than you"]);
    }

    async fn a_refusal_has_its_rule_its_article_and_its_figures(world) {
        // A night that ends on the 11th at 6:30 leaves no rest before the morning of that day.
        rests::hold(world, "r-1", ("2026-12-10", "N"), "alix").await;
        ask(world, "r-2", ("2026-12-11", "M"), ("fair", &["bao"])).await;
        let mut alix = agent(world, "alix").await;
        let why = alix.get("/moi/pourquoi/r-2").await;
        says(&why, StatusCode::OK, &["il ne vous a pas été proposé", "0 h de repos après le poste qui finit le 11 décembre à 06:30", "Constaté : 0 h ; limite : 12 h", "art. 6"]);
        says(&alix.get("/moi/pourquoi").await, StatusCode::OK, &["Postes à pourvoir dans votre métier", "/moi/pourquoi/med-1208-m"]);
        let mut farid = agent(world, "farid").await;
        let own = farid.get("/moi/pourquoi/r-2").await;
        says(&own, StatusCode::OK, &["Pouvez-vous tenir ce poste", "Absence du 7 au 20 décembre"]);
        for path in ["/moi/pourquoi/none", "/moi/postes/none"] {
            assert_eq!(alix.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn messages_are_read_once(world) {
        ask(world, "r-1", ("2026-12-10", "M"), ("fair", &["alix"])).await;
        ask(world, "r-2", ("2026-12-12", "M"), ("fair", &["alix"])).await;
        let mut alix = agent(world, "alix").await;
        says(&alix.get("/moi").await, StatusCode::OK, &["2 messages non lus"]);
        let inbox = alix.get("/moi/messages").await;
        says(&inbox, StatusCode::OK, &["nouveau", "Sollicitation", "Tout marquer comme lu"]);
        let newest = super::value(&inbox, "jusqua");
        leads(&alix.post("/moi/messages", &[("jusqua", &newest)]).await, "/moi/messages?fait=lus");
        leads(&alix.post("/moi/messages", &[("jusqua", &newest)]).await, "/moi/messages?fait=lus");
        is_silent(&alix.get("/moi").await, &["non lu"]);
        let read = alix.get("/moi/messages").await;
        says(&read, StatusCode::OK, &["Tout est lu."]);
        is_silent(&read, &["nouveau<"]);
        let mut bao = agent(world, "bao").await;
        bao.get("/moi/messages").await;
        assert_eq!(bao.post("/moi/messages", &[("jusqua", &newest)]).await.status, StatusCode::NOT_FOUND, "not hers");
    }

    async fn the_home_is_light(world) {
        ask(world, "r-1", ("2026-12-10", "M"), ("fair", &["alix"])).await;
        let mut alix = agent(world, "alix").await;
        let page = alix.get("/moi").await.text;
        let script = page.split("<script src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a script").to_owned();
        let style = page.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a style").to_owned();
        let mut bytes = 0;
        for path in ["/moi", script.as_str(), style.as_str()] {
            let request = world.request(Method::GET, path).header("cookie", alix.cookies()).header("accept-encoding", "gzip");
            let answer = request.send().await.expect("an answer");
            assert_eq!(answer.headers()["content-encoding"], "gzip", "{path}");
            bytes += answer.bytes().await.expect("a body").len();
        }
        assert!(bytes < 60_000, "{bytes}");
        assert!(!plain(&page).contains(" style=") && !page.contains("onclick"), "no inline styles or scripts");
    }
}
