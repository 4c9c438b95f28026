//! From a checked set of assignments to an [`Outcome`] with its reasons: why this person, what the next best would have
//! cost, why nobody, what an agency would charge, and everyone's account before and after.

use super::bound::Told;
use super::eligible::Pair;
use super::levels;
use crate::check::Checked;
use crate::domain::plan::{
    Assigned, BareReason, Contender, EquityLine, Level, NextBest, Outcome, RefusalCount, Status, Uncovered,
};
use crate::domain::problem::{DemandIx, Problem, WorkerIx};
use crate::explain::{self, timeline};
use crate::rules::{self, LawRef, RuleId};
use crate::threads::side_by_side;
use std::collections::BTreeMap;

/// At most this many contenders are named for a bare shift; the most deserving first.
const CONTENDERS_MAX: usize = 8;

/// What the engines proved.
pub struct Proof {
    /// How the solve ended.
    pub status: Status,
    /// Levels in order.
    pub levels: Vec<Level>,
    /// Wall-clock seconds.
    pub seconds: f64,
    /// Work units.
    pub work: u64,
    /// Seed.
    pub seed: u32,
}

struct Plan<'a> {
    problem: &'a Problem,
    /// What the relaxations tell, where there are any of everybody.
    told: Option<&'a Told<'a>>,
    pairs: BTreeMap<DemandIx, &'a [Pair]>,
    held: BTreeMap<WorkerIx, Vec<DemandIx>>,
    lowest: i64,
}

/// Puts reasons to a checked plan, on `threads` threads.
pub fn explain(
    problem: &Problem,
    pairs: &[Pair],
    assigned: &BTreeMap<DemandIx, WorkerIx>,
    checked: &Checked,
    told: Option<&Told<'_>>,
    proof: Proof,
    threads: usize,
) -> Outcome {
    debug_assert_eq!(checked.assignments().len(), assigned.len());
    let mut held: BTreeMap<WorkerIx, Vec<DemandIx>> = BTreeMap::new();
    for (demand, worker) in assigned {
        held.entry(*worker).or_default().push(*demand);
    }
    let plan = Plan {
        problem,
        told,
        pairs: pairs.chunk_by(|a, b| a.demand == b.demand).map(|group| (group[0].demand, group)).collect(),
        held,
        lowest: levels::lowest_account(problem),
    };
    let bare: Vec<DemandIx> = (0..problem.demands.len()).filter(|demand| !assigned.contains_key(demand)).collect();
    let agency = plan.agency(&bare);
    let given: Vec<(DemandIx, WorkerIx)> = assigned.iter().map(|(demand, worker)| (*demand, *worker)).collect();
    Outcome {
        status: proof.status,
        levels: proof.levels,
        seconds: proof.seconds,
        work: proof.work,
        seed: proof.seed,
        input_sha256: problem.input_sha256.clone(),
        rule_packs: problem.rule_packs.clone(),
        assigned: side_by_side(&given, threads, |(demand, worker)| plan.assigned(*demand, *worker)),
        uncovered: side_by_side(&bare, threads, |demand| plan.uncovered(*demand, agency.get(demand).copied())),
        equity: plan.equity_lines(),
        prices: told.map_or_else(Vec::new, |told| told.prices(problem, assigned)),
        changes: Vec::new(),
    }
}

impl Plan<'_> {
    fn burden(&self, worker: WorkerIx) -> i64 {
        let held = self.held.get(&worker).into_iter().flatten();
        held.map(|demand| self.problem.burden_of(worker, *demand)).sum()
    }

    fn equity_cost(&self, worker: WorkerIx, burden: i64) -> f64 {
        levels::equity(&self.problem.workers[worker], self.lowest, burden)
    }

    fn assigned(&self, demand: DemandIx, worker: WorkerIx) -> Assigned {
        let who = &self.problem.workers[worker];
        Assigned {
            shift: self.problem.demands[demand].id.clone(),
            agent: who.id.clone(),
            suitability: self.problem.suitability(worker, demand),
            burden_centipoints: self.problem.burden_of(worker, demand),
            balance_before_centipoints: who.normalised(who.balance_centipoints),
            cost_cents: self.problem.cost_of(worker, demand),
            eligible: self.pairs.get(&demand).map_or(0, |pairs| pairs.len()),
            next_best: self.next_best(demand, worker),
        }
    }

    /// The cheapest replacement for one choice with everything else unchanged.
    fn next_best(&self, demand: DemandIx, worker: WorkerIx) -> Option<NextBest> {
        let total = self.burden(worker);
        let own = self.problem.burden_of(worker, demand);
        let saved = self.equity_cost(worker, total) - self.equity_cost(worker, total - own);
        let others = self.pairs.get(&demand)?.iter().filter(|pair| pair.worker != worker);
        let mut order: Vec<(&Pair, f64, i64)> = others
            .map(|pair| {
                let before = self.burden(pair.worker);
                let added = self.equity_cost(pair.worker, before + pair.burden) - self.equity_cost(pair.worker, before);
                (pair, added - saved, pair.cost - self.problem.cost_of(worker, demand))
            })
            .collect();
        order.sort_by(|a, b| {
            let key = |x: &(&Pair, f64, i64)| (x.0.suitability, x.2, x.0.worker);
            a.1.total_cmp(&b.1).then_with(|| key(a).cmp(&key(b)))
        });
        let free = order.into_iter().find(|(pair, ..)| {
            let held = self.held.get(&pair.worker).map_or(&[][..], Vec::as_slice);
            let (who, what) = (&self.problem.workers[pair.worker], &self.problem.demands[demand]);
            rules::fits(self.problem, who, what, &timeline(self.problem, pair.worker, held))
        });
        free.map(|(pair, equity_delta, cost_delta_cents)| NextBest {
            agent: self.problem.workers[pair.worker].id.clone(),
            equity_delta: (equity_delta * 100.0).round() / 100.0,
            cost_delta_cents,
            at_least: self.told.and_then(|told| told.least(demand, pair.worker)),
        })
    }

    fn uncovered(&self, demand: DemandIx, agency_cents: Option<i64>) -> Uncovered {
        let contenders = self.pairs.get(&demand).map_or(&[][..], |pairs| *pairs);
        let reason = if contenders.is_empty() {
            BareReason::NobodyEligible
        } else {
            let mut order: Vec<&Pair> = contenders.iter().collect();
            let account = |pair: &Pair| {
                let who = &self.problem.workers[pair.worker];
                who.normalised(who.balance_centipoints + self.burden(pair.worker))
            };
            order.sort_by_key(|pair| (pair.suitability, account(pair), pair.worker));
            let candidates = order.into_iter().take(CONTENDERS_MAX).map(|pair| self.contender(demand, pair.worker));
            BareReason::Contended { candidates: candidates.collect() }
        };
        Uncovered {
            shift: self.problem.demands[demand].id.clone(),
            reason,
            refusals: self.refusals(demand),
            agency_cents,
        }
    }

    /// Which of her shifts stand in the way: those without which she could take this one, or all when several do.
    fn contender(&self, demand: DemandIx, worker: WorkerIx) -> Contender {
        let held = self.held.get(&worker).map_or(&[][..], Vec::as_slice);
        let lawful_without = |out: &DemandIx| {
            let rest: Vec<DemandIx> = held.iter().copied().filter(|other| other != out).collect();
            rules::judge(self.problem, worker, demand, &timeline(self.problem, worker, &rest)).is_empty()
        };
        let single: Vec<DemandIx> = held.iter().copied().filter(lawful_without).collect();
        let instead = if single.is_empty() { held.to_vec() } else { single };
        Contender {
            agent: self.problem.workers[worker].id.clone(),
            instead: instead.into_iter().map(|demand| self.problem.demands[demand].id.clone()).collect(),
        }
    }

    fn refusals(&self, demand: DemandIx) -> Vec<RefusalCount> {
        // Hundreds are refused under a few rules: their articles are looked up once.
        let mut articles: BTreeMap<(RuleId, Option<LawRef>), String> = BTreeMap::new();
        let mut counts: BTreeMap<(RuleId, String), usize> = BTreeMap::new();
        for (ix, worker) in self.problem.workers.iter().enumerate() {
            let mut of_worker: BTreeMap<RuleId, &str> = BTreeMap::new();
            let violations = rules::judge(self.problem, ix, demand, &worker.fixed);
            for violation in &violations {
                articles
                    .entry((violation.rule, violation.law))
                    .or_insert_with(|| explain::article(self.problem, violation));
            }
            for violation in &violations {
                let article = &articles[&(violation.rule, violation.law)];
                of_worker.entry(violation.rule).and_modify(|known| *known = (*known).min(article)).or_insert(article);
            }
            for (rule, article) in of_worker {
                *counts.entry((rule, article.to_owned())).or_default() += 1;
            }
        }
        let mut counts: Vec<RefusalCount> = counts
            .into_iter()
            .map(|((rule, article), agents)| RefusalCount { rule: rule.as_str().to_owned(), article, agents })
            .collect();
        counts.sort_by(|a, b| b.agents.cmp(&a.agents).then_with(|| (&a.rule, &a.article).cmp(&(&b.rule, &b.article))));
        counts
    }

    /// The bare shifts an agency may fill: by priority, then date, as far as the group's hours go.
    fn agency(&self, bare: &[DemandIx]) -> BTreeMap<DemandIx, i64> {
        let mut order = bare.to_vec();
        order.sort_by_key(|demand| {
            let demand = &self.problem.demands[*demand];
            (demand.priority, demand.duty.span.start)
        });
        let mut left: BTreeMap<_, i64> =
            self.problem.agency_minutes_max.iter().map(|(title, minutes)| (title, *minutes)).collect();
        let mut bought = BTreeMap::new();
        for ix in order {
            let demand = &self.problem.demands[ix];
            let Some(cents) = demand.agency_cents else { continue };
            match left.get_mut(&demand.qualification) {
                Some(minutes) if *minutes < demand.duty.work_minutes => {}
                Some(minutes) => {
                    *minutes -= demand.duty.work_minutes;
                    bought.insert(ix, cents);
                }
                None => {
                    bought.insert(ix, cents);
                }
            }
        }
        bought
    }

    fn equity_lines(&self) -> Vec<EquityLine> {
        self.problem
            .workers
            .iter()
            .enumerate()
            .map(|(ix, worker)| EquityLine {
                agent: worker.id.clone(),
                before_centipoints: worker.normalised(worker.balance_centipoints),
                after_centipoints: worker.normalised(worker.balance_centipoints + self.burden(ix)),
                shifts: self.held.get(&ix).map_or(0, Vec::len),
            })
            .collect()
    }
}
