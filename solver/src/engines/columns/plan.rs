//! A whole plan under improvement, and the simplest way to better it: one person at a time, exactly.

use super::corridor::Reach;
use super::cover::Cover;
use super::job::Job;
use super::meter::Meter;
use super::person::Column;
use super::prices::Row;
use crate::domain::roster::PostIx;
use crate::random::Random;

/// How much days that are alike differ for whoever looks for a first roster, as a share of what a missing person costs: where they do
/// not, no fine on a kind of duty tells rosters apart.
const SPREAD: f64 = 0.1;

/// One roster for each person, and how many hold each post.
#[derive(Debug, Clone)]
pub struct Plan {
    /// By person.
    pub columns: Vec<Column>,
    /// By post.
    pub present: Vec<f64>,
    /// What it costs.
    pub cost: f64,
}

impl Plan {
    /// A plan from one roster each.
    pub fn new(job: &Job, columns: Vec<Column>) -> Self {
        let mut present = vec![0.0; job.covers.len()];
        for column in &columns {
            column.posts().for_each(|post| present[post] += 1.0);
        }
        let cost = job.cost(&columns);
        Self { columns, present, cost }
    }

    /// The first plan: the given rows that are lawful, and each of the others in turn takes what serves best beside those
    /// who have one. `None` when somebody has no lawful roster, or when there is no time.
    pub fn first(job: &Job, rows: &[Option<Row>], meter: &Meter<'_>) -> Option<Self> {
        let mut present = vec![0.0; job.covers.len()];
        let given = |(person, row): (usize, &Option<Row>)| {
            let row = row.clone()?;
            let cost = job.people[person].shape.cost(&row)?;
            Some(Column { person, row, cost })
        };
        let mut columns: Vec<Option<Column>> = rows.iter().enumerate().map(given).collect();
        // Nobody may be where there may be no more.
        for own in &mut columns {
            let fits =
                |column: &Column| column.posts().all(|post| job.covers[post].one_more(present[post]).is_finite());
            *own = own.take().filter(fits);
            own.iter().flat_map(Column::posts).for_each(|post| present[post] += 1.0);
        }
        let (usual, mut random) = (job.usual(), Random::new(1));
        for (person, own) in columns.iter_mut().enumerate() {
            if own.is_some() {
                continue;
            }
            if meter.is_stopped() && person > 0 {
                // Without time those who may rest do.
                let row = vec![None; job.posts_from.len() - 1];
                let cost = job.people[person].shape.cost(&row)?;
                *own = Some(Column { person, row, cost });
                continue;
            }
            let price = |(cover, present): (&Cover, &f64)| SPREAD * usual * random.unit() - cover.one_more(*present);
            let worth: Vec<f64> = job.covers.iter().zip(&present).map(price).collect();
            let (column, work) = job.people[person].answer(person, &worth, None, Reach::WIDE)?;
            meter.spend(work);
            column.posts().for_each(|post| present[post] += 1.0);
            *own = Some(column);
        }
        Some(Self::new(job, columns.into_iter().flatten().collect()))
    }

    /// Who holds what: (person, post).
    pub fn held(&self) -> impl Iterator<Item = (usize, PostIx)> + '_ {
        self.columns.iter().flat_map(|column| column.posts().map(|post| (column.person, post)))
    }

    /// How many hold each post without some people.
    pub fn others(&self, people: &[usize]) -> Vec<f64> {
        let mut present = self.present.clone();
        for person in people {
            self.columns[*person].posts().for_each(|post| present[post] -= 1.0);
        }
        present
    }

    /// Gives somebody another roster; what the plan costs then is told by [`Job::cost`].
    pub fn replace(&mut self, column: Column) {
        let own = column.person;
        self.columns[own].posts().for_each(|post| self.present[post] -= 1.0);
        column.posts().for_each(|post| self.present[post] += 1.0);
        self.columns[own] = column;
    }

    /// Plans one person again with all others as they are; whether that is cheaper.
    pub fn better_one(&mut self, job: &Job, person: usize, meter: &Meter<'_>) -> bool {
        let present = self.others(&[person]);
        let worth: Vec<f64> =
            job.covers.iter().zip(&present).map(|(cover, present)| -cover.one_more(*present)).collect();
        let Some(found) = job.people[person].price(person, &worth, 1, None) else { return false };
        meter.spend(found.work);
        let Some(column) = found.columns.into_iter().next() else { return false };
        let now = self.columns[person].cost + cover_cost(job, &present, &self.columns[person]);
        let then = column.cost + cover_cost(job, &present, &column);
        if then > now - 1e-7 {
            return false;
        }
        self.present = present;
        column.posts().for_each(|post| self.present[post] += 1.0);
        self.columns[person] = column;
        self.cost += then - now;
        true
    }

    /// Plans everybody again in turn until nobody gains.
    pub fn better_each(&mut self, job: &Job, meter: &Meter<'_>) {
        loop {
            let mut any = false;
            for person in 0..job.people.len() {
                if meter.is_over(meter.end()) {
                    return;
                }
                any |= self.better_one(job, person, meter);
            }
            if !any {
                return;
            }
        }
    }
}

/// What the posts of a roster change in the cost of cover, beside what others hold.
fn cover_cost(job: &Job, present: &[f64], column: &Column) -> f64 {
    column.posts().map(|post| job.covers[post].one_more(present[post])).sum()
}
