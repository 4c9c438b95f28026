//! Pages of those who oversee, pay, audit and administer, as somebody in a browser meets them.

mod imports;
mod indicators;
mod journal;
mod measures;
mod on_file;
mod pay;
mod users;

use crate::visitor::{PASSWORD, Shown, Visitor};
use crate::world::World;
use releve::app::access::{Actor, Role, Scope};
use releve::app::accounts;
use releve::app::users::{self as people, NewGrant, NewUser};
use reqwest::StatusCode;

/// Somebody in a role over the whole group, logged in.
pub async fn seated(world: &World, role: Role) -> Visitor {
    let email = format!("{role:?}@example.org").to_lowercase();
    world.account(&email, role).await;
    let mut visitor = Visitor::new(world.address);
    visitor.log_in(&email, PASSWORD).await;
    visitor
}

/// Somebody in a role over one establishment, logged in.
pub async fn seated_at(world: &World, role: Role, establishment: &str) -> Visitor {
    let email = format!("{role:?}-{establishment}@example.org").to_lowercase();
    let grant = NewGrant::new(role, Scope::Establishments([establishment.to_owned()].into()));
    let new = NewUser { name: "Anne Onyme".to_owned(), email: Some(email.clone()), grant, invite: false };
    let made = people::create(&world.app, &Actor::system("g1"), new).await.expect("a user");
    accounts::set_password(&world.app, "g1", &made.id, PASSWORD).await.expect("a password");
    let mut visitor = Visitor::new(world.address);
    visitor.log_in(&email, PASSWORD).await;
    visitor
}

/// Looks at a page that must be there.
pub async fn page(visitor: &mut Visitor, path: &str) -> String {
    let shown = visitor.get(path).await;
    assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.text);
    shown.text
}

/// Text as people read it: without tags, with plain spaces.
pub fn read(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            '\u{a0}' | '\u{202f}' => text.push(' '),
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text.replace("&#39;", "'").replace("&#38;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A page holds these words.
pub fn says(html: &str, wanted: &[&str]) {
    let text = read(html);
    for words in wanted {
        assert!(text.contains(words), "“{words}” is not in: {text}");
    }
}

/// A page holds none of these words.
pub fn says_nothing_of(html: &str, unwanted: &[&str]) {
    let text = read(html);
    for words in unwanted {
        assert!(!text.contains(words), "“{words}” is in: {text}");
    }
}

/// A form led on to an address.
pub fn led(shown: &Shown, location: &str) {
    assert_eq!((shown.status, shown.location.as_str()), (StatusCode::SEE_OTHER, location), "{}", shown.text);
}

/// The value of a hidden field of the last form of a page that has it.
pub fn hidden(html: &str, name: &str) -> String {
    let (_, rest) = html.rsplit_once(&format!("name=\"{name}\" value=\"")).expect("the field is there");
    rest.split('"').next().expect("a value").to_owned()
}
