//! Links that open an account once.

use crate::both;
use crate::command::releve;
use crate::post::{Post, plain};
use crate::visitor::{PASSWORD, Visitor};
use crate::world::{Engine, NOW, World, accounts};
use releve::app::Clock;
use releve::app::access::{Actor, Role};
use releve::app::links::{self, Purpose};
use releve::config::Accounts;
use reqwest::StatusCode;
use serde_json::json;

const NEW: &str = "une guitare mauve";

/// Asks for a link as somebody would, and gives its address as the delivery of messages computes it.
async fn asked(world: &World, email: &str) -> String {
    let mut visitor = Visitor::new(world.address);
    visitor.get("/mot-de-passe").await;
    let shown = visitor.post("/mot-de-passe", &[("email", email)]).await;
    assert_eq!(shown.location, "/mot-de-passe?fait=demande");
    path(world, Purpose::Recover, &newest(world).await)
}

async fn newest(world: &World) -> String {
    world.text("SELECT id FROM links ORDER BY id DESC LIMIT 1").await
}

fn path(world: &World, purpose: Purpose, id: &str) -> String {
    let url = links::url(&world.app.config, purpose, id).expect("an address");
    url.split_once("/lien/").map(|(_, token)| format!("/lien/{token}")).expect("a path")
}

async fn choose(world: &World, path: &str, password: &str) -> crate::visitor::Shown {
    let mut visitor = Visitor::new(world.address);
    visitor.get("/connexion").await;
    visitor.post(path, &[("password", password), ("again", password)]).await
}

both! {
    async fn a_link_gives_a_new_password_once(world) {
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        let mut here = Visitor::new(world.address);
        here.log_in("anne@example.org", PASSWORD).await;
        let link = asked(world, "Anne@example.org").await;
        let fact = format!("account.recovery:{}", newest(world).await);
        let told = format!("SELECT COUNT(*) FROM outbox WHERE fact = '{fact}' AND person = 'user:{anne}'");
        assert_eq!(world.number(&told).await, 1);
        let payload = world.text("SELECT payload FROM outbox WHERE kind = 'account.recovery'").await;
        assert!(!payload.contains(link.split_once('.').expect("a code").1), "the code is nowhere stored: {payload}");
        // Programs that look through letters open every link: nothing changes.
        let before = world.fingerprint().await;
        for _ in 0..3 {
            let page = Visitor::new(world.address).get(&link).await;
            assert!(page.status == StatusCode::OK && page.text.contains("Choisir un mot de passe"), "{}", page.text);
        }
        assert_eq!(world.fingerprint().await, before);
        let shown = choose(world, &link, "court").await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "a bad password does not use it up");
        assert_eq!(choose(world, &link, NEW).await.location, "/connexion?fait=choisi");
        assert!(!here.is_in().await, "every session is over");
        assert_eq!(here.try_log_in("anne@example.org", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
        here.log_in("anne@example.org", NEW).await;
        let again = choose(world, &link, "encore un autre mot").await;
        assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text);
        assert_eq!(Visitor::new(world.address).get(&link).await.status, StatusCode::CONFLICT);
        assert_eq!((world.recorded("account.recovery").await, world.recorded("account.password").await), (1, 2));
    }

    async fn a_forgotten_password_is_recovered_by_mail_at_any_hour(world) {
        let post = Post::of(world).await;
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        // What she has said of how to be told is about her work; who locked herself out at night is told at once.
        let contact = format!("INSERT INTO contacts (group_id, person, locale, email, zone, quiet_from_minute, \
            quiet_to_minute, digest, digest_minute, channels, version) VALUES ('g1', 'user:{anne}', 'fr', \
            'ailleurs@example.org', 'Europe/Paris', 0, 1439, 'daily', 1080, '[\"email\"]', 1)");
        world.execute(&contact).await;
        let sql = "SELECT COUNT(*) FROM deliveries";
        post.hook().await;
        asked(world, "anne@example.org").await;
        post.deliver().await;
        assert_eq!(world.number(sql).await, 1, "one mail, and no program hears of it");
        let mails = post.smtp.mails();
        let text = plain(&mails[0]);
        assert_eq!(mails[0].to, ["anne@example.org"], "{text}");
        let link = text.split_whitespace().find(|word| word.contains("/lien/")).expect("a link");
        assert!(link.starts_with("https://releve.example/lien/") && text.contains("Choisir votre mot de passe"), "{text}");
        let path = link.trim_start_matches("https://releve.example");
        assert_eq!(choose(world, path, NEW).await.location, "/connexion?fait=choisi");
        let mut here = Visitor::new(world.address);
        here.log_in("anne@example.org", NEW).await;
        // A link that is over is not sent after all.
        asked(world, "anne@example.org").await;
        world.clock.advance(31 * 60);
        post.deliver().await;
        assert_eq!(post.smtp.mails().len(), 1);
        let dropped = format!("SELECT COUNT(*) FROM deliveries d JOIN outbox o ON o.id = d.outbox_id \
            WHERE d.state = 'dropped' AND o.person = 'user:{anne}'");
        assert_eq!(world.number(&dropped).await, 1);
    }

    async fn two_who_use_a_link_at_once_are_one(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let link = asked(world, "anne@example.org").await;
        let (a, b) = tokio::join!(choose(world, &link, NEW), choose(world, &link, "un piano orange"));
        let mut statuses = [a.status, b.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    }

    async fn a_link_that_is_old_forged_or_for_something_else_opens_nothing(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let link = asked(world, "anne@example.org").await;
        let id = newest(world).await;
        let refused = async |path: &str| {
            let shown = Visitor::new(world.address).get(path).await;
            assert_eq!(shown.status, StatusCode::CONFLICT, "{path}: {}", shown.text);
            assert_eq!(choose(world, path, NEW).await.status, StatusCode::CONFLICT, "{path}");
        };
        let code = link.split_once('.').expect("a code").1;
        refused(&path(world, Purpose::Invite, &id)).await;
        refused(&path(world, Purpose::Demo, &id)).await;
        refused(&format!("/lien/{id}.{}", "0".repeat(64))).await;
        refused(&format!("/lien/{id}.")).await;
        refused(&format!("/lien/{id}")).await;
        refused(&format!("/lien/none.{code}")).await;
        let other_key = world.app.clone().with_accounts(Accounts {
            secret_key: Some("another-key-another-key-another!".parse().expect("a key")), ..accounts()
        });
        let other = links::url(&other_key.config, Purpose::Recover, &id).expect("an address");
        refused(&format!("/lien/{}", other.rsplit_once('/').expect("a token").1)).await;
        world.clock.advance(30 * 60 - 1);
        assert_eq!(Visitor::new(world.address).get(&link).await.status, StatusCode::OK);
        world.clock.advance(1);
        refused(&link).await;
        assert_eq!(world.recorded("account.password").await, 1, "the first one alone");
    }

    async fn asking_for_a_link_tells_nobody_who_has_an_account_and_has_its_limit(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let mut pages = Vec::new();
        for email in ["anne@example.org", "nemo@example.org"] {
            let mut visitor = Visitor::new(world.address);
            visitor.get("/mot-de-passe").await;
            let shown = visitor.post("/mot-de-passe", &[("email", email)]).await;
            pages.push((shown.status, shown.location, shown.text));
        }
        assert_eq!(pages[0], pages[1]);
        assert_eq!(world.number("SELECT COUNT(*) FROM links").await, 1);
        for _ in 0..4 {
            Visitor::new(world.address).ask_for_link("anne@example.org").await;
        }
        let shown = Visitor::new(world.address).ask_for_link("nemo@example.org").await;
        assert_eq!((shown.status, shown.retry_after), (StatusCode::TOO_MANY_REQUESTS, Some(2)));
        assert_eq!(world.number("SELECT COUNT(*) FROM links").await, 5);
        let log_in = Visitor::new(world.address).try_log_in("anne@example.org", PASSWORD).await;
        assert_eq!(log_in.location, "/connexion", "asking does not keep her out");
    }

    async fn an_invitation_gives_a_first_password(world) {
        let grant = json!({ "role": "director" });
        let body = json!({ "name": "Luce", "email": "luce@example.org", "grant": grant, "invite": true });
        let (status, made) = world.post("administrator", "/api/v1/users", body.clone()).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        assert!(made.get("token").is_none(), "a person is given no token: {made}");
        let person = format!("user:{}", made["id"].as_str().expect("an id"));
        let told = format!("SELECT COUNT(*) FROM outbox WHERE kind = 'account.invite' AND person = '{person}'");
        assert_eq!(world.number(&told).await, 1);
        let nowhere = json!({ "name": "Luce", "grant": grant, "invite": true });
        let (status, refused) = world.post("administrator", "/api/v1/users", nowhere).await;
        assert_eq!((status, &refused["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("email")));
        let mut luce = Visitor::new(world.address);
        assert_eq!(luce.try_log_in("luce@example.org", "").await.status, StatusCode::UNAUTHORIZED, "no password yet");
        world.clock.advance(7 * 86_400 - 1);
        let link = path(world, Purpose::Invite, &newest(world).await);
        assert_eq!(choose(world, &link, NEW).await.location, "/connexion?fait=choisi");
        luce.log_in("luce@example.org", NEW).await;
    }

    async fn only_a_demonstration_takes_its_links(world) {
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        let refused = links::demonstrate(&world.app, "g1", &anne).await;
        assert!(matches!(refused, Err(releve::app::Error::Forbidden(_))), "{refused:?}");
        let demo = world.app.clone().with_accounts(Accounts { demo: true, ..accounts() });
        let url = links::demonstrate(&demo, "g1", &anne).await.expect("an address");
        let token = url.rsplit_once('/').expect("a token").1;
        assert_eq!(Visitor::new(world.address).get(&format!("/lien/{token}")).await.status, StatusCode::CONFLICT);
        let entered = links::enter(&demo, token, "Essai").await.expect("a session");
        assert!(links::enter(&demo, token, "Essai").await.is_err(), "once");
        let mut visitor = Visitor::new(world.address);
        visitor.cookies.insert("releve_session".to_owned(), entered);
        assert!(visitor.is_in().await);
        let over = links::demonstrate(&demo, "g1", &anne).await.expect("an address");
        world.clock.advance(3600);
        assert!(links::enter(&demo, over.rsplit_once('/').expect("a token").1, "Essai").await.is_err(), "too old");
    }
}

/// Without a key nothing is made that could not be trusted, and the page says what is missing.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_links_are_refused_with_the_name_of_the_setting() {
    let world = World::with_accounts(Engine::Sqlite, Accounts { secret_key: None, ..accounts() }).await;
    world.account("anne@example.org", Role::Coordinator).await;
    for email in ["anne@example.org", "nemo@example.org"] {
        let shown = Visitor::new(world.address).ask_for_link(email).await;
        assert_eq!(shown.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(shown.text.contains("RELEVE_SECRET_KEY"), "{}", shown.text);
    }
    let system = Actor::system("g1");
    let refused = releve::app::links::invite(&world.app, &system, "none").await;
    assert!(refused.is_err());
    assert_eq!(world.number("SELECT COUNT(*) FROM links").await, 0);
    Visitor::new(world.address).log_in("anne@example.org", PASSWORD).await;
}

/// The machine prints an address by which somebody chooses her password.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_made_at_the_machine() {
    let world = World::new(Engine::Sqlite).await;
    let anne = world.account("anne@example.org", Role::Coordinator).await;
    // The command goes by the machine's clock.
    world.clock.advance(Clock::system().now() - NOW);
    let run = |arguments: &str| {
        let database = world.url.trim_start_matches("sqlite://");
        releve(std::path::Path::new("/"), &format!("{arguments} --group g1 --database-url sqlite://{database}"))
    };
    let unset = run(&format!("user invite {anne}"));
    assert!(unset.code == 1 && unset.err.contains("RELEVE_SECRET_KEY"), "{}", unset.err);
    let key = "--secret-key a-key-for-tests-and-nothing-else --public-url https://releve.example.org";
    let printed = run(&format!("user invite {anne} {key}"));
    assert_eq!(printed.code, 0, "{}", printed.err);
    let url = printed.out.trim();
    let token = url.strip_prefix("https://releve.example.org/lien/").expect("an address");
    assert_eq!(choose(&world, &format!("/lien/{token}"), NEW).await.location, "/connexion?fait=choisi");
    let shown = Visitor::new(world.address).try_log_in("anne@example.org", NEW).await;
    assert_eq!(shown.location, "/connexion", "{}", shown.text);
}
