//! Swaps, the search for them, and what agents would exchange.

use super::requests::Why;
use super::{About, Listed, Pages, instant};
use crate::app::access::{Action, Actor, Paging};
use crate::app::swaps::{
    self, Duty, Effect, FoundLeg, FoundMatch, Kind, LegRefused, New, NewWish, Preview, SearchAnswer, Seen, SeenLeg,
    SeenUnit, Takes, Wish,
};
use crate::ids::AssignmentId;
use crate::store::swaps::Leg as LegRow;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json as Body, Paged};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/swaps", Needs(&[A::ReadSwaps]), list).describe(
            Doc::new("Lists swaps: an agent her own, a manager those of her units, the coordination all")
                .query::<Paging>()
                .states(&["proposed", "to_approve", "done", "refused", "expired", "withdrawn"])
                .answers::<Listed<Swap>>(200, "A page of swaps, the newest first")
                .refuses(&["invalid"]),
        ),
        Route::post("/api/v1/swaps", Needs(&[A::ProposeSwap]), propose).describe(
            Doc::new("Proposes a swap, by its legs or by the wishes that a search found")
                .more("It is judged first, all legs together, on the timelines as they would be after; nobody is asked when it \
                       is unlawful. Its identifier is the caller's: the same swap sent twice is one swap.")
                .body::<New>()
                .answers::<Swap>(201, "The swap; its people are asked")
                .answers::<Swap>(200, "The same swap was there already")
                .refuses(&["swap-unlawful", "duty-gone", "shift-begun", "wish-over", "too-many-swaps", "too-many-judged", "id-taken", "not-found"]),
        ),
        Route::post("/api/v1/swaps/judgement", Needs(&[A::ProposeSwap]), judge).describe(
            Doc::new("Judges a swap without proposing it")
                .more("Of a duty of somebody else's it tells that it is to be had, or without a reason that it is not. Whose \
                       duties are asked about is in the audit log, and how many in a day is bounded.")
                .body::<New>()
                .answers::<Judgement>(200, "What forbids it, and what it would do to her account")
                .refuses(&["duty-gone", "shift-begun", "wish-over", "too-many-judged", "not-found"]),
        ),
        Route::post("/api/v1/swaps/search", Needs(&[A::ProposeSwap]), search).describe(
            Doc::new("Looks for swaps that meet a wish of hers")
                .more("Two people or a ring of up to five, in which everybody's wish and the law hold together.")
                .body::<Sought>()
                .answers::<Matches>(200, "What would do, the best first")
                .refuses(&["not-found"]),
        ),
        Route::get("/api/v1/swaps/{id}", Needs(&[A::ReadSwaps]), show)
            .describe(Doc::new("Shows a swap, as far as it is the reader's").answers::<Swap>(200, "The swap")),
        Route::post("/api/v1/swaps/{id}/agree", Needs(&[A::AnswerSwap]), agree).describe(
            Doc::new("Agrees to a swap; with the last to agree it is carried out, or the units are asked")
                .answers::<Swap>(200, "The swap")
                .refuses(&["swap-state", "swap-closed", "swap-answered", "swap-unlawful", "duty-gone", "shift-begun"]),
        ),
        Route::post("/api/v1/swaps/{id}/decline", Needs(&[A::AnswerSwap]), decline).describe(
            Doc::new("Declines a swap, which needs no reason and never counts against her")
                .answers::<Swap>(200, "The swap")
                .refuses(&["swap-state", "swap-closed"]),
        ),
        Route::post("/api/v1/swaps/{id}/withdraw", Needs(&[A::ProposeSwap]), withdraw).describe(
            Doc::new("Takes back a swap that she proposed").answers::<Swap>(200, "The swap").refuses(&["swap-state"]),
        ),
        Route::post("/api/v1/swaps/{id}/approve", Needs(&[A::DecideSwap]), approve).describe(
            Doc::new("Allows a swap for the units in her reach; with the last unit it is carried out")
                .answers::<Swap>(200, "The swap")
                .refuses(&["swap-state", "swap-closed", "own-swap", "swap-unlawful", "duty-gone", "shift-begun"]),
        ),
        Route::post("/api/v1/swaps/{id}/refuse", Needs(&[A::DecideSwap]), refuse).describe(
            Doc::new("Refuses a swap for the units in her reach, with a reason")
                .body::<Why>()
                .answers::<Swap>(200, "The swap")
                .refuses(&["swap-state", "swap-closed", "own-swap"]),
        ),
        Route::get("/api/v1/swap-wishes", Needs(&[A::ProposeSwap]), wishes).describe(
            Doc::new("Lists what she would exchange")
                .query::<Pages>()
                .answers::<Listed<WishShown>>(200, "A page of her wishes, the newest first"),
        ),
        Route::post("/api/v1/swap-wishes", Needs(&[A::ProposeSwap]), make_wish).describe(
            Doc::new("Says what she would exchange")
                .body::<NewWish>()
                .answers::<WishShown>(201, "The wish")
                .refuses(&["not-found", "shift-begun", "too-many-wishes"]),
        ),
        Route::get("/api/v1/swap-wishes/{id}", Needs(&[A::ProposeSwap]), wish)
            .describe(Doc::new("Shows a wish of hers").answers::<WishShown>(200, "The wish")),
        Route::put("/api/v1/swap-wishes/{id}", Needs(&[A::ProposeSwap]), change_wish).describe(
            Doc::new("Changes a wish of hers; the version is the one that was read")
                .body::<NewWish>()
                .answers::<WishShown>(200, "The wish")
                .refuses(&["version-moved", "shift-begun"]),
        ),
        Route::delete("/api/v1/swap-wishes/{id}", Needs(&[A::ProposeSwap]), end_wish)
            .describe(Doc::new("Ends a wish of hers").answers_nothing(204, "It has ended")),
    ]
}

/// A swap as its reader may know it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Swap {
    id: String,
    /// `give_away`, `two_way` or `cycle`.
    kind: String,
    /// `proposed`, `to_approve`, `done`, `refused`, `expired` or `withdrawn`.
    state: String,
    /// Why it was refused: `declined`, `unit` or `duty_gone`.
    cause: Option<String>,
    /// What a unit says for its refusal.
    reason: Option<String>,
    /// `automatic` or `units`, once everybody has agreed.
    approval: Option<String>,
    proposed_at: String,
    agreed_at: Option<String>,
    /// Until when it waits for whoever is to say yes.
    closes_at: String,
    ended_at: Option<String>,
    /// How many people are in it.
    people: usize,
    /// How many of them have agreed.
    agreed: usize,
    /// What the reader has answered: `agreed` or `declined`.
    answer: Option<String>,
    /// Its legs in order; `null` for one that the reader may not know.
    legs: Vec<Option<Leg>>,
    /// What it does to the accounts that the reader may read.
    effects: Vec<Effect>,
    /// The units that have to say yes, as far as the reader reads their legs.
    units: Vec<SeenUnit>,
    version: i64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SwapLeg")]
pub(super) struct Leg {
    giver: String,
    giver_name: String,
    taker: String,
    taker_name: String,
    /// The assignment that goes; none for a duty of a home roster.
    assignment: Option<AssignmentId>,
    /// The assignment that the taker has instead, once it is done.
    made: Option<AssignmentId>,
    #[serde(flatten)]
    about: About,
}

impl From<LegRow> for Leg {
    fn from(row: LegRow) -> Self {
        Self {
            giver: row.giver_id,
            giver_name: row.giver_name,
            taker: row.taker_id,
            taker_name: row.taker_name,
            assignment: row.assignment_id,
            made: row.made_assignment_id,
            about: row.post.into(),
        }
    }
}

impl From<Seen> for Swap {
    fn from(seen: Seen) -> Self {
        let leg = |leg| match leg {
            SeenLeg::Whole(row) => Some(Leg::from(*row)),
            SeenLeg::Hidden => None,
        };
        Self {
            people: seen.people,
            agreed: seen.agreed,
            answer: seen.answer,
            legs: seen.legs.into_iter().map(leg).collect(),
            effects: seen.effects,
            units: seen.units,
            id: seen.swap.id,
            kind: seen.swap.kind,
            state: seen.swap.state,
            cause: seen.swap.cause,
            reason: seen.swap.reason,
            approval: seen.swap.approval,
            proposed_at: instant(seen.swap.proposed_at),
            agreed_at: seen.swap.agreed_at.map(instant),
            closes_at: instant(seen.swap.closes_at),
            ended_at: seen.swap.ended_at.map(instant),
            version: seen.swap.version,
        }
    }
}

/// `GET /swaps?state=&after=&limit=`
pub(super) async fn list(State(state): State<AppState>, Paged { actor, paging }: Paged) -> Result<Json<Listed<Swap>>> {
    let seen = swaps::list(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(seen, paging.limit(), swaps::cursor)))
}

/// `POST /swaps`: by its legs, or by the wishes that a search found.
pub(super) async fn propose(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Swap>)> {
    let (seen, made) = swaps::propose(&state.app, &actor, &new).await?;
    Ok((if made { StatusCode::CREATED } else { StatusCode::OK }, Json(seen.into())))
}

/// What can be said of a swap before anybody is asked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SwapJudgement")]
pub(super) struct Judgement {
    kind: Kind,
    /// Nothing forbids it.
    lawful: bool,
    /// Of each leg that something forbids why, as far as the reader may know.
    refused: Vec<LegRefused>,
    /// What it does to her own account.
    effect: Option<Effect>,
    /// No unit would have to say yes.
    automatic: bool,
}

/// `POST /swaps/judgement`: nothing is stored and nobody is asked.
pub(super) async fn judge(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<New>,
) -> Result<Json<Judgement>> {
    let Preview { kind, refused, effect, automatic } = swaps::judge(&state.app, &actor, &new).await?;
    Ok(Json(Judgement { kind, lawful: refused.is_empty(), refused, effect, automatic }))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SwapSearch")]
pub(super) struct Sought {
    /// A wish of hers.
    wish: String,
}

/// What would meet a wish.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SwapMatches")]
pub(super) struct Matches {
    /// Fewest people first, then the fairest for all of them, then the shortest ways.
    items: Vec<Found>,
    /// Everything was looked at; when not, narrower conditions find what this search did not reach.
    complete: bool,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SwapMatch")]
pub(super) struct Found {
    /// What to propose it by.
    wishes: Vec<String>,
    /// How many people are in it, she included.
    people: usize,
    /// The legs that are hers.
    legs: Vec<LegFound>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SwapLegFound")]
pub(super) struct LegFound {
    giver: String,
    giver_name: String,
    taker: String,
    taker_name: String,
    #[serde(flatten)]
    about: About,
}

impl From<FoundLeg> for LegFound {
    fn from(leg: FoundLeg) -> Self {
        let FoundLeg { giver, giver_name, taker, taker_name, post } = leg;
        Self { giver, giver_name, taker, taker_name, about: post.into() }
    }
}

impl From<FoundMatch> for Found {
    fn from(found: FoundMatch) -> Self {
        let legs = found.legs.into_iter().map(LegFound::from).collect();
        Self { wishes: found.wishes, people: found.people, legs }
    }
}

/// `POST /swaps/search`
pub(super) async fn search(
    State(state): State<AppState>,
    actor: Actor,
    Body(sought): Body<Sought>,
) -> Result<Json<Matches>> {
    let SearchAnswer { matches, complete } = swaps::search(&state.app, &actor, &sought.wish).await?;
    Ok(Json(Matches { items: matches.into_iter().map(Found::from).collect(), complete }))
}

/// `GET /swaps/{id}`
pub(super) async fn show(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Swap>> {
    Ok(Json(swaps::find(&state.app, &actor, &id).await?.into()))
}

/// `POST /swaps/{id}/agree`
pub(super) async fn agree(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Swap>> {
    Ok(Json(swaps::agree(&state.app, &actor, &id).await?.into()))
}

/// `POST /swaps/{id}/decline`
pub(super) async fn decline(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Swap>> {
    Ok(Json(swaps::decline(&state.app, &actor, &id).await?.into()))
}

/// `POST /swaps/{id}/withdraw`
pub(super) async fn withdraw(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Swap>> {
    Ok(Json(swaps::withdraw(&state.app, &actor, &id).await?.into()))
}

/// `POST /swaps/{id}/approve`: for the units in her reach.
pub(super) async fn approve(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<Swap>> {
    Ok(Json(swaps::approve(&state.app, &actor, &id).await?.into()))
}

/// `POST /swaps/{id}/refuse`
pub(super) async fn refuse(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(why): Body<Why>,
) -> Result<Json<Swap>> {
    Ok(Json(swaps::refuse(&state.app, &actor, &id, &why.reason).await?.into()))
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SwapWish")]
pub(super) struct WishShown {
    id: String,
    agent: String,
    /// The duty she would give; none when she would only take.
    gives: Option<Duty>,
    /// What she would take; none when she would only give.
    takes: Option<Takes>,
    made_at: String,
    version: i64,
}

impl From<Wish> for WishShown {
    fn from(wish: Wish) -> Self {
        let Wish { id, agent, gives, takes, made_at, version } = wish;
        Self { id, agent, gives, takes, made_at: instant(made_at), version }
    }
}

/// `GET /swap-wishes?after=&limit=`: her own.
pub(super) async fn wishes(
    State(state): State<AppState>,
    Paged { actor, paging }: Paged,
) -> Result<Json<Listed<WishShown>>> {
    let wishes = swaps::list_wishes(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(wishes, paging.limit(), |wish| wish.id.clone())))
}

/// `POST /swap-wishes`
pub(super) async fn make_wish(
    State(state): State<AppState>,
    actor: Actor,
    Body(new): Body<NewWish>,
) -> Result<(StatusCode, Json<WishShown>)> {
    Ok((StatusCode::CREATED, Json(swaps::make(&state.app, &actor, &new).await?.into())))
}

/// `GET /swap-wishes/{id}`
pub(super) async fn wish(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<Json<WishShown>> {
    Ok(Json(swaps::find_wish(&state.app, &actor, &id).await?.into()))
}

/// `PUT /swap-wishes/{id}`: the version is the one that was read.
pub(super) async fn change_wish(
    State(state): State<AppState>,
    actor: Actor,
    Id(id): Id,
    Body(new): Body<NewWish>,
) -> Result<Json<WishShown>> {
    Ok(Json(swaps::change(&state.app, &actor, &id, &new).await?.into()))
}

/// `DELETE /swap-wishes/{id}`
pub(super) async fn end_wish(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    swaps::end(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
