//! What surrounds a page: who looks at it, what her last action did, and how a refusal looks.

use super::format::count;
use super::{assets, view};
use crate::app::access::{Actor, Role};
use crate::app::sessions::Recognised;
use crate::app::{self, Error};
use crate::store::groups;
use crate::web::AppState;
use crate::web::problem::Problem;
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::collections::BTreeSet;

/// What a page handler gives back.
pub type Result<T> = std::result::Result<T, Refused>;

/// A refusal that is shown as a page; whoever is not logged in is led to the log-in instead. Boxed, because every handler
/// carries room for it.
#[derive(Debug)]
pub struct Refused(Box<Problem>);

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Problem::from(error).into()
    }
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<askama::Error> for Refused {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a template failed");
        Problem::internal().into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let problem = *self.0;
        if problem.status == StatusCode::UNAUTHORIZED.as_u16() {
            return Redirect::to("/connexion").into_response();
        }
        // The log-in knows what is missing.
        if problem.code == "log-in-unfinished" {
            return Redirect::to("/connexion").into_response();
        }
        let reasons = problem.breaches.iter().map(|b| format!("{} ({})", b.refusal.sentence_fr, b.refusal.article));
        let fields = problem.errors.iter().map(|issue| format!("{} : {}", issue.field, issue.help));
        let page = view::Problem {
            frame: frame_of_nobody("Refus"),
            status: problem.status,
            code: problem.code,
            heading: problem.title.to_owned(),
            reasons: reasons.chain(fields).collect(),
            detail: problem.detail,
        };
        let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => status.into_response(),
        };
        if let Some(seconds) = problem.retry_after_seconds {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds.get()));
        }
        response
    }
}

/// Somebody who is logged in; refused as a page otherwise.
pub struct Seated(pub Actor);

impl FromRequestParts<AppState> for Seated {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let actor = <Actor as FromRequestParts<AppState>>::from_request_parts(parts, state).await?;
        Ok(Self(actor))
    }
}

/// A frame for a page before log-in, or for a refusal.
pub fn frame_of_nobody(title: &str) -> view::Frame {
    view::Frame { title: title.to_owned(), style_url: assets::style_url().to_owned(), ..view::Frame::default() }
}

/// A frame for a form in a browser in which nobody need be logged in; `done` is the code of the last action.
pub fn frame_of_visit(title: &str, seal: &str, done: Option<&str>) -> view::Frame {
    view::Frame { seal: seal.to_owned(), flash: done.and_then(flash), ..frame_of_nobody(title) }
}

/// Somebody whose log-in may still lack something; refused as a page when nobody has begun.
pub struct Entrant(pub Recognised);

impl FromRequestParts<AppState> for Entrant {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self> {
        Ok(Self(parts.extensions.get::<Recognised>().cloned().ok_or(Error::SignedOut)?))
    }
}

/// A frame for somebody; `done` is the code of her last action.
pub async fn frame(app: &app::App, actor: &Actor, title: &str, done: Option<&str>) -> Result<view::Frame> {
    let mut tx = app.db.read().await?;
    let group =
        groups::find(&mut tx, &actor.group).await?.map_or_else(|| actor.group.clone(), |stored| stored.group.name);
    Ok(view::Frame {
        group,
        user: Some(view::User {
            name: actor.name.clone(),
            role: roles(actor),
            own_page: actor.agent().is_some() && actor.grants.len() > 1,
        }),
        flash: done.and_then(flash),
        seal: actor.seat.as_ref().map(|seat| seat.seal.clone()).unwrap_or_default(),
        ..frame_of_nobody(title)
    })
}

/// The sentence behind a code. Free text never travels in an address: nobody can make a link that makes us say something.
fn flash(code: &str) -> Option<view::Flash> {
    let (word, number) = code.split_once('-').map_or((code, 0), |(word, n)| (word, n.parse::<usize>().unwrap_or(0)));
    let (tone, text) = match word {
        "approuve" => (
            "ok",
            format!(
                "{} : chaque personne a reçu sa sollicitation.",
                count(number, "poste approuvé", "postes approuvés")
            ),
        ),
        "rejete" => ("ok", "La proposition est rejetée ; votre motif est conservé.".to_owned()),
        "calcul" => ("ok", "Le calcul est lancé.".to_owned()),
        "accepte" => ("ok", "Merci : ce poste est à vous. La réponse est enregistrée.".to_owned()),
        "volontaire" => {
            ("ok", "Merci : vous êtes volontaire. À la clôture, l’ordre publié décide, pas la rapidité.".to_owned())
        }
        "decline" => ("ok", "C’est noté. Décliner ne compte jamais contre vous.".to_owned()),
        "motdepasse" => ("ok", "Votre mot de passe est enregistré ; vos autres sessions sont fermées.".to_owned()),
        "choisi" => ("ok", "Votre mot de passe est enregistré. Connectez-vous.".to_owned()),
        "demande" => (
            "ok",
            "Si un compte existe à cette adresse, un message vient de lui être envoyé ; le lien qu’il contient sert une \
             fois, pendant trente minutes."
                .to_owned(),
        ),
        "deconnecte" => ("ok", "Vous êtes déconnecté.".to_owned()),
        "session" => ("ok", "La session est fermée.".to_owned()),
        "lie" => ("ok", "Cette identité est liée : elle ouvre maintenant votre compte.".to_owned()),
        "delie" => ("ok", "Cette identité n’ouvre plus votre compte.".to_owned()),
        "notifications" => ("ok", "Cet appareil recevra vos notifications.".to_owned()),
        "appareil" => ("ok", "Cet appareil ne recevra plus de notifications.".to_owned()),
        "sessions" => ("ok", format!("{}.", count(number, "autre session fermée", "autres sessions fermées"))),
        "retire" => ("warn", "La double authentification est désactivée.".to_owned()),
        "rien" => ("warn", "Aucun poste n’était coché : rien n’a été modifié.".to_owned()),
        _ => return None,
    };
    Some(view::Flash { tone, text })
}

/// Everything she is, in French.
fn roles(actor: &Actor) -> String {
    let known: BTreeSet<Role> = actor.grants.iter().map(|grant| grant.role).collect();
    known.into_iter().map(role).collect::<Vec<_>>().join(", ")
}

/// A role in French.
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Manager => "encadrement",
        Role::Coordinator => "coordination",
        Role::Agent => "agent",
        Role::Payroll => "paie",
        Role::Director => "direction",
        Role::Auditor => "audit",
        Role::Administrator => "administration",
        Role::System => "service",
    }
}
