//! Replacements: asked for, estimated, followed, called off.

use super::{asked, december, manager, says, seated, value};
use crate::both;
use crate::rosters::ok;
use crate::world::need;
use releve::app::access::{Role, Scope};
use releve::app::users::NewGrant;
use reqwest::{Method, StatusCode};
use serde_json::json;

both! {
    async fn four_answers_ask_for_a_replacement_once(world) {
        let mut cadre = manager(world).await;
        let form = cadre.get("/demandes/nouvelle?unite=medecine&date=2026-12-10&code=S").await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        let key = value(&form, "cle");
        assert!(form.text.contains("value=\"2026-12-10\""), "the day comes with the address");
        let before = world.fingerprint().await;
        // Why is missing: nothing is lost, and it is said at the top.
        let refused = cadre.post("/demandes/nouvelle", &asked(&key, "", "transmettre")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused, "Dites pourquoi le poste est à pourvoir.");
        assert!(refused.text.contains("role=\"alert\"") && refused.text.contains("Se présenter à l’accueil"), "{}", refused.text);
        assert_eq!(value(&refused, "cle"), key, "it is still the same form");
        assert_eq!(world.fingerprint().await, before);
        let done = cadre.post("/demandes/nouvelle", &asked(&key, "workload", "transmettre")).await;
        assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, format!("/demandes/{key}?fait=ouverte-0").as_str()));
        let after = world.number("SELECT COUNT(*) FROM requests").await;
        let again = cadre.post("/demandes/nouvelle", &asked(&key, "workload", "transmettre")).await;
        assert_eq!(again.location, format!("/demandes/{key}?fait=deja"), "a double click is one request");
        let back = cadre.post("/demandes/nouvelle", &asked(&key, "other", "transmettre")).await;
        assert_eq!(back.location, format!("/demandes/{key}?fait=deja"), "and so is going back");
        assert_eq!(world.number("SELECT COUNT(*) FROM requests").await, after);
        let title = world.text(&format!("SELECT qualification FROM shifts WHERE request_id = '{key}'")).await;
        assert_eq!(title, "IDE", "most of those who know the unit are nurses");
        let page = cadre.get(&format!("/demandes/{key}?fait=ouverte-0")).await;
        says(&page, "La demande est ouverte : les postes sont à pourvoir dès maintenant.");
        says(&page, "jeu. 10 déc., 13:30–21:00");
        says(&page, "Ouverte : 0 sur 1 poste pourvu.");
        says(&page, "Se présenter à l’accueil &#60;b&#62;nord&#60;/b&#62;.");
        says(&page, "rédigée par Claire cadre");
        assert!(page.text.contains(&format!("href=\"/postes/{key}\"")), "{}", page.text);
    }

    async fn the_same_post_asked_for_twice_is_told_with_the_request_that_is_there(world) {
        let mut cadre = manager(world).await;
        let form = cadre.get("/demandes/nouvelle").await;
        let key = value(&form, "cle");
        let mut fields = asked(&key, "workload", "transmettre");
        (fields[2], fields[3], fields[4]) = (("jour", "2026-12-08"), ("code", "M"), ("titre", "IDE"));
        let refused = cadre.post("/demandes/nouvelle", &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        says(&refused, "Le même poste est déjà demandé. Rien n’a été enregistré.");
        assert!(refused.text.contains("href=\"/demandes/med-1208-m\""), "{}", refused.text);
        fields.push(("quandmeme", "oui"));
        assert_eq!(cadre.post("/demandes/nouvelle", &fields).await.status, StatusCode::SEE_OTHER);
    }

    async fn the_estimate_counts_those_whom_the_candidates_name(world) {
        let (status, _) = world.post("manager", "/api/v1/requests", need("r-1", "2026-12-10", "S")).await;
        assert_eq!(status, StatusCode::CREATED);
        let (_, judged) = world.get("manager", "/api/v1/shifts/r-1/candidates").await;
        let all = judged["candidates"].as_array().expect("a list");
        let able = |not: &str| all.iter().filter(|c| c["verdict"] == "eligible" && c["agent"] != not).count();
        assert!(able("") > 1, "{judged}");
        let mut cadre = manager(world).await;
        cadre.get("/demandes/nouvelle").await;
        let people = |n: usize| match n {
            1 => "1 personne peut tenir ce poste".to_owned(),
            n => format!("{n} personnes peuvent tenir ce poste"),
        };
        let hope = cadre.post("/demandes/estimation", &asked("", "", "")).await;
        assert_eq!(hope.status, StatusCode::OK);
        says(&hope, &people(able("")));
        says(&hope, "Aucun poste semblable de l’unité");
        assert!(!hope.text.contains("<html"), "it is a part of the page");
        // Whoever is replaced does not count.
        let mut fields = asked("", "", "");
        fields[7] = ("absent", "alix");
        says(&cadre.post("/demandes/estimation", &fields).await, &people(able("alix")));
        // Without a script the button does the same on the whole page, and stores nothing.
        let before = world.fingerprint().await;
        let page = cadre.post("/demandes/nouvelle", &asked("k", "", "estimer")).await;
        assert_eq!(page.status, StatusCode::OK);
        says(&page, &people(able("")));
        let page = cadre.post("/demandes/nouvelle", &asked("k", "", "ajouter")).await;
        assert!(page.text.contains("value=\"2026-12-11\""), "the next day, under the same code: {}", page.text);
        let mut empty = asked("", "", "");
        empty[2] = ("jour", "");
        empty[3] = ("code", "");
        says(&cadre.post("/demandes/estimation", &empty).await, "Pas encore d’estimation.");
        assert_eq!(world.fingerprint().await, before);
    }

    async fn an_absence_leads_to_one_request_for_its_days(world) {
        december(world).await;
        let mut cadre = manager(world).await;
        let day = cadre.get("/service/medecine/jour?agent=alix&date=2026-12-08").await;
        says(&day, "Au tableau de service : M (06:30–14:00)");
        let fields = [("agent", "alix"), ("du", "2026-12-10"), ("au", "2026-12-08"), ("classe", "unplanned")];
        let refused = cadre.post("/service/medecine/absences", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused, "Choisissez un dernier jour, le premier jour ou après.");
        assert!(refused.text.contains("value=\"2026-12-10\""), "{}", refused.text);
        let fields = [("agent", "alix"), ("du", "2026-12-08"), ("au", "2026-12-10"), ("classe", "unplanned")];
        let done = cadre.post("/service/medecine/absences", &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let twice = cadre.post("/service/medecine/absences", &fields).await;
        assert_eq!(twice.location, done.location, "the same absence twice is one");
        let page = cadre.get(&done.location).await;
        says(&page, "du mar. 8 déc. au jeu. 10 déc.");
        let posts: Vec<&str> = page.text.split("name=\"poste\" value=\"").skip(1).map(|rest| rest.split('"').next().expect("a value")).collect();
        assert_eq!(posts, ["2026-12-08~M~IDE", "2026-12-10~M~IDE"]);
        let form = cadre.get("/demandes/nouvelle?unite=medecine&absent=alix&motif=unplanned_absence&poste=2026-12-08~M~IDE&poste=2026-12-10~M~IDE").await;
        let key = value(&form, "cle");
        assert!(form.text.contains("value=\"unplanned_absence\" checked"), "{}", form.text);
        let fields = [("cle", key.as_str()), ("unite", "medecine"), ("jour", "2026-12-08"), ("code", "M"), ("jour", "2026-12-10"), ("code", "M"),
            ("titre", ""), ("motif", "unplanned_absence"), ("priorite", "safety"), ("absent", "alix"), ("note", ""), ("faire", "transmettre")];
        let done_too = cadre.post("/demandes/nouvelle", &fields).await;
        assert_eq!(done_too.status, StatusCode::SEE_OTHER, "{}", done_too.text);
        assert_eq!(world.number(&format!("SELECT COUNT(*) FROM shifts WHERE request_id = '{key}'")).await, 2);
        says(&cadre.get(&format!("/demandes/{key}")).await, "Alix Martin n’est pas sollicité pour ces postes");
        let page = cadre.get(&done.location).await;
        assert!(page.text.contains(&format!("/demandes/{key}")) && !page.text.contains("name=\"poste\""), "{}", page.text);
        // It ends a day earlier, and cannot end before it begins.
        let path = done.location.split('?').next().expect("a path").to_owned();
        let refused = cadre.post(&format!("{path}/fin"), &[("au", "2026-12-07")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(cadre.post(&format!("{path}/fin"), &[("au", "2026-12-09")]).await.status, StatusCode::SEE_OTHER);
        says(&cadre.get("/service/medecine/absences").await, "du mar. 8 déc. au mer. 9 déc.");
        assert_eq!(cadre.post(&format!("{path}/retirer"), &[("motif", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(cadre.post(&format!("{path}/retirer"), &[("motif", "Erreur")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(cadre.post(&format!("{path}/retirer"), &[("motif", "Erreur")]).await.status, StatusCode::CONFLICT);
    }

    async fn a_request_is_followed_talked_about_changed_and_called_off(world) {
        let mut draft = need("r-1", "2026-12-10", "S");
        draft["draft"] = json!(true);
        world.post("manager", "/api/v1/requests", draft).await;
        let mut cadre = manager(world).await;
        says(&cadre.get("/demandes").await, "jeu. 10 déc., 13:30–21:00");
        let page = cadre.get("/demandes/r-1").await;
        says(&page, "Brouillon : personne n’est encore sollicité.");
        assert_eq!(cadre.post("/demandes/r-1/transmettre", &[]).await.location, "/demandes/r-1?fait=ouverte-0");
        let twice = cadre.post("/demandes/r-1/transmettre", &[]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        says(&twice, "Cette demande n’est plus dans un état qui le permet.");

        let order = json!({ "mode": "fair", "agents": ["alix", "bao"], "hours": 2 });
        ok(world, "coordinator", Method::POST, "/api/v1/shifts/r-1/rounds", order).await;
        let page = cadre.get("/demandes/r-1").await;
        // Two hours from eight o'clock in universal time are eleven in Paris.
        says(&page, "2 personnes sollicitées ; clôture mar. 1er déc. à 11:00");
        says(&page, "2 sollicitations seront retirées");

        let said = [("texte", "Une AS suffirait-elle ?")];
        assert_eq!(cadre.post("/demandes/r-1/message", &said).await.location, "/demandes/r-1?fait=message");
        cadre.post("/demandes/r-1/message", &said).await;
        assert_eq!(world.number("SELECT COUNT(*) FROM messages").await, 1, "a double click says it once");
        let refused = cadre.post("/demandes/r-1/message", &[("texte", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&cadre.get("/demandes/r-1").await, "Une AS suffirait-elle ?");

        let edit = cadre.get("/demandes/r-1/modifier").await;
        let version = value(&edit, "version");
        let fields = |note: &'static str| {
            [("version", version.as_str()), ("motif", "workload"), ("priorite", "safety"), ("absent", ""), ("note", note), ("poste", "r-1"),
                ("jour", "2026-12-10"), ("code", "S"), ("titre", "IDE"), ("poste", ""), ("jour", ""), ("code", ""), ("titre", "")]
        };
        let changed = cadre.post("/demandes/r-1/modifier", &fields("Badge à l’accueil")).await;
        assert_eq!(changed.location, "/demandes/r-1?fait=modifiee", "{}", changed.text);
        let stale = cadre.post("/demandes/r-1/modifier", &fields("Autre mot")).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "the other tab is told");
        says(&stale, "Quelqu’un a modifié cet élément entre-temps.");
        assert!(stale.text.contains("Autre mot"), "nothing typed is lost");
        let page = cadre.get("/demandes/r-1").await;
        says(&page, "Badge à l’accueil");
        says(&page, "modifiée par Claire cadre");

        let refused = cadre.post("/demandes/r-1/annuler", &[("motif", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(cadre.post("/demandes/r-1/annuler", &[("motif", "Lit fermé")]).await.location, "/demandes/r-1?fait=annulee");
        says(&cadre.get("/demandes/r-1").await, "Lit fermé");
        let list = cadre.get("/demandes").await;
        assert!(!list.text.contains("/demandes/r-1"), "what is over is not under way");
        assert!(cadre.get("/demandes?etat=close").await.text.contains("/demandes/r-1"));
    }

    async fn the_list_is_filtered_by_its_address(world) {
        let mut cadre = manager(world).await;
        let page = cadre.get("/demandes").await;
        let at = |text: &str| page.text.find(text).unwrap_or_else(|| panic!("{text}"));
        assert!(at("/demandes/med-1208-m") < at("/demandes/med-1209-m") && at("/demandes/med-1209-m") < at("/demandes/med-1213-n"), "the nearest first");
        says(&page, "En cours 3");
        let page = cadre.get("/demandes?du=2026-12-09&au=2026-12-10").await;
        assert!(page.text.contains("/demandes/med-1209-m") && !page.text.contains("/demandes/med-1208-m") && !page.text.contains("/demandes/med-1213-n"));
        says(&cadre.get("/demandes?etat=brouillon").await, "Aucune demande ne correspond à ces filtres.");
        let page = cadre.get("/demandes?du=n-importe-quoi&etat=x&apres=").await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(cadre.get("/demandes?apres=x").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn where_the_coordination_looks_first_it_opens_what_was_handed_in(world) {
        let put = json!({ "coordinator_opens": true, "version": 1 });
        ok(world, "administrator", Method::PUT, "/api/v1/settings", put).await;
        let mut cadre = manager(world).await;
        let form = cadre.get("/demandes/nouvelle?date=2026-12-10&code=S").await;
        says(&form, "la coordination regarde la demande, puis l’ouvre");
        let key = value(&form, "cle");
        let done = cadre.post("/demandes/nouvelle", &asked(&key, "workload", "transmettre")).await;
        assert_eq!(done.location, format!("/demandes/{key}?fait=transmise"), "{}", done.text);
        let page = cadre.get(&format!("/demandes/{key}")).await;
        says(&page, "Transmise : la coordination va la regarder et l’ouvrir.");
        assert!(!page.text.contains("/ouvrir\""), "a manager opens nothing herself");
        assert_eq!(cadre.post(&format!("/demandes/{key}/ouvrir"), &[]).await.status, StatusCode::FORBIDDEN);
        let mut coordination = seated(world, "coordination", NewGrant::new(Role::Coordinator, Scope::Group)).await;
        assert!(coordination.get("/demandes?etat=transmise").await.text.contains(&key));
        coordination.get(&format!("/demandes/{key}")).await;
        let open = coordination.post(&format!("/demandes/{key}/ouvrir"), &[]).await;
        assert_eq!(open.location, format!("/demandes/{key}?fait=ouverte-0"), "{}", open.text);
        assert_eq!(coordination.post(&format!("/demandes/{key}/ouvrir"), &[]).await.status, StatusCode::CONFLICT);
    }
}
