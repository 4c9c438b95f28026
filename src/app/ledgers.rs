//! Reading the accounts. A person's account is read by herself, by those who see her record, and by nobody else; every reading
//! by somebody else is in the audit log.

use super::App;
use super::access::{Action, Actor};
use super::audit::{self, Event};
use super::error::{Error, Result};
use crate::store::ledgers::{self, Compensation, Equity};
use crate::store::{Page, agents};
use serde_json::json;

/// A page of an equity account.
///
/// # Errors
/// `Forbidden`, or `NotFound` when the agent's record is not hers to see.
pub async fn equity(app: &App, actor: &Actor, agent: &str, page: Page) -> Result<Vec<Equity>> {
    actor.may(Action::ReadEquity)?;
    let page = account(app, actor, agent, page, "equity").await?;
    let mut tx = app.db.read().await?;
    Ok(ledgers::equity(&mut tx, &actor.group, &page).await?)
}

/// A page of a compensation account.
///
/// # Errors
/// `Forbidden`, or `NotFound` when the agent's record is not hers to see.
pub async fn compensation(app: &App, actor: &Actor, agent: &str, page: Page) -> Result<Vec<Compensation>> {
    actor.may(Action::ReadCompensation)?;
    let page = account(app, actor, agent, page, "compensation").await?;
    let mut tx = app.db.read().await?;
    Ok(ledgers::compensation(&mut tx, &actor.group, &page).await?)
}

/// The compensation accounts of everybody whose record she sees, `lines` of each. One deed puts every reading on record.
///
/// # Errors
/// When the role does not allow it.
pub async fn compensation_of_all(app: &App, actor: &Actor, lines: i64) -> Result<Vec<Compensation>> {
    actor.may(Action::ReadCompensation)?;
    let mut tx = app.db.read().await?;
    let seen: Vec<_> = agents::faces(&mut tx, &actor.group)
        .await?
        .into_iter()
        .filter(|face| actor.sees_agent(&face.id, &face.employer_id))
        .collect();
    drop(tx);
    let others = seen.iter().filter(|face| actor.agent.as_deref() != Some(&face.id));
    audit::note(app, actor, others.map(|face| reading(&face.id, "compensation"))).await?;
    let mut tx = app.db.read().await?;
    let mut accounts = Vec::new();
    for face in seen {
        let page = Page { agent: face.id, ..actor.page(None, Some(lines)) };
        accounts.extend(ledgers::compensation(&mut tx, &actor.group, &page).await?);
    }
    Ok(accounts)
}

fn reading(agent: &str, ledger: &str) -> Event {
    Event::new("ledger.read", "agent", agent).with(json!({ "ledger": ledger }))
}

/// Narrows a page to one account after looking whether it may be read.
async fn account(app: &App, actor: &Actor, agent: &str, page: Page, ledger: &str) -> Result<Page> {
    let mut tx = app.db.read().await?;
    let face = agents::face(&mut tx, &actor.group, agent).await?;
    drop(tx);
    let face = face.filter(|face| actor.sees_agent(&face.id, &face.employer_id));
    let face = face.ok_or_else(|| Error::not_found("agent", agent))?;
    if actor.agent.as_deref() != Some(agent) {
        audit::note(app, actor, [reading(agent, ledger)]).await?;
    }
    Ok(Page { agent: face.id, ..page })
}
