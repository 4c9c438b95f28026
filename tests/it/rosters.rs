//! Cycles, and a roster from its draft to its publication.

use crate::both;
use crate::world::{NOW, World, scenario};
use releve::app::access::Actor;
use releve::timed;
use releve_solver::domain::scenario::{Absence, AbsenceClass, Agent, MinimumCover, Scenario};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// The fixture with a third nurse at half time, nobody's roster, no shift to fill, and so many nurses needed each morning.
pub fn ward(mornings: u32) -> Scenario {
    let mut ward = scenario();
    (ward.shifts, ward.rosters, ward.absences) = (Vec::new(), Vec::new(), Vec::new());
    let gina = Agent { id: "dany".into(), ..ward.agents[0].clone() };
    ward.agents.retain(|agent| agent.id.as_str() != "dany");
    ward.agents.push(Agent { name: "Dany Roux".to_owned(), share_percent: 50, equity_balance: 0.0, ..gina });
    for agent in &mut ward.agents {
        (agent.equity_balance, agent.promised_rests) = (0.0, Vec::new());
    }
    if mornings > 0 {
        let minimum = MinimumCover { code: "M".into(), qualification: "IDE".into(), persons: mornings };
        ward.units[0].minimum_cover = vec![minimum];
    }
    ward
}

pub async fn import(world: &World, scenario: Scenario) {
    releve::app::scenarios::import(&world.app, &Actor::system("g1"), scenario).await.expect("an import");
}

pub async fn ok(world: &World, who: &str, method: Method, path: &str, body: Value) -> Value {
    let (status, answer) = world.send(who, method.clone(), path, Some(body)).await;
    assert!(status.is_success(), "{who}: {method} {path}: {status} {answer}");
    answer
}

/// A refusal with its code, and nothing changed.
pub async fn refused(world: &World, who: &str, method: Method, path: &str, body: Value, code: &str) -> Value {
    let before = world.fingerprint().await;
    let (status, answer) = world.send(who, method, path, Some(body)).await;
    assert!(status.is_client_error(), "{path}: {status} {answer}");
    assert_eq!(answer["code"], code, "{path}: {answer}");
    assert_eq!(world.fingerprint().await, before, "{path}: nothing may change");
    answer
}

/// A draft for the three nurses of the ward.
pub async fn draft(world: &World, id: &str, from: &str, to: &str) {
    let body = json!({ "id": id, "unit": "medecine", "from": from, "to": to, "people": ["alix", "bao", "dany"] });
    ok(world, "manager", Method::POST, "/api/v1/rosters", body).await;
}

/// Everything about a roster.
pub async fn table(world: &World, id: &str) -> Value {
    let (status, table) = world.get("manager", &format!("/api/v1/rosters/{id}")).await;
    assert_eq!(status, StatusCode::OK, "{table}");
    table
}

/// Codes of a line, a day each: `M`, `.` for rest, `?` for open, the state for anything else.
pub fn line(table: &Value, agent: &str) -> String {
    let people = table["people"].as_array().expect("people");
    let person = people.iter().find(|person| person["agent"] == agent).expect("a line");
    let cell = |cell: &Value| match cell["state"].as_str().expect("a state") {
        "duty" => cell["codes"][0].as_str().expect("a code").to_owned(),
        "rest" => ".".to_owned(),
        "open" => "?".to_owned(),
        other => other.to_owned(),
    };
    person["cells"].as_array().expect("cells").iter().map(cell).collect::<Vec<_>>().join(" ")
}

pub fn total(table: &Value, agent: &str, field: &str) -> i64 {
    let people = table["people"].as_array().expect("people");
    let person = people.iter().find(|person| person["agent"] == agent).expect("a line");
    person["totals"][field].as_i64().expect("a figure")
}

fn cycle(id: &str, codes: &[&str]) -> Value {
    let positions: Vec<_> = codes
        .iter()
        .enumerate()
        .map(|(at, codes)| json!({ "name": format!("Poste {}", at + 1), "codes": codes }))
        .collect();
    json!({ "id": id, "unit": "medecine", "name": "Jour", "weeks": 2, "valid_from": "2026-12-21", "positions": positions })
}

/// Mornings one week, evenings the next.
const LAWFUL: &str = "M M M M M . .  S S S S S . .";

pub fn day(agent: &str, date: &str, codes: &[&str], version: i64) -> Value {
    json!({ "days": [{ "agent": agent, "date": date, "codes": codes, "version": version }] })
}

/// Starts the solver on a roster and gives the plan's document.
async fn filled(world: &World, id: &str) -> Value {
    let started = ok(world, "manager", Method::POST, &format!("/api/v1/rosters/{id}/fill"), json!({})).await;
    world.solve().await;
    let (status, plan) =
        world.get("manager", &format!("/api/v1/plans/{}", started["plan"].as_str().expect("an id"))).await;
    assert_eq!((status, &plan["state"]), (StatusCode::OK, &json!("proposed")), "{plan}");
    plan
}

/// How many shifts a plan gives to somebody.
fn given(plan: &Value, agent: &str) -> usize {
    plan["assigned"].as_array().expect("a list").iter().filter(|item| item["agent"] == agent).count()
}

both! {
    async fn a_cycle_is_lawful_and_made_of_the_units_codes(world) {
        let post = |body: Value| world.post("manager", "/api/v1/cycles", body);
        let (status, made) = post(cycle("c-1", &[LAWFUL])).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        assert_eq!(post(cycle("c-1", &[LAWFUL])).await.0, StatusCode::OK, "the same again");
        let path = "/api/v1/cycles";
        refused(world, "manager", Method::POST, path, cycle("c-1", &[LAWFUL, LAWFUL]), "id-taken").await;
        // 21:00 to 06:30 is nine and a half hours of rest.
        let problem =
            refused(world, "manager", Method::POST, path, cycle("c-2", &[LAWFUL, "M M S M M . .  S S S S S . ."]), "unlawful-roster")
                .await;
        let found = problem["findings"].as_array().expect("findings");
        assert!(found.iter().all(|finding| finding["agent"] == "position-2"), "{problem}");
        let rest = found.iter().find(|finding| finding["rule"] == "daily-rest").expect("the rest");
        assert_eq!((rest["measured"].as_i64(), rest["limit"].as_i64()), (Some(570), Some(720)), "{rest}");
        assert!(rest["article"].as_str().expect("an article").contains("2002-9"), "{rest}");
        // What shows only where a round meets the next: an evening on the last day, a morning on the first.
        let seam = cycle("c-3", &["M M M M . . .  . . M M S S S"]);
        let problem = refused(world, "manager", Method::POST, path, seam, "unlawful-roster").await;
        assert!(problem["findings"].as_array().expect("findings").iter().any(|f| f["rule"] == "daily-rest"), "{problem}");
        for (field, body) in [
            ("positions[0].codes", cycle("c-4", &["M M M M Z . .  S S S S S . ."])),
            ("positions[0].codes", cycle("c-4", &["M M M M M . ."])),
            ("valid_from", json!({ "id": "c-4", "unit": "medecine", "name": "x", "weeks": 1, "valid_from": "2026-12-22",
                "positions": [{ "name": "1", "codes": ". . . . . . ." }] })),
            ("weeks", json!({ "id": "c-4", "unit": "medecine", "name": "x", "weeks": 13, "valid_from": "2026-12-21",
                "positions": [{ "name": "1", "codes": "." }] })),
            ("name", json!({ "id": "c-4", "unit": "medecine", "name": "é".repeat(121), "weeks": 1, "valid_from": "2026-12-21",
                "positions": [{ "name": "1", "codes": ". . . . . . ." }] })),
        ] {
            let problem = refused(world, "manager", Method::POST, path, body, "invalid").await;
            assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        }
        let elsewhere = json!({ "id": "c-4", "unit": "tilleuls", "name": "x", "weeks": 1, "valid_from": "2026-12-21",
            "positions": [{ "name": "1", "codes": "J . . . . . ." }] });
        refused(world, "manager", Method::POST, path, elsewhere, "not-found").await;
        refused(world, "alix", Method::POST, path, cycle("c-4", &[LAWFUL]), "forbidden").await;
        let (status, _) = world.get("manager-tilleuls", "/api/v1/cycles/c-1").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "another establishment's");
    }

    async fn a_roster_is_filled_from_cycles_over_the_years_end(world) {
        let mut ward = ward(1);
        let day = |text: &str| text.parse().expect("a date");
        ward.absences = vec![Absence {
            agent: "alix".into(), from: day("2026-12-29"), to: day("2026-12-30"), class: AbsenceClass::Unplanned,
        }];
        import(world, ward).await;
        ok(world, "manager", Method::POST, "/api/v1/cycles", cycle("c-1", &["S S S S S . .  M M M M M . .", LAWFUL])).await;
        let places = "/api/v1/cycles/c-1/places";
        ok(world, "manager", Method::POST, places, json!({ "agent": "alix", "position": 1, "from": "2026-12-21" })).await;
        ok(world, "manager", Method::POST, places,
            json!({ "agent": "bao", "position": 2, "from": "2026-12-23", "to": "2027-01-06" })).await;
        let again = json!({ "agent": "bao", "position": 1, "from": "2027-01-01" });
        refused(world, "manager", Method::POST, places, again, "placed-elsewhere").await;
        let foreign = json!({ "agent": "chloe", "position": 1, "from": "2027-01-01" });
        refused(world, "manager", Method::POST, places, foreign, "not-found").await;
        let beyond = json!({ "agent": "dany", "position": 3, "from": "2027-01-01" });
        refused(world, "manager", Method::POST, places, beyond, "invalid").await;

        let new = json!({ "id": "r-1", "unit": "medecine", "from": "2026-12-21", "to": "2027-01-10" });
        ok(world, "manager", Method::POST, "/api/v1/rosters", new).await;
        let generated = ok(world, "manager", Method::POST, "/api/v1/rosters/r-1/generate", json!({})).await;
        assert_eq!(generated["refused"], json!([]), "{generated}");
        let bare = json!([{ "agent": "alix", "date": "2026-12-29", "code": "M" },
            { "agent": "alix", "date": "2026-12-30", "code": "M" }]);
        assert_eq!(generated["bare"], bare, "the duty stays, the post is bare");
        let table = self::table(world, "r-1").await;
        let alix = "S S S S S . .  M absent absent M M . .  S S S S S . .";
        let bao = "? ? M M M . .  S S S S S . .  M M M ? ? ? ?";
        assert_eq!(line(&table, "alix"), alix.split_whitespace().collect::<Vec<_>>().join(" "));
        assert_eq!(line(&table, "bao"), bao.split_whitespace().collect::<Vec<_>>().join(" "));
        assert_eq!(table["findings"], json!([]));
        let there: Vec<i64> =
            table["cover"][0]["there"].as_array().expect("days").iter().map(|n| n.as_i64().expect("a number")).collect();
        assert_eq!(there, [0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0]);
        // Christmas Day and New Year's Day.
        assert_eq!(total(&table, "alix", "holidays"), 2);
        assert_eq!((total(&table, "alix", "work_minutes"), total(&table, "alix", "absent_days")), (13 * 450, 2));
        assert_eq!(total(&table, "alix", "contract_minutes"), 19 * 300);

        // By hand a day is another; generating again leaves it alone.
        let version = table["people"][1]["cells"][2]["version"].as_i64().expect("a version");
        assert_eq!(table["people"][1]["agent"], "bao");
        let put = self::day("bao", "2026-12-23", &[], version);
        ok(world, "manager", Method::PUT, "/api/v1/rosters/r-1/days", put.clone()).await;
        refused(world, "manager", Method::PUT, "/api/v1/rosters/r-1/days", put, "version-moved").await;
        let generated = ok(world, "manager", Method::POST, "/api/v1/rosters/r-1/generate", json!({})).await;
        assert_eq!(generated["kept"], 1, "{generated}");
        assert!(line(&self::table(world, "r-1").await, "bao").starts_with("? ? . M M"));
    }

    async fn what_is_put_down_by_hand_is_lawful(world) {
        let mut ward = ward(0);
        ward.agents.iter_mut().find(|a| a.id.as_str() == "dany").expect("Dany").exemptions =
            vec![releve_solver::domain::scenario::Exemption::NoNight];
        import(world, ward).await;
        draft(world, "r-1", "2027-03-22", "2027-04-04").await;
        let path = "/api/v1/rosters/r-1/days";
        ok(world, "manager", Method::PUT, path, day("alix", "2027-03-22", &["S"], 0)).await;
        let problem = refused(world, "manager", Method::PUT, path, day("alix", "2027-03-23", &["M"], 0), "unlawful-roster").await;
        assert_eq!((&problem["findings"][0]["agent"], &problem["findings"][0]["rule"]), (&json!("alix"), &json!("daily-rest")));
        let night = day("dany", "2027-03-27", &["N"], 0);
        let problem = refused(world, "manager", Method::PUT, path, night, "unlawful-roster").await;
        assert_eq!(problem["findings"][0]["rule"], "exemption", "{problem}");
        // The night on which the clocks jump: eight hours and a half.
        ok(world, "manager", Method::PUT, path, day("bao", "2027-03-27", &["N"], 0)).await;
        let table = self::table(world, "r-1").await;
        assert_eq!((total(&table, "bao", "work_minutes"), total(&table, "bao", "weekends")), (510, 1));
        for (body, field) in [
            (day("alix", "2027-04-05", &["M"], 0), "days[0].date"),
            (day("alix", "2027-03-29", &["Z"], 0), "days[0].codes"),
            (day("chloe", "2027-03-29", &["M"], 0), "days[0].agent"),
        ] {
            let problem = refused(world, "manager", Method::PUT, path, body, "invalid").await;
            assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        }
        refused(world, "manager-tilleuls", Method::PUT, path, day("alix", "2027-03-29", &["M"], 0), "not-found").await;
        let overlapping = json!({ "id": "r-2", "unit": "medecine", "from": "2027-04-04", "to": "2027-04-30" });
        refused(world, "manager", Method::POST, "/api/v1/rosters", overlapping, "roster-overlaps").await;
    }

    async fn the_solver_spreads_hours_as_contracts_say(world) {
        import(world, ward(1)).await;
        draft(world, "r-1", "2027-01-04", "2027-01-08").await;
        let plan = filled(world, "r-1").await;
        assert_eq!((&plan["kind"], &plan["roster"], &plan["status"]), (&json!("roster"), &json!("r-1"), &json!("optimal")), "{plan}");
        assert_eq!(plan["input_sha256"].as_str().expect("a fingerprint").len(), 64);
        assert!(plan["levels"].as_array().expect("levels").iter().all(|l| l["gap"].as_f64().is_some_and(|gap| gap < 1e-6)), "{plan}");
        // Every way of giving five mornings to three nurses: the least sum of squares of hours per share.
        let weigh = |counts: [usize; 3]| -> f64 {
            counts.iter().zip([1.0, 0.8, 0.5]).map(|(n, share)| (*n as f64 * 7.5).powi(2) / share).sum()
        };
        let ways = (0..3_usize.pow(5)).map(|code| {
            let mut counts = [0; 3];
            for morning in 0..5 {
                counts[code / 3_usize.pow(morning) % 3] += 1;
            }
            weigh(counts)
        });
        let best = ways.fold(f64::INFINITY, f64::min);
        let counts = ["alix", "bao", "dany"].map(|agent| given(&plan, agent));
        assert!((weigh(counts) - best).abs() < 1e-9, "{counts:?}");

        let (id, version) = (plan["id"].clone(), plan["version"].clone());
        let path = "/api/v1/rosters/r-1/apply";
        let approve = format!("/api/v1/plans/{}/approve", id.as_str().expect("an id"));
        refused(world, "coordinator", Method::POST, &approve, json!({ "items": "all", "version": version }), "plan-kind").await;
        let first = plan["assigned"][0]["shift"].clone();
        let applied =
            ok(world, "manager", Method::POST, path, json!({ "plan": id, "items": [first], "version": version })).await;
        assert_eq!(applied["state"], "partly_approved");
        let stale = json!({ "plan": id, "items": "all", "version": version });
        refused(world, "manager", Method::POST, path, stale, "version-moved").await;
        let rest = json!({ "plan": id, "items": "all", "version": applied["version"] });
        let applied = ok(world, "manager", Method::POST, path, rest).await;
        assert_eq!(applied["state"], "approved");
        let table = self::table(world, "r-1").await;
        assert_eq!(table["cover"][0]["there"], json!([1, 1, 1, 1, 1]), "{table}");
        assert_eq!(table["findings"], json!([]));
        for (agent, count) in ["alix", "bao", "dany"].iter().zip(counts) {
            assert_eq!(total(&table, agent, "work_minutes"), 450 * count as i64, "{agent}");
        }
    }

    async fn half_a_month_of_absence_is_not_made_up_for(world) {
        let mut ward = ward(1);
        let day = |text: &str| text.parse().expect("a date");
        ward.absences = vec![Absence {
            agent: "alix".into(), from: day("2027-01-04"), to: day("2027-01-06"), class: AbsenceClass::Planned,
        }];
        import(world, ward).await;
        draft(world, "r-1", "2027-01-04", "2027-01-08").await;
        // Three days away are worth two mornings, which leaves her one of five at most.
        let plan = filled(world, "r-1").await;
        assert_eq!(plan["assigned"].as_array().map(Vec::len), Some(5), "{plan}");
        assert_eq!(given(&plan, "alix"), 1, "{plan}");
        // A day settled as rest stays free.
        ok(world, "manager", Method::PUT, "/api/v1/rosters/r-1/days", self::day("bao", "2027-01-07", &[], 0)).await;
        let plan = filled(world, "r-1").await;
        let on = plan["assigned"].as_array().expect("a list").iter().find(|item| item["date"] == "2027-01-07");
        assert_ne!(on.expect("somebody")["agent"], "bao", "{plan}");
    }

    async fn agents_put_themselves_down_within_limits(world) {
        import(world, ward(2)).await;
        draft(world, "r-1", "2027-01-04", "2027-01-17").await;
        let path = "/api/v1/rosters/r-1/choices";
        let choice = |date: &str, code: &str| json!({ "date": date, "code": code });
        let (status, _) = world.get("alix", path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "a draft is not shown");
        let instant = |seconds: i64| chrono::DateTime::from_timestamp(seconds, 0).expect("an instant").to_rfc3339();
        let opening = |opens: i64, closes: i64| json!({ "opens_at": instant(NOW + opens), "closes_at": instant(NOW + closes),
            "persons": [{ "code": "M", "most": 1 }], "days_least": 1, "days_most": 2, "version": 1 });
        let open = "/api/v1/rosters/r-1/open";
        refused(world, "manager", Method::POST, open, opening(3_600, 3_600), "invalid").await;
        refused(world, "manager", Method::POST, open, opening(0, 60 * 86_400), "invalid").await;
        ok(world, "manager", Method::POST, open, opening(3_600, 7_200)).await;
        refused(world, "alix", Method::POST, path, choice("2027-01-04", "M"), "not-choosing").await;
        world.clock.advance(3_600);

        // Two at once, one post: exactly one has it.
        let both = [world.post("alix", path, choice("2027-01-04", "M")), world.post("bao", path, choice("2027-01-04", "M"))];
        let [one, two] = both;
        let (one, two) = tokio::join!(one, two);
        let mut told = [one.0, two.0];
        told.sort();
        assert_eq!(told, [StatusCode::NO_CONTENT, StatusCode::CONFLICT], "{one:?} {two:?}");
        let refusal = if one.0 == StatusCode::CONFLICT { &one.1 } else { &two.1 };
        assert_eq!(refusal["code"], "code-full", "{refusal}");
        let holder = if one.0 == StatusCode::NO_CONTENT { "alix" } else { "bao" };
        let before = world.fingerprint().await;
        assert_eq!(world.post(holder, path, choice("2027-01-04", "M")).await.0, StatusCode::NO_CONTENT, "the same again");
        assert_eq!(world.fingerprint().await, before);

        ok(world, "dany", Method::POST, path, choice("2027-01-05", "S")).await;
        refused(world, "dany", Method::POST, path, choice("2027-01-06", "M"), "unlawful-roster").await;
        refused(world, "dany", Method::POST, path, choice("2027-01-06", "Z"), "invalid").await;
        refused(world, "dany", Method::POST, path, choice("2027-01-18", "M"), "invalid").await;
        refused(world, "chloe", Method::POST, path, choice("2027-01-06", "M"), "not-found").await;
        ok(world, "dany", Method::POST, path, choice("2027-01-11", "S")).await;
        refused(world, "dany", Method::POST, path, choice("2027-01-13", "S"), "chosen-most").await;
        let off = "/api/v1/rosters/r-1/choices/2027-01-11";
        refused(world, holder, Method::DELETE, off, json!({}), "not-found").await;
        ok(world, "dany", Method::DELETE, off, json!({})).await;
        let (_, seen) = world.get("dany", path).await;
        assert_eq!(seen["own"], json!([{ "date": "2027-01-05", "code": "S", "chosen": true }]), "{seen}");
        assert_eq!(seen["cover"][0]["there"][0], 1, "she sees the cover, not who: {seen}");
        assert!(!seen.to_string().contains(holder), "{seen}");

        world.clock.advance(3_600);
        assert_eq!(timed::tick(&world.app).await.expect("a tick"), 0);
        refused(world, "dany", Method::POST, path, choice("2027-01-12", "S"), "not-choosing").await;
        assert_eq!(table(world, "r-1").await["state"], "closed");
        assert_eq!(timed::tick(&world.app).await.expect("a tick"), 0, "once");
        let told = world.text("SELECT payload FROM outbox WHERE kind = 'roster.closed'").await;
        let other = if holder == "alix" { "bao" } else { "alix" };
        assert!(told.contains(&format!("\"{other}\"")) && !told.contains(&format!("\"{holder}\"")), "{told}");
        // The solver completes it: what was chosen is settled.
        world.solve().await;
        let (_, plans) = world.get("manager", "/api/v1/plans").await;
        let (_, plan) = world.get("manager", &format!("/api/v1/plans/{}", plans["items"][0]["id"].as_str().expect("an id"))).await;
        assert_eq!((&plan["roster"], &plan["state"]), (&json!("r-1"), &json!("proposed")), "{plan}");
        let of_day = |date: &str| plan["assigned"].as_array().expect("a list").iter().filter(|i| i["date"] == date).count();
        assert_eq!(of_day("2027-01-04"), 1, "one of two mornings was chosen: {plan}");
        let hers = |i: &&Value| i["agent"] == holder && i["date"] == "2027-01-04";
        assert!(!plan["assigned"].as_array().expect("a list").iter().any(|i| hers(&i)), "{plan}");
        let apply = json!({ "plan": plan["id"], "items": "all", "version": plan["version"] });
        ok(world, "manager", Method::POST, "/api/v1/rosters/r-1/apply", apply).await;
        let table = table(world, "r-1").await;
        assert_eq!(table["findings"], json!([]), "lawful as a whole");
        assert!(line(&table, holder).starts_with("M "), "{table}");
        assert!(line(&table, "dany").starts_with("? S") || line(&table, "dany").starts_with("M S"), "{table}");
    }
}
