//! What an agent sees of the rosters on which agents put themselves down: the need, how many are there, her own days; never who.

use super::choosing::{Choosing, chosen_days, own};
use super::table::{CoverLine, Laid, cover, lay};
use super::{Ground, State};
use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::error::{Error, Result};
use crate::store::rosters::periods::{self, Row};
use crate::store::rosters::{self as day_rows, DayRow};
use crate::store::{Tx, establishments, snapshot};
use chrono::NaiveDate;
use chrono_tz::Tz;
use releve_solver::domain::scenario::{Suitability, Unit};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Where choosing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Not yet.
    Ahead {
        /// Unix seconds.
        opens_at: i64,
        /// Unix seconds.
        closes_at: i64,
    },
    /// Now.
    Open {
        /// Unix seconds.
        closes_at: i64,
    },
    /// No more: the roster is being completed.
    Over,
    /// The roster holds.
    Published,
}

impl Stage {
    fn of(row: &Row, now: i64) -> Result<Self> {
        Ok(match State::of(row)? {
            State::Open(choosing) if now < choosing.opens_at => {
                Self::Ahead { opens_at: choosing.opens_at, closes_at: choosing.closes_at }
            }
            State::Open(choosing) if now < choosing.closes_at => Self::Open { closes_at: choosing.closes_at },
            State::Published { .. } => Self::Published,
            State::Draft | State::Open(_) | State::Closed => Self::Over,
        })
    }
}

/// A roster on which an agent may choose, or could.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The roster.
    pub id: String,
    /// Unit's name.
    pub unit: String,
    /// Establishment's name.
    pub establishment: String,
    /// Its clocks.
    pub zone: Tz,
    /// First and last day.
    pub period: (NaiveDate, NaiveDate),
    /// Where choosing stands.
    pub stage: Stage,
}

/// The rosters on which the actor may choose, or could, and whose days are not over; the first day first.
///
/// # Errors
/// `Forbidden` for whoever is no agent.
pub async fn offered(app: &App, actor: &Actor, today: NaiveDate) -> Result<Vec<Offered>> {
    let reach = actor.may(Action::ChooseDays)?;
    let agent = actor.agent().filter(|agent| reach.is_herself(agent)).ok_or(Error::Forbidden(Action::ChooseDays))?;
    let (mut tx, now) = (app.db.read().await?, app.clock.now());
    let group = actor.group.as_str();
    let mut rows = periods::of_agent(&mut tx, group, agent, (&today.to_string(), "9999-12-31")).await?;
    rows.retain(|row| row.choosing.is_some());
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let sites = names_of_sites(&mut tx, group).await?;
    let mut all = Vec::new();
    for row in rows {
        let ground = Ground::of(&mut tx, group, &row).await?;
        all.push(Offered {
            stage: Stage::of(&row, now)?,
            id: row.id,
            establishment: sites.get(ground.unit.establishment.as_str()).cloned().unwrap_or_default(),
            unit: ground.unit.name,
            zone: ground.zone,
            period: (ground.first, ground.last),
        });
    }
    Ok(all)
}

async fn names_of_sites(tx: &mut Tx, group: &str) -> Result<BTreeMap<String, String>> {
    Ok(establishments::all(tx, group).await?.into_iter().map(|site| (site.id.0, site.name)).collect())
}

/// Whether the actor is on a roster that is open to choices, or will be.
///
/// # Errors
/// When the database fails.
pub async fn any_open(tx: &mut Tx, actor: &Actor, now: i64) -> Result<bool> {
    let agent = actor.agent().filter(|_| actor.can(Action::ChooseDays));
    let Some(agent) = agent else { return Ok(false) };
    Ok(periods::any_open_to(tx, &actor.group, agent, now).await?)
}

/// What an agent sees of an open roster: the need, and her own days.
#[derive(Debug)]
pub struct Seen {
    /// The roster.
    pub roster: Row,
    /// How days are chosen.
    pub choosing: Option<Choosing>,
    /// Where choosing stands.
    pub stage: Stage,
    /// The unit with its codes.
    pub unit: Unit,
    /// Establishment's name.
    pub establishment: String,
    /// Its clocks.
    pub zone: Tz,
    /// Civil days, in order.
    pub days: Vec<NaiveDate>,
    /// What the unit needs and what is there; never who.
    pub cover: Vec<CoverLine>,
    /// For each of these lines, whether she holds a title that counts in full.
    pub suits: Vec<bool>,
    /// Days and codes that take nobody else.
    pub full: BTreeSet<(String, String)>,
    /// Her own days on it.
    pub own: Vec<OwnDay>,
    /// Days that she has chosen.
    pub chosen: i64,
}

/// A day of hers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ChosenDay")]
pub struct OwnDay {
    /// Civil day.
    pub date: String,
    /// Code; none: rest.
    pub code: Option<String>,
    /// She put herself down.
    pub chosen: bool,
}

/// Shows an agent a roster that is open, or was.
///
/// # Errors
/// `Forbidden`, `NotFound` for a roster she is not on or that was never open.
pub async fn see(app: &App, actor: &Actor, id: &str) -> Result<Seen> {
    let reach = actor.may(Action::ChooseDays)?;
    let mut tx = app.db.read().await?;
    let group = actor.group.as_str();
    let (row, agent) = own(&mut tx, actor, &reach, id).await?;
    let ground = Ground::of(&mut tx, group, &row).await?;
    let people = periods::people(&mut tx, group, id).await?;
    let period = (row.from_date.as_str(), row.to_date.as_str());
    let hers = day_rows::of_agent(&mut tx, group, &agent, period).await?;
    let choosing: Option<Choosing> = row.choosing.as_deref().map(crate::store::from_json).transpose()?;
    let full = match &choosing {
        Some(choosing) if !choosing.persons.is_empty() => {
            full(choosing, &ground, &agent, &day_rows::of_unit(&mut tx, group, &row.unit_id, period).await?)
        }
        _ => BTreeSet::new(),
    };
    let mut sites = names_of_sites(&mut tx, group).await?;
    let loaded = snapshot::load(&mut tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
    drop(tx);
    let laying = tokio::task::spawn_blocking(move || {
        let laid = lay(loaded, &ground, &people)?;
        let (lines, suits) = (cover(&laid, &ground), suits(&laid, &ground, &agent));
        Ok::<_, Error>((ground, lines, suits))
    });
    let (ground, cover, suits) = laying.await.map_err(|e| Error::Corrupt(e.to_string()))??;
    let chosen = chosen_days(&hers, ground.unit.id.as_str());
    let own = hers.into_iter().filter(|day| day.unit_id == ground.unit.id.as_str()).map(|day| OwnDay {
        date: day.date,
        code: day.code,
        chosen: day.origin == "choice",
    });
    Ok(Seen {
        own: own.collect(),
        stage: Stage::of(&row, app.clock.now())?,
        roster: row,
        choosing,
        days: ground.days().collect(),
        establishment: sites.remove(ground.unit.establishment.as_str()).unwrap_or_default(),
        unit: ground.unit,
        zone: ground.zone,
        cover,
        suits,
        full,
        chosen,
    })
}

/// Days and codes whose limit others have reached.
fn full(choosing: &Choosing, ground: &Ground, agent: &str, of_unit: &[DayRow]) -> BTreeSet<(String, String)> {
    let mut full = BTreeSet::new();
    for date in ground.days().map(|date| date.to_string()) {
        for limit in &choosing.persons {
            let others = of_unit.iter().filter(|day| day.agent_id != agent && day.date == date);
            if others.filter(|day| day.code.as_deref() == Some(&limit.code)).count() as i64 >= limit.most {
                full.insert((date.clone(), limit.code.clone()));
            }
        }
    }
    full
}

/// For each line of the unit's needs whether a title of hers counts in full.
fn suits(laid: &Laid, ground: &Ground, agent: &str) -> Vec<bool> {
    let worker = laid.problem.workers.iter().find(|worker| worker.id.as_str() == agent);
    let line = |minimum: &releve_solver::domain::scenario::MinimumCover| {
        let mut posts = laid.scenario.shifts.iter().zip(&laid.problem.demands);
        let post = posts.find(|(shift, _)| shift.code == minimum.code && shift.qualification == minimum.qualification);
        worker.zip(post).is_some_and(|(worker, (_, demand))| worker.suits(demand) == Suitability::Full)
    };
    ground.unit.minimum_cover.iter().map(line).collect()
}
