//! What the plan of one or more weeks breaks and costs, from the competition's rules and sharing no code with the
//! engines.
//!
//! # Borders
//!
//! A run of shifts, work or days off goes on from the history. It is short only once something else follows it: a run
//! that reaches the last day is not judged for its minimum. It is long by the days that exceed the maximum, except
//! those of the history, which the weeks before have paid. So the costs of the weeks add up to the cost of the horizon.
//!
//! # Broken plans
//!
//! Where a nurse has several shifts on a day (H1), her runs, wishes and totals go by the first one in the file; each
//! still counts for cover, also one whose skill she lacks (H4).

use super::{Assignment, Bounds, Instance, Last, Solution};
use serde::Serialize;
use std::fmt;

/// What is to be said of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Hard constraints that are broken; empty for a plan that counts.
    pub hard: Vec<Violation>,
    /// Cost by constraint.
    pub costs: Costs,
    /// Sum of the costs: the figure that the competition compares.
    pub total: u64,
}

/// Cost by constraint, weights included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Costs {
    /// S1: nurses short of the optimum, 30 each.
    pub optimal_coverage: u64,
    /// S2, first part: days in a row on one shift type beyond its bounds, 15 each.
    pub consecutive_shifts: u64,
    /// S2, second part: days worked in a row beyond the contract's bounds, 30 each.
    pub consecutive_days: u64,
    /// S3: days off in a row beyond the contract's bounds, 30 each.
    pub consecutive_days_off: u64,
    /// S4: wishes to be off that are not met, 10 each.
    pub preferences: u64,
    /// S5: week-ends half worked, 30 each.
    pub complete_weekends: u64,
    /// S6: days worked beyond the contract's bounds, 20 each; 0 before the scenario's last week.
    pub total_assignments: u64,
    /// S7: week-ends worked beyond the contract's most, 30 each; 0 before the scenario's last week.
    pub working_weekends: u64,
}

/// A hard constraint that is broken. Weeks count from 0 over the scenario, days from 0 (Monday) within the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Number of the week.
    pub week: u32,
    /// Name of the day.
    pub day: &'static str,
    /// Which.
    #[serde(flatten)]
    pub rule: Rule,
}

/// The hard constraints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each field is named after the noun it holds; variants say what they mean")]
pub enum Rule {
    /// H1: a second shift on one day.
    SingleAssignment { nurse: String, shift: String },
    /// H2: fewer nurses than the minimum.
    UnderStaffing { shift: String, skill: String, present: u32, min: u32 },
    /// H3: a shift that may not follow the one of the day before.
    Succession { nurse: String, before: String, shift: String },
    /// H4: a nurse at work with a skill that she lacks.
    MissingSkill { nurse: String, skill: String },
}

/// Judges the plans of the instance's weeks.
///
/// # Panics
/// If the solutions are not those of the weeks ([`Instance::accepts`]) or not of this scenario.
pub fn judge(instance: &Instance, solutions: &[Solution]) -> Judgement {
    assert!(instance.accepts(solutions).is_ok(), "one solution for each week");
    let mut judge = Judge { instance, hard: Vec::new(), costs: Costs::default() };
    let roster = judge.roster(solutions);
    judge.cover(solutions);
    judge.wishes(&roster);
    for (nurse, row) in roster.iter().enumerate() {
        judge.successions(nurse, row);
        judge.runs(nurse, row);
        judge.weekends_and_totals(nurse, row);
    }
    let mut hard = judge.hard;
    hard.sort_by_key(|violation| violation.week);
    let c = judge.costs;
    let total = c.optimal_coverage
        + c.consecutive_shifts
        + c.consecutive_days
        + c.consecutive_days_off
        + c.preferences
        + c.complete_weekends
        + c.total_assignments
        + c.working_weekends;
    Judgement { hard, costs: c, total }
}

/// A nurse's shifts by day over all weeks.
type Row = Vec<Option<usize>>;

struct Judge<'i> {
    instance: &'i Instance,
    hard: Vec<Violation>,
    costs: Costs,
}

impl Judge<'_> {
    /// The first shift of each nurse on each day; H1 and H4 on the way.
    fn roster(&mut self, solutions: &[Solution]) -> Vec<Row> {
        let scenario = &self.instance.scenario;
        let mut roster: Vec<Row> = vec![vec![None; 7 * solutions.len()]; scenario.nurses.len()];
        for (week, solution) in solutions.iter().enumerate() {
            for &Assignment { nurse, day, shift, skill } in &solution.assignments {
                let at = 7 * week + day;
                let who = &scenario.nurses[nurse];
                if roster[nurse][at].is_some() {
                    let shift = scenario.shifts[shift].id.clone();
                    self.breaks(at, Rule::SingleAssignment { nurse: who.id.clone(), shift });
                } else {
                    roster[nurse][at] = Some(shift);
                }
                if !who.skills.contains(&skill) {
                    let skill = scenario.skills[skill].clone();
                    self.breaks(at, Rule::MissingSkill { nurse: who.id.clone(), skill });
                }
            }
        }
        roster
    }

    fn breaks(&mut self, at: usize, rule: Rule) {
        let week = self.instance.history.week + (at / 7) as u32;
        self.hard.push(Violation { week, day: super::DAYS[at % 7], rule });
    }

    /// H2 and S1.
    fn cover(&mut self, solutions: &[Solution]) {
        let scenario = &self.instance.scenario;
        for (index, (week, solution)) in self.instance.weeks.iter().zip(solutions).enumerate() {
            for need in &week.requirements {
                let mut present = [0_u32; 7];
                let fits = |work: &&Assignment| work.shift == need.shift && work.skill == need.skill;
                for work in solution.assignments.iter().filter(fits) {
                    present[work.day] += 1;
                }
                for (day, (present, Bounds { min, max: optimum })) in present.into_iter().zip(need.days).enumerate() {
                    if present < min {
                        let (shift, skill) = (&scenario.shifts[need.shift].id, &scenario.skills[need.skill]);
                        let rule = Rule::UnderStaffing { shift: shift.clone(), skill: skill.clone(), present, min };
                        self.breaks(7 * index + day, rule);
                    }
                    self.costs.optimal_coverage += 30 * u64::from(optimum.saturating_sub(present));
                }
            }
        }
    }

    /// S4.
    fn wishes(&mut self, roster: &[Row]) {
        for (index, week) in self.instance.weeks.iter().enumerate() {
            for wish in &week.requests {
                let worked = roster[wish.nurse][7 * index + wish.day];
                if worked.is_some() && (wish.shift.is_none() || wish.shift == worked) {
                    self.costs.preferences += 10;
                }
            }
        }
    }

    /// H3, from the last day of the history on.
    fn successions(&mut self, nurse: usize, row: &Row) {
        let scenario = &self.instance.scenario;
        let mut before = match self.instance.history.nurses[nurse].last {
            Last::Off { .. } => None,
            Last::Worked { shift, .. } => Some(shift),
        };
        for (at, &shift) in row.iter().enumerate() {
            if let (Some(before), Some(shift)) = (before, shift)
                && scenario.shifts[before].not_followed_by.contains(&shift)
            {
                let [before, shift] = [before, shift].map(|shift| scenario.shifts[shift].id.clone());
                let nurse = scenario.nurses[nurse].id.clone();
                self.breaks(at, Rule::Succession { nurse, before, shift });
            }
            before = shift;
        }
    }

    /// S2 and S3.
    fn runs(&mut self, nurse: usize, row: &Row) {
        let scenario = &self.instance.scenario;
        let contract = &scenario.contracts[scenario.nurses[nurse].contract];
        let (shift, shift_days, works, days) = match self.instance.history.nurses[nurse].last {
            Last::Off { days } => (None, days, false, days),
            Last::Worked { shift, shift_days, work_days } => (Some(shift), shift_days, true, work_days),
        };
        for run in runs((shift, shift_days), row.iter().copied()) {
            if let Some(shift) = run.what {
                self.costs.consecutive_shifts += 15 * run.outside(scenario.shifts[shift].run_days);
            }
        }
        for run in runs((works, days), row.iter().map(Option::is_some)) {
            if run.what {
                self.costs.consecutive_days += 30 * run.outside(contract.work_days);
            } else {
                self.costs.consecutive_days_off += 30 * run.outside(contract.rest_days);
            }
        }
    }

    /// S5, S6 and S7.
    fn weekends_and_totals(&mut self, nurse: usize, row: &Row) {
        let scenario = &self.instance.scenario;
        let contract = &scenario.contracts[scenario.nurses[nurse].contract];
        let weekends = row.chunks(7).map(|week| (week[5].is_some(), week[6].is_some()));
        let halves = weekends.clone().filter(|(saturday, sunday)| saturday != sunday).count() as u64;
        if contract.complete_weekends {
            self.costs.complete_weekends += 30 * halves;
        }
        if self.instance.reaches_the_end() {
            let past = &self.instance.history.nurses[nurse];
            let worked = past.assignments + row.iter().flatten().count() as u32;
            let Bounds { min, max } = contract.assignments;
            self.costs.total_assignments += 20 * u64::from(min.saturating_sub(worked) + worked.saturating_sub(max));
            let worked = past.weekends + weekends.filter(|(saturday, sunday)| *saturday || *sunday).count() as u32;
            self.costs.working_weekends += 30 * u64::from(worked.saturating_sub(contract.weekends_max));
        }
    }
}

/// Days in a row that are alike.
#[derive(Debug, PartialEq)]
pub struct Run<T> {
    /// What they are like.
    pub what: T,
    /// Of them, days before the first week.
    pub past_days: u32,
    /// All of them.
    pub days: u32,
    /// Whether another run follows.
    pub ended: bool,
}

impl<T> Run<T> {
    /// Days too few or too many, of which none was paid before.
    fn outside(&self, bounds: Bounds) -> u64 {
        let short = if self.ended { bounds.min.saturating_sub(self.days) } else { 0 };
        u64::from(short) + u64::from(self.days.saturating_sub(bounds.max.max(self.past_days)))
    }
}

/// Cuts days into runs, the first of which goes on from the history; one of no day at all is left out.
pub fn runs<T: PartialEq + Copy>((what, past_days): (T, u32), days: impl Iterator<Item = T>) -> Vec<Run<T>> {
    let mut runs = vec![Run { what, past_days, days: past_days, ended: false }];
    for day in days {
        match runs.last_mut() {
            Some(run) if run.what == day => run.days += 1,
            last => {
                if let Some(run) = last {
                    run.ended = true;
                }
                runs.push(Run { what: day, past_days: 0, days: 1, ended: false });
            }
        }
    }
    runs.retain(|run| run.days > 0);
    runs
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "week {}, {}: ", self.week, self.day)?;
        match &self.rule {
            Rule::SingleAssignment { nurse, shift } => write!(f, "{nurse} has {shift} as a second shift (H1)"),
            Rule::UnderStaffing { shift, skill, present, min } => {
                write!(f, "{present} of at least {min} {skill} on {shift} (H2)")
            }
            Rule::Succession { nurse, before, shift } => {
                write!(f, "{nurse} has {shift}, which may not follow {before} on the day before (H3)")
            }
            Rule::MissingSkill { nurse, skill } => write!(f, "{nurse} works as {skill} without that skill (H4)"),
        }
    }
}
