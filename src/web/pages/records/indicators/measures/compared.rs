//! Two periods side by side, under the measures that both have.

use super::super::super::bars::{Line, Look, bars};
use super::Maker;
use crate::app::indicators::{Compared, Comparison, Indicators, Kind};
use crate::web::pages::view::records::{Bars, Cell, Measure, Table};
use crate::web::tables::hundredths;
use chrono::NaiveDate;

/// One table of both periods under a measure.
struct Held {
    /// The measure's place on the page.
    anchor: &'static str,
    table: &'static str,
    /// What is held against each other, in words.
    caption: String,
    /// Over the first column.
    head: String,
    /// Kind, and what a line of it is called where it is not a place or a title.
    kinds: Vec<(Kind, String)>,
}

impl Maker<'_> {
    /// Adds the earlier period to every measure that has it.
    pub(super) fn hold_against(&self, measures: &mut [Measure], found: &Indicators, comparison: &Comparison) {
        let period = |key: &str, (from, to): (NaiveDate, NaiveDate)| {
            let words = self.words;
            words.with(key, [("from", words.date(from)), ("to", words.date(to))])
        };
        let names = [
            period("indicators-before", (comparison.from, comparison.to)),
            period("indicators-after", (found.from, found.to)),
        ];
        for held in self.held() {
            let Some(measure) = measures.iter_mut().find(|measure| measure.anchor == held.anchor) else { continue };
            // What is masked in the later period is not told by way of the earlier one.
            if !measure.masked.is_empty() {
                continue;
            }
            measure.charts.extend(self.pairs(&held, comparison, &names));
            measure.tables.push(self.both(&held, comparison, &names));
        }
    }

    fn held(&self) -> Vec<Held> {
        let words = self.words;
        let all = || words.say("indicators-all-together");
        let (unit, what) = (|| words.say("indicators-unit"), || words.say("indicators-what"));
        let held = |(anchor, table), caption, head, kinds| Held { anchor, table, caption, head, kinds };
        vec![
            held(
                ("pourvoi", "pourvoi-avant"),
                words.say("indicators-fill-both"),
                unit(),
                vec![(Kind::FillRate, all())],
            ),
            held(
                ("pourvoi", "delai-avant"),
                words.say("indicators-time-both"),
                unit(),
                vec![(Kind::MinutesToFill, all())],
            ),
            held(
                ("cout", "cout-avant"),
                words.say("indicators-cost-both"),
                words.say("indicators-qualification"),
                vec![(Kind::CostPerHour, all())],
            ),
            held(
                ("absence", "absence-avant"),
                words.say("indicators-absence-both"),
                unit(),
                vec![(Kind::AbsenceRate, all())],
            ),
            held(
                ("penibilite", "penibilite-avant"),
                words.say("indicators-hardship-both"),
                unit(),
                vec![(Kind::Hardship, all())],
            ),
            held(
                ("repartition", "repartition-avant"),
                words.say("indicators-people-both"),
                words.say("indicators-burden"),
                vec![
                    (Kind::Nights, words.say("indicators-nights")),
                    (Kind::Weekends, words.say("indicators-weekends")),
                    (Kind::Holidays, words.say("indicators-holidays")),
                ],
            ),
            held(
                ("sollicitations", "sollicitations-avant"),
                words.say("indicators-offers-both"),
                what(),
                vec![
                    (Kind::Offers, words.say("indicators-offers")),
                    (Kind::OffersPerPerson, words.say("indicators-offers-each")),
                ],
            ),
        ]
    }

    /// Lines of the comparison that a table holds, each with its name and whether that was given by people.
    fn lines<'c>(
        held: &'c Held,
        comparison: &'c Comparison,
    ) -> impl Iterator<Item = (&'c Compared, &'c str, bool)> + 'c {
        held.kinds.iter().flat_map(|(kind, name)| {
            let lines = comparison.lines.iter().filter(|line| line.measure == *kind);
            lines.map(move |line| match line.label.as_str() {
                "" => (line, name.as_str(), false),
                label => (line, label, true),
            })
        })
    }

    /// Bars of both periods, for the lines that both have.
    fn pairs(&self, held: &Held, comparison: &Comparison, names: &[String; 2]) -> Option<Bars> {
        let drawn: Vec<Line> = Self::lines(held, comparison)
            // Numbers of another unit have no place on the same scale.
            .filter(|(line, ..)| {
                Some(line.measure) == held.kinds.first().map(|(kind, _)| *kind) || counted(line.measure)
            })
            .filter_map(|(line, name, _)| {
                let value = |value: i64| Some((value, self.figure(line.measure, value).text));
                Some(Line { label: name.to_owned(), values: vec![value(line.before?), value(line.after?)] })
            })
            .collect();
        let [before, after] = names.clone();
        bars(held.caption.clone(), &drawn, &[(Look::Open, before), (Look::Full, after)], None)
    }

    fn both(&self, held: &Held, comparison: &Comparison, names: &[String; 2]) -> Table {
        let words = self.words;
        let heads = vec![
            (held.head.clone(), false),
            (names[0].clone(), true),
            (names[1].clone(), true),
            (words.say("indicators-difference"), true),
        ];
        let rows = Self::lines(held, comparison).map(|(line, name, given)| {
            let figure = |value| Self::maybe(value, |value| self.figure(line.measure, value));
            vec![
                Cell { name: given, ..Self::text(name) },
                figure(line.before),
                figure(line.after),
                Self::maybe(line.difference, |value| self.difference(line.measure, value)),
            ]
        });
        self.table(held.table, &held.caption, heads, rows.collect())
    }

    fn figure(&self, kind: Kind, value: i64) -> Cell {
        match kind {
            Kind::FillRate | Kind::AbsenceRate => self.share(value),
            Kind::MinutesToFill => self.hours(value),
            Kind::CostPerHour => self.euros(value),
            Kind::Hardship | Kind::OffersPerPerson => self.hundredths(value),
            Kind::Nights | Kind::Weekends | Kind::Holidays | Kind::Offers => self.whole(value),
        }
    }

    /// With its sign; of shares in points.
    fn difference(&self, kind: Kind, value: i64) -> Cell {
        let words = self.words;
        let sign = if value > 0 { "+" } else { "" };
        let (text, plain) = match kind {
            Kind::FillRate | Kind::AbsenceRate => {
                let points = format!("{},{}", value.abs() / 10, value.abs() % 10);
                let sign = if value < 0 { "−" } else { sign };
                let text = format!("{sign}{}", points.replace(',', words.pick(",", ".")));
                let minus = if value < 0 { "-" } else { "" };
                (words.with("indicators-percent-points", [("points", text)]), format!("{minus}{points}"))
            }
            Kind::MinutesToFill => {
                (format!("{sign}{}", words.duration(value)), hundredths((value * 100 + 30).div_euclid(60)))
            }
            Kind::CostPerHour => (format!("{sign}{}", words.euros(value)), hundredths(value)),
            Kind::Hardship | Kind::OffersPerPerson => (words.signed(value), hundredths(value)),
            Kind::Nights | Kind::Weekends | Kind::Holidays | Kind::Offers => {
                (format!("{sign}{}", words.whole(value)), value.to_string())
            }
        };
        Cell { text, plain, ..Cell::default() }
    }
}

/// Whether it is a number of shifts that stands beside others of its table.
const fn counted(kind: Kind) -> bool {
    matches!(kind, Kind::Nights | Kind::Weekends | Kind::Holidays)
}
