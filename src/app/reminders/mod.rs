//! Reminders: what people hear because time goes by. An offer closes soon, a shift is tomorrow, a shift begins and nobody holds
//! it; and once a day, papers that run out and grants that end (`papers`).
//!
//! Invariants: each fact is told to each person once, however many servers look at the clock: its name in the outbox is the claim,
//! and whoever tells takes the group's queue first; what is decided before a fact is due is not recalled (an offer that closes
//! sooner than the reminder would come, a shift taken on since); a reminder names place and hours, never why somebody is absent.
//! Quiet hours are kept by whatever carries a notice ([`crate::notify::expand`]).

mod papers;

pub(crate) use papers::{NAME, daily};

use super::access::{Actor, Role, SYSTEM_USER};
use super::error::Result;
use super::settings::{self, Reminders};
use super::work::Work;
use super::{App, identity};
use crate::store::outbox::Notice;
use crate::store::reminders::{self as rows, Next};
use crate::store::{Tx, parsed};
use chrono::{Days, NaiveTime};
use chrono_tz::Tz;
use releve_solver::domain::time::instant_of_local;
use serde_json::json;
use std::collections::BTreeSet;

/// How far ahead a shift of tomorrow may begin, seconds: seen from the first minute of a day of 25 hours, the last of the next.
const TOMORROW_SECONDS: i64 = 50 * 3_600;

/// Tells whatever is due now in one group; gives how many notices.
///
/// # Errors
/// When the database fails.
pub(crate) async fn tell_due(app: &App, group: &str, zone: Tz) -> Result<usize> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let due = due(&mut tx, group, zone, now).await?;
    drop(tx);
    if due.is_empty() {
        return Ok(0);
    }
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    // Somebody else may be telling the same: in the queue it is read again.
    work.queue().await?;
    let due = self::due(&mut work.tx, group, zone, now).await?;
    let told = due.len();
    for notice in due {
        work.tell(notice);
    }
    work.commit().await?;
    Ok(told)
}

async fn due(tx: &mut Tx, group: &str, zone: Tz, now: i64) -> Result<Vec<Notice>> {
    let wanted = settings::read(tx, group).await?.reminders;
    let mut notices = Vec::new();
    for offer in rows::closing(tx, group, now, i64::from(wanted.offer_hours) * 3_600).await? {
        let mut payload = offer.shift.facts();
        payload["offer"] = json!(offer.id);
        payload["closes_at"] = json!(offer.closes_at);
        payload["mode"] = json!(offer.mode);
        notices.push(Notice::to_agent("offer.reminder", &offer.id, &offer.agent_id, payload));
    }
    if let Some(minute) = wanted.tomorrow_minute {
        for next in rows::next(tx, group, now, TOMORROW_SECONDS).await? {
            if is_due(&next, minute, now)? {
                notices.push(Notice::to_agent("shift.tomorrow", &next.id, &next.agent, next.shift.facts()));
            }
        }
    }
    notices.extend(bare(tx, group, (zone, now), &wanted).await?);
    Ok(notices)
}

/// Whether the evening before has come: a time that the spring change skips is reached when the clock jumps over it, one that the
/// autumn change repeats the first time. Whoever took the shift on after it knows.
fn is_due(next: &Next, minute: u32, now: i64) -> Result<bool> {
    let date: chrono::NaiveDate = parsed(&next.shift.date)?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap_or_default();
    let at = instant_of_local(next.zone, (date - Days::new(1)).and_time(time)) * 60;
    Ok((at..next.shift.starts_at).contains(&now) && next.confirmed_at < at)
}

/// Whoever asked for a shift that begins soon with nobody to hold it hears so, and the coordination does, two times.
async fn bare(tx: &mut Tx, group: &str, (zone, now): (Tz, i64), wanted: &Reminders) -> Result<Vec<Notice>> {
    let (first, last) = (i64::from(wanted.bare_first_hours) * 3_600, i64::from(wanted.bare_last_hours) * 3_600);
    let mut notices = Vec::new();
    let mut coordination: Option<BTreeSet<String>> = None;
    for (after, seconds) in [(now + last, first), (now, last)] {
        for bare in rows::bare(tx, group, (after, now + seconds), seconds).await? {
            if coordination.is_none() {
                let today = identity::today(now, Some(zone)).to_string();
                let holders = crate::store::grants::holders(tx, group, "coordinator", &today).await?;
                coordination = Some(holders.into_iter().map(|user| user.0).collect());
            }
            let mut hear = coordination.clone().unwrap_or_default();
            hear.insert(bare.requested_by);
            hear.remove(SYSTEM_USER);
            // Moved to another time it is another shift.
            let fact = format!("{}:{}:{seconds}", bare.shift.id, bare.shift.starts_at);
            notices.extend(hear.iter().map(|user| Notice::to_user("shift.bare", &fact, user, bare.shift.facts())));
        }
    }
    Ok(notices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::shifts::Row;

    fn next(date: &str, zone: Tz, starts_at: i64) -> Next {
        let shift = Row {
            id: "s".to_owned(),
            unit_id: "u".to_owned(),
            unit_name: "U".to_owned(),
            establishment_id: "e".to_owned(),
            establishment_name: "E".to_owned(),
            code: "M".to_owned(),
            date: date.to_owned(),
            qualification: "IDE".to_owned(),
            starts_at,
            ends_at: starts_at + 3_600,
        };
        Next { id: "a".to_owned(), shift, agent: "x".to_owned(), confirmed_at: 0, zone }
    }

    /// Ticks every minute for two days before the shift; gives how often it was due for the first time, and when (local).
    fn first_due(date: &str, zone: Tz, minute: u32) -> String {
        let day: chrono::NaiveDate = date.parse().expect("a date");
        let starts_at = instant_of_local(zone, day.and_hms_opt(6, 30, 0).expect("a time")) * 60;
        let next = next(date, zone, starts_at);
        let due =
            (starts_at / 60 - 3_000..starts_at / 60 + 10).filter(|m| is_due(&next, minute, m * 60).expect("a date"));
        let due: Vec<_> = due.collect();
        assert!(due.windows(2).all(|pair| pair[1] == pair[0] + 1), "from one minute on until the shift begins");
        assert_eq!(due.last(), Some(&(starts_at / 60 - 1)));
        releve_solver::domain::time::local_of_instant(zone, due[0]).to_string()
    }

    #[test]
    fn the_evening_before_comes_once_through_both_clock_changes() {
        let paris = Tz::Europe__Paris;
        assert_eq!(first_due("2026-12-08", paris, 18 * 60), "2026-12-07 18:00:00");
        assert_eq!(first_due("2027-03-28", paris, 18 * 60), "2027-03-27 18:00:00");
        assert_eq!(first_due("2027-03-29", paris, 150), "2027-03-28 03:30:00");
        assert_eq!(first_due("2026-10-26", paris, 150), "2026-10-25 02:30:00");
        assert_eq!(first_due("2026-12-08", Tz::Indian__Reunion, 18 * 60), "2026-12-07 18:00:00");
    }

    #[test]
    fn whoever_takes_a_shift_on_after_that_needs_no_reminder() {
        let start = 1_796_711_400; // 2026-12-08T06:30+01:00
        let eve = 1_796_662_800; // 2026-12-07T18:00+01:00
        let held = |confirmed_at| Next { confirmed_at, ..next("2026-12-08", Tz::Europe__Paris, start) };
        assert!(is_due(&held(eve - 1), 18 * 60, eve).expect("a date"));
        assert!(!is_due(&held(eve), 18 * 60, eve + 60).expect("a date"));
    }
}
