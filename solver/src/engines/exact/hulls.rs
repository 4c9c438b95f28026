//! Rows from what one worker can do at all: facets of the hull of her lawful sets of shifts and of what they cost.
//!
//! The rows of the rules, each for itself, let the linear relaxation give her halves and thirds of shifts that no lawful
//! timeline adds up to, and level accounts with them. Where a relaxed solution uses shifts of hers in parts, every lawful
//! set of just these shifts is listed by the predicate form of the rules; a small linear program tells whether the
//! solution lies in their hull and costs enough for it, and if not, which facet it breaks. Her other shifts are lifted in
//! one after the other, so that the row holds for each lawful set of all her shifts (Boyd 1994, *Fenchel cutting planes
//! for integer programs*; Zemel 1978, *Lifting the facets of zero-one polytopes*). With all such rows the relaxation is as
//! strong as a master over whole individual plans.

use crate::domain::plan::LevelName;
use crate::domain::problem::{Duty, Problem, WorkerIx};
use crate::engines::highs::{RunLimits, Solver};
use crate::engines::lawful::Lawful;
use crate::engines::levels::{self, Step};
use crate::engines::parts::Part;
use crate::rules::soft;
use std::ops::Range;
use std::time::{Duration, Instant};

/// Most lawful sets listed for one row; beyond it, the shifts that the solution uses least are left out of the facet.
const SETS_MAX: usize = 600;

/// Most sets while her other shifts are lifted in; those that are then left have no part in the row.
const LIFTED_SETS_MAX: usize = 3_000;

/// People judged by a thread at a time.
const CHUNK: usize = 4;

/// By how much a row must be broken: a share of its right side, or of the cost.
const LEAST_VIOLATION: f64 = 1e-3;

/// A row `Σ terms ≥ least`.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) least: f64,
}

/// What her shifts cost together beyond what each costs by itself, and the columns that carry it.
#[derive(Debug, Clone, Default)]
pub(super) struct Together {
    /// Columns and prices.
    pub(super) columns: Vec<(usize, f64)>,
    /// The account that is charged; without one, the soft rules decide.
    pub(super) account: Option<Vec<Step>>,
}

/// One worker and the pairs of hers in the part.
pub(super) struct Person<'a> {
    problem: &'a Problem,
    part: &'a Part,
    worker: WorkerIx,
    pairs: Range<usize>,
    /// Her rules, once they were asked about; pairs counted from her first.
    lawful: Option<Lawful>,
    /// Level and values that broke no row of hers.
    settled: Option<(LevelName, Vec<f64>)>,
}

/// A lawful set of pairs, counted from her first, ascending.
struct Set {
    pairs: Vec<u32>,
    cost: f64,
    /// What it costs less what the row prices its pairs at.
    slack: f64,
}

/// The people of a part.
pub(super) fn people<'a>(problem: &'a Problem, part: &'a Part) -> Vec<Person<'a>> {
    let mut from = 0;
    let groups = part.pairs.chunk_by(|a, b| a.1.worker == b.1.worker);
    groups
        .map(|group| {
            let pairs = from..from + group.len();
            from = pairs.end;
            Person { problem, part, worker: group[0].1.worker, pairs, lawful: None, settled: None }
        })
        .collect()
}

/// Rows that `values` breaks, at most one for each worker but those in `without` (sorted), in their order; fewer when it is
/// `over` before all were judged.
pub(super) fn separate(
    people: &mut [Person<'_>],
    level: LevelName,
    together: &(dyn Fn(WorkerIx) -> Together + Sync),
    values: &[f64],
    without: &[WorkerIx],
    threads: usize,
    over: &(dyn Fn() -> bool + Sync),
) -> Vec<Row> {
    // Those who may hold many shifts stand together and take longest.
    let chunks = std::sync::Mutex::new(people.chunks_mut(CHUNK).enumerate());
    let found = std::sync::Mutex::new(Vec::new());
    let work = || {
        loop {
            let next = chunks.lock().expect("no holder panics").next();
            let Some((at, chunk)) = next else { break };
            let mut judged = Vec::new();
            for person in chunk.iter_mut().filter(|person| without.binary_search(&person.worker).is_err()) {
                if over() {
                    break;
                }
                judged.extend(person.separate(level, together, values));
            }
            found.lock().expect("no holder panics").push((at, judged));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.max(1) {
            scope.spawn(work);
        }
        work();
    });
    let mut found = found.into_inner().expect("no holder panics");
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().flat_map(|(_, rows)| rows).collect()
}

impl Person<'_> {
    fn separate(
        &mut self,
        level: LevelName,
        together: &(dyn Fn(WorkerIx) -> Together + Sync),
        values: &[f64],
    ) -> Option<Row> {
        let hers = &values[self.pairs.clone()];
        if self.settled.as_ref().is_some_and(|(at, known)| *at == level && known == hers) {
            return None;
        }
        let whole = |value: &f64| *value < 1e-6 || *value > 1.0 - 1e-6;
        let row = if hers.iter().all(whole) { None } else { self.broken(&together(self.worker), values) };
        if row.is_none() {
            self.settled = Some((level, values[self.pairs.clone()].to_vec()));
        }
        row
    }

    fn broken(&mut self, together: &Together, values: &[f64]) -> Option<Row> {
        let from = self.pairs.start;
        let mut used: Vec<u32> =
            (0..self.pairs.len()).filter(|at| values[from + at] > 1e-6).map(|at| at as u32).collect();
        let mut sets = self.sets(&used);
        while sets.is_none() {
            let least = (0..used.len())
                .min_by(|a, b| values[from + used[*a] as usize].total_cmp(&values[from + used[*b] as usize]))?;
            used.remove(least);
            sets = self.sets(&used);
        }
        let mut sets = sets?;
        let amounts: Vec<f64> = used.iter().map(|at| values[from + *at as usize]).collect();
        if let Some(prices) = facet(&used, &sets, &amounts, None) {
            return self.row(sets, &used, &amounts, &prices, &Together::default(), 0.0);
        }
        if together.columns.is_empty() {
            return None;
        }
        let paid: f64 = together.columns.iter().map(|(column, price)| price * values[*column]).sum();
        for set in &mut sets {
            set.cost = self.cost(together, &set.pairs);
        }
        let prices = facet(&used, &sets, &amounts, Some(paid))?;
        self.row(sets, &used, &amounts, &prices, together, paid)
    }

    /// The row `cost − Σ prices ≥ constant` over some lawful sets, made to hold for every lawful set of all her shifts. Without
    /// columns in `together` the cost is nil.
    fn row(
        &mut self,
        mut sets: Vec<Set>,
        used: &[u32],
        amounts: &[f64],
        prices: &[f64],
        together: &Together,
        paid: f64,
    ) -> Option<Row> {
        let of = |pair: &u32| prices[used.binary_search(pair).expect("a used pair")];
        for set in &mut sets {
            set.slack = set.cost - set.pairs.iter().map(of).sum::<f64>();
        }
        // Rounding of the linear solver must not cut off a lawful set: the constant is what the sets themselves allow.
        let least = sets.iter().map(|set| set.slack).fold(f64::INFINITY, f64::min);
        let sum: f64 = prices.iter().zip(amounts).map(|(price, amount)| price * amount).sum();
        if sum + least - paid < LEAST_VIOLATION * paid.abs().max(1.0) {
            return None;
        }
        for set in &mut sets {
            set.slack -= least;
        }
        let from = self.pairs.start;
        let mut terms: Vec<(usize, f64)> = together.columns.clone();
        terms.extend(used.iter().zip(prices).map(|(at, price)| (from + *at as usize, -price)));
        // A pair that is left out has no price, which is always right: no weight is negative, so one more shift never costs
        // less.
        for pair in (0..self.pairs.len() as u32).filter(|pair| used.binary_search(pair).is_err()) {
            if sets.len() > LIFTED_SETS_MAX {
                break;
            }
            sets.sort_by(|a, b| a.slack.total_cmp(&b.slack));
            let mut price = f64::INFINITY;
            let mut more = Vec::new();
            for set in &sets {
                let Some(pairs) = self.extended(&set.pairs, pair) else { continue };
                let cost = self.cost(together, &pairs);
                let slack = set.slack + cost - set.cost;
                price = price.min(slack);
                more.push(Set { pairs, cost, slack });
                if price <= 1e-9 && together.columns.is_empty() {
                    break;
                }
            }
            if price <= 1e-9 && together.columns.is_empty() || more.is_empty() {
                continue;
            }
            for set in &mut more {
                set.slack -= price;
            }
            sets.extend(more);
            terms.push((from + pair as usize, -price));
        }
        terms.retain(|(_, coefficient)| coefficient.abs() > 1e-9);
        Some(Row { terms, least })
    }

    fn cost(&self, together: &Together, pairs: &[u32]) -> f64 {
        let pair = |at: &u32| &self.part.pairs[self.pairs.start + *at as usize].1;
        match &together.account {
            _ if together.columns.is_empty() => 0.0,
            Some(steps) => levels::climb(steps, pairs.iter().map(|at| pair(at).burden).sum()),
            None => {
                let mut duties: Vec<Duty> = pairs.iter().map(|at| self.problem.demands[pair(at).demand].duty).collect();
                duties.sort_by_key(|duty| duty.span.start);
                soft::plan_centipoints(self.problem, &self.problem.workers[self.worker], &duties) as f64 / 100.0
            }
        }
    }

    /// A set with one more pair, where that is lawful.
    fn extended(&mut self, set: &[u32], pair: u32) -> Option<Vec<u32>> {
        let lawful = self.lawful.get_or_insert_with(|| {
            let hers = self.part.pairs[self.pairs.clone()].iter();
            let duties: Vec<Duty> = hers.map(|(_, pair)| self.problem.demands[pair.demand].duty).collect();
            Lawful::new(self.problem, &self.problem.workers[self.worker], &duties)
        });
        lawful.may_join(set.iter().map(|at| *at as usize), pair as usize).then(|| {
            let place = set.partition_point(|at| *at < pair);
            let mut pairs = Vec::with_capacity(set.len() + 1);
            pairs.extend_from_slice(&set[..place]);
            pairs.push(pair);
            pairs.extend_from_slice(&set[place..]);
            pairs
        })
    }

    /// All lawful sets of some pairs; `None` when they are too many.
    fn sets(&mut self, used: &[u32]) -> Option<Vec<Set>> {
        let mut sets = vec![Set { pairs: Vec::new(), cost: 0.0, slack: 0.0 }];
        for pair in used {
            for at in 0..sets.len() {
                let set = std::mem::take(&mut sets[at].pairs);
                if let Some(pairs) = self.extended(&set, *pair) {
                    sets.push(Set { pairs, cost: 0.0, slack: 0.0 });
                }
                sets[at].pairs = set;
            }
            if sets.len() > SETS_MAX {
                return None;
            }
        }
        Some(sets)
    }
}

/// Prices of the used pairs in a facet that the amounts break: of the hull of the sets and all below it, or, with the
/// costs of the sets and what is paid, of the hull of sets and costs. `None` when they break none.
fn facet(used: &[u32], sets: &[Set], amounts: &[f64], paid: Option<f64>) -> Option<Vec<f64>> {
    let mut solver = Solver::empty(0);
    for amount in amounts {
        solver.add_row(&[], *amount, if paid.is_some() { *amount } else { f64::INFINITY });
    }
    if paid.is_some() {
        solver.add_row(&[], 1.0, 1.0);
    }
    for set in sets {
        let mut terms: Vec<(usize, f64)> =
            set.pairs.iter().map(|pair| (used.binary_search(pair).expect("a used pair"), 1.0)).collect();
        let cost = match paid {
            Some(_) => {
                terms.push((used.len(), 1.0));
                set.cost
            }
            None if terms.is_empty() => continue,
            None => 1.0,
        };
        solver.add_column(cost, 0.0, f64::INFINITY, &terms, false);
    }
    solver.set_relaxed(true);
    let limits = RunLimits { deadline: Instant::now() + Duration::from_secs(1), gap: 0.0, work: u64::MAX };
    let run = solver.run(None, limits, &|| false, &mut |_, _| {});
    let known = paid.unwrap_or(1.0);
    let broken = run.complete && run.bound > known + LEAST_VIOLATION * known.abs().max(1.0);
    broken.then(|| solver.row_duals()[..used.len()].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::exact::{Budget, model};
    use crate::engines::levels::Goals;
    use crate::engines::{eligible, parts};
    use crate::formats::generate::{Size, generate};
    use std::time::Duration;

    /// A part of a small group with the relaxed values of each pair: many people hold many shifts in parts.
    fn spread(part: &Part) -> impl Fn(usize) -> f64 + '_ {
        |at| (part.classes[part.pairs[at].0].members.len() as f64 * ((at * 7 % 5) as f64) / 8.0).min(1.0)
    }

    /// Each row is broken by the values it was made from and holds for every lawful set of her shifts, whatever it costs.
    #[test]
    fn a_row_cuts_the_relaxed_values_off_and_no_lawful_set() {
        let scenario = generate(Size { establishments: 6, agents: 60, days: 28, gaps: 90 }, 11);
        let problem = crate::compile(&scenario).expect("what is generated compiles");
        let pairs = eligible::pairs(&problem, 1);
        let mut rows_met = [0usize; 2];
        for part in parts::split(&problem, &pairs) {
            let budget = Budget {
                deadline: Instant::now() + Duration::from_mins(1),
                gap: 0.0,
                work: u64::MAX,
                threads: 1,
                seed: 1,
            };
            let layout = model::build(Goals::new(&problem), &part, budget).layout;
            let value = spread(&part);
            let mut values = vec![0.0; layout.columns];
            for (at, held) in values[..layout.pairs].iter_mut().enumerate() {
                *held = value(at);
            }
            for level in [LevelName::Cover, LevelName::Equity, LevelName::Preferences] {
                let mut people = people(&problem, &part);
                for person in &mut people {
                    let together = layout.together(person.worker, level);
                    let Some(row) = person.separate(level, &|worker| layout.together(worker, level), &values) else {
                        continue;
                    };
                    let left = |values: &dyn Fn(usize) -> f64| -> f64 {
                        row.terms.iter().map(|(column, coefficient)| coefficient * values(*column)).sum()
                    };
                    assert!(left(&|column| values[column]) < row.least - 1e-4, "{level:?}: the row is broken");
                    let costs_count = row.terms.iter().any(|(column, _)| *column >= layout.pairs);
                    rows_met[usize::from(costs_count)] += 1;
                    for set in every_lawful_set(person, 3) {
                        let priced: f64 = if costs_count { person.cost(&together, &set) } else { 0.0 };
                        let held = |column: usize| {
                            let hers = column.checked_sub(person.pairs.start).map(|at| at as u32);
                            f64::from(u8::from(column < layout.pairs && hers.is_some_and(|at| set.contains(&at))))
                        };
                        let sum = left(&held) + priced;
                        assert!(sum >= row.least - 1e-6, "{level:?}: {set:?} is cut off: {sum} < {}", row.least);
                    }
                }
            }
        }
        assert!(rows_met[0] > 20 && rows_met[1] > 20, "rows without and with costs: {rows_met:?}");
    }

    /// Every lawful set of up to `most` of her shifts, one of which the rules are asked about at a time.
    fn every_lawful_set(person: &mut Person<'_>, most: usize) -> Vec<Vec<u32>> {
        let mut sets: Vec<Vec<u32>> = vec![Vec::new()];
        let mut from = 0;
        for _ in 0..most {
            let until = sets.len();
            for at in from..until {
                let next = sets[at].last().map_or(0, |last| last + 1);
                for pair in next..person.pairs.len() as u32 {
                    let set = sets[at].clone();
                    sets.extend(person.extended(&set, pair));
                }
            }
            from = until;
        }
        sets
    }
}
