//! The pages that people wait for: the month of a unit, and an agent's home on a slow telephone line.
//!
//! What: (1) how long the server takes from a request to the whole table of a month, for a unit of 60 and for one of 600, with the
//! group's facts in memory and after they have moved, and how large the page is; (2) what a browser must load for an agent's home
//! when it knows nothing of it, and when it paints something first over the line that WebPageTest calls 3G (300 ms, 1.6 Mbit/s);
//! (3) how long somebody takes to ask for a replacement, from the month of her unit until she reads that it is asked for. She is a
//! script that thinks, points and presses as slowly as people do: the keystroke-level model of Card, Moran and Newell (The
//! Psychology of Human-Computer Interaction, 1983), 1.35 s to make up one's mind, 1.1 s to point, 0.28 s to press, and two seconds
//! to read what has come.
//!
//! Why: the month of 60 people must come in less than 150 ms and that of 600 in less than 1 s; an agent's home must weigh less
//! than 60 kB and show itself within a second; a replacement is asked for in less than 40 seconds.
//!
//! How: `cargo bench --bench pages`; the second part needs `chromedriver` (`scripts/deps.sh test`). The dated results are in
//! `docs/measurements.md`.

#[path = "../tests/browser/browser.rs"]
mod browser;

use browser::Browser;
use fantoccini::{Client, Locator};
use releve::app::access::{Actor, Role, Scope};
use releve::app::users::{self, NewGrant, NewUser, sign_up};
use releve::app::{App, Clock, accounts, scenarios};
use releve::config::Config;
use releve::server::Server;
use releve::store::Db;
use releve_solver::domain::scenario::Scenario;
use releve_solver::formats::generate::{Size, generate};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The day before the generated horizon begins, 30 November 2026.
const NOW: i64 = 1_796_000_000 - 86_400;
/// How often a page is asked for.
const TIMES: usize = 21;
/// WebPageTest's 3G: milliseconds, bytes a second.
const LINE: (u32, u32) = (300, 200_000);
const PASSWORD: &str = "trois canards verts";

#[tokio::main]
async fn main() {
    println!("| unit of | month, facts in memory ms | after facts have moved ms | page kB | compressed kB |");
    println!("|--:|--:|--:|--:|--:|");
    for people in [60, 600] {
        month(people).await;
    }
    println!();
    home().await;
    println!();
    asking().await;
}

/// Everybody works in one unit, which has the codes of all.
fn one_unit(people: u32) -> Scenario {
    let mut scenario = generate(Size { establishments: 2, agents: people, days: 28, gaps: people / 2 }, 7);
    scenario.group.id = "bench".into();
    let mut codes = Vec::new();
    for code in scenario.units.iter().flat_map(|unit| &unit.shift_codes) {
        if !codes.iter().any(|known: &releve_solver::domain::scenario::ShiftCode| known.code == code.code) {
            codes.push(code.clone());
        }
    }
    scenario.units[0].shift_codes = codes;
    let (unit, employer) = (scenario.units[0].id.clone(), scenario.units[0].establishment.clone());
    for agent in &mut scenario.agents {
        agent.employer = employer.clone();
    }
    for line in &mut scenario.rosters {
        line.unit = unit.clone();
    }
    for shift in &mut scenario.shifts {
        shift.unit = unit.clone();
    }
    scenario
}

struct Stage {
    app: App,
    base: String,
    _directory: TempDir,
}

async fn stage(scenario: Scenario) -> Stage {
    stage_of(scenario, "bench").await
}

async fn stage_of(scenario: Scenario, group: &str) -> Stage {
    let directory = tempfile::tempdir().expect("a directory");
    let url = format!("sqlite://{}", directory.path().join("bench.sqlite").display());
    let db = Db::connect(&url).await.expect("the database opens");
    db.migrate().await.expect("the schema is laid");
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let config = Config { database_url: url, listen, workers: 0, senders: 0, ..Config::default() };
    let app = App::new(db, Clock::standing_at(NOW), config);
    Box::pin(scenarios::import(&app, &Actor::system(group), scenario)).await.expect("an import");
    let server = Server::bind_app(app.clone()).await.expect("a free port");
    let base = format!("http://{}", server.local_addr().expect("an address"));
    tokio::spawn(server.run(std::future::pending()));
    Stage { app, base, _directory: directory }
}

async fn month(people: u32) {
    let scenario = one_unit(people);
    let (unit, first) = (scenario.units[0].id.0.clone(), scenario.horizon.from);
    let stage = stage(scenario).await;
    let coordinator = NewGrant::new(Role::Coordinator, Scope::Group);
    let token = sign_up(&stage.app, "bench", "c", coordinator).await.expect("a user").token;
    let address = format!("{}/service/{unit}?mois={}", stage.base, first.format("%Y-%m"));
    let http = reqwest::Client::new();
    let ask = async |packed: bool| {
        let mut request = http.get(&address).bearer_auth(&token);
        if packed {
            request = request.header("accept-encoding", "gzip");
        }
        let begun = Instant::now();
        let answer = request.send().await.expect("an answer");
        assert!(answer.status().is_success(), "{}", answer.status());
        let bytes = answer.bytes().await.expect("a page").len();
        (begun.elapsed(), bytes)
    };
    let mut moved = Vec::new();
    for _ in 0..5 {
        touch(&stage.app).await;
        moved.push(ask(false).await.0);
    }
    let mut waited = Vec::new();
    for _ in 0..TIMES {
        waited.push(ask(false).await.0);
    }
    let (page, packed) = (ask(false).await.1, ask(true).await.1);
    println!(
        "| {people} | {:.0} | {:.0} | {} | {} |",
        middle(&mut waited).as_secs_f64() * 1e3,
        middle(&mut moved).as_secs_f64() * 1e3,
        page / 1000,
        packed / 1000
    );
}

/// Moves the version of the facts, as any decision does.
async fn touch(app: &App) {
    let mut tx = app.db.write().await.expect("a transaction");
    releve::store::groups::touch(&mut tx, "bench").await.expect("touched");
    tx.commit().await.expect("committed");
}

fn middle(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

async fn home() {
    let scenario = generate(Size { establishments: 40, agents: 600, days: 28, gaps: 1_500 }, 7);
    let scenario = Scenario {
        group: releve_solver::domain::scenario::Group { id: "bench".into(), ..scenario.group.clone() },
        ..scenario
    };
    let agent = scenario.rosters[0].agent.0.clone();
    let stage = stage(scenario).await;
    let email = Some("agent@example.org".to_owned());
    let new = NewUser { name: "Camille Duval".to_owned(), email, grant: NewGrant::agent(&agent), invite: false };
    let user = users::create(&stage.app, &Actor::system("bench"), new).await.expect("a user").id;
    accounts::set_password(&stage.app, "bench", &user, PASSWORD).await.expect("a password");
    println!("| an agent's home | requests | kB on the line | first paint ms |");
    println!("|---|--:|--:|--:|");
    for (name, warm) in [("on the first visit", false), ("on the next", true)] {
        let (requests, bytes, paint) = Box::pin(visited(&stage, warm)).await;
        println!("| {name} | {requests} | {:.1} | {paint:.0} |", bytes / 1e3);
    }
}

/// To make up one's mind, to point, and to press.
const DECIDE: Duration = Duration::from_millis(1_350 + 1_100 + 280);
/// To read what has come.
const READ: Duration = Duration::from_secs(2);

async fn asking() {
    let scenario = releve_solver::formats::scenario::read(
        include_str!("../scenarios/group.small.toml"),
        releve_solver::formats::scenario::Syntax::Toml,
    )
    .expect("the example group");
    let (group, unit) = (scenario.group.id.0.clone(), scenario.units[0].id.0.clone());
    let stage = stage_of(scenario, &group).await;
    let email = Some("manager@example.org".to_owned());
    let grant = NewGrant::new(Role::Manager, Scope::Units([unit.clone()].into()));
    let new = NewUser { name: "Camille Duval".to_owned(), email, grant, invite: false };
    let user = users::create(&stage.app, &Actor::system(&group), new).await.expect("a user").id;
    accounts::set_password(&stage.app, &group, &user, PASSWORD).await.expect("a password");
    let browser = Browser::start().await.expect("a browser");
    let page = &browser.client;
    log_in(page, &stage.base, "manager@example.org", "main").await;
    page.goto(&format!("{}/service/{unit}?mois=2026-12", stage.base)).await.expect("the month");
    let press = async |css: &str| {
        tokio::time::sleep(DECIDE).await;
        page.wait().for_element(Locator::Css(css)).await.expect("it is there");
        let click = "document.querySelector(arguments[0]).click()";
        page.execute(click, vec![serde_json::json!(css)]).await.expect("pressed");
    };
    let begun = Instant::now();
    tokio::time::sleep(READ).await;
    press("#tableau a.c.manque").await;
    page.wait().for_element(Locator::Css("form.ask")).await.expect("the four answers");
    tokio::time::sleep(READ).await;
    press("label:has(input[name=motif])").await;
    press("label:has(input[name=priorite][value=normal])").await;
    page.wait().for_element(Locator::Css("#estimation .tag")).await.expect("an estimate");
    tokio::time::sleep(READ).await;
    press("button[value=transmettre]").await;
    page.wait().for_element(Locator::Css("#messages, input[name=quandmeme]")).await.expect("an answer");
    if page.find(Locator::Css("input[name=quandmeme]")).await.is_ok() {
        // Somebody asked for the same post: she reads it, and says that two are needed.
        tokio::time::sleep(READ).await;
        press("label:has(input[name=quandmeme])").await;
        press("button[value=transmettre]").await;
        page.wait().for_element(Locator::Id("messages")).await.expect("the request");
    }
    tokio::time::sleep(READ).await;
    println!("| a replacement asked for from a bare cell of the month | {:.1} s |", begun.elapsed().as_secs_f64());
    browser.stop().await.expect("closed");
}

async fn log_in(page: &Client, base: &str, email: &str, then: &str) {
    page.goto(&format!("{base}/connexion")).await.expect("the log-in");
    page.find(Locator::Id("email")).await.expect("a field").send_keys(email).await.expect("typed");
    page.find(Locator::Id("password")).await.expect("a field").send_keys(PASSWORD).await.expect("typed");
    browser::press(page, "main form button").await.expect("pressed");
    page.wait().for_element(Locator::Css(then)).await.expect("the page after it");
}

/// Requests, bytes and milliseconds until something is painted; `warm` when the browser has been there before.
async fn visited(stage: &Stage, warm: bool) -> (u64, f64, f64) {
    let browser = Browser::start().await.expect("a browser");
    let page = &browser.client;
    page.set_window_rect(0, 0, 390, 844).await.expect("a telephone");
    log_in(page, &stage.base, "agent@example.org", "#sollicitations").await;
    if !warm {
        // What was fetched to log in is forgotten; the session stays.
        browser.tell("Network.clearBrowserCache", serde_json::json!({})).await.expect("forgotten");
        page.execute(
            "return navigator.serviceWorker?.getRegistrations().then(all => Promise.all(all.map(one => one.unregister())))",
            Vec::new(),
        )
        .await
        .expect("unregistered");
    }
    page.goto("about:blank").await.expect("nothing");
    browser.network(Some(LINE)).await.expect("a slow line");
    page.goto(&format!("{}/moi", stage.base)).await.expect("her home");
    tokio::time::sleep(Duration::from_secs(2)).await;
    let read = "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]; \
                const paint = performance.getEntriesByName('first-contentful-paint')[0]; \
                return [all.length, all.reduce((sum, one) => sum + one.transferSize, 0), paint.startTime]";
    let seen = page.execute(read, Vec::new()).await.expect("figures");
    browser.stop().await.expect("closed");
    (seen[0].as_u64().unwrap_or_default(), seen[1].as_f64().unwrap_or_default(), seen[2].as_f64().unwrap_or_default())
}
