//! What the coming weeks will need, and where the newest plan says that help would be worth most.

use super::super::super::bars::{Line, bars};
use super::Maker;
use crate::app::indicators::{Expected, ForecastLine, Indicators, Worth};
use crate::web::pages::coordinator::words::level;
use crate::web::pages::view::records::{Cell, Measure, Table};

impl Maker<'_> {
    pub(super) fn forecast(&self, found: &Indicators) -> Measure {
        let words = self.words;
        let drawn: Vec<Line> = found
            .forecast
            .iter()
            .filter_map(|line| {
                let expected = line.four_weeks?.hundredths;
                Some(Line::of(format!("{}, {}", line.qualification, line.name), expected, words.hundredths(expected)))
            })
            .collect();
        Measure {
            anchor: "besoins",
            title: words.say("indicators-forecast-title"),
            about: words.say("indicators-forecast-about"),
            charts: bars(words.say("indicators-forecast-chart"), &drawn, &[], None).into_iter().collect(),
            tables: vec![self.weeks_ahead(&found.forecast), self.weekdays(&found.forecast)],
            ..Measure::default()
        }
    }

    fn weeks_ahead(&self, lines: &[ForecastLine]) -> Table {
        let words = self.words;
        let heads = vec![
            (words.say("records-establishment"), false),
            (words.say("indicators-qualification"), false),
            (words.say("indicators-history"), true),
            (words.say("indicators-four-weeks"), true),
            (words.say("indicators-four-range"), true),
            (words.say("indicators-four-asked"), true),
            (words.say("indicators-twelve-weeks"), true),
            (words.say("indicators-twelve-range"), true),
            (words.say("indicators-worth"), false),
        ];
        let row = |line: &ForecastLine| {
            vec![
                Self::name(&line.name),
                Self::name(&line.qualification),
                self.whole(line.weeks),
                self.expected(line.four_weeks),
                self.range(line.four_weeks),
                Self::maybe(line.four_weeks, |expected| self.whole(expected.asked)),
                self.expected(line.twelve_weeks),
                self.range(line.twelve_weeks),
                line.worth.as_ref().map_or_else(|| Self::text("—"), |worth| self.worth(worth)),
            ]
        };
        self.table("besoins", &words.say("indicators-by-place-and-title"), heads, lines.iter().map(row).collect())
    }

    fn expected(&self, expected: Option<Expected>) -> Cell {
        let short = || Cell { text: self.words.say("indicators-history-short"), ..Cell::default() };
        expected.map_or_else(short, |expected| self.hundredths(expected.hundredths))
    }

    fn range(&self, expected: Option<Expected>) -> Cell {
        Self::maybe(expected, |expected| {
            let ends = [("least", self.words.whole(expected.least)), ("most", self.words.whole(expected.most))];
            Self::text(&self.words.with("indicators-range", ends))
        })
    }

    fn worth(&self, worth: &Worth) -> Cell {
        let words = self.words;
        let week = worth.week.split_once("-W").map_or_else(
            || worth.week.clone(),
            |(year, week)| words.with("plan-week", [("week", week.to_owned()), ("year", year.to_owned())]),
        );
        let told = [("goal", level(words, worth.level)), ("gain", words.figure(worth.highest)), ("week", week)];
        Self::text(&words.with("indicators-worth-of", told))
    }

    fn weekdays(&self, lines: &[ForecastLine]) -> Table {
        let words = self.words;
        let heads = vec![
            (words.say("records-establishment"), false),
            (words.say("indicators-qualification"), false),
            (words.say("me-monday"), true),
            (words.say("me-tuesday"), true),
            (words.say("me-wednesday"), true),
            (words.say("me-thursday"), true),
            (words.say("me-friday"), true),
            (words.say("me-saturday"), true),
            (words.say("me-sunday"), true),
        ];
        let rows = lines.iter().filter_map(|line| {
            let days = line.weekdays_hundredths.as_ref()?.iter().map(|shifts| self.hundredths(*shifts));
            Some([Self::name(&line.name), Self::name(&line.qualification)].into_iter().chain(days).collect())
        });
        self.table("besoins-jours", &words.say("indicators-by-weekday"), heads, rows.collect())
    }
}
