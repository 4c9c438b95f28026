//! `/demandes/{id}/modifier`: changing a request that is not over.

use super::words::{MOTIVES, hours_of, motive, shift_state, when};
use super::{ask, day_of, piece, query, version_of};
use crate::app::App;
use crate::app::access::Actor;
use crate::app::requests::{self, Change, Given, Ground, NewTerms, Post, Whole};
use crate::lang::Words;
use crate::store::named;
use crate::store::shifts::Stored;
use crate::web::AppState;
use crate::web::extract::{Form, Id};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::Alert;
use crate::web::pages::view::manager as view;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::collections::BTreeSet;

/// What was typed.
#[derive(Default)]
struct Typed {
    motive: String,
    priority: String,
    absent: String,
    note: String,
    degraded: bool,
    reason: String,
    although: bool,
    /// Day, code and title by shift; the one without a shift is to be added.
    posts: Vec<(String, String, String, String)>,
    removed: BTreeSet<String>,
}

impl Typed {
    fn of(whole: &Whole) -> Self {
        let row = &whole.request;
        let post = |stored: &Stored| {
            let shift = &stored.shift;
            (shift.id.clone(), shift.date.clone(), shift.code.clone(), shift.qualification.clone())
        };
        Self {
            motive: row.motive.clone(),
            priority: row.priority.clone(),
            absent: row.absent_agent.clone().unwrap_or_default(),
            note: row.note.clone(),
            degraded: row.degraded_accepted,
            posts: whole.shifts.iter().map(post).collect(),
            ..Self::default()
        }
    }

    fn of_form(form: &Form) -> Self {
        let text = |name: &str| form.field(name).to_owned();
        let posts = form.all("poste").zip(form.all("jour")).zip(form.all("code")).zip(form.all("titre"));
        let posts = posts.map(|(((shift, date), code), title)| {
            (shift.to_owned(), date.to_owned(), code.to_owned(), title.to_owned())
        });
        Self {
            motive: text("motif"),
            priority: text("priorite"),
            absent: text("absent"),
            note: text("note"),
            degraded: !form.field("degrade").is_empty(),
            reason: text("raison"),
            although: !form.field("quandmeme").is_empty(),
            posts: posts.collect(),
            removed: form.all("retirer").map(ToOwned::to_owned).collect(),
        }
    }

    /// What changes: every post that says something else than the shift does, and the one to add.
    fn change(&self, words: Words, whole: &Whole, ground: &Ground) -> std::result::Result<Change, Refusal> {
        let mut change = Change {
            note: Some(self.note.clone()),
            motive: named(&self.motive).ok(),
            priority: named(&self.priority).ok(),
            degraded_accepted: Some(self.degraded),
            absent_agent: Given::Says(Some(self.absent.clone()).filter(|absent| !absent.is_empty())),
            remove: self.removed.clone(),
            reason: Some(self.reason.clone()).filter(|reason| !reason.trim().is_empty()),
            although_alike: self.although,
            ..Change::default()
        };
        for (shift, date, code, title) in &self.posts {
            let day = || day_of(date).ok_or_else(|| Refusal::invalid("jour", words.say("form-day")));
            if shift.is_empty() {
                if date.is_empty() && code.is_empty() {
                    continue;
                }
                let date = day()?;
                let absent = Some(self.absent.as_str()).filter(|absent| !absent.is_empty());
                let title = if title.is_empty() { ground.title(code, date, absent) } else { Some(title.as_str()) };
                let title = title.ok_or_else(|| Refusal::invalid("titre", words.say("form-title")))?;
                let post = Post { id: None, code: code.clone(), date, qualification: title.to_owned() };
                change.add.push(post);
                continue;
            }
            let Some(stored) = whole.shifts.iter().find(|stored| stored.shift.id == *shift) else { continue };
            if self.removed.contains(shift) {
                continue;
            }
            let known = &stored.shift;
            if (&known.date, &known.code, &known.qualification) != (date, code, title) {
                change.change.push(NewTerms {
                    shift: shift.clone(),
                    code: Some(code.clone()).filter(|code| *code != known.code),
                    date: Some(day()?).filter(|day| day.to_string() != known.date),
                    qualification: Some(title.clone()).filter(|title| *title != known.qualification),
                });
            }
        }
        Ok(change)
    }
}

/// `GET /demandes/{id}/modifier`.
pub async fn form(
    State(state): State<AppState>,
    Id(id): Id,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let whole = requests::find(&state.app, &actor, &id).await?;
    let typed = Typed::of(&whole);
    Ok(Html(page(&state.app, &actor, words, &whole, (&typed, Alert::default())).await?))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    whole: &Whole,
    (typed, alert): (&Typed, Alert),
) -> Result<String> {
    let request = &whole.request;
    let ground = requests::ground(app, actor, Some(&request.unit_id)).await?;
    let mut frame = frame(app, actor, words, words.say("edit-title"), None).await?;
    frame.here = "/demandes";
    let alert = super::alike_linked(app, actor, words, ground.zone, alert).await;
    let own = format!("/demandes/{}", piece(&request.id));
    let now = app.clock.now();
    let changes = |stored: &&Stored| {
        let alive = !matches!(stored.state.as_str(), "cancelled" | "unfilled");
        alive && (stored.state == "draft" || stored.shift.starts_at > now)
    };
    let rows = whole.shifts.iter().filter(changes).map(|stored| {
        let typed_of = typed.posts.iter().find(|(shift, ..)| *shift == stored.shift.id);
        let (date, code, title) = typed_of.map_or_else(
            || (stored.shift.date.as_str(), stored.shift.code.as_str(), stored.shift.qualification.as_str()),
            |(_, date, code, title)| (date.as_str(), code.as_str(), title.as_str()),
        );
        view::EditRow {
            id: stored.shift.id.clone(),
            when: format!("{} · {}", when(words, ground.zone, &stored.shift), stored.shift.code),
            state: shift_state(words, &stored.state),
            removed: typed.removed.contains(&stored.shift.id),
            ..edit_row(&ground, date, code, title)
        }
    });
    let added = typed.posts.iter().find(|(shift, ..)| shift.is_empty());
    let (date, code, title) = added.map_or(("", "", ""), |(_, date, code, title)| (date, code, title));
    let mut empty = edit_row(&ground, date, code, title);
    empty.codes.insert(0, view::Choice::new("", words.say("manager-choose"), code.is_empty()));
    empty.titles.insert(0, view::Choice::new("", words.say("edit-title-usual"), title.is_empty()));
    let page = view::Edit {
        back: own.clone(),
        action: format!("{own}/modifier"),
        although: typed.although || !alert.alike.is_empty(),
        alert,
        version: request.version,
        motives: MOTIVES
            .iter()
            .map(|(value, known)| view::Choice::new(value, motive(words, *known), *value == typed.motive))
            .collect(),
        priorities: ask::priorities(words, &typed.priority),
        people: ask::people(words, &ground, &typed.absent),
        note: typed.note.clone(),
        degraded: typed.degraded,
        shifts: rows.collect(),
        added: empty,
        first: ground.first.to_string(),
        last: ground.last.to_string(),
        reason: typed.reason.clone(),
        asked: request.state == "open",
        frame,
    };
    Ok(page.render()?)
}

fn edit_row(ground: &Ground, date: &str, code: &str, title: &str) -> view::EditRow {
    let codes = ground.unit.shift_codes.iter().map(|known| {
        let label = format!("{} · {}", known.code, hours_of(known));
        view::Choice::new(known.code.as_str(), label, known.code.as_str() == code)
    });
    let mut titles: Vec<view::Choice> =
        ground.titles.iter().map(|known| view::Choice::new(known, known.as_str(), known == title)).collect();
    if !title.is_empty() && !titles.iter().any(|choice| choice.chosen) {
        titles.insert(0, view::Choice::new(title, title, true));
    }
    view::EditRow { date: date.to_owned(), codes: codes.collect(), titles, ..view::EditRow::default() }
}

/// `POST /demandes/{id}/modifier`.
pub async fn save(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let whole = requests::find(app, &actor, &id).await?;
    let typed = Typed::of_form(&form);
    let ground = requests::ground(app, &actor, Some(&whole.request.unit_id)).await?;
    let seen = version_of(form.field("version"))?;
    let edited = match typed.change(words, &whole, &ground) {
        Err(refusal) => Err(refusal),
        Ok(change) => {
            let edited = requests::edit(app, &actor, &id, &change, seen).await;
            edited.map_err(|error| Refusal::of(Area::Unit, words, error))
        }
    };
    let done = edited.map(|whole| {
        let done = if whole.freed.is_empty() { "modifiee" } else { "modifieeliberee" };
        Redirect::to(&format!("/demandes/{}{}", piece(&id), query(&[("fait", done)]))).into_response()
    });
    answer(done, |alert| page(app, &actor, words, &whole, (&typed, alert))).await
}
