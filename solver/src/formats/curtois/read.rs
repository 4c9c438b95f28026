//! Instance text → [`Instance`].

use super::{Cover, DAYS_MAX, Instance, Request, Shift, Staff};
use crate::formats::Issue;
use crate::formats::lines::{Complaints, Line, Names, Section, sections};
use crate::formats::tree::quote;
use std::collections::{BTreeMap, BTreeSet};

const HORIZON: &str = "SECTION_HORIZON";
const SHIFTS: &str = "SECTION_SHIFTS";
const STAFF: &str = "SECTION_STAFF";
const DAYS_OFF: &str = "SECTION_DAYS_OFF";
const REQUESTS_ON: &str = "SECTION_SHIFT_ON_REQUESTS";
const REQUESTS_OFF: &str = "SECTION_SHIFT_OFF_REQUESTS";
const COVER: &str = "SECTION_COVER";
const SECTIONS: &[&str] = &[HORIZON, SHIFTS, STAFF, DAYS_OFF, REQUESTS_ON, REQUESTS_OFF, COVER];

/// Largest minutes, limits and head counts: beyond any roster, and sums stay far inside 64 bits.
const COUNT_MAX: u32 = 1_000_000;
/// Largest weight.
const WEIGHT_MAX: u32 = 1_000_000_000;

/// Reads an instance. Sections may come in any order; `#` starts a comment.
///
/// # Errors
/// Every issue found, in file order; past a thousand, the last one says how many more there are.
pub fn read(text: &str) -> Result<Instance, Vec<Issue>> {
    let mut complaints = Complaints::new();
    let cut = sections(text, Some('#'), SECTIONS, &mut complaints);
    let mut reader = Reader { days: None, shifts: Names::default(), staff: Names::default(), complaints };
    let instance = reader.instance(&cut);
    reader.complaints.conclude(instance, "a Shift Scheduling Benchmarks instance")
}

/// What the lines refer to, known before they are read.
struct Reader<'t> {
    /// `None` when the horizon could not be read: then no day is too late.
    days: Option<u32>,
    shifts: Names<'t>,
    staff: Names<'t>,
    complaints: Complaints,
}

impl<'t> Reader<'t> {
    fn instance(&mut self, cut: &BTreeMap<&'static str, Section<'t>>) -> Option<Instance> {
        let lines = |header: &str| cut.get(header).map_or(&[][..], |section| section.lines.as_slice());
        self.days = cut.get(HORIZON).and_then(|section| self.horizon(section));
        // Names first: any line may refer to any.
        self.shifts = self.names(cut.get(SHIFTS), "SECTION_SHIFTS.ShiftID");
        self.staff = self.names(cut.get(STAFF), "SECTION_STAFF.ID");
        let shifts: Vec<Option<Shift>> = lines(SHIFTS).iter().map(|line| self.shift(*line)).collect();
        let mut staff: Vec<Option<Staff>> = lines(STAFF).iter().map(|line| self.member(*line, shifts.len())).collect();
        for line in lines(DAYS_OFF) {
            if let Some((member, days)) = self.days_off(*line)
                && let Some(member) = staff.get_mut(member).and_then(Option::as_mut)
            {
                member.days_off.extend(days);
                member.days_off.sort_unstable();
                member.days_off.dedup();
            }
        }
        let on: Vec<Option<Request>> = lines(REQUESTS_ON).iter().map(|line| self.request(REQUESTS_ON, *line)).collect();
        let off: Vec<Option<Request>> =
            lines(REQUESTS_OFF).iter().map(|line| self.request(REQUESTS_OFF, *line)).collect();
        let mut told = BTreeSet::new();
        let cover: Vec<Option<Cover>> = lines(COVER).iter().map(|line| self.cover(*line, &mut told)).collect();
        Some(Instance {
            days: self.days? as usize,
            shifts: shifts.into_iter().collect::<Option<_>>()?,
            staff: staff.into_iter().collect::<Option<_>>()?,
            requests_on: on.into_iter().collect::<Option<_>>()?,
            requests_off: off.into_iter().collect::<Option<_>>()?,
            cover: cover.into_iter().collect::<Option<_>>()?,
        })
    }

    fn horizon(&mut self, section: &Section<'t>) -> Option<u32> {
        let [line] = section.lines.as_slice() else {
            let found = format!("{} lines", section.lines.len());
            let help = "write the number of days alone on a line";
            self.complaints.report(section.number, HORIZON, &found, "one line", help);
            return None;
        };
        self.complaints.number(line.number, HORIZON, line.text, 1..=DAYS_MAX)
    }

    /// The first fields of a section's lines.
    fn names(&mut self, section: Option<&Section<'t>>, field: &str) -> Names<'t> {
        let mut names = Names::default();
        let Some(section) = section else {
            names.doubt();
            return names;
        };
        if section.lines.is_empty() {
            self.complaints.report(section.number, field, "no line", "at least one line", "add a line");
            names.doubt();
        }
        for (position, line) in section.lines.iter().enumerate() {
            let name = line.text.split(',').next().unwrap_or_default().trim();
            if name.is_empty() || name.contains(['=', '|']) {
                let expected = "a name without `=` and `|`";
                self.complaints.report(line.number, field, &quote(name), expected, "name the line in its first field");
                names.doubt();
            } else {
                names.add(line.number, field, name, position, &mut self.complaints);
            }
        }
        names
    }

    /// The fields of a line, when there are as many as there should be.
    fn fields<const N: usize>(
        &mut self,
        section: &str,
        line: Line<'t>,
        columns: [&'static str; N],
    ) -> Option<[&'t str; N]> {
        let fields: Vec<&str> = line.text.split(',').map(str::trim).collect();
        let count = fields.len();
        let fields = <[&str; N]>::try_from(fields).ok();
        if fields.is_none() {
            let expected = format!("{N} fields: {}", columns.join(", "));
            let help = "separate the fields by commas, and leave none out";
            self.complaints.report(line.number, section, &format!("{count} fields"), &expected, help);
        }
        fields
    }

    fn shift(&mut self, line: Line<'t>) -> Option<Shift> {
        let [id, minutes, after] = self.fields(SHIFTS, line, ["ShiftID", "Length", "ShiftsWhichCannotFollow"])?;
        let minutes = self.complaints.number(line.number, "SECTION_SHIFTS.Length", minutes, 1..=COUNT_MAX);
        let after: Vec<Option<usize>> = after
            .split('|')
            .map(str::trim)
            .filter(|name| !after.is_empty() || !name.is_empty())
            .map(|name| self.find_shift(line, "SECTION_SHIFTS.ShiftsWhichCannotFollow", name))
            .collect();
        let not_followed_by = after.into_iter().collect::<Option<_>>()?;
        Some(Shift { id: id.to_owned(), minutes: minutes?, not_followed_by })
    }

    fn member(&mut self, line: Line<'t>, shifts: usize) -> Option<Staff> {
        let columns = [
            "ID",
            "MaxShifts",
            "MaxTotalMinutes",
            "MinTotalMinutes",
            "MaxConsecutiveShifts",
            "MinConsecutiveShifts",
            "MinConsecutiveDaysOff",
            "MaxWeekends",
        ];
        let fields = self.fields(STAFF, line, columns)?;
        let shifts_max = self.shifts_max(line, fields[1], shifts);
        let mut number = |column: usize| {
            let field = format!("SECTION_STAFF.{}", columns[column]);
            self.complaints.number(line.number, &field, fields[column], 0..=COUNT_MAX)
        };
        let [minutes_max, minutes_min, work_days_max, work_days_min, rest_days_min, weekends_max] =
            [2, 3, 4, 5, 6, 7].map(&mut number);
        self.in_order(line, "MinTotalMinutes", minutes_min, minutes_max);
        self.in_order(line, "MinConsecutiveShifts", work_days_min, work_days_max);
        Some(Staff {
            id: fields[0].to_owned(),
            shifts_max: shifts_max?,
            minutes_max: minutes_max?,
            minutes_min: minutes_min?,
            work_days_max: work_days_max?,
            work_days_min: work_days_min?,
            rest_days_min: rest_days_min?,
            weekends_max: weekends_max?,
            days_off: Vec::new(),
        })
    }

    /// `E=0|D=28|N=4`: one limit for each kind of shift, in any order.
    fn shifts_max(&mut self, line: Line<'t>, field: &'t str, shifts: usize) -> Option<Vec<u32>> {
        const FIELD: &str = "SECTION_STAFF.MaxShifts";
        let mut limits: Vec<Option<u32>> = vec![None; shifts];
        let mut sound = true;
        for part in field.split('|') {
            let Some((name, limit)) = part.split_once('=') else {
                let help = "write the shift, `=` and the most that may be worked";
                self.complaints.report(line.number, FIELD, &quote(part), "a limit like D=14", help);
                sound = false;
                continue;
            };
            let shift = self.find_shift(line, FIELD, name.trim());
            let limit = self.complaints.number(line.number, FIELD, limit.trim(), 0..=COUNT_MAX);
            match shift.and_then(|shift| limits.get_mut(shift)) {
                Some(Some(_)) => {
                    let help = "keep one of the two";
                    self.complaints.report(line.number, FIELD, &quote(part), "one limit for each shift", help);
                    sound = false;
                }
                Some(slot) => *slot = limit,
                None => sound = false,
            }
            sound &= limit.is_some();
        }
        if sound && self.shifts.is_sure() && limits.iter().any(Option::is_none) {
            let found = format!("{} limits", limits.iter().flatten().count());
            let expected = format!("a limit for each of the {shifts} shifts");
            let help = "add the shifts that are missing; 0 means never";
            self.complaints.report(line.number, FIELD, &found, &expected, help);
        }
        limits.into_iter().collect()
    }

    fn in_order(&mut self, line: Line<'t>, column: &str, min: Option<u32>, max: Option<u32>) {
        if let (Some(min), Some(max)) = (min, max)
            && min > max
        {
            let (field, expected) = (format!("SECTION_STAFF.{column}"), format!("at most the maximum, {max}"));
            self.complaints.report(line.number, &field, &min.to_string(), &expected, "exchange or correct the two");
        }
    }

    fn days_off(&mut self, line: Line<'t>) -> Option<(usize, Vec<usize>)> {
        let (id, days) = line.text.split_once(',').unwrap_or((line.text, ""));
        let member = self.find_staff(line, "SECTION_DAYS_OFF.EmployeeID", id.trim());
        let days: Vec<Option<usize>> =
            days.split(',').map(|day| self.day(line, "SECTION_DAYS_OFF.DayIndexes", day.trim())).collect();
        Some((member?, days.into_iter().collect::<Option<_>>()?))
    }

    fn request(&mut self, section: &str, line: Line<'t>) -> Option<Request> {
        let [id, day, shift, weight] = self.fields(section, line, ["EmployeeID", "Day", "ShiftID", "Weight"])?;
        let field = |column: &str| format!("{section}.{column}");
        let staff = self.find_staff(line, &field("EmployeeID"), id);
        let day = self.day(line, &field("Day"), day);
        let shift = self.find_shift(line, &field("ShiftID"), shift);
        let weight = self.complaints.number(line.number, &field("Weight"), weight, 0..=WEIGHT_MAX);
        Some(Request { staff: staff?, day: day?, shift: shift?, weight: weight? })
    }

    fn cover(&mut self, line: Line<'t>, told: &mut BTreeSet<(usize, usize)>) -> Option<Cover> {
        let columns = ["Day", "ShiftID", "Requirement", "WeightUnder", "WeightOver"];
        let [day, shift, required, under, over] = self.fields(COVER, line, columns)?;
        let day = self.day(line, "SECTION_COVER.Day", day);
        let shift = self.find_shift(line, "SECTION_COVER.ShiftID", shift);
        let mut number = |field: &str, word: &str, max: u32| self.complaints.number(line.number, field, word, 0..=max);
        // Instance 15, as published, writes two of its zeros `-0`.
        let required = if required == "-0" { "0" } else { required };
        let required = number("SECTION_COVER.Requirement", required, COUNT_MAX);
        let under = number("SECTION_COVER.WeightUnder", under, WEIGHT_MAX);
        let over = number("SECTION_COVER.WeightOver", over, WEIGHT_MAX);
        let (day, shift) = (day?, shift?);
        if !told.insert((day, shift)) {
            let help = "keep one of the two lines";
            self.complaints.report(line.number, COVER, "this day and shift again", "one line for each", help);
        }
        Some(Cover { day, shift, required: required?, under_weight: under?, over_weight: over? })
    }

    fn day(&mut self, line: Line<'t>, field: &str, word: &str) -> Option<usize> {
        let last = self.days.unwrap_or(DAYS_MAX) - 1;
        self.complaints.number(line.number, field, word, 0..=last).map(|day| day as usize)
    }

    fn find_shift(&mut self, line: Line<'t>, field: &str, name: &str) -> Option<usize> {
        self.shifts.find(line.number, field, name, SHIFTS, &mut self.complaints)
    }

    fn find_staff(&mut self, line: Line<'t>, field: &str, name: &str) -> Option<usize> {
        self.staff.find(line.number, field, name, STAFF, &mut self.complaints)
    }
}
