//! `/moi/disponibilites`: the month as it stands.

use super::{Asking, availability_parts, choice, diary, today, weekdays};
use crate::app::App;
use crate::app::access::Actor;
use crate::app::agenda::{self, Duty};
use crate::app::agents;
use crate::lang::Words;
use crate::store::agents::Record;
use crate::store::diary::{Diary, Part, Weekly};
use crate::web::AppState;
use crate::web::extract::{Form, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::view::agent::{AgentDiary, Choice, DiaryDay, WeekRow};
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use chrono::{Datelike, Days, Months, NaiveDate};
use releve_solver::domain::scenario::WishKind;
use std::collections::{BTreeMap, BTreeSet};

/// `GET /moi/disponibilites`.
pub async fn show(
    State(state): State<AppState>,
    Query(asking): Query<Asking>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let said = (asking.mois.as_deref(), asking.fait.as_deref());
    Ok(Html(page(&state.app, &actor, words, said, (Alert::default(), None)).await?))
}

/// The page of a month; with why a form came to nothing, and what was typed in it.
pub async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (month, done): (Option<&str>, Option<&str>),
    (alert, typed): (Alert, Option<&Form>),
) -> Result<String> {
    let me = agenda::herself(actor)?;
    let (_, now) = today(app, actor).await?;
    let this = now.with_day(1).unwrap_or(now);
    // No month before this one, nor further than anybody plans.
    let wanted = month.and_then(|month| format!("{month}-01").parse::<NaiveDate>().ok());
    let first = wanted.unwrap_or(this).clamp(this, this + Months::new(18));
    let last = first + Months::new(1) - Days::new(1);
    let record = agents::diary_of(app, actor, me).await?;
    let duties = agenda::ahead(app, actor, (first, last)).await?;
    let away = agenda::away(app, actor, (first, last)).await?;
    let ticked: BTreeSet<String> =
        typed.map(|form| form.all("jour").map(ToOwned::to_owned).collect()).unwrap_or_default();
    let month = Month { words, now, record: &record, duties: &duties, away: &away, ticked: &ticked };
    let mut frame = frame(app, actor, words, words.say("me-availability"), done).await?;
    frame.here = "/moi/disponibilites";
    let address = |month: NaiveDate| format!("/moi/disponibilites?mois={}", month.format("%Y-%m"));
    let names = weekdays(words, |_| false);
    let page = AgentDiary {
        parts: availability_parts(words, "/moi/disponibilites"),
        alert,
        month: words.month(first),
        key: first.format("%Y-%m").to_string(),
        before: if first > this { address(first - Months::new(1)) } else { String::new() },
        after: address(first + Months::new(1)),
        letters: first
            .iter_days()
            .skip_while(|day| day.weekday() != chrono::Weekday::Mon)
            .take(7)
            .zip(names)
            .map(|(day, name)| (words.weekday_letter(day), name.label))
            .collect(),
        weeks: month.weeks((first, last)),
        standing: words.say(match &record.diary {
            None if record.file.availability.is_empty() => "me-diary-none",
            None => "me-diary-imported",
            Some(diary) if diary.weekly.is_empty() => "me-diary-never",
            Some(_) => "me-diary-kept",
        }),
        weekly: weekly(words, record.diary.as_ref(), typed),
        kept: record.diary.is_some(),
        version: record.version,
        frame,
    };
    Ok(page.render()?)
}

/// Everything that a month is made from.
struct Month<'a> {
    words: Words,
    now: NaiveDate,
    record: &'a Record,
    duties: &'a [Duty],
    away: &'a BTreeMap<NaiveDate, agenda::Away>,
    ticked: &'a BTreeSet<String>,
}

impl Month<'_> {
    fn weeks(&self, (first, last): (NaiveDate, NaiveDate)) -> Vec<Vec<DiaryDay>> {
        let blank = |count: u32| (0..count).map(|_| DiaryDay::default());
        let mut days: Vec<DiaryDay> = blank(first.weekday().num_days_from_monday()).collect();
        days.extend(first.iter_days().take_while(|day| *day <= last).map(|day| self.day(day)));
        days.extend(blank(6 - last.weekday().num_days_from_monday()));
        days.chunks(7).map(<[DiaryDay]>::to_vec).collect()
    }

    fn day(&self, date: NaiveDate) -> DiaryDay {
        let on_day: Vec<&Duty> = self.duties.iter().filter(|duty| duty.date == date && !duty.cancelled).collect();
        let given = on_day.iter().any(|duty| duty.assignment.is_some());
        let mut holds: Vec<String> = on_day.iter().map(|duty| duty.code.clone()).collect();
        holds.extend(self.away.get(&date).map(|away| {
            self.words.say(match away {
                agenda::Away::Rest => "me-day-rest",
                agenda::Away::Absence => "me-day-absent",
            })
        }));
        let key = date.to_string();
        let open = date > self.now && !given;
        DiaryDay {
            number: date.day().to_string(),
            name: self.words.day(date),
            said: if date > self.now { self.said(date) } else { Tag::default() },
            holds: holds.join(" "),
            open,
            ticked: open && self.ticked.contains(&key),
            class: match (date == self.now, date.weekday().num_days_from_monday() > 4) {
                (true, true) => "today off",
                (true, false) => "today",
                (false, true) => "off",
                (false, false) => "",
            },
            date: key,
        }
    }

    fn said(&self, date: NaiveDate) -> Tag {
        let words = self.words;
        let wish = self.record.file.wishes.iter().find(|wish| wish.date == date);
        match wish.map(|wish| wish.kind) {
            Some(WishKind::Work) => return Tag { text: words.say("me-day-work"), tone: "brand" },
            Some(WishKind::Off) => return Tag::warn(&words.say("me-day-off")),
            None => {}
        }
        match self.asked(date) {
            Asked::Whole => Tag::ok(&words.say("me-day-yes")),
            Asked::Part => Tag::ok(&words.say("me-day-part")),
            Asked::Not => Tag::plain(&words.say("me-day-no")),
        }
    }

    fn asked(&self, date: NaiveDate) -> Asked {
        let Some(diary) = &self.record.diary else {
            let windows = &self.record.file.availability;
            let (start, end) =
                (date.and_time(chrono::NaiveTime::MIN), (date + Days::new(1)).and_time(chrono::NaiveTime::MIN));
            return match windows.iter().find(|window| window.from < end && window.to > start) {
                _ if windows.is_empty() => Asked::Whole,
                Some(window) if window.from <= start && window.to >= end => Asked::Whole,
                Some(_) => Asked::Part,
                None => Asked::Not,
            };
        };
        let exception = diary.exceptions.iter().find(|exception| exception.date == date);
        let weekday = date.weekday().number_from_monday();
        let weekly =
            diary.weekly.iter().filter(|weekly| u32::from(weekly.weekday) == weekday).map(|weekly| weekly.part);
        let parts: Vec<Part> = exception.map_or_else(|| weekly.collect(), |exception| exception.parts.clone());
        match parts.as_slice() {
            [] => Asked::Not,
            parts if parts.contains(&Part::Day) => Asked::Whole,
            _ => Asked::Part,
        }
    }
}

/// How much of a day she may be asked for.
enum Asked {
    Whole,
    Part,
    Not,
}

fn weekly(words: Words, diary: Option<&Diary>, again: Option<&Form>) -> Vec<WeekRow> {
    let named = [
        (Part::Day, "me-part-day"),
        (Part::Morning, "me-part-morning"),
        (Part::Afternoon, "me-part-afternoon"),
        (Part::Night, "me-part-night"),
    ];
    // Only the form about weeks says anything of them.
    let typed: Option<BTreeSet<&str>> =
        again.filter(|form| form.field("formulaire") == "semaine").map(|form| form.all("part").collect());
    let known: Vec<Weekly> = diary.map_or_else(
        || (1..=7).map(|weekday| Weekly { weekday, part: Part::Day }).collect(),
        |diary| diary.weekly.clone(),
    );
    let row = |(weekday, name): (u8, Choice)| {
        let part = |part: Part, label: String| {
            let weekly = Weekly { weekday, part };
            let value = diary::value(&weekly);
            let chosen = typed.as_ref().map_or_else(|| known.contains(&weekly), |typed| typed.contains(value.as_str()));
            choice(&value, label, chosen)
        };
        let mut parts: Vec<Choice> = named.iter().map(|(of_day, key)| part(*of_day, words.say(key))).collect();
        let own = known.iter().filter(|weekly| weekly.weekday == weekday);
        parts.extend(own.filter_map(|weekly| match weekly.part {
            Part::Hours { from, to } => {
                Some(part(weekly.part, format!("{}–{}", from.format("%H:%M"), to.format("%H:%M"))))
            }
            _ => None,
        }));
        WeekRow { name: name.label, parts }
    };
    (1..=7).zip(weekdays(words, |_| false)).map(row).collect()
}
