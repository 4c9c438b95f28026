//! How the labels of a [`Shape`] lie in memory: for each day and state a small dense table over the counts that every
//! label looks at.
//!
//! One count, the widest, is the inner one: only the values that can be reached and from which an end can be reached are
//! kept, and a step moves all of them by the same distance. The other counts of the table are outer ones. Counts that
//! only have a most, and that would make the table too large, are *tracked*: the table knows them as a fine for each unit.

use super::bands::{Band, Bands};
use super::corridor::{Corridor, Reach};
use super::net::{NOWHERE, Net, most_risen};
use super::prices::{DayPrices, Row};
use super::shape::{Axis, Counted, Shape};
use std::sync::Arc;

/// Most entries of a table, of eight bytes each, on each thread.
const MOST: usize = 20_000_000;

/// Up to this many entries a count with only a most belongs to the table.
const SMALL: usize = 150_000;

/// Up to this many where fines do not tell its rosters apart.
const LARGE: usize = 3_000_000;

/// The layout of one worker's labels.
#[derive(Debug)]
pub struct Lattice {
    /// Where a day may lead to.
    pub net: Arc<Net>,
    bands: Bands,
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
        let mut lattice = Self::laid_out(shape, &dense, tracked.clone())?;
        // Counts of days are worth more than counts of one kind; they come first.
        for at in tracked.clone() {
            let limit = if matches!(shape.axes[at].what, Counted::Weekends) { MOST / 2 } else { SMALL };
            let others: Vec<usize> = tracked.iter().copied().filter(|other| *other != at).collect();
            dense.push(at);
            match Self::laid_out(shape, &dense, others.clone()).filter(|larger| larger.size() <= limit) {
                Some(larger) => (lattice, tracked) = (larger, others),
                None => {
                    dense.pop();
                }
            }
        }
        Some(lattice)
    }

    /// The layout with one more of the tracked counts in the table, of those that a row broke if there are any; `None` when
    /// none fits.
    pub fn with_tracked(&self, shape: &Shape, beyond: &[i64]) -> Option<Self> {
        let tracked = &self.net.tracked;
        let mut order: Vec<(bool, u32, usize)> = tracked
            .iter()
            .zip(beyond)
            .map(|(at, beyond)| (*beyond <= 0, shape.axes[*at].most - shape.axes[*at].start, *at))
            .collect();
        order.sort_unstable();
        order.into_iter().find_map(|(.., at)| {
            let told: Vec<usize> = self.net.told().chain([at]).collect();
            let others = tracked.iter().copied().filter(|other| *other != at).collect();
            Self::laid_out(shape, &told, others).filter(|larger| larger.size() <= LARGE)
        })
    }

    fn laid_out(shape: &Shape, told: &[usize], tracked: Vec<usize>) -> Option<Self> {
        let net = Net::new(shape, told, tracked)?;
        let bands = Bands::new(&net, shape, None);
        (bands.size <= MOST).then(|| Self { net: Arc::new(net), bands })
    }

    /// The network of corridors: with the week-ends, which a table of all rosters may be too large for, in the table.
    pub fn narrow(&self, shape: &Shape) -> Arc<Net> {
        let is_of_weekends = |at: &usize| matches!(shape.axes[*at].what, Counted::Weekends);
        let (weekends, others): (Vec<usize>, Vec<usize>) = self.net.tracked.iter().partition(|at| is_of_weekends(at));
        let told: Vec<usize> = self.net.told().chain(weekends.iter().copied()).collect();
        let larger = if weekends.is_empty() { None } else { Net::new(shape, &told, others) };
        larger.map_or_else(|| Arc::clone(&self.net), Arc::new)
    }

    /// The part of a network along a roster, or without one along counts that rise evenly: places whose counts on each day are near
    /// those of it. `None` when the roster is not lawful, or where even that is too large.
    pub fn along(net: &Arc<Net>, shape: &Shape, row: Option<&Row>, reach: Reach) -> Option<Self> {
        let corridor = Corridor::new(net, shape, row, reach)?;
        let bands = Bands::new(net, shape, Some(&corridor));
        (bands.size <= MOST).then(|| Self { net: Arc::clone(net), bands })
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
        let Net { shared, groups, inner, .. } = &*self.net;
        let axis = inner.map(|at| &shape.axes[at]);
        let cheapest: Vec<f64> = groups
            .iter()
            .map(|group| group.actions.iter().map(|action| prices.of(day, *action)).fold(f64::INFINITY, f64::min))
            .collect();
        let base = self.bands.of(day + 1, 0).at;
        let (today, tomorrow) = table.split_at_mut(base);
        for (state, like, others) in shared.iter() {
            let band = self.bands.of(day, state);
            let width = band.width();
            if width == 0 {
                continue;
            }
            let cells = self.bands.cells(day).len();
            today[band.at..band.at + cells * width].fill(f64::INFINITY);
            if let Some(like) = like.map(|like| self.bands.of(day, like)) {
                // Outside of its band the other state leads nowhere.
                let (low, high) = (band.low.max(like.low), band.high.min(like.high));
                for slot in (0..cells).filter(|_| low <= high) {
                    let at = |band: Band| band.at + slot * band.width() + (low - band.low) as usize;
                    today.copy_within(at(like)..at(like) + (high - low + 1) as usize, at(band));
                }
            }
            let here = &mut today[band.at..band.at + cells * width];
            for arc in others {
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
