//! Duties of home rosters: they change hands inside their establishment, day by day, and their weight with them.

use super::{accounts_are_true, balance, hold, holder, leg, propose, say, told};
use crate::both;
use crate::world::{World, scenario};
use releve::app::access::Actor;
use releve_solver::domain::scenario::RosterLine;
use reqwest::StatusCode;
use serde_json::{Value, json};

/// Les Tilleuls with two nursing assistants on its roster beside Emma.
async fn import(world: &World) {
    let mut house = scenario();
    let line = |agent: &str, codes: &str| RosterLine {
        agent: agent.into(),
        unit: "tilleuls".into(),
        from: "2026-12-07".parse().expect("a date"),
        codes: codes.to_owned(),
    };
    house.rosters.push(line("chloe", "J . . J . . J"));
    house.rosters.push(line("dany", ". J . . . . ."));
    house.shifts.clear();
    releve::app::scenarios::import(&world.app, &Actor::system("g1"), house).await.expect("an import");
}

fn home(giver: &str, date: &str, taker: &str) -> Value {
    let duty = json!({ "kind": "home", "unit": "tilleuls", "code": "J", "date": date });
    json!({ "giver": giver, "duty": duty, "taker": taker })
}

/// What the roster of somebody says of the week.
async fn week(world: &World, agent: &str) -> String {
    let sql = "SELECT COALESCE(code, '.') FROM roster_days WHERE agent_id";
    world.texts(&format!("{sql} = '{agent}' ORDER BY date, duty_no")).await.join(" ")
}

both! {
    async fn two_days_of_a_roster_change_hands(world) {
        import(world).await;
        let legs = [home("chloe", "2026-12-07", "dany"), home("dany", "2026-12-08", "chloe")];
        let (status, swap) = propose(world, "chloe", "s1", &legs).await;
        assert_eq!((status, &swap["kind"]), (StatusCode::CREATED, &json!("two_way")), "{swap}");
        assert_eq!(swap["legs"][0]["assignment"], Value::Null);
        let (status, done) = say(world, "dany", "s1", "agree").await;
        assert_eq!((status, &done["state"]), (StatusCode::OK, &json!("done")), "{done}");
        assert_eq!([week(world, "chloe").await, week(world, "dany").await], [". J . J . . J", "J . . . . . ."]);
        let changes = "SELECT COUNT(*) FROM roster_changes WHERE kind = 'swapped'";
        assert_eq!(world.number(changes).await, 4, "the history of each day tells it");
        accounts_are_true(world).await;
        let (status, late) = propose(world, "chloe", "s2", &legs[..1]).await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::NOT_FOUND, Some("not-found")), "it is hers no more");
    }

    async fn the_weight_of_a_sunday_goes_with_it(world) {
        import(world).await;
        let (status, swap) = propose(world, "chloe", "s1", &[home("chloe", "2026-12-13", "dany")]).await;
        assert_eq!(status, StatusCode::CREATED, "{swap}");
        let (_, waiting) = say(world, "dany", "s1", "agree").await;
        let moved = waiting["effects"][0]["taken_centipoints"].as_i64().expect("a number");
        assert!(moved > 0, "{waiting}");
        if waiting["state"] == "to_approve" {
            assert_eq!(say(world, "manager-tilleuls", "s1", "approve").await.0, StatusCode::OK);
        }
        assert_eq!([balance(world, "chloe").await, balance(world, "dany").await], [-moved, moved]);
        let (_, account) = world.get("chloe", "/api/v1/ledgers/equity").await;
        let line = &account["items"][0];
        assert_eq!((&line["kind"], &line["centipoints"]), (&json!("sunday"), &json!(-moved)), "{account}");
        assert_eq!(week(world, "chloe").await, "J . . J . . .");
        accounts_are_true(world).await;
        // And back again, whereupon nobody is the heavier for it.
        assert_eq!(propose(world, "dany", "s2", &[home("dany", "2026-12-13", "chloe")]).await.0, StatusCode::CREATED);
        let (_, back) = say(world, "chloe", "s2", "agree").await;
        if back["state"] == "to_approve" {
            assert_eq!(say(world, "coordinator", "s2", "approve").await.0, StatusCode::OK);
        }
        assert_eq!([balance(world, "chloe").await, balance(world, "dany").await], [0, 0]);
        assert_eq!(week(world, "chloe").await, "J . . J . . J");
        accounts_are_true(world).await;
    }

    async fn a_duty_of_the_roster_goes_for_one_of_the_pool(world) {
        import(world).await;
        let held = hold(world, &[("dany", "tilleuls", "J", 9, "AS")]).await;
        let legs = [home("chloe", "2026-12-10", "dany"), leg("dany", &held[0], "chloe")];
        let (status, swap) = propose(world, "dany", "s1", &legs).await;
        assert_eq!(status, StatusCode::CREATED, "{swap}");
        let (_, done) = say(world, "chloe", "s1", "agree").await;
        assert_eq!(done["state"], "done", "{done}");
        assert_eq!(holder(world, "h-dany-J-9").await, "chloe");
        assert_eq!([week(world, "chloe").await, week(world, "dany").await], ["J . . . . . J", ". J . J . . ."]);
        accounts_are_true(world).await;
    }

    async fn it_stays_in_its_house_and_with_its_title(world) {
        import(world).await;
        let (_, judged) = world.post("alix", "/api/v1/swaps/judgement", json!({ "legs": [home("emma", "2026-12-08", "alix")] })).await;
        let rules: Vec<_> = judged["refused"][0]["refusals"].as_array().expect("her own").iter().map(|r| &r["rule"]).collect();
        assert!(rules.contains(&&json!("home-duty")), "{judged}");
        let (_, judged) = world.post("chloe", "/api/v1/swaps/judgement", json!({ "legs": [home("emma", "2026-12-09", "chloe")] })).await;
        assert_eq!(judged["refused"][0]["refusals"][0]["rule"], "qualification", "{judged}");
        let before = world.fingerprint().await;
        for legs in [
            vec![home("chloe", "2026-12-09", "dany")],
            vec![home("dany", "2026-12-07", "chloe")],
            vec![json!({ "giver": "chloe", "taker": "dany",
                "duty": { "kind": "home", "unit": "medecine", "code": "J", "date": "2026-12-07" } })],
        ] {
            let (status, none) = propose(world, "chloe", "s1", &legs).await;
            assert_eq!((status, none["code"].as_str()), (StatusCode::NOT_FOUND, Some("not-found")), "{legs:?}");
        }
        assert_eq!(world.fingerprint().await, before);
    }

    async fn a_day_that_changed_meanwhile_is_not_there_to_be_given(world) {
        import(world).await;
        assert_eq!(propose(world, "chloe", "s1", &[home("chloe", "2026-12-07", "dany")]).await.0, StatusCode::CREATED);
        assert_eq!(propose(world, "chloe", "s2", &[home("chloe", "2026-12-10", "dany")]).await.0, StatusCode::CREATED);
        world.execute("UPDATE roster_days SET code = NULL WHERE agent_id = 'chloe' AND date = '2026-12-07'").await;
        let before = world.fingerprint().await;
        let (status, gone) = say(world, "dany", "s1", "agree").await;
        assert_eq!((status, gone["code"].as_str()), (StatusCode::CONFLICT, Some("duty-gone")), "{gone}");
        assert_eq!(world.fingerprint().await, before);
        // One that was exchanged ends the others that wait for it.
        assert_eq!(propose(world, "chloe", "s3", &[home("chloe", "2026-12-10", "dany")]).await.0, StatusCode::CREATED);
        assert_eq!(say(world, "dany", "s3", "agree").await.1["state"], "done");
        assert_eq!(world.get("dany", "/api/v1/swaps/s2").await.1["cause"], "duty_gone");
        assert_eq!(told(world, "chloe").await.iter().filter(|kind| *kind == "swap.refused").count(), 1);
    }
}
