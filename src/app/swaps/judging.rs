//! The judgement of a swap: the group's facts as they would be after it, and what of the law stands against that.
//!
//! Every duty that goes is taken off its giver's timeline and put before the checker as one to be given to its taker, all of
//! them together. So giving away frees hours, and what two people exchange is judged with neither's old duty in the way.

use super::Duty;
use super::duties::{self, has};
use crate::app::error::{Error, Result};
use crate::app::facts::{self, Facts};
use crate::lang::{Locale, Words};
use crate::store::snapshot::{self, Snapshot};
use crate::store::swaps::Leg;
use crate::store::{Tx, parsed};
use chrono::NaiveDate;
use releve_solver::check::{Breach, check};
use releve_solver::domain::plan::Assignment;
use releve_solver::domain::problem::{Demand, Problem, Worker};
use releve_solver::domain::scenario::{Priority, Scenario, Shift};
use releve_solver::explain::Refusal;

/// A duty that goes from one agent to another, as the planning model knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Who gives it.
    pub giver: String,
    /// Who takes it.
    pub taker: String,
    /// What goes.
    pub what: What,
}

/// What goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A shift that she holds through the pool.
    Held {
        /// The shift.
        shift: String,
    },
    /// A duty of her home roster.
    Home {
        /// Unit.
        unit: String,
        /// Shift code.
        code: String,
        /// Civil day of the start.
        date: NaiveDate,
        /// The title that the taker must have.
        title: String,
    },
}

impl Move {
    pub(super) fn of_leg(leg: &Leg) -> Result<Self> {
        let what = match Duty::of(leg.assignment_id.as_ref(), &leg.post)? {
            Duty::Assignment { .. } => What::Held { shift: leg.post.id.clone() },
            Duty::Home { unit, code, date } => What::Home { unit, code, date, title: leg.post.qualification.clone() },
        };
        Ok(Self { giver: leg.giver_id.clone(), taker: leg.taker_id.clone(), what })
    }

    pub(super) fn of_standing(standing: &duties::Standing, taker: &str) -> Result<Self> {
        let post = &standing.post;
        let what = match &standing.duty {
            Duty::Assignment { .. } => What::Held { shift: post.id.clone() },
            Duty::Home { unit, code, .. } => What::Home {
                unit: unit.clone(),
                code: code.clone(),
                date: parsed(&post.date)?,
                title: post.qualification.clone(),
            },
        };
        Ok(Self { giver: standing.holder.clone(), taker: taker.to_owned(), what })
    }
}

/// What the law says of a swap, and what it would do to each account.
#[derive(Debug)]
pub(super) struct Judged {
    /// The facts after it; the duties that go are its demands `~0`, `~1` … in the order of the legs.
    pub after: Facts,
    /// Of each leg what forbids its taker to take it.
    pub refusals: Vec<Vec<Refusal>>,
    /// Every taker has the very title that her duty asks for.
    pub same_titles: bool,
}

impl Judged {
    /// Whether nothing forbids it.
    pub fn is_lawful(&self) -> bool {
        self.refusals.iter().all(Vec::is_empty)
    }
}

/// The name of a leg's duty in the facts after the swap; no identifier of a group looks like that.
fn name_of_leg(number: usize) -> String {
    format!("~{number}")
}

/// Takes the duties off their givers and makes them shifts to be filled; gives who is to fill each. `None` when one of them is
/// not there to be given.
pub fn exchanged(scenario: &mut Scenario, moves: &[Move]) -> Option<Vec<Assignment>> {
    let mut wanted = Vec::with_capacity(moves.len());
    for (number, going) in moves.iter().enumerate() {
        let shift = lifted(scenario, going)?;
        let id = name_of_leg(number);
        wanted.push(Assignment { shift: id.as_str().into(), agent: going.taker.as_str().into() });
        scenario.shifts.push(Shift { id: id.as_str().into(), ..shift });
    }
    Some(wanted)
}

/// Takes one duty off its giver.
pub(super) fn lifted(scenario: &mut Scenario, going: &Move) -> Option<Shift> {
    match &going.what {
        What::Held { shift } => {
            let is_it = |held: &releve_solver::domain::scenario::Held| {
                held.shift.id.as_str() == shift && held.agent.as_str() == going.giver
            };
            let at = scenario.held.iter().position(is_it)?;
            Some(scenario.held.remove(at).shift)
        }
        What::Home { unit, code, date, title } => {
            let line = scenario.rosters.iter_mut().find(|line| has(line, &going.giver, (unit, code, *date)))?;
            let offset = usize::try_from((*date - line.from).num_days()).ok()?;
            let codes = line.codes.split_whitespace().enumerate();
            let codes: Vec<&str> = codes.map(|(at, code)| if at == offset { "." } else { code }).collect();
            line.codes = codes.join(" ");
            Some(home_shift(unit, code, *date, title))
        }
    }
}

/// A duty of a home roster as a shift to be filled; it still needs a name.
pub(super) fn home_shift(unit: &str, code: &str, date: NaiveDate, title: &str) -> Shift {
    Shift {
        id: "".into(),
        unit: unit.into(),
        code: code.into(),
        date,
        qualification: title.into(),
        priority: Priority::Normal,
        degraded_accepted: false,
    }
}

/// Judges a swap on the facts as a transaction sees them; `None` when one of its duties is not there to be given.
pub(super) async fn judge(tx: &mut Tx, group: &str, moves: &[Move]) -> Result<Option<Judged>> {
    let snapshot = snapshot::load(tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
    judge_on(snapshot, moves).await
}

/// The same on a snapshot.
pub(super) async fn judge_on(mut snapshot: Snapshot, moves: &[Move]) -> Result<Option<Judged>> {
    let Some(wanted) = exchanged(&mut snapshot.scenario, moves) else { return Ok(None) };
    let after = facts::compile(snapshot).await?;
    let moves = moves.to_vec();
    let judging = tokio::task::spawn_blocking(move || {
        let breaches = check(&after.problem, &wanted).err().unwrap_or_default();
        let refusals = moves.iter().enumerate().map(|(number, going)| {
            let mut refusals = of_leg(&breaches, number);
            refusals.extend(elsewhere(&after.problem, number, going));
            refusals
        });
        let refusals = refusals.collect();
        let same_titles = (0..moves.len()).all(|number| same_title(&after, number, &moves[number].taker));
        Judged { after, refusals, same_titles }
    });
    Ok(Some(judging.await.map_err(|e| Error::Corrupt(e.to_string()))?))
}

fn of_leg(breaches: &[Breach], number: usize) -> Vec<Refusal> {
    let name = name_of_leg(number);
    breaches.iter().filter(|breach| breach.shift.as_str() == name).map(|breach| breach.refusal.clone()).collect()
}

/// A home duty stays inside its establishment: work for another member goes through the pool.
fn elsewhere(problem: &Problem, number: usize, going: &Move) -> Option<Refusal> {
    let (demand, worker) = (demand(problem, number)?, worker(problem, &going.taker)?);
    if !matches!(going.what, What::Home { .. }) || leaves_no_establishment(worker, demand) {
        return None;
    }
    let (fr, en) = (Words::new(Locale::Fr), Words::new(Locale::En));
    Some(Refusal {
        rule: "home-duty".to_owned(),
        law: None,
        certainty: None,
        article: String::new(),
        sentence_fr: fr.say("judged-home-duty"),
        sentence_en: en.say("judged-home-duty"),
        neutral_fr: fr.say("judged-not-offered"),
        neutral_en: en.say("judged-not-offered"),
        measured: 0,
        limit: 0,
        unit: String::new(),
        lawful_from: None,
    })
}

/// Whether a duty is one of the taker's own establishment.
pub(super) fn leaves_no_establishment(taker: &Worker, demand: &Demand) -> bool {
    taker.employer == demand.site
}

fn same_title(after: &Facts, number: usize, taker: &str) -> bool {
    let (Some(demand), Some(worker)) = (demand(&after.problem, number), worker(&after.problem, taker)) else {
        return false;
    };
    worker.titles_on(demand.duty.day).any(|title| *title == demand.qualification)
}

fn demand(problem: &Problem, number: usize) -> Option<&Demand> {
    let name = name_of_leg(number);
    problem.demands.iter().find(|demand| demand.id.as_str() == name)
}

pub(super) fn worker<'p>(problem: &'p Problem, agent: &str) -> Option<&'p Worker> {
    problem.workers.iter().find(|worker| worker.id.as_str() == agent)
}
