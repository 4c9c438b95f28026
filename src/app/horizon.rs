//! The horizon follows the calendar: a group lives on after the days that it was made with.
//!
//! An import says which days a group plans; from then on, each night before the plan, its horizon begins with the present month at the
//! latest and reaches to the end of the third month after it at the least. It moves forward only, and once a month: every move is a
//! new version of the facts. What lies outside it is kept, and is no fault of the facts ([`super::facts`]).

use super::audit::Event;
use super::error::{Error, Result};
use super::work::Work;
use crate::store::groups;
use chrono::{Datelike, Days, Months, NaiveDate};
use releve_solver::domain::scenario::Horizon;
use serde_json::json;

/// Whole months that are planned after the present one.
const MONTHS_AHEAD: u32 = 3;

/// Moves the horizon of the group of a deed to where it is to be on a day, if it is not there.
///
/// # Errors
/// When there is no such group or the database fails.
pub(crate) async fn follow(work: &mut Work<'_>, today: NaiveDate) -> Result<()> {
    let group = work.group();
    let stored = groups::find(&mut work.tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
    let moved = on(stored.horizon, today);
    if moved == stored.horizon {
        return Ok(());
    }
    work.touch().await?;
    groups::set_horizon(&mut work.tx, group, moved).await?;
    let detail = json!({ "from": moved.from, "days": moved.days });
    work.record(Event::new("horizon.move", "group", group).with(detail));
    Ok(())
}

/// Where a horizon is to be on a day.
fn on(horizon: Horizon, today: NaiveDate) -> Horizon {
    let month = today.with_day(1).unwrap_or(today);
    let from = horizon.from.max(month);
    // Its end, the day after its last.
    let end = (horizon.from + Days::new(u64::from(horizon.days))).max(month + Months::new(MONTHS_AHEAD + 1));
    let days = (end - from).num_days().clamp(1, i64::from(Horizon::DAYS_MAX));
    Horizon { from, days: days as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_horizon_moves_forward_by_months() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
        for (from, days, today, new_from, new_last) in [
            // An import of two weeks to come reaches further at once, and begins where it did.
            ("2026-12-07", 14, "2026-12-01", "2026-12-07", "2027-03-31"),
            ("2026-12-07", 115, "2026-12-31", "2026-12-07", "2027-03-31"),
            ("2026-12-07", 115, "2027-01-01", "2027-01-01", "2027-04-30"),
            // After a year at rest.
            ("2026-12-07", 14, "2028-02-29", "2028-02-01", "2028-05-31"),
            // What reaches further keeps its end; nothing that is still to come is cut off.
            ("2026-12-07", 400, "2026-12-15", "2026-12-07", "2028-01-10"),
            ("2026-12-07", 400, "2027-06-15", "2027-06-01", "2028-01-10"),
            ("2028-12-01", 14, "2026-12-15", "2028-12-01", "2028-12-14"),
        ] {
            let moved = on(Horizon { from: date(from), days }, date(today));
            let last = moved.from + Days::new(u64::from(moved.days) - 1);
            assert_eq!((moved.from.to_string().as_str(), last.to_string().as_str()), (new_from, new_last), "{today}");
            assert_eq!(on(moved, date(today)), moved, "it is there");
        }
    }
}
