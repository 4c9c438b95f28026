//! Absences by API: what they free, what they leave bare, who may know of them.

use crate::both;
use crate::world::World;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

fn absence(agent: &str, from: &str, to: &str) -> Value {
    json!({ "agent": agent, "from": from, "to": to, "class": "unplanned" })
}

async fn enter(world: &World, who: &str, body: Value) -> Value {
    let (status, entered) = world.post(who, "/api/v1/absences", body).await;
    assert_eq!(status, StatusCode::CREATED, "{entered}");
    entered
}

both! {
    async fn an_absence_names_the_duties_it_leaves_bare_and_the_request_for_them(world) {
        let entered = enter(world, "coordinator", absence("emma", "2026-12-08", "2026-12-11")).await;
        let days: Vec<_> = entered["bare"].as_array().expect("a list").iter()
            .map(|duty| (duty["unit"].as_str(), duty["code"].as_str(), duty["date"].as_str())).collect();
        let hers = |date| (Some("tilleuls"), Some("J"), Some(date));
        assert_eq!(days, [hers("2026-12-08"), hers("2026-12-09")], "she is off from the 10th on");
        assert_eq!(entered["bare"][0]["starts_at"], "2026-12-08T06:00:00Z");
        let manager = world.get("manager-tilleuls", "/api/v1/me").await.1["id"].as_str().expect("an id").to_owned();
        let told = format!("SELECT COUNT(*) FROM outbox WHERE kind = 'duty.bare' AND person = 'user:{manager}'");
        assert_eq!(world.number(&told).await, 1);
        let payload = world.text("SELECT payload FROM outbox WHERE kind = 'duty.bare'").await;
        assert!(!payload.contains("emma") && !payload.contains("unplanned"), "neither who nor why: {payload}");
        // What is suggested can be sent as it is.
        let suggested = entered["requests"][0].clone();
        assert_eq!((&suggested["unit"], &suggested["absent_agent"]), (&json!("tilleuls"), &json!("emma")));
        let (status, made) = world.post("manager-tilleuls", "/api/v1/requests", suggested).await;
        assert_eq!((status, &made["progress"]), (StatusCode::CREATED, &json!({ "open": 2 })), "{made}");
        // Sent twice it is one absence.
        let before = world.fingerprint().await;
        let (status, again) = world.post("coordinator", "/api/v1/absences", absence("emma", "2026-12-08", "2026-12-11")).await;
        assert_eq!((status, &again["id"]), (StatusCode::OK, &entered["id"]));
        assert_eq!(world.fingerprint().await, before);
    }

    async fn whoever_is_absent_holds_no_shift_of_the_pool(world) {
        let offers = world.approved().await;
        let hers = offers.iter().find(|offer| offer["agent"] == "alix").expect("she is asked");
        let text = |field: &str| hers[field].as_str().expect("a text").to_owned();
        let accept = format!("/api/v1/offers/{}/accept", text("id"));
        assert_eq!(world.send("alix", Method::POST, &accept, None).await.0, StatusCode::OK);
        let entered = enter(world, "alix", absence("alix", &text("date"), &text("date"))).await;
        assert_eq!((&entered["announced"], &entered["bare"]), (&json!(true), &json!([])));
        let (_, shift) = world.get("coordinator", &format!("/api/v1/shifts/{}", text("shift"))).await;
        assert_eq!((&shift["state"], &shift["assignment"]), (&json!("open"), &Value::Null));
        let (_, mine) = world.get("alix", "/api/v1/assignments").await;
        let cancelled = mine["items"].as_array().expect("a list").iter().find(|a| a["shift"] == hers["shift"]).expect("it was hers");
        assert_eq!(cancelled["reason"], "N’est plus disponible", "the host reads this: no cause");
        let (_, judged) = world.get("coordinator", &format!("/api/v1/shifts/{}/candidates?agent=alix", text("shift"))).await;
        assert_eq!(judged["candidates"][0]["refusals"][0]["rule"], "absence", "{judged}");
    }

    async fn an_absence_ends_early_or_is_taken_back(world) {
        let entered = enter(world, "manager", absence("alix", "2026-12-07", "2026-12-20")).await;
        let id = entered["id"].as_str().expect("an id");
        let (end, back) = (format!("/api/v1/absences/{id}/end"), format!("/api/v1/absences/{id}/withdraw"));
        let verdict = async || {
            let (_, judged) = world.get("coordinator", "/api/v1/shifts/med-1209-m/candidates?agent=alix").await;
            judged["candidates"][0]["verdict"].clone()
        };
        assert_eq!(verdict().await, "refused");
        let (status, ended) = world.post("manager", &end, json!({ "to": "2026-12-08" })).await;
        assert_eq!((status, &ended["to"]), (StatusCode::OK, &json!("2026-12-08")), "{ended}");
        assert_eq!(verdict().await, "eligible");
        assert_eq!(world.post("manager", &end, json!({ "to": "2026-12-09" })).await.0, StatusCode::OK, "or is prolonged");
        assert_eq!(verdict().await, "refused");
        let (status, problem) = world.post("manager", &end, json!({ "to": "2026-12-06" })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        let (status, gone) = world.post("manager", &back, json!({ "reason": "Saisie par erreur" })).await;
        assert_eq!((status, &gone["state"]), (StatusCode::OK, &json!("withdrawn")), "{gone}");
        assert_eq!(verdict().await, "eligible");
        let before = world.fingerprint().await;
        for (path, body) in [(&back, json!({ "reason": "x" })), (&end, json!({ "to": "2026-12-09" }))] {
            let (status, over) = world.post("manager", path, body).await;
            assert_eq!((status, over["code"].as_str()), (StatusCode::CONFLICT, Some("absence-over")));
        }
        assert_eq!(world.fingerprint().await, before);
    }

    async fn what_cannot_be_is_refused_and_changes_nothing(world) {
        enter(world, "manager", absence("alix", "2026-12-10", "2026-12-12")).await;
        let before = world.fingerprint().await;
        let mut burn_out = absence("alix", "2026-12-14", "2026-12-15");
        burn_out["class"] = json!("burn-out");
        let mut cause = absence("alix", "2026-12-14", "2026-12-15");
        cause["cause"] = json!("grippe");
        for (who, body, status, code) in [
            ("manager", absence("alix", "2026-12-12", "2026-12-13"), StatusCode::CONFLICT, "absence-overlaps"),
            ("manager", absence("alix", "2026-12-15", "2026-12-14"), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager", absence("alix", "2026-12-14", "2028-12-14"), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager", absence("alix", "2026-06-01", "2026-06-02"), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager", burn_out, StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager", cause, StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            ("manager", absence("emma", "2026-12-14", "2026-12-15"), StatusCode::NOT_FOUND, "not-found"),
            ("manager", absence("nobody", "2026-12-14", "2026-12-15"), StatusCode::NOT_FOUND, "not-found"),
            ("bao", absence("alix", "2026-12-14", "2026-12-15"), StatusCode::NOT_FOUND, "not-found"),
            ("stranger", absence("alix", "2026-12-14", "2026-12-15"), StatusCode::NOT_FOUND, "not-found"),
            ("payroll", absence("alix", "2026-12-14", "2026-12-15"), StatusCode::FORBIDDEN, "forbidden"),
            ("administrator", absence("alix", "2026-12-14", "2026-12-15"), StatusCode::FORBIDDEN, "forbidden"),
        ] {
            let (found, problem) = world.post(who, "/api/v1/absences", body).await;
            assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{who}: {problem}");
        }
        for id in ["none", "99", "-1"] {
            let (status, _) = world.post("manager", &format!("/api/v1/absences/{id}/end"), json!({ "to": "2026-12-14" })).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{id}");
        }
        assert_eq!(world.fingerprint().await, before);
    }

    async fn another_establishment_knows_of_no_absence(world) {
        enter(world, "alix", absence("alix", "2026-12-08", "2026-12-08")).await;
        enter(world, "manager-tilleuls", absence("emma", "2026-12-10", "2026-12-12")).await;
        let whose = |list: &Value| -> Vec<String> {
            list["items"].as_array().expect("a list").iter().map(|a| a["agent"].as_str().expect("an id").to_owned()).collect()
        };
        for (who, seen) in [
            ("manager", vec!["farid", "alix"]), ("manager-tilleuls", vec!["emma"]), ("alix", vec!["alix"]),
            ("coordinator", vec!["farid", "alix", "emma"]), ("stranger", vec![]),
        ] {
            assert_eq!(whose(&world.get(who, "/api/v1/absences").await.1), seen, "{who}");
        }
        assert_eq!(world.get("manager", "/api/v1/absences?agent=emma").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("director", "/api/v1/absences").await.0, StatusCode::FORBIDDEN);
        let (_, page) = world.get("coordinator", "/api/v1/absences?limit=2").await;
        let next = page["next"].as_str().expect("there is more");
        assert_eq!(whose(&world.get("coordinator", &format!("/api/v1/absences?after={next}")).await.1), ["emma"]);
        let read = world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'absence.read'").await;
        assert_eq!(read, 3, "reading across establishments is on record");
    }

    async fn what_her_employer_entered_is_not_the_agents_to_change(world) {
        let entered = enter(world, "manager", absence("alix", "2026-12-10", "2026-12-12")).await;
        let hers = enter(world, "alix", absence("alix", "2026-12-15", "2026-12-16")).await;
        let path = |absence: &Value, verb: &str| format!("/api/v1/absences/{}/{verb}", absence["id"].as_str().expect("an id"));
        let before = world.fingerprint().await;
        for (verb, body) in [
            ("end", json!({ "to": "2026-12-10" })), ("end", json!({ "to": "2026-12-13" })), ("withdraw", json!({ "reason": "Guérie" })),
        ] {
            let (status, problem) = world.post("alix", &path(&entered, verb), body).await;
            assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("absence-not-announced")), "{problem}");
        }
        assert_eq!(world.fingerprint().await, before);
        assert_eq!(world.post("alix", &path(&hers, "end"), json!({ "to": "2026-12-17" })).await.0, StatusCode::OK);
        assert_eq!(world.post("alix", &path(&hers, "withdraw"), json!({ "reason": "Guérie" })).await.0, StatusCode::OK);
        assert_eq!(world.post("manager", &path(&entered, "end"), json!({ "to": "2026-12-10" })).await.0, StatusCode::OK);
    }

    async fn what_is_over_long_since_stays_as_it_was(world) {
        // Today is 1 December, and two days later it is 3 December: sixty days before are 2 and 4 October.
        let entered = enter(world, "manager", absence("alix", "2026-10-02", "2026-12-20")).await;
        let hers = enter(world, "bao", absence("bao", "2026-10-02", "2026-10-03")).await;
        let path = |absence: &Value, verb: &str| format!("/api/v1/absences/{}/{verb}", absence["id"].as_str().expect("an id"));
        world.clock.advance(2 * 86_400);
        let before = world.fingerprint().await;
        for (who, path, body, field) in [
            ("manager", path(&entered, "withdraw"), json!({ "reason": "Erreur" }), "from"),
            ("bao", path(&hers, "withdraw"), json!({ "reason": "Erreur" }), "from"),
            ("bao", path(&hers, "end"), json!({ "to": "2026-10-02" }), "to"),
            ("manager", path(&entered, "end"), json!({ "to": "2026-10-02" }), "to"),
        ] {
            let (status, problem) = world.post(who, &path, body).await;
            let found = (status, problem["errors"][0]["field"].as_str());
            assert_eq!(found, (StatusCode::UNPROCESSABLE_ENTITY, Some(field)), "{who}: {path}: {problem}");
        }
        assert_eq!(world.fingerprint().await, before);
        assert_eq!(world.post("manager", &path(&entered, "end"), json!({ "to": "2026-10-03" })).await.0, StatusCode::OK, "sixty days");
    }
}
