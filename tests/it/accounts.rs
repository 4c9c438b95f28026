//! Log-in by e-mail and password, and what stands in the way of whoever guesses.

use crate::both;
use crate::visitor::{PASSWORD, Visitor};
use crate::world::{Engine, World, accounts, http};
use releve::app::access::{Actor, Role, Scope};
use releve::app::users::{self, NewGrant};
use releve::config::Accounts;
use reqwest::{Method, StatusCode};

both! {
    async fn somebody_logs_in_and_out(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let mut anne = Visitor::new(world.address);
        assert_eq!(anne.get("/").await.location, "/connexion", "nobody is led to the log-in");
        anne.log_in(" Anne@Example.ORG ", PASSWORD).await;
        assert!(anne.is_in().await);
        assert_eq!(anne.get("/connexion").await.location, "/", "whoever is in is led on");
        let kept = anne.clone();
        anne.get("/").await;
        let left = anne.post("/deconnexion", &[]).await;
        assert_eq!(left.location, "/connexion?fait=deconnecte");
        assert!(!anne.is_in().await && !kept.clone().is_in().await, "a copy of the cookie is over too");
        assert_eq!((world.recorded("account.login").await, world.recorded("session.end").await), (1, 1));
        let secrets = world.number("SELECT COUNT(*) FROM audit_log WHERE detail LIKE '%canard%' OR detail LIKE '%@%'");
        assert_eq!(secrets.await, 0);
    }

    async fn a_wrong_password_and_an_unknown_address_get_the_same_answer(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let mut seen = Vec::new();
        for email in ["anne@example.org", "nemo@example.org", "no address at all", ""] {
            let before = (world.app.hashing.count(), world.number("SELECT COUNT(*) FROM audit_log").await);
            let mut visitor = Visitor::new(world.address);
            let shown = visitor.try_log_in(email, "trois canards bleus").await;
            assert!(shown.text.contains(&format!("value=\"{email}\"")), "what was typed is kept: {}", shown.text);
            let text = shown.text.replace(&visitor.seal, "").replace(email, "");
            let hashes = world.app.hashing.count() - before.0;
            let lines = world.number("SELECT COUNT(*) FROM audit_log").await - before.1;
            // The first line of a chain comes with its beginning, once.
            seen.push((shown.status, text.replace("  ", " "), hashes, lines.min(1), shown.set.len()));
            assert!(!visitor.is_in().await);
        }
        assert_eq!(seen[0].0, StatusCode::UNAUTHORIZED);
        assert_eq!((seen[0].2, seen[0].3), (1, 1));
        assert!(seen.iter().all(|one| (one.0, one.2, one.3, one.4) == (seen[0].0, seen[0].2, seen[0].3, seen[0].4)));
        assert_eq!(seen[0].1, seen[1].1, "the pages are the same");
        assert_eq!(world.recorded("account.login-refused").await, 4);
        let typed = world.number("SELECT COUNT(*) FROM audit_log WHERE detail LIKE '%nemo%' OR object_id LIKE '%nemo%'");
        assert_eq!(typed.await, 0, "the address typed is not recorded");
    }

    async fn five_failures_are_free_and_the_wait_holds_on_every_server(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let second = world.second_server().await;
        for n in 0..6 {
            let address = if n % 2 == 0 { world.address } else { second };
            let shown = Visitor::new(address).try_log_in("anne@example.org", "wrong, wrong, wrong").await;
            assert_eq!(shown.status, StatusCode::UNAUTHORIZED, "try {n}");
        }
        assert_eq!(world.recorded("account.locked").await, 1);
        let before = world.app.hashing.count();
        for address in [world.address, second] {
            let shown = Visitor::new(address).try_log_in("anne@example.org", PASSWORD).await;
            assert_eq!((shown.status, shown.retry_after), (StatusCode::TOO_MANY_REQUESTS, Some(2)), "even the right one");
            assert!(shown.text.contains("Réessayez dans 2\u{a0}secondes"), "{}", shown.text);
        }
        assert_eq!(world.app.hashing.count(), before, "and nothing is hashed");
        world.clock.advance(1);
        assert_eq!(Visitor::new(second).try_log_in("anne@example.org", PASSWORD).await.retry_after, Some(1));
        world.clock.advance(1);
        let shown = Visitor::new(second).try_log_in("anne@example.org", "wrong, wrong, wrong").await;
        assert_eq!(shown.status, StatusCode::UNAUTHORIZED);
        let shown = Visitor::new(world.address).try_log_in("anne@example.org", PASSWORD).await;
        assert_eq!(shown.retry_after, Some(4), "the wait doubles");
        world.clock.advance(4);
        Visitor::new(world.address).log_in("anne@example.org", PASSWORD).await;
    }

    async fn many_guesses_at_once_are_many_guesses(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let guesses = (0..12).map(|_| async {
            Visitor::new(world.address).try_log_in("anne@example.org", "wrong, wrong, wrong").await.status
        });
        let answers = futures_util::future::join_all(guesses).await;
        let judged = answers.iter().filter(|status| **status == StatusCode::UNAUTHORIZED).count();
        assert_eq!(judged, 6, "{answers:?}");
    }

    async fn one_client_cannot_try_many_addresses(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        for n in 0..6 {
            let shown = Visitor::new(world.address).try_log_in(&format!("u{n}@example.org"), "winter is coming").await;
            assert_eq!(shown.status, StatusCode::UNAUTHORIZED);
        }
        let shown = Visitor::new(world.address).try_log_in("anne@example.org", PASSWORD).await;
        assert_eq!(shown.status, StatusCode::TOO_MANY_REQUESTS);
        world.clock.advance(2);
        Visitor::new(world.address).log_in("anne@example.org", PASSWORD).await;
        // Her success clears her own failures, not those of everybody behind her address.
        let shown = Visitor::new(world.address).try_log_in("u9@example.org", "winter is coming").await;
        assert_eq!(shown.status, StatusCode::UNAUTHORIZED);
        let shown = Visitor::new(world.address).try_log_in("anne@example.org", PASSWORD).await;
        assert_eq!(shown.retry_after, Some(4));
    }

    async fn whoever_is_in_several_groups_chooses_one(world) {
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        let grant = NewGrant::new(Role::Director, Scope::Group);
        let made = users::sign_up(&world.app, "g2", "Autre", grant).await.expect("a user");
        let sql = format!("UPDATE grants SET user_id = '{anne}' WHERE user_id = '{}'", made.id);
        world.execute(&sql).await;
        let mut visitor = Visitor::new(world.address);
        assert_eq!(visitor.try_log_in("anne@example.org", PASSWORD).await.location, "/connexion");
        assert_eq!(visitor.get("/connexion").await.location, "/connexion/groupe");
        assert_eq!(visitor.get("/api/v1/me").await.status, StatusCode::FORBIDDEN, "no group, no data");
        let page = visitor.get("/connexion/groupe").await;
        assert!(page.text.contains("value=\"g1\"") && page.text.contains("value=\"g2\""), "{}", page.text);
        assert_eq!(visitor.post("/connexion/groupe", &[("groupe", "g3")]).await.status, StatusCode::NOT_FOUND);
        let before = visitor.session().to_owned();
        assert_eq!(visitor.post("/connexion/groupe", &[("groupe", "g2")]).await.location, "/connexion");
        assert_ne!(visitor.session(), before, "a session that rises has a new token");
        assert!(visitor.get("/api/v1/me").await.text.contains("\"group\":\"g2\""));
        visitor.get("/connexion/groupe").await;
        visitor.post("/connexion/groupe", &[("groupe", "g1")]).await;
        assert!(visitor.get("/api/v1/me").await.text.contains("\"group\":\"g1\""), "and can be changed");
    }

    async fn a_form_without_the_seal_of_its_session_changes_nothing(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        world.account("rose@example.org", Role::Coordinator).await;
        let (mut anne, mut rose) = (Visitor::new(world.address), Visitor::new(world.address));
        anne.log_in("anne@example.org", PASSWORD).await;
        rose.log_in("rose@example.org", PASSWORD).await;
        let before = world.fingerprint().await;
        let foreign = rose.seal.clone();
        for seal in ["", "0", foreign.as_str()] {
            for path in ["/propositions", "/deconnexion", "/compte/sessions/fermer", "/compte/mot-de-passe"] {
                let shown = anne.post_bare(path, &[("sceau", seal)]).await;
                assert_eq!(shown.status, StatusCode::FORBIDDEN, "{path} {seal:?}");
                // What was typed is kept to be sent by her own hand, except where it is a secret.
                let said = if path == "/propositions" { "n’a pas été pris en compte" } else { "Formulaire périmé" };
                assert!(shown.text.contains(said), "{}", shown.text);
            }
        }
        assert_eq!(anne.post_bare("/propositions", &[]).await.status, StatusCode::FORBIDDEN);
        assert!(anne.is_in().await, "she is not even logged out");
        assert_eq!(world.fingerprint().await, before);
        // The log-in form too: nobody is logged in to somebody else's account from another browser's page.
        let mut nobody = Visitor::new(world.address);
        nobody.get("/connexion").await;
        let typed = [("email", "anne@example.org"), ("password", PASSWORD)];
        assert_eq!(nobody.post_bare("/connexion", &typed).await.status, StatusCode::FORBIDDEN);
        let mut sealed = typed.to_vec();
        let others = { let mut other = Visitor::new(world.address); other.get("/connexion").await; other.seal };
        sealed.push(("sceau", &others));
        assert_eq!(nobody.post_bare("/connexion", &sealed).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.fingerprint().await, before);
        anne.get("/").await;
        let sent = anne.post("/propositions", &[]).await;
        assert!(sent.location.ends_with("?fait=calcul"), "with the seal it is done: {}", sent.location);
    }

    async fn control_characters_and_endless_texts_are_refused_before_anything_is_hashed(world) {
        let before = (world.app.hashing.count(), world.number("SELECT COUNT(*) FROM attempts").await);
        let shown = Visitor::new(world.address).try_log_in("anne\u{0}@example.org", PASSWORD).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
        let shown = Visitor::new(world.address).try_log_in("anne@example.org", &"x".repeat(2_000_001)).await;
        assert_eq!(shown.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!((world.app.hashing.count(), world.number("SELECT COUNT(*) FROM attempts").await), before);
        let odd = Visitor::new(world.address).try_log_in("<b>\"'&%_;--@example.org", "é𝄞\u{202e}").await;
        assert!(odd.status == StatusCode::UNAUTHORIZED && !odd.text.contains("<b>"), "{}", odd.text);
    }

    async fn a_token_of_a_program_is_no_cookie(world) {
        let request = |cookie: String| world.request(Method::GET, "/api/v1/me").header("cookie", cookie);
        for name in ["releve_session", "__Host-releve"] {
            let status = request(format!("{name}={}", world.token("coordinator"))).send().await.expect("an answer");
            assert_eq!(status.status(), StatusCode::UNAUTHORIZED, "{name}");
        }
        world.account("anne@example.org", Role::Coordinator).await;
        let mut anne = Visitor::new(world.address);
        anne.log_in("anne@example.org", PASSWORD).await;
        let as_bearer = world.request(Method::GET, "/api/v1/me").bearer_auth(anne.session());
        assert_eq!(as_bearer.send().await.expect("an answer").status(), StatusCode::UNAUTHORIZED, "nor the reverse");
    }

    async fn whoever_is_removed_is_out_at_once_and_stays_out(world) {
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        let mut visitor = Visitor::new(world.address);
        visitor.log_in("anne@example.org", PASSWORD).await;
        users::remove(&world.app, &Actor::system("g1"), &anne.0).await.expect("an end");
        assert!(!visitor.is_in().await);
        let shown = visitor.try_log_in("anne@example.org", PASSWORD).await;
        assert_eq!(shown.status, StatusCode::UNAUTHORIZED);
        assert_eq!(world.number("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL").await, 0);
    }

    async fn stronger_settings_hash_anew_at_the_next_log_in(world) {
        world.account("anne@example.org", Role::Coordinator).await;
        let weak = "SELECT COUNT(*) FROM users WHERE password_hash LIKE '$argon2id$v=19$m=8,t=1,p=1$%'";
        assert_eq!(world.number(weak).await, 1);
        let stronger = world.app.clone().with_accounts(Accounts { argon2_memory_kib: 16, argon2_passes: 2, ..accounts() });
        let client = releve::app::accounts::Client::default();
        let entered = releve::app::accounts::log_in(&stronger, "anne@example.org", PASSWORD, &client).await;
        assert!(entered.expect("a judgement").is_some());
        let strong = "SELECT COUNT(*) FROM users WHERE password_hash LIKE '$argon2id$v=19$m=16,t=2,p=1$%'";
        assert_eq!((world.number(weak).await, world.number(strong).await), (0, 1));
        Visitor::new(world.address).log_in("anne@example.org", PASSWORD).await;
        assert_eq!(world.number(strong).await, 1, "and never back");
    }
}

/// Behind a public address over https, the cookie is for this host and https alone; forms come from that address.
#[tokio::test(flavor = "multi_thread")]
async fn over_https_the_cookie_is_for_this_host_alone() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let public_url = Some("https://releve.example.org".parse().expect("an address"));
        let world = World::with_accounts(engine, Accounts { public_url, ..accounts() }).await;
        world.account("anne@example.org", Role::Coordinator).await;
        let browser = http().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let page = browser.get(format!("http://{}/connexion", world.address)).send().await.expect("a page");
        assert_eq!(page.headers()["strict-transport-security"], "max-age=31536000");
        let visit = page.headers()["set-cookie"].to_str().expect("text").to_owned();
        assert!(
            visit.starts_with("__Host-releve-visit=") && visit.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure")
        );
        let text = page.text().await.expect("a body");
        let seal =
            text.split_once("name=\"sceau\" value=\"").and_then(|(_, rest)| rest.split('"').next()).expect("a seal");
        let send = async |origin: &str| {
            let fields = [("sceau", seal), ("email", "anne@example.org"), ("password", PASSWORD)];
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            let request = browser.post(format!("http://{}/connexion", world.address));
            let visit = visit.split(';').next().expect("a pair");
            let answer = request.header("cookie", visit).header("origin", origin).body(body).send().await;
            let answer = answer.expect("an answer");
            let set = answer.headers().get("set-cookie").map(|line| line.to_str().expect("text").to_owned());
            (answer.status(), set.unwrap_or_default())
        };
        assert_eq!(send(&format!("http://{}", world.address)).await.0, StatusCode::FORBIDDEN);
        let (status, set) = send("https://releve.example.org").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert!(set.starts_with("__Host-releve=") && !set.contains("Domain"), "{set}");
        assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=43200"), "{set}");
    }
}

/// Every form of every page bears the seal: a form that is written without it would be refused by the gate.
#[test]
fn every_form_bears_the_seal() {
    let mut forms = 0;
    let mut waiting = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(path.read_dir().expect("a folder").map(|file| file.expect("a file").path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a template");
        for form in text.split("<form method=\"post\"").skip(1) {
            forms += 1;
            let after = form.split_once('>').expect("an end").1;
            assert!(after.starts_with("{% include \"seal.html\" %}"), "{}: {form}", path.display());
        }
        assert!(!text.contains("method=post") && !text.contains("method='post'"), "{}", path.display());
    }
    assert!(forms >= 15, "only {forms} forms were found");
}
