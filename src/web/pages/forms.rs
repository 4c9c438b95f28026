//! What people decide: start a plan, approve, reject. Each form is answered by a redirect to the home page
//! with the code of what was done.

use super::frame::{Result, Seated};
use crate::app::Error;
use crate::app::approval::{self, Items, OnConflict};
use crate::app::plans::{self, Order};
use crate::web::AppState;
use crate::web::extract::{Form, Id};
use axum::extract::State;
use axum::response::Redirect;
use std::collections::BTreeSet;

fn version(form: &Form) -> Result<i64> {
    let text = form.field("version");
    let read = text.parse::<i64>();
    Ok(read.map_err(|_| Error::field("version", text, "the version of the plan that was read", "reload the page"))?)
}

/// `POST /propositions`.
pub async fn compute(State(state): State<AppState>, Seated(actor): Seated) -> Result<Redirect> {
    plans::start(&state.app, &actor, &Order::default()).await?;
    Ok(Redirect::to("/?fait=calcul"))
}

/// `POST /propositions/{id}/approuver`: `choix` says whether all (`tout`), all that still hold (`reste`) or the ticked ones.
pub async fn approve(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated, form: Form) -> Result<Redirect> {
    let (choice, items) = (form.field("choix"), form.all("shift"));
    let items = if matches!(choice, "tout" | "reste") {
        Items::all()
    } else {
        let ticked: BTreeSet<_> = items.map(ToOwned::to_owned).collect();
        if ticked.is_empty() {
            return Ok(Redirect::to("/?fait=rien"));
        }
        Items::Shifts(ticked)
    };
    let on_conflict = if choice == "reste" { OnConflict::Skip } else { OnConflict::Refuse };
    let approved = approval::approve(&state.app, &actor, &id, (&items, on_conflict), version(&form)?, None).await?;
    Ok(Redirect::to(&format!("/?fait=approuve-{}", approved.offers.len())))
}

/// `POST /propositions/{id}/rejeter`.
pub async fn reject(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated, form: Form) -> Result<Redirect> {
    plans::reject(&state.app, &actor, &id, form.field("motif")).await?;
    Ok(Redirect::to("/?fait=rejete"))
}
