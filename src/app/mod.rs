//! Use cases: one file per noun, functions are verbs. They take the [`App`] and an [`access::Actor`], know nothing of HTTP,
//! and hold no transaction open while solving.
//!
//! One transaction holds a state change, its ledger lines, its audit entry and its messages: [`work::Work`].

pub mod absences;
pub mod access;
pub mod accounts;
pub mod agency;
pub mod agenda;
pub mod agents;
pub mod agreements;
pub mod approval;
pub mod assignments;
pub mod attempts;
pub mod audit;
pub mod burdens;
pub mod calendars;
pub mod candidates;
pub mod cascades;
pub mod clock;
pub mod conflict;
pub mod contacts;
pub mod cycles;
pub mod error;
pub mod facts;
mod fields;
pub mod fixed_term;
pub(crate) mod horizon;
pub mod identity;
pub mod indicators;
pub mod judgements;
pub mod keys;
pub mod law;
pub mod ledgers;
pub mod links;
pub mod members;
pub mod notices;
pub mod occasions;
pub mod offers;
pub mod openid;
pub mod oversight;
pub mod passwords;
pub mod plans;
pub mod promises;
pub mod prospects;
pub mod pulse;
pub mod push;
pub mod reminders;
pub mod requests;
pub mod retention;
pub mod rosters;
pub mod rounds;
pub mod scenarios;
pub mod second_factor;
pub mod secrets;
pub mod sessions;
pub mod settings;
pub mod shifts;
pub mod solicitations;
pub mod swaps;
pub mod terms;
pub mod tokens;
pub mod totp;
pub mod users;
pub mod volunteering;
pub mod webhooks;
pub mod work;
pub mod wrong;

pub use clock::Clock;

pub use error::{Conflict, Error, Result};

use crate::config::{Accounts, Config};
use crate::store::Db;
use std::sync::Arc;
use tokio::sync::Notify;

/// What every use case needs; cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// Time and identifiers.
    pub clock: Clock,
    /// Settings.
    pub config: Arc<Config>,
    /// Compiled problems, by group.
    pub facts: Arc<facts::Cache>,
    /// Wakes a worker when a job is queued.
    pub job_queued: Arc<Notify>,
    /// Wakes whoever delivers messages when one is written.
    pub told: Arc<Notify>,
    /// Where passwords are hashed.
    pub hashing: Arc<passwords::Hashing>,
    /// OpenID providers that were met.
    pub openid: Arc<openid::Acquaintance>,
}

impl App {
    /// Puts the parts together.
    pub fn new(db: Db, clock: Clock, config: Config) -> Self {
        let (job_queued, told) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        Self {
            db,
            clock,
            config: Arc::new(config),
            facts: Arc::default(),
            job_queued,
            told,
            hashing: Arc::default(),
            openid: Arc::default(),
        }
    }

    /// The same with other settings of accounts.
    #[must_use]
    pub fn with_accounts(self, accounts: Accounts) -> Self {
        let config = Config { accounts, ..(*self.config).clone() };
        Self { config: Arc::new(config), ..self }
    }
}
