//! The nightly plan, on both clock-change nights and with several servers on one database.

use crate::both;
use releve::app::access::Actor;
use releve::app::{App, Clock};
use releve::store::Db;
use releve::timed;

/// Runs a whole night, a tick every ten minutes, on a second app over the same database; gives the number of plans.
async fn night(world: &crate::world::World, noon: i64, servers: usize) -> i64 {
    let clock = Clock::standing_at(noon);
    let mut apps = Vec::new();
    for _ in 0..servers {
        let db = Db::connect(&world.url).await.expect("the database opens");
        apps.push(App::new(db, clock.clone(), (*world.app.config).clone()));
    }
    // The group has needs whatever night it is: what is over needs no plan.
    let sql = sqlx::AssertSqlSafe(format!("UPDATE shifts SET starts_at = {noon} + 864000, ends_at = {noon} + 900000"));
    match &world.app.db {
        Db::Sqlite { write, .. } => sqlx::query(sql).execute(write).await.map(|_| ()),
        Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()),
    }
    .expect("the statement runs");
    let before = world.number("SELECT COUNT(*) FROM plans").await;
    for _ in 0..24 * 6 {
        let ticks: Vec<_> = apps
            .iter()
            .map(|app| {
                let app = app.clone();
                tokio::spawn(async move { timed::tick(&app).await })
            })
            .collect();
        for tick in ticks {
            tick.await.expect("no panic").expect("a tick");
        }
        clock.advance(600);
    }
    world.number("SELECT COUNT(*) FROM plans").await - before
}

/// Noon in Paris, winter or summer time, as unix seconds.
const EVE_OF_SUMMER: i64 = 1_806_145_200; // 2027-03-27T12:00+01:00
const EVE_OF_WINTER: i64 = 1_792_836_000; // 2026-10-24T12:00+02:00

both! {
    async fn the_night_that_skips_half_past_two_has_one_plan(world) {
        assert_eq!(night(world, EVE_OF_SUMMER, 1).await, 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM due_runs WHERE name = 'nightly-replan' AND local_date = '2027-03-28'").await, 1);
    }

    async fn the_night_that_repeats_half_past_two_has_one_plan(world) {
        assert_eq!(night(world, EVE_OF_WINTER, 1).await, 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM due_runs WHERE name = 'nightly-replan' AND local_date = '2026-10-25'").await, 1);
    }

    async fn three_servers_make_one_nightly_plan(world) {
        assert_eq!(night(world, EVE_OF_SUMMER, 3).await, 1);
    }

    async fn one_broken_offer_keeps_no_other_from_closing(world) {
        let offers = world.approved().await;
        let broken = offers[2]["shift"].as_str().expect("a shift");
        let sql = format!("UPDATE shifts SET state = 'nonsense' WHERE id = '{broken}'");
        let sql = sqlx::AssertSqlSafe(sql);
        match &world.app.db {
            Db::Sqlite { write, .. } => sqlx::query(sql).execute(write).await.map(|_| ()),
            Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()),
        }
        .expect("the statement runs");
        world.clock.advance(10 * 86_400);
        timed::tick(&world.app).await.expect("a tick");
        assert_eq!(world.number("SELECT COUNT(*) FROM offers WHERE state = 'expired'").await, 4);
        assert_eq!(world.number("SELECT COUNT(*) FROM offers WHERE state = 'sent'").await, 1);
    }

    async fn one_unreadable_group_keeps_no_other_from_its_night(world) {
        let mut other = crate::world::scenario();
        other.group.id = "g0".into();
        releve::app::scenarios::import(&world.app, &Actor::system("g0"), other).await.expect("a second group");
        world.execute("UPDATE groups SET time_zone = 'Europe/Atlantis' WHERE id = 'g0'").await;
        let clock = Clock::standing_at(EVE_OF_WINTER + 15 * 3600);
        let app = App::new(world.app.db.clone(), clock, (*world.app.config).clone());
        assert_eq!(timed::tick(&app).await.expect("a tick"), 1, "it is logged and counted");
        assert_eq!(world.number("SELECT COUNT(*) FROM plans WHERE group_id = 'g1'").await, 1);
    }
}
