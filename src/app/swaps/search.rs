//! The search for swaps that would meet one of somebody's wishes: what the finder finds, as she may read it.

use super::duties::{self, Standing};
use super::finder::{self, BOUNDS, Found, Given, Lot};
use super::judging::Move;
use super::wishes::{self, Wish, part_of};
use crate::app::access::{Action, Actor};
use crate::app::error::{Error, Result};
use crate::app::{App, law};
use crate::store::shifts::Row as Post;
use crate::store::swaps::wishes as rows;
use crate::store::{Tx, agents, parsed, snapshot};
use releve_solver::domain::scenario::Scenario;
use std::collections::BTreeMap;

/// What would meet a wish.
#[derive(Debug)]
pub struct SearchAnswer {
    /// Fewest people first, then the fairest for all of them, then the shortest ways.
    pub matches: Vec<FoundMatch>,
    /// Everything was looked at; when not, narrower conditions find what this search did not reach.
    pub complete: bool,
}

/// A swap that would do.
#[derive(Debug)]
pub struct FoundMatch {
    /// What to propose it by: wishes, each giving to the next and the last to the first.
    pub wishes: Vec<String>,
    /// How many people are in it, she included.
    pub people: usize,
    /// The legs that are hers.
    pub legs: Vec<FoundLeg>,
}

/// A leg of hers.
#[derive(Debug)]
pub struct FoundLeg {
    /// Who gives.
    pub giver: String,
    /// Her name.
    pub giver_name: String,
    /// Who takes.
    pub taker: String,
    /// Her name.
    pub taker_name: String,
    /// Where and when.
    pub post: Post,
}

/// Looks for swaps that meet a wish of hers.
///
/// # Errors
/// When the role does not allow it, or there is no such wish of hers.
pub async fn search(app: &App, actor: &Actor, wish: &str) -> Result<SearchAnswer> {
    let reach = actor.may(Action::ProposeSwap)?;
    let (mut tx, now) = (app.db.read().await?, app.clock.now());
    let own = wishes::own(&mut tx, actor, &reach, wish).await?;
    let facts = snapshot::load(&mut tx, &actor.group).await?.ok_or_else(|| Error::not_found("group", &actor.group))?;
    let library = law::library(&facts.rule_packs);
    let mut all = rows::standing(&mut tx, &actor.group).await?;
    // Her own comes first, whatever the bound leaves of the others; what nothing can meet takes nobody's place.
    all.retain(|row| row.id != own.id && row.over_at.is_none_or(|over_at| over_at > now));
    all.insert(0, own);
    let (mut market, mut all_seen) = (Vec::new(), true);
    for row in &all {
        if market.len() >= BOUNDS.lots {
            all_seen = false;
            break;
        }
        market.extend(offered(&mut tx, (&actor.group, &facts.scenario), Wish::of(row)?, now).await?);
    }
    // A wish of hers whose duty has begun, or is gone, is met by nothing.
    if market.first().is_none_or(|(lot, _)| lot.wish != wish) {
        return Ok(SearchAnswer { matches: Vec::new(), complete: true });
    }
    let names: BTreeMap<String, String> =
        agents::faces(&mut tx, &actor.group).await?.into_iter().map(|face| (face.id, face.name)).collect();
    drop(tx);
    let (lots, standing): (Vec<Lot>, Vec<Option<Standing>>) = market.into_iter().unzip();
    let finding = tokio::task::spawn_blocking(move || {
        let found = finder::search(&library, &facts.scenario, &lots, 0, BOUNDS);
        (lots, found)
    });
    let (lots, found) = finding.await.map_err(|e| Error::Corrupt(e.to_string()))?;
    let Found { matches, complete } = found.map_err(Error::Invalid)?;
    let matches = matches.iter().map(|found| told(&found.lots, &lots, &standing, &names)).collect();
    Ok(SearchAnswer { matches, complete: complete && all_seen })
}

/// What a wish puts on offer; `None` when its duty is gone or has begun.
async fn offered(
    tx: &mut Tx,
    (group, scenario): (&str, &Scenario),
    wish: Wish,
    now: i64,
) -> Result<Option<(Lot, Option<Standing>)>> {
    let Some(duty) = &wish.gives else {
        return Ok(Some((Lot { wish: wish.id, agent: wish.agent, gives: None, takes: wish.takes }, None)));
    };
    let standing = duties::standing(tx, (group, scenario), &wish.agent, duty).await?;
    let Some(standing) = standing.filter(|standing| standing.post.starts_at > now) else { return Ok(None) };
    let given = Given {
        what: Move::of_standing(&standing, &wish.agent)?.what,
        unit: standing.post.unit_id.clone(),
        code: standing.post.code.clone(),
        date: parsed(&standing.post.date)?,
        part: part_of(scenario, &standing),
    };
    Ok(Some((Lot { wish: wish.id, agent: wish.agent, gives: Some(given), takes: wish.takes }, Some(standing))))
}

/// A match as she may read it: of the legs that are not hers not even who is in them.
fn told(ring: &[usize], lots: &[Lot], standing: &[Option<Standing>], names: &BTreeMap<String, String>) -> FoundMatch {
    let name = |agent: &str| names.get(agent).cloned().unwrap_or_default();
    let leg = |at: usize| {
        let (giver, taker) = (ring[at], ring[(at + 1) % ring.len()]);
        let post = standing[giver].as_ref()?.post.clone();
        let hers = giver == ring[0] || taker == ring[0];
        hers.then(|| FoundLeg {
            giver: lots[giver].agent.clone(),
            giver_name: name(&lots[giver].agent),
            taker: lots[taker].agent.clone(),
            taker_name: name(&lots[taker].agent),
            post,
        })
    };
    FoundMatch {
        wishes: ring.iter().map(|lot| lots[*lot].wish.clone()).collect(),
        people: ring.len(),
        legs: (0..ring.len()).filter_map(leg).collect(),
    }
}
