//! How one wants to be told.

use crate::app::access::Actor;
use crate::app::contacts::{self, Form};
use crate::store::contacts::Contact;
use crate::web::AppState;
use crate::web::extract::Json;
use crate::web::problem::Result;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

fn shown(contact: &Contact) -> impl IntoResponse + use<> {
    ([(header::ETAG, super::requests::etag(contact.version))], axum::Json(Form::from(contact)))
}

/// `GET /me/contact`
pub(super) async fn show(State(state): State<AppState>, actor: Actor) -> Result<impl IntoResponse> {
    Ok(shown(&contacts::own(&state.app, &actor).await?))
}

/// `PUT /me/contact`: the whole of it, with the version that was read.
pub(super) async fn change(
    State(state): State<AppState>,
    actor: Actor,
    Json(form): Json<Form>,
) -> Result<impl IntoResponse> {
    Ok(shown(&contacts::change(&state.app, &actor, &form).await?))
}
