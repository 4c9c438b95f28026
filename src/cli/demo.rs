//! `releve demo`: the example group in a database of its own, planned and served, with a log-in for each role.
//!
//! Running it again keeps the database: a group and accounts that are there are not made again. Each run has a key and a
//! password of its own, which it prints; what an earlier run printed opens nothing any more.

use super::DONE;
use super::progress::Meter;
use super::serve::{log, runtime, stopped};
use anyhow::{Context, bail};
use releve::app::access::{Actor, Role, Scope};
use releve::app::plans::{self, Order};
use releve::app::totp::base32;
use releve::app::users::{self, NewGrant, NewUser};
use releve::app::{App, Clock, Conflict, Error, accounts, links, scenarios};
use releve::config::{Accounts, Config};
use releve::metrics::Metrics;
use releve::store::{self, Db, groups};
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
    let key = Clock::system().new_token().parse().map_err(|error| anyhow::anyhow!("a key: {error}"))?;
    let config = Config {
        accounts: Accounts { secret_key: Some(key), demo: true, ..Accounts::default() },
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
    let coordinator = Actor::system(&group).acting_as(Role::Coordinator);
    let plan = Box::pin(planned(&app, &coordinator)).await?;
    let letters = base32(&app.clock.random::<10>()).to_lowercase();
    let password = [&letters[..4], &letters[4..8], &letters[8..12], &letters[12..]].join("-");
    let people = people(&app, &scenario, &coordinator, plan.as_deref()).await?;
    let mut known = Vec::new();
    for person in people {
        let link = seated(&app, &group, &person, &password).await?;
        known.push((person, link));
    }

    let server = Server::bind_app(app).await?;
    let address = server.local_addr()?;
    let mut out = format!("\nRelève is at http://{address}/ (Ctrl-C stops it)\n\n");
    let _ = writeln!(out, "Accounts, one per role, all with the password {password} until the next run:");
    for (person, _) in &known {
        let _ = writeln!(out, "  {:<14} {:<22} {}", person.role, person.name, person.email);
    }
    let _ = writeln!(out, "\nOr without it, once each, within the hour:");
    for (person, link) in &known {
        let _ = writeln!(out, "  {:<14} http://{address}/lien/{link}", person.role);
    }
    super::print(&out)?;
    server.run(stopped()?).await
}

async fn known(app: &App, group: &str) -> anyhow::Result<bool> {
    let mut tx = app.db.read().await?;
    Ok(groups::facts_version(&mut tx, group).await?.is_some())
}

/// Computes a plan the way the server does: ordered, queued, claimed by a worker. Gives its identifier.
async fn planned(app: &App, actor: &Actor) -> anyhow::Result<Option<String>> {
    let plan = match plans::start(app, actor, &Order::default()).await {
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
                let (_, job) = plans::progress(app, actor, &plan.0).await?;
                if let Some(progress) = job.and_then(|job| job.progress) {
                    meter.update(&serde_json::from_str::<Progress>(&progress)?);
                }
            }
        }
    }
    meter.finish();
    let whole = plans::find(app, actor, &plan.0).await?;
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

/// Somebody of the demonstration.
struct Person {
    /// In French.
    role: &'static str,
    name: String,
    email: String,
    grant: NewGrant,
}

/// One per role. The agent is one to whom the plan proposes a shift, so that her page has something to show once it is
/// approved; the manager is that shift's.
async fn people(app: &App, scenario: &Scenario, actor: &Actor, plan: Option<&str>) -> anyhow::Result<Vec<Person>> {
    let mut unit = scenario.units.first().map(|unit| unit.id.0.clone()).context("the example group has no unit")?;
    let mut agent =
        scenario.agents.first().map(|agent| agent.id.0.clone()).context("the example group has no agent")?;
    if let Some(plan) = plan {
        let items = plans::find(app, actor, plan).await?.items;
        if let Some((item, held)) = items.into_iter().find_map(|item| item.agent_id.clone().map(|held| (item, held))) {
            (unit, agent) = (item.unit_id, held);
        }
    }
    let name = scenario.agents.iter().find(|known| known.id.as_str() == agent).map_or("", |known| &known.name);
    let everywhere = |role| NewGrant::new(role, Scope::Group);
    let manager = NewGrant::new(Role::Manager, Scope::Units([unit.clone()].into()));
    let people = [
        ("coordination", "Claire Delmas", "coordination".to_owned(), everywhere(Role::Coordinator)),
        ("encadrement", "Marc Vidal", format!("cadre-{unit}"), manager),
        ("agent", name, agent.clone(), NewGrant::agent(&agent)),
        ("paie", "Nadia Roche", "paie".to_owned(), everywhere(Role::Payroll)),
        ("direction", "Hélène Aubry", "direction".to_owned(), everywhere(Role::Director)),
        ("audit", "Paul Mercier", "audit".to_owned(), everywhere(Role::Auditor)),
        ("administration", "Inès Morel", "administration".to_owned(), everywhere(Role::Administrator)),
    ];
    Ok(people
        .into_iter()
        .map(|(role, name, local, grant)| {
            let email = format!("{}@demo.example", local.to_lowercase());
            Person { role, name: name.to_owned(), email, grant }
        })
        .collect())
}

/// Makes somebody's account, unless it is there, and gives it this run's password; gives the end of a link that logs her in.
async fn seated(app: &App, group: &str, person: &Person, password: &str) -> anyhow::Result<String> {
    let mut tx = app.db.read().await?;
    let known = store::accounts::by_email(&mut tx, &person.email).await?;
    drop(tx);
    let user = if let Some(row) = known {
        row.id
    } else {
        let (name, email) = (person.name.clone(), Some(person.email.clone()));
        let new = NewUser { name, email, grant: person.grant.clone(), invite: false };
        users::create(app, &Actor::system(group), new).await?.id
    };
    accounts::set_password(app, group, &user, password).await?;
    let link = links::demonstrate(app, group, &user).await?;
    link.rsplit_once('/').map(|(_, token)| token.to_owned()).context("a link without an end")
}
