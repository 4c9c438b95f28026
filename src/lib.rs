//! Relève
pub mod app;
pub mod config;
pub mod ids;
pub mod store;
