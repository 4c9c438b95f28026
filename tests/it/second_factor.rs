//! The second factor: enrolment, codes, recovery codes, and roles that need it.

use crate::both;
use crate::visitor::{PASSWORD, Visitor};
use crate::world::{Engine, World, accounts};
use releve::app::access::{Actor, Role};
use releve::app::{Error, second_factor, totp};
use releve::config::Accounts;
use reqwest::StatusCode;

/// Bytes of a secret as a page shows it.
fn secret_of(page: &str) -> Vec<u8> {
    let shown = page
        .split_once("<strong class=\"key\" translate=\"no\">")
        .and_then(|(_, rest)| rest.split_once('<'))
        .expect("a key")
        .0;
    let (mut bits, mut held, mut bytes) = (0, 0_u32, Vec::new());
    for letter in shown.bytes().filter(u8::is_ascii_alphanumeric) {
        let five = if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter - b'A' };
        held = (held << 5) | u32::from(five);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    bytes
}

/// Enrols whoever is logged in; gives the secret and the recovery codes.
async fn enrol(world: &World, visitor: &mut Visitor) -> (Vec<u8>, Vec<String>) {
    visitor.get("/compte/second-facteur").await;
    let shown = visitor.post("/compte/second-facteur", &[("current", "not my password")]).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "she gives her password again");
    let shown = visitor.post("/compte/second-facteur", &[("current", PASSWORD)]).await;
    assert_eq!(shown.location, "/compte/second-facteur", "{}", shown.text);
    let secret = secret_of(&visitor.get("/compte/second-facteur").await.text);
    assert_eq!(secret.len(), 20);
    let shown = visitor.post("/compte/second-facteur/code", &[("code", "000000")]).await;
    assert_eq!(shown.status, StatusCode::UNAUTHORIZED, "{}", shown.text);
    let code = totp::code_at(&secret, world.clock.now());
    let shown = visitor.post("/compte/second-facteur/code", &[("code", &code)]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    let codes: Vec<String> =
        shown.text.split("<code>").skip(1).filter_map(|rest| Some(rest.split_once('<')?.0.to_owned())).collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

/// Logs in as far as the code.
async fn before_the_code(world: &World) -> Visitor {
    let mut visitor = Visitor::new(world.address);
    visitor.try_log_in("anne@example.org", PASSWORD).await;
    assert_eq!(visitor.get("/connexion").await.location, "/connexion/code");
    visitor.get("/connexion/code").await;
    visitor
}

both! {
    async fn a_code_is_asked_for_and_each_holds_once(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let mut visitor = Visitor::new(world.address);
        visitor.log_in("anne@example.org", PASSWORD).await;
        let mut other = Visitor::new(world.address);
        other.log_in("anne@example.org", PASSWORD).await;
        let (secret, _) = enrol(world, &mut visitor).await;
        assert!(visitor.is_in().await && !other.is_in().await, "sessions without it are over");
        let sealed = world.text("SELECT totp_secret FROM users WHERE email = 'anne@example.org'").await;
        assert!(!sealed.contains(&totp::base32(&secret)), "the secret is not stored in clear");

        let mut half = before_the_code(world).await;
        for path in ["/", "/compte", "/compte/second-facteur", "/connexion/groupe"] {
            let shown = half.get(path).await;
            assert!(shown.status.is_redirection(), "{path} is closed: {}", shown.text);
        }
        assert_eq!(half.get("/api/v1/me").await.status, StatusCode::FORBIDDEN);
        half.get("/connexion/code").await;
        let used = totp::code_at(&secret, world.clock.now());
        let shown = half.post("/connexion/code", &[("code", &used)]).await;
        assert_eq!(shown.status, StatusCode::UNAUTHORIZED, "the code of the enrolment was used: {}", shown.text);
        world.clock.advance(30);
        let code = totp::code_at(&secret, world.clock.now());
        let token = half.session().to_owned();
        assert_eq!(half.post("/connexion/code", &[("code", &code)]).await.location, "/connexion");
        assert!(half.is_in().await && half.session() != token);

        let mut second = before_the_code(world).await;
        let shown = second.post("/connexion/code", &[("code", &code)]).await;
        assert_eq!(shown.status, StatusCode::UNAUTHORIZED, "a second time, and from another browser");
        world.clock.advance(60);
        let late = totp::code_at(&secret, world.clock.now() - 30);
        assert_eq!(second.post("/connexion/code", &[("code", &late)]).await.location, "/connexion", "one step late");
    }

    async fn a_page_in_english_says_in_english_what_stands_in_the_way(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let mut visitor = Visitor::new(world.address);
        visitor.log_in("anne@example.org", PASSWORD).await;
        enrol(world, &mut visitor).await;
        visitor.get("/compte").await;
        let twice = visitor.post("/compte/second-facteur", &[("current", PASSWORD)]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "she has one");
        assert!(twice.text.contains("La double authentification a changé d’état entre-temps."), "{}", twice.text);
        visitor.get("/langue/en").await;
        visitor.get("/compte").await;
        let twice = visitor.post("/compte/second-facteur", &[("current", PASSWORD)]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        for part in ["lang=\"en\"", "Two-step verification has changed meanwhile.", "<code>second-factor-state</code>"] {
            assert!(twice.text.contains(part), "{part}: {}", twice.text);
        }
        let wrong = visitor.post("/compte/mot-de-passe", &[("current", "another"), ("password", PASSWORD), ("again", PASSWORD)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("This is not your present password."), "{}", wrong.text);
        let nowhere = visitor.get("/postes/none").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        assert!(nowhere.text.contains("Nothing called “none” (shift) is there for you to see."), "{}", nowhere.text);
        for shown in [twice, wrong, nowhere] {
            for french in ["modifié", "Rien n’a", "actuel", "en français"] {
                assert!(!shown.text.contains(french), "{french} in {}", shown.text);
            }
        }
    }

    async fn codes_of_clocks_too_far_off_are_refused_and_guesses_have_their_limit(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let mut visitor = Visitor::new(world.address);
        visitor.log_in("anne@example.org", PASSWORD).await;
        let (secret, _) = enrol(world, &mut visitor).await;
        world.clock.advance(600);
        let mut half = before_the_code(world).await;
        for off in [-90, -60, 60, 90, 3600, -3600] {
            let code = totp::code_at(&secret, world.clock.now() + off);
            assert_eq!(half.post("/connexion/code", &[("code", &code)]).await.status, StatusCode::UNAUTHORIZED, "{off}");
        }
        let code = totp::code_at(&secret, world.clock.now());
        let shown = half.post("/connexion/code", &[("code", &code)]).await;
        assert_eq!((shown.status, shown.retry_after), (StatusCode::TOO_MANY_REQUESTS, Some(2)));
        world.clock.advance(2);
        let code = totp::code_at(&secret, world.clock.now() + 30);
        assert_eq!(half.post("/connexion/code", &[("code", &code)]).await.location, "/connexion", "one step early");
        // Whoever does not give it soon begins again.
        world.clock.advance(60);
        let mut slow = before_the_code(world).await;
        world.clock.advance(600);
        assert_eq!(slow.get("/connexion/code").await.location, "/connexion");
    }

    async fn a_recovery_code_holds_once(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let mut visitor = Visitor::new(world.address);
        visitor.log_in("anne@example.org", PASSWORD).await;
        let (_, codes) = enrol(world, &mut visitor).await;
        let mut half = before_the_code(world).await;
        let typed = codes[3].to_lowercase().replace('-', " ");
        assert_eq!(half.post("/connexion/code", &[("code", &typed)]).await.location, "/connexion");
        assert!(half.is_in().await);
        assert!(half.get("/compte").await.text.contains("9 codes de secours"));
        let mut again = before_the_code(world).await;
        assert_eq!(again.post("/connexion/code", &[("code", &codes[3])]).await.status, StatusCode::UNAUTHORIZED);
        let shown = half.post("/compte/codes", &[("current", PASSWORD)]).await;
        assert!(shown.status == StatusCode::OK && !shown.text.contains(&codes[4]), "{}", shown.text);
        assert_eq!(again.post("/connexion/code", &[("code", &codes[4])]).await.status, StatusCode::UNAUTHORIZED, "replaced");
        half.get("/compte").await;
        let shown = half.post("/compte/second-facteur/retirer", &[("current", PASSWORD)]).await;
        assert_eq!(shown.location, "/compte?fait=retire");
        assert!(half.is_in().await);
        Visitor::new(world.address).log_in("anne@example.org", PASSWORD).await;
    }

    async fn a_new_password_by_link_leaves_the_second_factor(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let mut visitor = Visitor::new(world.address);
        visitor.log_in("anne@example.org", PASSWORD).await;
        enrol(world, &mut visitor).await;
        Visitor::new(world.address).ask_for_link("anne@example.org").await;
        let id = world.text("SELECT id FROM links").await;
        let url = releve::app::links::url(&world.app.config, releve::app::links::Purpose::Recover, &id).expect("one");
        let path = format!("/lien/{}", url.rsplit_once('/').expect("a token").1);
        let mut other = Visitor::new(world.address);
        other.get(&path).await;
        other.post(&path, &[("password", "une guitare mauve"), ("again", "une guitare mauve")]).await;
        other.try_log_in("anne@example.org", "une guitare mauve").await;
        assert_eq!(other.get("/connexion").await.location, "/connexion/code");
    }
}

/// What somebody has lost, an operator takes away.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_second_factor_is_taken_away_by_somebody_else() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::new(engine).await;
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        let mut visitor = Visitor::new(world.address);
        visitor.log_in("anne@example.org", PASSWORD).await;
        enrol(&world, &mut visitor).await;
        let stranger = second_factor::reset(&world.app, &Actor::system("g2"), &anne.0).await;
        assert!(matches!(stranger, Err(Error::NotFound { .. })), "{stranger:?}");
        let mut herself = Actor::system("g1");
        herself.user = anne.clone();
        let own = second_factor::reset(&world.app, &herself, &anne.0).await;
        assert!(matches!(own, Err(Error::Conflict(_))), "{own:?}");
        second_factor::reset(&world.app, &Actor::system("g1"), &anne.0).await.expect("an end");
        assert!(!visitor.is_in().await);
        Visitor::new(world.address).log_in("anne@example.org", PASSWORD).await;
        assert_eq!(world.number("SELECT COUNT(*) FROM recovery_codes").await, 0);
    }
}

/// A server on which nobody could enrol does not start.
#[tokio::test(flavor = "multi_thread")]
async fn roles_that_need_a_second_factor_need_the_key() {
    let world = World::new(Engine::Sqlite).await;
    let needing = Accounts { second_factor_roles: vec![Role::Auditor], secret_key: None, ..accounts() };
    let refused = releve::Server::bind_app(world.app.clone().with_accounts(needing)).await;
    assert!(refused.expect_err("no server").to_string().contains("RELEVE_SECRET_KEY"));
}

/// A role that needs a second factor reaches the pages of its enrolment and nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_needs_a_second_factor_enrols_first() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let second_factor_roles = vec![Role::Coordinator, Role::Administrator];
        let world = World::with_accounts(engine, Accounts { second_factor_roles, ..accounts() }).await;
        world.account("anne@example.org", Role::Coordinator).await;
        world.account("rose@example.org", Role::Auditor).await;
        Visitor::new(world.address).log_in("rose@example.org", PASSWORD).await;
        let mut anne = Visitor::new(world.address);
        anne.try_log_in("anne@example.org", PASSWORD).await;
        assert_eq!(anne.get("/connexion").await.location, "/compte/second-facteur");
        for path in ["/", "/compte", "/moi"] {
            assert_eq!(anne.get(path).await.location, "/connexion", "{path}");
        }
        let refused = anne.get("/api/v1/plans").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.text.contains("log-in-unfinished"), "{}", refused.text);
        let (secret, _) = enrol(&world, &mut anne).await;
        assert!(anne.is_in().await, "and is in");
        world.clock.advance(30);
        let mut again = before_the_code(&world).await;
        let code = totp::code_at(&secret, world.clock.now());
        again.post("/connexion/code", &[("code", &code)]).await;
        assert!(again.is_in().await);
    }
}
