//! Log-in by an OpenID provider: a real one, certified, which runs beside the test and shows its own form.

use crate::peer::Peer;
use crate::surfer::Surfer;
use crate::visitor::PASSWORD;
use crate::world::{Engine, NOW, World, accounts};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use releve::app::access::Role;
use releve::app::links::{self, Purpose};
use releve::app::{Clock, totp};
use releve::config::Accounts;
use releve::config::openid::Providers;
use reqwest::{Method, StatusCode, Url};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

const BACK: &str = "/connexion/openid/psc/retour";
const SECRET: &str = "a-secret-of-thirty-two-characters";

/// A world beside a provider, whose clock is the machine's: the provider knows no other.
struct Stage {
    world: World,
    provider: Peer,
    issuer: String,
    /// What the provider's client is, beside where people come back.
    client: Value,
}

/// How the provider is set up.
struct Setting {
    accounts: Accounts,
    /// Lines of the provider's entry in the file.
    entry: String,
    client: Value,
}

impl Default for Setting {
    fn default() -> Self {
        let entry = format!("client_secret = \"{SECRET}\"\nscopes = [\"openid\", \"email\", \"profile\"]");
        Self { accounts: accounts(), entry, client: json!({ "client_secret": SECRET }) }
    }
}

impl Stage {
    async fn new(engine: Engine, setting: Setting) -> Self {
        let provider = Peer::start("oidc/provider.mjs");
        let issuer = format!("http://127.0.0.1:{}", provider.read()["port"]);
        // A second provider, which is never asked, to mix up with the first.
        let file = format!(
            "[[provider]]\nid = \"psc\"\nname = \"Pro Santé Connect\"\nissuer = \"{issuer}\"\nclient_id = \"releve\"\n{}\n\
             [[provider]]\nid = \"autre\"\nname = \"Autre\"\nissuer = \"{issuer}/autre\"\nclient_id = \"releve\"\n\
             client_secret = \"x\"\n",
            setting.entry
        );
        let openid = Providers::parse(&file).expect("a file");
        let world = World::with_config(engine, |config| {
            config.accounts = setting.accounts;
            config.openid = Some(openid);
        })
        .await;
        world.clock.advance(Clock::system().now() - NOW);
        let stage = Self { world, provider, issuer, client: setting.client };
        stage.tell();
        stage
    }

    /// Tells the provider what its client is; it has new keys after that.
    fn tell(&self) {
        let base = format!("http://{}", self.world.address);
        let mut client = json!({ "client_id": "releve", "redirect_uris": [format!("{base}{BACK}")],
            "post_logout_redirect_uris": [format!("{base}/connexion")] });
        for (name, value) in self.client.as_object().expect("an object") {
            client[name] = value.clone();
        }
        assert_eq!(self.provider.ask(&json!({ "clients": [client] }))["ready"], true);
    }

    fn surfer(&self) -> Surfer {
        Surfer::new(self.world.address)
    }

    /// Logs in with a password.
    async fn with_password(&self, email: &str) -> Surfer {
        let mut surfer = self.surfer();
        surfer.go("/connexion").await;
        surfer.fill("action=\"/connexion\"", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(surfer.status, StatusCode::OK, "{}", surfer.text);
        surfer
    }

    /// Goes to the provider by its button and logs in there by this name, as far as the way back.
    async fn at_provider(&self, surfer: &mut Surfer, name: &str) {
        surfer.go("/connexion").await;
        assert!(surfer.text.contains("Se connecter avec Pro Santé Connect"), "{}", surfer.text);
        surfer.go("/connexion/openid/psc").await;
        self.as_somebody(surfer, name).await;
    }

    /// Fills in the provider's own forms, which lead back.
    async fn as_somebody(&self, surfer: &mut Surfer, name: &str) {
        assert!(surfer.url.as_str().starts_with(&self.issuer), "{} {}", surfer.url, surfer.text);
        let back = |url: &Url| url.path() == BACK;
        surfer.fill_until("name=\"login\"", &[("login", name), ("password", "x")], back).await;
        if surfer.next.is_none() {
            surfer.fill_until("value=\"consent\"", &[], back).await;
        }
        assert!(surfer.next.is_some(), "{} {}", surfer.url, surfer.text);
    }

    /// The whole way.
    async fn by_provider(&self, name: &str) -> Surfer {
        let mut surfer = self.surfer();
        self.at_provider(&mut surfer, name).await;
        surfer.follow(|_| false).await;
        surfer
    }

    /// Links the identity of this name to whoever is logged in.
    async fn link(&self, surfer: &mut Surfer, name: &str) {
        surfer.go("/compte").await;
        surfer.fill("Lier une identité Pro Santé Connect", &[("fournisseur", "psc"), ("current", PASSWORD)]).await;
        self.as_somebody(surfer, name).await;
        surfer.follow(|_| false).await;
    }

    async fn is_in(&self, surfer: &mut Surfer) -> bool {
        surfer.is_in(self.world.address).await
    }

    async fn refused(&self, surfer: &Surfer, status: StatusCode, code: &str) {
        assert_eq!(surfer.status, status, "{code}: {}", surfer.text);
        assert!(surfer.text.contains(&format!("<code>{code}</code>")), "{code}: {}", surfer.text);
        let told = format!(
            "SELECT COUNT(*) FROM audit_log WHERE action = 'account.login-refused' AND detail LIKE '%\"{code}\"%'"
        );
        assert!(self.world.number(&told).await > 0, "{code} is on record");
    }

    /// What a refusal must leave alone.
    async fn accounts(&self) -> [i64; 3] {
        let number = async |sql: &str| self.world.number(sql).await;
        [
            number("SELECT COUNT(*) FROM identities").await,
            number("SELECT COUNT(*) FROM sessions").await,
            number("SELECT COUNT(*) FROM outbox").await,
        ]
    }
}

/// Declares a test on both databases, beside a provider.
macro_rules! staged {
    ($(async fn $name:ident($stage:ident) $body:block)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            for engine in [Engine::Sqlite, Engine::Postgres] {
                let $stage = &Stage::new(engine, Setting::default()).await;
                $body
            }
        }
    )*};
}

staged! {
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
            ("code", Some("forged"), "openid-token"),
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

    async fn guesses_have_their_limit(stage) {
        for _ in 0..6 {
            stage.refused(stage.surfer().go(&format!("{BACK}?state=0&code=0")).await, StatusCode::FORBIDDEN, "openid-state").await;
        }
        let mut surfer = stage.surfer();
        surfer.go(&format!("{BACK}?state=0&code=0")).await;
        assert_eq!(surfer.status, StatusCode::TOO_MANY_REQUESTS, "{}", surfer.text);
        assert_eq!(stage.world.recorded("account.locked").await, 1);
        surfer.go("/connexion/openid/none").await;
        assert_eq!(surfer.status, StatusCode::NOT_FOUND);
        surfer.go("/connexion/openid/none/retour").await;
        assert_eq!(surfer.status, StatusCode::NOT_FOUND);
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
        assert!(surfer.text.contains("<code>last-way-in</code>"), "{}", surfer.text);
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

/// A second factor of the provider's own counts where the settings say so; otherwise ours is asked for.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_the_providers_or_ours() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let entry = format!("client_secret = \"{SECRET}\"\nsecond_factor = [\"eidas1\"]");
        let accounts = Accounts { second_factor_roles: vec![Role::Coordinator], ..accounts() };
        let stage = Stage::new(engine, Setting { entry, accounts, ..Setting::default() }).await;
        let world = &stage.world;
        world.account("anne@example.org", Role::Coordinator).await;
        let mut anne = stage.surfer();
        anne.go("/connexion").await;
        anne.fill("action=\"/connexion\"", &[("email", "anne@example.org"), ("password", PASSWORD)]).await;
        assert_eq!(anne.url.path(), "/compte/second-facteur", "her role needs one");
        anne.fill("action=\"/compte/second-facteur\"", &[("current", PASSWORD)]).await;
        let key =
            anne.text.split_once("<strong class=\"key\">").and_then(|(_, rest)| rest.split_once('<')).expect("a key").0;
        let secret = base32(key);
        let code = totp::code_at(&secret, world.clock.now());
        anne.fill("/compte/second-facteur/code", &[("code", &code)]).await;
        assert!(anne.text.contains("Codes de secours"), "{}", anne.text);
        for name in ["anne", "fort-anne"] {
            stage.link(&mut anne, name).await;
            assert_eq!(anne.url.path(), "/compte", "{}", anne.text);
            anne.cookies.retain(|site, _| site.ends_with(&world.address.port().to_string()));
        }

        let mut weak = stage.by_provider("anne").await;
        assert_eq!(weak.url.path(), "/connexion/code", "{}", weak.text);
        assert!(!stage.is_in(&mut weak).await);
        world.clock.advance(30);
        weak.go("/connexion/code").await;
        let code = totp::code_at(&secret, world.clock.now());
        weak.fill("/connexion/code", &[("code", &code)]).await;
        assert!(stage.is_in(&mut weak).await, "with our code too");
        let mut strong = stage.by_provider("fort-anne").await;
        assert!(stage.is_in(&mut strong).await, "the provider's will do: {}", strong.text);
        let factors = world.texts("SELECT factors FROM sessions WHERE identity_id IS NOT NULL ORDER BY id").await;
        assert_eq!(factors, ["provider_and_code", "strong_provider"]);
    }
}

fn base32(text: &str) -> Vec<u8> {
    let (mut bits, mut held, mut bytes) = (0, 0_u32, Vec::new());
    for letter in text.bytes().filter(u8::is_ascii_alphanumeric) {
        held = held << 5 | u32::from(if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter - b'A' });
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    bytes
}

/// What must come back is asked for, and whoever was recognised by less does not come in.
#[tokio::test(flavor = "multi_thread")]
async fn a_provider_must_be_as_sure_as_the_settings_want() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let entry = format!("client_secret = \"{SECRET}\"\nacr_values = [\"eidas1\"]");
        let stage = Stage::new(engine, Setting { entry, ..Setting::default() }).await;
        stage.world.account("anne@example.org", Role::Coordinator).await;
        let mut anne = stage.with_password("anne@example.org").await;
        stage.link(&mut anne, "fort-anne").await;
        assert_eq!(anne.url.path(), "/compte", "{}", anne.text);
        stage.refused(&stage.by_provider("anne").await, StatusCode::FORBIDDEN, "openid-level").await;
        let mut strong = stage.by_provider("fort-anne").await;
        assert!(stage.is_in(&mut strong).await);
    }
}

/// An address links somebody only where the provider is trusted with it and has verified it.
#[tokio::test(flavor = "multi_thread")]
async fn a_verified_address_links_where_the_provider_is_trusted() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let entry = format!("client_secret = \"{SECRET}\"\nscopes = [\"openid\", \"email\"]\ntrust_email = true");
        let stage = Stage::new(engine, Setting { entry, ..Setting::default() }).await;
        stage.world.account("anne@example.org", Role::Coordinator).await;
        stage.refused(&stage.by_provider("nemo").await, StatusCode::FORBIDDEN, "identity-unlinked").await;
        stage.refused(&stage.by_provider("douteux-anne").await, StatusCode::FORBIDDEN, "identity-unlinked").await;
        assert_eq!(stage.world.number("SELECT COUNT(*) FROM identities").await, 0);
        let mut anne = stage.by_provider("anne").await;
        assert!(stage.is_in(&mut anne).await, "{}", anne.text);
        let how = stage.world.text("SELECT detail FROM audit_log WHERE action = 'identity.link'").await;
        assert!(how.contains("\"email\""), "{how}");
        // Her address has passed to somebody else there: the account does not pass with it.
        stage.world.execute("UPDATE identities SET subject = 'the one before'").await;
        stage.refused(&stage.by_provider("anne").await, StatusCode::FORBIDDEN, "identity-unlinked").await;
    }
}

/// The other ways to prove who we are, and another signature.
#[tokio::test(flavor = "multi_thread")]
async fn the_service_proves_itself_by_a_signature_too() {
    let directory = tempfile::tempdir().expect("a directory");
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).expect("a key");
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &SystemRandom::new());
    let pem = directory.path().join("key.pem");
    let lines =
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(pkcs8.as_ref()));
    std::fs::write(&pem, lines).expect("a file");
    let pair = pair.expect("a key");
    let point = pair.public_key().as_ref();
    let part = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[range]);
    let jwk = json!({ "kty": "EC", "crv": "P-256", "x": part(1..33), "y": part(33..65), "kid": "k1", "alg": "ES256" });
    let signing = Setting {
        entry: format!("private_key_file = \"{}\"\nprivate_key_id = \"k1\"", pem.display()),
        client: json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": { "keys": [jwk] },
            "id_token_signed_response_alg": "ES256" }),
        ..Setting::default()
    };
    let stage = Stage::new(Engine::Sqlite, signing).await;
    stage.world.account("anne@example.org", Role::Coordinator).await;
    let mut anne = stage.with_password("anne@example.org").await;
    stage.link(&mut anne, "anne").await;
    let mut anne = stage.by_provider("anne").await;
    assert!(stage.is_in(&mut anne).await, "{}", anne.text);

    // A secret that the provider does not know proves nothing.
    let entry = "client_secret = \"another secret of ours\"".to_owned();
    let stage = Stage::new(Engine::Sqlite, Setting { entry, ..Setting::default() }).await;
    stage.refused(&stage.by_provider("anne").await, StatusCode::FORBIDDEN, "openid-token").await;
}
