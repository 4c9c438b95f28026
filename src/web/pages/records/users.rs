//! Users and what they may do: who is in the group as what, invitations, grants with their days, sessions, tokens of programs.

mod sheet;

pub use sheet::{end, end_sessions, end_token, give, remove, show};

use super::sheets::{at, link, name, table, tagged, text};
use super::{address, choice, day, said, today, zone};
use crate::app::access::{Action, Actor, Paging, Role, Scope};
use crate::app::oversight::{self, Seen};
use crate::app::users::{self, NewGrant, NewUser};
use crate::app::{App, members};
use crate::lang::Words;
use crate::store::{from_json, name_of, named};
use crate::web::AppState;
use crate::web::extract::{Form, Query};
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::once;
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::records::{Choice, GrantForm, Invite, Scopes, Search, Users};
use crate::web::pages::view::{Alert, Tag};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// People on one page.
const LINES: i64 = 100;

/// Who is looked for, and what was done last.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    q: String,
    situation: String,
    apres: String,
    fait: Option<String>,
}

/// Names of establishments and units, for what grants speak of.
struct Places {
    sites: Vec<(String, String)>,
    units: Vec<(String, String)>,
}

impl Places {
    async fn read(app: &App, actor: &Actor) -> Result<Self> {
        let paging = Paging::first(500);
        let sites = members::list_sites(app, actor, &paging).await?.into_iter();
        let sites: Vec<_> = sites.map(|site| (site.establishment.id.0, site.establishment.name)).collect();
        let names: BTreeMap<&str, &str> = sites.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        let units = members::units(app, actor, &paging).await?.into_iter().map(|record| {
            let home = names.get(record.unit.establishment.as_str()).copied().unwrap_or_default();
            (record.unit.id.0, format!("{} ({home})", record.unit.name))
        });
        let units = units.collect();
        Ok(Self { sites, units })
    }

    fn scope(&self, words: Words, scope: &Scope) -> String {
        let named = |known: &[(String, String)], ids: &BTreeSet<String>| {
            let name =
                |id: &String| known.iter().find(|(known, _)| known == id).map_or(id.clone(), |(_, name)| name.clone());
            ids.iter().map(name).collect::<Vec<_>>().join(", ")
        };
        match scope {
            Scope::Group => words.say("scope-group"),
            Scope::Establishments(ids) => named(&self.sites, ids),
            Scope::Units(ids) => named(&self.units, ids),
        }
    }

    /// What can be chosen from: `g`, `e:` and an establishment, `u:` and a unit.
    fn choices(&self, words: Words, chosen: &str) -> Vec<Scopes> {
        let of = |kind: char, known: &[(String, String)]| {
            known.iter().map(|(id, name)| choice(format!("{kind}:{id}"), name.clone(), chosen)).collect::<Vec<Choice>>()
        };
        vec![
            Scopes { label: words.say("scope-whole"), choices: vec![choice("g", words.say("scope-group"), chosen)] },
            Scopes { label: words.say("scope-establishments"), choices: of('e', &self.sites) },
            Scopes { label: words.say("scope-units"), choices: of('u', &self.units) },
        ]
    }
}

fn roles(words: Words, chosen: &str) -> Result<Vec<Choice>> {
    let one = |role: Role| Ok(choice(name_of(&role)?, frame::role(words, role), chosen));
    Role::ALL.into_iter().map(one).collect()
}

/// `GET /utilisateurs`.
pub async fn list(
    State(state): State<AppState>,
    Query(filter): Query<Filter>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let form = (Invite::default(), String::new(), String::new());
    Ok(Html(page(&state.app, &actor, words, (&filter, form), Alert::default()).await?).into_response())
}

/// The list with the invitation as it was typed: its fields, the role and the part of the group that were chosen.
async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (filter, (invite, role, scope)): (&Filter, (Invite, String, String)),
    alert: Alert,
) -> Result<String> {
    let paging = Paging { state: said(&filter.situation), after: said(&filter.apres), ..Paging::first(LINES) };
    let found = oversight::list(app, actor, &filter.q, &paging).await?;
    let places = Places::read(app, actor).await?;
    let day = today(app, zone(app, actor).await?);
    let last = found.last().filter(|_| found.len() as i64 >= LINES).map(|seen| seen.user.id.0.clone());
    let mut rows = Vec::with_capacity(found.len());
    for seen in &found {
        rows.push(vec![
            tagged(link(seen.user.name.as_str(), at("/utilisateurs/", &seen.user.id.0)), state_of(words, seen)),
            name(seen.user.email.as_deref().unwrap_or_default()),
            text(held(words, &places, seen, day)?),
        ]);
    }
    let columns = vec![(words.say("user-name"), false), (words.say("email"), false), (words.say("user-grants"), false)];
    let mut choices = vec![choice("", words.say("records-any"), "")];
    choices.extend(roles(words, &filter.situation)?);
    let mut frame = frame::frame(app, actor, words, words.say("users-title"), filter.fait.as_deref()).await?;
    frame.here = "/utilisateurs";
    let grant = GrantForm {
        key: app.clock.new_id(),
        roles: roles(words, &role)?,
        scopes: places.choices(words, &scope),
        ..invite.grant.clone()
    };
    let query =
        |last: &str| address("/utilisateurs", &[("q", &filter.q), ("situation", &filter.situation), ("apres", last)]);
    let page = Users {
        frame,
        table: table(words.say("users-caption"), columns, rows),
        empty: words.say("users-nothing"),
        next: last.map(|last| query(&last)).unwrap_or_default(),
        search: Search {
            action: "/utilisateurs",
            label: words.say("users-search"),
            text: filter.q.clone(),
            choice_label: words.say("grant-role"),
            choices,
        },
        invite: actor.can(Action::ManageUsers).then_some(Invite { grant, ..invite }),
        alert,
    };
    Ok(page.render()?)
}

fn state_of(words: Words, seen: &Seen) -> Tag {
    if seen.has_password || seen.user.email.is_none() { Tag::default() } else { Tag::warn(&words.say("user-invited")) }
}

/// Everything that somebody is today, in words.
fn held(words: Words, places: &Places, seen: &Seen, today: NaiveDate) -> Result<String> {
    let mut all = Vec::new();
    let day = today.to_string();
    for grant in &seen.grants {
        if grant.valid_from > day || grant.valid_to.as_ref().is_some_and(|to| *to < day) {
            continue;
        }
        let role = frame::role(words, named(&grant.role)?);
        all.push(match grant.agent_id {
            Some(_) => role,
            None => format!("{role} ({})", places.scope(words, &from_json(&grant.scope)?)),
        });
    }
    Ok(all.join(", "))
}

/// The field of a form that a field of the app is, and what is to be done.
fn field(words: Words, name: &str) -> (&'static str, String) {
    match name {
        "name" => ("nom", words.say("user-name-wrong")),
        "email" => ("courriel", words.say("user-email-wrong")),
        "agent" => ("agent", words.say("grant-agent-wrong")),
        "role" => ("role", words.say("grant-role-wrong")),
        "valid_to" => ("au", words.say("grant-to-wrong")),
        _ => ("portee", words.say("grant-scope-wrong")),
    }
}

/// What a form says as a grant, or which field is wrong.
fn new_grant(words: Words, form: &Form) -> std::result::Result<NewGrant, (&'static str, String)> {
    let Ok(role) = named::<Role>(form.field("role")) else { return Err(field(words, "role")) };
    let one = |id: &str| BTreeSet::from([id.to_owned()]);
    let scope = match form.field("portee").split_once(':') {
        Some(("e", id)) => Scope::Establishments(one(id)),
        Some(("u", id)) => Scope::Units(one(id)),
        _ => Scope::Group,
    };
    let Ok(valid_from) = day(form.field("du")) else { return Err(("du", words.say("records-day-unread"))) };
    let Ok(valid_to) = day(form.field("au")) else { return Err(("au", words.say("records-day-unread"))) };
    Ok(NewGrant { role, scope, agent: said(form.field("agent")), valid_from, valid_to })
}

fn typed_grant(form: &Form) -> GrantForm {
    let text = |name| form.field(name).to_owned();
    GrantForm { agent: text("agent"), from: text("du"), to: text("au"), open: true, ..GrantForm::default() }
}

/// `POST /utilisateurs`: invites somebody.
pub async fn invite(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let (name, email) = (form.field("nom").to_owned(), form.field("courriel").to_owned());
    let made = match new_grant(words, &form) {
        Err((name, sentence)) => Err(Refusal::beside(words, name, sentence)),
        Ok(grant) => {
            let new = NewUser { name: name.clone(), email: Some(email.clone()), grant, invite: true };
            let Some(attempt) = once::begin(app, &actor, ("POST /utilisateurs", &form)).await? else {
                return Ok(Redirect::to("/utilisateurs?fait=invite").into_response());
            };
            let made = users::create(app, &attempt.actor, new).await;
            attempt
                .ended(app, made)
                .await
                .map_err(|error| Refusal::of(Area::Records, words, error).placing(|name| field(words, name)))
        }
    };
    let done = made.map(|_| Redirect::to("/utilisateurs?fait=invite").into_response());
    let typed = Invite { name, email, grant: typed_grant(&form) };
    let chosen = (typed, form.field("role").to_owned(), form.field("portee").to_owned());
    let filter = Filter::default();
    answer(done, |alert| page(app, &actor, words, (&filter, chosen), alert)).await
}
