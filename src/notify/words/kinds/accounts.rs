//! Kinds of notices about accounts, papers and grants.

use super::Kind;
use crate::app::links::Purpose;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new("paper.ends", "notice-paper-ends"),
    Kind::new("grant.ends", "notice-grant-ends"),
    Kind::new("account.identity", "notice-account-identity").urgent(),
    Kind::new("account.recovery", "notice-account-recovery").urgent().opening(Purpose::Recover),
    Kind::new("account.invite", "notice-account-invite").urgent().opening(Purpose::Invite),
];
