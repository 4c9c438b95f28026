//! What a plan breaks and what it costs, written from the benchmark's model and sharing no code with the engines.

use super::{Instance, Plan, Staff, is_weekend};
use serde::Serialize;
use std::fmt;

/// What is to be said of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Hard limits that are broken, by staff in file order; empty for a plan that counts.
    pub hard: Vec<Violation>,
    /// Cost by constraint.
    pub costs: Costs,
    /// Sum of the costs: the figure that the benchmark compares.
    pub total: u64,
}

/// Cost by constraint.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Costs {
    /// Shifts wished for and not given.
    pub requests_on: u64,
    /// Shifts wished away and given.
    pub requests_off: u64,
    /// People missing.
    pub under_cover: u64,
    /// People too many.
    pub over_cover: u64,
}

/// A hard limit that is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Whose.
    pub staff: String,
    /// Which.
    #[serde(flatten)]
    pub limit: Limit,
}

/// The hard limits, each with the figures that break it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "limit", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each field is named after the limit's figure; variants say what they mean")]
pub enum Limit {
    /// A shift on a day off.
    DayOff { day: usize, shift: String },
    /// A shift that may not follow the one of the day before.
    Succession { day: usize, before: String, shift: String },
    /// More shifts of a kind than allowed.
    ShiftsMax { shift: String, worked: u32, max: u32 },
    /// More working time than allowed.
    MinutesMax { minutes: u64, max: u32 },
    /// Less working time than owed.
    MinutesMin { minutes: u64, min: u32 },
    /// Too many days worked in a row.
    WorkDaysMax { from_day: usize, days: usize, max: u32 },
    /// Too few days worked in a row.
    WorkDaysMin { from_day: usize, days: usize, min: u32 },
    /// Too few days off in a row.
    RestDaysMin { from_day: usize, days: usize, min: u32 },
    /// Too many week-ends.
    WeekendsMax { worked: u32, max: u32 },
}

/// Judges a plan.
///
/// # Panics
/// If the plan is not of this instance.
pub fn judge(instance: &Instance, plan: &Plan) -> Judgement {
    let mut hard = Vec::new();
    for (member, row) in instance.staff.iter().zip(&plan.rows) {
        let mut limits = Vec::new();
        days(instance, member, row, &mut limits);
        totals(instance, member, row, &mut limits);
        blocks(member, row, &mut limits);
        hard.extend(limits.into_iter().map(|limit| Violation { staff: member.id.clone(), limit }));
    }
    let costs = costs(instance, plan);
    let total = [costs.requests_on, costs.requests_off, costs.under_cover, costs.over_cover]
        .into_iter()
        .fold(0, u64::saturating_add);
    Judgement { hard, costs, total }
}

/// Limits of single days and of neighbours.
fn days(instance: &Instance, member: &Staff, row: &[Option<usize>], limits: &mut Vec<Limit>) {
    let name = |shift: usize| instance.shifts[shift].id.clone();
    for (day, shift) in row.iter().enumerate() {
        let Some(shift) = *shift else { continue };
        if member.days_off.binary_search(&day).is_ok() {
            limits.push(Limit::DayOff { day, shift: name(shift) });
        }
        if let Some(before) = day.checked_sub(1).and_then(|before| row[before])
            && instance.shifts[before].not_followed_by.contains(&shift)
        {
            limits.push(Limit::Succession { day, before: name(before), shift: name(shift) });
        }
    }
}

/// Limits of sums over the horizon.
fn totals(instance: &Instance, member: &Staff, row: &[Option<usize>], limits: &mut Vec<Limit>) {
    for (shift, max) in member.shifts_max.iter().enumerate() {
        let worked = row.iter().filter(|worked| **worked == Some(shift)).count() as u32;
        if worked > *max {
            limits.push(Limit::ShiftsMax { shift: instance.shifts[shift].id.clone(), worked, max: *max });
        }
    }
    let minutes: u64 = row.iter().flatten().map(|shift| u64::from(instance.shifts[*shift].minutes)).sum();
    if minutes > u64::from(member.minutes_max) {
        limits.push(Limit::MinutesMax { minutes, max: member.minutes_max });
    }
    if minutes < u64::from(member.minutes_min) {
        limits.push(Limit::MinutesMin { minutes, min: member.minutes_min });
    }
    let works_weekend =
        |week: &[Option<usize>]| week.iter().enumerate().any(|(day, shift)| is_weekend(day) && shift.is_some());
    let worked = row.chunks(7).filter(|week| works_weekend(week)).count() as u32;
    if worked > member.weekends_max {
        limits.push(Limit::WeekendsMax { worked, max: member.weekends_max });
    }
}

/// Limits of days in a row.
fn blocks(member: &Staff, row: &[Option<usize>], limits: &mut Vec<Limit>) {
    let mut from_day = 0;
    for block in row.chunk_by(|day, next| day.is_some() == next.is_some()) {
        let (days, works) = (block.len(), block[0].is_some());
        let touches_end = from_day == 0 || from_day + days == row.len();
        if works && days > member.work_days_max as usize {
            limits.push(Limit::WorkDaysMax { from_day, days, max: member.work_days_max });
        }
        if works && !touches_end && days < member.work_days_min as usize {
            limits.push(Limit::WorkDaysMin { from_day, days, min: member.work_days_min });
        }
        if !works && !touches_end && days < member.rest_days_min as usize {
            limits.push(Limit::RestDaysMin { from_day, days, min: member.rest_days_min });
        }
        from_day += days;
    }
}

fn costs(instance: &Instance, plan: &Plan) -> Costs {
    let mut costs = Costs::default();
    let pay = |sum: &mut u64, count: u32, weight: u32| {
        *sum = sum.saturating_add(u64::from(count) * u64::from(weight));
    };
    for wish in &instance.requests_on {
        let met = plan.rows[wish.staff][wish.day] == Some(wish.shift);
        pay(&mut costs.requests_on, u32::from(!met), wish.weight);
    }
    for wish in &instance.requests_off {
        let met = plan.rows[wish.staff][wish.day] != Some(wish.shift);
        pay(&mut costs.requests_off, u32::from(!met), wish.weight);
    }
    for need in &instance.cover {
        let present = plan.rows.iter().filter(|row| row[need.day] == Some(need.shift)).count() as u32;
        pay(&mut costs.under_cover, need.required.saturating_sub(present), need.under_weight);
        pay(&mut costs.over_cover, present.saturating_sub(need.required), need.over_weight);
    }
    costs
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.staff)?;
        match &self.limit {
            Limit::DayOff { day, shift } => write!(f, "{shift} on day {day}, a day off"),
            Limit::Succession { day, before, shift } => {
                write!(f, "{shift} on day {day} may not follow {before} on the day before")
            }
            Limit::ShiftsMax { shift, worked, max } => write!(f, "{worked} shifts {shift}, at most {max}"),
            Limit::MinutesMax { minutes, max } => write!(f, "{minutes} minutes in all, at most {max}"),
            Limit::MinutesMin { minutes, min } => write!(f, "{minutes} minutes in all, at least {min}"),
            Limit::WorkDaysMax { from_day, days, max } => {
                write!(f, "{days} days worked in a row from day {from_day}, at most {max}")
            }
            Limit::WorkDaysMin { from_day, days, min } => {
                write!(f, "{days} days worked in a row from day {from_day}, at least {min}")
            }
            Limit::RestDaysMin { from_day, days, min } => {
                write!(f, "{days} days off in a row from day {from_day}, at least {min}")
            }
            Limit::WeekendsMax { worked, max } => write!(f, "{worked} week-ends worked, at most {max}"),
        }
    }
}
