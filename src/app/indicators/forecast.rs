//! What will be needed: shifts that the pool will be asked for in the coming weeks, by place and title, from those it was asked
//! for in the last twelve; and beside it where the newest plan says that help would be worth most.
//!
//! The method is plain on purpose. Each coming day is expected to need what the same day of the week needed on the mean, over
//! whole weeks that ended yesterday; the range says what the coming weeks would need if all of them were like the calmest, or
//! like the busiest, of those weeks. Less than [`WEEKS_LEAST`] weeks of history give no figure. Seasons and public holidays are
//! not looked at: a year that is like no other would be invented.

use super::sources::Sources;
use crate::app::error::Result;
use crate::store::indicators::{self as rows, Need};
use crate::store::{Tx, from_json, parsed};
use chrono::{Datelike, Days, NaiveDate};
use releve_solver::domain::plan::{LevelName, Price};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Weeks of history that are looked at.
const WEEKS_MOST: i64 = 12;
/// Fewest whole weeks from which something is expected.
const WEEKS_LEAST: i64 = 4;

/// What is expected of a place for a title.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ForecastIndicator")]
pub struct ForecastLine {
    /// Establishment.
    pub establishment: String,
    /// Its name.
    pub name: String,
    /// Title.
    pub qualification: String,
    /// Whole weeks since the place first asked the pool for a shift, at most twelve: the history that is looked at.
    pub weeks: i64,
    /// Shifts expected on a day, Monday to Sunday, hundredths; none with a history of less than four weeks.
    pub weekdays_hundredths: Option<Vec<i64>>,
    /// The coming four weeks, today included; none with a history of less than four.
    pub four_weeks: Option<Expected>,
    /// The coming twelve weeks, likewise.
    pub twelve_weeks: Option<Expected>,
    /// What one more shift held by somebody with the title would be worth there, by the newest plan.
    pub worth: Option<Worth>,
}

/// Shifts that are expected over some weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ExpectedNeed")]
pub struct Expected {
    /// Shifts, hundredths.
    pub hundredths: i64,
    /// If every week were like the calmest of the history.
    pub least: i64,
    /// If every week were like the busiest.
    pub most: i64,
    /// Those that are asked for already.
    pub asked: i64,
}

/// A price of the newest plan: where it is highest.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ExpectedWorth")]
pub struct Worth {
    /// The goal that gets better.
    pub level: LevelName,
    /// By how much at most, in the goal's own unit; cost in euros.
    pub highest: f64,
    /// Week of ISO 8601 in which that is.
    pub week: String,
}

/// What looks ahead: needs of the group before today and after, and the prices of its newest plan.
pub(super) struct Ahead {
    needs: Vec<Need>,
    /// First day of a need, by unit.
    first: Vec<(String, String)>,
    prices: Vec<Price>,
}

impl Ahead {
    pub(super) async fn read(tx: &mut Tx, group: &str, today: NaiveDate) -> Result<Self> {
        let span = Days::new(WEEKS_MOST.unsigned_abs() * 7);
        let (from, to) = ((today - span).to_string(), (today + span).to_string());
        let prices = rows::prices(tx, group).await?;
        Ok(Self {
            needs: rows::needs(tx, group, (&from, &to)).await?,
            first: rows::first_needs(tx, group).await?,
            prices: prices.map(|text| from_json(&text)).transpose()?.unwrap_or_default(),
        })
    }
}

/// What was asked for at a place for a title, by day.
type Needs = BTreeMap<NaiveDate, i64>;

/// By place and title: whatever has a history, something asked for, or a price.
pub(super) fn forecast(sources: &Sources, ahead: &Ahead) -> Result<Vec<ForecastLine>> {
    let mut needs: BTreeMap<(&str, &str), Needs> = BTreeMap::new();
    for row in &ahead.needs {
        let Some(unit) = sources.units.get(&row.unit_id) else { continue };
        let days = needs.entry((unit.establishment.as_str(), &row.qualification)).or_default();
        *days.entry(parsed(&row.date)?).or_default() += row.shifts;
    }
    let mut first: BTreeMap<&str, NaiveDate> = BTreeMap::new();
    for (unit, date) in &ahead.first {
        let Some(unit) = sources.units.get(unit) else { continue };
        let date = parsed(date)?;
        let known = first.entry(unit.establishment.as_str()).or_insert(date);
        *known = date.min(*known);
    }
    // Prices are of whole places: whoever looks at one unit is not told those of all.
    let places: BTreeSet<&str> = match sources.unit {
        Some(_) => BTreeSet::new(),
        None => sources.units.values().map(|unit| unit.establishment.as_str()).collect(),
    };
    let prices: Vec<&Price> =
        ahead.prices.iter().filter(|price| places.contains(price.establishment.as_str())).collect();
    for price in &prices {
        needs.entry((price.establishment.as_str(), price.qualification.as_str())).or_default();
    }
    let lines = needs.into_iter().map(|((place, title), days)| {
        let weeks = first.get(place).map_or(0, |first| (sources.today - *first).num_days().div_euclid(7));
        let weeks = weeks.clamp(0, WEEKS_MOST);
        let history = (weeks >= WEEKS_LEAST).then(|| History::of(&days, sources.today, weeks));
        ForecastLine {
            establishment: place.to_owned(),
            name: sources
                .sites
                .iter()
                .find(|site| site.id.as_str() == place)
                .map(|site| site.name.clone())
                .unwrap_or_default(),
            qualification: title.to_owned(),
            weeks,
            weekdays_hundredths: history.as_ref().map(History::weekdays),
            four_weeks: history.as_ref().map(|history| history.ahead(&days, sources.today, 4)),
            twelve_weeks: history.as_ref().map(|history| history.ahead(&days, sources.today, 12)),
            worth: worth(&prices, (place, title)),
        }
    });
    Ok(lines.collect())
}

/// Whole weeks that ended yesterday.
struct History {
    weeks: i64,
    /// Shifts by day of the week, Monday first.
    by_weekday: [i64; 7],
    /// Shifts by week.
    by_week: Vec<i64>,
}

impl History {
    fn of(days: &Needs, today: NaiveDate, weeks: i64) -> Self {
        let mut history =
            Self { weeks, by_weekday: [0; 7], by_week: vec![0; usize::try_from(weeks).unwrap_or_default()] };
        for (date, shifts) in days {
            let ago = (today - *date).num_days();
            let week = usize::try_from((ago - 1).div_euclid(7)).ok().and_then(|week| history.by_week.get_mut(week));
            if let Some(week) = week {
                *week += shifts;
                history.by_weekday[date.weekday().num_days_from_monday() as usize] += shifts;
            }
        }
        history
    }

    fn weekdays(&self) -> Vec<i64> {
        self.by_weekday.iter().map(|shifts| (shifts * 100 + self.weeks / 2).div_euclid(self.weeks)).collect()
    }

    /// So many weeks from today on have each day of the week as often.
    fn ahead(&self, days: &Needs, today: NaiveDate, weeks: i64) -> Expected {
        let sum: i64 = self.by_weekday.iter().sum();
        let coming = days.iter().filter(|(date, _)| (0..weeks * 7).contains(&(**date - today).num_days()));
        Expected {
            hundredths: (sum * weeks * 100 + self.weeks / 2).div_euclid(self.weeks),
            least: self.by_week.iter().min().map_or(0, |week| week * weeks),
            most: self.by_week.iter().max().map_or(0, |week| week * weeks),
            asked: coming.map(|(_, shifts)| shifts).sum(),
        }
    }
}

/// The price of the goal that comes first, and there the highest.
fn worth(prices: &[&Price], (place, title): (&str, &str)) -> Option<Worth> {
    let here = prices.iter().filter(|price| {
        price.establishment.as_str() == place && price.qualification.as_str() == title && price.highest > 0.0
    });
    let best = here.min_by(|a, b| a.level.cmp(&b.level).then(b.highest.total_cmp(&a.highest)))?;
    Some(Worth { level: best.level, highest: best.highest, week: best.week.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_the_same_weekday_over_whole_weeks_that_ended_yesterday() {
        // A Wednesday. Four weeks: two shifts on each Monday, three more on the Saturday of the busiest week, one five weeks ago.
        let today = NaiveDate::from_ymd_opt(2026, 12, 2).expect("a day");
        let ago = |days: u64| today - Days::new(days);
        let days = Needs::from([
            (ago(2), 2),
            (ago(9), 2),
            (ago(16), 2),
            (ago(23), 2),
            (ago(4), 3),
            (ago(29), 1),
            (today, 1),
            (today + Days::new(27), 1),
            (today + Days::new(28), 1),
        ]);
        let history = History::of(&days, today, 4);
        // Eight on four Mondays; three on four Saturdays.
        assert_eq!(history.weekdays(), [200, 0, 0, 0, 0, 75, 0]);
        assert_eq!(history.ahead(&days, today, 4), Expected { hundredths: 1_100, least: 8, most: 20, asked: 2 });
        assert_eq!(history.ahead(&days, today, 12), Expected { hundredths: 3_300, least: 24, most: 60, asked: 3 });
    }
}
