//! Users and what they may do; one's own tokens.

use super::Listed;
use crate::app::access::{Action, Actor, Paging, Role, Scope};
use crate::app::tokens::NewToken;
use crate::app::users::{Created, NewGrant, NewUser};
use crate::app::{tokens, users};
use crate::ids::{GrantId, TokenId, UserId};
use crate::store::{from_json, grants, named, tokens as rows};
use crate::text::instant;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Json, Paged};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/me/tokens", Needs(&[A::OwnAccount]), tokens)
            .describe(Doc::new("Lists one's own tokens").answers::<Listed<Token>>(200, "Every token that is not over")),
        Route::post("/api/v1/me/tokens", Needs(&[A::OwnAccount]), make_token).describe(
            Doc::new("Makes a token for oneself")
                .more("It does what it is made for and nothing else, and only as long as its owner may do it. It is shown once.")
                .body::<NewToken>()
                .answers::<Issued>(201, "The token, which nobody can read again"),
        ),
        Route::delete("/api/v1/me/tokens/{id}", Needs(&[A::OwnAccount]), end_token)
            .describe(Doc::new("Ends one of one's own tokens").answers_nothing(204, "The token is over")),
        Route::post("/api/v1/users", Needs(&[A::ManageUsers]), create).describe(
            Doc::new("Makes a user with a first grant")
                .more("With `invite` she is written to and chooses a password; otherwise the answer holds her first token.")
                .body::<NewUser>()
                .answers::<Created>(201, "The user, and her first token unless she is invited: nobody can read it again")
                .refuses(&["email-taken", "not-set-up"]),
        ),
        Route::delete("/api/v1/users/{id}", Needs(&[A::ManageUsers]), remove).describe(
            Doc::new("Ends everything that a user has in the group")
                .answers_nothing(204, "She has nothing left in the group")
                .refuses(&["own-grant", "last-administrator", "grant-over"]),
        ),
        Route::post("/api/v1/users/{id}/grants", Needs(&[A::ManageUsers]), give).describe(
            Doc::new("Gives a user a role in a part of the group")
                .body::<NewGrant>()
                .answers::<Given>(201, "The grant")
                .refuses(&["own-grant"]),
        ),
        Route::get("/api/v1/grants", Needs(&[A::ReadUsers]), list).describe(
            Doc::new("Lists who has which role where")
                .query::<Paging>()
                .states(&["manager", "coordinator", "agent", "payroll", "director", "auditor", "administrator"])
                .answers::<Listed<Grant>>(200, "A page of grants; `state` is a role"),
        ),
        Route::delete("/api/v1/grants/{id}", Needs(&[A::ManageUsers]), end).describe(
            Doc::new("Ends a grant")
                .answers_nothing(204, "The grant is over")
                .refuses(&["own-grant", "last-administrator", "grant-over"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Grant {
    id: GrantId,
    user: UserId,
    user_name: String,
    user_email: Option<String>,
    role: Role,
    scope: Scope,
    agent: Option<String>,
    valid_from: String,
    valid_to: Option<String>,
    ended_at: Option<String>,
    version: i64,
}

impl Grant {
    fn of(row: grants::Named) -> crate::app::Result<Self> {
        let grants::Named { grant, user_name, user_email } = row;
        Ok(Self {
            role: named(&grant.role)?,
            scope: from_json(&grant.scope)?,
            id: grant.id,
            user: grant.user_id,
            user_name,
            user_email,
            agent: grant.agent_id,
            valid_from: grant.valid_from,
            valid_to: grant.valid_to,
            ended_at: grant.ended_at.map(instant),
            version: grant.version,
        })
    }
}

/// `GET /grants?state=&after=&limit=`, where `state` is a role.
pub(super) async fn list(
    State(state): State<AppState>,
    Paged { actor, paging }: Paged,
) -> Result<axum::Json<Listed<Grant>>> {
    let rows = users::list(&state.app, &actor, &paging).await?;
    Ok(axum::Json(Listed::try_new(rows, paging.limit(), |row| row.grant.id.0.clone(), Grant::of)?))
}

/// `POST /users`: 201 with her first token, which nobody can read again.
pub(super) async fn create(
    State(state): State<AppState>,
    actor: Actor,
    Json(new): Json<NewUser>,
) -> Result<(StatusCode, axum::Json<Created>)> {
    Ok((StatusCode::CREATED, axum::Json(users::create(&state.app, &actor, new).await?)))
}

/// `DELETE /users/{id}`: ends everything she has in the group.
pub(super) async fn remove(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    users::remove(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Given {
    id: GrantId,
}

/// `POST /users/{id}/grants`
pub(super) async fn give(
    State(state): State<AppState>,
    actor: Actor,
    Id(user): Id,
    Json(new): Json<NewGrant>,
) -> Result<(StatusCode, axum::Json<Given>)> {
    let id = users::give(&state.app, &actor, &user, &new).await?;
    Ok((StatusCode::CREATED, axum::Json(Given { id })))
}

/// `DELETE /grants/{id}`
pub(super) async fn end(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    users::end(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Token {
    id: TokenId,
    name: String,
    actions: Option<BTreeSet<Action>>,
    created_at: String,
    expires_at: Option<String>,
}

impl Token {
    fn of(row: rows::Row) -> crate::app::Result<Self> {
        Ok(Self {
            actions: row.actions.as_deref().map(from_json).transpose()?,
            id: row.id,
            name: row.name,
            created_at: instant(row.created_at),
            expires_at: row.expires_at.map(instant),
        })
    }
}

/// `GET /me/tokens`
pub(super) async fn tokens(State(state): State<AppState>, actor: Actor) -> Result<axum::Json<Listed<Token>>> {
    let rows = tokens::list(&state.app, &actor).await?;
    Ok(axum::Json(Listed::try_new(rows, i64::MAX, |row| row.id.0.clone(), Token::of)?))
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Issued {
    id: TokenId,
    /// Nobody can read it again.
    token: String,
}

/// `POST /me/tokens`
pub(super) async fn make_token(
    State(state): State<AppState>,
    actor: Actor,
    Json(new): Json<NewToken>,
) -> Result<(StatusCode, axum::Json<Issued>)> {
    let (id, token) = tokens::make(&state.app, &actor, &new).await?;
    Ok((StatusCode::CREATED, axum::Json(Issued { id, token })))
}

/// `DELETE /me/tokens/{id}`
pub(super) async fn end_token(State(state): State<AppState>, actor: Actor, Id(id): Id) -> Result<StatusCode> {
    tokens::end(&state.app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
