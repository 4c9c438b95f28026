//! How a cascade goes from step to step, and how it ends.

use super::audience;
use super::order::{Audience, Step, minutes_of};
use super::{End, State};
use crate::app::access::{Actor, Role};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::facts::{self, Facts};
use crate::app::rounds::{self, Asked, Asking, Mode, Whom};
use crate::app::settings::{self, Settings};
use crate::app::work::Work;
use crate::app::{App, notices, shifts as shift, volunteering};
use crate::ids::CascadeId;
use crate::store::cascades::{self, Row, Step as Begun, Why};
use crate::store::outbox::Notice;
use crate::store::shifts::Stored;
use crate::store::{fixed_term, from_json, grants, name_of, requests, rounds as round_rows};
use releve_solver::domain::problem::Worker;
use releve_solver::domain::time::local_of_instant;
use releve_solver::explain::{Question, Verdict};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Goes on with a cascade that is due; false when it is not, or not any more.
///
/// # Errors
/// When the database fails.
pub async fn go_on(app: &App, group: &str, id: &CascadeId) -> Result<bool> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    // In the queue first: of several servers, those that come later find the next step begun.
    work.touch().await?;
    let Some(row) = cascades::find(&mut work.tx, group, &id.0).await? else { return Ok(false) };
    let stored = shift::row(&mut work, &row.shift_id).await?;
    if State::of(&row)? != State::Running || shift::State::of(&stored)? != shift::State::Open {
        return Ok(false);
    }
    let round = match &row.round_id {
        Some(round) => round_rows::find(&mut work.tx, group, &round.0).await?,
        None => None,
    };
    let now = work.now();
    let over = round.is_some_and(|round| round.state != "open");
    if !over && row.next_at.is_some_and(|at| at > now) && stored.shift.starts_at > now {
        return Ok(false);
    }
    begin_next(&mut work, row, &stored).await?;
    work.commit().await?;
    Ok(true)
}

/// Begins the next step of a cascade whose shift is open: the first one that has somebody to ask or to call. Where none has, it
/// is exhausted.
pub(super) async fn begin_next(work: &mut Work<'_>, mut row: Row, stored: &Stored) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    let steps: Vec<Step> = from_json(&row.steps)?;
    let agreed = settings::read(&mut work.tx, group).await?;
    let facts = Arc::new(facts::read(&mut work.tx, group).await?);
    let mut asked: BTreeSet<String> = cascades::asked(&mut work.tx, &row.id).await?.into_iter().collect();
    asked.extend(stored.absent_agent.clone());
    let volunteers = volunteering::all(work).await?;
    let first = usize::try_from(row.step).unwrap_or_default();
    for (at, step) in steps.iter().enumerate().skip(first) {
        let left = (stored.shift.starts_at - now).div_euclid(60);
        let minutes = minutes_of(step, &steps[at + 1..], left, agreed.cascade.least_minutes);
        if minutes <= 0 {
            break;
        }
        let rest_minutes = i64::from(agreed.cascade.least_minutes) * (steps.len() - at - 1) as i64;
        let next_at = now + minutes * 60;
        let begun = match step.audience {
            Audience::FixedTerm => by_hand(work, stored, &facts).await?,
            Audience::Agency => Asked { round: None, closes_at: next_at, people: 1, left_alone: 0 },
            _ => {
                let demand = facts.demand(&stored.shift.id).ok_or(Conflict::LostRace)?;
                let mut whom = audience::of_step(&facts, &facts.problem.demands[demand], step, &volunteers);
                whom.retain(|agent| !asked.contains(agent));
                let latest = (stored.shift.starts_at - rest_minutes * 60).max(next_at);
                let closes = (next_at, latest);
                rounds::ask(work, stored, &facts, asking(now, stored, &agreed, whom, closes)).await?
            }
        };
        let line = Begun {
            step: at as i64 + 1,
            audience: name_of(&step.audience)?,
            began_at: now,
            minutes,
            round_id: begun.round.clone(),
            round_state: None,
            people: begun.people as i64,
            left_alone: begun.left_alone as i64,
        };
        cascades::insert_step(&mut work.tx, &row.id, &line).await?;
        row.step = line.step;
        let detail = json!({ "shift": row.shift_id, "step": line.step, "audience": line.audience, "people": line.people,
            "left_alone": line.left_alone, "minutes": minutes });
        work.record(Event::new("cascade.step", "cascade", &row.id.0).from_version(row.version).with(detail));
        if begun.people > 0 {
            row.step_since = now;
            // The round of a step may have to wait for people's quiet hours to end.
            row.next_at = Some(if begun.round.is_some() { begun.closes_at } else { next_at });
            row.round_id = begun.round;
            if step.audience.is_by_hand() {
                call(work, &row, stored, step.audience).await?;
            }
            return store(work, &row).await;
        }
    }
    exhaust(work, row, stored, facts).await
}

/// The round of a step: fair, and under the group's urgency threshold for whoever says yes first.
fn asking<'s>(
    now: i64,
    stored: &Stored,
    agreed: &'s Settings,
    whom: BTreeSet<String>,
    (closes_at, latest): (i64, i64),
) -> Asking<'s> {
    let mode = if rounds::is_urgent(agreed, now, stored.shift.starts_at) { Mode::First } else { Mode::Fair };
    Asking { mode, whom: Whom::Among(whom), closes_at, latest, agreed }
}

/// How many people who are no agents yet could be called.
async fn by_hand(work: &mut Work<'_>, stored: &Stored, facts: &Facts) -> Result<Asked> {
    let demand = facts.demand(&stored.shift.id).ok_or(Conflict::LostRace)?;
    let group = work.group();
    let suitable = facts.problem.demands[demand].suitable.iter().map(|(title, _)| title.as_str());
    let titles = suitable.fold(String::new(), |all, title| all + "|" + title + "|");
    let people = fixed_term::titled(&mut work.tx, group, &titles).await?;
    Ok(Asked { round: None, closes_at: 0, people: usize::try_from(people).unwrap_or_default(), left_alone: 0 })
}

/// Tells whoever started the cascade and the coordination that it is their turn.
async fn call(work: &mut Work<'_>, row: &Row, stored: &Stored, audience: Audience) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    let zone = notices::zone(&mut work.tx, group).await?;
    let today = local_of_instant(zone, now.div_euclid(60)).date().to_string();
    let holders = grants::holders(&mut work.tx, group, "coordinator", &today).await?;
    let mut people: BTreeSet<String> = holders.into_iter().map(|user| user.0).collect();
    people.insert(row.started_by.clone());
    let kind = if audience == Audience::Agency { "cascade.agency" } else { "cascade.by-hand" };
    let mut payload = stored.shift.facts();
    payload["cascade"] = json!(row.id);
    payload["closes_at"] = json!(row.next_at);
    for user in people {
        let object = format!("{}.{}", row.id, row.step);
        work.tell(Notice::to_user(kind, &object, &user, payload.clone()));
    }
    Ok(())
}

/// Nobody is left to be asked: whoever asked for the shift, and whoever started the cascade, hears why.
async fn exhaust(work: &mut Work<'_>, row: Row, stored: &Stored, facts: Arc<Facts>) -> Result<()> {
    let group = work.group();
    let why = why_nobody(work, &row, stored, facts).await?;
    let mut payload = stored.shift.facts();
    payload["why"] = json!(why);
    let row = end(work, row, (End::Exhausted, Some(why))).await?;
    let mut people = BTreeSet::from([row.started_by.clone()]);
    people.extend(requests::find(&mut work.tx, group, &stored.request_id).await?.map(|request| request.requested_by));
    for user in people {
        work.tell(Notice::to_user("cascade.exhausted", &row.id.0, &user, payload.clone()));
    }
    Ok(())
}

/// Why nobody holds the shift: how many were asked, or what stands in everybody's way as far as the shift's establishment may know
/// it.
async fn why_nobody(work: &mut Work<'_>, row: &Row, stored: &Stored, facts: Arc<Facts>) -> Result<Why> {
    let (demand, now) = (facts.demand(&stored.shift.id).ok_or(Conflict::LostRace)?, work.now().div_euclid(60));
    let asked = cascades::asked(&mut work.tx, &row.id).await?.len();
    let site = stored.shift.establishment_id.clone();
    let judging = tokio::task::spawn_blocking(move || {
        let problem = &facts.problem;
        let question = Question::new(problem, demand, &[], Some(now));
        let judged = question.candidates();
        let able = judged.iter().filter(|one| matches!(one.verdict, Verdict::Eligible(_))).count();
        let sees = |worker: &Worker| problem.sites[worker.employer].id.as_str() == site;
        (able, question.nobody(&judged, &sees))
    });
    let (able, nobody) = judging.await.map_err(|e| Error::Corrupt(e.to_string()))?;
    if asked > 0 || able > 0 {
        return Ok(Why::NoYes { asked, able });
    }
    Ok(Why::Nobody { fr: nobody.sentence_fr, en: nobody.sentence_en })
}

/// Ends a cascade; gives it as it then is.
pub(super) async fn end(work: &mut Work<'_>, mut row: Row, (how, why): (End, Option<Why>)) -> Result<Row> {
    let state = State::of(&row)?.end(how)?.name();
    state.clone_into(&mut row.state);
    row.ended_at = Some(work.now());
    row.next_at = None;
    row.reason = why.as_ref().map(Why::text);
    store(work, &row).await?;
    let detail = json!({ "shift": row.shift_id, "state": state, "step": row.step, "reason_given": why.is_some() });
    work.record(Event::new("cascade.end", "cascade", &row.id.0).from_version(row.version).with(detail));
    Ok(row)
}

/// Stores a cascade as it now is.
pub(super) async fn store(work: &mut Work<'_>, row: &Row) -> Result<()> {
    if cascades::update(&mut work.tx, row).await? { Ok(()) } else { Err(Conflict::LostRace.into()) }
}
