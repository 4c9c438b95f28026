//! Carers: most belong to a unit and have a home roster; one in seven belongs to the pool.

use super::rosters::{self, Roster};
use super::sites::{Team, distance_km, shifted};
use super::{HISTORY_DAYS, Size, names};
use crate::domain::ids::{AgentId, EstablishmentId, Qualification, UnitId};
use crate::domain::scenario::{
    Admission, Agent, AgentDocument, AgentLaw, Establishment, Exemption, HeldQualification, Horizon, LendingAgreement,
    OutsideWork, Place, PromisedRest, Window, Wish, WishKind,
};
use crate::random::Random;
use crate::rules::documents::DECLARATION;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// An agent on the way to the scenario, with the roster that absences will still thin out.
pub struct Member {
    /// The agent.
    pub agent: Agent,
    /// The unit of her roster.
    pub unit: UnitId,
    /// Her roster, when she has one.
    pub roster: Option<Roster>,
}

/// Percent of the agents with a home unit.
const HOME_PERCENT: u32 = 85;

/// Makes the agents.
pub fn make(size: Size, horizon: Horizon, sites: &[Establishment], teams: &[Team], random: &mut Random) -> Vec<Member> {
    let at_home = (size.agents * HOME_PERCENT).div_ceil(100);
    let mut numbers: BTreeMap<&'static str, u32> = BTreeMap::new();
    let first_name = random.below(5000) as usize;
    (0..size.agents)
        .map(|i| {
            let pool = i >= at_home;
            let team = if pool { random.below(teams.len() as u32) as usize } else { i as usize % teams.len() };
            let (qualification, codes) = *random.weighted(&teams[team].staffing);
            let number = numbers.entry(qualification).or_default();
            *number += 1;
            let id = AgentId(format!("{}-{number:03}", qualification.to_lowercase()));
            let name = names::person(first_name + i as usize);
            let mut agent = person(id, name, qualification, &sites[teams[team].site], pool, random);
            agent.qualifications[0].valid_to = expiry(horizon, random);
            agent.known_units = known_units(team, agent.home, agent.mobility_km, pool, sites, teams, random);
            agent.wishes = wishes(horizon, random);
            let roster = if pool {
                random.percent(40).then(|| weekly_day(team, codes, &agent, horizon, random)).flatten()
            } else {
                let exemptions = &agent.exemptions;
                Some(rosters::make(team, codes, agent.share_percent, exemptions, horizon, random))
            };
            if let Some(roster) = &roster {
                commitments(&mut agent, roster, horizon, random);
            }
            Member { agent, unit: teams[team].unit.id.clone(), roster }
        })
        .collect()
}

fn person(
    id: AgentId,
    name: String,
    qualification: &'static str,
    employer: &Establishment,
    pool: bool,
    random: &mut Random,
) -> Agent {
    let share_percent = if pool {
        *random.pick(&[50, 60, 80, 100, 100])
    } else {
        *random.weighted(&[(65, 100), (15, 80), (8, 70), (7, 60), (5, 50)])
    };
    let km = random.unit() * 12.0;
    let angle = random.unit() * std::f64::consts::TAU;
    let exemption = [Exemption::NoNight, Exemption::NoWeekend, Exemption::NoHoliday, Exemption::NoOvertime];
    let hour = match qualification {
        "IDE" => 2900,
        "AS" => 2300,
        "AES" => 2200,
        _ => 1950,
    };
    // Sixty points at most for a full-timer, in halves, in proportion to the share.
    let balance = f64::from(random.between(0, 120) * share_percent / 100) / 2.0;
    Agent {
        id,
        name,
        employer: employer.id.clone(),
        share_percent,
        qualifications: vec![HeldQualification {
            qualification: Qualification::from(qualification),
            valid_from: None,
            valid_to: None,
        }],
        home: shifted(employer.place, km * angle.cos(), km * angle.sin()),
        mobility_km: if pool { random.between(25, 45) } else { random.between(10, 35) }.max(km.ceil() as u32),
        exemptions: if random.percent(6) { vec![*random.pick(&exemption)] } else { Vec::new() },
        known_units: Vec::new(),
        outside_work: Vec::new(),
        availability: Vec::new(),
        wishes: Vec::new(),
        equity_balance: balance,
        promised_rests: Vec::new(),
        cost_cents_per_hour: hour + random.below(7) * 50,
        pool: Admission::Admitted,
        law: AgentLaw { lending_agreements: vec![agreement(&employer.id)], ..AgentLaw::default() },
    }
}

/// Everybody has agreed to be lent to every member since the group began.
fn agreement(employer: &EstablishmentId) -> LendingAgreement {
    LendingAgreement {
        document: format!("Accord de mise à disposition, {employer}, 2026"),
        valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).expect("New Year"),
        valid_to: None,
        hosts: Vec::new(),
    }
}

/// One title in twenty-five ends inside the horizon, one in ten soon after.
fn expiry(horizon: Horizon, random: &mut Random) -> Option<NaiveDate> {
    match random.below(100) {
        0..4 => Some(horizon.from + Days::new(u64::from(random.below(horizon.days)))),
        4..14 => Some(horizon.from + Days::new(u64::from(horizon.days + random.between(10, 300)))),
        _ => None,
    }
}

/// Her own unit, then others within reach: one or two for a home agent, most of them for a pool agent.
fn known_units(
    own: usize,
    home: Place,
    mobility_km: u32,
    pool: bool,
    sites: &[Establishment],
    teams: &[Team],
    random: &mut Random,
) -> Vec<UnitId> {
    let reach = |team: &&Team| distance_km(home, sites[team.site].place) <= f64::from(mobility_km);
    let mut near: Vec<&UnitId> = teams.iter().filter(reach).map(|team| &team.unit.id).collect();
    random.shuffle(&mut near);
    let count = if pool { random.between(3, 7) } else { random.below(3) };
    let mut known = vec![&teams[own].unit.id];
    known.extend(near.into_iter().filter(|unit| **unit != teams[own].unit.id).take(count as usize));
    known.into_iter().cloned().collect()
}

fn wishes(horizon: Horizon, random: &mut Random) -> Vec<Wish> {
    let count = random.weighted(&[(55, 0), (25, 1), (15, 2), (5, 3)]);
    let mut days: Vec<u32> = (0..*count).map(|_| random.below(horizon.days)).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter()
        .map(|day| Wish {
            date: horizon.from + Days::new(u64::from(day)),
            kind: if random.percent(70) { WishKind::Off } else { WishKind::Work },
        })
        .collect()
}

/// A pool agent's standing day: the same weekday every week at one unit, by day.
fn weekly_day(
    team: usize,
    codes: &'static [&'static str],
    agent: &Agent,
    horizon: Horizon,
    random: &mut Random,
) -> Option<Roster> {
    let code = codes.iter().copied().find(|code| ["J", "M", "MD"].contains(code))?;
    let weekday = random.below(5) as usize;
    let days = (HISTORY_DAYS + horizon.days) as usize;
    let works = |day: usize| day % 7 == weekday && agent.exemptions.is_empty();
    Some(Roster {
        team,
        from: horizon.from - Days::new(u64::from(HISTORY_DAYS)),
        codes: (0..days).map(|day| if works(day) { code } else { "." }).collect(),
    })
}

/// Outside work of some part-timers, rests promised to some, times at which some accept to be asked.
fn commitments(agent: &mut Agent, roster: &Roster, horizon: Horizon, random: &mut Random) {
    let days = HISTORY_DAYS as usize..roster.codes.len();
    let date = |day: usize| roster.from + Days::new(day as u64);
    if agent.share_percent <= 60 && random.percent(35) {
        // The middle of three free days: the rests before and after stay whole.
        if let Some(day) = days.clone().filter(|day| roster.is_free(*day, 1)).nth(random.below(3) as usize) {
            let at = |hour| date(day).and_hms_opt(hour, 0, 0).expect("an hour of the day");
            agent.outside_work.push(OutsideWork { from: at(10), to: at(14) });
            agent.law.documents.push(AgentDocument {
                kind: DECLARATION.to_owned(),
                reference: "Déclaration annuelle".to_owned(),
                valid_from: Some(horizon.from - Days::new(60)),
                valid_to: None,
            });
        }
    }
    if random.percent(8) {
        let free: Vec<usize> = days
            .filter(|day| roster.codes[*day] == "." && !roster.codes[day.saturating_sub(1)].starts_with('N'))
            .collect();
        let worked_outside = |day: usize| agent.outside_work.iter().any(|work| work.from.date() == date(day));
        if let Some(day) = free.get(random.below(8) as usize).copied().filter(|day| !worked_outside(*day)) {
            let reason = "Repos dû pour un dimanche travaillé".to_owned();
            agent.promised_rests.push(PromisedRest { from: date(day), to: date(day), reason });
        }
    }
    if random.percent(8) {
        let at = |day: u32| (horizon.from + Days::new(u64::from(day))).and_hms_opt(6, 0, 0).expect("six o'clock");
        let half = horizon.days.div_ceil(2);
        agent.availability.push(if random.percent(50) {
            Window { from: at(0), to: at(half) }
        } else {
            Window { from: at(horizon.days - half), to: at(horizon.days + 1) }
        });
    }
}
