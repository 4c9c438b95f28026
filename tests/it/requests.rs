//! Requests: from a draft over the thread to the end, and who hears of it.

use crate::both;
use crate::world::{World, need};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Ten mornings in a row, for somebody who is ill.
fn sick_leave() -> Value {
    let mornings: Vec<Value> = (8..18)
        .map(|day| json!({ "code": "M", "date": format!("2026-12-{day:02}"), "qualification": "IDE" }))
        .collect();
    json!({ "id": "leave", "unit": "medecine", "motive": "unplanned_absence", "priority": "high", "absent_agent": "alix",
        "note": "Demander Mme Roux à l’accueil.", "although_alike": true, "shifts": mornings })
}

async fn messages_for(world: &World, person: &str, kind: &str) -> i64 {
    world.number(&format!("SELECT COUNT(*) FROM outbox WHERE person = '{person}' AND kind = '{kind}'")).await
}

async fn balance(world: &World) -> i64 {
    world.number("SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries").await
}

both! {
    async fn a_sick_leave_of_ten_days_is_one_request(world) {
        let (status, made) = world.post("manager", "/api/v1/requests", sick_leave()).await;
        assert_eq!((status, &made["state"], &made["progress"]), (StatusCode::CREATED, &json!("open"), &json!({ "open": 10 })));
        let (status, again) = world.post("manager", "/api/v1/requests", sick_leave()).await;
        assert_eq!((status, &again["shifts"]), (StatusCode::OK, &made["shifts"]), "sent twice it is one request");
        let mut other = sick_leave();
        other["shifts"][9]["code"] = json!("S");
        let (status, taken) = world.post("manager", "/api/v1/requests", other).await;
        assert_eq!((status, taken["code"].as_str()), (StatusCode::CONFLICT, Some("id-taken")));
        let ids: Vec<_> = made["shifts"].as_array().expect("a list").iter().map(|s| s["id"].as_str()).collect();
        assert_eq!((ids[0], ids[9]), (Some("leave.1"), Some("leave.10")), "in the order of the days");
        let (_, plan) = world.plan().await;
        let assigned = plan["assigned"].as_array().expect("a list");
        let hers = |item: &&Value| item["shift"].as_str().is_some_and(|id| id.starts_with("leave."));
        assert!(assigned.iter().filter(hers).count() > 0, "{plan}");
        assert!(assigned.iter().filter(hers).all(|item| item["agent"] != "alix"), "nobody replaces herself");
        let (_, seen) = world.get("coordinator", "/api/v1/shifts/leave.3/candidates?agent=alix").await;
        assert_eq!(seen["candidates"][0]["verdict"], "refused", "{seen}");
    }

    async fn whoever_falls_ill_is_freed_from_the_pool_too(world) {
        let offers = world.approved().await;
        let hers = offers.iter().find(|o| o["agent"] == "alix" && o["unit"] == "medecine").expect("she is asked");
        let text = |field: &str| hers[field].as_str().expect("a text").to_owned();
        let accept = format!("/api/v1/offers/{}/accept", text("id"));
        assert_eq!(world.send("alix", Method::POST, &accept, None).await.0, StatusCode::OK);
        let mut ill = need("ill", &text("date"), "S");
        ill["absent_agent"] = json!("alix");
        ill["although_alike"] = json!(true);
        assert_eq!(world.post("manager", "/api/v1/requests", ill.clone()).await.0, StatusCode::CREATED);
        let (_, mine) = world.get("alix", "/api/v1/assignments").await;
        let states: Vec<_> = mine["items"].as_array().expect("a list").iter()
            .filter(|a| a["shift"] == hers["shift"]).map(|a| (a["state"].as_str(), a["reason"].as_str())).collect();
        assert_eq!(states, [(Some("cancelled"), Some("N’est plus disponible"))], "{mine}");
        let (_, shift) = world.get("coordinator", &format!("/api/v1/shifts/{}", text("shift"))).await;
        assert_eq!(shift["state"], "open");
        assert_eq!(messages_for(world, "agent:alix", "assignment.cancelled").await, 1);
        // Who is absent is her own employer's to say.
        ill["id"] = json!("ill-2");
        ill["absent_agent"] = json!("chloe");
        let (status, refused) = world.post("manager", "/api/v1/requests", ill).await;
        assert_eq!((status, refused["errors"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("absent_agent")));
    }

    async fn a_draft_is_its_authors_until_she_hands_it_in(world) {
        let mut draft = need("r-1", "2026-12-10", "M");
        draft["draft"] = json!(true);
        let (_, made) = world.post("manager", "/api/v1/requests", draft).await;
        assert_eq!((&made["state"], &made["shifts"][0]["state"]), (&json!("draft"), &json!("draft")));
        let (_, shifts) = world.get("coordinator", "/api/v1/shifts").await;
        assert!(!shifts.to_string().contains("r-1"), "nobody is asked about a draft: {shifts}");
        let round = json!({ "mode": "fair" });
        let (status, refused) = world.post("coordinator", "/api/v1/shifts/r-1/rounds", round).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("shift-state")));
        let (status, open) = world.send("manager", Method::POST, "/api/v1/requests/r-1/submit", None).await;
        assert_eq!((status, &open["state"]), (StatusCode::OK, &json!("open")), "{open}");
        let (status, twice) = world.send("manager", Method::POST, "/api/v1/requests/r-1/submit", None).await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("request-state")));
    }

    async fn a_group_may_want_to_look_before_a_request_is_open(world) {
        let (_, settings) = world.get("manager", "/api/v1/settings").await;
        assert_eq!((&settings["coordinator_opens"], &settings["version"]), (&json!(false), &json!(1)));
        let put = json!({ "coordinator_opens": true, "version": 1 });
        let (status, settings) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(put.clone())).await;
        assert_eq!((status, &settings["urgent_hours"]), (StatusCode::OK, &json!(24)), "{settings}");
        let (status, moved) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(put)).await;
        assert_eq!((status, moved["code"].as_str()), (StatusCode::CONFLICT, Some("version-moved")));
        let (_, made) = world.post("manager", "/api/v1/requests", need("r-1", "2026-12-10", "M")).await;
        assert_eq!(made["state"], "submitted", "{made}");
        let (status, _) = world.send("manager", Method::POST, "/api/v1/requests/r-1/open", None).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "a unit's manager opens nothing herself");
        let (status, open) = world.send("coordinator", Method::POST, "/api/v1/requests/r-1/open", None).await;
        assert_eq!((status, &open["shifts"][0]["state"]), (StatusCode::OK, &json!("open")), "{open}");
    }

    async fn the_same_post_is_not_asked_for_twice_by_mistake(world) {
        let (status, alike) = world.post("manager", "/api/v1/requests", need("r-1", "2026-12-08", "M")).await;
        assert_eq!((status, alike["code"].as_str()), (StatusCode::CONFLICT, Some("alike-requested")), "{alike}");
        assert!(alike["detail"].as_str().is_some_and(|d| d.contains("med-1208-m")), "it names the other one: {alike}");
        let mut sure = need("r-1", "2026-12-08", "M");
        sure["although_alike"] = json!(true);
        assert_eq!(world.post("manager", "/api/v1/requests", sure).await.0, StatusCode::CREATED);
    }

    async fn a_cancelled_request_frees_everybody_and_tells_them(world) {
        let before = balance(world).await;
        let offers = world.approved().await;
        let (held, asked) = (&offers[0], &offers[1]);
        let text = |offer: &Value, field: &str| offer[field].as_str().expect("a text").to_owned();
        let accept = format!("/api/v1/offers/{}/accept", text(held, "id"));
        let (status, _) = world.send(&text(held, "agent"), Method::POST, &accept, None).await;
        assert_eq!(status, StatusCode::OK);
        for offer in [held, asked] {
            let path = format!("/api/v1/requests/{}/cancel", text(offer, "shift"));
            let (status, refused) = world.post("coordinator", &path, json!({ "reason": " " })).await;
            assert_eq!((status, refused["errors"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("reason")));
            let (status, done) = world.post("coordinator", &path, json!({ "reason": "Lit fermé" })).await;
            assert_eq!((status, &done["state"], &done["progress"]),
                (StatusCode::OK, &json!("cancelled"), &json!({ "cancelled": 1 })), "{done}");
            let (status, twice) = world.post("coordinator", &path, json!({ "reason": "Encore" })).await;
            assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("request-state")));
        }
        let told = [
            messages_for(world, &format!("agent:{}", text(held, "agent")), "assignment.cancelled").await,
            messages_for(world, &format!("agent:{}", text(asked, "agent")), "offer.withdrawn").await,
        ];
        assert_eq!(told, [1, 1]);
        let (_, mine) = world.get(&text(held, "agent"), "/api/v1/assignments").await;
        let cancelled = &mine["items"][0];
        assert_eq!((&cancelled["state"], &cancelled["reason"]), (&json!("cancelled"), &json!("Lit fermé")));
        // The clock stands at 1 December, 8:00 UTC.
        let begins = text(held, "starts_at").parse::<chrono::DateTime<chrono::Utc>>().expect("an instant").timestamp();
        assert_eq!(cancelled["notice_minutes"], (begins - crate::world::NOW) / 60);
        let rest = offers[2..].iter().map(|offer| offer["burden_centipoints"].as_i64().expect("a number")).sum::<i64>();
        assert_eq!(balance(world).await, before + rest, "what is called off burdens nobody");
        assert_eq!(world.number("SELECT COUNT(*) FROM shifts WHERE state = 'cancelled'").await, 2);
    }

    async fn an_assignment_called_off_leaves_the_shift_open_again(world) {
        let offers = world.approved().await;
        let text = |field: &str| offers[0][field].as_str().expect("a text").to_owned();
        let accept = format!("/api/v1/offers/{}/accept", text("id"));
        let (_, accepted) = world.send(&text("agent"), Method::POST, &accept, None).await;
        let path = format!("/api/v1/assignments/{}/cancel", accepted["assignment"].as_str().expect("an id"));
        let (status, _) = world.post(&text("agent"), &path, json!({ "reason": "x" })).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, done) = world.post("coordinator", &path, json!({ "reason": "Erreur" })).await;
        assert_eq!((status, &done["state"]), (StatusCode::OK, &json!("cancelled")), "{done}");
        let (_, shift) = world.get("coordinator", &format!("/api/v1/shifts/{}", text("shift"))).await;
        assert_eq!((&shift["state"], &shift["assignment"]), (&json!("open"), &Value::Null));
        let (status, twice) = world.post("coordinator", &path, json!({ "reason": "Erreur" })).await;
        assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("assignment-state")));
        let (_, plan) = world.plan().await;
        assert_eq!(plan["shifts"], 1, "the next plan fills it again: {plan}");
    }

    async fn whoever_takes_part_in_a_conversation_hears_of_it(world) {
        let user = async |who: &str| world.get(who, "/api/v1/me").await.1["id"].as_str().expect("an id").to_owned();
        let (manager, coordinator, director) = (user("manager").await, user("coordinator").await, user("director").await);
        world.post("manager", "/api/v1/requests", need("r-1", "2026-12-10", "M")).await;
        let path = "/api/v1/requests/r-1/messages";
        let (status, _) = world.post("coordinator", path, json!({ "text": "Une AS suffirait-elle ?" })).await;
        assert_eq!(status, StatusCode::CREATED);
        let body = json!({ "text": "Non, <b>une IDE</b>.", "mentions": [director] });
        assert_eq!(world.post("manager", path, body).await.0, StatusCode::CREATED);
        let heard = [
            messages_for(world, &format!("user:{manager}"), "message.new").await,
            messages_for(world, &format!("user:{coordinator}"), "message.new").await,
            messages_for(world, &format!("user:{director}"), "message.new").await,
        ];
        assert_eq!(heard, [1, 1, 1]);
        let (_, thread) = world.get("director", path).await;
        let texts: Vec<_> = thread["items"].as_array().expect("a list").iter().map(|m| m["text"].as_str()).collect();
        assert_eq!(texts, [Some("Une AS suffirait-elle ?"), Some("Non, <b>une IDE</b>.")]);
        for bad in [json!({ "text": " " }), json!({ "text": "x".repeat(4001) }), json!({ "text": "x", "mentions": ["?"] })] {
            assert_eq!(world.post("manager", path, bad).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(world.post("manager-tilleuls", path, json!({ "text": "x" })).await.0, StatusCode::NOT_FOUND);
    }

    async fn what_others_asked_for_meanwhile_is_looked_at_when_a_draft_is_handed_in(world) {
        let mut draft = need("r-1", "2026-12-10", "M");
        draft["draft"] = json!(true);
        assert_eq!(world.post("manager", "/api/v1/requests", draft).await.0, StatusCode::CREATED);
        assert_eq!(world.post("coordinator", "/api/v1/requests", need("r-2", "2026-12-10", "M")).await.0, StatusCode::CREATED);
        let before = world.fingerprint().await;
        let path = "/api/v1/requests/r-1/submit";
        let (status, alike) = world.send("manager", Method::POST, path, None).await;
        assert_eq!((status, alike["code"].as_str()), (StatusCode::CONFLICT, Some("alike-requested")), "{alike}");
        assert!(alike["detail"].as_str().is_some_and(|d| d.contains("r-2")), "{alike}");
        assert_eq!(world.fingerprint().await, before);
        let (status, open) = world.send("manager", Method::POST, &format!("{path}?although_alike=true"), None).await;
        assert_eq!((status, &open["state"]), (StatusCode::OK, &json!("open")), "{open}");
    }

    async fn what_is_asked_for_is_looked_at_again_when_it_opens(world) {
        let coordinator_opens = json!({ "coordinator_opens": true, "version": 1 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(coordinator_opens)).await.0, StatusCode::OK);
        let cancel = json!({ "reason": "Plus besoin" });
        assert_eq!(world.post("coordinator", "/api/v1/requests/med-1213-n/cancel", cancel).await.0, StatusCode::OK);
        let unit = |nights: Option<&str>| {
            let code = |code: &str, start: &str, end: &str| json!({ "code": code, "start": start, "end": end, "label": code });
            let mut codes = vec![code("M", "06:30:00", "14:00:00"), code("S", "13:30:00", "21:00:00")];
            codes.extend(nights.map(|start| code("N", start, "06:30:00")));
            json!({ "name": "Médecine", "shift_codes": codes })
        };
        let change = async |version: i64, nights: Option<&str>| {
            let body = json!({ "version": version, "unit": unit(nights) });
            let (status, changed) = world.send("administrator", Method::PUT, "/api/v1/units/medecine", Some(body)).await;
            assert_eq!(status, StatusCode::OK, "{changed}");
        };
        let send = async |who: &str, id: &str, verb: &str| {
            world.send(who, Method::POST, &format!("/api/v1/requests/{id}/{verb}"), None).await
        };
        // Hours that have moved since are those that people are asked for, at both steps.
        let mut draft = need("r-1", "2026-12-10", "N");
        draft["draft"] = json!(true);
        assert_eq!(world.post("manager", "/api/v1/requests", draft.clone()).await.0, StatusCode::CREATED);
        change(1, Some("20:30:00")).await;
        let (status, handed_in) = send("manager", "r-1", "submit").await;
        assert_eq!((status, &handed_in["shifts"][0]["starts_at"]), (StatusCode::OK, &json!("2026-12-10T19:30:00Z")), "{handed_in}");
        change(2, Some("20:00:00")).await;
        let (status, opened) = send("coordinator", "r-1", "open").await;
        assert_eq!((status, &opened["shifts"][0]["starts_at"]), (StatusCode::OK, &json!("2026-12-10T19:00:00Z")), "{opened}");
        let (_, log) = world.get("auditor", "/api/v1/audit?state=request.open").await;
        assert_eq!(log["items"][0]["detail"]["hours_moved"], json!(["r-1"]), "{log}");
        world.plan().await;
        // The same post twice, handed in while neither was open.
        for id in ["r-2", "r-3"] {
            assert_eq!(world.post("manager", "/api/v1/requests", need(id, "2026-12-11", "S")).await.1["state"], "submitted");
        }
        assert_eq!(send("coordinator", "r-2", "open").await.0, StatusCode::OK);
        let (status, alike) = send("coordinator", "r-3", "open").await;
        assert_eq!((status, alike["code"].as_str()), (StatusCode::CONFLICT, Some("alike-requested")), "{alike}");
        assert_eq!(send("coordinator", "r-3", "open?although_alike=true").await.1["state"], "open");
        // A code that is gone, and a unit that is closed.
        assert_eq!(world.post("coordinator", "/api/v1/requests/r-1/cancel", json!({ "reason": "x" })).await.0, StatusCode::OK);
        for (id, code) in [("r-4", "N"), ("r-5", "S")] {
            assert_eq!(world.post("manager", "/api/v1/requests", need(id, "2026-12-18", code)).await.1["state"], "submitted");
        }
        change(3, None).await;
        let close = json!({ "on": "2026-12-18", "reason": "Travaux" });
        assert_eq!(world.post("administrator", "/api/v1/units/medecine/close", close).await.0, StatusCode::OK);
        let before = world.fingerprint().await;
        for (id, code) in [("r-4", "invalid"), ("r-5", "unit-closed")] {
            let (status, refused) = send("coordinator", id, "open").await;
            assert_eq!((status.is_client_error(), refused["code"].as_str()), (true, Some(code)), "{refused}");
        }
        assert_eq!(world.fingerprint().await, before);
        world.plan().await;
    }

    async fn whoever_asked_hears_once_that_her_request_is_filled_and_it_is_closed_when_it_is_over(world) {
        let mut two = need("r-1", "2026-12-10", "S");
        two["shifts"] = json!([{ "code": "S", "date": "2026-12-10", "qualification": "IDE" },
            { "code": "S", "date": "2026-12-15", "qualification": "IDE" }]);
        let (_, made) = world.post("manager", "/api/v1/requests", two).await;
        assert_eq!(made["outcome"], Value::Null, "all of it may still be filled");
        let (_, me) = world.get("manager", "/api/v1/me").await;
        let person = format!("user:{}", me["id"].as_str().expect("an id"));
        for (shift, outcome, told) in [("r-1.1", "partly_filled", 0), ("r-1.2", "filled", 1)] {
            let order = json!({ "mode": "fair", "agents": ["alix"], "hours": 1 });
            let (_, round) = world.post("coordinator", &format!("/api/v1/shifts/{shift}/rounds"), order).await;
            let path = format!("/api/v1/offers/{}/accept", round["offers"][0]["id"].as_str().expect("an id"));
            assert_eq!(world.send("alix", Method::POST, &path, None).await.0, StatusCode::OK);
            world.clock.advance(3_600);
            releve::timed::tick(&world.app).await.expect("the closing");
            assert_eq!(world.get("manager", "/api/v1/requests/r-1").await.1["outcome"], outcome);
            assert_eq!(messages_for(world, &person, "request.filled").await, told);
        }
        let (_, shown) = world.get("manager", "/api/v1/requests/r-1").await;
        let assignment = shown["shifts"][1]["assignment"].as_str().expect("somebody holds it").to_owned();
        let why = json!({ "reason": "Erreur" });
        let (_, off) = world.post("coordinator", &format!("/api/v1/assignments/{assignment}/cancel"), why).await;
        assert_eq!(off["notice_class"], "J-7", "{off}");
        world.clock.advance(16 * 86_400);
        releve::timed::tick(&world.app).await.expect("a tick");
        releve::timed::tick(&world.app).await.expect("a second tick");
        let (_, over) = world.get("manager", "/api/v1/requests/r-1").await;
        assert_eq!((&over["state"], &over["outcome"]), (&json!("closed"), &json!("partly_filled")), "{over}");
        assert!(over["closed_at"].is_string());
        assert_eq!(messages_for(world, &person, "request.filled").await, 1);
        assert_eq!(messages_for(world, &person, "request.unfilled").await, 1, "once");
        let (_, log) = world.get("auditor", "/api/v1/audit?state=request.close").await;
        let hers = log["items"].as_array().expect("a list").iter().find(|e| e.to_string().contains("r-1")).expect("closed");
        assert_eq!(hers["detail"]["outcome"], "partly_filled", "{hers}");
    }

    async fn how_much_notice_was_left_is_told_as_a_class(world) {
        for (n, (days, class)) in [(0, "J-7"), (5, "J-2"), (1, "under-48h")].into_iter().enumerate() {
            world.clock.advance(days * 86_400);
            let mut body = need(&format!("r-{n}"), "2026-12-08", "S");
            body["shifts"][0]["date"] = json!(if n == 2 { "2026-12-08" } else { "2026-12-09" });
            assert_eq!(world.post("manager", "/api/v1/requests", body).await.0, StatusCode::CREATED);
            let path = format!("/api/v1/requests/r-{n}/cancel");
            let (status, done) = world.post("manager", &path, json!({ "reason": "Lit fermé" })).await;
            assert_eq!((status, done["notice_class"].as_str()), (StatusCode::OK, Some(class)), "{done}");
            let (_, log) = world.get("auditor", "/api/v1/audit?state=request.cancel").await;
            assert_eq!(log["items"][0]["detail"]["notice_class"], class, "{log}");
        }
    }

    async fn what_the_absent_one_holds_elsewhere_is_told(world) {
        let order = json!({ "mode": "fair", "agents": ["alix"], "hours": 1 });
        let (_, round) = world.post("coordinator", "/api/v1/shifts/med-1208-m/rounds", order).await;
        let path = format!("/api/v1/offers/{}/accept", round["offers"][0]["id"].as_str().expect("an id"));
        assert_eq!(world.send("alix", Method::POST, &path, None).await.0, StatusCode::OK);
        world.clock.advance(3_600);
        releve::timed::tick(&world.app).await.expect("the closing");
        let mut draft = need("r-1", "2026-12-08", "S");
        draft["absent_agent"] = json!("alix");
        draft["draft"] = json!(true);
        let (_, made) = world.post("manager", "/api/v1/requests", draft).await;
        assert_eq!(made["absent_agent_also_holds"], json!(["med-1208-m"]), "{made}");
        let (_, open) = world.send("manager", Method::POST, "/api/v1/requests/r-1/submit", None).await;
        assert_eq!((&open["freed"], open.get("absent_agent_also_holds")), (&json!(["med-1208-m"]), None), "{open}");
        let (_, shift) = world.get("coordinator", "/api/v1/shifts/med-1208-m").await;
        assert_eq!(shift["state"], "open");
    }

    async fn where_somebody_works_is_not_told_to_another_establishment(world) {
        let order = json!({ "mode": "fair", "agents": ["chloe"], "hours": 1 });
        let (_, round) = world.post("coordinator", "/api/v1/shifts/til-1208-j/rounds", order).await;
        let path = format!("/api/v1/offers/{}/accept", round["offers"][0]["id"].as_str().expect("an id"));
        assert_eq!(world.send("chloe", Method::POST, &path, None).await.0, StatusCode::OK);
        world.clock.advance(3_600);
        releve::timed::tick(&world.app).await.expect("the closing");
        let mut draft = need("r-1", "2026-12-08", "S");
        draft["absent_agent"] = json!("chloe");
        draft["draft"] = json!(true);
        let (_, made) = world.post("coordinator", "/api/v1/requests", draft).await;
        assert_eq!(made["absent_agent_also_holds"], json!(["til-1208-j"]), "{made}");
        let (status, seen) = world.get("manager", "/api/v1/requests/r-1").await;
        assert_eq!((status, seen.get("absent_agent_also_holds")), (StatusCode::OK, None), "{seen}");
    }

    async fn each_person_has_her_own_count_of_unread_messages(world) {
        world.post("manager", "/api/v1/requests", need("r-1", "2026-12-10", "M")).await;
        let path = "/api/v1/requests/r-1/messages";
        let mut ids = Vec::new();
        for text in ["Un", "Deux", "Trois"] {
            let (_, message) = world.post("coordinator", path, json!({ "text": text })).await;
            ids.push(message["id"].as_str().expect("an id").to_owned());
        }
        let unread = async |who: &str| world.get(who, "/api/v1/requests/r-1").await.1["unread_messages"].as_i64();
        assert_eq!([unread("manager").await, unread("coordinator").await, unread("director").await],
            [Some(3), Some(0), Some(3)], "one has read what one wrote");
        let read = async |who: &str, id: &str| world.send(who, Method::POST, &format!("{path}/{id}/read"), None).await.0;
        assert_eq!(read("manager", &ids[1]).await, StatusCode::NO_CONTENT);
        assert_eq!(read("manager", &ids[0]).await, StatusCode::NO_CONTENT, "what was read stays read");
        assert_eq!([unread("manager").await, unread("director").await], [Some(1), Some(3)]);
        let (_, list) = world.get("manager", "/api/v1/requests").await;
        let hers = list["items"].as_array().expect("a list").iter().find(|r| r["id"] == "r-1").expect("it is there");
        assert_eq!(hers["unread_messages"], 1);
        assert_eq!(read("manager", "none").await, StatusCode::NOT_FOUND);
        assert_eq!(read("manager-tilleuls", &ids[2]).await, StatusCode::NOT_FOUND);
        assert_eq!(read("stranger", &ids[2]).await, StatusCode::NOT_FOUND);
        assert_eq!(read("alix", &ids[2]).await, StatusCode::FORBIDDEN);
    }

    async fn a_shift_that_nobody_took_is_over_when_it_is_over(world) {
        world.clock.advance(9 * 86_400);
        releve::timed::tick(&world.app).await.expect("a tick");
        let over = world.number("SELECT COUNT(*) FROM shifts WHERE state = 'unfilled'").await;
        assert_eq!(over, world.number(&format!("SELECT COUNT(*) FROM shifts WHERE ends_at <= {}", world.clock.now())).await);
        assert!(over > 0);
    }

    async fn whoever_is_replaced_keeps_what_is_over(world) {
        let done = crate::rests::hold(world, "n1", ("2026-12-08", "M"), "alix").await;
        let over = crate::rests::hold(world, "n2", ("2026-12-09", "M"), "alix").await;
        let ahead = crate::rests::hold(world, "n3", ("2026-12-11", "M"), "alix").await;
        crate::rests::until(world, "2026-12-09T18:00:00+01:00");
        crate::rests::worked(world, &done).await;
        // She is no longer of the pool, which nobody looks at again for what is over.
        let suspended = json!({ "to": "suspended", "note": "À sa demande" });
        let (status, step) = world.post("coordinator", "/api/v1/agents/alix/admission", suspended).await;
        assert_eq!(status, StatusCode::OK, "{step}");
        let mut absent = need("r1", "2026-12-15", "M");
        absent["absent_agent"] = json!("alix");
        let (status, made) = world.post("manager", "/api/v1/requests", absent).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let mut states = Vec::new();
        for id in [done, over, ahead] {
            states.push(world.text(&format!("SELECT state FROM assignments WHERE id = '{id}'")).await);
        }
        assert_eq!(states, ["worked", "confirmed", "cancelled"]);
    }
}
