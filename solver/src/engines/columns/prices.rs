//! What each duty of a day costs somebody at given prices, and what is settled of her days.

use super::shape::{Action, Counted, REST, Shape};
use crate::domain::roster::PostIx;

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
        Self { actions, cost, post, worth: worth.to_vec(), fined: vec![0.0; actions], weekend: 0.0 }
    }

    /// What an action costs on a day; infinite when it cannot be done.
    pub fn of(&self, day: usize, action: Action) -> f64 {
        self.cost[day * self.actions + action] + self.fined[action]
    }

    /// The cheapest post of an action on a day; none of rest.
    pub fn post(&self, day: usize, action: Action) -> Option<PostIx> {
        self.post[day * self.actions + action]
    }

    /// Every post of an action on a day and what it costs, whatever is settled.
    pub fn each(&self, shape: &Shape, day: usize, action: Action) -> impl Iterator<Item = (PostIx, f64)> {
        let fined = self.fined[action];
        shape.choices[day][action].iter().map(move |(post, own)| (*post, own - self.worth[*post] + fined))
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

    /// Leaves only what is allowed on the days on which something is settled.
    pub fn freeze(&mut self, shape: &Shape, kept: &[Kept]) {
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
