//! What payroll pays for a month: the variable elements of everybody whom an establishment employs.
//!
//! A line belongs to the month in which it was posted, by the employer's clock, and to whoever employed her then. Lines are
//! never changed and none is ever posted into the past, so a month that is over always exports the same, however often it is
//! asked for; what is put right later is in the month in which it was put right. Only the name is that of today: the digest
//! leaves it out.

use crate::app::App;
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::work::Work;
use crate::app::wrong::expected;
use crate::days;
use crate::store::establishments;
use crate::store::ledgers::pay::{self, Paid};
use chrono::{Months, NaiveDate, NaiveTime};
use releve_solver::domain::time::instant_of_local;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

/// An export.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Export {
    /// Establishment.
    pub establishment: String,
    /// Month, `YYYY-MM`.
    pub month: String,
    /// What to pay, by agent, rule and rate.
    pub lines: Vec<Paid>,
    /// SHA-256 of the lines without the names: two exports with the same one are the same.
    pub sha256: String,
}

/// Exports a month that is over; `month` is `YYYY-MM`. It is in the audit log with its digest.
///
/// # Errors
/// `Forbidden`, `NotFound` for an establishment outside the reach, `Invalid` for no month, `Conflict` while it lasts.
pub async fn export(app: &App, actor: &Actor, establishment: &str, month: &str) -> Result<Export> {
    let reach = actor.may(Action::ExportPay)?;
    let wrong = || Error::field("month", month, expected("field-month"));
    let first = days::read(&format!("{month}-01")).filter(|_| month.len() == 7).ok_or_else(wrong)?;
    let after = first.checked_add_months(Months::new(1)).ok_or_else(wrong)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    // In the queue, so that whatever was begun before the month was over has been posted.
    work.queue().await?;
    let site = establishments::all(&mut work.tx, &actor.group)
        .await?
        .into_iter()
        .find(|site| site.id.as_str() == establishment);
    let site = site.filter(|site| reach.sees_agent("", site.id.as_str()));
    let site = site.ok_or_else(|| Error::not_found("establishment", establishment))?;
    let at = |day: NaiveDate| instant_of_local(site.time_zone, day.and_time(NaiveTime::MIN)) * 60;
    if work.now() < at(after) {
        return Err(Conflict::PeriodOpen.into());
    }
    let lines = pay::paid(&mut work.tx, &actor.group, establishment, (at(first), at(after))).await?;
    let sha256 = digest(&lines)?;
    let detail = json!({ "month": month, "lines": lines.len(), "sha256": sha256 });
    work.record(Event::new("payroll.export", "establishment", establishment).with(detail));
    work.commit().await?;
    Ok(Export { establishment: establishment.to_owned(), month: month.to_owned(), lines, sha256 })
}

fn digest(lines: &[Paid]) -> Result<String> {
    let content: Vec<_> = lines
        .iter()
        .map(|line| (&line.agent, &line.rule, &line.label_fr, &line.unit, line.rate_permille, line.quantity))
        .collect();
    let text = serde_json::to_string(&content).map_err(|e| Error::Corrupt(e.to_string()))?;
    Ok(crate::text::sha256(&text))
}
