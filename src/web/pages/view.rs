//! What the templates print. Every field is text or a number that is ready to be shown; who may see it is decided before.

mod account;
pub mod records;
mod reference;

pub use account::*;
pub use reference::*;

use crate::lang::Words;
use askama::Template;

/// What every page has around its content.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The reader's language.
    pub words: Words,
    /// Title.
    pub title: String,
    /// Group's name; empty before log-in.
    pub group: String,
    /// Who is logged in.
    pub user: Option<User>,
    /// What the last action did.
    pub flash: Option<Flash>,
    /// The place in the navigation that the page belongs to; may be empty.
    pub here: &'static str,
    /// Style sheet.
    pub style_url: String,
    /// What every form bears, so that the gate knows it for one of ours.
    pub seal: String,
}

/// Who is logged in.
#[derive(Debug, Clone)]
pub struct User {
    /// Name.
    pub name: String,
    /// Roles.
    pub role: String,
    /// Where she may go.
    pub places: Vec<Place>,
}

/// A place in the navigation.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its address.
    pub href: &'static str,
    /// Its name.
    pub label: String,
}

impl Frame {
    /// A message without variables: see [`Words::say`].
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// A message with a number: see [`Words::count`].
    pub fn count(&self, key: &str, n: &usize) -> String {
        self.words.count(key, *n)
    }

    /// A message with texts as its variables: see [`Words::with`].
    pub fn with<const N: usize>(&self, key: &str, values: &[(&'static str, &str); N]) -> String {
        self.words.with(key, *values)
    }
}

/// A message shown once.
#[derive(Debug, Clone)]
pub struct Flash {
    /// `ok`, `warn` or `bad`.
    pub tone: &'static str,
    /// Sentence.
    pub text: String,
}

/// A short label; its colour repeats what its text says.
#[derive(Debug, Clone, Default)]
pub struct Tag {
    /// Text; empty shows nothing.
    pub text: String,
    /// CSS class.
    pub tone: &'static str,
}

impl Tag {
    /// Neutral.
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), tone: "" }
    }

    /// Well.
    pub fn ok(text: &str) -> Self {
        Self { text: text.to_owned(), tone: "ok" }
    }

    /// Wants attention.
    pub fn warn(text: &str) -> Self {
        Self { text: text.to_owned(), tone: "warn" }
    }

    /// Wants action.
    pub fn bad(text: &str) -> Self {
        Self { text: text.to_owned(), tone: "bad" }
    }
}

/// A refusal as a page.
#[derive(Debug, Template)]
#[template(path = "problem.html")]
pub struct Problem {
    /// Frame.
    pub frame: Frame,
    /// HTTP status.
    pub status: u16,
    /// The same for machines.
    pub code: &'static str,
    /// What happened.
    pub heading: String,
    /// What to do.
    pub detail: String,
    /// Reasons, one each.
    pub reasons: Vec<String>,
}

/// `/` for those who plan or oversee.
#[derive(Debug, Template)]
#[template(path = "board.html")]
pub struct Board {
    /// Frame.
    pub frame: Frame,
    /// Planned days.
    pub period: String,
    /// Key figures.
    pub figures: Vec<Figure>,
    /// Open requests by day.
    pub days: Vec<Day>,
    /// Latest plan.
    pub plan: Option<Plan>,
    /// A plan under way.
    pub computing: Option<Running>,
    /// May start a plan.
    pub can_plan: bool,
}

/// A key figure.
#[derive(Debug, Clone)]
pub struct Figure {
    /// What.
    pub label: &'static str,
    /// How much.
    pub value: String,
    /// A word on it; may be empty.
    pub note: String,
}

/// A day with open requests.
#[derive(Debug, Clone)]
pub struct Day {
    /// `samedi 5 décembre 2026`.
    pub label: String,
    /// `week-end`, `férié` or empty.
    pub mark: String,
    /// Its open shifts.
    pub shifts: Vec<Open>,
}

/// An open shift.
#[derive(Debug, Clone)]
pub struct Open {
    /// Shift.
    pub id: String,
    /// Shift code.
    pub code: String,
    /// Local hours.
    pub hours: String,
    /// Unit.
    pub unit: String,
    /// Establishment.
    pub establishment: String,
    /// Title asked for.
    pub qualification: String,
    /// Priority.
    pub priority: Tag,
    /// State, in French.
    pub state: String,
}

/// A plan under way.
#[derive(Debug, Clone)]
pub struct Running {
    /// 0 to 100.
    pub percent: u32,
    /// Where it stands.
    pub sentence: String,
}

/// A plan with its proof.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Plan.
    pub id: String,
    /// Version that a decision must name.
    pub version: i64,
    /// When it was computed.
    pub when: String,
    /// State.
    pub state: Tag,
    /// Why it has expired; empty when it has not.
    pub expired: String,
    /// How many items can no longer be approved, in a sentence; empty when all can.
    pub moved: String,
    /// The facts are no longer those that it was computed on.
    pub earlier_facts: bool,
    /// May be approved or rejected by this user now.
    pub decidable: bool,
    /// Shifts held.
    pub covered: i64,
    /// Shifts to fill.
    pub shifts: i64,
    /// How good it is proven to be, in a sentence.
    pub proof: String,
    /// Goal levels.
    pub levels: Vec<Level>,
    /// Hash, rule packs, seed, effort.
    pub facts: String,
    /// Accounts before and after.
    pub equity: Option<Equity>,
    /// Where help would be worth most.
    pub prices: Vec<Price>,
    /// Who holds what.
    pub items: Vec<Item>,
    /// What stays bare.
    pub bare: Vec<Bare>,
}

/// What one more shift filled would be worth.
#[derive(Debug, Clone)]
pub struct Price {
    /// Title asked for.
    pub qualification: String,
    /// Place.
    pub establishment: String,
    /// Week.
    pub week: String,
    /// Shifts to fill there, and how many stay bare.
    pub shifts: String,
    /// What gets better.
    pub level: &'static str,
    /// By how much at most.
    pub worth: String,
}

/// A goal level.
#[derive(Debug, Clone)]
pub struct Level {
    /// What it measures.
    pub label: &'static str,
    /// Value of the plan.
    pub value: String,
    /// Proven bound.
    pub bound: String,
    /// Gap between them.
    pub gap: String,
}

/// The equity chart with its table.
#[derive(Debug, Clone)]
pub struct Equity {
    /// The chart in words.
    pub sentence: String,
    /// Height of the drawing.
    pub height: i64,
    /// People.
    pub dots: Vec<Dot>,
    /// Axis.
    pub ticks: Vec<Tick>,
    /// The same as a table, everybody.
    pub rows: Vec<EquityRow>,
}

/// A person's line in the chart.
#[derive(Debug, Clone)]
pub struct Dot {
    /// Name, shortened.
    pub name: String,
    /// Height of the line.
    pub y: i64,
    /// Position before.
    pub before: f64,
    /// Position after.
    pub after: f64,
}

/// A mark on the axis.
#[derive(Debug, Clone)]
pub struct Tick {
    /// Position.
    pub x: f64,
    /// Points.
    pub label: String,
}

/// A person's line in the table.
#[derive(Debug, Clone)]
pub struct EquityRow {
    /// Name.
    pub name: String,
    /// Points before.
    pub before: String,
    /// Points after.
    pub after: String,
    /// Shifts given.
    pub shifts: usize,
}

/// A proposed assignment.
#[derive(Debug, Clone)]
pub struct Item {
    /// Shift.
    pub shift: String,
    /// Who.
    pub name: String,
    /// Day.
    pub day: String,
    /// Local hours.
    pub hours: String,
    /// Shift code.
    pub code: String,
    /// Title asked for.
    pub qualification: String,
    /// Unit.
    pub unit: String,
    /// Establishment.
    pub establishment: String,
    /// Approved already, degraded substitution.
    pub state: Tag,
    /// Still to be decided, and possible.
    pub open: bool,
    /// Why it can no longer be approved; empty when it can.
    pub conflict: String,
    /// Why this person.
    pub why: String,
    /// What the runner-up would have cost.
    pub next_best: String,
}

/// A shift that stays bare.
#[derive(Debug, Clone)]
pub struct Bare {
    /// Shift.
    pub shift: String,
    /// Day.
    pub day: String,
    /// Local hours.
    pub hours: String,
    /// Shift code.
    pub code: String,
    /// Title asked for.
    pub qualification: String,
    /// Unit.
    pub unit: String,
    /// Establishment.
    pub establishment: String,
    /// Why nobody.
    pub reason: String,
    /// Refusals by rule, with articles.
    pub refusals: Vec<String>,
    /// Price of the outside alternative.
    pub agency: String,
}

/// `/postes/{id}`.
#[derive(Debug, Template)]
#[template(path = "shift.html")]
pub struct Shift {
    /// Frame.
    pub frame: Frame,
    /// Day and hours.
    pub heading: String,
    /// Unit and establishment.
    pub place: String,
    /// Title asked for.
    pub qualification: String,
    /// Priority.
    pub priority: Tag,
    /// Who may hold it, in the published order.
    pub eligible: Vec<Able>,
    /// Who may not.
    pub refused: Vec<Unable>,
    /// Why nobody may, and what would fill it.
    pub nobody: Option<Nobody>,
}

/// Why nobody can take a shift.
#[derive(Debug, Clone)]
pub struct Nobody {
    /// Who was judged.
    pub summary: String,
    /// Minimal sets of rules, one sentence each.
    pub sets: Vec<String>,
    /// What would fill it, cheapest first.
    pub relaxations: Vec<Relaxation>,
    /// What is left unsaid, and the outside price; may be empty.
    pub notes: Vec<String>,
}

/// What would fill a shift.
#[derive(Debug, Clone)]
pub struct Relaxation {
    /// In a sentence.
    pub sentence: String,
    /// Why somebody can only be asked.
    pub notes: Vec<String>,
    /// Euros.
    pub cost: String,
    /// Points of equity and of preference.
    pub points: String,
}

/// A candidate who may hold a shift.
#[derive(Debug, Clone)]
pub struct Able {
    /// Rank.
    pub rank: usize,
    /// Name.
    pub name: String,
    /// Full or degraded.
    pub suitability: &'static str,
    /// Account before and after.
    pub account: String,
    /// Knows the unit.
    pub familiarity: &'static str,
    /// Kilometres.
    pub distance: String,
    /// Euros.
    pub cost: String,
    /// Why she can only be asked.
    pub notes: Vec<String>,
}

/// A candidate who may not.
#[derive(Debug, Clone)]
pub struct Unable {
    /// Name.
    pub name: String,
    /// Every reason.
    pub reasons: Vec<Reason>,
}

/// Why not.
#[derive(Debug, Clone)]
pub struct Reason {
    /// With its figures.
    pub sentence: String,
    /// Article.
    pub article: String,
    /// From when it would be lawful; may be empty.
    pub from: String,
}

/// `/` for an agent.
#[derive(Debug, Template)]
#[template(path = "agent.html")]
pub struct Agent {
    /// Frame.
    pub frame: Frame,
    /// First name or name.
    pub name: String,
    /// What she is asked.
    pub offers: Vec<Offer>,
    /// Her account.
    pub balance: String,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// What is owed to her.
    pub promises: Vec<Entry>,
}

/// An offer.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Offer.
    pub id: String,
    /// Day.
    pub day: String,
    /// Local hours.
    pub hours: String,
    /// Unit and establishment.
    pub place: String,
    /// Title.
    pub qualification: String,
    /// Closing time, what it adds to her account.
    pub detail: String,
    /// State.
    pub state: Tag,
    /// May be answered.
    pub open: bool,
}

/// A line of an account.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Date.
    pub date: String,
    /// What for.
    pub label: String,
    /// How much.
    pub quantity: String,
}
