//! Races: exactly one wins, and the loser leaves no trace.

use crate::both;
use crate::world::{Engine, World, need};
use releve::app::access::Actor;
use releve::metrics::Metrics;
use releve::store::jobs as job_rows;
use releve_solver::formats::generate::{Size, generate};
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

both! {
    async fn two_approvals_race_and_one_wins(world) {
        let (id, plan) = world.plan().await;
        let path = format!("/api/v1/plans/{id}/approve");
        let body = json!({ "items": "all", "version": plan["version"] });
        let (a, b) = tokio::join!(
            world.post("coordinator", &path, body.clone()),
            world.post("coordinator", &path, body.clone())
        );
        let mut statuses = [a.0, b.0];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT], "{a:?} {b:?}");
        assert_eq!(world.number("SELECT COUNT(*) FROM offers").await, 5);
        let posted = "SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE offer_id IS NOT NULL";
        let meant = "SELECT CAST(SUM(burden_centipoints) AS BIGINT) FROM offers";
        assert_eq!(world.number(posted).await, world.number(meant).await, "each burden once");
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox").await, 5);
    }

    async fn eight_workers_race_for_one_job(world) {
        world.send("coordinator", Method::POST, "/api/v1/plans", None).await;
        let claims: Vec<_> = (0..8)
            .map(|n| {
                let (db, now) = (world.app.db.clone(), world.clock.now());
                tokio::spawn(async move {
                    let mut tx = db.write().await.expect("a transaction");
                    let job = job_rows::claim(&mut tx, &format!("worker-{n}"), now, 30).await.expect("a claim");
                    tx.commit().await.expect("a commit");
                    job.is_some()
                })
            })
            .collect();
        let mut won = 0;
        for claim in claims {
            won += usize::from(claim.await.expect("no panic"));
        }
        assert_eq!(won, 1);
    }

    async fn accept_and_decline_race_and_one_wins(world) {
        let offers = world.approved().await;
        let (id, agent) = (offers[0]["id"].as_str().expect("an id"), offers[0]["agent"].as_str().expect("an agent"));
        let (accept, decline) = (format!("/api/v1/offers/{id}/accept"), format!("/api/v1/offers/{id}/decline"));
        let (a, b) = tokio::join!(
            world.send(agent, Method::POST, &accept, None),
            world.send(agent, Method::POST, &decline, None)
        );
        assert_eq!([a.0, b.0].iter().filter(|s| s.is_success()).count(), 1, "{a:?} {b:?}");
        assert!([a.0, b.0].contains(&StatusCode::CONFLICT));
        let filled = world.number("SELECT COUNT(*) FROM shifts WHERE state = 'filled'").await;
        let declined = world.number("SELECT COUNT(*) FROM offers WHERE state = 'declined'").await;
        assert_eq!(filled + declined, 1);
        let posted = format!("SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE offer_id = '{id}'");
        let burden = offers[0]["burden_centipoints"].as_i64().expect("a number");
        assert_eq!(world.number(&posted).await, burden * filled);
        assert_eq!(filled, i64::from(a.0.is_success()));
    }

    async fn requests_opened_at_once_are_all_there(world) {
        let bodies = (0..20).map(|n| {
            let mut body = need(&format!("r{n}"), "2026-12-15", "S");
            body["although_alike"] = json!(true);
            body
        });
        let sent = bodies.map(|body| world.post("manager", "/api/v1/requests", body));
        let answers = futures_util::future::join_all(sent).await;
        assert!(answers.iter().all(|(status, _)| *status == StatusCode::CREATED), "{answers:?}");
        assert_eq!(world.number("SELECT facts_version FROM groups").await, 21);
    }
}

/// A server that shuts down in the middle of a solve hands the job back; the next server finishes it.
#[tokio::test(flavor = "multi_thread")]
async fn a_shutdown_hands_the_running_job_back() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::empty(engine).await;
        let mut scenario = generate(Size { establishments: 8, agents: 400, days: 28, gaps: 250 }, 1);
        scenario.group.id = "g1".into();
        releve::app::scenarios::import(&world.app, &Actor::system("g1"), scenario).await.expect("an import");
        world.send("coordinator", Method::POST, "/api/v1/plans", None).await;
        let (close, closing) = watch::channel(false);
        let metrics = Arc::new(Metrics::default());
        let working = tokio::spawn(releve::jobs::work(world.app.clone(), metrics, closing));
        while world.number("SELECT COUNT(*) FROM jobs WHERE state = 'running'").await == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        close.send_replace(true);
        tokio::time::timeout(Duration::from_secs(20), working).await.expect("it stops").expect("no panic");
        assert_eq!(world.number("SELECT COUNT(*) FROM jobs WHERE state = 'queued' AND worker IS NULL").await, 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM plans WHERE state = 'computing'").await, 1);
    }
}
