//! What is left of a model once some of its columns have a value.

use super::highs::Solver;

/// By how much the ends of a row's columns must pass its bounds for the row to count.
const SLACK: f64 = 1e-9;

impl Solver {
    /// The model of the columns without a value in `fixed`, of which those before `whole` are whole, and of the rows that may still
    /// bind them; with the positions of its columns. Rows in which only fixed columns stand are left out: the values have to
    /// fulfil them.
    pub fn without(&mut self, fixed: &[Option<f64>], whole: usize, seed: u32) -> (Self, Vec<usize>) {
        let (costs, lower, upper) = self.columns();
        assert_eq!(fixed.len(), costs.len(), "one entry per column");
        let mut rest = Self::empty(seed);
        let columns: Vec<usize> = (0..fixed.len()).filter(|at| fixed[*at].is_none()).collect();
        let mut place = vec![usize::MAX; fixed.len()];
        for (at, column) in columns.iter().copied().enumerate() {
            place[column] = at;
            rest.add_column(costs[column], lower[column], upper[column], &[], column < whole);
        }
        for (mut terms, low, high) in self.rows() {
            let mut given = 0.0;
            terms.retain(|(column, factor)| {
                given += fixed[*column].map_or(0.0, |value| factor * value);
                fixed[*column].is_none()
            });
            let (mut least, mut most) = (0.0, 0.0);
            for (column, factor) in &mut terms {
                let ends = (*factor * lower[*column], *factor * upper[*column]);
                least += f64::min(ends.0, ends.1);
                most += f64::max(ends.0, ends.1);
                *column = place[*column];
            }
            let (low, high) = (low - given, high - given);
            if !terms.is_empty() && (least < low - SLACK || most > high + SLACK) {
                rest.add_row(&terms, low, high);
            }
        }
        (rest, columns)
    }
}

#[cfg(test)]
mod tests {
    use crate::engines::highs::{RunLimits, Solver};
    use std::time::{Duration, Instant};

    fn best(solver: &mut Solver) -> f64 {
        let limits = RunLimits { deadline: Instant::now() + Duration::from_secs(5), gap: 0.0, work: u64::MAX };
        let run = solver.run(None, limits, &|| false, &mut |_, _| {});
        assert!(run.complete);
        run.bound
    }

    /// Five things of which three fit, by weight and by number: whatever one of them is fixed at, what is left is worth what the
    /// whole is worth with that one's bounds drawn together.
    #[test]
    fn what_is_left_is_worth_what_the_whole_is_with_the_same_values() {
        let values = [9.0, 7.0, 6.0, 4.0, 3.0];
        let weights = [5.0, 4.0, 3.0, 2.0, 2.0];
        let model = |bounds: [Option<f64>; 5]| {
            let mut solver = Solver::empty(1);
            for (value, bound) in values.iter().zip(bounds) {
                solver.add_column(-value, bound.unwrap_or(0.0), bound.unwrap_or(1.0), &[], true);
            }
            solver.add_row(&weights.iter().copied().enumerate().collect::<Vec<_>>(), f64::NEG_INFINITY, 9.0);
            solver.add_row(&[(0, 1.0), (1, 1.0), (4, 1.0)], 1.0, 2.0);
            solver.add_row(&[(2, 1.0)], 0.0, 1.0);
            solver
        };
        for at in 0..5 {
            for value in [0.0, 1.0] {
                let mut fixed = [None; 5];
                fixed[at] = Some(value);
                let (mut rest, columns) = model([None; 5]).without(&fixed, 5, 1);
                assert_eq!(columns.len(), 4);
                let whole = best(&mut model(fixed));
                let left = best(&mut rest) - value * values[at];
                assert!((whole - left).abs() < 1e-6, "{at} at {value}: {whole} and {left}");
            }
        }
    }
}
