//! What the pool's hours would have cost as overtime of the unit's own people: their mean hourly cost times the rate of overtime
//! that the rule pack of their establishment states. A pack that states none gives no figure: no rate is ever made up.
//!
//! The rate is the one for the first hours beyond full time, without what night, Sundays or further hours add: it is the least
//! that overtime would have cost.

use super::FEWEST;
use super::sources::Sources;
use crate::app::error::Result;
use crate::store::from_json;
use crate::store::indicators::{Person, Shift};
use crate::store::parsed;
use chrono::NaiveDate;
use releve_solver::law::compensation::{Compensation, Condition, EntryUnit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Why overtime has no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "OvertimeGap")]
pub enum Gap {
    /// The pool worked nothing here.
    NoWork,
    /// Fewer than five people with the title are on the units' own rosters: a mean would tell what one of them costs.
    FewPeople,
    /// The rule pack states no rate of overtime.
    NoRate,
}

/// What an hour of overtime would have cost in a unit, for a title and a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hour {
    /// Euro cents times a thousand.
    Millicents(i64),
    /// No figure, and why.
    Gap(Gap),
}

/// The unit's own people who have a title: how many, and the sum of their hourly costs in euro cents.
#[derive(Debug, Clone, Copy, Default)]
struct Staff {
    people: i64,
    cents: i64,
}

/// Prices of overtime, as far as they can be known.
pub(super) struct Overtime<'s> {
    sources: &'s Sources,
    staff: BTreeMap<(&'s str, String), Staff>,
}

/// What of an agent's file is looked at.
#[derive(Deserialize)]
struct Titles {
    #[serde(default)]
    qualifications: Vec<Title>,
}

#[derive(Deserialize)]
struct Title {
    qualification: String,
}

impl<'s> Overtime<'s> {
    /// From the home rosters of the period.
    pub(super) fn of(sources: &'s Sources) -> Result<Self> {
        let mut teams: BTreeSet<(&str, &str)> = BTreeSet::new();
        for row in sources.duties.iter().filter(|row| sources.units.contains_key(&row.unit_id)) {
            teams.insert((&row.unit_id, &row.agent_id));
        }
        let mut staff: BTreeMap<(&str, String), Staff> = BTreeMap::new();
        for (unit, agent) in teams {
            let Some(person) = sources.everybody.get(agent) else { continue };
            for title in titles(person)? {
                let all = staff.entry((unit, title)).or_default();
                all.people += 1;
                all.cents += person.cost_cents_per_hour;
            }
        }
        Ok(Self { sources, staff })
    }

    /// What an hour would have cost instead of the pool's on a shift.
    pub(super) fn hour(&self, shift: &Shift) -> Result<Hour> {
        let date: NaiveDate = parsed(&shift.date)?;
        let Some(rate) = self.rate(&shift.unit_id, date) else { return Ok(Hour::Gap(Gap::NoRate)) };
        let key = (shift.unit_id.as_str(), shift.qualification.clone());
        let staff = self.staff.get(&key).copied().unwrap_or_default();
        if staff.people < FEWEST as i64 {
            return Ok(Hour::Gap(Gap::FewPeople));
        }
        Ok(Hour::Millicents((staff.cents * rate + staff.people / 2).div_euclid(staff.people)))
    }

    /// The rate of the first hours beyond full time on a day, thousandths of the hourly cost: the nearest pack that states one
    /// says it, and of several the lowest.
    fn rate(&self, unit: &str, date: NaiveDate) -> Option<i64> {
        let establishment = &self.sources.units.get(unit)?.establishment;
        let site = self.sources.sites.iter().find(|site| site.id == *establishment)?;
        let version = self.sources.rule_packs.get(&site.regime)?;
        let pack = self.sources.library.pack(&site.regime, version)?;
        let stated = |rule: &Compensation| {
            let first = rule.counting.is_some_and(|counting| counting.from_minutes == 0 && counting.from_permille == 0);
            let plain = rule.when == [Condition::Overtime] && rule.unit == EntryUnit::PaidMinutes;
            // What a recorded agreement would change is left out: the pack's own words are asked for.
            let usual = rule.only_with.is_none() && rule.applies_to.is_empty();
            if first && plain && usual { rule.amount_on(date)?.rate_permille } else { None }
        };
        let chain = self.sources.library.chain(pack);
        chain.into_iter().find_map(|pack| pack.compensations.iter().filter_map(stated).min())
    }
}

fn titles(person: &Person) -> Result<BTreeSet<String>> {
    let file: Titles = from_json(&person.file)?;
    Ok(file.qualifications.into_iter().map(|held| held.qualification).collect())
}
