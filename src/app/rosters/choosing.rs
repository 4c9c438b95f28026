//! Self-scheduling: while a roster is open, its agents put themselves down for days that nobody has settled, and take themselves
//! off again. Each choice is judged at once: the law on her whole timeline, and the limits of the opening.
//!
//! First come, first served holds for a day and code until its limit; what makes it no race is that the unit's need, not speed,
//! decides how many a day takes, and that what is left at the closing is spread by the solver. A repeated choice changes nothing.

use super::judging;
use super::{Ground, State, at_version, find_in, hand, save};
use crate::app::access::{Action, Actor, Reach, Role};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::plans::{self, Order};
use crate::app::work::Work;
use crate::app::wrong::expected;
use crate::app::{App, fields, rosters, swaps};
use crate::store::outbox::Notice;
use crate::store::rosters::periods::{self, Row};
use crate::store::rosters::{self as day_rows, Becomes, DayRow, NewDay, version_of};
use crate::store::{Tx, agents, to_json};
use crate::text::instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Longest time for which a roster is open, seconds: a quarter.
const OPEN_SECONDS_MAX: i64 = 92 * 86_400;
/// Most days that somebody may be asked to choose.
const CHOSEN_DAYS_MAX: i64 = 92;

/// How agents put themselves down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choosing {
    /// From when, unix seconds.
    pub opens_at: i64,
    /// Until when, unix seconds.
    pub closes_at: i64,
    /// Most persons per code and day; a code that is not named has no limit but the law.
    #[serde(default)]
    pub persons: Vec<PersonsMost>,
    /// Fewest days that an agent is asked to choose; whoever chose fewer is named at the closing.
    #[serde(default)]
    pub days_least: Option<i64>,
    /// Most days that an agent may choose.
    #[serde(default)]
    pub days_most: Option<i64>,
}

/// A limit of one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonsMost {
    /// Code of the unit.
    pub code: String,
    /// Most persons a day, those whom hand and cycle have put down included.
    pub most: i64,
}

impl Choosing {
    fn most_of(&self, code: &str) -> Option<i64> {
        self.persons.iter().find(|limit| limit.code == code).map(|limit| limit.most)
    }
}

/// Opens a roster to its agents' choices, and tells them.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for instants or limits that cannot be, `Conflict`.
pub async fn open(app: &App, actor: &Actor, id: &str, choosing: Choosing, version: i64) -> Result<Row> {
    let reach = actor.may(Action::ManageRosters)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let (group, now) = (actor.group.as_str(), work.now());
    let row = find_in(&mut work.tx, group, &reach, id).await?;
    let ground = Ground::of(&mut work.tx, group, &row).await?;
    look_at(&ground, &choosing, now)?;
    let text = to_json(&choosing)?;
    let closes_at = choosing.closes_at;
    let state = State::of(&row)?.open(choosing)?;
    at_version(&row, version)?;
    let new = Row { state: state.name().to_owned(), choosing: Some(text), closes_at: Some(closes_at), ..row };
    save(&mut work, &new).await?;
    for agent in periods::people(&mut work.tx, group, id).await? {
        let payload = json!({ "unit": ground.unit.name, "date": ground.first, "closes_at": closes_at });
        let fact = format!("{id}:{}", new.version);
        work.tell(Notice::to_agent("roster.open", &fact, &agent, payload));
    }
    let detail = json!({ "closes_at": closes_at });
    work.record(Event::new("roster.open", "roster", id).from_version(new.version).with(detail));
    work.commit().await?;
    Ok(Row { version: new.version + 1, ..new })
}

fn look_at(ground: &Ground, choosing: &Choosing, now: i64) -> Result<()> {
    let Choosing { opens_at, closes_at, .. } = *choosing;
    if closes_at <= now || closes_at <= opens_at || closes_at - opens_at > OPEN_SECONDS_MAX {
        return Err(Error::field("closes_at", instant(closes_at), expected("field-closing")));
    }
    let ends =
        releve_solver::domain::time::instant_of_local(ground.zone, ground.first.and_time(chrono::NaiveTime::MIN));
    if closes_at > ends * 60 {
        let expected = expected("field-closing-before").with("first", ground.first.to_string());
        return Err(Error::field("closes_at", instant(closes_at), expected));
    }
    for (at, limit) in choosing.persons.iter().enumerate() {
        ground.code(&limit.code, &format!("persons[{at}].code"))?;
        fields::within(&format!("persons[{at}].most"), limit.most, 0, 100)?;
    }
    if let Some(most) = choosing.days_most {
        fields::within("days_most", most, 0, CHOSEN_DAYS_MAX)?;
    }
    if let Some(least) = choosing.days_least {
        fields::within("days_least", least, 0, choosing.days_most.unwrap_or(CHOSEN_DAYS_MAX))?;
    }
    Ok(())
}

/// A day to choose.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterChoice")]
pub struct Choice {
    /// Civil day.
    pub date: NaiveDate,
    /// Code of the unit.
    pub code: String,
}

/// Puts an agent down for a day.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for a day or code that is not the roster's, `Conflict` when it is not open, the day is
/// settled or a limit is reached, `UnlawfulRoster` with every rule that the day would break.
pub async fn choose(app: &App, actor: &Actor, id: &str, choice: &Choice) -> Result<()> {
    let reach = actor.may(Action::ChooseDays)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let facts = work.touch().await?;
    let group = actor.group.as_str();
    let (row, agent) = own(&mut work.tx, actor, &reach, id).await?;
    let choosing = open_now(&row, work.now())?;
    let ground = Ground::of(&mut work.tx, group, &row).await?;
    ground.date(choice.date, "date")?;
    let codes = [choice.code.clone()];
    let change = Becomes {
        agent: agent.clone(),
        date: choice.date,
        day: hand::new_day(&ground, choice.date, Some(&codes), "code")?,
    };
    // What another unit has settled is not hers to choose over.
    let before = hand::own_day(&mut work, &row, &change).await?;
    if before.iter().any(|day| day.origin == "choice" && day.code.as_deref() == Some(choice.code.as_str())) {
        // The same choice again; the transaction is dropped.
        return Ok(());
    }
    if before.iter().any(|day| day.origin != "choice") {
        return Err(Conflict::DaySettled { date: choice.date, code: None }.into());
    }
    within_limits(&mut work.tx, group, &row, &choosing, (&agent, choice)).await?;
    judging::judge(&mut work.tx, (group, &reach), std::slice::from_ref(&change)).await?;
    hand::set(&mut work, &change, "choice", (version_of(&before), facts)).await?;
    swaps::home_days_changed(&mut work, &[&change.agent]).await?;
    let detail = json!({ "date": choice.date, "code": choice.code });
    work.record(Event::new("roster.choose", "roster", id).from_version(facts).with(detail));
    work.commit().await
}

/// That neither the code nor the agent has reached what the opening allows. The group's writers are in a queue, so what is
/// counted here is what stands at the commit.
async fn within_limits(
    tx: &mut Tx,
    group: &str,
    row: &Row,
    choosing: &Choosing,
    (agent, choice): (&str, &Choice),
) -> Result<()> {
    let date = choice.date.to_string();
    if let Some(most) = choosing.most_of(&choice.code) {
        let of_day = day_rows::of_unit(tx, group, &row.unit_id, (&date, &date)).await?;
        let others = of_day.iter().filter(|day| day.agent_id != agent && day.code.as_deref() == Some(&choice.code));
        if others.count() as i64 >= most {
            return Err(Conflict::CodeFull(most).into());
        }
    }
    if let Some(most) = choosing.days_most {
        let hers = day_rows::of_agent(tx, group, agent, (&row.from_date, &row.to_date)).await?;
        let other_days: Vec<DayRow> = hers.into_iter().filter(|day| day.date != date).collect();
        if chosen_days(&other_days, &row.unit_id) >= most {
            return Err(Conflict::ChosenMost(most).into());
        }
    }
    Ok(())
}

/// Takes an agent off a day that she chose.
///
/// # Errors
/// As for [`choose`]; `NotFound` for a day that she did not choose.
pub async fn take_off(app: &App, actor: &Actor, id: &str, date: NaiveDate) -> Result<()> {
    let reach = actor.may(Action::ChooseDays)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let facts = work.touch().await?;
    let group = actor.group.as_str();
    let (row, agent) = own(&mut work.tx, actor, &reach, id).await?;
    open_now(&row, work.now())?;
    let before = day_rows::day(&mut work.tx, group, &agent, &date.to_string()).await?;
    let hers = !before.is_empty() && before.iter().all(|day| day.origin == "choice" && day.unit_id == row.unit_id);
    if !hers {
        return Err(Error::not_found("roster", &format!("{id}/{date}")));
    }
    let change = Becomes { agent, date, day: NewDay::Open };
    hand::set(&mut work, &change, "choice", (version_of(&before), facts)).await?;
    swaps::home_days_changed(&mut work, &[&change.agent]).await?;
    let detail = json!({ "date": date });
    work.record(Event::new("roster.take-off", "roster", id).from_version(facts).with(detail));
    work.commit().await
}

/// How the days of a roster are chosen, if they are now.
fn open_now(row: &Row, now: i64) -> Result<Choosing> {
    match State::of(row)? {
        State::Open(choosing) if (choosing.opens_at..choosing.closes_at).contains(&now) => Ok(choosing),
        _ => Err(Conflict::NotChoosing.into()),
    }
}

/// A roster that is or was open and that the actor is on, and who she is.
pub(super) async fn own(tx: &mut Tx, actor: &Actor, reach: &Reach, id: &str) -> Result<(Row, String)> {
    let missing = || Error::not_found("roster", id);
    let agent = actor.agent().filter(|agent| reach.is_herself(agent)).ok_or_else(missing)?;
    let row = periods::find(tx, &actor.group, id).await?.filter(|row| row.choosing.is_some()).ok_or_else(missing)?;
    let people = periods::people(tx, &actor.group, id).await?;
    if !people.iter().any(|known| known == agent) {
        return Err(missing());
    }
    Ok((row, agent.to_owned()))
}

pub(super) fn chosen_days(days: &[DayRow], unit: &str) -> i64 {
    let mut dates: Vec<&str> =
        days.iter().filter(|day| day.origin == "choice" && day.unit_id == unit).map(|day| day.date.as_str()).collect();
    dates.dedup();
    dates.len() as i64
}

/// Closes a roster before its time.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` unless open.
pub async fn close(app: &App, actor: &Actor, id: &str, version: i64) -> Result<Row> {
    let reach = actor.may(Action::ManageRosters)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let row = find_in(&mut work.tx, &actor.group, &reach, id).await?;
    State::of(&row)?.close()?;
    at_version(&row, version)?;
    let row = close_in(&mut work, row).await?;
    work.commit().await?;
    app.job_queued.notify_one();
    Ok(row)
}

/// Closes a roster whose time has come; false when somebody has done so.
///
/// # Errors
/// When the database fails.
pub async fn close_due(app: &App, group: &str, id: &str) -> Result<bool> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    let Some(row) = periods::find(&mut work.tx, group, id).await? else { return Ok(false) };
    let due = row.closes_at.is_some_and(|closes_at| closes_at <= work.now());
    if !due || State::of(&row)?.close().is_err() {
        return Ok(false);
    }
    close_in(&mut work, row).await?;
    work.commit().await?;
    app.job_queued.notify_one();
    Ok(true)
}

/// Closes; whoever made the roster hears who chose fewer days than asked for, and the solver is given the rest.
async fn close_in(work: &mut Work<'_>, row: Row) -> Result<Row> {
    let group = work.group();
    let choosing: Option<Choosing> = row.choosing.as_deref().map(crate::store::from_json).transpose()?;
    let least = choosing.and_then(|choosing| choosing.days_least).unwrap_or(0);
    let mut fewer = Vec::new();
    for agent in periods::people(&mut work.tx, group, &row.id).await? {
        let hers = day_rows::of_agent(&mut work.tx, group, &agent, (&row.from_date, &row.to_date)).await?;
        if chosen_days(&hers, &row.unit_id) < least {
            fewer.extend(agents::face(&mut work.tx, group, &agent).await?.map(|face| face.id));
        }
    }
    let new = Row { state: "closed".to_owned(), ..row };
    rosters::save(work, &new).await?;
    let ground = Ground::of(&mut work.tx, group, &new).await?;
    let payload = json!({ "unit": ground.unit.name, "date": ground.first, "fewer": fewer });
    let fact = format!("{}:{}", new.id, new.version);
    work.tell(Notice::to_user("roster.closed", &fact, &new.made_by, payload));
    match plans::enqueue_for(work, &Order::default(), Some((&new.id, &new.unit_id))).await {
        Ok(_) | Err(Error::Conflict(Conflict::AlreadyComputing)) => {}
        Err(error) => return Err(error),
    }
    let detail = json!({ "fewer": fewer });
    work.record(Event::new("roster.close", "roster", &new.id).from_version(new.version).with(detail));
    Ok(Row { version: new.version + 1, ..new })
}
