//! The service under load, on an embedded database and, where `RELEVE_TEST_POSTGRES_URL` says where one is, on PostgreSQL.
//!
//! What: (1) offers for 1,000 agents made in one transaction, from the request to its answer, with the judging of everybody, with
//! the database's part of it alone, and where the coordinator has just looked at who could be asked; (2) a thousand people who say
//! yes to one shift at the same moment; (3) a steady mixed load that arrives whether or not the answers do: four in five requests
//! read (the board's shifts, an agent's offers, her account, who she is), one in five writes (a request, a message, a yes or a no).
//!
//! Why: an urgent asking must be out before the coordinator has let go of the mouse, and 200 requests a second must leave 99 of
//! 100 people waiting less than a tenth of a second on two cores.
//!
//! How: `cargo bench --bench service`, with `-- --seconds 20 --rate 200` for the load. The dated results are in
//! `docs/measurements.md`.

use releve::app::access::{Actor, Paging, Role, Scope};
use releve::app::rounds::{self, Mode, Order};
use releve::app::settings::{self, Settings};
use releve::app::shifts::{self, Wanted};
use releve::app::users::{NewGrant, sign_up};
use releve::app::{App, Clock, candidates, scenarios};
use releve::config::Config;
use releve::server::Server;
use releve::store::Db;
use releve_solver::domain::scenario::Scenario;
use releve_solver::formats::generate::{Size, generate};
use reqwest::Client;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// People asked at once.
const PEOPLE: usize = 1_000;
/// Agents who take part in the load.
const AGENTS: usize = 40;
/// The day before the generated horizon begins, 30 November 2026.
const NOW: i64 = 1_796_000_000 - 86_400;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, otherwise: u64| {
        let given = arguments.windows(2).find(|pair| pair[0] == name);
        given.map_or(otherwise, |pair| pair[1].parse().expect("a number"))
    };
    let (seconds, rate) = (number("--seconds", 20), number("--rate", 200));
    println!(
        "| database | 1,000 offers ms | judging aside ms | facts in memory ms | 1,000 yes s | load p50 ms | p90 | p99 | most | refused |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    let directory = tempfile::tempdir().expect("a directory");
    let file = format!("sqlite://{}", directory.path().join("bench.sqlite").display());
    measure("SQLite", &file, seconds, rate).await;
    if let Ok(server) = std::env::var("RELEVE_TEST_POSTGRES_URL") {
        let url = fresh(&server).await;
        measure("PostgreSQL", &url, seconds, rate).await;
    }
}

/// A database of its own on a test server.
async fn fresh(server: &str) -> String {
    let name = format!("bench_{}", Clock::system().new_id().replace('-', ""));
    let mut connection = PgConnection::connect(server).await.expect("the test server answers");
    let create = format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
    connection.execute(AssertSqlSafe(create)).await.expect("a fresh database");
    let (head, tail) = server.split_once('?').map_or((server, ""), |(head, tail)| (head, tail));
    let base = head.rsplit_once('/').expect("the URL names a database").0;
    format!("{base}/{name}?{tail}").trim_end_matches('?').to_owned()
}

/// A group of 600 with a thousand nurses more who could all hold one of its shifts.
fn crowd() -> (Scenario, String) {
    let mut scenario = generate(Size { establishments: 40, agents: 600, days: 28, gaps: 1500 }, 7);
    scenario.group.id = "bench".into();
    let shift = scenario.shifts.iter().max_by_key(|shift| shift.date).expect("a shift").clone();
    let fits = |agent: &&releve_solver::domain::scenario::Agent| {
        agent.qualifications.iter().any(|held| held.qualification == shift.qualification)
    };
    let mut model = scenario.agents.iter().find(fits).expect("somebody with the title").clone();
    let unit = scenario.units.iter().find(|unit| unit.id == shift.unit).expect("its unit");
    let site = scenario.establishments.iter().find(|site| site.id == unit.establishment).expect("its site");
    (model.employer, model.home, model.mobility_km) = (site.id.clone(), site.place, 100);
    (model.availability, model.wishes, model.promised_rests) = (Vec::new(), Vec::new(), Vec::new());
    (model.exemptions, model.outside_work) = (Vec::new(), Vec::new());
    for n in 0..PEOPLE {
        let mut agent = model.clone();
        agent.id = format!("crowd-{n:04}").as_str().into();
        scenario.agents.push(agent);
    }
    (scenario, shift.id.0)
}

async fn measure(name: &str, url: &str, seconds: u64, rate: u64) {
    let db = Db::connect(url).await.expect("the database opens");
    db.migrate().await.expect("the schema is laid");
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    releve::notify::use_ring();
    let config = Config { database_url: url.to_owned(), listen, workers: 0, senders: 0, ..Config::default() };
    let app = App::new(db, Clock::standing_at(NOW), config);
    let (scenario, shift) = crowd();
    let units: Vec<(String, String, String)> = scenario
        .shifts
        .iter()
        .map(|shift| (shift.unit.0.clone(), shift.code.as_str().to_owned(), shift.qualification.as_str().to_owned()))
        .collect();
    let first_day = scenario.horizon.from;
    let home: Vec<String> = scenario.agents.iter().take(AGENTS).map(|agent| agent.id.0.clone()).collect();
    Box::pin(scenarios::import(&app, &Actor::system("bench"), scenario)).await.expect("an import");
    let administrator = Actor::system("bench").acting_as(Role::Administrator);
    let all_week = Settings { urgent_hours: 168, round_people: PEOPLE as u32, ..Settings::default() };
    settings::put(&app, &administrator, &all_week).await.expect("the settings");

    let coordinator = Actor::system("bench").acting_as(Role::Coordinator);
    let crowd: std::collections::BTreeSet<String> = (0..PEOPLE).map(|n| format!("crowd-{n:04}")).collect();
    let order = Order { mode: Mode::Fair, agents: Some(crowd.clone()), hours: Some(24) };
    let begun = Instant::now();
    let round = rounds::open(&app, &coordinator, &shift, &order).await.expect("a round").round;
    let whole = begun.elapsed();
    let judging = judged(&app, &coordinator, &shift).await;
    rounds::withdraw(&app, &coordinator, &round.id.0, "mesure").await.expect("withdrawn");
    // As it mostly goes: the coordinator has the list of those who could hold the shift before her, and asks them.
    candidates::of_shift(&app, &coordinator, &shift).await.expect("candidates");
    let begun = Instant::now();
    let round = rounds::open(&app, &coordinator, &shift, &order).await.expect("a round").round;
    let seen = begun.elapsed();
    rounds::withdraw(&app, &coordinator, &round.id.0, "mesure").await.expect("withdrawn");

    let storm = storm(&app, &coordinator, &shift).await;
    let (mut waited, refused) = load(&app, (&units, first_day), &home, (seconds, rate)).await;
    waited.sort_unstable();
    let at = |share: f64| waited[((waited.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "| {name} | {:.0} | {:.0} | {:.0} | {storm:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {refused} of {} |",
        whole.as_secs_f64() * 1e3,
        whole.saturating_sub(judging).as_secs_f64() * 1e3,
        seen.as_secs_f64() * 1e3,
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        waited.len()
    );
}

/// What compiling the facts and judging everybody takes without any writing: an order that asks somebody unknown is refused
/// after it.
async fn judged(app: &App, coordinator: &Actor, shift: &str) -> Duration {
    let shift = app_shift_like(app, coordinator, shift).await;
    let order = Order { mode: Mode::Fair, agents: Some(["nobody".to_owned()].into()), hours: Some(24) };
    let begun = Instant::now();
    rounds::open(app, coordinator, &shift, &order).await.expect_err("nobody is called so");
    begun.elapsed()
}

/// Another open shift than this one.
async fn app_shift_like(app: &App, coordinator: &Actor, shift: &str) -> String {
    let paging = Paging { state: Some("open".to_owned()), ..Paging::default() };
    let open = shifts::list(app, coordinator, &paging, Wanted::default()).await.expect("a list");
    open.iter().map(|row| row.shift.id.clone()).find(|id| id != shift).expect("another shift")
}

/// Seconds until a thousand people who say yes at once all have their answer.
async fn storm(app: &App, coordinator: &Actor, shift: &str) -> f64 {
    let starts = shifts::find(app, coordinator, shift).await.expect("the shift").shift.starts_at;
    app.clock.advance(starts - NOW - 7 * 86_400 + 60);
    let order = Order { mode: Mode::First, agents: None, hours: Some(24) };
    let whole = rounds::open(app, coordinator, shift, &order).await.expect("a round");
    let server = Server::bind_app(app.clone()).await.expect("a free port");
    let address = server.local_addr().expect("an address");
    let serving = tokio::spawn(server.run(std::future::pending()));
    let mut asked = Vec::new();
    for offer in &whole.offers {
        let created = sign_up(app, "bench", &offer.agent_id, NewGrant::agent(&offer.agent_id)).await.expect("a user");
        asked.push((created.token, format!("http://{address}/api/v1/offers/{}/accept", offer.id)));
    }
    let http = Client::new();
    let begun = Instant::now();
    let answers = asked.iter().map(|(token, url)| http.post(url).bearer_auth(token).send());
    let answers = futures_util::future::join_all(answers).await;
    let seconds = begun.elapsed().as_secs_f64();
    let won = answers.iter().flatten().filter(|answer| answer.status().is_success()).count();
    assert_eq!((won, answers.iter().flatten().count()), (1, whole.offers.len()), "exactly one wins");
    serving.abort();
    seconds
}

/// A steady load; gives how long each request waited for its answer, and how many were refused.
async fn load(
    app: &App,
    (units, first_day): (&[(String, String, String)], chrono::NaiveDate),
    home: &[String],
    (seconds, rate): (u64, u64),
) -> (Vec<Duration>, usize) {
    let server = Server::bind_app(app.clone()).await.expect("a free port");
    let base = format!("http://{}/api/v1", server.local_addr().expect("an address"));
    let serving = tokio::spawn(server.run(std::future::pending()));
    let role = |role| NewGrant::new(role, Scope::Group);
    let coordinator = sign_up(app, "bench", "c", role(Role::Coordinator)).await.expect("a user").token;
    let mut agents = Vec::new();
    for id in home {
        agents.push((id.clone(), sign_up(app, "bench", id, NewGrant::agent(id)).await.expect("a user").token));
    }
    let http = Client::new();
    let (heard, mut hears) = mpsc::unbounded_channel();
    let begun = tokio::time::Instant::now();
    for n in 0..seconds * rate {
        tokio::time::sleep_until(begun + Duration::from_micros(n * 1_000_000 / rate)).await;
        let (agent, token) = &agents[n as usize % agents.len()];
        let request = match n % 20 {
            0 | 10 => {
                let (unit, code, title) = &units[n as usize % units.len()];
                let date = first_day + chrono::Days::new(7 + n % 21);
                let body = json!({ "id": format!("load-{n}"), "unit": unit, "motive": "workload", "priority": "normal",
                    "although_alike": true, "shifts": [{ "code": code, "date": date, "qualification": title }] });
                http.post(format!("{base}/requests")).bearer_auth(&coordinator).json(&body)
            }
            5 | 15 => {
                let before = n - 5;
                let body = json!({ "text": "Merci de préciser l’étage." });
                http.post(format!("{base}/requests/load-{before}/messages")).bearer_auth(&coordinator).json(&body)
            }
            n if n % 4 == 1 => http.get(format!("{base}/shifts?state=open&limit=100")).bearer_auth(&coordinator),
            n if n % 4 == 2 => http.get(format!("{base}/offers")).bearer_auth(token),
            n if n % 4 == 3 => http.get(format!("{base}/ledgers/equity?agent={agent}")).bearer_auth(token),
            _ => http.get(format!("{base}/me")).bearer_auth(token),
        };
        let heard = heard.clone();
        tokio::spawn(async move {
            let sent = Instant::now();
            let answer = request.send().await;
            let good = answer.as_ref().is_ok_and(|answer| answer.status().is_success());
            if let Ok(answer) = answer {
                let _ = answer.bytes().await;
            }
            let _ = heard.send((sent.elapsed(), good));
        });
    }
    drop(heard);
    let (mut waited, mut refused) = (Vec::new(), 0);
    while let Some((time, good)) = hears.recv().await {
        waited.push(time);
        refused += usize::from(!good);
    }
    serving.abort();
    (waited, refused)
}
