//! A server with the example group, a computed plan and a log-in for each role the tests need.

use crate::browser::press;
use fantoccini::{Client, Locator};
use releve::app::access::{Actor, Role, Scope};
use releve::app::plans::{self, Order};
use releve::app::rosters::choosing::{self, Choosing};
use releve::app::rosters::{self, hand};
use releve::app::users::{self, NewGrant, NewUser};
use releve::app::{App, Clock, accounts, scenarios, shifts};
use releve::config::{Accounts, Config};
use releve::metrics::Metrics;
use releve::store::Db;
use releve::{Server, jobs};
use releve_solver::formats::scenario::{Syntax, read};
use std::net::SocketAddr;
use tempfile::TempDir;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

/// Everybody's password at first.
pub const PASSWORD: &str = "trois canards verts";

const GROUP: &str = include_str!("../../scenarios/group.small.toml");

/// A running server.
pub struct World {
    /// The plan that was computed.
    pub plan: String,
    /// The shift that the plan gives to the agent who can log in.
    pub shift: String,
    /// Its unit, whose manager can log in.
    pub unit: String,
    /// The agent.
    pub agent: String,
    /// The request that asks for the shift.
    pub request: String,
    /// What places and units are called.
    pub names: Vec<String>,
    /// What the server serves.
    pub app: App,
    /// The group.
    pub group: String,
    address: SocketAddr,
    /// What the server goes by.
    pub clock: Clock,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<anyhow::Result<()>>,
    _directory: TempDir,
}

impl World {
    /// Imports, plans, serves.
    pub async fn start() -> Result<Self, Box<dyn std::error::Error>> {
        Self::start_with(|_| ()).await
    }

    /// The same with other settings.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Result<Self, Box<dyn std::error::Error>> {
        let directory = tempfile::tempdir()?;
        let mut config = Config {
            database_url: format!("sqlite://{}/releve.sqlite", directory.path().display()),
            listen: "127.0.0.1:0".parse()?,
            // Any lawful plan will do here.
            solve_seconds: 5.0,
            accounts: Accounts {
                argon2_memory_kib: 8,
                argon2_passes: 1,
                secret_key: Some("a-key-for-tests-and-nothing-else".parse()?),
                ..Accounts::default()
            },
            ..Config::default()
        };
        change(&mut config);
        let scenario = read(GROUP, Syntax::Toml).map_err(|issues| format!("{issues:?}"))?;
        let group = scenario.group.id.0.clone();
        let places = scenario.establishments.iter().map(|site| site.name.clone());
        let names = places.chain(scenario.units.iter().map(|unit| unit.name.clone())).collect();
        // The day before the horizon, so that offers are open whenever the test runs.
        let now = scenario.horizon.from.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() - 7 * 86_400;
        let db = Db::connect(&config.database_url).await?;
        db.migrate().await?;
        let clock = Clock::standing_at(now);
        let app = App::new(db, clock.clone(), config);
        scenarios::import(&app, &Actor::system(&group), scenario).await?;

        let everywhere = |role| NewGrant::new(role, Scope::Group);
        account(&app, &group, "coordinator", everywhere(Role::Coordinator)).await?;
        account(&app, &group, "auditor", everywhere(Role::Auditor)).await?;
        let actor = Actor::system(&group).acting_as(Role::Coordinator);
        let plan = plans::start(&app, &actor, &Order::default()).await?;
        let (_open, closing) = watch::channel(false);
        jobs::run_next(&app, &Metrics::default(), "browser-test", &closing).await?;
        let items = plans::find(&app, &actor, &plan.0).await?.items;
        let (shift, unit, agent) = items
            .into_iter()
            .find_map(|item| item.agent_id.map(|agent| (item.shift_id, item.unit_id, agent)))
            .ok_or("the plan gives no shift to anybody")?;
        account(&app, &group, "agent", NewGrant::agent(&agent)).await?;
        let request = shifts::find(&app, &actor, &shift).await?.request_id;
        let hers = NewGrant::new(Role::Manager, Scope::Units([unit.clone()].into()));
        account(&app, &group, "manager", hers).await?;
        for (name, role) in
            [("payroll", Role::Payroll), ("director", Role::Director), ("administrator", Role::Administrator)]
        {
            account(&app, &group, name, everywhere(role)).await?;
        }

        let server = Server::bind_app(app.clone()).await?;
        let address = server.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(server.run(async {
            let _ = stopped.await;
        }));
        let plan = plan.0;
        Ok(Self {
            plan,
            shift,
            unit,
            agent,
            request,
            names,
            app,
            group,
            address,
            clock,
            stop,
            serving,
            _directory: directory,
        })
    }

    /// Opens a roster of four weeks to the choice of the agent who can log in, one of whose days her unit has settled.
    pub async fn open_roster(&self, id: &str) -> Result<(), Box<dyn std::error::Error>> {
        let manager = Actor::system(&self.group).acting_as(Role::Manager);
        let now = self.clock.now();
        let from = chrono::DateTime::from_timestamp(now + 70 * 86_400, 0).ok_or("no such day")?.date_naive();
        let to = from + chrono::Days::new(27);
        let people = Some([self.agent.clone()].into());
        let new = rosters::New { id: id.to_owned(), unit: self.unit.clone(), from, to, people };
        let made = rosters::make(&self.app, &manager, &new).await?.0;
        let closes_at = now + 7 * 86_400;
        let (days_least, days_most) = (Some(2), Some(8));
        let choosing = Choosing { opens_at: now, closes_at, persons: Vec::new(), days_least, days_most };
        choosing::open(&self.app, &manager, id, choosing, made.version).await?;
        let rest = hand::Day { agent: self.agent.clone(), date: from, codes: Some(Vec::new()), version: 0 };
        hand::put(&self.app, &manager, id, &hand::Order { days: vec![rest] }).await?;
        Ok(())
    }

    /// A page of the server.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Logs somebody in by the form that people see.
    pub async fn log_in(&self, page: &Client, who: &str, password: &str) -> Result<(), Box<dyn std::error::Error>> {
        page.goto(&self.address("/connexion")).await?;
        page.find(Locator::Id("email")).await?.send_keys(&format!("{who}@example.org")).await?;
        page.find(Locator::Id("password")).await?.send_keys(password).await?;
        Ok(press(page, "main form button").await?)
    }

    /// Stops the server.
    pub async fn stop(self) -> Result<(), Box<dyn std::error::Error>> {
        let _ = self.stop.send(());
        Ok(self.serving.await??)
    }
}

async fn account(app: &App, group: &str, name: &str, grant: NewGrant) -> Result<(), Box<dyn std::error::Error>> {
    let email = Some(format!("{name}@example.org"));
    let new = NewUser { name: "Camille Duval".to_owned(), email, grant, invite: false };
    let user = users::create(app, &Actor::system(group), new).await?.id;
    Ok(accounts::set_password(app, group, &user, PASSWORD).await?)
}
