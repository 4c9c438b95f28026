//! What the coordination sees and does on its pages.

mod decisions;
mod proposals;
mod searches;

use crate::both;
use crate::visitor::{PASSWORD, Shown, Visitor};
use crate::world::{World, need, scenario};
use releve::app::access::{Actor, Role};
use releve_solver::domain::scenario::{Scenario, Shift};
use reqwest::StatusCode;
use serde_json::json;

/// A coordinator in a browser.
pub async fn coordinator(world: &World) -> Visitor {
    world.account("claire@example.org", Role::Coordinator).await;
    let mut visitor = Visitor::new(world.address);
    visitor.log_in("claire@example.org", PASSWORD).await;
    visitor
}

pub async fn import(world: &World, group: Scenario) {
    releve::app::scenarios::import(&world.app, &Actor::system("g1"), group).await.expect("an import");
}

/// The part of a page from one text to another.
pub fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}"));
    rest.split_once(to).map_or(rest, |(part, _)| part)
}

/// Wants a page with some texts and without others.
pub fn holds(shown: &Shown, wanted: &[&str], unwanted: &[&str]) {
    for part in wanted {
        assert!(shown.text.contains(part), "{part} is not on the page: {}", shown.text);
    }
    for part in unwanted {
        assert!(!shown.text.contains(part), "{part} is on the page: {}", shown.text);
    }
}

/// Requests wait for the coordination.
async fn the_coordination_opens(world: &World) {
    let settings = json!({ "coordinator_opens": true, "version": 1 });
    let put = world.send("administrator", reqwest::Method::PUT, "/api/v1/settings", Some(settings)).await;
    assert_eq!(put.0, StatusCode::OK, "{}", put.1);
}

/// The fixture with so many more shifts of medicine on each of its days.
fn crowded(each_day: usize) -> Scenario {
    let mut group = scenario();
    let like = group.shifts[1].clone();
    for day in 0..14 {
        for n in 0..each_day {
            let date = group.horizon.from + chrono::Days::new(day);
            group.shifts.push(Shift { id: format!("more-{day:02}-{n:02}").as_str().into(), date, ..like.clone() });
        }
    }
    group
}

both! {
    async fn the_board_shows_what_is_urgent_first_and_what_is_under_way(world) {
        let mut claire = coordinator(world).await;
        let board = claire.get("/").await;
        assert_eq!(board.status, StatusCode::OK);
        // The morning of the 8th is below the safety minimum; the others are neither that nor near.
        let urgent = between(&board.text, "id=\"urgent\"", "</section>");
        assert!(urgent.contains("/postes/med-1208-m/recherche") && urgent.contains("Sécurité"), "{urgent}");
        assert!(!urgent.contains("til-1210-j") && !urgent.contains("med-1209-m"), "{urgent}");
        holds(&board, &["5\u{a0}postes sans personne", "dont 1 sous le minimum de sécurité", "mardi 8\u{a0}décembre 2026",
            "lang=\"fr\"", "week-end"], &["style=", "onclick"]);
        let order = json!({ "mode": "fair", "hours": 12 });
        let (status, round) = world.post("coordinator", "/api/v1/shifts/med-1208-m/rounds", order).await;
        assert_eq!(status, StatusCode::CREATED, "{round}");
        let asked = round["offers"].as_array().expect("offers").len();
        let board = claire.get("/").await;
        // Twelve hours from nine o'clock in Paris.
        let counted = format!("{asked} sans réponse à ce jour, 0 d’accord");
        holds(&board, &["Sollicitation équitable, clôture mar. 1er\u{a0}déc. à\u{a0}21:00", &counted], &["id=\"urgent\""]);
        claire.get("/langue/en").await;
        let board = claire.get("/").await;
        holds(&board, &["lang=\"en\"", "Shifts without anybody", "Fair round, closing Tue 1\u{a0}Dec at\u{a0}21:00", "Tuesday 8\u{a0}December 2026"],
            &["Demandes ouvertes", "à pourvoir"]);
    }

    async fn the_board_is_narrowed_and_grouped_by_its_address(world) {
        let mut claire = coordinator(world).await;
        let ids = ["med-1208-m", "med-1209-m", "med-1213-n", "til-1208-j", "til-1210-j"];
        for (address, kept) in [
            ("/?metier=AS", vec!["til-1208-j", "til-1210-j"]),
            ("/?lieu=e:hopital", vec!["med-1208-m", "med-1209-m", "med-1213-n"]),
            ("/?lieu=u:tilleuls&du=2026-12-09", vec!["til-1210-j"]),
            ("/?du=2026-12-08&au=2026-12-08", vec!["med-1208-m", "til-1208-j"]),
            ("/?priorite=high", vec!["med-1213-n"]),
            ("/?q=TILLEULS%20as", vec!["til-1208-j", "til-1210-j"]),
            ("/?etat=urgent", vec!["med-1208-m"]),
            ("/?etat=interim", vec![]),
            ("/?du=demain&page=x&par=rien", ids.to_vec()),
        ] {
            let shown = claire.get(address).await;
            assert_eq!(shown.status, StatusCode::OK, "{address}");
            let list = between(&shown.text, "id=\"demandes\"", "</main>");
            for id in ids {
                assert_eq!(list.contains(&format!("/postes/{id}/recherche")), kept.contains(&id), "{address}: {id}");
            }
        }
        holds(&claire.get("/?etat=interim").await, &["Aucun poste ne correspond", "href=\"/\""], &["<table"]);
        let by_place = claire.get("/?par=lieu").await;
        holds(&by_place, &["Hôpital Saint-Roch · Médecine", "Les Tilleuls · Les Tilleuls, rez-de-chaussée"], &[]);
    }

    async fn hundreds_of_shifts_are_paged_by_whole_days(world) {
        // Twenty a day from the 7th to the 20th; of the fixture two more on the 8th and one each on the 9th, 10th and 13th.
        import(world, crowded(20)).await;
        let mut claire = coordinator(world).await;
        let rows = |shown: &Shown| between(&shown.text, "id=\"demandes\"", "</main>").matches("/recherche\"").count();
        let first = claire.get("/").await;
        holds(&first, &["285\u{a0}postes sans personne", "Page 1 sur 5", "href=\"/?page=2\"", "rel=\"next\""], &["rel=\"prev\""]);
        assert_eq!(rows(&first), 20 + 22 + 21, "three days");
        let second = claire.get("/?page=2").await;
        holds(&second, &["href=\"/?\"", "href=\"/?page=3\""], &["lundi 7\u{a0}décembre"]);
        assert_eq!(rows(&second), 21 + 20 + 20);
        let last = claire.get("/?page=99").await;
        holds(&last, &["Page 5 sur 5"], &["rel=\"next\""]);
        let by_title = claire.get("/?par=metier&metier=IDE").await;
        assert_eq!(rows(&by_title), 60, "pages of the same length");
        holds(&by_title, &["href=\"/?metier=IDE&#38;par=metier&#38;page=2\""], &[]);
    }

    async fn an_empty_board_says_what_comes_next(world) {
        import(world, Scenario { shifts: Vec::new(), ..scenario() }).await;
        let mut claire = coordinator(world).await;
        holds(&claire.get("/").await, &["Tous les postes demandés sont tenus", "Aucune proposition n’attend"], &["id=\"urgent\""]);
    }

    async fn names_are_escaped_and_not_translated(world) {
        let mut group = scenario();
        "<script>alert(1)</script>".clone_into(&mut group.units[0].name);
        import(world, group).await;
        let mut claire = coordinator(world).await;
        let (id, _) = world.plan().await;
        for path in ["/".to_owned(), format!("/propositions/{id}"), "/postes/med-1208-m/recherche".to_owned(), "/propositions".to_owned()] {
            holds(&claire.get(&path).await, &["translate=\"no\""], &["<script>alert"]);
        }
    }

    async fn others_see_their_part_or_nothing(world) {
        let (id, _) = world.plan().await;
        world.account("ada@example.org", Role::Director).await;
        let mut director = Visitor::new(world.address);
        director.log_in("ada@example.org", PASSWORD).await;
        let plan = director.get(&format!("/propositions/{id}")).await;
        holds(&plan, &["Ce qui est prouvé"], &["/approuver", "/rejeter", "name=\"garder\"", "/piste"]);
        holds(&director.get("/").await, &["Demandes ouvertes"], &["action=\"/propositions\""]);
        holds(&director.get("/postes/med-1208-m/recherche").await, &["Recherche pour le poste"], &["/solliciter", "/agence\""]);
        let ask = async |who: &str, path: &str| {
            let request = world.request(reqwest::Method::GET, path).bearer_auth(world.token(who));
            request.send().await.expect("an answer").status()
        };
        for path in ["/propositions", "/a-decider", "/postes/med-1208-m/recherche", "/propositions/comparer"] {
            assert_eq!(ask("alix", path).await, StatusCode::FORBIDDEN, "{path}");
            assert_eq!(ask("payroll", path).await, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(ask("stranger", &format!("/propositions/{id}")).await, StatusCode::NOT_FOUND);
        assert_eq!(ask("manager-tilleuls", "/postes/med-1208-m/recherche").await, StatusCode::NOT_FOUND);
        // A unit's manager reads the items of her unit and nobody's account at another employer.
        let request = world.request(reqwest::Method::GET, &format!("/propositions/{id}")).bearer_auth(world.token("manager"));
        let text = request.send().await.expect("an answer").text().await.expect("a text");
        assert!(text.contains("Médecine") && !text.contains("rez-de-chaussée"), "{text}");
        assert!(!text.contains("Équité avant et après") && !text.contains("Mouvements entre"), "{text}");
    }

    async fn a_request_that_was_handed_in_is_opened_once(world) {
        the_coordination_opens(world).await;
        assert_eq!(world.post("manager", "/api/v1/requests", need("r-1", "2026-12-15", "S")).await.0, StatusCode::CREATED);
        let mut claire = coordinator(world).await;
        holds(&claire.get("/a-decider").await, &["Demandes à ouvrir (1)", "Surcroît de travail", "mar. 15\u{a0}déc."], &[]);
        let done = claire.post("/a-decider/demandes/r-1", &[]).await;
        assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, "/a-decider?fait=demandeouverte"));
        holds(&claire.get("/a-decider?fait=demandeouverte").await, &["La demande est ouverte", "Rien n’attend votre décision"], &[]);
        let again = claire.post("/a-decider/demandes/r-1", &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        holds(&again, &["role=\"alert\"", "déjà été ouverte"], &[]);
        holds(&claire.get("/?du=2026-12-15").await, &["/postes/r-1/recherche"], &[]);
    }

    async fn a_request_like_another_one_is_opened_when_both_are_meant(world) {
        the_coordination_opens(world).await;
        for id in ["r-1", "r-2"] {
            assert_eq!(world.post("manager", "/api/v1/requests", need(id, "2026-12-15", "S")).await.0, StatusCode::CREATED);
        }
        let mut claire = coordinator(world).await;
        holds(&claire.get("/a-decider").await, &["Demandes à ouvrir (2)"], &["name=\"deux\""]);
        assert_eq!(claire.post("/a-decider/demandes/r-1", &[]).await.location, "/a-decider?fait=demandeouverte");
        let refused = claire.post("/a-decider/demandes/r-2", &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        holds(&refused, &["role=\"alert\"", "Une autre demande porte sur le même poste", "name=\"deux\" value=\"1\""], &["although"]);
        let done = claire.post("/a-decider/demandes/r-2", &[("deux", "1")]).await;
        assert_eq!(done.location, "/a-decider?fait=demandeouverte");
        assert_eq!(world.number("SELECT COUNT(*) FROM shifts WHERE date = '2026-12-15' AND state = 'open'").await, 2);
    }
}
