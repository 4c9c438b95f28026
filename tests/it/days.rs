//! Civil days that nobody means: every route that takes one refuses it and names it, wherever it stands.

use crate::both;
use crate::world::need;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Days that Rust's calendar has, and ours does not.
const OUTSIDE: [&str; 6] = ["+262142-12-31", "-262143-01-01", "+10000-01-01", "2200-01-01", "1899-12-31", "0026-12-08"];

both! {
    async fn a_day_outside_the_calendar_is_no_parameter(world) {
        for day in OUTSIDE {
            let encoded: String = form_urlencoded::byte_serialize(day.as_bytes()).collect();
            for (who, path, name) in [
                ("alix", "/api/v1/ledgers/statement", "from"),
                ("alix", "/api/v1/ledgers/statement", "to"),
                ("coordinator", "/api/v1/requests", "from"),
                ("coordinator", "/api/v1/shifts", "to"),
                ("coordinator", "/api/v1/offers", "from"),
                ("coordinator", "/api/v1/assignments", "to"),
                ("coordinator", "/api/v1/establishments/hopital/statement", "from"),
            ] {
                let (status, problem) = world.get(who, &format!("{path}?{name}={encoded}")).await;
                assert_eq!((status, &problem["code"]), (StatusCode::BAD_REQUEST, &json!("bad-query")), "{path} {day}: {problem}");
                assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(name)), "{day}: {problem}");
            }
        }
    }

    async fn a_day_outside_the_calendar_is_in_no_body(world) {
        let refused = async |who: &str, method: Method, path: &str, body: Value, field: &str| {
            let (status, problem) = world.send(who, method, path, Some(body)).await;
            assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid")), "{path}: {problem}");
            assert_eq!(problem["errors"][0]["field"], field, "{path}: {problem}");
        };
        let before = world.fingerprint().await;
        for day in OUTSIDE {
            refused("manager", Method::POST, "/api/v1/requests", need("r-1", day, "M"), "shifts[0].date").await;
            let paper = json!({ "kind": "licence", "reference": "D-7", "valid_from": day });
            refused("manager", Method::POST, "/api/v1/agents/alix/documents", paper, "valid_from").await;
            let grant = json!({ "role": "director", "valid_from": "2026-12-01", "valid_to": day });
            refused("administrator", Method::POST, "/api/v1/users/x/grants", grant, "valid_to").await;
            let work = json!({ "from": format!("{day}T08:00:00"), "to": "2026-12-15T12:00:00", "employer_kind": "private" });
            refused("alix", Method::POST, "/api/v1/me/outside-work", work, "from").await;
            let roster = json!({ "id": "r-1", "unit": "medecine", "from": day, "to": "2026-12-31" });
            refused("manager", Method::POST, "/api/v1/rosters", roster, "from").await;
        }
        assert_eq!(world.fingerprint().await, before, "nothing may change");
        let (status, made) = world.post("manager", "/api/v1/requests", need("r-1", "2026-12-10", "M")).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
    }

    async fn a_month_of_pay_is_one_of_the_calendar(world) {
        for month in ["0026-12", "2200-01", "9999-12", "1899-12", "+026-12", "2026-13"] {
            let encoded: String = form_urlencoded::byte_serialize(month.as_bytes()).collect();
            let path = format!("/api/v1/payroll?establishment=hopital&month={encoded}");
            let (status, problem) = world.get("payroll", &path).await;
            assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid")), "{month}: {problem}");
            assert_eq!(problem["errors"][0]["field"], "month", "{problem}");
        }
    }
}
