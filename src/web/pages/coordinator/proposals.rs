//! `/propositions`: every proposal for the pool, the newest first, and what one says in a line.

use super::compute::{self, Typed};
use super::{facts, local, words as named};
use crate::app::access::{Action, Actor, Paging};
use crate::app::facts::Facts;
use crate::app::plans::{Order, State};
use crate::app::{App, plans};
use crate::lang::{Args, Words};
use crate::store::plans::Row;
use crate::store::{from_json, named as read_name};
use crate::web::AppState;
use crate::web::extract::Query;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::view::coordinator::{Line, Named, Progress, Proposals, Summary};
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::Html;
use chrono_tz::Tz;
use releve_solver::domain::plan::{Level, LevelName, Status};
use serde::Deserialize;

/// Proposals on a page.
const ON_A_PAGE: i64 = 30;

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    fait: Option<String>,
    apres: Option<String>,
}

/// `GET /propositions?apres=`
pub async fn list(
    Shared(state): Shared<AppState>,
    Query(which): Query<Which>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let page = page(&state.app, &actor, words, (&which, &Typed::default(), Alert::default())).await?;
    Ok(Html(page))
}

/// The page, with what was typed in a form that was refused.
pub async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (which, typed, alert): (&Which, &Typed, Alert),
) -> Result<String> {
    let facts = facts(app, actor).await?;
    let zone = facts.scenario.group.time_zone;
    let after = which.apres.clone().filter(|after| !after.is_empty());
    let paging = Paging { after, ..Paging::first(ON_A_PAGE) };
    let rows = plans::list(app, actor, &paging).await?;
    let older = match rows.last() {
        Some(last) if rows.len() as i64 == ON_A_PAGE => format!("/propositions?apres={}", last.id),
        _ => String::new(),
    };
    let lines = rows.iter().filter(|row| is_shown(row)).map(|row| line(words, &facts, zone, row));
    let mut frame = frame(app, actor, words, words.say("plan-list-title"), which.fait.as_deref()).await?;
    frame.here = "/propositions";
    let page = Proposals {
        alert,
        order: actor.can(Action::ComputePlan).then(|| compute::form(app, &facts, typed)),
        lines: lines.collect::<Result<_>>()?,
        older,
        frame,
    };
    Ok(page.render()?)
}

/// Plans that fill rosters are shown with their rosters.
fn is_shown(row: &Row) -> bool {
    row.kind != "roster"
}

fn line(words: Words, facts: &Facts, zone: Tz, row: &Row) -> Result<Line> {
    let standing = State::of(row)?;
    Ok(Line {
        id: row.id.0.clone(),
        when: words.soon(local(zone, row.asked_at)),
        state: state(words, &standing),
        covered: if row.computed_at.is_some() { covered(words, row) } else { String::new() },
        proof: proof(words, row)?,
        about: ordered(words, facts, row),
        comparable: row.computed_at.is_some(),
    })
}

/// How a plan was ordered.
pub fn order(row: &Row) -> Result<Order> {
    Ok(row.asked_for.as_deref().map(from_json).transpose()?.unwrap_or_default())
}

/// `113 sur 120`.
pub fn covered(words: Words, row: &Row) -> String {
    let mut values = Args::new();
    values.set("covered", row.covered);
    values.set("shifts", row.shifts);
    words.fill("plan-covered", &values)
}

/// Where a plan stands, as text and colour.
pub fn state(words: Words, state: &State) -> Tag {
    match state {
        State::Computing => Tag::plain(&words.say("plan-state-computing")),
        State::Proposed { .. } => Tag::warn(&words.say("plan-state-proposed")),
        State::PartlyApproved { .. } => Tag::warn(&words.say("plan-state-partly")),
        State::Approved => Tag::ok(&words.say("plan-state-approved")),
        State::Rejected { .. } => Tag::bad(&words.say("plan-state-rejected")),
        State::Cancelled => Tag::plain(&words.say("plan-state-cancelled")),
        State::Expired { .. } => Tag::plain(&words.say("plan-state-expired")),
        State::Failed { .. } => Tag::bad(&words.say("plan-state-failed")),
    }
}

/// How good a plan is proven to be, in a few words.
pub fn proof(words: Words, row: &Row) -> Result<String> {
    let status: Option<Status> = row.status.as_deref().map(read_name).transpose()?;
    let levels: Vec<Level> = row.levels.as_deref().map(from_json).transpose()?.unwrap_or_default();
    // Goals are proven in their order: what comes after the first that is not is worth less than it.
    let open = levels.iter().find(|level| level.gap > 1e-9);
    Ok(match (status, open) {
        (None, _) => String::new(),
        (Some(Status::Optimal), _) | (_, None) => words.say("plan-proof-short-best"),
        (Some(_), Some(level)) => {
            let goal = words.say(match level.name {
                LevelName::Safety | LevelName::Cover => "plan-goal-cover",
                LevelName::Changes => "plan-goal-changes",
                LevelName::Equity => "plan-goal-equity",
                LevelName::Cost => "plan-goal-cost",
                LevelName::Preferences => "plan-goal-preferences",
            });
            words.with("plan-proof-short-gap", [("goal", goal), ("gap", words.percent(level.gap))])
        }
    })
}

/// What a plan was ordered for, as [`about`] says it. The page of one whose order cannot be read is there to say what to do.
pub fn ordered(words: Words, facts: &Facts, row: &Row) -> Vec<Named> {
    match order(row) {
        Ok(order) => about(words, facts, &order),
        Err(_) => vec![Named::plain(words.say("plan-about-unread"))],
    }
}

/// What a plan was ordered for, a line each; nothing for one about everything.
pub fn about(words: Words, facts: &Facts, order: &Order) -> Vec<Named> {
    let mut lines = Vec::new();
    let day = |day: chrono::NaiveDate| words.short_day(day);
    match (order.from, order.to) {
        (Some(from), Some(to)) => {
            lines.push(Named::plain(words.with("plan-about-days", [("from", day(from)), ("to", day(to))])));
        }
        (Some(from), None) => lines.push(Named::plain(words.with("plan-about-from", [("from", day(from))]))),
        (None, Some(to)) => lines.push(Named::plain(words.with("plan-about-to", [("to", day(to))]))),
        (None, None) => {}
    }
    if !order.units.is_empty() {
        let name = |id: &String| {
            let unit = facts.scenario.units.iter().find(|unit| unit.id.as_str() == id);
            unit.map_or_else(|| id.clone(), |unit| unit.name.clone())
        };
        let names: Vec<_> = order.units.iter().map(name).collect();
        lines.push(Named { text: words.say("plan-about-units"), name: names.join(", ") });
    }
    if !order.keep.is_empty() {
        lines.push(Named::plain(words.count("plan-about-kept", order.keep.len())));
    }
    if !order.without.is_empty() {
        lines.push(Named::plain(words.count("plan-about-without", order.without.len())));
    }
    for newcomer in &order.join {
        let site = super::site(facts, newcomer.establishment.as_str());
        let site = site.map_or_else(|| newcomer.establishment.to_string(), |site| site.name.clone());
        let share = words.whole_percent(f64::from(newcomer.share_percent) / 100.0);
        let name = format!("{} {share}, {site}", newcomer.qualification);
        lines.push(Named { text: words.say("plan-about-join"), name });
    }
    lines
}

/// The plan under way, or the newest that waits for a decision, in a line for the board.
pub async fn latest(app: &App, actor: &Actor, words: Words, zone: Tz) -> Result<Option<Summary>> {
    if !actor.can(Action::ReadPlans) {
        return Ok(None);
    }
    let rows = plans::list(app, actor, &Paging::first(20)).await?;
    let computing = rows.iter().find(|row| is_shown(row) && row.state == "computing");
    if let Some(row) = computing {
        let (_, job) = plans::progress(app, actor, &row.id.0).await?;
        let progress = progress(words, &row.id.0, job.and_then(|job| job.progress).as_deref())?;
        return Ok(Some(Summary {
            href: format!("/propositions/{}", row.id),
            sentence: progress.sentence,
            state: state(words, &State::of(row)?),
            percent: Some(progress.percent),
            call: words.say("plan-follow"),
        }));
    }
    let undecided =
        rows.iter().find(|row| row.is_of_pool() && matches!(row.state.as_str(), "proposed" | "partly_approved"));
    let Some(row) = undecided else { return Ok(None) };
    let when = row.computed_at.map_or_else(String::new, |at| words.soon(local(zone, at)));
    let mut values = Args::new();
    values.set("when", when);
    values.set("covered", row.covered);
    values.set("shifts", row.shifts);
    values.set("proof", proof(words, row)?);
    Ok(Some(Summary {
        href: format!("/propositions/{}", row.id),
        sentence: words.fill("plan-summary", &values),
        state: state(words, &State::of(row)?),
        percent: None,
        call: words.say("plan-decide"),
    }))
}

/// The solver's `Progress` as JSON holds it: a bound that is not there yet is none.
#[derive(Deserialize)]
struct Told {
    seconds: f64,
    level: LevelName,
    fraction: f64,
    covered: usize,
    shifts: usize,
    objective: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
}

/// How far a computation has come.
pub fn progress(words: Words, id: &str, told: Option<&str>) -> Result<Progress> {
    let Some(told) = told else {
        let sentence = words.say("plan-progress-queued");
        return Ok(Progress { id: id.to_owned(), percent: 0, sentence, figures: Vec::new() });
    };
    let told: Told = from_json(told)?;
    let unknown = || "—".to_owned();
    let figure = |value: Option<f64>| value.map_or_else(unknown, |value| words.figure(value));
    let mut values = Args::new();
    values.set("covered", told.covered);
    values.set("shifts", told.shifts);
    values.set("level", named::level(words, told.level));
    Ok(Progress {
        id: id.to_owned(),
        percent: (told.fraction * 100.0).clamp(0.0, 100.0) as u32,
        sentence: words.fill("plan-progress", &values),
        figures: vec![
            (words.say("plan-progress-best"), figure(told.objective)),
            (words.say("plan-progress-bound"), figure(told.bound)),
            (words.say("plan-progress-gap"), told.gap.map_or_else(unknown, |gap| words.percent(gap))),
            (words.say("plan-progress-seconds"), words.figure(told.seconds.floor())),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_that_is_not_there_yet_is_told_as_unknown() {
        let text =
            r#"{"seconds":1.5,"level":"cover","fraction":0.2,"covered":3,"shifts":5,"objective":2.0,"bound":null}"#;
        let told = progress(Words::default(), "p", Some(text)).expect("it reads");
        assert_eq!((told.percent, told.figures[1].1.as_str(), told.figures[3].1.as_str()), (20, "—", "1"));
        assert!(told.sentence.contains("3 sur 5"), "{}", told.sentence);
        assert!(progress(Words::default(), "p", None).expect("it waits").figures.is_empty());
    }
}
