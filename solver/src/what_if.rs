//! What if: a scenario with one thing changed, to be planned again from the plan at hand and held against it.
//!
//! A change is made to the scenario, not to the problem, so that everything that follows from it follows as it would for a
//! real one. Nothing else moves: whoever leaves stays on the list as somebody absent, so that equity is still measured from
//! the same lowest account.

use crate::domain::ids::{AgentId, EstablishmentId, Qualification, ShiftId, UnitId};
use crate::domain::scenario::{
    Absence, AbsenceClass, Admission, Agent, AgentDocument, AgentLaw, Exemption, Held, HeldQualification,
    LendingAgreement, Scenario, Shift,
};
use crate::formats::suggest::nearest_few;
use crate::formats::{Issue, Said};
use chrono::Days;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One thing that could be otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// Somebody joins the pool.
    Join(Newcomer),
    /// Somebody is gone for the whole horizon; what she was given before becomes a gap.
    Leave {
        /// Who.
        agent: AgentId,
    },
    /// A shift wants several people.
    Places {
        /// Which.
        shift: ShiftId,
        /// How many, itself included.
        places: u32,
    },
}

/// Somebody made up. She has no home roster, no absence and no wish, and every document that a member asks for, her agreement to be lent among them; her account
/// stands where the group's lowest stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Newcomer {
    /// Her title.
    pub qualification: Qualification,
    /// Who employs her; she lives on the spot.
    pub establishment: EstablishmentId,
    /// Percent of full time.
    pub share_percent: u32,
    /// Farthest site; without it that of the middle one of those who hold her title, or of all.
    #[serde(default)]
    pub mobility_km: Option<u32>,
    /// What she may not do.
    #[serde(default)]
    pub exemptions: Vec<Exemption>,
    /// Units she knows.
    #[serde(default)]
    pub known_units: Vec<UnitId>,
}

/// Farthest site of somebody made up in a group without any agent, kilometres.
const MOBILITY_KM: u32 = 50;
/// Price of an hour of hers there, euro cents.
const CENTS_PER_HOUR: u32 = 2_500;

/// The scenario with all changes made, one after the other.
///
/// # Errors
/// What a change names and the scenario does not know, and what no scenario may say.
pub fn apply(scenario: &Scenario, changes: &[Change]) -> Result<Scenario, Vec<Issue>> {
    let mut changed = scenario.clone();
    let mut issues = Vec::new();
    for change in changes {
        issues.extend(match change {
            Change::Join(newcomer) => join(&mut changed, newcomer),
            Change::Leave { agent } => leave(&mut changed, agent).err(),
            Change::Places { shift, places } => widen(&mut changed, shift, *places).err(),
        });
    }
    if issues.is_empty() { Ok(changed) } else { Err(issues) }
}

fn unknown<'k>(
    field: &str,
    found: &str,
    (french, english): (&str, &str),
    known: impl Iterator<Item = &'k str> + Clone,
) -> Issue {
    let near = nearest_few(found, known.clone()).join(", ");
    let help = if near.is_empty() {
        Said::both("le scénario n’en a pas", "the scenario has none")
    } else {
        Said::both(format!("peut-être {near}"), format!("perhaps {near}"))
    };
    let count = known.count();
    Issue {
        line: None,
        field: field.to_owned(),
        found: format!("{found:?}").into(),
        expected: Said::both(
            format!("un nom parmi les {count} {french} du fichier"),
            format!("one of the {count} {english} in the file"),
        ),
        help,
    }
}

/// Adds somebody; gives what is wrong with her.
fn join(scenario: &mut Scenario, newcomer: &Newcomer) -> Option<Issue> {
    let Newcomer { qualification, establishment, share_percent, mobility_km, exemptions, known_units } = newcomer;
    let Some(site) = scenario.establishments.iter().find(|site| site.id == *establishment) else {
        let known = scenario.establishments.iter().map(|site| site.id.as_str());
        return Some(unknown("establishment", establishment.as_str(), ("établissements", "establishments"), known));
    };
    if let Some(unit) = known_units.iter().find(|unit| scenario.units.iter().all(|known| known.id != **unit)) {
        let known = scenario.units.iter().map(|unit| unit.id.as_str());
        return Some(unknown("knows", unit.as_str(), ("unités", "units"), known));
    }
    let held = || scenario.agents.iter().flat_map(|agent| &agent.qualifications).map(|held| &held.qualification);
    let titles: BTreeSet<&str> =
        held().chain(scenario.shifts.iter().map(|shift| &shift.qualification)).map(Qualification::as_str).collect();
    if !titles.contains(qualification.as_str()) {
        return Some(unknown("qualification", qualification.as_str(), ("métiers", "titles"), titles.iter().copied()));
    }
    if !(1..=100).contains(share_percent) {
        return Some(Issue {
            line: None,
            field: "share".to_owned(),
            found: share_percent.to_string().into(),
            expected: Said::both("1 à 100 pour cent d’un temps plein", "1 to 100 percent of full time"),
            help: Said::both("deux personnes sont deux changements", "two people are two changes"),
        });
    }
    let of_title = |agent: &&Agent| agent.qualifications.iter().any(|held| held.qualification == *qualification);
    let middle = |of: fn(&Agent) -> u32| {
        let mut figures: Vec<u32> = scenario.agents.iter().filter(of_title).map(of).collect();
        if figures.is_empty() {
            figures = scenario.agents.iter().map(of).collect();
        }
        figures.sort_unstable();
        figures.get(figures.len() / 2).copied()
    };
    let account = |agent: &Agent| agent.equity_balance * 100.0 / f64::from(agent.share_percent.max(1));
    let lowest = scenario.agents.iter().map(account).reduce(f64::min).unwrap_or(0.0);
    let documents: BTreeSet<&String> =
        scenario.establishments.iter().flat_map(|site| &site.law.required_documents).collect();
    let id = (1..=scenario.agents.len() + 1)
        .map(|number| AgentId(format!("what-if-{number}")))
        .find(|id| scenario.agents.iter().all(|agent| agent.id != *id))?;
    let agent = Agent {
        name: format!("{qualification} {share_percent} %, {}", site.name),
        id,
        employer: establishment.clone(),
        share_percent: *share_percent,
        qualifications: vec![HeldQualification {
            qualification: qualification.clone(),
            valid_from: None,
            valid_to: None,
        }],
        home: site.place,
        mobility_km: mobility_km.or(middle(|agent| agent.mobility_km)).unwrap_or(MOBILITY_KM),
        exemptions: exemptions.clone(),
        known_units: known_units.clone(),
        outside_work: Vec::new(),
        availability: Vec::new(),
        wishes: Vec::new(),
        // Never below the lowest: from there everybody's equity is measured.
        equity_balance: (lowest * f64::from(*share_percent)).ceil() / 100.0,
        promised_rests: Vec::new(),
        cost_cents_per_hour: middle(|agent| agent.cost_cents_per_hour).unwrap_or(CENTS_PER_HOUR),
        pool: Admission::Admitted,
        law: AgentLaw {
            lending_agreements: vec![LendingAgreement {
                document: "what if".to_owned(),
                valid_from: scenario.horizon.from,
                valid_to: None,
                hosts: Vec::new(),
            }],
            documents: documents
                .into_iter()
                .map(|kind| AgentDocument {
                    kind: kind.clone(),
                    reference: "what if".to_owned(),
                    valid_from: None,
                    valid_to: None,
                })
                .collect(),
            ..AgentLaw::default()
        },
    };
    scenario.agents.push(agent);
    None
}

/// Makes somebody absent and hands back what she was given.
fn leave(scenario: &mut Scenario, agent: &AgentId) -> Result<(), Issue> {
    if scenario.agents.iter().all(|known| known.id != *agent) {
        let known = scenario.agents.iter().map(|agent| agent.id.as_str());
        return Err(unknown("--remove-agent", agent.as_str(), ("agents", "agents"), known));
    }
    let from = scenario.horizon.from;
    let to = from + Days::new(u64::from(scenario.horizon.days.max(1)) - 1);
    let (back, held): (Vec<Held>, Vec<Held>) = std::mem::take(&mut scenario.held)
        .into_iter()
        .partition(|held| held.agent == *agent && (from..=to).contains(&held.shift.date));
    scenario.held = held;
    scenario.shifts.extend(back.into_iter().map(|held| held.shift));
    // A night that began the day before keeps its end; the day after the horizon is nobody's.
    scenario.absences.retain(|absence| absence.agent != *agent || absence.to < from || absence.from > to);
    scenario.absences.push(Absence { agent: agent.clone(), from, to, class: AbsenceClass::Planned });
    Ok(())
}

/// Adds shifts just like one.
fn widen(scenario: &mut Scenario, shift: &ShiftId, places: u32) -> Result<(), Issue> {
    let given = scenario.held.iter().map(|held| &held.shift);
    let Some(like) = scenario.shifts.iter().chain(given).find(|known| known.id == *shift).cloned() else {
        let known = scenario.shifts.iter().map(|shift| shift.id.as_str());
        return Err(unknown("--places", shift.as_str(), ("postes", "shifts"), known));
    };
    let mut number = 1;
    for _ in 1..places {
        let id = loop {
            number += 1;
            let id = ShiftId(format!("{shift}+{number}"));
            let taken = scenario.shifts.iter().chain(scenario.held.iter().map(|held| &held.shift));
            if taken.into_iter().all(|known| known.id != id) {
                break id;
            }
        };
        scenario.shifts.push(Shift { id, ..like.clone() });
    }
    Ok(())
}
