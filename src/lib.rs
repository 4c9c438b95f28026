//! Relève
pub mod ids;
pub mod store;
