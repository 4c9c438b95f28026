//! Push messages to browsers. What is sent is read by an implementation that is not ours, and the signature is verified here.

use crate::peer::Peer;
use crate::post::{Post, drain, of, states, wants};
use crate::world::{Engine, World};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use releve::app::App;
use releve::config::Config;
use releve::config::push::VapidKey;
use releve::notify::{self, Carriers};
use releve::store::deliveries;
use reqwest::{Method, StatusCode};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

pub const PUSH: &str = "/api/v1/me/push";

/// A world with a key and leave to push to this machine, a service that sends, and a browser's end.
pub struct Stage {
    pub world: World,
    pub post: Post,
    peer: Peer,
}

/// A browser.
pub struct Browser {
    keys: Value,
    path: String,
}

impl Stage {
    pub async fn new(engine: Engine) -> Self {
        let key: VapidKey = VapidKey::make().expect("a key").parse().expect("a key");
        let world = World::with_config(engine, |config| {
            config.webhook_loopback = true;
            config.push.vapid_key = Some(key);
            config.push.vapid_subject = Some("mailto:it@example.fr".to_owned());
        })
        .await;
        let post = Post::of(&world).await;
        Self { world, post, peer: Peer::start("push/receive.mjs") }
    }

    /// Makes a browser and subscribes it.
    pub async fn browser(&self, who: &str, path: &str) -> (Browser, StatusCode, Value) {
        let browser = Browser { keys: self.peer.ask(&json!({})), path: path.to_owned() };
        let (status, answer) = self.world.post(who, PUSH, self.subscription(&browser)).await;
        (browser, status, answer)
    }

    pub fn subscription(&self, browser: &Browser) -> Value {
        let keys = json!({ "p256dh": browser.keys["p256dh"], "auth": browser.keys["auth"] });
        json!({ "endpoint": self.post.http.url(&browser.path), "expirationTime": null, "keys": keys })
    }

    /// What a browser was told, in clear.
    pub fn told(&self, browser: &Browser) -> Vec<Value> {
        let calls = self.post.http.calls(&browser.path);
        let read = |call: &crate::sinks::Call| {
            let message = URL_SAFE_NO_PAD.encode(&call.bytes);
            let asked = json!({ "private": browser.keys["private"], "auth": browser.keys["auth"], "message": message });
            let told = self.peer.ask(&asked);
            serde_json::from_str(told["text"].as_str().unwrap_or_else(|| panic!("{told}"))).expect("JSON")
        };
        calls.iter().map(read).collect()
    }
}

/// Declares a test on both databases, on a stage.
macro_rules! staged {
    ($(async fn $name:ident($stage:ident) $body:block)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            for engine in [$crate::world::Engine::Sqlite, $crate::world::Engine::Postgres] {
                let $stage = &$crate::push::Stage::new(engine).await;
                $body
            }
        }
    )*};
}

pub(crate) use staged;

staged! {
    async fn a_browser_is_told_what_a_locked_screen_may_show(stage) {
        let (world, post) = (&stage.world, &stage.post);
        let (browser, status, made) = stage.browser("alix", "/push/1").await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let (other, _, _) = stage.browser("bao", "/push/2").await;
        let closes_at = world.clock.now() + 7200;
        let payload = json!({ "unit": "Médecine", "establishment": "Hôpital Saint-Roch", "date": "2026-12-08",
            "starts_at": 1_796_707_800, "ends_at": 1_796_734_800, "closes_at": closes_at, "mode": "first",
            "author_name": "Claire Delmas", "absent": "Farid" });
        post.tell("offer.sent", 1, "agent:alix", &payload).await;
        post.deliver().await;
        let told = stage.told(&browser);
        let [message] = &told[..] else { panic!("one message: {told:?}") };
        assert_eq!((&message["title"], &message["lang"]), (&json!("Sollicitation"), &json!("fr")));
        let body = message["body"].as_str().expect("a text");
        assert!(body.starts_with("Médecine, Hôpital Saint-Roch\nmardi 8 décembre 2026, 06:30–14:00\n"), "{body}");
        assert!(body.contains("Réponse avant\u{a0}: mardi 1er décembre 2026 à 11:00"), "{body}");
        for name in ["Claire", "Farid", "alix", "Alix"] {
            assert!(!message.to_string().contains(name), "{message}");
        }
        assert_eq!(stage.told(&other).len(), 0, "and nobody else");
        let call = &post.http.calls("/push/1")[0];
        let headers = ["ttl", "urgency", "content-encoding", "topic"].map(|name| call.header(name));
        assert_eq!(headers, ["7200", "high", "aes128gcm", message["tag"].as_str().expect("a tag")]);
        assert!(!call.body.contains("decine"), "it travels encrypted");
        assert_eq!(states(world).await, of("sent", 1));

        let (_, shown) = world.get("alix", PUSH).await;
        let key = shown["public_key"].as_str().expect("a key");
        let (token, k) = call.header("authorization").strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("VAPID");
        let (text, signature) = token.rsplit_once('.').expect("a signature");
        let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
        assert_eq!(k, key);
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decoded(k)).verify(text.as_bytes(), &decoded(signature)).expect("ours");
        let claims: Value = serde_json::from_slice(&decoded(text.split_once('.').expect("claims").1)).expect("JSON");
        assert_eq!(claims["aud"], post.http.url(""));
        assert!(claims["exp"].as_i64().is_some_and(|exp| (1..=86_400).contains(&(exp - world.clock.now()))), "{claims}");
        assert_eq!(claims["sub"], "mailto:it@example.fr");
        let length = call.bytes.len();
        post.tell("message.new", 2, "agent:alix", &json!({ "author_name": "Claire Delmas" })).await;
        post.deliver().await;
        let second = &stage.told(&browser)[1];
        assert_eq!(second["body"], "Un message sur une demande de remplacement vous attend.");
        assert_eq!(post.http.calls("/push/1")[1].bytes.len(), length, "its length tells nothing");
        assert_ne!(second["tag"], message["tag"]);
        assert!(shown["items"][0]["used_at"].is_string(), "{shown}");
    }

    async fn news_of_one_thing_take_each_others_place(stage) {
        let (browser, ..) = stage.browser("alix", "/push/1").await;
        for kind in ["offer.sent", "offer.withdrawn"] {
            stage.post.tell(kind, 7, "agent:alix", &json!({ "unit": "Médecine" })).await;
            stage.post.deliver().await;
        }
        let told = stage.told(&browser);
        assert_eq!((told.len(), &told[0]["tag"]), (2, &told[1]["tag"]));
        let calls = stage.post.http.calls("/push/1");
        assert_eq!(calls[0].header("topic"), calls[1].header("topic"));
        assert_eq!([calls[0].header("urgency"), calls[1].header("urgency")], ["normal", "high"]);
    }

    async fn quiet_hours_hold_and_no_digest_does(stage) {
        let (world, post) = (&stage.world, &stage.post);
        let (browser, ..) = stage.browser("alix", "/push/1").await;
        let (_, contact) = world.get("alix", "/api/v1/me/contact").await;
        assert_eq!((&contact["channels"], &contact["version"]), (&json!(["push"]), &json!(1)), "she is told there from now on");
        wants(world, "alix", json!({ "digest": "daily" })).await;
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        post.deliver().await;
        assert_eq!(stage.told(&browser).len(), 1);
        // It is nine in Paris.
        wants(world, "alix", json!({ "quiet_from": "08:00", "quiet_to": "10:00" })).await;
        post.tell("assignment.cancelled", 2, "agent:alix", &json!({})).await;
        post.deliver().await;
        assert_eq!(stage.told(&browser).len(), 1);
        world.clock.advance(3600);
        post.deliver().await;
        assert_eq!(stage.told(&browser).len(), 2);
        post.tell("assignment.cancelled", 3, "agent:alix", &json!({})).await;
        notify::expand::run(&post.app, &post.carriers).await.expect("expanded");
        wants(world, "alix", json!({ "channels": [] })).await;
        post.deliver().await;
        assert_eq!(stage.told(&browser).len(), 2);
        assert_eq!(states(world).await, [("dropped".to_owned(), 1), ("sent".to_owned(), 2)]);
    }

    async fn a_browser_that_is_gone_is_forgotten_and_the_others_are_told(stage) {
        let (world, post) = (&stage.world, &stage.post);
        for status in [404, 410] {
            let (gone, made, _) = stage.browser("alix", &format!("/push/{status}")).await;
            assert_eq!(made, StatusCode::CREATED);
            post.http.answer_with(status);
            post.tell("assignment.confirmed", usize::from(status), "agent:alix", &json!({})).await;
            post.deliver().await;
            assert_eq!(world.number("SELECT COUNT(*) FROM push_subscriptions").await, 0, "{status}");
            assert_eq!(stage.told(&gone).len(), 1);
            world.clock.advance(7 * 86_400);
            assert_eq!(post.deliver().await, 0);
        }
        assert_eq!(states(world).await, of("given_up", 2));
        post.http.answer_with(201);
        stage.browser("alix", "/push/a").await;
        stage.browser("alix", "/push/b").await;
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        post.deliver().await;
        assert_eq!([post.http.calls("/push/a").len(), post.http.calls("/push/b").len()], [1, 1]);
    }

    async fn a_push_service_that_fails_is_tried_again_under_the_same_topic(stage) {
        let (world, post) = (&stage.world, &stage.post);
        stage.browser("alix", "/push/1").await;
        post.http.answer_with(503);
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        post.deliver().await;
        post.http.answer_with(429);
        world.clock.advance(60);
        post.deliver().await;
        post.http.answer_with(201);
        world.clock.advance(240);
        post.deliver().await;
        let calls = post.http.calls("/push/1");
        let topics: BTreeSet<_> = calls.iter().map(|call| call.header("topic")).collect();
        let bytes: BTreeSet<_> = calls.iter().map(|call| call.bytes.to_vec()).collect();
        assert_eq!((calls.len(), topics.len(), bytes.len(), states(world).await), (3, 1, 3, of("sent", 1)));
        post.http.answer_with(403);
        post.tell("assignment.confirmed", 2, "agent:alix", &json!({})).await;
        post.deliver().await;
        assert_eq!(states(world).await, [("given_up".to_owned(), 1), ("sent".to_owned(), 1)]);
        assert_eq!(world.number("SELECT COUNT(*) FROM push_subscriptions").await, 1, "that is our fault, not the browser's");
        post.http.answer_with(307);
        post.tell("assignment.confirmed", 3, "agent:alix", &json!({})).await;
        post.deliver().await;
        assert_eq!(post.http.calls("/elsewhere").len(), 0, "a redirect is not followed");
    }

    async fn what_a_vanished_worker_was_sending_is_sent_again_under_the_same_topic(stage) {
        let (world, post) = (&stage.world, &stage.post);
        let (browser, ..) = stage.browser("alix", "/push/1").await;
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        // One that sends and dies before it writes so, as the row it leaves shows.
        post.deliver().await;
        world.execute("UPDATE deliveries SET state = 'sending', sent_at = NULL, lease_until = 0").await;
        post.deliver().await;
        let told = stage.told(&browser);
        assert_eq!((told.len(), &told[0]["tag"], states(world).await), (2, &told[1]["tag"], of("sent", 1)));
        let now = world.clock.now();
        post.tell("assignment.confirmed", 2, "agent:alix", &json!({})).await;
        notify::expand::run(&post.app, &post.carriers).await.expect("expanded");
        let mut tx = world.app.db.write().await.expect("a transaction");
        let lane = deliveries::Can { push: false, ..post.carriers.can() };
        let none = deliveries::claim(&mut tx, "mail alone", (now, now + 120), lane, 10).await.expect("a claim");
        assert!(none.is_empty(), "a worker of another lane leaves it alone");
    }

    async fn a_subscription_that_cannot_be_is_refused_and_changes_nothing(stage) {
        let world = &stage.world;
        let keys = stage.peer.ask(&json!({}));
        let good = json!({ "endpoint": stage.post.http.url("/push"), "keys": { "p256dh": keys["p256dh"], "auth": keys["auth"] } });
        let point = keys["p256dh"].as_str().expect("a key");
        let before = world.fingerprint().await;
        let long = format!("https://push.example/{}", "x".repeat(1_000));
        for (field, at, value) in [
            ("endpoint", "/endpoint", json!("http://push.example/x")),
            ("endpoint", "/endpoint", json!("https://10.0.0.1/x")),
            ("endpoint", "/endpoint", json!("https://169.254.169.254/latest")),
            ("endpoint", "/endpoint", json!("https://[fd00::1]/x")),
            ("endpoint", "/endpoint", json!("https://u:p@push.example/x")),
            ("endpoint", "/endpoint", json!(long)),
            ("endpoint", "/endpoint", json!("https://push.example/\u{0}")),
            ("keys.p256dh", "/keys/p256dh", json!("")),
            ("keys.p256dh", "/keys/p256dh", json!("%%%")),
            ("keys.p256dh", "/keys/p256dh", json!(&point[..80])),
            ("keys.p256dh", "/keys/p256dh", json!(URL_SAFE_NO_PAD.encode([4; 65]))),
            ("keys.auth", "/keys/auth", json!("AAAA")),
        ] {
            let mut body = good.clone();
            *body.pointer_mut(at).expect("a place") = value.clone();
            let (status, problem) = world.post("alix", PUSH, body).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
            assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        }
        for body in [json!({}), json!({ "endpoint": 1 }), json!({ "endpoint": "https://a.example", "keys": {}, "x": 1 })] {
            assert_eq!(world.post("alix", PUSH, body).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(world.fingerprint().await, before);
        for number in 0..20 {
            assert_eq!(stage.browser("bao", &format!("/push/{number}")).await.1, StatusCode::CREATED);
        }
        assert_eq!(stage.browser("bao", "/push/20").await.1, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn a_browser_is_ones_own_until_somebody_else_has_it(stage) {
        let (world, post) = (&stage.world, &stage.post);
        let (browser, _, made) = stage.browser("alix", "/push/shared").await;
        let subscription = stage.subscription(&browser);
        let (status, again) = world.post("alix", PUSH, subscription.clone()).await;
        assert_eq!((status, &again["id"]), (StatusCode::OK, &made["id"]), "the same again is the same");
        let own = format!("{PUSH}/{}", made["id"].as_str().expect("an id"));
        for who in ["bao", "manager", "stranger"] {
            assert_eq!(world.send(who, Method::DELETE, &own, None).await.0, StatusCode::NOT_FOUND, "{who}");
            let at = json!({ "endpoint": subscription["endpoint"] });
            assert_eq!(world.send(who, Method::DELETE, PUSH, Some(at)).await.0, StatusCode::NOT_FOUND, "{who}");
            assert_eq!(world.get(who, PUSH).await.1["items"], json!([]), "{who}");
        }
        assert!(!again.to_string().contains("/push/shared"), "an address is not shown: {again}");
        // Somebody else logs in at the same computer.
        let (status, theirs) = world.post("bao", PUSH, subscription.clone()).await;
        assert_eq!(status, StatusCode::CREATED, "{theirs}");
        assert_eq!(world.get("alix", PUSH).await.1["items"], json!([]), "what is hers is not shown to another");
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        post.tell("assignment.confirmed", 1, "agent:bao", &json!({})).await;
        post.deliver().await;
        assert_eq!(stage.told(&browser).len(), 1);
        let at = json!({ "endpoint": subscription["endpoint"] });
        assert_eq!(world.send("bao", Method::DELETE, PUSH, Some(at.clone())).await.0, StatusCode::NO_CONTENT);
        assert_eq!(world.send("bao", Method::DELETE, PUSH, Some(at)).await.0, StatusCode::NOT_FOUND);
        // Whoever has no place in the group any more is told nothing there.
        let (_, me) = world.get("chloe", "/api/v1/me").await;
        stage.browser("chloe", "/push/3").await;
        let path = format!("/api/v1/users/{}", me["id"].as_str().expect("an id"));
        assert_eq!(world.send("administrator", Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
        assert_eq!(world.number("SELECT COUNT(*) FROM push_subscriptions").await, 0);
        assert_eq!((world.recorded("push.subscribe").await, world.recorded("push.end").await), (3, 1));
    }

    async fn an_address_inside_is_not_talked_to_though_it_was_taken_once(stage) {
        let (world, post) = (&stage.world, &stage.post);
        assert_eq!(stage.browser("alix", "/push/1").await.1, StatusCode::CREATED);
        let strict = Config { webhook_loopback: false, sms_url: None, ..(*post.app.config).clone() };
        let app = App { config: Arc::new(strict.clone()), ..post.app.clone() };
        let carriers = Carriers::new(&strict).expect("good settings");
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        drain(&app, &carriers, "test-worker").await;
        assert_eq!((post.http.calls("/push/1").len(), states(world).await), (0, of("given_up", 1)));
    }
}

/// Without a key there is nothing to subscribe to, and the page shows no button.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_nobody_subscribes() {
    let world = World::new(Engine::Sqlite).await;
    let (status, shown) = world.get("alix", PUSH).await;
    assert_eq!((status, shown), (StatusCode::OK, json!({ "public_key": null, "items": [] })));
    let keys = Peer::start("push/receive.mjs").ask(&json!({}));
    let keys = json!({ "p256dh": keys["p256dh"], "auth": keys["auth"] });
    let (status, problem) =
        world.post("alix", PUSH, json!({ "endpoint": "https://push.example/x", "keys": keys })).await;
    assert_eq!((status, problem["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("not-set-up")), "{problem}");
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains("RELEVE_VAPID_KEY")), "{problem}");
    assert_eq!(world.number("SELECT COUNT(*) FROM push_subscriptions").await, 0);
    world.account("anne@example.org", releve::app::access::Role::Coordinator).await;
    let mut anne = crate::visitor::Visitor::new(world.address);
    anne.log_in("anne@example.org", crate::visitor::PASSWORD).await;
    assert!(!anne.get("/compte").await.text.contains("push-on"), "no button");
}

/// The scripts are files of ours, allowed on the one page that has any.
#[tokio::test(flavor = "multi_thread")]
async fn scripts_are_files_of_ours() {
    let stage = Stage::new(Engine::Sqlite).await;
    let world = &stage.world;
    world.account("anne@example.org", releve::app::access::Role::Coordinator).await;
    let mut anne = crate::visitor::Visitor::new(world.address);
    anne.log_in("anne@example.org", crate::visitor::PASSWORD).await;
    let policy = async |path: &str| {
        let answer = world.request(Method::GET, path).header("cookie", anne.cookies()).send().await.expect("an answer");
        let header =
            |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        (header("content-security-policy"), header("content-type"), answer.text().await.expect("a text"))
    };
    let (account, _, page) = policy("/compte").await;
    assert!(account.contains("script-src 'self'; worker-src 'self'") && !account.contains("unsafe"), "{account}");
    let script = page.split_once("<script src=\"").and_then(|(_, rest)| rest.split_once('"')).expect("a script").0;
    assert!(page.contains("id=\"push-on\" hidden"), "the button shows where the script runs");
    for path in [script, "/sw.js"] {
        let (_, kind, text) = policy(path).await;
        assert!(kind.starts_with("text/javascript") && text.contains("'use strict'"), "{path}: {kind}");
    }
    for path in ["/", "/connexion", "/manifest.webmanifest"] {
        let (policy, ..) = policy(path).await;
        let ours = policy.contains("script-src 'self';") && !policy.contains("unsafe");
        assert!(ours && policy.starts_with("default-src 'none'"), "{path}: {policy}");
    }
}
