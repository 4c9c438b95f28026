//! Approving and rejecting proposals; swaps and dates of rest.

use super::{coordinator, holds};
use crate::both;
use crate::swaps::{hold, leg, propose, say, settings};
use crate::world::{World, need};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

async fn cancelled(world: &World, request: &str) {
    let why = json!({ "reason": "Lit fermé" });
    let path = format!("/api/v1/requests/{request}/cancel");
    assert_eq!(world.post("coordinator", &path, why).await.0, StatusCode::OK);
}

/// Alix and Emma exchange a morning in medicine and a day at Les Tilleuls, and have agreed.
async fn agreed_swap(world: &World) {
    settings(world, json!({ "swap_automatic": false, "first_shift": "wish" })).await;
    let held = hold(world, &[("emma", "medecine", "M", 15, "IDE"), ("alix", "tilleuls", "J", 16, "IDE")]).await;
    let legs = [leg("emma", &held[0], "alix"), leg("alix", &held[1], "emma")];
    assert_eq!(propose(world, "emma", "s1", &legs).await.0, StatusCode::CREATED);
    let (status, waiting) = say(world, "alix", "s1", "agree").await;
    assert_eq!((status, &waiting["state"]), (StatusCode::OK, &json!("to_approve")), "{waiting}");
}

both! {
    async fn what_no_longer_holds_says_why_and_the_rest_is_approved(world) {
        let mut claire = coordinator(world).await;
        let (id, _) = world.plan().await;
        cancelled(world, "med-1209-m").await;
        let (page, path) = (format!("/propositions/{id}"), format!("/propositions/{id}/approuver"));
        let shown = claire.get(&page).await;
        holds(&shown, &["ne tient plus", "n’est plus à pourvoir", "value=\"reste\"", "ils ont changé depuis", "1\u{a0}poste ne peut plus"],
            &["value=\"med-1209-m\"", "value=\"tout\""]);
        // She had the page open before: what she ticked is kept, and she is told.
        let fields = [("choix", "selection"), ("version", "2"), ("shift", "med-1209-m"), ("shift", "med-1208-m")];
        let refused = claire.post(&path, &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        holds(&refused, &["role=\"alert\"", "value=\"med-1208-m\" checked"], &["value=\"til-1208-j\" checked"]);
        assert_eq!(world.number("SELECT COUNT(*) FROM offers").await, 0);
        assert_eq!(claire.post(&path, &[("choix", "selection"), ("version", "2")]).await.location, format!("{page}?fait=rien"));
        let done = claire.post(&path, &[("choix", "reste"), ("version", "2")]).await;
        assert_eq!((done.status, done.location), (StatusCode::SEE_OTHER, format!("{page}?fait=approuve-4")));
        holds(&claire.get(&format!("{page}?fait=approuve-4")).await, &["4\u{a0}postes approuvés", "approuvée en partie"], &[]);
        let twice = claire.post(&path, &[("choix", "reste"), ("version", "2")]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "pressed twice");
        assert_eq!(world.number("SELECT COUNT(*) FROM offers").await, 4);
    }

    async fn what_has_moved_is_told_in_english(world) {
        let mut claire = coordinator(world).await;
        claire.get("/langue/en").await;
        let (id, plan) = world.plan().await;
        let (page, path) = (format!("/propositions/{id}"), format!("/propositions/{id}/approuver"));
        holds(&claire.get(&page).await, &["lang=\"en\"", "value=\"tout\""], &["Since the computation"]);
        // Meanwhile one shift is cancelled, others are asked for one, and whoever was to have a third falls ill.
        cancelled(world, "med-1209-m").await;
        let order = json!({ "mode": "fair", "hours": 12 });
        assert_eq!(world.post("coordinator", "/api/v1/shifts/til-1208-j/rounds", order).await.0, StatusCode::CREATED);
        let items = plan["assigned"].as_array().expect("a list");
        let chosen = items.iter().find(|item| item["shift"] == "med-1208-m").expect("it is given to somebody");
        let mut ill = need("ill", "2026-12-08", "S");
        ill["absent_agent"] = chosen["agent"].clone();
        assert_eq!(world.post("coordinator", "/api/v1/requests", ill).await.0, StatusCode::CREATED);
        let before = world.fingerprint().await;
        let refused = claire.post(&path, &[("choix", "tout"), ("version", "2")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        let french = ["ne tient plus", "n’est plus à pourvoir", "Depuis le calcul", "Absence du", "approuvé"];
        holds(&refused, &[
            "lang=\"en\"", "role=\"alert\"", "3\u{a0}shifts can no longer be approved as proposed", "the reason stands beside each",
            "This shift is not to be filled any more.", "Others are being asked for this shift.",
            "She can no longer hold this shift.", "no longer holds", "value=\"reste\"",
        ], &french);
        assert_eq!(world.fingerprint().await, before, "nothing may change");
        holds(&claire.get(&page).await, &["Since the computation, 3\u{a0}shifts can no longer be approved"], &french);
        let done = claire.post(&path, &[("choix", "reste"), ("version", "2")]).await;
        assert_eq!((done.status, done.location), (StatusCode::SEE_OTHER, format!("{page}?fait=approuve-2")));
        holds(&claire.get(&format!("{page}?fait=approuve-2")).await, &["2\u{a0}shifts approved"], &french);
    }

    async fn one_is_approved_and_then_another(world) {
        let mut claire = coordinator(world).await;
        let (id, _) = world.plan().await;
        let (page, path) = (format!("/propositions/{id}"), format!("/propositions/{id}/approuver"));
        claire.get(&page).await;
        let done = claire.post(&path, &[("choix", "selection"), ("version", "2"), ("shift", "til-1208-j")]).await;
        assert_eq!(done.location, format!("{page}?fait=approuve-1"));
        // A second tab with the version before.
        let stale = claire.post(&path, &[("choix", "selection"), ("version", "2"), ("shift", "til-1210-j")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        holds(&stale, &["modifié cet élément entre-temps", "value=\"til-1210-j\" checked", "name=\"version\" value=\"3\""], &[]);
        let done = claire.post(&path, &[("choix", "selection"), ("version", "3"), ("shift", "til-1210-j")]).await;
        assert_eq!(done.location, format!("{page}?fait=approuve-1"));
        assert_eq!(world.number("SELECT COUNT(*) FROM offers").await, 2);
    }

    async fn a_rejection_needs_a_reason_which_is_kept(world) {
        let mut claire = coordinator(world).await;
        let (id, _) = world.plan().await;
        let (page, path) = (format!("/propositions/{id}"), format!("/propositions/{id}/rejeter"));
        claire.get(&page).await;
        let refused = claire.post(&path, &[("version", "2"), ("motif", "  ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&refused, &["role=\"alert\"", "id=\"motif-faux\"", "Écrivez le motif"], &[]);
        let stale = claire.post(&path, &[("version", "1"), ("motif", "Trop de nuits")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        holds(&stale, &["value=\"Trop de nuits\""], &[]);
        let done = claire.post(&path, &[("version", "2"), ("motif", "Trop de nuits <pour> Alix")]).await;
        assert_eq!(done.location, format!("{page}?fait=rejete"));
        let shown = claire.get(&page).await;
        holds(&shown, &["Proposition rejetée", "Trop de nuits &#60;pour&#62; Alix"], &["Tout approuver", "<pour>"]);
        assert_eq!(claire.post(&path, &[("version", "2"), ("motif", "Encore")]).await.location, page, "it is rejected already");
        assert_eq!(world.recorded("plan.reject").await, 1);
    }

    async fn a_swap_is_approved_once_for_all_units(world) {
        agreed_swap(world).await;
        let mut claire = coordinator(world).await;
        let shown = claire.get("/a-decider").await;
        holds(&shown, &["Échanges à approuver (1)", "Échange entre deux personnes", "Alix Martin", "Emma Blanc", "mar. 15\u{a0}déc.",
            "en attente"], &[]);
        let refused = claire.post("/a-decider/echanges/s1", &[("choix", "refuser"), ("motif", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&refused, &["role=\"alert\"", "Écrivez le motif", "aria-invalid=\"true\""], &[]);
        let done = claire.post("/a-decider/echanges/s1", &[("choix", "accepter")]).await;
        assert_eq!(done.location, "/a-decider?fait=echange");
        holds(&claire.get("/a-decider").await, &["Rien n’attend votre décision"], &[]);
        let twice = claire.post("/a-decider/echanges/s1", &[("choix", "accepter")]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        holds(&twice, &["déjà été décidé"], &[]);
        let (_, swap) = world.get("coordinator", "/api/v1/swaps/s1").await;
        assert_eq!(swap["state"], "done", "{swap}");
    }

    async fn a_swap_is_refused_with_a_reason(world) {
        agreed_swap(world).await;
        let mut claire = coordinator(world).await;
        claire.get("/a-decider").await;
        let done = claire.post("/a-decider/echanges/s1", &[("choix", "refuser"), ("motif", "Équipe trop jeune ce jour-là")]).await;
        assert_eq!(done.location, "/a-decider?fait=echangerefuse");
        let (_, swap) = world.get("coordinator", "/api/v1/swaps/s1").await;
        assert_eq!((&swap["state"], &swap["reason"]), (&json!("refused"), &json!("Équipe trop jeune ce jour-là")), "{swap}");
    }

    async fn another_date_of_a_rest_is_agreed_or_not(world) {
        // Bao's rest of the fixture is on 12 and 13 December; she asks for the 10th.
        let (_, list) = world.get("coordinator", "/api/v1/promises?agent=bao").await;
        let promise: &Value = &list["items"][0];
        let id = promise["id"].as_str().expect("an id");
        let ask = json!({ "from": "2026-12-10", "version": promise["version"] });
        let (status, asked) = world.send("bao", Method::POST, &format!("/api/v1/promises/{id}/ask"), Some(ask)).await;
        assert_eq!(status, StatusCode::OK, "{asked}");
        let version = asked["version"].to_string();
        let mut claire = coordinator(world).await;
        let shown = claire.get("/a-decider").await;
        holds(&shown, &["Dates de repos demandées (1)", "Bao Nguyen", "du sam. 12\u{a0}déc. au dim. 13\u{a0}déc.", "du jeu. 10\u{a0}déc. au ven. 11\u{a0}déc."], &[]);
        let path = format!("/a-decider/repos/{id}");
        let stale = claire.post(&path, &[("choix", "accepter"), ("version", "1")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        let done = claire.post(&path, &[("choix", "accepter"), ("version", &version)]).await;
        assert_eq!(done.location, "/a-decider?fait=repos");
        let (_, list) = world.get("coordinator", "/api/v1/promises?agent=bao").await;
        assert_eq!(list["items"][0]["rest_from"], "2026-12-10", "{list}");
        assert_eq!(claire.post(&path, &[("choix", "refuser"), ("version", &version)]).await.status, StatusCode::CONFLICT);
    }
}
