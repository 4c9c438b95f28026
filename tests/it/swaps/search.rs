//! Wishes and the search: what is found can be proposed as it is, and says of others no more than the reader's own legs.

use super::{accounts_are_true, hold, holder, say};
use crate::both;
use crate::world::World;
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

fn pool(assignment: &str) -> Value {
    json!({ "kind": "assignment", "id": assignment })
}

async fn wish(world: &World, who: &str, body: Value) -> String {
    let (status, made) = world.post(who, "/api/v1/swap-wishes", body).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    made["id"].as_str().expect("an id").to_owned()
}

async fn search(world: &World, who: &str, wish: &str) -> Value {
    let (status, found) = world.post(who, "/api/v1/swaps/search", json!({ "wish": wish })).await;
    assert_eq!((status, &found["complete"]), (StatusCode::OK, &json!(true)), "{found}");
    found
}

fn on(dates: &[&str]) -> Value {
    json!({ "dates": dates })
}

both! {
    async fn two_wishes_that_fit_are_found_proposed_and_met(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "M", 11, "IDE")]).await;
        let hers = wish(world, "alix", json!({ "gives": pool(&held[0]), "takes": on(&["2026-12-11"]) })).await;
        assert_eq!(search(world, "alix", &hers).await["items"], json!([]), "nobody else wishes anything yet");
        let other = wish(world, "bao", json!({ "gives": pool(&held[1]), "takes": { "kinds": ["morning"] } })).await;
        let found = search(world, "alix", &hers).await;
        let one = &found["items"][0];
        assert_eq!((found["items"].as_array().map(Vec::len), &one["people"]), (Some(1), &json!(2)), "{found}");
        assert_eq!(one["wishes"], json!([hers, other]));
        assert_eq!(search(world, "bao", &other).await["items"][0]["wishes"], json!([other, hers]), "from either side");
        let body = json!({ "id": "s1", "wishes": one["wishes"] });
        let (status, swap) = world.post("alix", "/api/v1/swaps", body.clone()).await;
        assert_eq!((status, &swap["kind"]), (StatusCode::CREATED, &json!("two_way")), "{swap}");
        assert_eq!(world.post("alix", "/api/v1/swaps", body).await.0, StatusCode::OK, "twice is once");
        assert_eq!(say(world, "bao", "s1", "agree").await.1["state"], "done");
        assert_eq!([holder(world, "h-alix-M-10").await, holder(world, "h-bao-M-11").await], ["bao", "alix"]);
        for who in ["alix", "bao"] {
            assert_eq!(world.get(who, "/api/v1/swap-wishes").await.1["items"], json!([]), "{who}: met");
        }
        accounts_are_true(world).await;
    }

    async fn a_ring_of_three_is_found_where_no_two_fit(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "M", 11, "IDE"),
            ("emma", "medecine", "M", 15, "IDE")]).await;
        let a = wish(world, "alix", json!({ "gives": pool(&held[0]), "takes": on(&["2026-12-11"]) })).await;
        let b = wish(world, "bao", json!({ "gives": pool(&held[1]), "takes": on(&["2026-12-15"]) })).await;
        let e = wish(world, "emma", json!({ "gives": pool(&held[2]), "takes": on(&["2026-12-10"]) })).await;
        let found = search(world, "alix", &a).await;
        assert_eq!(found["items"][0]["wishes"], json!([a, e, b]), "each gives to the next: {found}");
        assert_eq!((&found["items"][0]["people"], found["items"][0]["legs"].as_array().map(Vec::len)), (&json!(3), Some(2)));
        let text = found.to_string();
        assert!(!text.contains("2026-12-15"), "what Emma gives Bao is theirs: {text}");
        let (status, swap) = world.post("alix", "/api/v1/swaps", json!({ "id": "s1", "wishes": [a, e, b] })).await;
        assert_eq!((status, &swap["kind"]), (StatusCode::CREATED, &json!("cycle")), "{swap}");
        for who in ["bao", "emma"] {
            assert_eq!(say(world, who, "s1", "agree").await.0, StatusCode::OK);
        }
        let holders = [holder(world, "h-alix-M-10").await, holder(world, "h-bao-M-11").await, holder(world, "h-emma-M-15").await];
        assert_eq!(holders, ["emma", "alix", "bao"]);
        accounts_are_true(world).await;
    }

    async fn a_gift_finds_its_taker_and_the_law_is_asked(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "N", 9, "IDE")]).await;
        let gift = wish(world, "alix", json!({ "gives": pool(&held[0]) })).await;
        // Bao would take anything, but comes from a night on that morning; Chloé has not the title.
        let bao = wish(world, "bao", json!({ "takes": {} })).await;
        wish(world, "chloe", json!({ "takes": {} })).await;
        assert_eq!(search(world, "alix", &gift).await["items"], json!([]));
        assert_eq!(search(world, "bao", &bao).await["items"], json!([]));
        let emma = wish(world, "emma", json!({ "takes": { "units": ["medecine"], "from": "2026-12-10", "to": "2026-12-10" } })).await;
        let found = search(world, "alix", &gift).await;
        assert_eq!(found["items"][0]["wishes"], json!([gift, emma]), "{found}");
        assert_eq!(found["items"][0]["legs"][0]["taker_name"], "Emma Blanc");
        let (status, swap) = world.post("emma", "/api/v1/swaps", json!({ "id": "s1", "wishes": [gift, emma] })).await;
        assert_eq!((status, &swap["kind"]), (StatusCode::CREATED, &json!("give_away")), "{swap}");
    }

    async fn wishes_are_their_owners_alone(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "M", 11, "IDE")]).await;
        let hers = wish(world, "alix", json!({ "gives": pool(&held[0]), "takes": {} })).await;
        let path = format!("/api/v1/swap-wishes/{hers}");
        let before = world.fingerprint().await;
        let change = json!({ "gives": pool(&held[0]), "takes": on(&["2026-12-11"]), "version": 1 });
        for (who, status) in [("bao", StatusCode::NOT_FOUND), ("coordinator", StatusCode::FORBIDDEN)] {
            assert_eq!(world.get(who, &path).await.0, status, "{who}");
            assert_eq!(world.send(who, Method::PUT, &path, Some(change.clone())).await.0, status, "{who}");
            assert_eq!(world.send(who, Method::DELETE, &path, None).await.0, status, "{who}");
            assert_eq!(world.post(who, "/api/v1/swaps/search", json!({ "wish": hers })).await.0, status, "{who}");
        }
        let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
        let many: Vec<_> = (1..=101).map(|n| format!("C{n}")).collect();
        for (body, status) in [
            (json!({}), unprocessable),
            (json!({ "gives": pool(&held[1]), "takes": {} }), StatusCode::NOT_FOUND),
            (json!({ "gives": pool("none"), "takes": {} }), StatusCode::NOT_FOUND),
            (json!({ "takes": { "from": "2026-12-12", "to": "2026-12-11" } }), unprocessable),
            (json!({ "takes": { "codes": many } }), unprocessable),
            (json!({ "takes": { "codes": ["x".repeat(65)] } }), unprocessable),
            (json!({ "takes": { "codes": ["a\u{7}"] } }), unprocessable),
            (json!({ "takes": { "kinds": ["teatime"] } }), unprocessable),
            (json!({ "takes": { "moon": 1 } }), unprocessable),
        ] {
            let (found, problem) = world.post("alix", "/api/v1/swap-wishes", body.clone()).await;
            assert_eq!(found, status, "{body}: {problem}");
        }
        let stale = json!({ "gives": pool(&held[0]), "takes": {}, "version": 7 });
        let (status, moved) = world.send("alix", Method::PUT, &path, Some(stale)).await;
        assert_eq!((status, moved["code"].as_str()), (StatusCode::CONFLICT, Some("version-moved")));
        assert_eq!(world.fingerprint().await, before);
        let (status, changed) = world.send("alix", Method::PUT, &path, Some(change)).await;
        assert_eq!((status, &changed["version"], &changed["takes"]["dates"]), (StatusCode::OK, &json!(2), &json!(["2026-12-11"])));
        assert_eq!(world.get("alix", &path).await.1, changed);
        let other = wish(world, "bao", json!({ "gives": pool(&held[1]), "takes": on(&["2026-12-20"]) })).await;
        assert_eq!(search(world, "alix", &hers).await["items"], json!([]));
        // Whoever sends what does not fit, or no longer, hears so.
        let (status, over) = world.post("alix", "/api/v1/swaps", json!({ "id": "s1", "wishes": [hers, other] })).await;
        assert_eq!((status, over["code"].as_str()), (StatusCode::CONFLICT, Some("wish-over")), "{over}");
        assert_eq!(world.send("alix", Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
        assert_eq!(world.get("alix", &path).await.0, StatusCode::NOT_FOUND);
        for _ in 0..50 {
            wish(world, "alix", json!({ "takes": {} })).await;
        }
        let (status, many) = world.post("alix", "/api/v1/swap-wishes", json!({ "takes": {} })).await;
        assert_eq!((status, many["code"].as_str()), (StatusCode::CONFLICT, Some("too-many-wishes")));
        let (_, page) = world.get("alix", "/api/v1/swap-wishes?limit=30").await;
        let after = page["next"].as_str().expect("there is more");
        let (_, rest) = world.get("alix", &format!("/api/v1/swap-wishes?limit=30&after={after}")).await;
        assert_eq!((rest["items"].as_array().map(Vec::len), &rest["next"]), (Some(20), &Value::Null));
    }

    async fn a_wish_that_nothing_can_meet_ends_and_takes_nobodys_place(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "M", 11, "IDE")]).await;
        let hers = wish(world, "alix", json!({ "gives": pool(&held[0]), "takes": on(&["2026-12-11"]) })).await;
        let days = wish(world, "emma", json!({ "takes": { "to": "2026-12-09" } })).await;
        let any = wish(world, "emma", json!({ "takes": {} })).await;
        let other = wish(world, "bao", json!({ "gives": pool(&held[1]), "takes": {} })).await;
        let ends = "SELECT CAST(COALESCE(over_at, 0) AS BIGINT) FROM swap_wishes WHERE id = ";
        let kept = [world.number(&format!("{ends}'{hers}'")).await, world.number(&format!("{ends}'{days}'")).await];
        // Those from before it was kept get theirs when a server of this version starts.
        world.execute("UPDATE swap_wishes SET over_at = NULL").await;
        world.app.db.migrate().await.expect("the schema is laid");
        assert_eq!([world.number(&format!("{ends}'{hers}'")).await, world.number(&format!("{ends}'{days}'")).await], kept);
        assert_eq!(world.number(&format!("{ends}'{any}'")).await, 0);
        // Three hundred old ones that are over, and nothing is missed; three hundred that are not, and it is told.
        let many = async |prefix: &str, over_at: i64| {
            let rows: Vec<String> = (0..300).map(|n| format!("('g1', '{prefix}{n}', 'dany', '{{}}', 1, {over_at}, 1)")).collect();
            world.execute(&format!("INSERT INTO swap_wishes (group_id, id, agent_id, takes, made_at, over_at, version) VALUES {}",
                rows.join(", "))).await;
        };
        many("old", 2).await;
        assert_eq!(search(world, "alix", &hers).await["items"][0]["wishes"], json!([hers, other]));
        many("new", world.clock.now() + 1_000_000).await;
        let (_, found) = world.post("alix", "/api/v1/swaps/search", json!({ "wish": hers })).await;
        assert_eq!((&found["complete"], &found["items"]), (&json!(false), &json!([])), "{found}");
        timed::tick(&world.app).await.expect("a tick");
        assert_eq!(world.number("SELECT COUNT(*) FROM swap_wishes WHERE id LIKE 'old%' AND ended_at IS NULL").await, 0);
        // 10 December, 6:30 in Paris.
        world.clock.advance(kept[0] - world.clock.now());
        timed::tick(&world.app).await.expect("a tick");
        let standing = "SELECT id FROM swap_wishes WHERE ended_at IS NULL AND agent_id <> 'dany' ORDER BY id";
        let mut left = vec![any, other];
        left.sort();
        assert_eq!(world.texts(standing).await, left);
    }
}
