//! Where a day leads to from each state, and what states have in common: whoever may do after an early duty all that may be done after a
//! late one, and more, gains from a table what was found for the other, and what she alone may do.

use std::collections::BTreeMap;

/// A step, or several that only differ in what is done.
#[derive(Debug, Clone, Copy)]
pub struct Arc {
    /// State after.
    pub to: usize,
    /// What may be done.
    pub group: usize,
    /// What runs that end too early or go on too long cost.
    pub price: f64,
    /// Whether she worked the day before.
    pub worked: bool,
}

/// By state: another one all of whose arcs it has too, and the arcs that it has besides.
#[derive(Debug)]
pub struct Sharing {
    /// A state comes after the one that it has arcs in common with.
    of_states: Vec<(usize, Option<usize>, Vec<Arc>)>,
}

impl Sharing {
    /// What states with these arcs have in common.
    pub fn new(arcs: &[Vec<Arc>]) -> Self {
        let mut names = BTreeMap::new();
        let mut name = |arc: &Arc| {
            let next = names.len() as u32;
            *names.entry((arc.to, arc.group, arc.price.to_bits(), arc.worked)).or_insert(next)
        };
        let named: Vec<Vec<u32>> = arcs
            .iter()
            .map(|arcs| {
                let mut named: Vec<u32> = arcs.iter().map(&mut name).collect();
                named.sort_unstable();
                named
            })
            .collect();
        let mut order: Vec<usize> = (0..arcs.len()).collect();
        order.sort_by_key(|state| (arcs[*state].len(), *state));
        let of_state = |(at, state): (usize, &usize)| {
            let own = &named[*state];
            let like = order[..at].iter().rev().copied().find(|other| is_among(&named[*other], own));
            let like = like.filter(|like| !named[*like].is_empty());
            let is_other = |arc: &u32| like.is_none_or(|like| named[like].binary_search(arc).is_err());
            let others = arcs[*state].iter().filter(|arc| is_other(&name_of(&names, arc)));
            (*state, like, others.copied().collect())
        };
        Self { of_states: order.iter().enumerate().map(of_state).collect() }
    }

    /// By state: itself, one with arcs in common that came before, and its other arcs.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, Option<usize>, &[Arc])> {
        self.of_states.iter().map(|(state, like, others)| (*state, *like, &others[..]))
    }
}

/// What tells an arc from others of its state.
type Name = (usize, usize, u64, bool);

fn name_of(names: &BTreeMap<Name, u32>, arc: &Arc) -> u32 {
    names[&(arc.to, arc.group, arc.price.to_bits(), arc.worked)]
}

/// Whether all of some ascending numbers are among others.
fn is_among(some: &[u32], all: &[u32]) -> bool {
    let mut all = all.iter();
    some.iter().all(|one| all.by_ref().find(|other| *other >= one) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::{Arc, Sharing};
    use crate::random::Random;
    use std::collections::{BTreeMap, BTreeSet};

    /// What a state has in common with another one and its other arcs are together its arcs, each once; nested ones are shared.
    #[test]
    fn common_arcs_and_others_are_all_arcs() {
        let (mut all, mut others) = (0, 0);
        for seed in 0..100 {
            let mut random = Random::new(seed);
            let any: Vec<Arc> = (0..12)
                .map(|at| Arc { to: at % 5, group: at / 5, price: f64::from(random.below(2)), worked: at % 2 == 0 })
                .collect();
            let name = |arc: &Arc| (arc.to, arc.group, arc.price.to_bits(), arc.worked);
            // Some states may do the first few things, some others are made up at random.
            let arcs: Vec<Vec<Arc>> = (0..9)
                .map(|state| match state % 3 {
                    0 => any.iter().copied().filter(|_| random.below(2) == 0).collect(),
                    _ => any[..random.below(12) as usize].to_vec(),
                })
                .collect();
            let mut known: BTreeMap<usize, BTreeSet<_>> = BTreeMap::new();
            for (state, like, of_it) in Sharing::new(&arcs).iter() {
                let mut named = like.map_or_else(BTreeSet::new, |like| known[&like].clone());
                for arc in of_it {
                    assert!(named.insert(name(arc)), "seed {seed}, state {state}: {arc:?} twice");
                }
                assert_eq!(named, arcs[state].iter().map(name).collect(), "seed {seed}, state {state}");
                all += arcs[state].len();
                others += of_it.len();
                known.insert(state, named);
            }
            assert_eq!(known.len(), arcs.len(), "seed {seed}");
        }
        assert!(others * 3 < all * 2, "{others} of {all} arcs are gone through");
    }
}
