//! Nobody is lent without her agreement on file: candidates, rounds, plans, approvals and what is already given.

use crate::both;
use crate::world::{World, need};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Emma of Les Tilleuls, as the coordination sees her for a shift of the hospital.
async fn emma(world: &World, shift: &str) -> Value {
    let (status, body) = world.get("coordinator", &format!("/api/v1/shifts/{shift}/candidates?agent=emma")).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body["candidates"][0].clone()
}

/// A shift on Thursday 10 December that she may hold: she is at work until the 9th.
async fn a_need(world: &World) {
    let (status, made) = world.post("manager", "/api/v1/requests", need("loan", "2026-12-10", "M")).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
}

async fn end(world: &World, last_day: &str) {
    let body = json!({ "reference": "ACC-EMMA", "last_day": last_day });
    let (status, file) = world.post("manager-tilleuls", "/api/v1/agents/emma/agreements/end", body).await;
    assert_eq!(status, StatusCode::OK, "{file}");
    assert_eq!(file["lending_agreements"][0]["valid_to"], last_day);
}

/// The nurses of the hospital are away for both weeks.
async fn the_others_are_absent(world: &World) {
    for agent in ["alix", "bao"] {
        let body = json!({ "agent": agent, "from": "2026-12-07", "to": "2026-12-20", "class": "planned" });
        let (status, entered) = world.post("manager", "/api/v1/absences", body).await;
        assert_eq!(status, StatusCode::CREATED, "{entered}");
    }
}

both! {
    async fn an_agreement_holds_until_its_last_day(world) {
        a_need(world).await;
        assert_eq!(emma(world, "loan").await["verdict"], "eligible");
        end(world, "2026-12-10").await;
        assert_eq!(emma(world, "loan").await["verdict"], "eligible", "its last day is one of its days");
        end(world, "2026-12-09").await;
        let refused = emma(world, "loan").await;
        let rules: Vec<_> = refused["refusals"].as_array().expect("a list").iter().map(|r| r["rule"].as_str()).collect();
        assert_eq!(rules, [Some("lending-agreement")], "{refused}");
        let refusal = &refused["refusals"][0];
        assert_eq!((&refusal["law"], &refusal["article"]), (&json!("ct.lending-agreement"), &json!("Code du travail, L8241-2")));
        assert!(refusal["sentence_fr"].as_str().is_some_and(|s| s.contains("Saint-Roch")), "{refusal}");
        let (_, host) = world.get("manager", "/api/v1/shifts/loan/candidates?agent=emma").await;
        let seen = &host["candidates"][0];
        assert!(seen.get("refusals").is_none() && seen["neutral_fr"][0].is_string(), "the host reads no reason: {host}");
    }

    async fn an_agreement_for_another_host_does_not_do(world) {
        a_need(world).await;
        end(world, "2026-12-01").await;
        for (hosts, verdict) in [(json!(["ehpad"]), "refused"), (json!(["ehpad", "hopital"]), "eligible")] {
            let document = format!("ACC-{verdict}");
            let body = json!({ "document": document, "valid_from": "2026-12-02", "hosts": hosts });
            let (status, file) = world.post("manager-tilleuls", "/api/v1/agents/emma/agreements", body.clone()).await;
            assert_eq!(status, StatusCode::CREATED, "{file}");
            let (status, twice) = world.post("manager-tilleuls", "/api/v1/agents/emma/agreements", body).await;
            assert_eq!((status, twice["code"].as_str()), (StatusCode::CONFLICT, Some("document-known")));
            assert_eq!(emma(world, "loan").await["verdict"], verdict);
        }
    }

    async fn a_round_refuses_with_the_article(world) {
        a_need(world).await;
        end(world, "2026-12-09").await;
        let before = world.fingerprint().await;
        let order = json!({ "mode": "fair", "agents": ["emma"] });
        let (status, refused) = world.post("coordinator", "/api/v1/shifts/loan/rounds", order).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("not-eligible")), "{refused}");
        assert!(refused["detail"].as_str().is_some_and(|d| d.contains("L8241-2")), "{refused}");
        assert_eq!(world.fingerprint().await, before);
    }

    async fn a_plan_leaves_bare_what_no_agreement_covers(world) {
        the_others_are_absent(world).await;
        a_need(world).await;
        let holder = |plan: &Value| plan["assigned"].as_array().expect("a list").iter()
            .find(|item| item["shift"] == "loan").map(|item| item["agent"].clone());
        let (_, plan) = world.plan().await;
        assert_eq!(holder(&plan), Some(json!("emma")), "{plan}");
        end(world, "2026-12-09").await;
        let (_, plan) = world.plan().await;
        assert_eq!(holder(&plan), None, "{plan}");
    }

    async fn an_approval_judges_the_agreement_again(world) {
        the_others_are_absent(world).await;
        a_need(world).await;
        let (id, plan) = world.plan().await;
        // Behind the service's back, so that the version of the facts does not tell.
        let changed = "UPDATE agents SET file = replace(file, '2026-01-01', '2027-01-01') WHERE id = 'emma'";
        assert_eq!(world.execute(changed).await, 1);
        let before = world.fingerprint().await;
        let body = json!({ "items": ["loan"], "version": plan["version"] });
        let (status, refused) = world.post("coordinator", &format!("/api/v1/plans/{id}/approve"), body).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("plan-conflicts")), "{refused}");
        let refusal = &refused["conflicts"][0]["refusals"][0];
        assert_eq!((&refusal["rule"], &refusal["article"]), (&json!("lending-agreement"), &json!("Code du travail, L8241-2")));
        assert_eq!(world.fingerprint().await, before);
    }

    async fn what_an_agreement_covered_is_given_back_when_it_ends(world) {
        the_others_are_absent(world).await;
        a_need(world).await;
        let offers = world.approved().await;
        let hers = offers.iter().find(|offer| offer["shift"] == "loan").expect("she is asked");
        let accept = format!("/api/v1/offers/{}/accept", hers["id"].as_str().expect("an id"));
        let (status, accepted) = world.send("emma", Method::POST, &accept, None).await;
        assert_eq!(status, StatusCode::OK, "{accepted}");
        end(world, "2026-12-09").await;
        let (_, shift) = world.get("coordinator", "/api/v1/shifts/loan").await;
        assert_eq!(shift["state"], "open", "{shift}");
        let (_, mine) = world.get("emma", "/api/v1/assignments").await;
        assert_eq!((&mine["items"][0]["state"], &mine["items"][0]["reason"]), (&json!("cancelled"), &json!("N’est plus disponible")));
        let counted = world.number("SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE agent_id = 'emma'");
        assert_eq!(counted.await, 0, "her account is as before");
    }

    async fn papers_are_kept_by_her_employer_and_the_coordination_alone(world) {
        let agreements = "/api/v1/agents/emma/agreements";
        let body = json!({ "document": "X", "valid_from": "2026-12-02" });
        let before = world.fingerprint().await;
        for (who, status) in [
            ("manager", StatusCode::NOT_FOUND), ("stranger", StatusCode::NOT_FOUND), ("emma", StatusCode::FORBIDDEN),
            ("payroll", StatusCode::FORBIDDEN), ("director", StatusCode::FORBIDDEN),
        ] {
            assert_eq!(world.post(who, agreements, body.clone()).await.0, status, "{who}");
        }
        for (bad, field) in [
            (json!({ "document": " ", "valid_from": "2026-12-02" }), "document"),
            (json!({ "document": "x".repeat(201), "valid_from": "2026-12-02" }), "document"),
            (json!({ "document": "X", "valid_from": "2026-12-02", "valid_to": "2026-12-01" }), "valid_to"),
            (json!({ "document": "X\u{7}", "valid_from": "2026-12-02" }), "document"),
        ] {
            let (status, problem) = world.post("manager-tilleuls", agreements, bad).await;
            assert_eq!((status, &problem["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)), "{problem}");
        }
        let stranger = json!({ "document": "X", "valid_from": "2026-12-02", "hosts": ["nowhere"] });
        let (status, problem) = world.post("manager-tilleuls", agreements, stranger).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        assert!(problem["errors"][0]["field"].as_str().is_some_and(|f| f.contains("hosts")), "{problem}");
        let unknown = json!({ "reference": "none", "last_day": "2026-12-09" });
        assert_eq!(world.post("coordinator", "/api/v1/agents/emma/agreements/end", unknown).await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.fingerprint().await, before);
    }
}
