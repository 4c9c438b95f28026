//! Establishments and units: made, changed, closed on a day.
//!
//! Invariants: what is changed leaves the group's facts as sound as they were; the hours of a shift code do not move under a shift
//! that somebody holds or is asked for, nor under a day of a roster that is to come: new hours have a new code; under which law an
//! establishment's people work is the administration's to say, and no other law makes what stands from today on unlawful; a unit
//! that people are still sought for is not closed.

use super::{New, held_site, join_in, look_at};
use crate::app::access::{Action, Actor, Paging, Reach};
use crate::app::audit::Event;
use crate::app::conflict::Use;
use crate::app::error::{Conflict, Error, Result};
use crate::app::identity::today;
use crate::app::rosters::judging;
use crate::app::work::Work;
use crate::app::{App, facts, fields, requests};
use crate::store::establishments::{self, Record, UnitRecord};
use crate::store::{groups, is_taken, parsed, rosters, shifts};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use releve_solver::audit::{Finding, worsened};
use releve_solver::domain::scenario::{
    Derogation, Establishment, EstablishmentLaw, MinimumCover, Place, ShiftCode, Territory, Unit,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

/// What an establishment says of itself.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteForm {
    /// Name shown to people.
    pub name: String,
    /// FINESS number; a doubtful check digit is a warning.
    pub finess: String,
    /// Rule pack that governs its staff.
    pub regime: String,
    /// Zone in which its shift times are written.
    #[schemars(with = "String")]
    pub time_zone: Tz,
    /// Commune.
    pub commune: String,
    /// Where it stands.
    pub place: Place,
    /// Holiday calendar.
    pub territory: Territory,
    /// Good Friday is a holiday here.
    #[serde(default)]
    pub good_friday: bool,
    /// Public holidays added by hand.
    #[serde(default)]
    pub extra_holidays: Vec<NaiveDate>,
    /// Recorded derogations, each with its document.
    #[serde(default)]
    pub derogations: Vec<Derogation>,
    /// What it has settled by itself: local rules, documents it asks for, cycle.
    #[serde(default)]
    pub law: EstablishmentLaw,
}

/// What a unit is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitForm {
    /// Name shown to people.
    pub name: String,
    /// Its shift codes.
    pub shift_codes: Vec<ShiftCode>,
    /// Least staff wanted.
    #[serde(default)]
    pub minimum_cover: Vec<MinimumCover>,
}

/// Whether the check digit of a FINESS number does not come out: Luhn over its characters, with the letters of Corsica as 1 and
/// 2. The rule is not published, so this is a warning and no refusal (`law.md` ID-FINESS).
pub fn finess_is_doubtful(number: &str) -> bool {
    let digit = |c: char| match c {
        'A' => Some(1),
        'B' => Some(2),
        other => other.to_digit(10),
    };
    let sum = number.chars().rev().enumerate().try_fold(0, |sum, (at, c)| {
        let value = digit(c)? * if at % 2 == 1 { 2 } else { 1 };
        Some(sum + value / 10 + value % 10)
    });
    sum.is_none_or(|sum| sum % 10 != 0)
}

/// An establishment joins: it is made together with its convention.
///
/// # Errors
/// `Forbidden`, `Invalid` with every wrong field, `Conflict` for a taken id.
pub async fn create(app: &App, actor: &Actor, id: &str, form: &SiteForm, convention: &New) -> Result<Record> {
    let reach = actor.may(Action::ManageMembers)?;
    let id = fields::id("id", id)?;
    let convention = look_at(app, &id, convention)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let before = facts::issues(&mut work).await?;
    let establishment = filled_in(&id, form, Vec::new())?;
    establishments::insert_one(&mut work.tx, &actor.group, &establishment).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdTaken(id.clone()).into(),
        e => Error::from(e),
    })?;
    work.record(Event::new("establishment.create", "establishment", &id).with(json!({ "regime": form.regime })));
    join_in(&mut work, &convention).await?;
    facts::sound(&mut work, &before).await?;
    let record = held_site(&mut work.tx, &actor.group, &reach, &id).await?;
    work.commit().await?;
    Ok(record)
}

/// Puts what an establishment says of itself in place of what it said; `version` is the one that was read.
///
/// # Errors
/// `Forbidden`, also for another regime, other derogations or local rules by whoever does not say which members there are;
/// `NotFound`, `Invalid`, `Conflict` when somebody changed it meanwhile, or its clock would move under shifts that people hold or are
/// sought for or under days of its rosters; `UnlawfulRoster` when what stands from today on would break the law then.
pub async fn change(app: &App, actor: &Actor, id: &str, form: &SiteForm, version: i64) -> Result<Record> {
    let reach = actor.may(Action::ManageUnits)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let before = facts::issues(&mut work).await?;
    let record = held_site(&mut work.tx, &actor.group, &reach, id).await?;
    if record.version != version {
        return Err(Conflict::VersionMoved { current: record.version }.into());
    }
    let old = &record.establishment;
    if old.time_zone != form.time_zone {
        nobody_there(&mut work, id, old.time_zone).await?;
    }
    // Which days came with an import is not the form's to say; conventions say it otherwise.
    let membership = establishments::imported_membership(&mut work.tx, &actor.group, id).await?;
    let new = filled_in(id, form, membership)?;
    let same_law = (&old.regime, &old.derogations, &old.law) == (&new.regime, &new.derogations, &new.law);
    if !same_law && !actor.may(Action::ManageMembers).is_ok_and(|reach| reach.holds_establishment(id)) {
        return Err(Error::Forbidden(Action::ManageMembers));
    }
    let same_days =
        (old.territory, old.good_friday, &old.extra_holidays) == (new.territory, new.good_friday, &new.extra_holidays);
    let known = if same_law && same_days { None } else { facts::findings(&mut work).await? };
    if !establishments::update(&mut work.tx, &actor.group, &Record { establishment: new, ..record.clone() }).await? {
        return Err(Conflict::LostRace.into());
    }
    facts::sound(&mut work, &before).await?;
    if let Some((known, _)) = known {
        lawful_still(&mut work, &reach, &known).await?;
    }
    work.record(Event::new("establishment.change", "establishment", id).from_version(version));
    let record = held_site(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(record)
}

/// That nothing which stands from today on breaks a rule that it did not break before.
async fn lawful_still(work: &mut Work<'_>, reach: &Reach, known: &[Finding]) -> Result<()> {
    let group = work.group();
    let day = today(work.now(), groups::zone(&mut work.tx, group).await?);
    let Some((found, employers)) = facts::findings(work).await? else { return Ok(()) };
    let mut found = worsened(known, found);
    found.retain(|finding| finding.date >= day);
    let found = judging::told(reach, &employers, found, |_, _| day);
    if found.is_empty() { Ok(()) } else { Err(Error::UnlawfulRoster(found)) }
}

/// An establishment closes: from `on` on it belongs to the group no more, and neither do its units.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict` while people hold or are sought for shifts there from that day
/// on.
pub async fn close(app: &App, actor: &Actor, id: &str, on: NaiveDate, why: &str) -> Result<Record> {
    let reach = actor.may(Action::ManageMembers)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let record = held_site(&mut work.tx, &actor.group, &reach, id).await?;
    nobody_sought(&mut work, id, &on.to_string()).await?;
    if !establishments::update(&mut work.tx, &actor.group, &Record { closed_on: Some(on), ..record.clone() }).await? {
        return Err(Conflict::LostRace.into());
    }
    let detail = json!({ "on": on, "reason": why });
    let event = Event::new("establishment.close", "establishment", id).from_version(record.version);
    work.record(event.with(detail));
    let record = held_site(&mut work.tx, &actor.group, &reach, id).await?;
    work.commit().await?;
    Ok(record)
}

/// Every member's establishment: whoever shares a pool knows who the others are.
///
/// # Errors
/// When the role does not allow it.
pub async fn list(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<Record>> {
    actor.may(Action::ReadMembers)?;
    let mut tx = app.db.read().await?;
    let mut all = establishments::records(&mut tx, &actor.group).await?;
    let after = paging.after.as_deref().unwrap_or_default();
    all.retain(|record| record.establishment.id.as_str() > after);
    all.truncate(paging.limit() as usize);
    Ok(all)
}

/// One establishment.
///
/// # Errors
/// `Forbidden`, or `NotFound`.
pub async fn find(app: &App, actor: &Actor, id: &str) -> Result<Record> {
    actor.may(Action::ReadMembers)?;
    let mut tx = app.db.read().await?;
    let record = establishments::record(&mut tx, &actor.group, id).await?;
    record.ok_or_else(|| Error::not_found("establishment", id))
}

/// The units of the group, by id.
///
/// # Errors
/// When the role does not allow it.
pub async fn units(app: &App, actor: &Actor, paging: &Paging) -> Result<Vec<UnitRecord>> {
    actor.may(Action::ReadMembers)?;
    let mut tx = app.db.read().await?;
    let mut all = establishments::unit_records(&mut tx, &actor.group).await?;
    let after = paging.after.as_deref().unwrap_or_default();
    all.retain(|record| record.unit.id.as_str() > after);
    all.truncate(paging.limit() as usize);
    Ok(all)
}

/// Makes a unit.
///
/// # Errors
/// `Forbidden`, `NotFound` for an establishment outside the reach, `Invalid`, `Conflict` for a taken id.
pub async fn create_unit(
    app: &App,
    actor: &Actor,
    (id, establishment): (&str, &str),
    form: &UnitForm,
) -> Result<UnitRecord> {
    let reach = actor.may(Action::ManageUnits)?;
    let id = fields::id("id", id)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    held_site(&mut work.tx, &actor.group, &reach, establishment).await?;
    let before = facts::issues(&mut work).await?;
    let unit = unit_of(&id, establishment, form)?;
    establishments::insert_unit(&mut work.tx, &actor.group, &unit).await.map_err(|error| match error {
        e if is_taken(&e) => Conflict::IdTaken(id.clone()).into(),
        e => Error::from(e),
    })?;
    facts::sound(&mut work, &before).await?;
    work.record(Event::new("unit.create", "unit", &id).with(json!({ "establishment": establishment })));
    let record = establishments::unit_record(&mut work.tx, &actor.group, &id).await?;
    work.commit().await?;
    record.ok_or_else(|| Error::Corrupt("a unit just stored is not there".to_owned()))
}

/// Puts other codes and another minimum cover in place; `version` is the one that was read.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid`, `Conflict` when somebody changed it meanwhile, or a code whose hours would move or that
/// would be gone stands on a shift that somebody holds or is sought for, or on a day of the roster that is not over.
pub async fn change_unit(app: &App, actor: &Actor, id: &str, form: &UnitForm, version: i64) -> Result<UnitRecord> {
    let reach = actor.may(Action::ManageUnits)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let record = unit_in(&mut work, &reach, id).await?;
    if record.version != version {
        return Err(Conflict::VersionMoved { current: record.version }.into());
    }
    let before = facts::issues(&mut work).await?;
    let unit = unit_of(id, record.unit.establishment.as_str(), form)?;
    let hours = |code: &ShiftCode| (code.start, code.end, code.break_minutes, code.paid_break_minutes);
    let moved = |code: &str| {
        let of = |codes: &[ShiftCode]| codes.iter().find(|known| known.code.as_str() == code).map(hours);
        of(&record.unit.shift_codes) != of(&unit.shift_codes)
    };
    let live = shifts::live(&mut work.tx, &actor.group, (id, ""), app.clock.now()).await?;
    let mut touched: Vec<Use> =
        live.into_iter().filter(|(_, code)| moved(code)).map(|(shift, _)| Use::Shift(shift)).collect();
    let (_, zone) = establishments::unit(&mut work.tx, &actor.group, id)
        .await?
        .ok_or_else(|| Error::Corrupt(format!("unit {id} without its establishment")))?;
    touched.extend(rostered(&mut work, id, zone, moved).await?);
    if !touched.is_empty() {
        return Err(Conflict::StillInUse(touched).into());
    }
    if !establishments::update_unit(&mut work.tx, &actor.group, &UnitRecord { unit, ..record }).await? {
        return Err(Conflict::LostRace.into());
    }
    facts::sound(&mut work, &before).await?;
    work.record(Event::new("unit.change", "unit", id).from_version(version));
    let record = unit_in(&mut work, &reach, id).await?;
    work.commit().await?;
    Ok(record)
}

/// Closes a unit: from `on` on it asks for nobody.
///
/// # Errors
/// `Forbidden`, `NotFound`, `Invalid` without a reason, `Conflict` while people hold or are sought for shifts there from that day
/// on.
pub async fn close_unit(app: &App, actor: &Actor, id: &str, on: NaiveDate, why: &str) -> Result<UnitRecord> {
    let reach = actor.may(Action::ManageUnits)?;
    let why = requests::reason(why)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.touch().await?;
    let record = unit_in(&mut work, &reach, id).await?;
    let live = shifts::live(&mut work.tx, &actor.group, (id, &on.to_string()), app.clock.now()).await?;
    if !live.is_empty() {
        return Err(Conflict::StillInUse(live.into_iter().map(|(shift, _)| Use::Shift(shift)).collect()).into());
    }
    let version = record.version;
    let closed = UnitRecord { closed_on: Some(on), ..record };
    if !establishments::update_unit(&mut work.tx, &actor.group, &closed).await? {
        return Err(Conflict::LostRace.into());
    }
    let detail = json!({ "on": on, "reason": why });
    work.record(Event::new("unit.close", "unit", id).from_version(version).with(detail));
    let record = unit_in(&mut work, &reach, id).await?;
    work.commit().await?;
    Ok(record)
}

async fn unit_in(work: &mut Work<'_>, reach: &Reach, id: &str) -> Result<UnitRecord> {
    let group = work.group();
    let record = establishments::unit_record(&mut work.tx, group, id).await?;
    let mine = record.filter(|unit| reach.sees_unit(id) || reach.holds_establishment(unit.unit.establishment.as_str()));
    mine.ok_or_else(|| Error::not_found("unit", id))
}

/// No unit of an establishment may have a live shift from a day on.
async fn nobody_sought(work: &mut Work<'_>, establishment: &str, from: &str) -> Result<()> {
    let (group, now) = (work.group(), work.now());
    let mut sought = Vec::new();
    for (unit, home) in establishments::homes_of_units(&mut work.tx, group).await? {
        if home == establishment {
            let live = shifts::live(&mut work.tx, group, (&unit, from), now).await?;
            sought.extend(live.into_iter().map(|(shift, _)| Use::Shift(shift)));
        }
    }
    if sought.is_empty() { Ok(()) } else { Err(Conflict::StillInUse(sought).into()) }
}

/// No unit of an establishment may have a live shift, or a day of its roster that is not over.
async fn nobody_there(work: &mut Work<'_>, establishment: &str, zone: Tz) -> Result<()> {
    nobody_sought(work, establishment, "").await?;
    let group = work.group();
    let mut days = Vec::new();
    for (unit, home) in establishments::homes_of_units(&mut work.tx, group).await? {
        if home == establishment {
            days.extend(rostered(work, &unit, zone, |_| true).await?);
        }
    }
    if days.is_empty() { Ok(()) } else { Err(Conflict::StillInUse(days).into()) }
}

/// Days of a unit's roster that are not over and have one of some codes. A night of yesterday may still be worked.
async fn rostered(work: &mut Work<'_>, unit: &str, zone: Tz, of: impl Fn(&str) -> bool) -> Result<Vec<Use>> {
    let (group, yesterday) = (work.group(), today(work.now(), Some(zone)) - Days::new(1));
    let codes = rosters::codes_from(&mut work.tx, group, unit, &yesterday.to_string()).await?;
    let used = codes.into_iter().filter(|(_, code)| of(code));
    used.map(|(date, code)| Ok(Use::Day { date: parsed(&date)?, code })).collect()
}

fn filled_in(
    id: &str,
    form: &SiteForm,
    membership: Vec<releve_solver::domain::scenario::Membership>,
) -> Result<Establishment> {
    fields::count("derogations", form.derogations.len(), 0, 100)?;
    fields::count("extra_holidays", form.extra_holidays.len(), 0, 100)?;
    fields::count("law.rules", form.law.rules.len(), 0, 100)?;
    Ok(Establishment {
        id: id.into(),
        name: fields::line("name", &form.name)?,
        finess: form.finess.clone(),
        regime: form.regime.clone(),
        time_zone: form.time_zone,
        commune: fields::line("commune", &form.commune)?,
        place: form.place,
        territory: form.territory,
        good_friday: form.good_friday,
        extra_holidays: form.extra_holidays.clone(),
        derogations: form.derogations.clone(),
        law: form.law.clone(),
        membership,
    })
}

fn unit_of(id: &str, establishment: &str, form: &UnitForm) -> Result<Unit> {
    fields::count("shift_codes", form.shift_codes.len(), 1, 100)?;
    fields::count("minimum_cover", form.minimum_cover.len(), 0, 500)?;
    Ok(Unit {
        id: id.into(),
        establishment: establishment.into(),
        name: fields::line("name", &form.name)?,
        shift_codes: form.shift_codes.clone(),
        minimum_cover: form.minimum_cover.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_the_register_come_out() {
        for good in ["010000024", "010780054", "750712184", "590780193", "690781810", "2A0000014", "2B0000020"] {
            assert!(!finess_is_doubtful(good), "{good}");
        }
        for bad in ["010000025", "010780045", "2A0000015", "O10780054"] {
            assert!(finess_is_doubtful(bad), "{bad}");
        }
    }
}
