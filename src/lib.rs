//! Relève.
pub mod web;
