//! Texts that belong to a scenario → [`History`], [`Week`], [`Solution`].

use super::read::{COUNT_MAX, WEEKS_MAX, bounds, each, fixed};
use super::{Assignment, Bounds, DAYS, History, Last, NurseHistory, OffRequest, Requirement, Scenario, Solution, Week};
use crate::formats::Issue;
use crate::formats::lines::{Complaints, Line, Names, Section, sections, words};
use crate::formats::tree::quote;
use std::collections::BTreeSet;

/// Names of a scenario, to be looked up.
struct Known<'s> {
    nurses: Names<'s>,
    shifts: Names<'s>,
    skills: Names<'s>,
    days: Names<'static>,
}

impl<'s> Known<'s> {
    fn of(scenario: &'s Scenario) -> Self {
        Self {
            nurses: Names::of(scenario.nurses.iter().map(|nurse| nurse.id.as_str())),
            shifts: Names::of(scenario.shifts.iter().map(|shift| shift.id.as_str())),
            skills: Names::of(scenario.skills.iter().map(String::as_str)),
            days: Names::of(DAYS),
        }
    }
}

/// Reads a history (`H0-*.txt`) of this scenario.
///
/// # Errors
/// Every issue found, in file order; past a thousand, the last one says how many more there are.
pub fn read_history(scenario: &Scenario, text: &str) -> Result<History, Vec<Issue>> {
    let mut complaints = Complaints::new();
    let cut = sections(text, None, &["HISTORY", "NURSE_HISTORY"], &mut complaints);
    let known = Known::of(scenario);
    let week = cut.get("HISTORY").and_then(|section| title(scenario, "HISTORY", section, &mut complaints));
    let mut nurses: Vec<Option<NurseHistory>> = vec![None; scenario.nurses.len()];
    let mut told = BTreeSet::new();
    each(&cut, "NURSE_HISTORY", |line| {
        let (nurse, history) = nurse_history(line, &known, &mut complaints);
        if let Some(nurse) = nurse {
            if !told.insert(nurse) {
                let found = quote(&scenario.nurses[nurse].id);
                complaints.report(line.number, "NURSE_HISTORY", &found, "each nurse once", "keep one of the lines");
            }
            nurses[nurse] = history;
        }
        history
    });
    if let Some(section) = cut.get("NURSE_HISTORY") {
        for (position, nurse) in scenario.nurses.iter().enumerate() {
            if !told.contains(&position) {
                let found = format!("no line for {}", quote(&nurse.id));
                let help = "add her line; `0 0 None 0 0 0` when nothing is known";
                complaints.report(section.number, "NURSE_HISTORY", &found, "a line for each nurse", help);
            }
        }
    }
    let nurses = nurses.into_iter().collect::<Option<Vec<_>>>();
    let history = week.zip(nurses).map(|(week, nurses)| History { week, nurses });
    complaints.conclude(history, "a competition history")
}

/// `0 n005w4`: number of the week and name of the scenario.
fn title(scenario: &Scenario, header: &str, section: &Section<'_>, complaints: &mut Complaints) -> Option<u32> {
    let [line] = section.lines.as_slice() else {
        let found = format!("{} lines", section.lines.len());
        let help = "write the number of the week and the name of the scenario";
        complaints.report(section.number, header, &found, "one line", help);
        return None;
    };
    let [week, name] = fixed(*line, header, "the number of the week and the name of the scenario", complaints)?;
    belongs(scenario, *line, header, name, complaints);
    complaints.number(line.number, header, week, 0..=WEEKS_MAX)
}

fn belongs(scenario: &Scenario, line: Line<'_>, header: &str, name: &str, complaints: &mut Complaints) {
    if name != scenario.name {
        let expected = format!("{}, the scenario's name", quote(&scenario.name));
        complaints.report(line.number, header, &quote(name), &expected, "give the files of one scenario");
    }
}

/// `Patrick 0 0 Night 1 4 0`: assignments, week-ends, last shift, days on it, days worked, days off.
fn nurse_history(
    line: Line<'_>,
    known: &Known<'_>,
    complaints: &mut Complaints,
) -> (Option<usize>, Option<NurseHistory>) {
    const FIELD: &str = "NURSE_HISTORY";
    let nurse = known.nurses.find(line.number, FIELD, words(line.text)[0], "NURSES", complaints);
    let expected = "a nurse, assignments, week-ends, last shift or None, days on it, days worked in a row, days off";
    let Some([_, assignments, weekends, shift, shift_days, work_days, rest_days]) =
        fixed(line, FIELD, expected, complaints)
    else {
        return (nurse, None);
    };
    let numbers = [assignments, weekends, shift_days, work_days, rest_days]
        .map(|word| complaints.number(line.number, FIELD, word, 0..=COUNT_MAX));
    let shift = match shift {
        "None" => Some(None),
        name => known.shifts.find(line.number, FIELD, name, "SHIFT_TYPES", complaints).map(Some),
    };
    let ([Some(assignments), Some(weekends), Some(shift_days), Some(work_days), Some(rest_days)], Some(shift)) =
        (numbers, shift)
    else {
        return (nurse, None);
    };
    let last = match shift {
        None if shift_days == 0 && work_days == 0 => Some(Last::Off { days: rest_days }),
        Some(shift) if rest_days == 0 && shift_days > 0 && shift_days <= work_days => {
            Some(Last::Worked { shift, shift_days, work_days })
        }
        _ => {
            let expected = "days off after None, or 0 days off and at least as many days worked as days on the shift";
            let help = "the three last numbers count back from the last Sunday";
            complaints.report(line.number, FIELD, &quote(line.text), expected, help);
            None
        }
    };
    (nurse, last.map(|last| NurseHistory { assignments, weekends, last }))
}

/// Reads a week (`WD-*.txt`) of this scenario.
///
/// # Errors
/// Every issue found, in file order; past a thousand, the last one says how many more there are.
pub fn read_week(scenario: &Scenario, text: &str) -> Result<Week, Vec<Issue>> {
    let mut complaints = Complaints::new();
    let cut = sections(text, None, &["WEEK_DATA", "REQUIREMENTS", "SHIFT_OFF_REQUESTS"], &mut complaints);
    let known = Known::of(scenario);
    if let Some(section) = cut.get("WEEK_DATA") {
        match section.lines.as_slice() {
            [line] => belongs(scenario, *line, "WEEK_DATA", line.text, &mut complaints),
            lines => {
                let found = format!("{} lines", lines.len());
                let help = "write the name of the scenario";
                complaints.report(section.number, "WEEK_DATA", &found, "one line", help);
            }
        }
    }
    let mut told = BTreeSet::new();
    let requirements = each(&cut, "REQUIREMENTS", |line| requirement(line, &known, &mut told, &mut complaints));
    if let (Some(section), Some(_)) = (cut.get("REQUIREMENTS"), &requirements) {
        for (shift, skill) in pairs(scenario).filter(|pair| !told.contains(pair)) {
            let found = format!("no line for {} {}", scenario.shifts[shift].id, scenario.skills[skill]);
            let expected = "a line for each shift type and skill";
            complaints.report(section.number, "REQUIREMENTS", &found, expected, "add it; (0,0) where nobody is needed");
        }
    }
    if let Some(section) = cut.get("SHIFT_OFF_REQUESTS") {
        complaints.count("SHIFT_OFF_REQUESTS", section);
    }
    let requests = each(&cut, "SHIFT_OFF_REQUESTS", |line| off_request(line, &known, &mut complaints));
    let week = requirements.zip(requests).map(|(requirements, requests)| Week { requirements, requests });
    complaints.conclude(week, "competition week data")
}

fn pairs(scenario: &Scenario) -> impl Iterator<Item = (usize, usize)> {
    let skills = scenario.skills.len();
    (0..scenario.shifts.len()).flat_map(move |shift| (0..skills).map(move |skill| (shift, skill)))
}

/// `Early Nurse (1,1) (0,1) …`, seven days.
fn requirement(
    line: Line<'_>,
    known: &Known<'_>,
    told: &mut BTreeSet<(usize, usize)>,
    complaints: &mut Complaints,
) -> Option<Requirement> {
    const FIELD: &str = "REQUIREMENTS";
    let expected = "a shift, a skill and (minimum,optimum) for seven days";
    let fields: [&str; 9] = fixed(line, FIELD, expected, complaints)?;
    let shift = known.shifts.find(line.number, FIELD, fields[0], "SHIFT_TYPES", complaints);
    let skill = known.skills.find(line.number, FIELD, fields[1], "SKILLS", complaints);
    let days: Vec<Option<Bounds>> = fields[2..].iter().map(|word| bounds(line, FIELD, word, complaints)).collect();
    let (shift, skill) = (shift?, skill?);
    if !told.insert((shift, skill)) {
        complaints.report(line.number, FIELD, "this shift and skill again", "one line for each", "keep one of them");
    }
    let days = days.into_iter().collect::<Option<Vec<Bounds>>>()?.try_into().ok()?;
    Some(Requirement { shift, skill, days })
}

/// `Stefaan Late Sat`, or `Any` for the whole day.
fn off_request(line: Line<'_>, known: &Known<'_>, complaints: &mut Complaints) -> Option<OffRequest> {
    const FIELD: &str = "SHIFT_OFF_REQUESTS";
    let [nurse, shift, day] = fixed(line, FIELD, "a nurse, a shift or Any, and a day", complaints)?;
    let nurse = known.nurses.find(line.number, FIELD, nurse, "NURSES", complaints);
    let shift = match shift {
        "Any" => Some(None),
        name => known.shifts.find(line.number, FIELD, name, "SHIFT_TYPES", complaints).map(Some),
    };
    let day = known.days.find(line.number, FIELD, day, "Mon to Sun", complaints);
    Some(OffRequest { nurse: nurse?, shift: shift?, day: day? })
}

/// Reads a solution (`Sol-*.txt`) of this scenario. `Viol:`, `Cost:` and `Time:` lines at its end, which a solver left in
/// a published solution, say nothing.
///
/// # Errors
/// Every issue found, in file order; past a thousand, the last one says how many more there are.
pub fn read_solution(scenario: &Scenario, text: &str) -> Result<Solution, Vec<Issue>> {
    let mut complaints = Complaints::new();
    let mut cut = sections(text, None, &["SOLUTION", "ASSIGNMENTS"], &mut complaints);
    let known = Known::of(scenario);
    let week = cut.get("SOLUTION").and_then(|section| title(scenario, "SOLUTION", section, &mut complaints));
    if let Some(section) = cut.get_mut("ASSIGNMENTS") {
        while section.lines.last().is_some_and(|line| is_remark(line.text)) {
            section.lines.pop();
        }
        complaints.count("ASSIGNMENTS", section);
    }
    let assignments = each(&cut, "ASSIGNMENTS", |line| assignment(line, &known, &mut complaints));
    let solution = week.zip(assignments).map(|(week, assignments)| Solution { week, assignments });
    complaints.conclude(solution, "a competition solution")
}

/// `Cost: 575` and the like.
fn is_remark(line: &str) -> bool {
    matches!(line.split_once(':'), Some(("Viol" | "Cost" | "Time", _)))
}

/// `Patrick Mon Night Nurse`
fn assignment(line: Line<'_>, known: &Known<'_>, complaints: &mut Complaints) -> Option<Assignment> {
    const FIELD: &str = "ASSIGNMENTS";
    let [nurse, day, shift, skill] = fixed(line, FIELD, "a nurse, a day, a shift and a skill", complaints)?;
    let nurse = known.nurses.find(line.number, FIELD, nurse, "NURSES", complaints);
    let day = known.days.find(line.number, FIELD, day, "Mon to Sun", complaints);
    let shift = known.shifts.find(line.number, FIELD, shift, "SHIFT_TYPES", complaints);
    let skill = known.skills.find(line.number, FIELD, skill, "SKILLS", complaints);
    Some(Assignment { nurse: nurse?, day: day?, shift: shift?, skill: skill? })
}
