//! A published day changes: one at a time, with a reason, with notice, lawfully, and told to whom it concerns.
//!
//! The notice of a change is the one that her employer's rules state in hours where they do (décret 2002-9 art. 13: 48 hours),
//! else in days. Inside it a change needs a ground: the agent's agreement, for which she is asked and answers freely; or, where
//! the rule lets an imperative reason of the service stand in its place, that reason on record. What happened to a day stays on
//! record, append-only.

use super::{Ground, State, find_in, hand, judging};
use crate::app::access::{Action, Actor, Reach, Role};
use crate::app::audit::Event;
use crate::app::conflict::{Ahead, Missed};
use crate::app::error::{Conflict, Error, Result};
use crate::app::shifts::bounds;
use crate::app::work::Work;
use crate::app::wrong::expected;
use crate::app::{App, facts, fields, swaps};
use crate::store::outbox::Notice;
use crate::store::rosters::changes::{self, Question};
use crate::store::rosters::periods::{self, Row};
use crate::store::rosters::{Becomes, DayRow, NewDay, version_of};
use crate::store::{from_json, is_taken, to_json};
use chrono::NaiveDate;
use releve_solver::domain::time::{instant_of_local, local_of_instant};
use releve_solver::explain::notices_owed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// On what ground a day changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ChangeGround")]
pub enum On {
    /// She is told in time.
    Notice,
    /// The service cannot do otherwise; only where the rule allows it.
    Imperative,
    /// She is asked, and the day changes when she agrees.
    Agreement,
}

impl On {
    const fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Imperative => "imperative",
            Self::Agreement => "agreement",
        }
    }
}

/// A change of a published day.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterChange")]
pub struct Change {
    /// Whose.
    pub agent: String,
    /// Civil day.
    pub date: NaiveDate,
    /// Codes of the unit that the day has from now on; empty: rest.
    pub codes: Vec<String>,
    /// The version of the day that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
    /// On what ground.
    pub ground: On,
}

/// What became of a change.
#[derive(Debug, Clone)]
pub enum Changed {
    /// The day is changed.
    Done(changes::Row),
    /// She is asked.
    Asked(Question),
}

/// A day before and after, judged by its notice.
struct Judged {
    ground: Ground,
    before: Vec<DayRow>,
    becomes: Becomes,
    /// From now to the first duty that comes or goes, minutes.
    notice_minutes: i64,
    /// The notices that it misses.
    short: Vec<Missed>,
}

/// Whether an imperative need of the unit stands in the place of a notice: where it is owed in hours.
const fn yields(missed: &Missed) -> bool {
    matches!(missed.time, Ahead::Hours { .. })
}

/// Changes a day, or asks the agent.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for what cannot be or changes nothing, `Conflict` unless published, for a day that has begun
/// or moved, and inside the notice without a ground that the rule allows, `UnlawfulRoster` with every rule that it would break.
pub async fn change(app: &App, actor: &Actor, id: &str, order: &Change) -> Result<Changed> {
    let reach = actor.may(Action::ManageRosters)?;
    let reason = fields::reason("reason", &order.reason)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let facts = work.touch().await?;
    let group = actor.group.as_str();
    let row = find_in(&mut work.tx, group, &reach, id).await?;
    if !periods::people(&mut work.tx, group, id).await?.contains(&order.agent) {
        return Err(Error::not_found("agent", &order.agent));
    }
    let judged = judged(&mut work, &row, (&order.agent, order.date), &order.codes).await?;
    let standing = version_of(&judged.before);
    if standing != order.version {
        return Err(Conflict::VersionMoved { current: standing }.into());
    }
    judging::judge(&mut work.tx, (group, &reach), std::slice::from_ref(&judged.becomes)).await?;
    let allowed = match order.ground {
        On::Agreement => true,
        On::Notice => judged.short.is_empty(),
        On::Imperative => judged.short.iter().all(yields),
    };
    if !allowed {
        let imperative = order.ground == On::Notice && judged.short.iter().all(yields);
        return Err(Conflict::InsideNotice { missed: judged.short, imperative }.into());
    }
    if order.ground == On::Agreement && !judged.short.is_empty() {
        let question = ask(&mut work, &row, &judged, (order, reason)).await?;
        work.commit().await?;
        return Ok(Changed::Asked(question));
    }
    // Told in time, nobody has to be asked.
    let on = if judged.short.is_empty() { On::Notice } else { order.ground };
    let done = store(&mut work, &row, &judged, (on, reason), facts).await?;
    work.commit().await?;
    Ok(Changed::Done(done))
}

/// Looks at a day that is to have other codes.
async fn judged(work: &mut Work<'_>, row: &Row, (agent, date): (&str, NaiveDate), codes: &[String]) -> Result<Judged> {
    let (group, now) = (work.group(), work.now());
    if !matches!(State::of(row)?, State::Published { .. }) {
        return Err(State::of(row)?.in_the_way());
    }
    let ground = Ground::of(&mut work.tx, group, row).await?;
    ground.date(date, "date")?;
    let day = hand::new_day(&ground, date, Some(codes), "codes")?;
    let becomes = Becomes { agent: agent.to_owned(), date, day };
    let before = hand::own_day(work, row, &becomes).await?;
    let old: Vec<&str> = before.iter().filter_map(|day| day.code.as_deref()).collect();
    let same = codes.iter().map(String::as_str).eq(old.iter().copied());
    if same && !before.is_empty() {
        return Err(Error::field("codes", codes.join(" "), expected("field-other-codes")));
    }
    // What comes or goes; a code that stays concerns nobody.
    let stays = |code: &&str| codes.iter().any(|new| new == code) && old.contains(code);
    let moved = old.iter().copied().chain(codes.iter().map(String::as_str)).filter(|code| !stays(code));
    let mut starts = Vec::new();
    for code in moved {
        starts.push(bounds(ground.zone, ground.code(code, "codes")?, date)?.0);
    }
    let midnight = instant_of_local(ground.zone, date.and_time(chrono::NaiveTime::MIN)) * 60;
    let first = starts.into_iter().min().unwrap_or(midnight);
    if first <= now || date < ground.today(now) {
        return Err(Conflict::DayBegun.into());
    }
    let notice_minutes = (first - now).div_euclid(60);
    let short = short(work, agent, date, notice_minutes).await?;
    Ok(Judged { ground, before, becomes, notice_minutes, short })
}

/// The notices of her employer that a change now misses. Minutes decide where the rule has them: its days are those of
/// publication.
async fn short(work: &mut Work<'_>, agent: &str, date: NaiveDate, notice_minutes: i64) -> Result<Vec<Missed>> {
    let (group, minute) = (work.group(), work.now().div_euclid(60));
    let facts = facts::read(&mut work.tx, group).await?;
    let worker = facts.problem.workers.iter().find(|worker| worker.id.as_str() == agent);
    let worker = worker.ok_or_else(|| Error::not_found("agent", agent))?;
    let today = local_of_instant(facts.problem.sites[worker.employer].zone, minute).date();
    let days = (date - today).num_days();
    let missed = |owed: releve_solver::explain::NoticeOwed| match (owed.minutes_min, owed.days_min) {
        (Some(least), _) if notice_minutes < least => {
            Some(Missed { time: Ahead::Hours { left: notice_minutes / 60, least: least / 60 }, article: owed.article })
        }
        (None, Some(least)) if days < least => {
            Some(Missed { time: Ahead::Days { left: days, least }, article: owed.article })
        }
        _ => None,
    };
    Ok(notices_owed(&facts.problem, worker).into_iter().filter_map(missed).collect())
}

/// Asks the agent. She may answer until the first duty that comes or goes begins, or for as long as for an offer.
async fn ask(work: &mut Work<'_>, row: &Row, judged: &Judged, (order, reason): (&Change, &str)) -> Result<Question> {
    let (group, now) = (work.group(), work.now());
    let starts_at = now + judged.notice_minutes * 60;
    let articles: Vec<&str> = judged.short.iter().map(|short| short.article.as_str()).collect();
    let question = Question {
        id: work.app.clock.new_id(),
        roster_id: row.id.clone(),
        agent_id: order.agent.clone(),
        date: order.date.to_string(),
        unit_id: row.unit_id.clone(),
        duties: to_json(&order.codes)?,
        day_version: version_of(&judged.before),
        reason: reason.to_owned(),
        article: articles.join(" ; "),
        state: "asked".to_owned(),
        asked_by: work.actor.user.0.clone(),
        asked_at: now,
        closes_at: crate::app::rounds::closing(now, starts_at, work.app.config.offer_hours),
        answered_at: None,
        version: 1,
    };
    changes::ask(&mut work.tx, group, &question).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::DayAsked.into(),
        e => Error::from(e),
    })?;
    let payload = told(&judged.ground, order.date, Some(question.closes_at));
    work.tell(Notice::to_agent("roster.question", &question.id, &order.agent, payload));
    let detail = json!({ "roster": row.id, "agent": order.agent, "date": order.date });
    work.record(Event::new("roster.ask", "roster-question", &question.id).with(detail));
    Ok(question)
}

/// What a notice says: place, day, until when; never why somebody else is not there.
fn told(ground: &Ground, date: NaiveDate, closes_at: Option<i64>) -> Value {
    json!({ "unit": ground.unit.name, "date": date, "closes_at": closes_at })
}

/// Stores a changed day, puts it on record, and tells her.
async fn store(
    work: &mut Work<'_>,
    row: &Row,
    judged: &Judged,
    (on, reason): (On, &str),
    facts: i64,
) -> Result<changes::Row> {
    let (group, now) = (work.group(), work.now());
    let (agent, date) = (&judged.becomes.agent, judged.becomes.date);
    hand::set(work, &judged.becomes, "change", (version_of(&judged.before), facts)).await?;
    swaps::home_days_changed(work, &[agent]).await?;
    let old: Vec<&str> = judged.before.iter().filter_map(|day| day.code.as_deref()).collect();
    let new: Vec<&str> = match &judged.becomes.day {
        NewDay::Duties(duties) => duties.iter().map(|duty| duty.code.as_str()).collect(),
        NewDay::Open | NewDay::Rest { .. } => Vec::new(),
    };
    let articles: Vec<&str> = judged.short.iter().map(|short| short.article.as_str()).collect();
    let change = changes::Row {
        id: work.app.clock.new_id(),
        roster_id: Some(row.id.clone()),
        agent_id: agent.clone(),
        date: date.to_string(),
        unit_id: row.unit_id.clone(),
        kind: "changed".to_owned(),
        before: to_json(&old)?,
        after: to_json(&new)?,
        reason: reason.to_owned(),
        ground: Some(on.name().to_owned()),
        article: (!articles.is_empty()).then(|| articles.join(" ; ")),
        notice_minutes: Some(judged.notice_minutes),
        changed_by: work.actor.user.0.clone(),
        changed_at: now,
    };
    changes::insert(&mut work.tx, group, &change).await?;
    work.tell(Notice::to_agent("roster.changed", &change.id, agent, told(&judged.ground, date, None)));
    let detail = json!({ "agent": agent, "date": date, "before": old, "after": new, "ground": on.name(),
        "notice_minutes": judged.notice_minutes });
    work.record(Event::new("roster.change", "roster", &row.id).from_version(facts).with(detail));
    Ok(change)
}

/// An agent's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The day changes.
    Agree,
    /// It does not, and nothing is held against her.
    Decline,
}

/// The agent answers. Her yes changes the day if it is lawful, and as it was asked, on the facts of this moment.
///
/// # Errors
/// `Forbidden`, `NotFound` for somebody else's question, `Conflict` when it is over or the day moved, `UnlawfulRoster`.
pub async fn answer(app: &App, actor: &Actor, id: &str, answer: Answer) -> Result<()> {
    let reach = actor.may(Action::ChooseDays)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let facts = work.touch().await?;
    let (group, now) = (actor.group.as_str(), work.now());
    let question = changes::question(&mut work.tx, group, id).await?;
    let question = question
        .filter(|question| reach.is_herself(&question.agent_id))
        .ok_or_else(|| Error::not_found("roster-question", id))?;
    if question.state != "asked" || question.closes_at <= now {
        return Err(Conflict::QuestionOver.into());
    }
    let state = if answer == Answer::Agree { "agreed" } else { "declined" };
    if !changes::end_question(&mut work.tx, group, &question, state, now).await? {
        return Err(Conflict::LostRace.into());
    }
    work.record(Event::new(
        if answer == Answer::Agree { "roster.agree" } else { "roster.decline" },
        "roster-question",
        id,
    ));
    let missing = || Error::Corrupt(format!("question {id} without its roster"));
    let row = periods::find(&mut work.tx, group, &question.roster_id).await?.ok_or_else(missing)?;
    let date: NaiveDate = question.date.parse().map_err(|_| missing())?;
    if answer == Answer::Agree {
        let codes: Vec<String> = from_json(&question.duties)?;
        let judged = judged(&mut work, &row, (&question.agent_id, date), &codes).await?;
        let current = version_of(&judged.before);
        if current != question.day_version {
            return Err(Conflict::VersionMoved { current }.into());
        }
        judging::judge(&mut work.tx, (group, &reach), std::slice::from_ref(&judged.becomes)).await?;
        store(&mut work, &row, &judged, (On::Agreement, &question.reason), facts).await?;
    }
    let ground = Ground::of(&mut work.tx, group, &row).await?;
    let payload = json!({ "unit": ground.unit.name, "date": date, "state": state });
    work.tell(Notice::to_user("roster.answered", id, &question.asked_by, payload));
    work.commit().await
}

/// Ends a question that nobody answered in time; false when it is over. Silence is no answer and changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn expire(app: &App, group: &str, id: &str) -> Result<bool> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    let now = work.now();
    let Some(question) = changes::question(&mut work.tx, group, id).await? else { return Ok(false) };
    if question.closes_at > now || !changes::end_question(&mut work.tx, group, &question, "expired", now).await? {
        return Ok(false);
    }
    let missing = || Error::Corrupt(format!("question {id} without its roster"));
    let row = periods::find(&mut work.tx, group, &question.roster_id).await?.ok_or_else(missing)?;
    let ground = Ground::of(&mut work.tx, group, &row).await?;
    let payload = json!({ "unit": ground.unit.name, "date": question.date, "state": "expired" });
    work.tell(Notice::to_user("roster.answered", id, &question.asked_by, payload));
    work.record(Event::new("roster.question-expire", "roster-question", id).from_version(question.version));
    work.commit().await?;
    Ok(true)
}

/// What happened to the days of a roster since its publication, oldest first, and what waits for an answer.
///
/// # Errors
/// `Forbidden`, `NotFound`.
pub async fn history(app: &App, actor: &Actor, id: &str) -> Result<(Vec<changes::Row>, Vec<Question>)> {
    let reach: Reach = actor.may(Action::ReadRosters)?;
    let mut tx = app.db.read().await?;
    let row = find_in(&mut tx, &actor.group, &reach, id).await?;
    let changed = changes::of_roster(&mut tx, &actor.group, &row.id).await?;
    let asked = changes::questions_of_roster(&mut tx, &actor.group, &row.id).await?;
    Ok((changed, asked))
}
