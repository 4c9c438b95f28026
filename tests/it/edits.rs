//! Changing a request: what it says, and which shifts it asks for; and what that does to the people concerned.

use crate::both;
use crate::world::{World, need};
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

async fn edit(world: &World, who: &str, id: &str, change: Value) -> (StatusCode, Value) {
    world.send(who, Method::PATCH, &format!("/api/v1/requests/{id}"), Some(change)).await
}

async fn count(world: &World, sql: &str) -> i64 {
    world.number(&format!("SELECT COUNT(*) FROM {sql}")).await
}

async fn shift(world: &World, id: &str) -> Value {
    world.get("coordinator", &format!("/api/v1/shifts/{id}")).await.1
}

async fn round(world: &World, shift: &str, agents: Value) -> Value {
    let order = json!({ "mode": "fair", "agents": agents, "hours": 12 });
    let (status, round) = world.post("coordinator", &format!("/api/v1/shifts/{shift}/rounds"), order).await;
    assert_eq!(status, StatusCode::CREATED, "{round}");
    round
}

/// The offer to an agent for a shift that she has not answered.
async fn offer(world: &World, shift: &str, agent: &str) -> String {
    let sql = "SELECT id FROM offers WHERE state = 'sent' AND shift_id";
    world.text(&format!("{sql} = '{shift}' AND agent_id = '{agent}'")).await
}

async fn say_yes(world: &World, shift: &str, agent: &str) -> Value {
    let path = format!("/api/v1/offers/{}/accept", offer(world, shift, agent).await);
    let (status, yes) = world.send(agent, Method::POST, &path, None).await;
    assert_eq!(status, StatusCode::OK, "{yes}");
    yes
}

/// Somebody holds a shift of medicine.
async fn held(world: &World, id: &str, date: &str, code: &str, agent: &str) {
    let mut body = need(id, date, code);
    body["although_alike"] = json!(true);
    assert_eq!(world.post("manager", "/api/v1/requests", body).await.0, StatusCode::CREATED);
    round(world, id, json!([agent])).await;
    say_yes(world, id, agent).await;
    world.clock.advance(12 * 3_600);
    timed::tick(&world.app).await.expect("the closing");
    assert_eq!(shift(world, id).await["state"], "filled");
}

async fn balance(world: &World, agent: &str) -> i64 {
    let sum = "SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE agent_id";
    world.number(&format!("{sum} = '{agent}'")).await
}

both! {
    async fn a_draft_is_changed_freely(world) {
        let mut draft = need("r-1", "2026-12-10", "M");
        draft["draft"] = json!(true);
        assert_eq!(world.post("manager", "/api/v1/requests", draft).await.0, StatusCode::CREATED);
        let change = json!({ "version": 1, "note": " Badge à l’accueil ", "priority": "high", "motive": "vacant_post",
            "change": [{ "shift": "r-1", "date": "2026-12-11", "code": "S" }],
            "add": [{ "code": "N", "date": "2026-12-12", "qualification": "IDE" }] });
        let (status, after) = edit(world, "manager", "r-1", change.clone()).await;
        assert_eq!(status, StatusCode::OK, "{after}");
        assert_eq!((&after["note"], &after["priority"], &after["motive"], &after["version"]),
            (&json!("Badge à l’accueil"), &json!("high"), &json!("vacant_post"), &json!(2)));
        let shifts: Vec<_> = after["shifts"].as_array().expect("a list").iter()
            .map(|s| (s["id"].as_str(), s["code"].as_str(), s["date"].as_str(), s["state"].as_str())).collect();
        assert_eq!(shifts, [
            (Some("r-1"), Some("S"), Some("2026-12-11"), Some("draft")),
            (Some("r-1.2"), Some("N"), Some("2026-12-12"), Some("draft")),
        ]);
        assert_eq!(after["shifts"][0]["starts_at"], "2026-12-11T12:30:00Z");
        let before = world.fingerprint().await;
        let (status, late) = edit(world, "manager", "r-1", change).await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("version-moved")), "{late}");
        let (status, same) = edit(world, "manager", "r-1", json!({ "version": 2, "priority": "high" })).await;
        assert_eq!((status, &same["version"]), (StatusCode::OK, &json!(2)), "what changes nothing leaves no trace");
        assert_eq!(world.fingerprint().await, before);
        let (status, after) = edit(world, "manager", "r-1", json!({ "version": 2, "remove": ["r-1"] })).await;
        assert_eq!((status, &after["progress"]), (StatusCode::OK, &json!({ "cancelled": 1, "draft": 1 })), "{after}");
        let (_, open) = world.send("manager", Method::POST, "/api/v1/requests/r-1/submit", None).await;
        assert_eq!(open["progress"], json!({ "cancelled": 1, "open": 1 }), "what was taken out stays out: {open}");
        assert_eq!(count(world, "outbox").await, 0, "nobody was asked, nobody hears");
    }

    async fn an_entity_tag_guards_the_request_with_all_its_shifts(world) {
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-10", "M")).await.0, StatusCode::CREATED);
        let path = "/api/v1/requests/r-1";
        let tag = async || {
            let shown = world.request(Method::GET, path).bearer_auth(world.token("manager")).send().await.expect("shown");
            shown.headers()["etag"].to_str().expect("a tag").to_owned()
        };
        let change = async |tag: &str| {
            let patch = world.request(Method::PATCH, path).bearer_auth(world.token("manager")).header("if-match", tag);
            crate::world::answer(patch.json(&json!({ "note": "x" }))).await
        };
        let seen = tag().await;
        round(world, "r-1", json!(["alix"])).await;
        let (status, moved) = change(&seen).await;
        assert_eq!((status, moved["code"].as_str()), (StatusCode::PRECONDITION_FAILED, Some("precondition-failed")), "{moved}");
        assert_eq!(change(&tag().await).await.0, StatusCode::OK);
    }

    async fn whoever_was_asked_is_asked_again_and_her_yes_lapses(world) {
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-10", "S")).await.0, StatusCode::CREATED);
        let before = [balance(world, "alix").await, balance(world, "bao").await];
        let first = round(world, "r-1", json!(["alix", "bao"])).await;
        say_yes(world, "r-1", "alix").await;
        world.clock.advance(6 * 3_600);
        let change = json!({ "version": 2, "change": [{ "shift": "r-1", "date": "2026-12-15" }] });
        let (status, after) = edit(world, "manager", "r-1", change).await;
        assert_eq!((status, &after["shifts"][0]["state"]), (StatusCode::OK, &json!("offered")), "{after}");
        assert_eq!(count(world, "offers WHERE state = 'withdrawn'").await, 2);
        assert_eq!(count(world, "offers WHERE state = 'sent'").await, 2, "both are asked again");
        let (_, rounds) = world.get("coordinator", "/api/v1/rounds?state=open").await;
        let round = &rounds["items"][0];
        assert_ne!(round["id"], first["id"]);
        assert_eq!((&round["mode"], &round["closes_at"]), (&json!("fair"), &json!("2026-12-02T02:00:00Z")), "{round}");
        for who in ["alix", "bao"] {
            let (_, told) = world.get(who, "/api/v1/notices?state=shift.changed").await;
            let notice = &told["items"][0];
            assert!(notice["title"].as_str().is_some_and(|t| t.contains("mardi 15 décembre")), "{told}");
            let facts: Vec<_> = notice["facts"].as_array().expect("a list").iter()
                .map(|f| (f["label"].as_str().expect("a label"), f["value"].as_str().expect("a value"))).collect();
            assert!(facts.contains(&("Avant", "jeudi 10 décembre 2026, 13:30–21:00, IDE")), "{facts:?}");
            assert!(facts.iter().any(|(label, _)| *label == "Réponse avant"), "{facts:?}");
        }
        // Nobody has said yes to what the shift is now.
        world.clock.advance(12 * 3_600);
        timed::tick(&world.app).await.expect("the closing");
        assert_eq!((count(world, "assignments").await, shift(world, "r-1").await["state"].clone()), (0, json!("open")));
        assert_eq!([balance(world, "alix").await, balance(world, "bao").await], before);
    }

    async fn a_round_that_nobody_may_answer_any_more_is_over(world) {
        held(world, "r-0", "2026-12-15", "M", "alix").await;
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-10", "M")).await.0, StatusCode::CREATED);
        let first = round(world, "r-1", json!(["alix"])).await;
        let change = json!({ "version": 2, "change": [{ "shift": "r-1", "date": "2026-12-15", "code": "S" }] });
        let (status, after) = edit(world, "manager", "r-1", change).await;
        assert_eq!((status, &after["shifts"][0]["state"]), (StatusCode::OK, &json!("open")), "{after}");
        assert_eq!(count(world, "outbox WHERE kind = 'offer.withdrawn' AND person = 'agent:alix'").await, 1);
        let id = first["id"].as_str().expect("an id");
        assert_eq!(count(world, &format!("outbox WHERE fact = 'round.empty:{id}'")).await, 1, "who opened it hears");
        assert_eq!(count(world, "rounds WHERE state = 'open'").await, 0);
    }

    async fn whoever_holds_a_changed_shift_must_agree_anew(world) {
        held(world, "r-1", "2026-12-10", "M", "alix").await;
        let burdened = balance(world, "alix").await;
        let (status, after) = edit(world, "manager", "r-1",
            json!({ "version": 2, "change": [{ "shift": "r-1", "date": "2026-12-13" }] })).await;
        assert_eq!((status, &after["shifts"][0]["state"]), (StatusCode::OK, &json!("offered")), "{after}");
        let (_, mine) = world.get("alix", "/api/v1/assignments").await;
        assert_eq!((&mine["items"][0]["state"], &mine["items"][0]["reason"], &mine["items"][0]["notice_class"]),
            (&json!("cancelled"), &json!("Poste modifié"), &json!("J-7")), "{mine}");
        let (_, asked) = world.get("alix", "/api/v1/offers?state=sent").await;
        let offer = &asked["items"][0];
        assert_eq!((&offer["mode"], &offer["date"]), (&json!("named"), &json!("2026-12-13")), "{asked}");
        assert!(balance(world, "alix").await > burdened, "a Sunday weighs more than a Thursday");
        assert_eq!(count(world, "outbox WHERE person = 'agent:alix' AND kind = 'shift.changed'").await, 1);
        assert_eq!(count(world, "outbox WHERE kind = 'assignment.cancelled'").await, 0, "one message says it all");
        // While she thinks about it, it is hers to take: nobody else is asked, and no plan gives it away.
        let (status, body) = world.post("coordinator", "/api/v1/shifts/r-1/rounds", json!({ "mode": "fair" })).await;
        assert_eq!((status, body["code"].as_str()), (StatusCode::CONFLICT, Some("shift-state")));
        say_yes(world, "r-1", "alix").await;
        assert_eq!(shift(world, "r-1").await["state"], "filled");
        let counted = releve::app::ledgers::recompute(&world.app, &releve::app::access::Actor::system("g1")).await;
        assert_eq!(counted.expect("an answer").differences, []);
    }

    async fn nobody_is_bound_to_what_she_did_not_agree_to(world) {
        let free = balance(world, "alix").await;
        held(world, "r-1", "2026-12-10", "M", "alix").await;
        edit(world, "manager", "r-1", json!({ "version": 2, "change": [{ "shift": "r-1", "code": "N" }] })).await;
        let path = format!("/api/v1/offers/{}/decline", offer(world, "r-1", "alix").await);
        assert_eq!(world.send("alix", Method::POST, &path, None).await.0, StatusCode::NO_CONTENT);
        assert_eq!((shift(world, "r-1").await["state"].clone(), balance(world, "alix").await), (json!("open"), free));
    }

    async fn whoever_may_not_hold_it_as_it_is_now_is_freed(world) {
        held(world, "r-1", "2026-12-10", "M", "alix").await;
        held(world, "r-2", "2026-12-12", "M", "alix").await;
        let change = json!({ "version": 2, "change": [{ "shift": "r-2", "date": "2026-12-10", "code": "S" }] });
        let (status, after) = edit(world, "manager", "r-2", change).await;
        assert_eq!((status, &after["shifts"][0]["state"]), (StatusCode::OK, &json!("open")), "{after}");
        let (_, told) = world.get("alix", "/api/v1/notices?state=assignment.cancelled").await;
        assert!(told["items"][0]["title"].as_str().is_some_and(|t| t.contains("12 décembre")), "what she held: {told}");
        assert_eq!(shift(world, "r-1").await["state"], "filled");
    }

    async fn a_series_is_moved_as_a_whole(world) {
        held(world, "r-1", "2026-12-08", "M", "alix").await;
        let add = json!({ "version": 2, "although_alike": true,
            "add": [{ "code": "M", "date": "2026-12-09", "qualification": "IDE" }] });
        let (status, after) = edit(world, "manager", "r-1", add).await;
        assert_eq!((status, &after["progress"]), (StatusCode::OK, &json!({ "filled": 1, "open": 1 })), "{after}");
        assert_eq!(after["outcome"], "partly_filled");
        round(world, "r-1.2", json!(["alix"])).await;
        say_yes(world, "r-1.2", "alix").await;
        world.clock.advance(12 * 3_600);
        timed::tick(&world.app).await.expect("the closing");
        // Each on the day of the other: taken one by one they would be in each other's way.
        let change = json!({ "version": 3, "although_alike": true,
            "change": [{ "shift": "r-1", "date": "2026-12-09" }, { "shift": "r-1.2", "date": "2026-12-08" }] });
        let (status, after) = edit(world, "manager", "r-1", change).await;
        assert_eq!((status, &after["progress"]), (StatusCode::OK, &json!({ "offered": 2 })), "{after}");
        assert_eq!(count(world, "offers WHERE state = 'sent' AND agent_id = 'alix'").await, 2);
    }

    async fn whoever_is_to_be_replaced_is_asked_no_longer(world) {
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-10", "S")).await.0, StatusCode::CREATED);
        held(world, "r-2", "2026-12-10", "M", "alix").await;
        round(world, "r-1", json!(["bao"])).await;
        let (status, shown) = edit(world, "manager", "r-1", json!({ "version": 2, "absent_agent": "bao" })).await;
        assert_eq!((status, &shown["shifts"][0]["state"]), (StatusCode::OK, &json!("open")), "{shown}");
        assert_eq!(count(world, "outbox WHERE kind = 'offer.withdrawn' AND person = 'agent:bao'").await, 1);
        let (status, shown) = edit(world, "manager", "r-1", json!({ "version": 3, "absent_agent": "alix" })).await;
        assert_eq!((status, &shown["freed"]), (StatusCode::OK, &json!(["r-2"])), "{shown}");
        assert_eq!(shift(world, "r-2").await["state"], "open");
        let (status, shown) = edit(world, "manager", "r-1", json!({ "version": 4, "absent_agent": null })).await;
        assert_eq!((status, &shown["absent_agent"]), (StatusCode::OK, &Value::Null), "{shown}");
        let (_, judged) = world.get("coordinator", "/api/v1/shifts/r-1/candidates?agent=alix").await;
        assert_eq!(judged["candidates"][0]["verdict"], "eligible", "{judged}");
    }

    async fn whoever_takes_part_hears_and_the_log_keeps_what_was(world) {
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-10", "M")).await.0, StatusCode::CREATED);
        let (_, director) = world.get("director", "/api/v1/me").await;
        let message = json!({ "text": "À voir", "mentions": [director["id"]] });
        assert_eq!(world.post("coordinator", "/api/v1/requests/r-1/messages", message).await.0, StatusCode::CREATED);
        let change = json!({ "version": 2, "note": "Elle est souffrante", "priority": "safety", "absent_agent": "farid",
            "change": [{ "shift": "r-1", "code": "S" }], "reason": "Erreur de saisie" });
        assert_eq!(edit(world, "manager", "r-1", change).await.0, StatusCode::OK);
        for (who, heard) in [("coordinator", 1), ("director", 1), ("manager", 0), ("administrator", 0)] {
            let (_, told) = world.get(who, "/api/v1/notices?state=request.changed").await;
            assert_eq!(told["items"].as_array().map(Vec::len), Some(heard), "{who}: {told}");
        }
        let (_, log) = world.get("auditor", "/api/v1/audit?state=request.edit").await;
        let detail = &log["items"][0]["detail"];
        assert_eq!((&detail["before"]["priority"], &detail["after"]["priority"]), (&json!("normal"), &json!("safety")), "{log}");
        assert_eq!((&detail["shifts"][0]["before"]["code"], &detail["shifts"][0]["after"]["code"]), (&json!("M"), &json!("S")));
        assert_eq!((&detail["changed_unquoted"], &detail["reason_given"]), (&json!(["note", "absent_agent"]), &json!(true)));
        for word in ["souffrante", "Erreur de saisie"] {
            assert!(!log.to_string().contains(word), "what may be about somebody's health is not kept for ever");
        }
        assert_eq!(shift(world, "r-1").await["reason"], "Erreur de saisie", "it stands with the shift");
    }

    async fn a_race_that_has_time_again_becomes_a_fair_round_that_waits_for_those_who_sleep(world) {
        world.clock.advance(6 * 86_400);
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-08", "S")).await.0, StatusCode::CREATED);
        let order = json!({ "mode": "first", "agents": ["alix", "bao"], "hours": 2 });
        let settings = json!({ "version": 1, "urgent_hours": 48 });
        assert_eq!(world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await.0, StatusCode::OK);
        let (status, race) = world.post("coordinator", "/api/v1/shifts/r-1/rounds", order).await;
        assert_eq!((status, &race["mode"]), (StatusCode::CREATED, &json!("first")), "{race}");
        // It is nine o'clock in Paris.
        crate::post::wants(world, "alix", json!({ "quiet_from": "08:00", "quiet_to": "12:00" })).await;
        let change = json!({ "version": 2, "change": [{ "shift": "r-1", "date": "2026-12-18" }] });
        let (status, after) = edit(world, "manager", "r-1", change).await;
        assert_eq!(status, StatusCode::OK, "{after}");
        let (_, rounds) = world.get("coordinator", "/api/v1/rounds?state=open").await;
        let round = &rounds["items"][0];
        assert_eq!((&round["mode"], &round["closes_at"]), (&json!("fair"), &json!("2026-12-07T12:00:00Z")), "{round}");
        // Moved close again it stays fair: whoever was given time keeps it.
        let change = json!({ "version": 3, "change": [{ "shift": "r-1", "date": "2026-12-08" }] });
        assert_eq!(edit(world, "manager", "r-1", change).await.0, StatusCode::OK);
        assert_eq!(world.get("coordinator", "/api/v1/rounds?state=open").await.1["items"][0]["mode"], "fair");
    }

    async fn what_has_begun_is_not_changed(world) {
        held(world, "r-1", "2026-12-10", "M", "alix").await;
        world.clock.advance(9 * 86_400);
        let before = world.fingerprint().await;
        for change in [json!({ "version": 2, "change": [{ "shift": "r-1", "date": "2026-12-15" }] }),
            json!({ "version": 2, "remove": ["r-1"], "reason": "x",
                "add": [{ "code": "M", "date": "2026-12-15", "qualification": "IDE" }] })] {
            let (status, refused) = edit(world, "manager", "r-1", change).await;
            assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("shift-begun")), "{refused}");
        }
        assert_eq!(world.fingerprint().await, before);
    }

    async fn what_cannot_be_changes_nothing(world) {
        let mut body = need("r-1", "2026-12-10", "M");
        body["shifts"] = json!([{ "code": "M", "date": "2026-12-10", "qualification": "IDE" },
            { "code": "M", "date": "2026-12-11", "qualification": "IDE" }]);
        assert_eq!(world.post("manager", "/api/v1/requests", body).await.0, StatusCode::CREATED);
        round(world, "r-1.1", json!(["alix"])).await;
        let before = world.fingerprint().await;
        for (change, field) in [
            (json!({ "note": "x" }), "version"),
            (json!({ "version": 2, "note": "x".repeat(2_001) }), "note"),
            (json!({ "version": 2, "note": "a\u{7}" }), "note"),
            (json!({ "version": 2, "absent_agent": "chloe" }), "absent_agent"),
            (json!({ "version": 2, "remove": ["med-1208-m"], "reason": "x" }), "remove"),
            (json!({ "version": 2, "remove": ["r-1.1", "r-1.2"], "reason": "x" }), "remove"),
            (json!({ "version": 2, "remove": ["r-1.1"] }), "reason"),
            (json!({ "version": 2, "remove": ["r-1.1"], "reason": "x".repeat(2_001) }), "reason"),
            (json!({ "version": 2, "change": [{ "shift": "r-9", "code": "S" }] }), "change[0].shift"),
            (json!({ "version": 2, "change": [{ "shift": "r-1.1", "code": "Z" }] }), "change[0].code"),
            (json!({ "version": 2, "change": [{ "shift": "r-1.1", "date": "2027-06-01" }] }), "change[0].date"),
            (json!({ "version": 2, "change": [{ "shift": "r-1.1", "qualification": "I D E" }] }), "change[0].qualification"),
            (json!({ "version": 2, "change": [{ "shift": "r-1.1", "code": "S" }, { "shift": "r-1.1", "code": "N" }] }),
                "change[1].shift"),
            (json!({ "version": 2, "add": [{ "id": "a b", "code": "M", "date": "2026-12-12", "qualification": "IDE" }] }),
                "add[0].id"),
            (json!({ "version": 2, "wishes": [] }), "wishes"),
        ] {
            let (status, refused) = edit(world, "manager", "r-1", change.clone()).await;
            assert_eq!((status, refused["errors"][0]["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some(field)),
                "{change}: {refused}");
        }
        let alike = json!({ "version": 2, "change": [{ "shift": "r-1.1", "date": "2026-12-09" }] });
        let taken = json!({ "version": 2, "although_alike": true,
            "add": [{ "id": "med-1208-m", "code": "M", "date": "2026-12-12", "qualification": "IDE" }] });
        for (who, change, status, code) in [
            ("manager", alike, StatusCode::CONFLICT, "alike-requested"),
            ("manager", taken, StatusCode::CONFLICT, "id-taken"),
            ("manager", json!({ "version": 7, "note": "x" }), StatusCode::CONFLICT, "version-moved"),
            ("manager-tilleuls", json!({ "version": 2, "note": "x" }), StatusCode::NOT_FOUND, "not-found"),
            ("stranger", json!({ "version": 2, "note": "x" }), StatusCode::NOT_FOUND, "not-found"),
            ("alix", json!({ "version": 2, "note": "x" }), StatusCode::FORBIDDEN, "forbidden"),
            ("director", json!({ "version": 2, "note": "x" }), StatusCode::FORBIDDEN, "forbidden"),
        ] {
            let (found, refused) = edit(world, who, "r-1", change).await;
            assert_eq!((found, refused["code"].as_str()), (status, Some(code)), "{who}: {refused}");
        }
        assert_eq!(world.fingerprint().await, before, "nothing may change");
        let why = json!({ "reason": "Lit fermé" });
        assert_eq!(world.post("manager", "/api/v1/requests/r-1/cancel", why).await.0, StatusCode::OK);
        let (status, over) = edit(world, "manager", "r-1", json!({ "version": 3, "note": "x" })).await;
        assert_eq!((status, over["code"].as_str()), (StatusCode::CONFLICT, Some("request-state")), "{over}");
    }
}
