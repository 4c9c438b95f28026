//! The one place that turns a refusal into an answer: `application/problem+json` (RFC 9457) with a stable `code`, a French
//! `title` and a French `detail` that says what to do. Internal text is logged once with its chain and never sent.

use super::problems;
use crate::app::Error;
use crate::app::approval::conflicts::ItemConflict;
use crate::app::swaps::{LegRefused, LegsRefused};
use crate::lang::Words;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use releve_solver::audit::Finding;
use releve_solver::check::Breach;
use releve_solver::formats::Issue;
use schemars::JsonSchema;
use serde::Serialize;
use std::num::NonZeroU16;

/// So many conflicts of a plan are told in a sentence; all of them are in the list.
const CONFLICTS_TOLD: usize = 5;

/// What every handler gives back when it says no.
pub type Result<T> = std::result::Result<T, Problem>;

/// A problem document.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Problem {
    /// What kind of problem, in one word; `/problems/` before it makes the document's `type`.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// French, the same for every occurrence.
    pub title: String,
    /// French, about this occurrence, with the way out.
    pub detail: String,
    /// Wrong fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Issue>,
    /// Broken rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<Breach>,
    /// Items of a plan that can no longer be approved, each with what moved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ItemConflict>,
    /// Legs of a swap that rules forbid, as far as the reader may know why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legs: Option<Box<LegsRefused>>,
    /// Rules that a roster would break, by person and day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// Seconds after which it is worth trying again; also in the header `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<NonZeroU16>,
}

impl Problem {
    /// A problem without fields or rules, of a kind in [`problems::ALL`]; any other code is our own mistake and comes out as
    /// `internal`.
    pub fn of(code: &str, detail: impl Into<String>) -> Self {
        let Some(kind) = problems::find(code) else {
            tracing::error!(code, "a problem that stands in no table");
            return Self::internal();
        };
        Self {
            code: kind.code,
            status: kind.status,
            title: kind.title(Words::default()),
            detail: detail.into(),
            errors: Vec::new(),
            breaches: Vec::new(),
            conflicts: Vec::new(),
            legs: None,
            findings: Vec::new(),
            retry_after_seconds: None,
        }
    }

    /// No such address.
    pub fn no_route() -> Self {
        let detail = "Cette adresse n’existe pas. Vérifiez le chemin ; l’API se trouve sous /api/v1.";
        Self::of("no-such-route", detail)
    }

    /// The address exists, the method does not.
    pub fn no_method() -> Self {
        let detail = "Cette adresse n’accepte pas cette méthode HTTP. L’en-tête Allow donne celles qu’elle accepte.";
        Self::of("method-not-allowed", detail)
    }

    /// The body is larger than the route takes.
    pub fn too_large(limit_bytes: usize) -> Self {
        let detail = format!("Le corps de la requête dépasse {limit_bytes} octets. Envoyez un contenu plus petit.");
        Self::of("body-too-large", detail)
    }

    /// The body cannot be read at all.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::of("unreadable-body", detail)
    }

    /// A parameter of the address is wrong.
    pub fn bad_query(detail: impl Into<String>) -> Self {
        Self::of("bad-query", detail)
    }

    /// A form sent from another site.
    pub fn cross_site() -> Self {
        let detail = "Cette action doit venir d’une page de Relève. Rechargez la page et recommencez.";
        Self::of("cross-site", detail)
    }

    /// A form without the mark of the page it must come from, or with that of a session that is over.
    pub fn form_expired() -> Self {
        let detail = "Ce formulaire n’est plus valable : la page est restée ouverte trop longtemps, ou les cookies sont \
                      bloqués. Rechargez la page et recommencez ; rien n’a été modifié.";
        Self::of("form-expired", detail)
    }

    /// The server's own fault.
    pub fn internal() -> Self {
        let detail =
            "Une erreur interne s’est produite. Rien n’a été modifié ; réessayez, puis prévenez l’administrateur.";
        Self::of("internal", detail)
    }

    /// Took too long.
    pub fn timeout() -> Self {
        let detail = "La requête a dépassé le temps permis et a été abandonnée. Réessayez dans un instant.";
        Self::of("timeout", detail)
    }

    /// What a roster would break.
    fn unlawful_roster(findings: Vec<Finding>) -> Self {
        let article = |f: &Finding| if f.article.is_empty() { String::new() } else { format!(" ({})", f.article) };
        let sentence = |f: &Finding| format!("{}, {} : {}{}", f.agent, f.date, f.sentence_fr, article(f));
        let told: Vec<_> = findings.iter().take(3).map(sentence).collect();
        let detail = format!(
            "Une règle impérative s’y oppose ; rien n’a été modifié. {}. Choisissez un autre jour, un autre code ou \
             une autre personne.",
            told.join(" ; ")
        );
        let problem = Self::of("unlawful-roster", detail);
        Self { findings, ..problem }
    }

    /// Legs of a swap that rules forbid.
    fn swap_unlawful(legs: Vec<LegRefused>) -> Self {
        let told = |leg: &LegRefused| match leg.refusals.first() {
            Some(refusal) => refusal.sentence_fr.clone(),
            None => leg.neutral_fr.join(", "),
        };
        let mut sentences: Vec<_> = legs.iter().map(told).collect();
        sentences.dedup();
        let detail = format!(
            "Une règle impérative s’oppose à cet échange ; rien n’a été modifié. {}. Choisissez une autre vacation, ou \
             cherchez un autre échange.",
            sentences.join(" ; ")
        );
        Self { legs: Some(Box::new(LegsRefused(legs))), ..Self::of("swap-unlawful", detail) }
    }

    /// Items of a plan that can no longer be approved.
    fn plan_conflicts(conflicts: Vec<ItemConflict>) -> Self {
        let told: Vec<_> = conflicts.iter().take(CONFLICTS_TOLD).map(|c| c.sentence_fr.as_str()).collect();
        let detail = format!(
            "{} élément(s) de la proposition ne peuvent plus être approuvés ; rien n’a été modifié. {} Approuvez le \
             reste (« on_conflict » : « skip »), ou lancez un nouveau calcul.",
            conflicts.len(),
            told.join(" ")
        );
        let problem = Self::of("plan-conflicts", detail);
        Self { conflicts, ..problem }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::SignedOut => {
                let detail = "Connectez-vous, ou envoyez un jeton valable dans l’en-tête Authorization: Bearer.";
                Self::of("signed-out", detail)
            }
            Error::Unfinished(_) => {
                let detail = "Terminez d’abord votre connexion : il manque un code, le choix d’un groupement ou \
                              l’activation de la double authentification.";
                Self::of("log-in-unfinished", detail)
            }
            Error::TooMany(seconds) => {
                let detail = format!(
                    "Trop d’essais sans succès. Réessayez dans {} ; rien n’a été modifié.",
                    crate::text::wait_fr(seconds)
                );
                let problem = Self::of("too-many-tries", detail);
                Self { retry_after_seconds: u16::try_from(seconds).ok().and_then(NonZeroU16::new), ..problem }
            }
            Error::NotSet(setting) => {
                let detail = format!(
                    "Cette fonction a besoin du réglage {setting}, que l’exploitant du service n’a pas renseigné. Prévenez \
                     l’administration ; rien n’a été modifié."
                );
                Self::of("not-set-up", detail)
            }
            Error::Forbidden(_) => {
                let detail = "Votre rôle ne permet pas cette action. Adressez-vous à la coordination du groupement.";
                Self::of("forbidden", detail)
            }
            Error::NotFound { kind, id } => {
                let detail = format!("Aucun élément « {id} » ({}) n’est visible pour vous.", noun_fr(kind));
                Self::of("not-found", detail)
            }
            Error::Conflict(conflict) => Self::of(conflict.code(), conflict.detail_fr()),
            Error::Invalid(errors) => {
                let detail = format!("{} point(s) à corriger ; chacun est décrit dans « errors ».", errors.len());
                let problem = Self::of("invalid", detail);
                Self { errors, ..problem }
            }
            Error::Moved => {
                let detail = "L’élément a changé depuis la version que vous avez lue. Relisez-le avant de décider ; rien n’a été \
                              modifié.";
                Self::of("precondition-failed", detail)
            }
            Error::NoSuchTime { local, zone } => {
                let when = local.format("%d/%m/%Y à %H h %M");
                let detail = format!(
                    "Le {when} n’existe pas à {zone} : les horloges passent cette heure lors du changement d’heure. \
                     Choisissez un horaire avant ou après le saut ; rien n’a été modifié."
                );
                Self::of("no-such-time", detail)
            }
            Error::NotEligible { agent, refusals } => {
                let sentences: Vec<_> = refusals.iter().map(|r| format!("{} ({})", r.sentence_fr, r.article)).collect();
                let detail = format!("« {agent} » ne peut pas tenir ce poste : {}.", sentences.join(" ; "));
                Self::of("not-eligible", detail)
            }
            Error::Unlawful(breaches) => {
                let sentences: Vec<_> = breaches.iter().map(|b| b.refusal.sentence_fr.as_str()).collect();
                let detail = format!(
                    "Une règle impérative s’y oppose ; rien n’a été modifié. {} Changez ce qui s’y oppose, ou lancez un \
                     nouveau calcul.",
                    sentences.join(" ")
                );
                let problem = Self::of("unlawful", detail);
                Self { breaches, ..problem }
            }
            Error::OpenId(refusal) => Self::of(refusal.code(), refusal.detail_fr()),
            Error::PlanConflicts(conflicts) => Self::plan_conflicts(conflicts),
            Error::SwapUnlawful(legs) => Self::swap_unlawful(legs),
            Error::UnlawfulRoster(findings) => Self::unlawful_roster(findings),
            Error::Store(_) | Error::Corrupt(_) => {
                tracing::error!(error = format!("{:#}", anyhow::Error::from(error)), "a request failed");
                Self::internal()
            }
        }
    }
}

fn noun_fr(kind: &str) -> &str {
    match kind {
        "group" => "groupement",
        "unit" => "unité",
        "agent" => "agent",
        "shift" => "poste",
        "request" => "demande",
        "plan" => "proposition",
        "offer" | "round" => "sollicitation",
        "assignment" => "affectation",
        "promise" => "repos promis",
        "entry" => "écriture",
        "establishment" => "établissement",
        "swap" => "échange",
        "swap-wish" => "souhait d’échange",
        "duty" => "vacation",
        "cascade" => "recherche par étapes",
        "booking" => "réservation d’intérim",
        "agreement" => "accord permanent",
        "fixed-term-person" => "personne de la liste",
        "roster" => "tableau de service",
        "cycle" => "trame",
        "roster-question" => "question",
        "rule-pack" => "recueil de règles",
        "webhook" => "webhook",
        "provider" => "fournisseur d’identité",
        "identity" => "identité",
        "push" => "appareil",
        "absence" => "absence",
        "convention" => "convention",
        "document" => "pièce",
        other => other,
    }
}

/// A problem as it is sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Document<'a> {
    /// `/problems/` and the code: a page that says when it happens and what to do.
    #[serde(rename = "type")]
    kind: String,
    #[serde(flatten)]
    problem: &'a Problem,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let document = Document { kind: format!("/problems/{}", self.code), problem: &self };
        let mut response = (status, Json(document)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json; charset=utf-8"));
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.get()));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
