//! Why nobody can take a shift, and what would fill it.
//!
//! *Why*: the minimal sets of rules. A set is minimal when no agent is refused by fewer of its rules: whoever could lift it
//! would free somebody. Agents without a title that serves are counted apart, since no rule but the title matters for them.
//!
//! *What would fill it* (`relax`): small departures from the shift as it was published, each lawful when every rule is
//! judged again, each with its price. A hard rule, a promised rest and an absence are never among them.
//!
//! Need to know: the asker says whose record she may read. Of the others she learns that they are not available, and with
//! which other hours of this very shift they would be; never why, never where else they work.

mod relax;
mod words;

use super::{Candidate, Note, Question, Verdict};
use crate::domain::ids::{AgentId, Qualification};
use crate::domain::problem::Worker;
use crate::domain::time::Minute;
use crate::rules::RuleId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Why nobody can take a shift, and what would fill it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Nobody {
    /// Agents with a title that serves, whose reasons the asker may read.
    pub titled: usize,
    /// Agents with a title that serves, whose reasons are their employer's to know.
    pub elsewhere: usize,
    /// Agents without such a title on that day.
    pub untitled: usize,
    /// What stands in the way, fewest rules first, then those that block most.
    pub sets: Vec<MinimalSet>,
    /// What would fill it, cheapest first.
    pub relaxations: Vec<Relaxation>,
    /// Relaxations that only the group's coordinator may see.
    pub withheld: usize,
    /// What an agency would charge, where the group may buy it, euro cents.
    pub agency_cents: Option<i64>,
    /// French summary.
    pub sentence_fr: String,
    /// English summary.
    pub sentence_en: String,
}

/// Rules that stand together in somebody's way, and no fewer of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MinimalSet {
    /// Rule ids, sorted.
    pub rules: Vec<String>,
    /// Agents whom these rules and no others refuse.
    pub agents: usize,
    /// Agents whom these rules refuse together with others.
    pub with_others: usize,
    /// Some of the former, by id.
    pub examples: Vec<Person>,
    /// French sentence.
    pub sentence_fr: String,
    /// English sentence.
    pub sentence_en: String,
}

/// Somebody by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Person {
    /// Who.
    pub agent: AgentId,
    /// Name shown to people.
    pub name: String,
}

/// A small departure from the published shift that would fill it lawfully.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Relaxation {
    /// Which departure.
    #[serde(flatten)]
    pub kind: Kind,
    /// Who would work, in the order of time.
    pub people: Vec<Part>,
    /// What it costs.
    pub price: Price,
    /// French sentence.
    pub sentence_fr: String,
    /// English sentence.
    pub sentence_en: String,
}

/// Which departure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// The same length from another start.
    OtherStart {
        /// Later, or earlier when negative.
        minutes: Minute,
    },
    /// Two people, one after the other.
    Split {
        /// When the second takes over: minutes since 1970-01-01T00:00Z.
        handover: Minute,
    },
    /// A title that the table allows in degraded form; the manager decides.
    Degraded {
        /// Her title.
        title: Qualification,
    },
    /// Outside the times at which she accepts to be asked: hers to lift.
    Availability,
    /// Beyond the distance she accepts, on a site next to her own: hers to lift.
    FarSite {
        /// From her employer to the shift's site, kilometres.
        sites_km: i64,
    },
    /// On duty at a neighbouring site that keeps its minimum without her.
    Surplus {
        /// Where.
        unit_name: String,
        /// At which site.
        site_name: String,
    },
}

/// Somebody's part of a relaxation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Part {
    /// Who.
    pub agent: AgentId,
    /// Name shown to people.
    pub name: String,
    /// From: minutes since 1970-01-01T00:00Z.
    pub start: Minute,
    /// Until.
    pub end: Minute,
    /// Why she can only be asked; a departure from what she accepts is always hers to agree to.
    pub offer_only: Vec<Note>,
}

/// What a relaxation costs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RelaxationPrice"))]
pub struct Price {
    /// Pool hours and road, euro cents.
    pub cents: i64,
    /// Burden posted to the accounts, hundredths of a point.
    pub equity_centipoints: i64,
    /// What the departure and the choice of person weigh as preferences, hundredths of a point.
    pub preference_centipoints: i64,
    /// All of it in one figure, by which relaxations are ordered: a point counts [`CENTS_PER_POINT`].
    pub total_cents: i64,
}

/// What a point of equity or preference counts when relaxations are put in order, euro cents.
pub const CENTS_PER_POINT: i64 = 1000;

/// A minimal set names at most so many agents.
const EXAMPLES_MAX: usize = 3;

impl Price {
    fn new(cents: i64, equity_centipoints: i64, preference_centipoints: i64) -> Self {
        let points = equity_centipoints + preference_centipoints;
        let total_cents = cents + points * CENTS_PER_POINT / 100;
        Self { cents, equity_centipoints, preference_centipoints, total_cents }
    }

    fn plus(self, other: Self) -> Self {
        let preference = self.preference_centipoints + other.preference_centipoints;
        Self::new(self.cents + other.cents, self.equity_centipoints + other.equity_centipoints, preference)
    }
}

impl Question<'_> {
    /// Why nobody can take the shift. `judged` are its candidates ([`Question::candidates`]); `sees` tells whose record the
    /// asker may read.
    pub fn nobody(&self, judged: &[Candidate], sees: &(dyn Fn(&Worker) -> bool + Sync)) -> Nobody {
        let workers: BTreeMap<&AgentId, &Worker> = self.problem.workers.iter().map(|w| (&w.id, w)).collect();
        let (titled, untitled): (Vec<&Candidate>, Vec<&Candidate>) =
            judged.iter().partition(|candidate| !rules_of(candidate).contains(&RuleId::Qualification));
        let (seen, hidden): (Vec<&Candidate>, Vec<&Candidate>) =
            titled.into_iter().partition(|candidate| workers.get(&candidate.agent).is_some_and(|w| sees(w)));
        let (relaxations, withheld) = relax::relaxations(self, judged, sees);
        let (titled, elsewhere, untitled) = (seen.len(), hidden.len(), untitled.len());
        let (sentence_fr, sentence_en) = words::summary(titled, elsewhere, untitled);
        Nobody {
            titled,
            elsewhere,
            untitled,
            sets: minimal_sets(&seen),
            relaxations,
            withheld,
            agency_cents: self.problem.demands[self.demand].agency_cents,
            sentence_fr,
            sentence_en,
        }
    }
}

/// The rules that refuse a candidate; none for an eligible one.
fn rules_of(candidate: &Candidate) -> BTreeSet<RuleId> {
    let Verdict::Refused { refusals } = &candidate.verdict else { return BTreeSet::new() };
    let known = |id: &str| RuleId::ALL.iter().find(|rule| rule.as_str() == id).copied();
    refusals.iter().filter_map(|refusal| known(&refusal.rule)).collect()
}

/// The sets of rules that refuse somebody and contain no other such set; by size, then by number of agents, then by rules.
pub fn minimal_sets(refused: &[&Candidate]) -> Vec<MinimalSet> {
    let mut by_set: BTreeMap<BTreeSet<RuleId>, Vec<&Candidate>> = BTreeMap::new();
    for candidate in refused {
        by_set.entry(rules_of(candidate)).or_default().push(candidate);
    }
    by_set.remove(&BTreeSet::new());
    let minimal = by_set.keys().filter(|set| !by_set.keys().any(|other| other != *set && other.is_subset(set)));
    let mut sets: Vec<(&BTreeSet<RuleId>, MinimalSet)> = minimal
        .map(|set| {
            let mut agents = by_set[set].clone();
            agents.sort_by(|a, b| a.agent.cmp(&b.agent));
            let larger = by_set.iter().filter(|(other, _)| *other != set && set.is_subset(other));
            let person = |c: &&Candidate| Person { agent: c.agent.clone(), name: c.name.clone() };
            let examples: Vec<Person> = agents.iter().take(EXAMPLES_MAX).map(person).collect();
            let (sentence_fr, sentence_en) = words::set(set, agents.len(), &examples);
            let mut rules: Vec<String> = set.iter().map(|rule| rule.as_str().to_owned()).collect();
            rules.sort();
            let with_others = larger.map(|(_, agents)| agents.len()).sum();
            (set, MinimalSet { rules, agents: agents.len(), with_others, examples, sentence_fr, sentence_en })
        })
        .collect();
    sets.sort_by(|(a, x), (b, y)| a.len().cmp(&b.len()).then(y.agents.cmp(&x.agents)).then_with(|| a.cmp(b)));
    sets.into_iter().map(|(_, set)| set).collect()
}
