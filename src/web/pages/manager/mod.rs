//! The pages of a nursing manager: her unit's month, absences, asking for replacements and following them.

pub mod absences;
pub mod ask;
pub mod day;
pub mod edit;
mod estimate;
pub mod list;
pub mod month;
mod refusal;
pub mod request;
pub mod roster;
pub mod words;

use super::board::Done;
use super::frame::Result;
use crate::app::Error;
use chrono::NaiveDate;

/// A day as forms and addresses write it; `None` when it is none.
fn day_of(text: &str) -> Option<NaiveDate> {
    text.trim().parse().ok()
}

/// A version as a form carries it.
fn version_of(text: &str) -> Result<i64> {
    let read = text.parse::<i64>();
    Ok(read.map_err(|_| Error::field("version", text, "the version that was read", "reload the page"))?)
}

/// `?a=1&b=…` of pairs; what is empty is left out.
fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.append_pair(name, value);
    }
    let text = text.finish();
    if text.is_empty() { text } else { format!("?{text}") }
}

/// A piece of a path, whatever it holds.
pub fn piece(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_what_they_are_given() {
        assert_eq!(query(&[("unite", "a b"), ("code", ""), ("date", "2026-12-07")]), "?unite=a+b&date=2026-12-07");
        assert_eq!(query(&[("unite", "")]), "");
        assert_eq!(piece("a/b é"), "a%2Fb%20%C3%A9");
        assert_eq!(day_of(" 2026-12-07 ").map(|day| day.to_string()).as_deref(), Some("2026-12-07"));
        assert_eq!(day_of("hier"), None);
    }
}
