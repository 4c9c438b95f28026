//! How a group works: what its members have agreed on beside the law.

use super::access::{Action, Actor};
use super::audit::Event;
use super::cascades::Order;
use super::error::{Conflict, Result};
use super::work::Work;
use super::{App, fields};
use crate::store::groups::FirstShift;
use crate::store::{Tx, from_json, groups, to_json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// See the module. What is left out of a document is as here by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The coordination looks at a manager's request before it is open.
    pub coordinator_opens: bool,
    /// A shift that begins within so many hours may go to whoever says yes first.
    pub urgent_hours: u32,
    /// Most people asked in one round.
    pub round_people: u32,
    /// Whoever is asked less than so many hours before a shift begins is asked at short notice.
    pub short_notice_hours: u32,
    /// What being asked at short notice adds to an account, hundredths of a point.
    pub short_notice_centipoints: u32,
    /// What a second duty on one civil day adds to an account, hundredths of a point.
    pub split_day_centipoints: u32,
    /// An assignment called off less than so many hours before it begins, through no doing of hers, is called off late.
    pub late_cancellation_hours: u32,
    /// What a late cancellation leaves on an account beside the share below, hundredths of a point.
    pub late_cancellation_centipoints: u32,
    /// Share of the shift's burden that a late cancellation leaves on an account, percent.
    pub late_cancellation_percent: u32,
    /// What a late cancellation earns, euro cents.
    pub late_cancellation_cents: u32,
    /// Minutes of rest that make a day for whoever has no usual day on a roster.
    pub rest_day_minutes: u32,
    /// Days between the dating of a rest and its first day, where its due date leaves so many.
    pub rest_notice_days: u32,
    /// Days before a rest is due on which it is called for when it has no date.
    pub rest_alarm_days: u32,
    /// Hours after which a plan that nobody has decided expires.
    pub plan_hours: u32,
    /// What people are reminded of, and when.
    pub reminders: Reminders,
    /// What is kept how long.
    pub retention: Retention,
    /// Whether an agent's first shift in a unit must be accompanied by somebody who knows it.
    pub first_shift: FirstShift,
    /// What becomes of a request with which a member would receive more than its convention says.
    pub over_quota: OverQuota,
    /// In which legal form staff is shared: what may be re-invoiced follows from it.
    pub vehicle: Vehicle,
    /// A lawful swap between people with the same titles that hardly moves their accounts needs nobody's yes.
    pub swap_automatic: bool,
    /// How far such a swap may move anybody's account, hundredths of a point, divided by her working-time share.
    pub swap_equity_centipoints: u32,
    /// Hours for the answers to a swap when whoever proposes it names none.
    pub swap_hours: u32,
    /// After somebody's quiet hours she has so many minutes before a fair round closes in which she is asked, when there is time.
    pub answer_minutes: u32,
    /// Whoever approves a plan may ask people beyond their weekly cap, with a reason that is kept.
    pub cap_may_be_overridden: bool,
    /// What a standing agreement has given may be handed back for so many hours,
    pub hand_back_hours_after: u32,
    /// and until so many hours before it begins, whichever is earlier.
    pub hand_back_hours_before: u32,
    /// Whom to ask after whom.
    pub cascade: Order,
    /// Goes up with every change.
    pub version: i64,
}

/// See [`Settings::vehicle`] (`law.md` §3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Vehicle {
    /// Loans and secondments between the members: wages, charges and expenses, and nothing on top (Code du travail L8241-1).
    #[default]
    Loan,
    /// A GCSMS or GCS, which may spread its running costs among the members.
    Cooperation,
    /// A groupement d'employeurs, which may as well.
    EmployersGroup,
}

/// See [`Settings::over_quota`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverQuota {
    /// It waits until the coordination opens it.
    #[default]
    Hold,
    /// It opens; the conversation about it says so.
    Warn,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            coordinator_opens: false,
            urgent_hours: 24,
            round_people: 30,
            short_notice_hours: 48,
            short_notice_centipoints: 100,
            split_day_centipoints: 100,
            late_cancellation_hours: 48,
            late_cancellation_centipoints: 100,
            late_cancellation_percent: 0,
            late_cancellation_cents: 0,
            rest_day_minutes: 420,
            rest_notice_days: 7,
            rest_alarm_days: 14,
            plan_hours: 72,
            reminders: Reminders::default(),
            retention: Retention::default(),
            first_shift: FirstShift::Required,
            over_quota: OverQuota::Hold,
            vehicle: Vehicle::Loan,
            swap_automatic: true,
            swap_equity_centipoints: 100,
            swap_hours: 72,
            answer_minutes: 60,
            cap_may_be_overridden: false,
            hand_back_hours_after: 24,
            hand_back_hours_before: 72,
            cascade: Order::default(),
            version: 1,
        }
    }
}

/// What people are reminded of, and when; 0 and nothing mean never.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Reminders {
    /// Hours before an offer closes at which whoever has not answered is reminded.
    pub offer_hours: u32,
    /// Minute of the day before a shift, by the clock of its place, at which whoever holds it is reminded.
    pub tomorrow_minute: Option<u32>,
    /// Hours before a shift begins at which it is told for the first time that nobody holds it.
    pub bare_first_hours: u32,
    /// The same for the last time.
    pub bare_last_hours: u32,
    /// Days before a qualification or a document runs out at which that is told.
    pub paper_days: Vec<u32>,
    /// Days before a grant ends at which that is told.
    pub grant_days: u32,
    /// Minute of the day, by the clock of the group, at which papers and grants are looked at.
    pub daily_minute: u32,
}

impl Default for Reminders {
    fn default() -> Self {
        Self {
            offer_hours: 4,
            tomorrow_minute: Some(18 * 60),
            bare_first_hours: 48,
            bare_last_hours: 24,
            paper_days: vec![60, 30, 7],
            grant_days: 30,
            daily_minute: 8 * 60,
        }
    }
}

/// Days after which things are taken away or become counts (`law.md` RET-1, RET-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Whatever may say why somebody was absent; a year at most.
    pub cause_days: u32,
    /// Messages about a request, after it is over.
    pub message_days: u32,
    /// What notices said, and what carried them.
    pub notice_days: u32,
    /// Rosters, requests and offers; five years at least.
    pub record_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { cause_days: 365, message_days: 365, notice_days: 365, record_days: 1_827 }
    }
}

/// The settings of a group as a transaction sees them.
pub(crate) async fn read(tx: &mut Tx, group: &str) -> Result<Settings> {
    let text = groups::service(tx, group).await?;
    Ok(text.as_deref().map(from_json).transpose()?.unwrap_or_default())
}

/// The settings of the actor's group.
///
/// # Errors
/// When the role does not allow it.
pub async fn find(app: &App, actor: &Actor) -> Result<Settings> {
    actor.may(Action::ReadSettings)?;
    let mut tx = app.db.read().await?;
    read(&mut tx, &actor.group).await
}

/// Numbers of a document by field, each with the least and the most that it may be.
fn bounds(of: &Settings) -> Vec<(&'static str, u32, u32, u32)> {
    let (remind, keep) = (&of.reminders, &of.retention);
    let days = |of: Option<&u32>| of.copied().unwrap_or(1);
    vec![
        ("urgent_hours", of.urgent_hours, 0, 168),
        ("round_people", of.round_people, 1, 1_000),
        ("short_notice_hours", of.short_notice_hours, 0, 720),
        ("short_notice_centipoints", of.short_notice_centipoints, 0, 10_000),
        ("split_day_centipoints", of.split_day_centipoints, 0, 10_000),
        ("late_cancellation_hours", of.late_cancellation_hours, 0, 720),
        ("late_cancellation_centipoints", of.late_cancellation_centipoints, 0, 10_000),
        ("late_cancellation_percent", of.late_cancellation_percent, 0, 100),
        ("late_cancellation_cents", of.late_cancellation_cents, 0, 100_000),
        ("rest_day_minutes", of.rest_day_minutes, 60, 720),
        ("rest_notice_days", of.rest_notice_days, 1, 60),
        ("rest_alarm_days", of.rest_alarm_days, 0, 180),
        ("plan_hours", of.plan_hours, 1, 24 * 60),
        ("reminders.offer_hours", remind.offer_hours, 0, 72),
        ("reminders.tomorrow_minute", remind.tomorrow_minute.unwrap_or_default(), 0, 1_439),
        ("reminders.bare_first_hours", remind.bare_first_hours, remind.bare_last_hours, 336),
        ("reminders.bare_last_hours", remind.bare_last_hours, 0, 336),
        ("reminders.paper_days", days(remind.paper_days.iter().min()), 1, 400),
        ("reminders.paper_days", days(remind.paper_days.iter().max()), 1, 400),
        ("reminders.paper_days (how many)", remind.paper_days.len() as u32, 0, 6),
        ("reminders.grant_days", remind.grant_days, 0, 400),
        ("reminders.daily_minute", remind.daily_minute, 0, 1_439),
        ("retention.cause_days", keep.cause_days, 30, 365),
        ("retention.message_days", keep.message_days, 30, 1_827),
        ("retention.notice_days", keep.notice_days, 30, 1_827),
        ("retention.record_days", keep.record_days, 1_826, 3_660),
        ("swap_equity_centipoints", of.swap_equity_centipoints, 0, 100_000),
        ("swap_hours", of.swap_hours, 1, 720),
        ("answer_minutes", of.answer_minutes, 0, 720),
        ("hand_back_hours_after", of.hand_back_hours_after, 1, 336),
        ("hand_back_hours_before", of.hand_back_hours_before, 0, 336),
    ]
}

/// Puts other settings in place; `new.version` is the one that was read.
///
/// # Errors
/// `Forbidden`, `Invalid` for what cannot be, `Conflict` when somebody changed them meanwhile.
pub async fn put(app: &App, actor: &Actor, new: &Settings) -> Result<Settings> {
    let reach = actor.may(Action::ManageSettings)?;
    new.cascade.look_at()?;
    for (field, value, least, most) in bounds(new) {
        fields::within(field, value, least.into(), most.into())?;
    }
    let mut work = Work::begin(app, actor, reach.role).await?;
    work.queue().await?;
    let before = read(&mut work.tx, &actor.group).await?;
    if before.version != new.version {
        return Err(Conflict::VersionMoved { current: before.version }.into());
    }
    if before.first_shift != new.first_shift {
        // Plans depend on it; the deed is in the queue already.
        work.touch().await?;
    }
    let after = Settings { version: before.version + 1, ..new.clone() };
    groups::set_service(&mut work.tx, &actor.group, &to_json(&after)?).await?;
    let event = Event::new("settings.change", "group", &actor.group).from_version(before.version);
    work.record(event.with(json!({ "before": before, "after": after })));
    work.commit().await?;
    Ok(after)
}
