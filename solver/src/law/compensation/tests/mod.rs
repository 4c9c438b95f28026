//! Every rule of pay computed by hand. A line reads `rule quantity unit`, with the rate in thousandths where there is
//! one.

mod data;
mod hospitals;
mod nonprofit;
mod private;

use super::{DayOff, Entry, Terms, Worked, YearWorked, earned, earned_in_year, earned_off};
use crate::domain::problem::{Duty, DutyKind};
use crate::domain::scenario::{Derogation, Establishment, EstablishmentLaw, HouseRules, Place, Territory};
use crate::domain::time::{Span, day_of_date, instant_of_local};
use crate::law::pack::Library;
use crate::law::rule::Status;
use chrono::{Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

/// Somebody under a pack, at home in Paris, full time.
#[derive(Clone)]
struct Agent {
    pack: &'static str,
    site: Establishment,
    house: HouseRules,
    statuses: Vec<Status>,
    share_percent: u32,
    others: Vec<Duty>,
}

impl Agent {
    fn under(pack: &'static str) -> Self {
        let site = Establishment {
            id: "e".into(),
            name: String::new(),
            finess: "010000024".into(),
            regime: pack.into(),
            time_zone: Tz::Europe__Paris,
            commune: String::new(),
            place: Place { latitude: 0.0, longitude: 0.0 },
            territory: Territory::Metropole,
            good_friday: false,
            extra_holidays: vec![],
            derogations: vec![],
            law: EstablishmentLaw::default(),
            membership: Vec::new(),
        };
        Self { pack, site, house: HouseRules::default(), statuses: vec![], share_percent: 100, others: vec![] }
    }

    fn with(mut self, status: Status) -> Self {
        self.statuses.push(status);
        self
    }

    fn share(mut self, percent: u32) -> Self {
        self.share_percent = percent;
        self
    }

    /// Her employer has recorded an agreement, from 2025 to 2027.
    fn agreed(mut self, id: &str) -> Self {
        self.site.derogations.push(Derogation {
            id: id.into(),
            document: "accord du 3 mars 2025".into(),
            valid_from: ymd(2025, 1, 1),
            valid_to: Some(ymd(2027, 12, 31)),
        });
        self
    }

    fn other(mut self, kind: DutyKind, from: &str, to: &str) -> Self {
        let span = span(from, to);
        let day = day_of_date(from[..10].parse().expect("a date"));
        let work_minutes = span.minutes();
        self.others.push(Duty { span, work_minutes, day, site: None, kind, night_minutes: 0, break_minutes: None });
        self
    }

    fn pool(self, from: &str, to: &str) -> Self {
        self.other(DutyKind::Pool, from, to)
    }

    /// Home duties from 9:00, so many hours on each day in a row.
    fn roster(mut self, first: &str, hours: &[u32]) -> Self {
        let first: NaiveDate = first.parse().expect("a date");
        for (day, hours) in hours.iter().enumerate().filter(|(_, hours)| **hours > 0) {
            let date = first + Days::new(day as u64);
            self = self.other(DutyKind::Home, &format!("{date}T09:00"), &format!("{date}T{:02}:00", 9 + hours));
        }
        self
    }

    fn terms(&self) -> Terms<'_> {
        Terms {
            pack: self.pack,
            employer: &self.site,
            house: &self.house,
            statuses: &self.statuses,
            share_percent: self.share_percent,
        }
    }

    /// The entries of a duty without break.
    fn entries(&self, from: &str, to: &str) -> Vec<Entry> {
        let span = span(from, to);
        self.entries_of(span, span.minutes())
    }

    fn entries_of(&self, span: Span, work_minutes: i64) -> Vec<Entry> {
        let work = Worked { terms: self.terms(), site: &self.site, span, work_minutes, others: &self.others };
        earned(Library::builtin(), &work)
    }

    fn earns(&self, from: &str, to: &str) -> Vec<String> {
        lines(&self.entries(from, to))
    }

    fn earns_off(&self, date: (i32, u32, u32)) -> Vec<String> {
        let off = DayOff { terms: self.terms(), date: ymd(date.0, date.1, date.2) };
        lines(&earned_off(Library::builtin(), &off))
    }

    fn earns_in_year(&self, months: u32, sundays_holidays: u32) -> Vec<String> {
        let year = YearWorked { terms: self.terms(), date: ymd(2026, 12, 31), months, sundays_holidays };
        lines(&earned_in_year(Library::builtin(), &year))
    }
}

fn lines(entries: &[Entry]) -> Vec<String> {
    let line = |entry: &Entry| {
        let unit = serde_json::to_value(entry.unit).expect("a unit has a name");
        let rate = entry.rate_permille.map_or_else(String::new, |rate| format!(" at {rate}"));
        format!("{} {} {}{rate}", entry.rule, entry.quantity, unit.as_str().expect("a text"))
    };
    entries.iter().map(line).collect()
}

fn span(from: &str, to: &str) -> Span {
    let at = |t| {
        let local = NaiveDateTime::parse_from_str(t, "%Y-%m-%dT%H:%M").expect("a time");
        instant_of_local(Tz::Europe__Paris, local)
    };
    Span::new(at(from), at(to))
}

fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).expect("a date")
}

const NOTHING: [&str; 0] = [];
