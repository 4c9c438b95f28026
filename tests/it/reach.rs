//! Need to know: what each may read of another group, another establishment, another person.

use crate::both;
use reqwest::StatusCode;
use serde_json::{Value, json};

both! {
    async fn another_group_sees_nothing(world) {
        let offers = world.approved().await;
        let plan = offers[0]["plan"].as_str().expect("an id");
        for path in [
            "/api/v1/requests/med-1208-m".to_owned(),
            "/api/v1/shifts/med-1208-m/candidates".to_owned(),
            format!("/api/v1/plans/{plan}"),
            format!("/api/v1/plans/{plan}/progress"),
            "/api/v1/ledgers/equity?agent=alix".to_owned(),
        ] {
            assert_eq!(world.get("stranger", &path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        for path in ["/api/v1/requests", "/api/v1/plans", "/api/v1/offers", "/api/v1/assignments", "/api/v1/notices"] {
            assert_eq!(world.get("stranger", path).await.1["items"], json!([]), "{path}");
        }
    }

    async fn a_manager_sees_her_units_alone(world) {
        let units = |list: &Value| {
            let mut units: Vec<_> =
                list["items"].as_array().expect("a list").iter().map(|r| r["unit"].to_string()).collect();
            units.dedup();
            units
        };
        assert_eq!(units(&world.get("manager", "/api/v1/requests").await.1), ["\"medecine\""]);
        assert_eq!(units(&world.get("manager-tilleuls", "/api/v1/requests").await.1), ["\"tilleuls\""]);
        assert_eq!(world.get("manager", "/api/v1/requests/til-1208-j").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("manager", "/api/v1/shifts?unit=tilleuls").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("manager", "/api/v1/shifts/til-1208-j/candidates").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("manager", "/api/v1/ledgers/equity?agent=chloe").await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("manager", "/api/v1/ledgers/equity?agent=alix").await.0, StatusCode::OK);
        world.approved().await;
        assert_eq!(units(&world.get("manager", "/api/v1/offers").await.1), ["\"medecine\""]);
    }

    async fn another_establishment_reads_the_neutral_sentence_alone(world) {
        let refused = |body: &Value, agent: &str| {
            let list = body["candidates"].as_array().expect("a list");
            list.iter().find(|c| c["agent"] == agent).expect("everyone is judged").clone()
        };
        let path = "/api/v1/shifts/med-1208-m/candidates";
        let (status, group) = world.get("coordinator", path).await;
        assert_eq!(status, StatusCode::OK, "{group}");
        let full = refused(&group, "emma");
        assert_eq!(full["verdict"], "refused", "she works that morning at home: {full}");
        assert!(full["refusals"][0]["rule"].is_string());
        let (_, host) = world.get("manager", path).await;
        let neutral = refused(&host, "emma");
        assert_eq!(neutral["verdict"], "refused");
        assert!(neutral.get("refusals").is_none() && neutral["neutral_fr"][0].is_string(), "{neutral}");
        assert!(refused(&host, "farid")["refusals"].is_array(), "her own employee's absence is hers to know");
        let ranks: Vec<_> = group["candidates"].as_array().expect("a list").iter()
            .filter_map(|c| c["rank"].as_u64()).collect();
        assert_eq!(ranks, (1..=ranks.len() as u64).collect::<Vec<_>>());
    }

    async fn an_eligible_colleague_of_another_establishment_keeps_her_account_to_herself(world) {
        let (_, shifts) = world.get("manager", "/api/v1/shifts?state=open").await;
        let mut met = 0;
        for shift in shifts["items"].as_array().expect("a list") {
            let path = format!("/api/v1/shifts/{}/candidates", shift["id"].as_str().expect("an id"));
            let (_, whole) = world.get("coordinator", &path).await;
            let (_, part) = world.get("manager", &path).await;
            let of = |body: &Value| body["candidates"].as_array().expect("a list").iter()
                .find(|c| c["agent"] == "emma").cloned().expect("everyone is judged");
            let (group, host) = (of(&whole), of(&part));
            if group["verdict"] == "eligible" {
                met += 1;
                assert!(group["balance_before_centipoints"].is_i64() && group["cost_cents"] == host["cost_cents"], "{host}");
                assert_eq!((&host["verdict"], &host["rank"]), (&json!("eligible"), &group["rank"]), "{host}");
                assert!(!host.to_string().contains("balance"), "{host}");
            }
        }
        assert!(met > 0, "Emma may hold some shift of the hospital");
    }

    async fn reading_somebodys_account_is_on_record(world) {
        world.get("alix", "/api/v1/ledgers/equity").await;
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'ledger.read'").await, 0);
        let (_, account) = world.get("coordinator", "/api/v1/ledgers/equity?agent=alix").await;
        assert_eq!(account["items"][0]["centipoints"], 1250, "{account}");
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'ledger.read'").await, 1);
    }
}
