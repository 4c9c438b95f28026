//! The engine against an oracle that shares nothing with it: every possible plan of a small random problem, judged by
//! the checker and compared level by level.

mod bound;
mod choices;
mod oracle;
mod random;
mod repair;
mod run;
mod what_if;

use chrono::{Days, NaiveDate, NaiveTime};
use oracle::{Oracle, Together};
use random::Random;
use releve_solver::check::check;
use releve_solver::domain::plan::{Assignment, Cancel, Limits, Outcome, Status};
use releve_solver::domain::problem::{DemandIx, Problem, WorkerIx};
use releve_solver::domain::scenario::*;
use releve_solver::{compile, solve};
use std::collections::BTreeMap;

const CODES: [(&str, u32, u32, u32); 5] =
    [("M", 405, 855, 30), ("S", 825, 1275, 30), ("N", 1260, 420, 0), ("J", 540, 1020, 60), ("X", 480, 1080, 0)];

fn time(minutes: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).expect("a time of day")
}

fn establishment(id: &str, regime: &str, latitude: f64, derogations: &[&str]) -> Establishment {
    Establishment {
        id: id.into(),
        name: id.to_owned(),
        finess: "010000024".into(),
        regime: regime.to_owned(),
        time_zone: chrono_tz::Europe::Paris,
        commune: id.to_owned(),
        place: Place { latitude, longitude: 0.5 },
        territory: Territory::Metropole,
        good_friday: false,
        extra_holidays: vec![],
        derogations: derogations
            .iter()
            .map(|id| Derogation {
                id: (*id).to_owned(),
                document: "accord d'essai".to_owned(),
                valid_from: NaiveDate::MIN,
                valid_to: None,
            })
            .collect(),
        law: EstablishmentLaw::default(),
        membership: Vec::new(),
    }
}

fn unit(id: &str, establishment: &str) -> Unit {
    Unit {
        id: id.into(),
        establishment: establishment.into(),
        name: id.to_owned(),
        shift_codes: CODES
            .iter()
            .map(|(code, start, end, pause)| ShiftCode {
                code: (*code).into(),
                start: time(*start),
                end: time(*end),
                break_minutes: *pause,
                paid_break_minutes: None,
                label: (*code).to_owned(),
            })
            .collect(),
        minimum_cover: vec![],
    }
}

fn random_exemptions(random: &mut Random) -> Vec<Exemption> {
    match random.below(8) {
        0 => vec![Exemption::NoNight],
        1 => vec![Exemption::NoWeekend],
        2 => vec![Exemption::NoOvertime],
        _ => vec![],
    }
}

/// A fortnight or so, two regimes, a few people, a few gaps close together so that every rule gets in the way.
fn random_scenario(seed: u64, agents: u64, gaps: u64) -> Scenario {
    let mut random = Random(seed);
    // Around the spring change, Easter and a fortnight boundary.
    let from = NaiveDate::from_ymd_opt(2027, 3, 15).expect("a Monday");
    let days = 14;
    let night: &[&str] = if random.one_in(2) { &["night-length-12h"] } else { &[] };
    let long: &[&str] = if random.one_in(2) { &["daily-length-12h"] } else { &[] };
    let establishments =
        vec![establishment("hopital", "fph", 48.0, long), establishment("residence", "code-du-travail", 48.2, night)];
    let units = vec![unit("u-hopital", "hopital"), unit("u-residence", "residence")];
    let mut rosters = Vec::new();
    let mut absences = Vec::new();
    let agents: Vec<Agent> = (0..agents)
        .map(|ix| {
            let id = format!("a{ix}");
            let employer = if random.one_in(2) { "hopital" } else { "residence" };
            let mut codes: Vec<&str> = Vec::new();
            for _ in 0..(days + 14) {
                let next = if random.one_in(2) { "." } else { random.of(&["M", "S", "N", "J"]) };
                let short =
                    matches!((codes.last(), next), (Some(&"N"), "M" | "S" | "J" | "N") | (Some(&"S"), "M" | "J"));
                codes.push(if short { "." } else { next });
            }
            rosters.push(RosterLine {
                agent: id.as_str().into(),
                unit: format!("u-{employer}").as_str().into(),
                from: from - Days::new(14),
                codes: codes.join(" "),
            });
            if random.one_in(4) {
                let day = from + Days::new(random.below(days));
                absences.push(Absence { agent: id.as_str().into(), from: day, to: day, class: AbsenceClass::Planned });
            }
            let exemptions = random_exemptions(&mut random);
            let wish = Wish { date: from + Days::new(random.below(days)), kind: WishKind::Off };
            Agent {
                id: id.as_str().into(),
                name: id.clone(),
                employer: employer.into(),
                share_percent: random.of(&[50, 80, 100]),
                qualifications: vec![HeldQualification {
                    qualification: if random.one_in(3) { "IDE".into() } else { "AS".into() },
                    valid_from: None,
                    valid_to: random.one_in(5).then(|| from + Days::new(random.below(days))),
                }],
                home: Place { latitude: 48.0 + random.below(30) as f64 / 100.0, longitude: 0.5 },
                mobility_km: 40,
                exemptions,
                known_units: vec![],
                outside_work: vec![],
                availability: vec![],
                wishes: vec![wish],
                equity_balance: random.below(40) as f64 / 2.0,
                promised_rests: vec![],
                cost_cents_per_hour: 2000 + random.below(1000) as u32,
                pool: Admission::Admitted,
                law: AgentLaw::default(),
            }
        })
        .collect();
    let first_gap = random.below(7);
    let shifts = (0..gaps)
        .map(|ix| Shift {
            id: format!("s{ix}").as_str().into(),
            unit: if random.one_in(2) { "u-hopital".into() } else { "u-residence".into() },
            code: random.of(&["M", "S", "N", "J", "X"]).into(),
            date: from + Days::new(first_gap + random.below(7)),
            qualification: if random.one_in(3) { "IDE".into() } else { "AS".into() },
            priority: random.of(&[Priority::Safety, Priority::High, Priority::Normal, Priority::Low]),
            degraded_accepted: random.one_in(2),
        })
        .collect();
    Scenario {
        format: FORMAT.to_owned(),
        description: String::new(),
        expected: None,
        group: Group {
            id: "g".into(),
            name: "g".to_owned(),
            time_zone: chrono_tz::Europe::Paris,
            lending_agreements_required: false,
        },
        horizon: Horizon { from, days: days as u32 },
        rule_packs: BTreeMap::from([
            ("fph".to_owned(), "2026-01".to_owned()),
            ("code-du-travail".to_owned(), "2026-01".to_owned()),
        ]),
        decided_at: None,
        house_rules: HouseRules { consecutive_days_max: random.one_in(2).then_some(4), ..HouseRules::default() },
        weights: Weights::default(),
        substitutions: vec![],
        agency: vec![],
        establishments,
        units,
        agents,
        rosters,
        absences,
        shifts,
        held: vec![],
    }
}

/// Makes the people such that no level before the last tells them apart.
fn make_alike(scenario: &mut Scenario) {
    let weights = &mut scenario.weights;
    (weights.night, weights.saturday, weights.sunday, weights.holiday, weights.travel) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for agent in &mut scenario.agents {
        agent.home.latitude = 48.1;
        (agent.cost_cents_per_hour, agent.share_percent) = (2400, 100);
        agent.qualifications[0].qualification = "AS".into();
    }
    scenario.shifts.iter_mut().for_each(|shift| shift.qualification = "AS".into());
}

/// Turns the house rules on and lets them matter: rosters with room, and shifts on days that are wanted by nobody, in half
/// of the cases at the turn of the year.
fn add_house_rules(scenario: &mut Scenario, random: &mut Random) {
    let turn_of_year = random.one_in(2);
    if turn_of_year {
        move_back(scenario, Days::new(84));
    }
    // Christmas and New Year, or the two week-ends.
    let coveted = if turn_of_year { [3, 4, 10, 11] } else { [5, 6, 12, 13] };
    for shift in &mut scenario.shifts {
        let day = if random.one_in(3) { random.below(14) } else { coveted[random.below(4) as usize] };
        shift.date = scenario.horizon.from + Days::new(day);
    }
    for line in &mut scenario.rosters {
        // Fuller rosters leave no lawful week-end to give.
        let codes = line.codes.split_whitespace().map(|code| if random.one_in(3) { code } else { "." });
        line.codes = codes.collect::<Vec<_>>().join(" ");
    }
    scenario.house_rules.weekends_in_a_row_max = random.of(&[None, Some(1), Some(1), Some(2)]);
    scenario.house_rules.mobility_radius_km = (!random.one_in(4)).then_some(5 * (1 + random.below(4)) as u32);
    let earlier = ["2025-12-24", "2025-12-25", "2025-12-31", "2026-01-01", "2024-12-25", "2026-12-25"];
    for agent in &mut scenario.agents {
        if random.one_in(3) {
            agent.known_units = vec!["u-hopital".into(), "u-residence".into()];
        }
        if random.one_in(2) {
            let day = random.of(&earlier).parse().expect("a date");
            agent.law.winter_holidays_worked = vec![day];
        }
    }
    if random.one_in(2) {
        let date = scenario.horizon.from + Days::new(random.below(14));
        let agent = scenario.agents[random.below(scenario.agents.len() as u64) as usize].id.clone();
        let shift = Shift { id: "held".into(), date, ..scenario.shifts[0].clone() };
        scenario.held.push(Held { shift, agent });
    }
}

fn move_back(scenario: &mut Scenario, by: Days) {
    let dates = scenario.absences.iter_mut().flat_map(|absence| [&mut absence.from, &mut absence.to]);
    let dates = dates.chain(scenario.rosters.iter_mut().map(|line| &mut line.from));
    let dates = dates.chain(scenario.shifts.iter_mut().map(|shift| &mut shift.date));
    let dates = dates.chain(scenario.agents.iter_mut().flat_map(|agent| {
        let titles = agent.qualifications.iter_mut().filter_map(|title| title.valid_to.as_mut());
        titles.chain(agent.wishes.iter_mut().map(|wish| &mut wish.date))
    }));
    for date in dates.chain([&mut scenario.horizon.from]) {
        *date = *date - by;
    }
}

/// Every plan that `check` accepts, by brute force; the best in lexicographic order of the levels, and the most that any of them
/// does of what weighs only together.
fn best_by_enumeration(scenario: &Scenario, problem: &Problem) -> ([f64; 5], Together) {
    let mut most = Together::default();
    let mut best: Option<[f64; 5]> = None;
    for_every_lawful_plan(scenario, problem, |_, values, together| {
        most.weekends_in_a_row = most.weekends_in_a_row.max(together.weekends_in_a_row);
        most.both_holidays = most.both_holidays.max(together.both_holidays);
        if best.as_ref().is_none_or(|known| better(&values, known)) {
            best = Some(values);
        }
    });
    (best.expect("the empty plan is lawful"), most)
}

/// What every lawful plan is worth.
fn every_lawful_value(scenario: &Scenario, problem: &Problem) -> Vec<[f64; 5]> {
    let mut every = Vec::new();
    for_every_lawful_plan(scenario, problem, |_, values, _| every.push(values));
    every
}

/// Calls with every plan that `check` accepts, what it is worth, and what of that weighs only together.
fn for_every_lawful_plan(
    scenario: &Scenario,
    problem: &Problem,
    mut with: impl FnMut(&BTreeMap<DemandIx, WorkerIx>, [f64; 5], Together),
) {
    let oracle = Oracle::new(scenario, problem);
    for_each_choice(problem, |assigned| {
        let plan: Vec<Assignment> = assigned
            .iter()
            .map(|(d, w)| Assignment { shift: problem.demands[*d].id.clone(), agent: problem.workers[*w].id.clone() })
            .collect();
        if check(problem, &plan).is_ok() {
            let (values, together) = oracle.values(assigned);
            with(assigned, values, together);
        }
    });
}

/// Every way to give each shift to somebody or nobody, lawful or not.
fn for_each_choice(problem: &Problem, mut visit: impl FnMut(&BTreeMap<DemandIx, WorkerIx>)) {
    let (demands, workers) = (problem.demands.len(), problem.workers.len());
    let mut choice = vec![0usize; demands];
    loop {
        visit(&choice.iter().enumerate().filter(|(_, c)| **c > 0).map(|(d, c)| (d, c - 1)).collect());
        let Some(at) = (0..demands).find(|at| choice[*at] < workers) else { break };
        choice[at] += 1;
        choice[..at].fill(0);
    }
}

fn better(a: &[f64], b: &[f64]) -> bool {
    for (x, y) in a.iter().zip(b) {
        if (x - y).abs() > 1e-7 {
            return x < y;
        }
    }
    false
}

fn run(problem: &Problem, limits: &Limits) -> Outcome {
    solve(problem, limits, &Cancel::new(), &|_| {})
}

/// Solves to proof and holds every level against the best of all lawful plans; tells what some plan does together.
fn is_the_best(scenario: &Scenario, name: &str) -> (Outcome, Together) {
    let problem = compile(scenario).expect("a valid scenario");
    let outcome = run(&problem, &Limits::default());
    let (oracle, most) = best_by_enumeration(scenario, &problem);
    assert_eq!(outcome.status, Status::Optimal, "{name}: a small problem is solved to proof: {:#?}", outcome.levels);
    for (level, expected) in outcome.levels.iter().zip(oracle) {
        assert!(
            (level.objective - expected).abs() < 1e-5,
            "{name}: level {:?} is {} but a lawful plan reaches {expected}",
            level.name,
            level.objective
        );
    }
    assert!(check(&problem, &outcome.assignments()).is_ok(), "{name}: the result is lawful");
    (outcome, most)
}

#[test]
fn the_engine_finds_the_best_of_all_lawful_plans() {
    let mut with_assignments = 0;
    for seed in 0..120 {
        let mut scenario = random_scenario(seed, 3, 6);
        if seed % 2 == 1 {
            add_house_rules(&mut scenario, &mut Random(seed + 7_000));
        }
        let (outcome, _) = is_the_best(&scenario, &format!("seed {seed}"));
        with_assignments += usize::from(!outcome.assigned.is_empty());
    }
    assert!(with_assignments > 60, "the cases are worth solving: only {with_assignments} of 120 gave anything away");
}

/// Agreements to be lent that are missing, are for another host, or end in the horizon; trainees, and people outside the pool.
fn add_pool_rules(scenario: &mut Scenario, random: &mut Random) {
    scenario.group.lending_agreements_required = true;
    scenario.house_rules.first_shift_accompanied = random.one_in(2);
    for agent in &mut scenario.agents {
        agent.pool = random.of(&[Admission::Admitted, Admission::Admitted, Admission::Trainee, Admission::Outside]);
        if random.one_in(2) {
            agent.known_units = vec!["u-hopital".into(), "u-residence".into()];
        }
        if !random.one_in(3) {
            let day = scenario.horizon.from + Days::new(random.below(14));
            let hosts = random.of(&[&[][..], &["hopital"][..], &["residence"][..]]);
            agent.law.lending_agreements.push(LendingAgreement {
                document: "A".to_owned(),
                valid_from: scenario.horizon.from,
                valid_to: random.one_in(2).then_some(day),
                hosts: hosts.iter().map(|host| (*host).into()).collect(),
            });
        }
    }
    if random.one_in(3) {
        let to = Some(scenario.horizon.from + Days::new(random.below(14)));
        scenario.establishments[1].membership = vec![Membership { from: scenario.horizon.from, to }];
    }
}

#[test]
fn what_the_pool_asks_for_binds_the_engine_as_it_binds_the_checker() {
    let (mut refused, mut given) = (0, 0);
    for seed in 800..860 {
        let mut scenario = random_scenario(seed, 3, 6);
        let free = compile(&scenario).expect("a valid scenario");
        add_pool_rules(&mut scenario, &mut Random(seed + 7_000));
        let bound = compile(&scenario).expect("a valid scenario");
        let (outcome, _) = is_the_best(&scenario, &format!("seed {seed}"));
        given += outcome.assigned.len();
        let alone = |problem: &Problem, d: DemandIx, w: WorkerIx| {
            let (shift, agent) = (problem.demands[d].id.clone(), problem.workers[w].id.clone());
            check(problem, &[Assignment { shift, agent }]).is_ok()
        };
        for (d, w) in (0..free.demands.len()).flat_map(|d| (0..free.workers.len()).map(move |w| (d, w))) {
            refused += usize::from(alone(&free, d, w) && !alone(&bound, d, w));
        }
    }
    assert!(refused > 50 && given > 20, "the cases are worth solving: {refused} pairs refused, {given} shifts given");
}

#[test]
fn the_last_level_decides_where_no_other_does() {
    let (mut with_weekends, mut with_holidays) = (0, 0);
    for seed in 600..700 {
        let mut scenario = random_scenario(seed, 3, 5);
        make_alike(&mut scenario);
        add_house_rules(&mut scenario, &mut Random(seed + 7_000));
        let (_, most) = is_the_best(&scenario, &format!("seed {seed}"));
        with_weekends += usize::from(most.weekends_in_a_row > 0);
        with_holidays += usize::from(most.both_holidays > 0);
    }
    let with = format!("{with_weekends} with week-ends, {with_holidays} with both holidays");
    assert!(with_weekends >= 25 && with_holidays >= 25, "the cases are worth solving: {with}");
}

#[test]
fn bounds_hold_and_plans_stay_lawful_under_every_limit() {
    for seed in 200..215 {
        let problem = compile(&random_scenario(seed, 10, 25)).expect("a valid scenario");
        let proven = run(&problem, &Limits::default());
        for limits in [
            Limits { seconds: 0.0, ..Limits::default() },
            Limits { work: Some(0), ..Limits::default() },
            Limits { work: Some(50), ..Limits::default() },
            Limits { gap: 0.2, ..Limits::default() },
        ] {
            let outcome = run(&problem, &limits);
            assert!(check(&problem, &outcome.assignments()).is_ok(), "seed {seed} {limits:?}: lawful");
            let first = &outcome.levels[0];
            assert!(first.bound <= proven.levels[0].objective + 1e-6, "seed {seed}: the bound is below the optimum");
            assert!(first.objective >= proven.levels[0].objective - 1e-6, "seed {seed}: nothing beats the optimum");
        }
    }
}

#[test]
fn the_same_input_seed_and_work_give_the_same_plan() {
    for seed in 300..306 {
        let problem = compile(&random_scenario(seed, 12, 40)).expect("a valid scenario");
        let limits = Limits { work: Some(2_000), seconds: 600.0, ..Limits::default() };
        let (a, b) = (run(&problem, &limits), run(&problem, &limits));
        assert_eq!(a.assignments(), b.assignments(), "seed {seed}");
        assert_eq!(a.levels, b.levels, "seed {seed}");
    }
}

#[test]
fn a_cancelled_solve_still_gives_a_lawful_plan() {
    let problem = compile(&random_scenario(400, 12, 40)).expect("a valid scenario");
    let cancel = Cancel::new();
    cancel.cancel();
    let outcome = solve(&problem, &Limits::default(), &cancel, &|_| {});
    assert!(check(&problem, &outcome.assignments()).is_ok());
    assert_eq!(outcome.assigned.len() + outcome.uncovered.len(), problem.demands.len());
}

#[test]
fn an_empty_problem_is_solved() {
    for (agents, gaps) in [(0, 3), (3, 0), (0, 0)] {
        let problem = compile(&random_scenario(500, agents, gaps)).expect("a valid scenario");
        let outcome = run(&problem, &Limits::default());
        assert_eq!(outcome.status, Status::Optimal);
        assert_eq!(outcome.uncovered.len(), gaps as usize);
    }
}
