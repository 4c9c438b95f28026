//! Role × route, the table of it, and what a cookie alone may change.

use crate::both;
use crate::visitor::{PASSWORD, Visitor};
use crate::world::{World, http, need};
use releve::app::access::Role;
use releve::web::routes::{Access, Route, markdown, table};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// An address of every route: for an object of the hospital, for one of Les Tilleuls, and a body that a route takes. What is
/// sent to decide something is made so that it comes to nothing, or is about nothing.
fn example(route: &Route) -> (String, String, Option<Value>) {
    let (own, other, body) = match (route.method.as_str(), route.path) {
        (
            "GET",
            "/api/v1/requests/{id}"
            | "/api/v1/requests/{id}/messages"
            | "/api/v1/shifts/{id}"
            | "/api/v1/shifts/{id}/calls"
            | "/api/v1/shifts/{id}/candidates"
            | "/postes/{id}"
            | "/postes/{id}/recherche"
            | "/postes/{id}/piste"
            | "/demandes/{id}"
            | "/demandes/{id}/modifier",
        ) => ("med-1208-m", "til-1208-j", None),
        ("GET", "/service/{unit}" | "/service/{unit}/tableaux") => ("medecine", "tilleuls", None),
        ("POST", "/api/v1/requests") => ("", "", Some(need("x", "2026-12-08", "none"))),
        ("POST", "/api/v1/plans") => ("", "", Some(json!({ "gap": -1.0 }))),
        ("POST", "/api/v1/plans/{id}/approve") => ("none", "none", Some(json!({ "items": "all", "version": 1 }))),
        ("POST", "/api/v1/requests/{id}/messages") => ("none", "none", Some(json!({ "text": "…" }))),
        ("POST", "/api/v1/shifts/{id}/rounds") => ("none", "none", Some(json!({ "mode": "fair" }))),
        (
            "POST",
            "/api/v1/requests/{id}/cancel"
            | "/api/v1/rounds/{id}/withdraw"
            | "/api/v1/assignments/{id}/cancel"
            | "/api/v1/plans/{id}/reject"
            | "/api/v1/swaps/{id}/refuse",
        ) => ("none", "none", Some(json!({ "reason": "no" }))),
        ("PATCH", "/api/v1/requests/{id}") => ("none", "none", Some(json!({ "version": 1 }))),
        ("POST", "/api/v1/requests/{id}/messages/{message}/read") => {
            let path = |request: &str| format!("/api/v1/requests/{request}/messages/none/read");
            return (path("none"), path("none"), None);
        }
        ("POST", "/api/v1/swaps") => ("", "", Some(json!({ "id": "" }))),
        ("POST", "/api/v1/swaps/judgement" | "/api/v1/swap-wishes") => ("", "", Some(json!({}))),
        ("POST", "/api/v1/swaps/search") => ("", "", Some(json!({ "wish": "none" }))),
        ("PUT", "/api/v1/swap-wishes/{id}") => ("none", "none", Some(json!({ "version": 0 }))),
        ("POST", "/api/v1/shifts/{id}/bookings") => {
            ("none", "none", Some(json!({ "id": "b", "agency": "A", "price_cents_per_hour": 1 })))
        }
        ("POST", "/api/v1/bookings/{id}/confirm") => ("none", "none", Some(json!({ "attestation": "A" }))),
        ("POST", "/api/v1/bookings/{id}/cancel" | "/api/v1/cascades/{id}/stop") => {
            ("none", "none", Some(json!({ "reason": "no" })))
        }
        ("POST", "/api/v1/shifts/{id}/calls") => ("none", "none", Some(json!({ "person": "p", "outcome": "agreed" }))),
        ("PUT", "/api/v1/fixed-term/{id}") => ("f", "f", Some(json!({ "name": "", "qualification": "IDE" }))),
        ("POST", "/api/v1/agreements") => {
            ("", "", Some(json!({ "windows": [], "per_week_max": 1, "valid_from": "2026-12-01" })))
        }
        ("PUT", "/api/v1/me/volunteering") => ("", "", Some(json!({ "kinds": [], "version": 9 }))),
        ("PUT", "/api/v1/settings") => ("", "", Some(json!({ "version": 0 }))),
        ("POST", "/api/v1/users") => ("", "", Some(json!({ "name": "", "grant": { "role": "manager" } }))),
        ("POST", "/api/v1/users/{id}/grants") => ("none", "none", Some(json!({ "role": "manager" }))),
        // A link that was never given, a form that nobody filled in.
        ("GET" | "POST", "/lien/{id}") => ("none.0", "none.0", None),
        ("POST", "/api/v1/me/tokens") => ("", "", Some(json!({ "name": "", "days": 1 }))),
        ("POST", "/api/v1/me/push") => {
            ("", "", Some(json!({ "endpoint": "http://10.0.0.1", "keys": { "p256dh": "", "auth": "" } })))
        }
        ("DELETE", "/api/v1/me/push") => ("", "", Some(json!({ "endpoint": "none" }))),
        ("POST", "/api/v1/webhooks") => ("", "", Some(json!({ "url": "http://example.org" }))),
        ("PUT", "/api/v1/me/contact") | ("POST", "/api/v1/scenarios" | "/api/v1/law/packs") => {
            ("", "", Some(json!({})))
        }
        ("GET", "/api/v1/ledgers/equity" | "/api/v1/ledgers/compensation" | "/api/v1/ledgers/statement") => {
            return (format!("{}?agent=alix", route.path), format!("{}?agent=chloe", route.path), None);
        }
        (
            "GET",
            "/agents/{id}" | "/api/v1/agents/{id}" | "/api/v1/agents/{id}/admission" | "/api/v1/agents/{id}/diary",
        ) => ("alix", "chloe", None),
        ("GET", "/api/v1/establishments/{id}/conventions") => ("hopital", "ehpad", None),
        ("GET", "/api/v1/establishments/{id}/statement") => {
            let days = "from=2026-12-01&to=2026-12-31";
            let of = |id: &str| format!("{}?{days}", route.path.replace("{id}", id));
            return (of("hopital"), of("ehpad"), None);
        }
        ("GET", "/api/v1/law/packs/{key}") => ("fph", "fph", None),
        (_, path) if path.contains('{') => ("none", "none", None),
        _ => ("", "", None),
    };
    let fill = |id: &str| match route.path.split_once('{') {
        Some((head, tail)) => format!("{head}{id}{}", tail.split_once('}').map_or("", |(_, rest)| rest)),
        None => route.path.to_owned(),
    };
    (fill(own), fill(other), body)
}

/// Asks as a browser or a program would, and gives the status alone.
async fn ask(world: &World, who: Option<&str>, route: &Route, path: &str, body: Option<&Value>) -> StatusCode {
    let http = http().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let mut request = http.request(route.method.clone(), format!("http://{}{path}", world.address));
    if let Some(who) = who {
        request = request.bearer_auth(world.token(who));
    }
    if let Some(body) = body {
        request = request.json(body);
    }
    request.send().await.expect("an answer").status()
}

/// A role, and somebody who has it for the hospital where it can be had for a part of the group.
const BY_ROLE: [(Role, &str); 7] = [
    (Role::Manager, "manager"),
    (Role::Coordinator, "coordinator"),
    (Role::Agent, "alix"),
    (Role::Payroll, "payroll"),
    (Role::Director, "director"),
    (Role::Auditor, "auditor"),
    (Role::Administrator, "administrator"),
];

both! {
    async fn every_role_meets_every_route(world) {
        for route in table() {
            let (path, _, body) = example(&route);
            let nobody = ask(world, None, &route, &path, body.as_ref()).await;
            let name = format!("{} {}", route.method, route.path);
            match route.access {
                Access::Public => assert!(!nobody.is_server_error() && nobody != StatusCode::UNAUTHORIZED, "{name}"),
                // A person is led to the log-in.
                _ if route.is_page() => assert!(nobody.is_redirection(), "{name}: {nobody}"),
                _ => assert_eq!(nobody, StatusCode::UNAUTHORIZED, "{name}"),
            }
            for (role, who) in BY_ROLE {
                let status = ask(world, Some(who), &route, &path, body.as_ref()).await;
                assert_eq!(status != StatusCode::FORBIDDEN, route.admits(role), "{who}: {name}: {status}");
                assert!(!status.is_server_error(), "{who}: {name}: {status}");
            }
        }
    }

    async fn an_object_of_another_establishment_does_not_exist(world) {
        let mut met = 0;
        for route in table() {
            let (own, other, body) = example(&route);
            if own == other {
                continue;
            }
            met += 1;
            for (role, who) in BY_ROLE.iter().filter(|(role, _)| route.admits(*role)) {
                let status = ask(world, Some(who), &route, &own, body.as_ref()).await;
                assert_eq!(status, StatusCode::OK, "{who}: {own}");
                let status = ask(world, Some(who), &route, &other, body.as_ref()).await;
                let partial = matches!(role, Role::Manager | Role::Payroll | Role::Agent);
                let wanted = if partial { StatusCode::NOT_FOUND } else { StatusCode::OK };
                assert_eq!(status, wanted, "{who}: {other}");
            }
            let status = ask(world, Some("stranger"), &route, &own, body.as_ref()).await;
            assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "stranger: {own}: {status}");
        }
        assert!(met >= 7, "only {met} routes show objects of an establishment");
    }

    async fn a_cookie_changes_things_from_our_own_pages_alone(world) {
        world.account("coordinator@example.org", Role::Coordinator).await;
        let mut visitor = Visitor::new(world.address);
        visitor.log_in("coordinator@example.org", PASSWORD).await;
        let ask = |headers: &[(&'static str, String)]| {
            let mut request = world.request(Method::POST, "/api/v1/plans").header("cookie", visitor.cookies());
            for (name, value) in headers {
                request = request.header(*name, value);
            }
            crate::world::answer(request)
        };
        assert_eq!(ask(&[]).await.1["code"], "cross-site");
        assert_eq!(ask(&[("sec-fetch-site", "cross-site".to_owned())]).await.1["code"], "cross-site");
        assert_eq!(ask(&[("origin", "https://evil.example".to_owned())]).await.1["code"], "cross-site");
        assert_eq!(ask(&[("origin", format!("http://{}", world.address))]).await.0, StatusCode::ACCEPTED);
        let reading = world.request(Method::GET, "/api/v1/me").header("cookie", visitor.cookies());
        assert_eq!(crate::world::answer(reading).await.0, StatusCode::OK);
    }
}

/// The table that people read is the one that the gate keeps.
#[test]
fn the_table_in_the_docs_is_the_table_in_force() {
    let docs = include_str!("../../docs/access.md");
    let stale = "docs/access.md: put the output of `releve access` in place of its table";
    assert!(docs.ends_with(&markdown()), "{stale}");
}
