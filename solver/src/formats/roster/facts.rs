//! A table of duties as a scenario: one establishment per site, all under one regime, and a shift code for every hours that
//! occur. What a table does not tell (places, titles) is left neutral; an audit does not ask for it.

use super::Row;
use crate::domain::ids::{AgentId, EstablishmentId, UnitId};
use crate::domain::scenario::{
    Admission, Agent, AgentLaw, Derogation, Establishment, EstablishmentLaw, FORMAT, Group, Horizon, HouseRules, Place,
    RosterLine, Scenario, ShiftCode, Territory, Unit, Weights,
};
use crate::law::{Pack, Status};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Longest run of days without duty inside one roster line.
const GAP_DAYS: i64 = 31;

/// What a table of duties does not tell.
#[derive(Debug, Clone)]
pub struct Ground<'a> {
    /// Regime.
    pub pack: &'a Pack,
    /// Derogations on record: id and document.
    pub derogations: Vec<(String, String)>,
    /// Public-holiday territory.
    pub territory: Territory,
    /// Zone of the times.
    pub time_zone: Tz,
    /// A Monday on which a fortnight begins.
    pub cycle_anchor: Option<NaiveDate>,
    /// Length of the work cycle, civil weeks.
    pub cycle_weeks: Option<u32>,
    /// Share of those of whom the table tells none, percent.
    pub share_percent: u32,
}

/// The scenario of a table; of an empty one, a scenario of one empty day.
pub fn facts(rows: &[Row], ground: &Ground<'_>) -> Scenario {
    let first = rows.iter().map(|row| row.date).min().unwrap_or_default();
    let last = rows.iter().map(|row| row.date).max().unwrap_or(first);
    let mut teams: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
    let mut people: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        teams.entry((&row.site, &row.unit)).or_default().push(row);
        people.entry(&row.agent).or_default().push(row);
    }
    let mut sites: Vec<&str> = teams.keys().map(|(site, _)| *site).collect();
    sites.dedup();
    Scenario {
        format: FORMAT.to_owned(),
        description: String::new(),
        expected: None,
        group: Group {
            id: "roster".into(),
            name: String::new(),
            time_zone: ground.time_zone,
            lending_agreements_required: false,
        },
        horizon: Horizon { from: first, days: (last - first).num_days() as u32 + 1 },
        decided_at: None,
        rule_packs: BTreeMap::from([(ground.pack.id.clone(), ground.pack.version.clone())]),
        house_rules: HouseRules::default(),
        weights: Weights::default(),
        substitutions: Vec::new(),
        agency: Vec::new(),
        establishments: sites.into_iter().map(|site| establishment(site, first, ground)).collect(),
        units: teams.iter().map(|((site, unit), rows)| team(site, unit, rows)).collect(),
        agents: people.iter().map(|(id, rows)| person(id, rows, ground)).collect(),
        rosters: people.values().flat_map(|rows| lines(rows)).collect(),
        absences: Vec::new(),
        shifts: Vec::new(),
        held: Vec::new(),
    }
}

fn establishment(site: &str, first: NaiveDate, ground: &Ground<'_>) -> Establishment {
    let derogation = |(id, document): &(String, String)| Derogation {
        id: id.clone(),
        document: document.clone(),
        valid_from: first,
        valid_to: None,
    };
    Establishment {
        id: site_id(site),
        name: site.to_owned(),
        finess: String::new(),
        regime: ground.pack.id.clone(),
        time_zone: ground.time_zone,
        commune: String::new(),
        place: NOWHERE,
        territory: ground.territory,
        good_friday: false,
        extra_holidays: Vec::new(),
        derogations: ground.derogations.iter().map(derogation).collect(),
        law: EstablishmentLaw {
            cycle_anchor: ground.cycle_anchor,
            cycle_weeks: ground.cycle_weeks,
            ..EstablishmentLaw::default()
        },
        membership: Vec::new(),
    }
}

/// All sites on one spot: a table tells no roads, so none are judged.
const NOWHERE: Place = Place { latitude: 46.5, longitude: 2.5 };

fn site_id(site: &str) -> EstablishmentId {
    if site.is_empty() { "roster".into() } else { site.into() }
}

fn unit_id(site: &str, unit: &str) -> UnitId {
    format!("{site}/{unit}").as_str().into()
}

/// `0700-1900/30+20`: the hours and the breaks.
fn code(row: &Row) -> String {
    let paid = row.paid_break_minutes.map_or_else(String::new, |minutes| format!("+{minutes}"));
    format!("{}-{}/{}{paid}", row.start.format("%H%M"), row.end.format("%H%M"), row.break_minutes)
}

fn team(site: &str, unit: &str, rows: &[&Row]) -> Unit {
    let codes: BTreeMap<String, &Row> = rows.iter().map(|row| (code(row), *row)).collect();
    let shift_code = |(code, row): (String, &Row)| ShiftCode {
        code: code.as_str().into(),
        start: row.start,
        end: row.end,
        break_minutes: row.break_minutes,
        paid_break_minutes: row.paid_break_minutes,
        label: code,
    };
    Unit {
        id: unit_id(site, unit),
        establishment: site_id(site),
        name: unit.to_owned(),
        shift_codes: codes.into_iter().map(shift_code).collect(),
        minimum_cover: Vec::new(),
    }
}

fn person(id: &str, rows: &[&Row], ground: &Ground<'_>) -> Agent {
    let is_night_worker = rows.iter().any(|row| row.night_worker == Some(true));
    Agent {
        id: AgentId::from(id),
        name: id.to_owned(),
        employer: rows.first().map_or_else(|| site_id(""), |row| site_id(&row.site)),
        share_percent: rows.iter().find_map(|row| row.share_percent).unwrap_or(ground.share_percent),
        qualifications: Vec::new(),
        home: NOWHERE,
        mobility_km: 0,
        exemptions: Vec::new(),
        known_units: Vec::new(),
        outside_work: Vec::new(),
        availability: Vec::new(),
        wishes: Vec::new(),
        equity_balance: 0.0,
        promised_rests: Vec::new(),
        cost_cents_per_hour: 0,
        pool: Admission::Admitted,
        law: AgentLaw {
            statuses: if is_night_worker { vec![Status::NightWorker] } else { Vec::new() },
            ..AgentLaw::default()
        },
    }
}

/// Somebody's duties as roster lines: one line per team and run of days, further ones for second duties of a day.
fn lines(rows: &[&Row]) -> Vec<RosterLine> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| (row.date, row.start));
    // The last day of each line is all that is needed to see whether a duty fits behind it.
    let mut lines: Vec<(RosterLine, NaiveDate)> = Vec::new();
    for row in rows {
        let unit = unit_id(&row.site, &row.unit);
        let fits = |(line, last): &&mut (RosterLine, NaiveDate)| {
            line.unit == unit && (1..=GAP_DAYS).contains(&(row.date - *last).num_days())
        };
        if let Some((line, last)) = lines.iter_mut().rev().find(fits) {
            for _ in 1..(row.date - *last).num_days() {
                line.codes.push_str(" .");
            }
            line.codes.push(' ');
            line.codes.push_str(&code(row));
            *last = row.date;
        } else {
            let line = RosterLine { agent: row.agent.as_str().into(), unit, from: row.date, codes: code(row) };
            lines.push((line, row.date));
        }
    }
    lines.into_iter().map(|(line, _)| line).collect()
}
