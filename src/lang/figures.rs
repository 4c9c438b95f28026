//! Figures and days as each language writes them. French groups thousands by U+202F (narrow no-break space) and sets U+00A0
//! before a unit, so that no figure is torn from its unit at the end of a line.

use super::{Locale, Words};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use releve_solver::explain::{MONTHS_FR, date_fr};

const DAYS_FR: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DAYS_SHORT_FR: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
const MONTHS_SHORT_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avril", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."];

impl Words {
    /// `samedi 5 décembre 2026`, the first of a month `1er`; `Saturday 5 December 2026`.
    pub fn day(self, date: NaiveDate) -> String {
        format!("{} {}", self.day_of_year(date), date.year())
    }

    /// `samedi 5 décembre`; `Saturday 5 December`.
    pub fn day_of_year(self, date: NaiveDate) -> String {
        match self.locale() {
            Locale::Fr => tied(&format!("{} {}", DAYS_FR[weekday(date)], date_fr(date))),
            Locale::En => date.format("%A %-d\u{a0}%B").to_string(),
        }
    }

    /// `sam. 5 déc.`; `Sat 5 Dec`.
    pub fn short_day(self, date: NaiveDate) -> String {
        match self.locale() {
            Locale::Fr => {
                let day = if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
                format!("{} {day}\u{a0}{}", DAYS_SHORT_FR[weekday(date)], MONTHS_SHORT_FR[date.month0() as usize])
            }
            Locale::En => date.format("%a %-d\u{a0}%b").to_string(),
        }
    }

    /// The letters over a column of a month: `L`, `M`, `M`, `J`, `V`, `S`, `D`.
    pub fn weekday_letter(self, date: NaiveDate) -> &'static str {
        let letters = match self.locale() {
            Locale::Fr => ["L", "M", "M", "J", "V", "S", "D"],
            Locale::En => ["M", "T", "W", "T", "F", "S", "S"],
        };
        letters[weekday(date)]
    }

    /// `décembre 2026`; `December 2026`.
    pub fn month(self, date: NaiveDate) -> String {
        match self.locale() {
            Locale::Fr => format!("{} {}", MONTHS_FR[date.month0() as usize], date.year()),
            Locale::En => date.format("%B %Y").to_string(),
        }
    }

    /// `22/11/2026`, in both languages.
    pub fn date(self, date: NaiveDate) -> String {
        date.format("%d/%m/%Y").to_string()
    }

    /// `22/11/2026 à 08:10`; `22/11/2026 at 08:10`.
    pub fn moment(self, at: NaiveDateTime) -> String {
        format!("{} {} {}", self.date(at.date()), self.pick("à", "at"), at.format("%H:%M"))
    }

    /// `lun. 12 oct. à 08:10`; `Mon 12 Oct at 08:10`.
    pub fn soon(self, at: NaiveDateTime) -> String {
        format!("{} {}\u{a0}{}", self.short_day(at.date()), self.pick("à", "at"), at.format("%H:%M"))
    }

    /// `21:00–07:00`, in both languages.
    pub fn hours(self, start: NaiveDateTime, end: NaiveDateTime) -> String {
        format!("{}–{}", start.format("%H:%M"), end.format("%H:%M"))
    }

    /// Minutes as `7 h 30`; `7 h 30`, without minutes `7 h`.
    pub fn duration(self, minutes: i64) -> String {
        let sign = if minutes < 0 { "−" } else { "" };
        let (hours, rest) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
        let hours = format!("{sign}{}\u{a0}h", self.grouped(hours));
        if rest == 0 { hours } else { format!("{hours}\u{a0}{rest:02}") }
    }

    /// A time to wait: `45 secondes`, from two minutes on `2 minutes`; `45 seconds`.
    pub fn wait(self, seconds: i64) -> String {
        let seconds = usize::try_from(seconds).unwrap_or_default().max(1);
        if seconds < 120 { self.count("seconds", seconds) } else { self.count("minutes", seconds.div_ceil(60)) }
    }

    /// A whole number: `1 234`; `1,234`.
    pub fn whole(self, number: i64) -> String {
        let sign = if number < 0 { "−" } else { "" };
        format!("{sign}{}", self.grouped(number.unsigned_abs()))
    }

    /// Hundredths as a decimal: `1 234,50`; `1,234.50`.
    pub fn hundredths(self, value: i64) -> String {
        let sign = if value < 0 { "−" } else { "" };
        let (whole, rest) = (self.grouped(value.unsigned_abs() / 100), value.unsigned_abs() % 100);
        format!("{sign}{whole}{}{rest:02}", self.pick(",", "."))
    }

    /// Euro cents: `1 234,50 €`; `€1,234.50`.
    pub fn euros(self, cents: i64) -> String {
        match self.locale() {
            Locale::Fr => format!("{}\u{a0}€", self.hundredths(cents)),
            Locale::En if cents < 0 => format!("−€{}", self.hundredths(-cents)),
            Locale::En => format!("€{}", self.hundredths(cents)),
        }
    }

    /// With its sign, for a difference in hundredths: `+3,00`, `−1,50`, `0,00`.
    pub fn signed(self, value: i64) -> String {
        if value > 0 { format!("+{}", self.hundredths(value)) } else { self.hundredths(value) }
    }

    /// A goal value or bound: whole figures without decimals.
    pub fn figure(self, value: f64) -> String {
        if (value - value.round()).abs() < 1e-6 {
            return self.whole(value.round() as i64);
        }
        self.hundredths((value * 100.0).round() as i64)
    }

    /// `0,42 %`; `0.42%`. What would round to nought is said to be less than the last digit.
    pub fn percent(self, share: f64) -> String {
        let sign = self.pick("\u{a0}%", "%");
        if share > 0.0 && share < 0.00005 {
            return format!("<\u{a0}{}{sign}", self.hundredths(1));
        }
        format!("{}{sign}", self.hundredths((share * 10_000.0).round() as i64))
    }

    /// `42 %`; `42%`.
    pub fn whole_percent(self, share: f64) -> String {
        format!("{}{}", self.whole((share * 100.0).round() as i64), self.pick("\u{a0}%", "%"))
    }

    /// A sentence that was made elsewhere, set as this language is set: see [`tied`].
    pub fn set(self, sentence: &str) -> String {
        match self.locale() {
            Locale::Fr => tied(sentence),
            Locale::En => sentence.to_owned(),
        }
    }

    fn grouped(self, number: u64) -> String {
        let digits = number.to_string();
        let mark = match self.locale() {
            Locale::Fr => '\u{202f}',
            Locale::En => ',',
        };
        let mut out = String::with_capacity(digits.len() * 2);
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                out.push(mark);
            }
            out.push(digit);
        }
        out
    }
}

fn weekday(date: NaiveDate) -> usize {
    date.weekday().num_days_from_monday() as usize
}

/// Sets a French sentence: curly apostrophes, and no break where one would tear apart what belongs together: before a double
/// sign, between a figure and its unit or month, after `art.`, `n°` and a sign of comparison.
pub fn tied(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut before = "";
    for word in sentence.split(' ') {
        if !out.is_empty() {
            out.push(if belongs(before, word) { '\u{a0}' } else { ' ' });
        }
        out.push_str(&word.replace('\'', "’"));
        before = word;
    }
    out
}

fn belongs(before: &str, word: &str) -> bool {
    const UNITS: [&str; 7] = ["h", "j", "jours", "km", "min", "%", "€"];
    const SHORT_MONTHS: [&str; 7] = ["janv", "févr", "juill", "sept", "oct", "nov", "déc"];
    let bare = word.trim_end_matches([',', '.', ')', ']']);
    let digit = |c: char| c.is_ascii_digit();
    word.starts_with([':', ';', '?', '!', '»'])
        || ["«", "n°", "art.", "<", ">"].iter().any(|mark| before.trim_start_matches(['(', '[']) == *mark)
        || (before.ends_with(digit) || before.ends_with("1er"))
            && [&UNITS[..], &SHORT_MONTHS, &MONTHS_FR].iter().any(|words| words.contains(&bare))
        || before == "h" && word.starts_with(digit)
}

/// The first letter as a capital, for what begins a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FR: Words = Words::new(Locale::Fr);
    const EN: Words = Words::new(Locale::En);

    #[test]
    fn figures_are_written_as_each_language_does() {
        assert_eq!(FR.euros(123_456_789), "1\u{202f}234\u{202f}567,89\u{a0}€");
        assert_eq!(EN.euros(123_456_789), "€1,234,567.89");
        assert_eq!(FR.euros(-5), "−0,05\u{a0}€");
        assert_eq!(EN.euros(-5), "−€0.05");
        assert_eq!(FR.signed(150), "+1,50");
        assert_eq!(FR.signed(0), "0,00");
        assert_eq!(FR.figure(1200.0), "1\u{202f}200");
        assert_eq!(FR.figure(0.25), "0,25");
        assert_eq!(FR.percent(0.0042), "0,42\u{a0}%");
        assert_eq!(EN.percent(0.0042), "0.42%");
        assert_eq!(FR.percent(0.000_01), "<\u{a0}0,01\u{a0}%");
        assert_eq!(FR.whole_percent(0.416), "42\u{a0}%");
        assert_eq!(FR.duration(450), "7\u{a0}h\u{a0}30");
        assert_eq!(FR.duration(-60), "−1\u{a0}h");
    }

    #[test]
    fn sentences_are_set_in_french() {
        for (plain, set) in [
            ("l'accepte : oui", "l’accepte\u{a0}: oui"),
            ("20 h 45 < 35 h, 1er mai", "20\u{a0}h\u{a0}45 <\u{a0}35\u{a0}h, 1er\u{a0}mai"),
            ("du 14 au 20 décembre", "du 14 au 20\u{a0}décembre"),
            ("décret 2002-9, art. 6", "décret 2002-9, art.\u{a0}6"),
            ("CAA Lyon 9 oct. 2018", "CAA Lyon 9\u{a0}oct. 2018"),
            ("3 < 4 (n° 2)", "3 <\u{a0}4 (n°\u{a0}2)"),
        ] {
            assert_eq!(tied(plain), set);
        }
        assert_eq!(capital("état"), "État");
        assert_eq!(capital(""), "");
    }

    #[test]
    fn days_are_written_as_each_language_does() {
        let date = NaiveDate::from_ymd_opt(2026, 5, 1).expect("a date");
        let at = date.and_hms_opt(8, 5, 0).expect("a time");
        assert_eq!(FR.day(date), "vendredi 1er\u{a0}mai 2026");
        assert_eq!(EN.day(date), "Friday 1\u{a0}May 2026");
        assert_eq!(FR.short_day(date), "ven. 1er\u{a0}mai");
        assert_eq!(EN.short_day(date), "Fri 1\u{a0}May");
        assert_eq!(FR.soon(at), "ven. 1er\u{a0}mai à\u{a0}08:05");
        assert_eq!(FR.moment(at), "01/05/2026 à 08:05");
        assert_eq!(EN.moment(at), "01/05/2026 at 08:05");
        assert_eq!(FR.month(date), "mai 2026");
        assert_eq!((FR.weekday_letter(date), EN.weekday_letter(date)), ("V", "F"));
    }
}
