//! What of the rest that was earned is still to be promised.
//!
//! Lines name what was earned, the account says how much of it is left: what was paid out, or put right after it was taken, has
//! no promise to its name. It takes off what was due first, as whoever pays means it.

use crate::app::error::Result;
use crate::store::Tx;
use crate::store::promises::{self, Owed};
use std::collections::BTreeMap;

/// Earned rest of a group that no promise repays and that is still on the account, by agent, the first due first.
pub(super) async fn owed(tx: &mut Tx, group: &str) -> Result<Vec<Owed>> {
    Ok(left(promises::owed(tx, group).await?, promises::to_promise(tx, group).await?))
}

/// Lines with what their account has left for them: agent, unit, quantity.
fn left(lines: Vec<Owed>, accounts: Vec<(String, String, i64)>) -> Vec<Owed> {
    let mut over: BTreeMap<(String, String), i64> = BTreeMap::new();
    for line in &lines {
        *over.entry((line.agent_id.clone(), line.unit.clone())).or_default() += line.quantity;
    }
    for (agent, unit, quantity) in accounts {
        if let Some(over) = over.get_mut(&(agent, unit)) {
            *over = (*over - quantity.max(0)).max(0);
        }
    }
    let mut still = Vec::with_capacity(lines.len());
    for mut line in lines {
        let over = over.entry((line.agent_id.clone(), line.unit.clone())).or_default();
        let gone = line.quantity.min(*over);
        *over -= gone;
        line.quantity -= gone;
        if line.quantity > 0 {
            still.push(line);
        }
    }
    still
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::EntryId;

    fn line(id: &str, unit: &str, quantity: i64) -> Owed {
        Owed {
            entry_id: EntryId(id.to_owned()),
            agent_id: "a".to_owned(),
            rule: String::new(),
            label_fr: String::new(),
            reason: String::new(),
            due_on: String::new(),
            unit: unit.to_owned(),
            quantity,
        }
    }

    #[test]
    fn what_the_account_holds_no_more_is_owed_no_more() {
        let of = |minutes: i64, days: i64| {
            let lines = vec![line("x", "rest_minutes", 10), line("y", "days", 2), line("z", "rest_minutes", 25)];
            let account = |unit: &str, quantity| ("a".to_owned(), unit.to_owned(), quantity);
            let still = left(lines, vec![account("rest_minutes", minutes), account("days", days)]);
            still.into_iter().map(|line| (line.entry_id.0, line.quantity)).collect::<Vec<_>>()
        };
        let said = |lines: &[(&str, i64)]| lines.iter().map(|(id, left)| ((*id).to_owned(), *left)).collect::<Vec<_>>();
        assert_eq!(of(35, 2), said(&[("x", 10), ("y", 2), ("z", 25)]));
        assert_eq!(of(34, 1), said(&[("x", 9), ("y", 1), ("z", 25)]), "the first due is the first paid");
        assert_eq!(of(25, 0), said(&[("z", 25)]));
        assert_eq!(of(-7, -1), said(&[]));
        assert_eq!(of(99, 9), said(&[("x", 10), ("y", 2), ("z", 25)]), "no more than was earned");
    }
}
