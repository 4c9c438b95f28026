//! Every template rendered with a small made-up group. The HTML is left in `target/pages/` to be looked at in a
//! browser.

use super::format;
use super::view::{
    Able, Account, Alert, Away, ChooseGroup, Cited, Code, Device, Flash, Forgotten, Frame, Identity, Link, Login,
    Nobody, Problem, Push, Reason, RecoveryCodes, RefusedBy, Relaxation, SecondFactor, Session, Shift, Unable, User,
};
use askama::Template;
use releve_solver::domain::scenario::Priority;
use std::path::PathBuf;

fn frame(title: &str, role: &str) -> Frame {
    Frame {
        title: title.into(),
        group: "GCSMS des Vallées".into(),
        user: Some(User { name: "Claire Delmas".into(), role: role.into(), places: Vec::new() }),
        flash: Some(Flash {
            tone: "ok", text: "Deux affectations approuvées ; deux sollicitations envoyées.".into()
        }),
        style_url: "style.css".into(),
        seal: "5ea1".into(),
        ..Frame::default()
    }
}

fn able(rank: usize, name: &str) -> Able {
    Able {
        rank,
        name: name.into(),
        suitability: "complet".into(),
        account: "4,00 → 10,75".into(),
        familiarity: "connaît l’unité".into(),
        distance: "12 km".into(),
        cost: format::euros(31_240),
        notes: vec![Cited {
            text: "poste dans 3\u{a0}j < 15\u{a0}j de préavis : à proposer seulement".into(),
            article: String::new(),
        }],
    }
}

fn shift() -> Shift {
    Shift {
        frame: frame("Poste N du samedi 5 décembre", "coordination"),
        heading: "Samedi 5 décembre 2026, 21:00–07:00".into(),
        code: "N".into(),
        part: "nuit",
        request: "/demandes/s-1".into(),
        request_name: "sam. 5 déc., 21:00–07:00".into(),
        place: "Médecine gériatrique, EHPAD Les Tilleuls".into(),
        qualification: "AS".into(),
        priority: format::priority(Priority::Safety),
        eligible: vec![able(1, "Aïcha Benali"), able(2, "Bernard Costa")],
        refused_count: 1,
        refused: vec![RefusedBy {
            rule: "repos quotidien".into(),
            articles: "décret 2002-9, art. 6".into(),
            people: vec![Unable {
                name: "Chloé Dumont".into(),
                reasons: vec![Reason {
                    sentence: "Repos quotidien de 9 h 30 avant ce poste, 12 h au moins.".into(),
                    article: "décret 2002-9, art. 6".into(),
                    from: "Possible à partir de 23:30.".into(),
                    kept: false,
                }],
            }],
        }],
        nobody: None,
    }
}

fn bare_shift() -> Shift {
    let nobody = Nobody {
        summary: "titre qui convient, refusés : 3 ; sans titre : 12".into(),
        sets: vec!["repos quotidien : 2 personnes (Chloé Dumont, David Évrard)".into()],
        relaxations: vec![Relaxation {
            sentence: "début le 5 décembre à 23:30 (2 h 30 plus tard) : Chloé Dumont".into(),
            notes: vec![Cited {
                text: "jour de repos de son planning (5 décembre) : à proposer seulement".into(),
                article: String::new(),
            }],
            cost: format::euros(31_240),
            points: format::signed(450),
        }],
        notes: vec!["Intérim, pour comparaison : 612,00 €.".into()],
    };
    Shift { eligible: Vec::new(), nobody: Some(nobody), ..shift() }
}

fn alert(text: &str) -> Alert {
    Alert { text: text.into(), ..Alert::default() }
}

fn providers() -> Vec<(String, String)> {
    vec![("psc".into(), "<script> Pro Santé Connect".into())]
}

fn account() -> Account {
    Account {
        frame: frame("Mon compte", "coordination"),
        alert: alert("Ce n’est pas votre mot de passe actuel. Rien n’a été modifié."),
        email: "claire@example.org".into(),
        password_at: "22/11/2026 à 08:10".into(),
        second_factor: "Elle est active depuis le 22/11/2026 ; il vous reste 9 codes de secours.".into(),
        in_force: true,
        sessions: vec![Session {
            id: "s1".into(),
            browser: "<script> Firefox/140.0".into(),
            since: "22/11/2026 à 08:10".into(),
            seen: "22/11/2026 à 09:10".into(),
            own: false,
        }],
        several_groups: true,
        has_password: true,
        identities: vec![Identity {
            id: "i1".into(),
            provider: "Pro Santé Connect".into(),
            label: "<script> 899700218896".into(),
            since: "22/11/2026 à 08:10".into(),
            used: String::new(),
        }],
        providers: providers(),
        push: Some(Push {
            key: "BCVxsr7N".into(),
            script_url: "/assets/push.js".into(),
            browsers: vec![Device {
                id: "b1".into(),
                name: "<script> Firefox/140.0".into(),
                since: "22/11/2026 à 08:10".into(),
                address_sha256: "0".repeat(64),
            }],
        }),
    }
}

fn second_factor() -> SecondFactor {
    SecondFactor {
        frame: frame("Double authentification", "coordination"),
        alert: Alert::default(),
        needed: true,
        has_password: true,
        secret: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ".into(),
        address: "otpauth://totp/Rel%C3%A8ve:claire?secret=GEZDGNBVGY3TQOJQ".into(),
    }
}

fn recovery_codes() -> RecoveryCodes {
    RecoveryCodes { frame: frame("Codes de secours", "coordination"), codes: vec!["GEZD-GNBV-GY3T-QOJQ".into(); 10] }
}

#[test]
fn every_page_renders_escaped_and_whole() {
    let dir = PathBuf::from(option_env!("CARGO_TARGET_TMPDIR").unwrap_or("/tmp")).join("pages");
    std::fs::create_dir_all(&dir).expect("a directory for pages");
    let login = Login {
        frame: Frame { user: None, flash: None, group: String::new(), ..frame("Connexion", "") },
        email: "\"><script>".into(),
        alert: alert("L’adresse et le mot de passe ne correspondent pas."),
        providers: providers(),
    };
    let problem = Problem {
        frame: frame("Refus", "coordination"),
        status: 409,
        code: "stale-plan",
        heading: "Les faits ont changé".into(),
        detail: "Relisez la proposition avant de décider.".into(),
        reasons: vec![Cited::plain("version 3 attendue".into())],
    };
    let nobody = || Frame { user: None, flash: None, group: String::new(), ..frame("Connexion", "") };
    let forgotten = Forgotten { frame: nobody(), email: "\"><script>".into(), alert: Alert::default() };
    let link = Link {
        frame: nobody(),
        action: "/lien/x".into(),
        name: "<script>".into(),
        email: "claire@example.org".into(),
        demo: false,
        providers: providers(),
        alert: alert("Les deux saisies diffèrent."),
    };
    let away = Away {
        frame: nobody(),
        sentence: "Vous êtes conduit vers <script>.".into(),
        call: "Continuer".into(),
        address: "https://id.example/auth?a=b&c=\"><script>".into(),
    };
    let code = Code { frame: nobody(), alert: alert("Ce code n’est pas valable.") };
    let groups = ["GCSMS des Vallées", "<script>"].map(|name| (name.to_owned(), name.to_owned())).to_vec();
    let pages = [
        ("forgotten", forgotten.render()),
        ("link", link.render()),
        ("code", code.render()),
        ("choose-group", ChooseGroup { frame: nobody(), groups }.render()),
        ("account", account().render()),
        ("away", away.render()),
        ("second-factor", second_factor().render()),
        ("recovery-codes", recovery_codes().render()),
        ("login", login.render()),
        ("problem", problem.render()),
        ("shift", shift().render()),
        ("bare-shift", bare_shift().render()),
    ];
    std::fs::write(dir.join("style.css"), super::assets::STYLE.content).expect("style");
    for (name, page) in pages {
        let html = page.expect(name);
        assert!(html.contains("class=\"skip\"") && html.contains("lang=\"fr\""), "{name}");
        // The account alone has a script, which is a file of ours.
        let rest = html.replace("<script src=\"/assets/push.js\" defer></script>", "");
        assert!(!rest.contains("<script"), "{name}: no script, escaped or not wanted");
        assert!(!html.contains(" style="), "{name}: inline styles would need a weaker content policy");
        std::fs::write(dir.join(format!("{name}.html")), html).expect("a written page");
    }
}
