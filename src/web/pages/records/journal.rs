//! The audit log: what was decided, by whom, when, on which facts, and whether it is all still there.

use super::{address, choice, day, deeds, moment, said, zone};
use crate::app::access::{Actor, Paging, Role};
use crate::app::audit::{self, Wanted};
use crate::app::wrong::expected;
use crate::app::{App, Error};
use crate::lang::Words;
use crate::store::audit::Named;
use crate::store::{from_json, named};
use crate::web::AppState;
use crate::web::extract::Query;
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::refusal::{Refusal, answer};
use crate::web::pages::view::Alert;
use crate::web::pages::view::records::{Days, Deed, Journal, Verification};
use crate::web::tables::{Kind, download};
use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::Value;

/// Lines on one page.
const LINES: i64 = 100;

/// What is looked for, as the form and the links say it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    qui: String,
    action: String,
    sorte: String,
    objet: String,
    du: String,
    au: String,
    apres: String,
    format: String,
    fait: Option<String>,
}

impl Filter {
    /// The same as the app takes it, or that a day is none.
    fn wanted(&self) -> std::result::Result<Wanted, ()> {
        Ok(Wanted {
            who: said(&self.qui),
            kind: said(&self.sorte),
            object: said(&self.objet),
            from: day(&self.du)?,
            to: day(&self.au)?,
        })
    }

    fn address(&self, more: &[(&str, &str)]) -> String {
        let mut query = vec![
            ("qui", self.qui.as_str()),
            ("action", &self.action),
            ("sorte", &self.sorte),
            ("objet", &self.objet),
            ("du", &self.du),
            ("au", &self.au),
        ];
        query.extend(more);
        address("/journal", &query)
    }
}

/// `GET /journal`: the page, or with `format=csv` what is looked for as a table.
pub async fn show(
    State(state): State<AppState>,
    Query(filter): Query<Filter>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    if filter.format == "csv" {
        let wanted = filter.wanted().map_err(|()| {
            let (name, text) = if day(&filter.du).is_err() { ("du", &filter.du) } else { ("au", &filter.au) };
            Error::field(name, text, expected("field-date"))
        })?;
        return table(&state.app, &actor, words, (&wanted, said(&filter.action).as_deref())).await;
    }
    page(&state.app, &actor, words, &filter).await
}

/// `/` for an auditor.
pub async fn home(app: &App, actor: &Actor, words: Words, fait: Option<String>) -> Result<Response> {
    page(app, actor, words, &Filter { fait, ..Filter::default() }).await
}

async fn page(app: &App, actor: &Actor, words: Words, filter: &Filter) -> Result<Response> {
    if let Ok(wanted) = filter.wanted() {
        let page = lines(app, actor, words, (filter, Some(&wanted)), Alert::default()).await?;
        return Ok(Html(page).into_response());
    }
    let unread = Refusal::invalid("", words.say("records-day-unread"));
    answer(Err(unread), |alert| lines(app, actor, words, (filter, None), alert)).await
}

/// The log, or a part of it; nothing where it is not known which.
async fn lines(
    app: &App,
    actor: &Actor,
    words: Words,
    (filter, wanted): (&Filter, Option<&Wanted>),
    alert: Alert,
) -> Result<String> {
    let zone = zone(app, actor).await?;
    let paging = Paging { state: said(&filter.action), after: said(&filter.apres), ..Paging::first(LINES) };
    let found = match wanted {
        Some(wanted) => audit::list(app, actor, wanted, &paging).await?,
        None => Vec::new(),
    };
    let last = found.last().filter(|_| found.len() as i64 >= LINES).map(|named| named.row.id.clone());
    let mut frame = frame::frame(app, actor, words, words.say("journal-title"), filter.fait.as_deref()).await?;
    frame.here = "/journal";
    let any = || choice("", words.say("records-any"), "");
    let actions = deeds::all(words).into_iter().map(|(code, label)| choice(code, label, &filter.action));
    let kinds = audit::kinds(app, actor).await?;
    let kinds = kinds.into_iter().map(|code| choice(&code, deeds::kind(words, &code), &filter.sorte));
    let page = Journal {
        frame,
        who: filter.qui.clone(),
        object: filter.objet.clone(),
        days: Days { from: filter.du.clone(), to: filter.au.clone() },
        actions: std::iter::once(any()).chain(actions).collect(),
        kinds: std::iter::once(any()).chain(kinds).collect(),
        filtered: filter.address(&[]) != "/journal",
        lines: found.into_iter().map(|named| line(words, zone, named)).collect::<Result<_>>()?,
        next: last.map(|last| filter.address(&[("apres", &last)])).unwrap_or_default(),
        table: filter.address(&[("format", "csv")]),
        alert,
    };
    Ok(page.render()?)
}

fn line(words: Words, zone: Tz, named_row: Named) -> Result<Deed> {
    let Named { row, actor_name } = named_row;
    // What the service does by itself is done in a role that nobody can be given, so it is not read like the others.
    let role = named::<Role>(&row.actor_role).unwrap_or(Role::System);
    let detail: Value = from_json(&row.detail)?;
    let details = detail.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let details: Vec<_> = details.map(|(name, value)| (name.clone(), plain(value))).collect();
    Ok(Deed {
        number: row.seq.map(|seq| words.whole(seq)).unwrap_or_default(),
        when: moment(words, zone, row.at),
        who: actor_name.unwrap_or_else(|| "Relève".to_owned()),
        role: frame::role(words, role),
        what: deeds::deed(words, &row.action),
        kind: deeds::kind(words, &row.object_kind),
        same: address("/journal", &[("sorte", &row.object_kind), ("objet", &row.object_id)]),
        object: row.object_id,
        figures: words.count("journal-fields", details.len()),
        details,
    })
}

/// A value as somebody reads it: texts without their quotes.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name} = {}", plain(value))).collect();
            pairs.join(", ")
        }
        other => other.to_string(),
    }
}

async fn table(app: &App, actor: &Actor, words: Words, wanted: (&Wanted, Option<&str>)) -> Result<Response> {
    let zone = zone(app, actor).await?;
    let lines = audit::extract(app, actor, wanted.0, wanted.1).await?;
    let heads = [
        words.say("journal-number"),
        words.say("journal-when"),
        words.say("journal-who"),
        words.say("journal-role"),
        words.say("journal-what"),
        words.say("journal-kind"),
        words.say("journal-object"),
        words.say("journal-detail"),
        words.say("journal-link"),
    ];
    let mut rows = Vec::with_capacity(lines.len());
    for named in lines {
        let (detail, link) = (named.row.detail.clone(), named.row.sha256.clone().unwrap_or_default());
        let seq = named.row.seq.map(|seq| seq.to_string()).unwrap_or_default();
        let shown = line(words, zone, named)?;
        rows.push(vec![seq, shown.when, shown.who, shown.role, shown.what, shown.kind, shown.object, detail, link]);
    }
    Ok(download(Kind::Csv, "journal", &heads.each_ref().map(String::as_str), rows))
}

/// `GET /journal/export`: the whole chain as JSON lines, oldest first.
pub async fn export(State(state): State<AppState>, Seated(actor): Seated) -> Result<Response> {
    let lines = audit::export(&state.app, &actor).await?;
    let headers = [
        (CONTENT_TYPE, "application/x-ndjson; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"journal.ndjson\""),
    ];
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// A link kept from before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Kept {
    maillon: String,
}

/// `GET /journal/verification`: whether log and ledgers are what the chain says they are.
pub async fn verify(
    State(state): State<AppState>,
    Query(kept): Query<Kept>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let kept = kept.maillon.trim().to_lowercase();
    let found = audit::verify(&state.app, &actor, said(&kept).as_deref()).await?;
    let lines = usize::try_from(found.lines).unwrap_or_default();
    let mut frame = frame::frame(&state.app, &actor, words, words.say("verification-title"), None).await?;
    frame.here = "/journal";
    let sentence = match (&found.flaw, kept.is_empty()) {
        (Some(flaw), _) => words.with("verification-broken", [("line", words.whole(flaw.seq))]),
        (None, true) => words.count("verification-sound", lines),
        (None, false) => words.count("verification-sound-since", lines),
    };
    let flaw = found.flaw.as_ref().map(|flaw| words.set(words.pick(&flaw.what_fr, &flaw.what_en)));
    let page = Verification {
        frame,
        sound: found.flaw.is_none(),
        sentence,
        flaw: flaw.unwrap_or_default(),
        head: found.head,
        kept,
    };
    Ok(Html(page.render()?))
}
