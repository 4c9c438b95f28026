//! A provider that lies: every word of it that is not its own, not for us, not of now or not about this log-in is refused. What
//! it signs is made here, by no code of the service.

use crate::surfer::Surfer;
use crate::visitor::PASSWORD;
use crate::world::{Engine, World, accounts};
use axum::extract::{Form, Request, State};
use axum::http::StatusCode as Code;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use releve::app::access::Role;
use releve::config::openid::Providers;
use reqwest::{StatusCode, Url};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Parameters of an address or a form.
pub type Sent = BTreeMap<String, String>;
/// Makes a token about what somebody left with.
type Make = Box<dyn Fn(&Sent) -> String>;

const SECRET: &str = "a-secret-of-thirty-two-characters";

/// What the liar says next.
#[derive(Clone)]
pub struct Liar {
    pub issuer: String,
    key: Arc<EcdsaKeyPair>,
    said: Arc<Mutex<Said>>,
}

#[derive(Default)]
pub struct Said {
    /// The token of the next answer.
    pub token: String,
    /// Members that its description of itself has instead.
    metadata: BTreeMap<String, Value>,
    /// What it was asked with.
    asked: Vec<Sent>,
    /// It exchanges nothing.
    pub fails: bool,
    /// How long it takes to answer anything.
    pub slow: Duration,
}

fn pair() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).expect("a key")
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed(key: &EcdsaKeyPair, header: &Value, claims: &Value) -> String {
    let text = format!("{}.{}", encoded(header), encoded(claims));
    let signature = key.sign(&SystemRandom::new(), text.as_bytes()).expect("a signature");
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

impl Liar {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let liar = Self { issuer, key: Arc::new(pair()), said: Arc::default() };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(async |State(liar): State<Self>| Json(liar.metadata())))
            .route("/keys", get(async |State(liar): State<Self>| Json(liar.keys())))
            .route("/token", post(Self::tokens))
            .layer(from_fn_with_state(liar.clone(), Self::take_time))
            .with_state(liar.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        liar
    }

    /// What it says next.
    pub fn said(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn take_time(State(liar): State<Self>, request: Request, next: Next) -> Response {
        let slow = liar.said().slow;
        tokio::time::sleep(slow).await;
        next.run(request).await
    }

    /// A good word about somebody who left with this.
    pub fn good(&self, sent: &Sent, now: i64) -> String {
        signed(&self.key, &json!({ "alg": "ES256", "kid": "k1" }), &good(self, sent, now))
    }

    fn metadata(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer);
        let mut metadata = json!({ "issuer": self.issuer, "authorization_endpoint": at("/auth?tenant=1"),
            "token_endpoint": at("/token"), "jwks_uri": at("/keys") });
        for (name, value) in &self.said().metadata {
            metadata[name] = value.clone();
        }
        metadata
    }

    fn keys(&self) -> Value {
        let point = self.key.public_key().as_ref();
        let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..65]));
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": "k1", "use": "sig", "alg": "ES256" }] })
    }

    #[expect(clippy::unused_async, reason = "a handler is asynchronous")]
    async fn tokens(State(liar): State<Self>, Form(asked): Form<Sent>) -> (Code, Json<Value>) {
        let mut said = liar.said();
        said.asked.push(asked);
        let code = if said.fails { Code::SERVICE_UNAVAILABLE } else { Code::OK };
        (code, Json(json!({ "access_token": "access", "token_type": "Bearer", "id_token": said.token })))
    }
}

/// A world with an account that the liar's word opens, when it is good.
pub async fn staged(engine: Engine) -> (World, Liar) {
    staged_with(engine, 1_000).await
}

/// The same, where a client address may fail that often.
pub async fn staged_with(engine: Engine, free_failures: i64) -> (World, Liar) {
    let liar = Liar::start().await;
    let file = format!(
        "[[provider]]\nid = \"psc\"\nname = \"Pro Santé Connect\"\nissuer = \"{}\"\nclient_id = \"releve\"\n\
         client_secret = \"{SECRET}\"\nname_claim = \"SubjectNameID\"\n",
        liar.issuer
    );
    let world = World::with_config(engine, |config| {
        config.accounts = accounts();
        config.accounts.address_free_failures = free_failures;
        config.request_seconds = 4;
        config.openid = Some(Providers::parse(&file).expect("a file"));
    })
    .await;
    let anne = world.account("anne@example.org", Role::Coordinator).await;
    world
        .execute(&format!(
            "INSERT INTO identities (id, issuer, subject, user_id, label, linked_at) \
             VALUES ('i1', '{}', 'anne', '{anne}', 'anne', 0)",
            liar.issuer
        ))
        .await;
    (world, liar)
}

/// Leaves for the provider; gives what she leaves with.
pub async fn leave(world: &World) -> (Surfer, Sent) {
    let mut surfer = Surfer::new(world.address);
    surfer.go("/connexion").await;
    let url = surfer.url.join("/connexion/openid/psc").expect("an address");
    surfer.next = Some(url);
    surfer.follow(|url| url.path() == "/auth").await;
    let sent = surfer.next.clone().expect("a way to the provider");
    (surfer, sent.query_pairs().into_owned().collect())
}

/// Comes back with a code.
pub async fn come_back(surfer: &mut Surfer, sent: &Sent) {
    let mut back = Url::parse(&sent["redirect_uri"]).expect("an address");
    back.query_pairs_mut().append_pair("code", "c0de").append_pair("state", &sent["state"]);
    surfer.go(back.as_str()).await;
}

/// Claims of a good token.
fn good(liar: &Liar, sent: &Sent, now: i64) -> Value {
    json!({ "iss": liar.issuer, "sub": "anne", "aud": "releve", "iat": now, "exp": now + 300, "nonce": sent["nonce"],
        "SubjectNameID": "ANS123" })
}

fn half_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(token)[..16])
}

/// A change of the claims, and whether the token is good all the same.
fn cases(now: i64) -> Vec<(&'static str, Value, bool)> {
    vec![
        ("as it should be", json!({}), true),
        ("expired within the tolerance", json!({ "exp": now - 59 }), true),
        ("expired", json!({ "exp": now - 60 }), false),
        ("issued within the tolerance", json!({ "iat": now + 60 }), true),
        ("issued in the future", json!({ "iat": now + 61 }), false),
        ("of another issuer", json!({ "iss": "https://evil.example" }), false),
        ("for another client", json!({ "aud": "another" }), false),
        ("for us and another", json!({ "aud": ["releve", "another"] }), false),
        ("for us, in a list", json!({ "aud": ["releve"] }), true),
        ("given to us", json!({ "azp": "releve" }), true),
        ("given to another", json!({ "azp": "another" }), false),
        ("of another log-in", json!({ "nonce": "another" }), false),
        ("of no log-in", json!({ "nonce": null }), false),
        ("about nobody", json!({ "sub": "" }), false),
        ("about somebody without end", json!({ "sub": "x".repeat(256) }), false),
        ("with the hash of its access token", json!({ "at_hash": half_hash("access") }), true),
        ("with the hash of another", json!({ "at_hash": half_hash("other") }), false),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_is_not_good_opens_nothing() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        // Every case but one is refused, and none is to wait.
        let (world, liar) = staged(engine).await;
        let now = world.clock.now();
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": "k1" });
        let mut tokens: Vec<(String, Make, bool)> = Vec::new();
        for (what, change, is_good) in cases(now) {
            let (liar, header) = (liar.clone(), header.clone());
            let make = move |sent: &Sent| {
                let mut claims = good(&liar, sent, now);
                for (name, value) in change.as_object().expect("an object") {
                    claims[name] = value.clone();
                }
                signed(&liar.key, &header, &claims)
            };
            tokens.push((what.to_owned(), Box::new(make), is_good));
        }
        for alg in ["none", "None", "HS256", "RS256"] {
            let liar = liar.clone();
            let make = move |sent: &Sent| {
                let head = json!({ "alg": alg, "kid": "k1" });
                let text = format!("{}.{}", encoded(&head), encoded(&good(&liar, sent, now)));
                let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
                let tag = URL_SAFE_NO_PAD.encode(hmac::sign(&key, text.as_bytes()).as_ref());
                format!("{text}.{}", if alg.eq_ignore_ascii_case("none") { String::new() } else { tag })
            };
            tokens.push((format!("signed by {alg}"), Box::new(make), false));
        }
        for (what, kid) in [("by another key of the same name", "k1"), ("by a key that nobody knows", "k2")] {
            let (liar, other) = (liar.clone(), pair());
            let make =
                move |sent: &Sent| signed(&other, &json!({ "alg": "ES256", "kid": kid }), &good(&liar, sent, now));
            tokens.push((what.to_owned(), Box::new(make), false));
        }
        for text in ["", "a.b.c", "ey"] {
            tokens.push((format!("nothing like it: {text:?}"), Box::new(move |_| text.to_owned()), false));
        }
        for (what, make, is_good) in tokens {
            let (mut surfer, sent) = leave(&world).await;
            liar.said().token = make(&sent);
            let (before, refusals) =
                (world.number("SELECT COUNT(*) FROM sessions").await, world.recorded("account.login-refused").await);
            come_back(&mut surfer, &sent).await;
            let seen = (surfer.status, surfer.text.clone());
            assert_eq!(surfer.is_in(world.address).await, is_good, "{what}: {seen:?}");
            if !is_good {
                assert_eq!(seen.0, StatusCode::FORBIDDEN, "{what}: {}", seen.1);
                assert!(seen.1.contains("<code>openid-token</code>"), "{what}: {}", seen.1);
                assert_eq!(world.number("SELECT COUNT(*) FROM sessions").await, before, "{what}");
                assert_eq!(world.recorded("account.login-refused").await, refusals + 1, "{what}");
            }
        }
        assert_eq!(world.text("SELECT label FROM identities").await, "ANS123");
    }
}

/// What is sent is what the standards want, and shows that it is the same who began.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_exchanges_the_code_shows_that_she_began() {
    let (world, liar) = staged(Engine::Sqlite).await;
    let (mut surfer, sent) = leave(&world).await;
    for (name, value) in [
        ("tenant", "1"),
        ("response_type", "code"),
        ("client_id", "releve"),
        ("scope", "openid"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(sent[name], value, "{name}");
    }
    let redirect = format!("http://{}/connexion/openid/psc/retour", world.address);
    assert_eq!(sent["redirect_uri"], redirect);
    let header = json!({ "alg": "ES256", "kid": "k1" });
    let token = signed(&liar.key, &header, &good(&liar, &sent, world.clock.now()));
    liar.said().token = token;
    come_back(&mut surfer, &sent).await;
    assert!(surfer.is_in(world.address).await);
    let asked = std::mem::take(&mut liar.said().asked);
    let [asked] = &asked[..] else { panic!("one exchange: {asked:?}") };
    assert_eq!((asked["code"].as_str(), asked["redirect_uri"].as_str()), ("c0de", redirect.as_str()));
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&asked["code_verifier"]));
    assert_eq!(challenge, sent["code_challenge"]);
    assert!((43..=128).contains(&asked["code_verifier"].len()), "RFC 7636, 4.1");
    for secret in [&sent["state"], &sent["nonce"], &asked["code_verifier"]] {
        let rows =
            format!("SELECT COUNT(*) FROM sign_ins WHERE state_sha256 = '{secret}' OR purpose LIKE '%{secret}%'");
        assert_eq!(world.number(&rows).await, 0);
    }
    // A password's session in the same browser is replaced, and not mixed with hers.
    let (mut other, sent) = leave(&world).await;
    other.go("/connexion").await;
    other.fill("action=\"/connexion\"", &[("email", "anne@example.org"), ("password", PASSWORD)]).await;
    let token = signed(&liar.key, &header, &good(&liar, &sent, world.clock.now()));
    liar.said().token = token;
    come_back(&mut other, &sent).await;
    assert!(other.is_in(world.address).await);
}

/// A provider that is not what the settings say is not asked for anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_another_or_leads_elsewhere_is_not_asked() {
    for (name, value) in [
        ("issuer", json!("https://evil.example")),
        ("token_endpoint", json!("http://evil.example/token")),
        ("jwks_uri", json!("file:///etc/passwd")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("end_session_endpoint", json!("http://evil.example/")),
        ("token_endpoint", json!(null)),
    ] {
        let (world, liar) = staged(Engine::Sqlite).await;
        liar.said().metadata.insert(name.to_owned(), value.clone());
        let mut surfer = Surfer::new(world.address);
        surfer.go("/connexion/openid/psc").await;
        assert_eq!(surfer.status, StatusCode::SERVICE_UNAVAILABLE, "{name} {value}: {}", surfer.text);
        assert!(surfer.text.contains("<code>openid-unreachable</code>"), "{}", surfer.text);
        assert_eq!(world.number("SELECT COUNT(*) FROM sign_ins").await, 0);
        // The page of log-in does not wait for anybody.
        assert_eq!(surfer.go("/connexion").await.status, StatusCode::OK);
        liar.said().metadata.clear();
        surfer.go("/connexion/openid/psc").await;
        assert_eq!(surfer.status, StatusCode::SERVICE_UNAVAILABLE, "nobody else waits for it for a minute");
        world.clock.advance(60);
        let (_, sent) = leave(&world).await;
        assert_eq!(sent["client_id"], "releve", "and it is asked again when it is itself");
    }
}
