//! What persons missing or too many at a post cost.

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

    /// What a person is worth beside `present` others when she was thought to be worth `price`, and each one missing or too many
    /// moves that by no more than `rate`: the slope of the cost with its kinks rounded off (its Moreau envelope, Rockafellar
    /// 1976, *Augmented Lagrangians and applications of the proximal point algorithm in convex programming*).
    pub fn eased(&self, present: f64, price: f64, rate: f64) -> f64 {
        let too_many = self.surplus.map_or(f64::NEG_INFINITY, |price| -price);
        let mut wanted = 0.0;
        let mut next = self.bands.iter().map(|(_, price)| *price).skip(1).chain([too_many]);
        for (width, dear) in &self.bands {
            wanted += width;
            let eased = price + rate * (wanted - present);
            if eased > *dear {
                return *dear;
            }
            if next.next().is_none_or(|next| eased >= next) {
                return eased;
            }
        }
        too_many
    }

    /// What one more than `present` persons changes.
    pub fn one_more(&self, present: f64) -> f64 {
        match self.cost(present + 1.0) {
            f64::INFINITY => f64::INFINITY,
            cost => cost - self.cost(present),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cover;
    use crate::random::Random;

    /// The slope is that of the best compromise between what persons cost and how far their number is from the true one, here
    /// found by trying all numbers in small steps.
    #[test]
    fn a_price_is_eased_as_the_best_compromise_says() {
        let mut random = Random::new(5);
        for _ in 0..300 {
            let dear = f64::from(10 + random.below(90));
            let bands = match random.below(3) {
                0 => vec![(2.0, dear)],
                1 => vec![(1.0, dear), (2.0, dear / 4.0)],
                _ => Vec::new(),
            };
            let cover = Cover { bands, surplus: Some(f64::from(random.below(5))) };
            let price = f64::from(random.below(120)) - 5.0;
            let rate = f64::from(1 + random.below(40)) / 2.0;
            let present = f64::from(random.below(8)) / 2.0;
            let cost = |number: f64| {
                // Fewer than nobody go on at the price of the first.
                let first = cover.bands.first().map_or(-cover.surplus.unwrap_or(0.0), |(_, price)| *price);
                let below_none = (-number).max(0.0) * first;
                cover.cost(number.max(0.0)) + below_none + price * number + rate / 2.0 * (number - present).powi(2)
            };
            let tried = (-200_000..200_000).step_by(10).map(|step| f64::from(step) / 1_000.0);
            let best = tried.min_by(|a, b| cost(*a).total_cmp(&cost(*b))).expect("numbers were tried");
            let slope = price + rate * (best - present);
            let eased = cover.eased(present, price, rate);
            assert!((slope - eased).abs() <= 0.011 * rate, "{cover:?} {present} {price} {rate}: {eased}, not {slope}");
        }
    }

    /// At a rate beyond all prices it is what one more person changes.
    #[test]
    fn a_price_that_yields_to_everything_is_what_one_more_changes() {
        let cover = Cover { bands: vec![(2.0, 100.0), (1.0, 30.0)], surplus: Some(1.0) };
        let eased: Vec<f64> = (0..5).map(|present| cover.eased(f64::from(present) + 0.5, 7.0, 1e6)).collect();
        assert_eq!(eased, [100.0, 100.0, 30.0, -1.0, -1.0]);
    }
}
