//! What a swap does to accounts. The burden goes with the work: it is taken off whoever gives a shift, line by line, and put on
//! whoever takes it, as it weighs for her. A duty of a home roster has no burden on an account before it is exchanged; the
//! exchange moves the weight of its hours from one to the other, so that the two lines together are nothing.

use super::judging::{self, Judged};
use crate::app::burdens::{self, Breakdown, Burden, Source};
use crate::app::error::{Error, Result};
use crate::app::facts::Facts;
use crate::app::settings::Settings;
use crate::app::work::Work;
use crate::lang::reasons::{Post, Reason};
use crate::store::ledgers::Equity;
use crate::store::swaps::{Leg, Person};
use crate::store::{Tx, assignments, name_of};

/// When a taker is asked, for the weighing: of her own will, so never at short notice.
const OF_HER_OWN_WILL: i64 = 0;

/// What a leg moves, by the kinds of burden that its taker gets; and hundredths of a point that leave the giver's account.
#[derive(Debug, Clone)]
pub(super) struct Weight {
    /// Off the giver's account.
    pub given_centipoints: i64,
    /// On the taker's.
    pub taken: Breakdown,
}

/// Weighs a leg on the facts after the swap.
pub(super) async fn weigh(tx: &mut Tx, group: &str, after: &Facts, settings: &Settings, leg: &Leg) -> Result<Weight> {
    let whole = burdens::breakdown(after, settings, &leg.taker_id, &leg.post, OF_HER_OWN_WILL)?;
    let Some(id) = &leg.assignment_id else {
        let hours = Breakdown::new(whole.iter().filter(|(kind, _)| is_of_hours(*kind)));
        return Ok(Weight { given_centipoints: hours.centipoints(), taken: hours });
    };
    let row = assignments::find(tx, group, &id.0).await?;
    let row = row.ok_or_else(|| Error::Corrupt(format!("swap {} without its assignment", leg.swap_id)))?;
    let lines = burdens::standing(tx, &Source::of(&row)).await?;
    Ok(Weight { given_centipoints: lines.iter().map(|line| line.centipoints).sum(), taken: whole })
}

const fn is_of_hours(kind: Burden) -> bool {
    matches!(kind, Burden::Night | Burden::Saturday | Burden::Sunday | Burden::Holiday)
}

/// What a swap does to the account of each of its people, from the weights of its legs.
pub(super) fn effects(judged: &Judged, legs: &[Leg], people: &mut [Person]) -> Result<()> {
    for person in people {
        let worker = judging::worker(&judged.after.problem, &person.agent_id);
        let worker = worker.ok_or_else(|| Error::Corrupt(format!("no agent {} in the facts", person.agent_id)))?;
        let sum = |amounts: Vec<i64>| amounts.into_iter().sum::<i64>();
        let given = legs.iter().filter(|leg| leg.giver_id == person.agent_id).map(|leg| leg.given_centipoints);
        let taken = legs.iter().filter(|leg| leg.taker_id == person.agent_id).map(|leg| leg.taken_centipoints);
        (person.given_centipoints, person.taken_centipoints) = (sum(given.collect()), sum(taken.collect()));
        let before = worker.balance_centipoints;
        person.before_centipoints = worker.normalised(before);
        person.after_centipoints = worker.normalised(before - person.given_centipoints + person.taken_centipoints);
    }
    Ok(())
}

/// Takes the burden of an assignment off the account of whoever gives it away.
pub(super) async fn off(work: &mut Work<'_>, row: &assignments::Row) -> Result<()> {
    burdens::reverse(work, &Source::of(row), &Reason::DutyExchanged).await
}

/// Puts the burden of a shift on the account of whoever has taken it, by her new assignment.
pub(super) async fn on(work: &mut Work<'_>, leg: &Leg, taken: &Breakdown) -> Result<()> {
    let Some(made) = leg.made_assignment_id.clone() else { return Ok(()) };
    let reason = Reason::ShiftExchanged(Post::of(&leg.post)?);
    burdens::post(work, &leg.taker_id, &Source::Assignment(made), taken, &reason).await
}

/// Moves the weight of a home duty from one account to the other.
pub(super) fn across(work: &mut Work<'_>, leg: &Leg, hours: &Breakdown) -> Result<()> {
    let reason = Reason::ShiftExchanged(Post::of(&leg.post)?).record();
    for (kind, centipoints) in hours.iter() {
        for (agent, centipoints) in [(&leg.giver_id, -centipoints), (&leg.taker_id, centipoints)] {
            let line = Equity { kind: name_of(&kind)?, centipoints, reason: reason.clone(), ..work.equity_line(agent) };
            work.post_equity(line);
        }
    }
    Ok(())
}
