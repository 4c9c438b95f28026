//! `/moi/disponibilites`: days, weeks, agreements, absences, work for others.

use super::{agent, is_silent, leads, says, value};
use crate::both;
use crate::rests;
use crate::world::World;
use reqwest::StatusCode;
use serde_json::{Value, json};

/// What an agent has said.
async fn said(world: &World, agent: &str) -> Value {
    world.get(agent, &format!("/api/v1/agents/{agent}/diary")).await.1
}

both! {
    async fn days_are_ticked_in_a_month(world) {
        let mut alix = agent(world, "alix").await;
        says(&alix.get("/moi/disponibilites").await, StatusCode::OK, &[
            "décembre 2026", "rien dit", "value=\"2026-12-02\"", "mardi 15 décembre 2026"]);
        let days = [("mois", "2026-12"), ("formulaire", "jours"), ("jour", "2026-12-15"), ("jour", "2026-12-16")];
        let shown = alix.post("/moi/disponibilites", &[&days[..], &[("dire", "non")]].concat()).await;
        leads(&shown, "/moi/disponibilites?mois=2026-12&fait=joursnon-2");
        says(&alix.get(&shown.location).await, StatusCode::OK, &["2 jours fermés", "les jours que vous avez ouverts"]);
        let diary = said(world, "alix").await;
        let never = |date: &str| json!({ "date": date, "parts": [] });
        assert_eq!(diary["diary"]["exceptions"], json!([never("2026-12-15"), never("2026-12-16")]), "{diary}");
        assert_eq!(diary["diary"]["weekly"].as_array().map(Vec::len), Some(7), "the other days stay open");
        // The same again changes nothing, and a day may be opened again.
        let one = [("mois", "2026-12"), ("jour", "2026-12-15"), ("dire", "oui")];
        leads(&alix.post("/moi/disponibilites", &one).await, "/moi/disponibilites?mois=2026-12&fait=joursoui-1");
        assert_eq!(said(world, "alix").await["diary"]["exceptions"], json!([never("2026-12-16")]));
        let wish = [("mois", "2026-12"), ("jour", "2026-12-16"), ("dire", "travailler")];
        leads(&alix.post("/moi/disponibilites", &wish).await, "/moi/disponibilites?mois=2026-12&fait=jourssouhait-1");
        let diary = said(world, "alix").await;
        assert_eq!(diary["wishes"], json!([{ "date": "2026-12-16", "kind": "work" }]), "{diary}");
        assert_eq!(diary["diary"]["exceptions"], json!([]), "whoever wishes for a shift may be asked");
        says(&alix.get("/moi/disponibilites?mois=2026-12").await, StatusCode::OK, &["poste !"]);
    }

    async fn what_cannot_be_said_of_days_is_told_and_kept(world) {
        rests::hold(world, "r-1", ("2026-12-10", "M"), "alix").await;
        let mut alix = agent(world, "alix").await;
        alix.get("/moi/disponibilites").await;
        let shown = alix.post("/moi/disponibilites", &[("mois", "2026-12"), ("dire", "non")]).await;
        says(&shown, StatusCode::UNPROCESSABLE_ENTITY, &["role=\"alert\"", "Touchez d’abord"]);
        for day in ["2026-12-01", "2026-12-10"] {
            let shown = alix.post("/moi/disponibilites", &[("mois", "2026-12"), ("jour", day), ("dire", "non")]).await;
            says(&shown, StatusCode::CONFLICT, &["déjà décidé"]);
        }
        // What was ticked stays ticked, in the month that it was ticked in.
        let fields = [("mois", "2027-01"), ("jour", "2027-01-10"), ("jour", "2026-12-10"), ("dire", "libre")];
        says(&alix.post("/moi/disponibilites", &fields).await, StatusCode::CONFLICT, &["janvier 2027", "value=\"2027-01-10\" checked"]);
        assert_eq!(said(world, "alix").await["wishes"], json!([]), "all or nothing");
    }

    async fn a_week_is_kept_and_two_tabs_do_not_overwrite_each_other(world) {
        let mut alix = agent(world, "alix").await;
        let page = alix.get("/moi/disponibilites").await;
        let version = value(&page, "version");
        let fields = [("formulaire", "semaine"), ("mois", "2026-12"), ("version", version.as_str()), ("part", "1:morning"), ("part", "6:night")];
        leads(&alix.post("/moi/disponibilites/semaine", &fields).await, "/moi/disponibilites?mois=2026-12&fait=semaine");
        let weekly = json!([{ "weekday": 1, "part": "morning" }, { "weekday": 6, "part": "night" }]);
        assert_eq!(said(world, "alix").await["diary"]["weekly"], weekly);
        let stale = [("formulaire", "semaine"), ("mois", "2026-12"), ("version", version.as_str()), ("part", "3:day")];
        let shown = alix.post("/moi/disponibilites/semaine", &stale).await;
        says(&shown, StatusCode::CONFLICT, &["dans un autre onglet", "value=\"3:day\" checked"]);
        assert_eq!(said(world, "alix").await["diary"]["weekly"], weekly, "nothing has changed");
        leads(&alix.post("/moi/disponibilites/oublier", &[("mois", "2026-12")]).await, "/moi/disponibilites?mois=2026-12&fait=agendavide");
        assert_eq!(said(world, "alix").await["diary"], Value::Null);
    }

    async fn an_agreement_is_given_once_and_revoked(world) {
        let mut alix = agent(world, "alix").await;
        let page = alix.get("/moi/disponibilites/accords").await;
        says(&page, StatusCode::OK, &["on vous demande chaque fois", "Médecine · Hôpital Saint-Roch"]);
        let id = value(&page, "id");
        let form = [("formulaire", "accord"), ("id", id.as_str()), ("de", "06:00"), ("a", "21:30"), ("unite", "medecine"),
            ("semaine", "2"), ("du", "2026-12-07"), ("au", "2026-12-31")];
        let shown = alix.post("/moi/disponibilites/accords", &form).await;
        says(&shown, StatusCode::UNPROCESSABLE_ENTITY, &["Cochez au moins un jour", "value=\"06:00\"", "value=\"medecine\" checked", "value=\"2026-12-31\""]);
        assert_eq!(value(&shown, "id"), id, "the same form");
        let whole = [&form[..], &[("jour", "1"), ("jour", "2")]].concat();
        for _ in 0..2 {
            leads(&alix.post("/moi/disponibilites/accords", &whole).await, "/moi/disponibilites/accords?fait=accord");
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM agreements").await, 1, "sent twice is given once");
        says(&alix.get("/moi/disponibilites/accords").await, StatusCode::OK,
            &["lundi, mardi · 06:00–21:30 · Médecine", "2 postes par semaine au plus, jamais un jour de repos", "en vigueur"]);
        let mut bao = agent(world, "bao").await;
        is_silent(&bao.get("/moi/disponibilites/accords").await, &["en vigueur"]);
        let revoke = format!("/moi/disponibilites/accords/{id}/revoquer");
        assert_eq!(bao.post(&revoke, &[]).await.status, StatusCode::NOT_FOUND);
        for _ in 0..2 {
            leads(&alix.post(&revoke, &[]).await, "/moi/disponibilites/accords?fait=revoque");
        }
        says(&alix.get("/moi/disponibilites/accords").await, StatusCode::OK, &["révoqué le 01/12/2026 à 09:00"]);
    }

    async fn volunteering_is_said(world) {
        let mut alix = agent(world, "alix").await;
        alix.get("/moi/disponibilites/accords").await;
        let fields = [("formulaire", "volontariat"), ("version", "0"), ("pour", "overtime"), ("pour", "other_sites")];
        for _ in 0..2 {
            leads(&alix.post("/moi/disponibilites/volontariat", &fields).await, "/moi/disponibilites/accords?fait=volontariat");
        }
        let (_, said) = world.get("alix", "/api/v1/me/volunteering").await;
        assert_eq!((&said["kinds"], &said["version"]), (&json!(["overtime", "other_sites"]), &json!(1)));
        let stale = [("formulaire", "volontariat"), ("version", "0"), ("pour", "additional_hours")];
        let shown = alix.post("/moi/disponibilites/volontariat", &stale).await;
        says(&shown, StatusCode::CONFLICT, &["dans un autre onglet", "value=\"additional_hours\" checked"]);
    }

    async fn an_absence_frees_her_shift_and_asks_for_no_reason(world) {
        let id = rests::hold(world, "r-1", ("2026-12-10", "M"), "alix").await;
        let mut alix = agent(world, "alix").await;
        alix.get(&format!("/moi/postes/{id}")).await;
        let path = format!("/moi/postes/{id}/absence");
        let shown = alix.post(&path, &[("du", "2026-12-11"), ("au", "2026-12-12")]).await;
        says(&shown, StatusCode::UNPROCESSABLE_ENTITY, &["comprendre celui de ce poste"]);
        leads(&alix.post(&path, &[("du", "2026-12-10"), ("au", "2026-12-11")]).await, "/moi?fait=absent");
        let state = world.text(&format!("SELECT state FROM assignments WHERE id = '{id}'")).await;
        assert_eq!(state, "cancelled");
        says(&alix.get(&format!("/moi/postes/{id}")).await, StatusCode::OK, &["annulé"]);
        says(&alix.get("/moi/disponibilites/absences").await, StatusCode::OK, &["du jeu. 10 déc. au vendredi 11 décembre 2026"]);
        says(&alix.get("/moi/disponibilites").await, StatusCode::OK, &["absence"]);
        let fields = [("formulaire", "absence"), ("du", "2026-12-11"), ("au", "2026-12-14"), ("classe", "planned")];
        let shown = alix.post("/moi/disponibilites/absences", &fields).await;
        says(&shown, StatusCode::CONFLICT, &["couvre déjà une partie", "value=\"2026-12-14\""]);
    }

    async fn work_for_others_is_declared_once(world) {
        let mut alix = agent(world, "alix").await;
        alix.get("/moi/disponibilites/absences").await;
        let fields = |from: &'static str, to: &'static str| {
            [("formulaire", "declaration"), ("debut", from), ("fin", to), ("employeur", "private")]
        };
        for _ in 0..2 {
            let shown = alix.post("/moi/disponibilites/travail", &fields("2026-12-15T09:00", "2026-12-15T12:00")).await;
            leads(&shown, "/moi/disponibilites/absences?fait=declare");
        }
        assert_eq!(said(world, "alix").await["declared"].as_array().map(Vec::len), Some(1));
        says(&alix.get("/moi/disponibilites/absences").await, StatusCode::OK, &["mardi 15 décembre 2026, 09:00–12:00 · privé"]);
        let shown = alix.post("/moi/disponibilites/travail", &fields("2026-12-16T09:00", "2026-12-18T12:00")).await;
        says(&shown, StatusCode::UNPROCESSABLE_ENTITY, &["au plus 24 heures", "value=\"2026-12-18T12:00\"", "value=\"private\" selected"]);
    }
}
