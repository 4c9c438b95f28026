//! What must always hold in the simulation.

use super::{Simulation, swaps};
use releve::app::facts;
use releve_solver::check::check;
use releve_solver::domain::plan::Assignment;
use reqwest::StatusCode;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

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

impl Simulation<'_> {
    /// What must always hold.
    pub(super) async fn holds(&mut self) {
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
            "whoever is replaced is asked by name, or holds a shift, on the day of her absence, but for what is over",
            &format!(
                "SELECT COUNT(*) FROM requests t JOIN shifts d ON d.request_id = t.id AND d.state IN ('open', 'offered', 'filled') \
                 JOIN shifts s ON s.date = d.date AND s.state IN ('offered', 'filled') \
                 JOIN assignments a ON a.shift_id = s.id AND a.state = 'confirmed' AND a.agent_id = t.absent_agent \
                 WHERE t.state = 'open' AND s.ends_at > {}",
                world.clock.now()
            ),
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
    pub(super) async fn is_lawful(&self) {
        let mut tx = self.world.app.db.read().await.expect("a transaction");
        let mut snapshot = releve::store::snapshot::load(&mut tx, "g1").await.expect("a snapshot").expect("the group");
        let held = std::mem::take(&mut snapshot.scenario.held);
        let asked: Vec<Assignment> =
            held.iter().map(|held| Assignment { shift: held.shift.id.clone(), agent: held.agent.clone() }).collect();
        snapshot.scenario.shifts = held.into_iter().map(|held| held.shift).collect();
        let facts = facts::compile(snapshot).await.expect("the facts compile");
        // Whoever is said to be absent later that day has worked in the morning.
        let over = format!("SELECT id FROM shifts WHERE ends_at <= {}", self.world.clock.now());
        let over: BTreeSet<String> = self.world.texts(&over).await.into_iter().collect();
        let mut breaches = check(&facts.problem, &asked).err().unwrap_or_default();
        breaches.retain(|breach| breach.refusal.rule != "absence" || !over.contains(breach.shift.as_str()));
        let said: Vec<_> = breaches.iter().map(|breach| &breach.refusal.sentence_fr).collect();
        assert!(said.is_empty(), "{said:?}\n{}", self.story());
    }

    /// Nothing of the group is there for somebody of another one.
    pub(super) async fn strangers_see_nothing(&self) {
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
