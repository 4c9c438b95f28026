//! Who holds what in a plan, and why her.

use super::{Choices, Draft, order, person, sent};
use crate::app::approval::conflicts::ItemConflict;
use crate::app::facts::Facts;
use crate::app::plans::{Order, Whole};
use crate::lang::{Args, Words};
use crate::store::plans::Item as Row;
use crate::store::{from_json, parsed};
use crate::web::cited::Cited;
use crate::web::moved;
use crate::web::pages::coordinator::site;
use crate::web::pages::frame::Result;
use crate::web::pages::view::Tag;
use crate::web::pages::view::coordinator::{Item, Post};
use chrono::NaiveDate;
use releve_solver::domain::plan::NextBest;
use releve_solver::domain::scenario::Suitability;
use releve_solver::explain::choice;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The items of a plan for a reader.
pub struct Reading<'a> {
    /// Her language.
    pub words: Words,
    /// What the group knows now.
    pub facts: &'a Facts,
    /// The plan.
    pub whole: &'a Whole,
    /// What she ticked before.
    pub draft: &'a Draft,
    /// What she has chosen for another computation.
    pub choices: &'a Choices,
}

/// The solver's `Assigned`, less what its reader may not see.
#[derive(Deserialize)]
struct Reasons {
    suitability: Suitability,
    burden_centipoints: i64,
    balance_before_centipoints: Option<i64>,
    cost_cents: i64,
    eligible: usize,
    next_best: Option<NextBest>,
}

impl Reading<'_> {
    /// Everything that somebody is proposed for, or was approved for.
    pub fn items(&self) -> Result<Vec<Item>> {
        let order = order(&self.whole.plan)?;
        let conflicts: BTreeMap<&str, &ItemConflict> =
            self.whole.conflicts.iter().map(|conflict| (conflict.shift.as_str(), conflict)).collect();
        let given = self.whole.items.iter().filter(|item| item.state != "bare");
        given.map(|item| self.item(item, &order, conflicts.get(item.shift_id.as_str()).copied())).collect()
    }

    fn item(&self, item: &Row, order: &Order, conflict: Option<&ItemConflict>) -> Result<Item> {
        let (words, facts) = (self.words, self.facts);
        let reasons: Reasons = from_json(&item.reasons)?;
        let agent = item.agent_id.as_deref().unwrap_or_default();
        let (name, made_up) = match &item.agent_name {
            Some(name) => (name.clone(), false),
            None => person(words, facts, order, agent),
        };
        let choice = sent(&item.shift_id, agent);
        let moved = conflict.map(|conflict| moved::told(words, conflict));
        Ok(Item {
            post: post(words, facts, item)?,
            from: from(facts, item, agent),
            state: match (item.state.as_str(), conflict, reasons.suitability) {
                ("approved", ..) => Tag::ok(&words.say("plan-item-approved")),
                (_, Some(_), _) => Tag::bad(&words.say("plan-item-moved")),
                (_, None, Suitability::Degraded) => Tag::warn(&words.say("plan-item-degraded")),
                _ => Tag::default(),
            },
            open: item.state == "proposed" && conflict.is_none() && !made_up,
            ticked: self.draft.ticked.contains(&item.shift_id),
            conflict: moved.as_ref().map(|(what, _)| what.clone()).unwrap_or_default(),
            grounds: moved.map(|(_, grounds)| grounds.into_iter().map(Cited::line).collect()).unwrap_or_default(),
            why: self.why(&reasons),
            next_name: reasons
                .next_best
                .as_ref()
                .map_or_else(String::new, |next| person(words, facts, order, next.agent.as_str()).0),
            next_best: reasons.next_best.as_ref().map_or_else(String::new, |next| self.next_best(next)),
            kept: self.choices.keep.contains(&choice),
            choice,
            name,
            made_up,
        })
    }

    fn why(&self, reasons: &Reasons) -> String {
        let words = self.words;
        let burden = words.hundredths(reasons.burden_centipoints);
        let account = match reasons.balance_before_centipoints {
            Some(before) => words.with("plan-why-account", [("before", words.hundredths(before)), ("burden", burden)]),
            None => words.with("plan-why-account-hidden", [("burden", burden)]),
        };
        let possible = words.count("plan-why-eligible", reasons.eligible.max(1));
        let cost = words.with("plan-why-cost", [("cost", words.euros(reasons.cost_cents))]);
        format!("{possible} {account} {cost}")
    }

    fn next_best(&self, next: &NextBest) -> String {
        let words = self.words;
        let mut values = Args::new();
        values.set("equity", words.signed((next.equity_delta * 100.0).round() as i64));
        let sign = if next.cost_delta_cents > 0 { "+" } else { "" };
        values.set("cost", format!("{sign}{}", words.euros(next.cost_delta_cents)));
        let mut sentence = words.fill("plan-next", &values);
        // What is proven needs saying only where it is more than "nothing".
        if let Some(least) = next.at_least {
            let said = choice::at_least(Some(least));
            let said = words.set(words.pick(&said.sentence_fr, &said.sentence_en));
            sentence = format!("{sentence} {}", words.with("plan-next-proven", [("what", said)]));
        }
        sentence
    }
}

/// Where an item is: day, hours as the shift code has them, unit and establishment.
pub fn post(words: Words, facts: &Facts, item: &Row) -> Result<Post> {
    let date: NaiveDate = parsed(&item.date)?;
    let unit = facts.scenario.units.iter().find(|unit| unit.id.as_str() == item.unit_id);
    let code = unit.and_then(|unit| unit.shift_codes.iter().find(|code| code.code.as_str() == item.code));
    let site = unit.and_then(|unit| site(facts, unit.establishment.as_str()));
    Ok(Post {
        id: item.shift_id.clone(),
        day: words.short_day(date),
        hours: code.map_or_else(String::new, |c| words.hours(date.and_time(c.start), date.and_time(c.end))),
        code: item.code.clone(),
        qualification: item.qualification.clone(),
        unit: item.unit_name.clone(),
        establishment: site.map_or_else(String::new, |site| site.name.clone()),
    })
}

/// The establishment that somebody comes from; empty when it is the shift's own.
fn from(facts: &Facts, item: &Row, agent: &str) -> String {
    let host = facts.scenario.units.iter().find(|unit| unit.id.as_str() == item.unit_id);
    let employer =
        facts.employer(agent).filter(|employer| host.is_none_or(|unit| unit.establishment.as_str() != *employer));
    employer.and_then(|employer| site(facts, employer)).map_or_else(String::new, |site| site.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_without_an_account_read_as_hidden() {
        let text = r#"{"suitability":"full","burden_centipoints":675,"balance_before_centipoints":null,"cost_cents":100,
            "eligible":3,"next_best":null}"#;
        let reasons: Reasons = from_json(text).expect("it reads");
        assert_eq!((reasons.eligible, reasons.balance_before_centipoints), (3, None));
    }
}
