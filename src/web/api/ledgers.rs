//! The accounts of one agent.

use super::{Listed, instant};
use crate::app::Error;
use crate::app::access::{Action, Actor, Paging};
use crate::app::ledgers::{self, Recomputed, Stated};
use crate::app::wrong::{expected, nothing};
use crate::ids::{AssignmentId, EntryId, OfferId, PromiseId};
use crate::lang::Words;
use crate::store::ledgers::{Compensation, Equity};
use crate::web::AppState;
use crate::web::describe::Doc;
use crate::web::extract::Query;
use crate::web::problem::Result;
use crate::web::routes::{Access, Route};
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
#[rustfmt::skip]
pub(super) fn routes() -> Vec<Route> {
    use Access::Needs;
    use Action as A;
    vec![
        Route::get("/api/v1/ledgers/equity", Needs(&[A::ReadEquity]), equity).describe(
            Doc::new("Reads an equity account with the balance after each line")
                .query::<Account>()
                .answers::<Listed<EquityLine>>(200, "A page of lines, oldest first")
                .refuses(&["invalid", "not-found"]),
        ),
        Route::get("/api/v1/ledgers/compensation", Needs(&[A::ReadCompensation]), compensation).describe(
            Doc::new("Reads a compensation account with the balance after each line")
                .query::<Account>()
                .answers::<Listed<CompensationLine>>(200, "A page of lines, oldest first")
                .refuses(&["invalid", "not-found"]),
        ),
        Route::get("/api/v1/ledgers/recomputation", Needs(&[A::ReadAudit]), recompute).describe(
            Doc::new("Works every balance out again from the facts, beside what is posted")
                .answers::<Recomputed>(200, "What the two ways of counting came to"),
        ),
    ]
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Account {
    /// Whose; an agent may leave it out.
    agent: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// Rows wanted; 100 when left out.
    #[schemars(range(min = 1, max = 500))]
    limit: Option<i64>,
}

impl Account {
    /// Whose account it is, and which lines of it.
    fn read(self, actor: &Actor) -> Result<(String, Paging)> {
        let agent = self.agent.or_else(|| actor.agent().map(ToOwned::to_owned));
        let missing = || Error::field("agent", nothing(), expected("field-agent"));
        Ok((agent.ok_or_else(missing)?, Paging { after: self.after, limit: self.limit, ..Paging::default() }))
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct EquityLine {
    id: EntryId,
    agent: String,
    kind: String,
    centipoints: i64,
    /// The account after this line.
    balance_centipoints: i64,
    offer: Option<OfferId>,
    assignment: Option<AssignmentId>,
    document: Option<String>,
    reverses: Option<EntryId>,
    /// In the reader's language where it is the service's, as typed where it is a person's.
    reason: String,
    posted_at: String,
}

impl EquityLine {
    fn of(words: Words, Stated { line, balance }: Stated<Equity>) -> Self {
        Self {
            balance_centipoints: balance,
            id: line.id,
            agent: line.agent_id,
            kind: line.kind,
            centipoints: line.centipoints,
            offer: line.offer_id,
            assignment: line.assignment_id,
            document: line.document,
            reverses: line.reverses,
            reason: words.reason(&line.reason).to_string(),
            posted_at: instant(line.posted_at),
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(super) struct CompensationLine {
    id: EntryId,
    agent: String,
    kind: String,
    rule: String,
    article: String,
    label_fr: String,
    quantity: i64,
    unit: String,
    /// What is in the account in this unit after this line.
    balance: i64,
    rate_permille: Option<i64>,
    due_on: Option<String>,
    rest_from: Option<String>,
    rest_to: Option<String>,
    assignment: Option<AssignmentId>,
    promise: Option<PromiseId>,
    occasion: Option<String>,
    document: Option<String>,
    reverses: Option<EntryId>,
    /// In the reader's language where it is the service's, as typed where it is a person's.
    reason: String,
    posted_at: String,
}

impl CompensationLine {
    fn of(words: Words, Stated { line, balance }: Stated<Compensation>) -> Self {
        Self {
            balance,
            id: line.id,
            agent: line.agent_id,
            kind: line.kind,
            rule: line.rule,
            article: line.article,
            label_fr: line.label_fr,
            quantity: line.quantity,
            unit: line.unit,
            rate_permille: line.rate_permille,
            due_on: line.due_on,
            rest_from: line.rest_from,
            rest_to: line.rest_to,
            assignment: line.assignment_id,
            promise: line.promise_id,
            occasion: line.occasion,
            document: line.document,
            reverses: line.reverses,
            reason: words.reason(&line.reason).to_string(),
            posted_at: instant(line.posted_at),
        }
    }
}

/// `GET /ledgers/equity?agent=&after=&limit=`
pub(super) async fn equity(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Query(account): Query<Account>,
) -> Result<Json<Listed<EquityLine>>> {
    let (agent, paging) = account.read(&actor)?;
    let lines = ledgers::equity(&state.app, &actor, &agent, &paging).await?;
    let shown = |line| EquityLine::of(words, line);
    Ok(Json(Listed::of(lines, paging.limit(), |stated| stated.line.id.0.clone(), shown)))
}

/// `GET /ledgers/compensation?agent=&after=&limit=`
pub(super) async fn compensation(
    State(state): State<AppState>,
    actor: Actor,
    words: Words,
    Query(account): Query<Account>,
) -> Result<Json<Listed<CompensationLine>>> {
    let (agent, paging) = account.read(&actor)?;
    let lines = ledgers::compensation(&state.app, &actor, &agent, &paging).await?;
    let shown = |line| CompensationLine::of(words, line);
    Ok(Json(Listed::of(lines, paging.limit(), |stated| stated.line.id.0.clone(), shown)))
}

/// `GET /ledgers/recomputation`: every balance worked out again from the facts, beside what is posted.
pub(super) async fn recompute(State(state): State<AppState>, actor: Actor) -> Result<Json<Recomputed>> {
    Ok(Json(ledgers::recompute(&state.app, &actor).await?))
}
