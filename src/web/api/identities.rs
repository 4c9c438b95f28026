//! Identities at OpenID providers: one's own, and those of a user of the group.

use super::Listed;
use crate::app::access::{Action, Actor};
use crate::app::openid::{self, Seen, Shown};
use crate::ids::IdentityId;
use crate::text::instant;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, Ids};
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/me/identities", Needs(&[A::OwnAccount]), own).describe(
            Doc::new("Lists one's own identities at OpenID providers").answers::<Listed<Identity>>(200, "Every identity"),
        ),
        Route::get("/api/v1/users/{id}/identities", Needs(&[A::ReadUsers]), of_user).describe(
            Doc::new("Lists the identities of a user at OpenID providers")
                .more("That they were read is in the audit log. Of somebody who is in other groups too, only their number shows.")
                .answers::<Listed<OfUser>>(200, "Every identity"),
        ),
        Route::delete("/api/v1/users/{id}/identities/{identity}", Needs(&[A::ManageUsers]), unlink).describe(
            Doc::new("Takes an identity away from a user")
                .more("The sessions that it began end.")
                .answers_nothing(204, "It opens no account any more")
                .refuses(&["own-grant", "identity-elsewhere"]),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Identity {
    id: IdentityId,
    provider: String,
    issuer: String,
    /// What people know her by there.
    label: String,
    linked_at: String,
    used_at: Option<String>,
}

impl From<Shown> for Identity {
    fn from(shown: Shown) -> Self {
        Self {
            id: shown.row.id,
            provider: shown.provider,
            issuer: shown.row.issuer,
            label: shown.row.label,
            linked_at: instant(shown.row.linked_at),
            used_at: shown.row.used_at.map(instant),
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "IdentityOfUser")]
pub(super) enum OfUser {
    /// Of somebody who is in this group alone.
    Whole(Identity),
    /// Of somebody who is in other groups too: what it is and when she comes by it is not this group's to know.
    Neutral {
        /// Identifier.
        id: IdentityId,
    },
}

impl From<Seen> for OfUser {
    fn from(seen: Seen) -> Self {
        match seen {
            Seen::Whole(shown) => Self::Whole(shown.into()),
            Seen::Neutral(id) => Self::Neutral { id },
        }
    }
}

/// `GET /me/identities`
pub(super) async fn own(State(state): State<AppState>, actor: Actor) -> Result<Json<Listed<Identity>>> {
    let all = openid::list(&state.app, &actor).await?;
    Ok(Json(Listed::new(all, i64::MAX, |shown| shown.row.id.0.clone())))
}

/// `GET /users/{id}/identities`
pub(super) async fn of_user(State(state): State<AppState>, actor: Actor, Id(user): Id) -> Result<Json<Listed<OfUser>>> {
    let all = openid::of_user(&state.app, &actor, &user).await?;
    Ok(Json(Listed::new(all, i64::MAX, |_| String::new())))
}

/// `DELETE /users/{id}/identities/{identity}`
pub(super) async fn unlink(
    State(state): State<AppState>,
    actor: Actor,
    Ids((user, identity)): Ids,
) -> Result<StatusCode> {
    openid::unlink_of(&state.app, &actor, &user, &identity).await?;
    Ok(StatusCode::NO_CONTENT)
}
