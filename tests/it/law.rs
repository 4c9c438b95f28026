//! Rule packs loaded at run time: accepted or refused whole, in force for every server at once.

use crate::both;
use crate::world::{GROUP, World, answer};
use releve::app::{App, Clock};
use releve::store::Db;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const FPH: &str =
    concat!(include_str!("../../solver/packs/fph.toml"), "\n", include_str!("../../solver/packs/fph.pay.toml"));

/// The hospitals' pack under a version of its own, in force from July.
pub fn july() -> String {
    let text = FPH.replacen("version = \"2026-01\"", "version = \"2026-07\"", 1);
    text.replacen("valid_from = 2026-01-01", "valid_from = 2026-07-01", 1)
}

fn post(world: &World, who: &str, text: &str) -> reqwest::RequestBuilder {
    let request = world.request(Method::POST, "/api/v1/law/packs").bearer_auth(world.token(who));
    request.header("content-type", "application/toml").body(text.to_owned())
}

fn import(world: &World, text: &str) -> reqwest::RequestBuilder {
    let request = world.request(Method::POST, "/api/v1/scenarios").bearer_auth(world.token("administrator"));
    request.header("content-type", "application/toml").body(text.to_owned())
}

/// What daily rest, in minutes, the compiled facts of a server hold the hospital to.
async fn daily_rest(app: &App) -> i64 {
    let mut tx = app.db.read().await.expect("a transaction");
    let facts = app.facts.current(&mut tx, "g1").await.expect("facts");
    let site = facts.problem.sites.iter().find(|site| site.id.as_str() == "hopital").expect("the hospital");
    facts.problem.rule_sets[site.rule_set].limits.daily_rest[0].1.minutes_min
}

both! {
    async fn a_pack_is_loaded_listed_and_shown(world) {
        let (_, before) = world.get("director", "/api/v1/law/packs").await;
        let builtin = before["items"].as_array().expect("a list").len();
        assert!(before["items"].as_array().expect("a list").iter().all(|pack| pack["origin"] == "built-in"), "{before}");
        let version = world.number("SELECT facts_version FROM groups").await;
        let (status, loaded) = answer(post(world, "administrator", &july())).await;
        assert_eq!((status, &loaded["key"], &loaded["outcome"]), (StatusCode::CREATED, &json!("fph@2026-07"), &json!("stored")));
        assert_eq!(world.number("SELECT facts_version FROM groups").await, version + 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action = 'law.load'").await, 1);
        let (_, after) = world.get("alix", "/api/v1/law/packs").await;
        assert_eq!(after["items"].as_array().map(Vec::len), Some(builtin + 1));
        let (status, shown) = world.get("alix", "/api/v1/law/packs/fph@2026-07").await;
        assert_eq!((status, &shown["origin"]), (StatusCode::OK, &json!("loaded")), "{shown}");
        assert!(shown["loaded_at"].is_string() && shown["sha256"].is_string());
        assert!(shown["rule"].as_array().is_some_and(|rules| rules.iter().any(|r| r["id"] == "fph.daily-rest")));
        let (status, problem) = world.get("alix", "/api/v1/law/packs/nothing").await;
        assert_eq!((status, &problem["code"]), (StatusCode::NOT_FOUND, &json!("not-found")));
        // The same once more, and another group's eyes.
        let before = world.fingerprint().await;
        let (status, again) = answer(post(world, "administrator", &july())).await;
        assert_eq!((status, &again["outcome"]), (StatusCode::OK, &json!("unchanged")));
        assert_eq!(world.fingerprint().await, before);
        let (status, _) = world.get("stranger", "/api/v1/law/packs/fph@2026-07").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }

    async fn a_refused_pack_changes_nothing_and_the_one_before_stays(world) {
        let (status, _) = answer(post(world, "administrator", &july())).await;
        assert_eq!(status, StatusCode::CREATED);
        let (_, shown) = world.get("auditor", "/api/v1/law/packs/fph@2026-07").await;
        let before = world.fingerprint().await;
        let bad = july()
            .replacen("minutes_min = 720", "minutes_mini = 720", 1)
            .replacen("force = \"hard\"", "force = \"hrad\"", 1);
        let (status, problem) = answer(post(world, "administrator", &bad)).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid")), "{problem}");
        let errors = problem["errors"].as_array().expect("a list");
        assert!(errors.len() >= 3, "{problem}");
        let said = |e: &Value| e["line"].is_u64() && ["field", "found", "expected", "help"].iter().all(|f| e[*f].is_string());
        assert!(errors.iter().all(said), "{problem}");
        let (status, problem) = answer(post(world, "administrator", FPH)).await;
        assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("built-in-pack")));
        assert!(problem["detail"].as_str().is_some_and(|d| d.contains("nouvelle `version`")), "{problem}");
        for (who, code) in [("coordinator", "forbidden"), ("manager", "forbidden")] {
            let (status, problem) = answer(post(world, who, &july())).await;
            assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!(code)));
        }
        let (status, _) = world.post("administrator", "/api/v1/law/packs", json!({})).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let (status, _) = answer(post(world, "administrator", &" ".repeat(2_000_001))).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(world.fingerprint().await, before);
        assert_eq!(world.get("auditor", "/api/v1/law/packs/fph@2026-07").await.1, shown);
    }

    async fn a_loaded_pack_is_in_force_on_every_server(world) {
        let scenario = GROUP.replacen("fph = \"2026-01\"", "fph = \"2026-07\"", 1);
        let (status, problem) = answer(import(world, &scenario)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let line = scenario.lines().position(|line| line.starts_with("fph =")).expect("the line") + 1;
        assert_eq!(problem["errors"][0]["line"], line, "{problem}");
        let (status, _) = answer(post(world, "administrator", &july())).await;
        assert_eq!(status, StatusCode::CREATED);
        let (status, body) = answer(import(world, &scenario)).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        let db = Db::connect(&world.url).await.expect("the database opens");
        let other = App::new(db, Clock::standing_at(crate::world::NOW), (*world.app.config).clone());
        assert_eq!((daily_rest(&world.app).await, daily_rest(&other).await), (720, 720));
        let tighter = july().replacen("minutes_min = 720", "minutes_min = 780", 1);
        let (status, loaded) = answer(post(world, "administrator", &tighter)).await;
        assert_eq!((status, &loaded["outcome"]), (StatusCode::OK, &json!("replaced")), "{loaded}");
        assert_eq!((daily_rest(&world.app).await, daily_rest(&other).await), (780, 780));
    }

    async fn a_plan_is_approved_under_the_law_of_the_moment(world) {
        let scenario = GROUP.replacen("fph = \"2026-01\"", "fph = \"2026-07\"", 1);
        answer(post(world, "administrator", &july())).await;
        assert_eq!(answer(import(world, &scenario)).await.0, StatusCode::CREATED);
        let (id, plan) = world.plan().await;
        // Nobody may work in a week, as if that could be.
        let stricter = july().replacen("minutes_max = 2880", "minutes_max = 60", 1);
        let (status, loaded) = answer(post(world, "administrator", &stricter)).await;
        assert_eq!(status, StatusCode::OK, "{loaded}");
        let body = json!({ "items": "all", "version": plan["version"] });
        let (status, problem) = world.post("coordinator", &format!("/api/v1/plans/{id}/approve"), body).await;
        assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("plan-conflicts")), "{problem}");
        let articles = problem["conflicts"][0]["articles"].as_array().map(Vec::len);
        assert!(articles > Some(0), "each says by which article: {problem}");
    }

    async fn a_pack_under_which_the_group_cannot_be_compiled_is_refused(world) {
        let derogation = "regime = \"fph\"\nderogations = [{ id = \"daily-rest-11h\", document = \"accord du 5 mars\", \
                          valid_from = \"2026-01-01\" }]";
        let scenario = GROUP
            .replacen("fph = \"2026-01\"", "fph = \"2026-07\"", 1)
            .replacen("regime = \"fph\"", derogation, 1);
        answer(post(world, "administrator", &july())).await;
        let (status, body) = answer(import(world, &scenario)).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        let before = world.fingerprint().await;
        let text = july();
        let from = text.find("[[derogation]]\nid = \"daily-rest-11h\"").expect("the derogation");
        let to = from + text[from..].find("\n\n").expect("its end");
        let without = format!("{}{}", &text[..from], &text[to..]);
        let (status, problem) = answer(post(world, "administrator", &without)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        let told = |problem: &Value| ["field", "found", "help"].map(|part| problem["errors"][0][part].as_str().map(str::to_owned));
        let [field, found, help] = told(&problem).map(Option::unwrap_or_default);
        assert_eq!(field, "establishments[1 \"hopital\"].derogations[0].id", "{problem}");
        assert_eq!(found, "«daily-rest-11h» (dans le groupement, sous fph@2026-07)");
        assert_eq!(help, "la loi ne permet pas d’autre assouplissement\u{a0}; retirez-la");
        let (_, problem) = answer(post(world, "administrator", &without).header("accept-language", "en")).await;
        let [_, found, help] = told(&problem).map(Option::unwrap_or_default);
        assert_eq!(found, "«daily-rest-11h» (in the group, under fph@2026-07)");
        assert_eq!(help, "the law allows no other relaxation; remove it");
        assert_eq!(world.fingerprint().await, before);
        assert_eq!(daily_rest(&world.app).await, 660);
    }
}
