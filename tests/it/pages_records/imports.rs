use super::{hidden, led, page, says, seated, seated_at};
use crate::both;
use crate::world::GROUP;
use releve::app::access::Role;
use reqwest::{Method, StatusCode};
use rust_xlsxwriter::{Formula, Workbook, XlsxError};
use std::io::{Cursor, Write};

const HEAD: &str = "Identifiant;Nom;Employeur;Quotité;Métiers;Latitude;Longitude;Mobilité km;Coût horaire;Remarque";

fn unescaped(text: &str) -> String {
    text.replace("&#34;", "\"").replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&")
}

/// A workbook whose first sheet has these rows, numbers as numbers.
fn workbook(rows: &[&[&str]], more: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Équipe").expect("a name");
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            let written = match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number),
                Err(_) => sheet.write(row, column, *cell),
            };
            written.expect("a cell");
        }
    }
    more(&mut book).expect("a workbook");
    book.save_to_buffer().expect("bytes")
}

/// A small file that unpacks to forty million bytes.
fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).expect("an entry");
    for _ in 0..40 {
        zip.write_all(&vec![b' '; 1_000_000]).expect("its content");
    }
    zip.finish().expect("a zip").into_inner()
}

both! {
    async fn a_workbook_is_shown_and_stored_as_a_table_of_text_is(world) {
        let mut coordinator = seated(world, Role::Coordinator).await;
        page(&mut coordinator, "/imports").await;
        let heads: Vec<&str> = HEAD.split(';').collect();
        let zoe = ["zoe", "Zoé Blanc", "hopital", "80", "IDE, AS", "46.2", "5.2", "30", "31.25", "x"];
        let content = workbook(&[&heads, &zoe, &["alix", "Alix Martin", "hopital", "90"]], |book| {
            book.add_worksheet();
            Ok(())
        });
        let shown = coordinator.post_file("/imports", &[("sorte", "agents")], ("fichier", "agents.xlsx", &content)).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        says(&shown.text, &["Tout est juste. Nouveaux dossiers : 1 ; modifiés : 1 ; inchangés : 0.", "Feuille lue : Équipe.",
            "1 autre feuille n’est pas lue.", "Colonnes laissées de côté : Remarque.", "31,25 €", "80 %"]);
        let text = unescaped(&hidden(&shown.text, "texte"));
        led(&coordinator.post("/imports/agents", &[("texte", &text)]).await, "/imports?fait=importe-2");
        assert_eq!(world.text("SELECT name FROM agents WHERE id = 'zoe'").await, "Zoé Blanc");
        assert_eq!(world.number("SELECT cost_cents_per_hour FROM agents WHERE id = 'zoe'").await, 3_125);
        assert_eq!(world.number("SELECT share_percent FROM agents WHERE id = 'zoe'").await, 80);
        assert_eq!(world.number("SELECT share_percent FROM agents WHERE id = 'alix'").await, 90);
    }

    async fn every_bad_cell_of_a_workbook_is_marked(world) {
        let mut coordinator = seated(world, Role::Coordinator).await;
        page(&mut coordinator, "/imports").await;
        let before = world.fingerprint().await;
        let heads: Vec<&str> = HEAD.split(';').collect();
        let zoe = ["zoe", "Zoé", "hopital", "cent", "IDE", "46.2", "5.2", "30", "31.25"];
        let content = workbook(&[&heads, &[], &zoe, &["ali", "Ali", "hopital"]], |book| {
            book.worksheet_from_index(0)?.write_formula(3, 3, Formula::new("=B99/0").set_result("#REF!"))?;
            Ok(())
        });
        let shown = coordinator.post_file("/imports", &[("sorte", "agents")], ("fichier", "agents.xlsx", &content)).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", shown.text);
        says(&shown.text, &["2 points à corriger : rien n’est enregistré.", "cent Écrivez un nombre",
            "#REF! Le tableur a une erreur dans la cellule Équipe!D4 : corrigez-la dans le classeur."]);
        assert!(!shown.text.contains("/imports/agents"), "nothing can be stored");
        assert_eq!(world.fingerprint().await, before);
    }

    async fn workbooks_that_cannot_be_read_are_refused_in_words(world) {
        let mut administrator = seated(world, Role::Administrator).await;
        page(&mut administrator, "/imports").await;
        let whole = workbook(&[&["identifiant"], &["zoe"]], |_| Ok(()));
        let old = [&[0xd0, 0xcf, 0x11, 0xe0][..], &[0; 600]].concat();
        for (content, words) in [
            (bomb(), "trop grand une fois décompressé : 32 Mo au plus."),
            (whole[..whole.len() - 200].to_vec(), "Ce classeur est incomplet ou abîmé"),
            (b"PK\x03\x04 nothing".to_vec(), "Ce classeur est incomplet ou abîmé"),
            (old, "Enregistrez-le sans mot de passe au format .xlsx."),
        ] {
            let shown = administrator.post_file("/imports", &[("sorte", "agents")], ("fichier", "a.xlsx", &content)).await;
            assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            says(&shown.text, &[words]);
        }
        administrator.get("/langue/en").await;
        page(&mut administrator, "/imports").await;
        let shown = administrator.post_file("/imports", &[("sorte", "agents")], ("fichier", "a.xlsx", &bomb())).await;
        says(&shown.text, &["too large once unpacked: 32 MB at most."]);
    }

    async fn every_bad_cell_is_marked_before_anything_is_stored(world) {
        let mut coordinator = seated(world, Role::Coordinator).await;
        page(&mut coordinator, "/imports").await;
        let before = world.fingerprint().await;
        let table = format!("\u{feff}{HEAD}\r\nzoe;Zoé <Blanc>;nulle-part;cent;IDE;46,2;5,2;30;31,25;x\r\nali;Ali;hopital;80;IDE;;5,2;30;31,25;\r\n\
            zoe;Zoé;hopital;80;IDE;46,2;5,2;30;31,25;\r\n");
        let shown = coordinator.post_file("/imports", &[("sorte", "agents")], ("fichier", "agents.csv", table.as_bytes())).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", shown.text);
        // What each cell says by itself comes first; what is missing and unknown is looked at once these are right.
        says(&shown.text, &["2 points à corriger : rien n’est enregistré.", "cent Écrivez un nombre", "zoe Déjà à la ligne 2",
            "Colonnes laissées de côté : Remarque."]);
        assert!(shown.text.contains("class=\"cell-bad\"") && !shown.text.contains("/imports/agents"), "nothing can be stored");
        assert!(shown.text.contains("Zoé &#60;Blanc&#62;"));
        let table = format!("{HEAD}\nzoe;Zoé;nulle-part;100;IDE;46,2;5,2;30;31,25;\nali;Ali;hopital;80;IDE;;5,2;30;31,25;\n");
        let shown = coordinator.post_file("/imports", &[("sorte", "agents")], ("fichier", "agents.csv", table.as_bytes())).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&shown.text, &["nulle-part Aucun établissement de votre périmètre", "À remplir : un nouvel agent en a besoin."]);
        assert_eq!(world.fingerprint().await, before, "nothing was stored");
    }

    async fn a_table_that_is_right_is_stored_once_it_was_shown(world) {
        let mut coordinator = seated(world, Role::Coordinator).await;
        page(&mut coordinator, "/imports").await;
        let table = format!("{HEAD}\nzoe;Zoé Blanc;hopital;80;IDE, AS;46,2;5,2;30;31,25;\nalix;Alix Martin;hopital;90;;;;;;\nbao;Bao Nguyen;hopital;80;IDE;46,21;5,22;40;30;\n");
        let agents = world.number("SELECT COUNT(*) FROM agents").await;
        let shown = coordinator.post_file("/imports", &[("sorte", "agents")], ("fichier", "agents.csv", table.as_bytes())).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        says(&shown.text, &["Tout est juste. Nouveaux dossiers : 1 ; modifiés : 1 ; inchangés : 1.", "nouveau dossier", "dossier modifié", "inchangé", "31,25 €"]);
        assert_eq!(world.number("SELECT COUNT(*) FROM agents").await, agents, "looking stores nothing");
        let text = unescaped(&hidden(&shown.text, "texte"));
        led(&coordinator.post("/imports/agents", &[("texte", &text)]).await, "/imports?fait=importe-2");
        assert_eq!(world.text("SELECT name FROM agents WHERE id = 'zoe'").await, "Zoé Blanc");
        assert_eq!(world.number("SELECT cost_cents_per_hour FROM agents WHERE id = 'zoe'").await, 3_125);
        assert_eq!(world.number("SELECT share_percent FROM agents WHERE id = 'alix'").await, 90);
        assert_eq!(world.number("SELECT cost_cents_per_hour FROM agents WHERE id = 'alix'").await, 3_000, "an empty cell changes nothing");
        assert_eq!(world.text("SELECT admission FROM agents WHERE id = 'zoe'").await, "outside", "nobody comes into the pool by a file");
        assert_eq!((world.recorded("agents.import").await, world.recorded("agent.create").await), (1, 1));
        let before = world.fingerprint().await;
        led(&coordinator.post("/imports/agents", &[("texte", &text)]).await, "/imports?fait=importfait");
        assert_eq!(world.fingerprint().await, before, "the second time nothing changes");
        says(&page(&mut coordinator, "/imports?fait=importe-2").await, &["2 dossiers importés."]);
    }

    async fn a_manager_brings_in_her_own_people_alone(world) {
        let mut manager = seated_at(world, Role::Manager, "hopital").await;
        page(&mut manager, "/imports").await;
        let table = format!("{HEAD}\nchloe;Chloé;hopital;50;;;;;;\nlea;Léa;ehpad;80;AS;46,2;5,2;30;31;\n");
        let shown = manager.post_file("/imports", &[("sorte", "agents")], ("fichier", "a.csv", table.as_bytes())).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&shown.text, &["chloe Ce dossier appartient à un autre établissement", "ehpad Aucun établissement de votre périmètre"]);
        let group = manager.post_file("/imports", &[("sorte", "groupement")], ("fichier", "g.toml", GROUP.as_bytes())).await;
        assert_eq!(group.status, StatusCode::FORBIDDEN, "the whole group is not hers to replace");
    }

    async fn files_that_are_none_are_refused_in_words(world) {
        let mut administrator = seated(world, Role::Administrator).await;
        page(&mut administrator, "/imports").await;
        for (content, words) in [
            (&b""[..], "Choisissez un fichier qui ne soit pas vide."),
            (&[0xff, 0xfe, 0x41][..], "Ce fichier n’est ni un classeur Excel (.xlsx) ni du texte en UTF-8."),
            (&b"nom;age\nA;3\n"[..], "Aucune colonne « identifiant ». Colonnes lues : nom, age."),
            (&b"identifiant;nom\n"[..], "Ce tableau n’a aucune ligne sous ses titres."),
        ] {
            let shown = administrator.post_file("/imports", &[("sorte", "agents")], ("fichier", "a.csv", content)).await;
            assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            says(&shown.text, &[words]);
        }
        let model = administrator.get("/imports/modele").await;
        assert!(model.text.starts_with("\u{feff}identifiant;nom;employeur;quotite;metiers;"), "{}", model.text);
        let path = "/imports/modele?format=xlsx";
        let book = crate::ledgers::workbook(world.request(Method::GET, path).header("cookie", administrator.cookies())).await;
        let heads = ["identifiant", "nom", "employeur", "quotite", "metiers", "latitude", "longitude", "mobilite_km",
            "cout_horaire", "unites_connues"];
        assert_eq!(book.rows.into_iter().collect::<Vec<_>>(), [(1, heads.map(ToOwned::to_owned).to_vec())]);
        // Filled in, it is what the page takes.
        let zoe = ["zoe", "Zoé Blanc", "hopital", "80", "IDE", "46.2", "5.2", "30", "31.25", "medecine"];
        let filled = workbook(&[&heads, &zoe], |_| Ok(()));
        let shown = administrator.post_file("/imports", &[("sorte", "agents")], ("fichier", "agents.xlsx", &filled)).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        says(&shown.text, &["Tout est juste. Nouveaux dossiers : 1 ; modifiés : 0 ; inchangés : 0."]);
    }

    async fn a_whole_group_is_shown_and_then_replaces_what_is_there(world) {
        let mut administrator = seated(world, Role::Administrator).await;
        page(&mut administrator, "/imports").await;
        let broken = GROUP.replace("share_percent = 80", "share_percent = 800");
        let shown = administrator.post_file("/imports", &[("sorte", "groupement")], ("fichier", "g.toml", broken.as_bytes())).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&shown.text, &["à corriger : rien n’est enregistré.", "800", "un nombre entier de 1 à 100", "corrigez le nombre"]);
        administrator.get("/langue/en").await;
        let shown = administrator.post_file("/imports", &[("sorte", "groupement")], ("fichier", "g.toml", broken.as_bytes())).await;
        says(&shown.text, &["a whole number from 1 to 100", "correct the number"]);
        administrator.get("/langue/fr").await;
        let shown = administrator.post_file("/imports", &[("sorte", "groupement")], ("fichier", "g.toml", GROUP.as_bytes())).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        says(&shown.text, &["Groupement des Deux Rives : 2 établissements, 2 unités, 6 agents, 5 postes à pourvoir."]);
        let text = unescaped(&hidden(&shown.text, "texte"));
        let done = administrator.post("/imports/groupement", &[("texte", &text), ("syntaxe", "toml")]).await;
        led(&done, "/imports?fait=groupement-6");
        world.approved().await;
        let late = administrator.post("/imports/groupement", &[("texte", &text), ("syntaxe", "toml")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        says(&late.text, &["Des affectations ont déjà été approuvées"]);
    }
}
