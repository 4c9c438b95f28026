//! Law as data. A *rule pack* (`packs/*.toml`, the built-in ones compiled into the binary) holds the rules of one regime,
//! each with its values, article, source and certainty; a *rule set* is what holds for work at one establishment once the
//! packs underneath, its recorded derogations and the group's own rules are applied. Engines, checker and explanations
//! read rule sets only, so a change of law is a change of data.
//!
//! In reading order: [`rule`] (one rule), [`pack`] (a regime and the library), [`mod@load`] (text to pack), [`resolve`]
//! (packs to the rules of one establishment), [`calendar`], [`compensation`]; [`describe`] and [`mod@diff`] put packs into
//! words.

pub mod calendar;
pub mod compensation;
pub mod describe;
pub mod diff;
pub mod load;
pub mod pack;
pub mod resolve;
pub mod rule;

pub use pack::{Library, Mileage, Night, Pack, PackDerogation};
pub use resolve::{Local, ResolveError, RuleSet};
pub use rule::{Certainty, Force, Limit, Rule, RuleIx, Status};
