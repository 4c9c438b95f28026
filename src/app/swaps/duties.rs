//! What is exchanged: a duty, as it is named, as it stands, and as somebody would take it.

use crate::app::error::Result;
use crate::app::fields;
use crate::ids::AssignmentId;
use crate::store::shifts::Row as Post;
use crate::store::{Tx, assignments, parsed, swaps};
use chrono::{Days, NaiveDate, NaiveTime, Timelike};
use releve_solver::domain::scenario::{Absence, RosterLine, Scenario};
use releve_solver::domain::time::instant_of_local;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most dates, codes or units that a wish names.
const NAMED_MAX: usize = 100;
/// Longest of them, characters.
const NAME_CHARS_MAX: usize = 64;

/// A duty of somebody's, as she names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Duty {
    /// A shift of the pool that she holds.
    Assignment {
        /// Her assignment.
        id: AssignmentId,
    },
    /// A duty of her home roster.
    Home {
        /// Unit.
        unit: String,
        /// Shift code of the unit.
        code: String,
        /// Civil day of the start.
        date: NaiveDate,
    },
}

impl Duty {
    /// Names it in one text.
    pub fn key(&self, holder: &str) -> String {
        match self {
            Self::Assignment { id } => format!("assignment:{id}"),
            Self::Home { unit, code, date } => format!("home:{holder}:{date}:{unit}:{code}"),
        }
    }

    /// Reads the duty of a row that has an assignment, or where and when.
    pub(super) fn of(assignment: Option<&AssignmentId>, post: &Post) -> Result<Self> {
        Ok(match assignment {
            Some(id) => Self::Assignment { id: id.clone() },
            None => Self::Home { unit: post.unit_id.clone(), code: post.code.clone(), date: parsed(&post.date)? },
        })
    }
}

/// A duty as it stands now.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    /// Its name.
    pub duty: Duty,
    /// Whose it is.
    pub holder: String,
    /// Where and when, and the title asked for: of a home duty the first title that its holder has on that day.
    pub post: Post,
}

/// A duty of somebody's as it stands; `None` when it is not hers, or not any more, or is of a roster that is still being made:
/// there she puts herself down otherwise. `scenario` is what the group knows now.
pub(super) async fn standing(
    tx: &mut Tx,
    (group, scenario): (&str, &Scenario),
    holder: &str,
    duty: &Duty,
) -> Result<Option<Standing>> {
    let post = match duty {
        Duty::Assignment { id } => {
            let row = assignments::find(tx, group, &id.0).await?;
            row.filter(|row| row.agent_id == holder && row.state == "confirmed").map(|row| row.shift)
        }
        Duty::Home { unit, date, .. } if swaps::home::is_in_the_making(tx, group, unit, &date.to_string()).await? => {
            None
        }
        Duty::Home { unit, code, date } => home(scenario, holder, (unit, code, *date)),
    };
    Ok(post.map(|post| Standing { duty: duty.clone(), holder: holder.to_owned(), post }))
}

/// A duty of a home roster. One that falls into an absence is nobody's to give: somebody else must be found for it.
fn home(scenario: &Scenario, holder: &str, (unit, code, date): (&str, &str, NaiveDate)) -> Option<Post> {
    scenario.rosters.iter().find(|line| has(line, holder, (unit, code, date)))?;
    let away = |absence: &&Absence| absence.agent.as_str() == holder && (absence.from..=absence.to).contains(&date);
    if scenario.absences.iter().any(|absence| away(&absence)) {
        return None;
    }
    let known = scenario.units.iter().find(|known| known.id.as_str() == unit)?;
    let site = scenario.establishments.iter().find(|site| site.id == known.establishment)?;
    let hours = known.shift_codes.iter().find(|known| known.code.as_str() == code)?;
    let titles = &scenario.agents.iter().find(|agent| agent.id.as_str() == holder)?.qualifications;
    let title = titles
        .iter()
        .find(|title| title.valid_from.is_none_or(|from| from <= date) && title.valid_to.is_none_or(|to| date <= to))?;
    let end_date = if hours.end <= hours.start { date + Days::new(1) } else { date };
    let at = |date: NaiveDate, time| instant_of_local(site.time_zone, date.and_time(time)) * 60;
    Some(Post {
        id: String::new(),
        unit_id: unit.to_owned(),
        unit_name: known.name.clone(),
        establishment_id: site.id.0.clone(),
        establishment_name: site.name.clone(),
        code: code.to_owned(),
        date: date.to_string(),
        qualification: title.qualification.0.clone(),
        starts_at: at(date, hours.start),
        ends_at: at(end_date, hours.end),
    })
}

/// Whether a line of a roster gives somebody this duty.
pub(super) fn has(line: &RosterLine, holder: &str, (unit, code, date): (&str, &str, NaiveDate)) -> bool {
    let offset = usize::try_from((date - line.from).num_days());
    line.agent.as_str() == holder
        && line.unit.as_str() == unit
        && offset.is_ok_and(|offset| line.codes.split_whitespace().nth(offset) == Some(code))
}

/// When in the day a duty begins, by the clock of its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartOfDay {
    /// From 4:00 on.
    Morning,
    /// From noon on.
    Afternoon,
    /// From 19:00 on.
    Night,
}

impl PartOfDay {
    /// The part in which a time lies.
    pub fn of(start: NaiveTime) -> Self {
        match start.hour() {
            4..12 => Self::Morning,
            12..19 => Self::Afternoon,
            _ => Self::Night,
        }
    }
}

/// What somebody would take. What is left out, or is an empty list, is left to chance; without anything it is whatever the
/// law allows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Takes {
    /// First civil day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last civil day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Civil days.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub dates: BTreeSet<NaiveDate>,
    /// Shift codes.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub codes: BTreeSet<String>,
    /// Units.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub units: BTreeSet<String>,
    /// Parts of the day.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<PartOfDay>,
}

impl Takes {
    /// Whether a duty is one of those.
    pub fn wants(&self, date: NaiveDate, code: &str, unit: &str, part: PartOfDay) -> bool {
        self.from.is_none_or(|from| from <= date)
            && self.to.is_none_or(|to| date <= to)
            && (self.dates.is_empty() || self.dates.contains(&date))
            && (self.codes.is_empty() || self.codes.contains(code))
            && (self.units.is_empty() || self.units.contains(unit))
            && (self.kinds.is_empty() || self.kinds.contains(&part))
    }

    /// The last civil day that would do; none when any may.
    pub fn last_day(&self) -> Option<NaiveDate> {
        match (self.to, self.dates.last()) {
            (Some(to), Some(named)) => Some(to.min(*named)),
            (to, named) => to.or(named.copied()),
        }
    }

    /// Whether it can be.
    ///
    /// # Errors
    /// `Invalid` for a period that ends before it begins, and for lists that are too long.
    pub fn look_at(&self) -> Result<()> {
        if let Some(from) = self.from {
            fields::in_order("takes.to", from, self.to)?;
        }
        for (field, length) in [("dates", self.dates.len()), ("codes", self.codes.len()), ("units", self.units.len())] {
            fields::count(&format!("takes.{field}"), length, 0, NAMED_MAX)?;
        }
        self.codes.iter().chain(&self.units).try_for_each(|name| fields::short("takes", name, NAME_CHARS_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_met_by_everything_that_it_does_not_exclude() {
        let date = |day| NaiveDate::from_ymd_opt(2026, 12, day).expect("a date");
        let anything = Takes::default();
        assert!(anything.wants(date(8), "M", "u", PartOfDay::Morning));
        let some = Takes {
            from: Some(date(8)),
            to: Some(date(9)),
            codes: ["M".to_owned()].into(),
            kinds: [PartOfDay::Morning].into(),
            ..Takes::default()
        };
        assert!(some.wants(date(8), "M", "u", PartOfDay::Morning) && some.wants(date(9), "M", "u", PartOfDay::Morning));
        assert!(
            !some.wants(date(7), "M", "u", PartOfDay::Morning) && !some.wants(date(10), "M", "u", PartOfDay::Morning)
        );
        assert!(!some.wants(date(8), "N", "u", PartOfDay::Morning) && !some.wants(date(8), "M", "u", PartOfDay::Night));
    }

    #[test]
    fn a_day_has_three_parts() {
        let part = |hour, minute| PartOfDay::of(NaiveTime::from_hms_opt(hour, minute, 0).expect("a time"));
        assert_eq!([part(4, 0), part(11, 59)], [PartOfDay::Morning; 2]);
        assert_eq!([part(12, 0), part(18, 59)], [PartOfDay::Afternoon; 2]);
        assert_eq!([part(19, 0), part(21, 0), part(3, 59)], [PartOfDay::Night; 3]);
    }

    #[test]
    fn duties_read_as_they_are_sent() {
        let home = Duty::Home {
            unit: "u".to_owned(),
            code: "M".to_owned(),
            date: NaiveDate::from_ymd_opt(2026, 12, 8).expect("a date"),
        };
        let text = r#"{"kind":"home","unit":"u","code":"M","date":"2026-12-08"}"#;
        assert_eq!(serde_json::to_string(&home).expect("JSON"), text);
        assert_eq!(serde_json::from_str::<Duty>(text).expect("a duty"), home);
        assert!(serde_json::from_str::<Duty>(r#"{"kind":"assignment","id":"a","more":1}"#).is_err());
    }
}
