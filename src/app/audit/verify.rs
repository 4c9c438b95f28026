//! Whether the log and the ledgers are what the chain says they are.

use super::chain::{self, Before, Postings};
use super::{BATCH, before_the_chain};
use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::error::{Error, Result};
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
    fn new(seq: i64, what_fr: impl Into<String>, what_en: impl Into<String>) -> Self {
        Self { seq, what_fr: what_fr.into(), what_en: what_en.into() }
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
        let what_fr = "le maillon conservé n’est pas dans cette chaîne";
        flaw = Some(Flaw::new(lines, what_fr, "the link that was kept is not in this chain"));
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
    let flaw = |what_fr: &str, what_en: &str| Ok(Err(Flaw::new(seq, what_fr, what_en)));
    if row.seq != Some(seq) {
        return flaw("cette ligne manque", "this line is missing");
    }
    if row.sha256.as_deref() != Some(chain::link(before, group, row).as_str()) {
        return flaw(
            "cette ligne, ou une ligne avant elle, n’est plus celle qui fut écrite",
            "this line, or one before it, is no longer the one that was written",
        );
    }
    if row.action == chain::BEGIN {
        let stated: Before = from_json(&row.detail)?;
        if stated != before_the_chain(tx, group).await? {
            return flaw(
                "ce qui précède la chaîne n’est plus ce qu’elle scelle",
                "what came before the chain is no longer what it seals",
            );
        }
        return Ok(Ok(0));
    }
    let Some(stated) = stated(&row.detail)? else { return Ok(Ok(0)) };
    let (equity, compensation) = ledgers::of_deed(tx, group, &row.id).await?;
    if chain::postings(&equity, &compensation) != stated {
        return flaw(
            "les écritures de cet acte ne sont plus celles qu’il scelle",
            "the ledger lines of this deed are no longer those that it seals",
        );
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
        let what_fr = format!("la chaîne devrait finir à la ligne {}", head.seq);
        let what_en = format!("the chain should end at line {}", head.seq);
        return Ok(Some(Flaw::new(lines + 1, what_fr, what_en)));
    }
    let found = ledgers::lines_of_deeds(tx, group).await?;
    let what_fr = format!("{found} écritures sont aux comptes, la chaîne en scelle {posted}");
    let what_en = format!("{found} lines are on the accounts, the chain seals {posted}");
    Ok((found != posted).then(|| Flaw::new(lines, what_fr, what_en)))
}
