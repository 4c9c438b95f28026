//! Pages of the pool's coordination: the board, proposals with their proof and what is decided about them, the search for one shift,
//! and what waits for a yes or no.

pub mod board;
pub mod chart;
pub mod compare;
pub mod compute;
pub mod decide;
mod doing;
mod movements;
pub mod people;
pub mod plan;
pub mod proposals;
pub mod search;
pub mod words;

use crate::app::access::{Action, Actor};
use crate::app::facts::Facts;
use crate::app::{App, Error};
use crate::lang::Words;
use crate::store::parsed;
use crate::store::shifts::Row;
use crate::web::pages::frame::Result;
use crate::web::pages::refusal::{Area, Refusal};
use crate::web::pages::view::coordinator::Post;
use crate::web::routes::{Access, Route};
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use releve_solver::domain::scenario::Establishment;
use releve_solver::domain::time::local_of_instant;
use std::sync::Arc;

/// What the group knows now.
async fn facts(app: &App, actor: &Actor) -> Result<Arc<Facts>> {
    let mut tx = app.db.read().await?;
    Ok(app.facts.current(&mut tx, &actor.group).await?)
}

/// Why a form came to nothing, by the clock of the group.
async fn refused(app: &App, actor: &Actor, words: Words, error: Error) -> Result<Refusal> {
    let zone = facts(app, actor).await?.scenario.group.time_zone;
    Ok(Refusal::of(Area::Coordination(zone), words, error))
}

fn site<'f>(facts: &'f Facts, establishment: &str) -> Option<&'f Establishment> {
    facts.scenario.establishments.iter().find(|site| site.id.as_str() == establishment)
}

/// The zone of an establishment, or the group's where the facts no longer hold it.
fn zone_of(facts: &Facts, establishment: &str) -> Tz {
    site(facts, establishment).map_or(facts.scenario.group.time_zone, |site| site.time_zone)
}

/// Local time of an instant in unix seconds.
fn local(zone: Tz, seconds: i64) -> NaiveDateTime {
    local_of_instant(zone, seconds.div_euclid(60))
}

/// A shift in words, in its establishment's zone.
fn post(words: Words, facts: &Facts, row: &Row) -> Result<Post> {
    let zone = zone_of(facts, &row.establishment_id);
    let date: NaiveDate = parsed(&row.date)?;
    Ok(Post {
        id: row.id.clone(),
        day: words.short_day(date),
        hours: words.hours(local(zone, row.starts_at), local(zone, row.ends_at)),
        code: row.code.clone(),
        qualification: row.qualification.clone(),
        unit: row.unit_name.clone(),
        establishment: row.establishment_name.clone(),
    })
}

/// The name of an agent, or her identifier where the facts no longer hold her.
fn agent_name(facts: &Facts, id: &str) -> String {
    facts.scenario.agents.iter().find(|agent| agent.id.as_str() == id).map_or_else(|| id.to_owned(), |a| a.name.clone())
}

/// What a coordinator sees and does.
#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/postes/{id}/piste", Needs(&[A::ReadCandidates]), plan::cheapest),
        Route::get("/postes/{id}/recherche", Needs(&[A::ReadRounds]), search::show),
        Route::post("/postes/{id}/recherche/solliciter", Needs(&[A::OpenRound]), search::ask),
        Route::post("/postes/{id}/recherche/retirer", Needs(&[A::OpenRound]), search::withdraw),
        Route::post("/postes/{id}/recherche/etapes", Needs(&[A::RunCascade]), search::run),
        Route::post("/postes/{id}/recherche/agence", Needs(&[A::BookAgency]), search::book),
        Route::post("/postes/{id}/recherche/appel", Needs(&[A::KeepFixedTermList]), search::call),
        Route::get("/propositions", Needs(&[A::ReadPlans]), proposals::list),
        Route::post("/propositions", Needs(&[A::ComputePlan]), compute::start),
        Route::get("/propositions/comparer", Needs(&[A::ReadPlans]), compare::show),
        Route::get("/propositions/{id}", Needs(&[A::ReadPlans]), plan::show),
        Route::get("/propositions/{id}/avancement", Needs(&[A::ReadPlans]), compute::live),
        Route::post("/propositions/{id}/arreter", Needs(&[A::ComputePlan]), compute::stop),
        Route::post("/propositions/{id}/approuver", Needs(&[A::DecidePlan]), plan::approve),
        Route::post("/propositions/{id}/rejeter", Needs(&[A::DecidePlan]), plan::reject),
        Route::get("/remplacants", Needs(&[A::KeepFixedTermList]), people::show),
        Route::post("/remplacants", Needs(&[A::KeepFixedTermList]), people::put),
        Route::post("/remplacants/{id}/retirer", Needs(&[A::KeepFixedTermList]), people::remove),
        Route::get("/a-decider", Needs(&[A::DecideSwap]), decide::show),
        Route::post("/a-decider/demandes/{id}", Needs(&[A::AdmitRequest]), decide::open_request),
        Route::post("/a-decider/echanges/{id}", Needs(&[A::DecideSwap]), decide::decide_swap),
        Route::post("/a-decider/repos/{id}", Needs(&[A::AgreeRest]), decide::decide_rest),
    ]
}
