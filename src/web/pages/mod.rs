//! Pages for people: server-rendered HTML in French, usable without a script, on a phone, with a keyboard, on paper.
//!
//! A handler asks `app` for facts, turns them into a view ([`view`]) whose fields are ready to print ([`format`]), and
//! renders its template. Templates decide nothing: every number and sentence they show exists as a field first.

pub mod assets;
pub mod chart;
pub mod format;
pub mod view;

#[cfg(test)]
mod samples;
