//! Plans whose facts have moved: each item stands or falls by itself, and says why.

use crate::both;
use crate::world::{World, need};
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Who is proposed for which shift.
fn proposed(plan: &Value) -> BTreeMap<String, String> {
    let text = |item: &Value, field: &str| item[field].as_str().expect("a text").to_owned();
    let items = plan["assigned"].as_array().expect("a list").iter();
    items.map(|item| (text(item, "shift"), text(item, "agent"))).collect()
}

/// Shift → what moved.
fn moved(list: &Value) -> BTreeMap<String, String> {
    let text = |item: &Value, field: &str| item[field].as_str().expect("a text").to_owned();
    list.as_array().expect("a list").iter().map(|c| (text(c, "shift"), text(c, "reason"))).collect()
}

async fn approve(world: &World, id: &str, items: Value, version: &Value, on_conflict: &str) -> (StatusCode, Value) {
    let body = json!({ "items": items, "version": version, "on_conflict": on_conflict });
    world.post("coordinator", &format!("/api/v1/plans/{id}/approve"), body).await
}

async fn shown(world: &World, id: &str) -> Value {
    let (status, plan) = world.get("coordinator", &format!("/api/v1/plans/{id}")).await;
    assert_eq!(status, StatusCode::OK, "{plan}");
    plan
}

/// Asks one person for a shift and lets her take it at the closing.
async fn give(world: &World, shift: &str, agent: &str) {
    let order = json!({ "mode": "fair", "agents": [agent], "hours": 1 });
    let (status, round) = world.post("coordinator", &format!("/api/v1/shifts/{shift}/rounds"), order).await;
    assert_eq!(status, StatusCode::CREATED, "{round}");
    let offer = round["offers"][0]["id"].as_str().expect("an id").to_owned();
    let (status, yes) = world.send(agent, Method::POST, &format!("/api/v1/offers/{offer}/accept"), None).await;
    assert_eq!(status, StatusCode::OK, "{yes}");
    world.clock.advance(3_600);
    timed::tick(&world.app).await.expect("the closing");
    assert_eq!(world.text(&format!("SELECT state FROM shifts WHERE id = '{shift}'")).await, "filled");
}

both! {
    async fn what_moves_elsewhere_keeps_no_item_back(world) {
        let (id, plan) = world.plan().await;
        assert_eq!(plan["facts_version"], plan["facts_version_now"], "{plan}");
        assert_eq!(world.post("manager", "/api/v1/requests", need("new", "2026-12-16", "S")).await.0, StatusCode::CREATED);
        let plan = shown(world, &id).await;
        assert_eq!((&plan["state"], &plan["stale"]), (&json!("proposed"), &json!([])), "{plan}");
        let (on, now) = (plan["facts_version"].as_i64(), plan["facts_version_now"].as_i64());
        assert!(on < now, "the bound is that of the facts computed on: {on:?}, {now:?}");
        let (status, answer) = approve(world, &id, json!("all"), &plan["version"], "refuse").await;
        assert_eq!((status, answer["offers"].as_array().map(Vec::len)), (StatusCode::OK, Some(5)), "{answer}");
        assert_eq!((&answer["conflicts"], answer["plan"]["facts_version"].as_i64()), (&json!([]), on));
        assert_eq!(answer["plan"]["state"], "approved");
    }

    async fn each_item_that_no_longer_holds_says_why_and_the_others_are_approved(world) {
        let (id, plan) = world.plan().await;
        let who = proposed(&plan);
        // One is cancelled, one is moved, one is filled, one is asked for elsewhere; the fifth stays as it was.
        let why = json!({ "reason": "Lit fermé" });
        assert_eq!(world.post("manager", "/api/v1/requests/med-1209-m/cancel", why).await.0, StatusCode::OK);
        let change = json!({ "version": 1, "change": [{ "shift": "til-1210-j", "date": "2026-12-11" }] });
        let (status, body) = world.send("coordinator", Method::PATCH, "/api/v1/requests/til-1210-j", Some(change)).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        give(world, "med-1208-m", &who["med-1208-m"]).await;
        let order = json!({ "mode": "fair", "hours": 12 });
        assert_eq!(world.post("coordinator", "/api/v1/shifts/til-1208-j/rounds", order).await.0, StatusCode::CREATED);
        let expected: BTreeMap<_, _> = [
            ("med-1208-m", "filled_meanwhile"),
            ("med-1209-m", "shift_gone"),
            ("til-1208-j", "shift_offered"),
            ("til-1210-j", "request_changed"),
        ].map(|(shift, reason)| (shift.to_owned(), reason.to_owned())).into();
        let plan = shown(world, &id).await;
        assert_eq!(moved(&plan["stale"]), expected, "{}", plan["stale"]);
        let (_, part) = world.get("manager", &format!("/api/v1/plans/{id}")).await;
        assert_eq!(moved(&part["stale"]).into_keys().collect::<Vec<_>>(), ["med-1208-m", "med-1209-m"], "her units alone");

        let before = world.fingerprint().await;
        let (status, problem) = approve(world, &id, json!("all"), &plan["version"], "refuse").await;
        assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("plan-conflicts")), "{problem}");
        assert_eq!(moved(&problem["conflicts"]), expected, "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|d| d.contains("skip") && d.contains("nouveau calcul")), "{problem}");
        let (status, problem) = approve(world, &id, json!(["med-1209-m"]), &plan["version"], "skip").await;
        assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("plan-conflicts")), "nothing is left: {problem}");
        let (status, body) = approve(world, &id, json!("all"), &json!(99), "skip").await;
        assert_eq!((status, body["code"].as_str()), (StatusCode::CONFLICT, Some("version-moved")));
        assert_eq!(world.fingerprint().await, before, "nothing may change");

        let (status, answer) = approve(world, &id, json!("all"), &plan["version"], "skip").await;
        assert_eq!((status, answer["offers"].as_array().map(Vec::len)), (StatusCode::OK, Some(1)), "{answer}");
        assert_eq!((moved(&answer["conflicts"]), &answer["plan"]["state"]), (expected, &json!("partly_approved")));
        let (_, offers) = world.get("coordinator", "/api/v1/offers?state=sent").await;
        let night = offers["items"].as_array().expect("a list").iter().find(|o| o["shift"] == "med-1213-n");
        assert_eq!(night.map(|o| o["agent"].clone()), Some(json!(who["med-1213-n"])), "{offers}");
        let (_, log) = world.get("auditor", "/api/v1/audit?state=plan.approve").await;
        assert_eq!(log["items"][0]["detail"]["conflicts"].as_array().map(Vec::len), Some(4), "{log}");
    }

    async fn whom_the_law_forbids_by_now_is_told_with_the_article(world) {
        let (id, plan) = world.plan().await;
        let who = proposed(&plan);
        let absent = &who["med-1208-m"];
        let mut ill = need("ill", "2026-12-08", "S");
        ill["absent_agent"] = json!(absent);
        let (status, made) = world.post("coordinator", "/api/v1/requests", ill).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let plan = shown(world, &id).await;
        let conflict = &plan["stale"][0];
        assert_eq!(moved(&plan["stale"]), [("med-1208-m".to_owned(), "agent_not_lawful".to_owned())].into(), "{plan}");
        assert_eq!(conflict["refusals"][0]["rule"], "absence", "{conflict}");
        let (status, answer) = approve(world, &id, json!("all"), &plan["version"], "skip").await;
        assert_eq!((status, answer["offers"].as_array().map(Vec::len)), (StatusCode::OK, Some(4)), "{answer}");
    }

    async fn somebody_of_another_employer_is_spoken_of_neutrally(world) {
        let (id, plan) = world.plan().await;
        let who = proposed(&plan);
        // The manager of Les Tilleuls proposes nobody of the hospital; Emma, of Les Tilleuls, is proposed to the hospital or not.
        let hers = ["med-1208-m", "med-1209-m", "med-1213-n"].iter().find(|shift| who[**shift] == "emma");
        let (shift, agent) = hers.map_or(("med-1213-n", who["med-1213-n"].as_str()), |shift| (*shift, "emma"));
        let date = world.text(&format!("SELECT date FROM shifts WHERE id = '{shift}'")).await;
        world.execute(&format!("UPDATE agents SET employer_id = 'ehpad' WHERE id = '{agent}'")).await;
        let columns = "group_id, line_no, agent_id, from_date, to_date, class";
        let values = format!("'g1', 999, '{agent}', '{date}', '{date}', 'unplanned'");
        world.execute(&format!("INSERT INTO absences ({columns}) VALUES ({values})")).await;
        world.execute("UPDATE groups SET facts_version = facts_version + 1").await;
        let find = |plan: &Value| plan["stale"].as_array().expect("a list").iter()
            .find(|c| c["shift"] == shift).expect("it moved").clone();
        let full = find(&shown(world, &id).await);
        assert!(full["refusals"][0]["rule"].is_string(), "{full}");
        let (_, part) = world.get("manager", &format!("/api/v1/plans/{id}")).await;
        let neutral = find(&part);
        assert!(neutral.get("refusals").is_none() && neutral.get("articles").is_none(), "{neutral}");
        let sentence = neutral["sentence_fr"].as_str().expect("a sentence");
        assert!(!sentence.to_lowercase().contains("absen"), "{sentence}");
    }

    async fn whoever_holds_another_shift_by_now_is_elsewhere(world) {
        let (id, plan) = world.plan().await;
        let agent = proposed(&plan)["med-1208-m"].clone();
        let mut other = need("other", "2026-12-08", "M");
        other["although_alike"] = json!(true);
        assert_eq!(world.post("manager", "/api/v1/requests", other).await.0, StatusCode::CREATED);
        give(world, "other", &agent).await;
        let plan = shown(world, &id).await;
        assert_eq!(moved(&plan["stale"])["med-1208-m"], "agent_asked_elsewhere", "{}", plan["stale"]);
    }

    async fn a_plan_that_nobody_decides_expires_by_its_age(world) {
        let (id, _) = world.plan().await;
        let settings = json!({ "plan_hours": 24, "version": 1 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await.0, StatusCode::OK);
        world.clock.advance(24 * 3_600 - 1);
        timed::tick(&world.app).await.expect("a tick");
        assert_eq!(shown(world, &id).await["state"], "proposed");
        world.clock.advance(1);
        timed::tick(&world.app).await.expect("a tick");
        let plan = shown(world, &id).await;
        assert_eq!((&plan["state"], &plan["reason"]), (&json!("expired"), &json!("too_old")));
        let (status, problem) = approve(world, &id, json!("all"), &plan["version"], "skip").await;
        assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("stale-plan")), "{problem}");
        let bad = json!({ "plan_hours": 0, "version": 2 });
        let (status, _) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(bad)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn a_plan_of_which_nothing_is_left_expires(world) {
        let (id, _) = world.plan().await;
        let shifts = world.texts("SELECT id FROM shifts ORDER BY id").await;
        for (n, shift) in shifts.iter().enumerate() {
            timed::tick(&world.app).await.expect("a tick");
            assert_eq!(shown(world, &id).await["state"], "proposed", "{n} of {} gone", shifts.len());
            let why = json!({ "reason": "Lit fermé" });
            let path = format!("/api/v1/requests/{shift}/cancel");
            assert_eq!(world.post("coordinator", &path, why).await.0, StatusCode::OK);
        }
        timed::tick(&world.app).await.expect("a tick");
        let plan = shown(world, &id).await;
        assert_eq!((&plan["state"], &plan["reason"]), (&json!("expired"), &json!("items_gone")));
    }

    async fn approving_a_newer_plan_ends_the_older_ones(world) {
        let (older, _) = world.plan().await;
        let (newer, plan) = world.plan().await;
        assert_eq!(shown(world, &older).await["state"], "proposed", "two may wait side by side");
        let (status, _) = approve(world, &newer, json!(["med-1208-m"]), &plan["version"], "refuse").await;
        assert_eq!(status, StatusCode::OK);
        let old = shown(world, &older).await;
        assert_eq!((&old["state"], &old["reason"]), (&json!("expired"), &json!("superseded")));
        assert_eq!(shown(world, &newer).await["state"], "partly_approved");
        let (_, log) = world.get("auditor", "/api/v1/audit?state=plan.expire").await;
        assert_eq!(log["items"][0]["object_id"], json!(older), "{log}");
    }
}
