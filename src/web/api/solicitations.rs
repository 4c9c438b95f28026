//! How often people are asked.

use super::Listed;
use crate::app::access::{Action, Actor};
use crate::app::solicitations::{self, Figures};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::Query;
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/solicitations", Needs(&[A::ReadSolicitations]), show).describe(
            Doc::new("Tells how often people are asked, week by week; an agent sees her own figures")
                .query::<Wanted>()
                .answers::<Listed<Figures>>(200, "Figures by agent")
                .refuses(&["not-found", "invalid"]),
        ),
    ]
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "SolicitationsWanted")]
pub(super) struct Wanted {
    /// Whose; everybody whose figures may be read when left out.
    agent: Option<String>,
    /// How many weeks up to this one; 8 when left out.
    #[schemars(range(min = 1, max = 53))]
    weeks: Option<u32>,
}

/// `GET /solicitations?agent=&weeks=`
pub(super) async fn show(
    State(state): State<AppState>,
    actor: Actor,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Listed<Figures>>> {
    let weeks = wanted.weeks.unwrap_or(8);
    let all = solicitations::figures(&state.app, &actor, wanted.agent.as_deref(), weeks).await?;
    Ok(Json(Listed::new(all, i64::MAX, |figures| figures.agent.clone())))
}
