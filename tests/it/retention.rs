//! What is too old is taken away, once, with a line in the audit log; ledgers and audit log stay verifiable.

use crate::both;
use crate::command::releve;
use crate::world::{Engine, World, need};
use releve::app::access::Actor;
use releve::app::retention::{self, Counts, Mode};
use releve::app::{audit, ledgers};
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const YEAR: i64 = 365 * 86_400;

/// A world in which something of every kind happened: a shift held and worked, one called off, one that nobody took, messages.
async fn lived_in(world: &World) {
    let mut ill = need("ill", "2026-12-08", "S");
    ill["absent_agent"] = json!("farid");
    ill["motive"] = json!("unplanned_absence");
    ill["note"] = json!("Grippe");
    assert_eq!(world.post("manager", "/api/v1/requests", ill).await.0, StatusCode::CREATED);
    let message = json!({ "text": "Bon rétablissement à Farid" });
    assert_eq!(world.post("manager", "/api/v1/requests/ill/messages", message).await.0, StatusCode::CREATED);
    let order = json!({ "mode": "fair", "agents": ["alix", "bao"], "hours": 1 });
    let (_, round) = world.post("coordinator", "/api/v1/shifts/ill/rounds", order).await;
    for offer in round["offers"].as_array().expect("a list") {
        let path = format!("/api/v1/offers/{}/accept", offer["id"].as_str().expect("an id"));
        world.send(offer["agent"].as_str().expect("an agent"), Method::POST, &path, None).await;
    }
    world.clock.advance(3_600);
    timed::tick(&world.app).await.expect("the closing");
    let offers = world.approved().await;
    for offer in offers.iter().filter(|o| o["state"] == "sent") {
        let verb = if offer["shift"] == "til-1210-j" { "decline" } else { "accept" };
        let path = format!("/api/v1/offers/{}/{verb}", offer["id"].as_str().expect("an id"));
        world.send(offer["agent"].as_str().expect("an agent"), Method::POST, &path, None).await;
    }
    let called_off = world.text("SELECT id FROM assignments WHERE shift_id = 'til-1208-j'").await;
    let why = json!({ "reason": "Enfant malade" });
    let path = format!("/api/v1/assignments/{called_off}/cancel");
    assert_eq!(world.post("coordinator", &path, why).await.0, StatusCode::OK);
    world.clock.advance(20 * 86_400);
    for id in world.texts("SELECT id FROM assignments WHERE state = 'confirmed'").await {
        let (status, body) =
            world.send("coordinator", Method::POST, &format!("/api/v1/assignments/{id}/worked"), None).await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }
    // First the shifts that nobody took are over, then their requests.
    for _ in 0..2 {
        timed::tick(&world.app).await.expect("a tick");
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM requests WHERE state = 'open'").await, 0, "everything is over");
    world.execute("UPDATE outbox SET expanded_at = created_at").await;
}

async fn run(world: &World, mode: Mode) -> Counts {
    retention::run(&world.app, "g1", mode).await.expect("a run")
}

async fn is_verifiable(world: &World) {
    let counted = ledgers::recompute(&world.app, &Actor::system("g1")).await.expect("an answer");
    assert_eq!(counted.differences, []);
    let verified = audit::verify(&world.app, &Actor::system("g1"), None).await.expect("an answer");
    assert_eq!(verified.flaw, None);
}

/// Every text of every column that may say why somebody was not there.
async fn words(world: &World) -> String {
    let mut all =
        world.texts("SELECT COALESCE(absent_agent, '') || motive || note || COALESCE(reason, '') FROM requests").await;
    all.extend(world.texts("SELECT class FROM absences").await);
    all.extend(world.texts("SELECT text FROM messages").await);
    all.extend(world.texts("SELECT payload FROM outbox").await);
    all.extend(world.texts("SELECT COALESCE(reason, '') FROM assignments").await);
    all.join("\n")
}

both! {
    async fn after_a_year_nothing_says_why_somebody_was_absent(world) {
        lived_in(world).await;
        world.clock.advance(YEAR - 40 * 86_400);
        let young = run(world, Mode::Real).await;
        assert_eq!((young.requests, young.messages, young.reasons, young.absences), (0, 0, 0, 0), "not a day too soon");
        world.clock.advance(40 * 86_400 + 3_600);
        let before = words(world).await;
        for word in ["Grippe", "farid", "unplanned", "Enfant malade", "Bon rétablissement"] {
            assert!(before.contains(word), "{word}: {before}");
        }
        let fingerprint = world.fingerprint().await;
        let trial = run(world, Mode::Trial).await;
        assert_eq!(world.fingerprint().await, fingerprint, "a trial changes nothing");
        assert!(trial.absences >= 1 && trial.requests >= 1 && trial.messages == 1 && trial.reasons >= 1 && trial.notices > 5);
        assert_eq!((trial.offers, trial.roster_days, trial.rounds), (0, 0, 0), "records of work are kept five years");
        assert_eq!(run(world, Mode::Real).await, trial, "what it said it would do");
        let after = words(world).await;
        for word in ["Grippe", "farid", "unplanned", "Enfant malade", "Bon rétablissement", "Médecine"] {
            assert!(!after.contains(word), "{word}: {after}");
        }
        let facts = "SELECT COUNT(*) FROM outbox WHERE fact LIKE 'offer.sent:%'";
        assert!(world.number(facts).await > 0, "that something was told is remembered, so that it is not told again");
        assert_eq!(run(world, Mode::Real).await, Counts::default(), "run again it finds nothing");
        let (_, log) = world.get("auditor", "/api/v1/audit?state=retention.run").await;
        assert!(log.to_string().contains("\"messages\":1"), "{log}");
        is_verifiable(world).await;
    }

    async fn after_five_years_records_of_work_are_counts_and_the_ledgers_still_add_up(world) {
        lived_in(world).await;
        let balance = "SELECT CAST(SUM(centipoints) AS BIGINT) FROM equity_entries";
        let (before, earned) = (world.number(balance).await, world.number("SELECT COUNT(*) FROM compensation_entries").await);
        let held = world.number("SELECT COUNT(*) FROM offers o JOIN assignments a ON a.offer_id = o.id").await;
        let came_to_nothing = world.number("SELECT COUNT(*) FROM offers").await - held;
        assert!(came_to_nothing > 0);
        world.clock.advance(5 * YEAR + 40 * 86_400);
        let counts = run(world, Mode::Real).await;
        assert_eq!((counts.offers, counts.roster_days), (came_to_nothing as u64, 7), "a week of Emma's");
        assert!(counts.proposals > 0 && counts.rounds > 0, "{counts:?}");
        assert_eq!(world.number("SELECT COUNT(*) FROM offers").await, held);
        let kept = "SELECT CAST(SUM(rows_count) AS BIGINT) FROM kept_counts WHERE what =";
        assert_eq!(world.number(&format!("{kept} 'offers'")).await, came_to_nothing);
        let days = format!("{kept} 'roster_duties' AND unit_id = 'tilleuls' AND month = '2026-12'");
        assert_eq!(world.number(&days).await, 3, "J J J");
        assert_eq!(world.number("SELECT COUNT(*) FROM requests WHERE requested_by <> 'releve'").await, 0);
        assert_eq!((world.number(balance).await, world.number("SELECT COUNT(*) FROM compensation_entries").await), (before, earned));
        assert_eq!(run(world, Mode::Real).await, Counts::default());
    }

    async fn how_long_things_are_kept_has_bounds(world) {
        for (kept, good) in [
            (json!({ "cause_days": 30 }), true),
            (json!({ "cause_days": 366 }), false),
            (json!({ "record_days": 1_825 }), false),
            (json!({ "message_days": 5_000 }), false),
            (json!({ "notice_days": 0 }), false),
        ] {
            let (_, now) = world.get("administrator", "/api/v1/settings").await;
            let body = json!({ "version": now["version"], "retention": kept });
            let (status, answer) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(body)).await;
            assert_eq!(status == StatusCode::OK, good, "{answer}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_what_it_would_do() {
    let world = World::new(Engine::Sqlite).await;
    let directory = tempfile::tempdir().expect("a directory");
    // By the machine's clock the absence of the fixture is recent or to come: one from long ago is put beside it.
    world.execute("INSERT INTO absences (group_id, line_no, agent_id, from_date, to_date, class) VALUES ('g1', 999, 'bao', '2020-01-01', '2020-01-02', 'unplanned')").await;
    let line = |arguments: &str| {
        releve(directory.path(), &format!("retention --group g1 --database-url {} {arguments}", world.url))
    };
    let trial = line("--dry-run");
    assert_eq!(trial.code, 0, "{}", trial.err);
    assert!(trial.out.contains("absences      1\n") && trial.out.contains("nothing was changed"), "{}", trial.out);
    let real: Value = serde_json::from_str(&line("--json").out).expect("JSON");
    assert_eq!(real["absences"], 1, "{real}");
    assert!(line("--dry-run").out.contains("absences      0\n"));
}
