//! `/moi/avis`: what an agent answers once a quarter, and how little of it anybody can read.

use super::{agent, is_silent, leads, says};
use crate::both;
use crate::pages_records::{page, seated, seated_at};
use crate::rests::until;
use crate::world::World;
use releve::app::access::Role;
use releve::app::retention::{self, Mode};
use reqwest::StatusCode;
use serde_json::{Value, json};

const HOSPITAL: [(&str, [&str; 3], &str); 5] = [
    ("alix", ["2", "7", "10"], "Merci"),
    ("bao", ["4", "7", "10"], ""),
    ("chloe", ["4", "7", "0"], "Trop de nuits"),
    ("dany", ["6", "7", "0"], ""),
    ("farid", ["9", "7", "5"], ""),
];

async fn answer(world: &World, who: &str, scores: [&str; 3], word: &str) {
    let mut visitor = agent(world, who).await;
    says(&visitor.get("/moi").await, StatusCode::OK, &["Votre avis du trimestre : trois questions"]);
    says(&visitor.get("/moi/avis").await, StatusCode::OK, &["Mes souhaits sont entendus.", "jusqu’au 31/12/2026"]);
    let fields = [("equite", scores[0]), ("ecoute", scores[1]), ("conseil", scores[2]), ("mot", word)];
    leads(&visitor.post("/moi/avis", &fields).await, "/moi/avis?fait=avis");
    is_silent(&visitor.get("/moi").await, &["trois questions"]);
}

/// Five of the hospital, and `beside` Emma of the other establishment.
async fn answered(world: &World, people: usize, beside: bool) {
    world.execute("UPDATE agents SET employer_id = 'hopital' WHERE id IN ('chloe', 'dany')").await;
    for (who, scores, word) in &HOSPITAL[..people] {
        answer(world, who, *scores, word).await;
    }
    if beside {
        answer(world, "emma", ["0", "0", "0"], "Trop loin").await;
    }
}

async fn pulse(world: &World, who: &str, query: &str) -> Value {
    let (status, found) = world.get(who, &format!("/api/v1/indicators?{query}")).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    found["pulse"].clone()
}

both! {
    async fn means_of_five_are_told_when_the_quarter_is_over_and_fewer_are_not(world) {
        answered(world, 5, true).await;
        assert_eq!(pulse(world, "director", "").await, json!({ "lines": [], "comments": [] }), "the quarter is running");
        until(world, "2027-01-02T08:00:00+01:00");
        let found = pulse(world, "director", "").await;
        let of = |place: &str| found["lines"].as_array().expect("a list").iter().find(|line| line["establishment"] == place).expect("a line").clone();
        let hospital = of("hopital");
        assert_eq!([&hospital["quarter"], &hospital["answers"]], [&json!("2026-Q4"), &json!(5)]);
        // 2, 4, 4, 6, 9: the squares of 3, 1, 1, 1, 4 make 28, a fifth of it 5.6. 10, 10, 0, 0, 5: four times 25, a fifth 20.
        assert_eq!(hospital["fairness"], json!({ "mean_hundredths": 500, "deviation_hundredths": 237 }));
        assert_eq!(hospital["heard"], json!({ "mean_hundredths": 700, "deviation_hundredths": 0 }));
        assert_eq!(hospital["recommend"], json!({ "mean_hundredths": 500, "deviation_hundredths": 447 }));
        let other = of("ehpad");
        assert_eq!(["answers", "fairness", "heard", "recommend"].map(|name| other[name].clone()), [Value::Null, Value::Null, Value::Null, Value::Null], "Emma alone");
        let mut words: Vec<&str> = found["comments"][0]["texts"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        words.sort_unstable();
        assert_eq!(words, ["Merci", "Trop de nuits", "Trop loin"]);
        assert_eq!(pulse(world, "coordinator", "").await, found);
        assert_eq!(pulse(world, "administrator", "").await, Value::Null, "she has other work");
        let one = pulse(world, "director", "establishment=hopital").await;
        assert_eq!((one["lines"].as_array().map(Vec::len), &one["comments"]), (Some(1), &json!([])), "words are of no place");
        assert_eq!(pulse(world, "director", "to=2026-12-30").await["lines"], json!([]), "it was running then");
        let mut director = seated(world, Role::Director).await;
        let text = page(&mut director, "/indicateurs").await;
        crate::pages_records::says(&text, &["Hôpital Saint-Roch trimestre 4 de 2026 5 5,00 2,37 7,00 0,00 5,00 4,47", "Trop de nuits"]);
        let table = director.get("/indicateurs?format=csv&tableau=avis").await;
        assert!(table.text.contains("\r\nHôpital Saint-Roch;2026-Q4;5;5,00;2,37;7,00;0,00;5,00;4,47\r\n"), "{}", table.text);
        let mut elsewhere = seated_at(world, Role::Director, "ehpad").await;
        let text = page(&mut elsewhere, "/indicateurs").await;
        crate::pages_records::says(&text, &["Les Tilleuls trimestre 4 de 2026 moins de 5 moins de 5"]);
        crate::pages_records::says_nothing_of(&text, &["Saint-Roch", "Trop de nuits", "Trop loin"]);
        let mut administrator = seated(world, Role::Administrator).await;
        crate::pages_records::says_nothing_of(&page(&mut administrator, "/indicateurs").await, &["Avis du trimestre"]);
    }

    async fn four_answers_tell_nothing_nor_do_their_words(world) {
        answered(world, 4, false).await;
        until(world, "2027-01-02T08:00:00+01:00");
        let found = pulse(world, "director", "").await;
        assert_eq!((&found["lines"][0]["answers"], &found["lines"][0]["fairness"], &found["comments"]), (&Value::Null, &Value::Null, &json!([])), "{found}");
    }

    async fn an_answer_counts_once_and_leaves_no_name_beside_it(world) {
        answered(world, 5, true).await;
        let scores = world.text("SELECT scores FROM pulse_scores WHERE establishment_id = 'hopital'").await;
        let mut alix = crate::visitor::Visitor::new(world.address);
        alix.log_in("alix@example.org", crate::visitor::PASSWORD).await;
        let again = [("equite", "10"), ("ecoute", "10"), ("conseil", "10"), ("mot", "Encore")];
        alix.get("/moi/reglages").await;
        leads(&alix.post("/moi/avis", &again).await, "/moi/avis?fait=avis");
        says(&alix.get("/moi/avis").await, StatusCode::OK, &["Vous avez répondu pour ce trimestre."]);
        assert_eq!(world.text("SELECT scores FROM pulse_scores WHERE establishment_id = 'hopital'").await, scores);
        assert_eq!(world.number("SELECT COUNT(*) FROM pulse_answered").await, 6);
        // One row for a place, one for the group's words: none is anybody's.
        assert_eq!(world.number("SELECT COUNT(*) FROM pulse_scores").await, 2);
        assert_eq!(world.texts("SELECT comments FROM pulse_comments").await.len(), 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM audit_log WHERE action LIKE 'pulse%'").await, 0);
        assert_eq!(world.number("SELECT COUNT(*) FROM idempotency_keys WHERE route LIKE '%avis%'").await, 0);
        // In the next quarter she is asked again.
        until(world, "2027-01-02T08:00:00+01:00");
        let mut later = crate::visitor::Visitor::new(world.address);
        later.log_in("alix@example.org", crate::visitor::PASSWORD).await;
        says(&later.get("/moi/reglages").await, StatusCode::OK, &["Votre avis du trimestre : trois questions"]);
    }

    async fn what_is_no_score_is_refused_and_nobody_else_answers(world) {
        let mut alix = agent(world, "alix").await;
        alix.get("/moi/avis").await;
        let long = "é".repeat(501);
        for wrong in [
            [("equite", "11"), ("ecoute", "5"), ("conseil", "5"), ("mot", "")],
            [("equite", "-1"), ("ecoute", "5"), ("conseil", "5"), ("mot", "")],
            [("equite", "5"), ("ecoute", ""), ("conseil", "5"), ("mot", "")],
            [("equite", "5"), ("ecoute", "5"), ("conseil", "5"), ("mot", &long)],
        ] {
            let shown = alix.post("/moi/avis", &wrong).await;
            says(&shown, StatusCode::UNPROCESSABLE_ENTITY, &["role=\"alert\"", "aria-invalid=\"true\""]);
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM pulse_answered").await, 0);
        alix.get("/langue/en").await;
        says(&alix.get("/moi/avis").await, StatusCode::OK, &["I am heard on what I wish."]);
        let fields = [("equite", "5"), ("ecoute", "5"), ("conseil", "5"), ("mot", &long[..1_000])];
        leads(&alix.post("/moi/avis", &fields).await, "/moi/avis?fait=avis");
        for role in [Role::Director, Role::Coordinator, Role::Manager] {
            let mut other = seated(world, role).await;
            assert_eq!(other.get("/moi/avis").await.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    }

    async fn answers_go_a_year_after_their_quarter(world) {
        answered(world, 5, true).await;
        let run = |mode| retention::run(&world.app, "g1", mode);
        until(world, "2027-12-31T12:00:00+01:00");
        assert_eq!(run(Mode::Real).await.expect("a run").pulse, 0, "the quarter was over a year ago tomorrow");
        until(world, "2028-01-02T12:00:00+01:00");
        // Six who answered, two places, one list of words.
        assert_eq!(run(Mode::Real).await.expect("a run").pulse, 9);
        assert_eq!(world.number("SELECT COUNT(*) FROM pulse_answered").await, 0);
        assert_eq!(run(Mode::Real).await.expect("a run").pulse, 0);
    }
}
