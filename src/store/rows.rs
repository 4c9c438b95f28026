//! Many rows in one statement.

/// Rows of one statement: a thousand rows are five runs of the same one, which is read and planned once. The widest table has 19
/// columns, and SQLite takes 32,766 values.
pub const MOST: usize = 200;

/// Whether a statement of so many rows is worth keeping prepared: those of a deed, and those of a full lot, come again and again as
/// they are; what is in between is a statement of its own each time.
pub const fn comes_again(rows: usize) -> bool {
    rows <= 8 || rows == MOST
}

/// Inserts a slice of rows: `rows!(tx, "INSERT INTO t (a, b) ", rows, |row| [row.a, row.b])`, with what follows the values
/// as a last argument where something does. Gives `sqlx::Result<()>`.
macro_rules! rows {
    ($tx:expr, $head:expr, $rows:expr, |$row:ident| [$($value:expr),* $(,)?]) => {
        $crate::store::rows!($tx, $head, $rows, |$row| [$($value),*], "")
    };
    ($tx:expr, $head:expr, $rows:expr, |$row:ident| [$($value:expr),* $(,)?], $tail:expr) => {{
        for chunk in $rows.chunks($crate::store::rows::MOST) {
            match $tx {
                $crate::store::Tx::Sqlite(tx) => {
                    let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new($head);
                    query.push_values(chunk, |mut values, $row| { $(values.push_bind($value);)* });
                    let again = $crate::store::rows::comes_again(chunk.len());
                    query.push($tail).build().persistent(again).execute(&mut **tx).await?;
                }
                $crate::store::Tx::Postgres(tx) => {
                    let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new($head);
                    query.push_values(chunk, |mut values, $row| { $(values.push_bind($value);)* });
                    let again = $crate::store::rows::comes_again(chunk.len());
                    query.push($tail).build().persistent(again).execute(&mut **tx).await?;
                }
            }
        }
        Ok(())
    }};
}
pub(crate) use rows;
