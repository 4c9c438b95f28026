//! The lawful rosters of one worker as paths: the network on which her best roster at given prices is found exactly.
//!
//! On each day she rests or works one class of duties. What the days before mean for the next ones is a state (what
//! she does, since when) and a few counts ([`Axis`]: minutes, days, week-ends, days of one kind). Two ways to a day with the
//! same state and counts have the same futures (Irnich & Desaulniers 2005, *Shortest path problems with resource
//! constraints*); [`super::lattice`] lays them out.
//!
//! A [`Shape`] may also be a window of a longer one, when the days before and after it stay as they are: what is before
//! gives the first state and the counts so far, what is after gives each last state its price.

use crate::domain::roster::{KindIx, PostIx, is_weekend};
use std::ops::Range;

/// Position of an action: a class of duties, or rest.
pub type Action = usize;
/// The action of a day off.
pub const REST: Action = 0;

/// One worker's network over some days.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The first of its days, counted from the Monday of the whole horizon.
    pub first_day: usize,
    /// Days.
    pub days: usize,
    /// What her roster costs whatever it is: wishes to work that are only met by working.
    pub base: f64,
    /// By action: the kinds of duty it stands for; none for rest.
    pub classes: Vec<Vec<KindIx>>,
    /// By day and action: the posts she may hold, and what holding one costs by itself.
    pub choices: Vec<Vec<Vec<(PostIx, f64)>>>,
    /// What a day off costs by itself.
    pub rest: Vec<f64>,
    /// Steps from one day to the next, by the state they leave.
    pub steps: Vec<Step>,
    /// Number of states.
    pub states: usize,
    /// The state before the first day.
    pub start: usize,
    /// By state after the last day: what the days after it then cost; infinite when they are forbidden.
    pub tails: Vec<f64>,
    /// Counts.
    pub axes: Vec<Axis>,
    /// What a week-end worked on one of its days costs.
    pub half_weekend: f64,
}

/// A step from one day to the next.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// State on the day before.
    pub from: usize,
    /// State after.
    pub to: usize,
    /// What she does.
    pub action: Action,
    /// What runs that end too early or go on too long cost.
    pub price: f64,
    /// Whether she worked the day before.
    pub worked: bool,
}

/// A count that only rises.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What is counted.
    pub what: Counted,
    /// What lies outside of the days of the network.
    pub start: u32,
    /// At least, at the end, and what each one below costs (`None`: forbidden).
    pub least: u32,
    /// See `least`.
    pub short: Option<f64>,
    /// At most, and what each one above costs (`None`: forbidden).
    pub most: u32,
    /// See `most`.
    pub over: Option<f64>,
}

/// What an axis counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Counted {
    /// So many units for each action.
    Actions(Vec<u32>),
    /// Week-ends with work.
    Weekends,
}

impl Axis {
    /// Units of an action, and of another worked week-end.
    pub fn units(&self, action: Action, weekend: bool) -> u32 {
        match &self.what {
            Counted::Actions(units) => units[action],
            Counted::Weekends => u32::from(weekend),
        }
    }

    /// The count after so many more units, and what those above the most cost; `None` when they are forbidden.
    pub fn further(&self, count: u32, more: u32) -> Option<(u32, f64)> {
        match (count + more).saturating_sub(self.most) {
            0 => Some((count + more, 0.0)),
            over => self.over.map(|price| (self.most, price * f64::from(over))),
        }
    }

    /// What the last value costs; `None` when it is forbidden.
    pub fn at_the_end(&self, value: u32) -> Option<f64> {
        match self.least.saturating_sub(value) {
            0 => Some(0.0),
            missing => self.short.map(|price| price * f64::from(missing)),
        }
    }
}

impl Shape {
    /// Whether working (or not) on a day starts another worked week-end, and what a half one costs.
    pub fn weekend(&self, day: usize, worked: bool, works: bool) -> (bool, f64) {
        let day = self.first_day + day;
        if !is_weekend(day) {
            (false, 0.0)
        } else if day % 7 == 5 {
            (works, 0.0)
        } else {
            (works && !worked, if works == worked { 0.0 } else { self.half_weekend })
        }
    }

    /// What a row of posts costs by itself, cover aside; `None` when it is forbidden.
    pub fn cost(&self, row: &[Option<PostIx>]) -> Option<f64> {
        let mut walk = Walk::new(self);
        for post in row {
            let (action, own) = self.action(walk.day, *post)?;
            walk.on(action, own)?;
        }
        walk.end()
    }

    /// What one of the counts is before each day of a row, and at the end; `None` when the row is forbidden.
    pub fn count(&self, row: &[Option<PostIx>], axis: usize) -> Option<Vec<u32>> {
        let mut walk = Walk::new(self);
        let mut counts = vec![walk.counts[axis]];
        for post in row {
            let (action, own) = self.action(walk.day, *post)?;
            walk.on(action, own)?;
            counts.push(walk.counts[axis]);
        }
        Some(counts)
    }

    /// Units of one of the counts in a row, lawful or not; `None` when a post of it is not open to her.
    #[cfg(test)]
    pub fn units(&self, row: &[Option<PostIx>], axis: usize) -> Option<u32> {
        let mut worked = false;
        let mut units = 0;
        for (day, post) in row.iter().enumerate() {
            let (action, _) = self.action(day, *post)?;
            let (weekend, _) = self.weekend(day, worked, action != REST);
            units += self.axes[axis].units(action, weekend);
            worked = action != REST;
        }
        Some(units)
    }

    /// What holding a post, or nothing, on a day is, and costs by itself; `None` when it is not open to her.
    pub fn action(&self, day: usize, post: Option<PostIx>) -> Option<(Action, f64)> {
        let Some(post) = post else { return Some((REST, self.rest[day])) };
        self.choices[day].iter().enumerate().find_map(|(action, choices)| {
            choices.iter().find(|(known, _)| *known == post).map(|(_, own)| (action, *own))
        })
    }

    /// The step of an action from a state.
    fn step(&self, state: usize, action: Action) -> Option<&Step> {
        let from = self.steps.partition_point(|step| step.from < state);
        self.steps[from..].iter().take_while(|step| step.from == state).find(|step| step.action == action)
    }

    /// The network of some of the days while the others stay as they are in `row`, a lawful one; its posts count from
    /// `first_post` on. The window may not end between a Saturday and a Sunday. What a row costs in it differs from what
    /// the whole one costs by the same amount for all.
    pub fn window(&self, window: &Range<usize>, row: &[Option<PostIx>], first_post: PostIx) -> Option<Self> {
        let mut walk = Walk::new(self);
        let mut start = 0;
        let mut held = Vec::with_capacity(row.len());
        let mut outside = vec![0; self.axes.len()];
        for (day, post) in row.iter().enumerate() {
            if day == window.start {
                start = walk.state;
            }
            let (action, own) = self.action(day, *post)?;
            let weekend = walk.on(action, own)?;
            for (outside, axis) in outside.iter_mut().zip(&self.axes).filter(|_| !window.contains(&day)) {
                *outside += axis.units(action, weekend);
            }
            held.push((action, walk.state));
        }
        let tails = (0..self.states).map(|state| self.tail(state, &held, window.end)).collect();
        let axes = self
            .axes
            .iter()
            .zip(&outside)
            .map(|(axis, outside)| Axis { start: axis.start.saturating_add(*outside).min(axis.most), ..axis.clone() });
        let local = |choices: &Vec<Vec<(PostIx, f64)>>| {
            choices.iter().map(|of| of.iter().map(|(post, own)| (post - first_post, *own)).collect()).collect()
        };
        Some(Self {
            first_day: self.first_day + window.start,
            days: window.len(),
            base: 0.0,
            classes: self.classes.clone(),
            choices: self.choices[window.clone()].iter().map(local).collect(),
            rest: self.rest[window.clone()].to_vec(),
            steps: self.steps.clone(),
            states: self.states,
            start,
            tails,
            axes: axes.collect(),
            half_weekend: self.half_weekend,
        })
    }

    /// What the days from `day` on cost from a state when they stay as they are, beyond what they cost now; infinite when
    /// they are forbidden.
    fn tail(&self, mut state: usize, held: &[(Action, usize)], day: usize) -> f64 {
        let mut price = 0.0;
        for at in day..held.len() {
            let (action, _) = held[at];
            let before = if at == 0 { self.start } else { held[at - 1].1 };
            if state == before {
                return price;
            }
            let (Some(step), Some(now)) = (self.step(state, action), self.step(before, action)) else {
                return f64::INFINITY;
            };
            price += step.price - now.price;
            state = step.to;
        }
        let now = held.last().map_or(self.start, |(_, state)| *state);
        price + self.tails[state] - self.tails[now]
    }
}

/// A walk along one row.
struct Walk<'a> {
    shape: &'a Shape,
    day: usize,
    state: usize,
    counts: Vec<u32>,
    cost: f64,
}

impl<'a> Walk<'a> {
    fn new(shape: &'a Shape) -> Self {
        let counts = shape.axes.iter().map(|axis| axis.start.min(axis.most)).collect();
        Self { shape, day: 0, state: shape.start, counts, cost: shape.base }
    }

    /// One day further; whether it starts another worked week-end. `None` when it is forbidden.
    fn on(&mut self, action: Action, own: f64) -> Option<bool> {
        let step = self.shape.step(self.state, action)?;
        let (weekend, half) = self.shape.weekend(self.day, step.worked, action != REST);
        self.cost += own + step.price + half;
        self.state = step.to;
        self.day += 1;
        for (count, axis) in self.counts.iter_mut().zip(&self.shape.axes) {
            let (to, price) = axis.further(*count, axis.units(action, weekend))?;
            *count = to;
            self.cost += price;
        }
        Some(weekend)
    }

    fn end(self) -> Option<f64> {
        let ends = self.counts.iter().zip(&self.shape.axes).map(|(count, axis)| axis.at_the_end(*count));
        let tail = Some(self.shape.tails[self.state]).filter(|tail| tail.is_finite());
        Some(self.cost + tail? + ends.sum::<Option<f64>>()?)
    }
}
