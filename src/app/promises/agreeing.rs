//! Another date for a promised rest: one side asks, the other agrees or not.

use super::{State, dating, managers, put_date, rest_of, save, tell_date, today};
use crate::app::App;
use crate::app::access::{Action, Actor, Reach};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::facts::{self, Facts};
use crate::app::work::Work;
use crate::store::outbox::Notice;
use crate::store::promises::{self, Row};
use crate::store::{Tx, agents, parsed};
use chrono::NaiveDate;
use dating::Found;
use serde_json::json;

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
    save(&mut work, &row).await?;
    let payload = json!({ "date": found.from, "until": found.to, "promise": row.id });
    let fact = format!("{}:{}", row.id, row.version + 1);
    let notice = |person: &str| Notice {
        person: person.to_owned(),
        ..Notice::to_agent("rest.wanted", &fact, "", payload.clone())
    };
    match side {
        Side::Agent => {
            let now = work.now();
            for user in managers(&mut work.tx, &facts, &actor.group, (&row.agent_id, now)).await? {
                work.tell(notice(&format!("user:{user}")));
            }
        }
        Side::Service => work.tell(notice(&format!("agent:{}", row.agent_id))),
    }
    let detail = json!({ "from": found.from, "to": found.to, "by": side.name() });
    work.record(Event::new("promise.ask", "promise", id).from_version(row.version).with(detail));
    done(work, &reach, id).await
}

/// Agrees to the date that the other side has asked for.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` when it cannot be any more, `Conflict` when nothing is asked for, or by her own side.
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
    put_date(&mut work, &mut row, &found, "Date changée d’un commun accord").await?;
    tell_date(&mut work, &facts, &row).await?;
    done(work, &reach, id).await
}

/// Does not agree: the date stays as it is.
///
/// # Errors
/// As [`agree`].
pub async fn refuse(app: &App, actor: &Actor, id: &str, version: i64) -> Result<Row> {
    let reach = actor.may(Action::AgreeRest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let mut row = asked_by_the_other(&mut work, &reach, id, version).await?;
    (row.wanted_from, row.wanted_to, row.wanted_by) = (None, None, None);
    save(&mut work, &row).await?;
    work.record(Event::new("promise.refuse", "promise", id).from_version(row.version));
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
    let wrong = |expected: &str| Error::field("from", from.to_string(), expected, "choisissez un autre jour");
    let today = today(facts, &row.agent_id, work.now())?;
    let due: NaiveDate = parsed(&row.due_on)?;
    if from <= today {
        return Err(wrong("un jour à venir"));
    }
    let found = dating::asked(facts, &row.agent_id, rest_of(row)?, from);
    let found = found.ok_or_else(|| Error::not_found("agent", &row.agent_id))?;
    let found = found.map_err(|obstacle| wrong(obstacle.in_words()))?;
    if found.to > due && today <= due {
        return Err(wrong(&format!("au plus tard le {due}")));
    }
    Ok(found)
}
