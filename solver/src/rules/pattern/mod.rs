//! The shape of one worker's roster ([`Pattern`]) as a predicate: what a row breaks and what it costs. With
//! [`cover`] it is all that [`check_roster`](crate::check::check_roster) asks of a plan of whole rosters.
//!
//! Written from the words of [`crate::domain::roster`], row by row and day by day, and sharing no code with the engines.
//!
//! # Both at once
//!
//! Each limit is either hard or priced, so it ends up in [`Judgement::breaches`] or in [`Judgement::costs`]. The costs of
//! a row that breaks something are those of its priced limits alone.

mod breach;
#[cfg(test)]
pub(crate) mod brute;
pub mod cover;
mod runs;
#[cfg(test)]
mod tests;

pub use breach::{Alike, Measure, PatternBreach};

use crate::domain::roster::{Bound, KindIx, Past, Pattern, PostIx, Price, Roster, Wanted, is_weekend};
use serde::Serialize;

/// What is to be said of one worker's row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Judgement {
    /// Hard limits that are broken; empty for a row that counts.
    pub breaches: Vec<PatternBreach>,
    /// Units, by limit.
    pub costs: PatternCosts,
}

/// What a row costs, units by limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct PatternCosts {
    /// Days on one kind of duty, in all.
    pub kind_totals: f64,
    /// Days in a row on one kind of duty.
    pub kind_runs: f64,
    /// Minutes of work.
    pub minutes: f64,
    /// Days worked, in all.
    pub days: f64,
    /// Days worked in a row.
    pub work_runs: f64,
    /// Days off in a row.
    pub rest_runs: f64,
    /// Week-ends worked.
    pub weekends: f64,
    /// Week-ends worked by half.
    pub half_weekends: f64,
    /// Wishes that are not met.
    pub wishes: f64,
}

impl PatternCosts {
    /// Sum, units.
    pub fn total(&self) -> f64 {
        let Self { kind_totals, kind_runs, minutes, days, work_runs, rest_runs, weekends, half_weekends, wishes } =
            self;
        kind_totals + kind_runs + minutes + days + work_runs + rest_runs + weekends + half_weekends + wishes
    }

    /// Adds those of another row.
    pub fn add(&mut self, other: &Self) {
        self.kind_totals += other.kind_totals;
        self.kind_runs += other.kind_runs;
        self.minutes += other.minutes;
        self.days += other.days;
        self.work_runs += other.work_runs;
        self.rest_runs += other.rest_runs;
        self.weekends += other.weekends;
        self.half_weekends += other.half_weekends;
        self.wishes += other.wishes;
    }
}

/// Judges the row of one worker: the post she holds on each day, `None` for a day off.
///
/// # Panics
/// If there is no such worker, or if the row has another length than the horizon or a post of another day.
pub fn judge(roster: &Roster, worker: usize, row: &[Option<PostIx>]) -> Judgement {
    assert_eq!(row.len(), roster.days, "an entry for each day");
    let on = |(day, post): (usize, &Option<PostIx>)| {
        post.map(|post| {
            assert_eq!(roster.posts[post].day, day, "each post on its own day");
            roster.posts[post].kind
        })
    };
    let kinds: Vec<Option<KindIx>> = row.iter().enumerate().map(on).collect();
    let mut judge = Judge { roster, pattern: &roster.patterns[worker], kinds: &kinds, found: Judgement::default() };
    judge.posts(row);
    judge.successions();
    judge.totals();
    judge.weekends();
    judge.runs();
    judge.wishes();
    judge.found
}

struct Judge<'r> {
    roster: &'r Roster,
    pattern: &'r Pattern,
    /// The kind of each day.
    kinds: &'r [Option<KindIx>],
    found: Judgement,
}

/// A slot of the costs.
type Slot = fn(&mut PatternCosts) -> &mut f64;

impl Judge<'_> {
    fn code(&self, kind: KindIx) -> String {
        self.roster.kinds[kind].code.clone()
    }

    /// Whether she may be there at all.
    fn posts(&mut self, row: &[Option<PostIx>]) {
        for (day, post) in row.iter().enumerate() {
            let Some(post) = post.map(|post| &self.roster.posts[post]) else { continue };
            if post.skill.is_some_and(|skill| !self.pattern.skills.contains(&skill)) {
                self.found.breaches.push(PatternBreach::Skill { day, post: post.id.clone() });
            }
            if self.pattern.days_off.contains(&day) {
                self.found.breaches.push(PatternBreach::DayOff { day, post: post.id.clone() });
            }
        }
    }

    fn successions(&mut self) {
        let mut before = match self.pattern.past {
            Past::Work { kind, .. } => Some(kind),
            Past::Open | Past::Rest(_) => None,
        };
        for (day, &kind) in self.kinds.iter().enumerate() {
            if let (Some(before), Some(kind)) = (before, kind)
                && self.roster.kinds[before].not_followed_by.contains(&kind)
            {
                let (before, kind) = (self.code(before), self.code(kind));
                self.found.breaches.push(PatternBreach::Succession { day, before, kind });
            }
            before = kind;
        }
    }

    /// Sums over the horizon.
    fn totals(&mut self) {
        let on = |kind: KindIx| self.kinds.iter().filter(|worked| **worked == Some(kind)).count() as i64;
        let by_kind: Vec<i64> = (0..self.roster.kinds.len()).map(on).collect();
        let minutes = by_kind.iter().zip(&self.roster.kinds).map(|(days, kind)| days * kind.minutes).sum();
        let days = by_kind.iter().sum::<i64>() + i64::from(self.pattern.days_before);
        for (kind, days) in by_kind.into_iter().enumerate() {
            let total = self.pattern.kinds[kind].total;
            self.measure(Measure::Kind(self.code(kind)), days, total, |costs| &mut costs.kind_totals);
        }
        self.measure(Measure::Minutes, minutes, self.pattern.minutes, |costs| &mut costs.minutes);
        self.measure(Measure::Days, days, self.pattern.days, |costs| &mut costs.days);
    }

    fn weekends(&mut self) {
        let mut worked = i64::from(self.pattern.weekends_before);
        for week in self.kinds.chunks(7) {
            let days = week.iter().enumerate().filter(|(day, kind)| is_weekend(*day) && kind.is_some()).count();
            worked += i64::from(days > 0);
            if days == 1 {
                self.found.costs.half_weekends += self.pattern.half_weekend;
            }
        }
        self.measure(Measure::Weekends, worked, self.pattern.weekends, |costs| &mut costs.weekends);
    }

    /// What a sum breaks or costs.
    fn measure(&mut self, of: Measure, found: i64, bound: Bound, slot: Slot) {
        let (missing, beyond) = (i64::from(bound.least) - found, found - i64::from(bound.most));
        if missing > 0 {
            let breach = PatternBreach::TooFew { of: of.clone(), found, least: bound.least };
            self.pay(bound.short, missing, slot, breach);
        }
        if beyond > 0 {
            self.pay(bound.over, beyond, slot, PatternBreach::TooMany { of, found, most: bound.most });
        }
    }

    fn pay(&mut self, price: Price, count: i64, slot: Slot, breach: PatternBreach) {
        match price {
            Price::Never => self.found.breaches.push(breach),
            Price::Units(units) => *slot(&mut self.found.costs) += units * count as f64,
        }
    }

    fn wishes(&mut self) {
        for wish in &self.pattern.wishes {
            let worked = self.kinds[wish.day];
            let met = match wish.what {
                Wanted::Kind(kind) => worked == Some(kind),
                Wanted::NotKind(kind) => worked != Some(kind),
                Wanted::Rest => worked.is_none(),
            };
            if !met {
                self.found.costs.wishes += wish.units;
            }
        }
    }
}
