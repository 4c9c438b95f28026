//! Cycles of a unit (*trames*, *roulements*): positions of codes that repeat every one to twelve weeks (décret 2002-9 art. 9 and
//! 10; CCN66 20.3), and who follows them. A cycle is judged before it is stored; a roster is filled from it by
//! [`super::rosters`].
//!
//! A position is judged as the timeline of somebody who follows it for twelve weeks at least, under the rules of the unit's
//! establishment: what only shows where one round meets the next is found as well.

mod judging;
mod places;

pub use places::{NewPlace, end_place, place};

use super::access::{Action, Actor, Reach};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::wrong::{expected, found, shift_code};
use super::{App, fields};
use crate::store::rosters::cycles::{self, Place, Row};
use crate::store::{Tx, establishments, from_json, is_taken, parsed, to_json};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use releve_solver::domain::scenario::Unit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Longest cycle, civil weeks (décret 2002-9 art. 9).
const WEEKS_MAX: usize = 12;
/// Most positions of a cycle.
const POSITIONS_MAX: usize = 60;
/// Longest name, characters.
const NAME_CHARS_MAX: usize = 120;

/// A position of a cycle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CyclePosition")]
pub struct Position {
    /// What people call it.
    pub name: String,
    /// Working-time share that it is made for, percent.
    #[serde(default = "full_time")]
    pub share_percent: u32,
    /// A code a day from Monday of the first week on, separated by white space; `.` is a day without duty.
    pub codes: String,
}

const fn full_time() -> u32 {
    100
}

/// A cycle to make.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewCycle")]
pub struct New {
    /// Chosen by the caller: the same cycle sent twice is one cycle.
    pub id: String,
    /// Unit.
    pub unit: String,
    /// Name shown to people.
    pub name: String,
    /// Civil weeks after which it repeats, 1 to 12.
    pub weeks: u32,
    /// Monday on which its first week begins.
    pub valid_from: NaiveDate,
    /// Last day; left out: until it is ended.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Positions, one at least.
    pub positions: Vec<Position>,
}

/// The end of a cycle or of a place.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CycleEnd")]
pub struct End {
    /// Last day.
    pub last: NaiveDate,
    /// The version that was read.
    pub version: i64,
}

/// A cycle with everybody in it.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The cycle.
    pub cycle: Row,
    /// Its positions.
    pub positions: Vec<Position>,
    /// Who follows them.
    pub places: Vec<Place>,
}

/// Makes a cycle; the same one again gives the stored one and `false`.
///
/// # Errors
/// `Forbidden`, `NotFound` for a unit outside the reach, `Invalid` for what cannot be (codes that the unit does not have among
/// it), `UnlawfulRoster` with every rule that a position breaks, the position in the place of the agent.
pub async fn make(app: &App, actor: &Actor, new: &New) -> Result<(Whole, bool)> {
    let reach = actor.may(Action::ManageRosters)?;
    look_at(new)?;
    if !reach.sees_unit(&new.unit) {
        return Err(Error::not_found("unit", &new.unit));
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    if cycles::find(&mut work.tx, &actor.group, &new.id).await?.is_some() {
        let whole = whole_in(&mut work.tx, &actor.group, &reach, &new.id).await?;
        return if is_the_same(&whole, new) {
            Ok((whole, false))
        } else {
            Err(Conflict::IdTaken(new.id.clone()).into())
        };
    }
    let (unit, _) = establishments::unit(&mut work.tx, &actor.group, &new.unit)
        .await?
        .ok_or_else(|| Error::not_found("unit", &new.unit))?;
    know_codes(&unit, new)?;
    judging::judge(&mut work.tx, &actor.group, &unit, new).await?;
    let row = Row {
        id: new.id.clone(),
        unit_id: new.unit.clone(),
        name: new.name.trim().to_owned(),
        weeks: i64::from(new.weeks),
        positions: to_json(&new.positions)?,
        valid_from: new.valid_from.to_string(),
        valid_to: new.valid_to.map(|date| date.to_string()),
        made_by: actor.user.0.clone(),
        made_at: work.now(),
        version: 1,
    };
    cycles::insert(&mut work.tx, &actor.group, &row).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdTaken(new.id.clone()).into(),
        e => Error::from(e),
    })?;
    let detail = json!({ "unit": new.unit, "weeks": new.weeks, "positions": new.positions.len() });
    work.record(Event::new("cycle.make", "cycle", &new.id).with(detail));
    let whole = whole_in(&mut work.tx, &actor.group, &reach, &new.id).await?;
    work.commit().await?;
    Ok((whole, true))
}

/// What can be told without looking at anything.
fn look_at(new: &New) -> Result<()> {
    fields::id("id", &new.id)?;
    fields::filled("name", &new.name, NAME_CHARS_MAX)?;
    if !(1..=WEEKS_MAX).contains(&(new.weeks as usize)) {
        let expected = expected("field-cycle-weeks").with("most", WEEKS_MAX);
        return Err(Error::field("weeks", new.weeks.to_string(), expected));
    }
    if new.valid_from.weekday() != Weekday::Mon {
        return Err(Error::field("valid_from", new.valid_from.to_string(), expected("field-monday")));
    }
    fields::in_order("valid_to", new.valid_from, new.valid_to)?;
    fields::count("positions", new.positions.len(), 1, POSITIONS_MAX)?;
    for (at, position) in new.positions.iter().enumerate() {
        let (codes, days) = (position.codes.split_whitespace().count(), new.weeks as usize * 7);
        if codes != days {
            let expected = expected("field-codes-of-days").with("days", days);
            return Err(Error::field(&format!("positions[{at}].codes"), codes.to_string(), expected));
        }
        fields::short(&format!("positions[{at}].name"), &position.name, NAME_CHARS_MAX)?;
        fields::within(&format!("positions[{at}].share_percent"), position.share_percent, 1, 100)?;
    }
    Ok(())
}

fn know_codes(unit: &Unit, new: &New) -> Result<()> {
    let known = |code: &str| code == "." || unit.shift_codes.iter().any(|c| c.code.as_str() == code);
    for (at, position) in new.positions.iter().enumerate() {
        if let Some((day, code)) = position.codes.split_whitespace().enumerate().find(|(_, code)| !known(code)) {
            let found = found("found-code-on-day").with("code", code.to_owned()).with("day", day + 1);
            return Err(Error::field(&format!("positions[{at}].codes"), found, shift_code(unit)));
        }
    }
    Ok(())
}

fn is_the_same(whole: &Whole, new: &New) -> bool {
    let row = &whole.cycle;
    row.unit_id == new.unit
        && row.name == new.name.trim()
        && row.weeks == i64::from(new.weeks)
        && row.valid_from == new.valid_from.to_string()
        && whole.positions == new.positions
}

/// The cycles of a unit.
///
/// # Errors
/// `Forbidden`, `NotFound` for a unit outside the reach.
pub async fn list(app: &App, actor: &Actor, unit: &str) -> Result<Vec<Whole>> {
    let reach = actor.may(Action::ReadRosters)?;
    let mut tx = app.db.read().await?;
    if !reach.sees_unit(unit) || establishments::unit(&mut tx, &actor.group, unit).await?.is_none() {
        return Err(Error::not_found("unit", unit));
    }
    let mut all = Vec::new();
    for row in cycles::of_unit(&mut tx, &actor.group, unit).await? {
        all.push(with_places(&mut tx, &actor.group, row).await?);
    }
    Ok(all)
}

/// One cycle.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Whole> {
    let reach = actor.may(Action::ReadRosters)?;
    let mut tx = app.db.read().await?;
    whole_in(&mut tx, &actor.group, &reach, id).await
}

async fn whole_in(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<Whole> {
    let row = cycles::find(tx, group, id).await?.filter(|row| reach.sees_unit(&row.unit_id));
    with_places(tx, group, row.ok_or_else(|| Error::not_found("cycle", id))?).await
}

async fn with_places(tx: &mut Tx, group: &str, cycle: Row) -> Result<Whole> {
    let places = cycles::places_of(tx, group, &cycle.id).await?;
    Ok(Whole { positions: from_json(&cycle.positions)?, places, cycle })
}

/// Ends a cycle on a day.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for a day before its first, `Conflict` when somebody changed it meanwhile.
pub async fn end(app: &App, actor: &Actor, id: &str, end: End) -> Result<Whole> {
    let reach = actor.may(Action::ManageRosters)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    fields::not_before("last", end.last, parsed(&whole.cycle.valid_from)?)?;
    if whole.cycle.version != end.version {
        return Err(Conflict::VersionMoved { current: whole.cycle.version }.into());
    }
    if !cycles::end(&mut work.tx, &actor.group, &whole.cycle, &end.last.to_string()).await? {
        return Err(Conflict::LostRace.into());
    }
    let detail = json!({ "last": end.last });
    work.record(Event::new("cycle.end", "cycle", id).from_version(whole.cycle.version).with(detail));
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(whole)
}

/// What a cycle has for a position on a day; `None` outside its validity.
pub(super) fn code_on<'c>(cycle: &Row, position: &'c Position, date: NaiveDate) -> Option<&'c str> {
    let first: NaiveDate = cycle.valid_from.parse().ok()?;
    let day = date.to_string();
    if date < first || cycle.valid_to.as_ref().is_some_and(|last| *last < day) {
        return None;
    }
    let at = (date - first).num_days().rem_euclid(cycle.weeks * 7);
    position.codes.split_whitespace().nth(usize::try_from(at).ok()?)
}

/// The last day of a period of whole days.
pub(super) fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let count = (to - from).num_days().max(-1) + 1;
    (0..count as u64).map(move |offset| from + Days::new(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_cycle_goes_on_over_the_years_end_and_the_clock_changes() {
        let position =
            Position { name: "1".to_owned(), share_percent: 100, codes: "M M . S S . .  N N . . M M .".to_owned() };
        let cycle = Row {
            id: "c".to_owned(),
            unit_id: "u".to_owned(),
            name: "c".to_owned(),
            weeks: 2,
            positions: String::new(),
            valid_from: "2026-12-21".to_owned(),
            valid_to: Some("2027-11-30".to_owned()),
            made_by: String::new(),
            made_at: 0,
            version: 1,
        };
        let on = |day: &str| code_on(&cycle, &position, date(day));
        assert_eq!(on("2026-12-20"), None, "before its first Monday");
        assert_eq!([on("2026-12-28"), on("2027-01-01"), on("2027-01-04")], [Some("N"), Some("M"), Some("M")]);
        // 28 March 2027 and 31 October 2027 are the Sundays on which the clocks change.
        assert_eq!([on("2027-03-28"), on("2027-03-29")], [Some("."), Some("M")]);
        assert_eq!([on("2027-10-31"), on("2027-11-01")], [Some("."), Some("N")]);
        assert_eq!(on("2027-12-01"), None, "after its last day");
    }

    #[test]
    fn a_period_has_both_its_ends() {
        assert_eq!(days(date("2027-02-27"), date("2027-03-01")).count(), 3);
        assert_eq!(days(date("2027-03-01"), date("2027-02-27")).count(), 0);
    }
}
