//! Changing a request that is not over: what it says, and which shifts it asks for.
//!
//! Invariants: a change is made on the version that its author saw, whole or not at all; no yes stands for a shift that has
//! changed since ([`asking`]); what has begun is not changed; everybody concerned hears of it, and the audit log keeps what was
//! and what is. The note and whose the shifts would have been are named there, not quoted: they may be about somebody's health.

use super::making::{NOTE_CHARS_MAX, Place, SHIFTS_MAX, is_asked_for_once, is_hers_to_say};
use super::{Motive, Post, State, Whole, asking, ending, reason, save, whole_in};
use crate::app::access::{Action, Actor, Reach};
use crate::app::audit::Event;
use crate::app::error::{Conflict, Error, Result};
use crate::app::members;
use crate::app::shifts as shift;
use crate::app::work::Work;
use crate::app::wrong::{expected, nothing};
use crate::app::{App, fields};
use crate::lang::reasons::Reason;
use crate::store::outbox::Notice;
use crate::store::requests::Row;
use crate::store::shifts::{self, New as NewShift, Stored};
use crate::store::{self, is_taken, messages};
use chrono::NaiveDate;
use releve_solver::domain::scenario::Priority;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What changes; what is left out stays as it is.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "RequestChange")]
pub struct Change {
    /// The request's version, as its author saw it; `If-Match` says the same of everything in it.
    pub version: Option<i64>,
    /// What whoever comes should know.
    pub note: Option<String>,
    /// Why there is a need.
    pub motive: Option<Motive>,
    /// How much it matters.
    pub priority: Option<Priority>,
    /// A degraded substitution will do.
    pub degraded_accepted: Option<bool>,
    /// Whose the shifts would have been; `null` for nobody.
    #[schemars(with = "Option<String>")]
    pub absent_agent: Given,
    /// Shifts that are asked for too.
    pub add: Vec<Post>,
    /// Shifts that are not wanted any more.
    pub remove: BTreeSet<String>,
    /// Shifts on another day, at other hours or for another title.
    pub change: Vec<NewTerms>,
    /// Why; needed where shifts are taken away that people may have been asked for.
    pub reason: Option<String>,
    /// Ask for posts that another request asks for too.
    pub although_alike: bool,
}

/// What changes about one shift.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTerms {
    /// Which.
    pub shift: String,
    /// Shift code of the unit.
    #[serde(default)]
    pub code: Option<String>,
    /// Civil day of the start.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Title asked for.
    #[serde(default)]
    pub qualification: Option<String>,
}

/// A field that may be left out, or say that there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Given {
    /// It stays as it is.
    #[default]
    LeftOut,
    /// What it becomes; `null` for nothing.
    Says(Option<String>),
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(field: D) -> std::result::Result<Self, D::Error> {
        Option::deserialize(field).map(Self::Says)
    }
}

impl Change {
    /// Whether it may change something that plans depend on.
    fn moves_facts(&self) -> bool {
        self.priority.is_some()
            || self.degraded_accepted.is_some()
            || self.absent_agent != Given::LeftOut
            || !(self.add.is_empty() && self.remove.is_empty() && self.change.is_empty())
    }
}

/// The shifts that a change is about, looked at.
#[derive(Default)]
struct Shifts {
    add: Vec<NewShift>,
    remove: Vec<Stored>,
    change: Vec<(Stored, NewShift)>,
}

/// Changes a request of which this version was seen. What changes nothing leaves no trace.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` for what cannot be, `NoSuchTime`, `Conflict` when it is over, was changed meanwhile, a shift of
/// it has begun or is over, an id is taken, or another request asks for the same post.
pub async fn edit(app: &App, actor: &Actor, id: &str, change: &Change, seen: i64) -> Result<Whole> {
    let reach = actor.may(Action::OpenRequest)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    if change.moves_facts() {
        work.touch().await?;
    } else {
        work.queue().await?;
    }
    let before = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    let state = State::of(&before.request)?.edit()?;
    if before.request.version != seen {
        return Err(Conflict::VersionMoved { current: before.request.version }.into());
    }
    let mut after = words(&mut work, &reach, &before.request, change).await?;
    let shifts = look_at(&mut work, &before, change, state).await?;
    if after == before.request && shifts.add.is_empty() && shifts.remove.is_empty() && shifts.change.is_empty() {
        return Ok(before);
    }
    let why = change.reason.as_deref().map(reason).transpose()?;
    if state != State::Draft && !shifts.remove.is_empty() && why.is_none() {
        return Err(Error::field("reason", nothing(), expected("field-reason").with("most", fields::REASON_CHARS_MAX)));
    }
    let detail = detail(&before.request, &after, &shifts, why);
    let freed = apply(&mut work, (&before, &mut after), shifts, why).await?;
    work.record(Event::new("request.edit", "request", id).from_version(before.request.version).with(detail));
    tell_participants(&mut work, &before).await?;
    let whole = whole_in(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(Whole { freed, ..whole })
}

/// The request with what changes about the words of it.
async fn words(work: &mut Work<'_>, reach: &Reach, before: &Row, change: &Change) -> Result<Row> {
    let mut after = before.clone();
    if let Some(note) = &change.note {
        fields::short("note", note, NOTE_CHARS_MAX)?;
        note.trim().clone_into(&mut after.note);
    }
    if let Some(motive) = change.motive {
        after.motive = store::name_of(&motive)?;
    }
    if let Some(priority) = change.priority {
        after.priority = store::name_of(&priority)?;
    }
    after.degraded_accepted = change.degraded_accepted.unwrap_or(after.degraded_accepted);
    if let Given::Says(absent) = &change.absent_agent
        && *absent != before.absent_agent
    {
        if let Some(agent) = absent {
            is_hers_to_say(work, reach, agent).await?;
        }
        after.absent_agent.clone_from(absent);
    }
    Ok(after)
}

/// Looks at every shift that the change is about before anything is done.
async fn look_at(work: &mut Work<'_>, before: &Whole, change: &Change, state: State) -> Result<Shifts> {
    let (group, now) = (work.group(), work.now());
    let known: BTreeMap<&str, &Stored> = before.shifts.iter().map(|s| (s.shift.id.as_str(), s)).collect();
    let find = |field: &str, id: &str| {
        let stored = known.get(id).copied();
        stored.ok_or_else(|| Error::field(field, id, expected("field-of-request")))
    };
    let place = Place::of(&mut work.tx, group, &before.request.unit_id).await?;
    let mut shifts = Shifts::default();
    let mut named = BTreeSet::new();
    for id in &change.remove {
        let stored = find("remove", id)?;
        may_change(stored, now)?;
        named.insert(id.as_str());
        shifts.remove.push(stored.clone());
    }
    for (at, terms) in change.change.iter().enumerate() {
        let field = |name: &str| format!("change[{at}].{name}");
        let stored = find(&field("shift"), &terms.shift)?;
        if !named.insert(terms.shift.as_str()) {
            return Err(Error::field(&field("shift"), terms.shift.as_str(), expected("field-once")));
        }
        may_change(stored, now)?;
        let new = new_terms(&place, stored, terms, &field)?;
        if state != State::Draft && new.starts_at <= now {
            return Err(Error::field(&field("date"), new.date, expected("field-start-to-come")));
        }
        if new != stored.post() {
            shifts.change.push((stored.clone(), new));
        }
    }
    let first = before.shifts.len() + 1;
    for (at, post) in change.add.iter().enumerate() {
        let new = added(&place, before, state, post, (at, first + at))?;
        if state == State::Open && new.starts_at <= now {
            let field = format!("add[{at}].date");
            return Err(Error::field(&field, new.date, expected("field-start-to-come")));
        }
        shifts.add.push(new);
    }
    let wanted = before.shifts.iter().filter(|stored| stored.state != "cancelled").count();
    let left = wanted + shifts.add.len() - shifts.remove.len();
    if left == 0 {
        return Err(Error::field("remove", shifts.remove.len().to_string(), expected("field-shift-left")));
    }
    if !shifts.add.is_empty() {
        fields::count("add", left, 0, SHIFTS_MAX)?;
    }
    // A draft is looked at when it is handed in.
    if state != State::Draft && !change.although_alike {
        for post in shifts.add.iter().chain(shifts.change.iter().map(|(_, new)| new)) {
            is_asked_for_once(work, post).await?;
        }
    }
    Ok(shifts)
}

/// What has begun stays as it is, and so does what is over.
fn may_change(stored: &Stored, now: i64) -> Result<()> {
    let state = shift::State::of(stored)?;
    state.clone().cancel()?;
    if state != shift::State::Draft && stored.shift.starts_at <= now {
        return Err(Conflict::ShiftBegun.into());
    }
    Ok(())
}

fn new_terms(place: &Place, stored: &Stored, terms: &NewTerms, field: &dyn Fn(&str) -> String) -> Result<NewShift> {
    let mut new = stored.post();
    if let Some(title) = &terms.qualification {
        fields::title(&field("qualification"), title)?;
        new.qualification.clone_from(title);
    }
    if let Some(code) = &terms.code {
        new.code.clone_from(code);
    }
    if let Some(date) = terms.date {
        new.date = date.to_string();
    }
    if terms.code.is_some() || terms.date.is_some() {
        let date = store::parsed(&new.date)?;
        (new.starts_at, new.ends_at) = place.span(&new.code, date, field)?;
    }
    Ok(new)
}

fn added(place: &Place, before: &Whole, state: State, post: &Post, (at, number): (usize, usize)) -> Result<NewShift> {
    let field = |name: &str| format!("add[{at}].{name}");
    let id = post.id.clone().unwrap_or_else(|| format!("{}.{number}", before.request.id));
    fields::id(&field("id"), &id)?;
    fields::title(&field("qualification"), &post.qualification)?;
    let (starts_at, ends_at) = place.span(&post.code, post.date, &field)?;
    Ok(NewShift {
        id,
        request: before.request.id.clone(),
        unit: before.request.unit_id.clone(),
        code: post.code.clone(),
        date: post.date.to_string(),
        qualification: post.qualification.clone(),
        starts_at,
        ends_at,
        state: if state == State::Open { "open" } else { "draft" },
    })
}

/// Makes the change: first everybody is let go, then the request and its shifts become what they are to be, then people are asked
/// again, by start of their shifts. Gives the shifts that whoever is replaced is freed from.
async fn apply(
    work: &mut Work<'_>,
    (before, after): (&Whole, &mut Row),
    shifts: Shifts,
    why: Option<&str>,
) -> Result<Vec<String>> {
    let (group, now) = (work.group(), work.now());
    let open = State::of(after)? == State::Open;
    let mut released = Vec::with_capacity(shifts.change.len());
    for (stored, _) in &shifts.change {
        released.push(asking::release(work, stored).await?);
    }
    for (stored, new) in &shifts.change {
        let stored = shift::row(work, &stored.shift.id).await?;
        if !shifts::set_terms(&mut work.tx, group, &stored, new, now).await? {
            return Err(Conflict::LostRace.into());
        }
    }
    let changed = Reason::RequestChanged.record();
    for stored in &shifts.remove {
        ending::cancel_shift(work, stored, why.unwrap_or(&changed)).await?;
    }
    for stored in shifts.remove.iter().chain(shifts.change.iter().map(|(stored, _)| stored)) {
        shifts::set_reason(&mut work.tx, group, &stored.shift.id, why).await?;
    }
    let since = open.then_some(now);
    shifts::insert(&mut work.tx, group, &shifts.add, since).await.map_err(|error| match error {
        e if is_taken(&e) => {
            Conflict::IdTaken(shifts.add.iter().map(|new| new.id.as_str()).collect::<Vec<_>>().join(", ")).into()
        }
        e => Error::from(e),
    })?;
    save(work, after).await?;
    if !open {
        return Ok(Vec::new());
    }
    // What has moved to another day is to be filled anew.
    for new in shifts.add.iter().chain(shifts.change.iter().map(|(_, new)| new)) {
        work.opens(&new.id);
    }
    if !shifts.add.is_empty() || !shifts.change.is_empty() {
        // An open request stays open when it grows beyond what was agreed; the coordination hears of it.
        members::may_receive(work, after).await?;
    }
    let mut freed = Vec::new();
    if let Some(agent) = &after.absent_agent {
        freed = super::is_away(work, agent).await?;
    }
    let stricter = before.request.degraded_accepted && !after.degraded_accepted;
    let replaced = after.absent_agent.is_some() && after.absent_agent != before.request.absent_agent;
    if stricter || replaced {
        for stored in shifts::of_request(&mut work.tx, group, &after.id).await? {
            if stored.shift.starts_at > now {
                asking::let_go(work, &stored).await?;
            }
        }
    }
    // Last, so that nothing that this deed has put on an account is taken off it again by the same deed.
    for released in released {
        asking::ask_again(work, released).await?;
    }
    if let Some(stored) = before.shifts.first().filter(|_| !shifts.remove.is_empty()) {
        ending::tell_if_filled(work, stored).await?;
    }
    Ok(freed)
}

/// What was and what is, for the audit log.
fn detail(before: &Row, after: &Row, shifts: &Shifts, why: Option<&str>) -> Value {
    let row = |row: &Row| json!({ "motive": row.motive, "priority": row.priority, "degraded_accepted": row.degraded_accepted });
    let terms = |new: &NewShift| json!({ "code": new.code, "date": new.date, "qualification": new.qualification });
    let moved = |(stored, new): &(Stored, NewShift)| json!({ "shift": new.id, "state": stored.state, "before": terms(&stored.post()), "after": terms(new) });
    let mut named = Vec::new();
    if before.note != after.note {
        named.push("note");
    }
    if before.absent_agent != after.absent_agent {
        named.push("absent_agent");
    }
    json!({
        "before": row(before), "after": row(after), "changed_unquoted": named, "reason_given": why.is_some(),
        "added": shifts.add.iter().map(|new| json!({ "shift": new.id, "after": terms(new) })).collect::<Vec<_>>(),
        "removed": shifts.remove.iter().map(|s| json!({ "shift": s.shift.id, "state": s.state })).collect::<Vec<_>>(),
        "shifts": shifts.change.iter().map(moved).collect::<Vec<_>>(),
    })
}

/// Whoever made the request and whoever takes part in the conversation about it hears that it has changed.
async fn tell_participants(work: &mut Work<'_>, before: &Whole) -> Result<()> {
    let (group, request) = (work.group(), &before.request);
    let mut hear: BTreeSet<String> =
        messages::participants(&mut work.tx, group, &request.id).await?.into_iter().collect();
    hear.insert(request.requested_by.clone());
    hear.remove(&work.actor.user.0);
    let mut payload = before.shifts.first().map_or_else(
        || json!({}),
        |stored| json!({ "unit": stored.shift.unit_name, "establishment": stored.shift.establishment_name }),
    );
    payload["request"] = json!(request.id);
    payload["author_name"] = json!(work.actor.name);
    for user in hear {
        let fact = format!("{}:{}", request.id, request.version);
        work.tell(Notice::to_user("request.changed", &fact, &user, payload.clone()));
    }
    Ok(())
}
