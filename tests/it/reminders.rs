//! What people hear because time goes by, each once.

use crate::both;
use crate::world::{World, need};
use releve::app::{App, Clock};
use releve::store::Db;
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Ticks of several servers at once, every `minutes` for so many hours.
async fn hours_go_by(world: &World, servers: &[App], hours: i64, minutes: i64) {
    for _ in 0..hours * 60 / minutes {
        world.clock.advance(minutes * 60);
        let ticks = servers.iter().map(|app| {
            let app = app.clone();
            tokio::spawn(async move { timed::tick(&app).await.expect("a tick") })
        });
        for failed in futures_util::future::join_all(ticks).await {
            assert_eq!(failed.expect("no panic"), 0, "nothing fails");
        }
    }
}

/// Two servers on the world's database and clock.
async fn two(world: &World) -> Vec<App> {
    let db = Db::connect(&world.url).await.expect("the database opens");
    vec![world.app.clone(), App::new(db, world.clock.clone(), (*world.app.config).clone())]
}

async fn told(world: &World, kind: &str) -> Vec<String> {
    world.texts(&format!("SELECT person || ' ' || fact FROM outbox WHERE kind = '{kind}' ORDER BY person, fact")).await
}

async fn user(world: &World, who: &str) -> String {
    world.get(who, "/api/v1/me").await.1["id"].as_str().expect("an id").to_owned()
}

async fn settings(world: &World, version: i64, reminders: Value) -> StatusCode {
    let body = json!({ "version": version, "reminders": reminders });
    world.send("administrator", Method::PUT, "/api/v1/settings", Some(body)).await.0
}

both! {
    async fn an_unanswered_offer_is_recalled_once_before_it_closes(world) {
        let servers = two(world).await;
        let order = json!({ "mode": "fair", "agents": ["alix", "bao"], "hours": 12 });
        let (_, round) = world.post("coordinator", "/api/v1/shifts/med-1208-m/rounds", order).await;
        let of = |agent: &str| round["offers"].as_array().expect("a list").iter().find(|o| o["agent"] == agent)
            .and_then(|o| o["id"].as_str()).expect("she is asked").to_owned();
        let accept = format!("/api/v1/offers/{}/accept", of("alix"));
        assert_eq!(world.send("alix", Method::POST, &accept, None).await.0, StatusCode::OK);
        // One that closes sooner than the reminder would come needs none.
        let short = json!({ "mode": "fair", "agents": ["chloe"], "hours": 2 });
        assert_eq!(world.post("coordinator", "/api/v1/shifts/til-1208-j/rounds", short).await.0, StatusCode::CREATED);
        hours_go_by(world, &servers, 7, 30).await;
        assert_eq!(told(world, "offer.reminder").await, [""; 0], "not five hours before");
        hours_go_by(world, &servers, 2, 30).await;
        assert_eq!(told(world, "offer.reminder").await, [format!("agent:bao offer.reminder:{}", of("bao"))]);
        hours_go_by(world, &servers, 4, 30).await;
        assert_eq!(told(world, "offer.reminder").await.len(), 1);
        let (_, notices) = world.get("bao", "/api/v1/notices?state=offer.reminder").await;
        let facts = notices["items"][0]["facts"].to_string();
        assert!(facts.contains("Réponse avant") && facts.contains("06:30–14:00"), "{notices}");
    }

    async fn a_shift_of_tomorrow_is_recalled_the_evening_before(world) {
        let servers = two(world).await;
        let offers = world.approved().await;
        let offer = offers.iter().find(|o| o["shift"] == "med-1208-m").expect("it is offered");
        let agent = offer["agent"].as_str().expect("an agent");
        let path = format!("/api/v1/offers/{}/accept", offer["id"].as_str().expect("an id"));
        let (_, held) = world.send(agent, Method::POST, &path, None).await;
        // From 1 December, 9 o'clock in Paris, to 7 December, 17:30.
        world.clock.advance(6 * 86_400 + 8 * 3_600);
        hours_go_by(world, &servers, 1, 30).await;
        assert_eq!(told(world, "shift.tomorrow").await, [
            format!("agent:{agent} shift.tomorrow:{}", held["assignment"].as_str().expect("an id"))
        ]);
        assert_eq!(world.number("SELECT created_at FROM outbox WHERE kind = 'shift.tomorrow'").await, 1_796_662_800);
        hours_go_by(world, &servers, 14, 60).await;
        assert_eq!(told(world, "shift.tomorrow").await.len(), 1);
        let (_, notices) = world.get(agent, "/api/v1/notices?state=shift.tomorrow").await;
        let facts = notices["items"][0]["facts"].to_string();
        assert!(facts.contains("Hôpital Saint-Roch") && facts.contains("06:30–14:00"), "{notices}");
    }

    async fn a_shift_that_begins_soon_with_nobody_is_told_two_days_and_one_day_before(world) {
        let servers = two(world).await;
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-09", "S")).await.0, StatusCode::CREATED);
        let (manager, coordinator) = (user(world, "manager").await, user(world, "coordinator").await);
        let hers = async || {
            let all = told(world, "shift.bare").await;
            let mut all: Vec<_> = all.into_iter().filter(|line| line.contains("shift.bare:r-1")).collect();
            all.sort();
            all
        };
        let expected = |hours: &[i64]| {
            let mut all: Vec<_> = hours.iter().flat_map(|h| [&manager, &coordinator]
                .map(|user| format!("user:{user} shift.bare:r-1:{}:{}", 1_796_819_400, h * 3_600))).collect();
            all.sort();
            all
        };
        // The shift begins on 9 December at 12:30 UTC; it is 1 December, 8:00.
        world.clock.advance(6 * 86_400);
        hours_go_by(world, &servers, 4, 30).await;
        assert_eq!(hers().await, [""; 0]);
        hours_go_by(world, &servers, 1, 30).await;
        assert_eq!(hers().await, expected(&[48]));
        hours_go_by(world, &servers, 24, 60).await;
        assert_eq!(hers().await, expected(&[24, 48]));
        hours_go_by(world, &servers, 24, 60).await;
        assert_eq!(hers().await, expected(&[24, 48]));
        assert!(told(world, "shift.bare").await.iter().all(|line| !line.contains("user:releve ")), "the service needs none");
    }

    async fn a_shift_moved_to_another_day_is_told_anew_and_one_asked_for_late_is_not(world) {
        let one = std::slice::from_ref(&world.app);
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-09", "S")).await.0, StatusCode::CREATED);
        let hers = async || told(world, "shift.bare").await.into_iter().filter(|line| line.contains(":r-1:")).count();
        world.clock.advance(6 * 86_400 + 4 * 3_600);
        hours_go_by(world, one, 1, 30).await;
        assert_eq!(hers().await, 2, "the manager and the coordination");
        let change = json!({ "version": 2, "change": [{ "shift": "r-1", "date": "2026-12-14" }] });
        let (status, moved) = world.send("manager", Method::PATCH, "/api/v1/requests/r-1", Some(change)).await;
        assert_eq!(status, StatusCode::OK, "{moved}");
        hours_go_by(world, one, 24 * 5, 120).await;
        assert_eq!(hers().await, 4, "two days before the day on which it is now");
        // Moved to tomorrow, whoever moved it knows.
        let change = json!({ "version": 3, "change": [{ "shift": "r-1", "date": "2026-12-13" }] });
        assert_eq!(world.send("manager", Method::PATCH, "/api/v1/requests/r-1", Some(change)).await.0, StatusCode::OK);
        hours_go_by(world, one, 3, 60).await;
        assert_eq!(hers().await, 4);
    }

    async fn papers_that_were_renewed_and_people_who_have_left_are_not_told(world) {
        let paper = |reference: &str, from: &str, to: &str| {
            json!({ "kind": "extrait-b2", "reference": reference, "valid_from": from, "valid_to": to })
        };
        for (agent, documents) in [
            ("alix", json!([paper("B2-1", "2025-12-20", "2026-12-20"), paper("B2-2", "2026-12-21", "2028-12-20")])),
            ("bao", json!([paper("B2-3", "2025-12-20", "2026-12-20"), paper("B2-4", "2026-12-23", "2028-12-20")])),
            ("farid", json!([paper("B2-5", "2025-12-20", "2026-12-20")])),
        ] {
            let file = world.text(&format!("SELECT file FROM agents WHERE id = '{agent}'")).await;
            let mut file: Value = serde_json::from_str(&file).expect("JSON");
            file["law"]["documents"] = documents;
            world.execute(&format!("UPDATE agents SET file = '{file}' WHERE id = '{agent}'")).await;
        }
        world.execute("UPDATE agents SET left_on = '2026-12-20' WHERE id = 'farid'").await;
        hours_go_by(world, std::slice::from_ref(&world.app), 2, 30).await;
        let told = told(world, "paper.ends").await;
        assert!(!told.is_empty() && told.iter().all(|line| line.contains("paper.ends:bao:")), "two days are missing: {told:?}");
    }

    async fn papers_that_run_out_are_told_to_her_and_to_her_employer(world) {
        let servers = two(world).await;
        let file = world.text("SELECT file FROM agents WHERE id = 'alix'").await;
        let mut file: Value = serde_json::from_str(&file).expect("JSON");
        file["qualifications"][0]["valid_to"] = json!("2027-01-15");
        file["law"]["documents"] = json!([{ "kind": "extrait-b2", "reference": "B2", "valid_to": "2026-12-20" }]);
        world.execute(&format!("UPDATE agents SET file = '{file}' WHERE id = 'alix'")).await;
        hours_go_by(world, &servers, 2, 30).await;
        let manager = user(world, "manager").await;
        let lines = |what: &[&str]| {
            let mut all: Vec<_> = what.iter().flat_map(|fact| [
                format!("agent:alix paper.ends:alix:{fact}"), format!("user:{manager} paper.ends:alix:{fact}"),
            ]).collect();
            all.sort();
            all
        };
        let hears = async || {
            let mut all = told(world, "paper.ends").await;
            all.sort();
            all
        };
        assert_eq!(hears().await, lines(&["IDE:2027-01-15:60", "extrait-b2:2026-12-20:30"]), "the coordinator employs nobody");
        hours_go_by(world, &servers, 24 * 46, 12 * 60).await;
        assert_eq!(hears().await, lines(&["IDE:2027-01-15:60", "IDE:2027-01-15:30", "IDE:2027-01-15:7",
            "extrait-b2:2026-12-20:30", "extrait-b2:2026-12-20:7"]));
        let (_, notices) = world.get("manager", "/api/v1/notices?state=paper.ends&limit=1").await;
        assert!(notices["items"][0]["facts"].to_string().contains("Alix Martin"), "{notices}");
    }

    async fn grants_that_end_soon_are_told_to_the_administration(world) {
        let servers = two(world).await;
        let grant = json!({ "role": "coordinator", "valid_from": "2026-12-01", "valid_to": "2027-01-10" });
        let body = json!({ "name": "Interim", "grant": grant });
        assert_eq!(world.post("administrator", "/api/v1/users", body).await.0, StatusCode::CREATED);
        hours_go_by(world, &servers, 24 * 8, 12 * 60).await;
        assert_eq!(told(world, "grant.ends").await, [""; 0]);
        hours_go_by(world, &servers, 24 * 40, 12 * 60).await;
        let told = told(world, "grant.ends").await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with(&format!("user:{}", user(world, "administrator").await)), "{told:?}");
    }

    async fn a_group_says_when_it_wants_reminders(world) {
        let none = json!({ "offer_hours": 0, "tomorrow_minute": null, "bare_first_hours": 0, "bare_last_hours": 0,
            "paper_days": [], "grant_days": 0 });
        assert_eq!(settings(world, 1, none).await, StatusCode::OK);
        let offers = world.approved().await;
        let offer = &offers[0];
        let path = format!("/api/v1/offers/{}/accept", offer["id"].as_str().expect("an id"));
        world.send(offer["agent"].as_str().expect("an agent"), Method::POST, &path, None).await;
        hours_go_by(world, std::slice::from_ref(&world.app), 24 * 14, 120).await;
        for kind in ["offer.reminder", "shift.tomorrow", "shift.bare", "paper.ends"] {
            assert_eq!(told(world, kind).await, [""; 0], "{kind}");
        }
        for bad in [json!({ "offer_hours": 73 }), json!({ "tomorrow_minute": 1440 }), json!({ "bare_first_hours": 337 }),
            json!({ "paper_days": [0] }), json!({ "paper_days": [1, 2, 3, 4, 5, 6, 7] }),
            json!({ "bare_first_hours": 10, "bare_last_hours": 20 })] {
            assert_eq!(settings(world, 2, bad.clone()).await, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        }
    }
}

/// Ticks through a night in which the clock changes: what is claimed by a civil day happens once on it.
async fn nights(world: &World, noon: i64, hours: i64) {
    let clock = Clock::standing_at(noon);
    let mut apps = Vec::new();
    for _ in 0..2 {
        let db = Db::connect(&world.url).await.expect("the database opens");
        apps.push(App::new(db, clock.clone(), (*world.app.config).clone()));
    }
    for _ in 0..hours * 6 {
        clock.advance(600);
        let ticks = apps.iter().map(|app| {
            let app = app.clone();
            tokio::spawn(async move { timed::tick(&app).await.expect("a tick") })
        });
        futures_util::future::join_all(ticks).await;
    }
}

both! {
    async fn both_clock_changes_have_one_run_of_each_kind_a_day(world) {
        for (noon, day) in [(1_792_836_000, "2026-10-25"), (1_806_145_200, "2027-03-28")] {
            nights(world, noon, 24).await;
            for name in ["retention", "daily-reminders"] {
                let runs = format!("SELECT COUNT(*) FROM due_runs WHERE name = '{name}' AND local_date = '{day}'");
                assert_eq!(world.number(&runs).await, 1, "{name} on {day}");
            }
            let lines = format!("SELECT COUNT(*) FROM audit_log WHERE action = 'retention.run' AND at > {noon}");
            assert!(world.number(&lines).await >= 1);
        }
        // One line for each claim, however many servers ticked at the same instant.
        let claims = world.number("SELECT COUNT(*) FROM due_runs WHERE name = 'retention'").await;
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'retention.run'").await, claims);
    }
}
