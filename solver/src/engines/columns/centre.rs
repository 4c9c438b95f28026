//! Prices from the middle. The simplex gives the prices of a corner, and where many people are alike corners lie close together: it goes
//! from one to the next for long, and what is asked for at one is not wanted at the next. An interior point method that is stopped well
//! before its end gives prices amid all those that are about as good, and few rounds lead from there to the best (Gondzio,
//! González-Brevis & Munari 2013, *New developments in the primal–dual column generation technique*).
//!
//! The linear program is that of [`super::master`] without ways out: everybody has a roster from the start. Its steps are those of
//! Mehrotra 1992, *On the implementation of a primal–dual interior point method*, see [`super::newton`].

use super::job::Job;
use super::newton::{Move, Newton};
use super::person::Column;
use super::prices::Kept;
use crate::domain::roster::PostIx;

/// A variable: a roster, the persons missing in a band of a post, or those too many at it.
#[derive(Debug)]
pub struct Variable {
    cost: f64,
    /// Infinite where there is none.
    pub most: f64,
    /// The posts whose rows it is in, and what it adds to each.
    pub posts: Vec<PostIx>,
    pub sign: f64,
    /// Whose roster it is.
    pub person: Option<usize>,
    /// Its value, inside its range.
    pub value: f64,
    /// What it costs to hold it above 0, and below its most.
    pub low: f64,
    pub high: f64,
}

impl Variable {
    /// How far it is below its most.
    pub fn room(&self) -> f64 {
        self.most - self.value
    }

    /// Whether there is a most.
    pub fn is_bounded(&self) -> bool {
        self.most.is_finite()
    }
}

/// Steps go this far to where a variable would be at the end of its range.
const SHY: f64 = 0.995;

/// Most steps towards one aim.
const STEPS: usize = 40;

/// What rows may be off, at their prices, as a share of the aim.
const OFF: f64 = 0.05;

/// How far the prices of people are from their best rosters when a point is entered, as a share of what is open for each.
const APART: f64 = 0.3;

/// Least of what a variable is worth then, as a share of what all are on an average: where it is next to nothing steps would be short.
const FLOOR: f64 = 0.01;

/// Shares of a person at which variables begin at least, and at most below the end of their range.
const EDGE: f64 = 0.01;

/// What a new roster is worth then.
const NEW: f64 = 0.1;

/// The linear program over some rosters, and a point inside it.
#[derive(Debug)]
pub struct Centre {
    /// What is missing and too many at each post, then the rosters.
    pub variables: Vec<Variable>,
    /// Those that are not rosters.
    own: usize,
    /// What each row is to come to: by post, then by person.
    wanted: Vec<f64>,
    /// What it is worth.
    pub prices: Vec<f64>,
    pub posts: usize,
    pub people: usize,
    /// By person and day: whether it is settled. What is has no part in the rows.
    settled: Vec<Vec<bool>>,
}

impl Centre {
    /// The linear program over some rosters, of each of which so much is taken, when others already hold `present` and some days may be
    /// settled.
    pub fn new<'a>(
        job: &Job,
        present: &[f64],
        kept: Option<&[Vec<Kept>]>,
        rosters: impl Iterator<Item = (&'a Column, f64)>,
    ) -> Self {
        let (posts, people) = (job.covers.len(), job.people.len());
        let mut wanted: Vec<f64> =
            job.covers.iter().zip(present).map(|(cover, present)| cover.wanted() - present).collect();
        wanted.extend(std::iter::repeat_n(1.0, people));
        let settled = kept.unwrap_or_default().iter().map(|kept| kept.iter().map(Kept::is_settled).collect()).collect();
        for kept in kept.unwrap_or_default().iter().flatten() {
            if let Kept::Is(Some(post)) = kept {
                wanted[*post] -= 1.0;
            }
        }
        let prices = vec![0.0; posts + people];
        let mut centre = Self { variables: Vec::new(), own: 0, wanted, prices, posts, people, settled };
        rosters.for_each(|(column, taken)| centre.add(column, taken));
        let (lacking, _) = centre.off();
        let mut own = Vec::new();
        for (post, (cover, lacking)) in job.covers.iter().zip(lacking).enumerate() {
            let add = |cost: f64, most: f64, sign: f64, value: f64| {
                let value =
                    value.clamp(EDGE, if most.is_finite() { most - EDGE * most.min(1.0) } else { f64::INFINITY });
                Variable { cost, most, posts: vec![post], sign, person: None, value, low: 0.0, high: 0.0 }
            };
            let mut missing = lacking.max(0.0);
            for (width, price) in cover.bands.iter().rev() {
                own.push(add(*price, *width, 1.0, missing.min(*width)));
                missing -= missing.min(*width);
            }
            // Where there may be none too many, those who are cost what stands for "never": there is a point inside then.
            own.push(add(cover.surplus.unwrap_or(job.never), f64::INFINITY, -1.0, -lacking));
        }
        centre.own = own.len();
        own.append(&mut centre.variables);
        centre.variables = own;
        centre
    }

    /// Adds a roster, of which so much is taken.
    pub fn add(&mut self, column: &Column, value: f64) {
        self.variables.push(Variable {
            cost: column.cost,
            most: f64::INFINITY,
            posts: self.open(column).collect(),
            sign: 1.0,
            person: Some(column.person),
            value,
            low: 0.0,
            high: 0.0,
        });
    }

    /// The posts of a roster on days that are not settled.
    fn open<'a>(&'a self, column: &'a Column) -> impl Iterator<Item = PostIx> + 'a {
        let settled = self.settled.get(column.person);
        let open = move |day: usize| settled.is_none_or(|settled| !settled[day]);
        column.row.iter().enumerate().filter(move |(day, _)| open(*day)).filter_map(|(_, post)| *post)
    }

    /// What holding each post is worth.
    pub fn worth(&self) -> &[f64] {
        &self.prices[..self.posts]
    }

    /// How much of each roster is taken, in the order in which they were added.
    pub fn values(&self) -> impl Iterator<Item = f64> + '_ {
        self.variables[self.own..].iter().map(|variable| variable.value)
    }

    /// What the rows of a variable come to at some prices.
    pub fn priced(&self, variable: &Variable, prices: &[f64]) -> f64 {
        let of_posts: f64 = variable.posts.iter().map(|post| prices[*post]).sum();
        variable.sign * of_posts + variable.person.map_or(0.0, |person| prices[self.posts + person])
    }

    /// Goes to a point inside at some prices, value and bound of which are `open` apart: each person's price is such that none of hers is
    /// worth more.
    pub fn enter(&mut self, worth: &[f64], open: f64) {
        self.prices[..self.posts].copy_from_slice(worth);
        self.prices[self.posts..].fill(0.0);
        let mean = open / self.variables.len() as f64;
        let room = APART * open / self.people as f64;
        let reduced: Vec<f64> = self.variables.iter().map(|own| own.cost - self.priced(own, &self.prices)).collect();
        let mut of_each = vec![0.0; self.people];
        for (variable, reduced) in self.variables.iter().zip(&reduced) {
            if let Some(person) = variable.person {
                let price = &mut self.prices[self.posts + person];
                *price = if of_each[person] > 0.0 { price.min(reduced - room) } else { reduced - room };
                of_each[person] += 1.0;
            }
        }
        for (variable, reduced) in self.variables.iter_mut().zip(reduced) {
            match variable.person {
                Some(person) => {
                    variable.low = reduced - self.prices[self.posts + person];
                    if variable.value <= 0.0 {
                        variable.value = NEW * (mean / variable.low).min(1.0 / of_each[person]);
                    }
                }
                None if variable.is_bounded() => {
                    let least = mean / (variable.most / 2.0);
                    variable.high = (-reduced).max(0.0) + least;
                    variable.low = reduced.max(0.0) + least;
                }
                None => variable.low = reduced.max(mean),
            }
            if variable.value * variable.low < FLOOR * mean {
                variable.value = (FLOOR * mean / variable.low).min(0.1 * variable.most.min(1.0));
            }
        }
    }

    /// Goes towards the best until value and bound are `aim` apart, or until it `is_over`, which is asked before each step.
    pub fn approach(&mut self, aim: f64, is_over: &dyn Fn() -> bool) {
        let bounded = self.variables.iter().filter(|variable| variable.is_bounded()).count();
        let count = (self.variables.len() + bounded) as f64;
        for _ in 0..STEPS {
            let (lacking, reduced) = self.off();
            let apart: f64 = self.variables.iter().map(|own| own.value * own.low + beyond(own)).sum();
            let off: f64 = lacking.iter().zip(&self.prices).map(|(lacking, price)| (lacking * price).abs()).sum();
            if apart <= aim && off <= OFF * aim || is_over() {
                return;
            }
            let Some(newton) = Newton::new(self) else { return };
            let ahead = newton.step(self, &lacking, &reduced, 0.0, None);
            let reach = self.reach(&ahead, 1.0);
            let left: f64 = (0..self.variables.len()).map(|at| self.apart_after(at, &ahead, reach)).sum();
            let target = ((left / apart).clamp(0.0, 1.0).powi(3) * apart).max(0.1 * aim) / count;
            let to = newton.step(self, &lacking, &reduced, target, Some(&ahead));
            // Numbers may end before the aim is reached.
            if !to.prices.iter().all(|price| price.is_finite()) {
                return;
            }
            let (by, of_prices) = self.reach(&to, SHY);
            for (at, variable) in self.variables.iter_mut().enumerate() {
                variable.value = (variable.value + by * to.value[at]).min(variable.most * (1.0 - f64::EPSILON));
                variable.low += of_prices * to.low[at];
                variable.high += of_prices * to.high[at];
            }
            for (price, to) in self.prices.iter_mut().zip(&to.prices) {
                *price += of_prices * to;
            }
        }
    }

    /// By row: what it lacks; by variable: what its price is off.
    fn off(&self) -> (Vec<f64>, Vec<f64>) {
        let mut lacking = self.wanted.clone();
        let off = |variable: &Variable| {
            for post in &variable.posts {
                lacking[*post] -= variable.sign * variable.value;
            }
            if let Some(person) = variable.person {
                lacking[self.posts + person] -= variable.value;
            }
            variable.cost - self.priced(variable, &self.prices) - variable.low + variable.high
        };
        let reduced = self.variables.iter().map(off).collect();
        (lacking, reduced)
    }

    /// What a variable would add to how far value and bound are apart, after a move.
    fn apart_after(&self, at: usize, to: &Move, (by, of_prices): (f64, f64)) -> f64 {
        let variable = &self.variables[at];
        let value = variable.value + by * to.value[at];
        let above = if variable.is_bounded() {
            (variable.most - value) * (variable.high + of_prices * to.high[at])
        } else {
            0.0
        };
        value * (variable.low + of_prices * to.low[at]) + above
    }

    /// How much of a move values and prices may go.
    fn reach(&self, to: &Move, shy: f64) -> (f64, f64) {
        let (mut by, mut of_prices) = (1.0f64, 1.0f64);
        let less = |most: &mut f64, room: f64, falls: f64| {
            if falls > 0.0 {
                *most = most.min(shy * room / falls);
            }
        };
        for (at, variable) in self.variables.iter().enumerate() {
            less(&mut by, variable.value, -to.value[at]);
            less(&mut of_prices, variable.low, -to.low[at]);
            if variable.is_bounded() {
                less(&mut by, variable.room(), to.value[at]);
                less(&mut of_prices, variable.high, -to.high[at]);
            }
        }
        (by, of_prices)
    }
}

/// What a variable's most adds to how far value and bound are apart.
fn beyond(variable: &Variable) -> f64 {
    if variable.is_bounded() { variable.room() * variable.high } else { 0.0 }
}
