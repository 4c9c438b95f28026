//! A roster filled by the solver: a plan like any other, over the posts of the unit's minimum cover for which nobody is there
//! yet, held by the unit's own people. What is settled stays as it is.
//!
//! Hours follow contracts by the equity level: an account begins with what the period already holds for somebody and with what
//! her absences would have been worth, so that half a month of absence is not made up for in the other half, and every hour
//! weighs. Accounts of earlier months count up to three points either way: burdens are evened out over time, but not by
//! an unequal month of hours.

use super::table::{CONTRACT_MINUTES_A_DAY, lay};
use super::{Ground, State, find_in, hand, judging};
use crate::app::access::{Action, Actor};
use crate::app::approval::Items;
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::plans::{self, Order};
use crate::app::work::Work;
use crate::app::wrong::{expected, found};
use crate::app::{App, law, swaps};
use crate::ids::PlanId;
use crate::store::plans::{Decision, Item, Planned, Row as PlanRow};
use crate::store::rosters::{self as day_rows, Becomes, NewDay, NewDuty, periods, version_of};
use crate::store::snapshot::Snapshot;
use crate::store::{Tx, plans as plan_rows, snapshot};
use chrono::NaiveDate;
use releve_solver::domain::problem::{DutyKind, Problem, Proposes};
use releve_solver::domain::scenario::{Absence, AbsenceClass};
use releve_solver::domain::time::day_of_date;
use releve_solver::law::calendar;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Points per eight hours of work where the group has not chosen a weight of its own.
const HOURS_POINTS: f64 = 3.0;
/// Most points by which an account of earlier months counts, about one Sunday.
const LEDGER_POINTS_MAX: f64 = 3.0;
/// Farthest home, kilometres: how far somebody would go for the pool says nothing about her own unit.
const ANYWHERE_KM: u32 = 1_000;

/// Starts computing a plan for a roster in the making.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` once published or while one is being computed for it.
pub async fn start(app: &App, actor: &Actor, id: &str, order: &Order) -> Result<PlanId> {
    let reach = actor.may(Action::ManageRosters)?;
    order.look_at()?;
    if order.is_narrowed() {
        return Err(Error::field("order", found("found-narrowed"), expected("field-order-whole")));
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let row = find_in(&mut work.tx, &actor.group, &reach, id).await?;
    State::of(&row)?.is_in_the_making()?;
    let plan = plans::enqueue_for(&mut work, order, Some((&row.id, &row.unit_id))).await?;
    work.commit().await?;
    app.job_queued.notify_one();
    Ok(plan)
}

/// What the solver is asked for a roster, with the posts that its demands are and the version of the facts.
pub(crate) async fn problem(
    tx: &mut Tx,
    group: &str,
    roster: &str,
) -> Result<(Problem, BTreeMap<String, Planned>, i64)> {
    let row = periods::find(tx, group, roster).await?.ok_or_else(|| Error::not_found("roster", roster))?;
    let ground = Ground::of(tx, group, &row).await?;
    let people = periods::people(tx, group, roster).await?;
    let mut resting = Vec::new();
    for agent in &people {
        let days = day_rows::of_agent(tx, group, agent, (&row.from_date, &row.to_date)).await?;
        resting.extend(days.into_iter().filter(|day| day.code.is_none()));
    }
    let loaded = snapshot::load(tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
    let facts_version = loaded.facts_version;
    let laying = tokio::task::spawn_blocking(move || laid_out(loaded, &ground, &people, &resting));
    let (problem, planned) = laying.await.map_err(|e| Error::Corrupt(e.to_string()))??;
    Ok((problem, planned, facts_version))
}

fn laid_out(
    loaded: Snapshot,
    ground: &Ground,
    people: &[String],
    resting: &[day_rows::DayRow],
) -> Result<(Problem, BTreeMap<String, Planned>)> {
    let library = law::library(&loaded.rule_packs);
    let laid = lay(loaded, ground, people)?;
    let mut scenario = laid.scenario;
    if scenario.weights.hours <= 0.0 {
        scenario.weights.hours = HOURS_POINTS;
    }
    scenario.shifts = laid.slots.into_iter().filter(|slot| !slot.filled).map(|slot| slot.shift).collect();
    let median =
        median(scenario.agents.iter().map(|agent| agent.equity_balance / f64::from(agent.share_percent.max(1))));
    let mine: BTreeSet<&str> = people.iter().map(String::as_str).collect();
    scenario.agents.retain(|agent| mine.contains(agent.id.as_str()));
    for agent in &mut scenario.agents {
        let share = f64::from(agent.share_percent.max(1));
        let apart = (agent.equity_balance - median * share).clamp(-LEDGER_POINTS_MAX, LEDGER_POINTS_MAX);
        let held = held_points(&laid.problem, &scenario.weights, agent.id.as_str(), ground);
        let absent = ground.days().filter(|date| {
            let mut hers = scenario.absences.iter().filter(|absence| absence.agent == agent.id);
            hers.any(|absence| (absence.from..=absence.to).contains(date))
        });
        let credit = absent.count() as f64 * CONTRACT_MINUTES_A_DAY as f64 * share / 100.0 / 480.0;
        agent.equity_balance = apart + held + credit * scenario.weights.hours;
        agent.availability.clear();
        agent.mobility_km = ANYWHERE_KM;
    }
    // Nobody is put down on a day that is settled as rest; like an absence it is kept free whole.
    for day in resting {
        let date: NaiveDate = day.date.parse().map_err(|_| Error::Corrupt(format!("a roster day on {}", day.date)))?;
        scenario.absences.push(Absence {
            agent: day.agent_id.as_str().into(),
            from: date,
            to: date,
            class: AbsenceClass::Planned,
        });
    }
    scenario.held.retain(|held| mine.contains(held.agent.as_str()));
    scenario.rosters.retain(|line| mine.contains(line.agent.as_str()));
    let mut problem = releve_solver::compile_under(&library, &scenario).map_err(Error::Invalid)?;
    problem.proposes = Proposes::Rosters;
    let planned = scenario.shifts.iter().zip(&problem.demands).map(|(shift, demand)| {
        let planned = Planned {
            code: shift.code.0.clone(),
            date: shift.date.to_string(),
            qualification: shift.qualification.0.clone(),
            starts_at: demand.duty.span.start * 60,
            ends_at: demand.duty.span.end * 60,
        };
        (shift.id.0.clone(), planned)
    });
    let planned = planned.collect();
    Ok((problem, planned))
}

/// Points of what the period already holds for somebody: her burdens and her hours.
fn held_points(
    problem: &Problem,
    weights: &releve_solver::domain::scenario::Weights,
    agent: &str,
    ground: &Ground,
) -> f64 {
    let Some(worker) = problem.workers.iter().find(|worker| worker.id.as_str() == agent) else { return 0.0 };
    let (first, last) = (day_of_date(ground.first), day_of_date(ground.last));
    let inside = worker
        .fixed
        .iter()
        .filter(|duty| matches!(duty.kind, DutyKind::Home | DutyKind::Pool) && (first..=last).contains(&duty.day));
    let points = inside.map(|duty| {
        let site = &problem.sites[duty.site.unwrap_or(worker.employer)];
        let minutes = calendar::burden_minutes(duty.span, &site.calendar);
        let centipoints = problem.burden_weights.centipoints(minutes) as f64;
        centipoints / 100.0 + weights.hours * duty.work_minutes as f64 / 480.0
    });
    points.sum()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Which items of which plan.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RosterApply")]
pub struct Apply {
    /// Plan of the roster.
    pub plan: String,
    /// `"all"` or the items' shifts.
    pub items: Items,
    /// The plan's version that was read.
    pub version: i64,
}

/// Puts items of a plan on its roster, together or not at all; gives the plan as it now stands.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Conflict` once published, for an item applied before, or when a day is settled by now,
/// `UnlawfulRoster` when the facts have moved so that a rule forbids one.
pub async fn apply(app: &App, actor: &Actor, id: &str, order: &Apply) -> Result<PlanRow> {
    let reach = actor.may(Action::ManageRosters)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    let facts = work.touch().await?;
    let group = actor.group.as_str();
    let row = find_in(&mut work.tx, group, &reach, id).await?;
    State::of(&row)?.is_in_the_making()?;
    let ground = Ground::of(&mut work.tx, group, &row).await?;
    let plan = plans::find_in(&mut work.tx, actor, &order.plan).await?;
    if plan.roster_id.as_deref() != Some(id) {
        return Err(Conflict::PlanKind.into());
    }
    let items = plan_rows::items(&mut work.tx, group, &plan.id).await?;
    let (wanted, proposed) = crate::app::approval::choose(&items, &order.items, &reach)?;
    let rest = proposed - wanted.len();
    // Each item is judged on the facts of this moment, so other facts do not age the plan.
    let state = plans::State::of(&plan)?.approve(rest)?;
    if plan.version != order.version {
        return Err(Conflict::VersionMoved { current: plan.version }.into());
    }
    let changes = changes(&mut work, &row, &ground, &wanted).await?;
    let days: Vec<Becomes> = changes.iter().map(|(change, _)| change.clone()).collect();
    judging::judge(&mut work.tx, (group, &reach), &days).await?;
    for (change, version) in &changes {
        hand::set(&mut work, change, "plan", (*version, facts)).await?;
    }
    swaps::home_days_changed(&mut work, &hand::whose(&days)).await?;
    for item in &wanted {
        if !plan_rows::approve_item(&mut work.tx, &plan.id, &item.shift_id).await? {
            return Err(Conflict::LostRace.into());
        }
    }
    let decision = Decision { state: state.name(), reason: None, by: &actor.user.0, at: work.now() };
    if !plan_rows::decide(&mut work.tx, &plan, &decision).await? {
        return Err(Conflict::LostRace.into());
    }
    let detail = json!({ "plan": plan.id, "items": wanted.len(), "left": rest });
    work.record(Event::new("roster.apply", "roster", id).from_version(facts).with(detail));
    let plan = plans::find_in(&mut work.tx, actor, &order.plan).await?;
    work.commit().await?;
    Ok(plan)
}

/// The days that items make, each with the version at which it stands. A day may take a second duty beside one that is there;
/// one that is settled as rest takes none.
async fn changes(
    work: &mut Work<'_>,
    row: &periods::Row,
    ground: &Ground,
    wanted: &[Item],
) -> Result<Vec<(Becomes, i64)>> {
    let mut days: BTreeMap<(String, NaiveDate), Vec<NewDuty>> = BTreeMap::new();
    let group = work.group();
    let people = periods::people(&mut work.tx, group, &row.id).await?;
    for item in wanted {
        let agent = item.agent_id.clone().ok_or_else(|| Error::Corrupt("a proposal for nobody".to_owned()))?;
        // She may have been taken off the roster since the plan was made.
        hand::on_roster(&people, &agent, "items")?;
        let date = item.date.parse().map_err(|_| Error::Corrupt(format!("an item on {}", item.date)))?;
        // The unit may have other codes by now.
        ground.code(&item.code, "items")?;
        let duty = NewDuty { unit: row.unit_id.clone(), code: item.code.clone() };
        days.entry((agent, date)).or_default().push(duty);
    }
    let mut changes = Vec::with_capacity(days.len());
    for ((agent, date), new) in days {
        let change = Becomes { agent, date, day: NewDay::Open };
        let before = hand::own_day(work, row, &change).await?;
        if before.iter().any(|day| day.code.is_none()) {
            return Err(Conflict::DaySettled { date, code: None }.into());
        }
        let there = before.iter().filter_map(|day| day.code.clone());
        let mut duties: Vec<NewDuty> = there.map(|code| NewDuty { unit: row.unit_id.clone(), code }).collect();
        if let Some(twice) = new.iter().find(|duty| duties.contains(duty)) {
            return Err(Conflict::DaySettled { date, code: Some(twice.code.clone()) }.into());
        }
        duties.extend(new);
        changes.push((Becomes { day: NewDay::Duties(duties), ..change }, version_of(&before)));
    }
    Ok(changes)
}
