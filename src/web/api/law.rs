//! The rule packs in force: read by everyone, loaded by the administration.

use super::{Listed, instant};
use crate::app::access::{Action, Actor};
use crate::app::law::{self, Held, Outcome};
use crate::store::rule_packs::Row;
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::{Id, read_body, utf8};
use crate::web::problem::{Problem, Result};
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use releve_solver::law::describe::{PackContents, PackView};
use schemars::JsonSchema;
use serde::Serialize;

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/law/packs", Needs(&[A::ReadLaw]), list)
            .describe(Doc::new("Lists the rule packs in force").answers::<Listed<Shown<PackView>>>(200, "Every pack")),
        Route::post("/api/v1/law/packs", Needs(&[A::LoadLaw]), load).describe(
            Doc::new("Loads a rule pack")
                .text_body(&["application/toml"])
                .answers::<Loaded>(201, "A new key")
                .answers::<Loaded>(200, "In place of an earlier text of its key, or the very same text")
                .refuses(&["built-in-pack"]),
        ),
        Route::get("/api/v1/law/packs/{key}", Needs(&[A::ReadLaw]), show).describe(
            Doc::new("Shows a rule pack")
                .more("The key is `fph@2026-01`, or `fph` for the version in force last.")
                .answers::<Shown<PackContents>>(200, "The pack with everything in it"),
        ),
    ]
}

/// A pack and where it comes from.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Held{T}")]
pub(super) struct Shown<T> {
    #[serde(flatten)]
    pack: T,
    /// `built-in` or `loaded`.
    origin: &'static str,
    loaded_at: Option<String>,
    loaded_by: Option<String>,
    sha256: Option<String>,
}

impl<T> From<Held<T>> for Shown<T> {
    fn from(Held { pack, loaded }: Held<T>) -> Self {
        let (at, by, sha256) = match loaded {
            Some(Row { loaded_at, loaded_by, sha256, .. }) => (Some(instant(loaded_at)), Some(loaded_by), Some(sha256)),
            None => (None, None, None),
        };
        let origin = if at.is_some() { "loaded" } else { "built-in" };
        Self { pack, origin, loaded_at: at, loaded_by: by, sha256 }
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Loaded {
    #[serde(flatten)]
    pack: PackView,
    outcome: Outcome,
}

/// `POST /law/packs`: the body is TOML. 201 for a new key, 200 for one that was loaded before.
pub(super) async fn load(
    State(state): State<AppState>,
    actor: Actor,
    headers: HeaderMap,
    request: Request,
) -> Result<(StatusCode, Json<Loaded>)> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.contains("json") {
        return Err(Problem::of("unsupported-media-type", |words| words.say("detail-media-type-pack")));
    }
    let body = read_body(request, state.app.config.body_limit_bytes).await?;
    let text = utf8(body)?;
    let law::Loaded { pack, outcome } = law::load(&state.app, &actor, &text).await?;
    let status = if outcome == Outcome::Stored { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Loaded { pack, outcome })))
}

/// `GET /law/packs`
pub(super) async fn list(State(state): State<AppState>, actor: Actor) -> Result<Json<Listed<Shown<PackView>>>> {
    let packs = law::list(&state.app, &actor).await?;
    Ok(Json(Listed { items: packs.into_iter().map(Shown::from).collect(), next: None }))
}

/// `GET /law/packs/{key}`, where the key is `fph@2026-01`, or `fph` for the version in force last.
pub(super) async fn show(
    State(state): State<AppState>,
    actor: Actor,
    Id(key): Id,
) -> Result<Json<Shown<PackContents>>> {
    Ok(Json(law::find(&state.app, &actor, &key).await?.into()))
}
