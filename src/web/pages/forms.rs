//! What an agent answers. Each form is answered by a redirect to the home page with the code of what was done.

use super::frame::{Result, Seated};
use crate::app::offers;
use crate::web::AppState;
use crate::web::extract::Id;
use axum::extract::State;
use axum::response::Redirect;

/// `POST /sollicitations/{id}/accepter`.
pub async fn accept(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated) -> Result<Redirect> {
    let accepted = offers::accept(&state.app, &actor, &id).await?;
    Ok(Redirect::to(if accepted.assignment.is_some() { "/?fait=accepte" } else { "/?fait=volontaire" }))
}

/// `POST /sollicitations/{id}/decliner`.
pub async fn decline(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated) -> Result<Redirect> {
    offers::decline(&state.app, &actor, &id).await?;
    Ok(Redirect::to("/?fait=decline"))
}
