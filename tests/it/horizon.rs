//! What a group plans as the years go by, and facts that lie outside it.

use crate::both;
use crate::rests::{tick, until};
use crate::rosters::{import, ok, refused, ward};
use crate::world::need;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// The hospital with a local rule that no law knows.
fn lawless(version: i64) -> Value {
    json!({ "version": version, "establishment": { "name": "Hôpital Saint-Roch", "finess": "010780054", "regime": "fph",
        "time_zone": "Europe/Paris", "commune": "Bourg", "place": { "latitude": 46.20, "longitude": 5.22 },
        "territory": "metropole", "law": { "rules": [{ "rule": "none", "document": "D-1", "values": { "minutes_min": 1 } }] } } })
}

const HOPITAL: &str = "/api/v1/establishments/hopital";

both! {
    async fn what_lies_far_ahead_is_no_fault_and_hides_none(world) {
        import(world, ward(0)).await;
        let absence = |from: &str, to: &str| json!({ "agent": "alix", "from": from, "to": to, "class": "planned" });
        // Today is 1 December 2026; four hundred days on is 5 January 2028.
        let far = absence("2028-01-05", "2028-01-06");
        let problem = refused(world, "manager", Method::POST, "/api/v1/absences", far, "invalid").await;
        assert_eq!(problem["errors"][0]["field"], "to", "{problem}");
        ok(world, "manager", Method::POST, "/api/v1/absences", absence("2028-01-04", "2028-01-05")).await;
        let draft = json!({ "id": "far", "unit": "medecine", "from": "2027-08-01", "to": "2027-08-31", "people": ["bao"] });
        ok(world, "manager", Method::POST, "/api/v1/rosters", draft).await;
        let days = json!({ "days": [{ "agent": "bao", "date": "2027-08-02", "codes": ["M"], "version": 0 }] });
        ok(world, "manager", Method::PUT, "/api/v1/rosters/far/days", days).await;
        ok(world, "manager", Method::POST, "/api/v1/agents/dany/leave", json!({ "on": "2027-09-01", "reason": "Mutation" })).await;
        // The law is looked at all the same, and a slip of long ago does not keep it from being.
        refused(world, "administrator", Method::PUT, HOPITAL, lawless(1), "invalid").await;
        world.execute("UPDATE agents SET name = '' WHERE id = 'dany'").await;
        let problem = refused(world, "administrator", Method::PUT, HOPITAL, lawless(1), "invalid").await;
        assert!(problem["errors"][0]["field"].as_str().expect("a field").contains("law.rules"), "{problem}");
        // Nor is a slip of long ago somebody else's to answer for.
        let gael = json!({ "id": "abel", "file": { "name": "Abel Simon", "employer": "hopital", "share_percent": 100,
            "qualifications": [{ "qualification": "AS" }], "home": { "latitude": 46.25, "longitude": 5.21 },
            "mobility_km": 30, "cost_cents_per_hour": 2400 } });
        ok(world, "manager", Method::POST, "/api/v1/agents", gael).await;
    }

    async fn the_horizon_follows_the_calendar(world) {
        import(world, ward(0)).await;
        let ask = async |id: &str, date: &str| world.post("manager", "/api/v1/requests", need(id, date, "M")).await;
        let (status, refused) = ask("jan", "2027-01-15").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "the import planned two weeks: {refused}");
        until(world, "2026-12-02T02:30:00+01:00");
        tick(world).await;
        tick(world).await;
        assert_eq!(ask("jan", "2027-01-15").await.0, StatusCode::CREATED);
        assert_eq!(ask("mar", "2027-03-31").await.0, StatusCode::CREATED);
        assert_eq!(ask("apr", "2027-04-01").await.0, StatusCode::UNPROCESSABLE_ENTITY);
        let version = "SELECT facts_version FROM groups WHERE id = 'g1'";
        let before = world.number(version).await;
        until(world, "2026-12-03T02:30:00+01:00");
        tick(world).await;
        assert_eq!(world.number(version).await, before, "within a month nothing moves");
        // It lives on, long after the days it was made with.
        until(world, "2028-02-29T02:30:00+01:00");
        tick(world).await;
        assert_eq!(world.text("SELECT horizon_from FROM groups").await, "2028-02-01");
        assert_eq!(ask("may", "2028-05-31").await.0, StatusCode::CREATED);
        let (status, judged) = world.get("coordinator", "/api/v1/shifts/may/candidates?agent=alix").await;
        assert_eq!((status, &judged["candidates"][0]["verdict"]), (StatusCode::OK, &json!("eligible")), "{judged}");
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'horizon.move'").await, 2);
    }
}
