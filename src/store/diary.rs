//! An agent's availability diary: when she accepts to be asked, by weekday and part of day, with exceptions for single days. Civil
//! times of her employer; the windows that follow from it are what the solver knows as her availability.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use releve_solver::domain::scenario::{Horizon, Window};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diary {
    /// What holds every week; a weekday that is not named is a day on which she is not asked.
    #[serde(default)]
    pub weekly: Vec<Weekly>,
    /// Single days, each in place of what its weekday says.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}

/// A part of every so many weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weekly {
    /// 1 (Monday) to 7 (Sunday).
    pub weekday: u8,
    /// Which part.
    pub part: Part,
}

/// One day that is other than its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "DiaryException")]
pub struct Exception {
    /// Which day.
    pub date: NaiveDate,
    /// Parts on which she is asked; none: not at all.
    #[serde(default)]
    pub parts: Vec<Part>,
}

/// A part of a day, or hours of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DayPart")]
pub enum Part {
    /// From midnight to midnight.
    Day,
    /// 05:00 to 15:00.
    Morning,
    /// 12:00 to 23:00.
    Afternoon,
    /// 18:00 to 10:00 of the next day.
    Night,
    /// Hours of one's own; an end at or before the start is the next day's.
    Hours {
        /// Start.
        from: NaiveTime,
        /// End.
        to: NaiveTime,
    },
}

impl Part {
    /// From when to when on a day.
    fn window(self, date: NaiveDate) -> Window {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        let (from, to) = match self {
            Self::Day => (NaiveTime::MIN, NaiveTime::MIN),
            Self::Morning => (time(5), time(15)),
            Self::Afternoon => (time(12), time(23)),
            Self::Night => (time(18), time(10)),
            Self::Hours { from, to } => (from, to),
        };
        let last = if to > from { date } else { date + Days::new(1) };
        Window { from: date.and_time(from), to: last.and_time(to) }
    }
}

impl Diary {
    /// A diary that says what held before there was one: asked on any day, or inside the windows that came with an import.
    pub fn standing_for(windows: &[Window], horizon: Option<Horizon>) -> Self {
        let weekly = (1..=7).map(|weekday| Weekly { weekday, part: Part::Day }).collect();
        let Some(horizon) = horizon.filter(|_| !windows.is_empty()) else {
            return Self { weekly, exceptions: Vec::new() };
        };
        let days = horizon.from.iter_days().take(horizon.days as usize);
        let exceptions = days.map(|date| Exception { date, parts: parts_of(windows, date) });
        Self { weekly, exceptions: exceptions.collect() }
    }

    /// The windows inside a horizon and a day on either side of it, those that touch put together. There is always one: a diary in
    /// which she is never asked has one that was over long before.
    pub fn windows(&self, horizon: Horizon) -> Vec<Window> {
        let exceptions: BTreeMap<NaiveDate, &Vec<Part>> = self.exceptions.iter().map(|e| (e.date, &e.parts)).collect();
        let first = horizon.from - Days::new(1);
        let mut windows: Vec<Window> = Vec::new();
        for date in first.iter_days().take(horizon.days as usize + 2) {
            let weekday = date.weekday().number_from_monday();
            match exceptions.get(&date) {
                Some(parts) => windows.extend(parts.iter().map(|part| part.window(date))),
                None => windows.extend(
                    self.weekly.iter().filter(|w| u32::from(w.weekday) == weekday).map(|w| w.part.window(date)),
                ),
            }
        }
        windows.sort_by_key(|window| (window.from, window.to));
        let mut joined: Vec<Window> = Vec::new();
        for window in windows {
            match joined.last_mut() {
                Some(last) if last.to >= window.from => last.to = last.to.max(window.to),
                _ => joined.push(window),
            }
        }
        if joined.is_empty() {
            let never = NaiveDateTime::from(horizon.from - Days::new(30));
            joined.push(Window { from: never, to: never + chrono::TimeDelta::minutes(1) });
        }
        joined
    }
}

/// What windows leave of a civil day.
fn parts_of(windows: &[Window], date: NaiveDate) -> Vec<Part> {
    let (start, end) = (NaiveDateTime::from(date), NaiveDateTime::from(date + Days::new(1)));
    let inside = windows.iter().filter(|window| window.from < end && window.to > start);
    let part = |window: &Window| match (window.from.max(start), window.to.min(end)) {
        (from, to) if from == start && to == end => Part::Day,
        (from, to) => Part::Hours { from: from.time(), to: to.time() },
    };
    inside.map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn told(diary: &Diary, from: &str, days: u32) -> Vec<(String, String)> {
        let windows = diary.windows(Horizon { from: date(from), days });
        windows.into_iter().map(|w| (w.from.to_string(), w.to.to_string())).collect()
    }

    fn pair(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn days_and_nights_that_touch_are_one_window() {
        // Monday 7 December 2026, and the night after it.
        let weekly = vec![Weekly { weekday: 1, part: Part::Day }, Weekly { weekday: 1, part: Part::Night }];
        let diary = Diary { weekly, exceptions: Vec::new() };
        assert_eq!(told(&diary, "2026-12-07", 6), [pair("2026-12-07 00:00:00", "2026-12-08 10:00:00")]);
    }

    #[test]
    fn an_exception_stands_in_place_of_its_weekday() {
        let weekly = (1..=7).map(|weekday| Weekly { weekday, part: Part::Morning }).collect();
        let exceptions = vec![
            Exception { date: date("2026-12-08"), parts: Vec::new() },
            Exception { date: date("2026-12-09"), parts: vec![Part::Afternoon] },
        ];
        let windows = told(&Diary { weekly, exceptions }, "2026-12-08", 2);
        assert_eq!(windows[0], pair("2026-12-07 05:00:00", "2026-12-07 15:00:00"));
        assert_eq!(windows[1], pair("2026-12-09 12:00:00", "2026-12-09 23:00:00"));
        assert_eq!(windows.len(), 3);
    }

    #[test]
    fn whoever_is_never_asked_has_a_window_that_is_over() {
        let windows = Diary::default().windows(Horizon { from: date("2026-12-07"), days: 14 });
        assert_eq!(windows.len(), 1);
        assert!(windows[0].to.date() < date("2026-12-01") && windows[0].from < windows[0].to);
    }

    #[test]
    fn a_diary_stands_for_the_windows_that_were_imported() {
        let at = |text: &str| text.parse().expect("a local time");
        let windows = [
            Window { from: at("2026-12-07T00:00:00"), to: at("2026-12-08T00:00:00") },
            Window { from: at("2026-12-08T18:00:00"), to: at("2026-12-09T10:00:00") },
        ];
        let horizon = Horizon { from: date("2026-12-07"), days: 4 };
        let diary = Diary::standing_for(&windows, Some(horizon));
        let time = |h| NaiveTime::from_hms_opt(h, 0, 0).expect("an hour");
        let parts: Vec<_> = diary.exceptions.iter().map(|exception| exception.parts.clone()).collect();
        let evening = Part::Hours { from: time(18), to: NaiveTime::MIN };
        let morning = Part::Hours { from: NaiveTime::MIN, to: time(10) };
        assert_eq!(parts, [vec![Part::Day], vec![evening], vec![morning], Vec::new()]);
        assert!(Diary::standing_for(&[], Some(horizon)).exceptions.is_empty(), "asked on any day");
    }
}
