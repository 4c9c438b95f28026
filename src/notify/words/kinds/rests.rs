//! Kinds of notices about rests that are owed.

use super::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new("rest.dated", "notice-rest-dated"),
    Kind::new("rest.wanted", "notice-rest-wanted"),
    Kind::new("rest.refused", "notice-rest-refused"),
    Kind::new("rest.withdrawn", "notice-rest-withdrawn").urgent(),
    Kind::new("compensation.due-soon", "notice-compensation-due-soon"),
    Kind::new("compensation.overdue", "notice-compensation-overdue").urgent(),
];
