//! How one wants to be told.

use crate::app::access::{Action, Actor};
use crate::app::contacts::{self, Form};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::Json;
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/me/contact", Needs(&[A::OwnAccount]), show)
            .describe(Doc::new("Says how one wants to be told").answers::<Form>(200, "Addresses, quiet hours, digest")),
        Route::put("/api/v1/me/contact", Needs(&[A::OwnAccount]), change).describe(
            Doc::new("Changes how one wants to be told")
                .more("The whole of it, with the version that was read (0 the first time).")
                .body::<Form>()
                .answers::<Form>(200, "As it is now"),
        ),
    ]
}

/// `GET /me/contact`
pub(super) async fn show(State(state): State<AppState>, actor: Actor) -> Result<axum::Json<Form>> {
    Ok(axum::Json(Form::from(&contacts::own(&state.app, &actor).await?)))
}

/// `PUT /me/contact`: the whole of it, with the version that was read.
pub(super) async fn change(
    State(state): State<AppState>,
    actor: Actor,
    Json(form): Json<Form>,
) -> Result<axum::Json<Form>> {
    Ok(axum::Json(Form::from(&contacts::change(&state.app, &actor, &form).await?)))
}
