//! [`Instance`] → [`Problem`] over all its weeks, and the way back from what was solved to a [`Solution`] for each week.

use super::{Assignment as Work, Bounds, Instance, Last, Solution, write_history, write_scenario, write_week};
use crate::domain::plan::Assignment;
use crate::domain::problem::Problem;
use crate::domain::roster::{Band, Bound, Kind, KindPattern, Past, Pattern, Post, Price, Roster, Wanted, Wish};
use crate::formats::Issue;
use crate::formats::bare;

/// S1: units for each nurse short of the optimum.
const SHORT_OF_OPTIMUM: f64 = 30.0;
/// S2, first part: units for each day outside the bounds of a shift type.
const SHIFT_RUN: f64 = 15.0;
/// S2, second part, and S3: units for each day outside the bounds of a contract.
const DAYS_RUN: f64 = 30.0;
/// S4: units for each wish that is not met.
const WISH: f64 = 10.0;
/// S5: units for each week-end half worked.
const HALF_WEEKEND: f64 = 30.0;
/// S6: units for each day worked outside the bounds of a contract.
const ASSIGNMENTS: f64 = 20.0;
/// S7: units for each week-end worked beyond the contract's most.
const WEEKENDS: f64 = 30.0;

/// The same as a problem: a worker for each nurse, and a post `day/shift/skill` for each shift type and skill on each
/// day, counted over all weeks, whether or not somebody is needed there.
///
/// The total of days and week-ends (S6, S7) is priced only when the last week is the scenario's last, as the judge does.
///
/// # Panics
/// If the instance is not of the parts that the readers make: a history without one of the nurses, say.
pub fn compile(instance: &Instance) -> Problem {
    let scenario = &instance.scenario;
    let kinds = scenario.shifts.iter().map(|shift| {
        let mut not_followed_by = shift.not_followed_by.clone();
        not_followed_by.sort_unstable();
        not_followed_by.dedup();
        // The format knows no hours.
        Kind { code: shift.id.clone(), minutes: 0, not_followed_by }
    });
    let roster = Roster {
        days: 7 * instance.weeks.len(),
        kinds: kinds.collect(),
        posts: posts(instance),
        patterns: (0..scenario.nurses.len()).map(|nurse| pattern(instance, nurse)).collect(),
    };
    let mut facts = write_scenario(scenario) + &write_history(scenario, &instance.history);
    for week in &instance.weeks {
        facts.push_str(&write_week(scenario, week));
    }
    bare::problem(&facts, scenario.nurses.iter().map(|nurse| nurse.id.as_str()), roster)
}

/// The plan of each week that some assignments make, each by nurse and then by day.
///
/// # Errors
/// Every assignment that names no post or nurse of the instance.
pub fn solutions_of(instance: &Instance, assignments: &[Assignment]) -> Result<Vec<Solution>, Vec<Issue>> {
    let (shifts, skills) = (instance.scenario.shifts.len(), instance.scenario.skills.len());
    let of_week = |week: u32| Solution { week, assignments: Vec::new() };
    let mut solutions: Vec<Solution> = (instance.history.week..).take(instance.weeks.len()).map(of_week).collect();
    for (nurse, post) in bare::positions(&compile(instance), assignments)? {
        let (day, shift, skill) = (post / (shifts * skills), post / skills % shifts, post % skills);
        solutions[day / 7].assignments.push(Work { nurse, day: day % 7, shift, skill });
    }
    Ok(solutions)
}

/// The assignments that the plans of the weeks make, in their order.
///
/// # Panics
/// If a solution is not of this scenario.
pub fn assignments_of(instance: &Instance, solutions: &[Solution]) -> Vec<Assignment> {
    let scenario = &instance.scenario;
    let mut assignments = Vec::new();
    for (week, solution) in solutions.iter().enumerate() {
        for &Work { nurse, day, shift, skill } in &solution.assignments {
            assignments.push(Assignment {
                shift: bare::post_id(7 * week + day, &[&scenario.shifts[shift].id, &scenario.skills[skill]]),
                agent: scenario.nurses[nurse].id.as_str().into(),
            });
        }
    }
    assignments
}

/// By day, shift type and skill, which is what [`solutions_of`] counts on.
fn posts(instance: &Instance) -> Vec<Post> {
    let scenario = &instance.scenario;
    let skills = scenario.skills.len();
    let mut posts = Vec::with_capacity(7 * instance.weeks.len() * scenario.shifts.len() * skills);
    for (week, data) in instance.weeks.iter().enumerate() {
        for day in 0..7 {
            let first = posts.len();
            for (kind, shift) in scenario.shifts.iter().enumerate() {
                for (skill, name) in scenario.skills.iter().enumerate() {
                    let day = 7 * week + day;
                    let id = bare::post_id(day, &[&shift.id, name]);
                    posts.push(Post { id, day, kind, skill: Some(skill), bands: Vec::new(), surplus: Some(0.0) });
                }
            }
            for need in &data.requirements {
                posts[first + need.shift * skills + need.skill].bands = bands(need.days[day]);
            }
        }
    }
    posts
}

/// The minimum at any price, then the optimum; each only where it asks for somebody more.
fn bands(Bounds { min, max: optimum }: Bounds) -> Vec<Band> {
    let minimum = (min > 0).then_some(Band { persons: min, missing: Price::Never });
    let optimum = (optimum > min).then_some(Band { persons: optimum, missing: Price::Units(SHORT_OF_OPTIMUM) });
    minimum.into_iter().chain(optimum).collect()
}

fn pattern(instance: &Instance, nurse: usize) -> Pattern {
    let scenario = &instance.scenario;
    let who = &scenario.nurses[nurse];
    let contract = &scenario.contracts[who.contract];
    let before = &instance.history.nurses[nurse];
    let priced = |Bounds { min, max }: Bounds, units: f64| Bound::priced(min, units, max, units);
    let run = |bounds: Bounds| KindPattern { total: Bound::FREE, run: priced(bounds, SHIFT_RUN) };
    let (days, weekends) = if instance.reaches_the_end() {
        let over = Price::Units(WEEKENDS);
        let weekends = Bound { most: contract.weekends_max, over, ..Bound::FREE };
        (priced(contract.assignments, ASSIGNMENTS), weekends)
    } else {
        (Bound::FREE, Bound::FREE)
    };
    let wishes = instance.weeks.iter().enumerate().flat_map(|(week, data)| {
        data.requests.iter().filter(|request| request.nurse == nurse).map(move |request| Wish {
            day: 7 * week + request.day,
            what: request.shift.map_or(Wanted::Rest, Wanted::NotKind),
            units: WISH,
        })
    });
    let mut skills = who.skills.clone();
    skills.sort_unstable();
    skills.dedup();
    Pattern {
        skills,
        kinds: scenario.shifts.iter().map(|shift| run(shift.run_days)).collect(),
        minutes: Bound::FREE,
        days,
        work_run: priced(contract.work_days, DAYS_RUN),
        rest_run: priced(contract.rest_days, DAYS_RUN),
        weekends,
        half_weekend: if contract.complete_weekends { HALF_WEEKEND } else { 0.0 },
        days_off: Vec::new(),
        wishes: wishes.collect(),
        past: match before.last {
            Last::Off { days } => Past::Rest(days),
            Last::Worked { shift, shift_days, work_days } => {
                Past::Work { kind: shift, kind_days: shift_days, work_days }
            }
        },
        days_before: before.assignments,
        weekends_before: before.weekends,
    }
}
