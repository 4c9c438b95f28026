//! Random commands from everybody, in any order, and after each of them what must always hold: nobody booked twice, nobody
//! working unlawfully, every burden on an account exactly while its shift is meant for her, no state reached but by a declared
//! step, nothing seen by strangers, no failure of the machinery.
//!
//! A failure names its seed: `RELEVE_SIMULATION_SEED=n` runs that one alone; `RELEVE_SIMULATION_STEPS` sets how many commands.

mod swaps;
mod wider;

use crate::world::{Engine, World};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use releve::app::access::Actor;
use releve::app::facts;
use releve::timed;
use releve_solver::check::check;
use releve_solver::domain::plan::Assignment;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const AGENTS: [&str; 5] = ["alix", "bao", "chloe", "dany", "emma"];
const PEOPLE: [&str; 10] =
    ["coordinator", "manager", "manager-tilleuls", "administrator", "auditor", "alix", "bao", "chloe", "dany", "emma"];

/// From where to where a shift may go, in one command. A tick may do several things at once: a round comes to nothing and the
/// shift is over.
const STEPS: [(&str, &str); 21] = [
    ("draft", "open"),
    ("draft", "cancelled"),
    ("open", "offered"),
    ("open", "unfilled"),
    ("open", "cancelled"),
    ("offered", "open"),
    ("offered", "filled"),
    ("offered", "unfilled"),
    ("offered", "cancelled"),
    ("filled", "open"),
    ("filled", "offered"),
    ("filled", "unfilled"),
    ("filled", "cancelled"),
    ("open", "filled"),
    ("open", "booked"),
    ("booked", "open"),
    ("booked", "offered"),
    ("booked", "filled"),
    ("booked", "unfilled"),
    ("booked", "cancelled"),
    ("offered", "booked"),
];

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

    /// Work that was longer or shorter than planned, or that payroll has looked at.
    async fn put_right(&mut self) {
        let id = self.some("SELECT id FROM assignments WHERE state IN ('worked', 'validated')").await;
        if self.random.random_bool(0.3) {
            self.ask("validate", "payroll", Method::POST, &format!("/api/v1/assignments/{id}/validate"), None).await;
            return;
        }
        let rows = self
            .world
            .texts(&format!(
                "SELECT s.starts_at || ' ' || s.ends_at || ' ' || a.version FROM assignments a JOIN shifts s \
                 ON s.id = a.shift_id WHERE a.id = '{id}'"
            ))
            .await;
        let Some(row) = rows.first() else { return };
        let numbers: Vec<i64> = row.split(' ').filter_map(|number| number.parse().ok()).collect();
        let instant = |seconds: i64| chrono::DateTime::from_timestamp(seconds, 0).expect("an instant").to_rfc3339();
        let (early, late) = (self.random.random_range(0..3) * 1_800, self.random.random_range(-2..3) * 1_800);
        let body = json!({ "starts_at": instant(numbers[0] - early), "ends_at": instant(numbers[1] + late),
            "reason": "relève tardive", "version": numbers[2] });
        self.ask("correct work", "coordinator", Method::POST, &format!("/api/v1/assignments/{id}/correct"), Some(body))
            .await;
    }

    async fn request(&mut self, who: &str) {
        self.made += 1;
        let (unit, code, title) = match self.random.random_range(0..4) {
            0 => ("tilleuls", "J", "AS"),
            1 => ("medecine", "N", "IDE"),
            2 => ("medecine", "S", "IDE"),
            _ => ("medecine", "M", "IDE"),
        };
        let days = self.random.random_range(1..4);
        let first = self.random.random_range(7..20);
        let shifts: Vec<_> = (first..first + days)
            .map(|day| json!({ "code": code, "date": format!("2026-12-{day:02}"), "qualification": title }))
            .collect();
        let absent = self.random.random_bool(0.2).then(|| self.one_of(&AGENTS));
        let body = json!({ "id": format!("r{}", self.made), "unit": unit, "motive": "workload", "priority": "normal",
            "absent_agent": absent, "draft": self.random.random_bool(0.2), "although_alike": self.random.random_bool(0.7),
            "shifts": shifts });
        self.ask("request", who, Method::POST, "/api/v1/requests", Some(body.clone())).await;
        if self.random.random_bool(0.2) {
            // The network failed, and she sends it again.
            self.ask("request again", who, Method::POST, "/api/v1/requests", Some(body)).await;
        }
    }

    /// Moves, adds and takes away shifts of a request, and says something else of it.
    async fn edit(&mut self, who: &str) {
        // A second later, so that a yes from before is told from one after.
        self.world.clock.advance(1);
        let id = self.some("SELECT id FROM requests WHERE state IN ('draft', 'submitted', 'open')").await;
        let shifts = self.world.texts(&format!("SELECT id FROM shifts WHERE request_id = '{id}' ORDER BY id")).await;
        let versions = self.world.texts(&format!("SELECT CAST(version AS TEXT) FROM requests WHERE id = '{id}'")).await;
        let version = versions.first().and_then(|text| text.parse::<i64>().ok()).unwrap_or(1);
        let mut change = json!({ "version": version, "although_alike": true, "reason": "autrement" });
        let mut moved = Vec::new();
        for shift in &shifts {
            match self.random.random_range(0..4) {
                0 => {
                    let day = self.random.random_range(7..20);
                    moved.push(json!({ "shift": shift, "date": format!("2026-12-{day:02}") }));
                }
                1 if self.random.random_bool(0.3) => change["remove"] = json!([shift]),
                _ => {}
            }
        }
        change["change"] = json!(moved);
        if change.get("remove").is_some_and(|gone| moved.iter().any(|m| m["shift"] == gone[0])) {
            change["change"] = json!([]);
        }
        if self.random.random_bool(0.2) {
            let code =
                if self.world.texts(&format!("SELECT unit_id FROM requests WHERE id = '{id}'")).await == ["tilleuls"] {
                    ("J", "AS")
                } else {
                    ("S", "IDE")
                };
            change["add"] = json!([{ "code": code.0, "date": "2026-12-17", "qualification": code.1 }]);
        }
        if self.random.random_bool(0.3) {
            change["absent_agent"] =
                if self.random.random_bool(0.5) { json!(self.one_of(&AGENTS)) } else { Value::Null };
        }
        if self.random.random_bool(0.3) {
            change["degraded_accepted"] = json!(self.random.random_bool(0.5));
        }
        self.ask("edit", who, Method::PATCH, &format!("/api/v1/requests/{id}"), Some(change)).await;
    }

    async fn round(&mut self, who: &str) {
        let shift = self.some("SELECT id FROM shifts WHERE state = 'open'").await;
        let mode = self.one_of(&["fair", "fair", "first"]);
        let agents = self.random.random_bool(0.3).then(|| vec![self.one_of(&AGENTS), self.one_of(&AGENTS)]);
        let order = json!({ "mode": mode, "agents": agents, "hours": self.random.random_range(1..30) });
        let what = if mode == "fair" { "open a fair round" } else { "open a first round" };
        self.ask(what, who, Method::POST, &format!("/api/v1/shifts/{shift}/rounds"), Some(order)).await;
    }

    async fn answer(&mut self) {
        let offer = self.some("SELECT id FROM offers WHERE state IN ('sent', 'accepted')").await;
        let owner = self.world.texts(&format!("SELECT agent_id FROM offers WHERE id = '{offer}'")).await;
        let hers = owner.first().filter(|agent| AGENTS.contains(&agent.as_str())).cloned();
        let who = match hers {
            Some(agent) if self.random.random_bool(0.9) => agent,
            _ => self.one_of(&PEOPLE).to_owned(),
        };
        let verb = if self.random.random_bool(0.75) { "accept" } else { "decline" };
        self.ask(verb, &who, Method::POST, &format!("/api/v1/offers/{offer}/{verb}"), None).await;
    }

    /// The day so many days from now, in Paris.
    fn day(&self, ahead: i64) -> String {
        let now = self.world.clock.now() + ahead * 86_400;
        releve_solver::domain::time::local_of_instant(chrono_tz::Europe::Paris, now.div_euclid(60)).date().to_string()
    }

    /// Somebody becomes absent, is back, or never was; what has begun is not taken away, so nothing of it begins before the day
    /// after tomorrow.
    async fn absence(&mut self, who: &str) {
        let first = self.random.random_range(2..9);
        let agent = self.one_of(&AGENTS);
        let who = if self.random.random_bool(0.3) { agent } else { who };
        let days = self.random.random_range(0..3);
        let body = json!({ "agent": agent, "from": self.day(first), "to": self.day(first + days),
            "class": "unplanned" });
        let entered = self.ask("enter an absence", who, Method::POST, "/api/v1/absences", Some(body)).await;
        let Some(id) = entered["id"].as_str().filter(|_| self.random.random_bool(0.5)).map(ToOwned::to_owned) else {
            return;
        };
        let (what, path, body) = if self.random.random_bool(0.5) {
            ("end an absence", format!("/api/v1/absences/{id}/end"), json!({ "to": self.day(first) }))
        } else {
            ("withdraw an absence", format!("/api/v1/absences/{id}/withdraw"), json!({ "reason": "erreur" }))
        };
        self.ask(what, who, Method::POST, &path, Some(body)).await;
    }

    /// Her agreement to be lent ends, or another one is put on file.
    async fn paper(&mut self, who: &str) {
        self.made += 1;
        let (what, path, body) = if self.random.random_bool(0.4) {
            let days = self.random.random_range(2..6);
            let body = json!({ "reference": "ACC-EMMA", "last_day": self.day(days) });
            ("end an agreement", "/api/v1/agents/emma/agreements/end", body)
        } else {
            let days = self.random.random_range(2..20);
            let body = json!({ "document": format!("A{}", self.made), "valid_from": self.day(0),
                "valid_to": self.day(days), "hosts": ["hopital"] });
            ("add an agreement", "/api/v1/agents/emma/agreements", body)
        };
        self.ask(what, who, Method::POST, path, Some(body)).await;
    }

    /// A day of the home roster: by hand until it is published, with a reason after.
    async fn roster(&mut self, who: &str) {
        if self.random.random_bool(0.05) {
            let order = json!({ "version": 1, "late_reason": "retard" });
            self.ask("publish", who, Method::POST, "/api/v1/rosters/ros/publish", Some(order)).await;
            return;
        }
        if self.random.random_bool(0.1) {
            let id = self.some("SELECT id FROM roster_questions WHERE state = 'asked'").await;
            let agent = self.one_of(&["alix", "bao"]);
            let verb = self.one_of(&["agree", "agree", "decline"]);
            self.ask("answer for a day", agent, Method::POST, &format!("/api/v1/roster-questions/{id}/{verb}"), None)
                .await;
            return;
        }
        let agent = self.one_of(&["alix", "bao"]);
        let date = format!("2026-12-{:02}", self.random.random_range(7..21));
        let sql =
            format!("SELECT COALESCE(MAX(version), 0) FROM roster_days WHERE agent_id = '{agent}' AND date = '{date}'");
        let version = self.world.number(&sql).await;
        let codes = match self.one_of(&["M", "S", "N", "M", "S", ""]) {
            "" => Vec::new(),
            code => vec![code],
        };
        let state = self.world.text("SELECT state FROM rosters WHERE id = 'ros'").await;
        if state == "published" {
            let ground = self.one_of(&["notice", "imperative", "agreement"]);
            let body = json!({ "agent": agent, "date": date, "codes": codes, "version": version, "reason": "besoin",
                "ground": ground });
            self.ask("change a day", who, Method::POST, "/api/v1/rosters/ros/changes", Some(body)).await;
        } else {
            let codes = if self.random.random_bool(0.2) { None } else { Some(codes) };
            let body = json!({ "days": [{ "agent": agent, "date": date, "codes": codes, "version": version }] });
            self.ask("put a day", who, Method::PUT, "/api/v1/rosters/ros/days", Some(body)).await;
        }
    }

    async fn plan(&mut self) {
        let order = json!({ "seconds": 1.0, "gap": 0.1 });
        let started = self.ask("plan", "coordinator", Method::POST, "/api/v1/plans", Some(order)).await;
        let Some(id) = started["id"].as_str().map(ToOwned::to_owned) else { return };
        self.world.solve().await;
        let (_, plan) = self.world.get("coordinator", &format!("/api/v1/plans/{id}")).await;
        if self.random.random_bool(0.5) {
            // Something moves before she has looked at it.
            self.edit("coordinator").await;
            self.holds().await;
        }
        let on_conflict = self.one_of(&["refuse", "skip"]);
        let body = json!({ "items": "all", "version": plan["version"], "on_conflict": on_conflict });
        self.ask("approve", "coordinator", Method::POST, &format!("/api/v1/plans/{id}/approve"), Some(body)).await;
    }

    /// What must always hold.
    async fn holds(&mut self) {
        let world = self.world;
        let none = async |what: &str, sql: &str| {
            assert_eq!(world.number(sql).await, 0, "{what}\n{}", self.story());
        };
        none(
            "somebody is in two places at once",
            "SELECT COUNT(*) FROM assignments a JOIN shifts s ON s.id = a.shift_id \
             JOIN assignments b ON b.agent_id = a.agent_id AND b.id > a.id JOIN shifts t ON t.id = b.shift_id \
             WHERE a.state <> 'cancelled' AND b.state <> 'cancelled' AND s.starts_at < t.ends_at AND t.starts_at < s.ends_at",
        )
        .await;
        none(
            "a shift is filled without an assignment, or the other way round",
            "SELECT COUNT(*) FROM shifts s LEFT JOIN assignments a ON a.shift_id = s.id AND a.state <> 'cancelled' \
             WHERE (s.state = 'filled') <> (a.id IS NOT NULL) OR (s.state = 'filled' AND s.assignment_id <> a.id)",
        )
        .await;
        none(
            "a shift is offered without a round, or the other way round",
            "SELECT COUNT(*) FROM shifts s LEFT JOIN rounds r ON r.shift_id = s.id AND r.state = 'open' \
             WHERE (s.state = 'offered') <> (r.id IS NOT NULL)",
        )
        .await;
        none(
            "an offer waits in a round that is over",
            "SELECT COUNT(*) FROM offers o JOIN rounds r ON r.id = o.round_id WHERE r.state <> 'open' AND o.state = 'sent'",
        )
        .await;
        none(
            "an account does not hold what is meant for its owner, and no more",
            "SELECT COUNT(*) FROM offers o JOIN rounds r ON r.id = o.round_id LEFT JOIN assignments a \
             ON a.offer_id = o.id AND a.state <> 'cancelled' LEFT JOIN (SELECT offer_id, SUM(centipoints) AS total \
             FROM equity_entries WHERE offer_id IS NOT NULL GROUP BY offer_id) e ON e.offer_id = o.id \
             WHERE COALESCE(e.total, 0) <> CASE WHEN a.id IS NOT NULL OR (o.state = 'sent' AND r.mode = 'named') \
             THEN o.burden_centipoints ELSE 0 END",
        )
        .await;
        none(
            "a burden is posted twice",
            "SELECT COUNT(*) FROM (SELECT offer_id FROM equity_entries WHERE offer_id IS NOT NULL AND reverses IS NULL \
             GROUP BY offer_id, kind HAVING COUNT(*) > 1) twice",
        )
        .await;
        none(
            "a yes stands for a shift that has changed since",
            "SELECT COUNT(*) FROM shifts s WHERE s.changed_at IS NOT NULL AND (EXISTS (SELECT 1 FROM offers o \
             JOIN rounds r ON r.id = o.round_id WHERE o.shift_id = s.id AND o.sent_at < s.changed_at \
             AND (o.state = 'sent' OR (o.state = 'accepted' AND r.state = 'open'))) \
             OR EXISTS (SELECT 1 FROM assignments a JOIN offers o ON o.id = a.offer_id WHERE a.shift_id = s.id \
             AND a.state <> 'cancelled' AND o.sent_at < s.changed_at))",
        )
        .await;
        none(
            "a request is closed while a shift of it is to be filled or worked",
            &format!(
                "SELECT COUNT(*) FROM requests t JOIN shifts s ON s.request_id = t.id WHERE t.state = 'closed' \
                 AND (s.state IN ('draft', 'open', 'offered') OR (s.state = 'filled' AND s.ends_at > {}))",
                world.clock.now()
            ),
        )
        .await;
        none(
            "whoever is replaced is asked by name, or holds a shift, on the day of her absence",
            "SELECT COUNT(*) FROM requests t JOIN shifts d ON d.request_id = t.id AND d.state IN ('open', 'offered', 'filled') \
             JOIN shifts s ON s.date = d.date AND s.state IN ('offered', 'filled') \
             JOIN assignments a ON a.shift_id = s.id AND a.state = 'confirmed' AND a.agent_id = t.absent_agent \
             WHERE t.state = 'open'",
        )
        .await;
        none(
            "what was earned belongs to work that was not done",
            "SELECT COUNT(*) FROM compensation_entries c JOIN assignments a ON a.id = c.assignment_id \
             WHERE c.kind = 'earned' AND a.state NOT IN ('worked', 'validated')",
        )
        .await;
        none(
            "what a late cancellation left is not what stands on the account",
            "SELECT COUNT(*) FROM assignments a LEFT JOIN (SELECT assignment_id, SUM(centipoints) AS total \
             FROM equity_entries WHERE kind = 'late_cancellation' GROUP BY assignment_id) e ON e.assignment_id = a.id \
             WHERE COALESCE(e.total, 0) <> COALESCE(a.kept_centipoints, 0)",
        )
        .await;
        for (what, sql) in swaps::INVARIANTS {
            none(what, sql).await;
        }
        self.wider_circles_hold().await;
        none(
            "a day of a roster is half of one version and half of another, or rest and duty at once",
            "SELECT COUNT(*) FROM (SELECT agent_id, date FROM roster_days GROUP BY agent_id, date \
             HAVING MIN(version) <> MAX(version) OR (COUNT(code) <> COUNT(*) AND COUNT(*) > 1)) odd",
        )
        .await;
        self.only_declared_steps_were_taken().await;
    }

    /// No shift is in a state that does not follow from the one before.
    async fn only_declared_steps_were_taken(&mut self) {
        let world = self.world;
        let mut now = BTreeMap::new();
        for line in world.texts("SELECT id || '=' || state FROM shifts ORDER BY id").await {
            let (id, state) = line.split_once('=').expect("an id and a state");
            now.insert(id.to_owned(), state.to_owned());
        }
        for (id, before) in &self.states {
            let after = now.get(id).expect("no shift is ever lost");
            let declared = before == after || STEPS.contains(&(before.as_str(), after.as_str()));
            assert!(declared, "{id}: {before} → {after}\n{}", self.story());
        }
        self.states = now;
    }

    /// Everybody's shifts, judged by the checker on a timeline that holds them as new ones.
    async fn is_lawful(&self) {
        let mut tx = self.world.app.db.read().await.expect("a transaction");
        let mut snapshot = releve::store::snapshot::load(&mut tx, "g1").await.expect("a snapshot").expect("the group");
        let held = std::mem::take(&mut snapshot.scenario.held);
        let asked: Vec<Assignment> =
            held.iter().map(|held| Assignment { shift: held.shift.id.clone(), agent: held.agent.clone() }).collect();
        snapshot.scenario.shifts = held.into_iter().map(|held| held.shift).collect();
        let facts = facts::compile(snapshot).await.expect("the facts compile");
        if let Err(breaches) = check(&facts.problem, &asked) {
            panic!("{:?}\n{}", breaches.iter().map(|b| &b.refusal.sentence_fr).collect::<Vec<_>>(), self.story());
        }
    }

    /// Nothing of the group is there for somebody of another one.
    async fn strangers_see_nothing(&self) {
        for path in [
            "requests",
            "shifts",
            "rounds",
            "offers",
            "assignments",
            "plans",
            "swaps",
            "cascades",
            "bookings",
            "agreements",
            "fixed-term",
            "solicitations",
            "rosters",
        ] {
            let (status, list) = self.world.get("stranger", &format!("/api/v1/{path}")).await;
            assert_eq!((status, &list["items"]), (StatusCode::OK, &json!([])), "{path}");
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
