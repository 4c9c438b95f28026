//! How people find the pool: means of places, and words of the whole group.

use super::Maker;
use crate::app::indicators::Indicators;
use crate::app::pulse::{PulseLine, Spread};
use crate::web::pages::view::records::{Cell, Measure};

impl Maker<'_> {
    /// Nothing for whoever may not read it.
    pub(super) fn pulse(&self, found: &Indicators) -> Option<Measure> {
        let words = self.words;
        let pulse = found.pulse.as_ref()?;
        let heads = vec![
            (words.say("records-establishment"), false),
            (words.say("indicators-quarter"), false),
            (words.say("indicators-answers"), true),
            (words.say("indicators-fairness"), true),
            (words.say("indicators-fairness-spread"), true),
            (words.say("indicators-heard"), true),
            (words.say("indicators-heard-spread"), true),
            (words.say("indicators-recommend"), true),
            (words.say("indicators-recommend-spread"), true),
        ];
        let rows = pulse.lines.iter().map(|line: &PulseLine| {
            let mut row = vec![
                Self::name(&line.name),
                Cell { text: self.quarter(&line.quarter), plain: line.quarter.clone(), ..Cell::default() },
                line.answers.map_or_else(|| self.hidden(), |n| self.whole(n)),
            ];
            for spread in [line.fairness, line.heard, line.recommend] {
                let told = |value: fn(&Spread) -> i64| {
                    spread.as_ref().map_or_else(|| self.hidden(), |spread| self.hundredths(value(spread)))
                };
                row.push(told(|spread| spread.mean_hundredths));
                row.push(told(|spread| spread.deviation_hundredths));
            }
            row
        });
        let quotes = pulse.comments.iter().map(|comments| (self.quarter(&comments.quarter), comments.texts.clone()));
        Some(Measure {
            anchor: "avis",
            title: words.say("indicators-pulse-title"),
            about: words.say("indicators-pulse-about"),
            tables: vec![self.table("avis", &words.say("indicators-by-place-and-quarter"), heads, rows.collect())],
            quotes: quotes.collect(),
            ..Measure::default()
        })
    }

    /// `2026-Q4` in words.
    fn quarter(&self, text: &str) -> String {
        text.split_once("-Q").map_or_else(
            || text.to_owned(),
            |(year, number)| {
                let parts = [("number", number.to_owned()), ("year", year.to_owned())];
                self.words.with("indicators-quarter-of", parts)
            },
        )
    }
}
