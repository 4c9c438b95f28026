//! Why shifts stay bare in a plan, and what would fill one.

use super::items::post;
use crate::app::candidates;
use crate::app::facts::Facts;
use crate::app::plans::Whole;
use crate::app::{Conflict, Error};
use crate::lang::{Args, Words};
use crate::store::from_json;
use crate::store::plans::Item as Row;
use crate::web::AppState;
use crate::web::extract::Id;
use crate::web::pages::coordinator::{agent_name, words as named};
use crate::web::pages::frame::{Result, Seated};
use crate::web::pages::view::coordinator::{Bare, Cheapest, Named};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use releve_solver::domain::plan::{BareReason, Contender, RefusalCount, Uncovered};
use std::collections::BTreeMap;

/// So many of those who could have held a shift are named.
const CONTENDERS_SHOWN: usize = 3;

/// Every shift that a plan leaves bare.
pub fn all(words: Words, facts: &Facts, whole: &Whole) -> Result<Vec<Bare>> {
    let shifts: BTreeMap<&str, &Row> = whole.items.iter().map(|item| (item.shift_id.as_str(), item)).collect();
    let bare = whole.items.iter().filter(|item| item.state == "bare");
    bare.map(|item| one(words, facts, &shifts, item)).collect()
}

fn one(words: Words, facts: &Facts, shifts: &BTreeMap<&str, &Row>, item: &Row) -> Result<Bare> {
    let reasons: Uncovered = from_json(&item.reasons)?;
    let (reason, contenders) = match &reasons.reason {
        BareReason::NobodyEligible => (words.say("plan-bare-nobody"), Vec::new()),
        BareReason::Contended { candidates } => {
            let told = candidates.iter().take(CONTENDERS_SHOWN).map(|one| contender(words, facts, shifts, one));
            (words.count("plan-bare-contended", candidates.len()), told.collect())
        }
    };
    Ok(Bare {
        post: post(words, facts, item)?,
        reason,
        contenders,
        refusals: reasons.refusals.iter().map(|count| refusal(words, count)).collect(),
        agency: reasons.agency_cents.map_or_else(|| words.say("plan-bare-no-agency"), |cents| words.euros(cents)),
        relaxable: matches!(reasons.reason, BareReason::NobodyEligible) && item.shift_state == "open",
    })
}

/// Who could have held it, and what she holds instead.
fn contender(words: Words, facts: &Facts, shifts: &BTreeMap<&str, &Row>, one: &Contender) -> String {
    let held = one.instead.iter().filter_map(|shift| shifts.get(shift.as_str())).map(|item| {
        let day = item.date.parse().map_or_else(|_| item.date.clone(), |day| words.short_day(day));
        format!("{} {day}, {}", item.code, item.unit_name)
    });
    let held: Vec<_> = held.collect();
    let name = agent_name(facts, one.agent.as_str());
    format!("{name} · {}", held.join(" ; "))
}

fn refusal(words: Words, count: &RefusalCount) -> Named {
    let mut values = Args::new();
    values.set("rule", named::rule(words, &count.rule));
    values.set("people", words.count("plan-bare-people", count.agents));
    Named { text: words.fill("plan-bare-refusal", &values), name: words.set(&count.article) }
}

/// `GET /postes/{id}/piste`: the cheapest change that would fill a shift, as a part of a page.
pub async fn cheapest(
    State(state): State<AppState>,
    Id(id): Id,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let answer = match candidates::of_shift(&state.app, &actor, &id).await {
        Ok(answer) => answer,
        // It is no longer bare: that is an answer as well.
        Err(Error::Conflict(Conflict::ShiftState(_) | Conflict::AlreadyFilled | Conflict::LostRace)) => {
            let page = Cheapest { sentence: words.say("plan-relax-over"), notes: Vec::new() };
            return Ok(Html(page.render()?));
        }
        Err(error) => return Err(error.into()),
    };
    let first = answer.nobody.as_ref().map(|nobody| nobody.relaxations.first());
    let page = match first {
        None => Cheapest { sentence: words.say("plan-relax-somebody"), notes: Vec::new() },
        Some(None) => Cheapest { sentence: words.say("plan-relax-none"), notes: Vec::new() },
        Some(Some(relaxation)) => {
            let asked = relaxation.people.iter().flat_map(|part| &part.offer_only);
            let mut notes = vec![words.with("plan-why-cost", [("cost", words.euros(relaxation.price.cents))])];
            notes.extend(asked.map(|note| words.set(words.pick(&note.sentence_fr, &note.sentence_en))));
            let sentence = words.set(words.pick(&relaxation.sentence_fr, &relaxation.sentence_en));
            Cheapest { sentence: crate::lang::capital(&sentence), notes }
        }
    };
    Ok(Html(page.render()?))
}
