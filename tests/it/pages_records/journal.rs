use super::{page, read, says, says_nothing_of, seated};
use crate::audit::{tamper, unlock};
use crate::both;
use releve::app::access::Role;
use reqwest::StatusCode;

both! {
    async fn an_auditor_finds_a_deed_by_what_who_when_and_which(world) {
        world.post("coordinator", "/api/v1/requests/med-1208-m/cancel", serde_json::json!({ "reason": "Lit fermé" })).await;
        let mut auditor = seated(world, Role::Auditor).await;
        let home = page(&mut auditor, "/").await;
        says(&home, &["Journal d’audit", "Demande annulée", "Import du groupement"]);
        let found = page(&mut auditor, "/journal?qui=&action=request.cancel&sorte=&objet=&du=&au=").await;
        says(&found, &["Demande annulée", "coordinator", "coordination", "demande med-1208-m", "reason_given"]);
        // The log says that a reason was given, not which.
        says_nothing_of(&found, &["Import du groupement 1", "Lit fermé"]);
        // The service itself has a role that nobody can be given.
        let by_service = page(&mut auditor, "/journal?qui=releve").await;
        says(&by_service, &["Relève service"]);
        let by_name = page(&mut auditor, "/journal?qui=COORDINA").await;
        says(&by_name, &["Demande annulée"]);
        let by_object = page(&mut auditor, "/journal?sorte=request&objet=med-1208-m").await;
        says(&by_object, &["Demande annulée"]);
        let today = page(&mut auditor, "/journal?action=request.cancel&du=2026-12-01&au=2026-12-01").await;
        says(&today, &["Demande annulée"]);
        let before = page(&mut auditor, "/journal?action=request.cancel&au=2026-11-30").await;
        says(&before, &["Aucun acte ne correspond"]);
        let unread = auditor.get("/journal?du=2026-02-30").await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&unread.text, &["Une des dates n’en est pas une"]);
        assert!(unread.text.contains("value=\"2026-02-30\""), "what was typed is kept");
    }

    async fn older_lines_are_on_the_next_page_and_none_is_there_twice(world) {
        for _ in 0..105 {
            world.get("coordinator", "/api/v1/ledgers/equity?agent=alix").await;
        }
        let mut auditor = seated(world, Role::Auditor).await;
        let first = page(&mut auditor, "/journal?action=ledger.read").await;
        let lines = |html: &str| html.matches("Compte consulté</th>").count();
        assert_eq!(lines(&first), 100);
        let (_, rest) = first.split_once("rel=\"next\" href=\"").expect("there is more");
        let next = rest.split('"').next().expect("an address").replace("&#38;", "&").replace("&amp;", "&");
        let second = page(&mut auditor, &next).await;
        assert_eq!(lines(&second), 5);
        assert!(!second.contains("rel=\"next\""), "these are the last");
    }

    async fn a_part_of_the_log_is_taken_as_a_table_and_that_is_on_record(world) {
        let mut auditor = seated(world, Role::Auditor).await;
        let table = auditor.get("/journal?action=user.create&format=csv").await;
        assert_eq!(table.status, StatusCode::OK);
        let lines: Vec<&str> = table.text.lines().collect();
        assert_eq!(lines[0], "\u{feff}N°;Quand;Qui;Rôle;Acte;Sorte d’objet;Objet;Détail;Maillon");
        let users = world.number("SELECT COUNT(*) FROM audit_log WHERE group_id = 'g1' AND action = 'user.create'").await;
        assert_eq!(lines.len() as i64, users + 1);
        assert!(lines[1].contains("Création d’un accès;utilisateur;"), "{}", lines[1]);
        assert_eq!(world.recorded("audit.export").await, 1);
        let whole = auditor.get("/journal/export").await;
        assert!(whole.text.lines().next().is_some_and(|line| line.contains("audit.begin")), "{}", whole.text);
    }

    async fn a_table_for_a_day_that_is_none_is_refused_in_the_readers_language(world) {
        let mut auditor = seated(world, Role::Auditor).await;
        let refused = auditor.get("/journal?au=2026-02-30&format=csv").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused.text, &["au : une date écrite AAAA-MM-JJ ; choisissez un jour."]);
        auditor.get("/langue/en").await;
        let refused = auditor.get("/journal?du=hier&format=csv").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused.text, &["du: a date written YYYY-MM-DD; choose a day."]);
    }

    async fn the_chain_is_verified_in_words(world) {
        let mut auditor = seated(world, Role::Auditor).await;
        let sound = page(&mut auditor, "/journal/verification?maillon=").await;
        says(&sound, &["La chaîne est intacte"]);
        let (_, rest) = sound.split_once("class=\"key\" translate=\"no\">").expect("the last link");
        let head = rest.split('<').next().expect("a link").to_owned();
        assert_eq!(head.len(), 64);
        says(&page(&mut auditor, &format!("/journal/verification?maillon={head}")).await, &["contient le maillon conservé"]);
        let unknown = page(&mut auditor, "/journal/verification?maillon=00ff").await;
        says(&unknown, &["La chaîne est rompue", "le maillon conservé n’est pas dans cette chaîne"]);
        unlock(&world.app.db).await;
        tamper(&world.app.db, &["UPDATE audit_log SET actor_id = 'x' WHERE action = 'scenario.import'"]).await;
        let line = world.number("SELECT seq FROM audit_log WHERE action = 'scenario.import'").await;
        let broken = page(&mut auditor, "/journal/verification").await;
        says(&broken, &[&format!("La chaîne est rompue à la ligne {line}."), "n’est plus celle qui fut écrite"]);
        auditor.get("/langue/en").await;
        let english = page(&mut auditor, "/journal/verification").await;
        says(&english, &[&format!("The chain is broken at line {line}."), "no longer the one that was written"]);
        assert!(!read(&english).contains("chaîne"));
    }

    async fn the_log_is_for_auditors_and_administrators(world) {
        for role in [Role::Manager, Role::Coordinator, Role::Payroll, Role::Director] {
            let mut visitor = seated(world, role).await;
            for path in ["/journal", "/journal/verification", "/journal/export", "/journal?format=csv"] {
                assert_eq!(visitor.get(path).await.status, StatusCode::FORBIDDEN, "{role:?}: {path}");
            }
            assert!(!page(&mut visitor, "/").await.contains("href=\"/journal\""), "{role:?} is not led there");
        }
        let mut administrator = seated(world, Role::Administrator).await;
        administrator.get("/langue/en").await;
        let english = page(&mut administrator, "/journal?action=scenario.import").await;
        says(&english, &["Audit log", "Group imported", "group g1"]);
    }
}
