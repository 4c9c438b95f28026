//! What doing too much of a kind is fined, so that the cheapest roster does not.

/// What is left of a step that turns: less than half, or two steps up and two down would go on for ever.
const TURNED: f64 = 0.3;

/// What each unit of a tracked count is fined (Lagrange), found by steps that grow while they go on and shrink when they
/// turn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fine {
    /// What each unit costs.
    pub units: f64,
    step: f64,
    up: bool,
}

impl Fine {
    /// Sets the fine anew when the cheapest roster was so far above (or below) the most.
    pub fn heed(&mut self, beyond: i64, first: f64) {
        if beyond == 0 || beyond < 0 && self.units == 0.0 {
            return;
        }
        let up = beyond > 0;
        self.step = match self.step {
            0.0 => first,
            step if up == self.up => (step * 2.0).min(256.0 * first),
            step => (step * TURNED).max(first / 64.0),
        };
        self.up = up;
        self.units = if up { self.units + self.step } else { (self.units - self.step).max(0.0) };
    }
}

#[cfg(test)]
mod tests {
    use super::Fine;

    /// A fine that overshoots on either side of where it belongs comes nearer with every turn, also when it takes two steps each way.
    #[test]
    fn a_fine_that_overshoots_settles() {
        for at in [3.0, 40.0, 77.7, 118.0] {
            let mut fine = Fine::default();
            // Below it there are too many, above it too few.
            for _ in 0..60 {
                fine.heed(if fine.units < at { 1 } else { -1 }, 10.0);
            }
            let far = (fine.units - at).abs();
            assert!(far < 1.0, "{} is {far} from {at}", fine.units);
        }
    }
}
