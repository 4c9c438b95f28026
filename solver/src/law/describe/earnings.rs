//! What a duty earns, in words.

use super::{tenth, word_of};
use crate::explain::hours;
use crate::law::Status;
use crate::law::compensation::{CONDITIONS, Compensation, UNITS};
use crate::law::rule::STATUSES;

/// What is set of a compensation, in the order in which one asks.
pub fn compensation_fields(c: &Compensation) -> Vec<(&'static str, String)> {
    let minutes = |value: i64| (value > 0).then(|| hours(value));
    let number = |value: i64| (value > 0).then(|| value.to_string());
    let statuses = |list: &[Status]| {
        let words: Vec<&str> = list.iter().map(|status| word_of(STATUSES, *status)).collect();
        (!words.is_empty()).then(|| words.join(", "))
    };
    let when: Vec<&str> = c.when.iter().map(|condition| word_of(CONDITIONS, *condition)).collect();
    let counting = c.counting.map(|k| {
        let of = k.weeks.map_or_else(|| "the cycle".to_owned(), |weeks| format!("{weeks} weeks"));
        let night = k.night_threshold_minutes.map_or_else(String::new, |m| format!(", {} at night", hours(m)));
        let to = k.to_minutes.map_or_else(String::new, |m| format!(" to {}", hours(m)));
        let share = match (k.from_permille, k.to_permille) {
            (0, None) => String::new(),
            (from, to) => format!(", {} % to {} of the contract", tenth(from), to.map_or("any".into(), tenth)),
        };
        format!("beyond {}{night}, over {of}, from {}{to}{share}", hours(k.threshold_minutes), hours(k.from_minutes))
    });
    let amounts: Vec<String> = c
        .amounts
        .iter()
        .map(|amount| {
            let to = amount.valid_to.map_or_else(String::new, |to| format!(" to {to}"));
            let rate = amount.rate_permille.map_or_else(String::new, |rate| format!(" at {} %", tenth(rate)));
            let point = amount.point_cents.map_or_else(String::new, |cents| format!(" (point at {cents} cents)"));
            format!("{}{rate}{point} from {}{to}", amount.quantity, amount.valid_from)
        })
        .collect();
    let all = [
        ("when", Some(when.join(", "))),
        ("hours", c.hours.map(|(from, to)| format!("{from} h to {to} h"))),
        ("minutes_min", minutes(c.minutes_min)),
        ("beyond_minutes", minutes(c.beyond_minutes)),
        ("counting", counting),
        ("months_min", number(c.months_min)),
        ("sundays_holidays_min", number(c.sundays_holidays_min)),
        ("amounts", Some(amounts.join("; "))),
        ("unit", Some(word_of(UNITS, c.unit).to_owned())),
        ("per_minutes", c.per_minutes.map(hours)),
        ("by_share", c.by_share.then(|| "in proportion to the working-time share".to_owned())),
        ("applies_to", statuses(&c.applies_to)),
        ("not_for", statuses(&c.not_for)),
        ("only_with", c.only_with.clone()),
        ("not_with", c.not_with.clone()),
        ("replaces", (!c.replaces.is_empty()).then(|| c.replaces.join(", "))),
        ("group", c.group.as_ref().map(|(group, rank)| format!("{group}, rank {rank}"))),
        ("due", Some(due(c))),
        ("article", Some(c.article.clone())),
        ("source", Some(c.source.clone())),
        ("certainty", Some(c.certainty.to_string())),
        ("valid_from", c.valid_from.map(|day| day.to_string())),
        ("valid_to", c.valid_to.map(|day| day.to_string())),
    ];
    all.into_iter().filter_map(|(name, words)| Some((name, words?))).collect()
}

/// `62 days after`, `2 months after`
fn due(c: &Compensation) -> String {
    match (c.due_months, c.due_days) {
        (0, 0) => "at once".to_owned(),
        (0, days) => format!("{days} days after"),
        (months, 0) => format!("{months} months after"),
        (months, days) => format!("{months} months and {days} days after"),
    }
}
