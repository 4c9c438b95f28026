//! Whole rosters as one mixed-integer model that HiGHS solves whole: what the column engine is measured against, and its
//! oracle, since the two share no code.
//!
//! A person has a 0/1 column for each post open to her, and every limit of her pattern is written out day by day
//! (`model`), as in the integer programmes that came with the public benchmarks. It proves tiny rosters and small wards;
//! on a hospital's month the relaxation, which knows no lawful roster as a whole, stays far below the best plan.

mod model;
#[cfg(test)]
mod tests;

use super::highs::RunLimits;
use crate::check::{CheckedRoster, check_roster};
use crate::domain::plan::{
    Assigned, Assignment, BareReason, Cancel, Level, LevelName, Limits, Outcome, Progress, Status, Uncovered,
};
use crate::domain::problem::Problem;
use crate::domain::roster::Roster;
use crate::domain::scenario::Suitability;
use model::Model;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// What the lack of any plan counts as, units.
const NO_PLAN: f64 = 1e12;

/// Plans [`Problem::roster`] by one mixed-integer model on one thread; a problem without a roster is one without days.
///
/// The plan is one that [`check_roster`] accepts and [`Level::bound`] holds for all plans; where there is no plan nothing
/// is assigned, and a bound that stands at the same value as the objective says that there is none at all. The same
/// problem, seed, gap and work limit give the same plan as long as the clock does not stop the run.
pub fn solve(problem: &Problem, limits: &Limits, cancel: &Cancel, progress: &(dyn Fn(&Progress) + Sync)) -> Outcome {
    let started = Instant::now();
    let deadline = started + Duration::from_secs_f64(limits.seconds.clamp(0.0, 1e7));
    let stop = || cancel.is_cancelled() || Instant::now() >= deadline;
    let none = Roster { days: 0, kinds: Vec::new(), posts: Vec::new(), patterns: Vec::new() };
    let roster = problem.roster.as_deref().unwrap_or(&none);
    let Some(model) = Model::new(roster, &stop) else {
        return outcome(problem, roster, limits, started, &Found { plan: None, bound: f64::NEG_INFINITY, work: 0 });
    };
    let run_limits = RunLimits {
        deadline,
        // A better plan is better by a whole unit where all prices are whole.
        gap: if model.is_whole() { 1.0 - 1e-4 } else { 1e-6 },
        work: limits.work.unwrap_or(u64::MAX),
    };
    let is_settled = Cell::new(false);
    let mut solver = model.solver(limits.seed);
    let run = solver.run(None, run_limits, &|| stop() || is_settled.get(), &mut |best, bound| {
        let (best, bound) = (best + model.base(), bound + model.base());
        is_settled.set(best.is_finite() && best - bound <= limits.gap * best.abs().max(1.0));
        if best.is_finite() {
            progress(&Progress {
                seconds: started.elapsed().as_secs_f64(),
                level: LevelName::Cost,
                fraction: 0.0,
                covered: 0,
                shifts: roster.posts.len(),
                objective: best,
                bound,
                gap: bound.is_finite().then(|| (best - bound) / best.abs().max(1.0)),
                columns: 0,
                work: 0,
            });
        }
    });
    let plan = run.values.map(|values| model.plan(&values));
    let bound = if model.is_whole() { (run.bound - 1e-4).ceil() } else { run.bound } + model.base();
    outcome(problem, roster, limits, started, &Found { plan, bound, work: run.work })
}

/// What HiGHS gave: who holds what by position, and the bound.
struct Found {
    plan: Option<Vec<(usize, usize)>>,
    bound: f64,
    work: u64,
}

fn outcome(problem: &Problem, roster: &Roster, limits: &Limits, started: Instant, found: &Found) -> Outcome {
    let name = |(worker, post): &(usize, usize)| Assignment {
        shift: roster.posts[*post].id.clone(),
        agent: problem.workers[*worker].id.clone(),
    };
    let plan = found.plan.as_ref().map(|held| held.iter().map(name).collect::<Vec<_>>());
    let checked = plan.and_then(|plan| check_roster(problem, &plan).ok());
    let objective = checked.as_ref().map_or(NO_PLAN, |checked| checked.costs().total());
    let bound = if found.bound == f64::NEG_INFINITY { 0.0 } else { found.bound };
    // A difference below the tolerance of the linear solver is none.
    let bound = if objective - bound <= 1e-5 * objective.abs().max(1.0) { objective } else { bound };
    let gap = (objective - bound) / objective.abs().max(1.0);
    let status = match gap {
        _ if checked.is_none() => Status::Feasible,
        gap if gap <= 0.0 => Status::Optimal,
        gap if gap <= limits.gap => Status::WithinGap,
        _ => Status::Feasible,
    };
    let assigned = |Assignment { shift, agent }: &Assignment| Assigned {
        shift: shift.clone(),
        agent: agent.clone(),
        suitability: Suitability::Full,
        burden_centipoints: 0,
        balance_before_centipoints: 0,
        cost_cents: 0,
        eligible: 0,
        next_best: None,
    };
    Outcome {
        status,
        levels: vec![Level { name: LevelName::Cost, objective, bound, gap }],
        seconds: started.elapsed().as_secs_f64(),
        work: found.work,
        seed: limits.seed,
        input_sha256: problem.input_sha256.clone(),
        rule_packs: problem.rule_packs.clone(),
        assigned: checked.iter().flat_map(CheckedRoster::assignments).map(assigned).collect(),
        uncovered: checked.as_ref().map_or_else(Vec::new, |_| uncovered(roster, found)),
        equity: Vec::new(),
        prices: Vec::new(),
        changes: Vec::new(),
    }
}

/// A line for each person missing at a post.
fn uncovered(roster: &Roster, found: &Found) -> Vec<Uncovered> {
    let mut present = vec![0; roster.posts.len()];
    found.plan.iter().flatten().for_each(|(_, post)| present[*post] += 1);
    let missing = roster.posts.iter().zip(present).flat_map(|(post, present)| {
        let wanted = post.bands.last().map_or(0, |band| band.persons);
        (present..wanted).map(|_| Uncovered {
            shift: post.id.clone(),
            reason: BareReason::Contended { candidates: Vec::new() },
            refusals: Vec::new(),
            agency_cents: None,
        })
    });
    missing.collect()
}
