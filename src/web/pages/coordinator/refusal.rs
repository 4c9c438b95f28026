//! A refusal that is shown where the form was filled in, in the reader's language; any other is a page of its own.

use super::local;
use crate::app::{Conflict, Error};
use crate::lang::{Args, Words};
use crate::web::conflicts;
use crate::web::pages::frame::{Refused, Result};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use chrono_tz::Tz;
use releve_solver::explain::Refusal as Ground;

/// See the module.
#[derive(Debug, Clone)]
pub struct Refusal {
    status: StatusCode,
    /// What is in the way, and the way out.
    pub sentence: String,
    /// The field that is wrong; empty when no field is.
    pub field: String,
}

impl Refusal {
    /// Of an error that whoever filled the form in can do something about.
    ///
    /// # Errors
    /// Every other error, as a page.
    pub fn of(words: Words, zone: Tz, error: Error) -> Result<Self> {
        let at_odds = |sentence| Self { status: StatusCode::CONFLICT, sentence, field: String::new() };
        Ok(match error {
            Error::Conflict(conflict) => at_odds(told(words, zone, &conflict)),
            Error::Moved => at_odds(words.say("board-refused-moved")),
            Error::PlanConflicts(conflicts) => at_odds(words.count("board-refused-conflicts", conflicts.len())),
            Error::NotEligible { refusals, .. } => at_odds(unlawful(words, &refusals.iter().collect::<Vec<_>>())),
            Error::Unlawful(breaches) => {
                at_odds(unlawful(words, &breaches.iter().map(|breach| &breach.refusal).collect::<Vec<_>>()))
            }
            Error::SwapUnlawful(legs) => {
                at_odds(unlawful(words, &legs.iter().flat_map(|leg| &leg.refusals).collect::<Vec<_>>()))
            }
            Error::Invalid(issues) => {
                let field = issues.into_iter().next().map(|issue| issue.field).unwrap_or_default();
                Self { status: StatusCode::UNPROCESSABLE_ENTITY, sentence: wrong(words, &field), field }
            }
            other => return Err(Refused::from(other)),
        })
    }

    /// Of a field that the form itself can judge.
    pub fn field(sentence: String, field: &str) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, sentence, field: field.to_owned() }
    }

    /// The form again.
    pub fn answer(&self, page: String) -> Response {
        (self.status, Html(page)).into_response()
    }
}

/// What rules forbid, with their articles.
fn unlawful(words: Words, grounds: &[&Ground]) -> String {
    let told = grounds.iter().map(|ground| {
        let sentence = words.set(words.pick(&ground.sentence_fr, &ground.sentence_en));
        if ground.article.is_empty() { sentence } else { format!("{sentence} ({})", words.set(&ground.article)) }
    });
    let told: Vec<_> = told.collect();
    words.with("board-refused-unlawful", [("why", told.join(" ; "))])
}

/// What is wrong with a field.
fn wrong(words: Words, field: &str) -> String {
    words.say(match field {
        "reason" => "board-wrong-reason",
        "hours" => "board-wrong-hours",
        "agents" => "board-wrong-agents",
        "mode" => "board-wrong-mode",
        "agency" => "board-wrong-agency",
        "price_cents_per_hour" => "board-wrong-price",
        "attestation" => "board-wrong-attestation",
        "note" => "board-wrong-note",
        "seconds" => "board-wrong-seconds",
        "to" | "from" => "board-wrong-days",
        "share" => "board-wrong-share",
        "although_asked_often" => "board-wrong-although",
        _ => "board-wrong-something",
    })
}

/// What stands in the way: in words of these pages where they show more of it than a sentence says.
fn told(words: Words, zone: Tz, conflict: &Conflict) -> String {
    let hours = |key, hours: u32| words.with(key, [("hours", hours)]);
    words.say(match conflict {
        Conflict::StalePlan => "board-refused-stale-plan",
        Conflict::PlanState(_) => "board-refused-plan-state",
        Conflict::PlanKind => "board-refused-plan-kind",
        Conflict::PlanSupposes => "board-refused-plan-supposes",
        Conflict::VersionMoved { .. } | Conflict::LostRace => "board-refused-moved",
        Conflict::ItemNotProposed(_) => "board-refused-item",
        Conflict::AlreadyComputing => "board-refused-computing",
        Conflict::NothingToCancel => "board-refused-nothing-to-stop",
        Conflict::ShiftState(_) => "board-refused-shift-state",
        Conflict::AlreadyFilled => "board-refused-filled",
        Conflict::ShiftBegun => "board-refused-begun",
        Conflict::NobodyEligible => "board-refused-nobody",
        Conflict::AskedOften(_) => "board-refused-asked-often",
        Conflict::RoundOver => "board-refused-round-over",
        Conflict::CascadeUnderWay => "board-refused-cascade-under-way",
        Conflict::CascadeState(_) => "board-refused-cascade-state",
        Conflict::BookingState(_) => "board-refused-booking-state",
        Conflict::SwapState(_) | Conflict::SwapDecided => "board-refused-swap-state",
        Conflict::SwapClosed => "board-refused-swap-closed",
        Conflict::OwnSwap => "board-refused-own-swap",
        Conflict::DutyGone => "board-refused-duty-gone",
        Conflict::NothingAsked | Conflict::PromiseState(_) => "board-refused-rest",
        Conflict::AlikeRequested(_) => "board-refused-alike",
        Conflict::RequestState(_) => "board-refused-request-state",
        Conflict::NotUrgent { hours: limit } => return hours("board-refused-not-urgent", *limit),
        Conflict::AgencyHours { hours: limit } => return hours("board-refused-agency-hours", *limit),
        Conflict::SaidYes { closes_at } => {
            return words.with("board-refused-said-yes", [("when", words.soon(local(zone, *closes_at)))]);
        }
        Conflict::AboveCap { price_cents, cap_cents } => {
            let mut values = Args::new();
            values.set("price", words.euros(*price_cents));
            values.set("cap", words.euros(*cap_cents));
            return words.fill("board-refused-above-cap", &values);
        }
        other => return conflicts::told(words, other),
    })
}
