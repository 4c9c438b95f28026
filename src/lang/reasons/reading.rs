//! Texts of record read back.

use super::{MARK, Post, Reason, Words, marked, sentence};
use crate::lang::Locale;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::LazyLock;

impl Reason {
    /// The reason that a text of record is; `None` for what somebody typed.
    pub fn read(stored: &str) -> Option<Self> {
        let found = PATTERNS.iter().find_map(|pattern| pattern.read(stored))?;
        found.record().chars().map(plain).eq(stored.chars().map(plain)).then_some(found)
    }

    /// Rest may be earned by it.
    pub(super) const fn earns(&self) -> bool {
        matches!(self, Self::Shift(_) | Self::ShiftExchanged(_) | Self::HolidayOff(_) | Self::Year(_))
    }

    /// One of each kind, whatever it holds.
    fn kinds() -> Vec<Self> {
        let (post, day) = (Post::default(), NaiveDate::default());
        vec![
            Self::Shift(post.clone()),
            Self::ShiftExchanged(post.clone()),
            Self::CancelledLate { hours: 0, post },
            Self::HoursCorrected { why: String::new() },
            Self::DutyCancelled,
            Self::DutyExchanged,
            Self::Exchange,
            Self::NotAvailable,
            Self::HandedBack,
            Self::TakenBack,
            Self::AgencyConfirmed,
            Self::AgencySilent,
            Self::ShiftChanged,
            Self::ShiftHasChanged,
            Self::RequestChanged,
            Self::OfferDeclined,
            Self::OfferWithdrawn,
            Self::OfferUnanswered,
            Self::NextStep,
            Self::OverQuota { minutes: 0, days: (day, day), quota: 0 },
            Self::RestDatedAnew,
            Self::RestToDate,
            Self::RestAgreed,
            Self::RestReplaced,
            Self::Opening,
            Self::OpeningReplaced,
            Self::HolidayOff(day),
            Self::Year(0),
            Self::Declared(day),
            Self::LabelDated,
            Self::LabelPromised,
            Self::LabelTaken,
            Self::LabelCancelledLate,
            Self::SolveInterrupted,
            Self::SolveFailed,
        ]
    }

    /// The same kind with what was found in a text.
    fn with(&self, found: &Found<'_>) -> Option<Self> {
        Some(match self {
            Self::Shift(_) => Self::Shift(found.post()?),
            Self::ShiftExchanged(_) => Self::ShiftExchanged(found.post()?),
            Self::CancelledLate { .. } => Self::CancelledLate { hours: found.number("hours")?, post: found.post()? },
            Self::HoursCorrected { .. } => Self::HoursCorrected { why: found.text("why")?.to_owned() },
            Self::OverQuota { .. } => Self::OverQuota {
                minutes: found.minutes("minutes")?,
                days: (found.day("from")?, found.day("to")?),
                quota: found.minutes("quota")?,
            },
            Self::HolidayOff(_) => Self::HolidayOff(found.iso("date")?),
            Self::Declared(_) => Self::Declared(found.day("date")?),
            Self::Year(_) => Self::Year(i32::try_from(found.number("year")?).ok()?),
            plain => plain.clone(),
        })
    }
}

/// A French message taken apart.
struct Pattern {
    kind: Reason,
    parts: Vec<Part>,
}

enum Part {
    Literal(String),
    Value(String),
}

/// What says most of its own comes first: a shift that was exchanged is a shift too, if its unit were named so.
static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let mut all: Vec<Pattern> = Reason::kinds().into_iter().map(Pattern::of).collect();
    all.sort_by_key(|pattern| std::cmp::Reverse(pattern.literal_chars()));
    all
});

impl Pattern {
    fn of(kind: Reason) -> Self {
        let names = kind.values().into_iter().map(|(name, _)| (name, marked(name)));
        let sentence = sentence(Words::new(Locale::Fr), kind.key(), names);
        let part = |(place, part): (usize, &str)| match place % 2 {
            0 => Part::Literal(part.to_owned()),
            _ => Part::Value(part.to_owned()),
        };
        let parts = sentence.split(MARK).enumerate().map(part).collect();
        Self { kind, parts }
    }

    fn literal_chars(&self) -> usize {
        let chars = |part: &Part| if let Part::Literal(text) = part { text.chars().count() } else { 0 };
        self.parts.iter().map(chars).sum()
    }

    fn read(&self, text: &str) -> Option<Reason> {
        let mut found = Found(BTreeMap::new());
        if fits(&self.parts, text, &mut found) { self.kind.with(&found) } else { None }
    }
}

/// Whether a text is these parts one after the other, and what stands in the place of the values.
fn fits<'t>(parts: &'t [Part], text: &'t str, found: &mut Found<'t>) -> bool {
    match parts {
        [] => text.is_empty(),
        [Part::Literal(literal), rest @ ..] => after(text, literal).is_some_and(|text| fits(rest, text, found)),
        [Part::Value(name), rest @ ..] => {
            let ends = text.char_indices().map(|(place, _)| place).chain([text.len()]).skip(1);
            ends.into_iter().any(|end| {
                found.0.insert(name, &text[..end]);
                fits(rest, &text[end..], found)
            })
        }
    }
}

/// What comes after a beginning, which may be set with other spaces and apostrophes than the message is.
fn after<'t>(text: &'t str, literal: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    literal.chars().all(|c| rest.next().is_some_and(|found| plain(found) == plain(c))).then_some(rest.as_str())
}

const fn plain(c: char) -> char {
    match c {
        '\u{a0}' | '\u{202f}' => ' ',
        '’' => '\'',
        other => other,
    }
}

/// Values by name.
struct Found<'t>(BTreeMap<&'t str, &'t str>);

impl<'t> Found<'t> {
    fn text(&self, name: &str) -> Option<&'t str> {
        self.0.get(name).copied()
    }

    fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    fn iso(&self, name: &str) -> Option<NaiveDate> {
        self.text(name)?.parse().ok()
    }

    fn day(&self, name: &str) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(self.text(name)?, "%d/%m/%Y").ok()
    }

    fn minutes(&self, name: &str) -> Option<i64> {
        let text: String = self.text(name)?.chars().map(plain).collect();
        let (hours, minutes) = text.split_once(" h ")?;
        Some(hours.parse::<i64>().ok()?.checked_mul(60)? + minutes.parse::<i64>().ok()?)
    }

    fn post(&self) -> Option<Post> {
        Some(Post { code: self.text("code")?.to_owned(), date: self.iso("date")?, unit: self.text("unit")?.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FR: Words = Words::new(Locale::Fr);

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn post() -> Post {
        Post { code: "N".to_owned(), date: day("2026-12-05"), unit: "Chirurgie, urgences (HDJ)".to_owned() }
    }

    /// One of each kind that could be in a row.
    fn examples() -> Vec<Reason> {
        let example = |kind: Reason| match kind {
            Reason::Shift(_) => Reason::Shift(post()),
            Reason::ShiftExchanged(_) => Reason::ShiftExchanged(post()),
            Reason::CancelledLate { .. } => Reason::CancelledLate { hours: 1_000, post: post() },
            Reason::HoursCorrected { .. } => {
                Reason::HoursCorrected { why: "L'équipe : retard du 2026-12-05".to_owned() }
            }
            Reason::OverQuota { .. } => {
                Reason::OverQuota { minutes: 7_205, days: (day("2026-12-01"), day("2026-12-31")), quota: 7_200 }
            }
            Reason::HolidayOff(_) => Reason::HolidayOff(day("2026-12-25")),
            Reason::Declared(_) => Reason::Declared(day("2026-09-01")),
            Reason::Year(_) => Reason::Year(2026),
            plain => plain,
        };
        Reason::kinds().into_iter().map(example).collect()
    }

    #[test]
    fn every_reason_reads_back_as_itself_however_it_is_set() {
        for reason in examples() {
            let text = reason.record();
            assert!(!text.contains(['\u{a0}', MARK]), "{text:?}");
            assert_eq!(Reason::read(&text).as_ref(), Some(&reason), "{text}");
            let set = FR.set(&text);
            let read = Reason::read(&set).unwrap_or_else(|| panic!("{set}"));
            assert_eq!(FR.set(&read.record()), set);
        }
    }

    #[test]
    fn no_reason_can_be_mistaken_for_another() {
        for reason in examples() {
            let text = reason.record();
            let fitting: Vec<_> = PATTERNS.iter().filter_map(|pattern| pattern.read(&text)).collect();
            // A shift that was exchanged is told from one in a unit of such a name by being looked for first.
            let also = usize::from(matches!(reason, Reason::ShiftExchanged(_)));
            assert_eq!(fitting.len(), 1 + also, "{text}: {fitting:?}");
            assert_eq!(fitting[0], reason);
        }
    }

    #[test]
    fn every_message_about_reasons_is_one_of_them() {
        let (_, french, _) = crate::lang::files::ALL.iter().find(|(name, ..)| *name == "reasons").expect("a file");
        let keys: Vec<&str> = french.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
        let ours: Vec<&str> = Reason::kinds().iter().map(Reason::key).collect();
        assert_eq!(keys, ours);
    }
}
