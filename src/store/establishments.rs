//! Establishments and their units.

use super::{Tx, from_json, on, parsed, to_json};
use chrono::NaiveDate;
use releve_solver::domain::scenario::{
    Derogation, Establishment, EstablishmentLaw, MinimumCover, Place, Scenario, ShiftCode, Territory, Unit,
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
}

#[derive(sqlx::FromRow)]
struct UnitRow {
    id: String,
    establishment_id: String,
    name: String,
    codes: String,
}

impl UnitRow {
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

/// Every establishment of a group, by id.
pub async fn all(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Establishment>> {
    let rows: Vec<Row> = on!(tx, sqlx::query_as(
        "SELECT id, name, finess, regime, time_zone, commune, latitude, longitude, calendar \
         FROM establishments WHERE group_id = $1 ORDER BY id").bind(group) => fetch_all)?;
    rows.into_iter()
        .map(|row| {
            let calendar: Calendar = from_json(&row.calendar)?;
            Ok(Establishment {
                id: row.id.as_str().into(),
                name: row.name,
                finess: row.finess,
                regime: row.regime,
                time_zone: parsed(&row.time_zone)?,
                commune: row.commune,
                place: Place { latitude: row.latitude, longitude: row.longitude },
                territory: calendar.territory,
                good_friday: calendar.good_friday,
                extra_holidays: calendar.extra_holidays,
                derogations: calendar.derogations,
                law: calendar.law,
            })
        })
        .collect()
}

/// Every unit of a group, by id.
pub async fn units(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Unit>> {
    let rows: Vec<UnitRow> = on!(tx, sqlx::query_as(
        "SELECT id, establishment_id, name, codes FROM units WHERE group_id = $1 ORDER BY id")
        .bind(group) => fetch_all)?;
    rows.into_iter().map(UnitRow::unit).collect()
}

/// Unit → establishment, for every unit of a group.
pub async fn homes_of_units(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as("SELECT id, establishment_id FROM units WHERE group_id = $1 ORDER BY id")
        .bind(group) => fetch_all)
}

/// One unit with the zone of its establishment.
pub async fn unit(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<(Unit, chrono_tz::Tz)>> {
    let row: Option<UnitRow> = on!(tx, sqlx::query_as(
        "SELECT id, establishment_id, name, codes FROM units WHERE group_id = $1 AND id = $2")
        .bind(group).bind(id) => fetch_optional)?;
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
        let calendar = to_json(&Calendar {
            territory: site.territory,
            good_friday: site.good_friday,
            extra_holidays: site.extra_holidays.clone(),
            derogations: site.derogations.clone(),
            law: site.law.clone(),
        })?;
        on!(tx, sqlx::query(
            "INSERT INTO establishments (group_id, id, name, finess, regime, time_zone, commune, latitude, longitude, \
             calendar) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(group).bind(site.id.as_str()).bind(&site.name).bind(&site.finess).bind(&site.regime)
            .bind(site.time_zone.name()).bind(&site.commune).bind(site.place.latitude).bind(site.place.longitude)
            .bind(&calendar) => execute)?;
    }
    for unit in &scenario.units {
        let codes =
            to_json(&Codes { shift_codes: unit.shift_codes.clone(), minimum_cover: unit.minimum_cover.clone() })?;
        on!(tx, sqlx::query(
            "INSERT INTO units (group_id, id, establishment_id, name, codes) VALUES ($1, $2, $3, $4, $5)")
            .bind(group).bind(unit.id.as_str()).bind(unit.establishment.as_str()).bind(&unit.name).bind(&codes)
            => execute)?;
    }
    Ok(())
}

/// Takes the establishments and units of a group away, before an import puts others in their place.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM units WHERE group_id = $1").bind(group) => execute)?;
    on!(tx, sqlx::query("DELETE FROM establishments WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}
