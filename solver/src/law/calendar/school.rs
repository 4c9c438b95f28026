//! School holidays, as data (`packs/school-holidays.toml`): what decides when staff ask for leave, and nothing that a
//! rule refuses. Corsica and the overseas territories set their own dates; where the file has none the answer is
//! "none".

use chrono::NaiveDate;
use serde::Deserialize;
use std::sync::LazyLock;

/// A zone of the school calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum SchoolZone {
    /// Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon, Poitiers.
    A,
    /// Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans-Tours, Reims, Rennes, Strasbourg.
    B,
    /// Créteil, Montpellier, Paris, Toulouse, Versailles.
    C,
    /// Corsica: dates of its own.
    Corse,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Calendar {
    zones: Vec<Zone>,
    holidays: Vec<Holiday>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Zone {
    zone: SchoolZone,
    departments: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    zones: Vec<SchoolZone>,
    #[serde(with = "date")]
    from: NaiveDate,
    #[serde(with = "date")]
    to: NaiveDate,
    #[expect(dead_code, reason = "for whoever reads the file")]
    source: String,
    #[expect(dead_code, reason = "for whoever reads the file")]
    certainty: crate::law::rule::Certainty,
}

mod date {
    use chrono::NaiveDate;
    use serde::de::{Deserialize, Deserializer, Error};

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
        toml::value::Datetime::deserialize(from)?.to_string().parse().map_err(D::Error::custom)
    }
}

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let text = include_str!("../../../packs/school-holidays.toml");
    toml::from_str(text).unwrap_or_else(|e| panic!("the embedded school calendar is refused: {e}"))
});

/// The name of the school holidays that a date falls in; first and last day without school count.
pub fn school_holiday(zone: SchoolZone, date: NaiveDate) -> Option<&'static str> {
    let holds = |holiday: &&Holiday| holiday.zones.contains(&zone) && (holiday.from..=holiday.to).contains(&date);
    CALENDAR.holidays.iter().find(holds).map(|holiday| holiday.name.as_str())
}

/// The zone of a department (`26`, `2A`, `972`); none overseas.
pub fn school_zone(department: &str) -> Option<SchoolZone> {
    CALENDAR.zones.iter().find(|zone| zone.departments.iter().any(|d| d == department)).map(|zone| zone.zone)
}
