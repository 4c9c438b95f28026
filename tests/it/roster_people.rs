//! Whose days stand on a roster, and what is told of them.

use crate::both;
use crate::rosters::{day, draft, import, line, ok, refused, table, ward};
use crate::world::{NOW, World};
use reqwest::Method;
use serde_json::{Value, json};

/// Puts a day down behind the service's back.
async fn slip_in(world: &World, agent: &str, date: &str, (unit, code): (&str, &str)) {
    let hers = format!("group_id = 'g1' AND agent_id = '{agent}' AND date = '{date}'");
    world.execute(&format!("DELETE FROM roster_days WHERE {hers}")).await;
    world
        .execute(&format!(
            "INSERT INTO roster_days (group_id, agent_id, date, duty_no, unit_id, code, origin, version) \
             VALUES ('g1', '{agent}', '{date}', 0, '{unit}', '{code}', 'hand', 1)"
        ))
        .await;
    world.execute("UPDATE groups SET facts_version = facts_version + 1").await;
}

/// Opens a roster to choices from now on.
async fn open(world: &World, id: &str) {
    let instant = |seconds: i64| chrono::DateTime::from_timestamp(NOW + seconds, 0).expect("an instant").to_rfc3339();
    let opening = json!({ "opens_at": instant(0), "closes_at": instant(86_400), "version": 1 });
    ok(world, "manager", Method::POST, &format!("/api/v1/rosters/{id}/open"), opening).await;
}

fn rules(problem: &Value) -> Vec<&str> {
    problem["findings"].as_array().expect("findings").iter().map(|f| f["rule"].as_str().expect("a rule")).collect()
}

const DAYS: &str = "/api/v1/rosters/r-1/days";

both! {
    async fn what_she_chose_at_one_unit_stands_at_another(world) {
        import(world, ward(0)).await;
        let unit = json!({ "name": "Chirurgie", "shift_codes": [
            { "code": "M", "start": "06:30:00", "end": "14:00:00", "label": "Matin" },
            { "code": "S", "start": "13:30:00", "end": "21:00:00", "label": "Soir" }] });
        let new = json!({ "id": "chirurgie", "establishment": "hopital", "unit": unit });
        ok(world, "manager", Method::POST, "/api/v1/units", new).await;
        draft(world, "r-1", "2027-01-04", "2027-01-17").await;
        let other = json!({ "id": "r-2", "unit": "chirurgie", "from": "2027-01-04", "to": "2027-01-17", "people": ["alix"] });
        ok(world, "manager", Method::POST, "/api/v1/rosters", other).await;
        open(world, "r-1").await;
        open(world, "r-2").await;
        let choice = |code: &str| json!({ "date": "2027-01-04", "code": code });
        ok(world, "alix", Method::POST, "/api/v1/rosters/r-1/choices", choice("M")).await;
        for code in ["M", "S"] {
            refused(world, "alix", Method::POST, "/api/v1/rosters/r-2/choices", choice(code), "day-settled").await;
        }
        ok(world, "alix", Method::POST, "/api/v1/rosters/r-1/choices", choice("S")).await;
        assert_eq!(world.texts("SELECT unit_id || ' ' || code FROM roster_days").await, ["medecine S"]);
    }

    async fn days_are_those_of_the_people_on_the_roster(world) {
        import(world, ward(1)).await;
        draft(world, "r-1", "2027-01-04", "2027-01-08").await;
        let started = ok(world, "manager", Method::POST, "/api/v1/rosters/r-1/fill", json!({})).await;
        world.solve().await;
        let id = started["plan"].as_str().expect("an id");
        let (_, plan) = world.get("manager", &format!("/api/v1/plans/{id}")).await;
        let gone = plan["assigned"][0]["agent"].as_str().expect("an agent");
        let left: Vec<&str> = ["alix", "bao", "dany"].into_iter().filter(|agent| *agent != gone).collect();
        ok(world, "manager", Method::PUT, "/api/v1/rosters/r-1/people", json!({ "people": left, "version": 1 })).await;
        let apply = json!({ "plan": id, "items": "all", "version": plan["version"] });
        let problem = refused(world, "manager", Method::POST, "/api/v1/rosters/r-1/apply", apply, "invalid").await;
        assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["found"]), (&json!("items"), &json!(gone)), "{problem}");
        // However her day came there, it is not published without her being judged and told.
        slip_in(world, gone, "2027-01-05", ("medecine", "M")).await;
        let publish = json!({ "version": 2 });
        let problem = refused(world, "manager", Method::POST, "/api/v1/rosters/r-1/publish", publish, "invalid").await;
        assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["found"]), (&json!("people"), &json!(gone)), "{problem}");
        let all = json!({ "people": ["alix", "bao", "dany"], "version": 2 });
        ok(world, "manager", Method::PUT, "/api/v1/rosters/r-1/people", all).await;
        ok(world, "manager", Method::POST, "/api/v1/rosters/r-1/publish", json!({ "version": 3 })).await;
        assert_eq!(line(&table(world, "r-1").await, gone), ". M . . .");
    }

    async fn a_place_ends_earlier_and_what_was_filled_from_it_is_open_again(world) {
        import(world, ward(0)).await;
        let cycle = json!({ "id": "c-1", "unit": "medecine", "name": "Jour", "weeks": 1, "valid_from": "2027-01-04",
            "positions": [{ "name": "1", "codes": "M M M . . . ." }, { "name": "2", "codes": ". . S S . . ." }] });
        ok(world, "manager", Method::POST, "/api/v1/cycles", cycle).await;
        let places = "/api/v1/cycles/c-1/places";
        let whole = ok(world, "manager", Method::POST, places, json!({ "agent": "bao", "position": 1, "from": "2027-01-04" })).await;
        let end = format!("/api/v1/cycle-places/{}/end", whole["places"][0]["id"].as_str().expect("an id"));
        draft(world, "r-1", "2027-01-04", "2027-01-10").await;
        let generate = "/api/v1/rosters/r-1/generate";
        ok(world, "manager", Method::POST, generate, json!({})).await;
        assert_eq!(line(&table(world, "r-1").await, "bao"), "M M M . . . .");
        ok(world, "manager", Method::POST, &end, json!({ "last": "2027-01-05", "version": 1 })).await;
        let next = json!({ "agent": "bao", "position": 2, "from": "2027-01-07" });
        ok(world, "manager", Method::POST, places, next).await;
        // Ended again it may not reach into the next place.
        let problem = refused(world, "manager", Method::POST, &end, json!({ "last": "2027-01-08", "version": 2 }), "invalid").await;
        assert_eq!(problem["errors"][0]["field"], "last", "{problem}");
        let generated = ok(world, "manager", Method::POST, generate, json!({})).await;
        assert_eq!((&generated["cleared"], &generated["days"]), (&json!(1), &json!(6)), "{generated}");
        assert_eq!(line(&table(world, "r-1").await, "bao"), "M M ? S . . .");
        // Places that lie over each other since before count from the later one on.
        world.execute("UPDATE cycle_places SET to_date = '2027-01-08' WHERE from_date = '2027-01-04'").await;
        ok(world, "manager", Method::POST, generate, json!({})).await;
        assert_eq!(line(&table(world, "r-1").await, "bao"), "M M M S . . .");
    }

    async fn of_somebody_whom_others_employ_a_refusal_tells_that_she_is_not_available(world) {
        // Emma works at Les Tilleuls on the first three days.
        let new = json!({ "id": "r-1", "unit": "medecine", "from": "2026-12-07", "to": "2026-12-13", "people": ["emma"] });
        ok(world, "coordinator", Method::POST, "/api/v1/rosters", new).await;
        let absence = json!({ "agent": "emma", "from": "2026-12-11", "to": "2026-12-11", "class": "unplanned" });
        ok(world, "coordinator", Method::POST, "/api/v1/absences", absence).await;
        for (date, codes) in [("2026-12-10", ["N"]), ("2026-12-11", ["M"])] {
            refused(world, "manager-tilleuls", Method::PUT, DAYS, day("emma", date, &codes, 0), "not-found").await;
        }
        let problem = refused(world, "manager", Method::PUT, DAYS, day("emma", "2026-12-11", &["M"], 0), "unlawful-roster").await;
        assert_eq!(rules(&problem), ["not-available"], "{problem}");
        let finding = &problem["findings"][0];
        assert_eq!((&finding["date"], &finding["article"], &finding["measured"]), (&json!("2026-12-11"), &json!(""), &json!(0)));
        let said = problem.to_string();
        for hint in ["absence", "repos", "tilleuls", "2026-12-09"] {
            assert!(!said.to_lowercase().contains(hint), "{hint}: {said}");
        }
        let whole = refused(world, "coordinator", Method::PUT, DAYS, day("emma", "2026-12-11", &["M"], 0), "unlawful-roster").await;
        assert_eq!(rules(&whole), ["absence"], "{whole}");
        // Nor does the roster itself say more.
        slip_in(world, "emma", "2026-12-12", ("medecine", "S")).await;
        slip_in(world, "emma", "2026-12-13", ("medecine", "M")).await;
        let (_, seen) = world.get("manager", "/api/v1/rosters/r-1").await;
        assert_eq!(rules(&seen), ["not-available"], "{seen}");
        let (_, whole) = world.get("coordinator", "/api/v1/rosters/r-1").await;
        assert!(rules(&whole).contains(&"daily-rest"), "{whole}");
    }

    async fn a_day_at_fault_may_become_less_so(world) {
        let mut ward = ward(0);
        let mut short = ward.units[0].shift_codes[0].clone();
        (short.code, short.start, short.end) =
            ("D".into(), "08:30:00".parse().expect("a time"), "12:30:00".parse().expect("a time"));
        ward.units[0].shift_codes.push(short);
        import(world, ward).await;
        draft(world, "r-1", "2027-01-04", "2027-01-17").await;
        // Nine hours and a half between the two; from 21:00 to 8:30 are eleven and a half, and twelve are due.
        slip_in(world, "alix", "2027-01-05", ("medecine", "S")).await;
        slip_in(world, "alix", "2027-01-06", ("medecine", "M")).await;
        ok(world, "manager", Method::PUT, DAYS, day("alix", "2027-01-06", &["D"], 1)).await;
        let version = world.number("SELECT version FROM roster_days WHERE date = '2027-01-06'").await;
        let back = day("alix", "2027-01-06", &["M"], version);
        let problem = refused(world, "manager", Method::PUT, DAYS, back, "unlawful-roster").await;
        assert_eq!(rules(&problem), ["daily-rest"], "{problem}");
        // Another person, rule or day at fault is another fault.
        let third = day("alix", "2027-01-07", &["M"], 0);
        ok(world, "manager", Method::PUT, DAYS, third).await;
        let next = day("alix", "2027-01-06", &["D", "S"], version);
        let problem = refused(world, "manager", Method::PUT, DAYS, next, "unlawful-roster").await;
        let faults = problem["findings"].as_array().expect("findings");
        assert!(faults.iter().any(|f| f["rule"] == "daily-rest" && f["date"] == "2027-01-06"), "{problem}");
    }
}
