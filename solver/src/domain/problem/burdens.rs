//! What burdensome time weighs on an account.

use crate::domain::time::Minute;
use serde::{Deserialize, Serialize};

/// Burdensome minutes of a shift, local to its site. Holiday minutes are not counted again as Saturday or Sunday.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BurdenMinutes {
    /// Between 21:00 and 06:00.
    pub night: Minute,
    /// Saturday, not a holiday.
    pub saturday: Minute,
    /// Sunday, not a holiday.
    pub sunday: Minute,
    /// Public holiday.
    pub holiday: Minute,
}

/// What the burdensome minutes of a shift weigh, hundredths of a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BurdenCentipoints {
    /// Night.
    pub night: i64,
    /// Saturday.
    pub saturday: i64,
    /// Sunday.
    pub sunday: i64,
    /// Public holiday.
    pub holiday: i64,
}

/// Weights of burdensome time, points per eight hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BurdenWeights {
    /// Night.
    pub night: f64,
    /// Saturday.
    pub saturday: f64,
    /// Sunday.
    pub sunday: f64,
    /// Public holiday.
    pub holiday: f64,
    /// Every minute of work.
    pub hours: f64,
}

impl BurdenWeights {
    /// What some burdensome minutes weigh, hundredths of a point.
    pub fn centipoints(&self, minutes: BurdenMinutes) -> i64 {
        let per_eight_hours = self.night * minutes.night as f64
            + self.saturday * minutes.saturday as f64
            + self.sunday * minutes.sunday as f64
            + self.holiday * minutes.holiday as f64;
        (per_eight_hours * 100.0 / 480.0).round() as i64
    }

    /// What some work weighs, whenever it is, hundredths of a point.
    pub fn hours_centipoints(&self, work_minutes: Minute) -> i64 {
        (self.hours * work_minutes as f64 * 100.0 / 480.0).round() as i64
    }

    /// What [`Self::centipoints`] gives, by kind, whose sum it is to the hundredth: whole hundredths first, and those that are left over go to the kinds
    /// that lost most to the rounding, in the order of the fields where two lost alike.
    pub fn centipoints_by_kind(&self, minutes: BurdenMinutes) -> BurdenCentipoints {
        let weighed = [
            self.night * minutes.night as f64,
            self.saturday * minutes.saturday as f64,
            self.sunday * minutes.sunday as f64,
            self.holiday * minutes.holiday as f64,
        ];
        let exact = weighed.map(|points| points * 100.0 / 480.0);
        let mut parts = exact.map(|part| part.floor() as i64);
        let mut left = self.centipoints(minutes) - parts.iter().sum::<i64>();
        let mut order = [0, 1, 2, 3];
        order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()).then(a.cmp(b)));
        for kind in order {
            if left > 0 && exact[kind].fract() > 0.0 {
                parts[kind] += 1;
                left -= 1;
            }
        }
        // What floating point made of a sum of whole hundredths.
        parts[order[0]] += left;
        let [night, saturday, sunday, holiday] = parts;
        BurdenCentipoints { night, saturday, sunday, holiday }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_of_a_burden_add_up_to_it() {
        let weights = BurdenWeights { night: 3.0, saturday: 2.0, sunday: 3.0, holiday: 4.0, hours: 5.0 };
        let odd = BurdenWeights { night: 1.7, saturday: 0.3, sunday: 2.9, holiday: 0.0, hours: 0.0 };
        let parts = |weights: BurdenWeights, minutes| {
            let parts = weights.centipoints_by_kind(minutes);
            let sum = parts.night + parts.saturday + parts.sunday + parts.holiday;
            assert_eq!(sum, weights.centipoints(minutes), "{minutes:?}");
            assert!(
                [parts.night, parts.saturday, parts.sunday, parts.holiday].iter().all(|part| *part >= 0),
                "{parts:?}"
            );
            parts
        };
        // A Saturday night into a Sunday, 21:00 to 6:30: 540 × 3 ÷ 480, 180 × 2 ÷ 480, 390 × 3 ÷ 480 points.
        let night = BurdenMinutes { night: 540, saturday: 180, sunday: 390, holiday: 0 };
        let found = parts(weights, night);
        assert_eq!((found.night, found.saturday, found.sunday, found.holiday), (337, 75, 244, 0));
        for minutes in 0..600 {
            let all =
                BurdenMinutes { night: minutes, saturday: 600 - minutes, sunday: minutes / 7, holiday: minutes % 13 };
            parts(weights, all);
            parts(odd, all);
        }
    }
}
