//! Who belongs to the audience of a step, by facts: where she works, and what the shift would make of her week.
//!
//! Where: *own* is whose home roster names the unit, or who knows it and is employed by its establishment; *away* is who stands
//! on the roster of another establishment; everybody else is *in the house*, and so is who stands on no roster: her work is the
//! pool. What: the civil week of her employer's zone with the shift in it is *plain* up to her contract, or up to what her roster
//! holds where that is more; beyond it *additional* for a part-timer below full time (Code du travail L3123-8), else *overtime*.
//! Whether the law lets her do it is not said here: whoever is asked is judged by every rule.

use super::order::{Audience, Step};
use crate::app::facts::Facts;
use crate::app::volunteering::Kind;
use releve_solver::domain::problem::{Demand, DutyKind, Worker, distance_km};
use releve_solver::domain::scenario::RosterLine;
use releve_solver::domain::time::{Day, Minute, Span, weekday};
use std::collections::{BTreeMap, BTreeSet};

/// The legal week (L3121-27; décret 2002-8 art. 1), minutes.
const FULL_TIME_MINUTES: Minute = 35 * 60;

/// Where somebody works, seen from a shift.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Own,
    House,
    /// At another establishment, so many kilometres away.
    Away(f64),
}

/// What a shift makes of somebody's week, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hours {
    Plain,
    Additional,
    Overtime,
}

/// The agents whom a step asks for an open shift, whether or not each may hold it.
pub fn of_step(
    facts: &Facts,
    demand: &Demand,
    step: &Step,
    volunteers: &BTreeMap<String, BTreeSet<Kind>>,
) -> BTreeSet<String> {
    let mut lines: BTreeMap<&str, Vec<&RosterLine>> = BTreeMap::new();
    for line in &facts.scenario.rosters {
        lines.entry(line.agent.as_str()).or_default().push(line);
    }
    let none = BTreeSet::new();
    let belongs = |worker: &&Worker| {
        let agent = worker.id.as_str();
        let place = place(facts, worker, demand, lines.get(agent).map_or(&[], Vec::as_slice));
        let wants = volunteers.get(agent).unwrap_or(&none);
        let far = matches!(place, Place::Away(_)) && !wants.contains(&Kind::OtherSites);
        match (step.audience, hours(worker, demand)) {
            (Audience::OwnUnit, Hours::Plain) => place == Place::Own,
            (Audience::Pool, Hours::Plain) => !matches!(place, Place::Away(_)),
            (Audience::Neighbours, Hours::Plain) => {
                let near = |km: f64| km <= f64::from(step.km.unwrap_or_default());
                !far && matches!(place, Place::Away(km) if near(km))
            }
            (Audience::AdditionalHours, Hours::Additional) => !far && wants.contains(&Kind::AdditionalHours),
            (Audience::Overtime, Hours::Overtime) => !far && wants.contains(&Kind::Overtime),
            _ => false,
        }
    };
    facts.problem.workers.iter().filter(belongs).map(|worker| worker.id.0.clone()).collect()
}

fn place(facts: &Facts, worker: &Worker, demand: &Demand, lines: &[&RosterLine]) -> Place {
    let on_roster = lines.iter().any(|line| line.unit == demand.unit);
    let knows = worker.employer == demand.site && worker.known_units.binary_search(&demand.unit).is_ok();
    if on_roster || knows {
        return Place::Own;
    }
    if worker.employer == demand.site || lines.is_empty() {
        return Place::House;
    }
    let sites = &facts.problem.sites;
    Place::Away(distance_km(sites[worker.employer].place, sites[demand.site].place))
}

/// What the shift makes of her week; a night over Sunday belongs to two weeks, and the worse one tells.
fn hours(worker: &Worker, demand: &Demand) -> Hours {
    let span = demand.duty.span;
    let (first, last) = (worker.grid.day_of(span.start), worker.grid.day_of(span.end - 1));
    let monday = |day: Day| day - weekday(day);
    let of_week = |monday: Day| {
        let week = Span::new(worker.grid.start_of(monday), worker.grid.start_of(monday + 7));
        let sum = |counts: fn(DutyKind) -> bool| -> Minute {
            let duties = worker.fixed.iter().filter(|duty| counts(duty.kind));
            duties.map(|duty| duty.work_within(week)).sum()
        };
        let with_it = sum(|kind| kind != DutyKind::Outside) + demand.duty.work_within(week);
        kind_of(with_it, worker.share_percent, sum(|kind| kind == DutyKind::Home))
    };
    of_week(monday(first)).max(of_week(monday(last)))
}

/// What a week with so many minutes in it is, of which her home roster asks for some.
fn kind_of(minutes: Minute, share_percent: u32, rostered: Minute) -> Hours {
    let contract = FULL_TIME_MINUTES * i64::from(share_percent) / 100;
    if minutes <= contract.max(rostered) {
        Hours::Plain
    } else if share_percent < 100 && minutes < FULL_TIME_MINUTES {
        Hours::Additional
    } else {
        Hours::Overtime
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_plain_up_to_the_contract_and_additional_below_full_time() {
        let cases = [
            // Minutes with the shift, share, on her roster.
            (2_100, 100, 0, Hours::Plain),
            (2_101, 100, 0, Hours::Overtime),
            (2_400, 100, 2_400, Hours::Plain),
            (2_401, 100, 2_400, Hours::Overtime),
            (1_050, 50, 0, Hours::Plain),
            (1_051, 50, 0, Hours::Additional),
            (2_099, 50, 0, Hours::Additional),
            (2_100, 50, 0, Hours::Overtime),
            (1_500, 50, 1_500, Hours::Plain),
            (2_250, 50, 2_250, Hours::Plain),
        ];
        for (minutes, share, rostered, kind) in cases {
            assert_eq!(kind_of(minutes, share, rostered), kind, "{minutes} min at {share} %, {rostered} on the roster");
        }
    }
}
