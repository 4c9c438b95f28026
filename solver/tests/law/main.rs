//! The law held against hand-computed cases, court decisions, a second reading, and its own other form.

mod agreement;
mod common;
mod court_cases;
mod explain;
mod minute_by_minute;
mod rules;
mod soft;
