//! Choices that people have made before a plan of single shifts is computed: who is to keep a shift, and who is not to hold one.
//!
//! They only narrow what the engines may give, so that whatever comes out is as lawful as ever. A shift that is to be kept is
//! given to nobody else, and whoever keeps it is given nothing that the law forbids beside it. It may still stay bare: when the
//! law refuses her by now, or when several other shifts together weigh more than this one.

use super::plan::Assignment;
use super::problem::{DemandIx, Problem, WorkerIx};
use crate::fingerprint::sha256;
use std::collections::{BTreeMap, BTreeSet};

/// See the module. The default is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    kept: BTreeMap<DemandIx, WorkerIx>,
    ruled_out: BTreeSet<(DemandIx, WorkerIx)>,
}

impl Choices {
    /// Whether they leave somebody a shift.
    pub fn allow(&self, worker: WorkerIx, demand: DemandIx) -> bool {
        self.kept.get(&demand).is_none_or(|kept| *kept == worker) && !self.ruled_out.contains(&(demand, worker))
    }

    /// The shifts that somebody keeps beside this one.
    pub fn kept_beside(&self, worker: WorkerIx, demand: DemandIx) -> Vec<DemandIx> {
        let hers = self.kept.iter().filter(|(other, kept)| **kept == worker && **other != demand);
        hers.map(|(other, _)| *other).collect()
    }

    /// Whether they speak of a shift, so that another one just like it is not the same.
    pub fn speak_of(&self, demand: DemandIx) -> bool {
        self.kept.contains_key(&demand) || self.ruled_out.iter().any(|(other, _)| *other == demand)
    }
}

impl Problem {
    /// The same problem under choices. Of shifts and agents that it does not know nothing is kept and nobody is ruled out.
    #[must_use]
    pub fn under_choices(mut self, keep: &[Assignment], without: &[Assignment]) -> Self {
        if keep.is_empty() && without.is_empty() {
            return self;
        }
        let demands: BTreeMap<_, _> = self.demands.iter().enumerate().map(|(ix, demand)| (&demand.id, ix)).collect();
        let workers: BTreeMap<_, _> = self.workers.iter().enumerate().map(|(ix, worker)| (&worker.id, ix)).collect();
        let known = |choice: &Assignment| Some((*demands.get(&choice.shift)?, *workers.get(&choice.agent)?));
        let (kept, ruled_out) = (keep.iter().filter_map(known).collect(), without.iter().filter_map(known).collect());
        // Another input is another fingerprint.
        let said = serde_json::to_vec(&(&self.input_sha256, keep, without)).expect("texts are written without fail");
        self.input_sha256 = sha256(&said);
        self.choices = Choices { kept, ruled_out };
        self
    }
}
