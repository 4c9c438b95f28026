//! How one wants to be told.

use crate::app::access::{Action, Actor};
use crate::app::contacts::{self, Form};
use crate::store::contacts::Contact;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::Json;
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

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
                .answers::<Form>(200, "As it is now")
                .refuses(&["version-moved"]),
        ),
    ]
}

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
