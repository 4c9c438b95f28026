//! Identifiers. Every noun that a file or a database row names has its own type, so that a unit can never be
//! passed where an agent is wanted. They hold the text the group itself chose; nothing is derived from it.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl $name {
            /// The text of the identifier.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    )*};
}

id! {
    /// A group of establishments that share a pool (*groupement*).
    GroupId;
    /// A member site (*établissement*); its FINESS number is a separate field.
    EstablishmentId;
    /// A team inside an establishment (*unité*, *service*).
    UnitId;
    /// A carer.
    AgentId;
    /// One dated occurrence of a shift code that somebody must hold (*poste*).
    ShiftId;
    /// A profession or title: `IDE`, `AS`, `AES` … (*métier*).
    Qualification;
    /// A unit's local code for a kind of shift: `M`, `S`, `N12` … (*code horaire*).
    ShiftCodeId;
}
