//! Earned rest becomes promises.

use super::clock::{day_minutes, give_date, soon};
use super::{new, owing, today};
use crate::app::App;
use crate::app::access::{Actor, Role};
use crate::app::audit::Event;
use crate::app::error::Result;
use crate::app::work::Work;
use crate::app::{facts, settings};
use crate::ids::EntryId;
use crate::lang::reasons::labelled;
use crate::store::promises::{self, Owed, Source};
use serde_json::json;

/// The rule whose days are a week-end.
const WEEKEND_RULE: &str = "house.weekend-for-weekend";
/// Most promises of one deed.
const MADE_MOST: usize = 30;

/// Makes promises of somebody's earned rest: whole days at once, minutes as soon as they make a day of hers.
pub(super) async fn gather(app: &App, group: &str, agent: &str) -> Result<()> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.touch().await?;
    let facts = facts::read(&mut work.tx, group).await?;
    let agreed = settings::read(&mut work.tx, group).await?;
    let mut lines: Vec<Owed> =
        owing::owed(&mut work.tx, group).await?.into_iter().filter(|owed| owed.agent_id == agent).collect();
    // What was posted without a due date is due as soon as what is overdue is dated at the latest.
    let soon = soon(today(&facts, agent, work.now())?, &agreed).to_string();
    for line in lines.iter_mut().filter(|line| line.due_on.is_empty()) {
        line.due_on.clone_from(&soon);
    }
    let of = |unit: &str| lines.iter().filter(|line| line.unit == unit).collect::<Vec<_>>();
    let mut made = Vec::new();
    whole_days(&mut made, &of("days"));
    minutes_into_days(&mut made, &of("rest_minutes"), day_minutes(&facts, agent, &agreed));
    // Each reads the facts anew while the group's other deeds wait: the next tick has the rest.
    made.truncate(MADE_MOST);
    if made.is_empty() {
        return Ok(());
    }
    for gathered in made {
        let mut row = new(&work, agent, (gathered.days, gathered.weekend), (&gathered.due_on, &gathered.reason));
        promises::insert(&mut work.tx, group, std::slice::from_ref(&row)).await?;
        let sources: Vec<Source> = gathered
            .sources
            .into_iter()
            .map(|(entry_id, quantity)| Source { promise_id: row.id.clone(), entry_id, quantity })
            .collect();
        promises::insert_sources(&mut work.tx, &sources).await?;
        let detail = json!({ "agent": agent, "days": row.days, "due_on": row.due_on });
        work.record(Event::new("promise.make", "promise", &row.id.0).with(detail));
        // The dates of the promises before are obstacles to this one.
        let facts = facts::read(&mut work.tx, group).await?;
        give_date(&mut work, &facts, &mut row, &agreed).await?;
    }
    work.commit().await
}

/// Rest that makes a promise.
struct Gathered {
    days: i64,
    weekend: bool,
    due_on: String,
    reason: String,
    sources: Vec<(EntryId, i64)>,
}

/// A week-end for a week-end, and every other day by itself.
fn whole_days(made: &mut Vec<Gathered>, lines: &[&Owed]) {
    for line in lines {
        let weekend = line.rule == WEEKEND_RULE && line.quantity == 2;
        let size = if weekend { 2 } else { 1 };
        let mut left = line.quantity;
        while left >= size {
            made.push(Gathered {
                days: size,
                weekend,
                due_on: line.due_on.clone(),
                reason: said(line),
                sources: vec![(line.entry_id.clone(), size)],
            });
            left -= size;
        }
    }
}

/// Minutes, the first due first, as often as they make a day.
fn minutes_into_days(made: &mut Vec<Gathered>, lines: &[&Owed], day: i64) {
    let (mut minutes, day) = (lines.iter().map(|line| line.quantity).sum::<i64>(), day.max(1));
    let mut gathered: Vec<(&Owed, i64)> = Vec::new();
    let mut sum = 0;
    for line in lines {
        let mut left = line.quantity;
        while left > 0 && minutes >= day {
            let part = left.min(day - sum);
            gathered.push((line, part));
            sum += part;
            left -= part;
            if sum == day {
                let first = gathered[0].0;
                made.push(Gathered {
                    days: 1,
                    weekend: false,
                    due_on: first.due_on.clone(),
                    reason: said(first),
                    sources: gathered.drain(..).map(|(line, part)| (line.entry_id.clone(), part)).collect(),
                });
                sum = 0;
                minutes -= day;
            }
        }
    }
}

fn said(line: &Owed) -> String {
    labelled(&line.label_fr, &line.reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, unit: &str, quantity: i64, rule: &str) -> Owed {
        let text = |text: &str| text.to_owned();
        Owed {
            entry_id: EntryId(text(id)),
            agent_id: text("a"),
            rule: text(rule),
            label_fr: text("Repos"),
            reason: String::new(),
            due_on: format!("2026-12-{quantity:02}"),
            unit: text(unit),
            quantity,
        }
    }

    #[test]
    fn minutes_gather_in_the_order_in_which_they_are_due_until_they_make_a_day() {
        let lines =
            [line("a", "rest_minutes", 10, ""), line("b", "rest_minutes", 25, ""), line("c", "rest_minutes", 7, "")];
        let mut made = Vec::new();
        minutes_into_days(&mut made, &lines.each_ref(), 20);
        let sources: Vec<Vec<(&str, i64)>> =
            made.iter().map(|g| g.sources.iter().map(|(id, part)| (id.0.as_str(), *part)).collect()).collect();
        assert_eq!(sources, [vec![("a", 10), ("b", 10)], vec![("b", 15), ("c", 5)]]);
        let mut none = Vec::new();
        minutes_into_days(&mut none, &lines.each_ref(), 43);
        assert!(none.is_empty());
    }

    #[test]
    fn a_weekend_stays_whole_and_other_days_stand_alone() {
        let lines = [line("w", "days", 2, WEEKEND_RULE), line("y", "days", 2, "fph.extra-rest")];
        let mut made = Vec::new();
        whole_days(&mut made, &lines.each_ref());
        let shapes: Vec<(i64, bool)> = made.iter().map(|gathered| (gathered.days, gathered.weekend)).collect();
        assert_eq!(shapes, [(2, true), (1, false), (1, false)]);
    }
}
