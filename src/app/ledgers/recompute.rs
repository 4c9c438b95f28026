//! Whether the accounts are what the facts make them: every balance worked out again from what was opened, offered, held and
//! worked, beside what is posted.

use crate::app::access::{Action, Actor};
use crate::app::burdens::Breakdown;
use crate::app::error::Result;
use crate::app::{App, assignments};
use crate::store::{Tx, assignments as assignment_rows, ledgers, name_of, offers, swaps};
use releve_solver::law::compensation::Entry;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What an amount is about that belongs to no offer and no assignment.
const BALANCE: &str = "balance";

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
    /// `equity` with the kind of burden, in hundredths of a point, or the rule of the compensation ledger in its own unit.
    pub account: String,
    /// What it is about: the account as a whole (`balance`), an offer or an assignment.
    pub about: String,
    /// As posted.
    pub posted: i64,
    /// As the facts have it.
    pub computed: i64,
}

/// Works every balance of the actor's group out again, on one state of the data.
///
/// Equity: what was opened or posted by hand and not taken back; by kind the burden of every shift that is meant for her: held,
/// or offered to her by name and not answered; and what exchanged home duties moved. Compensation: what each assignment that was
/// worked earns under the rules in force now; where a rule pack has changed since, that is a difference to look at.
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

/// Whose account, what caused it, and the kind of burden.
type Account = (String, String, String);

async fn equity(tx: &mut Tx, group: &str) -> Result<(usize, Vec<Difference>)> {
    let posted: BTreeMap<Account, i64> = ledgers::equity_by_cause(tx, group)
        .await?
        .into_iter()
        .map(|(agent, cause, kind, centipoints)| ((agent, cause, kind), centipoints))
        .collect();
    let mut computed: BTreeMap<Account, i64> = BTreeMap::new();
    for line in ledgers::equity_said(tx, group).await? {
        *computed.entry((line.agent_id, BALANCE.to_owned(), line.kind)).or_default() += line.centipoints;
    }
    for meant in offers::burdens_meant(tx, group).await? {
        let breakdown = meant.burdens.as_deref().map(Breakdown::read).transpose()?.unwrap_or_default();
        let unexplained = meant.burden_centipoints.map_or(0, |sum| sum - breakdown.centipoints());
        let mut add = |kind: &str, centipoints: i64| {
            let account = (meant.agent_id.clone(), meant.source.clone(), kind.to_owned());
            *computed.entry(account).or_default() += centipoints;
        };
        // All of it, for an offer from before burdens were told apart.
        add("offer", unexplained);
        for (kind, centipoints) in breakdown.iter() {
            add(&name_of(&kind)?, centipoints);
        }
    }
    for (giver, taker, burdens) in swaps::home_duties_moved(tx, group).await? {
        for (kind, centipoints) in Breakdown::read(&burdens)?.iter() {
            let kind = name_of(&kind)?;
            *computed.entry((giver.clone(), BALANCE.to_owned(), kind.clone())).or_default() -= centipoints;
            *computed.entry((taker.clone(), BALANCE.to_owned(), kind)).or_default() += centipoints;
        }
    }
    let accounts: BTreeSet<&Account> = posted.keys().chain(computed.keys()).collect();
    let agents: BTreeSet<&String> = accounts.iter().map(|(agent, ..)| agent).collect();
    let of = |all: &BTreeMap<Account, i64>, account: &Account| all.get(account).copied().unwrap_or_default();
    let differences = accounts
        .iter()
        .map(|account| Difference {
            agent: account.0.clone(),
            account: format!("equity ({})", account.2),
            about: account.1.clone(),
            posted: of(&posted, account),
            computed: of(&computed, account),
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
