//! Home rosters, day by day, and absences.
//!
//! A civil day of an agent is *settled* when it has rows: one per duty, or one without a code when she has none. The rows of a
//! day share a version, the version of the facts at which the day was set: it never comes back. A day without rows is open,
//! version 0.
//!
//! Invariant: whoever reads days reads them as they stand. A duty in whose place a promised rest has come is rest
//! ([`PROMISED_REST`]) for every reader, for as long as the promise keeps its date; the row under it waits.

pub mod changes;
pub mod cycles;
pub mod periods;

use super::{Tx, from_json, name_of, on, parsed, promises, rows};
use chrono::{Days, NaiveDate};
use releve_solver::domain::scenario::{RosterLine, Scenario};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Origin of a day on which a promised rest has come in the place of the duty.
pub const PROMISED_REST: &str = "promised-rest";

/// Most days of one line of a roster; a longer run of days goes on on the next.
const LINE_DAYS_MAX: usize = 366;

/// A row of a day.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DayRow {
    /// Whose.
    pub agent_id: String,
    /// Civil day, `YYYY-MM-DD`.
    pub date: String,
    /// 0 for the first duty of the day.
    pub duty_no: i64,
    /// Where.
    pub unit_id: String,
    /// Code of the unit; none on a day without duty.
    pub code: Option<String>,
    /// `import`, `cycle`, `hand`, `plan`, `choice`, `change`, `swap`, `publication` or [`PROMISED_REST`].
    pub origin: String,
    /// Facts at which the day was set.
    pub version: i64,
}

/// A duty to put on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NewDuty {
    /// Where.
    pub unit: String,
    /// Code of the unit.
    pub code: String,
}

/// What a day becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewDay {
    /// Nothing is settled any more.
    Open,
    /// Settled without duty, on the roster of this unit.
    Rest {
        /// Whose roster says so.
        unit: String,
    },
    /// Settled with these duties, one at least.
    Duties(Vec<NewDuty>),
}

#[derive(sqlx::FromRow)]
struct LineRow {
    group_id: String,
    agent_id: String,
    unit_id: String,
    from_date: String,
    codes: String,
}

macro_rules! select {
    ($tail:literal) => {
        concat!("SELECT agent_id, date, duty_no, unit_id, code, origin, version FROM roster_days ", $tail)
    };
}

/// What stands between the parts of a day, and between days, in a text of many: no name, code or day holds either, since control
/// characters are refused wherever something comes in.
const BETWEEN_PARTS: char = '\u{1f}';
const BETWEEN_DAYS: char = '\u{1e}';

/// The home rosters of a group from a day on, as lines: one for each run of days of an agent at a unit.
///
/// Every judgement begins here, and a group of 600 has some tens of thousands of days: they come as one text for each agent, since a
/// row for each costs several times what all the rest of the facts costs.
pub async fn lines(tx: &mut Tx, group: &str, from: NaiveDate) -> sqlx::Result<Vec<RosterLine>> {
    let texts: Vec<(String, String)> = on!(tx, sqlx::query_as(
        "SELECT agent_id, string_agg(date || CAST($3 AS TEXT) || unit_id || CAST($3 AS TEXT) || COALESCE(code, ''), \
         CAST($4 AS TEXT) ORDER BY date, duty_no) FROM roster_days WHERE group_id = $1 AND date >= $2 \
         GROUP BY agent_id ORDER BY agent_id")
        .bind(group).bind(from.to_string()).bind(BETWEEN_PARTS.to_string()).bind(BETWEEN_DAYS.to_string())
        => fetch_all)?;
    let mut rows: Vec<DayRow> = Vec::new();
    for (agent, text) in texts {
        for day in text.split(BETWEEN_DAYS) {
            let parts: Vec<&str> = day.split(BETWEEN_PARTS).collect();
            let [date, unit, code] = parts[..] else {
                return Err(sqlx::Error::Protocol(format!("a day of {agent} cannot be read: {day:?}")));
            };
            let before = rows.last().filter(|before| before.agent_id == agent && before.date == date);
            rows.push(DayRow {
                duty_no: before.map_or(0, |before| before.duty_no + 1),
                agent_id: agent.clone(),
                date: date.to_owned(),
                unit_id: unit.to_owned(),
                code: (!code.is_empty()).then(|| code.to_owned()),
                // Neither says anything about a line.
                origin: String::new(),
                version: 0,
            });
        }
    }
    as_lines(&standing(tx, group, "", rows).await?)
}

/// One agent's day; empty when it is open.
pub async fn day(tx: &mut Tx, group: &str, agent: &str, date: &str) -> sqlx::Result<Vec<DayRow>> {
    let rows = stored_day(tx, group, agent, date).await?;
    standing(tx, group, agent, rows).await
}

/// One agent's day with the duties that rests have taken the place of.
async fn stored_day(tx: &mut Tx, group: &str, agent: &str, date: &str) -> sqlx::Result<Vec<DayRow>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND agent_id = $2 AND date = $3 ORDER BY duty_no"))
        .bind(group).bind(agent).bind(date) => fetch_all)
}

/// A duty of the home roster that a promised rest has taken the place of, as `promises.lifted` holds it.
#[derive(Deserialize)]
struct Lifted {
    date: String,
    unit: String,
    code: String,
}

/// Days as they stand, of one agent or (empty) of all; they come by agent, date and number. Where the roster has another code by
/// now than the one a rest has taken the place of, it has been changed since, and that stands.
async fn standing(tx: &mut Tx, group: &str, agent: &str, rows: Vec<DayRow>) -> sqlx::Result<Vec<DayRow>> {
    let mut lifted = BTreeSet::new();
    for (agent, all) in promises::lifted(tx, group, agent).await? {
        let duties = from_json::<Vec<Lifted>>(&all)?.into_iter();
        lifted.extend(duties.map(|duty| (agent.clone(), duty.date, duty.unit, Some(duty.code))));
    }
    if lifted.is_empty() {
        return Ok(rows);
    }
    let is_lifted = |row: &&DayRow| {
        lifted.contains(&(row.agent_id.clone(), row.date.clone(), row.unit_id.clone(), row.code.clone()))
    };
    let mut standing = Vec::with_capacity(rows.len());
    for day in rows.chunk_by(|a, b| a.agent_id == b.agent_id && a.date == b.date) {
        let (gone, left): (Vec<&DayRow>, Vec<&DayRow>) = day.iter().partition(is_lifted);
        match gone.first() {
            Some(first) if left.is_empty() => {
                standing.push(DayRow { code: None, origin: PROMISED_REST.to_owned(), ..(*first).clone() });
            }
            _ => standing.extend(left.into_iter().cloned()),
        }
    }
    Ok(standing)
}

/// The settled days of an agent from one day to another (both included), at every unit.
pub async fn of_agent(tx: &mut Tx, group: &str, agent: &str, (from, to): (&str, &str)) -> sqlx::Result<Vec<DayRow>> {
    let rows = on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND agent_id = $2 AND date >= $3 AND date <= $4 ORDER BY date, duty_no"))
        .bind(group).bind(agent).bind(from).bind(to) => fetch_all)?;
    standing(tx, group, agent, rows).await
}

/// What a unit's roster says from one day to another (both included), by agent and day.
pub async fn of_unit(tx: &mut Tx, group: &str, unit: &str, (from, to): (&str, &str)) -> sqlx::Result<Vec<DayRow>> {
    let rows = on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND unit_id = $2 AND date >= $3 AND date <= $4 ORDER BY agent_id, date, duty_no"))
        .bind(group).bind(unit).bind(from).bind(to) => fetch_all)?;
    standing(tx, group, "", rows).await
}

/// The codes that a unit's roster has from a day on, each once a day, by day. Duties in whose place a rest has come are among them:
/// they come back when the rest gets another date.
pub async fn codes_from(tx: &mut Tx, group: &str, unit: &str, from: &str) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT DISTINCT date, code FROM roster_days WHERE group_id = $1 AND unit_id = $2 AND date >= $3 \
         AND code IS NOT NULL ORDER BY date, code").bind(group).bind(unit).bind(from) => fetch_all)
}

/// The version of a day; 0 when it is open.
pub fn version_of(day: &[DayRow]) -> i64 {
    day.first().map_or(0, |row| row.version)
}

/// Replaces a day that stands at `expected` (0: it is open); false when it does not, and then nothing is changed. `version` is
/// that of the facts, as `Work::touch` gave it.
pub async fn set_day(
    tx: &mut Tx,
    group: &str,
    (agent, date): (&str, &str),
    new: &NewDay,
    origin: &str,
    (expected, version): (i64, i64),
) -> sqlx::Result<bool> {
    let before = stored_day(tx, group, agent, date).await?;
    if version_of(&before) != expected {
        return Ok(false);
    }
    let removed = on!(tx, sqlx::query(
        "DELETE FROM roster_days WHERE group_id = $1 AND agent_id = $2 AND date = $3 AND version = $4")
        .bind(group).bind(agent).bind(date).bind(expected) => execute)?;
    if removed != before.len() as u64 {
        return Err(sqlx::Error::Protocol(format!("the roster of {agent} on {date} has rows of several versions")));
    }
    insert_days(tx, group, &day_rows(agent, date, new, (origin, version))).await?;
    Ok(true)
}

/// A day as rows.
pub fn day_rows(agent: &str, date: &str, new: &NewDay, (origin, version): (&str, i64)) -> Vec<DayRow> {
    let row = |duty_no: i64, unit: &str, code: Option<&str>| DayRow {
        agent_id: agent.to_owned(),
        date: date.to_owned(),
        duty_no,
        unit_id: unit.to_owned(),
        code: code.map(ToOwned::to_owned),
        origin: origin.to_owned(),
        version,
    };
    match new {
        NewDay::Open => Vec::new(),
        NewDay::Rest { unit } => vec![row(0, unit, None)],
        NewDay::Duties(duties) => {
            (0..).zip(duties).map(|(number, duty)| row(number, &duty.unit, Some(&duty.code))).collect()
        }
    }
}

/// Stores rows of days that were open.
pub async fn insert_days(tx: &mut Tx, group: &str, days: &[DayRow]) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO roster_days (group_id, agent_id, date, duty_no, unit_id, code, origin, version) ",
        days,
        |row| [
            group,
            row.agent_id.as_str(),
            row.date.as_str(),
            row.duty_no,
            row.unit_id.as_str(),
            row.code.as_deref(),
            row.origin.as_str(),
            row.version
        ]
    )
}

/// Agents who have a settled day at a unit from one day to another (both included), by id.
pub async fn people_of_unit(
    tx: &mut Tx,
    group: &str,
    unit: &str,
    (from, to): (&str, &str),
) -> sqlx::Result<Vec<String>> {
    on!(tx, sqlx::query_scalar(
        "SELECT DISTINCT agent_id FROM roster_days WHERE group_id = $1 AND unit_id = $2 AND date >= $3 AND date <= $4 \
         ORDER BY agent_id").bind(group).bind(unit).bind(from).bind(to) => fetch_all)
}

/// Days in row form → lines. Rows come by agent, date and number. The n-th duty of a day at a unit goes on the n-th line there.
fn as_lines(days: &[DayRow]) -> sqlx::Result<Vec<RosterLine>> {
    struct Run {
        line: usize,
        next: NaiveDate,
        days: usize,
    }
    let mut lines: Vec<RosterLine> = Vec::new();
    let mut open: BTreeMap<(&str, usize), Run> = BTreeMap::new();
    for (at, row) in days.iter().enumerate() {
        if at == 0 || days[at - 1].agent_id != row.agent_id {
            open.clear();
        }
        let date: NaiveDate = parsed(&row.date)?;
        let same_day = days[..at].iter().rev().take_while(|d| d.agent_id == row.agent_id && d.date == row.date);
        let nth = same_day.filter(|d| d.unit_id == row.unit_id).count();
        let code = row.code.as_deref().unwrap_or(".");
        match open.get_mut(&(row.unit_id.as_str(), nth)) {
            Some(run) if run.next == date && run.days < LINE_DAYS_MAX => {
                run.days += 1;
                let codes = &mut lines[run.line].codes;
                codes.push(' ');
                codes.push_str(code);
                run.next = date + Days::new(1);
            }
            _ => {
                open.insert((&row.unit_id, nth), Run { line: lines.len(), next: date + Days::new(1), days: 1 });
                lines.push(RosterLine {
                    agent: row.agent_id.as_str().into(),
                    unit: row.unit_id.as_str().into(),
                    from: date,
                    codes: code.to_owned(),
                });
            }
        }
    }
    Ok(lines)
}

/// Lines → days in row form: a day keeps the duties of every line, in the order of the lines, and is without duty when none has
/// one.
fn as_days(lines: &[RosterLine], (origin, version): (&str, i64)) -> Vec<DayRow> {
    let mut days: BTreeMap<(&str, NaiveDate), (Vec<NewDuty>, &str)> = BTreeMap::new();
    for line in lines {
        for (offset, code) in line.codes.split_whitespace().enumerate() {
            let date = line.from + Days::new(offset as u64);
            let day = days.entry((line.agent.as_str(), date)).or_insert_with(|| (Vec::new(), line.unit.as_str()));
            if code != "." {
                day.0.push(NewDuty { unit: line.unit.0.clone(), code: code.to_owned() });
            }
        }
    }
    days.into_iter()
        .flat_map(|((agent, date), (duties, unit))| {
            let new = if duties.is_empty() { NewDay::Rest { unit: unit.to_owned() } } else { NewDay::Duties(duties) };
            day_rows(agent, &date.to_string(), &new, (origin, version))
        })
        .collect()
}

/// A day that becomes another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Becomes {
    /// Whose.
    pub agent: String,
    /// Civil day.
    pub date: NaiveDate,
    /// What it becomes.
    pub day: NewDay,
}

/// Lines as they would be with some days changed; of several changes of a day the last holds.
pub fn with_days(lines: &[RosterLine], changes: &[Becomes]) -> sqlx::Result<Vec<RosterLine>> {
    let changed: BTreeMap<(&str, String), &NewDay> =
        changes.iter().map(|change| ((change.agent.as_str(), change.date.to_string()), &change.day)).collect();
    let mut days = as_days(lines, ("", 0));
    days.retain(|row| !changed.contains_key(&(row.agent_id.as_str(), row.date.clone())));
    for ((agent, date), day) in &changed {
        days.extend(day_rows(agent, date, day, ("", 0)));
    }
    days.sort_by(|a, b| (&a.agent_id, &a.date, a.duty_no).cmp(&(&b.agent_id, &b.date, b.duty_no)));
    as_lines(&days)
}

/// Turns the lines in which rosters were once kept into days; what has been turned is gone, so it happens once.
pub(super) async fn convert_lines(tx: &mut Tx) -> sqlx::Result<()> {
    let rows: Vec<LineRow> = on!(tx, sqlx::query_as(
        "SELECT group_id, agent_id, unit_id, from_date, codes FROM roster_lines ORDER BY group_id, line_no")
        => fetch_all)?;
    let mut groups: BTreeMap<String, Vec<RosterLine>> = BTreeMap::new();
    for row in rows {
        groups.entry(row.group_id).or_default().push(RosterLine {
            agent: row.agent_id.as_str().into(),
            unit: row.unit_id.as_str().into(),
            from: parsed(&row.from_date)?,
            codes: row.codes,
        });
    }
    for (group, lines) in &groups {
        let version: i64 = on!(tx, sqlx::query_scalar("SELECT facts_version FROM groups WHERE id = $1").bind(group)
            => fetch_one)?;
        insert_days(tx, group, &as_days(lines, ("import", version))).await?;
    }
    on!(tx, sqlx::query("DELETE FROM roster_lines") => execute)?;
    Ok(())
}

/// Stores the rosters and absences of a scenario; there are none yet.
pub async fn insert(tx: &mut Tx, scenario: &Scenario) -> sqlx::Result<()> {
    let group = scenario.group.id.as_str();
    let version: i64 = on!(tx, sqlx::query_scalar("SELECT facts_version FROM groups WHERE id = $1").bind(group)
        => fetch_one)?;
    insert_days(tx, group, &as_days(&scenario.rosters, ("import", version))).await?;
    for (absence, number) in scenario.absences.iter().zip(0_i64..) {
        let class = name_of(&absence.class)?;
        on!(tx, sqlx::query(
            "INSERT INTO absences (group_id, line_no, agent_id, from_date, to_date, class) \
             VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(group).bind(number).bind(absence.agent.as_str()).bind(absence.from.to_string())
            .bind(absence.to.to_string()).bind(&class) => execute)?;
    }
    Ok(())
}

/// Takes the rosters and absences of a group away, before an import puts others in their place.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM roster_days WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM roster_questions WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM roster_people WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM rosters WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM cycle_places WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM cycles WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM absences WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(agent: &str, unit: &str, from: &str, codes: &str) -> RosterLine {
        RosterLine {
            agent: agent.into(),
            unit: unit.into(),
            from: from.parse().expect("a date"),
            codes: codes.to_owned(),
        }
    }

    fn there_and_back(lines: &[RosterLine]) -> Vec<RosterLine> {
        as_lines(&as_days(lines, ("import", 1))).expect("lines")
    }

    #[test]
    fn a_plain_line_comes_back_as_it_was() {
        let lines = [
            line("a", "u", "2026-12-28", ". M M N . . M M"),
            line("a", "u", "2027-01-11", "M"),
            line("b", "u", "2026-12-28", "."),
        ];
        assert_eq!(there_and_back(&lines), lines);
    }

    #[test]
    fn free_line_breaks_become_single_spaces() {
        assert_eq!(
            there_and_back(&[line("a", "u", "2026-12-28", " M\n  S\t. ")]),
            [line("a", "u", "2026-12-28", "M S .")]
        );
    }

    #[test]
    fn two_units_on_the_same_days_keep_every_duty_and_every_settled_day() {
        let lines = [line("a", "u", "2026-12-01", "M . . M"), line("a", "v", "2026-12-01", ". N . N")];
        let expected = [
            line("a", "u", "2026-12-01", "M"),
            line("a", "v", "2026-12-02", "N"),
            line("a", "u", "2026-12-03", ". M"),
            line("a", "v", "2026-12-04", "N"),
        ];
        assert_eq!(there_and_back(&lines), expected);
    }

    #[test]
    fn a_run_of_years_goes_on_on_the_next_line() {
        let lines = [line("a", "u", "2026-01-01", &["M"; 400].join(" "))];
        let lengths: Vec<_> = there_and_back(&lines)
            .iter()
            .map(|line| (line.from.to_string(), line.codes.split_whitespace().count()))
            .collect();
        assert_eq!(lengths, [("2026-01-01".to_owned(), 366), ("2027-01-02".to_owned(), 34)]);
    }

    #[test]
    fn two_duties_on_one_day_at_one_unit_stand_on_two_lines() {
        let lines = [line("a", "u", "2026-12-01", "M M ."), line("a", "u", "2026-12-02", "S")];
        assert_eq!(there_and_back(&lines), lines);
    }
}
