//! A cycle judged: every position as the timeline of somebody who follows it and does nothing else.

use super::{New, Position};
use crate::app::error::{Error, Result};
use crate::app::law;
use crate::store::{Tx, snapshot};
use releve_solver::audit::audit;
use releve_solver::domain::scenario::{Admission, Agent, AgentLaw, Horizon, RosterLine, Scenario, Unit};

/// Weeks over which a cycle is judged.
const JUDGED_WEEKS: usize = 12;

/// The codes of a position on the days of so many weeks, from the first Monday on.
fn repeated(position: &Position, weeks: usize) -> String {
    let codes: Vec<&str> = position.codes.split_whitespace().collect();
    codes.iter().copied().cycle().take(weeks * 7).collect::<Vec<_>>().join(" ")
}

/// Judges every position as followed by somebody who does nothing else.
pub(super) async fn judge(tx: &mut Tx, group: &str, unit: &Unit, new: &New) -> Result<()> {
    let loaded = snapshot::load(tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
    let library = law::library(&loaded.rule_packs);
    let site = loaded.scenario.establishments.iter().find(|site| site.id == unit.establishment);
    let place = site.ok_or_else(|| Error::Corrupt(format!("unit {} without its establishment", unit.id)))?.place;
    let rounds = JUDGED_WEEKS.div_ceil(new.weeks as usize);
    // One round more than is asked for, so that the last meets a next one.
    let weeks = (rounds + 1) * new.weeks as usize;
    let follower = |(at, position): (usize, &Position)| Agent {
        id: format!("position-{}", at + 1).as_str().into(),
        name: position.name.clone(),
        employer: unit.establishment.clone(),
        share_percent: position.share_percent,
        qualifications: Vec::new(),
        home: place,
        mobility_km: 0,
        exemptions: Vec::new(),
        known_units: vec![unit.id.clone()],
        outside_work: Vec::new(),
        availability: Vec::new(),
        wishes: Vec::new(),
        equity_balance: 0.0,
        promised_rests: Vec::new(),
        cost_cents_per_hour: 0,
        pool: Admission::default(),
        law: AgentLaw::default(),
    };
    let line = |(at, position): (usize, &Position)| RosterLine {
        agent: format!("position-{}", at + 1).as_str().into(),
        unit: unit.id.clone(),
        from: new.valid_from,
        codes: repeated(position, weeks),
    };
    let scenario = Scenario {
        agents: new.positions.iter().enumerate().map(follower).collect(),
        rosters: new.positions.iter().enumerate().map(line).collect(),
        absences: Vec::new(),
        shifts: Vec::new(),
        held: Vec::new(),
        horizon: Horizon { from: new.valid_from, days: (weeks * 7) as u32 },
        ..loaded.scenario
    };
    let judging =
        tokio::task::spawn_blocking(move || releve_solver::compile_under(&library, &scenario).map(|p| audit(&p)));
    let found = judging.await.map_err(|e| Error::Corrupt(e.to_string()))?.map_err(Error::Invalid)?;
    if found.is_empty() { Ok(()) } else { Err(Error::UnlawfulRoster(found)) }
}
