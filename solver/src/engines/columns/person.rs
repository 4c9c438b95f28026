//! One person: the network of all her lawful rosters, and what is asked of it.

use super::corridor::Reach;
use super::fine::Fine;
use super::label::Asked;
use super::lattice::Lattice;
use super::net::Net;
use super::prices::{DayPrices, Kept, Row};
use super::shape::Shape;
use crate::domain::roster::PostIx;
use std::sync::{Arc, Mutex};

/// One lawful roster of one person: a column of the master.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Whose.
    pub person: usize,
    /// One post for each day, or none.
    pub row: Row,
    /// What it costs by itself, whatever the others do.
    pub cost: f64,
}

impl Column {
    /// The posts it holds.
    pub fn posts(&self) -> impl Iterator<Item = PostIx> + '_ {
        self.row.iter().copied().flatten()
    }

    /// What it comes to when each post is worth so much.
    pub fn at(&self, worth: &[f64]) -> f64 {
        self.cost - self.posts().map(|post| worth[post]).sum::<f64>()
    }
}

/// What somebody's network gave at some prices.
#[derive(Debug, Clone)]
pub struct Found {
    /// Some of the cheapest rosters, cheapest first.
    pub columns: Vec<Column>,
    /// No roster of hers comes to less.
    pub least: f64,
    /// What the search was worth in units of work.
    pub work: u64,
}

/// Most labels of a search.
const EFFORT: usize = 3_000;

/// Labels of a day of a search that only looks for good rosters.
const BEAM: usize = 300;

/// Labels of a search that takes the first lawful roster.
const GLANCE: usize = 50;

/// A table of more entries is narrowed to what lies along a roster.
const NARROWED: usize = 100_000;

/// How often it sets fines anew before it bars days.
const GLANCES: usize = 2;

/// How often fines are set anew at some prices.
const ATTEMPTS: usize = 7;

/// By how much a fine that was none begins.
fn first_step(worth: &[f64]) -> f64 {
    1.0 + worth.iter().fold(0.0, |sum, worth| sum + worth.max(0.0)) / (8.0 * worth.len().max(1) as f64)
}

/// A person and her network.
#[derive(Debug)]
pub struct Person {
    /// Her network.
    pub shape: Shape,
    known: Mutex<Option<Known>>,
}

/// What searches at some prices leave for those at others.
#[derive(Debug, Clone)]
struct Known {
    /// The table of all her rosters, and what its tracked counts are fined.
    lattice: Arc<Lattice>,
    fines: Vec<Fine>,
    /// Where that is large: the network of corridors along some of them, and its fines.
    narrow: Option<(Arc<Net>, Vec<Fine>)>,
}

impl Known {
    fn new(shape: &Shape, lattice: Lattice) -> Self {
        let unfined = |net: &Net| vec![Fine::default(); net.tracked.len()];
        let narrow = (lattice.size() > NARROWED).then(|| lattice.narrow(shape));
        let narrow = narrow.map(|net| (Arc::clone(&net), unfined(&net)));
        Self { fines: unfined(&lattice.net), lattice: Arc::new(lattice), narrow }
    }

    /// The same with more counts in the table of all.
    fn with(&self, larger: Lattice) -> Self {
        Self { fines: vec![Fine::default(); larger.net.tracked.len()], lattice: Arc::new(larger), ..self.clone() }
    }
}

impl Person {
    /// A person with a network.
    pub fn new(shape: Shape) -> Self {
        let known = Mutex::new(Lattice::new(&shape).map(|lattice| Known::new(&shape, lattice)));
        Self { shape, known }
    }

    /// Whether her network fits into a table: only then does no roster mean that there is none.
    pub fn is_laid_out(&self) -> bool {
        self.known().is_some()
    }

    fn known(&self) -> Option<Known> {
        self.known.lock().expect("no holder panics").clone()
    }

    /// Asks her network at prices for posts and with fines.
    fn ask<T>(&self, plain: &DayPrices, lattice: &Lattice, fines: &[Fine], ask: impl FnOnce(Asked<'_>) -> T) -> T {
        let mut prices = plain.clone();
        for (axis, fine) in lattice.net.tracked.iter().zip(fines) {
            prices.fine(&self.shape, *axis, fine.units);
        }
        let fines: Vec<f64> = fines.iter().map(|fine| fine.units).collect();
        ask(Asked { shape: &self.shape, lattice, prices: &prices, fines: &fines })
    }

    /// Her cheapest rosters when each post is worth so much and some days are settled. `None` when there is no lawful
    /// one, or when none was found.
    pub fn price(&self, at: usize, worth: &[f64], want: usize, kept: Option<&[Kept]>) -> Option<Found> {
        // Who has nothing open has one roster.
        if let Some(row) = kept.and_then(settled) {
            let column = Column { person: at, cost: self.shape.cost(&row)?, row };
            return Some(Found { least: column.at(worth), columns: vec![column], work: 1 });
        }
        let mut prices = DayPrices::new(&self.shape, worth);
        if let Some(kept) = kept {
            prices.freeze(&self.shape, kept);
        }
        let first = first_step(worth);
        let mut known = self.known()?;
        let mut least = f64::NEG_INFINITY;
        let mut work = 0;
        let rows: Vec<(f64, Row)> = loop {
            let mut best: Option<(f64, Known, Vec<i64>)> = None;
            let mut rows = Vec::new();
            let mut fined: Option<(f64, Row)> = None;
            for _ in 0..ATTEMPTS {
                let answer = self.ask(&prices, &known.lattice, &known.fines, |asked| asked.best(want, EFFORT));
                least = least.max(answer.least);
                work += known.lattice.work();
                if answer.least == f64::INFINITY {
                    return None;
                }
                if best.as_ref().is_none_or(|(least, ..)| answer.least > *least) {
                    best = Some((answer.least, known.clone(), answer.beyond.clone()));
                }
                for (fine, beyond) in known.fines.iter_mut().zip(&answer.beyond) {
                    fine.heed(*beyond, first);
                }
                if answer.is_lawful() && fined.as_ref().is_none_or(|(known, _)| answer.fined.0 < *known) {
                    fined = Some(answer.fined);
                }
                rows = answer.rows;
                if !rows.is_empty() {
                    break;
                }
            }
            if !rows.is_empty() {
                break rows;
            }
            let (_, from, beyond) = best?;
            // Fines do not tell such rosters apart: the count goes into the table, or a good roster is enough.
            if let Some(larger) = from.lattice.with_tracked(&self.shape, &beyond) {
                known = known.with(larger);
                continue;
            }
            if let Some(fined) = fined {
                // The fines that prove most are those to go on from.
                known = from;
                break vec![fined];
            }
            let good = self.ask(&prices, &from.lattice, &from.fines, |asked| asked.good(want, BEAM));
            break if good.is_empty() {
                self.deterred(&prices, from, first, &mut work).into_iter().collect()
            } else {
                good
            };
        };
        *self.known.lock().expect("no holder panics") = Some(known);
        let lawful = |(_, row): (f64, Row)| self.shape.cost(&row).map(|cost| Column { person: at, row, cost });
        Some(Found { columns: rows.into_iter().filter_map(lawful).collect(), least, work })
    }

    /// A cheap roster when each post is worth so much, most often the cheapest: the first that the fines known lead to, and what the
    /// search was worth in units of work. Over long horizons it is looked for within reach of the roster `near`, or where she has none of
    /// counts that rise evenly. `None` when there is no lawful one, or when none was found.
    pub fn answer(&self, at: usize, worth: &[f64], near: Option<&Row>, reach: Reach) -> Option<(Column, u64)> {
        let prices = DayPrices::new(&self.shape, worth);
        let mut known = self.known()?;
        let (first, mut work) = (first_step(worth), 0);
        let along = known.narrow.as_mut().and_then(|(net, fines)| {
            let lattice = Lattice::along(net, &self.shape, near, reach)?;
            self.glanced(&prices, &lattice, fines, first, &mut work)
        });
        let Known { lattice, fines, .. } = &mut known;
        let found = along.or_else(|| self.glanced(&prices, lattice, fines, first, &mut work));
        if let Some((_, row)) = found {
            *self.known.lock().expect("no holder panics") = Some(known);
            let cost = self.shape.cost(&row)?;
            return Some((Column { person: at, row, cost }, work));
        }
        let found = self.price(at, worth, 1, None)?;
        Some((found.columns.into_iter().next()?, work + found.work))
    }

    /// The first lawful roster that fines lead to; where they do not, the days on which she would do too much of a kind but those
    /// that are worth most are barred to it.
    fn glanced(
        &self,
        prices: &DayPrices,
        lattice: &Lattice,
        fines: &mut [Fine],
        first: f64,
        work: &mut u64,
    ) -> Option<(f64, Row)> {
        let mut prices = prices.clone();
        for turn in 0..=GLANCES + fines.len() {
            let answer = self.ask(&prices, lattice, fines, |asked| asked.best(1, GLANCE));
            *work += lattice.work();
            if answer.least == f64::INFINITY {
                return None;
            }
            if turn < GLANCES {
                for (fine, beyond) in fines.iter_mut().zip(&answer.beyond) {
                    fine.heed(*beyond, first);
                }
            }
            if answer.is_lawful() || !answer.rows.is_empty() {
                return answer.rows.into_iter().next().or(Some(answer.fined));
            }
            if turn + 1 >= GLANCES {
                for (axis, beyond) in lattice.net.tracked.iter().zip(&answer.beyond) {
                    if *beyond > 0 {
                        prices.bar(&self.shape, *axis, &answer.fined.1);
                    }
                }
            }
        }
        None
    }

    /// What no roster of hers is below when each post is worth so much, from one look at her network, and the roster that led there,
    /// which may do too much of a kind. Fines are set anew for the next look. `None` when there is no lawful roster, or no network.
    pub fn floor(&self, at: usize, worth: &[f64]) -> Option<Found> {
        let mut known = self.known()?;
        let answer =
            self.ask(&DayPrices::new(&self.shape, worth), &known.lattice, &known.fines, |asked| asked.best(1, 0));
        if answer.least == f64::INFINITY {
            return None;
        }
        for (fine, beyond) in known.fines.iter_mut().zip(&answer.beyond) {
            fine.heed(*beyond, first_step(worth));
        }
        let work = known.lattice.work();
        *self.known.lock().expect("no holder panics") = Some(known);
        let (cost, row) = answer.fined;
        Some(Found { columns: vec![Column { person: at, row, cost }], least: answer.least, work })
    }

    /// What an answer is worth in units of work, roughly.
    pub fn work(&self) -> u64 {
        self.known().map_or(1, |known| known.lattice.work())
    }

    /// A lawful roster by fines that only rise until nothing is too many.
    fn deterred(&self, prices: &DayPrices, mut known: Known, first: f64, work: &mut u64) -> Option<(f64, Row)> {
        for _ in 0..2 * ATTEMPTS {
            let answer = self.ask(prices, &known.lattice, &known.fines, |asked| asked.best(1, 0));
            *work += known.lattice.work();
            if answer.is_lawful() {
                return Some(answer.fined);
            }
            for (fine, beyond) in known.fines.iter_mut().zip(answer.beyond) {
                if beyond > 0 {
                    fine.units = 2.0 * fine.units + first;
                }
            }
        }
        None
    }

    /// The cheapest rosters that come to at most `most` when each post is worth so much, up to `limit` of them, and whether these
    /// are all. With `kept` of those that agree with what is settled.
    pub fn within(
        &self,
        at: usize,
        worth: &[f64],
        most: f64,
        limit: usize,
        kept: Option<&[Kept]>,
    ) -> (Vec<Column>, bool) {
        let mut prices = DayPrices::new(&self.shape, worth);
        if let Some(kept) = kept {
            prices.freeze(&self.shape, kept);
        }
        let Some(known) = self.known() else { return (Vec::new(), false) };
        let (rows, is_all) = self.ask(&prices, &known.lattice, &known.fines, |asked| asked.within(most, limit));
        let lawful = |row: Row| self.shape.cost(&row).map(|cost| Column { person: at, row, cost });
        (rows.into_iter().filter_map(lawful).collect(), is_all)
    }
}

/// What all days are settled as; `None` when one is not.
fn settled(kept: &[Kept]) -> Option<Row> {
    kept.iter().map(|kept| if let Kept::Is(what) = kept { Some(*what) } else { None }).collect()
}
