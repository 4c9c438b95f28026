//! Shifts with the names of their unit and establishment: what requests, offers and assignments are about. A shift is
//! stored with its request.

/// A shift and where it is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Identifier.
    #[sqlx(rename = "shift_id")]
    pub id: String,
    /// Unit.
    pub unit_id: String,
    /// Unit's name.
    pub unit_name: String,
    /// Establishment.
    pub establishment_id: String,
    /// Establishment's name.
    pub establishment_name: String,
    /// Shift code.
    pub code: String,
    /// Civil day of the start.
    pub date: String,
    /// Title asked for.
    pub qualification: String,
    /// Unix seconds.
    pub starts_at: i64,
    /// Unix seconds.
    pub ends_at: i64,
}

impl Row {
    /// What a message says of it: place, day, hours; a JSON object.
    pub fn facts(&self) -> serde_json::Value {
        serde_json::json!({
            "shift": self.id, "unit": self.unit_name, "establishment": self.establishment_name, "code": self.code,
            "date": self.date, "qualification": self.qualification, "starts_at": self.starts_at, "ends_at": self.ends_at,
        })
    }

    /// The shift in French words, for the lines of a ledger.
    pub fn in_words(&self) -> String {
        format!("Poste {} du {}, {}", self.code, self.date, self.unit_name)
    }
}

/// The query for rows of a table that has a `shift_id`, with the columns of [`Row`] beside its own: the table's columns, the
/// table (`t`, joined with what else it needs), and what follows the joins. The shift is `s`.
macro_rules! with_shift {
    ($columns:literal, $table:literal, $tail:literal) => {
        concat!(
            "SELECT s.id AS shift_id, s.unit_id, u.name AS unit_name, u.establishment_id, e.name AS establishment_name, ",
            "s.code, s.date, s.qualification, s.starts_at, s.ends_at, ",
            $columns,
            " FROM ",
            $table,
            " JOIN shifts s ON s.group_id = t.group_id AND s.id = t.shift_id ",
            "JOIN units u ON u.group_id = s.group_id AND u.id = s.unit_id ",
            "JOIN establishments e ON e.group_id = u.group_id AND e.id = u.establishment_id ",
            $tail
        )
    };
}
pub(super) use with_shift;
