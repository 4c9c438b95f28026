//! The inbox, one's own contact, and webhooks, over HTTP.

use crate::both;
use crate::world::World;
use releve::app::access::{Actor, Role};
use releve::app::work::Work;
use releve::store::outbox::Notice;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

async fn tell(world: &World, group: &str, person: &str, number: usize, payload: Value) {
    let kind = "assignment.confirmed";
    let actor = Actor::system(group);
    let mut work = Work::begin(&world.app, &actor, Role::System).await.expect("a transaction");
    work.tell(Notice { kind, fact: format!("{kind}:{number}"), person: person.to_owned(), payload });
    work.commit().await.expect("a commit");
}

fn contact(change: &[(&str, Value)]) -> Value {
    let mut contact = json!({ "locale": "en", "email": "a@example.fr", "phone": "+33612345678", "zone": "Europe/Paris",
        "quiet_from": "21:00", "quiet_to": "07:00", "digest": "daily", "digest_at": "18:00",
        "channels": ["email", "sms"], "weekly_cap": 3, "version": 0 });
    for (name, value) in change {
        contact[*name] = value.clone();
    }
    contact
}

async fn put(world: &World, who: &str, body: Value) -> (StatusCode, Value) {
    world.send(who, Method::PUT, "/api/v1/me/contact", Some(body)).await
}

both! {
    async fn everybody_reads_her_own_notices_newest_first(world) {
        let (_, me) = world.get("manager", "/api/v1/me").await;
        for number in 0..5 {
            let payload = json!({ "unit": format!("Unité {number}"), "date": "2026-12-08" });
            tell(world, "g1", "agent:alix", number, payload).await;
        }
        tell(world, "g1", "agent:bao", 0, json!({})).await;
        tell(world, "g1", &format!("user:{}", me["id"].as_str().expect("an id")), 0, json!({})).await;
        tell(world, "g2", "agent:alix", 9, json!({})).await;
        let (status, page) = world.get("alix", "/api/v1/notices?limit=3").await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let titles = |page: &Value| -> Vec<String> {
            let items = page["items"].as_array().expect("a list").iter();
            items.map(|item| item["title"].as_str().expect("a title").to_owned()).collect()
        };
        assert_eq!(titles(&page)[0], "Affectation confirmée\u{a0}: Unité 4, mardi 8 décembre 2026");
        assert_eq!(page["items"][0]["about"]["unit"], "Unité 4");
        let after = page["next"].as_str().expect("there is more");
        let (_, rest) = world.get("alix", &format!("/api/v1/notices?limit=3&after={after}")).await;
        assert_eq!((titles(&rest).len(), &rest["next"]), (2, &Value::Null), "{rest}");
        assert_eq!(titles(&world.get("alix", "/api/v1/notices?state=assignment.confirmed").await.1).len(), 5);
        assert_eq!(titles(&world.get("alix", "/api/v1/notices?state=offer.sent").await.1).len(), 0);
        assert_eq!(titles(&world.get("bao", "/api/v1/notices").await.1).len(), 1);
        assert_eq!(titles(&world.get("manager", "/api/v1/notices").await.1).len(), 1);
        for who in ["coordinator", "administrator", "stranger"] {
            assert_eq!(world.get(who, "/api/v1/notices").await.1["items"], json!([]), "{who}");
        }
        put(world, "alix", contact(&[])).await;
        let (_, english) = world.get("alix", "/api/v1/notices?limit=1").await;
        assert_eq!(titles(&english), ["Assignment confirmed: Unité 4, Tuesday 8 December 2026"]);
    }

    async fn a_contact_is_ones_own_and_changed_on_what_was_read(world) {
        let (status, unsaid) = world.get("alix", "/api/v1/me/contact").await;
        assert_eq!((status, &unsaid["version"], &unsaid["locale"]), (StatusCode::OK, &json!(0), &json!("fr")));
        assert_eq!((&unsaid["zone"], &unsaid["channels"]), (&json!("Europe/Paris"), &json!([])));
        let (status, stored) = put(world, "alix", contact(&[])).await;
        assert_eq!((status, &stored), (StatusCode::OK, &contact(&[("version", json!(1))])));
        assert_eq!(world.get("alix", "/api/v1/me/contact").await.1, stored);
        let before = world.fingerprint().await;
        for version in [0, 2] {
            let (status, problem) = put(world, "alix", contact(&[("version", json!(version))])).await;
            assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("lost-race")));
        }
        assert_eq!(world.fingerprint().await, before);
        let (status, changed) = put(world, "alix", contact(&[("version", json!(1)), ("locale", json!("fr"))])).await;
        assert_eq!((status, &changed["version"]), (StatusCode::OK, &json!(2)));
        assert_eq!(world.get("bao", "/api/v1/me/contact").await.1["version"], 0);
        let alike = "SELECT COUNT(*) FROM contacts WHERE locale = 'fr' AND email = 'a@example.fr' AND version = 2";
        assert_eq!(world.number(alike).await, 2, "as an agent and as a user");
        let audited = "SELECT COUNT(*) FROM audit_log WHERE action = 'contact.change' AND detail = '{}'";
        assert_eq!(world.number(audited).await, 2, "that it changed, not to what");
    }

    async fn a_bad_contact_names_the_field_and_the_way_out(world) {
        let before = world.fingerprint().await;
        let long = "x".repeat(100_000);
        for (field, value) in [
            ("zone", json!("Europe/Atlantis")),
            ("zone", json!(long)),
            ("email", json!("a@example.fr\r\nBcc: b@example.fr")),
            ("email", json!("a@example.fr, b@example.fr")),
            ("email", json!(format!("{long}@example.fr"))),
            ("email", json!("a\u{0}@example.fr")),
            ("phone", json!("0612345678")),
            ("phone", json!(format!("+{}", "1".repeat(40)))),
            ("locale", json!("de")),
            ("digest", json!("weekly")),
            ("digest_at", json!("24:00")),
            ("quiet_from", json!("9 h")),
            ("quiet_to", json!("21:00")),
            ("channels", json!(["pigeon"])),
            ("channels", json!(["webhook"])),
            ("weekly_cap", json!(51)),
        ] {
            let (status, problem) = put(world, "alix", contact(&[(field, value)])).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            let error = &problem["errors"][0];
            assert_eq!(error["field"], field, "{problem}");
            assert!(error["help"].as_str().is_some_and(|help| !help.is_empty()));
            assert!(error["found"].as_str().is_some_and(|found| found.len() <= 200 && !found.contains(char::is_control)));
        }
        for body in [json!({}), contact(&[("nickname", json!("x"))]), contact(&[("channels", json!("email"))])] {
            assert_eq!(put(world, "alix", body).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(world.fingerprint().await, before);
    }

    async fn an_administrator_makes_and_ends_webhooks(world) {
        let body = json!({ "url": "https://example.fr/hook", "kinds": ["offer.sent"] });
        let (status, made) = world.post("administrator", "/api/v1/webhooks", body).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        assert!(made["secret"].as_str().is_some_and(|secret| secret.starts_with("whsec_")));
        let (_, list) = world.get("administrator", "/api/v1/webhooks").await;
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
        assert!(list["items"][0].get("secret").is_none(), "it is shown once");
        let before = world.fingerprint().await;
        for (field, body) in [
            ("url", json!({ "url": "http://example.fr/" })),
            ("url", json!({ "url": "http://127.0.0.1:9/" })),
            ("url", json!({ "url": "file:///etc/passwd" })),
            ("url", json!({ "url": "https://u:p@example.fr/" })),
            ("kinds", json!({ "url": "https://example.fr/", "kinds": ["Offer Sent\r\n"] })),
        ] {
            let (status, problem) = world.post("administrator", "/api/v1/webhooks", body).await;
            assert_eq!((status, &problem["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)));
        }
        assert_eq!(world.fingerprint().await, before);
        let path = format!("/api/v1/webhooks/{}", made["id"].as_str().expect("an id"));
        assert_eq!(world.send("manager", Method::DELETE, &path, None).await.0, StatusCode::FORBIDDEN);
        assert_eq!(world.send("administrator", Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
        assert_eq!(world.send("administrator", Method::DELETE, &path, None).await.0, StatusCode::NOT_FOUND);
        let (_, list) = world.get("administrator", "/api/v1/webhooks").await;
        assert!(list["items"][0]["ended_at"].is_string(), "{list}");
    }
}
