//! The two forms of the rules say the same: over thousands of random timelines, every subset of the shifts that one person
//! could take is accepted by the linear rows if and only if the checker accepts it, and what it weighs together at the last
//! goal level is what the priced variables add up to.

use crate::common::{World, date, moment};
use crate::random::Random;
use chrono::Days;
use releve_solver::check::check;
use releve_solver::domain::plan::Assignment;
use releve_solver::domain::problem::{Duty, Problem};
use releve_solver::domain::scenario::*;
use releve_solver::law::Status;
use releve_solver::rules::linear::{Model, Row, Sense, Term, model};
use releve_solver::rules::soft::plan_centipoints;
use releve_solver::rules::{self, RuleId};
use std::collections::BTreeSet;

const REGIMES: [&str; 5] = ["fph", "code-du-travail", "ccn51", "ccn66", "ccu"];
const HOURS: [&str; 12] = [
    "0700-1400",
    "0645-1415",
    "1345-2115",
    "2100-0700",
    "0800-1100",
    "1700-2000",
    "0700-1700",
    "1300-1900",
    "2200-0600",
    "0000-0600",
    "1700-0000",
    "0900-1200",
];
/// First days of a horizon: an ordinary week, both clock changes, the turn of the year with ISO week 53, a leap day.
const MONDAYS: [&str; 5] = ["2026-11-30", "2026-10-19", "2027-03-22", "2026-12-21", "2028-02-21"];

/// A full life around a few shifts on offer, so that every rule gets in the way of some.
fn random_world(random: &mut Random) -> World {
    let from = random.of(&MONDAYS);
    let mut world = World::new(random.of(&REGIMES)).horizon(from, 21).share(random.of(&[100, 100, 95, 80, 50]));
    if world.scenario.establishments[0].regime == "ccn51" && random.one_in(2) {
        // Fifteen free Sundays a year in place of one in three.
        world = world.derogation("averaged-rest-days");
        world.scenario.establishments[1].derogations.clear();
    }
    if random.one_in(2) {
        world = world.host(random.of(&REGIMES));
    }
    if random.one_in(3) {
        world = world.with(|s| s.establishments[1].place.latitude += 0.345);
    }
    for status in [Status::NightWorker, Status::IrregularRhythm, Status::VariableRest] {
        if random.one_in(6) {
            world = world.status(status);
        }
    }
    if random.one_in(4) {
        world.scenario.house_rules.consecutive_days_max = Some(3 + random.below(4) as u32);
    }
    if random.one_in(4) {
        world.scenario.establishments[0].law.cycle_weeks = Some(random.of(&[2, 6, 12]));
    }
    if random.one_in(4) {
        // Close to the caps of the year.
        let work_minutes = random.of(&[0, 90_000, 96_420, 108_000, 110_000, 110_500]);
        world.scenario.agents[0].law.counters = Some(Counters {
            year: date(from).to_string()[..4].parse().expect("a year"),
            work_minutes,
            overtime_minutes: random.of(&[0, 14_000, 13_200]),
            night_minutes: random.of(&[0, work_minutes]),
            sundays_holidays_worked: random.of(&[0, 9, 10, 19]),
            sundays_worked: random.of(&[0, 30, 36, 37]),
        });
    }
    if random.one_in(8) {
        let start = date(from) + Days::new(random.below(14));
        world.scenario.agents[0].law.reduced_hours.push(Period { from: start, to: start + Days::new(5) });
    }
    if random.one_in(8) {
        world.scenario.agents[0].exemptions.push(Exemption::NoOvertime);
    }
    if random.one_in(6) {
        let day = date(from) + Days::new(random.below(10));
        let work = OutsideWork { from: moment(&format!("{day}T09:00")), to: moment(&format!("{day}T15:30")) };
        let agent = &mut world.scenario.agents[0];
        agent.outside_work.push(work);
        for kind in ["outside-work-declaration", "outside-work-authorisation"] {
            let valid_from = Some(date(from) - Days::new(100));
            agent.law.documents.push(AgentDocument {
                kind: kind.into(),
                reference: "r".into(),
                valid_from,
                valid_to: None,
            });
        }
    }
    // A roster of four weeks, the first before the horizon, dense enough to be near the limits and mostly lawful.
    let work_in_ten = 3 + random.below(4);
    let habit = random.of(&HOURS);
    let roster: Vec<&str> = (0..28)
        .map(|_| match random.below(10) {
            n if n < work_in_ten => {
                if random.one_in(4) {
                    random.of(&HOURS)
                } else {
                    habit
                }
            }
            _ => ".",
        })
        .collect();
    let before = (date(from) - Days::new(7)).to_string();
    world = world.roster(&before, &roster.join(" "));
    // Shifts close together.
    let offers = 6 + random.below(5);
    let first = random.below(7);
    for _ in 0..offers {
        let day = (date(from) + Days::new(first + random.below(9))).to_string();
        world = world.offer(&day, random.of(&HOURS));
    }
    if random.one_in(2) {
        // Some are at home: no host's rules there.
        let unit = world.scenario.rosters[0].unit.clone();
        world.scenario.shifts.iter_mut().step_by(2).for_each(|shift| shift.unit = unit.clone());
    }
    world
}

/// The auxiliary values that satisfy every row for a choice of candidates, or the rule of a row that none satisfy. Each is
/// set to the end of its range that its other rows want: a row `… − aux ≤ r` pushes it up from below, a row
/// `… + aux ≤ r` caps it.
fn accepts(model: &Model<'_>, chosen: &[bool]) -> Result<Vec<f64>, Option<RuleId>> {
    let mut aux = vec![0.0; model.aux];
    for at in 0..model.aux {
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        let mut wants_high = false;
        for row in model.rows.iter().filter(|row| row.defines == Some(at)) {
            let own = row.terms.iter().find(|(term, _)| *term == Term::Aux(at)).map_or(0.0, |(_, c)| *c);
            let others: f64 =
                row.terms.iter().filter(|(t, _)| *t != Term::Aux(at)).map(|t| value(t, chosen, &aux)).sum();
            if own > 0.0 {
                wants_high = true;
                high = high.min((row.right - others) / own);
            } else {
                low = low.max((row.right - others) / own);
            }
        }
        aux[at] = if wants_high { high } else { low };
    }
    let holds = |row: &Row| {
        let left: f64 = row.terms.iter().map(|term| value(term, chosen, &aux)).sum();
        match row.sense {
            Sense::AtMost => left <= row.right + 1e-6,
            Sense::AtLeast => left >= row.right - 1e-6,
        }
    };
    let in_range = |value: &f64| (-1e-9..=1.0 + 1e-9).contains(value);
    let out_of_range = aux.iter().position(|value| !in_range(value));
    let broken = match out_of_range {
        Some(at) => model.rows.iter().find(|row| row.defines == Some(at)),
        None => model.rows.iter().find(|row| !holds(row)),
    };
    broken.map_or(Ok(aux), |row| Err(row.rule))
}

fn value((term, coefficient): &(Term, f64), chosen: &[bool], aux: &[f64]) -> f64 {
    coefficient
        * match term {
            Term::Candidate(at) => f64::from(u8::from(chosen[*at])),
            Term::Aux(at) => aux[*at],
        }
}

/// What the priced variables cost, hundredths of a point.
fn priced(model: &Model<'_>, aux: &[f64]) -> i64 {
    model.prices.iter().map(|(at, price)| (aux[*at] * *price as f64).round() as i64).sum()
}

/// The shifts that the person may take one by one, by start.
fn candidates(problem: &Problem) -> Vec<usize> {
    let worker = &problem.workers[0];
    let mut lawful: Vec<usize> =
        (0..problem.demands.len()).filter(|d| rules::judge(problem, 0, *d, &worker.fixed).is_empty()).collect();
    lawful.sort_by_key(|d| (problem.demands[*d].duty.span.start, *d));
    lawful
}

#[test]
fn rows_and_checker_agree_on_every_subset() {
    let mut random = Random(2026);
    let (mut accepted, mut refused, mut charged) = (0, 0, 0);
    let mut binding: BTreeSet<RuleId> = BTreeSet::new();
    for case in 0..6_000 {
        let mut world = random_world(&mut random);
        world.scenario.house_rules.weekends_in_a_row_max = [None, Some(1), Some(2)][case % 3];
        let problem = world.problem();
        let lawful = candidates(&problem);
        let duties: Vec<Duty> = lawful.iter().map(|d| problem.demands[*d].duty).collect();
        let model = model(&problem, &problem.workers[0], &duties);
        for subset in 0_u32..1 << lawful.len() {
            let chosen: Vec<bool> = (0..lawful.len()).map(|at| subset >> at & 1 == 1).collect();
            let assignments: Vec<Assignment> = lawful
                .iter()
                .zip(&chosen)
                .filter(|(_, chosen)| **chosen)
                .map(|(d, _)| Assignment { shift: problem.demands[*d].id.clone(), agent: "a".into() })
                .collect();
            let checked = check(&problem, &assignments);
            let by_rows = accepts(&model, &chosen);
            match (&checked, by_rows) {
                (Ok(_), Ok(aux)) => {
                    accepted += 1;
                    let together = priced(&model, &aux);
                    charged += usize::from(together > 0);
                    let duties: Vec<Duty> = duties.iter().zip(&chosen).filter(|(_, c)| **c).map(|(d, _)| *d).collect();
                    assert_eq!(together, plan_centipoints(&problem, &problem.workers[0], &duties), "{assignments:?}");
                }
                (Err(breaches), Err(_)) => {
                    refused += 1;
                    binding.extend(
                        RuleId::ALL.iter().filter(|rule| breaches.iter().any(|b| b.refusal.rule == rule.as_str())),
                    );
                }
                (Ok(_), Err(rule)) => panic!("case {case}, {assignments:?}: a row of {rule:?} refuses what is lawful"),
                (Err(breaches), Ok(_)) => panic!("case {case}, {assignments:?}: no row refuses {breaches:#?}"),
            }
        }
    }
    // The cases are worth something only when both answers are frequent and each rule that looks at several duties is
    // decisive in some.
    assert!(accepted > 20_000 && refused > 20_000, "{accepted} accepted, {refused} refused");
    assert!(charged > 2_000, "only {charged} choices weigh anything together");
    let several = [
        RuleId::DailyRest,
        RuleId::SplitDay,
        RuleId::DayLength,
        RuleId::WeeklyMax,
        RuleId::WeeklyRest,
        RuleId::RestDays,
        RuleId::FreeSundays,
        RuleId::ConsecutiveDays,
        RuleId::Overtime,
        RuleId::PartTime,
        RuleId::AnnualHours,
        RuleId::ReducedHours,
        RuleId::Exemption,
        RuleId::Overlap,
    ];
    let idle: Vec<_> = several.iter().filter(|rule| !binding.contains(rule)).collect();
    assert!(idle.is_empty(), "never decisive: {idle:?}");
}
