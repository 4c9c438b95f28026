//! What a request can be made of: the units that somebody may ask for, their codes, the titles that posts ask for, and whom she may
//! say is replaced.

use crate::app::App;
use crate::app::access::{Action, Actor, Reach};
use crate::app::error::{Error, Result};
use crate::app::facts::Facts;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use releve_solver::domain::ids::Qualification;
use releve_solver::domain::problem::Worker;
use releve_solver::domain::scenario::{Establishment, Unit};
use releve_solver::domain::time::{day_of_date, local_of_instant};
use std::collections::{BTreeMap, BTreeSet};

/// See the module.
#[derive(Debug, Clone)]
pub struct Ground {
    /// Units that she may ask for: identifier and name, with the establishment's where there are several.
    pub units: Vec<(String, String)>,
    /// The one that is asked for.
    pub unit: Unit,
    /// Its establishment.
    pub site: Establishment,
    /// Zone of its civil days.
    pub zone: Tz,
    /// Today there.
    pub today: NaiveDate,
    /// First day that may be asked for.
    pub first: NaiveDate,
    /// Last day that may be asked for.
    pub last: NaiveDate,
    /// Every title that somebody of the group holds or a unit needs, in order.
    pub titles: Vec<String>,
    /// The title that a post of a code asks for unless said otherwise.
    pub usual: BTreeMap<String, String>,
    /// Those whose absence is hers to say, whoever knows the unit first: identifier, name, knows the unit.
    pub people: Vec<(String, String, bool)>,
    /// A title of each of these people on a day, by identifier.
    titles_of: BTreeMap<String, Vec<(String, i32, i32)>>,
}

impl Ground {
    /// The title that a post asks for when nothing is said: that of whoever is replaced, else that of the code.
    pub fn title(&self, code: &str, date: NaiveDate, absent: Option<&str>) -> Option<&str> {
        let day = day_of_date(date);
        let hers = absent.and_then(|agent| self.titles_of.get(agent));
        let hers = hers.and_then(|all| all.iter().find(|(_, from, to)| (*from..=*to).contains(&day)));
        hers.map(|(title, ..)| title.as_str()).or_else(|| self.usual.get(code).map(String::as_str))
    }

    /// The name of somebody whose absence is hers to say.
    pub fn name_of(&self, agent: &str) -> Option<&str> {
        self.people.iter().find(|(id, ..)| id == agent).map(|(_, name, _)| name.as_str())
    }
}

/// What a request for a unit can be made of; the first unit when none is named.
///
/// # Errors
/// `Forbidden`, or `NotFound` for a unit outside the reach.
pub async fn ground(app: &App, actor: &Actor, unit: Option<&str>) -> Result<Ground> {
    let reach = actor.may(Action::OpenRequest)?;
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    drop(tx);
    let scenario = &facts.scenario;
    let missing = || Error::not_found("unit", unit.unwrap_or_default());
    let seen: Vec<&Unit> = scenario.units.iter().filter(|known| reach.sees_unit(known.id.as_str())).collect();
    let chosen = seen.iter().find(|known| unit.is_none_or(|unit| known.id.as_str() == unit)).ok_or_else(missing)?;
    let site = scenario.establishments.iter().find(|site| site.id == chosen.establishment).ok_or_else(missing)?;
    let homes: BTreeSet<&str> = seen.iter().map(|unit| unit.establishment.as_str()).collect();
    let name = |unit: &Unit| {
        let home = scenario.establishments.iter().find(|site| site.id == unit.establishment);
        match home.filter(|_| homes.len() > 1) {
            Some(home) => format!("{}, {}", unit.name, home.name),
            None => unit.name.clone(),
        }
    };
    let horizon = scenario.horizon;
    let workers = hers_to_say(&facts, &reach, site);
    let mut people: Vec<(String, String, bool)> =
        workers.iter().map(|worker| (worker.id.0.clone(), worker.name.clone(), worker.knows(&chosen.id))).collect();
    people.sort_by(|a, b| (!a.2, &a.1, &a.0).cmp(&(!b.2, &b.1, &b.0)));
    let titles_of = workers.iter().map(|worker| {
        let titles = worker.qualifications.iter().map(|(title, from, to)| (title.0.clone(), *from, *to));
        (worker.id.0.clone(), titles.collect())
    });
    let today = local_of_instant(site.time_zone, app.clock.now().div_euclid(60)).date();
    Ok(Ground {
        units: seen.iter().map(|unit| (unit.id.0.clone(), name(unit))).collect(),
        unit: (*chosen).clone(),
        site: site.clone(),
        zone: site.time_zone,
        today,
        first: today.max(horizon.from),
        last: horizon.from + Days::new(u64::from(horizon.days.max(1)) - 1),
        titles: titles(&facts),
        usual: usual(&facts, chosen),
        titles_of: titles_of.collect(),
        people,
    })
}

/// The employees of an establishment whose records she holds.
fn hers_to_say<'f>(facts: &'f Facts, reach: &Reach, site: &Establishment) -> Vec<&'f Worker> {
    let of_site = |worker: &&Worker| facts.problem.sites[worker.employer].id == site.id;
    let seen = |worker: &&Worker| reach.sees_agent(worker.id.as_str(), site.id.as_str());
    facts.problem.workers.iter().filter(of_site).filter(seen).collect()
}

fn titles(facts: &Facts) -> Vec<String> {
    let held = facts.problem.workers.iter().flat_map(|worker| worker.qualifications.iter().map(|(title, ..)| title));
    let needed = facts.scenario.units.iter().flat_map(|unit| unit.minimum_cover.iter().map(|one| &one.qualification));
    let all: BTreeSet<&str> = held.chain(needed).map(Qualification::as_str).collect();
    all.into_iter().map(ToOwned::to_owned).collect()
}

/// The title of each code: that of the minimum cover, else the one that most of those hold who know the unit.
fn usual(facts: &Facts, unit: &Unit) -> BTreeMap<String, String> {
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    for worker in facts.problem.workers.iter().filter(|worker| worker.knows(&unit.id)) {
        for (title, ..) in &worker.qualifications {
            *held.entry(title.as_str()).or_default() += 1;
        }
    }
    // The first of the alphabet where two are held as often.
    let most = held.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(title, _)| *title);
    let of_code = |code: &str| {
        let needed = unit.minimum_cover.iter().find(|one| one.code.as_str() == code);
        needed.map(|one| one.qualification.as_str()).or(most)
    };
    let codes = unit.shift_codes.iter().map(|code| code.code.as_str());
    codes.filter_map(|code| Some((code.to_owned(), of_code(code)?.to_owned()))).collect()
}
