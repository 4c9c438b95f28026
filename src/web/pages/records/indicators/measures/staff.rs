//! Measures of a unit's own people: how often they are absent, and how heavy their work is.

use super::super::super::bars::{Line, bars};
use super::Maker;
use crate::app::indicators::Indicators;
use crate::web::pages::view::records::{Cell, Measure};
use crate::web::tables::hundredths;
use chrono::NaiveDate;

impl Maker<'_> {
    /// A cell of a figure about too few people.
    pub(super) fn hidden(&self) -> Cell {
        Cell { text: self.words.say("indicators-masked-cell"), ..Cell::default() }
    }

    /// Hundredths with two decimals.
    pub(super) fn hundredths(&self, value: i64) -> Cell {
        Cell { text: self.words.hundredths(value), plain: hundredths(value), ..Cell::default() }
    }

    pub(super) fn absence(&self, found: &Indicators) -> Measure {
        let words = self.words;
        let month = |text: &str| {
            let day = format!("{text}-01").parse::<NaiveDate>();
            day.map_or_else(|_| text.to_owned(), |day| words.month(day))
        };
        let rated = found.absence.iter().filter_map(|line| {
            let share = line.rate_permille?;
            let label = format!("{}, {}", line.name, month(&line.month));
            Some(Line::of(label, share, self.percent(share)))
        });
        let heads = vec![
            (words.say("indicators-unit"), false),
            (words.say("records-month"), false),
            (words.say("indicators-people"), true),
            (words.say("indicators-duties"), true),
            (words.say("indicators-absent"), true),
            (words.say("indicators-absence-rate"), true),
        ];
        let rows = found.absence.iter().map(|line| {
            let told = |value: Option<i64>| value.map_or_else(|| self.hidden(), |n| self.whole(n));
            vec![
                Self::name(&line.name),
                Cell { text: month(&line.month), plain: line.month.clone(), ..Cell::default() },
                told(line.people),
                self.whole(line.duties),
                told(line.absent),
                match (line.people, line.rate_permille) {
                    (None, _) => self.hidden(),
                    (_, rate) => Self::maybe(rate, |share| self.share(share)),
                },
            ]
        });
        Measure {
            anchor: "absence",
            title: words.say("indicators-absence-title"),
            about: words.say("indicators-absence-about"),
            charts: bars(words.say("indicators-absence-chart"), &rated.collect::<Vec<_>>(), &[], None)
                .into_iter()
                .collect(),
            tables: vec![self.table("absence", &words.say("indicators-by-month"), heads, rows.collect())],
            ..Measure::default()
        }
    }

    pub(super) fn hardship(&self, found: &Indicators) -> Measure {
        let words = self.words;
        let drawn: Vec<Line> = found
            .hardship
            .iter()
            .filter_map(|line| {
                let points = line.centipoints_per_fte?;
                Some(Line::of(line.name.clone(), points, words.hundredths(points)))
            })
            .collect();
        let heads = vec![
            (words.say("indicators-unit"), false),
            (words.say("indicators-people"), true),
            (words.say("indicators-fte"), true),
            (words.say("indicators-points"), true),
            (words.say("indicators-points-each"), true),
        ];
        let rows = found.hardship.iter().map(|line| {
            let told = |value: Option<i64>| value.map_or_else(|| self.hidden(), |n| self.hundredths(n));
            vec![
                Self::name(&line.name),
                line.people.map_or_else(|| self.hidden(), |n| self.whole(n)),
                told(line.fte_hundredths),
                told(line.centipoints),
                told(line.centipoints_per_fte),
            ]
        });
        Measure {
            anchor: "penibilite",
            title: words.say("indicators-hardship-title"),
            about: words.say("indicators-hardship-about"),
            charts: bars(words.say("indicators-hardship-chart"), &drawn, &[], None).into_iter().collect(),
            tables: vec![self.table("penibilite", &words.say("indicators-by-unit"), heads, rows.collect())],
            ..Measure::default()
        }
    }
}
