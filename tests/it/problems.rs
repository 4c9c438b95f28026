//! What is refused: status, kind of problem, and that nothing changed.

use crate::both;
use crate::world::{Engine, GROUP, World, need};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Sends, and wants this refusal and an untouched database.
async fn refused(world: &World, request: reqwest::RequestBuilder, status: StatusCode, code: &str) -> Value {
    let before = world.fingerprint().await;
    let (found, problem) = crate::world::answer(request).await;
    assert_eq!((found, problem["code"].as_str()), (status, Some(code)), "{problem}");
    assert_eq!(problem["type"], format!("/problems/{code}"));
    assert_eq!(problem["status"], status.as_u16());
    assert!(problem["title"].as_str().is_some_and(|t| !t.is_empty()) && problem["detail"].is_string());
    assert_eq!(world.fingerprint().await, before, "{code}: nothing may change");
    problem
}

fn post(world: &World, who: &str, path: &str, body: impl Into<reqwest::Body>) -> reqwest::RequestBuilder {
    world
        .request(Method::POST, path)
        .bearer_auth(world.token(who))
        .header("content-type", "application/json")
        .body(body)
}

fn request(change: &[(&str, Value)]) -> String {
    let mut body = need("r-1", "2026-12-10", "M");
    for (name, value) in change {
        match name.strip_prefix("shifts[0].") {
            Some(inner) => body["shifts"][0][inner] = value.clone(),
            None => body[*name] = value.clone(),
        }
    }
    body.to_string()
}

both! {
    async fn bad_bodies_and_addresses(world) {
        let requests = "/api/v1/requests";
        refused(world, post(world, "manager", requests, "{"), StatusCode::BAD_REQUEST, "unreadable-body").await;
        refused(world, post(world, "manager", requests, "{}"), StatusCode::UNPROCESSABLE_ENTITY, "invalid").await;
        let plain = world.request(Method::POST, requests).bearer_auth(world.token("manager")).body("x");
        refused(world, plain, StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type").await;
        let large = " ".repeat(2_000_001);
        refused(world, post(world, "manager", requests, large), StatusCode::PAYLOAD_TOO_LARGE, "body-too-large").await;
        let import = post(world, "administrator", "/api/v1/scenarios", " ".repeat(10_000_000));
        refused(world, import, StatusCode::PAYLOAD_TOO_LARGE, "body-too-large").await;
        let get = |path| world.request(Method::GET, path).bearer_auth(world.token("coordinator"));
        refused(world, get("/api/v1/nothing"), StatusCode::NOT_FOUND, "no-such-route").await;
        refused(world, get("/api/v1/requests?limit=many"), StatusCode::BAD_REQUEST, "bad-query").await;
        refused(world, get("/api/v1/shifts?from=yesterday"), StatusCode::BAD_REQUEST, "bad-query").await;
        refused(world, get("/api/v1/shifts?after=med-1208-m"), StatusCode::UNPROCESSABLE_ENTITY, "invalid").await;
        refused(world, get("/api/v1/plans/none"), StatusCode::NOT_FOUND, "not-found").await;
        refused(world, get("/api/v1/plans/%FF"), StatusCode::NOT_FOUND, "no-such-route").await;
        refused(world, get("/api/v1/shifts/none/candidates"), StatusCode::NOT_FOUND, "not-found").await;
        refused(world, get("/api/v1/scenarios"), StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed").await;
        let unknown = world.request(Method::GET, "/api/v1/me").bearer_auth("nobody");
        refused(world, unknown, StatusCode::UNAUTHORIZED, "signed-out").await;
    }

    async fn bad_requests_name_the_field_and_the_way_out(world) {
        let path = "/api/v1/requests";
        for (who, change, status, code, field) in [
            ("manager", vec![("shifts[0].date", json!("2027-06-01"))], StatusCode::UNPROCESSABLE_ENTITY, "invalid", "shifts[0].date"),
            ("manager", vec![("shifts[0].date", json!("2026-12-06"))], StatusCode::UNPROCESSABLE_ENTITY, "invalid", "shifts[0].date"),
            ("manager", vec![("shifts[0].code", json!("Z"))], StatusCode::UNPROCESSABLE_ENTITY, "invalid", "shifts[0].code"),
            ("manager", vec![("id", json!(""))], StatusCode::UNPROCESSABLE_ENTITY, "invalid", "id"),
            ("manager", vec![("unit", json!("none"))], StatusCode::NOT_FOUND, "not-found", ""),
            ("manager", vec![("unit", json!("tilleuls")), ("shifts[0].code", json!("J"))], StatusCode::NOT_FOUND, "not-found", ""),
            ("director", vec![], StatusCode::FORBIDDEN, "forbidden", ""),
            ("manager", vec![("id", json!("med-1208-m"))], StatusCode::CONFLICT, "id-taken", ""),
            ("manager", vec![("shifts", json!([]))], StatusCode::UNPROCESSABLE_ENTITY, "invalid", "shifts"),
            ("manager", vec![("absent_agent", json!("nobody"))], StatusCode::UNPROCESSABLE_ENTITY, "invalid", "absent_agent"),
            ("manager", vec![("note", json!("x".repeat(2001)))], StatusCode::UNPROCESSABLE_ENTITY, "invalid", "note"),
            ("manager", vec![("motive", json!("burn-out"))], StatusCode::UNPROCESSABLE_ENTITY, "invalid", ""),
            ("manager", vec![("priority", json!("huge"))], StatusCode::UNPROCESSABLE_ENTITY, "invalid", ""),
        ] {
            let problem = refused(world, post(world, who, path, request(&change)), status, code).await;
            if !field.is_empty() {
                assert_eq!(problem["errors"][0]["field"], field, "{problem}");
                assert!(problem["errors"][0]["help"].as_str().is_some_and(|h| !h.is_empty()));
            }
        }
    }

    async fn the_same_request_twice_is_one_request(world) {
        let (first, one) = crate::world::answer(post(world, "manager", "/api/v1/requests", request(&[]))).await;
        let before = world.fingerprint().await;
        let (second, two) = crate::world::answer(post(world, "manager", "/api/v1/requests", request(&[]))).await;
        assert_eq!((first, second), (StatusCode::CREATED, StatusCode::OK));
        assert_eq!(one, two);
        assert_eq!(world.fingerprint().await, before);
    }

    async fn bad_decisions(world) {
        let (id, plan) = world.plan().await;
        let path = format!("/api/v1/plans/{id}/approve");
        let body = |items: Value, version: Value| json!({ "items": items, "version": version }).to_string();
        let version = plan["version"].clone();
        let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
        let unknown = body(json!(["none"]), version.clone());
        refused(world, post(world, "coordinator", &path, unknown), StatusCode::CONFLICT, "item-not-proposed").await;
        let old = body(json!("all"), json!(0));
        refused(world, post(world, "coordinator", &path, old), StatusCode::CONFLICT, "version-moved").await;
        refused(world, post(world, "coordinator", &path, body(json!([]), version.clone())), unprocessable, "invalid").await;
        let nothing = json!({ "items": "all" }).to_string();
        refused(world, post(world, "coordinator", &path, nothing), unprocessable, "invalid").await;
        let good = body(json!("all"), version.clone());
        refused(world, post(world, "manager", &path, good.clone()), StatusCode::FORBIDDEN, "forbidden").await;
        refused(world, post(world, "stranger", &path, good.clone()), StatusCode::NOT_FOUND, "not-found").await;
        let (status, answer) = crate::world::answer(post(world, "coordinator", &path, good.clone())).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        refused(world, post(world, "coordinator", &path, good), StatusCode::CONFLICT, "plan-state").await;
        let import = world.request(Method::POST, "/api/v1/scenarios").bearer_auth(world.token("administrator"))
            .header("content-type", "application/toml").body(GROUP);
        let problem = refused(world, import, StatusCode::CONFLICT, "group-has-approvals").await;
        assert!(problem["detail"].as_str().is_some_and(|d| d.contains("demandes de remplacement")));
        let candidates = world.request(Method::GET, "/api/v1/shifts/med-1208-m/candidates");
        let candidates = candidates.bearer_auth(world.token("coordinator"));
        refused(world, candidates, StatusCode::CONFLICT, "shift-state").await;
    }

    async fn a_program_that_asks_for_english_is_told_in_english(world) {
        let (id, plan) = world.plan().await;
        let path = format!("/api/v1/plans/{id}/approve");
        let body = json!({ "items": "all", "version": plan["version"] }).to_string();
        assert_eq!(crate::world::answer(post(world, "coordinator", &path, body.clone())).await.0, StatusCode::OK);
        let again = || post(world, "coordinator", &path, body.clone());
        for (accepted, language, title, detail) in [
            (None, "fr", "Proposition dans un autre état",
                "La proposition est déjà approuvée\u{a0}: cette action n’est plus possible. Rien n’a été modifié."),
            (Some("en-GB, fr;q=0.5"), "en", "Proposal in another state",
                "The proposal is approved already: this is no longer possible. Nothing has changed."),
            (Some("de"), "fr", "Proposition dans un autre état",
                "La proposition est déjà approuvée\u{a0}: cette action n’est plus possible. Rien n’a été modifié."),
        ] {
            let asked = |request: reqwest::RequestBuilder| match accepted {
                Some(accepted) => request.header("accept-language", accepted),
                None => request,
            };
            let problem = refused(world, asked(again()), StatusCode::CONFLICT, "plan-state").await;
            assert_eq!((&problem["title"], &problem["detail"]), (&json!(title), &json!(detail)), "{problem}");
            let headers = asked(again()).send().await.expect("an answer").headers().clone();
            assert_eq!(headers["content-language"], language);
        }
        // Whatever answers, before a route and beside all of them.
        let english = |path: &str| world.request(Method::GET, path).header("accept-language", "en");
        for (path, status, code, detail) in [
            ("/api/v1/me", StatusCode::UNAUTHORIZED, "signed-out", "Log in, or send a valid token"),
            ("/api/v1/nowhere", StatusCode::NOT_FOUND, "no-such-route", "There is no such address."),
        ] {
            let problem = refused(world, english(path), status, code).await;
            assert!(problem["detail"].as_str().is_some_and(|told| told.starts_with(detail)), "{problem}");
        }
        for (path, status, code, detail) in [
            ("/api/v1/shifts/none", StatusCode::NOT_FOUND, "not-found", "Nothing called “none” (shift) is there for you to see."),
            ("/api/v1/requests?limit=0", StatusCode::BAD_REQUEST, "bad-query", "The parameter “limit” must be between 1 and 500."),
        ] {
            let request = english(path).bearer_auth(world.token("coordinator"));
            assert_eq!(refused(world, request, status, code).await["detail"], detail);
        }
    }

    async fn an_item_that_moved_is_told_and_nothing_is_changed(world) {
        let (id, plan) = world.plan().await;
        let cancel = json!({ "reason": "Lit fermé" }).to_string();
        let (status, _) =
            crate::world::answer(post(world, "manager", "/api/v1/requests/med-1208-m/cancel", cancel)).await;
        assert_eq!(status, StatusCode::OK);
        let path = format!("/api/v1/plans/{id}/approve");
        let body = json!({ "items": "all", "version": plan["version"] }).to_string();
        let problem = refused(world, post(world, "coordinator", &path, body), StatusCode::CONFLICT, "plan-conflicts").await;
        assert!(problem["detail"].as_str().is_some_and(|d| d.contains("nouveau calcul")), "{problem}");
        let body = json!({ "items": "all", "version": plan["version"] }).to_string();
        let english = post(world, "coordinator", &path, body).header("accept-language", "en");
        let problem = refused(world, english, StatusCode::CONFLICT, "plan-conflicts").await;
        let detail = problem["detail"].as_str().expect("a text");
        assert!(detail.starts_with("1 item of the proposal can no longer be approved; nothing has changed. Shift M of 08/12/2026"), "{detail}");
        assert!(detail.contains(": This shift is not to be filled any more.") && detail.ends_with("or start a new computation."), "{detail}");
        let bad = json!({ "items": "all", "version": plan["version"], "on_conflict": "force" }).to_string();
        refused(world, post(world, "coordinator", &path, bad), StatusCode::UNPROCESSABLE_ENTITY, "invalid").await;
    }

    async fn a_bad_scenario_is_refused_with_every_issue(world) {
        let bad = GROUP.replace("share_percent = 80", "share_percent = 800").replace("agent = \"farid\"", "agent = \"f\"");
        let import = world.request(Method::POST, "/api/v1/scenarios").bearer_auth(world.token("administrator"))
            .header("content-type", "application/toml").body(bad);
        let problem = refused(world, import, StatusCode::UNPROCESSABLE_ENTITY, "invalid").await;
        let errors = problem["errors"].as_array().expect("a list");
        assert!(errors.len() >= 2, "{problem}");
        assert!(errors.iter().all(|e| e["line"].is_u64() && e["help"].is_string()), "{problem}");
        let share = errors.iter().find(|e| e["found"] == "800").expect("the share");
        assert_eq!((&share["expected"], &share["help"]), (&json!("un nombre entier de 1 à 100"), &json!("corrigez le nombre")));
        let foreign = GROUP.replace("id = \"g1\"", "id = \"g9\"");
        let import = world.request(Method::POST, "/api/v1/scenarios").bearer_auth(world.token("administrator"))
            .header("content-type", "application/toml").body(foreign);
        refused(world, import, StatusCode::NOT_FOUND, "not-found").await;
    }

    async fn operations_answer_and_headers_protect(world) {
        for (path, part) in [("/healthz", "ok"), ("/readyz", "ready"), ("/metrics", "releve_open_shifts 5")] {
            let response = world.request(Method::GET, path).send().await.expect("an answer");
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(response.headers()["x-content-type-options"], "nosniff");
            let policy = response.headers()["content-security-policy"].to_str().expect("text");
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            assert!(!response.headers().contains_key("strict-transport-security"), "it is not reached over https");
            let text = response.text().await.expect("a text");
            assert!(text.contains(part), "{path}: {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_is_imported_over_http() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::empty(engine).await;
        let import = world.request(Method::POST, "/api/v1/scenarios").bearer_auth(world.token("administrator"));
        let import = import.header("content-type", "application/toml").body(GROUP);
        let (status, body) = crate::world::answer(import).await;
        assert_eq!((status, &body["requests"]), (StatusCode::CREATED, &json!(5)), "{body}");
        let (_, list) = world.get("coordinator", "/api/v1/shifts?limit=2").await;
        assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
        let after = list["next"].as_str().expect("there is more");
        let (_, rest) = world.get("coordinator", &format!("/api/v1/shifts?after={after}")).await;
        assert_eq!((rest["items"].as_array().map(Vec::len), &rest["next"]), (Some(3), &Value::Null));
    }
}
