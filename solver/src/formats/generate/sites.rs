//! Establishments in their bassins, and their units.

use super::Size;
use super::names;
use crate::domain::ids::{EstablishmentId, Qualification, ShiftCodeId, UnitId};
use crate::domain::scenario::{
    Derogation, Establishment, EstablishmentLaw, MinimumCover, Place, ShiftCode, Territory, Unit,
};
use crate::random::Random;
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

/// A unit and who works which of its codes.
pub struct Team {
    /// The unit.
    pub unit: Unit,
    /// Position of its establishment.
    pub site: usize,
    /// Share of the team, qualification, codes that it holds.
    pub staffing: Vec<(u32, (&'static str, &'static [&'static str]))>,
}

type Staffing = &'static [(u32, (&'static str, &'static [&'static str]))];

/// A kind of house.
struct Kind {
    slug: &'static str,
    title: &'static str,
    regime: &'static str,
    teams: &'static [(&'static str, Staffing)],
}

const CARE_HOME: Staffing = &[
    (50, ("AS", &["M", "S", "N"])),
    (15, ("AES", &["M", "S", "N"])),
    (20, ("ASH", &["M", "J"])),
    (15, ("IDE", &["M", "S"])),
];
const WARD: Staffing = &[(45, ("IDE", &["M", "S", "N"])), (45, ("AS", &["M", "S", "N"])), (10, ("ASH", &["M", "J"]))];
const WARD_12H: Staffing = &[(45, ("IDE", &["M12", "N12"])), (45, ("AS", &["M12", "N12"])), (10, ("ASH", &["J"]))];
const SPECIALISED: Staffing = &[(50, ("AES", &["M", "S", "N"])), (35, ("AS", &["M", "S", "N"])), (15, ("IDE", &["J"]))];
const SPECIALISED_12H: Staffing =
    &[(50, ("AES", &["M12", "N12"])), (35, ("AS", &["M12", "N12"])), (15, ("IDE", &["J"]))];
const FOYER: Staffing = &[(70, ("AES", &["M", "S"])), (30, ("ASH", &["J"]))];
const HOME_CARE: Staffing = &[(75, ("AS", &["MD", "SD"])), (25, ("IDE", &["J"]))];

const KINDS: [Kind; 7] = [
    Kind {
        slug: "hopital",
        title: "Hôpital de proximité de",
        regime: "fph",
        teams: &[
            ("Médecine polyvalente", WARD),
            ("Soins médicaux et de réadaptation", WARD_12H),
            ("Unité de soins de longue durée", CARE_HOME),
        ],
    },
    Kind {
        slug: "ehpad",
        title: "EHPAD public de",
        regime: "fph",
        teams: &[("Les Glycines", CARE_HOME), ("Les Tilleuls", CARE_HOME), ("Unité protégée", CARE_HOME)],
    },
    Kind {
        slug: "mas",
        title: "MAS de",
        regime: "code-du-travail",
        teams: &[("Maisonnée Soleil", SPECIALISED), ("Maisonnée Rivière", SPECIALISED_12H)],
    },
    Kind {
        slug: "ssiad",
        title: "SSIAD de",
        regime: "code-du-travail",
        teams: &[("Tournées nord", HOME_CARE), ("Tournées sud", HOME_CARE)],
    },
    Kind {
        slug: "residence",
        title: "EHPAD associatif de",
        regime: "code-du-travail",
        teams: &[("Rez-de-jardin", CARE_HOME), ("Étage", CARE_HOME)],
    },
    Kind {
        slug: "foyer",
        title: "Foyer de vie de",
        regime: "code-du-travail",
        teams: &[("Pavillon des Érables", FOYER), ("Pavillon des Saules", FOYER)],
    },
    Kind {
        slug: "fam",
        title: "FAM de",
        regime: "code-du-travail",
        teams: &[("Pavillon A", SPECIALISED), ("Pavillon B", SPECIALISED)],
    },
];

/// Sites of one bassin: a market town and its neighbours.
const SITES_PER_BASSIN: usize = 4;
/// Kilometres between the centres of neighbouring bassins, before jitter.
const BASSIN_KM: f64 = 42.0;
/// Persons with a home unit for whom a unit is opened.
const TEAM_PERSONS: u32 = 18;

/// A point this many kilometres east and north of another.
pub fn shifted(from: Place, east_km: f64, north_km: f64) -> Place {
    let latitude = from.latitude + north_km / 111.2;
    let longitude = from.longitude + east_km / (111.2 * from.latitude.to_radians().cos());
    Place { latitude: (latitude * 1e4).round() / 1e4, longitude: (longitude * 1e4).round() / 1e4 }
}

/// Kilometres between two points of one region; flat-earth reckoning is right to a few metres there.
pub fn distance_km(a: Place, b: Place) -> f64 {
    let north = (b.latitude - a.latitude) * 111.2;
    let east = (b.longitude - a.longitude) * 111.2 * a.latitude.to_radians().cos();
    north.hypot(east)
}

/// Makes the establishments and their teams.
pub fn make(size: Size, random: &mut Random) -> (Vec<Establishment>, Vec<Team>) {
    let bassins = (size.establishments as usize).div_ceil(SITES_PER_BASSIN);
    let columns = (1..=bassins).find(|side| side * side >= bassins).unwrap_or(1);
    let per_site = (size.agents * 85 / 100 / size.establishments + TEAM_PERSONS / 2) / TEAM_PERSONS;
    let mut establishments = Vec::new();
    let mut teams = Vec::new();
    let first_commune = random.below(200) as usize;
    let first_finess = random.below(90_000);
    for bassin in 0..bassins {
        let (row, column) = (bassin / columns, bassin % columns);
        let stagger = if row % 2 == 1 { 0.5 } else { 0.0 };
        let jitter = (random.unit() * 10.0 - 5.0, random.unit() * 10.0 - 5.0);
        let town = shifted(
            Place { latitude: 45.1, longitude: 3.1 },
            (column as f64 + stagger) * BASSIN_KM + jitter.0,
            row as f64 * BASSIN_KM * 0.87 + jitter.1,
        );
        let count = SITES_PER_BASSIN.min(size.establishments as usize - establishments.len());
        let turn = random.unit() * std::f64::consts::TAU;
        for place in 0..count {
            let number = establishments.len();
            let km = if place == 0 { 0.0 } else { 9.0 + random.unit() * 5.0 };
            let angle = turn + place as f64 * std::f64::consts::TAU / 3.0;
            let kind = &KINDS[number % KINDS.len()];
            let commune = names::commune(first_commune + number);
            let site = Establishment {
                id: EstablishmentId(format!("{}-{:02}", kind.slug, number + 1)),
                name: format!("{} {commune}", kind.title),
                finess: finess(first_finess + number as u32 * 7),
                regime: kind.regime.to_owned(),
                time_zone: Tz::Europe__Paris,
                commune,
                place: shifted(town, km * angle.cos(), km * angle.sin()),
                territory: Territory::Metropole,
                good_friday: false,
                extra_holidays: Vec::new(),
                derogations: Vec::new(),
                law: EstablishmentLaw::default(),
                membership: Vec::new(),
            };
            establishments.push(site);
            open_teams(kind, number, per_site, &mut establishments, &mut teams);
        }
    }
    (establishments, teams)
}

fn open_teams(kind: &Kind, site: usize, wanted: u32, establishments: &mut [Establishment], teams: &mut Vec<Team>) {
    let establishment = &mut establishments[site];
    let mut held: Vec<&str> = Vec::new();
    for number in 0..(wanted as usize).clamp(1, 6) {
        let (name, staffing) = kind.teams[number % kind.teams.len()];
        let name = if number < kind.teams.len() {
            name.to_owned()
        } else {
            format!("{name} {}", number / kind.teams.len() + 1)
        };
        let mut codes: Vec<&str> = staffing.iter().flat_map(|(_, (_, codes))| codes.iter().copied()).collect();
        codes.sort_by_key(|code| ORDER.iter().position(|known| known == code));
        codes.dedup();
        held.extend(&codes);
        let minimum = |code: &&str| {
            let (_, (qualification, _)) = staffing.iter().find(|(_, (_, codes))| codes.contains(code))?;
            Some(MinimumCover {
                code: ShiftCodeId::from(*code),
                qualification: Qualification::from(*qualification),
                persons: 1,
            })
        };
        teams.push(Team {
            site,
            staffing: staffing.to_vec(),
            unit: Unit {
                id: UnitId(format!("{}-{}", establishment.id, number + 1)),
                establishment: establishment.id.clone(),
                name,
                minimum_cover: codes.iter().filter_map(minimum).collect(),
                shift_codes: codes.into_iter().map(shift_code).collect(),
            },
        });
    }
    // Twelve-hour codes need the derogation everywhere; a night longer than eight hours needs one in the private sector.
    let twelve = held.iter().any(|code| code.ends_with("12"));
    let night = held.iter().any(|code| code.starts_with('N')) && establishment.regime == "code-du-travail";
    let document =
        if establishment.regime == "fph" { "Décision du directeur après avis du CSE" } else { "Accord d'entreprise" };
    for (id, needed) in [("daily-length-12h", twelve), ("night-length-12h", night)] {
        if needed {
            establishment.derogations.push(Derogation {
                id: id.to_owned(),
                document: format!("{document} du 12 mars 2024"),
                valid_from: NaiveDate::from_ymd_opt(2024, 4, 1).expect("a date"),
                valid_to: None,
            });
        }
    }
}

const ORDER: [&str; 8] = ["M", "MD", "M12", "J", "S", "SD", "N", "N12"];

/// The usual hours. Day codes stay within the nine continuous hours of the public hospital service and the ten of the
/// Code du travail; `N` lasts exactly the ten hours that a public night may.
fn shift_code(code: &str) -> ShiftCode {
    let (label, start, end, break_minutes) = match code {
        "M" => ("Matin", (6, 45), (14, 15), 30),
        "S" => ("Soir", (13, 45), (21, 15), 30),
        "J" => ("Journée", (9, 0), (17, 0), 60),
        "MD" => ("Tournée du matin", (7, 0), (14, 0), 0),
        "SD" => ("Tournée du soir", (13, 30), (20, 30), 0),
        "M12" => ("Jour 12 h", (7, 0), (19, 0), 60),
        "N12" => ("Nuit 12 h", (19, 0), (7, 0), 60),
        _ => ("Nuit", (21, 0), (7, 0), 0),
    };
    let time = |(hour, minute): (u32, u32)| NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of day");
    ShiftCode {
        code: ShiftCodeId::from(code),
        start: time(start),
        end: time(end),
        break_minutes,
        paid_break_minutes: None,
        label: label.to_owned(),
    }
}

/// A well-formed FINESS number whose prefix no department has, so that no real establishment can bear it.
fn finess(serial: u32) -> String {
    let body = format!("960{:05}", serial % 100_000);
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, digit)| {
            let value = u32::from(digit - b'0') * if i % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}
