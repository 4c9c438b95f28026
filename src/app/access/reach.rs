//! How far somebody's right to do something reaches.

use super::Role;
use crate::store::{self, Page};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The part of the group that a grant speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "ids", rename_all = "snake_case")]
pub enum Scope {
    /// All of it.
    Group,
    /// Everything of these establishments.
    Establishments(BTreeSet<String>),
    /// These units.
    Units(BTreeSet<String>),
}

/// A role in a part of the group, valid today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Role.
    pub role: Role,
    /// Part of the group.
    pub scope: Scope,
    /// The agent she is, for [`Role::Agent`].
    pub agent: Option<String>,
    /// Unit → establishment of the units in the scope; empty for [`Scope::Group`], where all are.
    pub(crate) units: BTreeMap<String, String>,
}

/// What of the group an actor may do something to: the union over those of her grants whose role allows it.
///
/// What lies outside does not exist for her: it is `NotFound`, so that its identifier betrays nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The first role that allows it; it stands in the audit log.
    pub role: Role,
    /// All of the group.
    pub whole: bool,
    /// Unit → establishment.
    units: BTreeMap<String, String>,
    /// Establishments whose employees' records she may read: her own, and those of which she has a unit.
    employers: BTreeSet<String>,
    /// Establishments of which she has all.
    establishments: BTreeSet<String>,
    /// Agents she may act as.
    agents: BTreeSet<String>,
}

impl Reach {
    /// The reach of grants that all allow the same thing; `None` without any.
    pub(super) fn of<'g>(grants: impl Iterator<Item = &'g Grant>) -> Option<Self> {
        let mut reach: Option<Self> = None;
        for grant in grants {
            let empty = || Self {
                role: grant.role,
                whole: false,
                units: BTreeMap::new(),
                employers: BTreeSet::new(),
                establishments: BTreeSet::new(),
                agents: BTreeSet::new(),
            };
            let all = reach.get_or_insert_with(empty);
            if grant.role == Role::Agent {
                all.agents.extend(grant.agent.clone());
                continue;
            }
            match &grant.scope {
                Scope::Group => all.whole = true,
                Scope::Establishments(ids) => {
                    all.employers.extend(ids.iter().cloned());
                    all.establishments.extend(ids.iter().cloned());
                }
                Scope::Units(_) => all.employers.extend(grant.units.values().cloned()),
            }
            all.units.extend(grant.units.clone());
        }
        reach
    }

    /// Whether a unit lies in it.
    pub fn sees_unit(&self, unit: &str) -> bool {
        self.whole || self.units.contains_key(unit)
    }

    /// Whether it holds the full record of an agent of this employer: where she works and why not.
    pub fn sees_agent(&self, agent: &str, employer: &str) -> bool {
        self.whole || self.agents.contains(agent) || self.employers.contains(employer)
    }

    /// Whether it reads what an establishment itself has to know: its people, its conventions, what it lent. A unit of it is
    /// enough, and gives no right over the whole: that is [`Reach::holds_establishment`].
    pub fn sees_establishment(&self, establishment: &str) -> bool {
        self.whole || self.employers.contains(establishment)
    }

    /// Whether it holds an establishment as a whole, and not a unit of it alone.
    pub fn holds_establishment(&self, establishment: &str) -> bool {
        self.whole || self.establishments.contains(establishment)
    }

    /// Whether the agent is she herself.
    pub fn is_herself(&self, agent: &str) -> bool {
        self.agents.contains(agent)
    }

    /// A page of a list that holds nothing outside it.
    pub fn page(&self, paging: &Paging) -> Page {
        Page {
            whole: self.whole,
            units: between_bars(self.units.keys()),
            agents: between_bars(&self.agents),
            state: paging.state.clone().unwrap_or_default(),
            only: only(&paging.only),
            after: paging.after.clone().unwrap_or_default(),
            limit: paging.limit(),
        }
    }

    /// The same for lists of the group itself, such as plans and the audit log.
    pub fn narrowed_to_unit(&self, unit: &str, paging: &Paging) -> Page {
        Page { whole: false, units: between_bars([unit]), agents: String::new(), ..self.page(paging) }
    }
}

/// Which page of a list is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Paging {
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Rows wanted; 100 when left out.
    #[schemars(range(min = 1, max = 500))]
    pub limit: Option<i64>,
    /// Only rows in this state.
    pub state: Option<String>,
    /// Which of them.
    #[serde(skip)]
    #[schemars(skip)]
    pub only: Only,
}

/// What the rows of a page have in common; what is left out does not matter. A list takes those of these that make sense for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Only {
    /// Unit.
    pub unit: Option<String>,
    /// Agent.
    pub agent: Option<String>,
    /// First civil day of a shift.
    pub from: Option<NaiveDate>,
    /// Last civil day of a shift.
    pub to: Option<NaiveDate>,
    /// Priority.
    pub priority: Option<String>,
}

impl Paging {
    /// The first rows, so many of them.
    pub fn first(limit: i64) -> Self {
        Self { limit: Some(limit), ..Self::default() }
    }

    /// Rows of one page.
    pub fn limit(&self) -> i64 {
        self.limit.unwrap_or(100).clamp(1, 500)
    }
}

fn only(only: &Only) -> store::Only {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    store::Only {
        unit: text(&only.unit),
        agent: text(&only.agent),
        from: day(only.from),
        to: day(only.to),
        priority: text(&only.priority),
    }
}

/// `|a||b|`: what a query looks for a name in.
fn between_bars<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().fold(String::new(), |list, name| list + "|" + name.as_ref() + "|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(role: Role, scope: Scope, units: &[(&str, &str)], agent: Option<&str>) -> Grant {
        let units = units.iter().map(|(u, e)| ((*u).to_owned(), (*e).to_owned())).collect();
        Grant { role, scope, agent: agent.map(ToOwned::to_owned), units }
    }

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn reach(grants: &[Grant]) -> Reach {
        Reach::of(grants.iter()).expect("a grant")
    }

    #[test]
    fn a_manager_reaches_her_unit_and_its_employees() {
        let reach = reach(&[grant(Role::Manager, Scope::Units(set(&["u1"])), &[("u1", "e1")], None)]);
        assert!(reach.sees_unit("u1") && !reach.sees_unit("u2"));
        assert!(reach.sees_agent("a", "e1") && !reach.sees_agent("a", "e2"));
        assert!(reach.sees_establishment("e1") && !reach.holds_establishment("e1"), "a part is not the whole");
        let whole = self::reach(&[grant(Role::Manager, Scope::Establishments(set(&["e1"])), &[("u1", "e1")], None)]);
        assert!(whole.holds_establishment("e1") && !whole.holds_establishment("e2"));
        let page = reach.page(&Paging { limit: Some(9999), ..Paging::default() });
        assert_eq!((page.whole, page.units.as_str(), page.agents.as_str(), page.limit), (false, "|u1|", "", 500));
    }

    #[test]
    fn a_scope_whose_units_are_gone_reaches_none() {
        let reach = reach(&[grant(Role::Manager, Scope::Establishments(set(&["gone"])), &[], None)]);
        assert!(!reach.sees_unit("u1"));
        let page = reach.page(&Paging::default());
        assert_eq!((page.whole, page.units.as_str()), (false, ""));
    }

    #[test]
    fn an_agent_reaches_herself_alone_whatever_the_scope_says() {
        let reach = reach(&[grant(Role::Agent, Scope::Group, &[], Some("a1"))]);
        assert!(!reach.whole && !reach.sees_unit("u1"));
        assert!(reach.sees_agent("a1", "e1") && !reach.sees_agent("a2", "e1"));
        assert_eq!(reach.page(&Paging::default()).agents, "|a1|");
    }

    #[test]
    fn two_grants_add_up_and_neither_widens_the_other() {
        let manager = grant(Role::Manager, Scope::Units(set(&["u1"])), &[("u1", "e1")], None);
        let carer = grant(Role::Agent, Scope::Group, &[], Some("a9"));
        let both = reach(&[manager.clone(), carer]);
        assert!(!both.whole && both.sees_unit("u1") && !both.sees_unit("u2"));
        assert!(both.is_herself("a9") && both.sees_agent("a", "e1") && !both.sees_agent("b", "e2"));
        assert_eq!(both.role, Role::Manager);
        let director = grant(Role::Director, Scope::Group, &[], None);
        assert!(reach(&[manager, director]).whole);
        assert_eq!(Reach::of(std::iter::empty()), None);
    }
}
