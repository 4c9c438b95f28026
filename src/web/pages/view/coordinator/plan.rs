//! A proposal with its proof, its reasons and what may be decided about it.

use super::{Choice, Named, Post};
use crate::web::pages::view::{Alert, Cited, Frame, Tag};
use askama::Template;

/// `/propositions/{id}`, computed.
#[expect(clippy::struct_excessive_bools, reason = "each shows a part of the page")]
#[derive(Debug, Template)]
#[template(path = "coordinator/plan.html")]
pub struct Proposal {
    /// Frame.
    pub frame: Frame,
    /// Why the last form came to nothing.
    pub alert: Alert,
    /// Identifier.
    pub id: String,
    /// Version that a decision must name.
    pub version: i64,
    /// When it was computed.
    pub when: String,
    /// Where it stands.
    pub state: Tag,
    /// What it was ordered for, a line each.
    pub about: Vec<Named>,
    /// What has to be known before deciding: expired, supposes somebody, rejected, earlier facts.
    pub notes: Vec<Note>,
    /// May be approved or rejected by this reader now.
    pub decidable: bool,
    /// Some of what is proposed can no longer be approved.
    pub moved: bool,
    /// The proof in plain words.
    pub proof: Vec<String>,
    /// Goal levels.
    pub levels: Vec<Level>,
    /// Bound and gap are proven for earlier facts.
    pub earlier_facts: bool,
    /// Fingerprint, rule packs, seed, effort.
    pub traces: String,
    /// Who goes from where to where.
    pub movements: Option<Movements>,
    /// Accounts before and after.
    pub equity: Option<Equity>,
    /// Where help would be worth most.
    pub prices: Vec<Price>,
    /// Who holds what.
    pub items: Vec<Item>,
    /// What stays bare.
    pub bare: Vec<Bare>,
    /// Reason typed for a rejection.
    pub reason: String,
    /// Computing again with choices, for whoever may.
    pub again: Option<Again>,
    /// May ask what would fill a bare shift.
    pub may_ask: bool,
    /// Where the script for live parts is.
    pub script_url: String,
}

/// A remark.
#[derive(Debug, Clone)]
pub struct Note {
    /// `warn` or `bad`.
    pub tone: &'static str,
    /// What is to be known.
    pub text: String,
    /// What somebody typed; may be empty.
    pub quoted: String,
}

/// A goal level.
#[derive(Debug, Clone)]
pub struct Level {
    /// What it measures.
    pub label: String,
    /// Value of the plan.
    pub value: String,
    /// Proven bound.
    pub bound: String,
    /// Gap between them.
    pub gap: String,
}

/// Who goes from which establishment to which.
#[derive(Debug, Clone)]
pub struct Movements {
    /// In a sentence.
    pub sentence: String,
    /// The ways, the most travelled first.
    pub ways: Vec<Way>,
    /// Where the establishments are, when that can be drawn.
    pub map: Option<Map>,
}

/// A way from one establishment to another.
#[derive(Debug, Clone)]
pub struct Way {
    /// Employer.
    pub from: String,
    /// Host.
    pub to: String,
    /// Both are the same.
    pub at_home: bool,
    /// Shifts.
    pub shifts: usize,
    /// People.
    pub people: usize,
    /// As the crow flies.
    pub distance: String,
}

/// A drawing of the establishments and of the ways between them.
#[derive(Debug, Clone)]
pub struct Map {
    /// Height of the drawing, which is 560 wide.
    pub height: i64,
    /// Ways between two establishments.
    pub lines: Vec<MapLine>,
    /// Establishments.
    pub places: Vec<MapPlace>,
}

/// A way as a line.
#[derive(Debug, Clone)]
pub struct MapLine {
    /// Start.
    pub x1: i64,
    /// Start.
    pub y1: i64,
    /// End.
    pub x2: i64,
    /// End.
    pub y2: i64,
    /// Thickness.
    pub width: i64,
    /// Where the number stands.
    pub x: i64,
    /// Where the number stands.
    pub y: i64,
    /// Shifts.
    pub shifts: usize,
}

/// An establishment as a dot.
#[derive(Debug, Clone)]
pub struct MapPlace {
    /// Place.
    pub x: i64,
    /// Place.
    pub y: i64,
    /// Where its name stands.
    pub name_x: i64,
    /// `start` or `end`.
    pub anchor: &'static str,
    /// Name, shortened.
    pub name: String,
}

/// The equity chart with its table.
#[derive(Debug, Clone)]
pub struct Equity {
    /// The chart in words.
    pub sentence: String,
    /// The least burdened after it, with her points.
    pub least: Named,
    /// The most burdened after it, with her points.
    pub most: Named,
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
    pub level: String,
    /// By how much at most.
    pub worth: String,
}

/// A proposed assignment.
#[expect(clippy::struct_excessive_bools, reason = "each shows a part of the page")]
#[derive(Debug, Clone)]
pub struct Item {
    /// Which shift.
    pub post: Post,
    /// Who.
    pub name: String,
    /// She is made up: `name` is a word of ours.
    pub made_up: bool,
    /// Where she comes from, when it is another establishment.
    pub from: String,
    /// Approved already, degraded substitution.
    pub state: Tag,
    /// Still to be decided, and possible.
    pub open: bool,
    /// Ticked in a form that was refused.
    pub ticked: bool,
    /// Why it can no longer be approved; empty when it can.
    pub conflict: String,
    /// What forbids it by now.
    pub grounds: Vec<Cited>,
    /// Why this person.
    pub why: String,
    /// Who comes next.
    pub next_name: String,
    /// What she would have cost; empty when nobody comes next.
    pub next_best: String,
    /// What is sent about the choice.
    pub choice: String,
    /// She is to keep it when it is computed again.
    pub kept: bool,
}

/// A shift that stays bare.
#[derive(Debug, Clone)]
pub struct Bare {
    /// Which.
    pub post: Post,
    /// Why nobody.
    pub reason: String,
    /// Who could have, and what she holds instead.
    pub contenders: Vec<String>,
    /// Refusals by rule, each with its article, which is in French.
    pub refusals: Vec<Named>,
    /// Price of the outside alternative.
    pub agency: String,
    /// Nobody of the group may hold it: something could be relaxed.
    pub relaxable: bool,
}

/// Computing again with choices.
#[derive(Debug, Clone, Default)]
pub struct Again {
    /// First day of the order.
    pub from: String,
    /// Last day of the order.
    pub to: String,
    /// Units of the order.
    pub units: Vec<String>,
    /// Choices that were ruled out before: what is sent and what is read.
    pub ruled_out: Vec<(String, String)>,
    /// Titles of somebody made up.
    pub titles: Vec<Choice>,
    /// Establishments of somebody made up.
    pub places: Vec<Choice>,
    /// Shares of full time.
    pub shares: Vec<Choice>,
}

/// `/propositions/{id}` while it is computed, or when nothing came of it.
#[derive(Debug, Template)]
#[template(path = "coordinator/computing.html")]
pub struct Computing {
    /// Frame.
    pub frame: Frame,
    /// Identifier.
    pub id: String,
    /// Where it stands.
    pub state: Tag,
    /// What it was ordered for.
    pub about: Vec<Named>,
    /// How far it has come; none when it is over.
    pub progress: Option<Progress>,
    /// Why nothing came of it.
    pub over: String,
    /// May stop it.
    pub can_stop: bool,
    /// Where the script for live parts is.
    pub script_url: String,
}

/// How far a computation has come.
#[derive(Debug, Clone)]
pub struct Progress {
    /// Identifier.
    pub id: String,
    /// Percent.
    pub percent: u32,
    /// What it is at.
    pub sentence: String,
    /// Figures: what and how much.
    pub figures: Vec<(String, String)>,
}

/// The same as a part of a page, asked for again and again.
#[derive(Debug, Template)]
#[template(path = "coordinator/computing_progress.html")]
pub struct Live {
    /// How far.
    pub progress: Option<Progress>,
}

/// What would fill a bare shift, as a part of a page.
#[derive(Debug, Template)]
#[template(path = "coordinator/relaxation.html")]
pub struct Cheapest {
    /// A sentence, with names.
    pub sentence: String,
    /// What comes with it: price, who can only be asked.
    pub notes: Vec<String>,
}
