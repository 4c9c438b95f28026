//! A world beside a real OpenID provider, certified, which shows its own form.

use crate::peer::Peer;
use crate::surfer::Surfer;
use crate::visitor::PASSWORD;
use crate::world::{Engine, NOW, World, accounts};
use releve::app::Clock;
use releve::config::Accounts;
use releve::config::openid::Providers;
use reqwest::{StatusCode, Url};
use serde_json::{Value, json};

pub const BACK: &str = "/connexion/openid/psc/retour";
pub const SECRET: &str = "a-secret-of-thirty-two-characters";

/// A world beside a provider, whose clock is the machine's: the provider knows no other.
pub struct Stage {
    pub world: World,
    pub provider: Peer,
    pub issuer: String,
    /// What the provider's client is, beside where people come back.
    pub client: Value,
}

/// How the provider is set up.
pub struct Setting {
    pub accounts: Accounts,
    /// Lines of the provider's entry in the file.
    pub entry: String,
    pub client: Value,
}

impl Default for Setting {
    fn default() -> Self {
        let entry = format!("client_secret = \"{SECRET}\"\nscopes = [\"openid\", \"email\", \"profile\"]");
        Self { accounts: accounts(), entry, client: json!({ "client_secret": SECRET }) }
    }
}

impl Stage {
    pub async fn new(engine: Engine, setting: Setting) -> Self {
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
    pub fn tell(&self) {
        let base = format!("http://{}", self.world.address);
        let mut client = json!({ "client_id": "releve", "redirect_uris": [format!("{base}{BACK}")],
            "post_logout_redirect_uris": [format!("{base}/connexion")] });
        for (name, value) in self.client.as_object().expect("an object") {
            client[name] = value.clone();
        }
        assert_eq!(self.provider.ask(&json!({ "clients": [client] }))["ready"], true);
    }

    pub fn surfer(&self) -> Surfer {
        Surfer::new(self.world.address)
    }

    /// Logs in with a password.
    pub async fn with_password(&self, email: &str) -> Surfer {
        let mut surfer = self.surfer();
        surfer.go("/connexion").await;
        surfer.fill("action=\"/connexion\"", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(surfer.status, StatusCode::OK, "{}", surfer.text);
        surfer
    }

    /// Goes to the provider by its button and logs in there by this name, as far as the way back.
    pub async fn at_provider(&self, surfer: &mut Surfer, name: &str) {
        surfer.go("/connexion").await;
        assert!(surfer.text.contains("Se connecter avec Pro Santé Connect"), "{}", surfer.text);
        surfer.go("/connexion/openid/psc").await;
        self.as_somebody(surfer, name).await;
    }

    /// Fills in the provider's own forms, which lead back.
    pub async fn as_somebody(&self, surfer: &mut Surfer, name: &str) {
        assert!(surfer.url.as_str().starts_with(&self.issuer), "{} {}", surfer.url, surfer.text);
        let back = |url: &Url| url.path() == BACK;
        surfer.fill_until("name=\"login\"", &[("login", name), ("password", "x")], back).await;
        if surfer.next.is_none() {
            surfer.fill_until("value=\"consent\"", &[], back).await;
        }
        assert!(surfer.next.is_some(), "{} {}", surfer.url, surfer.text);
    }

    /// The whole way.
    pub async fn by_provider(&self, name: &str) -> Surfer {
        let mut surfer = self.surfer();
        self.at_provider(&mut surfer, name).await;
        surfer.follow(|_| false).await;
        surfer
    }

    /// Links the identity of this name to whoever is logged in.
    pub async fn link(&self, surfer: &mut Surfer, name: &str) {
        surfer.go("/compte").await;
        surfer.fill("Lier une identité Pro Santé Connect", &[("fournisseur", "psc"), ("current", PASSWORD)]).await;
        // Who is logged in there and has agreed before is led straight back.
        if surfer.url.as_str().starts_with(&self.issuer) {
            self.as_somebody(surfer, name).await;
            surfer.follow(|_| false).await;
        }
    }

    pub async fn is_in(&self, surfer: &mut Surfer) -> bool {
        surfer.is_in(self.world.address).await
    }

    pub async fn refused(&self, surfer: &Surfer, status: StatusCode, code: &str) {
        assert_eq!(surfer.status, status, "{code}: {}", surfer.text);
        assert!(surfer.text.contains(&format!("<code>{code}</code>")), "{code}: {}", surfer.text);
        if code == "openid-state" {
            // Nobody began it.
            let told = "SELECT COUNT(*) FROM audit_log WHERE detail LIKE '%openid-state%'";
            assert_eq!(self.world.number(told).await, 0, "{code} is not on record");
            return;
        }
        let told = format!(
            "SELECT COUNT(*) FROM audit_log WHERE action = 'account.login-refused' AND detail LIKE '%\"{code}\"%'"
        );
        assert!(self.world.number(&told).await > 0, "{code} is on record");
    }

    /// What a refusal must leave alone.
    pub async fn accounts(&self) -> [i64; 3] {
        let number = async |sql: &str| self.world.number(sql).await;
        [
            number("SELECT COUNT(*) FROM identities").await,
            number("SELECT COUNT(*) FROM sessions").await,
            number("SELECT COUNT(*) FROM outbox").await,
        ]
    }
}

/// Declares a test on both databases, beside a provider.
#[macro_export]
macro_rules! beside_a_provider {
    ($(async fn $name:ident($stage:ident) $body:block)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            for engine in [$crate::world::Engine::Sqlite, $crate::world::Engine::Postgres] {
                let $stage = &$crate::oidc_stage::Stage::new(engine, $crate::oidc_stage::Setting::default()).await;
                $body
            }
        }
    )*};
}
