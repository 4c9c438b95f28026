//! `/moi/reglages`: how somebody wants to be told, how often she wants to be asked, and the calendar that she subscribes to.

use super::pulse;
use super::{Asking, choice, local, today, typed};
use crate::app::access::Actor;
use crate::app::contacts::{self, Form as Contact};
use crate::app::{App, Error, agenda, agents, calendars, solicitations};
use crate::lang::Words;
use crate::web::AppState;
use crate::web::extract::{Form, Query};
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::Alert;
use crate::web::pages::view::agent::AgentSettings;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::collections::BTreeSet;

/// `GET /moi/reglages`.
pub async fn show(
    State(state): State<AppState>,
    Query(asking): Query<Asking>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    Ok(Html(page(&state.app, &actor, words, asking.fait.as_deref(), (Alert::default(), None, None)).await?))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    done: Option<&str>,
    (alert, form, token): (Alert, Option<&Form>, Option<&str>),
) -> Result<String> {
    let known = Contact::from(&contacts::own(app, actor).await?);
    let text = |field: &str, known: Option<&str>| typed(form, field, known.unwrap_or_default());
    let channels: BTreeSet<String> = form.map_or_else(
        || known.channels.iter().cloned().collect(),
        |form| form.all("canal").map(ToOwned::to_owned).collect(),
    );
    let (locale, digest) = (text("langue", Some(&known.locale)), text("recueil", Some(&known.digest)));
    let me = agenda::herself(actor).ok();
    let (zone, _) = today(app, actor).await?;
    let (mut mobility, mut left, mut calendar) = (String::new(), String::new(), String::new());
    if let Some(me) = me {
        let record = agents::find(app, actor, me).await?;
        mobility = words.with("me-km", [("km", words.whole(i64::from(record.mobility_km)))]);
        let figures = solicitations::figures(app, actor, Some(me), 1).await?;
        let room = figures.first().and_then(|figures| figures.left_of_cap);
        left = room.map(|left| words.count("me-cap-left", usize::try_from(left).unwrap_or(0))).unwrap_or_default();
        let standing = calendars::own(app, actor).await?;
        calendar = standing.map(|row| words.moment(local(zone, row.made_at))).unwrap_or_default();
    }
    let address = token.map(|token| format!("{}/agenda/{token}.ics", app.config.base_url())).unwrap_or_default();
    let cap = known.weekly_cap.map(|cap| cap.to_string());
    let mut frame = frame(app, actor, words, words.say("me-settings"), done).await?;
    frame.here = "/moi/reglages";
    let channel = |value: &str, key: &str| choice(value, words.say(key), channels.contains(value));
    let page = AgentSettings {
        alert,
        pulse: me.is_some() && pulse::waits(app, actor).await?,
        locales: vec![
            choice("fr", "Français".to_owned(), locale == "fr"),
            choice("en", "English".to_owned(), locale == "en"),
        ],
        email: text("email", known.email.as_deref()),
        phone: text("telephone", known.phone.as_deref()),
        zone: text("fuseau", Some(&known.zone)),
        channels: vec![
            channel("email", "me-channel-email"),
            channel("sms", "me-channel-sms"),
            channel("push", "me-channel-push"),
        ],
        quiet: (text("calme-de", known.quiet_from.as_deref()), text("calme-a", known.quiet_to.as_deref())),
        digests: vec![
            choice("never", words.say("me-digest-never"), digest == "never"),
            choice("daily", words.say("me-digest-daily"), digest == "daily"),
        ],
        digest_at: text("recueil-a", Some(&known.digest_at)),
        weekly_cap: text("plafond", cap.as_deref()),
        left,
        version: form.map_or(known.version, |form| form.field("version").parse().unwrap_or(0)),
        mobility,
        is_agent: me.is_some(),
        calendar,
        subscribe: address.split_once("://").map(|(_, rest)| format!("webcal://{rest}")).unwrap_or_default(),
        address,
        frame,
    };
    Ok(page.render()?)
}

/// `POST /moi/reglages`.
pub async fn change(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let changed = match contact(words, &form) {
        Ok(wanted) => match contacts::change(app, &actor, &wanted).await {
            Ok(_) => Ok(()),
            Err(error) => {
                // The same sent twice is said once.
                let mut now = Contact::from(&contacts::own(app, &actor).await?);
                now.channels.sort();
                if matches!(error, Error::Conflict(_)) && (Contact { version: wanted.version, ..now }) == wanted {
                    Ok(())
                } else {
                    Err(Refusal::of(Area::Agent, words, error).naming(|field| named(words, field)))
                }
            }
        },
        Err(refusal) => Err(refusal),
    };
    let done = changed.map(|()| Redirect::to("/moi/reglages?fait=reglages").into_response());
    answer(done, |alert| page(app, &actor, words, None, (alert, Some(&form), None))).await
}

/// What is wrong with a field, in words.
fn named(words: Words, field: &str) -> Option<String> {
    let key = match field {
        "email" => "me-no-email",
        "phone" => "me-no-phone",
        "zone" => "me-no-zone",
        "quiet_from" | "quiet_to" => "me-no-quiet",
        "digest_at" => "me-no-time",
        "weekly_cap" => "me-no-cap",
        _ => return None,
    };
    Some(words.say(key))
}

/// What the form says; a number that is none is told at once.
fn contact(words: Words, form: &Form) -> std::result::Result<Contact, Refusal> {
    let filled = |field: &str| Some(form.field(field).trim().to_owned()).filter(|text| !text.is_empty());
    // Browsers may send seconds.
    let time = |field: &str| filled(field).map(|text| text.get(..5).unwrap_or(&text).to_owned());
    let weekly_cap = match filled("plafond") {
        None => None,
        Some(text) => match text.parse() {
            Ok(cap) => Some(cap),
            Err(_) => return Err(Refusal::invalid("weekly_cap", words.say("me-no-cap"))),
        },
    };
    Ok(Contact {
        locale: form.field("langue").to_owned(),
        email: filled("email"),
        phone: filled("telephone").map(|text| text.replace([' ', '.', '-'], "")),
        zone: form.field("fuseau").trim().to_owned(),
        quiet_from: time("calme-de"),
        quiet_to: time("calme-a"),
        digest: form.field("recueil").to_owned(),
        digest_at: time("recueil-a").unwrap_or_default(),
        channels: form.all("canal").map(ToOwned::to_owned).collect::<BTreeSet<_>>().into_iter().collect(),
        weekly_cap,
        version: form.field("version").parse().unwrap_or(0),
    })
}

/// `POST /moi/reglages/agenda`: a calendar in place of the one before; its address is shown this once.
pub async fn make_calendar(Sent { state, actor, words, .. }: Sent) -> Result<Html<String>> {
    let token = calendars::make(&state.app, &actor, words.locale()).await?;
    Ok(Html(page(&state.app, &actor, words, Some("calendrier"), (Alert::default(), None, Some(&token))).await?))
}

/// `POST /moi/reglages/agenda/fermer`.
pub async fn end_calendar(State(state): State<AppState>, Seated(actor): Seated, _: Form) -> Result<Redirect> {
    calendars::end(&state.app, &actor).await?;
    Ok(Redirect::to("/moi/reglages?fait=fincalendrier"))
}
