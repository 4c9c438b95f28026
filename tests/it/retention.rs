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

/// What somebody types everywhere where a reason or a note is taken, or was.
const TYPED: &str = "Grippe de Farid";

/// Sends what must be taken.
async fn ok(world: &World, who: &str, method: Method, path: &str, body: Value) -> Value {
    let (status, answer) = world.send(who, method, path, Some(body)).await;
    assert!(status.is_success(), "{path}: {status} {answer}");
    answer
}

/// The same words in every place.
async fn typed_everywhere(world: &World) {
    let post = async |who: &str, path: &str, body: Value| ok(world, who, Method::POST, path, body).await;
    let id = |made: &Value| made["id"].as_str().expect("an id").to_owned();
    let why = || json!({ "reason": TYPED });
    // Booked and called off; another one confirmed.
    for (booking, shift) in [("b-1", "med-1208-m"), ("b-2", "med-1213-n")] {
        let order = json!({ "id": booking, "agency": "Intérim Santé", "price_cents_per_hour": 5_000 });
        post("coordinator", &format!("/api/v1/shifts/{shift}/bookings"), order).await;
    }
    post("coordinator", "/api/v1/bookings/b-1/cancel", why()).await;
    post("coordinator", "/api/v1/bookings/b-2/confirm", json!({ "attestation": TYPED })).await;
    let cascade = post("coordinator", "/api/v1/shifts/med-1209-m/cascade", Value::Null).await;
    post("coordinator", &format!("/api/v1/cascades/{}/stop", id(&cascade)), why()).await;
    let order = json!({ "mode": "fair", "agents": ["alix"] });
    let round = post("coordinator", "/api/v1/shifts/med-1209-m/rounds", order).await;
    post("coordinator", &format!("/api/v1/rounds/{}/withdraw", id(&round)), why()).await;
    let mut two = need("r-1", "2026-12-09", "S");
    two["shifts"] = json!([{ "code": "S", "date": "2026-12-09", "qualification": "IDE" },
        { "code": "S", "date": "2026-12-10", "qualification": "IDE" }]);
    post("manager", "/api/v1/requests", two).await;
    let change = json!({ "version": 2, "remove": ["r-1.2"], "reason": TYPED });
    ok(world, "manager", Method::PATCH, "/api/v1/requests/r-1", change).await;
    post("manager", "/api/v1/requests/r-1/cancel", why()).await;
    let absence = json!({ "agent": "alix", "from": "2026-12-10", "to": "2026-12-11", "class": "unplanned" });
    let entered = post("manager", "/api/v1/absences", absence).await;
    post("manager", &format!("/api/v1/absences/{}/withdraw", id(&entered)), why()).await;
    post("manager-tilleuls", "/api/v1/agents/emma/leave", json!({ "on": "2026-12-20", "reason": TYPED })).await;
    let (plan, _) = world.plan().await;
    post("coordinator", &format!("/api/v1/plans/{plan}/reject"), why()).await;
    let person = json!({ "name": "Inès Faure", "qualification": "IDE", "phone": "+33611111111" });
    ok(world, "coordinator", Method::PUT, "/api/v1/fixed-term/f-1", person).await;
    let call = json!({ "person": "f-1", "outcome": "declined", "note": TYPED });
    post("coordinator", "/api/v1/shifts/med-1208-m/calls", call).await;
    let window = json!([{ "weekdays": [1], "from": "00:00", "to": "00:00" }]);
    let agreement = json!({ "windows": window, "per_week_max": 1, "valid_from": "2026-12-01" });
    let agreed = post("alix", "/api/v1/agreements", agreement).await;
    post("alix", &format!("/api/v1/agreements/{}/revoke", id(&agreed)), Value::Null).await;
    // What takes a roster that is published, a swap or an admission.
    let now = world.clock.now();
    for sql in [
        format!(
            "INSERT INTO rosters (group_id, id, unit_id, from_date, to_date, state, made_by, made_at, published_at, \
            late_reason, version) VALUES ('g1', 'ro', 'medecine', '2026-12-07', '2026-12-20', 'published', 'u', {now}, {now}, '{TYPED}', 1)"
        ),
        format!(
            "INSERT INTO roster_changes (id, group_id, agent_id, date, unit_id, kind, before, after, changed_by, changed_at) \
            VALUES ('rc', 'g1', 'bao', '2026-12-09', 'medecine', 'changed', '[]', '[]', 'u', {now})"
        ),
        format!(
            "INSERT INTO roster_change_reasons (change_id, group_id, reason, written_at) VALUES ('rc', 'g1', '{TYPED}', {now})"
        ),
        format!(
            "INSERT INTO roster_questions (group_id, id, roster_id, agent_id, date, unit_id, duties, day_version, reason, \
            article, state, asked_by, asked_at, closes_at, version) VALUES ('g1', 'rq', 'ro', 'bao', '2026-12-09', 'medecine', \
            '[]', 1, '{TYPED}', 'a', 'agreed', 'u', {now}, {now}, 1)"
        ),
        format!(
            "INSERT INTO swaps (group_id, id, kind, state, cause, reason, proposed_by, proposed_at, closes_at, ended_at, \
            version) VALUES ('g1', 'sw', 'two_way', 'refused', 'unit', '{TYPED}', 'alix', {now}, {now}, {now}, 1)"
        ),
        format!(
            "INSERT INTO admissions (id, group_id, agent_id, state, note, decided_by, decided_at) \
            VALUES ('ad', 'g1', 'bao', 'admitted', '{TYPED}', 'u', {now})"
        ),
    ] {
        assert_eq!(world.execute(&sql).await, 1, "{sql}");
    }
}

/// Where the words stand: table and column.
async fn standing(world: &World) -> Vec<&'static str> {
    let mut places = Vec::new();
    for (place, sql) in [
        ("requests", "requests WHERE reason"),
        ("shifts", "shifts WHERE reason"),
        ("bookings", "bookings WHERE reason"),
        ("attestations", "bookings WHERE attestation"),
        ("cascades", "cascades WHERE reason"),
        ("rounds", "rounds WHERE reason"),
        ("absences", "absences WHERE reason"),
        ("agents", "agents WHERE leaving_reason"),
        ("plans", "plans WHERE reason"),
        ("calls", "fixed_term_calls WHERE note"),
        ("rosters", "rosters WHERE late_reason"),
        ("changes", "roster_change_reasons WHERE reason"),
        ("questions", "roster_questions WHERE reason"),
        ("swaps", "swaps WHERE reason"),
        ("admissions", "admissions WHERE note"),
        ("audit", "audit_log WHERE detail"),
        ("notices", "outbox WHERE payload"),
        ("equity", "equity_entries WHERE reason"),
        ("compensation", "compensation_entries WHERE reason"),
    ] {
        if world.number(&format!("SELECT COUNT(*) FROM {sql} LIKE '%{TYPED}%'")).await > 0 {
            places.push(place);
        }
    }
    places
}

async fn facts_version(world: &World) -> i64 {
    world.number("SELECT facts_version FROM groups WHERE id = 'g1'").await
}

both! {
    async fn whatever_somebody_typed_is_taken_out_and_the_log_never_held_it(world) {
        typed_everywhere(world).await;
        let (record, cause) = (["attestations", "admissions"], ["requests", "shifts", "bookings", "cascades", "rounds",
            "absences", "agents", "plans", "calls", "rosters", "changes", "questions", "swaps"]);
        let there = standing(world).await;
        assert!(record.iter().chain(&cause).all(|place| there.contains(place)), "{there:?}");
        assert_eq!(there.len(), record.len() + cause.len(), "not in what is kept for good: {there:?}");
        world.clock.advance(20 * 86_400);
        for _ in 0..2 {
            timed::tick(&world.app).await.expect("a tick");
        }
        world.clock.advance(YEAR + 86_400);
        run(world, Mode::Real).await;
        assert_eq!(standing(world).await, record, "these are kept as long as records of work");
        assert_eq!(world.number("SELECT COUNT(*) FROM fixed_term_people").await, 1);
        world.clock.advance(YEAR);
        assert_eq!(run(world, Mode::Real).await.candidates, 1, "two years after the last call");
        assert_eq!(world.number("SELECT COUNT(*) FROM fixed_term_people").await, 0);
        world.clock.advance(3 * YEAR + 40 * 86_400);
        let last = run(world, Mode::Real).await;
        assert_eq!((standing(world).await, last.agreements), (vec![], 1), "{last:?}");
        for (column, table) in [("requested_by", "bookings"), ("started_by", "cascades"), ("called_by", "fixed_term_calls")] {
            let named = format!("SELECT COUNT(*) FROM {table} WHERE {column} <> 'releve'");
            assert_eq!(world.number(&named).await, 0, "{table}");
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM roster_changes").await, 1, "that a day was changed is kept");
        assert_eq!(run(world, Mode::Real).await, Counts::default());
        is_verifiable(world).await;
    }

    async fn what_was_not_worked_stays_so_and_facts_move_only_when_they_change(world) {
        let mut ill = json!({ "id": "ill", "unit": "tilleuls", "motive": "unplanned_absence", "priority": "normal",
            "absent_agent": "emma" });
        ill["shifts"] = json!([{ "code": "J", "date": "2026-12-07", "qualification": "IDE" },
            { "code": "J", "date": "2026-12-08", "qualification": "IDE" }]);
        assert_eq!(world.post("manager-tilleuls", "/api/v1/requests", ill).await.0, StatusCode::CREATED);
        // On the second day she is absent by her employer's word too.
        let absence = json!({ "agent": "emma", "from": "2026-12-08", "to": "2026-12-08", "class": "unplanned" });
        assert_eq!(world.post("manager-tilleuls", "/api/v1/absences", absence).await.0, StatusCode::CREATED);
        world.clock.advance(20 * 86_400);
        for _ in 0..2 {
            timed::tick(&world.app).await.expect("a tick");
        }
        let before = facts_version(world).await;
        run(world, Mode::Real).await;
        assert_eq!(facts_version(world).await, before, "nothing is too old");
        world.clock.advance(YEAR + 86_400);
        run(world, Mode::Real).await;
        assert_eq!(facts_version(world).await, before + 1, "causes are gone from the facts");
        assert_eq!(world.number("SELECT COUNT(*) FROM requests WHERE absent_agent IS NOT NULL").await, 0);
        let days = world.texts("SELECT from_date || ' ' || to_date || ' ' || class FROM absences WHERE agent_id = 'emma' ORDER BY from_date").await;
        assert_eq!(days, ["2026-12-07 2026-12-07 planned", "2026-12-08 2026-12-08 planned"]);
        run(world, Mode::Real).await;
        assert_eq!(facts_version(world).await, before + 1, "and there is nothing more to change");
    }

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
