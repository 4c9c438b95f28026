//! People who are no agents of the group yet and whom the coordination calls by hand, and what came of each call.

use super::shifts::{self, with_shift};
use super::{Page, Tx, on};
use crate::ids::CallId;

/// Somebody on the list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    /// Chosen by the caller.
    pub id: String,
    /// Name.
    pub name: String,
    /// Title.
    pub qualification: String,
    /// Telephone number, `+` and digits.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// What the coordination should know.
    pub note: String,
    /// Unix seconds.
    pub added_at: i64,
    /// Unix seconds; when somebody last wrote something of her.
    pub changed_at: i64,
    /// Goes up with every change.
    pub version: i64,
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT id, name, qualification, phone, email, note, added_at, changed_at, version FROM fixed_term_people ",
            $tail
        )
    };
}

/// Stores somebody in place of the version it says it is, 0 when she is new; false when she is there in another version. When she
/// was added stays as it is.
pub async fn put(tx: &mut Tx, group: &str, person: &Person) -> sqlx::Result<bool> {
    // The same values in the same order, whether she is new or not.
    let sql = if person.version == 0 {
        "INSERT INTO fixed_term_people (group_id, id, name, qualification, phone, email, note, added_at, changed_at, version) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $8, $9 + 1 WHERE $9 = 0 ON CONFLICT DO NOTHING"
    } else {
        "UPDATE fixed_term_people SET name = $3, qualification = $4, phone = $5, email = $6, note = $7, changed_at = $8, \
         version = version + 1 WHERE group_id = $1 AND id = $2 AND version = $9"
    };
    let changed = on!(tx, sqlx::query(sql)
        .bind(group).bind(&person.id).bind(&person.name).bind(&person.qualification).bind(&person.phone)
        .bind(&person.email).bind(&person.note).bind(person.changed_at).bind(person.version) => execute)?;
    Ok(changed == 1)
}

/// Somebody.
pub async fn find(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<Option<Person>> {
    on!(tx, sqlx::query_as(select!("WHERE group_id = $1 AND id = $2")).bind(group).bind(id) => fetch_optional)
}

/// A page of the list, by identifier. `page.state` is a title.
pub async fn list(tx: &mut Tx, group: &str, page: &Page) -> sqlx::Result<Vec<Person>> {
    on!(tx, sqlx::query_as(select!(
        "WHERE group_id = $1 AND ($2 = '' OR qualification = $2) AND ($3 = '' OR id > $3) ORDER BY id LIMIT $4"))
        .bind(group).bind(&page.state).bind(&page.after).bind(page.limit) => fetch_all)
}

/// Everybody with one of these titles, each title between two bars.
pub async fn titled(tx: &mut Tx, group: &str, titles: &str) -> sqlx::Result<i64> {
    on!(tx, sqlx::query_scalar(
        "SELECT COUNT(*) FROM fixed_term_people WHERE group_id = $1 \
         AND replace($2, '|' || qualification || '|', '') <> $2").bind(group).bind(titles) => fetch_one)
}

/// Takes somebody off the list: nothing of her stays.
pub async fn remove(tx: &mut Tx, group: &str, id: &str) -> sqlx::Result<bool> {
    let changed = on!(tx, sqlx::query("DELETE FROM fixed_term_people WHERE group_id = $1 AND id = $2")
        .bind(group).bind(id) => execute)?;
    Ok(changed == 1)
}

/// A call.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Call {
    /// Identifier.
    pub id: CallId,
    /// Shift.
    #[sqlx(flatten)]
    pub shift: shifts::Row,
    /// Whom.
    pub person_id: String,
    /// Her name, as long as she is on the list.
    pub person_name: Option<String>,
    /// `agreed`, `declined`, `no_answer` or `call_back`.
    pub outcome: String,
    /// What else was said.
    pub note: String,
    /// User.
    pub called_by: String,
    /// Unix seconds.
    pub called_at: i64,
}

/// A call to store.
#[derive(Debug)]
pub struct NewCall<'a> {
    /// Identifier.
    pub id: &'a CallId,
    /// Shift.
    pub shift: &'a str,
    /// Whom.
    pub person: &'a str,
    /// What came of it.
    pub outcome: &'a str,
    /// What else was said.
    pub note: &'a str,
    /// User.
    pub by: &'a str,
    /// Unix seconds.
    pub at: i64,
}

/// Stores a call.
pub async fn insert_call(tx: &mut Tx, group: &str, call: &NewCall<'_>) -> sqlx::Result<()> {
    on!(tx, sqlx::query(
        "INSERT INTO fixed_term_calls (group_id, id, shift_id, person_id, outcome, note, called_by, called_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(group).bind(call.id).bind(call.shift).bind(call.person).bind(call.outcome).bind(call.note).bind(call.by)
        .bind(call.at) => execute)?;
    Ok(())
}

/// The calls about a shift, the first one first.
pub async fn calls(tx: &mut Tx, group: &str, shift: &str) -> sqlx::Result<Vec<Call>> {
    on!(tx, sqlx::query_as(with_shift!(
        "t.id, t.person_id, p.name AS person_name, t.outcome, t.note, t.called_by, t.called_at",
        "fixed_term_calls t LEFT JOIN fixed_term_people p ON p.group_id = t.group_id AND p.id = t.person_id",
        "WHERE t.group_id = $1 AND t.shift_id = $2 ORDER BY t.id")).bind(group).bind(shift) => fetch_all)
}

/// Takes every call of a group away, before an import puts other shifts in place of theirs.
pub async fn delete_calls(tx: &mut Tx, group: &str) -> sqlx::Result<()> {
    on!(tx, sqlx::query("DELETE FROM fixed_term_calls WHERE group_id = $1").bind(group) => execute)?;
    Ok(())
}
