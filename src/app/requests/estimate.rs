//! What may be hoped for before anybody asks: how many may hold a post right now, and how posts like it came out.
//!
//! Nothing of it promises anything: who may hold a post is not who will. The two halves are told apart, and a past of a few posts
//! is told as such. Only counts leave this module, so that nobody's record is read.

use super::making::Place;
use super::{New, Post};
use crate::app::access::{Action, Actor};
use crate::app::cascades::Starts;
use crate::app::error::{Error, Result};
use crate::app::facts::Facts;
use crate::app::{App, settings};
use crate::store::shifts::{self, CameOut};
use releve_solver::compile_shift;
use releve_solver::domain::problem::{Demand, Problem};
use releve_solver::domain::scenario::{Shift, Suitability};
use releve_solver::explain::{Question, Verdict};

/// Posts that are judged; a longer need is judged by its first ones.
pub const JUDGED_MOST: usize = 8;
/// How far back posts are looked at, days.
pub const PAST_DAYS: i64 = 180;
/// Fewer posts than this under the same code tell nothing: all codes of the title are looked at.
const LIKE_LEAST: usize = 5;

/// What may be hoped for.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// The posts that were judged, as they were asked for.
    pub posts: Vec<Judged>,
    /// Posts beyond those.
    pub unjudged: usize,
    /// How posts like the first one came out.
    pub past: Past,
    /// What happens once it is handed in.
    pub next: Next,
    /// When a round that opens now closes at the latest, unix seconds.
    pub closes_at: i64,
}

/// A post, judged.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Which.
    pub post: Post,
    /// Unix seconds.
    pub starts_at: i64,
    /// Unix seconds.
    pub ends_at: i64,
    /// How many may hold it right now.
    pub able: usize,
    /// Of whom so many know the unit.
    pub knowing: usize,
    /// Of whom so many hold a title that serves in degraded form alone.
    pub degraded: usize,
    /// Of whom so many can only be asked, whatever plan is made.
    pub asked_only: usize,
    /// It has begun: nobody is asked any more.
    pub begun: bool,
}

/// How posts of the unit for the same title came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Past {
    /// They had the same code too.
    pub same_code: bool,
    /// How many.
    pub posts: usize,
    /// Held by somebody of the pool.
    pub filled: usize,
    /// Given to an agency.
    pub booked: usize,
    /// Half of those that were filled were so within so many minutes of their opening.
    pub half_within_minutes: Option<i64>,
}

/// What happens to a request that is handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The coordination looks at it first.
    Looked,
    /// The group's circles are asked one after the other, by themselves.
    Cascade,
    /// It is open; the coordination starts the asking, or a plan does.
    Open,
}

/// Estimates a need that is not stored.
///
/// # Errors
/// `Forbidden`, `NotFound` for a unit outside the reach, `Invalid` for a post that cannot be, `NoSuchTime`.
pub async fn estimate(app: &App, actor: &Actor, new: &New) -> Result<Estimate> {
    let reach = actor.may(Action::OpenRequest)?;
    actor.may(Action::ReadCandidates)?;
    if !reach.sees_unit(&new.unit) {
        return Err(Error::not_found("unit", &new.unit));
    }
    let (group, now) = (actor.group.as_str(), app.clock.now());
    let mut tx = app.db.read().await?;
    let place = Place::of(&mut tx, group, &new.unit).await?;
    let mut spans = Vec::with_capacity(new.shifts.len());
    for (at, post) in new.shifts.iter().enumerate() {
        spans.push(place.span(&post.code, post.date, &|name: &str| format!("shifts[{at}].{name}"))?);
    }
    let facts = app.facts.current(&mut tx, group).await?;
    let agreed = settings::read(&mut tx, group).await?;
    let past = match new.shifts.first() {
        Some(post) => {
            let like = (new.unit.as_str(), post.qualification.as_str());
            let rows = shifts::came_out(&mut tx, group, like, (now - PAST_DAYS * 86_400, now)).await?;
            Past::of(&rows, &post.code)
        }
        None => Past::default(),
    };
    drop(tx);
    let admits = actor.may(Action::AdmitRequest).is_ok_and(|reach| reach.sees_unit(&new.unit));
    let next = match (agreed.coordinator_opens && !admits, agreed.cascade.starts) {
        (true, _) => Next::Looked,
        (false, Starts::WhenOpen) => Next::Cascade,
        (false, Starts::ByHand) => Next::Open,
    };
    let first = spans.iter().map(|(starts_at, _)| *starts_at).min().unwrap_or(now);
    let closes_at = crate::app::rounds::closing(now, first, app.config.offer_hours);
    let (asked, spans) = (new.clone(), spans.into_iter().take(JUDGED_MOST).collect::<Vec<_>>());
    let unjudged = new.shifts.len().saturating_sub(JUDGED_MOST);
    let judging = tokio::task::spawn_blocking(move || judged(&facts, &asked, &spans, now));
    let posts = judging.await.map_err(|e| Error::Corrupt(e.to_string()))?;
    Ok(Estimate { posts, unjudged, past, next, closes_at })
}

fn judged(facts: &Facts, new: &New, spans: &[(i64, i64)], now: i64) -> Vec<Judged> {
    let posts: Vec<(&Post, &(i64, i64))> = new.shifts.iter().zip(spans).collect();
    let demands: Vec<Option<Demand>> =
        posts.iter().map(|(post, _)| compile_shift(&facts.scenario, &shift(new, post))).collect();
    let known = facts.problem.demands.len();
    let mut problem: Problem = facts.problem.clone();
    problem.demands.extend(demands.iter().flatten().cloned());
    let mut at = known;
    let mut judge = |(post, (starts_at, ends_at)): (&Post, &(i64, i64)), compiled: bool| {
        let mut judged = Judged {
            post: post.clone(),
            starts_at: *starts_at,
            ends_at: *ends_at,
            able: 0,
            knowing: 0,
            degraded: 0,
            asked_only: 0,
            begun: *starts_at <= now,
        };
        if !compiled {
            return judged;
        }
        let question = Question::new(&problem, at, &[], Some(now.div_euclid(60)));
        at += 1;
        for candidate in question.candidates() {
            // Nobody replaces herself.
            let herself = new.absent_agent.as_deref() == Some(candidate.agent.as_str());
            if let (Verdict::Eligible(eligible), false) = (&candidate.verdict, herself) {
                judged.able += 1;
                judged.knowing += usize::from(eligible.knows_unit);
                judged.degraded += usize::from(eligible.suitability != Suitability::Full);
                judged.asked_only += usize::from(!eligible.offer_only.is_empty());
            }
        }
        judged
    };
    posts.into_iter().zip(&demands).map(|(post, demand)| judge(post, demand.is_some())).collect()
}

fn shift(new: &New, post: &Post) -> Shift {
    Shift {
        id: "estimate".into(),
        unit: new.unit.as_str().into(),
        code: post.code.as_str().into(),
        date: post.date,
        qualification: post.qualification.as_str().into(),
        priority: new.priority,
        degraded_accepted: new.degraded_accepted,
    }
}

impl Past {
    fn of(rows: &[CameOut], code: &str) -> Self {
        let same: Vec<&CameOut> = rows.iter().filter(|row| row.code == code).collect();
        let same_code = same.len() >= LIKE_LEAST;
        let like: Vec<&CameOut> = if same_code { same } else { rows.iter().collect() };
        let count = |state: &str| like.iter().filter(|row| row.state == state).count();
        let mut minutes: Vec<i64> = like
            .iter()
            .filter(|row| row.state == "filled")
            .filter_map(|row| Some((row.confirmed_at? - row.opened_at?).max(0) / 60))
            .collect();
        minutes.sort_unstable();
        let half = minutes.len().checked_sub(1).map(|last| minutes[last / 2]);
        Self {
            same_code,
            posts: like.len(),
            filled: count("filled"),
            booked: count("booked"),
            half_within_minutes: half.filter(|_| minutes.len() >= LIKE_LEAST),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, state: &str, minutes: Option<i64>) -> CameOut {
        CameOut {
            code: code.to_owned(),
            state: state.to_owned(),
            opened_at: Some(0),
            confirmed_at: minutes.map(|minutes| minutes * 60),
        }
    }

    #[test]
    fn the_past_is_that_of_the_code_where_it_has_one() {
        let mut rows: Vec<CameOut> =
            [30, 10, 50, 20, 40].into_iter().map(|minutes| row("N", "filled", Some(minutes))).collect();
        rows.extend([row("M", "unfilled", None), row("M", "booked", None), row("N", "unfilled", None)]);
        let nights = Past { same_code: true, posts: 6, filled: 5, booked: 0, half_within_minutes: Some(30) };
        assert_eq!(Past::of(&rows, "N"), nights);
        let all = Past { same_code: false, posts: 8, filled: 5, booked: 1, half_within_minutes: Some(30) };
        assert_eq!(Past::of(&rows, "M"), all);
        assert_eq!(Past::of(&rows[1..4], "N").half_within_minutes, None, "three posts tell no usual time");
        assert_eq!(Past::of(&[], "N"), Past::default());
    }
}
