//! Who is at work with whom: what tells whether a unit could spare somebody.

use super::{Compiler, after_last_day, duty};
use crate::domain::ids::{AgentId, UnitId};
use crate::domain::problem::{DutyKind, Team, WorkerIx};
use crate::domain::scenario::{Absence, MinimumCover, Suitability};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Unit, code, civil day.
type Key<'a> = (&'a UnitId, &'a str, NaiveDate);

impl Compiler<'_> {
    /// The teams of the horizon, where the unit states a minimum for the code: without one nobody can tell that it has
    /// people to spare.
    pub(super) fn teams(&self) -> Vec<Team> {
        let scenario = self.scenario;
        let (first, end) = (scenario.horizon.from - Days::new(1), after_last_day(scenario));
        let mut people: BTreeMap<Key<'_>, Vec<WorkerIx>> = BTreeMap::new();
        let mut absent: BTreeMap<&AgentId, Vec<&Absence>> = BTreeMap::new();
        for absence in &scenario.absences {
            absent.entry(&absence.agent).or_default().push(absence);
        }
        for line in &scenario.rosters {
            let Some(&agent) = self.index.agents.get(&line.agent) else { continue };
            let away = absent.get(&line.agent).map_or(&[][..], Vec::as_slice);
            for (offset, code) in line.codes.split_whitespace().enumerate().filter(|(_, code)| *code != ".") {
                let date = line.from + Days::new(offset as u64);
                if date >= first && date < end && !away.iter().any(|a| (a.from..=a.to).contains(&date)) {
                    people.entry((&line.unit, code, date)).or_default().push(agent);
                }
            }
        }
        for held in &scenario.held {
            let Some(&agent) = self.index.agents.get(&held.agent) else { continue };
            let key = (&held.shift.unit, held.shift.code.as_str(), held.shift.date);
            people.entry(key).or_default().push(agent);
        }
        people.into_iter().filter_map(|(key, people)| self.team(key, people)).collect()
    }

    fn team(&self, (unit, code, date): Key<'_>, people: Vec<WorkerIx>) -> Option<Team> {
        let unit = *self.index.units.get(unit)?;
        let of_code: Vec<&MinimumCover> = unit.minimum_cover.iter().filter(|m| m.code.as_str() == code).collect();
        if of_code.is_empty() {
            return None;
        }
        let site = *self.index.sites.get(&unit.establishment)?;
        let code = unit.shift_codes.iter().find(|c| c.code.as_str() == code)?;
        let hours = duty(&self.scenario.establishments[site], site, code, date, DutyKind::Home);
        let full = |minimum: &MinimumCover| {
            let titles = self.titles(&minimum.qualification).into_iter();
            titles.filter(|(_, suitability)| *suitability == Suitability::Full).map(|(title, _)| title).collect()
        };
        Some(Team {
            site,
            unit_name: unit.name.clone(),
            span: hours.span,
            day: hours.day,
            people,
            minimum: of_code.into_iter().map(|minimum| (minimum.persons, full(minimum))).collect(),
        })
    }
}
