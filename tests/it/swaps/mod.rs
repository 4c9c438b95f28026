//! Swaps: judged before anybody is asked, carried out whole or not at all, and nobody reads more than is hers.

mod approval;
mod finder;
mod home;
mod law;
mod races;
mod search;

use crate::both;
use crate::world::World;
use releve::app::access::Actor;
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// A shift that somebody is to hold: who, unit, code, day of December 2026, title.
pub type Held<'a> = (&'a str, &'a str, &'a str, u32, &'a str);

/// Gives shifts of the pool to people, each in a round of its own; gives the assignments. An hour goes by.
pub async fn hold(world: &World, wanted: &[Held<'_>]) -> Vec<String> {
    let mut shifts = Vec::new();
    for (agent, unit, code, day, title) in wanted {
        let shift = format!("h-{agent}-{code}-{day}");
        let request = json!({ "id": shift, "unit": unit, "motive": "workload", "priority": "normal", "although_alike": true,
            "shifts": [{ "code": code, "date": format!("2026-12-{day:02}"), "qualification": title }] });
        let (status, body) = world.post("coordinator", "/api/v1/requests", request).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        let order = json!({ "mode": "fair", "agents": [agent], "hours": 1 });
        let (status, round) = world.post("coordinator", &format!("/api/v1/shifts/{shift}/rounds"), order).await;
        assert_eq!(status, StatusCode::CREATED, "{agent} {code} {day}: {round}");
        let offer = round["offers"][0]["id"].as_str().expect("an offer");
        let accept = format!("/api/v1/offers/{offer}/accept");
        assert_eq!(world.send(agent, Method::POST, &accept, None).await.0, StatusCode::OK);
        shifts.push(shift);
    }
    world.clock.advance(3_600);
    timed::tick(&world.app).await.expect("the closing");
    let mut assignments = Vec::new();
    for shift in shifts {
        let sql = format!("SELECT id FROM assignments WHERE shift_id = '{shift}' AND state = 'confirmed'");
        assignments.push(world.text(&sql).await);
    }
    assignments
}

pub fn leg(giver: &str, assignment: &str, taker: &str) -> Value {
    json!({ "giver": giver, "duty": { "kind": "assignment", "id": assignment }, "taker": taker })
}

pub async fn propose(world: &World, who: &str, id: &str, legs: &[Value]) -> (StatusCode, Value) {
    world.post(who, "/api/v1/swaps", json!({ "id": id, "legs": legs })).await
}

pub async fn say(world: &World, who: &str, id: &str, verb: &str) -> (StatusCode, Value) {
    world.send(who, Method::POST, &format!("/api/v1/swaps/{id}/{verb}"), None).await
}

pub async fn balance(world: &World, agent: &str) -> i64 {
    let sum = "SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE agent_id";
    world.number(&format!("{sum} = '{agent}'")).await
}

/// Who holds a shift.
pub async fn holder(world: &World, shift: &str) -> String {
    let sql = format!("SELECT agent_id FROM assignments WHERE shift_id = '{shift}' AND state <> 'cancelled'");
    world.texts(&sql).await.join(",")
}

/// Every account is what the facts make it, and the log is whole.
pub async fn accounts_are_true(world: &World) {
    let counted = releve::app::ledgers::recompute(&world.app, &Actor::system("g1")).await.expect("an answer");
    assert_eq!(counted.differences, []);
    let verified = releve::app::audit::verify(&world.app, &Actor::system("g1"), None).await.expect("an answer");
    assert_eq!(verified.flaw, None);
}

pub async fn settings(world: &World, change: Value) {
    let (_, mut now) = world.get("administrator", "/api/v1/settings").await;
    for (name, value) in change.as_object().expect("an object") {
        now[name] = value.clone();
    }
    let (status, body) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(now)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
}

/// Kinds of notices about swaps that somebody has, in order.
pub async fn told(world: &World, agent: &str) -> Vec<String> {
    let of = "SELECT kind FROM outbox WHERE kind LIKE 'swap.%' AND person =";
    world.texts(&format!("{of} 'agent:{agent}' ORDER BY id")).await
}

both! {
    async fn a_gift_is_carried_out_when_the_taker_agrees(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE")]).await;
        let before = [balance(world, "alix").await, balance(world, "bao").await];
        let (status, swap) = propose(world, "alix", "s1", &[leg("alix", &held[0], "bao")]).await;
        assert_eq!(status, StatusCode::CREATED, "{swap}");
        assert_eq!((&swap["kind"], &swap["state"], &swap["agreed"]), (&json!("give_away"), &json!("proposed"), &json!(1)));
        assert_eq!(told(world, "bao").await, ["swap.proposed"]);
        assert_eq!(told(world, "alix").await, [""; 0], "she knows what she proposed");
        let (_, seen) = world.get("bao", "/api/v1/swaps/s1").await;
        assert_eq!((seen["effects"][0]["agent"].as_str(), seen["effects"].as_array().map(Vec::len)), (Some("bao"), Some(1)),
            "her own account alone: {seen}");
        let (status, done) = say(world, "bao", "s1", "agree").await;
        assert_eq!((status, &done["state"], &done["approval"]), (StatusCode::OK, &json!("done"), &json!("automatic")), "{done}");
        assert_eq!(holder(world, "h-alix-M-10").await, "bao");
        let (_, old) = world.get("alix", "/api/v1/assignments").await;
        assert_eq!((&old["items"][0]["state"], &old["items"][0]["reason"]), (&json!("cancelled"), &json!("Échange")), "{old}");
        let (_, new) = world.get("bao", "/api/v1/assignments").await;
        assert_eq!((&new["items"][0]["replaces"], &new["items"][0]["swap"]), (&json!(held[0]), &json!("s1")), "{new}");
        assert_eq!(done["legs"][0]["made"], new["items"][0]["id"]);
        let (_, shift) = world.get("coordinator", "/api/v1/shifts/h-alix-M-10").await;
        assert_eq!((&shift["state"], &shift["assignment"]), (&json!("filled"), &new["items"][0]["id"]), "{shift}");
        let effect = |who: &str| done["effects"].as_array().expect("a list").iter().find(|e| e["agent"] == who).cloned();
        let taken = effect("bao").expect("her own")["taken_centipoints"].as_i64().expect("a number");
        assert_eq!(balance(world, "bao").await, before[1] + taken, "the burden came with the work");
        let (_, hers) = world.get("alix", "/api/v1/swaps/s1").await;
        let given = hers["effects"][0]["given_centipoints"].as_i64().expect("a number");
        assert_eq!(balance(world, "alix").await, before[0] - given);
        assert_eq!([told(world, "alix").await, told(world, "bao").await], [vec!["swap.done"], vec!["swap.proposed", "swap.done"]]);
        let managers = "SELECT COUNT(*) FROM outbox WHERE kind = 'swap.done' AND person LIKE 'user:%'";
        assert_eq!(world.number(managers).await, 1, "whoever runs the unit hears who comes");
        accounts_are_true(world).await;
        let (status, again) = say(world, "bao", "s1", "agree").await;
        assert_eq!((status, again["code"].as_str()), (StatusCode::CONFLICT, Some("swap-state")));
    }

    async fn two_nights_change_hands_with_their_burdens(world) {
        let held = hold(world, &[("alix", "medecine", "N", 9, "IDE"), ("bao", "medecine", "N", 15, "IDE")]).await;
        let before = balance(world, "alix").await + balance(world, "bao").await;
        let legs = [leg("alix", &held[0], "bao"), leg("bao", &held[1], "alix")];
        let (status, swap) = propose(world, "alix", "s1", &legs).await;
        assert_eq!((status, &swap["kind"]), (StatusCode::CREATED, &json!("two_way")), "{swap}");
        let (status, done) = say(world, "bao", "s1", "agree").await;
        assert_eq!((status, &done["state"]), (StatusCode::OK, &json!("done")), "{done}");
        assert_eq!([holder(world, "h-alix-N-9").await, holder(world, "h-bao-N-15").await], ["bao", "alix"]);
        let now = balance(world, "alix").await + balance(world, "bao").await;
        assert_eq!(now, before, "two weekday nights weigh the same, whoever works them");
        accounts_are_true(world).await;
        // What came by a swap can go by another, and back.
        let mine = world.text("SELECT id FROM assignments WHERE shift_id = 'h-bao-N-15' AND state = 'confirmed'").await;
        let hers = world.text("SELECT id FROM assignments WHERE shift_id = 'h-alix-N-9' AND state = 'confirmed'").await;
        let back = [leg("alix", &mine, "bao"), leg("bao", &hers, "alix")];
        assert_eq!(propose(world, "bao", "s2", &back).await.0, StatusCode::CREATED);
        assert_eq!(say(world, "alix", "s2", "agree").await.0, StatusCode::OK);
        assert_eq!([holder(world, "h-alix-N-9").await, holder(world, "h-bao-N-15").await], ["alix", "bao"]);
        accounts_are_true(world).await;
        // And what came by a swap can be called off, and earned.
        let cancel = json!({ "reason": "Service fermé" });
        let mine = world.text("SELECT id FROM assignments WHERE shift_id = 'h-alix-N-9' AND state = 'confirmed'").await;
        let path = format!("/api/v1/assignments/{mine}/cancel");
        assert_eq!(world.post("coordinator", &path, cancel).await.0, StatusCode::OK);
        world.clock.advance(20 * 86_400);
        let worked = world.text("SELECT id FROM assignments WHERE shift_id = 'h-bao-N-15' AND state = 'confirmed'").await;
        let path = format!("/api/v1/assignments/{worked}/worked");
        assert_eq!(world.send("manager", Method::POST, &path, None).await.0, StatusCode::OK);
        accounts_are_true(world).await;
    }

    async fn whoever_declines_is_not_named_and_nothing_changes(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "M", 11, "IDE"),
            ("emma", "medecine", "M", 15, "IDE")]).await;
        let ring = [leg("alix", &held[0], "bao"), leg("bao", &held[1], "emma"), leg("emma", &held[2], "alix")];
        let (status, swap) = propose(world, "alix", "s1", &ring).await;
        assert_eq!((status, &swap["kind"], &swap["people"]), (StatusCode::CREATED, &json!("cycle"), &json!(3)), "{swap}");
        let before = [balance(world, "alix").await, balance(world, "bao").await, balance(world, "emma").await];
        assert_eq!(say(world, "bao", "s1", "agree").await.0, StatusCode::OK);
        let (status, twice) = say(world, "bao", "s1", "agree").await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("swap-answered")));
        let (status, _) = say(world, "emma", "s1", "decline").await;
        assert_eq!(status, StatusCode::OK);
        let (_, seen) = world.get("alix", "/api/v1/swaps/s1").await;
        assert_eq!((&seen["state"], &seen["cause"], &seen["reason"]), (&json!("refused"), &json!("declined"), &Value::Null));
        assert!(!seen.to_string().contains("\"declined\",\"answer") && seen["answer"] == "agreed", "{seen}");
        assert_eq!([told(world, "alix").await, told(world, "bao").await], [vec!["swap.refused"], vec!["swap.proposed", "swap.refused"]]);
        let payload = world.text("SELECT payload FROM outbox WHERE kind = 'swap.refused' AND person = 'agent:alix'").await;
        assert!(!payload.contains("Emma") && !payload.contains("declined"), "{payload}");
        assert_eq!([balance(world, "alix").await, balance(world, "bao").await, balance(world, "emma").await], before);
        assert_eq!(holder(world, "h-emma-M-15").await, "emma");
        accounts_are_true(world).await;
    }

    async fn an_agreement_can_be_thought_better_of_until_the_last(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "M", 11, "IDE"),
            ("emma", "medecine", "M", 15, "IDE")]).await;
        let ring = [leg("alix", &held[0], "bao"), leg("bao", &held[1], "emma"), leg("emma", &held[2], "alix")];
        propose(world, "alix", "s1", &ring).await;
        assert_eq!(say(world, "bao", "s1", "agree").await.0, StatusCode::OK);
        assert_eq!(say(world, "bao", "s1", "decline").await.0, StatusCode::OK);
        let (status, late) = say(world, "emma", "s1", "agree").await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("swap-state")));
    }

    async fn a_ring_of_three_shows_each_her_own_legs_alone(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "M", 11, "IDE"),
            ("emma", "medecine", "M", 15, "IDE")]).await;
        let ring = [leg("alix", &held[0], "bao"), leg("bao", &held[1], "emma"), leg("emma", &held[2], "alix")];
        assert_eq!(propose(world, "alix", "s1", &ring).await.0, StatusCode::CREATED);
        for (who, hidden) in [("alix", 1), ("bao", 2), ("emma", 0)] {
            let (status, seen) = world.get(who, "/api/v1/swaps/s1").await;
            assert_eq!(status, StatusCode::OK);
            let legs = seen["legs"].as_array().expect("a list");
            assert_eq!((legs.len(), legs.iter().position(Value::is_null)), (3, Some(hidden)), "{who}: {seen}");
            assert_eq!(legs.iter().filter(|leg| leg.is_null()).count(), 1, "{who}: {seen}");
            let payload = world.texts(&format!("SELECT payload FROM outbox WHERE kind = 'swap.proposed' AND person = 'agent:{who}'")).await;
            let day = ["2026-12-10", "2026-12-11", "2026-12-15"][hidden];
            assert!(payload.iter().all(|told| !told.contains(day)), "{who}: {payload:?}");
        }
        assert_eq!(world.get("dany", "/api/v1/swaps/s1").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("stranger", "/api/v1/swaps/s1").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("manager-tilleuls", "/api/v1/swaps/s1").await.0, StatusCode::NOT_FOUND, "none of it is in her unit");
        assert_eq!(world.get("dany", "/api/v1/swaps").await.1["items"], json!([]));
        let (_, mine) = world.get("manager", "/api/v1/swaps").await;
        assert_eq!(mine["items"][0]["id"], "s1");
        for who in ["bao", "emma"] {
            assert_eq!(say(world, who, "s1", "agree").await.0, StatusCode::OK);
        }
        let holders = [holder(world, "h-alix-M-10").await, holder(world, "h-bao-M-11").await, holder(world, "h-emma-M-15").await];
        assert_eq!(holders, ["bao", "emma", "alix"]);
        accounts_are_true(world).await;
    }

    async fn only_those_asked_can_answer_and_only_the_proposer_withdraws(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE")]).await;
        propose(world, "alix", "s1", &[leg("alix", &held[0], "bao")]).await;
        let before = world.fingerprint().await;
        for (who, verb, status) in [
            ("emma", "agree", StatusCode::NOT_FOUND), ("emma", "decline", StatusCode::NOT_FOUND),
            ("bao", "withdraw", StatusCode::NOT_FOUND), ("coordinator", "agree", StatusCode::FORBIDDEN),
            ("coordinator", "withdraw", StatusCode::FORBIDDEN), ("stranger", "approve", StatusCode::NOT_FOUND),
            ("alix", "agree", StatusCode::CONFLICT), ("coordinator", "approve", StatusCode::CONFLICT),
        ] {
            assert_eq!(say(world, who, "s1", verb).await.0, status, "{who} {verb}");
        }
        assert_eq!(world.fingerprint().await, before, "a refusal changes nothing");
        assert_eq!(say(world, "alix", "s1", "withdraw").await.0, StatusCode::OK);
        assert_eq!(told(world, "bao").await, ["swap.proposed", "swap.withdrawn"]);
        let (status, late) = say(world, "bao", "s1", "agree").await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("swap-state")));
    }

    async fn its_time_passes(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE")]).await;
        let body = json!({ "id": "s1", "legs": [leg("alix", &held[0], "bao")], "hours": 2 });
        let (status, swap) = world.post("alix", "/api/v1/swaps", body).await;
        assert_eq!(status, StatusCode::CREATED, "{swap}");
        world.clock.advance(2 * 3_600 - 1);
        timed::tick(&world.app).await.expect("too early");
        assert_eq!(world.get("bao", "/api/v1/swaps/s1").await.1["state"], "proposed");
        world.clock.advance(1);
        let (status, late) = say(world, "bao", "s1", "agree").await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("swap-closed")));
        timed::tick(&world.app).await.expect("in time");
        timed::tick(&world.app).await.expect("and again");
        assert_eq!(world.get("bao", "/api/v1/swaps/s1").await.1["state"], "expired");
        assert_eq!([told(world, "alix").await, told(world, "bao").await],
            [vec!["swap.expired"], vec!["swap.proposed", "swap.expired"]]);
        // However long it may be thought over, it closes when the duty begins.
        let long = json!({ "id": "s2", "legs": [leg("alix", &held[0], "bao")], "hours": 720 });
        let (_, swap) = world.post("alix", "/api/v1/swaps", long).await;
        assert_eq!(swap["closes_at"], "2026-12-10T05:30:00Z", "6:30 in Paris");
    }

    async fn the_same_swap_twice_is_one_swap(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("alix", "medecine", "M", 11, "IDE")]).await;
        let (first, one) = propose(world, "alix", "s1", &[leg("alix", &held[0], "bao")]).await;
        let before = world.fingerprint().await;
        let (second, two) = propose(world, "alix", "s1", &[leg("alix", &held[0], "bao")]).await;
        assert_eq!((first, second), (StatusCode::CREATED, StatusCode::OK));
        assert_eq!(one, two);
        let (other, taken) = propose(world, "alix", "s1", &[leg("alix", &held[1], "bao")]).await;
        assert_eq!((other, taken["code"].as_str()), (StatusCode::CONFLICT, Some("id-taken")));
        let (other, taken) = propose(world, "bao", "s1", &[leg("alix", &held[0], "bao")]).await;
        assert_eq!((other, taken["code"].as_str()), (StatusCode::CONFLICT, Some("id-taken")));
        assert_eq!(world.fingerprint().await, before);
    }

    async fn what_cannot_be_is_refused_and_nothing_changes(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "M", 11, "IDE")]).await;
        let (a, b) = (held[0].as_str(), held[1].as_str());
        let before = world.fingerprint().await;
        let long = "x".repeat(65);
        let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
        for (who, body, status, code) in [
            ("alix", json!({ "id": "", "legs": [leg("alix", a, "bao")] }), unprocessable, "invalid"),
            ("alix", json!({ "id": long, "legs": [leg("alix", a, "bao")] }), unprocessable, "invalid"),
            ("alix", json!({ "id": "a\u{0}b", "legs": [leg("alix", a, "bao")] }), unprocessable, "invalid"),
            ("alix", json!({ "id": "s", "legs": [] }), unprocessable, "invalid"),
            ("alix", json!({ "id": "s", "legs": [leg("alix", a, "alix")] }), unprocessable, "invalid"),
            ("alix", json!({ "id": "s", "legs": [leg("alix", a, "bao"), leg("bao", b, "emma")] }), unprocessable, "invalid"),
            ("alix", json!({ "id": "s", "legs": [leg("alix", a, "bao")], "wishes": ["w"] }), unprocessable, "invalid"),
            ("alix", json!({ "id": "s", "legs": [leg("alix", a, "bao")], "hours": 0 }), unprocessable, "invalid"),
            ("alix", json!({ "id": "s", "legs": [leg("alix", a, "bao")], "hours": 721 }), unprocessable, "invalid"),
            ("alix", json!({ "id": "s", "legs": [leg("alix", a, "bao")], "more": 1 }), unprocessable, "invalid"),
            ("emma", json!({ "id": "s", "legs": [leg("alix", a, "bao")] }), unprocessable, "invalid"),
            ("alix", json!({ "id": "s", "legs": [leg("alix", a, "nobody")] }), StatusCode::NOT_FOUND, "not-found"),
            ("alix", json!({ "id": "s", "legs": [leg("alix", b, "bao")] }), StatusCode::NOT_FOUND, "not-found"),
            ("alix", json!({ "id": "s", "legs": [leg("alix", "none", "bao")] }), StatusCode::NOT_FOUND, "not-found"),
            ("alix", json!({ "id": "s", "wishes": ["none", "none"] }), StatusCode::NOT_FOUND, "not-found"),
            ("coordinator", json!({ "id": "s", "legs": [leg("alix", a, "bao")] }), StatusCode::FORBIDDEN, "forbidden"),
            ("stranger", json!({ "id": "s", "legs": [leg("alix", a, "bao")] }), StatusCode::FORBIDDEN, "forbidden"),
        ] {
            let (found, problem) = world.post(who, "/api/v1/swaps", body.clone()).await;
            assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{who} {body}: {problem}");
        }
        assert_eq!(world.get("alix", "/api/v1/swaps?after=nonsense").await.0, unprocessable);
        assert_eq!(world.get("alix", "/api/v1/swaps/%00").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.fingerprint().await, before);
        // Nobody asks everybody.
        for n in 0..20 {
            assert_eq!(propose(world, "alix", &format!("s{n}"), &[leg("alix", a, "bao")]).await.0, StatusCode::CREATED);
        }
        let (status, many) = propose(world, "alix", "s20", &[leg("alix", a, "bao")]).await;
        assert_eq!((status, many["code"].as_str()), (StatusCode::CONFLICT, Some("too-many-swaps")));
        // The list comes in pages, and the first that is carried out ends the others.
        let (_, page) = world.get("bao", "/api/v1/swaps?limit=15").await;
        let after = page["next"].as_str().expect("there is more");
        let (_, rest) = world.get("bao", &format!("/api/v1/swaps?limit=15&after={after}")).await;
        assert_eq!((rest["items"].as_array().map(Vec::len), &rest["next"]), (Some(5), &Value::Null));
        assert_eq!(say(world, "bao", "s7", "agree").await.0, StatusCode::OK);
        let (_, over) = world.get("bao", "/api/v1/swaps?state=refused").await;
        assert!(over["items"].as_array().is_some_and(|all| all.len() == 19 && all.iter().all(|s| s["cause"] == "duty_gone")));
    }

    async fn a_duty_that_has_begun_is_not_exchanged(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE")]).await;
        // 10 December, 6:30 in Paris, by the standing clock.
        world.clock.advance(8 * 86_400 + 20 * 3_600 + 1_800);
        let (status, late) = propose(world, "alix", "s1", &[leg("alix", &held[0], "bao")]).await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("shift-begun")), "{late}");
        let wish = json!({ "gives": { "kind": "assignment", "id": held[0] }, "takes": {} });
        let (status, late) = world.post("alix", "/api/v1/swap-wishes", wish).await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("shift-begun")), "{late}");
    }
}
