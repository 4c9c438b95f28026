//! Timed work: one tick a minute, from which a pure function decides what is due. Whatever is due is claimed by a row in
//! `due_runs`, so it is done once however many servers share the database.

use crate::app::access::{Actor, Role};
use crate::app::rosters::{changing, choosing};
use crate::app::work::Work;
use crate::app::{
    App, Conflict, Error, agency, cascades, horizon, keys, occasions, plans, promises, push, reminders, requests,
    retention, rounds, settings, shifts, swaps,
};
use crate::metrics::Metrics;
use crate::store::{
    Tx, bookings as booking_rows, cascades as cascade_rows, due_runs as claims, groups as group_rows, parsed,
    plans as plan_rows, requests as request_rows, rosters as roster_rows, rounds as round_rows, shifts as shift_rows,
    swaps as swap_rows,
};
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use releve_solver::domain::time::{instant_of_local, local_of_instant};
use std::sync::Arc;
use tokio_cron_scheduler::{Job, JobScheduler};

/// Name of the nightly run in `due_runs`.
const REPLAN: &str = "nightly-replan";
/// A server that was down during the night still plans if it is back within this time; later, the day's work has begun and a
/// coordinator starts a plan herself.
const REPLAN_WITHIN_MINUTES: i64 = 4 * 60;
/// What is not bound to the night is made up for on the same civil day.
const ALL_DAY_MINUTES: i64 = 25 * 60;
/// When what is too old is taken away: after the nightly plan, before the day.
const RETENTION_MINUTE: u32 = 3 * 60 + 30;

/// A group as the decision needs it.
#[derive(Debug, Clone)]
pub struct Clocked {
    /// Group.
    pub group: String,
    /// Its zone.
    pub zone: Tz,
    /// Local date of the last run.
    pub last: Option<NaiveDate>,
}

/// Which groups' run of a kind is due, and for which local date: from a time of the day on, and so many minutes after at most.
///
/// The run of a date is due from the instant at which `at` is reached on that date: a time that the spring change skips is
/// reached when the clock jumps over it, one that the autumn change repeats is reached the first time.
pub fn due_runs(now: i64, (at, within_minutes): (NaiveTime, i64), groups: &[Clocked]) -> Vec<(String, NaiveDate)> {
    let minute = now.div_euclid(60);
    let due = |clocked: &Clocked| {
        let date = local_of_instant(clocked.zone, minute).date();
        let reached = instant_of_local(clocked.zone, date.and_time(at));
        let open = minute >= reached && minute < reached + within_minutes;
        (open && clocked.last.is_none_or(|last| last < date)).then(|| (clocked.group.clone(), date))
    };
    groups.iter().filter_map(due).collect()
}

/// Starts the scheduler; it ticks until it is dropped or shut down.
///
/// # Errors
/// When the scheduler cannot start.
pub async fn start(app: App, metrics: Arc<Metrics>) -> anyhow::Result<JobScheduler> {
    let scheduler = JobScheduler::new().await?;
    let ticking = Arc::new(tokio::sync::Mutex::new(()));
    let tick_job = Job::new_async("0 * * * * *", move |_, _| {
        let (app, metrics, ticking) = (app.clone(), Arc::clone(&metrics), Arc::clone(&ticking));
        Box::pin(async move {
            // What the last tick still has in hand it will finish; the next minute comes soon.
            let Ok(_alone) = ticking.try_lock() else { return };
            match tick(&app).await {
                Ok(failed) => {
                    metrics.timed_failures.inc_by(failed);
                }
                Err(error) => {
                    metrics.timed_failures.inc();
                    tracing::error!(error = format!("{error:#}"), "timed work failed; the next tick tries again");
                }
            }
        })
    })?;
    scheduler.add(tick_job).await?;
    scheduler.start().await?;
    Ok(scheduler)
}

/// Everything that is due now, by the app's clock. Each piece stands for itself: one that fails is logged, is due again at the
/// next tick, and keeps no other from being done. Gives how many failed.
///
/// # Errors
/// When the database does not even say what is due.
pub async fn tick(app: &App) -> anyhow::Result<u64> {
    let mut tx = app.db.read().await?;
    let due = round_rows::due(&mut tx, app.clock.now()).await?;
    let bare = shift_rows::begun_bare(&mut tx, app.clock.now()).await?;
    let unconfirmed = booking_rows::never_confirmed(&mut tx, app.clock.now()).await?;
    let over = request_rows::over(&mut tx, app.clock.now()).await?;
    let undecided = plan_rows::undecided(&mut tx).await?;
    let unanswered = swap_rows::due(&mut tx, app.clock.now()).await?;
    let unmet = swap_rows::wishes::over(&mut tx, app.clock.now()).await?;
    let closing = roster_rows::periods::due(&mut tx, app.clock.now()).await?;
    let questions = roster_rows::changes::questions_due(&mut tx, app.clock.now()).await?;
    let (mut groups, mut failed) = (Vec::new(), 0);
    for (group, zone) in group_rows::zone_names(&mut tx).await? {
        match Daily::read(&mut tx, &group, &zone).await {
            Ok(daily) => groups.push(daily),
            error => failed += done("a group has no readable clock", &group, error),
        }
    }
    drop(tx);
    for (group, id) in due {
        failed += done("a round could not be closed", &id.0, rounds::close(app, &group, &id).await);
    }
    // What rounds have come to decides which cascades go on, and they before a shift that has begun is given up.
    failed += cascades_go_on(app).await?;
    for (group, id) in unconfirmed {
        failed += done("a booking could not be ended", &id, agency::lapse(app, &group, &id).await);
    }
    for (group, id) in bare {
        failed += done("a shift could not be closed", &id, lapse(app, &group, &id).await);
    }
    for (group, id) in over {
        failed += done("a request could not be closed", &id, requests::close(app, &group, &id).await);
    }
    for (group, id) in unanswered {
        failed += done("a swap could not be closed", &id, swaps::expire(app, &group, &id).await);
    }
    for (group, id) in unmet {
        failed += done("a wish could not be ended", &id, swaps::end_wish_over(app, &group, &id).await);
    }
    for plan in undecided {
        failed += done("a plan could not be closed", &plan.id.0, plans::expire(app, &plan).await);
    }
    for (group, id) in closing {
        failed += done("a roster could not be closed", &id, choosing::close_due(app, &group, &id).await);
    }
    for (group, id) in questions {
        failed += done("a question could not be closed", &id, changing::expire(app, &group, &id).await);
    }
    for daily in groups {
        failed += daily.run(app).await;
    }
    failed += done("idempotency keys could not be forgotten", "", keys::sweep(app).await);
    failed += done("subscriptions to another key could not be ended", "", push::sweep(app).await);
    Ok(failed)
}

/// A group with the last runs of what happens once a day.
struct Daily {
    group: String,
    zone: Tz,
    replanned: Option<NaiveDate>,
    retained: Option<NaiveDate>,
    reminded: Option<NaiveDate>,
    /// When papers and grants are looked at, minute of the day.
    remind_minute: u32,
}

impl Daily {
    async fn read(tx: &mut Tx, group: &str, zone: &str) -> anyhow::Result<Self> {
        let mut last = [None; 3];
        for (slot, name) in last.iter_mut().zip([REPLAN, retention::NAME, reminders::NAME]) {
            *slot = claims::last(tx, name, group).await?.as_deref().map(parsed).transpose()?;
        }
        let [replanned, retained, reminded] = last;
        let remind_minute = settings::read(tx, group).await?.reminders.daily_minute;
        Ok(Self { group: group.to_owned(), zone: parsed(zone)?, replanned, retained, reminded, remind_minute })
    }

    /// The civil day whose run is due.
    fn due(&self, now: i64, at: NaiveTime, within_minutes: i64, last: Option<NaiveDate>) -> Option<NaiveDate> {
        let clocked = Clocked { group: self.group.clone(), zone: self.zone, last };
        due_runs(now, (at, within_minutes), &[clocked]).pop().map(|(_, date)| date)
    }

    /// Everything of one group that is due; gives how many pieces failed.
    async fn run(&self, app: &App) -> u64 {
        let (group, now) = (self.group.as_str(), app.clock.now());
        let minute = |minute: u32| NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap_or_default();
        let mut failed = 0;
        if let Some(date) = self.due(now, app.config.replan_at, REPLAN_WITHIN_MINUTES, self.replanned) {
            failed += done("the nightly plan could not be queued", group, replan_group(app, group, date).await);
        }
        if let Some(date) = self.due(now, minute(RETENTION_MINUTE), ALL_DAY_MINUTES, self.retained) {
            failed +=
                done("what is too old could not be taken away", group, retention::nightly(app, group, date).await);
        }
        if let Some(date) = self.due(now, minute(self.remind_minute), ALL_DAY_MINUTES, self.reminded) {
            failed += done("the day's reminders could not be written", group, reminders::daily(app, group, date).await);
        }
        failed +=
            done("what is owed without a shift could not be posted", group, occasions::post_due(app, group).await);
        let kept = promises::keep(app, group).await;
        failed += kept.as_ref().copied().unwrap_or_default();
        failed += done("promised rests could not be looked after", group, kept);
        failed + done("reminders could not be written", group, reminders::tell_due(app, group, self.zone).await)
    }
}

/// Begins the next step of every cascade whose time has come; gives how many could not.
async fn cascades_go_on(app: &App) -> anyhow::Result<u64> {
    let mut tx = app.db.read().await?;
    let due = cascade_rows::due(&mut tx, app.clock.now()).await?;
    drop(tx);
    let mut failed = 0;
    for (group, id) in due {
        failed += done("a cascade could not go on", &id.0, cascades::go_on(app, &group, &id).await);
    }
    Ok(failed)
}

/// Logs and counts a failure.
fn done<T, E: std::fmt::Display>(what: &'static str, id: &str, result: Result<T, E>) -> u64 {
    match result {
        Ok(_) => 0,
        Err(error) => {
            tracing::error!(id, error = format!("{error:#}"), "{what}");
            1
        }
    }
}

/// A shift that is over, and nobody was found.
async fn lapse(app: &App, group: &str, id: &str) -> anyhow::Result<()> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.touch().await?;
    // Another server may have been quicker.
    if shifts::lapse(&mut work, id).await? {
        work.commit().await?;
    }
    Ok(())
}

/// Claims the night of one group, moves its horizon where the month wants it, and queues its plan, together or not at all.
async fn replan_group(app: &App, group: &str, date: NaiveDate) -> anyhow::Result<()> {
    let actor = Actor::system(group);
    let mut work = Work::begin(app, &actor, Role::System).await?;
    work.queue().await?;
    if !claims::claim(&mut work.tx, REPLAN, group, &date.to_string(), app.clock.now()).await? {
        return Ok(());
    }
    horizon::follow(&mut work, date).await?;
    if !shift_rows::open(&mut work.tx, group).await?.is_empty() {
        match plans::enqueue(&mut work, &plans::Order::default()).await {
            Ok(plan) => tracing::info!(%plan, "nightly plan queued"),
            // Somebody is computing already: that plan is the night's.
            Err(Error::Conflict(Conflict::AlreadyComputing)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    work.commit().await?;
    app.job_queued.notify_one();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDateTime;

    const PARIS: Tz = Tz::Europe__Paris;

    /// Ticks every minute from noon to noon and gives the local times at which the run was due.
    fn nights(from: &str, to: &str) -> Vec<String> {
        let at = NaiveTime::from_hms_opt(2, 30, 0).expect("a time");
        let noon = |date: &str| {
            let local = NaiveDateTime::parse_from_str(&format!("{date}T12:00"), "%Y-%m-%dT%H:%M").expect("a date");
            instant_of_local(PARIS, local)
        };
        let mut clocked = [Clocked { group: "g".to_owned(), zone: PARIS, last: None }];
        let mut runs = Vec::new();
        for minute in noon(from)..noon(to) {
            for (_, date) in due_runs(minute * 60, (at, REPLAN_WITHIN_MINUTES), &clocked) {
                clocked[0].last = Some(date);
                runs.push(local_of_instant(PARIS, minute).to_string());
            }
        }
        runs
    }

    #[test]
    fn a_skipped_half_past_two_runs_once() {
        assert_eq!(nights("2027-03-27", "2027-03-28"), ["2027-03-28 03:30:00"]);
    }

    #[test]
    fn a_repeated_half_past_two_runs_once() {
        assert_eq!(nights("2026-10-24", "2026-10-25"), ["2026-10-25 02:30:00"]);
    }

    #[test]
    fn every_other_night_runs_once_at_half_past_two() {
        assert_eq!(nights("2026-11-22", "2026-11-24"), ["2026-11-23 02:30:00", "2026-11-24 02:30:00"]);
    }

    #[test]
    fn a_server_that_starts_at_noon_does_not_plan_for_the_night_before() {
        let at = NaiveTime::from_hms_opt(2, 30, 0).expect("a time");
        let clocked = [Clocked { group: "g".to_owned(), zone: Tz::Indian__Reunion, last: None }];
        let local = |h| NaiveDate::from_ymd_opt(2026, 11, 22).and_then(|d| d.and_hms_opt(h, 29, 0)).expect("a time");
        let due = |h| {
            let now = instant_of_local(Tz::Indian__Reunion, local(h)) * 60;
            due_runs(now, (at, REPLAN_WITHIN_MINUTES), &clocked).len()
        };
        assert_eq!([due(2), due(3), due(6), due(7), due(12)], [0, 1, 1, 0, 0]);
    }
}
