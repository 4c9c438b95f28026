//! Where a request stands, put together for whoever looks at it: who holds each shift or what is under way for it, the
//! conversation, whom to mention, and what was done by whom.

use super::{Whole, whole_in};
use crate::app::access::{Action, Actor, Paging, Role, SYSTEM_USER, holders_over};
use crate::app::cascades::Step;
use crate::app::error::{Error, Result};
use crate::app::identity::today;
use crate::app::{App, fields, users};
use crate::ids::UserId;
use crate::store::shifts::Stored;
use crate::store::{
    Tx, agents, assignments, audit, bookings, cascades, establishments, from_json, groups, messages, offers, requests,
    rounds, users as user_rows,
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Messages of a conversation that are shown.
const MESSAGES_MOST: i64 = 500;

/// See the module.
#[derive(Debug)]
pub struct Standing {
    /// The request with its shifts.
    pub whole: Whole,
    /// Unit's name.
    pub unit_name: String,
    /// Establishment's name.
    pub establishment_name: String,
    /// Zone of the unit.
    pub zone: Tz,
    /// What is under way for each shift, in their order.
    pub shifts: Vec<UnderWay>,
    /// The name of whoever is replaced, where it is the reader's to know.
    pub absent_name: Option<String>,
    /// The conversation, oldest first.
    pub messages: Vec<messages::Row>,
    /// Whom the reader may mention: user and name.
    pub people: Vec<(String, String)>,
    /// What was done, oldest first.
    pub deeds: Vec<Deed>,
    /// Names of the users that messages and deeds speak of.
    pub names: BTreeMap<String, String>,
}

/// What is under way for a shift.
#[derive(Debug)]
pub struct UnderWay {
    /// The shift.
    pub stored: Stored,
    /// Who holds it: agent and name.
    pub holder: Option<(String, String)>,
    /// The assignment that stands.
    pub assignment: Option<assignments::Row>,
    /// The round that asks for it, and how many it asks.
    pub round: Option<(rounds::Row, usize)>,
    /// The cascade under way, with the step it is at and how many there are.
    pub cascade: Option<(cascades::Row, Option<Step>, usize)>,
    /// The booking of an agency that stands.
    pub booking: Option<bookings::Row>,
}

/// Something that was done to the request.
#[derive(Debug, Clone)]
pub struct Deed {
    /// `request.make`, `request.edit` …
    pub action: String,
    /// User; none for the service itself.
    pub by: Option<String>,
    /// Unix seconds.
    pub at: i64,
}

/// Where a request stands.
///
/// # Errors
/// `Forbidden`, or `NotFound` outside the reach.
pub async fn standing(app: &App, actor: &Actor, id: &str) -> Result<Standing> {
    let reach = actor.may(Action::ReadRequests)?;
    let group = actor.group.as_str();
    let mut tx = app.db.read().await?;
    let mut whole = whole_in(&mut tx, group, &reach, id).await?;
    let unread = messages::unread(&mut tx, group, &actor.user, (id, id)).await?;
    whole.unread = unread.get(id).copied().unwrap_or_default();
    let unit = whole.request.unit_id.clone();
    let found = establishments::unit(&mut tx, group, &unit).await?;
    let (known, zone) = found.ok_or_else(|| Error::not_found("unit", &unit))?;
    let site = establishments::record(&mut tx, group, known.establishment.as_str()).await?;
    let mut shifts = Vec::with_capacity(whole.shifts.len());
    for stored in whole.shifts.clone() {
        shifts.push(under_way(&mut tx, actor, stored).await?);
    }
    let mut absent_name = None;
    if let Some(agent) = &whole.request.absent_agent {
        let face = agents::face(&mut tx, group, agent).await?;
        absent_name = face.filter(|face| reach.sees_agent(&face.id, &face.employer_id)).map(|face| face.name);
    }
    let page = reach.page(&Paging::first(MESSAGES_MOST));
    let messages = messages::list(&mut tx, group, id, &page).await?;
    let deeds = deeds(&mut tx, group, &whole.request).await?;
    let mut users: BTreeSet<String> = deeds.iter().filter_map(|deed| deed.by.clone()).collect();
    users.insert(whole.request.requested_by.clone());
    for message in &messages {
        users.insert(message.author.clone());
        users.extend(from_json::<Vec<String>>(&message.mentions)?);
    }
    let place = (known.establishment.as_str(), unit.as_str());
    let day = today(app.clock.now(), Some(zone));
    let reachable = reachable(app, &mut tx, group, place, day).await?;
    let mut names = BTreeMap::new();
    for user in users.iter().chain(&reachable) {
        if let Some(row) = user_rows::find(&mut tx, group, &UserId(user.clone())).await? {
            names.insert(user.clone(), row.name);
        }
    }
    let to_mention = users.iter().chain(&reachable).filter(|user| **user != actor.user.0 && **user != SYSTEM_USER);
    let to_mention: BTreeSet<&String> = to_mention.collect();
    let mut people: Vec<(String, String)> =
        to_mention.into_iter().filter_map(|user| Some((user.clone(), names.get(user)?.clone()))).collect();
    people.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    Ok(Standing {
        unit_name: known.name,
        establishment_name: site.map(|site| site.establishment.name).unwrap_or_default(),
        whole,
        zone,
        shifts,
        absent_name,
        messages,
        people,
        deeds,
        names,
    })
}

/// What is under way for a shift, as far as the reader's roles let her know of it.
async fn under_way(tx: &mut Tx, actor: &Actor, stored: Stored) -> Result<UnderWay> {
    let (group, id) = (actor.group.as_str(), stored.shift.id.clone());
    let unit = stored.shift.unit_id.clone();
    let may = |action| actor.may(action).is_ok_and(|reach| reach.sees_unit(&unit));
    let mut all = UnderWay { holder: None, assignment: None, round: None, cascade: None, booking: None, stored };
    match all.stored.state.as_str() {
        "filled" if may(Action::ReadAssignments) => {
            all.assignment = assignments::standing(tx, group, &id).await?;
            all.holder = all.assignment.as_ref().map(|row| (row.agent_id.clone(), row.agent_name.clone()));
        }
        "booked" if may(Action::ReadBookings) => all.booking = bookings::standing(tx, group, &id).await?,
        _ => {}
    }
    if matches!(all.stored.state.as_str(), "open" | "offered" | "booked")
        && may(Action::ReadRounds)
        && let Some(round) = rounds::open_of(tx, group, &id).await?
    {
        let asked = offers::of_round(tx, group, &round.id).await?.len();
        all.round = Some((round, asked));
    }
    if matches!(all.stored.state.as_str(), "open" | "offered")
        && may(Action::ReadCascades)
        && let Some(row) = cascades::live(tx, group, &id).await?
    {
        let steps: Vec<Step> = from_json(&row.steps)?;
        let at = usize::try_from(row.step).ok().and_then(|step| step.checked_sub(1));
        let step = at.and_then(|at| steps.get(at)).copied();
        all.cascade = Some((row, step, steps.len()));
    }
    Ok(all)
}

/// The managers of a unit and the coordination: whoever has to do with its requests.
async fn reachable(
    app: &App,
    tx: &mut Tx,
    group: &str,
    (establishment, unit): (&str, &str),
    day: NaiveDate,
) -> Result<BTreeSet<String>> {
    let mut people: BTreeSet<String> =
        users::managers_of(tx, group, unit, app.clock.now()).await?.into_iter().collect();
    people.extend(holders_over(tx, group, (Role::Coordinator, day), (establishment, &[unit])).await?);
    Ok(people)
}

/// What was done to the request, from the log: who and when, not its details.
async fn deeds(tx: &mut Tx, group: &str, row: &requests::Row) -> Result<Vec<Deed>> {
    // Lines are named by their instant, so that those before the request need not be looked at.
    let millis = u64::try_from(row.created_at).unwrap_or_default() * 1_000;
    let from = format!("{:08x}-{:04x}", millis >> 16, millis & 0xffff);
    let rows = audit::about(tx, group, ("request", &row.id), &from).await?;
    let deed = |row: audit::Row| Deed {
        by: (row.actor_id != SYSTEM_USER).then_some(row.actor_id),
        action: row.action,
        at: row.at,
    };
    Ok(rows.into_iter().filter(|row| row.action.starts_with("request.")).map(deed).collect())
}

/// Which requests of a list by need.
#[derive(Debug, Clone, Default)]
pub struct ByNeed {
    /// In one of these states; in any when empty.
    pub states: Vec<&'static str>,
    /// Of this unit.
    pub unit: Option<String>,
    /// With a shift on this day or later.
    pub from: Option<NaiveDate>,
    /// With a shift on this day or earlier.
    pub to: Option<NaiveDate>,
    /// Where the page before ended.
    pub after: Option<String>,
    /// Rows wanted.
    pub limit: i64,
}

/// Requests by need.
#[derive(Debug)]
pub struct Listing {
    /// A page of them, by the start of their first shift.
    pub rows: Vec<Whole>,
    /// Where the next page starts, if there is one.
    pub next: Option<String>,
    /// How many of the same unit and days there are in each state.
    pub counts: BTreeMap<String, i64>,
    /// Units that the reader may look at, by identifier: name.
    pub units: BTreeMap<String, String>,
    /// Zone of each establishment of these units, by unit.
    pub zones: BTreeMap<String, Tz>,
}

/// A page of requests by the start of their first shift, with how many there are in which state.
///
/// # Errors
/// `Forbidden`; `NotFound` for a unit outside the reach; `Invalid` for a page that cannot be.
pub async fn by_need(app: &App, actor: &Actor, wanted: &ByNeed) -> Result<Listing> {
    let reach = actor.may(Action::ReadRequests)?;
    if let Some(unit) = wanted.unit.as_deref().filter(|unit| !reach.sees_unit(unit)) {
        return Err(Error::not_found("unit", unit));
    }
    let group = actor.group.as_str();
    let mut paging = Paging { limit: Some(wanted.limit), ..Paging::default() };
    paging.only.unit.clone_from(&wanted.unit);
    (paging.only.from, paging.only.to) = (wanted.from, wanted.to);
    let mut page = reach.page(&paging);
    page.state = wanted.states.iter().fold(String::new(), |all, state| all + "|" + state + "|");
    // One row more tells whether there is another page.
    page.limit += 1;
    let after = wanted.after.as_deref().map(fields::cursor).transpose()?;
    let mut tx = app.db.read().await?;
    let counts = requests::count_by_state(&mut tx, group, &page).await?.into_iter().collect();
    let mut found = requests::by_need(&mut tx, group, &page, after.as_ref()).await?;
    let more = found.len() as i64 >= page.limit;
    found.truncate((page.limit - 1) as usize);
    let next = found.last().filter(|_| more).map(|(start, id)| format!("{start}~{id}"));
    let mut rows = Vec::with_capacity(found.len());
    for (_, id) in &found {
        let mut whole = whole_in(&mut tx, group, &reach, id).await?;
        let unread = messages::unread(&mut tx, group, &actor.user, (id, id)).await?;
        whole.unread = unread.get(id).copied().unwrap_or_default();
        rows.push(whole);
    }
    let sites = establishments::all(&mut tx, group).await?;
    let (mut units, mut zones) = (BTreeMap::new(), BTreeMap::new());
    let fallback = groups::zone(&mut tx, group).await?.unwrap_or(Tz::UTC);
    for unit in establishments::units(&mut tx, group).await? {
        if reach.sees_unit(unit.id.as_str()) {
            let site = sites.iter().find(|site| site.id == unit.establishment);
            zones.insert(unit.id.0.clone(), site.map_or(fallback, |site| site.time_zone));
            units.insert(unit.id.0, unit.name);
        }
    }
    Ok(Listing { rows, next, counts, units, zones })
}
