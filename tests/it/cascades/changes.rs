//! What changes of a request do to the cascades of its shifts.

use super::{HOUR, act, asked, instant, say, set_up, start, state, tick};
use crate::both;
use reqwest::{Method, StatusCode};
use serde_json::json;

both! {
    async fn whatever_opens_a_shift_starts_its_cascade_and_whoever_stopped_it_is_heeded(world) {
        set_up(world, json!({})).await;
        let put = async |version: i64, starts: &str| {
            let body = json!({ "version": version, "first_shift": "wish", "cascade": { "starts": starts } });
            let (status, answer) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(body)).await;
            assert_eq!(status, StatusCode::OK, "{answer}");
        };
        put(2, "when_open").await;
        let none = async |shift: &str| world.get("manager", &format!("/api/v1/shifts/{shift}/cascade")).await.0 == StatusCode::NOT_FOUND;
        assert!(none("r-1").await, "it was open before the group wanted so");
        // A round that comes to nothing by a no leaves an open shift.
        let order = json!({ "mode": "fair", "agents": ["alix"], "hours": 12 });
        assert_eq!(world.post("coordinator", "/api/v1/shifts/r-1/rounds", order.clone()).await.0, StatusCode::CREATED);
        assert_eq!(say(world, "alix", "decline").await.0, StatusCode::NO_CONTENT);
        let begun = state(world).await;
        assert_eq!(begun["state"], "running", "{begun}");
        // So does a change that adds a shift, or moves one that nobody was asked for.
        let add = json!({ "version": 2, "add": [{ "id": "r-2", "code": "M", "date": "2026-12-14", "qualification": "IDE" }] });
        let (status, grown) = world.send("manager", Method::PATCH, "/api/v1/requests/r-1", Some(add)).await;
        assert_eq!((status, none("r-2").await), (StatusCode::OK, false), "{grown}");
        // Whoever stopped it decides herself whether it is tried again, until something has changed.
        assert_eq!(act(world, &begun, "stop").await.0, StatusCode::OK);
        world.clock.advance(60);
        assert_eq!(world.post("coordinator", "/api/v1/shifts/r-1/rounds", order).await.0, StatusCode::CREATED);
        assert_eq!(say(world, "alix", "decline").await.0, StatusCode::NO_CONTENT);
        assert_eq!(state(world).await["id"], begun["id"], "stopped it stays");
        let change = json!({ "version": 3, "change": [{ "shift": "r-1", "date": "2026-12-15" }] });
        let (status, moved) = world.send("manager", Method::PATCH, "/api/v1/requests/r-1", Some(change)).await;
        assert_eq!(status, StatusCode::OK, "{moved}");
        let again = state(world).await;
        assert_eq!((again["state"].as_str(), again["id"] == begun["id"]), (Some("running"), false), "another day is another search: {again}");
    }

    async fn a_step_whose_round_is_asked_again_goes_on_with_that_round(world) {
        set_up(world, json!({})).await;
        let begun = start(world).await;
        let move_to = async |version: i64, date: &str| {
            let change = json!({ "version": version, "change": [{ "shift": "r-1", "date": date }] });
            let (status, moved) = world.send("manager", Method::PATCH, "/api/v1/requests/r-1", Some(change)).await;
            assert_eq!(status, StatusCode::OK, "{moved}");
        };
        world.clock.advance(HOUR);
        move_to(2, "2026-12-15").await;
        let open = "SELECT id FROM rounds WHERE state = 'open'";
        let now = state(world).await;
        assert_eq!(now["round"].as_str(), Some(world.text(open).await.as_str()), "{now}");
        assert_ne!(now["round"], begun["round"]);
        assert_eq!((now["step"].as_i64(), instant(&now["next_at"])), (Some(1), world.clock.now() + 4 * HOUR), "as much time again");
        // Whoever says no to it is not asked by a later step.
        assert_eq!(say(world, "alix", "decline").await.0, StatusCode::NO_CONTENT);
        tick(world).await;
        let pool = asked(world).await;
        assert!(pool.contains(&"bao".to_owned()) && !pool.contains(&"alix".to_owned()), "{pool:?}");
        move_to(3, "2026-12-16").await;
        let (status, on) = act(world, &begun, "advance").await;
        assert_eq!((status, on["audience"].as_str()), (StatusCode::OK, Some("agency")), "{on}");
        assert_eq!(asked(world).await, [""; 0], "the round is withdrawn, and Alix has answered");
        assert_eq!(act(world, &begun, "stop").await.0, StatusCode::OK);
    }

    async fn stopping_withdraws_the_round_that_asks_again(world) {
        set_up(world, json!({})).await;
        let begun = start(world).await;
        let change = json!({ "version": 2, "change": [{ "shift": "r-1", "date": "2026-12-15" }] });
        assert_eq!(world.send("manager", Method::PATCH, "/api/v1/requests/r-1", Some(change)).await.0, StatusCode::OK);
        assert_eq!(act(world, &begun, "stop").await.0, StatusCode::OK);
        assert_eq!(world.number("SELECT COUNT(*) FROM rounds WHERE state = 'open'").await, 0);
        let reasons = world.texts("SELECT COALESCE(reason, '') FROM rounds ORDER BY id").await;
        assert_eq!(reasons, ["Poste modifié", "Trouvé autrement"]);
        let path = format!("/api/v1/rounds/{}", state(world).await["round"].as_str().expect("a round"));
        assert_eq!(world.get("manager", &path).await.1["reason"], "Trouvé autrement");
    }
}
