//! Swaps: the row, its legs, its people and the units that have to say yes. What agents would exchange is in
//! [`wishes`], what concerns home rosters alone in [`home`].

pub mod home;
pub mod wishes;

use super::shifts::Row as Post;
use super::{Page, Tx, on, rows};
use crate::ids::AssignmentId;

/// A swap's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Chosen by whoever proposed it.
    pub id: String,
    /// `give_away`, `two_way` or `cycle`.
    pub kind: String,
    /// `proposed`, `to_approve`, `done`, `refused`, `expired` or `withdrawn`.
    pub state: String,
    /// Why it was refused: `declined`, `unit` or `duty_gone`.
    pub cause: Option<String>,
    /// What a unit says for its refusal.
    pub reason: Option<String>,
    /// `automatic` or `units`, once everybody has agreed.
    pub approval: Option<String>,
    /// Agent.
    pub proposed_by: String,
    /// Unix seconds.
    pub proposed_at: i64,
    /// Unix seconds; when the last of its people agreed.
    pub agreed_at: Option<i64>,
    /// Unix seconds; until when it waits for whoever is to say yes.
    pub closes_at: i64,
    /// Unix seconds.
    pub ended_at: Option<i64>,
    /// User.
    pub ended_by: Option<String>,
    /// Goes up with every change.
    pub version: i64,
}

/// One duty that goes from one agent to another.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Leg {
    /// Its swap.
    pub swap_id: String,
    /// Place in the swap, from 0.
    pub leg_no: i64,
    /// Who gives it.
    pub giver_id: String,
    /// Her name.
    pub giver_name: String,
    /// Her employer.
    pub giver_employer: String,
    /// Who takes it.
    pub taker_id: String,
    /// Her name.
    pub taker_name: String,
    /// Her employer.
    pub taker_employer: String,
    /// Names the duty in one text.
    pub duty_key: String,
    /// The assignment that goes; none for a day of a home roster.
    pub assignment_id: Option<AssignmentId>,
    /// Where and when; the shift's identifier is empty for a day of a home roster.
    #[sqlx(flatten)]
    pub post: Post,
    /// What leaves the account of the giver.
    pub given_centipoints: i64,
    /// What comes upon the account of the taker.
    pub taken_centipoints: i64,
    /// The assignment that the taker has instead, once it is done.
    pub made_assignment_id: Option<AssignmentId>,
}

/// Somebody who gives or takes.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    /// Her swap.
    pub swap_id: String,
    /// Agent.
    pub agent_id: String,
    /// Her name.
    pub agent_name: String,
    /// Her employer.
    pub employer_id: String,
    /// `agreed` or `declined`; none while she has not answered.
    pub answer: Option<String>,
    /// Unix seconds.
    pub answered_at: Option<i64>,
    /// The wish that brought her in.
    pub wish_id: Option<String>,
    /// What leaves her account.
    pub given_centipoints: i64,
    /// What comes upon it.
    pub taken_centipoints: i64,
    /// Her account before, divided by her working-time share.
    pub before_centipoints: i64,
    /// Her account after, divided by her working-time share.
    pub after_centipoints: i64,
}

/// A unit that has to say yes.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Unit {
    /// Its swap.
    pub swap_id: String,
    /// Unit.
    pub unit_id: String,
    /// Its name.
    pub unit_name: String,
    /// `approved` or `refused`; none while it has not decided.
    pub decision: Option<String>,
    /// User.
    pub decided_by: Option<String>,
    /// Unix seconds.
    pub decided_at: Option<i64>,
}

macro_rules! swap {
    ($tail:literal) => {
        concat!(
            "SELECT w.id, w.kind, w.state, w.cause, w.reason, w.approval, w.proposed_by, w.proposed_at, w.agreed_at, ",
            "w.closes_at, w.ended_at, w.ended_by, w.version FROM swaps w ",
            $tail
        )
    };
}

/// Stores a swap with its legs and people. A taken id is a unique error.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row, legs: &[Leg], people: &[Person]) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO swaps (group_id, id, kind, state, proposed_by, proposed_at, closes_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)")
        .bind(group).bind(&row.id).bind(&row.kind).bind(&row.state).bind(&row.proposed_by).bind(row.proposed_at)
        .bind(row.closes_at) => execute)?;
    insert_legs(tx, group, legs).await?;
    rows!(
        tx,
        "INSERT INTO swap_people (group_id, swap_id, agent_id, answer, answered_at, wish_id, given_centipoints, \
        taken_centipoints, before_centipoints, after_centipoints) ",
        people,
        |person| [
            group,
            person.swap_id.as_str(),
            person.agent_id.as_str(),
            person.answer.as_deref(),
            person.answered_at,
            person.wish_id.as_deref(),
            person.given_centipoints,
            person.taken_centipoints,
            person.before_centipoints,
            person.after_centipoints
        ]
    )
}

async fn insert_legs(tx: &mut Tx, group: &str, legs: &[Leg]) -> sqlx::Result<()> {
    rows!(
        tx,
        "INSERT INTO swap_legs (group_id, swap_id, leg_no, giver_id, taker_id, duty_key, assignment_id, shift_id, unit_id, \
        code, date, qualification, starts_at, ends_at, given_centipoints, taken_centipoints) ",
        legs,
        |leg| [
            group,
            leg.swap_id.as_str(),
            leg.leg_no,
            leg.giver_id.as_str(),
            leg.taker_id.as_str(),
            leg.duty_key.as_str(),
            leg.assignment_id.as_ref(),
            leg.post.id.as_str(),
            leg.post.unit_id.as_str(),
            leg.post.code.as_str(),
            leg.post.date.as_str(),
            leg.post.qualification.as_str(),
            leg.post.starts_at,
            leg.post.ends_at,
            leg.given_centipoints,
            leg.taken_centipoints
        ]
    )
}

/// One swap.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(swap!("WHERE w.group_id = $1 AND w.id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of swaps, the newest first; `before` is when the last of the page before was proposed (unix seconds), and its id.
pub async fn list(tx: &mut Tx, group: &str, page: &Page, before: Option<&(i64, String)>) -> sqlx::Result<Vec<Row>> {
    let (at, id) = before.map_or((i64::MAX, ""), |(at, id)| (*at, id.as_str()));
    on!(tx, sqlx::query_as(swap!(
        "WHERE w.group_id = $1 AND ($2 OR EXISTS (SELECT 1 FROM swap_legs l \
         WHERE l.group_id = w.group_id AND l.swap_id = w.id \
         AND (replace($3, '|' || l.unit_id || '|', '') <> $3 OR replace($4, '|' || l.giver_id || '|', '') <> $4 \
         OR replace($4, '|' || l.taker_id || '|', '') <> $4))) \
         AND ($5 = '' OR w.state = $5) AND (w.proposed_at < $6 OR (w.proposed_at = $6 AND w.id < $7)) \
         ORDER BY w.proposed_at DESC, w.id DESC LIMIT $8"))
        .bind(group).bind(page.whole).bind(&page.units).bind(&page.agents).bind(&page.state).bind(at).bind(id)
        .bind(page.limit) => fetch_all)
}

macro_rules! leg {
    ($tail:literal) => {
        concat!(
            "SELECT l.swap_id, l.leg_no, l.giver_id, g.name AS giver_name, g.employer_id AS giver_employer, l.taker_id, ",
            "k.name AS taker_name, k.employer_id AS taker_employer, l.duty_key, l.assignment_id, ",
            "COALESCE(l.shift_id, '') AS shift_id, l.unit_id, u.name AS unit_name, u.establishment_id, ",
            "e.name AS establishment_name, l.code, l.date, l.qualification, l.starts_at, l.ends_at, l.given_centipoints, ",
            "l.taken_centipoints, l.made_assignment_id FROM swap_legs l ",
            "JOIN agents g ON g.group_id = l.group_id AND g.id = l.giver_id ",
            "JOIN agents k ON k.group_id = l.group_id AND k.id = l.taker_id ",
            "JOIN units u ON u.group_id = l.group_id AND u.id = l.unit_id ",
            "JOIN establishments e ON e.group_id = u.group_id AND e.id = u.establishment_id ",
            $tail
        )
    };
}

/// The legs of a swap, in order.
pub async fn legs(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Vec<Leg>> {
    on!(tx, sqlx::query_as(leg!("WHERE l.group_id = $1 AND l.swap_id = $2 ORDER BY l.leg_no")).bind(group).bind(id)
        => fetch_all)
}

/// The people of a swap, by identifier.
pub async fn people(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Vec<Person>> {
    on!(tx, sqlx::query_as(
        "SELECT p.swap_id, p.agent_id, a.name AS agent_name, a.employer_id, p.answer, p.answered_at, p.wish_id, \
         p.given_centipoints, p.taken_centipoints, p.before_centipoints, p.after_centipoints FROM swap_people p \
         JOIN agents a ON a.group_id = p.group_id AND a.id = p.agent_id \
         WHERE p.group_id = $1 AND p.swap_id = $2 ORDER BY p.agent_id").bind(group).bind(id) => fetch_all)
}

/// The units that have to say yes, by identifier.
pub async fn units(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Vec<Unit>> {
    on!(tx, sqlx::query_as(
        "SELECT n.swap_id, n.unit_id, u.name AS unit_name, n.decision, n.decided_by, n.decided_at FROM swap_units n \
         JOIN units u ON u.group_id = n.group_id AND u.id = n.unit_id \
         WHERE n.group_id = $1 AND n.swap_id = $2 ORDER BY n.unit_id").bind(group).bind(id) => fetch_all)
}

/// Stores what a swap now is, if nobody changed it meanwhile.
pub async fn update(tx: &mut Tx, group: &str, row: &Row) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE swaps SET state = $4, cause = $5, reason = $6, approval = $7, agreed_at = $8, closes_at = $9, \
         ended_at = $10, ended_by = $11, version = version + 1 WHERE group_id = $1 AND id = $2 AND version = $3")
        .bind(group).bind(&row.id).bind(row.version).bind(&row.state).bind(&row.cause).bind(&row.reason)
        .bind(&row.approval).bind(row.agreed_at).bind(row.closes_at).bind(row.ended_at).bind(&row.ended_by)
        => execute)?;
    Ok(changed == 1)
}

/// Stores what somebody answers; the version of the swap, which goes up with it, keeps answers apart.
pub async fn answer(tx: &mut Tx, group: &str, person: &Person) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "UPDATE swap_people SET answer = $4, answered_at = $5 WHERE group_id = $1 AND swap_id = $2 AND agent_id = $3")
        .bind(group).bind(&person.swap_id).bind(&person.agent_id).bind(&person.answer).bind(person.answered_at)
        => execute)?;
    Ok(())
}

/// Stores what the swap does to somebody's account, as it is known by now.
pub async fn set_effect(tx: &mut Tx, group: &str, person: &Person) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "UPDATE swap_people SET given_centipoints = $4, taken_centipoints = $5, before_centipoints = $6, \
         after_centipoints = $7 WHERE group_id = $1 AND swap_id = $2 AND agent_id = $3")
        .bind(group).bind(&person.swap_id).bind(&person.agent_id).bind(person.given_centipoints)
        .bind(person.taken_centipoints).bind(person.before_centipoints).bind(person.after_centipoints) => execute)?;
    Ok(())
}

/// Stores what became of a leg: what it moves, by kind of burden (a JSON object) once it is done, and the assignment that
/// came of it.
pub async fn set_leg(tx: &mut Tx, group: &str, leg: &Leg, burdens: Option<&str>) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "UPDATE swap_legs SET given_centipoints = $4, taken_centipoints = $5, made_assignment_id = $6, burdens = $7 \
         WHERE group_id = $1 AND swap_id = $2 AND leg_no = $3")
        .bind(group).bind(&leg.swap_id).bind(leg.leg_no).bind(leg.given_centipoints).bind(leg.taken_centipoints)
        .bind(&leg.made_assignment_id).bind(burdens) => execute)?;
    Ok(())
}

/// Stores the units that have to say yes.
pub async fn ask_units(tx: &mut Tx, group: &str, id: &str, units: &[String]) -> sqlx::Result<()> {
    rows!(tx, "INSERT INTO swap_units (group_id, swap_id, unit_id) ", units, |unit| [group, id, unit.as_str()])
}

/// Stores what a unit decides, once.
pub async fn decide(tx: &mut Tx, group: &str, unit: &Unit) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE swap_units SET decision = $4, decided_by = $5, decided_at = $6 \
         WHERE group_id = $1 AND swap_id = $2 AND unit_id = $3 AND decision IS NULL")
        .bind(group).bind(&unit.swap_id).bind(&unit.unit_id).bind(&unit.decision).bind(&unit.decided_by)
        .bind(unit.decided_at) => execute)?;
    Ok(changed == 1)
}

/// Swaps that wait for somebody and have this duty in them, by id.
pub async fn waiting_for(tx: &mut Tx, group: &str, duty_key: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(swap!(
        "WHERE w.group_id = $1 AND w.state IN ('proposed', 'to_approve') AND EXISTS (SELECT 1 FROM swap_legs l \
         WHERE l.group_id = w.group_id AND l.swap_id = w.id AND l.duty_key = $2) ORDER BY w.id"))
        .bind(group).bind(duty_key) => fetch_all)
}

/// How many swaps that an agent proposed wait for somebody.
pub async fn count_waiting(tx: &mut Tx, group: &str, agent: &str) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM swaps WHERE group_id = $1 AND proposed_by = $2 AND state IN ('proposed', 'to_approve')")
        .bind(group).bind(agent) => fetch_one)
}

/// Swaps whose time is over: group and id.
pub async fn due(tx: &mut Tx, now: i64) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT group_id, id FROM swaps WHERE state IN ('proposed', 'to_approve') AND closes_at <= $1 \
         ORDER BY closes_at, group_id, id").bind(now) => fetch_all)
}

/// Whether a swap of the group was ever carried out.
pub async fn any_done(tx: &mut Tx, group: &str) -> sqlx::Result<bool> {
    let done: i64 = on!(tx, sqlx::query_scalar("SELECT COUNT(*) FROM swaps WHERE group_id = $1 AND state = 'done'")
        .bind(group) => fetch_one)?;
    Ok(done > 0)
}

/// Takes every swap and wish of a group away, before an import puts other facts in their place.
pub async fn delete_all(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    for table in ["swap_units", "swap_people", "swap_legs", "swaps", "swap_wishes"] {
        let sql = sqlx::AssertSqlSafe(format!("DELETE FROM {table} WHERE group_id = $1"));
        on!(tx, sqlx::query(sql).bind(group) => execute)?;
    }
    Ok(())
}
