//! Law.
pub mod compensation;
/// Effective rules.
#[derive(Debug, Clone)]
pub struct RuleSet {}
