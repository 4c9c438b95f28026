//! Plans: start, follow, decide.

use super::{Listed, instant, value};
use crate::app::Error;
use crate::app::access::{Action, Actor, Paging};
use crate::app::approval::{self, HeldBack, Items, OnConflict};
use crate::app::plans::{self, Order, Whole};
use crate::app::wrong::{expected, nothing};
use crate::ids::{OfferId, PlanId};
use crate::lang::Words;
use crate::store::plans::{Item, Row};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json, Paged};
use crate::web::failed;
use crate::web::moved::MovedItem;
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use releve_solver::domain::plan::{Assigned, EquityLine, Level, Price, Progress, Uncovered};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::time::Duration;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/plans", Needs(&[A::ReadPlans]), list).describe(
            Doc::new("Lists plans")
                .query::<Paging>()
                .states(&[
                    "computing", "proposed", "partly_approved", "approved", "rejected", "cancelled", "expired", "failed",
                ])
                .answers::<Listed<Plan>>(200, "A page of plans, the newest first"),
        ),
        Route::post("/api/v1/plans", Needs(&[A::ComputePlan]), start).describe(
            Doc::new("Starts computing a plan over every open shift, or over those that the order names")
                .more("`Location` tells where to follow it. Of the choices in `keep` and `without` those that the facts do not \
                       know count for nothing. A plan with people made up in `join` is told and never approved.")
                .optional_body::<Order>()
                .answers::<Started>(202, "A worker takes it from here")
                .refuses(&["already-computing", "not-found"]),
        ),
        Route::get("/api/v1/plans/{id}", Needs(&[A::ReadPlans]), show)
            .describe(Doc::new("Shows a plan with its proof, its reasons and its prices").answers::<WholePlan>(200, "The plan")),
        Route::get("/api/v1/plans/{id}/progress", Needs(&[A::ReadPlans]), progress).describe(
            Doc::new("Follows a computation")
                .more("Server-sent events `progress` until it is over, then one `done`.")
                .answers_text(200, "text/event-stream", "The stream"),
        ),
        Route::post("/api/v1/plans/{id}/cancel", Needs(&[A::ComputePlan]), cancel).describe(
            Doc::new("Stops a computation")
                .answers_nothing(202, "The worker is told")
                .refuses(&["nothing-to-cancel", "plan-state"]),
        ),
        Route::post("/api/v1/plans/{id}/stop", Needs(&[A::ComputePlan]), stop).describe(
            Doc::new("Stops a computation and keeps the best plan found so far")
                .more("One that no worker has taken yet has found nothing: it is cancelled.")
                .answers_nothing(202, "The worker is told")
                .refuses(&["nothing-to-cancel", "plan-state"]),
        ),
        Route::post("/api/v1/plans/{id}/approve", Needs(&[A::DecidePlan]), approve).describe(
            Doc::new("Approves items of a plan: each agent concerned is asked")
                .more("The version that was read stands in the body or in `If-Match`.")
                .body::<Approve>()
                .answers::<Approved>(200, "The plan and the offers made")
                .refuses(&["stale-plan", "plan-state", "plan-kind", "version-moved", "item-not-proposed", "plan-conflicts",
                    "asked-often"]),
        ),
        Route::post("/api/v1/plans/{id}/reject", Needs(&[A::DecidePlan]), reject).describe(
            Doc::new("Rejects a plan").body::<Reject>().answers::<Plan>(200, "The plan").refuses(&["plan-state"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Plan {
    id: PlanId,
    /// `pool`; `roster` for one that fills a roster; `what_if` for one that counts on somebody made up.
    kind: String,
    /// How it was ordered; `null` for plans of earlier versions.
    #[schemars(with = "Option<Order>")]
    order: Value,
    roster: Option<String>,
    state: String,
    reason: Option<String>,
    /// How the solve ended: `optimal`, `within_gap` or `feasible`.
    status: Option<String>,
    shifts: i64,
    covered: i64,
    /// Goal levels in order, each with its proof.
    #[schemars(with = "Option<Vec<Level>>")]
    levels: Value,
    input_sha256: Option<String>,
    /// Keys of the rule packs it stands on.
    #[schemars(with = "Option<Vec<String>>")]
    rule_packs: Value,
    seed: Option<i64>,
    work: Option<i64>,
    seconds: Option<f64>,
    asked_at: String,
    computed_at: Option<String>,
    decided_at: Option<String>,
    /// Facts it was computed on: `levels` (bounds, gaps) and `status` are proven for them, and for no others.
    facts_version: Option<i64>,
    version: i64,
}

/// Why a plan stands where it does, as its reader has it.
fn why(words: Words, row: &Row) -> Option<String> {
    match (row.state.as_str(), row.reason.as_deref()) {
        ("failed", reason) => Some(failed::told(words, &row.id.0, reason.unwrap_or_default())),
        (_, reason) => reason.map(|reason| words.reason(reason).to_string()),
    }
}

impl Plan {
    fn of(words: Words, row: Row) -> Self {
        Self {
            reason: why(words, &row),
            levels: value(row.levels.as_deref()),
            rule_packs: value(row.rule_packs.as_deref()),
            order: value(row.asked_for.as_deref()),
            id: row.id,
            kind: row.kind,
            roster: row.roster_id,
            state: row.state,
            status: row.status,
            shifts: row.shifts,
            covered: row.covered,
            input_sha256: row.input_sha256,
            seed: row.seed,
            work: row.work,
            seconds: row.solve_seconds,
            asked_at: instant(row.asked_at),
            computed_at: row.computed_at.map(instant),
            decided_at: row.decided_at.map(instant),
            facts_version: row.facts_version,
            version: row.version,
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct WholePlan {
    #[serde(flatten)]
    plan: Plan,
    /// Current version of the group's facts.
    facts_version_now: i64,
    /// What moved: the items to be decided that can no longer be approved, each with its reason.
    stale: Vec<MovedItem>,
    /// Where the computation stands.
    #[schemars(with = "Option<Progress>")]
    progress: Value,
    /// Everybody's account before and after; `null` for whoever sees a part of the group.
    #[schemars(with = "Option<Vec<EquityLine>>")]
    equity: Value,
    /// Where one more shift filled would be worth most; `null` for whoever sees a part of the group.
    #[schemars(with = "Option<Vec<Price>>")]
    prices: Value,
    assigned: Vec<GivenItem>,
    uncovered: Vec<BareItem>,
}

impl WholePlan {
    fn of(words: Words, whole: Whole) -> Self {
        let (bare, given): (Vec<_>, Vec<_>) = whole.items.into_iter().partition(|item| item.state == "bare");
        Self {
            facts_version_now: whole.facts_version,
            stale: whole.conflicts.into_iter().map(MovedItem::from).collect(),
            progress: value(whole.job.as_ref().and_then(|job| job.progress.as_deref())),
            equity: value(whole.plan.equity.as_deref()),
            prices: value(whole.plan.prices.as_deref()),
            assigned: given.into_iter().map(GivenItem::from).collect(),
            uncovered: bare.into_iter().map(BareItem::from).collect(),
            plan: Plan::of(words, whole.plan),
        }
    }
}

/// A shift given to somebody, with the solver's reasons.
#[derive(Serialize, JsonSchema)]
struct GivenItem {
    #[serde(flatten)]
    #[schemars(with = "Assigned")]
    reasons: Value,
    #[serde(flatten)]
    about: ItemAbout,
    agent_name: Option<String>,
}

/// A shift left bare, with the solver's reasons.
#[derive(Serialize, JsonSchema)]
struct BareItem {
    #[serde(flatten)]
    #[schemars(with = "Uncovered")]
    reasons: Value,
    #[serde(flatten)]
    about: ItemAbout,
}

/// What an item is about.
#[derive(Serialize, JsonSchema)]
struct ItemAbout {
    /// `proposed`, `approved`, `bare` …
    state: String,
    unit: String,
    unit_name: String,
    code: String,
    date: String,
    qualification: String,
}

/// The reasons, what it is about, and the name of whoever it is for.
fn parts(item: Item) -> (Value, ItemAbout, Option<String>) {
    let about = ItemAbout {
        state: item.state,
        unit: item.unit_id,
        unit_name: item.unit_name,
        code: item.code,
        date: item.date,
        qualification: item.qualification,
    };
    (value(Some(&item.reasons)), about, item.agent_name)
}

impl From<Item> for GivenItem {
    fn from(item: Item) -> Self {
        let (reasons, about, agent_name) = parts(item);
        Self { reasons, about, agent_name }
    }
}

impl From<Item> for BareItem {
    fn from(item: Item) -> Self {
        let (reasons, about, _) = parts(item);
        Self { reasons, about }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "PlanStarted")]
pub(super) struct Started {
    id: PlanId,
    /// Always `computing`.
    state: &'static str,
}

/// `POST /plans`: 202, and `Location` tells where to follow it. The body may be left out.
pub(super) async fn start(
    State(state): State<AppState>,
    actor: Actor,
    headers: HeaderMap,
    request: axum::extract::Request,
) -> Result<impl IntoResponse> {
    use axum::extract::FromRequest;
    let empty = headers.get(header::CONTENT_LENGTH).is_none_or(|length| length == "0")
        && headers.get(header::TRANSFER_ENCODING).is_none();
    let order = if empty { Order::default() } else { Json::<Order>::from_request(request, &state).await?.0 };
    let id = plans::start(&state.app, &actor, &order).await?;
    let location = format!("/api/v1/plans/{id}");
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], axum::Json(Started { id, state: "computing" })))
}

/// `GET /plans?state=&after=&limit=`
pub(super) async fn list(
    State(state): State<AppState>,
    words: Words,
    Paged { actor, paging }: Paged,
) -> Result<axum::Json<Listed<Plan>>> {
    let rows = plans::list(&state.app, &actor, &paging).await?;
    Ok(axum::Json(Listed::of(rows, paging.limit(), |row| row.id.0.clone(), |row| Plan::of(words, row))))
}

/// `GET /plans/{id}`
pub(super) async fn show(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
) -> Result<axum::Json<WholePlan>> {
    Ok(axum::Json(WholePlan::of(words, plans::find(&state.app, &actor, &id).await?)))
}

/// `POST /plans/{id}/cancel`
pub(super) async fn cancel(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    plans::cancel(&state.app, &actor, &id).await?;
    Ok(StatusCode::ACCEPTED)
}

/// `POST /plans/{id}/stop`
pub(super) async fn stop(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    plans::stop(&state.app, &actor, &id).await?;
    Ok(StatusCode::ACCEPTED)
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Approve {
    items: Items,
    version: Option<i64>,
    /// What to do when some of the items can no longer be approved: nothing at all (the default), or the others.
    #[serde(default)]
    on_conflict: OnConflict,
    /// Why people may be asked beyond their weekly cap, where the group allows that.
    #[serde(default)]
    although_asked_often: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Approved {
    plan: Plan,
    offers: Vec<OfferId>,
    /// Items that were wanted and left out.
    conflicts: Vec<MovedItem>,
    /// Items that wait, because somebody has been asked as often as she wants to be.
    held_back: Vec<HeldBack>,
}

/// `POST /plans/{id}/approve`: the version is in the body or in `If-Match`.
pub(super) async fn approve(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Json(body): Json<Approve>,
) -> Result<axum::Json<Approved>> {
    let version = body
        .version
        .or_else(|| actor.terms.version())
        .ok_or_else(|| Error::field("version", nothing(), expected("field-version")))?;
    let (wanted, although) = ((&body.items, body.on_conflict), body.although_asked_often.as_deref());
    let approval::Approved { plan, offers, conflicts, held_back } =
        approval::approve(&state.app, &actor, &id, wanted, version, although).await?;
    let conflicts = conflicts.into_iter().map(MovedItem::from).collect();
    Ok(axum::Json(Approved { plan: Plan::of(words, plan), offers, conflicts, held_back }))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reject {
    reason: String,
}

/// `POST /plans/{id}/reject`
pub(super) async fn reject(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
    Json(body): Json<Reject>,
) -> Result<axum::Json<Plan>> {
    Ok(axum::Json(Plan::of(words, plans::reject(&state.app, &actor, &id, &body.reason).await?)))
}

/// `GET /plans/{id}/progress`: server-sent events `progress` until the computation is over, then one `done`. The rows are
/// read again and again, so the stream works whichever server runs the job.
pub(super) async fn progress(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Id(id): Id,
) -> Result<Sse<impl Stream<Item = std::result::Result<Event, Infallible>>>> {
    plans::progress(&state.app, &actor, &id).await?;
    let follow = Follow { state, actor, words, id, last: None, over: false };
    Ok(Sse::new(stream::unfold(follow, Follow::next)).keep_alive(KeepAlive::default()))
}

struct Follow {
    state: AppState,
    actor: Actor,
    words: Words,
    id: String,
    last: Option<Value>,
    over: bool,
}

impl Follow {
    async fn next(mut self) -> Option<(std::result::Result<Event, Infallible>, Self)> {
        loop {
            if self.over || *self.state.closing.borrow() {
                return None;
            }
            let (plan, job) = plans::progress(&self.state.app, &self.actor, &self.id).await.ok()?;
            let job_state = job.as_ref().map(|job| job.state.clone());
            let progress = value(job.as_ref().and_then(|job| job.progress.as_deref()));
            self.over = plan.state != "computing";
            let reason = why(self.words, &plan);
            let shown = json!({ "state": plan.state, "job": job_state, "progress": progress,
                "shifts": plan.shifts, "covered": plan.covered, "reason": reason });
            if self.over || self.last.as_ref() != Some(&shown) {
                let event = Event::default().event(if self.over { "done" } else { "progress" }).data(shown.to_string());
                self.last = Some(shown);
                return Some((Ok(event), self));
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }
}
