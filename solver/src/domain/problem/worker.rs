//! Whoever may work: a carer with everything that is already decided for her.

use super::{Demand, Duty, SiteIx};
use crate::domain::ids::{AgentId, Qualification, UnitId};
use crate::domain::scenario::{Admission, Counters, Exemption, Place, Suitability};
use crate::domain::time::{Day, DayGrid, Minute, Span};
use crate::law::Status;
use std::sync::Arc;

/// A carer with everything that is already decided for her.
#[derive(Debug, Clone)]
pub struct Worker {
    /// Identifier.
    pub id: AgentId,
    /// Name shown to people.
    pub name: String,
    /// Her employer.
    pub employer: SiteIx,
    /// Percent of full time.
    pub share_percent: u32,
    /// Titles with the civil days on which they hold (both ends included).
    pub qualifications: Vec<(Qualification, Day, Day)>,
    /// Where she starts from.
    pub home: Place,
    /// Farthest site, kilometres.
    pub mobility_km: u32,
    /// Effects of restrictions.
    pub exemptions: Vec<Exemption>,
    /// Units she knows.
    pub known_units: Vec<UnitId>,
    /// When she accepts to be asked; `None` means always.
    pub availability: Option<Vec<Span>>,
    /// Days on which she wants a shift.
    pub wishes_on: Vec<Day>,
    /// Days on which she wants none.
    pub wishes_off: Vec<Day>,
    /// Equity account before the horizon, hundredths of a point, not normalised.
    pub balance_centipoints: i64,
    /// Absences, whole civil days.
    pub absences: Vec<Span>,
    /// Promised rests, whole civil days.
    pub promised_rests: Vec<Span>,
    /// Duties already decided, before and inside the horizon, sorted by start.
    pub fixed: Vec<Duty>,
    /// The civil days that her home roster settles (both ends included): one of them without a home duty is a rest day.
    pub rostered: Vec<(Day, Day)>,
    /// Civil days of her employer's zone.
    pub grid: Arc<DayGrid>,
    /// Price of an hour of hers, euro cents.
    pub cost_cents_per_hour: u32,
    /// Statuses that decide which rules bind her, those that follow from contract and timetable included; sorted.
    pub statuses: Vec<Status>,
    /// Documents on file: kind, first and last civil day (both included).
    pub documents: Vec<(String, Day, Day)>,
    /// Agreements to be lent on file.
    pub agreements: Vec<Agreement>,
    /// Where she stands in the pool.
    pub pool: Admission,
    /// Civil years in which `fixed` does not tell everything, and what they held before it.
    pub counters: Option<Counters>,
    /// Periods of reduced weekly hours, whole civil days.
    pub reduced_hours: Vec<Span>,
    /// Days of Christmas and New Year worked in earlier winters.
    pub winter_holidays_worked: Vec<Day>,
    /// Sundays and public holidays (of her employer's calendar) that `fixed` touches, and the nights in it, by civil year:
    /// what decides her annual obligation.
    pub years: Vec<Year>,
}

/// An agreement to be lent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// First civil day.
    pub from: Day,
    /// Last civil day.
    pub to: Day,
    /// Sites that it names; `None` means every member.
    pub hosts: Option<Vec<SiteIx>>,
}

/// What the decided work of one civil year amounts to, counters included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Year {
    /// Which.
    pub year: i32,
    /// Work, minutes.
    pub work_minutes: Minute,
    /// Of which at night.
    pub night_minutes: Minute,
    /// Sundays and public holidays worked.
    pub sundays_holidays: u32,
}

impl Worker {
    /// Points per full-time equivalent, hundredths: what makes a half-timer's account comparable.
    pub fn normalised(&self, centipoints: i64) -> i64 {
        centipoints * 100 / i64::from(self.share_percent.max(1))
    }

    /// Whether she has worked in a unit, or has it on her roster.
    pub fn knows(&self, unit: &UnitId) -> bool {
        self.known_units.binary_search(unit).is_ok()
    }

    /// [`Problem::suitability`](super::Problem::suitability) for a demand that need not be one of the problem's.
    pub fn suits(&self, demand: &Demand) -> Suitability {
        self.titles_on(demand.duty.day)
            .filter_map(|held| demand.suitable.iter().find(|(title, _)| title == held))
            .map(|(_, suitability)| *suitability)
            .min()
            .unwrap_or(Suitability::No)
    }

    /// The titles she holds on a civil day.
    pub fn titles_on(&self, day: Day) -> impl Iterator<Item = &Qualification> {
        self.qualifications.iter().filter(move |(_, from, to)| (*from..=*to).contains(&day)).map(|(title, ..)| title)
    }
}
