//! Establishments and units: who may change what of them, and what stays as long as people work by it.

use crate::both;
use crate::rests::until;
use crate::rosters::{import, ok, refused, ward};
use releve_solver::domain::scenario::{RosterLine, Scenario};
use reqwest::Method;
use serde_json::{Value, json};

fn hopital() -> Value {
    json!({ "name": "Hôpital Saint-Roch", "finess": "010780054", "regime": "fph", "time_zone": "Europe/Paris",
        "commune": "Bourg", "place": { "latitude": 46.20, "longitude": 5.22 }, "territory": "metropole" })
}

fn ehpad() -> Value {
    json!({ "name": "Les Tilleuls", "finess": "010000024", "regime": "ccn51", "time_zone": "Europe/Paris",
        "commune": "Viriat", "place": { "latitude": 46.25, "longitude": 5.21 }, "territory": "metropole" })
}

/// The same with another value of a field.
fn with(mut site: Value, field: &str, value: Value) -> Value {
    site[field] = value;
    site
}

fn tilleuls(codes: &[Value]) -> Value {
    json!({ "version": 1, "unit": { "name": "Les Tilleuls, rez-de-chaussée", "shift_codes": codes } })
}

fn day(start: &str) -> Value {
    json!({ "code": "J", "start": start, "end": "14:30:00", "break_minutes": 30, "label": "Journée" })
}

/// The ward with one roster and nothing to fill.
fn rostered(agent: &str, unit: &str, from: &str, codes: &str) -> Scenario {
    let from = from.parse().expect("a date");
    let line = RosterLine { agent: agent.into(), unit: unit.into(), from, codes: codes.to_owned() };
    Scenario { rosters: vec![line], ..ward(0) }
}

const EHPAD: &str = "/api/v1/establishments/ehpad";
const HOPITAL: &str = "/api/v1/establishments/hopital";
const TILLEULS: &str = "/api/v1/units/tilleuls";

both! {
    async fn whoever_has_a_unit_has_no_right_over_its_establishment(world) {
        import(world, ward(0)).await;
        let jardin = json!({ "name": "Le Jardin", "shift_codes": [day("07:00:00")] });
        let new = json!({ "id": "jardin", "establishment": "ehpad", "unit": jardin });
        ok(world, "administrator", Method::POST, "/api/v1/units", new.clone()).await;
        let who = "manager-tilleuls";
        let ending = json!({ "on": "2027-01-01", "reason": "Fusion" });
        let convention = json!({ "document": "C", "valid_from": "2026-01-01", "notice_days": 7, "cost_key": "at_cost",
            "period": "month" });
        let other = json!({ "id": "verger", "establishment": "ehpad", "unit": jardin });
        let file = json!({ "name": "Gaël Simon", "employer": "hopital", "share_percent": 100,
            "qualifications": [{ "qualification": "AS" }], "home": { "latitude": 46.25, "longitude": 5.21 }, "mobility_km": 30,
            "cost_cents_per_hour": 2400 });
        for (method, path, body, code) in [
            (Method::PUT, EHPAD, json!({ "version": 1, "establishment": with(ehpad(), "name", json!("X")) }), "not-found"),
            (Method::PUT, EHPAD, json!({ "version": 1, "establishment": with(ehpad(), "regime", json!("fph")) }), "not-found"),
            (Method::PUT, HOPITAL, json!({ "version": 1, "establishment": hopital() }), "not-found"),
            (Method::POST, "/api/v1/establishments", json!({ "id": "x", "establishment": ehpad(), "convention": convention }), "forbidden"),
            (Method::POST, "/api/v1/establishments/ehpad/close", ending.clone(), "forbidden"),
            (Method::POST, "/api/v1/establishments/ehpad/leave", ending.clone(), "forbidden"),
            (Method::POST, "/api/v1/establishments/ehpad/conventions", convention.clone(), "forbidden"),
            (Method::POST, "/api/v1/units", other, "not-found"),
            (Method::PUT, "/api/v1/units/jardin", json!({ "version": 1, "unit": jardin }), "not-found"),
            (Method::POST, "/api/v1/units/jardin/close", ending.clone(), "not-found"),
            (Method::PUT, "/api/v1/units/medecine", json!({ "version": 1, "unit": jardin }), "not-found"),
            (Method::POST, "/api/v1/agents", json!({ "id": "gael", "file": file }), "not-found"),
            (Method::PUT, "/api/v1/agents/alix", json!({ "version": 1, "file": file }), "not-found"),
            (Method::POST, "/api/v1/agents/alix/leave", ending.clone(), "not-found"),
            (Method::POST, "/api/v1/agents/alix/documents/end", json!({ "reference": "x", "last_day": "2027-01-01" }), "not-found"),
            (Method::POST, "/api/v1/agents/alix/agreements/end", json!({ "reference": "ACC-ALIX", "last_day": "2027-01-01" }), "not-found"),
        ] {
            refused(world, who, method, path, body, code).await;
        }
        // Her own unit is hers, and so are the files of those who work with her: no unit employs them.
        ok(world, who, Method::PUT, TILLEULS, tilleuls(&[day("07:15:00")])).await;
        ok(world, who, Method::POST, "/api/v1/agents/emma/leave", ending.clone()).await;
        ok(world, who, Method::POST, "/api/v1/units/tilleuls/close", ending.clone()).await;
        ok(world, "administrator", Method::POST, "/api/v1/units/jardin/close", ending).await;
    }

    async fn under_which_law_people_work_is_the_administrations_to_say(world) {
        import(world, ward(0)).await;
        let put = |site: Value, version: i64| json!({ "version": version, "establishment": site });
        ok(world, "manager", Method::PUT, HOPITAL, put(with(hopital(), "name", json!("Saint-Roch")), 1)).await;
        let derogation = json!([{ "id": "fph.twelve-hours", "document": "D-1", "valid_from": "2026-01-01" }]);
        for site in [
            with(hopital(), "regime", json!("ccn51")),
            with(hopital(), "derogations", derogation),
            with(hopital(), "law", json!({ "cycle_weeks": 2 })),
        ] {
            refused(world, "manager", Method::PUT, HOPITAL, put(site, 2), "forbidden").await;
        }
        ok(world, "administrator", Method::PUT, HOPITAL, put(with(hopital(), "regime", json!("ccn51")), 2)).await;
    }

    async fn hours_do_not_move_under_days_of_a_roster(world) {
        import(world, rostered("emma", "tilleuls", "2026-12-07", "J J J . . . .")).await;
        let later = tilleuls(&[day("07:30:00")]);
        let problem = refused(world, "manager-tilleuls", Method::PUT, TILLEULS, later.clone(), "still-in-use").await;
        assert!(problem["detail"].as_str().expect("a text").contains("J le 09/12/2026"), "{problem}");
        let elsewhere = json!({ "version": 1, "establishment": with(ehpad(), "time_zone", json!("Indian/Reunion")) });
        refused(world, "administrator", Method::PUT, EHPAD, elsewhere.clone(), "still-in-use").await;
        // New hours have a new code.
        let new = json!({ "code": "K", "start": "07:30:00", "end": "14:30:00", "break_minutes": 30, "label": "Journée" });
        ok(world, "manager-tilleuls", Method::PUT, TILLEULS, tilleuls(&[day("07:00:00"), new])).await;
        // The day after the last one is free, but for a night that may still be worked.
        let later = json!({ "version": 2, "unit": later["unit"] });
        until(world, "2026-12-10T23:59:00+01:00");
        refused(world, "manager-tilleuls", Method::PUT, TILLEULS, later.clone(), "still-in-use").await;
        until(world, "2026-12-11T00:01:00+01:00");
        ok(world, "manager-tilleuls", Method::PUT, TILLEULS, later).await;
        ok(world, "administrator", Method::PUT, EHPAD, elsewhere).await;
    }

    async fn no_other_law_makes_a_roster_unlawful(world) {
        // From 21:00 to 8:30 are eleven hours and a half: enough under the Code du travail, not in a public hospital.
        let mut ward = rostered("alix", "medecine", "2026-12-17", "S D . .");
        "ccn51".clone_into(&mut ward.establishments[0].regime);
        let mut short = ward.units[0].shift_codes[0].clone();
        (short.code, short.start, short.end) =
            ("D".into(), "08:30:00".parse().expect("a time"), "12:30:00".parse().expect("a time"));
        ward.units[0].shift_codes.push(short);
        import(world, ward).await;
        let put = json!({ "version": 1, "establishment": hopital() });
        let problem = refused(world, "administrator", Method::PUT, HOPITAL, put.clone(), "unlawful-roster").await;
        let finding = &problem["findings"][0];
        assert_eq!((&finding["agent"], &finding["rule"], &finding["date"]),
            (&json!("alix"), &json!("daily-rest"), &json!("2026-12-17")), "{problem}");
        // What is over is not judged anew.
        until(world, "2026-12-19T09:00:00+01:00");
        ok(world, "administrator", Method::PUT, HOPITAL, put).await;
    }
}
