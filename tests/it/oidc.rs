//! Log-in by an OpenID provider: invitation, links, what comes back, log-out.

use crate::beside_a_provider;
use crate::visitor::PASSWORD;
use releve::app::access::Role;
use releve::app::links::{self, Purpose};
use reqwest::{Method, StatusCode, Url};
use serde_json::json;

beside_a_provider! {
    async fn somebody_who_is_invited_opens_her_account_by_her_provider_and_leaves_both(stage) {
        let world = &stage.world;
        let body = json!({ "name": "Luce", "email": "luce@elsewhere.example", "grant": { "role": "director" }, "invite": true });
        let admin = world.account("admin@example.org", Role::Administrator).await;
        let (_, made) = world.post("administrator", "/api/v1/users", body.clone()).await;
        assert!(made["code"] == "forbidden", "the people of the fixture come later than today: {made}");
        let mut surfer = stage.with_password("admin@example.org").await;
        assert!(stage.is_in(&mut surfer).await, "{admin}");
        let jar = surfer.cookies.values().next().expect("cookies");
        let cookies: Vec<_> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let invite = world.request(Method::POST, "/api/v1/users").header("cookie", cookies.join("; "));
        let (status, made) = crate::world::answer(invite.header("origin", format!("http://{}", world.address)).json(&body)).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");

        let id = world.text("SELECT id FROM links WHERE purpose = 'invite'").await;
        let url = links::url(&world.app.config, Purpose::Invite, &id).expect("an address");
        let path = format!("/lien/{}", url.rsplit_once('/').expect("a token").1);
        let mut luce = stage.surfer();
        luce.go(&path).await;
        luce.fill("Ouvrir mon compte avec Pro Santé Connect", &[("fournisseur", "psc")]).await;
        stage.as_somebody(&mut luce, "luce").await;
        luce.follow(|_| false).await;
        assert_eq!((luce.status, luce.url.path()), (StatusCode::OK, "/"), "{}", luce.text);
        assert!(stage.is_in(&mut luce).await && luce.text.contains("\"director\""), "{}", luce.text);
        let label = world.text("SELECT label FROM identities").await;
        assert_eq!(label, "899700-luce", "from the claim of the settings, which the provider tells when it is asked");
        assert_eq!((world.recorded("identity.link").await, world.recorded("account.login").await), (1, 2));
        let told = "SELECT COUNT(*) FROM outbox o JOIN identities i ON o.person = 'user:' || i.user_id \
            WHERE o.kind = 'account.identity'";
        assert_eq!(world.number(told).await, 1, "and she is told");
        let sealed = world.text("SELECT id_token FROM sessions WHERE identity_id IS NOT NULL").await;
        assert!(!sealed.contains("ey"), "the provider's word is sealed");
        assert_eq!(stage.surfer().go(&path).await.status, StatusCode::CONFLICT, "the invitation is used up");

        luce.go("/compte").await;
        assert!(luce.text.contains("899700-luce") && luce.text.contains("Vous n’avez pas de mot de passe"), "{}", luce.text);
        luce.fill("action=\"/deconnexion\"", &[]).await;
        assert!(luce.url.as_str().starts_with(&stage.issuer), "she is led on to the provider: {}", luce.text);
        assert!(luce.text.contains("Do you want to sign-out"), "which asks: {}", luce.text);
        luce.fill("name=\"xsrf\"", &[("logout", "yes")]).await;
        assert_eq!(luce.url.as_str(), format!("http://{}/connexion", world.address), "and leads back");
        assert!(!stage.is_in(&mut luce).await);
        assert_eq!(world.number("SELECT COUNT(*) FROM sessions WHERE id_token IS NOT NULL").await, 0);

        stage.at_provider(&mut luce, "luce").await;
        luce.follow(|_| false).await;
        assert!(stage.is_in(&mut luce).await, "her session there was over too: it showed its form again");
    }

    async fn an_identity_that_opens_nothing_is_told_what_to_do(stage) {
        stage.world.account("nemo@example.org", Role::Coordinator).await;
        let before = stage.accounts().await;
        let mut nemo = stage.by_provider("nemo").await;
        stage.refused(&nemo, StatusCode::FORBIDDEN, "identity-unlinked").await;
        assert!(nemo.text.contains("demandez une invitation") && nemo.text.contains("Mon compte"), "{}", nemo.text);
        assert!(!stage.is_in(&mut nemo).await);
        assert_eq!(stage.accounts().await, before, "not even by the address that the provider has verified");
    }

    async fn she_links_herself_and_takes_the_link_away(stage) {
        let world = &stage.world;
        world.account("anne@example.org", Role::Coordinator).await;
        world.account("rose@example.org", Role::Coordinator).await;
        let mut anne = stage.with_password("anne@example.org").await;
        anne.go("/compte").await;
        anne.fill("Lier une identité Pro Santé Connect", &[("fournisseur", "psc"), ("current", "not my password")]).await;
        assert_eq!(anne.status, StatusCode::UNPROCESSABLE_ENTITY, "she proves that she is herself");
        assert_eq!(world.number("SELECT COUNT(*) FROM sign_ins").await, 0);
        stage.link(&mut anne, "anne").await;
        assert!(anne.url.path() == "/compte" && anne.text.contains("Cette identité est liée"), "{}", anne.text);
        stage.link(&mut anne, "anne").await;
        assert_eq!(world.number("SELECT COUNT(*) FROM identities").await, 1, "twice is once");
        let forms: Vec<&str> = anne.text.split("<form").filter(|form| form.contains("name=\"current\"")).collect();
        let own = |form: &&&str| form.contains("name=\"fournisseur\"") && form.contains("/retirer");
        assert_eq!(forms.iter().filter(own).count(), 0, "Enter in a form presses its own button, and takes nothing away");

        let mut rose = stage.with_password("rose@example.org").await;
        stage.link(&mut rose, "anne").await;
        stage.refused(&rose, StatusCode::CONFLICT, "identity-taken").await;
        assert!(stage.is_in(&mut rose).await, "she is still who she was");
        assert_eq!(world.number("SELECT COUNT(*) FROM identities").await, 1);

        let mut by_provider = stage.by_provider("anne").await;
        assert!(stage.is_in(&mut by_provider).await);
        anne.go("/compte").await;
        anne.fill("/retirer", &[("current", PASSWORD)]).await;
        assert!(anne.text.contains("n’ouvre plus votre compte"), "{}", anne.text);
        assert!(!stage.is_in(&mut by_provider).await, "the session that it began is over");
        assert!(stage.is_in(&mut anne).await);
        stage.refused(&stage.by_provider("anne").await, StatusCode::FORBIDDEN, "identity-unlinked").await;
        assert_eq!(world.recorded("identity.unlink").await, 1);
    }

    async fn a_link_is_for_the_session_that_asked_for_it(stage) {
        stage.world.account("anne@example.org", Role::Coordinator).await;
        stage.world.account("rose@example.org", Role::Coordinator).await;
        let mut anne = stage.with_password("anne@example.org").await;
        anne.go("/compte").await;
        anne.fill("Lier une identité Pro Santé Connect", &[("fournisseur", "psc"), ("current", PASSWORD)]).await;
        stage.as_somebody(&mut anne, "anne").await;
        // Meanwhile somebody else logs in, in the same browser.
        let rose = stage.with_password("rose@example.org").await;
        let ours = format!("http://{}", stage.world.address);
        let session = rose.cookies[&ours]["releve_session"].clone();
        let own = anne.cookies.get_mut(&ours).expect("cookies").insert("releve_session".to_owned(), session);
        anne.follow(|_| false).await;
        stage.refused(&anne, StatusCode::FORBIDDEN, "identity-session").await;
        assert_eq!(stage.world.number("SELECT COUNT(*) FROM identities").await, 0);
        assert!(own.is_some());
    }

    async fn what_comes_back_is_good_once_in_time_in_its_browser_and_from_its_provider(stage) {
        stage.world.account("anne@example.org", Role::Coordinator).await;
        let mut anne = stage.with_password("anne@example.org").await;
        stage.link(&mut anne, "anne").await;
        let before = stage.accounts().await;
        // Each time as far as the way back, which is then changed.
        let ready = async || {
            let mut surfer = stage.surfer();
            stage.at_provider(&mut surfer, "anne").await;
            let back = surfer.next.clone().expect("a way back");
            assert_eq!(back.query_pairs().filter(|(name, _)| name == "iss").count(), 1, "the provider says who it is");
            (surfer, back)
        };
        let changed = |back: &Url, name: &str, value: Option<&str>| {
            let mut url = back.clone();
            let others: Vec<_> = back.query_pairs().into_owned().filter(|(key, _)| key != name).collect();
            url.query_pairs_mut().clear().extend_pairs(others);
            if let Some(value) = value {
                url.query_pairs_mut().append_pair(name, value);
            }
            url.to_string()
        };
        let denied = StatusCode::FORBIDDEN;

        let (mut hers, back) = ready().await;
        let mut thief = stage.surfer();
        thief.go("/connexion").await;
        stage.refused(thief.go(back.as_str()).await, denied, "openid-state").await;
        stage.refused(stage.surfer().go(back.as_str()).await, denied, "openid-state").await;
        hers.go(&changed(&back, "state", Some("0"))).await;
        stage.refused(&hers, denied, "openid-state").await;
        hers.go(&changed(&back, "state", None)).await;
        stage.refused(&hers, denied, "openid-state").await;
        hers.go(&back.as_str().replace("/psc/", "/autre/")).await;
        stage.refused(&hers, denied, "openid-state").await;
        assert_eq!(stage.accounts().await, before);
        stage.world.clock.advance(2);
        hers.go(back.as_str()).await;
        assert!(stage.is_in(&mut hers).await, "what others tried does not use it up: {}", hers.text);
        hers.go(back.as_str()).await;
        stage.refused(&hers, denied, "openid-state").await;
        let before = stage.accounts().await;

        for (name, value, code) in [
            ("iss", Some("https://evil.example"), "openid-issuer"),
            ("iss", None, "openid-issuer"),
            ("error", Some("access_denied"), "openid-denied"),
            ("code", None, "openid-denied"),
            ("code", Some("forged"), "openid-code"),
        ] {
            // Whoever fails too often waits.
            stage.world.execute("DELETE FROM attempts").await;
            let (mut surfer, back) = ready().await;
            surfer.go(&changed(&back, name, value)).await;
            stage.refused(&surfer, denied, code).await;
            surfer.go(back.as_str()).await;
            stage.refused(&surfer, denied, "openid-state").await;
            assert!(!stage.is_in(&mut surfer).await);
        }
        let (mut slow, back) = ready().await;
        stage.world.clock.advance(600);
        slow.go(back.as_str()).await;
        stage.refused(&slow, denied, "openid-state").await;
        assert_eq!(stage.accounts().await, before);
    }

    async fn a_provider_with_new_keys_is_asked_for_them(stage) {
        let anne = stage.world.account("anne@example.org", Role::Coordinator).await;
        let mut surfer = stage.with_password("anne@example.org").await;
        stage.link(&mut surfer, "anne").await;
        stage.tell();
        stage.refused(&stage.by_provider("anne").await, StatusCode::FORBIDDEN, "openid-token").await;
        // Not at every token that bears an unknown name: a minute later.
        stage.world.clock.advance(60);
        let mut surfer = stage.by_provider("anne").await;
        assert!(stage.is_in(&mut surfer).await, "{anne}: {}", surfer.text);
    }

    async fn whoever_has_no_password_proves_herself_by_a_log_in_of_a_moment_ago(stage) {
        let world = &stage.world;
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        let mut surfer = stage.with_password("anne@example.org").await;
        stage.link(&mut surfer, "anne").await;
        world.execute(&format!("UPDATE users SET password_hash = NULL WHERE id = '{anne}'")).await;
        let mut surfer = stage.by_provider("anne").await;
        surfer.go("/compte").await;
        surfer.fill("/retirer", &[]).await;
        assert_eq!(surfer.status, StatusCode::CONFLICT, "{}", surfer.text);
        assert!(surfer.text.contains("plus aucun moyen de vous connecter"), "{}", surfer.text);
        surfer.go("/compte").await;
        surfer.fill("Lier une identité Pro Santé Connect", &[("fournisseur", "psc")]).await;
        assert!(surfer.trail.iter().any(|url| url.as_str().starts_with(&stage.issuer)), "she may link another");
        world.clock.advance(601);
        surfer.go("/compte").await;
        surfer.fill("Lier une identité Pro Santé Connect", &[("fournisseur", "psc")]).await;
        assert_eq!(surfer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", surfer.text);
        assert!(surfer.text.contains("plus de dix minutes"), "{}", surfer.text);
        assert_eq!(world.number("SELECT COUNT(*) FROM identities").await, 1);
    }

    async fn an_administrator_sees_and_unlinks_those_of_her_group(stage) {
        let world = &stage.world;
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        let mut surfer = stage.with_password("anne@example.org").await;
        stage.link(&mut surfer, "anne").await;
        let mut by_provider = stage.by_provider("anne").await;
        // On the day on which the people of the fixture have begun; sessions last that long by the settings alone.
        world.execute("UPDATE grants SET valid_from = '2026-01-01'").await;
        let path = format!("/api/v1/users/{anne}/identities");
        let (status, list) = world.get("administrator", &path).await;
        assert_eq!((status, &list["items"][0]["label"]), (StatusCode::OK, &json!("899700-anne")), "{list}");
        assert_eq!(list["items"][0]["provider"], "Pro Santé Connect");
        let one = format!("{path}/{}", list["items"][0]["id"].as_str().expect("an id"));
        for (who, status) in [("coordinator", StatusCode::FORBIDDEN), ("stranger", StatusCode::FORBIDDEN)] {
            assert_eq!(world.send(who, Method::DELETE, &one, None).await.0, status, "{who}");
        }
        let other = format!("/api/v1/users/none/identities/{}", one.rsplit_once('/').expect("an id").1);
        assert_eq!(world.send("administrator", Method::DELETE, &other, None).await.0, StatusCode::NOT_FOUND);
        assert!(stage.is_in(&mut by_provider).await);
        assert_eq!(world.recorded("identity.read").await, 1, "that they were read is on record");
        // She is in another group too: what is hers there is neither shown nor taken away.
        world
            .execute(&format!(
                "INSERT INTO grants (id, user_id, group_id, role, scope, valid_from, granted_by, granted_at, version) \
                 VALUES ('elsewhere', '{anne}', 'g2', 'coordinator', '{{\"kind\":\"group\"}}', '2026-01-01', 'x', 0, 1)"
            ))
            .await;
        let (_, neutral) = world.get("auditor", &path).await;
        assert_eq!(neutral["items"], json!([{ "id": list["items"][0]["id"] }]), "{neutral}");
        let (status, problem) = world.send("administrator", Method::DELETE, &one, None).await;
        assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("identity-elsewhere")), "{problem}");
        assert!(stage.is_in(&mut by_provider).await);
        world.execute("UPDATE grants SET ended_at = 1 WHERE id = 'elsewhere'").await;
        assert_eq!(world.send("administrator", Method::DELETE, &one, None).await.0, StatusCode::NO_CONTENT);
        assert_eq!(world.send("administrator", Method::DELETE, &one, None).await.0, StatusCode::NOT_FOUND);
        assert!(!stage.is_in(&mut by_provider).await && stage.is_in(&mut surfer).await);
    }

    async fn whoever_has_been_removed_stays_out(stage) {
        let world = &stage.world;
        let anne = world.account("anne@example.org", Role::Coordinator).await;
        let mut surfer = stage.with_password("anne@example.org").await;
        stage.link(&mut surfer, "anne").await;
        world.account("admin@example.org", Role::Administrator).await;
        let system = releve::app::access::Actor::system("g1");
        releve::app::users::remove(&world.app, &system, &anne.0).await.expect("an end");
        let mut surfer = stage.by_provider("anne").await;
        stage.refused(&surfer, StatusCode::FORBIDDEN, "identity-no-access").await;
        assert!(!stage.is_in(&mut surfer).await);
    }
}
