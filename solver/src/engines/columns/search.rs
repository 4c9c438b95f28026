//! From fractional to whole: diving, and large neighbourhoods solved by columns.

use super::descent::descend;
use super::generate::{Generated, Reach, generate, vary};
use super::job::Job;
use super::master::Master;
use super::person::Column;
use super::plan::Plan;
use super::prices::{Kept, Row};
use super::run::WANTED;
use crate::domain::roster::PostIx;
use crate::random::Random;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Rounds of generation after each step of a dive.
const ROUNDS: usize = 30;

/// Share of its value to which the linear program of a dive's step is solved.
const CLOSE: f64 = 5e-4;

/// What a step of a dive settles.
#[derive(Debug, Clone, Copy)]
pub enum Pace {
    /// This share of all days of everybody: what each does on the clearest ones.
    Days(f64),
    /// The whole roster of the clearest people.
    People,
}

/// How clear a day must be to be settled with another one.
const CLEAR_DAY: f64 = 0.6;

/// How clear somebody's roster must be to be settled with another one.
const CLEAR: f64 = 0.7;

/// Settles the clearest people, at least so many; whether anybody was.
fn settle_people(master: &Master<'_>, values: &[f64], kept: &mut [Vec<Kept>], least: usize) -> bool {
    let mut order: Vec<(f64, usize)> = (0..values.len())
        .filter(|at| values[*at] > 1e-6 && !kept[master.pool[*at].person].iter().all(Kept::is_settled))
        .map(|at| (values[at], at))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let most = (master.people.len() / 8).max(least);
    let mut settled = 0;
    for (value, at) in order {
        if settled >= least && value < CLEAR || settled >= most {
            break;
        }
        let column = &master.pool[at];
        if !kept[column.person].iter().all(Kept::is_settled) {
            kept[column.person] = column.row.iter().map(|post| Kept::Is(*post)).collect();
            settled += 1;
        }
    }
    settled > 0
}

/// What somebody (by position) does on a day.
pub type What = (usize, usize, Option<PostIx>);

/// How much of somebody's day that is not settled goes to each post, or to rest; the clearest first.
pub fn shares(master: &Master<'_>, values: &[f64], kept: &[Vec<Kept>]) -> Vec<(f64, What)> {
    let mut shares: BTreeMap<What, f64> = BTreeMap::new();
    for (column, value) in master.pool.iter().zip(values).filter(|(_, value)| **value > 1e-6) {
        for (day, post) in column.row.iter().enumerate() {
            if !kept[column.person][day].is_settled() {
                *shares.entry((column.person, day, *post)).or_default() += value;
            }
        }
    }
    let mut order: Vec<(f64, What)> = shares.into_iter().map(|(what, share)| (share, what)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order
}

/// Settles the clearest days, no more than one of which is less clear than `clear`; whether any was.
pub fn settle_days(master: &Master<'_>, values: &[f64], kept: &mut [Vec<Kept>], most: usize, clear: f64) -> bool {
    let order = shares(master, values, kept);
    let mut settled = 0;
    // At least one that is not clear yet, or nothing would move.
    let mut parted = false;
    for (value, (person, day, post)) in order {
        let whole = value > 1.0 - 1e-5;
        if (settled >= most || value < clear) && parted {
            break;
        }
        if (settled >= most && whole) || kept[person][day].is_settled() {
            continue;
        }
        parted |= !whole;
        settled += 1;
        kept[person][day] = Kept::Is(post);
    }
    settled > 0
}

/// Settles what everybody does step by step, the clearest first, with new rosters after each step, until the linear program
/// is whole by itself; gives up when it cannot come below `worst`. When the time is over the largest share of each person's
/// is taken.
pub fn dive(master: &mut Master<'_>, pace: Pace, worst: f64, reach: &Reach<'_>) -> Option<Vec<Column>> {
    let of_each = master.job.posts_from.len() - 1;
    let mut kept: Vec<Vec<Kept>> = vec![vec![Kept::Open; of_each]; master.people.len()];
    let days = of_each * master.people.len();
    let began = reach.meter.now();
    let mut steps = 0.0;
    let mut value: f64 = 0.0;
    loop {
        let step = Reach { rounds: ROUNDS, gap: reach.gap.max(CLOSE * value), kept: Some(&kept), ..*reach };
        let generated = generate(master, &step, &mut |_, _| {}).ok()?;
        value = generated.value;
        let values = generated.values;
        let over = reach.is_over();
        let mut largest: Vec<Option<usize>> = vec![None; master.people.len()];
        for at in 0..values.len() {
            let own = &mut largest[master.pool[at].person];
            if values[at] > own.map_or(1e-6, |own| values[own]) {
                *own = Some(at);
            }
        }
        let is_whole = largest.iter().all(|own| own.is_some_and(|own| values[own] > 1.0 - 1e-5));
        if is_whole || over {
            return largest.into_iter().map(|own| own.map(|own| master.pool[own].clone())).collect();
        }
        if value > worst - 1e-6 {
            return None;
        }
        // The pace of the steps so far tells how many there is time for.
        steps += 1.0;
        let left = reach.meter.left(reach.until);
        let steps_left = (0.9 * left * steps / (reach.meter.now() - began).max(1e-6)).max(1.0);
        let any = match pace {
            Pace::Days(share) => {
                let open = kept.iter().flatten().filter(|kept| !kept.is_settled()).count();
                let most = (share * days as f64).max(open as f64 / steps_left).ceil();
                settle_days(master, &values, &mut kept, most as usize, CLEAR_DAY)
            }
            Pace::People => {
                let open = kept.iter().filter(|kept| !kept.iter().all(Kept::is_settled)).count();
                settle_people(master, &values, &mut kept, (open as f64 / steps_left).ceil() as usize)
            }
        };
        if !any {
            return None;
        }
        master.keep(&kept);
    }
}

/// How a part gets whole rosters.
#[derive(Debug, Clone, Copy)]
pub enum Way {
    /// The best choice among the rosters at hand, by so many simplex iterations.
    Whole(u64),
    /// The same with rosters that are best at prices nearby, see [`vary`].
    Varied(u64),
    /// The same with the rosters that at the prices of the bound come nearest to it, see [`enclose`].
    Near(u64),
    /// A dive, with new rosters on the way.
    Dive(Pace),
    /// The best choice among the rosters at which a descent from the middle ends, by so many simplex iterations; see [`descend`].
    Descent(u64),
}

/// Seconds at least for the choice after a descent.
const CHOICE: f64 = 1.0;

/// Share of the days that a step of a dive settles where a part has no middle to descend from.
const DAYS: f64 = 0.1;

/// Most rosters that enclose a part.
const ENCLOSED: usize = 3_000;

/// Adds the rosters whose reduced cost at the prices of the bound is within a gap, those with the least up to [`ENCLOSED`] in all: a
/// plan that is better by more than what is left of the gap is made of them alone. Whether there are no others.
fn enclose(master: &mut Master<'_>, root: &Generated, gap: f64) -> bool {
    let mut is_all = root.least.iter().all(|least| least.is_finite());
    for (person, least) in root.least.iter().enumerate() {
        let of_each = ENCLOSED / root.least.len();
        let (columns, all) = master.job.people[person].within(person, &root.worth, least + gap + 1e-6, of_each, None);
        is_all &= all;
        for column in columns {
            master.add(column);
        }
    }
    is_all
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

/// A part cut out of a plan.
struct Cut<'a> {
    plan: &'a Plan,
    part: &'a Part,
    /// Its posts.
    posts: Range<PostIx>,
    /// What is planned in it.
    inner: Job,
}

impl<'a> Cut<'a> {
    /// Cuts a part out; `None` when somebody's roster in the plan is not lawful.
    fn new(job: &Job, plan: &'a Plan, part: &'a Part) -> Option<Self> {
        let inner = job.part(&plan.columns, &part.people, &part.window)?;
        Some(Self { plan, part, posts: job.posts(&part.window), inner })
    }

    /// A master with what the people do now.
    fn master(&self) -> Option<Master<'_>> {
        let present = self.plan.others(&self.part.people)[self.posts.clone()].to_vec();
        let mut master = Master::new(&self.inner, (0..self.part.people.len()).collect(), present, 1);
        for person in &self.part.people {
            master.add(self.column(&self.plan.columns[*person])?);
        }
        Some(master)
    }

    /// What somebody's roster is in the part, if outside of it hers is as it stays.
    fn column(&self, column: &Column) -> Option<Column> {
        let Part { people, window } = self.part;
        let person = people.iter().position(|person| *person == column.person)?;
        let (row, now) = (&column.row, &self.plan.columns[column.person].row);
        let outside = row[..window.start] == now[..window.start] && row[window.end..] == now[window.end..];
        let row: Row = row[window.clone()].iter().map(|post| post.map(|post| post - self.posts.start)).collect();
        let cost = self.inner.people[person].shape.cost(&row).filter(|_| outside)?;
        Some(Column { person, row, cost })
    }

    /// What the part costs now.
    fn cost(&self, job: &Job, master: &Master<'_>) -> f64 {
        let of_posts = self.posts.clone().map(|post| job.covers[post].cost(self.plan.present[post]));
        let people = self.part.people.len();
        master.pool[..people].iter().map(|column| column.cost).sum::<f64>() + of_posts.sum::<f64>()
    }
}

/// Plans a part again with all else as it is.
pub fn again(
    job: &Job,
    plan: &mut Plan,
    part: &Part,
    hints: &[Column],
    way: Way,
    random: &mut Random,
    reach: &Reach<'_>,
) -> Tried {
    let Some(cut) = Cut::new(job, plan, part) else { return Tried::Open };
    let Some(mut master) = cut.master() else { return Tried::Open };
    let target = cut.cost(job, &master);
    for column in hints.iter().filter_map(|hint| cut.column(hint)) {
        master.add(column);
    }
    let middle = matches!(way, Way::Descent(_)) && cut.inner.has_middle();
    let first = Reach { middle, want: if middle { WANTED } else { reach.want }, ..*reach };
    let Ok(generated) = generate(&mut master, &first, &mut |_, _| {}) else { return Tried::Open };
    let nothing = generated.complete && generated.value > target - 1e-6;
    if nothing || job.round(generated.bound) >= target - 1e-6 {
        return Tried::Nothing;
    }
    let mut is_all = false;
    let found = match way {
        Way::Whole(work) | Way::Varied(work) | Way::Near(work) => {
            match way {
                Way::Varied(_) => vary(&mut master, &generated.worth, random, reach),
                Way::Near(_) => {
                    let gap = target - generated.bound - (job.unit - 1e-4).max(0.0);
                    is_all = enclose(&mut master, &generated, gap);
                }
                _ => {}
            }
            let start: Vec<usize> = (0..part.people.len()).collect();
            let limits = reach.meter.limits(reach.until, job.least_difference(), work);
            let (chosen, bound) = master.whole(&start, reach.meter, limits);
            if is_all && job.round(bound) >= target - 1e-6 {
                return Tried::Nothing;
            }
            chosen.map(|chosen| chosen.into_iter().map(|column| master.pool[column].clone()).collect())
        }
        Way::Descent(work) if middle => {
            let reach = Reach { cutoff: Some(target - job.least_difference()), ..*reach };
            let landing = descend(&master, &generated, &reach).filter(|landing| landing.is_low);
            landing.and_then(|landing| {
                let mut near = cut.master()?;
                for column in landing.near.into_iter().flatten() {
                    near.add(column);
                }
                let start: Vec<usize> = (0..part.people.len()).collect();
                let until = reach.until.max(reach.meter.now() + CHOICE);
                let limits = reach.meter.limits(until, job.least_difference(), work);
                let (chosen, _) = near.whole(&start, reach.meter, limits);
                chosen.map(|chosen| chosen.into_iter().map(|column| near.pool[column].clone()).collect())
            })
        }
        Way::Descent(_) => dive(&mut master, Pace::Days(DAYS), target, reach),
        Way::Dive(pace) => dive(&mut master, pace, target, reach),
    };
    let found = found.and_then(|found: Vec<Column>| with(job, plan, part, &found));
    let is_better = |found: &Plan| found.cost < plan.cost - 1e-6;
    match found {
        Some(found) if is_better(&found) => {
            *plan = found;
            Tried::Better
        }
        Some(found) if found.cost <= plan.cost + 1e-6 && found.columns != plan.columns => {
            *plan = found;
            Tried::Same
        }
        _ => Tried::Open,
    }
}

/// Plans a part of everybody again by its linear program and a dive; gives how far the linear program was from its bound.
pub fn through(job: &Job, plan: &mut Plan, part: &Part, reach: &Reach<'_>) -> Option<f64> {
    let cut = Cut::new(job, plan, part)?;
    let mut master = cut.master()?;
    let first = Reach { until: reach.meter.now() + 0.6 * reach.meter.left(reach.until), ..*reach };
    let generated = generate(&mut master, &first, &mut |_, _| {}).ok()?;
    let found = dive(&mut master, Pace::Days(0.06), f64::INFINITY, reach);
    if let Some(found) = found.and_then(|found| with(job, plan, part, &found)).filter(|found| found.cost < plan.cost) {
        *plan = found;
    }
    Some(if generated.complete { 0.0 } else { generated.value - generated.bound })
}

/// The plan with the rosters found for a part; `None` when one of them is not lawful.
fn with(job: &Job, plan: &Plan, part: &Part, found: &[Column]) -> Option<Plan> {
    let first = job.posts(&part.window).start;
    let own = |column: &Column| column.row.iter().map(|post| post.map(|post| post + first)).collect();
    replaced(job, plan, &part.window, found.iter().map(|column| (part.people[column.person], own(column))))
}

/// A plan with what another one has in a part; `None` when that is not lawful.
pub fn both(job: &Job, plan: &Plan, part: &Part, other: &Plan) -> Option<Plan> {
    let own = |person: usize| other.columns[person].row[part.window.clone()].to_vec();
    replaced(job, plan, &part.window, part.people.iter().map(|person| (*person, own(*person))))
}

/// A plan in which some people have other rows on some days; `None` when that is not lawful.
fn replaced(job: &Job, plan: &Plan, window: &Range<usize>, rows: impl Iterator<Item = (usize, Row)>) -> Option<Plan> {
    let mut columns = plan.columns.clone();
    for (person, own) in rows {
        let mut row = columns[person].row.clone();
        row[window.clone()].copy_from_slice(&own);
        let cost = job.people[person].shape.cost(&row)?;
        columns[person] = Column { person, row, cost };
    }
    Some(Plan::new(job, columns))
}

/// A part of so many days and people: around a post that costs something, or anywhere.
pub fn part(job: &Job, plan: &Plan, length: usize, size: usize, random: &mut Random) -> Part {
    let days = job.posts_from.len() - 1;
    let sore: Vec<usize> =
        (0..job.covers.len()).filter(|post| job.covers[*post].cost(plan.present[*post]) > 0.0).collect();
    let focus = (!sore.is_empty() && random.below(2) == 0).then(|| *random.pick(&sore));
    let length = length.min(days);
    let latest = days - length;
    let mut from = match focus {
        None => random.below(latest as u32 + 1) as usize,
        Some(post) => job.day(post).saturating_sub(random.below(length as u32) as usize).min(latest),
    };
    let mut to = from + length;
    // A window does not end within a week-end.
    if to < days && to % 7 == 6 {
        (from, to) = (from + 1, to + 1);
    }
    Part { people: neighbours(job, plan, focus, size.max(2), random), window: from..to }
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
        let day = job.day(post);
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

#[cfg(test)]
mod tests {
    use super::super::job::Job;
    use super::super::meter::Meter;
    use super::super::plan::Plan;
    use super::super::tests::roster_of;
    use super::{Part, both};
    use crate::domain::plan::{Cancel, Limits};
    use crate::domain::roster::Bound;
    use crate::random::Random;

    /// What two found in different parts goes together: inside the part as the one has it, outside as the other, at the price of that.
    #[test]
    fn a_plan_takes_over_what_another_has_in_a_part() {
        let (mut joined, mut unlawful) = (0, 0);
        for seed in 0..40 {
            let mut random = Random::new(700 + seed);
            let mut roster = roster_of(&mut random, 14, 4);
            for pattern in &mut roster.patterns {
                (pattern.minutes, pattern.weekends) = (Bound::hard(0, 14 * 600), Bound::FREE);
                pattern.days = Bound::hard(0, 10);
            }
            let job = Job::new(&roster);
            let limits = Limits { seconds: 60.0, gap: 0.0, threads: 1, seed: 1, work: None };
            let cancel = Cancel::new();
            let meter = Meter::new(&limits, &cancel);
            let Some(plan) = Plan::first(&job, &[const { None }; 4], &meter) else { continue };
            let mut other = plan.clone();
            other.better_each(&job, &meter);
            let from = random.below(9) as usize;
            let part = Part { people: vec![1, 3], window: from..from + 5 };
            let Some(both) = both(&job, &plan, &part, &other) else {
                unlawful += 1;
                continue;
            };
            for (person, column) in both.columns.iter().enumerate() {
                for (day, post) in column.row.iter().enumerate() {
                    let of = if part.people.contains(&person) && part.window.contains(&day) { &other } else { &plan };
                    assert_eq!(*post, of.columns[person].row[day], "seed {seed}: {person} on {day}");
                }
                assert_eq!(job.people[person].shape.cost(&column.row), Some(column.cost), "seed {seed}: {person}");
            }
            assert!((both.cost - job.cost(&both.columns)).abs() < 1e-9, "seed {seed}: {}", both.cost);
            joined += usize::from(both.columns != plan.columns);
        }
        assert!(joined > 5 && unlawful > 0, "{joined} joined, {unlawful} not lawful");
    }
}
