//! Who the pool asks, and where: admitted agents alone; a trainee only where somebody who knows the unit is on duty when the shift
//! starts; and, where the group has chosen so, nobody alone in a unit that she does not know.
//!
//! Who is on duty is what is decided without the plan at hand (home rosters and shifts given before), so the rule looks at the
//! pair alone and the engines use it through the list of lawful pairs.

use super::{Detail, RuleId, Violation};
use crate::domain::problem::{Demand, Problem, Proposes, Worker};
use crate::domain::scenario::Admission;

/// Judges the pair.
pub fn judge(problem: &Problem, worker: &Worker, demand: &Demand, found: &mut Vec<Violation>) {
    // A unit's own roster is not the pool's: whoever belongs to the unit is on it, admitted to the pool or not.
    if problem.proposes == Proposes::Rosters {
        return;
    }
    let violation = |rule, detail| Violation {
        rule,
        law: None,
        window: demand.duty.span,
        measured: 0,
        limit: 0,
        detail,
        lawful_from: None,
    };
    if worker.pool == Admission::Outside {
        found.push(violation(RuleId::Admission, Detail::None));
        return;
    }
    let (trainee, strange) = (worker.pool == Admission::Trainee, !worker.knows(&demand.unit));
    let must_have_company = trainee || (problem.first_shift_accompanied && strange);
    if must_have_company && !problem.has_company(&demand.unit, demand.duty.span.start) {
        let detail = if trainee { Detail::Trainee } else { Detail::None };
        found.push(violation(RuleId::Accompanied, detail));
    }
}
