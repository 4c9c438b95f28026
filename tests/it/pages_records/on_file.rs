use super::{page, says, says_nothing_of, seated, seated_at};
use crate::both;
use releve::app::access::Role;
use reqwest::StatusCode;
use serde_json::json;

both! {
    async fn members_units_and_what_was_agreed(world) {
        let convention = json!({ "document": "CONV-7", "valid_from": "2026-01-01", "notice_days": 90, "cost_key": "at_cost",
            "period": "quarter", "contribution_minutes": 6_000, "quota_minutes": 12_030 });
        let (status, made) = world.post("administrator", "/api/v1/establishments/hopital/conventions", convention).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let mut director = seated(world, Role::Director).await;
        let list = page(&mut director, "/membres").await;
        says(&list, &["Hôpital Saint-Roch Bourg Fonction publique hospitalière 010780054 1", "Les Tilleuls Viriat"]);
        let site = page(&mut director, "/membres/hopital").await;
        says(&site, &["CONV-7 en vigueur", "depuis le 01/01/2026", "au coût", "100 h", "200 h 30", "trimestre", "90 jours",
            "Relevé 2026", "Rien n’a été prêté ni emprunté"]);
        let unit = page(&mut director, "/unites/medecine").await;
        says(&unit, &["Médecine", "M Matin 06:30–14:00 7 h 30", "N Nuit 21:00–06:30 9 h 30", "Aucun effectif minimal"]);
        // A manager of the hospital knows that the other member is there, and nothing of what was agreed with it.
        let mut manager = seated_at(world, Role::Manager, "hopital").await;
        says(&page(&mut manager, "/membres/hopital").await, &["CONV-7"]);
        let other = page(&mut manager, "/membres/ehpad").await;
        says(&other, &["Les Tilleuls", "010000024"]);
        says_nothing_of(&other, &["Refacturation", "Relevé 2026", "Quota"]);
        assert_eq!(manager.get("/membres/none").await.status, StatusCode::NOT_FOUND);
        assert_eq!(manager.get("/unites/none").await.status, StatusCode::NOT_FOUND);
    }

    async fn somebodys_file_is_read_by_her_employer_and_by_the_group_on_record(world) {
        let paper = json!({ "kind": "outside-work-declaration", "reference": "DEC-1", "valid_from": "2026-01-01", "valid_to": "2026-12-20" });
        let (status, body) = world.post("coordinator", "/api/v1/agents/alix/documents", paper).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        let mut manager = seated_at(world, Role::Manager, "hopital").await;
        let list = page(&mut manager, "/agents").await;
        says(&list, &["Alix Martin expire dans 19 jours", "Bao Nguyen", "80 %", "dans le pool"]);
        says_nothing_of(&list, &["Chloé", "Emma"]);
        let file = page(&mut manager, "/agents/alix").await;
        says(&file, &["Alix Martin", "IDE sans limite", "Déclaration de cumul d’activités expire dans 19 jours DEC-1",
            "ACC-ALIX depuis le 01/01/2026 tous les membres", "30,00 €", "Aucune absence"]);
        says_nothing_of(&file, &["Disponibilités"]);
        assert_eq!(manager.get("/agents/chloe").await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.recorded("agent.read").await, 0, "her own employer");
        let mut coordinator = seated(world, Role::Coordinator).await;
        let found = page(&mut coordinator, "/agents?q=CHLOE&situation=").await;
        says(&found, &["Chloé Petit", "Les Tilleuls"]);
        says_nothing_of(&found, &["Alix"]);
        let far = page(&mut coordinator, "/agents/farid").await;
        says(&far, &["Farid Colin", "Du 07/12/2026 au 20/12/2026", "imprévue", "Disponibilités et souhaits"]);
        assert_eq!(world.recorded("agent.read").await, 2, "the list and the file");
        assert_eq!(world.recorded("diary.read").await, 1);
        says(&page(&mut coordinator, "/agents?q=personne").await, &["Personne ne correspond."]);
        says(&page(&mut coordinator, "/agents?situation=suspended").await, &["Personne ne correspond."]);
        coordinator.get("/langue/en").await;
        says(&page(&mut coordinator, "/agents/farid").await, &["unplanned", "Availability and wishes", "in the pool"]);
    }

    async fn whoever_may_read_no_file_meets_none(world) {
        for role in [Role::Director, Role::Payroll, Role::Auditor] {
            let mut visitor = seated(world, role).await;
            assert_eq!(visitor.get("/agents").await.status, StatusCode::FORBIDDEN, "{role:?}");
            assert_eq!(visitor.get("/agents/alix").await.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    }

    async fn rules_say_what_how_much_by_which_article_since_when(world) {
        let mut director = seated(world, Role::Director).await;
        says(&page(&mut director, "/regles").await, &["Fonction publique hospitalière", "fph@2026-01", "depuis le 01/01/2026"]);
        let pack = page(&mut director, "/regles/fph").await;
        says(&pack, &["Repos quotidien par défaut 12 h au moins (plancher d’un accord : 11 h au moins)", "décret 2002-9",
            "depuis le 01/01/2026"]);
        director.get("/langue/en").await;
        let english = page(&mut director, "/regles/fph").await;
        says(&english, &["Repos quotidien default 12 h at least (floor of an agreement: 11 h at least)", "since 01/01/2026"]);
        assert!(english.contains("<span lang=\"fr\">décret 2002-9, art. 6</span>"), "{english}");
        assert_eq!(director.get("/regles/none").await.status, StatusCode::NOT_FOUND);
    }
}
