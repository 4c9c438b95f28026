//! The law held against hand-computed cases, court decisions, a second reading, and its own other form.

mod agreement;
mod common;
mod contract;
mod court_cases;
mod explain;
mod home_rosters;
mod layers;
mod lengths;
mod minute_by_minute;
mod person;
mod pool;
#[path = "../random/mod.rs"]
mod random;
mod rest;
mod soft;
