//! The search for one shift: rounds, the cascade, agencies, calls.

use super::{between, coordinator, holds, import};
use crate::both;
use crate::world::{World, scenario};
use releve_solver::domain::scenario::AgencyPrice;
use reqwest::{Method, StatusCode};
use serde_json::json;

const PAGE: &str = "/postes/med-1208-m/recherche";

async fn with_prices(world: &World) {
    let mut group = scenario();
    group.agency = vec![AgencyPrice {
        qualification: "IDE".into(),
        price_cents_per_hour: 5_200,
        cap_cents_per_hour: Some(5_400),
        hours_max: None,
    }];
    import(world, group).await;
}

both! {
    async fn people_are_asked_in_the_published_order_and_the_log_says_when(world) {
        let mut claire = coordinator(world).await;
        let page = claire.get(PAGE).await;
        holds(&page, &["Recherche pour le poste", "mardi 8\u{a0}décembre 2026, 06:30–14:00", "Sécurité", "L’ordre publié",
            "Alix Martin", "Lancer la recherche par étapes", "à pourvoir"], &["name=\"mode\"", "style="]);
        let wrong = claire.post(&format!("{PAGE}/solliciter"), &[("heures", "bientôt"), ("agent", "alix")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&wrong, &["role=\"alert\"", "value=\"bientôt\"", "value=\"alix\" checked", "id=\"heures-faux\""], &["value=\"bao\" checked"]);
        let refused = claire.post(&format!("{PAGE}/solliciter"), &[("heures", "0")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = claire.post(&format!("{PAGE}/solliciter"), &[("heures", "12"), ("agent", "alix")]).await;
        assert_eq!(done.location, format!("{PAGE}?fait=sollicite"));
        assert_eq!(world.texts("SELECT agent_id FROM offers").await, ["alix"]);
        let twice = claire.post(&format!("{PAGE}/solliciter"), &[("heures", "12"), ("agent", "alix")]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "pressed twice");
        assert_eq!(world.number("SELECT COUNT(*) FROM rounds").await, 1);
        let page = claire.get(PAGE).await;
        let log = between(&page.text, "id=\"tours\"", "</section>");
        for part in ["Sollicitation équitable", "mar. 1er\u{a0}déc. à\u{a0}09:00", "mar. 1er\u{a0}déc. à\u{a0}21:00", "1\u{a0}personne sollicitée",
            "sans réponse à ce jour", "ne compte jamais contre"] {
            assert!(log.contains(part), "{part}: {log}");
        }
        let id = world.text("SELECT id FROM offers").await;
        assert_eq!(world.send("alix", Method::POST, &format!("/api/v1/offers/{id}/accept"), None).await.0, StatusCode::OK);
        holds(&claire.get(PAGE).await, &["d’accord"], &[]);
        let round = world.text("SELECT id FROM rounds").await;
        let refused = claire.post(&format!("{PAGE}/retirer"), &[("tour", &round), ("motif", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&refused, &["id=\"motif-retrait-faux\""], &[]);
        let done = claire.post(&format!("{PAGE}/retirer"), &[("tour", &round), ("motif", "Lit fermé")]).await;
        assert_eq!(done.location, format!("{PAGE}?fait=sollicitationretiree"));
        holds(&claire.get(PAGE).await, &["retirée", "Motif\u{a0}: <span translate=\"no\">Lit fermé", "Solliciter maintenant"], &[]);
    }

    async fn a_cascade_is_started_held_advanced_and_stopped(world) {
        let mut claire = coordinator(world).await;
        claire.get(PAGE).await;
        let path = format!("{PAGE}/etapes");
        assert_eq!(claire.post(&path, &[("acte", "commencer")]).await.location, format!("{PAGE}?fait=etapes"));
        assert_eq!(claire.post(&path, &[("acte", "commencer")]).await.location, format!("{PAGE}?fait=etapes"), "pressed twice");
        assert_eq!(world.number("SELECT COUNT(*) FROM cascades").await, 1);
        let id = world.text("SELECT id FROM cascades").await;
        let page = claire.get(PAGE).await;
        // Four hours from nine o'clock in Paris.
        holds(&page, &["Étape 1 sur 7", "volontaires de l’unité", "aria-current=\"step\"", "Étape suivante au plus tard mar. 1er\u{a0}déc. à\u{a0}13:00",
            "établissements voisins (30\u{a0}km)", "à venir"], &["Lancer la recherche"]);
        let act = |acte: &'static str| [("acte", acte), ("recherche", id.as_str())].map(|(a, b)| (a.to_owned(), b.to_owned()));
        for (acte, code) in [("pause", "etapespause"), ("reprendre", "etapesreprises"), ("suivante", "etapesuivante")] {
            let fields = act(acte);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            assert_eq!(claire.post(&path, &fields).await.location, format!("{PAGE}?fait={code}"), "{acte}");
        }
        let refused = claire.post(&path, &[("acte", "reprendre"), ("recherche", &id)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "it is not held");
        let refused = claire.post(&path, &[("acte", "arreter"), ("recherche", &id), ("motif", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&refused, &["id=\"motif-arret-faux\""], &[]);
        let stopped = claire.post(&path, &[("acte", "arreter"), ("recherche", &id), ("motif", "Trouvé autrement")]).await;
        assert_eq!(stopped.location, format!("{PAGE}?fait=etapesarretees"));
        holds(&claire.get(PAGE).await, &["arrêtée", "Trouvé autrement", "Lancer la recherche par étapes"], &["Passer à l’étape"]);
    }

    async fn an_agency_is_booked_within_the_ceiling_and_taken_back(world) {
        with_prices(world).await;
        let mut claire = coordinator(world).await;
        let page = claire.get(PAGE).await;
        // Seven and a half hours at 52 € are 390 €; a nurse of the pool who lives there costs 225 €.
        holds(&page, &["52,00\u{a0}€ de l’heure", "54,00\u{a0}€ de l’heure", "coûterait 390,00\u{a0}€, contre 225,00\u{a0}€", "165,00\u{a0}€ de différence",
            "value=\"52,00\""], &[]);
        let key = between(&page.text, "name=\"reservation\" value=\"", "\"").to_owned();
        let path = format!("{PAGE}/agence");
        let order = |price: &'static str| [("acte", "reserver"), ("reservation", key.as_str()), ("agence", "Intérim Santé"), ("prix", price)];
        let refused = claire.post(&path, &order("54,01")).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        holds(&refused, &["dépasse le plafond", "54,00\u{a0}€", "R6146-27", "value=\"Intérim Santé\"", "value=\"54,01\"",
            &format!("name=\"reservation\" value=\"{key}\"")], &[]);
        // In English the article stays French, and is marked as such.
        claire.get("/langue/en").await;
        let refused = claire.post(&path, &order("54,01")).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        holds(&refused, &["is above the ceiling of public establishments", "<li>Legal ceiling of public establishments",
            "lang=\"fr\" translate=\"no\">(CSP R6146-27)</span>"], &[]);
        claire.get("/langue/fr").await;
        let refused = claire.post(&path, &order("cher")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&refused, &["id=\"prix-faux\"", "value=\"cher\""], &[]);
        for _ in 0..2 {
            assert_eq!(claire.post(&path, &order("54")).await.location, format!("{PAGE}?fait=interim"), "sent twice it is one booking");
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM bookings").await, 1);
        let page = claire.get(PAGE).await;
        // 405 € against 225 €.
        holds(&page, &["Intérim Santé", "en attente de l’agence", "405,00\u{a0}€", "180,00\u{a0}€ de différence", "reprendre le poste",
            "Solliciter maintenant"], &["Demander à l’agence"]);
        holds(&claire.get("/").await, &["Intérim demandé à <span translate=\"no\">Intérim Santé"], &[]);
        let done = claire.post(&path, &[("acte", "confirmer"), ("reservation", &key), ("attestation", "Deux ans attestés")]).await;
        assert_eq!(done.location, format!("{PAGE}?fait=interimconfirme"));
        holds(&claire.get(PAGE).await, &["confirmé", "Deux ans attestés"], &["Solliciter maintenant"]);
        let refused = claire.post(&path, &[("acte", "annuler"), ("reservation", &key), ("motif", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = claire.post(&path, &[("acte", "annuler"), ("reservation", &key), ("motif", "Plus besoin")]).await;
        assert_eq!(done.location, format!("{PAGE}?fait=interimannule"));
        holds(&claire.get(PAGE).await, &["Plus besoin", "Demander à l’agence"], &[]);
    }

    async fn a_call_is_put_on_record_once(world) {
        let person = json!({ "name": "Inès Faure", "qualification": "IDE", "phone": "+33611111111" });
        assert_eq!(world.send("coordinator", Method::PUT, "/api/v1/fixed-term/f-1", Some(person)).await.0, StatusCode::OK);
        let mut claire = coordinator(world).await;
        holds(&claire.get(PAGE).await, &["Inès Faure", "tel:+33611111111"], &[]);
        let path = format!("{PAGE}/appel");
        let refused = claire.post(&path, &[("reponse", "agreed"), ("note", "Rappelle à midi")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&refused, &["Choisissez la personne", "value=\"Rappelle à midi\""], &[]);
        for _ in 0..2 {
            let done = claire.post(&path, &[("personne", "f-1"), ("reponse", "call_back"), ("note", "Rappelle à midi")]).await;
            assert_eq!(done.location, format!("{PAGE}?fait=appel"));
        }
        assert_eq!(world.recorded("fixed-term.call").await, 1, "pressed twice is one call");
        holds(&claire.get(PAGE).await, &["rappeler", "Rappelle à midi"], &[]);
        holds(&claire.get("/postes/til-1208-j/recherche").await, &["Personne de la liste n’a le titre"], &["Inès Faure"]);
    }

    async fn the_list_of_people_to_call_is_kept(world) {
        let mut claire = coordinator(world).await;
        let page = claire.get("/remplacants").await;
        holds(&page, &["La liste est vide", "Ajouter une personne"], &[]);
        let key = between(&page.text, "name=\"id\" value=\"", "\"").to_owned();
        let person = |phone: &'static str| [("id", key.as_str()), ("version", "0"), ("nom", "Inès Faure"), ("metier", "IDE"), ("telephone", phone)];
        let refused = claire.post("/remplacants", &person("le sien")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&refused, &["role=\"alert\"", "id=\"telephone-faux\"", "value=\"le sien\"", "value=\"Inès Faure\"", &key], &[]);
        for _ in 0..2 {
            assert_eq!(claire.post("/remplacants", &person("+33 6 11 11 11 11")).await.location, "/remplacants?fait=remplacant");
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM fixed_term_people").await, 1, "sent twice she is one person");
        holds(&claire.get("/remplacants").await, &["Inès Faure", "tel:+33611111111"], &["La liste est vide"]);
        let form = claire.get(&format!("/remplacants?modifier={key}")).await;
        holds(&form, &["name=\"version\" value=\"1\"", "value=\"+33611111111\""], &[]);
        let change = [("id", key.as_str()), ("version", "1"), ("nom", "Inès Faure"), ("metier", "IDE"), ("note", "Matins seulement")];
        assert_eq!(claire.post("/remplacants", &change).await.status, StatusCode::SEE_OTHER);
        // A second tab with the version before.
        let stale = [("id", key.as_str()), ("version", "1"), ("nom", "Inès Faure"), ("metier", "AS"), ("note", "Nuits")];
        let refused = claire.post("/remplacants", &stale).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        holds(&refused, &["value=\"Nuits\"", "modifié cet élément entre-temps"], &[]);
        for _ in 0..2 {
            let gone = claire.post(&format!("/remplacants/{key}/retirer"), &[]).await;
            assert_eq!(gone.location, "/remplacants?fait=remplacantretire");
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM fixed_term_people").await, 0);
    }
}
