//! An agent's own pages, as she sees and uses them in a browser.

mod account;
mod availability;
mod calendar;
mod choosing;
mod home;
mod pulse;
mod roles;
mod swaps;

use crate::visitor::{PASSWORD, Shown, Visitor};
use crate::world::{World, need};
use releve::app::access::Actor;
use releve::app::accounts;
use releve::app::users::{self, NewGrant, NewUser};
use reqwest::StatusCode;
use serde_json::{Value, json};

/// An agent in her browser.
pub async fn agent(world: &World, agent: &str) -> Visitor {
    let email = format!("{agent}@example.org");
    let grant = NewGrant::agent(agent);
    let new = NewUser { name: agent.to_owned(), email: Some(email.clone()), grant, invite: false };
    let made = users::create(&world.app, &Actor::system("g1"), new).await.expect("a user");
    accounts::set_password(&world.app, "g1", &made.id, PASSWORD).await.expect("a password");
    let mut visitor = Visitor::new(world.address);
    visitor.log_in(&email, PASSWORD).await;
    visitor
}

/// Asks some agents for a shift of medicine, each way of deciding; gives the offers by agent.
async fn ask(world: &World, id: &str, (date, code): (&str, &str), (mode, agents): (&str, &[&str])) -> Vec<String> {
    let mut body = need(id, date, code);
    body["although_alike"] = json!(true);
    let (status, made) = world.post("manager", "/api/v1/requests", body).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let order = json!({ "mode": mode, "agents": agents, "hours": 5 });
    let (status, round) = world.post("coordinator", &format!("/api/v1/shifts/{id}/rounds"), order).await;
    assert_eq!(status, StatusCode::CREATED, "{round}");
    let offers = round["offers"].as_array().expect("a list");
    let of = |agent: &&str| {
        let offer = offers.iter().find(|offer: &&Value| offer["agent"] == **agent).expect("an offer");
        offer["id"].as_str().expect("an id").to_owned()
    };
    agents.iter().map(of).collect()
}

/// That a page is there and says something, whatever its spaces.
#[track_caller]
fn says(shown: &Shown, status: StatusCode, sentences: &[&str]) {
    assert_eq!(shown.status, status, "{}", shown.text);
    let text = plain(&shown.text);
    for sentence in sentences {
        assert!(text.contains(sentence), "{sentence:?} is not in {text}");
    }
}

/// That it does not.
#[track_caller]
fn is_silent(shown: &Shown, sentences: &[&str]) {
    let text = plain(&shown.text);
    for sentence in sentences {
        assert!(!text.contains(sentence), "{sentence:?} is in {text}");
    }
}

/// No-break spaces are spaces to whoever looks for words.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

/// That a form was answered by a redirect.
#[track_caller]
fn leads(shown: &Shown, to: &str) {
    assert_eq!((shown.status, shown.location.as_str()), (StatusCode::SEE_OTHER, to), "{}", shown.text);
}

/// The value of the first field of this name that a page shows.
fn value(shown: &Shown, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = shown.text.split_once(&field).unwrap_or_else(|| panic!("no field {name}: {}", shown.text));
    rest.split('"').next().expect("a value").to_owned()
}
