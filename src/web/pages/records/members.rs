//! Establishments with what was agreed with them, and their units. Another establishment's convention is not there to be read.

use super::sheets::{at, fact, link, name, named, table, tagged, text, validity};
use super::{today, zone};
use crate::app::access::{Actor, Paging};
use crate::app::members::{self, Statement, Total};
use crate::app::{App, Error};
use crate::lang::Words;
use crate::store::establishments::{Record, UnitRecord};
use crate::store::members::{Convention, CostKey, Period};
use crate::web::AppState;
use crate::web::extract::{Id, Query};
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::view::Tag;
use crate::web::pages::view::records::{Block, Cell, Directory, Fact, Sheet};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The regime of an establishment in words.
pub fn regime(words: Words, code: &str) -> String {
    match code {
        "fph" => words.say("regime-fph"),
        "ccn51" => words.say("regime-ccn51"),
        "ccn66" => words.say("regime-ccn66"),
        "ccu" => words.say("regime-ccu"),
        "bass" => words.say("regime-bass"),
        "code-du-travail" => words.say("regime-code-du-travail"),
        other => other.to_owned(),
    }
}

/// `GET /membres`.
pub async fn list(State(state): State<AppState>, Seated(actor): Seated, words: Words) -> Result<Response> {
    let app = &state.app;
    let mut frame = frame::frame(app, &actor, words, words.say("members-title"), None).await?;
    frame.here = "/membres";
    let sites = members::list_sites(app, &actor, &Paging::first(500)).await?;
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for record in members::units(app, &actor, &Paging::first(500)).await? {
        *counts.entry(record.unit.establishment.0).or_default() += 1;
    }
    let row = |record: Record| {
        let site = record.establishment;
        let closed = record.closed_on.map(|day| words.with("closed-from", [("day", words.date(day))]));
        vec![
            tagged(link(site.name, at("/membres/", site.id.as_str())), Tag::warn(&closed.unwrap_or_default())),
            name(site.commune),
            text(regime(words, &site.regime)),
            name(site.finess),
            text(words.whole(counts.get(site.id.as_str()).copied().unwrap_or_default())),
        ]
    };
    let columns = vec![
        (words.say("records-establishment"), false),
        (words.say("member-commune"), false),
        (words.say("member-regime"), false),
        (words.say("member-finess"), false),
        (words.say("member-units"), true),
    ];
    let page = Directory {
        frame,
        about: words.say("members-about"),
        search: None,
        table: table(words.say("members-caption"), columns, sites.into_iter().map(row).collect()),
        empty: words.say("members-none"),
        next: String::new(),
    };
    Ok(Html(page.render()?).into_response())
}

/// The year of a statement.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Year {
    annee: String,
}

/// `GET /membres/{id}`.
pub async fn show(
    State(state): State<AppState>,
    Id(id): Id,
    Query(year): Query<Year>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let app = &state.app;
    let record = members::find_site(app, &actor, &id).await?;
    let mut frame = frame::frame(app, &actor, words, record.establishment.name.clone(), None).await?;
    frame.here = "/membres";
    let day = today(app, zone(app, &actor).await?);
    let units = members::units(app, &actor, &Paging::first(500)).await?;
    let units: Vec<UnitRecord> =
        units.into_iter().filter(|unit| unit.unit.establishment == record.establishment.id).collect();
    let mut blocks = vec![identity(words, &record), units_block(words, &units)];
    // What was agreed is there for whoever reaches the establishment; for others it does not exist.
    match members::conventions(app, &actor, &id).await {
        Ok(all) => {
            blocks.push(conventions(words, day, &all));
            blocks.push(statement(app, &actor, words, (&id, &year.annee, day)).await?);
        }
        Err(Error::NotFound { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let doubtful = members::finess_is_doubtful(&record.establishment.finess);
    let closed = record.closed_on.map(|day| words.with("closed-from", [("day", words.date(day))]));
    let page = Sheet {
        frame,
        back: ("/membres".to_owned(), words.say("members-title")),
        heading: record.establishment.name,
        name: true,
        tag: Tag::warn(&closed.unwrap_or_default()),
        warning: if doubtful { words.say("member-finess-doubtful") } else { String::new() },
        blocks,
    };
    Ok(Html(page.render()?).into_response())
}

fn identity(words: Words, record: &Record) -> Block {
    let site = &record.establishment;
    let pack =
        Fact { href: at("/regles/", &site.regime), ..fact(words.say("member-regime"), regime(words, &site.regime)) };
    Block {
        anchor: "identite",
        title: words.say("member-identity"),
        facts: vec![
            named(words.say("member-finess"), site.finess.as_str()),
            named(words.say("member-commune"), site.commune.as_str()),
            pack,
            named(words.say("member-zone"), site.time_zone.name()),
        ],
        ..Block::default()
    }
}

fn units_block(words: Words, units: &[UnitRecord]) -> Block {
    let row = |record: &UnitRecord| {
        let closed = record.closed_on.map(|day| words.with("closed-from", [("day", words.date(day))]));
        let codes: Vec<&str> = record.unit.shift_codes.iter().map(|code| code.code.as_str()).collect();
        vec![
            tagged(
                link(record.unit.name.as_str(), at("/unites/", record.unit.id.as_str())),
                Tag::warn(&closed.unwrap_or_default()),
            ),
            name(codes.join(", ")),
        ]
    };
    let columns = vec![(words.say("unit-name"), false), (words.say("unit-codes"), false)];
    Block {
        anchor: "unites",
        title: words.say("member-units"),
        tables: vec![table(words.say("member-units-caption"), columns, units.iter().map(row).collect())],
        empty: words.say("member-units-none"),
        ..Block::default()
    }
}

fn hours_of(words: Words, minutes: Option<i64>) -> String {
    minutes.map_or_else(|| words.say("convention-unlimited"), |minutes| words.duration(minutes))
}

fn conventions(words: Words, today: NaiveDate, all: &[Convention]) -> Block {
    let row = |one: &Convention| {
        let leaving = one.leaves_on.map(|day| words.with("convention-leaves", [("day", words.date(day))]));
        let tag = match leaving {
            Some(leaving) => Tag::warn(&leaving),
            None if one.holds_on(today) => Tag::ok(&words.say("convention-holds")),
            None => Tag::default(),
        };
        let key = match one.cost_key {
            CostKey::AtCost => words.say("convention-at-cost"),
            CostKey::SharedCosts => {
                let share = one.management_permille as f64 / 1_000.0;
                words.with("convention-shared", [("share", words.percent(share))])
            }
        };
        let period = words.say(match one.period {
            Period::Month => "convention-month",
            Period::Quarter => "convention-quarter",
            Period::Year => "convention-year",
        });
        vec![
            tagged(name(one.document.as_str()), tag),
            text(validity(words, Some(one.valid_from), one.last_day())),
            text(key),
            text(one.contribution_minutes.map_or_else(|| "—".to_owned(), |minutes| words.duration(minutes))),
            text(hours_of(words, one.quota_minutes)),
            text(period),
            text(words.count("records-days", usize::try_from(one.notice_days).unwrap_or_default())),
        ]
    };
    let columns = vec![
        (words.say("convention-document"), false),
        (words.say("convention-validity"), false),
        (words.say("convention-key"), false),
        (words.say("convention-contribution"), true),
        (words.say("convention-quota"), true),
        (words.say("convention-period"), false),
        (words.say("convention-notice"), true),
    ];
    Block {
        anchor: "convention",
        title: words.say("member-conventions"),
        about: words.say("member-conventions-about"),
        tables: vec![table(words.say("member-conventions-caption"), columns, all.iter().map(row).collect())],
        empty: words.say("member-conventions-none"),
        ..Block::default()
    }
}

async fn statement(
    app: &App,
    actor: &Actor,
    words: Words,
    (id, year, today): (&str, &str, NaiveDate),
) -> Result<Block> {
    let year = year.parse().ok().filter(|year| (2000..=2100).contains(year)).unwrap_or_else(|| today.year());
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today);
    let found: Statement = members::statement(app, actor, id, (day(1, 1), day(12, 31))).await?;
    let names: BTreeMap<String, String> = members::list_sites(app, actor, &Paging::first(500))
        .await?
        .into_iter()
        .map(|record| (record.establishment.id.0, record.establishment.name))
        .collect();
    let cells = |first: Cell, given: &Total, received: &Total| {
        vec![
            first,
            text(words.duration(given.minutes)),
            text(words.euros(given.cents())),
            text(words.duration(received.minutes)),
            text(words.euros(received.cents())),
            text(words.euros(given.cents() - received.cents())),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = found
        .with
        .iter()
        .map(|(other, (given, received))| {
            cells(name(names.get(other).cloned().unwrap_or_else(|| other.clone())), given, received)
        })
        .collect();
    if !rows.is_empty() {
        rows.push(cells(text(words.say("statement-total")), &found.total_given, &found.total_received));
    }
    let columns = vec![
        (words.say("statement-with"), false),
        (words.say("statement-given"), true),
        (words.say("statement-to-invoice"), true),
        (words.say("statement-received"), true),
        (words.say("statement-to-pay"), true),
        (words.say("statement-balance"), true),
    ];
    let title = words.with("member-statement", [("year", year.to_string())]);
    let before = format!("{}?annee={}#releve", at("/membres/", id), year - 1);
    Ok(Block {
        anchor: "releve",
        about: words.say("member-statement-about"),
        tables: vec![table(title.clone(), columns, rows)],
        empty: words.say("member-statement-none"),
        more: (before, words.with("member-statement-before", [("year", (year - 1).to_string())])),
        title,
        ..Block::default()
    })
}

/// `GET /unites/{id}`.
pub async fn unit(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated, words: Words) -> Result<Response> {
    let app = &state.app;
    let units = members::units(app, &actor, &Paging::first(500)).await?;
    let record = units.into_iter().find(|record| record.unit.id.as_str() == id);
    let record = record.ok_or_else(|| Error::not_found("unit", &id))?;
    let unit = &record.unit;
    let site = members::find_site(app, &actor, unit.establishment.as_str()).await?.establishment;
    let mut frame = frame::frame(app, &actor, words, unit.name.clone(), None).await?;
    frame.here = "/membres";
    let codes = unit.shift_codes.iter().map(|code| {
        let hours = format!("{}–{}", code.start.format("%H:%M"), code.end.format("%H:%M"));
        let minutes = (code.end - code.start).num_minutes().rem_euclid(24 * 60);
        let minutes = if minutes == 0 { 24 * 60 } else { minutes };
        let pause = match (code.break_minutes, code.paid_break_minutes) {
            (0, None) => String::new(),
            (0, Some(paid)) => words.with("unit-paid-break", [("minutes", words.whole(i64::from(paid)))]),
            (unpaid, _) => words.with("unit-unpaid-break", [("minutes", words.whole(i64::from(unpaid)))]),
        };
        vec![
            name(code.code.as_str()),
            name(code.label.as_str()),
            text(hours),
            text(words.duration(minutes - i64::from(code.break_minutes))),
            text(pause),
        ]
    });
    let columns = vec![
        (words.say("unit-code"), false),
        (words.say("unit-label"), false),
        (words.say("unit-hours"), false),
        (words.say("unit-work"), true),
        (words.say("unit-break"), false),
    ];
    let codes = table(words.say("unit-codes-caption"), columns, codes.collect());
    let cover = unit.minimum_cover.iter().map(|least| {
        vec![
            name(least.code.as_str()),
            name(least.qualification.as_str()),
            text(words.count("people", usize::try_from(least.persons).unwrap_or_default())),
        ]
    });
    let columns = vec![
        (words.say("unit-code"), false),
        (words.say("unit-qualification"), false),
        (words.say("unit-least"), true),
    ];
    let cover = table(words.say("unit-cover-caption"), columns, cover.collect());
    let closed = record.closed_on.map(|day| words.with("closed-from", [("day", words.date(day))]));
    let page = Sheet {
        frame,
        back: (at("/membres/", site.id.as_str()), site.name),
        heading: unit.name.clone(),
        name: true,
        tag: Tag::warn(&closed.unwrap_or_default()),
        warning: String::new(),
        blocks: vec![
            Block {
                anchor: "codes",
                title: words.say("unit-codes"),
                tables: vec![codes],
                empty: words.say("unit-codes-none"),
                ..Block::default()
            },
            Block {
                anchor: "effectifs",
                title: words.say("unit-cover"),
                about: words.say("unit-cover-about"),
                tables: vec![cover],
                empty: words.say("unit-cover-none"),
                ..Block::default()
            },
        ],
    };
    Ok(Html(page.render()?).into_response())
}
