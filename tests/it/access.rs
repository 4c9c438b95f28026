//! Role × route, and what scope hides.

use crate::both;
use crate::world::World;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Who gets in, by route; everybody else is forbidden.
fn table() -> Vec<(Method, &'static str, Option<Value>, Vec<&'static str>)> {
    let everyone =
        vec!["administrator", "coordinator", "manager", "manager-tilleuls", "payroll", "director", "auditor", "alix"];
    let but = |no: &[&str]| everyone.iter().copied().filter(|who| !no.contains(who)).collect::<Vec<_>>();
    let (get, post) = (Method::GET, Method::POST);
    let request = json!({ "id": "x", "unit": "medecine", "code": "none", "date": "2026-12-08", "qualification": "IDE",
        "priority": "low" });
    vec![
        (get.clone(), "/api/v1/me", None, everyone.clone()),
        (post.clone(), "/api/v1/scenarios", Some(json!({})), vec!["administrator"]),
        (get.clone(), "/api/v1/requests", None, but(&["payroll", "alix"])),
        (get.clone(), "/api/v1/requests/med-1208-m", None, but(&["payroll", "alix"])),
        (post.clone(), "/api/v1/requests", Some(request), vec!["coordinator", "manager", "manager-tilleuls"]),
        (get.clone(), "/api/v1/shifts/med-1208-m/candidates", None, vec!["coordinator", "manager", "manager-tilleuls"]),
        (get.clone(), "/api/v1/plans", None, but(&["administrator", "payroll", "alix"])),
        (get.clone(), "/api/v1/plans/none", None, but(&["administrator", "payroll", "alix"])),
        (get.clone(), "/api/v1/plans/none/progress", None, but(&["administrator", "payroll", "alix"])),
        (post.clone(), "/api/v1/plans", Some(json!({ "gap": -1.0 })), vec!["coordinator"]),
        (post.clone(), "/api/v1/plans/none/cancel", None, vec!["coordinator"]),
        (
            post.clone(),
            "/api/v1/plans/none/approve",
            Some(json!({ "items": "all", "version": 1 })),
            vec!["coordinator"],
        ),
        (post.clone(), "/api/v1/plans/none/reject", Some(json!({ "reason": "no" })), vec!["coordinator"]),
        (get.clone(), "/api/v1/offers", None, but(&["administrator", "payroll"])),
        (post.clone(), "/api/v1/offers/none/accept", None, vec!["alix"]),
        (post.clone(), "/api/v1/offers/none/decline", None, vec!["alix"]),
        (get.clone(), "/api/v1/assignments", None, but(&["administrator"])),
        (post.clone(), "/api/v1/assignments/none/worked", None, vec!["coordinator", "manager", "manager-tilleuls"]),
        (get.clone(), "/api/v1/ledgers/equity?agent=alix", None, but(&["administrator", "payroll"])),
        (get.clone(), "/api/v1/ledgers/compensation?agent=alix", None, but(&["administrator"])),
        (get.clone(), "/api/v1/law/packs", None, everyone.clone()),
        (get.clone(), "/api/v1/law/packs/fph", None, everyone.clone()),
        (post.clone(), "/api/v1/law/packs", Some(json!({})), vec!["administrator"]),
        (get.clone(), "/api/v1/audit", None, vec!["administrator", "auditor"]),
        (get.clone(), "/api/v1/audit/verification", None, vec!["administrator", "auditor"]),
        (get, "/api/v1/audit/export", None, vec!["administrator", "auditor"]),
    ]
}

async fn cell(world: &World, who: &str, method: &Method, path: &str, body: Option<&Value>) -> StatusCode {
    world.send(who, method.clone(), path, body.cloned()).await.0
}

both! {
    async fn every_role_meets_every_route(world) {
        for (method, path, body, allowed) in table() {
            let anonymous = world.request(method.clone(), path);
            let (status, problem) = crate::world::answer(anonymous).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {path}");
            assert_eq!(problem["code"], "signed-out");
            for (who, ..) in crate::world::people() {
                if ["bao", "chloe", "dany", "emma"].contains(&who) {
                    continue;
                }
                // The import's body is no scenario; the unread half of that route is tested elsewhere.
                if path == "/api/v1/scenarios" && allowed.contains(&who) {
                    continue;
                }
                let status = cell(world, who, &method, path, body.as_ref()).await;
                assert_eq!(status != StatusCode::FORBIDDEN, allowed.contains(&who), "{who}: {method} {path}: {status}");
                assert!(status.as_u16() < 500, "{who}: {method} {path}: {status}");
            }
        }
    }

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
        for path in ["/api/v1/requests", "/api/v1/plans", "/api/v1/offers", "/api/v1/assignments"] {
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
        assert_eq!(world.get("manager", "/api/v1/requests?unit=tilleuls").await.0, StatusCode::NOT_FOUND);
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

    async fn a_cookie_changes_things_from_our_own_pages_alone(world) {
        let cookie = format!("releve_session={}", world.token("coordinator"));
        let ask = |headers: &[(&'static str, String)]| {
            let mut request = world.request(Method::POST, "/api/v1/plans").header("cookie", &cookie);
            for (name, value) in headers {
                request = request.header(*name, value);
            }
            crate::world::answer(request)
        };
        assert_eq!(ask(&[]).await.1["code"], "cross-site");
        assert_eq!(ask(&[("sec-fetch-site", "cross-site".to_owned())]).await.1["code"], "cross-site");
        assert_eq!(ask(&[("origin", "https://evil.example".to_owned())]).await.1["code"], "cross-site");
        assert_eq!(ask(&[("origin", format!("http://{}", world.address))]).await.0, StatusCode::ACCEPTED);
        let reading = world.request(Method::GET, "/api/v1/me").header("cookie", &cookie);
        assert_eq!(crate::world::answer(reading).await.0, StatusCode::OK);
    }

    async fn reading_somebodys_account_is_on_record(world) {
        world.get("alix", "/api/v1/ledgers/equity").await;
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'ledger.read'").await, 0);
        let (_, account) = world.get("coordinator", "/api/v1/ledgers/equity?agent=alix").await;
        assert_eq!(account["items"][0]["centipoints"], 1250, "{account}");
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'ledger.read'").await, 1);
    }
}
