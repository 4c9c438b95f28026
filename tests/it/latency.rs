//! How long candidates for one shift of a large group take over HTTP. A measurement, not a promise a debug build could keep:
//! `cargo test --release --test it latency -- --ignored --nocapture`.

use crate::world::{Engine, World};
use releve::app::access::Actor;
use releve_solver::formats::generate::{Size, generate};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use std::time::Instant;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement for release builds"]
async fn candidates_of_a_large_group() {
    let world = World::empty(Engine::Sqlite).await;
    let mut scenario = generate(Size { establishments: 12, agents: 600, days: 28, gaps: 300 }, 1);
    scenario.group.id = "g1".into();
    let (agents, shifts) = (scenario.agents.len(), scenario.shifts.clone());
    releve::app::scenarios::import(&world.app, &Actor::system("g1"), scenario).await.expect("an import");
    let mut milliseconds = Vec::new();
    for n in 0..500 {
        let path = format!("/api/v1/shifts/{}/candidates", shifts[n * 7 % shifts.len()].id);
        let begun = Instant::now();
        let request = world.request(Method::GET, &path).bearer_auth(world.token("coordinator"));
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        let text = response.text().await.expect("a body");
        // What the client then does with the text is its own affair.
        let taken = begun.elapsed().as_secs_f64() * 1000.0;
        let body: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(body["candidates"].as_array().map(Vec::len), Some(agents));
        if n > 0 {
            milliseconds.push(taken);
        }
    }
    milliseconds.sort_by(f64::total_cmp);
    let at = |share: f64| milliseconds[(milliseconds.len() as f64 * share) as usize];
    println!("{agents} agents, {} shifts: p50 {:.1} ms, p99 {:.1} ms", shifts.len(), at(0.5), at(0.99));
}
