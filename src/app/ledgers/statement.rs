//! A statement: what somebody's accounts held at the beginning of a period, every line of it with the balance that it leaves, and
//! where she stands in the group, nobody else named.

use super::open;
use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::error::Result;
use crate::app::fields;
use crate::app::promises::zone_of;
use crate::lang::Words;
use crate::lang::reasons::{self, Told, Whose};
use crate::store::ledgers::{self, Compensation, Equity};
use crate::store::{Page, Tx, promises};
use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use releve_solver::domain::time::{instant_of_local, local_of_instant};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A statement of both accounts of somebody.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Statement {
    /// Whose.
    pub agent: String,
    /// Name shown to people.
    pub name: String,
    /// First civil day, at her employer.
    pub from: NaiveDate,
    /// Last civil day.
    pub to: NaiveDate,
    /// Points; none for whoever may not read them.
    pub equity: Option<Points>,
    /// What is owed, by unit.
    pub compensation: BTreeMap<String, Owed>,
    /// Rests that are still to be kept, taken in the period, and overdue.
    pub rests: Rests,
}

/// The equity account over a period, hundredths of a point.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Points {
    /// Before the first day.
    pub opening: i64,
    /// Lines of the period, the oldest first.
    pub lines: Vec<Line>,
    /// After the last day.
    pub closing: i64,
    /// What the lines come to by kind; one that takes another back counts with it.
    pub by_kind: BTreeMap<String, i64>,
    /// Her balance of today for a full-time equivalent.
    pub normalised: i64,
    /// The same of the one in the middle of the group; none where that would name people.
    pub group_median: Option<i64>,
    /// Her quarter of the group; none where that would name people.
    pub band: Option<Band>,
}

/// A quarter of a group, by normalised balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// The least burdened.
    Lightest,
    /// Below the middle.
    Lower,
    /// Above the middle.
    Upper,
    /// The most burdened.
    Heaviest,
}

/// The compensation account over a period in one unit.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Owed {
    /// Before the first day.
    pub opening: i64,
    /// Lines of the period, the oldest first.
    pub lines: Vec<Line>,
    /// After the last day.
    pub closing: i64,
    /// What the lines come to by kind.
    pub by_kind: BTreeMap<String, i64>,
}

/// A line with the balance that it leaves.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Line {
    /// Identifier, by which it can be taken back.
    pub id: String,
    /// Civil day on which it was posted, at her employer.
    pub date: NaiveDate,
    /// Kind; of the line that is taken back, where it takes one back.
    pub kind: String,
    /// It takes another one back.
    pub takes_back: bool,
    /// What it is, as rule packs or whoever posted it by hand call it; empty on the equity account.
    #[serde(skip)]
    pub label: String,
    /// What and why, in words.
    pub reason: String,
    /// Article that founds it; empty on the equity account.
    pub article: String,
    /// Amount.
    pub quantity: i64,
    /// Balance after it.
    pub balance: i64,
    /// Civil day by which it is due.
    pub due_on: Option<String>,
}

impl Line {
    /// What and why, in a reader's language.
    pub fn told(&self, words: Words) -> Told {
        let whose = if self.kind == "manual" { Whose::Person } else { Whose::Law };
        words.labelled((&self.label, whose), &self.reason)
    }

    /// The same as it is recorded, in French.
    pub fn record(&self) -> String {
        reasons::labelled(&self.label, &self.reason)
    }
}

/// Promised rests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rests {
    /// Days still to be kept, with a date.
    pub dated_days: i64,
    /// Days still to be kept, without one.
    pub undated_days: i64,
    /// Days taken in the period.
    pub taken_days: i64,
    /// Days still to be kept after their due date.
    pub overdue_days: i64,
}

/// Fewest people of whom a median or a quarter may be told.
const FEWEST: usize = 5;

/// The statement of somebody's accounts from one civil day to another; from the first of the year, to today.
///
/// # Errors
/// `Forbidden`, `NotFound` when the agent's record is not hers to see, `Invalid` for a period that ends before it begins.
pub async fn statement(
    app: &App,
    actor: &Actor,
    agent: &str,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<Statement> {
    let reach = actor.may(Action::ReadCompensation)?;
    open(app, actor, &reach, (agent, "statement")).await?;
    let points = actor.may(Action::ReadEquity).ok();
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    let zone = zone_of(&facts, agent)?;
    let today = local_of_instant(zone, app.clock.now().div_euclid(60)).date();
    let to = to.unwrap_or(today);
    let from = from.unwrap_or_else(|| NaiveDate::from_ymd_opt(to.year(), 1, 1).unwrap_or(to));
    fields::in_order("to", from, Some(to))?;
    let period = Period { zone, from: midnight(zone, from), to: midnight(zone, to + Days::new(1)) };
    let equity = match points.filter(|reach| reach.sees_agent(agent, facts.employer(agent).unwrap_or_default())) {
        Some(_) => Some(points_of(&mut tx, &actor.group, agent, &period, &facts.problem.workers).await?),
        None => None,
    };
    let worker = facts.problem.workers.iter().find(|worker| worker.id.as_str() == agent);
    Ok(Statement {
        agent: agent.to_owned(),
        name: worker.map(|worker| worker.name.clone()).unwrap_or_default(),
        from,
        to,
        equity,
        compensation: owed_of(&mut tx, &actor.group, agent, &period).await?,
        rests: rests_of(&mut tx, &actor.group, agent, (&period, today)).await?,
    })
}

/// Unix seconds of the first instant, and of the one after the last.
struct Period {
    zone: Tz,
    from: i64,
    to: i64,
}

impl Period {
    fn date(&self, seconds: i64) -> NaiveDate {
        local_of_instant(self.zone, seconds.div_euclid(60)).date()
    }

    const fn holds(&self, seconds: i64) -> bool {
        self.from <= seconds && seconds < self.to
    }
}

fn midnight(zone: Tz, day: NaiveDate) -> i64 {
    instant_of_local(zone, day.and_time(NaiveTime::MIN)) * 60
}

/// Every line of an account.
fn everything() -> Page {
    Page { whole: true, limit: i64::MAX, ..Page::default() }
}

async fn points_of(
    tx: &mut Tx,
    group: &str,
    agent: &str,
    period: &Period,
    workers: &[releve_solver::domain::problem::Worker],
) -> Result<Points> {
    let all: Vec<Equity> = ledgers::equity(tx, group, agent, &everything()).await?;
    let kinds: BTreeMap<&str, &str> = all.iter().map(|line| (line.id.0.as_str(), line.kind.as_str())).collect();
    let (mut account, mut balance) = (Owed::default(), 0);
    for line in all.iter().take_while(|line| line.posted_at < period.to) {
        balance += line.centipoints;
        account.closing = balance;
        if !period.holds(line.posted_at) {
            account.opening = balance;
            continue;
        }
        let reversed = line.reverses.as_ref().and_then(|id| kinds.get(id.0.as_str()).copied());
        account.add(Line {
            id: line.id.0.clone(),
            date: period.date(line.posted_at),
            kind: reversed.unwrap_or(&line.kind).to_owned(),
            takes_back: line.reverses.is_some(),
            label: String::new(),
            reason: line.reason.clone(),
            article: String::new(),
            quantity: line.centipoints,
            balance,
            due_on: None,
        });
    }
    let mut normalised: Vec<(i64, &str)> =
        workers.iter().map(|worker| (worker.normalised(worker.balance_centipoints), worker.id.as_str())).collect();
    normalised.sort_unstable();
    let place = normalised.iter().position(|(_, id)| *id == agent).unwrap_or_default();
    let told = normalised.len() >= FEWEST;
    Ok(Points {
        opening: account.opening,
        lines: account.lines,
        closing: account.closing,
        by_kind: account.by_kind,
        normalised: normalised.get(place).map_or(0, |(points, _)| *points),
        group_median: told.then(|| median(&normalised)),
        band: told.then(|| band(&normalised, place)),
    })
}

fn median(sorted: &[(i64, &str)]) -> i64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle].0 } else { i64::midpoint(sorted[middle - 1].0, sorted[middle].0) }
}

/// The quarter of whoever stands at a place. Whoever has as many points as somebody less burdened is in the same quarter.
fn band(sorted: &[(i64, &str)], place: usize) -> Band {
    let first = sorted.iter().position(|(points, _)| *points == sorted[place].0).unwrap_or(place);
    match first * 4 / sorted.len().max(1) {
        0 => Band::Lightest,
        1 => Band::Lower,
        2 => Band::Upper,
        _ => Band::Heaviest,
    }
}

async fn owed_of(tx: &mut Tx, group: &str, agent: &str, period: &Period) -> Result<BTreeMap<String, Owed>> {
    let all: Vec<Compensation> = ledgers::compensation(tx, group, agent, &everything()).await?;
    let kinds: BTreeMap<&str, &str> = all.iter().map(|line| (line.id.0.as_str(), line.kind.as_str())).collect();
    let mut accounts: BTreeMap<String, Owed> = BTreeMap::new();
    for line in all.iter().take_while(|line| line.posted_at < period.to) {
        let account = accounts.entry(line.unit.clone()).or_default();
        account.closing += line.quantity;
        if !period.holds(line.posted_at) {
            account.opening = account.closing;
            continue;
        }
        let reversed = line.reverses.as_ref().and_then(|id| kinds.get(id.0.as_str()).copied());
        account.add(Line {
            id: line.id.0.clone(),
            date: period.date(line.posted_at),
            kind: reversed.unwrap_or(&line.kind).to_owned(),
            takes_back: line.reverses.is_some(),
            label: line.label_fr.clone(),
            reason: line.reason.clone(),
            article: line.article.clone(),
            quantity: line.quantity,
            balance: account.closing,
            due_on: line.due_on.clone(),
        });
    }
    Ok(accounts)
}

impl Owed {
    fn add(&mut self, line: Line) {
        *self.by_kind.entry(line.kind.clone()).or_default() += line.quantity;
        self.lines.push(line);
    }
}

async fn rests_of(tx: &mut Tx, group: &str, agent: &str, (period, today): (&Period, NaiveDate)) -> Result<Rests> {
    let mut rests = Rests::default();
    for row in promises::of_agent(tx, group, agent).await? {
        match row.state.as_str() {
            "dated" => rests.dated_days += row.days,
            "undated" => rests.undated_days += row.days,
            "taken" if row.ended_at.is_some_and(|at| period.holds(at)) => rests.taken_days += row.days,
            _ => {}
        }
        if matches!(row.state.as_str(), "dated" | "undated") && row.due_on < today.to_string() {
            rests.overdue_days += row.days;
        }
    }
    Ok(rests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_quarters_of_a_group() {
        use Band::{Heaviest, Lightest, Lower, Upper};
        let of = |points: &[i64]| points.iter().map(|points| (*points, "")).collect::<Vec<_>>();
        let group = of(&[0, 0, 100, 200, 300, 400, 500, 900]);
        assert_eq!(median(&group), 250);
        assert_eq!(median(&of(&[1, 5, 9])), 5);
        let bands: Vec<Band> = (0..8).map(|place| band(&group, place)).collect();
        assert_eq!(bands, [Lightest, Lightest, Lower, Lower, Upper, Upper, Heaviest, Heaviest]);
    }
}
