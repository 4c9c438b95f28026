//! Rosters to choose days on as lines that are ready to print.

use super::local;
use crate::app::App;
use crate::app::access::Actor;
use crate::app::agenda::{self, Away};
use crate::app::rosters::seen::{Offered, OwnDay, Seen, Stage};
use crate::lang::{Args, Words};
use crate::web::pages::frame::Result;
use crate::web::pages::view::agent::{ChoiceDay, ChoiceWeek, CodeChoice, DayStands, Mark, OpenRoster};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use releve_solver::domain::scenario::ShiftCode;
use std::collections::{BTreeMap, BTreeSet};

/// Where the days of a roster are chosen.
pub fn address(id: &str) -> String {
    format!("/moi/tableaux/{}", crate::web::pages::piece(id))
}

/// The field of a day.
pub fn field(date: NaiveDate) -> String {
    format!("jour-{date}")
}

/// A roster in a list.
pub fn offered(words: Words, roster: &Offered) -> OpenRoster {
    let (first, last) = roster.period;
    OpenRoster {
        href: address(&roster.id),
        unit: roster.unit.clone(),
        site: roster.establishment.clone(),
        period: period(words, Some(first), Some(last)),
        stage: stage(words, roster.stage, |seconds| local(roster.zone, seconds)),
        open: matches!(roster.stage, Stage::Open { .. }),
    }
}

/// From one day to another.
pub fn period(words: Words, first: Option<NaiveDate>, last: Option<NaiveDate>) -> String {
    let (Some(first), Some(last)) = (first, last) else { return String::new() };
    let (first, last) = (words.day(first), words.day(last));
    words.with("me-from-to", [("from", first.as_str()), ("to", last.as_str())])
}

/// Where choosing stands.
pub fn stage(words: Words, stage: Stage, at: impl Fn(i64) -> NaiveDateTime) -> String {
    match stage {
        Stage::Ahead { opens_at, closes_at } => {
            let (opens, closes) = (words.soon(at(opens_at)), words.soon(at(closes_at)));
            words.with("me-choose-ahead", [("opens", opens.as_str()), ("closes", closes.as_str())])
        }
        Stage::Open { closes_at } => {
            let closes = words.soon(at(closes_at));
            words.with("me-choose-open", [("closes", closes.as_str())])
        }
        Stage::Over => words.say("me-choose-over"),
        Stage::Published => words.say("me-choose-published"),
    }
}

/// What the opening allows and asks for, a line each.
pub fn limits(words: Words, seen: &Seen) -> Vec<String> {
    let Some(choosing) = &seen.choosing else { return Vec::new() };
    let days = |days: i64| usize::try_from(days).unwrap_or(0);
    let mut lines = match (choosing.days_least.filter(|least| *least > 0), choosing.days_most) {
        (Some(least), Some(most)) => vec![words.with("me-choose-between", [("least", least), ("most", most)])],
        (Some(least), None) => vec![words.count("me-choose-least", days(least))],
        (None, Some(most)) => vec![words.count("me-choose-most", days(most))],
        (None, None) => Vec::new(),
    };
    lines.extend(choosing.persons.iter().map(|limit| {
        let mut values = Args::new();
        values.set("code", limit.code.clone());
        values.set("n", limit.most);
        words.fill("me-choose-persons", &values)
    }));
    lines
}

/// The codes that she may choose, each with its hours: those that the unit needs or has set a limit for, else all.
fn choosable(seen: &Seen) -> Vec<&ShiftCode> {
    let limited = seen.choosing.iter().flat_map(|choosing| &choosing.persons).map(|limit| limit.code.as_str());
    let wanted: BTreeSet<&str> = seen.cover.iter().map(|line| line.code.as_str()).chain(limited).collect();
    let codes = seen.unit.shift_codes.iter();
    codes.filter(|code| wanted.is_empty() || wanted.contains(code.code.as_str())).collect()
}

/// The legend of the codes: code, hours, name.
pub fn codes(words: Words, seen: &Seen) -> Vec<(String, String, String)> {
    let day = NaiveDate::default();
    let line = |code: &ShiftCode| {
        (code.code.0.clone(), words.hours(day.and_time(code.start), day.and_time(code.end)), code.label.clone())
    };
    choosable(seen).into_iter().map(line).collect()
}

/// The days that she has chosen, as a form tells what it was made from.
pub fn standing(seen: &Seen) -> String {
    let chosen = seen.own.iter().filter(|day| day.chosen);
    let days = chosen.filter_map(|day| Some(format!("{}:{}", day.date, day.code.as_deref()?)));
    days.collect::<Vec<_>>().join(" ")
}

/// What stands on her days beside this roster, by day.
pub type Marks = BTreeMap<NaiveDate, Vec<Mark>>;

/// Absences, promised rests, duties at another unit or of the pool.
pub async fn marks(app: &App, actor: &Actor, words: Words, seen: &Seen) -> Result<Marks> {
    let (Some(first), Some(last)) = (seen.days.first().copied(), seen.days.last().copied()) else {
        return Ok(Marks::new());
    };
    let mut marks = Marks::new();
    for (date, away) in agenda::away(app, actor, (first, last)).await? {
        let key = match away {
            Away::Absence => "me-choose-absent",
            Away::Rest => "me-choose-rest",
        };
        marks.entry(date).or_default().push(Mark { text: words.say(key), name: String::new() });
    }
    for duty in agenda::ahead(app, actor, (first, last)).await? {
        let here = duty.unit == seen.unit.id.as_str() && duty.assignment.is_none();
        if !here && !duty.cancelled {
            let name = format!("{}, {}", duty.code, duty.unit_name);
            marks.entry(duty.date).or_default().push(Mark { text: words.say("me-choose-elsewhere"), name });
        }
    }
    Ok(marks)
}

/// The days, week by week.
pub fn weeks(words: Words, seen: &Seen, marks: &Marks) -> Vec<ChoiceWeek> {
    let mut weeks: Vec<ChoiceWeek> = Vec::new();
    for (at, date) in seen.days.iter().enumerate() {
        if at == 0 || date.weekday() == chrono::Weekday::Mon {
            let day = words.day(*date);
            weeks.push(ChoiceWeek { title: words.with("me-choose-week", [("day", day.as_str())]), days: Vec::new() });
        }
        if let Some(week) = weeks.last_mut() {
            week.days.push(day(words, seen, (at, *date), marks));
        }
    }
    weeks
}

fn day(words: Words, seen: &Seen, (at, date): (usize, NaiveDate), marks: &Marks) -> ChoiceDay {
    let key = date.to_string();
    let of_day: Vec<&OwnDay> = seen.own.iter().filter(|day| day.date == key).collect();
    let settled = of_day.iter().any(|day| !day.chosen);
    let holds: Vec<&str> = of_day.iter().filter_map(|day| day.code.as_deref()).collect();
    let chosen = if settled { None } else { holds.first().copied() };
    let code = |code: &ShiftCode| {
        let code = code.code.as_str();
        let hers = chosen == Some(code);
        let full = !hers && seen.full.contains(&(key.clone(), code.to_owned()));
        let lines = seen.cover.iter().zip(&seen.suits).filter(|(line, suits)| line.code == code && **suits);
        let lacks: u32 =
            lines.map(|(line, _)| line.needed.saturating_sub(line.there.get(at).copied().unwrap_or(0))).sum();
        CodeChoice {
            code: code.to_owned(),
            note: match (full, lacks) {
                (true, _) => words.say("me-choose-full"),
                (false, 0) => String::new(),
                (false, lacks) => words.count("me-choose-lacks", lacks as usize),
            },
            chosen: hers,
            full,
        }
    };
    ChoiceDay {
        field: field(date),
        name: words.day_of_year(date),
        off: date.weekday().num_days_from_monday() > 4,
        marks: marks.get(&date).cloned().unwrap_or_default(),
        standing: match (settled, chosen) {
            (true, _) => DayStands::Settled { codes: holds.join(" ") },
            (false, Some(code)) => DayStands::Chosen { code: code.to_owned() },
            (false, None) => DayStands::Free,
        },
        codes: choosable(seen).into_iter().map(code).collect(),
    }
}
