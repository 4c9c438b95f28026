//! The cheapest plan of a tiny roster by trying every one: what an engine is held against in tests.

use super::{cover, judge};
use crate::domain::plan::Assignment;
use crate::domain::problem::Problem;
use crate::domain::roster::{PostIx, Roster};

/// A worker's row that breaks nothing, and its price.
type Row = (f64, Vec<Option<PostIx>>);

/// The least cost of any plan that breaks nothing, and such a plan; `None` when each breaks something. No price may be
/// negative. Takes as many steps as there are plans: for two or three people and a week.
pub(crate) fn cheapest(problem: &Problem) -> Option<(f64, Vec<Assignment>)> {
    let roster = problem.roster.as_deref().expect("a problem with a roster");
    let rows: Vec<Vec<Row>> = (0..roster.patterns.len()).map(|worker| sound_rows(roster, worker)).collect();
    let mut search = Search { roster, rows: &rows, chosen: Vec::new(), best: None };
    search.from(0.0);
    let (cost, chosen) = search.best?;
    let mut plan = Vec::new();
    for ((rows, at), worker) in rows.iter().zip(chosen).zip(&problem.workers) {
        let posts = rows[at].1.iter().flatten();
        plan.extend(posts.map(|post| Assignment { shift: roster.posts[*post].id.clone(), agent: worker.id.clone() }));
    }
    Some((cost, plan))
}

/// Every row of a worker that breaks nothing, cheapest first.
fn sound_rows(roster: &Roster, worker: usize) -> Vec<Row> {
    let mut rows = vec![Vec::new()];
    for day in 0..roster.days {
        let posts = roster.posts.iter().enumerate().filter(|(_, post)| post.day == day).map(|(ix, _)| Some(ix));
        let options: Vec<Option<PostIx>> = posts.chain([None]).collect();
        let longer = |row: &Vec<Option<PostIx>>| {
            let with = |option: &Option<PostIx>| [row.as_slice(), &[*option]].concat();
            options.iter().map(with).collect::<Vec<_>>()
        };
        rows = rows.iter().flat_map(longer).collect();
    }
    let priced = |row: Vec<Option<PostIx>>| {
        let judged = judge(roster, worker, &row);
        judged.breaches.is_empty().then(|| (judged.costs.total(), row))
    };
    let mut sound: Vec<Row> = rows.into_iter().filter_map(priced).collect();
    sound.sort_by(|a, b| a.0.total_cmp(&b.0));
    sound
}

struct Search<'r> {
    roster: &'r Roster,
    rows: &'r [Vec<Row>],
    /// Positions of the rows of the first workers.
    chosen: Vec<usize>,
    best: Option<(f64, Vec<usize>)>,
}

impl Search<'_> {
    /// Tries every row of the next worker; those before her cost so much.
    fn from(&mut self, cost: f64) {
        let rows = self.rows;
        let Some(of_next) = rows.get(self.chosen.len()) else {
            let Some(cover) = self.cover() else { return };
            if self.best.as_ref().is_none_or(|best| cost + cover < best.0) {
                self.best = Some((cost + cover, self.chosen.clone()));
            }
            return;
        };
        for (at, (more, _)) in of_next.iter().enumerate() {
            // Rows come dearer and dearer, and cover costs nothing less than nothing.
            if self.best.as_ref().is_some_and(|best| cost + more >= best.0) {
                break;
            }
            self.chosen.push(at);
            self.from(cost + more);
            self.chosen.pop();
        }
    }

    /// What the cover costs, if none is forbidden.
    fn cover(&self) -> Option<f64> {
        let mut present = vec![0; self.roster.posts.len()];
        for (rows, at) in self.rows.iter().zip(&self.chosen) {
            rows[*at].1.iter().flatten().for_each(|post| present[*post] += 1);
        }
        let mut cost = 0.0;
        for (post, present) in self.roster.posts.iter().zip(present) {
            let (breaches, costs) = cover::judge(post, present);
            if !breaches.is_empty() {
                return None;
            }
            cost += costs.total();
        }
        Some(cost)
    }
}
