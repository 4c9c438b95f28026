//! What people are to be reminded of and have not been told yet: each query leaves out the facts that stand in the outbox.

use super::shifts::{self, with_shift};
use super::{Tx, from_json, on, parsed};
use chrono::NaiveDate;
use chrono_tz::Tz;
use releve_solver::domain::ids::EstablishmentId;
use releve_solver::domain::scenario::{AgentLaw, HeldQualification};
use serde::Deserialize;

/// An offer that closes soon.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Closing {
    /// The offer.
    pub id: String,
    /// Shift.
    #[sqlx(flatten)]
    pub shift: shifts::Row,
    /// Who is asked.
    pub agent_id: String,
    /// How the round gives the shift.
    pub mode: String,
    /// Unix seconds.
    pub closes_at: i64,
}

/// Offers without an answer that close within so many seconds, and were open for longer than that.
pub async fn closing(tx: &mut Tx, group: &str, now: i64, seconds: i64) -> sqlx::Result<Vec<Closing>> {
    on!(tx, sqlx::query_as(with_shift!(
        "t.id, t.agent_id, r.mode, t.closes_at",
        "offers t JOIN rounds r ON r.id = t.round_id",
        "WHERE t.group_id = $1 AND t.state = 'sent' AND t.closes_at > $2 AND t.closes_at <= $2 + $3 \
         AND t.closes_at - t.sent_at > $3 AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.group_id = t.group_id \
         AND n.fact = 'offer.reminder:' || t.id AND n.person = 'agent:' || t.agent_id) ORDER BY t.id"))
        .bind(group).bind(now).bind(seconds) => fetch_all)
}

#[derive(sqlx::FromRow)]
struct NextRow {
    id: String,
    #[sqlx(flatten)]
    shift: shifts::Row,
    agent_id: String,
    confirmed_at: i64,
    time_zone: String,
}

/// A shift that somebody will hold soon.
#[derive(Debug, Clone)]
pub struct Next {
    /// Assignment.
    pub id: String,
    /// Shift.
    pub shift: shifts::Row,
    /// Who holds it.
    pub agent: String,
    /// Unix seconds.
    pub confirmed_at: i64,
    /// The clock of the place.
    pub zone: Tz,
}

/// Shifts that begin within so many seconds, each with who holds it.
pub async fn next(tx: &mut Tx, group: &str, now: i64, seconds: i64) -> sqlx::Result<Vec<Next>> {
    let rows: Vec<NextRow> = on!(tx, sqlx::query_as(with_shift!(
        "t.id, t.agent_id, t.confirmed_at, e.time_zone",
        "assignments t",
        "WHERE t.group_id = $1 AND t.state = 'confirmed' AND s.starts_at > $2 AND s.starts_at <= $2 + $3 \
         AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.group_id = t.group_id \
         AND n.fact = 'shift.tomorrow:' || t.id AND n.person = 'agent:' || t.agent_id) ORDER BY t.id"))
        .bind(group).bind(now).bind(seconds) => fetch_all)?;
    let next = |row: NextRow| {
        let zone = parsed(&row.time_zone)?;
        Ok(Next { id: row.id, shift: row.shift, agent: row.agent_id, confirmed_at: row.confirmed_at, zone })
    };
    rows.into_iter().map(next).collect()
}

/// A shift that begins soon, and nobody holds it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Bare {
    /// Shift.
    #[sqlx(flatten)]
    pub shift: shifts::Row,
    /// Who asked for it.
    pub requested_by: String,
}

/// Shifts that nobody holds and that begin after one instant and up to another, wanted as they are since more than `seconds` before
/// they begin.
pub async fn bare(tx: &mut Tx, group: &str, (after, up_to): (i64, i64), seconds: i64) -> sqlx::Result<Vec<Bare>> {
    on!(tx, sqlx::query_as(
        "SELECT s.id AS shift_id, s.unit_id, u.name AS unit_name, u.establishment_id, e.name AS establishment_name, \
         s.code, s.date, s.qualification, s.starts_at, s.ends_at, t.requested_by \
         FROM shifts s JOIN requests t ON t.group_id = s.group_id AND t.id = s.request_id \
         JOIN units u ON u.group_id = s.group_id AND u.id = s.unit_id \
         JOIN establishments e ON e.group_id = u.group_id AND e.id = u.establishment_id \
         WHERE s.group_id = $1 AND s.state IN ('open', 'offered') AND s.starts_at > $2 AND s.starts_at <= $3 \
         AND t.opened_at < s.starts_at - $4 AND COALESCE(s.changed_at, 0) < s.starts_at - $4 \
         AND NOT EXISTS (SELECT 1 FROM outbox n WHERE n.group_id = s.group_id \
         AND n.fact = 'shift.bare:' || s.id || ':' || CAST(s.starts_at AS TEXT) || ':' || CAST($4 AS TEXT)) \
         ORDER BY s.starts_at, s.id")
        .bind(group).bind(after).bind(up_to).bind(seconds) => fetch_all)
}

/// The part of an agent's file that runs out.
#[derive(Deserialize)]
struct File {
    qualifications: Vec<HeldQualification>,
    #[serde(default)]
    law: AgentLaw,
}

/// The papers of an agent.
#[derive(Debug, Clone)]
pub struct Papers {
    /// Agent.
    pub agent: String,
    /// Her name.
    pub name: String,
    /// Who employs her.
    pub employer: String,
    /// First day on which she is employed no longer.
    pub left_on: Option<NaiveDate>,
    /// What she has.
    pub all: Vec<Paper>,
}

/// A qualification, a document or a lending agreement.
#[derive(Debug, Clone)]
pub struct Paper {
    /// What is told of it.
    pub name: String,
    /// Papers for the same thing stand in for each other.
    pub stands_for: String,
    /// First day on which it holds.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// What everybody in a group has that runs out one day, and what else stands for the same.
pub async fn papers(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<Papers>> {
    let rows: Vec<(String, String, String, Option<String>, String)> = on!(tx, sqlx::query_as(
        "SELECT id, name, employer_id, left_on, file FROM agents WHERE group_id = $1 ORDER BY id").bind(group)
        => fetch_all)?;
    let papers =
        |(agent, name, employer, left_on, file): (String, String, String, Option<String>, String)| {
            let file: File = from_json(&file)?;
            let paper = |kind: &str, name: &str, hosts: &str, (from, to): (Option<NaiveDate>, Option<NaiveDate>)| {
                Paper { name: name.to_owned(), stands_for: format!("{kind}:{hosts}"), from, to }
            };
            let titles = file.qualifications.iter().map(|held| {
                let name = held.qualification.as_str();
                paper("title", name, name, (held.valid_from, held.valid_to))
            });
            let documents = file
                .law
                .documents
                .iter()
                .map(|one| paper("document", &one.kind, &one.kind, (one.valid_from, one.valid_to)));
            let agreed = file.law.lending_agreements.iter().map(|one| {
                // Each has a reference of its own: it is the places that it names which another one may name as well.
                let hosts = one.hosts.iter().map(EstablishmentId::as_str).collect::<Vec<_>>().join(" ");
                paper("lending", &one.document, &hosts, (Some(one.valid_from), one.valid_to))
            });
            let all = titles.chain(documents).chain(agreed).collect();
            Ok(Papers { all, left_on: left_on.as_deref().map(parsed).transpose()?, agent, name, employer })
        };
    rows.into_iter().map(papers).collect()
}

/// A grant that ends soon.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Ending {
    /// Grant.
    pub id: String,
    /// Whose, by name.
    pub user_name: String,
    /// Last civil day.
    pub valid_to: String,
}

/// Grants that hold on a day and end up to another.
pub async fn grants(tx: &mut Tx, group: &str, (today, up_to): (&str, &str)) -> sqlx::Result<Vec<Ending>> {
    on!(tx, sqlx::query_as(
        "SELECT g.id, u.name AS user_name, g.valid_to FROM grants g JOIN users u ON u.id = g.user_id \
         WHERE g.group_id = $1 AND g.ended_at IS NULL AND g.valid_from <= $2 AND g.valid_to >= $2 AND g.valid_to <= $3 \
         ORDER BY g.id").bind(group).bind(today).bind(up_to) => fetch_all)
}
