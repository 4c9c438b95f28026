//! Publication and what comes after it.

use crate::both;
use crate::rosters::{day, draft, import, line, ok, refused, table, ward};
use crate::world::World;
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Publishes a roster of two days; gives the code of the refusal, or `published`.
async fn publishes(
    world: &World,
    who: &str,
    (unit, agent, id): (&str, &str, &str),
    from: &str,
    reason: Option<&str>,
) -> String {
    let first: chrono::NaiveDate = from.parse().expect("a date");
    let to = first.succ_opt().expect("a day");
    let body = json!({ "id": id, "unit": unit, "from": from, "to": to, "people": [agent] });
    let (status, made) = world.post(who, "/api/v1/rosters", body).await;
    assert!(status.is_success(), "{made}");
    let path = format!("/api/v1/rosters/{id}/publish");
    let (_, answer) = world.post(who, &path, json!({ "version": 1, "late_reason": reason })).await;
    answer["code"].as_str().or(answer["state"].as_str()).expect("a word").to_owned()
}

/// The roster of Dany at Les Tilleuls, who is Chloé's colleague; and the three nurses' of medicine, from 16 December.
async fn published(world: &World) {
    import(world, ward(0)).await;
    draft(world, "r-1", "2026-12-16", "2026-12-31").await;
    let days = json!({ "days": [
        { "agent": "alix", "date": "2026-12-17", "codes": ["S"], "version": 0 },
        { "agent": "alix", "date": "2026-12-21", "codes": ["M"], "version": 0 },
        { "agent": "bao", "date": "2026-12-17", "codes": ["S"], "version": 0 },
    ] });
    ok(world, "manager", Method::PUT, "/api/v1/rosters/r-1/days", days).await;
    ok(world, "manager", Method::POST, "/api/v1/rosters/r-1/publish", json!({ "version": 1 })).await;
}

fn change(agent: &str, date: &str, codes: &[&str], version: i64, ground: &str) -> Value {
    json!({ "agent": agent, "date": date, "codes": codes, "version": version, "reason": "Ouverture de lits", "ground": ground })
}

/// The version of a day.
async fn version(world: &World, agent: &str, date: &str) -> i64 {
    world.number(&format!("SELECT MAX(version) FROM roster_days WHERE agent_id = '{agent}' AND date = '{date}'")).await
}

const CHANGES: &str = "/api/v1/rosters/r-1/changes";

both! {
    async fn a_roster_is_known_as_long_before_as_its_regime_says(world) {
        // Today is 1 December. Regime of Les Tilleuls, share of Chloé, first day in time, first day too late.
        for (regime, share, in_time, late) in [
            ("fph", 100, "2026-12-16", "2026-12-15"),
            ("ccn51", 100, "2026-12-08", "2026-12-07"),
            ("ccn66", 100, "2026-12-08", "2026-12-07"),
            ("ccu", 100, "2026-12-08", "2026-12-07"),
            ("code-du-travail", 100, "2026-12-08", "2026-12-07"),
            ("code-du-travail", 50, "2026-12-12", "2026-12-11"),
        ] {
            let world = World::empty(match &world.app.db {
                releve::store::Db::Sqlite { .. } => crate::world::Engine::Sqlite,
                releve::store::Db::Postgres(_) => crate::world::Engine::Postgres,
            }).await;
            let mut ward = ward(0);
            ward.rule_packs.insert(regime.to_owned(), "2026-01".to_owned());
            let site = ward.establishments.iter_mut().find(|site| site.id.as_str() == "ehpad").expect("Les Tilleuls");
            regime.clone_into(&mut site.regime);
            ward.agents.iter_mut().find(|a| a.id.as_str() == "chloe").expect("Chloé").share_percent = share;
            import(&world, ward).await;
            let who = "manager-tilleuls";
            let name = format!("{regime} {share}");
            let ends = publishes(&world, who, ("tilleuls", "chloe", "r-late"), late, None).await;
            assert_eq!(ends, "published-late", "{name}");
            assert_eq!(world.text("SELECT state FROM rosters WHERE id = 'r-late'").await, "draft", "{name}");
            let path = "/api/v1/rosters/r-late/publish";
            refused(&world, who, Method::POST, path, json!({ "version": 1, "late_reason": " " }), "invalid").await;
            let late = json!({ "version": 1, "late_reason": "Épidémie" });
            let answer = ok(&world, who, Method::POST, path, late).await;
            assert_eq!((&answer["state"], &answer["late_reason"]), (&json!("published"), &json!("Épidémie")), "{name}");
            world.execute("DELETE FROM roster_people").await;
            world.execute("DELETE FROM rosters").await;
            let ends = publishes(&world, who, ("tilleuls", "chloe", "r-time"), in_time, None).await;
            assert_eq!(ends, "published", "{name}");
        }
    }

    async fn a_published_roster_is_lawful_and_settles_every_day(world) {
        import(world, ward(0)).await;
        draft(world, "r-1", "2027-01-04", "2027-01-17").await;
        ok(world, "manager", Method::PUT, "/api/v1/rosters/r-1/days", day("alix", "2027-01-05", &["S"], 0)).await;
        // Behind the service's back: a morning nine and a half hours after the evening.
        world.execute("INSERT INTO roster_days (group_id, agent_id, date, duty_no, unit_id, code, origin, version) \
            VALUES ('g1', 'alix', '2027-01-06', 0, 'medecine', 'M', 'hand', 1)").await;
        let path = "/api/v1/rosters/r-1/publish";
        let problem = refused(world, "manager", Method::POST, path, json!({ "version": 1 }), "unlawful-roster").await;
        let finding = &problem["findings"][0];
        assert_eq!((&finding["agent"], &finding["rule"]), (&json!("alix"), &json!("daily-rest")), "{problem}");
        assert!(finding["date"].as_str().expect("a date").starts_with("2027-01-0"), "{finding}");
        assert!(!finding["article"].as_str().expect("an article").is_empty(), "{finding}");
        world.execute("DELETE FROM roster_days WHERE date = '2027-01-06'").await;
        refused(world, "manager", Method::POST, path, json!({ "version": 2 }), "version-moved").await;
        refused(world, "director", Method::POST, path, json!({ "version": 1 }), "forbidden").await;
        ok(world, "manager", Method::POST, path, json!({ "version": 1 })).await;
        let table = table(world, "r-1").await;
        assert_eq!(line(&table, "alix"), ". S . . . . . . . . . . . .");
        assert_eq!(line(&table, "dany"), ". . . . . . . . . . . . . .");
        let told = world.number("SELECT COUNT(*) FROM outbox WHERE kind = 'roster.published'").await;
        assert_eq!(told, 3);
        refused(world, "manager", Method::PUT, "/api/v1/rosters/r-1/days", day("bao", "2027-01-06", &["M"], 0), "roster-state").await;
        refused(world, "manager", Method::POST, "/api/v1/rosters/r-1/generate", json!({}), "roster-state").await;
    }

    async fn a_change_inside_the_notice_needs_a_ground(world) {
        published(world).await;
        // Tuesday 15 December, 13:30 in Paris: exactly 48 hours before the evening of the 17th.
        world.clock.advance(14 * 86_400 + 4 * 3_600 + 1_800);
        let at = version(world, "alix", "2026-12-17").await;
        let answer = ok(world, "manager", Method::POST, CHANGES, change("alix", "2026-12-17", &[], at, "notice")).await;
        assert_eq!((&answer["changed"]["ground"], &answer["changed"]["notice_minutes"]), (&json!("notice"), &json!(2_880)), "{answer}");
        world.clock.advance(60);
        let at = version(world, "bao", "2026-12-17").await;
        let problem = refused(world, "manager", Method::POST, CHANGES, change("bao", "2026-12-17", &[], at, "notice"), "inside-notice").await;
        assert!(problem["detail"].as_str().expect("a text").contains("2002-9"), "{problem}");
        let mut unsaid = change("bao", "2026-12-17", &[], at, "imperative");
        unsaid["reason"] = json!("  ");
        refused(world, "manager", Method::POST, CHANGES, unsaid, "invalid").await;
        let answer = ok(world, "manager", Method::POST, CHANGES, change("bao", "2026-12-17", &[], at, "imperative")).await;
        assert_eq!((&answer["changed"]["ground"], &answer["changed"]["notice_minutes"]), (&json!("imperative"), &json!(2_879)));
        refused(world, "manager", Method::POST, CHANGES, change("bao", "2026-12-17", &["M"], at, "imperative"), "version-moved").await;
        // A change that breaks a rule is none, whatever the ground.
        let at = version(world, "alix", "2026-12-20").await;
        let evening = change("alix", "2026-12-20", &["S"], at, "agreement");
        let problem = refused(world, "manager", Method::POST, CHANGES, evening, "unlawful-roster").await;
        assert_eq!(problem["findings"][0]["rule"], "daily-rest", "{problem}");
        refused(world, "manager", Method::POST, CHANGES, change("alix", "2026-12-20", &[], at, "notice"), "invalid").await;
        let at = version(world, "alix", "2026-12-21").await;
        refused(world, "manager-tilleuls", Method::POST, CHANGES, change("alix", "2026-12-21", &[], at, "notice"), "not-found").await;

        let (_, history) = world.get("manager", CHANGES).await;
        let lines: Vec<_> = history["changes"].as_array().expect("a list").iter()
            .map(|line| (line["agent"].as_str().expect("who"), line["ground"].as_str().expect("why"), line["before"].clone())).collect();
        assert_eq!(lines, [("alix", "notice", json!(["S"])), ("bao", "imperative", json!(["S"]))]);
        let told = world.texts("SELECT person FROM outbox WHERE kind = 'roster.changed' ORDER BY id").await;
        assert_eq!(told, ["agent:alix", "agent:bao"]);
        for sql in ["UPDATE roster_changes SET before = '[]'", "DELETE FROM roster_changes"] {
            let sql = sqlx::AssertSqlSafe(sql);
            let refused = match &world.app.db {
                releve::store::Db::Sqlite { write, .. } => sqlx::query(sql).execute(write).await.err(),
                releve::store::Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.err(),
            };
            assert!(refused.expect("the trigger refuses").to_string().contains("append-only"));
        }
    }

    async fn an_agent_is_asked_and_answers_freely(world) {
        published(world).await;
        world.clock.advance(15 * 86_400);
        let ask = async |agent: &str, date: &str, codes: &[&str]| {
            let at = version(world, agent, date).await;
            let (status, answer) = world.post("manager", CHANGES, change(agent, date, codes, at, "agreement")).await;
            assert_eq!(status, StatusCode::ACCEPTED, "{answer}");
            answer["asked"]["id"].as_str().expect("an id").to_owned()
        };
        let at = version(world, "alix", "2026-12-17").await;
        let id = ask("alix", "2026-12-17", &["M"]).await;
        assert_eq!(version(world, "alix", "2026-12-17").await, at, "asking changes nothing");
        let again = change("alix", "2026-12-17", &[], at, "agreement");
        refused(world, "manager", Method::POST, CHANGES, again, "roster-state").await;
        let agree = format!("/api/v1/roster-questions/{id}/agree");
        refused(world, "bao", Method::POST, &agree, json!({}), "not-found").await;
        refused(world, "manager", Method::POST, &agree, json!({}), "forbidden").await;
        let (_, own) = world.get("alix", "/api/v1/me/roster-questions").await;
        assert_eq!((&own["items"][0]["id"], &own["items"][0]["state"]), (&json!(id), &json!("asked")), "{own}");
        ok(world, "alix", Method::POST, &agree, json!({})).await;
        refused(world, "alix", Method::POST, &agree, json!({}), "question-over").await;
        let (_, mine) = world.get("alix", "/api/v1/me/roster?from=2026-12-16&to=2026-12-18").await;
        let days: Vec<_> = mine["days"].as_array().expect("days").iter().map(|day| day["code"].clone()).collect();
        assert_eq!(days, [Value::Null, json!("M"), Value::Null], "{mine}");
        assert_eq!((&mine["days"][1]["commune"], &mine["days"][1]["standing"]), (&json!("Bourg"), &json!("published")));
        assert_eq!(mine["changes"][0]["ground"], "agreement", "{mine}");

        let at = version(world, "bao", "2026-12-17").await;
        let id = ask("bao", "2026-12-17", &[]).await;
        ok(world, "bao", Method::POST, &format!("/api/v1/roster-questions/{id}/decline"), json!({})).await;
        assert_eq!(version(world, "bao", "2026-12-17").await, at, "no is no");
        let id = ask("bao", "2026-12-17", &[]).await;
        world.clock.advance(2 * 86_400);
        assert_eq!(timed::tick(&world.app).await.expect("a tick"), 0);
        assert_eq!(world.text(&format!("SELECT state FROM roster_questions WHERE id = '{id}'")).await, "expired");
        refused(world, "bao", Method::POST, &format!("/api/v1/roster-questions/{id}/agree"), json!({}), "question-over").await;
        assert_eq!(world.number("SELECT COUNT(*) FROM roster_changes").await, 1, "silence changes nothing");
        let past = change("bao", "2026-12-17", &[], at, "imperative");
        refused(world, "manager", Method::POST, CHANGES, past, "day-begun").await;
    }

    async fn outside_the_public_hospitals_only_her_agreement_stands_for_notice(world) {
        import(world, ward(0)).await;
        let ends = publishes(world, "manager-tilleuls", ("tilleuls", "chloe", "r-t"), "2026-12-08", None).await;
        assert_eq!(ends, "published");
        let path = "/api/v1/rosters/r-t/changes";
        let at = version(world, "chloe", "2026-12-08").await;
        let on = |ground: &str| change("chloe", "2026-12-08", &["J"], at, ground);
        world.clock.advance(86_400);
        for ground in ["notice", "imperative"] {
            let problem = refused(world, "manager-tilleuls", Method::POST, path, on(ground), "inside-notice").await;
            assert!(problem["detail"].as_str().expect("a text").contains("CCN51"), "{problem}");
        }
        let (status, answer) = world.post("manager-tilleuls", path, on("agreement")).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{answer}");
    }

    async fn another_establishment_reads_nothing_of_a_roster(world) {
        published(world).await;
        for who in ["manager-tilleuls", "stranger"] {
            for path in ["/api/v1/rosters/r-1", CHANGES] {
                assert_eq!(world.get(who, path).await.0, StatusCode::NOT_FOUND, "{who}: {path}");
            }
            let (_, list) = world.get(who, "/api/v1/rosters").await;
            assert_eq!(list["items"], json!([]), "{who}");
        }
        for who in ["director", "auditor", "coordinator"] {
            assert_eq!(world.get(who, "/api/v1/rosters/r-1").await.0, StatusCode::OK, "{who}");
        }
        assert_eq!(world.get("payroll", "/api/v1/rosters/r-1").await.0, StatusCode::FORBIDDEN);
        // A nurse of another establishment on the roster: what she does elsewhere is "not available".
        let body = json!({ "id": "r-2", "unit": "medecine", "from": "2027-01-04", "to": "2027-01-05", "people": ["chloe"] });
        refused(world, "manager", Method::POST, "/api/v1/rosters", body.clone(), "invalid").await;
        ok(world, "coordinator", Method::POST, "/api/v1/rosters", body).await;
        world.execute("INSERT INTO roster_days (group_id, agent_id, date, duty_no, unit_id, code, origin, version) \
            VALUES ('g1', 'chloe', '2027-01-04', 0, 'tilleuls', 'J', 'hand', 1)").await;
        world.execute("INSERT INTO absences (group_id, line_no, agent_id, from_date, to_date, class) \
            VALUES ('g1', 99, 'chloe', '2027-01-05', '2027-01-05', 'unplanned')").await;
        // The facts have moved behind the service's back.
        world.execute("UPDATE groups SET facts_version = facts_version + 1").await;
        let (_, seen) = world.get("manager", "/api/v1/rosters/r-2").await;
        assert_eq!((line(&seen, "chloe").as_str(), &seen["people"][0]["totals"]), ("unavailable unavailable", &Value::Null), "{seen}");
        let (_, whole) = world.get("coordinator", "/api/v1/rosters/r-2").await;
        assert_eq!(line(&whole, "chloe"), "elsewhere absent", "{whole}");
    }
}
