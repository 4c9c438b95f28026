//! Whole rosters by columns: the lawful rosters of each person are paths of a network ([`shape`]), the best of them at
//! given prices are found exactly ([`lattice`], [`label`]), a linear program chooses among those found and sets the prices
//! ([`master`], [`mod@generate`]), and whole plans come from diving on it and from planning neighbourhoods again ([`search`],
//! [`plan`]).
//!
//! The bound is that of the linear program over *all* rosters: everything that concerns one person alone is exact in it.

mod generate;
mod job;
mod label;
mod lattice;
mod master;
mod meter;
mod plan;
mod search;
mod shape;
#[cfg(test)]
mod tests;

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
use meter::Meter;
use plan::Plan;
use search::{Pace, Part, Tried, Way};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Simplex iterations of one whole neighbourhood.
const NEIGHBOURHOOD_WORK: u64 = 20_000;

/// Up to so many days × person-days for each second that is left the linear program over all rosters is solved.
const WHOLE: f64 = 7_000.0;

/// Share of the time that is left for the linear program over all rosters.
const ROOT: f64 = 0.5;

/// Share of it for a first look whether that comes to its end; where it does not, the horizon is planned in parts.
const FIRST_LOOK: f64 = 0.15;

/// It is near its end when it is this close to its bound.
const NEAR: f64 = 0.2;

/// Share of the time for the parts of a longer horizon.
const PARTS: f64 = 0.35;

/// Share of what is left after that for a bound.
const BOUND: f64 = 0.08;

/// People × days² of the parts that are planned in a second, where nothing is known yet.
const PART_SPEED: f64 = 50_000.0;

/// Parts whose linear program is left further from its bound than this share of the plan's cost should have been shorter.
const PART_OPEN: f64 = 0.02;

/// Most days of a part.
const LONGEST_PART: usize = 91;

/// A long horizon is gone through again as long as that betters it by this share.
const LEAST_TURN: f64 = 0.002;

/// How parts are planned again, and how many days they have.
const WAYS: [(Way, usize); 13] = [
    (Way::Whole(NEIGHBOURHOOD_WORK), usize::MAX),
    (Way::Dive(Pace::People), usize::MAX),
    (Way::Whole(NEIGHBOURHOOD_WORK), 42),
    (Way::Whole(NEIGHBOURHOOD_WORK), 28),
    (Way::Whole(NEIGHBOURHOOD_WORK), 21),
    (Way::Whole(NEIGHBOURHOOD_WORK), 14),
    (Way::Whole(NEIGHBOURHOOD_WORK), 10),
    (Way::Dive(Pace::People), 70),
    (Way::Dive(Pace::People), 42),
    (Way::Dive(Pace::People), 28),
    (Way::Dive(Pace::Days(0.1)), 21),
    (Way::Dive(Pace::People), 14),
    (Way::Dive(Pace::Days(0.1)), 10),
];

/// How much of what a way gained counts after each further try of it.
const FADING: f64 = 0.8;

/// Seconds of a part that should have been smaller.
const SLOW: f64 = 2.0;

/// How many people a part begins with.
fn first_size(way: Way, length: usize, people: usize) -> f64 {
    let days = if matches!(way, Way::Whole(_)) { 170.0 } else { 500.0 };
    (days / length as f64).max(4.0).min(people as f64)
}

/// Most rosters of one person that an enumeration may meet.
const ENUMERATED: usize = 10_000;

/// Rosters of the root kept as hints for neighbourhoods, by person.
const HINTS: usize = 25;

/// Makes whole rosters. A plan that [`check_roster`] refuses (a minimum that nobody could meet, a worker without any lawful
/// roster) is not given: then nothing is assigned.
///
/// Under a work limit ([`Limits::work`]) that the clock does not cut short the same problem and seed give the same plan,
/// whatever the number of threads: they only share the pricing then. Without one phases end by the clock and threads race
/// for the plan at hand, so that two runs may differ unless the plan was proven the best.
pub fn solve(
    problem: &Problem,
    roster: &Roster,
    limits: &Limits,
    cancel: &Cancel,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Outcome {
    let meter = Meter::new(limits, cancel);
    let job = Job::new(roster);
    let board = Board { meter: &meter, progress, posts: roster.posts.len(), columns: AtomicUsize::new(0) };
    let run = Run { job: &job, limits, meter: &meter, board: &board };

    let mut best = Plan::first(&job, &meter);
    let mut bound = f64::NEG_INFINITY;
    if let Some(plan) = &mut best {
        board.publish(plan, bound);
        bound = run.improve(plan);
    }
    outcome(problem, roster, limits, &meter, &job, best.as_ref(), bound)
}

/// One run: what to plan, how far to go, and who listens.
#[derive(Clone, Copy)]
struct Run<'a> {
    job: &'a Job,
    limits: &'a Limits,
    meter: &'a Meter<'a>,
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
        let Self { job, limits, meter, .. } = *self;
        let days = job.posts_from.len() - 1;
        let everybody: Vec<usize> = (0..job.people.len()).collect();
        let mut master = Master::new(job, everybody.clone(), vec![0.0; job.covers.len()], limits.seed);
        let mut bound = f64::NEG_INFINITY;
        let mut worth = vec![0.0; job.covers.len()];
        if (days * days * everybody.len()) as f64 <= WHOLE * meter.left(meter.end()).max(1.0) {
            plan.better_each(job, meter);
            self.board.publish(plan, bound);
            if let Some(look) = self.root(&mut master, plan, &self.reach(FIRST_LOOK)) {
                bound = job.round(look.bound);
                if look.complete || look.solved.objective - look.bound <= NEAR * look.solved.objective.abs() {
                    let near = Reach { near: Some(&look.worth), ..self.reach(ROOT) };
                    let root = if look.complete { None } else { self.root(&mut master, plan, &near) };
                    return self.whole_plans(plan, master, &root.unwrap_or(look));
                }
                worth = look.worth;
            }
        }
        // What costs nothing, or what nobody can be paid for, is seen without any prices.
        let now = Reach { until: meter.now(), ..self.reach(0.0) };
        let seen = generate::bound(&master, &mut worth, plan.cost, &now);
        bound = seen.map_or(bound, |seen| bound.max(job.round(seen)));
        if self.settled(plan, bound) {
            return bound;
        }
        self.parts(plan, &mut worth, bound);
        let better = generate::bound(&master, &mut worth, plan.cost, &self.reach(BOUND));
        bound = better.map_or(bound, |better| bound.max(job.round(better)));
        self.board.publish(plan, bound);
        self.neighbourhoods(plan, bound, &vec![Vec::new(); job.people.len()]);
        bound
    }

    /// The linear program over all rosters, from those at hand and those of a plan.
    fn root(&self, master: &mut Master<'_>, plan: &Plan, reach: &Reach<'_>) -> Option<Generated> {
        for column in &plan.columns {
            master.add(column.clone());
        }
        generate(master, reach, &mut |columns, bound| {
            self.board.columns.fetch_max(columns, Ordering::Relaxed);
            self.board.publish(plan, bound);
        })
    }

    /// A generation that goes on to its end, for a share of the time that is left.
    fn reach(&self, share: f64) -> Reach<'_> {
        Reach {
            meter: self.meter,
            until: self.meter.share(share),
            gap: 1e-6,
            rounds: usize::MAX,
            threads: self.threads(),
            want: 4,
            kept: None,
            near: None,
        }
    }

    /// Whole plans from the rosters of the linear program.
    fn whole_plans(&self, plan: &mut Plan, master: Master<'_>, root: &Generated) -> f64 {
        let Self { job, meter, board, .. } = *self;
        let bound = job.round(root.bound);
        board.publish(plan, bound);
        // What follows works on the rosters that may still be part of a better plan.
        let hints = hints(&master, &root.worth, &root.least, plan.cost - root.bound);
        drop(master);
        if self.settled(plan, bound) {
            return bound;
        }
        let mut quick = narrow(job, plan, &hints);
        if let Some(columns) =
            search::dive(&mut quick, Pace::Days(0.06), f64::INFINITY, &Reach { gap: 0.3, ..self.reach(0.2) })
        {
            self.take(plan, Plan::new(job, columns), bound);
        }
        drop(quick);
        if self.settled(plan, bound) || meter.is_stopped() {
            return bound;
        }
        let limits_of_whole = meter.limits(meter.share(0.1), job.least_difference(), 10 * NEIGHBOURHOOD_WORK);
        self.whole(plan, narrow(job, plan, &hints), limits_of_whole);
        if self.settled(plan, bound) {
            return bound;
        }
        let bound = bound.max(self.finish(plan, root));
        if self.settled(plan, bound) {
            return bound;
        }
        self.neighbourhoods(plan, bound, &hints);
        if self.settled(plan, bound) {
            return bound;
        }
        bound.max(self.finish(plan, root))
    }

    /// Betters the plan of a long horizon part by part from the first day to the last, each with some days of the next, and
    /// again from elsewhere while that helps. The prices of the parts together are near those of the whole. The parts are as
    /// long as their linear programs can be solved in the time that there is for each.
    fn parts(&self, plan: &mut Plan, worth: &mut [f64], bound: f64) {
        let Self { job, meter, board, .. } = *self;
        let days = job.posts_from.len() - 1;
        let people: Vec<usize> = (0..job.people.len()).collect();
        let ends = meter.share(PARTS);
        let longest = (days / 2).clamp(7, LONGEST_PART) / 7;
        let step = |weeks: usize| 7 * (weeks * 2).div_ceil(3);
        let needed = |weeks: usize| {
            let parts = days.div_ceil(step(weeks)) as f64;
            parts * (people.len() * 49 * weeks * weeks) as f64 / PART_SPEED
        };
        let mut weeks = (1..=longest).rev().find(|weeks| needed(*weeks) <= meter.left(ends)).unwrap_or(1);
        for turn in 0.. {
            let known = plan.cost;
            let began = meter.now();
            // Each time the parts begin elsewhere.
            let mut from = if turn % 2 == 0 { 0 } else { 7 * (weeks / 3) };
            while from < days && !meter.is_stopped() {
                // A turn that was begun goes on to its end, unless there is no time at all.
                let step = step(weeks);
                let slot = meter.left(ends) * (step as f64 / (days - from) as f64).min(1.0);
                let now = meter.now();
                let reach = Reach { until: now + slot, gap: 0.3, ..self.reach(1.0) };
                let part = Part { people: people.clone(), window: from..(from + 7 * weeks).min(days) };
                let found = search::through(job, plan, &part, &reach);
                if let Some((found, _)) = &found {
                    worth[job.posts(&part.window)].copy_from_slice(found);
                    board.publish(plan, bound);
                }
                let open = found.map_or(f64::INFINITY, |(_, open)| open);
                if open > PART_OPEN * known {
                    weeks = (weeks * 3 / 4).max(1);
                } else if meter.now() - now < slot / 2.0 {
                    weeks = (weeks + weeks.div_ceil(4)).min(longest);
                }
                from += step;
            }
            let pace = meter.now() - began;
            let helped = plan.cost <= known * (1.0 - LEAST_TURN);
            if !helped || meter.left(ends) < pace / 2.0 || meter.is_stopped() {
                break;
            }
        }
    }

    /// Takes a plan, with everybody planned again in turn, if that is cheaper.
    fn take(&self, plan: &mut Plan, mut found: Plan, bound: f64) {
        found.better_each(self.job, self.meter);
        if found.cost < plan.cost {
            *plan = found;
            self.board.publish(plan, bound);
        }
    }

    /// The best plan over some rosters; gives the bound over these rosters.
    fn whole(&self, plan: &mut Plan, mut master: Master<'_>, limits: RunLimits) -> f64 {
        let Self { job, meter, .. } = *self;
        let start: Vec<usize> = (0..job.people.len()).collect();
        let (chosen, bound) = master.whole(&start, meter, limits);
        if let Some(chosen) = chosen {
            let mut columns = plan.columns.clone();
            for column in chosen.into_iter().map(|at| &master.pool[at]) {
                columns[column.person] = column.clone();
            }
            self.take(plan, Plan::new(job, columns), f64::NEG_INFINITY);
        }
        bound
    }

    /// Proves what is left by enumeration: a plan better than the one at hand is made of rosters whose reduced cost at the
    /// prices of the bound is within the gap (Baldacci, Christofides & Mingozzi 2008, *An exact algorithm for the vehicle
    /// routing problem based on the set partitioning formulation with additional cuts*). Where these are few enough the best
    /// choice among them is the best of all. Gives a bound, or none when there are too many.
    fn finish(&self, plan: &mut Plan, root: &Generated) -> f64 {
        let Self { job, meter, .. } = *self;
        // A whole better cost is a whole unit better.
        let gap = plan.cost - root.bound - if job.whole { 1.0 - 1e-4 } else { 0.0 };
        let everybody = (0..job.people.len()).collect();
        let mut master = Master::new(job, everybody, vec![0.0; job.covers.len()], 1);
        for column in &plan.columns {
            master.add(column.clone());
        }
        for (person, who) in job.people.iter().enumerate() {
            if meter.is_stopped() {
                return f64::NEG_INFINITY;
            }
            let most = root.least[person] + gap + 1e-6;
            let Some(columns) = who.within(person, &root.worth, most, ENUMERATED) else { return f64::NEG_INFINITY };
            for column in columns {
                master.add(column);
            }
            if master.pool.len() > 4 * ENUMERATED {
                return f64::NEG_INFINITY;
            }
        }
        let limits = meter.limits(meter.share(0.5), job.least_difference(), u64::MAX);
        let known = plan.cost;
        let bound = self.whole(plan, master, limits);
        job.round(bound.min(known))
    }

    /// Plans parts of the people and the weeks again, one part on each thread at a time, from the plan at hand. Where there
    /// are hints one thread first dives on them person by person, which takes longer than by days and ends better.
    fn neighbourhoods(&self, plan: &mut Plan, bound: f64, hints: &[Vec<Column>]) {
        let Self { job, limits, meter, board } = *self;
        let shared = Mutex::new(plan.clone());
        // Threads race for the plan at hand: under a work limit there is one, which is the same everywhere.
        let (threads, of_dive) = if meter.counts_work() { (1, self.threads()) } else { (self.threads(), 1) };
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let shared = &shared;
                scope.spawn(move || {
                    if thread == 0 && hints.iter().any(|hints| !hints.is_empty()) {
                        let known = shared.lock().expect("no holder panics").clone();
                        let reach = Reach { gap: 0.3, threads: of_dive, ..self.reach(0.6) };
                        let found = search::dive(&mut narrow(job, &known, hints), Pace::People, f64::INFINITY, &reach);
                        if let Some(columns) = found {
                            let mut found = Plan::new(job, columns);
                            found.better_each(job, meter);
                            let mut shared = shared.lock().expect("no holder panics");
                            if found.cost < shared.cost {
                                *shared = found;
                                board.publish(&shared, bound);
                            }
                        }
                    }
                    let mut random = Random::new(u64::from(limits.seed) << 8 | thread as u64);
                    // By way and length of the part: how many people it may have.
                    let mut sizes = WAYS.map(|(way, length)| first_size(way, length, job.people.len()));
                    let mut gains = Gains::default();
                    while !meter.is_over(meter.end()) {
                        let mut own = shared.lock().expect("no holder panics").clone();
                        if self.settled(&own, bound) {
                            return;
                        }
                        let kind = gains.choose(&mut random);
                        let (way, length) = WAYS[kind];
                        let size = &mut sizes[kind];
                        let part = search::part(job, &own, length, *size as usize, &mut random);
                        let near: Vec<Column> =
                            part.people.iter().flat_map(|person| hints[*person].iter().cloned()).collect();
                        let reach = Reach { gap: 0.3, rounds: 30, threads: 1, want: 3, ..self.reach(1.0) };
                        let began = meter.now();
                        let before = own.cost;
                        let tried = search::again(job, &mut own, &part, &near, way, &reach);
                        // As large as the time allows: small parts are soon exhausted.
                        let seconds = meter.now() - began;
                        gains.heed(kind, before - own.cost, seconds);
                        if seconds > SLOW {
                            *size = (*size * 0.7).max(2.0);
                        } else if tried == Tried::Open && matches!(way, Way::Whole(_)) {
                            *size = (*size * 0.9).max(2.0);
                        } else if seconds < SLOW / 4.0 && tried != Tried::Better {
                            *size = (*size * 1.2).min(job.people.len() as f64);
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

/// What each of [`WAYS`] has gained of late, and in what time.
#[derive(Debug, Default)]
struct Gains([(f64, f64); WAYS.len()]);

impl Gains {
    /// One that has not been tried, every third time any, otherwise the one that gains most in its time.
    fn choose(&self, random: &mut Random) -> usize {
        let any = random.below(WAYS.len() as u32) as usize;
        let untried: Vec<usize> = (0..WAYS.len()).filter(|kind| self.0[*kind].1 <= 0.0).collect();
        if !untried.is_empty() {
            return *random.pick(&untried);
        }
        if random.below(3) == 0 {
            return any;
        }
        let rate = |kind: usize| self.0[kind].0 / self.0[kind].1;
        let best = (0..WAYS.len()).max_by(|a, b| rate(*a).total_cmp(&rate(*b))).unwrap_or(any);
        if rate(best) > 0.0 { best } else { any }
    }

    /// Hears what one came to; what lies back counts less and less.
    fn heed(&mut self, kind: usize, gain: f64, seconds: f64) {
        let (known, spent) = &mut self.0[kind];
        *known = *known * FADING + gain.max(0.0);
        *spent = *spent * FADING + seconds.max(1e-3);
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
    meter: &'a Meter<'a>,
    progress: &'a (dyn Fn(&Progress) + Sync),
    posts: usize,
    /// Rosters in the largest linear program so far.
    columns: AtomicUsize,
}

impl Board<'_> {
    fn publish(&self, plan: &Plan, bound: f64) {
        (self.progress)(&Progress {
            seconds: self.meter.seconds(),
            level: LevelName::Cost,
            fraction: 0.0,
            covered: plan.present.iter().filter(|present| **present > 0.0).count(),
            shifts: self.posts,
            objective: plan.cost,
            bound,
            gap: bound.is_finite().then(|| (plan.cost - bound) / plan.cost.abs().max(1.0)),
            columns: self.columns.load(Ordering::Relaxed),
            work: self.meter.work(),
        });
    }
}

fn outcome(
    problem: &Problem,
    roster: &Roster,
    limits: &Limits,
    meter: &Meter<'_>,
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
        seconds: meter.seconds(),
        work: meter.work(),
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
