//! Log-in by an OpenID provider: what counts against whoever comes back and what does not, and what becomes of people while a
//! provider does not answer.

use crate::beside_a_provider;
use crate::oidc_forgery::{come_back, leave, staged_with};
use crate::oidc_stage::BACK;
use crate::visitor::Visitor;
use crate::world::Engine;
use releve::app::access::Role;
use reqwest::{Method, StatusCode};
use std::time::{Duration, Instant};

/// Tries that are counted, of whoever it is.
const COUNTED: &str = "SELECT COUNT(*) FROM attempts WHERE failures > 0";

beside_a_provider! {
    async fn what_nobody_began_is_neither_recorded_nor_counted(stage) {
        let world = &stage.world;
        world.account("anne@example.org", Role::Coordinator).await;
        let mut anne = stage.with_password("anne@example.org").await;
        stage.link(&mut anne, "anne").await;
        let before = world.recorded("account.login-refused").await;
        for query in ["?state=0&code=0", "", "?error=access_denied", "?state=0&error=x"] {
            for _ in 0..4 {
                let mut surfer = stage.surfer();
                surfer.go("/connexion").await;
                stage.refused(surfer.go(&format!("{BACK}{query}")).await, StatusCode::FORBIDDEN, "openid-state").await;
            }
        }
        assert_eq!((world.recorded("account.login-refused").await, world.number(COUNTED).await), (before, 0));
        let mut by_provider = stage.by_provider("anne").await;
        assert!(stage.is_in(&mut by_provider).await, "nobody behind that address waits: {}", by_provider.text);
        for path in ["/connexion/openid/none", "/connexion/openid/none/retour"] {
            assert_eq!(stage.surfer().go(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn forged_codes_have_their_limit_and_noes_have_none(stage) {
        let world = &stage.world;
        world.account("anne@example.org", Role::Coordinator).await;
        let mut anne = stage.with_password("anne@example.org").await;
        stage.link(&mut anne, "anne").await;
        let begun = async || {
            let mut surfer = stage.surfer();
            surfer.go("/connexion").await;
            surfer.go("/connexion/openid/psc").await;
            let left = surfer.trail.iter().find(|url| url.query_pairs().any(|(name, _)| name == "code_challenge"));
            let state = left.and_then(|url| url.query_pairs().find(|(name, _)| name == "state").map(|(_, s)| s.into_owned()));
            (surfer, state)
        };
        let back = |state: &str, more: &str| format!("http://{}{BACK}?iss={}&state={state}&{more}", world.address, stage.issuer);
        for _ in 0..8 {
            let (mut surfer, state) = begun().await;
            surfer.go(&back(&state.expect("a state"), "error=access_denied")).await;
            stage.refused(&surfer, StatusCode::FORBIDDEN, "openid-denied").await;
        }
        assert_eq!(world.number(COUNTED).await, 0, "to renounce is no fault");
        for _ in 0..6 {
            let (mut surfer, state) = begun().await;
            surfer.go(&back(&state.expect("a state"), "code=forged")).await;
            stage.refused(&surfer, StatusCode::FORBIDDEN, "openid-code").await;
        }
        assert_eq!(world.recorded("account.locked").await, 1);
        let (surfer, state) = begun().await;
        assert_eq!((surfer.status, state), (StatusCode::TOO_MANY_REQUESTS, None), "{}", surfer.text);
        world.clock.advance(3);
        let mut by_provider = stage.by_provider("anne").await;
        assert!(stage.is_in(&mut by_provider).await, "{}", by_provider.text);
    }

    async fn a_picture_or_a_frame_begins_nothing(stage) {
        let world = &stage.world;
        let leave = async |what: Option<&str>| {
            let mut request = world.request(Method::GET, "/connexion/openid/psc");
            if let Some(what) = what {
                request = request.header("sec-fetch-dest", what);
            }
            let response = request.send().await.expect("an answer");
            (response.status(), response.text().await.expect("a text"))
        };
        for what in ["image", "iframe", "empty", "script"] {
            let (status, text) = leave(Some(what)).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{what}: {text}");
            assert!(text.contains("<code>cross-site</code>"), "{what}: {text}");
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM sign_ins").await, 0);
        leave(Some("document")).await;
        leave(None).await;
        assert_eq!(world.number("SELECT COUNT(*) FROM sign_ins").await, 2);
    }

    async fn a_browser_has_ten_log_ins_under_way(stage) {
        let world = &stage.world;
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        let mut surfer = stage.with_password("anne@example.org").await;
        stage.link(&mut surfer, "anne").await;
        let mut many = stage.surfer();
        many.go("/connexion").await;
        for _ in 0..12 {
            many.go(&format!("http://{}/connexion/openid/psc", world.address)).await;
            world.clock.advance(1);
        }
        stage.at_provider(&mut stage.surfer(), "anne").await;
        assert_eq!(world.number("SELECT COUNT(*) FROM sign_ins").await, 11, "ten of one, and one of another");
        stage.as_somebody(&mut many, "anne").await;
        many.follow(|_| false).await;
        assert!(stage.is_in(&mut many).await, "the newest holds: {anne} {}", many.text);
    }

    async fn of_two_that_she_takes_away_at_once_one_stays(stage) {
        let world = &stage.world;
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        let mut surfer = stage.with_password("anne@example.org").await;
        stage.link(&mut surfer, "anne").await;
        world.execute(&format!("UPDATE users SET password_hash = NULL WHERE id = '{anne}'")).await;
        let mut surfer = stage.by_provider("anne").await;
        assert!(stage.is_in(&mut surfer).await);
        let mut one = Visitor::new(world.address);
        one.cookies = surfer.cookies[&format!("http://{}", world.address)].clone();
        one.get("/compte").await;
        let first = world.text("SELECT id FROM identities").await;
        let insert = async |id: &str, issuer: &str| {
            let row = format!("VALUES ('{id}', '{issuer}', '{id}', '{anne}', '{id}', 0)");
            world.execute(&format!("INSERT INTO identities (id, issuer, subject, user_id, label, linked_at) {row}")).await;
        };
        for round in 0..4 {
            let second = format!("second-{round}");
            insert(&second, &stage.issuer).await;
            let (mut a, mut b) = (one.clone(), one.clone());
            let of = |id: &str| format!("/compte/identites/{id}/retirer");
            let (first_path, second_path) = (of(&first), of(&second));
            let (a, b) = tokio::join!(a.post(&first_path, &[]), b.post(&second_path, &[]));
            let (a, b) = (a.status, b.status);
            let left = world.texts("SELECT id FROM identities").await;
            assert_eq!(left.len(), 1, "{left:?}: {a} {b}");
            if left[0] != first {
                world.execute(&format!("UPDATE identities SET id = '{first}'")).await;
            }
        }
        insert("gone", "https://gone.example").await;
        let shown = one.post(&format!("/compte/identites/{first}/retirer"), &[]).await;
        assert_eq!(shown.status, StatusCode::CONFLICT, "what a provider of before vouched for opens nothing: {}", shown.text);
        assert!(shown.text.contains("plus aucun moyen de vous connecter"), "{}", shown.text);
        let shown = one.post("/compte/identites/gone/retirer", &[]).await;
        assert_eq!(shown.status, StatusCode::SEE_OTHER, "{}", shown.text);
    }
}

/// A provider that fails, or takes too long, is nobody's fault who comes back from it.
#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_fails_keeps_nobody_out() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (world, liar) = staged_with(engine, 5).await;
        liar.said().fails = true;
        for _ in 0..7 {
            let (mut surfer, sent) = leave(&world).await;
            come_back(&mut surfer, &sent).await;
            assert_eq!(surfer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", surfer.text);
            assert!(surfer.text.contains("<code>openid-unreachable</code>"), "{}", surfer.text);
        }
        assert_eq!((world.number(COUNTED).await, world.recorded("account.login-refused").await), (0, 7));
        liar.said().fails = false;
        let (mut surfer, sent) = leave(&world).await;
        liar.said().slow = Duration::from_secs(6);
        come_back(&mut surfer, &sent).await;
        assert!(
            surfer.text.contains("<code>openid-unreachable</code>"),
            "before the request is given up: {}",
            surfer.text
        );
        assert_eq!((world.number(COUNTED).await, world.recorded("account.login-refused").await), (0, 8));
        liar.said().slow = Duration::ZERO;
        let (mut surfer, sent) = leave(&world).await;
        let token = liar.good(&sent, world.clock.now());
        liar.said().token = token;
        come_back(&mut surfer, &sent).await;
        assert!(surfer.is_in(world.address).await, "{}", surfer.text);
    }
}

/// Whoever logs out is out, whatever her provider does.
#[tokio::test(flavor = "multi_thread")]
async fn log_out_waits_for_no_provider() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (world, liar) = staged_with(engine, 5).await;
        let (mut surfer, sent) = leave(&world).await;
        let token = liar.good(&sent, world.clock.now());
        liar.said().token = token;
        come_back(&mut surfer, &sent).await;
        assert!(surfer.is_in(world.address).await, "{}", surfer.text);
        // Another server, which has never met the provider.
        let mut visitor = Visitor::new(world.second_server().await);
        visitor.cookies = surfer.cookies[&format!("http://{}", world.address)].clone();
        assert_eq!(visitor.get("/").await.status, StatusCode::OK);
        liar.said().slow = Duration::from_secs(30);
        let began = Instant::now();
        let leaving = tokio::spawn(async move { visitor.post("/deconnexion", &[]).await });
        while world.number("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await > 0 {
            assert!(began.elapsed() < Duration::from_secs(2), "her session is over before anybody is asked");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let shown = leaving.await.expect("an answer");
        assert!(shown.location.starts_with("/connexion"), "{} {}", shown.status, shown.text);
    }
}
