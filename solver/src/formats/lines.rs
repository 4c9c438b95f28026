//! Texts of one fact a line under headed sections: what the two public benchmark formats have in common.
//!
//! A reader takes every section apart whatever it found in the one before, and stays quiet about what only follows from
//! an issue already told: a list of names that is itself doubtful refuses nobody ([`Names::doubt`]).

use super::Issue;
use super::passes::in_file_order;
use super::suggest::nearest;
use super::tree::quote;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Most did-you-mean searches in one run, so that a file of garbage is judged as fast as a good one.
const HINTS_MAX: usize = 100;

/// A line that says something.
#[derive(Debug, Clone, Copy)]
pub struct Line<'t> {
    /// From 1.
    pub number: usize,
    /// Without comment and outer blanks; never empty.
    pub text: &'t str,
}

/// The lines that say something; with `comment`, that sign and what follows it on a line is left out.
pub fn lines(text: &str, comment: Option<char>) -> impl Iterator<Item = Line<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().enumerate().filter_map(move |(index, line)| {
        let said = comment.and_then(|sign| line.split_once(sign)).map_or(line, |(before, _)| before).trim();
        (!said.is_empty()).then_some(Line { number: index + 1, text: said })
    })
}

/// The words of a line: blanks separate, a pair of brackets and what it holds is one word.
pub fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut bracket = false;
    for (at, c) in line.char_indices() {
        if start.is_some() && (c == '(' || (c.is_whitespace() && !bracket)) {
            words.extend(start.take().map(|from| &line[from..at]));
        }
        if start.is_none() && !c.is_whitespace() {
            start = Some(at);
        }
        bracket = (bracket || c == '(') && c != ')';
        if c == ')' {
            words.extend(start.take().map(|from| &line[from..=at]));
        }
    }
    words.extend(start.map(|from| &line[from..]));
    words
}

/// What stands under one header.
#[derive(Debug, Default)]
pub struct Section<'t> {
    /// Line of the header.
    pub number: usize,
    /// What the header says after `=`.
    pub value: Option<&'t str>,
    /// Its lines.
    pub lines: Vec<Line<'t>>,
}

/// Cuts a text at its headers. Sections may come in any order, each once; one that is missing is reported and left out.
pub fn sections<'t>(
    text: &'t str,
    comment: Option<char>,
    headers: &'static [&'static str],
    complaints: &mut Complaints,
) -> BTreeMap<&'static str, Section<'t>> {
    let mut found: BTreeMap<&'static str, Section<'t>> = BTreeMap::new();
    let mut current: Option<&'static str> = None;
    let mut swallow = false;
    for line in lines(text, comment) {
        let (head, value) = match line.text.split_once('=') {
            Some((head, value)) => (head.trim(), Some(value.trim())),
            None => (line.text, None),
        };
        if let Some(&header) = headers.iter().find(|header| **header == head) {
            swallow = found.contains_key(header);
            if swallow {
                let help = "write its lines in one place";
                complaints.report(line.number, header, "the section a second time", "each section once", help);
            } else {
                current = Some(header);
                found.insert(header, Section { number: line.number, value, lines: Vec::new() });
            }
        } else if is_header(head, value) {
            let expected = format!("one of {}", headers.join(", "));
            let help = complaints.hint(head, headers.iter().copied(), "remove it or check its spelling");
            complaints.report(line.number, head, "an unknown section", &expected, &help);
            swallow = true;
        } else if swallow {
        } else if let Some(section) = current.and_then(|header| found.get_mut(header)) {
            section.lines.push(line);
        } else {
            let help = "is this a file of this format?";
            complaints.report(line.number, "", &quote(line.text), &format!("`{}`", headers[0]), help);
            swallow = true;
        }
    }
    for header in headers.iter().filter(|header| !found.contains_key(*header)) {
        complaints.push(
            None,
            header,
            "no such section",
            "the section, if only its header",
            "add it, or mend its header",
        );
    }
    found
}

fn is_header(head: &str, value: Option<&str>) -> bool {
    let shouted = head.len() > 3 && head.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    shouted && (value.is_some() || head.starts_with("SECTION_"))
}

/// The names that other lines may refer to, in the order of the file.
#[derive(Debug, Default)]
pub struct Names<'t> {
    positions: BTreeMap<&'t str, usize>,
    unsure: bool,
}

impl<'t> Names<'t> {
    /// The names of a list already read.
    pub fn of(names: impl IntoIterator<Item = &'t str>) -> Self {
        Self { positions: names.into_iter().enumerate().map(|(at, name)| (name, at)).collect(), unsure: false }
    }

    /// Some names could not be read: from now on an unknown one is nobody's mistake but that line's.
    pub fn doubt(&mut self) {
        self.unsure = true;
    }

    /// Whether every name could be read.
    pub fn is_sure(&self) -> bool {
        !self.unsure
    }

    /// Adds a name at its position in the list; a second one of that name is reported.
    pub fn add(&mut self, line: usize, field: &str, name: &'t str, position: usize, complaints: &mut Complaints) {
        if self.positions.contains_key(name) {
            self.doubt();
            complaints.report(line, field, &quote(name), "a name that is not taken yet", "give each line its own name");
        } else {
            self.positions.insert(name, position);
        }
    }

    /// Position of a name, recorded as an issue when there is none.
    pub fn find(&self, line: usize, field: &str, name: &str, list: &str, complaints: &mut Complaints) -> Option<usize> {
        let position = self.positions.get(name).copied();
        if position.is_none() && !self.unsure {
            let otherwise = format!("add it to {list}, or correct the name");
            let help = complaints.hint(name, self.positions.keys().copied(), &otherwise);
            complaints.report(line, field, &quote(name), &format!("a name from {list}"), &help);
        }
        position
    }
}

/// The issues found so far.
#[derive(Debug)]
pub struct Complaints {
    issues: Vec<Issue>,
    hints_left: usize,
}

impl Complaints {
    /// Nothing found yet.
    pub fn new() -> Self {
        Self { issues: Vec::new(), hints_left: HINTS_MAX }
    }

    /// Records an issue of a line.
    pub fn report(&mut self, line: usize, field: &str, found: &str, expected: &str, help: &str) {
        self.push(Some(line), field, found, expected, help);
    }

    /// Records an issue that may be of the whole text.
    pub fn push(&mut self, line: Option<usize>, field: &str, found: &str, expected: &str, help: &str) {
        let [field, found, expected, help] = [field, found, expected, help].map(str::to_owned);
        let [found, expected, help] = [found, expected, help].map(Into::into);
        self.issues.push(Issue { line, field, found, expected, help });
    }

    /// A whole number within a range.
    pub fn number(&mut self, line: usize, field: &str, word: &str, range: RangeInclusive<u32>) -> Option<u32> {
        // `parse` alone would also take a sign.
        let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
        let number = word.parse().ok().filter(|number| digits && range.contains(number));
        if number.is_none() {
            let expected = format!("a whole number from {} to {}", range.start(), range.end());
            self.report(line, field, &quote(word), &expected, "write the number in digits");
        }
        number
    }

    /// Did you mean …, or else `otherwise`.
    fn hint<'c>(&mut self, word: &str, known: impl Iterator<Item = &'c str>, otherwise: &str) -> String {
        let near = if self.hints_left == 0 { None } else { nearest(word, known) };
        self.hints_left = self.hints_left.saturating_sub(1);
        near.map_or_else(|| otherwise.to_owned(), |near| format!("did you mean {}?", quote(near)))
    }

    /// Reports a header whose number of lines is not the number it tells.
    pub fn count(&mut self, header: &str, section: &Section<'_>) {
        let Some(count) = self.number(section.number, header, section.value.unwrap_or(""), 0..=1_000_000) else {
            return;
        };
        if count as usize != section.lines.len() {
            let found = format!("{count} announced, {} lines", section.lines.len());
            let help = "correct the number, or look for a lost line";
            self.report(section.number, header, &found, "as many lines as announced", help);
        }
    }

    /// The value, when nothing is wrong.
    ///
    /// # Errors
    /// Every issue in file order; past a thousand, the last one says how many more there are.
    pub fn conclude<T>(self, value: Option<T>, what: &str) -> Result<T, Vec<Issue>> {
        match value {
            Some(value) if self.issues.is_empty() => Ok(value),
            _ => Err(in_file_order(self.issues, what)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_hold_words_together() {
        assert_eq!(words("Early (2, 5)"), ["Early", "(2, 5)"]);
        assert_eq!(words("  a(1,1)(2,2) b "), ["a", "(1,1)", "(2,2)", "b"]);
        assert_eq!(words(")x ( y"), [")", "x", "( y"]);
        assert_eq!(words("é(ü"), ["é", "(ü"]);
        assert_eq!(words(" "), [""; 0]);
    }

    #[test]
    fn comments_blanks_and_byte_order_marks_say_nothing() {
        let said: Vec<(usize, &str)> =
            lines("\u{feff}# x\r\n\r\n a # b\r\n#\r\nc", Some('#')).map(|line| (line.number, line.text)).collect();
        assert_eq!(said, [(3, "a"), (5, "c")]);
    }

    #[test]
    fn numbers_are_digits_within_bounds() {
        for (word, expected) in
            [("0", Some(0)), ("07", Some(7)), ("9", Some(9)), ("10", None), ("-1", None), ("+1", None), ("", None)]
        {
            assert_eq!(Complaints::new().number(1, "x", word, 0..=9), expected, "{word:?}");
        }
    }

    #[test]
    fn sections_are_found_once_each_in_any_order() {
        let mut complaints = Complaints::new();
        let text = "stray\nB_B = 2\nx\ny = 1\nA_A\nB_B\nagain\nAB_C = 1\nlost";
        let cut = sections(text, None, &["A_A", "B_B", "C_C"], &mut complaints);
        assert_eq!(cut["B_B"].value, Some("2"));
        assert_eq!(cut["B_B"].lines.iter().map(|line| line.text).collect::<Vec<_>>(), ["x", "y = 1"]);
        assert!(cut["A_A"].lines.is_empty());
        let issues = complaints.conclude(Some(()), "a text").expect_err("issues");
        let told: Vec<(Option<usize>, &str)> = issues.iter().map(|i| (i.line, i.field.as_str())).collect();
        assert_eq!(told, [(None, "C_C"), (Some(1), ""), (Some(6), "B_B"), (Some(8), "AB_C")]);
    }
}
