//! From the order of a plan to its decision.

use crate::both;
use crate::visitor::{PASSWORD, Visitor};
use crate::world::{answer, need};
use releve::app::access::Role;
use releve::store::jobs as job_rows;
use reqwest::{Method, StatusCode};
use serde_json::json;

both! {
    async fn a_plan_is_computed_with_proof_and_reasons(world) {
        let (id, plan) = world.plan().await;
        assert_eq!(plan["status"], "optimal", "{plan}");
        assert_eq!(plan["shifts"], 5);
        assert_eq!(plan["covered"], 5, "{plan}");
        assert_eq!(plan["levels"].as_array().expect("levels").len(), 5);
        assert_eq!(plan["input_sha256"].as_str().expect("a fingerprint").len(), 64);
        assert_eq!(plan["stale"], json!([]));
        let assigned = plan["assigned"].as_array().expect("a list");
        let night = assigned.iter().find(|a| a["shift"] == "med-1213-n").expect("the night is given");
        assert_ne!(night["agent"], "bao", "her promised rest holds");
        assert!(night["burden_centipoints"].as_i64().expect("a number") > 0);
        let prices = plan["prices"].as_array().expect("what one more shift filled would be worth");
        assert!(prices.iter().all(|price| price["highest"].as_f64() > Some(0.0)) && !prices.is_empty(), "{plan}");
        let (status, of_unit) = world.get("manager", &format!("/api/v1/plans/{id}")).await;
        assert_eq!((status, &of_unit["prices"]), (StatusCode::OK, &json!(null)), "what the group lacks is the group's");
    }

    async fn an_approval_makes_offers_equity_lines_messages_and_an_audit_trail(world) {
        let offers = world.approved().await;
        assert_eq!(offers.len(), 5);
        let whole = "SELECT COUNT(*) FROM offers o WHERE o.burden_centipoints = (SELECT COALESCE(SUM(e.centipoints), 0) \
                     FROM equity_entries e WHERE e.offer_id = o.id)";
        assert_eq!(world.number(whole).await, 5);
        assert_eq!(world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'offer.sent'").await, 5);
        assert_eq!(world.number("SELECT COUNT(*) FROM shifts WHERE state = 'offered'").await, 5);
        let posted: i64 = offers.iter().map(|o| o["burden_centipoints"].as_i64().expect("a number")).sum();
        let sum = "SELECT CAST(SUM(centipoints) AS BIGINT) FROM equity_entries WHERE offer_id IS NOT NULL";
        assert_eq!(world.number(sum).await, posted);
        let (_, log) = world.get("auditor", "/api/v1/audit?state=plan.approve").await;
        assert_eq!(log["items"][0]["detail"]["offers"], 5, "{log}");
    }

    async fn a_plan_may_be_approved_in_parts(world) {
        let (id, plan) = world.plan().await;
        let path = format!("/api/v1/plans/{id}/approve");
        let first = json!({ "items": ["med-1208-m", "til-1208-j"], "version": plan["version"] });
        let (status, answer) = world.post("coordinator", &path, first.clone()).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert_eq!(answer["plan"]["state"], "partly_approved");
        let (status, again) = world.post("coordinator", &path, first).await;
        assert_eq!((status, again["code"].as_str()), (StatusCode::CONFLICT, Some("item-not-proposed")));
        let rest = json!({ "items": "all", "version": answer["plan"]["version"] });
        let (status, answer) = world.post("coordinator", &path, rest).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert_eq!(answer["plan"]["state"], "approved");
        assert_eq!(world.number("SELECT COUNT(*) FROM offers").await, 5);
    }

    async fn what_is_held_counts_in_the_next_plan(world) {
        world.approved().await;
        let request = need("new-1", "2026-12-08", "S");
        let (status, body) = world.post("manager", "/api/v1/requests", request).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        let (_, plan) = world.plan().await;
        assert_eq!(plan["shifts"], 1, "only the new shift is open: {plan}");
        let (_, offers) = world.get("coordinator", "/api/v1/offers").await;
        let morning = offers["items"].as_array().expect("a list").iter().find(|o| o["shift"] == "med-1208-m").cloned();
        let morning = morning.expect("the morning was offered");
        assert_ne!(plan["assigned"][0]["agent"], morning["agent"], "nobody works morning and evening");
    }

    async fn a_computation_that_fails_says_what_holds_and_what_to_do_and_no_internal_words(world) {
        world.account("claire@example.org", Role::Coordinator).await;
        let mut claire = Visitor::new(world.address);
        claire.log_in("claire@example.org", PASSWORD).await;
        let (status, body) = world.send("coordinator", Method::POST, "/api/v1/plans", None).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{body}");
        let id = body["id"].as_str().expect("an id").to_owned();
        world.execute("UPDATE plans SET asked_for = '{\"from\": \"some day\"}'").await;
        world.solve().await;
        let failed = [
            format!("Le calcul a échoué. Rien n’a été modifié\u{a0}; lancez un nouveau calcul. Si cela se répète, prévenez l’exploitant \
                     du service, dont le journal dit pourquoi sous l’identifiant {id}."),
            format!("The computation failed. Nothing has changed; start a new one. If it fails again, tell the operator of the service, \
                     whose log says why under the identifier {id}."),
        ];
        let interrupted = [
            format!("Le calcul s’est interrompu plusieurs fois et a été abandonné. Rien n’a été modifié\u{a0}; lancez un nouveau calcul. \
                     Si cela se répète, prévenez l’exploitant du service, dont le journal dit pourquoi sous l’identifiant {id}."),
            format!("The computation broke off several times and was given up. Nothing has changed; start a new one. If it fails again, \
                     tell the operator of the service, whose log says why under the identifier {id}."),
        ];
        // As it is stored now; then as earlier versions stored it.
        for (stored, told) in [
            ("", &failed),
            ("stored data cannot be read: missing field `from`", &failed),
            ("le calcul s’est interrompu plusieurs fois", &interrupted),
        ] {
            if !stored.is_empty() {
                assert_eq!(world.execute(&format!("UPDATE plans SET reason = '{stored}' WHERE state = 'failed'")).await, 1);
            }
            for (language, sentence) in ["fr", "en"].into_iter().zip(told) {
                let ask = |path: String| {
                    let request = world.request(Method::GET, &path).bearer_auth(world.token("coordinator"));
                    request.header("accept-language", language)
                };
                let (_, plan) = answer(ask(format!("/api/v1/plans/{id}"))).await;
                assert_eq!((&plan["state"], &plan["reason"]), (&json!("failed"), &json!(sentence)), "{plan}");
                let (_, list) = answer(ask("/api/v1/plans".to_owned())).await;
                assert_eq!(list["items"][0]["reason"], *sentence, "{list}");
                let stream = ask(format!("/api/v1/plans/{id}/progress")).send().await.expect("an answer");
                assert!(stream.text().await.expect("a text").contains(sentence), "the last event says why");
                claire.get(&format!("/langue/{language}")).await;
                let page = claire.get(&format!("/propositions/{id}")).await;
                assert!(page.status == StatusCode::OK && page.text.contains(sentence), "{}", page.text);
                let unread = ["ce qui était demandé ne peut plus être lu", "what was ordered can no longer be read"];
                assert!(unread.iter().any(|said| page.text.contains(said)), "{}", page.text);
                let page = claire.get("/propositions").await;
                assert_eq!(page.status, StatusCode::OK, "one order that nobody can read keeps no other from view");
            }
        }
        assert_eq!(world.text("SELECT state FROM jobs").await, "failed");
        world.plan().await;
    }

    async fn a_rejection_keeps_its_reason(world) {
        let (id, plan) = world.plan().await;
        let path = format!("/api/v1/plans/{id}/reject");
        let (status, body) = world.post("coordinator", &path, json!({ "reason": "  " })).await;
        assert_eq!((status, body["code"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("invalid")));
        let (status, body) = world.post("coordinator", &path, json!({ "reason": "Trop de nuits pour Alix" })).await;
        assert_eq!((status, body["state"].as_str()), (StatusCode::OK, Some("rejected")), "{body}");
        let (_, shown) = world.get("coordinator", &format!("/api/v1/plans/{id}")).await;
        assert_eq!(shown["reason"], "Trop de nuits pour Alix");
        let approve = json!({ "items": "all", "version": plan["version"] });
        let (status, body) = world.post("coordinator", &format!("/api/v1/plans/{id}/approve"), approve).await;
        assert_eq!((status, body["code"].as_str()), (StatusCode::CONFLICT, Some("plan-state")), "{body}");
    }

    async fn a_queued_computation_can_be_cancelled(world) {
        let (_, started) = world.send("coordinator", Method::POST, "/api/v1/plans", None).await;
        let id = started["id"].as_str().expect("an id");
        let (status, body) = world.send("coordinator", Method::POST, "/api/v1/plans", None).await;
        assert_eq!((status, body["code"].as_str()), (StatusCode::CONFLICT, Some("already-computing")));
        let cancel = format!("/api/v1/plans/{id}/cancel");
        assert_eq!(world.send("coordinator", Method::POST, &cancel, None).await.0, StatusCode::ACCEPTED);
        let (_, plan) = world.get("coordinator", &format!("/api/v1/plans/{id}")).await;
        assert_eq!(plan["state"], "cancelled");
        let (status, body) = world.send("coordinator", Method::POST, &cancel, None).await;
        assert_eq!((status, body["code"].as_str()), (StatusCode::CONFLICT, Some("nothing-to-cancel")));
    }

    async fn a_cancel_asked_of_another_server_reaches_the_worker(world) {
        let (_, started) = world.send("coordinator", Method::POST, "/api/v1/plans", None).await;
        let id = started["id"].as_str().expect("an id").to_owned();
        let mut tx = world.app.db.write().await.expect("a transaction");
        let job = job_rows::claim(&mut tx, "elsewhere", world.clock.now(), 30).await.expect("a claim").expect("a job");
        tx.commit().await.expect("claimed");
        let cancel = format!("/api/v1/plans/{id}/cancel");
        assert_eq!(world.send("coordinator", Method::POST, &cancel, None).await.0, StatusCode::ACCEPTED);
        let mut tx = world.app.db.write().await.expect("a transaction");
        let told = job_rows::beat(&mut tx, &job.id, "elsewhere", world.clock.now() + 30, None).await.expect("a beat");
        tx.commit().await.expect("beaten");
        assert_eq!(told, Some(true));
        // That server dies; whoever takes the job next ends it as cancelled.
        world.clock.advance(31);
        world.solve().await;
        let (_, plan) = world.get("coordinator", &format!("/api/v1/plans/{id}")).await;
        assert_eq!(plan["state"], "cancelled", "{plan}");
    }

    async fn the_job_of_a_dead_worker_goes_to_another(world) {
        let (_, started) = world.send("coordinator", Method::POST, "/api/v1/plans", None).await;
        let mut tx = world.app.db.write().await.expect("a transaction");
        let job = job_rows::claim(&mut tx, "dead", world.clock.now(), 30).await.expect("a claim").expect("a job");
        tx.commit().await.expect("claimed");
        let mut tx = world.app.db.write().await.expect("a transaction");
        assert!(job_rows::claim(&mut tx, "early", world.clock.now() + 30, 30).await.expect("an answer").is_none());
        drop(tx);
        world.clock.advance(31);
        world.solve().await;
        let (_, plan) = world.get("coordinator", &format!("/api/v1/plans/{}", started["id"].as_str().expect("id"))).await;
        assert_eq!(plan["state"], "proposed");
        let mut tx = world.app.db.write().await.expect("a transaction");
        assert!(!job_rows::finish(&mut tx, &job.id, "dead", "done", 0).await.expect("an answer"), "the dead store nothing");
    }

    async fn progress_is_a_stream_that_ends_with_the_plan(world) {
        let (_, started) = world.send("coordinator", Method::POST, "/api/v1/plans", None).await;
        let path = format!("/api/v1/plans/{}/progress", started["id"].as_str().expect("an id"));
        let stream = world.request(Method::GET, &path).bearer_auth(world.token("coordinator")).send();
        let (response, ()) = tokio::join!(stream, world.solve());
        let response = response.expect("a stream");
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let text = response.text().await.expect("the stream ends");
        assert!(text.contains("event: done") && text.contains(r#""state":"proposed""#), "{text}");
    }

    async fn the_same_facts_and_seed_give_the_same_plan(world) {
        let (_, one) = world.plan().await;
        let (_, two) = world.plan().await;
        assert_eq!(one["assigned"], two["assigned"]);
        assert_eq!(one["input_sha256"], two["input_sha256"]);
    }
}
