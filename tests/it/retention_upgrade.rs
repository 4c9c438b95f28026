//! What the words of an earlier version become: they stand beside what is kept for good.

use crate::world::{Engine, fresh_database};
use releve::store::Db;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Executor};
use std::borrow::Cow;

async fn execute(db: &Db, sql: &'static str) {
    match db {
        Db::Sqlite { write, .. } => write.execute(AssertSqlSafe(sql)).await.map(|_| ()),
        Db::Postgres(pool) => pool.execute(AssertSqlSafe(sql)).await.map(|_| ()),
    }
    .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn text(db: &Db, sql: &'static str) -> String {
    match db {
        Db::Sqlite { read, .. } => sqlx::query_scalar(sql).fetch_one(read).await,
        Db::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await,
    }
    .unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// Nobody changes a line, as the service sees to.
fn triggers(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Sqlite => &["CREATE TRIGGER roster_changes_no_update BEFORE UPDATE ON roster_changes \
            BEGIN SELECT RAISE(ABORT, 'append-only'); END"],
        Engine::Postgres => &[
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$",
            "CREATE TRIGGER roster_changes_append_only BEFORE UPDATE OR DELETE ON roster_changes \
             FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        ],
    }
}

/// A database of the version before, whose triggers are laid already.
#[tokio::test(flavor = "multi_thread")]
async fn words_of_an_earlier_version_stand_beside_what_is_kept() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (url, _directory) = fresh_database(engine).await;
        let db = Db::connect(&url).await.expect("the database opens");
        let all = sqlx::migrate!("./migrations");
        let early: Vec<_> = all.iter().filter(|migration| migration.version <= 16).cloned().collect();
        let early = Migrator { migrations: Cow::Owned(early), ..Migrator::DEFAULT };
        match &db {
            Db::Sqlite { write, .. } => early.run(write).await,
            Db::Postgres(pool) => early.run(pool).await,
        }
        .expect("the schema of before");
        for sql in triggers(engine) {
            execute(&db, sql).await;
        }
        for sql in [
            "INSERT INTO roster_changes (id, group_id, agent_id, date, unit_id, kind, before, after, reason, changed_by, \
             changed_at) VALUES ('c1', 'g1', 'alix', '2026-12-08', 'u', 'changed', '[]', '[]', 'Enfant malade', 'u1', 7)",
            "INSERT INTO roster_changes (id, group_id, agent_id, date, unit_id, kind, before, after, reason, changed_by, \
             changed_at) VALUES ('c2', 'g1', 'alix', '2026-12-09', 'u', 'changed', '[]', '[]', '', 'u1', 8)",
            "INSERT INTO fixed_term_people (group_id, id, name, qualification, note, added_at, version) \
             VALUES ('g1', 'f1', 'Inès', 'IDE', '', 9, 1)",
        ] {
            execute(&db, sql).await;
        }
        db.migrate().await.expect("brought up to date");
        let reasons =
            text(&db, "SELECT change_id || ' ' || reason || ' ' || written_at FROM roster_change_reasons").await;
        assert_eq!(reasons, "c1 Enfant malade 7");
        assert_eq!(text(&db, "SELECT CAST(COUNT(*) AS TEXT) FROM roster_changes").await, "2");
        assert_eq!(text(&db, "SELECT CAST(changed_at AS TEXT) FROM fixed_term_people").await, "9");
    }
}
