//! Who may come in, and what a telephone keeps.

use super::{agent, leads, says};
use crate::both;
use crate::visitor::{PASSWORD, Visitor};
use releve::app::access::Role;
use reqwest::{Method, StatusCode};
use serde_json::Value;

both! {
    async fn the_pages_of_agents_are_theirs(world) {
        world.account("claire@example.org", Role::Manager).await;
        let mut claire = Visitor::new(world.address);
        claire.log_in("claire@example.org", PASSWORD).await;
        leads(&claire.get("/moi").await, "/");
        for path in ["/moi/disponibilites", "/moi/disponibilites/accords", "/moi/disponibilites/absences", "/moi/echanges", "/moi/compte", "/moi/pourquoi"] {
            assert_eq!(claire.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        // How one is told is everybody's.
        for path in ["/moi/messages", "/moi/reglages"] {
            let shown = claire.get(path).await;
            says(&shown, StatusCode::OK, &[]);
            assert!(!shown.text.contains("Mobilité"), "{path}");
        }
        assert_eq!(claire.post("/moi/reglages/agenda", &[]).await.status, StatusCode::FORBIDDEN);
        let mut nobody = Visitor::new(world.address);
        leads(&nobody.get("/moi/compte").await, "/connexion");
    }

    async fn every_page_of_hers_speaks_both_languages(world) {
        let mut alix = agent(world, "alix").await;
        for (path, french, english) in [
            ("/moi", "Votre prochain poste", "Your next shift"),
            ("/moi/disponibilites", "Chaque semaine", "Every week"),
            ("/moi/disponibilites/accords", "Accords permanents", "Standing agreements"),
            ("/moi/disponibilites/absences", "Annoncer une absence", "Announce an absence"),
            ("/moi/echanges", "Chercher un échange", "Look for a swap"),
            ("/moi/compte", "Mon compte de contraintes", "My account of burdens"),
            ("/moi/pourquoi", "Pourquoi pas moi", "Why not me"),
            ("/moi/messages", "Tout est lu", "Everything is read"),
            ("/moi/reglages", "Heures calmes", "Quiet hours"),
        ] {
            alix.get("/langue/fr").await;
            says(&alix.get(path).await, StatusCode::OK, &[french, "lang=\"fr\""]);
            alix.get("/langue/en").await;
            let shown = alix.get(path).await;
            says(&shown, StatusCode::OK, &[english, "lang=\"en\""]);
            assert_eq!(shown.text.matches("<h1").count(), 1, "{path}");
        }
    }

    async fn a_telephone_keeps_a_page_with_nothing_of_anybody(world) {
        let mut alix = agent(world, "alix").await;
        let kept = alix.get("/hors-ligne").await;
        says(&kept, StatusCode::OK, &["Sans réseau"]);
        assert!(!kept.text.contains("alix") && !kept.text.contains("Groupement"), "{}", kept.text);
        let worker = alix.get("/sw.js").await.text;
        assert!(worker.contains("'/hors-ligne'") && !worker.contains("caches.put('/moi"), "{worker}");
        for (language, lang, name) in [("fr", "fr", "Disponibilités"), ("en-GB,en;q=0.9", "en", "Availability")] {
            let request = world.request(Method::GET, "/manifest.webmanifest").header("accept-language", language);
            let manifest: Value = serde_json::from_str(&request.send().await.expect("an answer").text().await.expect("a text")).expect("JSON");
            assert_eq!((&manifest["start_url"], &manifest["lang"]), (&"/moi".into(), &lang.into()));
            assert_eq!(manifest["shortcuts"][1]["name"], name);
            for icon in manifest["icons"].as_array().expect("icons") {
                let path = icon["src"].as_str().expect("an address");
                let answer = world.request(Method::GET, path).send().await.expect("an answer");
                assert_eq!(answer.status(), StatusCode::OK, "{path}");
                assert_eq!(answer.headers()["content-type"].to_str().ok(), icon["type"].as_str(), "{path}");
            }
        }
    }
}
