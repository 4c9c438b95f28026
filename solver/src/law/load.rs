//! The text form of a rule pack: TOML → [`Pack`].
//!
//! A pack is judged in three passes (`formats::passes`): the parser's own errors, the form of each field (here), and what
//! the fields mean together and above the packs underneath (`meaning`). Unknown fields are refused, so that a misspelt
//! limit is never silently absent, and a value without an article and a source is no law.
//!
//! The values of a rule are plain fields of its table. Which there are follows from its kind ([`KINDS`]), so a new kind of
//! rule needs no line here.

mod derogations;
mod meaning;
#[cfg(test)]
mod tests;

use super::compensation::{self, Compensation};
use super::pack::{Change, Library, Mileage, Night, Pack, PackDerogation};
use super::rule::{CERTAINTIES, Direction, FORCES, KINDS, KindName, Limit, Rule, STATUSES, ValueName};
use crate::formats::passes::judge;
use crate::formats::reader::{Path, Sink, Table, read_table};
use crate::formats::tree::{self, Node};
use crate::formats::{Issue, Said};

/// A pack as it was read, with what only its check needs.
struct Draft {
    pack: Pack,
    /// What the ids of its rules begin with, before the dot; absent: its id.
    rule_prefix: Option<String>,
}

/// Reads a pack above the packs of a library.
///
/// # Errors
/// Every issue found, in file order, each with its line.
pub fn read(text: &str, library: &Library) -> Result<Pack, Vec<Issue>> {
    let what = Said::both("un référentiel", "a rule pack");
    judge(text, tree::parse_toml(text), what, draft, |draft, doubts| meaning::check(draft, library, doubts))
        .map(|draft| draft.pack)
}

fn draft(node: &Node<'_>, sink: &Sink<'_>) -> Option<Draft> {
    let fields = [
        "id",
        "version",
        "name",
        "valid_from",
        "valid_to",
        "rule_prefix",
        "extends",
        "night",
        "mileage",
        "rule",
        "derogation",
        "compensation",
    ];
    let t = Table::open(node, &Path::ROOT, sink, &fields)?;
    let pack = Pack {
        id: t.text("id"),
        version: t.text("version"),
        name: t.text("name"),
        valid_from: t.date("valid_from"),
        valid_to: t.optional_date("valid_to"),
        extends: t.texts("extends"),
        night: t.table("night", false, night),
        mileage: t.table("mileage", false, mileage),
        rules: t.list("rule", false, "id", rule),
        derogations: t.list("derogation", false, "id", derogation),
        compensations: t.list("compensation", false, "id", compensation),
    };
    Some(Draft { pack, rule_prefix: t.optional_text("rule_prefix") })
}

fn night(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> Night {
    let fields =
        ["share_percent_min", "worker_duties_per_week", "worker_minutes_min", "article", "source", "certainty"];
    read_table(node, path, sink, &fields, |t| Night {
        share_percent_min: i64::from(t.whole("share_percent_min")),
        worker_duties_per_week: t.optional_whole("worker_duties_per_week").map(i64::from),
        worker_minutes_min: t.optional_whole("worker_minutes_min").map(i64::from),
        article: t.text("article"),
        source: t.text("source"),
        certainty: t.word("certainty", CERTAINTIES),
    })
}

fn mileage(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> Mileage {
    read_table(node, path, sink, &["cents_per_km", "article", "source", "certainty"], |t| Mileage {
        cents_per_km: i64::from(t.whole("cents_per_km")),
        article: t.text("article"),
        source: t.text("source"),
        certainty: t.word("certainty", CERTAINTIES),
    })
}

fn compensation(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> Compensation {
    read_table(node, path, sink, compensation::FIELDS, compensation::read)
}

/// What every rule has, whatever its kind.
const RULE_FIELDS: [&str; 13] = [
    "id",
    "kind",
    "label_fr",
    "force",
    "floor",
    "applies_to",
    "only_with",
    "article",
    "alias",
    "source",
    "certainty",
    "valid_from",
    "valid_to",
];

fn rule(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> Rule {
    let kind = kind_of(node);
    let values = values_of(kind);
    let mut fields = RULE_FIELDS.to_vec();
    fields.extend(values.iter().map(|value| value.name));
    let kinds: Vec<(&str, &KindName)> = KINDS.iter().map(|kind| (kind.name, kind)).collect();
    read_table(node, path, sink, &fields, |t| {
        let id = t.text("id");
        let named = t.word("kind", &kinds);
        let limit = Limit::from_values(named.name, |name| match kind {
            // The values of a kind that does not exist are no one's mistake but the kind's.
            None => None,
            Some(_) if is_optional(named, name) => t.optional_whole(name).map(i64::from),
            Some(_) => Some(i64::from(t.whole(name))),
        })
        .expect("a kind of the list exists");
        let floor = t.table("floor", false, |node, path, sink| floor(&limit, kind, node, path, sink));
        Rule {
            id,
            label_fr: t.text("label_fr"),
            limit,
            floor,
            applies_to: t.optional_word("applies_to", STATUSES),
            only_with: t.optional_text("only_with"),
            force: t.word("force", FORCES),
            article: t.text("article"),
            alias: t.optional_text("alias"),
            source: t.text("source"),
            certainty: t.word("certainty", CERTAINTIES),
            valid_from: t.optional_date("valid_from"),
            valid_to: t.optional_date("valid_to"),
        }
    })
}

/// The kind that a rule's table names; what is wrong with the name is said where the field is read.
fn kind_of(node: &Node<'_>) -> Option<&'static KindName> {
    let tree::Value::Text(name) = &node.entry("kind")?.node.value else { return None };
    KINDS.iter().find(|kind| kind.name == name)
}

/// The values of a kind, or of every kind where it is not known.
fn values_of(kind: Option<&'static KindName>) -> Vec<&'static ValueName> {
    match kind {
        Some(kind) => kind.values.iter().collect(),
        None => KINDS.iter().flat_map(|kind| kind.values).collect(),
    }
}

fn is_optional(kind: &KindName, name: &str) -> bool {
    kind.values.iter().any(|value| value.name == name && value.optional)
}

/// The loosest values; what it does not name is as in the rule, and windows and thresholds are no question of looseness.
fn floor(limit: &Limit, kind: Option<&'static KindName>, node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> Limit {
    let values = values_of(kind).into_iter().filter(|value| value.direction != Direction::Exact);
    let names: Vec<&'static str> = values.map(|value| value.name).collect();
    read_table(node, path, sink, &names, |t| {
        let given = names.iter().filter_map(|name| Some(((*name).to_owned(), i64::from(t.optional_whole(name)?))));
        limit.with(&given.collect::<Vec<_>>()).unwrap_or(*limit)
    })
}

fn derogation(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> PackDerogation {
    let fields = ["id", "label_fr", "article", "source", "certainty", "changes", "suspends"];
    read_table(node, path, sink, &fields, |t| PackDerogation {
        id: t.text("id"),
        label_fr: t.text("label_fr"),
        article: t.text("article"),
        source: t.text("source"),
        certainty: t.word("certainty", CERTAINTIES),
        changes: t.list("changes", false, "rule", change),
        suspends: t.texts("suspends"),
    })
}

/// Which values it may name depends on the rule, which may stand in another pack: see [`meaning`].
fn change(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> Change {
    let mut fields = vec!["rule"];
    if let tree::Value::Table(entries) = &node.value {
        fields.extend(entries.iter().map(|entry| entry.key.as_ref()).filter(|key| *key != "rule"));
    }
    read_table(node, path, sink, &fields, |t| Change {
        rule: t.text("rule"),
        values: fields[1..].iter().filter_map(|key| Some(((*key).to_owned(), t.optional_whole(key)?.into()))).collect(),
    })
}
