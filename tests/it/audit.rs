//! The audit chain: it holds under races, and whatever is changed behind the service's back is found where it was changed.

use crate::both;
use crate::command::releve;
use crate::world::{Engine, World, fresh_database, need};
use releve::app::access::{Actor, Role};
use releve::app::audit::{self, Verified};
use releve::app::{App, Clock, identity};
use releve::config::Config;
use releve::store::{Db, ledgers, rounds, shifts};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Executor};
use std::borrow::Cow;

/// Runs statements on whichever database it is, one after the other.
pub async fn tamper(db: &Db, statements: &[&str]) {
    for sql in statements {
        let sql = AssertSqlSafe((*sql).to_owned());
        match db {
            Db::Sqlite { write, .. } => write.execute(sql).await.map(|_| ()),
            Db::Postgres(pool) => pool.execute(sql).await.map(|_| ()),
        }
        .expect("the statement runs");
    }
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// Takes the triggers away, as somebody with the run of the database could.
pub async fn unlock(db: &Db) {
    for table in ["audit_log", "equity_entries", "compensation_entries"] {
        let statements = match db {
            Db::Sqlite { .. } => {
                vec![format!("DROP TRIGGER {table}_no_update"), format!("DROP TRIGGER {table}_no_delete")]
            }
            Db::Postgres(_) => vec![format!("DROP TRIGGER {table}_append_only ON {table}")],
        };
        tamper(db, &statements.iter().map(String::as_str).collect::<Vec<_>>()).await;
    }
}

async fn verified(world: &World) -> Verified {
    audit::verify(&world.app, &Actor::system("g1"), None).await.expect("an answer")
}

async fn seq_of(world: &World, action: &str) -> i64 {
    world.number(&format!("SELECT MAX(seq) FROM audit_log WHERE action = '{action}'")).await
}

/// A day in the life of the group: plan, approval, one yes, one no.
async fn day(world: &World) {
    let offers = world.approved().await;
    for (offer, verb) in offers.iter().zip(["accept", "decline"]) {
        let path = format!("/api/v1/offers/{}/{verb}", offer["id"].as_str().expect("an id"));
        let (status, body) = world.send(offer["agent"].as_str().expect("an agent"), Method::POST, &path, None).await;
        assert!(status.is_success(), "{body}");
    }
}

/// The link of an exported line, computed from nothing but the export: each field behind its length in eight bytes, what may
/// be missing behind a byte that says whether it is there.
fn link(before: &str, line: &Value) -> String {
    let mut hash = Sha256::new();
    let text = |hash: &mut Sha256, bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    let maybe = |hash: &mut Sha256, number: &Value| match number.as_i64() {
        Some(number) => {
            hash.update([1, 0, 0, 0, 0, 0, 0, 0, 8]);
            hash.update(number.to_be_bytes());
        }
        None => hash.update([0]),
    };
    let at = chrono::DateTime::parse_from_rfc3339(line["at"].as_str().expect("an instant")).expect("RFC 3339");
    text(&mut hash, before.as_bytes());
    text(&mut hash, b"g1");
    maybe(&mut hash, &line["seq"]);
    text(&mut hash, line["id"].as_str().expect("an id").as_bytes());
    text(&mut hash, &at.timestamp().to_be_bytes());
    for field in ["actor", "role", "action", "object_kind", "object_id"] {
        text(&mut hash, line[field].as_str().expect("a text").as_bytes());
    }
    maybe(&mut hash, &line["object_version"]);
    text(&mut hash, line["detail"].to_string().as_bytes());
    hash.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

both! {
    async fn an_export_can_be_verified_without_the_service(world) {
        day(world).await;
        let export = world.request(Method::GET, "/api/v1/audit/export").bearer_auth(world.token("auditor"));
        let text = export.send().await.expect("an answer").text().await.expect("a text");
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
        assert_eq!(lines[0]["action"], "audit.begin");
        assert_eq!(lines.last().expect("a line")["action"], "audit.export", "reading it all is on record");
        let mut before = String::new();
        for (at, line) in lines.iter().enumerate() {
            assert_eq!(line["seq"], at as u64 + 1);
            before = link(&before, line);
            assert_eq!(line["sha256"], before.as_str(), "{line}");
        }
        let (status, found) = world.get("auditor", &format!("/api/v1/audit/verification?link={before}")).await;
        assert_eq!((status, &found["flaw"], &found["head"]), (StatusCode::OK, &Value::Null, &json!(before)), "{found}");
        assert_eq!(found["lines"], lines.len());
        let (_, found) = world.get("auditor", "/api/v1/audit/verification?link=0000").await;
        assert!(found["flaw"]["what_fr"].as_str().is_some_and(|what| what.contains("maillon")), "{found}");
    }

    async fn a_line_changed_behind_the_back_is_found_at_its_place(world) {
        day(world).await;
        assert_eq!(verified(world).await.flaw, None);
        let seq = seq_of(world, "offer.accept").await;
        unlock(&world.app.db).await;
        tamper(&world.app.db, &["UPDATE audit_log SET actor_id = 'somebody else' WHERE action = 'offer.accept'"]).await;
        assert_eq!(verified(world).await.flaw.map(|flaw| flaw.seq), Some(seq));
    }

    async fn a_line_taken_away_is_found(world) {
        day(world).await;
        let (seq, last) = (seq_of(world, "offer.accept").await, world.number("SELECT MAX(seq) FROM audit_log").await);
        unlock(&world.app.db).await;
        tamper(&world.app.db, &[&format!("DELETE FROM audit_log WHERE seq = {last}")]).await;
        assert_eq!(verified(world).await.flaw.map(|flaw| flaw.seq), Some(last));
        tamper(&world.app.db, &["DELETE FROM audit_log WHERE action = 'offer.accept'"]).await;
        assert_eq!(verified(world).await.flaw.map(|flaw| flaw.seq), Some(seq));
    }

    async fn an_amount_changed_or_slipped_in_is_found(world) {
        day(world).await;
        let approval = seq_of(world, "plan.approve").await;
        unlock(&world.app.db).await;
        let change = |by: i64| format!(
            "UPDATE equity_entries SET centipoints = centipoints + {by} WHERE id = (SELECT MIN(id) FROM equity_entries \
             WHERE offer_id IS NOT NULL)");
        tamper(&world.app.db, &[&change(100)]).await;
        assert_eq!(verified(world).await.flaw.map(|flaw| flaw.seq), Some(approval));
        tamper(&world.app.db, &[&change(-100)]).await;
        assert_eq!(verified(world).await.flaw, None);
        let stray = |deed: &str| format!(
            "INSERT INTO equity_entries (id, group_id, agent_id, kind, centipoints, reason, posted_by, posted_at, deed) \
             VALUES ('stray-{}', 'g1', 'alix', 'opening', -500, 'x', 'y', 1, {deed})", deed.len());
        tamper(&world.app.db, &[&stray("'no such deed'")]).await;
        assert!(verified(world).await.flaw.is_some());
        tamper(&world.app.db, &["DELETE FROM equity_entries WHERE id LIKE 'stray-%'", &stray("NULL")]).await;
        assert_eq!(verified(world).await.flaw.map(|flaw| flaw.seq), Some(1), "what precedes the chain is sealed too");
    }

    async fn the_command_line_verifies_and_exports(world) {
        day(world).await;
        let directory = tempfile::tempdir().expect("a directory");
        let run = |arguments: &str| releve(directory.path(), &format!("{arguments} --database-url {}", world.url));
        let whole = run("audit verify");
        assert_eq!(whole.code, 0, "{}", whole.err);
        assert!(whole.out.contains("whole       yes"), "{}", whole.out);
        let kept = whole.out.lines().nth(1).and_then(|line| line.split_whitespace().last()).expect("a link").to_owned();
        let export = run("audit export --output journal.ndjson");
        assert_eq!(export.code, 0, "{}", export.err);
        let text = std::fs::read_to_string(directory.path().join("journal.ndjson")).expect("the file is there");
        let lines = world.number("SELECT COUNT(*) FROM audit_log WHERE group_id = 'g1'").await;
        assert_eq!(text.lines().count() as i64, lines);
        assert_eq!(run(&format!("audit verify --link {kept}")).code, 0, "the log grew; the link is still in it");
        let other = run("audit verify --group other");
        assert_eq!(other.code, 1);
        assert!(other.err.contains("--group") && other.err.contains("g1"), "{}", other.err);
        unlock(&world.app.db).await;
        tamper(&world.app.db, &["UPDATE audit_log SET at = at + 1 WHERE action = 'plan.approve'"]).await;
        let broken = run("audit verify");
        assert_eq!(broken.code, 1);
        assert!(broken.out.contains(&format!("no: line {}", seq_of(world, "plan.approve").await)), "{}", broken.out);
        let nowhere = releve(directory.path(), "audit verify --database-url sqlite://nothing.sqlite");
        assert_eq!(nowhere.code, 1);
        assert!(!directory.path().join("nothing.sqlite").exists(), "reading makes no database");
    }

    async fn every_balance_can_be_worked_out_again_from_the_facts(world) {
        day(world).await;
        let directory = tempfile::tempdir().expect("a directory");
        let verify = || releve(directory.path(), &format!("ledger verify --database-url {}", world.url));
        let good = verify();
        assert_eq!((good.code, good.out.contains("differences         0")), (0, true), "{} {}", good.out, good.err);
        unlock(&world.app.db).await;
        tamper(&world.app.db, &["UPDATE equity_entries SET centipoints = centipoints + 7 WHERE kind = 'opening'"]).await;
        assert_eq!(verify().code, 0, "an opening is a fact; that it was changed is for the chain to say");
        tamper(&world.app.db, &["UPDATE offers SET burden_centipoints = burden_centipoints + 3 WHERE state = 'accepted'"]).await;
        let bad = verify();
        assert_eq!(bad.code, 1);
        assert!(bad.out.contains("equity") && bad.out.contains("differences         1"), "{}", bad.out);
        let (status, told) = world.get("auditor", "/api/v1/ledgers/recomputation").await;
        let d = &told["differences"][0];
        let apart = d["computed"].as_i64().zip(d["posted"].as_i64()).map(|(computed, posted)| computed - posted);
        assert_eq!((status, apart), (StatusCode::OK, Some(3)), "{told}");
    }

    async fn a_statement_goes_on_where_its_last_page_ended(world) {
        day(world).await;
        let most = "SELECT agent_id FROM equity_entries GROUP BY agent_id ORDER BY COUNT(*) DESC, agent_id";
        let path = &format!("/api/v1/ledgers/equity?agent={}", world.text(most).await);
        let (_, whole) = world.get("coordinator", path).await;
        let lines = whole["items"].as_array().expect("a list");
        let mut sum = 0;
        for line in lines {
            sum += line["centipoints"].as_i64().expect("a number");
            assert_eq!(line["balance_centipoints"], sum, "{whole}");
        }
        assert!(lines.len() > 1, "{whole}");
        let after = lines[0]["id"].as_str().expect("an id");
        let (_, rest) = world.get("coordinator", &format!("{path}&after={after}")).await;
        assert_eq!(rest["items"][0]["balance_centipoints"], lines[1]["balance_centipoints"], "{rest}");
    }

    async fn forty_deeds_at_once_make_one_chain(world) {
        let bodies = (0..40).map(|n| {
            let mut body = need(&format!("r{n}"), "2026-12-15", "S");
            body["although_alike"] = json!(true);
            body
        });
        let sent = bodies.map(|body| world.post("manager", "/api/v1/requests", body));
        let read = (0..40).map(|_| world.get("coordinator", "/api/v1/ledgers/equity?agent=alix"));
        let (sent, read) = tokio::join!(futures_util::future::join_all(sent), futures_util::future::join_all(read));
        assert!(sent.iter().chain(&read).all(|(status, _)| status.is_success()));
        assert_eq!(verified(world).await.flaw, None);
        let distinct = "SELECT COUNT(DISTINCT seq) FROM audit_log WHERE action IN ('request.make', 'ledger.read')";
        assert_eq!(world.number(distinct).await, 80);
    }

    async fn judging_people_of_other_establishments_is_on_record(world) {
        let (_, before) = world.get("coordinator", "/api/v1/shifts/med-1208-m/candidates").await;
        assert!(before["candidates"].is_array());
        let (_, log) = world.get("auditor", "/api/v1/audit?state=candidates.read").await;
        let line = &log["items"][0];
        assert_eq!((line["object_id"].as_str(), line["object_version"].as_i64()), (Some("med-1208-m"), Some(1)), "{log}");
        // Chloé, Dany and Emma work for Les Tilleuls; the shift is the hospital's.
        assert_eq!(line["detail"]["agents_of_other_establishments"], 3, "{log}");
    }
}

/// A database as an earlier version left it, without a chain: its lines are sealed by the first line of the new chain.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_version_wrote_is_sealed_by_the_first_line() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (url, _directory) = fresh_database(engine).await;
        let db = Db::connect(&url).await.expect("the database opens");
        let all = sqlx::migrate!("./migrations");
        let early: Vec<_> = all.iter().filter(|migration| migration.version <= 3).cloned().collect();
        assert_eq!(early.len(), 3);
        let early = Migrator { migrations: Cow::Owned(early), ..Migrator::DEFAULT };
        match &db {
            Db::Sqlite { write, .. } => early.run(write).await,
            Db::Postgres(pool) => early.run(pool).await,
        }
        .expect("the schema of before");
        let group = r#"{"kind":"group"}"#;
        tamper(
            &db,
            &[
                "INSERT INTO groups VALUES ('g1', 'G', 'Europe/Paris', '2026-12-07', 14, '{}', 1, 1)",
                "INSERT INTO establishments VALUES ('g1', 'e', 'E', '1', 'fph', 'Europe/Paris', 'B', 0, 0, '{}')",
                "INSERT INTO units VALUES ('g1', 'u', 'e', 'U', '{}')",
                "INSERT INTO shifts VALUES ('g1', 's1', 'u', 'M', '2026-12-08', 'IDE', 10, 20)",
                "INSERT INTO shifts VALUES ('g1', 's2', 'u', 'M', '2026-12-09', 'IDE', 30, 40)",
                "INSERT INTO plans (group_id, id, state, shifts, covered, asked_by, asked_at, version) \
                 VALUES ('g1', 'p', 'approved', 2, 2, 'u1', 1, 1)",
                "INSERT INTO requests VALUES ('g1', 's1', 's1', 'high', TRUE, 'filled', 'o1', 'x1', NULL, 'u1', 3, 2)",
                "INSERT INTO requests VALUES ('g1', 's2', 's2', 'low', FALSE, 'offered', 'o2', NULL, NULL, 'u1', 3, 2)",
                "INSERT INTO offers VALUES ('g1', 'o1', 'p', 's1', 'alix', 'accepted', 5, 6, 7, 9, 8, 2)",
                "INSERT INTO offers VALUES ('g1', 'o2', 'p', 's2', 'bao', 'sent', 5, 6, 7, 9, NULL, 1)",
                "INSERT INTO assignments VALUES ('g1', 'x1', 'o1', 's1', 'alix', 'worked', 8, 21, 2)",
                "INSERT INTO compensation_entries VALUES ('c1', 'g1', 'alix', 'earned', 'r', 'a', 'l', 450, 'cents', NULL, \
                 '2027-01-31', NULL, NULL, 'x1', NULL, 'x', 'u1', 21)",
                "INSERT INTO audit_log VALUES ('a1', 'g1', 5, 'u', 'manager', 'request.open', 'request', 'r', '{}')",
                "INSERT INTO equity_entries VALUES ('e1', 'g1', 'alix', 'opening', 100, NULL, NULL, 'x', 'u', 5)",
                "INSERT INTO outbox VALUES ('o1', 'g1', 'offer.sent', 'alix', '{}', 5, NULL)",
                &format!(
                    "INSERT INTO users VALUES ('u1', 'g1', 'Claire', 'coordinator', '{group}', NULL, '{}', 5, NULL)",
                    sha256("her token")
                ),
                &format!(
                    "INSERT INTO users VALUES ('u2', 'g1', 'Marc', 'manager', '{group}', NULL, '{}', 5, 6)",
                    sha256("his token")
                ),
            ],
        )
        .await;
        db.migrate().await.expect("brought up to date");
        let app = App::new(db, Clock::standing_at(1_000), Config { database_url: url, ..Config::default() });
        let note = audit::Event::new("audit.export", "group", "g1");
        audit::note(&app, &Actor::system("g1"), Role::System, [note]).await.expect("a deed");
        let verify = async || audit::verify(&app, &Actor::system("g1"), None).await.expect("an answer");
        let whole = verify().await;
        assert_eq!((whole.lines, whole.flaw), (2, None));
        let mut tx = app.db.read().await.expect("a transaction");
        let one = shifts::find(&mut tx, "g1", "s1").await.expect("an answer").expect("the first shift");
        assert_eq!((one.state.as_str(), one.request_id.as_str(), one.priority.as_str()), ("filled", "s1", "high"));
        let two = rounds::open_of(&mut tx, "g1", "s2").await.expect("an answer").expect("it is still asked for");
        assert_eq!((two.mode.as_str(), two.plan_id.map(|id| id.0)), ("named", Some("p".to_owned())));
        let owed = ledgers::of_no_deed(&mut tx, "g1").await.expect("an answer").1;
        assert_eq!((owed[0].quantity, owed[0].assignment_id.as_ref().map(|id| id.0.as_str())), (450, Some("x1")));
        drop(tx);
        // Nobody is told now of what an earlier version never told.
        let waiting = "SELECT COUNT(*) FROM outbox WHERE expanded_at IS NULL";
        let waiting: i64 = match &app.db {
            Db::Sqlite { read, .. } => sqlx::query_scalar(waiting).fetch_one(read).await,
            Db::Postgres(pool) => sqlx::query_scalar(waiting).fetch_one(pool).await,
        }
        .expect("a number");
        assert_eq!(waiting, 0);
        unlock(&app.db).await;
        tamper(&app.db, &["UPDATE audit_log SET object_id = 'other' WHERE id = 'a1'"]).await;
        assert_eq!(verify().await.flaw.map(|flaw| flaw.seq), Some(1));
        // Whoever had access keeps it.
        let mut tx = app.db.read().await.expect("a transaction");
        let claire = identity::recognise(&mut tx, &app, "her token").await.expect("she is known");
        assert!(claire.is(Role::Coordinator) && claire.name == "Claire");
        assert!(identity::recognise(&mut tx, &app, "his token").await.is_err(), "his access was revoked");
    }
}
