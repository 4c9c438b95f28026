//! Log-out, here and at the provider by which somebody came (OpenID Connect RP-Initiated Logout 1.0).
//!
//! Invariant: her session here is over before anybody is asked anything; a provider that does not answer keeps nobody logged in.

use super::super::App;
use super::super::error::Result;
use super::super::sessions::{self, Seat};
use super::{provider, with_query};
use crate::store;
use std::time::Duration;

/// How long somebody who logs out waits for a provider that is not known yet.
const PATIENCE: Duration = Duration::from_secs(3);
/// Longest word of a provider that is given back to it in an address, bytes.
const HINT_BYTES_MAX: usize = 3_000;

/// Ends the session that somebody asks from; gives where she is sent to end the one at her provider too, with the provider's
/// name: none when she came by none, or it has no such place or does not answer.
///
/// # Errors
/// When the database fails.
pub async fn log_out(app: &App, seat: &Seat) -> Result<Option<(String, String)>> {
    let mut tx = app.db.read().await?;
    let identity = match &seat.identity {
        Some(id) => store::identities::by_id(&mut tx, id).await?,
        None => None,
    };
    drop(tx);
    let known = app.config.openid.as_ref().zip(identity).and_then(|(all, id)| all.of_issuer(&id.issuer));
    // It goes with the session.
    let hint = match known {
        Some(_) => sessions::id_token(app, &seat.session).await?.filter(|hint| hint.len() <= HINT_BYTES_MAX),
        None => None,
    };
    sessions::log_out(app, seat).await?;
    let Some(provider) = known else { return Ok(None) };
    let Ok(Ok(met)) = tokio::time::timeout(PATIENCE, provider::meet(app, provider)).await else { return Ok(None) };
    let Some(endpoint) = &met.metadata.end_session_endpoint else { return Ok(None) };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("client_id", &provider.client_id);
    query.append_pair("post_logout_redirect_uri", &format!("{}/connexion", app.config.base_url()));
    if let Some(hint) = hint {
        query.append_pair("id_token_hint", &hint);
    }
    Ok(Some((provider.name.clone(), with_query(endpoint, &query.finish()))))
}
