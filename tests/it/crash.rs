//! `kill -9` in the middle of approvals: after a restart every approval is there whole or not at all.

use crate::world::{Engine, fresh_database, http, scenario};
use releve::app::access::{Actor, Role, Scope};
use releve::app::users::{NewGrant, sign_up};
use releve::app::{App, Clock};
use releve::config::Config;
use releve::metrics::Metrics;
use releve::store::Db;
use releve_solver::domain::scenario::Scenario;
use reqwest::Client;
use serde_json::{Value, json};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::sync::watch;

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

async fn serve(url: &str, http: &Client) -> (Killed, String) {
    let port = free_port();
    let mut command = Command::new(env!("CARGO_BIN_EXE_releve"));
    command.arg("serve").env("RELEVE_DATABASE_URL", url).env("RELEVE_LISTEN", format!("127.0.0.1:{port}"));
    let child = command
        .env("RELEVE_WORKERS", "0")
        .env("RELEVE_SENDERS", "0")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let server = Killed(child.expect("the binary starts"));
    let base = format!("http://127.0.0.1:{port}");
    for _ in 0..200 {
        if http.get(format!("{base}/readyz")).send().await.is_ok_and(|r| r.status().is_success()) {
            return (server, base);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("`releve serve` did not become ready within ten seconds");
}

async fn number(db: &Db, sql: &'static str) -> i64 {
    match db {
        Db::Sqlite { read, .. } => sqlx::query_scalar(sql).fetch_one(read).await,
        Db::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await,
    }
    .expect("a number")
}

/// Every approval whole: as many equity lines, messages, offered requests and audit lines as offers, and equal sums.
async fn whole(db: &Db) {
    let offers = number(db, "SELECT COUNT(*) FROM offers").await;
    for sql in [
        "SELECT COUNT(*) FROM offers o WHERE o.burden_centipoints = (SELECT COALESCE(SUM(e.centipoints), 0) \
         FROM equity_entries e WHERE e.offer_id = o.id)",
        "SELECT COUNT(*) FROM outbox WHERE kind = 'offer.sent'",
        "SELECT COUNT(*) FROM shifts WHERE state = 'offered'",
        "SELECT COUNT(*) FROM plan_items WHERE state = 'approved'",
        "SELECT COUNT(*) FROM audit_log WHERE action = 'offer.send'",
    ] {
        assert_eq!(number(db, sql).await, offers, "{sql}");
    }
    let promised = number(db, "SELECT CAST(COALESCE(SUM(burden_centipoints), 0) AS BIGINT) FROM offers").await;
    let posted = "SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE offer_id IS NOT NULL";
    assert_eq!(number(db, posted).await, promised);
}

/// Approves one item after the other until the server dies.
async fn approve_until_killed(http: Client, base: String, token: String, plan: String, shifts: Vec<String>) {
    for shift in shifts {
        let Ok(seen) = http.get(format!("{base}/api/v1/plans/{plan}")).bearer_auth(&token).send().await else { return };
        let Ok(seen) = seen.json::<Value>().await else { return };
        let body = json!({ "items": [shift], "version": seen["version"] });
        let approve = http.post(format!("{base}/api/v1/plans/{plan}/approve")).bearer_auth(&token).json(&body);
        if approve.send().await.is_err() {
            return;
        }
    }
}

/// The fixture with forty more nurses and forty more shifts: approvals enough to be killed in the middle.
fn crowded() -> Scenario {
    let mut scenario = scenario();
    for n in 0..40 {
        let mut agent = scenario.agents[0].clone();
        agent.id = format!("agent-{n:02}").as_str().into();
        let mut shift = scenario.shifts[0].clone();
        shift.id = format!("shift-{n:02}").as_str().into();
        scenario.agents.push(agent);
        scenario.shifts.push(shift);
    }
    scenario
}

async fn killed_while_approving(engine: Engine) {
    let (url, _directory) = fresh_database(engine).await;
    let db = Db::connect(&url).await.expect("the database opens");
    db.migrate().await.expect("the schema is laid");
    // The binary follows the machine's clock; so does this side of it.
    let app = App::new(db, Clock::system(), Config { solve_seconds: 20.0, ..Config::default() });
    releve::app::scenarios::import(&app, &Actor::system("g1"), crowded()).await.expect("the fixture imports");
    let token = sign_up(&app, "g1", "c", NewGrant::new(Role::Coordinator, Scope::Group)).await.expect("a user").token;
    let coordinator = Actor::system("g1").acting_as(Role::Coordinator);
    let http = http().build().expect("a client");
    let mut cut_short = 0;
    for milliseconds in [5, 20, 45, 80, 120, 170, 400, 900] {
        let plan = releve::app::plans::start(&app, &coordinator, &releve::app::plans::Order::default()).await;
        let plan = plan.expect("no other computation").0;
        let (_keep, closing) = watch::channel(false);
        releve::jobs::run_next(&app, &Metrics::default(), "w", &closing).await.expect("a solve");
        let found = releve::app::plans::find(&app, &coordinator, &plan).await.expect("the plan");
        let proposed = found.items.iter().filter(|item| item.state == "proposed");
        let shifts: Vec<_> = proposed.map(|item| item.shift_id.clone()).collect();
        let (server, base) = serve(&url, &http).await;
        let approving = tokio::spawn(approve_until_killed(http.clone(), base, token.clone(), plan, shifts));
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        drop(server);
        approving.await.expect("no panic");
        let (server, _) = serve(&url, &http).await;
        whole(&app.db).await;
        drop(server);
        let left = number(&app.db, "SELECT COUNT(*) FROM shifts WHERE state = 'open'").await;
        cut_short += i64::from(left > 0);
    }
    assert!(number(&app.db, "SELECT COUNT(*) FROM offers").await > 0, "some approval got through");
    assert!(cut_short > 0, "some approval was cut short");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_approving_on_sqlite() {
    killed_while_approving(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_approving_on_postgres() {
    killed_while_approving(Engine::Postgres).await;
}
