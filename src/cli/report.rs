//! What `solve` prints: one JSON object for programs, or tables for people. Both say the same things.

use super::progress::level_name;
use releve_solver::check::Breach;
use releve_solver::domain::ids::{AgentId, ShiftId};
use releve_solver::domain::plan::{
    Assignment, BareReason, Change, EquityLine, Ground, Level, LevelName, Limits, Outcome, Price, Start, Status,
    Uncovered, Why,
};
use releve_solver::domain::scenario::Scenario;
use releve_solver::explain::hours;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A finished solve in the words of the command line.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// `optimal`, `within_gap` or `feasible`.
    pub status: Status,
    /// Value of the plan at each level.
    pub objective: BTreeMap<LevelName, f64>,
    /// Proven bound at each level.
    pub bound: BTreeMap<LevelName, f64>,
    /// Largest relative gap over the levels.
    pub gap: f64,
    /// Goal levels in order.
    pub levels: &'a [Level],
    /// Wall-clock seconds.
    pub seconds: f64,
    /// Work units spent.
    pub work: u64,
    /// Threads used.
    pub threads: u32,
    /// Seed used.
    pub seed: u32,
    /// Stopped by Ctrl-C.
    pub cancelled: bool,
    /// Shifts held.
    pub covered: usize,
    /// Shifts left bare.
    pub uncovered: usize,
    /// Which, and why.
    pub uncovered_shifts: &'a [Uncovered],
    /// Breaches that the independent checker finds in the plan; anything but 0 is a defect.
    pub hard_violations: usize,
    /// Those breaches.
    pub breaches: &'a [Breach],
    /// The outside alternative for what is left bare.
    pub agency: Agency,
    /// Fingerprint of the facts.
    pub input_sha256: &'a str,
    /// Rule packs in force.
    pub rule_packs: &'a [String],
    /// Who holds what.
    pub assignments: Vec<Assignment>,
    /// Everyone's account before and after.
    pub equity: &'a [EquityLine],
    /// Where one more shift filled would be worth most.
    pub prices: &'a [Price],
    /// What differs from the published plan that the solve began from.
    #[serde(flatten)]
    pub changed: Option<Changed<'a>>,
}

/// What differs from a published plan.
#[derive(Debug, Serialize)]
pub struct Changed<'a> {
    /// Shifts whose holder the law refuses now.
    pub forced: usize,
    /// The other changes.
    pub chosen: usize,
    /// Most changes by choice, where a limit was given.
    pub max_changes: Option<usize>,
    /// Whether the plan was repaired, and not only begun from.
    pub repaired: bool,
    /// Each, with its reason.
    pub changes: &'a [Change],
}

impl<'a> Changed<'a> {
    fn new(outcome: &'a Outcome, start: &Start) -> Option<Self> {
        let forced = outcome.changes.iter().filter(|change| matches!(change.why, Why::Forced { .. })).count();
        (*start != Start::default()).then(|| Self {
            forced,
            chosen: outcome.changes.len() - forced,
            max_changes: start.repair.and_then(|repair| repair.changes_max),
            repaired: start.repair.is_some(),
            changes: &outcome.changes,
        })
    }
}

/// What an agency could take of the bare shifts, and its price.
#[derive(Debug, Default, Serialize)]
pub struct Agency {
    /// Bare shifts with a lawful price.
    pub shifts: Vec<ShiftId>,
    /// Their price together, euro cents.
    pub cents: i64,
}

impl<'a> Report<'a> {
    /// Gathers the figures.
    pub fn new(outcome: &'a Outcome, start: &Start, limits: &Limits, breaches: &'a [Breach], cancelled: bool) -> Self {
        let mut agency = Agency::default();
        for bare in &outcome.uncovered {
            if let Some(cents) = bare.agency_cents {
                agency.shifts.push(bare.shift.clone());
                agency.cents += cents;
            }
        }
        Self {
            status: outcome.status,
            objective: outcome.levels.iter().map(|level| (level.name, level.objective)).collect(),
            bound: outcome.levels.iter().map(|level| (level.name, level.bound)).collect(),
            gap: outcome.levels.iter().map(|level| level.gap).fold(0.0, f64::max),
            levels: &outcome.levels,
            seconds: outcome.seconds,
            work: outcome.work,
            threads: limits.threads,
            seed: outcome.seed,
            cancelled,
            covered: outcome.assigned.len(),
            uncovered: outcome.uncovered.len(),
            uncovered_shifts: &outcome.uncovered,
            hard_violations: breaches.len(),
            breaches,
            agency,
            input_sha256: &outcome.input_sha256,
            rule_packs: &outcome.rule_packs,
            assignments: outcome.assignments(),
            equity: &outcome.equity,
            prices: &outcome.prices,
            changed: Changed::new(outcome, start),
        }
    }

    /// Tables for people.
    pub fn text(&self, scenario: &Scenario) -> String {
        let mut out = String::new();
        self.summary(&mut out);
        self.level_table(&mut out);
        self.change_table(scenario, &mut out);
        self.assignment_table(scenario, &mut out);
        self.bare_table(scenario, &mut out);
        if !self.prices.is_empty() {
            out.push_str("\nWhere one more shift filled would help most\n");
            price_table(&mut out, &self.prices[..self.prices.len().min(PRICES_SHOWN)], scenario);
        }
        out
    }

    fn summary(&self, out: &mut String) {
        let status = match self.status {
            Status::Optimal => "proven best at every level",
            Status::WithinGap => "proven within the asked gap at every level",
            Status::Feasible if self.cancelled => "stopped by Ctrl-C; lawful, gaps below",
            Status::Feasible if self.changed.as_ref().is_some_and(|changed| changed.repaired) => {
                "repaired around what has changed; lawful, gaps below"
            }
            Status::Feasible => "stopped by a limit; lawful, gaps below",
        };
        let shifts = self.covered + self.uncovered;
        let _ = writeln!(out, "Plan     {status}");
        let _ = writeln!(
            out,
            "Effort   {:.1} s, {} work units, {} threads, seed {}",
            self.seconds, self.work, self.threads, self.seed
        );
        let _ = writeln!(out, "Facts    {} ({})", short(self.input_sha256), self.rule_packs.join(", "));
        let _ = writeln!(out, "Cover    {} of {shifts} shifts, {} bare", self.covered, self.uncovered);
        if let Some(Changed { forced, chosen, max_changes, .. }) = &self.changed {
            let most = max_changes.map_or_else(String::new, |most| format!(" of at most {most}"));
            let _ = writeln!(out, "Changes  {forced} forced by the law, {chosen} chosen{most}");
        }
        if !self.agency.shifts.is_empty() {
            let (count, euros) = (self.agency.shifts.len(), euros(self.agency.cents));
            let _ = writeln!(out, "Agency   could take {count} of the bare shifts for {euros}");
        }
        if let (Some(before), Some(after)) = (
            Spread::of(self.equity, |line| line.before_centipoints),
            Spread::of(self.equity, |line| line.after_centipoints),
        ) {
            let _ = writeln!(out, "Equity   before {before}");
            let _ = writeln!(out, "         after  {after}");
        }
        match self.hard_violations {
            0 => out.push_str("Check    no rule broken\n"),
            count => {
                let _ = writeln!(out, "Check    {count} BREACHES");
                for breach in self.breaches {
                    let _ = writeln!(out, "         {}", breach_line(breach));
                }
            }
        }
    }

    fn level_table(&self, out: &mut String) {
        let _ = writeln!(out, "\n{:<12} {:>16} {:>16} {:>10}", "Level", "plan", "bound", "gap");
        for level in self.levels {
            let name = level_name(level.name);
            let _ = writeln!(
                out,
                "{name:<12} {:>16.2} {:>16.2} {:>8.3} %",
                level.objective,
                level.bound,
                level.gap * 100.0
            );
        }
    }

    fn change_table(&self, scenario: &Scenario, out: &mut String) {
        let Some(changed) = self.changed.as_ref().filter(|changed| !changed.changes.is_empty()) else { return };
        out.push_str("\nChanges of the published plan\n");
        for change in changed.changes {
            let holder =
                |agent: &Option<AgentId>| agent.as_ref().map_or_else(|| "nobody".to_owned(), AgentId::to_string);
            let (from, to) = (holder(&change.from), holder(&change.to));
            let _ = writeln!(out, "  {:<44} {from} → {to}{}", shift_line(scenario, &change.shift), warning(change));
            match &change.why {
                Why::Forced { grounds } => {
                    for Ground { rule, article, sentence_en, .. } in grounds {
                        let _ = writeln!(out, "      forced: {rule} ({article}): {sentence_en}");
                    }
                }
                Why::MakesRoom { shifts } => {
                    let shifts: Vec<&str> = shifts.iter().map(ShiftId::as_str).collect();
                    let _ = writeln!(out, "      chosen: makes room for {}", shifts.join(" + "));
                }
                Why::Betters { level, amount } => {
                    let _ = writeln!(out, "      chosen: betters {} by {amount:.2}", level_name(*level));
                }
                Why::Exchange => out.push_str("      chosen: part of an exchange\n"),
            }
        }
    }

    fn assignment_table(&self, scenario: &Scenario, out: &mut String) {
        if self.assignments.is_empty() {
            return;
        }
        out.push_str("\nAssignments\n");
        for assignment in &self.assignments {
            let name =
                scenario.agents.iter().find(|agent| agent.id == assignment.agent).map_or("", |agent| &agent.name);
            let _ = writeln!(out, "  {:<44} {} {name}", shift_line(scenario, &assignment.shift), assignment.agent);
        }
    }

    fn bare_table(&self, scenario: &Scenario, out: &mut String) {
        if self.uncovered_shifts.is_empty() {
            return;
        }
        out.push_str("\nBare shifts\n");
        for bare in self.uncovered_shifts {
            let _ = writeln!(out, "  {}", shift_line(scenario, &bare.shift));
            let _ = writeln!(out, "      {}", reason(bare));
            for count in &bare.refusals {
                let _ = writeln!(out, "      {} ({}): {} agents", count.rule, count.article, count.agents);
            }
            if let Some(cents) = bare.agency_cents {
                let _ = writeln!(out, "      agency: {}", euros(cents));
            }
        }
    }
}

/// So many of the prices stand in a report; `explain --prices` tells them all.
const PRICES_SHOWN: usize = 8;

/// What one more shift filled is worth, a line for each title, place and week.
pub fn price_table(out: &mut String, prices: &[Price], scenario: &Scenario) {
    let _ = writeln!(
        out,
        "  {:<6} {:<36} {:<8} {:>6} {:>5}  {:<12} {:>10} {:>10}",
        "title", "place", "week", "shifts", "bare", "level", "at most", "mean"
    );
    for Price { qualification, establishment, week, shifts, bare, level, highest, mean } in prices {
        // "At most" stays true when it is rounded up.
        let highest = (highest * 100.0 - 1e-3).ceil() / 100.0;
        let place = scenario.establishments.iter().find(|site| site.id == *establishment);
        let place: String = place.map_or(establishment.as_str(), |site| &site.name).chars().take(36).collect();
        let _ = writeln!(
            out,
            "  {:<6} {place:<36} {week:<8} {shifts:>6} {bare:>5}  {:<12} {highest:>10.2} {mean:>10.2}",
            qualification.as_str(),
            level_name(*level)
        );
    }
}

/// One breach in a line: who, what, under which article.
pub fn breach_line(breach: &Breach) -> String {
    let Breach { shift, agent, refusal } = breach;
    format!("{shift}: {agent}: {} ({}): {}", refusal.rule, refusal.article, refusal.sentence_en)
}

/// Euro cents as euros.
pub fn euros(cents: i64) -> String {
    format!("{}{}.{:02} EUR", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

fn short(sha: &str) -> &str {
    sha.get(..12).unwrap_or(sha)
}

/// A shift in a line: what it is and where.
pub fn shift_line(scenario: &Scenario, id: &ShiftId) -> String {
    scenario.shifts.iter().find(|shift| shift.id == *id).map_or_else(
        || id.to_string(),
        |shift| format!("{id}  {} {:<4} {:<4} {}", shift.date, shift.code, shift.qualification, shift.unit),
    )
}

/// How long before its beginning a change is told, how much too late, and what it costs.
fn warning(change: &Change) -> String {
    let mut text = match change.minutes_before {
        Some(minutes) if minutes < 0 => format!(", {} after it began", hours(-minutes)),
        Some(minutes) => format!(", {} before it begins", hours(minutes)),
        None => String::new(),
    };
    if change.days_short > 0 {
        let _ = write!(text, ", {} d short of the notice", change.days_short);
    }
    if change.price > 0.0 {
        let _ = write!(text, ", price {:.2}", change.price);
    }
    text
}

fn reason(bare: &Uncovered) -> String {
    match &bare.reason {
        BareReason::NobodyEligible => "nobody may lawfully hold it".to_owned(),
        BareReason::Contended { candidates } => {
            let held = |c: &releve_solver::domain::plan::Contender| {
                format!("{} holds {}", c.agent, c.instead.iter().map(ShiftId::as_str).collect::<Vec<_>>().join(" + "))
            };
            format!("contended: {}", candidates.iter().map(held).collect::<Vec<_>>().join("; "))
        }
    }
}

/// Least and most burdened, points per full-time equivalent.
struct Spread {
    least: i64,
    most: i64,
}

impl Spread {
    fn of(lines: &[EquityLine], value: impl Fn(&EquityLine) -> i64) -> Option<Self> {
        let least = lines.iter().map(&value).min()?;
        let most = lines.iter().map(&value).max()?;
        Some(Self { least, most })
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let points = |centipoints: i64| centipoints as f64 / 100.0;
        let (least, most) = (points(self.least), points(self.most));
        write!(f, "least burdened {least:.2}, most {most:.2}, spread {:.2} points per full-time", most - least)
    }
}
