//! Planning model, law, engines and independent checker of Relève.

pub mod check;
pub mod compile;
pub mod domain;
pub mod engines;
pub mod explain;
pub mod formats;
pub mod law;
pub mod rules;

pub use compile::compile;
pub use engines::solve;
