//! Every template rendered with a small made-up group. The HTML is left in `target/pages/` to be looked at in a
//! browser.

use super::view::{
    Able, Account, Agent, Away, Bare, Board, ChooseGroup, Code, Day, Entry, Figure, Flash, Forgotten, Frame, Identity,
    Item, Level, Link, Login, Nobody, Offer, Open, Plan, Price, Problem, Push, Reason, RecoveryCodes, Relaxation,
    Running, SecondFactor, Session, Shift, Tag, Unable, User,
};
use super::{chart, format};
use askama::Template;
use releve_solver::domain::plan::LevelName;
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

fn open(code: &str, hours: &str, priority: Priority) -> Open {
    Open {
        id: format!("s-{code}"),
        code: code.into(),
        hours: hours.into(),
        unit: "Médecine gériatrique".into(),
        establishment: "EHPAD Les Tilleuls".into(),
        qualification: "AS".into(),
        priority: format::priority(priority),
        state: "à pourvoir".into(),
    }
}

fn plan() -> Plan {
    let names = ["Aïcha Benali", "Bernard Costa", "Chloé Dumont", "David Évrard", "Élodie Ferrand-Montalembert"];
    let accounts = names.iter().enumerate().map(|(n, name)| chart::Account {
        name: (*name).into(),
        before: 400 + 250 * n as i64,
        after: 1400 + 30 * n as i64,
        shifts: 5 - n,
    });
    let item = |name: &str, state: Tag, open: bool| Item {
        shift: "s-1".into(),
        name: name.into(),
        day: "samedi 5 décembre".into(),
        hours: "21:00–07:00".into(),
        code: "N".into(),
        qualification: "AS".into(),
        unit: "Médecine gériatrique".into(),
        establishment: "EHPAD Les Tilleuls".into(),
        state,
        open,
        conflict: if open { String::new() } else { "Le poste N du 2026-12-05 a été pourvu entre-temps.".into() },
        why:
            "Choisie parmi 7 personnes possibles. Compte avant : 4,00 points ; ce poste y ajoute 6,75. Coût : 312,40 €."
                .into(),
        next_best: "Suivante : Bernard Costa ; équité +2,10, coût −12,00 €.".into(),
    };
    Plan {
        id: "p1".into(),
        version: 3,
        when: "22/11/2026 à 08:10".into(),
        state: Tag::warn("à décider"),
        expired: "Une proposition plus récente a été approuvée.".into(),
        moved: "Depuis le calcul, 1 élément ne peut plus être approuvé.".into(),
        earlier_facts: true,
        decidable: true,
        covered: 38,
        shifts: 42,
        proof: "prouvée la meilleure à chaque objectif · équité : écart de 10,00 à 1,20 points".into(),
        levels: [LevelName::Safety, LevelName::Cover, LevelName::Equity, LevelName::Cost, LevelName::Preferences]
            .into_iter()
            .map(|name| Level {
                label: format::level(name),
                value: format::figure(1234.5),
                bound: format::figure(1230.0),
                gap: format::gap(0.0036),
            })
            .collect(),
        facts: "Faits 9f2c…, référentiels fph@2026-01, graine 1, 12 s.".into(),
        equity: chart::equity(accounts.collect()),
        prices: vec![Price {
            qualification: "AS".into(),
            establishment: "EHPAD Les Tilleuls".into(),
            week: "semaine 49 de 2026".into(),
            shifts: "6 postes, dont 2 à pourvoir".into(),
            level: format::level(LevelName::Cover),
            worth: format::figure(2.5),
        }],
        items: vec![
            item("Aïcha Benali", Tag::default(), true),
            item("Élodie Ferrand-Montalembert", Tag::ok("approuvée"), false),
        ],
        bare: vec![Bare {
            shift: "s-9".into(),
            day: "dimanche 6 décembre".into(),
            hours: "21:00–07:00".into(),
            code: "N".into(),
            qualification: "IDE".into(),
            unit: "Médecine gériatrique".into(),
            establishment: "EHPAD Les Tilleuls".into(),
            reason: "Personne ne peut le tenir légalement.".into(),
            refusals: vec!["repos quotidien (décret 2002-9, art. 6) : 4 personnes".into()],
            agency: format::euros(61_200),
        }],
    }
}

fn board() -> Board {
    let day = |label: &str, mark: &str| Day {
        label: label.into(),
        mark: mark.into(),
        shifts: vec![open("N", "21:00–07:00", Priority::Safety), open("M", "06:45–14:15", Priority::Normal)],
    };
    Board {
        frame: frame("Tableau", "coordination"),
        period: "du lundi 30 novembre au dimanche 27 décembre 2026".into(),
        figures: vec![
            Figure {
                label: "Postes à pourvoir",
                value: "42".into(),
                note: "dont 6 sous le minimum de sécurité".into(),
            },
            Figure { label: "Couverts par la proposition", value: "38".into(), note: "90 %".into() },
            Figure { label: "Sollicitations en attente", value: "3".into(), note: String::new() },
            Figure { label: "Intérim évité", value: format::euros(1_845_600), note: "au prix plafond".into() },
        ],
        days: vec![day("vendredi 4 décembre 2026", ""), day("samedi 5 décembre 2026", "week-end")],
        plan: Some(plan()),
        computing: None,
        can_plan: true,
    }
}

fn able(rank: usize, name: &str) -> Able {
    Able {
        rank,
        name: name.into(),
        suitability: "complet",
        account: "4,00 → 10,75".into(),
        familiarity: "connaît l’unité",
        distance: "12 km".into(),
        cost: format::euros(31_240),
        notes: vec!["poste dans 3\u{a0}j < 15\u{a0}j de préavis : à proposer seulement".into()],
    }
}

fn shift() -> Shift {
    Shift {
        frame: frame("Poste N du samedi 5 décembre", "coordination"),
        heading: "Samedi 5 décembre 2026, 21:00–07:00".into(),
        place: "Médecine gériatrique, EHPAD Les Tilleuls".into(),
        qualification: "AS".into(),
        priority: format::priority(Priority::Safety),
        eligible: vec![able(1, "Aïcha Benali"), able(2, "Bernard Costa")],
        refused: vec![Unable {
            name: "Chloé Dumont".into(),
            reasons: vec![Reason {
                sentence: "Repos quotidien de 9 h 30 avant ce poste, 12 h au moins.".into(),
                article: "décret 2002-9, art. 6".into(),
                from: "Possible à partir de 23:30.".into(),
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
            notes: vec!["jour de repos de son planning (5 décembre) : à proposer seulement".into()],
            cost: format::euros(31_240),
            points: format::signed(450),
        }],
        notes: vec!["Intérim, pour comparaison : 612,00 €.".into()],
    };
    Shift { eligible: Vec::new(), nobody: Some(nobody), ..shift() }
}

fn agent() -> Agent {
    let entry = |date: &str, label: &str, quantity: &str| Entry {
        date: date.into(),
        label: label.into(),
        quantity: quantity.into(),
    };
    Agent {
        frame: Frame { flash: None, ..frame("Vos sollicitations", "agent") },
        name: "Aïcha".into(),
        offers: vec![Offer {
            id: "o1".into(),
            day: "Samedi 5 décembre 2026".into(),
            hours: "21:00–07:00".into(),
            place: "Médecine gériatrique, EHPAD Les Tilleuls".into(),
            qualification: "AS".into(),
            detail: "Réponse attendue avant le 23/11/2026 à 20:00. Ajoute 6,75 points à votre compte.".into(),
            state: Tag::warn("en attente"),
            open: true,
        }],
        balance: "14,00 points".into(),
        entries: vec![entry("22/11/2026", "Nuit du 5 décembre acceptée", "+6,75")],
        promises: vec![entry("12 au 13 décembre 2026", "Week-end rendu", "2 jours")],
    }
}

fn providers() -> Vec<(String, String)> {
    vec![("psc".into(), "<script> Pro Santé Connect".into())]
}

fn account() -> Account {
    Account {
        frame: frame("Mon compte", "coordination"),
        error: Some("Ce n’est pas votre mot de passe actuel. Rien n’a été modifié.".into()),
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
            browsers: vec![("b1".into(), "<script> Firefox/140.0".into(), "22/11/2026 à 08:10".into())],
        }),
    }
}

fn second_factor() -> SecondFactor {
    SecondFactor {
        frame: frame("Double authentification", "coordination"),
        error: None,
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
    let running =
        Board { computing: Some(Running { percent: 40, sentence: "Équité…".into() }), plan: None, ..board() };
    let empty = Board { days: Vec::new(), plan: None, can_plan: false, ..board() };
    let login = Login {
        frame: Frame { user: None, flash: None, group: String::new(), ..frame("Connexion", "") },
        email: "\"><script>".into(),
        error: Some("L’adresse et le mot de passe ne correspondent pas.".into()),
        providers: providers(),
    };
    let problem = Problem {
        frame: frame("Refus", "coordination"),
        status: 409,
        code: "stale-plan",
        heading: "Les faits ont changé".into(),
        detail: "Relisez la proposition avant de décider.".into(),
        reasons: vec!["version 3 attendue".into()],
    };
    let nobody = || Frame { user: None, flash: None, group: String::new(), ..frame("Connexion", "") };
    let forgotten = Forgotten { frame: nobody(), email: "\"><script>".into(), error: None };
    let link = Link {
        frame: nobody(),
        action: "/lien/x".into(),
        name: "<script>".into(),
        email: "claire@example.org".into(),
        demo: false,
        providers: providers(),
        error: Some("Les deux saisies diffèrent.".into()),
    };
    let away = Away {
        frame: nobody(),
        sentence: "Vous êtes conduit vers <script>.".into(),
        call: "Continuer".into(),
        address: "https://id.example/auth?a=b&c=\"><script>".into(),
    };
    let code = Code { frame: nobody(), error: Some("Ce code n’est pas valable.".into()) };
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
        ("board", board().render()),
        ("running", running.render()),
        ("empty", empty.render()),
        ("login", login.render()),
        ("problem", problem.render()),
        ("shift", shift().render()),
        ("bare-shift", bare_shift().render()),
        ("agent", agent().render()),
    ];
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/style.css"), dir.join("style.css")).expect("style");
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
