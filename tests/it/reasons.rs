//! What the service itself gives as a reason: recorded in French, read in the reader's language.

use crate::both;
use crate::pages_agent::agent;
use crate::pages_coordinator::{coordinator, holds};
use crate::rests::{hold, until, weekend_worked};
use crate::world::{World, answer};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// The same answer in French and in English.
async fn both_ways(world: &World, who: &str, path: &str) -> (Value, Value) {
    let english = world.request(Method::GET, path).header("accept-language", "en").bearer_auth(world.token(who));
    (world.get(who, path).await.1, answer(english).await.1)
}

/// What the lines of a list give as their reasons.
fn reasons(list: &Value) -> Vec<&str> {
    list["items"].as_array().expect("a list").iter().filter_map(|line| line["reason"].as_str()).collect()
}

both! {
    async fn an_account_is_recorded_in_french_and_read_in_both_languages(world) {
        let held = hold(world, "r1", ("2026-12-09", "M"), "alix").await;
        until(world, "2026-12-08T06:30:00+01:00");
        let body = json!({ "reason": "Lit fermé", "cause": "service" });
        assert_eq!(world.post("manager", &format!("/api/v1/assignments/{held}/cancel"), body).await.0, StatusCode::OK);
        let recorded = world.texts("SELECT reason FROM equity_entries WHERE agent_id = 'alix' ORDER BY id").await;
        assert_eq!(recorded, ["Solde d’ouverture", "Annulée moins de 48 h avant : Poste M du 2026-12-09, Médecine"]);
        let (french, english) = both_ways(world, "alix", "/api/v1/ledgers/equity").await;
        assert_eq!(reasons(&french), ["Solde d’ouverture", "Annulée moins de 48\u{a0}h avant\u{a0}: Poste M du 09/12/2026, Médecine"]);
        assert_eq!(reasons(&english), ["Opening balance", "Called off less than 48 h ahead: shift M on 09/12/2026, Médecine"]);
        let (_, stated) = both_ways(world, "alix", "/api/v1/ledgers/statement?from=2026-01-01").await;
        assert_eq!(stated["equity"]["lines"][0]["reason"], "Opening balance", "{stated}");
        // What somebody typed is hers.
        let (_, own) = both_ways(world, "alix", "/api/v1/assignments?state=cancelled").await;
        assert_eq!(reasons(&own), ["Lit fermé"]);
        // A table goes into other programs, and stays what is on record.
        let path = "/api/v1/ledgers/statement?from=2026-01-01&format=csv";
        let table = world.request(Method::GET, path).header("accept-language", "en").bearer_auth(world.token("alix"));
        let table = table.send().await.expect("an answer").text().await.expect("a table");
        assert!(table.contains(";Annulée moins de 48 h avant : Poste M du 2026-12-09, Médecine;"), "{table}");
        let mut alix = agent(world, "alix").await;
        holds(&alix.get("/moi/compte").await, &["Poste <span translate=\"no\">M</span> du 09/12/2026, <span translate=\"no\">Médecine</span>"], &[]);
        alix.get("/langue/en").await;
        let page = alix.get("/moi/compte").await;
        let line = "Called off less than 48 h ahead: shift <span translate=\"no\">M</span> on 09/12/2026, <span translate=\"no\">Médecine</span>";
        holds(&page, &["Opening balance", line], &["Solde d’ouverture", "Annulée"]);
        holds(&alix.get(&format!("/moi/postes/{held}")).await, &["<dd translate=\"no\">Lit fermé</dd>"], &[]);
    }

    async fn a_promised_rest_says_for_what_and_the_law_stays_french(world) {
        weekend_worked(world).await;
        let (french, english) = both_ways(world, "coordinator", "/api/v1/promises?agent=alix").await;
        let law = "Week-end travaillé pour le pool\u{a0}: un week-end rendu";
        assert_eq!(reasons(&french), [format!("{law}\u{a0}: Poste N du 13/12/2026, Médecine")]);
        let plain = "Week-end travaillé pour le pool\u{a0}: un week-end rendu".replace('\u{a0}', " ");
        assert_eq!(reasons(&english), [format!("{plain}: Shift N on 13/12/2026, Médecine")]);
        let mut alix = agent(world, "alix").await;
        alix.get("/langue/en").await;
        let told = format!("<span lang=\"fr\" translate=\"no\">{plain}</span>: Shift <span translate=\"no\">N</span> on 13/12/2026");
        holds(&alix.get("/moi").await, &[&told], &[]);
        holds(&alix.get("/moi/compte").await, &[&told, "Rest promised: <span"], &["Repos promis"]);
    }

    async fn whoever_lost_a_shift_or_an_offer_reads_why_in_her_language(world) {
        let held = hold(world, "r1", ("2026-12-09", "M"), "alix").await;
        let absent = json!({ "agent": "alix", "from": "2026-12-09", "to": "2026-12-09", "class": "unplanned" });
        assert_eq!(world.post("manager", "/api/v1/absences", absent).await.0, StatusCode::CREATED);
        let (french, english) = both_ways(world, "manager", "/api/v1/assignments?state=cancelled").await;
        assert_eq!((reasons(&french), reasons(&english)), (vec!["N’est plus disponible"], vec!["Is no longer available"]));
        let mut alix = agent(world, "alix").await;
        alix.get("/langue/en").await;
        holds(&alix.get(&format!("/moi/postes/{held}")).await, &["<dd>Is no longer available</dd>"], &[]);
        // It is open again, and changes while somebody is asked for it.
        let order = json!({ "mode": "fair", "agents": ["bao"], "hours": 12 });
        assert_eq!(world.post("coordinator", "/api/v1/shifts/r1/rounds", order).await.0, StatusCode::CREATED);
        let version = world.number("SELECT version FROM requests WHERE id = 'r1'").await;
        let change = json!({ "version": version, "change": [{ "shift": "r1", "date": "2026-12-10" }] });
        let (status, edited) = world.send("manager", Method::PATCH, "/api/v1/requests/r1", Some(change)).await;
        assert_eq!(status, StatusCode::OK, "{edited}");
        let (french, english) = both_ways(world, "coordinator", "/api/v1/rounds?state=withdrawn").await;
        assert_eq!((reasons(&french), reasons(&english)), (vec!["Poste modifié"], vec!["Shift changed"]));
        let mut claire = coordinator(world).await;
        holds(&claire.get("/postes/r1/recherche").await, &["Motif\u{a0}: Poste modifié</p>"], &[]);
        claire.get("/langue/en").await;
        holds(&claire.get("/postes/r1/recherche").await, &["Reason: Shift changed</p>"], &["Poste modifié"]);
    }
}
