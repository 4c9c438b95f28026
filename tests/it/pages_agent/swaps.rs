//! `/moi/echanges`: a swap from the wish to the work.

use super::{agent, is_silent, leads, says, value};
use crate::both;
use crate::swaps::{accounts_are_true, hold, holder};
use reqwest::{Method, StatusCode};
use serde_json::json;

both! {
    async fn a_swap_goes_from_the_wish_to_the_work(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("bao", "medecine", "S", 17, "IDE")]).await;
        let gives = json!({ "kind": "assignment", "id": held[1] });
        let (status, wish) = world.post("bao", "/api/v1/swap-wishes", json!({ "gives": gives, "takes": {} })).await;
        assert_eq!(status, StatusCode::CREATED, "{wish}");
        let mut alix = agent(world, "alix").await;
        let key = format!("a~{}", held[0]);
        let page = alix.get(&format!("/moi/echanges?donne={}", key.replace('~', "%7E"))).await;
        says(&page, StatusCode::OK, &["Aucun échange n’attend votre réponse", "jeu. 10 déc., 06:30–14:00 · M · Médecine"]);
        assert!(page.text.contains(&format!("value=\"{key}\" selected")), "what she came to give is chosen");
        let id = value(&page, "id");
        let form = [("formulaire", "souhait"), ("id", id.as_str()), ("donne", key.as_str()), ("contre", "poste"),
            ("du", "2026-12-14"), ("au", "2026-12-20"), ("moment", "apres-midi")];
        let to = format!("/moi/echanges?souhait={id}&fait=souhait#trouves");
        for _ in 0..2 {
            leads(&alix.post("/moi/echanges", &form).await, &to);
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM swap_wishes WHERE agent_id = 'alix'").await, 1, "one wish");
        let found = alix.get(&to).await;
        says(&found, StatusCode::OK, &["Échanges possibles", "Vous donnez", "Vous prenez", "Bao Nguyen", "jeu. 17 déc., 13:30–21:00",
            "légal pour chaque personne", "Votre compte d’équité : 0,00 points, de 12,50 à 12,50", "2 personnes en tout"]);
        // The identifier and the wishes stand in the form that proposes it.
        let (_, form) = found.text.split_once("action=\"/moi/echanges/proposer\"").expect("a form");
        let field = |name: &str| -> Vec<String> {
            let mark = format!("name=\"{name}\" value=\"");
            let form = form.split("</form>").next().expect("a form");
            form.split(&mark).skip(1).map(|rest| rest.split('"').next().expect("a value").to_owned()).collect()
        };
        let (swap, wishes) = (field("id").remove(0), field("souhait"));
        let proposal = [("id", swap.as_str()), ("souhait", wishes[0].as_str()), ("souhait", wishes[1].as_str())];
        for _ in 0..2 {
            leads(&alix.post("/moi/echanges/proposer", &proposal).await, "/moi/echanges?fait=propose");
        }
        assert_eq!(world.recorded("swap.propose").await, 1, "one swap");
        says(&alix.get("/moi/echanges").await, StatusCode::OK, &["en attente des autres", "1 d’accord sur 2 personnes", "Retirer ma proposition"]);
        let mut bao = agent(world, "bao").await;
        says(&bao.get("/moi").await, StatusCode::OK, &["1 échange attend votre réponse"]);
        says(&bao.get("/moi/echanges").await, StatusCode::OK, &["à vous de répondre", "Alix Martin", "Je suis d’accord"]);
        let agree = format!("/moi/echanges/{swap}/accepter");
        for _ in 0..2 {
            leads(&bao.post(&agree, &[]).await, "/moi/echanges?fait=echangefait");
        }
        assert_eq!(world.recorded("swap.agree").await, 1);
        assert_eq!([holder(world, "h-alix-M-10").await, holder(world, "h-bao-S-17").await], ["bao", "alix"]);
        accounts_are_true(world).await;
        says(&alix.get("/moi/echanges").await, StatusCode::OK, &["réalisé", "Terminés"]);
        says(&alix.get("/moi").await, StatusCode::OK, &["jeu. 17 déc."]);
        let shown = bao.post(&format!("/moi/echanges/{swap}/decliner"), &[]).await;
        says(&shown, StatusCode::CONFLICT, &["role=\"alert\"", "n’attend plus votre réponse"]);
    }

    async fn a_swap_is_declined_or_taken_back_without_a_reason(world) {
        let held = hold(world, &[("alix", "medecine", "M", 10, "IDE"), ("alix", "medecine", "M", 15, "IDE")]).await;
        let leg = |assignment: &str| json!([{ "giver": "alix", "duty": { "kind": "assignment", "id": assignment }, "taker": "bao" }]);
        for (id, assignment) in [("s1", &held[0]), ("s2", &held[1])] {
            let body = json!({ "id": id, "legs": leg(assignment) });
            assert_eq!(world.post("alix", "/api/v1/swaps", body).await.0, StatusCode::CREATED);
        }
        let (mut alix, mut bao, mut emma) = (agent(world, "alix").await, agent(world, "bao").await, agent(world, "emma").await);
        for visitor in [&mut alix, &mut bao, &mut emma] {
            visitor.get("/moi/echanges").await;
        }
        for path in ["/moi/echanges/s1/accepter", "/moi/echanges/s1/decliner", "/moi/echanges/s1/retirer"] {
            assert_eq!(emma.post(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        is_silent(&emma.get("/moi/echanges").await, &["Alix", "Bao"]);
        for _ in 0..2 {
            leads(&bao.post("/moi/echanges/s1/decliner", &[]).await, "/moi/echanges?fait=decline");
            leads(&alix.post("/moi/echanges/s2/retirer", &[]).await, "/moi/echanges?fait=retrait");
        }
        says(&alix.get("/moi/echanges").await, StatusCode::OK, &["sans suite", "retiré"]);
        assert_eq!(world.send("bao", Method::POST, "/api/v1/swaps/s2/agree", None).await.0, StatusCode::CONFLICT);
    }

    async fn a_wish_that_says_nothing_is_refused_and_what_was_typed_stays(world) {
        let mut alix = agent(world, "alix").await;
        let id = value(&alix.get("/moi/echanges").await, "id");
        let form = [("formulaire", "souhait"), ("id", id.as_str()), ("donne", ""), ("contre", "rien"), ("du", "2026-12-14"), ("au", "2026-12-20")];
        let shown = alix.post("/moi/echanges", &form).await;
        says(&shown, StatusCode::UNPROCESSABLE_ENTITY, &["Choisissez un poste à donner", "value=\"2026-12-14\"", "value=\"rien\" checked"]);
        let form = [("formulaire", "souhait"), ("id", id.as_str()), ("donne", ""), ("contre", "poste"), ("du", "2026-12-20"), ("au", "2026-12-14")];
        says(&alix.post("/moi/echanges", &form).await, StatusCode::UNPROCESSABLE_ENTITY, &["La fin vient avant le début"]);
        let form = [("formulaire", "souhait"), ("id", id.as_str()), ("donne", ""), ("contre", "poste"), ("du", "2026-12-14"), ("au", "2026-12-20")];
        let to = alix.post("/moi/echanges", &form).await.location;
        says(&alix.get(&to).await, StatusCode::OK, &["Personne ne cherche l’inverse", "rien : je prendrais seulement"]);
        for _ in 0..2 {
            leads(&alix.post(&format!("/moi/echanges/souhaits/{id}/retirer"), &[]).await, "/moi/echanges?fait=finsouhait");
        }
        is_silent(&alix.get("/moi/echanges").await, &["Mes souhaits d’échange"]);
    }
}
