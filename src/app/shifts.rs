//! Shifts: the posts that requests ask for, and where each stands.

use super::access::{Action, Actor, Paging};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::{App, cascades, fields, requests};
use crate::ids::AssignmentId;
use crate::store::shifts::{self, Stored};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use releve_solver::domain::scenario::ShiftCode;
use releve_solver::domain::time::{exists, instant_of_local};

/// Where a shift stands. That a plan under way proposes somebody is the plan's to say, not the shift's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Its request is not open yet.
    Draft,
    /// To be filled.
    Open,
    /// A round is asking for it.
    Offered,
    /// Somebody holds it.
    Filled(AssignmentId),
    /// An agency is booked for it, or asked to be. Until it confirms, the pool may take the shift back.
    Booked,
    /// It is over, and nobody was found.
    Unfilled,
    /// Not wanted any more.
    Cancelled,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row contradicts itself.
    pub fn of(row: &Stored) -> Result<Self> {
        Ok(match (row.state.as_str(), &row.assignment_id) {
            ("draft", None) => Self::Draft,
            ("open", None) => Self::Open,
            ("offered", None) => Self::Offered,
            ("filled", Some(assignment)) => Self::Filled(assignment.clone()),
            ("booked", None) => Self::Booked,
            ("unfilled", None) => Self::Unfilled,
            ("cancelled", _) => Self::Cancelled,
            _ => return Err(Error::Corrupt(format!("shift {} in state {}", row.shift.id, row.state))),
        })
    }

    /// Its request opens.
    ///
    /// # Errors
    /// Unless a draft.
    pub fn publish(self) -> Result<Self> {
        match self {
            Self::Draft => Ok(Self::Open),
            other => Err(other.in_the_way()),
        }
    }

    /// A round asks for it.
    ///
    /// # Errors
    /// Unless open.
    pub fn offer(self) -> Result<Self> {
        match self {
            Self::Open => Ok(Self::Offered),
            other => Err(other.in_the_way()),
        }
    }

    /// Somebody gets it.
    ///
    /// # Errors
    /// `AlreadyFilled` when somebody has; unless it is to be filled.
    pub fn fill(self, assignment: AssignmentId) -> Result<Self> {
        match self {
            Self::Open | Self::Offered => Ok(Self::Filled(assignment)),
            Self::Filled(_) => Err(Conflict::AlreadyFilled.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// An agency is asked for it.
    ///
    /// # Errors
    /// Unless open.
    pub fn book(self) -> Result<Self> {
        match self {
            Self::Open => Ok(Self::Booked),
            other => Err(other.in_the_way()),
        }
    }

    /// Whoever was asked, or held it, does not.
    ///
    /// # Errors
    /// Unless a round asks for it, somebody holds it or an agency is booked.
    pub fn reopen(self) -> Result<Self> {
        match self {
            Self::Offered | Self::Filled(_) | Self::Booked => Ok(Self::Open),
            other => Err(other.in_the_way()),
        }
    }

    /// It is over, and nobody was found.
    ///
    /// # Errors
    /// Unless open.
    pub fn lapse(self) -> Result<Self> {
        match self {
            Self::Open => Ok(Self::Unfilled),
            other => Err(other.in_the_way()),
        }
    }

    /// It is not wanted any more.
    ///
    /// # Errors
    /// When it is over or cancelled.
    pub fn cancel(self) -> Result<Self> {
        match self {
            Self::Draft | Self::Open | Self::Offered | Self::Filled(_) | Self::Booked => Ok(Self::Cancelled),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Offered => "offered",
            Self::Filled(_) => "filled",
            Self::Booked => "booked",
            Self::Unfilled => "unfilled",
            Self::Cancelled => "cancelled",
        }
    }

    /// The refusal of what this state does not allow.
    pub fn in_the_way(&self) -> Error {
        Conflict::ShiftState(self.clone()).into()
    }
}

/// Stores a state, if nobody changed the shift meanwhile.
///
/// # Errors
/// [`Conflict::LostRace`].
pub(super) async fn store(work: &mut Work<'_>, row: &Stored, state: &State) -> Result<()> {
    let group = work.group();
    let assignment = match state {
        State::Filled(assignment) => Some(assignment),
        _ => None,
    };
    if !shifts::set_state(&mut work.tx, group, row, (state.name(), assignment)).await? {
        return Err(Conflict::LostRace.into());
    }
    if *state == State::Open {
        work.opens(&row.shift.id);
    }
    // Nobody is left to be asked for it.
    cascades::shift_is(work, &row.shift.id, state).await?;
    // Whoever asked for it hears as soon as it is known how it ended.
    match state {
        State::Filled(_) => requests::tell_if_filled(work, row).await,
        State::Unfilled => requests::tell_if_unfilled(work, row).await,
        State::Draft | State::Open | State::Offered | State::Booked | State::Cancelled => Ok(()),
    }
}

/// One shift of the group, whoever asks.
pub(super) async fn row(work: &mut Work<'_>, id: &str) -> Result<Stored> {
    let group = work.group();
    shifts::find(&mut work.tx, group, id).await?.ok_or_else(|| Error::not_found("shift", id))
}

/// A shift is over, and nobody was found; false when that is known already, or somebody was found after all.
pub(crate) async fn lapse(work: &mut Work<'_>, id: &str) -> Result<bool> {
    let stored = row(work, id).await?;
    let state = State::of(&stored)?;
    if state != State::Open {
        return Ok(false);
    }
    store(work, &stored, &state.lapse()?).await?;
    work.record(Event::new("shift.lapse", "shift", id).from_version(stored.version));
    Ok(true)
}

/// Which shifts.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of this unit.
    pub unit: Option<String>,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Up to this day.
    pub to: Option<NaiveDate>,
}

/// A page of shifts, by start. `paging.after` is a [`cursor`].
///
/// # Errors
/// When the role does not allow it, the unit is outside the reach, or `after` is none.
pub async fn list(app: &App, actor: &Actor, paging: &Paging, wanted: Wanted) -> Result<Vec<Stored>> {
    let reach = actor.may(Action::ReadRequests)?;
    let page = match wanted.unit {
        Some(unit) if !reach.sees_unit(&unit) => return Err(Error::not_found("unit", &unit)),
        Some(unit) => reach.narrowed_to_unit(&unit, paging),
        None => reach.page(paging),
    };
    let day = |date: Option<NaiveDate>| date.map(|d| d.to_string()).unwrap_or_default();
    let after = paging.after.as_deref().map(fields::cursor).transpose()?;
    let wanted = shifts::Wanted { from: day(wanted.from), to: day(wanted.to), after };
    let mut tx = app.db.read().await?;
    Ok(shifts::list(&mut tx, &actor.group, &page, &wanted).await?)
}

/// One shift.
///
/// # Errors
/// When the role does not allow it, or there is none in the reach.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Stored> {
    let reach = actor.may(Action::ReadRequests)?;
    let mut tx = app.db.read().await?;
    let row = shifts::find(&mut tx, &actor.group, id).await?;
    row.filter(|row| reach.sees_unit(&row.shift.unit_id)).ok_or_else(|| Error::not_found("shift", id))
}

/// Where the page after a shift starts. It says nothing that the row itself does not.
pub fn cursor(row: &Stored) -> String {
    format!("{}~{}", row.shift.starts_at, row.shift.id)
}

/// Start and end of a shift, unix seconds. A time that the clocks jump over is no time to come or go: nobody is asked for it.
pub(super) fn bounds(zone: Tz, code: &ShiftCode, date: NaiveDate) -> Result<(i64, i64)> {
    let end_date = if code.end <= code.start { date + Days::new(1) } else { date };
    let seconds = |day: NaiveDate, time| {
        let local = day.and_time(time);
        exists(zone, local)
            .then(|| instant_of_local(zone, local) * 60)
            .ok_or(Error::NoSuchTime { local, zone: zone.name() })
    };
    Ok((seconds(date, code.start)?, seconds(end_date, code.end)?))
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
    fn a_shift_is_held_by_one_person_at_a_time() {
        let held = State::Open.offer().and_then(|state| state.fill(AssignmentId("a".into()))).expect("to be filled");
        assert_eq!(held, State::Filled(AssignmentId("a".into())));
        let again = held.clone().fill(AssignmentId("b".into()));
        assert!(matches!(again, Err(Error::Conflict(Conflict::AlreadyFilled))));
        assert!(held.clone().offer().is_err());
        assert_eq!(held.reopen().expect("held"), State::Open);
        let booked = State::Open.book().expect("open");
        assert!(booked.clone().offer().is_err() && booked.clone().fill(AssignmentId("c".into())).is_err());
        assert_eq!(booked.reopen().expect("booked"), State::Open);
        for over in [State::Unfilled, State::Cancelled] {
            assert!(over.clone().offer().is_err() && over.clone().reopen().is_err() && over.cancel().is_err());
        }
        assert!(State::Draft.offer().is_err(), "nobody is asked about a draft");
    }
}
