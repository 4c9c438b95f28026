//! Agents' files, the way into the pool, diaries, wishes and declarations.

use crate::both;
use crate::world::{Engine, GROUP, World, need};
use releve::app::access::Actor;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// A nursing assistant of Les Tilleuls.
fn gael() -> Value {
    json!({ "name": "Gaël Simon", "employer": "ehpad", "share_percent": 100,
        "qualifications": [{ "qualification": "AS" }], "home": { "latitude": 46.25, "longitude": 5.21 },
        "mobility_km": 30, "cost_cents_per_hour": 2400 })
}

async fn hire(world: &World) {
    let (status, made) =
        world.post("manager-tilleuls", "/api/v1/agents", json!({ "id": "gael", "file": gael() })).await;
    assert_eq!((status, &made["standing"]), (StatusCode::CREATED, &json!("outside")), "{made}");
}

/// The rules that keep somebody from a shift.
async fn rules(world: &World, agent: &str, shift: &str) -> Vec<String> {
    let (status, body) = world.get("coordinator", &format!("/api/v1/shifts/{shift}/candidates?agent={agent}")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let refusals = body["candidates"][0]["refusals"].as_array().cloned().unwrap_or_default();
    refusals.iter().map(|refusal| refusal["rule"].as_str().expect("a rule").to_owned()).collect()
}

async fn step(world: &World, agent: &str, body: Value) -> (StatusCode, Value) {
    world.post("coordinator", &format!("/api/v1/agents/{agent}/admission"), body).await
}

both! {
    async fn the_way_into_the_pool_goes_step_by_step(world) {
        hire(world).await;
        assert_eq!(rules(world, "gael", "til-1208-j").await, ["pool-admission"]);
        for (to, code) in [("admitted", "admission-state"), ("suspended", "admission-state"), ("left", "admission-state")] {
            let (status, refused) = step(world, "gael", json!({ "to": to, "note": "x" })).await;
            assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some(code)), "{to}");
        }
        assert_eq!(step(world, "gael", json!({ "to": "trainee" })).await.0, StatusCode::OK);
        // Emma, who knows the unit, is on duty on the 8th and not on the 10th.
        assert_eq!(rules(world, "gael", "til-1208-j").await, [""; 0]);
        assert_eq!(rules(world, "gael", "til-1210-j").await, ["accompanied"]);
        for bad in [json!({ "to": "evaluated", "note": "x" }), json!({ "to": "evaluated", "verdict": "favourable" }),
            json!({ "to": "left", "verdict": "favourable", "note": "x" })] {
            assert_eq!(step(world, "gael", bad).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let no = json!({ "to": "evaluated", "verdict": "unfavourable", "note": "À revoir" });
        let (status, out) = step(world, "gael", no).await;
        assert_eq!((status, &out["standing"]), (StatusCode::OK, &json!("outside")), "{out}");
        assert_eq!(step(world, "gael", json!({ "to": "trainee" })).await.0, StatusCode::OK);
        let yes = json!({ "to": "evaluated", "verdict": "favourable", "note": "Deux postes accompagnés" });
        assert_eq!(step(world, "gael", yes).await.0, StatusCode::OK);
        assert_eq!(step(world, "gael", json!({ "to": "admitted" })).await.0, StatusCode::OK);
        let (_, steps) = world.get("manager-tilleuls", "/api/v1/agents/gael/admission").await;
        let states: Vec<_> = steps["items"].as_array().expect("a list").iter().map(|s| s["state"].as_str()).collect();
        assert_eq!(states, ["trainee", "evaluated", "trainee", "evaluated", "admitted"].map(Some));
        assert!(steps["items"][3]["decided_by"].is_string() && steps["items"][3]["note"] == "Deux postes accompagnés");
        // Admitted, and still a stranger to the unit.
        assert_eq!(rules(world, "gael", "til-1210-j").await, ["accompanied"]);
        let wish = json!({ "first_shift": "wish", "version": 1 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(wish)).await.0, StatusCode::OK);
        assert_eq!(rules(world, "gael", "til-1210-j").await, [""; 0]);
        assert_eq!(step(world, "gael", json!({ "to": "suspended", "note": "À sa demande" })).await.0, StatusCode::OK);
        assert_eq!(rules(world, "gael", "til-1210-j").await, ["pool-admission"]);
        for who in ["manager-tilleuls", "administrator", "emma"] {
            let (status, _) = world.post(who, "/api/v1/agents/gael/admission", json!({ "to": "admitted" })).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{who}");
        }
    }

    async fn after_her_first_shift_she_knows_the_unit(world) {
        hire(world).await;
        step(world, "gael", json!({ "to": "trainee" })).await;
        let grant = json!({ "name": "Gaël", "grant": { "role": "agent", "agent": "gael" } });
        let (_, user) = world.post("administrator", "/api/v1/users", grant).await;
        let order = json!({ "mode": "fair", "agents": ["gael"], "hours": 24 });
        let (status, round) = world.post("coordinator", "/api/v1/shifts/til-1208-j/rounds", order).await;
        assert_eq!(status, StatusCode::CREATED, "{round}");
        let offer = world.text("SELECT id FROM offers WHERE agent_id = 'gael'").await;
        let accept = world.request(Method::POST, &format!("/api/v1/offers/{offer}/accept"))
            .bearer_auth(user["token"].as_str().expect("a token"));
        assert_eq!(crate::world::answer(accept).await.0, StatusCode::OK);
        world.clock.advance(25 * 3_600);
        releve::timed::tick(&world.app).await.expect("a tick");
        world.clock.advance(8 * 86_400);
        let (_, list) = world.get("coordinator", "/api/v1/assignments").await;
        let work = format!("/api/v1/assignments/{}/worked", list["items"][0]["id"].as_str().expect("an id"));
        assert_eq!(world.send("coordinator", Method::POST, &work, None).await.0, StatusCode::OK);
        let (_, file) = world.get("manager-tilleuls", "/api/v1/agents/gael").await;
        assert_eq!(file["known_units"], json!(["tilleuls"]));
        assert_eq!(world.number("SELECT COUNT(*) FROM loans").await, 0, "at her own employer nothing is lent");
    }

    async fn her_employer_keeps_the_file_and_others_do_not_see_it(world) {
        hire(world).await;
        let before = world.fingerprint().await;
        let other = |field: &str, value: Value| {
            let mut file = gael();
            file[field] = value;
            json!({ "id": "x", "file": file })
        };
        for (who, body, status, code) in [
            ("manager", other("name", json!("X")), StatusCode::NOT_FOUND, "not-found"),
            ("manager-tilleuls", other("employer", json!("nowhere")), StatusCode::NOT_FOUND, "not-found"),
            ("manager-tilleuls", other("name", json!(" ")), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager-tilleuls", other("name", json!("a\u{0}b")), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager-tilleuls", other("share_percent", json!(101)), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager-tilleuls", other("qualifications", json!([])), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager-tilleuls", other("known_units", json!(["none"])), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager-tilleuls", other("home", json!({ "latitude": 99.0, "longitude": 0.0 })), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager-tilleuls", json!({ "id": "gael", "file": gael() }), StatusCode::CONFLICT, "id-taken"),
            ("manager-tilleuls", json!({ "id": "no id", "file": gael() }), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("emma", other("name", json!("X")), StatusCode::FORBIDDEN, "forbidden"),
            ("director", other("name", json!("X")), StatusCode::FORBIDDEN, "forbidden"),
        ] {
            let (found, problem) = world.post(who, "/api/v1/agents", body).await;
            assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{who}: {problem}");
        }
        assert_eq!(world.fingerprint().await, before);
        for (who, status) in [
            ("manager-tilleuls", StatusCode::OK), ("coordinator", StatusCode::OK), ("administrator", StatusCode::OK),
            ("manager", StatusCode::NOT_FOUND), ("emma", StatusCode::NOT_FOUND), ("stranger", StatusCode::NOT_FOUND),
            ("payroll", StatusCode::FORBIDDEN),
        ] {
            assert_eq!(world.get(who, "/api/v1/agents/gael").await.0, status, "{who}");
        }
        let (status, own) = world.get("emma", "/api/v1/agents/emma").await;
        assert_eq!((status, &own["lending_agreements"][0]["document"]), (StatusCode::OK, &json!("ACC-EMMA")));
        let ids = async |who: &str| -> Vec<String> {
            let (_, list) = world.get(who, "/api/v1/agents").await;
            list["items"].as_array().expect("a list").iter().map(|a| a["id"].as_str().expect("an id").to_owned()).collect()
        };
        assert_eq!(ids("manager").await, ["alix", "bao", "farid"]);
        assert_eq!(ids("emma").await, ["emma"]);
        assert!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'agent.read'").await >= 2, "by the coordination");
    }

    async fn a_changed_file_is_judged_at_once(world) {
        let (_, file) = world.get("manager", "/api/v1/agents/alix").await;
        let form = json!({ "name": "Alix Martin", "employer": "hopital", "share_percent": 100,
            "qualifications": [{ "qualification": "AS" }], "home": file["home"], "mobility_km": 40,
            "cost_cents_per_hour": 3000, "known_units": ["medecine"] });
        assert_eq!(rules(world, "alix", "med-1209-m").await, [""; 0]);
        let put = async |version: &Value| {
            let body = json!({ "version": version, "file": form });
            world.send("manager", Method::PUT, "/api/v1/agents/alix", Some(body)).await
        };
        let (status, changed) = put(&file["version"]).await;
        assert_eq!(status, StatusCode::OK, "{changed}");
        assert_eq!(changed["lending_agreements"], file["lending_agreements"], "papers stay");
        assert_eq!(rules(world, "alix", "med-1209-m").await, ["qualification"]);
        let (status, moved) = put(&file["version"]).await;
        assert_eq!((status, moved["code"].as_str()), (StatusCode::CONFLICT, Some("version-moved")));
    }

    async fn whoever_leaves_is_not_there_from_that_day_on(world) {
        let leave = async |on: &str| {
            world.post("manager-tilleuls", "/api/v1/agents/emma/leave", json!({ "on": on, "reason": "Mutation" })).await
        };
        world.post("manager", "/api/v1/requests", need("r-10", "2026-12-10", "M")).await;
        world.post("manager", "/api/v1/requests", need("r-12", "2026-12-12", "M")).await;
        assert_eq!(leave("2026-11-30").await.0, StatusCode::UNPROCESSABLE_ENTITY, "over already");
        let (status, left) = leave("2026-12-12").await;
        assert_eq!((status, &left["left_on"]), (StatusCode::OK, &json!("2026-12-12")), "{left}");
        assert_eq!(rules(world, "emma", "r-10").await, [""; 0], "the days before are as they were");
        assert_eq!(rules(world, "emma", "r-12").await, ["absence"]);
        let (status, twice) = leave("2026-12-13").await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("agent-left")));
    }

    async fn a_diary_says_when_she_is_asked(world) {
        let keep = async |who: &str, diary: Value| {
            world.send(who, Method::PUT, "/api/v1/me/diary", Some(json!({ "diary": diary }))).await
        };
        // 9 December 2026 is a Wednesday; the shift is from 06:30 to 14:00.
        let weekly = json!({ "weekly": [{ "weekday": 3, "part": "morning" }] });
        assert_eq!(keep("alix", weekly.clone()).await.0, StatusCode::OK);
        assert_eq!(rules(world, "alix", "med-1209-m").await, [""; 0]);
        assert_eq!(rules(world, "alix", "med-1208-m").await, ["availability"]);
        let except = json!({ "weekly": weekly["weekly"], "exceptions": [{ "date": "2026-12-09", "parts": [] },
            { "date": "2026-12-08", "parts": [{ "hours": { "from": "06:30:00", "to": "14:00:00" } }] }] });
        let (status, said) = keep("alix", except.clone()).await;
        assert_eq!((status, &said["diary"]["exceptions"][1]["date"]), (StatusCode::OK, &json!("2026-12-08")), "{said}");
        assert_eq!(rules(world, "alix", "med-1209-m").await, ["availability"]);
        assert_eq!(rules(world, "alix", "med-1208-m").await, [""; 0], "to the minute");
        assert_eq!(keep("alix", Value::Null).await.0, StatusCode::OK);
        assert_eq!(rules(world, "alix", "med-1209-m").await, [""; 0], "without a diary she is asked as before");
        let before = world.fingerprint().await;
        for bad in [
            json!({ "weekly": [{ "weekday": 8, "part": "day" }] }),
            json!({ "weekly": [{ "weekday": 1, "part": "evening" }] }),
            json!({ "exceptions": [{ "date": "2026-12-09" }, { "date": "2026-12-09" }] }),
            json!({ "weekly": [{ "weekday": 1, "part": { "hours": { "from": "07:00:00", "to": "07:00:00" } } }] }),
        ] {
            assert_eq!(keep("alix", bad.clone()).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        }
        assert_eq!(keep("coordinator", weekly).await.0, StatusCode::FORBIDDEN, "nobody keeps it for her");
        assert_eq!(world.fingerprint().await, before);
        for (who, status) in [("coordinator", StatusCode::OK), ("alix", StatusCode::OK), ("bao", StatusCode::NOT_FOUND),
            ("manager", StatusCode::FORBIDDEN), ("stranger", StatusCode::NOT_FOUND)] {
            assert_eq!(world.get(who, "/api/v1/agents/alix/diary").await.0, status, "{who}");
        }
    }

    async fn wishes_are_for_days_not_yet_decided(world) {
        let wish = async |who: &str, date: &str, kind: &str| {
            world.post(who, "/api/v1/me/wishes", json!({ "date": date, "kind": kind })).await
        };
        let (status, said) = wish("alix", "2026-12-09", "off").await;
        assert_eq!((status, &said["wishes"]), (StatusCode::OK, &json!([{ "date": "2026-12-09", "kind": "off" }])));
        let (_, said) = wish("alix", "2026-12-09", "work").await;
        assert_eq!(said["wishes"], json!([{ "date": "2026-12-09", "kind": "work" }]), "in place of the one before");
        let (_, read) = world.get("coordinator", "/api/v1/agents/alix/diary").await;
        assert_eq!(read["wishes"], said["wishes"]);
        assert_eq!(wish("alix", "2026-12-09", "none").await.1["wishes"], json!([]));
        for day in ["2026-12-01", "2026-11-20"] {
            let (status, refused) = wish("alix", day, "off").await;
            assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("day-decided")), "{day}");
        }
        assert_eq!(wish("alix", "2031-01-01", "off").await.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wish("manager", "2026-12-09", "off").await.0, StatusCode::FORBIDDEN);
        let offers = world.approved().await;
        let hers = offers.iter().find(|offer| offer["agent"] == "alix").expect("she is asked");
        let (status, refused) = wish("alix", hers["date"].as_str().expect("a date"), "off").await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("day-decided")), "{refused}");
    }

    async fn work_for_others_is_declared_and_authorised(world) {
        let work = |from: &str, to: &str| json!({ "from": from, "to": to, "employer_kind": "private" });
        let declare = async |body: Value| world.post("alix", "/api/v1/me/outside-work", body).await;
        let (status, said) = declare(work("2026-12-15T09:00:00", "2026-12-15T12:00:00")).await;
        assert_eq!(status, StatusCode::CREATED, "{said}");
        assert_eq!(said["declared"][0]["declared_on"], "2026-12-01");
        assert_eq!(rules(world, "alix", "med-1209-m").await, ["outside-work"], "full-time at a public hospital");
        let paper = json!({ "kind": "outside-work-authorisation", "reference": "D-7", "valid_from": "2026-12-01" });
        let (status, file) = world.post("manager", "/api/v1/agents/alix/documents", paper).await;
        assert_eq!(status, StatusCode::CREATED, "{file}");
        assert_eq!(rules(world, "alix", "med-1209-m").await, [""; 0]);
        let ending = json!({ "reference": "D-7", "last_day": "2026-12-08" });
        assert_eq!(world.post("manager", "/api/v1/agents/alix/documents/end", ending).await.0, StatusCode::OK);
        assert_eq!(rules(world, "alix", "med-1209-m").await, ["outside-work"]);
        for bad in [work("2026-12-15T10:00:00", "2026-12-15T11:00:00"), work("2026-12-16T10:00:00", "2026-12-16T09:00:00"),
            work("2026-12-16T10:00:00", "2026-12-18T09:00:00"),
            json!({ "from": "2026-12-16T10:00:00", "to": "2026-12-16T11:00:00", "employer_kind": "clinic" })] {
            assert_eq!(declare(bad.clone()).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_diary_holds_over_the_clock_change() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::empty(engine).await;
        // From 7 March to 3 April 2027; the clocks go forward in the night from the 27th, a Saturday.
        let spring = GROUP.replace("2026-12-", "2027-03-").replace("days = 14", "days = 28");
        let spring = toml::from_str(&spring).expect("a scenario");
        releve::app::scenarios::import(&world.app, &Actor::system("g1"), spring).await.expect("it imports");
        let (status, made) = world.post("manager", "/api/v1/requests", need("spring", "2027-03-27", "N")).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        for (part, fits) in [
            (json!("night"), true),
            (json!({ "hours": { "from": "21:00:00", "to": "06:30:00" } }), true),
            (json!({ "hours": { "from": "21:00:00", "to": "06:29:00" } }), false),
            (json!("day"), false),
        ] {
            let diary = json!({ "diary": { "weekly": [{ "weekday": 6, "part": part }] } });
            assert_eq!(world.send("alix", Method::PUT, "/api/v1/me/diary", Some(diary)).await.0, StatusCode::OK);
            assert_eq!(rules(&world, "alix", "spring").await.is_empty(), fits, "{part}");
        }
    }
}
