//! Groups: one row each, with the version of everything a plan depends on.

use super::{Tx, from_json, on, parsed, to_json};
use chrono::NaiveDate;
use chrono_tz::Tz;
use releve_solver::domain::scenario::{AgencyPrice, Group, Horizon, HouseRules, Scenario, Substitution, Weights};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The parts of a group that no query asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Settings {
    /// What the imported scenario says of itself.
    pub description: String,
    /// Pack → version.
    pub rule_packs: BTreeMap<String, String>,
    /// Tightenings.
    pub house_rules: HouseRules,
    /// Weights.
    pub weights: Weights,
    /// Cells of the substitution table.
    pub substitutions: Vec<Substitution>,
    /// Agency prices.
    pub agency: Vec<AgencyPrice>,
}

/// Whether an agent's first shift in a unit must be accompanied by somebody who knows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FirstShift {
    /// It must.
    #[default]
    Required,
    /// It weighs in the choice, and forbids nothing.
    Wish,
}

/// A stored group.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Who it is.
    pub group: Group,
    /// Days it plans.
    pub horizon: Horizon,
    /// The rest.
    pub settings: Settings,
    /// Goes up with every write that a plan depends on.
    pub facts_version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    time_zone: String,
    horizon_from: String,
    horizon_days: i64,
    settings: String,
    facts_version: i64,
}

impl Row {
    fn stored(self) -> sqlx::Result<Stored> {
        Ok(Stored {
            group: Group {
                id: self.id.as_str().into(),
                name: self.name,
                time_zone: parsed::<Tz>(&self.time_zone)?,
                // Whatever a file says: a group that is served lends nobody without her agreement.
                lending_agreements_required: true,
            },
            horizon: Horizon {
                from: parsed::<NaiveDate>(&self.horizon_from)?,
                days: u32::try_from(self.horizon_days).map_err(|e| sqlx::Error::Decode(Box::new(e)))?,
            },
            settings: from_json(&self.settings)?,
            facts_version: self.facts_version,
        })
    }
}

/// Says that something a plan depends on is about to change. Comes first in its transaction: it puts the group's writers in
/// a queue. `None` when there is no such group.
pub async fn touch(tx: &mut Tx, group: &str) -> sqlx::Result<Option<i64>> {
    on!(tx, sqlx::query_scalar(
        "UPDATE groups SET facts_version = facts_version + 1 WHERE id = $1 RETURNING facts_version")
        .bind(group) => fetch_optional)
}

/// The version alone: the one query that a cached answer costs.
pub async fn facts_version(tx: &mut Tx, group: &str) -> sqlx::Result<Option<i64>> {
    on!(tx, sqlx::query_scalar("SELECT facts_version FROM groups WHERE id = $1").bind(group) => fetch_optional)
}

/// One group.
pub async fn find(tx: &mut Tx, group: &str) -> sqlx::Result<Option<Stored>> {
    let row: Option<Row> = on!(tx, sqlx::query_as(
        "SELECT id, name, time_zone, horizon_from, horizon_days, settings, facts_version FROM groups WHERE id = $1")
        .bind(group) => fetch_optional)?;
    row.map(Row::stored).transpose()
}

/// How a group works, as it is stored; none means the defaults.
pub async fn service(tx: &mut Tx, group: &str) -> sqlx::Result<Option<String>> {
    let text: Option<Option<String>> = on!(tx, sqlx::query_scalar("SELECT service FROM groups WHERE id = $1").bind(group)
        => fetch_optional)?;
    Ok(text.flatten())
}

/// What a group wants of first shifts: the one part of how it works that plans depend on.
pub async fn first_shift(tx: &mut Tx, group: &str) -> sqlx::Result<FirstShift> {
    #[derive(Default, Deserialize)]
    struct Part {
        #[serde(default)]
        first_shift: FirstShift,
    }
    let part: Option<Part> = service(tx, group).await?.as_deref().map(from_json).transpose()?;
    Ok(part.unwrap_or_default().first_shift)
}

/// Stores how a group works.
pub async fn set_service(tx: &mut Tx, group: &str, service: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE groups SET service = $2 WHERE id = $1").bind(group).bind(service) => execute)?;
    Ok(())
}

/// The zone of a group, when there is one.
pub async fn zone(tx: &mut Tx, group: &str) -> sqlx::Result<Option<Tz>> {
    let zone: Option<String> = on!(tx, sqlx::query_scalar("SELECT time_zone FROM groups WHERE id = $1").bind(group)
        => fetch_optional)?;
    zone.as_deref().map(parsed).transpose()
}

/// Every group's id and the name of its zone as it is stored: one that cannot be read must not hide the others.
pub async fn zone_names(tx: &mut Tx) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as("SELECT id, time_zone FROM groups ORDER BY id") => fetch_all)
}

/// Creates the group of a scenario or takes over its name, horizon and settings; the version goes up.
pub async fn put(tx: &mut Tx, scenario: &Scenario, now: i64) -> sqlx::Result<()> {
    let settings = to_json(&Settings {
        description: scenario.description.clone(),
        rule_packs: scenario.rule_packs.clone(),
        house_rules: scenario.house_rules.clone(),
        weights: scenario.weights.clone(),
        substitutions: scenario.substitutions.clone(),
        agency: scenario.agency.clone(),
    })?;
    on!(tx, sqlx::query(
        "INSERT INTO groups (id, name, time_zone, horizon_from, horizon_days, settings, facts_version, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7) \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone, \
         horizon_from = excluded.horizon_from, horizon_days = excluded.horizon_days, settings = excluded.settings, \
         facts_version = groups.facts_version + 1")
        .bind(scenario.group.id.as_str())
        .bind(&scenario.group.name)
        .bind(scenario.group.time_zone.name())
        .bind(scenario.horizon.from.to_string())
        .bind(i64::from(scenario.horizon.days))
        .bind(&settings)
        .bind(now) => execute)?;
    Ok(())
}

/// Moves the days that a group plans.
pub async fn set_horizon(tx: &mut Tx, group: &str, horizon: Horizon) -> sqlx::Result<()> {
    on!(tx, sqlx::query("UPDATE groups SET horizon_from = $2, horizon_days = $3 WHERE id = $1")
        .bind(group).bind(horizon.from.to_string()).bind(i64::from(horizon.days)) => execute)?;
    Ok(())
}

/// Puts the group's writers in a queue without saying that a fact changes; gives the version.
pub async fn lock(tx: &mut Tx, group: &str) -> sqlx::Result<Option<i64>> {
    on!(tx, sqlx::query_scalar(
        "UPDATE groups SET facts_version = facts_version WHERE id = $1 RETURNING facts_version")
        .bind(group) => fetch_optional)
}
