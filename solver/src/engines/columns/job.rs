//! What the column engine works on: cover rows, and for each person the network of all her lawful rosters.

use super::corridor::Reach;
use super::cover::Cover;
use super::fine::Fine;
use super::gcd;
use super::label::Asked;
use super::lattice::Lattice;
use super::prices::{DayPrices, Kept, Row};
use super::shape::Shape;
use crate::domain::roster::{PostIx, Price, Roster};
use std::ops::Range;
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

/// How far it goes from the counts of a roster at hand.
const NEAR: Reach = Reach { inner: 4, outer: 2 };

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
    lattice: Arc<Lattice>,
    fines: Vec<Fine>,
}

impl Known {
    fn new(lattice: Lattice) -> Self {
        Self { fines: vec![Fine::default(); lattice.tracked.len()], lattice: Arc::new(lattice) }
    }
}

impl Person {
    /// A person with a network.
    pub fn new(shape: Shape) -> Self {
        let known = Mutex::new(Lattice::new(&shape).map(Known::new));
        Self { shape, known }
    }

    /// Whether her network fits into a table: only then does no roster mean that there is none.
    pub fn is_laid_out(&self) -> bool {
        self.known().is_some()
    }

    fn known(&self) -> Option<Known> {
        self.known.lock().expect("no holder panics").clone()
    }

    /// Asks her network at prices for posts and with the fines known.
    fn ask<T>(&self, plain: &DayPrices, known: &Known, ask: impl FnOnce(Asked<'_>) -> T) -> T {
        let mut prices = plain.clone();
        for (axis, fine) in known.lattice.tracked.iter().zip(&known.fines) {
            prices.fine(&self.shape, *axis, fine.units);
        }
        let fines: Vec<f64> = known.fines.iter().map(|fine| fine.units).collect();
        ask(Asked { shape: &self.shape, lattice: &known.lattice, prices: &prices, fines: &fines })
    }

    /// Her cheapest rosters when each post is worth so much and some days are settled. `None` when there is no lawful
    /// one, or when none was found.
    pub fn price(&self, at: usize, worth: &[f64], want: usize, kept: Option<&[Kept]>) -> Option<Found> {
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
                let answer = self.ask(&prices, &known, |asked| asked.best(want, EFFORT));
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
                known = Known::new(larger);
                continue;
            }
            if let Some(fined) = fined {
                // The fines that prove most are those to go on from.
                known = from;
                break vec![fined];
            }
            let good = self.ask(&prices, &from, |asked| asked.good(want, BEAM));
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
    /// search was worth in units of work. Over long horizons it is looked for along the roster `near`, or where she has none along counts
    /// that rise evenly. `None` when there is no lawful one, or when none was found.
    pub fn answer(&self, at: usize, worth: &[f64], near: Option<&Row>) -> Option<(Column, u64)> {
        let prices = DayPrices::new(&self.shape, worth);
        let known = self.known()?;
        let mut work = 0;
        let mut layouts = Vec::new();
        if known.lattice.size() > NARROWED {
            layouts.extend(known.lattice.along(&self.shape, near, NEAR).map(Arc::new));
        }
        layouts.push(Arc::clone(&known.lattice));
        for lattice in layouts {
            let mut here = Known { lattice, fines: known.fines.clone() };
            if let Some((_, row)) = self.glanced(&prices, &mut here, first_step(worth), &mut work) {
                *self.known.lock().expect("no holder panics") = Some(Known { fines: here.fines, ..known });
                let cost = self.shape.cost(&row)?;
                return Some((Column { person: at, row, cost }, work));
            }
        }
        let found = self.price(at, worth, 1, None)?;
        Some((found.columns.into_iter().next()?, work + found.work))
    }

    /// The first lawful roster that fines lead to; where they do not, the days on which she would do too much of a kind but those
    /// that are worth most are barred to it.
    fn glanced(&self, prices: &DayPrices, known: &mut Known, first: f64, work: &mut u64) -> Option<(f64, Row)> {
        let mut prices = prices.clone();
        for turn in 0..=GLANCES + known.lattice.tracked.len() {
            let answer = self.ask(&prices, known, |asked| asked.best(1, GLANCE));
            *work += known.lattice.work();
            if answer.least == f64::INFINITY {
                return None;
            }
            if turn < GLANCES {
                for (fine, beyond) in known.fines.iter_mut().zip(&answer.beyond) {
                    fine.heed(*beyond, first);
                }
            }
            if answer.is_lawful() || !answer.rows.is_empty() {
                return answer.rows.into_iter().next().or(Some(answer.fined));
            }
            if turn + 1 >= GLANCES {
                for (axis, beyond) in known.lattice.tracked.iter().zip(&answer.beyond) {
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
        let answer = self.ask(&DayPrices::new(&self.shape, worth), &known, |asked| asked.best(1, 0));
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
            let answer = self.ask(prices, &known, |asked| asked.best(1, 0));
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
    /// are all.
    pub fn within(&self, at: usize, worth: &[f64], most: f64, limit: usize) -> (Vec<Column>, bool) {
        let prices = DayPrices::new(&self.shape, worth);
        let Some(known) = self.known() else { return (Vec::new(), false) };
        let (rows, is_all) = self.ask(&prices, &known, |asked| asked.within(most, limit));
        let lawful = |row: Row| self.shape.cost(&row).map(|cost| Column { person: at, row, cost });
        (rows.into_iter().filter_map(lawful).collect(), is_all)
    }
}

/// Everything that is planned together.
#[derive(Debug)]
pub struct Job {
    /// By post.
    pub covers: Vec<Cover>,
    /// By day, and once more at the end: its first post.
    pub posts_from: Vec<PostIx>,
    /// By worker.
    pub people: Vec<Person>,
    /// What stands for a price of "never".
    pub never: f64,
    /// The largest whole number of which every price is a multiple, so that a bound may be rounded up to one; 0 where there
    /// is none.
    pub unit: f64,
}

impl Job {
    /// Reads a roster.
    pub fn new(roster: &Roster) -> Self {
        let people: Vec<Person> =
            (0..roster.patterns.len()).map(|worker| Person::new(Shape::new(roster, worker))).collect();
        let units = |price: Price| if let Price::Units(units) = price { Some(units) } else { None };
        let of_posts = roster
            .posts
            .iter()
            .flat_map(|post| post.bands.iter().filter_map(move |band| units(band.missing)).chain(post.surplus));
        let dearest = of_posts.clone().fold(1.0, f64::max);
        let of_people = people.iter().flat_map(|person| {
            let shape = &person.shape;
            let axes = shape.axes.iter().flat_map(|axis| [axis.short, axis.over]).flatten();
            let choices = shape.choices.iter().flatten().flatten().map(|(_, own)| *own);
            let steps = shape.steps.iter().map(|step| step.price);
            let alone = shape.rest.iter().copied().chain([shape.base, shape.half_weekend]);
            axes.chain(choices).chain(steps).chain(alone)
        });
        let unit = of_posts.clone().chain(of_people.clone()).try_fold(0, |unit, price| {
            let is_exact = price.fract() == 0.0 && price.abs() < 2.0f64.powi(53);
            is_exact.then(|| gcd(unit, price.abs() as u64))
        });
        let unit = unit.map_or(0.0, |unit| unit.max(1) as f64);
        // Dear enough that no plan leaves a minimum for the sake of anything else; see [`super::solve`] for the proof.
        let never = 20.0 * of_people.fold(dearest, f64::max);
        let covers = roster
            .posts
            .iter()
            .map(|post| {
                let mut before = 0;
                let bands = post
                    .bands
                    .iter()
                    .map(|band| {
                        let width = band.persons.saturating_sub(before);
                        before = before.max(band.persons);
                        (f64::from(width), units(band.missing).unwrap_or(never))
                    })
                    .filter(|(width, _)| *width > 0.0)
                    .collect();
                Cover { bands, surplus: post.surplus }
            })
            .collect();
        let posts_from = (0..=roster.days).map(|day| roster.posts.partition_point(|post| post.day < day)).collect();
        Self { covers, posts_from, people, never, unit }
    }

    /// What a missing person costs as a rule.
    pub fn usual(&self) -> f64 {
        let prices = self.covers.iter().filter_map(|cover| cover.bands.last()).map(|(_, price)| *price);
        let prices: Vec<f64> = prices.filter(|price| *price > 0.0 && *price < self.never).collect();
        if prices.is_empty() { 1.0 } else { prices.iter().sum::<f64>() / prices.len() as f64 }
    }

    /// The day of a post.
    pub fn day(&self, post: PostIx) -> usize {
        self.posts_from.partition_point(|first| *first <= post) - 1
    }

    /// The posts of some days.
    pub fn posts(&self, window: &Range<usize>) -> Range<PostIx> {
        self.posts_from[window.start]..self.posts_from[window.end]
    }

    /// The job of some people on some days while all else stays as it is in a plan; see [`Shape::window`]. `None` when
    /// somebody's roster in the plan is not lawful.
    pub fn part(&self, plan: &[Column], people: &[usize], window: &Range<usize>) -> Option<Self> {
        let posts = self.posts(window);
        let person = |person: &usize| {
            let shape = self.people[*person].shape.window(window, &plan[*person].row, posts.start)?;
            Some(Person::new(shape))
        };
        Some(Self {
            covers: self.covers[posts.clone()].to_vec(),
            posts_from: self.posts_from[window.start..=window.end].iter().map(|post| post - posts.start).collect(),
            people: people.iter().map(person).collect::<Option<_>>()?,
            never: self.never,
            unit: self.unit,
        })
    }

    /// What a plan costs.
    pub fn cost<'a>(&self, plan: impl IntoIterator<Item = &'a Column>) -> f64 {
        let mut present = vec![0.0; self.covers.len()];
        let mut cost = 0.0;
        for column in plan {
            cost += column.cost;
            column.posts().for_each(|post| present[post] += 1.0);
        }
        cost + self.covers.iter().zip(present).map(|(cover, present)| cover.cost(present)).sum::<f64>()
    }

    /// Below this difference a plan is not better.
    pub const fn least_difference(&self) -> f64 {
        if self.unit > 0.0 { self.unit - 0.01 } else { 1e-6 }
    }

    /// A bound, rounded up where every plan costs a multiple of a unit.
    pub fn round(&self, bound: f64) -> f64 {
        if self.unit > 0.0 { ((bound - 1e-4) / self.unit).ceil() * self.unit } else { bound }
    }
}
