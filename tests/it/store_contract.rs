//! What both databases must do alike: keep a snapshot, keep ledgers append-only, keep a transaction whole.

use crate::both;
use crate::world::{World, scenario};
use chrono::{Days, NaiveDate};
use releve::store::rosters::{self, NewDay, NewDuty};
use releve::store::{groups, snapshot};
use releve_solver::domain::scenario::Scenario;
use releve_solver::formats::scenario::{Syntax, read};
use std::collections::{BTreeMap, BTreeSet};

/// In one order, and with what holds of every group that is served.
fn sorted(mut scenario: Scenario) -> Scenario {
    scenario.group.lending_agreements_required = true;
    scenario.house_rules.first_shift_accompanied = true;
    scenario.establishments.sort_by(|a, b| a.id.cmp(&b.id));
    scenario.units.sort_by(|a, b| a.id.cmp(&b.id));
    scenario.agents.sort_by(|a, b| a.id.cmp(&b.id));
    scenario.shifts.sort_by(|a, b| a.id.cmp(&b.id));
    scenario
}

/// A group of four establishments with a roster for everybody.
const SMALL: &str = include_str!("../../scenarios/group.small.toml");

/// What every settled day of a scenario holds, read off its lines.
fn settled(scenario: &Scenario) -> BTreeMap<(String, NaiveDate), BTreeSet<(String, String)>> {
    let mut days: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for line in &scenario.rosters {
        for (offset, code) in line.codes.split_whitespace().enumerate() {
            let day = days.entry((line.agent.0.clone(), line.from + Days::new(offset as u64))).or_default();
            if code != "." {
                day.insert((line.unit.0.clone(), code.to_owned()));
            }
        }
    }
    days
}

async fn loaded(world: &World, group: &str) -> Scenario {
    let mut tx = world.app.db.read().await.expect("a transaction");
    snapshot::load(&mut tx, group).await.expect("a snapshot").expect("the group").scenario
}

/// The solver is told the same of everybody, whatever the lines look like.
fn assert_same_rosters(one: &Scenario, two: &Scenario) {
    assert_eq!(settled(one), settled(two));
    let (one, two) = (compiled(one), compiled(two));
    assert!(!one.is_empty());
    assert_eq!(one, two);
}

/// Everybody's decided duties, settled days and units known, as the solver sees them.
fn compiled(scenario: &Scenario) -> BTreeMap<String, String> {
    let problem = releve_solver::compile(scenario).expect("it compiles");
    let told = |worker: &releve_solver::domain::problem::Worker| {
        let days: BTreeSet<_> = worker.rostered.iter().flat_map(|(first, last)| *first..=*last).collect();
        format!("{:?} {days:?} {:?} {:?}", worker.fixed, worker.known_units, worker.years)
    };
    problem.workers.iter().map(|worker| (worker.id.0.clone(), told(worker))).collect()
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

    async fn rosters_come_back_as_they_were_imported(world) {
        let small = read(SMALL, Syntax::Toml).expect("a scenario");
        let actor = releve::app::access::Actor::system(small.group.id.as_str());
        releve::app::scenarios::import(&world.app, &actor, small.clone()).await.expect("an import");
        let loaded = loaded(world, small.group.id.as_str()).await;
        assert!(settled(&small).len() > 100, "there are rosters in it");
        assert_same_rosters(&sorted(loaded), &sorted(small));
    }

    async fn lines_of_an_older_shape_become_days_once(world) {
        let before = loaded(world, "g1").await;
        world.execute("DELETE FROM roster_days").await;
        assert!(settled(&loaded(world, "g1").await).is_empty());
        for (number, (agent, unit, from, codes)) in [
            ("emma", "tilleuls", "2026-12-07", "J J J\n . . . ."),
            ("chloe", "tilleuls", "2026-12-30", ". J . J"),
            ("alix", "medecine", "2026-12-09", "M . N ."),
            ("alix", "tilleuls", "2026-12-09", ". J . ."),
        ].into_iter().enumerate() {
            world.execute(&format!(
                "INSERT INTO roster_lines (group_id, line_no, agent_id, unit_id, from_date, codes) \
                 VALUES ('g1', {number}, '{agent}', '{unit}', '{from}', '{codes}')")).await;
        }
        world.app.db.migrate().await.expect("the rows are turned");
        let after = loaded(world, "g1").await;
        let mut expected = settled(&before);
        let mut put = |agent: &str, date: &str, duty: Option<(&str, &str)>| {
            let duties = duty.map(|(unit, code)| (unit.to_owned(), code.to_owned())).into_iter().collect();
            expected.insert((agent.to_owned(), date.parse().expect("a date")), duties);
        };
        for (date, code) in [("2026-12-30", None), ("2026-12-31", Some("J")), ("2027-01-01", None), ("2027-01-02", Some("J"))] {
            put("chloe", date, code.map(|code| ("tilleuls", code)));
        }
        put("alix", "2026-12-09", Some(("medecine", "M")));
        put("alix", "2026-12-10", Some(("tilleuls", "J")));
        put("alix", "2026-12-11", Some(("medecine", "N")));
        put("alix", "2026-12-12", None);
        assert_eq!(settled(&after), expected);
        assert_eq!(world.number("SELECT COUNT(*) FROM roster_lines").await, 0);
        world.app.db.migrate().await.expect("again");
        assert_eq!(settled(&loaded(world, "g1").await), expected, "once");
    }

    async fn a_day_is_replaced_on_the_version_that_was_read(world) {
        let mut tx = world.app.db.write().await.expect("a transaction");
        let key = ("emma", "2026-12-07");
        let day = rosters::day(&mut tx, "g1", key.0, key.1).await.expect("a day");
        let version = rosters::version_of(&day);
        assert_eq!((day.len(), day[0].code.as_deref(), version > 0), (1, Some("J"), true));
        let rest = NewDay::Rest { unit: "tilleuls".to_owned() };
        let stale = rosters::set_day(&mut tx, "g1", key, &rest, "hand", (version + 1, 90)).await.expect("an answer");
        assert!(!stale, "another version");
        assert_eq!(rosters::day(&mut tx, "g1", key.0, key.1).await.expect("a day"), day);
        assert!(rosters::set_day(&mut tx, "g1", key, &rest, "hand", (version, 90)).await.expect("an answer"));
        let day = rosters::day(&mut tx, "g1", key.0, key.1).await.expect("a day");
        assert_eq!((day.len(), day[0].code.as_deref(), day[0].version), (1, None, 90));
        let split = NewDay::Duties(vec![
            NewDuty { unit: "tilleuls".to_owned(), code: "J".to_owned() },
            NewDuty { unit: "medecine".to_owned(), code: "N".to_owned() },
        ]);
        assert!(rosters::set_day(&mut tx, "g1", key, &split, "hand", (90, 91)).await.expect("an answer"));
        assert_eq!(rosters::day(&mut tx, "g1", key.0, key.1).await.expect("a day").len(), 2);
        let of_unit = rosters::of_unit(&mut tx, "g1", "medecine", ("2026-12-01", "2026-12-31")).await.expect("rows");
        assert_eq!(of_unit.len(), 1);
        assert!(rosters::set_day(&mut tx, "g1", key, &NewDay::Open, "hand", (91, 92)).await.expect("an answer"));
        assert!(rosters::set_day(&mut tx, "g1", key, &rest, "hand", (0, 93)).await.expect("an open day is at nought"));
    }
}
