//! [`Instance`] → [`Problem`], and the way back from what was solved to a [`Plan`].

use super::{Instance, Plan, Staff};
use crate::domain::plan::Assignment;
use crate::domain::problem::Problem;
use crate::domain::roster::{Band, Bound, Kind, KindPattern, Past, Pattern, Post, Price, Roster, Wanted, Wish};
use crate::formats::Issue;
use crate::formats::bare;

/// The same as a problem: a worker for each member of staff, and a post `day/shift` for each shift on each day, with or
/// without a need.
///
/// # Panics
/// If the instance is not one that [`read`](super::read()) makes: a need for a day or shift that does not exist, say.
pub fn compile(instance: &Instance) -> Problem {
    let kinds = instance.shifts.iter().map(|shift| {
        let mut not_followed_by = shift.not_followed_by.clone();
        not_followed_by.sort_unstable();
        not_followed_by.dedup();
        Kind { code: shift.id.clone(), minutes: shift.minutes.into(), not_followed_by }
    });
    let roster = Roster {
        days: instance.days,
        kinds: kinds.collect(),
        posts: posts(instance),
        patterns: instance.staff.iter().enumerate().map(|(at, member)| pattern(instance, at, member)).collect(),
    };
    let facts = serde_json::to_string(instance).expect("an instance is numbers and texts");
    bare::problem(&format!("curtois {facts}"), instance.staff.iter().map(|member| member.id.as_str()), roster)
}

/// The plan that some assignments make.
///
/// # Errors
/// Every assignment that names no post or person of the instance, or a second post of somebody's day, which a plan of
/// this format cannot say.
pub fn plan_of(instance: &Instance, assignments: &[Assignment]) -> Result<Plan, Vec<Issue>> {
    let kinds = instance.shifts.len();
    let mut plan = Plan::empty(instance);
    let mut issues = Vec::new();
    for (worker, post) in bare::positions(&compile(instance), assignments)? {
        let (day, shift) = (post / kinds, post % kinds);
        if let Some(first) = plan.rows[worker][day].replace(shift) {
            let id = |shift: usize| &instance.shifts[shift].id;
            issues.push(Issue {
                line: None,
                field: format!("{}, day {day}", instance.staff[worker].id),
                found: format!("{} and {}", id(first), id(shift)).into(),
                expected: "one shift a day".into(),
                help: "keep one of the two".into(),
            });
        }
    }
    if issues.is_empty() { Ok(plan) } else { Err(issues) }
}

/// The assignments that a plan makes, by day and then by staff.
///
/// # Panics
/// If the plan is not of this instance.
pub fn assignments_of(instance: &Instance, plan: &Plan) -> Vec<Assignment> {
    let on = |day: usize| {
        instance.staff.iter().zip(&plan.rows).filter_map(move |(member, row)| {
            let shift = bare::post_id(day, &[&instance.shifts[row[day]?].id]);
            Some(Assignment { shift, agent: member.id.as_str().into() })
        })
    };
    (0..instance.days).flat_map(on).collect()
}

/// By day and then by shift, which is what [`plan_of`] counts on.
fn posts(instance: &Instance) -> Vec<Post> {
    let kinds = instance.shifts.len();
    let mut posts: Vec<Post> = (0..instance.days * kinds)
        .map(|at| {
            let (day, kind) = (at / kinds, at % kinds);
            let id = bare::post_id(day, &[&instance.shifts[kind].id]);
            Post { id, day, kind, skill: None, bands: Vec::new(), surplus: Some(0.0) }
        })
        .collect();
    for need in &instance.cover {
        let post = &mut posts[need.day * kinds + need.shift];
        if need.required > 0 {
            post.bands = vec![Band { persons: need.required, missing: Price::Units(need.under_weight.into()) }];
        }
        post.surplus = Some(need.over_weight.into());
    }
    posts
}

fn pattern(instance: &Instance, at: usize, member: &Staff) -> Pattern {
    let of_hers = |request: &&super::Request| request.staff == at;
    let on = instance.requests_on.iter().filter(of_hers).map(|request| (request, Wanted::Kind(request.shift)));
    let off = instance.requests_off.iter().filter(of_hers).map(|request| (request, Wanted::NotKind(request.shift)));
    let wishes = on.chain(off).map(|(request, what)| Wish { day: request.day, what, units: request.weight.into() });
    let most = |max: &u32| KindPattern { total: Bound::hard(0, *max), run: Bound::FREE };
    Pattern {
        skills: Vec::new(),
        kinds: member.shifts_max.iter().map(most).collect(),
        minutes: Bound::hard(member.minutes_min, member.minutes_max),
        days: Bound::FREE,
        work_run: Bound::hard(member.work_days_min, member.work_days_max),
        rest_run: Bound::hard(member.rest_days_min, u32::MAX),
        weekends: Bound::hard(0, member.weekends_max),
        half_weekend: 0.0,
        days_off: member.days_off.clone(),
        wishes: wishes.collect(),
        past: Past::Open,
        days_before: 0,
        weekends_before: 0,
    }
}
