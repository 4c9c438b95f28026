//! Every page, in both languages, light and dark, on a desk and on the narrowest telephone (320 px, which is 400 % of 1,280).

use crate::Outcome;
use crate::browser::Browser;
use crate::judge::Judge;
use crate::world::{PASSWORD, World};
use fantoccini::Client;

/// Addresses that each role sees.
fn addresses(world: &World) -> Vec<(&'static str, Vec<String>)> {
    let own = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    let (shift, plan, unit) = (&world.shift, &world.plan, &world.unit);
    let mut coordination = own(&[
        "/compte",
        "/compte/second-facteur",
        "/",
        "/?par=lieu&etat=libre",
        "/propositions",
        "/remplacants",
        "/a-decider",
        "/indicateurs",
        "/imports",
    ]);
    coordination.extend([
        format!("/propositions/{plan}"),
        format!("/propositions/comparer?a={plan}&b={plan}"),
        format!("/postes/{shift}"),
        format!("/postes/{shift}/recherche"),
    ]);
    // Candidates are not for her: a refusal is a page too.
    let agent = own(&[
        "/compte",
        &format!("/postes/{shift}"),
        "/moi",
        "/moi/disponibilites",
        "/moi/disponibilites/accords",
        "/moi/disponibilites/absences",
        "/moi/tableaux",
        "/moi/tableaux/browser-roster",
        "/moi/echanges",
        "/moi/compte",
        "/moi/pourquoi",
        "/moi/avis",
        "/moi/messages",
        "/moi/reglages",
        "/hors-ligne",
    ]);
    let manager = own(&[
        &format!("/service/{unit}?mois=2026-12"),
        &format!("/service/{unit}/absences"),
        &format!("/service/{unit}/tableaux"),
        "/demandes",
        &format!("/demandes/{}", world.request),
        &format!("/demandes/{}/modifier", world.request),
        &format!("/demandes/nouvelle?unite={unit}"),
        &format!("/agents/{}", world.agent),
    ]);
    let payroll = own(&["/paie", &format!("/paie/comptes/{}", world.agent)]);
    let administrator = own(&["/utilisateurs", "/imports", "/agents", "/membres", &format!("/unites/{unit}")]);
    let auditor = own(&[
        "/",
        "/journal",
        "/journal/verification",
        "/membres",
        "/regles",
        "/service",
        "/demandes",
        "/utilisateurs",
    ]);
    vec![
        ("", own(&["/connexion", "/mot-de-passe", "/problems", "/problems/stale-plan"])),
        ("coordinator", coordination),
        ("agent", agent),
        ("manager", manager),
        ("payroll", payroll),
        ("director", own(&["/indicateurs", "/propositions"])),
        ("administrator", administrator),
        ("auditor", auditor),
    ]
}

async fn look(world: &World, judge: &Judge, page: &Client) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut faults = Vec::new();
    world.open_roster("browser-roster").await?;
    for (who, paths) in addresses(world) {
        page.delete_all_cookies().await?;
        if !who.is_empty() {
            world.log_in(page, who, PASSWORD).await?;
        }
        for path in paths {
            page.goto(&world.address(&path)).await?;
            faults.extend(judge.faults(page).await?.into_iter().map(|fault| format!("{who} {fault}")));
        }
    }
    Ok(faults)
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_in_french_are_sound_on_a_light_desk() -> Outcome {
    sound("fr", false, (1280, 1000)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_in_english_are_sound_on_a_dark_telephone() -> Outcome {
    sound("en", true, (320, 700)).await
}

async fn sound(language: &str, dark: bool, (width, height): (u32, u32)) -> Outcome {
    let world = World::start().await?;
    let judge = Judge::start(&world.names);
    let browser = Browser::start_in(language, dark).await?;
    browser.client.set_window_rect(0, 0, width, height).await?;
    let faults = look(&world, &judge, &browser.client).await?;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    browser.stop().await?;
    world.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_judges_find_what_is_wrong() -> Outcome {
    let judge = Judge::start(&[]);
    let browser = Browser::start().await?;
    browser.client.set_window_rect(0, 0, 320, 700).await?;
    let bad = "data:text/html,<!doctype html><html lang=fr><title>a</title><p><div>The shift</div></p><img src=x>\
               <pre style='width:900px'>x</pre>";
    browser.client.goto(bad).await?;
    let faults = judge.faults(&browser.client).await?.join("\n");
    for fault in ["axe: image-alt", "markup: ", "px too wide", "says “The ", "says “shift "] {
        assert!(faults.contains(fault), "{fault} is not among {faults}");
    }
    browser.stop().await
}

/// It is one long page in English, which names laws and words of the field as they are; it takes the judges longer than all others
/// together.
#[tokio::test(flavor = "multi_thread")]
async fn the_reference_of_the_api_is_sound() -> Outcome {
    let world = World::start().await?;
    let judge = Judge::start(&["Code du travail", "(Code du", "poste"].map(ToOwned::to_owned));
    let browser = Browser::start().await?;
    browser.client.goto(&world.address("/api/docs")).await?;
    let faults = judge.faults(&browser.client).await?;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    browser.stop().await?;
    world.stop().await
}
