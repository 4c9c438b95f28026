//! `/service`: a unit's month as a table.

mod cells;

use super::words::local;
use super::{Done, piece, query};
use crate::app::access::{Action, Actor};
use crate::app::rosters::State as RosterState;
use crate::app::rosters::month::{self, Cover, Line, Month};
use crate::lang::{Args, Words};
use crate::store::rosters::periods::Row;
use crate::store::shifts::Stored;
use crate::web::AppState;
use crate::web::extract::{Id, Query};
use crate::web::pages::assets;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::view::Tag;
use crate::web::pages::view::manager as view;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Redirect};
use chrono::{Datelike, Months, NaiveDate, Weekday};
use releve_solver::law::calendar::is_holiday;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Which month.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    mois: Option<String>,
    fait: Option<String>,
}

/// `GET /service`: her first unit's present month.
pub async fn first(State(state): State<AppState>, Query(done): Query<Done>, Seated(actor): Seated) -> Result<Redirect> {
    let units = month::units(&state.app, &actor).await?;
    let (unit, _) = units.first().ok_or_else(|| crate::app::Error::not_found("unit", "—"))?;
    let done = query(&[("fait", done.fait.as_deref().unwrap_or_default())]);
    Ok(Redirect::to(&format!("/service/{}{done}", piece(unit))))
}

/// `GET /service/{unit}?mois=2026-12`.
pub async fn show(
    State(state): State<AppState>,
    Id(unit): Id,
    Query(which): Query<Which>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let any = which.mois.as_deref().and_then(|month| super::day_of(&format!("{month}-01")));
    let shown = month::show(&state.app, &actor, &unit, any).await?;
    let title = words.with("month-title", [("unit", shown.unit.name.as_str())]);
    let mut frame = frame(&state.app, &actor, words, title, which.fait.as_deref()).await?;
    frame.here = "/service";
    let sheet = Sheet::new(words, &actor, &shown);
    let first = shown.days.first().copied().unwrap_or(shown.today);
    let (before, after) = (first.checked_sub_months(Months::new(1)), first.checked_add_months(Months::new(1)));
    let address = |month: Option<NaiveDate>| {
        let month = month.unwrap_or(first).format("%Y-%m").to_string();
        format!("/service/{}{}", piece(&unit), query(&[("mois", &month)]))
    };
    let name = |month: Option<NaiveDate>| words.month(month.unwrap_or(first));
    let days: Vec<view::DayHead> = shown.days.iter().map(|date| sheet.head(*date)).collect();
    let parts = sheet.parts();
    let page = view::Month {
        unit: unit.clone(),
        unit_name: shown.unit.name.clone(),
        place: shown.site.name.clone(),
        month: name(Some(first)),
        month_value: first.format("%Y-%m").to_string(),
        before: address(before),
        before_name: name(before),
        after: address(after),
        after_name: name(after),
        units: shown.units.iter().map(|(id, name)| view::Choice::new(id, name.as_str(), *id == unit)).collect(),
        rosters: sheet.rosters(),
        columns: days.len() + 6,
        days,
        wide: parts.iter().any(view::SheetPart::is_wide),
        parts,
        legend: cells::legend(words),
        summary: sheet.summary(),
        ask: sheet.asks.then(|| format!("/demandes/nouvelle{}", query(&[("unite", &unit)]))),
        absences: sheet.absent.then(|| format!("/service/{}/absences", piece(&unit))),
        rosters_url: sheet.plans.then(|| {
            let month = first.format("%Y-%m").to_string();
            format!("/service/{}/tableaux{}", piece(&unit), query(&[("mois", &month)]))
        }),
        script_url: assets::MONTH.url().to_owned(),
        frame,
    };
    Ok(Html(page.render()?))
}

/// What a month is printed from.
struct Sheet<'a> {
    words: Words,
    month: &'a Month,
    /// She may ask for replacements here.
    asks: bool,
    /// She may enter absences here.
    absent: bool,
    /// She may make rosters here.
    plans: bool,
    /// Where each post that was asked for stands, by day, code and title.
    posts: BTreeMap<(&'a str, &'a str, &'a str), Vec<&'a Stored>>,
}

impl<'a> Sheet<'a> {
    fn new(words: Words, actor: &Actor, month: &'a Month) -> Self {
        let may = |action| actor.may(action).is_ok_and(|reach| reach.sees_unit(month.unit.id.as_str()));
        let mut posts: BTreeMap<(&str, &str, &str), Vec<&Stored>> = BTreeMap::new();
        for post in &month.posts {
            let shift = &post.shift;
            let key = (shift.date.as_str(), shift.code.as_str(), shift.qualification.as_str());
            posts.entry(key).or_default().push(post);
        }
        Self {
            words,
            month,
            asks: may(Action::OpenRequest),
            absent: may(Action::EnterAbsence),
            plans: may(Action::ManageRosters),
            posts,
        }
    }

    fn holiday(&self, date: NaiveDate) -> bool {
        is_holiday(date, &self.month.site)
    }

    fn class(&self, date: NaiveDate) -> &'static str {
        let off = self.holiday(date) || matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        match (date == self.month.today, off) {
            (true, true) => "today off",
            (true, false) => "today",
            (false, true) => "off",
            (false, false) => "",
        }
    }

    fn head(&self, date: NaiveDate) -> view::DayHead {
        let words = self.words;
        let mut said = words.day_of_year(date);
        let holiday = self.holiday(date);
        if holiday {
            said = format!("{said}, {}", words.say("day-holiday"));
        } else if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            said = format!("{said}, {}", words.say("day-weekend"));
        }
        if date == self.month.today {
            said = format!("{said}, {}", words.say("day-today"));
        }
        view::DayHead {
            letter: words.weekday_letter(date),
            number: date.day().to_string(),
            name: said,
            mark: if holiday { words.say("day-holiday-mark") } else { String::new() },
            class: self.class(date),
        }
    }

    fn parts(&self) -> Vec<view::SheetPart> {
        // A minimum that nobody is there for is no roster: what to do is said instead.
        if self.month.people.is_empty() && self.month.pool.is_empty() && self.month.posts.is_empty() {
            return Vec::new();
        }
        let words = self.words;
        let part = |head: String, rows: Vec<view::SheetRow>| view::SheetPart { head, rows };
        let people = self.month.people.iter().map(|line| self.line(line)).collect();
        let pool: Vec<_> = self.month.pool.iter().map(|line| self.line(line)).collect();
        let mut parts = vec![part(String::new(), people)];
        for (head, rows) in [
            (words.say("month-pool"), pool),
            (words.say("month-asked"), self.asked()),
            (words.say("month-cover"), self.month.cover.iter().map(|line| self.cover(line)).collect()),
        ] {
            if !rows.is_empty() {
                parts.push(part(head, rows));
            }
        }
        parts.retain(|part| !part.rows.is_empty());
        parts
    }

    fn line(&self, line: &Line) -> view::SheetRow {
        let words = self.words;
        let share = line.share_percent.filter(|share| *share < 100);
        let share = share.map(|share| words.whole_percent(f64::from(share) / 100.0));
        let cells = line.cells.iter().zip(&self.month.days).map(|(cell, date)| self.cell(line, cell, *date));
        let totals = line.totals.map_or_else(Vec::new, |totals| {
            let balance = totals.work_minutes - totals.contract_minutes;
            let sign = if balance > 0 { "+" } else { "" };
            let count = |n: usize| words.whole(n as i64);
            vec![
                words.duration(totals.work_minutes),
                format!("{sign}{}", words.duration(balance)),
                count(totals.nights),
                count(totals.weekends),
                count(totals.holidays),
            ]
        });
        view::SheetRow {
            head: line.name.clone(),
            note: line.titles.iter().cloned().chain(share).collect::<Vec<_>>().join(", "),
            named: true,
            cells: cells.collect(),
            totals,
        }
    }

    /// The posts that were asked for and that nobody of the pool holds, a row for each code and title.
    fn asked(&self) -> Vec<view::SheetRow> {
        let mut rows: BTreeMap<(&str, &str), Vec<&Stored>> = BTreeMap::new();
        for post in self.month.posts.iter().filter(|post| post.state != "filled") {
            let key = (post.shift.qualification.as_str(), post.shift.code.as_str());
            rows.entry(key).or_default().push(post);
        }
        let row = |((title, code), posts): ((&str, &str), Vec<&Stored>)| {
            let cell = |date: &NaiveDate| {
                let text = date.to_string();
                let of_day = posts.iter().filter(|post| post.shift.date == text);
                view::SheetCell {
                    class: self.class(*date).to_owned(),
                    pieces: of_day.map(|post| self.post(post)).collect(),
                }
            };
            view::SheetRow {
                head: format!("{title} · {code}"),
                note: self.words.count("shifts", posts.len()),
                named: false,
                cells: self.month.days.iter().map(cell).collect(),
                totals: Vec::new(),
            }
        };
        rows.into_iter().map(row).collect()
    }

    fn cover(&self, line: &Cover) -> view::SheetRow {
        let cells = line.there.iter().zip(&self.month.days).map(|(there, date)| {
            let class = self.class(*date).to_owned();
            view::SheetCell { class, pieces: vec![self.covered(line, *there, *date)] }
        });
        view::SheetRow {
            head: format!("{} · {}", line.qualification, line.code),
            note: self.words.count("cover-least", line.needed as usize),
            named: false,
            cells: cells.collect(),
            totals: Vec::new(),
        }
    }

    /// What is missing from today on, in a sentence.
    fn summary(&self) -> String {
        let today = self.month.today;
        let short: usize = self
            .month
            .cover
            .iter()
            .flat_map(|line| line.there.iter().zip(&self.month.days).map(move |(there, date)| (line, *there, *date)))
            .filter(|(.., date)| *date >= today)
            .map(|(line, there, _)| line.needed.saturating_sub(there) as usize)
            .sum();
        let waiting = self.month.posts.iter().filter(|post| matches!(post.state.as_str(), "open" | "offered"));
        let mut values = Args::new();
        values.set("short", short);
        values.set("waiting", waiting.count());
        let key = if self.month.cover.is_empty() { "month-summary-no-minimum" } else { "month-summary" };
        self.words.fill(key, &values)
    }

    fn rosters(&self) -> Vec<view::RosterLine> {
        self.month.rosters.iter().map(|row| self.roster(row)).collect()
    }

    fn roster(&self, row: &Row) -> view::RosterLine {
        let (words, zone) = (self.words, self.month.site.time_zone);
        let (state, detail) = roster_state(words, zone, row);
        let unit = piece(self.month.unit.id.as_str());
        view::RosterLine {
            days: roster_days(words, row),
            state,
            detail,
            href: if self.plans { format!("/service/{unit}/tableaux/{}", piece(&row.id)) } else { String::new() },
        }
    }
}

/// The days of a roster.
pub fn roster_days(words: Words, row: &Row) -> String {
    match (super::day_of(&row.from_date), super::day_of(&row.to_date)) {
        (Some(from), Some(to)) => super::words::days(words, from, to),
        _ => format!("{} – {}", row.from_date, row.to_date),
    }
}

/// Where a roster stands, and since when.
pub fn roster_state(words: Words, zone: chrono_tz::Tz, row: &Row) -> (Tag, String) {
    let when = |seconds: i64| words.moment(local(zone, seconds));
    match RosterState::of(row) {
        Ok(RosterState::Published { at }) => {
            (Tag::ok(&words.say("roster-published")), words.with("roster-published-since", [("when", when(at))]))
        }
        Ok(RosterState::Open(choosing)) => {
            let until = words.with("roster-open-until", [("when", when(choosing.closes_at))]);
            (Tag::warn(&words.say("roster-open")), until)
        }
        Ok(RosterState::Closed) => (Tag::warn(&words.say("roster-closed")), words.say("roster-closed-help")),
        _ => (Tag::plain(&words.say("roster-draft")), words.with("roster-draft-since", [("when", when(row.made_at))])),
    }
}
