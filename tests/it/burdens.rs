//! What a shift adds to an account, kind by kind.

use crate::both;
use crate::world::{NOW, World, need};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Opens a request of one shift and a round that asks one agent for it; gives the offer.
async fn ask(world: &World, id: &str, (date, code): (&str, &str), agent: &str) -> Value {
    let mut body = need(id, date, code);
    body["although_alike"] = json!(true);
    let (status, made) = world.post("manager", "/api/v1/requests", body).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let shift = made["shifts"][0]["id"].as_str().expect("an id");
    let order = json!({ "mode": "fair", "agents": [agent], "hours": 1 });
    let (status, round) = world.post("coordinator", &format!("/api/v1/shifts/{shift}/rounds"), order).await;
    assert_eq!(status, StatusCode::CREATED, "{round}");
    let offer = round["offers"][0]["id"].as_str().expect("an id");
    let (_, offers) = world.get(agent, "/api/v1/offers").await;
    let all = offers["items"].as_array().expect("a list");
    all.iter().find(|all| all["id"] == offer).expect("the offer").clone()
}

async fn lines(world: &World, offer: &Value) -> Vec<String> {
    let id = offer["id"].as_str().expect("an id");
    let sql = format!(
        "SELECT kind || ' ' || centipoints FROM equity_entries WHERE offer_id = '{id}' AND reverses IS NULL ORDER BY kind"
    );
    world.texts(&sql).await
}

both! {
    async fn a_sunday_night_stands_on_the_account_kind_by_kind(world) {
        // 13 December 2026 is a Sunday: 21:00 to 6:30 has 540 minutes of night (3 points per 8 h) and 180 of Sunday (3 points).
        let offer = ask(world, "r1", ("2026-12-13", "N"), "alix").await;
        assert_eq!(offer["burdens_centipoints"], json!({ "night": 338, "sunday": 112 }), "{offer}");
        assert_eq!(offer["burden_centipoints"], 450);
        assert_eq!(lines(world, &offer).await, [] as [String; 0], "a shift that is not hers burdens nobody");
        let path = format!("/api/v1/offers/{}/accept", offer["id"].as_str().expect("an id"));
        let (status, body) = world.send("alix", Method::POST, &path, None).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        world.clock.advance(3_600);
        releve::timed::tick(&world.app).await.expect("a tick");
        assert_eq!(lines(world, &offer).await, ["night 338", "sunday 112"]);
        let (_, account) = world.get("alix", "/api/v1/ledgers/equity").await;
        assert_eq!(account["items"][2]["balance_centipoints"], 1_250 + 450, "{account}");
    }

    async fn notice_is_short_below_the_hours_that_the_group_has_set(world) {
        // 48 hours to the second are not less than 48 hours.
        let begins = chrono::DateTime::parse_from_rfc3339("2026-12-08T06:30:00+01:00").expect("an instant").timestamp();
        world.clock.advance(begins - 48 * 3_600 - NOW);
        let edge = ask(world, "r3", ("2026-12-08", "M"), "bao").await;
        assert_eq!(edge["burdens_centipoints"]["short_notice"], Value::Null, "{edge}");
        world.clock.advance(1);
        let past = ask(world, "r4", ("2026-12-08", "M"), "alix").await;
        assert_eq!(past["burdens_centipoints"]["short_notice"], 100, "{past}");
        let settings = json!({ "short_notice_hours": 0, "version": 1 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await.0, StatusCode::OK);
        let none = ask(world, "r5", ("2026-12-08", "S"), "bao").await;
        assert_eq!(none["burdens_centipoints"]["short_notice"], Value::Null, "{none}");
    }

    async fn a_plan_counts_what_the_account_will_hold(world) {
        let (_, plan) = world.plan().await;
        let body = json!({ "items": "all", "version": plan["version"] });
        let id = plan["id"].as_str().expect("an id");
        let (status, answer) = world.post("coordinator", &format!("/api/v1/plans/{id}/approve"), body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let (_, offers) = world.get("coordinator", "/api/v1/offers").await;
        let offers = offers["items"].as_array().expect("a list");
        for item in plan["assigned"].as_array().expect("a list") {
            let offer = offers.iter().find(|offer| offer["shift"] == item["shift"]).expect("its offer");
            let sum: i64 = offer["burdens_centipoints"].as_object().expect("kinds").values().filter_map(Value::as_i64).sum();
            assert_eq!((item["burden_centipoints"].as_i64(), offer["burden_centipoints"].as_i64()), (Some(sum), Some(sum)));
        }
    }

    async fn an_offer_from_before_keeps_its_one_line_and_is_reversed_by_it(world) {
        let offers = world.approved().await;
        let night = offers.iter().find(|o| o["shift"] == "med-1213-n").expect("the night is offered");
        let (id, agent) = (night["id"].as_str().expect("an id"), night["agent"].as_str().expect("an agent"));
        let burden = &night["burden_centipoints"];
        for trigger in ["equity_entries_no_update", "equity_entries_no_delete"] {
            if world.url.starts_with("sqlite") {
                world.execute(&format!("DROP TRIGGER {trigger}")).await;
            }
        }
        if !world.url.starts_with("sqlite") {
            world.execute("DROP TRIGGER equity_entries_append_only ON equity_entries").await;
        }
        world.execute(&format!("UPDATE offers SET burdens = NULL WHERE id = '{id}'")).await;
        let first = format!("SELECT MIN(id) FROM equity_entries WHERE offer_id = '{id}'");
        let line = world.text(&first).await;
        world.execute(&format!("DELETE FROM equity_entries WHERE offer_id = '{id}' AND id <> '{line}'")).await;
        world.execute(&format!("UPDATE equity_entries SET kind = 'offer', centipoints = {burden} WHERE id = '{line}'")).await;
        let system = releve::app::access::Actor::system("g1");
        let counted = releve::app::ledgers::recompute(&world.app, &system).await.expect("an answer");
        assert_eq!(counted.differences, []);
        let (status, _) = world.send(agent, Method::POST, &format!("/api/v1/offers/{id}/decline"), None).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
        let sum = format!("SELECT CAST(SUM(centipoints) AS BIGINT) FROM equity_entries WHERE offer_id = '{id}'");
        assert_eq!(world.number(&sum).await, 0);
        let counted = releve::app::ledgers::recompute(&world.app, &system).await.expect("an answer");
        assert_eq!(counted.differences, []);
    }
}
