//! From fractional to whole: diving, and large neighbourhoods solved by columns.

use super::generate::{Reach, generate};
use super::job::{Column, Job};
use super::label::{Kept, Row};
use super::master::Master;
use super::plan::Plan;
use crate::domain::roster::PostIx;
use crate::engines::highs::RunLimits;
use crate::random::Random;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::time::Instant;

/// Rounds of generation after each step of a dive.
const ROUNDS_PER_STEP: usize = 10;

/// What a step of a dive settles.
#[derive(Debug, Clone, Copy)]
pub enum Pace {
    /// This share of all days of everybody: what each does on the clearest ones.
    Days(f64),
    /// The whole roster of the clearest people.
    People,
}

/// How clear somebody's roster must be to be settled with another one.
const CLEAR: f64 = 0.7;

/// Settles the clearest people; whether anybody was.
fn settle_people(master: &Master<'_>, values: &[f64], kept: &mut [Vec<Kept>]) -> bool {
    let is_open = |column: &Column| kept[column.person].iter().any(Option::is_none);
    let mut order: Vec<(f64, usize)> = (0..values.len())
        .filter(|at| values[*at] > 1e-6 && is_open(&master.pool[*at]))
        .map(|at| (values[at], at))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let most = (master.people.len() / 8).max(1);
    let mut settled = 0;
    for (value, at) in order {
        if settled > 0 && (value < CLEAR || settled >= most) {
            break;
        }
        let column = &master.pool[at];
        kept[column.person] = column.row.iter().map(|post| Some(*post)).collect();
        settled += 1;
    }
    settled > 0
}

/// Settles the clearest days; whether any was.
fn settle_days(master: &Master<'_>, values: &[f64], kept: &mut [Vec<Kept>], most: usize) -> bool {
    // How much of each person's day goes to each post, or to rest.
    let mut shares: BTreeMap<(usize, usize, Option<PostIx>), f64> = BTreeMap::new();
    for (column, value) in values.iter().enumerate().filter(|(_, value)| **value > 1e-6) {
        let column = &master.pool[column];
        for (day, post) in column.row.iter().enumerate() {
            if kept[column.person][day].is_none() {
                *shares.entry((column.person, day, *post)).or_default() += value;
            }
        }
    }
    let mut order: Vec<_> = shares.into_iter().map(|(what, value)| (value, what)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut settled = 0;
    // At least one that is not clear yet, or nothing would move.
    let mut parted = false;
    for (value, (person, day, post)) in order {
        let whole = value > 1.0 - 1e-5;
        if (settled >= most || value < 0.6) && parted {
            break;
        }
        if (settled >= most && whole) || kept[person][day].is_some() {
            continue;
        }
        parted |= !whole;
        settled += 1;
        kept[person][day] = Some(post);
    }
    settled > 0
}

/// Settles the days of everybody step by step, the clearest first, with new rosters after each step, until the linear
/// program is whole by itself. Gives up when it cannot come below `worst`.
/// `kept` is what is settled already.
pub fn dive(
    master: &mut Master<'_>,
    mut kept: Vec<Vec<Kept>>,
    pace: Pace,
    worst: f64,
    reach: &Reach<'_>,
) -> Option<Vec<Column>> {
    let days: usize = kept.iter().flatten().filter(|kept| kept.is_none()).count();
    let mut banned: BTreeSet<usize> = BTreeSet::new();
    loop {
        let rounds = if matches!(pace, Pace::People) { 4 * ROUNDS_PER_STEP } else { ROUNDS_PER_STEP };
        let step = Reach { rounds, kept: Some(&kept), ..*reach };
        let generated = generate(master, &step, &mut |_, _| {})?;
        let values = generated.solved.values;
        let chosen: Vec<usize> = (0..values.len()).filter(|column| values[*column] > 1.0 - 1e-5).collect();
        if chosen.len() == master.people.len() {
            let mut columns: Vec<Column> = chosen.into_iter().map(|column| master.pool[column].clone()).collect();
            columns.sort_by_key(|column| column.person);
            return Some(columns);
        }
        let over = Instant::now() >= reach.deadline || (reach.stop)();
        if over || generated.solved.objective > worst - 1e-6 {
            return None;
        }
        let any = match pace {
            Pace::Days(share) => settle_days(master, &values, &mut kept, (share * days as f64).ceil() as usize),
            Pace::People => settle_people(master, &values, &mut kept),
        };
        if !any {
            return None;
        }
        for (at, column) in master.pool.iter().enumerate() {
            let disagrees =
                column.row.iter().zip(&kept[column.person]).any(|(post, kept)| kept.is_some_and(|kept| kept != *post));
            if disagrees {
                banned.insert(at);
            }
        }
        for column in &banned {
            master.ban(*column);
        }
    }
}

/// What one neighbourhood gave.
#[derive(Debug, PartialEq, Eq)]
pub enum Tried {
    /// A better plan.
    Better,
    /// A plan as good.
    Same,
    /// Proven: nothing better in it.
    Nothing,
    /// Given up.
    Open,
}

/// What is planned again: some people on some days; all else stays.
#[derive(Debug, Clone)]
pub struct Part {
    /// Who, ascending.
    pub people: Vec<usize>,
    /// When.
    pub window: Range<usize>,
}

/// Plans a part again with all else as it is.
pub fn again(
    job: &Job,
    plan: &mut Plan,
    part: &Part,
    hints: &[Column],
    work: u64,
    pace: Pace,
    reach: &Reach<'_>,
) -> Tried {
    let Part { people, window } = part;
    let Some(inner) = job.part(&plan.columns, people, window) else { return Tried::Open };
    let posts = job.posts(window);
    let present = plan.others(people)[posts.clone()].to_vec();
    let mut master = Master::new(&inner, (0..people.len()).collect(), present, 1);
    // The roster of one of the people in the window, if hers outside of it is as it stays.
    let cut = |at: usize, row: &Row| {
        let now = &plan.columns[people[at]].row;
        let outside = row[..window.start] == now[..window.start] && row[window.end..] == now[window.end..];
        let row: Row = row[window.clone()].iter().map(|post| post.map(|post| post - posts.start)).collect();
        let cost = inner.people[at].shape.cost(&row).filter(|_| outside)?;
        Some(Column { person: at, row, cost })
    };
    let Some(now) = (0..people.len()).map(|at| cut(at, &plan.columns[people[at]].row)).collect::<Option<Vec<_>>>()
    else {
        return Tried::Open;
    };
    let of_posts = posts.clone().map(|post| job.covers[post].cost(plan.present[post]));
    let target = now.iter().map(|column| column.cost).sum::<f64>() + of_posts.sum::<f64>();
    for column in now {
        master.add(column);
    }
    for hint in hints {
        let at = people.iter().position(|person| *person == hint.person);
        if let Some(column) = at.and_then(|at| cut(at, &hint.row)) {
            master.add(column);
        }
    }
    let Some(generated) = generate(&mut master, reach, &mut |_, _| {}) else { return Tried::Open };
    if job.round(generated.bound) >= target - 1e-6 {
        return Tried::Nothing;
    }
    if generated.solved.objective > target - 1e-6 && generated.complete {
        return Tried::Nothing;
    }
    let start: Vec<usize> = (0..people.len()).collect();
    let limits = RunLimits { deadline: reach.deadline, gap: if job.whole { 0.99 } else { 1e-6 }, work };
    let mut tried = Tried::Open;
    let before = plan.cost;
    if let (Some(chosen), _) = master.whole(&start, limits, reach.stop) {
        let found: Vec<Column> = chosen.into_iter().map(|column| master.pool[column].clone()).collect();
        tried = take(job, plan, part, &found).unwrap_or(tried);
    }
    // What the rosters at hand do not give a dive may, with new ones on the way.
    if plan.cost > before - 1e-6 {
        let free = vec![vec![None; window.len()]; people.len()];
        if let Some(found) = dive(&mut master, free, pace, target, reach) {
            tried = take(job, plan, part, &found).unwrap_or(tried);
        }
    }
    tried
}

/// Puts the rosters found for a part into the plan, unless that makes it dearer or changes nothing.
fn take(job: &Job, plan: &mut Plan, part: &Part, found: &[Column]) -> Option<Tried> {
    let first = job.posts(&part.window).start;
    let mut columns = plan.columns.clone();
    let mut changed = false;
    for column in found {
        let person = part.people[column.person];
        let mut row = columns[person].row.clone();
        for (now, post) in row[part.window.clone()].iter_mut().zip(&column.row) {
            *now = post.map(|post| post + first);
        }
        changed |= row != columns[person].row;
        let cost = job.people[person].shape.cost(&row)?;
        columns[person] = Column { person, row, cost };
    }
    let next = Plan::new(job, columns);
    if !changed || next.cost > plan.cost + 1e-6 {
        return None;
    }
    let tried = if next.cost < plan.cost - 1e-6 { Tried::Better } else { Tried::Same };
    *plan = next;
    Some(tried)
}

/// Days of a part that is not cut in time.
const LONG: usize = 42;

/// A part of about `size` people for six weeks, or of more people for a shorter time: around a post that costs something,
/// or anywhere.
pub fn part(job: &Job, plan: &Plan, size: f64, random: &mut Random) -> Part {
    let days = plan.columns.first().map_or(0, |column| column.row.len());
    let sore: Vec<usize> =
        (0..job.covers.len()).filter(|post| job.covers[*post].cost(plan.present[*post]) > 0.0).collect();
    let focus = (!sore.is_empty() && random.below(2) == 0).then(|| *random.pick(&sore));
    let length = (*random.pick(&[LONG, 28, 21, 14, 10])).min(days);
    let latest = days - length;
    let mut from = match focus {
        None => random.below(latest as u32 + 1) as usize,
        Some(post) => {
            let day = job.posts_from.partition_point(|first| *first <= post) - 1;
            day.saturating_sub(random.below(length as u32) as usize).min(latest)
        }
    };
    let mut to = from + length;
    // A window does not end within a week-end.
    if to < days && to % 7 == 6 {
        (from, to) = (from + 1, to + 1);
    }
    let count = (size * days.min(LONG) as f64 / length as f64).round() as usize;
    Part { people: neighbours(job, plan, focus, count.max(2), random), window: from..to }
}

/// Who is planned again together: those who could better a post that costs something, or somebody at random, or those
/// whose rosters cost most.
fn neighbours(job: &Job, plan: &Plan, focus: Option<PostIx>, size: usize, random: &mut Random) -> Vec<usize> {
    let count = job.people.len();
    if size >= count {
        return (0..count).collect();
    }
    let mut people: BTreeSet<usize> = BTreeSet::new();
    if let Some(post) = focus {
        let day = job.posts_from.partition_point(|first| *first <= post) - 1;
        let may =
            |person: &usize| job.people[*person].shape.choices[day].iter().flatten().any(|(other, _)| *other == post);
        let able: Vec<usize> = (0..count).filter(may).collect();
        while people.len() < size.min(able.len()) {
            people.insert(*random.pick(&able));
        }
    } else if random.below(2) == 0 {
        let mut dear: Vec<usize> = (0..count).collect();
        dear.sort_by(|a, b| plan.columns[*b].cost.total_cmp(&plan.columns[*a].cost));
        dear.truncate((count / 3).max(size));
        while people.len() < size / 2 {
            people.insert(*random.pick(&dear));
        }
    }
    while people.len() < size {
        people.insert(random.below(count as u32) as usize);
    }
    people.into_iter().collect()
}
