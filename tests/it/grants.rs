//! Who is given what, until when: mandates, tokens, the first administrator.

use crate::both;
use crate::command::releve;
use reqwest::{Method, StatusCode};
use serde_json::json;

both! {
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
            (json!({ "role": "system" }), "grant.role"),
            (json!({ "role": "king" }), "grant.role"),
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
