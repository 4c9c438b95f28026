//! The verifier of whole rosters: every row against its worker's pattern, every post against its cover, and the price of
//! it all. Like [`check`](super::check()) it knows nothing of how the plan was made.

use crate::domain::ids::{AgentId, ShiftId};
use crate::domain::plan::Assignment;
use crate::domain::problem::{Problem, WorkerIx};
use crate::domain::roster::{PostIx, Roster};
use crate::rules::pattern::cover::{self, CoverBreach, CoverCosts};
use crate::rules::pattern::{self, PatternBreach, PatternCosts};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// A plan of whole rosters that [`check_roster`] accepted, with its price. It can be made in no other way.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckedRoster {
    assignments: Vec<Assignment>,
    costs: RosterCosts,
}

impl CheckedRoster {
    /// The verified assignments of people to posts, sorted by post.
    pub fn assignments(&self) -> &[Assignment] {
        &self.assignments
    }

    /// What they cost, by constraint.
    pub fn costs(&self) -> &RosterCosts {
        &self.costs
    }
}

/// What a plan of whole rosters costs, units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct RosterCosts {
    /// By the patterns of all workers.
    pub patterns: PatternCosts,
    /// By the cover of all posts.
    pub cover: CoverCosts,
}

impl RosterCosts {
    /// Sum, units.
    pub fn total(&self) -> f64 {
        self.patterns.total() + self.cover.total()
    }
}

/// Something wrong with a plan of whole rosters.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RosterBreach {
    /// No such post, or no such person.
    Unknown(Assignment),
    /// A second post on one day, or the same one twice.
    SecondPost(Assignment),
    /// A hard limit of somebody's pattern.
    Pattern {
        /// Whose.
        agent: AgentId,
        /// Which.
        breach: PatternBreach,
    },
    /// A post that too few or too many hold.
    Cover(CoverBreach),
}

impl fmt::Display for RosterBreach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(Assignment { shift, agent }) => {
                write!(f, "{agent} on {shift}: no such person or no such post")
            }
            Self::SecondPost(Assignment { shift, agent }) => write!(f, "{agent}: {shift} is a second post on that day"),
            Self::Pattern { agent, breach } => write!(f, "{agent}: {breach}"),
            Self::Cover(breach) => breach.fmt(f),
        }
    }
}

/// Verifies a plan of [`Problem::roster`] against every hard limit and prices it. Everybody's row is judged, also that of
/// someone who never works. A problem without a roster has no posts, and accepts the empty plan alone.
///
/// # Errors
/// Every breach: unknown names and second posts in the order of the plan, patterns in the order of the workers, cover in
/// the order of the posts.
pub fn check_roster(problem: &Problem, assignments: &[Assignment]) -> Result<CheckedRoster, Vec<RosterBreach>> {
    let mut breaches = Vec::new();
    let mut costs = RosterCosts::default();
    let Some(roster) = problem.roster.as_deref() else {
        breaches.extend(assignments.iter().cloned().map(RosterBreach::Unknown));
        return accept(assignments, costs, breaches);
    };
    let (rows, present) = rows(problem, roster, assignments, &mut breaches);
    for (worker, row) in rows.iter().enumerate() {
        let judged = pattern::judge(roster, worker, row);
        costs.patterns.add(&judged.costs);
        let agent = &problem.workers[worker].id;
        let told = |breach| RosterBreach::Pattern { agent: agent.clone(), breach };
        breaches.extend(judged.breaches.into_iter().map(told));
    }
    for (post, present) in roster.posts.iter().zip(present) {
        let (found, cost) = cover::judge(post, present);
        costs.cover.add(&cost);
        breaches.extend(found.into_iter().map(RosterBreach::Cover));
    }
    accept(assignments, costs, breaches)
}

fn accept(
    assignments: &[Assignment],
    costs: RosterCosts,
    breaches: Vec<RosterBreach>,
) -> Result<CheckedRoster, Vec<RosterBreach>> {
    if !breaches.is_empty() {
        return Err(breaches);
    }
    let mut assignments = assignments.to_vec();
    assignments.sort();
    Ok(CheckedRoster { assignments, costs })
}

/// Everybody's post by day, and how many hold each post.
fn rows(
    problem: &Problem,
    roster: &Roster,
    assignments: &[Assignment],
    breaches: &mut Vec<RosterBreach>,
) -> (Vec<Vec<Option<PostIx>>>, Vec<u32>) {
    let posts: BTreeMap<&ShiftId, PostIx> = roster.posts.iter().enumerate().map(|(ix, post)| (&post.id, ix)).collect();
    let workers: BTreeMap<&AgentId, WorkerIx> = problem.workers.iter().enumerate().map(|(ix, w)| (&w.id, ix)).collect();
    let mut rows = vec![vec![None; roster.days]; problem.workers.len()];
    let mut present = vec![0; roster.posts.len()];
    for assignment in assignments {
        let (Some(&post), Some(&worker)) = (posts.get(&assignment.shift), workers.get(&assignment.agent)) else {
            breaches.push(RosterBreach::Unknown(assignment.clone()));
            continue;
        };
        let day = &mut rows[worker][roster.posts[post].day];
        if day.is_some() {
            breaches.push(RosterBreach::SecondPost(assignment.clone()));
        } else {
            *day = Some(post);
            present[post] += 1;
        }
    }
    (rows, present)
}
