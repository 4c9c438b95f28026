//! Branch and price, best first: what the linear program over all rosters leaves open is closed place by place (Barnhart, Johnson,
//! Nemhauser, Savelsbergh & Vance 1998, *Branch-and-price: column generation for solving huge integer programs*).
//!
//! A place settles for some people and days whether they work, or which post they hold. What is settled next is what raises the bound of
//! both its sides, as a look at the linear programs of the clearest few tells (strong branching; Achterberg, Koch & Martin 2005,
//! *Branching rules revisited*). Where only few rosters of each are within what is left of the gap the best choice among these settles the
//! place at once, see [`Run::enclosed`].

use super::generate::{Failed, Generated, Reach, generate};
use super::job::Job;
use super::master::Master;
use super::person::Column;
use super::plan::Plan;
use super::prices::Kept;
use super::run::Run;
use super::search::{What, shares};
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// So many of what could be settled are looked at by the rosters known.
const LOOKED: usize = 10;

/// So many of them with new rosters.
const PRICED: usize = 2;

/// Rounds of generation of such a look.
const ROUNDS: usize = 4;

/// A rise of the bound counts as at least this share of what is open.
const LEAST_RISE: f64 = 1e-3;

/// See [`Tree::listed`].
const LISTED: (usize, usize) = (300, 2_500);

/// Simplex iterations of a choice among them.
const CHOICE: u64 = 5_000;

/// Most rosters at hand: with more a linear program takes longer than finding them again.
const POOL: usize = 30_000;

/// Most places that wait.
const WAITING: usize = 200_000;

/// A place in the tree: what is settled there, that it is so or that it is not.
#[derive(Debug, Clone)]
struct Place {
    /// No plan of this place is below.
    bound: f64,
    /// See [`Job::round`].
    rounded: f64,
    settled: Vec<(What, bool)>,
    /// Prices that gave the bound, or nearly.
    worth: Arc<Vec<f64>>,
}

impl Place {
    /// By person and day: what is settled.
    fn kept(&self, people: usize, days: usize) -> Vec<Vec<Kept>> {
        let mut kept = vec![vec![Kept::Open; days]; people];
        for (what, is) in &self.settled {
            settle(&mut kept, *what, *is);
        }
        kept
    }

    /// Hears of a bound and its prices.
    fn heed(&mut self, job: &Job, found: &Generated) {
        self.bound = self.bound.max(found.bound);
        self.rounded = job.round(self.bound);
        self.worth = Arc::new(found.worth.clone());
    }

    fn with(&self, what: What, is: bool) -> Self {
        let mut further = self.clone();
        further.settled.push((what, is));
        further
    }
}

/// Settles that somebody does something on a day, or that she does not.
pub fn settle(kept: &mut [Vec<Kept>], (person, day, post): What, is: bool) {
    let kept = &mut kept[person][day];
    *kept = match kept {
        _ if is => Kept::Is(post),
        Kept::Not(others) => Kept::Not([&others[..], &[post]].concat()),
        _ => Kept::Not(vec![post]),
    };
}

/// The place with the least bound first, of several (rounded up to what plans may cost) the one where most is settled.
impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_rounded = other.rounded.total_cmp(&self.rounded);
        by_rounded.then(self.settled.len().cmp(&other.settled.len())).then(other.bound.total_cmp(&self.bound))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Place {}

/// What is still open of a tree.
pub struct Tree<'r, 'a> {
    run: &'r Run<'a>,
    master: Master<'a>,
    waiting: BinaryHeap<Place>,
    /// No plan of the places that were left without being closed is below.
    left: f64,
    /// Most rosters of one person that are listed at a place, and of all.
    listed: (usize, usize),
}

impl<'r, 'a> Tree<'r, 'a> {
    /// A tree from the linear program over all rosters, with rosters to begin with.
    pub fn new(run: &'r Run<'a>, master: Master<'a>, root: &Generated) -> Self {
        let mut first =
            Place { bound: f64::NEG_INFINITY, rounded: f64::NEG_INFINITY, settled: Vec::new(), worth: Arc::default() };
        first.heed(run.job, root);
        Self { run, master, waiting: BinaryHeap::from([first]), left: f64::INFINITY, listed: LISTED }
    }

    /// Closes places until there is none better than the plan at hand, or for as long as may be; plans that it meets and the bound go to
    /// the run.
    pub fn grow(&mut self, reach: &Reach<'_>) {
        while let Some(place) = self.waiting.pop() {
            self.run.raise(place.bound.min(self.left));
            if self.is_closed(place.bound) {
                // So are all that wait.
                self.waiting.clear();
                break;
            }
            if reach.is_over() || self.waiting.len() > WAITING || !self.visit(&place, reach) {
                self.waiting.push(place);
                return;
            }
        }
        self.run.raise(self.left);
    }

    /// Whether no plan is better than the one at hand where none is below a bound.
    fn is_closed(&self, bound: f64) -> bool {
        let job = self.run.job;
        job.round(bound) + 1e-6 > self.run.plan().cost - job.least_difference()
    }

    /// Closes a place or puts others in its stead; false when it was not to be.
    fn visit(&mut self, place: &Place, reach: &Reach<'_>) -> bool {
        let kept = place.kept(self.master.people.len(), self.master.job.posts_from.len() - 1);
        let here = match self.generate(place, &kept, usize::MAX, reach) {
            Ok(here) => here,
            Err(failed) => return failed == Failed::NoRoster,
        };
        if reach.is_over() {
            return false;
        }
        let bound = here.bound.max(place.bound);
        if self.is_closed(bound) || self.is_chosen(&here, &kept, reach) {
            return true;
        }
        let mut open = shares(&self.master, &here.values, &kept);
        open.retain(|(share, _)| *share < 1.0 - 1e-5);
        if open.is_empty() {
            // As cheap as the linear program, if everybody has a roster; whose network is not searched to its end may have none.
            let mut found: Vec<Column> = (0..here.values.len())
                .filter(|at| here.values[*at] > 0.5)
                .map(|at| self.master.pool[at].clone())
                .collect();
            found.sort_by_key(|column| column.person);
            if found.len() == self.master.people.len() {
                self.run.offer_new(Plan::new(self.run.job, found));
            }
            if !self.is_closed(bound) {
                self.left = self.left.min(bound);
            }
            return true;
        }
        let mut place = place.clone();
        place.heed(self.run.job, &here);
        let further = self.parted(&place, kept, &open, here.value, reach);
        let is_over = reach.is_over();
        if !is_over {
            self.waiting.extend(further);
        }
        !is_over
    }

    fn generate(
        &mut self,
        place: &Place,
        kept: &[Vec<Kept>],
        rounds: usize,
        reach: &Reach<'_>,
    ) -> Result<Generated, Failed> {
        if self.master.pool.len() > POOL {
            self.master = self.run.narrow(&self.run.hints());
        }
        self.master.keep(kept);
        let cutoff = self.run.plan().cost - self.run.job.least_difference();
        let here = Reach { kept: Some(kept), cutoff: Some(cutoff), rounds, near: Some(&place.worth), ..*reach };
        generate(&mut self.master, &here, &mut |_, _| {})
    }

    /// Whether the best choice among the rosters within the gap tells that no plan of a place is better than the one at hand then.
    fn is_chosen(&self, here: &Generated, kept: &[Vec<Kept>], reach: &Reach<'_>) -> bool {
        let Some(master) = self.run.enclosed(here, Some(kept), self.listed) else { return false };
        let limits = reach.meter.limits(reach.until, self.run.job.least_difference(), CHOICE);
        let bound = self.run.choose(master, limits);
        self.is_closed(bound)
    }

    /// The places that together hold all plans of one: somebody works on a day or does not, or holds a post or does not.
    fn parted(
        &mut self,
        place: &Place,
        mut kept: Vec<Vec<Kept>>,
        open: &[(f64, What)],
        value: f64,
        reach: &Reach<'_>,
    ) -> Vec<Place> {
        let rests = |(_, (.., post)): &&(f64, What)| post.is_none();
        let mut told: Vec<(f64, What)> = open.iter().filter(rests).copied().collect();
        if told.is_empty() {
            told = open.to_vec();
        }
        told.sort_by(|a, b| (a.0 - 0.5).abs().total_cmp(&(b.0 - 0.5).abs()).then(a.1.cmp(&b.1)));
        told.truncate(LOOKED);
        let most = (self.run.plan().cost - place.bound).max(1e-6);
        let score = |rises: [f64; 2]| rises.iter().map(|rise| (rise / most).clamp(LEAST_RISE, 1.0)).product::<f64>();
        let mut order: Vec<(f64, What)> = Vec::with_capacity(told.len());
        for (_, what) in told {
            let rises = [true, false].map(|is| {
                let (person, day, _) = what;
                let before = kept[person][day].clone();
                settle(&mut kept, what, is);
                self.master.keep(&kept);
                let solved = self.master.solve(false, reach.meter, reach.until);
                kept[person][day] = before;
                solved.map_or(0.0, |solved| solved.objective - value)
            });
            order.push((score(rises), what));
        }
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.truncate(PRICED);
        let mut best: Option<(f64, Vec<Place>)> = None;
        for (_, what) in order {
            let mut further = Vec::new();
            let rises = [true, false].map(|is| {
                let mut next = place.with(what, is);
                let (person, day, _) = what;
                let before = kept[person][day].clone();
                settle(&mut kept, what, is);
                let found = self.generate(&next, &kept, ROUNDS, reach);
                kept[person][day] = before;
                match found {
                    Ok(found) => {
                        let rise = found.bound - place.bound;
                        next.heed(self.run.job, &found);
                        if !self.is_closed(next.bound) {
                            further.push(next);
                        }
                        rise
                    }
                    Err(Failed::NoRoster) => most,
                    Err(Failed::Stopped) => {
                        further.push(next);
                        0.0
                    }
                }
            });
            if further.is_empty() {
                return further;
            }
            let score = score(rises);
            if best.as_ref().is_none_or(|(known, _)| score > *known) {
                best = Some((score, further));
            }
        }
        best.map_or_else(Vec::new, |(_, further)| further)
    }
}

#[cfg(test)]
mod tests {
    use super::{LISTED, Tree};
    use crate::domain::plan::{Cancel, Limits};
    use crate::engines::columns::generate::generate;
    use crate::engines::columns::job::Job;
    use crate::engines::columns::master::Master;
    use crate::engines::columns::meter::Meter;
    use crate::engines::columns::person::Column;
    use crate::engines::columns::plan::Plan;
    use crate::engines::columns::prices::Row;
    use crate::engines::columns::run::Run;
    use crate::engines::columns::tests::{roster_of, rows};
    use crate::random::Random;

    /// What the cheapest of all plans of three people costs.
    fn least(job: &Job) -> f64 {
        let lawful: Vec<Vec<Column>> = (0..3)
            .map(|person| {
                let column = |row: Row| Some(Column { person, cost: job.people[person].shape.cost(&row)?, row });
                rows(job).into_iter().filter_map(column).collect()
            })
            .collect();
        let mut least = f64::INFINITY;
        for first in &lawful[0] {
            for second in &lawful[1] {
                for third in &lawful[2] {
                    least = least.min(job.cost([first, second, third]));
                }
            }
        }
        least
    }

    /// Branching finds a plan as cheap as the cheapest of all and proves it, also where the linear program does not tell, whether
    /// places are closed by lists of rosters or by settling days alone.
    #[test]
    fn branching_proves_the_cheapest_plan() {
        let (mut tried, mut open) = (0, 0);
        for seed in 0..150 {
            let job = Job::new(&roster_of(&mut Random::new(9_000 + seed), 4, 3));
            let least = least(&job);
            if least == f64::INFINITY {
                continue;
            }
            assert!(job.unit >= 1.0 && (least / job.unit).fract().abs() < 1e-9, "seed {seed}: prices are whole");
            tried += 1;
            for listed in [(0, 0), LISTED] {
                let limits = Limits { seconds: 60.0, gap: 0.0, ..Limits::default() };
                let cancel = Cancel::new();
                let meter = Meter::new(&limits, &cancel);
                let Some(first) = Plan::first(&job, &[None, None, None], &meter) else { continue };
                let run = Run::new(&job, &limits, &meter, &|_| {}, first);
                let mut master = Master::new(&job, vec![0, 1, 2], vec![0.0; job.covers.len()], 1);
                let root = generate(&mut master, &run.reach(1.0), &mut |_, _| {}).expect("everybody has a roster");
                assert!(root.bound <= least + 1e-6, "seed {seed}: bound {} above {least}", root.bound);
                open += usize::from(root.bound < least - 1e-3);
                let mut tree = Tree::new(&run, master, &root);
                tree.listed = listed;
                tree.grow(&run.reach(1.0));
                assert!((run.plan().cost - least).abs() < 1e-6, "seed {seed}: {} is not {least}", run.plan().cost);
                assert!((run.bound() - least).abs() < 1e-6, "seed {seed}: bound {} of {least}", run.bound());
            }
        }
        assert!(tried > 60 && open > 4, "{tried} plans, {open} above the linear program");
    }
}
