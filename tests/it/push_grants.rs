//! Who is told on a browser: what its user is when it is sent, and the key that it subscribed to.

use crate::post::{drain, wants};
use crate::push::{PUSH, staged};
use crate::world::{Engine, fresh_database};
use releve::app::App;
use releve::config::push::VapidKey;
use releve::notify::{self, Carriers};
use releve::store::{Db, push as subscriptions};
use reqwest::{Method, StatusCode};
use serde_json::json;
use sqlx::migrate::Migrator;
use std::borrow::Cow;
use std::sync::Arc;

staged! {
    async fn what_a_browser_is_told_follows_from_the_grants_of_now(stage) {
        let (world, post) = (&stage.world, &stage.post);
        let told = async |number: usize, person: &str| {
            post.tell("assignment.confirmed", number, person, &json!({})).await;
            post.deliver().await;
        };
        // A manager's browser; she is given an agent's role by mistake, which ends.
        let (browser, _, _) = stage.browser("manager", "/push/1").await;
        let (_, me) = world.get("manager", "/api/v1/me").await;
        told(1, "agent:alix").await;
        assert_eq!(stage.told(&browser).len(), 0);
        let grants = format!("/api/v1/users/{}/grants", me["id"].as_str().expect("an id"));
        let grant = json!({ "role": "agent", "agent": "alix" });
        let (status, given) = world.post("administrator", &grants, grant).await;
        assert_eq!(status, StatusCode::CREATED, "{given}");
        told(2, "agent:alix").await;
        assert_eq!(stage.told(&browser).len(), 1, "she is an agent too now, and wanted to be told there");
        let grant = format!("/api/v1/grants/{}", given["id"].as_str().expect("an id"));
        // What is on its way when it ends is not sent either.
        post.tell("assignment.confirmed", 3, "agent:alix", &json!({})).await;
        notify::expand::run(&post.app, &post.carriers).await.expect("expanded");
        assert_eq!(world.send("administrator", Method::DELETE, &grant, None).await.0, StatusCode::NO_CONTENT);
        post.deliver().await;
        told(4, "agent:alix").await;
        assert_eq!(stage.told(&browser).len(), 1, "the agent's shifts are no business of hers any more");
        let user = format!("user:{}", me["id"].as_str().expect("an id"));
        told(5, &user).await;
        assert_eq!(stage.told(&browser).len(), 2, "what she is told as a user is");
    }

    async fn to_subscribe_again_is_to_want_it_again(stage) {
        let (world, post) = (&stage.world, &stage.post);
        let (browser, _, made) = stage.browser("alix", "/push/1").await;
        wants(world, "alix", json!({ "channels": [] })).await;
        let (status, again) = world.post("alix", PUSH, stage.subscription(&browser)).await;
        assert_eq!((status, &again["id"]), (StatusCode::OK, &made["id"]));
        assert_eq!(world.get("alix", "/api/v1/me/contact").await.1["channels"], json!(["push"]));
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        post.deliver().await;
        assert_eq!(stage.told(&browser).len(), 1);
    }

    async fn another_key_of_ours_ends_what_browsers_hold(stage) {
        let (world, post) = (&stage.world, &stage.post);
        let (browser, ..) = stage.browser("alix", "/push/1").await;
        let (old, ..) = stage.browser("bao", "/push/2").await;
        // From before the key was written down: it is tried, and ends when the push service refuses the signature.
        world.execute("UPDATE push_subscriptions SET vapid_key = NULL WHERE endpoint LIKE '%/push/2'").await;
        let mut config = (*post.app.config).clone();
        config.push.vapid_key = Some(VapidKey::make().expect("a key").parse().expect("a key"));
        let app = App { config: Arc::new(config.clone()), ..post.app.clone() };
        let carriers = Carriers::new(&config).expect("good settings");
        post.http.answer_with(403);
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        post.tell("assignment.confirmed", 2, "agent:bao", &json!({})).await;
        drain(&app, &carriers, "test-worker").await;
        assert_eq!((stage.told(&browser).len(), stage.told(&old).len()), (0, 1));
        assert_eq!(world.texts("SELECT vapid_key FROM push_subscriptions").await.len(), 1, "the other is over");
        releve::timed::tick(&app).await.expect("a tick");
        assert_eq!(world.number("SELECT COUNT(*) FROM push_subscriptions").await, 0);
    }
}

/// A database as an earlier version left it: whoever was subscribed stays so, and is told what her grants say.
#[tokio::test(flavor = "multi_thread")]
async fn subscriptions_of_an_earlier_version_hold() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (url, _directory) = fresh_database(engine).await;
        let db = Db::connect(&url).await.expect("the database opens");
        let all = sqlx::migrate!("./migrations");
        let early: Vec<_> = all.iter().filter(|migration| migration.version < 18).cloned().collect();
        let early = Migrator { migrations: Cow::Owned(early), ..Migrator::DEFAULT };
        let rows = [
            "INSERT INTO users (id, name, locale, version, created_at) VALUES ('u1', 'Alix', 'fr', 1, 5)",
            "INSERT INTO grants (id, user_id, group_id, role, scope, agent_id, valid_from, granted_by, granted_at, version) \
             VALUES ('g', 'u1', 'g1', 'agent', '{\"kind\":\"group\"}', 'alix', '2026-01-01', 'x', 5, 1)",
            "INSERT INTO push_subscriptions (id, group_id, user_id, person, endpoint, endpoint_sha256, p256dh, auth, browser, \
             created_at) VALUES ('p1', 'g1', 'u1', 'user:u1', 'https://push.example/1', 'd', 'k', 'a', 'Firefox', 5)",
        ];
        match &db {
            Db::Sqlite { write, .. } => {
                early.run(write).await.expect("the schema of before");
                for row in rows {
                    sqlx::query(row).execute(write).await.expect("a row");
                }
            }
            Db::Postgres(pool) => {
                early.run(pool).await.expect("the schema of before");
                for row in rows {
                    sqlx::query(row).execute(pool).await.expect("a row");
                }
            }
        }
        db.migrate().await.expect("brought up to date");
        let mut tx = db.read().await.expect("a transaction");
        let mut to = async |person| {
            let rows = subscriptions::of_person(&mut tx, "g1", person, "2026-12-01", "our key").await.expect("rows");
            rows.into_iter().map(|row| row.id.0).collect::<Vec<_>>()
        };
        assert_eq!((to("agent:alix").await, to("user:u1").await), (vec!["p1".to_owned()], vec!["p1".to_owned()]));
        assert!(to("agent:bao").await.is_empty());
    }
}
