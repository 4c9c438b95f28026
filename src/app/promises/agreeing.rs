//! Another date for a promised rest: one side asks, the other agrees or not.

use super::{State, dating, put_date, rest_of, save, stands_for_duties, telling, today};
use crate::app::access::{Action, Actor, Reach};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::facts::{self, Facts};
use crate::app::work::Work;
use crate::app::wrong::{Phrase, expected};
use crate::app::{App, assignments};
use crate::lang::reasons::Reason;
use crate::store::outbox::Notice;
use crate::store::promises::{self, Row};
use crate::store::{Tx, agents, parsed};
use chrono::NaiveDate;
use dating::Found;
use serde_json::{Value, json};

/// Which side of a promise somebody is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Agent,
    Service,
}

impl Side {
    const fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Service => "service",
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Agent => Self::Service,
            Self::Service => Self::Agent,
        }
    }
}

/// Asks the other side for another date. The present one holds until she or they agree.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for a day on which it cannot be or that is past its due date, `Conflict` when it is over.
pub async fn ask_for(app: &App, actor: &Actor, id: &str, (from, version): (NaiveDate, i64)) -> Result<Row> {
    let reach = actor.may(Action::AgreeRest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let mut row = find_in(&mut work.tx, &actor.group, &reach, id, version).await?;
    let facts = app.facts.current(&mut work.tx, &actor.group).await?;
    let found = on_day(&work, &facts, &row, from)?;
    State::of(&row)?.date((found.from, found.to))?;
    let side = side(&reach, &row);
    row.wanted_from = Some(found.from.to_string());
    row.wanted_to = Some(found.to.to_string());
    row.wanted_by = Some(side.name().to_owned());
    let detail = json!({ "from": found.from, "to": found.to, "by": side.name() });
    work.record(Event::new("promise.ask", "promise", id).from_version(row.version).with(detail));
    save(&mut work, &mut row).await?;
    let payload = telling::payload(&row, (&row.wanted_from, &row.wanted_to));
    tell(&mut work, &facts, &row, side.other(), ("rest.wanted", payload)).await?;
    done(work, &reach, id).await
}

async fn tell(
    work: &mut Work<'_>,
    facts: &Facts,
    row: &Row,
    side: Side,
    (kind, payload): (&'static str, Value),
) -> Result<()> {
    match side {
        Side::Agent => work.tell(Notice::to_agent(kind, &telling::fact(row), &row.agent_id, payload)),
        Side::Service => telling::service(work, facts, row, (kind, payload)).await?,
    }
    Ok(())
}

/// Agrees to the date that the other side has asked for. What the present one had taken the place of is hers again.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` when it cannot be any more, `Conflict` when nothing is asked for, or by her own side,
/// `Unlawful` when a duty that comes back so stands against a shift of the pool that she has accepted meanwhile.
pub async fn agree(app: &App, actor: &Actor, id: &str, version: i64) -> Result<Row> {
    let reach = actor.may(Action::AgreeRest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let mut row = asked_by_the_other(&mut work, &reach, id, version).await?;
    let facts = facts::read(&mut work.tx, &actor.group).await?;
    let from = parsed(row.wanted_from.as_deref().unwrap_or_default())?;
    let found = on_day(&work, &facts, &row, from)?;
    let detail = json!({ "from": found.from, "to": found.to, "before": row.rest_from });
    work.record(Event::new("promise.agree", "promise", id).from_version(row.version).with(detail));
    let moves_duties = stands_for_duties(&row);
    let before = if moves_duties { assignments::unlawful_ahead(&mut work, &row.agent_id).await? } else { Vec::new() };
    put_date(&mut work, &mut row, &found, &Reason::RestAgreed.record()).await?;
    if moves_duties {
        let mut after = assignments::unlawful_ahead(&mut work, &row.agent_id).await?;
        // What was wrong already is none of its doing.
        after.retain(|breach| !before.contains(breach));
        if !after.is_empty() {
            return Err(Error::Unlawful(after));
        }
    }
    telling::dated(&mut work, &facts, &row).await?;
    done(work, &reach, id).await
}

/// Does not agree: the date stays as it is, and whoever asked hears so.
///
/// # Errors
/// As [`agree`].
pub async fn refuse(app: &App, actor: &Actor, id: &str, version: i64) -> Result<Row> {
    let reach = actor.may(Action::AgreeRest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let mut row = asked_by_the_other(&mut work, &reach, id, version).await?;
    work.record(Event::new("promise.refuse", "promise", id).from_version(row.version));
    let (from, to) = (row.wanted_from.take(), row.wanted_to.take());
    row.wanted_by = None;
    save(&mut work, &mut row).await?;
    let facts = app.facts.current(&mut work.tx, &actor.group).await?;
    let payload = telling::payload(&row, (&from, &to));
    tell(&mut work, &facts, &row, side(&reach, &row).other(), ("rest.refused", payload)).await?;
    done(work, &reach, id).await
}

async fn asked_by_the_other(work: &mut Work<'_>, reach: &Reach, id: &str, version: i64) -> Result<Row> {
    let group = work.group();
    let row = find_in(&mut work.tx, group, reach, id, version).await?;
    let side = side(reach, &row).name();
    if row.wanted_by.as_deref().is_none_or(|by| by == side) {
        return Err(Conflict::NothingAsked.into());
    }
    Ok(row)
}

fn side(reach: &Reach, row: &Row) -> Side {
    if reach.is_herself(&row.agent_id) { Side::Agent } else { Side::Service }
}

async fn done(mut work: Work<'_>, reach: &Reach, id: &str) -> Result<Row> {
    let group = work.group();
    let row = seen(&mut work.tx, group, reach, id).await?;
    work.commit().await?;
    Ok(row)
}

async fn seen(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<Row> {
    let missing = || Error::not_found("promise", id);
    let row = promises::find(tx, group, id).await?.ok_or_else(missing)?;
    let face = agents::face(tx, group, &row.agent_id).await?;
    face.filter(|face| reach.sees_agent(&face.id, &face.employer_id)).map(|_| row).ok_or_else(missing)
}

async fn find_in(tx: &mut Tx, group: &str, reach: &Reach, id: &str, version: i64) -> Result<Row> {
    let row = seen(tx, group, reach, id).await?;
    if row.version == version { Ok(row) } else { Err(Conflict::VersionMoved { current: row.version }.into()) }
}

/// A day that somebody asks for: later than today, and inside the due date where that is still to come.
fn on_day(work: &Work<'_>, facts: &Facts, row: &Row, from: NaiveDate) -> Result<Found> {
    let wrong = |expected: Phrase| Error::field("from", from.to_string(), expected);
    let today = today(facts, &row.agent_id, work.now())?;
    let due: NaiveDate = parsed(&row.due_on)?;
    if from <= today {
        return Err(wrong(expected("field-day-to-come")));
    }
    let found = dating::asked(facts, &row.agent_id, rest_of(row)?, from);
    let found = found.ok_or_else(|| Error::not_found("agent", &row.agent_id))?;
    let found = found.map_err(|obstacle| wrong(obstacle.expected()))?;
    if found.to > due && today <= due {
        return Err(wrong(expected("field-day-until").with("last", due.to_string())));
    }
    Ok(found)
}
