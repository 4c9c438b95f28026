//! Civil days that come from outside. Requests are held to the years that files are held to ([`YEARS`]): anything else is a slip
//! of the keyboard, and the bound keeps date arithmetic inside the calendar and dates in the order of their texts.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime};
use releve_solver::formats::YEARS;
use serde_json::Value;

/// A day within the bound; `None` for anything else.
pub fn read(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|day: &NaiveDate| YEARS.contains(&day.year()))
}

/// Whether a text is a day outside the bound, or an instant or a local time on such a day, as bodies and queries are read.
/// Whatever it is meant for: no name and no reason is written like that.
pub fn is_outside(text: &str) -> bool {
    // Every one of them begins with its year.
    if !text.trim_start().starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-')) {
        return false;
    }
    let day = text.parse::<NaiveDate>();
    let day = day.or_else(|_| text.parse().map(|at: NaiveDateTime| at.date()));
    let day = day.or_else(|_| text.parse().map(|at: DateTime<FixedOffset>| at.date_naive()));
    day.is_ok_and(|day| !YEARS.contains(&day.year()))
}

/// The first place in a JSON value where such a day stands, and the day.
pub fn outside_in(value: &Value, path: &str) -> Option<(String, String)> {
    let found = |text: &str| is_outside(text).then(|| (path.to_owned(), text.to_owned()));
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => {
            let mut numbered = items.iter().enumerate();
            numbered.find_map(|(at, item)| outside_in(item, &format!("{path}[{at}]")))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            let inside = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            found(name).or_else(|| outside_in(field, &inside))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn days_of_other_centuries_are_found_however_they_are_written() {
        for (text, outside) in [
            ("1899-12-31", true),
            ("1900-01-01", false),
            ("2199-12-31", false),
            ("2200-01-01", true),
            ("+262142-12-31", true),
            ("-262143-01-01", true),
            ("+10000 - 01 - 01", true),
            ("0026-12-01T08:00:00", true),
            ("9999-12-31T23:59:59Z", true),
            ("9999-12-31 23:59:59+01:00", true),
            ("2026-12-01T08:00:00Z", false),
            ("9999-12-31 est loin", false),
            ("99-1", false),
            ("", false),
        ] {
            assert_eq!(is_outside(text), outside, "{text:?}");
        }
    }

    #[test]
    fn a_day_outside_is_found_where_it_is() {
        let value = json!({ "a": [{ "from": "2026-12-01", "to": "+20260-12-01" }] });
        assert_eq!(outside_in(&value, ""), Some(("a[0].to".to_owned(), "+20260-12-01".to_owned())));
        assert_eq!(read("2026-12-01"), NaiveDate::from_ymd_opt(2026, 12, 1));
        assert_eq!(read("2026-02-29"), None);
    }
}
