//! What people decide: start a plan, approve, reject, accept, decline. Each form is answered by a redirect to the home page
//! with the code of what was done.

use super::frame::{Result, Seated};
use crate::app::approval::{self, Items};
use crate::app::plans::{self, Order};
use crate::app::{Error, offers};
use crate::web::AppState;
use axum::extract::{Form, Path, State};
use axum::response::Redirect;
use std::collections::BTreeSet;

/// The fields of a form, in order; a name may come more than once.
type Fields = Vec<(String, String)>;

fn field<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

fn version(fields: &Fields) -> Result<i64> {
    let text = field(fields, "version");
    let read = text.parse::<i64>();
    Ok(read.map_err(|_| Error::field("version", text, "the version of the plan that was read", "reload the page"))?)
}

/// `POST /propositions`.
pub async fn compute(State(state): State<AppState>, Seated(actor): Seated) -> Result<Redirect> {
    plans::start(&state.app, &actor, &Order::default()).await?;
    Ok(Redirect::to("/?fait=calcul"))
}

/// `POST /propositions/{id}/approuver`: `choix` says whether all or the ticked ones.
pub async fn approve(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Seated(actor): Seated,
    Form(fields): Form<Fields>,
) -> Result<Redirect> {
    let items = if field(&fields, "choix") == "tout" {
        Items::all()
    } else {
        let ticked: BTreeSet<_> = fields.iter().filter(|(key, _)| key == "shift").map(|(_, id)| id.clone()).collect();
        if ticked.is_empty() {
            return Ok(Redirect::to("/?fait=rien"));
        }
        Items::Shifts(ticked)
    };
    let approved = approval::approve(&state.app, &actor, &id, &items, version(&fields)?).await?;
    Ok(Redirect::to(&format!("/?fait=approuve-{}", approved.offers.len())))
}

/// `POST /propositions/{id}/rejeter`.
pub async fn reject(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Seated(actor): Seated,
    Form(fields): Form<Fields>,
) -> Result<Redirect> {
    plans::reject(&state.app, &actor, &id, field(&fields, "motif")).await?;
    Ok(Redirect::to("/?fait=rejete"))
}

/// `POST /sollicitations/{id}/accepter`.
pub async fn accept(State(state): State<AppState>, Path(id): Path<String>, Seated(actor): Seated) -> Result<Redirect> {
    offers::accept(&state.app, &actor, &id).await?;
    Ok(Redirect::to("/?fait=accepte"))
}

/// `POST /sollicitations/{id}/decliner`.
pub async fn decline(State(state): State<AppState>, Path(id): Path<String>, Seated(actor): Seated) -> Result<Redirect> {
    offers::decline(&state.app, &actor, &id).await?;
    Ok(Redirect::to("/?fait=decline"))
}
