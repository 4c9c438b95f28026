//! Words that several of a manager's pages say of the same things.

use crate::app::cascades::Audience;
use crate::app::requests::Motive;
use crate::lang::Words;
use crate::store::shifts::Row;
use crate::web::pages::view::Tag;
use chrono::{NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use releve_solver::domain::scenario::{AbsenceClass, Priority, ShiftCode};
use releve_solver::domain::time::local_of_instant;

/// An instant as people at a place read it.
pub fn local(zone: Tz, seconds: i64) -> NaiveDateTime {
    local_of_instant(zone, seconds.div_euclid(60))
}

/// `lun. 7 déc., 06:30–14:00`.
pub fn when(words: Words, zone: Tz, row: &Row) -> String {
    let start = local(zone, row.starts_at);
    format!("{}, {}", words.short_day(start.date()), words.hours(start, local(zone, row.ends_at)))
}

/// `06:30–14:00` of a code.
pub fn hours_of(code: &ShiftCode) -> String {
    format!("{}–{}", code.start.format("%H:%M"), code.end.format("%H:%M"))
}

/// What part of the day a code is: a class of the style sheet, which repeats what the code says.
pub fn part_of_day(code: &ShiftCode) -> &'static str {
    if code.end <= code.start || code.start.hour() >= 20 {
        "nuit"
    } else if code.start.hour() >= 11 {
        "soir"
    } else if code.end.hour() < 16 {
        "matin"
    } else {
        "jour"
    }
}

/// A priority as text and colour.
pub fn priority(words: Words, priority: Priority) -> Tag {
    match priority {
        Priority::Safety => Tag::bad(&words.say("manager-priority-safety")),
        Priority::High => Tag::warn(&words.say("manager-priority-high")),
        Priority::Normal => Tag::plain(&words.say("manager-priority-normal")),
        Priority::Low => Tag::plain(&words.say("manager-priority-low")),
    }
}

/// A motive.
pub fn motive(words: Words, motive: Motive) -> String {
    words.say(match motive {
        Motive::PlannedAbsence => "manager-motive-planned",
        Motive::UnplannedAbsence => "manager-motive-unplanned",
        Motive::VacantPost => "manager-motive-vacant",
        Motive::Workload => "manager-motive-workload",
        Motive::Other => "manager-motive-other",
    })
}

/// Every motive, as forms send it.
pub const MOTIVES: [(&str, Motive); 5] = [
    ("unplanned_absence", Motive::UnplannedAbsence),
    ("planned_absence", Motive::PlannedAbsence),
    ("vacant_post", Motive::VacantPost),
    ("workload", Motive::Workload),
    ("other", Motive::Other),
];

/// Every priority, as forms send it.
pub const PRIORITIES: [(&str, Priority); 4] =
    [("safety", Priority::Safety), ("high", Priority::High), ("normal", Priority::Normal), ("low", Priority::Low)];

/// An absence, with its neutral class and no more.
pub fn absence(words: Words, class: AbsenceClass) -> String {
    words.say(match class {
        AbsenceClass::Planned => "manager-absence-planned",
        AbsenceClass::Unplanned => "manager-absence-unplanned",
    })
}

/// Whom a step of a cascade asks.
pub fn audience(words: Words, audience: Audience) -> String {
    words.say(match audience {
        Audience::OwnUnit => "manager-audience-own-unit",
        Audience::Pool => "manager-audience-pool",
        Audience::Neighbours => "manager-audience-neighbours",
        Audience::AdditionalHours => "manager-audience-additional-hours",
        Audience::Overtime => "manager-audience-overtime",
        Audience::FixedTerm => "manager-audience-fixed-term",
        Audience::Agency => "manager-audience-agency",
    })
}

/// Where a request stands.
pub fn request_state(words: Words, state: &str) -> Tag {
    match state {
        "draft" => Tag::plain(&words.say("manager-request-draft")),
        "submitted" => Tag::warn(&words.say("manager-request-submitted")),
        "open" => Tag::warn(&words.say("manager-request-open")),
        "closed" => Tag::plain(&words.say("manager-request-closed")),
        _ => Tag::plain(&words.say("manager-request-cancelled")),
    }
}

/// Where a shift stands.
pub fn shift_state(words: Words, state: &str) -> Tag {
    match state {
        "draft" => Tag::plain(&words.say("manager-shift-draft")),
        "open" => Tag::bad(&words.say("manager-shift-open")),
        "offered" => Tag::warn(&words.say("manager-shift-offered")),
        "filled" => Tag::ok(&words.say("manager-shift-filled")),
        "booked" => Tag::warn(&words.say("manager-shift-booked")),
        "unfilled" => Tag::bad(&words.say("manager-shift-unfilled")),
        _ => Tag::plain(&words.say("manager-shift-cancelled")),
    }
}

/// From one day to another, or the one day.
pub fn days(words: Words, from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        return words.short_day(from);
    }
    words.with("manager-days-from-to", [("from", words.short_day(from)), ("to", words.short_day(to))])
}
