//! The home page. Who plans or oversees gets the board: open requests and the latest plan; the others their own page.

use super::frame::{Result, Seated, frame};
use super::view::{Board, Day, Figure, Open, Running};
use super::{accounts, format, plan, records};
use crate::app::access::{Action, Actor, Paging, Role};
use crate::app::facts::Facts;
use crate::app::plans::Whole;
use crate::app::shifts::{self, Wanted};
use crate::app::{App, plans};
use crate::lang::Words;
use crate::store::shifts::Stored as Row;
use crate::store::{from_json, named, parsed};
use crate::web::AppState;
use crate::web::extract::Query;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use releve_solver::domain::plan::Progress;
use releve_solver::domain::scenario::{Establishment, Priority};
use releve_solver::domain::time::local_of_instant;
use releve_solver::law::calendar::is_holiday;
use serde::Deserialize;
use std::sync::Arc;

/// Requests shown on the board at most; a group has a few hundred at a time.
const REQUESTS_MAX: i64 = 500;

/// What the last action did.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    pub(super) fait: Option<String>,
}

/// `GET /`.
pub async fn home(
    State(state): State<AppState>,
    Query(done): Query<Done>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let app = &state.app;
    let plans = [Role::Manager, Role::Coordinator, Role::Director, Role::Administrator];
    if plans.iter().any(|role| actor.is(*role)) {
        return Ok(board(app, &actor, words, done.fait.as_deref()).await?.into_response());
    }
    if actor.is(Role::Payroll) {
        return records::pay::home(app, &actor, words, done.fait).await;
    }
    if actor.is(Role::Auditor) {
        return records::journal::home(app, &actor, words, done.fait).await;
    }
    Ok(accounts::agent(app, &actor, words, done.fait.as_deref()).await?.into_response())
}

async fn board(app: &App, actor: &Actor, words: Words, done: Option<&str>) -> Result<Html<String>> {
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    drop(tx);
    let paging = Paging { state: Some("open".to_owned()), ..Paging::first(REQUESTS_MAX) };
    let rows = shifts::list(app, actor, &paging, Wanted::default()).await?;
    let (latest, computing) = latest_plan(app, actor).await?;

    let horizon = facts.scenario.horizon;
    let last = horizon.from + Days::new(u64::from(horizon.days.saturating_sub(1)));
    let page = Board {
        frame: frame(app, actor, words, "Tableau de la relève".to_owned(), done).await?,
        period: format!("du {} au {}", format::short_day(horizon.from), format::day(last)),
        figures: figures(&rows, latest.as_ref()),
        days: days(&rows, &facts)?,
        plan: latest.map(|whole| plan::view(&whole, &facts, actor)).transpose()?,
        can_plan: actor.can(Action::ComputePlan),
        computing,
    };
    Ok(Html(page.render()?))
}

/// The newest plan that came to something, and the one under way.
async fn latest_plan(app: &App, actor: &Actor) -> Result<(Option<Whole>, Option<Running>)> {
    if !actor.can(Action::ReadPlans) {
        return Ok((None, None));
    }
    let newest = plans::list(app, actor, &Paging::first(20)).await?;
    let mut running = None;
    for row in newest.into_iter().filter(|row| row.roster_id.is_none()) {
        match row.state.as_str() {
            "computing" => {
                let (_, job) = plans::progress(app, actor, &row.id.0).await?;
                let progress = job.and_then(|job| job.progress).map(|text| from_json::<Progress>(&text)).transpose()?;
                running = Some(progress.map_or_else(
                    || Running { percent: 0, sentence: "En attente d’une place de calcul.".to_owned() },
                    |p| Running {
                        percent: (p.fraction * 100.0).clamp(0.0, 100.0) as u32,
                        sentence: format!(
                            "{} : {} sur {} couverts, depuis {:.0} s.",
                            format::level(p.level),
                            p.covered,
                            format::count(p.shifts, "poste", "postes"),
                            p.seconds
                        ),
                    },
                ));
            }
            "proposed" | "partly_approved" | "approved" | "rejected" | "expired" => {
                return Ok((Some(plans::find(app, actor, &row.id.0).await?), running));
            }
            _ => {}
        }
    }
    Ok((None, running))
}

fn figures(rows: &[Row], latest: Option<&Whole>) -> Vec<Figure> {
    let safety = rows.iter().filter(|row| row.priority == "safety").count();
    let mut figures = vec![Figure {
        label: "Postes à pourvoir",
        value: rows.len().to_string(),
        note: format!("dont {safety} sous le minimum de sécurité"),
    }];
    let Some(Whole { plan, items, .. }) = latest else { return figures };
    let share = if plan.shifts == 0 { 1.0 } else { plan.covered as f64 / plan.shifts as f64 };
    figures.push(Figure {
        label: "Couverts par la proposition",
        value: format!("{} / {}", plan.covered, plan.shifts),
        note: format!("{:.0}\u{a0}%", share * 100.0),
    });
    let cost: i64 = items.iter().filter(|item| item.state != "bare").map(|item| item.cost_cents).sum();
    figures.push(Figure {
        label: "Coût de la proposition",
        value: format::euros(cost),
        note: "heures du pool et trajets".into(),
    });
    let agency: Vec<i64> = items.iter().filter_map(plan::agency_cents).collect();
    if !agency.is_empty() {
        let bare = items.iter().filter(|item| item.state == "bare").count();
        figures.push(Figure {
            label: "Intérim pour le reste",
            value: format::euros(agency.iter().sum()),
            note: format!("tarif connu pour {} sur {}", agency.len(), format::count(bare, "poste nu", "postes nus")),
        });
    }
    figures
}

fn days(rows: &[Row], facts: &Arc<Facts>) -> Result<Vec<Day>> {
    let mut sorted: Vec<(NaiveDate, &Row)> = Vec::with_capacity(rows.len());
    for row in rows {
        sorted.push((parsed(&row.shift.date)?, row));
    }
    sorted.sort_by_key(|(date, row)| (*date, row.shift.starts_at, row.shift.id.clone()));
    let mut days: Vec<(NaiveDate, Day)> = Vec::new();
    for (date, row) in sorted {
        let shift = open(row, facts)?;
        match days.last_mut() {
            Some((last, day)) if *last == date => day.shifts.push(shift),
            _ => {
                let mark = mark(date, site(facts, &row.shift.establishment_id)).to_owned();
                days.push((date, Day { label: format::day(date), mark, shifts: vec![shift] }));
            }
        }
    }
    Ok(days.into_iter().map(|(_, day)| day).collect())
}

fn mark(date: NaiveDate, site: Option<&Establishment>) -> &'static str {
    if site.is_some_and(|site| is_holiday(date, site)) {
        "jour férié"
    } else if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        "week-end"
    } else {
        ""
    }
}

fn site<'f>(facts: &'f Facts, establishment: &str) -> Option<&'f Establishment> {
    facts.scenario.establishments.iter().find(|site| site.id.as_str() == establishment)
}

fn open(row: &Row, facts: &Facts) -> Result<Open> {
    let zone = site(facts, &row.shift.establishment_id).map_or(facts.scenario.group.time_zone, |site| site.time_zone);
    let local = |seconds: i64| local_of_instant(zone, seconds.div_euclid(60));
    Ok(Open {
        id: row.shift.id.clone(),
        code: row.shift.code.clone(),
        hours: format::hours(local(row.shift.starts_at), local(row.shift.ends_at)),
        unit: row.shift.unit_name.clone(),
        establishment: row.shift.establishment_name.clone(),
        qualification: row.shift.qualification.clone(),
        priority: format::priority(named::<Priority>(&row.priority)?),
        state: "à pourvoir".to_owned(),
    })
}
