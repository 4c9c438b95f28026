//! Whole rosters by columns: the lawful rosters of each person are paths of a network ([`shape`]), the best of them at
//! given prices are found exactly ([`label`]), a linear program chooses among those found and sets the prices
//! ([`master`], [`mod@generate`]), and whole plans come from diving on it and from planning neighbourhoods again ([`search`],
//! [`plan`]).
//!
//! The bound is that of the linear program over *all* rosters: everything that concerns one person alone is exact in it.

mod generate;
mod job;
mod label;
mod master;
mod plan;
mod search;
mod shape;

use crate::check::check_roster;
use crate::domain::plan::{
    Assigned, Assignment, BareReason, Cancel, Level, LevelName, Limits, Outcome, Progress, Status, Uncovered,
};
use crate::domain::problem::Problem;
use crate::domain::roster::Roster;
use crate::domain::scenario::Suitability;
use crate::engines::highs::RunLimits;
use crate::random::Random;
use generate::{Generated, Reach, generate};
use job::{Column, Job};
use master::Master;
use plan::Plan;
use search::{Pace, Tried};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Simplex iterations of one whole neighbourhood.
const NEIGHBOURHOOD_WORK: u64 = 20_000;

/// The first dives: in few steps, by people, in many steps.
const DIVES: [Pace; 3] = [Pace::Days(0.06), Pace::People, Pace::Days(0.02)];

/// Most rosters of one person that an enumeration may meet.
const ENUMERATED: usize = 10_000;

/// Rosters of the root kept as hints for neighbourhoods, by person.
const HINTS: usize = 60;

/// Makes whole rosters. A plan that [`check_roster`] refuses (a minimum that nobody could meet, a worker without any lawful
/// roster) is not given: then nothing is assigned.
///
/// Phases end by proof or by the clock, and neighbourhoods of several threads race for the plan at hand: two runs may
/// differ unless one thread proved its plan the best. [`Limits::work`] is not looked at.
pub fn solve(
    problem: &Problem,
    roster: &Roster,
    limits: &Limits,
    cancel: &Cancel,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Outcome {
    let started = Instant::now();
    let deadline = started + Duration::from_secs_f64(limits.seconds.clamp(0.0, 1e7));
    let stop = || cancel.is_cancelled() || Instant::now() >= deadline;
    let job = Job::new(roster);
    let board = Board { started, progress, posts: roster.posts.len() };
    let run = Run { job: &job, limits, deadline, stop: &stop, board: &board };

    let mut best = Plan::first(&job, &stop);
    let mut bound = f64::NEG_INFINITY;
    if let Some(plan) = &mut best {
        plan.better_each(&job, deadline, &stop);
        board.publish(plan, bound);
        bound = run.improve(plan);
    }
    outcome(problem, roster, limits, started, &job, best.as_ref(), bound)
}

/// One run: what to plan, how far to go, and who listens.
#[derive(Clone, Copy)]
struct Run<'a> {
    job: &'a Job,
    limits: &'a Limits,
    deadline: Instant,
    stop: &'a (dyn Fn() -> bool + Sync),
    board: &'a Board<'a>,
}

impl Run<'_> {
    fn threads(&self) -> usize {
        self.limits.threads.max(1) as usize
    }

    /// Whether a plan is as good as was asked for.
    fn settled(&self, plan: &Plan, bound: f64) -> bool {
        plan.cost - bound <= (self.limits.gap * plan.cost.abs().max(1.0)).max(1e-6)
    }

    /// Betters a plan until it is proven or the time is over; gives the bound.
    fn improve(&self, plan: &mut Plan) -> f64 {
        let Self { job, limits, deadline, stop, board } = *self;
        let days = job.people.first().map_or(0, |person| person.shape.days);
        let everybody: Vec<usize> = (0..job.people.len()).collect();
        let mut master = Master::new(job, everybody, vec![0.0; job.covers.len()], limits.seed);
        for column in &plan.columns {
            master.add(column.clone());
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let reach = Reach {
            deadline: Instant::now() + left.mul_f64(0.5),
            gap: 1e-6,
            rounds: usize::MAX,
            threads: self.threads(),
            want: 4,
            kept: None,
            stop,
        };
        let Some(root) = generate(&mut master, &reach, &mut |_, bound| board.publish(plan, bound)) else {
            return f64::NEG_INFINITY;
        };
        let bound = job.round(root.bound);
        board.publish(plan, bound);
        if self.settled(plan, bound) {
            return bound;
        }
        // What follows works on the rosters that may still be part of a better plan.
        let hints = hints(&master, &root.worth, &root.least, plan.cost - root.bound);
        drop(master);
        for pace in DIVES {
            if self.settled(plan, bound) || stop() {
                return bound;
            }
            let dive_reach = Reach { gap: 0.3, deadline: Instant::now() + left.mul_f64(0.2), ..reach };
            let mut narrow = narrow(job, plan, &hints);
            let free = vec![vec![None; days]; job.people.len()];
            let Some(columns) = search::dive(&mut narrow, free, pace, f64::INFINITY, &dive_reach) else { continue };
            let mut found = Plan::new(job, columns);
            found.better_each(job, deadline, stop);
            if found.cost < plan.cost {
                *plan = found;
                board.publish(plan, bound);
            }
        }
        if self.settled(plan, bound) {
            return bound;
        }
        let limits_of_whole = RunLimits {
            deadline: Instant::now() + left.mul_f64(0.1),
            gap: if job.whole { 0.99 } else { 1e-6 },
            work: 10 * NEIGHBOURHOOD_WORK,
        };
        self.whole(plan, narrow(job, plan, &hints), limits_of_whole);
        if self.settled(plan, bound) {
            return bound;
        }
        let bound = bound.max(self.finish(plan, &root));
        if self.settled(plan, bound) {
            return bound;
        }
        self.neighbourhoods(plan, bound, &hints);
        if self.settled(plan, bound) {
            return bound;
        }
        bound.max(self.finish(plan, &root))
    }

    /// The best plan over some rosters; gives the bound over these rosters.
    fn whole(&self, plan: &mut Plan, mut master: Master<'_>, limits: RunLimits) -> f64 {
        let Self { job, stop, board, .. } = *self;
        let start: Vec<usize> = (0..job.people.len()).collect();
        let (chosen, bound) = master.whole(&start, limits, stop);
        if let Some(chosen) = chosen {
            let mut columns = plan.columns.clone();
            for column in chosen.into_iter().map(|at| &master.pool[at]) {
                columns[column.person] = column.clone();
            }
            let mut found = Plan::new(job, columns);
            found.better_each(job, limits.deadline, stop);
            if found.cost < plan.cost {
                *plan = found;
                board.publish(plan, f64::NEG_INFINITY);
            }
        }
        bound
    }

    /// Proves what is left by enumeration: a plan better than the one at hand is made of rosters whose reduced cost at the
    /// prices of the bound is within the gap (Baldacci, Christofides & Mingozzi 2008, *An exact algorithm for the vehicle
    /// routing problem based on the set partitioning formulation with additional cuts*). Where these are few enough the best
    /// choice among them is the best of all. Gives a bound, or none when there are too many.
    fn finish(&self, plan: &mut Plan, root: &Generated) -> f64 {
        let Self { job, deadline, stop, .. } = *self;
        // A whole better cost is a whole unit better.
        let gap = plan.cost - root.bound - if job.whole { 1.0 - 1e-4 } else { 0.0 };
        let everybody = (0..job.people.len()).collect();
        let mut master = Master::new(job, everybody, vec![0.0; job.covers.len()], 1);
        for column in &plan.columns {
            master.add(column.clone());
        }
        for (person, who) in job.people.iter().enumerate() {
            if stop() {
                return f64::NEG_INFINITY;
            }
            let most = root.least[person] + gap + 1e-6;
            let Some(rows) = label::within(&who.shape, &root.worth, most, ENUMERATED) else { return f64::NEG_INFINITY };
            for row in rows {
                if let Ok(cost) = who.shape.cost(&row) {
                    master.add(Column { person, row, cost });
                }
            }
            if master.pool.len() > 4 * ENUMERATED {
                return f64::NEG_INFINITY;
            }
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let limits = RunLimits {
            deadline: Instant::now() + left.mul_f64(0.5),
            gap: if job.whole { 0.99 } else { 1e-6 },
            work: u64::MAX,
        };
        let known = plan.cost;
        let bound = self.whole(plan, master, limits);
        job.round(bound.min(known))
    }

    /// Plans parts of the people and the weeks again, one part on each thread at a time, from the plan at hand.
    fn neighbourhoods(&self, plan: &mut Plan, bound: f64, hints: &[Vec<Column>]) {
        let Self { job, limits, deadline, stop, board } = *self;
        let shared = Mutex::new(plan.clone());
        std::thread::scope(|scope| {
            for thread in 0..self.threads() {
                let shared = &shared;
                scope.spawn(move || {
                    let mut random = Random::new(u64::from(limits.seed) << 8 | thread as u64);
                    let mut size = 4.0f64;
                    while !stop() {
                        let mut own = shared.lock().expect("no holder panics").clone();
                        if self.settled(&own, bound) {
                            return;
                        }
                        let part = search::part(job, &own, size, &mut random);
                        let near: Vec<Column> =
                            part.people.iter().flat_map(|person| hints[*person].iter().cloned()).collect();
                        let reach = Reach { deadline, gap: 0.3, rounds: 30, threads: 1, want: 3, kept: None, stop };
                        let pace = if random.below(2) == 0 { Pace::People } else { Pace::Days(0.1) };
                        let began = Instant::now();
                        let before = own.cost;
                        let tried = search::again(job, &mut own, &part, &near, NEIGHBOURHOOD_WORK, pace, &reach);
                        match tried {
                            Tried::Nothing | Tried::Same => size = (size + 0.2).min(job.people.len() as f64),
                            Tried::Better => {}
                            Tried::Open => size = (size - 0.3).max(3.0),
                        }
                        if began.elapsed() > Duration::from_secs(3) {
                            size = (size * 0.8).max(3.0);
                        }
                        if matches!(tried, Tried::Better | Tried::Same) {
                            let mut shared = shared.lock().expect("no holder panics");
                            // Somebody else may have been faster; then only what is better still counts.
                            if own.cost < shared.cost - 1e-6
                                || (own.cost <= shared.cost + 1e-6 && shared.cost >= before - 1e-6)
                            {
                                *shared = own;
                                board.publish(&shared, bound);
                            }
                        }
                    }
                });
            }
        });
        *plan = shared.into_inner().expect("no holder panics");
    }
}

/// A master of everybody with the plan at hand, first, and the rosters worth a look.
fn narrow<'a>(job: &'a Job, plan: &Plan, hints: &[Vec<Column>]) -> Master<'a> {
    let everybody = (0..job.people.len()).collect();
    let mut narrow = Master::new(job, everybody, vec![0.0; job.covers.len()], 1);
    for column in plan.columns.iter().chain(hints.iter().flatten()) {
        narrow.add(column.clone());
    }
    narrow
}

/// By person: rosters that at the prices of the bound are within the gap, the nearest first.
fn hints(master: &Master<'_>, worth: &[f64], least: &[f64], gap: f64) -> Vec<Vec<Column>> {
    let mut hints: Vec<Vec<(f64, &Column)>> = vec![Vec::new(); least.len()];
    for column in &master.pool {
        let reduced = column.at(worth) - least[column.person];
        if reduced <= gap + 1e-6 {
            hints[column.person].push((reduced, column));
        }
    }
    hints
        .into_iter()
        .map(|mut hints| {
            hints.sort_by(|a, b| a.0.total_cmp(&b.0));
            hints.truncate(HINTS);
            hints.into_iter().map(|(_, column)| column.clone()).collect()
        })
        .collect()
}

struct Board<'a> {
    started: Instant,
    progress: &'a (dyn Fn(&Progress) + Sync),
    posts: usize,
}

impl Board<'_> {
    fn publish(&self, plan: &Plan, bound: f64) {
        (self.progress)(&Progress {
            seconds: self.started.elapsed().as_secs_f64(),
            level: LevelName::Cost,
            fraction: 0.0,
            covered: plan.present.iter().filter(|present| **present > 0.0).count(),
            shifts: self.posts,
            objective: plan.cost,
            bound,
            gap: bound.is_finite().then(|| (plan.cost - bound) / plan.cost.abs().max(1.0)),
            columns: 0,
            work: 0,
        });
    }
}

fn outcome(
    problem: &Problem,
    roster: &Roster,
    limits: &Limits,
    started: Instant,
    job: &Job,
    plan: Option<&Plan>,
    bound: f64,
) -> Outcome {
    let lawful = plan.filter(|plan| {
        let held = plan.columns.iter().flat_map(|column| column.posts().map(|post| (post, column.person)));
        let assignments: Vec<Assignment> = held
            .map(|(post, person)| Assignment {
                shift: roster.posts[post].id.clone(),
                agent: problem.workers[person].id.clone(),
            })
            .collect();
        check_roster(problem, &assignments).is_ok()
    });
    let mut assigned = Vec::new();
    let mut uncovered = Vec::new();
    let mut objective = 100.0 * job.never * job.people.len() as f64;
    if let Some(plan) = lawful {
        objective = plan.cost;
        for column in &plan.columns {
            for post in column.posts() {
                assigned.push(Assigned {
                    shift: roster.posts[post].id.clone(),
                    agent: problem.workers[column.person].id.clone(),
                    suitability: Suitability::Full,
                    burden_centipoints: 0,
                    balance_before_centipoints: 0,
                    cost_cents: 0,
                    eligible: 0,
                    next_best: None,
                });
            }
        }
        for (post, present) in roster.posts.iter().zip(&plan.present) {
            let wanted = post.bands.last().map_or(0, |band| band.persons);
            for _ in (*present as u32)..wanted {
                uncovered.push(Uncovered {
                    shift: post.id.clone(),
                    reason: BareReason::Contended { candidates: Vec::new() },
                    refusals: Vec::new(),
                    agency_cents: None,
                });
            }
        }
    }
    let bound = if bound.is_finite() { bound.min(objective) } else { 0.0f64.min(objective) };
    let gap = (objective - bound) / objective.abs().max(1.0);
    let status = match gap {
        _ if lawful.is_none() => Status::Feasible,
        gap if gap <= 1e-9 => Status::Optimal,
        gap if gap <= limits.gap => Status::WithinGap,
        _ => Status::Feasible,
    };
    Outcome {
        status,
        levels: vec![Level { name: LevelName::Cost, objective, bound, gap }],
        seconds: started.elapsed().as_secs_f64(),
        work: 0,
        seed: limits.seed,
        input_sha256: problem.input_sha256.clone(),
        rule_packs: problem.rule_packs.clone(),
        assigned,
        uncovered,
        equity: Vec::new(),
        prices: Vec::new(),
        changes: Vec::new(),
    }
}
