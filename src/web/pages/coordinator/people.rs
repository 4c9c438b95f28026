//! `/remplacants`: the people who are no agents yet and are called by hand when the pool has nobody.

use super::{facts, refused};
use crate::app::access::{Actor, Paging};
use crate::app::fixed_term::{self, New};
use crate::app::{App, Conflict, Error};
use crate::lang::Words;
use crate::store::fixed_term::Person as Row;
use crate::web::AppState;
use crate::web::extract::{Id, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::answer;
use crate::web::pages::sent::Sent;
use crate::web::pages::view::Alert;
use crate::web::pages::view::coordinator::{Choice, People, Person, PersonForm};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Whose form is wanted.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    fait: Option<String>,
    modifier: Option<String>,
}

/// `GET /remplacants?modifier=`
pub async fn show(
    State(state): State<AppState>,
    Query(which): Query<Which>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let app = &state.app;
    let rows = rows(app, &actor).await?;
    let wanted = which.modifier.as_deref().and_then(|id| rows.iter().find(|row| row.id == id));
    let (form, title) = match wanted {
        Some(row) => (of(row), row.qualification.clone()),
        None => (PersonForm { id: app.clock.new_id(), ..PersonForm::default() }, String::new()),
    };
    Ok(Html(page(app, &actor, words, which.fait.as_deref(), (rows, form, &title), Alert::default()).await?))
}

async fn rows(app: &App, actor: &Actor) -> Result<Vec<Row>> {
    let mut rows = fixed_term::list(app, actor, &Paging::first(500)).await?;
    rows.sort_by(|a, b| a.name.to_lowercase().cmp(&b.name.to_lowercase()).then_with(|| a.id.cmp(&b.id)));
    Ok(rows)
}

fn of(row: &Row) -> PersonForm {
    PersonForm {
        id: row.id.clone(),
        version: row.version,
        name: row.name.clone(),
        phone: row.phone.clone().unwrap_or_default(),
        email: row.email.clone().unwrap_or_default(),
        note: row.note.clone(),
    }
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    done: Option<&str>,
    (rows, form, title): (Vec<Row>, PersonForm, &str),
    alert: Alert,
) -> Result<String> {
    let facts = facts(app, actor).await?;
    let asked = facts.scenario.shifts.iter().map(|shift| shift.qualification.0.clone());
    let held =
        facts.scenario.agents.iter().flat_map(|agent| &agent.qualifications).map(|held| held.qualification.0.clone());
    let listed = rows.iter().map(|row| row.qualification.clone());
    let titles: BTreeSet<String> = asked.chain(held).chain(listed).collect();
    let choice = |name: String| Choice { chosen: name == title, label: name.clone(), value: name };
    let person = |row: Row| Person {
        id: row.id,
        name: row.name,
        qualification: row.qualification,
        phone: row.phone.unwrap_or_default(),
        email: row.email.unwrap_or_default(),
        note: row.note,
    };
    let mut frame = frame(app, actor, words, words.say("search-people-title"), done).await?;
    frame.here = "/";
    let page = People {
        alert,
        people: rows.into_iter().map(person).collect(),
        form,
        titles: titles.into_iter().map(choice).collect(),
        frame,
    };
    Ok(page.render()?)
}

/// `POST /remplacants`: puts somebody on the list, or changes what it says of her.
pub async fn put(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let text = |name: &str| form.field(name).trim().to_owned();
    let given = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    let typed = PersonForm {
        id: text("id"),
        version: form.field("version").parse().unwrap_or_default(),
        name: text("nom"),
        phone: text("telephone"),
        email: text("courriel"),
        note: text("note"),
    };
    let new = New {
        name: typed.name.clone(),
        qualification: text("metier"),
        phone: given("telephone").map(|phone| phone.replace([' ', '.', '\u{a0}'], "")),
        email: given("courriel"),
        note: typed.note.clone(),
        version: typed.version,
    };
    let Err(error) = fixed_term::put(app, &actor, &typed.id, &new).await else {
        return Ok(Redirect::to("/remplacants?fait=remplacant").into_response());
    };
    let rows = rows(app, &actor).await?;
    // Pressed twice: she is there as she was typed.
    let same = |row: &Row| {
        row.id == typed.id
            && row.name == new.name
            && row.qualification == new.qualification
            && row.phone == new.phone
            && row.email == new.email
            && row.note == new.note
    };
    if matches!(error, Error::Conflict(Conflict::VersionMoved { .. })) && rows.iter().any(same) {
        return Ok(Redirect::to("/remplacants?fait=remplacant").into_response());
    }
    let current = match &error {
        Error::Conflict(Conflict::VersionMoved { current }) => Some(*current),
        _ => None,
    };
    let refusal = refused(app, &actor, words, error).await?.naming(|field| {
        let key = match field {
            "name" => "search-people-wrong-name",
            "qualification" => "search-people-wrong-title",
            "phone" => "search-people-wrong-phone",
            "email" => "search-people-wrong-email",
            _ => return None,
        };
        Some(words.say(key))
    });
    // What holds now stands in the list; sent again, the form replaces it.
    let typed = PersonForm { version: current.unwrap_or(typed.version), ..typed };
    answer(Err(refusal), |alert| page(app, &actor, words, None, (rows, typed, &new.qualification), alert)).await
}

/// `POST /remplacants/{id}/retirer`: nothing of her stays. Pressed twice, she is off the list.
pub async fn remove(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated) -> Result<Redirect> {
    match fixed_term::remove(&state.app, &actor, &id).await {
        Ok(()) | Err(Error::NotFound { .. }) => Ok(Redirect::to("/remplacants?fait=remplacantretire")),
        Err(error) => Err(error.into()),
    }
}
