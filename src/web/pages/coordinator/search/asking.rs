//! Rounds: the form that opens one, and those that were.

use super::{Able, Ground};
use crate::app::access::Action;
use crate::app::rounds::{self, Whole};
use crate::app::settings::Settings;
use crate::app::shifts::State as Standing;
use crate::lang::reasons::Told;
use crate::store::offers::Row;
use crate::web::pages::coordinator::local;
use crate::web::pages::frame::Result;
use crate::web::pages::view::Tag;
use crate::web::pages::view::coordinator::{Ask, Asked, Candidate, Named, Round};

/// The form, with the published order.
pub(super) fn form(ground: &Ground<'_>, able: Option<&[Able]>, agreed: &Settings) -> Ask {
    let words = ground.words;
    let people = able.unwrap_or_default().iter().map(|one| Candidate {
        id: one.agent.clone(),
        rank: one.rank,
        name: one.name.clone(),
        why: one.why.clone(),
        ticked: ground.draft.ticked.contains(&one.agent),
    });
    let left = ground.stored.shift.starts_at - ground.app.clock.now();
    Ask {
        people: people.collect(),
        most: words.count("search-ask-most", agreed.round_people as usize),
        urgent: left <= i64::from(agreed.urgent_hours) * 3_600,
        note: match (able, ground.standing) {
            (_, Standing::Booked) => words.say("search-ask-take-back"),
            (Some([]), _) => words.say("search-ask-nobody"),
            _ => String::new(),
        },
    }
}

/// Every round of the shift, the newest first, with who was asked when.
pub(super) async fn rounds(ground: &Ground<'_>) -> Result<Vec<Round>> {
    if !ground.actor.can(Action::ReadRounds) {
        return Ok(Vec::new());
    }
    let all = rounds::of_shift(ground.app, ground.actor, &ground.stored.shift.id).await?;
    Ok(all.iter().map(|whole| round(ground, whole)).collect())
}

fn round(ground: &Ground<'_>, whole: &Whole) -> Round {
    let (words, row) = (ground.words, &whole.round);
    let soon = |seconds: i64| words.soon(local(ground.zone, seconds));
    let key = match row.mode.as_str() {
        "named" => "search-round-named",
        "first" => "search-round-first",
        _ => "search-round-fair",
    };
    let given = whole.offers.iter().find(|offer| offer.state == "accepted");
    Round {
        id: row.id.0.clone(),
        sentence: words.with(key, [("from", soon(row.opened_at)), ("to", soon(row.closes_at))]),
        state: match row.state.as_str() {
            "open" => Tag::ok(&words.say("search-round-open")),
            "withdrawn" => Tag::plain(&words.say("search-round-withdrawn")),
            _ => Tag::plain(&words.say("search-round-closed")),
        },
        open: row.state == "open",
        outcome: match (row.state.as_str(), given) {
            ("closed", Some(offer)) => Named { text: words.say("search-round-given"), name: offer.agent_name.clone() },
            ("closed", None) => Named::plain(words.say("search-round-empty")),
            _ if row.reason.is_some() => Named::plain(words.say("search-round-why")),
            _ => Named::default(),
        },
        why: match row.state.as_str() {
            "closed" => Told::default(),
            _ => words.reason(row.reason.as_deref().unwrap_or_default()),
        },
        people: words.count("search-asked", whole.offers.len()),
        asked: whole.offers.iter().map(|offer| asked(ground, offer)).collect(),
    }
}

fn asked(ground: &Ground<'_>, offer: &Row) -> Asked {
    let words = ground.words;
    let soon = |seconds: i64| words.soon(local(ground.zone, seconds));
    Asked {
        name: offer.agent_name.clone(),
        sent: soon(offer.sent_at),
        // A closing without an answer is no answer.
        answered: match (offer.state.as_str(), offer.answered_at) {
            ("accepted" | "declined" | "not_chosen", Some(at)) => soon(at),
            _ => String::new(),
        },
        state: match offer.state.as_str() {
            "sent" => Tag::warn(&words.say("search-offer-sent")),
            "accepted" => Tag::ok(&words.say("search-offer-accepted")),
            "declined" => Tag::plain(&words.say("search-offer-declined")),
            "not_chosen" => Tag::plain(&words.say("search-offer-not-chosen")),
            "withdrawn" => Tag::plain(&words.say("search-offer-withdrawn")),
            _ => Tag::plain(&words.say("search-offer-expired")),
        },
    }
}
