//! Planning for shared replacement pools: the model, the law, the engines, an independent checker, and reasons.
//!
//! In reading order; `engines → rules → domain` and `check → rules → domain`:
//!
//! - [`domain`]: the nouns. What a group knows ([`domain::scenario`]), what is solved ([`domain::problem`]), what comes out
//!   ([`domain::plan`]).
//! - [`law`]: rule packs as data with their articles, public holidays, what a worked duty earns.
//! - [`mod@compile`]: scenario → problem. The only place where civil times become instants.
//! - [`rules`]: the hard rules, one file each, as a predicate and as linear rows.
//! - [`engines`], behind [`solve`] and [`solve_from`], which begins at a published plan.
//! - [`mod@check`]: the verifier that shares no code with the engines.
//! - [`mod@audit`]: a roster as it is, judged by the same rules.
//! - [`explain`]: why an agent may or may not, in words, with figures and article.
//! - [`what_if`]: a scenario with one thing changed.
//! - [`formats`]: text in and out.
//!
//! # Invariants
//!
//! - Pure: no file, no network, no clock but the stopwatch of a solve, no randomness but the given seed.
//! - Durations are differences of instants; civil boundaries are those of the site or the employer.
//! - Nothing leaves [`solve`] that [`check::check`] has not accepted; leaving every shift bare is lawful, so there is always a
//!   plan. Whole rosters are accepted by [`check::check_roster`]; where none is found nothing is assigned.
//! - The same problem, limits and seed give the same plan of single shifts, with any number of threads, unless the clock cut
//!   a part or a level short.
//! - All `unsafe` is in one file, the one that speaks to HiGHS.

pub mod audit;
pub mod check;
pub mod compile;
pub mod domain;
pub mod engines;
pub mod explain;
mod fingerprint;
pub mod formats;
pub mod law;
mod random;
pub mod rules;
mod threads;
pub mod what_if;

pub use compile::{compile, compile_shift, compile_under};
pub use engines::{solve, solve_from};
