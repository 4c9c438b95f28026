//! Nobody is at two places at once, nor on the road between them. Its linear form is part of
//! [`daily_rest`](super::daily_rest): whoever has her daily rest does not overlap.

use super::{Case, Detail, RuleId, Violation, road_between};
use crate::domain::problem::DutyKind;
use crate::domain::time::Span;

/// No road in a group is longer than this, minutes.
const ROAD_MINUTES_MAX: i64 = 24 * 60;

/// Judges every duty against every other near it; a pair is told once.
pub fn judge(case: &Case<'_>, found: &mut Vec<Violation>) {
    for duty in case.subjects() {
        let near = Span::new(duty.span.start - ROAD_MINUTES_MAX, duty.span.end + ROAD_MINUTES_MAX);
        for other in case.near(near) {
            // Two duties under judgement are one violation, told at the later one; a fixed one is told at the proposed.
            let later = std::ptr::from_ref(other) > std::ptr::from_ref(duty);
            if std::ptr::eq(other, duty) || (case.is_subject(other) && later) {
                continue;
            }
            let gap = (duty.span.start - other.span.end).max(other.span.start - duty.span.end);
            let road = road_between(case.problem, duty, other);
            if gap < road || gap < 0 {
                found.push(Violation {
                    rule: RuleId::Overlap,
                    law: None,
                    window: other.span,
                    measured: gap,
                    limit: road,
                    detail: Detail::None,
                    lawful_from: (other.kind != DutyKind::Proposed).then_some(other.span.end + road),
                });
            }
        }
    }
}
