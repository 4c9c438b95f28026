//! What a hostile or hurried client may send: never a failure of the machinery, and nothing changed.

use crate::both;
use crate::world::{World, answer, need, scenario};
use releve::app::access::Actor;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Sends, and wants a refusal of the client's kind and an untouched database.
async fn refused(world: &World, request: reqwest::RequestBuilder, what: &str) -> Value {
    let before = world.fingerprint().await;
    let (status, problem) = answer(request).await;
    assert!(status.is_client_error(), "{what}: {status} {problem}");
    assert_eq!(world.fingerprint().await, before, "{what}: nothing may change");
    problem
}

both! {
    async fn control_characters_are_refused_everywhere(world) {
        let body = |field: &str, text: &str| {
            let mut body = need("r-1", "2026-12-10", "M");
            match field.strip_prefix("shifts[0].") {
                Some(inner) => body["shifts"][0][inner] = json!(text),
                None => body[field] = json!(text),
            }
            body
        };
        let post = |who: &str, path: &str, body: &Value| {
            world.request(Method::POST, path).bearer_auth(world.token(who)).json(body)
        };
        for field in
            ["id", "unit", "note", "absent_agent", "shifts[0].code", "shifts[0].qualification", "priority", "shifts[0].date"]
        {
            for text in ["a\u{0}b", "\u{0}", "a\u{7}", "\u{1b}[31m", "\u{85}"] {
                let request = post("manager", "/api/v1/requests", &body(field, text));
                let problem = refused(world, request, &format!("{field}: {text:?}")).await;
                assert_eq!(problem["errors"][0]["field"], field, "{problem}");
            }
        }
        let (id, plan) = world.plan().await;
        let path = |verb: &str| format!("/api/v1/plans/{id}/{verb}");
        refused(world, post("coordinator", &path("reject"), &json!({ "reason": "n\u{0}o" })), "reason").await;
        let items = json!({ "items": ["\u{0}"], "version": plan["version"] });
        refused(world, post("coordinator", &path("approve"), &items), "items").await;
        for path in [
            "/api/v1/requests/%00", "/api/v1/requests?unit=%00", "/api/v1/requests?after=a%00", "/api/v1/plans/a%00b",
            "/api/v1/requests?state=%07", "/api/v1/plans/%1B/progress", "/api/v1/shifts/%00/candidates",
            "/api/v1/shifts/med-1208-m/candidates?agent=%00", "/api/v1/ledgers/equity?agent=%00",
            "/api/v1/law/packs/%00", "/api/v1/offers?after=%00", "/api/v1/assignments?state=%00",
        ] {
            refused(world, world.request(Method::GET, path).bearer_auth(world.token("coordinator")), path).await;
        }
        for path in ["/api/v1/offers/%00/accept", "/api/v1/offers/%00/decline"] {
            refused(world, world.request(Method::POST, path).bearer_auth(world.token("alix")), path).await;
        }
        refused(world, world.request(Method::GET, "/api/v1/me").bearer_auth("%00"), "a token").await;
    }

    async fn line_ends_and_accents_are_no_control_characters(world) {
        let (id, _) = world.plan().await;
        let reason = json!({ "reason": "Trop de nuits\nla même semaine…\t« reprendre »" });
        let (status, body) = world.post("coordinator", &format!("/api/v1/plans/{id}/reject"), reason.clone()).await;
        assert_eq!((status, &body["reason"]), (StatusCode::OK, &reason["reason"]), "{body}");
    }

    async fn lengths_are_counted_in_characters(world) {
        let (id, _) = world.plan().await;
        let path = format!("/api/v1/plans/{id}/reject");
        let long = world.request(Method::POST, &path).bearer_auth(world.token("coordinator"));
        refused(world, long.json(&json!({ "reason": "é".repeat(2001) })), "2001 characters").await;
        let (status, _) = world.post("coordinator", &path, json!({ "reason": "é".repeat(2000) })).await;
        assert_eq!(status, StatusCode::OK);
    }

    async fn identifiers_are_those_of_an_imported_file(world) {
        for id in ["", "a b", "a|b", "a\"b", "<i>", &"x".repeat(65), "a\nb"] {
            let body = need(id, "2026-12-10", "M");
            let request = world.request(Method::POST, "/api/v1/requests").bearer_auth(world.token("manager")).json(&body);
            assert_eq!(refused(world, request, id).await["errors"][0]["field"], "id", "{id:?}");
        }
    }
}

/// A shift that begins at 2:15 on the night when the clocks jump from 2:00 to 3:00.
#[tokio::test(flavor = "multi_thread")]
async fn a_shift_in_the_hour_that_does_not_exist_is_refused() {
    for engine in [crate::world::Engine::Sqlite, crate::world::Engine::Postgres] {
        let world = World::empty(engine).await;
        let mut spring = scenario();
        spring.horizon.from = "2027-03-22".parse().expect("a date");
        (spring.shifts, spring.rosters, spring.absences) = (Vec::new(), Vec::new(), Vec::new());
        let mut relief = spring.units[0].shift_codes[0].clone();
        relief.code = "R".into();
        (relief.start, relief.end) = ("02:15:00".parse().expect("a time"), "07:00:00".parse().expect("a time"));
        spring.units[0].shift_codes.push(relief);
        releve::app::scenarios::import(&world.app, &Actor::system("g1"), spring).await.expect("an import");
        let body = |date: &str| need(&format!("r-{date}"), date, "R");
        let request = world.request(Method::POST, "/api/v1/requests").bearer_auth(world.token("manager"));
        let problem = refused(&world, request.json(&body("2027-03-28")), "the skipped hour").await;
        assert_eq!(problem["code"], "no-such-time", "{problem}");
        assert_eq!(world.post("manager", "/api/v1/requests", body("2027-03-27")).await.0, StatusCode::CREATED);
    }
}
