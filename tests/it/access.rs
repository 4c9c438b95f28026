//! Role × route, and what scope hides.

use crate::both;
use crate::command::releve;
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

    async fn a_mandate_holds_from_its_first_to_its_last_day(world) {
        let grant = json!({ "role": "coordinator", "valid_from": "2026-12-03", "valid_to": "2026-12-05" });
        let body = json!({ "name": "Interim", "email": "Interim@Example.org", "grant": grant });
        let (status, made) = world.post("administrator", "/api/v1/users", body).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let token = made["token"].as_str().expect("a token");
        let plans = async || {
            let request = world.request(Method::GET, "/api/v1/plans").bearer_auth(token);
            request.send().await.expect("an answer").status()
        };
        // The world stands at 1 December, 9 o'clock in Paris.
        let mut seen = Vec::new();
        for _ in 0..7 {
            seen.push(plans().await == StatusCode::OK);
            world.clock.advance(86_400);
        }
        assert_eq!(seen, [false, false, true, true, true, false, false]);
        let me = world.request(Method::GET, "/api/v1/me").bearer_auth(token);
        let (status, me) = crate::world::answer(me).await;
        assert_eq!((status, &me["grants"], &me["actions"]), (StatusCode::OK, &json!([]), &json!([])), "{me}");
    }

    async fn a_second_grant_adds_what_it_gives_and_no_more(world) {
        let (_, grants) = world.get("administrator", "/api/v1/grants?state=agent").await;
        let alix = grants["items"].as_array().expect("a list").iter().find(|g| g["agent"] == "alix").expect("Alix");
        let user = alix["user"].as_str().expect("an id");
        let body = json!({ "role": "manager", "scope": { "kind": "units", "ids": ["tilleuls"] } });
        let (status, given) = world.post("administrator", &format!("/api/v1/users/{user}/grants"), body).await;
        assert_eq!(status, StatusCode::CREATED, "{given}");
        let (_, requests) = world.get("alix", "/api/v1/requests").await;
        let requests = requests["items"].as_array().expect("a list");
        assert!(!requests.is_empty() && requests.iter().all(|request| request["unit"] == "tilleuls"), "{requests:?}");
        let offers = world.approved().await;
        let hers = offers.iter().filter(|o| o["agent"] == "alix" || o["unit"] == "tilleuls").count();
        assert!(hers > 0 && hers < offers.len());
        let (_, seen) = world.get("alix", "/api/v1/offers").await;
        assert_eq!(seen["items"].as_array().map(Vec::len), Some(hers), "{seen}");
        assert_eq!(world.get("alix", "/api/v1/ledgers/equity?agent=bao").await.0, StatusCode::NOT_FOUND);
        let id = given["id"].as_str().expect("an id");
        let (status, _) = world.send("administrator", Method::DELETE, &format!("/api/v1/grants/{id}"), None).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
        assert_eq!(world.get("alix", "/api/v1/requests").await.0, StatusCode::FORBIDDEN);
        let (status, again) = world.send("administrator", Method::DELETE, &format!("/api/v1/grants/{id}"), None).await;
        assert_eq!((status, again["code"].as_str()), (StatusCode::CONFLICT, Some("grant-over")));
    }

    async fn nobody_touches_her_own_mandate_and_one_administrator_stays(world) {
        let (_, grants) = world.get("administrator", "/api/v1/grants?state=administrator").await;
        let own = &grants["items"][0];
        let (grant, user) = (own["id"].as_str().expect("an id"), own["user"].as_str().expect("an id"));
        for (method, path, body) in [
            (Method::DELETE, format!("/api/v1/grants/{grant}"), None),
            (Method::DELETE, format!("/api/v1/users/{user}"), None),
            (Method::POST, format!("/api/v1/users/{user}/grants"), Some(json!({ "role": "coordinator" }))),
        ] {
            let (status, refused) = world.send("administrator", method, &path, body).await;
            assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("own-grant")), "{path}");
        }
        let second = json!({ "name": "Second", "grant": { "role": "administrator" } });
        let (_, second) = world.post("administrator", "/api/v1/users", second).await;
        let ask = |path: String| {
            let request = world.request(Method::DELETE, &path).bearer_auth(second["token"].as_str().expect("a token"));
            crate::world::answer(request)
        };
        assert_eq!(ask(format!("/api/v1/users/{user}")).await.0, StatusCode::NO_CONTENT);
        assert_eq!(world.get("administrator", "/api/v1/me").await.0, StatusCode::UNAUTHORIZED, "her tokens are over");
        let system = releve::app::access::Actor::system("g1");
        let last = releve::app::users::remove(&world.app, &system, second["id"].as_str().expect("an id")).await;
        assert!(matches!(last, Err(releve::app::Error::Conflict(releve::app::Conflict::LastAdministrator))), "{last:?}");
        assert_eq!(ask("/api/v1/users/none".to_owned()).await.0, StatusCode::NOT_FOUND, "she is still there");
    }

    async fn what_cannot_be_given_is_refused_by_field(world) {
        let before = world.number("SELECT COUNT(*) FROM grants").await;
        for (grant, field) in [
            (json!({ "role": "agent" }), "agent"),
            (json!({ "role": "agent", "agent": "nobody" }), "agent"),
            (json!({ "role": "manager", "agent": "alix" }), "agent"),
            (json!({ "role": "manager", "scope": { "kind": "units", "ids": ["none"] } }), "scope.ids"),
            (json!({ "role": "manager", "scope": { "kind": "establishments", "ids": [] } }), "scope.ids"),
            (json!({ "role": "director", "valid_from": "2027-01-02", "valid_to": "2027-01-01" }), "valid_to"),
            (json!({ "role": "system" }), ""),
            (json!({ "role": "king" }), ""),
        ] {
            let body = json!({ "name": "X", "grant": grant });
            let (status, problem) = world.post("administrator", "/api/v1/users", body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{grant}: {problem}");
            assert_eq!(problem["errors"][0]["field"], field, "{grant}: {problem}");
        }
        let user = |email: &str| json!({ "name": "X", "email": email, "grant": { "role": "director" } });
        assert_eq!(world.post("administrator", "/api/v1/users", user("a@b.fr")).await.0, StatusCode::CREATED);
        let (status, taken) = world.post("administrator", "/api/v1/users", user(" A@B.FR")).await;
        assert_eq!((status, taken["code"].as_str()), (StatusCode::CONFLICT, Some("email-taken")));
        assert_eq!(world.number("SELECT COUNT(*) FROM grants").await, before + 1);
    }

    async fn a_token_is_for_some_things_and_for_some_time(world) {
        let body = json!({ "name": "Export", "actions": ["read_plans"], "days": 2 });
        let (status, made) = world.post("coordinator", "/api/v1/me/tokens", body).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let with = |path: &'static str| {
            let request = world.request(Method::GET, path).bearer_auth(made["token"].as_str().expect("a token"));
            crate::world::answer(request)
        };
        assert_eq!(with("/api/v1/plans").await.0, StatusCode::OK);
        assert_eq!(with("/api/v1/requests").await.0, StatusCode::FORBIDDEN);
        assert_eq!(with("/api/v1/me/tokens").await.0, StatusCode::FORBIDDEN, "it makes no other token");
        let too_much = json!({ "name": "X", "actions": ["load_law"], "days": 2 });
        assert_eq!(world.post("coordinator", "/api/v1/me/tokens", too_much).await.0, StatusCode::FORBIDDEN);
        let (_, list) = world.get("coordinator", "/api/v1/me/tokens").await;
        assert!(list["items"].as_array().is_some_and(|all| all.iter().any(|t| t["name"] == "Export")), "{list}");
        assert!(!list.to_string().contains(made["token"].as_str().expect("a token")), "a token is shown once");
        world.clock.advance(2 * 86_400);
        assert_eq!(with("/api/v1/plans").await.0, StatusCode::UNAUTHORIZED, "it is over");
        let (_, other) = world.post("coordinator", "/api/v1/me/tokens", json!({ "name": "Y", "days": 400 })).await;
        let path = format!("/api/v1/me/tokens/{}", other["id"].as_str().expect("an id"));
        assert_eq!(world.send("manager", Method::DELETE, &path, None).await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.send("coordinator", Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
        let gone = world.request(Method::GET, "/api/v1/me").bearer_auth(other["token"].as_str().expect("a token"));
        assert_eq!(crate::world::answer(gone).await.0, StatusCode::UNAUTHORIZED);
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

    async fn reading_somebodys_account_is_on_record(world) {
        world.get("alix", "/api/v1/ledgers/equity").await;
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'ledger.read'").await, 0);
        let (_, account) = world.get("coordinator", "/api/v1/ledgers/equity?agent=alix").await;
        assert_eq!(account["items"][0]["centipoints"], 1250, "{account}");
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'ledger.read'").await, 1);
    }
}

/// A new installation: the first administrator is made at the machine, for a group that is still to be imported.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_administrator_is_made_at_the_machine() {
    let directory = tempfile::tempdir().expect("a directory");
    let run = |arguments: &str| releve(directory.path(), &format!("{arguments} --database-url sqlite://new.sqlite"));
    let unsaid = run("user add --name Morel --role administrator");
    assert_eq!(unsaid.code, 1);
    assert!(unsaid.err.contains("--group"), "{}", unsaid.err);
    let made = run("user add --name Morel --role administrator --group rive-droite");
    assert_eq!(made.code, 0, "{}", made.err);
    let token = made.out.lines().find_map(|line| line.strip_prefix("token")).expect("a token").trim().to_owned();
    let url = format!("sqlite://{}", directory.path().join("new.sqlite").display());
    let db = releve::store::Db::connect(&url).await.expect("the database is there");
    let app = releve::app::App::new(db, releve::app::Clock::system(), releve::config::Config::default());
    let mut tx = app.db.read().await.expect("a transaction");
    let actor = releve::app::identity::recognise(&mut tx, &app, &token).await.expect("she is known");
    assert!(actor.can(releve::app::access::Action::ImportScenario));
    let bad = run("user add --name Petit --role agent --group rive-droite");
    assert!(bad.code == 1 && bad.err.contains("agent"), "{}", bad.err);
    let bad = run("user add --name Petit --role system --group rive-droite");
    assert_eq!(bad.code, 2, "nobody is given the service's own role: {}", bad.err);
}

/// The table that people read is the one that the gate keeps.
#[test]
fn the_table_in_the_docs_is_the_table_in_force() {
    let docs = include_str!("../../docs/access.md");
    let stale = "docs/access.md: put the output of `releve access` in place of its table";
    assert!(docs.ends_with(&markdown()), "{stale}");
}
