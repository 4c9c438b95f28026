//! Calendars as programs read them (RFC 5545): each entry with the clock of its place, and that clock spelled out with the entry,
//! so that no program has to know it.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::{OffsetComponents, OffsetName, Tz};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Longest line, octets, its end not counted.
const LINE_OCTETS: usize = 75;

/// An entry.
#[derive(Debug, Clone)]
pub struct Event {
    /// Names it for ever.
    pub uid: String,
    /// The clock of its place.
    pub zone: Tz,
    /// Start by that clock.
    pub start: NaiveDateTime,
    /// End.
    pub end: NaiveDateTime,
    /// A few words.
    pub summary: String,
    /// Where.
    pub location: String,
    /// Latitude and longitude, degrees.
    pub place: (f64, f64),
    /// More words.
    pub description: String,
    /// A page about it.
    pub url: String,
    /// It was called off.
    pub cancelled: bool,
}

/// A calendar in the making.
#[derive(Debug)]
pub struct Calendar {
    name: String,
    stamp: String,
    events: String,
    /// First and last day on which each clock is needed.
    zones: BTreeMap<&'static str, (Tz, NaiveDate, NaiveDate)>,
}

impl Calendar {
    /// With its name and the instant at which it was read (unix seconds).
    pub fn new(name: &str, read_at: i64) -> Self {
        let stamp = DateTime::from_timestamp(read_at, 0).unwrap_or_default().format("%Y%m%dT%H%M%SZ").to_string();
        Self { name: name.to_owned(), stamp, events: String::new(), zones: BTreeMap::new() }
    }

    /// Adds an entry.
    pub fn add(&mut self, event: &Event) {
        let (first, last) = (event.start.date(), event.end.date());
        let days = self.zones.entry(event.zone.name()).or_insert((event.zone, first, last));
        (days.1, days.2) = (days.1.min(first), days.2.max(last));
        let zone = event.zone.name();
        let lines = [
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", escaped(&event.uid)),
            format!("DTSTAMP:{}", self.stamp),
            format!("DTSTART;TZID={zone}:{}", time(event.start)),
            format!("DTEND;TZID={zone}:{}", time(event.end)),
            format!("SUMMARY:{}", escaped(&event.summary)),
            format!("LOCATION:{}", escaped(&event.location)),
            format!("GEO:{:.5};{:.5}", event.place.0, event.place.1),
            format!("DESCRIPTION:{}", escaped(&event.description)),
            format!("URL:{}", event.url),
            format!("STATUS:{}", if event.cancelled { "CANCELLED" } else { "CONFIRMED" }),
            format!("TRANSP:{}", if event.cancelled { "TRANSPARENT" } else { "OPAQUE" }),
            "END:VEVENT".to_owned(),
        ];
        for line in lines {
            push(&mut self.events, &line);
        }
    }

    /// The whole text.
    pub fn finish(self) -> String {
        let mut text = String::new();
        for line in [
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//Releve//Releve//FR".to_owned(),
            "CALSCALE:GREGORIAN".to_owned(),
            "METHOD:PUBLISH".to_owned(),
            format!("X-WR-CALNAME:{}", escaped(&self.name)),
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H".to_owned(),
            "X-PUBLISHED-TTL:PT1H".to_owned(),
        ] {
            push(&mut text, &line);
        }
        for (zone, first, last) in self.zones.values() {
            for line in clock(*zone, (*first, *last)) {
                push(&mut text, &line);
            }
        }
        text.push_str(&self.events);
        push(&mut text, "END:VCALENDAR");
        text
    }
}

/// A line folded as the standard wants it: no more than 75 octets, no character torn apart.
fn push(text: &mut String, line: &str) {
    let mut octets = 0;
    for character in line.chars() {
        if octets + character.len_utf8() > LINE_OCTETS {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(character);
        octets += character.len_utf8();
    }
    text.push_str("\r\n");
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            other => out.push(other),
        }
    }
    out
}

fn time(at: NaiveDateTime) -> String {
    at.format("%Y%m%dT%H%M%S").to_string()
}

/// What a clock shows from an instant on.
struct Shown {
    seconds_east: i32,
    summer: bool,
    name: String,
}

fn shown(zone: Tz, at: NaiveDateTime) -> Shown {
    let offset = zone.offset_from_utc_datetime(&at);
    Shown {
        seconds_east: offset.fix().local_minus_utc(),
        summer: !offset.dst_offset().is_zero(),
        name: offset.abbreviation().unwrap_or(zone.name()).to_owned(),
    }
}

/// A clock over some days: every change of it from the year before, one by one.
fn clock(zone: Tz, (first, last): (NaiveDate, NaiveDate)) -> Vec<String> {
    let midnight = |day: NaiveDate| NaiveDateTime::from(day);
    let (from, to) = (midnight(first - Days::new(370)), midnight(last + Days::new(2)));
    let mut lines = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{}", zone.name())];
    let before = shown(zone, from);
    lines.extend(observance(&before, from + TimeDelta::seconds(i64::from(before.seconds_east)), before.seconds_east));
    let (mut at, mut standing) = (from, before);
    while at < to {
        let next = at + TimeDelta::days(1);
        let then = shown(zone, next);
        if then.seconds_east != standing.seconds_east {
            let change = change_between(zone, (at, next), standing.seconds_east);
            let wall = change + TimeDelta::seconds(i64::from(standing.seconds_east));
            lines.extend(observance(&then, wall, standing.seconds_east));
        }
        (at, standing) = (next, then);
    }
    lines.push("END:VTIMEZONE".to_owned());
    lines
}

/// The minute at which a clock leaves an offset, between two instants.
fn change_between(zone: Tz, (mut low, mut high): (NaiveDateTime, NaiveDateTime), seconds_east: i32) -> NaiveDateTime {
    while high - low > TimeDelta::minutes(1) {
        let middle = low + TimeDelta::minutes((high - low).num_minutes() / 2);
        if shown(zone, middle).seconds_east == seconds_east {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

fn observance(then: &Shown, wall: NaiveDateTime, before_seconds_east: i32) -> [String; 6] {
    let kind = if then.summer { "DAYLIGHT" } else { "STANDARD" };
    [
        format!("BEGIN:{kind}"),
        format!("DTSTART:{}", time(wall)),
        format!("TZOFFSETFROM:{}", offset(before_seconds_east)),
        format!("TZOFFSETTO:{}", offset(then.seconds_east)),
        format!("TZNAME:{}", escaped(&then.name)),
        format!("END:{kind}"),
    ]
}

fn offset(seconds_east: i32) -> String {
    let minutes = seconds_east.abs() / 60;
    let mut text = String::from(if seconds_east < 0 { "-" } else { "+" });
    let _ = write!(text, "{:02}{:02}", minutes / 60, minutes % 60);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a local time")
    }

    fn event(zone: Tz) -> Event {
        Event {
            uid: "a1@releve".to_owned(),
            zone,
            start: at("2026-12-13T21:00:00"),
            end: at("2026-12-14T06:30:00"),
            summary: "N · Médecine".to_owned(),
            location: "Hôpital Saint-Roch, Bourg".to_owned(),
            place: (46.2, 5.22),
            description: "a;b\\c\nd".to_owned(),
            url: "https://releve.example/moi".to_owned(),
            cancelled: false,
        }
    }

    #[test]
    fn an_entry_has_its_clock_spelled_out() {
        let mut calendar = Calendar::new("Relève", 1_796_112_000);
        calendar.add(&event(Tz::Europe__Paris));
        let text = calendar.finish();
        for line in [
            "DTSTAMP:20261201T080000Z",
            "DTSTART;TZID=Europe/Paris:20261213T210000",
            "DTEND;TZID=Europe/Paris:20261214T063000",
            "LOCATION:Hôpital Saint-Roch\\, Bourg",
            "DESCRIPTION:a\\;b\\\\c\\nd",
            "GEO:46.20000;5.22000",
            // Clocks go forward on 29 March 2026 at 2:00 and back on 25 October at 3:00.
            "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST",
            "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line}\n{text}");
        }
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn a_clock_that_never_changes_is_one() {
        let mut calendar = Calendar::new("Relève", 0);
        calendar.add(&event(Tz::Indian__Reunion));
        let text = calendar.finish();
        assert_eq!(text.matches("TZOFFSETTO:").count(), 1, "{text}");
        assert!(text.contains("TZOFFSETTO:+0400"));
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut text = String::new();
        push(&mut text, &format!("SUMMARY:{}", "é".repeat(80)));
        assert!(text.split("\r\n").all(|line| line.len() <= LINE_OCTETS), "{text}");
        assert_eq!(text.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "é".repeat(80)));
    }
}
