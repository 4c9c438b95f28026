//! The group's indicators.

use crate::app::access::{Action, Actor};
use crate::app::indicators::{self, Indicators, Wanted};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::Query;
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/indicators", Needs(&[A::ReadIndicators]), show).describe(
            Doc::new("Reads the indicators of a period")
                .more("Counted over what one reaches. A figure about fewer than five people is null: it would name them. Names \
                       are given to those who may read equity accounts; that they were is in the audit log.")
                .query::<Which>()
                .answers::<Indicators>(200, "The indicators")
                .refuses(&["invalid", "not-found"]),
        ),
    ]
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    /// First civil day; the first of the month two months before when left out.
    from: Option<NaiveDate>,
    /// Last civil day; today when left out.
    to: Option<NaiveDate>,
    /// Only this establishment.
    establishment: Option<String>,
    /// Only this unit.
    unit: Option<String>,
}

/// `GET /indicators?from=&to=&establishment=&unit=`
pub(super) async fn show(
    State(state): State<AppState>,
    actor: Actor,
    Query(which): Query<Which>,
) -> Result<Json<Indicators>> {
    let wanted = Wanted { from: which.from, to: which.to, establishment: which.establishment, unit: which.unit };
    Ok(Json(indicators::read(&state.app, &actor, &wanted).await?))
}
