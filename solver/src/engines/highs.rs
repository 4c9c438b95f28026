//! The one file that speaks to HiGHS itself. Models are written with good_lp; what good_lp does not offer is here: costs
//! and rows changed on a live model, a start, the dual bound, progress, interruption, and a work limit that does not
//! depend on the clock.
//!
//! All `unsafe` of the crate is in this file. Each call hands HiGHS a pointer to a live model owned by [`Solver`] and
//! slices whose lengths are checked against the model's own counts.

use highs_sys as sys;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::time::{Duration, Instant};

/// A live model.
#[derive(Debug)]
pub struct Solver {
    model: highs::Model,
    relaxed: bool,
    /// Rows or columns that HiGHS has not been given yet: one call for many costs it as much as a call for one.
    waiting: Waiting,
}

// SAFETY: HiGHS keeps nothing of a model in its threads; a model may be used by one after the other.
unsafe impl Send for Solver {}

/// Vectors of the matrix with their bounds: rows, or columns with their costs.
#[derive(Debug, Default)]
struct Waiting {
    columns: bool,
    costs: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
    whole: Vec<bool>,
    starts: Vec<c_int>,
    index: Vec<c_int>,
    value: Vec<f64>,
}

impl Waiting {
    fn push(&mut self, cost: f64, lower: f64, upper: f64, whole: bool, terms: &[(usize, f64)]) {
        self.costs.push(cost);
        self.lower.push(lower);
        self.upper.push(upper);
        self.whole.push(whole);
        self.starts.push(self.index.len() as c_int);
        self.index.extend(terms.iter().map(|(at, _)| *at as c_int));
        self.value.extend(terms.iter().map(|(_, coefficient)| *coefficient));
    }
}

/// How far one run may go.
#[derive(Debug, Clone, Copy)]
pub struct RunLimits {
    /// When to stop by the clock.
    pub deadline: Instant,
    /// Difference between value and bound at which to stop.
    pub gap: f64,
    /// Simplex iterations after which to stop.
    pub work: u64,
}

/// What one run gave.
#[derive(Debug, Clone)]
pub struct Run {
    /// Column values of the best solution, if there is one.
    pub values: Option<Vec<f64>>,
    /// Proven lower bound (all models minimise).
    pub bound: f64,
    /// Whether the run ended by itself, within the gap, rather than by a limit.
    pub complete: bool,
    /// Simplex iterations spent.
    pub work: u64,
}

/// What the callback sees.
struct Watch<'a> {
    deadline: Instant,
    work: u64,
    spent: u64,
    interrupted: bool,
    last_report: Instant,
    stop: &'a dyn Fn() -> bool,
    report: &'a mut dyn FnMut(f64, f64),
}

/// Progress is reported at most this often.
const REPORT_EVERY: Duration = Duration::from_millis(200);

impl Solver {
    /// Takes over a model built with good_lp.
    pub fn new(problem: good_lp::solvers::highs::HighsProblem, seed: u32) -> Self {
        let mut model = problem.into_inner();
        model.make_quiet();
        // One thread each: runs stay reproducible, HiGHS refuses models with other thread counts on a thread it has met,
        // and side by side the engines use all the threads themselves.
        model.set_option("threads", 1);
        model.set_option("parallel", "off");
        model.set_option("random_seed", (seed & 0x7fff_ffff) as i32);
        model.set_option("mip_rel_gap", 0.0);
        model.set_option("mip_feasibility_tolerance", 1e-7);
        Self { model, relaxed: false, waiting: Waiting::default() }
    }

    /// A model without columns or rows, to be filled with [`Self::add_column`] and [`Self::add_row`].
    pub fn empty(seed: u32) -> Self {
        use good_lp::{Expression, variables};
        Self::new(variables!().minimise(Expression::default()).using(good_lp::solvers::highs::highs), seed)
    }

    /// Adds a column to existing rows; it is whole when the model is not relaxed and `whole` is set.
    pub fn add_column(&mut self, cost: f64, lower: f64, upper: f64, terms: &[(usize, f64)], whole: bool) {
        if !self.waiting.columns {
            self.hand_over();
            self.waiting.columns = true;
        }
        self.waiting.push(cost, lower, upper, whole, terms);
    }

    /// Adds `lower ≤ Σ terms ≤ upper` over existing columns.
    pub fn add_row(&mut self, terms: &[(usize, f64)], lower: f64, upper: f64) {
        if self.waiting.columns {
            self.hand_over();
            self.waiting.columns = false;
        }
        self.waiting.push(0.0, lower, upper, false, terms);
    }

    /// Gives HiGHS the rows or columns that wait.
    fn hand_over(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let (count, terms) = (waiting.starts.len() as c_int, waiting.index.len() as c_int);
        if count == 0 {
            return;
        }
        let first = self.model.num_cols();
        // SAFETY: `costs`, `lower`, `upper` and `starts` have `count` entries, `index` and `value` have `terms`, and all live
        // through the call.
        let status = unsafe {
            let highs = self.model.as_mut_ptr();
            let (lower, upper) = (waiting.lower.as_ptr(), waiting.upper.as_ptr());
            let (starts, index, value) = (waiting.starts.as_ptr(), waiting.index.as_ptr(), waiting.value.as_ptr());
            if waiting.columns {
                sys::Highs_addCols(highs, count, waiting.costs.as_ptr(), lower, upper, terms, starts, index, value)
            } else {
                sys::Highs_addRows(highs, count, lower, upper, terms, starts, index, value)
            }
        };
        assert_ne!(status, -1, "HiGHS takes rows over existing columns and columns over existing rows");
        for at in (0..waiting.whole.len()).filter(|at| waiting.whole[*at]) {
            let column = (first + at) as c_int;
            // SAFETY: the column exists.
            unsafe { sys::Highs_changeColIntegrality(self.model.as_mut_ptr(), column, sys::kHighsVarTypeInteger) };
        }
    }

    /// Costs, lower and upper bounds of all columns.
    pub fn columns(&mut self) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        self.hand_over();
        let count = self.model.num_cols();
        let (mut costs, mut lower, mut upper) = (vec![0.0; count], vec![0.0; count], vec![0.0; count]);
        let (mut got, mut entries) = (0, 0);
        if count > 0 {
            // SAFETY: the range is all columns, the three slices have an entry for each; no entries of the matrix are asked for.
            unsafe {
                sys::Highs_getColsByRange(
                    self.model.as_mut_ptr(),
                    0,
                    count as c_int - 1,
                    &raw mut got,
                    costs.as_mut_ptr(),
                    lower.as_mut_ptr(),
                    upper.as_mut_ptr(),
                    &raw mut entries,
                    std::ptr::null_mut(),
                    std::ptr::null_mut(),
                    std::ptr::null_mut(),
                );
            }
        }
        (costs, lower, upper)
    }

    /// All rows: the columns that stand in each with their coefficients, and its bounds.
    pub fn rows(&mut self) -> impl Iterator<Item = (Vec<(usize, f64)>, f64, f64)> {
        self.hand_over();
        let count = self.model.num_rows();
        // SAFETY: a read of a live model.
        let entries = unsafe { sys::Highs_getNumNz(self.model.as_mut_ptr()) } as usize;
        let mut rows = Waiting {
            lower: vec![0.0; count],
            upper: vec![0.0; count],
            starts: vec![0; count],
            index: vec![0; entries],
            value: vec![0.0; entries],
            ..Waiting::default()
        };
        let (mut got, mut got_entries) = (0, 0);
        if count > 0 {
            // SAFETY: the range is all rows; the slices have an entry for each row and for each entry of the matrix.
            unsafe {
                sys::Highs_getRowsByRange(
                    self.model.as_mut_ptr(),
                    0,
                    count as c_int - 1,
                    &raw mut got,
                    rows.lower.as_mut_ptr(),
                    rows.upper.as_mut_ptr(),
                    &raw mut got_entries,
                    rows.starts.as_mut_ptr(),
                    rows.index.as_mut_ptr(),
                    rows.value.as_mut_ptr(),
                );
            }
        }
        (0..count).map(move |at| {
            let end = rows.starts.get(at + 1).map_or(got_entries as usize, |end| *end as usize);
            let entries = rows.starts[at] as usize..end;
            let terms = entries.map(|entry| (rows.index[entry] as usize, rows.value[entry])).collect();
            (terms, rows.lower[at], rows.upper[at])
        })
    }

    /// Makes every column from `first` on whole and solves the whole model, or makes them continuous and solves the relaxation. A
    /// model without whole columns keeps its basis from run to run.
    pub fn set_whole(&mut self, first: usize, whole: bool) {
        self.hand_over();
        let last = self.model.num_cols() as c_int - 1;
        let kind = if whole { sys::kHighsVarTypeInteger } else { sys::kHighsVarTypeContinuous };
        let kinds = vec![kind; self.model.num_cols() - first];
        if !kinds.is_empty() {
            // SAFETY: the range has as many columns as the slice has entries.
            unsafe {
                let highs = self.model.as_mut_ptr();
                sys::Highs_changeColsIntegralityByRange(highs, first as c_int, last, kinds.as_ptr());
            }
        }
        self.set_relaxed(!whole);
    }

    /// Sets the bounds of one column.
    pub fn set_column_bounds(&mut self, column: usize, lower: f64, upper: f64) {
        self.hand_over();
        assert!(column < self.model.num_cols(), "an existing column");
        // SAFETY: the column exists.
        unsafe { sys::Highs_changeColBounds(self.model.as_mut_ptr(), column as c_int, lower, upper) };
    }

    /// Which simplex method runs: the primal one after columns were added, the dual one after bounds were changed.
    pub fn set_primal(&mut self, primal: bool) {
        self.model.set_option("simplex_strategy", if primal { 4 } else { 1 });
    }

    /// The price of each row in the last relaxed run: by how much the objective rises when the row's bounds do.
    pub fn row_duals(&mut self) -> Vec<f64> {
        self.duals().1
    }

    /// The reduced cost of each column in the last relaxed run: by how much the objective rises for each unit that the
    /// column is moved off its bound.
    pub fn reduced_costs(&mut self) -> Vec<f64> {
        self.duals().0
    }

    fn duals(&mut self) -> (Vec<f64>, Vec<f64>) {
        assert!(self.waiting.starts.is_empty(), "prices of a model that has run");
        let mut columns = vec![0.0; self.model.num_cols()];
        let mut column_duals = vec![0.0; self.model.num_cols()];
        let mut rows = vec![0.0; self.model.num_rows()];
        let mut duals = vec![0.0; self.model.num_rows()];
        // SAFETY: the four slices have the lengths HiGHS writes.
        unsafe {
            sys::Highs_getSolution(
                self.model.as_mut_ptr(),
                columns.as_mut_ptr(),
                column_duals.as_mut_ptr(),
                rows.as_mut_ptr(),
                duals.as_mut_ptr(),
            );
        }
        (column_duals, duals)
    }

    /// Replaces the objective, one cost per column.
    pub fn set_costs(&mut self, costs: &[f64]) {
        self.hand_over();
        assert_eq!(costs.len(), self.model.num_cols(), "one cost per column");
        let last = costs.len() as c_int - 1;
        // SAFETY: the pointer is a live model, the range is all columns and `costs` has exactly that length.
        let status = unsafe { sys::Highs_changeColsCostByRange(self.model.as_mut_ptr(), 0, last, costs.as_ptr()) };
        assert_ne!(status, -1, "HiGHS takes any finite costs");
    }

    /// Leaves everything to the bound: no look for better plans on the way.
    pub fn set_without_heuristics(&mut self) {
        self.model.set_option("mip_heuristic_effort", 0.0);
    }

    /// Solves the linear relaxation only, or the whole model.
    pub fn set_relaxed(&mut self, relaxed: bool) {
        self.relaxed = relaxed;
        self.model.set_option("solve_relaxation", relaxed);
    }

    /// Minimises, from `start` where there is a feasible one.
    /// `stop` is polled; `report` hears (best, bound) while the run goes on.
    pub fn run(
        &mut self,
        start: Option<&[f64]>,
        limits: RunLimits,
        stop: &dyn Fn() -> bool,
        report: &mut dyn FnMut(f64, f64),
    ) -> Run {
        self.hand_over();
        let seconds = limits.deadline.saturating_duration_since(Instant::now()).as_secs_f64();
        // Objectives are whole numbers scaled to about 1; anything coarser than the floor would leave a level unproven.
        self.model.set_option("mip_abs_gap", limits.gap.max(1e-6));
        let mut watch = Watch {
            deadline: limits.deadline,
            work: limits.work,
            spent: 0,
            interrupted: seconds <= 0.0 || limits.work == 0 || stop(),
            last_report: Instant::now(),
            stop,
            report,
        };
        if watch.interrupted {
            return Run { values: None, bound: f64::NEG_INFINITY, complete: false, work: 0 };
        }
        let start = start.filter(|_| !self.relaxed);
        let run = self.run_once(start, &mut watch);
        // The presolve of HiGHS at times finds a model infeasible although the start satisfies it; the run then ends as if
        // the start were optimal, without any bound.
        if start.is_some() && run.complete && run.bound == f64::NEG_INFINITY && !watch.interrupted {
            self.model.set_option("presolve", "off");
            let again = self.run_once(start, &mut watch);
            self.model.set_option("presolve", "choose");
            return again;
        }
        run
    }

    fn run_once(&mut self, start: Option<&[f64]>, watch: &mut Watch<'_>) -> Run {
        // HiGHS asks the callback between steps and its own clock inside them. That clock adds up over the runs of one model.
        let left = watch.deadline.saturating_duration_since(Instant::now()).as_secs_f64();
        // SAFETY: a read of a live model.
        let spent = unsafe { sys::Highs_getRunTime(self.model.as_ptr()) };
        self.model.set_option("time_limit", spent + left);
        if let Some(start) = start {
            self.model.set_solution(Some(start), None, None, None);
        }
        let highs = self.model.as_mut_ptr();
        // SAFETY: `watch` outlives Highs_run and the callback is removed before it goes out of scope; HiGHS calls back
        // only from within Highs_run, on this thread or one it joins before it returns.
        unsafe {
            sys::Highs_setCallback(highs, Some(on_event), std::ptr::from_mut(watch).cast::<c_void>());
            for event in
                [sys::kHighsCallbackMipInterrupt, sys::kHighsCallbackMipLogging, sys::kHighsCallbackSimplexInterrupt]
            {
                sys::Highs_startCallback(highs, event);
            }
            sys::Highs_run(highs);
            for event in
                [sys::kHighsCallbackMipInterrupt, sys::kHighsCallbackMipLogging, sys::kHighsCallbackSimplexInterrupt]
            {
                sys::Highs_stopCallback(highs, event);
            }
            sys::Highs_setCallback(highs, None, std::ptr::null_mut());
        }
        let work = watch.spent;
        self.result(work)
    }

    fn result(&mut self, work: u64) -> Run {
        // SAFETY: reads of a live model; the four slices have the lengths HiGHS writes.
        let (status, objective, values) = unsafe {
            let highs = self.model.as_mut_ptr();
            let status = sys::Highs_getModelStatus(highs);
            let mut columns = vec![0.0; self.model.num_cols()];
            let mut duals = vec![0.0; self.model.num_cols()];
            let mut rows = vec![0.0; self.model.num_rows()];
            let mut row_duals = vec![0.0; self.model.num_rows()];
            sys::Highs_getSolution(
                highs,
                columns.as_mut_ptr(),
                duals.as_mut_ptr(),
                rows.as_mut_ptr(),
                row_duals.as_mut_ptr(),
            );
            (status, sys::Highs_getObjectiveValue(highs), columns)
        };
        let optimal = status == sys::kHighsModelStatusOptimal;
        let feasible = self.int_info(c"primal_solution_status") == i64::from(sys::kHighsSolutionStatusFeasible);
        Run {
            values: feasible.then_some(values),
            bound: match (self.relaxed, optimal) {
                (true, true) => objective,
                (true, false) => f64::NEG_INFINITY,
                (false, _) => self.double_info(c"mip_dual_bound"),
            },
            complete: optimal,
            work: work.max(self.int_info(c"simplex_iteration_count").max(0) as u64),
        }
    }

    fn double_info(&self, name: &CStr) -> f64 {
        let mut value = f64::NEG_INFINITY;
        // SAFETY: a NUL-terminated name and a valid place for the value.
        unsafe { sys::Highs_getDoubleInfoValue(self.model.as_ptr(), name.as_ptr(), &raw mut value) };
        value
    }

    fn int_info(&self, name: &CStr) -> i64 {
        let mut value: sys::HighsInt = -1;
        // SAFETY: a NUL-terminated name and a valid place for the value.
        unsafe { sys::Highs_getIntInfoValue(self.model.as_ptr(), name.as_ptr(), &raw mut value) };
        i64::from(value)
    }
}

/// Called by HiGHS from within a run. It must not unwind into C++, so it does nothing that can panic by itself, and a
/// panic of `stop` or `report` aborts.
extern "C" fn on_event(
    event: c_int,
    _message: *const c_char,
    out: *const sys::HighsCallbackDataOut,
    input: *mut sys::HighsCallbackDataIn,
    user: *mut c_void,
) {
    if out.is_null() || user.is_null() {
        return;
    }
    // SAFETY: `user` is the Watch that `run` keeps alive; HiGHS passes a valid `out`.
    let (watch, out) = unsafe { (&mut *user.cast::<Watch<'_>>(), &*out) };
    let now = Instant::now();
    if event != sys::kHighsCallbackSimplexInterrupt {
        watch.spent = watch.spent.max(out.mip_total_lp_iterations.max(0) as u64);
        if now.duration_since(watch.last_report) >= REPORT_EVERY {
            watch.last_report = now;
            (watch.report)(out.mip_primal_bound, out.mip_dual_bound);
        }
    }
    if now >= watch.deadline || watch.spent >= watch.work || (watch.stop)() {
        watch.interrupted = true;
    }
    if watch.interrupted && !input.is_null() && event != sys::kHighsCallbackMipLogging {
        // SAFETY: HiGHS passes a valid `input` to interrupt events.
        unsafe { (*input).user_interrupt = 1 };
    }
}
