//! Candidates over HTTP: one agent in full, why nobody, offer-only notes, and what another establishment may read of
//! them.

use crate::both;
use crate::world::{World, scenario};
use releve::app::access::Actor;
use releve_solver::domain::scenario::{Absence, AbsenceClass, Scenario, Window};
use reqwest::StatusCode;
use serde_json::{Value, json};

const SHIFT: &str = "/api/v1/shifts/med-1209-m/candidates";

/// Nobody can hold the morning of 9 December: both nurses of the hospital are absent, and the one of the other site
/// accepts to be asked from 08:00 on only.
async fn nobody(world: &World) {
    let mut changed: Scenario = scenario();
    for agent in ["alix", "bao"] {
        changed.absences.push(Absence {
            agent: agent.into(),
            from: "2026-12-07".parse().expect("a date"),
            to: "2026-12-20".parse().expect("a date"),
            class: AbsenceClass::Planned,
        });
    }
    for line in &mut changed.rosters {
        "J J . . . . .".clone_into(&mut line.codes);
    }
    let emma = changed.agents.iter_mut().find(|agent| agent.id.as_str() == "emma").expect("an agent");
    let (from, to) = ("2026-12-09T08:00:00", "2026-12-10T08:00:00");
    emma.availability = vec![Window { from: from.parse().expect("a moment"), to: to.parse().expect("a moment") }];
    releve::app::scenarios::import(&world.app, &Actor::system("g1"), changed).await.expect("the facts change");
}

fn kinds(nobody: &Value) -> Vec<&str> {
    let relaxations = nobody["relaxations"].as_array().expect("a list");
    relaxations.iter().map(|relaxation| relaxation["kind"].as_str().expect("a kind")).collect()
}

both! {
    async fn nobody_comes_with_minimal_sets_and_priced_relaxations(world) {
        nobody(world).await;
        let (status, body) = world.get("coordinator", SHIFT).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        assert_eq!(body["candidates"].as_array().map(Vec::len), Some(6));
        let why = &body["nobody"];
        assert_eq!((&why["titled"], &why["elsewhere"], &why["untitled"]), (&json!(3), &json!(0), &json!(3)), "{why}");
        assert_eq!(why["sets"][0]["rules"], json!(["absence"]));
        assert_eq!(why["sets"][0]["agents"], 2);
        assert_eq!(why["sets"][0]["examples"][0], json!({ "agent": "alix", "name": "Alix Martin" }));
        assert_eq!(why["sets"][1]["rules"], json!(["availability"]));
        let kinds = kinds(why);
        assert!(kinds.contains(&"other_start") && kinds.contains(&"availability"), "{why}");
        for relaxation in why["relaxations"].as_array().expect("a list") {
            assert!(relaxation["price"]["cents"].is_i64() && relaxation["sentence_fr"].is_string(), "{relaxation}");
            assert!(relaxation["people"][0]["offer_only"].is_array(), "{relaxation}");
        }
        let (_, filled) = world.get("coordinator", "/api/v1/shifts/til-1208-j/candidates").await;
        assert_eq!(filled["nobody"], Value::Null);
    }

    async fn another_establishment_reads_neither_why_nor_where(world) {
        nobody(world).await;
        let (_, body) = world.get("manager", SHIFT).await;
        let why = &body["nobody"];
        assert_eq!((&why["titled"], &why["elsewhere"], &why["untitled"]), (&json!(2), &json!(1), &json!(3)), "{why}");
        assert_eq!(why["sets"].as_array().map(Vec::len), Some(1), "her own staff's absences are hers: {why}");
        let kinds = kinds(why);
        assert!(kinds.contains(&"other_start") && !kinds.contains(&"availability"), "{why}");
        assert_eq!(why["withheld"], 1);
        for relaxation in why["relaxations"].as_array().expect("a list") {
            let note = &relaxation["people"][0]["offer_only"][0];
            assert_eq!(note["sentence_fr"], "à proposer seulement : son accord est nécessaire", "{relaxation}");
        }
        let text = why.to_string();
        for secret in ["Tilleuls", "disponibilités", "availability", "planning"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        let page = world.request(reqwest::Method::GET, "/postes/med-1209-m");
        let page = page.bearer_auth(world.token("manager"));
        let page = page.send().await.expect("a page").text().await.expect("a text");
        assert!(page.contains("Pourquoi personne") && page.contains("1\u{a0}h\u{a0}30 plus tard"), "{page}");
        assert!(!page.contains("Tilleuls") && !page.contains("disponibilités"), "{page}");
    }

    async fn one_agent_is_judged_in_full(world) {
        nobody(world).await;
        let path = format!("{SHIFT}?agent=emma");
        let (status, full) = world.get("coordinator", &path).await;
        assert_eq!((status, full["candidates"].as_array().map(Vec::len)), (StatusCode::OK, Some(1)), "{full}");
        let emma = &full["candidates"][0];
        assert_eq!((&emma["refusals"][0]["rule"], &emma["refusals"][0]["law"]), (&json!("availability"), &Value::Null));
        assert_eq!((&emma["remedy"]["change"], &emma["remedy"]["minutes"]), (&json!("later"), &json!(90)), "{emma}");
        assert_eq!(full["nobody"], Value::Null);
        let (_, neutral) = world.get("manager", &path).await;
        let emma = &neutral["candidates"][0];
        assert_eq!(emma["neutral_fr"], json!(["non disponible jusqu'au 9 décembre à 08:00"]), "{emma}");
        assert_eq!(emma["neutral_en"], json!(["not available until 9 December at 08:00"]), "{emma}");
        assert!(emma.get("refusals").is_none() && emma["remedy"]["minutes"] == 90, "{emma}");
        let (_, absent) = world.get("manager", &format!("{SHIFT}?agent=alix")).await;
        assert_eq!(absent["candidates"][0]["remedy"], Value::Null, "no hours end an absence: {absent}");
        assert_eq!(world.get("manager", &format!("{SHIFT}?agent=none")).await.0, StatusCode::NOT_FOUND);
        assert_eq!(world.get("director", &path).await.0, StatusCode::FORBIDDEN);
    }

    async fn notice_is_counted_from_the_clock(world) {
        let alix = |body: &Value| {
            let list = body["candidates"].as_array().expect("a list");
            list.iter().find(|c| c["agent"] == "alix").expect("everyone is judged").clone()
        };
        let path = "/api/v1/shifts/med-1208-m/candidates";
        let (_, body) = world.get("coordinator", path).await;
        let note = &alix(&body)["offer_only"][0];
        assert_eq!((&note["law"], &note["reason_required"]), (&json!("fph.notice"), &json!(false)), "{note}");
        // From Tuesday morning to Monday morning: less than two days are left.
        world.clock.advance(6 * 24 * 3600);
        let (_, body) = world.get("coordinator", path).await;
        assert_eq!(alix(&body)["offer_only"][0]["reason_required"], true, "the facts are the same, the clock is not");
        // Her own manager reads the same, that of another establishment only that she has to agree.
        let night = "/api/v1/shifts/med-1213-n/candidates?agent=emma";
        let (_, full) = world.get("coordinator", night).await;
        let (_, neutral) = world.get("manager", night).await;
        assert_eq!(full["candidates"][0]["verdict"], "eligible", "{full}");
        assert!(full["candidates"][0]["offer_only"].to_string().contains("repos"), "{full}");
        let notes = neutral["candidates"][0]["offer_only"].as_array().expect("a list");
        assert_eq!((notes.len(), &notes[0]["article"]), (1, &json!("")), "{neutral}");
    }
}
