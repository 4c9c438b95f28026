//! Labels on a [`Lattice`]: the cheapest rosters at given prices, exactly.
//!
//! First the table is filled backwards: from each day, state and place the least that the days to come cost. Tracked counts
//! are only in it by their fines, so it is a bound; where no roster breaks a tracked count it is the very cost. Then labels
//! go forwards, the most promising first (A*), with the tracked counts in them: the first roster that comes to its end is
//! the cheapest lawful one.

use super::lattice::{Lattice, Place};
use super::prices::{DayPrices, Row};
use super::shape::Shape;
use crate::domain::roster::PostIx;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// What a label may come to, in the order of the numbers: none is NaN. Differences that rounding makes are none.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Promise(f64);

impl Promise {
    fn new(cost: f64) -> Self {
        Self((cost * 1e7).round() / 1e7)
    }
}

impl Eq for Promise {}

impl PartialOrd for Promise {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Promise {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

thread_local! {
    static TABLE: RefCell<Vec<f64>> = const { RefCell::new(Vec::new()) };
}

/// A way to a day, a state and a place.
#[derive(Debug, Clone, Copy)]
struct Label {
    /// What it costs, fines included.
    cost: f64,
    day: u32,
    state: u32,
    place: Place,
    /// The label before and what was done; the first one has itself.
    before: u32,
    post: Option<PostIx>,
}

/// What is asked of a network at some prices.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Whose.
    pub shape: &'a Shape,
    /// Her layout.
    pub lattice: &'a Lattice,
    /// Prices, fines included.
    pub prices: &'a DayPrices,
    /// By tracked count: the fine for each unit.
    pub fines: &'a [f64],
}

/// What a search gave.
#[derive(Debug, Default)]
pub struct Answer {
    /// Lawful rows and what each comes to without fines, cheapest first.
    pub rows: Vec<(f64, Row)>,
    /// No lawful row comes to less.
    pub least: f64,
    /// By tracked count: how far the row that is cheapest with fines is above (or below) its most.
    pub beyond: Vec<i64>,
    /// That row and what it comes to without fines.
    pub fined: (f64, Row),
}

impl Answer {
    /// Whether the row that is cheapest with fines is lawful.
    pub fn is_lawful(&self) -> bool {
        self.beyond.iter().all(|beyond| *beyond <= 0)
    }
}

impl Asked<'_> {
    /// What the fines come to when every tracked count is at its most.
    fn at_most(&self) -> f64 {
        let tracked = self.lattice.net.tracked.iter().zip(self.fines);
        tracked.map(|(at, fine)| fine * f64::from(self.room(*at))).sum()
    }

    /// Units of a count until its most.
    fn room(&self, axis: usize) -> u32 {
        let axis = &self.shape.axes[axis];
        axis.most.saturating_sub(axis.start)
    }

    /// The cheapest rows, at most `want` of them and no two with the same end, by at most `effort` labels.
    pub fn best(&self, want: usize, effort: usize) -> Answer {
        TABLE.with_borrow_mut(|table| {
            self.lattice.fill(self.shape, self.prices, table);
            let start = self.lattice.start(self.shape);
            let relaxed = self.lattice.at(table, 0, self.shape.start, start);
            if relaxed == f64::INFINITY {
                return Answer { least: f64::INFINITY, ..Answer::default() };
            }
            let mut search = Search::new(self, table);
            let (beyond, fined) = search.beyond();
            let least = search.run(want, effort);
            let base = self.shape.base;
            let rows = search.rows.into_iter().map(|(cost, row)| (base + cost, row)).collect();
            Answer { rows, least: base + least, beyond, fined: (base + fined.0, fined.1) }
        })
    }

    /// Some cheap rows, cheapest first, by going on each day from no more than `width` labels: half of them the most
    /// promising ones, the others the most promising of each use of the tracked counts.
    pub fn good(&self, want: usize, width: usize) -> Vec<(f64, Row)> {
        TABLE.with_borrow_mut(|table| {
            self.lattice.fill(self.shape, self.prices, table);
            let mut search = Search::new(self, table);
            search.sweep(want, width);
            search.rows.into_iter().map(|(cost, row)| (self.shape.base + cost, row)).collect()
        })
    }

    /// The cheapest rows that come to at most `most`, up to `limit` of them, and whether these are all.
    pub fn within(&self, most: f64, limit: usize) -> (Vec<Row>, bool) {
        TABLE.with_borrow_mut(|table| {
            self.lattice.fill(self.shape, self.prices, table);
            // Labels are bounded as well as rows: a search that meets few rows may still be long.
            let mut search = Search::new(self, table);
            search.every = true;
            let most = most - self.shape.base;
            let least = search.until(most, limit, limit.saturating_mul(100));
            (search.rows.into_iter().map(|(_, row)| row).collect(), least > most)
        })
    }
}

/// A search under way.
struct Search<'a> {
    asked: &'a Asked<'a>,
    table: &'a [f64],
    labels: Vec<Label>,
    /// By label: units of each tracked count.
    counts: Vec<u32>,
    /// The most promising label first, of several the one that is furthest.
    queue: BinaryHeap<(Reverse<Promise>, u32, Reverse<u32>)>,
    /// By day, state and place: labels that went on from there.
    closed: HashMap<(u32, u32, Place), Vec<u32>>,
    /// Whether every row is asked for, not only the cheapest to each place.
    every: bool,
    rows: Vec<(f64, Row)>,
    constant: f64,
}

impl<'a> Search<'a> {
    fn new(asked: &'a Asked<'a>, table: &'a [f64]) -> Self {
        let start = asked.lattice.start(asked.shape);
        let state = asked.shape.start as u32;
        let first = Label { cost: 0.0, day: 0, state, place: start, before: 0, post: None };
        let mut search = Self {
            asked,
            table,
            labels: vec![first],
            counts: vec![0; asked.lattice.net.tracked.len()],
            queue: BinaryHeap::new(),
            closed: HashMap::new(),
            every: false,
            rows: Vec::new(),
            constant: asked.at_most(),
        };
        search.push(0, search.promise(0));
        search
    }

    fn push(&mut self, label: u32, promise: f64) {
        if promise < f64::INFINITY {
            self.queue.push((Reverse(Promise::new(promise)), self.labels[label as usize].day, Reverse(label)));
        }
    }

    fn counts(&self, label: u32) -> &[u32] {
        let tracked = self.asked.lattice.net.tracked.len();
        &self.counts[label as usize * tracked..][..tracked]
    }

    /// What a label costs without fines.
    fn true_cost(&self, label: u32) -> f64 {
        let fines = self.counts(label).iter().zip(self.asked.fines).map(|(count, fine)| f64::from(*count) * fine);
        self.labels[label as usize].cost - fines.sum::<f64>()
    }

    /// How far the cheapest row of the table is above the most of each tracked count, and the row.
    fn beyond(&mut self) -> (Vec<i64>, (f64, Row)) {
        let lattice = self.asked.lattice;
        let mut at = 0;
        while (self.labels[at as usize].day as usize) < self.asked.shape.days {
            let mut next: Option<(f64, u32)> = None;
            let first = self.labels.len() as u32;
            self.expand(at, true);
            for label in first..self.labels.len() as u32 {
                let promise = self.promise(label);
                if next.is_none_or(|(best, _)| promise < best) {
                    next = Some((promise, label));
                }
            }
            let Some((_, label)) = next else { break };
            at = label;
        }
        let room = lattice.net.tracked.iter().map(|axis| i64::from(self.asked.room(*axis)));
        let beyond: Vec<i64> = self.counts(at).iter().zip(room).map(|(count, room)| i64::from(*count) - room).collect();
        let fined = (self.true_cost(at) + self.end(at), self.row(at));
        self.labels.truncate(1);
        self.counts.truncate(lattice.net.tracked.len());
        (beyond, fined)
    }

    /// What a label of the last day costs after it.
    fn end(&self, label: u32) -> f64 {
        self.promise(label) - self.labels[label as usize].cost
    }

    /// The least a label can come to, fines included.
    fn promise(&self, label: u32) -> f64 {
        let Label { cost, day, state, place, .. } = self.labels[label as usize];
        cost + self.asked.lattice.at(self.table, day as usize, state as usize, place)
    }

    /// Whether a label need not go on because another one does better from the same place.
    fn is_dominated(&mut self, label: u32) -> bool {
        let Label { day, state, place, .. } = self.labels[label as usize];
        let cost = self.true_cost(label);
        let left = (self.asked.shape.days - day as usize) as u32;
        let lattice = self.asked.lattice;
        // Units that can no longer come to too many do not count.
        let safe =
            |at: usize, count: u32| count + left * lattice.net.rises[at] <= self.asked.room(lattice.net.tracked[at]);
        let key = (day, state, place);
        let better = self.closed.get(&key).is_some_and(|closed| {
            closed.iter().any(|other| {
                let mut counts = self.counts(*other).iter().zip(self.counts(label)).enumerate();
                self.true_cost(*other) <= cost + 1e-9
                    && counts.all(|(at, (other, own))| other <= own || safe(at, *other))
            })
        });
        if !better {
            self.closed.entry(key).or_default().push(label);
        }
        better
    }

    /// Makes the labels of the next day. `all`: those that break a tracked count too.
    fn expand(&mut self, from: u32, all: bool) {
        let Asked { shape, lattice, prices, fines } = *self.asked;
        let Label { cost, day, state, place, .. } = self.labels[from as usize];
        let today = day as usize;
        for arc in &lattice.net.arcs[state as usize] {
            let group = &lattice.net.groups[arc.group];
            let (weekend, half) = shape.weekend(today, arc.worked, group.works);
            let Some((to, over)) = lattice.further(shape, arc.group, weekend, place) else { continue };
            if lattice.at(self.table, today + 1, arc.to, to) == f64::INFINITY {
                continue;
            }
            let fine = if weekend { prices.weekend } else { 0.0 };
            for action in &group.actions {
                let cheapest = prices.of(today, *action);
                if cheapest == f64::INFINITY {
                    continue;
                }
                let first = self.counts.len();
                let mut lawful = true;
                for (at, axis) in lattice.net.tracked.iter().enumerate() {
                    let count = self.counts[from as usize * fines.len() + at];
                    let count = count + shape.axes[*axis].units(*action, weekend);
                    lawful &= count <= self.asked.room(*axis);
                    self.counts.push(count);
                }
                if !lawful && !all {
                    self.counts.truncate(first);
                    continue;
                }
                let mut label = Label {
                    cost: cost + cheapest + arc.price + half + fine + over,
                    day: day + 1,
                    state: arc.to as u32,
                    place: to,
                    before: from,
                    post: prices.post(today, *action),
                };
                self.labels.push(label);
                if !self.every {
                    continue;
                }
                let best = label.post;
                for (post, priced) in prices.each(shape, today, *action).filter(|(post, _)| Some(*post) != best) {
                    label.cost = cost + priced + arc.price + half + fine + over;
                    label.post = Some(post);
                    self.labels.push(label);
                    self.counts.extend_from_within(first..first + fines.len());
                }
            }
        }
    }

    /// The `want` cheapest rows, by at most `effort` labels; gives what no lawful row is below.
    fn run(&mut self, want: usize, effort: usize) -> f64 {
        self.until(f64::INFINITY, want, effort);
        match self.rows.first() {
            Some((cost, _)) => *cost,
            None => self.queue.peek().map_or(f64::INFINITY, |(Reverse(least), ..)| least.0 - self.constant),
        }
    }

    /// Rows up to a cost, at most `want` of them, by at most `effort` labels; gives what no row that is still missing is
    /// below.
    fn until(&mut self, most: f64, want: usize, effort: usize) -> f64 {
        let days = self.asked.shape.days as u32;
        let mut left = effort;
        while let Some((Reverse(promise), _, Reverse(label))) = self.queue.peek().copied() {
            let promise = promise.0 - self.constant;
            if promise > most || self.rows.len() >= want || left == 0 {
                return promise;
            }
            self.queue.pop();
            if self.labels[label as usize].day > days {
                let row = self.row(self.labels[label as usize].before);
                self.rows.push((promise, row));
                continue;
            }
            left -= 1;
            if !self.every && self.is_dominated(label) {
                continue;
            }
            if self.labels[label as usize].day == days {
                // Fines that were paid for nothing come back, so it may no longer be the cheapest: it queues again.
                let cost = self.true_cost(label) + self.end(label) + self.constant;
                let again = self.labels.len() as u32;
                self.labels.push(Label { day: days + 1, before: label, ..self.labels[label as usize] });
                let tracked = self.asked.fines.len();
                self.counts.extend_from_within(label as usize * tracked..(label as usize + 1) * tracked);
                self.push(again, cost);
                continue;
            }
            let first = self.labels.len() as u32;
            self.expand(label, false);
            for label in first..self.labels.len() as u32 {
                let promise = self.promise(label);
                if promise - self.constant <= most {
                    self.push(label, promise);
                }
            }
        }
        f64::INFINITY
    }

    /// Goes on day by day from a limited number of labels.
    fn sweep(&mut self, want: usize, width: usize) {
        let mut here = vec![0];
        for _ in 0..self.asked.shape.days {
            let first = self.labels.len() as u32;
            for label in &here {
                self.expand(*label, false);
            }
            let mut next: Vec<(Promise, u32)> =
                (first..self.labels.len() as u32).map(|label| (Promise::new(self.promise(label)), label)).collect();
            next.sort_unstable();
            here.clear();
            let mut uses: HashSet<Vec<u32>> = HashSet::new();
            for (_, label) in next {
                let room = if here.len() < width / 2 {
                    true
                } else {
                    here.len() < width && !uses.contains(self.counts(label))
                };
                if room && !self.is_dominated(label) {
                    uses.insert(self.counts(label).to_vec());
                    here.push(label);
                }
            }
        }
        let mut ends: Vec<(f64, u32)> =
            here.into_iter().map(|label| (self.true_cost(label) + self.end(label), label)).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ends.truncate(want);
        self.rows = ends.into_iter().map(|(cost, label)| (cost, self.row(label))).collect();
    }

    /// The row of a label of the last day.
    fn row(&self, end: u32) -> Row {
        let mut row = vec![None; self.asked.shape.days];
        let mut at = end;
        while self.labels[at as usize].day > 0 {
            let Label { day, before, post, .. } = self.labels[at as usize];
            row[day as usize - 1] = post;
            at = before;
        }
        row
    }
}
