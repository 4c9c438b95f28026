//! Cascades, agencies and agreements beforehand, in the simulation: the commands, and what must always hold of them.

use super::{AGENTS, Simulation};
use rand::Rng;
use reqwest::Method;
use serde_json::json;

impl Simulation<'_> {
    pub(super) async fn cascade(&mut self, who: &str) {
        if self.random.random_bool(0.5) {
            let shift = self.some("SELECT id FROM shifts WHERE state = 'open'").await;
            self.ask("start a cascade", who, Method::POST, &format!("/api/v1/shifts/{shift}/cascade"), None).await;
            return;
        }
        let id = self.some("SELECT id FROM cascades WHERE state IN ('running', 'paused')").await;
        let (what, verb) = match self.random.random_range(0..4) {
            0 => ("pause", "pause"),
            1 => ("resume", "resume"),
            2 => ("advance", "advance"),
            _ => ("stop", "stop"),
        };
        let body = (verb == "stop").then(|| json!({ "reason": "trouvé" }));
        self.ask(what, who, Method::POST, &format!("/api/v1/cascades/{id}/{verb}"), body).await;
    }

    pub(super) async fn booking(&mut self, who: &str) {
        self.made += 1;
        if self.random.random_bool(0.6) {
            let shift = self.some("SELECT id FROM shifts WHERE state = 'open'").await;
            let body = json!({ "id": format!("b{}", self.made), "agency": "Intérim", "price_cents_per_hour": 4_000 });
            self.ask("book", who, Method::POST, &format!("/api/v1/shifts/{shift}/bookings"), Some(body)).await;
            return;
        }
        let id = self.some("SELECT id FROM bookings WHERE state IN ('requested', 'confirmed')").await;
        let (what, verb, body) = match self.random.random_range(0..4) {
            0 => ("call a booking off", "cancel", Some(json!({ "reason": "trouvé" }))),
            1 => ("record a booking", "worked", None),
            _ => ("confirm a booking", "confirm", Some(json!({ "attestation": "Deux ans d’exercice" }))),
        };
        self.ask(what, who, Method::POST, &format!("/api/v1/bookings/{id}/{verb}"), body).await;
        // Now and then the pool takes one back.
        let shift = self.some("SELECT id FROM shifts WHERE state = 'booked'").await;
        let order = json!({ "mode": self.one_of(&["fair", "first"]), "hours": 8 });
        self.ask("ask for a booked shift", who, Method::POST, &format!("/api/v1/shifts/{shift}/rounds"), Some(order))
            .await;
    }

    pub(super) async fn agreement(&mut self) {
        let agent = self.one_of(&AGENTS);
        match self.random.random_range(0..5) {
            0 | 1 => {
                let body = json!({ "windows": [{ "weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "06:00", "to": "06:00" }],
                    "per_week_max": self.random.random_range(1..4), "rest_days": self.random.random_bool(0.5),
                    "valid_from": "2026-12-01" });
                self.ask("agree", agent, Method::POST, "/api/v1/agreements", Some(body)).await;
            }
            2 => {
                let id = self.some("SELECT id FROM agreements WHERE revoked_at IS NULL").await;
                let owner = self.world.texts(&format!("SELECT agent_id FROM agreements WHERE id = '{id}'")).await;
                let who = owner.first().cloned().unwrap_or_else(|| agent.to_owned());
                self.ask("revoke", &who, Method::POST, &format!("/api/v1/agreements/{id}/revoke"), None).await;
            }
            3 => {
                let id =
                    self.some("SELECT a.id FROM assignments a JOIN agreed_offers g ON g.offer_id = a.offer_id").await;
                let owner = self.world.texts(&format!("SELECT agent_id FROM assignments WHERE id = '{id}'")).await;
                let who = owner.first().cloned().unwrap_or_else(|| agent.to_owned());
                self.ask("hand back", &who, Method::POST, &format!("/api/v1/assignments/{id}/hand-back"), None).await;
            }
            _ => {
                let (_, said) = self.world.get(agent, "/api/v1/me/volunteering").await;
                let body =
                    json!({ "kinds": ["other_sites", "overtime", "additional_hours"], "version": said["version"] });
                self.ask("volunteer", agent, Method::PUT, "/api/v1/me/volunteering", Some(body)).await;
            }
        }
    }

    /// What must always hold of them.
    pub(super) async fn wider_circles_hold(&self) {
        let world = self.world;
        let none = async |what: &str, sql: &str| {
            assert_eq!(world.number(sql).await, 0, "{what}\n{}", self.story());
        };
        none(
            "a shift is booked without a booking, or a booking stands beside somebody of the pool",
            "SELECT COUNT(*) FROM shifts s LEFT JOIN bookings b ON b.shift_id = s.id \
             AND b.state IN ('requested', 'confirmed', 'worked') WHERE (s.state = 'booked' AND b.id IS NULL) \
             OR (b.id IS NOT NULL AND s.state <> 'booked' AND NOT (s.state = 'offered' AND b.state = 'requested'))",
        )
        .await;
        none(
            "a cascade is under way for a shift that is not to be filled",
            "SELECT COUNT(*) FROM cascades c JOIN shifts s ON s.id = c.shift_id \
             WHERE c.state IN ('running', 'paused') AND s.state NOT IN ('open', 'offered')",
        )
        .await;
        none(
            "somebody was asked twice in a cascade after she had had a round to answer in",
            "SELECT COUNT(*) FROM (SELECT s.cascade_id, o.agent_id FROM cascade_steps s JOIN offers o \
             ON o.round_id = s.round_id WHERE o.state <> 'withdrawn' GROUP BY s.cascade_id, o.agent_id \
             HAVING COUNT(*) > 1) twice",
        )
        .await;
        none(
            "an agreement gives more than it allows in a week",
            "SELECT COUNT(*) FROM (SELECT g.agreement_id, CASE WHEN s.date < '2026-12-14' THEN 1 ELSE 2 END AS week, \
             COUNT(*) AS given, MAX(m.per_week_max) AS most FROM agreed_offers g JOIN agreements m ON m.id = g.agreement_id \
             JOIN offers o ON o.id = g.offer_id JOIN shifts s ON s.id = o.shift_id \
             LEFT JOIN assignments a ON a.offer_id = o.id WHERE o.state IN ('sent', 'accepted') \
             AND (a.id IS NULL OR a.state <> 'cancelled') \
             GROUP BY g.agreement_id, CASE WHEN s.date < '2026-12-14' THEN 1 ELSE 2 END) weeks WHERE given > most",
        )
        .await;
    }
}
