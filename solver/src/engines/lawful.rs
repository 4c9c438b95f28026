//! Which sets of shifts one worker may hold, asked again and again: the linear form of her rules over sets of bits, looked
//! at only where one more shift changes anything. It says the same as the predicate form and is much quicker.

use crate::domain::problem::{Duty, Problem, Worker};
use crate::rules::linear::{self, Sense, Term};
use std::cell::Cell;
use std::ops::Range;

/// How far a row may be off by rounding, as a share of its largest coefficient.
const TOLERANCE: f64 = 1e-6;

/// The rules of one worker over her candidate shifts.
pub(super) struct Lawful {
    /// With the candidates that each depends on, directly or through auxiliary variables.
    rows: Vec<(Bits, Row)>,
    /// By candidate: the rows that it has a part in, directly or through an auxiliary variable; those that stop it often come
    /// first by and by.
    touched: Vec<Vec<u32>>,
    /// By candidate: those that exclude it.
    conflicts: Vec<Bits>,
    aux: Vec<Aux>,
    /// The candidates of the set that is to be joined.
    held: Bits,
    /// The same with the one that is to join.
    joined: Bits,
    /// By auxiliary variable: in which judgement it was looked at last, and its value there.
    known: Vec<Cell<(u32, f64)>>,
    /// Number of the judgement.
    judged: u32,
}

/// `Σ terms ≤ right`.
struct Row {
    /// Which candidates have a part in it.
    candidates: Bits,
    /// With what, from the first of them to the last: candidates are sorted by start and a row is about a while.
    factors: Vec<f64>,
    first: usize,
    /// Auxiliary variables with their factors.
    aux: Vec<(usize, f64)>,
    right: f64,
}

/// An auxiliary variable, between 0 and 1, where it is best for the rows that use it.
enum Aux {
    /// 1 when one of the candidates is held, else 0.
    Any(Bits),
    /// 0 when one of the candidates is held, else 1.
    None(Bits),
    /// As low as the rows `Σ − aux ≤ right` let it be.
    Low(Vec<Row>),
    /// As high as the rows `Σ + aux ≤ right` let it be.
    High(Vec<Row>),
}

impl Lawful {
    /// The rules of `worker` over `candidates`, each of which she may hold alone, sorted by start.
    pub(super) fn new(problem: &Problem, worker: &Worker, candidates: &[Duty]) -> Self {
        let model = linear::model(problem, worker, candidates);
        let count = candidates.len();
        let mut definers: Vec<(bool, Vec<Row>)> = (0..model.aux).map(|_| (false, Vec::new())).collect();
        let conflicting = |at: usize| Bits::of(count, (0..count).filter(|other| model.conflicts(at, *other)));
        let conflicts = (0..count).map(conflicting).collect();
        let mut rows = Vec::new();
        for row in model.rows {
            let sign = if row.sense == Sense::AtMost { 1.0 } else { -1.0 };
            let mut terms: Vec<(Term, f64)> =
                row.terms.into_iter().map(|(term, factor)| (term, sign * factor)).collect();
            if let Some(defined) = row.defines {
                let own = terms.iter().position(|(term, _)| *term == Term::Aux(defined)).expect("it stands in its row");
                definers[defined].0 = terms.swap_remove(own).1 > 0.0;
                definers[defined].1.push(Row::new(count, &terms, sign * row.right));
            } else if row.rule.is_some() {
                rows.push(Row::new(count, &terms, sign * row.right));
            }
        }
        let aux: Vec<Aux> = definers.into_iter().map(|(high, rows)| Aux::new(count, high, rows)).collect();
        let mut touched = vec![Vec::new(); count];
        let with_candidates = |mut row: Row| {
            let mut concerned = Bits::of(count, std::iter::empty());
            concern(&aux, &row, &mut concerned);
            let factors = row.factors.iter().chain(row.aux.iter().map(|(_, factor)| factor));
            row.right += TOLERANCE * factors.fold(1.0, |largest, factor| factor.abs().max(largest));
            (concerned, row)
        };
        let rows: Vec<(Bits, Row)> = rows.into_iter().map(with_candidates).collect();
        for (at, (concerned, _)) in rows.iter().enumerate() {
            for candidate in concerned.iter() {
                touched[candidate].push(at as u32);
            }
        }
        let known = vec![Cell::new((0, 0.0)); aux.len()];
        let none = Bits::of(count, std::iter::empty());
        Self { rows, touched, conflicts, aux, held: none.clone(), joined: none, known, judged: 0 }
    }

    /// Whether a candidate may join a lawful set that it is not in.
    pub(super) fn may_join(&mut self, set: impl Iterator<Item = usize>, candidate: usize) -> bool {
        self.held.clear();
        for at in set {
            self.held.insert(at);
        }
        if self.conflicts[candidate].meets(&self.held) {
            return false;
        }
        self.joined.words.copy_from_slice(&self.held.words);
        self.joined.span = self.held.span.clone();
        self.joined.insert(candidate);
        self.judged += 1;
        let mut touched = std::mem::take(&mut self.touched[candidate]);
        // She may hold each of her candidates alone: a row with none of the set in it is not asked.
        let broken = touched.iter().position(|at| {
            let (concerned, row) = &self.rows[*at as usize];
            concerned.meets(&self.held) && self.sum(row) > row.right
        });
        if let Some(at) = broken {
            touched.swap(at, at / 2);
        }
        self.touched[candidate] = touched;
        broken.is_none()
    }

    fn sum(&self, row: &Row) -> f64 {
        let mut sum: f64 = row.aux.iter().map(|(at, factor)| factor * self.value(*at)).sum();
        for (word, mut both) in row.candidates.both(&self.joined) {
            while both != 0 {
                sum += row.factors[64 * word + both.trailing_zeros() as usize - row.first];
                both &= both - 1;
            }
        }
        sum
    }

    fn value(&self, at: usize) -> f64 {
        let (judged, value) = self.known[at].get();
        if judged == self.judged {
            return value;
        }
        let value = match &self.aux[at] {
            Aux::Any(candidates) => f64::from(u8::from(candidates.meets(&self.joined))),
            Aux::None(candidates) => f64::from(u8::from(!candidates.meets(&self.joined))),
            Aux::Low(rows) => rows.iter().map(|row| self.sum(row) - row.right).fold(0.0, f64::max).min(1.0),
            Aux::High(rows) => rows.iter().map(|row| row.right - self.sum(row)).fold(1.0, f64::min).max(0.0),
        };
        self.known[at].set((self.judged, value));
        value
    }
}

impl Row {
    fn new(count: usize, terms: &[(Term, f64)], right: f64) -> Self {
        let of_candidates = || {
            terms
                .iter()
                .filter_map(|(term, factor)| if let Term::Candidate(at) = term { Some((*at, *factor)) } else { None })
        };
        let of_aux = terms
            .iter()
            .filter_map(|(term, factor)| if let Term::Aux(at) = term { Some((*at, *factor)) } else { None });
        let first = of_candidates().map(|(at, _)| at).min().unwrap_or(0);
        let last = of_candidates().map(|(at, _)| at).max().unwrap_or(0);
        let mut factors = vec![0.0; last + 1 - first];
        for (at, factor) in of_candidates() {
            factors[at - first] += factor;
        }
        Self {
            candidates: Bits::of(count, of_candidates().map(|(at, _)| at)),
            factors,
            first,
            aux: of_aux.collect(),
            right,
        }
    }

    /// Whether it says of an auxiliary variable only that one of its candidates moves it.
    #[expect(clippy::float_cmp, reason = "whole numbers, as the rules write them")]
    fn is_plain(&self, right: f64) -> bool {
        self.aux.is_empty()
            && self.right == right
            && self.candidates.iter().all(|at| self.factors[at - self.first] == 1.0)
    }
}

impl Aux {
    fn new(count: usize, high: bool, rows: Vec<Row>) -> Self {
        if rows.iter().all(|row| row.is_plain(if high { 1.0 } else { 0.0 })) {
            let all = Bits::of(count, rows.iter().flat_map(|row| row.candidates.iter()));
            return if high { Self::None(all) } else { Self::Any(all) };
        }
        if high { Self::High(rows) } else { Self::Low(rows) }
    }
}

/// Adds the candidates that a row depends on.
fn concern(aux: &[Aux], row: &Row, found: &mut Bits) {
    found.join(&row.candidates);
    for (at, _) in &row.aux {
        match &aux[*at] {
            Aux::Any(candidates) | Aux::None(candidates) => found.join(candidates),
            Aux::Low(rows) | Aux::High(rows) => rows.iter().for_each(|row| concern(aux, row, found)),
        }
    }
}

/// A set of candidates.
#[derive(Clone)]
struct Bits {
    words: Box<[u64]>,
    /// All members are in these words: most rows are about a while, and candidates are sorted by start.
    span: Range<usize>,
}

impl Bits {
    fn of(count: usize, members: impl Iterator<Item = usize>) -> Self {
        let mut bits = Self { words: vec![0; count.div_ceil(64)].into(), span: 0..0 };
        for at in members {
            bits.insert(at);
        }
        bits
    }

    fn insert(&mut self, at: usize) {
        let word = at / 64;
        self.words[word] |= 1 << (at % 64);
        self.widen(word..word + 1);
    }

    fn widen(&mut self, by: Range<usize>) {
        if self.span.is_empty() {
            self.span = by;
        } else if !by.is_empty() {
            self.span = self.span.start.min(by.start)..self.span.end.max(by.end);
        }
    }

    fn clear(&mut self) {
        self.words.fill(0);
        self.span = 0..0;
    }

    fn join(&mut self, other: &Self) {
        for (own, others) in self.words.iter_mut().zip(&other.words) {
            *own |= others;
        }
        self.widen(other.span.clone());
    }

    /// The members of both sets, by word; few words where this one spans few.
    fn both<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (usize, u64)> + 'a {
        self.span.clone().map(|word| (word, self.words[word] & other.words[word]))
    }

    fn meets(&self, other: &Self) -> bool {
        self.both(other).any(|(_, both)| both != 0)
    }

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let bits = |(word, bits): (usize, u64)| {
            let mut left = bits;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(64 * word + bit)
            })
        };
        self.both(self).flat_map(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::DutyKind;
    use crate::engines::{eligible, parts};
    use crate::formats::generate::{Size, generate};
    use crate::random::Random;
    use crate::rules;

    /// Whatever is lawful by the predicate form of the rules may be held, and nothing else: sets grown by chance, shift by shift.
    #[test]
    fn what_may_be_held_is_what_the_predicate_form_allows() {
        let mut random = Random::new(5);
        let mut verdicts = [0usize; 2];
        for seed in [2, 9] {
            let scenario = generate(Size { establishments: 5, agents: 60, days: 28, gaps: 150 }, seed);
            let problem = crate::compile(&scenario).expect("what is generated compiles");
            for part in parts::split(&problem, &eligible::pairs(&problem, 1)) {
                for hers in part.pairs.chunk_by(|a, b| a.1.worker == b.1.worker) {
                    let who = &problem.workers[hers[0].1.worker];
                    let duties: Vec<Duty> = hers.iter().map(|(_, pair)| problem.demands[pair.demand].duty).collect();
                    let mut lawful = Lawful::new(&problem, who, &duties);
                    for _ in 0..3 {
                        let mut order: Vec<u32> = (0..duties.len() as u32).collect();
                        random.shuffle(&mut order);
                        let mut set: Vec<u32> = Vec::new();
                        for candidate in order {
                            let mut timeline = who.fixed.clone();
                            let proposed = |at: &u32| Duty { kind: DutyKind::Proposed, ..duties[*at as usize] };
                            timeline.extend(set.iter().map(proposed));
                            timeline.sort_by_key(|duty| (duty.span.start, duty.span.end));
                            let demand = &problem.demands[hers[candidate as usize].1.demand];
                            let expected = rules::fits(&problem, who, demand, &timeline);
                            let name = || format!("seed {seed}, {:?}: {set:?} and {candidate}", who.id);
                            assert_eq!(
                                lawful.may_join(set.iter().map(|at| *at as usize), candidate as usize),
                                expected,
                                "{}",
                                name()
                            );
                            verdicts[usize::from(expected)] += usize::from(!set.is_empty());
                            if expected {
                                set.insert(set.partition_point(|at| *at < candidate), candidate);
                            }
                        }
                    }
                }
            }
        }
        assert!(verdicts.iter().all(|met| *met > 200), "both verdicts are met: {verdicts:?}");
    }
}
