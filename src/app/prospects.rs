//! Prospects: what a shift would do to the week of whoever is asked for it, before she answers.
//!
//! A pure look at the facts of this moment: hours of the civil week, rest on either side, the account. Whether the law allows
//! it is another question ([`super::judgements`]).

use super::App;
use super::access::Actor;
use super::agenda::{Guide, Way, herself};
use super::error::Result;
use super::facts::Facts;
use crate::store::shifts;
use releve_solver::domain::problem::{Duty, DutyKind, Worker};
use releve_solver::domain::time::{Minute, Span, weekday};

/// What a shift would do.
#[derive(Debug, Clone)]
pub struct Prospect {
    /// How she gets there.
    pub way: Way,
    /// Work of the civil week (Monday to Sunday, at her employer) in which it begins, without it, minutes.
    pub week_before_minutes: Minute,
    /// With it.
    pub week_after_minutes: Minute,
    /// From the end of the duty before it, minutes; none when nothing is known before it.
    pub rest_before_minutes: Option<Minute>,
    /// To the start of the duty after it, minutes; none when nothing is known after it.
    pub rest_after_minutes: Option<Minute>,
    /// Her equity account as it stands, hundredths of a point.
    pub balance_centipoints: i64,
}

/// What each of some shifts would do to the one who asks, by itself.
///
/// # Errors
/// `Forbidden` for whoever is no agent.
pub async fn of_shifts(app: &App, actor: &Actor, all: &[&shifts::Row]) -> Result<Vec<Prospect>> {
    herself(actor)?;
    let mut tx = app.db.read().await?;
    let units = all.iter().map(|shift| shift.unit_id.clone()).collect();
    let guide = Guide::read(app, &mut tx, actor, units).await?;
    all.iter().map(|shift| of_shift(&guide, shift)).collect()
}

fn of_shift(guide: &Guide, shift: &shifts::Row) -> Result<Prospect> {
    let span = Span::new(shift.starts_at.div_euclid(60), shift.ends_at.div_euclid(60));
    let worker = guide.worker();
    // A shift that is offered to her by name stands among her duties already.
    let others: Vec<&Duty> =
        worker.fixed.iter().filter(|duty| !(duty.kind == DutyKind::Pool && duty.span == span)).collect();
    let week = week_of(worker, span.start);
    let before: Minute = others.iter().map(|duty| duty.work_within(week)).sum();
    let work = span.minutes() - unpaid_break(&guide.facts, shift);
    let inside = span.common_minutes(week) * work / span.minutes().max(1);
    let last_end = others.iter().filter(|duty| duty.span.start < span.start).map(|duty| duty.span.end).max();
    let next_start = others.iter().filter(|duty| duty.span.start >= span.start).map(|duty| duty.span.start).min();
    Ok(Prospect {
        way: guide.way(&shift.unit_id, shift.starts_at)?,
        week_before_minutes: before,
        week_after_minutes: before + inside,
        rest_before_minutes: last_end.map(|end| (span.start - end).max(0)),
        rest_after_minutes: next_start.map(|start| (start - span.end).max(0)),
        balance_centipoints: worker.balance_centipoints,
    })
}

/// The civil week in which an instant lies.
fn week_of(worker: &Worker, at: Minute) -> Span {
    let day = worker.grid.day_of(at);
    let monday = day - weekday(day);
    Span::new(worker.grid.start_of(monday), worker.grid.start_of(monday + 7))
}

fn unpaid_break(facts: &Facts, shift: &shifts::Row) -> Minute {
    let unit = facts.scenario.units.iter().find(|unit| unit.id.as_str() == shift.unit_id);
    let code = unit.and_then(|unit| unit.shift_codes.iter().find(|code| code.code.as_str() == shift.code));
    code.map_or(0, |code| Minute::from(code.break_minutes))
}
