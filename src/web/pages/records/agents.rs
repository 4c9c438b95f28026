//! Agents: who there is, and what is on file of one. Whoever oversees the group is on record for every reading (`app::agents`).

use super::sheets::{at, expiry, fact, link, name, named, table, tagged, text, validity};
use super::{address, choice, moment, said, today, zone};
use crate::app::absences::{self, Wanted};
use crate::app::access::{Action, Actor, Paging};
use crate::app::{App, agents, members};
use crate::lang::Words;
use crate::store::agents::{Record, Standing};
use crate::store::diary::{Diary, Part};
use crate::store::name_of;
use crate::web::AppState;
use crate::web::conflicts::standing;
use crate::web::extract::{Id, Query};
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::view::Tag;
use crate::web::pages::view::records::{Block, Cell, Directory, Search, Sheet};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use releve_solver::domain::ids::UnitId;
use releve_solver::domain::scenario::{AbsenceClass, Exemption, WishKind};
use serde::Deserialize;
use std::collections::BTreeMap;

/// People on one page.
const LINES: i64 = 100;
/// How long absences that are over are still shown, days.
const ABSENCES_DAYS: u64 = 90;
/// Where somebody may stand in the pool.
const STANDINGS: [Standing; 6] = [
    Standing::Admitted,
    Standing::Trainee,
    Standing::Evaluated,
    Standing::Suspended,
    Standing::Outside,
    Standing::Left,
];

fn standing_tag(words: Words, where_she_stands: Standing) -> Tag {
    let text = standing(words, where_she_stands);
    match where_she_stands {
        Standing::Admitted => Tag::ok(&text),
        Standing::Trainee | Standing::Evaluated | Standing::Suspended => Tag::warn(&text),
        Standing::Outside | Standing::Left => Tag::plain(&text),
    }
}

/// Who is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    situation: String,
    apres: String,
}

/// `GET /agents`.
pub async fn list(
    State(state): State<AppState>,
    Query(filter): Query<Filter>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let app = &state.app;
    let paging = Paging { state: said(&filter.situation), after: said(&filter.apres), ..Paging::first(LINES) };
    let found = agents::search(app, &actor, &filter.q, &paging).await?;
    let day = today(app, zone(app, &actor).await?);
    let names = employers(app, &actor).await?;
    let last = found.last().filter(|_| found.len() as i64 >= LINES).map(|record| record.id.clone());
    let row = |record: &Record| {
        let titles = record.file.qualifications.iter();
        let titles = titles.filter(|held| held.valid_to.is_none_or(|to| to >= day));
        let titles: Vec<&str> = titles.map(|held| held.qualification.as_str()).collect();
        vec![
            tagged(link(record.name.as_str(), at("/agents/", &record.id)), soonest(words, record, day)),
            name(names.get(&record.employer).unwrap_or(&record.employer).as_str()),
            name(titles.join(", ")),
            text(words.whole_percent(f64::from(record.share_percent) / 100.0)),
            tagged(text(""), standing_tag(words, record.standing)),
        ]
    };
    let columns = vec![
        (words.say("agent-name"), false),
        (words.say("agent-employer"), false),
        (words.say("agent-titles"), false),
        (words.say("agent-share"), true),
        (words.say("agent-standing"), false),
    ];
    let any = choice("", words.say("records-any"), "");
    let mut choices = vec![any];
    for one in STANDINGS {
        choices.push(choice(name_of(&one)?, standing(words, one), &filter.situation));
    }
    let mut frame = frame::frame(app, &actor, words, words.say("agents-title"), None).await?;
    frame.here = "/agents";
    let filtered = !filter.q.trim().is_empty() || !filter.situation.is_empty();
    let page = Directory {
        frame,
        about: words.say("agents-about"),
        table: table(words.say("agents-caption"), columns, found.iter().map(row).collect()),
        empty: words.say(if filtered { "agents-nothing" } else { "agents-none" }),
        next: last
            .map(|last| address("/agents", &[("q", &filter.q), ("situation", &filter.situation), ("apres", &last)]))
            .unwrap_or_default(),
        search: Some(Search {
            action: "/agents",
            label: words.say("agents-search"),
            text: filter.q,
            choice_label: words.say("agent-standing"),
            choices,
        }),
    };
    Ok(Html(page.render()?).into_response())
}

/// The first of her papers and titles that is over, or soon will be.
fn soonest(words: Words, record: &Record, today: NaiveDate) -> Tag {
    let titles = record.file.qualifications.iter().map(|held| held.valid_to);
    let papers = record.file.law.documents.iter().map(|paper| paper.valid_to);
    let first = titles.chain(papers).flatten().filter(|to| *to >= today).min();
    expiry(words, today, None, first)
}

/// Names of establishments, as far as they may be read.
async fn employers(app: &App, actor: &Actor) -> Result<BTreeMap<String, String>> {
    if !actor.can(Action::ReadMembers) {
        return Ok(BTreeMap::new());
    }
    let sites = members::list_sites(app, actor, &Paging::first(500)).await?.into_iter();
    Ok(sites.map(|record| (record.establishment.id.0, record.establishment.name)).collect())
}

/// `GET /agents/{id}`.
pub async fn show(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated, words: Words) -> Result<Response> {
    let app = &state.app;
    let record = agents::find(app, &actor, &id).await?;
    let zone = zone(app, &actor).await?;
    let day = today(app, zone);
    let names = employers(app, &actor).await?;
    let mut frame = frame::frame(app, &actor, words, record.name.clone(), None).await?;
    frame.here = "/agents";
    let mut blocks = vec![
        identity(words, &record, &names),
        titles(words, &record, day),
        papers(words, &record, day),
        agreements(words, &record, day, &names),
        way_in(app, &actor, words, (&id, zone)).await?,
    ];
    if actor.can(Action::ReadAbsences) {
        blocks.push(absence(app, &actor, words, (&id, day)).await?);
    }
    if actor.can(Action::ReadDiary) {
        let said = agents::diary_of(app, &actor, &id).await?;
        blocks.push(diary(words, &said, day));
    }
    let page = Sheet {
        frame,
        back: ("/agents".to_owned(), words.say("agents-title")),
        tag: standing_tag(words, record.standing),
        warning: record.left_on.map(|on| words.with("agent-leaves", [("day", words.date(on))])).unwrap_or_default(),
        heading: record.name,
        name: true,
        blocks,
    };
    Ok(Html(page.render()?).into_response())
}

fn identity(words: Words, record: &Record, names: &BTreeMap<String, String>) -> Block {
    let employer = names.get(&record.employer).unwrap_or(&record.employer);
    let mut facts = vec![
        named(words.say("agent-id"), record.id.as_str()),
        named(words.say("agent-employer"), employer.as_str()),
        fact(words.say("agent-share"), words.whole_percent(f64::from(record.share_percent) / 100.0)),
        fact(words.say("agent-mobility"), format!("{}\u{a0}km", words.whole(i64::from(record.mobility_km)))),
        fact(words.say("agent-cost"), words.euros(i64::from(record.cost_cents_per_hour))),
    ];
    let exempt = record.file.exemptions.iter().map(|exemption| {
        words.say(match exemption {
            Exemption::NoNight => "exemption-no-night",
            Exemption::NoWeekend => "exemption-no-weekend",
            Exemption::NoHoliday => "exemption-no-holiday",
            Exemption::NoOvertime => "exemption-no-overtime",
        })
    });
    let exempt: Vec<String> = exempt.collect();
    if !exempt.is_empty() {
        facts.push(fact(words.say("agent-exemptions"), exempt.join(", ")));
    }
    let known: Vec<&str> = record.file.known_units.iter().map(UnitId::as_str).collect();
    if !known.is_empty() {
        facts.push(named(words.say("agent-known-units"), known.join(", ")));
    }
    Block { anchor: "identite", title: words.say("agent-identity"), facts, ..Block::default() }
}

fn titles(words: Words, record: &Record, today: NaiveDate) -> Block {
    let rows = record.file.qualifications.iter().map(|held| {
        let tag = expiry(words, today, held.valid_from, held.valid_to);
        vec![tagged(name(held.qualification.as_str()), tag), text(validity(words, held.valid_from, held.valid_to))]
    });
    let columns = vec![(words.say("agent-title"), false), (words.say("agent-validity"), false)];
    Block {
        anchor: "metiers",
        title: words.say("agent-titles"),
        tables: vec![table(words.say("agent-titles-caption"), columns, rows.collect())],
        empty: words.say("agent-titles-none"),
        ..Block::default()
    }
}

fn paper_kind(words: Words, kind: &str) -> String {
    match kind {
        "outside-work-declaration" => words.say("paper-declaration"),
        "outside-work-authorisation" => words.say("paper-authorisation"),
        other => other.to_owned(),
    }
}

/// The reference of a paper: a name, but for what she declared herself.
fn reference(words: Words, text_of: &str) -> Cell {
    let told = words.reason(text_of);
    if told.is_typed() { name(text_of) } else { text(told.to_string()) }
}

fn papers(words: Words, record: &Record, today: NaiveDate) -> Block {
    let rows = record.file.law.documents.iter().map(|paper| {
        let tag = expiry(words, today, paper.valid_from, paper.valid_to);
        vec![
            tagged(text(paper_kind(words, &paper.kind)), tag),
            reference(words, &paper.reference),
            text(validity(words, paper.valid_from, paper.valid_to)),
        ]
    });
    let columns = vec![
        (words.say("paper-kind"), false),
        (words.say("paper-reference"), false),
        (words.say("agent-validity"), false),
    ];
    Block {
        anchor: "pieces",
        title: words.say("agent-papers"),
        tables: vec![table(words.say("agent-papers-caption"), columns, rows.collect())],
        empty: words.say("agent-papers-none"),
        ..Block::default()
    }
}

fn agreements(words: Words, record: &Record, today: NaiveDate, names: &BTreeMap<String, String>) -> Block {
    let rows = record.file.law.lending_agreements.iter().map(|agreement| {
        let tag = expiry(words, today, Some(agreement.valid_from), agreement.valid_to);
        let hosts: Vec<&str> =
            agreement.hosts.iter().map(|host| names.get(host.as_str()).map_or(host.as_str(), String::as_str)).collect();
        let hosts = if hosts.is_empty() { text(words.say("lending-everywhere")) } else { name(hosts.join(", ")) };
        vec![
            tagged(name(agreement.document.as_str()), tag),
            text(validity(words, Some(agreement.valid_from), agreement.valid_to)),
            hosts,
        ]
    });
    let columns = vec![
        (words.say("lending-document"), false),
        (words.say("agent-validity"), false),
        (words.say("lending-hosts"), false),
    ];
    Block {
        anchor: "accords",
        title: words.say("agent-lending"),
        about: words.say("agent-lending-about"),
        tables: vec![table(words.say("agent-lending-caption"), columns, rows.collect())],
        empty: words.say("agent-lending-none"),
        ..Block::default()
    }
}

async fn way_in(app: &App, actor: &Actor, words: Words, (id, zone): (&str, Tz)) -> Result<Block> {
    let steps = agents::steps(app, actor, id).await?;
    let rows = steps.iter().rev().map(|step| {
        let to = STANDINGS.into_iter().find(|one| name_of(one).is_ok_and(|name| name == step.state));
        let tag = match step.verdict.as_deref() {
            Some("favourable") => Tag::ok(&words.say("verdict-favourable")),
            Some(_) => Tag::bad(&words.say("verdict-unfavourable")),
            None => Tag::default(),
        };
        vec![
            text(moment(words, zone, step.decided_at)),
            tagged(text(to.map_or_else(|| step.state.clone(), |to| standing(words, to))), tag),
            name(step.note.as_str()),
        ]
    });
    let columns = vec![
        (words.say("admission-when"), false),
        (words.say("admission-step"), false),
        (words.say("admission-note"), false),
    ];
    Ok(Block {
        anchor: "admission",
        title: words.say("agent-admission"),
        tables: vec![table(words.say("agent-admission-caption"), columns, rows.collect())],
        empty: words.say("agent-admission-none"),
        ..Block::default()
    })
}

async fn absence(app: &App, actor: &Actor, words: Words, (id, today): (&str, NaiveDate)) -> Result<Block> {
    let from = today.checked_sub_days(Days::new(ABSENCES_DAYS));
    let wanted = Wanted { agent: Some(id.to_owned()), from, to: None };
    let mut all = absences::list(app, actor, &Paging::first(500), &wanted).await?;
    all.sort_by_key(|record| std::cmp::Reverse(record.from));
    let rows = all.iter().map(|record| {
        let tag = if !record.standing {
            Tag::plain(&words.say("absence-withdrawn"))
        } else if record.from <= today && today <= record.to {
            Tag::warn(&words.say("absence-now"))
        } else {
            Tag::default()
        };
        let class = words.say(match record.class {
            AbsenceClass::Planned => "absence-planned",
            AbsenceClass::Unplanned => "absence-unplanned",
        });
        vec![tagged(text(validity(words, Some(record.from), Some(record.to))), tag), text(class)]
    });
    let columns = vec![(words.say("absence-days"), false), (words.say("absence-class"), false)];
    Ok(Block {
        anchor: "absences",
        title: words.say("agent-absences"),
        about: words.say("agent-absences-about"),
        tables: vec![table(words.say("agent-absences-caption"), columns, rows.collect())],
        empty: words.say("agent-absences-none"),
        ..Block::default()
    })
}

fn part(words: Words, part: Part) -> String {
    match part {
        Part::Day => words.say("part-day"),
        Part::Morning => words.say("part-morning"),
        Part::Afternoon => words.say("part-afternoon"),
        Part::Night => words.say("part-night"),
        Part::Hours { from, to } => format!("{}–{}", from.format("%H:%M"), to.format("%H:%M")),
    }
}

fn diary(words: Words, record: &Record, today: NaiveDate) -> Block {
    // The first Monday of 2024 was its first day.
    let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    let weekday = |number: u64| words.day_of_year(monday + Days::new(number)).split(' ').next().map(ToOwned::to_owned);
    let parts = |parts: &mut dyn Iterator<Item = Part>| {
        let all: Vec<String> = parts.map(|one| part(words, one)).collect();
        if all.is_empty() { words.say("diary-never") } else { all.join(", ") }
    };
    let mut rows = Vec::new();
    if let Some(Diary { weekly, exceptions }) = &record.diary {
        for number in 0..7_u64 {
            let mut there = weekly.iter().filter(|one| u64::from(one.weekday) == number + 1).map(|one| one.part);
            rows.push(vec![text(weekday(number).unwrap_or_default()), text(parts(&mut there))]);
        }
        for exception in exceptions.iter().filter(|exception| exception.date >= today) {
            rows.push(vec![text(words.short_day(exception.date)), text(parts(&mut exception.parts.iter().copied()))]);
        }
    }
    let wishes = record.file.wishes.iter().filter(|wish| wish.date >= today).map(|wish| {
        let kind = words.say(match wish.kind {
            WishKind::Work => "wish-work",
            WishKind::Off => "wish-off",
        });
        vec![text(words.short_day(wish.date)), text(kind)]
    });
    let days = vec![(words.say("records-day"), false), (words.say("diary-asked"), false)];
    let wanted = vec![(words.say("records-day"), false), (words.say("diary-wish"), false)];
    Block {
        anchor: "disponibilites",
        title: words.say("agent-diary"),
        about: words.say("agent-diary-about"),
        tables: vec![
            table(words.say("agent-diary-caption"), days, rows),
            table(words.say("agent-wishes-caption"), wanted, wishes.collect()),
        ],
        empty: words.say("agent-diary-none"),
        ..Block::default()
    }
}
