use super::{hidden, led, page, read, says, says_nothing_of, seated, seated_at};
use crate::both;
use crate::rests::{hold, tick, until, worked};
use crate::world::World;
use releve::app::access::Role;
use reqwest::StatusCode;

/// Alix has worked the morning of 11 December at her own employer; it is the 12th.
async fn a_morning(world: &World) -> String {
    let assignment = hold(world, "matin", ("2026-12-11", "M"), "alix").await;
    until(world, "2026-12-12T08:00:00+01:00");
    tick(world).await;
    worked(world, &assignment).await;
    assignment
}

both! {
    async fn payroll_validates_what_was_worked_once(world) {
        let assignment = a_morning(world).await;
        let mut payroll = seated_at(world, Role::Payroll, "hopital").await;
        let home = page(&mut payroll, "/").await;
        says(&home, &["Vacations à valider", "ven. 11 déc.", "Alix Martin", "Médecine", "06:30–14:00", "comme prévu", "7 h 30"]);
        led(&payroll.post("/paie/valider", &[]).await, "/paie?fait=rien");
        led(&payroll.post("/paie/valider", &[("vacation", &assignment)]).await, "/paie?fait=valide-1");
        let after = page(&mut payroll, "/paie?fait=valide-1").await;
        says(&after, &["1 vacation validée.", "Aucune vacation n’attend la paie."]);
        led(&payroll.post("/paie/valider", &[("vacation", &assignment)]).await, "/paie?fait=valide-0");
        assert_eq!(world.recorded("assignment.validate").await, 1);
        let strange = payroll.post("/paie/valider", &[("vacation", "none")]).await;
        assert_eq!(strange.status, StatusCode::NOT_FOUND);
    }

    async fn work_of_another_establishments_people_is_not_for_this_payroll(world) {
        let assignment = a_morning(world).await;
        let mut payroll = seated_at(world, Role::Payroll, "ehpad").await;
        says_nothing_of(&page(&mut payroll, "/paie").await, &["Alix", "Hôpital"]);
        let refused = payroll.post("/paie/valider", &[("vacation", &assignment)]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(payroll.get("/paie/comptes/alix").await.status, StatusCode::NOT_FOUND);
        assert_eq!(payroll.get("/paie/export?etablissement=hopital&mois=2026-11").await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.recorded("assignment.validate").await, 0);
    }

    async fn a_month_that_is_over_is_exported_and_an_open_one_is_refused_on_the_page(world) {
        a_morning(world).await;
        let mut payroll = seated_at(world, Role::Payroll, "hopital").await;
        let open = payroll.get("/paie/export?etablissement=hopital&mois=2026-12").await;
        assert_eq!(open.status, StatusCode::CONFLICT);
        says(&open.text, &["Ce mois n’est pas terminé", "Vacations à valider"]);
        let unread = payroll.get("/paie/export?etablissement=hopital&mois=jamais").await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&unread.text, &["Choisissez un mois de la liste."]);
        let over = payroll.get("/paie/export?etablissement=hopital&mois=2026-11").await;
        assert_eq!(over.text, "\u{feff}mois;matricule;nom;rubrique;libellé;quantité;unité;taux\r\n", "nothing was posted in November");
        payroll.get("/langue/en").await;
        let english = payroll.get("/paie/export?etablissement=hopital&mois=2026-12").await;
        says(&english.text, &["This month is not over"]);
    }

    async fn what_is_owed_stands_by_its_due_date(world) {
        let mut payroll = seated_at(world, Role::Payroll, "hopital").await;
        let before = world.recorded("ledger.read").await;
        let shown = page(&mut payroll, "/paie").await;
        // Bao has a week-end promised for 12 and 13 December; nobody of the other employer is there.
        says(&shown, &["Repos dus", "Bao Nguyen", "13/12/2026", "2 jours"]);
        says_nothing_of(&shown, &["Chloé", "Emma", "en retard"]);
        assert_eq!(world.recorded("ledger.read").await, before + 1, "one line for the whole reading");
    }

    async fn a_line_by_hand_is_posted_once_and_a_refused_form_keeps_what_was_typed(world) {
        let mut payroll = seated_at(world, Role::Payroll, "hopital").await;
        let form = page(&mut payroll, "/paie/comptes/alix").await;
        let key = hidden(&form, "cle");
        let bad = [("cle", key.as_str()), ("unite", "cents"), ("quantite", "douze"), ("libelle", "Prime <oubliée>"),
            ("taux", ""), ("echeance", ""), ("motif", "Oubli de novembre"), ("piece", "Note 12")];
        let entries = world.number("SELECT COUNT(*) FROM compensation_entries").await;
        let refused = payroll.post("/paie/comptes/alix/ecritures", &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused.text, &["Un champ est à corriger", "Donnez une quantité autre que zéro"]);
        assert!(refused.text.contains("value=\"douze\"") && refused.text.contains("value=\"Oubli de novembre\""));
        assert!(refused.text.contains("Prime &#60;oubliée&#62;"), "what was typed is kept, as text");
        assert!(refused.text.contains("<details open>"), "the form is open again");
        assert_eq!(world.number("SELECT COUNT(*) FROM compensation_entries").await, entries);
        let good = [("cle", key.as_str()), ("unite", "cents"), ("quantite", "12,50"), ("libelle", "Prime oubliée"),
            ("taux", ""), ("echeance", ""), ("motif", "Oubli de novembre"), ("piece", "Note 12")];
        for _ in 0..2 {
            led(&payroll.post("/paie/comptes/alix/ecritures", &good).await, "/paie/comptes/alix?fait=ecriture");
        }
        assert_eq!(world.recorded("ledger.post").await, 1, "a double click posts once");
        let account = page(&mut payroll, "/paie/comptes/alix?fait=ecriture").await;
        says(&account, &["L’écriture est passée.", "Prime oubliée : Oubli de novembre", "12,50 €"]);
        // The other line of the same form is another deed.
        let other: Vec<_> = good.iter().map(|(name, value)| (*name, if *name == "quantite" { "1,00" } else { *value })).collect();
        led(&payroll.post("/paie/comptes/alix/ecritures", &other).await, "/paie/comptes/alix?fait=ecriture");
        assert_eq!(world.recorded("ledger.post").await, 2);
    }

    async fn a_line_is_taken_back_with_its_reason_and_stays_on_the_account(world) {
        a_morning(world).await;
        let mut payroll = seated_at(world, Role::Payroll, "hopital").await;
        let form = page(&mut payroll, "/paie/comptes/alix").await;
        let line = [("cle", hidden(&form, "cle")), ("unite", "cents".to_owned()), ("quantite", "30".to_owned()),
            ("libelle", "Prime".to_owned()), ("motif", "Saisie".to_owned()), ("piece", "Note 1".to_owned())];
        let line: Vec<(&str, &str)> = line.iter().map(|(name, value)| (*name, value.as_str())).collect();
        payroll.post("/paie/comptes/alix/ecritures", &line).await;
        let entry = world.text("SELECT id FROM compensation_entries WHERE kind = 'manual'").await;
        let account = page(&mut payroll, &format!("/paie/comptes/alix?reprendre={entry}")).await;
        says(&account, &["Reprendre une écriture", "Prime : Saisie"]);
        let refused = payroll.post("/paie/comptes/alix/reprendre", &[("ecriture", &entry), ("motif", " "), ("piece", "Note 2")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused.text, &["Dites pourquoi"]);
        assert!(refused.text.contains("value=\"Note 2\""));
        for _ in 0..2 {
            let done = payroll.post("/paie/comptes/alix/reprendre", &[("ecriture", &entry), ("motif", "Doublon"), ("piece", "Note 2")]).await;
            led(&done, "/paie/comptes/alix?fait=repris");
        }
        assert_eq!(world.recorded("ledger.reverse").await, 1);
        let after = page(&mut payroll, "/paie/comptes/alix").await;
        says(&after, &["Prime : Saisie", "Doublon", "reprise", "−30,00 €", "0,00 €"]);
        payroll.get("/langue/en").await;
        let english = page(&mut payroll, "/paie/comptes/alix").await;
        says(&english, &["Account of Alix Martin", "−€30.00", "takes back"]);
    }

    async fn payroll_pages_are_payrolls(world) {
        for role in [Role::Manager, Role::Director, Role::Auditor, Role::Administrator] {
            let mut visitor = seated(world, role).await;
            assert_eq!(visitor.get("/paie").await.status, StatusCode::FORBIDDEN, "{role:?}");
        }
        let mut coordinator = seated(world, Role::Coordinator).await;
        assert_eq!(coordinator.get("/paie").await.status, StatusCode::FORBIDDEN);
        assert!(read(&page(&mut coordinator, "/paie/comptes/bao").await).contains("Compte de Bao Nguyen"), "who may put lines right sees them");
    }
}
