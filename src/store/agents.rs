//! Agents. Equity balances and promised rests are not here: they are sums and lines of the ledgers.

use super::{Tx, from_json, on, to_json};
use releve_solver::domain::ids::UnitId;
use releve_solver::domain::scenario::{
    Agent, AgentLaw, Exemption, HeldQualification, OutsideWork, Place, PromisedRest, Scenario, Window, Wish,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An agent's nested lists.
#[derive(Serialize, Deserialize)]
struct File {
    qualifications: Vec<HeldQualification>,
    exemptions: Vec<Exemption>,
    known_units: Vec<UnitId>,
    outside_work: Vec<OutsideWork>,
    availability: Vec<Window>,
    wishes: Vec<Wish>,
    #[serde(default)]
    law: AgentLaw,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    employer_id: String,
    share_percent: i64,
    latitude: f64,
    longitude: f64,
    mobility_km: i64,
    cost_cents_per_hour: i64,
    file: String,
}

/// Name and employer: all that most answers need.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Face {
    /// Identifier.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Establishment that employs her.
    pub employer_id: String,
}

/// Every agent of a group, by id, with what the ledgers say of each.
pub async fn all(
    tx: &mut Tx,
    group: &str,
    balances: &BTreeMap<String, i64>,
    mut rests: BTreeMap<String, Vec<PromisedRest>>,
) -> sqlx::Result<Vec<Agent>> {
    let rows: Vec<Row> = on!(tx, sqlx::query_as(
        "SELECT id, name, employer_id, share_percent, latitude, longitude, mobility_km, cost_cents_per_hour, file \
         FROM agents WHERE group_id = $1 ORDER BY id").bind(group) => fetch_all)?;
    rows.into_iter()
        .map(|row| {
            let file: File = from_json(&row.file)?;
            Ok(Agent {
                equity_balance: balances.get(&row.id).copied().unwrap_or(0) as f64 / 100.0,
                promised_rests: rests.remove(&row.id).unwrap_or_default(),
                id: row.id.as_str().into(),
                name: row.name,
                employer: row.employer_id.as_str().into(),
                share_percent: row.share_percent as u32,
                qualifications: file.qualifications,
                home: Place { latitude: row.latitude, longitude: row.longitude },
                mobility_km: row.mobility_km as u32,
                exemptions: file.exemptions,
                known_units: file.known_units,
                outside_work: file.outside_work,
                availability: file.availability,
                wishes: file.wishes,
                cost_cents_per_hour: row.cost_cents_per_hour as u32,
                law: file.law,
            })
        })
        .collect()
}

/// One agent's name and employer.
pub async fn face(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Face>> {
    on!(tx, sqlx::query_as("SELECT id, name, employer_id FROM agents WHERE group_id = $1 AND id = $2")
        .bind(group).bind(id) => fetch_optional)
}

/// Everyone's name and employer, by id.
pub async fn faces(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Face>> {
    on!(tx, sqlx::query_as("SELECT id, name, employer_id FROM agents WHERE group_id = $1 ORDER BY id")
        .bind(group) => fetch_all)
}

/// Stores the agents of a scenario; there are none yet.
pub async fn insert(tx: &mut Tx, scenario: &Scenario) -> sqlx::Result<()> {
    for agent in &scenario.agents {
        let file = to_json(&File {
            qualifications: agent.qualifications.clone(),
            exemptions: agent.exemptions.clone(),
            known_units: agent.known_units.clone(),
            outside_work: agent.outside_work.clone(),
            availability: agent.availability.clone(),
            wishes: agent.wishes.clone(),
            law: agent.law.clone(),
        })?;
        on!(tx, sqlx::query(
            "INSERT INTO agents (group_id, id, name, employer_id, share_percent, latitude, longitude, mobility_km, \
             cost_cents_per_hour, file) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(scenario.group.id.as_str()).bind(agent.id.as_str()).bind(&agent.name).bind(agent.employer.as_str())
            .bind(i64::from(agent.share_percent)).bind(agent.home.latitude).bind(agent.home.longitude)
            .bind(i64::from(agent.mobility_km)).bind(i64::from(agent.cost_cents_per_hour)).bind(&file) => execute)?;
    }
    Ok(())
}

/// Takes every agent of a group away, before an import puts others in their place.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM agents WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}
