//! Posts, ways, rests and accounts as lines that are ready to print.

use super::local;
use crate::app::agenda::{Duty, Way};
use crate::app::burdens::Burden;
use crate::lang::Words;
use crate::store::shifts::Row;
use crate::web::pages::frame::Result;
use crate::web::pages::view::Tag;
use crate::web::pages::view::agent::Post;
use chrono::NaiveDate;

/// A rest longer than this is said to be long, minutes.
const LONG_REST: i64 = 72 * 60;

/// A duty ahead, as seen at an instant.
pub fn duty(words: Words, duty: &Duty, now: i64) -> Post {
    let (start, end) = (local(duty.way.zone, duty.starts_at), local(duty.way.zone, duty.ends_at));
    let today = local(duty.way.zone, now).date();
    let from = match &duty.assignment {
        Some(_) => Tag { text: words.say("me-from-pool"), tone: "brand" },
        None if duty.provisional => Tag::warn(&words.say("me-from-draft")),
        None => Tag::plain(&words.say("me-from-roster")),
    };
    let given = match &duty.assignment {
        Some(id) => format!("a~{id}"),
        None => format!("h~{}~{}~{}", duty.date, duty.unit, duty.code),
    };
    Post {
        href: duty.assignment.as_ref().map(|id| format!("/moi/postes/{id}")).unwrap_or_default(),
        soon: soon(words, start.date(), today, duty.starts_at <= now),
        day: words.short_day(start.date()),
        hours: words.hours(start, end),
        code: duty.code.clone(),
        unit: duty.unit_name.clone(),
        from,
        swap: if duty.provisional || duty.starts_at <= now {
            String::new()
        } else {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("donne", &given).finish();
            format!("/moi/echanges?{query}#chercher")
        },
        ..place(words, &duty.establishment_name, &duty.way)
    }
}

/// A shift of the pool.
pub fn shift(words: Words, row: &Row, way: &Way, now: i64) -> Post {
    let (start, end) = (local(way.zone, row.starts_at), local(way.zone, row.ends_at));
    Post {
        soon: soon(words, start.date(), local(way.zone, now).date(), row.starts_at <= now),
        day: words.short_day(start.date()),
        hours: words.hours(start, end),
        code: row.code.clone(),
        unit: row.unit_name.clone(),
        ..place(words, &row.establishment_name, way)
    }
}

fn place(words: Words, establishment: &str, way: &Way) -> Post {
    let (latitude, longitude) = (way.place.latitude, way.place.longitude);
    Post {
        site: format!("{establishment}, {}", way.commune),
        way: words.with("me-way", [("km", words.whole(way.distance_km.round() as i64))]),
        map: format!(
            "https://www.openstreetmap.org/?mlat={latitude:.5}&mlon={longitude:.5}#map=16/{latitude:.5}/{longitude:.5}"
        ),
        ask: way.managers.join(", "),
        first: match (way.first_time, way.company) {
            (false, _) => String::new(),
            (true, true) => words.say("me-first-accompanied"),
            (true, false) => words.say("me-first-alone"),
        },
        ..Post::default()
    }
}

/// How many days ahead; nothing beyond a week.
fn soon(words: Words, date: NaiveDate, today: NaiveDate, begun: bool) -> String {
    match (date - today).num_days() {
        _ if begun => words.say("me-now"),
        0 => words.say("me-today"),
        1 => words.say("me-tomorrow"),
        days @ 2..=6 => words.count("me-in-days", days as usize),
        _ => String::new(),
    }
}

/// Rest on both sides of a shift.
pub fn rests(words: Words, (before, after): (Option<i64>, Option<i64>)) -> String {
    let rest = |minutes: Option<i64>| match minutes {
        Some(minutes) if minutes < LONG_REST => words.duration(minutes),
        Some(_) => words.say("me-rest-long"),
        None => words.say("me-rest-open"),
    };
    let (before, after) = (rest(before), rest(after));
    words.with("me-rests", [("before", before.as_str()), ("after", after.as_str())])
}

/// A kind of burden, as the account names it.
pub const fn burden(kind: Burden) -> &'static str {
    match kind {
        Burden::Night => "me-kind-night",
        Burden::Saturday => "me-kind-saturday",
        Burden::Sunday => "me-kind-sunday",
        Burden::Holiday => "me-kind-holiday",
        Burden::Travel => "me-kind-travel",
        Burden::ShortNotice => "me-kind-short-notice",
        Burden::SplitDay => "me-kind-split-day",
    }
}

/// Days of rest: one day, or from one to another.
pub fn days(words: Words, from: Option<&str>, to: Option<&str>) -> Result<String> {
    let (Some(from), Some(to)) = (from, to) else { return Ok(words.say("me-rest-undated")) };
    let (first, last): (NaiveDate, NaiveDate) = (crate::store::parsed(from)?, crate::store::parsed(to)?);
    if first == last {
        return Ok(words.day(first));
    }
    let (first, last) = (words.short_day(first), words.day(last));
    Ok(words.with("me-from-to", [("from", first.as_str()), ("to", last.as_str())]))
}
