//! A service that can send, on a world's database and clock, and where its notices go.

use crate::sinks::{Http, Mail, Smtp};
use crate::world::World;
use releve::app::App;
use releve::app::access::{Actor, Role};
use releve::app::work::Work;
use releve::config::{Accounts, Config};
use releve::notify::{self, Carriers};
use releve::store::deliveries;
use releve::store::outbox::Notice;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A service that can send, and where its notices go.
pub struct Post {
    pub app: App,
    pub carriers: Arc<Carriers>,
    pub smtp: Smtp,
    pub http: Http,
}

impl Post {
    /// Another service on the world's database and clock.
    pub async fn of(world: &World) -> Self {
        let (smtp, http) = (Smtp::start(), Http::start().await);
        let config = Config {
            accounts: Accounts {
                public_url: Some("https://releve.example".parse().expect("an address")),
                ..world.app.config.accounts.clone()
            },
            smtp_url: Some(smtp.url()),
            mail_from: Some("Relève <releve@releve.example>".to_owned()),
            sms_url: Some(http.url("/sms")),
            sms_token: Some("gateway-token".to_owned()),
            webhook_loopback: true,
            ..(*world.app.config).clone()
        };
        let app = App { config: Arc::new(config), ..world.app.clone() };
        let carriers = Arc::new(Carriers::new(&app.config).expect("good settings"));
        Self { app, carriers, smtp, http }
    }

    /// Works until nothing is due; gives the number of rows moved.
    pub async fn deliver(&self) -> usize {
        drain(&self.app, &self.carriers, "test-worker").await
    }

    pub async fn tell(&self, kind: &'static str, number: usize, person: &str, payload: &Value) {
        let fact = format!("{kind}:{number}");
        let actor = Actor::system("g1");
        let mut work = Work::begin(&self.app, &actor, Role::System).await.expect("a transaction");
        work.tell(Notice { kind, fact, person: person.to_owned(), payload: payload.clone() });
        work.commit().await.expect("a commit");
    }

    /// Makes a webhook; gives its secret.
    pub async fn hook(&self) -> String {
        let admin = Actor::system("g1").acting_as(Role::Administrator);
        let hook = releve::app::webhooks::register(&self.app, &admin, &self.http.url("/hook"), BTreeSet::new()).await;
        hook.expect("a webhook").secret
    }
}

pub async fn drain(app: &App, carriers: &Carriers, worker: &str) -> usize {
    let mut moved = 0;
    for _ in 0..1000 {
        match notify::run_next(app, carriers, worker).await.expect("a round") {
            0 => return moved,
            rows => moved += rows,
        }
    }
    panic!("there was always more to do");
}

/// Says how somebody wants to be told; what is not given is left at its default.
pub async fn wants(world: &World, who: &str, change: Value) {
    let (_, mut contact) = world.get(who, "/api/v1/me/contact").await;
    for (field, value) in change.as_object().expect("an object") {
        contact[field] = value.clone();
    }
    let (status, answer) = world.send(who, reqwest::Method::PUT, "/api/v1/me/contact", Some(contact)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}

pub fn mail_to(who: &str) -> Value {
    json!({ "email": format!("{who}@example.fr"), "channels": ["email"] })
}

pub async fn states(world: &World) -> Vec<(String, i64)> {
    let mut tx = world.app.db.read().await.expect("a transaction");
    deliveries::count_by_state(&mut tx).await.expect("counts")
}

pub fn of(state: &str, number: i64) -> Vec<(String, i64)> {
    vec![(state.to_owned(), number)]
}

pub fn plain(mail: &Mail) -> &str {
    mail.plain.as_deref().expect("a text part")
}
