//! Log-in by an OpenID provider: authorisation code with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636).
//!
//! Somebody leaves with a state and a nonce, and comes back with a code that only whoever began can exchange. Her identity
//! there (issuer and subject) opens the account to which it was linked: by an invitation, by herself when she was logged in and
//! proved it, or by an address that the provider has verified, where the settings trust it.
//!
//! Invariants: a state is good once, for ten minutes, in the browser that began, at the provider that it began at; nonce and
//! verifier are computed from that browser's cookie and stored nowhere; what comes back leads nowhere but to our own pages;
//! every refusal has a code and changes nothing. What comes back without a state of this browser's was begun by nobody: it is
//! neither recorded nor counted, because a state cannot be guessed and any page can lead a browser here. Every other refusal is
//! in the audit log; only what is the client's own fault counts against its address.

mod assertion;
mod farewell;
mod identities;
mod provider;
mod refusal;

pub use farewell::log_out;
pub use identities::{Seen, Shown, list, of_user, unlink, unlink_of};
pub use provider::Acquaintance;
pub use refusal::Refusal;

use super::accounts::{Client, Failure, refused};
use super::attempts::{self, Limit};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::sessions::{self, Factors, NO_GROUP, Seat, Vouched};
use super::work::Work;
use super::{App, identity, secrets};
use crate::config::openid::Provider;
use crate::ids::{IdentityId, LinkId, SessionId, UserId};
use crate::store::identities::Most;
use crate::store::outbox::Notice;
use crate::store::{self, accounts, grants, is_taken, links};
use crate::text::sha256;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use provider::{Sent, Word};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// Seconds that somebody may take at the provider.
const STATE_SECONDS: i64 = 600;
/// Log-ins that may be under way: some tabs of a browser, and more than a hospital behind one address begins in ten minutes.
const UNDER_WAY_MAX: Most = Most { browser: 10, client: 300 };

/// What somebody goes to a provider for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Purpose {
    /// To log in.
    LogIn,
    /// To link her identity there to the account that she is logged in to.
    Link {
        /// Whose account.
        user: UserId,
        /// From which session.
        session: SessionId,
    },
    /// To open an account to which she was invited.
    Invite {
        /// The invitation, whose code was right.
        link: LinkId,
    },
}

/// A provider of the settings.
///
/// # Errors
/// `NotFound`.
pub fn find<'a>(app: &'a App, id: &str) -> Result<&'a Provider> {
    app.config.openid.as_ref().and_then(|known| known.find(id)).ok_or_else(|| Error::not_found("provider", id))
}

/// Identifier and name of each provider, as buttons show them.
pub fn offered(app: &App) -> Vec<(String, String)> {
    let all = app.config.openid.iter().flat_map(crate::config::openid::Providers::iter);
    all.map(|provider| (provider.id.clone(), provider.name.clone())).collect()
}

/// Where people come back from a provider.
fn redirect_uri(app: &App, provider: &Provider) -> String {
    format!("{}/connexion/openid/{}/retour", app.config.base_url(), provider.id)
}

/// What only the browser that began and its state give.
fn derived(browser: &str, what: &str, state: &str) -> String {
    secrets::hmac_sha256(browser.as_bytes(), &format!("openid {what} {state}"))
}

/// Begins; gives the address at the provider. `browser` is the token of the cookie that ties it to a browser.
///
/// # Errors
/// `NotFound`; [`Error::TooMany`] for a client with too many under way, or that has to wait; [`Refusal::Unreachable`].
pub async fn begin(app: &App, provider: &str, browser: &str, client: &Client, purpose: &Purpose) -> Result<String> {
    let provider = find(app, provider)?;
    attempts::look_at(app, &[limit(app, client)]).await?;
    let met = provider::meet(app, provider).await?;
    let (state, now) = (app.clock.new_token(), app.clock.now());
    let (purpose, digests) =
        (store::to_json(purpose)?, (sha256(&state), sha256(browser), digest(app, &client.address)));
    let new = store::identities::SignIn {
        state_sha256: &digests.0,
        browser_sha256: &digests.1,
        provider: &provider.id,
        purpose: &purpose,
        client_sha256: &digests.2,
        expires_at: now + STATE_SECONDS,
    };
    let mut tx = app.db.write().await?;
    if !store::identities::begin(&mut tx, &new, now, UNDER_WAY_MAX).await? {
        return Err(Error::TooMany(60));
    }
    tx.commit().await?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(derived(browser, "verifier", &state)));
    let (nonce, back) = (derived(browser, "nonce", &state), redirect_uri(app, provider));
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("response_type", "code").append_pair("client_id", &provider.client_id);
    query.append_pair("redirect_uri", &back).append_pair("scope", &provider.scopes.join(" "));
    query.append_pair("state", &state).append_pair("nonce", &nonce);
    query.append_pair("code_challenge", &challenge).append_pair("code_challenge_method", "S256");
    if !provider.acr_values.is_empty() {
        query.append_pair("acr_values", &provider.acr_values.join(" "));
    }
    Ok(with_query(&met.metadata.authorization_endpoint, &query.finish()))
}

/// An endpoint may have a query of its own.
fn with_query(endpoint: &str, query: &str) -> String {
    format!("{endpoint}{}{query}", if endpoint.contains('?') { '&' } else { '?' })
}

/// A digest of a client's address that only the service's key makes, where there is one.
fn digest(app: &App, address: &str) -> String {
    secrets::code(&app.config, "audit", address).unwrap_or_else(|_| sha256(address))
}

/// What somebody comes back with.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Answer {
    /// What she left with.
    pub state: Option<String>,
    /// What is exchanged for the provider's word.
    pub code: Option<String>,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// She is logged in; the token of her new session.
    LoggedIn(String),
    /// Her identity is linked to the account that she is logged in to.
    Linked,
}

/// What a client's own faults count against.
fn limit(app: &App, client: &Client) -> Limit {
    Limit::client(app, "openid", &client.address)
}

/// Somebody comes back. `browser` is the token of her browser's cookie, `seat` her place in a session when she has one.
///
/// # Errors
/// A [`Refusal`], `Conflict` for an identity that is somebody else's or an invitation that is over.
pub async fn finish(
    app: &App,
    provider: &str,
    (browser, seat): (Option<&str>, Option<&Seat>),
    client: &Client,
    answer: &Answer,
) -> Result<Done> {
    let provider = find(app, provider)?;
    let (Some(browser), Some(state)) = (browser, answer.state.as_deref()) else { return Err(Refusal::State.into()) };
    let purpose = take(app, provider, browser, state).await?.ok_or(Refusal::State)?;
    // From here on it does not come again, so whatever becomes of it is told: before the request itself is given up.
    let patience = Duration::from_secs(app.config.request_seconds) * 3 / 4;
    let word = tokio::time::timeout(patience, heard(app, provider, (browser, state), answer)).await;
    let done = match word.unwrap_or(Err(Refusal::Unreachable)) {
        Ok(word) => act(app, provider, &word, purpose, (seat, client)).await,
        Err(refusal) => Err(refusal.into()),
    };
    let (code, fault) = match &done {
        Err(Error::OpenId(refusal)) => (refusal.code(), refusal.is_the_clients_fault()),
        Err(Error::Conflict(conflict)) => (conflict.code(), false),
        Ok(_) | Err(_) => return done,
    };
    let crossed = fault && attempts::count_after(app, &[limit(app, client)]).await?;
    let provider = Some((provider.id.as_str(), code));
    let (user, address) = ("unknown", Some(client.address.as_str()));
    let failure =
        Failure { group: NO_GROUP, user, factor: "provider", email: None, client: address, provider, crossed };
    refused(app, failure).await?;
    done
}

/// Takes what somebody left with: what she left for, where it was begun in this browser, at this provider and not too long ago.
async fn take(app: &App, provider: &Provider, browser: &str, state: &str) -> Result<Option<Purpose>> {
    let (state_sha256, browser_sha256, now) = (sha256(state), sha256(browser), app.clock.now());
    let mut tx = app.db.write().await?;
    let purpose = store::identities::take(&mut tx, &state_sha256, &browser_sha256, &provider.id, now).await?;
    let Some(purpose) = purpose else { return Ok(None) };
    tx.commit().await?;
    Ok(Some(store::from_json(&purpose)?))
}

/// What the provider says of whoever comes back.
async fn heard(
    app: &App,
    provider: &Provider,
    (browser, state): (&str, &str),
    answer: &Answer,
) -> std::result::Result<Word, Refusal> {
    let says_who = provider::meet(app, provider).await?.metadata.authorization_response_iss_parameter_supported;
    if answer.iss.as_ref().map_or(says_who, |iss| *iss != provider.issuer) {
        return Err(Refusal::Issuer);
    }
    let code = answer.code.as_deref().filter(|_| answer.error.is_none()).ok_or(Refusal::Denied)?;
    let (nonce, verifier) = (derived(browser, "nonce", state), derived(browser, "verifier", state));
    let back = redirect_uri(app, provider);
    let sent = Sent { nonce: &nonce, verifier: &verifier, redirect_uri: &back };
    provider::word(app, provider, code, &sent).await
}

/// Does what she left for.
async fn act(
    app: &App,
    provider: &Provider,
    word: &Word,
    purpose: Purpose,
    (seat, client): (Option<&Seat>, &Client),
) -> Result<Done> {
    match purpose {
        Purpose::LogIn => log_in(app, provider, word, client).await,
        Purpose::Link { user, session } => {
            let own =
                seat.filter(|seat| seat.user == user && seat.session == session && seat.factors != Factors::CodeOwed);
            link(app, provider, word, own.ok_or(Refusal::Session)?).await
        }
        Purpose::Invite { link } => accept(app, provider, word, &link, client).await,
    }
}

async fn log_in(app: &App, provider: &Provider, word: &Word, client: &Client) -> Result<Done> {
    let mut tx = app.db.read().await?;
    let known = store::identities::find(&mut tx, &provider.issuer, &word.subject).await?;
    let account = match &known {
        Some(known) => accounts::find(&mut tx, &known.user_id).await?.ok_or(Refusal::NoAccess)?,
        None => by_address(&mut tx, provider, word).await?.ok_or(Refusal::Unlinked)?,
    };
    drop(tx);
    let how = if known.is_some() { How::Known } else { How::Link("email") };
    Ok(Done::LoggedIn(enter(app, provider, word, &account, client, how).await?))
}

/// The account with the address that the provider has verified, where it is trusted to; whoever has another identity there
/// already is not taken for this one.
async fn by_address(tx: &mut store::Tx, provider: &Provider, word: &Word) -> Result<Option<accounts::Row>> {
    let Some(email) = word.verified_email.as_ref().filter(|_| provider.trust_email) else { return Ok(None) };
    let Some(account) = accounts::by_email(tx, email).await? else { return Ok(None) };
    let others = store::identities::of_user(tx, &account.id).await?;
    Ok(Some(account).filter(|_| !others.iter().any(|other| other.issuer == provider.issuer)))
}

/// How an identity opens an account.
#[derive(Clone, Copy)]
enum How<'a> {
    /// It was linked before.
    Known,
    /// It is linked now, by this.
    Link(&'static str),
    /// It is linked now, by this invitation.
    Invite(&'a LinkId),
}

/// Logs somebody in by her identity, which is linked first where it is new; gives the token of her session.
async fn enter(
    app: &App,
    provider: &Provider,
    word: &Word,
    account: &accounts::Row,
    client: &Client,
    how: How<'_>,
) -> Result<String> {
    let mut tx = app.db.read().await?;
    let groups = grants::groups_of(&mut tx, &account.id).await?;
    drop(tx);
    if groups.is_empty() {
        return Err(Refusal::NoAccess.into());
    }
    let group = if let [(id, _)] = &groups[..] { Some(id.as_str()) } else { None };
    let actor = identity::as_herself(app, &account.id, &account.name, group).await?;
    let mut work = Work::begin(app, &actor, sessions::role_of(&actor)).await?;
    let now = work.now();
    if let How::Invite(link) = how
        && !links::consume(&mut work.tx, link, now).await?
    {
        return Err(Conflict::LinkOver.into());
    }
    let id = match how {
        How::Known => {
            let known = store::identities::find(&mut work.tx, &provider.issuer, &word.subject).await?;
            known.ok_or(Refusal::Unlinked)?.id
        }
        How::Link(how) => add(&mut work, provider, word, &account.id, how).await?,
        How::Invite(_) => add(&mut work, provider, word, &account.id, "invite").await?,
    };
    if !store::identities::see(&mut work.tx, &id, &account.id, &word.label, now).await? {
        return Err(Refusal::Unlinked.into());
    }
    let factors = if word.means.iter().any(|means| provider.second_factor.contains(means)) {
        Factors::StrongProvider
    } else if account.totp_since.is_some() {
        Factors::CodeOwed
    } else {
        Factors::Provider
    };
    let vouched = Some(Vouched { identity: &id, id_token: &word.id_token });
    let token = sessions::begin_by(&mut work, &account.id, group, factors, &client.browser, vouched).await?;
    work.commit().await?;
    Ok(token)
}

/// Links an identity to a user; one that is hers already stays as it is.
async fn add(work: &mut Work<'_>, provider: &Provider, word: &Word, user: &UserId, how: &str) -> Result<IdentityId> {
    if let Some(known) = store::identities::find(&mut work.tx, &provider.issuer, &word.subject).await? {
        return if known.user_id == *user { Ok(known.id) } else { Err(Conflict::IdentityTaken.into()) };
    }
    let row = store::identities::Row {
        id: IdentityId(work.app.clock.new_id()),
        issuer: provider.issuer.clone(),
        subject: word.subject.clone(),
        user_id: user.clone(),
        label: word.label.clone(),
        linked_at: work.now(),
        used_at: None,
    };
    store::identities::insert(&mut work.tx, &row).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdentityTaken.into(),
        e => Error::from(e),
    })?;
    work.tell(Notice::to_user("account.identity", &row.id.0, &user.0, json!({})));
    let detail = json!({ "user": user, "provider": provider.id, "how": how });
    work.record(Event::new("identity.link", "identity", &row.id.0).with(detail));
    Ok(row.id)
}

async fn link(app: &App, provider: &Provider, word: &Word, seat: &Seat) -> Result<Done> {
    let actor = identity::as_herself(app, &seat.user, &seat.name, seat.group.as_deref()).await?;
    let mut work = Work::begin(app, &actor, sessions::role_of(&actor)).await?;
    add(&mut work, provider, word, &seat.user, "herself").await?;
    work.commit().await?;
    Ok(Done::Linked)
}

async fn accept(app: &App, provider: &Provider, word: &Word, link: &LinkId, client: &Client) -> Result<Done> {
    let mut tx = app.db.read().await?;
    let row = links::find(&mut tx, &link.0, app.clock.now()).await?.ok_or(Conflict::LinkOver)?;
    let account = accounts::find(&mut tx, &row.user_id).await?.ok_or(Conflict::LinkOver)?;
    drop(tx);
    Ok(Done::LoggedIn(enter(app, provider, word, &account, client, How::Invite(link)).await?))
}
