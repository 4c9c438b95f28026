//! What the column engine works on: cover rows, and for each person the network of all her lawful rosters.

use super::label::{self, DayPrices, Kept, Row};
use super::shape::Shape;
use crate::domain::roster::{PostIx, Price, Roster};
use std::sync::atomic::{AtomicU64, Ordering};

/// A cover row: how many persons, and what each one missing or too many costs.
#[derive(Debug, Clone)]
pub struct Cover {
    /// Width of each band of persons and the price of a missing one in it; prices fall from band to band.
    pub bands: Vec<(f64, f64)>,
    /// Price of each person beyond the bands; `None` when there may be none.
    pub surplus: Option<f64>,
}

impl Cover {
    /// Persons asked for in all.
    pub fn wanted(&self) -> f64 {
        self.bands.iter().map(|(width, _)| width).sum()
    }

    /// What `present` persons cost; infinite when there may not be so many.
    pub fn cost(&self, present: f64) -> f64 {
        let (mut cost, mut below) = (0.0, 0.0);
        for (width, price) in &self.bands {
            cost += price * (below + width - present).clamp(0.0, *width);
            below += width;
        }
        let beyond = (present - below).max(0.0);
        if beyond > 0.0 { cost + self.surplus.map_or(f64::INFINITY, |price| price * beyond) } else { cost }
    }

    /// What one more than `present` persons changes.
    pub fn one_more(&self, present: f64) -> f64 {
        match self.cost(present + 1.0) {
            f64::INFINITY => f64::INFINITY,
            cost => cost - self.cost(present),
        }
    }
}

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
}

/// Up to this many labels a hard count is looked at from the start.
const SMALL: usize = 30_000_000;

/// Most searches for one person at some prices.
const ATTEMPTS: usize = 24;

/// Most labels of one search, which take six bytes each: more is refused rather than risked.
const MOST: usize = 200_000_000;

/// A person and her network.
#[derive(Debug)]
pub struct Person {
    /// Her network.
    pub shape: Shape,
    /// Counts that are looked at: those that bind few are left out until a roster breaks them (decremental state-space
    /// relaxation; Righini & Salani 2008, *New dynamic programming algorithms for the resource constrained elementary
    /// shortest path problem*).
    active: AtomicU64,
}

impl Person {
    fn new(shape: Shape) -> Self {
        // Counts with a price are always looked at, then the hard ones that nearly every roster meets, while the table of
        // labels stays small.
        let mut active = 0;
        for (at, axis) in shape.axes.iter().enumerate() {
            let next = active | 1 << at;
            if axis.over.is_some() || at < 2 && shape.labels(next) <= SMALL {
                active = next;
            }
        }
        Self { shape, active: AtomicU64::new(active) }
    }

    /// Her cheapest rosters when each post is worth so much and some days are settled. `None` when there is no lawful
    /// one, or when the table of labels would be too large.
    pub fn price(&self, at: usize, worth: &[f64], want: usize, kept: Option<&[Kept]>) -> Option<Found> {
        let mut prices = DayPrices::new(&self.shape, worth);
        if let Some(kept) = kept {
            prices.freeze(&self.shape, kept);
        }
        // What each unit of a hard count is fined that is too costly to look at (Lagrange): fines already paid for nothing, up
        // to the most, come off the bound.
        let mut fines = vec![0.0; self.shape.axes.len()];
        let first = 1.0 + worth.iter().fold(0.0, |sum, worth| sum + worth.max(0.0)) / (8.0 * worth.len().max(1) as f64);
        let mut least = f64::NEG_INFINITY;
        let mut columns: Vec<Column> = Vec::new();
        for _ in 0..ATTEMPTS {
            let active = self.active.load(Ordering::Relaxed);
            if self.shape.labels(active) > MOST {
                return None;
            }
            let rows = label::best(&self.shape, active, &prices, want);
            let Some(cheapest) = rows.first() else { break };
            let free: f64 = fines.iter().zip(&self.shape.axes).map(|(fine, axis)| fine * f64::from(axis.most)).sum();
            least = least.max(cheapest.0 - free);
            let mut broken = None;
            for (rank, (_, row)) in rows.into_iter().enumerate() {
                match self.shape.cost(&row) {
                    Ok(cost) => columns.push(Column { person: at, row, cost }),
                    Err(axis) if rank == 0 => broken = axis,
                    Err(_) => {}
                }
            }
            let Some(axis) = broken else { break };
            if self.shape.labels(active | 1 << axis) <= SMALL || !self.shape.has_only_a_most(axis) {
                self.active.fetch_or(1 << axis, Ordering::Relaxed);
            } else {
                let more = first.max(fines[axis]);
                fines[axis] += more;
                prices.fine(&self.shape, axis, more);
            }
        }
        columns.sort_by(|a, b| a.at(worth).total_cmp(&b.at(worth)));
        columns.dedup();
        columns.truncate(want);
        let cheapest = columns.first()?.at(worth);
        Some(Found { columns, least: least.min(cheapest) })
    }
}

/// Everything that is planned together.
#[derive(Debug)]
pub struct Job {
    /// By post.
    pub covers: Vec<Cover>,
    /// By worker.
    pub people: Vec<Person>,
    /// What stands for a price of "never".
    pub never: f64,
    /// Whether every price is a whole number, so that a bound may be rounded up.
    pub whole: bool,
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
            axes.chain(choices).chain(shape.steps.iter().map(|step| step.price)).chain([shape.base, shape.half_weekend])
        });
        let whole = of_posts.clone().chain(of_people.clone()).all(|price| price.fract() == 0.0);
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
        Self { covers, people, never, whole }
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

    /// A bound, rounded up where every plan costs a whole number.
    pub fn round(&self, bound: f64) -> f64 {
        if self.whole { (bound - 1e-4).ceil() } else { bound }
    }
}
