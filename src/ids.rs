//! Identifiers of what the service itself makes: plans, jobs, offers, assignments, ledger entries, users. They hold a
//! UUID v7 as text, made by [`crate::app::clock::Clock`]. Identifiers that a group chooses (agents, shifts, units …) are
//! in [`releve_solver::domain::ids`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type, JsonSchema)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    )*};
}

id! {
    /// A computed proposal.
    PlanId;
    /// A piece of work for a worker.
    JobId;
    /// One asking for one shift, until a closing time.
    RoundId;
    /// A message about a request.
    MessageId;
    /// An agent asked for one shift.
    OfferId;
    /// Wider and wider circles asked for one shift.
    CascadeId;
    /// What somebody agrees to beforehand.
    AgreementId;
    /// A call by hand to somebody who is no agent yet.
    CallId;
    /// An accepted offer.
    AssignmentId;
    /// A line of a ledger.
    EntryId;
    /// A rest that is owed.
    PromiseId;
    /// Someone who signs in.
    UserId;
    /// What a user is in a group.
    GrantId;
    /// What a machine comes with.
    TokenId;
    /// A browser in which somebody is logged in.
    SessionId;
    /// What opens an account once.
    LinkId;
    /// What somebody is called at an OpenID provider.
    IdentityId;
    /// A browser that takes push messages.
    PushId;
    /// A calendar that somebody subscribes to.
    CalendarId;
}
