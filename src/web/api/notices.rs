//! One's own notices.

use super::{Listed, value};
use crate::app::access::{Action, Paging};
use crate::app::notices;
use crate::notify::words;
use crate::text::instant;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::Paged;
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/notices", Needs(&[A::OwnAccount]), list).describe(
            Doc::new("Lists one's own notices")
                .more("`state` is a kind such as `offer.sent`.")
                .query::<Paging>()
                .answers::<Listed<Notice>>(200, "A page of notices, the newest first"),
        ),
    ]
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Notice {
    id: String,
    kind: String,
    at: String,
    /// In the language of the contact.
    title: String,
    text: String,
    facts: Vec<Fact>,
    about: Value,
}

#[derive(Serialize, JsonSchema)]
struct Fact {
    label: String,
    value: String,
}

impl From<words::Fact> for Fact {
    fn from(fact: words::Fact) -> Self {
        Self { label: fact.label, value: fact.value }
    }
}

impl From<notices::Notice> for Notice {
    fn from(notice: notices::Notice) -> Self {
        Self {
            at: instant(notice.row.created_at),
            about: value(Some(&notice.row.payload)),
            id: notice.row.id,
            kind: notice.row.kind,
            title: notice.said.title,
            text: notice.said.lead,
            facts: notice.said.facts.into_iter().map(Into::into).collect(),
        }
    }
}

/// `GET /notices?state=&after=&limit=`, where `state` is a kind such as `offer.sent`.
pub(super) async fn list(
    State(state): State<AppState>,
    Paged { actor, paging }: Paged,
) -> Result<Json<Listed<Notice>>> {
    let notices = notices::list(&state.app, &actor, &paging).await?;
    Ok(Json(Listed::new(notices, paging.limit(), |notice| notice.row.id.clone())))
}
