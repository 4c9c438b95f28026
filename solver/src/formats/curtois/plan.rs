//! Plans: one line for each member of staff in the order of the instance, `ID,shift,shift,…`, an empty field for a day
//! off.

use super::Instance;
use crate::formats::Issue;
use crate::formats::lines::{Complaints, Names, lines};
use crate::formats::tree::quote;

/// Who works what, day by day. A plan belongs to one instance: a row for each member of staff, an entry for each day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// By position in [`Instance::staff`], then by day: the position in [`Instance::shifts`], or `None` for a day off.
    pub rows: Vec<Vec<Option<usize>>>,
}

impl Plan {
    /// Nobody works.
    pub fn empty(instance: &Instance) -> Self {
        Self { rows: vec![vec![None; instance.days]; instance.staff.len()] }
    }
}

/// Reads a plan of this instance; blank lines and `#` comments say nothing.
///
/// # Errors
/// Every issue found, in file order; past a thousand, the last one says how many more there are.
pub fn read_plan(instance: &Instance, text: &str) -> Result<Plan, Vec<Issue>> {
    let mut complaints = Complaints::new();
    let shifts = Names::of(instance.shifts.iter().map(|shift| shift.id.as_str()));
    let mut lines = lines(text, Some('#'));
    let mut rows = Vec::new();
    for member in &instance.staff {
        let Some(line) = lines.next() else {
            let expected = format!("a line for each of the {} members of staff", instance.staff.len());
            complaints.push(None, &member.id, "no line", &expected, "add the lines that are missing at the end");
            break;
        };
        let mut fields = line.text.split(',').map(str::trim);
        let id = fields.next().unwrap_or_default();
        if id != member.id {
            let expected = format!("{}, as in the instance", quote(&member.id));
            complaints.report(line.number, "ID", &quote(id), &expected, "put the lines in the order of the instance");
        }
        let days: Vec<&str> = fields.collect();
        if days.len() != instance.days {
            let (found, expected) = (format!("{} days", days.len()), format!("{} days", instance.days));
            let help = "write a field for each day, an empty one for a day off";
            complaints.report(line.number, &member.id, &found, &expected, help);
            continue;
        }
        let mut row = Vec::with_capacity(days.len());
        for (day, code) in days.into_iter().enumerate() {
            let shift = match code {
                "" => None,
                code => shifts.find(line.number, &format!("day {day}"), code, "SECTION_SHIFTS", &mut complaints),
            };
            row.push(shift);
        }
        rows.push(row);
    }
    if let Some(line) = lines.next() {
        let expected = format!("{} lines, one for each member of staff", instance.staff.len());
        complaints.report(line.number, "", &quote(line.text), &expected, "remove the lines that follow the last one");
    }
    complaints.conclude(Some(Plan { rows }), "a plan of this instance")
}

/// Writes a plan; [`read_plan`] gives it back unchanged.
///
/// # Panics
/// If the plan is not of this instance.
pub fn write_plan(instance: &Instance, plan: &Plan) -> String {
    let mut text = String::new();
    for (member, row) in instance.staff.iter().zip(&plan.rows) {
        text.push_str(&member.id);
        for shift in row {
            text.push(',');
            text.push_str(shift.map_or("", |shift| &instance.shifts[shift].id));
        }
        text.push('\n');
    }
    text
}
