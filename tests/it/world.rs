//! A world for one test: a database of its own, a clock that stands still, the real server on a free port, and people with
//! every role.

use releve::app::access::{Actor, Role, Scope};
use releve::app::users::{NewGrant, sign_up};
use releve::app::{App, Clock};
use releve::config::{Accounts, Config};
use releve::metrics::Metrics;
use releve::server::Parts;
use releve::store::Db;
use releve::{Server, jobs};
use releve_solver::domain::scenario::Scenario;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Tuesday 1 December 2026, 08:00 UTC.
pub const NOW: i64 = 1_796_112_000;
/// The scenario that most tests start from.
pub const GROUP: &str = include_str!("fixtures/group.toml");

/// Which database a test runs on.
#[derive(Clone, Copy, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Declares a test on both databases.
#[macro_export]
macro_rules! both {
    ($(async fn $name:ident($world:ident) $body:block)*) => {$(
        async fn $name($world: &$crate::world::World) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                let world = $crate::world::World::new($crate::world::Engine::Sqlite).await;
                super::$name(&world).await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                let world = $crate::world::World::new($crate::world::Engine::Postgres).await;
                super::$name(&world).await;
            }
        }
    )*};
}

pub struct World {
    pub app: App,
    pub url: String,
    pub address: SocketAddr,
    pub clock: Clock,
    tokens: BTreeMap<&'static str, String>,
    http: reqwest::Client,
    server: JoinHandle<()>,
    stop: watch::Sender<bool>,
    _directory: tempfile::TempDir,
}

/// Names of the people, their role, scope and agent.
pub fn people() -> Vec<(&'static str, Role, Scope, Option<&'static str>)> {
    let hopital = || Scope::Establishments(["hopital".to_owned()].into());
    vec![
        ("administrator", Role::Administrator, Scope::Group, None),
        ("coordinator", Role::Coordinator, Scope::Group, None),
        ("manager", Role::Manager, hopital(), None),
        ("manager-tilleuls", Role::Manager, Scope::Units(["tilleuls".to_owned()].into()), None),
        ("payroll", Role::Payroll, hopital(), None),
        ("director", Role::Director, Scope::Group, None),
        ("auditor", Role::Auditor, Scope::Group, None),
        ("alix", Role::Agent, Scope::Group, Some("alix")),
        ("bao", Role::Agent, Scope::Group, Some("bao")),
        ("chloe", Role::Agent, Scope::Group, Some("chloe")),
        ("dany", Role::Agent, Scope::Group, Some("dany")),
        ("emma", Role::Agent, Scope::Group, Some("emma")),
    ]
}

/// A database of its own, and the directory it must outlive.
pub async fn fresh_database(engine: Engine) -> (String, tempfile::TempDir) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let url = match engine {
        Engine::Sqlite => format!("sqlite://{}", directory.path().join("releve.sqlite").display()),
        Engine::Postgres => {
            let server = std::env::var("RELEVE_TEST_POSTGRES_URL").expect(
                "RELEVE_TEST_POSTGRES_URL is not set: run `make test`, which starts a throw-away PostgreSQL, instead of \
                 plain `cargo test`",
            );
            let name = format!("releve_{}", Clock::system().new_id().replace('-', ""));
            let mut connection = PgConnection::connect(&server).await.expect("the test server answers");
            let create = format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
            connection.execute(AssertSqlSafe(create)).await.expect("a fresh database");
            let (head, tail) = server.split_once('?').map_or((server.as_str(), ""), |(head, tail)| (head, tail));
            let base = head.rsplit_once('/').expect("the URL names a database").0;
            format!("{base}/{name}?{tail}").trim_end_matches('?').to_owned()
        }
    };
    (url, directory)
}

/// A client for plain HTTP: it reads none of the system's certificates.
pub fn http() -> reqwest::ClientBuilder {
    releve::notify::use_ring();
    reqwest::Client::builder().tls_certs_only([])
}

/// Passwords are hashed with next to nothing, so that tests are quick.
pub fn accounts() -> Accounts {
    Accounts {
        secret_key: Some("a-key-for-tests-and-nothing-else".parse().expect("a key")),
        argon2_memory_kib: 8,
        argon2_passes: 1,
        ..Accounts::default()
    }
}

async fn serve(app: App, stop: &watch::Sender<bool>) -> (SocketAddr, JoinHandle<()>) {
    let server = Server::bind_app(app).await.expect("a free port");
    let address = server.local_addr().expect("an address");
    let mut stopped = stop.subscribe();
    let server = tokio::spawn(async move {
        let shutdown = async move {
            let _ = stopped.wait_for(|stopped| *stopped).await;
        };
        // Tests say themselves when it is time: a tick of the machine's clock would change things under their hands.
        let parts = Parts { time: false, ..Parts::ALL };
        server.run_with(parts, shutdown).await.expect("the server runs");
    });
    (address, server)
}

pub fn scenario() -> Scenario {
    toml::from_str(GROUP).expect("the fixture is a scenario")
}

impl World {
    /// With the fixture imported and everybody in place; no worker runs: [`World::solve`] does.
    pub async fn new(engine: Engine) -> Self {
        Self::with_accounts(engine, accounts()).await
    }

    /// The same with other settings of accounts.
    pub async fn with_accounts(engine: Engine, accounts: Accounts) -> Self {
        Self::with_config(engine, |config| config.accounts = accounts).await
    }

    /// The same with other settings.
    pub async fn with_config(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        let world = Self::without_a_group(engine, change).await;
        releve::app::scenarios::import(&world.app, &Actor::system("g1"), scenario())
            .await
            .expect("the fixture imports");
        world
    }

    /// Without a group.
    pub async fn empty(engine: Engine) -> Self {
        Self::without_a_group(engine, |_| ()).await
    }

    async fn without_a_group(engine: Engine, change: impl FnOnce(&mut Config)) -> Self {
        let (url, directory) = fresh_database(engine).await;
        let db = Db::connect(&url).await.expect("the database opens");
        db.migrate().await.expect("the schema is laid");
        let mut config = Config {
            database_url: url.clone(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            workers: 0,
            senders: 0,
            solve_seconds: 20.0,
            accounts: accounts(),
            ..Config::default()
        };
        change(&mut config);
        let clock = Clock::standing_at(NOW);
        let app = App::new(db, clock.clone(), config);
        let mut tokens = BTreeMap::new();
        for (name, role, scope, agent) in people() {
            let grant = agent.map_or_else(|| NewGrant::new(role, scope), NewGrant::agent);
            tokens.insert(name, sign_up(&app, "g1", name, grant).await.expect("a user").token);
        }
        let stranger = NewGrant::new(Role::Coordinator, Scope::Group);
        tokens.insert("stranger", sign_up(&app, "g2", "stranger", stranger).await.expect("a user").token);
        let (stop, _) = watch::channel(false);
        let (address, server) = serve(app.clone(), &stop).await;
        Self {
            app,
            url,
            address,
            clock,
            tokens,
            http: http().build().expect("a client"),
            server,
            stop,
            _directory: directory,
        }
    }

    /// A second server on the same database, with the same clock and settings; stops with the world.
    pub async fn second_server(&self) -> SocketAddr {
        let db = Db::connect(&self.url).await.expect("the database opens");
        let app = App::new(db, self.clock.clone(), (*self.app.config).clone());
        serve(app, &self.stop).await.0
    }

    pub fn token(&self, who: &str) -> &str {
        &self.tokens[who]
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.address))
    }

    pub async fn send(&self, who: &str, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let mut request = self.request(method, path).bearer_auth(self.token(who));
        if let Some(body) = body {
            request = request.json(&body);
        }
        answer(request).await
    }

    pub async fn get(&self, who: &str, path: &str) -> (StatusCode, Value) {
        self.send(who, Method::GET, path, None).await
    }

    pub async fn post(&self, who: &str, path: &str, body: Value) -> (StatusCode, Value) {
        self.send(who, Method::POST, path, Some(body)).await
    }

    /// Runs one queued job to its end.
    pub async fn solve(&self) {
        let (_keep, closing) = watch::channel(false);
        let ran = jobs::run_next(&self.app, &Metrics::default(), "test-worker", &closing).await.expect("a solve");
        assert!(ran, "a job is queued");
    }

    /// Starts and computes a plan; gives its id and its document.
    pub async fn plan(&self) -> (String, Value) {
        let (status, body) = self.send("coordinator", Method::POST, "/api/v1/plans", None).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{body}");
        let id = body["id"].as_str().expect("an id").to_owned();
        self.solve().await;
        let (status, plan) = self.get("coordinator", &format!("/api/v1/plans/{id}")).await;
        assert_eq!(status, StatusCode::OK, "{plan}");
        assert_eq!(plan["state"], "proposed", "{plan}");
        (id, plan)
    }

    /// Computes a plan and approves all of it; gives the offers.
    pub async fn approved(&self) -> Vec<Value> {
        let (id, plan) = self.plan().await;
        let body = serde_json::json!({ "items": "all", "version": plan["version"] });
        let (status, answer) = self.post("coordinator", &format!("/api/v1/plans/{id}/approve"), body).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let (_, offers) = self.get("coordinator", "/api/v1/offers").await;
        offers["items"].as_array().expect("a list").clone()
    }

    /// One number from the database: what tests compare before and after.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.app.db {
            Db::Sqlite { read, .. } => sqlx::query_scalar(sql).fetch_one(read).await,
            Db::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await,
        }
        .expect("a number")
    }

    /// One column of texts from the database.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.app.db {
            Db::Sqlite { read, .. } => sqlx::query_scalar(sql).fetch_all(read).await,
            Db::Postgres(pool) => sqlx::query_scalar(sql).fetch_all(pool).await,
        }
        .expect("texts")
    }

    /// One text from the database.
    pub async fn text(&self, sql: &str) -> String {
        self.texts(sql).await.into_iter().next().expect("a text")
    }

    /// Changes the database behind the service's back.
    pub async fn execute(&self, sql: &str) -> u64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.app.db {
            Db::Sqlite { write, .. } => sqlx::query(sql).execute(write).await.map(|done| done.rows_affected()),
            Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|done| done.rows_affected()),
        }
        .expect("a change")
    }

    /// Everything that a refused request must leave alone.
    pub async fn fingerprint(&self) -> Vec<i64> {
        let mut numbers = Vec::new();
        for sql in [
            "SELECT COUNT(*) FROM groups",
            "SELECT CAST(COALESCE(SUM(facts_version), 0) AS BIGINT) FROM groups",
            "SELECT COUNT(*) FROM offers",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM offers",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM plans",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM requests",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM shifts",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM rounds",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM assignments",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM grants",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM agents",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM absences",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM establishments",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM units",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM conventions",
            "SELECT COUNT(*) FROM admissions",
            "SELECT COUNT(*) FROM loans",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM swaps",
            "SELECT COUNT(*) FROM swap_people WHERE answer IS NOT NULL",
            "SELECT COUNT(*) FROM swap_units",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM swap_wishes",
            "SELECT COUNT(*) FROM roster_days",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM roster_days",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM rosters",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM cycles",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM cycle_places",
            "SELECT COUNT(*) FROM roster_people",
            "SELECT COUNT(*) FROM roster_changes",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM roster_questions",
            "SELECT COUNT(*) FROM messages",
            "SELECT COUNT(*) FROM message_reads",
            "SELECT COUNT(*) FROM kept_counts",
            "SELECT CAST(COALESCE(SUM(changed_at), 0) AS BIGINT) FROM shifts",
            "SELECT COUNT(*) FROM api_tokens",
            "SELECT COUNT(*) FROM assignments",
            "SELECT COUNT(*) FROM equity_entries",
            "SELECT COUNT(*) FROM compensation_entries",
            "SELECT COUNT(*) FROM promises",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM promises",
            "SELECT COUNT(*) FROM jobs",
            "SELECT COUNT(*) FROM outbox",
            "SELECT COUNT(*) FROM deliveries",
            "SELECT COUNT(*) FROM webhooks",
            "SELECT COUNT(*) FROM identities",
            "SELECT COUNT(*) FROM sign_ins",
            "SELECT COUNT(*) FROM push_subscriptions",
            "SELECT COUNT(*) FROM calendars WHERE ended_at IS NULL",
            "SELECT COUNT(*) FROM notice_reads",
            "SELECT COUNT(*) FROM sessions",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM contacts",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM cascades",
            "SELECT COUNT(*) FROM cascade_steps",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM bookings",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM agreements",
            "SELECT COUNT(*) FROM agreed_offers",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM volunteering",
            "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM fixed_term_people",
            "SELECT COUNT(*) FROM fixed_term_calls",
            "SELECT COUNT(*) FROM idempotency_keys",
            "SELECT COUNT(*) FROM audit_log",
        ] {
            numbers.push(self.number(sql).await);
        }
        numbers
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.server.abort();
    }
}

/// A request for one nurse in medicine.
pub fn need(id: &str, date: &str, code: &str) -> Value {
    serde_json::json!({ "id": id, "unit": "medecine", "motive": "workload", "priority": "normal",
        "shifts": [{ "code": code, "date": date, "qualification": "IDE" }] })
}

/// Sends, and reads whatever comes back as JSON (`null` for an empty body).
pub async fn answer(request: reqwest::RequestBuilder) -> (StatusCode, Value) {
    let (client, request) = request.build_split();
    let request = request.expect("a request");
    let (method, path) = (request.method().clone(), request.url().path().to_owned());
    let response = client.execute(request).await.expect("an answer");
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        let kind = response.headers().get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        assert!(kind.starts_with("application/problem+json"), "{status} came as {kind:?}");
    }
    let text = response.text().await.expect("a body");
    let body = serde_json::from_str(&text).unwrap_or_default();
    crate::openapi::is_documented(&method, &path, status, &body);
    (status, body)
}
