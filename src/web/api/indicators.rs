//! The group's indicators.

use crate::app::access::{Action, Actor};
use crate::app::error::Error;
use crate::app::indicators::{self, Before, Earlier, Indicators, Wanted};
use crate::app::wrong::{expected, nothing};
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
                       are given to those who may read equity accounts; that they were is in the audit log. With `before`, or \
                       with `before_from` and `before_to`, the same figures of an earlier period stand beside: a difference \
                       says that two periods differ, and never why.")
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
    /// An earlier period to hold it against, by its name; the two days below count where it is left out.
    before: Option<Earlier>,
    /// First civil day of the earlier period.
    before_from: Option<NaiveDate>,
    /// Last civil day of the earlier period, before the first of the later one.
    before_to: Option<NaiveDate>,
}

/// `GET /indicators?from=&to=&establishment=&unit=`
pub(super) async fn show(
    State(state): State<AppState>,
    actor: Actor,
    Query(which): Query<Which>,
) -> Result<Json<Indicators>> {
    let before = match (which.before, which.before_from, which.before_to) {
        (Some(name), ..) => Some(Before::Named(name)),
        (None, Some(from), Some(to)) => Some(Before::Days(from, to)),
        (None, None, None) => None,
        (None, from, _) => {
            let field = if from.is_some() { "before_to" } else { "before_from" };
            return Err(Error::field(field, nothing(), expected("field-both-days")).into());
        }
    };
    let wanted =
        Wanted { from: which.from, to: which.to, establishment: which.establishment, unit: which.unit, before };
    Ok(Json(indicators::read(&state.app, &actor, &wanted).await?))
}
