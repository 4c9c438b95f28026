//! Random commands from everybody, in any order, and after each of them what must always hold: nobody booked twice, nobody
//! working unlawfully, every burden on an account exactly while its shift is meant for her, no state reached but by a declared
//! step, nothing seen by strangers, no failure of the machinery.
//!
//! A failure names its seed: `RELEVE_SIMULATION_SEED=n` runs that one alone; `RELEVE_SIMULATION_STEPS` sets how many commands.

mod invariants;
mod steps;
mod swaps;
mod wider;

use crate::world::{Engine, World};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use releve::app::access::Actor;
use releve::timed;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const AGENTS: [&str; 5] = ["alix", "bao", "chloe", "dany", "emma"];
const PEOPLE: [&str; 10] =
    ["coordinator", "manager", "manager-tilleuls", "administrator", "auditor", "alix", "bao", "chloe", "dany", "emma"];

struct Simulation<'w> {
    world: &'w World,
    random: StdRng,
    made: u32,
    /// Shift → state, as it was after the last command.
    states: BTreeMap<String, String>,
    /// What was done, for whoever reads a failure.
    done: Vec<String>,
    /// How often a command was carried out.
    carried_out: BTreeMap<&'static str, u32>,
}

impl Simulation<'_> {
    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.random.random_range(0..all.len())]
    }

    /// The identifier of some row, mostly one that is there.
    async fn some(&mut self, sql: &str) -> String {
        let rows = self.world.texts(sql).await;
        if rows.is_empty() || self.random.random_bool(0.05) {
            return "none".to_owned();
        }
        rows[self.random.random_range(0..rows.len())].clone()
    }

    async fn ask(&mut self, what: &'static str, who: &str, method: Method, path: &str, body: Option<Value>) -> Value {
        let (status, answer) = self.world.send(who, method.clone(), path, body.clone()).await;
        self.done.push(format!("{who}: {method} {path} {} → {status}", body.unwrap_or_default()));
        assert!(!status.is_server_error(), "{answer}\n{}", self.story());
        if status.is_success() {
            *self.carried_out.entry(what).or_default() += 1;
        }
        answer
    }

    fn story(&self) -> String {
        let from = self.done.len().saturating_sub(25);
        self.done[from..].join("\n")
    }

    async fn step(&mut self) {
        if self.random.random_bool(0.25) {
            return self.swap().await;
        }
        // Half of it is done by whoever may, the rest tried by anybody.
        let who = if self.random.random_bool(0.5) { "coordinator" } else { self.one_of(&PEOPLE) }.to_owned();
        match self.random.random_range(0..130) {
            0..15 => self.request(&who).await,
            15..19 => {
                let id = self.some("SELECT id FROM requests WHERE state = 'draft'").await;
                self.ask("submit", &who, Method::POST, &format!("/api/v1/requests/{id}/submit"), None).await;
            }
            19..23 => {
                let id = self.some("SELECT id FROM requests").await;
                let why = json!({ "reason": "plus besoin" });
                self.ask("cancel a request", &who, Method::POST, &format!("/api/v1/requests/{id}/cancel"), Some(why))
                    .await;
            }
            23..40 => self.round(&who).await,
            40..43 => {
                let id = self.some("SELECT id FROM rounds WHERE state = 'open'").await;
                let why = json!({ "reason": "erreur" });
                self.ask("withdraw", &who, Method::POST, &format!("/api/v1/rounds/{id}/withdraw"), Some(why)).await;
            }
            43..72 => self.answer().await,
            72..76 => {
                let id = self.some("SELECT id FROM assignments").await;
                let why = json!({ "reason": "malade", "cause": self.one_of(&["service", "agent"]) });
                self.ask("cancel work", &who, Method::POST, &format!("/api/v1/assignments/{id}/cancel"), Some(why))
                    .await;
            }
            76..79 => {
                let id = self.some("SELECT id FROM assignments WHERE state IN ('confirmed', 'started')").await;
                let verb = self.one_of(&["started", "worked", "worked"]);
                let what = if verb == "started" { "start work" } else { "record work" };
                self.ask(what, &who, Method::POST, &format!("/api/v1/assignments/{id}/{verb}"), None).await;
            }
            79 => self.put_right().await,
            80..82 => self.plan().await,
            82..84 | 118..121 => self.edit(&who).await,
            84..86 => self.absence(&who).await,
            86..88 => self.paper(&who).await,
            88..89 => {
                let id = self.some("SELECT id FROM requests").await;
                let text = json!({ "text": "Bonjour <script>" });
                self.ask("write", &who, Method::POST, &format!("/api/v1/requests/{id}/messages"), Some(text)).await;
            }
            100..106 => self.cascade(&who).await,
            106..113 => self.booking(&who).await,
            113..118 => self.agreement().await,
            89..95 => {
                let hours = self.random.random_range(4..80);
                self.world.clock.advance(hours * 3_600);
                self.done.push(format!("{hours} h go by"));
            }
            95..100 => {
                timed::tick(&self.world.app).await.expect("a tick");
                self.done.push("a tick".to_owned());
            }
            _ => self.roster(&who).await,
        }
    }
}

async fn simulate(engine: Engine, seed: u64, steps: usize) -> BTreeMap<&'static str, u32> {
    let world = World::new(engine).await;
    let mut simulation = Simulation {
        world: &world,
        random: StdRng::seed_from_u64(seed),
        made: 0,
        states: BTreeMap::new(),
        done: vec![format!("seed {seed} on {engine:?}")],
        carried_out: BTreeMap::new(),
    };
    // Half of the groups let speed decide all week long, and want a yes for every swap.
    if seed.is_multiple_of(2) {
        let settings = json!({ "urgent_hours": 168, "swap_automatic": false, "version": 1 });
        let (status, body) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }
    // Two in three look for somebody by themselves.
    if !seed.is_multiple_of(3) {
        let (_, mut settings) = world.get("administrator", "/api/v1/settings").await;
        settings["cascade"]["starts"] = json!("when_open");
        let (status, body) = world.send("administrator", Method::PUT, "/api/v1/settings", Some(settings)).await;
        assert_eq!(status, StatusCode::OK, "{body}");
    }
    let roster =
        json!({ "id": "ros", "unit": "medecine", "from": "2026-12-07", "to": "2026-12-20", "people": ["alix", "bao"] });
    let (status, body) = world.send("coordinator", Method::POST, "/api/v1/rosters", Some(roster)).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    simulation.holds().await;
    for step in 0..steps {
        simulation.step().await;
        simulation.holds().await;
        if step % 20 == 19 {
            simulation.is_lawful().await;
        }
    }
    simulation.is_lawful().await;
    simulation.strangers_see_nothing().await;
    let counted = releve::app::ledgers::recompute(&world.app, &Actor::system("g1")).await.expect("an answer");
    assert_eq!(counted.differences, [], "{}", simulation.story());
    let verified = releve::app::audit::verify(&world.app, &Actor::system("g1"), None).await.expect("an answer");
    assert_eq!(verified.flaw, None, "{}", simulation.story());
    simulation.carried_out
}

/// What every simulation gets to do.
const USUAL: [&str; 20] = [
    "request",
    "request again",
    "submit",
    "cancel a request",
    "edit",
    "open a fair round",
    "open a first round",
    "withdraw",
    "accept",
    "decline",
    "cancel work",
    "record work",
    "plan",
    "approve",
    "write",
    "enter an absence",
    "start a cascade",
    "book",
    "agree",
    "put a day",
];

/// What few chances lead to: most of it happens in any one run.
const RARE: [&str; 10] = [
    "add an agreement",
    "advance",
    "stop",
    "confirm a booking",
    "call a booking off",
    "ask for a booked shift",
    "revoke",
    "volunteer",
    "publish",
    "change a day",
];

/// How much of what is rare may be missing.
const MISSED_MOST: usize = 6;

async fn simulate_all(engine: Engine, seeds: std::ops::Range<u64>) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let steps = number("RELEVE_SIMULATION_STEPS").unwrap_or(280) as usize;
    if let Some(seed) = number("RELEVE_SIMULATION_SEED") {
        simulate(engine, seed, steps).await;
        return;
    }
    let mut met: BTreeSet<&'static str> = BTreeSet::new();
    for seed in seeds {
        met.extend(simulate(engine, seed, steps).await.into_keys());
    }
    // A simulation that never gets anywhere proves nothing.
    for what in USUAL {
        assert!(met.contains(what), "{what} was never carried out; it was: {met:?}");
    }
    let missed: Vec<_> = RARE.into_iter().chain(swaps::COMMANDS).filter(|what| !met.contains(what)).collect();
    assert!(missed.len() <= MISSED_MOST, "too much was never carried out: {missed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_people_do_the_rules_hold_on_sqlite() {
    simulate_all(Engine::Sqlite, 0..8).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_people_do_the_rules_hold_on_postgres() {
    simulate_all(Engine::Postgres, 100..106).await;
}
