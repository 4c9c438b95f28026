//! The audit log.

use super::{Listed, instant, value};
use crate::app::audit;
use crate::store::audit::Row;
use crate::web::AppState;
use crate::web::extract::Paged;
use crate::web::problem::Result;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
pub(super) struct Line {
    id: String,
    at: String,
    actor: String,
    role: String,
    action: String,
    object_kind: String,
    object_id: String,
    detail: Value,
}

impl From<Row> for Line {
    fn from(row: Row) -> Self {
        Self {
            at: instant(row.at),
            detail: value(Some(&row.detail)),
            id: row.id,
            actor: row.actor_id,
            role: row.actor_role,
            action: row.action,
            object_kind: row.object_kind,
            object_id: row.object_id,
        }
    }
}

/// `GET /audit?state=&after=&limit=`, where `state` is an action such as `plan.approve`.
pub(super) async fn list(State(state): State<AppState>, Paged { actor, page }: Paged) -> Result<Json<Listed<Line>>> {
    let rows = audit::list(&state.app, &actor, &page).await?;
    Ok(Json(Listed::new(rows, page.limit, |row| row.id.clone())))
}
