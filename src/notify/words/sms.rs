//! A notice as one SMS: at most 160 characters of the GSM alphabet (3GPP TS 23.038). Beyond that alphabet a message would
//! shrink to 70 characters, so other letters are written without their accent.

use super::{About, Clocks, kinds, local};
use crate::lang::Words;
use chrono::NaiveDateTime;

/// Most characters of one SMS.
pub const SMS_MAX: usize = 160;

/// A notice in one SMS: what, where, when, until when, where to answer. What does not fit is cut from the place, never
/// from the link.
pub fn sms(words: Words, kind: &str, about: &About, clocks: Clocks, link: Option<&str>) -> String {
    let kind = kinds::of(kind);
    let at = |instant: i64, zone| local(instant, zone);
    let when = match (about.starts_at.and_then(|t| at(t, clocks.site)), about.ends_at.and_then(|t| at(t, clocks.site)))
    {
        (Some(start), Some(end)) => format!(" {} {}-{}", date(start), start.format("%H:%M"), end.format("%H:%M")),
        _ => about.date.map(|day| format!(" {}", day.format("%d/%m"))).unwrap_or_default(),
    };
    let asks = about.closes_at.filter(|_| kind.asks).and_then(|t| at(t, clocks.person));
    let answer = asks.map(|until| {
        let when = format!("{} {}", date(until), until.format("%H:%M"));
        format!(". {}", words.with("notice-sms-answer", [("when", when)]))
    });
    let head = gsm(&format!("Relève: {}", kind.title(words)));
    let link = link.map(|link| format!(" {link}")).unwrap_or_default();
    let tail = gsm(&format!("{when}{}.{link}", answer.unwrap_or_default()));
    let place = [about.unit.as_deref(), about.place.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let room = SMS_MAX.saturating_sub(width(&head) + width(&tail) + 2);
    let place = cut(&gsm(&place), room);
    let place = if place.is_empty() { place } else { format!(", {place}") };
    cut(&format!("{head}{place}{tail}"), SMS_MAX)
}

fn date(at: NaiveDateTime) -> String {
    at.format("%d/%m").to_string()
}

/// As much of a text as fits.
fn cut(text: &str, room: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += cost(*c);
        used <= room
    };
    text.chars().take_while(fits).collect::<String>().trim_end().to_owned()
}

/// What a text takes of an SMS.
fn width(text: &str) -> usize {
    text.chars().map(cost).sum()
}

/// Letters of the extension table take two places.
const fn cost(c: char) -> usize {
    if matches!(c, '^' | '{' | '}' | '\\' | '[' | ']' | '~' | '|' | '€') { 2 } else { 1 }
}

/// The same text in the GSM alphabet.
fn gsm(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if "àéèùìòäöüñåøæßÄÖÜÑÅØÆÉÇ€£§".contains(c) => out.push(c),
            'œ' => out.push_str("oe"),
            'Œ' => out.push_str("OE"),
            '…' => out.push_str("..."),
            other => out.push(nearest(other)),
        }
    }
    out
}

/// The nearest letter of the GSM alphabet that ASCII has too.
const fn nearest(c: char) -> char {
    match c {
        'â' | 'á' | 'ã' => 'a',
        'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ó' | 'õ' => 'o',
        'û' | 'ú' => 'u',
        'ÿ' => 'y',
        'ç' => 'c',
        'À' | 'Â' => 'A',
        'È' | 'Ê' | 'Ë' => 'E',
        'Î' | 'Ï' => 'I',
        'Ô' => 'O',
        'Ù' | 'Û' => 'U',
        '’' | '‘' | '`' => '\'',
        '«' | '»' | '“' | '”' => '"',
        '–' | '—' | '−' => '-',
        '\u{a0}' | '\u{202f}' => ' ',
        ' '..='~' => c,
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::about;
    use super::*;
    use crate::lang::Locale;
    use chrono_tz::Tz;

    const PARIS: Clocks = Clocks { site: Tz::Europe__Paris, person: Tz::Europe__Paris };

    #[test]
    fn an_offer_in_one_sms() {
        let link = Some("https://releve.example/");
        assert_eq!(
            sms(Words::new(Locale::Fr), "offer.sent", &about(), PARIS, link),
            "Relève: Sollicitation, Médecine, Hopital Saint-Roch 08/12 06:30-14:00. Réponse avant le 02/12 09:00. \
             https://releve.example/"
        );
        assert_eq!(
            sms(Words::new(Locale::En), "offer.sent", &about(), PARIS, None),
            "Relève: Shift offer, Médecine, Hopital Saint-Roch 08/12 06:30-14:00. Answer before 02/12 09:00."
        );
    }

    #[test]
    fn what_is_too_long_is_cut_from_the_place() {
        let long = About { unit: Some("Œuvre\u{202f}€".repeat(60)), ..about() };
        for kind in kinds::all() {
            for locale in [Locale::Fr, Locale::En] {
                let text = sms(Words::new(locale), kind.name, &long, PARIS, Some("https://releve.example/"));
                assert!(width(&text) <= SMS_MAX && text.chars().count() <= SMS_MAX, "{text}");
                assert!(text.ends_with("https://releve.example/"), "{text}");
                assert!(text.contains("08/12"), "{text}");
            }
        }
    }

    #[test]
    fn without_facts_it_is_still_a_sentence() {
        assert_eq!(sms(Words::new(Locale::Fr), "?", &About::default(), PARIS, None), "Relève: Du nouveau dans Relève.");
    }
}
