//! What is read before a change is held to `If-Match`, and how formats and addresses are judged: the same on every route.

use crate::both;
use crate::world::{World, answer};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

fn ask(world: &World, token: &str, method: Method, path: &str) -> RequestBuilder {
    world.request(method, path).bearer_auth(token)
}

async fn tag(world: &World, who: &str, path: &str) -> String {
    let response = ask(world, world.token(who), Method::GET, path).send().await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    response.headers()["etag"].to_str().expect("text").to_owned()
}

fn code(problem: &Value) -> &str {
    problem["code"].as_str().unwrap_or_default()
}

both! {
    async fn what_is_read_for_a_precondition_is_not_the_deed_of_a_key(world) {
        let file = "/api/v1/agents/alix";
        let read = tag(world, "coordinator", file).await;
        let add = |tag: &str| {
            let paper = json!({ "kind": "outside-work-authorisation", "reference": "D-7", "valid_from": "2026-12-01" });
            ask(world, world.token("coordinator"), Method::POST, "/api/v1/agents/alix/documents")
                .header("idempotency-key", "papers")
                .header("if-match", tag)
                .json(&paper)
        };
        let noted = world.recorded("agent.read").await;
        let (status, problem) = answer(add("\"1\"")).await;
        assert_eq!((status, code(&problem)), (StatusCode::PRECONDITION_FAILED, "precondition-failed"), "{problem}");
        assert!(world.recorded("agent.read").await > noted, "that her file was read is on record all the same");
        assert_eq!(world.number("SELECT COUNT(*) FROM idempotency_keys").await, 0, "a refusal leaves no trace");
        let (status, made) = answer(add(&read)).await;
        assert_eq!(status, StatusCode::CREATED, "what was refused is judged anew: {made}");
        let again = add(&read).send().await.expect("an answer");
        assert_eq!(again.headers()["idempotency-replayed"].to_str().ok(), Some("true"));
        let (_, shown) = world.get("coordinator", "/api/v1/agents/alix").await;
        assert_eq!(shown.to_string().matches("D-7").count(), 1, "{shown}");
    }

    async fn what_cannot_be_verified_is_refused(world) {
        let path = "/api/v1/requests/med-1208-m";
        let read = tag(world, "manager", path).await;
        let token = async |actions: Value| {
            let new = json!({ "name": "essai", "actions": actions, "days": 10 });
            let (status, made) = world.post("manager", "/api/v1/me/tokens", new).await;
            assert_eq!(status, StatusCode::CREATED, "{made}");
            made["token"].as_str().expect("a token").to_owned()
        };
        let (blind, seeing) = (token(json!(["open_request"])).await, token(json!(["open_request", "read_requests"])).await);
        let cancel = |token: &str, path: &str, tag: &str| {
            let request = ask(world, token, Method::POST, &format!("{path}/cancel")).header("if-match", tag);
            answer(request.json(&json!({ "reason": "Pourvu en interne" })))
        };
        let before = world.fingerprint().await;
        for tag in [read.as_str(), "\"1\"", "*"] {
            let (status, problem) = cancel(&blind, path, tag).await;
            assert_eq!((status, code(&problem)), (StatusCode::PRECONDITION_FAILED, "precondition-failed"), "{tag}: {problem}");
            assert!(problem["detail"].as_str().is_some_and(|said| said.contains("n’a pas pu être vérifié")), "{problem}");
        }
        assert_eq!(world.fingerprint().await, before, "nothing may change");
        let (status, problem) = cancel(&seeing, "/api/v1/requests/none", &read).await;
        assert_eq!((status, code(&problem)), (StatusCode::NOT_FOUND, "not-found"), "what is not there stays unsaid");
        assert_eq!(cancel(&seeing, path, &read).await.0, StatusCode::OK);
    }

    async fn a_format_has_one_name_however_it_is_written(world) {
        let send = |kind: &str| {
            let request = ask(world, world.token("manager"), Method::POST, "/api/v1/requests/med-1208-m/messages");
            answer(request.header("content-type", kind).body(json!({ "text": "Bonjour" }).to_string()))
        };
        for kind in ["application/json", "Application/JSON", "APPLICATION/JSON ; charset=utf-8", "application/Merge+JSON"] {
            assert_eq!(send(kind).await.0, StatusCode::CREATED, "{kind}");
        }
        for kind in ["text/plain", "application/jsonp", ""] {
            let (status, problem) = send(kind).await;
            assert_eq!((status, code(&problem)), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type"), "{kind}");
        }
    }

    async fn an_address_that_is_no_text_names_nothing(world) {
        for (who, path) in [
            ("administrator", "/api/v1/users/%ff/identities/x"),
            ("administrator", "/api/v1/users/x/identities/%ff"),
            ("alix", "/api/v1/rosters/%ff/choices/2026-12-08"),
            ("alix", "/api/v1/rosters/x/choices/%ff"),
            ("alix", "/api/v1/rosters/x/choices/hier"),
            ("alix", "/api/v1/rosters/x/choices/+20260-12-08"),
            ("alix", "/api/v1/rosters/x%00/choices/2026-12-08"),
        ] {
            let (status, problem) = world.send(who, Method::DELETE, path, None).await;
            let known = matches!(code(&problem), "no-such-route" | "not-found");
            assert!(status == StatusCode::NOT_FOUND && known, "{path}: {status} {problem}");
        }
    }
}
