//! Members: an establishment joins the group by a dated convention and leaves it after its notice.
//!
//! Invariants: on no day do two conventions of one establishment hold; what was agreed is never rewritten, it ends; from the day
//! on which a member has left it asks for nobody and lends nobody, and what was approved before stays. An establishment without
//! any convention (it came with an import) belongs to the group all the time.

mod receiving;
mod sites;
mod statement;

pub(super) use receiving::{may_receive, work_minutes};
pub use sites::{
    SiteForm, UnitForm, change as change_site, change_unit, close as close_site, close_unit, create as create_site,
    create_unit, find as find_site, finess_is_doubtful, list as list_sites, units,
};
pub use statement::{Line, Statement, Total, statement};
pub(super) use statement::{correct_loan, record_loan};

use super::access::{Action, Actor, Reach};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::identity::today;
use super::settings::{self, Vehicle};
use super::work::Work;
use super::wrong::expected;
use super::{App, fields, requests};
use crate::store::members::{self, Convention, CostKey, Period};
use crate::store::{Tx, establishments, groups};
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

/// Longest notice, days: two years.
const NOTICE_DAYS_MAX: i64 = 730;
/// Most minutes of a contribution or a quota: a hundred full-timers' years.
const MINUTES_MAX: i64 = 100 * 1_607 * 60;

/// A convention to make.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewConvention")]
pub struct New {
    /// Reference of the document.
    pub document: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Notice for leaving, days.
    pub notice_days: i64,
    /// How costs are shared.
    pub cost_key: CostKey,
    /// Share of running costs, thousandths of the cost; only where the group's legal form allows it.
    #[serde(default)]
    pub management_permille: i64,
    /// Over what the two figures below are counted.
    pub period: Period,
    /// Work put into the pool, minutes.
    #[serde(default)]
    pub contribution_minutes: Option<i64>,
    /// Most work received, minutes; none when left out.
    #[serde(default)]
    pub quota_minutes: Option<i64>,
}

/// An establishment joins the group, or agrees with it anew.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for what the law or sense does not allow, `Conflict` when another convention holds on some
/// of the days.
pub async fn join(app: &App, actor: &Actor, establishment: &str, new: &New) -> Result<Convention> {
    let reach = actor.may(Action::ManageMembers)?;
    let convention = look_at(app, establishment, new)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    held_site(&mut work.tx, &actor.group, &reach, establishment).await?;
    join_in(&mut work, &convention).await?;
    work.commit().await?;
    Ok(convention)
}

/// The same inside a deed.
async fn join_in(work: &mut Work<'_>, new: &Convention) -> Result<()> {
    let (group, now, by) = (work.group(), work.now(), work.actor.user.0.clone());
    let vehicle = settings::read(&mut work.tx, group).await?.vehicle;
    if vehicle == Vehicle::Loan && new.cost_key == CostKey::SharedCosts {
        return Err(Error::field("cost_key", "shared_costs", expected("field-at-cost")));
    }
    let others = members::of_establishment(&mut work.tx, group, &new.establishment).await?;
    let overlaps = |other: &&Convention| {
        new.last_day().is_none_or(|last| other.valid_from <= last)
            && other.last_day().is_none_or(|last| new.valid_from <= last)
    };
    if let Some(other) = others.iter().find(overlaps) {
        return Err(Conflict::ConventionOverlaps(other.document.clone()).into());
    }
    members::insert(&mut work.tx, group, new, (&by, now)).await?;
    let detail = json!({ "convention": new.id, "document": new.document, "from": new.valid_from, "to": new.valid_to,
        "quota_minutes": new.quota_minutes, "contribution_minutes": new.contribution_minutes });
    work.record(Event::new("member.join", "establishment", &new.establishment).with(detail));
    Ok(())
}

/// What can be told of a convention without looking at anything.
fn look_at(app: &App, establishment: &str, new: &New) -> Result<Convention> {
    fields::in_order("valid_to", new.valid_from, new.valid_to)?;
    fields::within("notice_days", new.notice_days, 0, NOTICE_DAYS_MAX)?;
    fields::within("management_permille", new.management_permille, 0, 200)?;
    for (field, minutes) in [("contribution_minutes", new.contribution_minutes), ("quota_minutes", new.quota_minutes)] {
        if let Some(minutes) = minutes {
            fields::within(field, minutes, 0, MINUTES_MAX)?;
        }
    }
    if new.cost_key == CostKey::AtCost && new.management_permille != 0 {
        let found = new.management_permille.to_string();
        return Err(Error::field("management_permille", found, expected("field-no-margin")));
    }
    Ok(Convention {
        id: app.clock.new_id(),
        establishment: establishment.to_owned(),
        document: fields::line("document", &new.document)?,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        notice_days: new.notice_days,
        cost_key: new.cost_key,
        management_permille: new.management_permille,
        period: new.period,
        contribution_minutes: new.contribution_minutes,
        quota_minutes: new.quota_minutes,
        leaves_on: None,
        leaving_reason: None,
        version: 1,
    })
}

/// A member says that it leaves: `on` is the first day on which it belongs to the group no more, after its notice at the
/// earliest. Conventions that were to begin later are left as they are.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason or before the end of the notice, `Conflict` when none of its conventions
/// holds on the day before, or that one ends already.
pub async fn leave(app: &App, actor: &Actor, establishment: &str, on: NaiveDate, why: &str) -> Result<Convention> {
    let reach = actor.may(Action::ManageMembers)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let group = work.group();
    held_site(&mut work.tx, group, &reach, establishment).await?;
    let all = members::of_establishment(&mut work.tx, group, establishment).await?;
    let day = today(work.now(), groups::zone(&mut work.tx, group).await?);
    let held = all.iter().find(|one| one.holds_on(day)).or_else(|| all.iter().find(|one| one.valid_from > day));
    let convention = held.ok_or(Conflict::ConventionOver)?;
    if convention.leaves_on.is_some() || convention.valid_to.is_some_and(|last| last < on) {
        return Err(Conflict::ConventionOver.into());
    }
    let earliest = day + Days::new(convention.notice_days.unsigned_abs());
    if on < earliest {
        let expected = expected("field-after-notice").with("first", earliest.to_string());
        return Err(Error::field("on", on.to_string(), expected));
    }
    if !members::set_leaving(&mut work.tx, group, convention, (&on.to_string(), why)).await? {
        return Err(Conflict::LostRace.into());
    }
    let detail = json!({ "convention": convention.id, "on": on, "reason": why });
    let event = Event::new("member.leave", "establishment", establishment).from_version(convention.version);
    work.record(event.with(detail));
    let all = members::of_establishment(&mut work.tx, group, establishment).await?;
    let convention = all.into_iter().find(|one| one.id == convention.id);
    let convention = convention.ok_or_else(|| Error::Corrupt("a convention just changed is not there".to_owned()))?;
    work.commit().await?;
    Ok(convention)
}

/// The conventions of an establishment, by first day. Another establishment's are not there to be read.
///
/// # Errors
/// `Forbidden`, or `NotFound` outside the reach.
pub async fn conventions(app: &App, actor: &Actor, establishment: &str) -> Result<Vec<Convention>> {
    let reach = actor.may(Action::ReadMembers)?;
    let mut tx = app.db.read().await?;
    site(&mut tx, &actor.group, &reach, establishment).await?;
    Ok(members::of_establishment(&mut tx, &actor.group, establishment).await?)
}

/// An establishment that she reads about.
async fn site(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<establishments::Record> {
    let record = establishments::record(tx, group, id).await?;
    let seen = record.filter(|record| reach.sees_establishment(record.establishment.id.as_str()));
    seen.ok_or_else(|| Error::not_found("establishment", id))
}

/// An establishment that is hers to change: all of it, not one of its units.
async fn held_site(tx: &mut Tx, group: &str, reach: &Reach, id: &str) -> Result<establishments::Record> {
    let record = establishments::record(tx, group, id).await?.filter(|_| reach.holds_establishment(id));
    record.ok_or_else(|| Error::not_found("establishment", id))
}
