//! How long the ranked candidates of one shift take over HTTP.
//!
//! What: `GET /api/v1/shifts/{id}/candidates` in a group of 600 agents on SQLite, every agent judged by every rule, each
//! refusal with its sentences; client and server share the machine and the process. Time to the last byte, without the
//! client's parsing.
//!
//! Why: a nursing manager reads this list with someone on the phone; the aim is 20 ms at the 99th percentile.
//!
//! How: `cargo bench --bench candidates`. The dated results are in `docs/measurements.md`.

use releve::Server;
use releve::app::access::{Actor, Role, Scope};
use releve::app::users::{NewGrant, sign_up};
use releve::app::{App, Clock};
use releve::config::Config;
use releve::store::Db;
use releve_solver::formats::generate::{Size, generate};
use std::net::SocketAddr;
use std::time::Instant;

const REQUESTS: usize = 2_000;

#[tokio::main]
async fn main() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let url = format!("sqlite://{}", directory.path().join("releve.sqlite").display());
    let db = Db::connect(&url).await.expect("the database opens");
    db.migrate().await.expect("the schema is laid");
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let config = Config { database_url: url, listen, workers: 0, ..Config::default() };
    // The generated horizon begins on 30 November 2026.
    let app = App::new(db, Clock::standing_at(1_796_000_000), config);
    let scenario = generate(Size { establishments: 40, agents: 600, days: 28, gaps: 1500 }, 7);
    let group = scenario.group.id.clone();
    let shifts: Vec<String> = scenario.shifts.iter().map(|shift| shift.id.to_string()).collect();
    Box::pin(releve::app::scenarios::import(&app, &Actor::system(group.as_str()), scenario)).await.expect("an import");
    let token =
        sign_up(&app, group.as_str(), "c", NewGrant::new(Role::Coordinator, Scope::Group)).await.expect("a user").token;
    let server = Server::bind_app(app).await.expect("a free port");
    let address = server.local_addr().expect("an address");
    tokio::spawn(server.run(std::future::pending()));

    releve::notify::use_ring();
    let http = reqwest::Client::new();
    let (mut milliseconds, mut bytes) = (Vec::with_capacity(REQUESTS), 0);
    for n in 0..=REQUESTS {
        let shift = &shifts[n * 7 % shifts.len()];
        let begun = Instant::now();
        let request = http.get(format!("http://{address}/api/v1/shifts/{shift}/candidates")).bearer_auth(&token);
        let answer = request.send().await.expect("an answer");
        assert!(answer.status().is_success(), "{shift}: {}", answer.status());
        let body = answer.bytes().await.expect("a body");
        // The first request compiles the group; every later one finds it ready until a fact changes.
        if n == 0 {
            println!("first request: {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
        } else {
            milliseconds.push(begun.elapsed().as_secs_f64() * 1000.0);
            bytes += body.len();
        }
    }
    milliseconds.sort_by(f64::total_cmp);
    let at = |share: f64| milliseconds[(REQUESTS as f64 * share) as usize];
    println!(
        "600 agents, {} shifts, {REQUESTS} requests: p50 {:.1} ms, p90 {:.1} ms, p99 {:.1} ms, {} kB an answer",
        shifts.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        bytes / REQUESTS / 1000
    );
}
