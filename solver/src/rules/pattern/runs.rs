//! Days in a row: worked, off, on one kind of duty.

use super::{Alike, Judge, PatternBreach, Slot};
use crate::domain::roster::{Bound, KindIx, Past};

/// A run under judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run<T> {
    /// What its days are like.
    like: T,
    /// How many, those before day 0 included.
    days: u32,
    /// Of them, days before day 0.
    past_days: u32,
    /// First day after it.
    end: usize,
    /// Whether its length is known and over: neither its beginning nor its end lies outside the horizon.
    whole: bool,
}

impl Judge<'_> {
    pub(super) fn runs(&mut self) {
        let (kind, kind_days, work_days, rest_days) = match self.pattern.past {
            Past::Open => (None, 0, 0, 0),
            Past::Rest(days) => (None, 0, 0, days),
            Past::Work { kind, kind_days, work_days } => (Some(kind), kind_days, work_days, 0),
        };
        let on: Vec<Option<KindIx>> = self.kinds.to_vec();
        for run in self.cut(kind, kind_days, &on) {
            if let Some(kind) = run.like {
                let bound = self.pattern.kinds[kind].run;
                self.run(Alike::Kind(self.code(kind)), &run, bound, |costs| &mut costs.kind_runs);
            }
        }
        let works: Vec<bool> = on.iter().map(Option::is_some).collect();
        for run in self.cut(work_days > 0, work_days.max(rest_days), &works) {
            if run.like {
                self.run(Alike::Work, &run, self.pattern.work_run, |costs| &mut costs.work_runs);
            } else {
                self.run(Alike::Rest, &run, self.pattern.rest_run, |costs| &mut costs.rest_runs);
            }
        }
    }

    /// Cuts the horizon, and the days before it, of which there may be none, into runs.
    fn cut<T: Copy + PartialEq>(&self, past: T, past_days: u32, days: &[T]) -> Vec<Run<T>> {
        let mut runs = Vec::new();
        let mut run = Run { like: past, days: past_days, past_days, end: 0, whole: true };
        for (day, &like) in days.iter().enumerate() {
            if like == run.like {
                run.days += 1;
            } else {
                runs.push(Run { end: day, ..run });
                run = Run { like, days: 1, past_days: 0, end: day, whole: true };
            }
        }
        runs.push(Run { end: days.len(), whole: false, ..run });
        runs.retain(|run| run.days > 0);
        if self.pattern.past == Past::Open
            && let Some(first) = runs.first_mut()
        {
            first.whole = false;
        }
        runs
    }

    /// What a run breaks or costs.
    fn run<T>(&mut self, of: Alike, run: &Run<T>, bound: Bound, slot: Slot) {
        let Run { days, past_days, end: before_day, .. } = *run;
        if run.whole && days < bound.least {
            let breach = PatternBreach::RunTooShort { of: of.clone(), before_day, days, least: bound.least };
            self.pay(bound.short, i64::from(bound.least - days), slot, breach);
        }
        // Days before day 0 are nobody's choice any more.
        let beyond = days.saturating_sub(bound.most.max(past_days));
        if beyond > 0 {
            let breach = PatternBreach::RunTooLong { of, before_day, days, most: bound.most };
            self.pay(bound.over, i64::from(beyond), slot, breach);
        }
    }
}
