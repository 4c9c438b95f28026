//! A small scenario made by hand, whose every cost is computed in a comment.

mod compiled;
mod issues;
mod properties;

use super::*;

const SCENARIO: &str = "\
SCENARIO = made003w2

WEEKS = 2

SKILLS = 2
Head
Nurse

SHIFT_TYPES = 2
Early (2,3)
Night (2,4)

FORBIDDEN_SHIFT_TYPES_SUCCESSIONS
Early 0
Night 1 Early

CONTRACTS = 2
Full (4,8) (2,4) (2,3) 1 1
Half (2,5) (1,3) (2,5) 1 0

NURSES = 3
Ann Full 2 Head Nurse
Bob Full 1 Nurse
Cid Half 1 Nurse
";

const HISTORY: &str = "\
HISTORY
0 made003w2

NURSE_HISTORY
Ann 0 0 Night 1 2 0
Bob 0 0 None 0 0 4
Cid 0 0 Early 4 4 0
";

const WEEKS: [&str; 2] = [
    "\
WEEK_DATA
made003w2

REQUIREMENTS
Early Head (0,0) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)
Early Nurse (1,2) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)
Night Head (0,0) (1,1) (0,0) (0,0) (0,0) (0,0) (0,0)
Night Nurse (0,0) (0,0) (0,0) (0,0) (0,0) (0,2) (0,0)

SHIFT_OFF_REQUESTS = 3
Bob Any Mon
Cid Night Tue
Ann Early Sat
",
    "\
WEEK_DATA
made003w2

REQUIREMENTS
Early Head (0,0) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)
Early Nurse (0,0) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)
Night Head (0,0) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)
Night Nurse (0,0) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)

SHIFT_OFF_REQUESTS = 0
",
];

const SOLUTIONS: [&str; 2] = [
    "\
SOLUTION
0 made003w2

ASSIGNMENTS = 5
Ann Tue Night Head
Ann Wed Night Head
Bob Mon Early Nurse
Bob Sat Night Nurse
Cid Mon Early Nurse
",
    "\
SOLUTION
1 made003w2

ASSIGNMENTS = 6
Bob Tue Early Nurse
Bob Wed Early Nurse
Bob Sat Night Nurse
Bob Sun Night Nurse
Cid Sat Early Nurse
Cid Sun Early Nurse
",
];

fn scenario() -> Scenario {
    read_scenario(SCENARIO).expect("the scenario made by hand")
}

fn instance(weeks: &[&str]) -> Instance {
    let scenario = scenario();
    let history = read_history(&scenario, HISTORY).expect("its history");
    let weeks = weeks.iter().map(|week| read_week(&scenario, week).expect("its week")).collect();
    Instance::new(scenario, history, weeks).expect("weeks that fit")
}

fn solution(text: &str) -> Solution {
    read_solution(&scenario(), text).expect("a solution")
}

#[test]
fn every_field_is_read() {
    let scenario = scenario();
    assert_eq!((scenario.name.as_str(), scenario.weeks), ("made003w2", 2));
    assert_eq!(scenario.skills, ["Head", "Nurse"]);
    let night = ShiftType { id: "Night".into(), run_days: Bounds { min: 2, max: 4 }, not_followed_by: vec![0] };
    assert_eq!(scenario.shifts[1], night);
    let half = Contract {
        id: "Half".into(),
        assignments: Bounds { min: 2, max: 5 },
        work_days: Bounds { min: 1, max: 3 },
        rest_days: Bounds { min: 2, max: 5 },
        weekends_max: 1,
        complete_weekends: false,
    };
    assert_eq!(scenario.contracts[1], half);
    assert_eq!(scenario.nurses[0], Nurse { id: "Ann".into(), contract: 0, skills: vec![0, 1] });
    let instance = instance(&WEEKS);
    let last = [
        Last::Worked { shift: 1, shift_days: 1, work_days: 2 },
        Last::Off { days: 4 },
        Last::Worked { shift: 0, shift_days: 4, work_days: 4 },
    ];
    assert_eq!(instance.history.nurses.iter().map(|nurse| nurse.last).collect::<Vec<_>>(), last);
    assert_eq!(instance.weeks[0].requirements[1].days[0], Bounds { min: 1, max: 2 });
    assert_eq!(instance.weeks[0].requests[0], OffRequest { nurse: 1, shift: None, day: 0 });
    assert_eq!(instance.weeks[0].requests[1], OffRequest { nurse: 2, shift: Some(1), day: 1 });
    let work = solution(SOLUTIONS[0]).assignments[3];
    assert_eq!(work, Assignment { nurse: 1, day: 5, shift: 1, skill: 1 });
}

/// S1: two nights wanted on Saturday, Bob alone: 30.
/// S2 shifts: Ann's night of Sunday ends alone (min 2): 15; Bob's early on Monday and night on Saturday too: 30; Cid's
/// fifth early in a row (max 3, of which four were before): 15. In all 60.
/// S2 days: Bob's two single days (min 2): 60; Cid's fifth day in a row (max 3): 30. In all 90.
/// S3: Ann's free Monday alone (min 2): 30, her four days off from Thursday (max 3): 30; Bob's four from Tuesday: 30;
/// Cid's six from Tuesday (max 5): 30. Bob's four days off before Monday are paid. In all 120.
/// S4: Bob works on Monday: 10. S5: Bob works Saturday only: 30. S6, S7: not before the last week.
fn first_week() -> Costs {
    Costs {
        optimal_coverage: 30,
        consecutive_shifts: 60,
        consecutive_days: 90,
        consecutive_days_off: 120,
        preferences: 10,
        complete_weekends: 30,
        total_assignments: 0,
        working_weekends: 0,
    }
}

/// S3: Ann's seven further days off after four (max 3): 210; Cid's five after six (max 5): 150. Bob's Monday makes two
/// with the Sunday before. S6: Ann worked 2 days of at least 4: 40. S7: Bob worked 2 week-ends of at most 1: 30.
fn second_week() -> Costs {
    Costs { consecutive_days_off: 360, total_assignments: 40, working_weekends: 30, ..Costs::default() }
}

#[test]
fn a_week_costs_what_was_computed_by_hand() {
    let judgement = judge(&instance(&WEEKS[..1]), &[solution(SOLUTIONS[0])]);
    assert_eq!(judgement, Judgement { hard: vec![], costs: first_week(), total: 340 });
}

#[test]
fn the_next_week_starts_from_what_the_week_left() {
    let first = instance(&WEEKS[..1]);
    let history = next_history(&first.scenario, &first.history, &solution(SOLUTIONS[0]));
    let text = "HISTORY\n1 made003w2\n\nNURSE_HISTORY\nAnn 2 0 None 0 0 4\nBob 2 1 None 0 0 1\nCid 1 0 None 0 0 6\n";
    assert_eq!(write_history(&first.scenario, &history), text);
    let week = read_week(&first.scenario, WEEKS[1]).expect("a week");
    let second = Instance::new(first.scenario, history, vec![week]).expect("the last week");
    let judgement = judge(&second, &[solution(SOLUTIONS[1])]);
    assert_eq!(judgement, Judgement { hard: vec![], costs: second_week(), total: 430 });
    let history = next_history(&second.scenario, &second.history, &solution(SOLUTIONS[1]));
    let lines = "Ann 2 0 None 0 0 11\nBob 6 2 Night 2 2 0\nCid 3 1 Early 2 2 0\n";
    assert!(write_history(&second.scenario, &history).ends_with(lines));
    assert!(Instance::new(second.scenario, history, second.weeks).is_err(), "there is no third week");
}

#[test]
fn the_whole_horizon_costs_the_sum_of_its_weeks() {
    let judgement = judge(&instance(&WEEKS), &SOLUTIONS.map(solution));
    let costs = Costs { consecutive_days_off: 480, total_assignments: 40, working_weekends: 30, ..first_week() };
    assert_eq!(judgement, Judgement { hard: vec![], costs, total: 770 });
}

#[test]
fn hard_constraints_are_told_by_week_and_day() {
    for (from, to, told) in [
        (
            "5\nAnn Tue Night Head",
            "6\nAnn Tue Night Head\nAnn Tue Early Head",
            vec!["week 0, Tue: Ann has Early as a second shift (H1)"],
        ),
        ("Bob Sat Night Nurse", "Bob Sat Night Head", vec!["week 0, Sat: Bob works as Head without that skill (H4)"]),
        // The minimum is one: one nurse is enough, none is not.
        ("5\nAnn Tue Night Head\nAnn Wed Night Head\nBob Mon Early Nurse", "3\nAnn Tue Night Head", vec![]),
        ("5\nAnn Tue Night Head\nAnn Wed Night Head", "3", vec!["week 0, Tue: 0 of at least 1 Head on Night (H2)"]),
        // The last shift of the history was a night.
        (
            "5\nAnn Tue",
            "6\nAnn Mon Early Nurse\nAnn Tue",
            vec!["week 0, Mon: Ann has Early, which may not follow Night on the day before (H3)"],
        ),
        (
            "Ann Wed Night Head",
            "Ann Wed Early Head",
            vec!["week 0, Wed: Ann has Early, which may not follow Night on the day before (H3)"],
        ),
    ] {
        assert!(SOLUTIONS[0].contains(from), "{from}");
        let judgement = judge(&instance(&WEEKS[..1]), &[solution(&SOLUTIONS[0].replace(from, to))]);
        assert_eq!(judgement.hard.iter().map(ToString::to_string).collect::<Vec<_>>(), told, "{to}");
    }
}

#[test]
fn nothing_known_of_a_nurse_costs_nothing() {
    let scenario = scenario();
    let text = "HISTORY\n0 made003w2\nNURSE_HISTORY\nAnn 0 0 None 0 0 0\nBob 0 0 None 0 0 0\nCid 0 0 None 0 0 0";
    let history = read_history(&scenario, text).expect("an empty history");
    let week = read_week(&scenario, WEEKS[1]).expect("a week without needs");
    let instance = Instance::new(scenario, history, vec![week]).expect("one week");
    // Two days on and two off each, from Monday; Bob's and Ann's week-ends are free.
    let text = "SOLUTION\n0 made003w2\nASSIGNMENTS = 6\nAnn Mon Early Head\nAnn Tue Early Head\nBob Mon Night Nurse\n\
                Bob Tue Night Nurse\nCid Mon Early Nurse\nCid Tue Early Nurse";
    // S3: Ann and Bob are off from Wednesday to Sunday, 5 of at most 3 days: 2 × 60; Cid has 5 of at most 5.
    let costs = Costs { consecutive_days_off: 120, ..Costs::default() };
    assert_eq!(judge(&instance, &[solution(text)]), Judgement { hard: vec![], costs, total: 120 });
}

#[test]
fn solutions_must_be_those_of_the_weeks_in_order() {
    let instance = instance(&WEEKS);
    let [first, second] = SOLUTIONS.map(solution);
    assert!(instance.accepts(&[first.clone(), second.clone()]).is_ok());
    let issue = instance.accepts(&[second.clone(), first.clone()]).expect_err("the wrong order");
    assert_eq!((&*issue.found, &*issue.expected), ("week 1", "week 0"));
    assert!(instance.accepts(&[first]).is_err());
}

#[test]
fn files_are_written_as_they_are_read() {
    let scenario = scenario();
    assert_eq!(write_scenario(&scenario), SCENARIO);
    let instance = instance(&WEEKS);
    assert_eq!(write_history(&scenario, &instance.history), HISTORY);
    for (week, text) in instance.weeks.iter().zip(WEEKS) {
        assert_eq!(write_week(&scenario, week), text);
    }
    for text in SOLUTIONS {
        assert_eq!(write_solution(&scenario, &solution(text)), text);
        // As the organisers published one.
        assert_eq!(solution(&format!("{text}\nViol: 0\nCost: 575\nTime: 4.1\n").replace('\n', "\r\n")), solution(text));
    }
}
