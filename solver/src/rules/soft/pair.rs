//! What the last goal level says of one worker at one shift, whatever else she does.

use super::{Preference, winter};
use crate::domain::problem::{Demand, Problem, Worker, distance_km};

/// Everything that holds of a pair, each once; the demand need not be one of the problem's.
pub fn of_pair(problem: &Problem, who: &Worker, what: &Demand) -> impl Iterator<Item = Preference> + use<> {
    let unknown = !who.knows(&what.unit);
    let again = winter::worked_last_winter(problem, who, &what.duty);
    [
        unknown.then_some(Preference::UnknownUnit),
        (unknown && !problem.has_company(&what.unit, what.duty.span.start)).then_some(Preference::AloneOnUnknownUnit),
        who.wishes_off.contains(&what.duty.day).then_some(Preference::WishOff),
        who.wishes_on.contains(&what.duty.day).then_some(Preference::WishOn),
        is_far(problem, who, what).then_some(Preference::FarSite),
        again.map(Preference::HolidayAgain),
    ]
    .into_iter()
    .flatten()
}

/// Beyond the group's radius as the crow flies, to the metre: a site at exactly the radius is within it.
fn is_far(problem: &Problem, worker: &Worker, demand: &Demand) -> bool {
    problem.mobility_radius_km.is_some_and(|radius| {
        let metres = distance_km(worker.home, problem.sites[demand.site].place) * 1000.0;
        metres.round() > f64::from(radius) * 1000.0
    })
}
