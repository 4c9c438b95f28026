//! One need from its request to the carer's statement: who does what, what stands on her accounts at the end, and what the log
//! has of it. `--nocapture` tells the story.

use crate::both;
use crate::rests::{tick, until};
use crate::world::{World, need};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

async fn done(world: &World, who: &str, path: &str, body: Option<Value>) -> Value {
    let (status, answer) = world.send(who, Method::POST, path, body).await;
    assert!(status.is_success(), "{who} {path}: {status} {answer}");
    answer
}

both! {
    async fn a_night_from_the_request_to_the_statement(world) {
        done(world, "manager", "/api/v1/requests", Some(need("nuit", "2026-12-20", "N"))).await;
        let round = done(world, "coordinator", "/api/v1/shifts/nuit/rounds", Some(json!({ "mode": "fair", "hours": 12, "agents": ["alix", "bao"] }))).await;
        let asked: Vec<_> = round["offers"].as_array().expect("a list").iter()
            .map(|offer| (offer["agent"].as_str().expect("text").to_owned(), offer["id"].as_str().expect("text").to_owned()))
            .collect();
        assert!(!asked.is_empty(), "{round}");
        for (agent, offer) in &asked {
            done(world, agent, &format!("/api/v1/offers/{offer}/accept"), None).await;
        }
        world.clock.advance(12 * 3_600);
        tick(world).await;
        let (_, list) = world.get("coordinator", "/api/v1/assignments").await;
        let held = list["items"].as_array().expect("a list").iter().find(|row| row["shift"] == "nuit").expect("it is held");
        let (id, agent) = (held["id"].as_str().expect("text"), held["agent"].as_str().expect("text"));
        until(world, "2026-12-20T21:00:00+01:00");
        done(world, "manager", &format!("/api/v1/assignments/{id}/started"), None).await;
        until(world, "2026-12-21T08:00:00+01:00");
        done(world, "manager", &format!("/api/v1/assignments/{id}/worked"), None).await;
        done(world, "payroll", &format!("/api/v1/assignments/{id}/validate"), None).await;
        tick(world).await;
        let path = "/api/v1/ledgers/statement?from=2026-12-01&to=2026-12-31";
        let (status, statement) = world.get(agent, path).await;
        assert_eq!(status, StatusCode::OK, "{statement}");
        println!("{agent}: {statement:#}");
        // Three hours of a Sunday at 60.00 € for eight (law.md, PAY-FPH-SUN).
        assert_eq!(statement["compensation"]["cents"]["closing"], 2_250, "{statement}");
        // Nine hours between 21:00 and 06:00 at 3 points for eight.
        assert_eq!(statement["equity"]["by_kind"]["night"], 338, "{statement}");
        let (_, csv) = world.get(agent, &format!("{path}&format=csv")).await;
        assert!(csv.is_null(), "a table, not JSON");
        let (_, log) = world.get("auditor", "/api/v1/audit?limit=200").await;
        let mut actions: Vec<_> = log["items"].as_array().expect("a list").iter().rev()
            .map(|line| (line["action"].as_str().expect("text"), line["object_id"].as_str().unwrap_or_default(), line))
            .collect();
        actions.retain(|(action, ..)| !action.starts_with("scenario"));
        for (_, _, line) in &actions {
            println!("{line}");
        }
        let names: Vec<_> = actions.iter().map(|(action, ..)| *action).collect();
        for wanted in ["request.make", "request.submit", "request.open", "round.open", "offer.accept", "round.close",
            "offer.chosen", "assignment.start", "assignment.worked", "assignment.validate"] {
            assert!(names.contains(&wanted), "{wanted} is not in the log: {names:?}");
        }
        let (status, verified) = world.get("auditor", "/api/v1/audit/verification").await;
        assert_eq!((status, &verified["flaw"]), (StatusCode::OK, &Value::Null), "{verified}");
        let (_, counted) = world.get("auditor", "/api/v1/ledgers/recomputation").await;
        assert_eq!(counted["differences"], json!([]), "{counted}");
    }
}
