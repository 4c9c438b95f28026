//! What is under way for shifts that nobody holds: a round, a cascade, an agency. One query of each kind for all of them.

use super::{local, words as named};
use crate::app::access::{Action, Actor, Paging};
use crate::app::{App, agency, cascades, offers, rounds};
use crate::lang::{Args, Words};
use crate::store::bookings::Row as Booking;
use crate::store::cascades::Row as Cascade;
use crate::store::from_json;
use crate::store::rounds::Row as Round;
use crate::web::pages::frame::Result;
use crate::web::pages::view::Tag;
use crate::web::pages::view::coordinator::Named;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Most rows of each kind that one page looks at.
const ROWS_MAX: i64 = 500;

/// Where the search for a shift stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody is asked.
    Free,
    /// People are asked, or will be by the next step.
    Searched,
    /// An agency is asked, or has confirmed.
    Agency,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Doing {
    round: Option<Round>,
    cascade: Option<Cascade>,
    booking: Option<Booking>,
    /// Who has not answered yet, and who has said yes, where that was counted.
    answers: Option<(usize, usize)>,
}

/// Everything that is under way, by shift, as far as the actor may read it.
pub async fn read(app: &App, actor: &Actor) -> Result<BTreeMap<String, Doing>> {
    let mut all: BTreeMap<String, Doing> = BTreeMap::new();
    let page = |state: &str| Paging { state: Some(state.to_owned()), ..Paging::first(ROWS_MAX) };
    if actor.can(Action::ReadCascades) {
        for state in ["running", "paused"] {
            for row in cascades::list(app, actor, &page(state)).await? {
                let shift = row.shift_id.clone();
                all.entry(shift).or_default().cascade = Some(row);
            }
        }
    }
    if actor.can(Action::ReadBookings) {
        for state in ["requested", "confirmed"] {
            for row in agency::list(app, actor, &page(state)).await? {
                let shift = row.shift.id.clone();
                all.entry(shift).or_default().booking = Some(row);
            }
        }
    }
    if actor.can(Action::ReadRounds) {
        for row in rounds::list(app, actor, &page("open")).await? {
            let shift = row.shift_id.clone();
            all.entry(shift).or_default().round = Some(row);
        }
    }
    if actor.can(Action::ReadOffers) {
        let waiting = offers::list(app, actor, &page("sent")).await?;
        let willing = offers::list(app, actor, &page("accepted")).await?;
        // What is cut off cannot be counted.
        if waiting.len() < ROWS_MAX as usize {
            for doing in all.values_mut() {
                let Some(round) = &doing.round else { continue };
                let of = |rows: &[crate::store::offers::Row]| rows.iter().filter(|o| o.round_id == round.id).count();
                doing.answers = Some((of(&waiting), of(&willing)));
            }
        }
    }
    Ok(all)
}

impl Doing {
    /// Where the search stands.
    pub fn standing(&self) -> Standing {
        if self.round.is_some() || self.cascade.as_ref().is_some_and(|cascade| cascade.state == "running") {
            Standing::Searched
        } else if self.booking.is_some() {
            Standing::Agency
        } else {
            Standing::Free
        }
    }

    /// When the round closes, unix seconds.
    pub fn closes_at(&self) -> Option<i64> {
        self.round.as_ref().map(|round| round.closes_at)
    }

    /// As text and colour.
    pub fn tag(&self, words: Words) -> Tag {
        match self.standing() {
            Standing::Free => Tag::warn(&words.say("board-state-free")),
            Standing::Searched => Tag::ok(&words.say("board-state-searched")),
            Standing::Agency => Tag::plain(&words.say("board-state-agency")),
        }
    }

    /// What is under way, a line each.
    pub fn lines(&self, words: Words, zone: Tz) -> Result<Vec<Named>> {
        let soon = |seconds: i64| words.soon(local(zone, seconds));
        let mut lines = Vec::new();
        if let Some(round) = &self.round {
            let key = match round.mode.as_str() {
                "named" => "board-round-named",
                "first" => "board-round-first",
                _ => "board-round-fair",
            };
            lines.push(Named::plain(words.with(key, [("when", soon(round.closes_at))])));
            if let Some((waiting, willing)) = self.answers {
                let mut values = Args::new();
                values.set("waiting", waiting);
                values.set("willing", willing);
                lines.push(Named::plain(words.fill("board-round-answers", &values)));
            }
        }
        if let Some(cascade) = &self.cascade {
            let steps: Vec<cascades::Step> = from_json(&cascade.steps)?;
            let at = usize::try_from(cascade.step - 1).ok().and_then(|at| steps.get(at));
            let audience = at.map(|step| crate::store::name_of(&step.audience)).transpose()?;
            let mut values = Args::new();
            values.set("step", cascade.step);
            values.set("steps", steps.len());
            values.set("audience", audience.map_or_else(String::new, |name| named::audience(words, &name)));
            let key = match (cascade.state.as_str(), cascade.step) {
                ("paused", _) => "board-cascade-paused",
                (_, 0) => "board-cascade-begins",
                _ => "board-cascade",
            };
            lines.push(Named::plain(words.fill(key, &values)));
            if let (Some(at), None, "running") = (cascade.next_at, &self.round, cascade.state.as_str()) {
                lines.push(Named::plain(words.with("board-cascade-next", [("when", soon(at))])));
            }
        }
        if let Some(booking) = &self.booking {
            let key = if booking.state == "confirmed" { "board-agency-confirmed" } else { "board-agency-requested" };
            lines.push(Named { text: words.say(key), name: booking.agency.clone() });
        }
        Ok(lines)
    }
}
