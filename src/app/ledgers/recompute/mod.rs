//! Whether the accounts are what the facts make them: every amount worked out again from what was opened, offered, held,
//! worked, called off, promised and said by hand, beside what is posted.

mod compensation;
mod equity;

use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::error::Result;
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
    /// Promises whose lines were looked at.
    pub promises: usize,
    /// Where the two differ; nothing is put right by itself.
    pub differences: Vec<Difference>,
}

/// An amount that the facts do not bear out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// Whose account.
    pub agent: String,
    /// `equity` with the kind of burden, in hundredths of a point, or what the compensation ledger has it by, in its own unit.
    pub account: String,
    /// What it is about: the account as a whole (`balance`), an offer, an assignment, an occasion or a promise.
    pub about: String,
    /// As posted.
    pub posted: i64,
    /// As the facts have it.
    pub computed: i64,
}

/// What an amount is about that belongs to nothing else.
const BALANCE: &str = "balance";

/// Whose account, what caused it, and under which name it stands there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Account {
    agent: String,
    about: String,
    name: String,
}

/// The two ways of counting, side by side.
#[derive(Debug, Default)]
struct Compared {
    posted: BTreeMap<Account, i64>,
    computed: BTreeMap<Account, i64>,
    /// What somebody has put right by hand: that is a fact, and nothing to compare.
    corrected: BTreeSet<Account>,
}

impl Compared {
    fn post(&mut self, account: Account, amount: i64) {
        *self.posted.entry(account).or_default() += amount;
    }

    fn compute(&mut self, account: Account, amount: i64) {
        *self.computed.entry(account).or_default() += amount;
    }

    fn agents(&self) -> usize {
        let all = self.posted.keys().chain(self.computed.keys());
        all.map(|account| account.agent.as_str()).collect::<BTreeSet<_>>().len()
    }

    fn differences(&self) -> Vec<Difference> {
        let accounts: BTreeSet<&Account> = self.posted.keys().chain(self.computed.keys()).collect();
        let of = |all: &BTreeMap<Account, i64>, account: &Account| all.get(account).copied().unwrap_or_default();
        let compared = accounts.into_iter().filter(|account| !self.corrected.contains(account));
        let difference = |account: &Account| Difference {
            agent: account.agent.clone(),
            account: account.name.clone(),
            about: account.about.clone(),
            posted: of(&self.posted, account),
            computed: of(&self.computed, account),
        };
        compared.map(difference).filter(|difference| difference.posted != difference.computed).collect()
    }
}

/// Works every amount of the actor's group out again, on one state of the data.
///
/// Equity: what was opened or posted by hand and not taken back; by kind the burden of every shift that is meant for her: held,
/// or offered to her by name and not answered; what late cancellations left. Compensation: what each assignment that was worked
/// earns under the rules in force now, and each holiday and year as far as the facts reach back; what late cancellations earned;
/// the lines of each promise. Where a rule pack has changed since, that is a difference to look at. What was posted or put right
/// by hand is a fact.
///
/// # Errors
/// When the role does not allow it, or the database fails.
pub async fn recompute(app: &App, actor: &Actor) -> Result<Recomputed> {
    actor.may(Action::ReadAudit)?;
    let mut tx = app.db.read().await?;
    let equity = equity::compare(&mut tx, &actor.group).await?;
    let (compensation, worked_assignments, promises) = compensation::compare(app, &mut tx, &actor.group).await?;
    let differences = [equity.differences(), compensation.differences()].concat();
    Ok(Recomputed { equity_accounts: equity.agents(), worked_assignments, promises, differences })
}
