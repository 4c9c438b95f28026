//! The four files as text; the readers give each back unchanged.

use super::{Bounds, DAYS, History, Last, Scenario, Solution, Week};
use std::fmt::Write;

/// Writes a scenario.
pub fn write_scenario(scenario: &Scenario) -> String {
    let Scenario { name, weeks, skills, shifts, contracts, nurses } = scenario;
    let mut text = format!("SCENARIO = {name}\n\nWEEKS = {weeks}\n\nSKILLS = {}\n", skills.len());
    for skill in skills {
        let _ = writeln!(text, "{skill}");
    }
    let _ = writeln!(text, "\nSHIFT_TYPES = {}", shifts.len());
    for shift in shifts {
        let _ = writeln!(text, "{} {}", shift.id, bounds(shift.run_days));
    }
    text.push_str("\nFORBIDDEN_SHIFT_TYPES_SUCCESSIONS\n");
    for shift in shifts {
        let _ = write!(text, "{} {}", shift.id, shift.not_followed_by.len());
        list(&mut text, shift.not_followed_by.iter().map(|after| shifts[*after].id.as_str()));
    }
    let _ = writeln!(text, "\nCONTRACTS = {}", contracts.len());
    for contract in contracts {
        let [assignments, work, rest] = [contract.assignments, contract.work_days, contract.rest_days].map(bounds);
        let (weekends, complete) = (contract.weekends_max, u8::from(contract.complete_weekends));
        let _ = writeln!(text, "{} {assignments} {work} {rest} {weekends} {complete}", contract.id);
    }
    let _ = writeln!(text, "\nNURSES = {}", nurses.len());
    for nurse in nurses {
        let _ = write!(text, "{} {} {}", nurse.id, contracts[nurse.contract].id, nurse.skills.len());
        list(&mut text, nurse.skills.iter().map(|skill| skills[*skill].as_str()));
    }
    text
}

/// Writes a history.
pub fn write_history(scenario: &Scenario, history: &History) -> String {
    let mut text = format!("HISTORY\n{} {}\n\nNURSE_HISTORY\n", history.week, scenario.name);
    for (nurse, past) in scenario.nurses.iter().zip(&history.nurses) {
        let _ = write!(text, "{} {} {} ", nurse.id, past.assignments, past.weekends);
        let _ = match past.last {
            Last::Off { days } => writeln!(text, "None 0 0 {days}"),
            Last::Worked { shift, shift_days, work_days } => {
                writeln!(text, "{} {shift_days} {work_days} 0", scenario.shifts[shift].id)
            }
        };
    }
    text
}

/// Writes the data of a week.
pub fn write_week(scenario: &Scenario, week: &Week) -> String {
    let mut text = format!("WEEK_DATA\n{}\n\nREQUIREMENTS\n", scenario.name);
    for need in &week.requirements {
        let days = need.days.map(bounds).join(" ");
        let _ = writeln!(text, "{} {} {days}", scenario.shifts[need.shift].id, scenario.skills[need.skill]);
    }
    let _ = writeln!(text, "\nSHIFT_OFF_REQUESTS = {}", week.requests.len());
    for wish in &week.requests {
        let shift = wish.shift.map_or("Any", |shift| &scenario.shifts[shift].id);
        let _ = writeln!(text, "{} {shift} {}", scenario.nurses[wish.nurse].id, DAYS[wish.day]);
    }
    text
}

/// Writes a solution.
pub fn write_solution(scenario: &Scenario, solution: &Solution) -> String {
    let count = solution.assignments.len();
    let mut text = format!("SOLUTION\n{} {}\n\nASSIGNMENTS = {count}\n", solution.week, scenario.name);
    for work in &solution.assignments {
        let (nurse, day) = (&scenario.nurses[work.nurse].id, DAYS[work.day]);
        let _ = writeln!(text, "{nurse} {day} {} {}", scenario.shifts[work.shift].id, scenario.skills[work.skill]);
    }
    text
}

fn bounds(bounds: Bounds) -> String {
    format!("({},{})", bounds.min, bounds.max)
}

fn list<'n>(text: &mut String, names: impl Iterator<Item = &'n str>) {
    for name in names {
        text.push(' ');
        text.push_str(name);
    }
    text.push('\n');
}
