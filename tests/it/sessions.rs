//! How long a session lasts, how its token changes, how it ends.

use crate::both;
use crate::visitor::{PASSWORD, Visitor};
use crate::world::World;
use releve::app::access::Role;
use reqwest::{Method, StatusCode};
use serde_json::Value;

async fn logged_in(world: &World) -> Visitor {
    world.account("anne@example.org", Role::Coordinator).await;
    let mut visitor = Visitor::new(world.address);
    visitor.log_in("anne@example.org", PASSWORD).await;
    visitor
}

both! {
    async fn the_cookie_of_a_loopback_server_is_plain(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let mut visitor = Visitor::new(world.address);
        let shown = visitor.try_log_in("anne@example.org", PASSWORD).await;
        let set = shown.set.iter().find(|line| line.starts_with("releve_session=")).expect("a session");
        assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200"), "{set}");
        let stored = format!("SELECT COUNT(*) FROM sessions WHERE token_sha256 = '{}'", visitor.session());
        assert_eq!(world.number(&stored).await, 0, "only a digest is stored");
    }

    async fn a_token_changes_every_quarter_and_two_tabs_go_on(world) {
        let mut tab = logged_in(world).await;
        let first = tab.session().to_owned();
        world.clock.advance(899);
        assert!(tab.is_in().await && tab.session() == first);
        world.clock.advance(1);
        // Two tabs ask at once with the same cookie.
        let (mut one, mut two) = (tab.clone(), tab.clone());
        let (a, b) = tokio::join!(one.get("/"), two.get("/"));
        assert_eq!((a.status, b.status), (StatusCode::OK, StatusCode::OK));
        assert_eq!(a.set.len() + b.set.len(), 1, "one of them is given the new token: {:?} {:?}", a.set, b.set);
        let (newest, older) = if a.set.is_empty() { (&mut two, &mut one) } else { (&mut one, &mut two) };
        assert_ne!(newest.session(), first);
        assert_eq!(older.session(), first);
        world.clock.advance(30);
        assert!(older.is_in().await, "the one before holds for half a minute");
        assert_eq!(older.session(), first, "and is not replaced a second time");
        world.clock.advance(1);
        assert!(!older.is_in().await && newest.is_in().await);
        // A form that was shown before the change can still be sent.
        newest.seal.clone_from(&tab.seal);
        let sent = newest.post("/propositions", &[]).await;
        assert!(sent.location.ends_with("?fait=calcul"), "{}", sent.location);
    }

    async fn a_refused_request_still_brings_the_new_token(world) {
        let mut visitor = logged_in(world).await;
        world.clock.advance(900);
        let first = visitor.session().to_owned();
        assert_eq!(visitor.post_bare("/propositions", &[]).await.status, StatusCode::FORBIDDEN);
        assert_ne!(visitor.session(), first);
        world.clock.advance(60);
        assert!(visitor.is_in().await);
    }

    async fn a_session_ends_when_nobody_uses_it(world) {
        let mut visitor = logged_in(world).await;
        world.clock.advance(8 * 3600 - 1);
        assert!(visitor.is_in().await, "a night shift is not thrown out");
        let mut other = Visitor::new(world.address);
        other.log_in("anne@example.org", PASSWORD).await;
        world.clock.advance(8 * 3600);
        assert!(!other.is_in().await);
        assert_eq!(other.get("/").await.location, "/connexion");
    }

    async fn a_session_ends_twelve_hours_after_log_in_whatever_happens(world) {
        let mut visitor = logged_in(world).await;
        for _ in 0..11 {
            world.clock.advance(3600);
            assert!(visitor.is_in().await);
        }
        world.clock.advance(3599);
        assert!(visitor.is_in().await);
        world.clock.advance(1);
        assert!(!visitor.is_in().await);
    }

    async fn somebody_sees_and_ends_her_own_sessions(world) {
        let mut here = logged_in(world).await;
        let mut there = Visitor::new(world.address);
        there.log_in("anne@example.org", PASSWORD).await;
        world.account("rose@example.org", Role::Coordinator).await;
        let mut rose = Visitor::new(world.address);
        rose.log_in("rose@example.org", PASSWORD).await;
        let list: Value = serde_json::from_str(&here.get("/api/v1/me/sessions").await.text).expect("JSON");
        let items = list["items"].as_array().expect("a list");
        assert_eq!(items.len(), 2, "{list}");
        assert!(items.iter().all(|one| one["browser"] == "Essai/1.0"), "{list}");
        let current = |is: bool| items.iter().find(|one| one["current"] == is).expect("one")["id"].as_str().expect("an id");
        let delete = |visitor: &Visitor, id: &str| {
            let request = world.request(Method::DELETE, &format!("/api/v1/me/sessions/{id}"));
            let origin = format!("http://{}", world.address);
            crate::world::answer(request.header("cookie", visitor.cookies()).header("origin", origin))
        };
        assert_eq!(delete(&rose, current(false)).await.0, StatusCode::NOT_FOUND, "not hers");
        assert_eq!(delete(&here, current(false)).await.0, StatusCode::NO_CONTENT);
        assert_eq!(delete(&here, current(false)).await.0, StatusCode::NOT_FOUND, "it is over");
        assert!(here.is_in().await && !there.is_in().await && rose.is_in().await);
        there.log_in("anne@example.org", PASSWORD).await;
        let page = here.get("/compte").await;
        assert!(page.text.contains("celle-ci") && page.text.matches("Essai/1.0").count() == 2, "{}", page.text);
        assert_eq!(here.post("/compte/sessions/fermer", &[]).await.location, "/compte?fait=sessions-1");
        assert!(here.is_in().await && !there.is_in().await && rose.is_in().await);
    }

    async fn a_new_password_ends_every_other_session(world) {
        let mut here = logged_in(world).await;
        let mut there = Visitor::new(world.address);
        there.log_in("anne@example.org", PASSWORD).await;
        here.get("/compte").await;
        let new = "une guitare mauve";
        let before = world.number("SELECT CAST(SUM(version) AS BIGINT) FROM users").await;
        for (fields, sentence) in [
            ([("current", "another one, sorry"), ("password", new), ("again", new)], "pas votre mot de passe actuel"),
            ([("current", PASSWORD), ("password", new), ("again", "une guitare verte")], "diffèrent"),
            ([("current", PASSWORD), ("password", "court"), ("again", "court")], "12 à 200"),
            ([("current", PASSWORD), ("password", "anneonyme2026"), ("again", "anneonyme2026")], "se devine"),
        ] {
            let shown = here.post("/compte/mot-de-passe", &fields).await;
            assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(shown.text.contains(sentence), "{sentence}: {}", shown.text);
        }
        assert_eq!(world.number("SELECT CAST(SUM(version) AS BIGINT) FROM users").await, before);
        let token = here.session().to_owned();
        let shown = here.post("/compte/mot-de-passe", &[("current", PASSWORD), ("password", new), ("again", new)]).await;
        assert_eq!(shown.location, "/compte?fait=motdepasse", "{}", shown.text);
        assert_ne!(here.session(), token);
        assert!(here.is_in().await && !there.is_in().await);
        let mut stolen = here.clone();
        stolen.cookies.insert("releve_session".to_owned(), token);
        assert!(!stolen.is_in().await, "after a rise the token before is over at once");
        assert_eq!(there.try_log_in("anne@example.org", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
        there.log_in("anne@example.org", new).await;
    }
}
