//! One user: her grants, sessions and tokens, and how they end.

use super::{Places, field, new_grant, roles, typed_grant};
use crate::app::access::{Action, Actor};
use crate::app::oversight;
use crate::app::users;
use crate::app::{App, Conflict, Error};
use crate::lang::Words;
use crate::store::{from_json, grants, named, parsed, tokens};
use crate::web::AppState;
use crate::web::extract::{Id, Query};
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::once;
use crate::web::pages::records::sheets::{at, validity};
use crate::web::pages::records::{moment, today, zone};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::records::{Grant, GrantForm, Token, UserSheet};
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;

/// What was done last.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    fait: Option<String>,
}

/// `GET /utilisateurs/{id}`.
pub async fn show(
    State(state): State<AppState>,
    Id(id): Id,
    Query(asked): Query<Asked>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let typed = (GrantForm::default(), String::new(), String::new());
    let done = asked.fait.as_deref();
    Ok(Html(sheet(&state.app, &actor, words, (&id, done, typed), Alert::default()).await?).into_response())
}

async fn sheet(
    app: &App,
    actor: &Actor,
    words: Words,
    (id, done, (give, role, scope)): (&str, Option<&str>, (GrantForm, String, String)),
    alert: Alert,
) -> Result<String> {
    let seen = oversight::find(app, actor, id).await?;
    let places = Places::read(app, actor).await?;
    let zone = zone(app, actor).await?;
    let day = today(app, zone);
    let open = oversight::sessions(app, actor, &seen.user.id).await?;
    let tokens = oversight::tokens(app, actor, &seen.user.id).await?;
    let may_change = actor.can(Action::ManageUsers) && actor.user != seen.user.id;
    let mut frame = frame::frame(app, actor, words, seen.user.name.clone(), done).await?;
    frame.here = "/utilisateurs";
    let yes_no = |yes: bool| words.say(if yes { "user-yes" } else { "user-no" });
    let form = GrantForm {
        key: app.clock.new_id(),
        roles: roles(words, &role)?,
        scopes: places.choices(words, &scope),
        ..give
    };
    let page = UserSheet {
        frame,
        id: id.to_owned(),
        here: at("/utilisateurs/", id),
        facts: vec![
            (words.say("email"), seen.user.email.clone().unwrap_or_else(|| "—".to_owned())),
            (words.say("user-password"), yes_no(seen.has_password)),
            (words.say("user-second-factor"), yes_no(seen.has_second_factor)),
        ],
        grants: seen.grants.iter().map(|row| grant(words, &places, row, day)).collect::<Result<_>>()?,
        give: may_change.then_some(form),
        sessions: open
            .into_iter()
            .map(|row| (row.browser, moment(words, zone, row.created_at), moment(words, zone, row.seen_at)))
            .collect(),
        tokens: tokens.into_iter().map(|row| token(words, zone, row)).collect::<Result<_>>()?,
        may_change,
        name: seen.user.name,
        alert,
    };
    Ok(page.render()?)
}

fn grant(words: Words, places: &Places, row: &grants::Row, today: NaiveDate) -> Result<Grant> {
    let from: NaiveDate = parsed(&row.valid_from)?;
    let to: Option<NaiveDate> = row.valid_to.as_deref().map(parsed).transpose()?;
    let state = if row.ended_at.is_some() {
        Tag::plain(&words.say("grant-ended"))
    } else if to.is_some_and(|to| to < today) {
        Tag::plain(&words.say("grant-past"))
    } else if from > today {
        Tag::warn(&words.say("not-yet"))
    } else {
        Tag::ok(&words.say("grant-holds"))
    };
    let scope = match &row.agent_id {
        Some(agent) => agent.clone(),
        None => places.scope(words, &from_json(&row.scope)?),
    };
    Ok(Grant {
        id: row.id.0.clone(),
        role: frame::role(words, named(&row.role)?),
        scope,
        days: validity(words, Some(from), to),
        state,
        open: row.ended_at.is_none(),
    })
}

fn token(words: Words, zone: Tz, row: tokens::Row) -> Result<Token> {
    let actions: Option<Vec<String>> = row.actions.as_deref().map(from_json).transpose()?;
    Ok(Token {
        id: row.id.0,
        name: row.name,
        actions: actions.map_or_else(|| words.say("token-all"), |actions| words.count("token-some", actions.len())),
        since: moment(words, zone, row.created_at),
        until: row.expires_at.map_or_else(|| words.say("token-for-ever"), |at| moment(words, zone, at)),
    })
}

/// `POST /utilisateurs/{id}/droits`: gives a grant.
pub async fn give(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let done = Redirect::to(&format!("{}?fait=droit", at("/utilisateurs/", &id)));
    let given = match new_grant(words, &form) {
        Err((name, sentence)) => Err(Refusal::beside(words, name, sentence)),
        Ok(grant) => {
            let Some(attempt) = once::begin(app, &actor, ("POST /utilisateurs/{id}/droits", &form)).await? else {
                return Ok(done.into_response());
            };
            let given = users::give(app, &attempt.actor, &id, &grant).await;
            attempt
                .ended(app, given)
                .await
                .map_err(|error| Refusal::of(Area::Records, words, error).placing(|name| field(words, name)))
        }
    };
    let done = given.map(|_| done.into_response());
    let typed = (typed_grant(&form), form.field("role").to_owned(), form.field("portee").to_owned());
    answer(done, |alert| sheet(app, &actor, words, (&id, None, typed), alert)).await
}

/// Where a form about somebody leads: back to her page with what was done, or with the refusal.
async fn answered(
    app: &App,
    actor: &Actor,
    words: Words,
    (user, done): (&str, &str),
    result: crate::app::Result<()>,
) -> Result<Response> {
    let done = result.map(|()| Redirect::to(&format!("{}?fait={done}", at("/utilisateurs/", user))).into_response());
    let done = done.map_err(|error| Refusal::of(Area::Records, words, error).placing(|name| field(words, name)));
    answer(done, |alert| sheet(app, actor, words, (user, None, Default::default()), alert)).await
}

/// `POST /droits/{id}/retirer`: ends a grant. One that is over already is done.
pub async fn end(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let ended = match users::end(&state.app, &actor, &id).await {
        Err(Error::Conflict(Conflict::GrantOver)) => Ok(()),
        other => other,
    };
    answered(&state.app, &actor, words, (form.field("utilisateur"), "droitfini"), ended).await
}

/// `POST /utilisateurs/{id}/sessions/fermer`.
pub async fn end_sessions(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated) -> Result<Redirect> {
    let ended = oversight::end_sessions(&state.app, &actor, &id).await?;
    Ok(Redirect::to(&format!("{}?fait=fermees-{ended}", at("/utilisateurs/", &id))))
}

/// `POST /jetons/{id}/retirer`: ends a token of a program.
pub async fn end_token(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated) -> Result<Redirect> {
    let owner = oversight::end_token(&state.app, &actor, &id).await?;
    Ok(Redirect::to(&format!("{}?fait=jeton", at("/utilisateurs/", &owner.0))))
}

/// `POST /utilisateurs/{id}/retirer`: ends everything that somebody has in the group.
pub async fn remove(Id(id): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    if form.field("sur") != "oui" {
        let unsure = Refusal::invalid("", words.say("user-remove-unsure"));
        let again = |alert| sheet(&state.app, &actor, words, (&id, None, Default::default()), alert);
        return answer(Err(unsure), again).await;
    }
    let removed = users::remove(&state.app, &actor, &id).await;
    answered(&state.app, &actor, words, (&id, "acces"), removed).await
}
