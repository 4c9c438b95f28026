use super::{hidden, led, page, says, says_nothing_of, seated};
use crate::both;
use crate::visitor::{PASSWORD, Visitor};
use crate::world::World;
use releve::app::access::Role;
use reqwest::StatusCode;

async fn user(world: &World, email: &str) -> String {
    world.text(&format!("SELECT id FROM users WHERE email = '{email}'")).await
}

both! {
    async fn somebody_is_invited_once_with_what_she_is_at_first(world) {
        let mut administrator = seated(world, Role::Administrator).await;
        let form = page(&mut administrator, "/utilisateurs").await;
        says(&form, &["Utilisateurs", "coordination (tout le groupement)", "encadrement (Hôpital Saint-Roch)"]);
        let key = hidden(&form, "cle");
        let fields = |email: &'static str, role: &'static str| {
            vec![("cle", key.clone()), ("nom", "Nadia <Roy>".to_owned()), ("courriel", email.to_owned()), ("role", role.to_owned()),
                ("portee", "e:hopital".to_owned()), ("agent", String::new()), ("du", "2026-12-02".to_owned()), ("au", "2027-03-31".to_owned())]
        };
        let before = world.fingerprint().await;
        let send = async |visitor: &mut Visitor, fields: Vec<(&str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            visitor.post("/utilisateurs", &fields).await
        };
        let refused = send(&mut administrator, fields("nadia", "manager")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        says(&refused.text, &["Un champ est à corriger", "Écrivez une adresse simple"]);
        assert!(refused.text.contains("value=\"nadia\"") && refused.text.contains("Nadia &#60;Roy&#62;"));
        assert!(refused.text.contains("<option value=\"e:hopital\" selected>"), "what was chosen is kept");
        assert_eq!(world.fingerprint().await, before, "nothing was stored");
        for _ in 0..2 {
            led(&send(&mut administrator, fields("nadia@example.org", "manager")).await, "/utilisateurs?fait=invite");
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM users WHERE email = 'nadia@example.org'").await, 1);
        assert_eq!(world.recorded("account.invite").await, 1, "one message");
        let list = page(&mut administrator, "/utilisateurs?q=NADIA&situation=manager&fait=invite").await;
        says(&list, &["L’accès est créé", "sans mot de passe", "nadia@example.org"]);
        let taken = send(&mut administrator, {
            let mut again = fields("nadia@example.org", "director");
            "another".clone_into(&mut again[0].1);
            again
        }).await;
        assert_eq!(taken.status, StatusCode::CONFLICT);
        says(&taken.text, &["Cette adresse est déjà celle d’un autre compte."]);
    }

    async fn grants_are_given_with_their_days_and_ended(world) {
        world.account("claire@example.org", Role::Coordinator).await;
        let mut administrator = seated(world, Role::Administrator).await;
        let id = user(world, "claire@example.org").await;
        let path = format!("/utilisateurs/{id}");
        let sheet = page(&mut administrator, &path).await;
        says(&sheet, &["Anne Onyme", "claire@example.org", "coordination tout le groupement depuis le 01/12/2026 en vigueur"]);
        let key = hidden(&sheet, "cle");
        let wrong = [("cle", key.as_str()), ("role", "agent"), ("portee", "g"), ("agent", "personne"), ("du", ""), ("au", "")];
        let refused = administrator.post(&format!("{path}/droits"), &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused.text, &["donnez l’identifiant d’un agent du groupement"]);
        assert!(refused.text.contains("value=\"personne\""));
        let good = [("cle", key.as_str()), ("role", "payroll"), ("portee", "e:ehpad"), ("agent", ""), ("du", "2026-12-10"), ("au", "2026-12-31")];
        for _ in 0..2 {
            led(&administrator.post(&format!("{path}/droits"), &good).await, &format!("{path}?fait=droit"));
        }
        assert_eq!(world.number(&format!("SELECT COUNT(*) FROM grants WHERE user_id = '{id}'")).await, 2, "given once");
        let sheet = page(&mut administrator, &path).await;
        says(&sheet, &["paie Les Tilleuls Du 10/12/2026 au 31/12/2026 à venir"]);
        let grant = world.text(&format!("SELECT id FROM grants WHERE user_id = '{id}' AND role = 'payroll'")).await;
        for _ in 0..2 {
            let ended = administrator.post(&format!("/droits/{grant}/retirer"), &[("utilisateur", &id)]).await;
            led(&ended, &format!("{path}?fait=droitfini"));
        }
        says(&page(&mut administrator, &path).await, &["paie Les Tilleuls Du 10/12/2026 au 31/12/2026 retiré"]);
        let own = user(world, "administrator@example.org").await;
        let mine = world.text(&format!("SELECT id FROM grants WHERE user_id = '{own}'")).await;
        let refused = administrator.post(&format!("/droits/{mine}/retirer"), &[("utilisateur", &own)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        says(&refused.text, &["Personne ne se donne ni ne se retire un droit"]);
    }

    async fn sessions_and_tokens_are_ended_and_every_access_with_them(world) {
        world.account("claire@example.org", Role::Coordinator).await;
        let mut claire = Visitor::new(world.address);
        claire.log_in("claire@example.org", PASSWORD).await;
        let mut administrator = seated(world, Role::Administrator).await;
        let id = user(world, "claire@example.org").await;
        let path = format!("/utilisateurs/{id}");
        let sheet = page(&mut administrator, &path).await;
        says(&sheet, &["Essai/1.0", "Premier jeton tout ce que ses droits permettent"]);
        led(&administrator.post(&format!("{path}/sessions/fermer"), &[]).await, &format!("{path}?fait=fermees-1"));
        assert!(!claire.is_in().await, "she is logged out");
        let token = world.text(&format!("SELECT id FROM api_tokens WHERE user_id = '{id}'")).await;
        led(&administrator.post(&format!("/jetons/{token}/retirer"), &[]).await, &format!("{path}?fait=jeton"));
        says(&page(&mut administrator, &path).await, &["Aucune session ouverte.", "Aucun jeton."]);
        let unsure = administrator.post(&format!("{path}/retirer"), &[]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&unsure.text, &["Cochez la case pour confirmer"]);
        led(&administrator.post(&format!("{path}/retirer"), &[("sur", "oui")]).await, &format!("{path}?fait=acces"));
        assert_eq!(world.number(&format!("SELECT COUNT(*) FROM grants WHERE user_id = '{id}' AND ended_at IS NULL")).await, 0);
        says_nothing_of(&page(&mut administrator, "/utilisateurs?q=claire").await, &["claire@example.org coordination"]);
        assert_eq!(administrator.get("/utilisateurs/none").await.status, StatusCode::NOT_FOUND);
    }

    async fn an_auditor_looks_and_changes_nothing(world) {
        world.account("claire@example.org", Role::Coordinator).await;
        let id = user(world, "claire@example.org").await;
        let mut auditor = seated(world, Role::Auditor).await;
        auditor.get("/langue/en").await;
        let list = page(&mut auditor, "/utilisateurs").await;
        says(&list, &["Users", "claire@example.org", "(the whole group)"]);
        says_nothing_of(&list, &["Invite a person"]);
        let sheet = page(&mut auditor, &format!("/utilisateurs/{id}")).await;
        assert!(!sheet.contains("/retirer\"") && !sheet.contains("/droits\""), "no form");
        let before = world.fingerprint().await;
        for path in ["/utilisateurs", &format!("/utilisateurs/{id}/droits"), &format!("/utilisateurs/{id}/retirer"), "/jetons/x/retirer"] {
            assert_eq!(auditor.post(path, &[("sur", "oui")]).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(world.fingerprint().await, before);
        for role in [Role::Manager, Role::Coordinator, Role::Payroll, Role::Director] {
            let mut visitor = seated(world, role).await;
            assert_eq!(visitor.get("/utilisateurs").await.status, StatusCode::FORBIDDEN, "{role:?}");
        }
    }
}
