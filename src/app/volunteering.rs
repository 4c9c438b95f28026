//! What people want to be asked for beyond their plain hours at their own place. Whoever has said nothing is asked for none of
//! it, and anybody may change her mind.

use super::App;
use super::access::{Action, Actor};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::work::Work;
use crate::store::{from_json, to_json, volunteering};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody volunteers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "VolunteeringKind")]
pub enum Kind {
    /// Hours beyond a part-time contract, within the law.
    AdditionalHours,
    /// Overtime.
    Overtime,
    /// Shifts at other establishments than the one on whose roster she stands.
    OtherSites,
}

/// What somebody has said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Volunteering")]
pub struct Said {
    /// What she wants to be asked for.
    pub kinds: BTreeSet<Kind>,
    /// As read; 0 the first time.
    pub version: i64,
}

/// One's own.
///
/// # Errors
/// `Forbidden` for any role but the agent's.
pub async fn own(app: &App, actor: &Actor) -> Result<Said> {
    let agent = herself(actor)?;
    let mut tx = app.db.read().await?;
    Ok(match volunteering::find(&mut tx, &actor.group, agent).await? {
        Some((kinds, version)) => Said { kinds: from_json(&kinds)?, version },
        None => Said { kinds: BTreeSet::new(), version: 0 },
    })
}

/// Says something else in place of the version that was read.
///
/// # Errors
/// `Forbidden` for any role but the agent's, `Conflict` when it was changed meanwhile.
pub async fn put(app: &App, actor: &Actor, said: &Said) -> Result<Said> {
    let agent = herself(actor)?;
    let mut work = Work::begin(app, actor, actor.may(Action::AgreeBeforehand)?.role).await?;
    let kinds = to_json(&said.kinds)?;
    if !volunteering::put(&mut work.tx, &actor.group, (agent, &kinds), said.version).await? {
        let current = volunteering::find(&mut work.tx, &actor.group, agent).await?.map_or(0, |(_, version)| version);
        return Err(Conflict::VersionMoved { current }.into());
    }
    let event = Event::new("volunteering.change", "agent", agent).from_version(said.version);
    work.record(event.with(json!({ "kinds": said.kinds })));
    work.commit().await?;
    Ok(Said { kinds: said.kinds.clone(), version: said.version + 1 })
}

fn herself(actor: &Actor) -> Result<&str> {
    actor.may(Action::AgreeBeforehand)?;
    actor.agent().ok_or(Error::Forbidden(Action::AgreeBeforehand))
}

/// What everybody of the group wants to be asked for.
pub(super) async fn all(work: &mut Work<'_>) -> Result<BTreeMap<String, BTreeSet<Kind>>> {
    let group = work.group();
    let said = volunteering::all(&mut work.tx, group).await?;
    said.into_iter().map(|(agent, kinds)| Ok((agent, from_json(&kinds)?))).collect()
}
