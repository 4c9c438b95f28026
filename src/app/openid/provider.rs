//! A provider over HTTP: what it says of itself, the exchange of a code for its word about somebody, and whether that word is
//! its own and about this log-in (OpenID Connect Core 1.0, 3.1.3).

use super::{Refusal, assertion};
use crate::app::App;
use crate::config::openid::{Proof, Provider};
use crate::notify::{self, webhook};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::DateTime;
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm as Alg};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, IssuerUrl, Nonce, SignatureVerificationError,
};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Seconds after which a provider is asked again what it is.
const KNOWN_SECONDS: i64 = 86_400;
/// Fewest seconds between two looks at its keys because of a key that is unknown.
const KEYS_SECONDS: i64 = 60;
/// Seconds in which a provider that did not answer is not asked again: nobody else waits for it meanwhile.
const MISSED_SECONDS: i64 = 60;
/// How far its clock may be from ours, seconds.
const SKEW_SECONDS: i64 = 60;
/// Largest answer that is read, bytes.
const ANSWER_BYTES_MAX: usize = 1_000_000;
/// Longest name of somebody at a provider (OpenID Connect Core 1.0, 2).
const SUBJECT_BYTES_MAX: usize = 255;
/// Signatures that are accepted: asymmetric, and nothing with SHA-1. `none` and secrets shared with us sign nothing.
const ALGORITHMS: [Alg; 9] = [
    Alg::RsaSsaPkcs1V15Sha256,
    Alg::RsaSsaPkcs1V15Sha384,
    Alg::RsaSsaPkcs1V15Sha512,
    Alg::RsaSsaPssSha256,
    Alg::RsaSsaPssSha384,
    Alg::RsaSsaPssSha512,
    Alg::EcdsaP256Sha256,
    Alg::EcdsaP384Sha384,
    Alg::EdDsa,
];

/// What a provider says of itself (OpenID Connect Discovery 1.0, 3), as far as it is used.
#[derive(Debug, Clone, Deserialize)]
pub struct Metadata {
    issuer: String,
    /// Where people are sent.
    pub authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    /// Where people are sent to log out.
    pub end_session_endpoint: Option<String>,
    /// It says who it is when people come back (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

/// A provider as it was met.
#[derive(Debug)]
pub struct Met {
    /// What it said of itself.
    pub metadata: Metadata,
    keys: CoreJsonWebKeySet,
    seen_at: i64,
    keys_at: i64,
}

/// Providers that were met, by identifier.
#[derive(Debug, Default)]
pub struct Acquaintance {
    http: OnceLock<Result<reqwest::Client, String>>,
    met: Mutex<BTreeMap<String, Arc<Met>>>,
    /// When a provider was last asked in vain, unix seconds.
    missed: Mutex<BTreeMap<String, i64>>,
}

impl Acquaintance {
    fn http(&self, provider: &Provider) -> Result<&reqwest::Client, Refusal> {
        let client = self.http.get_or_init(notify::http_client).as_ref();
        client.map_err(|error| unreachable(provider, error))
    }

    fn known(&self, provider: &Provider) -> Option<Arc<Met>> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).get(&provider.id).cloned()
    }

    fn keep(&self, provider: &Provider, met: Met) -> Arc<Met> {
        let met = Arc::new(met);
        let mut all = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(provider.id.clone(), Arc::clone(&met));
        met
    }

    fn missed_at(&self, provider: &Provider) -> Option<i64> {
        self.missed.lock().unwrap_or_else(PoisonError::into_inner).get(&provider.id).copied()
    }

    fn miss(&self, provider: &Provider, now: i64) {
        self.missed.lock().unwrap_or_else(PoisonError::into_inner).insert(provider.id.clone(), now);
    }
}

/// What a provider says of somebody, verified.
#[derive(Debug, Clone)]
pub struct Word {
    /// What it calls her.
    pub subject: String,
    /// What people know her by there.
    pub label: String,
    /// Her address, when the provider has verified it.
    pub verified_email: Option<String>,
    /// How it recognised her: `acr` and each `amr`.
    pub means: Vec<String>,
    /// Its word as it came.
    pub id_token: String,
}

fn unreachable(provider: &Provider, why: impl std::fmt::Display) -> Refusal {
    tracing::error!(provider = provider.id, "the provider cannot be asked: {why}");
    Refusal::Unreachable
}

fn untrue(provider: &Provider, why: impl std::fmt::Display) -> Refusal {
    tracing::warn!(provider = provider.id, "an answer of the provider is refused: {why}");
    Refusal::Token
}

/// What a provider says of itself, asked once a day; what it said before stands while it does not answer, and it is not asked
/// again for a minute.
///
/// # Errors
/// [`Refusal::Unreachable`].
pub async fn meet(app: &App, provider: &Provider) -> Result<Arc<Met>, Refusal> {
    let (now, known) = (app.clock.now(), app.openid.known(provider));
    if let Some(met) = known.as_ref().filter(|met| now - met.seen_at < KNOWN_SECONDS) {
        return Ok(Arc::clone(met));
    }
    if app.openid.missed_at(provider).is_some_and(|at| now - at < MISSED_SECONDS) {
        return known.ok_or(Refusal::Unreachable);
    }
    let (app, provider) = (app.clone(), provider.clone());
    // Whoever waits may give up; what came of it is remembered all the same.
    let asked = tokio::spawn(async move {
        let met = ask(&app, &provider).await;
        if met.is_err() {
            app.openid.miss(&provider, now);
        }
        met.map(|met| app.openid.keep(&provider, met))
    });
    asked.await.unwrap_or(Err(Refusal::Unreachable)).or_else(|refusal| known.ok_or(refusal))
}

async fn ask(app: &App, provider: &Provider) -> Result<Met, Refusal> {
    let url = format!("{}/.well-known/openid-configuration", provider.issuer.trim_end_matches('/'));
    let metadata: Metadata = read(provider, app.openid.http(provider)?.get(url)).await?;
    if metadata.issuer != provider.issuer {
        return Err(unreachable(provider, format!("it calls itself {:?}", metadata.issuer)));
    }
    let loopback = provider.issuer.starts_with("http://");
    let optional = [&metadata.userinfo_endpoint, &metadata.end_session_endpoint].into_iter().flatten();
    for endpoint in
        [&metadata.authorization_endpoint, &metadata.token_endpoint, &metadata.jwks_uri].into_iter().chain(optional)
    {
        if !webhook::takes(endpoint, loopback) {
            return Err(unreachable(provider, format!("{endpoint:?} is no https:// address")));
        }
    }
    let (keys, now) = (keys(app, provider, &metadata.jwks_uri).await?, app.clock.now());
    Ok(Met { metadata, keys, seen_at: now, keys_at: now })
}

async fn keys(app: &App, provider: &Provider, url: &str) -> Result<CoreJsonWebKeySet, Refusal> {
    read(provider, app.openid.http(provider)?.get(url)).await
}

/// Sends a request and reads the JSON that comes back.
async fn read<T: DeserializeOwned>(provider: &Provider, request: reqwest::RequestBuilder) -> Result<T, Refusal> {
    let failed = |error: reqwest::Error| unreachable(provider, notify::chain(&error.without_url()));
    let mut answer = request.header(ACCEPT, "application/json").send().await.map_err(failed)?;
    let status = answer.status();
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(failed)? {
        body.extend_from_slice(&chunk);
        if body.len() > ANSWER_BYTES_MAX {
            return Err(unreachable(provider, format!("its answer has more than {ANSWER_BYTES_MAX} bytes")));
        }
    }
    if status.is_client_error() {
        // RFC 6749, 5.2. The description may hold anything, so it stays out of the log.
        let code = serde_json::from_slice::<Value>(&body).ok();
        let code = code.as_ref().and_then(|body| body["error"].as_str()).unwrap_or_default();
        let why = format!("HTTP {} {}", status.as_u16(), notify::words::one_line(code));
        if code == "invalid_grant" {
            tracing::warn!(provider = provider.id, "the provider does not take a code: {why}");
            return Err(Refusal::Code);
        }
        // For anything else it refuses us, not whoever came back.
        return Err(unreachable(provider, why));
    }
    if !status.is_success() {
        return Err(unreachable(provider, format!("HTTP {}", status.as_u16())));
    }
    serde_json::from_slice(&body)
        .map_err(|error| unreachable(provider, format!("its answer is not as expected: {error}")))
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    id_token: String,
    token_type: String,
}

/// Exchanges a code for the provider's word about somebody, and verifies it.
///
/// # Errors
/// [`Refusal::Code`] for a code that it does not take; [`Refusal::Token`] for a word that is not its own, not for us or not for
/// this log-in;
/// [`Refusal::Level`] when it is less sure than it must be; [`Refusal::Unreachable`].
pub async fn word(app: &App, provider: &Provider, code: &str, sent: &Sent<'_>) -> Result<Word, Refusal> {
    let met = meet(app, provider).await?;
    let tokens = exchange(app, provider, &met, code, sent).await?;
    if !tokens.token_type.eq_ignore_ascii_case("bearer") {
        return Err(untrue(provider, "the access token is no bearer token"));
    }
    let claims = match verify(app, provider, &met.keys, &tokens, sent.nonce) {
        // It may have new keys.
        Err(Flaw::UnknownKey) if app.clock.now() - met.keys_at >= KEYS_SECONDS => {
            let (keys, now) = (keys(app, provider, &met.metadata.jwks_uri).await?, app.clock.now());
            let fresh = Met { metadata: met.metadata.clone(), keys, seen_at: met.seen_at, keys_at: now };
            verify(app, provider, &app.openid.keep(provider, fresh).keys, &tokens, sent.nonce)
        }
        judged => judged,
    };
    let claims = claims.map_err(|flaw| match flaw {
        Flaw::UnknownKey => untrue(provider, "it is signed with an unknown key"),
        Flaw::Other(why) => untrue(provider, why),
    })?;
    let means = means(&claims);
    if !provider.acr_values.is_empty()
        && !claims["acr"].as_str().is_some_and(|acr| provider.acr_values.iter().any(|v| v == acr))
    {
        return Err(Refusal::Level);
    }
    let subject = claims["sub"].as_str().filter(|sub| (1..=SUBJECT_BYTES_MAX).contains(&sub.len()));
    let subject = subject.ok_or_else(|| untrue(provider, "it names nobody"))?.to_owned();
    let more = more(app, provider, &met, &tokens, &claims, &subject).await?;
    let told = |name: &str| text(&claims, name).or_else(|| text(&more, name));
    let verified = |from: &Value| from["email_verified"] == Value::Bool(true);
    let email = if verified(&claims) { text(&claims, "email") } else { None };
    let email = email.or_else(|| if verified(&more) { text(&more, "email") } else { None });
    Ok(Word {
        label: told(&provider.name_claim).unwrap_or_else(|| subject.clone()),
        verified_email: email.map(|email| email.to_lowercase()),
        subject,
        means,
        id_token: tokens.id_token,
    })
}

/// What was sent with somebody when she was sent to the provider.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// Must come back in the provider's word.
    pub nonce: &'a str,
    /// Shows that whoever exchanges the code is who began (RFC 7636).
    pub verifier: &'a str,
    /// Where she was to come back.
    pub redirect_uri: &'a str,
}

async fn exchange(app: &App, provider: &Provider, met: &Met, code: &str, sent: &Sent<'_>) -> Result<Tokens, Refusal> {
    let request = asking(app, provider, met, code, sent)?;
    read(provider, request).await
}

/// The request for an exchange, with what proves that it is ours.
fn asking(
    app: &App,
    provider: &Provider,
    met: &Met,
    code: &str,
    sent: &Sent<'_>,
) -> Result<reqwest::RequestBuilder, Refusal> {
    let endpoint = &met.metadata.token_endpoint;
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code").append_pair("code", code);
    form.append_pair("redirect_uri", sent.redirect_uri).append_pair("code_verifier", sent.verifier);
    let mut request = app.openid.http(provider)?.post(endpoint);
    match &provider.proof {
        Proof::Secret(secret) if by_body(&met.metadata) => {
            form.append_pair("client_id", &provider.client_id).append_pair("client_secret", secret);
        }
        Proof::Secret(secret) => {
            let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let pair = format!("{}:{}", encoded(&provider.client_id), encoded(secret));
            request = request.header(AUTHORIZATION, format!("Basic {}", STANDARD.encode(pair)));
        }
        Proof::Key { pkcs8, id } => {
            let assertion = assertion::sign(app, provider, endpoint, pkcs8, id.as_deref())?;
            form.append_pair("client_id", &provider.client_id);
            form.append_pair("client_assertion_type", assertion::TYPE).append_pair("client_assertion", &assertion);
        }
    }
    Ok(request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form.finish()))
}

/// Whether the provider takes a secret in the body alone; without a word about it, it takes it in the header.
fn by_body(metadata: &Metadata) -> bool {
    let methods = metadata.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default();
    let takes = |method: &str| methods.iter().any(|known| known == method);
    takes("client_secret_post") && !takes("client_secret_basic")
}

/// What is wrong with a provider's word.
enum Flaw {
    UnknownKey,
    Other(String),
}

/// Verifies signature, issuer, audience, times and nonce, and that the access token belongs to it; gives its claims.
fn verify(
    app: &App,
    provider: &Provider,
    keys: &CoreJsonWebKeySet,
    tokens: &Tokens,
    nonce: &str,
) -> Result<Value, Flaw> {
    let other = |why: &dyn std::fmt::Display| Flaw::Other(why.to_string());
    let token = CoreIdToken::from_str(&tokens.id_token).map_err(|error| other(&error))?;
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|error| other(&error))?;
    let now = app.clock.now();
    let at = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let verifier =
        CoreIdTokenVerifier::new_public_client(ClientId::new(provider.client_id.clone()), issuer, keys.clone())
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(|| at(now - SKEW_SECONDS))
            .set_issue_time_verifier_fn(|issued| {
                if issued <= at(now + SKEW_SECONDS) { Ok(()) } else { Err("it is issued in the future".to_owned()) }
            });
    let nonce = Nonce::new(nonce.to_owned());
    let claims = token.claims(&verifier, &nonce).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => Flaw::UnknownKey,
        error => other(&notify::chain(&error)),
    })?;
    if let Some(expected) = claims.access_token_hash() {
        let (alg, key) = (token.signing_alg(), token.signing_key(&verifier));
        let (alg, key) = (alg.map_err(|error| other(&error))?, key.map_err(|error| other(&error))?);
        let access = AccessToken::new(tokens.access_token.clone());
        let found = AccessTokenHash::from_token(&access, alg, key).map_err(|error| other(&error))?;
        if found != *expected {
            return Err(Flaw::Other("the access token belongs to another log-in".to_owned()));
        }
    }
    if claims.authorized_party().is_some_and(|party| **party != provider.client_id) {
        return Err(Flaw::Other("it was given to another client (azp)".to_owned()));
    }
    // The same bytes that were verified, for claims that only this provider has.
    let payload = tokens.id_token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let payload = payload.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    payload.ok_or_else(|| Flaw::Other("its claims cannot be read".to_owned()))
}

fn text(claims: &Value, name: &str) -> Option<String> {
    claims[name].as_str().map(notify::words::one_line).filter(|text| !text.is_empty())
}

/// How the provider recognised somebody: `acr`, and each `amr`.
fn means(claims: &Value) -> Vec<String> {
    let methods = claims["amr"].as_array().into_iter().flatten();
    methods.chain([&claims["acr"]]).filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}

/// What the provider tells when it is asked once more, where its word leaves out what the settings need.
async fn more(
    app: &App,
    provider: &Provider,
    met: &Met,
    tokens: &Tokens,
    claims: &Value,
    subject: &str,
) -> Result<Value, Refusal> {
    let lacking =
        claims[&provider.name_claim].is_null() || (provider.trust_email && claims["email_verified"].is_null());
    let Some(url) = met.metadata.userinfo_endpoint.as_ref().filter(|_| lacking) else { return Ok(Value::Null) };
    let request = app.openid.http(provider)?.get(url).bearer_auth(&tokens.access_token);
    let told: Value = read(provider, request).await?;
    // OpenID Connect Core 1.0, 5.3.4: an answer about somebody else is not used.
    if told["sub"].as_str() == Some(subject) { Ok(told) } else { Err(untrue(provider, "it tells of somebody else")) }
}
