//! Where a cascade stands.

use crate::app::error::{Conflict, Error, Result};
use crate::store::cascades::Row;

/// Where a cascade stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its next step begins in its time.
    Running,
    /// Held: no further step begins.
    Paused,
    /// Over.
    Over(End),
}

/// How a cascade ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Somebody of the pool holds the shift.
    Filled,
    /// An agency is booked.
    Booked,
    /// Nobody is to be asked any more.
    Stopped,
    /// Nobody is left to be asked.
    Exhausted,
}

impl State {
    /// Reads the state of a row.
    ///
    /// # Errors
    /// When the row holds none.
    pub fn of(row: &Row) -> Result<Self> {
        Ok(match row.state.as_str() {
            "running" => Self::Running,
            "paused" => Self::Paused,
            "filled" => Self::Over(End::Filled),
            "booked" => Self::Over(End::Booked),
            "stopped" => Self::Over(End::Stopped),
            "exhausted" => Self::Over(End::Exhausted),
            other => return Err(Error::Corrupt(format!("cascade {} in state {other}", row.id))),
        })
    }

    /// It is held.
    ///
    /// # Errors
    /// Unless it is running.
    pub fn pause(self) -> Result<Self> {
        match self {
            Self::Running => Ok(Self::Paused),
            other => Err(other.in_the_way()),
        }
    }

    /// It goes on.
    ///
    /// # Errors
    /// Unless it is held.
    pub fn resume(self) -> Result<Self> {
        match self {
            Self::Paused => Ok(Self::Running),
            other => Err(other.in_the_way()),
        }
    }

    /// Its next step begins now, whether or not it was held.
    ///
    /// # Errors
    /// When it is over.
    pub fn advance(self) -> Result<Self> {
        match self {
            Self::Running | Self::Paused => Ok(Self::Running),
            other @ Self::Over(_) => Err(other.in_the_way()),
        }
    }

    /// It is over.
    ///
    /// # Errors
    /// When it was before.
    pub fn end(self, how: End) -> Result<Self> {
        match self {
            Self::Running | Self::Paused => Ok(Self::Over(how)),
            other @ Self::Over(_) => Err(other.in_the_way()),
        }
    }

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Over(End::Filled) => "filled",
            Self::Over(End::Booked) => "booked",
            Self::Over(End::Stopped) => "stopped",
            Self::Over(End::Exhausted) => "exhausted",
        }
    }

    fn in_the_way(self) -> Error {
        Conflict::CascadeState(self).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_stays_over() {
        assert_eq!(State::Running.pause().and_then(State::resume).expect("it goes on"), State::Running);
        assert_eq!(State::Paused.advance().expect("held"), State::Running);
        assert!(State::Running.resume().is_err() && State::Paused.pause().is_err());
        for how in [End::Filled, End::Booked, End::Stopped, End::Exhausted] {
            let over = State::Running.end(how).expect("under way");
            assert_eq!(State::Paused.end(how).expect("under way"), over);
            assert!(over.pause().is_err() && over.resume().is_err() && over.advance().is_err());
            assert!(over.end(End::Stopped).is_err());
        }
    }
}
