//! Notices on their way to people: each once, at the right hour, in the right language, and not for ever.

use crate::both;
use crate::sinks::{Http, Mail, Smtp};
use crate::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use releve::app::App;
use releve::app::access::{Actor, Role};
use releve::app::work::Work;
use releve::config::Config;
use releve::notify::{self, Carriers};
use releve::store::outbox::Notice;
use releve::store::{Db, deliveries};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A service that can send, and where its notices go.
struct Post {
    app: App,
    carriers: Arc<Carriers>,
    smtp: Smtp,
    http: Http,
}

impl Post {
    /// Another service on the world's database and clock.
    async fn of(world: &World) -> Self {
        let (smtp, http) = (Smtp::start(), Http::start().await);
        let config = Config {
            public_url: Some("https://releve.example".to_owned()),
            smtp_url: Some(smtp.url()),
            mail_from: Some("Relève <releve@releve.example>".to_owned()),
            sms_url: Some(http.url("/sms")),
            sms_token: Some("gateway-token".to_owned()),
            webhook_loopback: true,
            ..(*world.app.config).clone()
        };
        let app = App { config: Arc::new(config), ..world.app.clone() };
        let carriers = Arc::new(Carriers::new(&app.config).expect("good settings"));
        Self { app, carriers, smtp, http }
    }

    /// Works until nothing is due; gives the number of rows moved.
    async fn deliver(&self) -> usize {
        drain(&self.app, &self.carriers, "test-worker").await
    }

    async fn tell(&self, kind: &'static str, number: usize, person: &str, payload: &Value) {
        let fact = format!("{kind}:{number}");
        let actor = Actor::system("g1");
        let mut work = Work::begin(&self.app, &actor, Role::System).await.expect("a transaction");
        work.tell(Notice { kind, fact, person: person.to_owned(), payload: payload.clone() });
        work.commit().await.expect("a commit");
    }

    /// Makes a webhook; gives its secret.
    async fn hook(&self) -> String {
        let admin = Actor::system("g1").acting_as(Role::Administrator);
        let hook = releve::app::webhooks::register(&self.app, &admin, &self.http.url("/hook"), BTreeSet::new()).await;
        hook.expect("a webhook").secret
    }
}

async fn drain(app: &App, carriers: &Carriers, worker: &str) -> usize {
    let mut moved = 0;
    for _ in 0..1000 {
        match notify::run_next(app, carriers, worker).await.expect("a round") {
            0 => return moved,
            rows => moved += rows,
        }
    }
    panic!("there was always more to do");
}

/// Says how somebody wants to be told; what is not given is left at its default.
async fn wants(world: &World, who: &str, change: Value) {
    let (_, mut contact) = world.get(who, "/api/v1/me/contact").await;
    for (field, value) in change.as_object().expect("an object") {
        contact[field] = value.clone();
    }
    let (status, answer) = world.send(who, reqwest::Method::PUT, "/api/v1/me/contact", Some(contact)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}

fn mail_to(who: &str) -> Value {
    json!({ "email": format!("{who}@example.fr"), "channels": ["email"] })
}

async fn states(world: &World) -> Vec<(String, i64)> {
    let mut tx = world.app.db.read().await.expect("a transaction");
    deliveries::count_by_state(&mut tx).await.expect("counts")
}

fn of(state: &str, number: i64) -> Vec<(String, i64)> {
    vec![(state.to_owned(), number)]
}

fn plain(mail: &Mail) -> &str {
    mail.plain.as_deref().expect("a text part")
}

both! {
    async fn an_approved_offer_is_told_once_on_every_channel(world) {
        let post = Post::of(world).await;
        let secret = post.hook().await;
        let (id, plan) = world.plan().await;
        let item = &plan["assigned"][0];
        let (shift, agent) = (item["shift"].as_str().expect("a shift"), item["agent"].as_str().expect("an agent"));
        let both = json!({ "locale": "en", "email": "her@example.fr", "phone": "+33612345678",
            "channels": ["email", "sms"] });
        wants(world, agent, both).await;
        let body = json!({ "items": [shift], "version": plan["version"] });
        let (status, _) = world.post("coordinator", &format!("/api/v1/plans/{id}/approve"), body).await;
        assert_eq!(status, StatusCode::OK);
        post.deliver().await;
        assert_eq!(states(world).await, of("sent", 3));

        let [mail] = &post.smtp.mails()[..] else { panic!("one mail: {:?}", post.smtp.mails()) };
        assert_eq!((mail.to.as_slice(), mail.ascii, mail.defects), (&["her@example.fr".to_owned()][..], true, 0));
        let subject = mail.header("subject");
        assert!(subject.starts_with("Shift offer: ") && subject.ends_with(" December 2026"), "{subject}");
        assert!(mail.header("message-id").ends_with("@releve.example>"), "{mail:?}");
        for part in [plain(mail), mail.html.as_deref().expect("an HTML part")] {
            assert!(part.contains("You are offered a shift.") && part.contains("https://releve.example/"), "{part}");
            assert!(part.contains("Groupement des Deux Rives"), "{part}");
        }

        let [call] = &post.http.calls("/hook")[..] else { panic!("one call") };
        let signed = format!("{}.{}.{}", call.header("webhook-id"), call.header("webhook-timestamp"), call.body);
        let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("its prefix")).expect("base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
        mac.update(signed.as_bytes());
        let expected = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        assert_eq!(call.header("webhook-signature"), expected);
        assert!(call.header("content-type").starts_with("application/cloudevents+json"));
        let event: Value = serde_json::from_str(&call.body).expect("JSON");
        assert_eq!((&event["specversion"], &event["type"]), (&json!("1.0"), &json!("fr.releve.offer.sent")));
        assert_eq!(event["data"]["person"], format!("agent:{agent}"));
        assert_eq!(event["data"]["about"]["shift"], shift);

        let [sms] = &post.http.calls("/sms")[..] else { panic!("one SMS") };
        assert_eq!(sms.header("authorization"), "Bearer gateway-token");
        assert!(!sms.header("idempotency-key").is_empty());
        let sent: Value = serde_json::from_str(&sms.body).expect("JSON");
        let text = sent["text"].as_str().expect("a text");
        assert_eq!(sent["to"], "+33612345678");
        assert!(text.starts_with("Relève: Shift offer, ") && text.contains("Answer before 02/12 09:00"), "{text}");
        assert!(text.ends_with("https://releve.example/") && text.chars().count() <= 160, "{text}");

        assert_eq!(post.deliver().await, 0, "and never again");
        world.clock.advance(24 * 3600);
        assert_eq!(post.deliver().await, 0);
        assert_eq!(post.smtp.mails().len() + post.http.calls("/hook").len() + post.http.calls("/sms").len(), 3);
    }

    async fn quiet_hours_hold_and_end(world) {
        let post = Post::of(world).await;
        wants(world, "alix", mail_to("alix")).await;
        // It is nine in Paris.
        wants(world, "alix", json!({ "quiet_from": "08:00", "quiet_to": "10:00" })).await;
        post.tell("assignment.cancelled", 1, "agent:alix", &json!({})).await;
        post.deliver().await;
        world.clock.advance(3599);
        assert_eq!(post.deliver().await, 0);
        assert_eq!(post.smtp.mails().len(), 0);
        world.clock.advance(1);
        post.deliver().await;
        assert_eq!(post.smtp.mails().len(), 1);
    }

    async fn quiet_hours_that_have_begun_since_hold_too(world) {
        let post = Post::of(world).await;
        wants(world, "alix", mail_to("alix")).await;
        wants(world, "alix", json!({ "quiet_from": "21:00", "quiet_to": "07:00" })).await;
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        notify::expand::run(&post.app, &post.carriers).await.expect("expanded while she may be disturbed");
        world.clock.advance(13 * 3600);
        post.deliver().await;
        assert_eq!((post.smtp.mails().len(), states(world).await), (0, of("waiting", 1)));
        world.clock.advance(9 * 3600);
        post.deliver().await;
        assert_eq!((post.smtp.mails().len(), states(world).await), (1, of("sent", 1)));
        assert_eq!(world.number("SELECT attempts FROM deliveries").await, 1, "waiting is no attempt");
    }

    async fn a_digest_gathers_what_can_wait(world) {
        let post = Post::of(world).await;
        for who in ["alix", "bao"] {
            wants(world, who, mail_to(who)).await;
            wants(world, who, json!({ "digest": "daily", "digest_at": "18:00" })).await;
        }
        for number in 0..3 {
            let payload = json!({ "unit": format!("Unité {number}"), "date": "2026-12-08" });
            post.tell("assignment.confirmed", number, "agent:alix", &payload).await;
        }
        post.tell("assignment.confirmed", 9, "agent:bao", &json!({})).await;
        post.tell("assignment.cancelled", 4, "agent:alix", &json!({})).await;
        post.deliver().await;
        let first = post.smtp.mails();
        assert_eq!(first.iter().map(|mail| mail.header("subject")).collect::<Vec<_>>(), ["Affectation annulée"]);
        world.clock.advance(9 * 3600 - 1);
        assert_eq!(post.deliver().await, 0);
        world.clock.advance(1);
        post.deliver().await;
        let mails = post.smtp.mails();
        let digest = mails.iter().find(|mail| mail.header("subject").contains("3 nouvelles")).expect("a digest");
        for number in 0..3 {
            assert_eq!(plain(digest).matches(&format!("Unité {number}")).count(), 2, "title and fact: {}", plain(digest));
        }
        assert!(plain(digest).contains("Affectation confirmée\u{a0}: Unité 0, mardi 8 décembre 2026"), "{digest:?}");
        assert!(mails.iter().any(|mail| mail.to == ["bao@example.fr"] && mail.header("subject") == "Affectation confirmée"));
        assert_eq!((mails.len(), states(world).await), (3, of("sent", 5)));
        assert_eq!(post.deliver().await, 0);
    }

    async fn a_failing_receiver_is_tried_again_ever_later_and_given_up(world) {
        let post = Post::of(world).await;
        post.hook().await;
        post.http.answer_with(503);
        post.tell("offer.sent", 1, "agent:alix", &json!({})).await;
        post.deliver().await;
        for (tries, minutes) in (1..).zip([1, 4, 16, 64, 256]) {
            assert_eq!(post.http.calls("/hook").len(), tries);
            world.clock.advance(minutes * 60 - 1);
            assert_eq!(post.deliver().await, 0, "not before {minutes} minutes");
            world.clock.advance(1);
            post.deliver().await;
        }
        assert_eq!((post.http.calls("/hook").len(), states(world).await), (6, of("given_up", 1)));
        let ids: BTreeSet<_> = post.http.calls("/hook").iter().map(|call| call.header("webhook-id").to_owned()).collect();
        assert_eq!(ids.len(), 1, "every attempt carries the same identifier");
        world.clock.advance(7 * 24 * 3600);
        assert_eq!(post.deliver().await, 0);
    }

    async fn a_redirect_is_not_followed(world) {
        let post = Post::of(world).await;
        post.hook().await;
        post.http.answer_with(307);
        post.tell("offer.sent", 1, "agent:alix", &json!({})).await;
        post.deliver().await;
        assert_eq!((post.http.calls("/hook").len(), post.http.calls("/elsewhere").len()), (1, 0));
        assert_eq!(states(world).await, of("waiting", 1));
    }

    async fn what_the_mail_server_says_decides(world) {
        let post = Post::of(world).await;
        for who in ["alix", "bao", "chloe"] {
            post.tell("assignment.confirmed", 1, &format!("agent:{who}"), &json!({})).await;
        }
        for (who, address) in [("alix", "busy@example.fr"), ("bao", "gone@example.fr"), ("chloe", "mute@example.fr")] {
            wants(world, who, json!({ "email": address, "channels": ["email"] })).await;
        }
        post.deliver().await;
        // Told to come back; told no for good; and taken, but the answer never came.
        let all = ["given_up", "in_doubt", "waiting"].map(|state| (state.to_owned(), 1));
        assert_eq!(states(world).await, all);
        wants(world, "alix", mail_to("alix")).await;
        world.clock.advance(60);
        post.deliver().await;
        world.clock.advance(30 * 24 * 3600);
        post.deliver().await;
        let mut to: Vec<_> = post.smtp.mails().into_iter().flat_map(|mail| mail.to).collect();
        to.sort();
        assert_eq!(to, ["alix@example.fr", "mute@example.fr"], "what is in doubt is not sent again");
        let all = ["given_up", "in_doubt", "sent"].map(|state| (state.to_owned(), 1));
        assert_eq!(states(world).await, all);
    }

    async fn a_vanished_worker_leaves_begun_mail_in_doubt_and_the_rest_to_others(world) {
        let post = Post::of(world).await;
        post.hook().await;
        wants(world, "alix", mail_to("alix")).await;
        wants(world, "alix", json!({ "phone": "+33612345678", "channels": ["email", "sms"] })).await;
        wants(world, "bao", mail_to("bao")).await;
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        post.tell("assignment.confirmed", 1, "agent:bao", &json!({})).await;
        notify::expand::run(&post.app, &post.carriers).await.expect("expanded");
        let now = world.clock.now();
        let mut tx = world.app.db.write().await.expect("a transaction");
        let can = post.carriers.can();
        let claimed = deliveries::claim(&mut tx, "gone", (now, now + 120), can, 10).await.expect("a claim");
        assert_eq!(claimed.len(), 5);
        let mail = claimed.iter().find(|row| row.channel == "email").expect("a mail");
        assert!(!deliveries::begin(&mut tx, &[mail], "somebody else", now).await.expect("an answer"));
        assert!(deliveries::begin(&mut tx, &[mail], "gone", now).await.expect("an answer"));
        tx.commit().await.expect("a commit");
        world.clock.advance(120);
        assert_eq!(post.deliver().await, 0, "the lease holds to its last second");
        world.clock.advance(1);
        post.deliver().await;
        assert_eq!(states(world).await, [("in_doubt".to_owned(), 1), ("sent".to_owned(), 4)]);
        assert_eq!(post.smtp.mails().len(), 1, "the one that had not begun");
        let ids: BTreeSet<_> = claimed.iter().map(|row| row.id.as_str()).collect();
        let (hook, sms) = (&post.http.calls("/hook")[0], &post.http.calls("/sms")[0]);
        assert!(ids.contains(hook.header("webhook-id")) && ids.contains(sms.header("idempotency-key")));
        // It was only slow, and its mail went out after all.
        let late = deliveries::Settled {
            state: "sent", not_before: None, attempts: 1, address_sha256: None, last_error: None, sent_at: Some(now),
        };
        let mut tx = world.app.db.write().await.expect("a transaction");
        assert!(!deliveries::settle(&mut tx, mail, "somebody else", &late).await.expect("an answer"));
        assert!(deliveries::settle(&mut tx, mail, "gone", &late).await.expect("an answer"));
        assert!(!deliveries::begin(&mut tx, &[mail], "gone", now).await.expect("an answer"), "it may not begin again");
        tx.commit().await.expect("a commit");
        assert_eq!(states(world).await, of("sent", 5));
    }

    async fn a_digest_whose_worker_vanished_is_still_one_mail(world) {
        let post = Post::of(world).await;
        wants(world, "alix", mail_to("alix")).await;
        wants(world, "alix", json!({ "digest": "daily" })).await;
        for number in 0..3 {
            post.tell("assignment.confirmed", number, "agent:alix", &json!({})).await;
        }
        post.deliver().await;
        world.clock.advance(9 * 3600);
        let now = world.clock.now();
        let mut tx = world.app.db.write().await.expect("a transaction");
        let claimed = deliveries::claim_digest(&mut tx, "gone", (now, now + 120), 10).await.expect("a claim");
        tx.commit().await.expect("a commit");
        assert_eq!(claimed.len(), 3);
        world.clock.advance(121);
        post.deliver().await;
        assert_eq!((post.smtp.mails().len(), states(world).await), (1, of("sent", 3)));
    }

    async fn three_workers_race_and_nobody_is_told_twice(world) {
        let post = Post::of(world).await;
        post.hook().await;
        wants(world, "alix", mail_to("alix")).await;
        wants(world, "bao", mail_to("bao")).await;
        wants(world, "bao", json!({ "digest": "daily", "digest_at": "08:00" })).await;
        for number in 0..60 {
            let payload = json!({ "unit": format!("Unité {number}") });
            post.tell("assignment.confirmed", number, "agent:alix", &payload).await;
            post.tell("assignment.confirmed", number, "agent:bao", &payload).await;
        }
        for _ in 0..2 {
            let racing: Vec<_> = (0..3)
                .map(|n| {
                    let (app, carriers, url) = (post.app.clone(), Arc::clone(&post.carriers), world.url.clone());
                    tokio::spawn(async move {
                        let db = Db::connect(&url).await.expect("the database opens");
                        drain(&App { db, ..app }, &carriers, &format!("worker-{n}")).await
                    })
                })
                .collect();
            for racer in racing {
                racer.await.expect("no panic");
            }
            world.clock.advance(24 * 3600);
        }
        assert_eq!(states(world).await, of("sent", 240));
        let mails = post.smtp.mails();
        let subjects: BTreeSet<_> = mails.iter().map(|mail| mail.header("subject")).collect();
        assert_eq!((mails.len(), subjects.len()), (61, 61), "sixty by themselves, and one digest");
        let calls = post.http.calls("/hook");
        let ids: BTreeSet<_> = calls.iter().map(|call| call.header("webhook-id")).collect();
        assert_eq!((calls.len(), ids.len()), (120, 120));
    }

    async fn a_fact_told_twice_is_one_notice(world) {
        let post = Post::of(world).await;
        wants(world, "alix", mail_to("alix")).await;
        for _ in 0..2 {
            post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
            post.deliver().await;
        }
        assert_eq!((world.number("SELECT COUNT(*) FROM outbox").await, post.smtp.mails().len()), (1, 1));
    }

    async fn nothing_from_outside_begins_a_header(world) {
        let post = Post::of(world).await;
        wants(world, "alix", mail_to("alix")).await;
        wants(world, "alix", json!({ "phone": "+33612345678", "channels": ["email", "sms"] })).await;
        let evil = "x\r\nBcc: victim@example.fr\r\nSubject: won\r\n\r\n<script>alert(1)</script>";
        let name = format!("UPDATE agents SET name = '{evil}' WHERE id = 'alix'");
        assert_eq!(world.execute(&name).await, 1);
        assert_eq!(world.execute(&format!("UPDATE groups SET name = '{evil}'")).await, 1);
        post.tell("offer.sent", 1, "agent:alix", &json!({ "unit": evil, "establishment": evil, "date": "2026-12-08" })).await;
        post.deliver().await;
        let [mail] = &post.smtp.mails()[..] else { panic!("one mail") };
        assert_eq!((mail.to.as_slice(), mail.defects), (&["alix@example.fr".to_owned()][..], 0));
        assert!(mail.headers.iter().all(|(name, value)| name != "bcc" && !value.contains('\n')), "{mail:?}");
        assert!(mail.header("subject").starts_with("Sollicitation"), "{mail:?}");
        assert!(!mail.html.as_deref().expect("HTML").contains("<script"), "{mail:?}");
        let sms: Value = serde_json::from_str(&post.http.calls("/sms")[0].body).expect("JSON");
        assert!(!sms["text"].as_str().expect("a text").contains(char::is_control), "{sms}");
    }

    async fn what_is_no_longer_wanted_or_of_use_is_dropped(world) {
        let post = Post::of(world).await;
        for who in ["alix", "bao", "chloe"] {
            wants(world, who, mail_to(who)).await;
            let closes_at = world.clock.now() + 3600;
            post.tell("offer.sent", 1, &format!("agent:{who}"), &json!({ "closes_at": closes_at })).await;
        }
        let secret_hook = post.hook().await;
        assert!(secret_hook.starts_with("whsec_"));
        notify::expand::run(&post.app, &post.carriers).await.expect("expanded");
        wants(world, "alix", json!({ "email": null, "channels": [] })).await;
        wants(world, "bao", json!({ "email": "bao@elsewhere.example" })).await;
        world.execute("UPDATE webhooks SET disabled_at = 1").await;
        post.deliver().await;
        let to: BTreeSet<_> = post.smtp.mails().into_iter().flat_map(|mail| mail.to).collect();
        assert_eq!(to, BTreeSet::from(["bao@elsewhere.example".to_owned(), "chloe@example.fr".to_owned()]));
        assert_eq!(states(world).await, [("dropped".to_owned(), 4), ("sent".to_owned(), 2)]);
        post.tell("offer.sent", 2, "agent:chloe", &json!({ "closes_at": world.clock.now() })).await;
        post.deliver().await;
        assert_eq!(post.smtp.mails().len(), 2, "too late to answer");
        let (_, inbox) = world.get("chloe", "/api/v1/notices").await;
        assert_eq!(inbox["items"].as_array().map(Vec::len), Some(2), "the inbox has it all the same");
    }

    async fn somebody_whose_contact_cannot_be_read_stops_nobody(world) {
        let post = Post::of(world).await;
        wants(world, "alix", mail_to("alix")).await;
        wants(world, "bao", mail_to("bao")).await;
        assert_eq!(world.execute("UPDATE contacts SET zone = 'Europe/Atlantis' WHERE person = 'agent:alix'").await, 1);
        for who in ["alix", "bao"] {
            post.tell("assignment.confirmed", 1, &format!("agent:{who}"), &json!({})).await;
        }
        post.deliver().await;
        assert_eq!(post.smtp.mails().iter().map(|mail| mail.to.concat()).collect::<Vec<_>>(), ["bao@example.fr"]);
    }

    async fn metrics_count_deliveries(world) {
        let post = Post::of(world).await;
        wants(world, "alix", mail_to("alix")).await;
        wants(world, "alix", json!({ "email": "mute@example.fr" })).await;
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        post.deliver().await;
        let text = world.request(reqwest::Method::GET, "/metrics").send().await.expect("an answer").text().await;
        let text = text.expect("a text");
        assert!(text.contains("releve_deliveries{state=\"in_doubt\"} 1"), "{text}");
    }
}
