//! What people do in the simulation, but for swaps and the wider circles.

use super::{AGENTS, PEOPLE, Simulation};
use rand::Rng;
use reqwest::Method;
use serde_json::{Value, json};

impl Simulation<'_> {
    /// Work that was longer or shorter than planned, or that payroll has looked at.
    pub(super) async fn put_right(&mut self) {
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

    pub(super) async fn request(&mut self, who: &str) {
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
    pub(super) async fn edit(&mut self, who: &str) {
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

    pub(super) async fn round(&mut self, who: &str) {
        let shift = self.some("SELECT id FROM shifts WHERE state = 'open'").await;
        let mode = self.one_of(&["fair", "fair", "first"]);
        let agents = self.random.random_bool(0.3).then(|| vec![self.one_of(&AGENTS), self.one_of(&AGENTS)]);
        let order = json!({ "mode": mode, "agents": agents, "hours": self.random.random_range(1..30) });
        let what = if mode == "fair" { "open a fair round" } else { "open a first round" };
        self.ask(what, who, Method::POST, &format!("/api/v1/shifts/{shift}/rounds"), Some(order)).await;
    }

    pub(super) async fn answer(&mut self) {
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
    pub(super) async fn absence(&mut self, who: &str) {
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
    pub(super) async fn paper(&mut self, who: &str) {
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
    pub(super) async fn roster(&mut self, who: &str) {
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

    pub(super) async fn plan(&mut self) {
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
}
