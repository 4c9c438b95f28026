//! Break: 20 minutes once a duty is longer than six hours (décret 2002-9 art. 7; Code du travail L3121-16; CCN66 20.6). A
//! paid break counts. Where a shift code records none at all, when it is taken is the unit's own business and not judged.

use super::{Detail, RuleId, Violation, limits_of, sets_of_pair};
use crate::domain::problem::{Duty, Problem, Worker};

/// Judges the duty under her own rules and the host's.
pub fn judge(problem: &Problem, worker: &Worker, duty: &Duty, found: &mut Vec<Violation>) {
    let Some(measured) = duty.break_minutes else { return };
    for set in sets_of_pair(problem, worker, duty, duty) {
        for (law, rule) in limits_of(problem, worker, set, |k| &k.breaks) {
            if duty.span.minutes() > rule.after_minutes && measured < rule.minutes_min {
                found.push(Violation {
                    rule: RuleId::Break,
                    law: Some(law),
                    window: duty.span,
                    measured,
                    limit: rule.minutes_min,
                    detail: Detail::None,
                    lawful_from: None,
                });
            }
        }
    }
}
