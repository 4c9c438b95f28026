//! Swaps in the simulation: proposed by anybody, answered by whoever is in them, allowed by whoever may.

use super::{AGENTS, Simulation};
use rand::Rng;
use reqwest::Method;
use serde_json::{Value, json};

/// What must have been carried out at least once.
pub const COMMANDS: [&str; 7] = [
    "propose a swap",
    "agree to a swap",
    "decline a swap",
    "withdraw a swap",
    "allow a swap",
    "refuse a swap",
    "search for a swap",
];

/// What must always hold: what would be wrong, and how many rows are.
pub const INVARIANTS: [(&str, &str); 5] = [
    (
        "a swap waits for a duty that is gone",
        "SELECT COUNT(*) FROM swap_legs l JOIN swaps w ON w.id = l.swap_id AND w.group_id = l.group_id \
         JOIN assignments a ON a.id = l.assignment_id WHERE w.state IN ('proposed', 'to_approve') \
         AND (a.state = 'cancelled' OR a.agent_id <> l.giver_id)",
    ),
    (
        "a swap is carried out in part",
        "SELECT COUNT(*) FROM swap_legs l JOIN swaps w ON w.id = l.swap_id AND w.group_id = l.group_id \
         JOIN assignments o ON o.id = l.assignment_id LEFT JOIN assignments n ON n.id = l.made_assignment_id \
         AND n.replaces = o.id AND n.swap_id = w.id AND n.agent_id = l.taker_id AND n.shift_id = o.shift_id \
         WHERE (w.state = 'done') <> (n.id IS NOT NULL) OR (w.state = 'done' AND o.state <> 'cancelled')",
    ),
    (
        "somebody gives or takes what she has not agreed to",
        "SELECT COUNT(*) FROM swap_people p JOIN swaps w ON w.id = p.swap_id AND w.group_id = p.group_id \
         WHERE w.state IN ('done', 'to_approve') AND (p.answer IS NULL OR p.answer <> 'agreed')",
    ),
    (
        "a unit has not said yes",
        "SELECT COUNT(*) FROM swap_units n JOIN swaps w ON w.id = n.swap_id AND w.group_id = n.group_id \
         WHERE w.state = 'done' AND (n.decision IS NULL OR n.decision <> 'approved')",
    ),
    (
        "an account does not hold what a swap brought, and no more",
        "SELECT COUNT(*) FROM swap_legs l JOIN assignments n ON n.id = l.made_assignment_id LEFT JOIN \
         (SELECT assignment_id, SUM(centipoints) AS total FROM equity_entries WHERE assignment_id IS NOT NULL \
         AND kind <> 'late_cancellation' GROUP BY assignment_id) e ON e.assignment_id = n.id \
         WHERE COALESCE(e.total, 0) <> CASE WHEN n.state <> 'cancelled' THEN l.taken_centipoints ELSE 0 END",
    ),
];

impl Simulation<'_> {
    pub async fn swap(&mut self) {
        match self.random.random_range(0..100) {
            0..30 => self.propose_swap().await,
            30..68 => self.answer_swap().await,
            68..90 => self.decide_swap().await,
            _ => self.wish().await,
        }
    }

    /// One to three of the assignments that are still to come, each to the next of their holders or to somebody else.
    async fn propose_swap(&mut self) {
        self.made += 1;
        let now = self.world.clock.now();
        let sql = format!(
            "SELECT a.agent_id || '=' || a.id FROM assignments a JOIN shifts s ON s.id = a.shift_id \
             WHERE a.state = 'confirmed' AND s.starts_at > {now} ORDER BY a.id"
        );
        let held = self.world.texts(&sql).await;
        if held.is_empty() {
            return;
        }
        let mut chosen: Vec<(String, String)> = Vec::new();
        for _ in 0..self.random.random_range(1..=3) {
            let pick = held[self.random.random_range(0..held.len())].clone();
            let (agent, id) = pick.split_once('=').expect("an agent and an assignment");
            if chosen.iter().all(|(known, _)| known != agent) {
                chosen.push((agent.to_owned(), id.to_owned()));
            }
        }
        let other = self.one_of(&AGENTS).to_owned();
        let leg = |at: usize| {
            let (giver, id) = &chosen[at];
            let taker = if chosen.len() == 1 { &other } else { &chosen[(at + 1) % chosen.len()].0 };
            json!({ "giver": giver, "duty": { "kind": "assignment", "id": id }, "taker": taker })
        };
        let legs: Vec<Value> = (0..chosen.len()).map(leg).collect();
        let body = json!({ "id": format!("w{}", self.made), "legs": legs, "hours": self.random.random_range(1..48) });
        let who = if self.random.random_bool(0.9) { chosen[0].0.clone() } else { self.one_of(&AGENTS).to_owned() };
        self.ask("propose a swap", &who, Method::POST, "/api/v1/swaps", Some(body.clone())).await;
        if self.random.random_bool(0.1) {
            self.ask("propose a swap again", &who, Method::POST, "/api/v1/swaps", Some(body)).await;
        }
    }

    async fn answer_swap(&mut self) {
        let waiting = "SELECT swap_id || '=' || agent_id FROM swap_people WHERE answer IS NULL AND swap_id IN \
                       (SELECT id FROM swaps WHERE state = 'proposed') ORDER BY swap_id, agent_id";
        let pick = self.some(waiting).await;
        let (id, hers) = pick.split_once('=').unwrap_or(("none", "alix"));
        let who = if self.random.random_bool(0.9) { hers.to_owned() } else { self.one_of(&AGENTS).to_owned() };
        let (what, verb) = match self.random.random_range(0..10) {
            0..8 => ("agree to a swap", "agree"),
            8 => ("decline a swap", "decline"),
            _ => ("withdraw a swap", "withdraw"),
        };
        let who = match verb {
            "withdraw" => self.some(&format!("SELECT proposed_by FROM swaps WHERE id = '{id}'")).await,
            _ => who,
        };
        if AGENTS.contains(&who.as_str()) {
            self.ask(what, &who, Method::POST, &format!("/api/v1/swaps/{id}/{verb}"), None).await;
        }
    }

    async fn decide_swap(&mut self) {
        let id = self.some("SELECT id FROM swaps WHERE state = 'to_approve' ORDER BY id").await;
        let who = self.one_of(&["coordinator", "coordinator", "manager", "manager-tilleuls", "alix"]).to_owned();
        if self.random.random_bool(0.6) {
            self.ask("allow a swap", &who, Method::POST, &format!("/api/v1/swaps/{id}/approve"), None).await;
        } else {
            let why = Some(json!({ "reason": "pas ce jour-là" }));
            self.ask("refuse a swap", &who, Method::POST, &format!("/api/v1/swaps/{id}/refuse"), why).await;
        }
    }

    /// Somebody would give one of her shifts for anything; what is found is proposed.
    async fn wish(&mut self) {
        let who = self.one_of(&AGENTS).to_owned();
        let sql = format!("SELECT id FROM assignments WHERE agent_id = '{who}' AND state = 'confirmed' ORDER BY id");
        let id = self.some(&sql).await;
        let body = json!({ "gives": { "kind": "assignment", "id": id }, "takes": {} });
        let made = self.ask("wish for a swap", &who, Method::POST, "/api/v1/swap-wishes", Some(body)).await;
        let Some(wish) = made["id"].as_str() else { return };
        let sought = Some(json!({ "wish": wish }));
        let found = self.ask("search for a swap", &who, Method::POST, "/api/v1/swaps/search", sought).await;
        if let Some(one) = found["items"].as_array().and_then(|all| all.first()) {
            self.made += 1;
            let body = json!({ "id": format!("w{}", self.made), "wishes": one["wishes"] });
            self.ask("propose what was found", &who, Method::POST, "/api/v1/swaps", Some(body)).await;
        }
    }
}
