//! What a nursing manager sees and does in a browser: her unit's month, absences, asking for replacements, following them.

use crate::both;
use crate::rosters::{import, ok, ward};
use crate::visitor::{PASSWORD, Shown, Visitor};
use crate::world::{World, need};
use releve::app::access::{Actor, Role, Scope};
use releve::app::accounts;
use releve::app::users::{self, NewGrant, NewUser};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Somebody logged in, in a role over a part of the group.
async fn seated(world: &World, who: &str, grant: NewGrant) -> Visitor {
    let email = format!("{who}@example.org");
    let new = NewUser { name: format!("Claire {who}"), email: Some(email.clone()), grant, invite: false };
    let made = users::create(&world.app, &Actor::system("g1"), new).await.expect("a user");
    accounts::set_password(&world.app, "g1", &made.id, PASSWORD).await.expect("a password");
    let mut visitor = Visitor::new(world.address);
    visitor.log_in(&email, PASSWORD).await;
    visitor
}

async fn manager(world: &World) -> Visitor {
    let hopital = Scope::Establishments(["hopital".to_owned()].into());
    seated(world, "cadre", NewGrant::new(Role::Manager, hopital)).await
}

async fn neighbour(world: &World) -> Visitor {
    let tilleuls = Scope::Units(["tilleuls".to_owned()].into());
    seated(world, "voisine", NewGrant::new(Role::Manager, tilleuls)).await
}

/// The text of a page as somebody reads it: tags gone, blanks as one.
fn read(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in page.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            letter if !inside => text.push(if letter == '\u{a0}' || letter == '\u{202f}' { ' ' } else { letter }),
            _ => {}
        }
    }
    let text = text.replace("&#38;", "&").replace("&#39;", "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(shown: &Shown, text: &str) {
    assert!(read(&shown.text).contains(text), "{text:?} is not in {}", read(&shown.text));
}

/// The value of a field of the last form shown.
fn value(shown: &Shown, name: &str) -> String {
    let (_, rest) = shown.text.split_once(&format!("name=\"{name}\" value=\"")).expect("a field");
    rest.split('"').next().expect("a value").to_owned()
}

/// The row of somebody or something in the table of a month.
fn row(shown: &Shown, head: &str) -> String {
    let rows = shown.text.split("<tr>").skip(1);
    let row = rows.map(|row| row.split("</tr>").next().expect("an end")).find(|row| read(row).starts_with(head));
    row.unwrap_or_else(|| panic!("no row {head:?}")).to_owned()
}

/// The cells of a row, day by day.
fn cells(row: &str) -> Vec<String> {
    row.split("<td").skip(1).map(|cell| cell.split_once('>').expect("an end").1.to_owned()).collect()
}

/// A ward with a roster for December: Alix in the morning of the 8th, Bao in the night of the 9th, and one nurse needed each morning.
async fn december(world: &World) {
    import(world, ward(1)).await;
    let body = json!({ "id": "dec", "unit": "medecine", "from": "2026-12-07", "to": "2026-12-20", "people": ["alix", "bao", "dany"] });
    ok(world, "manager", Method::POST, "/api/v1/rosters", body).await;
    let day =
        |agent: &str, date: &str, code: &str| json!({ "agent": agent, "date": date, "codes": [code], "version": 0 });
    let days = json!({ "days": [day("alix", "2026-12-08", "M"), day("bao", "2026-12-09", "N"), day("alix", "2026-12-10", "M")] });
    ok(world, "manager", Method::PUT, "/api/v1/rosters/dec/days", days).await;
}

/// What the form for a replacement sends.
fn asked<'a>(key: &'a str, motive: &'a str, faire: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("cle", key),
        ("unite", "medecine"),
        ("jour", "2026-12-10"),
        ("code", "S"),
        ("titre", ""),
        ("motif", motive),
        ("priorite", "normal"),
        ("absent", ""),
        ("note", "Se présenter à l’accueil <b>nord</b>."),
        ("faire", faire),
    ]
}

both! {
    async fn the_month_shows_who_is_there_and_what_is_missing(world) {
        december(world).await;
        let absence = json!({ "agent": "alix", "from": "2026-12-08", "to": "2026-12-08", "class": "unplanned" });
        ok(world, "manager", Method::POST, "/api/v1/absences", absence).await;
        let mut cadre = manager(world).await;
        let led = cadre.get("/service").await;
        assert_eq!((led.status, led.location.as_str()), (StatusCode::SEE_OTHER, "/service/medecine"));
        let page = cadre.get("/service/medecine?mois=2026-12").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        says(&page, "Médecine, décembre 2026");
        // The 25th is Christmas; the 12th a Saturday.
        says(&page, "vendredi 25 décembre, jour férié");
        says(&page, "samedi 12 décembre, week-end");
        let alix = cells(&row(&page, "Alix Martin"));
        assert_eq!(alix.len(), 31 + 5, "a cell a day and the totals");
        let eighth = read(&alix[7]);
        assert!(eighth.contains("AI") && eighth.contains("absence imprévue") && eighth.contains("à remplacer"), "{eighth}");
        let link = "/demandes/nouvelle?unite=medecine&amp;date=2026-12-08&amp;code=M&amp;absent=alix";
        assert!(alix[7].replace("&#38;", "&amp;").contains(link), "{}", alix[7]);
        // One morning is left to her: 7 h 30; she is away a day of 31.
        assert_eq!(read(&alix[31]).as_str(), "7 h 30");
        assert_eq!(read(&alix[32]).as_str(), "−142 h 30", "7 h 30 less 30 days of 5 h");
        let bao = cells(&row(&page, "Bao Nguyen"));
        assert!(read(&bao[8]).starts_with("N 21:00–06:30"), "{}", bao[8]);
        assert_eq!(bao[31..].iter().map(|cell| read(cell)).collect::<Vec<_>>(), ["9 h 30", "−114 h 30", "1", "0", "0"]);
        let cover = cells(&row(&page, "IDE · M"));
        assert!(read(&cover[9]).starts_with("1 "), "somebody is there on the 10th: {}", cover[9]);
        assert!(read(&cover[7]).starts_with("−1 il manque 1 personne sur 1"), "{}", cover[7]);
        assert!(cover[7].contains("priorite=safety") && cover[7].contains("date=2026-12-08"), "{}", cover[7]);
        // A month without anything says what to do.
        says(&cadre.get("/service/medecine?mois=2027-08").await, "Créez le tableau de service du mois");
        // Whatever the address holds, there is a month.
        assert_eq!(cadre.get("/service/medecine?mois=hier").await.status, StatusCode::OK);
    }

    async fn what_is_asked_for_shows_in_the_month_until_somebody_of_the_pool_holds_it(world) {
        let mut cadre = manager(world).await;
        let page = cadre.get("/service/medecine?mois=2026-12").await;
        let mornings = cells(&row(&page, "IDE · M"));
        assert!(read(&mornings[7]).contains("à pourvoir") && mornings[7].contains("/demandes/med-1208-m"), "{}", mornings[7]);
        let order = json!({ "mode": "fair", "agents": ["emma"], "hours": 1 });
        let (_, round) = world.post("coordinator", "/api/v1/shifts/med-1213-n/rounds", order).await;
        let offer = round["offers"][0]["id"].as_str().expect("an id").to_owned();
        ok(world, "emma", Method::POST, &format!("/api/v1/offers/{offer}/accept"), json!({})).await;
        world.clock.advance(3_600);
        releve::timed::tick(&world.app).await.expect("the closing");
        let page = cadre.get("/service/medecine?mois=2026-12").await;
        let emma = cells(&row(&page, "Emma Blanc"));
        assert!(read(&emma[12]).contains("renfort du pool") && emma[12].contains("/demandes/med-1213-n"), "{}", emma[12]);
        assert_eq!(read(&emma[31]), "", "her totals are her employer's to know");
        assert!(!read(&page.text).contains("IDE · N"), "nobody is looked for any more");
    }

    async fn units_of_others_do_not_exist_for_her(world) {
        december(world).await;
        let mut other = neighbour(world).await;
        assert_eq!(other.get("/service").await.location, "/service/tilleuls");
        for path in ["/service/medecine", "/service/medecine/absences", "/service/medecine/tableaux/dec",
            "/service/tilleuls/tableaux/dec", "/service/medecine/jour?agent=alix&date=2026-12-08", "/demandes/nouvelle?unite=medecine"] {
            assert_eq!(other.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        world.post("manager", "/api/v1/requests", need("r-1", "2026-12-11", "S")).await;
        let list = other.get("/demandes").await;
        assert!(!list.text.contains("/demandes/r-1"), "{}", list.text);
        assert_eq!(other.get("/demandes/r-1").await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.get("/demandes?unite=medecine").await.status, StatusCode::NOT_FOUND);
        let mut agent = seated(world, "alix", NewGrant::agent("alix")).await;
        for (path, status) in [("/service", StatusCode::FORBIDDEN), ("/demandes", StatusCode::FORBIDDEN),
            ("/demandes/nouvelle", StatusCode::FORBIDDEN), ("/service/medecine/absences", StatusCode::NOT_FOUND)] {
            assert_eq!(agent.get(path).await.status, status, "{path}");
        }
        let mut director = seated(world, "direction", NewGrant::new(Role::Director, Scope::Group)).await;
        let month = director.get("/service/medecine?mois=2026-12").await;
        assert_eq!(month.status, StatusCode::OK);
        assert!(!month.text.contains("/demandes/nouvelle") && !month.text.contains("/jour?"), "she reads, and asks for nothing");
        assert_eq!(director.get("/demandes/r-1").await.status, StatusCode::OK);
        assert_eq!(director.get("/demandes/nouvelle").await.status, StatusCode::FORBIDDEN);
    }

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

    async fn the_pages_speak_english_too(world) {
        december(world).await;
        world.post("manager", "/api/v1/requests", need("r-1", "2026-12-11", "S")).await;
        let mut cadre = manager(world).await;
        cadre.get("/langue/en").await;
        let page = cadre.get("/service/medecine?mois=2026-12").await;
        says(&page, "Médecine, December 2026");
        says(&page, "Friday 25 December, public holiday");
        says(&cadre.get("/demandes/nouvelle").await, "Which shift?");
        says(&cadre.get("/demandes").await, "Replacement requests");
        says(&cadre.get("/demandes/r-1").await, "Open: 0 of 1 shift filled.");
        says(&cadre.get("/service/medecine/absences").await, "Nobody of the unit is absent on these days.");
        let shift = cadre.get("/postes/r-1").await;
        assert_eq!(shift.status, StatusCode::OK);
        says(&shift, "Who may hold it");
        for french in ["Qui peut", "Personne", "métier"] {
            assert!(!read(&shift.text).contains(french), "{french}: {}", read(&shift.text));
        }
    }

    async fn a_post_tells_who_may_not_by_rule_and_leads_back_to_its_request(world) {
        let mut cadre = manager(world).await;
        let page = cadre.get("/postes/med-1208-m").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("href=\"/demandes/med-1208-m\""), "{}", page.text);
        // Emma works at home that morning: her employer's to know, and the title of the others does not serve.
        says(&page, "d’un autre établissement, sans détail");
        let (_, judged) = world.get("manager", "/api/v1/shifts/med-1208-m/candidates").await;
        let refused = |c: &&Value| c["verdict"] == "refused";
        let count = judged["candidates"].as_array().expect("a list").iter().filter(refused).count();
        says(&page, &format!("Qui ne le peut pas, et pourquoi ({count})"));
    }
}
