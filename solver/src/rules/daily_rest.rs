//! Daily rest: 12 h in the FPH (décret 2002-9 art. 6), 11 h under the Code du travail (L3131-1), between the end of one
//! working day and the start of the next, over all employers. The road between two sites is not rest (`law.md` CUM-05 d).
//!
//! Two duties of one civil day may follow each other without it where the day may be split
//! ([`split_day`](super::split_day)).

use super::linear::{Model, Sense, Term};
use super::split_day::{Split, split};
use super::weekly_rest::DAY_MINUTES;
use super::{Case, Detail, LawRef, RuleId, Violation, limits_of, road_between, sets_of_pair};
use crate::domain::problem::{Duty, Problem, Worker};
use crate::domain::time::{Minute, Span};

/// The strictest daily rest that holds between two duties.
fn rest_between(problem: &Problem, worker: &Worker, a: &Duty, b: &Duty) -> (Minute, Option<LawRef>) {
    let mut strictest = (0, None);
    for set in sets_of_pair(problem, worker, a, b) {
        for (law, rule) in limits_of(problem, worker, set, |k| &k.daily_rest) {
            if rule.minutes_min > strictest.0 {
                strictest = (rule.minutes_min, Some(law));
            }
        }
    }
    strictest
}

/// Judges each duty against those near it on either side; a pair is told once, at its later duty under judgement.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    let Some(longest) = case.limits(|k| &k.daily_rest).map(|(_, rule)| rule.minutes_min).max() else { return };
    for duty in case.subjects() {
        let reach = longest + DAY_MINUTES;
        for other in case.near(Span::new(duty.span.start - reach, duty.span.end + reach)) {
            let later = std::ptr::from_ref(other) > std::ptr::from_ref(duty);
            if std::ptr::eq(other, duty) || (case.is_subject(other) && later) {
                continue;
            }
            push_if_short(case, duty, other, found);
        }
    }
}

/// `subject` is under judgement. Overlapping duties are [`super::overlap`]'s business.
fn push_if_short(case: &Case<'_>, subject: &Duty, other: &Duty, found: &mut Vec<Violation>) {
    let before = other.span.start <= subject.span.start;
    let (first, second) = if before { (other, subject) } else { (subject, other) };
    let gap = second.span.start - first.span.end;
    let road_minutes = road_between(case.problem, first, second);
    let (rest, law) = rest_between(case.problem, case.worker, first, second);
    if gap >= rest + road_minutes || gap < road_minutes.max(0) {
        return;
    }
    // Moving later helps only against the duty before.
    let lawful_from = before.then_some(first.span.end + rest + road_minutes);
    match split(case.problem, case.worker, first, second) {
        Split::Allowed => {}
        Split::Refused { law, measured, limit, detail } => found.push(Violation {
            rule: RuleId::SplitDay,
            law: Some(law),
            window: other.span,
            measured,
            limit,
            detail,
            lawful_from,
        }),
        Split::NotSplit => found.push(Violation {
            rule: RuleId::DailyRest,
            law,
            window: other.span,
            measured: gap,
            limit: rest + road_minutes,
            detail: if before { Detail::RestBefore { road_minutes } } else { Detail::RestAfter { road_minutes } },
            lawful_from,
        }),
    }
}

/// Whether two duties cannot both be worked.
pub fn conflict(problem: &Problem, worker: &Worker, a: &Duty, b: &Duty) -> bool {
    let (first, second) = if a.span.start <= b.span.start { (a, b) } else { (b, a) };
    let gap = second.span.start - first.span.end;
    // Most pairs of a year lie far apart.
    if gap > FAR_APART {
        return false;
    }
    let road = road_between(problem, first, second);
    if gap >= rest_between(problem, worker, first, second).0 + road {
        return false;
    }
    gap < road.max(0) || split(problem, worker, first, second) != Split::Allowed
}

/// No daily rest and road together reach this, minutes.
const FAR_APART: Minute = 3 * DAY_MINUTES;

/// Rows: at most one duty of every set of mutually conflicting candidates. The conflict graph is close to an interval
/// graph, so that few maximal cliques cover it; each conflicting pair lies in at least one.
pub fn rows(model: &mut Model<'_>) {
    let mut cliques: Vec<Vec<usize>> = Vec::new();
    for at in 0..model.candidates.len() {
        let earlier: Vec<usize> = (0..at).filter(|other| model.conflicts(*other, at)).collect();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for other in earlier {
            match groups.iter_mut().find(|group| group.iter().all(|member| model.conflicts(*member, other))) {
                Some(group) => group.push(other),
                None => groups.push(vec![other]),
            }
        }
        for mut group in groups {
            group.push(at);
            // A later clique that holds an earlier one replaces it.
            cliques.retain(|known| !known.iter().all(|member| group.contains(member)));
            cliques.push(group);
        }
    }
    for clique in cliques {
        let terms = clique.into_iter().map(|candidate| (Term::Candidate(candidate), 1.0)).collect();
        model.row(RuleId::DailyRest, terms, Sense::AtMost, 1.0);
    }
}
