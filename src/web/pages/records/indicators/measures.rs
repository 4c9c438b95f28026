//! Each measure as a chart and its tables, in the reader's language.

mod ahead;
mod compared;
mod people;
mod pulse;
mod staff;

use super::super::bars::{Line, Look, bars};
use crate::app::indicators::{CostLine, DaysLine, FillLine, Gap, Indicators};
use crate::lang::Words;
use crate::web::pages::view::records::{Cell, Measure, Table};
use crate::web::tables::hundredths;

/// Every measure, in the order of the page; `download` says where a table is, as text and as a workbook.
pub fn all(words: Words, found: &Indicators, download: impl Fn(&str) -> [String; 2]) -> Vec<Measure> {
    let maker = Maker { words, download: &download };
    let mut measures = vec![
        maker.fill(found),
        maker.days(found),
        maker.cost(found),
        maker.forecast(found),
        maker.absence(found),
        maker.hardship(found),
        maker.people(found),
        maker.solicitations(found),
        maker.rests(found),
        maker.members(found),
        maker.trainees(found),
    ];
    measures.extend(maker.pulse(found));
    if let Some(comparison) = &found.comparison {
        maker.hold_against(&mut measures, found, comparison);
    }
    measures
}

struct Maker<'d> {
    words: Words,
    download: &'d dyn Fn(&str) -> [String; 2],
}

impl Maker<'_> {
    fn table(&self, id: &'static str, caption: &str, columns: Vec<(String, bool)>, rows: Vec<Vec<Cell>>) -> Table {
        let labelled = |row: Vec<Cell>| {
            let cells = columns.iter().zip(row);
            cells.map(|((label, figure), cell)| Cell { label: label.clone(), figure: *figure, ..cell }).collect()
        };
        let rows = rows.into_iter().map(labelled).collect();
        let [download, workbook] = (self.download)(id);
        Table { id, caption: caption.to_owned(), rows, columns, download, workbook }
    }

    fn masked(&self) -> String {
        self.words.say("indicators-masked")
    }

    fn text(text: &str) -> Cell {
        Cell { text: text.to_owned(), plain: text.to_owned(), ..Cell::default() }
    }

    fn name(text: &str) -> Cell {
        Cell { name: true, ..Self::text(text) }
    }

    fn whole(&self, n: i64) -> Cell {
        Cell { text: self.words.whole(n), plain: n.to_string(), ..Cell::default() }
    }

    /// A figure, or that there is none.
    fn maybe<T>(value: Option<T>, cell: impl Fn(T) -> Cell) -> Cell {
        value.map_or_else(|| Cell { text: "—".to_owned(), ..Cell::default() }, cell)
    }

    /// Thousandths as percent with one decimal.
    fn share(&self, permille: i64) -> Cell {
        let text = self.percent(permille);
        Cell { text, plain: format!("{},{}", permille / 10, permille % 10), ..Cell::default() }
    }

    fn percent(&self, permille: i64) -> String {
        let mark = self.words.pick(",", ".");
        format!("{}{mark}{}{}", permille / 10, permille % 10, self.words.pick("\u{a0}%", "%"))
    }

    fn thousandths(&self, permille: i64) -> Cell {
        let rest = format!("{:03}", permille % 1_000);
        let text = format!("{}{}{rest}", permille / 1_000, self.words.pick(",", "."));
        Cell { text, plain: format!("{},{rest}", permille / 1_000), ..Cell::default() }
    }

    /// Minutes as hours and minutes; for a spreadsheet as hours with two decimals.
    fn hours(&self, minutes: i64) -> Cell {
        let text = self.words.duration(minutes);
        Cell { text, plain: hundredths((minutes * 100 + 30).div_euclid(60)), ..Cell::default() }
    }

    fn euros(&self, cents: i64) -> Cell {
        Cell { text: self.words.euros(cents), plain: hundredths(cents), ..Cell::default() }
    }

    fn fill_table(&self, id: &'static str, caption: &str, first: &str, (lines, names): (&[FillLine], bool)) -> Table {
        let words = self.words;
        let heads = vec![
            (first.to_owned(), false),
            (words.say("indicators-asked"), true),
            (words.say("indicators-filled"), true),
            (words.say("indicators-agency"), true),
            (words.say("indicators-unfilled"), true),
            (words.say("indicators-pending"), true),
            (words.say("indicators-fill"), true),
            (words.say("indicators-time"), true),
        ];
        let row = |line: &FillLine| {
            vec![
                Cell { name: names, ..Self::text(&line.label) },
                self.whole(line.asked),
                self.whole(line.filled),
                self.whole(line.agency),
                self.whole(line.unfilled),
                self.whole(line.pending),
                Self::maybe(line.rate_permille, |share| self.share(share)),
                Self::maybe(line.minutes_to_fill, |minutes| self.hours(minutes)),
            ]
        };
        self.table(id, caption, heads, lines.iter().map(row).collect())
    }

    fn fill(&self, found: &Indicators) -> Measure {
        let words = self.words;
        let rated = found.fill_by_unit.iter().filter_map(|line| {
            let share = line.rate_permille?;
            Some(Line::of(line.label.clone(), share, self.percent(share)))
        });
        let notice: Vec<FillLine> = found
            .fill_by_notice
            .iter()
            .map(|line| FillLine { label: self.notice(&line.key), ..line.clone() })
            .collect();
        Measure {
            anchor: "pourvoi",
            title: words.say("indicators-fill-title"),
            about: words.say("indicators-fill-about"),
            charts: bars(words.say("indicators-fill-chart"), &rated.collect::<Vec<_>>(), &[], Some(1_000))
                .into_iter()
                .collect(),
            tables: vec![
                self.fill_table(
                    "pourvoi-unite",
                    &words.say("indicators-by-unit"),
                    &words.say("indicators-unit"),
                    (&found.fill_by_unit, true),
                ),
                self.fill_table(
                    "pourvoi-metier",
                    &words.say("indicators-by-title"),
                    &words.say("indicators-qualification"),
                    (&found.fill_by_qualification, true),
                ),
                self.fill_table(
                    "pourvoi-preavis",
                    &words.say("indicators-by-notice"),
                    &words.say("indicators-notice"),
                    (&notice, false),
                ),
            ],
            ..Measure::default()
        }
    }

    fn notice(&self, class: &str) -> String {
        self.words.say(match class {
            "J-15" => "notice-fifteen-days",
            "J-7" => "notice-seven-days",
            "J-2" => "notice-two-days",
            _ => "notice-less",
        })
    }

    fn days(&self, found: &Indicators) -> Measure {
        let words = self.words;
        let heads = vec![
            (words.say("indicators-unit"), false),
            (words.say("indicators-days"), true),
            (words.say("indicators-shifts"), true),
            (words.say("indicators-hours"), true),
        ];
        let row = |line: &DaysLine| {
            vec![Self::name(&line.label), self.whole(line.days), self.whole(line.shifts), self.hours(line.minutes)]
        };
        Measure {
            anchor: "jours",
            title: words.say("indicators-days-title"),
            about: words.say("indicators-days-about"),
            sentences: vec![words.with(
                "indicators-days-sum",
                [
                    ("days", words.whole(found.days.days)),
                    ("shifts", words.whole(found.days.shifts)),
                    ("hours", words.duration(found.days.minutes)),
                ],
            )],
            tables: vec![self.table(
                "jours",
                &words.say("indicators-by-unit"),
                heads,
                found.days_by_unit.iter().map(row).collect(),
            )],
            ..Measure::default()
        }
    }

    fn cost(&self, found: &Indicators) -> Measure {
        let words = self.words;
        let compared = found.cost_by_qualification.iter().filter_map(|line| {
            let value = |cents: Option<i64>| cents.map(|cents| (cents, words.euros(cents)));
            let others = [line.agency_cents_per_hour, line.overtime_cents_per_hour].map(value);
            line.pool_cents_per_hour?;
            let [agency, overtime] = others;
            let values = vec![value(line.pool_cents_per_hour), agency, overtime];
            (values.iter().flatten().count() > 1).then(|| Line { label: line.key.clone(), values })
        });
        let series = [
            (Look::Full, words.say("indicators-pool-price")),
            (Look::Open, words.say("indicators-agency-price")),
            (Look::Broken, words.say("indicators-overtime-price")),
        ];
        let heads = vec![
            (words.say("indicators-qualification"), false),
            (words.say("indicators-pool-hours"), true),
            (words.say("indicators-pool-price"), true),
            (words.say("indicators-agency-hours"), true),
            (words.say("indicators-agency-price"), true),
            (words.say("indicators-saved"), true),
            (words.say("indicators-overtime-price"), true),
            (words.say("indicators-overtime-hours"), true),
        ];
        let row = |line: &CostLine| {
            vec![
                Self::name(&line.key),
                self.hours(line.pool_minutes),
                Self::maybe(line.pool_cents_per_hour, |cents| self.euros(cents)),
                self.hours(line.agency_minutes),
                Self::maybe(line.agency_cents_per_hour, |cents| self.euros(cents)),
                Self::maybe(line.saved_cents, |cents| self.euros(cents)),
                line.overtime_cents_per_hour.map_or_else(|| self.gap(line.overtime_gap), |cents| self.euros(cents)),
                self.hours(line.overtime_minutes),
            ]
        };
        Measure {
            anchor: "cout",
            title: words.say("indicators-cost-title"),
            about: words.say("indicators-cost-about"),
            sentences: self.cost_sentences(&found.cost),
            charts: bars(words.say("indicators-cost-chart"), &compared.collect::<Vec<_>>(), &series, None)
                .into_iter()
                .collect(),
            tables: vec![self.table(
                "cout",
                &words.say("indicators-by-title"),
                heads,
                found.cost_by_qualification.iter().map(row).collect(),
            )],
            ..Measure::default()
        }
    }

    /// What the same hours would have cost otherwise, as far as it is known.
    fn cost_sentences(&self, cost: &CostLine) -> Vec<String> {
        let words = self.words;
        let saved = cost.saved_cents.map(|cents| {
            let key = if cost.agency_price_is_agreed { "indicators-saved-agreed" } else { "indicators-saved-booked" };
            words.with(key, [("saved", words.euros(cents))])
        });
        let overtime = cost.overtime_cents.map(|cents| {
            let values = [("hours", words.duration(cost.overtime_minutes)), ("cost", words.euros(cents))];
            words.with("indicators-overtime-cost", values)
        });
        saved.into_iter().chain(overtime).collect()
    }

    /// Why overtime has no price.
    fn gap(&self, gap: Option<Gap>) -> Cell {
        match gap {
            Some(Gap::NoRate) => Self::text(&self.words.say("indicators-overtime-no-rate")),
            Some(Gap::FewPeople) => Cell { text: self.words.say("indicators-masked-cell"), ..Cell::default() },
            Some(Gap::NoWork) | None => Cell { text: "—".to_owned(), ..Cell::default() },
        }
    }
}
