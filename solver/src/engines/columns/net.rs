//! Where each day may lead to, over the counts that a table tells apart.

use super::arcs::{Arc, Sharing};
use super::bands::{Values, ends};
use super::shape::{Action, Axis, Counted, REST, Shape, Step};
use crate::domain::roster::is_weekend;
use std::collections::BTreeMap;
use std::ops::Range;

/// Most cells of the outer counts.
const MOST_CELLS: usize = 20_000_000;

/// No such cell.
pub const NOWHERE: u32 = u32::MAX;

/// Where each state and place of a day may lead to.
#[derive(Debug)]
pub struct Net {
    /// By state, the arcs that leave it.
    pub arcs: Vec<Vec<Arc>>,
    /// What they have in common.
    pub shared: Sharing,
    /// Actions that lead to the same places.
    pub groups: Vec<Group>,
    /// The inner count.
    pub inner: Option<usize>,
    /// The outer ones.
    pub outer: Vec<Outer>,
    /// Cells of the outer counts.
    pub cells: usize,
    /// States.
    pub states: usize,
    /// By day and state: the inner values from which an end can be reached.
    pub ends: Vec<Values>,
    /// Counts that no table tells apart: looked at by fines, and by label where that is not enough.
    pub tracked: Vec<usize>,
    /// By tracked count: units of one day at most.
    pub rises: Vec<u32>,
}

/// Actions that differ in nothing the table looks at.
#[derive(Debug)]
pub struct Group {
    /// Which.
    pub actions: Vec<Action>,
    /// Whether they are work.
    pub works: bool,
    /// Without and with another week-end: units of the inner count, and where each outer cell leads to at what price.
    pub moves: [Moves; 2],
}

/// Where a group leads to.
#[derive(Debug)]
pub struct Moves {
    /// Units of the inner count.
    pub inner: u32,
    /// By outer cell: the cell after, [`NOWHERE`] where there is none, and what counts above their most cost.
    pub outer: Vec<(u32, f64)>,
}

/// An outer count: from the least value it can have to the most.
#[derive(Debug, Clone, Copy)]
pub struct Outer {
    /// Which count.
    pub axis: usize,
    low: u32,
    high: u32,
    stride: usize,
}

impl Outer {
    /// What it comes to in an outer cell.
    pub const fn count(&self, cell: usize) -> u32 {
        self.low + (cell / self.stride % (self.high - self.low + 1) as usize) as u32
    }

    /// The cells in which the last of the outer counts is near a value.
    pub fn cells(&self, near: i64, reach: i64) -> Range<usize> {
        let place =
            |count: i64| (count.clamp(i64::from(self.low), i64::from(self.high)) - i64::from(self.low)) as usize;
        self.stride * place(near - reach)..self.stride * (place(near + reach) + 1)
    }
}

impl Net {
    /// The network whose table tells some counts apart, and others not; `None` when the table would have too many cells.
    pub fn new(shape: &Shape, told: &[usize], tracked: Vec<usize>) -> Option<Self> {
        let tops = tops(shape);
        let width = |at: &usize| tops[*at] - shape.axes[*at].start.min(tops[*at]);
        let inner = told.iter().copied().max_by_key(|at| (width(at), std::cmp::Reverse(*at)));
        let mut outer = Vec::new();
        let mut cells = 1usize;
        let mut others: Vec<usize> = told.iter().copied().filter(|at| Some(*at) != inner).collect();
        // The widest one is the last, so that its values lie side by side.
        others.sort_by_key(|at| (width(at), *at));
        for at in others {
            outer.push(Outer { axis: at, low: shape.axes[at].start.min(tops[at]), high: tops[at], stride: cells });
            cells = cells.checked_mul(width(&at) as usize + 1).filter(|cells| *cells <= MOST_CELLS)?;
        }
        let mut groups: Vec<Group> = Vec::new();
        let mut known: BTreeMap<Vec<Action>, usize> = BTreeMap::new();
        let mut arcs: Vec<Vec<Arc>> = vec![Vec::new(); shape.states];
        let mut from = 0;
        while from < shape.steps.len() {
            let state = shape.steps[from].from;
            let of_state: Vec<_> = shape.steps[from..].iter().take_while(|step| step.from == state).collect();
            from += of_state.len();
            // By state after, price, rest or work, and units.
            let mut alike: BTreeMap<(usize, u64, bool, Vec<u32>), Vec<&Step>> = BTreeMap::new();
            for step in of_state {
                let units = told.iter().map(|at| shape.axes[*at].units(step.action, false)).collect();
                let key = (step.to, step.price.to_bits(), step.action == REST, units);
                alike.entry(key).or_default().push(step);
            }
            for ((to, ..), steps) in alike {
                let actions: Vec<Action> = steps.iter().map(|step| step.action).collect();
                let (price, worked) = (steps[0].price, steps[0].worked);
                let group = *known.entry(actions.clone()).or_insert_with(|| {
                    groups.push(group(shape, inner, &outer, cells, actions));
                    groups.len() - 1
                });
                arcs[state].push(Arc { to, group, price, worked });
            }
        }
        let shared = Sharing::new(&arcs);
        let rises = tracked.iter().map(|at| most_a_day(&shape.axes[*at])).collect();
        let states = shape.states;
        let mut net = Self { arcs, shared, groups, inner, outer, cells, states, ends: Vec::new(), tracked, rises };
        net.ends = ends(&net, shape);
        Some(net)
    }

    /// The counts that the table tells apart.
    pub fn told(&self) -> impl Iterator<Item = usize> {
        self.inner.into_iter().chain(self.outer.iter().map(|outer| outer.axis))
    }

    /// What an arc adds to the inner count on a day.
    pub fn moved(&self, shape: &Shape, arc: &Arc, day: usize) -> i64 {
        let group = &self.groups[arc.group];
        let (weekend, _) = shape.weekend(day, arc.worked, group.works);
        i64::from(group.moves[usize::from(weekend)].inner)
    }
}

/// By count: the most it can come to.
fn tops(shape: &Shape) -> Vec<u32> {
    shape.axes.iter().map(|axis| axis.start.saturating_add(most_risen(shape, axis)).min(axis.most)).collect()
}

/// How far a count can rise in a day.
pub fn most_a_day(axis: &Axis) -> u32 {
    match &axis.what {
        Counted::Actions(units) => units.iter().max().copied().unwrap_or(0),
        Counted::Weekends => 1,
    }
}

/// How far a count can rise.
pub fn most_risen(shape: &Shape, axis: &Axis) -> u32 {
    match &axis.what {
        Counted::Actions(_) => most_a_day(axis).saturating_mul(shape.days as u32),
        Counted::Weekends => {
            let days: Range<usize> = shape.first_day..shape.first_day + shape.days;
            days.clone().filter(|day| is_weekend(*day) && (day % 7 == 5 || *day == days.start)).count() as u32
        }
    }
}

fn group(shape: &Shape, inner: Option<usize>, outer: &[Outer], cells: usize, actions: Vec<Action>) -> Group {
    let moves = [false, true].map(|weekend| {
        let cell = |cell: usize| {
            let (mut to, mut price) = (0, 0.0);
            for of in outer {
                let axis = &shape.axes[of.axis];
                let count = of.count(cell);
                match axis.further(count, axis.units(actions[0], weekend)) {
                    // Beyond what can be reached there is nothing.
                    Some((count, over)) if count <= of.high => {
                        to += (count - of.low) as usize * of.stride;
                        price += over;
                    }
                    _ => return (NOWHERE, 0.0),
                }
            }
            (to as u32, price)
        };
        Moves {
            inner: inner.map_or(0, |at| shape.axes[at].units(actions[0], weekend)),
            outer: (0..cells).map(cell).collect(),
        }
    });
    Group { works: actions[0] != REST, actions, moves }
}
