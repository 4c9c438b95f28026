//! What a form brings with it: who sent it, in which language she reads, what she typed.

use super::frame::{Refused, Result, Seated};
use crate::app::access::Actor;
use crate::lang::Words;
use crate::web::AppState;
use crate::web::extract::Form;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

/// A form that somebody who is logged in has sent.
pub struct Sent {
    /// What the server serves.
    pub state: AppState,
    /// Who.
    pub actor: Actor,
    /// Her language.
    pub words: Words,
    /// The fields.
    pub form: Form,
}

impl FromRequestParts<AppState> for Sent {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let Seated(actor) = Seated::from_request_parts(parts, state).await?;
        let Ok(words) = Words::from_request_parts(parts, state).await;
        let form = Form::from_request_parts(parts, state).await?;
        Ok(Self { state: state.clone(), actor, words, form })
    }
}
