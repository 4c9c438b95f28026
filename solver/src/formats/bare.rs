//! What the public benchmark formats share on their way to a [`Problem`]: people and whole rosters, and nothing of a group.

use super::Issue;
use super::tree::quote;
use crate::domain::choices::Choices;
use crate::domain::ids::{AgentId, ShiftId};
use crate::domain::plan::Assignment;
use crate::domain::problem::{BurdenWeights, PreferenceWeights, Problem, Proposes, Site, Worker};
use crate::domain::roster::{PostIx, Roster};
use crate::domain::scenario::{Admission, Establishment, EstablishmentLaw, Place, Territory};
use crate::domain::time::{Day, DayGrid, Span};
use crate::fingerprint::sha256;
use crate::law::rule::ByKind;
use crate::law::{Certainty, Mileage, Night, RuleSet};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::sync::Arc;

/// 5 January 1970, a Monday: the benchmarks name weekdays and no date, and no rule or holiday looks at this one.
const MONDAY: Day = 4;

/// Where nobody has to travel.
const NOWHERE: Place = Place { latitude: 0.0, longitude: 0.0 };

/// A problem that holds a roster and nothing else: one site without rules, and a worker by each name, which is also her
/// identifier. `canonical` is a text that two instances share only when they say the same.
pub fn problem<'n>(canonical: &str, names: impl IntoIterator<Item = &'n str>, roster: Roster) -> Problem {
    let grid = Arc::new(DayGrid::new(Tz::UTC, MONDAY, MONDAY + roster.days as Day));
    let horizon = Span::new(grid.start_of(MONDAY), grid.start_of(MONDAY + roster.days as Day));
    Problem {
        input_sha256: sha256(canonical.as_bytes()),
        rule_packs: Vec::new(),
        horizon,
        sites: vec![site()],
        rule_sets: vec![no_rules()],
        workers: names.into_iter().map(|name| worker(name, Arc::clone(&grid))).collect(),
        demands: Vec::new(),
        teams: Vec::new(),
        weights: PreferenceWeights {
            unknown_unit: 0,
            wish_off: 0,
            wish_on: 0,
            weekend_in_a_row: 0,
            far_site: 0,
            winter_holidays: 0,
            alone_on_unknown_unit: 0,
        },
        burden_weights: BurdenWeights { night: 0.0, saturday: 0.0, sunday: 0.0, holiday: 0.0, hours: 0.0 },
        travel_centipoints_per_50km: 0,
        weekends_in_a_row_max: None,
        mobility_radius_km: None,
        lending_agreements_required: false,
        first_shift_accompanied: false,
        company: BTreeMap::new(),
        decided_at: None,
        longest_duty: 0,
        proposes: Proposes::Loans,
        roster: Some(Arc::new(roster)),
        choices: Choices::default(),
        agency_minutes_max: Vec::new(),
    }
}

/// `12/Early/HeadNurse`: a day and names. The names are told apart from what separates them, so that two posts never
/// have the same identifier.
pub fn post_id(day: usize, names: &[&str]) -> ShiftId {
    let mut id = day.to_string();
    for name in names {
        id.push('/');
        id.push_str(&name.replace('%', "%25").replace('/', "%2F"));
    }
    ShiftId(id)
}

/// The posts that a plan gives, as positions of workers and posts, by worker and then by post.
///
/// # Errors
/// Every assignment whose post or person the problem does not have.
pub fn positions(problem: &Problem, plan: &[Assignment]) -> Result<Vec<(usize, PostIx)>, Vec<Issue>> {
    let roster = problem.roster.as_deref();
    let posts: BTreeMap<&ShiftId, PostIx> =
        roster.map_or(&[][..], |roster| &roster.posts).iter().enumerate().map(|(ix, post)| (&post.id, ix)).collect();
    let workers: BTreeMap<&AgentId, usize> = problem.workers.iter().enumerate().map(|(ix, w)| (&w.id, ix)).collect();
    let (mut held, mut issues) = (Vec::with_capacity(plan.len()), Vec::new());
    for (at, Assignment { shift, agent }) in plan.iter().enumerate() {
        match (workers.get(agent), posts.get(shift)) {
            (Some(&worker), Some(&post)) => held.push((worker, post)),
            (worker, _) => {
                let (field, found) = if worker.is_none() { ("agent", &agent.0) } else { ("shift", &shift.0) };
                issues.push(Issue {
                    line: None,
                    field: format!("assignments[{at}].{field}"),
                    found: quote(found).into(),
                    expected: "a name of the instance that the plan was made for".into(),
                    help: "give a plan of this instance".into(),
                });
            }
        }
    }
    held.sort_unstable();
    if issues.is_empty() { Ok(held) } else { Err(issues) }
}

fn site() -> Site {
    let name = "benchmark";
    let calendar = Establishment {
        id: name.into(),
        name: name.to_owned(),
        finess: String::new(),
        regime: String::new(),
        time_zone: Tz::UTC,
        commune: String::new(),
        place: NOWHERE,
        territory: Territory::Metropole,
        good_friday: false,
        extra_holidays: Vec::new(),
        derogations: Vec::new(),
        law: EstablishmentLaw::default(),
        membership: Vec::new(),
    };
    Site {
        id: name.into(),
        name: name.to_owned(),
        zone: Tz::UTC,
        place: NOWHERE,
        rule_set: 0,
        required_documents: Vec::new(),
        membership: Vec::new(),
        calendar: Arc::new(calendar),
    }
}

fn no_rules() -> RuleSet {
    let certainty = Certainty::V1;
    RuleSet {
        pack: String::new(),
        rules: Vec::new(),
        limits: ByKind::default(),
        night: Night {
            share_percent_min: 100,
            worker_duties_per_week: None,
            worker_minutes_min: None,
            article: String::new(),
            source: String::new(),
            certainty,
        },
        mileage: Mileage { cents_per_km: 0, article: String::new(), source: String::new(), certainty },
        anchor: MONDAY,
        cycle_weeks: 1,
    }
}

fn worker(name: &str, grid: Arc<DayGrid>) -> Worker {
    Worker {
        id: name.into(),
        name: name.to_owned(),
        employer: 0,
        share_percent: 100,
        qualifications: Vec::new(),
        home: NOWHERE,
        mobility_km: 0,
        exemptions: Vec::new(),
        known_units: Vec::new(),
        availability: None,
        wishes_on: Vec::new(),
        wishes_off: Vec::new(),
        balance_centipoints: 0,
        absences: Vec::new(),
        promised_rests: Vec::new(),
        fixed: Vec::new(),
        rostered: Vec::new(),
        grid,
        cost_cents_per_hour: 0,
        statuses: Vec::new(),
        documents: Vec::new(),
        agreements: Vec::new(),
        pool: Admission::Admitted,
        counters: None,
        reduced_hours: Vec::new(),
        winter_holidays_worked: Vec::new(),
        years: Vec::new(),
    }
}

/// Holds the engine against every plan of a tiny problem: it finds the cheapest one that breaks nothing, and proves it.
#[cfg(test)]
pub fn assert_proven(problem: &Problem) {
    use crate::domain::plan::{Cancel, LevelName, Limits};
    let limits = Limits { threads: 1, ..Limits::default() };
    let outcome = crate::solve(problem, &limits, &Cancel::new(), &|_| {});
    let Some((cost, _)) = crate::rules::pattern::brute::cheapest(problem) else { return };
    let checked = crate::check::check_roster(problem, &outcome.assignments()).expect("a plan that breaks nothing");
    let level = outcome.levels.iter().find(|level| level.name == LevelName::Cost).expect("a cost");
    for figure in [checked.costs().total(), level.objective, level.bound] {
        assert!((figure - cost).abs() < 1e-6, "{cost} is the least: {:?}, {level:?}", checked.costs());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_hold_the_separator_do_not_collide() {
        assert_eq!(post_id(12, &["Early", "HeadNurse"]).as_str(), "12/Early/HeadNurse");
        let ids = [["A/B", "C"], ["A", "B/C"], ["A%2FB", "C"], ["A", "B%2FC"]].map(|names| post_id(1, &names));
        for (at, id) in ids.iter().enumerate() {
            assert!(!ids[..at].contains(id), "{id}");
        }
    }
}
