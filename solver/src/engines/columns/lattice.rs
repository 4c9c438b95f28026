//! How the labels of a [`Shape`] lie in memory: for each day and state a small dense table over the counts that every
//! label looks at.
//!
//! One count, the widest, is the inner one: only the values that can be reached and from which an end can be reached are
//! kept, and a step moves all of them by the same distance. The other counts of the table are outer ones. Counts that
//! only have a most, and that would make the table too large, are *tracked*: the table knows them as a fine for each unit.

use super::bands::{Band, Bands};
use super::corridor::{Corridor, Reach};
use super::prices::{DayPrices, Row};
use super::shape::{Action, Axis, Counted, REST, Shape, Step};
use crate::domain::roster::is_weekend;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc as Shared;

/// Most entries of a table, of eight bytes each, on each thread.
const MOST: usize = 20_000_000;

/// Up to this many entries a count with only a most belongs to the table.
const SMALL: usize = 150_000;

/// Up to this many where fines do not tell its rosters apart.
const LARGE: usize = 3_000_000;

/// No such cell.
const NOWHERE: u32 = u32::MAX;

/// The layout of one worker's labels.
#[derive(Debug)]
pub struct Lattice {
    /// Counts looked at by fines, and by label where that is not enough.
    pub tracked: Vec<usize>,
    /// By tracked count: units of one day at most.
    pub rises: Vec<u32>,
    /// Where a day may lead to.
    pub net: Shared<Net>,
    bands: Bands,
}

/// Where each state and place of a day may lead to.
#[derive(Debug)]
pub struct Net {
    /// By state, the arcs that leave it.
    pub arcs: Vec<Vec<Arc>>,
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
}

/// A step, or several that only differ in what is done.
#[derive(Debug, Clone, Copy)]
pub struct Arc {
    /// State after.
    pub to: usize,
    /// What may be done.
    pub group: usize,
    /// What runs that end too early or go on too long cost.
    pub price: f64,
    /// Whether she worked the day before.
    pub worked: bool,
}

/// Actions that differ in nothing the table looks at.
#[derive(Debug)]
pub struct Group {
    /// Which.
    pub actions: Vec<Action>,
    /// Whether they are work.
    pub works: bool,
    /// Without and with another week-end: units of the inner count, and where each outer cell leads to at what price.
    moves: [Moves; 2],
}

#[derive(Debug)]
struct Moves {
    inner: u32,
    outer: Vec<(u32, f64)>,
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
    /// What an arc adds to the inner count on a day.
    pub fn moved(&self, shape: &Shape, arc: &Arc, day: usize) -> i64 {
        let group = &self.groups[arc.group];
        let (weekend, _) = shape.weekend(day, arc.worked, group.works);
        i64::from(group.moves[usize::from(weekend)].inner)
    }
}

/// A place: outer cell and inner value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    outer: u32,
    inner: u32,
}

impl Lattice {
    /// The layout for a network; `None` when even the least of it is too large.
    pub fn new(shape: &Shape) -> Option<Self> {
        let tops = tops(shape);
        // Counts that can come to nothing wrong are not looked at at all.
        let binds = |at: &usize| {
            let axis = &shape.axes[*at];
            axis.least > axis.start || axis.start.saturating_add(most_risen(shape, axis)) > axis.most
        };
        let only_a_most = |axis: &Axis| axis.least <= axis.start && axis.over.is_none();
        let (mut dense, mut tracked): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        for at in (0..shape.axes.len()).filter(binds) {
            if only_a_most(&shape.axes[at]) { tracked.push(at) } else { dense.push(at) }
        }
        let mut lattice = Self::laid_out(shape, &dense, &tops)?;
        // Counts of days are worth more than counts of one kind; they come first.
        for at in tracked.clone() {
            let limit = if matches!(shape.axes[at].what, Counted::Weekends) { MOST / 2 } else { SMALL };
            dense.push(at);
            match Self::laid_out(shape, &dense, &tops).filter(|larger| larger.size() <= limit) {
                Some(larger) => {
                    lattice = larger;
                    tracked.retain(|other| *other != at);
                }
                None => {
                    dense.pop();
                }
            }
        }
        Some(lattice.tracking(shape, tracked))
    }

    fn tracking(mut self, shape: &Shape, tracked: Vec<usize>) -> Self {
        self.rises = tracked.iter().map(|at| most_a_day(&shape.axes[*at])).collect();
        self.tracked = tracked;
        self
    }

    /// The layout with one more of the tracked counts in the table, of those that a row broke if there are any; `None` when
    /// none fits.
    pub fn with_tracked(&self, shape: &Shape, beyond: &[i64]) -> Option<Self> {
        let mut order: Vec<(bool, u32, usize)> = self
            .tracked
            .iter()
            .zip(beyond)
            .map(|(at, beyond)| (*beyond <= 0, shape.axes[*at].most - shape.axes[*at].start, *at))
            .collect();
        order.sort_unstable();
        let tops = tops(shape);
        order.into_iter().find_map(|(.., at)| {
            let dense: Vec<usize> =
                self.net.inner.into_iter().chain(self.net.outer.iter().map(|outer| outer.axis)).chain([at]).collect();
            let larger = Self::laid_out(shape, &dense, &tops).filter(|larger| larger.size() <= LARGE)?;
            Some(larger.tracking(shape, self.tracked.iter().copied().filter(|other| *other != at).collect()))
        })
    }

    fn laid_out(shape: &Shape, dense: &[usize], tops: &[u32]) -> Option<Self> {
        let width = |at: &usize| tops[*at] - shape.axes[*at].start.min(tops[*at]);
        let inner = dense.iter().copied().max_by_key(|at| (width(at), std::cmp::Reverse(*at)));
        let mut outer = Vec::new();
        let mut cells = 1usize;
        let mut others: Vec<usize> = dense.iter().copied().filter(|at| Some(*at) != inner).collect();
        // The widest one is the last, so that its values lie side by side.
        others.sort_by_key(|at| (width(at), *at));
        for at in others {
            outer.push(Outer { axis: at, low: shape.axes[at].start.min(tops[at]), high: tops[at], stride: cells });
            cells = cells.checked_mul(width(&at) as usize + 1).filter(|cells| *cells <= MOST)?;
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
                let units = dense.iter().map(|at| shape.axes[*at].units(step.action, false)).collect();
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
        let net = Net { arcs, groups, inner, outer, cells, states: shape.states };
        let bands = Bands::new(&net, shape, None);
        (bands.size <= MOST).then(|| Self { tracked: Vec::new(), rises: Vec::new(), net: Shared::new(net), bands })
    }

    /// The part of the layout along a roster, or without one along counts that rise evenly: places whose counts on each day are near
    /// those of it. `None` when the roster is not lawful.
    pub fn along(&self, shape: &Shape, row: Option<&Row>, reach: Reach) -> Option<Self> {
        let corridor = Corridor::new(&self.net, shape, row, reach)?;
        let bands = Bands::new(&self.net, shape, Some(&corridor));
        Some(Self { tracked: self.tracked.clone(), rises: self.rises.clone(), net: Shared::clone(&self.net), bands })
    }

    /// Entries of the table.
    pub const fn size(&self) -> usize {
        self.bands.size
    }

    /// What filling the table is worth in simplex iterations, roughly.
    pub const fn work(&self) -> u64 {
        1 + self.size() as u64 / 10_000
    }

    /// What the table of a day and state says of a place; infinite outside of it.
    pub fn at(&self, table: &[f64], day: usize, state: usize, place: Place) -> f64 {
        let band = self.bands.of(day, state);
        let inner = i64::from(place.inner);
        match self.bands.slot(day, place.outer as usize) {
            Some(slot) if inner >= band.low && inner <= band.high => {
                table[band.at + slot * band.width() + (inner - band.low) as usize]
            }
            _ => f64::INFINITY,
        }
    }

    /// Where all begins.
    pub fn start(&self, shape: &Shape) -> Place {
        Place { outer: 0, inner: self.net.inner.map_or(0, |at| shape.axes[at].start.min(shape.axes[at].most)) }
    }

    /// Where a group of actions leads to from a place, and what counts above their most cost.
    pub fn further(&self, shape: &Shape, group: usize, weekend: bool, place: Place) -> Option<(Place, f64)> {
        let moves = &self.net.groups[group].moves[usize::from(weekend)];
        let (outer, price) = moves.outer[place.outer as usize];
        if outer == NOWHERE {
            return None;
        }
        let Some(at) = self.net.inner else { return Some((Place { outer, inner: 0 }, price)) };
        let (inner, over) = shape.axes[at].further(place.inner, moves.inner)?;
        Some((Place { outer, inner }, price + over))
    }

    /// What a place costs after the last day; infinite when it is forbidden.
    fn end(&self, shape: &Shape, state: usize, outer: usize, inner: u32) -> f64 {
        let of_outer = self.net.outer.iter().map(|of| shape.axes[of.axis].at_the_end(of.count(outer)));
        let of_inner = self.net.inner.map(|at| shape.axes[at].at_the_end(inner));
        let counts = of_outer.chain(of_inner).sum::<Option<f64>>();
        shape.tails[state] + counts.unwrap_or(f64::INFINITY)
    }

    /// Fills the table: for each day, state and place the least that the days from there on cost, tracked counts aside.
    pub fn fill(&self, shape: &Shape, prices: &DayPrices, table: &mut Vec<f64>) {
        if table.len() < self.size() {
            table.resize(self.size(), 0.0);
        }
        for state in 0..self.net.states {
            let band = self.bands.of(shape.days, state);
            for (slot, outer) in self.bands.cells(shape.days).enumerate() {
                let at = band.at + slot * band.width();
                for (value, inner) in table[at..at + band.width()].iter_mut().zip(band.low..) {
                    *value = self.end(shape, state, outer, inner as u32);
                }
            }
        }
        for day in (0..shape.days).rev() {
            self.fill_day(shape, prices, table, day);
        }
    }

    fn fill_day(&self, shape: &Shape, prices: &DayPrices, table: &mut [f64], day: usize) {
        let Net { arcs, groups, inner, .. } = &*self.net;
        let axis = inner.map(|at| &shape.axes[at]);
        let cheapest: Vec<f64> = groups
            .iter()
            .map(|group| group.actions.iter().map(|action| prices.of(day, *action)).fold(f64::INFINITY, f64::min))
            .collect();
        let base = self.bands.of(day + 1, 0).at;
        let (today, tomorrow) = table.split_at_mut(base);
        for (state, arcs) in arcs.iter().enumerate() {
            let band = self.bands.of(day, state);
            let width = band.width();
            if width == 0 {
                continue;
            }
            let here = &mut today[band.at..band.at + self.bands.cells(day).len() * width];
            here.fill(f64::INFINITY);
            for arc in arcs {
                let next = self.bands.of(day + 1, arc.to);
                if next.width() == 0 || cheapest[arc.group] == f64::INFINITY {
                    continue;
                }
                let group = &groups[arc.group];
                let (weekend, half) = shape.weekend(day, arc.worked, group.works);
                let cost = cheapest[arc.group] + arc.price + half + if weekend { prices.weekend } else { 0.0 };
                let moves = &group.moves[usize::from(weekend)];
                for (here, outer) in here.chunks_exact_mut(width).zip(self.bands.cells(day)) {
                    let (to, price) = moves.outer[outer];
                    let Some(slot) = self.bands.slot(day + 1, to as usize) else { continue };
                    let there = next.at - base + slot * next.width();
                    let there = &tomorrow[there..there + next.width()];
                    relax(here, band, there, next, i64::from(moves.inner), cost + price, axis);
                }
            }
        }
    }
}

/// Betters the values of one row of cells by an arc that moves them all by the same distance.
fn relax(here: &mut [f64], band: Band, there: &[f64], next: Band, more: i64, cost: f64, axis: Option<&Axis>) {
    let low = band.low.max(next.low - more);
    let high = band.high.min(next.high - more);
    if low <= high {
        let count = (high - low + 1) as usize;
        let here = &mut here[(low - band.low) as usize..][..count];
        let there = &there[(low + more - next.low) as usize..][..count];
        for (here, there) in here.iter_mut().zip(there) {
            let value = there + cost;
            *here = if value < *here { value } else { *here };
        }
    }
    // Above the most all values fall together.
    let Some((most, over)) = axis.and_then(|axis| axis.over.map(|over| (i64::from(axis.most), over))) else { return };
    for value in (most - more + 1).max(band.low)..=band.high {
        let at_most =
            if next.low <= most && most <= next.high { there[(most - next.low) as usize] } else { f64::INFINITY };
        let here = &mut here[(value - band.low) as usize];
        *here = here.min(at_most + cost + over * (value + more - most) as f64);
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
fn most_risen(shape: &Shape, axis: &Axis) -> u32 {
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
