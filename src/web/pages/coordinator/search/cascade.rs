//! The cascade of a shift: where it stands, step by step.

use super::Ground;
use crate::app::Error;
use crate::app::access::Action;
use crate::app::cascades::{self, Step as Agreed, Whole};
use crate::lang::{Args, Words};
use crate::notify::words::why::told;
use crate::store::cascades::{Step as Begun, Why};
use crate::store::{from_json, name_of};
use crate::web::pages::coordinator::{local, words as named};
use crate::web::pages::frame::Result;
use crate::web::pages::view::Tag;
use crate::web::pages::view::coordinator::{Cascade, Step};

/// The newest cascade of the shift, if it ever had one.
pub(super) async fn newest(ground: &Ground<'_>) -> Result<Option<Cascade>> {
    if !ground.actor.can(Action::ReadCascades) {
        return Ok(None);
    }
    match cascades::of_shift(ground.app, ground.actor, &ground.stored.shift.id).await {
        Ok(whole) => Ok(Some(view(ground, &whole)?)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What a new cascade would do, a step each.
pub(super) fn steps(words: Words, steps: &[Agreed]) -> Result<Vec<String>> {
    let line = |step: &Agreed| {
        let audience = audience(words, step)?;
        let time = words.duration(i64::from(step.minutes));
        Ok(words.with("search-step-to-come", [("audience", audience), ("time", time)]))
    };
    steps.iter().map(line).collect()
}

fn audience(words: Words, step: &Agreed) -> Result<String> {
    let audience = named::audience(words, &name_of(&step.audience)?);
    Ok(match step.km {
        Some(km) => format!("{audience} ({})", words.with("plan-km", [("km", i64::from(km))])),
        None => audience,
    })
}

fn view(ground: &Ground<'_>, whole: &Whole) -> Result<Cascade> {
    let (words, row) = (ground.words, &whole.cascade);
    let agreed: Vec<Agreed> = from_json(&row.steps)?;
    let live = matches!(row.state.as_str(), "running" | "paused");
    let state = match row.state.as_str() {
        "running" => Tag::ok(&words.say("search-cascade-running")),
        "paused" => Tag::warn(&words.say("search-cascade-paused")),
        "filled" => Tag::ok(&words.say("search-cascade-filled")),
        "booked" => Tag::plain(&words.say("search-cascade-booked")),
        "stopped" => Tag::plain(&words.say("search-cascade-stopped")),
        _ => Tag::bad(&words.say("search-cascade-exhausted")),
    };
    let next = row.next_at.filter(|_| row.state == "running").map(|at| words.soon(local(ground.zone, at)));
    let mut values = Args::new();
    values.set("step", row.step);
    values.set("steps", agreed.len());
    values.set("since", words.soon(local(ground.zone, row.step_since)));
    let place = words.fill("search-cascade-place", &values);
    let sentence = match next {
        Some(when) => format!("{place} {}", words.with("search-cascade-next", [("when", when)])),
        None => place,
    };
    let step = |(at, one): (usize, &Agreed)| -> Result<Step> {
        let begun = whole.steps.iter().find(|begun| begun.step == at as i64 + 1);
        Ok(Step {
            number: at + 1,
            audience: audience(words, one)?,
            time: words.duration(begun.map_or(i64::from(one.minutes), |begun| begun.minutes)),
            came: begun.map_or_else(|| words.say("search-step-waits"), |begun| came(ground, begun)),
            now: live && row.step == at as i64 + 1,
        })
    };
    let why = row.reason.as_deref().map(Why::read);
    Ok(Cascade {
        id: row.id.0.clone(),
        state,
        sentence,
        reason: why.as_ref().map(|why| told(words, why)).unwrap_or_default(),
        typed: matches!(why, Some(Why::Typed(_))),
        live,
        paused: row.state == "paused",
        steps: agreed.iter().enumerate().map(step).collect::<Result<_>>()?,
    })
}

/// What a step has come to.
fn came(ground: &Ground<'_>, begun: &Begun) -> String {
    let words = ground.words;
    let mut values = Args::new();
    values.set("when", words.soon(local(ground.zone, begun.began_at)));
    values.set("people", begun.people);
    let key = match (begun.people, begun.audience.as_str()) {
        (0, _) => "search-step-nobody",
        (_, "fixed_term") => "search-step-callable",
        (_, "agency") => "search-step-agency",
        _ => "search-step-asked",
    };
    let mut line = words.fill(key, &values);
    if begun.left_alone > 0 {
        let left = usize::try_from(begun.left_alone).unwrap_or_default();
        line = format!("{line} {}", words.count("search-step-left-alone", left));
    }
    line
}
