//! Daily rest: 12 h in the FPH (décret 2002-9 art. 6), 11 h under the Code du travail (L3131-1), between the end of one
//! duty and the start of the next, over all employers. The road between two sites is not rest (`law.md` CUM-05 d).

use super::linear::{Model, Sense, Term};
use super::{Case, Detail, RuleId, Violation, rest_between};
use crate::domain::problem::{Duty, DutyKind, Problem, Worker};

/// Judges each proposed duty against its neighbours on either side.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for (at, duty) in case.duties.iter().enumerate() {
        if duty.kind != DutyKind::Proposed {
            continue;
        }
        if let Some(before) = case.duties[..at].iter().max_by_key(|d| d.span.end) {
            push_if_short(case, before, duty, duty, found);
        }
        if let Some(after) = case.duties.get(at + 1).filter(|d| d.kind != DutyKind::Proposed) {
            push_if_short(case, duty, after, duty, found);
        }
    }
}

/// `first` ends, `second` starts; `subject` is the proposed one. Overlapping duties are [`super::overlap`]'s business.
fn push_if_short(case: &Case<'_>, first: &Duty, second: &Duty, subject: &Duty, found: &mut Vec<Violation>) {
    let (rest, road_minutes, rule_set) = rest_between(case.problem, case.worker, first, second);
    let gap = second.span.start - first.span.end;
    if gap >= rest + road_minutes || gap < road_minutes {
        return;
    }
    let before = std::ptr::eq(subject, second);
    found.push(Violation {
        rule: RuleId::DailyRest,
        rule_set: Some(rule_set),
        window: if before { first.span } else { second.span },
        measured: gap,
        limit: rest + road_minutes,
        detail: if before { Detail::RestBefore { road_minutes } } else { Detail::RestAfter { road_minutes } },
        // Moving later helps only against the duty before.
        lawful_from: before.then_some(first.span.end + rest + road_minutes),
    });
}

/// Whether two duties cannot both be worked.
pub fn conflict(problem: &Problem, worker: &Worker, a: &Duty, b: &Duty) -> bool {
    let (first, second) = if a.span.start <= b.span.start { (a, b) } else { (b, a) };
    let (rest, road, _) = rest_between(problem, worker, first, second);
    second.span.start < first.span.end + rest + road
}

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
