//! What notices say, in the language of whoever is told. A notice is about a shift ([`About`]) and of a kind ([`kinds`]); here
//! the two become sentences and facts, which mail, SMS and inbox each set in their own way.
//!
//! Need to know: place, unit, date, hours and closing time are told, never why somebody is absent. Whatever comes from
//! outside (names of places, of people) is made one line first, so that nothing of it can begin a header.

pub mod kinds;
mod push;
mod sms;
pub mod why;

pub use kinds::Kind;
pub use push::{Pushed, push};
pub use sms::{SMS_MAX, sms};

use crate::lang::{Args, Words};
use crate::store::cascades::Why;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use serde_json::Value;

/// What a notice is about, as the payload of its outbox row has it ([`crate::store::shifts::Row::facts`], and `closes_at`).
/// Everything may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Establishment's name.
    pub place: Option<String>,
    /// Unit's name.
    pub unit: Option<String>,
    /// Qualification asked for.
    pub qualification: Option<String>,
    /// Civil day of the start.
    pub date: Option<NaiveDate>,
    /// Unix seconds.
    pub starts_at: Option<i64>,
    /// Unix seconds.
    pub ends_at: Option<i64>,
    /// Until when an answer is awaited, unix seconds.
    pub closes_at: Option<i64>,
    /// How it is decided who gets the shift.
    pub decided: Option<Decided>,
    /// What the shift was before it changed.
    pub was: Option<Was>,
    /// Whom it is about, where that is not its reader.
    pub who: Option<String>,
    /// What she takes in a swap.
    pub takes: Option<Part>,
    /// What she gives in a swap.
    pub gives: Option<Part>,
    /// Until when a shift may be handed back, unix seconds.
    pub hand_back_until: Option<i64>,
    /// Why nobody holds the shift.
    pub why: Option<Why>,
    /// Who wrote a message.
    pub author: Option<String>,
    /// The link that opens an account.
    pub link_id: Option<String>,
    /// Until when that link holds, unix seconds.
    pub expires_at: Option<i64>,
}

/// A shift before it changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Was {
    /// Qualification asked for.
    pub qualification: Option<String>,
    /// Civil day of the start.
    pub date: Option<NaiveDate>,
    /// Unix seconds.
    pub starts_at: Option<i64>,
    /// Unix seconds.
    pub ends_at: Option<i64>,
}

impl Was {
    fn read(payload: &Value) -> Option<Self> {
        let payload = payload.as_object()?;
        let text = |field: &str| payload.get(field).and_then(Value::as_str).map(one_line);
        let number = |field: &str| payload.get(field).and_then(Value::as_i64);
        Some(Self {
            qualification: text("qualification").filter(|text| !text.is_empty()),
            date: text("date").and_then(|date| date.parse().ok()),
            starts_at: number("starts_at"),
            ends_at: number("ends_at"),
        })
    }

    /// `mardi 8 décembre 2026, 06:30–14:00, IDE`.
    fn in_words(&self, words: Words, site: Tz) -> String {
        let parts = [
            self.date.map(|date| day(words, date)),
            span(words, (self.starts_at, self.ends_at), site),
            self.qualification.clone(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// A duty that changes hands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Establishment's name.
    pub place: Option<String>,
    /// Unit's name.
    pub unit: Option<String>,
    /// Civil day of the start.
    pub date: Option<NaiveDate>,
    /// Unix seconds.
    pub starts_at: Option<i64>,
    /// Unix seconds.
    pub ends_at: Option<i64>,
}

impl Part {
    fn read(payload: &Value) -> Option<Self> {
        let text = |field: &str| payload[field].as_str().map(one_line).filter(|text| !text.is_empty());
        let part = Self {
            place: text("establishment"),
            unit: text("unit"),
            date: text("date").and_then(|date| date.parse().ok()),
            starts_at: payload["starts_at"].as_i64(),
            ends_at: payload["ends_at"].as_i64(),
        };
        payload.is_object().then_some(part)
    }

    /// `Médecine, Hôpital Saint-Roch, mardi 8 décembre 2026, 06:30–14:00`.
    fn in_words(&self, words: Words, site: Tz) -> String {
        let (date, hours) = (self.date.map(|date| day(words, date)), span(words, (self.starts_at, self.ends_at), site));
        [self.unit.clone(), self.place.clone(), date, hours].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// How it is decided who gets a shift that several are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// By the published order, when the time to answer is over.
    AtTheEnd,
    /// Whoever says yes first has it.
    ByTheFirst,
}

impl About {
    /// Reads a payload. What is missing or of another type is left out: a notice is told with what there is.
    pub fn read(payload: &str) -> Self {
        let payload: Value = serde_json::from_str(payload).unwrap_or_default();
        let text = |field: &str| payload[field].as_str().map(one_line).filter(|text| !text.is_empty());
        let number = |field: &str| payload[field].as_i64();
        Self {
            place: text("establishment"),
            unit: text("unit"),
            qualification: text("qualification"),
            date: text("date").and_then(|date| date.parse().ok()),
            starts_at: number("starts_at"),
            ends_at: number("ends_at"),
            closes_at: number("closes_at"),
            decided: match payload["mode"].as_str() {
                Some("fair") => Some(Decided::AtTheEnd),
                Some("first") => Some(Decided::ByTheFirst),
                _ => None,
            },
            was: Was::read(&payload["was"]),
            who: text("agent_name"),
            takes: Part::read(&payload["takes"]),
            gives: Part::read(&payload["gives"]),
            hand_back_until: number("hand_back_until"),
            // Notices written before there was a `why` have the sentence in both languages.
            why: Why::of_notice(&payload).or_else(|| Some(Why::Nobody { fr: text("why_fr")?, en: text("why_en")? })),
            author: text("author_name"),
            link_id: text("link_id"),
            expires_at: number("expires_at"),
        }
    }
}

/// Clocks by which a notice tells time.
#[derive(Debug, Clone, Copy)]
pub struct Clocks {
    /// Of the place where the shift is.
    pub site: Tz,
    /// Of the person told.
    pub person: Tz,
}

/// A labelled figure of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// `Lieu`, `Unit` …
    pub label: String,
    /// One line.
    pub value: String,
}

/// A notice in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// `Sollicitation : Médecine, mardi 8 décembre 2026`, one line.
    pub title: String,
    /// A sentence or two.
    pub lead: String,
    /// Place, unit, date, hours, closing time, as far as they are known.
    pub facts: Vec<Fact>,
}

/// What the link at the end of a mail is for.
pub fn call(words: Words, kind: &str) -> String {
    words.say(if kinds::of(kind).opens.is_some() { "notice-call-password" } else { "notice-call" })
}

/// Puts a notice into words.
pub fn say(words: Words, kind: &str, about: &About, clocks: Clocks) -> Said {
    let kind = kinds::of(kind);
    let day = about.date.map(|date| day(words, date));
    let rest = [about.unit.clone(), day.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let title = kind.title(words);
    let title = if rest.is_empty() { title } else { words.with("notice-title", [("title", title), ("about", rest)]) };
    let mut facts = Vec::new();
    let mut tell =
        |key: &str, value: Option<String>| facts.extend(value.map(|value| Fact { label: words.say(key), value }));
    tell("notice-who", about.who.clone());
    if about.takes.is_none() && about.gives.is_none() {
        tell("notice-place", about.place.clone());
        tell("notice-unit", about.unit.clone());
        tell("notice-qualification", about.qualification.clone());
        tell("notice-date", day);
        tell("notice-hours", span(words, (about.starts_at, about.ends_at), clocks.site));
    }
    tell("notice-takes", about.takes.as_ref().map(|part| part.in_words(words, clocks.site)));
    tell("notice-gives", about.gives.as_ref().map(|part| part.in_words(words, clocks.site)));
    tell("notice-was", about.was.as_ref().map(|was| was.in_words(words, clocks.site)).filter(|was| !was.is_empty()));
    if kind.asks {
        tell("notice-answer-before", about.closes_at.map(|at| moment(words, at, clocks)));
        tell("notice-decided", about.decided.map(|decided| how(words, decided)));
    }
    tell("notice-back-before", about.hand_back_until.map(|at| moment(words, at, clocks)));
    tell("notice-why", about.why.as_ref().map(|why| one_line(&why::told(words, why))));
    tell("notice-author", about.author.clone());
    Said { title, lead: kind.lead(words), facts }
}

/// Text as one line: control characters and line separators become spaces, ends are trimmed, at most 200 characters.
pub fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    let line: String = text.chars().map(|c| if breaks(c) { ' ' } else { c }).take(200).collect();
    line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn how(words: Words, decided: Decided) -> String {
    words.say(match decided {
        Decided::AtTheEnd => "notice-decided-at-the-end",
        Decided::ByTheFirst => "notice-decided-by-the-first",
    })
}

/// `mardi 8 décembre 2026`, `Tuesday 8 December 2026`, with spaces that any mail, telephone or subject can break at.
fn day(words: Words, date: NaiveDate) -> String {
    words.day(date).replace('\u{a0}', " ")
}

/// `06:30–14:00`, by the clock of the place.
fn span(words: Words, (starts_at, ends_at): (Option<i64>, Option<i64>), site: Tz) -> Option<String> {
    Some(words.hours(local(starts_at?, site)?, local(ends_at?, site)?))
}

/// `mercredi 2 décembre 2026 à 09:00`, by her own clock; the zone is named when the place has another.
fn moment(words: Words, at: i64, clocks: Clocks) -> String {
    let Some(here) = local(at, clocks.person) else { return String::new() };
    let mut values = Args::new();
    values.set("day", day(words, here.date()));
    values.set("time", here.format("%H:%M").to_string());
    if local(at, clocks.site) == Some(here) {
        return words.fill("notice-moment", &values);
    }
    values.set("zone", clocks.person.name());
    words.fill("notice-moment-elsewhere", &values)
}

fn local(at: i64, zone: Tz) -> Option<NaiveDateTime> {
    DateTime::from_timestamp(at, 0).map(|instant| instant.with_timezone(&zone).naive_local())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Locale;

    const FR: Words = Words::new(Locale::Fr);
    const EN: Words = Words::new(Locale::En);
    const PARIS: Clocks = Clocks { site: Tz::Europe__Paris, person: Tz::Europe__Paris };

    pub(super) fn about() -> About {
        About {
            place: Some("Hôpital Saint-Roch".to_owned()),
            unit: Some("Médecine".to_owned()),
            qualification: Some("IDE".to_owned()),
            date: NaiveDate::from_ymd_opt(2026, 12, 8),
            starts_at: Some(1_796_707_800),
            ends_at: Some(1_796_734_800),
            closes_at: Some(1_796_198_400),
            ..About::default()
        }
    }

    fn facts(said: &Said) -> Vec<String> {
        said.facts.iter().map(|fact| format!("{}={}", fact.label, fact.value)).collect()
    }

    #[test]
    fn an_offer_is_told_in_both_languages() {
        let fr = say(FR, "offer.sent", &about(), PARIS);
        assert_eq!(fr.title, "Sollicitation\u{a0}: Médecine, mardi 8 décembre 2026");
        assert_eq!(
            facts(&fr)[3..],
            ["Date=mardi 8 décembre 2026", "Horaires=06:30–14:00", "Réponse avant=mercredi 2 décembre 2026 à 09:00"]
        );
        let en = say(EN, "offer.sent", &about(), PARIS);
        assert_eq!(en.title, "Shift offer: Médecine, Tuesday 8 December 2026");
        assert_eq!(facts(&en)[5], "Answer before=Wednesday 2 December 2026 at 09:00");
    }

    #[test]
    fn what_asks_nothing_names_no_closing_time() {
        let said = say(FR, "assignment.confirmed", &about(), PARIS);
        assert!(!facts(&said).iter().any(|fact| fact.starts_with("Réponse")), "{said:?}");
    }

    #[test]
    fn it_is_said_how_the_shift_is_given() {
        let about = |mode: &str| About::read(&serde_json::json!({ "mode": mode }).to_string());
        let said = |mode: &str| facts(&say(FR, "offer.sent", &about(mode), PARIS));
        assert_eq!(said("first"), ["Attribution=urgence\u{a0}: au premier oui"]);
        assert!(said("fair")[0].contains("n’avantage personne"));
        assert_eq!(said("named"), [""; 0]);
        assert_eq!(about("first").decided, Some(Decided::ByTheFirst));
    }

    #[test]
    fn a_swap_tells_what_she_takes_and_what_she_gives() {
        let payload = serde_json::json!({ "unit": "Médecine", "date": "2026-12-08", "closes_at": 1_796_198_400,
            "takes": { "unit": "Médecine", "establishment": "Hôpital\nSaint-Roch", "date": "2026-12-08",
                "starts_at": 1_796_707_800, "ends_at": 1_796_734_800 }, "gives": null });
        let said = say(FR, "swap.proposed", &About::read(&payload.to_string()), PARIS);
        assert_eq!(said.title, "Échange proposé\u{a0}: Médecine, mardi 8 décembre 2026");
        let takes = "Vous prenez=Médecine, Hôpital Saint-Roch, mardi 8 décembre 2026, 06:30–14:00";
        assert_eq!(facts(&said), [takes, "Réponse avant=mercredi 2 décembre 2026 à 09:00"]);
    }

    #[test]
    fn another_zone_is_named() {
        let clocks = Clocks { person: Tz::Indian__Reunion, ..PARIS };
        let said = say(FR, "offer.sent", &about(), clocks);
        assert!(facts(&said)[4].ends_with("06:30–14:00"), "hours are those of the place: {said:?}");
        assert!(facts(&said)[5].ends_with("12:00 (Indian/Reunion)"), "{said:?}");
    }

    #[test]
    fn an_unknown_kind_and_an_unreadable_payload_still_make_a_notice() {
        let said = say(EN, "moon.landed", &About::read("not json"), PARIS);
        assert_eq!((said.title.as_str(), said.facts.len()), ("News in Relève", 0));
    }

    #[test]
    fn nothing_from_outside_begins_a_line() {
        let payload =
            serde_json::json!({ "unit": "Médecine\r\nBcc: a@b.example\u{2028}x", "establishment": "\u{0}", "date": 3 });
        let about = About::read(&payload.to_string());
        assert_eq!(about.unit.as_deref(), Some("Médecine Bcc: a@b.example x"));
        assert_eq!((about.place, about.date), (None, None));
        assert_eq!(one_line(&"x".repeat(999)).len(), 200);
    }

    #[test]
    fn a_payload_is_read_as_the_shift_wrote_it() {
        let row = crate::store::shifts::Row {
            id: "s".to_owned(),
            unit_id: "medecine".to_owned(),
            unit_name: "Médecine".to_owned(),
            establishment_id: "hopital".to_owned(),
            establishment_name: "Hôpital Saint-Roch".to_owned(),
            code: "M".to_owned(),
            date: "2026-12-08".to_owned(),
            qualification: "IDE".to_owned(),
            starts_at: 1_796_707_800,
            ends_at: 1_796_734_800,
        };
        let mut payload = row.facts();
        payload["closes_at"] = 1_796_198_400.into();
        assert_eq!(About::read(&payload.to_string()), about());
    }
}
