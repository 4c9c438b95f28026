//! Whether the log and the ledgers are what the chain says they are.

use super::chain::{self, Before, Postings};
use super::{BATCH, before_the_chain};
use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::error::{Error, Result};
use crate::lang::{Locale, Words};
use crate::store::{Tx, audit, from_json, ledgers};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// What a verification found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Verified {
    /// Lines of the chain that were read.
    pub lines: i64,
    /// The last link: kept elsewhere, it proves later that nothing up to here was changed.
    pub head: String,
    /// The first thing that is not what it should be.
    pub flaw: Option<Flaw>,
}

/// Where the chain breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Flaw {
    /// Number of the line.
    pub seq: i64,
    /// What is wrong, in French.
    pub what_fr: String,
    /// The same in English.
    pub what_en: String,
}

impl Flaw {
    fn new(seq: i64, say: impl Fn(Words) -> String) -> Self {
        Self { seq, what_fr: say(Words::new(Locale::Fr)), what_en: say(Words::new(Locale::En)) }
    }
}

/// Reads the whole chain of the actor's group and every ledger line it seals, on one state of the data. `kept` is a link from
/// an earlier verification or export, which must still be there.
///
/// # Errors
/// When the role does not allow it, or the database fails; a broken chain is no error but a [`Flaw`].
pub async fn verify(app: &App, actor: &Actor, kept: Option<&str>) -> Result<Verified> {
    actor.may(Action::ReadAudit)?;
    let mut tx = app.db.read().await?;
    let group = actor.group.as_str();
    let (mut lines, mut head, mut posted, mut met) = (0, String::new(), 0, kept.is_none());
    loop {
        let page = audit::chained(&mut tx, group, lines, BATCH).await?;
        if page.is_empty() {
            break;
        }
        for row in page {
            match sealed(&mut tx, group, lines + 1, &head, &row).await? {
                Ok(postings) => posted += postings,
                Err(flaw) => return Ok(Verified { lines, head, flaw: Some(flaw) }),
            }
            lines += 1;
            head = row.sha256.unwrap_or_default();
            met |= kept == Some(&head);
        }
    }
    let mut flaw = flaw_of_the_end(&mut tx, group, (lines, &head, posted)).await?;
    if flaw.is_none() && !met {
        flaw = Some(Flaw::new(lines, |words| words.say("flaw-link-gone")));
    }
    Ok(Verified { lines, head, flaw })
}

/// How many ledger lines a line of the log seals, or what is wrong with it.
async fn sealed(
    tx: &mut Tx,
    group: &str,
    seq: i64,
    before: &str,
    row: &audit::Row,
) -> Result<std::result::Result<i64, Flaw>> {
    let flaw = |say: fn(Words) -> String| Ok(Err(Flaw::new(seq, say)));
    if row.seq != Some(seq) {
        return flaw(|words| words.say("flaw-line-missing"));
    }
    if row.sha256.as_deref() != Some(chain::link(before, group, row).as_str()) {
        return flaw(|words| words.say("flaw-line-changed"));
    }
    if row.action == chain::BEGIN {
        let stated: Before = from_json(&row.detail)?;
        if stated != before_the_chain(tx, group).await? {
            return flaw(|words| words.say("flaw-before-changed"));
        }
        return Ok(Ok(0));
    }
    let Some(stated) = stated(&row.detail)? else { return Ok(Ok(0)) };
    let (equity, compensation) = ledgers::of_deed(tx, group, &row.id).await?;
    if chain::postings(&equity, &compensation) != stated {
        return flaw(|words| words.say("flaw-postings-changed"));
    }
    Ok(Ok((equity.len() + compensation.len()) as i64))
}

/// The seal that a line's detail holds, if its deed posted anything.
fn stated(detail: &str) -> Result<Option<Postings>> {
    let mut detail: Value = from_json(detail)?;
    let Some(value) = detail.get_mut(chain::POSTINGS) else { return Ok(None) };
    serde_json::from_value(value.take()).map(Some).map_err(|e| Error::Corrupt(e.to_string()))
}

/// What the lines alone cannot tell: lines cut off at the end, and ledger lines that no deed speaks for.
async fn flaw_of_the_end(tx: &mut Tx, group: &str, (lines, last, posted): (i64, &str, i64)) -> Result<Option<Flaw>> {
    let head = audit::head(tx, group).await?;
    if head.seq != lines || head.sha256 != last {
        let end = |words: Words| words.with("flaw-end-gone", [("line", words.whole(head.seq))]);
        return Ok(Some(Flaw::new(lines + 1, end)));
    }
    let found = ledgers::lines_of_deeds(tx, group).await?;
    let unsealed = |words: Words| {
        words.with("flaw-postings-unsealed", [("found", words.whole(found)), ("sealed", words.whole(posted))])
    };
    Ok((found != posted).then(|| Flaw::new(lines, unsealed)))
}
