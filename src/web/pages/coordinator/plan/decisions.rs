//! Approving and rejecting. A form that is refused is shown again on the page of its plan, with what was ticked and typed.

use super::{Draft, page};
use crate::app::access::Actor;
use crate::app::approval::{self, Approved, Items, OnConflict};
use crate::app::{App, Conflict, plans};
use crate::lang::Words;
use crate::web::extract::{Form, Id};
use crate::web::pages::coordinator::refused;
use crate::web::pages::frame::Result;
use crate::web::pages::refusal::answer;
use crate::web::pages::sent::Sent;
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::BTreeSet;

/// The version that was read; one that cannot be is that of no plan.
fn version(form: &Form) -> i64 {
    form.field("version").parse().unwrap_or_default()
}

/// `POST /propositions/{id}/approuver`: `choix` says whether all (`tout`), all that still hold (`reste`) or the ticked ones.
pub async fn approve(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, choice) = (&state.app, form.field("choix"));
    let ticked: BTreeSet<String> = form.all("shift").map(ToOwned::to_owned).collect();
    let items = match choice {
        "tout" | "reste" => Items::all(),
        _ if ticked.is_empty() => {
            return Ok(Redirect::to(&format!("/propositions/{id}?fait=rien")).into_response());
        }
        _ => Items::Shifts(ticked.clone()),
    };
    let on_conflict = if choice == "reste" { OnConflict::Skip } else { OnConflict::Refuse };
    let approved = approval::approve(app, &actor, &id, (&items, on_conflict), version(&form), None).await;
    let done = approved.map(|Approved { offers, held_back, .. }| {
        let done = if held_back.is_empty() { "approuve" } else { "approuvesauf" };
        format!("/propositions/{id}?fait={done}-{}", offers.len())
    });
    led(app, &actor, words, (&id, done), Draft { ticked, ..Draft::default() }).await
}

/// Leads to where a decision leads, or shows the plan again with why it was none.
async fn led(
    app: &App,
    actor: &Actor,
    words: Words,
    (id, done): (&str, crate::app::Result<String>),
    draft: Draft,
) -> Result<Response> {
    let done = match done {
        Ok(to) => Ok(Redirect::to(&to).into_response()),
        Err(error) => Err(refused(app, actor, words, error).await?),
    };
    answer(done, |alert| async move { page(app, actor, words, (id, None), &Draft { alert, ..draft }).await }).await
}

/// `POST /propositions/{id}/rejeter`. The reason is kept; it travels in no address.
pub async fn reject(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, reason) = (&state.app, form.field("motif"));
    let (row, _) = plans::progress(app, &actor, &id).await?;
    if row.state == "rejected" {
        return Ok(Redirect::to(&format!("/propositions/{id}")).into_response());
    }
    let rejected = if row.version == version(&form) {
        plans::reject(app, &actor, &id, reason).await
    } else {
        Err(Conflict::VersionMoved { current: row.version }.into())
    };
    let done = rejected.map(|_| format!("/propositions/{id}?fait=rejete"));
    led(app, &actor, words, (&id, done), Draft { reason: reason.to_owned(), ..Draft::default() }).await
}
