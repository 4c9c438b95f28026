//! Who has to say yes, and who may.

use super::{accounts_are_true, balance, hold, holder, leg, propose, say, settings, told};
use crate::both;
use crate::world::World;
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Alix and Emma exchange a morning in medicine and a day at Les Tilleuls, and have agreed.
async fn across_houses(world: &World) -> Value {
    settings(world, json!({ "swap_automatic": false, "first_shift": "wish" })).await;
    let held = hold(world, &[("emma", "medecine", "M", 15, "IDE"), ("alix", "tilleuls", "J", 16, "IDE")]).await;
    let legs = [leg("emma", &held[0], "alix"), leg("alix", &held[1], "emma")];
    let (status, swap) = propose(world, "emma", "s1", &legs).await;
    assert_eq!(status, StatusCode::CREATED, "{swap}");
    let (status, waiting) = say(world, "alix", "s1", "agree").await;
    assert_eq!((status, &waiting["state"]), (StatusCode::OK, &json!("to_approve")), "{waiting}");
    waiting
}

async fn users_told(world: &World, kind: &str) -> i64 {
    world.number(&format!("SELECT COUNT(*) FROM outbox WHERE kind = '{kind}' AND person LIKE 'user:%'")).await
}

both! {
    async fn each_unit_of_the_legs_says_yes(world) {
        let waiting = across_houses(world).await;
        assert_eq!(waiting["closes_at"], "2026-12-15T05:30:00Z", "until the first duty begins");
        assert_eq!([told(world, "alix").await, told(world, "emma").await],
            [vec!["swap.proposed", "swap.agreed"], vec!["swap.agreed"]]);
        assert_eq!(users_told(world, "swap.to-approve").await, 3, "both managers and the coordination");
        let (_, seen) = world.get("manager-tilleuls", "/api/v1/swaps/s1").await;
        let legs = seen["legs"].as_array().expect("a list");
        assert!(legs.iter().all(|leg| !leg.is_null()), "Emma is hers, and so is the unit: {seen}");
        assert_eq!(seen["effects"].as_array().map(Vec::len), Some(1), "the account of her own employee alone: {seen}");
        let (status, half) = say(world, "manager", "s1", "approve").await;
        assert_eq!((status, &half["state"]), (StatusCode::OK, &json!("to_approve")), "{half}");
        assert_eq!(holder(world, "h-emma-M-15").await, "emma", "nothing has moved yet");
        let (status, again) = say(world, "manager", "s1", "approve").await;
        assert_eq!((status, again["code"].as_str()), (StatusCode::CONFLICT, Some("swap-state")));
        let (status, done) = say(world, "manager-tilleuls", "s1", "approve").await;
        assert_eq!((status, &done["state"], &done["approval"]), (StatusCode::OK, &json!("done"), &json!("units")), "{done}");
        assert_eq!([holder(world, "h-emma-M-15").await, holder(world, "h-alix-J-16").await], ["alix", "emma"]);
        accounts_are_true(world).await;
    }

    async fn the_coordination_speaks_for_all(world) {
        across_houses(world).await;
        let (status, done) = say(world, "coordinator", "s1", "approve").await;
        assert_eq!((status, &done["state"]), (StatusCode::OK, &json!("done")), "{done}");
        assert!(done["legs"].as_array().is_some_and(|legs| legs.iter().all(|leg| leg["made"].is_string())), "{done}");
    }

    async fn a_unit_refuses_with_a_reason_that_its_people_read(world) {
        across_houses(world).await;
        let before = world.fingerprint().await;
        for (who, body, status, code) in [
            ("manager", json!({ "reason": " " }), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager", json!({ "reason": "x".repeat(2_001) }), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("stranger", json!({ "reason": "non" }), StatusCode::NOT_FOUND, "not-found"),
            ("alix", json!({ "reason": "non" }), StatusCode::FORBIDDEN, "forbidden"),
        ] {
            let (found, problem) = world.post(who, "/api/v1/swaps/s1/refuse", body).await;
            assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{who}: {problem}");
        }
        assert_eq!(world.fingerprint().await, before);
        let why = json!({ "reason": "Deux nouvelles ce jour-là" });
        let (status, refused) = world.post("manager-tilleuls", "/api/v1/swaps/s1/refuse", why).await;
        assert_eq!((status, &refused["state"], &refused["cause"]), (StatusCode::OK, &json!("refused"), &json!("unit")));
        let (_, seen) = world.get("alix", "/api/v1/swaps/s1").await;
        assert_eq!(seen["reason"], "Deux nouvelles ce jour-là");
        assert_eq!(told(world, "alix").await.last().map(String::as_str), Some("swap.refused"));
        assert_eq!(say(world, "manager", "s1", "approve").await.0, StatusCode::CONFLICT);
        assert_eq!(holder(world, "h-emma-M-15").await, "emma");
        accounts_are_true(world).await;
    }

    async fn nobody_allows_what_she_is_in_herself(world) {
        across_houses(world).await;
        let (_, grants) = world.get("administrator", "/api/v1/grants?state=agent").await;
        let alix = grants["items"].as_array().expect("a list").iter().find(|g| g["agent"] == "alix").expect("Alix");
        let path = format!("/api/v1/users/{}/grants", alix["user"].as_str().expect("an id"));
        assert_eq!(world.post("administrator", &path, json!({ "role": "coordinator" })).await.0, StatusCode::CREATED);
        let (status, own) = say(world, "alix", "s1", "approve").await;
        assert_eq!((status, own["code"].as_str()), (StatusCode::CONFLICT, Some("own-swap")));
        let (status, own) = world.post("alix", "/api/v1/swaps/s1/refuse", json!({ "reason": "non" })).await;
        assert_eq!((status, own["code"].as_str()), (StatusCode::CONFLICT, Some("own-swap")));
    }

    async fn an_account_that_moves_far_needs_a_yes(world) {
        let held = hold(world, &[("alix", "medecine", "N", 10, "IDE"), ("alix", "medecine", "M", 15, "IDE")]).await;
        // A night given away moves both accounts by more than a point; a morning by next to nothing.
        propose(world, "alix", "night", &[leg("alix", &held[0], "bao")]).await;
        let (_, night) = say(world, "bao", "night", "agree").await;
        assert_eq!(night["state"], "to_approve", "{night}");
        let moved = &night["effects"][0];
        let difference = moved["balance_after_centipoints"].as_i64().expect("a number")
            - moved["balance_before_centipoints"].as_i64().expect("a number");
        assert!(difference > 100, "{night}");
        propose(world, "alix", "morning", &[leg("alix", &held[1], "bao")]).await;
        let (_, morning) = say(world, "bao", "morning", "agree").await;
        assert_eq!(morning["state"], "done", "{morning}");
        // Where the group lets accounts move so far it needs none; whole hundredths of a share may round by one.
        settings(world, json!({ "swap_equity_centipoints": moved_by(&night) + 1 })).await;
        assert_eq!(say(world, "alix", "night", "withdraw").await.0, StatusCode::OK);
        let before = balance(world, "bao").await;
        propose(world, "alix", "again", &[leg("alix", &held[0], "bao")]).await;
        let (_, done) = say(world, "bao", "again", "agree").await;
        assert_eq!((&done["state"], &done["approval"]), (&json!("done"), &json!("automatic")), "{done}");
        assert!(balance(world, "bao").await > before + 100);
        accounts_are_true(world).await;
    }

    async fn a_swap_that_nobody_allows_expires_when_its_first_duty_begins(world) {
        across_houses(world).await;
        // 15 December, 6:30 in Paris.
        world.clock.advance(14 * 86_400 - 3 * 3_600 + 1_800);
        timed::tick(&world.app).await.expect("a tick");
        let (_, over) = world.get("emma", "/api/v1/swaps/s1").await;
        assert_eq!(over["state"], "expired", "{over}");
        let (status, late) = world.send("coordinator", Method::POST, "/api/v1/swaps/s1/approve", None).await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("swap-state")));
        assert_eq!(holder(world, "h-emma-M-15").await, "emma");
    }

    async fn settings_have_bounds(world) {
        for (field, value) in [("swap_hours", 0), ("swap_hours", 721), ("swap_equity_centipoints", 100_001)] {
            let (_, mut now) = world.get("administrator", "/api/v1/settings").await;
            now[field] = json!(value);
            let (status, problem) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(now)).await;
            assert_eq!((status, &problem["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)));
        }
    }
}

/// The most that a swap moves an account that its reader sees.
fn moved_by(swap: &Value) -> i64 {
    let effects = swap["effects"].as_array().expect("a list").iter();
    let moved = effects.map(|effect| {
        let number = |name: &str| effect[name].as_i64().expect("a number");
        (number("balance_after_centipoints") - number("balance_before_centipoints")).abs()
    });
    moved.max().unwrap_or(0)
}
