//! A server with the example group, a computed plan and a log-in for each role the tests need.

use releve::app::access::{Actor, Role, Scope};
use releve::app::identity;
use releve::app::plans::{self, Order};
use releve::app::users::{NewGrant, sign_up};
use releve::app::{App, Clock, scenarios};
use releve::config::Config;
use releve::metrics::Metrics;
use releve::store::Db;
use releve::{Server, jobs};
use releve_solver::formats::scenario::{Syntax, read};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tempfile::TempDir;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

const GROUP: &str = include_str!("../../scenarios/group.small.toml");

/// A running server.
pub struct World {
    /// The shift that the plan gives to the agent who can log in.
    pub shift: String,
    address: SocketAddr,
    tokens: BTreeMap<&'static str, String>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<anyhow::Result<()>>,
    _directory: TempDir,
}

impl World {
    /// Imports, plans, serves.
    pub async fn start() -> Result<Self, Box<dyn std::error::Error>> {
        let directory = tempfile::tempdir()?;
        let config = Config {
            database_url: format!("sqlite://{}/releve.sqlite", directory.path().display()),
            listen: "127.0.0.1:0".parse()?,
            // Any lawful plan will do here.
            solve_seconds: 5.0,
            ..Config::default()
        };
        let scenario = read(GROUP, Syntax::Toml).map_err(|issues| format!("{issues:?}"))?;
        let group = scenario.group.id.0.clone();
        // The day before the horizon, so that offers are open whenever the test runs.
        let now = scenario.horizon.from.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() - 7 * 86_400;
        let db = Db::connect(&config.database_url).await?;
        db.migrate().await?;
        let app = App::new(db, Clock::standing_at(now), config);
        scenarios::import(&app, &Actor::system(&group), scenario).await?;

        let everywhere = |role| NewGrant::new(role, Scope::Group);
        let mut tokens = BTreeMap::new();
        tokens.insert("coordinator", sign_up(&app, &group, "Coordinator", everywhere(Role::Coordinator)).await?.token);
        tokens.insert("auditor", sign_up(&app, &group, "Auditor", everywhere(Role::Auditor)).await?.token);
        let mut tx = app.db.read().await?;
        let actor = identity::recognise(&mut tx, &app, &tokens["coordinator"]).await?;
        drop(tx);
        let plan = plans::start(&app, &actor, &Order::default()).await?;
        let (_open, closing) = watch::channel(false);
        jobs::run_next(&app, &Metrics::default(), "browser-test", &closing).await?;
        let items = plans::find(&app, &actor, &plan.0).await?.items;
        let (shift, agent) = items
            .into_iter()
            .find_map(|item| item.agent_id.map(|agent| (item.shift_id, agent)))
            .ok_or("the plan gives no shift to anybody")?;
        tokens.insert("agent", sign_up(&app, &group, "Agent", NewGrant::agent(&agent)).await?.token);

        let server = Server::bind_app(app).await?;
        let address = server.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(server.run(async {
            let _ = stopped.await;
        }));
        Ok(Self { shift, address, tokens, stop, serving, _directory: directory })
    }

    /// A page of the server.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The log-in page with a role's token filled in.
    pub fn log_in_address(&self, role: &str) -> String {
        self.address(&format!("/connexion?jeton={}", self.tokens[role]))
    }

    /// Stops the server.
    pub async fn stop(self) -> Result<(), Box<dyn std::error::Error>> {
        let _ = self.stop.send(());
        Ok(self.serving.await??)
    }
}
