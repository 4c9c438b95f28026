//! The calendar that an agent subscribes to.

use super::{agent, leads, says};
use crate::both;
use crate::rests;
use crate::world::{World, scenario};
use releve::app::access::Actor;
use reqwest::{Method, StatusCode};
use serde_json::json;

/// What stands under an address, whoever asks; long lines put together again.
async fn read(world: &World, address: &str) -> (StatusCode, String, String) {
    let path = address.split_once("://").and_then(|(_, rest)| rest.split_once('/')).expect("an address").1;
    let answer = world.request(Method::GET, &format!("/{path}")).send().await.expect("an answer");
    let (status, kind) = (answer.status(), answer.headers()["content-type"].to_str().expect("text").to_owned());
    (status, kind, answer.text().await.expect("a text").replace("\r\n ", ""))
}

fn address(page: &str) -> String {
    let (_, rest) = page.split_once("<code>").expect("an address");
    rest.split("</code>").next().expect("an address").to_owned()
}

both! {
    async fn a_calendar_follows_her_shifts(world) {
        let id = rests::hold(world, "r-1", ("2026-12-13", "N"), "alix").await;
        let mut alix = agent(world, "alix").await;
        alix.get("/moi/reglages").await;
        let shown = alix.post("/moi/reglages/agenda", &[]).await;
        says(&shown, StatusCode::OK, &["montrée que cette fois", "webcal://"]);
        let first = address(&shown.text);
        let (status, kind, text) = read(world, &first).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/calendar; charset=utf-8"), "{text}");
        for line in [
            format!("UID:{id}@releve").as_str(), "DTSTART;TZID=Europe/Paris:20261213T210000", "DTEND;TZID=Europe/Paris:20261214T063000",
            "SUMMARY:N · Médecine", "LOCATION:Hôpital Saint-Roch\\, Bourg", "STATUS:CONFIRMED", "TZID:Europe/Paris",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}: {text}");
        }
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
        // The token is kept nowhere in clear, and the page shows it once.
        let token = first.rsplit('/').next().and_then(|file| file.strip_suffix(".ics")).expect("a token");
        assert_eq!(world.number(&format!("SELECT COUNT(*) FROM calendars WHERE token_sha256 = '{token}'")).await, 0);
        let later = alix.get("/moi/reglages").await;
        assert!(!later.text.contains(token) && later.text.contains("Remplacer"), "{}", later.text);
        // Called off, it is marked; the name stays.
        let cancel = json!({ "reason": "Service fermé" });
        assert_eq!(world.post("manager", &format!("/api/v1/assignments/{id}/cancel"), cancel).await.0, StatusCode::OK);
        let (_, _, text) = read(world, &first).await;
        assert!(text.contains(&format!("UID:{id}@releve")) && text.contains("STATUS:CANCELLED"), "{text}");
        // Another address ends the first.
        let second = address(&alix.post("/moi/reglages/agenda", &[]).await.text);
        assert_eq!([read(world, &first).await.0, read(world, &second).await.0], [StatusCode::NOT_FOUND, StatusCode::OK]);
        for _ in 0..2 {
            leads(&alix.post("/moi/reglages/agenda/fermer", &[]).await, "/moi/reglages?fait=fincalendrier");
        }
        assert_eq!(read(world, &second).await.0, StatusCode::NOT_FOUND);
        assert_eq!([world.recorded("calendar.make").await, world.recorded("calendar.end").await], [2, 1]);
        for path in ["/agenda/none.ics", "/agenda/none", "/agenda/.ics"] {
            let status = world.request(Method::GET, path).send().await.expect("an answer").status();
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn home_duties_are_in_it_and_whoever_leaves_reads_nothing(world) {
        let mut emma = agent(world, "emma").await;
        emma.get("/langue/en").await;
        emma.get("/moi/reglages").await;
        let shown = emma.post("/moi/reglages/agenda", &[]).await;
        let address = address(&shown.text);
        let (_, _, text) = read(world, &address).await;
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 3, "{text}");
        assert!(text.contains("UID:2026-12-07-emma-tilleuls-0@releve") && text.contains("DESCRIPTION:home roster"), "{text}");
        let mut without = scenario();
        without.rosters = Vec::new();
        releve::app::scenarios::import(&world.app, &Actor::system("g1"), without).await.expect("an import");
        assert_eq!(read(world, &address).await.2.matches("BEGIN:VEVENT").count(), 0);
        world.execute("UPDATE grants SET valid_to = '2026-11-30' WHERE agent_id = 'emma'").await;
        assert_eq!(read(world, &address).await.0, StatusCode::NOT_FOUND, "she is no agent any more");
    }
}
