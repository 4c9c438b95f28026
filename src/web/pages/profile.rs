//! One's own account: password, second factor, open sessions.

use super::board::Done;
use super::frame::{Entrant, Result, Seated, frame};
use super::refusal::{Area, Refusal, answer};
use super::sent::Sent;
use super::view::{Account, Alert, Device, Identity, Push, RecoveryCodes, SecondFactor, Session};
use super::{assets, browser};
use crate::app::access::Actor;
use crate::app::second_factor::{self, State as Factor};
use crate::app::sessions::{self, Recognised, Step};
use crate::app::{App, Conflict, Error, accounts, openid, push};
use crate::lang::{Args, Words};
use crate::store::{self, groups};
use crate::text::sha256;
use crate::web::AppState;
use crate::web::cookies::with_session;
use crate::web::extract::{Form, Id, Query};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono_tz::Tz;
use releve_solver::domain::time::local_of_instant;

/// `GET /compte`.
pub async fn show(
    State(state): State<AppState>,
    Query(done): Query<Done>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let page = page(&state.app, &actor, words, done.fait.as_deref(), Alert::default()).await?;
    Ok(Html(page).into_response())
}

async fn page(app: &App, actor: &Actor, words: Words, done: Option<&str>, alert: Alert) -> Result<String> {
    let frame = frame(app, actor, words, words.say("account-title"), done).await?;
    let mut tx = app.db.read().await?;
    let zone = groups::zone(&mut tx, &actor.group).await?.unwrap_or(Tz::UTC);
    let account = store::accounts::find(&mut tx, &actor.user).await?.ok_or(Error::SignedOut)?;
    let several_groups = actor.seat.is_some() && store::grants::groups_of(&mut tx, &actor.user).await?.len() > 1;
    drop(tx);
    let when = |at: i64| words.moment(local_of_instant(zone, at.div_euclid(60)));
    let second = second_factor::state(app, actor).await?;
    let open = sessions::list(app, actor).await?.into_iter();
    let linked = openid::list(app, actor).await?.into_iter();
    let push = match push::public_key(app) {
        Ok(key) => {
            let browsers = push::list(app, actor).await?.into_iter();
            let browsers = browsers.map(|row| Device {
                id: row.id.0,
                name: named(words, &row.browser),
                since: when(row.created_at),
                address_sha256: sha256(&row.endpoint),
            });
            Some(Push { key, script_url: assets::PUSH.url().to_owned(), browsers: browsers.collect() })
        }
        Err(_) => None,
    };
    let page = Account {
        frame,
        alert,
        email: account.email.unwrap_or_default(),
        password_at: account.password_at.map(when).unwrap_or_default(),
        in_force: matches!(second, Factor::InForce { .. }),
        second_factor: match second {
            Factor::InForce { since, codes_left } => {
                let mut values = Args::new();
                values.set("when", when(since));
                values.set("left", codes_left);
                words.fill("second-factor-on", &values)
            }
            _ => words.say("second-factor-off"),
        },
        sessions: open
            .map(|(row, own)| Session {
                id: row.id.0,
                browser: named(words, &row.browser),
                since: when(row.created_at),
                seen: when(row.seen_at),
                own,
            })
            .collect(),
        several_groups,
        has_password: account.password_hash.is_some(),
        identities: linked
            .map(|shown| Identity {
                id: shown.row.id.0,
                provider: shown.provider,
                label: shown.row.label,
                since: when(shown.row.linked_at),
                used: shown.row.used_at.map(when).unwrap_or_default(),
            })
            .collect(),
        providers: openid::offered(app),
        push,
    };
    Ok(page.render()?)
}

/// What a browser is called.
fn named(words: Words, agent: &str) -> String {
    browser::name(agent).unwrap_or_else(|| words.say("device-unknown"))
}

pub(super) async fn again(app: &App, actor: &Actor, words: Words, refusal: Refusal) -> Result<Response> {
    answer(Err(refusal), |alert| page(app, actor, words, None, alert)).await
}

/// `POST /compte/mot-de-passe`.
pub async fn change_password(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, new) = (&state.app, form.field("password"));
    if new != form.field("again") {
        return again(app, &actor, words, Refusal::invalid("", words.say("passwords-differ"))).await;
    }
    match accounts::change_password(app, &actor, form.field("current"), new).await {
        Ok(token) => Ok(with_session(&app.config, token.as_deref(), Redirect::to("/compte?fait=motdepasse"))),
        Err(error) => again(app, &actor, words, Refusal::of(Area::Entry, words, error)).await,
    }
}

/// `POST /compte/sessions/{id}/fermer`.
pub async fn end_session(State(state): State<AppState>, Id(id): Id, Seated(actor): Seated) -> Result<Redirect> {
    sessions::end(&state.app, &actor, &id).await?;
    Ok(Redirect::to("/compte?fait=session"))
}

/// `POST /compte/sessions/fermer`.
pub async fn end_other_sessions(State(state): State<AppState>, Seated(actor): Seated) -> Result<Redirect> {
    let ended = sessions::end_others(&state.app, &actor).await?;
    Ok(Redirect::to(&format!("/compte?fait=sessions-{ended}")))
}

/// Whoever enrols, perhaps before she may do anything else.
fn enrolling(seen: &Recognised) -> Result<&Actor> {
    Ok(seen.actor.as_ref().ok_or(Error::Unfinished(seen.missing.unwrap_or(Step::Code)))?)
}

/// `GET /compte/second-facteur`.
pub async fn second_factor(State(state): State<AppState>, Entrant(seen): Entrant, words: Words) -> Result<Response> {
    let actor = enrolling(&seen)?;
    match enrolment(&state.app, actor, words, seen.missing, Alert::default()).await? {
        Some(page) => Ok(Html(page).into_response()),
        None => Ok(Redirect::to("/compte").into_response()),
    }
}

/// The page of somebody without a second factor.
async fn enrolment(
    app: &App,
    actor: &Actor,
    words: Words,
    missing: Option<Step>,
    alert: Alert,
) -> Result<Option<String>> {
    let (secret, address) = match second_factor::state(app, actor).await? {
        Factor::InForce { .. } => return Ok(None),
        Factor::None => (String::new(), String::new()),
        Factor::Proposed { secret, address } => {
            let letters: Vec<char> = secret.chars().collect();
            let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
            (groups.join(" "), address)
        }
    };
    let needed = missing == Some(Step::Enrol);
    let mut frame = frame(app, actor, words, words.say("second-factor"), None).await?;
    if needed {
        // Nothing of the frame leads anywhere yet.
        frame.user = None;
    }
    let mut tx = app.db.read().await?;
    let account = store::accounts::find(&mut tx, &actor.user).await?.ok_or(Error::SignedOut)?;
    let has_password = account.password_hash.is_some();
    Ok(Some(SecondFactor { frame, alert, needed, has_password, secret, address }.render()?))
}

async fn enrol_again(app: &App, seen: &Recognised, actor: &Actor, words: Words, refusal: Refusal) -> Result<Response> {
    let page = async |alert| {
        let page = enrolment(app, actor, words, seen.missing, alert).await?;
        // It is in force by now: there is nothing to enrol any more.
        Ok(page.ok_or(Error::Conflict(Conflict::SecondFactorState))?)
    };
    answer(Err(refusal), page).await
}

/// `POST /compte/second-facteur`: proposes a secret.
pub async fn propose(
    State(state): State<AppState>,
    Entrant(seen): Entrant,
    words: Words,
    form: Form,
) -> Result<Response> {
    let actor = enrolling(&seen)?;
    match second_factor::propose(&state.app, actor, form.field("current")).await {
        Ok(()) => Ok(Redirect::to("/compte/second-facteur").into_response()),
        Err(error) => enrol_again(&state.app, &seen, actor, words, Refusal::of(Area::Entry, words, error)).await,
    }
}

/// `POST /compte/second-facteur/code`: puts it in force. The recovery codes are in the answer itself: no address shows them.
pub async fn confirm(
    State(state): State<AppState>,
    Entrant(seen): Entrant,
    words: Words,
    form: Form,
) -> Result<Response> {
    let (app, actor) = (&state.app, enrolling(&seen)?);
    let refused = match second_factor::confirm(app, actor, form.field("code")).await {
        Ok(Some(done)) => {
            let page = RecoveryCodes {
                frame: frame(app, actor, words, words.say("recovery-codes"), None).await?,
                codes: done.codes,
            };
            return Ok(with_session(&app.config, done.token.as_deref(), Html(page.render()?)));
        }
        Ok(None) => Refusal::wrong(words.say("second-factor-wrong")),
        Err(error) => Refusal::of(Area::Entry, words, error),
    };
    enrol_again(app, &seen, actor, words, refused).await
}

/// `POST /compte/second-facteur/retirer`.
pub async fn remove(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    match second_factor::remove(app, &actor, form.field("current")).await {
        Ok(token) => Ok(with_session(&app.config, token.as_deref(), Redirect::to("/compte?fait=retire"))),
        Err(error) => again(app, &actor, words, Refusal::of(Area::Entry, words, error)).await,
    }
}

/// `POST /compte/codes`: replaces the recovery codes.
pub async fn renew_codes(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    match second_factor::renew_codes(app, &actor, form.field("current")).await {
        Ok(codes) => {
            let page =
                RecoveryCodes { frame: frame(app, &actor, words, words.say("recovery-codes"), None).await?, codes };
            Ok(Html(page.render()?).into_response())
        }
        Err(error) => again(app, &actor, words, Refusal::of(Area::Entry, words, error)).await,
    }
}
