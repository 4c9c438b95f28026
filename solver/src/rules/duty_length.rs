//! Length of one duty: work by day or night, and amplitude from arrival to departure.
//!
//! FPH: 9 h by day, 10 h by night, amplitude 10 h 30, or 12 h all in under the recorded derogation (décret 2002-9 art. 7).
//! Code du travail: 10 h a day (L3121-18), 8 h for a night (L3122-6), amplitude 13 h (24 − 11, L3131-1).
//! Lengths are real hours: 21:00–07:00 is 11 h on the night of the autumn change.

use super::{Detail, RuleId, Violation};
use crate::domain::problem::{DemandIx, Duty, Problem, WorkerIx};
use crate::law::RuleSet;

impl RuleSet {
    /// Whether a duty counts as a night duty.
    pub fn is_night(&self, duty: &Duty) -> bool {
        duty.night_minutes * 100 >= duty.span.minutes() * self.night.share_percent_min && duty.night_minutes > 0
    }
}

/// Judges the duty under her own rules and the host's.
pub fn judge(problem: &Problem, worker: WorkerIx, demand: DemandIx, found: &mut Vec<Violation>) {
    let demand = &problem.demands[demand];
    let home = problem.sites[problem.workers[worker].employer].rule_set;
    let host = problem.sites[demand.site].rule_set;
    let sets = [home, host];
    for rule_set in &sets[..if home == host { 1 } else { 2 }] {
        let rules = &problem.rule_sets[*rule_set];
        let duty = &demand.duty;
        let (limit, detail) = if rules.is_night(duty) {
            (rules.duty_length.night_minutes_max, Detail::NightDuty)
        } else {
            (rules.duty_length.day_minutes_max, Detail::DayDuty)
        };
        let figures = [
            (duty.work_minutes, limit, detail),
            (duty.span.minutes(), rules.duty_length.amplitude_minutes_max, Detail::Amplitude),
        ];
        for (measured, limit, detail) in figures.into_iter().filter(|(measured, limit, _)| measured > limit) {
            found.push(Violation {
                rule: RuleId::DutyLength,
                rule_set: Some(*rule_set),
                window: duty.span,
                measured,
                limit,
                detail,
                lawful_from: None,
            });
        }
    }
}
