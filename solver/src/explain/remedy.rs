//! The smallest change of hours that would make a refused agent lawful for a shift: another start, or a shorter duty.
//!
//! Tried in steps of a quarter of an hour, the smallest first, each judged by every rule. What no hours can mend (a title not
//! held, a site too far) has no remedy.

use super::hours::{self, REACH, SHORTEST, STEP};
use super::sentence::{hours as hours_text, moment_en, moment_fr};
use super::{Candidate, Question, Verdict};
use crate::domain::problem::{Demand, WorkerIx, distance_km};
use crate::domain::time::{Minute, Span, local_of_instant};
use crate::rules;
use serde::{Deserialize, Serialize};

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Starts later, same length.
    Later,
    /// Starts earlier, same length.
    Earlier,
    /// Ends earlier.
    EndCut,
    /// Starts later, same end.
    StartCut,
}

/// The smallest change that would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Remedy {
    /// What is changed.
    pub change: Change,
    /// By how much.
    pub minutes: Minute,
    /// Start after the change: minutes since 1970-01-01T00:00Z.
    pub start: Minute,
    /// End after the change.
    pub end: Minute,
    /// Earliest lawful start on or after the given one with the whole length, within twelve hours.
    pub earliest_start: Option<Minute>,
    /// French sentence: the changed hours, no reason.
    pub sentence_fr: String,
    /// English sentence.
    pub sentence_en: String,
}

/// One agent judged for one shift, with what would make a refusal lawful.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Judgement {
    /// As in the list of all.
    #[serde(flatten)]
    pub candidate: Candidate,
    /// Smallest change of hours, for one who is refused and whom it would help.
    pub remedy: Option<Remedy>,
}

impl Change {
    /// The hours after a change by some minutes; `None` for less than the shortest duty.
    pub fn apply(self, span: Span, minutes: Minute) -> Option<Span> {
        let Span { start, end } = span;
        let changed = match self {
            Self::Later => return Some(Span::new(start + minutes, end + minutes)),
            Self::Earlier => return Some(Span::new(start - minutes, end - minutes)),
            Self::EndCut => Span::new(start, end - minutes),
            Self::StartCut => Span::new(start + minutes, end),
        };
        (changed.minutes() >= SHORTEST).then_some(changed)
    }
}

impl Question<'_> {
    /// One agent judged in full.
    pub fn judge_in_full(&self, worker: WorkerIx) -> Judgement {
        let candidate = self.judge(worker);
        let remedy = match candidate.verdict {
            Verdict::Eligible(_) => None,
            Verdict::Refused { .. } => self.remedy(worker),
        };
        Judgement { candidate, remedy }
    }

    /// The smallest change of hours that would make a refused agent lawful; of two of the same size the one that comes first
    /// in [`Change`].
    pub fn remedy(&self, worker: WorkerIx) -> Option<Remedy> {
        if !self.hours_may_help(worker) {
            return None;
        }
        let demand = &self.problem.demands[self.demand];
        let steps = || (1..=REACH / STEP).map(|step| step * STEP);
        let all = [Change::Later, Change::Earlier, Change::EndCut, Change::StartCut];
        let (change, minutes, found) = steps().find_map(|minutes| {
            all.iter().find_map(|change| {
                let other = self.changed(*change, minutes)?;
                self.lawful(worker, &other).then_some((*change, minutes, other.duty.span))
            })
        })?;
        let smaller = if change == Change::Later { minutes } else { STEP };
        let earliest_start = steps()
            .skip_while(|later| *later < smaller)
            .filter_map(|later| self.changed(Change::Later, later))
            .find(|other| self.lawful(worker, other))
            .map(|other| other.duty.span.start);
        let zone = self.problem.sites[demand.site].zone;
        let (start, end) = (local_of_instant(zone, found.start), local_of_instant(zone, found.end));
        let by = hours_text(minutes);
        let (sentence_fr, sentence_en) = match change {
            Change::Later => (
                format!("possible en commençant le {} ({by} plus tard)", moment_fr(start)),
                format!("lawful with a start on {} ({by} later)", moment_en(start)),
            ),
            Change::Earlier => (
                format!("possible en commençant le {} ({by} plus tôt)", moment_fr(start)),
                format!("lawful with a start on {} ({by} earlier)", moment_en(start)),
            ),
            Change::EndCut => (
                format!("possible en finissant le {} ({by} de moins)", moment_fr(end)),
                format!("lawful with an end on {} ({by} less)", moment_en(end)),
            ),
            Change::StartCut => (
                format!("possible à partir du {} seulement ({by} de moins)", moment_fr(start)),
                format!("lawful from {} on only ({by} less)", moment_en(start)),
            ),
        };
        let Span { start, end } = found;
        Some(Remedy { change, minutes, start, end, earliest_start, sentence_fr, sentence_en })
    }

    /// The shift after a change; `None` when nobody could be asked to start then, or too little is left.
    pub(super) fn changed(&self, change: Change, minutes: Minute) -> Option<Demand> {
        let demand = &self.problem.demands[self.demand];
        let span = change.apply(demand.duty.span, minutes)?;
        hours::may_start(self.problem, self.asked_at, span.start).then(|| hours::at(self.problem, demand, span))
    }

    /// Whether a worker may hold a shift, this one or a changed one.
    pub(super) fn lawful(&self, worker: WorkerIx, demand: &Demand) -> bool {
        rules::allows(self.problem, &self.problem.workers[worker], demand, &self.duties(worker))
    }

    /// No hours bring a site nearer or make up for a title never held.
    pub(super) fn hours_may_help(&self, worker: WorkerIx) -> bool {
        let (worker, demand) = (&self.problem.workers[worker], &self.problem.demands[self.demand]);
        let near = distance_km(worker.home, self.problem.sites[demand.site].place) <= f64::from(worker.mobility_km);
        near && worker.qualifications.iter().any(|(held, ..)| demand.suitable.iter().any(|(title, _)| title == held))
    }
}
