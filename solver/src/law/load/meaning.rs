//! What the fields of a pack mean together and above the packs underneath: ids that exist, values in range, floors that are
//! floors, dates that do not overlap. What derogations may do is in [`super::derogations`].

use super::{Draft, derogations};
use crate::formats::findings::{Doubts, Findings};
use crate::formats::reader::{Path, meant};
use crate::formats::tree::quote;
use crate::formats::{Issue, Said};
use crate::law::compensation::{self, Known};
use crate::law::pack::{Library, Pack, PackDerogation};
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
        derogations::check(at, &ground, &mut findings);
    }
    compensation::check(&draft.pack.compensations, &ground.known(), &mut findings);
    derogations::dependents(&ground, library, &mut findings);
    findings.into_issues()
}

/// A pack and what it stands on.
pub(super) struct Ground<'a> {
    pub(super) pack: &'a Pack,
    /// Every pack underneath, nearest first.
    pub(super) under: Vec<&'a Pack>,
    /// Whether all that it extends is there; otherwise an unknown id may well be in what is missing.
    pub(super) complete: bool,
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
    pub(super) fn rules(&self) -> impl Iterator<Item = (Option<usize>, &'a Rule)> {
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

    pub(super) fn derogations(&self) -> impl Iterator<Item = &'a PackDerogation> {
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
            let help = Said::both(
                "sa clé est `id@version` ; écrivez-la sans espaces",
                "its key is `id@version`; write it without spaces",
            );
            let expected =
                Said::both("des lettres, des chiffres ou des signes parmi -_.", "letters, digits or any of -_.");
            findings.report(&root.key(key), quote(text), expected, help);
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
            let expected = Said::both("de 1 à 100", "1 to 100");
            findings.report(&path.key("share_percent_min"), found, expected, correct_number());
        }
        if night.worker_duties_per_week.is_some() != night.worker_minutes_min.is_some() {
            let expected = Said::both(
                "`worker_duties_per_week` et `worker_minutes_min` ensemble, ou aucun",
                "both `worker_duties_per_week` and `worker_minutes_min`, or neither",
            );
            let help = Said::both(
                "dites combien de vacations par semaine, de combien de minutes de nuit, font un travailleur de nuit",
                "say how many duties a week, and how many night minutes each, make a night worker",
            );
            findings.report(&path, Said::both("l’un des deux", "one of the two"), expected, help);
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
            let expected = beside(&other.key(), &days(other.valid_from, other.valid_to));
            let help = Said::both(
                "faites commencer une version après la fin de l’autre, ou donnez à celle-ci la version de l’autre pour la remplacer",
                "let one version begin after the other ends, or give this one the other's version to replace it",
            );
            let key = if std::ptr::eq(before, pack) && pack.valid_to.is_some() { "valid_to" } else { "valid_from" };
            findings.report(&root.key(key), days(pack.valid_from, pack.valid_to), expected, help);
        }
    }
}

/// Whether the days of the pack can be held against others.
fn is_dated(pack: &Pack, findings: &Findings<'_>) -> bool {
    let is_unsure = ["valid_from", "valid_to"].into_iter().any(|key| findings.doubts.is_unsure(key));
    !is_unsure && pack.valid_to.is_none_or(|to| to >= pack.valid_from)
}

/// `2026-01-01 to 2026-12-31`, `2026-01-01 onwards`.
fn days(from: NaiveDate, to: Option<NaiveDate>) -> Said {
    match to {
        None => Said::both(format!("à partir du {from}"), format!("{from} onwards")),
        Some(to) => Said::both(format!("du {from} au {to}"), format!("{from} to {to}")),
    }
}

/// Days that something else does not have.
fn beside(other: &str, days: &Said) -> Said {
    Said::both(
        format!("des jours en dehors de ceux de {other} ({})", days.french()),
        format!("days outside those of {other} ({})", days.english()),
    )
}

fn correct_number() -> Said {
    Said::both("corrigez le nombre", "correct the number")
}

pub(super) fn own_id() -> Said {
    Said::both("un identifiant à elle seule", "an id of its own")
}

/// A value without an article and a source is no law.
pub(super) fn founded(path: &Path<'_>, article: &str, source: &str, findings: &mut Findings<'_>) {
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
                Some(near) => meant(&quote(&near)),
                None => Said::both("chargez d’abord le référentiel dont il part", "load the pack underneath first"),
            };
            let expected = if keys.is_empty() {
                Said::both("rien, car aucun référentiel n’est chargé", "nothing, as no pack is loaded")
            } else {
                let keys = keys.join(", ");
                Said::both(format!("un référentiel parmi {keys}"), format!("one of {keys}"))
            };
            findings.report(&field, quote(key), expected, help);
            continue;
        };
        if library.chain(below).iter().any(|under| under.id == ground.pack.id) {
            let id = &ground.pack.id;
            let expected = Said::both(
                format!("un référentiel qui ne part pas de {id}"),
                format!("a pack without {id} underneath"),
            );
            let help = Said::both(
                "un référentiel ne peut pas partir de lui-même ; retirez-le",
                "a pack cannot stand on itself; remove it",
            );
            findings.report(&field, quote(key), expected, help);
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
        let start = quote(&format!("{prefix}."));
        let whole = quote(&format!("{prefix}.{}", rule.id.rsplit('.').next().unwrap_or_default()));
        let expected =
            Said::both(format!("un identifiant qui commence par {start}"), format!("an id that begins with {start}"));
        let help = Said::both(format!("écrivez {whole}"), format!("write {whole}"));
        findings.report(&field, quote(&rule.id), expected, help);
    }
    let elsewhere = library.packs().iter().filter(|other| other.id != draft.pack.id);
    if let Some(other) = elsewhere.into_iter().find(|other| other.rules.iter().any(|known| known.id == rule.id)) {
        let (id, key) = (quote(&rule.id), other.key());
        let found = Said::both(format!("{id}, déjà une règle de {key}"), format!("{id}, already a rule of {key}"));
        let help = Said::both("renommez la règle, ou `rule_prefix`", "rename the rule, or the `rule_prefix`");
        findings.report(&field, found, own_id(), help);
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
            let days = days(pack.valid_from, pack.valid_to);
            let expected = Said::both(
                format!("un jour du référentiel : {}", days.french()),
                format!("a day of the pack: {}", days.english()),
            );
            let help = Said::both("corrigez la date, ou retirez la règle", "correct the date, or remove the rule");
            findings.report(&path.key(key), found, expected, help);
        }
        _ => {}
    }
    for (earlier_at, earlier) in pack.rules[..at].iter().enumerate().filter(|(_, known)| known.id == rule.id) {
        if earlier.limit.kind() != rule.limit.kind() && !findings.doubts.is_unsure(&format!("rule[{earlier_at}]")) {
            let kind = quote(earlier.limit.kind());
            let expected = Said::both(
                format!("{kind}, comme dans rule[{earlier_at}] du même identifiant"),
                format!("{kind}, as in rule[{earlier_at}] of the same id"),
            );
            let help = Said::both("donnez à l’une des deux son propre identifiant", "give one of them its own id");
            findings.report(&path.key("kind"), quote(rule.limit.kind()), expected, help);
        }
        let (known_from, known_to) = effective(earlier);
        if known_to.is_none_or(|known_to| known_to >= from) && to.is_none_or(|to| to >= known_from) {
            let key = if rule.valid_from.is_some() { "valid_from" } else { "id" };
            let expected = beside(&format!("rule[{earlier_at}]"), &days(known_from, known_to));
            let (id, days) = (quote(&rule.id), days(from, to));
            let found = Said::both(
                format!("{id} une deuxième fois, {}", days.french()),
                format!("{id} a second time, {}", days.english()),
            );
            let help = Said::both(
                "arrêtez la première par `valid_to` avant le début de la seconde, ou renommez l’une des deux",
                "end the first with `valid_to` before the second begins, or rename one of them",
            );
            findings.report(&path.key(key), found, expected, help);
        }
    }
}

fn values(rule: &Rule, path: &Path<'_>, findings: &mut Findings<'_>) {
    let given = rule.limit.values();
    if given.iter().all(|(_, value)| value.is_none()) {
        let names: Vec<&str> = given.iter().map(|(name, _)| name.name).collect();
        let names = names.join(", ");
        let expected = Said::both(format!("au moins une valeur parmi {names}"), format!("at least one of {names}"));
        let help = Said::both("dites ce que la règle exige", "say what the rule requires");
        findings.report(path, no_value(), expected, help);
    }
    for (name, value) in &given {
        in_range(name.name, *value, &path.key(name.name), findings);
    }
    let Some(floor) = &rule.floor else { return };
    let path = path.key("floor");
    if rule.force != Force::Default {
        let expected =
            Said::both("aucun, car aucun document n’assouplit cette règle", "none, as no document loosens this rule");
        let help = Said::both(
            "un plancher dit jusqu’où un document peut assouplir une règle de force \"default\" ; retirez-le, ou changez la force",
            "a floor is how far a document may loosen a rule of force \"default\"; remove it or change the force",
        );
        findings.report(&path, Said::both("un plancher", "a floor"), expected, help);
    }
    for ((name, value), (_, law)) in floor.values().into_iter().zip(given) {
        // What the floor does not name is the rule's.
        in_range(name.name, value.filter(|_| value != law), &path.key(name.name), findings);
    }
    // The rule must do for whoever asks for no more than the floor.
    if let Some(tighter) = rule.limit.looser_than(floor) {
        let (law, found) = (value_of(&rule.limit, tighter), value_of(floor, tighter));
        let expected = match (tighter.direction, law) {
            (Direction::Least, Some(law)) => Said::both(
                format!("{law} ou moins, puisque la règle a {law}"),
                format!("{law} or less, as the rule has {law}"),
            ),
            (_, Some(law)) => Said::both(
                format!("{law} ou plus, puisque la règle a {law}"),
                format!("{law} or more, as the rule has {law}"),
            ),
            (_, None) => Said::both("rien, car la règle ne le limite pas", "nothing, as the rule does not limit it"),
        };
        let help = Said::both(
            "un plancher est la valeur la plus souple qu’un document peut apporter, jamais plus stricte que la règle",
            "a floor is the loosest value that a document may bring, never tighter than the rule",
        );
        findings.report(&path.key(tighter.name), shown(found), expected, help);
    }
}

pub(super) fn in_range(name: &str, value: Option<i64>, field: &Path<'_>, findings: &mut Findings<'_>) {
    let Some(value) = value else { return };
    let range = RANGES.iter().find(|(known, ..)| *known == name);
    let expected = match range {
        _ if name == "months" && value != 1 && value != 12 => Said::both("1 ou 12", "1 or 12"),
        Some((_, only, most)) if only == most && value != *only => {
            Said::both(format!("{only}, ou pas de champ de ce nom"), format!("{only}, or no such field"))
        }
        Some((_, least, most)) if value < *least || value > *most => Said::both(
            format!("un nombre entier de {least} à {most}"),
            format!("a whole number from {least} to {most}"),
        ),
        _ => return,
    };
    findings.report(field, value.to_string(), expected, correct_number());
}

pub(super) fn value_of(limit: &Limit, wanted: ValueName) -> Option<i64> {
    limit.values().into_iter().find(|(name, _)| *name == wanted).and_then(|(_, value)| value)
}

pub(super) fn shown(value: Option<i64>) -> Said {
    value.map_or_else(|| Said::both("rien", "nothing"), |value| value.to_string().into())
}

pub(super) fn no_value() -> Said {
    Said::both("aucune valeur", "no value")
}
