//! A swap as somebody may read it. An agent reads her own legs, and of the others that they are there: where a colleague works
//! is her employer's to know. A unit reads the legs in it and those of its own employees; the coordination reads all.

use super::judging::Judged;
use super::{Whole, whole_in};
use crate::app::access::{Action, Actor, Paging, Reach};
use crate::app::error::{Error, Result};
use crate::app::{App, fields};
use crate::store::swaps::{self, Leg, Person, Row, Unit};
use releve_solver::explain::{Neutral, Refusal};
use schemars::JsonSchema;
use serde::Serialize;

/// A swap for one reader.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The swap.
    pub swap: Row,
    /// Its legs, in order.
    pub legs: Vec<SeenLeg>,
    /// How many people are in it.
    pub people: usize,
    /// How many of them have agreed.
    pub agreed: usize,
    /// What the reader has answered herself: `agreed` or `declined`.
    pub answer: Option<String>,
    /// What it does to the accounts that she may read.
    pub effects: Vec<Effect>,
    /// The units that have to say yes, as far as she reads their legs.
    pub units: Vec<SeenUnit>,
}

/// A leg for one reader.
#[derive(Debug, Clone)]
pub enum SeenLeg {
    /// All of it.
    Whole(Box<Leg>),
    /// That it is there.
    Hidden,
}

/// What a swap does to one account, hundredths of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SwapEffect")]
pub struct Effect {
    /// Whose.
    pub agent: String,
    /// What leaves it.
    pub given_centipoints: i64,
    /// What comes upon it.
    pub taken_centipoints: i64,
    /// Before, divided by her working-time share.
    pub balance_before_centipoints: i64,
    /// After, divided by her working-time share.
    pub balance_after_centipoints: i64,
}

impl Effect {
    pub(super) fn of(person: &Person) -> Self {
        Self {
            agent: person.agent_id.clone(),
            given_centipoints: person.given_centipoints,
            taken_centipoints: person.taken_centipoints,
            balance_before_centipoints: person.before_centipoints,
            balance_after_centipoints: person.after_centipoints,
        }
    }
}

/// A unit that has to say yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "SwapUnit")]
pub struct SeenUnit {
    /// Which.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// `approved` or `refused`; none while it has not decided.
    pub decision: Option<String>,
}

impl From<Unit> for SeenUnit {
    fn from(unit: Unit) -> Self {
        Self { unit: unit.unit_id, unit_name: unit.unit_name, decision: unit.decision }
    }
}

/// What forbids a leg, for one reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LegRefused {
    /// Place of the leg in the swap, from 0.
    pub leg: usize,
    /// Who would take it, where the reader may know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taker: Option<String>,
    /// Every reason, about a timeline that she may read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Refusal>,
    /// What she may read about anybody else's.
    #[serde(flatten)]
    pub neutral: Neutral,
}

/// What forbids a swap, leg by leg, for one reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct LegsRefused(pub Vec<LegRefused>);

impl LegRefused {
    /// Of every leg the same, whatever is in the way.
    pub(super) fn alike(legs: usize) -> Vec<Self> {
        let neutral = Neutral::without_a_reason;
        (0..legs).map(|leg| Self { leg, taker: None, refusals: Vec::new(), neutral: neutral() }).collect()
    }

    /// Of every leg that something forbids.
    pub(super) fn all(judged: &Judged, legs: &[Leg], reach: &Reach) -> Vec<Self> {
        let refused = judged.refusals.iter().zip(legs).enumerate().filter(|(_, (refusals, _))| !refusals.is_empty());
        let told = refused.map(|(number, (refusals, leg))| {
            let full = reach.sees_agent(&leg.taker_id, &leg.taker_employer);
            Self {
                leg: number,
                taker: reads(reach, leg).then(|| leg.taker_id.clone()),
                refusals: if full { refusals.clone() } else { Vec::new() },
                neutral: if full { Neutral::default() } else { Neutral::of(refusals) },
            }
        });
        told.collect()
    }
}

fn reads(reach: &Reach, leg: &Leg) -> bool {
    reach.sees_unit(&leg.post.unit_id)
        || reach.sees_agent(&leg.giver_id, &leg.giver_employer)
        || reach.sees_agent(&leg.taker_id, &leg.taker_employer)
}

impl Seen {
    pub(super) fn of(whole: Whole, reach: &Reach) -> Self {
        let Whole { swap, legs, people, units } = whole;
        let readable: Vec<&Leg> = legs.iter().filter(|leg| reads(reach, leg)).collect();
        let said = |unit: &Unit| readable.iter().any(|leg| leg.post.unit_id == unit.unit_id);
        let units = units.into_iter().filter(said).map(SeenUnit::from).collect();
        let hers = people.iter().filter(|person| reach.sees_agent(&person.agent_id, &person.employer_id));
        let effects = hers.map(Effect::of).collect();
        let own = people.iter().find(|person| reach.is_herself(&person.agent_id));
        Self {
            people: people.len(),
            agreed: people.iter().filter(|person| person.answer.as_deref() == Some("agreed")).count(),
            answer: own.and_then(|person| person.answer.clone()),
            legs: legs
                .into_iter()
                .map(|leg| if reads(reach, &leg) { SeenLeg::Whole(Box::new(leg)) } else { SeenLeg::Hidden })
                .collect(),
            effects,
            units,
            swap,
        }
    }
}

/// Whether any of it is hers to read.
fn concerns(whole: &Whole, reach: &Reach) -> bool {
    let hers = whole.people.iter().any(|person| reach.is_herself(&person.agent_id));
    hers || whole.legs.iter().any(|leg| reach.sees_unit(&leg.post.unit_id))
}

/// One swap.
///
/// # Errors
/// When the role does not allow it, or there is none in the reach.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Seen> {
    let reach = actor.may(Action::ReadSwaps)?;
    let mut tx = app.db.read().await?;
    let whole = whole_in(&mut tx, &actor.group, id).await?.filter(|whole| concerns(whole, &reach));
    Ok(Seen::of(whole.ok_or_else(|| Error::not_found("swap", id))?, &reach))
}

/// A page of swaps, the newest first: her own, those of her units, or all. `paging.after` is the `next` of the page before.
///
/// # Errors
/// When the role does not allow it, or `after` is none.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Seen>> {
    let reach = actor.may(Action::ReadSwaps)?;
    let before = paging.after.as_deref().map(fields::cursor).transpose()?;
    let mut tx = app.db.read().await?;
    let mut seen = Vec::new();
    for swap in swaps::list(&mut tx, &actor.group, &reach.page(paging), before.as_ref()).await? {
        let whole = Whole {
            legs: swaps::legs(&mut tx, &actor.group, &swap.id).await?,
            people: swaps::people(&mut tx, &actor.group, &swap.id).await?,
            units: swaps::units(&mut tx, &actor.group, &swap.id).await?,
            swap,
        };
        seen.push(Seen::of(whole, &reach));
    }
    Ok(seen)
}

/// Where the page after a swap starts. It says nothing that the swap itself does not.
pub fn cursor(seen: &Seen) -> String {
    format!("{}~{}", seen.swap.proposed_at, seen.swap.id)
}
