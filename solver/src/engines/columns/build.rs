//! The network of one worker from her pattern: the states that her days before can leave her in, the steps between them, and
//! what is counted.

use super::gcd;
use super::shape::{Action, Axis, Counted, REST, Shape, Step};
use crate::domain::roster::{Bound, KindIx, Past, Pattern, Price, Roster, Wanted};
use std::collections::BTreeMap;

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
    let unit = (0..classes.len()).map(minutes).fold(0, |unit, minutes| gcd(unit, u64::from(minutes))).max(1) as u32;
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
