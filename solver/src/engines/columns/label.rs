//! Label setting on a [`Shape`]: the cheapest rosters at given prices, exactly.

use super::shape::{Action, Counted, REST, Shape, Step};
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
    /// By post.
    worth: Vec<f64>,
    /// What a week-end with work costs.
    weekend: f64,
}

impl DayPrices {
    /// For each class of each day its best post, when each is worth so much.
    pub fn new(shape: &Shape, worth: &[f64]) -> Self {
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
                let priced = choices.iter().map(|(post, own)| (own - worth[*post], *post));
                let best = priced.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                cost.push(best.map_or(f64::INFINITY, |(cost, _)| cost));
                post.push(best.map(|(_, post)| post));
            }
        }
        Self { actions, cost, post, worth: worth.to_vec(), weekend: 0.0 }
    }

    /// What one post of an action costs.
    fn price_of(&self, shape: &Shape, day: usize, action: Action, post: PostIx) -> f64 {
        let own =
            shape.choices[day][action].iter().find(|(other, _)| *other == post).map_or(f64::INFINITY, |(_, own)| *own);
        own - self.worth[post]
    }

    /// Makes each unit of a count dearer.
    pub fn fine(&mut self, shape: &Shape, axis: usize, more: f64) {
        let Counted::Actions(units) = &shape.axes[axis].what else {
            self.weekend += more;
            return;
        };
        for costs in self.cost.chunks_mut(self.actions) {
            for (cost, units) in costs.iter_mut().zip(units) {
                *cost += more * f64::from(*units);
            }
        }
    }

    /// Leaves only what is kept on the days on which something is.
    pub fn freeze(&mut self, shape: &Shape, kept: &[Kept]) {
        for (day, kept) in kept.iter().enumerate() {
            let Some(kept) = kept else { continue };
            let at = day * self.actions;
            let own: Vec<(Action, f64)> = match kept {
                None => vec![(REST, self.cost[at + REST])],
                Some(post) => {
                    let choices = shape.choices[day].iter().enumerate();
                    let same = choices.filter(|(_, choices)| choices.iter().any(|(other, _)| other == post));
                    same.map(|(action, _)| (action, self.price_of(shape, day, action, *post))).collect()
                }
            };
            self.cost[at..at + self.actions].fill(f64::INFINITY);
            for (action, cost) in own {
                self.cost[at + action] = cost;
                self.post[at + action] = *kept;
            }
        }
    }
}

/// What is settled of a day: nothing, or the post, or rest.
pub type Kept = Option<Option<PostIx>>;

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
    let start: usize = axes
        .iter()
        .zip(&strides)
        .map(|(at, stride)| shape.axes[*at].start.min(shape.axes[*at].most) as usize * stride)
        .sum();
    scratch.here[0] = f64::INFINITY;
    scratch.here[start] = 0.0;
    reach[0] = (start, start);
    for day in 0..days {
        let mut reached = vec![(usize::MAX, 0usize); states];
        let costs = &prices.cost[day * prices.actions..(day + 1) * prices.actions];
        let (back_step, back_cell) =
            (&mut scratch.step[day * table..(day + 1) * table], &mut scratch.cell[day * table..(day + 1) * table]);
        for (at, step) in shape.steps.iter().enumerate() {
            let (low, high) = reach[step.from];
            if low > high || costs[step.action] == f64::INFINITY {
                continue;
            }
            let (weekend, half) = shape.weekend(day, step.worked, step.action != REST);
            let cost = costs[step.action] + step.price + half + if weekend { prices.weekend } else { 0.0 };
            let lead = &moves[2 * step.action + usize::from(weekend)];
            let from = &scratch.here[step.from * cells..(step.from + 1) * cells];
            let to = &mut scratch.next[step.to * cells..(step.to + 1) * cells];
            let (back_step, back_cell) =
                (&mut back_step[step.to * cells..(step.to + 1) * cells], &mut back_cell[step.to * cells..]);
            let (mut first, mut last) = reached[step.to];
            for (cell, value) in from.iter().copied().enumerate().take(high + 1).skip(low) {
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

/// Every row that comes to at most `most` when each post is worth so much; `None` when there are more than `limit`.
///
/// Depth first, with the least that the days to come can cost from each state, counts aside.
pub fn within(shape: &Shape, worth: &[f64], most: f64, limit: usize) -> Option<Vec<Row>> {
    let prices = DayPrices::new(shape, worth);
    let mut least = vec![vec![f64::INFINITY; shape.states]; shape.days + 1];
    least[shape.days].fill(0.0);
    for day in (0..shape.days).rev() {
        for step in &shape.steps {
            let (_, half) = shape.weekend(day, step.worked, step.action != REST);
            let cost = prices.cost[day * prices.actions + step.action] + step.price + half + least[day + 1][step.to];
            least[day][step.from] = least[day][step.from].min(cost);
        }
    }
    let mut steps: Vec<Vec<Step>> = vec![Vec::new(); shape.states];
    for step in &shape.steps {
        steps[step.from].push(*step);
    }
    let mut walk =
        Walk { shape, worth, steps, least, most, limit, row: Vec::with_capacity(shape.days), rows: Vec::new() };
    // Steps are bounded as well as rows: a search that meets few rows may still be long.
    let mut left = limit.saturating_mul(200);
    walk.from(0, shape.base, &mut left).then_some(walk.rows)
}

/// A depth-first walk over a network.
struct Walk<'a> {
    shape: &'a Shape,
    worth: &'a [f64],
    /// By state.
    steps: Vec<Vec<Step>>,
    least: Vec<Vec<f64>>,
    most: f64,
    limit: usize,
    row: Row,
    rows: Vec<Row>,
}

impl Walk<'_> {
    /// Walks on from a state; false when there is too much.
    fn from(&mut self, state: usize, cost: f64, left: &mut usize) -> bool {
        let day = self.row.len();
        if day == self.shape.days {
            let Ok(own) = self.shape.cost(&self.row) else { return true };
            let worth: f64 = self.row.iter().flatten().map(|post| self.worth[*post]).sum();
            if own - worth <= self.most {
                self.rows.push(self.row.clone());
            }
            return self.rows.len() <= self.limit;
        }
        for at in 0..self.steps[state].len() {
            let step = self.steps[state][at];
            let (_, half) = self.shape.weekend(day, step.worked, step.action != REST);
            let cost = cost + step.price + half;
            let choices: Vec<(Option<PostIx>, f64)> = if step.action == REST {
                vec![(None, self.shape.rest[day])]
            } else {
                let choices = self.shape.choices[day][step.action].iter();
                choices.map(|(post, own)| (Some(*post), own - self.worth[*post])).collect()
            };
            for (post, own) in choices {
                if cost + own + self.least[day + 1][step.to] > self.most {
                    continue;
                }
                if *left == 0 {
                    return false;
                }
                *left -= 1;
                self.row.push(post);
                let on = self.from(step.to, cost + own, left);
                self.row.pop();
                if !on {
                    return false;
                }
            }
        }
        true
    }
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
