//! Simulated annealing over the same moves (Kirkpatrick, Gelatt & Vecchi 1983, *Optimization by simulated annealing*): a move
//! that makes the level worse is taken as well, the less often the worse it is and the further the search has come. Levels
//! settled before stay within what they may give up at every step.

use super::{COUNT, LEAST_GAIN, Search, Turn, Values, sum};
use crate::domain::plan::LevelName;
use crate::engines::levels::{self, position};
use crate::random::Random;
use std::time::Instant;

/// Moves tried for each pair of the part.
const MOVES_PER_PAIR: u64 = 250;

/// Moves tried to learn what they change.
const SAMPLE: usize = 4_000;

/// First temperature, as a share of the middle loss among moves that lose.
const HOT: f64 = 0.5;

/// Last temperature, as a share of the first.
const COLD: f64 = 0.005;

/// Moves after which the temperature falls and the clock is read.
const ROUND: u64 = 1_000;

/// Share of the time from which on the clock cools what would not end in it.
const PRESSED: f64 = 0.5;

/// How often the taker hands one of hers on, in percent.
const EXCHANGE: u32 = 60;

impl Search<'_> {
    /// Looks for a better plan at one level; `settled` is by how much each level before it may still rise. Without the clock the same
    /// start, level and seed give the same end; a `deadline` that is too near makes it cool sooner. Cut short it may end worse than it
    /// began.
    pub fn anneal(
        &mut self,
        level: LevelName,
        settled: levels::Values,
        seed: u64,
        deadline: Instant,
        stop: &(dyn Fn() -> bool + Sync),
    ) {
        let at = position(level);
        let mut slack = self.slack(settled);
        let mut random = Random::new(seed);
        let Some(hot) = self.temperature(at, &slack, &mut random) else { return };
        let begun = Instant::now();
        let time = deadline.saturating_duration_since(begun).as_secs_f64();
        let rounds = (MOVES_PER_PAIR * self.part.pairs.len() as u64).div_ceil(ROUND);
        for round in 0..rounds {
            let clock = begun.elapsed().as_secs_f64() / time.max(1e-9);
            if clock >= 1.0 || stop() {
                break;
            }
            // A pause of the machine must not change what a run does that ends in time all the same.
            let paced = round as f64 / rounds as f64;
            let done = if clock > PRESSED { paced.max(clock) } else { paced };
            let temperature = hot * COLD.powf(done);
            for _ in 0..ROUND {
                let Some((steps, total)) = self.propose(at, &mut random) else { continue };
                let loss = total[at];
                let fits = |other: usize| total[other] <= slack[other] + LEAST_GAIN;
                if loss > 0.0 && random.unit() >= (-loss / temperature).exp() || !(0..at).chain([COUNT]).all(fits) {
                    continue;
                }
                if steps.iter().flatten().all(|step| self.lawful(*step)) {
                    self.apply(&steps, &total, &mut slack);
                }
            }
        }
    }

    /// The first temperature; `None` when no move loses anything.
    fn temperature(&self, level: usize, slack: &Values, random: &mut Random) -> Option<f64> {
        let fits = |total: &Values| (0..level).chain([COUNT]).all(|at| total[at] <= slack[at] + LEAST_GAIN);
        let mut losses: Vec<f64> = (0..SAMPLE)
            .filter_map(|_| self.propose(level, random))
            .filter(|(_, total)| total[level] > LEAST_GAIN && fits(total))
            .map(|(_, total)| total[level])
            .collect();
        losses.sort_by(f64::total_cmp);
        losses.get(losses.len() / 2).map(|middle| HOT * middle)
    }

    /// A move by chance: somebody takes a shift that is bare or another's, and may hand one of hers to the giver or to a third
    /// person, or leave it bare.
    fn propose(&self, level: usize, random: &mut Random) -> Option<([Option<Turn>; 3], Values)> {
        let take = random.below(self.part.pairs.len() as u32) as usize;
        let class = self.part.pairs[take].0;
        if self.held[take] || self.begun[class] {
            return None;
        }
        let taker = self.member[take];
        let holders = self.takers[class].iter().filter(|pair| self.held[**pair]);
        let place = random.below(self.part.classes[class].members.len() as u32);
        let giver = holders.copied().nth(place as usize);
        if giver.is_none() && self.bare[class] == 0 {
            return None;
        }
        let mut give = giver.map(|pair| Turn { member: self.member[pair], give: Some(pair), take: None });
        let mut exchange = Turn { member: taker, give: None, take: Some(take) };
        let mut third = None;
        let hers = &self.people[taker].pairs;
        if !hers.is_empty() && random.percent(EXCHANGE) {
            let out = *random.pick(hers);
            let out_class = self.part.pairs[out].0;
            if self.begun[out_class] {
                return None;
            }
            exchange.give = Some(out);
            let back = give.and_then(|give| {
                self.takers[out_class]
                    .iter()
                    .copied()
                    .find(|pair| self.member[*pair] == give.member && !self.held[*pair])
            });
            if let (Some(back), Some(give)) = (back, &mut give)
                && random.percent(50)
            {
                give.take = Some(back);
            } else {
                // Where chance names herself, what she hands on stays bare.
                let next = *random.pick(&self.takers[out_class]);
                let is_giver = give.is_some_and(|give| give.member == self.member[next]);
                if next != out && (self.held[next] || is_giver) {
                    return None;
                }
                third = (next != out).then_some(Turn { member: self.member[next], give: None, take: Some(next) });
            }
        }
        let steps = [give, Some(exchange), third];
        let total = steps.iter().flatten().fold([0.0; COUNT + 1], |total, step| sum(total, self.change(*step, level)));
        Some((steps, total))
    }
}
