//! `/propositions/comparer?a=&b=`: two proposals side by side: what differs in cover, equity and cost, and which shifts.

use super::proposals;
use super::{agent_name, facts, local, words as named};
use crate::app::access::{Action, Actor};
use crate::app::facts::Facts;
use crate::app::plans::{State, Whole};
use crate::app::{App, plans};
use crate::lang::Words;
use crate::store::from_json;
use crate::store::plans::Item;
use crate::web::AppState;
use crate::web::extract::Query;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::view::coordinator::{AccountDiffers, Compare, Differs, Figures, Side};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::Html;
use releve_solver::domain::plan::{EquityLine, Level, LevelName};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// Accounts shown at most: those that move most.
const ACCOUNTS_SHOWN: usize = 20;

/// Which two.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    a: Option<String>,
    b: Option<String>,
}

/// `GET /propositions/comparer?a=&b=`
pub async fn show(
    Shared(state): Shared<AppState>,
    Query(which): Query<Which>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let app = &state.app;
    let mut frame = frame(app, &actor, words, words.say("compare-title"), None).await?;
    frame.here = "/propositions";
    let given = |id: Option<String>| id.filter(|id| !id.is_empty());
    let (Some(a), Some(b)) = (given(which.a), given(which.b)) else {
        let page = Compare { missing: words.say("compare-choose"), ..nothing(frame) };
        return Ok(Html(page.render()?));
    };
    if a == b {
        let page = Compare { missing: words.say("compare-same"), ..nothing(frame) };
        return Ok(Html(page.render()?));
    }
    let (facts, pair) = (facts(app, &actor).await?, both(app, &actor, (&a, &b)).await?);
    let sides = [("A", &pair.0), ("B", &pair.1)].map(|(letter, whole)| side(words, &facts, letter, whole));
    let (shifts, same) = shifts(words, &facts, &pair)?;
    let page = Compare {
        sides: sides.into_iter().collect::<Result<_>>()?,
        rows: rows(words, &pair)?,
        shifts,
        same: words.count("compare-same-shifts", same),
        accounts: accounts(words, &facts, &pair)?,
        ..nothing(frame)
    };
    Ok(Html(page.render()?))
}

fn nothing(frame: crate::web::pages::view::Frame) -> Compare {
    Compare {
        frame,
        missing: String::new(),
        sides: Vec::new(),
        rows: Vec::new(),
        shifts: Vec::new(),
        same: String::new(),
        accounts: Vec::new(),
    }
}

async fn both(app: &App, actor: &Actor, (a, b): (&str, &str)) -> Result<(Whole, Whole)> {
    actor.may(Action::ReadPlans)?;
    Ok((plans::find(app, actor, a).await?, plans::find(app, actor, b).await?))
}

fn side(words: Words, facts: &Facts, letter: &'static str, whole: &Whole) -> Result<Side> {
    let row = &whole.plan;
    Ok(Side {
        id: row.id.0.clone(),
        letter,
        when: words.soon(local(facts.scenario.group.time_zone, row.computed_at.unwrap_or(row.asked_at))),
        state: proposals::state(words, &State::of(row)?),
        about: proposals::ordered(words, facts, row),
    })
}

fn read<T: DeserializeOwned>(text: Option<&str>) -> Result<Vec<T>> {
    Ok(text.map(from_json).transpose()?.unwrap_or_default())
}

/// Which of two figures is better when less is; empty when neither is.
fn less_is_better(words: Words, a: f64, b: f64) -> String {
    if (a - b).abs() < 1e-6 {
        String::new()
    } else {
        words.say(if a < b { "compare-better-a" } else { "compare-better-b" })
    }
}

/// Cover, levels, cost and how far accounts lie apart.
fn rows(words: Words, (a, b): &(Whole, Whole)) -> Result<Vec<Figures>> {
    let covered = (a.plan.covered, b.plan.covered);
    let mut rows = vec![Figures {
        label: words.say("compare-covered"),
        a: proposals::covered(words, &a.plan),
        b: proposals::covered(words, &b.plan),
        difference: plus(words, covered.1 - covered.0),
        // More is better here, as long as both are about as many shifts.
        better: if a.plan.shifts == b.plan.shifts {
            less_is_better(words, -(covered.0 as f64), -(covered.1 as f64))
        } else {
            String::new()
        },
    }];
    let cost =
        |whole: &Whole| whole.items.iter().filter(|item| item.state != "bare").map(|item| item.cost_cents).sum::<i64>();
    let costs = (cost(a), cost(b));
    rows.push(Figures {
        label: words.say("compare-pool-cost"),
        a: words.euros(costs.0),
        b: words.euros(costs.1),
        difference: format!("{}{}", if costs.1 > costs.0 { "+" } else { "" }, words.euros(costs.1 - costs.0)),
        better: String::new(),
    });
    let spread = |whole: &Whole| -> Result<Option<i64>> {
        let lines: Vec<EquityLine> = read(whole.plan.equity.as_deref())?;
        let after = || lines.iter().map(|line| line.after_centipoints);
        Ok(after().max().zip(after().min()).map(|(most, least)| most - least))
    };
    if let (Some(x), Some(y)) = (spread(a)?, spread(b)?) {
        rows.push(Figures {
            label: words.say("compare-spread"),
            a: words.hundredths(x),
            b: words.hundredths(y),
            difference: words.signed(y - x),
            better: less_is_better(words, x as f64, y as f64),
        });
    }
    let (first, second): (Vec<Level>, Vec<Level>) = (read(a.plan.levels.as_deref())?, read(b.plan.levels.as_deref())?);
    let of =
        |levels: &[Level], name: LevelName| levels.iter().find(|level| level.name == name).map(|level| level.objective);
    for level in &first {
        let (x, y) = (level.objective, of(&second, level.name));
        rows.push(Figures {
            label: named::level(words, level.name),
            a: words.figure(x),
            b: y.map_or_else(|| "—".to_owned(), |y| words.figure(y)),
            difference: y.map_or_else(String::new, |y| words.signed(((y - x) * 100.0).round() as i64)),
            better: y.map_or_else(String::new, |y| less_is_better(words, x, y)),
        });
    }
    Ok(rows)
}

fn plus(words: Words, number: i64) -> String {
    format!("{}{}", if number > 0 { "+" } else { "" }, words.whole(number))
}

/// The shifts that have another holder, and how many have the same.
fn shifts(words: Words, facts: &Facts, (a, b): &(Whole, Whole)) -> Result<(Vec<Differs>, usize)> {
    let by_shift = |whole: &Whole| -> BTreeMap<String, Item> {
        whole.items.iter().map(|item| (item.shift_id.clone(), item.clone())).collect()
    };
    let (first, second) = (by_shift(a), by_shift(b));
    let all: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    let (mut differ, mut same) = (Vec::new(), 0);
    for shift in all {
        let (x, y) = (first.get(shift), second.get(shift));
        let holder = |item: Option<&Item>| item.and_then(|item| item.agent_id.clone());
        if x.is_some() && y.is_some() && holder(x) == holder(y) {
            same += 1;
            continue;
        }
        let Some(item) = x.or(y) else { continue };
        let (a, a_none) = told(words, facts, x);
        let (b, b_none) = told(words, facts, y);
        differ
            .push((item.date.clone(), Differs { post: super::plan::post(words, facts, item)?, a, b, a_none, b_none }));
    }
    differ.sort_by(|a, b| (&a.0, &a.1.post.id).cmp(&(&b.0, &b.1.post.id)));
    Ok((differ.into_iter().map(|(_, line)| line).collect(), same))
}

/// Who holds a shift, or why nobody is told.
fn told(words: Words, facts: &Facts, item: Option<&Item>) -> (String, String) {
    match item {
        None => (String::new(), words.say("compare-not-in-it")),
        Some(item) => match (&item.agent_name, &item.agent_id) {
            (Some(name), _) => (name.clone(), String::new()),
            (None, Some(id)) if id.starts_with("what-if-") => (String::new(), words.say("compare-made-up")),
            (None, Some(id)) => (agent_name(facts, id), String::new()),
            (None, None) => (String::new(), words.say("compare-bare")),
        },
    }
}

/// The accounts that end elsewhere, those that move most first.
fn accounts(words: Words, facts: &Facts, (a, b): &(Whole, Whole)) -> Result<Vec<AccountDiffers>> {
    let lines = |whole: &Whole| -> Result<BTreeMap<String, i64>> {
        let lines: Vec<EquityLine> = read(whole.plan.equity.as_deref())?;
        Ok(lines.into_iter().map(|line| (line.agent.0, line.after_centipoints)).collect())
    };
    let (first, second) = (lines(a)?, lines(b)?);
    let mut moved: Vec<(&String, i64, i64)> = first
        .iter()
        .filter_map(|(agent, x)| Some((agent, *x, *second.get(agent)?)))
        .filter(|(_, x, y)| x != y)
        .collect();
    moved.sort_by(|a, b| (b.2 - b.1).abs().cmp(&(a.2 - a.1).abs()).then_with(|| a.0.cmp(b.0)));
    let view = |(agent, x, y): &(&String, i64, i64)| AccountDiffers {
        name: agent_name(facts, agent),
        a: words.hundredths(*x),
        b: words.hundredths(*y),
        difference: words.signed(y - x),
    };
    Ok(moved.iter().take(ACCOUNTS_SHOWN).map(view).collect())
}
