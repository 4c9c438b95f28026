//! Establishments and their units.

use super::members::Convention;
use super::{Tx, from_json, members, on, parsed, to_json};
use chrono::NaiveDate;
use releve_solver::domain::scenario::{
    Derogation, Establishment, EstablishmentLaw, Membership, MinimumCover, Place, Scenario, ShiftCode, Territory, Unit,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Calendar {
    territory: Territory,
    good_friday: bool,
    extra_holidays: Vec<NaiveDate>,
    derogations: Vec<Derogation>,
    #[serde(default)]
    law: EstablishmentLaw,
    /// Came with an import; conventions stand in its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    membership: Vec<Membership>,
}

#[derive(Serialize, Deserialize)]
struct Codes {
    shift_codes: Vec<ShiftCode>,
    minimum_cover: Vec<MinimumCover>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    finess: String,
    regime: String,
    time_zone: String,
    commune: String,
    latitude: f64,
    longitude: f64,
    calendar: String,
    closed_on: Option<String>,
    version: i64,
}

impl Row {
    fn record(self, conventions: &[Convention]) -> sqlx::Result<Record> {
        let calendar: Calendar = from_json(&self.calendar)?;
        let closed_on: Option<NaiveDate> = self.closed_on.as_deref().map(parsed).transpose()?;
        let establishment = Establishment {
            id: self.id.as_str().into(),
            name: self.name,
            finess: self.finess,
            regime: self.regime,
            time_zone: parsed(&self.time_zone)?,
            commune: self.commune,
            place: Place { latitude: self.latitude, longitude: self.longitude },
            territory: calendar.territory,
            good_friday: calendar.good_friday,
            extra_holidays: calendar.extra_holidays,
            derogations: calendar.derogations,
            law: calendar.law,
            membership: membership(conventions, calendar.membership, closed_on),
        };
        Ok(Record { establishment, closed_on, version: self.version })
    }
}

/// The days on which an establishment belongs to the group: those of its conventions, without any those that came with an import
/// or all of them, until it is closed.
fn membership(conventions: &[Convention], imported: Vec<Membership>, closed_on: Option<NaiveDate>) -> Vec<Membership> {
    let before_closing = closed_on.map(|day| day.pred_opt().unwrap_or(day));
    let agreed = conventions.iter().map(|one| Membership { from: one.valid_from, to: one.last_day() });
    let mut days: Vec<Membership> = if conventions.is_empty() { imported } else { agreed.collect() };
    if days.is_empty() && before_closing.is_some() {
        days.push(Membership { from: NaiveDate::default(), to: None });
    }
    for part in &mut days {
        part.to = [part.to, before_closing].into_iter().flatten().min();
    }
    // Left before its first day: it never belonged to the group under this convention.
    for part in &mut days {
        if let Some(to) = part.to.filter(|to| *to < part.from) {
            part.from = NaiveDate::default().min(to);
            part.to = Some(part.from);
        }
    }
    days
}

/// An establishment as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// As the solver knows it.
    pub establishment: Establishment,
    /// First day on which it is closed.
    pub closed_on: Option<NaiveDate>,
    /// Goes up with every change.
    pub version: i64,
}

/// A unit as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRecord {
    /// As the solver knows it.
    pub unit: Unit,
    /// First day on which it is closed.
    pub closed_on: Option<NaiveDate>,
    /// Goes up with every change.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct UnitRow {
    id: String,
    establishment_id: String,
    name: String,
    codes: String,
    closed_on: Option<String>,
    version: i64,
}

impl UnitRow {
    fn record(self) -> sqlx::Result<UnitRecord> {
        let (closed_on, version) = (self.closed_on.as_deref().map(parsed).transpose()?, self.version);
        Ok(UnitRecord { unit: self.unit()?, closed_on, version })
    }

    fn unit(self) -> sqlx::Result<Unit> {
        let codes: Codes = from_json(&self.codes)?;
        Ok(Unit {
            id: self.id.as_str().into(),
            establishment: self.establishment_id.as_str().into(),
            name: self.name,
            shift_codes: codes.shift_codes,
            minimum_cover: codes.minimum_cover,
        })
    }
}

macro_rules! sites {
    ($tail:literal) => {
        concat!(
            "SELECT id, name, finess, regime, time_zone, commune, latitude, longitude, calendar, closed_on, version ",
            "FROM establishments ",
            $tail
        )
    };
}

macro_rules! teams {
    ($tail:literal) => {
        concat!("SELECT id, establishment_id, name, codes, closed_on, version FROM units ", $tail)
    };
}

/// Every establishment of a group, by id.
pub async fn records(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Record>> {
    let rows: Vec<Row> = on!(tx, sqlx::query_as(sites!("WHERE group_id = $1 ORDER BY id")).bind(group) => fetch_all)?;
    let conventions = members::conventions(tx, group).await?;
    let of = |id: &str| conventions.get(id).map_or(&[][..], Vec::as_slice);
    rows.into_iter()
        .map(|row| {
            let conventions = of(&row.id);
            row.record(conventions)
        })
        .collect()
}

/// Every establishment of a group as the solver knows it, by id.
pub async fn all(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Establishment>> {
    Ok(records(tx, group).await?.into_iter().map(|record| record.establishment).collect())
}

/// One establishment.
pub async fn record(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Record>> {
    let row: Option<Row> = on!(tx, sqlx::query_as(sites!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id)
        => fetch_optional)?;
    let Some(row) = row else { return Ok(None) };
    let conventions = members::of_establishment(tx, group, id).await?;
    row.record(&conventions).map(Some)
}

/// The days on which an establishment belongs to the group as they came with an import.
pub async fn imported_membership(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Vec<Membership>> {
    let text: Option<String> = on!(tx, sqlx::query_scalar(
        "SELECT calendar FROM establishments WHERE group_id = $1 AND id = $2").bind(group).bind(id) => fetch_optional)?;
    let calendar: Option<Calendar> = text.as_deref().map(from_json).transpose()?;
    Ok(calendar.map(|calendar| calendar.membership).unwrap_or_default())
}

/// Every unit of a group, by id.
pub async fn units(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Unit>> {
    Ok(unit_records(tx, group).await?.into_iter().map(|record| record.unit).collect())
}

/// Every unit of a group with its closing, by id.
pub async fn unit_records(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<UnitRecord>> {
    let rows: Vec<UnitRow> =
        on!(tx, sqlx::query_as(teams!("WHERE group_id = $1 ORDER BY id")).bind(group) => fetch_all)?;
    rows.into_iter().map(UnitRow::record).collect()
}

/// One unit with its closing.
pub async fn unit_record(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<UnitRecord>> {
    let row: Option<UnitRow> = on!(tx, sqlx::query_as(teams!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id)
        => fetch_optional)?;
    row.map(UnitRow::record).transpose()
}

/// Unit → establishment, for every unit of a group.
pub async fn homes_of_units(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as("SELECT id, establishment_id FROM units WHERE group_id = $1 ORDER BY id")
        .bind(group) => fetch_all)
}

/// One unit with the zone of its establishment.
pub async fn unit(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<(Unit, chrono_tz::Tz)>> {
    let row: Option<UnitRow> = on!(tx, sqlx::query_as(teams!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id)
        => fetch_optional)?;
    let Some(unit) = row.map(UnitRow::unit).transpose()? else { return Ok(None) };
    let zone: String = on!(tx, sqlx::query_scalar(
        "SELECT time_zone FROM establishments WHERE group_id = $1 AND id = $2")
        .bind(group).bind(unit.establishment.as_str()) => fetch_one)?;
    Ok(Some((unit, parsed(&zone)?)))
}

/// Stores the establishments and units of a scenario; there are none yet.
pub async fn insert(tx: &mut Tx, scenario: &Scenario) -> sqlx::Result<()> {
    let group = scenario.group.id.as_str();
    for site in &scenario.establishments {
        insert_one(tx, group, site).await?;
    }
    for unit in &scenario.units {
        insert_unit(tx, group, unit).await?;
    }
    Ok(())
}

fn calendar(site: &Establishment) -> sqlx::Result<String> {
    to_json(&Calendar {
        territory: site.territory,
        good_friday: site.good_friday,
        extra_holidays: site.extra_holidays.clone(),
        derogations: site.derogations.clone(),
        law: site.law.clone(),
        membership: site.membership.clone(),
    })
}

fn codes(unit: &Unit) -> sqlx::Result<String> {
    to_json(&Codes { shift_codes: unit.shift_codes.clone(), minimum_cover: unit.minimum_cover.clone() })
}

/// Stores one more establishment. A taken id is a unique error.
pub async fn insert_one(tx: &mut Tx, group: &str, site: &Establishment) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO establishments (group_id, id, name, finess, regime, time_zone, commune, latitude, longitude, \
         calendar) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(group).bind(site.id.as_str()).bind(&site.name).bind(&site.finess).bind(&site.regime)
        .bind(site.time_zone.name()).bind(&site.commune).bind(site.place.latitude).bind(site.place.longitude)
        .bind(calendar(site)?) => execute)?;
    Ok(())
}

/// Stores an establishment as it now is; false when somebody changed it meanwhile.
pub async fn update(tx: &mut Tx, group: &str, record: &Record) -> sqlx::Result<bool> {
    let site = &record.establishment;
    let changed = on!(tx, sqlx::query(
        "UPDATE establishments SET name = $4, finess = $5, regime = $6, time_zone = $7, commune = $8, latitude = $9, \
         longitude = $10, calendar = $11, closed_on = $12, version = version + 1 \
         WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(site.id.as_str()).bind(record.version).bind(&site.name).bind(&site.finess).bind(&site.regime)
        .bind(site.time_zone.name()).bind(&site.commune).bind(site.place.latitude).bind(site.place.longitude)
        .bind(calendar(site)?).bind(record.closed_on.map(|day| day.to_string())) => execute)?;
    Ok(changed == 1)
}

/// Stores one more unit. A taken id is a unique error.
pub async fn insert_unit(tx: &mut Tx, group: &str, unit: &Unit) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO units (group_id, id, establishment_id, name, codes) VALUES ($1, $2, $3, $4, $5)")
        .bind(group).bind(unit.id.as_str()).bind(unit.establishment.as_str()).bind(&unit.name).bind(codes(unit)?)
        => execute)?;
    Ok(())
}

/// Stores a unit as it now is; false when somebody changed it meanwhile.
pub async fn update_unit(tx: &mut Tx, group: &str, record: &UnitRecord) -> sqlx::Result<bool> {
    let unit = &record.unit;
    let changed = on!(tx, sqlx::query(
        "UPDATE units SET name = $4, codes = $5, closed_on = $6, version = version + 1 \
         WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(unit.id.as_str()).bind(record.version).bind(&unit.name).bind(codes(unit)?)
        .bind(record.closed_on.map(|day| day.to_string())) => execute)?;
    Ok(changed == 1)
}

/// Takes the establishments and units of a group away, before an import puts others in their place.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    members::delete_all(tx, group).await?;
    on!(tx, sqlx::query("DELETE FROM units WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM establishments WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}
