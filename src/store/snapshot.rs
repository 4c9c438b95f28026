//! A group's rows put together into the [`Scenario`] they describe, at one facts version.
//!
//! What has been decided is in it: the equity balance is the sum of the ledger, promised rests are the promises that have a
//! date, home duties in whose place such a rest has come are off the roster, and shifts given through the pool are `held`.
//! `shifts` holds open ones only.

use super::groups::FirstShift;
use super::{Tx, absences, agents, establishments, from_json, groups, ledgers, promises, rosters, rule_packs, shifts};
use chrono::{Days, NaiveDate};
use releve_solver::domain::scenario::{Absence, AbsenceClass, FORMAT, Held, HouseRules, RosterLine, Scenario};
use serde::Deserialize;

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
    // Whoever is replaced is not there, whether or not her employer has put the absence on the roster yet.
    let mut absences = absences::all(tx, group).await?;
    for absence in shifts::absences(tx, group).await? {
        if !absences.contains(&absence) {
            absences.push(absence);
        }
    }
    // Whoever has left is there no more: no roster of hers counts, and she is not asked.
    let last = stored.horizon.from + Days::new(u64::from(stored.horizon.days) + 400);
    for (agent, from) in agents::leaving(tx, group).await? {
        let to = from.max(last);
        absences.push(Absence { agent: agent.as_str().into(), from, to, class: AbsenceClass::Planned });
    }
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
        rosters: lifted(rosters::lines(tx, group).await?, &promises::lifted(tx, group).await?)?,
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

/// A duty of the home roster that a promised rest takes the place of, as `promises.lifted` holds it.
#[derive(Deserialize)]
struct Lifted {
    date: NaiveDate,
    unit: String,
    code: String,
}

/// The home rosters without the duties that promised rests have taken the place of. Where the roster has another code by now, it
/// has been changed since, and that stands.
fn lifted(mut lines: Vec<RosterLine>, all: &[(String, String)]) -> sqlx::Result<Vec<RosterLine>> {
    for (agent, lifted) in all {
        for Lifted { date, unit, code } in from_json::<Vec<Lifted>>(lifted)? {
            let hers = |line: &&mut RosterLine| {
                line.agent.as_str() == agent && line.unit.as_str() == unit && line.from <= date
            };
            for line in lines.iter_mut().filter(hers) {
                let mut codes: Vec<&str> = line.codes.split_whitespace().collect();
                let offset = usize::try_from((date - line.from).num_days()).unwrap_or(usize::MAX);
                if codes.get(offset).is_some_and(|found| *found == code) {
                    codes[offset] = ".";
                    line.codes = codes.join(" ");
                }
            }
        }
    }
    Ok(lines)
}
