//! Measures of what happens to people, and between members.

use super::super::super::bars::{Line, Look, bars};
use super::Maker;
use crate::app::indicators::{Burdens, Indicators};
use crate::web::pages::view::records::{Cell, Measure, Table};

impl Maker<'_> {
    pub(super) fn people(&self, found: &Indicators) -> Measure {
        let words = self.words;
        let measure = Measure {
            anchor: "repartition",
            title: words.say("indicators-people-title"),
            about: words.say("indicators-people-about"),
            ..Measure::default()
        };
        if found.people.people.is_none() {
            return Measure { masked: self.masked(), ..measure };
        }
        let heads = vec![
            (words.say("indicators-burden"), false),
            (words.say("indicators-shifts"), true),
            (words.say("indicators-gini"), true),
            (words.say("indicators-most"), true),
            (words.say("indicators-volunteers"), true),
            (words.say("indicators-volunteers-share"), true),
        ];
        let row = |label: String, burdens: &Burdens| {
            vec![
                Self::text(&label),
                Self::maybe(burdens.shifts, |n| self.whole(n)),
                Self::maybe(burdens.gini_permille, |gini| self.thousandths(gini)),
                Self::maybe(burdens.most, |n| self.whole(n)),
                Self::maybe(burdens.volunteers, |n| self.whole(n)),
                Self::maybe(burdens.volunteers_permille, |share| self.share(share)),
            ]
        };
        let rows = vec![
            row(words.say("indicators-nights"), &found.people.nights),
            row(words.say("indicators-weekends"), &found.people.weekends),
            row(words.say("indicators-holidays"), &found.people.holidays),
        ];
        let drawn: Vec<Line> = found
            .people
            .lines
            .iter()
            .zip(1_i64..)
            .map(|(line, place)| {
                let borne = line.nights + line.weekends + line.holidays;
                let label = line.name.clone().unwrap_or_else(|| self.nobody(place));
                Line::of(label, borne, words.whole(borne))
            })
            .collect();
        Measure {
            charts: bars(words.say("indicators-people-chart"), &drawn, &[], None).into_iter().collect(),
            tables: vec![
                self.table("repartition", &words.say("indicators-by-burden"), heads, rows),
                self.person_table(found),
            ],
            ..measure
        }
    }

    /// Somebody whose name is not told.
    fn nobody(&self, place: i64) -> String {
        self.words.with("indicators-person-number", [("place", self.words.whole(place))])
    }

    fn person_table(&self, found: &Indicators) -> Table {
        let words = self.words;
        let heads = vec![
            (words.say("records-person"), false),
            (words.say("indicators-share"), true),
            (words.say("indicators-shifts"), true),
            (words.say("indicators-nights"), true),
            (words.say("indicators-weekends"), true),
            (words.say("indicators-holidays"), true),
            (words.say("indicators-asked-often"), true),
            (words.say("indicators-accepted"), true),
        ];
        let rows = found.people.lines.iter().zip(1_i64..).map(|(line, place)| {
            vec![
                line.name.as_deref().map_or_else(|| Self::text(&self.nobody(place)), Self::name),
                Cell {
                    text: words.whole_percent(line.share_percent as f64 / 100.0),
                    plain: line.share_percent.to_string(),
                    ..Cell::default()
                },
                self.whole(line.shifts),
                self.whole(line.nights),
                self.whole(line.weekends),
                self.whole(line.holidays),
                self.whole(line.asked),
                self.whole(line.accepted),
            ]
        });
        self.table("personnes", &words.say("indicators-by-person"), heads, rows.collect())
    }

    /// What and how much, one line each; nothing where it is masked.
    fn facts(&self, id: &'static str, lines: Vec<(String, Option<Cell>)>) -> Vec<Table> {
        let words = self.words;
        let heads = vec![(words.say("indicators-what"), false), (words.say("indicators-how-much"), true)];
        let rows: Option<Vec<Vec<Cell>>> =
            lines.into_iter().map(|(label, cell)| Some(vec![Self::text(&label), cell?])).collect();
        rows.map(|rows| self.table(id, &words.say("indicators-all-together"), heads, rows)).into_iter().collect()
    }

    pub(super) fn solicitations(&self, found: &Indicators) -> Measure {
        let (words, asked) = (self.words, &found.solicitations);
        let whole = |value: Option<i64>| value.map(|n| self.whole(n));
        let mean = asked.per_person_hundredths.map(|n| self.hundredths(n));
        let tables = self.facts(
            "sollicitations",
            vec![
                (words.say("indicators-offers"), whole(asked.offers)),
                (words.say("indicators-people-asked"), whole(asked.people)),
                (words.say("indicators-offers-each"), mean),
                (words.say("indicators-offers-most"), whole(asked.most)),
                (words.say("indicators-accepted"), whole(asked.accepted)),
                (words.say("indicators-declined"), whole(asked.declined)),
                (words.say("indicators-unanswered"), whole(asked.unanswered)),
            ],
        );
        Measure {
            anchor: "sollicitations",
            title: words.say("indicators-solicitations-title"),
            about: words.say("indicators-solicitations-about"),
            masked: if tables.is_empty() { self.masked() } else { String::new() },
            tables,
            ..Measure::default()
        }
    }

    pub(super) fn rests(&self, found: &Indicators) -> Measure {
        let (words, rests) = (self.words, &found.rests);
        let days = |value: Option<i64>| value.map(|n| self.whole(n));
        let tables = self.facts(
            "repos",
            vec![
                (words.say("indicators-rests-dated"), days(rests.dated_days)),
                (words.say("indicators-rests-undated"), days(rests.undated_days)),
                (words.say("indicators-rests-overdue"), days(rests.overdue_days)),
                (words.say("indicators-rests-people"), days(rests.overdue_people)),
                (words.say("indicators-rests-taken"), days(rests.taken_days)),
            ],
        );
        Measure {
            anchor: "repos",
            title: words.say("indicators-rests-title"),
            about: words.say("indicators-rests-about"),
            masked: if tables.is_empty() { self.masked() } else { String::new() },
            tables,
            ..Measure::default()
        }
    }

    pub(super) fn members(&self, found: &Indicators) -> Measure {
        let words = self.words;
        let lent = found.members.iter().filter(|line| line.given_minutes + line.received_minutes > 0);
        let drawn: Vec<Line> = lent
            .map(|line| Line {
                label: line.name.clone(),
                values: vec![
                    Some((line.given_minutes, words.duration(line.given_minutes))),
                    Some((line.received_minutes, words.duration(line.received_minutes))),
                ],
            })
            .collect();
        let series = [(Look::Full, words.say("indicators-given")), (Look::Open, words.say("indicators-received"))];
        let heads = vec![
            (words.say("records-establishment"), false),
            (words.say("indicators-given"), true),
            (words.say("indicators-received"), true),
            (words.say("indicators-to-invoice"), true),
            (words.say("indicators-to-pay"), true),
            (words.say("indicators-balance"), true),
            (words.say("indicators-reciprocity"), true),
        ];
        let rows = found.members.iter().map(|line| {
            vec![
                Self::name(&line.name),
                self.hours(line.given_minutes),
                self.hours(line.received_minutes),
                self.euros(line.given_cents),
                self.euros(line.received_cents),
                self.euros(line.given_cents - line.received_cents),
                Self::maybe(line.reciprocity_permille, |share| self.share(share)),
            ]
        });
        Measure {
            anchor: "membres",
            title: words.say("indicators-members-title"),
            about: words.say("indicators-members-about"),
            charts: bars(words.say("indicators-members-chart"), &drawn, &series, None).into_iter().collect(),
            tables: vec![self.table("membres", &words.say("indicators-by-member"), heads, rows.collect())],
            ..Measure::default()
        }
    }

    pub(super) fn trainees(&self, found: &Indicators) -> Measure {
        let (words, trainees) = (self.words, &found.trainees);
        let whole = |value: Option<i64>| value.map(|n| self.whole(n));
        let tables = self.facts(
            "essais",
            vec![
                (words.say("indicators-begun"), whole(trainees.begun)),
                (words.say("indicators-favourable"), whole(trainees.favourable)),
                (words.say("indicators-unfavourable"), whole(trainees.unfavourable)),
                (words.say("indicators-admitted"), whole(trainees.admitted)),
            ],
        );
        Measure {
            anchor: "essais",
            title: words.say("indicators-trainees-title"),
            about: words.say("indicators-trainees-about"),
            masked: if tables.is_empty() { self.masked() } else { String::new() },
            tables,
            ..Measure::default()
        }
    }
}
