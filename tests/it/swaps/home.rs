//! Duties of home rosters: they change hands inside their establishment, day by day, and their weight with them.

use super::{accounts_are_true, balance, hold, holder, leg, propose, say, told};
use crate::both;
use crate::world::{World, scenario};
use releve::app::access::Actor;
use releve::timed;
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
        let legs = json!({ "legs": [home("chloe", "2026-12-07", "farid")] });
        let (_, judged) = world.post("chloe", "/api/v1/swaps/judgement", legs).await;
        assert_eq!((&judged["lawful"], &judged["refused"][0]["leg"]), (&json!(false), &json!(0)), "to another member: {judged}");
        let (_, judged) = world.post("chloe", "/api/v1/swaps/judgement", json!({ "legs": [home("emma", "2026-12-09", "chloe")] })).await;
        assert_eq!(judged["refused"][0]["refusals"][0]["rule"], "qualification", "{judged}");
        let before = world.fingerprint().await;
        for legs in [
            vec![home("chloe", "2026-12-09", "dany")],
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

    async fn where_a_colleague_works_is_not_found_out_by_asking(world) {
        import(world).await;
        let judge = async |who: &str, legs: Vec<Value>| {
            let (status, judged) = world.post(who, "/api/v1/swaps/judgement", json!({ "legs": legs })).await;
            assert_eq!(status, StatusCode::OK, "{judged}");
            judged
        };
        let to_be_had = judge("chloe", vec![home("dany", "2026-12-08", "chloe")]).await;
        assert_eq!((&to_be_had["lawful"], &to_be_had["effect"]["agent"]), (&json!(true), &json!("chloe")), "{to_be_had}");
        let not_at_work = judge("chloe", vec![home("dany", "2026-12-09", "chloe")]).await;
        assert_eq!(not_at_work["refused"], json!([{ "leg": 0, "neutral_fr": ["non proposé"], "neutral_en": ["not offered"] }]), "{not_at_work}");
        assert_eq!(not_at_work["effect"], Value::Null);
        // In a ring, neither what two others give each other nor whether they may.
        let ring = |date: &str| vec![home("dany", "2026-12-08", "emma"), home("emma", date, "chloe"),
            home("chloe", "2026-12-10", "dany")];
        assert_eq!(judge("chloe", ring("2026-12-09")).await, judge("chloe", ring("2026-12-11")).await);
        let body = json!({ "agent": "dany", "from": "2026-12-08", "to": "2026-12-08", "class": "unplanned" });
        assert_eq!(world.post("manager-tilleuls", "/api/v1/absences", body).await.0, StatusCode::CREATED);
        assert_eq!(judge("chloe", vec![home("dany", "2026-12-08", "chloe")]).await, not_at_work, "absent");
        // Alix is employed elsewhere: on a day on which Emma works, and on one on which she does not.
        for date in ["2026-12-08", "2026-12-10"] {
            assert_eq!(judge("alix", vec![home("emma", date, "alix")]).await, not_at_work, "{date}");
        }
        let before = world.fingerprint().await;
        let (status, refused) = propose(world, "chloe", "s1", &[home("dany", "2026-12-09", "chloe")]).await;
        assert_eq!((status, &refused["legs"]), (StatusCode::CONFLICT, &not_at_work["refused"]), "{refused}");
        let mut after = world.fingerprint().await;
        *after.last_mut().expect("the log") -= 1;
        assert_eq!(after, before, "but for a line in the log nothing has changed");
        let asked = "SELECT COUNT(*) FROM audit_log WHERE action = 'swap.judge' AND actor_role = 'agent' AND object_id IN ('dany', 'emma')";
        assert_eq!(world.number(asked).await, 10);
        for _ in 0..60 {
            world.post("chloe", "/api/v1/swaps/judgement", json!({ "legs": [home("dany", "2026-12-09", "chloe")] })).await;
        }
        let (status, many) = world.post("chloe", "/api/v1/swaps/judgement", json!({ "legs": [home("dany", "2026-12-09", "chloe")] })).await;
        assert_eq!((status, many["code"].as_str()), (StatusCode::CONFLICT, Some("too-many-judged")));
        let (status, many) = propose(world, "chloe", "s2", &[home("dany", "2026-12-09", "chloe")]).await;
        assert_eq!((status, many["code"].as_str()), (StatusCode::CONFLICT, Some("too-many-judged")));
        judge("chloe", vec![home("chloe", "2026-12-10", "dany")]).await;
        world.clock.advance(86_401);
        judge("chloe", vec![home("dany", "2026-12-09", "chloe")]).await;
    }

    async fn what_waits_for_a_day_of_a_roster_ends_with_it(world) {
        import(world).await;
        let wish = async |date: &str| {
            let wish = json!({ "gives": home("chloe", date, "")["duty"], "takes": {} });
            assert_eq!(world.post("chloe", "/api/v1/swap-wishes", wish).await.0, StatusCode::CREATED);
        };
        for (id, date) in [("s1", "2026-12-07"), ("s2", "2026-12-10"), ("s3", "2026-12-13")] {
            assert_eq!(propose(world, "chloe", id, &[home("chloe", date, "dany")]).await.0, StatusCode::CREATED, "{date}");
            wish(date).await;
        }
        let states = async || {
            let mut states = Vec::new();
            for id in ["s1", "s2", "s3"] {
                let (_, swap) = world.get("dany", &format!("/api/v1/swaps/{id}")).await;
                states.push(if swap["cause"] == "duty_gone" { "gone" } else { "waits" });
            }
            let (_, wishes) = world.get("chloe", "/api/v1/swap-wishes").await;
            (states, wishes["items"].as_array().map(Vec::len))
        };
        assert_eq!(states().await, (vec!["waits"; 3], Some(3)));
        let body = json!({ "agent": "chloe", "from": "2026-12-07", "to": "2026-12-07", "class": "unplanned" });
        assert_eq!(world.post("manager-tilleuls", "/api/v1/absences", body).await.0, StatusCode::CREATED);
        assert_eq!(states().await, (vec!["gone", "waits", "waits"], Some(2)), "she is absent");
        // A rest takes the place of the first duty after seven days of notice.
        let line = json!({ "agent": "chloe", "ledger": "compensation", "quantity": 1, "unit": "days", "label": "Repos",
            "due_on": "2026-12-12", "reason": "Reprise", "document": "Relevé" });
        assert_eq!(world.post("coordinator", "/api/v1/ledgers/entries", line).await.0, StatusCode::CREATED);
        timed::tick(&world.app).await.expect("a tick");
        assert_eq!(states().await, (vec!["gone", "gone", "waits"], Some(1)), "she rests");
        let leave = json!({ "on": "2026-12-12", "reason": "Démission" });
        let (status, left) = world.post("administrator", "/api/v1/agents/chloe/leave", leave).await;
        assert_eq!(status, StatusCode::OK, "{left}");
        assert_eq!(states().await, (vec!["gone"; 3], Some(0)), "she has left");
        assert_eq!(told(world, "dany").await.iter().filter(|kind| *kind == "swap.refused").count(), 3);
    }
}
