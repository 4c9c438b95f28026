//! Which format a text is in, told by what it says first. File names are not asked: benchmark files are all `.txt`.

use super::lines::lines;

/// A format that the readers of this crate know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Own format in TOML: [`super::scenario`].
    ScenarioToml,
    /// Own format in JSON: [`super::scenario`].
    ScenarioJson,
    /// Instance of the Shift Scheduling Benchmarks: [`super::curtois`].
    Curtois,
    /// File of the Second International Nurse Rostering Competition: [`super::inrc2`].
    Inrc2(Inrc2File),
}

/// The four files of the competition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inrc2File {
    /// `Sc-*.txt`
    Scenario,
    /// `H0-*.txt`
    History,
    /// `WD-*.txt`
    Week,
    /// `Sol-*.txt`
    Solution,
}

/// The format of a text, by its first line that is neither blank nor comment; `None` when that tells nothing, as in a
/// benchmark plan, which has no header.
pub fn detect(text: &str) -> Option<Kind> {
    let first = lines(text, Some('#')).next()?.text;
    if first.starts_with("SECTION_") {
        return Some(Kind::Curtois);
    }
    if first.starts_with('{') {
        return Some(Kind::ScenarioJson);
    }
    let (head, assigns) = match first.split_once('=') {
        Some((head, _)) => (head.trim(), true),
        None => (first, false),
    };
    match head {
        // `SCENARIO = n005w4` is no TOML: the value has no quotes.
        "SCENARIO" if assigns => return Some(Kind::Inrc2(Inrc2File::Scenario)),
        "HISTORY" => return Some(Kind::Inrc2(Inrc2File::History)),
        "WEEK_DATA" => return Some(Kind::Inrc2(Inrc2File::Week)),
        "SOLUTION" => return Some(Kind::Inrc2(Inrc2File::Solution)),
        _ => {}
    }
    let is_key = |key: &str| {
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'' | ' '))
    };
    let table = first.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(name, _)| name);
    let is_toml = match table {
        Some(name) => is_key(name.trim_start_matches('[')),
        None => assigns && is_key(head),
    };
    is_toml.then_some(Kind::ScenarioToml)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_told_by_its_first_words() {
        let inrc2 = |file| Some(Kind::Inrc2(file));
        for (text, kind) in [
            ("# note\r\nSECTION_HORIZON\r\n# days\r\n14", Some(Kind::Curtois)),
            ("SCENARIO = n005w4\n", inrc2(Inrc2File::Scenario)),
            ("\nHISTORY\n0 n005w4", inrc2(Inrc2File::History)),
            ("WEEK_DATA\nn005w4", inrc2(Inrc2File::Week)),
            ("SOLUTION\n0 n005w4", inrc2(Inrc2File::Solution)),
            (" {\n\"format\": 1}", Some(Kind::ScenarioJson)),
            ("# TOML\nformat = \"releve/1\"", Some(Kind::ScenarioToml)),
            ("[horizon]\nfrom = 2026-01-01", Some(Kind::ScenarioToml)),
            ("[[agents]]", Some(Kind::ScenarioToml)),
            ("[{\"shift\": \"s\"}]", None),
            ("A,D,,D", None),
            ("A,D=14,4320", None),
            ("SCENARIO", None),
            ("# only a comment", None),
            ("", None),
        ] {
            assert_eq!(detect(text), kind, "{text:?}");
        }
    }
}
