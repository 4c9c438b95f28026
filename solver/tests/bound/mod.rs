//! What is said from the bound, held against every lawful plan of small random problems.

use super::{better, every_lawful_value, for_every_lawful_plan, make_alike, random_scenario, run};
use releve_solver::check::{Checked, check};
use releve_solver::compile;
use releve_solver::domain::plan::{Cancel, Instead, Least, Level, Limits, Outcome, Price};
use releve_solver::domain::problem::{DemandIx, Problem, WorkerIx};
use releve_solver::domain::scenario::{Scenario, Shift};
use releve_solver::engines::bound::{Around, Scope};
use std::collections::BTreeMap;

const ROUNDING: f64 = 1e-4;

struct Case {
    name: String,
    scenario: Scenario,
    problem: Problem,
    outcome: Outcome,
    plan: Checked,
}

impl Case {
    fn new(seed: u64, agents: u64, gaps: u64) -> Self {
        let mut scenario = random_scenario(seed, agents, gaps);
        if seed.is_multiple_of(4) {
            make_alike(&mut scenario);
        }
        let problem = compile(&scenario).expect("a valid scenario");
        let outcome = run(&problem, &Limits::default());
        let plan = check(&problem, &outcome.assignments()).expect("a lawful plan");
        Self { name: format!("seed {seed}"), scenario, problem, outcome, plan }
    }

    fn values(&self) -> Vec<f64> {
        self.outcome.levels.iter().map(|level| level.objective).collect()
    }

    fn around(&self) -> Around<'_> {
        let around = Around::new(&self.problem, &self.plan, Scope::Group, 2);
        around.relaxed(&Limits::default(), &Cancel::new())
    }

    /// Shifts just like this one, itself included: whoever holds one of them may as well hold any other.
    fn alike(&self, demand: DemandIx) -> Vec<DemandIx> {
        let key = |shift: &Shift| {
            let Shift { unit, code, date, qualification, priority, degraded_accepted, .. } = shift.clone();
            (unit, code, date, qualification, priority, degraded_accepted)
        };
        let own = key(&self.scenario.shifts[demand]);
        (0..self.scenario.shifts.len()).filter(|other| key(&self.scenario.shifts[*other]) == own).collect()
    }

    /// Every lawful plan with its values.
    fn every(&self) -> Vec<(BTreeMap<DemandIx, WorkerIx>, [f64; 5])> {
        let mut every = Vec::new();
        for_every_lawful_plan(&self.scenario, &self.problem, |plan, values, _| every.push((plan.clone(), values)));
        every
    }

    fn pairs(&self) -> impl Iterator<Item = (DemandIx, WorkerIx)> + use<> {
        let workers = self.problem.workers.len();
        (0..self.problem.demands.len()).flat_map(move |demand| (0..workers).map(move |worker| (demand, worker)))
    }
}

/// The least value of a level among plans that keep the levels before as good as `kept`.
fn least_of<'v>(every: impl Iterator<Item = &'v [f64; 5]>, at: usize, kept: &[f64]) -> f64 {
    let keeps = |values: &&[f64; 5]| (0..at).all(|before| values[before] <= kept[before] + 1e-5);
    every.filter(keeps).map(|values| values[at]).fold(f64::INFINITY, f64::min)
}

#[test]
fn choosing_somebody_else_costs_what_the_best_plan_with_her_does() {
    let (mut nothing, mut costs, mut held) = (0, [0; 5], 0);
    for seed in 900..930 {
        let case = Case::new(seed, 4, 5);
        let (every, values) = (case.every(), case.values());
        for (demand, worker) in case.pairs() {
            let name = format!("{}, shift {demand} to agent {worker}", case.name);
            let alike = case.alike(demand);
            let with_her = every.iter().filter(|(plan, _)| alike.iter().any(|shift| plan.get(shift) == Some(&worker)));
            let best = with_her.map(|(_, values)| *values).reduce(|a, b| if better(&b, &a) { b } else { a });
            let around = Around::new(&case.problem, &case.plan, Scope::Shift(demand), 1);
            let said = around.instead(demand, worker, &Limits::default(), &Cancel::new());
            let Some(best) = best else {
                assert_eq!(said, None, "{name}: no lawful plan has her there");
                continue;
            };
            let differs = (0..5).find(|at| (best[*at] - values[*at]).abs() > ROUNDING);
            match (said, differs) {
                (Some(Instead::Nothing), None) => nothing += 1,
                (Some(Instead::Held), None) => held += 1,
                (Some(Instead::Exactly(Least { level, by })), Some(at)) => {
                    assert_eq!(level, case.outcome.levels[at].name, "{name}");
                    assert!((by - (best[at] - values[at])).abs() < ROUNDING, "{name}: {by}, {best:?}, {values:?}");
                    costs[at] += 1;
                }
                _ => panic!("{name}: {said:?}, but the best plan with her is worth {best:?}, the plan {values:?}"),
            }
        }
    }
    assert!(held > 20 && nothing > 0, "{held} held, {nothing} for nothing");
    assert!(costs[0] > 0 && costs[1] > 0 && costs[2] > 0, "at every important level something costs: {costs:?}");
}

#[test]
fn no_plan_with_her_is_nearer_than_the_reduced_cost() {
    let (mut told, mut told_next, mut dearer) = (0, 0, 0);
    for seed in 900..930 {
        let case = Case::new(seed, 4, 5);
        let (every, values, around) = (case.every(), case.values(), case.around());
        let holds = |demand: DemandIx, worker: WorkerIx, Least { level, by }: Least| {
            let at = case.outcome.levels.iter().position(|known| known.name == level).expect("a level");
            let alike = case.alike(demand);
            let with_her = every.iter().filter(|(plan, _)| alike.iter().any(|shift| plan.get(shift) == Some(&worker)));
            let least = least_of(with_her.map(|(_, values)| values), at, &values);
            let name = format!("{}, shift {demand} to agent {worker}", case.name);
            assert!(by > 0.0 && least >= values[at] + by - ROUNDING, "{name}: {least} at {level:?}, {by} {values:?}");
        };
        for (demand, worker) in case.pairs() {
            let alike = case.alike(demand);
            let mut with_her =
                every.iter().filter(|(plan, _)| alike.iter().any(|shift| plan.get(shift) == Some(&worker)));
            let as_good = |known: &[f64; 5]| known.iter().zip(&values).all(|(a, b)| (a - b).abs() < ROUNDING);
            dearer += usize::from(with_her.clone().next().is_some() && !with_her.any(|(_, known)| as_good(known)));
            if let Some(least) = around.least(demand, worker) {
                holds(demand, worker, least);
                told += 1;
            }
        }
        for assigned in &case.outcome.assigned {
            if let Some((next, least)) = assigned.next_best.as_ref().and_then(|next| Some((next, next.at_least?))) {
                let demand = case.problem.demands.iter().position(|demand| demand.id == assigned.shift);
                let worker = case.problem.workers.iter().position(|worker| worker.id == next.agent);
                holds(demand.expect("a shift"), worker.expect("an agent"), least);
                told_next += 1;
            }
        }
    }
    assert!(told_next > 5 && 2 * told > dearer, "the bound tells {told} of {dearer}, and {told_next} of the next best");
}

/// What every lawful plan of a changed scenario is worth.
fn values_of(scenario: &Scenario) -> Vec<[f64; 5]> {
    every_lawful_value(scenario, &compile(scenario).expect("a valid scenario"))
}

/// The price of the cell that a shift lies in.
fn price_of<'p>(case: &Case, prices: &'p [Price], demand: DemandIx) -> Option<&'p Price> {
    use chrono::Datelike;
    let shift = &case.scenario.shifts[demand];
    let week = shift.date.iso_week();
    let week = format!("{}-W{:02}", week.year(), week.week());
    let site = shift.unit.as_str().trim_start_matches("u-");
    let here =
        |p: &&Price| p.qualification == shift.qualification && p.establishment.as_str() == site && p.week == week;
    prices.iter().find(here)
}

#[test]
fn a_shift_filled_from_outside_is_worth_no_more_than_its_price() {
    let (mut exact, mut cells) = (0, 0);
    for seed in 960..984 {
        let case = Case::new(seed, 3, 5);
        let (values, around) = (case.values(), case.around());
        let prices = around.prices();
        assert_eq!(case.outcome.prices.len(), prices.len(), "{}: told with the plan as well", case.name);
        let relaxed: Vec<Level> = around.levels().expect("nothing was cut short");
        for (demand, shift) in case.scenario.shifts.iter().enumerate() {
            let name = format!("{}, shift {demand}", case.name);
            let mut without = case.scenario.clone();
            without.shifts.retain(|other| other.id != shift.id);
            let every = values_of(&without);
            let price = price_of(&case, &prices, demand);
            for (at, level) in relaxed.iter().enumerate() {
                let worth = price.filter(|price| price.level == level.name).map_or(0.0, |price| price.highest);
                let least = least_of(every.iter(), at, &values);
                assert!(least >= level.bound - worth - ROUNDING, "{name}: {least} at {level:?}, {price:?}");
                if worth > 0.0 {
                    cells += 1;
                    exact += usize::from((values[at] - least - worth).abs() < ROUNDING);
                    break;
                }
            }
        }
    }
    assert!(cells > 40 && 2 * exact > cells, "most prices are what the shift is worth: {exact} of {cells}");
}

#[test]
fn one_more_shift_to_fill_costs_its_price_at_least() {
    let mut told = 0;
    for seed in 990..1002 {
        let case = Case::new(seed, 3, 4);
        let (values, around) = (case.values(), case.around());
        let prices = around.prices();
        let relaxed = around.levels().expect("nothing was cut short");
        for (demand, shift) in case.scenario.shifts.iter().enumerate() {
            // Of a cell with a single shift the price is that shift's.
            let Some(price) = price_of(&case, &prices, demand).filter(|price| price.shifts == 1) else { continue };
            let at = relaxed.iter().position(|level| level.name == price.level).expect("a level");
            let mut more = case.scenario.clone();
            more.shifts.push(Shift { id: "more".into(), ..shift.clone() });
            let least = least_of(values_of(&more).iter(), at, &values);
            let name = format!("{}, shift {demand}", case.name);
            assert!(least >= relaxed[at].bound + price.highest - ROUNDING, "{name}: {least}, {price:?}, {relaxed:?}");
            told += 1;
        }
    }
    assert!(told > 10, "there are prices: {told}");
}

#[test]
fn nothing_is_said_when_there_is_no_time() {
    let case = Case::new(1010, 10, 25);
    let limits = Limits { seconds: 0.0, ..Limits::default() };
    let around = Around::new(&case.problem, &case.plan, Scope::Group, 1).relaxed(&limits, &Cancel::new());
    assert!(around.levels().is_none() && case.pairs().all(|(demand, worker)| around.least(demand, worker).is_none()));
    let cancel = Cancel::new();
    cancel.cancel();
    for (demand, worker) in case.pairs() {
        let said = around.instead(demand, worker, &Limits::default(), &cancel);
        let expected = matches!(said, None | Some(Instead::Held | Instead::Open));
        assert!(expected, "{}: shift {demand} to agent {worker}: {said:?}", case.name);
    }
}
