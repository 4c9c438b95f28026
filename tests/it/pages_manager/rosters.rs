//! Rosters: made, opened to choices, published, changed.

use super::{cells, december, manager, read, row, says, value};
use crate::both;
use crate::rosters::{import, ward};
use reqwest::StatusCode;

both! {
    async fn a_roster_is_published_and_a_day_of_it_changes(world) {
        december(world).await;
        let mut cadre = manager(world).await;
        let page = cadre.get("/service/medecine/tableaux/dec").await;
        says(&page, "Brouillon");
        let version = value(&page, "version");
        // Six days before the first day: the law asks for fifteen.
        let late = cadre.post("/service/medecine/tableaux/dec/publier", &[("version", &version), ("motif", "")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
        says(&late, "Le délai de publication est dépassé");
        // In English too the article is that of a French law.
        cadre.get("/langue/en").await;
        let late = cadre.post("/service/medecine/tableaux/dec/publier", &[("version", &version), ("motif", "")]).await;
        says(&late, "6 d before the first day, 15 d owed (");
        assert!(late.text.contains("15 d owed <span class=\"small soft\" lang=\"fr\" translate=\"no\">("), "{}", late.text);
        cadre.get("/langue/fr").await;
        let why = [("version", version.as_str()), ("motif", "Arrivée tardive du planning régional")];
        let done = cadre.post("/service/medecine/tableaux/dec/publier", &why).await;
        assert_eq!(done.location, "/service/medecine/tableaux/dec?fait=publie", "{}", done.text);
        says(&cadre.get("/service/medecine?mois=2026-12").await, "Publié");

        let day = cadre.get("/service/medecine/jour?agent=bao&date=2026-12-15").await;
        says(&day, "Ce tableau est publié");
        let version = value(&day, "version");
        let fields = |version: &str| {
            [("agent", "bao"), ("date", "2026-12-15"), ("code", "S"), ("motif", "Renfort"), ("fondement", "notice"), ("version", version)]
                .map(|(name, value)| (name, value.to_owned()))
        };
        let stale = fields("0");
        let stale: Vec<(&str, &str)> = stale.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let stale = cadre.post("/service/medecine/jour", &stale).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.text.contains("Renfort"), "nothing typed is lost");
        let now = fields(&version);
        let now: Vec<(&str, &str)> = now.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let done = cadre.post("/service/medecine/jour", &now).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        says(&cadre.get("/service/medecine/tableaux/dec").await, "repos → S");
        let bao = cells(&row(&cadre.get("/service/medecine?mois=2026-12").await, "Bao Nguyen"));
        assert!(read(&bao[14]).starts_with("S 13:30–21:00"), "{}", bao[14]);
    }

    async fn a_roster_is_made_once_opened_to_choices_and_closed(world) {
        import(world, ward(1)).await;
        let mut cadre = manager(world).await;
        let form = cadre.get("/service/medecine/tableaux?mois=2027-01").await;
        assert_eq!((value(&form, "du").as_str(), value(&form, "au").as_str()), ("2027-01-01", "2027-01-31"), "{}", form.text);
        let key = value(&form, "cle");
        let fields = |key: &str, to: &str| [("cle", key.to_owned()), ("du", "2027-01-04".to_owned()), ("au", to.to_owned())];
        let made = fields(&key, "2027-01-17");
        let made: Vec<(&str, &str)> = made.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let done = cadre.post("/service/medecine/tableaux", &made).await;
        assert_eq!(done.location, format!("/service/medecine/tableaux/{key}?fait=tableau"), "{}", done.text);
        assert_eq!(cadre.post("/service/medecine/tableaux", &made).await.location, done.location, "a double click makes one");
        assert_eq!(world.number("SELECT COUNT(*) FROM rosters").await, 1);
        let other = fields("autre", "2027-01-10");
        let other: Vec<(&str, &str)> = other.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = cadre.post("/service/medecine/tableaux", &other).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        says(&refused, "Un autre tableau de l’unité couvre déjà une partie de ces jours.");
        assert!(refused.text.contains("value=\"2027-01-10\""), "nothing typed is lost");

        let path = format!("/service/medecine/tableaux/{key}");
        let version = value(&cadre.get(&path).await, "version");
        let late = cadre.post(&format!("{path}/ouvrir"), &[("version", &version), ("cloture", "2027-01-20T12:00")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "after the first day");
        says(&late, "Choisissez une clôture");
        let open = cadre.post(&format!("{path}/ouvrir"), &[("version", &version), ("cloture", "2026-12-20T12:00")]).await;
        assert_eq!(open.location, format!("{path}?fait=choix"), "{}", open.text);
        let page = cadre.get(&path).await;
        says(&page, "les agents choisissent jusqu’au 20/12/2026 à 12:00");
        let version = value(&page, "version");
        assert_eq!(cadre.post(&format!("{path}/clore"), &[("version", &version)]).await.location, format!("{path}?fait=clos"));
        assert_eq!(cadre.post(&format!("{path}/clore"), &[("version", &version)]).await.status, StatusCode::CONFLICT);
        // No cycle of the unit: nothing is put down, and it is said.
        assert_eq!(cadre.post(&format!("{path}/remplir"), &[]).await.location, format!("{path}?fait=rempli-0"));
        says(&cadre.get(&format!("{path}?fait=rempli-0")).await, "Aucun jour n’a été posé");
    }
}
