//! Nobody is at two places at once, nor on the road between them. Its linear form is part of
//! [`daily_rest`](super::daily_rest): whoever has her daily rest does not overlap.

use super::{Case, Detail, RuleId, Violation, road_between};
use crate::domain::problem::DutyKind;

/// Judges every proposed duty against every other.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for (at, duty) in case.duties.iter().enumerate().filter(|(_, d)| d.kind == DutyKind::Proposed) {
        for (other_at, other) in case.duties.iter().enumerate() {
            // Two proposed duties are one violation, told at the later one.
            if other_at == at || (other.kind == DutyKind::Proposed && other_at > at) {
                continue;
            }
            let gap = (duty.span.start - other.span.end).max(other.span.start - duty.span.end);
            let road = road_between(case.problem, duty, other);
            if gap < road {
                found.push(Violation {
                    rule: RuleId::Overlap,
                    rule_set: None,
                    window: other.span,
                    measured: gap,
                    limit: road,
                    detail: Detail::None,
                    lawful_from: Some(other.span.end + road),
                });
            }
        }
    }
}
