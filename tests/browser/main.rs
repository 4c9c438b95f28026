//! The pages in a real browser: Debian's `chromium` through its `chromedriver`, on a server of this very build.
//!
//! The server runs in this process on an embedded database in a temporary directory; the driver is a child process on a
//! free port that is killed, by its own handle, when the test ends.

mod browser;
mod journeys;
mod judge;
mod pages;
#[path = "../it/peer.rs"]
mod peer;
mod world;

use browser::{Browser, press};
use fantoccini::{Client, Locator};
use peer::Peer;
use releve::app::Clock;
use releve::config::openid::Providers;
use releve::config::push::VapidKey;
use serde_json::json;
use world::{PASSWORD, World};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_goes_from_the_board_to_the_audit_trail() -> Outcome {
    let world = World::start().await?;
    let browser = Browser::start().await?;
    let page = &browser.client;

    // The coordinator sees the open requests and the plan with its proof, and approves one item.
    world.log_in(page, "coordinator", PASSWORD).await?;
    page.wait().for_element(Locator::Css("#demandes")).await?;
    let before = page.find_all(Locator::Css("section[aria-labelledby=demandes] tbody tr:not(.day)")).await?.len();
    assert!(before > 0, "there are open requests");
    press(page, "section[aria-labelledby=proposition] a.button").await?;
    let proof = page.wait().for_element(Locator::Css(".proofs")).await?.text().await?;
    assert!(proof.contains("pourvu"), "{proof}");
    let tick = format!("input[name=shift][value='{}']", world.shift);
    page.find(Locator::Css(&tick)).await?.click().await?;
    press(page, "button[value=selection]").await?;
    let flash = page.wait().for_element(Locator::Css("[role=status]")).await?.text().await?;
    assert!(flash.contains("approuvé"), "{flash}");

    // The agent accepts.
    page.delete_all_cookies().await?;
    world.log_in(page, "agent", PASSWORD).await?;
    press(page, "form[action$='/accepter'] button").await?;
    let flash = page.wait().for_element(Locator::Css("[role=status]")).await?.text().await?;
    assert!(flash.contains("ce poste est à vous"), "{flash}");

    // The auditor reads both.
    page.delete_all_cookies().await?;
    world.log_in(page, "auditor", PASSWORD).await?;
    let trail = page.wait().for_element(Locator::Css("main table")).await?.text().await?;
    assert!(trail.contains("Proposition approuvée"), "{trail}");
    assert!(trail.contains("Sollicitation acceptée"), "{trail}");
    browser.stop().await?;
    world.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_fit_a_phone_and_a_keyboard() -> Outcome {
    let world = World::start().await?;
    let browser = Browser::start().await?;
    let page = &browser.client;
    page.set_window_rect(0, 0, 390, 900).await?;
    world.log_in(page, "coordinator", PASSWORD).await?;
    page.wait().for_element(Locator::Css("#demandes")).await?;
    for address in [
        "/".to_owned(),
        format!("/postes/{}", world.shift),
        format!("/postes/{}/recherche", world.shift),
        format!("/propositions/{}", world.plan),
        "/propositions".to_owned(),
        "/a-decider".to_owned(),
        "/service".to_owned(),
        "/demandes".to_owned(),
        "/demandes/nouvelle".to_owned(),
        "/compte".to_owned(),
        "/mot-de-passe".to_owned(),
    ] {
        page.goto(&world.address(&address)).await?;
        let overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let over = page.execute(overflow, Vec::new()).await?;
        assert!(over.as_i64().is_some_and(|pixels| pixels <= 0), "{address} is {over} px too wide");
    }
    // The first stop of the Tab key is the skip link, which shows itself and has a visible focus.
    page.goto(&world.address("/")).await?;
    page.find(Locator::Css("body")).await?.send_keys("\u{E004}").await?;
    let focus = "const e = document.activeElement, s = getComputedStyle(e); \
                 return [e.className, s.outlineStyle, e.getBoundingClientRect().top >= 0]";
    // The link glides in.
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    let seen = page.execute(focus, Vec::new()).await?;
    assert_eq!(seen, serde_json::json!(["skip", "solid", true]));
    browser.stop().await?;
    world.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn arrow_keys_go_through_the_month_and_an_estimate_follows_the_form() -> Outcome {
    let world = World::start().await?;
    let browser = Browser::start().await?;
    let page = &browser.client;
    world.log_in(page, "coordinator", PASSWORD).await?;
    page.goto(&world.address("/service")).await?;
    let stop = page.wait().for_element(Locator::Css("#tableau tbody [tabindex='0']")).await?;
    assert_eq!(page.find_all(Locator::Css("#tableau [tabindex='0']")).await?.len(), 1, "one stop of the Tab key");
    let here =
        "const cell = document.activeElement.closest('td, th'); return [cell.parentElement.rowIndex, cell.cellIndex]";
    page.execute("document.querySelector(\"#tableau [tabindex='0']\").focus()", Vec::new()).await?;
    let before: (i64, i64) = serde_json::from_value(page.execute(here, Vec::new()).await?)?;
    // Right and down.
    stop.send_keys("\u{E014}").await?;
    page.active_element().await?.send_keys("\u{E015}").await?;
    let after: (i64, i64) = serde_json::from_value(page.execute(here, Vec::new()).await?)?;
    assert_eq!(after, (before.0 + 1, before.1 + 1));
    assert_eq!(page.find_all(Locator::Css("#tableau [tabindex='0']")).await?.len(), 1);

    page.goto(&world.address("/demandes/nouvelle")).await?;
    let waiting = page.find(Locator::Id("estimation")).await?.text().await?;
    assert!(waiting.contains("Pas encore d’estimation"), "{waiting}");
    let choose = "const code = document.getElementById('code-1'); code.selectedIndex = 1; \
                  code.dispatchEvent(new Event('change', { bubbles: true }))";
    page.execute(choose, Vec::new()).await?;
    page.wait().for_element(Locator::Css("#estimation .tag")).await?;
    let hope = page.find(Locator::Id("estimation")).await?.text().await?;
    assert!(hope.contains("légalement en ce moment"), "{hope}");
    browser.stop().await?;
    world.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_logs_in_changes_her_password_and_leaves_nothing_behind() -> Outcome {
    let world = World::start().await?;
    let browser = Browser::start().await?;
    let page = &browser.client;
    world.log_in(page, "coordinator", "trois canards bleus").await?;
    let error = page.wait().for_element(Locator::Css("[role=alert]")).await?.text().await?;
    assert!(error.contains("ne correspondent pas"), "{error}");
    let typed = page.find(Locator::Id("email")).await?.prop("value").await?;
    assert_eq!(typed.as_deref(), Some("coordinator@example.org"), "what was typed is kept");
    page.find(Locator::Id("password")).await?.send_keys(PASSWORD).await?;
    press(page, "main form button").await?;
    page.wait().for_element(Locator::Css("#demandes")).await?;

    press(page, "a[href='/compte']").await?;
    let new = "une guitare mauve";
    for (field, text) in [("current", PASSWORD), ("password", new), ("again", new)] {
        page.wait().for_element(Locator::Id(field)).await?.send_keys(text).await?;
    }
    press(page, "form[action='/compte/mot-de-passe'] button").await?;
    let flash = page.wait().for_element(Locator::Css("[role=status]")).await?.text().await?;
    assert!(flash.contains("mot de passe est enregistré"), "{flash}");

    page.goto(&world.address("/")).await?;
    page.wait().for_element(Locator::Css("#demandes")).await?;
    press(page, "form[action='/deconnexion'] button").await?;
    let flash = page.wait().for_element(Locator::Css("[role=status]")).await?.text().await?;
    assert!(flash.contains("déconnecté"), "{flash}");
    page.back().await?;
    page.wait().for_element(Locator::Id("email")).await?;
    assert!(page.find_all(Locator::Css("#demandes")).await?.is_empty(), "the back button shows nothing of the board");
    assert!(!page.source().await?.contains("Camille Duval"), "nor who was there");

    world.log_in(page, "coordinator", new).await?;
    page.wait().for_element(Locator::Css("#demandes")).await?;
    browser.stop().await?;
    world.stop().await
}

/// Fills in the provider's own forms: the log-in, and what it asks to be confirmed.
async fn at_provider(page: &Client, back: &str) -> Outcome {
    page.wait().for_element(Locator::Css("input[name=login]")).await?.send_keys("camille").await?;
    page.find(Locator::Css("input[name=password]")).await?.send_keys("x").await?;
    page.find(Locator::Css("button[type=submit]")).await?.click().await?;
    for _ in 0..100 {
        if page.current_url().await?.as_str().starts_with(back) {
            return Ok(());
        }
        if let Ok(confirm) = page.find(Locator::Css("input[value=consent] ~ button, form button[autofocus]")).await {
            // It may be gone by now.
            let _ = confirm.click().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    Err(format!("it does not lead back: {}", page.source().await?).into())
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_links_an_identity_logs_out_of_both_and_in_by_it() -> Outcome {
    let provider = Peer::start("oidc/provider.mjs");
    let issuer = format!("http://127.0.0.1:{}", provider.read()["port"]);
    let secret = "a-secret-of-thirty-two-characters";
    let file = format!(
        "[[provider]]\nid = \"ght\"\nname = \"GHT\"\nissuer = \"{issuer}\"\nclient_id = \"releve\"\n\
         client_secret = \"{secret}\"\nscopes = [\"openid\", \"profile\"]"
    );
    let providers = Providers::parse(&file)?;
    let world = World::start_with(|config| config.openid = Some(providers)).await?;
    // The provider goes by the machine's clock.
    world.clock.advance(Clock::system().now() - world.clock.now());
    let base = world.address("");
    let client = json!({ "client_id": "releve", "client_secret": secret,
        "redirect_uris": [format!("{base}/connexion/openid/ght/retour")],
        "post_logout_redirect_uris": [format!("{base}/connexion")] });
    provider.ask(&json!({ "clients": [client] }));
    let browser = Browser::start().await?;
    let page = &browser.client;

    world.log_in(page, "coordinator", PASSWORD).await?;
    page.goto(&world.address("/compte")).await?;
    page.find(Locator::Id("current-identity")).await?.send_keys(PASSWORD).await?;
    page.find(Locator::Css("button[name=fournisseur]")).await?.click().await?;
    at_provider(page, &base).await?;
    let flash = page.wait().for_element(Locator::Css("[role=status]")).await?.text().await?;
    assert!(flash.contains("Cette identité est liée"), "{flash}");
    let table = page.find(Locator::Css("section[aria-labelledby=identites] table")).await?.text().await?;
    assert!(table.contains("899700-camille"), "{table}");

    // Logging out of a session that a password began leaves the provider alone; one that it began ends there too.
    press(page, "form[action='/deconnexion'] button").await?;
    page.wait().for_element(Locator::LinkText("Se connecter avec GHT")).await?.click().await?;
    page.wait().for_element(Locator::Css("#demandes")).await?;
    page.find(Locator::Css("form[action='/deconnexion'] button")).await?.click().await?;
    page.wait().for_element(Locator::Css("button[name=logout]")).await?.click().await?;
    page.wait().for_element(Locator::LinkText("Se connecter avec GHT")).await?.click().await?;
    at_provider(page, &base).await?;
    page.wait().for_element(Locator::Css("#demandes")).await?;
    browser.stop().await?;
    world.stop().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_button_of_push_messages_shows_where_its_script_runs() -> Outcome {
    let key: VapidKey = VapidKey::make()?.parse()?;
    let world = World::start_with(|config| {
        config.push.vapid_key = Some(key);
        config.push.vapid_subject = Some("mailto:it@example.org".to_owned());
    })
    .await?;
    let browser = Browser::start().await?;
    let page = &browser.client;
    world.log_in(page, "coordinator", PASSWORD).await?;
    page.goto(&world.address("/compte")).await?;
    page.wait().for_element(Locator::Css("#push-on:not([hidden])")).await?;
    let hidden =
        "return [document.getElementById('push-off').hidden, document.getElementById('push-said').textContent]";
    assert_eq!(page.execute(hidden, Vec::new()).await?, json!([true, ""]));
    let ready = "const done = arguments[0]; \
                 navigator.serviceWorker.ready.then(r => done([r.scope, r.active.scriptURL]), e => done(String(e)))";
    let worker = page.execute_async(ready, Vec::new()).await?;
    assert_eq!(worker, json!([world.address("/"), world.address("/sw.js")]));
    browser.stop().await?;
    world.stop().await
}
