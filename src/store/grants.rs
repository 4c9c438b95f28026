//! Grants: what a user is in a group, in which part of it, from which day to which.

use super::{Page, Tx, on};
use crate::ids::{GrantId, UserId};

/// A grant's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    pub id: GrantId,
    /// To whom.
    pub user_id: UserId,
    /// Role.
    pub role: String,
    /// JSON object: see `app::access::Scope`.
    pub scope: String,
    /// The agent she is, for the role of an agent.
    pub agent_id: Option<String>,
    /// First civil day, in the group's zone.
    pub valid_from: String,
    /// Last civil day; none for as long as it is not ended.
    pub valid_to: Option<String>,
    /// Unix seconds; none while it stands.
    pub ended_at: Option<i64>,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, user_id, role, scope, agent_id, valid_from, valid_to, ended_at, version FROM grants ",
            $tail
        )
    };
}

/// Stores a grant.
pub async fn insert(tx: &mut Tx, group: &str, row: &Row, by: &str, now: i64) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO grants (id, user_id, group_id, role, scope, agent_id, valid_from, valid_to, granted_by, granted_at, \
         version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)")
        .bind(&row.id).bind(&row.user_id).bind(group).bind(&row.role).bind(&row.scope).bind(&row.agent_id)
        .bind(&row.valid_from).bind(&row.valid_to).bind(by).bind(now) => execute)?;
    Ok(())
}

/// One grant of a group.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A user's grants in a group that hold on a day.
pub async fn valid(tx: &mut Tx, group: &str, user: &UserId, day: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE user_id = $2 AND group_id = $1 AND ended_at IS NULL AND valid_from <= $3 \
         AND (valid_to IS NULL OR valid_to >= $3) ORDER BY id")).bind(group).bind(user).bind(day) => fetch_all)
}

/// A user's grants in a group that stand, whatever their days.
pub async fn standing(tx: &mut Tx, group: &str, user: &UserId) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE user_id = $2 AND group_id = $1 AND ended_at IS NULL ORDER BY id"))
        .bind(group).bind(user) => fetch_all)
}

/// The groups in which a user has a grant that stands: identifier and name, which is the identifier of a group that is still
/// to be imported.
pub async fn groups_of(tx: &mut Tx, user: &UserId) -> sqlx::Result<Vec<(String, String)>> {
    on!(tx, sqlx::query_as(
        "SELECT DISTINCT g.group_id, COALESCE(s.name, g.group_id) FROM grants g LEFT JOIN groups s ON s.id = g.group_id \
         WHERE g.user_id = $1 AND g.ended_at IS NULL ORDER BY g.group_id").bind(user) => fetch_all)
}

/// Every grant that a user was ever given in a group, the newest first.
pub async fn of_user(tx: &mut Tx, group: &str, user: &UserId) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND user_id = $2 ORDER BY id DESC")).bind(group).bind(user)
        => fetch_all)
}

/// A grant and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Named {
    /// The grant.
    #[sqlx(flatten)]
    pub grant: Row,
    /// Name of the user.
    pub user_name: String,
    /// Address of the user.
    pub user_email: Option<String>,
}

/// A page of a group's grants, by identifier. `page.state` is a role.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Named>> {
    on!(tx, sqlx::query_as(
        "SELECT g.id, g.user_id, g.role, g.scope, g.agent_id, g.valid_from, g.valid_to, g.ended_at, g.version, \
         u.name AS user_name, u.email AS user_email FROM grants g JOIN users u ON u.id = g.user_id \
         WHERE g.group_id = $1 AND ($2 = '' OR g.role = $2) AND ($3 = '' OR g.id > $3) ORDER BY g.id LIMIT $4")
        .bind(group).bind(&page.state).bind(&page.after).bind(page.limit) => fetch_all)
}

/// Ends a grant; false when somebody changed it meanwhile.
pub async fn end(tx: &mut Tx, row: &Row, by: &str, now: i64) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query(
        "UPDATE grants SET ended_by = $3, ended_at = $4, version = version + 1 \
         WHERE id = $1 AND version = $2 AND ended_at IS NULL")
        .bind(&row.id).bind(row.version).bind(by).bind(now) => execute)?;
    Ok(changed == 1)
}

/// Users who hold a role over the whole group on a day.
pub async fn holders(tx: &mut Tx, group: &str, role: &str, day: &str) -> sqlx::Result<Vec<UserId>> {
    on!(tx, sqlx::query_scalar(
        "SELECT DISTINCT user_id FROM grants WHERE group_id = $1 AND role = $2 AND ended_at IS NULL \
         AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3) ORDER BY user_id")
        .bind(group).bind(role).bind(day) => fetch_all)
}

/// Everybody's grants of a role in a group that hold on a day.
pub async fn of_role(tx: &mut Tx, group: &str, role: &str, day: &str) -> sqlx::Result<Vec<Row>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND role = $2 AND ended_at IS NULL AND valid_from <= $3 \
         AND (valid_to IS NULL OR valid_to >= $3) ORDER BY id")).bind(group).bind(role).bind(day) => fetch_all)
}
