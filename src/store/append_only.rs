//! The triggers that keep ledgers and audit log append-only, whoever holds the connection. They cannot be written in
//! one text, so each engine has its own idempotent statements, run after every migration.

use super::Tx;
use sqlx::{AssertSqlSafe, Executor};

const TABLES: [&str; 4] = ["equity_entries", "compensation_entries", "audit_log", "roster_changes"];

/// Lays the triggers where they are missing.
///
/// # Errors
/// When the database refuses.
pub async fn lay(tx: &mut Tx) -> sqlx::Result<()> {
    match tx {
        Tx::Sqlite(tx) => {
            for table in TABLES {
                for verb in ["UPDATE", "DELETE"] {
                    let name = verb.to_lowercase();
                    tx.execute(AssertSqlSafe(format!(
                        "CREATE TRIGGER IF NOT EXISTS {table}_no_{name} BEFORE {verb} ON {table} \
                         BEGIN SELECT RAISE(ABORT, '{table} is append-only: post a reversing entry'); END"
                    )))
                    .await?;
                }
            }
        }
        Tx::Postgres(tx) => {
            // Several servers may start at once; they lay the triggers one after the other.
            tx.execute("SELECT pg_advisory_xact_lock(727364)").await?;
            tx.execute(
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                 RAISE EXCEPTION '% is append-only: post a reversing entry', TG_TABLE_NAME; END $$",
            )
            .await?;
            for table in TABLES {
                tx.execute(AssertSqlSafe(format!(
                    "CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} \
                     FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                )))
                .await?;
                tx.execute(AssertSqlSafe(format!(
                    "CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} \
                     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
                )))
                .await?;
            }
        }
    }
    Ok(())
}
