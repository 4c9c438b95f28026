//! The board: every shift that nobody holds, what is under way for it, and first of all what is urgent and nobody is asked for.
//!
//! A group has some hundreds of such shifts at a time. All of them are read, narrowed and grouped here; a page shows whole days, as
//! many as make some sixty shifts, so that it stays quick and readable.

mod filter;
mod grouping;

pub use filter::Asked;

use super::doing::{self, Doing, Standing};
use super::{facts, local, post, proposals, words as named, zone_of};
use crate::app::App;
use crate::app::access::{Action, Actor, Paging};
use crate::app::facts::Facts;
use crate::app::shifts::{self, Wanted};
use crate::lang::Words;
use crate::store::shifts::Stored;
use crate::store::{named as read_name, parsed};
use crate::web::pages::frame::{Result, frame};
use crate::web::pages::view::coordinator::{Board, Figure, Open};
use askama::Template;
use axum::response::Html;
use chrono::NaiveDate;
use releve_solver::domain::scenario::Priority;
use std::collections::BTreeMap;

/// Rows of one query.
const ROWS: i64 = 500;
/// So many of the urgent ones are shown before the list.
const URGENT_SHOWN: usize = 8;
/// A shift that begins within so many hours is urgent whatever its priority.
const URGENT_HOURS: i64 = 48;

/// A shift that nobody holds, with what is under way for it.
#[derive(Debug)]
struct Row {
    stored: Stored,
    date: NaiveDate,
    priority: Priority,
    doing: Doing,
    urgent: bool,
}

impl Row {
    /// Urgent, and nobody is asked.
    fn comes_first(&self) -> bool {
        self.urgent && self.doing.standing() == Standing::Free
    }
}

/// `GET /` for those who plan or oversee.
pub async fn show(app: &App, actor: &Actor, words: Words, asked: &Asked) -> Result<Html<String>> {
    let facts = facts(app, actor).await?;
    let rows = rows(app, actor).await?;
    let kept: Vec<&Row> = rows.iter().filter(|row| asked.keeps(row)).collect();
    let first: Vec<&Row> =
        if asked.is_narrowed() { Vec::new() } else { rows.iter().filter(|r| r.comes_first()).collect() };
    let laid = grouping::lay(words, &facts, &kept, asked);
    let mut groups = Vec::with_capacity(laid.groups.len());
    for group in laid.groups {
        let shifts = group.rows.iter().map(|row| open(words, &facts, row)).collect::<Result<_>>()?;
        groups.push(grouping::view(words, group, shifts));
    }
    let more = first.len().saturating_sub(URGENT_SHOWN);
    let page = Board {
        figures: figures(words, &facts, &rows),
        urgent: first.iter().take(URGENT_SHOWN).map(|row| open(words, &facts, row)).collect::<Result<_>>()?,
        urgent_more: if more == 0 { String::new() } else { words.count("board-urgent-more", more) },
        plan: proposals::latest(app, actor, words, facts.scenario.group.time_zone).await?,
        can_plan: actor.can(Action::ComputePlan),
        filter: asked.view(words, &facts, &rows),
        filtered: asked.is_narrowed(),
        shown: words.count(if asked.is_narrowed() { "board-shown-of" } else { "board-shown" }, kept.len()),
        groups,
        pager: laid.pager,
        frame: framed(app, actor, words, asked.fait.as_deref()).await?,
    };
    Ok(Html(page.render()?))
}

async fn framed(app: &App, actor: &Actor, words: Words, done: Option<&str>) -> Result<crate::web::pages::view::Frame> {
    let mut frame = frame(app, actor, words, words.say("board-title"), done).await?;
    frame.here = "/";
    Ok(frame)
}

/// Every shift that nobody holds, by start.
async fn rows(app: &App, actor: &Actor) -> Result<Vec<Row>> {
    let mut all = Vec::new();
    for state in ["open", "offered", "booked"] {
        let mut after = None;
        loop {
            let paging = Paging { state: Some(state.to_owned()), after, ..Paging::first(ROWS) };
            let page = shifts::list(app, actor, &paging, Wanted::default()).await?;
            after = page.last().map(shifts::cursor);
            let is_last = (page.len() as i64) < ROWS;
            all.extend(page);
            if is_last {
                break;
            }
        }
    }
    let mut doing: BTreeMap<String, Doing> = doing::read(app, actor).await?;
    let now = app.clock.now();
    let row = |stored: Stored| -> Result<Row> {
        let priority = read_name(&stored.priority)?;
        let soon = stored.shift.starts_at - now <= URGENT_HOURS * 3_600;
        Ok(Row {
            date: parsed(&stored.shift.date)?,
            doing: doing.remove(&stored.shift.id).unwrap_or_default(),
            urgent: soon || priority == Priority::Safety,
            priority,
            stored,
        })
    };
    let mut rows = all.into_iter().map(row).collect::<Result<Vec<_>>>()?;
    rows.sort_by(|a, b| {
        (a.stored.shift.starts_at, &a.stored.shift.id).cmp(&(b.stored.shift.starts_at, &b.stored.shift.id))
    });
    Ok(rows)
}

fn figures(words: Words, facts: &Facts, rows: &[Row]) -> Vec<Figure> {
    let standing = |standing: Standing| rows.iter().filter(|row| row.doing.standing() == standing).count();
    let first = rows.iter().filter(|row| row.comes_first()).count();
    let safety = rows.iter().filter(|row| row.priority == Priority::Safety).count();
    let closing = rows.iter().filter_map(|row| row.doing.closes_at()).min();
    let whole = |n: usize| words.whole(n as i64);
    vec![
        Figure {
            label: words.say("board-figure-urgent"),
            value: whole(first),
            note: words.say("board-figure-urgent-note"),
            href: "/?etat=urgent".to_owned(),
            tone: if first > 0 { "bad" } else { "" },
        },
        Figure {
            label: words.say("board-figure-all"),
            value: whole(rows.len()),
            note: words.count("board-figure-safety", safety),
            href: "/?priorite=safety".to_owned(),
            tone: "",
        },
        Figure {
            label: words.say("board-figure-searched"),
            value: whole(standing(Standing::Searched)),
            note: closing.map_or_else(String::new, |at| {
                let when = words.soon(local(facts.scenario.group.time_zone, at));
                words.with("board-figure-closing", [("when", when)])
            }),
            href: "/?etat=recherche".to_owned(),
            tone: "",
        },
        Figure {
            label: words.say("board-figure-agency"),
            value: whole(standing(Standing::Agency)),
            note: String::new(),
            href: "/?etat=interim".to_owned(),
            tone: "",
        },
    ]
}

fn open(words: Words, facts: &Facts, row: &Row) -> Result<Open> {
    let zone = zone_of(facts, &row.stored.shift.establishment_id);
    Ok(Open {
        post: post(words, facts, &row.stored.shift)?,
        priority: named::priority(words, row.priority),
        state: row.doing.tag(words),
        doing: row.doing.lines(words, zone)?,
    })
}
