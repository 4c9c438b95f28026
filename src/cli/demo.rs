//! `releve demo`: the example group in a database of its own, planned and served, with a log-in for each role.
//!
//! Running it again keeps the database: a group that is there is not imported again. Tokens are stored as fingerprints
//! only, so each run makes new ones; those of earlier runs keep working.

use super::DONE;
use super::progress::Meter;
use super::serve::{log, runtime, stopped};
use anyhow::{Context, bail};
use releve::app::access::{Actor, Role, Scope};
use releve::app::identity;
use releve::app::plans::{self, Order};
use releve::app::users::{NewGrant, sign_up};
use releve::app::{App, Clock, Conflict, Error, scenarios};
use releve::config::Config;
use releve::metrics::Metrics;
use releve::store::{Db, groups};
use releve::{Server, jobs};
use releve_solver::domain::plan::Progress;
use releve_solver::domain::scenario::Scenario;
use releve_solver::formats::scenario::{Syntax, read};
use std::fmt::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;
use tokio::sync::watch;

const GROUP: &str = include_str!("../../scenarios/group.small.toml");

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where the data lives; an embedded SQLite file unless said otherwise
    #[arg(long, env = "RELEVE_DATABASE_URL", default_value = "sqlite://releve-demo.sqlite", hide_env_values = true)]
    database_url: String,
    /// Most seconds for the plan
    #[arg(long, default_value_t = 60.0)]
    seconds: f64,
}

/// Runs the command.
///
/// # Errors
/// When the port is taken, the database does not open, or the server breaks down.
pub fn run(args: Args) -> anyhow::Result<u8> {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let config = Config {
        database_url: args.database_url,
        listen,
        log: "warn".to_owned(),
        solve_seconds: args.seconds,
        ..Config::default()
    };
    log(&config)?;
    port_is_free(listen)?;
    runtime()?.block_on(demonstrate(config))?;
    Ok(DONE)
}

/// Said before the minute of planning, not after it.
fn port_is_free(listen: SocketAddr) -> anyhow::Result<()> {
    match TcpListener::bind(listen) {
        Ok(_) => Ok(()),
        Err(error) => bail!(
            "port {} on 127.0.0.1 cannot be used ({error}); choose another: `make demo PORT=9090`, or `releve demo --port 9090`",
            listen.port()
        ),
    }
}

async fn demonstrate(config: Config) -> anyhow::Result<()> {
    let scenario =
        read(GROUP, Syntax::Toml).map_err(|issues| anyhow::anyhow!("the example group is not valid: {}", issues[0]))?;
    let group = scenario.group.id.0.clone();
    let db = Db::connect(&config.database_url).await?;
    db.migrate().await.context("the database could not be brought up to date")?;
    let app = App::new(db, Clock::system(), config);

    if known(&app, &group).await? {
        eprintln!("the group {group} is in the database already: kept as it is");
    } else {
        let imported = scenarios::import(&app, &Actor::system(&group), scenario.clone()).await?;
        eprintln!("imported {}: {} agents, {} bare shifts", group, imported.agents, imported.requests);
    }
    let grant = NewGrant::new(Role::Coordinator, Scope::Group);
    let coordinator = sign_up(&app, &group, "Claire Delmas", grant).await?.token;
    let plan = Box::pin(planned(&app, &coordinator)).await?;
    let tokens = log_ins(&app, &scenario, &coordinator, plan.as_deref()).await?;

    let server = Server::bind_app(app).await?;
    let address = server.local_addr()?;
    let mut out = format!("\nRelève is at http://{address}/ (Ctrl-C stops it)\n\n");
    let _ = writeln!(out, "Log-ins, one per role; made anew by each run:");
    for (role, name, token) in tokens {
        let _ = writeln!(out, "  {role:<14} {name:<22} http://{address}/connexion?jeton={token}");
    }
    super::print(&out)?;
    server.run(stopped()?).await
}

async fn known(app: &App, group: &str) -> anyhow::Result<bool> {
    let mut tx = app.db.read().await?;
    Ok(groups::facts_version(&mut tx, group).await?.is_some())
}

/// Computes a plan the way the server does: ordered, queued, claimed by a worker. Gives its identifier.
async fn planned(app: &App, token: &str) -> anyhow::Result<Option<String>> {
    let mut tx = app.db.read().await?;
    let actor = identity::recognise(&mut tx, app, token).await?;
    drop(tx);
    let plan = match plans::start(app, &actor, &Order::default()).await {
        Ok(plan) => plan,
        Err(Error::Conflict(Conflict::AlreadyComputing)) => {
            eprintln!("a plan is under way already");
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    eprintln!("computing a plan");
    let (_open, closing) = watch::channel(false);
    let (metrics, worker) = (Metrics::default(), app.clock.new_id());
    let solve = jobs::run_next(app, &metrics, &worker, &closing);
    tokio::pin!(solve);
    let meter = Meter::new();
    loop {
        tokio::select! {
            done = &mut solve => {
                done?;
                break;
            }
            () = tokio::time::sleep(Duration::from_millis(300)) => {
                let (_, job) = plans::progress(app, &actor, &plan.0).await?;
                if let Some(progress) = job.and_then(|job| job.progress) {
                    meter.update(&serde_json::from_str::<Progress>(&progress)?);
                }
            }
        }
    }
    meter.finish();
    let whole = plans::find(app, &actor, &plan.0).await?;
    if let Some(reason) = &whole.plan.reason {
        bail!("the plan failed: {reason}");
    }
    let (covered, shifts) = (whole.plan.covered, whole.plan.shifts);
    eprintln!(
        "plan: {covered} of {shifts} shifts covered, {}",
        whole.plan.status.as_deref().unwrap_or("without status")
    );
    Ok(Some(plan.0))
}

/// One log-in per role. The agent is one to whom the plan proposes a shift, so that her page has something to show once it
/// is approved; the manager is that shift's.
async fn log_ins(
    app: &App,
    scenario: &Scenario,
    coordinator: &str,
    plan: Option<&str>,
) -> anyhow::Result<Vec<(&'static str, String, String)>> {
    let group = scenario.group.id.as_str();
    let mut tx = app.db.read().await?;
    let actor = identity::recognise(&mut tx, app, coordinator).await?;
    drop(tx);
    let mut unit = scenario.units.first().map(|unit| unit.id.0.clone()).context("the example group has no unit")?;
    let mut agent =
        scenario.agents.first().map(|agent| agent.id.0.clone()).context("the example group has no agent")?;
    if let Some(plan) = plan {
        let items = plans::find(app, &actor, plan).await?.items;
        if let Some((item, held)) = items.into_iter().find_map(|item| item.agent_id.clone().map(|held| (item, held))) {
            (unit, agent) = (item.unit_id, held);
        }
    }
    let name = scenario.agents.iter().find(|known| known.id.as_str() == agent).map_or("", |known| &known.name);
    let mut out = vec![("coordination", "Claire Delmas".to_owned(), coordinator.to_owned())];
    let everywhere = |role| NewGrant::new(role, Scope::Group);
    let others = [
        ("encadrement", "Marc Vidal", NewGrant::new(Role::Manager, Scope::Units([unit].into()))),
        ("agent", name, NewGrant::agent(&agent)),
        ("paie", "Nadia Roche", everywhere(Role::Payroll)),
        ("direction", "Hélène Aubry", everywhere(Role::Director)),
        ("audit", "Paul Mercier", everywhere(Role::Auditor)),
        ("administration", "Inès Morel", everywhere(Role::Administrator)),
    ];
    for (label, name, grant) in others {
        out.push((label, name.to_owned(), sign_up(app, group, name, grant).await?.token));
    }
    Ok(out)
}
