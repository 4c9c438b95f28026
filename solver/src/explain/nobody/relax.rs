//! The relaxations: each kind tried for whoever it could help, judged by every rule, priced.

use super::{Kind, Part, Price, Relaxation, rules_of, words};
use crate::domain::ids::Qualification;
use crate::domain::problem::{Demand, Duty, DutyKind, Problem, Team, Worker, WorkerIx, distance_km};
use crate::domain::scenario::Suitability;
use crate::domain::time::{Minute, Span, date_of_day, weekday};
use crate::explain::hours::{REACH, SHORTEST, STEP, at, may_start};
use crate::explain::remedy::Change;
use crate::explain::{Candidate, Note, Question, notes, side_by_side};
use crate::law::calendar;
use crate::rules::{self, RuleId, soft};
use chrono::Datelike;
use std::collections::BTreeSet;

/// At most so many relaxations of a kind.
const PER_KIND: usize = 3;
/// An hour of the published shift that is left bare by another start, hundredths of a point.
const BARE_HOUR: i64 = 100;
/// A handover more in the shift.
const HANDOVER: i64 = 200;
/// A post that is covered in part.
const DEGRADED: i64 = 400;
/// A published roster that changes.
const ROSTER_CHANGED: i64 = 200;
/// Sites are neighbours up to here when the group has no radius of its own, kilometres (`law.md` EQ-6: 20 to 40).
const ADJACENT_KM: u32 = 40;

/// Whose record the asker may read.
type Sees<'a> = &'a (dyn Fn(&Worker) -> bool + Sync);

struct Search<'a> {
    question: &'a Question<'a>,
    problem: &'a Problem,
    demand: &'a Demand,
    sees: Sees<'a>,
}

/// What would fill the shift, cheapest first, and how many the asker may not see.
pub fn relaxations(question: &Question<'_>, judged: &[Candidate], sees: Sees<'_>) -> (Vec<Relaxation>, usize) {
    let (problem, demand) = (question.problem, &question.problem.demands[question.demand]);
    let search = Search { question, problem, demand, sees };
    let titled: Vec<WorkerIx> = (0..problem.workers.len()).filter(|worker| question.hours_may_help(*worker)).collect();
    let mut found = search.other_starts(&titled);
    found.extend(search.splits(&titled));
    found.extend(search.degraded());
    let mut withheld = 0;
    for of_kind in search.hers_to_lift(judged).into_iter().chain([search.surplus()]) {
        // These tell why somebody is not available, or where she is.
        let (shown, hidden): (Vec<_>, Vec<_>) =
            of_kind.into_iter().partition(|(worker, _)| sees(&problem.workers[*worker]));
        withheld += hidden.len();
        found.extend(cheapest(shown.into_iter().map(|(_, relaxation)| relaxation).collect()));
    }
    found.sort_by(|a, b| a.price.total_cents.cmp(&b.price.total_cents).then_with(|| a.sentence_en.cmp(&b.sentence_en)));
    (found, withheld)
}

fn cheapest(mut found: Vec<Relaxation>) -> Vec<Relaxation> {
    found.sort_by(|a, b| {
        let key = |r: &Relaxation| (r.price.total_cents, r.people.first().map(|part| part.agent.clone()));
        key(a).cmp(&key(b))
    });
    found.truncate(PER_KIND);
    found
}

impl Search<'_> {
    fn worker(&self, worker: WorkerIx) -> &Worker {
        &self.problem.workers[worker]
    }

    /// Hours, road, burden, and what choosing her weighs.
    fn price(&self, worker: &Worker, demand: &Demand) -> Price {
        let weights = &self.problem.weights;
        let preference = soft::of_pair(self.problem, worker, demand).map(|what| what.centipoints(weights)).sum();
        Price::new(self.problem.cost_for(worker, demand), self.problem.burden_for(worker, demand), preference)
    }

    fn part(&self, worker: &Worker, demand: &Demand) -> Part {
        let mut offer_only = notes::offer_only(self.problem, worker, demand, self.question.asked_at);
        if !offer_only.is_empty() && !(self.sees)(worker) {
            offer_only = vec![Note::neutral()];
        }
        let Span { start, end } = demand.duty.span;
        Part { agent: worker.id.clone(), name: worker.name.clone(), start, end, offer_only }
    }

    fn relaxation(&self, kind: Kind, people: Vec<Part>, price: Price, weight: i64) -> Relaxation {
        let zone = self.problem.sites[self.demand.site].zone;
        let (sentence_fr, sentence_en) = words::relaxation(&kind, &people, zone);
        Relaxation { kind, people, price: price.plus(Price::new(0, 0, weight)), sentence_fr, sentence_en }
    }

    /// The nearest lawful start on either side, for each person.
    fn other_starts(&self, titled: &[WorkerIx]) -> Vec<Relaxation> {
        let moves: Vec<(Minute, Demand)> = (1..=REACH / STEP)
            .flat_map(|step| [(Change::Later, step * STEP), (Change::Earlier, step * STEP)])
            .filter_map(|(change, minutes)| {
                let signed = if change == Change::Later { minutes } else { -minutes };
                Some((signed, self.question.changed(change, minutes)?))
            })
            .collect();
        let nearest = |worker: &WorkerIx| -> Vec<Relaxation> {
            let who = self.worker(*worker);
            let lawful = |ahead: bool| {
                let of_side = moves.iter().filter(move |(minutes, _)| (*minutes > 0) == ahead);
                of_side.clone().find(|(_, demand)| self.question.lawful(*worker, demand))
            };
            [true, false]
                .into_iter()
                .filter_map(lawful)
                .map(|(minutes, demand)| {
                    let bare = minutes.abs().min(self.demand.duty.span.minutes());
                    let (people, price) = (vec![self.part(who, demand)], self.price(who, demand));
                    let kind = Kind::OtherStart { minutes: *minutes };
                    self.relaxation(kind, people, price, bare * BARE_HOUR / 60)
                })
                .collect()
        };
        cheapest(side_by_side(titled, nearest).into_iter().flatten().collect())
    }

    /// Two people, each part at least three hours: for every handover the cheapest who may hold either part.
    fn splits(&self, titled: &[WorkerIx]) -> Vec<Relaxation> {
        let Span { start, end } = self.demand.duty.span;
        let middle = i64::midpoint(start, end);
        let mut handovers: Vec<Minute> = (start + SHORTEST..=end - SHORTEST).step_by(STEP as usize).collect();
        // Of two handovers at the same price, the one nearer the middle.
        handovers.sort_by_key(|handover| ((handover - middle).abs(), *handover));
        if !may_start(self.problem, self.question.asked_at, start) {
            return Vec::new();
        }
        let of_handover = |handover: &Minute| -> Vec<Relaxation> {
            let parts = [Span::new(start, *handover), Span::new(*handover, end)];
            let parts = parts.map(|span| at(self.problem, self.demand, span));
            let [first, second] = [0, 1].map(|part| {
                let demand = &parts[part];
                let lawful = titled.iter().filter(|worker| self.question.lawful(**worker, demand));
                let mut priced: Vec<(Price, WorkerIx)> =
                    lawful.map(|worker| (self.price(self.worker(*worker), demand), *worker)).collect();
                priced.sort_by_key(|(price, worker)| (price.total_cents, *worker));
                priced.truncate(PER_KIND + 1);
                priced
            });
            let pairs = first.iter().flat_map(|a| second.iter().map(move |b| (a, b))).filter(|(a, b)| a.1 != b.1);
            pairs
                .map(|((price, a), (other, b))| {
                    let people = vec![self.part(self.worker(*a), &parts[0]), self.part(self.worker(*b), &parts[1])];
                    self.relaxation(Kind::Split { handover: *handover }, people, price.plus(*other), HANDOVER)
                })
                .collect()
        };
        let mut found: Vec<Relaxation> = handovers.iter().flat_map(of_handover).collect();
        found.sort_by_key(|relaxation| relaxation.price.total_cents);
        // Each two people once.
        let mut told = BTreeSet::new();
        found.retain(|relaxation| {
            let mut pair: Vec<_> = relaxation.people.iter().map(|part| part.agent.clone()).collect();
            pair.sort();
            told.insert(pair)
        });
        found.truncate(PER_KIND);
        found
    }

    /// Those whose title the table allows in degraded form, where the manager has not accepted it yet.
    fn degraded(&self) -> Vec<Relaxation> {
        if self.demand.degraded.is_empty() {
            return Vec::new();
        }
        let mut demand = self.demand.clone();
        demand.suitable.extend(self.demand.degraded.iter().map(|title| (title.clone(), Suitability::Degraded)));
        let title = |worker: &Worker| -> Option<Qualification> {
            worker.titles_on(demand.duty.day).find(|title| self.demand.degraded.contains(title)).cloned()
        };
        let found = self.problem.workers.iter().enumerate().filter_map(|(worker, who)| {
            if who.suits(self.demand) != Suitability::No {
                return None;
            }
            let title = title(who)?;
            self.question.lawful(worker, &demand).then(|| {
                let (people, price) = (vec![self.part(who, &demand)], self.price(who, &demand));
                self.relaxation(Kind::Degraded { title }, people, price, DEGRADED)
            })
        });
        cheapest(found.collect())
    }

    /// What is hers alone to lift: the times and the distance she accepts; the distance only for a site next to her
    /// own.
    fn hers_to_lift(&self, judged: &[Candidate]) -> [Vec<(WorkerIx, Relaxation)>; 2] {
        let hers = BTreeSet::from([RuleId::Availability, RuleId::Mobility]);
        let mut found = [Vec::new(), Vec::new()];
        for candidate in judged {
            let rules = rules_of(candidate);
            if rules.is_empty() || !rules.is_subset(&hers) {
                continue;
            }
            let Some(worker) = self.problem.workers.iter().position(|w| w.id == candidate.agent) else { continue };
            let who = self.worker(worker);
            let asked = Worker { availability: None, mobility_km: u32::MAX, ..who.clone() };
            let km = self.sites_km(who.employer);
            let far = rules.contains(&RuleId::Mobility);
            let duties = self.question.duties(worker);
            if (far && km > f64::from(self.adjacent_km())) || !rules::allows(self.problem, &asked, self.demand, &duties)
            {
                continue;
            }
            let weights = self.problem.weights;
            let asks = if rules.contains(&RuleId::Availability) { weights.wish_off } else { 0 };
            let weight = asks + if far { weights.far_site } else { 0 };
            let kind = if far { Kind::FarSite { sites_km: km.ceil() as i64 } } else { Kind::Availability };
            let (people, price) = (vec![self.part(who, self.demand)], self.price(who, self.demand));
            found[usize::from(far)].push((worker, self.relaxation(kind, people, price, weight)));
        }
        found
    }

    /// Somebody on duty at a neighbouring site at these hours, without whom her unit keeps its minimum. Her hours are
    /// paid already; the road is not.
    fn surplus(&self) -> Vec<(WorkerIx, Relaxation)> {
        let near = |team: &&Team| {
            team.site != self.demand.site
                && team.span.overlaps(self.demand.duty.span)
                && self.sites_km(team.site) <= f64::from(self.adjacent_km())
        };
        let mut found = Vec::new();
        for team in self.problem.teams.iter().filter(near) {
            for worker in team.people.iter().copied().filter(|worker| self.spares(team, *worker)) {
                let duties = self.question.duties(worker);
                let freed = |d: &Duty| d.kind == DutyKind::Home && d.site == Some(team.site) && d.span == team.span;
                let Some(duty) = duties.iter().copied().find(freed) else { continue };
                let who = freed_worker(self.problem, self.worker(worker), &duty);
                let rest: Vec<Duty> = duties.iter().copied().filter(|d| *d != duty).collect();
                if !rules::allows(self.problem, &who, self.demand, &rest) {
                    continue;
                }
                let site = &self.problem.sites[team.site];
                let kind = Kind::Surplus { unit_name: team.unit_name.clone(), site_name: site.name.clone() };
                let price =
                    Price { cents: self.problem.road_cents(&who, self.demand), ..self.price(&who, self.demand) };
                let people = vec![self.part(self.worker(worker), self.demand)];
                found.push((worker, self.relaxation(kind, people, price, ROSTER_CHANGED)));
            }
        }
        found
    }

    /// Whether a team keeps every minimum without one of its people.
    fn spares(&self, team: &Team, worker: WorkerIx) -> bool {
        team.minimum.iter().all(|(persons, titles)| {
            let others = team.people.iter().filter(|other| **other != worker);
            let counts = |other: &WorkerIx| self.worker(*other).titles_on(team.day).any(|title| titles.contains(title));
            others.filter(|other| counts(other)).count() >= *persons as usize
        })
    }

    fn adjacent_km(&self) -> u32 {
        self.problem.mobility_radius_km.unwrap_or(ADJACENT_KM)
    }

    fn sites_km(&self, site: usize) -> f64 {
        distance_km(self.problem.sites[site].place, self.problem.sites[self.demand.site].place)
    }
}

/// A worker without one duty of her home roster: her year holds less, the rest is the same.
fn freed_worker(problem: &Problem, worker: &Worker, duty: &Duty) -> Worker {
    let mut freed = worker.clone();
    freed.fixed.retain(|d| d != duty);
    let calendar = &problem.sites[worker.employer].calendar;
    let days = |d: &Duty| worker.grid.day_of(d.span.start)..=worker.grid.day_of(d.span.end - 1);
    let start = date_of_day(*days(duty).start()).year();
    for year in &mut freed.years {
        if year.year == start {
            year.work_minutes -= duty.work_minutes;
            year.night_minutes -= duty.night_minutes;
        }
        for day in days(duty).filter(|day| date_of_day(*day).year() == year.year) {
            let burdensome = weekday(day) == 6 || calendar::is_holiday(date_of_day(day), calendar);
            if burdensome && !freed.fixed.iter().any(|d| days(d).contains(&day)) {
                year.sundays_holidays = year.sundays_holidays.saturating_sub(1);
            }
        }
    }
    freed
}
