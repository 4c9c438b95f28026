//! Where a promise stands, and how it gets there.

use crate::app::error::{Conflict, Error, Result};
use crate::store::parsed;
use crate::store::promises::Row;
use chrono::NaiveDate;

/// Where a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Owed, without a date.
    Undated,
    /// With its first and last day.
    Dated {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// She has rested.
    Taken,
    /// What earned it was taken back.
    Withdrawn,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row holds none.
    pub fn of(row: &Row) -> Result<Self> {
        Ok(match (row.state.as_str(), &row.rest_from, &row.rest_to) {
            ("undated", ..) => Self::Undated,
            ("dated", Some(from), Some(to)) => Self::Dated { from: parsed(from)?, to: parsed(to)? },
            ("taken", ..) => Self::Taken,
            ("withdrawn", ..) => Self::Withdrawn,
            (other, ..) => return Err(Error::Corrupt(format!("promise {} in state {other}", row.id))),
        })
    }

    /// It gets a date, or another one.
    ///
    /// # Errors
    /// When it is over.
    pub fn date(self, (from, to): (NaiveDate, NaiveDate)) -> Result<Self> {
        match self {
            Self::Undated | Self::Dated { .. } => Ok(Self::Dated { from, to }),
            other => Err(other.in_the_way()),
        }
    }

    /// Its date does not hold, and there is no other yet.
    ///
    /// # Errors
    /// Unless dated.
    pub fn lose_its_date(self) -> Result<Self> {
        match self {
            Self::Dated { .. } => Ok(Self::Undated),
            other => Err(other.in_the_way()),
        }
    }

    /// Its days are over, and she did not work on them.
    ///
    /// # Errors
    /// Unless dated, and over by `today`.
    pub fn take(self, today: NaiveDate) -> Result<Self> {
        match self {
            Self::Dated { to, .. } if to < today => Ok(Self::Taken),
            Self::Dated { .. } => Err(Conflict::NotOverYet.into()),
            other => Err(other.in_the_way()),
        }
    }

    /// What earned it is taken back.
    ///
    /// # Errors
    /// When it is over.
    pub fn withdraw(self) -> Result<Self> {
        match self {
            Self::Undated | Self::Dated { .. } => Ok(Self::Withdrawn),
            other => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Undated => "undated",
            Self::Dated { .. } => "dated",
            Self::Taken => "taken",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn in_the_way(self) -> Error {
        Conflict::PromiseState(self).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, d).expect("a day")
    }

    #[test]
    fn a_rest_is_taken_once_its_last_day_is_over() {
        let dated = State::Undated.date((day(12), day(13))).expect("it gets a date");
        assert!(matches!(dated.take(day(13)), Err(Error::Conflict(Conflict::NotOverYet))));
        assert_eq!(dated.take(day(14)).expect("it is over"), State::Taken);
        assert_eq!(dated.lose_its_date().expect("dated"), State::Undated);
        assert!(State::Undated.lose_its_date().is_err() && State::Undated.take(day(31)).is_err());
        for over in [State::Taken, State::Withdrawn] {
            assert!(over.date((day(1), day(1))).is_err() && over.withdraw().is_err());
        }
    }
}
