//! A group's rows put together into the [`Scenario`] they describe, at one facts version.
//!
//! What has been decided is in it: the equity balance is the sum of the ledger, promised rests are the promises that have a
//! date, home duties in whose place such a rest has come are off the roster, and shifts given through the pool are `held`.
//! `shifts` holds open ones only. Home rosters begin so long before the horizon that every rule finds the history it counts.

use super::groups::FirstShift;
use super::{Tx, absences, agents, establishments, groups, ledgers, promises, rosters, rule_packs, shifts};
use chrono::Days;
use releve_solver::domain::scenario::{FORMAT, Held, HouseRules, Scenario};

/// Days of home rosters before the horizon, and of an absence without end after it: a civil year of history fits, and averages over
/// twelve weeks.
const MARGIN_DAYS: u64 = 400;

/// A scenario, the rule packs loaded for it, and the version of the facts at which both were read.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// What the group knows.
    pub scenario: Scenario,
    /// Rule packs beside those of the program.
    pub rule_packs: Vec<rule_packs::Row>,
    /// `groups.facts_version`.
    pub facts_version: i64,
}

/// Loads a group, or `None` when there is no such group.
pub async fn load(tx: &mut Tx, group: &str) -> sqlx::Result<Option<Snapshot>> {
    let Some(stored) = groups::find(tx, group).await? else { return Ok(None) };
    let balances = ledgers::equity_balances(tx, group).await?;
    let rests = promises::rests(tx, group).await?;
    let open = shifts::open(tx, group).await?;
    let held = shifts::held(tx, group).await?;
    let first = stored.horizon.from - Days::new(MARGIN_DAYS);
    let last = stored.horizon.from + Days::new(u64::from(stored.horizon.days) + MARGIN_DAYS);
    let absences = absences::away(tx, group, last).await?;
    let first_shift = groups::first_shift(tx, group).await?;
    let house_rules = HouseRules {
        first_shift_accompanied: stored.settings.house_rules.first_shift_accompanied
            || first_shift == FirstShift::Required,
        ..stored.settings.house_rules
    };
    let scenario = Scenario {
        format: FORMAT.to_owned(),
        description: stored.settings.description,
        expected: None,
        group: stored.group,
        horizon: stored.horizon,
        rule_packs: stored.settings.rule_packs,
        decided_at: None,
        house_rules,
        weights: stored.settings.weights,
        substitutions: stored.settings.substitutions,
        agency: stored.settings.agency,
        establishments: establishments::all(tx, group).await?,
        units: establishments::units(tx, group).await?,
        agents: agents::all(tx, group, &balances, rests, stored.horizon).await?,
        rosters: rosters::lines(tx, group, first).await?,
        absences,
        shifts: open.iter().map(shifts::Stored::shift).collect::<sqlx::Result<_>>()?,
        held: held
            .iter()
            .map(|(agent, row)| Ok(Held { shift: row.shift()?, agent: agent.as_str().into() }))
            .collect::<sqlx::Result<_>>()?,
    };
    let rule_packs = rule_packs::all(tx, group).await?;
    Ok(Some(Snapshot { scenario, rule_packs, facts_version: stored.facts_version }))
}
