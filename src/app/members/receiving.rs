//! Whether a member may ask for more: it belongs to the group on the days concerned, the unit is not closed, and it receives no
//! more over a period than its convention says; else the coordination decides, with the reason before its eyes.

use crate::app::access::{Action, Role};
use crate::app::error::{Conflict, Error, Result};
use crate::app::settings::{self, OverQuota};
use crate::app::work::Work;
use crate::ids::MessageId;
use crate::lang::reasons::Reason;
use crate::store::members::{self, Convention, Period};
use crate::store::outbox::Notice;
use crate::store::requests::Row;
use crate::store::shifts::Stored;
use crate::store::{establishments, grants, groups, messages, parsed, shifts};
use chrono::{Datelike, Days, Months, NaiveDate};
use releve_solver::domain::scenario::Unit;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a request opens by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiving {
    /// As far as the member's convention goes.
    Free,
    /// The coordination has to open it.
    Held,
}

impl Receiving {
    /// Whether a request that would open does.
    pub const fn opens(self, opens: bool) -> bool {
        opens && matches!(self, Self::Free)
    }
}

/// Looks at a request that is handed in, or grows while it is open.
///
/// # Errors
/// `Conflict` when the member does not belong to the group on the day of a shift, or the unit is closed.
pub async fn may_receive(work: &mut Work<'_>, row: &Row) -> Result<Receiving> {
    let group = work.group();
    let unit = establishments::unit_record(&mut work.tx, group, &row.unit_id).await?;
    let unit = unit.ok_or_else(|| Error::not_found("unit", &row.unit_id))?;
    let site = unit.unit.establishment.as_str();
    let record = establishments::record(&mut work.tx, group, site).await?;
    let record = record.ok_or_else(|| Error::not_found("establishment", site))?;
    let mut asked = shifts::of_request(&mut work.tx, group, &row.id).await?;
    asked.retain(|stored| matches!(stored.state.as_str(), "draft" | "open" | "offered"));
    for stored in &asked {
        let day: NaiveDate = parsed(&stored.shift.date)?;
        if let Some(closed) = unit.closed_on.filter(|closed| day >= *closed) {
            return Err(Conflict::UnitClosed(closed).into());
        }
        let days = &record.establishment.membership;
        let member = days.is_empty() || days.iter().any(|d| d.from <= day && d.to.is_none_or(|to| day <= to));
        if !member {
            let establishment = record.establishment.name.clone();
            return Err(Conflict::NotMember { establishment, on: day }.into());
        }
    }
    let Some(over) = over_quota(work, site, &asked).await? else { return Ok(Receiving::Free) };
    say(work, row, &over).await?;
    let admits = work.actor.may(Action::AdmitRequest).is_ok_and(|reach| reach.sees_unit(&row.unit_id));
    let holds = settings::read(&mut work.tx, group).await?.over_quota == OverQuota::Hold;
    Ok(if holds && !admits { Receiving::Held } else { Receiving::Free })
}

/// How far over its quota a request brings a member.
struct Over {
    first: NaiveDate,
    last: NaiveDate,
    quota_minutes: i64,
    minutes: i64,
}

async fn over_quota(work: &mut Work<'_>, site: &str, asked: &[Stored]) -> Result<Option<Over>> {
    let group = work.group();
    let conventions = members::of_establishment(&mut work.tx, group, site).await?;
    let mut periods: BTreeMap<(NaiveDate, NaiveDate), (i64, i64)> = BTreeMap::new();
    let units = by_id(establishments::units(&mut work.tx, group).await?);
    for stored in asked {
        let day: NaiveDate = parsed(&stored.shift.date)?;
        let convention = conventions.iter().find(|one| one.holds_on(day));
        let Some((convention, quota)) = convention.and_then(|one| Some((one, one.quota_minutes?))) else { continue };
        let row = &stored.shift;
        let minutes = work_minutes(&units, &row.unit_id, &row.code, (row.starts_at, row.ends_at));
        // What is open already is counted with what the member receives.
        let new = if stored.state == "draft" { minutes } else { 0 };
        periods.entry(bounds(convention, day)).or_insert((quota, 0)).1 += new;
    }
    for ((first, last), (quota_minutes, new)) in periods {
        let days = (first.to_string(), last.to_string());
        let received = members::received(&mut work.tx, group, site, (&days.0, &days.1)).await?;
        let known = received
            .iter()
            .map(|shift| work_minutes(&units, &shift.unit_id, &shift.code, (shift.starts_at, shift.ends_at)));
        let minutes = known.sum::<i64>() + new;
        if minutes > quota_minutes {
            return Ok(Some(Over { first, last, quota_minutes, minutes }));
        }
    }
    Ok(None)
}

/// Units by identifier.
pub(super) fn by_id(units: Vec<Unit>) -> BTreeMap<String, Unit> {
    units.into_iter().map(|unit| (unit.id.0.clone(), unit)).collect()
}

/// The work of a shift: from its start to its end less the unpaid break of its code.
pub(in crate::app) fn work_minutes(
    units: &BTreeMap<String, Unit>,
    unit: &str,
    code: &str,
    (starts_at, ends_at): (i64, i64),
) -> i64 {
    let code = units.get(unit).and_then(|unit| unit.shift_codes.iter().find(|known| known.code.as_str() == code));
    ((ends_at - starts_at) / 60 - code.map_or(0, |code| i64::from(code.break_minutes))).max(0)
}

/// First and last day of the period of a convention that holds a day.
fn bounds(convention: &Convention, day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (month, months) = match convention.period {
        Period::Month => (day.month(), 1),
        Period::Quarter => (day.month0() / 3 * 3 + 1, 3),
        Period::Year => (1, 12),
    };
    let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
    (first, first + Months::new(months) - Days::new(1))
}

/// Puts the reason into the conversation about the request, once, and tells the coordination.
async fn say(work: &mut Work<'_>, row: &Row, over: &Over) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    let (days, quota) = ((over.first, over.last), over.quota_minutes);
    let text = Reason::OverQuota { minutes: over.minutes, days, quota }.record();
    if messages::says(&mut work.tx, group, &row.id, &text).await? {
        return Ok(());
    }
    let message = messages::Row {
        id: MessageId(work.app.clock.new_id()),
        author: crate::app::access::SYSTEM_USER.to_owned(),
        author_name: "Relève".to_owned(),
        text,
        mentions: "[]".to_owned(),
        written_at: now,
    };
    messages::insert(&mut work.tx, group, &row.id, &message).await?;
    let day = crate::app::identity::today(now, groups::zone(&mut work.tx, group).await?).to_string();
    let role = crate::store::name_of(&Role::Coordinator)?;
    let coordinators: BTreeSet<_> = grants::holders(&mut work.tx, group, &role, &day).await?.into_iter().collect();
    for user in coordinators.into_iter().filter(|user| *user != work.actor.user) {
        let payload = json!({ "request": row.id, "message": message.id, "author_name": message.author_name });
        work.tell(Notice::to_user("message.new", &message.id.0, &user.0, payload));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::members::CostKey;

    #[test]
    fn a_period_runs_from_its_first_to_its_last_day() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let convention = |period| Convention {
            id: String::new(),
            establishment: String::new(),
            document: String::new(),
            valid_from: date("2026-01-01"),
            valid_to: None,
            notice_days: 0,
            cost_key: CostKey::AtCost,
            management_permille: 0,
            period,
            contribution_minutes: None,
            quota_minutes: None,
            leaves_on: None,
            leaving_reason: None,
            version: 1,
        };
        for (period, day, first, last) in [
            (Period::Month, "2028-02-29", "2028-02-01", "2028-02-29"),
            (Period::Quarter, "2026-12-31", "2026-10-01", "2026-12-31"),
            (Period::Year, "2026-06-15", "2026-01-01", "2026-12-31"),
        ] {
            assert_eq!(bounds(&convention(period), date(day)), (date(first), date(last)));
        }
    }
}
