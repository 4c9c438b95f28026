//! The compensation accounts.

use super::{Account, Compared};
use crate::app::error::Result;
use crate::app::{App, assignments, occasions};
use crate::store::ledgers::{self, causes};
use crate::store::{Tx, assignments as assignment_rows, name_of, promises};
use releve_solver::law::compensation::Entry;
use std::collections::BTreeSet;

/// What an amount stands under: the rule that it was earned by, else the kind of its line; and its unit.
fn account(agent: &str, about: &str, (kind, rule, unit): (&str, &str, &str)) -> Account {
    let name = if rule.is_empty() { format!("{kind} ({unit})") } else { format!("{rule} ({unit})") };
    Account { agent: agent.to_owned(), about: about.to_owned(), name }
}

/// The comparison, and how many assignments and promises are in it.
pub(super) async fn compare(app: &App, tx: &mut Tx, group: &str) -> Result<(Compared, usize, usize)> {
    let mut compared = Compared::default();
    for line in causes::compensation(tx, group).await? {
        let posted = account(&line.agent_id, &line.about, (&line.kind, &line.rule, &line.unit));
        if line.corrected {
            compared.corrected.insert(posted.clone());
        }
        compared.post(posted, line.quantity);
    }
    let worked = worked(app, tx, group, &mut compared).await?;
    for row in assignment_rows::cancelled_late(tx, group).await? {
        let kept = row.kept_cents.unwrap_or_default();
        compared.compute(account(&row.agent_id, &row.id.0, ("late_cancellation", "", "cents")), kept);
    }
    let promised = promised(tx, group, &mut compared).await?;
    Ok((compared, worked, promised))
}

/// What was earned by work, and on occasions as far as the facts reach.
async fn worked(app: &App, tx: &mut Tx, group: &str, compared: &mut Compared) -> Result<usize> {
    let rows = assignment_rows::worked(tx, group).await?;
    let posted = ledgers::occasions(tx, group).await?;
    if rows.is_empty() && posted.is_empty() {
        return Ok(0);
    }
    let facts = app.facts.current(tx, group).await?;
    let mut add = |agent: &str, about: &str, entry: &Entry| -> Result<()> {
        let unit = name_of(&entry.unit)?;
        compared.compute(account(agent, about, ("earned", &entry.rule, &unit)), entry.quantity);
        Ok(())
    };
    for row in &rows {
        for entry in assignments::earned_by(&facts, row)? {
            add(&row.agent_id, &row.id.0, &entry)?;
        }
    }
    let occasions: BTreeSet<(&String, &String)> = posted.iter().map(|(agent, _, occasion)| (agent, occasion)).collect();
    let mut beyond = BTreeSet::new();
    for (agent, occasion) in occasions {
        match occasions::entries(&facts, agent, occasion)? {
            Some(entries) => {
                for entry in &entries {
                    add(agent, occasion, entry)?;
                }
            }
            // The roster of that day is gone: what was posted then is all that is known.
            None => {
                beyond.insert((agent.clone(), occasion.clone()));
            }
        }
    }
    let unknown =
        compared.posted.keys().filter(|account| beyond.contains(&(account.agent.clone(), account.about.clone())));
    let unknown: Vec<Account> = unknown.cloned().collect();
    compared.corrected.extend(unknown);
    Ok(rows.len())
}

/// The lines that each promise has by its state.
async fn promised(tx: &mut Tx, group: &str, compared: &mut Compared) -> Result<usize> {
    let all = promises::all(tx, group).await?;
    for row in all.iter().filter(|row| matches!(row.state.as_str(), "dated" | "taken")) {
        let named = |kind: &str, unit: &str| account(&row.agent_id, &row.id.0, (kind, "", unit));
        compared.compute(named("promised_rest", "days"), row.days);
        for (source, unit) in promises::sources(tx, &row.id).await? {
            compared.compute(named("dated", &unit), -source.quantity);
        }
        if row.state == "taken" {
            compared.compute(named("taken", "days"), -row.days);
        }
    }
    Ok(all.len())
}
