//! One spanned tree over TOML and JSON, so that the schema is written once and every message has its line.
//!
//! Both parsers give spans. They are turned at once into lines, because a line is all an author needs to find the place.
//! JSON that breaks the strict grammar in a way that still has one meaning (a comment, a trailing comma) yields its
//! syntax issue *and* a tree, so that the rest of the file is judged too.

use crate::formats::{Issue, Said};
use jsonc_parser::{CollectOptions, ParseOptions, ast};
use std::borrow::Cow;
use toml::de::{DeTable, DeValue};

/// Deepest nesting of lists and tables. The schema needs four; beyond this a text is no scenario, and the bound keeps
/// hostile input from exhausting the stack.
pub const NESTING_MAX: usize = 32;

/// A value and the line on which it starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'t> {
    /// Line, from 1.
    pub line: usize,
    /// What stands there.
    pub value: Value<'t>,
}

/// The values of both syntaxes.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'t> {
    /// A string.
    Text(Cow<'t, str>),
    /// A date, a time or both, written without quotes (TOML only), as text.
    Moment(String),
    /// A whole number.
    Integer(i128),
    /// Any other number, as it parses to a double.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null` (JSON only).
    Null,
    /// A list.
    List(Vec<Node<'t>>),
    /// A table (TOML) or object (JSON), in file order for JSON.
    Table(Vec<Entry<'t>>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'t> {
    /// Name of the field.
    pub key: Cow<'t, str>,
    /// Line of the key.
    pub line: usize,
    /// The value.
    pub node: Node<'t>,
}

impl<'t> Node<'t> {
    /// The entry of a table, when this is one that has it.
    pub fn entry(&self, key: &str) -> Option<&Entry<'t>> {
        match &self.value {
            Value::Table(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// What stands here, in the words of a message.
    pub fn describe(&self) -> Said {
        match &self.value {
            Value::Text(text) => quote(text).into(),
            Value::Moment(text) => text.into(),
            Value::Integer(number) => number.to_string().into(),
            Value::Float(number) => number.to_string().into(),
            Value::Boolean(value) => value.to_string().into(),
            Value::Null => "null".into(),
            Value::List(items) => {
                Said::both(format!("une liste de {}", items.len()), format!("a list of {}", items.len()))
            }
            Value::Table(_) => Said::both("une table", "a table"),
        }
    }

    /// The line of the deepest node that a field path leads to: the exact field when it exists, else its parent.
    pub fn line_of(&self, path: &str) -> usize {
        let mut node = self;
        let mut line = self.line;
        for step in Steps(path) {
            match step {
                Step::Key(key) => match node.entry(&key) {
                    Some(entry) => {
                        line = entry.line;
                        node = &entry.node;
                    }
                    None => return line,
                },
                Step::Index(index) => match &node.value {
                    Value::List(items) if index < items.len() => {
                        node = &items[index];
                        line = node.line;
                    }
                    _ => return line,
                },
            }
        }
        line
    }
}

/// A text in quotes, shortened when long, with control characters escaped.
pub fn quote(text: &str) -> String {
    const SHOWN: usize = 60;
    if text.chars().count() <= SHOWN {
        format!("{text:?}")
    } else {
        format!("{:?}…", text.chars().take(SHOWN).collect::<String>())
    }
}

/// One step of a field path.
enum Step {
    Key(String),
    Index(usize),
}

/// Splits `agents[3 "ide-012"].share_percent` and `expected.assigned."a b"` into steps.
struct Steps<'p>(&'p str);

impl Iterator for Steps<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let rest = self.0.strip_prefix('.').unwrap_or(self.0);
        if rest.is_empty() {
            return None;
        }
        if let Some(inside) = rest.strip_prefix('[') {
            let digits = inside.find(|c: char| !c.is_ascii_digit()).unwrap_or(inside.len());
            let index = inside[..digits].parse().ok()?;
            let after = inside[digits..].trim_start();
            let after = if after.starts_with('"') { &after[quoted_len(after)..] } else { after };
            self.0 = after.strip_prefix(']').unwrap_or("");
            return Some(Step::Index(index));
        }
        if rest.starts_with('"') {
            let len = quoted_len(rest);
            self.0 = &rest[len..];
            return Some(Step::Key(serde_json::from_str(&rest[..len]).unwrap_or_default()));
        }
        let len = rest.find(['.', '[']).unwrap_or(rest.len());
        self.0 = &rest[len..];
        Some(Step::Key(rest[..len].to_owned()))
    }
}

/// Length of the quoted string that `text` starts with, quotes included.
fn quoted_len(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Where each line starts.
pub struct Lines(Vec<usize>);

impl Lines {
    /// Finds the line starts of a text.
    pub fn new(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// The line, from 1, of a byte offset.
    pub fn of(&self, offset: usize) -> usize {
        self.0.partition_point(|&start| start <= offset)
    }
}

/// A tree and what was wrong with the syntax of its text.
pub struct Parsed<'t> {
    /// The tree; `None` when the text has no structure at all.
    pub root: Option<Node<'t>>,
    /// Syntax issues, with lines and without paths.
    pub issues: Vec<Issue>,
}

fn syntax_issue(line: usize, what: impl Into<Said>, expected: impl Into<Said>, help: impl Into<Said>) -> Issue {
    Issue { line: Some(line), field: String::new(), found: what.into(), expected: expected.into(), help: help.into() }
}

/// Parses TOML; every syntax error is reported, and what could be read is kept.
pub fn parse_toml(text: &str) -> Parsed<'_> {
    let lines = Lines::new(text);
    if let Some(offset) = too_deep(text, true) {
        return Parsed { root: None, issues: vec![nesting_issue(lines.of(offset))] };
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let issues = errors
        .iter()
        .map(|error| {
            let line = error.span().map_or(1, |span| lines.of(span.start.min(text.len())));
            let message = error.message().replace('\n', ", ");
            let what = Said::both(format!("une erreur de syntaxe ({message})"), format!("a syntax error ({message})"));
            let help = Said::both("corrigez cette ligne", "correct this line");
            syntax_issue(line, what, Said::both("du TOML valable", "valid TOML"), help)
        })
        .collect();
    let root = Node { line: 1, value: Value::Table(toml_entries(table.into_inner(), &lines)) };
    Parsed { root: Some(root), issues }
}

fn toml_entries<'t>(table: DeTable<'t>, lines: &Lines) -> Vec<Entry<'t>> {
    table
        .into_iter()
        .map(|(key, value)| Entry {
            line: lines.of(key.span().start),
            key: key.into_inner(),
            node: Node { line: lines.of(value.span().start), value: toml_value(value.into_inner(), lines) },
        })
        .collect()
}

fn toml_value<'t>(value: DeValue<'t>, lines: &Lines) -> Value<'t> {
    match value {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(number) => i128::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Text(Cow::Owned(number.as_str().to_owned())), Value::Integer),
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => Value::Boolean(value),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .into_iter()
                .map(|item| Node { line: lines.of(item.span().start), value: toml_value(item.into_inner(), lines) })
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(toml_entries(table, lines)),
    }
}

/// Parses JSON by the strict grammar; where a looser reading exists, the tree comes from that one.
pub fn parse_json(text: &str) -> Parsed<'_> {
    let lines = Lines::new(text);
    if let Some(offset) = too_deep(text, false) {
        return Parsed { root: None, issues: vec![nesting_issue(lines.of(offset))] };
    }
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let mut issues = Vec::new();
    let parsed = jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &strict).or_else(|error| {
        issues.push(syntax_issue(
            error.line_display(),
            Said::both(
                format!("une erreur de syntaxe ({})", error.kind()),
                format!("a syntax error ({})", error.kind()),
            ),
            Said::both("du JSON valable", "valid JSON"),
            Said::both(
                "corrigez cette ligne ; le JSON n’admet ni commentaires ni virgules finales",
                "correct this line; comments and trailing commas are not allowed in JSON",
            ),
        ));
        jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default())
    });
    let value = parsed.ok().and_then(|parsed| parsed.value);
    if value.is_none() && issues.is_empty() {
        issues.push(syntax_issue(
            1,
            Said::both("rien", "nothing"),
            Said::both("un objet JSON", "one JSON object"),
            Said::both("écrivez le scénario comme un seul objet", "write the scenario as one object"),
        ));
    }
    let root = value.map(|value| json_node(value, &lines, &mut issues));
    Parsed { root, issues }
}

fn json_node<'t>(value: ast::Value<'t>, lines: &Lines, issues: &mut Vec<Issue>) -> Node<'t> {
    use jsonc_parser::common::Ranged;
    let line = lines.of(value.start());
    let value = match value {
        ast::Value::StringLit(text) => Value::Text(text.value),
        ast::Value::NumberLit(number) => match number.value.parse::<i128>() {
            Ok(whole) => Value::Integer(whole),
            Err(_) => Value::Float(number.value.parse().unwrap_or(f64::NAN)),
        },
        ast::Value::BooleanLit(boolean) => Value::Boolean(boolean.value),
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::Array(array) => {
            Value::List(array.elements.into_iter().map(|item| json_node(item, lines, issues)).collect())
        }
        ast::Value::Object(object) => {
            let mut entries: Vec<Entry<'t>> = Vec::with_capacity(object.properties.len());
            let mut seen = std::collections::BTreeSet::new();
            for property in object.properties {
                let line = lines.of(property.range.start);
                let key = match property.name {
                    ast::ObjectPropName::String(name) => name.value,
                    ast::ObjectPropName::Word(name) => Cow::Borrowed(name.value),
                };
                if seen.insert(key.clone()) {
                    entries.push(Entry { key, line, node: json_node(property.value, lines, issues) });
                } else {
                    let what = Said::both(
                        format!("la clé {} une deuxième fois", quote(&key)),
                        format!("the key {} a second time", quote(&key)),
                    );
                    let expected = Said::both("chaque clé une fois par objet", "each key once per object");
                    issues.push(syntax_issue(
                        line,
                        what,
                        expected,
                        Said::both("retirez l’un des deux", "remove one of the two"),
                    ));
                }
            }
            Value::Table(entries)
        }
    };
    Node { line, value }
}

fn nesting_issue(line: usize) -> Issue {
    let expected = Said::both(format!("au plus {NESTING_MAX} niveaux"), format!("at most {NESTING_MAX} levels"));
    let what = Said::both("des listes ou des tables imbriquées trop profond", "lists or tables nested too deep");
    let help = Said::both(
        "un scénario a besoin de quatre niveaux ; vérifiez les crochets",
        "a scenario needs four levels; check the brackets",
    );
    syntax_issue(line, what, expected, help)
}

/// The offset at which brackets nest deeper than [`NESTING_MAX`], found without recursion before any parser runs.
///
/// Brackets in strings and TOML comments do not count. An unclosed string ends at its line end, which can only make the
/// count stricter than the parser's, never laxer, on a text that is broken anyway.
fn too_deep(text: &str, toml: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'[' | b'{' => {
                depth += 1;
                if depth > NESTING_MAX {
                    return Some(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'#' if toml => at += bytes[at..].iter().position(|&b| b == b'\n').unwrap_or(bytes.len() - at),
            quote @ (b'"' | b'\'') if toml || quote == b'"' => at = string_end(bytes, at, quote, toml),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The offset of the last byte of the string that opens at `at`.
fn string_end(bytes: &[u8], at: usize, quote: u8, toml: bool) -> usize {
    let triple = [quote; 3];
    let multiline = toml && bytes[at..].starts_with(&triple);
    let mut end = at + if multiline { 3 } else { 1 };
    while end < bytes.len() {
        if bytes[end] == b'\\' && quote == b'"' {
            end += 1;
        } else if multiline && bytes[end..].starts_with(&triple) {
            return end + 2;
        } else if !multiline && (bytes[end] == quote || bytes[end] == b'\n') {
            return end;
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_lines_in_both_syntaxes() {
        let toml = "a = 1\n\n[[agents]]\nid = \"x\"\n\n[[agents]]\nid = \"y.]\\\"\"\nshare = 3\n";
        let json = "{\n\"a\": 1,\n\"agents\": [{\"id\": \"x\"},\n\n {\n\"id\": \"y\",\n\n\"share\": 3}]}";
        for (root, share) in [(parse_toml(toml).root, 8), (parse_json(json).root, 8)] {
            let root = root.expect("a tree");
            assert_eq!(root.line_of("agents[1].share"), share);
            assert_eq!(root.line_of("agents[1 \"y.]\\\"\"].share"), share);
            assert!(root.line_of("agents[1].absent") < share, "a missing field has its parent's line");
            assert_eq!(root.line_of("nothing[7].at.all"), 1);
        }
    }

    #[test]
    fn brackets_in_strings_and_comments_are_not_nesting() {
        let many = "[".repeat(100);
        assert_eq!(too_deep(&format!("a = \"{many}\"\nb = '''{many}\n{many}'''\n# {many}\nc = 1"), true), None);
        assert_eq!(too_deep(&format!("{{\"a\\\"\": \"{many}\"}}"), false), None);
        assert_eq!(too_deep(&format!("a = {many}"), true), Some(4 + NESTING_MAX));
    }
}
