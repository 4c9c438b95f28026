//! A unit's roster (*tableau de service*) over a period: draft → open to its agents' choices → closed → published.
//!
//! Its days are those of `roster_days`: they are facts for everybody's law from the moment they are put down, whatever the state
//! of the roster. The state says who may change them and how: by hand and by plan until publication ([`hand`], [`fill`]), by the
//! agents while it is open ([`choosing`], [`seen`]), and after publication one by one, with a reason and with notice ([`changing`]).
//!
//! Invariants: rosters of one unit do not share a day; every day that is stored is lawful beside everything else its person
//! does (`judging`); a published roster is so as a whole ([`publishing`]); what happens to a day after publication stays on
//! record, append-only.

pub mod changing;
pub mod choosing;
pub mod fill;
pub mod hand;
pub(super) mod judging;
pub mod mine;
pub mod month;
pub mod one_day;
pub mod publishing;
pub mod seen;
pub mod table;

use super::access::{Action, Actor, Paging, Reach};
use super::audit::Event;
use super::cycles::days;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::wrong::{expected, shift_code};
use super::{App, fields};
use crate::store::rosters::periods::{self, Row};
use crate::store::rosters::{self as day_rows, cycles};
use crate::store::{Tx, agents, establishments, from_json, is_taken};
use choosing::Choosing;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use releve_solver::domain::scenario::{ShiftCode, Unit};
use releve_solver::domain::time::local_of_instant;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;

/// Longest roster, days: a cycle of twelve weeks with the rest of its month.
const DAYS_MAX: i64 = 92;
/// Most agents on a roster.
const PEOPLE_MAX: usize = 300;
/// Who has been on the unit's roster within so many days before is on the next one.
const LOOK_BACK_DAYS: u64 = 84;

/// Where a roster stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Being made.
    Draft,
    /// Its agents may put themselves down.
    Open(Choosing),
    /// They no longer may; it is being completed.
    Closed,
    /// It holds.
    Published {
        /// Unix seconds.
        at: i64,
    },
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row contradicts itself.
    pub fn of(row: &Row) -> Result<Self> {
        Ok(match (row.state.as_str(), &row.choosing, row.published_at) {
            ("draft", _, None) => Self::Draft,
            ("open", Some(choosing), None) => Self::Open(from_json(choosing)?),
            ("closed", _, None) => Self::Closed,
            ("published", _, Some(at)) => Self::Published { at },
            _ => return Err(Error::Corrupt(format!("roster {} in state {}", row.id, row.state))),
        })
    }

    /// Its agents may put themselves down from now on, or again.
    ///
    /// # Errors
    /// Once published or while open.
    pub fn open(self, choosing: Choosing) -> Result<Self> {
        match self {
            Self::Draft | Self::Closed => Ok(Self::Open(choosing)),
            other => Err(other.in_the_way()),
        }
    }

    /// They no longer may.
    ///
    /// # Errors
    /// Unless open.
    pub fn close(self) -> Result<Self> {
        match self {
            Self::Open(_) => Ok(Self::Closed),
            other => Err(other.in_the_way()),
        }
    }

    /// It holds from now on.
    ///
    /// # Errors
    /// Unless a draft or closed.
    pub fn publish(self, now: i64) -> Result<Self> {
        match self {
            Self::Draft | Self::Closed => Ok(Self::Published { at: now }),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open(_) => "open",
            Self::Closed => "closed",
            Self::Published { .. } => "published",
        }
    }

    /// Whether the manager puts days down freely.
    ///
    /// # Errors
    /// Once published, when a change needs a reason and notice.
    fn is_in_the_making(&self) -> Result<()> {
        match self {
            Self::Draft | Self::Open(_) | Self::Closed => Ok(()),
            Self::Published { .. } => Err(self.in_the_way()),
        }
    }

    fn in_the_way(&self) -> Error {
        Conflict::RosterState(self.clone()).into()
    }
}

/// A roster to make.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewRoster")]
pub struct New {
    /// Chosen by the caller: the same roster sent twice is one roster.
    pub id: String,
    /// Unit.
    pub unit: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// Who is on it; left out: whoever follows a cycle of the unit, or was on its roster in the twelve weeks before.
    #[serde(default)]
    pub people: Option<BTreeSet<String>>,
}

/// Other agents on a roster.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterPeople")]
pub struct People {
    /// Everybody who is on it from now on.
    pub people: BTreeSet<String>,
    /// The version that was read.
    pub version: i64,
}

/// Makes a draft; the same one again gives the stored one and `false`.
///
/// # Errors
/// `Forbidden`, `NotFound` for a unit outside the reach, `Invalid` for what cannot be, `Conflict` when another roster of the
/// unit has some of the days or the id is taken.
pub async fn make(app: &App, actor: &Actor, new: &New) -> Result<(Row, bool)> {
    let reach = actor.may(Action::ManageRosters)?;
    fields::id("id", &new.id)?;
    fields::period("to", new.from, new.to, DAYS_MAX)?;
    if !reach.sees_unit(&new.unit) {
        return Err(Error::not_found("unit", &new.unit));
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let group = actor.group.as_str();
    let (from, to) = (new.from.to_string(), new.to.to_string());
    if let Some(row) = periods::find(&mut work.tx, group, &new.id).await? {
        let same = row.unit_id == new.unit && row.from_date == from && row.to_date == to;
        return if same { Ok((row, false)) } else { Err(Conflict::IdTaken(new.id.clone()).into()) };
    }
    if establishments::unit(&mut work.tx, group, &new.unit).await?.is_none() {
        return Err(Error::not_found("unit", &new.unit));
    }
    if let Some(other) = periods::touching(&mut work.tx, group, &new.unit, (&from, &to)).await?.first() {
        return Err(Conflict::RosterOverlaps(other.id.clone()).into());
    }
    let people = match &new.people {
        Some(people) => {
            seen_people(&mut work.tx, group, &reach, people).await?;
            people.iter().cloned().collect()
        }
        None => usual_people(&mut work.tx, group, &new.unit, new.from, &to).await?,
    };
    let row = Row {
        id: new.id.clone(),
        unit_id: new.unit.clone(),
        from_date: from,
        to_date: to,
        state: State::Draft.name().to_owned(),
        choosing: None,
        closes_at: None,
        made_by: actor.user.0.clone(),
        made_at: work.now(),
        published_by: None,
        published_at: None,
        late_reason: None,
        version: 1,
    };
    periods::insert(&mut work.tx, group, &row).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdTaken(new.id.clone()).into(),
        e => Error::from(e),
    })?;
    periods::set_people(&mut work.tx, group, &row.id, &people).await?;
    let detail = json!({ "unit": new.unit, "from": new.from, "to": new.to, "people": people.len() });
    work.record(Event::new("roster.make", "roster", &new.id).with(detail));
    work.commit().await?;
    Ok((row, true))
}

/// Puts other agents on a roster. Whoever has days on it stays.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for an agent outside the reach or one who has days on it, `Conflict`.
pub async fn set_people(app: &App, actor: &Actor, id: &str, new: &People) -> Result<Row> {
    let reach = actor.may(Action::ManageRosters)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let group = actor.group.as_str();
    let row = find_in(&mut work.tx, group, &reach, id).await?;
    State::of(&row)?.is_in_the_making()?;
    at_version(&row, new.version)?;
    let before: BTreeSet<String> = periods::people(&mut work.tx, group, id).await?.into_iter().collect();
    let added: BTreeSet<String> = new.people.difference(&before).cloned().collect();
    seen_people(&mut work.tx, group, &reach, &added).await?;
    let period = (row.from_date.as_str(), row.to_date.as_str());
    let busy = day_rows::people_of_unit(&mut work.tx, group, &row.unit_id, period).await?;
    if let Some(agent) = busy.iter().find(|agent| before.contains(*agent) && !new.people.contains(*agent)) {
        return Err(Error::field("people", agent.as_str(), expected("field-people-kept")));
    }
    let people: Vec<String> = new.people.iter().cloned().collect();
    periods::set_people(&mut work.tx, group, id, &people).await?;
    save(&mut work, &row).await?;
    let detail = json!({ "people": people });
    work.record(Event::new("roster.people", "roster", id).from_version(row.version).with(detail));
    work.commit().await?;
    Ok(Row { version: row.version + 1, ..row })
}

/// Agents whom the actor may put on a roster: those whose records she holds.
async fn seen_people(tx: &mut Tx, group: &str, reach: &Reach, people: &BTreeSet<String>) -> Result<()> {
    fields::count("people", people.len(), 0, PEOPLE_MAX)?;
    for agent in people {
        let face = agents::face(tx, group, agent).await?;
        if !face.is_some_and(|face| reach.sees_agent(&face.id, &face.employer_id)) {
            return Err(Error::field("people", agent, expected("field-of-house")));
        }
    }
    Ok(())
}

/// Whoever follows a cycle of the unit during the period, or was on its roster in the twelve weeks before or is already.
async fn usual_people(tx: &mut Tx, group: &str, unit: &str, from: NaiveDate, to: &str) -> Result<Vec<String>> {
    let (first, since) = (from.to_string(), (from - Days::new(LOOK_BACK_DAYS)).to_string());
    let mut people: BTreeSet<String> =
        day_rows::people_of_unit(tx, group, unit, (&since, to)).await?.into_iter().collect();
    for cycle in cycles::of_unit(tx, group, unit).await? {
        let places = cycles::places_of(tx, group, &cycle.id).await?.into_iter();
        let during = places
            .filter(|place| place.from_date.as_str() <= to && place.to_date.as_ref().is_none_or(|last| *last >= first));
        people.extend(during.map(|place| place.agent_id));
    }
    Ok(people.into_iter().collect())
}

/// A page of rosters, by identifier.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadRosters)?;
    let mut tx = app.db.read().await?;
    Ok(periods::list(&mut tx, &actor.group, &reach.page(paging)).await?)
}

/// One roster.
///
/// # Errors
/// When the role does not allow it, or there is none in the reach.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::ReadRosters)?;
    let mut tx = app.db.read().await?;
    find_in(&mut tx, &actor.group, &reach, id).await
}

async fn find_in(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<Row> {
    let row = periods::find(tx, group, id).await?.filter(|row| reach.sees_unit(&row.unit_id));
    row.ok_or_else(|| Error::not_found("roster", id))
}

fn at_version(row: &Row, version: i64) -> Result<()> {
    if row.version == version { Ok(()) } else { Err(Conflict::VersionMoved { current: row.version }.into()) }
}

/// Stores a roster as it now is.
async fn save(work: &mut Work<'_>, row: &Row) -> Result<()> {
    let group = work.group();
    if periods::update(&mut work.tx, group, row).await? { Ok(()) } else { Err(Conflict::LostRace.into()) }
}

/// A roster's unit with everything that its days are looked at against.
struct Ground {
    unit: Unit,
    zone: Tz,
    first: NaiveDate,
    last: NaiveDate,
}

impl Ground {
    async fn of(tx: &mut Tx, group: &str, row: &Row) -> Result<Self> {
        let found = establishments::unit(tx, group, &row.unit_id).await?;
        let (unit, zone) = found.ok_or_else(|| Error::not_found("unit", &row.unit_id))?;
        let day = |text: &str| text.parse().map_err(|_| Error::Corrupt(format!("roster {} on {text}", row.id)));
        Ok(Self { unit, zone, first: day(&row.from_date)?, last: day(&row.to_date)? })
    }

    fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        days(self.first, self.last)
    }

    fn code(&self, code: &str, field: &str) -> Result<&ShiftCode> {
        let known = self.unit.shift_codes.iter().find(|known| known.code.as_str() == code);
        known.ok_or_else(|| Error::field(field, code, shift_code(&self.unit)))
    }

    fn date(&self, date: NaiveDate, field: &str) -> Result<()> {
        fields::day_within(field, date, &(self.first..=self.last))
    }

    /// Today at the unit.
    fn today(&self, now: i64) -> NaiveDate {
        local_of_instant(self.zone, now.div_euclid(60)).date()
    }
}
