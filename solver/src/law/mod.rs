//! Law as data. A *rule pack* (`packs/*.toml`, compiled into the binary) holds the limits of one regime with article,
//! source and certainty; a *rule set* is what holds for work at one establishment once its recorded derogations and the
//! group's own tightenings are applied. Engines, checker and explanations read rule sets only, so a change of law is a
//! change of data.
//!
//! Two packs exist, FPH and Code du travail. The further layers (branch, convention, agreement) go where
//! [`RuleSet::resolve`] applies derogations: a layer is a pack whose values replace or tighten the one below.

pub mod calendar;
pub mod compensation;
mod pack;
pub(crate) use pack::date;

pub use pack::{
    Compensation, CompensationTrigger, ConsecutiveDays, DailyRest, DayLength, DutyLength, FortnightRest, Mileage,
    Night, Pack, WeekWindow, WeeklyMax, WeeklyRest, library,
};

use crate::domain::scenario::{Derogation, HouseRules};
use chrono::NaiveDate;

/// Effective limits for work at one establishment.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSet {
    /// `fph@2026-01`.
    pub pack: String,
    /// Daily rest.
    pub daily_rest: DailyRest,
    /// Weekly rest.
    pub weekly_rest: WeeklyRest,
    /// Length and amplitude of one duty.
    pub duty_length: DutyLength,
    /// Minutes of work in one civil day, where the regime counts them so.
    pub day_length: Option<DayLength>,
    /// Minutes of work in a week.
    pub weekly_max: WeeklyMax,
    /// Rest days per fortnight, where the regime has them.
    pub fortnight_rest: Option<FortnightRest>,
    /// Worked days in a row.
    pub consecutive_days: Option<ConsecutiveDays>,
    /// What makes a duty a night duty.
    pub night: Night,
    /// Travel refund.
    pub mileage: Mileage,
}

/// Why an establishment's rules cannot be resolved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// No such derogation in the pack.
    #[error("{pack} knows no derogation «{id}»; it knows {known}")]
    UnknownDerogation {
        /// Pack.
        pack: String,
        /// What was asked for.
        id: String,
        /// What there is.
        known: String,
    },
}

impl RuleSet {
    /// Pack, then the derogations that hold on every day of `first..=last`, then the group's tightenings.
    ///
    /// A derogation that covers only part of the period is not applied: a plan must be lawful on each of its days, and
    /// the stricter value is lawful on all of them.
    ///
    /// # Errors
    /// [`ResolveError::UnknownDerogation`] when the pack has no such switch.
    pub fn resolve(
        pack: &Pack,
        derogations: &[Derogation],
        house: &HouseRules,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Self, ResolveError> {
        let mut set = Self {
            pack: pack.key(),
            daily_rest: pack.daily_rest.clone(),
            weekly_rest: pack.weekly_rest.clone(),
            duty_length: pack.duty_length.clone(),
            day_length: pack.day_length.clone(),
            weekly_max: pack.weekly_max.clone(),
            fortnight_rest: pack.fortnight_rest.clone(),
            consecutive_days: pack.consecutive_days.clone(),
            night: pack.night.clone(),
            mileage: pack.mileage.clone(),
        };
        for derogation in derogations {
            let switch = pack.derogation.iter().find(|d| d.id == derogation.id).ok_or_else(|| {
                ResolveError::UnknownDerogation {
                    pack: pack.key(),
                    id: derogation.id.clone(),
                    known: pack.derogation.iter().map(|d| d.id.as_str()).collect::<Vec<_>>().join(", "),
                }
            })?;
            if derogation.valid_from <= first && derogation.valid_to.is_none_or(|to| to >= last) {
                switch.apply(&mut set, &derogation.document);
            }
        }
        if let Some(days_max) = house.consecutive_days_max
            && set.consecutive_days.as_ref().is_none_or(|law| days_max < law.days_max)
        {
            set.consecutive_days = Some(ConsecutiveDays {
                days_max,
                article: "règle du groupement (plus stricte que la loi)".into(),
                source: "house_rules.consecutive_days_max".into(),
                certainty: "V1".into(),
            });
        }
        Ok(set)
    }
}
