//! Reading the accounts. A person's account is read by herself, by those who reach her record, and by nobody else; every reading
//! by somebody else is in the audit log.

mod by_hand;
mod owed;
mod payroll;
mod recompute;
mod statement;

pub use by_hand::{Ledger, NewLine, TakeBack, post, take_back};
pub use owed::{Owing, owed};
pub use payroll::{Export, export};
pub use recompute::{Difference, Recomputed, recompute};
pub use statement::{Band, Line, Owed, Points, Rests, Statement, statement};

use super::App;
use super::access::{Action, Actor, Paging, Reach};
use super::audit::{self, Event};
use super::error::{Error, Result};
use crate::store::agents;
use crate::store::ledgers::{self, Compensation, Equity};
use serde_json::json;

/// A line of an account with the balance that it leaves, of the account as a whole or of its unit.
#[derive(Debug, Clone)]
pub struct Stated<T> {
    /// The line.
    pub line: T,
    /// The balance after it.
    pub balance: i64,
}

/// A page of an equity account, the oldest line first, each with the balance after it.
///
/// # Errors
/// `Forbidden`, or `NotFound` when the agent's record is not hers to see.
pub async fn equity(app: &App, actor: &Actor, agent: &str, paging: &Paging) -> Result<Vec<Stated<Equity>>> {
    let reach = actor.may(Action::ReadEquity)?;
    open(app, actor, &reach, (agent, "equity")).await?;
    let (mut tx, page) = (app.db.read().await?, reach.page(paging));
    let mut balance = ledgers::equity_before(&mut tx, &actor.group, agent, &page.after).await?;
    let lines = ledgers::equity(&mut tx, &actor.group, agent, &page).await?;
    let stated = lines.into_iter().map(|line| {
        balance += line.centipoints;
        Stated { line, balance }
    });
    Ok(stated.collect())
}

/// A page of a compensation account, the oldest line first, each with the balance of its unit after it.
///
/// # Errors
/// `Forbidden`, or `NotFound` when the agent's record is not hers to see.
pub async fn compensation(app: &App, actor: &Actor, agent: &str, paging: &Paging) -> Result<Vec<Stated<Compensation>>> {
    let reach = actor.may(Action::ReadCompensation)?;
    open(app, actor, &reach, (agent, "compensation")).await?;
    let (mut tx, page) = (app.db.read().await?, reach.page(paging));
    let mut balances = ledgers::compensation_before(&mut tx, &actor.group, agent, &page.after).await?;
    let lines = ledgers::compensation(&mut tx, &actor.group, agent, &page).await?;
    let stated = lines.into_iter().map(|line| {
        let balance = balances.entry(line.unit.clone()).or_default();
        *balance += line.quantity;
        Stated { balance: *balance, line }
    });
    Ok(stated.collect())
}

fn reading(agent: &str, ledger: &str) -> Event {
    Event::new("ledger.read", "agent", agent).with(json!({ "ledger": ledger }))
}

/// Looks whether an account may be read, and puts it on record.
async fn open(app: &App, actor: &Actor, reach: &Reach, (agent, ledger): (&str, &str)) -> Result<()> {
    let mut tx = app.db.read().await?;
    let face = agents::face(&mut tx, &actor.group, agent).await?;
    drop(tx);
    let face = face.filter(|face| reach.sees_agent(&face.id, &face.employer_id));
    face.ok_or_else(|| Error::not_found("agent", agent))?;
    if reach.is_herself(agent) {
        return Ok(());
    }
    audit::note(app, actor, reach.role, [reading(agent, ledger)]).await
}
