//! The versions of things that a client may have read and now wants to change.

use super::{Tx, on};

/// The query for either engine: on `PostgreSQL` the row is locked.
macro_rules! of {
    ($table:literal) => {
        (
            concat!("SELECT version FROM ", $table, " WHERE group_id = $1 AND id = $2"),
            concat!("SELECT version FROM ", $table, " WHERE group_id = $1 AND id = $2 FOR UPDATE"),
        )
    };
}

/// A table whose rows have a version and an identifier inside their group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versioned {
    /// Replacement requests.
    Requests,
    /// Shifts.
    Shifts,
    /// Rounds.
    Rounds,
    /// Plans.
    Plans,
    /// Offers.
    Offers,
    /// Assignments.
    Assignments,
}

impl Versioned {
    /// The table of a noun of the API.
    pub fn of(noun: &str) -> Option<Self> {
        Some(match noun {
            "requests" => Self::Requests,
            "shifts" => Self::Shifts,
            "rounds" => Self::Rounds,
            "plans" => Self::Plans,
            "offers" => Self::Offers,
            "assignments" => Self::Assignments,
            _ => return None,
        })
    }

    /// Reads a version and keeps others from moving it until the transaction is over; `SQLite` has no second writer anyway.
    const fn locked(self) -> (&'static str, &'static str) {
        match self {
            // Goes up with the versions of its shifts, which never go down: they are part of what is shown.
            Self::Requests => (
                "SELECT r.version + (SELECT CAST(COALESCE(SUM(s.version), 0) AS BIGINT) FROM shifts s \
                 WHERE s.group_id = r.group_id AND s.request_id = r.id) FROM requests r WHERE r.group_id = $1 AND r.id = $2",
                "SELECT r.version + (SELECT CAST(COALESCE(SUM(s.version), 0) AS BIGINT) FROM shifts s \
                 WHERE s.group_id = r.group_id AND s.request_id = r.id) FROM requests r WHERE r.group_id = $1 AND r.id = $2 \
                 FOR UPDATE OF r",
            ),
            Self::Shifts => of!("shifts"),
            Self::Rounds => of!("rounds"),
            Self::Plans => of!("plans"),
            Self::Offers => of!("offers"),
            Self::Assignments => of!("assignments"),
        }
    }
}

/// The version of a row, and of the parts that it is shown with; it stays as it is until the transaction is over.
pub async fn version(tx: &mut Tx, table: Versioned, group: &str, id: &str) -> sqlx::Result<Option<i64>> {
    let (plain, locking) = table.locked();
    let text = if matches!(tx, Tx::Postgres(_)) { locking } else { plain };
    on!(tx, sqlx::query_scalar(text).bind(group).bind(id) => fetch_optional)
}
