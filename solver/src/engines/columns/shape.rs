//! The lawful rosters of one worker as paths: the network on which her best roster at given prices is found exactly.
//!
//! On each day she rests or works one class of duties. What the days before mean for the next ones is a [`State`] (what
//! she does, since when) and a few counts ([`Axis`]: minutes, days, week-ends, days of one kind). Two ways to a day with the
//! same state and counts have the same futures (Irnich & Desaulniers 2005, *Shortest path problems with resource
//! constraints*); [`super::lattice`] lays them out.
//!
//! A [`Shape`] may also be a window of a longer one, when the days before and after it stay as they are: what is before
//! gives the first state and the counts so far, what is after gives each last state its price.

use crate::domain::roster::{Bound, KindIx, Past, Pattern, PostIx, Price, Roster, Wanted, is_weekend};
use std::collections::BTreeMap;
use std::ops::Range;

/// Position of an action: a class of duties, or rest.
pub type Action = usize;
/// The action of a day off.
pub const REST: Action = 0;

/// One worker's network over some days.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The first of its days, counted from the Monday of the whole horizon.
    pub first_day: usize,
    /// Days.
    pub days: usize,
    /// What her roster costs whatever it is: wishes to work that are only met by working.
    pub base: f64,
    /// By action: the kinds of duty it stands for; none for rest.
    pub classes: Vec<Vec<KindIx>>,
    /// By day and action: the posts she may hold, and what holding one costs by itself.
    pub choices: Vec<Vec<Vec<(PostIx, f64)>>>,
    /// What a day off costs by itself.
    pub rest: Vec<f64>,
    /// Steps from one day to the next, by the state they leave.
    pub steps: Vec<Step>,
    /// Number of states.
    pub states: usize,
    /// The state before the first day.
    pub start: usize,
    /// By state after the last day: what the days after it then cost; infinite when they are forbidden.
    pub tails: Vec<f64>,
    /// Counts.
    pub axes: Vec<Axis>,
    /// What a week-end worked on one of its days costs.
    pub half_weekend: f64,
}

/// A step from one day to the next.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// State on the day before.
    pub from: usize,
    /// State after.
    pub to: usize,
    /// What she does.
    pub action: Action,
    /// What runs that end too early or go on too long cost.
    pub price: f64,
    /// Whether she worked the day before.
    pub worked: bool,
}

/// A count that only rises.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What is counted.
    pub what: Counted,
    /// What lies outside of the days of the network.
    pub start: u32,
    /// At least, at the end, and what each one below costs (`None`: forbidden).
    pub least: u32,
    /// See `least`.
    pub short: Option<f64>,
    /// At most, and what each one above costs (`None`: forbidden).
    pub most: u32,
    /// See `most`.
    pub over: Option<f64>,
}

/// What an axis counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Counted {
    /// So many units for each action.
    Actions(Vec<u32>),
    /// Week-ends with work.
    Weekends,
}

impl Axis {
    /// Units of an action, and of another worked week-end.
    pub fn units(&self, action: Action, weekend: bool) -> u32 {
        match &self.what {
            Counted::Actions(units) => units[action],
            Counted::Weekends => u32::from(weekend),
        }
    }

    /// The count after so many more units, and what those above the most cost; `None` when they are forbidden.
    pub fn further(&self, count: u32, more: u32) -> Option<(u32, f64)> {
        match (count + more).saturating_sub(self.most) {
            0 => Some((count + more, 0.0)),
            over => self.over.map(|price| (self.most, price * f64::from(over))),
        }
    }

    /// What the last value costs; `None` when it is forbidden.
    pub fn at_the_end(&self, value: u32) -> Option<f64> {
        match self.least.saturating_sub(value) {
            0 => Some(0.0),
            missing => self.short.map(|price| price * f64::from(missing)),
        }
    }
}

/// What the days before mean for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    action: Action,
    /// Days in a row of this class, as far as it matters.
    class_days: u32,
    /// Days in a row of work or rest, as far as it matters.
    days: u32,
    /// The run may have begun before day 0: it is never too short.
    open: bool,
    /// The same of the run of one class.
    class_open: bool,
}

/// What a class of duties has in common.
#[derive(Debug, Clone, PartialEq)]
struct Class {
    minutes: i64,
    run: Bound,
    total: Bound,
    /// By kind: may it follow, may it come before.
    follows: Vec<bool>,
    before: Vec<bool>,
}

fn units(price: Price) -> Option<f64> {
    match price {
        Price::Never => None,
        Price::Units(units) => Some(units),
    }
}

/// Price of the days beyond a most; `None` when forbidden.
fn beyond(days: u32, bound: &Bound) -> Option<f64> {
    if days > bound.most { units(bound.over) } else { Some(0.0) }
}

/// Price of ending a run after so many days; `None` when forbidden.
fn ending(days: u32, open: bool, bound: &Bound) -> Option<f64> {
    match bound.least.saturating_sub(days) {
        0 => Some(0.0),
        _ if open || days == 0 => Some(0.0),
        missing => units(bound.short).map(|price| price * f64::from(missing)),
    }
}

/// From here on more days in a row make no difference.
fn cap(bound: &Bound) -> u32 {
    let most = if bound.most == u32::MAX { 0 } else { bound.most };
    bound.least.max(most).max(1)
}

struct Builder<'a> {
    pattern: &'a Pattern,
    roster: &'a Roster,
    classes: Vec<Vec<KindIx>>,
    /// By action: the first one after which everything is the same.
    alike: Vec<Action>,
}

impl Builder<'_> {
    /// The state after an action and what the step costs; `None` when it is forbidden.
    fn step(&self, from: State, action: Action) -> Option<(State, f64)> {
        let pattern = self.pattern;
        let run_of = |action: Action| pattern.kinds[self.classes[action][0]].run;
        let mut price = 0.0;
        let mut to = from;
        if action == REST {
            if from.action == REST {
                to.days = from.days + 1;
            } else {
                price += ending(from.days, from.open, &pattern.work_run)?;
                price += ending(from.class_days, from.class_open, &run_of(from.action))?;
                to = State { action, class_days: 0, days: 1, open: false, class_open: false };
            }
            price += beyond(to.days, &pattern.rest_run)?;
        } else {
            if from.action == REST {
                price += ending(from.days, from.open, &pattern.rest_run)?;
                let open = from.open && from.days == 0;
                to = State { action, class_days: 1, days: 1, open, class_open: open };
            } else {
                let (last, next) = (self.classes[from.action][0], self.classes[action][0]);
                if self.roster.kinds[last].not_followed_by.binary_search(&next).is_ok() {
                    return None;
                }
                to.days = from.days + 1;
                if from.action == action {
                    to.class_days = from.class_days + 1;
                } else {
                    price += ending(from.class_days, from.class_open, &run_of(from.action))?;
                    to.action = action;
                    to.class_days = 1;
                    to.class_open = false;
                }
            }
            price += beyond(to.days, &pattern.work_run)?;
            price += beyond(to.class_days, &run_of(action))?;
        }
        Some((self.normal(to), price))
    }

    /// Forgets what makes no difference.
    fn normal(&self, mut state: State) -> State {
        let run = if state.action == REST { &self.pattern.rest_run } else { &self.pattern.work_run };
        state.days = state.days.min(cap(run));
        state.open &= state.days < run.least;
        if state.action == REST {
            state.class_open = false;
            return state;
        }
        let run = &self.pattern.kinds[self.classes[state.action][0]].run;
        state.class_days = if *run == Bound::FREE { 0 } else { state.class_days.min(cap(run)) };
        state.class_open &= state.class_days < run.least;
        state.action = self.alike[state.action];
        state
    }

    fn start(&self) -> State {
        match self.pattern.past {
            Past::Open => State { action: REST, class_days: 0, days: 0, open: true, class_open: false },
            Past::Rest(days) => State { action: REST, class_days: 0, days, open: false, class_open: false },
            Past::Work { kind, kind_days, work_days } => State {
                action: self.classes.iter().position(|kinds| kinds.contains(&kind)).unwrap_or(REST),
                class_days: kind_days,
                days: work_days,
                open: false,
                class_open: false,
            },
        }
    }
}

impl Shape {
    /// The network of one worker.
    pub fn new(roster: &Roster, worker: usize) -> Self {
        let pattern = &roster.patterns[worker];
        let classes = classes(roster, pattern);
        let of_kind: BTreeMap<KindIx, Action> =
            classes.iter().enumerate().flat_map(|(at, kinds)| kinds.iter().map(move |kind| (*kind, at))).collect();
        let (base, own, rest) = wishes(roster, pattern);
        let mut choices = vec![vec![Vec::new(); classes.len()]; roster.days];
        for (at, post) in roster.posts.iter().enumerate() {
            let skilled = post.skill.is_none_or(|skill| pattern.skills.binary_search(&skill).is_ok());
            let off = pattern.days_off.binary_search(&post.day).is_ok();
            let none = matches!(pattern.kinds[post.kind].total, Bound { most: 0, over: Price::Never, .. });
            if let Some(action) = of_kind.get(&post.kind).filter(|_| skilled && !off && !none) {
                choices[post.day][*action].push((at, own[post.day][post.kind]));
            }
        }
        let builder = Builder { pattern, roster, alike: alike(roster, pattern, &classes), classes };
        let (steps, states) = steps(&builder);
        let axes = axes(roster, pattern, &builder.classes);
        // What was too much before day 0 is paid whatever she does.
        let paid = |axis: &Axis| axis.over.unwrap_or(0.0) * f64::from(axis.start.saturating_sub(axis.most));
        Self {
            first_day: 0,
            days: roster.days,
            base: base + axes.iter().map(paid).sum::<f64>(),
            classes: builder.classes,
            choices,
            rest,
            steps,
            states,
            start: 0,
            tails: vec![0.0; states],
            axes,
            half_weekend: pattern.half_weekend,
        }
    }

    /// Whether working (or not) on a day starts another worked week-end, and what a half one costs.
    pub fn weekend(&self, day: usize, worked: bool, works: bool) -> (bool, f64) {
        let day = self.first_day + day;
        if !is_weekend(day) {
            (false, 0.0)
        } else if day % 7 == 5 {
            (works, 0.0)
        } else {
            (works && !worked, if works == worked { 0.0 } else { self.half_weekend })
        }
    }

    /// What a row of posts costs by itself, cover aside; `None` when it is forbidden.
    pub fn cost(&self, row: &[Option<PostIx>]) -> Option<f64> {
        let mut walk = Walk::new(self);
        for post in row {
            let (action, own) = self.action(walk.day, *post)?;
            walk.on(action, own)?;
        }
        walk.end()
    }

    /// What holding a post, or nothing, on a day is, and costs by itself; `None` when it is not open to her.
    fn action(&self, day: usize, post: Option<PostIx>) -> Option<(Action, f64)> {
        let Some(post) = post else { return Some((REST, self.rest[day])) };
        self.choices[day].iter().enumerate().find_map(|(action, choices)| {
            choices.iter().find(|(known, _)| *known == post).map(|(_, own)| (action, *own))
        })
    }

    /// The step of an action from a state.
    fn step(&self, state: usize, action: Action) -> Option<&Step> {
        let from = self.steps.partition_point(|step| step.from < state);
        self.steps[from..].iter().take_while(|step| step.from == state).find(|step| step.action == action)
    }

    /// The network of some of the days while the others stay as they are in `row`, a lawful one; its posts count from
    /// `first_post` on. The window may not end between a Saturday and a Sunday. What a row costs in it differs from what
    /// the whole one costs by the same amount for all.
    pub fn window(&self, window: &Range<usize>, row: &[Option<PostIx>], first_post: PostIx) -> Option<Self> {
        let mut walk = Walk::new(self);
        let mut start = 0;
        let mut held = Vec::with_capacity(row.len());
        let mut outside = vec![0; self.axes.len()];
        for (day, post) in row.iter().enumerate() {
            if day == window.start {
                start = walk.state;
            }
            let (action, own) = self.action(day, *post)?;
            let weekend = walk.on(action, own)?;
            for (outside, axis) in outside.iter_mut().zip(&self.axes).filter(|_| !window.contains(&day)) {
                *outside += axis.units(action, weekend);
            }
            held.push((action, walk.state));
        }
        let tails = (0..self.states).map(|state| self.tail(state, &held, window.end)).collect();
        let axes = self
            .axes
            .iter()
            .zip(&outside)
            .map(|(axis, outside)| Axis { start: axis.start.saturating_add(*outside).min(axis.most), ..axis.clone() });
        let local = |choices: &Vec<Vec<(PostIx, f64)>>| {
            choices.iter().map(|of| of.iter().map(|(post, own)| (post - first_post, *own)).collect()).collect()
        };
        Some(Self {
            first_day: self.first_day + window.start,
            days: window.len(),
            base: 0.0,
            classes: self.classes.clone(),
            choices: self.choices[window.clone()].iter().map(local).collect(),
            rest: self.rest[window.clone()].to_vec(),
            steps: self.steps.clone(),
            states: self.states,
            start,
            tails,
            axes: axes.collect(),
            half_weekend: self.half_weekend,
        })
    }

    /// What the days from `day` on cost from a state when they stay as they are, beyond what they cost now; infinite when
    /// they are forbidden.
    fn tail(&self, mut state: usize, held: &[(Action, usize)], day: usize) -> f64 {
        let mut price = 0.0;
        for at in day..held.len() {
            let (action, _) = held[at];
            let before = if at == 0 { self.start } else { held[at - 1].1 };
            if state == before {
                return price;
            }
            let (Some(step), Some(now)) = (self.step(state, action), self.step(before, action)) else {
                return f64::INFINITY;
            };
            price += step.price - now.price;
            state = step.to;
        }
        let now = held.last().map_or(self.start, |(_, state)| *state);
        price + self.tails[state] - self.tails[now]
    }
}

/// A walk along one row.
struct Walk<'a> {
    shape: &'a Shape,
    day: usize,
    state: usize,
    counts: Vec<u32>,
    cost: f64,
}

impl<'a> Walk<'a> {
    fn new(shape: &'a Shape) -> Self {
        let counts = shape.axes.iter().map(|axis| axis.start.min(axis.most)).collect();
        Self { shape, day: 0, state: shape.start, counts, cost: shape.base }
    }

    /// One day further; whether it starts another worked week-end. `None` when it is forbidden.
    fn on(&mut self, action: Action, own: f64) -> Option<bool> {
        let step = self.shape.step(self.state, action)?;
        let (weekend, half) = self.shape.weekend(self.day, step.worked, action != REST);
        self.cost += own + step.price + half;
        self.state = step.to;
        self.day += 1;
        for (count, axis) in self.counts.iter_mut().zip(&self.shape.axes) {
            let (to, price) = axis.further(*count, axis.units(action, weekend))?;
            *count = to;
            self.cost += price;
        }
        Some(weekend)
    }

    fn end(self) -> Option<f64> {
        let ends = self.counts.iter().zip(&self.shape.axes).map(|(count, axis)| axis.at_the_end(*count));
        let tail = Some(self.shape.tails[self.state]).filter(|tail| tail.is_finite());
        Some(self.cost + tail? + ends.sum::<Option<f64>>()?)
    }
}

/// Kinds that mean the same to this worker, rest first.
fn classes(roster: &Roster, pattern: &Pattern) -> Vec<Vec<KindIx>> {
    let kinds = roster.kinds.len();
    let class = |kind: KindIx| {
        let limits = &pattern.kinds[kind];
        let free = limits.total.least == 0 && limits.total.most as usize >= roster.days;
        Class {
            minutes: roster.kinds[kind].minutes,
            run: limits.run,
            // Limits of one kind bind that kind alone.
            total: if free { Bound::FREE } else { limits.total },
            follows: (0..kinds).map(|other| roster.kinds[kind].not_followed_by.contains(&other)).collect(),
            before: (0..kinds).map(|other| roster.kinds[other].not_followed_by.contains(&kind)).collect(),
        }
    };
    let mut classes: Vec<(Class, Vec<KindIx>)> = Vec::new();
    let before = |kind: KindIx| matches!(pattern.past, Past::Work { kind: last, .. } if last == kind);
    let ever = |kind: KindIx| !matches!(pattern.kinds[kind].total, Bound { most: 0, over: Price::Never, .. });
    for kind in (0..kinds).filter(|kind| ever(*kind) || before(*kind)) {
        let own = class(kind);
        let alone = own.run != Bound::FREE || own.total != Bound::FREE;
        match classes.iter_mut().find(|(known, _)| !alone && *known == own) {
            Some((_, members)) => members.push(kind),
            None => classes.push((own, vec![kind])),
        }
    }
    std::iter::once(Vec::new()).chain(classes.into_iter().map(|(_, members)| members)).collect()
}

/// By action: the first one that leaves the same choice for the days to come.
fn alike(roster: &Roster, pattern: &Pattern, classes: &[Vec<KindIx>]) -> Vec<Action> {
    let after = |action: Action| {
        let kind = classes[action][0];
        (&roster.kinds[kind].not_followed_by, pattern.kinds[kind].run == Bound::FREE)
    };
    (0..classes.len())
        .map(|action| {
            if action == REST || !after(action).1 {
                return action;
            }
            (1..action).find(|other| after(*other) == after(action)).unwrap_or(action)
        })
        .collect()
}

/// What wishes cost: whatever she does, by working a kind on a day, and by resting.
fn wishes(roster: &Roster, pattern: &Pattern) -> (f64, Vec<Vec<f64>>, Vec<f64>) {
    let mut base = 0.0;
    let mut own = vec![vec![0.0; roster.kinds.len()]; roster.days];
    let rest = vec![0.0; roster.days];
    for wish in &pattern.wishes {
        match wish.what {
            Wanted::Kind(kind) => {
                base += wish.units;
                own[wish.day][kind] -= wish.units;
            }
            Wanted::NotKind(kind) => own[wish.day][kind] += wish.units,
            Wanted::Rest => own[wish.day].iter_mut().for_each(|own| *own += wish.units),
        }
    }
    (base, own, rest)
}

/// Every step between states that can be reached.
fn steps(builder: &Builder<'_>) -> (Vec<Step>, usize) {
    let start = builder.start();
    let mut states = vec![start];
    let mut number: BTreeMap<State, usize> = BTreeMap::from([(start, 0)]);
    let mut steps = Vec::new();
    let mut next = 0;
    while next < states.len() {
        for action in 0..builder.classes.len() {
            let Some((to, price)) = builder.step(states[next], action) else { continue };
            let to = *number.entry(to).or_insert_with(|| {
                states.push(to);
                states.len() - 1
            });
            steps.push(Step { from: next, to, action, price, worked: states[next].action != REST });
        }
        next += 1;
    }
    (steps, states.len())
}

fn axes(roster: &Roster, pattern: &Pattern, classes: &[Vec<KindIx>]) -> Vec<Axis> {
    let mut axes = Vec::new();
    let most_days = pattern.days_before + roster.days as u32;
    let mut push = |what: Counted, start: u32, bound: &Bound, most_ever: u32| {
        let binds = bound.least > start || bound.most < most_ever;
        if binds {
            axes.push(Axis {
                what,
                start,
                least: bound.least,
                short: units(bound.short),
                // Beyond the least, where nothing is too much, more is the same.
                most: if bound.most >= most_ever { bound.least.max(start) } else { bound.most },
                over: if bound.most >= most_ever { Some(0.0) } else { units(bound.over) },
            });
        }
    };
    // Minutes in the largest unit that all classes share.
    let minutes = |action: Action| classes[action].first().map_or(0, |kind| roster.kinds[*kind].minutes as u32);
    let unit = (0..classes.len()).map(minutes).fold(0, gcd).max(1);
    let bound = Bound {
        least: pattern.minutes.least.div_ceil(unit),
        most: if pattern.minutes.most == u32::MAX { u32::MAX } else { pattern.minutes.most / unit },
        ..pattern.minutes
    };
    let longest = (0..classes.len()).map(minutes).max().unwrap_or(0) / unit;
    let per_action = (0..classes.len()).map(|action| minutes(action) / unit).collect();
    push(Counted::Actions(per_action), 0, &bound, longest.saturating_mul(roster.days as u32));
    let days = (0..classes.len()).map(|action| u32::from(action != REST)).collect();
    push(Counted::Actions(days), pattern.days_before, &pattern.days, most_days);
    let weekends = pattern.weekends_before + (roster.days as u32).div_ceil(7);
    push(Counted::Weekends, pattern.weekends_before, &pattern.weekends, weekends);
    for (action, kinds) in classes.iter().enumerate().filter(|(_, kinds)| kinds.len() == 1) {
        let total = &pattern.kinds[kinds[0]].total;
        if total.most > 0 || units(total.over).is_some() {
            let of_kind = (0..classes.len()).map(|other| u32::from(other == action)).collect();
            push(Counted::Actions(of_kind), 0, total, roster.days as u32);
        }
    }
    axes
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}
