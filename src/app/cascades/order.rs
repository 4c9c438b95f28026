//! Whom a group asks after whom, and how long each step takes.

use crate::app::error::{Error, Result};
use crate::app::fields;
use crate::app::wrong::{expected, nothing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest step, minutes: two weeks.
const MINUTES_MAX: i64 = 14 * 24 * 60;
/// Farthest neighbour, kilometres.
const KM_MAX: i64 = 500;

/// Whom a step asks (`law.md` EQ-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Those of the unit, at plain hours.
    OwnUnit,
    /// Those of the establishment and those without a unit of their own, at plain hours.
    Pool,
    /// Those of other establishments within a radius who want to be asked, at plain hours.
    Neighbours,
    /// Part-timers who want additional hours.
    AdditionalHours,
    /// Those who want overtime.
    Overtime,
    /// People who are no agents yet, called by hand.
    FixedTerm,
    /// An agency, booked by hand.
    Agency,
}

impl Audience {
    /// Whether people call by hand in it, instead of a round being opened.
    pub const fn is_by_hand(self) -> bool {
        matches!(self, Self::FixedTerm | Self::Agency)
    }
}

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CascadeStep")]
pub struct Step {
    /// Whom it asks.
    pub audience: Audience,
    /// How long it takes at most, minutes.
    pub minutes: u32,
    /// How far the neighbours' establishments are at most, kilometres as the crow flies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub km: Option<u32>,
}

/// What starts a cascade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "CascadeStarts")]
pub enum Starts {
    /// Somebody does.
    ByHand,
    /// A shift does that becomes open.
    WhenOpen,
}

/// Whom a group asks after whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "CascadeOrder")]
pub struct Order {
    /// What starts it.
    pub starts: Starts,
    /// Shorter than this no step becomes, minutes, as long as the shift waits.
    pub least_minutes: u32,
    /// The steps, each audience at most once.
    pub steps: Vec<Step>,
}

impl Default for Order {
    fn default() -> Self {
        let step = |audience, hours: u32| Step { audience, minutes: hours * 60, km: None };
        let steps = vec![
            step(Audience::OwnUnit, 4),
            step(Audience::Pool, 12),
            Step { km: Some(30), ..step(Audience::Neighbours, 12) },
            step(Audience::AdditionalHours, 12),
            step(Audience::Overtime, 12),
            step(Audience::FixedTerm, 12),
            step(Audience::Agency, 12),
        ];
        Self { starts: Starts::ByHand, least_minutes: 15, steps }
    }
}

impl Order {
    /// That it can be.
    ///
    /// # Errors
    /// `Invalid`, with the field.
    pub fn look_at(&self) -> Result<()> {
        fields::within("cascade.least_minutes", self.least_minutes, 1, 240)?;
        fields::some("cascade.steps", self.steps.is_empty())?;
        for (at, step) in self.steps.iter().enumerate() {
            let field = |name: &str| format!("cascade.steps[{at}].{name}");
            if self.steps[..at].iter().any(|before| before.audience == step.audience) {
                let found = crate::store::name_of(&step.audience)?;
                return Err(Error::field(&field("audience"), found, expected("field-once")));
            }
            fields::within(&field("minutes"), step.minutes, 1, MINUTES_MAX)?;
            match (step.audience, step.km) {
                (Audience::Neighbours, Some(km)) => fields::within(&field("km"), km, 1, KM_MAX)?,
                (Audience::Neighbours, None) => {
                    return Err(Error::field(&field("km"), nothing(), expected("field-radius").with("most", KM_MAX)));
                }
                (_, Some(km)) => return Err(Error::field(&field("km"), km.to_string(), expected("field-no-radius"))),
                (_, None) => {}
            }
        }
        Ok(())
    }
}

/// How long a step takes, when `rest` come after it and the shift begins in `left` minutes.
///
/// Where the whole of what is still to come fits, as long as agreed on. Where it does not, each step is shortened in the same
/// proportion: its minutes times what is left over what is needed, and at least `least`, so that late steps may find no time. No
/// step goes beyond the start of the shift.
pub fn minutes_of(step: &Step, rest: &[Step], left: i64, least: u32) -> i64 {
    let agreed = i64::from(step.minutes);
    let needed = agreed + rest.iter().map(|step| i64::from(step.minutes)).sum::<i64>();
    let minutes = if needed <= left { agreed } else { (agreed * left / needed).max(i64::from(least).min(agreed)) };
    minutes.min(left).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(minutes: &[u32]) -> Vec<Step> {
        minutes.iter().map(|minutes| Step { audience: Audience::Pool, minutes: *minutes, km: None }).collect()
    }

    /// Walks through all steps, each taking all of its time.
    fn walk(minutes: &[u32], mut left: i64, least: u32) -> Vec<i64> {
        let all = steps(minutes);
        let mut taken = Vec::new();
        for at in 0..all.len() {
            let minutes = minutes_of(&all[at], &all[at + 1..], left, least);
            taken.push(minutes);
            left -= minutes;
        }
        taken
    }

    #[test]
    fn a_cascade_that_fits_takes_the_time_agreed_on() {
        assert_eq!(walk(&[240, 720, 720], 1_680, 15), [240, 720, 720], "exactly");
        assert_eq!(walk(&[240, 720, 720], 10_000, 15), [240, 720, 720]);
    }

    #[test]
    fn a_cascade_that_does_not_fit_is_shortened_in_proportion() {
        assert_eq!(walk(&[240, 720, 720], 840, 15), [120, 360, 360], "half of the time, half of each step");
        assert_eq!(walk(&[60, 60, 60, 60], 120, 15), [30, 30, 30, 30]);
        assert_eq!(
            walk(&[60, 60, 60, 60], 120, 45),
            [45, 45, 30, 0],
            "no step shorter than the least, as long as there is time"
        );
        assert_eq!(walk(&[10, 600], 61, 15), [10, 51], "a step that is shorter anyway keeps its time");
        assert_eq!(walk(&[60, 60], 0, 15), [0, 0]);
        assert_eq!(walk(&[60, 60], -5, 15), [0, 0], "the shift has begun");
    }

    #[test]
    fn no_cascade_outlasts_the_start_of_the_shift() {
        for left in 0..400 {
            let taken = walk(&[30, 90, 45, 200], left, 10);
            assert!(taken.iter().sum::<i64>() <= left, "{left}: {taken:?}");
        }
    }

    #[test]
    fn an_order_that_cannot_be_is_refused_by_field() {
        let refused = |change: &dyn Fn(&mut Order)| {
            let mut order = Order::default();
            change(&mut order);
            match order.look_at() {
                Err(Error::Invalid(issues)) => issues[0].field.clone(),
                other => panic!("{other:?}"),
            }
        };
        assert!(Order::default().look_at().is_ok());
        assert_eq!(refused(&|o| o.steps.clear()), "cascade.steps");
        assert_eq!(refused(&|o| o.steps[1].audience = Audience::OwnUnit), "cascade.steps[1].audience");
        assert_eq!(refused(&|o| o.steps[0].minutes = 0), "cascade.steps[0].minutes");
        assert_eq!(refused(&|o| o.steps[0].km = Some(3)), "cascade.steps[0].km");
        assert_eq!(refused(&|o| o.steps[2].km = None), "cascade.steps[2].km");
        assert_eq!(refused(&|o| o.least_minutes = 0), "cascade.least_minutes");
    }
}
