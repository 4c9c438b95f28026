//! Local search over single shifts: moves that keep every timeline lawful, judged by the predicate form of the rules or, of
//! those who are asked about often, by their rules as sets of bits, and better one goal level without giving up a settled one.
//!
//! - *change*: a shift goes to somebody else, or a bare one to somebody;
//! - *swap* and *ejection chain*: whoever takes a shift hands one of hers to the first giver or to a third person
//!   (Glover 1996, *Ejection chains, reference structures and alternating path methods*).
//!
//! First improvement, in a fixed order: the same start gives the same end unless the clock cuts it short.

mod anneal;

use super::eligible::Pair;
use super::lawful::Lawful;
use super::levels::{self, Goals, LEVELS, Step, position};
use super::parts::Part;
use crate::domain::plan::LevelName;
use crate::domain::problem::{Duty, DutyKind, Problem, WorkerIx};
use crate::rules::{self, soft};
use std::ops::Range;
use std::time::Instant;

/// One value for each goal level, then how many published shifts are changed by choice ([`COUNT`]).
type Values = [f64; LEVELS.len() + 1];

/// Position of the number of changes.
const COUNT: usize = LEVELS.len();

/// Positions of the levels that depend on everything a worker holds.
const EQUITY: usize = 3;
/// See [`EQUITY`].
const PREFERENCES: usize = 5;

/// From how many questions about the rules of one worker on it is worth while to have them as sets of bits.
const ASKED_OFTEN: u32 = 32;

/// Differences below this are none.
const LEAST_GAIN: f64 = 1e-7;

/// A plan of one part under search.
pub struct Search<'a> {
    problem: &'a Problem,
    part: &'a Part,
    people: Vec<Member<'a>>,
    /// By class: positions of its pairs.
    takers: Vec<Vec<usize>>,
    /// By class: shifts left bare.
    bare: Vec<usize>,
    /// By pair: position of its worker in `people`.
    member: Vec<usize>,
    /// By pair: what holding it instead of leaving the shift bare changes, by itself.
    own: Vec<Values>,
    held: Vec<bool>,
    /// By class: whether its holders stay.
    begun: Vec<bool>,
    /// How many more changes are allowed.
    room: f64,
}

/// One worker under search.
struct Member<'a> {
    worker: WorkerIx,
    fixed: &'a [Duty],
    /// Held pairs.
    pairs: Vec<usize>,
    /// Burden taken, hundredths of a point.
    burden: i64,
    /// Soft rules over her timeline, hundredths of a point.
    soft: i64,
    /// Price steps of her equity account.
    account: Vec<Step>,
    /// All pairs of hers.
    candidates: Range<usize>,
    /// How often it was asked whether she may take one.
    asked: u32,
    /// Her rules over `candidates`, once that was asked often.
    rules: Option<Lawful>,
}

/// What one member gives up and takes.
#[derive(Clone, Copy)]
struct Turn {
    member: usize,
    give: Option<usize>,
    take: Option<usize>,
}

impl<'a> Search<'a> {
    /// Starts from a lawful choice of pairs.
    pub fn new(goals: Goals<'a>, part: &'a Part, chosen: impl Fn(usize) -> bool) -> Self {
        let problem = goals.problem;
        let mut takers = vec![Vec::new(); part.classes.len()];
        let mut people: Vec<Member<'_>> = Vec::new();
        let mut member = Vec::with_capacity(part.pairs.len());
        let mut own = Vec::with_capacity(part.pairs.len());
        let lowest = levels::lowest_account(problem);
        for (at, (class, pair)) in part.pairs.iter().enumerate() {
            if people.last().is_none_or(|last| last.worker != pair.worker) {
                let fixed = &problem.workers[pair.worker].fixed[..];
                let of_hers = part.pairs[at..].iter().take_while(|(_, other)| other.worker == pair.worker);
                let most = of_hers.map(|(_, pair)| pair.burden).sum();
                let account = levels::steps(&problem.workers[pair.worker], lowest, most);
                people.push(Member {
                    worker: pair.worker,
                    fixed,
                    pairs: Vec::new(),
                    burden: 0,
                    soft: 0,
                    account,
                    candidates: at..at,
                    asked: 0,
                    rules: None,
                });
            }
            let last = people.len() - 1;
            people[last].candidates.end = at + 1;
            member.push(last);
            takers[*class].push(at);
            let shift = part.classes[*class].members[0];
            let counts = |holder| f64::from(u8::from(goals.counts(shift, holder)));
            let mut gained = [counts(Some(pair.worker)) - counts(None); COUNT + 1];
            for (gained, level) in gained.iter_mut().zip(LEVELS) {
                *gained = goals.held(pair, level) - goals.bare(shift, level);
            }
            own.push(gained);
        }
        let begun = part.classes.iter().map(|class| goals.has_begun(class.members[0])).collect();
        let shifts = part.classes.iter().flat_map(|class| &class.members);
        let left = shifts.filter(|shift| goals.counts(**shift, None)).count();
        let room = goals.changes_max.map_or(f64::INFINITY, |most| most as f64 - left as f64);
        let bare = vec![0; part.classes.len()];
        let held = vec![false; part.pairs.len()];
        let mut search = Self { problem, part, people, takers, bare, member, own, held, begun, room };
        search.restart(chosen);
        search
    }

    /// Goes on from another lawful choice of pairs, under the same limits.
    pub fn restart(&mut self, chosen: impl Fn(usize) -> bool) {
        for member in &mut self.people {
            member.pairs.clear();
            member.burden = 0;
        }
        for (bare, class) in self.bare.iter_mut().zip(&self.part.classes) {
            *bare = class.members.len();
        }
        for (at, (class, pair)) in self.part.pairs.iter().enumerate() {
            self.room += f64::from(u8::from(self.held[at])) * self.own[at][COUNT];
            self.held[at] = chosen(at);
            if self.held[at] {
                let member = &mut self.people[self.member[at]];
                member.pairs.push(at);
                member.burden += pair.burden;
                self.bare[*class] -= 1;
                self.room -= self.own[at][COUNT];
            }
        }
        for at in 0..self.people.len() {
            self.people[at].soft = self.soft(at, &self.people[at].pairs);
        }
    }

    /// Whether a pair is held.
    pub fn holds(&self, pair: usize) -> bool {
        self.held[pair]
    }

    /// Betters one level by moves that begin at some classes; `settled` is by how much each level before it may still rise.
    pub fn better(
        &mut self,
        level: LevelName,
        classes: &[usize],
        settled: levels::Values,
        deadline: Instant,
        stop: &(dyn Fn() -> bool + Sync),
    ) {
        let at = position(level);
        let mut slack = self.slack(settled);
        let over = || Instant::now() >= deadline || stop();
        loop {
            let mut moved = false;
            for chains in [false, true] {
                let mut any = true;
                while any && !over() {
                    any = false;
                    for class in classes.iter().copied() {
                        if over() {
                            break;
                        }
                        while self.better_class(class, at, chains, &mut slack) {
                            any = true;
                            if over() {
                                break;
                            }
                        }
                    }
                    moved |= any;
                    if chains && any {
                        break;
                    }
                }
            }
            if !moved || over() {
                return;
            }
        }
    }

    /// By how much each level before the one at work may rise, and how many more changes there may be.
    fn slack(&self, settled: levels::Values) -> Values {
        let mut slack = [self.room; COUNT + 1];
        slack[..COUNT].copy_from_slice(&settled);
        slack
    }

    /// Tries every taker of a class: a bare shift of it first, then those that are held.
    fn better_class(&mut self, class: usize, level: usize, chains: bool, slack: &mut Values) -> bool {
        if self.begun[class] {
            return false;
        }
        let mut givers: Vec<Option<usize>> = Vec::new();
        if self.bare[class] > 0 {
            givers.push(None);
        }
        givers.extend(self.takers[class].iter().copied().filter(|pair| self.held[*pair]).map(Some));
        for giver in givers {
            let give = giver.map(|pair| Turn { member: self.member[pair], give: Some(pair), take: None });
            let given = give.map_or([0.0; COUNT + 1], |step| self.change(step, level));
            for taker in self.takers[class].clone() {
                if self.held[taker] {
                    continue;
                }
                let take = Turn { member: self.member[taker], give: None, take: Some(taker) };
                if chains {
                    if self.eject(give, given, take, level, slack) {
                        return true;
                    }
                    continue;
                }
                let total = sum(given, self.change(take, level));
                if gains(&total, level, slack) && self.lawful(take) {
                    self.apply(&[give, Some(take)], &total, slack);
                    return true;
                }
            }
        }
        false
    }

    /// The taker hands one of hers on: to the giver, or to somebody else, or it becomes bare.
    fn eject(&mut self, give: Option<Turn>, given: Values, take: Turn, level: usize, slack: &mut Values) -> bool {
        for out in self.people[take.member].pairs.clone() {
            if self.begun[self.part.pairs[out].0] {
                continue;
            }
            let exchange = Turn { give: Some(out), ..take };
            let here = sum(given, self.change(exchange, level));
            let mut lawful = None;
            if gains(&here, level, slack) && *lawful.get_or_insert_with(|| self.lawful(exchange)) {
                self.apply(&[give, Some(exchange)], &here, slack);
                return true;
            }
            for next in self.takers[self.part.pairs[out].0].clone() {
                if self.held[next] || self.member[next] == take.member {
                    continue;
                }
                // The giver takes it herself, or a third one does.
                let back = give.filter(|give| give.member == self.member[next]);
                let (steps, total) = if let Some(give) = back {
                    let swap = Turn { take: Some(next), ..give };
                    let total = sum(self.change(swap, level), self.change(exchange, level));
                    ([Some(swap), Some(exchange), None], total)
                } else {
                    let third = Turn { member: self.member[next], give: None, take: Some(next) };
                    ([give, Some(exchange), Some(third)], sum(here, self.change(third, level)))
                };
                if !gains(&total, level, slack) {
                    continue;
                }
                if !*lawful.get_or_insert_with(|| self.lawful(exchange)) {
                    break;
                }
                let last = if back.is_some() { steps[0] } else { steps[2] };
                if last.is_some_and(|step| self.lawful(step)) {
                    self.apply(&steps, &total, slack);
                    return true;
                }
            }
        }
        false
    }

    /// What a step changes at the levels up to `level`.
    fn change(&self, step: Turn, level: usize) -> Values {
        let member = &self.people[step.member];
        let mut values = [0.0; COUNT + 1];
        let mut burden = member.burden;
        for (pair, sign) in [(step.give, -1.0), (step.take, 1.0)] {
            let Some(at) = pair else { continue };
            burden += sign as i64 * self.part.pairs[at].1.burden;
            for (value, own) in values.iter_mut().zip(&self.own[at]) {
                *value += sign * own;
            }
        }
        if level >= EQUITY {
            values[EQUITY] += levels::climb(&member.account, burden) - levels::climb(&member.account, member.burden);
        }
        if level >= PREFERENCES {
            let soft = self.soft(step.member, &self.after(step)) - member.soft;
            values[PREFERENCES] += soft as f64 / 100.0;
        }
        values
    }

    /// Her pairs after a step.
    fn after(&self, step: Turn) -> Vec<usize> {
        let held = self.people[step.member].pairs.iter().copied().filter(|pair| Some(*pair) != step.give);
        held.chain(step.take).collect()
    }

    fn soft(&self, member: usize, pairs: &[usize]) -> i64 {
        let mut duties: Vec<Duty> = pairs.iter().map(|pair| self.duty(*pair)).collect();
        duties.sort_by_key(|duty| duty.span.start);
        soft::plan_centipoints(self.problem, &self.problem.workers[self.people[member].worker], &duties)
    }

    fn duty(&self, pair: usize) -> Duty {
        Duty { kind: DutyKind::Proposed, ..self.problem.demands[self.part.pairs[pair].1.demand].duty }
    }

    /// Whether a step leaves her timeline lawful. Giving up needs no look: whoever does less breaks nothing.
    fn lawful(&mut self, step: Turn) -> bool {
        let Some(take) = step.take else { return true };
        let (problem, part) = (self.problem, self.part);
        let duty = |pair: usize| problem.demands[part.pairs[pair].1.demand].duty;
        let member = &mut self.people[step.member];
        let kept = member.pairs.iter().copied().filter(|pair| Some(*pair) != step.give);
        member.asked += 1;
        if member.asked > ASKED_OFTEN {
            let Range { start: first, .. } = member.candidates;
            let rules = member.rules.get_or_insert_with(|| {
                let duties: Vec<Duty> = member.candidates.clone().map(duty).collect();
                Lawful::new(problem, &problem.workers[member.worker], &duties)
            });
            return rules.may_join(kept.map(|pair| pair - first), take - first);
        }
        let mut held: Vec<Duty> = member.fixed.to_vec();
        for pair in kept {
            let duty = Duty { kind: DutyKind::Proposed, ..duty(pair) };
            let at =
                held.partition_point(|other| (other.span.start, other.span.end) <= (duty.span.start, duty.span.end));
            held.insert(at, duty);
        }
        let Pair { demand, .. } = part.pairs[take].1;
        rules::fits(problem, &problem.workers[member.worker], &problem.demands[demand], &held)
    }

    fn apply(&mut self, steps: &[Option<Turn>], total: &Values, slack: &mut Values) {
        for (left, change) in slack.iter_mut().zip(total) {
            *left -= change;
        }
        self.room -= total[COUNT];
        for step in steps.iter().flatten() {
            self.people[step.member].pairs = self.after(*step);
            for (pair, sign) in [(step.give, -1), (step.take, 1)] {
                let Some(at) = pair else { continue };
                let (class, pair) = &self.part.pairs[at];
                self.people[step.member].burden += sign * pair.burden;
                self.held[at] = sign > 0;
                if sign > 0 {
                    self.bare[*class] = self.bare[*class].wrapping_sub(1);
                } else {
                    self.bare[*class] = self.bare[*class].wrapping_add(1);
                }
            }
            self.people[step.member].soft = self.soft(step.member, &self.people[step.member].pairs);
        }
    }
}

/// Whether a change betters a level and stays within what the settled ones allow.
fn gains(total: &Values, level: usize, slack: &Values) -> bool {
    total[level] < -LEAST_GAIN && (0..level).chain([COUNT]).all(|at| total[at] <= slack[at] + LEAST_GAIN)
}

fn sum(a: Values, b: Values) -> Values {
    std::array::from_fn(|at| a[at] + b[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::domain::plan::Assignment;
    use crate::engines::{eligible, exact, greedy, parts, start_of};
    use crate::formats::generate::{Size, generate};
    use std::collections::BTreeMap;
    use std::time::Duration;

    /// Each level gets better, none before it worse, and the checker accepts every plan on the way.
    #[test]
    fn moves_better_a_level_and_keep_those_before_it() {
        let scenario = generate(Size { establishments: 8, agents: 120, days: 28, gaps: 300 }, 3);
        let problem = crate::compile(&scenario).expect("what is generated compiles");
        let pairs = eligible::pairs(&problem, 1);
        let first = greedy::complete(&problem, &pairs, &BTreeMap::new());
        let parts = parts::split(&problem, &pairs);
        let (mut gained, mut annealed) = (levels::Values::default(), levels::Values::default());
        for part in &parts {
            let start = start_of(part, &first);
            let mut search = Search::new(Goals::new(&problem), part, |pair| start[pair]);
            let values = |search: &Search<'_>| {
                let chosen: Vec<usize> = (0..part.pairs.len()).filter(|pair| search.holds(*pair)).collect();
                let assigned: BTreeMap<_, _> =
                    exact::assignments(part, &chosen, &BTreeMap::new()).into_iter().collect();
                let plan: Vec<Assignment> = assigned
                    .iter()
                    .map(|(demand, worker)| Assignment {
                        shift: problem.demands[*demand].id.clone(),
                        agent: problem.workers[*worker].id.clone(),
                    })
                    .collect();
                assert_eq!(check(&problem, &plan).err(), None);
                Goals::new(&problem).evaluate(&assigned)
            };
            let classes: Vec<usize> = (0..part.classes.len()).collect();
            let first = values(&search);
            let mut before = first;
            for (at, level) in LEVELS.into_iter().enumerate() {
                let (none, soon) = (levels::Values::default(), Instant::now() + Duration::from_mins(1));
                search.better(level, &classes, none, soon, &|| false);
                let moved = values(&search);
                search.anneal(level, none, 1, soon, &|| false);
                let after = values(&search);
                for kept in 0..=at {
                    assert!(moved[kept] <= before[kept] + 1e-5, "{level:?}: {before:?} became {moved:?}");
                }
                for kept in 0..at {
                    assert!(after[kept] <= moved[kept] + 1e-5, "{level:?}: {moved:?} annealed to {after:?}");
                }
                annealed[at] += moved[at] - after[at];
                gained[at] += before[at] - after[at];
                before = after;
            }
            search.restart(|pair| start[pair]);
            let again = values(&search);
            let same = again.iter().zip(first).all(|(again, first)| (again - first).abs() < 1e-9);
            assert!(same, "it goes on from the plan that it is given: {again:?} instead of {first:?}");
        }
        assert!(gained[EQUITY] > 0.0, "the first plan is not yet the fairest: {gained:?}");
        assert!(annealed[EQUITY] > 0.0, "single moves stop short of what annealing reaches: {annealed:?}");
    }
}
