//! What payroll does: looks at work that was done, exports a month that is over, sees what is owed.

use super::{account, address, choice, today, zone};
use crate::app::access::{Actor, Paging};
use crate::app::ledgers::{self, Owing};
use crate::app::{App, Conflict, Error, assignments, members};
use crate::lang::Words;
use crate::store::assignments::Row;
use crate::store::parsed;
use crate::web::AppState;
use crate::web::api::statements::pay_table;
use crate::web::extract::{Form, Query};
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::view::Alert;
use crate::web::pages::view::records::{self as view, Choice};
use crate::web::tables::Kind;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{Datelike, Months, NaiveDate};
use chrono_tz::Tz;
use releve_solver::domain::time::local_of_instant;
use serde::Deserialize;

/// Vacations on one page.
const LINES: i64 = 100;
/// Months that can be chosen from.
const MONTHS: u32 = 24;

/// Which page of the work, what was done last, and what is to be exported.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    apres: String,
    etablissement: String,
    mois: String,
    format: String,
    fait: Option<String>,
}

/// `GET /paie`.
pub async fn show(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    Ok(Html(page(&state.app, &actor, words, &asked, Alert::default()).await?).into_response())
}

/// `/` for payroll.
pub async fn home(app: &App, actor: &Actor, words: Words, fait: Option<String>) -> Result<Response> {
    let asked = Asked { fait, ..Asked::default() };
    Ok(Html(page(app, actor, words, &asked, Alert::default()).await?).into_response())
}

async fn page(app: &App, actor: &Actor, words: Words, asked: &Asked, alert: Alert) -> Result<String> {
    let zone = zone(app, actor).await?;
    let paging = Paging { state: Some("worked".to_owned()), after: super::said(&asked.apres), ..Paging::first(LINES) };
    let work = assignments::list(app, actor, &paging).await?;
    let last = work.last().filter(|_| work.len() as i64 >= LINES).map(|row| row.id.0.clone());
    let owed = ledgers::owed(app, actor).await?;
    let overdue = owed.iter().filter(|owing| owing.overdue_days > 0).count();
    let mut frame = frame::frame(app, actor, words, words.say("pay-title"), asked.fait.as_deref()).await?;
    frame.here = "/paie";
    let page = view::Pay {
        frame,
        alert,
        work: work.iter().map(|row| worked(words, zone, row)).collect::<Result<_>>()?,
        next: last.map(|last| address("/paie", &[("apres", &last)])).unwrap_or_default(),
        sites: sites(app, actor, &asked.etablissement).await?,
        months: months(words, today(app, zone), &asked.mois),
        overdue: if overdue == 0 { String::new() } else { words.count("pay-overdue", overdue) },
        owed: owed.iter().map(|owing| owing_of(words, owing)).collect::<Result<_>>()?,
    };
    Ok(page.render()?)
}

fn worked(words: Words, zone: Tz, row: &Row) -> Result<view::Work> {
    let local = |seconds: i64| local_of_instant(zone, seconds.div_euclid(60));
    let day: NaiveDate = parsed(&row.shift.date)?;
    let planned = (row.shift.starts_at, row.shift.ends_at);
    let actual = row.actual_starts_at.zip(row.actual_ends_at);
    let (from, to) = actual.unwrap_or(planned);
    Ok(view::Work {
        id: row.id.0.clone(),
        day: words.short_day(day),
        hours: words.hours(local(planned.0), local(planned.1)),
        actual: actual.map(|(from, to)| words.hours(local(from), local(to))).unwrap_or_default(),
        duration: words.duration((to - from) / 60),
        code: row.shift.code.clone(),
        qualification: row.shift.qualification.clone(),
        person: row.agent_name.clone(),
        account: account::address_of(&row.agent_id),
        unit: row.shift.unit_name.clone(),
        establishment: row.shift.establishment_name.clone(),
    })
}

fn owing_of(words: Words, owing: &Owing) -> Result<view::Owing> {
    let days = |n: i64| {
        if n == 0 { String::new() } else { words.count("records-days", usize::try_from(n).unwrap_or_default()) }
    };
    let due: Option<NaiveDate> = owing.due_on.as_deref().map(parsed).transpose()?;
    Ok(view::Owing {
        person: owing.name.clone(),
        account: account::address_of(&owing.agent),
        dated: days(owing.dated_days),
        undated: days(owing.undated_days),
        hours: if owing.rest_minutes == 0 { String::new() } else { words.duration(owing.rest_minutes) },
        due: due.map(|due| words.date(due)).unwrap_or_default(),
        overdue: days(owing.overdue_days),
    })
}

/// The establishments whose pay may be hers to export.
async fn sites(app: &App, actor: &Actor, chosen: &str) -> Result<Vec<Choice>> {
    let reach = actor.may(crate::app::access::Action::ExportPay)?;
    let all = members::list_sites(app, actor, &Paging::first(500)).await?;
    let hers = all.into_iter().filter(|site| reach.sees_establishment(site.establishment.id.as_str()));
    Ok(hers.map(|site| choice(site.establishment.id.0, site.establishment.name, chosen)).collect())
}

/// The months that are over, the newest first; the last one is chosen where none is.
fn months(words: Words, today: NaiveDate, chosen: &str) -> Vec<Choice> {
    let first = today.with_day(1).unwrap_or(today);
    let before = (1..=MONTHS).filter_map(|n| first.checked_sub_months(Months::new(n)));
    before.map(|month| choice(month.format("%Y-%m").to_string(), words.month(month), chosen)).collect()
}

/// `POST /paie/valider`: payroll has looked at the ticked vacations. What was looked at before, or is no longer as it was, is
/// left alone.
pub async fn validate(State(state): State<AppState>, Seated(actor): Seated, form: Form) -> Result<Redirect> {
    let (mut ticked, mut done) = (0, 0);
    for id in form.all("vacation") {
        ticked += 1;
        match assignments::validate(&state.app, &actor, id).await {
            Ok(_) => done += 1,
            Err(Error::Conflict(Conflict::AssignmentState(_) | Conflict::LostRace)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Redirect::to(&match ticked {
        0 => "/paie?fait=rien".to_owned(),
        _ => format!("/paie?fait=valide-{done}"),
    }))
}

/// `GET /paie/export?etablissement=&mois=&format=`: a month that is over, as a table. A refusal is the page again.
pub async fn export(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let kind = Kind::of(&asked.format).unwrap_or(Kind::Csv);
    let export = ledgers::export(&state.app, &actor, &asked.etablissement, &asked.mois).await;
    let done = export.map(|export| pay_table(kind, &export).into_response()).map_err(|error| {
        let refusal = Refusal::of(Area::Records, words, error);
        refusal.placing(|_| ("mois", words.say("pay-month-unread")))
    });
    answer(done, |alert| page(&state.app, &actor, words, &asked, alert)).await
}
