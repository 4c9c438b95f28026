//! What the settings of an OpenID provider ask for: second factor, level, trusted addresses, proofs.

use crate::oidc_stage::{SECRET, Setting, Stage};
use crate::visitor::PASSWORD;
use crate::world::{Engine, accounts};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use releve::app::access::Role;
use releve::app::totp;
use releve::config::Accounts;
use reqwest::StatusCode;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;

/// A second factor of the provider's own counts where the settings say so; otherwise ours is asked for.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_the_providers_or_ours() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let entry = format!("client_secret = \"{SECRET}\"\nsecond_factor = [\"eidas1\"]");
        let accounts = Accounts { second_factor_roles: vec![Role::Coordinator], ..accounts() };
        let stage = Stage::new(engine, Setting { accounts, entry, ..Setting::default() }).await;
        let world = &stage.world;
        world.account("anne@example.org", Role::Coordinator).await;
        let mut anne = stage.surfer();
        anne.go("/connexion").await;
        anne.fill("action=\"/connexion\"", &[("email", "anne@example.org"), ("password", PASSWORD)]).await;
        assert_eq!(anne.url.path(), "/compte/second-facteur", "her role needs one");
        anne.fill("action=\"/compte/second-facteur\"", &[("current", PASSWORD)]).await;
        let key = anne
            .text
            .split_once("<strong class=\"key\" translate=\"no\">")
            .and_then(|(_, rest)| rest.split_once('<'))
            .expect("a key")
            .0;
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
    stage.refused(&stage.by_provider("anne").await, StatusCode::SERVICE_UNAVAILABLE, "openid-unreachable").await;
}
