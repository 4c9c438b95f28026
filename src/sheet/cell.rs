//! What a cell holds, as the text that people see in it.

use calamine::{DataRef, ExcelDateTime, Style};

/// Seconds of a day.
const DAY_SECONDS: f64 = 86_400.0;

/// Whether a cell of this style is shown as a percentage: it holds a hundredth of what people read.
pub fn is_percent(style: Option<&Style>) -> bool {
    style.and_then(|style| style.number_format.as_ref()).is_some_and(|format| format.format_code.contains('%'))
}

/// The text of a value: numbers without needless decimals, days as `2026-10-12`, times as `06:30`.
pub fn text(value: &DataRef<'_>, percent: bool) -> String {
    match value {
        DataRef::Int(number) if !percent => number.to_string(),
        DataRef::Int(number) => format!("{}%", decimal(*number as f64 * 100.0)),
        DataRef::Float(number) if percent => format!("{}%", decimal(*number * 100.0)),
        DataRef::Float(number) => decimal(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) => moment(at),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A number with the fifteen digits that a spreadsheet keeps.
fn decimal(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return "0".to_owned();
    }
    let places = (14 - number.abs().log10().floor() as i32).clamp(0, 15) as usize;
    let text = format!("{number:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A serial number of days as a day, a time, both, or a duration in hours and minutes.
fn moment(at: &ExcelDateTime) -> String {
    let serial = at.as_f64();
    if at.is_duration() {
        let minutes = (serial * DAY_SECONDS / 60.0).round() as i64;
        return format!("{:02}:{:02}", minutes / 60, minutes % 60);
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time =
        if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") };
    if serial < 1.0 {
        time
    } else if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {time}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    #[test]
    fn numbers_have_no_needless_decimals() {
        let shown = [
            (80.0, "80"),
            (31.25, "31.25"),
            (0.1 + 0.2, "0.3"),
            (-7.5, "-7.5"),
            (1e15, "1000000000000000"),
            (0.0, "0"),
        ];
        for (number, text) in shown {
            assert_eq!(decimal(number), text);
        }
        assert_eq!(text(&DataRef::Float(0.8), true), "80%");
        assert_eq!(text(&DataRef::Float(0.575), true), "57.5%");
    }

    #[test]
    fn days_and_times_are_read_in_both_calendars() {
        // 46 307 days after 30 December 1899, and 44 845 after 1 January 1904: both 12 October 2026.
        assert_eq!(moment(&ExcelDateTime::new(46_307.0, DateTime, false)), "2026-10-12");
        assert_eq!(moment(&ExcelDateTime::new(44_845.0, DateTime, true)), "2026-10-12");
        assert_eq!(moment(&ExcelDateTime::new(46_307.875, DateTime, false)), "2026-10-12 21:00");
        assert_eq!(moment(&ExcelDateTime::new(6.5 / 24.0, DateTime, false)), "06:30");
        assert_eq!(moment(&ExcelDateTime::new(37.5 / 24.0, TimeDelta, false)), "37:30");
    }
}
