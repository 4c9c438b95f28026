//! Home rosters: every code exists, and nobody is in two places at once.

use super::findings::{Findings, Index};
use super::{Path, Said, is_sane, quoted};
use crate::domain::scenario::{Scenario, ShiftCode};
use crate::domain::time::{Minute, Span, instant_of_local};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;

/// Most codes on one line: the longest horizon with its margins.
const CODES_MAX: usize = 800;

/// A duty read off a roster line.
struct Duty<'s> {
    agent: usize,
    span: Span,
    line: usize,
    date: NaiveDate,
    code: &'s str,
}

/// Checks the roster lines.
pub fn rosters(scenario: &Scenario, index: &Index<'_>, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("rosters");
    let mut duties = Vec::new();
    for (i, line) in scenario.rosters.iter().enumerate() {
        let path = list.item(i, Some(line.agent.as_str()));
        let agent = findings.reference(&path.key("agent"), line.agent.as_str(), &index.agents, "agents");
        let unit = findings.reference(&path.key("unit"), line.unit.as_str(), &index.units, "units");
        findings.sane_date(&path.key("from"), line.from);
        let count = line.codes.split_whitespace().count();
        if count > CODES_MAX {
            let expected = Said::both(
                format!("au plus {CODES_MAX} codes, un par jour"),
                format!("at most {CODES_MAX} codes, one a day"),
            );
            let help = Said::both("coupez la ligne, ou corrigez-la", "split the line, or correct it");
            findings.report(&path.key("codes"), format!("{count} codes"), expected, help);
        }
        let doubtful = findings.doubts.is_unsure(&format!("rosters[{i}].from"));
        if !is_sane(line.from) || count > CODES_MAX || doubtful {
            continue;
        }
        let last = line.from + Days::new(count.saturating_sub(1) as u64);
        findings.near_horizon(&path.key("from"), scenario, line.from, last);
        let Some(unit) = unit else { continue };
        let site = index.establishments.get(scenario.units[unit].establishment.as_str());
        let zone = site.map_or(scenario.group.time_zone, |&site| scenario.establishments[site].time_zone);
        for (day, code) in line.codes.split_whitespace().enumerate() {
            let date = line.from + Days::new(day as u64);
            match scenario.units[unit].shift_codes.iter().position(|known| known.code.as_str() == code) {
                _ if code == "." => {}
                Some(known) if findings.times_unsure(unit, known) => {}
                Some(known) => duties.extend(agent.map(|agent| {
                    let span = span_on(&scenario.units[unit].shift_codes[known], date, zone);
                    Duty { agent, span, line: i, date, code }
                })),
                None if findings.codes_unsure(unit) => {}
                None => {
                    let (expected, help) = findings.codes_wanted(code, &scenario.units[unit]);
                    let (code, place) = (quoted(code), day + 1);
                    let found = Said::both(
                        format!("{code} le {date} (code {place} de la ligne)"),
                        format!("{code} on {date} (code {place} of the line)"),
                    );
                    let expected =
                        Said::both(format!("{}, ou .", expected.french()), format!("{}, or .", expected.english()));
                    findings.report(&path.key("codes"), found, expected, help);
                }
            }
        }
    }
    overlaps(scenario, duties, findings);
}

fn overlaps(scenario: &Scenario, mut duties: Vec<Duty<'_>>, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("rosters");
    duties.sort_by_key(|duty| (duty.agent, duty.span, duty.line));
    for pair in duties.windows(2) {
        let [first, second] = pair else { continue };
        if first.agent == second.agent && first.span.overlaps(second.span) {
            let (early, late) = if first.line <= second.line { (first, second) } else { (second, first) };
            let path = list.item(late.line, Some(scenario.rosters[late.line].agent.as_str()));
            let found = Said::both(
                format!(
                    "{} le {} alors que {} le {} (rosters[{}]) n’est pas fini",
                    late.code, late.date, early.code, early.date, early.line
                ),
                format!(
                    "{} on {} while {} on {} (rosters[{}]) is not over",
                    late.code, late.date, early.code, early.date, early.line
                ),
            );
            let expected = Said::both("des vacations qui ne se chevauchent pas", "duties that do not overlap");
            let help = Said::both("retirez l’un des deux codes", "remove one of the two codes");
            findings.report(&path.key("codes"), found, expected, help);
        }
    }
}

/// The instants of a code on a day.
fn span_on(code: &ShiftCode, date: NaiveDate, zone: Tz) -> Span {
    let ends = if code.end <= code.start { date + Days::new(1) } else { date };
    let instant = |date: NaiveDate, time| -> Minute { instant_of_local(zone, date.and_time(time)) };
    Span::new(instant(date, code.start), instant(ends, code.end))
}
