//! The nouns: identifiers, time, what a group knows ([`scenario`]), what is solved ([`problem`]) under which
//! [`choices`], and what comes out ([`plan`]). Nothing here does anything.

pub mod choices;
pub mod ids;
pub mod plan;
pub mod problem;
pub mod roster;
pub mod scenario;
pub mod time;
