//! Who may do what. Every route asks [`Actor::may`] once, and every object that is shown or changed passes
//! [`Actor::sees_unit`], [`Actor::sees_agent`] or a [`Page`] made by [`Actor::page`].
//!
//! Invariants: a role that lacks an action gets `Forbidden`; an object outside the actor's group or scope does not exist
//! for her (`NotFound`), so that its identifier betrays nothing.

use super::error::{Error, Result};
use crate::ids::UserId;
use crate::store::Page;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The user that the service itself acts as.
pub const SYSTEM_USER: &str = "releve";

/// What somebody is in the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// *Cadre de santé*: publishes needs, records work done.
    Manager,
    /// Approves who goes where.
    Coordinator,
    /// A carer: answers her own offers, reads her own accounts.
    Agent,
    /// Reads what is owed.
    Payroll,
    /// Reads everything that was planned.
    Director,
    /// Reads what was decided, when, on which facts.
    Auditor,
    /// Imports a group, loads rule packs, makes users.
    Administrator,
    /// The service itself: what happens by the clock, and what is typed at the machine. Nobody can be given it.
    #[serde(skip_deserializing)]
    #[value(skip)]
    System,
}

/// Something that a role allows or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Create or replace the group's facts.
    ImportScenario,
    /// Load rule packs.
    LoadLaw,
    /// Read the rule packs in force.
    ReadLaw,
    /// Make users and end their access.
    ManageUsers,
    /// Read replacement requests.
    ReadRequests,
    /// Open a replacement request.
    OpenRequest,
    /// See who could hold a shift.
    ReadCandidates,
    /// Read plans.
    ReadPlans,
    /// Start and cancel computations.
    ComputePlan,
    /// Approve and reject plans.
    DecidePlan,
    /// Read offers.
    ReadOffers,
    /// Accept or decline an offer.
    AnswerOffer,
    /// Read assignments.
    ReadAssignments,
    /// Record that a shift was worked.
    RecordWork,
    /// Read equity accounts.
    ReadEquity,
    /// Read compensation accounts.
    ReadCompensation,
    /// Read the audit log.
    ReadAudit,
}

impl Role {
    /// The whole table.
    pub const fn allows(self, action: Action) -> bool {
        use Action as A;
        // The law is everyone's.
        if matches!(action, A::ReadLaw) {
            return true;
        }
        match self {
            Self::Manager => matches!(
                action,
                A::ReadRequests
                    | A::OpenRequest
                    | A::ReadCandidates
                    | A::ReadPlans
                    | A::ReadOffers
                    | A::ReadAssignments
                    | A::RecordWork
                    | A::ReadEquity
                    | A::ReadCompensation
            ),
            Self::Coordinator => {
                !matches!(action, A::ImportScenario | A::LoadLaw | A::ManageUsers | A::AnswerOffer | A::ReadAudit)
            }
            Self::Agent => matches!(
                action,
                A::ReadOffers | A::AnswerOffer | A::ReadAssignments | A::ReadEquity | A::ReadCompensation
            ),
            Self::Payroll => matches!(action, A::ReadAssignments | A::ReadCompensation),
            Self::Director => matches!(
                action,
                A::ReadRequests
                    | A::ReadPlans
                    | A::ReadOffers
                    | A::ReadAssignments
                    | A::ReadEquity
                    | A::ReadCompensation
            ),
            Self::Auditor => matches!(
                action,
                A::ReadRequests
                    | A::ReadPlans
                    | A::ReadOffers
                    | A::ReadAssignments
                    | A::ReadEquity
                    | A::ReadCompensation
                    | A::ReadAudit
            ),
            Self::System => matches!(action, A::ImportScenario | A::ComputePlan | A::ManageUsers | A::ReadAudit),
            Self::Administrator => {
                matches!(action, A::ImportScenario | A::LoadLaw | A::ManageUsers | A::ReadRequests | A::ReadAudit)
            }
        }
    }
}

/// How much of the group a user sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "ids", rename_all = "snake_case")]
pub enum Scope {
    /// All of it.
    Group,
    /// Everything of these establishments.
    Establishments(Vec<String>),
    /// These units.
    Units(Vec<String>),
}

/// Whoever asks, already recognised.
#[derive(Debug, Clone)]
pub struct Actor {
    /// User.
    pub user: UserId,
    /// Name shown to people.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Group; nothing outside it exists for her.
    pub group: String,
    /// Part of the group.
    pub scope: Scope,
    /// The agent she is.
    pub agent: Option<String>,
    /// Unit → establishment of the units in her scope; empty for [`Scope::Group`], where all are.
    pub(crate) units: BTreeMap<String, String>,
}

impl Actor {
    /// The service itself: nightly work and the command line.
    pub fn system(group: &str) -> Self {
        Self {
            user: UserId(SYSTEM_USER.to_owned()),
            name: "Relève".to_owned(),
            role: Role::System,
            group: group.to_owned(),
            scope: Scope::Group,
            agent: None,
            units: BTreeMap::new(),
        }
    }

    /// The same actor in another role: the command line computes a plan as a coordinator would.
    #[must_use]
    pub fn acting_as(self, role: Role) -> Self {
        Self { role, ..self }
    }

    /// Says no unless the role allows it.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn may(&self, action: Action) -> Result<()> {
        if self.role.allows(action) { Ok(()) } else { Err(Error::Forbidden(action)) }
    }

    /// Whether a unit lies in her scope.
    pub fn sees_unit(&self, unit: &str) -> bool {
        self.scope == Scope::Group || self.units.contains_key(unit)
    }

    /// Whether she may read the full record of an agent of this employer: where she works and why not.
    pub fn sees_agent(&self, agent: &str, employer: &str) -> bool {
        if self.agent.as_deref() == Some(agent) {
            return true;
        }
        match &self.scope {
            _ if self.role == Role::Agent => false,
            Scope::Group => true,
            Scope::Establishments(ids) => ids.iter().any(|id| id == employer),
            Scope::Units(_) => self.units.values().any(|establishment| establishment == employer),
        }
    }

    /// A page that holds nothing outside her scope.
    pub fn page(&self, after: Option<String>, limit: Option<i64>) -> Page {
        let units = match (&self.scope, self.role) {
            (Scope::Group, _) | (_, Role::Agent) => String::new(),
            _ if self.units.is_empty() => "||".to_owned(),
            _ => format!("|{}|", self.units.keys().map(String::as_str).collect::<Vec<_>>().join("||")),
        };
        // Someone with the role of an agent who is no agent sees nothing: nobody is called like this.
        let agent = match self.role {
            Role::Agent => self.agent.clone().unwrap_or_else(|| "|".to_owned()),
            _ => String::new(),
        };
        Page {
            units,
            agent,
            state: String::new(),
            after: after.unwrap_or_default(),
            limit: limit.unwrap_or(100).clamp(1, 500),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manager(scope: Scope, units: &[(&str, &str)]) -> Actor {
        let units = units.iter().map(|(u, e)| ((*u).to_owned(), (*e).to_owned())).collect();
        Actor { role: Role::Manager, scope, units, ..Actor::system("g") }
    }

    #[test]
    fn a_manager_sees_her_unit_and_its_employees() {
        let actor = manager(Scope::Units(vec!["u1".into()]), &[("u1", "e1")]);
        assert!(actor.sees_unit("u1") && !actor.sees_unit("u2"));
        assert!(actor.sees_agent("a", "e1") && !actor.sees_agent("a", "e2"));
        assert_eq!(actor.page(None, Some(9999)).units, "|u1|");
        assert_eq!(actor.page(None, Some(9999)).limit, 500);
    }

    #[test]
    fn a_scope_without_units_sees_nothing() {
        let actor = manager(Scope::Establishments(vec!["gone".into()]), &[]);
        assert!(!actor.sees_unit("u1"));
        assert_eq!(actor.page(None, None).units, "||");
    }

    #[test]
    fn an_agent_sees_herself_alone() {
        let actor = Actor { role: Role::Agent, agent: Some("a1".into()), ..Actor::system("g") };
        assert!(actor.sees_agent("a1", "e1") && !actor.sees_agent("a2", "e1"));
        assert_eq!(actor.page(None, None).agent, "a1");
    }

    #[test]
    fn only_an_agent_answers_and_only_a_coordinator_decides() {
        use clap::ValueEnum;
        let who = |action| Role::value_variants().iter().filter(|r| r.allows(action)).copied().collect::<Vec<_>>();
        assert_eq!(who(Action::AnswerOffer), [Role::Agent]);
        assert_eq!(who(Action::DecidePlan), [Role::Coordinator]);
        assert_eq!(who(Action::ImportScenario), [Role::Administrator]);
        assert_eq!(who(Action::LoadLaw), [Role::Administrator]);
        assert_eq!(who(Action::ReadLaw), Role::value_variants());
    }
}
