//! Best known costs: a table with the columns `set`, `instance` and `best_known`, in any order, others besides.

use crate::cli::input::{refused, text};
use releve_solver::formats::Issue;
use std::path::Path;

/// Sets of instances that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Shift Scheduling Benchmarks: the instance is its number.
    Curtois,
    /// The competition's weeks all known at once: the instance is `scenario_history_week-week-…`.
    Inrc2Static,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Of which set.
    pub set: Set,
    /// Its name there.
    pub instance: String,
    /// Lowest published cost; `None` when the field is empty.
    pub best_known: Option<u64>,
}

/// Reads a table.
///
/// # Errors
/// [`Refused`](crate::cli::input::Refused) with every issue, or an I/O error that names the file.
pub fn read(path: &Path) -> anyhow::Result<Vec<Published>> {
    Ok(parse(&text(path)?).map_err(|issues| refused(path, "table", &issues))?)
}

fn parse(text: &str) -> Result<Vec<Published>, Vec<Issue>> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let header: Vec<&str> = lines.next().map_or_else(Vec::new, |(_, line)| fields(line));
    let column = |name: &str| header.iter().position(|column| *column == name);
    let (Some(set), Some(instance), Some(best)) = (column("set"), column("instance"), column("best_known")) else {
        let found = format!("columns {}", header.join(", "));
        return Err(vec![issue(
            1,
            "",
            &found,
            "the columns set, instance and best_known",
            "name them in the first line",
        )]);
    };
    let (mut known, mut issues) = (Vec::new(), Vec::new());
    for (at, line) in lines {
        let values = fields(line);
        let value = |column: usize| values.get(column).copied().unwrap_or("");
        let of_set = match value(set) {
            "curtois" => Some(Set::Curtois),
            "inrc2-static" => Some(Set::Inrc2Static),
            _ => None,
        };
        let cost = Some(value(best)).filter(|cost| !cost.is_empty()).map(str::parse).transpose();
        match (of_set, cost) {
            (Some(set), Ok(best_known)) => {
                known.push(Published { set, instance: value(instance).to_owned(), best_known });
            }
            (None, _) => {
                let found = format!("{:?}", value(set));
                issues.push(issue(at + 1, "set", &found, "curtois or inrc2-static", "remove the line or correct it"));
            }
            (_, Err(_)) => {
                let found = format!("{:?}", value(best));
                issues.push(issue(at + 1, "best_known", &found, "a whole number or nothing", "correct it"));
            }
        }
    }
    if issues.is_empty() { Ok(known) } else { Err(issues) }
}

fn fields(line: &str) -> Vec<&str> {
    line.split(',').map(str::trim).collect()
}

fn issue(line: usize, field: &str, found: &str, expected: &str, help: &str) -> Issue {
    let [field, found, expected, help] = [field, found, expected, help].map(str::to_owned);
    let [found, expected, help] = [found, expected, help].map(Into::into);
    Issue { line: Some(line), field, found, expected, help }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_any_order_and_a_cost_may_be_missing() {
        let text = "instance,set,days,best_known\n1,curtois,14,607\nn005w4_1_6-2,inrc2-static,28,\n\n";
        let line = |set, instance: &str, best_known| Published { set, instance: instance.to_owned(), best_known };
        let expected = [line(Set::Curtois, "1", Some(607)), line(Set::Inrc2Static, "n005w4_1_6-2", None)];
        assert_eq!(parse(text), Ok(expected.to_vec()));
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let told = |text: &str| -> Vec<(Option<usize>, String)> {
            parse(text).expect_err(text).into_iter().map(|issue| (issue.line, issue.field)).collect()
        };
        assert_eq!(told(""), [(Some(1), String::new())]);
        assert_eq!(told("set,instance\n"), [(Some(1), String::new())]);
        let text = "set,instance,best_known\nmine,1,607\ncurtois,1,6o7\n";
        assert_eq!(told(text), [(Some(2), "set".to_owned()), (Some(3), "best_known".to_owned())]);
    }
}
