//! Kinds of notices about unit rosters.

use super::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new("roster.open", "notice-roster-open").asking(),
    Kind::new("roster.closed", "notice-roster-closed"),
    Kind::new("roster.published", "notice-roster-published"),
    Kind::new("roster.changed", "notice-roster-changed").urgent(),
    Kind::new("roster.question", "notice-roster-question").urgent().asking(),
    Kind::new("roster.answered", "notice-roster-answered"),
];
