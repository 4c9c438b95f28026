//! Assignments: who holds a shift, from the agreement to the work that payroll has looked at.
//!
//! `confirmed → started → worked → validated`, or `cancelled` before the work. What a shift earned is on the ledger once it was
//! worked; where the work was not as planned, that is taken back and posted anew in one deed.

mod correcting;
mod earning;
mod ending;

pub use correcting::{Actual, correct};
pub(super) use earning::{earned_by, line};
pub use ending::{Cause, cancel};
pub(super) use ending::{free, free_unlawful, free_unlawful_ahead, release, tell_freed, unlawful_ahead};

use super::App;
use super::access::{Action, Actor, Paging, Reach, Role};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use super::{agents, members};
use crate::store::assignments::{self, Row};
use crate::store::{Page, Tx, agents as agent_rows};
use serde_json::json;

/// Where an assignment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Agreed on; the shift begins and ends at these instants.
    Confirmed {
        /// Unix seconds.
        starts_at: i64,
        /// Unix seconds.
        ends_at: i64,
    },
    /// She is at work.
    Started {
        /// Unix seconds.
        ends_at: i64,
    },
    /// The work was done.
    Worked,
    /// Payroll has looked at it.
    Validated,
    /// It was called off before.
    Cancelled,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row holds none.
    pub fn of(row: &Row) -> Result<Self> {
        let (starts_at, ends_at) = (row.shift.starts_at, row.shift.ends_at);
        Ok(match row.state.as_str() {
            "confirmed" => Self::Confirmed { starts_at, ends_at },
            "started" => Self::Started { ends_at },
            "worked" => Self::Worked,
            "validated" => Self::Validated,
            "cancelled" => Self::Cancelled,
            other => return Err(Error::Corrupt(format!("assignment {} in state {other}", row.id))),
        })
    }

    /// She has begun.
    ///
    /// # Errors
    /// Before the shift's start, or when recorded before.
    pub fn start(self, now: i64) -> Result<Self> {
        match self {
            Self::Confirmed { starts_at, ends_at } if now >= starts_at => Ok(Self::Started { ends_at }),
            Self::Confirmed { .. } => Err(Conflict::NotBegunYet.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// The work was done.
    ///
    /// # Errors
    /// Before the shift's end, or when recorded before.
    pub fn work(self, now: i64) -> Result<Self> {
        match self {
            Self::Confirmed { ends_at, .. } | Self::Started { ends_at } if now >= ends_at => Ok(Self::Worked),
            Self::Confirmed { .. } | Self::Started { .. } => Err(Conflict::NotOverYet.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// The work was not as planned.
    ///
    /// # Errors
    /// Unless it was done, and payroll has not looked at it yet.
    pub fn correct(self) -> Result<Self> {
        match self {
            Self::Worked => Ok(Self::Worked),
            other => Err(other.in_the_way()),
        }
    }

    /// Payroll has looked at it.
    ///
    /// # Errors
    /// Unless the work was done, or when it has before.
    pub fn validate(self) -> Result<Self> {
        match self {
            Self::Worked => Ok(Self::Validated),
            other => Err(other.in_the_way()),
        }
    }

    /// It is called off.
    ///
    /// # Errors
    /// When the work was done, or it was called off before.
    pub fn cancel(self) -> Result<Self> {
        match self {
            Self::Confirmed { .. } | Self::Started { .. } => Ok(Self::Cancelled),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed { .. } => "confirmed",
            Self::Started { .. } => "started",
            Self::Worked => "worked",
            Self::Validated => "validated",
            Self::Cancelled => "cancelled",
        }
    }

    fn in_the_way(self) -> Error {
        Conflict::AssignmentState(self).into()
    }
}

/// Records that she has begun.
///
/// # Errors
/// `Forbidden`, `NotFound` outside the scope, `Conflict` before the shift's start or when recorded before.
pub async fn record_started(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::RecordWork)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let before = find_in(&mut work.tx, actor, &reach, id).await?;
    let now = work.now();
    let after = State::of(&before)?.start(now)?;
    step(&mut work, &before, after).await?;
    work.record(Event::new("assignment.start", "assignment", id).from_version(before.version));
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    work.commit().await?;
    Ok(row)
}

/// Records that a shift was worked and posts what it earned.
///
/// # Errors
/// `Forbidden`, `NotFound` outside the scope, `Conflict` before the shift's end or when recorded before.
pub async fn record_worked(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::RecordWork)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let before = find_in(&mut work.tx, actor, &reach, id).await?;
    let now = work.now();
    let after = State::of(&before)?.work(now)?;
    let facts = app.facts.current(&mut work.tx, &actor.group).await?;
    let entries = earned_by(&facts, &before)?;
    members::record_loan(&mut work, &facts, &before).await?;
    step(&mut work, &before, after).await?;
    earning::post(&mut work, &before, &entries)?;
    // From now on she knows the unit.
    agents::knows_now(&mut work, &before.agent_id, &before.shift.unit_id).await?;
    let detail = json!({ "shift": before.shift.id, "entries": entries.len() });
    work.record(Event::new("assignment.worked", "assignment", id).from_version(before.version).with(detail));
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    work.commit().await?;
    Ok(row)
}

/// Records that payroll has looked at work done by somebody whom it pays. From then on it is corrected by lines alone.
///
/// # Errors
/// `Forbidden`, `NotFound` for somebody else's employee, `Conflict` unless it was worked, or when validated before.
pub async fn validate(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    let reach = actor.may(Action::ValidateWork)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let missing = || Error::not_found("assignment", id);
    let before = assignments::find(&mut work.tx, &actor.group, id).await?.ok_or_else(missing)?;
    let face = agent_rows::face(&mut work.tx, &actor.group, &before.agent_id).await?;
    face.filter(|face| reach.sees_agent(&face.id, &face.employer_id)).ok_or_else(missing)?;
    let after = State::of(&before)?.validate()?;
    step(&mut work, &before, after).await?;
    work.record(Event::new("assignment.validate", "assignment", id).from_version(before.version));
    let row = assignments::find(&mut work.tx, &actor.group, id).await?.ok_or_else(missing)?;
    work.commit().await?;
    Ok(row)
}

async fn step(work: &mut Work<'_>, before: &Row, after: State) -> Result<()> {
    let now = work.now();
    if assignments::set_state(&mut work.tx, before, after.name(), now).await? {
        return Ok(());
    }
    Err(Conflict::LostRace.into())
}

/// The assignments that somebody reads.
struct Readable {
    /// Where she answers for the place or may look at it, and her own.
    places: Option<Reach>,
    /// As payroll: those of the people it pays, wherever they work, and of nobody else who works there.
    paid: Option<Reach>,
}

impl Readable {
    fn by(actor: &Actor) -> Self {
        Self {
            places: actor.reach(Action::ReadAssignments, |role| role != Role::Payroll),
            paid: actor.reach(Action::ReadAssignments, |role| role == Role::Payroll),
        }
    }

    fn holds(&self, row: &Row, employer: &str) -> bool {
        let there = |reach: &Reach| reach.sees_unit(&row.shift.unit_id) || reach.is_herself(&row.agent_id);
        self.places.as_ref().is_some_and(there)
            || self.paid.as_ref().is_some_and(|reach| reach.sees_agent(&row.agent_id, employer))
    }

    fn page(&self, faces: &[agent_rows::Face], whole: Page) -> Page {
        let places = self.places.as_ref().map(|reach| reach.page(&Paging::default())).unwrap_or_default();
        let paid = |face: &&agent_rows::Face| {
            self.paid.as_ref().is_some_and(|reach| reach.sees_agent(&face.id, &face.employer_id))
        };
        Page {
            whole: places.whole || self.paid.as_ref().is_some_and(|reach| reach.whole),
            units: places.units,
            agents: faces.iter().filter(paid).fold(places.agents, |list, face| list + "|" + &face.id + "|"),
            ..whole
        }
    }
}

/// A page of assignments, the newest first.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Row>> {
    let reach = actor.may(Action::ReadAssignments)?;
    let mut tx = app.db.read().await?;
    let faces = agent_rows::faces(&mut tx, &actor.group).await?;
    let page = Readable::by(actor).page(&faces, reach.page(paging));
    Ok(assignments::list(&mut tx, &actor.group, &page).await?)
}

/// One assignment.
///
/// # Errors
/// When the role does not allow it, or there is none that is hers to read.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Row> {
    actor.may(Action::ReadAssignments)?;
    let missing = || Error::not_found("assignment", id);
    let mut tx = app.db.read().await?;
    let row = assignments::find(&mut tx, &actor.group, id).await?.ok_or_else(missing)?;
    let face = agent_rows::face(&mut tx, &actor.group, &row.agent_id).await?;
    let employer = face.map(|face| face.employer_id).unwrap_or_default();
    if Readable::by(actor).holds(&row, &employer) { Ok(row) } else { Err(missing()) }
}

async fn find_in(tx: &mut Tx, actor: &Actor, reach: &Reach, id: &str) -> Result<Row> {
    let row = assignments::find(tx, &actor.group, id).await?;
    row.filter(|row| reach.sees_unit(&row.shift.unit_id)).ok_or_else(|| Error::not_found("assignment", id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_recorded_once_and_after_the_end() {
        let confirmed = State::Confirmed { starts_at: 50, ends_at: 100 };
        assert!(matches!(confirmed.start(49), Err(Error::Conflict(Conflict::NotBegunYet))));
        let started = confirmed.start(50).expect("it has begun");
        for before in [confirmed, started] {
            assert!(matches!(before.work(99), Err(Error::Conflict(Conflict::NotOverYet))));
            assert_eq!(before.work(100).expect("over"), State::Worked);
            assert!(before.validate().is_err() && before.correct().is_err());
            assert_eq!(before.cancel().expect("not done yet"), State::Cancelled);
        }
        assert!(State::Worked.work(100).is_err() && State::Worked.start(100).is_err() && started.start(60).is_err());
        assert_eq!(State::Worked.validate().expect("done"), State::Validated);
        for over in [State::Validated, State::Cancelled] {
            assert!(over.correct().is_err() && over.validate().is_err() && over.cancel().is_err());
        }
    }
}
