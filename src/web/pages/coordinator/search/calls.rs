//! People who are no agents yet and are called by hand.

use super::Ground;
use crate::app::access::Paging;
use crate::app::fixed_term;
use crate::store::fixed_term::{Call, Person};
use crate::web::pages::coordinator::local;
use crate::web::pages::frame::Result;
use crate::web::pages::view::Tag;
use crate::web::pages::view::coordinator::{CallList, Callable, Called, Choice};

/// Those with the title that the shift asks for, or with one that serves as well; and the calls made.
pub(super) async fn list(ground: &Ground<'_>) -> Result<CallList> {
    let (words, draft) = (ground.words, ground.draft);
    let people = fixed_term::list(ground.app, ground.actor, &Paging::first(500)).await?;
    let demand = ground.facts.demand(&ground.stored.shift.id).map(|demand| &ground.facts.problem.demands[demand]);
    let serves = |person: &&Person| match demand {
        Some(demand) => demand.suitable.iter().any(|(title, _)| title.as_str() == person.qualification),
        None => person.qualification == ground.stored.shift.qualification,
    };
    let callable = |person: &Person| Callable {
        id: person.id.clone(),
        name: person.name.clone(),
        qualification: person.qualification.clone(),
        phone: person.phone.clone().unwrap_or_default(),
        note: person.note.clone(),
        chosen: draft.called == person.id,
    };
    let outcome = |(value, key): (&str, &str)| Choice {
        value: value.to_owned(),
        label: words.say(key),
        chosen: draft.outcome == value,
    };
    let outcomes = [
        ("no_answer", "search-call-no-answer"),
        ("agreed", "search-call-agreed"),
        ("declined", "search-call-declined"),
        ("call_back", "search-call-back"),
    ];
    let calls = fixed_term::calls(ground.app, ground.actor, &ground.stored.shift.id).await?;
    Ok(CallList {
        people: people.iter().filter(serves).map(callable).collect(),
        outcomes: outcomes.into_iter().map(outcome).collect(),
        calls: calls.iter().map(|call| called(ground, call)).collect(),
    })
}

fn called(ground: &Ground<'_>, call: &Call) -> Called {
    let words = ground.words;
    Called {
        name: call.person_name.clone().unwrap_or_default(),
        when: words.soon(local(ground.zone, call.called_at)),
        outcome: match call.outcome.as_str() {
            "agreed" => Tag::ok(&words.say("search-call-agreed")),
            "declined" => Tag::plain(&words.say("search-call-declined")),
            "call_back" => Tag::warn(&words.say("search-call-back")),
            _ => Tag::plain(&words.say("search-call-no-answer")),
        },
        note: call.note.clone(),
    }
}
