//! Swaps as lines that are ready to print, as far as their reader may know them.

use super::local;
use crate::app::agenda::Clocks;
use crate::app::swaps::{Effect, FoundLeg, Seen, SeenLeg};
use crate::lang::{Args, Words};
use crate::store::shifts::Row as Post;
use crate::web::pages::view::Tag;
use crate::web::pages::view::agent::{SwapCard, SwapLeg};
use chrono_tz::Tz;

/// Who reads, by which clock, when.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// Her language.
    pub words: Words,
    /// She.
    pub me: &'a str,
    /// The group's clock, by which answers are awaited.
    pub zone: Tz,
    /// Those of its places.
    pub clocks: &'a Clocks,
    /// Unix seconds.
    pub now: i64,
}

/// Whether her answer is awaited.
pub fn waits_for_her(seen: &Seen, now: i64) -> bool {
    seen.swap.state == "proposed" && seen.answer.is_none() && seen.swap.closes_at > now
}

/// A swap that is stored.
pub fn card(reader: Reader<'_>, seen: &Seen) -> SwapCard {
    let words = reader.words;
    let legs = seen.legs.iter().filter_map(|leg| match leg {
        SeenLeg::Whole(row) if row.giver_id == reader.me => Some(leg_of(reader, true, &row.taker_name, &row.post)),
        SeenLeg::Whole(row) if row.taker_id == reader.me => Some(leg_of(reader, false, &row.giver_name, &row.post)),
        _ => None,
    });
    let effect = seen.effects.iter().find(|effect| effect.agent == reader.me);
    let live = matches!(seen.swap.state.as_str(), "proposed" | "to_approve");
    let when = words.soon(local(reader.zone, if live { seen.swap.closes_at } else { seen.swap.ended_at.unwrap_or(0) }));
    let agreed = seen.answer.as_deref() == Some("agreed");
    let hers = seen.swap.proposed_by == reader.me;
    SwapCard {
        id: seen.swap.id.clone(),
        legs: legs.collect(),
        people: people(words, seen.people, Some(seen.agreed)),
        effect: effect.map(|effect| moved(words, effect)).unwrap_or_default(),
        closes: words.with(if live { "me-swap-until" } else { "me-swap-ended" }, [("when", when.as_str())]),
        state: state(words, seen),
        reason: seen.swap.reason.clone().unwrap_or_default(),
        waits: waits_for_her(seen, reader.now),
        may_leave: seen.swap.state == "proposed" && agreed && !hers,
        hers: hers && live,
    }
}

fn state(words: Words, seen: &Seen) -> Tag {
    let say = |key: &str| words.say(key);
    match (seen.swap.state.as_str(), seen.swap.cause.as_deref()) {
        ("proposed", _) if seen.answer.is_none() => Tag::warn(&say("me-swap-yours")),
        ("proposed", _) => Tag::plain(&say("me-swap-others")),
        ("to_approve", _) => Tag::plain(&say("me-swap-units")),
        ("done", _) => Tag::ok(&say("me-swap-done")),
        ("refused", Some("unit")) => Tag::bad(&say("me-swap-refused-unit")),
        ("refused", Some("duty_gone")) => Tag::plain(&say("me-swap-gone")),
        ("refused", _) => Tag::plain(&say("me-swap-declined")),
        ("expired", _) => Tag::plain(&say("me-swap-expired")),
        _ => Tag::plain(&say("me-swap-withdrawn")),
    }
}

/// A leg that a search found.
pub fn found(reader: Reader<'_>, leg: &FoundLeg) -> SwapLeg {
    let given = leg.giver == reader.me;
    leg_of(reader, given, if given { &leg.taker_name } else { &leg.giver_name }, &leg.post)
}

fn leg_of(reader: Reader<'_>, given: bool, with: &str, post: &Post) -> SwapLeg {
    let zone = reader.clocks.of(&post.establishment_id);
    let (start, end) = (local(zone, post.starts_at), local(zone, post.ends_at));
    SwapLeg {
        given,
        with: with.to_owned(),
        when: format!("{}, {}", reader.words.short_day(start.date()), reader.words.hours(start, end)),
        code: post.code.clone(),
        unit: post.unit_name.clone(),
        site: post.establishment_name.clone(),
    }
}

/// How many people are in a swap, and how many of them have agreed.
pub fn people(words: Words, people: usize, agreed: Option<usize>) -> String {
    let Some(agreed) = agreed else { return words.count("me-swap-people", people) };
    let mut values = Args::new();
    values.set("people", people);
    values.set("agreed", agreed);
    words.fill("me-swap-agreed", &values)
}

/// What a swap does to her account.
pub fn moved(words: Words, effect: &Effect) -> String {
    let mut values = Args::new();
    values.set("change", words.signed(effect.taken_centipoints - effect.given_centipoints));
    values.set("before", words.hundredths(effect.balance_before_centipoints));
    values.set("after", words.hundredths(effect.balance_after_centipoints));
    words.fill("me-swap-effect", &values)
}
