//! Ordering a proposal, following it, stopping it, reading its proof and its reasons, and comparing two.

use super::{between, coordinator, holds, import};
use crate::both;
use crate::world::{World, scenario};
use releve::store::jobs as job_rows;
use releve_solver::domain::scenario::AgencyPrice;
use releve_solver::formats::scenario::{Syntax, read};
use reqwest::StatusCode;
use serde_json::json;

/// A bigger group: what it takes the solver some seconds to prove.
const LARGE: &str = include_str!("../../../scenarios/group.small.toml");

/// The identifier in an address.
fn id_of(location: &str) -> String {
    location.trim_start_matches("/propositions/").split('?').next().expect("an id").to_owned()
}

async fn holder(world: &World, plan: &str, shift: &str) -> Option<String> {
    let (_, plan) = world.get("coordinator", &format!("/api/v1/plans/{plan}")).await;
    let given = plan["assigned"].as_array().expect("a list").iter().find(|item| item["shift"] == shift);
    given.and_then(|item| item["agent"].as_str().map(ToOwned::to_owned))
}

both! {
    async fn a_proposal_is_ordered_once_followed_and_read(world) {
        let mut claire = coordinator(world).await;
        holds(&claire.get("/propositions").await, &["Aucune proposition n’a encore été calculée", "name=\"secondes\" value=\"20\""], &[]);
        let sent = claire.post("/propositions", &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let id = id_of(&sent.location);
        let twice = claire.post("/propositions", &[]).await;
        assert_eq!(twice.location, format!("/propositions/{id}?fait=dejacalcul"), "pressed twice is ordered once");
        assert_eq!(world.number("SELECT COUNT(*) FROM plans").await, 1);
        let page = claire.get(&format!("/propositions/{id}?fait=calcul")).await;
        holds(&page, &["En attente d’une place de calcul", "Le calcul est lancé", "<progress", "every 1s",
            &format!("action=\"/propositions/{id}/arreter\""), "<noscript><meta http-equiv=\"refresh\"", "allowEval"], &["style="]);
        holds(&claire.get("/").await, &["Suivre le calcul", &format!("href=\"/propositions/{id}\"")], &[]);
        let live = claire.get(&format!("/propositions/{id}/avancement")).await;
        holds(&live, &["<progress", "avancement"], &["<html"]);
        world.solve().await;
        assert!(claire.get(&format!("/propositions/{id}/avancement")).await.text.trim().is_empty(), "it is over");
        let plan = claire.get(&format!("/propositions/{id}")).await;
        holds(&plan, &["5\u{a0}postes sur 5 pourvus", "Tous les postes sont pourvus", "Équité\u{a0}: aucune répartition plus juste",
            "Équité avant et après", "Écart entre la personne", "Mouvements entre établissements", "Tout approuver",
            "Ce qui est prouvé"], &["À décider (", "style="]);
        let morning = between(&plan.text, "value=\"med-1208-m\"", "</tr>");
        assert!(morning.contains("Compte avant") && morning.contains("La suivante\u{a0}:"), "{morning}");
        holds(&claire.get("/").await, &["5\u{a0}postes sur 5 pourvus", "Lire et décider"], &[]);
        holds(&claire.get("/propositions").await, &["5 sur 5", "la meilleure possible, c’est prouvé", "tous les postes ouverts"], &[]);
        claire.get("/langue/en").await;
        holds(&claire.get(&format!("/propositions/{id}")).await, &["5 of 5 shifts filled", "Every shift is filled",
            "Equity before and after", "Approve all", "people could hold it"], &["Ce qui est", "Compte avant", "pourvu"]);
    }

    async fn a_proposal_is_about_the_days_and_units_that_were_chosen(world) {
        let mut claire = coordinator(world).await;
        claire.get("/propositions").await;
        let fields = [("du", "2026-12-08"), ("au", "2026-12-08"), ("unite", "medecine"), ("secondes", "3,5")];
        let id = id_of(&claire.post("/propositions", &fields).await.location);
        world.solve().await;
        let (_, plan) = world.get("coordinator", &format!("/api/v1/plans/{id}")).await;
        assert_eq!((&plan["shifts"], &plan["covered"], &plan["kind"]), (&json!(1), &json!(1), &json!("pool")), "{plan}");
        assert_eq!((&plan["order"]["from"], &plan["order"]["seconds"]), (&json!("2026-12-08"), &json!(3.5)), "{plan}");
        let page = claire.get(&format!("/propositions/{id}")).await;
        holds(&page, &["1\u{a0}poste sur 1 pourvu", "du mar. 8\u{a0}déc. au mar. 8\u{a0}déc.", "Unités\u{a0}: <span translate=\"no\">Médecine"], &[]);
        // What is approved of it is an offer like any other.
        let done = claire.post(&format!("/propositions/{id}/approuver"), &[("choix", "tout"), ("version", "2")]).await;
        assert_eq!(done.location, format!("/propositions/{id}?fait=approuve-1"));
    }

    async fn an_order_that_cannot_be_keeps_what_was_typed(world) {
        let mut claire = coordinator(world).await;
        claire.get("/propositions").await;
        let fields = [("du", "2026-12-12"), ("au", "2026-12-08"), ("unite", "tilleuls"), ("secondes", "12")];
        let refused = claire.post("/propositions", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&refused, &["role=\"alert\"", "value=\"2026-12-12\"", "value=\"2026-12-08\"", "value=\"12\"", "id=\"au-faux\"",
            "value=\"tilleuls\" checked"], &[]);
        let refused = claire.post("/propositions", &[("secondes", "vite")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&refused, &["value=\"vite\"", "id=\"secondes-faux\""], &[]);
        let refused = claire.post("/propositions", &[("unite", "nulle-part")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(world.number("SELECT COUNT(*) FROM plans").await, 0);
    }

    async fn what_stays_bare_has_its_reason_its_price_and_what_would_fill_it(world) {
        let mut group = scenario();
        // Nobody of the pool has this title but Farid, who is absent; a nurse's title does not serve.
        group.agents.retain(|agent| !["chloe", "dany"].contains(&agent.id.as_str()));
        group.agency = vec![AgencyPrice {
            qualification: "AS".into(), price_cents_per_hour: 3_800, cap_cents_per_hour: Some(4_000), hours_max: None,
        }];
        import(world, group).await;
        let mut claire = coordinator(world).await;
        let (id, _) = world.plan().await;
        let plan = claire.get(&format!("/propositions/{id}")).await;
        // Seven hours of work at 38 €.
        holds(&plan, &["3\u{a0}postes sur 5 pourvus", "aucun planning légal ne couvre mieux", "Postes qui restent nus (2)",
            "Personne du groupement ne peut le tenir légalement", "266,00\u{a0}€", "absence\u{a0}: 1\u{a0}personne",
            "data-hx-get=\"/postes/til-1208-j/piste\""], &[]);
        let piece = claire.get("/postes/til-1208-j/piste").await;
        assert_eq!(piece.status, StatusCode::OK);
        holds(&piece, &["<p>"], &["<html", "quelqu’un peut le tenir", "n’est plus à pourvoir"]);
        holds(&claire.get("/postes/med-1208-m/piste").await, &["quelqu’un peut le tenir"], &[]);
    }

    async fn choices_are_ruled_out_and_kept_and_the_two_proposals_are_compared(world) {
        let mut claire = coordinator(world).await;
        let (first, _) = world.plan().await;
        let was = holder(world, &first, "med-1208-m").await.expect("the morning is given");
        claire.get(&format!("/propositions/{first}")).await;
        let (out, kept) = (format!("med-1208-m|{was}"), format!("til-1208-j|{}", holder(world, &first, "til-1208-j").await.expect("given")));
        let fields = [("depuis", first.as_str()), ("ecarter", out.as_str()), ("garder", kept.as_str())];
        let second = id_of(&claire.post("/propositions", &fields).await.location);
        world.solve().await;
        let now = holder(world, &second, "med-1208-m").await;
        assert!(now.is_some() && now.as_deref() != Some(was.as_str()), "somebody else has it: {now:?}");
        assert_eq!(holder(world, &second, "til-1208-j").await.as_deref(), kept.split('|').nth(1));
        let page = claire.get(&format!("/propositions/{second}")).await;
        holds(&page, &["1\u{a0}choix gardé", "1\u{a0}choix écarté", &format!("value=\"{kept}\" checked"), "Choix déjà écartés"], &[]);
        let compared = claire.get(&format!("/propositions/comparer?a={first}&b={second}")).await;
        assert_eq!(compared.status, StatusCode::OK);
        let differs = between(&compared.text, "id=\"postes\"", "</section>");
        assert!(differs.contains("med-1208-m") && !differs.contains("til-1208-j"), "{differs}");
        holds(&compared, &["Coût du pool", "Écart d’équité", "5 sur 5"], &[]);
        holds(&claire.get("/propositions/comparer").await, &["Choisissez deux propositions"], &[]);
        holds(&claire.get(&format!("/propositions/comparer?a={first}&b={first}")).await, &["deux fois la même"], &[]);
        assert_eq!(claire.get(&format!("/propositions/comparer?a={first}&b=none")).await.status, StatusCode::NOT_FOUND);
    }

    async fn somebody_made_up_is_told_and_never_approved(world) {
        let mut group = scenario();
        group.agents.retain(|agent| !["chloe", "dany"].contains(&agent.id.as_str()));
        import(world, group).await;
        let mut claire = coordinator(world).await;
        let (first, plan) = world.plan().await;
        assert_eq!(plan["covered"], 3, "{plan}");
        claire.get(&format!("/propositions/{first}")).await;
        let newcomer = [("depuis", first.as_str()), ("renfort", "1"), ("renfort-metier", "AS"), ("renfort-lieu", "ehpad"), ("quotite", "50")];
        let second = id_of(&claire.post("/propositions", &newcomer).await.location);
        world.solve().await;
        let (_, plan) = world.get("coordinator", &format!("/api/v1/plans/{second}")).await;
        assert_eq!((&plan["kind"], &plan["covered"]), (&json!("what_if"), &json!(5)), "an AS more fills both: {plan}");
        let page = claire.get(&format!("/propositions/{second}")).await;
        holds(&page, &["compte sur une personne imaginée", "Renfort imaginé n°\u{a0}1", "En imaginant une personne de plus\u{a0}: <span translate=\"no\">AS 50\u{a0}%, Les Tilleuls"],
            &["Tout approuver", "/rejeter"]);
        let before = world.fingerprint().await;
        let refused = claire.post(&format!("/propositions/{second}/approuver"), &[("choix", "tout"), ("version", "2")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        holds(&refused, &["role=\"alert\"", "ne s’approuve pas"], &[]);
        assert_eq!(world.fingerprint().await, before);
        let compared = claire.get(&format!("/propositions/comparer?a={first}&b={second}")).await;
        holds(&compared, &["renfort imaginé", "reste nu", "3 sur 5"], &[]);
        // Nobody of a title that the group does not know.
        let nobody = [("depuis", first.as_str()), ("renfort", "1"), ("renfort-metier", "XX"), ("renfort-lieu", "ehpad"), ("quotite", "50")];
        let refused = claire.post("/propositions", &nobody).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&refused, &["role=\"alert\"", "id=\"recalcul\""], &[]);
    }

    async fn a_stop_keeps_the_best_that_was_found(world) {
        let mut large = read(LARGE, Syntax::Toml).expect("a scenario");
        large.group.id = "g1".into();
        import(world, large).await;
        let mut claire = coordinator(world).await;
        let id = id_of(&claire.post("/propositions", &[]).await.location);
        let stopping = async {
            for _ in 0..600 {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                let mut tx = world.app.db.read().await.expect("a transaction");
                let job = job_rows::of_plan(&mut tx, &id).await.expect("an answer").expect("a job");
                drop(tx);
                if job.progress.is_some() {
                    break;
                }
            }
            let live = claire.get(&format!("/propositions/{id}")).await;
            holds(&live, &["Meilleure valeur", "Borne prouvée", "postes pourvus"], &[]);
            let stopped = claire.post(&format!("/propositions/{id}/arreter"), &[]).await;
            assert_eq!(stopped.location, format!("/propositions/{id}?fait=arret"));
        };
        let began = std::time::Instant::now();
        tokio::join!(stopping, world.solve());
        let (_, plan) = world.get("coordinator", &format!("/api/v1/plans/{id}")).await;
        assert_eq!(plan["state"], "proposed", "{plan}");
        assert!(plan["covered"].as_i64() > Some(0), "{plan}");
        assert!(began.elapsed().as_secs() < 19, "it did not run to its limit");
        assert_eq!(world.recorded("plan.stop").await, 1);
        let again = claire.post(&format!("/propositions/{id}/arreter"), &[]).await;
        assert_eq!(again.location, format!("/propositions/{id}"), "there is nothing left to stop");
    }

    async fn a_stop_before_anybody_computes_cancels(world) {
        let mut claire = coordinator(world).await;
        let id = id_of(&claire.post("/propositions", &[]).await.location);
        claire.post(&format!("/propositions/{id}/arreter"), &[]).await;
        let page = claire.get(&format!("/propositions/{id}")).await;
        holds(&page, &["annulée", "avant d’avoir commencé"], &["<progress", "/arreter\""]);
    }
}
