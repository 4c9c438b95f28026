//! What may be hoped for, in words that say what they rest on.

use super::words::local;
use crate::app::requests::{Estimate, Judged, Next, PAST_DAYS, Past};
use crate::lang::{Args, Words};
use crate::web::pages::view::Tag;
use crate::web::pages::view::manager as view;
use chrono_tz::Tz;

/// Nothing can be said yet, and why.
pub fn none(sentence: String) -> view::Estimate {
    view::Estimate { sentence, ..view::Estimate::default() }
}

/// An estimate as it is printed.
pub fn view(words: Words, zone: Tz, now: i64, estimate: &Estimate) -> view::Estimate {
    let Estimate { posts, unjudged, past, next, closes_at } = estimate;
    let least = posts.iter().map(|post| post.able).min().unwrap_or(0);
    let mut lines: Vec<String> = posts.iter().map(|post| line(words, zone, post)).collect();
    if *unjudged > 0 {
        lines.push(words.count("estimate-unjudged", *unjudged));
    }
    let mark = match least {
        0 => Tag::bad(&words.say("estimate-nobody")),
        1 | 2 => Tag::warn(&words.say("estimate-few")),
        _ => Tag::ok(&words.say("estimate-several")),
    };
    let sentence =
        if posts.len() > 1 { words.count("estimate-least", least) } else { words.count("estimate-able", least) };
    let closing = words.soon(local(zone, *closes_at));
    let next = match next {
        Next::Looked => words.say("estimate-next-looked"),
        Next::Cascade => words.say("estimate-next-cascade"),
        Next::Open => words.with("estimate-next-open", [("closing", closing)]),
    };
    view::Estimate {
        sentence,
        mark,
        posts: if lines.len() > 1 || posts.iter().any(|post| post.able > 0 || post.begun) { lines } else { Vec::new() },
        past: past_words(words, zone, now, *past),
        next,
        basis: words.count("estimate-basis", PAST_DAYS as usize),
    }
}

fn line(words: Words, zone: Tz, post: &Judged) -> String {
    let (start, end) = (local(zone, post.starts_at), local(zone, post.ends_at));
    let what = format!(
        "{}, {} ({}, {})",
        words.short_day(start.date()),
        words.hours(start, end),
        post.post.code,
        post.post.qualification
    );
    let mut values = Args::new();
    values.set("post", what);
    if post.begun {
        return words.fill("estimate-begun", &values);
    }
    values.set("able", post.able);
    values.set("knowing", post.knowing);
    let mut text = words.fill("estimate-post", &values);
    for (count, key) in [(post.degraded, "estimate-degraded"), (post.asked_only, "estimate-asked-only")] {
        if count > 0 {
            text = format!("{text} {}", words.count(key, count));
        }
    }
    text
}

fn past_words(words: Words, zone: Tz, now: i64, past: Past) -> String {
    if past.posts == 0 {
        return words.say("estimate-past-none");
    }
    let mut values = Args::new();
    values.set("posts", past.posts);
    values.set("filled", past.filled);
    values.set("booked", past.booked);
    values.set("share", words.whole_percent(past.filled as f64 / past.posts as f64));
    let key = if past.same_code { "estimate-past-code" } else { "estimate-past-title" };
    let text = words.fill(key, &values);
    let Some(minutes) = past.half_within_minutes else {
        return format!("{text} {}", words.say("estimate-past-few"));
    };
    let mut values = Args::new();
    values.set("time", words.duration(minutes));
    values.set("when", words.soon(local(zone, now + minutes * 60)));
    format!("{text} {}", words.fill("estimate-past-half", &values))
}
