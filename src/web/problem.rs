//! The one place that turns a refusal into an answer: `application/problem+json` (RFC 9457) with a stable `code`, and in the
//! reader's language a `title` and a `detail` that says what to do. Internal text is logged once with its chain and never sent.
//!
//! Whoever refuses does not know who reads: a [`Problem`] travels to the layers around the routes, which do, and is put into
//! words there, as a page by the gate of a page and as a document by [`documents`].

use super::cited::Cited;
use super::conflicts;
use super::moved::MovedItem;
use super::problems;
use crate::app::Error;
use crate::app::openid::Refusal as Unvouched;
use crate::app::passwords::Unfit;
use crate::app::swaps::{LegRefused, LegsRefused};
use crate::lang::{Args, Both, Locale, Words};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDateTime;
use releve_solver::audit::Finding;
use releve_solver::check::Breach;
use releve_solver::explain::Refusal;
use releve_solver::formats::{Issue, Said};
use schemars::JsonSchema;
use serde::Serialize;
use std::num::NonZeroU16;

/// So many conflicts of a plan are told in a sentence; all of them are in the list.
const CONFLICTS_TOLD: usize = 5;
/// So many days of a roster are told in a sentence; all of them are in the list.
const FINDINGS_TOLD: usize = 3;

/// What every handler gives back when it says no.
pub type Result<T> = std::result::Result<T, Problem>;

/// A refusal.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Problem {
    /// What kind of problem, in one word; `/problems/` before it makes the document's `type`.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// About this occurrence, with the way out.
    #[serde(skip)]
    pub detail: Both<String>,
    /// What it rests on, each reason with its article: a page shows them in place of the detail, in which all of them stand too.
    #[serde(skip)]
    pub grounds: Both<Vec<Cited>>,
    /// Wrong fields.
    #[serde(skip)]
    pub errors: Vec<Issue>,
    /// Broken rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<Breach>,
    /// Items of a plan that can no longer be approved, each with what moved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<MovedItem>,
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
    pub fn of(code: &str, detail: impl Fn(Words) -> String) -> Self {
        let Some(kind) = problems::find(code) else {
            tracing::error!(code, "a problem that stands in no table");
            return Self::internal();
        };
        Self {
            code: kind.code,
            status: kind.status,
            detail: Both::said(detail),
            grounds: Both::default(),
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
        Self::of("no-such-route", |words| words.say("detail-no-such-route"))
    }

    /// The address exists, the method does not.
    pub fn no_method() -> Self {
        Self::of("method-not-allowed", |words| words.say("detail-method-not-allowed"))
    }

    /// The body is larger than the route takes.
    pub fn too_large(limit_bytes: usize) -> Self {
        Self::of("body-too-large", |words| words.with("detail-body-too-large", [("limit", limit_bytes)]))
    }

    /// The body cannot be read at all.
    pub fn unreadable(detail: impl Fn(Words) -> String) -> Self {
        Self::of("unreadable-body", detail)
    }

    /// A parameter of the address is wrong.
    pub fn bad_query(detail: impl Fn(Words) -> String) -> Self {
        Self::of("bad-query", detail)
    }

    /// A form sent from another site.
    pub fn cross_site() -> Self {
        Self::of("cross-site", |words| words.say("detail-cross-site"))
    }

    /// A form without the mark of the page it must come from, or with that of a session that is over.
    pub fn form_expired() -> Self {
        Self::of("form-expired", |words| words.say("detail-form-expired"))
    }

    /// The server's own fault.
    pub fn internal() -> Self {
        Self::of("internal", |words| words.say("detail-internal"))
    }

    /// Took too long.
    pub fn timeout() -> Self {
        Self::of("timeout", |words| words.say("detail-timeout"))
    }

    /// Too many tries in vain.
    fn too_many(seconds: i64) -> Self {
        let problem = Self::of("too-many-tries", |words| words.with("too-many", [("wait", words.wait(seconds))]));
        Self { retry_after_seconds: u16::try_from(seconds).ok().and_then(NonZeroU16::new), ..problem }
    }

    /// A local time that the clocks jump over.
    fn no_such_time(local: NaiveDateTime, zone: &str) -> Self {
        Self::of("no-such-time", |words| {
            words.with("detail-no-such-time", [("when", words.moment(local)), ("zone", zone.to_owned())])
        })
    }

    /// Somebody may not hold a shift.
    fn not_eligible(agent: &str, refusals: &[Refusal]) -> Self {
        let grounds = Both::said(|words| refusals.iter().map(|one| Cited::refusal(words, one)).collect::<Vec<_>>());
        let problem = Self::of("not-eligible", |words| {
            let why = listed(words, grounds.of(words));
            words.with("detail-not-eligible", [("agent", agent.to_owned()), ("why", why)])
        });
        Self { grounds, ..problem }
    }

    /// Rules that forbid it.
    fn unlawful(breaches: Vec<Breach>) -> Self {
        let problem = Self::of("unlawful", |words| {
            let told: Vec<_> = breaches.iter().map(|breach| sentence(words, &breach.refusal)).collect();
            words.with("detail-unlawful", [("why", told.join(" "))])
        });
        let grounds = |words| breaches.iter().map(|breach| Cited::refusal(words, &breach.refusal)).collect();
        Self { grounds: Both::said(grounds), breaches, ..problem }
    }

    /// What a roster would break.
    fn unlawful_roster(findings: Vec<Finding>) -> Self {
        let problem = Self::of("unlawful-roster", |words| {
            let told = |finding: &Finding| format!("{}, {}", finding.agent, Cited::finding(words, finding));
            let told: Vec<_> = findings.iter().take(FINDINGS_TOLD).map(told).collect();
            words.with("detail-unlawful-roster", [("why", listed(words, &told))])
        });
        let grounds = |words| findings.iter().map(|finding| Cited::finding(words, finding)).collect();
        Self { grounds: Both::said(grounds), findings, ..problem }
    }

    /// Legs of a swap that rules forbid.
    fn swap_unlawful(legs: Vec<LegRefused>) -> Self {
        let problem = Self::of("swap-unlawful", |words| {
            let told = |leg: &LegRefused| {
                if let Some(refusal) = leg.refusals.first() {
                    return sentence(words, refusal);
                }
                let neutral = Cited::neutral(words, &leg.neutral);
                neutral.into_iter().map(|cited| cited.text).collect::<Vec<_>>().join(", ")
            };
            let mut sentences: Vec<_> = legs.iter().map(told).collect();
            sentences.dedup();
            words.with("detail-unlawful-swap", [("why", listed(words, &sentences))])
        });
        let grounds = |words| legs.iter().flat_map(|leg| conflicts::of_leg(words, leg)).collect();
        Self { grounds: Both::said(grounds), legs: Some(Box::new(LegsRefused(legs))), ..problem }
    }

    /// Items of a plan that can no longer be approved.
    fn plan_conflicts(conflicts: Vec<MovedItem>) -> Self {
        let problem = Self::of("plan-conflicts", |words| {
            let told: Vec<_> = conflicts.iter().take(CONFLICTS_TOLD).map(|one| one.sentence(words)).collect();
            let mut values = Args::new();
            values.set("n", conflicts.len());
            values.set("why", told.join(" "));
            words.fill("detail-plan-conflicts", &values)
        });
        Self { conflicts, ..problem }
    }

    /// The document in one reader's language.
    fn document(&self, words: Words) -> Document<'_> {
        Document {
            kind: format!("/problems/{}", self.code),
            title: words.say(self.code),
            detail: self.detail.of(words),
            errors: self.errors.iter().map(|issue| spoken(words, issue)).collect(),
            problem: self,
        }
    }
}

/// What forbids a shift, in the reader's language.
fn sentence(words: Words, refusal: &Refusal) -> String {
    words.set(words.pick(&refusal.sentence_fr, &refusal.sentence_en))
}

/// A piece of an issue as one reader reads it. What was typed is told as it was typed.
pub(super) fn said(words: Words, said: &Said) -> String {
    match (words.locale(), said.own_french()) {
        (Locale::Fr, Some(french)) => words.set(french),
        _ => said.english().to_owned(),
    }
}

/// An issue as one reader reads it.
fn spoken(words: Words, issue: &Issue) -> Issue {
    Issue {
        line: issue.line,
        field: issue.field.clone(),
        found: said(words, &issue.found).into(),
        expected: said(words, &issue.expected).into(),
        help: said(words, &issue.help).into(),
    }
}

/// What is expected of a wrong field and the way out, as a page says it by a message with both.
pub(super) fn mended(words: Words, key: &str, issue: &Issue) -> String {
    let mut values = Args::new();
    values.set("field", issue.field.clone());
    values.set("expected", said(words, &issue.expected));
    values.set("help", said(words, &issue.help));
    words.fill(key, &values)
}

/// Sentences one after the other in a sentence.
pub(super) fn listed(words: Words, sentences: &[impl ToString]) -> String {
    sentences.iter().map(ToString::to_string).collect::<Vec<_>>().join(words.pick("\u{a0}; ", "; "))
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::SignedOut => Self::of("signed-out", |words| words.say("detail-signed-out")),
            Error::Unfinished(_) => Self::of("log-in-unfinished", |words| words.say("detail-unfinished")),
            Error::TooMany(seconds) => Self::too_many(seconds),
            Error::NotSet(setting) => {
                Self::of("not-set-up", |words| words.with("detail-not-set", [("setting", setting)]))
            }
            Error::Forbidden(_) => Self::of("forbidden", |words| words.say("detail-forbidden")),
            Error::NotFound { kind, id } => {
                Self::of("not-found", |words| words.with("detail-not-found", [("id", id.as_str()), ("kind", kind)]))
            }
            Error::Conflict(conflict) => {
                let problem = Self::of(conflict.code(), |words| conflicts::told(words, &conflict));
                Self { grounds: Both::said(|words| conflicts::grounds(words, &conflict)), ..problem }
            }
            Error::Invalid(errors) => {
                let problem = Self::of("invalid", |words| words.count("detail-invalid", errors.len()));
                Self { errors, ..problem }
            }
            Error::Password(why) => Self::of("invalid", |words| unfit(words, why)),
            Error::Moved => Self::of("precondition-failed", |words| words.say("detail-moved")),
            Error::NoSuchTime { local, zone } => Self::no_such_time(local, zone),
            Error::NotEligible { agent, refusals } => Self::not_eligible(&agent, &refusals),
            Error::Unlawful(breaches) => Self::unlawful(breaches),
            Error::OpenId(refusal) => Self::of(refusal.code(), |words| unvouched(words, refusal)),
            Error::PlanConflicts(all) => Self::plan_conflicts(all.into_iter().map(MovedItem::from).collect()),
            Error::SwapUnlawful(legs) => Self::swap_unlawful(legs),
            Error::UnlawfulRoster(findings) => Self::unlawful_roster(findings),
            Error::Store(_) | Error::Corrupt(_) => {
                tracing::error!(error = format!("{:#}", anyhow::Error::from(error)), "a request failed");
                Self::internal()
            }
        }
    }
}

/// Why a password will not do.
fn unfit(words: Words, why: Unfit) -> String {
    words.say(match why {
        Unfit::Length => "detail-password-length",
        Unfit::Guessable => "detail-password-guessable",
        Unfit::NotCurrent => "detail-password-not-current",
        Unfit::OldLogIn => "detail-log-in-old",
    })
}

/// Why a log-in by a provider comes to nothing.
fn unvouched(words: Words, refusal: Unvouched) -> String {
    words.say(match refusal {
        Unvouched::State => "detail-openid-state",
        Unvouched::Issuer => "detail-openid-issuer",
        Unvouched::Denied => "detail-openid-denied",
        Unvouched::Code => "detail-openid-code",
        Unvouched::Token => "detail-openid-token",
        Unvouched::Level => "detail-openid-level",
        Unvouched::Unreachable => "detail-openid-unreachable",
        Unvouched::Unlinked => "detail-identity-unlinked",
        Unvouched::NoAccess => "detail-identity-no-access",
        Unvouched::Session => "detail-identity-session",
    })
}

/// A problem as it is sent.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Document<'a> {
    /// `/problems/` and the code: a page that says when it happens and what to do.
    #[serde(rename = "type")]
    kind: String,
    /// In French, or in English for whoever asks for it: the same for every occurrence.
    title: String,
    /// In the same language, about this occurrence, with the way out.
    detail: &'a str,
    /// Wrong fields, in the same language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Issue>,
    #[serde(flatten)]
    problem: &'a Problem,
}

impl IntoResponse for Problem {
    /// Without a body: see [`documents`].
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if let Some(seconds) = self.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.get()));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(Travelling(Box::new(self)));
        response
    }
}

/// A problem on its way to whoever puts it into words.
#[derive(Debug, Clone)]
struct Travelling(Box<Problem>);

/// The problem that an answer carries, if it is one that nobody has put into words.
pub fn carried(response: &mut Response) -> Option<Problem> {
    response.extensions_mut().remove::<Travelling>().map(|Travelling(problem)| *problem)
}

/// An answer with the problem that it carries, if there is one, as a document.
pub fn documents(mut response: Response, words: Words) -> Response {
    let Some(problem) = carried(&mut response) else { return response };
    let mut document = Json(problem.document(words)).into_response();
    *document.status_mut() = response.status();
    document.headers_mut().extend(std::mem::take(response.headers_mut()));
    let kind = HeaderValue::from_static("application/problem+json; charset=utf-8");
    document.headers_mut().insert(header::CONTENT_TYPE, kind);
    document.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(words.code()));
    document
}
