//! Branch and price, depth first: is there a plan that costs no more than so much? What people do on single days is settled,
//! the clearest first; where the linear program then tells that the rest costs too much, fewer are settled at a time, and
//! one alone that cannot be so is excluded (Barnhart, Johnson, Nemhauser, Savelsbergh & Vance 1998, *Branch-and-price:
//! column generation for solving huge integer programs*).

use super::generate::{Failed, Reach, generate};
use super::job::Column;
use super::master::Master;
use super::prices::Kept;
use super::search::{What, shares};

/// Share of what is open that the first step settles.
const STEP: f64 = 0.1;

/// What is at least this clear is settled with the clearest.
const CLEAR: f64 = 0.6;

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

/// Looks for a plan that costs at most `most`.
pub fn seek(master: &mut Master<'_>, most: f64, reach: &Reach<'_>) -> Sought {
    let most = most + SAME;
    let mut path = Path::new(master);
    loop {
        master.keep(&path.kept);
        let here = Reach { kept: Some(&path.kept), enough: Some(most), ..*reach };
        let generated = generate(master, &here, &mut |_, _| {});
        if reach.is_over() {
            return Sought::Open;
        }
        let is_closed = match generated {
            Ok(node) if node.solved.objective <= most => {
                let mut open = shares(master, &node.solved.values, &path.kept);
                open.retain(|(share, _)| *share < 1.0 - 1e-5);
                if open.is_empty() {
                    return whole(master, &node.solved.values).map_or(Sought::Open, Sought::Found);
                }
                path.down(&open);
                continue;
            }
            Ok(node) => node.bound > most,
            Err(failed) => failed == Failed::NoRoster,
        };
        if !path.up(is_closed) {
            return if path.is_proof { Sought::Nothing } else { Sought::Open };
        }
    }
}

/// Where in the tree a search is.
struct Path {
    /// By person and day: what is settled.
    kept: Vec<Vec<Kept>>,
    steps: Vec<Step>,
    /// How many days the next step settles at most; none before the first.
    size: Option<usize>,
    /// Whether everything that was left behind is known to hold nothing.
    is_proof: bool,
}

/// A step down the tree: days with what was known of them before.
struct Step {
    settled: Vec<(What, Kept)>,
    /// Whether it excludes what was tried before: there is nothing else to try here.
    is_last: bool,
}

impl Path {
    fn new(master: &Master<'_>) -> Self {
        let days = master.job.posts_from.len() - 1;
        let kept = vec![vec![Kept::Open; days]; master.people.len()];
        Self { kept, steps: Vec::new(), size: None, is_proof: true }
    }

    /// Settles the clearest of what is open, more than the last time.
    fn down(&mut self, open: &[(f64, What)]) {
        let size = self.size.map_or((STEP * open.len() as f64) as usize, |size| size + size / 4 + 1).max(1);
        self.size = Some(size);
        let clear = open.iter().take(size).take_while(|(share, _)| *share > CLEAR).count().max(1);
        self.settle(open[..clear].iter().map(|(_, what)| *what).collect(), false);
    }

    /// Leaves a place, closed for good or not, for the next one to try: half of what the last step settled, or when that was
    /// a single day, all but that. Whether there is any.
    fn up(&mut self, is_closed: bool) -> bool {
        // Several days settled at once are no branching: fewer of them are tried anyway.
        self.is_proof &= is_closed || self.steps.last().is_some_and(|step| step.settled.len() > 1);
        while let Some(step) = self.steps.pop() {
            for ((person, day, _), before) in step.settled.iter().rev() {
                self.kept[*person][*day] = before.clone();
            }
            if step.is_last {
                continue;
            }
            let fewer = step.settled.len() / 2;
            self.size = Some(fewer);
            let what = step.settled.into_iter().take(fewer.max(1)).map(|(what, _)| what).collect();
            self.settle(what, fewer == 0);
            return true;
        }
        false
    }

    /// Settles what people do, or that they do not.
    fn settle(&mut self, what: Vec<What>, not: bool) {
        let mut settled = Vec::with_capacity(what.len());
        for (person, day, post) in what {
            let kept = &mut self.kept[person][day];
            let now = if not {
                let mut others = if let Kept::Not(others) = kept { others.clone() } else { Vec::new() };
                others.push(post);
                Kept::Not(others)
            } else {
                Kept::Is(post)
            };
            settled.push(((person, day, post), std::mem::replace(kept, now)));
        }
        self.steps.push(Step { settled, is_last: not });
    }
}

/// The roster of each person in a whole solution; `None` when somebody has none.
fn whole(master: &Master<'_>, values: &[f64]) -> Option<Vec<Column>> {
    let mut largest: Vec<Option<usize>> = vec![None; master.people.len()];
    for (at, value) in values.iter().enumerate() {
        let own = &mut largest[master.pool[at].person];
        if own.is_none_or(|own| *value > values[own]) {
            *own = Some(at);
        }
    }
    largest.into_iter().map(|own| Some(master.pool[own?].clone())).collect()
}
