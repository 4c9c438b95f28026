//! An agent's own page.

use super::board::Done;
use super::format;
use super::frame::{Result, Seated, frame};
use super::view::{Agent, Entry, Offer, Tag};
use crate::app::access::{Actor, Paging};
use crate::app::ledgers::{self as accounts, Stated};
use crate::app::{App, Error, offers};
use crate::lang::Words;
use crate::store::groups;
use crate::store::ledgers::Compensation;
use crate::store::offers::Row;
use crate::store::parsed;
use crate::web::AppState;
use crate::web::extract::Query;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use chrono::NaiveDate;
use chrono_tz::Tz;
use releve_solver::domain::time::local_of_instant;

/// Lines on one page.
const LINES: i64 = 200;

async fn zone(app: &App, actor: &Actor) -> Result<Tz> {
    let mut tx = app.db.read().await?;
    let zone = groups::zone(&mut tx, &actor.group).await?;
    Ok(zone.ok_or_else(|| Error::not_found("group", &actor.group))?)
}

fn moment(zone: Tz, seconds: i64) -> String {
    format::moment(local_of_instant(zone, seconds.div_euclid(60)))
}

/// `GET /moi`.
pub async fn mine(
    State(state): State<AppState>,
    Query(done): Query<Done>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    agent(&state.app, &actor, words, done.fait.as_deref()).await
}

/// `/` for an agent.
pub async fn agent(app: &App, actor: &Actor, words: Words, done: Option<&str>) -> Result<Html<String>> {
    let id = actor.agent().unwrap_or_default();
    let (zone, page) = (zone(app, actor).await?, Paging::first(LINES));
    let mut asked = offers::list(app, actor, &page).await?;
    // Whoever also manages a unit is shown its offers elsewhere.
    asked.retain(|row| row.agent_id == id);
    let equity = accounts::equity(app, actor, id, &page).await?;
    let owed = accounts::compensation(app, actor, id, &page).await?;
    let balance = equity.last().map_or(0, |stated| stated.balance);
    let now = app.clock.now();
    let mut rows: Vec<&Row> = asked.iter().collect();
    rows.sort_by_key(|row| (row.state != "sent", row.shift.starts_at));
    let entries = equity.iter().rev().map(|Stated { line, .. }| Entry {
        date: moment(zone, line.posted_at),
        label: line.reason.clone(),
        quantity: format::signed(line.centipoints),
    });
    let page = Agent {
        frame: frame(app, actor, words, "Vos sollicitations".to_owned(), done).await?,
        name: actor.name.clone(),
        offers: rows.into_iter().map(|row| offer(row, zone, now)).collect::<Result<_>>()?,
        balance: format!("{} points", format::hundredths(balance)),
        entries: entries.collect(),
        promises: owed.iter().map(|stated| promise(&stated.line)).collect::<Result<_>>()?,
    };
    Ok(Html(page.render()?))
}

fn offer(row: &Row, zone: Tz, now: i64) -> Result<Offer> {
    let date: NaiveDate = parsed(&row.shift.date)?;
    let open = row.state == "sent" && row.closes_at > now;
    let local = |seconds: i64| local_of_instant(zone, seconds.div_euclid(60));
    let burden =
        format!("Ce poste ajoute {} points à votre compte d’équité.", format::hundredths(row.burden_centipoints));
    let detail =
        if open { format!("Réponse attendue avant le {}. {burden}", moment(zone, row.closes_at)) } else { burden };
    Ok(Offer {
        id: row.id.0.clone(),
        day: format::day(date),
        hours: format::hours(local(row.shift.starts_at), local(row.shift.ends_at)),
        place: format!("{}, {}", row.shift.unit_name, row.shift.establishment_name),
        qualification: row.shift.qualification.clone(),
        detail,
        state: match row.state.as_str() {
            "sent" if open => Tag::warn("en attente de votre réponse"),
            "accepted" => Tag::ok("acceptée"),
            "declined" => Tag::plain("déclinée"),
            "withdrawn" => Tag::plain("retirée"),
            "not_chosen" => Tag::plain("pourvu par une autre personne"),
            _ => Tag::plain("close"),
        },
        open,
    })
}

fn promise(line: &Compensation) -> Result<Entry> {
    let due = match (&line.rest_from, &line.rest_to, &line.due_on) {
        (Some(from), Some(to), _) if from != to => {
            format!("{} au {}", format::short_day(parsed(from)?), format::day(parsed(to)?))
        }
        (Some(day), _, _) | (None, _, Some(day)) => format::day(parsed(day)?),
        _ => "sans échéance".to_owned(),
    };
    Ok(Entry { date: due, label: format!("{} : {}", line.label_fr, line.reason), quantity: quantity(line) })
}

fn quantity(line: &Compensation) -> String {
    match line.unit.as_str() {
        "cents" => format::euros(line.quantity),
        "days" => {
            let sign = if line.quantity < 0 { "−" } else { "" };
            format!("{sign}{}", format::count(line.quantity.unsigned_abs() as usize, "jour", "jours"))
        }
        "rest_minutes" => format!("{} de repos", hours(line.quantity)),
        "centipoints" => format!("{} points", format::hundredths(line.quantity)),
        "supplement_minutes" => format!("{} majorées de {}", hours(line.quantity), rate(line)),
        "paid_minutes" => format!("{} à payer à {}", hours(line.quantity), rate(line)),
        other => format!("{} {other}", line.quantity),
    }
}

fn rate(line: &Compensation) -> String {
    format::percent(line.rate_permille.unwrap_or_default() as f64 / 1000.0)
}

fn hours(minutes: i64) -> String {
    format!("{}\u{a0}h\u{a0}{:02}", minutes / 60, (minutes % 60).abs())
}
