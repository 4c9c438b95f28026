//! Browsers that take push messages. Without the page's script it works, and has no button.

use super::frame::{Result, Seated};
use crate::app::push;
use crate::web::AppState;
use crate::web::extract::Id;
use axum::extract::State;
use axum::response::Redirect;

/// `POST /compte/appareils/{id}/retirer`.
pub async fn end(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated) -> Result<Redirect> {
    push::end(&state.app, &actor, &id).await?;
    Ok(Redirect::to("/compte?fait=appareil"))
}
