//! Who hears of a swap: its people, each of her own legs alone; and the managers of its units, each of the legs there alone.

use super::Whole;
use crate::app::access::{Role, Scope};
use crate::app::error::Result;
use crate::app::work::Work;
use crate::store::outbox::Notice;
use crate::store::shifts::Row as Post;
use crate::store::swaps::Leg;
use crate::store::{from_json, groups, name_of, reminders};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// Who hears of it beside the managers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Also {
    /// The coordination, which may speak for every unit.
    Coordination,
    /// Nobody.
    Nobody,
}

/// Tells everybody in it but one.
pub(super) fn people(work: &mut Work<'_>, whole: &Whole, kind: &'static str, but: Option<&str>) {
    for person in whole.people.iter().filter(|person| Some(person.agent_id.as_str()) != but) {
        let payload = of_person(whole, &person.agent_id, kind);
        work.tell(Notice::to_agent(kind, &whole.swap.id, &person.agent_id, payload));
    }
}

/// Tells the managers of its units.
pub(super) async fn units(work: &mut Work<'_>, whole: &Whole, kind: &'static str, also: Also) -> Result<()> {
    let group = work.group();
    let zone = groups::zone(&mut work.tx, group).await?.unwrap_or(chrono_tz::Tz::UTC);
    let now: DateTime<Utc> = DateTime::from_timestamp(work.now(), 0).unwrap_or_default();
    let today = now.with_timezone(&zone).date_naive().to_string();
    let mut roles = vec![Role::Manager];
    if also == Also::Coordination {
        roles.push(Role::Coordinator);
    }
    for role in roles {
        for (user, scope) in reminders::holders(&mut work.tx, group, &name_of(&role)?, &today).await? {
            let scope: Scope = from_json(&scope)?;
            let Some(leg) = whole.legs.iter().find(|leg| covers(&scope, leg)) else { continue };
            let mut payload = leg.post.facts();
            payload["swap"] = json!(whole.swap.id);
            payload["closes_at"] = json!(whole.swap.closes_at);
            work.tell(Notice::to_user(kind, &whole.swap.id, &user.0, payload));
        }
    }
    Ok(())
}

fn covers(scope: &Scope, leg: &Leg) -> bool {
    match scope {
        Scope::Group => true,
        Scope::Establishments(ids) => ids.contains(&leg.post.establishment_id),
        Scope::Units(ids) => ids.contains(&leg.post.unit_id),
    }
}

/// What one of its people reads: what she takes and what she gives, and until when she may answer.
fn of_person(whole: &Whole, agent: &str, kind: &str) -> Value {
    let takes = whole.legs.iter().find(|leg| leg.taker_id == agent);
    let gives = whole.legs.iter().find(|leg| leg.giver_id == agent);
    let mut payload = takes.or(gives).map_or_else(|| json!({}), |leg| leg.post.facts());
    payload["swap"] = json!(whole.swap.id);
    payload["takes"] = takes.map_or(Value::Null, |leg| part(&leg.post));
    payload["gives"] = gives.map_or(Value::Null, |leg| part(&leg.post));
    if kind == "swap.proposed" {
        payload["closes_at"] = json!(whole.swap.closes_at);
    }
    payload
}

fn part(post: &Post) -> Value {
    json!({ "unit": post.unit_name, "establishment": post.establishment_name, "code": post.code, "date": post.date,
        "starts_at": post.starts_at, "ends_at": post.ends_at })
}
