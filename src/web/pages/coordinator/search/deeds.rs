//! What is done on the page of a search. Each deed is guarded by the state that it changes: what was done is not done again.

use super::{Draft, page};
use crate::app::access::Actor;
use crate::app::agency::{self as agencies, New};
use crate::app::fixed_term::{self, Made, Outcome};
use crate::app::rounds::{self, Mode, Order};
use crate::app::{App, Conflict, Error, cascades};
use crate::lang::Words;
use crate::store::fixed_term::Call;
use crate::store::named;
use crate::web::extract::Id;
use crate::web::pages::coordinator::refused;
use crate::web::pages::frame::Result;
use crate::web::pages::refusal::{Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::coordinator::Typed;
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::BTreeSet;

/// The same call put on record again within so many seconds is one call.
const SAME_CALL_SECONDS: i64 = 60;

/// Back to the page with what was done.
fn done(id: &str, code: &str) -> Response {
    Redirect::to(&format!("/postes/{id}/recherche?fait={code}")).into_response()
}

/// The page again with what was typed, and why nothing was done. `reason` is the field of the form that says why, where it has one.
async fn again(
    (app, actor, words): (&App, &Actor, Words),
    id: &str,
    (error, reason): (Error, &str),
    draft: Draft,
) -> Result<Response> {
    let refusal = if matches!(error, Error::Invalid(_)) && !reason.is_empty() {
        Refusal::invalid(reason, words.say("board-wrong-reason"))
    } else {
        refused(app, actor, words, error).await?
    };
    shown_again((app, actor, words), id, refusal, draft).await
}

async fn shown_again(
    (app, actor, words): (&App, &Actor, Words),
    id: &str,
    refusal: Refusal,
    draft: Draft,
) -> Result<Response> {
    let page = |alert| async move { page(app, actor, words, (id, None), &Draft { alert, ..draft }).await };
    answer(Err(refusal), page).await
}

/// `POST /postes/{id}/recherche/solliciter`: opens a round.
pub async fn ask(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let ticked: BTreeSet<String> = form.all("agent").map(ToOwned::to_owned).collect();
    let (hours, mode) = (form.field("heures").trim(), form.field("mode"));
    let typed = Typed { hours: hours.to_owned(), mode: mode.to_owned(), ..Typed::default() };
    let draft = Draft { typed, ticked: ticked.clone(), ..Draft::default() };
    let read = if hours.is_empty() { Ok(None) } else { hours.parse::<u32>().map(Some) };
    let Ok(hours) = read else {
        let wrong = Refusal::invalid("hours", words.say("board-wrong-hours"));
        return shown_again((app, &actor, words), &id, wrong, draft).await;
    };
    let order = Order {
        mode: if mode == "first" { Mode::First } else { Mode::Fair },
        agents: (!ticked.is_empty()).then_some(ticked),
        hours,
    };
    match rounds::open(app, &actor, &id, &order).await {
        Ok(_) => Ok(done(&id, "sollicite")),
        Err(error) => again((app, &actor, words), &id, (error, ""), draft).await,
    }
}

/// `POST /postes/{id}/recherche/retirer`: withdraws a round.
pub async fn withdraw(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, why) = (&state.app, form.field("motif"));
    match rounds::withdraw(app, &actor, form.field("tour"), why).await {
        Ok(_) => Ok(done(&id, "sollicitationretiree")),
        Err(error) => {
            let mut draft = Draft::default();
            draft.typed.withdraw_reason = why.to_owned();
            again((app, &actor, words), &id, (error, "withdraw"), draft).await
        }
    }
}

/// `POST /postes/{id}/recherche/etapes`: `acte` is `commencer`, `pause`, `reprendre`, `suivante` or `arreter`.
pub async fn cascade(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, cascade, why) = (&state.app, form.field("recherche"), form.field("motif"));
    let (result, code) = match form.field("acte") {
        "pause" => (cascades::pause(app, &actor, cascade).await, "etapespause"),
        "reprendre" => (cascades::resume(app, &actor, cascade).await, "etapesreprises"),
        "suivante" => (cascades::advance(app, &actor, cascade).await, "etapesuivante"),
        "arreter" => (cascades::stop(app, &actor, cascade, why).await, "etapesarretees"),
        _ => (cascades::start(app, &actor, &id).await, "etapes"),
    };
    match result {
        // The conflict is a button pressed twice: it has begun.
        Ok(_) | Err(Error::Conflict(Conflict::CascadeUnderWay)) => Ok(done(&id, code)),
        Err(error) => {
            let mut draft = Draft::default();
            draft.typed.stop_reason = why.to_owned();
            again((app, &actor, words), &id, (error, "stop"), draft).await
        }
    }
}

/// `POST /postes/{id}/recherche/agence`: `acte` is `reserver`, `confirmer` or `annuler`.
pub async fn agency(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, booking) = (&state.app, form.field("reservation"));
    let who = (app, &actor, words);
    let typed = Typed {
        agency: form.field("agence").to_owned(),
        price: form.field("prix").to_owned(),
        attestation: form.field("attestation").to_owned(),
        cancel_reason: form.field("motif").to_owned(),
        ..Typed::default()
    };
    let mut draft = Draft { typed, ..Draft::default() };
    match form.field("acte") {
        "confirmer" => match agencies::confirm(app, &actor, booking, form.field("attestation")).await {
            Ok(_) => Ok(done(&id, "interimconfirme")),
            Err(error) => again(who, &id, (error, ""), draft).await,
        },
        "annuler" => match agencies::cancel(app, &actor, booking, form.field("motif")).await {
            Ok(_) => Ok(done(&id, "interimannule")),
            Err(error) => again(who, &id, (error, "cancel"), draft).await,
        },
        _ => {
            booking.clone_into(&mut draft.key);
            let Some(price) = cents(form.field("prix")) else {
                let wrong = Refusal::invalid("price_cents_per_hour", words.say("board-wrong-price"));
                return shown_again(who, &id, wrong, draft).await;
            };
            let new =
                New { id: booking.to_owned(), agency: form.field("agence").to_owned(), price_cents_per_hour: price };
            match agencies::book(app, &actor, &id, &new).await {
                Ok(_) => Ok(done(&id, "interim")),
                Err(error) => again(who, &id, (error, ""), draft).await,
            }
        }
    }
}

/// Euros as they are typed, in cents; nothing typed is the group's price, and what is no price is none.
#[expect(clippy::option_option, reason = "what cannot be read, what is left out, what was typed")]
fn cents(text: &str) -> Option<Option<i64>> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    if plain.is_empty() {
        return Some(None);
    }
    let euros: f64 = plain.replace(',', ".").parse().ok()?;
    let cents = (euros * 100.0).round();
    (cents.is_finite() && (0.0..1e9).contains(&cents)).then_some(Some(cents as i64))
}

/// `POST /postes/{id}/recherche/appel`: puts a call on record.
pub async fn call(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let (person, outcome, note) = (form.field("personne"), form.field("reponse"), form.field("note"));
    let typed = Typed { note: note.to_owned(), ..Typed::default() };
    let draft = Draft { typed, called: person.to_owned(), outcome: outcome.to_owned(), ..Draft::default() };
    let read: Option<Outcome> = named(outcome).ok().filter(|_| !person.is_empty());
    let Some(outcome) = read else {
        let wrong = Refusal::invalid("call", words.say("board-wrong-call"));
        return shown_again((app, &actor, words), &id, wrong, draft).await;
    };
    // Pressed twice: the call is on record.
    let known = fixed_term::calls(app, &actor, &id).await?;
    let now = app.clock.now();
    let same = |call: &Call| {
        call.person_id == person
            && call.outcome == form.field("reponse")
            && call.note == note.trim()
            && call.called_by == actor.user.0
            && now - call.called_at < SAME_CALL_SECONDS
    };
    if known.iter().any(same) {
        return Ok(done(&id, "appel"));
    }
    let made = Made { person: person.to_owned(), outcome, note: note.to_owned() };
    match fixed_term::call(app, &actor, &id, &made).await {
        Ok(_) => Ok(done(&id, "appel")),
        Err(error) => again((app, &actor, words), &id, (error, ""), draft).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_read_as_people_type_it() {
        for (text, read) in [
            ("", Some(None)),
            ("52", Some(Some(5_200))),
            ("52,5", Some(Some(5_250))),
            ("52.50 €", Some(Some(5_250))),
            ("1\u{202f}052,40", Some(Some(105_240))),
            ("cher", None),
            ("-1", None),
        ] {
            assert_eq!(cents(text), read, "{text}");
        }
    }
}
