//! The finder: given what people would give and take, the swaps through one of them in which everybody's condition and the law
//! hold together. Pure and deterministic.
//!
//! A wish is a node; an edge goes from a wish to one whose agent would take, and may lawfully take, what the first gives. In a
//! ring everybody gives one duty and takes one, so what the law says of a person follows from those two alone: an edge is
//! judged by itself, on the timeline of its taker without the duty that she gives. Rings through one wish are then looked for
//! in a graph, the shortest first, and each that is told has been judged as a whole by the checker.
//!
//! Bounded work: at most [`Bounds::lots`] wishes (the searcher's own, and the others in the order in which they were made),
//! [`Bounds::judgements`] edges judged, [`Bounds::steps`] steps of the search and [`Bounds::checks`] rings judged as a whole,
//! each on the facts of the whole group; [`Found::complete`] tells whether a bound was met. Within the bounds a ring of at most
//! [`PEOPLE_MAX`] is found if there is one.

use super::judging::{Move, What, exchanged, home_shift, leaves_no_establishment, lifted};
use super::{PEOPLE_MAX, PartOfDay, Takes};
use chrono::NaiveDate;
use releve_solver::check::check;
use releve_solver::domain::problem::{Problem, Worker, distance_km};
use releve_solver::domain::scenario::{Scenario, Shift};
use releve_solver::formats::Issue;
use releve_solver::law::Library;
use releve_solver::{compile_under, rules};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What somebody would give and take.
#[derive(Debug, Clone)]
pub struct Lot {
    /// Her wish.
    pub wish: String,
    /// Who.
    pub agent: String,
    /// What she would give; none when she would only take.
    pub gives: Option<Given>,
    /// What she would take; none when she would only give.
    pub takes: Option<Takes>,
}

/// A duty that somebody would give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What it is.
    pub what: What,
    /// Unit.
    pub unit: String,
    /// Shift code.
    pub code: String,
    /// Civil day of the start.
    pub date: NaiveDate,
    /// When in the day it begins, by the clock of its place.
    pub part: PartOfDay,
}

/// How much is done at most.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Wishes looked at.
    pub lots: usize,
    /// Edges judged.
    pub judgements: usize,
    /// Steps along edges.
    pub steps: usize,
    /// Rings judged as a whole: the facts of the group are compiled for each.
    pub checks: usize,
    /// Swaps told.
    pub matches: usize,
}

/// Enough for every group that was seen, and a second or two of work at the most.
pub const BOUNDS: Bounds = Bounds { lots: 300, judgements: 5_000, steps: 200_000, checks: 40, matches: 10 };

/// A swap that would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Positions of the lots, each giving to the next and the last to the first.
    pub lots: Vec<usize>,
    /// How the squares of its people's normalised accounts would change in sum: less is fairer.
    pub spread: i128,
    /// From home to what each would take, metres of crow's flight in sum.
    pub metres: i64,
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Fewest people first, then the fairest, then the shortest ways.
    pub matches: Vec<Match>,
    /// No bound was met: what is not told is not there, but for matches beyond the most that are told.
    pub complete: bool,
}

/// The swaps through one lot.
///
/// # Errors
/// Everything that the compiler finds wrong with the scenario.
pub fn search(
    library: &Library,
    scenario: &Scenario,
    lots: &[Lot],
    start: usize,
    bounds: Bounds,
) -> Result<Found, Vec<Issue>> {
    let mut market = Market::new(library, scenario, lots, bounds)?;
    let mut found = Found { matches: Vec::new(), complete: true };
    for people in 2..=PEOPLE_MAX {
        let mut walk = Walk::new(&market, start, people);
        walk.from(&mut market, &mut vec![start])?;
        let mut rings: Vec<Match> = walk.rings.into_iter().map(|ring| market.weighed(ring)).collect();
        rings.sort_by(|a, b| (a.spread, a.metres, &a.lots).cmp(&(b.spread, b.metres, &b.lots)));
        for ring in rings {
            let known = |other: &Match| market.legs(&other.lots) == market.legs(&ring.lots);
            if found.matches.len() < bounds.matches
                && !found.matches.iter().any(known)
                && market.is_lawful(&ring.lots)?
            {
                found.matches.push(ring);
            }
        }
        if market.spent() {
            found.complete = false;
            break;
        }
        if found.matches.len() >= bounds.matches {
            break;
        }
    }
    Ok(found)
}

/// Everything that is offered, and what is known of it so far.
struct Market<'a> {
    library: &'a Library,
    scenario: &'a Scenario,
    lots: &'a [Lot],
    /// The group without anybody in it.
    places: Scenario,
    /// The group's facts with every duty offered as a shift to be filled beside: what each weighs, and whether somebody who
    /// knows the unit is there.
    whole: Problem,
    /// Of each lot its demand in `whole` and in every bench.
    demands: Vec<Option<usize>>,
    /// By lot: her alone, without what she gives.
    benches: BTreeMap<usize, Problem>,
    judged: BTreeMap<(usize, usize), bool>,
    /// By lot, those who would take what it gives.
    takers: Vec<Vec<usize>>,
    bounds: Bounds,
    steps: usize,
    checks: usize,
}

impl<'a> Market<'a> {
    fn new(library: &'a Library, scenario: &'a Scenario, lots: &'a [Lot], bounds: Bounds) -> Result<Self, Vec<Issue>> {
        let mut with_all = scenario.clone();
        let demands = put_up(&mut with_all, scenario, lots);
        let whole = compile_under(library, &with_all)?;
        let mut takers = vec![Vec::new(); lots.len()];
        for (giver, takers) in takers.iter_mut().enumerate() {
            let would = |taker: &usize| lots[*taker].agent != lots[giver].agent && wants(&lots[giver], &lots[*taker]);
            takers.extend((0..lots.len()).filter(would));
        }
        let (benches, judged) = (BTreeMap::new(), BTreeMap::new());
        let nobody = Scenario { agents: Vec::new(), rosters: Vec::new(), absences: Vec::new(), ..with_all };
        let places = Scenario { held: Vec::new(), shifts: Vec::new(), ..nobody };
        Ok(Self {
            library,
            scenario,
            lots,
            places,
            whole,
            demands,
            benches,
            judged,
            takers,
            bounds,
            steps: 0,
            checks: 0,
        })
    }

    fn spent(&self) -> bool {
        self.steps >= self.bounds.steps
            || self.judged.len() >= self.bounds.judgements
            || self.checks >= self.bounds.checks
    }

    /// Whether the second may lawfully take what the first gives, giving her own.
    fn may(&mut self, giver: usize, taker: usize) -> Result<bool, Vec<Issue>> {
        let Some(demand) = self.demands[giver] else { return Ok(self.lots[giver].gives.is_none()) };
        if let Some(known) = self.judged.get(&(giver, taker)) {
            return Ok(*known);
        }
        if self.spent() {
            return Ok(false);
        }
        if !self.benches.contains_key(&taker) {
            let bench = self.bench(taker)?;
            self.benches.insert(taker, bench);
        }
        let bench = &self.benches[&taker];
        let home = self.lots[giver].gives.as_ref().is_some_and(|given| matches!(given.what, What::Home { .. }));
        let lawful = bench.workers.first().is_some_and(|worker| {
            rules::judge(bench, 0, demand, &worker.fixed).is_empty()
                && (!home || leaves_no_establishment(worker, &bench.demands[demand]))
        });
        self.judged.insert((giver, taker), lawful);
        Ok(lawful)
    }

    /// One agent alone, without the duty that she gives, before everything that is offered. What the law says of her does not
    /// depend on anybody else, but for whether she is accompanied, which comes from the whole.
    fn bench(&self, taker: usize) -> Result<Problem, Vec<Issue>> {
        let (agent, all) = (self.lots[taker].agent.as_str(), self.scenario);
        let mut alone = Scenario {
            agents: all.agents.iter().filter(|known| known.id.as_str() == agent).cloned().collect(),
            rosters: all.rosters.iter().filter(|line| line.agent.as_str() == agent).cloned().collect(),
            absences: all.absences.iter().filter(|absence| absence.agent.as_str() == agent).cloned().collect(),
            held: all.held.iter().filter(|held| held.agent.as_str() == agent).cloned().collect(),
            ..self.places.clone()
        };
        if let Some(given) = &self.lots[taker].gives {
            lifted(&mut alone, &moved(given, agent, agent));
        }
        put_up(&mut alone, all, self.lots);
        let mut problem = compile_under(self.library, &alone)?;
        problem.company.clone_from(&self.whole.company);
        Ok(problem)
    }

    /// The legs of a ring.
    fn moves(&self, ring: &[usize]) -> Vec<Move> {
        let leg = |at: usize| {
            let (giver, taker) = (&self.lots[ring[at]], &self.lots[ring[(at + 1) % ring.len()]]);
            giver.gives.as_ref().map(|given| moved(given, &giver.agent, &taker.agent))
        };
        (0..ring.len()).filter_map(leg).collect()
    }

    /// The legs whatever the wishes they come from: two wishes to give the same duty make the same swap.
    fn legs(&self, ring: &[usize]) -> BTreeSet<String> {
        self.moves(ring).iter().map(|leg| format!("{leg:?}")).collect()
    }

    /// The ring judged as a whole; no more of them once the bound is met.
    fn is_lawful(&mut self, ring: &[usize]) -> Result<bool, Vec<Issue>> {
        if self.checks >= self.bounds.checks {
            return Ok(false);
        }
        self.checks += 1;
        let mut after = self.scenario.clone();
        after.shifts.clear();
        let Some(wanted) = exchanged(&mut after, &self.moves(ring)) else { return Ok(false) };
        Ok(check(&compile_under(self.library, &after)?, &wanted).is_ok())
    }

    fn weighed(&self, ring: Vec<usize>) -> Match {
        let (mut spread, mut metres) = (0, 0);
        let demand = |lot: usize| self.demands[lot].map(|demand| &self.whole.demands[demand]);
        for (at, lot) in ring.iter().enumerate() {
            let Some(worker) = self.worker(*lot) else { continue };
            let (given, taken) = (demand(*lot), demand(ring[(at + ring.len() - 1) % ring.len()]));
            let weight = |demand| self.whole.burden_for(worker, demand);
            let before = worker.balance_centipoints;
            let after = before - given.map_or(0, weight) + taken.map_or(0, weight);
            let square = |balance| i128::from(worker.normalised(balance)).pow(2);
            spread += square(after) - square(before);
            if let Some(taken) = taken {
                metres += (distance_km(worker.home, self.whole.sites[taken.site].place) * 1_000.0).round() as i64;
            }
        }
        Match { lots: ring, spread, metres }
    }

    fn worker(&self, lot: usize) -> Option<&Worker> {
        self.whole.workers.iter().find(|worker| worker.id.as_str() == self.lots[lot].agent)
    }
}

/// Whether the second would take what the first gives. Whoever only takes gives nothing, which goes to whoever only gives.
fn wants(giver: &Lot, taker: &Lot) -> bool {
    match (&giver.gives, &taker.takes) {
        (Some(given), Some(takes)) => takes.wants(given.date, &given.code, &given.unit, given.part),
        (None, None) => true,
        _ => false,
    }
}

fn moved(given: &Given, giver: &str, taker: &str) -> Move {
    Move { giver: giver.to_owned(), taker: taker.to_owned(), what: given.what.clone() }
}

/// Puts every duty offered before the people of a scenario as a shift to be filled, and nothing else; gives of each lot which.
fn put_up(into: &mut Scenario, from: &Scenario, lots: &[Lot]) -> Vec<Option<usize>> {
    into.shifts.clear();
    let mut demands = Vec::with_capacity(lots.len());
    for (at, lot) in lots.iter().enumerate() {
        let shift = lot.gives.as_ref().and_then(|given| offered(from, given, &lot.agent));
        demands.push(shift.is_some().then_some(into.shifts.len()));
        into.shifts.extend(shift.map(|shift| Shift { id: format!("~{at}").as_str().into(), ..shift }));
    }
    demands
}

/// A duty as it would be given.
fn offered(from: &Scenario, given: &Given, holder: &str) -> Option<Shift> {
    match &given.what {
        What::Held { shift } => {
            let held = from.held.iter().find(|held| held.shift.id.as_str() == shift && held.agent.as_str() == holder);
            held.map(|held| held.shift.clone())
        }
        What::Home { unit, code, date, title } => Some(home_shift(unit, code, *date, title)),
    }
}

/// A search for rings of one length.
struct Walk {
    start: usize,
    people: usize,
    /// Edges from each lot back to the start, at the least.
    back: Vec<usize>,
    rings: Vec<Vec<usize>>,
}

impl Walk {
    fn new(market: &Market<'_>, start: usize, people: usize) -> Self {
        let count = market.lots.len();
        let mut givers = vec![Vec::new(); count];
        for (giver, takers) in market.takers.iter().enumerate() {
            for taker in takers {
                givers[*taker].push(giver);
            }
        }
        let mut back = vec![usize::MAX; count];
        let mut queue = VecDeque::from([(start, 0)]);
        while let Some((lot, edges)) = queue.pop_front() {
            for giver in &givers[lot] {
                if back[*giver] == usize::MAX {
                    back[*giver] = edges + 1;
                    queue.push_back((*giver, edges + 1));
                }
            }
        }
        Self { start, people, back, rings: Vec::new() }
    }

    fn from(&mut self, market: &mut Market<'_>, path: &mut Vec<usize>) -> Result<(), Vec<Issue>> {
        let (at, left) = (path[path.len() - 1], self.people - path.len());
        for next in market.takers[at].clone() {
            if market.spent() {
                return Ok(());
            }
            market.steps += 1;
            if left == 0 {
                if next == self.start && market.may(at, next)? {
                    self.rings.push(path.clone());
                }
                continue;
            }
            let lot = &market.lots[next];
            let again = path.iter().any(|known| market.lots[*known].agent == lot.agent);
            // A gift is between two.
            let one_sided = self.people > 2 && (lot.gives.is_none() || lot.takes.is_none());
            if again || one_sided || self.back[next] > left || !market.may(at, next)? {
                continue;
            }
            path.push(next);
            self.from(market, path)?;
            path.pop();
        }
        Ok(())
    }
}
