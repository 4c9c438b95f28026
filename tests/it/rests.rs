//! Rest that work has earned: gathered, dated, kept, broken, called for.

use crate::both;
use crate::world::{World, need, scenario};
use chrono::DateTime;
use releve::app::access::Actor;
use releve::app::{ledgers, scenarios};
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Moves the clock on to an instant.
pub fn until(world: &World, instant: &str) {
    let then = DateTime::parse_from_rfc3339(instant).expect("an instant").timestamp();
    world.clock.advance(then - world.clock.now());
}

pub async fn tick(world: &World) {
    assert_eq!(timed::tick(&world.app).await.expect("a tick"), 0, "no piece of timed work failed");
}

/// Lets somebody ask for and get one shift; gives the assignment.
pub async fn hold(world: &World, id: &str, (date, code): (&str, &str), agent: &str) -> String {
    let mut body = need(id, date, code);
    body["although_alike"] = json!(true);
    let (status, made) = world.post("manager", "/api/v1/requests", body).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let order = json!({ "mode": "fair", "agents": [agent], "hours": 1 });
    let (status, round) = world.post("coordinator", &format!("/api/v1/shifts/{id}/rounds"), order).await;
    assert_eq!(status, StatusCode::CREATED, "{round}");
    let offer = round["offers"][0]["id"].as_str().expect("an id");
    let (status, yes) = world.send(agent, Method::POST, &format!("/api/v1/offers/{offer}/accept"), None).await;
    assert_eq!(status, StatusCode::OK, "{yes}");
    world.clock.advance(3_600);
    tick(world).await;
    world.text(&format!("SELECT id FROM assignments WHERE shift_id = '{id}' AND state <> 'cancelled'")).await
}

pub async fn settings(world: &World, settings: Value) {
    let (status, body) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
}

pub async fn worked(world: &World, assignment: &str) {
    let (status, row) =
        world.send("manager", Method::POST, &format!("/api/v1/assignments/{assignment}/worked"), None).await;
    assert_eq!(status, StatusCode::OK, "{row}");
}

/// Posts rest by hand.
async fn owe(world: &World, agent: &str, (quantity, unit): (i64, &str), due_on: &str) {
    let line = json!({ "agent": agent, "ledger": "compensation", "quantity": quantity, "unit": unit, "label": "Repos",
        "due_on": due_on, "reason": "Reprise du compte papier", "document": "Relevé 2026-11" });
    let (status, body) = world.post("coordinator", "/api/v1/ledgers/entries", line).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
}

async fn promises(world: &World, agent: &str) -> Vec<Value> {
    let (status, list) = world.get("coordinator", &format!("/api/v1/promises?agent={agent}")).await;
    assert_eq!(status, StatusCode::OK, "{list}");
    list["items"].as_array().expect("a list").clone()
}

/// The compensation account in days.
async fn days(world: &World, agent: &str) -> i64 {
    let sum = "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM compensation_entries WHERE unit = 'days'";
    world.number(&format!("{sum} AND agent_id = '{agent}'")).await
}

pub async fn sound(world: &World) {
    let counted = ledgers::recompute(&world.app, &Actor::system("g1")).await.expect("an answer");
    assert_eq!(counted.differences, []);
}

/// The fixture with a week-end given back for each that the pool takes; Alix has worked one.
pub async fn weekend_worked(world: &World) {
    let mut changed = scenario();
    changed.house_rules.weekend_for_weekend = true;
    scenarios::import(&world.app, &Actor::system("g1"), changed).await.expect("it imports");
    settings(world, json!({ "rest_notice_days": 1, "version": 1 })).await;
    let night = hold(world, "w1", ("2026-12-13", "N"), "alix").await;
    until(world, "2026-12-14T09:00:00+01:00");
    worked(world, &night).await;
    tick(world).await;
}

both! {
    async fn a_weekend_given_up_is_given_back_dated_avoided_and_taken(world) {
        weekend_worked(world).await;
        let hers = promises(world, "alix").await;
        // Due 56 days after 13 December; the first Saturday from tomorrow on is the 19th.
        assert_eq!(hers.len(), 1, "{hers:?}");
        assert_eq!((&hers[0]["state"], &hers[0]["days"], &hers[0]["weekend"]), (&json!("dated"), &json!(2), &json!(true)));
        assert_eq!((&hers[0]["rest_from"], &hers[0]["rest_to"], &hers[0]["due_on"]),
            (&json!("2026-12-19"), &json!("2026-12-20"), &json!("2027-02-07")));
        assert_eq!(days(world, "alix").await, 2, "earned, dated, promised");
        let told = |person: &str| format!("SELECT COUNT(*) FROM outbox WHERE kind = 'rest.dated' AND person LIKE '{person}'");
        assert_eq!(world.number(&told("agent:alix")).await, 1);
        assert_eq!(world.number(&told("user:%")).await, 1, "her manager, and no manager of another member");
        sound(world).await;
        // No plan and no candidate from then on.
        assert_eq!(world.post("manager", "/api/v1/requests", need("r1", "2026-12-19", "M")).await.0, StatusCode::CREATED);
        let (_, seen) = world.get("coordinator", "/api/v1/shifts/r1/candidates?agent=alix").await;
        assert_eq!(seen["candidates"][0]["verdict"], "refused", "{seen}");
        let (_, plan) = world.plan().await;
        let given = plan["assigned"].as_array().expect("a list").iter().find(|item| item["shift"] == "r1");
        assert!(given.is_some_and(|item| item["agent"] != "alix"), "{plan}");
        until(world, "2026-12-20T23:59:00+01:00");
        tick(world).await;
        assert_eq!(promises(world, "alix").await[0]["state"], "dated", "the day is not over");
        until(world, "2026-12-21T00:00:00+01:00");
        tick(world).await;
        tick(world).await;
        assert_eq!(promises(world, "alix").await[0]["state"], "taken");
        assert_eq!(days(world, "alix").await, 0);
        assert_eq!(world.number("SELECT COUNT(*) FROM compensation_entries WHERE kind = 'taken' AND agent_id = 'alix'").await, 1);
        sound(world).await;
    }

    async fn a_rest_that_is_worked_on_gets_another_date_at_once(world) {
        weekend_worked(world).await;
        // An emergency on her home roster.
        world.execute("INSERT INTO roster_days (group_id, agent_id, date, duty_no, unit_id, code, origin, version) \
                       VALUES ('g1', 'alix', '2026-12-19', 0, 'medecine', 'M', 'import', 1)").await;
        world.execute("UPDATE groups SET facts_version = facts_version + 1").await;
        tick(world).await;
        let hers = promises(world, "alix").await;
        assert_eq!((&hers[0]["state"], &hers[0]["rest_from"]), (&json!("dated"), &json!("2026-12-26")), "{hers:?}");
        assert_eq!(days(world, "alix").await, 2);
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'promise.break'").await, 1);
        let again = "SELECT COUNT(*) FROM outbox WHERE kind = 'rest.dated' AND person = 'agent:alix'";
        assert_eq!(world.number(again).await, 2, "she hears of both dates");
        sound(world).await;
        tick(world).await;
        assert_eq!(promises(world, "alix").await, hers, "and once is enough");
    }

    async fn another_date_needs_both_sides(world) {
        weekend_worked(world).await;
        let promise = &promises(world, "alix").await[0];
        let path = |verb: &str| format!("/api/v1/promises/{}/{verb}", promise["id"].as_str().expect("an id"));
        let ask = |from: &str, version: i64| json!({ "from": from, "version": version });
        let version = promise["version"].as_i64().expect("a number");
        let before = world.fingerprint().await;
        for (who, body, status, code) in [
            ("alix", ask("2026-12-20", version), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("alix", ask("2026-12-12", version), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("alix", ask("2027-02-13", version), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("alix", ask("2027-01-02", version + 7), StatusCode::CONFLICT, "version-moved"),
            ("bao", ask("2027-01-02", version), StatusCode::NOT_FOUND, "not-found"),
            ("manager-tilleuls", ask("2027-01-02", version), StatusCode::NOT_FOUND, "not-found"),
        ] {
            let (found, problem) = world.post(who, &path("ask"), body).await;
            assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{who}: {problem}");
        }
        let (status, nothing) = world.post("manager", &path("agree"), json!({ "version": version })).await;
        assert_eq!((status, nothing["code"].as_str()), (StatusCode::CONFLICT, Some("nothing-asked")));
        assert_eq!(world.fingerprint().await, before, "nothing has changed");
        let (status, asked) = world.post("alix", &path("ask"), ask("2027-01-02", version)).await;
        assert_eq!((status, &asked["rest_from"]), (StatusCode::OK, &json!("2026-12-19")), "the present date holds: {asked}");
        assert_eq!(asked["wanted"], json!({ "from": "2027-01-02", "to": "2027-01-03", "by": "agent" }));
        let (status, own) = world.post("alix", &path("agree"), json!({ "version": asked["version"] })).await;
        assert_eq!((status, own["code"].as_str()), (StatusCode::CONFLICT, Some("nothing-asked")), "not by her own side");
        let (status, agreed) = world.post("manager", &path("agree"), json!({ "version": asked["version"] })).await;
        assert_eq!((status, &agreed["rest_from"], &agreed["wanted"]), (StatusCode::OK, &json!("2027-01-02"), &Value::Null), "{agreed}");
        assert_eq!(days(world, "alix").await, 2);
        sound(world).await;
        let (_, asked) = world.post("manager", &path("ask"), ask("2027-01-09", agreed["version"].as_i64().expect("a number"))).await;
        let (status, kept) = world.post("alix", &path("refuse"), json!({ "version": asked["version"] })).await;
        assert_eq!((status, &kept["rest_from"], &kept["wanted"]), (StatusCode::OK, &json!("2027-01-02"), &Value::Null), "{kept}");
        let told = async |kind: &str, person: &str| {
            world.number(&format!("SELECT COUNT(*) FROM outbox WHERE kind = '{kind}' AND person LIKE '{person}'")).await
        };
        assert_eq!([told("rest.refused", "user:%").await, told("rest.refused", "agent:alix").await], [1, 0], "whoever asked hears it");
        // The first date comes back, and is told again.
        let (_, asked) = world.post("manager", &path("ask"), ask("2026-12-19", kept["version"].as_i64().expect("a number"))).await;
        let (status, back) = world.post("alix", &path("agree"), json!({ "version": asked["version"] })).await;
        assert_eq!((status, &back["rest_from"]), (StatusCode::OK, &json!("2026-12-19")), "{back}");
        assert_eq!(told("rest.dated", "agent:alix").await, 3);
    }

    async fn minutes_gather_until_they_make_a_day_and_take_the_place_of_a_duty(world) {
        // Emma's mornings at Les Tilleuls have 7 h 30 with half an hour of unpaid break: a day of hers is 420 minutes.
        owe(world, "emma", (200, "rest_minutes"), "2026-12-31").await;
        owe(world, "emma", (219, "rest_minutes"), "2026-12-20").await;
        tick(world).await;
        assert_eq!(promises(world, "emma").await, [] as [Value; 0], "419 minutes are no day");
        owe(world, "emma", (1, "rest_minutes"), "2027-01-15").await;
        tick(world).await;
        let hers = promises(world, "emma").await;
        assert_eq!(hers.len(), 1, "{hers:?}");
        assert_eq!((&hers[0]["rest_from"], &hers[0]["due_on"]), (&json!("2026-12-08"), &json!("2026-12-20")),
            "the first duty after seven days of notice, due with the first of its minutes");
        let minutes = "SELECT CAST(SUM(quantity) AS BIGINT) FROM compensation_entries WHERE unit = 'rest_minutes' AND agent_id = 'emma'";
        assert_eq!((world.number(minutes).await, days(world, "emma").await), (0, 1));
        let mut tx = world.app.db.read().await.expect("a transaction");
        let snapshot = releve::store::snapshot::load(&mut tx, "g1").await.expect("a snapshot").expect("the group");
        assert_eq!(snapshot.scenario.rosters[0].codes, "J . J . . . .", "the duty of that day has become rest");
        drop(tx);
        until(world, "2026-12-09T00:10:00+01:00");
        tick(world).await;
        assert_eq!((&promises(world, "emma").await[0]["state"], days(world, "emma").await), (&json!("taken"), 0));
        sound(world).await;
    }

    async fn a_duty_in_whose_place_a_rest_has_come_is_rest_for_everybody(world) {
        owe(world, "emma", (420, "rest_minutes"), "2026-12-20").await;
        tick(world).await;
        assert_eq!(promises(world, "emma").await[0]["rest_from"], "2026-12-08");
        let (_, mine) = world.get("emma", "/api/v1/me/roster?from=2026-12-07&to=2026-12-09").await;
        let codes: Vec<_> = mine["days"].as_array().expect("days").iter().map(|day| day["code"].as_str()).collect();
        assert_eq!(codes, [Some("J"), None, Some("J")], "{mine}");
        let new = json!({ "id": "r-1", "unit": "tilleuls", "from": "2026-12-07", "to": "2026-12-10", "people": ["emma"] });
        let (status, made) = world.post("manager-tilleuls", "/api/v1/rosters", new).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let (_, table) = world.get("manager-tilleuls", "/api/v1/rosters/r-1").await;
        let cells = table["people"][0]["cells"].as_array().expect("cells");
        let states: Vec<_> = cells.iter().map(|cell| cell["state"].as_str().expect("a state")).collect();
        assert_eq!(states, ["duty", "rest", "duty", "rest"], "{table}");
        assert_eq!(cells[1]["origin"], "promised-rest", "{table}");
        // An absence leaves bare what she would have worked, also when it is entered again.
        let absence = json!({ "agent": "emma", "from": "2026-12-07", "to": "2026-12-09", "class": "planned" });
        for status in [StatusCode::CREATED, StatusCode::OK] {
            let (found, entered) = world.post("manager-tilleuls", "/api/v1/absences", absence.clone()).await;
            assert_eq!(found, status, "{entered}");
            let days: Vec<_> = entered["bare"].as_array().expect("a list").iter().map(|duty| duty["date"].as_str()).collect();
            assert_eq!(days, [Some("2026-12-07"), Some("2026-12-09")], "{entered}");
        }
    }

    async fn whoever_has_left_is_shown_as_absent(world) {
        let leave = json!({ "on": "2026-12-09", "reason": "Mutation" });
        let (status, left) = world.post("manager-tilleuls", "/api/v1/agents/emma/leave", leave).await;
        assert_eq!(status, StatusCode::OK, "{left}");
        let cycle = json!({ "id": "c-1", "unit": "tilleuls", "name": "Jour", "weeks": 1, "valid_from": "2026-12-14",
            "positions": [{ "name": "1", "codes": "J J . . . . ." }] });
        assert_eq!(world.post("manager-tilleuls", "/api/v1/cycles", cycle).await.0, StatusCode::CREATED);
        let place = json!({ "agent": "emma", "position": 1, "from": "2026-12-14" });
        assert_eq!(world.post("manager-tilleuls", "/api/v1/cycles/c-1/places", place).await.0, StatusCode::CREATED);
        let new = json!({ "id": "r-1", "unit": "tilleuls", "from": "2026-12-14", "to": "2026-12-16", "people": ["emma"] });
        assert_eq!(world.post("manager-tilleuls", "/api/v1/rosters", new).await.0, StatusCode::CREATED);
        let (status, generated) = world.post("manager-tilleuls", "/api/v1/rosters/r-1/generate", json!({})).await;
        assert_eq!(status, StatusCode::OK, "{generated}");
        let bare: Vec<_> = generated["bare"].as_array().expect("a list").iter().map(|post| post["date"].as_str()).collect();
        assert_eq!(bare, [Some("2026-12-14"), Some("2026-12-15")], "nobody is there for them: {generated}");
    }

    async fn a_night_of_ccn66_earns_seven_percent_of_rest(world) {
        let mut changed = scenario();
        "ccn66".clone_into(&mut changed.establishments[0].regime);
        changed.rule_packs.insert("ccn66".to_owned(), "2026-01".to_owned());
        scenarios::import(&world.app, &Actor::system("g1"), changed).await.expect("it imports");
        let night = hold(world, "n1", ("2026-12-14", "N"), "alix").await;
        until(world, "2026-12-15T09:00:00+01:00");
        worked(world, &night).await;
        // 23:00 to 6:00 is 420 minutes; 7 % of them are 29.4, and what is owed is rounded up.
        let rest = format!("SELECT quantity FROM compensation_entries WHERE assignment_id = '{night}' AND unit = 'rest_minutes'");
        assert_eq!(world.number(&rest).await, 30);
        owe(world, "alix", (390, "rest_minutes"), "2027-03-31").await;
        tick(world).await;
        let hers = promises(world, "alix").await;
        // Two months after 14 December; no roster is known of her, so any working day after the notice will do.
        assert_eq!((&hers[0]["due_on"], &hers[0]["rest_from"]), (&json!("2027-02-14"), &json!("2026-12-22")), "{hers:?}");
        // She left two hours earlier: 5 h 20 of those hours are 22.4 minutes; the promise falls with what it stood on.
        let (_, list) = world.get("manager", "/api/v1/assignments").await;
        let correction = json!({ "starts_at": "2026-12-14T21:00:00+01:00", "ends_at": "2026-12-15T04:20:00+01:00",
            "reason": "Partie plus tôt", "version": list["items"][0]["version"] });
        let (status, row) = world.post("manager", &format!("/api/v1/assignments/{night}/correct"), correction).await;
        assert_eq!(status, StatusCode::OK, "{row}");
        let hers = promises(world, "alix").await;
        assert_eq!(hers[0]["state"], "withdrawn", "{hers:?}");
        let minutes = "SELECT CAST(SUM(quantity) AS BIGINT) FROM compensation_entries WHERE unit = 'rest_minutes' AND agent_id = 'alix'";
        assert_eq!((world.number(minutes).await, days(world, "alix").await), (390 + 23, 0));
        tick(world).await;
        assert_eq!(promises(world, "alix").await.len(), 1, "413 minutes are no day");
        sound(world).await;
    }

    async fn a_rest_is_overdue_on_the_day_after_its_due_date_and_told_once(world) {
        // Farid is absent from 7 to 20 December: what he is owed by the 10th finds no date.
        until(world, "2026-12-06T12:00:00+01:00");
        owe(world, "farid", (1, "days"), "2026-12-10").await;
        tick(world).await;
        assert_eq!(promises(world, "farid").await[0]["state"], "undated");
        let told = |kind: &str, person: &str| {
            format!("SELECT COUNT(*) FROM outbox WHERE kind = '{kind}' AND person LIKE '{person}'")
        };
        let soon = [world.number(&told("compensation.due-soon", "agent:farid")).await,
            world.number(&told("compensation.due-soon", "user:%")).await];
        assert_eq!(soon, [1, 2], "to him, his manager and the coordination");
        until(world, "2026-12-10T23:59:00+01:00");
        tick(world).await;
        assert_eq!(world.number(&told("compensation.overdue", "%")).await, 0, "its due date is not over");
        until(world, "2026-12-11T00:00:00+01:00");
        tick(world).await;
        tick(world).await;
        world.clock.advance(86_400);
        tick(world).await;
        let overdue = [world.number(&told("compensation.overdue", "agent:farid")).await,
            world.number(&told("compensation.overdue", "user:%")).await];
        assert_eq!(overdue, [1, 2], "once");
        let his = promises(world, "farid").await;
        assert_eq!(his[0]["rest_from"], "2026-12-21", "it is dated as soon as he is back: {his:?}");
        let (_, late) = world.get("coordinator", "/api/v1/promises?due_before=2026-12-11").await;
        assert_eq!(late["items"].as_array().map(Vec::len), Some(1), "{late}");
        let (_, none) = world.get("coordinator", "/api/v1/promises?due_before=2026-12-10").await;
        assert_eq!(none["items"], json!([]), "{none}");
        let metrics = world.request(Method::GET, "/metrics").send().await.expect("an answer").text().await.expect("a text");
        assert!(metrics.contains("releve_overdue_rests 1"), "{metrics}");
    }

    async fn rest_by_hand_is_due_on_a_day_and_one_failure_keeps_nobody_elses_rest_from_her(world) {
        let line = |quantity: i64, due_on: Value| json!({ "agent": "alix", "ledger": "compensation", "quantity": quantity,
            "unit": "days", "label": "Repos", "due_on": due_on, "reason": "Reprise", "document": "Relevé" });
        let before = world.fingerprint().await;
        for (quantity, due_on, field) in [(1, Value::Null, "due_on"), (1, json!("2026-11-30"), "due_on"),
            (1, json!("2036-12-31"), "due_on"), (367, json!("2026-12-31"), "quantity")] {
            let (status, wrong) = world.post("coordinator", "/api/v1/ledgers/entries", line(quantity, due_on.clone())).await;
            assert_eq!((status, &wrong["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)), "{due_on}: {wrong}");
        }
        assert_eq!(world.fingerprint().await, before);
        // From before a due date was asked for, and a promise that nobody can read.
        world.execute("INSERT INTO compensation_entries (id, group_id, agent_id, kind, rule, article, label_fr, quantity, unit, \
                       reason, posted_by, posted_at) VALUES ('e0', 'g1', 'alix', 'manual', '', '', 'Repos', 1, 'days', '', 'x', 1)").await;
        world.execute("INSERT INTO promises (group_id, id, agent_id, state, days, weekend, reason, due_on, lifted, made_at, version) \
                       VALUES ('g1', 'p0', 'dany', 'undated', 1, FALSE, '', 'demain', '[]', 1, 1)").await;
        owe(world, "bao", (1, "days"), "2026-12-31").await;
        assert!(timed::tick(&world.app).await.expect("a tick") > 0, "what failed is counted");
        for who in ["alix", "bao"] {
            let hers = promises(world, who).await;
            assert!(hers.iter().any(|rest| rest["state"] == "dated" && rest["reason"] != "Week-end des 21 et 22 novembre"), "{who}: {hers:?}");
        }
    }

    async fn a_duty_that_comes_back_is_judged_and_told(world) {
        let mut changed = scenario();
        ". J J . . . .".clone_into(&mut changed.rosters[0].codes);
        scenarios::import(&world.app, &Actor::system("g1"), changed).await.expect("it imports");
        owe(world, "emma", (1, "days"), "2026-12-20").await;
        tick(world).await;
        let promise = promises(world, "emma").await[0].clone();
        assert_eq!(promise["rest_from"], "2026-12-08", "{promise}");
        // An evening that would leave ten hours before the morning that has become rest.
        let evening = hold(world, "s1", ("2026-12-07", "S"), "emma").await;
        let path = |verb: &str| format!("/api/v1/promises/{}/{verb}", promise["id"].as_str().expect("an id"));
        let ask = json!({ "from": "2026-12-09", "version": promise["version"] });
        let (status, asked) = world.post("emma", &path("ask"), ask).await;
        assert_eq!(status, StatusCode::OK, "{asked}");
        let before = world.fingerprint().await;
        let (status, unlawful) = world.post("manager-tilleuls", &path("agree"), json!({ "version": asked["version"] })).await;
        assert_eq!((status, unlawful["code"].as_str()), (StatusCode::CONFLICT, Some("unlawful")), "{unlawful}");
        assert_eq!(world.fingerprint().await, before, "the date stays, and so does the evening");
        let line = world.text("SELECT id FROM compensation_entries WHERE kind = 'manual' AND agent_id = 'emma'").await;
        let order = json!({ "reason": "Saisi deux fois", "document": "Relevé 2026-11" });
        let (status, done) = world.post("coordinator", &format!("/api/v1/ledgers/entries/{line}/reverse"), order).await;
        assert_eq!(status, StatusCode::CREATED, "{done}");
        assert_eq!(promises(world, "emma").await[0]["state"], "withdrawn");
        let state = format!("SELECT state FROM assignments WHERE id = '{evening}'");
        assert_eq!(world.text(&state).await, "cancelled", "her morning is hers again, and the evening before it is not");
        for person in ["agent:emma", "user:%"] {
            let told = format!("SELECT COUNT(*) FROM outbox WHERE kind = 'rest.withdrawn' AND person LIKE '{person}'");
            assert_eq!(world.number(&told).await, 1, "{person}");
        }
        sound(world).await;
    }

    async fn what_was_paid_out_is_not_called_for(world) {
        owe(world, "emma", (200, "rest_minutes"), "2026-12-10").await;
        let paid = json!({ "agent": "emma", "ledger": "compensation", "quantity": -200, "unit": "rest_minutes",
            "label": "Repos payé", "reason": "Payé", "document": "Bulletin" });
        assert_eq!(world.post("coordinator", "/api/v1/ledgers/entries", paid).await.0, StatusCode::CREATED);
        owe(world, "bao", (200, "rest_minutes"), "2026-12-10").await;
        until(world, "2026-12-11T12:00:00+01:00");
        tick(world).await;
        tick(world).await;
        let called = "SELECT person FROM outbox WHERE kind = 'compensation.overdue' AND person LIKE 'agent:%'";
        assert_eq!(world.texts(called).await, ["agent:bao"]);
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'compensation.overdue'").await, 1);
    }
}
