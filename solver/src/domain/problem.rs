//! A problem: what the engines, the checker and the explanations work on. Compiled from a
//! [`Scenario`](super::scenario::Scenario) by [`crate::compile()`], it is immutable, index-based and in instants.

mod burdens;
mod worker;

pub use burdens::{BurdenCentipoints, BurdenMinutes, BurdenWeights};
pub use worker::{Agreement, Worker, Year};

use super::choices::Choices;
use super::ids::{EstablishmentId, Qualification, ShiftCodeId, ShiftId, UnitId};
use super::scenario::{Establishment, Place, Priority, Suitability};
use super::time::{Day, Minute, Span};
use crate::law::RuleSet;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Position of a site in [`Problem::sites`].
pub type SiteIx = usize;
/// Position of a worker in [`Problem::workers`].
pub type WorkerIx = usize;
/// Position of a demand in [`Problem::demands`].
pub type DemandIx = usize;
/// Position of a rule set in [`Problem::rule_sets`].
pub type RuleSetIx = usize;

/// A planning problem: who may work, what must be covered, under which rules and weights.
#[derive(Debug, Clone)]
pub struct Problem {
    /// SHA-256 of the canonical input, hexadecimal: two plans with the same value had the same facts.
    pub input_sha256: String,
    /// `pack@version` of every rule pack in force, sorted.
    pub rule_packs: Vec<String>,
    /// The planned civil days as instants, in the group's zone.
    pub horizon: Span,
    /// Member sites.
    pub sites: Vec<Site>,
    /// Distinct sets of effective rules.
    pub rule_sets: Vec<RuleSet>,
    /// Carers.
    pub workers: Vec<Worker>,
    /// One entry per shift to fill, one person each.
    pub demands: Vec<Demand>,
    /// Home rosters by unit, code and day, where the unit states a minimum for that code.
    pub teams: Vec<Team>,
    /// Preference weights, hundredths of a point.
    pub weights: PreferenceWeights,
    /// Weights of burdensome time.
    pub burden_weights: BurdenWeights,
    /// Burden of 50 km between home and site, hundredths of a point.
    pub travel_centipoints_per_50km: i64,
    /// Most worked week-ends in a row, where the group has a wish about it.
    pub weekends_in_a_row_max: Option<u32>,
    /// Farthest site that needs no asking twice, kilometres.
    pub mobility_radius_km: Option<u32>,
    /// Whether an agent goes to another establishment only with an agreement to be lent on file.
    pub lending_agreements_required: bool,
    /// Whether an agent's first shift in a unit must be accompanied.
    pub first_shift_accompanied: bool,
    /// When somebody who knows a unit is on duty there: home rosters and held shifts, not the plan at hand.
    pub company: BTreeMap<UnitId, Vec<Span>>,
    /// When the plan is decided; notice periods are counted from it.
    pub decided_at: Option<Minute>,
    /// Longest duty of all, minutes: how far back a window's first duty may have begun.
    pub longest_duty: Minute,
    /// What a proposed duty is to the law.
    pub proposes: Proposes,
    /// Whole rosters to make, where some are asked for.
    pub roster: Option<Arc<super::roster::Roster>>,
    /// What people have chosen beforehand; whole rosters know none of it.
    pub choices: Choices,
    /// Most agency hours over the horizon per qualification, in minutes; absent means no limit.
    pub agency_minutes_max: Vec<(Qualification, Minute)>,
}

/// What a proposed duty is to the rules that tell the home roster from what comes on top of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposes {
    /// Something on top of the home roster: the pool's shifts.
    Loans,
    /// The home roster itself: what limits rostered work limits it too. What comes on top of the contract is still counted as
    /// such, which is the stricter reading.
    Rosters,
}

/// Weights of the last goal level, hundredths of a point per occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreferenceWeights {
    /// Held by someone who does not know the unit.
    pub unknown_unit: i64,
    /// A wish not to work that is not met.
    pub wish_off: i64,
    /// A wish to work that is not met.
    pub wish_on: i64,
    /// A worked week-end beyond the group's number in a row.
    pub weekend_in_a_row: i64,
    /// A site beyond the group's radius.
    pub far_site: i64,
    /// Christmas or New Year again.
    pub winter_holidays: i64,
    /// Alone on an unknown unit.
    pub alone_on_unknown_unit: i64,
}

/// Those who are decided to be at work under one code of a unit on one day, and how many the unit needs at least.
#[derive(Debug, Clone)]
pub struct Team {
    /// Site of the unit.
    pub site: SiteIx,
    /// Unit's name.
    pub unit_name: String,
    /// Hours of the code on that day.
    pub span: Span,
    /// Civil day of its start.
    pub day: Day,
    /// On the home roster, absences aside, or sent by the pool.
    pub people: Vec<WorkerIx>,
    /// Persons needed, and the titles that count in full.
    pub minimum: Vec<(u32, Vec<Qualification>)>,
}

/// A member site.
#[derive(Debug, Clone)]
pub struct Site {
    /// Identifier.
    pub id: EstablishmentId,
    /// Name shown to people.
    pub name: String,
    /// Zone of its civil days.
    pub zone: Tz,
    /// Where it stands.
    pub place: Place,
    /// Rules that hold for work done here.
    pub rule_set: RuleSetIx,
    /// Documents without which nobody is sent here.
    pub required_documents: Vec<String>,
    /// Civil days on which it belongs to the group (both ends included); empty means always.
    pub membership: Vec<(Day, Day)>,
    /// Its calendar, for hours that no shift code has.
    pub calendar: Arc<Establishment>,
}

/// Where a duty comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// On the home roster.
    Home,
    /// Approved earlier through the pool.
    Pool,
    /// For an employer outside the group.
    Outside,
    /// Proposed by the plan at hand.
    Proposed,
}

/// One period of work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duty {
    /// From arrival to departure.
    pub span: Span,
    /// Effective work: the span less its unpaid break.
    pub work_minutes: Minute,
    /// Civil day of its start, at its own site.
    pub day: Day,
    /// Where; `None` for outside work.
    pub site: Option<SiteIx>,
    /// Why it is there.
    pub kind: DutyKind,
    /// Minutes of the span between 21:00 and 06:00 local.
    pub night_minutes: Minute,
    /// Breaks inside, paid or not, minutes; `None` when they are not recorded.
    pub break_minutes: Option<Minute>,
}

impl Duty {
    /// Effective work inside a window; the break counts pro rata, since nobody records where it falls.
    pub fn work_within(&self, window: Span) -> Minute {
        if window.contains(self.span) {
            return self.work_minutes;
        }
        self.span.common_minutes(window) * self.work_minutes / self.span.minutes().max(1)
    }
}

/// A shift to fill.
#[derive(Debug, Clone)]
pub struct Demand {
    /// Identifier.
    pub id: ShiftId,
    /// The duty it makes for whoever takes it.
    pub duty: Duty,
    /// Its site (always `duty.site`).
    pub site: SiteIx,
    /// Unit.
    pub unit: UnitId,
    /// Unit's name.
    pub unit_name: String,
    /// Code on the roster.
    pub code: ShiftCodeId,
    /// Title the post asks for.
    pub qualification: Qualification,
    /// Titles that serve, best first; anything else does not.
    pub suitable: Vec<(Qualification, Suitability)>,
    /// Titles that would serve in degraded form, which the manager has not accepted.
    pub degraded: Vec<Qualification>,
    /// How much it matters.
    pub priority: Priority,
    /// Minutes of the span by burden.
    pub burden_minutes: BurdenMinutes,
    /// What holding it adds to an account before travel, hundredths of a point.
    pub burden_centipoints: i64,
    /// All-in agency price for the shift, euro cents; `None` when the group may not buy it.
    pub agency_cents: Option<i64>,
}

impl Problem {
    /// What holding `demand` adds to the equity account of `worker`: burdensome time and travel, hundredths of a point.
    pub fn burden_of(&self, worker: WorkerIx, demand: DemandIx) -> i64 {
        self.burden_for(&self.workers[worker], &self.demands[demand])
    }

    /// [`Self::burden_of`] for a demand that need not be one of the problem's.
    pub fn burden_for(&self, worker: &Worker, demand: &Demand) -> i64 {
        demand.burden_centipoints + self.travel_burden(worker, demand.site)
    }

    /// What the way from home to a site adds to the equity account of `worker`, hundredths of a point.
    pub fn travel_burden(&self, worker: &Worker, site: SiteIx) -> i64 {
        let km = distance_km(worker.home, self.sites[site].place);
        (km / 50.0 * self.travel_centipoints_per_50km as f64).round() as i64
    }

    /// What `worker` costs the pool at `demand`: hours at her price, and the road there and back, euro cents.
    pub fn cost_of(&self, worker: WorkerIx, demand: DemandIx) -> i64 {
        self.cost_for(&self.workers[worker], &self.demands[demand])
    }

    /// [`Self::cost_of`] for a demand that need not be one of the problem's.
    pub fn cost_for(&self, worker: &Worker, demand: &Demand) -> i64 {
        let hours = i64::from(worker.cost_cents_per_hour) * demand.duty.work_minutes / 60;
        hours + self.road_cents(worker, demand)
    }

    /// The road there and back, euro cents.
    pub fn road_cents(&self, worker: &Worker, demand: &Demand) -> i64 {
        let site = &self.sites[demand.site];
        let road_km = distance_km(worker.home, site.place) * ROAD_PER_CROW * 2.0;
        (road_km * self.rule_sets[site.rule_set].mileage.cents_per_km as f64).round() as i64
    }

    /// How well `worker` suits the post on the day it starts; `No` when she holds no title that serves.
    pub fn suitability(&self, worker: WorkerIx, demand: DemandIx) -> Suitability {
        self.workers[worker].suits(&self.demands[demand])
    }

    /// Whether somebody who knows a unit is decided to be on duty there at an instant.
    pub fn has_company(&self, unit: &UnitId, at: Minute) -> bool {
        self.company.get(unit).is_some_and(|spans| spans.iter().any(|span| (span.start..span.end).contains(&at)))
    }
}

impl Site {
    /// Whether it belongs to the group on a civil day.
    pub fn is_member_on(&self, day: Day) -> bool {
        self.membership.is_empty() || self.membership.iter().any(|(from, to)| (*from..=*to).contains(&day))
    }
}

/// Road kilometres per kilometre of crow's flight, the usual order of magnitude on rural roads in France.
pub const ROAD_PER_CROW: f64 = 1.3;

/// Great-circle distance in kilometres (haversine, mean radius 6,371 km).
pub fn distance_km(a: Place, b: Place) -> f64 {
    let (lat_a, lat_b) = (a.latitude.to_radians(), b.latitude.to_radians());
    let half_lat = (lat_b - lat_a) / 2.0;
    let half_lon = (b.longitude - a.longitude).to_radians() / 2.0;
    let h = half_lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_lon.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().asin()
}

/// Road minutes between two places at 50 km/h; a site on the spot costs nothing.
pub fn travel_minutes(a: Place, b: Place) -> Minute {
    (distance_km(a, b) * ROAD_PER_CROW / 50.0 * 60.0).round() as Minute
}
