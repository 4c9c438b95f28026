//! Packs in words and as plain data: what the command line and the API show of them.

mod earnings;

use super::compensation::Compensation;
use super::pack::{Library, Pack, PackDerogation};
use super::rule::{Direction, FORCES, Limit, Rule, STATUSES, ValueName};
use crate::explain::hours;
pub(super) use earnings::compensation_fields;
use serde::Serialize;

/// One value of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Value {
    /// As packs spell it.
    pub name: &'static str,
    /// As packs write it: minutes, days, thousandths.
    pub value: i64,
    /// With its unit: `≥ 12 h`, `≤ 48 h`, `over 12 weeks`.
    pub words: String,
}

/// A derogation that touches a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Touched {
    /// Its id.
    pub derogation: String,
    /// Its pack.
    pub pack: String,
    /// `changes day_minutes_max ≤ 12 h`, `suspends it`, `brings it in`.
    pub effect: String,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleView {
    /// Its id.
    pub id: String,
    /// Key of its pack.
    pub pack: String,
    /// French name.
    pub label_fr: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its values; those it leaves open are left out.
    pub values: Vec<Value>,
    /// The loosest that a document may bring; the values that differ from the rule's.
    pub floor: Vec<Value>,
    /// Whom it binds; absent: everyone.
    pub applies_to: Option<&'static str>,
    /// The derogation without which it does not hold.
    pub only_with: Option<String>,
    /// `hard`, `default` or `information`.
    pub force: &'static str,
    /// Article.
    pub article: String,
    /// The same article elsewhere.
    pub alias: Option<String>,
    /// Where the value was read.
    pub source: String,
    /// How sure it is.
    pub certainty: String,
    /// First day in force.
    pub valid_from: String,
    /// Last day in force.
    pub valid_to: Option<String>,
    /// Derogations that change it, suspend it or bring it in.
    pub derogations: Vec<Touched>,
}

/// A derogation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DerogationView {
    /// Its id.
    pub id: String,
    /// Key of its pack.
    pub pack: String,
    /// French name.
    pub label_fr: String,
    /// What it does to which rule.
    pub effects: Vec<(String, String)>,
    /// Article.
    pub article: String,
    /// Where it was read.
    pub source: String,
    /// How sure it is.
    pub certainty: String,
}

/// What a duty earns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CompensationView {
    /// Its id.
    pub id: String,
    /// Key of its pack.
    pub pack: String,
    /// French name.
    pub label_fr: String,
    /// Everything else that is set: name and words.
    pub fields: Vec<(&'static str, String)>,
}

/// A pack at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackView {
    /// `fph@2026-01`
    pub key: String,
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// French name.
    pub name: String,
    /// First day in force.
    pub valid_from: String,
    /// Last day in force.
    pub valid_to: Option<String>,
    /// Packs underneath.
    pub extends: Vec<String>,
    /// Number of rules.
    pub rules: usize,
    /// Number of derogations.
    pub derogations: usize,
    /// Number of compensations.
    pub compensations: usize,
}

impl PackView {
    /// A pack at a glance.
    pub fn of(pack: &Pack) -> Self {
        Self {
            key: pack.key(),
            id: pack.id.clone(),
            version: pack.version.clone(),
            name: pack.name.clone(),
            valid_from: pack.valid_from.to_string(),
            valid_to: pack.valid_to.map(|day| day.to_string()),
            extends: pack.extends.clone(),
            rules: pack.rules.len(),
            derogations: pack.derogations.len(),
            compensations: pack.compensations.len(),
        }
    }
}

/// A pack with everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackContents {
    /// At a glance.
    #[serde(flatten)]
    pub pack: PackView,
    /// Its rules.
    pub rule: Vec<RuleView>,
    /// Its derogations.
    pub derogation: Vec<DerogationView>,
    /// What its duties earn.
    pub compensation: Vec<CompensationView>,
}

impl PackContents {
    /// Everything in a pack of a library.
    pub fn of(library: &Library, pack: &Pack) -> Self {
        Self {
            pack: PackView::of(pack),
            rule: pack.rules.iter().map(|rule| RuleView::of(library, pack, rule)).collect(),
            derogation: pack.derogations.iter().map(|d| DerogationView::of(library, pack, d)).collect(),
            compensation: pack.compensations.iter().map(|c| CompensationView::of(pack, c)).collect(),
        }
    }
}

impl RuleView {
    /// A rule of a pack, with what the packs of the library do to it.
    pub fn of(library: &Library, pack: &Pack, rule: &Rule) -> Self {
        // A derogation touches the rules of its own pack and of those underneath.
        let above = |other: &&Pack| library.chain(other).iter().any(|under| under.key() == pack.key());
        let touching = library.packs().iter().filter(above).flat_map(|other| {
            let effects =
                |d: &PackDerogation| effects_on(rule, d).into_iter().map(|e| (d.id.clone(), e)).collect::<Vec<_>>();
            let found: Vec<(String, String)> = other.derogations.iter().flat_map(effects).collect();
            found.into_iter().map(|(derogation, effect)| Touched { derogation, pack: other.key(), effect })
        });
        Self {
            id: rule.id.clone(),
            pack: pack.key(),
            label_fr: rule.label_fr.clone(),
            kind: rule.limit.kind(),
            values: values(&rule.limit),
            floor: rule.floor.map(|floor| floor_values(&rule.limit, &floor)).unwrap_or_default(),
            applies_to: rule.applies_to.map(|status| word_of(STATUSES, status)),
            only_with: rule.only_with.clone(),
            force: word_of(FORCES, rule.force),
            article: rule.article.clone(),
            alias: rule.alias.clone(),
            source: rule.source.clone(),
            certainty: rule.certainty.to_string(),
            valid_from: rule.valid_from.unwrap_or(pack.valid_from).to_string(),
            valid_to: rule.valid_to.or(pack.valid_to).map(|day| day.to_string()),
            derogations: touching.collect(),
        }
    }
}

fn effects_on(rule: &Rule, derogation: &PackDerogation) -> Vec<String> {
    let mut effects: Vec<String> = Vec::new();
    for change in derogation.changes.iter().filter(|change| change.rule == rule.id) {
        let new = rule.limit.with(&change.values).unwrap_or(rule.limit);
        effects.push(format!("changes it to {}", in_words(&floor_values(&rule.limit, &new))));
    }
    if derogation.suspends.contains(&rule.id) {
        effects.push("suspends it".to_owned());
    }
    if rule.only_with.as_ref() == Some(&derogation.id) {
        effects.push("brings it in".to_owned());
    }
    effects
}

impl DerogationView {
    /// A derogation of a pack.
    pub fn of(library: &Library, pack: &Pack, derogation: &PackDerogation) -> Self {
        let chain = library.chain(pack);
        let rules = chain.iter().flat_map(|under| &under.rules);
        let on =
            |rule: &Rule| effects_on(rule, derogation).into_iter().map(|effect| (rule.id.clone(), effect)).collect();
        let mut effects: Vec<(String, String)> = rules.flat_map(|rule| -> Vec<_> { on(rule) }).collect();
        for compensation in chain.iter().flat_map(|under| &under.compensations) {
            if compensation.only_with.as_ref() == Some(&derogation.id) {
                effects.push((compensation.id.clone(), "brings it in".to_owned()));
            }
            if compensation.not_with.as_ref() == Some(&derogation.id) {
                effects.push((compensation.id.clone(), "sets it aside".to_owned()));
            }
        }
        Self {
            id: derogation.id.clone(),
            pack: pack.key(),
            label_fr: derogation.label_fr.clone(),
            effects,
            article: derogation.article.clone(),
            source: derogation.source.clone(),
            certainty: derogation.certainty.to_string(),
        }
    }
}

impl CompensationView {
    /// A compensation of a pack.
    pub fn of(pack: &Pack, compensation: &Compensation) -> Self {
        Self {
            id: compensation.id.clone(),
            pack: pack.key(),
            label_fr: compensation.label_fr.clone(),
            fields: compensation_fields(compensation),
        }
    }
}

/// The values that a limit gives.
pub fn values(limit: &Limit) -> Vec<Value> {
    let given = limit.values().into_iter().filter_map(|(name, value)| Some((name, value?)));
    given.map(|(name, value)| Value { name: name.name, value, words: words(name, value) }).collect()
}

/// The values in which a floor, or a changed limit, differs from the rule's.
fn floor_values(rule: &Limit, floor: &Limit) -> Vec<Value> {
    let law = values(rule);
    values(floor).into_iter().filter(|value| !law.contains(value)).collect()
}

/// `day_minutes_max ≤ 9 h, night_minutes_max ≤ 10 h`; alone, a value goes without its name.
pub fn in_words(values: &[Value]) -> String {
    match values {
        [only] => only.words.clone(),
        many => many.iter().map(|v| format!("{} {}", v.name, v.words)).collect::<Vec<_>>().join(", "),
    }
}

/// `≥ 12 h`, `≤ 48 h`, `= 7 days`
pub(super) fn words(name: ValueName, value: i64) -> String {
    let sign = match name.direction {
        Direction::Least => "≥",
        Direction::Most => "≤",
        Direction::Exact => "=",
    };
    format!("{sign} {}", quantity(name.name, value))
}

/// A value with the unit that its name ends with.
fn quantity(name: &str, value: i64) -> String {
    let count = |one: &str| if value == 1 { format!("1 {one}") } else { format!("{value} {one}s") };
    match name {
        _ if name.contains("minutes") => hours(value),
        _ if name.contains("permille") => format!("{} %", tenth(value)),
        _ if name.contains("percent") => format!("{value} %"),
        _ if name.contains("sundays") => count("Sunday"),
        _ if name.contains("weeks") => count("week"),
        _ if name.contains("months") => count("month"),
        _ if name.contains("days") => count("day"),
        "duties_max" => {
            if value == 1 {
                "1 duty".to_owned()
            } else {
                format!("{value} duties")
            }
        }
        "rostered_only" => "the home roster alone".to_owned(),
        "variable_from" => format!("{value} Sundays or holidays"),
        _ => value.to_string(),
    }
}

/// Thousandths as percent.
pub(super) fn tenth(permille: i64) -> String {
    match permille % 10 {
        0 => (permille / 10).to_string(),
        rest => format!("{}.{rest}", permille / 10),
    }
}

/// How packs spell a word.
pub(super) fn word_of<T: PartialEq + Copy>(words: &[(&'static str, T)], wanted: T) -> &'static str {
    words.iter().find(|(_, value)| *value == wanted).map_or("", |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_with_their_units() {
        let library = Library::builtin();
        let told = |id: &str| {
            let (pack, rule) = library.rule(id).expect("a rule");
            in_words(&RuleView::of(library, pack, rule).values)
        };
        assert_eq!(told("fph.daily-rest"), "≥ 12 h");
        assert_eq!(told("fph.weekly-max"), "minutes_max ≤ 48 h, sliding_days = 7 days");
        assert_eq!(told("fph.outside-authorisation"), "≤ 70 %");
    }

    #[test]
    fn a_rule_names_the_derogations_that_touch_it() {
        let library = Library::builtin();
        let (pack, rule) = library.rule("fph.duty-length").expect("a rule");
        let view = RuleView::of(library, pack, rule);
        assert_eq!(view.derogations.len(), 1, "{view:?}");
        assert_eq!(view.derogations[0].derogation, "daily-length-12h");
        assert!(view.derogations[0].effect.contains("day_minutes_max ≤ 12 h"), "{view:?}");
        assert_eq!(in_words(&view.floor), "day_minutes_max ≤ 12 h, night_minutes_max ≤ 12 h");
    }

    #[test]
    fn everything_of_every_pack_has_words() {
        let library = Library::builtin();
        for pack in library.packs() {
            for rule in &pack.rules {
                let view = RuleView::of(library, pack, rule);
                assert!(!view.values.is_empty() && !view.force.is_empty(), "{view:?}");
            }
            for derogation in &pack.derogations {
                let view = DerogationView::of(library, pack, derogation);
                assert!(!view.effects.is_empty(), "{view:?}");
            }
            for compensation in &pack.compensations {
                assert!(CompensationView::of(pack, compensation).fields.len() >= 6, "{}", compensation.id);
            }
        }
    }
}
