//! Cascades: one circle after the other, in time, once, and over as soon as the shift is.

mod by_hand;
mod changes;

use crate::both;
use crate::post::wants;
use crate::world::{World, need, scenario};
use releve::app::access::Actor;
use releve::app::{App, rounds};
use releve::ids::RoundId;
use releve::store::Db;
use releve::timed;
use releve_solver::domain::scenario::{Agent, RosterLine, Scenario};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const HOUR: i64 = 3_600;

/// A group in which each circle holds one nurse: Alix knows the unit; Bao stands on no roster; Emma stands on that of Les
/// Tilleuls; Gala works half time and Hugo full time elsewhere in the hospital, and the shift is beyond their hours.
fn circles() -> Scenario {
    let mut all = scenario();
    all.shifts.clear();
    let mut surgery = all.units[0].clone();
    (surgery.id, surgery.name) = ("chirurgie".into(), "Chirurgie".to_owned());
    all.units.push(surgery);
    let alix = all.agents[0].clone();
    let nurse = |id: &str, share_percent| Agent {
        id: id.into(),
        name: id.to_owned(),
        share_percent,
        known_units: Vec::new(),
        equity_balance: 0.0,
        ..alix.clone()
    };
    all.agents[1].known_units.clear();
    all.agents.extend([nurse("gala", 50), nurse("hugo", 100)]);
    for (agent, codes) in [("gala", "M M . . . . ."), ("hugo", "M M M M . . .")] {
        let from = "2026-12-07".parse().expect("a date");
        all.rosters.push(RosterLine { agent: agent.into(), unit: "chirurgie".into(), from, codes: codes.to_owned() });
    }
    all
}

async fn set_up(world: &World, settings: Value) {
    releve::app::scenarios::import(&world.app, &Actor::system("g1"), circles()).await.expect("the circles import");
    // The circles are about who is asked when, not about who knows the unit.
    let mut body = json!({ "version": 1, "first_shift": "wish" });
    for (field, value) in settings.as_object().expect("an object") {
        body[field] = value.clone();
    }
    let (status, answer) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(body)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let request = need("r-1", "2026-12-11", "M");
    assert_eq!(world.post("manager", "/api/v1/requests", request).await.0, StatusCode::CREATED);
}

async fn volunteers(world: &World) {
    let said = json!({ "kinds": ["other_sites"], "version": 0 });
    let (status, answer) = world.send("emma", Method::PUT, "/api/v1/me/volunteering", Some(said)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    for (agent, kind) in [("gala", "additional_hours"), ("hugo", "overtime")] {
        let sql = format!(
            "INSERT INTO volunteering (group_id, agent_id, kinds, version) VALUES ('g1', '{agent}', '[\"{kind}\"]', 1)"
        );
        world.execute(&sql).await;
    }
}

async fn start(world: &World) -> Value {
    let (status, cascade) = world.send("manager", Method::POST, "/api/v1/shifts/r-1/cascade", None).await;
    assert_eq!(status, StatusCode::CREATED, "{cascade}");
    cascade
}

async fn state(world: &World) -> Value {
    let (status, cascade) = world.get("manager", "/api/v1/shifts/r-1/cascade").await;
    assert_eq!(status, StatusCode::OK, "{cascade}");
    cascade
}

async fn tick(world: &World) {
    assert_eq!(timed::tick(&world.app).await.expect("a tick"), 0);
}

/// Who is asked by the rounds that are open.
async fn asked(world: &World) -> Vec<String> {
    world
        .texts(
            "SELECT o.agent_id FROM offers o JOIN rounds r ON r.id = o.round_id WHERE r.state = 'open' ORDER BY o.agent_id",
        )
        .await
}

async fn say(world: &World, agent: &str, verb: &str) -> (StatusCode, Value) {
    let id = world.text(&format!("SELECT id FROM offers WHERE agent_id = '{agent}' ORDER BY id DESC")).await;
    world.send(agent, Method::POST, &format!("/api/v1/offers/{id}/{verb}"), None).await
}

async fn act(world: &World, cascade: &Value, verb: &str) -> (StatusCode, Value) {
    let path = format!("/api/v1/cascades/{}/{verb}", cascade["id"].as_str().expect("an id"));
    let body = (verb == "stop").then(|| json!({ "reason": "Trouvé autrement" }));
    world.send("manager", Method::POST, &path, body).await
}

fn instant(value: &Value) -> i64 {
    chrono::DateTime::parse_from_rfc3339(value.as_str().expect("an instant")).expect("RFC 3339").timestamp()
}

both! {
    async fn one_circle_after_the_other_is_asked_until_nobody_is_left(world) {
        set_up(world, json!({})).await;
        volunteers(world).await;
        let person = json!({ "name": "Inès Faure", "qualification": "IDE", "phone": "+33611111111" });
        let (status, answer) = world.send("coordinator", Method::PUT, "/api/v1/fixed-term/f-1", Some(person)).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let begun = start(world).await;
        let steps = [("own_unit", 4, "alix"), ("pool", 12, "bao"), ("neighbours", 12, "emma"),
            ("additional_hours", 12, "gala"), ("overtime", 12, "hugo")];
        for (at, (audience, hours, agent)) in steps.into_iter().enumerate() {
            let now = state(world).await;
            assert_eq!((now["state"].as_str(), now["step"].as_u64(), now["audience"].as_str()),
                (Some("running"), Some(at as u64 + 1), Some(audience)), "{now}");
            assert_eq!(instant(&now["step_since"]), world.clock.now(), "{now}");
            assert_eq!(instant(&now["next_at"]), world.clock.now() + hours * HOUR, "{now}");
            assert_eq!(asked(world).await, [agent], "{audience}");
            world.clock.advance(hours * HOUR - 60);
            tick(world).await;
            assert_eq!(state(world).await["step"], now["step"], "a minute before its time");
            world.clock.advance(60);
            tick(world).await;
        }
        for (audience, kind) in [("fixed_term", "cascade.by-hand"), ("agency", "cascade.agency")] {
            let now = state(world).await;
            assert_eq!((now["audience"].as_str(), now["round"].as_str()), (Some(audience), None), "{now}");
            assert_eq!(asked(world).await, [""; 0]);
            let told = format!("SELECT COUNT(*) FROM outbox WHERE kind = '{kind}' AND person LIKE 'user:%'");
            assert_eq!(world.number(&told).await, 2, "the coordination and whoever started it");
            world.clock.advance(12 * HOUR);
            tick(world).await;
        }
        let over = state(world).await;
        assert_eq!((over["state"].as_str(), over["id"].as_str()), (Some("exhausted"), begun["id"].as_str()), "{over}");
        assert_eq!(over["steps"].as_array().map(Vec::len), Some(7), "{over}");
        let told = world.texts("SELECT payload FROM outbox WHERE kind = 'cascade.exhausted'").await;
        assert_eq!(told.len(), 1, "whoever asked and started it is one person");
        let (_, inbox) = world.get("manager", "/api/v1/notices?state=cascade.exhausted").await;
        let asked = "Sollicités\u{a0}: 5, sans accord\u{a0}; pourraient encore tenir le poste\u{a0}: ";
        assert!(inbox.to_string().contains(asked) && over["reason"].as_str().is_some_and(|why| why.starts_with(asked)), "{inbox} {over}");
        let english = world.request(Method::GET, "/api/v1/shifts/r-1/cascade").header("accept-language", "en");
        let (_, english) = crate::world::answer(english.bearer_auth(world.token("coordinator"))).await;
        assert!(english["reason"].as_str().is_some_and(|why| why.starts_with("Asked: 5, without a yes;")), "{english}");
        assert!(inbox.to_string().contains("Pourquoi") && inbox.to_string().contains("toujours à pourvoir"), "the reason is told: {inbox}");
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'request.unfilled'").await, 0, "it may still be filled");
        tick(world).await;
        assert_eq!(world.number("SELECT COUNT(*) FROM offers").await, 5, "everybody was asked once");
        let (_, shift) = world.get("manager", "/api/v1/shifts/r-1").await;
        assert_eq!(shift["state"], "open");
        world.clock.advance(20 * 24 * HOUR);
        tick(world).await;
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'request.unfilled'").await, 1, "now it is over");
    }

    async fn who_has_not_volunteered_is_not_asked_beyond_her_hours_and_place(world) {
        set_up(world, json!({})).await;
        start(world).await;
        for _ in 0..100 {
            world.clock.advance(HOUR);
            tick(world).await;
        }
        let over = state(world).await;
        assert_eq!(over["state"], "exhausted", "{over}");
        let agents = world.texts("SELECT DISTINCT agent_id FROM offers ORDER BY agent_id").await;
        assert_eq!(agents, ["alix", "bao"]);
        let people: Vec<_> = over["steps"].as_array().expect("a list").iter().map(|s| s["people"].as_i64()).collect();
        assert_eq!(people, [1, 1, 0, 0, 0, 0, 1].map(Some), "an empty circle takes no time: {over}");
    }

    async fn a_no_from_everybody_goes_on_at_once_and_a_yes_ends_it(world) {
        set_up(world, json!({})).await;
        start(world).await;
        assert_eq!(say(world, "alix", "decline").await.0, StatusCode::NO_CONTENT);
        tick(world).await;
        let pool = state(world).await;
        assert_eq!((pool["audience"].as_str(), asked(world).await), (Some("pool"), vec!["bao".to_owned()]), "{pool}");
        assert_eq!(say(world, "bao", "accept").await.0, StatusCode::OK);
        world.clock.advance(12 * HOUR);
        tick(world).await;
        let over = state(world).await;
        assert_eq!((over["state"].as_str(), over["next_at"].as_str()), (Some("filled"), None), "{over}");
        let (_, shift) = world.get("manager", "/api/v1/shifts/r-1").await;
        assert_eq!(shift["state"], "filled");
        let (status, refused) = act(world, &over, "advance").await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("cascade-state")));
    }

    async fn two_servers_tick_at_once_and_the_step_begins_once(world) {
        set_up(world, json!({})).await;
        start(world).await;
        let mut apps = Vec::new();
        for _ in 0..4 {
            let db = Db::connect(&world.url).await.expect("the database opens");
            apps.push(App::new(db, world.clock.clone(), (*world.app.config).clone()));
        }
        world.clock.advance(4 * HOUR);
        for _ in 0..3 {
            let ticks = apps.iter().map(|app| {
                let app = app.clone();
                tokio::spawn(async move { timed::tick(&app).await })
            });
            for done in futures_util::future::join_all(ticks).await {
                done.expect("no panic").expect("a tick");
            }
        }
        let now = state(world).await;
        assert_eq!((now["step"].as_i64(), now["steps"].as_array().map(Vec::len)), (Some(2), Some(2)), "{now}");
        assert_eq!(world.number("SELECT COUNT(*) FROM rounds").await, 2);
        assert_eq!(world.number("SELECT COUNT(*) FROM offers WHERE agent_id = 'bao'").await, 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'cascade.step'").await, 2);
    }

    async fn a_server_that_dies_between_closing_and_the_next_step_loses_nothing(world) {
        set_up(world, json!({})).await;
        let begun = start(world).await;
        world.clock.advance(4 * HOUR);
        // It closes the round, and is gone before it goes on.
        let round = RoundId(begun["round"].as_str().expect("a round").to_owned());
        assert!(rounds::close(&world.app, "g1", &round).await.expect("a closing"));
        assert_eq!(state(world).await["step"], 1);
        let db = Db::connect(&world.url).await.expect("the database opens");
        let other = App::new(db, world.clock.clone(), (*world.app.config).clone());
        assert_eq!(timed::tick(&other).await.expect("a tick"), 0);
        let now = state(world).await;
        assert_eq!((now["step"].as_i64(), asked(world).await), (Some(2), vec!["bao".to_owned()]), "{now}");
    }

    async fn a_cascade_without_time_is_shortened_in_proportion_and_ends_when_the_shift_begins(world) {
        set_up(world, json!({ "urgent_hours": 0 })).await;
        // 06:30 in Paris on 11 December, and 19 hours before it: a quarter of the 76 hours that the whole would take.
        let begins = instant(&json!("2026-12-11T06:30:00+01:00"));
        world.clock.advance(begins - 19 * HOUR - world.clock.now());
        let begun = start(world).await;
        assert_eq!(instant(&begun["next_at"]), world.clock.now() + HOUR, "a quarter of four hours: {begun}");
        world.clock.advance(HOUR);
        tick(world).await;
        let pool = state(world).await;
        assert_eq!(instant(&pool["next_at"]), world.clock.now() + 3 * HOUR, "a quarter of twelve: {pool}");
        while world.clock.now() < begins {
            world.clock.advance(HOUR);
            tick(world).await;
        }
        let over = state(world).await;
        assert_eq!(over["state"], "exhausted", "{over}");
        assert!(instant(&over["ended_at"]) <= begins, "{over}");
    }

    async fn under_the_urgency_threshold_whoever_is_first_has_it(world) {
        set_up(world, json!({})).await;
        let begins = instant(&json!("2026-12-11T06:30:00+01:00"));
        world.clock.advance(begins - 20 * HOUR - world.clock.now());
        let begun = start(world).await;
        let (_, round) = world.get("manager", &format!("/api/v1/rounds/{}", begun["round"].as_str().expect("an id"))).await;
        assert_eq!(round["mode"], "first", "{round}");
        let (status, won) = say(world, "alix", "accept").await;
        assert_eq!((status, won["assignment"].is_string()), (StatusCode::OK, true), "{won}");
        assert_eq!(state(world).await["state"], "filled", "in the same deed");
    }

    async fn it_is_held_goes_on_is_advanced_and_stopped(world) {
        set_up(world, json!({})).await;
        let begun = start(world).await;
        let (status, twice) = world.send("coordinator", Method::POST, "/api/v1/shifts/r-1/cascade", None).await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("cascade-under-way")));
        let (status, held) = act(world, &begun, "pause").await;
        assert_eq!((status, held["state"].as_str()), (StatusCode::OK, Some("paused")), "{held}");
        world.clock.advance(5 * HOUR);
        tick(world).await;
        assert_eq!((state(world).await["step"].as_i64(), asked(world).await.len()), (Some(1), 0), "the round closed, no more");
        assert_eq!(act(world, &begun, "resume").await.0, StatusCode::OK);
        tick(world).await;
        assert_eq!(asked(world).await, ["bao"]);
        let (status, refused) = act(world, &begun, "resume").await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("cascade-state")));
        // Somebody has said yes: nobody goes over her head.
        assert_eq!(say(world, "bao", "accept").await.0, StatusCode::OK);
        let before = world.fingerprint().await;
        for verb in ["advance", "stop"] {
            let (status, refused) = act(world, &begun, verb).await;
            assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("said-yes")), "{verb}");
        }
        assert_eq!(world.fingerprint().await, before);
        assert_eq!(say(world, "bao", "decline").await.0, StatusCode::NO_CONTENT);
        let (status, on) = act(world, &begun, "advance").await;
        assert_eq!((status, on["audience"].as_str()), (StatusCode::OK, Some("agency")), "empty circles are passed over: {on}");
        let (status, stopped) = act(world, &begun, "stop").await;
        assert_eq!((status, stopped["state"].as_str(), stopped["reason"].as_str()),
            (StatusCode::OK, Some("stopped"), Some("Trouvé autrement")), "{stopped}");
        let (status, again) = act(world, &begun, "stop").await;
        assert_eq!((status, again["code"].as_str()), (StatusCode::CONFLICT, Some("cascade-state")));
    }

    async fn whoever_was_asked_without_answering_is_asked_with_the_next_circle_when_it_is_advanced(world) {
        set_up(world, json!({})).await;
        let begun = start(world).await;
        let (status, on) = act(world, &begun, "advance").await;
        assert_eq!((status, on["audience"].as_str()), (StatusCode::OK, Some("pool")), "{on}");
        assert_eq!(asked(world).await, ["alix", "bao"], "Alix has had no time to answer");
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'offer.withdrawn'").await, 1);
    }

    async fn a_request_that_opens_starts_its_cascade_where_the_group_wants_so(world) {
        set_up(world, json!({ "cascade": { "starts": "when_open", "steps": [
            { "audience": "pool", "minutes": 60 }, { "audience": "agency", "minutes": 30 }] } })).await;
        let waiting = state(world).await;
        assert_eq!((waiting["state"].as_str(), waiting["step"].as_i64()), (Some("running"), Some(0)), "{waiting}");
        tick(world).await;
        let now = state(world).await;
        assert_eq!((now["audience"].as_str(), asked(world).await.len()), (Some("pool"), 2), "{now}");
        // Whoever calls off leaves a shift for which the search starts again.
        assert_eq!(say(world, "bao", "accept").await.0, StatusCode::OK);
        world.clock.advance(HOUR);
        tick(world).await;
        assert_eq!(state(world).await["state"], "filled");
        let id = world.text("SELECT id FROM assignments").await;
        let why = json!({ "reason": "Malade" });
        assert_eq!(world.post("manager", &format!("/api/v1/assignments/{id}/cancel"), why).await.0, StatusCode::OK);
        let again = state(world).await;
        assert_eq!((again["state"].as_str(), again["id"] == now["id"]), (Some("running"), false), "{again}");
        let cancel = json!({ "reason": "Lit fermé" });
        assert_eq!(world.post("manager", "/api/v1/requests/r-1/cancel", cancel).await.0, StatusCode::OK);
        assert_eq!(state(world).await["state"], "stopped", "in the same deed");
    }

    async fn a_step_waits_for_those_who_sleep_and_is_right_across_the_clock_change(world) {
        let mut spring = circles();
        spring.horizon.from = "2027-03-22".parse().expect("a date");
        spring.rosters.clear();
        spring.absences.clear();
        releve::app::scenarios::import(&world.app, &Actor::system("g1"), spring).await.expect("an import");
        world.clock.advance(instant(&json!("2027-03-27T22:00:00+01:00")) - world.clock.now());
        let settings = json!({ "version": 1, "urgent_hours": 0 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await.0, StatusCode::OK);
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2027-03-30", "S")).await.0, StatusCode::CREATED);
        wants(world, "alix", json!({ "quiet_from": "21:00", "quiet_to": "07:00" })).await;
        let begun = start(world).await;
        let free = instant(&json!("2027-03-28T08:00:00+02:00"));
        assert_eq!(instant(&begun["next_at"]), free, "an hour after her quiet hours, by the new clock: {begun}");
        world.clock.advance(free - 60 - world.clock.now());
        tick(world).await;
        assert_eq!(state(world).await["step"], 1);
        world.clock.advance(60);
        tick(world).await;
        let now = state(world).await;
        assert_eq!((now["step"].as_i64(), instant(&now["step_since"])), (Some(2), free), "{now}");
    }

    async fn whoever_has_been_asked_often_enough_is_left_alone_by_cascades_too(world) {
        set_up(world, json!({})).await;
        wants(world, "alix", json!({ "weekly_cap": 0 })).await;
        let begun = start(world).await;
        assert_eq!(asked(world).await, ["bao"], "the circle of Alix has nobody else");
        let step = &begun["steps"][0];
        assert_eq!((step["people"].as_i64(), step["left_alone"].as_i64()), (Some(0), Some(1)), "{begun}");
        let (_, log) = world.get("auditor", "/api/v1/audit?state=cascade.step").await;
        assert!(log["items"].as_array().expect("a list").iter().any(|line| line["detail"]["left_alone"] == 1), "{log}");
    }
}
