//! Files that are brought in: a table of agents, or the facts of the whole group. Each is shown with every bad cell marked before
//! anything is stored; what is stored is what was shown, sent again and judged again.

use super::sheets::{name, table, text};
use crate::app::access::{Action, Actor};
use crate::app::agents::importing::{self, Looked, Mode, Outcome};
use crate::app::agents::table::{self as agent_table, Column, Fault, Line, NoTable, Wrong};
use crate::app::{App, Error, scenarios};
use crate::lang::Words;
use crate::sheet::{Limit, NoSheet};
use crate::web::AppState;
use crate::web::extract::Query;
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::refusal::{Area, Refusal};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::records::{ImportCell, ImportLine, Imports, Preview, Whole};
use crate::web::pages::view::{Alert, Tag};
use crate::web::problem::said;
use crate::web::tables::{Kind, download};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use releve_solver::domain::scenario::Scenario;
use releve_solver::formats::Issue;
use releve_solver::formats::scenario::{Syntax, read, with_lines};
use serde::Deserialize;

/// Lines that a preview shows: those that are wrong come first.
const SHOWN_MAX: usize = 200;

/// What was done last, and how a model is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    fait: Option<String>,
    format: String,
}

/// What the page shows beside the form.
#[derive(Default)]
struct Shown {
    alert: Alert,
    preview: Option<Preview>,
    whole: Option<Whole>,
    groups: bool,
}

/// `GET /imports`.
pub async fn show(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    page(&state.app, &actor, words, (StatusCode::OK, asked.fait.as_deref()), Shown::default()).await
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (status, done): (StatusCode, Option<&str>),
    shown: Shown,
) -> Result<Response> {
    let mut frame = frame::frame(app, actor, words, words.say("imports-title"), done).await?;
    frame.here = "/imports";
    let (agents, group) = (actor.can(Action::ManageAgents), actor.can(Action::ImportScenario));
    let page = Imports {
        frame,
        alert: shown.alert,
        agents,
        group,
        chosen: if (shown.groups || !agents) && group { "groupement" } else { "agents" },
        columns: Column::ALL.into_iter().map(|column| (head(words, column).to_owned(), about(words, column))).collect(),
        preview: shown.preview,
        whole: shown.whole,
    };
    Ok((status, Html(page.render()?)).into_response())
}

const fn head(words: Words, column: Column) -> &'static str {
    let (french, english) = column.heads();
    words.pick(french, english)
}

fn about(words: Words, column: Column) -> String {
    words.say(match column {
        Column::Id => "column-id",
        Column::Name => "column-name",
        Column::Employer => "column-employer",
        Column::Share => "column-share",
        Column::Titles => "column-titles",
        Column::Latitude => "column-latitude",
        Column::Longitude => "column-longitude",
        Column::Mobility => "column-mobility",
        Column::Cost => "column-cost",
        Column::Units => "column-units",
    })
}

/// `GET /imports/modele?format=`: an empty table with its heads, a workbook where it says so.
pub async fn model(Query(asked): Query<Asked>, Seated(_): Seated, words: Words) -> Response {
    let heads: Vec<&str> = Column::ALL.into_iter().map(|column| head(words, column)).collect();
    download(Kind::of(&asked.format).unwrap_or(Kind::Csv), "agents", &heads, Vec::new())
}

/// `POST /imports`: looks at a file; nothing is stored.
pub async fn look(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let groups = form.field("sorte") == "groupement";
    let Some(file) = form.file("fichier") else {
        let alert = Alert { text: words.say("imports-no-file"), ..Alert::default() };
        let shown = Shown { alert, groups, ..Shown::default() };
        return page(app, &actor, words, (StatusCode::UNPROCESSABLE_ENTITY, None), shown).await;
    };
    if groups {
        actor.may(Action::ImportScenario)?;
        let text = String::from_utf8_lossy(&file.content).trim_start_matches('\u{feff}').to_owned();
        let syntax = if file.name.to_lowercase().ends_with(".json") { Syntax::Json } else { Syntax::Toml };
        let (status, whole) = match parse(&text, syntax).await? {
            Ok(scenario) => (StatusCode::OK, whole(words, &scenario, text, syntax)),
            Err(issues) => (StatusCode::UNPROCESSABLE_ENTITY, wrong_group(words, issues)),
        };
        let shown = Shown { whole: Some(whole), groups, ..Shown::default() };
        return page(app, &actor, words, (status, None), shown).await;
    }
    agents_page(app, &actor, words, &file.content).await
}

/// A table of agents with what becomes of each line.
async fn agents_page(app: &App, actor: &Actor, words: Words, content: &[u8]) -> Result<Response> {
    let table = match table_of(content).await? {
        Ok(table) => table,
        Err(why) => {
            let alert = Alert { text: no_table(words, &why), ..Alert::default() };
            let shown = Shown { alert, ..Shown::default() };
            return page(app, actor, words, (StatusCode::UNPROCESSABLE_ENTITY, None), shown).await;
        }
    };
    let mut looked = if table.faults.is_empty() {
        importing::import(app, actor, &table.lines, Mode::Look).await?
    } else {
        actor.may(Action::ManageAgents)?;
        Looked::default()
    };
    looked.faults.extend(table.faults.iter().cloned());
    let status = if looked.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let preview = preview(words, &table, &looked);
    page(app, actor, words, (status, None), Shown { preview: Some(preview), ..Shown::default() }).await
}

/// Reads a table apart from everybody else's requests: a workbook takes time, and its reader is not ours.
async fn table_of(content: &[u8]) -> Result<std::result::Result<agent_table::Table, NoTable>> {
    let content = content.to_vec();
    let reading = tokio::task::spawn_blocking(move || agent_table::read(&content));
    Ok(reading.await.unwrap_or(Err(NoTable::Sheet(NoSheet::Broken))))
}

fn preview(words: Words, table: &agent_table::Table, looked: &Looked) -> Preview {
    let (new, changed) = (looked.count(Outcome::New), looked.count(Outcome::Changed));
    let bad = !looked.faults.is_empty();
    let sentence = if bad {
        words.count("imports-faults", looked.faults.len())
    } else {
        let values = [
            ("created", words.whole(new as i64)),
            ("changed", words.whole(changed as i64)),
            ("same", words.whole(looked.count(Outcome::Unchanged) as i64)),
        ];
        words.with("imports-sums", values)
    };
    let mut notes = Vec::new();
    if let Some((sheet, others)) = &table.sheet {
        notes.push(words.with("imports-sheet", [("sheet", sheet.as_str())]));
        notes.extend((*others > 0).then(|| words.count("imports-sheet-others", *others)));
    }
    if !table.unknown.is_empty() {
        notes.push(words.with("imports-unknown-columns", [("columns", table.unknown.join(", "))]));
    }
    for fault in looked.faults.iter().filter(|fault| fault.line == 0) {
        notes.push(wrong(words, fault));
    }
    let faulty = |line: &Line| looked.faults.iter().any(|fault| fault.line == line.number);
    let mut order: Vec<usize> = (0..table.lines.len()).collect();
    order.sort_by_key(|place| (!faulty(&table.lines[*place]), *place));
    if order.len() > SHOWN_MAX {
        notes.push(words.with(
            "imports-shown",
            [("shown", words.whole(SHOWN_MAX as i64)), ("all", words.whole(order.len() as i64))],
        ));
        order.truncate(SHOWN_MAX);
    }
    let lines = order.into_iter().map(|place| {
        let line = &table.lines[place];
        let outcome = match looked.outcomes.get(place) {
            _ if faulty(line) => Tag::bad(&words.say("imports-wrong")),
            Some(Outcome::New) => Tag::ok(&words.say("imports-new")),
            Some(Outcome::Changed) => Tag::warn(&words.say("imports-changed")),
            _ => Tag::plain(&words.say("imports-same")),
        };
        let cells = Column::ALL.into_iter().map(|column| cell(words, line, column, &looked.faults));
        ImportLine { number: words.whole(line.number as i64), outcome, cells: cells.collect() }
    });
    Preview {
        sentence,
        bad,
        useful: new + changed > 0,
        notes,
        heads: Column::ALL.into_iter().map(|column| head(words, column).to_owned()).collect(),
        lines: lines.collect(),
        text: table.text.clone(),
    }
}

fn cell(words: Words, line: &Line, column: Column, faults: &[Fault]) -> ImportCell {
    // What belongs to no cell stands at the identifier.
    let here = |fault: &&Fault| {
        fault.line == line.number && (fault.column == Some(column) || (fault.column.is_none() && column == Column::Id))
    };
    let wrongs: Vec<&Fault> = faults.iter().filter(here).collect();
    let list = |list: &Option<Vec<String>>| list.as_ref().map(|all| all.join(", "));
    let degrees = |value: Option<f64>| value.map(|value| value.to_string().replace('.', words.pick(",", ".")));
    let plain = match column {
        Column::Id => Some(line.id.clone()),
        Column::Name => line.name.clone(),
        Column::Employer => line.employer.clone(),
        Column::Share => line.share_percent.map(|share| words.whole_percent(f64::from(share) / 100.0)),
        Column::Titles => list(&line.titles),
        Column::Latitude => degrees(line.latitude),
        Column::Longitude => degrees(line.longitude),
        Column::Mobility => line.mobility_km.map(|km| format!("{km}\u{a0}km")),
        Column::Cost => line.cost_cents_per_hour.map(|cents| words.euros(i64::from(cents))),
        Column::Units => list(&line.known_units),
    };
    // What could not be read is shown as it stands in the file.
    let found =
        wrongs.first().map(|fault| said(words, &fault.found)).filter(|_| plain.as_ref().is_none_or(String::is_empty));
    ImportCell {
        label: head(words, column).to_owned(),
        text: found.or(plain).unwrap_or_default(),
        wrong: wrongs.iter().map(|fault| wrong(words, fault)).collect::<Vec<_>>().join(" "),
    }
}

/// What is wrong, and what to do about it.
fn wrong(words: Words, fault: &Fault) -> String {
    match &fault.wrong {
        Wrong::Missing => words.say("fault-missing"),
        Wrong::NotANumber => words.say("fault-number"),
        Wrong::OutOfBounds(least, most) => {
            words.with("fault-bounds", [("least", words.whole(*least)), ("most", words.whole(*most))])
        }
        Wrong::NoId => words.say("fault-id"),
        Wrong::Twice(line) => words.with("fault-twice", [("line", words.whole(*line as i64))]),
        Wrong::TooLong(most) => words.with("fault-long", [("most", words.whole(*most as i64))]),
        Wrong::UnknownEmployer => words.say("fault-employer"),
        Wrong::HasLeft => words.say("fault-left"),
        Wrong::NotHers => words.say("fault-not-hers"),
        Wrong::SheetError(place) => words.with("fault-sheet-error", [("place", place.as_str())]),
        Wrong::Meaning(expected) => {
            words.with("fault-meaning", [("found", said(words, &fault.found)), ("expected", said(words, expected))])
        }
    }
}

fn no_table(words: Words, why: &NoTable) -> String {
    match why {
        NoTable::NotText => words.say("table-not-text"),
        NoTable::Sheet(why) => no_sheet(words, *why),
        NoTable::Empty => words.say("table-empty"),
        NoTable::TooLong(most) => words.with("table-too-long", [("most", words.whole(*most as i64))]),
        NoTable::NoId(heads) => words.with("table-no-id", [("heads", heads.join(", "))]),
        NoTable::Broken(where_it_breaks) => words.with("table-broken", [("where", where_it_breaks.as_str())]),
    }
}

fn no_sheet(words: Words, why: NoSheet) -> String {
    let most = |key: &str, most: usize| words.with(key, [("most", words.whole(most as i64))]);
    match why {
        NoSheet::OldOrLocked => words.say("sheet-old-or-locked"),
        NoSheet::Broken => words.say("sheet-broken"),
        NoSheet::Hidden => words.say("sheet-hidden"),
        NoSheet::TooMuch(Limit::Entries) => most("sheet-entries", Limit::Entries.most()),
        NoSheet::TooMuch(Limit::Bytes) => most("sheet-bytes", Limit::Bytes.most() / 1_000_000),
        NoSheet::TooMuch(Limit::Rows) => most("sheet-rows", Limit::Rows.most()),
        NoSheet::TooMuch(Limit::Cells) => most("sheet-cells", Limit::Cells.most()),
    }
}

/// `POST /imports/agents`: stores the table that was shown.
pub async fn store_agents(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, text) = (&state.app, form.field("texte"));
    if let Ok(table) = table_of(text.as_bytes()).await?
        && table.faults.is_empty()
    {
        let looked = importing::import(app, &actor, &table.lines, Mode::Store).await?;
        if looked.faults.is_empty() {
            let kept = looked.count(Outcome::New) + looked.count(Outcome::Changed);
            // Sent twice, it finds everything as it says.
            let done = if kept == 0 { "importfait".to_owned() } else { format!("importe-{kept}") };
            return Ok(Redirect::to(&format!("/imports?fait={done}")).into_response());
        }
    }
    agents_page(app, &actor, words, text.as_bytes()).await
}

async fn parse(text: &str, syntax: Syntax) -> Result<std::result::Result<Scenario, Vec<Issue>>> {
    let text = text.to_owned();
    let reading = tokio::task::spawn_blocking(move || read(&text, syntax));
    Ok(reading.await.map_err(|error| Error::Corrupt(error.to_string()))?)
}

fn whole(words: Words, scenario: &Scenario, text: String, syntax: Syntax) -> Whole {
    let values = [
        ("name", scenario.group.name.clone()),
        ("establishments", words.whole(scenario.establishments.len() as i64)),
        ("units", words.whole(scenario.units.len() as i64)),
        ("agents", words.whole(scenario.agents.len() as i64)),
        ("shifts", words.whole(scenario.shifts.len() as i64)),
    ];
    Whole {
        sentence: words.with("imports-group-sums", values),
        issues: None,
        text,
        syntax: if syntax == Syntax::Json { "json" } else { "toml" },
    }
}

fn wrong_group(words: Words, issues: Vec<Issue>) -> Whole {
    let columns = vec![
        (words.say("imports-line"), true),
        (words.say("imports-field"), false),
        (words.say("imports-found"), false),
        (words.say("imports-expected"), false),
        (words.say("imports-help"), false),
    ];
    let sentence = words.count("imports-faults", issues.len());
    let rows = issues.into_iter().take(SHOWN_MAX).map(|issue| {
        vec![
            text(issue.line.map(|line| line.to_string()).unwrap_or_default()),
            name(issue.field),
            name(said(words, &issue.found)),
            text(said(words, &issue.expected)),
            text(said(words, &issue.help)),
        ]
    });
    let issues = Some(table(words.say("imports-issues"), columns, rows.collect()));
    Whole { sentence, issues, ..Whole::default() }
}

/// `POST /imports/groupement`: stores the group that was shown.
pub async fn store_group(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, file) = (&state.app, form.field("texte"));
    let syntax = if form.field("syntaxe") == "json" { Syntax::Json } else { Syntax::Toml };
    let refused = match parse(file, syntax).await? {
        Err(issues) => Err(Error::Invalid(issues)),
        Ok(scenario) => scenarios::import(app, &actor, scenario).await,
    };
    let error = match refused {
        Ok(imported) => {
            return Ok(Redirect::to(&format!("/imports?fait=groupement-{}", imported.agents)).into_response());
        }
        Err(error) => error,
    };
    let shown = match error {
        Error::Invalid(issues) => {
            let whole = Some(wrong_group(words, with_lines(file, syntax, issues)));
            (StatusCode::UNPROCESSABLE_ENTITY, Shown { whole, groups: true, ..Shown::default() })
        }
        Error::NotFound { .. } => {
            let alert = Alert { text: words.say("imports-other-group"), ..Alert::default() };
            (StatusCode::UNPROCESSABLE_ENTITY, Shown { alert, groups: true, ..Shown::default() })
        }
        other => {
            let (status, alert) = Refusal::of(Area::Records, words, other).shown()?;
            (status, Shown { alert, groups: true, ..Shown::default() })
        }
    };
    page(app, &actor, words, (shown.0, None), shown.1).await
}
