//! The neighbourhood of a roster in its network: all rosters whose counts are on each day near those of it.
//!
//! Over a year the table of all of somebody's rosters holds millions of entries, most of them far from anything she would do at
//! prices that moved a little. Along the roster that she has it holds a tenth, and still more rosters than anybody could write down;
//! where the best of them lies at its edge the next corridor goes further (as in dynamic programming along a trajectory,
//! Larson 1968, *State increment dynamic programming*).

use super::net::{Net, most_a_day};
use super::prices::Row;
use super::shape::{Counted, Shape};
use crate::domain::roster::is_weekend;
use std::ops::Range;

/// How far counts may be from those of the roster, in the most that they rise in a day.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    /// The inner one.
    pub inner: i64,
    /// The widest outer one.
    pub outer: i64,
}

impl Reach {
    /// So far one goes who has the time.
    pub const WIDE: Self = Self { inner: 2, outer: 1 };
    /// So far one who has not.
    pub const NARROW: Self = Self { inner: 1, outer: 1 };
}

/// By day, one more than there are: what the widest counts may be.
#[derive(Debug)]
pub struct Corridor {
    /// From the least to the most inner value.
    inner: Vec<(i64, i64)>,
    /// Outer cells.
    cells: Vec<Range<usize>>,
}

impl Corridor {
    /// Along a roster, or without one along counts that rise evenly to their most. `None` when the roster is not lawful.
    pub fn new(net: &Net, shape: &Shape, row: Option<&Row>, far: Reach) -> Option<Self> {
        let along = |at: usize| match row {
            Some(row) => shape.count(row, at),
            None => Some(evenly(shape, at)),
        };
        let reach = |at: usize, share: i64| share * i64::from(most_a_day(&shape.axes[at]));
        let inner = match net.inner {
            Some(at) => {
                let reach = reach(at, far.inner);
                along(at)?.into_iter().map(|count| (i64::from(count) - reach, i64::from(count) + reach)).collect()
            }
            None => vec![(i64::MIN, i64::MAX); shape.days + 1],
        };
        let cells = match net.outer.last() {
            Some(outer) => {
                let reach = reach(outer.axis, far.outer);
                along(outer.axis)?.into_iter().map(|count| outer.cells(i64::from(count), reach)).collect()
            }
            None => vec![0..net.cells; shape.days + 1],
        };
        Some(Self { inner, cells })
    }

    /// Inner values looked at on a day.
    pub fn inner(&self, day: usize) -> (i64, i64) {
        self.inner[day]
    }

    /// Outer cells looked at on a day.
    pub fn cells(&self, day: usize) -> Range<usize> {
        self.cells[day].clone()
    }
}

/// A count that rises evenly to its most over the days on which it can.
fn evenly(shape: &Shape, at: usize) -> Vec<u32> {
    let axis = &shape.axes[at];
    let rises = |day: usize| match &axis.what {
        Counted::Actions(units) => {
            (1..units.len()).any(|action| units[action] > 0 && !shape.choices[day][action].is_empty())
        }
        Counted::Weekends => is_weekend(shape.first_day + day) && shape.choices[day].iter().any(|of| !of.is_empty()),
    };
    let mut passed = vec![0u32];
    for day in 0..shape.days {
        passed.push(passed[day] + u32::from(rises(day)));
    }
    let start = axis.start.min(axis.most);
    let share = f64::from(axis.most - start) / f64::from(passed[shape.days].max(1));
    passed.into_iter().map(|days| start + (share * f64::from(days)).round() as u32).collect()
}

#[cfg(test)]
mod tests {
    use super::Reach;
    use crate::engines::columns::job::Job;
    use crate::engines::columns::label::Asked;
    use crate::engines::columns::lattice::Lattice;
    use crate::engines::columns::net::most_a_day;
    use crate::engines::columns::prices::{DayPrices, Row};
    use crate::engines::columns::tests::{roster_of, rows, worths};
    use crate::random::Random;

    /// The best roster of a corridor is the best of all rosters whose counts are near, as trying every one finds it.
    #[test]
    fn a_corridor_holds_every_roster_near_another_one() {
        let (mut compared, mut narrower) = (0, 0);
        for seed in 0..200 {
            let mut random = Random::new(300 + seed);
            let roster = roster_of(&mut random, 7, 1);
            let job = Job::new(&roster);
            let shape = &job.people[0].shape;
            let Some(whole) = Lattice::new(shape) else { continue };
            let worth = worths(&mut random, roster.posts.len());
            let at = |row: &Row| row.iter().flatten().map(|post| worth[*post]).sum::<f64>();
            let lawful: Vec<(f64, Row)> =
                rows(&job).into_iter().filter_map(|row| Some((shape.cost(&row)? - at(&row), row))).collect();
            if lawful.is_empty() || !whole.net.tracked.is_empty() {
                continue;
            }
            let near = &random.pick(&lawful).1;
            let reach = Reach { inner: i64::from(random.below(2)), outer: i64::from(random.below(2)) };
            let watched =
                [(whole.net.inner, reach.inner), (whole.net.outer.last().map(|outer| outer.axis), reach.outer)];
            let is_near = |row: &Row| {
                watched.iter().filter_map(|(at, reach)| Some(((*at)?, *reach))).all(|(at, reach)| {
                    let most = reach * i64::from(most_a_day(&shape.axes[at]));
                    let counts = |row: &Row| shape.count(row, at).expect("a lawful row");
                    counts(row).iter().zip(counts(near)).all(|(a, b)| (i64::from(*a) - i64::from(b)).abs() <= most)
                })
            };
            let best = |among: &dyn Fn(&Row) -> bool| {
                let these = lawful.iter().filter(|(_, row)| among(row)).map(|(cost, _)| *cost);
                these.fold(f64::INFINITY, f64::min)
            };
            let corridor = Lattice::along(&whole.net, shape, Some(near), reach).expect("a lawful row");
            let prices = DayPrices::new(shape, &worth);
            let asked = Asked { shape, lattice: &corridor, prices: &prices, fines: &[] };
            let found = asked.best(1, 100_000).rows;
            // Paths of a band may meet counts that no row near this one has together: they are rosters all the same.
            let cost = found.first().map_or(f64::INFINITY, |(cost, _)| *cost);
            let (least, of_all) = (best(&is_near), best(&|_| true));
            assert!((cost - least).abs() < 1e-6, "seed {seed}: {cost} is not {least}");
            compared += 1;
            narrower += usize::from(least > of_all + 1e-6);
        }
        assert!(compared > 80 && narrower > 20, "{compared} compared, {narrower} corridors without the best of all");
    }
}
