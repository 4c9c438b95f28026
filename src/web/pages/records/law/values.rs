//! Values of rules in words: what is bounded, which way, and how much with its unit.

use crate::lang::Words;
use releve_solver::law::describe::Value;

/// Names of values as packs spell them, with the messages that say what they bound; where a rule has one value alone, what it
/// bounds is the rule's name already.
const NAMES: &[(&str, &str)] = &[
    ("minutes_min", "value-minutes-min"),
    ("minutes_max", "value-minutes-max"),
    ("sliding_days", "value-sliding-days"),
    ("weeks", "value-weeks"),
    ("months", "value-months"),
    ("days_min", "value-days-min"),
    ("days_max", "value-days-max"),
    ("block_days", "value-block-days"),
    ("block_sundays", "value-block-sundays"),
    ("block_minutes", "value-block-minutes"),
    ("sundays_min", "value-sundays-min"),
    ("day_minutes_max", "value-day-minutes-max"),
    ("night_minutes_max", "value-night-minutes-max"),
    ("amplitude_minutes_max", "value-amplitude"),
    ("duties_max", "value-duties-max"),
    ("duty_minutes_min", "value-duty-minutes-min"),
    ("gap_minutes_max", "value-gap"),
    ("after_minutes", "value-after"),
    ("rostered_only", "value-rostered-only"),
    ("threshold_minutes", "value-threshold"),
    ("extra_permille_max", "value-extra"),
    ("full_time_minutes", "value-full-time"),
    ("fixed_minutes", "value-fixed"),
    ("variable_minutes", "value-variable"),
    ("variable_from", "value-variable-from"),
    ("night_minutes", "value-night-minutes"),
    ("night_percent", "value-night-percent"),
    ("overtime_minutes", "value-overtime"),
    ("above_percent", "value-above"),
    ("agreements_min", "value-agreements"),
];

/// Values in words, each with what it bounds where there are several.
pub fn in_words(words: Words, values: &[Value]) -> String {
    match values {
        [] => words.say("law-no-value"),
        [only] if only.name != "rostered_only" => bounded(words, only),
        many => many.iter().map(|value| named(words, value)).collect::<Vec<_>>().join("\u{a0}; "),
    }
}

fn named(words: Words, value: &Value) -> String {
    let known = NAMES.iter().find(|(name, _)| *name == value.name);
    let name = known.map_or_else(|| value.name.to_owned(), |(_, key)| words.say(key));
    if value.name == "rostered_only" { name } else { format!("{name} {}", bounded(words, value)) }
}

/// `12 h au moins`: which way, and how much.
fn bounded(words: Words, value: &Value) -> String {
    let much = quantity(words, value.name, value.value);
    match value.words.chars().next() {
        Some('≥') => words.with("value-least", [("value", much)]),
        Some('≤') => words.with("value-most", [("value", much)]),
        _ => much,
    }
}

/// A value with the unit that its name ends with.
fn quantity(words: Words, name: &str, value: i64) -> String {
    let count = |key| words.count(key, usize::try_from(value).unwrap_or_default());
    match name {
        _ if name.contains("minutes") => words.duration(value),
        _ if name.contains("permille") => words.percent(value as f64 / 1_000.0),
        _ if name.contains("percent") => words.whole_percent(value as f64 / 100.0),
        _ if name.contains("sundays") => count("count-sundays"),
        _ if name.contains("weeks") => count("count-weeks"),
        _ if name.contains("months") => count("count-months"),
        _ if name.contains("days") => count("records-days"),
        "duties_max" => count("count-duties"),
        "agreements_min" => count("count-agreements"),
        _ => words.whole(value),
    }
}

/// Whom a rule binds.
pub fn status(words: Words, code: &str) -> String {
    match code {
        "night-worker" => words.say("status-night-worker"),
        "irregular-rhythm" => words.say("status-irregular-rhythm"),
        "variable-rest" => words.say("status-variable-rest"),
        "exclusive-night" => words.say("status-exclusive-night"),
        "part-time" => words.say("status-part-time"),
        "full-time" => words.say("status-full-time"),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Locale;
    use releve_solver::law::Library;
    use releve_solver::law::describe::PackContents;

    #[test]
    fn every_value_of_the_packs_has_a_name() {
        let library = Library::builtin();
        let mut met = 0;
        for pack in library.packs() {
            for rule in PackContents::of(library, pack).rule {
                for value in rule.values.iter().chain(&rule.floor) {
                    met += 1;
                    assert!(NAMES.iter().any(|(name, _)| *name == value.name), "{} of {}", value.name, rule.id);
                }
            }
        }
        assert!(met > 50, "only {met} values");
    }

    #[test]
    fn a_value_says_which_way_and_how_much() {
        let value = |name, value, text: &str| Value { name, value, words: text.to_owned() };
        let rest = value("minutes_min", 720, "≥ 12 h");
        assert_eq!(in_words(Words::new(Locale::Fr), std::slice::from_ref(&rest)), "12\u{a0}h au moins");
        assert_eq!(in_words(Words::new(Locale::En), &[rest]), "12\u{a0}h at least");
        let both = [value("day_minutes_max", 540, "≤ 9 h"), value("night_minutes_max", 600, "≤ 10 h")];
        let said = in_words(Words::new(Locale::Fr), &both);
        assert_eq!(said, "de jour 9\u{a0}h au plus\u{a0}; de nuit 10\u{a0}h au plus");
        assert_eq!(in_words(Words::new(Locale::Fr), &[value("weeks", 12, "= 12 weeks")]), "12\u{a0}semaines");
    }
}
