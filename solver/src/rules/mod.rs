//! The hard rules, one file each. A rule has two forms that say the same thing:
//!
//! - `judge`: a predicate over one worker's timeline, used for eligibility, by [`crate::check`] and in explanations;
//! - `rows`: linear rows over one worker's candidate duties, used by the exact engine.
//!
//! Property tests hold the two forms against each other. What a group only prefers is in [`soft`]. Whole rosters have limits
//! of their own, with figures in the problem instead of articles: [`pattern`], a predicate alone.
//!
//! # What is judged
//! For a plan only windows that contain a *proposed* duty are judged ([`Scope::Proposed`]). A home roster that is already at
//! fault by itself is not the plan's doing; but no duty may be proposed into a window at fault, not even one that leaves it
//! no worse. An audit judges everything ([`Scope::Everything`]).
//!
//! # Whose rules
//! The worker's own regime (her employer's rule set) holds everywhere. The rule set of a host holds as well in every
//! window that contains a duty done there through the pool: the strictest of the two decides (Code du travail L8241-2,
//! L1251-21; `law.md` CUM-06). What concerns her contract (overtime, additional hours, annual hours, reduced hours, work
//! declared elsewhere) is her employer's alone.

pub mod admission;
pub mod annual_hours;
pub mod breaks;
pub mod consecutive_days;
pub mod daily_rest;
pub mod day_length;
pub mod documents;
pub mod duty_length;
mod employer_week;
pub mod exemption;
pub mod free_sundays;
pub mod lending;
pub mod linear;
pub mod overlap;
pub mod overtime;
pub mod part_time;
pub mod pattern;
pub mod personal;
pub mod reduced_hours;
pub mod rest_days;
pub mod soft;
pub mod split_day;
pub mod weekly_max;
pub mod weekly_rest;

use crate::domain::problem::{
    Demand, DemandIx, Duty, DutyKind, Problem, RuleSetIx, SiteIx, Worker, WorkerIx, travel_minutes,
};
use crate::domain::time::{Day, Minute, Span, weekday};
use crate::law::rule::ByKind;
use crate::law::{Rule, RuleIx, RuleSet};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Declares the rules: variant and stable text form.
macro_rules! rule_ids {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// Which rule. The text form ([`RuleId::as_str`]) is stable: it stands in the API, in scenarios and in ledgers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RuleId {
            $($(#[$doc])* #[serde(rename = $text)] $variant,)*
        }

        impl RuleId {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable text form.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

rule_ids! {
    /// No title that serves for the post on that day.
    Qualification = "qualification",
    /// Absent.
    Absence = "absence",
    /// Outside the times she accepts to be asked.
    Availability = "availability",
    /// Too far from home.
    Mobility = "mobility",
    /// A restriction whose effect forbids it.
    Exemption = "exemption",
    /// Not in the pool.
    Admission = "pool-admission",
    /// Nobody who knows the unit is on duty at the start.
    Accompanied = "accompanied",
    /// An establishment that does not belong to the group on that day.
    Membership = "membership",
    /// No agreement to be lent there on that day.
    LendingAgreement = "lending-agreement",
    /// A rest already promised.
    PromisedRest = "promised-rest",
    /// A document is missing or out of date.
    Document = "document",
    /// Work for others that is not declared or not authorised.
    OutsideWork = "outside-work",
    /// The duty itself is too long.
    DutyLength = "duty-length",
    /// No break in a duty that needs one.
    Break = "break",
    /// At work elsewhere, or on the road.
    Overlap = "overlap",
    /// Too little rest before or after.
    DailyRest = "daily-rest",
    /// Several duties on one day that may not stand together.
    SplitDay = "split-day",
    /// No long rest left in the week.
    WeeklyRest = "weekly-rest",
    /// Too much work in one civil day.
    DayLength = "day-length",
    /// Too much work in a week, or on average over several.
    WeeklyMax = "weekly-max",
    /// Too few rest days in the period, or not together.
    RestDays = "rest-days",
    /// Too few free Sundays.
    FreeSundays = "free-sundays",
    /// Too many worked days in a row.
    ConsecutiveDays = "consecutive-days",
    /// Too much overtime over the month, the cycle or the year.
    Overtime = "overtime",
    /// Too many additional hours for a part-timer.
    PartTime = "part-time",
    /// Too much work in the civil year.
    AnnualHours = "annual-hours",
    /// More than her reduced weekly hours.
    ReducedHours = "reduced-hours",
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A rule of a rule set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LawRef {
    /// Whose: the rule set that decided.
    pub set: RuleSetIx,
    /// Which of its rules.
    pub rule: RuleIx,
}

impl LawRef {
    /// The rule behind it.
    pub fn of(self, problem: &Problem) -> &Rule {
        &problem.rule_sets[self.set].rules[self.rule]
    }
}

/// One rule broken: the figures, without words. [`crate::explain`] puts it into sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Violation {
    /// Which rule.
    pub rule: RuleId,
    /// Which rule of which rule set decided. `None` for rules that no pack holds.
    pub law: Option<LawRef>,
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
    /// Rest days: their number.
    RestDays,
    /// Rest days: whole days together, with a Sunday.
    WholeSunday,
    /// Rest days: whole days together.
    WholeDays,
    /// Rest days: consecutive hours.
    ConsecutiveHours,
    /// Weekly maximum on average over so many weeks.
    AverageOver(i64),
    /// Split day: number of duties.
    DutiesADay,
    /// Split day: one of the duties is too short.
    ShortDuty,
    /// Split day: from the first arrival to the last departure.
    SplitAmplitude,
    /// Split day: the interruption is too long.
    LongGap,
    /// Free Sundays in the civil year.
    InTheYear,
    /// Document: position in the site's list.
    RequiredDocument(usize),
    /// Work for others not declared.
    Declaration,
    /// Work for others not authorised.
    Authorisation,
    /// Exemption from nights, week-ends, holidays or overtime.
    Exempt(crate::domain::scenario::Exemption),
    /// A title is held, but not on that day.
    TitleExpired,
    /// Membership: the establishment.
    NoMember(SiteIx),
    /// Lending: what is wrong with the agreements on file.
    NoAgreement(lending::Missing),
    /// Accompanied: she is a trainee.
    Trainee,
}

/// What of a timeline is under judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The duties that a plan proposes.
    Proposed,
    /// Every duty.
    Everything,
}

/// One worker's timeline under judgement.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// Everything.
    pub problem: &'a Problem,
    /// Who.
    pub worker: &'a Worker,
    /// All her duties, sorted by start.
    pub duties: &'a [Duty],
    /// What is under judgement.
    pub scope: Scope,
    /// Her own rule set, then those of the hosts on the timeline.
    sets: Vec<RuleSetIx>,
}

impl<'a> Case<'a> {
    /// A timeline of duties sorted by start.
    pub fn new(problem: &'a Problem, worker: &'a Worker, duties: &'a [Duty], scope: Scope) -> Self {
        let mut sets = vec![problem.sites[worker.employer].rule_set];
        for set in duties.iter().filter_map(|duty| loan_rules(problem, duty)) {
            if !sets.contains(&set) {
                sets.push(set);
            }
        }
        Self { problem, worker, duties, scope, sets }
    }

    /// Her own rule set.
    pub fn home(&self) -> RuleSetIx {
        self.sets[0]
    }

    /// The rules behind an index.
    pub fn rules(&self, rule_set: RuleSetIx) -> &'a RuleSet {
        &self.problem.rule_sets[rule_set]
    }

    /// Every rule of one kind that binds her, her employer's and her hosts'.
    pub fn limits<T: Copy + 'a>(&self, kind: fn(&ByKind) -> &Vec<(RuleIx, T)>) -> impl Iterator<Item = (LawRef, T)> {
        self.sets.iter().flat_map(move |set| limits_of(self.problem, self.worker, *set, kind))
    }

    /// Every rule of one kind that binds her as an employee.
    pub fn home_limits<T: Copy + 'a>(
        &self,
        kind: fn(&ByKind) -> &Vec<(RuleIx, T)>,
    ) -> impl Iterator<Item = (LawRef, T)> {
        limits_of(self.problem, self.worker, self.home(), kind)
    }

    /// Whether a rule set governs a window: her own always, a host's when she works there inside it.
    pub fn governs(&self, rule_set: RuleSetIx, window: Span) -> bool {
        rule_set == self.home()
            || self.near(window).any(|d| d.span.overlaps(window) && loan_rules(self.problem, d) == Some(rule_set))
    }

    /// The duties under judgement.
    pub fn subjects(&self) -> impl Iterator<Item = &'a Duty> + 'a {
        let scope = self.scope;
        self.duties.iter().filter(move |d| scope == Scope::Everything || d.kind == DutyKind::Proposed)
    }

    /// Whether a duty is under judgement.
    pub fn is_subject(&self, duty: &Duty) -> bool {
        self.scope == Scope::Everything || duty.kind == DutyKind::Proposed
    }

    /// The duties that touch a window, in order.
    pub fn near(&self, window: Span) -> impl Iterator<Item = &'a Duty> + use<'a> {
        touching(self.duties, self.problem.longest_duty, window)
    }

    /// Whether a window contains a duty under judgement.
    pub fn concerns(&self, window: Span) -> bool {
        self.near(window).any(|d| self.is_subject(d))
    }

    /// Work in a window, all employers.
    pub fn work_in(&self, window: Span) -> Minute {
        self.near(window).map(|d| d.work_within(window)).sum()
    }

    /// The Mondays of the civil weeks that duties under judgement touch, in order, each once.
    pub fn subject_weeks(&self) -> Vec<Day> {
        mondays(self.worker, self.subjects().map(|d| d.span))
    }

    /// Tells one violation of several of the same rule: for a plan the worst of them, for an audit the worst of each run of
    /// windows that overlap.
    fn tell(&self, found: &mut Vec<Violation>, mut broken: Vec<Violation>) {
        let excess = |v: &&Violation| ((v.measured - v.limit).abs(), -v.window.start);
        match self.scope {
            Scope::Proposed => found.extend(broken.iter().max_by_key(excess)),
            Scope::Everything => {
                broken.sort_by_key(|v| (v.window.start, v.window.end));
                let mut until = Minute::MIN;
                while let Some(first) = broken.iter().find(|v| v.window.start >= until) {
                    let run = broken.iter().filter(|v| v.window.start >= until && v.window.start < first.window.end);
                    let worst = *run.max_by_key(excess).expect("the first is in the run");
                    until = worst.window.end;
                    found.push(worst);
                }
            }
        }
    }
}

/// The rules of one kind in a set that bind a worker.
fn limits_of<'a, T: Copy + 'a>(
    problem: &'a Problem,
    worker: &'a Worker,
    set: RuleSetIx,
    kind: fn(&ByKind) -> &Vec<(RuleIx, T)>,
) -> impl Iterator<Item = (LawRef, T)> + 'a {
    let rules = &problem.rule_sets[set];
    kind(&rules.limits)
        .iter()
        .filter(move |(rule, _)| rules.rules[*rule].binds(worker))
        .map(move |(rule, values)| (LawRef { set, rule: *rule }, *values))
}

/// The duties of a sorted list that touch a window; none lasts longer than `longest`.
pub(crate) fn touching(duties: &[Duty], longest: Minute, window: Span) -> impl Iterator<Item = &Duty> {
    let from = duties.partition_point(|d| d.span.start < window.start - longest);
    duties[from..].iter().take_while(move |d| d.span.start < window.end).filter(move |d| d.span.overlaps(window))
}

/// The Mondays of the civil weeks (her employer's zone) that some spans touch, in order, each once.
pub(crate) fn mondays(worker: &Worker, spans: impl Iterator<Item = Span>) -> Vec<Day> {
    let mut mondays: Vec<Day> = Vec::new();
    for span in spans {
        let (first, last) = (worker.grid.day_of(span.start), worker.grid.day_of(span.end - 1));
        mondays.extend([first - weekday(first), last - weekday(last)]);
    }
    mondays.sort_unstable();
    mondays.dedup();
    mondays
}

/// The span of some whole civil days, her employer's zone.
pub(crate) fn days_span(worker: &Worker, first: Day, days: Day) -> Span {
    Span::new(worker.grid.start_of(first), worker.grid.start_of(first + days))
}

/// The rule set that a loan brings in: work through the pool puts the host's rules on top of the home rules.
pub(crate) fn loan_rules(problem: &Problem, duty: &Duty) -> Option<RuleSetIx> {
    let is_loan = matches!(duty.kind, DutyKind::Pool | DutyKind::Proposed);
    duty.site.filter(|_| is_loan).map(|site| problem.sites[site].rule_set)
}

/// Her own rule set and those that two duties bring in, each once.
pub(crate) fn sets_of_pair(problem: &Problem, worker: &Worker, a: &Duty, b: &Duty) -> impl Iterator<Item = RuleSetIx> {
    let home = problem.sites[worker.employer].rule_set;
    let (x, y) = (loan_rules(problem, a), loan_rules(problem, b));
    let y = y.filter(|set| x != Some(*set));
    [Some(home), x.filter(|set| *set != home), y.filter(|set| *set != home)].into_iter().flatten()
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
    split_day::judge(case, &mut found);
    day_length::judge(case, &mut found);
    weekly_max::judge(case, &mut found);
    weekly_rest::judge(case, &mut found);
    rest_days::judge(case, &mut found);
    free_sundays::judge(case, &mut found);
    consecutive_days::judge(case, &mut found);
    overtime::judge(case, &mut found);
    part_time::judge(case, &mut found);
    annual_hours::judge(case, &mut found);
    reduced_hours::judge(case, &mut found);
    exemption::judge_overtime(case, &mut found);
    once(found)
}

/// Home and host often have the same rule: told once, under the home rule set, which comes first.
fn once(found: Vec<Violation>) -> Vec<Violation> {
    let mut told: Vec<Violation> = Vec::with_capacity(found.len());
    for violation in found {
        let same = |known: &Violation| Violation { law: violation.law, ..*known } == violation;
        if !told.iter().any(same) {
            told.push(violation);
        }
    }
    told
}

/// Judges one worker for one demand on top of `held` duties (her fixed ones and whatever else already counts, sorted):
/// first what concerns the pair alone, then her timeline with the duty in it. Every violation is returned.
pub fn judge(problem: &Problem, worker: WorkerIx, demand: DemandIx, held: &[Duty]) -> Vec<Violation> {
    let (who, what) = (&problem.workers[worker], &problem.demands[demand]);
    let mut found = judge_person(problem, who, what);
    let duties = with_duty(held, what.duty);
    found.extend(judge_timeline(&Case::new(problem, who, &duties, Scope::Proposed)));
    found
}

/// Whether [`judge`] would find nothing, for a worker and a demand that need not be the problem's: other hours, a title
/// accepted, an availability lifted. Stops at the first refusal, the cheap rules first.
pub fn allows(problem: &Problem, who: &Worker, what: &Demand, held: &[Duty]) -> bool {
    judge_person(problem, who, what).is_empty() && fits(problem, who, what, held)
}

/// What [`allows`] tells of a worker whom nothing but her other duties could keep from the demand.
pub fn fits(problem: &Problem, who: &Worker, what: &Demand, held: &[Duty]) -> bool {
    let duties = with_duty(held, what.duty);
    let case = Case::new(problem, who, &duties, Scope::Proposed);
    let mut found = Vec::new();
    overlap::judge(&case, &mut found);
    daily_rest::judge(&case, &mut found);
    found.is_empty() && judge_timeline(&case).is_empty()
}

/// A sorted timeline with one more duty.
fn with_duty(held: &[Duty], duty: Duty) -> Vec<Duty> {
    let mut duties = Vec::with_capacity(held.len() + 1);
    let at = held.partition_point(|d| (d.span.start, d.span.end) <= (duty.span.start, duty.span.end));
    duties.extend_from_slice(&held[..at]);
    duties.push(duty);
    duties.extend_from_slice(&held[at..]);
    duties
}

/// The rules that need only the worker and the shift.
pub fn judge_pair(problem: &Problem, worker: WorkerIx, demand: DemandIx) -> Vec<Violation> {
    judge_person(problem, &problem.workers[worker], &problem.demands[demand])
}

fn judge_person(problem: &Problem, who: &Worker, what: &Demand) -> Vec<Violation> {
    let mut found = Vec::new();
    personal::judge(problem, who, what, &mut found);
    documents::judge(problem, who, what, &mut found);
    exemption::judge_pair(problem, who, what, &mut found);
    lending::judge(problem, who, what, &mut found);
    admission::judge(problem, who, what, &mut found);
    found.extend(judge_duty(problem, who, &what.duty));
    found
}

/// The rules that need only the worker and the hours.
pub fn judge_duty(problem: &Problem, who: &Worker, duty: &Duty) -> Vec<Violation> {
    let mut found = Vec::new();
    duty_length::judge(problem, who, duty, &mut found);
    breaks::judge(problem, who, duty, &mut found);
    once(found)
}
