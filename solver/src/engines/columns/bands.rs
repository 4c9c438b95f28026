//! Which entries of a table there are.

use super::corridor::Corridor;
use super::net::Net;
use super::shape::Shape;
use std::ops::Range;

/// The inner values worth a look at a day and state: `low..=high`, and where they lie.
#[derive(Debug, Clone, Copy)]
pub struct Band {
    /// The least.
    pub low: i64,
    /// The most.
    pub high: i64,
    /// The first entry.
    pub at: usize,
}

impl Band {
    /// How many values.
    pub const fn width(&self) -> usize {
        if self.high < self.low { 0 } else { (self.high - self.low + 1) as usize }
    }
}

/// By day and state the inner values that can be reached and from which an end can be reached, for each outer cell.
#[derive(Debug)]
pub struct Bands {
    /// By day (one more than there are) and state.
    of_states: Vec<Band>,
    states: usize,
    /// By day: the outer cells looked at.
    cells: Vec<Range<usize>>,
    /// Entries in all.
    pub size: usize,
}

/// From the least to the most; nothing when these are the other way round.
pub type Values = (i64, i64);

const NONE: Values = (i64::MAX, i64::MIN);

const fn is_none(values: Values) -> bool {
    values.0 > values.1
}

fn join(one: Values, other: Values) -> Values {
    (one.0.min(other.0), one.1.max(other.1))
}

impl Bands {
    /// What a network needs, or the part of it in a corridor.
    pub fn new(net: &Net, shape: &Shape, corridor: Option<&Corridor>) -> Self {
        let cells: Vec<Range<usize>> =
            (0..=shape.days).map(|day| corridor.map_or(0..net.cells, |corridor| corridor.cells(day))).collect();
        let mut size = 0;
        let reached = reached(net, shape, corridor);
        let band = |(at, ((low, high), (from, to))): (usize, (Values, Values))| {
            let band = Band { low: low.max(from), high: high.min(to), at: size };
            size += cells[at / net.states].len() * band.width();
            band
        };
        let of_states = reached.into_iter().zip(net.ends.iter().copied()).enumerate().map(band).collect();
        Self { of_states, states: net.states, cells, size }
    }

    /// The band of a day and state.
    pub fn of(&self, day: usize, state: usize) -> Band {
        self.of_states[day * self.states + state]
    }

    /// The outer cells looked at on a day.
    pub fn cells(&self, day: usize) -> Range<usize> {
        self.cells[day].clone()
    }

    /// The position of an outer cell among those looked at on a day.
    pub fn slot(&self, day: usize, cell: usize) -> Option<usize> {
        let cells = &self.cells[day];
        cells.contains(&cell).then(|| cell - cells.start)
    }
}

/// By day and state: the inner values that can be reached.
fn reached(net: &Net, shape: &Shape, corridor: Option<&Corridor>) -> Vec<Values> {
    let (days, states) = (shape.days, net.states);
    let axis = net.inner.map(|at| &shape.axes[at]);
    let most = axis.map_or(0, |axis| i64::from(axis.most));
    let saturates = axis.is_some_and(|axis| axis.over.is_some());
    let start = axis.map_or(0, |axis| i64::from(axis.start.min(axis.most)));
    let mut reached = vec![NONE; (days + 1) * states];
    reached[shape.start] = (start, start);
    for day in 0..days {
        let (least, limit) = corridor.map_or((i64::MIN, i64::MAX), |corridor| corridor.inner(day + 1));
        for (state, like, others) in net.shared.iter().rev() {
            let (low, high) = reached[day * states + state];
            if is_none((low, high)) {
                continue;
            }
            // What the other state has in common with it is gone through there.
            if let Some(like) = like {
                let like = &mut reached[day * states + like];
                *like = join(*like, (low, high));
            }
            for arc in others {
                let more = net.moved(shape, arc, day);
                let low = if saturates { (low + more).min(most) } else { low + more };
                let moved = (low.max(least), (high + more).min(most).min(limit));
                if !is_none(moved) {
                    let to = &mut reached[(day + 1) * states + arc.to];
                    *to = join(*to, moved);
                }
            }
        }
    }
    reached
}

/// By day and state: the inner values from which an end can be reached.
pub fn ends(net: &Net, shape: &Shape) -> Vec<Values> {
    let (days, states) = (shape.days, net.states);
    let axis = net.inner.map(|at| &shape.axes[at]);
    let most = axis.map_or(0, |axis| i64::from(axis.most));
    let saturates = axis.is_some_and(|axis| axis.over.is_some());
    let least = axis.filter(|axis| axis.short.is_none()).map_or(0, |axis| i64::from(axis.least));
    let mut ends = vec![NONE; (days + 1) * states];
    for state in 0..states {
        if shape.tails[state].is_finite() {
            ends[days * states + state] = (least, most);
        }
    }
    for day in (0..days).rev() {
        for (state, like, others) in net.shared.iter() {
            if let Some(like) = like {
                ends[day * states + state] = ends[day * states + like];
            }
            for arc in others {
                let (low, high) = ends[(day + 1) * states + arc.to];
                if is_none((low, high)) {
                    continue;
                }
                let more = net.moved(shape, arc, day);
                let high = if saturates { most } else { high - more };
                let from = &mut ends[day * states + state];
                *from = join(*from, (low - more, high));
            }
        }
    }
    ends
}
