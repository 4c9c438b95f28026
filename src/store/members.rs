//! Conventions: what an establishment and the group have agreed on, and what was lent under them.

use super::{Tx, named, on, parsed};
use crate::ids::AssignmentId;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Over what a contribution and a quota are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ConventionPeriod")]
pub enum Period {
    /// Civil month.
    Month,
    /// Civil quarter.
    Quarter,
    /// Civil year.
    Year,
}

/// How what was lent is re-invoiced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CostKey {
    /// At cost, pro rata of the hours worked, and nothing on top (Code du travail L8241-1; CGFP L512-6 and following).
    AtCost,
    /// At cost, and a share of the running costs of a groupement that employs or shares staff itself (`law.md` BILL-01).
    SharedCosts,
}

/// A convention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convention {
    /// Identifier.
    pub id: String,
    /// With whom.
    pub establishment: String,
    /// Reference of the document.
    pub document: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; none for as long as nobody leaves.
    pub valid_to: Option<NaiveDate>,
    /// Notice for leaving, days.
    pub notice_days: i64,
    /// How costs are shared.
    pub cost_key: CostKey,
    /// Share of running costs, thousandths of the cost.
    pub management_permille: i64,
    /// Over what the two figures below are counted.
    pub period: Period,
    /// Work put into the pool, minutes.
    pub contribution_minutes: Option<i64>,
    /// Most work received, minutes.
    pub quota_minutes: Option<i64>,
    /// First day on which it belongs to the group no more.
    pub leaves_on: Option<NaiveDate>,
    /// Why it leaves.
    pub leaving_reason: Option<String>,
    /// Goes up with every change.
    pub version: i64,
}

impl Convention {
    /// The last day on which it holds.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let before_leaving = self.leaves_on.and_then(|day| day.pred_opt());
        [self.valid_to, before_leaving].into_iter().flatten().min()
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.last_day().is_none_or(|last| day <= last)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    establishment_id: String,
    document: String,
    valid_from: String,
    valid_to: Option<String>,
    notice_days: i64,
    cost_key: String,
    management_permille: i64,
    period: String,
    contribution_minutes: Option<i64>,
    quota_minutes: Option<i64>,
    leaves_on: Option<String>,
    leaving_reason: Option<String>,
    version: i64,
}

impl Row {
    fn convention(self) -> sqlx::Result<Convention> {
        Ok(Convention {
            valid_from: parsed(&self.valid_from)?,
            valid_to: self.valid_to.as_deref().map(parsed).transpose()?,
            cost_key: named(&self.cost_key)?,
            period: named(&self.period)?,
            leaves_on: self.leaves_on.as_deref().map(parsed).transpose()?,
            id: self.id,
            establishment: self.establishment_id,
            document: self.document,
            notice_days: self.notice_days,
            management_permille: self.management_permille,
            contribution_minutes: self.contribution_minutes,
            quota_minutes: self.quota_minutes,
            leaving_reason: self.leaving_reason,
            version: self.version,
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, establishment_id, document, valid_from, valid_to, notice_days, cost_key, management_permille, ",
            "period, contribution_minutes, quota_minutes, leaves_on, leaving_reason, version FROM conventions ",
            $tail
        )
    };
}

/// The conventions of a group, by establishment and first day.
pub async fn conventions(tx: &mut Tx, group: &str) -> sqlx::Result<BTreeMap<String, Vec<Convention>>> {
    let rows: Vec<Row> = on!(tx, sqlx::query_as(select!("WHERE group_id = $1 ORDER BY establishment_id, valid_from, id"))
        .bind(group) => fetch_all)?;
    let mut by_establishment: BTreeMap<String, Vec<Convention>> = BTreeMap::new();
    for row in rows {
        let convention = row.convention()?;
        by_establishment.entry(convention.establishment.clone()).or_default().push(convention);
    }
    Ok(by_establishment)
}

/// The conventions of one establishment, by first day.
pub async fn of_establishment(tx: &mut Tx, group: &str, establishment: &str) -> sqlx::Result<Vec<Convention>> {
    let rows: Vec<Row> = on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND establishment_id = $2 ORDER BY valid_from, id")).bind(group).bind(establishment)
        => fetch_all)?;
    rows.into_iter().map(Row::convention).collect()
}

/// Stores a convention.
pub async fn insert(tx: &mut Tx, group: &str, new: &Convention, (by, now): (&str, i64)) -> sqlx::Result<()> {
    let (key, period) = (super::name_of(&new.cost_key)?, super::name_of(&new.period)?);
    on!(tx, sqlx::query(
        "INSERT INTO conventions (group_id, id, establishment_id, document, valid_from, valid_to, notice_days, cost_key, \
         management_permille, period, contribution_minutes, quota_minutes, made_by, made_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)")
        .bind(group).bind(&new.id).bind(&new.establishment).bind(&new.document).bind(new.valid_from.to_string())
        .bind(new.valid_to.map(|day| day.to_string())).bind(new.notice_days).bind(&key).bind(new.management_permille)
        .bind(&period).bind(new.contribution_minutes).bind(new.quota_minutes).bind(by).bind(now) => execute)?;
    Ok(())
}

/// Says when a member leaves; false when somebody changed the convention meanwhile.
pub async fn set_leaving(tx: &mut Tx, group: &str, row: &Convention, (on, why): (&str, &str)) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE conventions SET leaves_on = $4, leaving_reason = $5, version = version + 1 \
         WHERE group_id = $1 AND id = $2 AND version = $3 AND leaves_on IS NULL")
        .bind(group).bind(&row.id).bind(row.version).bind(on).bind(why) => execute)?;
    Ok(changed == 1)
}

/// Takes the conventions of a group away, before an import puts other establishments in place.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM conventions WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}

/// Work done for another member, with the figures of the day on which it was recorded; or a line that takes one back.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Loan {
    /// Identifier.
    pub id: String,
    /// The line that it takes back; then its figures are negative.
    pub reverses: Option<String>,
    /// The work.
    pub assignment_id: AssignmentId,
    /// Who employs her.
    pub employer_id: String,
    /// For whom she worked.
    pub host_id: String,
    /// Who.
    pub agent_id: String,
    /// Civil day of the start.
    pub date: String,
    /// Work, minutes.
    pub work_minutes: i64,
    /// What an hour of hers cost, euro cents.
    pub cents_per_hour: i64,
    /// The hours at that price, euro cents.
    pub hours_cents: i64,
    /// The road there and back, euro cents.
    pub road_cents: i64,
}

/// Stores a loan.
pub async fn insert_loan(tx: &mut Tx, group: &str, loan: &Loan, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO loans (group_id, assignment_id, employer_id, host_id, agent_id, date, work_minutes, cents_per_hour, \
         hours_cents, road_cents, recorded_at, id, reverses) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
        .bind(group).bind(&loan.assignment_id).bind(&loan.employer_id).bind(&loan.host_id).bind(&loan.agent_id)
        .bind(&loan.date).bind(loan.work_minutes).bind(loan.cents_per_hour).bind(loan.hours_cents)
        .bind(loan.road_cents).bind(now).bind(&loan.id).bind(&loan.reverses) => execute)?;
    Ok(())
}

macro_rules! loans {
    ($tail:literal) => {
        concat!(
            "SELECT id, reverses, assignment_id, employer_id, host_id, agent_id, date, work_minutes, cents_per_hour, ",
            "hours_cents, road_cents FROM loans l ",
            $tail
        )
    };
}

/// What stands of the loan of an assignment, if there is one.
pub async fn loan_of(tx: &mut Tx, group: &str, assignment: &str) -> sqlx::Result<Option<Loan>> {
    on!(tx, sqlx::query_as(loans!(
        "WHERE group_id = $1 AND assignment_id = $2 AND reverses IS NULL \
         AND NOT EXISTS (SELECT 1 FROM loans r WHERE r.reverses = l.id)"))
        .bind(group).bind(assignment) => fetch_optional)
}

/// What an establishment lent and was lent from one day to another, by day, and what corrects it.
pub async fn loans(tx: &mut Tx, group: &str, site: &str, (from, to): (&str, &str)) -> sqlx::Result<Vec<Loan>> {
    on!(tx, sqlx::query_as(loans!(
        "WHERE group_id = $1 AND (employer_id = $2 OR host_id = $2) AND date >= $3 AND date <= $4 \
         ORDER BY date, assignment_id, id")).bind(group).bind(site).bind(from).bind(to) => fetch_all)
}

/// A shift that another member's agent holds or that is still to be filled at an establishment: unit, code, start and end.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Received {
    /// Unit.
    pub unit_id: String,
    /// Shift code.
    pub code: String,
    /// Unix seconds.
    pub starts_at: i64,
    /// Unix seconds.
    pub ends_at: i64,
}

/// What an establishment receives from the pool from one day to another: shifts given to agents of others, and shifts for
/// which somebody is still sought.
pub async fn received(tx: &mut Tx, group: &str, site: &str, (from, to): (&str, &str)) -> sqlx::Result<Vec<Received>> {
    on!(tx, sqlx::query_as(
        "SELECT s.unit_id, s.code, s.starts_at, s.ends_at FROM shifts s \
         JOIN units u ON u.group_id = s.group_id AND u.id = s.unit_id \
         LEFT JOIN assignments t ON t.group_id = s.group_id AND t.shift_id = s.id AND t.state <> 'cancelled' \
         LEFT JOIN agents a ON a.group_id = t.group_id AND a.id = t.agent_id \
         WHERE s.group_id = $1 AND u.establishment_id = $2 AND s.date >= $3 AND s.date <= $4 \
         AND (s.state IN ('open', 'offered') OR (s.state = 'filled' AND a.employer_id <> $2)) ORDER BY s.id")
        .bind(group).bind(site).bind(from).bind(to) => fetch_all)
}
