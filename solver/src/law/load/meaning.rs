//! What the fields of a pack mean together and above the packs underneath: ids that exist, values in range, floors that are
//! floors, derogations that stay within them, dates that do not overlap.

use super::Draft;
use crate::formats::Issue;
use crate::formats::findings::{Doubts, Findings};
use crate::formats::reader::Path;
use crate::formats::tree::quote;
use crate::law::compensation::{self, Known};
use crate::law::pack::{Change, Library, Pack, PackDerogation};
use crate::law::rule::{Direction, Force, Limit, Rule, ValueName};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Ranges of the values for which not every whole number makes sense: name, least, most.
const RANGES: &[(&str, i64, i64)] = &[
    ("weeks", 1, 53),
    ("sliding_days", 7, 7),
    ("rostered_only", 1, 1),
    ("duties_max", 1, 24),
    ("full_time_minutes", 1, 7 * 24 * 60),
    ("extra_permille_max", 0, 1000),
    ("permille", 0, 1000),
    ("night_percent", 0, 100),
    ("above_percent", 0, 100),
];

/// Everything that is wrong with a well-formed pack, keyed by field path, without lines.
pub fn check(draft: &Draft, library: &Library, doubts: &Doubts<'_>) -> Vec<Issue> {
    let mut findings = Findings::new(doubts);
    let ground = Ground::new(&draft.pack, library);
    head(&draft.pack, library, &mut findings);
    extends(&ground, library, &mut findings);
    for at in 0..draft.pack.rules.len() {
        rule(at, draft, &ground, library, &mut findings);
    }
    for at in 0..draft.pack.derogations.len() {
        derogation(at, &ground, &mut findings);
    }
    compensation::check(&draft.pack.compensations, &ground.known(), &mut findings);
    dependents(&ground, library, &mut findings);
    findings.into_issues()
}

/// A pack and what it stands on.
struct Ground<'a> {
    pack: &'a Pack,
    /// Every pack underneath, nearest first.
    under: Vec<&'a Pack>,
    /// Whether all that it extends is there; otherwise an unknown id may well be in what is missing.
    complete: bool,
}

impl<'a> Ground<'a> {
    fn new(pack: &'a Pack, library: &'a Library) -> Self {
        let found: Vec<&Pack> = pack.extends.iter().filter_map(|key| exactly(library, key)).collect();
        let complete = found.len() == pack.extends.len();
        let mut under: Vec<&Pack> = Vec::new();
        for below in found.into_iter().flat_map(|below| library.chain(below)) {
            if !under.iter().any(|known| std::ptr::eq(*known, below)) {
                under.push(below);
            }
        }
        Self { pack, under, complete }
    }

    /// The rules of this pack, with their positions, and of those underneath.
    fn rules(&self) -> impl Iterator<Item = (Option<usize>, &'a Rule)> {
        let own = self.pack.rules.iter().enumerate().map(|(at, rule)| (Some(at), rule));
        own.chain(self.under.iter().flat_map(|pack| &pack.rules).map(|rule| (None, rule)))
    }

    /// What compensations may refer to.
    fn known(&self) -> Known<'a> {
        let packs = || std::iter::once(self.pack).chain(self.under.iter().copied());
        Known {
            derogations: self.derogations().map(|derogation| derogation.id.as_str()).collect(),
            compensations: packs().flat_map(|pack| &pack.compensations).map(|rule| rule.id.as_str()).collect(),
            complete: self.complete,
        }
    }

    fn derogations(&self) -> impl Iterator<Item = &'a PackDerogation> {
        std::iter::once(self.pack).chain(self.under.iter().copied()).flat_map(|pack| &pack.derogations)
    }
}

/// A pack by its full key: what a pack stands on must not change by itself when a new version is loaded.
fn exactly<'a>(library: &'a Library, key: &str) -> Option<&'a Pack> {
    let (id, version) = key.split_once('@')?;
    library.pack(id, version)
}

fn head(pack: &Pack, library: &Library, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    for (key, text) in [("id", &pack.id), ("version", &pack.version)] {
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
            let help = "its key is `id@version`; write it without spaces";
            findings.report(&root.key(key), quote(text), "letters, digits or any of -_.", help);
        }
    }
    findings.filled(&root.key("name"), &pack.name);
    if let Some(to) = pack.valid_to {
        findings.in_order(&root, ("valid_from", pack.valid_from), ("valid_to", to));
    }
    if let Some(night) = &pack.night {
        let path = root.key("night");
        if !(1..=100).contains(&night.share_percent_min) {
            let found = night.share_percent_min.to_string();
            findings.report(&path.key("share_percent_min"), &found, "1 to 100", "correct the number");
        }
        if night.worker_duties_per_week.is_some() != night.worker_minutes_min.is_some() {
            let help = "say how many duties a week, and how many night minutes each, make a night worker";
            let expected = "both `worker_duties_per_week` and `worker_minutes_min`, or neither";
            findings.report(&path, "one of the two", expected, help);
        }
        founded(&path, &night.article, &night.source, findings);
    }
    if let Some(mileage) = &pack.mileage {
        founded(&root.key("mileage"), &mileage.article, &mileage.source, findings);
    }
    if !is_dated(pack, findings) {
        return;
    }
    for other in library.packs().iter().filter(|other| other.id == pack.id && other.version != pack.version) {
        let (before, after) = if other.valid_from < pack.valid_from { (other, pack) } else { (pack, other) };
        // An open end is closed by the successor's start.
        let overlap = before.valid_from == after.valid_from || before.valid_to.is_some_and(|to| to >= after.valid_from);
        if overlap {
            let expected =
                format!("days outside those of {} ({})", other.key(), days(other.valid_from, other.valid_to));
            let help = "let one version begin after the other ends, or give this one the other's version to replace it";
            let key = if std::ptr::eq(before, pack) && pack.valid_to.is_some() { "valid_to" } else { "valid_from" };
            findings.report(&root.key(key), days(pack.valid_from, pack.valid_to), &expected, help);
        }
    }
}

/// Whether the days of the pack can be held against others.
fn is_dated(pack: &Pack, findings: &Findings<'_>) -> bool {
    let is_unsure = ["valid_from", "valid_to"].into_iter().any(|key| findings.doubts.is_unsure(key));
    !is_unsure && pack.valid_to.is_none_or(|to| to >= pack.valid_from)
}

/// `2026-01-01 to 2026-12-31`, `2026-01-01 onwards`.
fn days(from: NaiveDate, to: Option<NaiveDate>) -> String {
    to.map_or_else(|| format!("{from} onwards"), |to| format!("{from} to {to}"))
}

/// A value without an article and a source is no law.
fn founded(path: &Path<'_>, article: &str, source: &str, findings: &mut Findings<'_>) {
    findings.filled(&path.key("article"), article);
    findings.filled(&path.key("source"), source);
}

fn extends(ground: &Ground<'_>, library: &Library, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("extends");
    for (at, key) in ground.pack.extends.iter().enumerate() {
        let field = list.item(at, None);
        let Some(below) = exactly(library, key) else {
            let keys: Vec<String> = library.packs().iter().map(Pack::key).collect();
            // The key without its version is the likeliest slip.
            let near = library.find(key.split('@').next().unwrap_or_default()).map(Pack::key);
            let near = near.or_else(|| findings.nearest(key, keys.iter().map(String::as_str)).map(str::to_owned));
            let help = match near {
                Some(near) => format!("did you mean {}?", quote(&near)),
                None => "load the pack underneath first".to_owned(),
            };
            let expected = if keys.is_empty() {
                "nothing, as no pack is loaded".to_owned()
            } else {
                format!("one of {}", keys.join(", "))
            };
            findings.report(&field, quote(key), &expected, &help);
            continue;
        };
        if library.chain(below).iter().any(|under| under.id == ground.pack.id) {
            let help = "a pack cannot stand on itself; remove it";
            findings.report(&field, quote(key), format!("a pack without {} underneath", ground.pack.id), help);
        }
    }
}

fn rule(at: usize, draft: &Draft, ground: &Ground<'_>, library: &Library, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("rule");
    let pack = &draft.pack;
    let rule = &pack.rules[at];
    let path = list.item(at, Some(&rule.id));
    rule_id(rule, &path, draft, library, findings);
    findings.filled(&path.key("label_fr"), &rule.label_fr);
    founded(&path, &rule.article, &rule.source, findings);
    if let Some(alias) = &rule.alias {
        findings.filled(&path.key("alias"), alias);
    }
    rule_dates(at, &path, pack, findings);
    if !findings.doubts.is_unsure(&format!("rule[{at}]")) {
        values(rule, &path, findings);
    }
    if let Some(wanted) = &rule.only_with {
        let known: BTreeMap<&str, usize> = ground.derogations().map(|known| (known.id.as_str(), 0)).collect();
        if ground.complete {
            findings.reference(&path.key("only_with"), wanted, &known, "derogation");
        }
    }
}

fn rule_id(rule: &Rule, path: &Path<'_>, draft: &Draft, library: &Library, findings: &mut Findings<'_>) {
    let field = path.key("id");
    findings.id(&field, &rule.id);
    let prefix = draft.rule_prefix.as_ref().unwrap_or(&draft.pack.id);
    let local = rule.id.strip_prefix(prefix.as_str()).and_then(|rest| rest.strip_prefix('.'));
    if local.is_none_or(str::is_empty) {
        let expected = format!("an id that begins with {}", quote(&format!("{prefix}.")));
        let help = format!("write {}", quote(&format!("{prefix}.{}", rule.id.rsplit('.').next().unwrap_or_default())));
        findings.report(&field, quote(&rule.id), &expected, &help);
    }
    let elsewhere = library.packs().iter().filter(|other| other.id != draft.pack.id);
    if let Some(other) = elsewhere.into_iter().find(|other| other.rules.iter().any(|known| known.id == rule.id)) {
        let found = format!("{}, already a rule of {}", quote(&rule.id), other.key());
        findings.report(&field, &found, "an id of its own", "rename the rule, or the `rule_prefix`");
    }
}

fn rule_dates(at: usize, path: &Path<'_>, pack: &Pack, findings: &mut Findings<'_>) {
    let rule = &pack.rules[at];
    let effective = |rule: &Rule| (rule.valid_from.unwrap_or(pack.valid_from), rule.valid_to.or(pack.valid_to));
    let (from, to) = effective(rule);
    match (rule.valid_from, rule.valid_to) {
        (Some(from), Some(to)) => findings.in_order(path, ("valid_from", from), ("valid_to", to)),
        (None, None) => {}
        _ if to.is_some_and(|to| to < from) && is_dated(pack, findings) => {
            let key = if rule.valid_to.is_some() { "valid_to" } else { "valid_from" };
            let found = rule.valid_to.unwrap_or(from).to_string();
            let expected = format!("a day of the pack: {}", days(pack.valid_from, pack.valid_to));
            findings.report(&path.key(key), &found, &expected, "correct the date, or remove the rule");
        }
        _ => {}
    }
    for (earlier_at, earlier) in pack.rules[..at].iter().enumerate().filter(|(_, known)| known.id == rule.id) {
        if earlier.limit.kind() != rule.limit.kind() && !findings.doubts.is_unsure(&format!("rule[{earlier_at}]")) {
            let expected = format!("{}, as in rule[{earlier_at}] of the same id", quote(earlier.limit.kind()));
            findings.report(&path.key("kind"), quote(rule.limit.kind()), &expected, "give one of them its own id");
        }
        let (known_from, known_to) = effective(earlier);
        if known_to.is_none_or(|known_to| known_to >= from) && to.is_none_or(|to| to >= known_from) {
            let key = if rule.valid_from.is_some() { "valid_from" } else { "id" };
            let expected = format!("days outside those of rule[{earlier_at}] ({})", days(known_from, known_to));
            let found = format!("{} a second time, {}", quote(&rule.id), days(from, to));
            let help = "end the first with `valid_to` before the second begins, or rename one of them";
            findings.report(&path.key(key), &found, &expected, help);
        }
    }
}

fn values(rule: &Rule, path: &Path<'_>, findings: &mut Findings<'_>) {
    let given = rule.limit.values();
    if given.iter().all(|(_, value)| value.is_none()) {
        let names: Vec<&str> = given.iter().map(|(name, _)| name.name).collect();
        let expected = format!("at least one of {}", names.join(", "));
        findings.report(path, "no value", &expected, "say what the rule requires");
    }
    for (name, value) in &given {
        in_range(name.name, *value, &path.key(name.name), findings);
    }
    let Some(floor) = &rule.floor else { return };
    let path = path.key("floor");
    if rule.force != Force::Default {
        let help =
            "a floor is how far a document may loosen a rule of force \"default\"; remove it or change the force";
        findings.report(&path, "a floor", "none, as no document loosens this rule", help);
    }
    for ((name, value), (_, law)) in floor.values().into_iter().zip(given) {
        // What the floor does not name is the rule's.
        in_range(name.name, value.filter(|_| value != law), &path.key(name.name), findings);
    }
    // The rule must do for whoever asks for no more than the floor.
    if let Some(tighter) = rule.limit.looser_than(floor) {
        let (law, found) = (value_of(&rule.limit, tighter), value_of(floor, tighter));
        let expected = match (tighter.direction, law) {
            (Direction::Least, Some(law)) => format!("{law} or less, as the rule has {law}"),
            (_, Some(law)) => format!("{law} or more, as the rule has {law}"),
            (_, None) => "nothing, as the rule does not limit it".to_owned(),
        };
        let help = "a floor is the loosest value that a document may bring, never tighter than the rule";
        findings.report(&path.key(tighter.name), shown(found), &expected, help);
    }
}

fn in_range(name: &str, value: Option<i64>, field: &Path<'_>, findings: &mut Findings<'_>) {
    let Some(value) = value else { return };
    let range = RANGES.iter().find(|(known, ..)| *known == name);
    let expected = match range {
        _ if name == "months" && value != 1 && value != 12 => "1 or 12".to_owned(),
        Some((_, only, most)) if only == most && value != *only => format!("{only}, or no such field"),
        Some((_, least, most)) if value < *least || value > *most => format!("a whole number from {least} to {most}"),
        _ => return,
    };
    findings.report(field, value.to_string(), &expected, "correct the number");
}

fn value_of(limit: &Limit, wanted: ValueName) -> Option<i64> {
    limit.values().into_iter().find(|(name, _)| *name == wanted).and_then(|(_, value)| value)
}

fn shown(value: Option<i64>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| value.to_string())
}

fn derogation(at: usize, ground: &Ground<'_>, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("derogation");
    let derogation = &ground.pack.derogations[at];
    let path = list.item(at, Some(&derogation.id));
    findings.id(&path.key("id"), &derogation.id);
    if ground.pack.derogations[..at].iter().any(|known| known.id == derogation.id) {
        let found = format!("{} a second time", quote(&derogation.id));
        findings.report(&path.key("id"), &found, "an id of its own", "rename one of the two");
    }
    findings.filled(&path.key("label_fr"), &derogation.label_fr);
    founded(&path, &derogation.article, &derogation.source, findings);
    let named = |id: &Option<String>| id.as_ref() == Some(&derogation.id);
    let stands_in = ground.pack.rules.iter().any(|rule| named(&rule.only_with))
        || ground.pack.compensations.iter().any(|rule| named(&rule.only_with) || named(&rule.not_with));
    let is_unsure = findings.doubts.is_unsure("rule")
        || findings.doubts.is_unsure("compensation")
        || findings.doubts.is_unsure(&format!("derogation[{at}]"));
    if derogation.changes.is_empty() && derogation.suspends.is_empty() && !stands_in && !is_unsure {
        let expected = "`changes`, `suspends`, or a rule or compensation with it in `only_with`";
        findings.report(&path, "a derogation without effect", expected, "say what the document relaxes");
    }
    let suspends = path.key("suspends");
    for (item, id) in derogation.suspends.iter().enumerate() {
        let field = suspends.item(item, None);
        for (own, rule) in rules_named(id, &field, ground, findings) {
            if rule.force != Force::Default && !is_own_unsure(own, findings) {
                let expected = format!("a rule of force \"default\", which {id} ({}) is not", rule.article);
                findings.report(&field, quote(id), &expected, "no document suspends it; remove it");
            }
        }
    }
    let changes = path.key("changes");
    for (item, change) in derogation.changes.iter().enumerate() {
        let path = changes.item(item, Some(&change.rule));
        if change.values.is_empty() && !is_unsure {
            findings.report(&path, "no value", "the new values of the rule", "say what the document relaxes");
        }
        for (name, value) in &change.values {
            in_range(name, Some(*value), &path.key(name), findings);
        }
        for (own, rule) in rules_named(&change.rule, &path.key("rule"), ground, findings) {
            if let Some(refusal) = refusal(rule, change).filter(|_| !is_own_unsure(own, findings)) {
                let field = path.key(&refusal.value);
                findings.report(&field, &refusal.found, &refusal.expected, refusal.help);
            }
        }
    }
}

/// Whether a rule of this pack has issues of its own, which are said there.
fn is_own_unsure(own: Option<usize>, findings: &Findings<'_>) -> bool {
    own.is_some_and(|own| findings.doubts.is_unsure(&format!("rule[{own}]")))
}

/// The rules of an id, several where it was amended; recorded when there are none.
fn rules_named<'a>(
    id: &str,
    field: &Path<'_>,
    ground: &Ground<'a>,
    findings: &mut Findings<'_>,
) -> Vec<(Option<usize>, &'a Rule)> {
    let named: Vec<_> = ground.rules().filter(|(_, rule)| rule.id == id).collect();
    if named.is_empty() && ground.complete {
        let known: BTreeMap<&str, usize> = ground.rules().map(|(_, rule)| (rule.id.as_str(), 0)).collect();
        findings.reference(field, id, &known, "rule");
    }
    named
}

/// Why a derogation may not change a rule so.
struct Refusal {
    value: String,
    found: String,
    expected: String,
    help: &'static str,
}

fn refusal(rule: &Rule, change: &Change) -> Option<Refusal> {
    let known = rule.limit.values();
    let refused = |value: &str, expected: String, help| {
        let found = change.values.iter().find(|(name, _)| name == value).map(|(_, found)| *found);
        Some(Refusal { value: value.to_owned(), found: shown(found), expected, help })
    };
    for (name, value) in &change.values {
        let Some((known_name, law)) = known.iter().find(|(known, _)| known.name == name) else {
            let names: Vec<&str> = known.iter().map(|(known, _)| known.name).collect();
            let expected = format!("a value of {}: {}", rule.id, names.join(", "));
            return refused(name, expected, "correct the name");
        };
        if known_name.direction == Direction::Exact && *law != Some(*value) {
            let expected = format!("{} as in {} ({})", shown(*law), rule.id, rule.article);
            let help =
                "a window or threshold is what the rule is about; suspend it and write another one `only_with` this";
            return refused(name, expected, help);
        }
    }
    let new = rule.limit.with(&change.values).ok()?;
    new.looser_than(&rule.limit)?;
    let (bound, what, help) = match (rule.force, &rule.floor) {
        (Force::Hard, _) => (&rule.limit, "public order", "no document loosens a hard rule; remove it or tighten it"),
        (Force::Default, Some(floor)) => (floor, "the floor", "no document goes past the floor; correct the value"),
        _ => (&rule.limit, "without a floor", "give the rule a floor, where the law lets a document loosen it"),
    };
    let past = new.looser_than(bound)?;
    let allowed = match past.direction {
        Direction::Least => format!("{} or more", shown(value_of(bound, past))),
        _ => format!("{} or less", shown(value_of(bound, past))),
    };
    refused(past.name, format!("{allowed}, {what} of {} ({})", rule.id, rule.article), help)
}

/// A pack that replaces one of the same key still holds what the packs above need of it.
fn dependents(ground: &Ground<'_>, library: &Library, findings: &mut Findings<'_>) {
    let Some(replaced) = library.pack(&ground.pack.id, &ground.pack.version) else { return };
    let root = Path::ROOT;
    let field = root.key("id");
    for above in library.packs().iter().filter(|above| !std::ptr::eq(*above, replaced)) {
        let chain = library.chain(above);
        if !chain.iter().any(|under| std::ptr::eq(*under, replaced)) {
            continue;
        }
        let rest = chain.into_iter().filter(|under| !std::ptr::eq(*under, replaced) && !std::ptr::eq(*under, above));
        let under: Vec<&Pack> = rest.chain([ground.pack]).chain(ground.under.iter().copied()).collect();
        let above = Ground { pack: above, under, complete: true };
        for trouble in broken(&above) {
            let found = format!("what breaks {}: {trouble}", above.pack.key());
            let expected = "a pack on which those above can still stand";
            findings.report(&field, &found, expected, "keep what they need, or give this one a version of its own");
        }
    }
}

/// References of a pack that lead nowhere, or that its ground no longer allows.
fn broken(ground: &Ground<'_>) -> Vec<String> {
    let mut troubles = Vec::new();
    for rule in &ground.pack.rules {
        if let Some(wanted) = &rule.only_with
            && !ground.derogations().any(|known| known.id == *wanted)
        {
            troubles.push(format!("its rule {} needs the derogation {wanted}", rule.id));
        }
    }
    for derogation in &ground.pack.derogations {
        let changed = derogation.changes.iter().map(|change| (change.rule.as_str(), Some(change)));
        let suspended = derogation.suspends.iter().map(|id| (id.as_str(), None));
        for (id, change) in changed.chain(suspended) {
            let named: Vec<&Rule> = ground.rules().map(|(_, rule)| rule).filter(|rule| rule.id == id).collect();
            if named.is_empty() {
                troubles.push(format!("its derogation {} needs the rule {id}", derogation.id));
            }
            for rule in named {
                match change {
                    Some(change) => {
                        let refusal = refusal(rule, change);
                        troubles.extend(refusal.map(|refusal| {
                            let Refusal { value, found, expected, .. } = refusal;
                            format!("its derogation {} has {value} = {found}, expected {expected}", derogation.id)
                        }));
                    }
                    None if rule.force != Force::Default => {
                        troubles
                            .push(format!("its derogation {} suspends {id}, which is not \"default\"", derogation.id));
                    }
                    None => {}
                }
            }
        }
    }
    troubles
}
