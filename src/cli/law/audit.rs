//! `releve law audit`: a roster that stands, judged line by line of the law. A table of duties is judged under one regime; a
//! scenario with each person under her own employer's rules.

use crate::cli::input::{self, Usage, refused, shown};
use crate::cli::packs::LawFiles;
use crate::cli::{DONE, REFUSED};
use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;
use releve_solver::audit::{Finding, audit};
use releve_solver::compile_under;
use releve_solver::domain::problem::{DutyKind, Problem};
use releve_solver::domain::scenario::Territory;
use releve_solver::domain::time::date_of_day;
use releve_solver::formats::roster::{self, Ground, Row};
use releve_solver::formats::scenario::TERRITORIES;
use releve_solver::formats::suggest::nearest_few;
use releve_solver::law::{Library, Pack};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What stands for the document of a derogation named on the command line.
const ON_COMMAND_LINE: &str = "déclarée pour cet audit";

/// Arguments of `law audit`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Roster as a table (.csv: agent, date, start, end …), or a scenario (.toml, .json); `-` reads standard input
    file: PathBuf,
    /// Regime of a table: `fph`, `code-du-travail`, `ccn51`, `ccn66`, `ccu`, with or without `@version`
    #[arg(long)]
    pack: Option<String>,
    /// Derogation that the establishment has on record; may be repeated
    #[arg(long, value_name = "ID")]
    derogation: Vec<String>,
    /// Public-holiday territory of a table
    #[arg(long, value_parser = territory)]
    territory: Option<Territory>,
    /// Time zone of a table [default: Europe/Paris]
    #[arg(long)]
    time_zone: Option<Tz>,
    /// A Monday on which a fortnight begins [default: 2025-12-29]
    #[arg(long, value_name = "DATE", value_parser = monday)]
    cycle_anchor: Option<NaiveDate>,
    /// Length of the work cycle, weeks [default: 4]
    #[arg(long, value_name = "WEEKS", value_parser = clap::value_parser!(u32).range(1..=52))]
    cycle_weeks: Option<u32>,
    /// Working-time share of those for whom the table gives none, percent [default: 100]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(1..=100))]
    share: Option<u32>,
    #[command(flatten)]
    law: LawFiles,
    /// Print one JSON object instead of lines
    #[arg(long)]
    json: bool,
}

fn territory(text: &str) -> Result<Territory, String> {
    let known = TERRITORIES.iter().find(|(word, _)| *word == text).map(|(_, territory)| *territory);
    known.ok_or_else(|| {
        let words: Vec<&str> = TERRITORIES.iter().map(|(word, _)| *word).collect();
        format!("found {text:?}, expected one of {}", words.join(", "))
    })
}

fn monday(text: &str) -> Result<NaiveDate, String> {
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(date) if date.weekday() == Weekday::Mon => Ok(date),
        _ => Err(format!("found {text:?}, expected a Monday such as 2026-01-05")),
    }
}

/// Runs the command.
///
/// # Errors
/// A refused roster, pack or scenario, an unknown regime or derogation, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let library = args.law.library()?;
    let problem = problem(args, &library)?;
    let findings = audit(&problem);
    let report = Report::new(&problem, &findings);
    if args.json {
        crate::cli::print_json(&report)?;
    } else {
        crate::cli::print(&report.text(&args.file, &problem))?;
    }
    Ok(if findings.is_empty() { DONE } else { REFUSED })
}

fn problem(args: &Args, library: &Library) -> anyhow::Result<Problem> {
    let text = input::table(&args.file)?;
    if is_table(&args.file, &text) {
        return table(args, library, &text);
    }
    let given = [
        ("--pack", args.pack.is_some()),
        ("--derogation", !args.derogation.is_empty()),
        ("--territory", args.territory.is_some()),
        ("--time-zone", args.time_zone.is_some()),
        ("--cycle-anchor", args.cycle_anchor.is_some()),
        ("--cycle-weeks", args.cycle_weeks.is_some()),
        ("--share", args.share.is_some()),
    ];
    if let Some((option, _)) = given.iter().find(|(_, given)| *given) {
        let file = shown(&args.file);
        return Err(Usage(format!("{option}: {file} is a scenario, which says so itself; leave the option out")).into());
    }
    Ok(input::compiled(&args.file, &text, library)?.problem)
}

/// By the name; where it tells nothing, by the first line: a scenario has no comma or semicolon there.
fn is_table(path: &Path, text: &str) -> bool {
    match path.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase).as_deref() {
        Some("csv" | "txt" | "xlsx") => true,
        Some("toml" | "json") => false,
        _ => {
            let head = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
            !head.trim_start().starts_with(['{', '#', '[']) && !head.contains('=') && head.contains([',', ';'])
        }
    }
}

fn table(args: &Args, library: &Library, text: &str) -> anyhow::Result<Problem> {
    let known = || library.packs().iter().map(|pack| pack.id.as_str());
    let Some(name) = &args.pack else {
        let mut packs: Vec<&str> = known().collect();
        packs.dedup();
        return Err(
            Usage(format!("--pack: found nothing, expected the regime of the table: {}", packs.join(", "))).into()
        );
    };
    let rows = roster::read(text).map_err(|issues| refused(&args.file, "roster", &issues))?;
    let (first, last) = days(&rows);
    let pack = in_force(library, name, last).ok_or_else(|| {
        let near = nearest_few(name, known()).join(", ");
        Usage(format!("--pack: found {name:?}, expected a rule pack such as {near}; see `releve law list`"))
    })?;
    let chain = library.chain(pack);
    let switches = || chain.iter().flat_map(|pack| &pack.derogations).map(|derogation| derogation.id.as_str());
    if let Some(id) = args.derogation.iter().find(|id| !switches().any(|known| known == id.as_str())) {
        let all: Vec<&str> = switches().collect();
        return Err(Usage(format!("--derogation: found {id:?}, expected one of {}", all.join(", "))).into());
    }
    if pack.valid_from > first || pack.valid_to.is_some_and(|to| to < last) {
        let to = pack.valid_to.map_or_else(|| "onwards".to_owned(), |to| format!("to {to}"));
        eprintln!(
            "note: {} holds from {} {to}; the duties from {first} to {last} are all judged by it",
            pack.key(),
            pack.valid_from
        );
    }
    let ground = Ground {
        pack,
        derogations: args.derogation.iter().map(|id| (id.clone(), ON_COMMAND_LINE.to_owned())).collect(),
        territory: args.territory.unwrap_or(Territory::Metropole),
        time_zone: args.time_zone.unwrap_or(Tz::Europe__Paris),
        cycle_anchor: args.cycle_anchor,
        cycle_weeks: args.cycle_weeks,
        share_percent: args.share.unwrap_or(100),
    };
    let problem = compile_under(library, &roster::facts(&rows, &ground));
    Ok(problem.map_err(|issues| refused(&args.file, "roster", &issues))?)
}

fn days(rows: &[Row]) -> (NaiveDate, NaiveDate) {
    let dates = || rows.iter().map(|row| row.date);
    (dates().min().unwrap_or_default(), dates().max().unwrap_or_default())
}

/// The version asked for; of several, the one in force on a day, or the first of all.
fn in_force<'a>(library: &'a Library, name: &str, day: NaiveDate) -> Option<&'a Pack> {
    if name.contains('@') {
        return library.find(name);
    }
    let versions = || library.packs().iter().filter(|pack| pack.id == name);
    let begun = versions().filter(|pack| pack.valid_from <= day).max_by_key(|pack| pack.valid_from);
    begun.or_else(|| versions().min_by_key(|pack| pack.valid_from))
}

/// What was judged and what was found.
#[derive(Serialize)]
struct Report<'a> {
    rule_packs: &'a [String],
    persons: usize,
    duties: usize,
    /// First and last civil day on which a duty starts.
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// Civil days from the first to the last.
    days: i64,
    /// Persons with a breach.
    persons_at_fault: usize,
    breaches: &'a [Finding],
    by_rule: Vec<ByRule<'a>>,
}

/// How often one rule is broken.
#[derive(Serialize)]
struct ByRule<'a> {
    rule: &'a str,
    label_fr: &'a str,
    article: &'a str,
    breaches: usize,
    persons: usize,
}

/// `1 person`, `2 persons`
fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The rule of the packs where there is one, else its kind.
fn rule_of(finding: &Finding) -> &str {
    finding.law.as_deref().unwrap_or(&finding.rule)
}

impl<'a> Report<'a> {
    fn new(problem: &'a Problem, findings: &'a [Finding]) -> Self {
        let own = || problem.workers.iter().flat_map(|w| &w.fixed).filter(|duty| duty.kind != DutyKind::Outside);
        let from = own().map(|duty| date_of_day(duty.day)).min();
        let to = own().map(|duty| date_of_day(duty.day)).max();
        let persons = |of: &mut dyn Iterator<Item = &Finding>| {
            let mut ids: Vec<&str> = of.map(|finding| finding.agent.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.len()
        };
        let mut rules: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            rules.entry(rule_of(finding)).or_default().push(finding);
        }
        let by_rule = rules.into_iter().map(|(rule, found)| ByRule {
            rule,
            label_fr: &found[0].label_fr,
            article: &found[0].article,
            breaches: found.len(),
            persons: persons(&mut found.iter().copied()),
        });
        Self {
            rule_packs: &problem.rule_packs,
            persons: problem.workers.len(),
            duties: own().count(),
            from,
            to,
            days: from.zip(to).map_or(0, |(from, to)| (to - from).num_days() + 1),
            persons_at_fault: persons(&mut findings.iter()),
            breaches: findings,
            by_rule: by_rule.collect(),
        }
    }

    fn text(&self, file: &Path, problem: &Problem) -> String {
        let mut out = format!("Audit of {} under {}\n", shown(file), self.rule_packs.join(", "));
        let name = |finding: &Finding| {
            let worker = problem.workers.iter().find(|worker| worker.id == finding.agent);
            worker.filter(|worker| worker.name != worker.id.as_str()).map_or("", |worker| worker.name.as_str())
        };
        let mut told = None;
        for finding in self.breaches {
            if told != Some(&finding.agent) {
                told = Some(&finding.agent);
                let _ = writeln!(out, "\n{}", format!("{} {}", finding.agent, name(finding)).trim_end());
            }
            let article = if finding.article.is_empty() { String::new() } else { format!(" ({})", finding.article) };
            let _ = writeln!(out, "  {}  {}: {}{article}", finding.date, rule_of(finding), finding.sentence_fr);
        }
        let _ = writeln!(out, "\nSummary");
        let period = match (self.from, self.to) {
            (Some(from), Some(to)) => format!("{} from {from} to {to}", count(self.days as usize, "day", "days")),
            _ => "no day".to_owned(),
        };
        let (persons, duties) = (count(self.persons, "person", "persons"), count(self.duties, "duty", "duties"));
        let _ = writeln!(out, "  {persons}, {duties}, {period}");
        if self.breaches.is_empty() {
            out.push_str("  no rule broken\n");
            return out;
        }
        let breaches = count(self.breaches.len(), "breach", "breaches");
        let _ = writeln!(out, "  {breaches}, {} concerned", count(self.persons_at_fault, "person", "persons"));
        for line in &self.by_rule {
            let ByRule { rule, label_fr, breaches, persons, .. } = line;
            let label = if label_fr.is_empty() { String::new() } else { format!("  {label_fr}") };
            let persons = count(*persons, "person", "persons");
            let _ = writeln!(out, "  {breaches:>6}  {rule}{label} ({persons})");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_told_by_name_then_by_its_first_line() {
        assert!(is_table(Path::new("a.CSV"), "") && !is_table(Path::new("a.toml"), "a,b"));
        assert!(is_table(Path::new("-"), "\u{feff}agent;date;start;end\n"));
        assert!(!is_table(Path::new("-"), "# a, b\n") && !is_table(Path::new("-"), "{\"a\": 1, \"b\": 2}"));
        assert!(!is_table(Path::new("-"), "format = \"releve.scenario/1\"\n"));
    }
}
