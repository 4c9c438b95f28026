//! The links of the audit chain: pure functions of what they seal.
//!
//! A link is the SHA-256 over the link before and the fields of a line, each field with its length before it, so that no two
//! different lines read alike. Whoever keeps a copy of the last link can tell later whether anything before it was changed,
//! taken away or slipped in.

use crate::store::audit::Row;
use crate::store::ledgers::{Compensation, Equity};
use crate::text::hexadecimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Action of the first line of a chain.
pub const BEGIN: &str = "audit.begin";
/// Field of a line's detail that seals the ledger lines of the deed.
pub const POSTINGS: &str = "postings";

/// What was there before a chain began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Lines of the log.
    pub lines: usize,
    /// Their digest.
    pub lines_sha256: String,
    /// The ledger lines.
    pub postings: Postings,
}

/// Seal of the ledger lines of a deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postings {
    /// Lines of equity accounts.
    pub equity: usize,
    /// Lines of compensation accounts.
    pub compensation: usize,
    /// Digest over both.
    pub sha256: String,
}

/// Fields, each with its length before it.
struct Fields(Sha256);

impl Fields {
    fn new() -> Self {
        Self(Sha256::new())
    }

    fn add(&mut self, field: impl AsRef<[u8]>) {
        let bytes = field.as_ref();
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    /// Nothing is not the same as an empty text.
    fn maybe(&mut self, field: Option<impl AsRef<[u8]>>) {
        match field {
            Some(field) => {
                self.0.update([1]);
                self.add(field);
            }
            None => self.0.update([0]),
        }
    }

    /// What lines of an earlier version do not have: nothing where it is missing, so that their digests stay what they were; else
    /// its number among such fields, which begins no field and no line.
    fn later(&mut self, number: u8, field: Option<impl AsRef<[u8]>>) {
        if let Some(field) = field {
            self.0.update([number]);
            self.add(field);
        }
    }

    fn number(&mut self, number: i64) {
        self.add(number.to_be_bytes());
    }

    fn row(&mut self, group: &str, row: &Row) {
        self.add(group);
        self.maybe(row.seq.map(i64::to_be_bytes));
        self.add(&row.id);
        self.number(row.at);
        for text in [&row.actor_id, &row.actor_role, &row.action, &row.object_kind, &row.object_id] {
            self.add(text);
        }
        self.maybe(row.object_version.map(i64::to_be_bytes));
        self.add(&row.detail);
    }

    fn end(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

/// The link of a line: `before` is the link of the line before it, empty for the first.
pub fn link(before: &str, group: &str, row: &Row) -> String {
    let mut fields = Fields::new();
    fields.add(before);
    fields.row(group, row);
    fields.end()
}

/// Digest of lines that are not chained.
pub fn digest(group: &str, rows: &[Row]) -> String {
    let mut fields = Fields::new();
    for row in rows {
        fields.row(group, row);
    }
    fields.end()
}

/// Seal of ledger lines, both lists by identifier.
pub fn postings(equity: &[Equity], compensation: &[Compensation]) -> Postings {
    let mut fields = Fields::new();
    for line in equity {
        for text in [&line.id.0, &line.agent_id, &line.kind, &line.reason, &line.posted_by] {
            fields.add(text);
        }
        fields.number(line.centipoints);
        fields.maybe(line.offer_id.as_ref().map(|id| &id.0));
        fields.maybe(line.reverses.as_ref().map(|id| &id.0));
        fields.number(line.posted_at);
        fields.later(2, line.assignment_id.as_ref().map(|id| &id.0));
        fields.later(3, line.document.as_ref());
    }
    for line in compensation {
        let texts = [&line.id.0, &line.agent_id, &line.kind, &line.rule, &line.article, &line.label_fr, &line.unit];
        for text in texts.into_iter().chain([&line.reason, &line.posted_by]) {
            fields.add(text);
        }
        fields.number(line.quantity);
        fields.maybe(line.rate_permille.map(i64::to_be_bytes));
        for text in [&line.due_on, &line.rest_from, &line.rest_to] {
            fields.maybe(text.as_ref());
        }
        fields.maybe(line.assignment_id.as_ref().map(|id| &id.0));
        fields.maybe(line.reverses.as_ref().map(|id| &id.0));
        fields.number(line.posted_at);
        fields.later(2, line.promise_id.as_ref().map(|id| &id.0));
        fields.later(3, line.occasion.as_ref());
        fields.later(4, line.document.as_ref());
        fields.later(5, line.employer_id.as_ref());
    }
    Postings { equity: equity.len(), compensation: compensation.len(), sha256: fields.end() }
}
