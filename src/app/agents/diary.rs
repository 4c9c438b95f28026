//! What an agent says herself: when she accepts to be asked, what she wishes for a day, what she works for others. Nobody says it
//! for her; the coordination reads it.

use super::{employed, seen, store};
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::identity::today;
use crate::app::work::Work;
use crate::app::wrong::{expected, one_of};
use crate::app::{App, assignments, facts, fields};
use crate::lang::reasons::Reason;
use crate::store::agents::{Declared, Record};
use crate::store::diary::{Diary, Exception, Part, Weekly};
use crate::store::{groups, shifts};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use releve_solver::domain::scenario::{AgentDocument, Horizon, OutsideWork, Wish, WishKind};
use releve_solver::rules::documents::DECLARATION;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// Most parts of a week, and most exceptions.
const PARTS_MAX: usize = 70;
const EXCEPTIONS_MAX: usize = 400;
/// Longest piece of work for others that is declared at once, hours.
const WORK_HOURS_MAX: i64 = 24;

/// A wish for a day, or none any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WishWanted {
    /// A shift.
    Work,
    /// None.
    Off,
    /// No wish.
    None,
}

/// Work for another employer, declared with today's date.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// Start, local to her employer.
    pub from: NaiveDateTime,
    /// End.
    pub to: NaiveDateTime,
    /// `public`, `private` or `self_employed`.
    pub employer_kind: String,
}

/// Keeps the diary: it stands in place of the one before. None: she is asked for anything again.
///
/// # Errors
/// `Forbidden` for any role but the agent's, `Invalid` for days that cannot be.
pub async fn keep(app: &App, actor: &Actor, diary: Option<Diary>) -> Result<Record> {
    if let Some(diary) = &diary {
        look_at(diary)?;
    }
    let detail = json!({ "weekly": diary.as_ref().map(|d| d.weekly.len()), "exceptions": diary.as_ref().map(|d| d.exceptions.len()) });
    change(app, actor, "diary.keep", detail, async |_, record| {
        record.diary = diary;
        Ok(Effect::Nothing)
    })
    .await
}

fn look_at(diary: &Diary) -> Result<()> {
    fields::count("weekly", diary.weekly.len(), 0, PARTS_MAX)?;
    fields::count("exceptions", diary.exceptions.len(), 0, EXCEPTIONS_MAX)?;
    for (at, weekly) in diary.weekly.iter().enumerate() {
        fields::within(&format!("weekly[{at}].weekday"), i64::from(weekly.weekday), 1, 7)?;
        hours(&format!("weekly[{at}].part"), weekly.part)?;
    }
    let mut days = BTreeSet::new();
    for (at, exception) in diary.exceptions.iter().enumerate() {
        let field = format!("exceptions[{at}]");
        if !days.insert(exception.date) {
            let found = exception.date.to_string();
            return Err(Error::field(&format!("{field}.date"), found, expected("field-once")));
        }
        fields::count(&format!("{field}.parts"), exception.parts.len(), 0, 10)?;
        for part in &exception.parts {
            hours(&format!("{field}.parts"), *part)?;
        }
    }
    Ok(())
}

fn hours(field: &str, part: Part) -> Result<()> {
    match part {
        Part::Hours { from, to } if from == to && from != chrono::NaiveTime::MIN => {
            Err(Error::field(field, format!("{from}–{to}"), expected("field-hours-of-day")))
        }
        _ => Ok(()),
    }
}

/// Puts other weeks in the diary and keeps its exceptions; whoever kept none has one from now on. `version` is that of the file that
/// was read.
///
/// # Errors
/// As [`keep`]; `Conflict` when her file was changed meanwhile.
pub async fn keep_weeks(app: &App, actor: &Actor, weekly: Vec<Weekly>, version: i64) -> Result<Record> {
    let detail = json!({ "weekly": weekly.len() });
    change(app, actor, "diary.keep", detail, async |_, record| {
        if record.version != version {
            return Err(Conflict::VersionMoved { current: record.version }.into());
        }
        let exceptions = record.diary.take().map(|diary| diary.exceptions).unwrap_or_default();
        let diary = Diary { weekly, exceptions };
        look_at(&diary)?;
        record.diary = Some(diary);
        Ok(Effect::Nothing)
    })
    .await
}

/// What somebody says of single days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// She may be asked.
    Asked,
    /// She is not to be asked.
    NotAsked,
    /// She may be asked, and wishes for a shift.
    Work,
    /// She may be asked, and wishes for none.
    Off,
}

/// Says the same of several days at once, in place of what she said of them before.
///
/// # Errors
/// As [`keep`]; `Invalid` without a day; `Conflict` when a day is decided: over, or she holds a shift of the pool on it.
pub async fn mark(app: &App, actor: &Actor, days: &BTreeSet<NaiveDate>, mark: Mark) -> Result<Record> {
    fields::some("days", days.is_empty())?;
    let detail = json!({ "days": days.len(), "first": days.first(), "mark": mark });
    change(app, actor, "diary.mark", detail, async |work, record| {
        let group = work.group();
        let now = today(work.now(), groups::zone(&mut work.tx, group).await?);
        let held = shifts::held(&mut work.tx, group).await?;
        let held: BTreeSet<&str> = held
            .iter()
            .filter(|(agent, _)| *agent == record.id)
            .map(|(_, stored)| stored.shift.date.as_str())
            .collect();
        if days.iter().any(|day| *day <= now || held.contains(day.to_string().as_str())) {
            return Err(Conflict::DayDecided.into());
        }
        let horizon = groups::find(&mut work.tx, group).await?.map(|stored| stored.horizon);
        say_of_days(record, days, mark, horizon);
        if let Some(diary) = &record.diary {
            look_at(diary)?;
        }
        Ok(Effect::Nothing)
    })
    .await
}

fn say_of_days(record: &mut Record, days: &BTreeSet<NaiveDate>, mark: Mark, horizon: Option<Horizon>) {
    record.file.wishes.retain(|wish| !days.contains(&wish.date));
    let wish = match mark {
        Mark::Work => Some(WishKind::Work),
        Mark::Off => Some(WishKind::Off),
        Mark::Asked | Mark::NotAsked => None,
    };
    record
        .file
        .wishes
        .extend(wish.into_iter().flat_map(|kind| days.iter().map(move |date| Wish { date: *date, kind })));
    record.file.wishes.sort_by_key(|wish| wish.date);
    // Without a diary she is asked on any day, unless windows came with an import.
    if record.diary.is_none() && mark != Mark::NotAsked && record.file.availability.is_empty() {
        return;
    }
    let windows = &record.file.availability;
    let diary = record.diary.get_or_insert_with(|| Diary::standing_for(windows, horizon));
    for day in days {
        diary.exceptions.retain(|exception| exception.date != *day);
        let asked = diary.weekly.iter().any(|weekly| u32::from(weekly.weekday) == day.weekday().number_from_monday());
        match mark {
            Mark::NotAsked => diary.exceptions.push(Exception { date: *day, parts: Vec::new() }),
            _ if !asked => diary.exceptions.push(Exception { date: *day, parts: vec![Part::Day] }),
            _ => {}
        }
    }
    diary.exceptions.sort_by_key(|exception| exception.date);
}

/// Wishes for a day that is not decided yet.
///
/// # Errors
/// `Forbidden` for any role but the agent's, `Invalid` for a day more than 400 days ahead, `Conflict` when the day is decided.
pub async fn wish(app: &App, actor: &Actor, date: NaiveDate, wanted: WishWanted) -> Result<Record> {
    let detail = json!({ "date": date, "kind": wanted });
    change(app, actor, "wish.say", detail, async |work, record| {
        let group = work.group();
        let day = today(work.now(), groups::zone(&mut work.tx, group).await?);
        if date <= day {
            return Err(Conflict::DayDecided.into());
        }
        fields::foreseeable("date", date, day)?;
        let held = shifts::held(&mut work.tx, group).await?;
        let day = date.to_string();
        if held.iter().any(|(agent, stored)| *agent == record.id && stored.shift.date == day) {
            return Err(Conflict::DayDecided.into());
        }
        record.file.wishes.retain(|wish| wish.date != date);
        let kind = match wanted {
            WishWanted::Work => Some(WishKind::Work),
            WishWanted::Off => Some(WishKind::Off),
            WishWanted::None => None,
        };
        record.file.wishes.extend(kind.map(|kind| Wish { date, kind }));
        record.file.wishes.sort_by_key(|wish| wish.date);
        Ok(Effect::Nothing)
    })
    .await
}

/// Declares work for another employer; the declaration is on file from today. What she may no longer hold beside it is given
/// back. A public agent above the share that the law names needs an authorisation as well, which her employer puts on file.
///
/// # Errors
/// `Forbidden` for any role but the agent's, `Invalid` for hours that cannot be.
pub async fn declare(app: &App, actor: &Actor, new: &Declaration) -> Result<Record> {
    let kinds = ["public", "private", "self_employed"];
    if !kinds.contains(&new.employer_kind.as_str()) {
        return Err(Error::field("employer_kind", new.employer_kind.as_str(), one_of(&kinds)));
    }
    let minutes = (new.to - new.from).num_minutes();
    if !(1..=WORK_HOURS_MAX * 60).contains(&minutes) {
        let expected = expected("field-work-end").with("from", new.from.to_string()).with("most", WORK_HOURS_MAX);
        return Err(Error::field("to", new.to.to_string(), expected));
    }
    let new = new.clone();
    let detail = json!({ "minutes": minutes, "employer_kind": new.employer_kind });
    change(app, actor, "outside-work.declare", detail, async |work, record| {
        let group = work.group();
        let day = today(work.now(), groups::zone(&mut work.tx, group).await?);
        let hours = OutsideWork { from: new.from, to: new.to };
        let same = |declared: &Declared| declared.work == hours && declared.employer_kind == new.employer_kind;
        if record.file.declared.iter().any(same) {
            return Ok(Effect::Nothing);
        }
        if let Some(known) = record.file.outside_work.iter().find(|known| known.from < new.to && new.from < known.to) {
            let [from, to] = [known.from, known.to].map(|at| at.to_string());
            let expected = expected("field-work-beside").with("from", from).with("to", to);
            return Err(Error::field("from", format!("{} – {}", new.from, new.to), expected));
        }
        record.file.outside_work.push(hours);
        record.file.declared.push(Declared { work: hours, employer_kind: new.employer_kind, declared_on: day });
        let reference = Reason::Declared(day).record();
        let documents = &mut record.file.law.documents;
        if !documents.iter().any(|known| known.kind == DECLARATION && known.reference == reference) {
            let kind = DECLARATION.to_owned();
            documents.push(AgentDocument { kind, reference, valid_from: Some(day), valid_to: None });
        }
        Ok(Effect::Hours)
    })
    .await
}

/// Her own file, or one that the coordination reads for the diary in it.
///
/// # Errors
/// `Forbidden`, or `NotFound` when it is not theirs to read.
pub async fn diary_of(app: &App, actor: &Actor, agent: &str) -> Result<Record> {
    let reach = actor.may(Action::ReadDiary)?;
    let mut tx = app.db.read().await?;
    let record = seen(&mut tx, &actor.group, &reach, agent).await?;
    drop(tx);
    if !reach.is_herself(agent) {
        crate::app::audit::note(app, actor, reach.role, [Event::new("diary.read", "agent", agent)]).await?;
    }
    Ok(record)
}

/// What a change of hers touches beside her file.
#[derive(PartialEq, Eq)]
enum Effect {
    /// Nothing she has agreed to.
    Nothing,
    /// The hours she works.
    Hours,
}

/// Changes her own file.
async fn change(
    app: &App,
    actor: &Actor,
    what: &'static str,
    detail: serde_json::Value,
    with: impl AsyncFnOnce(&mut Work<'_>, &mut Record) -> Result<Effect>,
) -> Result<Record> {
    let reach = actor.may(Action::KeepDiary)?;
    let agent = actor.agent().ok_or(Error::Forbidden(Action::KeepDiary))?.to_owned();
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let before = facts::issues(&mut work).await?;
    let mut record = seen(&mut work.tx, &actor.group, &reach, &agent).await?;
    employed(&record)?;
    let effect = with(&mut work, &mut record).await?;
    store(&mut work, &record).await?;
    facts::sound(&mut work, &before).await?;
    work.record(Event::new(what, "agent", &agent).from_version(record.version).with(detail));
    if effect == Effect::Hours {
        assignments::free_unlawful_ahead(&mut work, &agent).await?;
    }
    let record = seen(&mut work.tx, &actor.group, &reach, &agent).await?;
    work.commit().await?;
    Ok(record)
}
