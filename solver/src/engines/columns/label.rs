//! Label setting on a [`Shape`]: the cheapest rosters at given prices, exactly.

use super::shape::{Action, Counted, REST, Shape};
use crate::domain::roster::PostIx;
use std::cell::RefCell;

/// One post for each day, or none.
pub type Row = Vec<Option<PostIx>>;

/// What each action costs on each day, and the post it then holds.
#[derive(Debug, Clone)]
pub struct DayPrices {
    actions: usize,
    /// By day and action; infinite when it cannot be done.
    cost: Vec<f64>,
    post: Vec<Option<PostIx>>,
}

impl DayPrices {
    /// For each class of each day its cheapest post, when holding a post costs what `price` says on top of its own.
    pub fn new(shape: &Shape, price: impl Fn(PostIx) -> f64) -> Self {
        let actions = shape.classes.len();
        let mut cost = Vec::with_capacity(shape.days * actions);
        let mut post = Vec::with_capacity(shape.days * actions);
        for day in 0..shape.days {
            for (action, choices) in shape.choices[day].iter().enumerate() {
                if action == REST {
                    cost.push(shape.rest[day]);
                    post.push(None);
                    continue;
                }
                let priced = choices.iter().map(|(post, own)| (own + price(*post), *post));
                let best = priced.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                cost.push(best.map_or(f64::INFINITY, |(cost, _)| cost));
                post.push(best.map(|(_, post)| post));
            }
        }
        Self { actions, cost, post }
    }

    /// Leaves only what a row does on the days for which `keep` holds.
    pub fn freeze(&mut self, shape: &Shape, row: &[Option<PostIx>], keep: impl Fn(usize) -> bool) {
        for day in (0..shape.days).filter(|day| keep(*day)) {
            let at = day * self.actions;
            let own: Vec<(Action, f64)> = match row[day] {
                None => vec![(REST, shape.rest[day])],
                Some(post) => {
                    let choices = shape.choices[day].iter().enumerate();
                    choices
                        .flat_map(|(action, choices)| choices.iter().map(move |choice| (action, choice)))
                        .filter(|(_, choice)| choice.0 == post)
                        .map(|(action, choice)| (action, choice.1))
                        .collect()
                }
            };
            self.cost[at..at + self.actions].fill(f64::INFINITY);
            for (action, cost) in own {
                self.cost[at + action] = cost;
                self.post[at + action] = row[day];
            }
        }
    }
}

/// Where one day and count leads to.
struct Moves {
    /// By cell; `u32::MAX` when it is forbidden.
    to: Vec<u32>,
    price: Vec<f64>,
    /// Whether any of them costs something.
    priced: bool,
}

#[derive(Default)]
struct Scratch {
    here: Vec<f64>,
    next: Vec<f64>,
    /// By day, state and cell: the step that led there and the cell it came from.
    step: Vec<u16>,
    cell: Vec<u32>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::new(Scratch::default());
}

/// The cheapest rows, cheapest first, at most `want` of them and no two with the same end; counts of which `active` says no
/// are not looked at, so that a row may break them.
pub fn best(shape: &Shape, active: u64, prices: &DayPrices, want: usize) -> Vec<(f64, Row)> {
    SCRATCH.with_borrow_mut(|scratch| search(shape, active, prices, want, scratch))
}

fn search(shape: &Shape, active: u64, prices: &DayPrices, want: usize, scratch: &mut Scratch) -> Vec<(f64, Row)> {
    let axes: Vec<usize> = (0..shape.axes.len()).filter(|axis| active >> axis & 1 == 1).collect();
    let mut strides = vec![1; axes.len()];
    for at in (1..axes.len()).rev() {
        strides[at - 1] = strides[at] * shape.axes[axes[at]].extent();
    }
    let cells = axes.first().map_or(1, |first| strides[0] * shape.axes[*first].extent());
    let (days, states) = (shape.days, shape.states);
    let table = states * cells;
    scratch.here.clear();
    scratch.here.resize(table, f64::INFINITY);
    scratch.next.clear();
    scratch.next.resize(table, f64::INFINITY);
    if scratch.step.len() < table * days {
        scratch.step.resize(table * days, 0);
        scratch.cell.resize(table * days, 0);
    }
    let moves = moves(shape, &axes, &strides, cells);
    // First and last cell of each state that anything reaches.
    let mut reach = vec![(usize::MAX, 0usize); states];
    let start: usize =
        axes.iter().zip(&strides).map(|(at, stride)| shape.axes[*at].start.min(shape.axes[*at].most) as usize * stride).sum();
    scratch.here[0] = f64::INFINITY;
    scratch.here[start] = 0.0;
    reach[0] = (start, start);
    for day in 0..days {
        let mut reached = vec![(usize::MAX, 0usize); states];
        let costs = &prices.cost[day * prices.actions..(day + 1) * prices.actions];
        let (back_step, back_cell) = (
            &mut scratch.step[day * table..(day + 1) * table],
            &mut scratch.cell[day * table..(day + 1) * table],
        );
        for (at, step) in shape.steps.iter().enumerate() {
            let (low, high) = reach[step.from];
            if low > high || costs[step.action] == f64::INFINITY {
                continue;
            }
            let (weekend, half) = shape.weekend(day, step.worked, step.action != REST);
            let cost = costs[step.action] + step.price + half;
            let lead = &moves[2 * step.action + usize::from(weekend)];
            let from = &scratch.here[step.from * cells..(step.from + 1) * cells];
            let to = &mut scratch.next[step.to * cells..(step.to + 1) * cells];
            let (back_step, back_cell) =
                (&mut back_step[step.to * cells..(step.to + 1) * cells], &mut back_cell[step.to * cells..]);
            let (mut first, mut last) = reached[step.to];
            for cell in low..=high {
                let value = from[cell];
                let target = lead.to[cell];
                if value == f64::INFINITY || target == u32::MAX {
                    continue;
                }
                let value = value + cost + if lead.priced { lead.price[cell] } else { 0.0 };
                let target = target as usize;
                if value < to[target] {
                    to[target] = value;
                    back_step[target] = at as u16;
                    back_cell[target] = cell as u32;
                    first = first.min(target);
                    last = last.max(target);
                }
            }
            reached[step.to] = (first, last);
        }
        for (state, (low, high)) in reach.iter().enumerate() {
            if low <= high {
                scratch.here[state * cells + low..=state * cells + high].fill(f64::INFINITY);
            }
        }
        std::mem::swap(&mut scratch.here, &mut scratch.next);
        reach = reached;
    }
    let mut ends: Vec<(f64, usize)> = Vec::new();
    for (state, (low, high)) in reach.iter().enumerate().filter(|(_, (low, high))| low <= high) {
        for cell in *low..=*high {
            let value = scratch.here[state * cells + cell];
            if value == f64::INFINITY {
                continue;
            }
            let counts = axes.iter().zip(&strides).map(|(at, stride)| {
                let axis = &shape.axes[*at];
                axis.at_the_end((cell / stride % axis.extent()) as u32)
            });
            if let Some(end) = counts.sum::<Option<f64>>() {
                ends.push((shape.base + value + end, state * cells + cell));
            }
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    ends.truncate(want);
    ends.into_iter()
        .map(|(value, mut at)| {
            let mut row = vec![None; days];
            for day in (0..days).rev() {
                let step = &shape.steps[scratch.step[day * table + at] as usize];
                row[day] = prices.post[day * prices.actions + step.action];
                at = step.from * cells + scratch.cell[day * table + at] as usize;
            }
            (value, row)
        })
        .collect()
}

/// By action, without and with another week-end: where each cell leads to.
fn moves(shape: &Shape, axes: &[usize], strides: &[usize], cells: usize) -> Vec<Moves> {
    let mut all = Vec::with_capacity(2 * shape.classes.len());
    for action in 0..shape.classes.len() {
        for weekend in [false, true] {
            let mut moves = Moves { to: Vec::with_capacity(cells), price: Vec::with_capacity(cells), priced: false };
            for cell in 0..cells {
                let (mut to, mut price, mut allowed) = (0, 0.0, true);
                for (at, stride) in axes.iter().zip(strides) {
                    let axis = &shape.axes[*at];
                    let count = (cell / stride % axis.extent()) as u32;
                    let more = match &axis.what {
                        Counted::Actions(units) => units[action],
                        Counted::Weekends => u32::from(weekend),
                    };
                    let over = (count + more).saturating_sub(axis.most);
                    match axis.over {
                        None if over > 0 => allowed = false,
                        Some(units) => price += units * f64::from(over),
                        None => {}
                    }
                    to += (count + more).min(axis.most) as usize * stride;
                }
                moves.to.push(if allowed { to as u32 } else { u32::MAX });
                moves.priced |= allowed && price != 0.0;
                moves.price.push(price);
            }
            all.push(moves);
        }
    }
    all
}
