//! What the API promises around every route: entity tags, preconditions, idempotency keys, formats, pages.

use crate::both;
use crate::world::{World, answer, need};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn ask(world: &World, who: &str, method: Method, path: &str) -> RequestBuilder {
    world.request(method, path).bearer_auth(world.token(who))
}

async fn tag(world: &World, who: &str, path: &str) -> String {
    let response = ask(world, who, Method::GET, path).send().await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    response.headers()["etag"].to_str().expect("text").to_owned()
}

fn code(problem: &Value) -> &str {
    problem["code"].as_str().unwrap_or_default()
}

both! {
    async fn what_is_at_hand_is_not_sent_again(world) {
        for path in ["/api/v1/requests/med-1208-m", "/api/v1/shifts?limit=2", "/api/v1/settings", "/api/v1/me"] {
            let tag = tag(world, "coordinator", path).await;
            let get = || ask(world, "coordinator", Method::GET, path);
            for held in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
                let response = get().header("if-none-match", &held).send().await.expect("an answer");
                assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{path}: {held}");
                assert_eq!(response.headers()["etag"].to_str().expect("text"), tag);
                assert!(response.text().await.expect("a body").is_empty());
            }
            let response = get().header("if-none-match", "\"other\"").send().await.expect("an answer");
            assert_eq!(response.status(), StatusCode::OK, "{path}");
        }
        let path = "/api/v1/requests/med-1208-m";
        let before = tag(world, "coordinator", path).await;
        world.plan().await;
        let (status, _) = world.post("coordinator", &format!("{path}/cancel"), json!({ "reason": "non" })).await;
        assert_eq!(status, StatusCode::OK);
        assert_ne!(tag(world, "coordinator", path).await, before, "it is another representation");
        let list = tag(world, "coordinator", "/api/v1/requests").await;
        assert_ne!(list, tag(world, "coordinator", "/api/v1/requests?limit=1").await, "each page has its own");
    }

    async fn a_change_is_held_to_what_was_read(world) {
        let path = "/api/v1/requests/med-1208-m";
        let read = tag(world, "manager", path).await;
        let message = json!({ "text": "Bonjour" });
        // A message is no part of the request: its tag stays.
        assert_eq!(world.post("manager", &format!("{path}/messages"), message).await.0, StatusCode::CREATED);
        assert_eq!(tag(world, "manager", path).await, read);
        let cancel = |tag: &str| {
            let request = ask(world, "manager", Method::POST, &format!("{path}/cancel")).header("if-match", tag);
            request.json(&json!({ "reason": "Pourvu en interne" }))
        };
        let before = world.fingerprint().await;
        for tag in ["\"1\"".to_owned(), format!("W/{read}"), "nonsense".to_owned(), "\"\"".to_owned()] {
            let response = cancel(&tag).send().await.expect("an answer");
            assert_eq!(response.status(), StatusCode::PRECONDITION_FAILED, "{tag}");
            assert_eq!(response.headers()["etag"].to_str().expect("text"), read, "the current one");
        }
        assert_eq!(world.fingerprint().await, before, "nothing may change");
        let response = cancel(&format!("\"x\", {read}")).send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        let after = response.headers()["etag"].to_str().expect("text").to_owned();
        assert_eq!(tag(world, "manager", path).await, after, "the answer is what its own address shows");
        let (status, problem) = answer(cancel(&read)).await;
        assert_eq!((status, code(&problem)), (StatusCode::PRECONDITION_FAILED, "precondition-failed"));
        // A star asks that there be something, whatever it is.
        let (status, problem) = answer(cancel("*")).await;
        assert_eq!((status, code(&problem)), (StatusCode::CONFLICT, "request-state"));
        let unknown = ask(world, "manager", Method::POST, "/api/v1/requests/none/cancel").header("if-match", &read);
        let (status, problem) = answer(unknown.json(&json!({ "reason": "x" }))).await;
        assert_eq!((status, code(&problem)), (StatusCode::NOT_FOUND, "not-found"), "what is not there stays unsaid");
    }

    async fn a_plan_is_approved_by_its_tag(world) {
        let (id, _) = world.plan().await;
        let path = format!("/api/v1/plans/{id}");
        let read = tag(world, "coordinator", &path).await;
        let approve = |tag: &str| {
            let request = ask(world, "coordinator", Method::POST, &format!("{path}/approve")).header("if-match", tag);
            request.json(&json!({ "items": "all" }))
        };
        // A fact moves: the plan is stale, which its representation says.
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-9", "2026-12-10", "M")).await.0, StatusCode::CREATED);
        let before = world.fingerprint().await;
        let (status, problem) = answer(approve(&read)).await;
        assert_eq!((status, code(&problem)), (StatusCode::PRECONDITION_FAILED, "precondition-failed"), "{problem}");
        assert_eq!(world.fingerprint().await, before);
        let (id, _) = world.plan().await;
        let path = format!("/api/v1/plans/{id}");
        let read = tag(world, "coordinator", &path).await;
        let approve = ask(world, "coordinator", Method::POST, &format!("{path}/approve")).header("if-match", read);
        let (status, approved) = answer(approve.json(&json!({ "items": "all" }))).await;
        assert_eq!(status, StatusCode::OK, "{approved}");
    }

    async fn of_many_changes_of_what_was_read_one_is_made(world) {
        let path = "/api/v1/requests/med-1208-m";
        let read = tag(world, "manager", path).await;
        let send = |n: usize| {
            let cancel = ask(world, "manager", Method::POST, &format!("{path}/cancel")).header("if-match", read.clone());
            answer(cancel.json(&json!({ "reason": format!("raison {n}") })))
        };
        let (a, b, c, d) = tokio::join!(send(1), send(2), send(3), send(4));
        let made = [&a, &b, &c, &d].iter().filter(|(status, _)| *status == StatusCode::OK).count();
        assert_eq!(made, 1, "{a:?} {b:?} {c:?} {d:?}");
        for (status, problem) in [a, b, c, d].iter().filter(|(status, _)| *status != StatusCode::OK) {
            assert_eq!((*status, code(problem)), (StatusCode::PRECONDITION_FAILED, "precondition-failed"));
        }
        let cancelled = "SELECT COUNT(*) FROM audit_log WHERE action = 'request.cancel'";
        assert_eq!(world.number(cancelled).await, 1);
    }

    async fn a_key_makes_a_deed_happen_once(world) {
        let post = |key: &str, name: &str| {
            let request = ask(world, "administrator", Method::POST, "/api/v1/me/tokens").header("idempotency-key", key);
            request.json(&json!({ "name": name, "days": 10 }))
        };
        let tokens = "SELECT COUNT(*) FROM api_tokens";
        let before = world.number(tokens).await;
        let (status, first) = answer(post("k-1", "paie")).await;
        assert_eq!(status, StatusCode::CREATED, "{first}");
        let again = post("k-1", "paie").send().await.expect("an answer");
        assert_eq!((again.status(), again.headers()["idempotency-replayed"].to_str().ok()), (StatusCode::CREATED, Some("true")));
        assert_eq!(again.json::<Value>().await.expect("JSON"), first, "the very same answer, token and all");
        assert_eq!(world.number(tokens).await, before + 1);
        let (status, problem) = answer(post("k-1", "autre")).await;
        assert_eq!((status, code(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused"));
        assert_eq!(answer(post("k-2", "paie")).await.0, StatusCode::CREATED, "another key is another deed");
        assert_eq!(world.number(tokens).await, before + 2);
        // Neither the key nor the answer can be read in the database.
        let secret = first["token"].as_str().expect("a token");
        let kept = world.texts("SELECT key_sha256 || answer FROM idempotency_keys").await.join(" ");
        assert!(!kept.contains("k-1") && !kept.contains(secret) && !kept.contains(&first["id"].as_str().expect("an id")[..20]));
        // Somebody else's key is hers.
        let hers = ask(world, "manager", Method::POST, "/api/v1/me/tokens").header("idempotency-key", "k-1");
        let (status, other) = answer(hers.json(&json!({ "name": "paie", "days": 10 }))).await;
        assert_eq!(status, StatusCode::CREATED);
        assert_ne!(other["token"], first["token"]);
        // After a day the key is forgotten.
        world.clock.advance(24 * 3_600 + 1);
        assert_eq!(answer(post("k-1", "autre")).await.0, StatusCode::CREATED);
        releve::timed::tick(&world.app).await.expect("a tick");
        assert_eq!(world.number("SELECT COUNT(*) FROM idempotency_keys").await, 1);
    }

    async fn what_was_refused_is_judged_anew(world) {
        let path = "/api/v1/plans";
        let start = || ask(world, "coordinator", Method::POST, path).header("idempotency-key", "night");
        let (status, _) = world.send("coordinator", Method::POST, path, None).await;
        assert_eq!(status, StatusCode::ACCEPTED);
        let (status, problem) = answer(start()).await;
        assert_eq!((status, code(&problem)), (StatusCode::CONFLICT, "already-computing"));
        assert_eq!(world.number("SELECT COUNT(*) FROM idempotency_keys").await, 0, "a refusal leaves no trace");
        world.solve().await;
        let (status, started) = answer(start()).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{started}");
        world.solve().await;
        let response = start().send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::ACCEPTED);
        let location = format!("/api/v1/plans/{}", started["id"].as_str().expect("an id"));
        assert_eq!(response.headers()["location"].to_str().ok(), Some(location.as_str()));
        assert_eq!(world.number("SELECT COUNT(*) FROM plans").await, 2);
    }

    async fn twins_at_once_are_one_deed(world) {
        let send = || {
            let request = ask(world, "coordinator", Method::POST, "/api/v1/requests/med-1208-m/messages");
            answer(request.header("idempotency-key", "twin").json(&json!({ "text": "Qui peut venir ?" })))
        };
        let (a, b, c, d) = tokio::join!(send(), send(), send(), send());
        let ids: BTreeSet<String> = [&a, &b, &c, &d].iter().map(|(_, body)| body["id"].to_string()).collect();
        assert!([&a, &b, &c, &d].iter().all(|(status, _)| *status == StatusCode::CREATED), "{a:?} {b:?} {c:?} {d:?}");
        assert_eq!(ids.len(), 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM messages").await, 1);
    }

    // The three moments at which a server can die: before the deed, after it, and while another is at it.
    async fn a_crash_between_deed_and_answer_does_nothing_twice(world) {
        let send = || {
            let request = ask(world, "coordinator", Method::POST, "/api/v1/requests/med-1208-m/messages");
            answer(request.header("idempotency-key", "crash").json(&json!({ "text": "Bonjour" })))
        };
        assert_eq!(send().await.0, StatusCode::CREATED);
        // Done, and its answer lost.
        world.execute("UPDATE idempotency_keys SET answer = NULL, lease_until = 0").await;
        let (status, problem) = send().await;
        assert_eq!((status, code(&problem)), (StatusCode::CONFLICT, "idempotency-answer-lost"), "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("request med-1208-m")), "{problem}");
        assert_eq!(world.number("SELECT COUNT(*) FROM messages").await, 1);
        // Begun, and not yet given up.
        world.execute(&format!("UPDATE idempotency_keys SET done_at = NULL, lease_until = {}", world.app.clock.now() + 50)).await;
        let (status, problem) = send().await;
        assert_eq!((status, code(&problem)), (StatusCode::CONFLICT, "idempotency-in-flight"), "{problem}");
        // Begun, and nothing came of it: it is done now.
        world.clock.advance(60);
        assert_eq!(send().await.0, StatusCode::CREATED);
        assert_eq!(world.number("SELECT COUNT(*) FROM messages").await, 2);
    }

    async fn bad_keys_are_refused(world) {
        let before = world.fingerprint().await;
        for key in ["", " ", "a b", &"x".repeat(256)] {
            let request = ask(world, "coordinator", Method::POST, "/api/v1/plans").header("idempotency-key", key);
            let (status, problem) = answer(request).await;
            assert_eq!((status, code(&problem)), (StatusCode::BAD_REQUEST, "bad-idempotency-key"), "{key:?}");
        }
        let twice = ask(world, "coordinator", Method::POST, "/api/v1/plans");
        let twice = twice.header("idempotency-key", "a").header("idempotency-key", "b");
        assert_eq!(answer(twice).await.0, StatusCode::BAD_REQUEST);
        let forbidden = ask(world, "director", Method::POST, "/api/v1/plans").header("idempotency-key", "a");
        assert_eq!(answer(forbidden).await.0, StatusCode::FORBIDDEN);
        assert_eq!(world.fingerprint().await, before);
        assert_eq!(world.number("SELECT COUNT(*) FROM idempotency_keys").await, 0);
    }

    async fn formats_that_are_not_documented_are_refused(world) {
        let get = |accept: &str| ask(world, "coordinator", Method::GET, "/api/v1/plans").header("accept", accept);
        for (accept, status) in [
            ("application/json", StatusCode::OK),
            ("text/html, */*;q=0.1", StatusCode::OK),
            ("text/html", StatusCode::NOT_ACCEPTABLE),
            ("application/json;q=0", StatusCode::NOT_ACCEPTABLE),
        ] {
            assert_eq!(answer(get(accept)).await.0, status, "{accept}");
        }
        let before = world.fingerprint().await;
        let post = |path: &str, kind: &str, body: Vec<u8>| {
            ask(world, "administrator", Method::POST, path).header("content-type", kind).body(body)
        };
        let tokens = "/api/v1/me/tokens";
        let json = "application/json";
        let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
        for (path, kind, body, status, wanted) in [
            (tokens, "text/plain", b"{}".to_vec(), 415, "unsupported-media-type"),
            (tokens, "application/xml", b"<a/>".to_vec(), 415, "unsupported-media-type"),
            ("/api/v1/scenarios", "text/html", b"<p>".to_vec(), 415, "unsupported-media-type"),
            ("/api/v1/law/packs", json, b"{}".to_vec(), 415, "unsupported-media-type"),
            (tokens, json, b"{\"name\":\"\xff\"}".to_vec(), 400, "unreadable-body"),
            (tokens, json, b"".to_vec(), 400, "unreadable-body"),
            (tokens, json, b"{\"name\":\"a\",\"days\":1} x".to_vec(), 400, "unreadable-body"),
            (tokens, json, deep.into_bytes(), 422, "invalid"),
            (tokens, json, b"{\"name\":\"a\",\"days\":1e999}".to_vec(), 400, "unreadable-body"),
            (tokens, json, b"{\"name\":\"a\",\"days\":99999999999999999999}".to_vec(), 422, "invalid"),
            (tokens, json, b"{\"name\":\"a\",\"days\":\"1\"}".to_vec(), 422, "invalid"),
            (tokens, json, b"{\"name\":\"a\",\"days\":1,\"day\":2}".to_vec(), 422, "invalid"),
            (tokens, json, b"{\"name\":\"a\",\"name\":\"b\",\"days\":1}".to_vec(), 422, "invalid"),
            (tokens, json, b"[]".to_vec(), 422, "invalid"),
            (tokens, json, b"null".to_vec(), 422, "invalid"),
        ] {
            let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
            let (found, problem) = answer(post(path, kind, body)).await;
            assert_eq!((found.as_u16(), code(&problem)), (status, wanted), "{path} {kind} {shown}: {problem}");
        }
        assert_eq!(world.fingerprint().await, before);
    }

    async fn pages_lead_to_each_other(world) {
        let mut path = "/api/v1/shifts?limit=2&unit=medecine".to_owned();
        let (_, whole) = world.get("coordinator", "/api/v1/shifts?unit=medecine").await;
        let whole: Vec<Value> = whole["items"].as_array().expect("a list").clone();
        let mut met = Vec::new();
        for _ in 0..20 {
            let response = ask(world, "coordinator", Method::GET, &path).send().await.expect("an answer");
            let link = response.headers().get("link").map(|link| link.to_str().expect("text").to_owned());
            let page: Value = response.json().await.expect("JSON");
            met.extend(page["items"].as_array().expect("a list").clone());
            assert_eq!(link.is_some(), page["next"].is_string(), "{page}");
            let Some(link) = link else { break };
            let address = link.strip_prefix('<').and_then(|link| link.split_once('>')).expect("an address");
            assert_eq!(address.1, "; rel=\"next\"");
            address.0.clone_into(&mut path);
        }
        assert!(whole.len() > 2 && met == whole, "{} and {}", met.len(), whole.len());
    }

    async fn lists_are_narrowed_by_what_rows_have_in_common(world) {
        let ids = async |path: &str| {
            let (status, list) = world.get("coordinator", path).await;
            assert_eq!(status, StatusCode::OK, "{path}: {list}");
            list["items"].as_array().expect("a list").clone()
        };
        let all = ids("/api/v1/requests").await;
        let day = |request: &Value| request["shifts"][0]["date"].as_str().unwrap_or_default().to_owned();
        for (query, holds) in [
            ("unit=medecine", (|r| r["unit"] == "medecine") as fn(&Value) -> bool),
            ("priority=high", |r| r["priority"] == "high"),
            ("from=2026-12-09", |r| r["shifts"][0]["date"].as_str() >= Some("2026-12-09")),
            ("to=2026-12-08", |r| r["shifts"][0]["date"].as_str() <= Some("2026-12-08")),
            ("from=2026-12-08&to=2026-12-08&unit=medecine", |r| r["unit"] == "medecine" && r["shifts"][0]["date"] == "2026-12-08"),
        ] {
            let wanted: Vec<Value> = all.iter().filter(|request| holds(request)).cloned().collect();
            assert_eq!(ids(&format!("/api/v1/requests?{query}")).await, wanted, "{query}");
            let shifts = ids(&format!("/api/v1/shifts?{query}")).await;
            assert_eq!(shifts.len(), wanted.iter().map(|r| r["shifts"].as_array().map_or(0, Vec::len)).sum::<usize>(), "{query}");
        }
        assert!(all.iter().map(day).collect::<BTreeSet<_>>().len() > 1, "the fixture has several days");
        let offers = world.approved().await;
        assert!(offers.len() > 1);
        let one = &offers[0];
        let (agent, unit, date) = (&one["agent"], &one["unit"], &one["date"]);
        for (query, field, value) in [("agent", "agent", agent), ("unit", "unit", unit), ("from", "date", date), ("to", "date", date)] {
            let value = value.as_str().expect("text");
            let holds = |offer: &&Value| match query {
                "from" => offer[field].as_str() >= Some(value),
                "to" => offer[field].as_str() <= Some(value),
                _ => offer[field] == value,
            };
            let wanted: Vec<Value> = offers.iter().filter(holds).cloned().collect();
            assert_eq!(ids(&format!("/api/v1/offers?{query}={value}")).await, wanted, "{query}");
            let rounds = if query == "agent" { continue } else { ids(&format!("/api/v1/rounds?{query}={value}")).await };
            assert_eq!(rounds.len(), wanted.len(), "{query}");
        }
        let who = agent.as_str().expect("text");
        let id = one["id"].as_str().expect("an id");
        assert_eq!(world.get(who, &format!("/api/v1/offers/{id}")).await.1["id"], one["id"]);
        let (status, accepted) = world.send(who, Method::POST, &format!("/api/v1/offers/{id}/accept"), None).await;
        assert_eq!(status, StatusCode::OK, "{accepted}");
        let held = ids(&format!("/api/v1/assignments?agent={who}&unit={}", unit.as_str().expect("text"))).await;
        assert_eq!(held.len(), 1);
        assert_eq!(ids(&format!("/api/v1/assignments?agent={who}&unit=none")).await.len(), 0);
        let path = format!("/api/v1/assignments/{}", held[0]["id"].as_str().expect("an id"));
        assert_eq!(world.get(who, &path).await.1, held[0]);
        assert_eq!(world.get("manager-tilleuls", &path).await.0 == StatusCode::OK, unit == "tilleuls");
        assert_eq!(world.get("stranger", &path).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_about_the_api_need_no_script_and_lead_everywhere() {
    let world = World::new(crate::world::Engine::Sqlite).await;
    let page = async |path: &str| {
        let response = world.request(Method::GET, path).send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let policy = response.headers()["content-security-policy"].to_str().expect("text").to_owned();
        assert!(!policy.contains("unsafe") && policy.starts_with("default-src 'none'"), "{policy}");
        let text = response.text().await.expect("a text");
        assert!(!text.contains("<script") && !text.contains("=\"http"), "{path} needs nothing from elsewhere");
        text
    };
    let docs = page("/api/docs").await;
    assert!(docs.contains("/api/v1/plans/{id}/approve") && docs.contains("stale-plan"));
    let links: BTreeSet<&str> = docs.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for anchor in links.iter().filter_map(|link| link.strip_prefix('#')) {
        assert!(docs.contains(&format!("id=\"{anchor}\"")), "#{anchor} leads nowhere");
    }
    let mut met = 0;
    for link in links.iter().filter(|link| link.starts_with("/problems/")) {
        let text = page(link).await;
        assert!(text.contains("Que faire"), "{link}");
        met += 1;
    }
    assert!(met > 30, "{met} codes are given somewhere");
    let all = page("/problems").await;
    for kind in releve::web::problems::ALL {
        assert!(all.contains(&format!("/problems/{}\"", kind.code)), "{}", kind.code);
    }
    let unknown = world.request(Method::GET, "/problems/none").send().await.expect("an answer");
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
}
