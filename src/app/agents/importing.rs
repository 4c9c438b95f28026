//! Bringing in a table of agents: new files are made, those that are there are changed where the table says something else. All of
//! it, or nothing: a table with one fault changes nothing.

use super::table::{Column, Fault, Line, Wrong};
use super::{Form, filled_in, store};
use crate::app::access::{Action, Actor};
use crate::app::audit::Event;
use crate::app::error::{Error, Result};
use crate::app::work::Work;
use crate::app::{App, assignments, facts};
use crate::store::agents::{self, File, Record, Standing};
use crate::store::establishments;
use releve_solver::domain::scenario::{HeldQualification, Place};
use releve_solver::formats::Said;
use serde_json::json;
use std::collections::BTreeMap;

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A file is made, outside the pool.
    New,
    /// Her file is changed.
    Changed,
    /// It says what is on file.
    Unchanged,
}

/// Whether what is looked at is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is stored.
    Look,
    /// Everything is stored, if nothing is wrong.
    Store,
}

/// What a table comes to.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    /// What becomes of each line, in their order.
    pub outcomes: Vec<Outcome>,
    /// What is wrong; then nothing is stored.
    pub faults: Vec<Fault>,
}

impl Looked {
    /// Lines with an outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.outcomes.iter().filter(|one| **one == outcome).count()
    }
}

/// Looks at a table, and stores it when nothing is wrong and it is to be.
///
/// # Errors
/// `Forbidden`; a table that is wrong is no error but has faults.
pub async fn import(app: &App, actor: &Actor, lines: &[Line], mode: Mode) -> Result<Looked> {
    let reach = actor.may(Action::ManageAgents)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let before = facts::issues(&mut work).await?;
    let sites = establishments::all(&mut work.tx, &actor.group).await?;
    let hers = |id: &str| sites.iter().any(|site| site.id.as_str() == id) && reach.sees_establishment(id);
    let mut known: BTreeMap<String, Record> = BTreeMap::new();
    for record in agents::records(&mut work.tx, &actor.group).await? {
        known.insert(record.id.clone(), record);
    }
    let (mut looked, mut changed) = (Looked::default(), Vec::new());
    for line in lines {
        let record = known.get(&line.id);
        let seen = record.is_none_or(|record| reach.sees_agent(&record.id, &record.employer));
        let (form, faults) = form(line, record, (hers, seen));
        let mut outcome = if record.is_some() { Outcome::Changed } else { Outcome::New };
        if faults.is_empty() {
            let base = record.cloned().unwrap_or_else(|| blank(&line.id, form.home));
            match filled_in(base, &form) {
                Ok(filled) if record == Some(&filled) => outcome = Outcome::Unchanged,
                Ok(filled) if outcome == Outcome::New => {
                    agents::insert_one(&mut work.tx, &actor.group, &filled).await?;
                    work.record(
                        Event::new("agent.create", "agent", &line.id).with(json!({ "employer": form.employer })),
                    );
                }
                Ok(filled) => {
                    store(&mut work, &filled).await?;
                    let detail = json!({ "employer": form.employer, "share_percent": form.share_percent });
                    work.record(
                        Event::new("agent.change", "agent", &line.id).from_version(filled.version).with(detail),
                    );
                    changed.push(line.id.clone());
                }
                Err(Error::Invalid(issues)) => looked.faults.extend(issues.into_iter().map(|issue| Fault {
                    line: line.number,
                    column: None,
                    wrong: Wrong::Meaning(Said::both(
                        format!("{}\u{a0}: {}", issue.field, issue.expected.french()),
                        format!("{}: {}", issue.field, issue.expected.english()),
                    )),
                    found: issue.found,
                })),
                Err(error) => return Err(error),
            }
        }
        looked.faults.extend(faults);
        looked.outcomes.push(outcome);
    }
    if looked.faults.is_empty() {
        looked.faults = misfits(&mut work, lines, &before).await?;
    }
    let kept = looked.count(Outcome::New) + looked.count(Outcome::Changed);
    if mode == Mode::Store && looked.faults.is_empty() && kept > 0 {
        for agent in &changed {
            assignments::free_unlawful_ahead(&mut work, agent).await?;
        }
        let detail = json!({ "new": looked.count(Outcome::New), "changed": changed.len() });
        work.record(Event::new("agents.import", "group", &actor.group).with(detail));
        work.commit().await?;
    }
    Ok(looked)
}

fn blank(id: &str, home: Place) -> Record {
    Record {
        id: id.to_owned(),
        name: String::new(),
        employer: String::new(),
        share_percent: 0,
        home,
        mobility_km: 0,
        cost_cents_per_hour: 0,
        file: File::default(),
        standing: Standing::Outside,
        diary: None,
        left_on: None,
        leaving_reason: None,
        version: 1,
    }
}

/// A line as a form over what is on file, and what is wrong with it: whoever is new needs every cell but her units.
fn form(line: &Line, record: Option<&Record>, (hers, seen): (impl Fn(&str) -> bool, bool)) -> (Form, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut fault = |column, found: &str, wrong| {
        faults.push(Fault { line: line.number, column: Some(column), found: found.into(), wrong });
    };
    if !seen {
        fault(Column::Id, &line.id, Wrong::NotHers);
    } else if record.is_some_and(|record| record.left_on.is_some()) {
        fault(Column::Id, &line.id, Wrong::HasLeft);
    }
    let wanted = [
        (Column::Name, line.name.is_none()),
        (Column::Employer, line.employer.is_none()),
        (Column::Share, line.share_percent.is_none()),
        (Column::Titles, line.titles.is_none()),
        (Column::Latitude, line.latitude.is_none()),
        (Column::Longitude, line.longitude.is_none()),
        (Column::Mobility, line.mobility_km.is_none()),
        (Column::Cost, line.cost_cents_per_hour.is_none()),
    ];
    if record.is_none() {
        wanted.into_iter().filter(|(_, missing)| *missing).for_each(|(column, _)| fault(column, "", Wrong::Missing));
    }
    if let Some(employer) = line.employer.as_deref().filter(|id| !hers(id)) {
        fault(Column::Employer, employer, Wrong::UnknownEmployer);
    }
    let held = |title: &String| {
        let kept = record
            .and_then(|r| r.file.qualifications.iter().find(|held| held.qualification.as_str() == title.as_str()));
        kept.cloned().unwrap_or_else(|| HeldQualification {
            qualification: title.as_str().into(),
            valid_from: None,
            valid_to: None,
        })
    };
    let titles = line.titles.as_ref().map(|titles| titles.iter().map(held).collect());
    let units = line.known_units.as_ref().map(|units| units.iter().map(|unit| unit.as_str().into()).collect());
    let home = record.map_or(Place { latitude: 0.0, longitude: 0.0 }, |record| record.home);
    let form = Form {
        name: line.name.clone().or_else(|| record.map(|r| r.name.clone())).unwrap_or_default(),
        employer: line.employer.clone().or_else(|| record.map(|r| r.employer.clone())).unwrap_or_default(),
        share_percent: line.share_percent.or(record.map(|r| r.share_percent)).unwrap_or_default(),
        qualifications: titles.or_else(|| record.map(|r| r.file.qualifications.clone())).unwrap_or_default(),
        home: Place {
            latitude: line.latitude.unwrap_or(home.latitude),
            longitude: line.longitude.unwrap_or(home.longitude),
        },
        mobility_km: line.mobility_km.or(record.map(|r| r.mobility_km)).unwrap_or_default(),
        cost_cents_per_hour: line.cost_cents_per_hour.or(record.map(|r| r.cost_cents_per_hour)).unwrap_or_default(),
        exemptions: record.map(|r| r.file.exemptions.clone()).unwrap_or_default(),
        known_units: units.or_else(|| record.map(|r| r.file.known_units.clone())).unwrap_or_default(),
    };
    (form, faults)
}

/// What does not fit the rest of the group's facts, each at its line.
async fn misfits(work: &mut Work<'_>, lines: &[Line], before: &[releve_solver::formats::Issue]) -> Result<Vec<Fault>> {
    let group = work.group();
    let ids: Vec<String> = agents::records(&mut work.tx, group).await?.into_iter().map(|record| record.id).collect();
    let place = |field: &str| {
        let (number, rest) = field.strip_prefix("agents[")?.split_once(']')?;
        let id = ids.get(number.parse::<usize>().ok()?)?;
        let line = lines.iter().find(|line| line.id == *id)?;
        let column = match rest.trim_start_matches('.').split(['[', '.']).next().unwrap_or_default() {
            "qualifications" => Some(Column::Titles),
            "known_units" => Some(Column::Units),
            "employer" => Some(Column::Employer),
            "share_percent" => Some(Column::Share),
            "home" => Some(Column::Latitude),
            _ => None,
        };
        Some((line.number, column))
    };
    let new = facts::issues(work).await?.into_iter().filter(|issue| !before.contains(issue));
    let fault = |issue: releve_solver::formats::Issue| {
        let (line, column) = place(&issue.field).unwrap_or((0, None));
        Fault { line, column, found: issue.found, wrong: Wrong::Meaning(issue.expected) }
    };
    Ok(new.map(fault).collect())
}
