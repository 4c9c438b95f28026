//! Work that was not as planned.

use super::{State, earning, find_in};
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::app::wrong::expected;
use crate::app::{App, facts, members, promises, requests};
use crate::lang::reasons::Reason;
use crate::store::assignments::{self, Row};
use crate::store::{ledgers, promises as promise_rows};
use serde_json::json;

/// When the work really began and ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actual {
    /// Unix seconds.
    pub starts_at: i64,
    /// Unix seconds.
    pub ends_at: i64,
}

/// Farthest that work may begin before its plan, or end after it, seconds.
const FARTHEST: i64 = 12 * 3_600;

/// Says when the work really began and ended. What it earned is taken back and posted anew, in one deed; promises that stood on
/// it are taken back too, and made again of what is owed then; what was lent to another member is corrected with it. The burden stays as she was told it when she was asked.
///
/// # Errors
/// `Forbidden`, `NotFound` outside the reach, `Invalid` for times that cannot be or without a reason, `Conflict` unless the work
/// was done, once payroll has looked at it, or when somebody changed it meanwhile.
pub async fn correct(app: &App, actor: &Actor, id: &str, actual: Actual, (why, version): (&str, i64)) -> Result<Row> {
    let reach = actor.may(Action::CorrectWork)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let before = find_in(&mut work.tx, actor, &reach, id).await?;
    State::of(&before)?.correct()?;
    if before.version != version {
        return Err(Conflict::VersionMoved { current: before.version }.into());
    }
    plausible(&before, actual, work.now())?;
    let mut after = before.clone();
    (after.actual_starts_at, after.actual_ends_at) = (Some(actual.starts_at), Some(actual.ends_at));
    let facts = facts::read(&mut work.tx, &actor.group).await?;
    let entries = earning::earned_by(&facts, &after)?;
    if !assignments::set_actual(&mut work.tx, &before, (actual.starts_at, actual.ends_at)).await? {
        return Err(Conflict::LostRace.into());
    }
    let reason = Reason::HoursCorrected { why: why.to_owned() }.record();
    let promised = promise_rows::of_assignment(&mut work.tx, &actor.group, &before.id).await?;
    promises::withdraw(&mut work, promised, &reason).await?;
    let earned = ledgers::earned_by_assignment(&mut work.tx, &actor.group, &before.id).await?;
    for line in &earned {
        work.reverse_compensation(line, &reason);
    }
    earning::post(&mut work, &after, &entries)?;
    members::correct_loan(&mut work, &facts, &after).await?;
    let detail = json!({ "starts_at": actual.starts_at, "ends_at": actual.ends_at, "reason": why,
        "reversed": earned.len(), "entries": entries.len() });
    work.record(Event::new("assignment.correct", "assignment", id).from_version(before.version).with(detail));
    let row = find_in(&mut work.tx, actor, &reach, id).await?;
    work.commit().await?;
    Ok(row)
}

/// Whether work can have been so: it ends after it began, is over, and lies about where it was planned.
fn plausible(row: &Row, actual: Actual, now: i64) -> Result<()> {
    let (from, to) = (row.shift.starts_at - FARTHEST, row.shift.ends_at + FARTHEST);
    let text = crate::text::instant;
    if !(from..row.shift.ends_at).contains(&actual.starts_at) {
        let expected = expected("field-started").with("first", text(from));
        return Err(Error::field("starts_at", text(actual.starts_at), expected));
    }
    if actual.ends_at <= actual.starts_at || actual.ends_at > to.min(now) {
        let expected = expected("field-ended").with("last", text(to.min(now)));
        return Err(Error::field("ends_at", text(actual.ends_at), expected));
    }
    Ok(())
}
