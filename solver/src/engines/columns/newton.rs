//! Newton's equations of a point inside the linear program, see [`super::centre`]. People are eliminated from them, since a roster is in
//! the row of one person alone; a dense matrix of posts × posts is left.

use super::centre::{Centre, Variable};
use crate::domain::roster::PostIx;

/// How each variable is to move, and what becomes of prices.
pub struct Move {
    pub value: Vec<f64>,
    pub low: Vec<f64>,
    pub high: Vec<f64>,
    pub prices: Vec<f64>,
}

/// The equations, factored.
pub struct Newton {
    /// By variable: how far it moves at a price.
    weight: Vec<f64>,
    /// The posts that rosters are in: those of the matrix.
    posts: Vec<PostIx>,
    /// The lower triangle of its factor, row by row.
    factor: Vec<f64>,
    /// By post: what its own variables weigh.
    alone: Vec<f64>,
    /// By person: what ties her row to each of the matrix, and to itself.
    ties: Vec<Vec<f64>>,
    own: Vec<f64>,
}

impl Newton {
    /// The equations at a point; `None` when they are beyond numbers.
    pub fn new(at: &Centre) -> Option<Self> {
        let mut is_held = vec![false; at.posts];
        for variable in at.variables.iter().filter(|variable| variable.person.is_some()) {
            variable.posts.iter().for_each(|post| is_held[*post] = true);
        }
        let posts: Vec<PostIx> = (0..at.posts).filter(|post| is_held[*post]).collect();
        let size = posts.len();
        let mut place = vec![0; at.posts];
        posts.iter().enumerate().for_each(|(at, post)| place[*post] = at);
        let mut matrix = vec![0.0; size * size];
        let mut alone = vec![LEAST; at.posts];
        let mut ties = vec![vec![0.0; size]; at.people];
        let mut own = vec![LEAST; at.people];
        let mut weight = Vec::with_capacity(at.variables.len());
        let mut rows = Vec::new();
        for variable in &at.variables {
            let above = if variable.is_bounded() { variable.high / variable.room() } else { 0.0 };
            let moves = 1.0 / (variable.low / variable.value + above);
            weight.push(moves);
            let Some(person) = variable.person else {
                variable.posts.iter().for_each(|post| alone[*post] += moves);
                continue;
            };
            rows.clear();
            rows.extend(variable.posts.iter().map(|post| place[*post]));
            own[person] += moves;
            for (at, row) in rows.iter().enumerate() {
                ties[person][*row] += moves;
                // Posts of a roster ascend.
                rows[..=at].iter().for_each(|column| matrix[row * size + column] += moves);
            }
        }
        for (row, post) in posts.iter().enumerate() {
            matrix[row * size + row] += alone[*post];
        }
        let before: Vec<f64> = (0..size).map(|row| matrix[row * size + row]).collect();
        for (ties, own) in ties.iter().zip(&own) {
            for (row, tie) in ties.iter().enumerate().filter(|(_, tie)| **tie != 0.0) {
                let entries = &mut matrix[row * size..][..=row];
                entries.iter_mut().zip(ties).for_each(|(entry, other)| *entry -= tie / own * other);
            }
        }
        factor(&mut matrix, &before)?;
        Some(Self { weight, posts, factor: matrix, alone, ties, own })
    }

    /// The move to where rows lack nothing, prices are not off, and each variable adds `target` to how far value and bound are apart,
    /// when it is known how they would move `ahead`.
    pub fn step(&self, at: &Centre, lacking: &[f64], reduced: &[f64], target: f64, ahead: Option<&Move>) -> Move {
        let along = |place: usize| {
            ahead.map_or((0.0, 0.0), |to| (to.value[place] * to.low[place], to.value[place] * to.high[place]))
        };
        let below = |variable: &Variable, place: usize| target - variable.value * variable.low - along(place).0;
        let above = |variable: &Variable, place: usize| target - variable.room() * variable.high + along(place).1;
        let mut right = lacking.to_vec();
        let mut pull = Vec::with_capacity(reduced.len());
        for (place, variable) in at.variables.iter().enumerate() {
            let mut own = reduced[place] - below(variable, place) / variable.value;
            if variable.is_bounded() {
                own += above(variable, place) / variable.room();
            }
            pull.push(own);
            let moved = self.weight[place] * own;
            variable.posts.iter().for_each(|post| right[*post] += variable.sign * moved);
            if let Some(person) = variable.person {
                right[at.posts + person] += moved;
            }
        }
        let prices = self.solve(&right);
        let mut to = Move { value: Vec::new(), low: Vec::new(), high: Vec::new(), prices };
        for (place, variable) in at.variables.iter().enumerate() {
            let by = self.weight[place] * (at.priced(variable, &to.prices) - pull[place]);
            to.value.push(by);
            to.low.push((below(variable, place) - variable.low * by) / variable.value);
            let high = if variable.is_bounded() {
                (above(variable, place) + variable.high * by) / variable.room()
            } else {
                0.0
            };
            to.high.push(high);
        }
        to
    }

    /// The prices at which rows come to `right`.
    fn solve(&self, right: &[f64]) -> Vec<f64> {
        let size = self.posts.len();
        let row_of = |row: usize| &self.factor[row * size..][..=row];
        let (of_posts, of_people) = right.split_at(self.alone.len());
        let mut prices: Vec<f64> = right.to_vec();
        prices.iter_mut().zip(&self.alone).for_each(|(price, alone)| *price /= alone);
        let mut inner: Vec<f64> = self.posts.iter().map(|post| of_posts[*post]).collect();
        for ((ties, own), right) in self.ties.iter().zip(&self.own).zip(of_people) {
            inner.iter_mut().zip(ties).for_each(|(inner, tie)| *inner -= right / own * tie);
        }
        for row in 0..size {
            let entries = row_of(row);
            inner[row] = (inner[row] - dot(&entries[..row], &inner[..row])) / entries[row];
        }
        for row in (0..size).rev() {
            let entries = row_of(row);
            inner[row] /= entries[row];
            let known = inner[row];
            inner[..row].iter_mut().zip(entries).for_each(|(inner, entry)| *inner -= known * entry);
        }
        let to_people = &mut prices[self.alone.len()..];
        for (((ties, own), right), price) in self.ties.iter().zip(&self.own).zip(of_people).zip(to_people) {
            *price = (right - dot(ties, &inner)) / own;
        }
        self.posts.iter().zip(inner).for_each(|(post, price)| prices[*post] = price);
        prices
    }
}

/// What a row weighs by itself at least.
const LEAST: f64 = 1e-30;

/// A row of which no more than this share is left is one that others make up.
const REST: f64 = 1e-13;

/// What divides it then, so that it does not move.
const STILL: f64 = 1e30;

/// Cholesky's factor of the lower triangle of a matrix, row by row, in its place, when its diagonal was `before` people were eliminated;
/// `None` when it is beyond numbers.
fn factor(matrix: &mut [f64], before: &[f64]) -> Option<()> {
    let size = before.len();
    for row in 0..size {
        let (above, from) = matrix.split_at_mut(row * size);
        let own = &mut from[..=row];
        for column in 0..row {
            let other = &above[column * size..][..=column];
            own[column] = (own[column] - dot(&own[..column], &other[..column])) / other[column];
        }
        let left = own[row] - dot(&own[..row], &own[..row]);
        if !left.is_finite() {
            return None;
        }
        own[row] = if left > REST * before[row] { left.sqrt() } else { STILL };
    }
    Some(())
}

/// The sum of products, in eight sums side by side.
fn dot(one: &[f64], other: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (ones, rest) = one.as_chunks::<8>();
    let (others, other_rest) = other.as_chunks::<8>();
    for (one, other) in ones.iter().zip(others) {
        for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
            *sum += one * other;
        }
    }
    let rest: f64 = rest.iter().zip(other_rest).map(|(one, other)| one * other).sum();
    sums.iter().sum::<f64>() + rest
}
