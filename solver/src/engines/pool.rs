//! The rows of the rules, kept aside until a solution breaks them. A regional group has some two hundred thousand; a few
//! thousand ever bind. Leaving rows out only relaxes a model, so bounds stay valid; a plan counts only when it breaks no
//! row of the pool.

use super::highs::Solver;
use crate::rules::RuleId;
use std::collections::BTreeMap;

/// A row waiting for its turn.
#[derive(Debug, Clone)]
pub struct PoolRow {
    /// Whose.
    pub worker: usize,
    /// Which hard rule; `None` for a row that counts a preference.
    pub rule: Option<RuleId>,
    /// Columns and coefficients.
    pub terms: Vec<(usize, f64)>,
    /// Lower bound of the sum.
    pub lower: f64,
    /// Upper bound of the sum.
    pub upper: f64,
    /// The auxiliary column that the row defines.
    pub defines: Option<usize>,
}

/// All rows of the rules of one part.
#[derive(Debug, Default)]
pub struct Pool {
    rows: Vec<PoolRow>,
    /// Auxiliary column → the rows that define it.
    definers: BTreeMap<usize, Vec<usize>>,
}

/// A model with some of the rows of a pool.
pub struct Model {
    /// Columns, rows and costs.
    pub solver: Solver,
    /// By row of the pool: whether the model has it.
    active: Vec<bool>,
}

/// Of the broken rows of one worker and rule, at most this many are added at a time: neighbouring windows say nearly the
/// same.
const ROWS_PER_ROUND: usize = 3;

/// A row counts as broken beyond this, in its own unit divided by its largest coefficient.
const TOLERANCE: f64 = 1e-6;

impl Pool {
    /// Adds a row to the pool.
    pub fn push(&mut self, row: PoolRow) {
        if let Some(aux) = row.defines {
            self.definers.entry(aux).or_default().push(self.rows.len());
        }
        self.rows.push(row);
    }

    /// Number of rows, active or not.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Sets every auxiliary column to the value most favourable to the rows that use it, given the pairs.
    pub fn complete(&self, values: &mut [f64]) {
        for (aux, definers) in &self.definers {
            // Definers read Σ pairs ± aux ≤ right: with a plus the column wants to be high, with a minus low.
            let mut low = 0.0f64;
            let mut high = 1.0f64;
            for row in definers.iter().map(|at| &self.rows[*at]) {
                let pairs: f64 = row.terms.iter().filter(|(c, _)| c != aux).map(|(c, k)| k * values[*c]).sum();
                let sign = row.terms.iter().find(|(c, _)| c == aux).map_or(1.0, |(_, k)| *k);
                if sign > 0.0 {
                    high = high.min(row.upper - pairs);
                } else {
                    low = low.max(pairs - row.upper);
                }
            }
            let wants_high = self.rows[definers[0]].terms.iter().any(|(c, k)| c == aux && *k > 0.0);
            values[*aux] = if wants_high { high.max(0.0) } else { low.min(1.0) };
        }
    }

    /// By how much `values` (completed) breaks a row, and the row; waiting and active ones alike.
    fn broken<'a>(&'a self, values: &'a [f64]) -> impl Iterator<Item = (f64, usize)> + 'a {
        self.rows.iter().enumerate().filter(|(_, row)| row.defines.is_none()).filter_map(|(at, row)| {
            let sum: f64 = row.terms.iter().map(|(c, k)| k * values[*c]).sum();
            let scale = row.terms.iter().map(|(_, k)| k.abs()).fold(1.0, f64::max);
            let excess = (sum - row.upper).max(row.lower - sum) / scale;
            (excess > TOLERANCE).then_some((excess, at))
        })
    }

    /// The rows that `values` breaks and a model lacks, worst first within each worker and rule.
    pub fn separate(&self, values: &mut [f64], model: &Model) -> Vec<usize> {
        self.complete(values);
        // Excess and position of the broken rows of each worker and rule.
        let mut groups: BTreeMap<_, Vec<(f64, usize)>> = BTreeMap::new();
        for (excess, at) in self.broken(values).filter(|(_, at)| !model.active[*at]) {
            groups.entry((self.rows[at].worker, self.rows[at].rule)).or_default().push((excess, at));
        }
        let worst = |mut group: Vec<(f64, usize)>| {
            group.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            group.into_iter().take(ROWS_PER_ROUND).map(|(_, at)| at)
        };
        groups.into_values().flat_map(worst).collect()
    }

    /// Whose some rows are, sorted.
    pub fn workers(&self, rows: &[usize]) -> Vec<usize> {
        let mut workers: Vec<usize> = rows.iter().map(|at| self.rows[*at].worker).collect();
        workers.sort_unstable();
        workers.dedup();
        workers
    }

    /// The workers whose rows a whole plan breaks, sorted.
    pub fn offenders(&self, values: &mut [f64]) -> Vec<usize> {
        self.complete(values);
        let mut workers: Vec<usize> = self.broken(values).map(|(_, at)| self.rows[at].worker).collect();
        workers.sort_unstable();
        workers.dedup();
        workers
    }

    /// Every row of some workers (sorted).
    pub fn of_workers(&self, workers: &[usize]) -> Vec<usize> {
        (0..self.rows.len()).filter(|at| workers.binary_search(&self.rows[*at].worker).is_ok()).collect()
    }

    /// The rows that define some auxiliary columns: nothing else holds up a column that has a price.
    pub fn definers(&self, columns: impl Iterator<Item = usize>) -> Vec<usize> {
        columns.filter_map(|column| self.definers.get(&column)).flatten().copied().collect()
    }
}

impl Model {
    /// A model that has none of the rows yet.
    pub fn new(solver: Solver, pool: &Pool) -> Self {
        Self { solver, active: vec![false; pool.len()] }
    }

    /// The same model once more; its columns before `whole` are whole.
    pub fn copy(&mut self, columns: usize, whole: usize, seed: u32) -> Self {
        let (solver, _) = self.solver.without(&vec![None; columns], whole, seed);
        Self { solver, active: self.active.clone() }
    }

    /// Whether it has some rows of the pool.
    pub fn has(&self, rows: &[usize]) -> bool {
        rows.iter().all(|at| self.active[*at])
    }

    /// Whether no row waits any more.
    pub fn is_whole(&self) -> bool {
        self.active.iter().all(|active| *active)
    }

    /// Takes rows of the pool, with those that define what they use.
    pub fn take(&mut self, pool: &Pool, rows: impl IntoIterator<Item = usize>) {
        for at in rows {
            if std::mem::replace(&mut self.active[at], true) {
                continue;
            }
            let row = &pool.rows[at];
            self.solver.add_row(&row.terms, row.lower, row.upper);
            // Definers may use auxiliary columns themselves.
            let others = row.terms.iter().filter(|(c, _)| row.defines != Some(*c));
            self.take(pool, pool.definers(others.map(|(column, _)| *column)));
        }
    }
}
