//! Words for what the solver and the store name by codes.

use crate::lang::Words;
use crate::store::named;
use crate::web::pages::view::Tag;
use releve_solver::domain::plan::LevelName;
use releve_solver::domain::scenario::Priority;

/// A priority as text and colour.
pub fn priority(words: Words, priority: Priority) -> Tag {
    match priority {
        Priority::Safety => Tag::bad(&words.say("board-priority-safety")),
        Priority::High => Tag::warn(&words.say("board-priority-high")),
        Priority::Normal => Tag::plain(&words.say("board-priority-normal")),
        Priority::Low => Tag::plain(&words.say("board-priority-low")),
    }
}

/// The same from its stored name; what cannot be read counts as usual.
pub fn priority_named(words: Words, name: &str) -> Tag {
    priority(words, named(name).unwrap_or(Priority::Normal))
}

/// A goal level with the unit of its figures.
pub fn level(words: Words, name: LevelName) -> String {
    words.say(match name {
        LevelName::Safety => "plan-level-safety",
        LevelName::Cover => "plan-level-cover",
        LevelName::Changes => "plan-level-changes",
        LevelName::Equity => "plan-level-equity",
        LevelName::Cost => "plan-level-cost",
        LevelName::Preferences => "plan-level-preferences",
    })
}

/// A rule by its id; one that has no word yet is told by it.
pub fn rule(words: Words, id: &str) -> String {
    words.say(match id {
        "qualification" => "plan-rule-qualification",
        "absence" => "plan-rule-absence",
        "availability" => "plan-rule-availability",
        "mobility" => "plan-rule-mobility",
        "exemption" => "plan-rule-exemption",
        "pool-admission" => "plan-rule-admission",
        "accompanied" => "plan-rule-accompanied",
        "membership" => "plan-rule-membership",
        "lending-agreement" => "plan-rule-lending",
        "promised-rest" => "plan-rule-promised-rest",
        "document" => "plan-rule-document",
        "outside-work" => "plan-rule-outside-work",
        "duty-length" | "day-length" => "plan-rule-length",
        "break" => "plan-rule-break",
        "overlap" => "plan-rule-overlap",
        "daily-rest" => "plan-rule-daily-rest",
        "split-day" => "plan-rule-split-day",
        "weekly-rest" => "plan-rule-weekly-rest",
        "weekly-max" => "plan-rule-weekly-max",
        "rest-days" => "plan-rule-rest-days",
        "free-sundays" => "plan-rule-free-sundays",
        "consecutive-days" => "plan-rule-consecutive-days",
        "overtime" => "plan-rule-overtime",
        "part-time" => "plan-rule-part-time",
        "annual-hours" => "plan-rule-annual-hours",
        "reduced-hours" => "plan-rule-reduced-hours",
        other => return other.to_owned(),
    })
}

/// Whom a step of a cascade asks, by its stored name.
pub fn audience(words: Words, name: &str) -> String {
    words.say(match name {
        "own_unit" => "search-audience-own-unit",
        "pool" => "search-audience-pool",
        "neighbours" => "search-audience-neighbours",
        "additional_hours" => "search-audience-additional-hours",
        "overtime" => "search-audience-overtime",
        "fixed_term" => "search-audience-fixed-term",
        "agency" => "search-audience-agency",
        other => return other.to_owned(),
    })
}

/// A gap: a word when there is none, else a percentage.
pub fn gap(words: Words, value: f64) -> String {
    if value.abs() < 1e-9 { words.say("plan-gap-none") } else { words.percent(value) }
}
