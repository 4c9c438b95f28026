//! A notice as a push message: what a locked screen may show to whoever holds the telephone. Kind, place and hours; nobody's
//! name, and neither who wrote nor who is replaced.

use super::{About, Clocks, day, kinds, moment, span};
use crate::lang::Words;

/// Most characters of a line.
const LINE_MAX: usize = 120;

/// A push message in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// A few words.
    pub title: String,
    /// One to three lines.
    pub body: String,
}

/// Puts a notice into words for a locked screen.
pub fn push(words: Words, kind: &str, about: &About, clocks: Clocks) -> Pushed {
    let kind = kinds::of(kind);
    let joined = |parts: [Option<String>; 2]| parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let place = joined([about.unit.clone(), about.place.clone()]);
    let when =
        joined([about.date.map(|date| day(words, date)), span(words, (about.starts_at, about.ends_at), clocks.site)]);
    let answer = about
        .closes_at
        .filter(|_| kind.asks)
        .map(|at| format!("{}{}{}", words.say("notice-answer-before"), words.say("colon"), moment(words, at, clocks)));
    let lines = [place, when, answer.unwrap_or_default()];
    let lines: Vec<String> =
        lines.into_iter().filter(|line| !line.is_empty()).map(|line| line.chars().take(LINE_MAX).collect()).collect();
    let body = if lines.is_empty() { kind.lead(words) } else { lines.join("\n") };
    Pushed { title: kind.title(words), body }
}

#[cfg(test)]
mod tests {
    use super::super::tests::about;
    use super::*;
    use crate::lang::Locale;
    use chrono_tz::Tz;

    const PARIS: Clocks = Clocks { site: Tz::Europe__Paris, person: Tz::Europe__Paris };

    #[test]
    fn an_offer_on_a_locked_screen() {
        let pushed = push(Words::new(Locale::Fr), "offer.sent", &about(), PARIS);
        assert_eq!(pushed.title, "Sollicitation");
        assert_eq!(
            pushed.body,
            "Médecine, Hôpital Saint-Roch\nmardi 8 décembre 2026, 06:30–14:00\nRéponse avant\u{a0}: mercredi 2 décembre 2026 \
             à 09:00"
        );
        let english = push(Words::new(Locale::En), "assignment.confirmed", &about(), PARIS);
        assert_eq!(english.body, "Médecine, Hôpital Saint-Roch\nTuesday 8 December 2026, 06:30–14:00");
    }

    #[test]
    fn nobody_is_named_and_nothing_is_too_long() {
        let named = About { author: Some("Claire Delmas".to_owned()), ..About::default() };
        let pushed = push(Words::new(Locale::Fr), "message.new", &named, PARIS);
        assert_eq!(pushed.body, "Un message sur une demande de remplacement vous attend.");
        let long = About { unit: Some("Œ".repeat(200)), place: Some("é".repeat(200)), ..about() };
        for kind in kinds::all() {
            for locale in [Locale::Fr, Locale::En] {
                let pushed = push(Words::new(locale), kind.name, &long, PARIS);
                assert!(pushed.body.len() < 700 && !pushed.title.is_empty(), "{pushed:?}");
            }
        }
    }
}
