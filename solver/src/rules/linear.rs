//! The linear form of the rules for one worker: rows over her candidate duties.
//!
//! Every row is valid for every lawful choice, and together they admit no unlawful one; auxiliary variables are
//! continuous between 0 and 1 and never need to be branched on, because with whole candidates each can be pushed to an
//! end of its range. Those that count a preference have a price; they are as low as the choice allows.

use super::{
    LawRef, RuleId, annual_hours, consecutive_days, daily_rest, day_length, exemption, free_sundays, limits_of,
    loan_rules, overtime, part_time, reduced_hours, rest_days, soft, split_day, touching, weekly_max, weekly_rest,
};
use crate::domain::problem::{Duty, Problem, RuleSetIx, Worker};
use crate::domain::time::{Day, Minute, Span};
use crate::law::RuleIx;
use crate::law::rule::ByKind;
use std::collections::BTreeMap;

/// A variable of one worker's model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// Works candidate duty *i* (binary).
    Candidate(usize),
    /// Auxiliary variable *j*, continuous in 0..=1.
    Aux(usize),
}

/// Direction of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// Σ ≤ right side.
    AtMost,
    /// Σ ≥ right side.
    AtLeast,
}

/// One linear row, named after its rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The hard rule it comes from; `None` for a row that counts a preference.
    pub rule: Option<RuleId>,
    /// Left side.
    pub terms: Vec<(Term, f64)>,
    /// Direction.
    pub sense: Sense,
    /// Right side.
    pub right: f64,
    /// The auxiliary variable that this row ties to the candidates, when that is its purpose.
    pub defines: Option<usize>,
}

/// Whether a rule set governs a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Whatever is chosen.
    Always,
    /// Whatever is chosen, not.
    Never,
    /// When the auxiliary variable is 1; it is forced up by any choice that brings the rule set in.
    When(usize),
}

/// One worker's model under construction.
#[derive(Debug)]
pub struct Model<'a> {
    /// Everything.
    pub problem: &'a Problem,
    /// Who.
    pub worker: &'a Worker,
    /// Duties she could take, each lawful alone on top of her fixed ones, sorted by start.
    pub candidates: &'a [Duty],
    /// The rows so far.
    pub rows: Vec<Row>,
    /// Number of auxiliary variables so far.
    pub aux: usize,
    /// Auxiliary variables that cost something at the last goal level, and what, hundredths of a point.
    pub prices: Vec<(usize, i64)>,
    conflicts: Vec<bool>,
    blocks: BTreeMap<Span, Block>,
    guards: BTreeMap<(RuleSetIx, Span), Guard>,
    worked_days: BTreeMap<Day, Vec<(Term, f64)>>,
    any_of: BTreeMap<Vec<usize>, Vec<(Term, f64)>>,
}

/// Whether a span can be free of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    /// A fixed duty lies in it.
    Taken,
    /// Neither a fixed duty nor a candidate touches it.
    Free,
    /// The auxiliary variable can be 1 only when no chosen candidate touches it.
    When(usize),
}

/// The complete linear form of all rules for one worker.
pub fn model<'a>(problem: &'a Problem, worker: &'a Worker, candidates: &'a [Duty]) -> Model<'a> {
    let count = candidates.len();
    let mut conflicts = vec![false; count * count];
    for a in 0..count {
        for b in 0..a {
            let conflict = daily_rest::conflict(problem, worker, &candidates[b], &candidates[a]);
            conflicts[a * count + b] = conflict;
            conflicts[b * count + a] = conflict;
        }
    }
    let mut model = Model {
        problem,
        worker,
        candidates,
        rows: Vec::new(),
        aux: 0,
        prices: Vec::new(),
        conflicts,
        blocks: BTreeMap::new(),
        guards: BTreeMap::new(),
        worked_days: BTreeMap::new(),
        any_of: BTreeMap::new(),
    };
    daily_rest::rows(&mut model);
    split_day::rows(&mut model);
    day_length::rows(&mut model);
    weekly_max::rows(&mut model);
    weekly_rest::rows(&mut model);
    rest_days::rows(&mut model);
    free_sundays::rows(&mut model);
    consecutive_days::rows(&mut model);
    overtime::rows(&mut model);
    part_time::rows(&mut model);
    annual_hours::rows(&mut model);
    reduced_hours::rows(&mut model);
    exemption::rows(&mut model);
    soft::rows(&mut model);
    model
}

impl Model<'_> {
    /// Whether two candidates exclude each other.
    pub fn conflicts(&self, a: usize, b: usize) -> bool {
        self.conflicts[a * self.candidates.len() + b]
    }

    /// Her own rule set, then those of the hosts she works or could work for.
    pub fn rule_sets(&self) -> Vec<RuleSetIx> {
        let mut sets = vec![self.home()];
        for duty in self.worker.fixed.iter().chain(self.candidates) {
            if let Some(set) = loan_rules(self.problem, duty).filter(|set| !sets.contains(set)) {
                sets.push(set);
            }
        }
        sets
    }

    /// Her own rule set.
    pub fn home(&self) -> RuleSetIx {
        self.problem.sites[self.worker.employer].rule_set
    }

    /// Every rule of one kind that binds her, her employer's and her possible hosts'.
    pub fn limits<T: Copy>(&self, kind: fn(&ByKind) -> &Vec<(RuleIx, T)>) -> Vec<(LawRef, T)> {
        self.rule_sets().into_iter().flat_map(|set| limits_of(self.problem, self.worker, set, kind)).collect()
    }

    /// Every rule of one kind that binds her as an employee.
    pub fn home_limits<T: Copy>(&self, kind: fn(&ByKind) -> &Vec<(RuleIx, T)>) -> Vec<(LawRef, T)> {
        limits_of(self.problem, self.worker, self.home(), kind).collect()
    }

    /// Her fixed duties' work in a window.
    pub fn fixed_work(&self, window: Span) -> Minute {
        touching(&self.worker.fixed, self.problem.longest_duty, window).map(|d| d.work_within(window)).sum()
    }

    /// A fresh auxiliary variable.
    pub fn new_aux(&mut self) -> usize {
        self.aux += 1;
        self.aux - 1
    }

    /// Adds a row unless it cannot bind.
    pub fn row(&mut self, rule: RuleId, terms: Vec<(Term, f64)>, sense: Sense, right: f64) {
        self.push(Row { rule: Some(rule), terms, sense, right, defines: None });
    }

    /// Adds a row that ties an auxiliary variable: `Σ group + sign · aux ≤ right` for each exclusive group.
    fn define(&mut self, rule: Option<RuleId>, aux: usize, candidates: &[usize], sign: f64, right: f64) {
        for group in self.exclusive_groups(candidates) {
            let mut terms: Vec<_> = group.into_iter().map(|at| (Term::Candidate(at), 1.0)).collect();
            terms.push((Term::Aux(aux), sign));
            self.push(Row { rule, terms, sense: Sense::AtMost, right, defines: Some(aux) });
        }
    }

    /// Ties an auxiliary variable to a sum: `Σ terms − aux ≤ right`.
    pub fn define_sum(&mut self, rule: RuleId, aux: usize, mut terms: Vec<(Term, f64)>, right: f64) {
        terms.push((Term::Aux(aux), -1.0));
        self.push(Row { rule: Some(rule), terms, sense: Sense::AtMost, right, defines: Some(aux) });
    }

    fn push(&mut self, row: Row) {
        let Row { terms, sense, right, .. } = &row;
        let (sense, right) = (*sense, *right);
        let binds = match sense {
            Sense::AtMost => terms.iter().map(|(_, c)| c.max(0.0)).sum::<f64>() > right,
            Sense::AtLeast => terms.iter().map(|(_, c)| c.min(0.0)).sum::<f64>() < right,
        };
        if binds && !terms.is_empty() {
            self.rows.push(row);
        }
    }

    /// The candidates that touch a window, with a positive coefficient each.
    pub fn terms(&self, window: Span, coefficient: impl Fn(&Duty) -> Minute) -> Vec<(Term, f64)> {
        self.candidates
            .iter()
            .enumerate()
            .filter(|(_, duty)| duty.span.overlaps(window))
            .map(|(at, duty)| (Term::Candidate(at), coefficient(duty) as f64))
            .filter(|(_, c)| *c > 0.0)
            .collect()
    }

    /// Whether any candidate touches a window.
    pub fn concerns(&self, window: Span) -> bool {
        self.candidates.iter().any(|duty| duty.span.overlaps(window))
    }

    /// When `rule_set` governs `window`.
    pub fn guard(&mut self, rule_set: RuleSetIx, window: Span) -> Guard {
        if rule_set == self.home() {
            return Guard::Always;
        }
        if let Some(guard) = self.guards.get(&(rule_set, window)) {
            return *guard;
        }
        let brings_in = |duty: &&Duty| duty.span.overlaps(window) && loan_rules(self.problem, duty) == Some(rule_set);
        let guard = if self.worker.fixed.iter().any(|d| brings_in(&d)) {
            Guard::Always
        } else {
            let bringers: Vec<usize> =
                self.candidates.iter().enumerate().filter(|(_, d)| brings_in(d)).map(|(at, _)| at).collect();
            if bringers.is_empty() {
                Guard::Never
            } else {
                let aux = self.new_aux();
                self.define(Some(RuleId::WeeklyRest), aux, &bringers, -1.0, 0.0);
                Guard::When(aux)
            }
        };
        self.guards.insert((rule_set, window), guard);
        guard
    }

    /// Splits candidates into sets of which at most one each can be chosen.
    pub fn exclusive_groups(&self, candidates: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for &candidate in candidates {
            match groups.iter_mut().find(|group| group.iter().all(|member| self.conflicts(*member, candidate))) {
                Some(group) => group.push(candidate),
                None => groups.push(vec![candidate]),
            }
        }
        groups
    }

    /// Work in a window at most `limit` minutes, fixed duties counted.
    pub fn work_at_most(&mut self, rule: RuleId, rule_set: RuleSetIx, window: Span, limit: Minute) {
        let terms = self.terms(window, |duty| duty.work_within(window));
        let most = self.most_work(&terms);
        let room = (limit - self.fixed_work(window)) as f64;
        if terms.is_empty() || most <= room {
            return;
        }
        match self.guard(rule_set, window) {
            Guard::Always => self.row(rule, terms, Sense::AtMost, room),
            Guard::Never => {}
            Guard::When(aux) => {
                let mut terms = terms;
                terms.push((Term::Aux(aux), most - room));
                self.row(rule, terms, Sense::AtMost, most);
            }
        }
    }

    /// An upper bound on what a choice without conflicts can reach: the heaviest chain in which each duty is compatible
    /// with the one before it.
    pub fn most_work(&self, terms: &[(Term, f64)]) -> f64 {
        let mut best: Vec<(usize, f64)> = Vec::with_capacity(terms.len());
        for (term, minutes) in terms {
            let Term::Candidate(at) = *term else { continue };
            let before = best.iter().filter(|(other, _)| !self.conflicts(*other, at)).map(|(_, sum)| *sum);
            let chain = before.fold(0.0, f64::max) + minutes;
            best.push((at, chain));
        }
        best.into_iter().map(|(_, sum)| sum).fold(0.0, f64::max)
    }

    /// At least one of some spans is free of work, when `trigger` (a sum of terms and a constant) reaches 1.
    ///
    /// Does nothing when one of them is free whatever is chosen, or when none can ever be free: then the fixed duties
    /// are at fault by themselves and no candidate of that window is left.
    pub fn one_free(&mut self, rule: RuleId, spans: &[Span], trigger: &[(Term, f64)], constant: f64) {
        let blocks: Vec<Block> = spans.iter().map(|span| self.block(*span)).collect();
        if blocks.contains(&Block::Free) {
            return;
        }
        let mut terms: Vec<(Term, f64)> = blocks
            .into_iter()
            .filter_map(|block| match block {
                Block::When(aux) => Some((Term::Aux(aux), 1.0)),
                Block::Taken | Block::Free => None,
            })
            .collect();
        if terms.is_empty() {
            return;
        }
        terms.extend(trigger.iter().map(|(term, c)| (*term, -c)));
        self.row(rule, terms, Sense::AtLeast, constant);
    }

    /// At least `count` of some groups of spans have a span free of work each, when `trigger` is 1.
    ///
    /// Does nothing when so many cannot be free whatever is chosen: then the fixed duties are at fault by themselves.
    pub fn so_many_free(&mut self, rule: RuleId, groups: &[Vec<Span>], count: i64, trigger: Option<Term>) {
        let mut free = 0;
        let mut terms: Vec<(Term, f64)> = Vec::new();
        for group in groups {
            let blocks: Vec<Block> = group.iter().map(|span| self.block(*span)).collect();
            if blocks.contains(&Block::Free) {
                free += 1;
                continue;
            }
            let choices: Vec<usize> =
                blocks.iter().filter_map(|b| if let Block::When(aux) = b { Some(*aux) } else { None }).collect();
            match choices.as_slice() {
                [] => {}
                [only] => terms.push((Term::Aux(*only), 1.0)),
                _ => {
                    // One of them is enough, and no more than one counts: aux − Σ blocks ≤ 0.
                    let aux = self.new_aux();
                    let mut row: Vec<(Term, f64)> = choices.iter().map(|b| (Term::Aux(*b), -1.0)).collect();
                    row.push((Term::Aux(aux), 1.0));
                    let rule = Some(rule);
                    self.push(Row { rule, terms: row, sense: Sense::AtMost, right: 0.0, defines: Some(aux) });
                    terms.push((Term::Aux(aux), 1.0));
                }
            }
        }
        let needed = count - free;
        if needed <= 0 || (terms.len() as i64) < needed {
            return;
        }
        let mut right = needed as f64;
        if let Some(trigger) = trigger {
            terms.push((trigger, -right));
            right = 0.0;
        }
        self.row(rule, terms, Sense::AtLeast, right);
    }

    /// At most `most` of some civil days have a duty starting, when every trigger is 1.
    pub fn days_at_most(&mut self, rule: RuleId, first: Day, days: Day, most: i64, triggers: &[(Term, f64)]) {
        let mut room = most as f64;
        let mut terms = Vec::new();
        for day in first..first + days {
            match self.day_worked(day) {
                Some(day_terms) => terms.extend(day_terms),
                None => room -= 1.0,
            }
        }
        let slack = (f64::from(days) - most as f64).max(0.0);
        terms.extend(triggers.iter().map(|(term, _)| (*term, slack)));
        self.row(rule, terms, Sense::AtMost, room + slack * triggers.len() as f64);
    }

    /// Charges `price` once when of each of some sets of candidates at least one is chosen.
    pub fn charge_together(&mut self, sets: &[&[usize]], price: i64) {
        if price == 0 {
            return;
        }
        let mut terms: Vec<(Term, f64)> = sets.iter().flat_map(|set| self.any_of(set)).collect();
        let aux = self.new_aux();
        terms.push((Term::Aux(aux), -1.0));
        let right = sets.len() as f64 - 1.0;
        self.push(Row { rule: None, terms, sense: Sense::AtMost, right, defines: Some(aux) });
        self.prices.push((aux, price));
    }

    /// Terms whose sum is 1 when one of some candidates is chosen, and 0 when none is and nothing forces it up.
    fn any_of(&mut self, candidates: &[usize]) -> Vec<(Term, f64)> {
        if let Some(known) = self.any_of.get(candidates) {
            return known.clone();
        }
        let terms = if let [all] = self.exclusive_groups(candidates).as_slice() {
            all.iter().map(|at| (Term::Candidate(*at), 1.0)).collect()
        } else {
            let aux = self.new_aux();
            self.define(None, aux, candidates, -1.0, 0.0);
            vec![(Term::Aux(aux), 1.0)]
        };
        self.any_of.insert(candidates.to_vec(), terms.clone());
        terms
    }

    fn block(&mut self, span: Span) -> Block {
        if let Some(known) = self.blocks.get(&span) {
            return *known;
        }
        let touching: Vec<usize> =
            self.candidates.iter().enumerate().filter(|(_, d)| d.span.overlaps(span)).map(|(at, _)| at).collect();
        let block = if self.worker.fixed.iter().any(|d| d.span.overlaps(span)) {
            Block::Taken
        } else if touching.is_empty() {
            Block::Free
        } else {
            let aux = self.new_aux();
            self.define(Some(RuleId::WeeklyRest), aux, &touching, 1.0, 1.0);
            Block::When(aux)
        };
        self.blocks.insert(span, block);
        block
    }

    /// Terms whose sum is 1 when a duty starts on `day` and 0 when none does; `None` when a fixed duty already does.
    pub fn day_worked(&mut self, day: Day) -> Option<Vec<(Term, f64)>> {
        if self.worker.fixed.iter().any(|d| d.day == day) {
            return None;
        }
        if let Some(known) = self.worked_days.get(&day) {
            return Some(known.clone());
        }
        let starting: Vec<usize> =
            self.candidates.iter().enumerate().filter(|(_, d)| d.day == day).map(|(at, _)| at).collect();
        let groups = self.exclusive_groups(&starting);
        let terms = match groups.as_slice() {
            [] => Vec::new(),
            [all] => all.iter().map(|at| (Term::Candidate(*at), 1.0)).collect(),
            _ => {
                let aux = self.new_aux();
                self.define(Some(RuleId::ConsecutiveDays), aux, &starting, -1.0, 0.0);
                vec![(Term::Aux(aux), 1.0)]
            }
        };
        self.worked_days.insert(day, terms.clone());
        Some(terms)
    }
}
