//! What people do by hand beside a cascade, and what is refused.

use super::{HOUR, set_up, start, state, tick};
use crate::both;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

both! {
    async fn a_call_that_ends_in_a_yes_holds_the_cascade(world) {
        set_up(world, json!({ "cascade": { "steps": [
            { "audience": "fixed_term", "minutes": 60 }, { "audience": "agency", "minutes": 30 }] } })).await;
        let person = json!({ "name": "Inès Faure", "qualification": "IDE", "email": "ines@example.fr", "note": "Week-ends" });
        let put = async |body: Value| world.send("coordinator", Method::PUT, "/api/v1/fixed-term/f-1", Some(body)).await;
        assert_eq!(put(person.clone()).await.0, StatusCode::OK);
        let (status, stale) = put(person.clone()).await;
        assert_eq!((status, stale["code"].as_str()), (StatusCode::CONFLICT, Some("version-moved")), "{stale}");
        let begun = start(world).await;
        assert_eq!((begun["audience"].as_str(), begun["steps"][0]["people"].as_i64()), (Some("fixed_term"), Some(1)), "{begun}");
        let call = async |outcome: &str| {
            let body = json!({ "person": "f-1", "outcome": outcome });
            world.post("coordinator", "/api/v1/shifts/r-1/calls", body).await
        };
        assert_eq!(call("no_answer").await.0, StatusCode::CREATED);
        assert_eq!(state(world).await["state"], "running");
        let (status, calls) = call("agreed").await;
        assert_eq!((status, calls["items"].as_array().map(Vec::len)), (StatusCode::CREATED, Some(2)), "{calls}");
        world.clock.advance(2 * HOUR);
        tick(world).await;
        let held = state(world).await;
        assert_eq!((held["state"].as_str(), held["audience"].as_str()), (Some("paused"), Some("fixed_term")), "{held}");
        assert!(held["reason"].as_str().is_some_and(|why| why.contains("admettre")), "{held}");
        // What was read in English is held against what is read in English.
        let path = format!("/api/v1/cascades/{}", held["id"].as_str().expect("an id"));
        let asked = |method: Method, path: &str| {
            world.request(method, path).header("accept-language", "en").bearer_auth(world.token("coordinator"))
        };
        let shown = asked(Method::GET, &path).send().await.expect("an answer");
        let tag = shown.headers()["etag"].clone();
        assert!(!shown.text().await.expect("a body").contains("admettre"));
        let order = asked(Method::POST, &format!("{path}/resume")).header("if-match", tag);
        assert_eq!(order.send().await.expect("an answer").status(), StatusCode::OK);
        let (status, _) = world.send("coordinator", Method::DELETE, "/api/v1/fixed-term/f-1", None).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
        let (_, calls) = world.get("coordinator", "/api/v1/shifts/r-1/calls").await;
        assert_eq!(calls["items"][1]["person_name"], Value::Null, "nothing of her stays: {calls}");
        assert_eq!(world.get("manager", "/api/v1/fixed-term").await.0, StatusCode::FORBIDDEN);
    }

    async fn when_somebody_was_added_stays_when_her_number_changes(world) {
        let put = async |version: i64| {
            let person = json!({ "name": "Inès Faure", "qualification": "IDE", "phone": "+33611111111", "version": version });
            world.send("coordinator", Method::PUT, "/api/v1/fixed-term/f-1", Some(person)).await
        };
        assert_eq!(put(0).await.0, StatusCode::OK);
        let added = world.clock.now();
        world.clock.advance(30 * 24 * HOUR);
        let (status, changed) = put(1).await;
        assert_eq!((status, &changed["version"]), (StatusCode::OK, &json!(2)), "{changed}");
        let at = async |column: &str| world.number(&format!("SELECT {column} FROM fixed_term_people")).await;
        assert_eq!((at("added_at").await, at("changed_at").await), (added, world.clock.now()));
    }

    async fn what_cannot_be_is_refused_and_nothing_changes(world) {
        set_up(world, json!({})).await;
        let begun = start(world).await;
        let id = begun["id"].as_str().expect("an id");
        let before = world.fingerprint().await;
        let long = "x".repeat(2_001);
        for (who, method, path, body, wanted) in [
            ("manager-tilleuls", Method::POST, "/api/v1/shifts/r-1/cascade".to_owned(), None, "not-found"),
            ("stranger", Method::POST, "/api/v1/shifts/r-1/cascade".to_owned(), None, "not-found"),
            ("alix", Method::POST, "/api/v1/shifts/r-1/cascade".to_owned(), None, "forbidden"),
            ("coordinator", Method::POST, "/api/v1/shifts/none/cascade".to_owned(), None, "not-found"),
            ("manager-tilleuls", Method::POST, format!("/api/v1/cascades/{id}/pause"), None, "not-found"),
            ("stranger", Method::POST, format!("/api/v1/cascades/{id}/advance"), None, "not-found"),
            ("stranger", Method::GET, format!("/api/v1/cascades/{id}"), None, "not-found"),
            ("manager", Method::POST, format!("/api/v1/cascades/{id}/resume"), None, "cascade-state"),
            ("manager", Method::POST, format!("/api/v1/cascades/{id}/stop"), Some(json!({ "reason": " " })), "invalid"),
            ("manager", Method::POST, format!("/api/v1/cascades/{id}/stop"), Some(json!({ "reason": long })), "invalid"),
            ("manager", Method::POST, format!("/api/v1/cascades/{id}/stop"), Some(json!({ "reason": "a\u{7}" })), "invalid"),
            ("coordinator", Method::PUT, "/api/v1/fixed-term/f-1".to_owned(),
                Some(json!({ "name": "", "qualification": "IDE" })), "invalid"),
            ("coordinator", Method::PUT, "/api/v1/fixed-term/f-1".to_owned(),
                Some(json!({ "name": "A", "qualification": "IDE", "phone": "06 11" })), "invalid"),
            ("coordinator", Method::PUT, "/api/v1/fixed-term/f 1".to_owned(),
                Some(json!({ "name": "A", "qualification": "IDE" })), "invalid"),
            ("coordinator", Method::POST, "/api/v1/shifts/r-1/calls".to_owned(),
                Some(json!({ "person": "none", "outcome": "agreed" })), "not-found"),
            ("coordinator", Method::POST, "/api/v1/shifts/r-1/calls".to_owned(),
                Some(json!({ "person": "none", "outcome": "maybe" })), "invalid"),
            ("alix", Method::PUT, "/api/v1/me/volunteering".to_owned(),
                Some(json!({ "kinds": ["nights"], "version": 0 })), "invalid"),
            ("alix", Method::PUT, "/api/v1/me/volunteering".to_owned(),
                Some(json!({ "kinds": [], "version": 7 })), "version-moved"),
            ("administrator", Method::PUT, "/api/v1/settings".to_owned(),
                Some(json!({ "version": 2, "cascade": { "steps": [] } })), "invalid"),
        ] {
            let (status, problem) = world.send(who, method.clone(), &path, body).await;
            assert!(status.is_client_error(), "{who} {method} {path}: {status} {problem}");
            assert_eq!(problem["code"].as_str(), Some(wanted), "{who} {method} {path}: {problem}");
        }
        assert_eq!(world.fingerprint().await, before);
    }
}
