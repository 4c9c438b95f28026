//! What an agent answers, and what follows.

use crate::both;
use crate::world::World;
use reqwest::{Method, StatusCode};
use serde_json::Value;

fn field(offer: &Value, name: &str) -> String {
    offer[name].as_str().expect("a text").to_owned()
}

async fn answer(world: &World, offer: &Value, verb: &str) -> (StatusCode, Value) {
    let path = format!("/api/v1/offers/{}/{verb}", field(offer, "id"));
    world.send(&field(offer, "agent"), Method::POST, &path, None).await
}

async fn balance(world: &World, agent: &str) -> i64 {
    world
        .number(&format!(
            "SELECT CAST(COALESCE(SUM(centipoints), 0) AS BIGINT) FROM equity_entries WHERE agent_id = '{agent}'"
        ))
        .await
}

both! {
    async fn an_accepted_offer_fills_the_request(world) {
        let offers = world.approved().await;
        let (status, body) = answer(world, &offers[0], "accept").await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let (_, shift) = world.get("coordinator", &format!("/api/v1/shifts/{}", field(&offers[0], "shift"))).await;
        assert_eq!((shift["state"].as_str(), &shift["assignment"]), (Some("filled"), &body["assignment"]));
        let (_, mine) = world.get(&field(&offers[0], "agent"), "/api/v1/assignments").await;
        assert_eq!(mine["items"].as_array().expect("a list").len(), 1, "{mine}");
        let (status, again) = answer(world, &offers[0], "decline").await;
        assert_eq!((status, again["code"].as_str()), (StatusCode::CONFLICT, Some("offer-state")));
    }

    async fn a_declined_offer_leaves_no_mark(world) {
        let (_, log) = world.get("coordinator", "/api/v1/offers").await;
        assert_eq!(log["items"].as_array().map(Vec::len), Some(0));
        let before = [balance(world, "alix").await, balance(world, "chloe").await, balance(world, "dany").await];
        let offers = world.approved().await;
        for offer in &offers {
            assert_eq!(answer(world, offer, "decline").await.0, StatusCode::NO_CONTENT);
        }
        let after = [balance(world, "alix").await, balance(world, "chloe").await, balance(world, "dany").await];
        assert_eq!(before, after);
        let linked = "SELECT COUNT(*) FROM equity_entries r JOIN equity_entries o ON o.id = r.reverses \
                      AND o.offer_id = r.offer_id AND o.centipoints = -r.centipoints WHERE r.reason <> ''";
        let posted = world.number("SELECT COUNT(*) FROM equity_entries WHERE offer_id IS NOT NULL AND reverses IS NULL").await;
        assert!(posted > 0);
        assert_eq!(world.number(linked).await, posted);
        assert_eq!(world.number("SELECT COUNT(*) FROM shifts WHERE state = 'open'").await, 5);
        world.plan().await;
    }

    async fn only_the_agent_asked_can_answer(world) {
        let offers = world.approved().await;
        let (offer, asked) = (&offers[0], field(&offers[0], "agent"));
        let path = format!("/api/v1/offers/{}/accept", field(offer, "id"));
        for other in ["alix", "bao", "chloe", "dany", "emma"].into_iter().filter(|who| *who != asked) {
            assert_eq!(world.send(other, Method::POST, &path, None).await.0, StatusCode::NOT_FOUND);
        }
        for other in ["coordinator", "manager", "administrator"] {
            assert_eq!(world.send(other, Method::POST, &path, None).await.0, StatusCode::FORBIDDEN);
        }
    }

    async fn a_closed_offer_gives_the_shift_back(world) {
        let offers = world.approved().await;
        world.clock.advance(24 * 3600);
        let (status, body) = answer(world, &offers[0], "accept").await;
        assert_eq!((status, body["code"].as_str()), (StatusCode::CONFLICT, Some("offer-closed")));
        releve::timed::tick(&world.app).await.expect("a tick");
        assert_eq!(world.number("SELECT COUNT(*) FROM offers WHERE state = 'expired'").await, 5);
        assert_eq!(world.number("SELECT COUNT(*) FROM shifts WHERE state = 'open'").await, 5);
        assert_eq!(balance(world, "alix").await, 1250);
        releve::timed::tick(&world.app).await.expect("another tick");
        let posted = world.number("SELECT COUNT(*) FROM equity_entries WHERE offer_id IS NOT NULL AND reverses IS NULL").await;
        assert_eq!(world.number("SELECT COUNT(*) FROM equity_entries WHERE kind = 'reversal'").await, posted);
    }

    async fn work_done_earns_compensation_once(world) {
        let offers = world.approved().await;
        let night = offers.iter().find(|o| o["shift"] == "med-1213-n").expect("the Sunday night is offered");
        let (_, accepted) = answer(world, night, "accept").await;
        let path = format!("/api/v1/assignments/{}/worked", accepted["assignment"].as_str().expect("an id"));
        let (status, early) = world.send("manager", Method::POST, &path, None).await;
        assert_eq!((status, early["code"].as_str()), (StatusCode::CONFLICT, Some("not-over-yet")));
        world.clock.advance(14 * 24 * 3600);
        assert_eq!(world.send("manager-tilleuls", Method::POST, &path, None).await.0, StatusCode::NOT_FOUND);
        let (status, worked) = world.send("manager", Method::POST, &path, None).await;
        assert_eq!((status, worked["state"].as_str()), (StatusCode::OK, Some("worked")), "{worked}");
        let (status, _) = world.send("manager", Method::POST, &path, None).await;
        assert_eq!(status, StatusCode::CONFLICT);
        let agent = field(night, "agent");
        let (_, ledger) = world.get(&agent, "/api/v1/ledgers/compensation").await;
        let earned: Vec<_> =
            ledger["items"].as_array().expect("a list").iter().filter(|line| line["kind"] == "earned").collect();
        assert!(!earned.is_empty(), "{ledger}");
        assert!(earned.iter().all(|line| line["due_on"].is_string() && line["article"] != ""), "{ledger}");
        // 21:00–6:30 on a Sunday night: three hours of Sunday and a night, under either regime.
        let of = |rule: &str| earned.iter().find(|line| line["rule"] == rule)?["quantity"].as_i64();
        // 60.00 × 3 ÷ 8 = 22.50 € and nine hours at 25 %; or 3 × 1.54 × 4.58 = 21.16 € and 1.03 × 4.58 = 4.72 €.
        let hospital = (of("fph.sunday-holiday-allowance"), of("fph.night-allowance")) == (Some(2250), Some(540));
        let nonprofit = (of("ccn51.sunday-holiday"), of("ccn51.night")) == (Some(2116), Some(472));
        assert!(hospital != nonprofit, "{ledger}");
        let units = ["cents", "supplement_minutes", "paid_minutes", "rest_minutes"];
        assert!(earned.iter().all(|line| units.iter().any(|unit| line["unit"] == *unit)), "{ledger}");
    }
}
