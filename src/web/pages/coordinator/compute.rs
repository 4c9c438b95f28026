//! Ordering a computation, following it, and stopping it.

use super::facts;
use super::plan::{self, Choices, Draft};
use super::proposals::{self, Which, order};
use crate::app::access::{Action, Actor, Paging};
use crate::app::facts::Facts;
use crate::app::plans::{Order, State};
use crate::app::{App, Conflict, Error, plans};
use crate::ids::PlanId;
use crate::lang::Words;
use crate::web::AppState;
use crate::web::extract::{Form, Id};
use crate::web::failed;
use crate::web::pages::assets;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::view::Alert;
use crate::web::pages::view::coordinator::{Choice, Computing, Live, OrderForm};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{Days, NaiveDate};
use releve_solver::domain::plan::Assignment;
use releve_solver::what_if::Newcomer;

/// What was typed in a form that came to nothing.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    from: String,
    to: String,
    units: Vec<String>,
    seconds: String,
}

/// The form of an order.
pub fn form(app: &App, facts: &Facts, typed: &Typed) -> OrderForm {
    let horizon = facts.scenario.horizon;
    let last = horizon.from + Days::new(u64::from(horizon.days.saturating_sub(1)));
    let unit = |unit: &releve_solver::domain::scenario::Unit| {
        let site = super::site(facts, unit.establishment.as_str()).map_or("", |site| site.name.as_str());
        Choice {
            value: unit.id.to_string(),
            label: format!("{}, {site}", unit.name),
            chosen: typed.units.contains(&unit.id.0),
        }
    };
    let most = app.config.solve_seconds;
    OrderForm {
        from: typed.from.clone(),
        to: typed.to.clone(),
        horizon: (horizon.from.to_string(), last.to_string()),
        units: facts.scenario.units.iter().map(unit).collect(),
        some_units: !typed.units.is_empty(),
        seconds: if typed.seconds.is_empty() { format!("{most:.0}") } else { typed.seconds.clone() },
        seconds_max: format!("{most:.0}"),
    }
}

/// `POST /propositions`. The same order sent twice leads to the computation that is under way. `depuis` names the proposal whose page
/// holds the form, if it was not that of the list.
pub async fn start(
    Shared(state): Shared<AppState>,
    Seated(actor): Seated,
    words: Words,
    form: Form,
) -> Result<Response> {
    let app = &state.app;
    let facts = facts(app, &actor).await?;
    let begun = match read(words, &facts, &form) {
        Ok(order) => match plans::start(app, &actor, &order).await {
            Ok(id) => Ok(format!("/propositions/{id}?fait=calcul")),
            Err(error) => match under_way(app, &actor, &order, &error).await? {
                Some(same) => Ok(format!("/propositions/{same}?fait=dejacalcul")),
                None => Err(Refusal::of(Area::Coordination(facts.scenario.group.time_zone), words, error)),
            },
        },
        Err(refusal) => Err(refusal),
    };
    let done = begun.map(|to| Redirect::to(&to).into_response());
    answer(done, |alert| shown_again(app, &actor, words, (alert, &form))).await
}

/// The page that holds the form, with why nothing was done and what was typed.
async fn shown_again(app: &App, actor: &Actor, words: Words, (alert, form): (Alert, &Form)) -> Result<String> {
    let from = form.field("depuis");
    if from.is_empty() {
        return proposals::page(app, actor, words, (&Which::default(), &typed(form), alert)).await;
    }
    let draft = Draft {
        alert,
        choices: Some(Choices {
            keep: form.all("garder").map(ToOwned::to_owned).collect(),
            without: form.all("ecarter").map(ToOwned::to_owned).collect(),
            newcomer: ["renfort-metier", "renfort-lieu", "quotite"].map(|name| form.field(name).to_owned()).into(),
        }),
        ..Draft::default()
    };
    plan::page(app, actor, words, (from, None), &draft).await
}

fn typed(form: &Form) -> Typed {
    Typed {
        from: form.field("du").to_owned(),
        to: form.field("au").to_owned(),
        units: form.all("unite").map(ToOwned::to_owned).collect(),
        seconds: form.field("secondes").to_owned(),
    }
}

/// The plan that is being computed for the same order, when that is what stands in the way.
async fn under_way(app: &App, actor: &Actor, wanted: &Order, error: &Error) -> Result<Option<PlanId>> {
    if !matches!(error, Error::Conflict(Conflict::AlreadyComputing)) {
        return Ok(None);
    }
    let paging = Paging { state: Some("computing".to_owned()), ..Paging::first(20) };
    for row in plans::list(app, actor, &paging).await? {
        if row.kind != "roster" && order(&row).is_ok_and(|ordered| ordered == *wanted) {
            return Ok(Some(row.id));
        }
    }
    Ok(None)
}

/// Reads an order from a form; an empty field asks for nothing.
fn read(words: Words, facts: &Facts, form: &Form) -> std::result::Result<Order, Refusal> {
    let day = |name: &str| -> std::result::Result<Option<NaiveDate>, Refusal> {
        let text = form.field(name).trim();
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| Refusal::invalid("to", words.say("board-wrong-days")))
    };
    let seconds = match form.field("secondes").trim() {
        "" => None,
        text => match text.replace(',', ".").parse::<f64>() {
            Ok(seconds) => Some(seconds),
            Err(_) => return Err(Refusal::invalid("seconds", words.say("board-wrong-seconds"))),
        },
    };
    let mut join = Vec::new();
    if !form.field("renfort").is_empty() {
        let employer = form.field("renfort-lieu");
        let houses = facts.scenario.units.iter().filter(|unit| unit.establishment.as_str() == employer);
        let share = form.field("quotite").trim().parse::<u32>();
        join.push(Newcomer {
            qualification: form.field("renfort-metier").into(),
            establishment: employer.into(),
            share_percent: share.map_err(|_| Refusal::invalid("share", words.say("board-wrong-share")))?,
            mobility_km: None,
            exemptions: Vec::new(),
            // Whoever is employed there is supposed to know the house.
            known_units: houses.map(|unit| unit.id.clone()).collect(),
        });
    }
    Ok(Order {
        seconds,
        from: day("du")?,
        to: day("au")?,
        units: form.all("unite").filter(|unit| !unit.is_empty()).map(ToOwned::to_owned).collect(),
        keep: form.all("garder").filter_map(choice).collect(),
        without: form.all("ecarter").filter_map(choice).collect(),
        join,
        ..Order::default()
    })
}

/// What is sent about a choice: identifiers hold no such sign.
pub fn sent(shift: &str, agent: &str) -> String {
    format!("{shift}|{agent}")
}

fn choice(text: &str) -> Option<Assignment> {
    let (shift, agent) = text.split_once('|')?;
    Some(Assignment { shift: shift.into(), agent: agent.into() })
}

/// `/propositions/{id}` of a plan that is being computed, or of which nothing came.
pub async fn page(app: &App, actor: &Actor, words: Words, (id, done): (&str, Option<&str>)) -> Result<String> {
    let facts = facts(app, actor).await?;
    let (row, job) = plans::progress(app, actor, id).await?;
    let standing = State::of(&row)?;
    let over = match &standing {
        State::Computing => String::new(),
        State::Cancelled => words.say("plan-over-cancelled"),
        State::Failed { reason } => failed::told(words, id, reason),
        _ => words.say("plan-over-other"),
    };
    let is_computing = standing == State::Computing;
    let stopping = job.as_ref().is_some_and(|job| job.cancel_requested);
    let progress = if is_computing {
        Some(proposals::progress(words, id, job.and_then(|job| job.progress).as_deref())?)
    } else {
        None
    };
    let mut frame = frame(app, actor, words, words.say("plan-computing-title"), done).await?;
    frame.here = "/propositions";
    let page = Computing {
        id: id.to_owned(),
        state: proposals::state(words, &standing),
        about: proposals::ordered(words, &facts, &row),
        progress,
        over,
        can_stop: is_computing && !stopping && actor.can(Action::ComputePlan),
        script_url: assets::HTMX.url().to_owned(),
        frame,
    };
    Ok(page.render()?)
}

/// `GET /propositions/{id}/avancement`: the live part of the page; once it is over, the whole page is to be asked for anew.
pub async fn live(
    Shared(state): Shared<AppState>,
    Id(id): Id,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let (row, job) = plans::progress(&state.app, &actor, &id).await?;
    if row.state != "computing" {
        let page = Live { progress: None }.render()?;
        return Ok(([("hx-refresh", "true")], Html(page)).into_response());
    }
    let progress = proposals::progress(words, &id, job.and_then(|job| job.progress).as_deref())?;
    Ok(Html(Live { progress: Some(progress) }.render()?).into_response())
}

/// `POST /propositions/{id}/arreter`: the best plan found so far is kept.
pub async fn stop(Shared(state): Shared<AppState>, Id(id): Id, Seated(actor): Seated) -> Result<Redirect> {
    match plans::stop(&state.app, &actor, &id).await {
        Ok(()) => Ok(Redirect::to(&format!("/propositions/{id}?fait=arret"))),
        // It was over before: its page says what came of it.
        Err(Error::Conflict(Conflict::NothingToCancel)) => Ok(Redirect::to(&format!("/propositions/{id}"))),
        Err(error) => Err(error.into()),
    }
}

/// Titles, establishments and shares that somebody made up may have.
pub fn suppositions(words: Words, facts: &Facts) -> (Vec<Choice>, Vec<Choice>, Vec<Choice>) {
    let mut titles: Vec<&str> = facts.scenario.shifts.iter().map(|shift| shift.qualification.as_str()).collect();
    titles.sort_unstable();
    titles.dedup();
    let plain = |text: &str| Choice { value: text.to_owned(), label: text.to_owned(), chosen: false };
    let site = |site: &releve_solver::domain::scenario::Establishment| Choice {
        value: site.id.to_string(),
        label: site.name.clone(),
        chosen: false,
    };
    let share = |percent: u32| Choice {
        value: percent.to_string(),
        label: words.whole_percent(f64::from(percent) / 100.0),
        chosen: percent == 100,
    };
    (
        titles.into_iter().map(plain).collect(),
        facts.scenario.establishments.iter().map(site).collect(),
        [100, 80, 50].map(share).to_vec(),
    )
}
