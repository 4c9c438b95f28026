//! The hard rules, one file each. A rule has two forms that say the same thing:
//!
//! - `judge`: a predicate over one worker's timeline, used for eligibility, by [`crate::check`] and in explanations;
//! - `rows`: linear rows over one worker's candidate duties, used by the exact engine.
//!
//! Property tests hold the two forms against each other.
//!
//! # What is judged
//! Only windows that contain a *proposed* duty are judged. A home roster that is already at fault by itself is not the
//! plan's doing; but no duty may be proposed into a window at fault, not even one that leaves it no worse.
//!
//! # Whose rules
//! The worker's own regime (her employer's rule set) holds everywhere. The rule set of a host holds as well in every
//! window that contains a duty done there through the pool: the strictest of the two decides (Code du travail L8241-2,
//! L1251-21; `law.md` CUM-06).

pub mod consecutive_days;
pub mod daily_rest;
pub mod day_length;
pub mod duty_length;
pub mod exemption;
pub mod fortnight_rest;
pub mod linear;
pub mod overlap;
pub mod personal;
pub mod weekly_max;
pub mod weekly_rest;

use crate::domain::problem::{DemandIx, Duty, DutyKind, Problem, RuleSetIx, Worker, WorkerIx, travel_minutes};
use crate::domain::time::{Minute, Span};
use crate::law::RuleSet;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which rule. The text form ([`RuleId::as_str`]) is stable: it stands in the API, in scenarios and in ledgers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleId {
    /// No title that serves for the post on that day.
    Qualification,
    /// Absent.
    Absence,
    /// Outside the times she accepts to be asked.
    Availability,
    /// Too far from home.
    Mobility,
    /// A restriction whose effect forbids it.
    Exemption,
    /// A rest already promised.
    PromisedRest,
    /// The duty itself is too long.
    DutyLength,
    /// At work elsewhere, or on the road.
    Overlap,
    /// Too little rest before or after.
    DailyRest,
    /// No long rest left in the week.
    WeeklyRest,
    /// Too much work in one civil day.
    DayLength,
    /// Too much work in a week.
    WeeklyMax,
    /// Too few rest days in the fortnight, or no whole Sunday.
    FortnightRest,
    /// Too many worked days in a row.
    ConsecutiveDays,
}

impl RuleId {
    /// The stable text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Qualification => "qualification",
            Self::Absence => "absence",
            Self::Availability => "availability",
            Self::Mobility => "mobility",
            Self::Exemption => "exemption",
            Self::PromisedRest => "promised-rest",
            Self::DutyLength => "duty-length",
            Self::Overlap => "overlap",
            Self::DailyRest => "daily-rest",
            Self::WeeklyRest => "weekly-rest",
            Self::DayLength => "day-length",
            Self::WeeklyMax => "weekly-max",
            Self::FortnightRest => "fortnight-rest",
            Self::ConsecutiveDays => "consecutive-days",
        }
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One rule broken: the figures, without words. [`crate::explain`] puts it into sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Violation {
    /// Which rule.
    pub rule: RuleId,
    /// Whose: the rule set that decided. `None` for rules that no pack holds.
    pub rule_set: Option<RuleSetIx>,
    /// The period it is about: the window, the other duty, the absence.
    pub window: Span,
    /// Figure found: minutes, days or km as the rule counts.
    pub measured: i64,
    /// Figure allowed.
    pub limit: i64,
    /// A detail that the sentence needs.
    pub detail: Detail,
    /// Earliest start at which this rule alone would let a duty of the same length begin, where moving helps.
    pub lawful_from: Option<Minute>,
}

/// What distinguishes two violations of the same rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Nothing more to say.
    None,
    /// Duty length: day, night or amplitude.
    DayDuty,
    /// See [`Detail::DayDuty`].
    NightDuty,
    /// See [`Detail::DayDuty`].
    Amplitude,
    /// Rest before the duty (after another one); the flag tells that road time is part of the figure.
    RestBefore {
        /// Minutes of road between the two sites, part of the limit.
        road_minutes: Minute,
    },
    /// Rest after the duty (before another one).
    RestAfter {
        /// Minutes of road between the two sites, part of the limit.
        road_minutes: Minute,
    },
    /// Fortnight: number of rest days.
    RestDays,
    /// Fortnight: two whole days with a Sunday.
    WholeSunday,
    /// Exemption from nights, week-ends, holidays or overtime.
    Exempt(crate::domain::scenario::Exemption),
    /// A title is held, but not on that day.
    TitleExpired,
}

/// One worker's timeline under judgement.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Everything.
    pub problem: &'a Problem,
    /// Who.
    pub worker: &'a Worker,
    /// All her duties, sorted by start; those under judgement are [`DutyKind::Proposed`].
    pub duties: &'a [Duty],
}

impl<'a> Case<'a> {
    /// Her own rule set.
    pub fn home(&self) -> RuleSetIx {
        self.problem.sites[self.worker.employer].rule_set
    }

    /// The rule set of a duty: that of its site, her own for work outside the group.
    pub fn rule_set_of(&self, duty: &Duty) -> RuleSetIx {
        duty.site.map_or_else(|| self.home(), |site| self.problem.sites[site].rule_set)
    }

    /// The rules behind an index.
    pub fn rules(&self, rule_set: RuleSetIx) -> &'a RuleSet {
        &self.problem.rule_sets[rule_set]
    }

    /// Her own rule set, then those of the hosts on the timeline.
    pub fn rule_sets(&self) -> Vec<RuleSetIx> {
        let mut sets = vec![self.home()];
        for duty in self.duties.iter().filter(|d| is_loan(d)) {
            let set = self.rule_set_of(duty);
            if !sets.contains(&set) {
                sets.push(set);
            }
        }
        sets
    }

    /// Whether a rule set governs a window: her own always, a host's when she works there inside it.
    pub fn governs(&self, rule_set: RuleSetIx, window: Span) -> bool {
        rule_set == self.home()
            || self.duties.iter().any(|d| is_loan(d) && d.span.overlaps(window) && self.rule_set_of(d) == rule_set)
    }

    /// The duties under judgement.
    pub fn proposed(&self) -> impl Iterator<Item = &'a Duty> + 'a {
        self.duties.iter().filter(|d| d.kind == DutyKind::Proposed)
    }

    /// Whether a window contains a duty under judgement.
    pub fn concerns(&self, window: Span) -> bool {
        self.proposed().any(|d| d.span.overlaps(window))
    }
}

/// Work through the pool puts the host's rules on top of the home rules.
fn is_loan(duty: &Duty) -> bool {
    matches!(duty.kind, DutyKind::Pool | DutyKind::Proposed)
}

/// Least rest between two duties of one worker, the strictest of her own and the two sites', and the road between them.
pub fn rest_between(problem: &Problem, worker: &Worker, a: &Duty, b: &Duty) -> (Minute, Minute, RuleSetIx) {
    let home = problem.sites[worker.employer].rule_set;
    let strictest = [Some(home), loan_rules(problem, a), loan_rules(problem, b)]
        .into_iter()
        .flatten()
        .max_by_key(|set| (problem.rule_sets[*set].daily_rest.minutes_min, *set == home))
        .unwrap_or(home);
    (problem.rule_sets[strictest].daily_rest.minutes_min, road_between(problem, a, b), strictest)
}

fn loan_rules(problem: &Problem, duty: &Duty) -> Option<RuleSetIx> {
    duty.site.filter(|_| is_loan(duty)).map(|site| problem.sites[site].rule_set)
}

/// Road minutes between the sites of two duties; none when one of them is unknown or they are the same.
pub fn road_between(problem: &Problem, a: &Duty, b: &Duty) -> Minute {
    match (a.site, b.site) {
        (Some(x), Some(y)) if x != y => travel_minutes(problem.sites[x].place, problem.sites[y].place),
        _ => 0,
    }
}

/// Judges a whole timeline against the rules that look at several duties.
pub fn judge_timeline(case: &Case<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    overlap::judge(case, &mut found);
    daily_rest::judge(case, &mut found);
    day_length::judge(case, &mut found);
    weekly_max::judge(case, &mut found);
    weekly_rest::judge(case, &mut found);
    fortnight_rest::judge(case, &mut found);
    consecutive_days::judge(case, &mut found);
    exemption::judge_overtime(case, &mut found);
    // Home and host often have the same rule: told once, under the home rule set, which comes first.
    let mut told: Vec<Violation> = Vec::with_capacity(found.len());
    for violation in found {
        let same = |known: &Violation| Violation { rule_set: violation.rule_set, ..*known } == violation;
        if !told.iter().any(same) {
            told.push(violation);
        }
    }
    told
}

/// Judges one worker for one demand on top of `held` duties (her fixed ones and whatever else already counts, sorted):
/// first what concerns the pair alone, then her timeline with the duty in it. Every violation is returned.
pub fn judge(problem: &Problem, worker: WorkerIx, demand: DemandIx, held: &[Duty]) -> Vec<Violation> {
    let mut found = judge_pair(problem, worker, demand);
    let duty = problem.demands[demand].duty;
    let mut duties = Vec::with_capacity(held.len() + 1);
    let at = held.partition_point(|d| (d.span.start, d.span.end) <= (duty.span.start, duty.span.end));
    duties.extend_from_slice(&held[..at]);
    duties.push(duty);
    duties.extend_from_slice(&held[at..]);
    found.extend(judge_timeline(&Case { problem, worker: &problem.workers[worker], duties: &duties }));
    found
}

/// The rules that need only the worker and the shift.
pub fn judge_pair(problem: &Problem, worker: WorkerIx, demand: DemandIx) -> Vec<Violation> {
    let mut found = Vec::new();
    personal::judge(problem, worker, demand, &mut found);
    exemption::judge_pair(problem, worker, demand, &mut found);
    duty_length::judge(problem, worker, demand, &mut found);
    found
}

/// Sum of work in a window over a timeline.
pub(crate) fn work_in(duties: &[Duty], window: Span) -> Minute {
    duties.iter().filter(|d| d.span.overlaps(window)).map(|d| d.work_within(window)).sum()
}
