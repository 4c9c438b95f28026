//! Which shifts an agreement gives: by day, hours, place and code, at most so many a week, with time left to hand back, and
//! never on a rest day unless she wants it so. Promised rests and absences are hard rules: nobody is chosen on them at all.

use crate::app::error::{Error, Result};
use crate::app::facts::Facts;
use crate::app::settings::Settings;
use crate::ids::AgreementId;
use crate::store::agreements::{self, Row};
use crate::store::{Tx, from_json, parsed, shifts};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use releve_solver::domain::time::local_of_instant;
use releve_solver::explain::notes;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A day's minutes.
const DAY_MINUTES: i64 = 24 * 60;

/// When and where shifts may be given to her without asking. An empty list of places or codes means all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AgreementWindow")]
pub struct Window {
    /// Days on which the shift begins: 1 is Monday, 7 is Sunday.
    pub weekdays: BTreeSet<u8>,
    /// `HH:MM`, by the clock of the place: no shift that begins earlier.
    pub from: String,
    /// `HH:MM`: none that ends later; at or before `from` is on the next day.
    pub to: String,
    /// Units.
    #[serde(default)]
    pub units: BTreeSet<String>,
    /// Establishments.
    #[serde(default)]
    pub establishments: BTreeSet<String>,
    /// Shift codes.
    #[serde(default)]
    pub codes: BTreeSet<String>,
}

impl Window {
    /// Whether a shift lies in it; `start` and `end` by the clock of its place.
    fn holds(&self, shift: &shifts::Row, (start, end): (NaiveDateTime, NaiveDateTime)) -> bool {
        let (Some(from), Some(to)) = (time(&self.from), time(&self.to)) else { return false };
        let length = match (to - from).num_minutes().rem_euclid(DAY_MINUTES) {
            0 => DAY_MINUTES,
            minutes => minutes,
        };
        let after = (start.time() - from).num_minutes().rem_euclid(DAY_MINUTES);
        let here = (self.units.is_empty() && self.establishments.is_empty())
            || self.units.contains(&shift.unit_id)
            || self.establishments.contains(&shift.establishment_id);
        here && (self.codes.is_empty() || self.codes.contains(&shift.code))
            && self.weekdays.contains(&(start.weekday().number_from_monday() as u8))
            && after + (end - start).num_minutes() <= length
    }
}

/// A time as people write it.
pub(super) fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| text.len() == 5)
}

/// The agreements of a group that stand, and what they have given.
pub(in crate::app) struct Fitting {
    facts: Arc<Facts>,
    all: Vec<(Row, Vec<Window>)>,
    /// Agreement and Monday → how many shifts of that civil week.
    given: BTreeMap<(AgreementId, NaiveDate), i64>,
    hand_back_seconds_before: i64,
    hand_back_seconds_after: i64,
}

impl Fitting {
    /// Reads them as a transaction sees them.
    pub async fn read(tx: &mut Tx, group: &str, facts: &Arc<Facts>, settings: &Settings) -> Result<Self> {
        let rows = agreements::standing(tx, group).await?;
        let read = |row: Row| Ok((from_json(&row.windows)?, row)).map(|(windows, row)| (row, windows));
        let all: Vec<_> = rows.into_iter().map(read).collect::<sqlx::Result<_>>()?;
        let mut given = BTreeMap::new();
        if !all.is_empty() {
            // Open shifts lie inside the horizon; the week of its first day may have begun before it.
            let from = (facts.scenario.horizon.from - Days::new(6)).to_string();
            for (agreement, date) in agreements::given(tx, group, &from).await? {
                *given.entry((agreement, monday(parsed(&date)?))).or_default() += 1;
            }
        }
        let seconds = |hours: u32| i64::from(hours) * 3_600;
        Ok(Self {
            facts: Arc::clone(facts),
            all,
            given,
            hand_back_seconds_before: seconds(settings.hand_back_hours_before),
            hand_back_seconds_after: seconds(settings.hand_back_hours_after),
        })
    }

    /// Everybody whose agreement gives her this open shift, when it is decided at an instant (unix seconds).
    pub fn all(&self, shift: &shifts::Row, decided_at: i64) -> BTreeMap<String, AgreementId> {
        let agents: BTreeSet<&str> = self.all.iter().map(|(row, _)| row.agent_id.as_str()).collect();
        let fits = |agent: &str| Some((agent.to_owned(), self.one(shift, agent, decided_at)?));
        agents.into_iter().filter_map(fits).collect()
    }

    /// The agreement that gives her this open shift, if one does.
    pub fn one(&self, shift: &shifts::Row, agent: &str, decided_at: i64) -> Option<AgreementId> {
        let problem = &self.facts.problem;
        let demand = &problem.demands[self.facts.demand(&shift.id)?];
        let worker = problem.workers.iter().find(|worker| worker.id.as_str() == agent)?;
        // Whoever could not hand it back any more is asked like everybody else.
        if shift.starts_at - self.hand_back_seconds_before <= decided_at {
            return None;
        }
        let zone = problem.sites[demand.site].zone;
        let local = |seconds: i64| local_of_instant(zone, seconds.div_euclid(60));
        let bounds = (local(shift.starts_at), local(shift.ends_at));
        let rest = notes::on_rest_day(worker, demand);
        let date: NaiveDate = shift.date.parse().ok()?;
        let fits = |(row, windows): &&(Row, Vec<Window>)| {
            let taken = self.given.get(&(row.id.clone(), monday(date))).copied().unwrap_or_default();
            row.agent_id == agent
                && row.valid_from <= shift.date
                && row.valid_to.as_ref().is_none_or(|to| *to >= shift.date)
                && taken < row.per_week_max
                && (row.rest_days || !rest)
                && windows.iter().any(|window| window.holds(shift, bounds))
        };
        self.all.iter().find(fits).map(|(row, _)| row.id.clone())
    }

    /// The last instant (unix seconds) at which a shift may be decided without shortening the time to hand it back.
    pub fn last_closing(&self, shift: &shifts::Row) -> i64 {
        shift.starts_at - self.hand_back_seconds_before - self.hand_back_seconds_after
    }

    /// Counts a shift that an agreement gives.
    ///
    /// # Errors
    /// When the day of the shift cannot be read.
    pub fn take(&mut self, agreement: &AgreementId, shift: &shifts::Row) -> Result<()> {
        let date = parsed(&shift.date).map_err(Error::from)?;
        *self.given.entry((agreement.clone(), monday(date))).or_default() += 1;
        Ok(())
    }
}

/// The Monday of a day's week.
fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().days_since(Weekday::Mon)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(unit: &str, site: &str, code: &str) -> shifts::Row {
        shifts::Row {
            id: "s".to_owned(),
            unit_id: unit.to_owned(),
            unit_name: String::new(),
            establishment_id: site.to_owned(),
            establishment_name: String::new(),
            code: code.to_owned(),
            date: "2026-12-08".to_owned(),
            qualification: "IDE".to_owned(),
            starts_at: 0,
            ends_at: 0,
        }
    }

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a local time")
    }

    #[test]
    fn a_window_holds_what_lies_wholly_in_it() {
        let window = |from: &str, to: &str| Window {
            weekdays: [2].into(),
            from: from.to_owned(),
            to: to.to_owned(),
            units: BTreeSet::new(),
            establishments: BTreeSet::new(),
            codes: BTreeSet::new(),
        };
        // Tuesday 8 December 2026.
        let morning = (at("2026-12-08T06:30:00"), at("2026-12-08T14:00:00"));
        let night = (at("2026-12-08T21:00:00"), at("2026-12-09T06:30:00"));
        let holds = |w: &Window, bounds| w.holds(&shift("u", "e", "M"), bounds);
        assert!(holds(&window("06:30", "14:00"), morning), "exactly");
        assert!(!holds(&window("06:31", "14:00"), morning) && !holds(&window("06:30", "13:59"), morning));
        assert!(holds(&window("20:00", "07:00"), night) && !holds(&window("20:00", "06:00"), night));
        assert!(holds(&window("06:30", "06:30"), night), "a whole day, from half past six");
        assert!(holds(&window("00:00", "00:00"), morning) && !holds(&window("00:00", "00:00"), night));
        let wednesday = Window { weekdays: [3].into(), ..window("00:00", "00:00") };
        assert!(!holds(&wednesday, morning), "the day on which it begins counts");
        let here = Window { units: ["u".to_owned()].into(), ..window("06:00", "15:00") };
        let house = Window { establishments: ["e".to_owned()].into(), ..window("06:00", "15:00") };
        let coded = Window { codes: ["S".to_owned()].into(), ..window("06:00", "15:00") };
        assert!(here.holds(&shift("u", "x", "M"), morning) && !here.holds(&shift("v", "e", "M"), morning));
        assert!(house.holds(&shift("v", "e", "M"), morning) && !house.holds(&shift("u", "x", "M"), morning));
        assert!(!coded.holds(&shift("u", "e", "M"), morning) && coded.holds(&shift("u", "e", "S"), morning));
    }

    #[test]
    fn weeks_begin_on_monday() {
        let day = |text: &str| text.parse().expect("a date");
        assert_eq!(monday(day("2026-12-13")), day("2026-12-07"));
        assert_eq!(monday(day("2026-12-14")), day("2026-12-14"));
    }
}
