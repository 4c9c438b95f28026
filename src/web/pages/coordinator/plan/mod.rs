//! `/propositions/{id}`: a proposal with its proof, the reason of every choice and of every bare shift, and what may be decided.

mod bare;
mod decisions;
mod items;
mod proof;

pub use bare::cheapest;
pub use decisions::{approve, reject};
pub use items::post;

use super::chart::{self, Account};
use super::compute::{self, sent, suppositions};
use super::proposals::{self, order};
use super::{agent_name, facts, local, movements, site, words as named};
use crate::app::access::{Action, Actor};
use crate::app::facts::Facts;
use crate::app::plans::{Order, State, Whole};
use crate::app::{App, plans};
use crate::lang::Words;
use crate::store::from_json;
use crate::store::plans::Item as Row;
use crate::web::AppState;
use crate::web::extract::{Id, Query};
use crate::web::pages::assets;
use crate::web::pages::board::Done;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::view::Alert;
use crate::web::pages::view::coordinator::{Again, Choice, Equity, Note, Price, Proposal};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::Html;
use releve_solver::domain::plan::{self, EquityLine};
use std::collections::BTreeSet;

/// So many places where help would be worth most are shown.
const PRICES_SHOWN: usize = 8;

/// What was ticked and typed in a form that was refused, and why it was.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Why.
    pub alert: Alert,
    /// Shifts that were ticked for approval.
    pub ticked: BTreeSet<String>,
    /// Reason of a rejection.
    pub reason: String,
    /// Choices for another computation.
    pub choices: Option<Choices>,
}

/// Choices for another computation, as they are sent.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Kept.
    pub keep: BTreeSet<String>,
    /// Ruled out.
    pub without: BTreeSet<String>,
    /// Title, establishment and share of somebody made up.
    pub newcomer: (String, String, String),
}

/// `GET /propositions/{id}`.
pub async fn show(
    Shared(state): Shared<AppState>,
    Id(id): Id,
    Query(done): Query<Done>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    Ok(Html(page(&state.app, &actor, words, (&id, done.fait.as_deref()), &Draft::default()).await?))
}

/// The page, with what was typed in a form that was refused.
pub async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (id, done): (&str, Option<&str>),
    draft: &Draft,
) -> Result<String> {
    let whole = plans::find(app, actor, id).await?;
    if whole.plan.computed_at.is_none() {
        return compute::page(app, actor, words, (id, done)).await;
    }
    let facts = facts(app, actor).await?;
    let row = &whole.plan;
    let (standing, order) = (State::of(row)?, order(row)?);
    let undecided = matches!(standing, State::Proposed { .. } | State::PartlyApproved { .. });
    let levels: Vec<plan::Level> = optional(row.levels.as_deref())?;
    let prices: Vec<plan::Price> = optional(row.prices.as_deref())?;
    let sees_all = actor.may(Action::ReadPlans).is_ok_and(|reach| reach.whole);
    let choices = draft.choices.clone().unwrap_or_else(|| Choices::of(&order));
    let reading = items::Reading { words, facts: &facts, whole: &whole, draft, choices: &choices };
    let mut frame = frame(app, actor, words, words.say("plan-title"), done).await?;
    frame.here = "/propositions";
    let page = Proposal {
        alert: draft.alert.clone(),
        id: row.id.0.clone(),
        version: row.version,
        when: row.computed_at.map_or_else(String::new, |at| {
            words.with("plan-computed", [("when", words.moment(local(facts.scenario.group.time_zone, at)))])
        }),
        state: proposals::state(words, &standing),
        about: proposals::about(words, &facts, &order),
        notes: notes(words, &standing, &whole, &order),
        decidable: undecided && row.is_of_pool() && actor.can(Action::DecidePlan),
        moved: !whole.conflicts.is_empty(),
        proof: proof::sentences(words, row, &levels)?,
        levels: levels.iter().map(|level| proof::level(words, level)).collect(),
        earlier_facts: undecided && row.is_of_pool() && row.facts_version != Some(whole.facts_version),
        traces: proof::traces(words, row)?,
        movements: if sees_all { movements::of(words, &facts, &whole.items) } else { None },
        equity: equity(words, &facts, &whole, &order)?,
        prices: prices.iter().take(PRICES_SHOWN).map(|one| price(words, &facts, one)).collect(),
        items: reading.items()?,
        bare: bare::all(words, &facts, &whole)?,
        reason: draft.reason.clone(),
        again: actor.can(Action::ComputePlan).then(|| again(words, &facts, &whole, (&order, &choices))),
        may_ask: actor.can(Action::ReadCandidates),
        script_url: assets::HTMX.url().to_owned(),
        frame,
    };
    Ok(page.render()?)
}

impl Choices {
    /// Those that a plan was ordered with.
    fn of(order: &Order) -> Self {
        let texts = |choices: &[plan::Assignment]| {
            choices.iter().map(|choice| sent(choice.shift.as_str(), choice.agent.as_str())).collect()
        };
        Self { keep: texts(&order.keep), without: texts(&order.without), newcomer: Default::default() }
    }
}

fn optional<T: serde::de::DeserializeOwned>(text: Option<&str>) -> Result<Vec<T>> {
    Ok(text.map(from_json).transpose()?.unwrap_or_default())
}

/// What has to be known before deciding.
fn notes(words: Words, standing: &State, whole: &Whole, order: &Order) -> Vec<Note> {
    let plain = |tone, text| Note { tone, text, quoted: String::new() };
    let mut notes = Vec::new();
    match standing {
        State::Expired { reason } => {
            let key = match reason.as_str() {
                "superseded" => "plan-expired-superseded",
                "too_old" => "plan-expired-old",
                "items_gone" => "plan-expired-gone",
                _ => "plan-expired-facts",
            };
            notes.push(plain("warn", words.say(key)));
        }
        State::Rejected { reason } => {
            notes.push(Note { tone: "bad", text: words.say("plan-rejected-because"), quoted: reason.clone() });
        }
        _ => {}
    }
    if !order.join.is_empty() {
        notes.push(plain("warn", words.say("plan-supposes")));
    }
    if !whole.conflicts.is_empty() {
        notes.push(plain("warn", words.count("plan-moved", whole.conflicts.len())));
    }
    let held = |choice: &&plan::Assignment| {
        let item = whole.items.iter().find(|item| item.shift_id == choice.shift.0);
        item.is_some_and(|item| item.agent_id.as_deref() != Some(choice.agent.as_str()))
    };
    let lost = order.keep.iter().filter(held).count();
    if lost > 0 {
        notes.push(plain("warn", words.count("plan-kept-lost", lost)));
    }
    notes
}

fn equity(words: Words, facts: &Facts, whole: &Whole, order: &Order) -> Result<Option<Equity>> {
    let lines: Vec<EquityLine> = optional(whole.plan.equity.as_deref())?;
    let accounts = lines.into_iter().map(|line| Account {
        name: person(words, facts, order, line.agent.as_str()).0,
        before: line.before_centipoints,
        after: line.after_centipoints,
        shifts: line.shifts,
    });
    Ok(chart::equity(words, accounts.collect()))
}

/// Somebody's name, and whether she is made up.
fn person(words: Words, facts: &Facts, order: &Order, id: &str) -> (String, bool) {
    let known = facts.scenario.agents.iter().any(|agent| agent.id.as_str() == id);
    match id.strip_prefix("what-if-") {
        Some(number) if !known && !order.join.is_empty() => {
            (words.with("plan-made-up", [("number", number.to_owned())]), true)
        }
        _ => (agent_name(facts, id), false),
    }
}

fn price(words: Words, facts: &Facts, price: &plan::Price) -> Price {
    let week = price.week.split_once("-W");
    Price {
        qualification: price.qualification.to_string(),
        establishment: site(facts, price.establishment.as_str())
            .map_or_else(|| price.establishment.to_string(), |site| site.name.clone()),
        week: week.map_or_else(
            || price.week.clone(),
            |(year, week)| words.with("plan-week", [("week", week.to_owned()), ("year", year.to_owned())]),
        ),
        shifts: words.with("plan-price-shifts", [("shifts", price.shifts), ("bare", price.bare)]),
        level: named::level(words, price.level),
        worth: words.figure(price.highest),
    }
}

/// The form for another computation, with the choices of this one.
fn again(words: Words, facts: &Facts, whole: &Whole, (order, choices): (&Order, &Choices)) -> Again {
    let (mut titles, mut places, mut shares) = suppositions(words, facts);
    let (title, place, share) = &choices.newcomer;
    for (list, wanted) in [(&mut titles, title), (&mut places, place), (&mut shares, share)] {
        choose(list, wanted);
    }
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let ruled_out = |text: &String| {
        let (shift, agent) = text.split_once('|')?;
        let item = whole.items.iter().find(|item| item.shift_id == shift)?;
        // What is proposed here is ticked beside it.
        if item.agent_id.as_deref() == Some(agent) {
            return None;
        }
        Some((text.clone(), ruled_out(words, facts, item, agent)))
    };
    Again {
        from: day(order.from),
        to: day(order.to),
        units: order.units.iter().cloned().collect(),
        ruled_out: choices.without.iter().filter_map(ruled_out).collect(),
        titles,
        places,
        shares,
    }
}

fn choose(list: &mut [Choice], wanted: &str) {
    if list.iter().any(|choice| choice.value == wanted) {
        for choice in list {
            choice.chosen = choice.value == wanted;
        }
    }
}

fn ruled_out(words: Words, facts: &Facts, item: &Row, agent: &str) -> String {
    let day = item.date.parse().map_or_else(|_| item.date.clone(), |day| words.short_day(day));
    format!("{} · {} {day}, {}", agent_name(facts, agent), item.code, item.unit_name)
}
