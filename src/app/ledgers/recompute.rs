//! Whether the accounts are what the facts make them: every balance worked out again from what was opened, offered, held and
//! worked, beside what is posted.

use crate::app::access::{Action, Actor};
use crate::app::error::Result;
use crate::app::{App, assignments};
use crate::store::{Tx, assignments as assignment_rows, ledgers, offers};
use releve_solver::law::compensation::Entry;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the two ways of counting came to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Recomputed {
    /// Equity accounts looked at.
    pub equity_accounts: usize,
    /// Assignments whose earnings were worked out again.
    pub worked_assignments: usize,
    /// Where the two differ; nothing is put right by itself.
    pub differences: Vec<Difference>,
}

/// An amount that the facts do not bear out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// Whose account.
    pub agent: String,
    /// `equity` in hundredths of a point, or the rule of the compensation ledger in its own unit.
    pub account: String,
    /// What it is about: the account as a whole, or an assignment.
    pub about: String,
    /// As posted.
    pub posted: i64,
    /// As the facts have it.
    pub computed: i64,
}

/// Works every balance of the actor's group out again, on one state of the data.
///
/// Equity: what was opened and not taken back, and the burden of every offer whose shift is meant for her: held, or offered to
/// her by name and not answered. Compensation: what each assignment that was worked earns under the rules in force now; where
/// a rule pack has changed since, that is a difference to look at.
///
/// # Errors
/// When the role does not allow it, or the database fails.
pub async fn recompute(app: &App, actor: &Actor) -> Result<Recomputed> {
    actor.may(Action::ReadAudit)?;
    let mut tx = app.db.read().await?;
    let (equity_accounts, mut differences) = equity(&mut tx, &actor.group).await?;
    let worked = assignment_rows::worked(&mut tx, &actor.group).await?;
    if !worked.is_empty() {
        let facts = app.facts.current(&mut tx, &actor.group).await?;
        let mut posted = posted(&mut tx, &actor.group).await?;
        for row in &worked {
            let mut found = posted.remove(&row.id.0).unwrap_or_default();
            for (account, computed) in by_rule(&assignments::earned_by(&facts, row)?) {
                let posted = found.remove(&account).unwrap_or_default();
                let about = row.id.0.clone();
                differences.push(Difference { agent: row.agent_id.clone(), account, about, posted, computed });
            }
            let agent = || row.agent_id.clone();
            let rest = found.into_iter();
            let about = &row.id.0;
            differences.extend(rest.map(|(account, posted)| Difference {
                agent: agent(),
                account,
                about: about.clone(),
                posted,
                computed: 0,
            }));
        }
        for (about, rest) in posted {
            let earned_by_nothing = rest.into_iter().map(|(account, posted)| Difference {
                agent: String::new(),
                account,
                about: about.clone(),
                posted,
                computed: 0,
            });
            differences.extend(earned_by_nothing);
        }
    }
    differences.retain(|difference| difference.posted != difference.computed);
    Ok(Recomputed { equity_accounts, worked_assignments: worked.len(), differences })
}

async fn equity(tx: &mut Tx, group: &str) -> Result<(usize, Vec<Difference>)> {
    let posted = ledgers::equity_balances(tx, group).await?;
    let mut computed: BTreeMap<String, i64> = BTreeMap::new();
    for line in ledgers::equity_openings(tx, group).await? {
        *computed.entry(line.agent_id).or_default() += line.centipoints;
    }
    for (agent, burden) in offers::burdens_meant(tx, group).await? {
        *computed.entry(agent).or_default() += burden;
    }
    let agents: BTreeSet<&String> = posted.keys().chain(computed.keys()).collect();
    let of = |all: &BTreeMap<String, i64>, agent: &String| all.get(agent).copied().unwrap_or_default();
    let differences = agents
        .iter()
        .map(|agent| Difference {
            agent: (*agent).clone(),
            account: "equity".to_owned(),
            about: "balance".to_owned(),
            posted: of(&posted, agent),
            computed: of(&computed, agent),
        })
        .collect();
    Ok((agents.len(), differences))
}

/// Assignment → rule and unit → amount, of what is posted as earned and was not taken back.
async fn posted(tx: &mut Tx, group: &str) -> Result<BTreeMap<String, BTreeMap<String, i64>>> {
    let mut all: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    for (assignment, rule, unit, quantity) in ledgers::earned(tx, group).await? {
        *all.entry(assignment).or_default().entry(format!("{rule} ({unit})")).or_default() += quantity;
    }
    Ok(all)
}

fn by_rule(entries: &[Entry]) -> BTreeMap<String, i64> {
    let mut all = BTreeMap::new();
    for entry in entries {
        let unit = crate::store::name_of(&entry.unit).unwrap_or_default();
        *all.entry(format!("{} ({unit})", entry.rule)).or_default() += entry.quantity;
    }
    all
}
