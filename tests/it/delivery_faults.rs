//! What goes wrong on the way: receivers that fail, workers that vanish or race, rows that cannot be read.

use crate::both;
use crate::post::{Post, drain, mail_to, of, states, wants};
use releve::app::App;
use releve::config::Config;
use releve::notify::{self, Carriers};
use releve::store::{Db, deliveries};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

both! {
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

    async fn a_mail_server_without_tls_gets_nothing(world) {
        let post = Post::of(world).await;
        wants(world, "alix", mail_to("alix")).await;
        let smtp_url = Some(post.smtp.url().replace("smtp://", "smtps://"));
        let carriers = Carriers::new(&Config { smtp_url, ..(*post.app.config).clone() }).expect("good settings");
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        drain(&post.app, &carriers, "test-worker").await;
        assert_eq!((post.smtp.mails().len(), states(world).await), (0, of("waiting", 1)));
    }

    async fn a_receiver_that_is_gone_is_not_asked_again(world) {
        let post = Post::of(world).await;
        post.hook().await;
        post.http.answer_with(410);
        post.tell("offer.sent", 1, "agent:alix", &json!({})).await;
        post.deliver().await;
        assert_eq!((post.http.calls("/hook").len(), states(world).await), (1, of("given_up", 1)));
    }
}
