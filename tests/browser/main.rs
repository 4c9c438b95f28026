//! The pages in a real browser: Debian's `chromium` through its `chromedriver`, on a server of this very build.
//!
//! The server runs in this process on an embedded database in a temporary directory; the driver is a child process on a
//! free port that is killed, by its own handle, when the test ends.

mod browser;
mod world;

use browser::Browser;
use fantoccini::Locator;
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
    assert!(page.find(Locator::Css(".proof")).await?.text().await?.contains("Couverture"));
    let before = page.find_all(Locator::Css("section[aria-labelledby=demandes] tbody tr:not(.day)")).await?.len();
    assert!(before > 0, "there are open requests");
    let tick = format!("input[name=shift][value='{}']", world.shift);
    page.find(Locator::Css(&tick)).await?.click().await?;
    page.find(Locator::Css("button[value=selection]")).await?.click().await?;
    let flash = page.wait().for_element(Locator::Css("[role=status]")).await?.text().await?;
    assert!(flash.contains("approuvé"), "{flash}");

    // The agent accepts.
    page.delete_all_cookies().await?;
    world.log_in(page, "agent", PASSWORD).await?;
    page.wait().for_element(Locator::Css("form[action$='/accepter'] button")).await?.click().await?;
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
    for address in
        ["/".to_owned(), format!("/postes/{}", world.shift), "/compte".to_owned(), "/mot-de-passe".to_owned()]
    {
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
    page.find(Locator::Css("main form button")).await?.click().await?;
    page.wait().for_element(Locator::Css("#demandes")).await?;

    page.find(Locator::LinkText("Mon compte")).await?.click().await?;
    let new = "une guitare mauve";
    for (field, text) in [("current", PASSWORD), ("password", new), ("again", new)] {
        page.wait().for_element(Locator::Id(field)).await?.send_keys(text).await?;
    }
    page.find(Locator::Css("form[action='/compte/mot-de-passe'] button")).await?.click().await?;
    let flash = page.wait().for_element(Locator::Css("[role=status]")).await?.text().await?;
    assert!(flash.contains("mot de passe est enregistré"), "{flash}");

    page.goto(&world.address("/")).await?;
    page.wait().for_element(Locator::Css("#demandes")).await?;
    page.find(Locator::Css("form[action='/deconnexion'] button")).await?.click().await?;
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
