//! The equity accounts.

use super::{Account, BALANCE, Compared};
use crate::app::burdens::Breakdown;
use crate::app::error::Result;
use crate::store::ledgers::{self, causes};
use crate::store::{Tx, assignments, name_of, offers, swaps};

fn account(agent: &str, about: &str, kind: &str) -> Account {
    Account { agent: agent.to_owned(), about: about.to_owned(), name: format!("equity ({kind})") }
}

pub(super) async fn compare(tx: &mut Tx, group: &str) -> Result<Compared> {
    let mut compared = Compared::default();
    for (agent, cause, kind, centipoints) in causes::equity(tx, group).await? {
        compared.post(account(&agent, &cause, &kind), centipoints);
    }
    for (agent, cause, kind) in causes::corrected_equity(tx, group).await? {
        compared.corrected.insert(account(&agent, &cause, &kind));
    }
    for line in ledgers::equity_said(tx, group).await? {
        compared.compute(account(&line.agent_id, BALANCE, &line.kind), line.centipoints);
    }
    for row in assignments::cancelled_late(tx, group).await? {
        let kept = row.kept_centipoints.unwrap_or_default();
        compared.compute(account(&row.agent_id, &row.id.0, "late_cancellation"), kept);
    }
    for meant in offers::burdens_meant(tx, group).await? {
        let breakdown = meant.burdens.as_deref().map(Breakdown::read).transpose()?.unwrap_or_default();
        // All of it, for an offer from before burdens were told apart.
        let unexplained = meant.burden_centipoints.map_or(0, |sum| sum - breakdown.centipoints());
        compared.compute(account(&meant.agent_id, &meant.source, "offer"), unexplained);
        for (kind, centipoints) in breakdown.iter() {
            compared.compute(account(&meant.agent_id, &meant.source, &name_of(&kind)?), centipoints);
        }
    }
    for (giver, taker, burdens) in swaps::home::moved(tx, group).await? {
        for (kind, centipoints) in Breakdown::read(&burdens)?.iter() {
            let kind = name_of(&kind)?;
            compared.compute(account(&giver, BALANCE, &kind), -centipoints);
            compared.compute(account(&taker, BALANCE, &kind), centipoints);
        }
    }
    Ok(compared)
}
