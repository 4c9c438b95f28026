//! The law, asked before people are: whole timelines as they would be after, every regime, and need to know.

use super::{hold, holder, leg, propose, say, told};
use crate::both;
use crate::world::{Engine, World, scenario};
use releve::app::access::Actor;
use releve_solver::domain::scenario::{RosterLine, Scenario};
use reqwest::StatusCode;
use serde_json::{Value, json};

both! {
    async fn giving_away_frees_the_hours_before_the_other_duty_is_judged(world) {
        // Alix works the night of the 8th; the morning of the 10th is Bao's. Keeping the night of the 9th she could not take
        // that morning; giving it for it she can.
        let held = hold(world, &[("alix", "medecine", "N", 9, "IDE"), ("bao", "medecine", "M", 10, "IDE")]).await;
        let before = world.fingerprint().await;
        let (status, gift) = propose(world, "alix", "s1", &[leg("bao", &held[1], "alix")]).await;
        assert_eq!((status, gift["code"].as_str()), (StatusCode::CONFLICT, Some("swap-unlawful")), "{gift}");
        let rules: Vec<_> = gift["legs"][0]["refusals"].as_array().expect("her own timeline").iter()
            .map(|refusal| (refusal["rule"].clone(), refusal["article"].clone())).collect();
        assert!(rules.iter().any(|(rule, article)| rule == "daily-rest" && article != ""), "{gift}");
        let mut after = world.fingerprint().await;
        *after.last_mut().expect("the log") -= 1;
        assert_eq!(after, before, "nobody is asked for what is unlawful; whose duty she has asked about is in the log");
        assert_eq!(told(world, "bao").await, [""; 0]);
        let legs = [leg("alix", &held[0], "bao"), leg("bao", &held[1], "alix")];
        let (status, swap) = propose(world, "alix", "s1", &legs).await;
        assert_eq!(status, StatusCode::CREATED, "{swap}");
    }

    async fn about_somebody_elses_timeline_she_reads_the_neutral_sentence_alone(world) {
        let held = hold(world, &[("alix", "medecine", "N", 9, "IDE"), ("bao", "medecine", "M", 10, "IDE")]).await;
        let gift = [leg("bao", &held[1], "alix")];
        let (status, refused) = propose(world, "bao", "s1", &gift).await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("swap-unlawful")));
        let told = &refused["legs"][0];
        assert!(told["neutral_fr"][0].is_string() && told.get("refusals").is_none(), "{refused}");
        let text = refused.to_string();
        for secret in ["daily-rest", "2026-12-09", "09/12", "21:00", "Médecine"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        let body = json!({ "legs": gift });
        let (_, judged) = world.post("alix", "/api/v1/swaps/judgement", body.clone()).await;
        assert_eq!((&judged["lawful"], judged["refused"][0]["refusals"].is_array()), (&json!(false), true), "{judged}");
        let (_, judged) = world.post("bao", "/api/v1/swaps/judgement", body).await;
        assert!(judged["refused"][0]["neutral_fr"].is_array() && judged["effect"]["agent"] == "bao", "{judged}");
    }

    async fn titles_promised_rests_and_absences_hold_in_a_swap(world) {
        let held = hold(world, &[("alix", "medecine", "M", 12, "IDE"), ("alix", "medecine", "M", 14, "IDE"),
            ("chloe", "tilleuls", "J", 14, "AS")]).await;
        for (who, legs, rule) in [
            // Bao is promised the week-end of the 12th.
            ("bao", vec![leg("alix", &held[0], "bao")], "promised-rest"),
            // A nursing assistant never stands in for a nurse.
            ("chloe", vec![leg("alix", &held[1], "chloe")], "qualification"),
            ("farid", vec![leg("chloe", &held[2], "farid")], "absence"),
        ] {
            let proposer = legs[0]["giver"].as_str().expect("an agent");
            let (status, refused) = propose(world, proposer, "s1", &legs).await;
            assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("swap-unlawful")), "{who}");
            let body = json!({ "legs": legs });
            let reader = if who == "farid" { proposer } else { who };
            let (_, judged) = world.post(reader, "/api/v1/swaps/judgement", body).await;
            if who == "farid" {
                assert!(!judged.to_string().contains("absen"), "nobody is told of an absence: {judged}");
            } else {
                assert_eq!(judged["refused"][0]["refusals"][0]["rule"], rule, "{judged}");
            }
        }
        let (_, judged) = world.post("alix", "/api/v1/swaps/judgement", json!({ "legs": [leg("alix", &held[1], "chloe")] })).await;
        assert!(judged["refused"][0]["neutral_fr"][0].is_string(), "{judged}");
    }

    async fn what_became_unlawful_meanwhile_is_not_carried_out(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE")]).await;
        assert_eq!(propose(world, "alix", "s1", &[leg("alix", &held[0], "bao")]).await.0, StatusCode::CREATED);
        // Meanwhile Bao takes the night before.
        hold(world, &[("bao", "medecine", "N", 9, "IDE")]).await;
        let before = world.fingerprint().await;
        let (status, refused) = say(world, "bao", "s1", "agree").await;
        assert_eq!((status, refused["code"].as_str()), (StatusCode::CONFLICT, Some("swap-unlawful")), "{refused}");
        assert!(refused["legs"][0]["refusals"].as_array().is_some_and(|all| all.iter().any(|r| r["rule"] == "daily-rest")));
        assert_eq!(world.fingerprint().await, before);
        assert_eq!(holder(world, "h-alix-M-10").await, "alix");
    }

    async fn a_duty_that_is_called_off_ends_every_swap_that_waits_for_it(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "M", 11, "IDE")]).await;
        let legs = [leg("alix", &held[0], "bao"), leg("bao", &held[1], "alix")];
        propose(world, "alix", "s1", &legs).await;
        let wish = json!({ "gives": { "kind": "assignment", "id": held[0] }, "takes": {} });
        assert_eq!(world.post("alix", "/api/v1/swap-wishes", wish).await.0, StatusCode::CREATED);
        let path = format!("/api/v1/assignments/{}/cancel", held[0]);
        assert_eq!(world.post("manager", &path, json!({ "reason": "Lit fermé" })).await.0, StatusCode::OK);
        let (_, swap) = world.get("bao", "/api/v1/swaps/s1").await;
        assert_eq!((&swap["state"], &swap["cause"]), (&json!("refused"), &json!("duty_gone")), "{swap}");
        assert_eq!([told(world, "alix").await, told(world, "bao").await],
            [vec!["swap.refused"], vec!["swap.proposed", "swap.refused"]]);
        let (status, late) = say(world, "bao", "s1", "agree").await;
        assert_eq!((status, late["code"].as_str()), (StatusCode::CONFLICT, Some("swap-state")));
        assert_eq!(world.get("alix", "/api/v1/swap-wishes").await.1["items"], json!([]), "the wish is over with the duty");
        assert_eq!(propose(world, "alix", "s2", &legs).await.0, StatusCode::NOT_FOUND);
        // A request that is called off takes its shifts along, and they their swaps.
        let again = hold(world, &[("alix", "medecine", "M", 15, "IDE")]).await;
        assert_eq!(propose(world, "alix", "s3", &[leg("alix", &again[0], "bao")]).await.0, StatusCode::CREATED);
        let cancel = json!({ "reason": "Plus besoin" });
        assert_eq!(world.post("manager", "/api/v1/requests/h-alix-M-15/cancel", cancel).await.0, StatusCode::OK);
        assert_eq!(world.get("bao", "/api/v1/swaps/s3").await.1["cause"], "duty_gone");
    }
}

/// Two nurses of one house under a regime: one has nights at home, the other mornings.
fn house(regime: &str) -> Scenario {
    let mut house = scenario();
    house.rule_packs.insert(regime.to_owned(), "2026-01".to_owned());
    regime.clone_into(&mut house.establishments[0].regime);
    let line = |agent: &str, codes: &str| RosterLine {
        agent: agent.into(),
        unit: "medecine".into(),
        from: "2026-12-07".parse().expect("a date"),
        codes: codes.to_owned(),
    };
    house.rosters = vec![line("alix", ". N . . . . ."), line("bao", ". . M . . . .")];
    house.agents[1].promised_rests.clear();
    house.shifts.clear();
    house
}

/// Under every regime that the program ships: a morning after a night is refused with the article of that regime.
#[tokio::test(flavor = "multi_thread")]
async fn every_regime_refuses_with_its_own_article() {
    let mut articles = Vec::new();
    for regime in ["fph", "ccn51", "ccn66", "ccu", "code-du-travail"] {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let world = World::empty(engine).await;
            releve::app::scenarios::import(&world.app, &Actor::system("g1"), house(regime)).await.expect("an import");
            let morning = json!({ "kind": "home", "unit": "medecine", "code": "M", "date": "2026-12-09" });
            let legs = json!([{ "giver": "bao", "duty": morning, "taker": "alix" }]);
            let body = json!({ "id": "s1", "legs": legs });
            let (status, refused) = world.post("alix", "/api/v1/swaps", body).await;
            assert_eq!(
                (status, refused["code"].as_str()),
                (StatusCode::CONFLICT, Some("swap-unlawful")),
                "{regime}: {refused}"
            );
            let refusals = refused["legs"][0]["refusals"].as_array().expect("her own timeline").clone();
            let rest = refusals.iter().find(|refusal| refusal["rule"] == "daily-rest").expect("no rest between");
            let law = rest["law"].as_str().expect("a rule of a pack").to_owned();
            // What a private regime does not say itself is the Code du travail's.
            assert!(law.starts_with(regime) || (regime != "fph" && law.starts_with("ct.")), "{regime}: {rest}");
            assert_ne!(rest["article"], "", "{regime}: {rest}");
            assert_eq!(world.number("SELECT COUNT(*) FROM swaps").await, 0);
            articles.push(rest["article"].clone());
        }
    }
    articles.sort_by_key(Value::to_string);
    articles.dedup();
    assert!(articles.len() >= 2, "public and private service have articles of their own: {articles:?}");
}
