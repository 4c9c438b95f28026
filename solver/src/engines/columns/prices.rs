//! What each duty of a day costs somebody at given prices, and what is settled of her days.

use super::shape::{Action, Counted, REST, Shape};
use crate::domain::roster::{PostIx, is_weekend};
use std::collections::BTreeMap;

/// One post for each day, or none.
pub type Row = Vec<Option<PostIx>>;

/// What each action costs on each day, and the post it then holds.
#[derive(Debug, Clone)]
pub struct DayPrices {
    actions: usize,
    /// By day and action; infinite when it cannot be done.
    cost: Vec<f64>,
    post: Vec<Option<PostIx>>,
    /// By post.
    worth: Vec<f64>,
    /// By action: fines.
    fined: Vec<f64>,
    /// By day, if anything is settled.
    kept: Vec<Kept>,
    /// What a week-end with work costs.
    pub weekend: f64,
}

impl DayPrices {
    /// For each class of each day its best post, when each is worth so much.
    pub fn new(shape: &Shape, worth: &[f64]) -> Self {
        let actions = shape.classes.len();
        let mut cost = Vec::with_capacity(shape.days * actions);
        let mut post = Vec::with_capacity(shape.days * actions);
        for day in 0..shape.days {
            for (action, choices) in shape.choices[day].iter().enumerate() {
                if action == REST {
                    cost.push(shape.rest[day]);
                    post.push(None);
                    continue;
                }
                let (least, of_it) = cheapest(choices.iter().map(|(post, own)| (own - worth[*post], *post)));
                cost.push(least);
                post.push(of_it);
            }
        }
        let (worth, fined) = (worth.to_vec(), vec![0.0; actions]);
        Self { actions, cost, post, worth, fined, kept: Vec::new(), weekend: 0.0 }
    }

    /// What an action costs on a day; infinite when it cannot be done.
    pub fn of(&self, day: usize, action: Action) -> f64 {
        self.cost[day * self.actions + action] + self.fined[action]
    }

    /// The cheapest post of an action on a day; none of rest.
    pub fn post(&self, day: usize, action: Action) -> Option<PostIx> {
        self.post[day * self.actions + action]
    }

    /// Every post of an action on a day that is allowed, and what it costs.
    pub fn each(&self, shape: &Shape, day: usize, action: Action) -> impl Iterator<Item = (PostIx, f64)> {
        let (fined, kept) = (self.fined[action], self.kept.get(day));
        let allowed = move |post: PostIx| kept.is_none_or(|kept| kept.allows(Some(post)));
        let choices = shape.choices[day][action].iter().filter(move |(post, _)| allowed(*post));
        choices.map(move |(post, own)| (*post, own - self.worth[*post] + fined))
    }

    /// What one post of an action costs.
    fn price_of(&self, shape: &Shape, day: usize, action: Action, post: PostIx) -> f64 {
        let own =
            shape.choices[day][action].iter().find(|(other, _)| *other == post).map_or(f64::INFINITY, |(_, own)| *own);
        own - self.worth[post]
    }

    /// Makes each unit of a count dearer.
    pub fn fine(&mut self, shape: &Shape, axis: usize, more: f64) {
        let Counted::Actions(units) = &shape.axes[axis].what else {
            self.weekend += more;
            return;
        };
        for (action, units) in units.iter().enumerate() {
            self.fined[action] += more * f64::from(*units);
        }
    }

    /// Leaves a count only where a row has it, and there only as often as it may be: on the days (or week-ends) that are worth most.
    pub fn bar(&mut self, shape: &Shape, axis: usize, row: &Row) {
        let axis = &shape.axes[axis];
        let counts = |action: Action| match &axis.what {
            Counted::Actions(units) => units[action],
            Counted::Weekends => u32::from(action != REST),
        };
        let span = |day: usize| match &axis.what {
            Counted::Actions(_) => day,
            Counted::Weekends => (shape.first_day + day) / 7,
        };
        let concerns = |day: usize| matches!(axis.what, Counted::Actions(_)) || is_weekend(shape.first_day + day);
        // By day or week-end: what it costs, and units.
        let mut held: BTreeMap<usize, (f64, u32)> = BTreeMap::new();
        for (day, post) in row.iter().enumerate().filter(|(day, _)| concerns(*day)) {
            let Some((action, _)) = shape.action(day, *post) else { continue };
            if counts(action) > 0 {
                let of_it = held.entry(span(day)).or_insert((0.0, counts(action)));
                of_it.0 += self.of(day, action);
            }
        }
        let mut dearest: Vec<(f64, u32, usize)> =
            held.into_iter().map(|(at, (cost, units))| (cost, units, at)).collect();
        dearest.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        let mut room = axis.most.saturating_sub(axis.start);
        let mut kept = BTreeMap::new();
        for (_, units, at) in dearest {
            if units <= room {
                room -= units;
                kept.insert(at, units);
            }
        }
        for day in (0..shape.days).filter(|day| concerns(*day)) {
            let most = kept.get(&span(day)).copied().unwrap_or(0);
            for action in (0..self.actions).filter(|action| counts(*action) > most) {
                self.cost[day * self.actions + action] = f64::INFINITY;
            }
        }
    }

    /// Leaves only what is allowed on the days on which something is settled.
    pub fn freeze(&mut self, shape: &Shape, kept: &[Kept]) {
        self.kept = kept.to_vec();
        for (day, kept) in kept.iter().enumerate() {
            match kept {
                Kept::Open => {}
                Kept::Is(what) => self.settle(shape, day, *what),
                Kept::Not(what) => self.exclude(shape, day, what),
            }
        }
    }

    /// Leaves one post of a day, or rest.
    fn settle(&mut self, shape: &Shape, day: usize, what: Option<PostIx>) {
        let at = day * self.actions;
        let own: Vec<(Action, f64)> = match what {
            None => vec![(REST, self.cost[at + REST])],
            Some(post) => {
                let choices = shape.choices[day].iter().enumerate();
                let same = choices.filter(|(_, choices)| choices.iter().any(|(other, _)| *other == post));
                same.map(|(action, _)| (action, self.price_of(shape, day, action, post))).collect()
            }
        };
        self.cost[at..at + self.actions].fill(f64::INFINITY);
        for (action, cost) in own {
            self.cost[at + action] = cost;
            self.post[at + action] = what;
        }
    }

    /// Takes some posts of a day, or rest, out of the choice.
    fn exclude(&mut self, shape: &Shape, day: usize, what: &[Option<PostIx>]) {
        let at = day * self.actions;
        if what.contains(&None) {
            self.cost[at + REST] = f64::INFINITY;
        }
        for (action, choices) in shape.choices[day].iter().enumerate() {
            if choices.iter().any(|(post, _)| what.contains(&Some(*post))) {
                let left = choices.iter().map(|(post, _)| *post).filter(|post| !what.contains(&Some(*post)));
                let (least, of_it) = cheapest(left.map(|post| (self.price_of(shape, day, action, post), post)));
                self.cost[at + action] = least;
                self.post[at + action] = of_it;
            }
        }
    }
}

/// The cheapest of some posts, of several the first; infinite without any.
fn cheapest(priced: impl Iterator<Item = (f64, PostIx)>) -> (f64, Option<PostIx>) {
    let best = priced.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    best.map_or((f64::INFINITY, None), |(cost, post)| (cost, Some(post)))
}

/// What is settled of somebody's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing.
    Open,
    /// The post, or rest.
    Is(Option<PostIx>),
    /// That it is none of these posts, or not rest.
    Not(Vec<Option<PostIx>>),
}

impl Kept {
    /// Whether somebody may hold a post, or rest.
    pub fn allows(&self, post: Option<PostIx>) -> bool {
        match self {
            Self::Open => true,
            Self::Is(own) => *own == post,
            Self::Not(others) => !others.contains(&post),
        }
    }

    /// Whether the post, or rest, is settled.
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::Is(_))
    }
}

#[cfg(test)]
mod tests {
    use super::{DayPrices, Row};
    use crate::domain::roster::{Bound, KindPattern};
    use crate::engines::columns::corridor::Reach;
    use crate::engines::columns::job::Job;
    use crate::engines::columns::person::Person;
    use crate::engines::columns::shape::Shape;
    use crate::engines::columns::tests::{roster_of, rows, worths};
    use crate::random::Random;

    fn is_open(shape: &Shape, prices: &DayPrices, row: &Row) -> bool {
        row.iter().enumerate().all(|(day, post)| {
            shape.action(day, *post).is_some_and(|(action, _)| prices.of(day, action) < f64::INFINITY)
        })
    }

    /// After a count is barred for a row no row that is left has too much of it, and the row is left where it has not itself.
    #[test]
    fn what_is_barred_leaves_no_row_with_too_much() {
        let (mut too_many, mut kept) = (0, 0);
        for seed in 0..60 {
            let mut random = Random::new(700 + seed);
            let roster = roster_of(&mut random, 7, 1);
            let job = Job::new(&roster);
            let shape = &job.people[0].shape;
            let prices = DayPrices::new(shape, &worths(&mut random, roster.posts.len()));
            let all: Vec<Row> = rows(&job).into_iter().filter(|row| is_open(shape, &prices, row)).collect();
            let row = random.pick(&all).clone();
            for at in 0..shape.axes.len() {
                let room = shape.axes[at].most.saturating_sub(shape.axes[at].start);
                let units = |row: &Row| shape.units(row, at).expect("an open row");
                let mut barred = prices.clone();
                barred.bar(shape, at, &row);
                for left in all.iter().filter(|row| is_open(shape, &barred, row)) {
                    assert!(units(left) <= room, "seed {seed}, count {at}: {} of {room}", units(left));
                }
                let is_lawful = units(&row) <= room;
                assert_eq!(is_open(shape, &barred, &row), is_lawful, "seed {seed}, count {at}");
                if is_lawful { kept += 1 } else { too_many += 1 }
            }
        }
        assert!(too_many > 30 && kept > 30, "{too_many} rows with too much, {kept} without");
    }

    /// Half a year of days that are all worth the same, a hundred and two of which may be worked, and no more than twenty-five in each
    /// of five kinds: fines tell none of them apart, and the roster found comes near the 510 that a hundred and two days are worth.
    #[test]
    fn kinds_that_are_worth_the_same_are_shared_out() {
        let mut random = Random::new(5);
        let mut roster = roster_of(&mut random, 182, 1);
        let kinds = 5;
        roster.kinds = vec![roster.kinds[0].clone(); kinds];
        roster.kinds.iter_mut().for_each(|kind| kind.not_followed_by.clear());
        let post = roster.posts[0].clone();
        roster.posts = (0..182)
            .flat_map(|day| (0..kinds).map(move |kind| (day, kind)))
            .map(|(day, kind)| crate::domain::roster::Post { day, kind, ..post.clone() })
            .collect();
        let pattern = &mut roster.patterns[0];
        pattern.kinds = vec![KindPattern { total: Bound::hard(0, 25), run: Bound::FREE }; kinds];
        pattern.minutes = Bound::hard(480 * 98, 480 * 102);
        pattern.days = Bound::FREE;
        (pattern.work_run, pattern.rest_run) = (Bound::hard(2, 5), Bound::hard(2, 182));
        pattern.weekends = Bound::hard(0, 13);
        (pattern.days_off, pattern.wishes, pattern.half_weekend) = (Vec::new(), Vec::new(), 0.0);
        let job = Job::new(&roster);
        let person: &Person = &job.people[0];
        let (column, _) =
            person.answer(0, &vec![5.0; roster.posts.len()], None, Reach::WIDE).expect("there are lawful rosters");
        assert_eq!(person.shape.cost(&column.row), Some(column.cost));
        let worked = column.posts().count();
        assert!((98..=102).contains(&worked), "{worked} days");
    }
}
