//! Scenario → problem: civil times become instants, titles become suitability lists, derogations become rule sets.
//!
//! The input is taken as already valid in form ([`crate::formats::scenario::validate`] says what that means); what only
//! the law library can judge (packs, versions, derogation ids) is judged here.

use crate::domain::ids::{AgentId, EstablishmentId, Qualification, UnitId};
use crate::domain::problem::{
    BurdenWeights, Demand, Duty, DutyKind, PreferenceWeights, Problem, RuleSetIx, Site, SiteIx, Worker, Year,
};
use crate::domain::scenario::{
    AgencyPrice, Agent, Establishment, LocalRule, Scenario, Shift, ShiftCode, Suitability, Unit, Weights, WishKind,
};
use crate::domain::time::{Day, DayGrid, Minute, Span, date_of_day, day_of_date, instant_of_local, weekday};
use crate::formats::Issue;
use crate::law::{Library, Local, ResolveError, RuleSet, Status, calendar};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

mod teams;

/// Civil days kept on either side of the horizon: a civil year of history and averages over twelve weeks must fit.
const MARGIN_DAYS: Day = 400;

/// Length of a work cycle when the establishment states none, civil weeks.
const CYCLE_WEEKS: u32 = 4;

/// 29 December 2025, the Monday of ISO week 1 of 2026: where cycles begin when the establishment states nothing.
const CYCLE_ANCHOR: Day = 20_451;

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
    let mut demands = compiler.demands();
    let workers = compiler.workers();
    let teams = compiler.teams();
    let Compiler { sites, rule_sets, presences, issues, .. } = compiler;
    if !issues.is_empty() {
        return Err(issues);
    }
    accompany(&mut demands, &workers, &presences);
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
        decided_at: scenario.decided_at.map(|local| instant_of_local(zone, local)),
        longest_duty,
        travel_centipoints_per_50km: centi(scenario.weights.travel),
        agency_minutes_max: scenario
            .agency
            .iter()
            .filter_map(|a| Some((a.qualification.clone(), Minute::from(a.hours_max?) * 60)))
            .collect(),
    })
}

/// SHA-256 of the facts, in one canonical text: description and expectation are left out, so that the same facts have
/// the same value whether they came from TOML, JSON or a database.
fn input_sha256(scenario: &Scenario) -> String {
    let facts = Scenario { description: String::new(), expected: None, decided_at: None, ..scenario.clone() };
    let text = serde_json::to_vec(&facts).expect("a scenario has only string keys");
    Sha256::digest(text).iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
        hex
    })
}

fn after_last_day(scenario: &Scenario) -> NaiveDate {
    scenario.horizon.from + Days::new(u64::from(scenario.horizon.days))
}

/// Sites and the distinct rule sets they point at.
fn sites(library: &Library, scenario: &Scenario, issues: &mut Vec<Issue>) -> (Vec<Site>, Vec<RuleSet>) {
    for (id, version) in &scenario.rule_packs {
        if library.pack(id, version).is_none() {
            issues.push(Issue {
                line: None,
                field: format!("rule_packs.{id}"),
                found: format!("«{version}»"),
                expected: format!("one of {}", library.keys()),
                help: "name a rule pack and version that this program holds".into(),
            });
        }
    }
    let mut rule_sets: Vec<RuleSet> = Vec::new();
    let mut sites = Vec::new();
    for (position, establishment) in scenario.establishments.iter().enumerate() {
        let rule_set = rule_set(library, scenario, position, &mut rule_sets, issues).unwrap_or(0);
        sites.push(Site {
            id: establishment.id.clone(),
            name: establishment.name.clone(),
            zone: establishment.time_zone,
            place: establishment.place,
            rule_set,
            required_documents: establishment.law.required_documents.clone(),
            calendar: Arc::new(establishment.clone()),
        });
    }
    (sites, rule_sets)
}

fn rule_set(
    library: &Library,
    scenario: &Scenario,
    position: usize,
    rule_sets: &mut Vec<RuleSet>,
    issues: &mut Vec<Issue>,
) -> Option<RuleSetIx> {
    let establishment = &scenario.establishments[position];
    let at = format!("establishments[{position} \"{}\"]", establishment.id);
    let version = scenario.rule_packs.get(&establishment.regime);
    let Some(pack) = version.and_then(|version| library.pack(&establishment.regime, version)) else {
        issues.push(Issue {
            line: None,
            field: format!("{at}.regime"),
            found: format!("«{}»", establishment.regime),
            expected: "a regime listed under [rule_packs]".into(),
            help: format!("this program holds {}", library.keys()),
        });
        return None;
    };
    // The establishment's own rules come after the group's, which they may tighten further.
    let of_group = &scenario.house_rules.rules;
    let rules: Vec<LocalRule> = of_group.iter().chain(&establishment.law.rules).cloned().collect();
    let local = Local {
        derogations: &establishment.derogations,
        rules: &rules,
        house: &scenario.house_rules,
        anchor: establishment.law.cycle_anchor.map_or(CYCLE_ANCHOR, day_of_date),
        cycle_weeks: i64::from(establishment.law.cycle_weeks.unwrap_or(CYCLE_WEEKS)),
    };
    let last = after_last_day(scenario) - Days::new(1);
    match RuleSet::resolve(library, pack, local, scenario.horizon.from, last) {
        Ok(set) => Some(rule_sets.iter().position(|known| *known == set).unwrap_or_else(|| {
            rule_sets.push(set);
            rule_sets.len() - 1
        })),
        Err(error) => {
            let issue = refused_rule(&at, of_group.len(), &error);
            // A rule of the group is at fault at every establishment; it is told once.
            if !issues.contains(&issue) {
                issues.push(issue);
            }
            None
        }
    }
}

/// Where and how a resolution failed, in the words of an issue. Local rules are numbered the group's first.
fn refused_rule(establishment: &str, of_group: usize, error: &ResolveError) -> Issue {
    let rule_field = |at: usize, rest: &str| match at.checked_sub(of_group) {
        None => format!("house_rules.rules[{at}]{rest}"),
        Some(own) => format!("{establishment}.law.rules[{own}]{rest}"),
    };
    let (field, found, expected, help) = match error {
        ResolveError::UnknownDerogation { at, id, known } => (
            format!("{establishment}.derogations[{at}].id"),
            format!("«{id}»"),
            format!("a derogation of the packs in force: {known}"),
            "the law allows no other relaxation; remove it".to_owned(),
        ),
        ResolveError::DerogationWithoutDocument { at, id } => (
            format!("{establishment}.derogations[{at}].document"),
            format!("none for «{id}»"),
            "the reference of the document that grants it".to_owned(),
            "name the document; without it the derogation does not exist".to_owned(),
        ),
        ResolveError::UnknownRule { at, id, known } => (
            rule_field(*at, ".rule"),
            format!("«{id}»"),
            format!("a rule in force here: {known}"),
            "`releve law show PACK` lists the rules".to_owned(),
        ),
        ResolveError::UnknownValue { at, value, known, .. } => (
            rule_field(*at, ".values"),
            format!("«{value}»"),
            format!("one of {known}"),
            "name a value that the rule has".to_owned(),
        ),
        ResolveError::LoosenedWithoutDocument { at, value, article, .. } => (
            rule_field(*at, ".document"),
            format!("none, though «{value}» is looser than {article}"),
            "the reference of the agreement that allows it".to_owned(),
            "name the document, or keep the value of the pack".to_owned(),
        ),
        ResolveError::PastFloor { at, value, found, floor, article, .. } => (
            rule_field(*at, ".values"),
            format!("{value} = {found}"),
            format!("nothing looser than {value} = {floor}, the floor of public order ({article})"),
            "no agreement may go further; keep within it".to_owned(),
        ),
        ResolveError::MissingTable { pack, table } => (
            format!("{establishment}.regime"),
            format!("«{pack}», which has no [{table}]"),
            "a pack with that table, or one underneath".to_owned(),
            "complete the pack".to_owned(),
        ),
    };
    Issue { line: None, field, found, expected, help }
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

/// Marks the demands that begin while somebody who knows the unit is on duty there.
fn accompany(demands: &mut [Demand], workers: &[Worker], presences: &[Presence<'_>]) {
    let mut knowing: BTreeMap<&UnitId, Vec<Span>> = BTreeMap::new();
    for Presence { unit, agent, span } in presences {
        if workers[*agent].known_units.binary_search(unit).is_ok() {
            knowing.entry(unit).or_default().push(*span);
        }
    }
    for demand in demands {
        let start = demand.duty.span.start;
        let spans = knowing.get(&demand.unit).map_or(&[][..], Vec::as_slice);
        demand.accompanied = spans.iter().any(|span| (span.start..span.end).contains(&start));
    }
}

impl<'a> Compiler<'a> {
    fn dangling(&mut self, field: String, found: &str, what: &str) {
        self.issues.push(Issue {
            line: None,
            field,
            found: format!("«{found}»"),
            expected: format!("the id of {what} of this scenario"),
            help: "correct the reference or add what it names".into(),
        });
    }

    fn demands(&mut self) -> Vec<Demand> {
        let scenario = self.scenario;
        let mut demands = Vec::with_capacity(scenario.shifts.len());
        for (position, shift) in scenario.shifts.iter().enumerate() {
            let Some((unit, site, code)) = self.place_of(shift, &format!("shifts[{position} \"{}\"]", shift.id)) else {
                continue;
            };
            let establishment = &scenario.establishments[site];
            let duty = duty(establishment, site, code, shift.date, DutyKind::Proposed);
            let burden_minutes = calendar::burden_minutes(duty.span, establishment);
            demands.push(Demand {
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
                burden_centipoints: burden_weights(&scenario.weights).centipoints(burden_minutes),
                accompanied: false,
                agency_cents: agency_cents(&scenario.agency, &shift.qualification, duty.work_minutes),
            });
        }
        demands
    }

    fn place_of(&mut self, shift: &Shift, field: &str) -> Option<(&'a Unit, SiteIx, &'a ShiftCode)> {
        let Some(unit) = self.index.units.get(&shift.unit).copied() else {
            self.dangling(format!("{field}.unit"), shift.unit.as_str(), "a unit");
            return None;
        };
        let Some(site) = self.index.sites.get(&unit.establishment).copied() else {
            self.dangling(
                format!("units \"{}\".establishment", unit.id),
                unit.establishment.as_str(),
                "an establishment",
            );
            return None;
        };
        let Some(code) = unit.shift_codes.iter().find(|c| c.code == shift.code) else {
            self.dangling(format!("{field}.code"), shift.code.as_str(), "a shift code of its unit");
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

    fn workers(&mut self) -> Vec<Worker> {
        let mut fixed = self.fixed_duties();
        let scenario = self.scenario;
        let first = day_of_date(scenario.horizon.from) - MARGIN_DAYS;
        let last = first + 2 * MARGIN_DAYS + scenario.horizon.days as Day;
        let mut grids: BTreeMap<&str, Arc<DayGrid>> = BTreeMap::new();
        let mut workers = Vec::with_capacity(scenario.agents.len());
        for (position, agent) in scenario.agents.iter().enumerate() {
            let Some(employer) = self.index.sites.get(&agent.employer).copied() else {
                let field = format!("agents[{position} \"{}\"].employer", agent.id);
                self.dangling(field, agent.employer.as_str(), "an establishment");
                continue;
            };
            let zone = scenario.establishments[employer].time_zone;
            let grid =
                Arc::clone(grids.entry(zone.name()).or_insert_with(|| Arc::new(DayGrid::new(zone, first, last))));
            let mut duties = std::mem::take(&mut fixed[position]);
            duties.sort_by_key(|d| (d.span.start, d.span.end));
            workers.push(self.worker(position, agent, employer, grid, duties));
        }
        workers
    }

    fn worker(&self, position: usize, agent: &Agent, employer: SiteIx, grid: Arc<DayGrid>, fixed: Vec<Duty>) -> Worker {
        let scenario = self.scenario;
        let zone = scenario.establishments[employer].time_zone;
        let at = |local: NaiveDateTime| instant_of_local(zone, local);
        let days = |from: NaiveDate, to: NaiveDate| {
            Span::new(grid.start_of(day_of_date(from)), grid.start_of(day_of_date(to) + 1))
        };
        let wishes = |kind| agent.wishes.iter().filter(move |w| w.kind == kind).map(|w| day_of_date(w.date)).collect();
        let mut known_units = agent.known_units.clone();
        known_units.extend(scenario.rosters.iter().filter(|r| r.agent == agent.id).map(|r| r.unit.clone()));
        known_units.sort();
        known_units.dedup();
        Worker {
            id: agent.id.clone(),
            name: agent.name.clone(),
            employer,
            share_percent: agent.share_percent,
            qualifications: agent
                .qualifications
                .iter()
                .map(|q| {
                    let from = q.valid_from.map_or(Day::MIN, day_of_date);
                    (q.qualification.clone(), from, q.valid_to.map_or(Day::MAX, day_of_date))
                })
                .collect(),
            home: agent.home,
            mobility_km: agent.mobility_km,
            exemptions: agent.exemptions.clone(),
            known_units,
            availability: (!agent.availability.is_empty())
                .then(|| agent.availability.iter().map(|w| Span::new(at(w.from), at(w.to))).collect()),
            wishes_on: wishes(WishKind::Work),
            wishes_off: wishes(WishKind::Off),
            balance_centipoints: (agent.equity_balance * 100.0).round() as i64,
            absences: scenario
                .absences
                .iter()
                .filter(|a| self.index.agents.get(&a.agent) == Some(&position))
                .map(|a| days(a.from, a.to))
                .collect(),
            promised_rests: agent.promised_rests.iter().map(|r| days(r.from, r.to)).collect(),
            statuses: self.statuses(agent, employer, &grid, &fixed),
            documents: agent
                .law
                .documents
                .iter()
                .map(|d| {
                    let to = d.valid_to.map_or(Day::MAX, day_of_date);
                    (d.kind.clone(), d.valid_from.map_or(Day::MIN, day_of_date), to)
                })
                .collect(),
            counters: agent.law.counters,
            reduced_hours: agent.law.reduced_hours.iter().map(|p| days(p.from, p.to)).collect(),
            winter_holidays_worked: agent.law.winter_holidays_worked.iter().copied().map(day_of_date).collect(),
            rostered: scenario
                .rosters
                .iter()
                .filter(|line| line.agent == agent.id)
                .map(|line| {
                    let first = day_of_date(line.from);
                    (first, first + line.codes.split_whitespace().count() as Day - 1)
                })
                .collect(),
            years: years(agent, &scenario.establishments[employer], &grid, &fixed),
            fixed,
            grid,
            cost_cents_per_hour: agent.cost_cents_per_hour,
        }
    }

    /// What she declares, what follows from her contract, and night worker where her usual timetable makes her one: enough
    /// night duties a week in at least half of the weeks of her home roster (Code du travail L3122-5).
    fn statuses(&self, agent: &Agent, employer: SiteIx, grid: &DayGrid, fixed: &[Duty]) -> Vec<Status> {
        let mut statuses = agent.law.statuses.clone();
        statuses.push(if agent.share_percent < 100 { Status::PartTime } else { Status::FullTime });
        let night = self.rule_sets.get(self.sites[employer].rule_set).map(|set| &set.night);
        if let Some((duties, minutes)) = night.and_then(|n| Some((n.worker_duties_per_week?, n.worker_minutes_min?))) {
            let mut nights: BTreeMap<Day, i64> = BTreeMap::new();
            for duty in fixed.iter().filter(|d| d.kind == DutyKind::Home) {
                let day = grid.day_of(duty.span.start);
                *nights.entry(day - weekday(day)).or_default() += i64::from(duty.night_minutes >= minutes);
            }
            let usual = nights.values().filter(|count| **count >= duties).count();
            if usual > 0 && usual * 2 >= nights.len() {
                statuses.push(Status::NightWorker);
            }
        }
        statuses.sort_unstable();
        statuses.dedup();
        statuses
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
                self.dangling(format!("rosters[{position}].agent"), line.agent.as_str(), "an agent");
                continue;
            };
            let away = absent.get(&line.agent).map_or(&[][..], Vec::as_slice);
            for (offset, code) in line.codes.split_whitespace().enumerate().filter(|(_, code)| *code != ".") {
                let date = line.from + Days::new(offset as u64);
                if away.iter().any(|(from, to)| (*from..=*to).contains(&date)) {
                    continue;
                }
                let field = format!("rosters[{position} \"{}\"].codes[{offset}]", line.agent);
                fixed[agent].extend(self.decided(agent, &line.unit, code, date, DutyKind::Home, &field));
            }
        }
        for (position, held) in scenario.held.iter().enumerate() {
            let field = format!("held[{position} \"{}\"]", held.shift.id);
            let Some(&agent) = self.index.agents.get(&held.agent) else {
                self.dangling(format!("{field}.agent"), held.agent.as_str(), "an agent");
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
        field: &str,
    ) -> Option<Duty> {
        let found = self.index.units.get(unit).and_then(|u| {
            let site = *self.index.sites.get(&u.establishment)?;
            Some((site, u.shift_codes.iter().find(|c| c.code.as_str() == code)?))
        });
        let Some((site, code)) = found else {
            self.dangling(field.to_owned(), &format!("{unit}/{code}"), "a unit and one of its shift codes");
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

/// What the decided work of each civil year amounts to, the counters of the agent included. A duty belongs to the year in
/// which it starts.
fn years(agent: &Agent, employer: &Establishment, grid: &DayGrid, fixed: &[Duty]) -> Vec<Year> {
    let mut years: BTreeMap<i32, Year> = BTreeMap::new();
    if let Some(counters) = agent.law.counters {
        let year = Year {
            year: counters.year,
            work_minutes: counters.work_minutes,
            night_minutes: counters.night_minutes,
            sundays_holidays: counters.sundays_holidays_worked,
        };
        years.insert(counters.year, year);
    }
    let mut last_day = Day::MIN;
    let mut holidays: BTreeMap<i32, Vec<NaiveDate>> = BTreeMap::new();
    for duty in fixed {
        let date = date_of_day(grid.day_of(duty.span.start));
        let year = years.entry(date.year()).or_insert_with(|| Year { year: date.year(), ..Year::default() });
        year.work_minutes += duty.work_minutes;
        year.night_minutes += duty.night_minutes;
        for day in grid.day_of(duty.span.start).max(last_day.saturating_add(1))..=grid.day_of(duty.span.end - 1) {
            last_day = day;
            let date = date_of_day(day);
            let of_year = holidays.entry(date.year()).or_insert_with(|| calendar::holidays(date.year(), employer));
            if weekday(day) == 6 || of_year.binary_search(&date).is_ok() {
                let year = years.entry(date.year()).or_insert_with(|| Year { year: date.year(), ..Year::default() });
                year.sundays_holidays += 1;
            }
        }
    }
    years.into_values().collect()
}

fn burden_weights(weights: &Weights) -> BurdenWeights {
    let Weights { night, saturday, sunday, holiday, .. } = *weights;
    BurdenWeights { night, saturday, sunday, holiday }
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
