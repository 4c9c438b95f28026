//! Standing agreements: what they give at once, what they never give, and the way back.

use crate::both;
use crate::post::wants;
use crate::world::{World, need};
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const HOUR: i64 = 3_600;

fn always() -> Value {
    json!({ "windows": [{ "weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "00:00" },
        { "weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "12:00", "to": "12:00" }],
        "per_week_max": 7, "valid_from": "2026-12-01" })
}

async fn agree(world: &World, who: &str, change: Value) -> String {
    let mut body = always();
    for (field, value) in change.as_object().expect("an object") {
        body[field] = value.clone();
    }
    let (status, made) = world.post(who, "/api/v1/agreements", body).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    made["id"].as_str().expect("an id").to_owned()
}

async fn ask(world: &World, shift: &str, agents: &[&str], hours: u32) -> Value {
    let order = json!({ "mode": "fair", "agents": agents, "hours": hours });
    let (status, round) = world.post("coordinator", &format!("/api/v1/shifts/{shift}/rounds"), order).await;
    assert_eq!(status, StatusCode::CREATED, "{round}");
    round
}

async fn need_one(world: &World, id: &str, date: &str, code: &str) {
    let (status, body) = world.post("manager", "/api/v1/requests", need(id, date, code)).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
}

fn offer<'r>(round: &'r Value, agent: &str) -> &'r Value {
    let offers = round["offers"].as_array().expect("a list");
    offers.iter().find(|offer| offer["agent"] == agent).expect("she is in it")
}

async fn balance(world: &World, agent: &str) -> i64 {
    let sum = "SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE agent_id";
    world.number(&format!("{sum} = '{agent}'")).await
}

async fn state_of(world: &World, shift: &str) -> String {
    world.text(&format!("SELECT state FROM shifts WHERE id = '{shift}'")).await
}

async fn tick(world: &World) {
    assert_eq!(timed::tick(&world.app).await.expect("a tick"), 0);
}

both! {
    async fn an_approved_item_is_hers_at_once_and_may_be_handed_back_without_a_mark(world) {
        for agent in ["alix", "bao"] {
            agree(world, agent, json!({})).await;
        }
        let before = balance(world, "alix").await + balance(world, "bao").await;
        world.approved().await;
        // What the plan means for the two is given, the rest is offered.
        let meant = world.number("SELECT COUNT(*) FROM plan_items WHERE agent_id IN ('alix', 'bao')").await;
        let others = world.number("SELECT COUNT(*) FROM plan_items WHERE agent_id NOT IN ('alix', 'bao')").await;
        assert!(meant >= 2 && others > 0, "{meant} and {others}");
        assert_eq!(world.number("SELECT COUNT(*) FROM assignments WHERE agent_id IN ('alix', 'bao')").await, meant);
        assert_eq!(world.number("SELECT COUNT(*) FROM shifts WHERE state = 'offered'").await, others);
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'assignment.agreed'").await, meant);
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'offer.sent'").await, others, "nobody else is asked");
        let weighs = "SELECT CAST(COALESCE(SUM(burden_centipoints), 0) AS BIGINT) FROM offers WHERE agent_id IN ('alix', 'bao')";
        let after = balance(world, "alix").await + balance(world, "bao").await;
        assert_eq!(after - before, world.number(weighs).await, "it weighs on the account like any other");
        let held = world.texts("SELECT id || ' ' || agent_id || ' ' || shift_id FROM assignments ORDER BY id").await;
        let words = |line: &str| line.split(' ').map(ToOwned::to_owned).collect::<Vec<_>>();
        let (first, second) = (words(&held[0]), words(&held[1]));
        let [id, agent, shift] = [&first[0], &first[1], &first[2]].map(String::as_str);
        let (_, inbox) = world.get(agent, "/api/v1/notices?state=assignment.agreed").await;
        assert!(inbox.to_string().contains("À rendre avant"), "{inbox}");
        let burden = world.number(&format!("SELECT burden_centipoints FROM offers o JOIN assignments a ON a.offer_id = o.id WHERE a.id = '{id}'")).await;
        let held = balance(world, agent).await;
        let path = format!("/api/v1/assignments/{id}/hand-back");
        let other = if agent == "alix" { "bao" } else { "alix" };
        assert_eq!(world.send(other, Method::POST, &path, None).await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.send("coordinator", Method::POST, &path, None).await.0, StatusCode::FORBIDDEN);
        world.clock.advance(24 * HOUR - 1);
        let (status, back) = world.send(agent, Method::POST, &path, None).await;
        assert_eq!((status, back["state"].as_str()), (StatusCode::OK, Some("cancelled")), "a second before the time: {back}");
        assert_eq!((state_of(world, shift).await.as_str(), balance(world, agent).await), ("open", held - burden));
        let (status, twice) = world.send(agent, Method::POST, &path, None).await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("assignment-state")), "{twice}");
        world.clock.advance(1);
        let [id, agent] = [&second[0], &second[1]].map(String::as_str);
        let (status, late) = world.send(agent, Method::POST, &format!("/api/v1/assignments/{id}/hand-back"), None).await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("hand-back-over")), "{late}");
        let counted = releve::app::ledgers::recompute(&world.app, &releve::app::access::Actor::system("g1")).await;
        assert_eq!(counted.expect("an answer").differences, []);
    }

    async fn a_fair_round_counts_an_agreement_as_a_yes_and_the_published_order_decides(world) {
        agree(world, "alix", json!({})).await;
        need_one(world, "r-1", "2026-12-09", "S").await;
        need_one(world, "r-2", "2026-12-16", "S").await;
        let round = ask(world, "r-1", &["alix", "bao"], 12).await;
        assert_eq!((offer(&round, "alix")["state"].as_str(), offer(&round, "bao")["state"].as_str()),
            (Some("accepted"), Some("sent")), "{round}");
        let (_, inbox) = world.get("alix", "/api/v1/notices").await;
        assert_eq!(inbox["items"][0]["kind"], "offer.agreed", "she is told, not asked: {inbox}");
        let yes = format!("/api/v1/offers/{}/accept", offer(&round, "bao")["id"].as_str().expect("an id"));
        assert_eq!(world.send("bao", Method::POST, &yes, None).await.0, StatusCode::OK);
        world.clock.advance(12 * HOUR);
        tick(world).await;
        // Bao has fewer points, so she comes first in the published order.
        assert_eq!(world.text("SELECT agent_id FROM assignments WHERE shift_id = 'r-1'").await, "bao");
        ask(world, "r-2", &["alix", "bao"], 12).await;
        world.clock.advance(12 * HOUR);
        tick(world).await;
        assert_eq!(world.text("SELECT agent_id FROM assignments WHERE shift_id = 'r-2'").await, "alix", "nobody else said yes");
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'assignment.agreed'").await, 1);
        // What an agreement says is no asking, and costs nobody her peace.
        let (_, figures) = world.get("alix", "/api/v1/solicitations?weeks=1").await;
        let week = &figures["items"][0]["weeks"][0];
        assert_eq!((week["asked"].as_i64(), week["agreed"].as_i64(), week["given"].as_i64()), (Some(0), Some(2), Some(1)), "{figures}");
    }

    async fn those_who_sleep_are_not_waited_for_at_the_cost_of_the_time_to_hand_back(world) {
        agree(world, "alix", json!({})).await;
        for (id, day) in [("r-1", "2026-12-07"), ("r-2", "2026-12-09")] {
            need_one(world, id, day, "S").await;
        }
        // Thursday 3 December, noon in Paris; Bao sleeps until eight in the evening.
        world.clock.advance(2 * 24 * HOUR + 3 * HOUR);
        wants(world, "bao", json!({ "quiet_from": "10:00", "quiet_to": "20:00" })).await;
        let round = ask(world, "r-1", &["alix", "bao"], 1).await;
        assert_eq!(offer(&round, "alix")["state"], "accepted", "{round}");
        assert_eq!(round["closes_at"], "2026-12-03T12:00:00Z", "as asked for: {round}");
        world.clock.advance(HOUR);
        tick(world).await;
        assert_eq!(state_of(world, "r-1").await, "filled");
        let until = world.number("SELECT hand_back_until FROM agreed_offers").await;
        assert_eq!(until, world.clock.now() + 24 * HOUR, "a whole day to think it over");
        // Where that costs nobody anything, and where nobody has agreed, she is waited for.
        let round = ask(world, "r-2", &["alix", "bao"], 1).await;
        assert_eq!(round["closes_at"], "2026-12-03T20:00:00Z", "an hour after her quiet hours: {round}");
    }

    async fn she_may_decline_before_the_closing_and_a_revoked_agreement_asks_her_after_all(world) {
        let agreement = agree(world, "alix", json!({})).await;
        need_one(world, "r-1", "2026-12-09", "S").await;
        need_one(world, "r-2", "2026-12-16", "S").await;
        let first = ask(world, "r-1", &["alix", "bao"], 12).await;
        let path = format!("/api/v1/offers/{}/decline", offer(&first, "alix")["id"].as_str().expect("an id"));
        assert_eq!(world.send("alix", Method::POST, &path, None).await.0, StatusCode::NO_CONTENT);
        let second = ask(world, "r-2", &["alix", "bao"], 12).await;
        let revoke = format!("/api/v1/agreements/{agreement}/revoke");
        assert_eq!(world.send("bao", Method::POST, &revoke, None).await.0, StatusCode::NOT_FOUND);
        let (status, over) = world.send("alix", Method::POST, &revoke, None).await;
        assert_eq!((status, over["state"].as_str()), (StatusCode::OK, Some("revoked")), "{over}");
        let (status, twice) = world.send("alix", Method::POST, &revoke, None).await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("agreement-over")), "{twice}");
        let path = format!("/api/v1/rounds/{}", second["id"].as_str().expect("an id"));
        let (_, now) = world.get("coordinator", &path).await;
        assert_eq!(offer(&now, "alix")["state"], "sent", "hers to answer: {now}");
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'offer.sent' AND person = 'agent:alix'").await, 1);
        world.clock.advance(12 * HOUR);
        tick(world).await;
        assert_eq!(world.number("SELECT COUNT(*) FROM assignments").await, 0);
    }

    async fn an_agreement_gives_so_many_a_week_and_no_more(world) {
        agree(world, "alix", json!({ "per_week_max": 2 })).await;
        for (n, day) in ["2026-12-07", "2026-12-09", "2026-12-11", "2026-12-14"].iter().enumerate() {
            need_one(world, &format!("r-{n}"), day, "S").await;
        }
        let mut states = Vec::new();
        for n in 0..4 {
            let round = ask(world, &format!("r-{n}"), &["alix"], 12).await;
            states.push(offer(&round, "alix")["state"].as_str().expect("a state").to_owned());
        }
        assert_eq!(states, ["accepted", "accepted", "sent", "accepted"], "two in the week, and the next begins on the 14th");
        world.clock.advance(12 * HOUR);
        tick(world).await;
        assert_eq!(world.number("SELECT COUNT(*) FROM assignments").await, 3);
        // What she hands back makes room again.
        let id = world.text("SELECT id FROM assignments WHERE shift_id = 'r-0'").await;
        let (status, back) = world.send("alix", Method::POST, &format!("/api/v1/assignments/{id}/hand-back"), None).await;
        assert_eq!(status, StatusCode::OK, "{back}");
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'assignment.handed-back'").await, 1, "whoever asked hears");
        let round = ask(world, "r-2", &["alix"], 12).await;
        assert_eq!(offer(&round, "alix")["state"], "accepted", "{round}");
    }

    async fn rest_days_are_given_only_to_whom_wants_it_and_promised_rests_to_nobody(world) {
        // The roster of Emma settles 10 December as a day of rest.
        let agreement = agree(world, "emma", json!({})).await;
        need_one(world, "r-1", "2026-12-10", "S").await;
        let round = ask(world, "r-1", &["emma"], 12).await;
        assert_eq!(offer(&round, "emma")["state"], "sent", "on a rest day she is asked: {round}");
        let why = json!({ "reason": "Essai" });
        let path = format!("/api/v1/rounds/{}/withdraw", round["id"].as_str().expect("an id"));
        assert_eq!(world.post("coordinator", &path, why).await.0, StatusCode::OK);
        world.send("emma", Method::POST, &format!("/api/v1/agreements/{agreement}/revoke"), None).await;
        agree(world, "emma", json!({ "rest_days": true })).await;
        let round = ask(world, "r-1", &["emma"], 12).await;
        assert_eq!(offer(&round, "emma")["state"], "accepted", "she wants it so: {round}");
        // Bao has been promised 12 and 13 December.
        agree(world, "bao", json!({ "rest_days": true })).await;
        need_one(world, "r-2", "2026-12-12", "S").await;
        let order = json!({ "mode": "fair", "agents": ["bao"], "hours": 12 });
        let (status, refused) = world.post("coordinator", "/api/v1/shifts/r-2/rounds", order).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("not-eligible")), "{refused}");
        world.approved().await;
        let days = "SELECT COUNT(*) FROM assignments a JOIN shifts s ON s.id = a.shift_id WHERE a.agent_id = 'bao' AND s.date IN ('2026-12-12', '2026-12-13')";
        assert_eq!(world.number(days).await, 0);
    }

    async fn outside_its_windows_days_and_notice_she_is_asked_like_everybody(world) {
        let window = json!([{ "weekdays": [3], "from": "13:00", "to": "22:00", "units": ["medecine"], "codes": ["S"] }]);
        agree(world, "alix", json!({ "windows": window, "valid_from": "2026-12-09", "valid_to": "2026-12-16" })).await;
        // A Wednesday evening inside, another code, another day, and a Wednesday after its last day.
        for (id, date, code, state) in [
            ("r-1", "2026-12-09", "S", "accepted"),
            ("r-2", "2026-12-16", "N", "sent"),
            ("r-3", "2026-12-10", "S", "sent"),
        ] {
            need_one(world, id, date, code).await;
            let round = ask(world, id, &["alix"], 12).await;
            assert_eq!(offer(&round, "alix")["state"], state, "{id}: {round}");
        }
        // So near that she could not hand it back any more: 72 hours before its start, at the closing.
        world.clock.advance(12 * HOUR);
        tick(world).await;
        assert_eq!(state_of(world, "r-1").await, "filled");
        need_one(world, "r-4", "2026-12-16", "S").await;
        let begins = 1_797_424_200; // 16 December 2026, 13:30 in Paris.
        world.clock.advance(begins - (72 + 12) * HOUR - 60 - world.clock.now());
        let round = ask(world, "r-4", &["alix"], 12).await;
        assert_eq!(offer(&round, "alix")["state"], "accepted", "a minute is left: {round}");
        let why = json!({ "reason": "Essai" });
        let path = format!("/api/v1/rounds/{}/withdraw", round["id"].as_str().expect("an id"));
        assert_eq!(world.post("coordinator", &path, why).await.0, StatusCode::OK);
        world.clock.advance(60);
        let round = ask(world, "r-4", &["alix"], 12).await;
        assert_eq!(offer(&round, "alix")["state"], "sent", "none is left: {round}");
    }

    async fn a_cap_on_being_asked_does_not_hold_what_was_agreed(world) {
        agree(world, "alix", json!({})).await;
        wants(world, "alix", json!({ "weekly_cap": 0 })).await;
        need_one(world, "r-1", "2026-12-16", "S").await;
        let round = ask(world, "r-1", &["alix"], 12).await;
        assert_eq!(offer(&round, "alix")["state"], "accepted", "she is not asked, so she is not asked too often: {round}");
    }

    async fn what_cannot_be_agreed_on_is_refused_and_nothing_changes(world) {
        let before = world.fingerprint().await;
        let change = |field: &str, value: Value| {
            let mut body = always();
            body[field] = value;
            body
        };
        let window = |field: &str, value: Value| {
            let mut body = always();
            body["windows"][0][field] = value;
            body
        };
        for (who, body, wanted, field) in [
            ("coordinator", always(), "forbidden", ""),
            ("alix", change("windows", json!([])), "invalid", "windows"),
            ("alix", change("per_week_max", json!(0)), "invalid", "per_week_max"),
            ("alix", change("per_week_max", json!(8)), "invalid", "per_week_max"),
            ("alix", change("valid_to", json!("2026-11-30")), "invalid", "valid_to"),
            ("alix", window("weekdays", json!([])), "invalid", "windows[0].weekdays"),
            ("alix", window("weekdays", json!([8])), "invalid", "windows[0].weekdays"),
            ("alix", window("from", json!("24:00")), "invalid", "windows[0].from"),
            ("alix", window("to", json!("7:00")), "invalid", "windows[0].to"),
            ("alix", window("units", json!(["ailleurs"])), "invalid", "windows[0].units"),
            ("alix", window("establishments", json!(["ailleurs"])), "invalid", "windows[0].establishments"),
            ("alix", window("codes", json!(["a\u{0}"])), "invalid", "windows[0].codes[0]"),
        ] {
            let (status, problem) = world.post(who, "/api/v1/agreements", body).await;
            assert!(status.is_client_error(), "{who} {field}: {status} {problem}");
            assert_eq!(problem["code"].as_str(), Some(wanted), "{who} {field}: {problem}");
            if !field.is_empty() {
                assert_eq!(problem["errors"][0]["field"].as_str(), Some(field), "{problem}");
            }
        }
        assert_eq!(world.send("alix", Method::POST, "/api/v1/agreements/none/revoke", None).await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.send("alix", Method::POST, "/api/v1/assignments/none/hand-back", None).await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.fingerprint().await, before);
        agree(world, "alix", json!({})).await;
        assert_eq!(world.get("bao", "/api/v1/agreements").await.1["items"], json!([]), "nobody reads another's");
        assert_eq!(world.get("coordinator", "/api/v1/agreements").await.1["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(world.get("stranger", "/api/v1/agreements").await.1["items"], json!([]));
        assert_eq!(world.get("manager", "/api/v1/agreements").await.0, StatusCode::FORBIDDEN);
    }

    async fn what_was_given_otherwise_is_not_handed_back_here(world) {
        let offers = world.approved().await;
        let (id, agent) = (offers[0]["id"].as_str().expect("an id"), offers[0]["agent"].as_str().expect("an agent"));
        let (status, yes) = world.send(agent, Method::POST, &format!("/api/v1/offers/{id}/accept"), None).await;
        assert_eq!(status, StatusCode::OK, "{yes}");
        let before = world.fingerprint().await;
        let path = format!("/api/v1/assignments/{}/hand-back", yes["assignment"].as_str().expect("an id"));
        let (status, refused) = world.send(agent, Method::POST, &path, None).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("hand-back-over")), "{refused}");
        assert_eq!(world.fingerprint().await, before);
    }
}
