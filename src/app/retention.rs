//! Retention: what is kept how long (`law.md` RET-1, RET-2). Causes of absence are short-lived, records of work last five years and
//! become counts after, and nothing that a ledger or the audit log stands on is ever taken away.
//!
//! Invariants: a run is one transaction with its line in the audit log; run again it finds nothing more; it takes so many rows of a
//! kind at most, and the rest goes the next night; what was not worked is not worked after it either. A trial run does the very
//! same and is thrown away.

use super::App;
use super::access::{Actor, Role};
use super::audit::Event;
use super::error::Result;
use super::pulse::Quarter;
use super::settings::{self, Retention};
use super::work::Work;
use crate::store::retention as rows;
use crate::store::{absences, due_runs, parsed, pulse};
use chrono::{DateTime, Days, NaiveDate};
use releve_solver::domain::scenario::{Absence, AbsenceClass};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// Name of the run in `due_runs`.
pub(crate) const NAME: &str = "retention";
/// How long people stay on the fixed-term list whom nobody writes about or calls: two years, as for candidates (CNIL, guide du
/// recrutement, 2023).
const CANDIDATE_DAYS: u32 = 730;

/// How many rows each rule concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Absences whose class says nothing any more.
    pub absences: u64,
    /// Requests that no longer say whom they replaced, or why.
    pub requests: u64,
    /// Whatever no longer says why it was called off, withdrawn, changed or refused.
    pub reasons: u64,
    /// Messages taken away.
    pub messages: u64,
    /// Notices emptied.
    pub notices: u64,
    /// Offers that came to nothing, taken away.
    pub offers: u64,
    /// Rounds whose published order was taken out.
    pub rounds: u64,
    /// Proposals of plans taken away.
    pub proposals: u64,
    /// Whatever no longer names who made or ended it.
    pub authors: u64,
    /// Revoked agreements, taken away or emptied.
    pub agreements: u64,
    /// People taken off the fixed-term list.
    pub candidates: u64,
    /// Days of home rosters that became counts.
    pub roster_days: u64,
    /// Answers to the quarterly pulse, and who answered, taken away.
    pub pulse: u64,
}

impl Counts {
    /// Every rule with its number.
    pub fn all(&self) -> [(&'static str, u64); 13] {
        [
            ("absences", self.absences),
            ("requests", self.requests),
            ("reasons", self.reasons),
            ("messages", self.messages),
            ("notices", self.notices),
            ("offers", self.offers),
            ("rounds", self.rounds),
            ("proposals", self.proposals),
            ("authors", self.authors),
            ("agreements", self.agreements),
            ("candidates", self.candidates),
            ("roster days", self.roster_days),
            ("pulse", self.pulse),
        ]
    }

    /// Whether a rule met as many rows as one run takes: there may be more.
    pub fn is_full(&self) -> bool {
        self.all().iter().any(|(_, count)| *count >= rows::MOST as u64)
    }
}

/// Whether a run counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is changed; only the numbers are wanted.
    Trial,
    /// For good.
    Real,
}

/// Runs every rule for one group.
///
/// # Errors
/// When the database fails; nothing is changed then.
pub async fn run(app: &App, group: &str, mode: Mode) -> Result<Counts> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    let counts = apply(&mut work).await?;
    if mode == Mode::Real {
        work.commit().await?;
    }
    Ok(counts)
}

/// Claims a night of one group and runs every rule, together or not at all; false when another server has the night.
///
/// # Errors
/// When the database fails.
pub(crate) async fn nightly(app: &App, group: &str, date: NaiveDate) -> Result<bool> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    if !due_runs::claim(&mut work.tx, NAME, group, &date.to_string(), app.clock.now()).await? {
        return Ok(false);
    }
    apply(&mut work).await?;
    work.commit().await?;
    Ok(true)
}

/// Instants and days before which things are too old.
struct Cutoffs {
    cause: i64,
    cause_day: String,
    message: i64,
    message_quarter: String,
    notice: i64,
    record: i64,
    record_day: String,
    candidate: i64,
}

impl Cutoffs {
    fn of(now: i64, kept: &Retention) -> Self {
        let before = |days: u32| now - i64::from(days) * 86_400;
        let today = DateTime::from_timestamp(now, 0).unwrap_or_default().date_naive();
        let day = |days: u32| today - Days::new(u64::from(days));
        Self {
            cause: before(kept.cause_days),
            cause_day: day(kept.cause_days).to_string(),
            message: before(kept.message_days),
            // Whatever quarter came before the one that holds that day was over by then.
            message_quarter: Quarter::of(day(kept.message_days)).text(),
            notice: before(kept.notice_days),
            record: before(kept.record_days),
            record_day: day(kept.record_days).to_string(),
            candidate: before(CANDIDATE_DAYS),
        }
    }
}

async fn apply(work: &mut Work<'_>) -> Result<Counts> {
    let (group, now) = (work.group(), work.now());
    let kept = settings::read(&mut work.tx, group).await?.retention;
    let old = Cutoffs::of(now, &kept);
    let away = rows::replaced(&mut work.tx, group, old.cause).await?;
    for (agent, day) in away {
        // The request will not say any more that she was not there.
        let day = parsed(&day)?;
        let absence = Absence { agent: agent.as_str().into(), from: day, to: day, class: AbsenceClass::Planned };
        absences::insert(&mut work.tx, group, &absence, false).await?;
    }
    let tx = &mut work.tx;
    let mut counts = Counts {
        absences: rows::absences(tx, group, &old.cause_day).await?,
        requests: rows::requests(tx, group, old.cause).await?,
        reasons: rows::words(tx, group, old.cause).await? + rows::leavings(tx, group, &old.cause_day).await?,
        messages: rows::messages(tx, group, old.message).await?,
        notices: rows::notices(tx, group, old.notice).await?,
        rounds: rows::outcomes(tx, group, old.record).await?,
        proposals: rows::plans(tx, group, old.record).await?,
        authors: rows::authors(tx, group, old.record).await?,
        agreements: rows::agreements(tx, group, old.record).await?,
        candidates: rows::fixed_term(tx, group, old.candidate).await?,
        pulse: pulse::delete_before(tx, group, &old.message_quarter).await?,
        ..Counts::default()
    };
    let mut kept_counts: BTreeMap<(String, String, &str), i64> = BTreeMap::new();
    for offer in rows::offers(tx, group, old.record).await? {
        let month = offer.date.get(..7).unwrap_or_default().to_owned();
        *kept_counts.entry((offer.unit_id, month, "offers")).or_default() += 1;
        rows::delete_offer(tx, &offer.id).await?;
        counts.offers += 1;
    }
    if let Some((before, duties)) = rows::roster_duties(tx, group, &old.record_day).await? {
        for (unit, month, number) in duties {
            *kept_counts.entry((unit, month, "roster_duties")).or_default() += number;
        }
        counts.roster_days = rows::delete_roster_days(tx, group, &before).await?;
    }
    for ((unit, month, what), number) in kept_counts {
        rows::count(tx, group, (&unit, &month, what), number).await?;
    }
    // The deed is in the group's queue: nobody has read the facts since it began. A plan computed an hour ago is told to be older
    // than the facts on the nights on which they have changed.
    if counts.absences + counts.requests + counts.roster_days > 0 {
        work.touch().await?;
    }
    work.record(Event::new("retention.run", "group", group).with(json!({ "kept_days": kept, "rows": counts })));
    Ok(counts)
}
