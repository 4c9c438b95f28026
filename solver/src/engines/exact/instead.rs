//! What it costs to choose one pair, everything else planned again around it.

use super::{Budget, Open, PROVEN_PAIRS, Search, Settled};
use crate::domain::plan::{Instead, Least};
use crate::engines::bound::exceeds;
use crate::engines::levels::{Goals, Values, position};
use crate::engines::parts::Part;

/// Plans a part again with one more pair chosen; `values` are those of the plan at hand, level by level. A small part is
/// planned to proof, level after level until one differs; of a large one only the relaxations are solved.
pub fn instead(
    goals: Goals<'_>,
    part: &Part,
    plan: &[bool],
    values: Values,
    pair: usize,
    budget: Budget,
    stop: &(dyn Fn() -> bool + Sync),
) -> Instead {
    let mut search = Search::new(goals, part, &with(part, plan, pair), budget);
    search.add_row(&[(pair, 1.0)], 1.0, 1.0);
    let mut exact = part.pairs.len() <= PROVEN_PAIRS;
    for level in goals.levels() {
        let at = position(level);
        let known = values[at];
        let Settled { objective, bound } = if exact {
            search.settle(at, level, stop, &mut |_| {})
        } else {
            let Some(Open { costs, limits, least, .. }) = search.open(at, level) else { continue };
            let bound = search.relax(level, limits, false, stop, &mut |_| {}).max(least);
            search.keep(at, costs, known);
            Settled { objective: f64::INFINITY, bound }
        };
        if exceeds(bound - known, known) {
            let least = Least { level, by: bound - known };
            return if exceeds(objective - bound, objective) {
                Instead::AtLeast(least)
            } else {
                Instead::Exactly(least)
            };
        }
        if exceeds(known - objective, known) {
            return Instead::Gain(Least { level, by: known - objective });
        }
        if exact && exceeds(objective - known, known) {
            // Cut short: what follows may still be told by relaxations that keep this level where the plan at hand has it.
            exact = false;
            if let Some(kept) = search.kept.last().filter(|kept| kept.0 == at) {
                let costs = kept.1.clone();
                search.keep(at, costs, known);
            }
        }
    }
    if exact { Instead::Nothing } else { Instead::Open }
}

/// A lawful choice with the pair: of her others none, and of the shifts of its class one holder less when all are held.
fn with(part: &Part, plan: &[bool], pair: usize) -> Vec<bool> {
    let (class, of) = part.pairs[pair];
    let mut start: Vec<bool> =
        part.pairs.iter().zip(plan).map(|((_, other), held)| *held && other.worker != of.worker).collect();
    let holders: Vec<usize> = (0..start.len()).filter(|at| start[*at] && part.pairs[*at].0 == class).collect();
    if holders.len() == part.classes[class].members.len()
        && let Some(last) = holders.last()
    {
        start[*last] = false;
    }
    start[pair] = true;
    start
}
