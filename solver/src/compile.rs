//! Scenario → problem: civil times become instants, titles become suitability lists, derogations become rule sets.
//!
//! The input is taken as already valid in form ([`crate::formats::scenario::validate`] says what that means); what only
//! the law library can judge (packs, versions, derogation ids) is judged here.

use crate::domain::choices::Choices;
use crate::domain::ids::{AgentId, EstablishmentId, Qualification, UnitId};
use crate::domain::problem::{
    BurdenWeights, Demand, Duty, DutyKind, PreferenceWeights, Problem, Proposes, Site, SiteIx, Worker,
};
use crate::domain::scenario::{AgencyPrice, Establishment, Scenario, Shift, ShiftCode, Suitability, Unit, Weights};
use crate::domain::time::{Minute, Span, day_of_date, instant_of_local};
use crate::fingerprint::sha256;
use crate::formats::{Issue, Said};
use crate::law::{Library, RuleSet, calendar};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::BTreeMap;

mod sites;
mod teams;
mod workers;

use sites::sites;

/// Compiles a valid scenario under the rule packs that ship with the program.
///
/// # Errors
/// See [`compile_under`].
pub fn compile(scenario: &Scenario) -> Result<Problem, Vec<Issue>> {
    compile_under(Library::builtin(), scenario)
}

/// Compiles a valid scenario under the rule packs of a library.
///
/// # Errors
/// Every unknown rule pack, version, derogation or rule, every local rule that the law does not allow, every dangling
/// reference.
pub fn compile_under(library: &Library, scenario: &Scenario) -> Result<Problem, Vec<Issue>> {
    let mut issues = Vec::new();
    let (sites, rule_sets) = sites(library, scenario, &mut issues);
    let index = Index::new(scenario);
    let mut compiler = Compiler { scenario, index, sites, rule_sets, presences: Vec::new(), issues };
    let demands = compiler.demands();
    let workers = compiler.workers();
    let teams = compiler.teams();
    let Compiler { sites, rule_sets, presences, issues, .. } = compiler;
    if !issues.is_empty() {
        return Err(issues);
    }
    let company = company(&workers, &presences);
    let centi = |points: f64| (points * 100.0).round() as i64;
    let zone = scenario.group.time_zone;
    let midnight = |date: NaiveDate| instant_of_local(zone, date.and_time(NaiveTime::MIN));
    let of_workers = workers.iter().flat_map(|w| &w.fixed).map(|d| d.span.minutes());
    let longest_duty = demands.iter().map(|d| d.duty.span.minutes()).chain(of_workers).max().unwrap_or(0);
    Ok(Problem {
        input_sha256: input_sha256(scenario),
        rule_packs: scenario.rule_packs.iter().map(|(id, version)| format!("{id}@{version}")).collect(),
        horizon: Span::new(midnight(scenario.horizon.from), midnight(after_last_day(scenario))),
        sites,
        rule_sets,
        workers,
        demands,
        teams,
        burden_weights: burden_weights(&scenario.weights),
        weights: PreferenceWeights {
            unknown_unit: centi(scenario.weights.unknown_unit),
            wish_off: centi(scenario.weights.wish_off),
            wish_on: centi(scenario.weights.wish_on),
            weekend_in_a_row: centi(scenario.weights.weekend_in_a_row),
            far_site: centi(scenario.weights.far_site),
            winter_holidays: centi(scenario.weights.winter_holidays),
            alone_on_unknown_unit: centi(scenario.weights.alone_on_unknown_unit),
        },
        weekends_in_a_row_max: scenario.house_rules.weekends_in_a_row_max,
        mobility_radius_km: scenario.house_rules.mobility_radius_km,
        lending_agreements_required: scenario.group.lending_agreements_required,
        first_shift_accompanied: scenario.house_rules.first_shift_accompanied,
        company,
        decided_at: scenario.decided_at.map(|local| instant_of_local(zone, local)),
        longest_duty,
        proposes: Proposes::Loans,
        roster: None,
        choices: Choices::default(),
        travel_centipoints_per_50km: centi(scenario.weights.travel),
        agency_minutes_max: scenario
            .agency
            .iter()
            .filter_map(|a| Some((a.qualification.clone(), Minute::from(a.hours_max?) * 60)))
            .collect(),
    })
}

/// A shift that a scenario does not hold, as its problem would have it: who could hold it is asked before it is asked for.
/// `None` when its unit or its code is not of the scenario.
pub fn compile_shift(scenario: &Scenario, shift: &Shift) -> Option<Demand> {
    let (sites, rule_sets) = (Vec::new(), Vec::new());
    let index = Index::new(scenario);
    let mut compiler = Compiler { scenario, index, sites, rule_sets, presences: Vec::new(), issues: Vec::new() };
    compiler.demand(shift, "shift")
}

/// SHA-256 of the facts, in one canonical text: description and expectation are left out, so that the same facts have
/// the same value whether they came from TOML, JSON or a database. How the codes of a roster line are set apart is no fact.
fn input_sha256(scenario: &Scenario) -> String {
    let mut facts = Scenario { description: String::new(), expected: None, decided_at: None, ..scenario.clone() };
    for line in &mut facts.rosters {
        line.codes = line.codes.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    sha256(&serde_json::to_vec(&facts).expect("a scenario has only string keys"))
}

fn after_last_day(scenario: &Scenario) -> NaiveDate {
    scenario.horizon.from + Days::new(u64::from(scenario.horizon.days))
}

/// Look-ups by identifier.
struct Index<'a> {
    sites: BTreeMap<&'a EstablishmentId, SiteIx>,
    units: BTreeMap<&'a UnitId, &'a Unit>,
    agents: BTreeMap<&'a AgentId, usize>,
}

impl<'a> Index<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        Self {
            sites: scenario.establishments.iter().enumerate().map(|(ix, e)| (&e.id, ix)).collect(),
            units: scenario.units.iter().map(|u| (&u.id, u)).collect(),
            agents: scenario.agents.iter().enumerate().map(|(ix, a)| (&a.id, ix)).collect(),
        }
    }
}

struct Compiler<'a> {
    scenario: &'a Scenario,
    index: Index<'a>,
    sites: Vec<Site>,
    rule_sets: Vec<RuleSet>,
    presences: Vec<Presence<'a>>,
    issues: Vec<Issue>,
}

/// Decided work at a unit: an agent (by position) is on duty there.
struct Presence<'a> {
    unit: &'a UnitId,
    agent: usize,
    span: Span,
}

/// When somebody who knows a unit is on duty there.
fn company(workers: &[Worker], presences: &[Presence<'_>]) -> BTreeMap<UnitId, Vec<Span>> {
    let mut company: BTreeMap<UnitId, Vec<Span>> = BTreeMap::new();
    for Presence { unit, agent, span } in presences {
        if workers[*agent].knows(unit) {
            company.entry((*unit).clone()).or_default().push(*span);
        }
    }
    company
}

impl<'a> Compiler<'a> {
    fn dangling(&mut self, field: String, found: &str, (french, english): (&str, &str)) {
        self.issues.push(Issue {
            line: None,
            field,
            found: format!("«{found}»").into(),
            expected: Said::both(
                format!("l’identifiant {french} de ce scénario"),
                format!("the id of {english} of this scenario"),
            ),
            help: Said::both(
                "corrigez la référence, ou ajoutez ce qu’elle nomme",
                "correct the reference or add what it names",
            ),
        });
    }

    fn demands(&mut self) -> Vec<Demand> {
        let scenario = self.scenario;
        let mut demands = Vec::with_capacity(scenario.shifts.len());
        for (position, shift) in scenario.shifts.iter().enumerate() {
            demands.extend(self.demand(shift, &format!("shifts[{position} \"{}\"]", shift.id)));
        }
        demands
    }

    fn demand(&mut self, shift: &Shift, field: &str) -> Option<Demand> {
        let scenario = self.scenario;
        let (unit, site, code) = self.place_of(shift, field)?;
        let establishment = &scenario.establishments[site];
        let duty = duty(establishment, site, code, shift.date, DutyKind::Proposed);
        let burden_minutes = calendar::burden_minutes(duty.span, establishment);
        let weights = burden_weights(&scenario.weights);
        Some(Demand {
            id: shift.id.clone(),
            duty,
            site,
            unit: unit.id.clone(),
            unit_name: unit.name.clone(),
            code: code.code.clone(),
            qualification: shift.qualification.clone(),
            suitable: self.suitable(shift),
            degraded: self.degraded(shift),
            priority: shift.priority,
            burden_minutes,
            burden_centipoints: weights.centipoints(burden_minutes) + weights.hours_centipoints(duty.work_minutes),
            agency_cents: agency_cents(&scenario.agency, &shift.qualification, duty.work_minutes),
        })
    }

    fn place_of(&mut self, shift: &Shift, field: &str) -> Option<(&'a Unit, SiteIx, &'a ShiftCode)> {
        let Some(unit) = self.index.units.get(&shift.unit).copied() else {
            self.dangling(format!("{field}.unit"), shift.unit.as_str(), ("d’une unité", "a unit"));
            return None;
        };
        let Some(site) = self.index.sites.get(&unit.establishment).copied() else {
            self.dangling(
                format!("units \"{}\".establishment", unit.id),
                unit.establishment.as_str(),
                ("d’un établissement", "an establishment"),
            );
            return None;
        };
        let Some(code) = unit.shift_codes.iter().find(|c| c.code == shift.code) else {
            self.dangling(
                format!("{field}.code"),
                shift.code.as_str(),
                ("d’un code horaire de son unité", "a shift code of its unit"),
            );
            return None;
        };
        Some((unit, site, code))
    }

    /// The table for one post: the group's own cells first, then the default table.
    fn titles(&self, post: &Qualification) -> BTreeMap<Qualification, Suitability> {
        let mut titles: BTreeMap<Qualification, Suitability> = DEFAULT_SUBSTITUTION
            .iter()
            .filter(|(of, ..)| *of == post.as_str())
            .map(|(_, held, suitability)| (Qualification::from(*held), *suitability))
            .collect();
        titles.insert(post.clone(), Suitability::Full);
        for cell in self.scenario.substitutions.iter().filter(|c| c.post == *post) {
            titles.insert(cell.held.clone(), cell.suitability);
        }
        titles
    }

    /// Titles that the table allows in degraded form and the manager has not accepted.
    fn degraded(&self, shift: &Shift) -> Vec<Qualification> {
        let titles = self.titles(&shift.qualification).into_iter();
        let degraded = titles.filter(|(_, s)| *s == Suitability::Degraded && !shift.degraded_accepted);
        degraded.map(|(title, _)| title).collect()
    }

    /// Degraded only when the manager accepts it.
    fn suitable(&self, shift: &Shift) -> Vec<(Qualification, Suitability)> {
        let usable = |s: &Suitability| match s {
            Suitability::Full => true,
            Suitability::Degraded => shift.degraded_accepted,
            Suitability::No => false,
        };
        let titles = self.titles(&shift.qualification).into_iter();
        let mut titles: Vec<_> = titles.filter(|(_, s)| usable(s)).collect();
        titles.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        titles
    }

    /// Everyone's decided work: home rosters (without the days of an absence), held pool shifts, outside work.
    fn fixed_duties(&mut self) -> Vec<Vec<Duty>> {
        let scenario = self.scenario;
        let mut fixed = vec![Vec::new(); scenario.agents.len()];
        let mut absent: BTreeMap<&AgentId, Vec<(NaiveDate, NaiveDate)>> = BTreeMap::new();
        for absence in &scenario.absences {
            absent.entry(&absence.agent).or_default().push((absence.from, absence.to));
        }
        for (position, line) in scenario.rosters.iter().enumerate() {
            let Some(&agent) = self.index.agents.get(&line.agent) else {
                self.dangling(format!("rosters[{position}].agent"), line.agent.as_str(), ("d’un agent", "an agent"));
                continue;
            };
            let away = absent.get(&line.agent).map_or(&[][..], Vec::as_slice);
            for (offset, code) in line.codes.split_whitespace().enumerate().filter(|(_, code)| *code != ".") {
                let date = line.from + Days::new(offset as u64);
                if away.iter().any(|(from, to)| (*from..=*to).contains(&date)) {
                    continue;
                }
                let field = || format!("rosters[{position} \"{}\"].codes[{offset}]", line.agent);
                fixed[agent].extend(self.decided(agent, &line.unit, code, date, DutyKind::Home, &field));
            }
        }
        for (position, held) in scenario.held.iter().enumerate() {
            let field = || format!("held[{position} \"{}\"]", held.shift.id);
            let Some(&agent) = self.index.agents.get(&held.agent) else {
                self.dangling(format!("{}.agent", field()), held.agent.as_str(), ("d’un agent", "an agent"));
                continue;
            };
            let shift = &held.shift;
            let code = shift.code.as_str();
            fixed[agent].extend(self.decided(agent, &shift.unit, code, shift.date, DutyKind::Pool, &field));
        }
        for (duties, agent) in fixed.iter_mut().zip(&scenario.agents) {
            let Some(&site) = self.index.sites.get(&agent.employer) else { continue };
            let establishment = &scenario.establishments[site];
            duties.extend(agent.outside_work.iter().map(|work| outside_duty(establishment, work.from, work.to)));
        }
        fixed
    }

    /// A duty that an agent has at a unit; noted there as well.
    fn decided(
        &mut self,
        agent: usize,
        unit: &'a UnitId,
        code: &str,
        date: NaiveDate,
        kind: DutyKind,
        field: &dyn Fn() -> String,
    ) -> Option<Duty> {
        let found = self.index.units.get(unit).and_then(|u| {
            let site = *self.index.sites.get(&u.establishment)?;
            Some((site, u.shift_codes.iter().find(|c| c.code.as_str() == code)?))
        });
        let Some((site, code)) = found else {
            self.dangling(
                field(),
                &format!("{unit}/{code}"),
                ("d’une unité et d’un de ses codes horaires", "a unit and one of its shift codes"),
            );
            return None;
        };
        let duty = duty(&self.scenario.establishments[site], site, code, date, kind);
        self.presences.push(Presence { unit, agent, span: duty.span });
        Some(duty)
    }
}

fn duty(establishment: &Establishment, site: SiteIx, code: &ShiftCode, date: NaiveDate, kind: DutyKind) -> Duty {
    let zone = establishment.time_zone;
    let end_date = if code.end > code.start { date } else { date + Days::new(1) };
    let span = Span::new(
        instant_of_local(zone, date.and_time(code.start)),
        instant_of_local(zone, end_date.and_time(code.end)),
    );
    Duty {
        span,
        work_minutes: (span.minutes() - Minute::from(code.break_minutes)).max(0),
        day: day_of_date(date),
        site: Some(site),
        kind,
        night_minutes: calendar::night_minutes(span, establishment),
        break_minutes: match (code.break_minutes, code.paid_break_minutes) {
            (0, None) => None,
            (unpaid, paid) => Some(Minute::from(unpaid + paid.unwrap_or(0))),
        },
    }
}

fn outside_duty(establishment: &Establishment, from: NaiveDateTime, to: NaiveDateTime) -> Duty {
    let zone = establishment.time_zone;
    let span = Span::new(instant_of_local(zone, from), instant_of_local(zone, to));
    Duty {
        span,
        work_minutes: span.minutes(),
        day: day_of_date(from.date()),
        site: None,
        kind: DutyKind::Outside,
        night_minutes: calendar::night_minutes(span, establishment),
        break_minutes: None,
    }
}

fn burden_weights(weights: &Weights) -> BurdenWeights {
    let Weights { night, saturday, sunday, holiday, hours, .. } = *weights;
    BurdenWeights { night, saturday, sunday, holiday, hours }
}

/// The all-in price of a shift; `None` when the group has no price or the price is above its ceiling.
fn agency_cents(prices: &[AgencyPrice], qualification: &Qualification, work_minutes: Minute) -> Option<i64> {
    let price = prices.iter().find(|p| p.qualification == *qualification)?;
    let within = price.cap_cents_per_hour.is_none_or(|cap| price.price_cents_per_hour <= cap);
    within.then(|| i64::from(price.price_cents_per_hour) * work_minutes / 60)
}

/// Who may stand in for whom when the group says nothing: post, title held, verdict (`law.md` §7.4; the two bans AS→IDE
/// and AES→AS follow from CSP L4314-4 and L4391-1, the other cells are house practice). What is absent is not allowed.
const DEFAULT_SUBSTITUTION: &[(&str, &str, Suitability)] = &[
    ("AS", "IDE", Suitability::Degraded),
    ("AS", "AP", Suitability::Degraded),
    ("AP", "AS", Suitability::Degraded),
    ("AP", "IDE", Suitability::Degraded),
    ("AES", "IDE", Suitability::Degraded),
    ("AES", "AS", Suitability::Full),
    ("AES", "AP", Suitability::Full),
    ("AES", "ME", Suitability::Degraded),
    ("AES", "ES", Suitability::Full),
    ("ASH", "AS", Suitability::Full),
    ("ASH", "AP", Suitability::Full),
    ("ASH", "AES", Suitability::Full),
    ("ASH", "ME", Suitability::Degraded),
    ("ME", "ES", Suitability::Full),
    ("ME", "AES", Suitability::Degraded),
    ("IDE", "IADE", Suitability::Full),
    ("IDE", "IBODE", Suitability::Full),
    ("IDE", "PUER", Suitability::Full),
    ("IDE", "IPA", Suitability::Full),
    ("PUER", "IDE", Suitability::Degraded),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nursing_assistant_never_stands_in_for_a_nurse() {
        assert!(!DEFAULT_SUBSTITUTION.iter().any(|(post, held, _)| *post == "IDE" && *held == "AS"));
        assert!(!DEFAULT_SUBSTITUTION.iter().any(|(post, held, _)| *post == "AS" && *held == "AES"));
    }

    #[test]
    fn agency_above_its_ceiling_is_no_alternative() {
        let price = |cap| AgencyPrice {
            qualification: "IDE".into(),
            price_cents_per_hour: 6000,
            cap_cents_per_hour: cap,
            hours_max: None,
        };
        assert_eq!(agency_cents(&[price(Some(5400))], &"IDE".into(), 450), None);
        assert_eq!(agency_cents(&[price(None)], &"IDE".into(), 450), Some(45_000));
        assert_eq!(agency_cents(&[price(Some(6000))], &"AS".into(), 450), None);
    }

    #[test]
    fn a_date_survives_the_day_count() {
        use crate::domain::time::date_of_day;
        let date = NaiveDate::from_ymd_opt(2028, 2, 29).expect("leap day");
        assert_eq!(date_of_day(day_of_date(date)), date);
    }
}
