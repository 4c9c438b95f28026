//! Replacement requests: a manager's demand to fill one shift. The request carries the state of its shift.

use super::App;
use super::access::{Action, Actor, Paging};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use crate::ids::{AssignmentId, OfferId};
use crate::store::requests::{self, Row};
use crate::store::{Tx, establishments, groups, is_taken};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use releve_solver::domain::scenario::{Shift, ShiftCode};
use releve_solver::domain::time::{exists, instant_of_local};
use releve_solver::formats::well_formed_id;
use serde_json::json;

/// Where a request stands. That a plan under way proposes somebody is the plan's to say, not the request's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// To be filled.
    Open,
    /// An agent has been asked.
    Offered(OfferId),
    /// An agent has agreed.
    Filled(OfferId, AssignmentId),
    /// Not wanted any more.
    Cancelled {
        /// Why.
        reason: String,
    },
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row contradicts itself.
    pub fn of(row: &Row) -> Result<Self> {
        Ok(match (row.state.as_str(), &row.offer_id, &row.assignment_id) {
            ("open", None, None) => Self::Open,
            ("offered", Some(offer), None) => Self::Offered(offer.clone()),
            ("filled", Some(offer), Some(assignment)) => Self::Filled(offer.clone(), assignment.clone()),
            ("cancelled", _, _) => Self::Cancelled { reason: row.reason.clone().unwrap_or_default() },
            _ => return Err(Error::Corrupt(format!("request {} in state {}", row.id, row.state))),
        })
    }

    /// An agent is asked.
    ///
    /// # Errors
    /// Unless open.
    pub fn offer(self, offer: OfferId) -> Result<Self> {
        match self {
            Self::Open => Ok(Self::Offered(offer)),
            other => Err(other.in_the_way()),
        }
    }

    /// The agent asked agrees.
    ///
    /// # Errors
    /// Unless this very offer is under way.
    pub fn fill(self, offer: &OfferId, assignment: AssignmentId) -> Result<Self> {
        match self {
            Self::Offered(asked) if asked == *offer => Ok(Self::Filled(asked, assignment)),
            other => Err(other.in_the_way()),
        }
    }

    /// The offer under way came to nothing.
    ///
    /// # Errors
    /// Unless this very offer is under way.
    pub fn reopen(self, offer: &OfferId) -> Result<Self> {
        match self {
            Self::Offered(asked) if asked == *offer => Ok(Self::Open),
            other => Err(other.in_the_way()),
        }
    }

    fn in_the_way(&self) -> Error {
        let state = match self {
            Self::Open => "ouvert",
            Self::Offered(_) => "déjà proposé à un agent",
            Self::Filled(..) => "déjà pourvu",
            Self::Cancelled { .. } => "annulé",
        };
        Conflict::ShiftState(state).into()
    }
}

/// Stores a state, if nobody changed the request meanwhile.
///
/// # Errors
/// [`Conflict::LostRace`].
pub(super) async fn store(tx: &mut Tx, group: &str, row: &Row, state: &State) -> Result<()> {
    let columns = match state {
        State::Open => ("open", None, None, None),
        State::Offered(offer) => ("offered", Some(offer), None, None),
        State::Filled(offer, assignment) => ("filled", Some(offer), Some(assignment), None),
        State::Cancelled { reason } => ("cancelled", None, None, Some(reason.as_str())),
    };
    if requests::set_state(tx, group, row, columns).await? { Ok(()) } else { Err(Conflict::LostRace.into()) }
}

/// Opens a request. The shift's id, chosen by the caller, makes it idempotent: the same request again gives the stored one
/// and `false`.
///
/// # Errors
/// `Forbidden`, `NotFound` for a unit outside the scope, `Invalid` for an unknown code or a date outside the horizon,
/// `Conflict` when the id is taken by something else.
pub async fn open(app: &App, actor: &Actor, shift: &Shift) -> Result<(Row, bool)> {
    let reach = actor.may(Action::OpenRequest)?;
    if let Err(expected) = well_formed_id(shift.id.as_str()) {
        return Err(Error::field("id", shift.id.as_str(), &expected, "send a UUID made by the client"));
    }
    if !reach.sees_unit(shift.unit.as_str()) {
        return Err(Error::not_found("unit", shift.unit.as_str()));
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    // In the queue first, so that the same request sent twice at once is found the second time. A repetition changes
    // nothing: its transaction is dropped.
    work.touch().await?;
    if let Some(row) = requests::find(&mut work.tx, &actor.group, shift.id.as_str()).await? {
        return if row.shift()? == *shift { Ok((row, false)) } else { Err(Conflict::IdTaken(row.id).into()) };
    }
    insert_open(&mut work, shift).await.map_err(|error| match error {
        Error::Store(e) if is_taken(&e) => Conflict::IdTaken(shift.id.0.clone()).into(),
        other => other,
    })?;
    let detail = json!({ "unit": shift.unit, "date": shift.date, "code": shift.code });
    work.record(Event::new("request.open", "request", shift.id.as_str()).with(detail));
    let row = requests::find(&mut work.tx, &actor.group, shift.id.as_str()).await?;
    work.commit().await?;
    Ok((row.ok_or_else(|| Error::Corrupt("a request just stored is not there".to_owned()))?, true))
}

/// Stores one shift with its request, after looking at unit, code and date.
pub(super) async fn insert_open(work: &mut Work<'_>, shift: &Shift) -> Result<()> {
    let (group, opened_at, tx) = (work.group(), work.now(), &mut work.tx);
    let (unit, zone) = establishments::unit(tx, group, shift.unit.as_str())
        .await?
        .ok_or_else(|| Error::not_found("unit", shift.unit.as_str()))?;
    let Some(code) = unit.shift_codes.iter().find(|c| c.code == shift.code) else {
        let known: Vec<_> = unit.shift_codes.iter().map(|c| c.code.as_str()).collect();
        let expected = format!("one of {}", known.join(", "));
        return Err(Error::field("code", shift.code.as_str(), &expected, "choose a shift code of the unit"));
    };
    let stored = groups::find(tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
    let horizon = stored.horizon;
    let last = horizon.from + Days::new(u64::from(horizon.days.max(1)) - 1);
    if shift.date < horizon.from || shift.date > last {
        let expected = format!("{} to {last}", horizon.from);
        return Err(Error::field("date", shift.date.to_string(), &expected, "choose a date inside the horizon"));
    }
    let (starts_at, ends_at) = bounds(zone, code, shift.date)?;
    let new = requests::New { shift, starts_at, ends_at, requested_by: &work.actor.user.0, opened_at };
    requests::insert(tx, group, &new).await?;
    Ok(())
}

/// Start and end of a shift, unix seconds. A time that the clocks jump over is no time to come or go: nobody is asked for it.
fn bounds(zone: Tz, code: &ShiftCode, date: NaiveDate) -> Result<(i64, i64)> {
    let end_date = if code.end <= code.start { date + Days::new(1) } else { date };
    let seconds = |day: NaiveDate, time| {
        let local = day.and_time(time);
        exists(zone, local)
            .then(|| instant_of_local(zone, local) * 60)
            .ok_or(Error::NoSuchTime { local, zone: zone.name() })
    };
    Ok((seconds(date, code.start)?, seconds(end_date, code.end)?))
}

/// Which requests.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of this unit.
    pub unit: Option<String>,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Up to this day.
    pub to: Option<NaiveDate>,
}

/// A page of requests, by start. `paging.after` is a [`cursor`].
///
/// # Errors
/// When the role does not allow it, the unit is outside the reach, or `after` or `state` is none.
pub async fn list(app: &App, actor: &Actor, paging: &Paging, wanted: Wanted) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadRequests)?;
    let page = match wanted.unit {
        Some(unit) if !reach.sees_unit(&unit) => return Err(Error::not_found("unit", &unit)),
        Some(unit) => reach.narrowed_to_unit(&unit, paging),
        None => reach.page(paging),
    };
    let day = |date: Option<NaiveDate>| date.map(|d| d.to_string()).unwrap_or_default();
    let after = paging.after.as_deref().map(read_cursor).transpose()?;
    let wanted = requests::Wanted { from: day(wanted.from), to: day(wanted.to), after };
    let mut tx = app.db.read().await?;
    Ok(requests::list(&mut tx, &actor.group, &page, &wanted).await?)
}

/// Where the page after a request starts. It says nothing that the row itself does not.
pub fn cursor(row: &Row) -> String {
    format!("{}~{}", row.shift.starts_at, row.shift.id)
}

fn read_cursor(text: &str) -> Result<(i64, String)> {
    let read = text.split_once('~').and_then(|(start, id)| Some((start.parse().ok()?, id.to_owned())));
    read.ok_or_else(|| Error::field("after", text, "the `next` of the page before", "start from the first page"))
}

/// One request.
///
/// # Errors
/// When the role does not allow it, or there is none in the scope.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::ReadRequests)?;
    let mut tx = app.db.read().await?;
    let row = requests::find(&mut tx, &actor.group, id).await?;
    row.filter(|row| reach.sees_unit(&row.shift.unit_id)).ok_or_else(|| Error::not_found("request", id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveTime;

    #[test]
    fn a_night_over_the_clock_change_has_its_true_length() {
        let time = |h| NaiveTime::from_hms_opt(h, 0, 0).expect("an hour");
        let code = ShiftCode {
            code: "N".into(),
            start: time(21),
            end: time(7),
            break_minutes: 0,
            paid_break_minutes: None,
            label: "Nuit".to_owned(),
        };
        let night = |y, m, d| {
            let date = NaiveDate::from_ymd_opt(y, m, d).expect("a date");
            let (from, to) = bounds(Tz::Europe__Paris, &code, date).expect("both exist");
            (to - from) / 3600
        };
        assert_eq!([night(2026, 10, 24), night(2026, 10, 25), night(2027, 3, 27)], [11, 10, 9]);
    }

    #[test]
    fn a_shift_does_not_begin_in_the_hour_that_the_clocks_jump_over() {
        let time = |h, m| NaiveTime::from_hms_opt(h, m, 0).expect("a time");
        let code = |start, end| ShiftCode {
            code: "R".into(),
            start,
            end,
            break_minutes: 0,
            paid_break_minutes: None,
            label: "Relais".to_owned(),
        };
        let spring = NaiveDate::from_ymd_opt(2027, 3, 28).expect("a date");
        let refused = |start, end| bounds(Tz::Europe__Paris, &code(start, end), spring).is_err();
        assert!(refused(time(2, 15), time(7, 0)) && refused(time(0, 0), time(2, 59)));
        assert!(!refused(time(3, 0), time(7, 0)) && !refused(time(1, 59), time(7, 0)));
        // La Réunion keeps its clocks.
        assert!(bounds(Tz::Indian__Reunion, &code(time(2, 15), time(7, 0)), spring).is_ok());
    }

    #[test]
    fn a_request_is_filled_by_the_offer_under_way_alone() {
        let (one, two) = (OfferId("1".into()), OfferId("2".into()));
        let offered = State::Open.offer(one.clone()).expect("open");
        assert!(offered.clone().fill(&two, AssignmentId("a".into())).is_err());
        assert!(offered.clone().offer(two).is_err());
        assert_eq!(offered.clone().reopen(&one).expect("under way"), State::Open);
        let filled = offered.fill(&one, AssignmentId("a".into())).expect("under way");
        assert!(filled.reopen(&one).is_err());
    }
}
