//! Every kind of refusal: its code and status here; its title, when it happens and the way out in `locales/*/problems.ftl`. The API
//! document and the pages under `/problems/` are made from this table, and no [`Problem`](super::problem::Problem) of the
//! web's own is made from anything else; a test holds it against the codes of [`Conflict`](crate::app::Conflict).
//!
//! A code never changes its meaning; one that is no longer given stays in the table for those who still look for it.

use crate::lang::Words;

/// A kind of refusal.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Stable name for machines; `/problems/` before it makes the `type` of a problem document.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
}

impl Kind {
    /// What happened, the same for every occurrence.
    pub fn title(&self, words: Words) -> String {
        words.say(self.code)
    }

    /// When it happens.
    pub fn when(&self, words: Words) -> String {
        words.part(self.code, "when")
    }

    /// What to do.
    pub fn way_out(&self, words: Words) -> String {
        words.part(self.code, "way-out")
    }
}

/// The kind of this code.
pub fn find(code: &str) -> Option<&'static Kind> {
    ALL.iter().find(|kind| kind.code == code)
}

const fn kind(status: u16, code: &'static str) -> Kind {
    Kind { code, status }
}

/// The table, by status.
#[rustfmt::skip]
pub const ALL: &[Kind] = &[
    kind(400, "unreadable-body"),
    kind(400, "bad-query"),
    kind(400, "bad-idempotency-key"),
    kind(401, "signed-out"),
    kind(403, "forbidden"),
    kind(403, "log-in-unfinished"),
    kind(403, "cross-site"),
    kind(403, "form-expired"),
    kind(403, "openid-state"),
    kind(403, "openid-issuer"),
    kind(403, "openid-denied"),
    kind(403, "openid-code"),
    kind(403, "openid-token"),
    kind(403, "openid-level"),
    kind(403, "identity-unlinked"),
    kind(403, "identity-no-access"),
    kind(403, "identity-session"),
    kind(404, "not-found"),
    kind(404, "no-such-route"),
    kind(405, "method-not-allowed"),
    kind(406, "not-acceptable"),
    kind(409, "idempotency-in-flight"),
    kind(409, "idempotency-answer-lost"),
    kind(409, "absence-overlaps"),
    kind(409, "absence-over"),
    kind(409, "absence-not-announced"),
    kind(409, "day-decided"),
    kind(409, "admission-state"),
    kind(409, "agent-left"),
    kind(409, "document-known"),
    kind(409, "not-member"),
    kind(409, "unit-closed"),
    kind(409, "convention-overlaps"),
    kind(409, "convention-over"),
    kind(409, "still-in-use"),
    kind(409, "group-has-approvals"),
    kind(409, "id-taken"),
    kind(409, "stale-plan"),
    kind(409, "plan-conflicts"),
    kind(409, "plan-state"),
    kind(409, "version-moved"),
    kind(409, "item-not-proposed"),
    kind(409, "request-state"),
    kind(409, "alike-requested"),
    kind(409, "shift-state"),
    kind(409, "already-filled"),
    kind(409, "shift-begun"),
    kind(409, "not-urgent"),
    kind(409, "nobody-eligible"),
    kind(409, "asked-often"),
    kind(409, "round-over"),
    kind(409, "cascade-under-way"),
    kind(409, "cascade-state"),
    kind(409, "said-yes"),
    kind(409, "booking-state"),
    kind(409, "above-cap"),
    kind(409, "agency-hours"),
    kind(409, "too-many-agreements"),
    kind(409, "agreement-over"),
    kind(409, "hand-back-over"),
    kind(409, "offer-state"),
    kind(409, "offer-closed"),
    kind(409, "assignment-state"),
    kind(409, "not-begun-yet"),
    kind(409, "promise-state"),
    kind(409, "nothing-asked"),
    kind(409, "entry-reversed"),
    kind(409, "entry-bound"),
    kind(409, "period-open"),
    kind(409, "not-over-yet"),
    kind(409, "nothing-to-cancel"),
    kind(409, "already-computing"),
    kind(409, "built-in-pack"),
    kind(409, "email-taken"),
    kind(409, "own-grant"),
    kind(409, "grant-over"),
    kind(409, "last-administrator"),
    kind(409, "link-over"),
    kind(409, "second-factor-state"),
    kind(409, "identity-taken"),
    kind(409, "identity-elsewhere"),
    kind(409, "last-way-in"),
    kind(409, "swap-state"),
    kind(409, "swap-closed"),
    kind(409, "swap-answered"),
    kind(409, "swap-unlawful"),
    kind(409, "duty-gone"),
    kind(409, "own-swap"),
    kind(409, "too-many-swaps"),
    kind(409, "too-many-judged"),
    kind(409, "wish-over"),
    kind(409, "too-many-wishes"),
    kind(409, "lost-race"),
    kind(409, "not-eligible"),
    kind(409, "unlawful"),
    kind(409, "unlawful-roster"),
    kind(409, "roster-state"),
    kind(409, "roster-overlaps"),
    kind(409, "day-settled"),
    kind(409, "day-begun"),
    kind(409, "not-choosing"),
    kind(409, "code-full"),
    kind(409, "chosen-most"),
    kind(409, "published-late"),
    kind(409, "inside-notice"),
    kind(409, "question-over"),
    kind(409, "placed-elsewhere"),
    kind(409, "plan-kind"),
    kind(412, "precondition-failed"),
    kind(413, "body-too-large"),
    kind(415, "unsupported-media-type"),
    kind(422, "invalid"),
    kind(422, "no-such-time"),
    kind(422, "idempotency-key-reused"),
    kind(429, "too-many-tries"),
    kind(500, "internal"),
    kind(503, "timeout"),
    kind(503, "not-set-up"),
    kind(503, "openid-unreachable"),
    kind(503, "not-ready"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Locale;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_stands_once_and_says_everything() {
        let codes: BTreeSet<&str> = ALL.iter().map(|kind| kind.code).collect();
        assert_eq!(codes.len(), ALL.len());
        assert!(ALL.is_sorted_by_key(|kind| kind.status), "the table is sorted by status");
        for kind in ALL {
            for words in [Words::new(Locale::Fr), Words::new(Locale::En)] {
                let texts = [kind.title(words), kind.when(words), kind.way_out(words)];
                assert!(texts.iter().all(|text| text.len() > 8 && text != kind.code), "{kind:?}: {texts:?}");
            }
            assert!(kind.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{kind:?}");
        }
    }

    /// The source is read because an enum whose variants carry data cannot be listed.
    #[test]
    fn every_conflict_is_in_the_table() {
        let source = include_str!("../app/conflict.rs");
        let body = source.split("pub const fn code").nth(1).expect("`Conflict::code`");
        let codes: Vec<&str> = body.lines().filter_map(|line| line.split("=> \"").nth(1)?.split('"').next()).collect();
        assert!(codes.len() > 25, "{codes:?}");
        for code in codes {
            let kind = find(code).unwrap_or_else(|| panic!("`{code}` is missing in src/web/problems.rs"));
            assert_eq!(kind.status, 409, "{code}");
        }
    }
}
