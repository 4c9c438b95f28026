//! From a plan of whole rosters to an [`Outcome`].

use crate::check::{CheckedRoster, check_roster};
use crate::domain::plan::{Assigned, Assignment, BareReason, Level, LevelName, Limits, Outcome, Status, Uncovered};
use crate::domain::problem::Problem;
use crate::domain::roster::{PostIx, Roster};
use crate::domain::scenario::Suitability;

/// What the lack of any plan counts as, units.
const NO_PLAN: f64 = 1e12;

/// A bound within this share of a plan's cost proves it: linear programs are not solved more closely.
const PROVEN: f64 = 1e-6;

/// And within this at most, far below a whole unit.
const PROVEN_MOST: f64 = 1e-4;

/// What a run came to.
pub struct Found {
    /// Who holds what (worker, post), both by position.
    pub held: Option<Vec<(usize, PostIx)>>,
    /// No plan costs less; −∞ when nothing is known, ∞ when there is no plan at all.
    pub bound: f64,
    /// Wall-clock seconds.
    pub seconds: f64,
    /// Units of work.
    pub work: u64,
}

/// Judges what was found by [`check_roster`]. A plan that it refuses is not given: then nothing is assigned.
pub fn outcome(problem: &Problem, roster: &Roster, limits: &Limits, found: &Found) -> Outcome {
    let name = |(worker, post): &(usize, PostIx)| Assignment {
        shift: roster.posts[*post].id.clone(),
        agent: problem.workers[*worker].id.clone(),
    };
    let plan = found.held.as_ref().map(|held| held.iter().map(name).collect::<Vec<_>>());
    let checked = plan.and_then(|plan| check_roster(problem, &plan).ok());
    let objective = checked.as_ref().map_or(NO_PLAN, |checked| checked.costs().total());
    let bound = if found.bound == f64::NEG_INFINITY { 0.0 } else { found.bound };
    let bound =
        if objective - bound <= (PROVEN * objective.abs().max(1.0)).min(PROVEN_MOST) { objective } else { bound };
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
    let held = found.held.as_deref().filter(|_| checked.is_some());
    Outcome {
        status,
        levels: vec![Level { name: LevelName::Cost, objective, bound, gap }],
        seconds: found.seconds,
        work: found.work,
        seed: limits.seed,
        input_sha256: problem.input_sha256.clone(),
        rule_packs: problem.rule_packs.clone(),
        assigned: checked.iter().flat_map(CheckedRoster::assignments).map(assigned).collect(),
        uncovered: held.map_or_else(Vec::new, |held| uncovered(roster, held)),
        equity: Vec::new(),
        prices: Vec::new(),
        changes: Vec::new(),
    }
}

/// A line for each person missing at a post.
fn uncovered(roster: &Roster, held: &[(usize, PostIx)]) -> Vec<Uncovered> {
    let mut present = vec![0; roster.posts.len()];
    for (_, post) in held {
        present[*post] += 1;
    }
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
