//! Small things about texts that several parts need.

use chrono::{DateTime, SecondsFormat};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Bytes as hexadecimal text.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing into a String never fails");
        text
    })
}

/// The bytes of a hexadecimal text; `None` when it is none.
pub fn bytes_of(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

/// An instant (unix seconds) as RFC 3339 text in UTC.
pub fn instant(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// SHA-256, hexadecimal.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The first character that no text of ours may hold: control characters, of which databases and readers of logs make
/// different things. Line ends and tabs are fine.
pub fn unprintable(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// The first place in a JSON value where a text or a name holds an [`unprintable`] character.
pub fn unprintable_in(value: &Value, path: &str) -> Option<(String, char)> {
    match value {
        Value::String(text) => unprintable(text).map(|found| (path.to_owned(), found)),
        Value::Array(items) => {
            let mut numbered = items.iter().enumerate();
            numbered.find_map(|(at, item)| unprintable_in(item, &format!("{path}[{at}]")))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            let inside = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            unprintable(name).map(|found| (path.to_owned(), found)).or_else(|| unprintable_in(field, &inside))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// A text as a search takes it: small letters without the accents that French has.
pub fn folded(text: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'á' | 'â' | 'ä' | 'ã' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ÿ' => 'y',
        '’' => '\'',
        other => other,
    };
    text.to_lowercase().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_search_knows_neither_capitals_nor_accents() {
        assert_eq!(folded("Élodie d’Évrard-Müller"), "elodie d'evrard-muller");
    }

    #[test]
    fn control_characters_are_found_where_they_are() {
        let value = json!({ "a": ["fine\n\tet voilà", { "b": "no\u{0}" }], "c": 1 });
        assert_eq!(unprintable_in(&value, ""), Some(("a[1].b".to_owned(), '\0')));
        assert_eq!(unprintable_in(&json!({ "x\u{7}": 1 }), ""), Some((String::new(), '\u{7}')));
        assert_eq!(unprintable_in(&json!(["é", "\u{85}"]), "l"), Some(("l[1]".to_owned(), '\u{85}')));
        assert_eq!(unprintable_in(&json!(["«\u{a0}narrow\u{202f}»"]), ""), None);
    }

    #[test]
    fn bytes_come_back_from_hexadecimal_text() {
        assert_eq!(bytes_of(&hexadecimal(&[0, 10, 255])), Some(vec![0, 10, 255]));
        assert!(["0", "0g", "é", "+1"].iter().all(|text| bytes_of(text).is_none()));
    }

    #[test]
    fn a_fingerprint_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
