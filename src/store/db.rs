//! The two databases behind one type. A query is written once; [`on!`](crate::store::on) expands it for both drivers.
//!
//! Invariants: every statement runs in a [`Tx`]; a write transaction on `SQLite` takes the write lock at once
//! (`BEGIN IMMEDIATE`), so that it never fails half-way for a lock; a read transaction sees one state of the data.

use super::{append_only, rosters, swaps};
use anyhow::Context;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Postgres, Sqlite, Transaction};
use std::str::FromStr;
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// A database: cheap to clone, shared by everything.
#[derive(Debug, Clone)]
pub enum Db {
    /// One file beside the server.
    Sqlite {
        /// Readers.
        read: SqlitePool,
        /// The one writer; `SQLite` has no second.
        write: SqlitePool,
    },
    /// Shared by several servers.
    Postgres(PgPool),
}

/// An open transaction; dropped without [`Tx::commit`] it leaves no trace.
#[derive(Debug)]
pub enum Tx {
    /// On `SQLite`.
    Sqlite(Transaction<'static, Sqlite>),
    /// On `PostgreSQL`.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one query text on whichever database the transaction belongs to: `on!(tx, sqlx::query(…).bind(…) => execute)`.
/// `execute` gives the number of rows changed; the other verbs are those of sqlx.
macro_rules! on {
    ($tx:expr, $query:expr => execute) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => $query.execute(&mut **tx).await.map(|done| done.rows_affected()),
            $crate::store::Tx::Postgres(tx) => $query.execute(&mut **tx).await.map(|done| done.rows_affected()),
        }
    };
    ($tx:expr, $query:expr => $verb:ident) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => $query.$verb(&mut **tx).await,
            $crate::store::Tx::Postgres(tx) => $query.$verb(&mut **tx).await,
        }
    };
}
pub(crate) use on;

impl Db {
    /// Opens `sqlite://path`, `sqlite::memory:` excepted, or `postgres://…`.
    ///
    /// # Errors
    /// When the address is of neither kind or the database does not answer.
    pub async fn connect(url: &str) -> anyhow::Result<Self> {
        Self::open(url, true).await
    }

    /// As [`Db::connect`], but makes no new file: for whoever reads what must be there.
    ///
    /// # Errors
    /// As [`Db::connect`], and when there is no such file.
    pub async fn connect_existing(url: &str) -> anyhow::Result<Self> {
        Self::open(url, false).await
    }

    async fn open(url: &str, create: bool) -> anyhow::Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(Duration::from_secs(5))
                .connect(url)
                .await
                .context("the PostgreSQL server in RELEVE_DATABASE_URL does not answer")?;
            return Ok(Self::Postgres(pool));
        }
        let options = SqliteConnectOptions::from_str(url)
            .context("RELEVE_DATABASE_URL must start with sqlite:// or postgres://")?
            .create_if_missing(create)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            // A group's facts are thousands of rows: with room for few, its thread and the reader's wake each other all the time.
            .row_buffer_size(2_048);
        let opening = || format!("the SQLite file of RELEVE_DATABASE_URL={url} cannot be opened");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.clone())
            .await
            .with_context(opening)?;
        let read = SqlitePoolOptions::new().max_connections(8).connect_with(options).await.with_context(opening)?;
        Ok(Self::Sqlite { read, write })
    }

    /// Brings the schema up to date, lays the append-only triggers, and turns rows of an older shape into the present one.
    ///
    /// # Errors
    /// When a migration fails or the database was made by a newer version.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        match self {
            Self::Sqlite { write, .. } => MIGRATIONS.run(write).await?,
            Self::Postgres(pool) => MIGRATIONS.run(pool).await?,
        }
        let mut tx = self.write().await?;
        append_only::lay(&mut tx).await?;
        rosters::convert_lines(&mut tx).await?;
        swaps::wishes::convert(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether the database answers and holds every migration of this version.
    ///
    /// # Errors
    /// When it does not answer or was never migrated.
    pub async fn is_ready(&self) -> sqlx::Result<bool> {
        let newest = MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0);
        let mut tx = self.read().await?;
        let applied: i64 = on!(&mut tx, sqlx::query_scalar(
            "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM _sqlx_migrations WHERE success") => fetch_one)?;
        Ok(applied >= newest)
    }

    /// Opens a transaction that only reads, on one state of the data.
    ///
    /// # Errors
    /// When no connection comes free.
    pub async fn read(&self) -> sqlx::Result<Tx> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Opens a transaction that writes.
    ///
    /// # Errors
    /// When no connection comes free.
    pub async fn write(&self) -> sqlx::Result<Tx> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Lets the planner of `PostgreSQL` look at tables that have just been filled; without it, it takes them for empty until its
    /// next round, a minute or more, and joins them row by row. `SQLite` has no need of it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn analyse(&mut self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(tx) => sqlx::query("ANALYZE").execute(&mut **tx).await.map(|_| ()),
        }
    }

    /// Makes everything in it durable.
    ///
    /// # Errors
    /// When the database refuses; then nothing of it is stored.
    pub async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

/// Whether an error says that a unique value is already taken, on either engine.
pub fn is_taken(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(e) if e.is_unique_violation())
}
