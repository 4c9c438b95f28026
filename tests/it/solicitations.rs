//! How often people are asked: the cap holds for plans too, and the figures say nothing of how anybody answered.

use crate::both;
use crate::post::wants;
use crate::world::{World, need};
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const HOUR: i64 = 3_600;

async fn approve(world: &World, id: &str, body: Value) -> (StatusCode, Value) {
    world.post("coordinator", &format!("/api/v1/plans/{id}/approve"), body).await
}

/// Agent → how many shifts a plan proposes to her.
fn proposed(plan: &Value) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for item in plan["assigned"].as_array().expect("a list").iter().filter(|item| item["state"] == "proposed") {
        *all.entry(item["agent"].as_str().expect("an agent").to_owned()).or_default() += 1;
    }
    all
}

both! {
    async fn an_approved_item_for_somebody_at_her_cap_waits_and_the_approver_hears_of_it(world) {
        for agent in ["alix", "bao"] {
            wants(world, agent, json!({ "weekly_cap": 1 })).await;
        }
        let (id, plan) = world.plan().await;
        let before = proposed(&plan);
        let over: usize = ["alix", "bao"].iter().map(|a| before.get(*a).copied().unwrap_or_default().saturating_sub(1)).sum();
        assert!(over > 0, "three shifts for two nurses: {plan}");
        let (status, done) = approve(world, &id, json!({ "items": "all", "version": plan["version"] })).await;
        assert_eq!(status, StatusCode::OK, "{done}");
        assert_eq!((done["offers"].as_array().map(Vec::len), done["held_back"].as_array().map(Vec::len)),
            (Some(5 - over), Some(over)), "{done}");
        assert_eq!(done["plan"]["state"], "partly_approved", "{done}");
        for agent in ["alix", "bao"] {
            let sent = world.number(&format!("SELECT COUNT(*) FROM offers WHERE agent_id = '{agent}'")).await;
            assert!(sent <= 1, "{agent} is asked {sent} times");
        }
        let told = "SELECT COUNT(*) FROM outbox WHERE kind = 'offer.held-back' AND person LIKE 'user:%'";
        assert_eq!(world.number(told).await, over as i64);
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'offer.hold-back'").await, over as i64);
        let waiting = done["held_back"][0]["shift"].as_str().expect("a shift").to_owned();
        assert_eq!(world.text(&format!("SELECT state FROM shifts WHERE id = '{waiting}'")).await, "open");
        // Asked for again, and for nothing else: it still waits, and says whom it waits for.
        let unchanged = world.fingerprint().await;
        let (_, now) = world.get("coordinator", &format!("/api/v1/plans/{id}")).await;
        let again = json!({ "items": [waiting], "version": now["version"] });
        let (status, refused) = approve(world, &id, again.clone()).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("asked-often")), "{refused}");
        let mut although = again;
        although["although_asked_often"] = json!("Elle l’a demandé au téléphone");
        let (status, refused) = approve(world, &id, although.clone()).await;
        assert_eq!((status, refused["errors"][0]["field"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some("although_asked_often")), "the group does not allow it: {refused}");
        assert_eq!(world.fingerprint().await, unchanged);
        let settings = json!({ "cap_may_be_overridden": true, "version": 1 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await.0, StatusCode::OK);
        although["although_asked_often"] = json!("");
        assert_eq!(approve(world, &id, although.clone()).await.0, StatusCode::UNPROCESSABLE_ENTITY, "a reason is needed");
        although["although_asked_often"] = json!("Elle l’a demandé au téléphone");
        let (status, sent) = approve(world, &id, although).await;
        assert_eq!((status, sent["offers"].as_array().map(Vec::len)), (StatusCode::OK, Some(1)), "{sent}");
        let (_, log) = world.get("auditor", "/api/v1/audit?state=plan.approve").await;
        assert_eq!(log["items"][0]["detail"]["although_asked_often"], "Elle l’a demandé au téléphone", "{log}");
    }

    async fn the_figures_count_who_was_asked_and_not_what_she_said(world) {
        for (id, day) in [("r-1", "2026-12-15"), ("r-2", "2026-12-16"), ("r-3", "2026-12-17")] {
            assert_eq!(world.post("manager", "/api/v1/requests", need(id, day, "S")).await.0, StatusCode::CREATED);
        }
        wants(world, "alix", json!({ "weekly_cap": 5 })).await;
        let open = async |shift: &str| {
            let order = json!({ "mode": "fair", "agents": ["alix"], "hours": 12 });
            let (status, round) = world.post("coordinator", &format!("/api/v1/shifts/{shift}/rounds"), order).await;
            assert_eq!(status, StatusCode::CREATED, "{round}");
            round["offers"][0]["id"].as_str().expect("an id").to_owned()
        };
        // The week of 30 November: a yes, and one without an answer. The week after: a no.
        let yes = open("r-1").await;
        assert_eq!(world.send("alix", Method::POST, &format!("/api/v1/offers/{yes}/accept"), None).await.0, StatusCode::OK);
        open("r-2").await;
        world.clock.advance(12 * HOUR);
        timed::tick(&world.app).await.expect("a tick");
        world.clock.advance(6 * 24 * HOUR);
        let no = open("r-3").await;
        assert_eq!(world.send("alix", Method::POST, &format!("/api/v1/offers/{no}/decline"), None).await.0, StatusCode::NO_CONTENT);
        let (status, own) = world.get("alix", "/api/v1/solicitations?weeks=3").await;
        assert_eq!(status, StatusCode::OK, "{own}");
        let week = |n: usize| {
            let week = &own["items"][0]["weeks"][n];
            (week["monday"].as_str().expect("a day"), ["asked", "answered", "given"].map(|f| week[f].as_i64().expect("a number")))
        };
        assert_eq!((week(0), week(1), week(2)),
            (("2026-12-07", [1, 1, 0]), ("2026-11-30", [2, 1, 1]), ("2026-11-23", [0, 0, 0])), "{own}");
        assert_eq!((own["items"].as_array().map(Vec::len), own["items"][0]["weekly_cap"].as_i64(), own["items"][0]["left_of_cap"].as_i64()),
            (Some(1), Some(5), Some(2)), "three in the last seven days: {own}");
        let (_, all) = world.get("coordinator", "/api/v1/solicitations?weeks=3").await;
        assert_eq!(all["items"].as_array().map(Vec::len), Some(6), "{all}");
        assert_eq!(all["items"][0], own["items"][0], "the coordination reads the same");
        assert!(!all.to_string().contains("declined") && !all.to_string().contains("accepted"), "{all}");
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'solicitations.read'").await, 1);
        assert_eq!(world.get("alix", "/api/v1/solicitations?agent=bao").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("coordinator", "/api/v1/solicitations?agent=none").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("coordinator", "/api/v1/solicitations?weeks=0").await.0, StatusCode::BAD_REQUEST);
        assert_eq!(world.get("manager", "/api/v1/solicitations").await.0, StatusCode::FORBIDDEN);
        assert_eq!(world.get("stranger", "/api/v1/solicitations").await.1["items"], json!([]));
    }

    async fn a_fair_round_waits_for_those_in_their_quiet_hours(world) {
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-15", "S")).await.0, StatusCode::CREATED);
        // It is nine in the morning in Paris.
        wants(world, "alix", json!({ "quiet_from": "08:00", "quiet_to": "13:00" })).await;
        let order = |agents: Value| json!({ "mode": "fair", "agents": agents, "hours": 2 });
        let path = "/api/v1/shifts/r-1/rounds";
        let (_, waits) = world.post("coordinator", path, order(json!(["alix", "bao"]))).await;
        assert_eq!(waits["closes_at"], "2026-12-01T13:00:00Z", "an hour after one o’clock in Paris: {waits}");
        let withdraw = format!("/api/v1/rounds/{}/withdraw", waits["id"].as_str().expect("an id"));
        world.post("coordinator", &withdraw, json!({ "reason": "Essai" })).await;
        let (_, awake) = world.post("coordinator", path, order(json!(["bao"]))).await;
        assert_eq!(awake["closes_at"], "2026-12-01T10:00:00Z", "Bao is awake: {awake}");
    }
}
