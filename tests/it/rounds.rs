//! Rounds: the published order decides, not the clock; and where the clock must decide, exactly one wins.

use crate::both;
use crate::post::wants;
use crate::world::{Engine, World, need, scenario};
use releve::app::access::Actor;
use releve::app::users::{NewGrant, sign_up};
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

async fn open(world: &World, shift: &str, order: Value) -> (StatusCode, Value) {
    world.post("coordinator", &format!("/api/v1/shifts/{shift}/rounds"), order).await
}

fn offer_of<'r>(round: &'r Value, agent: &str) -> &'r str {
    let offers = round["offers"].as_array().expect("a list");
    offers.iter().find(|offer| offer["agent"] == agent).and_then(|offer| offer["id"].as_str()).expect("she is asked")
}

async fn say(world: &World, round: &Value, agent: &str, verb: &str) -> (StatusCode, Value) {
    let path = format!("/api/v1/offers/{}/{verb}", offer_of(round, agent));
    world.send(agent, Method::POST, &path, None).await
}

async fn balance(world: &World, agent: &str) -> i64 {
    let sum = "SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE agent_id";
    world.number(&format!("{sum} = '{agent}'")).await
}

/// Hours until the first morning in medicine begins, seen from the standing clock, and somewhat more.
const SEVEN_DAYS: i64 = 7 * 86_400;

both! {
    async fn at_the_closing_the_published_order_decides_and_not_the_clock(world) {
        // Alix starts with 12.5 points, Bao with none: both may hold the evening, so it is Bao's whoever answers first.
        let evening = json!({ "id": "r-1", "unit": "medecine", "motive": "workload", "priority": "normal",
            "shifts": [{ "code": "S", "date": "2026-12-09", "qualification": "IDE" }] });
        assert_eq!(world.post("manager", "/api/v1/requests", evening).await.0, StatusCode::CREATED);
        let (_, judged) = world.get("coordinator", "/api/v1/shifts/r-1/candidates").await;
        let eligible: Vec<_> = judged["candidates"].as_array().expect("a list").iter()
            .filter(|c| c["verdict"] == "eligible").map(|c| c["agent"].as_str().expect("an id").to_owned()).collect();
        let place = |agent: &str| eligible.iter().position(|known| known == agent).expect("she may hold it");
        assert!(place("bao") < place("alix"), "{judged}");
        let before = [balance(world, "alix").await, balance(world, "bao").await];
        let (status, round) = open(world, "r-1", json!({ "mode": "fair", "hours": 12 })).await;
        assert_eq!(status, StatusCode::CREATED, "{round}");
        assert_eq!(round["offers"].as_array().map(Vec::len), Some(eligible.len()), "{round}");
        let (status, willing) = say(world, &round, "alix", "accept").await;
        assert_eq!((status, &willing["assignment"], &willing["decided_at"]),
            (StatusCode::OK, &Value::Null, &round["closes_at"]), "a yes is a willingness: {willing}");
        assert_eq!(say(world, &round, "bao", "accept").await.0, StatusCode::OK);
        assert_eq!([balance(world, "alix").await, balance(world, "bao").await], before, "nothing is on an account yet");
        timed::tick(&world.app).await.expect("too early");
        assert_eq!(world.number("SELECT COUNT(*) FROM assignments").await, 0);
        world.clock.advance(12 * 3_600);
        timed::tick(&world.app).await.expect("the closing");
        let (_, closed) = world.get("coordinator", &format!("/api/v1/rounds/{}", round["id"].as_str().expect("an id"))).await;
        assert_eq!((&closed["state"], &closed["outcome"]["chosen"]), (&json!("closed"), &json!("bao")), "{closed}");
        let order: Vec<_> = closed["outcome"]["order"].as_array().expect("a list").iter().map(|c| &c["agent"]).collect();
        assert_eq!(order, ["bao", "alix"]);
        let state = |agent: &str| closed["offers"].as_array().expect("a list").iter()
            .find(|o| o["agent"] == agent).map(|o| o["state"].clone());
        assert_eq!((state("bao"), state("alix")), (Some(json!("accepted")), Some(json!("not_chosen"))));
        assert_eq!(balance(world, "alix").await, before[0], "who was not chosen carries nothing");
        assert!(balance(world, "bao").await > before[1]);
        let (_, shift) = world.get("coordinator", "/api/v1/shifts/r-1").await;
        assert_eq!(shift["state"], "filled");
        timed::tick(&world.app).await.expect("again");
        assert_eq!(world.number("SELECT COUNT(*) FROM assignments").await, 1);
        let told = "SELECT COUNT(*) FROM outbox WHERE kind IN ('assignment.confirmed', 'offer.not-chosen', 'offer.closed')";
        assert_eq!(world.number(told).await, eligible.len() as i64, "everybody who was asked hears how it ended");
    }

    async fn a_yes_of_a_fair_round_can_be_taken_back_until_the_closing(world) {
        let (_, round) = open(world, "med-1208-m", json!({ "mode": "fair", "agents": ["alix"], "hours": 12 })).await;
        assert_eq!(say(world, &round, "alix", "accept").await.0, StatusCode::OK);
        assert_eq!(say(world, &round, "alix", "decline").await.0, StatusCode::NO_CONTENT);
        let (_, shift) = world.get("coordinator", "/api/v1/shifts/med-1208-m").await;
        assert_eq!(shift["state"], "open", "nobody is left to answer");
        assert_eq!(balance(world, "alix").await, 1250);
        let told = "SELECT COUNT(*) FROM outbox WHERE kind = 'round.empty' AND person LIKE 'user:%'";
        assert_eq!(world.number(told).await, 1, "whoever opened it hears that it came to nothing");
    }

    async fn a_no_of_a_fair_round_can_be_taken_back_until_the_closing(world) {
        let (_, round) = open(world, "med-1208-m", json!({ "mode": "fair", "agents": ["alix", "bao"], "hours": 12 })).await;
        let stands = async |agent: &str| {
            let (_, offer) = world.get(agent, &format!("/api/v1/offers/{}", offer_of(&round, agent))).await;
            (offer["state"].as_str().expect("a state").to_owned(), offer["answered_at"].is_null())
        };
        assert_eq!(say(world, &round, "bao", "decline").await.0, StatusCode::NO_CONTENT);
        assert_eq!(stands("bao").await, ("declined".to_owned(), false));
        let (status, _) = world.send("alix", Method::POST, &format!("/api/v1/offers/{}/reconsider", offer_of(&round, "bao")), None).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "nobody takes back what another said");
        assert_eq!(say(world, &round, "bao", "reconsider").await.0, StatusCode::NO_CONTENT);
        assert_eq!(stands("bao").await, ("sent".to_owned(), true));
        let (status, twice) = say(world, &round, "bao", "reconsider").await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("offer-state")), "{twice}");
        assert_eq!(say(world, &round, "bao", "decline").await.0, StatusCode::NO_CONTENT);
        let (status, yes) = say(world, &round, "bao", "accept").await;
        assert_eq!((status, &yes["decided_at"]), (StatusCode::OK, &round["closes_at"]), "straight to a yes: {yes}");
        assert_eq!(world.recorded("offer.reconsider").await, 1);
        assert_eq!(world.recorded("offer.accept").await, 1);
        assert_eq!(say(world, &round, "alix", "decline").await.0, StatusCode::NO_CONTENT);
        world.clock.advance(12 * 3_600);
        let before = world.fingerprint().await;
        let (status, late) = say(world, &round, "alix", "reconsider").await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("offer-state")), "{late}");
        assert!(late["detail"].as_str().is_some_and(|told| told.contains("Votre refus tient")), "{late}");
        assert_eq!(say(world, &round, "alix", "accept").await.0, StatusCode::CONFLICT);
        assert_eq!(world.fingerprint().await, before, "nothing may change");
        timed::tick(&world.app).await.expect("the closing");
        let (_, shift) = world.get("coordinator", "/api/v1/shifts/med-1208-m").await;
        assert_eq!(shift["state"], "filled");
        assert_eq!(world.number("SELECT COUNT(*) FROM assignments WHERE agent_id = 'bao'").await, 1);
        assert_eq!(say(world, &round, "alix", "reconsider").await.0, StatusCode::CONFLICT, "the round is over");
    }

    async fn a_no_stands_where_nobody_else_decides_later(world) {
        // The round of somebody who was alone in it is over with her no.
        let (_, alone) = open(world, "med-1208-m", json!({ "mode": "fair", "agents": ["alix"], "hours": 12 })).await;
        assert_eq!(say(world, &alone, "alix", "decline").await.0, StatusCode::NO_CONTENT);
        let (status, over) = say(world, &alone, "alix", "reconsider").await;
        assert_eq!((status, over["code"].as_str()), (StatusCode::CONFLICT, Some("offer-state")), "{over}");
        // In an emergency the first yes has the shift: a no there has let others pass.
        world.clock.advance(SEVEN_DAYS - 8 * 3_600);
        let (status, first) = open(world, "med-1208-m", json!({ "mode": "first", "agents": ["alix", "bao"] })).await;
        assert_eq!(status, StatusCode::CREATED, "{first}");
        assert_eq!(say(world, &first, "alix", "decline").await.0, StatusCode::NO_CONTENT);
        for verb in ["reconsider", "accept"] {
            let (status, refused) = say(world, &first, "alix", verb).await;
            assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("offer-state")), "{verb}: {refused}");
        }
        assert_eq!(world.recorded("offer.reconsider").await, 0);
    }

    async fn whoever_became_unlawful_meanwhile_does_not_get_the_shift(world) {
        let (_, round) = open(world, "med-1208-m", json!({ "mode": "fair", "agents": ["alix"], "hours": 48 })).await;
        assert_eq!(say(world, &round, "alix", "accept").await.0, StatusCode::OK);
        // Meanwhile she takes the night before, in a round of its own.
        let night = json!({ "id": "r-n", "unit": "medecine", "motive": "workload", "priority": "high",
            "shifts": [{ "code": "N", "date": "2026-12-07", "qualification": "IDE" }] });
        assert_eq!(world.post("manager", "/api/v1/requests", night).await.0, StatusCode::CREATED);
        let (status, other) = open(world, "r-n", json!({ "mode": "fair", "agents": ["alix"], "hours": 24 })).await;
        assert_eq!(status, StatusCode::CREATED, "{other}");
        assert_eq!(say(world, &other, "alix", "accept").await.0, StatusCode::OK);
        world.clock.advance(48 * 3_600);
        timed::tick(&world.app).await.expect("both closings");
        let (_, night) = world.get("coordinator", "/api/v1/shifts/r-n").await;
        let (_, morning) = world.get("coordinator", "/api/v1/shifts/med-1208-m").await;
        assert_eq!((&night["state"], &morning["state"]), (&json!("filled"), &json!("open")), "no morning after a night");
        let (_, closed) = world.get("coordinator", &format!("/api/v1/rounds/{}", round["id"].as_str().expect("an id"))).await;
        assert_eq!(closed["outcome"]["chosen"], Value::Null);
        assert!(closed["outcome"]["order"][0]["refusals"][0]["article"].is_string(), "the reason is published: {closed}");
    }

    async fn a_withdrawn_round_leaves_no_trace_on_anybody(world) {
        let offers = world.approved().await;
        let before = balance(world, "alix").await + balance(world, "bao").await;
        let id = offers[0]["round"].as_str().expect("an id");
        let path = format!("/api/v1/rounds/{id}/withdraw");
        let (status, done) = world.post("coordinator", &path, json!({ "reason": "Poste supprimé" })).await;
        assert_eq!((status, &done["state"], &done["offers"][0]["state"]),
            (StatusCode::OK, &json!("withdrawn"), &json!("withdrawn")), "{done}");
        let burden = offers[0]["burden_centipoints"].as_i64().expect("a number");
        let after = balance(world, "alix").await + balance(world, "bao").await;
        let hers = ["alix", "bao"].contains(&offers[0]["agent"].as_str().expect("an agent"));
        assert_eq!(after, before - if hers { burden } else { 0 });
        let agent = offers[0]["agent"].as_str().expect("an agent");
        let accept = format!("/api/v1/offers/{}/accept", offers[0]["id"].as_str().expect("an id"));
        let (status, late) = world.send(agent, Method::POST, &accept, None).await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("offer-state")));
        let (status, twice) = world.post("coordinator", &path, json!({ "reason": "Encore" })).await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("round-over")));
    }

    async fn speed_decides_in_an_emergency_alone(world) {
        let (status, refused) = open(world, "med-1208-m", json!({ "mode": "first" })).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("not-urgent")), "{refused}");
        world.clock.advance(SEVEN_DAYS - 8 * 3_600);
        let (status, round) = open(world, "med-1208-m", json!({ "mode": "first" })).await;
        assert_eq!(status, StatusCode::CREATED, "{round}");
        let (status, second) = open(world, "med-1208-m", json!({ "mode": "fair" })).await;
        assert_eq!((status, second["code"].as_str()), (StatusCode::CONFLICT, Some("shift-state")));
        let asked: Vec<_> = round["offers"].as_array().expect("a list").iter()
            .map(|offer| offer["agent"].as_str().expect("an agent").to_owned()).collect();
        assert!(asked.len() >= 2, "{round}");
        let (status, won) = say(world, &round, &asked[1], "accept").await;
        assert_eq!(status, StatusCode::OK, "{won}");
        assert!(won["assignment"].is_string());
        let (status, late) = say(world, &round, &asked[0], "accept").await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("already-filled")));
        assert!(late["detail"].as_str().is_some_and(|d| d.contains("rien n’est retenu")), "{late}");
    }

    async fn whoever_has_been_asked_often_enough_is_left_alone(world) {
        wants(world, "alix", json!({ "weekly_cap": 1 })).await;
        let (_, first) = open(world, "med-1208-m", json!({ "mode": "fair", "hours": 12 })).await;
        let asks = |round: &Value| round["offers"].as_array().expect("a list").iter().any(|o| o["agent"] == "alix");
        assert!(asks(&first), "{first}");
        let evening = need("r-1", "2026-12-16", "S");
        assert_eq!(world.post("manager", "/api/v1/requests", evening).await.0, StatusCode::CREATED);
        let (status, refused) = open(world, "r-1", json!({ "mode": "fair", "agents": ["alix"] })).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("asked-often")), "{refused}");
        let (status, second) = open(world, "r-1", json!({ "mode": "fair", "hours": 12 })).await;
        assert_eq!((status, asks(&second)), (StatusCode::CREATED, false), "{second}");
        let (_, log) = world.get("auditor", "/api/v1/audit?state=round.open").await;
        assert_eq!(log["items"][0]["detail"]["left_alone"], 1, "{log}");
        world.clock.advance(7 * 86_400);
        timed::tick(&world.app).await.expect("the closing");
        let (status, later) = open(world, "r-1", json!({ "mode": "fair", "hours": 12 })).await;
        assert_eq!((status, asks(&later)), (StatusCode::CREATED, true), "a week later: {later}");
    }

    async fn whom_the_law_forbids_is_not_asked_and_the_reason_is_told(world) {
        let (status, refused) = open(world, "med-1208-m", json!({ "mode": "fair", "agents": ["emma"] })).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("not-eligible")), "{refused}");
        for (order, field) in [
            (json!({ "mode": "named" }), "mode"),
            (json!({ "mode": "fair", "hours": 0 }), "hours"),
            (json!({ "mode": "fair", "agents": [] }), "agents"),
        ] {
            let (status, problem) = open(world, "med-1208-m", order).await;
            assert_eq!((status, problem["errors"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some(field)));
        }
        let (status, _) = open(world, "med-1208-m", json!({ "mode": "fair", "agents": ["nobody"] })).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let path = "/api/v1/shifts/til-1208-j/rounds";
        assert_eq!(world.post("manager", path, json!({ "mode": "fair" })).await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.number("SELECT COUNT(*) FROM rounds").await, 0);
    }

    async fn a_yes_that_became_unlawful_is_refused_with_its_article(world) {
        let offers = world.approved().await;
        let offer = offers.iter().find(|o| o["agent"] == "alix" || o["agent"] == "bao").expect("a nurse is asked");
        let (agent, date) = (offer["agent"].as_str().expect("an agent"), offer["date"].as_str().expect("a day"));
        // Her employer puts an absence on the roster after she was asked.
        let sql = format!("INSERT INTO absences (group_id, line_no, agent_id, from_date, to_date, class) VALUES ('g1', 999, '{agent}', '{date}', '{date}', 'unplanned')");
        let sql = sqlx::AssertSqlSafe(sql);
        match &world.app.db {
            releve::store::Db::Sqlite { write, .. } => sqlx::query(sql).execute(write).await.map(|_| ()),
            releve::store::Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()),
        }
        .expect("the statement runs");
        let before = world.fingerprint().await;
        let path = format!("/api/v1/offers/{}/accept", offer["id"].as_str().expect("an id"));
        let (status, refused) = world.send(agent, Method::POST, &path, None).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("unlawful")), "{refused}");
        assert_eq!(world.fingerprint().await, before, "nothing may change");
    }
}

/// A thousand people say yes to one shift at the same moment.
async fn a_thousand_say_yes(engine: Engine) {
    const PEOPLE: usize = 1_000;
    let world = World::empty(engine).await;
    let mut crowd = scenario();
    for n in 0..PEOPLE {
        let mut agent = crowd.agents[0].clone();
        agent.id = format!("agent-{n:04}").as_str().into();
        agent.equity_balance = 0.0;
        crowd.agents.push(agent);
    }
    releve::app::scenarios::import(&world.app, &Actor::system("g1"), crowd).await.expect("the crowd imports");
    let settings = json!({ "round_people": 1000, "urgent_hours": 168, "version": 1 });
    let (status, body) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    world.clock.advance(86_400);
    let agents: Vec<String> = (0..PEOPLE).map(|n| format!("agent-{n:04}")).collect();
    let (status, round) = open(&world, "med-1208-m", json!({ "mode": "first", "agents": agents })).await;
    assert_eq!(status, StatusCode::CREATED, "{round}");
    let mut yes = Vec::with_capacity(PEOPLE);
    for agent in &agents {
        let token = sign_up(&world.app, "g1", agent, NewGrant::agent(agent)).await.expect("a user").token;
        yes.push((token, format!("/api/v1/offers/{}/accept", offer_of(&round, agent))));
    }
    let asked =
        yes.iter().map(|(token, path)| crate::world::answer(world.request(Method::POST, path).bearer_auth(token)));
    let answers = futures_util::future::join_all(asked).await;
    let won = answers.iter().filter(|(status, _)| *status == StatusCode::OK).count();
    let filled =
        answers.iter().filter(|(status, body)| *status == StatusCode::CONFLICT && body["code"] == "already-filled");
    assert_eq!((won, filled.count()), (1, PEOPLE - 1));
    assert_eq!(world.number("SELECT COUNT(*) FROM assignments").await, 1);
    let hers = "SELECT SUM(o.burden_centipoints) FROM offers o JOIN assignments a ON a.offer_id = o.id";
    let posted = format!(
        "SELECT COUNT(*) FROM offers WHERE id IN (SELECT offer_id FROM assignments) AND ({hers}) = (SELECT \
         COALESCE(SUM(centipoints), 0) FROM equity_entries WHERE offer_id IS NOT NULL)"
    );
    assert_eq!(world.number(&posted).await, 1, "one burden, on the account of whoever got the shift");
    assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'offer.not-chosen'").await, PEOPLE as i64 - 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_say_yes_and_one_gets_the_shift_on_sqlite() {
    a_thousand_say_yes(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_say_yes_and_one_gets_the_shift_on_postgres() {
    a_thousand_say_yes(Engine::Postgres).await;
}
