//! Who may do what. A use case asks [`Actor::may`] once and gets the [`Reach`] of the right; every object that is shown or
//! changed passes it, and every list is a page made by it.
//!
//! Invariants: an action that none of an actor's grants allows is `Forbidden`; an object outside the reach, or of another
//! group, does not exist (`NotFound`); a token narrows what its owner may do and never widens it.

mod holders;
mod reach;
mod table;

pub(super) use holders::holders_over;
pub use reach::{Grant, Only, Paging, Reach, Scope};
pub use table::{Action, Role, TABLE};

use super::error::{Error, Result};
use super::sessions::Seat;
use super::terms::Terms;
use crate::ids::UserId;
use std::collections::{BTreeMap, BTreeSet};

/// The user that the service itself acts as.
pub const SYSTEM_USER: &str = "releve";

/// Whoever asks, already recognised.
#[derive(Debug, Clone)]
pub struct Actor {
    /// User.
    pub user: UserId,
    /// Name shown to people.
    pub name: String,
    /// Group; nothing outside it exists for her.
    pub group: String,
    /// What she is in it today.
    pub grants: Vec<Grant>,
    /// The actions that the token she came with is for; all of hers without one.
    pub(crate) only: Option<BTreeSet<Action>>,
    /// Her session, when she is a person in a browser.
    pub seat: Option<Seat>,
    /// On which terms this request may do something.
    pub(crate) terms: Terms,
}

impl Actor {
    /// The service itself: what happens by the clock, and the command line.
    pub fn system(group: &str) -> Self {
        Self {
            user: UserId(SYSTEM_USER.to_owned()),
            name: "Relève".to_owned(),
            group: group.to_owned(),
            grants: Vec::new(),
            only: None,
            seat: None,
            terms: Terms::default(),
        }
        .acting_as(Role::System)
    }

    /// The same actor in one role, everywhere: the command line computes a plan as a coordinator would.
    #[must_use]
    pub fn acting_as(self, role: Role) -> Self {
        let everywhere = Grant { role, scope: Scope::Group, agent: None, units: BTreeMap::new() };
        Self { grants: vec![everywhere], ..self }
    }

    /// How far her right to do something reaches.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when she has none.
    pub fn may(&self, action: Action) -> Result<Reach> {
        self.reach(action, |_| true).ok_or(Error::Forbidden(action))
    }

    /// How far it reaches by some of the roles alone; `None` when none of these is hers or allows it.
    pub(super) fn reach(&self, action: Action, by: impl Fn(Role) -> bool) -> Option<Reach> {
        let allowed = self.only.as_ref().is_none_or(|only| only.contains(&action));
        let may = |grant: &&Grant| allowed && action.roles().contains(&grant.role) && by(grant.role);
        Reach::of(self.grants.iter().filter(may))
    }

    /// Whether she has a right to do something anywhere.
    pub fn can(&self, action: Action) -> bool {
        self.may(action).is_ok()
    }

    /// Whether she has a role anywhere.
    pub fn is(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// The agent she is, if she is one.
    pub fn agent(&self) -> Option<&str> {
        self.grants.iter().find_map(|grant| grant.agent.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_narrows_and_never_widens() {
        let coordinator = Actor::system("g").acting_as(Role::Coordinator);
        let narrowed = Actor { only: Some([Action::ReadPlans, Action::LoadLaw].into()), ..coordinator.clone() };
        assert!(coordinator.can(Action::DecidePlan) && !narrowed.can(Action::DecidePlan));
        assert!(narrowed.can(Action::ReadPlans));
        assert!(!narrowed.can(Action::LoadLaw), "what its owner may not do, no token may");
    }

    #[test]
    fn nobody_without_a_grant_may_do_anything() {
        let nobody = Actor { grants: Vec::new(), ..Actor::system("g") };
        assert!(Action::all().all(|action| !nobody.can(action)));
    }
}
