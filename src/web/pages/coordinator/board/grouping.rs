//! The list of the board under its heads, cut into pages.

use super::Row;
use super::filter::{Asked, By};
use crate::app::facts::Facts;
use crate::lang::Words;
use crate::web::pages::coordinator::{site, words as named};
use crate::web::pages::view::coordinator::{Group, Open, Pager};
use chrono::{Datelike, NaiveDate, Weekday};
use releve_solver::domain::scenario::Priority;
use releve_solver::law::calendar::is_holiday;

/// A page of days holds at least so many shifts, where there are so many; a page of anything else exactly so many.
const ON_A_PAGE: usize = 60;

/// A page of the list.
pub(super) struct Laid<'r> {
    /// What is on it.
    pub groups: Vec<Under<'r>>,
    /// The pages before and after.
    pub pager: Pager,
}

/// Rows under one head.
pub(super) struct Under<'r> {
    label: String,
    is_name: bool,
    mark: String,
    count: usize,
    /// Those on the page.
    pub rows: Vec<&'r Row>,
}

/// What a row is grouped by; sorts as the list does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Day(NaiveDate),
    Priority(Priority),
    Place(String, String),
    Title(String),
}

fn key(row: &Row, by: By) -> Key {
    let shift = &row.stored.shift;
    match by {
        By::Date => Key::Day(row.date),
        By::Priority => Key::Priority(row.priority),
        By::Place => Key::Place(shift.establishment_name.clone(), shift.unit_name.clone()),
        By::Title => Key::Title(shift.qualification.clone()),
    }
}

/// Lays the rows, which are sorted by start, under their heads.
pub(super) fn lay<'r>(words: Words, facts: &Facts, rows: &[&'r Row], asked: &Asked) -> Laid<'r> {
    let mut keyed: Vec<(Key, &Row)> = rows.iter().map(|row| (key(row, asked.by()), *row)).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    let groups: Vec<&[(Key, &Row)]> = keyed.chunk_by(|a, b| a.0 == b.0).collect();
    let sizes: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let pages = if asked.by() == By::Date { whole_groups(&sizes) } else { even(keyed.len()) };
    let at = asked.page().min(pages.len().saturating_sub(1));
    let (from, to) = pages.get(at).copied().unwrap_or((0, 0));
    let mut shown = Vec::new();
    let mut start = 0;
    for group in groups {
        let (first, last) = (start.max(from), (start + group.len()).min(to));
        if first < last {
            let rows = keyed[first..last].iter().map(|(_, row)| *row).collect();
            shown.push(under(words, facts, &group[0], (group.len(), rows)));
        }
        start += group.len();
    }
    let pager = Pager {
        before: if at > 0 { asked.address(at - 1) } else { String::new() },
        after: if at + 1 < pages.len() { asked.address(at + 1) } else { String::new() },
        place: if pages.len() > 1 {
            words.with("board-page", [("page", at + 1), ("pages", pages.len())])
        } else {
            String::new()
        },
    };
    Laid { groups: shown, pager }
}

/// Pages of whole groups, each as soon as it is full: first and last row, the last excluded.
fn whole_groups(sizes: &[usize]) -> Vec<(usize, usize)> {
    let (mut pages, mut from, mut at) = (Vec::new(), 0, 0);
    for size in sizes {
        at += size;
        if at - from >= ON_A_PAGE {
            pages.push((from, at));
            from = at;
        }
    }
    if at > from {
        pages.push((from, at));
    }
    pages
}

/// Pages of the same length.
fn even(rows: usize) -> Vec<(usize, usize)> {
    (0..rows).step_by(ON_A_PAGE).map(|from| (from, (from + ON_A_PAGE).min(rows))).collect()
}

fn under<'r>(
    words: Words,
    facts: &Facts,
    (key, first): &(Key, &Row),
    (count, rows): (usize, Vec<&'r Row>),
) -> Under<'r> {
    let mark = match key {
        Key::Day(date) => mark(words, facts, *date, &first.stored.shift.establishment_id),
        _ => String::new(),
    };
    let label = match key {
        Key::Day(date) => words.day(*date),
        Key::Priority(priority) => named::priority(words, *priority).text,
        Key::Place(establishment, unit) => format!("{establishment} · {unit}"),
        Key::Title(title) => title.clone(),
    };
    Under { label, is_name: matches!(key, Key::Place(..) | Key::Title(_)), mark, count, rows }
}

fn mark(words: Words, facts: &Facts, date: NaiveDate, establishment: &str) -> String {
    if site(facts, establishment).is_some_and(|site| is_holiday(date, site)) {
        words.say("board-holiday")
    } else if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        words.say("board-weekend")
    } else {
        String::new()
    }
}

/// As it is printed.
pub(super) fn view(words: Words, under: Under<'_>, shifts: Vec<Open>) -> Group {
    let Under { label, is_name, mark, count, .. } = under;
    Group { label, is_name, mark, count: words.count("board-shifts", count), shifts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_whole_days() {
        assert!(whole_groups(&[]).is_empty() && even(0).is_empty());
        assert_eq!(whole_groups(&[10, 10]), [(0, 20)]);
        assert_eq!(whole_groups(&[40, 30, 5, 100, 1]), [(0, 70), (70, 175), (175, 176)]);
        assert_eq!(even(130), [(0, 60), (60, 120), (120, 130)]);
    }
}
