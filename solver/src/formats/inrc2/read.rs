//! Scenario text → [`Scenario`], and what all four readers share.

use super::{Bounds, Contract, Nurse, Scenario, ShiftType};
use crate::formats::Issue;
use crate::formats::lines::{Complaints, Line, Names, Section, sections, words};
use crate::formats::tree::quote;
use std::collections::BTreeMap;

const SECTIONS: &[&str] =
    &["SCENARIO", "WEEKS", "SKILLS", "SHIFT_TYPES", "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS", "CONTRACTS", "NURSES"];

/// Largest number of days, nurses or weeks: beyond any roster, and sums stay far inside 64 bits.
pub const COUNT_MAX: u32 = 1_000_000;
/// Longest horizon that is read, weeks.
pub const WEEKS_MAX: u32 = 520;

type Cut<'t> = BTreeMap<&'static str, Section<'t>>;

/// Reads a scenario (`Sc-*.txt`).
///
/// # Errors
/// Every issue found, in file order; past a thousand, the last one says how many more there are.
pub fn read_scenario(text: &str) -> Result<Scenario, Vec<Issue>> {
    let mut complaints = Complaints::new();
    let cut = sections(text, None, SECTIONS, &mut complaints);
    for header in ["SKILLS", "SHIFT_TYPES", "CONTRACTS", "NURSES"] {
        if let Some(section) = cut.get(header) {
            complaints.count(header, section);
        }
    }
    let scenario = scenario(&cut, &mut complaints);
    complaints.conclude(scenario, "a competition scenario")
}

fn scenario(cut: &Cut<'_>, complaints: &mut Complaints) -> Option<Scenario> {
    let name = cut.get("SCENARIO").and_then(|section| one_word("SCENARIO", section, complaints));
    let weeks = cut.get("WEEKS").and_then(|section| {
        let weeks = complaints.number(section.number, "WEEKS", section.value.unwrap_or(""), 1..=WEEKS_MAX);
        no_lines("WEEKS", section, complaints);
        weeks
    });
    let skills = names(cut, "SKILLS", complaints);
    let shifts = names(cut, "SHIFT_TYPES", complaints);
    let contracts = names(cut, "CONTRACTS", complaints);
    let nurses = names(cut, "NURSES", complaints);
    drop(nurses);
    let mut types = each(cut, "SHIFT_TYPES", |line| shift_type(line, complaints));
    let bans = each(cut, "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS", |line| successions(line, &shifts, complaints));
    if let (Some(types), Some(bans)) = (&mut types, &bans) {
        for (shift, after) in bans {
            types[*shift].not_followed_by.extend(after);
        }
    }
    let skill_names = each(cut, "SKILLS", |line| skill(line, complaints));
    let deals = each(cut, "CONTRACTS", |line| contract(line, complaints));
    let people = each(cut, "NURSES", |line| nurse(line, &contracts, &skills, complaints));
    Some(Scenario {
        name: name?.to_owned(),
        weeks: weeks?,
        skills: skill_names?,
        shifts: types?,
        contracts: deals?,
        nurses: people?,
    })
}

/// Every line of a section, when all of them could be read.
pub fn each<'t, T>(cut: &Cut<'t>, header: &str, read: impl FnMut(Line<'t>) -> Option<T>) -> Option<Vec<T>> {
    // All lines first, so that every one has its say.
    let read: Vec<Option<T>> = cut.get(header)?.lines.iter().copied().map(read).collect();
    read.into_iter().collect()
}

/// The value after `=`.
fn one_word<'t>(header: &str, section: &Section<'t>, complaints: &mut Complaints) -> Option<&'t str> {
    no_lines(header, section, complaints);
    let value = section.value.unwrap_or("");
    if words(value).len() == 1 {
        return Some(value);
    }
    complaints.report(section.number, header, &quote(value), "a name of one word", "write it after `=`");
    None
}

fn no_lines(header: &str, section: &Section<'_>, complaints: &mut Complaints) {
    if let Some(line) = section.lines.first() {
        complaints.report(line.number, header, &quote(line.text), "no line here", "remove it, or add its header");
    }
}

/// The first words of a section's lines.
fn names<'t>(cut: &Cut<'t>, header: &str, complaints: &mut Complaints) -> Names<'t> {
    let mut names = Names::default();
    let lines = cut.get(header).map_or(&[][..], |section| section.lines.as_slice());
    if lines.is_empty() {
        names.doubt();
        if let Some(section) = cut.get(header) {
            complaints.report(section.number, header, "no line", "at least one line", "add a line");
        }
    }
    for (position, line) in lines.iter().enumerate() {
        let name = words(line.text)[0];
        if header == "SHIFT_TYPES" && matches!(name, "Any" | "None") {
            let help = "`Any` stands for every shift and `None` for a day off";
            complaints.report(line.number, header, &quote(name), "another name", help);
        }
        names.add(line.number, header, name, position, complaints);
    }
    names
}

fn skill(line: Line<'_>, complaints: &mut Complaints) -> Option<String> {
    fixed::<1>(line, "SKILLS", "a skill", complaints).map(|[name]| name.to_owned())
}

fn shift_type(line: Line<'_>, complaints: &mut Complaints) -> Option<ShiftType> {
    let [id, run] = fixed(line, "SHIFT_TYPES", "a name and (min,max) days in a row", complaints)?;
    let run_days = bounds(line, "SHIFT_TYPES", run, complaints)?;
    Some(ShiftType { id: id.to_owned(), run_days, not_followed_by: Vec::new() })
}

/// `Night 2 Early Late`: a shift, how many may not follow it, and which.
fn successions(line: Line<'_>, shifts: &Names<'_>, complaints: &mut Complaints) -> Option<(usize, Vec<usize>)> {
    const FIELD: &str = "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS";
    let words = words(line.text);
    let shift = shifts.find(line.number, FIELD, words[0], "SHIFT_TYPES", complaints);
    let after = counted(line, FIELD, &words, 1, complaints).map(|after| {
        let after: Vec<Option<usize>> =
            after.iter().map(|name| shifts.find(line.number, FIELD, name, "SHIFT_TYPES", complaints)).collect();
        after
    });
    Some((shift?, after?.into_iter().collect::<Option<_>>()?))
}

fn contract(line: Line<'_>, complaints: &mut Complaints) -> Option<Contract> {
    const FIELD: &str = "CONTRACTS";
    let expected = "a name, (min,max) assignments, (min,max) days in a row, (min,max) days off in a row, most \
                    week-ends, and 1 for complete week-ends or 0";
    let [id, assignments, work, rest, weekends, complete] = fixed(line, FIELD, expected, complaints)?;
    let [assignments, work_days, rest_days] =
        [assignments, work, rest].map(|word| bounds(line, FIELD, word, complaints));
    let weekends_max = complaints.number(line.number, "CONTRACTS weekends", weekends, 0..=COUNT_MAX);
    let complete = complaints.number(line.number, "CONTRACTS complete weekends", complete, 0..=1);
    Some(Contract {
        id: id.to_owned(),
        assignments: assignments?,
        work_days: work_days?,
        rest_days: rest_days?,
        weekends_max: weekends_max?,
        complete_weekends: complete? == 1,
    })
}

/// `Patrick FullTime 2 HeadNurse Nurse`
fn nurse(line: Line<'_>, contracts: &Names<'_>, skills: &Names<'_>, complaints: &mut Complaints) -> Option<Nurse> {
    const FIELD: &str = "NURSES";
    let words = words(line.text);
    let contract = words.get(1).copied().unwrap_or("");
    let contract = contracts.find(line.number, FIELD, contract, "CONTRACTS", complaints);
    let held = counted(line, FIELD, &words, 2, complaints).map(|held| {
        let held: Vec<Option<usize>> =
            held.iter().map(|name| skills.find(line.number, FIELD, name, "SKILLS", complaints)).collect();
        held
    });
    Some(Nurse { id: words[0].to_owned(), contract: contract?, skills: held?.into_iter().collect::<Option<_>>()? })
}

/// The words of a line, when there are as many as there should be.
pub fn fixed<'t, const N: usize>(
    line: Line<'t>,
    field: &str,
    expected: &str,
    complaints: &mut Complaints,
) -> Option<[&'t str; N]> {
    let words = <[&str; N]>::try_from(words(line.text)).ok();
    if words.is_none() {
        complaints.report(line.number, field, &quote(line.text), expected, &format!("write {N} words"));
    }
    words
}

/// What follows the number at a position, when there is as much as the number says.
fn counted<'w, 't>(
    line: Line<'t>,
    field: &str,
    words: &'w [&'t str],
    at: usize,
    complaints: &mut Complaints,
) -> Option<&'w [&'t str]> {
    let count = complaints.number(line.number, field, words.get(at).copied().unwrap_or(""), 0..=COUNT_MAX)?;
    let rest = &words[at + 1..];
    if rest.len() == count as usize {
        return Some(rest);
    }
    let found = format!("{count} announced, {} names", rest.len());
    complaints.report(line.number, field, &found, "as many names as announced", "correct the number or the names");
    None
}

/// `(2,5)`
pub fn bounds(line: Line<'_>, field: &str, word: &str, complaints: &mut Complaints) -> Option<Bounds> {
    let inside = word.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).and_then(|rest| rest.split_once(','));
    let Some((min, max)) = inside else {
        let help = "write two numbers in brackets, with a comma between them";
        complaints.report(line.number, field, &quote(word), "bounds like (2,5)", help);
        return None;
    };
    let [min, max] = [min, max].map(|word| complaints.number(line.number, field, word.trim(), 0..=COUNT_MAX));
    let bounds = Bounds { min: min?, max: max? };
    if bounds.min > bounds.max {
        complaints.report(line.number, field, &quote(word), "the smaller number first", "exchange the two");
        return None;
    }
    Some(bounds)
}
