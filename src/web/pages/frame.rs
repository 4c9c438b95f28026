//! What surrounds a page: who looks at it, what her last action did, and how a refusal looks.

use super::{assets, view};
use crate::app::access::{Actor, Role};
use crate::app::rosters::seen;
use crate::app::sessions::Recognised;
use crate::app::{self, Error};
use crate::lang::{self, Words};
use crate::store::groups;
use crate::web::cited::Cited;
use crate::web::gate::masked;
use crate::web::problem::{Problem, carried, mended};
use crate::web::{AppState, cookies, problems};
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::collections::BTreeSet;
use std::convert::Infallible;

/// What a page handler gives back.
pub type Result<T> = std::result::Result<T, Refused>;

/// A refusal that is shown as a page; whoever is not logged in is led to the log-in instead. Boxed, because every handler
/// carries room for it.
#[derive(Debug, Clone)]
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
    /// It travels to the gate, which knows the reader's language and shows it: see [`refusals_shown`].
    fn into_response(self) -> Response {
        (*self.0).into_response()
    }
}

/// An answer with the refusal in it, if there is one, as a page.
pub fn refusals_shown(mut response: Response, words: Words) -> Response {
    let Some(problem) = carried(&mut response) else { return response };
    // The log-in knows what is missing.
    if problem.status == StatusCode::UNAUTHORIZED.as_u16() || problem.code == "log-in-unfinished" {
        return Redirect::to("/connexion").into_response();
    }
    let grounds = problem.grounds.of(words);
    let fields = problem.errors.iter().map(|issue| mended(words, "refusal-field", issue));
    // Where the reasons are listed with their articles, the way out is left to be said.
    let detail = match problems::find(problem.code) {
        Some(kind) if !grounds.is_empty() => kind.way_out(words),
        _ => problem.detail.of(words).clone(),
    };
    let page = view::Problem {
        frame: frame_of_nobody(words, words.say("refusal")),
        status: problem.status,
        code: problem.code,
        heading: words.say(problem.code),
        reasons: grounds.iter().cloned().map(Cited::line).chain(fields.map(Cited::plain)).collect(),
        detail,
    };
    let Ok(html) = page.render() else { return response };
    let mut shown = (response.status(), Html(html)).into_response();
    if let Some(seconds) = problem.retry_after_seconds {
        shown.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds.get()));
    }
    shown
}

/// The language that a browser is answered in: the one chosen there, else the one it asks for.
pub fn language(headers: &HeaderMap) -> Words {
    let asked = || headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Words::new(cookies::language(headers).unwrap_or_else(|| lang::preferred(asked())))
}

impl FromRequestParts<AppState> for Words {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> std::result::Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or_else(|| language(&parts.headers)))
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
pub fn frame_of_nobody(words: Words, title: String) -> view::Frame {
    view::Frame { words, title, style_url: assets::STYLE.url().to_owned(), ..view::Frame::default() }
}

/// A frame for a form in a browser in which nobody need be logged in; `done` is the code of the last action.
pub fn frame_of_visit(words: Words, title: String, seal: &str, done: Option<&str>) -> view::Frame {
    let flash = done.and_then(|code| flash(words, code));
    view::Frame { seal: masked(seal), flash, ..frame_of_nobody(words, title) }
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
pub async fn frame(
    app: &app::App,
    actor: &Actor,
    words: Words,
    title: String,
    done: Option<&str>,
) -> Result<view::Frame> {
    let mut tx = app.db.read().await?;
    let group =
        groups::find(&mut tx, &actor.group).await?.map_or_else(|| actor.group.clone(), |stored| stored.group.name);
    let places = places(words, actor, seen::any_open(&mut tx, actor, app.clock.now()).await?);
    Ok(view::Frame {
        group,
        user: Some(view::User { name: actor.name.clone(), role: roles(words, actor), places }),
        flash: done.and_then(|code| flash(words, code)),
        seal: actor.seat.as_ref().map(|seat| masked(&seat.seal)).unwrap_or_default(),
        ..frame_of_nobody(words, title)
    })
}

/// Where somebody may go, in the order of a day's work; to rosters only while one is open to her choice.
fn places(words: Words, actor: &Actor, choosing: bool) -> Vec<view::Place> {
    const OVERSEERS: &[Role] =
        &[Role::Manager, Role::Coordinator, Role::Payroll, Role::Director, Role::Auditor, Role::Administrator];
    const ALL: &[(&str, &str, &[Role])] = &[
        ("/", "place-relief", &[Role::Manager, Role::Coordinator, Role::Director, Role::Administrator]),
        ("/service", "place-unit", &[Role::Manager, Role::Coordinator, Role::Director, Role::Auditor]),
        (
            "/demandes",
            "place-requests",
            &[Role::Manager, Role::Coordinator, Role::Director, Role::Auditor, Role::Administrator],
        ),
        ("/a-decider", "place-to-decide", &[Role::Coordinator]),
        ("/propositions", "place-proposals", &[Role::Coordinator, Role::Director]),
        ("/moi", "place-mine", &[Role::Agent]),
        ("/moi/disponibilites", "me-nav-availability", &[Role::Agent]),
        ("/moi/tableaux", "me-nav-choosing", &[Role::Agent]),
        ("/moi/echanges", "me-nav-swaps", &[Role::Agent]),
        ("/moi/compte", "me-nav-account", &[Role::Agent]),
        ("/moi/messages", "me-nav-messages", &[Role::Agent]),
        ("/paie", "place-pay", &[Role::Payroll]),
        ("/indicateurs", "place-indicators", &[Role::Coordinator, Role::Director, Role::Administrator]),
        ("/agents", "place-agents", &[Role::Manager, Role::Coordinator, Role::Administrator]),
        ("/membres", "place-members", OVERSEERS),
        ("/regles", "place-law", OVERSEERS),
        ("/utilisateurs", "place-users", &[Role::Auditor, Role::Administrator]),
        ("/imports", "place-imports", &[Role::Coordinator, Role::Administrator]),
        ("/journal", "place-journal", &[Role::Auditor, Role::Administrator]),
    ];
    let held = |roles: &[Role]| roles.iter().any(|role| actor.is(*role));
    let kept = ALL.iter().filter(|(href, _, roles)| held(roles) && (choosing || *href != "/moi/tableaux"));
    kept.map(|(href, key, _)| view::Place { href, label: words.say(key) }).collect()
}

/// The sentence behind a code. Free text never travels in an address: nobody can make a link that makes us say something.
#[expect(clippy::too_many_lines, reason = "a sentence for each")]
fn flash(words: Words, code: &str) -> Option<view::Flash> {
    let (word, n) = code.split_once('-').map_or((code, 0), |(word, n)| (word, n.parse::<usize>().unwrap_or(0)));
    let (tone, key) = match word {
        "approuve" => ("ok", "done-approved"),
        "rejete" => ("ok", "done-rejected"),
        "calcul" => ("ok", "done-computing"),
        "accepte" => ("ok", "done-accepted"),
        "volontaire" => ("ok", "done-volunteered"),
        "decline" => ("ok", "done-declined"),
        "refusrepris" => ("ok", "done-reconsidered"),
        "motdepasse" => ("ok", "done-password-changed"),
        "choisi" => ("ok", "done-password-chosen"),
        "demande" => ("ok", "done-link-asked"),
        "deconnecte" => ("ok", "done-logged-out"),
        "session" => ("ok", "done-session-ended"),
        "lie" => ("ok", "done-identity-linked"),
        "delie" => ("ok", "done-identity-unlinked"),
        "notifications" => ("ok", "done-device-subscribed"),
        "appareil" => ("ok", "done-device-ended"),
        "sessions" => ("ok", "done-sessions-ended"),
        "retire" => ("warn", "done-second-factor-removed"),
        "valide" => ("ok", "done-validated"),
        "ecriture" => ("ok", "done-line-posted"),
        "repris" => ("ok", "done-line-taken-back"),
        "invite" => ("ok", "done-invited"),
        "droit" => ("ok", "done-grant-given"),
        "droitfini" => ("ok", "done-grant-ended"),
        "acces" => ("ok", "done-user-removed"),
        "fermees" => ("ok", "done-user-sessions-ended"),
        "jeton" => ("ok", "done-token-ended"),
        "importe" => ("ok", "done-imported"),
        "importfait" => ("ok", "done-imported-before"),
        "groupement" => ("ok", "done-group-imported"),
        "rien" => ("warn", "done-nothing-ticked"),
        "approuvesauf" => ("warn", "board-done-approved-but"),
        "dejacalcul" => ("warn", "board-done-computing-already"),
        "arret" => ("ok", "board-done-stopping"),
        "demandeouverte" => ("ok", "board-done-opened"),
        "echange" => ("ok", "board-done-swap-approved"),
        "echangerefuse" => ("ok", "board-done-swap-refused"),
        "repos" => ("ok", "board-done-rest-agreed"),
        "reposmaintenu" => ("ok", "board-done-rest-kept"),
        "sollicite" => ("ok", "board-done-asked"),
        "sollicitationretiree" => ("ok", "board-done-withdrawn"),
        "etapes" => ("ok", "board-done-cascade-started"),
        "etapespause" => ("ok", "board-done-cascade-paused"),
        "etapesreprises" => ("ok", "board-done-cascade-resumed"),
        "etapesuivante" => ("ok", "board-done-cascade-advanced"),
        "etapesarretees" => ("ok", "board-done-cascade-stopped"),
        "interim" => ("ok", "board-done-booked"),
        "interimconfirme" => ("ok", "board-done-confirmed"),
        "interimannule" => ("ok", "board-done-called-off"),
        "appel" => ("ok", "board-done-called"),
        "remplacant" => ("ok", "board-done-person-kept"),
        "remplacantretire" => ("ok", "board-done-person-removed"),
        "rendu" => ("ok", "me-done-handed-back"),
        "absent" => ("ok", "me-done-absent"),
        "jourchange" => ("ok", "me-done-day-changed"),
        "joursoui" => ("ok", "me-done-days-yes"),
        "joursnon" => ("ok", "me-done-days-no"),
        "jourssouhait" => ("ok", "me-done-days-wished"),
        "jourschoisis" => ("ok", "me-done-choices"),
        "semaine" => ("ok", "me-done-weeks"),
        "agendavide" => ("ok", "me-done-forgotten"),
        "accord" => ("ok", "me-done-agreement"),
        "revoque" => ("ok", "me-done-revoked"),
        "volontariat" => ("ok", "me-done-volunteering"),
        "declare" => ("ok", "me-done-declared"),
        "souhait" => ("ok", "me-done-wish"),
        "finsouhait" => ("ok", "me-done-wish-ended"),
        "propose" => ("ok", "me-done-proposed"),
        "accorde" => ("ok", "me-done-agreed"),
        "echangefait" => ("ok", "me-done-swapped"),
        "retrait" => ("ok", "me-done-swap-withdrawn"),
        "reposdemande" => ("ok", "me-done-rest-asked"),
        "reposconvenu" => ("ok", "me-done-rest-agreed"),
        "reposgarde" => ("ok", "me-done-rest-kept"),
        "reglages" => ("ok", "me-done-settings"),
        "calendrier" => ("ok", "me-done-calendar"),
        "fincalendrier" => ("ok", "me-done-calendar-ended"),
        "avis" => ("ok", "me-done-pulse"),
        "lus" => ("ok", "me-done-read"),
        "brouillon" => ("ok", "done-request-drafted"),
        "transmise" => ("ok", "done-request-submitted"),
        "ouverte" => ("ok", "done-request-opened"),
        "deja" => ("warn", "done-request-known"),
        "modifiee" => ("ok", "done-request-changed"),
        "modifieeliberee" => ("warn", "done-request-changed-freed"),
        "annulee" => ("ok", "done-request-cancelled"),
        "message" => ("ok", "done-message"),
        "absence" => ("ok", "done-absence"),
        "absencefin" => ("ok", "done-absence-moved"),
        "absenceretiree" => ("ok", "done-absence-withdrawn"),
        "jour" => ("ok", "done-day-changed"),
        "question" => ("ok", "done-day-asked"),
        "tableau" => ("ok", "done-roster-made"),
        "publie" => ("ok", "done-roster-published"),
        "choix" => ("ok", "done-roster-opened"),
        "clos" => ("ok", "done-roster-closed"),
        "rempli" => ("ok", "done-roster-filled"),
        _ => return None,
    };
    Some(view::Flash { tone, text: words.count(key, n) })
}

/// Everything she is.
fn roles(words: Words, actor: &Actor) -> String {
    let known: BTreeSet<Role> = actor.grants.iter().map(|grant| grant.role).collect();
    known.into_iter().map(|known| role(words, known)).collect::<Vec<_>>().join(", ")
}

/// A role.
pub fn role(words: Words, role: Role) -> String {
    words.say(match role {
        Role::Manager => "role-manager",
        Role::Coordinator => "role-coordinator",
        Role::Agent => "role-agent",
        Role::Payroll => "role-payroll",
        Role::Director => "role-director",
        Role::Auditor => "role-auditor",
        Role::Administrator => "role-administrator",
        Role::System => "role-system",
    })
}
