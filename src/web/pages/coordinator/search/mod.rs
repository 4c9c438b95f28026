//! `/postes/{id}/recherche`: the search for somebody who holds a shift. Rounds, the cascade with its steps, agencies with their price
//! beside the pool's, people called by hand; and who was asked when.

mod agency;
mod asking;
mod calls;
mod cascade;
mod deeds;

pub use deeds::{agency as book, ask, call, cascade as run, withdraw};

use super::{facts, local, post, site, words as named, zone_of};
use crate::app::access::{Action, Actor};
use crate::app::candidates::{self, Answer, Seen};
use crate::app::facts::Facts;
use crate::app::shifts::{self, State as Standing};
use crate::app::{App, Error, settings};
use crate::lang::Words;
use crate::store::shifts::Stored;
use crate::web::AppState;
use crate::web::extract::{Id, Query};
use crate::web::pages::board::Done;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::view::coordinator::{Search, Typed};
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use chrono_tz::Tz;
use releve_solver::explain::{Eligible, Judgement, Verdict};
use std::collections::BTreeSet;

/// What was typed in a form that was refused, and why it was.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Why.
    pub alert: Alert,
    /// The fields.
    pub typed: Typed,
    /// Agents that were ticked.
    pub ticked: BTreeSet<String>,
    /// Whom was called.
    pub called: String,
    /// What came of the call.
    pub outcome: String,
    /// Identifier of the booking that was to be made.
    pub key: String,
}

/// What the parts of the page are made from.
struct Ground<'a> {
    app: &'a App,
    actor: &'a Actor,
    words: Words,
    facts: &'a Facts,
    stored: &'a Stored,
    standing: &'a Standing,
    zone: Tz,
    draft: &'a Draft,
}

/// Somebody who may hold the shift, as far as the reader may know.
struct Able {
    agent: String,
    name: String,
    rank: usize,
    cost_cents: i64,
    why: String,
}

/// `GET /postes/{id}/recherche`.
pub async fn show(
    State(state): State<AppState>,
    Id(id): Id,
    Query(done): Query<Done>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    Ok(Html(page(&state.app, &actor, words, (&id, done.fait.as_deref()), &Draft::default()).await?))
}

/// The page, with what was typed in a form that was refused.
async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (id, done): (&str, Option<&str>),
    draft: &Draft,
) -> Result<String> {
    let stored = shifts::find(app, actor, id).await?;
    let facts = facts(app, actor).await?;
    let standing = Standing::of(&stored)?;
    let zone = zone_of(&facts, &stored.shift.establishment_id);
    let ground = Ground { app, actor, words, facts: &facts, stored: &stored, standing: &standing, zone, draft };
    let begun = stored.shift.starts_at <= app.clock.now();
    let able = if begun { None } else { ground.able().await? };
    let agreed = settings::find(app, actor).await?;
    let (start, end) = (local(zone, stored.shift.starts_at), local(zone, stored.shift.ends_at));
    let rounds = asking::rounds(&ground).await?;
    let bookings = agency::bookings(&ground).await?;
    let confirmed = bookings.iter().any(|booking| booking.standing && !booking.requested);
    let live_cascade = cascade::newest(&ground).await?;
    let cascade_is_live = live_cascade.as_ref().is_some_and(|cascade| cascade.live);
    let title =
        words.with("search-title", [("code", stored.shift.code.clone()), ("day", words.short_day(start.date()))]);
    let mut frame = frame(app, actor, words, title, done).await?;
    frame.here = "/";
    let page = Search {
        alert: draft.alert.clone(),
        post: post(words, &facts, &stored.shift)?,
        heading: words.with("search-heading", [("day", words.day(start.date())), ("hours", words.hours(start, end))]),
        priority: named::priority_named(words, &stored.priority),
        state: state(words, &standing),
        state_note: note(words, &standing),
        may_see_candidates: actor.can(Action::ReadCandidates) && standing == Standing::Open,
        ask: (ground.can_ask(begun) && !confirmed).then(|| asking::form(&ground, able.as_deref(), &agreed)),
        rounds,
        may_withdraw: actor.can(Action::OpenRound),
        may_start_cascade: actor.can(Action::RunCascade) && !cascade_is_live && standing == Standing::Open && !begun,
        may_run_cascade: actor.can(Action::RunCascade),
        steps_to_come: cascade::steps(words, &agreed.cascade.steps)?,
        cascade: live_cascade,
        book: ground.can_book(begun).then(|| agency::form(&ground, able.as_deref())),
        bookings,
        list: if actor.can(Action::KeepFixedTermList) { Some(calls::list(&ground).await?) } else { None },
        typed: draft.typed.clone(),
        frame,
    };
    Ok(page.render()?)
}

impl Ground<'_> {
    /// Whether people may be asked now: the shift is open, or waits for an agency that has not confirmed.
    fn can_ask(&self, begun: bool) -> bool {
        let open = matches!(self.standing, Standing::Open | Standing::Booked);
        self.actor.can(Action::OpenRound) && open && !begun
    }

    fn can_book(&self, begun: bool) -> bool {
        self.actor.can(Action::BookAgency) && *self.standing == Standing::Open && !begun
    }

    /// Who may hold the shift, in the published order; none when that cannot be told now.
    async fn able(&self) -> Result<Option<Vec<Able>>> {
        if !self.actor.can(Action::ReadCandidates) || *self.standing != Standing::Open {
            return Ok(None);
        }
        let Answer { candidates, .. } = match candidates::of_shift(self.app, self.actor, &self.stored.shift.id).await {
            Ok(answer) => answer,
            // Somebody was faster between two reads.
            Err(Error::Conflict(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(Some(candidates.into_iter().filter_map(|seen| self.one(seen)).collect()))
    }

    fn one(&self, seen: Seen) -> Option<Able> {
        match seen {
            Seen::Full(candidate) | Seen::Judged(Judgement { candidate, .. }) => match candidate.verdict {
                Verdict::Eligible(eligible) => Some(Able {
                    agent: candidate.agent.0,
                    name: candidate.name,
                    rank: eligible.rank,
                    cost_cents: eligible.cost_cents,
                    why: self.placed(&eligible),
                }),
                Verdict::Refused { .. } => None,
            },
            Seen::Published { agent, name, rank, cost_cents, .. } => {
                let why = self.words.with("search-cost", [("cost", self.words.euros(cost_cents))]);
                Some(Able { agent, name, rank, cost_cents, why })
            }
            Seen::Neutral { .. } => None,
        }
    }

    /// What places somebody in the published order.
    fn placed(&self, eligible: &Eligible) -> String {
        let words = self.words;
        let familiar = if eligible.knows_unit { "search-knows-unit" } else { "search-new-to-unit" };
        let account = words.with("search-account", [("points", words.hundredths(eligible.balance_before_centipoints))]);
        let km = words.with("plan-km", [("km", eligible.distance_km.round() as i64)]);
        let cost = words.euros(eligible.cost_cents);
        format!("{account} · {} · {km} · {cost}", words.say(familiar))
    }
}

/// Where a shift stands, as text and colour.
fn state(words: Words, standing: &Standing) -> Tag {
    match standing {
        Standing::Draft => Tag::plain(&words.say("search-state-draft")),
        Standing::Open => Tag::warn(&words.say("search-state-open")),
        Standing::Offered => Tag::ok(&words.say("search-state-offered")),
        Standing::Filled(_) => Tag::ok(&words.say("search-state-filled")),
        Standing::Booked => Tag::plain(&words.say("search-state-booked")),
        Standing::Unfilled => Tag::bad(&words.say("search-state-unfilled")),
        Standing::Cancelled => Tag::plain(&words.say("search-state-cancelled")),
    }
}

/// What that means for whoever searches.
fn note(words: Words, standing: &Standing) -> String {
    words.say(match standing {
        Standing::Open => "search-note-open",
        Standing::Offered => "search-note-offered",
        Standing::Filled(_) => "search-note-filled",
        Standing::Booked => "search-note-booked",
        Standing::Draft | Standing::Unfilled | Standing::Cancelled => "search-note-over",
    })
}
