//! Length of one duty: work by day or night, and amplitude from arrival to departure.
//!
//! FPH: 9 h by day, 10 h by night, amplitude 10 h 30, or 12 h all in under the recorded derogation (décret 2002-9 art. 7).
//! Code du travail: 10 h a day (L3121-18), 8 h for a night worker's night (L3122-6), amplitude 13 h (24 − 11, L3131-1).
//! Lengths are real hours: 21:00–07:00 is 11 h on the night of the autumn change.

use super::{Detail, RuleId, Violation, limits_of, sets_of_pair};
use crate::domain::problem::{Duty, Problem, Worker};
use crate::law::RuleSet;

impl RuleSet {
    /// Whether a duty counts as a night duty.
    pub fn is_night(&self, duty: &Duty) -> bool {
        duty.night_minutes * 100 >= duty.span.minutes() * self.night.share_percent_min && duty.night_minutes > 0
    }
}

/// Judges the duty under her own rules and the host's. Of several rules of one set the strictest figure of each sort is
/// told.
pub fn judge(problem: &Problem, worker: &Worker, duty: &Duty, found: &mut Vec<Violation>) {
    for set in sets_of_pair(problem, worker, duty, duty) {
        let night = problem.rule_sets[set].is_night(duty);
        let mut told: [Option<Violation>; 2] = [None, None];
        for (law, rule) in limits_of(problem, worker, set, |k| &k.duty_length) {
            let work = if night { rule.night_minutes_max } else { rule.day_minutes_max };
            let detail = if night { Detail::NightDuty } else { Detail::DayDuty };
            let figures = [
                (duty.work_minutes, work, detail),
                (duty.span.minutes(), rule.amplitude_minutes_max, Detail::Amplitude),
            ];
            for (slot, (measured, limit, detail)) in told.iter_mut().zip(figures) {
                let Some(limit) = limit.filter(|limit| measured > *limit) else { continue };
                if slot.is_none_or(|known| limit < known.limit) {
                    *slot = Some(Violation {
                        rule: RuleId::DutyLength,
                        law: Some(law),
                        window: duty.span,
                        measured,
                        limit,
                        detail,
                        lawful_from: None,
                    });
                }
            }
        }
        found.extend(told.into_iter().flatten());
    }
}
