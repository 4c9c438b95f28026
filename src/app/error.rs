//! Why a use case says no. HTTP-agnostic; `web::problem` gives each its status and `code`.

use crate::app::access::Action;
use crate::app::approval::conflicts::ItemConflict;
pub use crate::app::conflict::Conflict;
use crate::app::openid::Refusal as Unvouched;
use crate::app::passwords::Unfit;
use crate::app::sessions::Step;
use crate::app::swaps::LegRefused;
use crate::app::wrong::Phrase;
use chrono::NaiveDateTime;
use releve_solver::audit::Finding;
use releve_solver::check::Breach;
use releve_solver::explain::Refusal;
use releve_solver::formats::{Issue, Said};

/// What every use case gives back.
pub type Result<T> = std::result::Result<T, Error>;

/// A refusal, or a failure of the machinery.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// Her log-in is not complete: a code, a group or the enrolment of a second factor is missing.
    #[error("the log-in is not complete: {0:?}")]
    Unfinished(Step),
    /// Too many tries in vain; the next one counts after so many seconds.
    #[error("too many tries; wait {0} s")]
    TooMany(i64),
    /// A setting without which it cannot be done.
    #[error("{0} is not set")]
    NotSet(&'static str),
    /// The role does not allow it.
    #[error("the role does not allow {0:?}")]
    Forbidden(Action),
    /// There is no such thing, or none that this actor may see.
    #[error("no {kind} {id:?}")]
    NotFound {
        /// `plan`, `offer` …
        kind: &'static str,
        /// As asked for.
        id: String,
    },
    /// The state of things does not allow it, or no longer.
    #[error("conflict: {0:?}")]
    Conflict(Conflict),
    /// The input is wrong; every issue of it.
    #[error("{} issue(s) in the input", .0.len())]
    Invalid(Vec<Issue>),
    /// A password will not do.
    #[error("a password will not do: {0:?}")]
    Password(Unfit),
    /// A local time that the clocks jump over.
    #[error("{local} does not exist in {zone}")]
    NoSuchTime {
        /// As asked for.
        local: NaiveDateTime,
        /// Where.
        zone: &'static str,
    },
    /// Somebody may not hold a shift, and why.
    #[error("{agent} may not hold the shift")]
    NotEligible {
        /// Who.
        agent: String,
        /// Every reason.
        refusals: Vec<Refusal>,
    },
    /// A hard rule forbids it; every breach.
    #[error("{} breach(es) of hard rules", .0.len())]
    Unlawful(Vec<Breach>),
    /// A log-in by a provider came to nothing.
    #[error("the log-in by a provider is refused: {0:?}")]
    OpenId(Unvouched),
    /// Items of a plan can no longer be approved; each with its reason.
    #[error("{} item(s) of the plan can no longer be approved", .0.len())]
    PlanConflicts(Vec<ItemConflict>),
    /// A hard rule forbids legs of a swap; of each what its reader may know.
    #[error("{} leg(s) of a swap are against hard rules", .0.len())]
    SwapUnlawful(Vec<LegRefused>),
    /// What the client has read has changed since.
    #[error("the version that was read has moved")]
    Moved,
    /// A roster would break hard rules; every one of them by person and day.
    #[error("a roster would break {} rule(s)", .0.len())]
    UnlawfulRoster(Vec<Finding>),
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] sqlx::Error),
    /// A stored value cannot be what it is.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
}

impl Error {
    /// One wrong field.
    pub fn field(field: &str, found: impl Into<Said>, expected: Phrase) -> Self {
        Self::Invalid(vec![expected.at(field, found)])
    }

    /// No such thing.
    pub fn not_found(kind: &'static str, id: &str) -> Self {
        Self::NotFound { kind, id: id.to_owned() }
    }
}

impl From<Unfit> for Error {
    fn from(unfit: Unfit) -> Self {
        Self::Password(unfit)
    }
}

impl From<Conflict> for Error {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}
