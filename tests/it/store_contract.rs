//! What both databases must do alike: keep a snapshot, keep ledgers append-only, keep a transaction whole.

use crate::both;
use crate::world::scenario;
use releve::store::{groups, snapshot};
use releve_solver::domain::scenario::Scenario;

fn sorted(mut scenario: Scenario) -> Scenario {
    scenario.establishments.sort_by(|a, b| a.id.cmp(&b.id));
    scenario.units.sort_by(|a, b| a.id.cmp(&b.id));
    scenario.agents.sort_by(|a, b| a.id.cmp(&b.id));
    scenario.shifts.sort_by(|a, b| a.id.cmp(&b.id));
    scenario
}

both! {
    async fn a_snapshot_gives_back_what_was_imported(world) {
        let mut tx = world.app.db.read().await.expect("a transaction");
        let snapshot = snapshot::load(&mut tx, "g1").await.expect("a snapshot").expect("the group");
        assert_eq!(sorted(snapshot.scenario), sorted(scenario()));
        assert_eq!(snapshot::load(&mut tx, "other").await.expect("an answer").map(|s| s.facts_version), None);
    }

    async fn ledgers_and_audit_take_inserts_only(world) {
        for table in ["equity_entries", "compensation_entries", "audit_log"] {
            for sql in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET group_id = 'x'")] {
                let sql = sqlx::AssertSqlSafe(sql);
                let refused = match &world.app.db {
                    releve::store::Db::Sqlite { write, .. } => sqlx::query(sql).execute(write).await.err(),
                    releve::store::Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.err(),
                };
                let text = refused.expect("the trigger refuses").to_string();
                assert!(text.contains("append-only"), "{text}");
            }
        }
    }

    async fn a_dropped_transaction_leaves_no_trace(world) {
        let before = world.fingerprint().await;
        let mut tx = world.app.db.write().await.expect("a transaction");
        assert!(groups::touch(&mut tx, "g1").await.expect("an update").is_some());
        drop(tx);
        assert_eq!(world.fingerprint().await, before);
    }

    async fn migrating_twice_changes_nothing(world) {
        let before = world.fingerprint().await;
        world.app.db.migrate().await.expect("again");
        assert!(world.app.db.is_ready().await.expect("an answer"));
        assert_eq!(world.fingerprint().await, before);
    }

    async fn a_second_import_replaces_facts_and_reverses_openings(world) {
        let mut other = scenario();
        other.agents[0].equity_balance = 3.0;
        let actor = releve::app::access::Actor::system("g1");
        releve::app::scenarios::import(&world.app, &actor, other.clone()).await.expect("nothing is approved yet");
        let mut tx = world.app.db.read().await.expect("a transaction");
        let snapshot = snapshot::load(&mut tx, "g1").await.expect("a snapshot").expect("the group");
        assert_eq!(sorted(snapshot.scenario), sorted(other));
        drop(tx);
        let sum = "SELECT CAST(SUM(centipoints) AS BIGINT) FROM equity_entries";
        assert_eq!(world.number(sum).await, 300);
        assert_eq!(world.number("SELECT COUNT(*) FROM equity_entries").await, 3);
    }
}
