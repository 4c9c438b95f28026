//! Changes of a published plan: what each costs, which are counted ([`Repair`](crate::domain::plan::Repair)), and the list of them with their reasons.

use super::levels::{Goals, LEVELS};
use crate::check::Breach;
use crate::domain::plan::{Change, Ground, Why};
use crate::domain::problem::{DemandIx, Problem, WorkerIx};
use crate::explain::notes::days_short;
use crate::explain::timeline;
use crate::rules;
use std::collections::BTreeMap;

/// A published plan, held against the law as it is now, and the price of leaving it.
pub struct Changes {
    /// By shift.
    published: Vec<Published>,
    day_price: f64,
}

/// What was published of one shift.
enum Published {
    Bare,
    Held(WorkerIx),
    /// Held, and the law refuses her now.
    Refused(WorkerIx, Vec<Ground>),
}

impl Changes {
    /// `published` is the whole plan, `breaches` what is no longer lawful of it.
    pub fn new(
        problem: &Problem,
        published: &BTreeMap<DemandIx, WorkerIx>,
        breaches: &[Breach],
        day_price: f64,
    ) -> Self {
        let of_shift = |demand| {
            let Some(holder) = published.get(&demand) else { return Published::Bare };
            let here = breaches.iter().filter(|breach| breach.shift == problem.demands[demand].id);
            let grounds: Vec<Ground> = here.map(ground).collect();
            if grounds.is_empty() { Published::Held(*holder) } else { Published::Refused(*holder, grounds) }
        };
        Self { published: (0..problem.demands.len()).map(of_shift).collect(), day_price }
    }

    /// Whether `holder` (none: nobody) makes the shift a chosen change.
    pub fn counts(&self, demand: DemandIx, holder: Option<WorkerIx>) -> bool {
        match self.published[demand] {
            Published::Bare => holder.is_some(),
            Published::Held(promised) => holder != Some(promised),
            Published::Refused(..) => false,
        }
    }

    /// Whether the law has taken the shift from its holder.
    pub fn is_forced(&self, demand: DemandIx) -> bool {
        matches!(self.published[demand], Published::Refused(..))
    }

    /// What it costs at the level of changes that `holder` (none: nobody) has the shift.
    pub fn price(&self, problem: &Problem, demand: DemandIx, holder: Option<WorkerIx>) -> f64 {
        if !self.counts(demand, holder) {
            return 0.0;
        }
        1.0 + self.day_price * self.days_short(problem, demand, holder) as f64
    }

    /// By how many days the longest notice owed to whoever loses the shift or is given it is missed.
    fn days_short(&self, problem: &Problem, demand: DemandIx, holder: Option<WorkerIx>) -> i64 {
        let Some(now) = problem.decided_at else { return 0 };
        let loses = match self.published[demand] {
            Published::Held(promised) => Some(promised),
            Published::Bare | Published::Refused(..) => None,
        };
        let told = loses.into_iter().chain(holder);
        let short = |who: WorkerIx| days_short(problem, &problem.workers[who], &problem.demands[demand], now);
        told.map(short).max().unwrap_or(0)
    }

    /// Every shift whose holder is another than published, in the order of the input. Only where `goals` have prices for
    /// changes do these have one.
    pub fn list(&self, goals: Goals<'_>, assigned: &BTreeMap<DemandIx, WorkerIx>) -> Vec<Change> {
        let problem = goals.problem;
        let mut held: BTreeMap<WorkerIx, Vec<DemandIx>> = BTreeMap::new();
        for (demand, worker) in assigned {
            held.entry(*worker).or_default().push(*demand);
        }
        let of_shift = |(demand, published): (DemandIx, &Published)| {
            let to = assigned.get(&demand).copied();
            let from = match published {
                Published::Bare => None,
                Published::Held(who) | Published::Refused(who, _) => Some(*who),
            };
            if from == to {
                return None;
            }
            let name = |who: WorkerIx| problem.workers[who].id.clone();
            let why = match published {
                Published::Refused(_, grounds) => Why::Forced { grounds: grounds.clone() },
                Published::Bare | Published::Held(_) => self.choice(goals, &held, demand, from, to),
            };
            Some(Change {
                shift: problem.demands[demand].id.clone(),
                from: from.map(name),
                to: to.map(name),
                minutes_before: problem.decided_at.map(|now| problem.demands[demand].duty.span.start - now),
                days_short: self.days_short(problem, demand, to),
                price: goals.changes.map_or(0.0, |changes| changes.price(problem, demand, to)),
                why,
            })
        };
        self.published.iter().enumerate().filter_map(of_shift).collect()
    }

    /// What would speak against taking one change back with everything else as it is.
    fn choice(
        &self,
        goals: Goals<'_>,
        held: &BTreeMap<WorkerIx, Vec<DemandIx>>,
        demand: DemandIx,
        from: Option<WorkerIx>,
        to: Option<WorkerIx>,
    ) -> Why {
        let problem = goals.problem;
        if let Some(from) = from {
            let hers = held.get(&from).map_or(&[][..], Vec::as_slice);
            let may_hold = |demands: &[DemandIx]| {
                let (who, what) = (&problem.workers[from], &problem.demands[demand]);
                rules::fits(problem, who, what, &timeline(problem, from, demands))
            };
            if !may_hold(hers) {
                let given: Vec<DemandIx> = hers.iter().copied().filter(|other| !self.keeps(*other, from)).collect();
                let alone = |out: &DemandIx| {
                    let rest: Vec<DemandIx> = hers.iter().copied().filter(|other| other != out).collect();
                    may_hold(&rest)
                };
                let single: Vec<DemandIx> = given.iter().copied().filter(alone).collect();
                let shifts = if single.is_empty() { given } else { single };
                return Why::MakesRoom {
                    shifts: shifts.into_iter().map(|other| problem.demands[other].id.clone()).collect(),
                };
            }
        }
        // What nobody else holds or gives up is the same before and after, so the two of them tell the difference.
        let concerned = from.into_iter().chain(to);
        let now: BTreeMap<DemandIx, WorkerIx> =
            concerned.flat_map(|who| held.get(&who).into_iter().flatten().map(move |other| (*other, who))).collect();
        let mut back = now.clone();
        match from {
            Some(from) => back.insert(demand, from),
            None => back.remove(&demand),
        };
        let (now, back) = (goals.evaluate(&now), goals.evaluate(&back));
        let differing = LEVELS.into_iter().zip(back.iter().zip(&now).map(|(back, now)| back - now));
        match differing.into_iter().find(|(_, lost)| lost.abs() > 1e-7) {
            Some((level, amount)) if amount > 0.0 => Why::Betters { level, amount },
            _ => Why::Exchange,
        }
    }

    fn keeps(&self, demand: DemandIx, who: WorkerIx) -> bool {
        matches!(self.published[demand], Published::Held(promised) if promised == who)
    }
}

fn ground(breach: &Breach) -> Ground {
    let refusal = &breach.refusal;
    Ground {
        rule: refusal.rule.clone(),
        law: refusal.law.clone(),
        article: refusal.article.clone(),
        sentence_fr: refusal.sentence_fr.clone(),
        sentence_en: refusal.sentence_en.clone(),
    }
}
