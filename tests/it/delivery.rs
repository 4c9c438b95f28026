//! Notices on their way to people: each once, at the right hour, in the right language, to the right address.

use crate::both;
use crate::pages_agent::agent;
use crate::post::{Post, mail_to, of, plain, states, wants};
use crate::visitor::Visitor;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use releve::notify;
use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeSet;

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

    async fn whoever_chooses_english_is_written_to_in_english(world) {
        let post = Post::of(world).await;
        wants(world, "alix", mail_to("alix")).await;
        let mut alix = agent(world, "alix").await;
        let link = "SELECT COUNT(*) FROM users WHERE email = 'alix@example.org' AND locale = 'en'";
        let inbox = async |number: usize| {
            let payload = json!({ "unit": "Médecine", "date": "2026-12-08" });
            post.tell("assignment.confirmed", number, "agent:alix", &payload).await;
            post.deliver().await;
            post.smtp.mails().pop().expect("a mail")
        };
        let french = inbox(1).await;
        assert_eq!(french.header("subject"), "Affectation confirmée\u{a0}: Médecine, mardi 8 décembre 2026");
        assert!(plain(&french).contains("Ce poste est à vous. Merci."), "{french:?}");
        alix.get("/langue/en").await;
        assert_eq!(world.number(link).await, 1, "about her account too");
        let english = inbox(2).await;
        assert_eq!(english.header("subject"), "Assignment confirmed: Médecine, Tuesday 8 December 2026");
        assert_eq!(english.header("content-language"), "en");
        let text = plain(&english);
        for part in ["Hello Alix Martin,", "This shift is yours. Thank you.", "Unit: Médecine", "Date: Tuesday 8 December 2026",
            "See everything and answer: https://releve.example/", "Relève sends this message; replies to this address are not read."] {
            assert!(text.contains(part), "{part}: {text}");
        }
        for french in ["Bonjour", "Unité", "décembre", "préférences"] {
            assert!(!text.contains(french), "{french}: {text}");
        }
        // In another browser, where nobody is logged in, the page changes and her letters do not.
        Visitor::new(world.address).get("/langue/fr").await;
        assert_eq!(inbox(3).await.header("subject"), "Assignment confirmed: Médecine, Tuesday 8 December 2026");
        alix.get("/langue/fr").await;
        assert_eq!(inbox(4).await.header("subject"), "Affectation confirmée\u{a0}: Médecine, mardi 8 décembre 2026");
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
            let told = plain(digest).matches(&format!("Unité {number}")).count();
            assert_eq!(told, 2, "in the title and as a fact: {}", plain(digest));
        }
        assert!(plain(digest).contains("Affectation confirmée\u{a0}: Unité 0, mardi 8 décembre 2026"), "{digest:?}");
        let other = mails.iter().find(|mail| mail.to == ["bao@example.fr"]).expect("Bao's");
        assert_eq!(other.header("subject"), "Affectation confirmée", "a digest of one is told by its name");
        assert_eq!((mails.len(), states(world).await), (3, of("sent", 5)));
        assert_eq!(post.deliver().await, 0);
    }

    async fn nothing_from_outside_begins_a_header(world) {
        let post = Post::of(world).await;
        wants(world, "alix", mail_to("alix")).await;
        wants(world, "alix", json!({ "phone": "+33612345678", "channels": ["email", "sms"] })).await;
        let evil = "x\r\nBcc: victim@example.fr\r\nSubject: won\r\n\r\n<script>alert(1)</script>";
        let name = format!("UPDATE agents SET name = '{evil}' WHERE id = 'alix'");
        assert_eq!(world.execute(&name).await, 1);
        assert_eq!(world.execute(&format!("UPDATE groups SET name = '{evil}'")).await, 1);
        let payload = json!({ "unit": evil, "establishment": evil, "date": "2026-12-08" });
        post.tell("offer.sent", 1, "agent:alix", &payload).await;
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

    async fn a_running_server_sends_by_itself_and_at_once(world) {
        let post = Post::of(world).await;
        post.hook().await;
        wants(world, "alix", mail_to("alix")).await;
        let config = releve::config::Config { senders: 1, ..(*post.app.config).clone() };
        let app = releve::app::App { config: std::sync::Arc::new(config), ..post.app.clone() };
        let (stop, mut stopped) = tokio::sync::watch::channel(false);
        let server = releve::Server::bind_app(app).await.expect("a free port");
        let running = tokio::spawn(server.run(async move {
            let _ = stopped.wait_for(|stopped| *stopped).await;
        }));
        post.tell("assignment.confirmed", 1, "agent:alix", &json!({})).await;
        for _ in 0..500 {
            if states(world).await == of("sent", 2) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        stop.send_replace(true);
        running.await.expect("no panic").expect("it ends when it is told to");
        assert_eq!((post.smtp.mails().len(), post.http.calls("/hook").len()), (1, 1));
    }
}
