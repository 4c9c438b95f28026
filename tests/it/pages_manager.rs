//! What a nursing manager sees and does in a browser: her unit's month, absences, asking for replacements, following them.

mod requests;
mod rosters;

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
        assert!(page.text.contains("<table class=\"sheet\""), "short codes, narrow days");
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

    async fn days_are_wider_where_a_code_is_long(world) {
        let mut long = ward(0);
        for code in long.units[0].shift_codes.iter_mut().filter(|code| code.code.as_str() == "M") {
            code.code = "M12A".into();
        }
        import(world, long).await;
        ok(world, "manager", Method::POST, "/api/v1/requests", need("r1", "2026-12-10", "M12A")).await;
        let page = manager(world).await.get("/service/medecine?mois=2026-12").await;
        assert!(page.text.contains("<table class=\"sheet wide\""), "{}", page.text);
        says(&page, "M12A");
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
