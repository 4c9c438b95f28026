//! What people come for, from log-in to what is done in the end: each journey in French at a desk and in English on a telephone.

use crate::Outcome;
use crate::browser::{Browser, press};
use crate::world::{PASSWORD, World};
use fantoccini::{Client, Locator};
use releve::app::access::{Actor, Role};
use releve::app::approval::{self, Items, OnConflict};
use releve::app::plans;
use serde_json::{Value, json};
use std::time::Duration;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// A server and somebody's window.
struct Stage {
    world: World,
    browser: Browser,
    french: bool,
}

impl Stage {
    async fn set(language: &str, (width, height): (u32, u32)) -> Fallible<Self> {
        let (world, browser) = (World::start().await?, Browser::start_in(language, false).await?);
        browser.client.set_window_rect(0, 0, width, height).await?;
        Ok(Self { world, browser, french: language == "fr" })
    }

    async fn strike(self) -> Outcome {
        self.browser.stop().await?;
        self.world.stop().await
    }

    fn page(&self) -> &Client {
        &self.browser.client
    }

    /// Somebody takes her seat at this window.
    async fn enter(&self, who: &str) -> Outcome {
        self.page().delete_all_cookies().await?;
        self.world.log_in(self.page(), who, PASSWORD).await
    }

    async fn go(&self, path: &str) -> Outcome {
        Ok(self.page().goto(&self.world.address(path)).await?)
    }

    /// Presses what is there now, or in a moment, wherever on the page it is.
    async fn press(&self, css: &str) -> Outcome {
        let found = self.page().wait().for_element(Locator::Css(css)).await?;
        let middle = "arguments[0].scrollIntoView({ block: 'center' })";
        self.page().execute(middle, vec![serde_json::to_value(&found)?]).await?;
        found.click().await?;
        Ok(())
    }

    /// Presses a button of a form and waits until its answer is shown.
    async fn send(&self, css: &str) -> Outcome {
        let found = self.page().wait().for_element(Locator::Css(css)).await?;
        let middle = "arguments[0].scrollIntoView({ block: 'center' })";
        self.page().execute(middle, vec![serde_json::to_value(&found)?]).await?;
        Ok(press(self.page(), css).await?)
    }

    async fn fill(&self, css: &str, text: &str) -> Outcome {
        let field = self.page().wait().for_element(Locator::Css(css)).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Gives a field that keys cannot fill reliably in every language (a day, a choice) its value, as if by hand.
    async fn set_value(&self, css: &str, value: &str) -> Outcome {
        let set = "const field = document.querySelector(arguments[0]); field.value = arguments[1]; \
                   field.dispatchEvent(new Event('change', { bubbles: true })); return field.value";
        let kept = self.page().execute(set, vec![json!(css), json!(value)]).await?;
        assert_eq!(kept, json!(value), "{css} takes {value}");
        Ok(())
    }

    async fn unfold(&self, css: &str) -> Outcome {
        let open = "document.querySelector(arguments[0]).open = true";
        self.page().execute(open, vec![json!(css)]).await?;
        Ok(())
    }

    async fn text(&self, css: &str) -> Fallible<String> {
        Ok(self.page().wait().for_element(Locator::Css(css)).await?.text().await?)
    }

    async fn count(&self, css: &str) -> Fallible<usize> {
        Ok(self.page().find_all(Locator::Css(css)).await?.len())
    }

    async fn path(&self) -> Fallible<String> {
        Ok(self.page().current_url().await?.path().to_owned())
    }

    /// What the last action is said to have done, in the language of this window.
    async fn told(&self, french: &str, english: &str) -> Outcome {
        let told = self.text("[role=status]").await?;
        let wanted = if self.french { french } else { english };
        assert!(told.contains(wanted), "{told:?} does not say {wanted:?}");
        Ok(())
    }

    /// Everything of the plan is approved, by somebody else.
    async fn approve(&self) -> Outcome {
        let actor = Actor::system(&self.world.group).acting_as(Role::Coordinator);
        let version = plans::find(&self.world.app, &actor, &self.world.plan).await?.plan.version;
        let all = (&Items::all(), OnConflict::Refuse);
        approval::approve(&self.world.app, &actor, &self.world.plan, all, version, None).await?;
        Ok(())
    }
}

macro_rules! journeys {
    ($($journey:ident),* $(,)?) => {$(
        mod $journey {
            #[tokio::test(flavor = "multi_thread")]
            async fn in_french_at_a_desk() -> crate::Outcome {
                let stage = super::Stage::set("fr", (1280, 900)).await?;
                Box::pin(super::$journey(&stage)).await?;
                stage.strike().await
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn in_english_on_a_telephone() -> crate::Outcome {
                let stage = super::Stage::set("en", (390, 844)).await?;
                Box::pin(super::$journey(&stage)).await?;
                stage.strike().await
            }
        }
    )*};
}

journeys![
    a_manager_asks_for_a_replacement,
    a_manager_enters_an_absence_and_asks_from_it,
    a_manager_writes_and_calls_off,
    a_coordinator_computes_and_approves,
    a_coordinator_searches_by_hand,
    an_agent_accepts,
    an_agent_says_when_she_can,
    an_agent_seeks_a_swap,
    payroll_corrects_an_account,
    an_administrator_imports_and_invites,
    a_director_and_an_auditor_look,
    a_session_ends_in_the_middle_of_a_form,
    the_network_is_lost_during_a_yes,
];

async fn a_manager_asks_for_a_replacement(stage: &Stage) -> Outcome {
    stage.enter("manager").await?;
    stage.go("/demandes").await?;
    let before = stage.count("main tbody tr").await?;
    // A bare cell of the month is where the need is seen.
    stage.go(&format!("/service/{}?mois=2026-12", stage.world.unit)).await?;
    let bare = "#tableau a.c.manque";
    assert!(stage.count(bare).await? > 0, "the month shows what is missing");
    let stop = "document.querySelector(arguments[0]).focus()";
    stage.page().execute(stop, vec![json!(bare)]).await?;
    stage.page().active_element().await?.send_keys("\u{E007}").await?;
    stage.page().wait().for_element(Locator::Css("form.ask")).await?;
    let day = stage.page().find(Locator::Id("jour-1")).await?.prop("value").await?.unwrap_or_default();
    assert!(day.starts_with("2026-12-"), "the cell has given its day: {day:?}");
    stage.press("label:has(input[name=motif])").await?;
    stage.press("label:has(input[name=priorite][value=normal])").await?;
    stage.page().wait().for_element(Locator::Css("#estimation .tag")).await?;
    let form = stage.page().current_url().await?;
    stage.send("button[value=transmettre]").await?;
    let made = stage.path().await?;
    if made == "/demandes/nouvelle" {
        // Somebody asked for the same post: she is told, and says that two are needed.
        stage.press("label:has(input[name=quandmeme])").await?;
        stage.send("button[value=transmettre]").await?;
    }
    let made = stage.path().await?;
    assert!(made.starts_with("/demandes/") && made != "/demandes/nouvelle", "{made}");
    // Back, and pressed once more: it is the same request.
    while stage.page().current_url().await?.path() != form.path() {
        stage.page().back().await?;
    }
    stage.page().wait().for_element(Locator::Css("button[value=transmettre]")).await?;
    stage.go("/demandes").await?;
    assert_eq!(stage.count("main tbody tr").await?, before + 1, "one request more");
    Ok(())
}

async fn a_manager_enters_an_absence_and_asks_from_it(stage: &Stage) -> Outcome {
    stage.enter("manager").await?;
    // Somebody of the unit with a duty in the second week of the horizon.
    stage.go(&format!("/service/{}?mois=2026-12", stage.world.unit)).await?;
    let duty = "const cells = [...document.querySelectorAll('#tableau tbody a.c:is(.matin, .jour, .soir, .nuit)')]; \
                const cell = cells.find(cell => /date=2026-12-(0[89]|1[0-9])/.test(cell.href)); return cell ? cell.href : ''";
    let address = stage.page().execute(duty, Vec::new()).await?;
    let address = address.as_str().filter(|found| !found.is_empty()).ok_or("nobody has a duty")?.to_owned();
    stage.page().goto(&address).await?;
    stage.press("form:has(input[name=classe]) label:has(input[name=classe])").await?;
    stage.send("form:has(input[name=classe]) button").await?;
    stage.told("absence", "absence").await?;
    assert!(stage.count("section[aria-labelledby=nues] input[name=poste]").await? > 0, "her duties are bare");
    stage.send("section[aria-labelledby=nues] form button").await?;
    assert_eq!(stage.path().await?, "/demandes/nouvelle");
    let absent = stage.page().find(Locator::Id("absent")).await?.prop("value").await?.unwrap_or_default();
    assert!(!absent.is_empty(), "the form knows who is away");
    stage.press("label:has(input[name=priorite][value=normal])").await?;
    stage.send("button[value=transmettre]").await?;
    assert!(stage.path().await?.starts_with("/demandes/"));
    Ok(())
}

async fn a_manager_writes_and_calls_off(stage: &Stage) -> Outcome {
    stage.enter("manager").await?;
    stage.go("/demandes").await?;
    let first = "return document.querySelector('main tbody tr a').getAttribute('href')";
    let request = stage.page().execute(first, Vec::new()).await?;
    let request = request.as_str().ok_or("no request")?.to_owned();
    stage.go(&request).await?;
    stage.fill("#texte", "Merci de préciser l’étage.").await?;
    stage.send("form[action$='/message'] button").await?;
    assert!(stage.text(".thread").await?.contains("Merci de préciser l’étage."));
    // Without a reason nothing is called off; with one it is.
    stage.fill("#motif", "Le besoin n’existe plus.").await?;
    stage.send("form[action$='/annuler'] button").await?;
    stage.told("annul", "cancelled").await?;
    assert_eq!(stage.count("form[action$='/annuler']").await?, 0, "it cannot be called off twice");
    Ok(())
}

async fn a_coordinator_computes_and_approves(stage: &Stage) -> Outcome {
    stage.enter("coordinator").await?;
    stage.go("/propositions").await?;
    stage.fill("#secondes", "30").await?;
    stage.send("form[action='/propositions'] .actions button").await?;
    // No worker runs here: it waits in the queue, is shown so, and can be stopped.
    stage.page().wait().for_element(Locator::Css("section[aria-labelledby=avancement]")).await?;
    stage.send("form[action$='/arreter'] button").await?;
    stage.go(&format!("/propositions/{}", stage.world.plan)).await?;
    let proof = stage.text(".proofs").await?;
    assert!(proof.contains(if stage.french { "pourvu" } else { "filled" }), "{proof}");
    stage.unfold("section[aria-labelledby=preuve] details").await?;
    assert!(stage.count("section[aria-labelledby=preuve] tbody tr").await? >= 3, "a line for each level");
    stage.press(&format!("input[name=shift][value='{}']", stage.world.shift)).await?;
    stage.send("button[value=selection]").await?;
    stage.told("approuvé", "approved").await?;
    Ok(())
}

async fn a_coordinator_searches_by_hand(stage: &Stage) -> Outcome {
    stage.enter("coordinator").await?;
    stage.go(&format!("/postes/{}/recherche", stage.world.shift)).await?;
    stage.fill("#heures", "12").await?;
    stage.send("form[action$='/solliciter'] button").await?;
    assert_eq!(stage.count("section[aria-labelledby=tours] article").await?, 1);
    // Stopped again, with a reason; the shift may be searched for anew.
    stage.unfold("section[aria-labelledby=tours] details:has(form)").await?;
    stage.fill("#motif-retrait", "Le planning a changé.").await?;
    stage.send("form[action$='/retirer'] button").await?;
    stage.page().wait().for_element(Locator::Css("form[action$='/solliciter']")).await?;
    stage.fill("#agence", "Intérim Santé 01").await?;
    stage.send("button[value=reserver]").await?;
    let booking = stage.text("section[aria-labelledby=interim] article").await?;
    assert!(booking.contains("Intérim Santé 01"), "{booking}");
    Ok(())
}

async fn an_agent_accepts(stage: &Stage) -> Outcome {
    stage.approve().await?;
    stage.enter("agent").await?;
    let offers = stage.count("form[action$='/accepter']").await?;
    assert!(offers > 0, "she is asked");
    let effects = stage.text(".effects").await?;
    assert!(!effects.is_empty(), "she reads what it does");
    // Twice at once: it is hers once.
    let twice = "const form = document.querySelector(\"form[action$='/accepter']\"); \
                 const done = arguments[0], body = () => new URLSearchParams(new FormData(form)); \
                 const send = () => fetch(form.action, { method: 'POST', body: body() }).then(answer => answer.ok); \
                 Promise.all([send(), send()]).then(done, error => done(String(error)))";
    assert_eq!(stage.page().execute_async(twice, Vec::new()).await?, json!([true, true]));
    stage.go("/moi").await?;
    assert_eq!(stage.count("form[action$='/accepter']").await?, offers - 1);
    stage.go("/moi/compte").await?;
    stage.page().wait().for_element(Locator::Css("main h1")).await?;
    Ok(())
}

async fn an_agent_says_when_she_can(stage: &Stage) -> Outcome {
    stage.enter("agent").await?;
    stage.go("/moi/disponibilites?mois=2026-12").await?;
    let free = "const free = [...document.querySelectorAll('.month label:not(.shut)')].filter(day => !day.querySelector('.holds')); \
                free.slice(0, 2).forEach(day => day.click()); \
                return [...document.querySelectorAll('.month input:checked')].map(day => day.value)";
    let days: Vec<String> = serde_json::from_value(stage.page().execute(free, Vec::new()).await?)?;
    assert_eq!(days.len(), 2, "two taps, two days");
    stage.send("button[name=dire][value=oui]").await?;
    for day in &days {
        let said = stage.text(&format!(".month label:has(input[value='{day}']) .said")).await?;
        assert!(!said.is_empty(), "{day} bears what she said");
    }
    Ok(())
}

async fn an_agent_seeks_a_swap(stage: &Stage) -> Outcome {
    stage.enter("agent").await?;
    stage.go("/moi/echanges").await?;
    let first =
        "return [...document.querySelector('#donne').options].map(one => one.value).find(value => value !== '') ?? ''";
    let duty = stage.page().execute(first, Vec::new()).await?;
    let duty = duty.as_str().filter(|found| !found.is_empty()).ok_or("she has nothing to give")?.to_owned();
    stage.set_value("#donne", &duty).await?;
    stage.press("label:has(input[name=contre])").await?;
    stage.set_value("#du", "2026-12-07").await?;
    stage.set_value("#au", "2026-12-20").await?;
    stage.send("form[aria-labelledby=chercher] button").await?;
    stage.page().wait().for_element(Locator::Id("trouves")).await?;
    assert_eq!(stage.count("section[aria-labelledby=souhaits] li").await?, 1, "her wish is kept");
    stage.send("form[action$='/retirer'] button").await?;
    assert_eq!(stage.count("section[aria-labelledby=souhaits] li").await?, 0, "and gone when she takes it back");
    Ok(())
}

async fn payroll_corrects_an_account(stage: &Stage) -> Outcome {
    stage.enter("payroll").await?;
    stage.go(&format!("/paie/comptes/{}", stage.world.agent)).await?;
    stage.unfold("section[aria-labelledby=passer] details").await?;
    stage.set_value("#unite", "cents").await?;
    for (field, text) in [
        ("#quantite", "12,50"),
        ("#libelle", "Reprise d’un report"),
        ("#motif", "Report de l’ancien logiciel"),
        ("#piece", "PV du 2 novembre 2026"),
    ] {
        stage.fill(field, text).await?;
    }
    stage.send("form[action$='/ecritures'] button").await?;
    stage.told("écriture", "line").await?;
    let whole = stage.text("main").await?;
    assert!(whole.contains("Reprise d’un report"), "{whole}");
    Ok(())
}

async fn an_administrator_imports_and_invites(stage: &Stage) -> Outcome {
    stage.enter("administrator").await?;
    stage.go("/imports").await?;
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("agents.csv");
    std::fs::write(
        &file,
        "identifiant;nom;employeur;quotite;metiers;latitude;longitude;mobilite_km;cout_horaire;unites_connues\n\
         nouvelle;Élise Marchand;hopital;80;IDE;46,20;5,22;30;28,50;medecine\n\
         autre;Jo Petit;hopital;cent;IDE;46,20;5,22;30;28,50;medecine\n",
    )?;
    stage.press("input[name=sorte][value=agents]").await?;
    stage.page().find(Locator::Id("fichier")).await?.send_keys(&file.display().to_string()).await?;
    stage.send("form[action='/imports'] button").await?;
    let wrong = stage.text("td.cell-bad").await?;
    assert!(wrong.contains("cent"), "the bad cell is marked where it is: {wrong}");
    assert_eq!(stage.count("form[action='/imports/agents']").await?, 0, "and nothing is taken in");

    stage.go("/utilisateurs").await?;
    stage.unfold("section[aria-labelledby=inviter] details").await?;
    stage.fill("#nom", "Inès Morel").await?;
    stage.fill("#courriel", "ines.morel@example.org").await?;
    stage.set_value("#role", "payroll").await?;
    stage.send("form[action='/utilisateurs'].thin button").await?;
    let main = stage.text("main").await?;
    assert!(main.contains("Inès Morel"), "{main}");
    Ok(())
}

async fn a_director_and_an_auditor_look(stage: &Stage) -> Outcome {
    stage.approve().await?;
    stage.enter("director").await?;
    stage.go("/indicateurs").await?;
    assert!(stage.count("section.measure table").await? >= 5, "figures stand in tables");
    stage.enter("auditor").await?;
    stage.go("/journal").await?;
    let deeds = stage.text("table.deeds").await?;
    assert!(deeds.contains(if stage.french { "Proposition approuvée" } else { "Plan approved" }), "{deeds}");
    stage.send("form[action='/journal/verification'] button").await?;
    let verdict = stage.text("main").await?;
    assert!(verdict.contains(if stage.french { "intacte" } else { "sound" }), "{verdict}");
    Ok(())
}

async fn a_session_ends_in_the_middle_of_a_form(stage: &Stage) -> Outcome {
    stage.enter("manager").await?;
    stage.go("/demandes").await?;
    let first = "return document.querySelector('main tbody tr a').getAttribute('href')";
    let request = stage.page().execute(first, Vec::new()).await?;
    stage.go(request.as_str().ok_or("no request")?).await?;
    stage.fill("#texte", "Rien de ceci ne doit se perdre.").await?;
    stage.page().delete_all_cookies().await?;
    stage.send("form[action$='/message'] button").await?;
    // She logs in again in another tab, and sends it once more from this one.
    let here = stage.page().window().await?;
    let other = stage.page().new_window(true).await?;
    stage.page().switch_to_window(other.handle).await?;
    stage.world.log_in(stage.page(), "manager", PASSWORD).await?;
    stage.page().close_window().await?;
    stage.page().switch_to_window(here).await?;
    stage.send("form[action$='/message'] button").await?;
    stage.send("form[action$='/message'] button").await?;
    let thread = stage.text(".thread").await?;
    assert_eq!(thread.matches("Rien de ceci ne doit se perdre.").count(), 1, "{thread}");

    // Who wanted to see a page is led there by her log-in.
    stage.page().delete_all_cookies().await?;
    stage.go("/demandes?etat=ouverte").await?;
    assert_eq!(stage.path().await?, "/connexion");
    stage.page().find(Locator::Id("email")).await?.send_keys("manager@example.org").await?;
    stage.page().find(Locator::Id("password")).await?.send_keys(PASSWORD).await?;
    stage.send("main form button").await?;
    assert_eq!(stage.path().await?, "/demandes");
    Ok(())
}

async fn the_network_is_lost_during_a_yes(stage: &Stage) -> Outcome {
    stage.approve().await?;
    stage.enter("agent").await?;
    let offers = stage.count("form[action$='/accepter']").await?;
    let ready = "const done = arguments[0]; navigator.serviceWorker.ready.then(() => caches.open('releve-1')) \
                 .then(kept => kept.match('/hors-ligne')).then(page => done(Boolean(page)), error => done(String(error)))";
    let mut kept = Value::Null;
    for _ in 0..50 {
        kept = stage.page().execute_async(ready, Vec::new()).await?;
        if kept == json!(true) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(kept, json!(true), "the page for when there is no network is at hand");
    // Whatever the browser shows in between, her page tells what holds when the network is back.
    stage.browser.network(None).await?;
    let press = "document.querySelector(\"form[action$='/accepter'] button\").click()";
    stage.page().execute(press, Vec::new()).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    stage.browser.network(Some((0, 10_000_000))).await?;
    stage.go("/moi").await?;
    assert_eq!(stage.count("form[action$='/accepter']").await?, offers, "nothing was done");
    stage.send("form[action$='/accepter'] button").await?;
    assert_eq!(stage.count("form[action$='/accepter']").await?, offers - 1, "and it can be done now");
    Ok(())
}
