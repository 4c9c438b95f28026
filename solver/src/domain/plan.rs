//! What a solve gives back: a plan with its proof, its reasons and its accounts.

use super::ids::{AgentId, EstablishmentId, Qualification, ShiftId};
use super::scenario::Suitability;
use super::time::Minute;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, Ordering};

/// One shift given to one agent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "PlanAssignment"))]
pub struct Assignment {
    /// Shift.
    pub shift: ShiftId,
    /// Agent.
    pub agent: AgentId,
}

/// What a solve begins from. The default is nothing: no plan was published.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Start {
    /// A published plan. Of what the law refuses by now nothing is kept, nor of what the problem does not know.
    pub plan: Vec<Assignment>,
    /// With terms the plan is repaired: changes are a goal level of their own. Without, it is only where the search begins.
    pub repair: Option<Repair>,
}

/// What a change of a published plan costs, and how many there may be.
///
/// A change is a shift whose holder is another than in the plan, or that is newly held or newly bare. It is *forced* when
/// the law refuses the promised holder: nobody chose that, so it has no price and is not counted, whoever then takes the
/// shift. Any other is *chosen*; it costs 1 and [`Self::day_price`] for each whole civil day by which it is told later than
/// the notice period of those concerned asks for (whoever loses the shift, whoever is given it; the longer counts). The
/// notice is that of their employer's rule pack with its derogations (`notice` rules: décret 2002-9 art. 13, Code du
/// travail L3121-47 and L3123-31, CCN51 05.05.3, CCN66 20.8), counted from
/// [`Problem::decided_at`](super::problem::Problem::decided_at); without that moment each change costs 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Repair {
    /// Most chosen changes; `None` leaves it to their price.
    pub changes_max: Option<usize>,
    /// What each day short of the notice adds; finite, not negative.
    pub day_price: f64,
}

impl Default for Repair {
    fn default() -> Self {
        Self { changes_max: None, day_price: 1.0 }
    }
}

/// How far a solve may go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Limits {
    /// Wall-clock seconds for the whole solve. A stop by time is the one thing that may make two runs differ.
    pub seconds: f64,
    /// Relative gap at which a goal level counts as settled; 0 asks for full proof. Small parts are proven all the same.
    pub gap: f64,
    /// Threads, at least 1.
    pub threads: u32,
    /// Seed of the engine's tie-breaking.
    pub seed: u32,
    /// Work units (simplex iterations over all goal levels) after which the solve stops, the same on every machine;
    /// `None` leaves the clock alone in charge. Each part of the group and each level has its share.
    pub work: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 60.0, gap: 0.0, threads: 2, seed: 1, work: None }
    }
}

/// Cancels a running solve from another thread. The solve then returns its best checked plan.
#[derive(Debug, Default)]
pub struct Cancel(AtomicBool);

impl Cancel {
    /// A token that has not been pulled.
    pub const fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    /// Asks the solve to stop at its next safe point.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it has been pulled.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Where a running solve stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Progress {
    /// Seconds since the start.
    pub seconds: f64,
    /// Goal level at work (name of a [`Level`]).
    pub level: LevelName,
    /// Share of the whole work done, 0 to 1, never falling.
    pub fraction: f64,
    /// Shifts held in the best plan so far.
    pub covered: usize,
    /// Shifts to fill.
    pub shifts: usize,
    /// Best value of the level so far; while a level is at work it never rises.
    pub objective: f64,
    /// Proven bound of the level so far; while a level is at work it never falls. Minus infinity where there is none yet.
    pub bound: f64,
    /// What lies between the two, a share as in [`Level::gap`]; `None` without a bound.
    #[serde(default)]
    pub gap: Option<f64>,
    /// Columns of the models at work; 0 where an engine does not count them.
    #[serde(default)]
    pub columns: usize,
    /// Work units spent so far, see [`Limits::work`]; 0 where an engine does not count them.
    #[serde(default)]
    pub work: u64,
}

/// The goal levels, each strictly before the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LevelName {
    /// Bare shifts below the safety minimum.
    Safety,
    /// Other bare shifts, by priority.
    Cover,
    /// Changes of a published plan, by their price ([`Repair`]); only when one is repaired.
    Changes,
    /// Burdens, the least burdened first.
    Equity,
    /// Euro cents: pool hours, travel, agency for what is left. Of whole rosters the plain units of their prices.
    Cost,
    /// Wishes, familiarity.
    Preferences,
}

/// One goal level of a finished solve. All objectives are minimised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Level {
    /// Which.
    pub name: LevelName,
    /// Value of the plan.
    pub objective: f64,
    /// No plan that keeps the levels before as good as this one has a lower value.
    pub bound: f64,
    /// `objective − bound` as a share: at safety and cover of everything asked for (what the level would be worth if every
    /// shift stayed bare), at the others of the objective; the divisor is at least 1.
    pub gap: f64,
}

/// How the solve ended. Of single shifts there is always a plan: leaving every shift bare breaks no rule. Where no lawful
/// whole roster was found nothing is assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Proven best at every level.
    Optimal,
    /// Proven within the asked gap at every level.
    WithinGap,
    /// Stopped by a limit or cancelled: lawful, with the gaps stated.
    Feasible,
}

/// A finished solve, already verified by [`crate::check`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// Goal levels in order.
    pub levels: Vec<Level>,
    /// Wall-clock seconds.
    pub seconds: f64,
    /// Work units spent, see [`Limits::work`].
    pub work: u64,
    /// Seed used.
    pub seed: u32,
    /// [`Problem::input_sha256`](super::problem::Problem::input_sha256).
    pub input_sha256: String,
    /// [`Problem::rule_packs`](super::problem::Problem::rule_packs).
    pub rule_packs: Vec<String>,
    /// Shifts given, in the order of the input.
    pub assigned: Vec<Assigned>,
    /// Shifts left, in the order of the input.
    pub uncovered: Vec<Uncovered>,
    /// Equity accounts of everyone, before and after.
    pub equity: Vec<EquityLine>,
    /// Where one more shift filled would better the plan, the first levels and the highest prices first; of whole rosters
    /// nothing.
    #[serde(default)]
    pub prices: Vec<Price>,
    /// What differs from the plan that the solve began from, in the order of the input; empty without one.
    #[serde(default)]
    pub changes: Vec<Change>,
}

impl Outcome {
    /// The bare assignments.
    pub fn assignments(&self) -> Vec<Assignment> {
        self.assigned.iter().map(|a| Assignment { shift: a.shift.clone(), agent: a.agent.clone() }).collect()
    }
}

/// A shift given to somebody, and why her.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assigned {
    /// Shift.
    pub shift: ShiftId,
    /// Agent.
    pub agent: AgentId,
    /// Full or degraded.
    pub suitability: Suitability,
    /// What it adds to her account, hundredths of a point.
    pub burden_centipoints: i64,
    /// Her normalised account before this plan, hundredths of a point.
    // `null` where it is shown to somebody who may not know it.
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub balance_before_centipoints: i64,
    /// Pool cost with travel, euro cents.
    pub cost_cents: i64,
    /// How many could lawfully hold this shift if it were the only one.
    pub eligible: usize,
    /// The next best person who is still free in this plan, and what choosing her would have cost.
    pub next_best: Option<NextBest>,
}

/// A shift that has another holder than the published plan says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// Shift.
    pub shift: ShiftId,
    /// Who held it.
    pub from: Option<AgentId>,
    /// Who holds it now.
    pub to: Option<AgentId>,
    /// From the moment of decision to its beginning, minutes; none when that moment is not known.
    pub minutes_before: Option<Minute>,
    /// Whole civil days by which it is told too late for the notice period of those concerned.
    pub days_short: i64,
    /// What it costs at the level of changes; 0 when forced, and when the plan was not repaired but only begun from.
    pub price: f64,
    /// Why.
    pub why: Why,
}

/// Why a published shift has another holder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Why {
    /// The law refuses her now.
    Forced {
        /// Every rule that does.
        grounds: Vec<Ground>,
    },
    /// She had to be free for these shifts, which were given to her.
    MakesRoom {
        /// Shifts that stand in the way of the old one.
        shifts: Vec<ShiftId>,
    },
    /// Taking back this change alone would make a goal level worse.
    Betters {
        /// The first one that would be worse.
        level: LevelName,
        /// By how much, in the unit of the level.
        amount: f64,
    },
    /// Part of an exchange that leaves nothing worse.
    Exchange,
}

/// A rule that refuses whoever was promised a shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ground {
    /// Rule id.
    pub rule: String,
    /// Id of the pack rule that decided; none for what no pack holds.
    pub law: Option<String>,
    /// Article that founds it.
    pub article: String,
    /// French sentence with its figures.
    pub sentence_fr: String,
    /// English sentence with its figures.
    pub sentence_en: String,
}

/// The runner-up for a shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NextBest {
    /// Who.
    pub agent: AgentId,
    /// Change of the equity level, in its own unit (positive: less fair).
    pub equity_delta: f64,
    /// Change of cost, euro cents.
    pub cost_delta_cents: i64,
    /// What choosing her costs at least, whatever else is changed as well; `None` when the bound does not exclude that it
    /// costs nothing.
    #[serde(default)]
    pub at_least: Option<Least>,
}

/// What a choice costs at least: no plan that makes it and keeps the levels before is less than so much worse.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Least {
    /// First level at which the bound excludes that it costs nothing.
    pub level: LevelName,
    /// How much, in the level's own unit; cost in euros.
    pub by: f64,
}

/// What choosing somebody for a shift would cost against a plan, levels before kept as good as in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Instead {
    /// The plan has chosen her, for this shift or for one just like it.
    Held,
    /// Nothing: a plan with her is as good at every level.
    Nothing,
    /// Less than nothing: a plan with her is better by so much at a level; the plan at hand is not the best.
    Gain(Least),
    /// Exactly so much at a level, with the best plan around her.
    Exactly(Least),
    /// At least so much at a level, whatever else is changed.
    AtLeast(Least),
    /// The bound does not exclude that it costs nothing.
    Open,
}

/// What one more shift filled would be worth (a shadow price), by title asked for, place and week: read from the linear
/// relaxation of the first level at which it is worth anything, with the levels before kept.
///
/// When one of these shifts is filled from outside, the level gets better by at most its price and what the relaxation is
/// below the plan. Prices are of one shift, not of several at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Price {
    /// Title asked for.
    pub qualification: Qualification,
    /// Place.
    pub establishment: EstablishmentId,
    /// Week of ISO 8601 in which the shifts begin, at their own site: `2026-W42`.
    pub week: String,
    /// Shifts to fill there.
    pub shifts: usize,
    /// Of which the plan leaves bare.
    pub bare: usize,
    /// The level that gets better.
    pub level: LevelName,
    /// Highest price of these shifts, in the level's own unit; cost in euros. Never negative.
    pub highest: f64,
    /// Their mean.
    pub mean: f64,
}

/// A shift left bare, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Uncovered {
    /// Shift.
    pub shift: ShiftId,
    /// Why nobody of the group.
    pub reason: BareReason,
    /// Refusals counted by rule, most frequent first; one agent may count under several rules.
    pub refusals: Vec<RefusalCount>,
    /// The outside alternative, when the group may buy it within its ceiling, euro cents.
    pub agency_cents: Option<i64>,
}

/// Why nobody of the group holds a shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BareReason {
    /// No agent may lawfully hold it, even alone.
    NobodyEligible,
    /// Those who could are held elsewhere by this plan, at shifts of the same or a higher goal.
    Contended {
        /// Who could have, and the shifts she holds instead that stand in the way.
        candidates: Vec<Contender>,
    },
}

/// Someone who could have held a bare shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contender {
    /// Who.
    pub agent: AgentId,
    /// Her shifts in this plan that stand in the way.
    pub instead: Vec<ShiftId>,
}

/// How often one rule refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefusalCount {
    /// Rule id.
    pub rule: String,
    /// Article that founds it.
    pub article: String,
    /// Agents refused by it.
    pub agents: usize,
}

/// One person's equity account around a plan, hundredths of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "EquityAccount"))]
pub struct EquityLine {
    /// Who.
    pub agent: AgentId,
    /// Before, as points per full-time equivalent.
    pub before_centipoints: i64,
    /// After, as points per full-time equivalent.
    pub after_centipoints: i64,
    /// Shifts given by the plan.
    pub shifts: usize,
}
