//! Whether enough people, and not too many, hold each post.

use crate::domain::ids::ShiftId;
use crate::domain::roster::{Post, Price};
use serde::Serialize;
use std::fmt;

/// What is missing or too much at posts, units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct CoverCosts {
    /// Persons missing.
    pub missing: f64,
    /// Persons beyond what is asked.
    pub surplus: f64,
}

impl CoverCosts {
    /// Sum, units.
    pub fn total(&self) -> f64 {
        self.missing + self.surplus
    }

    /// Adds those of another post.
    pub fn add(&mut self, other: &Self) {
        self.missing += other.missing;
        self.surplus += other.surplus;
    }
}

/// A post at which persons are missing, or too many, at no price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "cover", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each field is named after its figure; variants say what they mean")]
pub enum CoverBreach {
    /// Fewer than the least.
    Missing { post: ShiftId, present: u32, least: u32 },
    /// More than the most.
    Surplus { post: ShiftId, present: u32, most: u32 },
}

/// Judges one post that so many persons hold: what that breaks, and what it costs.
pub fn judge(post: &Post, present: u32) -> (Vec<CoverBreach>, CoverCosts) {
    let (mut breaches, mut costs) = (Vec::new(), CoverCosts::default());
    let mut reached = 0;
    for band in &post.bands {
        // Each band pays for the persons that it adds to those before it.
        let missing = band.persons.saturating_sub(present.max(reached));
        match band.missing {
            Price::Units(units) => costs.missing += units * f64::from(missing),
            Price::Never if missing > 0 => {
                breaches.push(CoverBreach::Missing { post: post.id.clone(), present, least: band.persons });
            }
            Price::Never => {}
        }
        reached = band.persons;
    }
    let beyond = present.saturating_sub(reached);
    match post.surplus {
        Some(units) => costs.surplus = units * f64::from(beyond),
        None if beyond > 0 => breaches.push(CoverBreach::Surplus { post: post.id.clone(), present, most: reached }),
        None => {}
    }
    (breaches, costs)
}

impl fmt::Display for CoverBreach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { post, present, least } => write!(f, "{present} of at least {least} persons on {post}"),
            Self::Surplus { post, present, most } => write!(f, "{present} persons on {post}, at most {most}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::roster::Band;

    #[test]
    fn each_band_pays_for_what_it_adds() {
        let band = |persons, units| Band { persons, missing: units };
        let mut post = Post {
            id: "0/D".into(),
            day: 0,
            kind: 0,
            skill: None,
            bands: vec![band(2, Price::Never), band(4, Price::Units(50.0)), band(5, Price::Units(3.0))],
            surplus: Some(1.0),
        };
        for (present, breaches, missing, surplus) in [
            (0, 1, 103.0, 0.0),
            (1, 1, 103.0, 0.0),
            (2, 0, 103.0, 0.0),
            (4, 0, 3.0, 0.0),
            (5, 0, 0.0, 0.0),
            (7, 0, 0.0, 2.0),
        ] {
            let (found, costs) = judge(&post, present);
            assert_eq!((found.len(), costs), (breaches, CoverCosts { missing, surplus }), "{present} persons");
        }
        post.surplus = None;
        assert_eq!(judge(&post, 5).0, []);
        let surplus = CoverBreach::Surplus { post: "0/D".into(), present: 6, most: 5 };
        assert_eq!(judge(&post, 6).0, [surplus]);
        assert_eq!(judge(&post, 6).0[0].to_string(), "6 persons on 0/D, at most 5");
        assert_eq!(judge(&post, 1).0[0].to_string(), "1 of at least 2 persons on 0/D");
        post.bands.clear();
        assert_eq!(judge(&post, 1).0.len(), 1, "nobody asked for, nobody may come");
    }
}
