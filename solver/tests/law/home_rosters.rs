//! Home rosters that a plan makes: what limits rostered work limits what is proposed, in the engines as for the checker; and
//! hours weigh where the group says so.

use crate::common::fph;
use releve_solver::check::check;
use releve_solver::domain::plan::{Assignment, Cancel, Limits};
use releve_solver::domain::problem::Proposes;
use releve_solver::formats::scenario::{Syntax, read, write};
use releve_solver::{compile, solve};

/// Five days of 7 h 30 and a Saturday on offer: how many the solver gives, and whether the checker would let it be one.
fn saturday(hours: &str, proposes: Proposes) -> (usize, bool) {
    let world = fph().roster("2026-11-30", "5*0730-1500 2*. ").offer("2026-12-05", hours);
    let mut problem = compile(&world.scenario).expect("it compiles");
    problem.proposes = proposes;
    let outcome = solve(&problem, &Limits::default(), &Cancel::new(), &|_| {});
    let given = [Assignment { shift: problem.demands[0].id.clone(), agent: "a".into() }];
    (outcome.assigned.len(), check(&problem, &given).is_ok())
}

#[test]
fn forty_four_rostered_hours_bind_a_plan_that_makes_rosters() {
    // Décret 2002-9 art. 9: 44 h in a civil week, overtime left out; what the pool adds is overtime.
    assert_eq!(saturday("0730-1400", Proposes::Rosters), (1, true), "44 h");
    assert_eq!(saturday("0730-1401", Proposes::Rosters), (0, false), "44 h 01");
    assert_eq!(saturday("0730-1401", Proposes::Loans), (1, true), "through the pool");
}

#[test]
fn an_hour_weighs_what_the_group_says() {
    let mut world = fph().offer("2026-12-01", "0800-1600");
    let burden =
        |world: &crate::common::World| compile(&world.scenario).expect("it compiles").demands[0].burden_centipoints;
    assert_eq!(burden(&world), 0, "a Tuesday is no burden");
    world.scenario.weights.hours = 3.0;
    assert_eq!(burden(&world), 300, "eight hours");
}

#[test]
fn the_weight_of_hours_is_read_and_written() {
    let mut scenario =
        read(include_str!("../../../scenarios/edge.clock-change.toml"), Syntax::Toml).expect("a scenario");
    assert_eq!(scenario.weights.hours.to_bits(), 0.0_f64.to_bits(), "unless it is named");
    scenario.weights.hours = 2.5;
    for syntax in [Syntax::Toml, Syntax::Json] {
        let text = write(&scenario, syntax);
        assert_eq!(read(&text, syntax).expect("it reads"), scenario, "{text}");
    }
}
