//! Agents. Equity balances and promised rests are not here: they are sums and lines of the ledgers.

use super::diary::Diary;
use super::{Tx, from_json, named, on, parsed, to_json};
use chrono::NaiveDate;
use releve_solver::domain::ids::UnitId;
use releve_solver::domain::scenario::{
    Admission, Agent, AgentLaw, Exemption, HeldQualification, Horizon, OutsideWork, Place, PromisedRest, Scenario,
    Window, Wish,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An agent's nested lists.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Titles.
    pub qualifications: Vec<HeldQualification>,
    /// Effects of restrictions.
    pub exemptions: Vec<Exemption>,
    /// Units she has worked in.
    pub known_units: Vec<UnitId>,
    /// Work for others, as far as it was imported or declared.
    pub outside_work: Vec<OutsideWork>,
    /// Availability that came with an import; a diary stands in its place.
    pub availability: Vec<Window>,
    /// Wishes.
    pub wishes: Vec<Wish>,
    /// Documents, agreements to be lent, counters.
    #[serde(default)]
    pub law: AgentLaw,
    /// What she declared of her work for others beyond its hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<Declared>,
}

/// A declaration of work for another employer (`law.md` CUM-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Declared {
    /// The hours.
    #[serde(flatten)]
    pub work: OutsideWork,
    /// `public`, `private` or `self_employed`; never a name.
    pub employer_kind: String,
    /// Civil day on which she declared it.
    pub declared_on: NaiveDate,
}

/// Where an agent stands in the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Not in the pool.
    Outside,
    /// Tried out, always accompanied.
    Trainee,
    /// A coordinator has given her verdict.
    Evaluated,
    /// In the pool.
    Admitted,
    /// In the pool, and not asked for the time being.
    Suspended,
    /// Was in the pool.
    Left,
}

impl Standing {
    /// What the solver makes of it.
    pub const fn admission(self) -> Admission {
        match self {
            Self::Admitted => Admission::Admitted,
            Self::Trainee | Self::Evaluated => Admission::Trainee,
            Self::Outside | Self::Suspended | Self::Left => Admission::Outside,
        }
    }
}

/// An agent as she is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Identifier.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Establishment that employs her.
    pub employer: String,
    /// Percent of full time.
    pub share_percent: u32,
    /// Where she starts from.
    pub home: Place,
    /// Farthest site, kilometres.
    pub mobility_km: u32,
    /// What an hour of hers costs, euro cents.
    pub cost_cents_per_hour: u32,
    /// Nested lists.
    pub file: File,
    /// Where she stands in the pool.
    pub standing: Standing,
    /// Her diary, once she keeps one.
    pub diary: Option<Diary>,
    /// First day on which she is no longer employed.
    pub left_on: Option<NaiveDate>,
    /// Why she left.
    pub leaving_reason: Option<String>,
    /// Goes up with every change.
    pub version: i64,
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
    admission: String,
    diary: Option<String>,
    left_on: Option<String>,
    leaving_reason: Option<String>,
    version: i64,
}

impl Row {
    fn record(self) -> sqlx::Result<Record> {
        Ok(Record {
            file: from_json(&self.file)?,
            standing: named(&self.admission)?,
            diary: self.diary.as_deref().map(from_json).transpose()?,
            left_on: self.left_on.as_deref().map(parsed).transpose()?,
            leaving_reason: self.leaving_reason,
            id: self.id,
            name: self.name,
            employer: self.employer_id,
            share_percent: self.share_percent as u32,
            home: Place { latitude: self.latitude, longitude: self.longitude },
            mobility_km: self.mobility_km as u32,
            cost_cents_per_hour: self.cost_cents_per_hour as u32,
            version: self.version,
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, name, employer_id, share_percent, latitude, longitude, mobility_km, cost_cents_per_hour, file, ",
            "admission, diary, left_on, leaving_reason, version FROM agents ",
            $tail
        )
    };
}

impl Record {
    /// Her as the solver knows her, with what the ledgers say of her.
    pub fn agent(self, balance_centipoints: i64, promised_rests: Vec<PromisedRest>, horizon: Horizon) -> Agent {
        let File { qualifications, exemptions, known_units, outside_work, availability, wishes, law, declared: _ } =
            self.file;
        Agent {
            equity_balance: balance_centipoints as f64 / 100.0,
            promised_rests,
            id: self.id.as_str().into(),
            name: self.name,
            employer: self.employer.as_str().into(),
            share_percent: self.share_percent,
            qualifications,
            home: self.home,
            mobility_km: self.mobility_km,
            exemptions,
            known_units,
            outside_work,
            availability: self.diary.map_or(availability, |diary| diary.windows(horizon)),
            wishes,
            cost_cents_per_hour: self.cost_cents_per_hour,
            pool: self.standing.admission(),
            law,
        }
    }
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

/// Every agent of a group, by id.
pub async fn records(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Record>> {
    let rows: Vec<Row> = on!(tx, sqlx::query_as(select!("WHERE group_id = $1 ORDER BY id")).bind(group) => fetch_all)?;
    rows.into_iter().map(Row::record).collect()
}

/// One agent.
pub async fn record(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Record>> {
    let row: Option<Row> = on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id)
        => fetch_optional)?;
    row.map(Row::record).transpose()
}

/// Every agent of a group as the solver knows her, by id, with what the ledgers say of each.
pub async fn all(
    tx: &mut Tx,
    group: &str,
    balances: &BTreeMap<String, i64>,
    mut rests: BTreeMap<String, Vec<PromisedRest>>,
    horizon: Horizon,
) -> sqlx::Result<Vec<Agent>> {
    let agent = |record: Record| {
        let balance = balances.get(&record.id).copied().unwrap_or(0);
        let rests = rests.remove(&record.id).unwrap_or_default();
        record.agent(balance, rests, horizon)
    };
    Ok(records(tx, group).await?.into_iter().map(agent).collect())
}

/// Those who have left, or will: the first day on which each is no longer employed.
pub async fn leaving(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, NaiveDate)>> {
    let rows: Vec<(String, String)> = on!(tx, sqlx::query_as(
        "SELECT id, left_on FROM agents WHERE group_id = $1 AND left_on IS NOT NULL ORDER BY id").bind(group)
        => fetch_all)?;
    rows.into_iter().map(|(id, day)| Ok((id, parsed(&day)?))).collect()
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
        let file = File {
            qualifications: agent.qualifications.clone(),
            exemptions: agent.exemptions.clone(),
            known_units: agent.known_units.clone(),
            outside_work: agent.outside_work.clone(),
            availability: agent.availability.clone(),
            wishes: agent.wishes.clone(),
            law: agent.law.clone(),
            declared: Vec::new(),
        };
        let record = Record {
            id: agent.id.0.clone(),
            name: agent.name.clone(),
            employer: agent.employer.0.clone(),
            share_percent: agent.share_percent,
            home: agent.home,
            mobility_km: agent.mobility_km,
            cost_cents_per_hour: agent.cost_cents_per_hour,
            file,
            standing: match agent.pool {
                Admission::Admitted => Standing::Admitted,
                Admission::Trainee => Standing::Trainee,
                Admission::Outside => Standing::Outside,
            },
            diary: None,
            left_on: None,
            leaving_reason: None,
            version: 1,
        };
        insert_one(tx, scenario.group.id.as_str(), &record).await?;
    }
    Ok(())
}

/// Stores one more agent. A taken id is a unique error.
pub async fn insert_one(tx: &mut Tx, group: &str, record: &Record) -> sqlx::Result<()> {
    let (file, standing) = (to_json(&record.file)?, super::name_of(&record.standing)?);
    on!(tx, sqlx::query(
        "INSERT INTO agents (group_id, id, name, employer_id, share_percent, latitude, longitude, mobility_km, \
         cost_cents_per_hour, file, admission, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)")
        .bind(group).bind(&record.id).bind(&record.name).bind(&record.employer)
        .bind(i64::from(record.share_percent)).bind(record.home.latitude).bind(record.home.longitude)
        .bind(i64::from(record.mobility_km)).bind(i64::from(record.cost_cents_per_hour)).bind(&file).bind(&standing)
        => execute)?;
    Ok(())
}

/// Stores an agent as she now is; false when somebody changed her meanwhile.
pub async fn update(tx: &mut Tx, group: &str, record: &Record) -> sqlx::Result<bool> {
    let (file, standing) = (to_json(&record.file)?, super::name_of(&record.standing)?);
    let diary = record.diary.as_ref().map(to_json).transpose()?;
    let left_on = record.left_on.map(|day| day.to_string());
    let changed = on!(tx, sqlx::query(
        "UPDATE agents SET name = $4, employer_id = $5, share_percent = $6, latitude = $7, longitude = $8, \
         mobility_km = $9, cost_cents_per_hour = $10, file = $11, admission = $12, diary = $13, left_on = $14, leaving_reason = $15, \
         version = version + 1 WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(&record.id).bind(record.version).bind(&record.name).bind(&record.employer)
        .bind(i64::from(record.share_percent)).bind(record.home.latitude).bind(record.home.longitude)
        .bind(i64::from(record.mobility_km)).bind(i64::from(record.cost_cents_per_hour)).bind(&file).bind(&standing)
        .bind(&diary).bind(&left_on).bind(&record.leaving_reason) => execute)?;
    Ok(changed == 1)
}

/// A step of somebody's way into the pool.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Step {
    /// Identifier.
    pub id: String,
    /// Where she stands from then on.
    pub state: String,
    /// `favourable` or `unfavourable`, for an evaluation.
    pub verdict: Option<String>,
    /// What was said.
    pub note: String,
    /// User.
    pub decided_by: String,
    /// Unix seconds.
    pub decided_at: i64,
}

/// Her way into the pool, step by step.
pub async fn steps(tx: &mut Tx, group: &str, agent: &str) -> sqlx::Result<Vec<Step>> {
    on!(tx, sqlx::query_as(
        "SELECT id, state, verdict, note, decided_by, decided_at FROM admissions \
         WHERE group_id = $1 AND agent_id = $2 ORDER BY id").bind(group).bind(agent) => fetch_all)
}

/// Stores a step.
pub async fn insert_step(tx: &mut Tx, group: &str, agent: &str, step: &Step) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO admissions (id, group_id, agent_id, state, verdict, note, decided_by, decided_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(&step.id).bind(group).bind(agent).bind(&step.state).bind(&step.verdict).bind(&step.note)
        .bind(&step.decided_by).bind(step.decided_at) => execute)?;
    Ok(())
}

/// Takes every agent of a group away, before an import puts others in their place.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM admissions WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM agents WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}
