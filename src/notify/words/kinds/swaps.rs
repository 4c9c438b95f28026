//! Kinds of notices about swaps.

use super::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new("swap.proposed", "notice-swap-proposed").asking(),
    Kind::new("swap.agreed", "notice-swap-agreed"),
    Kind::new("swap.to-approve", "notice-swap-to-approve").asking(),
    Kind::new("swap.done", "notice-swap-done").urgent(),
    Kind::new("swap.refused", "notice-swap-refused"),
    Kind::new("swap.expired", "notice-swap-expired"),
    Kind::new("swap.withdrawn", "notice-swap-withdrawn"),
];
