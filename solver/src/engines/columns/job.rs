//! What the column engine works on: cover rows, and for each person the network of all her lawful rosters.

use super::cover::Cover;
use super::gcd;
use super::person::{Column, Person};
use super::shape::Shape;
use crate::domain::roster::{PostIx, Price, Roster};
use std::ops::Range;

/// Most posts of a linear program that is solved from the middle.
const MIDDLE: usize = 800;

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

    /// Whether its linear program is small enough to be solved from the middle, see [`super::centre`].
    pub const fn has_middle(&self) -> bool {
        self.covers.len() <= MIDDLE
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
