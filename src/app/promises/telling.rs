//! Who hears of a promised rest: she, and those who manage her.

use crate::app::access::{Role, holders_over};
use crate::app::error::Result;
use crate::app::facts::Facts;
use crate::app::work::Work;
use crate::store::Tx;
use crate::store::outbox::Notice;
use crate::store::promises::Row;
use chrono::NaiveDate;
use releve_solver::domain::time::local_of_instant;
use serde_json::{Value, json};

/// Tells her and her managers when she rests. A date that comes back is told again: what is told is the version of the promise.
pub(super) async fn dated(work: &mut Work<'_>, facts: &Facts, row: &Row) -> Result<()> {
    both(work, facts, row, ("rest.dated", payload(row, (&row.rest_from, &row.rest_to)))).await
}

/// Tells both that she does not rest on those days after all.
pub(super) async fn withdrawn(
    work: &mut Work<'_>,
    facts: &Facts,
    row: &Row,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<()> {
    both(work, facts, row, ("rest.withdrawn", payload(row, (&Some(from.to_string()), &Some(to.to_string()))))).await
}

async fn both(work: &mut Work<'_>, facts: &Facts, row: &Row, (kind, payload): (&'static str, Value)) -> Result<()> {
    work.tell(Notice::to_agent(kind, &fact(row), &row.agent_id, payload.clone()));
    service(work, facts, row, (kind, payload)).await
}

/// Tells those who manage her.
pub(super) async fn service(
    work: &mut Work<'_>,
    facts: &Facts,
    row: &Row,
    (kind, payload): (&'static str, Value),
) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    for user in managers(&mut work.tx, facts, group, (&row.agent_id, now)).await? {
        work.tell(Notice::to_user(kind, &fact(row), &user, payload.clone()));
    }
    Ok(())
}

/// What a notice about a rest says: its days.
pub(super) fn payload(row: &Row, (from, to): (&Option<String>, &Option<String>)) -> Value {
    json!({ "date": from, "until": to, "promise": row.id })
}

/// What is told once: the promise as it is at a version.
pub(super) fn fact(row: &Row) -> String {
    format!("{}:{}", row.id, row.version)
}

/// Users who manage an agent at her employer.
pub(super) async fn managers(
    tx: &mut Tx,
    facts: &Facts,
    group: &str,
    (agent, now): (&str, i64),
) -> Result<Vec<String>> {
    let employer = facts.employer(agent).unwrap_or_default();
    let own: Vec<&str> = facts
        .scenario
        .rosters
        .iter()
        .filter(|line| line.agent.as_str() == agent)
        .map(|line| line.unit.as_str())
        .collect();
    let of_employer = facts.scenario.units.iter().filter(|unit| unit.establishment.as_str() == employer);
    let units: Vec<&str> =
        of_employer.map(|unit| unit.id.as_str()).filter(|unit| own.is_empty() || own.contains(unit)).collect();
    let day = local_of_instant(facts.scenario.group.time_zone, now.div_euclid(60)).date();
    holders_over(tx, group, (Role::Manager, day), (employer, &units)).await
}
