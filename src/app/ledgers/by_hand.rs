//! Lines by hand: what was posted wrongly is taken back by a line that says why, and the right one may take its place in the same
//! deed. Nothing is ever edited, and everything rests on a document.

use crate::app::App;
use crate::app::access::{Action, Actor, Reach};
use crate::app::audit::Event;
use crate::app::conflict::Bound;
use crate::app::error::{Conflict, Error, Result};
use crate::app::identity::today;
use crate::app::work::Work;
use crate::app::wrong::{expected, nothing};
use crate::app::{fields, promises, requests};
use crate::ids::EntryId;
use crate::store::ledgers::{self, Compensation, Equity};
use crate::store::{agents, groups, promises as promise_rows};
use chrono::{Days, NaiveDate};
use releve_solver::law::compensation::EntryUnit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Which of somebody's two accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ledger {
    /// Points.
    Equity,
    /// What is owed.
    Compensation,
}

/// A line to post by hand.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    /// Whose account.
    pub agent: String,
    /// Which.
    pub ledger: Ledger,
    /// Amount, in hundredths of a point on the equity account, else in `unit`; below zero takes off.
    pub quantity: i64,
    /// Unit, on the compensation account alone.
    #[serde(default)]
    pub unit: Option<EntryUnit>,
    /// What it is, on the compensation account alone.
    #[serde(default)]
    pub label: Option<String>,
    /// Thousandths of the base hourly pay, for supplement and paid minutes.
    #[serde(default)]
    pub rate_permille: Option<i64>,
    /// Civil day by which it is due, which rest that is put on an account must have: it is promised a date by then.
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Document on which it rests.
    pub document: String,
}

/// Taking a line back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBack {
    /// Why.
    pub reason: String,
    /// Document on which that rests.
    pub document: String,
    /// The line that takes its place.
    #[serde(default)]
    pub instead: Option<NewLine>,
}

/// Most of anything in one line by hand.
const MOST: i64 = 10_000_000;
/// Most rest in one line by hand, days: a leap year of them.
const REST_DAYS_MOST: i64 = 366;
/// How far ahead rest may be due, days.
const DUE_DAYS_MOST: u64 = 3_660;
/// Longest document reference and label, characters.
const TEXT_CHARS_MAX: usize = 500;

/// Posts a line by hand; gives its identifier.
///
/// # Errors
/// `Forbidden`, `NotFound` when the agent's record is not hers to see, `Invalid` for a line that cannot be.
pub async fn post(app: &App, actor: &Actor, new: &NewLine) -> Result<EntryId> {
    let reach = actor.may(Action::CorrectLedger)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    // Balances and rests are facts that plans depend on.
    work.touch().await?;
    let id = post_in(&mut work, actor, &reach, new).await?;
    work.commit().await?;
    Ok(id)
}

/// Takes a line back, and posts another one in its place where there is one. Gives the identifiers of both.
///
/// # Errors
/// `Forbidden`, `NotFound` for no line, or one that is not hers to see, `Invalid` without reason or document, `Conflict` when it
/// was taken back before, or belongs to what has its own way of being changed.
pub async fn take_back(app: &App, actor: &Actor, id: &str, order: &TakeBack) -> Result<(EntryId, Option<EntryId>)> {
    let reach = actor.may(Action::CorrectLedger)?;
    let reason = requests::reason(&order.reason)?;
    let document = fields::filled("document", &order.document, TEXT_CHARS_MAX)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let missing = || Error::not_found("entry", id);
    let by = if let Some(line) = ledgers::find_equity(&mut work.tx, &actor.group, id).await? {
        actor.may(Action::ReadEquity).map_err(|_| missing())?;
        sees(&mut work, &reach, &line.agent_id).await.map_err(|_| missing())?;
        bound(&line.kind)?;
        let back = Equity {
            kind: "correction".to_owned(),
            document: Some(document.clone()),
            ..work.reversed_equity(&line, reason)
        };
        let by = back.id.clone();
        work.post_equity(back);
        by
    } else {
        let line = ledgers::find_compensation(&mut work.tx, &actor.group, id).await?.ok_or_else(missing)?;
        sees(&mut work, &reach, &line.agent_id).await.map_err(|_| missing())?;
        bound(&line.kind)?;
        let promised = promise_rows::of_entry(&mut work.tx, &actor.group, &line.id).await?;
        promises::withdraw(&mut work, promised, reason).await?;
        let back = Compensation {
            kind: "correction".to_owned(),
            document: Some(document.clone()),
            ..work.reversed_compensation(&line, reason)
        };
        let by = back.id.clone();
        work.post_compensation(back);
        by
    };
    if ledgers::is_reversed(&mut work.tx, id).await? {
        return Err(Conflict::EntryReversed.into());
    }
    let instead = match &order.instead {
        Some(new) => Some(post_in(&mut work, actor, &reach, new).await?),
        None => None,
    };
    let detail = json!({ "by": by, "instead": instead, "reason": reason, "document": document });
    work.record(Event::new("ledger.reverse", "entry", id).with(detail));
    work.commit().await?;
    Ok((by, instead))
}

async fn post_in(work: &mut Work<'_>, actor: &Actor, reach: &Reach, new: &NewLine) -> Result<EntryId> {
    let (reason, document) =
        (requests::reason(&new.reason)?, fields::filled("document", &new.document, TEXT_CHARS_MAX)?);
    quantity(new, MOST)?;
    sees(work, reach, &new.agent).await?;
    let detail = json!({ "agent": new.agent, "ledger": new.ledger, "quantity": new.quantity, "document": document });
    let id = match new.ledger {
        Ledger::Equity => {
            actor.may(Action::ReadEquity)?;
            let line = Equity {
                kind: "manual".to_owned(),
                centipoints: new.quantity,
                document: Some(document),
                reason: reason.to_owned(),
                ..work.equity_line(&new.agent)
            };
            let id = line.id.clone();
            work.post_equity(line);
            id
        }
        Ledger::Compensation => {
            let wanted = || Error::field("unit", nothing(), expected("field-entry-unit"));
            let label = fields::filled("label", new.label.as_deref().unwrap_or_default(), TEXT_CHARS_MAX)?;
            let unit = new.unit.ok_or_else(wanted)?;
            look_at_rest(work, new, unit).await?;
            let line = Compensation {
                kind: "manual".to_owned(),
                label_fr: label,
                quantity: new.quantity,
                unit: crate::store::name_of(&unit)?,
                rate_permille: new.rate_permille,
                due_on: new.due_on.map(|day| day.to_string()),
                document: Some(document),
                reason: reason.to_owned(),
                ..work.compensation_line(&new.agent)
            };
            let id = line.id.clone();
            work.post_compensation(line);
            id
        }
    };
    work.record(Event::new("ledger.post", "entry", &id.0).with(detail));
    Ok(id)
}

/// Rest is promised with a date by its due day, so it has one that is still to come, and is no more than can be rested.
async fn look_at_rest(work: &mut Work<'_>, new: &NewLine, unit: EntryUnit) -> Result<()> {
    let most = match unit {
        EntryUnit::RestDays => REST_DAYS_MOST,
        EntryUnit::RestMinutes => REST_DAYS_MOST * 24 * 60,
        EntryUnit::Cents | EntryUnit::Centipoints | EntryUnit::SupplementMinutes | EntryUnit::PaidMinutes => {
            return Ok(());
        }
    };
    quantity(new, most)?;
    let group = work.group();
    let first = today(work.now(), groups::zone(&mut work.tx, group).await?);
    match new.due_on {
        None if new.quantity > 0 => Err(Error::field("due_on", nothing(), expected("field-due"))),
        None => Ok(()),
        Some(day) => fields::day_within("due_on", day, &(first..=first + Days::new(DUE_DAYS_MOST))),
    }
}

/// An entry is about something, and of no absurd size.
fn quantity(new: &NewLine, most: i64) -> Result<()> {
    if new.quantity == 0 || new.quantity.abs() > most {
        return Err(Error::field("quantity", new.quantity.to_string(), expected("field-quantity").with("most", most)));
    }
    Ok(())
}

async fn sees(work: &mut Work<'_>, reach: &Reach, agent: &str) -> Result<()> {
    let group = work.group();
    let face = agents::face(&mut work.tx, group, agent).await?;
    let seen = face.filter(|face| reach.sees_agent(&face.id, &face.employer_id));
    seen.map(|_| ()).ok_or_else(|| Error::not_found("agent", agent))
}

/// Lines that something else keeps in step with itself.
fn bound(kind: &str) -> Result<()> {
    match kind {
        "dated" | "promised_rest" | "taken" => Err(Conflict::EntryBound(Bound::ToRest).into()),
        "reversal" | "correction" => Err(Conflict::EntryBound(Bound::ToCorrection).into()),
        _ => Ok(()),
    }
}
