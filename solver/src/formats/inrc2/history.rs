//! From one week to the next, as the competition's simulator does it.

use super::judge::runs;
use super::{History, Last, NurseHistory, Scenario, Solution};

/// The history after a week: what the next stage starts from.
///
/// Where a nurse has several shifts on a day, the first one in the solution counts.
///
/// # Panics
/// If the solution or the history is not of this scenario.
pub fn next_history(scenario: &Scenario, history: &History, solution: &Solution) -> History {
    let mut rows = vec![[None; 7]; scenario.nurses.len()];
    for work in &solution.assignments {
        rows[work.nurse][work.day].get_or_insert(work.shift);
    }
    let nurses = rows.iter().zip(&history.nurses).map(|(row, past)| NurseHistory {
        assignments: past.assignments + row.iter().flatten().count() as u32,
        weekends: past.weekends + u32::from(row[5].is_some() || row[6].is_some()),
        last: last(row, past.last),
    });
    History { week: history.week + 1, nurses: nurses.collect() }
}

/// The last day of a week and the days before it that were like it, those before the week included.
fn last(row: &[Option<usize>; 7], past: Last) -> Last {
    let (shift, shift_days, works, days) = match past {
        Last::Off { days } => (None, days, false, days),
        Last::Worked { shift, shift_days, work_days } => (Some(shift), shift_days, true, work_days),
    };
    // Seven days make at least one run.
    let days = runs((works, days), row.iter().map(Option::is_some)).last().map_or(0, |run| run.days);
    let on_shift = runs((shift, shift_days), row.iter().copied()).last().map_or(0, |run| run.days);
    match row[6] {
        None => Last::Off { days },
        Some(shift) => Last::Worked { shift, shift_days: on_shift, work_days: days },
    }
}
