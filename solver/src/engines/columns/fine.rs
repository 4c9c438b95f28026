//! What doing too much of a kind is fined, so that the cheapest roster does not.

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
            step => (step * 0.5).max(first / 64.0),
        };
        self.up = up;
        self.units = if up { self.units + self.step } else { (self.units - self.step).max(0.0) };
    }
}
