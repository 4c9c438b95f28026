//! What the person brings: title, absence, availability, mobility, promised rest.

use super::{Detail, RuleId, Violation};
use crate::domain::problem::{Demand, Problem, Worker, distance_km};
use crate::domain::scenario::Suitability;
use crate::domain::time::Span;

/// Judges the pair.
pub fn judge(problem: &Problem, worker: &Worker, demand: &Demand, found: &mut Vec<Violation>) {
    let span = demand.duty.span;
    let violation = |rule, window: Span| Violation {
        rule,
        law: None,
        window,
        measured: 0,
        limit: 0,
        detail: Detail::None,
        lawful_from: None,
    };
    if worker.suits(demand) == Suitability::No {
        let held = worker.qualifications.iter().any(|(q, ..)| demand.suitable.iter().any(|(title, _)| title == q));
        let detail = if held { Detail::TitleExpired } else { Detail::None };
        found.push(Violation { detail, ..violation(RuleId::Qualification, span) });
    }
    for absence in worker.absences.iter().filter(|a| a.overlaps(span)) {
        found.push(Violation { lawful_from: Some(absence.end), ..violation(RuleId::Absence, *absence) });
    }
    for rest in worker.promised_rests.iter().filter(|r| r.overlaps(span)) {
        found.push(Violation { lawful_from: Some(rest.end), ..violation(RuleId::PromisedRest, *rest) });
    }
    if let Some(windows) = &worker.availability
        && !windows.iter().any(|w| w.contains(span))
    {
        let next = windows.iter().map(|w| w.start).filter(|start| *start > span.start).min();
        found.push(Violation { lawful_from: next, ..violation(RuleId::Availability, span) });
    }
    let km = distance_km(worker.home, problem.sites[demand.site].place);
    if km > f64::from(worker.mobility_km) {
        found.push(Violation {
            measured: km.ceil() as i64,
            limit: i64::from(worker.mobility_km),
            ..violation(RuleId::Mobility, span)
        });
    }
}
