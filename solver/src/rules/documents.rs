//! Documents: those that a site asks for, and what must be on file of whoever works for others as well: a dated declaration
//! (Code du travail L8261-1 and following, by which each employer answers for the hours of all) and, for a public agent
//! above the share that the law names, an authorisation (CGFP L123-1 and following).

use super::{Detail, LawRef, RuleId, Violation, limits_of};
use crate::domain::problem::{Demand, DutyKind, Problem, Worker};
use crate::domain::time::Day;

/// Kind of the document that declares work for others.
pub const DECLARATION: &str = "outside-work-declaration";
/// Kind of the document that authorises it.
pub const AUTHORISATION: &str = "outside-work-authorisation";

/// The first day of the latest document of a kind that holds on a day.
fn held(worker: &Worker, kind: &str, day: Day) -> Option<Day> {
    worker.documents.iter().filter(|(k, from, to)| k == kind && (*from..=*to).contains(&day)).map(|d| d.1).max()
}

/// Judges the pair.
pub fn judge(problem: &Problem, worker: &Worker, demand: &Demand, found: &mut Vec<Violation>) {
    let day = demand.duty.day;
    let violation = |rule, law: Option<LawRef>, detail| Violation {
        rule,
        law,
        window: demand.duty.span,
        measured: 0,
        limit: 0,
        detail,
        lawful_from: None,
    };
    for (at, kind) in problem.sites[demand.site].required_documents.iter().enumerate() {
        if held(worker, kind, day).is_none() {
            found.push(violation(RuleId::Document, None, Detail::RequiredDocument(at)));
        }
    }
    if !worker.fixed.iter().any(|d| d.kind == DutyKind::Outside) {
        return;
    }
    let home = problem.sites[worker.employer].rule_set;
    for (law, rule) in limits_of(problem, worker, home, |k| &k.outside_declaration) {
        let age = held(worker, DECLARATION, day).map(|signed| i64::from(day) - i64::from(signed));
        if age.is_none_or(|age| age > rule.days_max) {
            let known = age.filter(|age| *age < i64::from(u16::MAX));
            let (measured, limit) = (known.unwrap_or(-1), rule.days_max);
            found.push(Violation { measured, limit, ..violation(RuleId::OutsideWork, Some(law), Detail::Declaration) });
        }
    }
    for (law, rule) in limits_of(problem, worker, home, |k| &k.outside_authorisation) {
        if i64::from(worker.share_percent) > rule.above_percent && held(worker, AUTHORISATION, day).is_none() {
            found.push(violation(RuleId::OutsideWork, Some(law), Detail::Authorisation));
        }
    }
}
