//! Branch and price, depth first: is there a plan that costs no more than so much? What people do on single days is settled,
//! the clearest first; where the linear program then tells that the rest costs too much, fewer are settled at a time, and
//! one alone that cannot be so is excluded (Barnhart, Johnson, Nemhauser, Savelsbergh & Vance 1998, *Branch-and-price:
//! column generation for solving huge integer programs*).

use super::generate::{Generated, Reach, generate};
use super::job::Column;
use super::label::Kept;
use super::master::Master;
use crate::domain::roster::PostIx;
use std::collections::BTreeMap;

/// Share of what is open that the first step settles.
const STEP: f64 = 0.1;

/// Costs this close are the same.
const SAME: f64 = 1e-4;

/// What a search came to.
#[derive(Debug)]
pub enum Sought {
    /// A plan as cheap as asked for: one roster of each.
    Found(Vec<Column>),
    /// There is none.
    Nothing,
    /// Given up.
    Open,
}

/// What somebody does on a day.
type What = (usize, usize, Option<PostIx>);

/// A step down the tree: days with what was known of them before.
struct Step {
    settled: Vec<(What, Kept)>,
    /// Whether there is nothing else to try here.
    last: bool,
}

/// Looks for a plan that costs at most `most`.
pub fn seek(master: &mut Master<'_>, most: f64, reach: &Reach<'_>) -> Sought {
    let most = most + SAME;
    let days = master.job.posts_from.len() - 1;
    let mut kept: Vec<Vec<Kept>> = vec![vec![Kept::Open; days]; master.people.len()];
    let mut path: Vec<Step> = Vec::new();
    let mut is_proof = true;
    let mut size: Option<usize> = None;
    loop {
        master.keep(&kept);
        let step = Reach { kept: Some(&kept), enough: Some(most), ..*reach };
        let generated = generate(master, &step, &mut |_, _| {});
        if reach.is_over() {
            return Sought::Open;
        }
        let open = generated.as_ref().map(|generated| open(master, &generated.solved.values, &kept));
        match (generated, open) {
            (Some(Generated { solved, .. }), Some(open)) if solved.objective <= most => {
                if open.is_empty() {
                    return whole(master, &solved.values).map_or(Sought::Open, Sought::Found);
                }
                let size =
                    *size.insert(size.map_or((STEP * open.len() as f64) as usize, |size| size + size / 4 + 1).max(1));
                let clear = open.iter().take(size).take_while(|(share, _)| *share > 0.6).count().max(1);
                let settled = open[..clear].iter().map(|(_, what)| *what);
                path.push(settle(&mut kept, settled.collect(), false));
            }
            (generated, _) => {
                is_proof &= generated.is_some_and(|generated| generated.bound > most || generated.complete);
                loop {
                    let Some(step) = path.pop() else { return if is_proof { Sought::Nothing } else { Sought::Open } };
                    for ((person, day, _), before) in step.settled.iter().rev() {
                        kept[*person][*day] = before.clone();
                    }
                    if step.last {
                        continue;
                    }
                    let fewer: Vec<What> =
                        step.settled.iter().take(step.settled.len() / 2).map(|(what, _)| *what).collect();
                    size = Some(fewer.len());
                    path.push(if fewer.is_empty() {
                        settle(&mut kept, vec![step.settled[0].0], true)
                    } else {
                        settle(&mut kept, fewer, false)
                    });
                    break;
                }
            }
        }
    }
}

/// Settles what people do, or that they do not.
fn settle(kept: &mut [Vec<Kept>], what: Vec<What>, not: bool) -> Step {
    let mut settled = Vec::with_capacity(what.len());
    for (person, day, post) in what {
        let now = if not {
            let mut others = if let Kept::Not(others) = &kept[person][day] { others.clone() } else { Vec::new() };
            others.push(post);
            Kept::Not(others)
        } else {
            Kept::Is(post)
        };
        settled.push(((person, day, post), std::mem::replace(&mut kept[person][day], now)));
    }
    Step { settled, last: not }
}

/// How much of somebody's day goes to each post, or to rest, where that is not clear; the clearest first.
fn open(master: &Master<'_>, values: &[f64], kept: &[Vec<Kept>]) -> Vec<(f64, What)> {
    let mut shares: BTreeMap<What, f64> = BTreeMap::new();
    for (column, value) in master.pool.iter().zip(values).filter(|(_, value)| **value > 1e-6) {
        for (day, post) in column.row.iter().enumerate() {
            if !kept[column.person][day].is_settled() {
                *shares.entry((column.person, day, *post)).or_default() += value;
            }
        }
    }
    let mut order: Vec<(f64, What)> = shares.into_iter().map(|(what, share)| (share, what)).collect();
    order.retain(|(share, _)| *share < 1.0 - 1e-5);
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order
}

/// The roster of each person in a whole solution; `None` when somebody has none.
fn whole(master: &Master<'_>, values: &[f64]) -> Option<Vec<Column>> {
    let mut largest: Vec<usize> = vec![usize::MAX; master.people.len()];
    for (at, value) in values.iter().enumerate() {
        let own = &mut largest[master.pool[at].person];
        if *own == usize::MAX || *value > values[*own] {
            *own = at;
        }
    }
    largest.into_iter().map(|own| master.pool.get(own).cloned()).collect()
}
