//! Reasons as data: why an agent may or may not hold a shift, in words with the figures and the article, and everyone
//! ranked for a shift in the published order ([`Question`]); the smallest change of hours that would make a refusal lawful
//! ([`remedy`]); why nobody can take a shift, and what would fill it ([`nobody`]); who may only be asked ([`notes`]); what the
//! bound says of a choice ([`choice`]).

pub mod choice;
mod hours;
pub mod nobody;
pub mod notes;
mod preferences;
pub mod remedy;
mod sentence;

use crate::domain::ids::{AgentId, ShiftId};
use crate::domain::plan::Assignment;
use crate::domain::problem::{DemandIx, Duty, Problem, WorkerIx, distance_km};
use crate::domain::scenario::Suitability;
use crate::domain::time::Minute;
use crate::law::Certainty;
use crate::rules::{self, RuleId, Violation};
use crate::threads;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

pub use nobody::Nobody;
pub use notes::{Note, NoticeOwed, notices_owed};
pub use preferences::{Remark, preferences};
pub use remedy::{Judgement, Remedy};
pub use sentence::{MONTHS_FR, date_fr, hours};
pub(crate) use sentence::{article, of_roster};

/// One rule that refuses an agent for a shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refusal {
    /// Rule id: `daily-rest`, `weekly-max` …
    pub rule: String,
    /// Id of the pack rule that decided (`fph.daily-rest`); none for what no pack holds.
    pub law: Option<String>,
    /// How sure that pack rule is.
    pub certainty: Option<Certainty>,
    /// Article that founds it; empty for what needs none (a title not held, an absence).
    pub article: String,
    /// French sentence with its figures.
    pub sentence_fr: String,
    /// English sentence with its figures.
    pub sentence_en: String,
    /// What another establishment may read: never where or why.
    pub neutral_fr: String,
    /// The same in English.
    #[serde(default)]
    pub neutral_en: String,
    /// Figure found, in `unit`.
    pub measured: i64,
    /// Figure allowed, in `unit`.
    pub limit: i64,
    /// `minutes`, `days`, `km` or empty.
    pub unit: String,
    /// Earliest start at which this rule alone would no longer refuse a shift of the same length, where moving helps:
    /// minutes since 1970-01-01T00:00Z.
    pub lawful_from: Option<Minute>,
}

/// An agent judged for a shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Candidate {
    /// Who.
    pub agent: AgentId,
    /// Name shown to people.
    pub name: String,
    /// Judgement.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Eligible with a rank, or refused with every reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// May lawfully hold it.
    Eligible(Eligible),
    /// May not.
    Refused {
        /// Every violated rule.
        refusals: Vec<Refusal>,
    },
}

/// What places an eligible agent in the published order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Eligible {
    /// 1 is first; 0 when judged alone.
    pub rank: usize,
    /// Full before degraded.
    pub suitability: Suitability,
    /// Normalised equity account before, hundredths of a point.
    pub balance_before_centipoints: i64,
    /// Normalised equity account after, hundredths of a point.
    pub balance_after_centipoints: i64,
    /// She has worked in the unit.
    pub knows_unit: bool,
    /// Crow's flight from home, km.
    pub distance_km: f64,
    /// Pool cost with travel, euro cents.
    pub cost_cents: i64,
    /// Why she can only be asked, never assigned; empty when nothing speaks against an assignment.
    pub offer_only: Vec<Note>,
}

/// Below this many people another thread costs more than it saves.
const ITEMS_PER_THREAD_MIN: usize = 64;

/// Puts a violation into words.
pub fn refusal(problem: &Problem, worker: WorkerIx, demand: DemandIx, violation: &Violation) -> Refusal {
    sentence::refusal(problem, worker, demand, violation)
}

/// A refusal that no rule pack founds.
pub(crate) fn plain_refusal(rule: &str, sentence_fr: &str, sentence_en: &str) -> Refusal {
    Refusal {
        rule: rule.to_owned(),
        law: None,
        certainty: None,
        article: String::new(),
        sentence_fr: sentence_fr.to_owned(),
        sentence_en: sentence_en.to_owned(),
        neutral_fr: WITHOUT_A_REASON.0.to_owned(),
        neutral_en: WITHOUT_A_REASON.1.to_owned(),
        measured: 0,
        limit: 0,
        unit: String::new(),
        lawful_from: None,
    }
}

/// What is said where no reason may be read, in French and in English.
const WITHOUT_A_REASON: (&str, &str) = ("non proposé", "not offered");

/// What another establishment may read of some refusals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Neutral {
    /// French sentences.
    #[serde(rename = "neutral_fr", skip_serializing_if = "Vec::is_empty")]
    pub fr: Vec<String>,
    /// The same in English.
    #[serde(rename = "neutral_en", skip_serializing_if = "Vec::is_empty")]
    pub en: Vec<String>,
}

impl Neutral {
    /// That no title is held for the post, which the post itself tells, and one moment, never which rule, where or why.
    pub fn of(refusals: &[Refusal]) -> Self {
        let untitled = |refusal: &&Refusal| refusal.rule == RuleId::Qualification.as_str();
        // The last to yield speaks for all; one that no later start helps has nothing to wait for.
        let others = refusals.iter().filter(|refusal| !untitled(refusal));
        let last = others.max_by_key(|refusal| refusal.lawful_from.unwrap_or(Minute::MAX));
        let told = || refusals.iter().find(untitled).into_iter().chain(last);
        Self {
            fr: told().map(|refusal| refusal.neutral_fr.clone()).collect(),
            en: told().map(|refusal| refusal.neutral_en.clone()).collect(),
        }
    }

    /// That it is not offered, and no more.
    pub fn without_a_reason() -> Self {
        Self { fr: vec![WITHOUT_A_REASON.0.to_owned()], en: vec![WITHOUT_A_REASON.1.to_owned()] }
    }
}

/// Who may hold one shift.
#[derive(Debug)]
pub struct Question<'a> {
    /// Everything.
    pub problem: &'a Problem,
    /// Which shift.
    pub demand: DemandIx,
    /// When it is asked: notice is counted from here, and nobody can start earlier. `None` leaves both unjudged.
    pub asked_at: Option<Minute>,
    held: BTreeMap<WorkerIx, Vec<DemandIx>>,
}

impl<'a> Question<'a> {
    /// `held` are assignments that already count; one of this very shift does not.
    pub fn new(problem: &'a Problem, demand: DemandIx, held: &[Assignment], asked_at: Option<Minute>) -> Self {
        Self { problem, demand, asked_at, held: held_duties(problem, held, demand) }
    }

    /// Everyone judged: the eligible in the published order (suitability, account after, familiarity, distance, id), then
    /// the refused by id.
    pub fn candidates(&self) -> Vec<Candidate> {
        // A manager waits for this answer: several hundred people are judged side by side.
        let workers: Vec<WorkerIx> = (0..self.problem.workers.len()).collect();
        let mut all = side_by_side(&workers, |worker| self.judge(*worker));
        let order = |candidate: &Candidate| match &candidate.verdict {
            Verdict::Eligible(e) => {
                (0, e.suitability, e.balance_after_centipoints, !e.knows_unit, (e.distance_km * 1000.0) as i64)
            }
            Verdict::Refused { .. } => (1, Suitability::No, 0, false, 0),
        };
        all.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.agent.cmp(&b.agent)));
        for (at, candidate) in all.iter_mut().enumerate() {
            if let Verdict::Eligible(eligible) = &mut candidate.verdict {
                eligible.rank = at + 1;
            }
        }
        all
    }

    /// One agent judged.
    pub fn judge(&self, worker_ix: WorkerIx) -> Candidate {
        let (problem, worker) = (self.problem, &self.problem.workers[worker_ix]);
        let demand = &problem.demands[self.demand];
        let violations = rules::judge(problem, worker_ix, self.demand, &self.duties(worker_ix));
        let verdict = if violations.is_empty() {
            let before = self.held.get(&worker_ix).into_iter().flatten();
            let balance: i64 =
                worker.balance_centipoints + before.map(|other| problem.burden_of(worker_ix, *other)).sum::<i64>();
            Verdict::Eligible(Eligible {
                rank: 0,
                suitability: problem.suitability(worker_ix, self.demand),
                balance_before_centipoints: worker.normalised(balance),
                balance_after_centipoints: worker.normalised(balance + problem.burden_of(worker_ix, self.demand)),
                knows_unit: worker.knows(&demand.unit),
                distance_km: (distance_km(worker.home, problem.sites[demand.site].place) * 10.0).round() / 10.0,
                cost_cents: problem.cost_of(worker_ix, self.demand),
                offer_only: notes::offer_only(problem, worker, demand, self.asked_at),
            })
        } else {
            Verdict::Refused {
                refusals: violations.iter().map(|v| sentence::refusal(problem, worker_ix, self.demand, v)).collect(),
            }
        };
        Candidate { agent: worker.id.clone(), name: worker.name.clone(), verdict }
    }

    /// What already counts for a worker, sorted.
    fn duties(&self, worker: WorkerIx) -> Cow<'a, [Duty]> {
        match self.held.get(&worker) {
            Some(demands) => Cow::Owned(timeline(self.problem, worker, demands)),
            None => Cow::Borrowed(&self.problem.workers[worker].fixed),
        }
    }
}

/// Answers for each item, in their order, from several threads when there are enough of them.
fn side_by_side<T: Sync, R: Send>(items: &[T], answer: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    threads::side_by_side(items, threads.min(items.len().div_ceil(ITEMS_PER_THREAD_MIN)), answer)
}

/// One agent judged for one shift, at the moment at which the problem says that it is decided.
pub fn judge(problem: &Problem, worker: WorkerIx, demand: DemandIx, held: &[Assignment]) -> Candidate {
    Question::new(problem, demand, held, problem.decided_at).judge(worker)
}

/// Every shift of the problem judged for one agent, in the order of the input.
pub fn agent_shifts(problem: &Problem, worker: WorkerIx) -> Vec<(ShiftId, Verdict)> {
    (0..problem.demands.len())
        .map(|demand| (problem.demands[demand].id.clone(), judge(problem, worker, demand, &[]).verdict))
        .collect()
}

fn held_duties(problem: &Problem, held: &[Assignment], except: DemandIx) -> BTreeMap<WorkerIx, Vec<DemandIx>> {
    let mut by_worker: BTreeMap<WorkerIx, Vec<DemandIx>> = BTreeMap::new();
    if held.is_empty() {
        return by_worker;
    }
    let demands: BTreeMap<_, _> = problem.demands.iter().enumerate().map(|(ix, d)| (&d.id, ix)).collect();
    let workers: BTreeMap<_, _> = problem.workers.iter().enumerate().map(|(ix, w)| (&w.id, ix)).collect();
    for assignment in held {
        let known = (demands.get(&assignment.shift), workers.get(&assignment.agent));
        if let (Some(demand), Some(worker)) = known
            && *demand != except
        {
            by_worker.entry(*worker).or_default().push(*demand);
        }
    }
    by_worker
}

/// A worker's fixed duties with some demands added, sorted.
pub(crate) fn timeline(problem: &Problem, worker: WorkerIx, demands: &[DemandIx]) -> Vec<Duty> {
    let mut duties = problem.workers[worker].fixed.clone();
    duties.extend(demands.iter().map(|demand| problem.demands[*demand].duty));
    duties.sort_by_key(|d| (d.span.start, d.span.end));
    duties
}
