//! Derogations that stay within what the law lets a document loosen, and packs that others stand on when one is replaced.

use super::meaning::{Ground, founded, in_range, no_value, own_id, shown, value_of};
use crate::formats::Said;
use crate::formats::findings::Findings;
use crate::formats::reader::Path;
use crate::formats::tree::quote;
use crate::law::pack::{Change, Library, Pack};
use crate::law::rule::{Direction, Force, Rule};
use std::collections::BTreeMap;

/// What is wrong with a derogation of the pack.
pub(super) fn check(at: usize, ground: &Ground<'_>, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("derogation");
    let derogation = &ground.pack.derogations[at];
    let path = list.item(at, Some(&derogation.id));
    findings.id(&path.key("id"), &derogation.id);
    if ground.pack.derogations[..at].iter().any(|known| known.id == derogation.id) {
        let id = quote(&derogation.id);
        let found = Said::both(format!("{id} une deuxième fois"), format!("{id} a second time"));
        let help = Said::both("renommez l’une des deux", "rename one of the two");
        findings.report(&path.key("id"), found, own_id(), help);
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
        let expected = Said::both(
            "`changes`, `suspends`, ou une règle ou compensation qui la nomme dans `only_with`",
            "`changes`, `suspends`, or a rule or compensation with it in `only_with`",
        );
        let found = Said::both("une dérogation sans effet", "a derogation without effect");
        findings.report(&path, found, expected, say_what_it_relaxes());
    }
    let suspends = path.key("suspends");
    for (item, id) in derogation.suspends.iter().enumerate() {
        let field = suspends.item(item, None);
        for (own, rule) in rules_named(id, &field, ground, findings) {
            if rule.force != Force::Default && !is_own_unsure(own, findings) {
                let article = &rule.article;
                let expected = Said::both(
                    format!("une règle de force \"default\", ce que {id} ({article}) n’est pas"),
                    format!("a rule of force \"default\", which {id} ({article}) is not"),
                );
                let help =
                    Said::both("aucun document ne la suspend ; retirez-la", "no document suspends it; remove it");
                findings.report(&field, quote(id), expected, help);
            }
        }
    }
    let changes = path.key("changes");
    for (item, change) in derogation.changes.iter().enumerate() {
        let path = changes.item(item, Some(&change.rule));
        if change.values.is_empty() && !is_unsure {
            let expected = Said::both("les nouvelles valeurs de la règle", "the new values of the rule");
            findings.report(&path, no_value(), expected, say_what_it_relaxes());
        }
        for (name, value) in &change.values {
            in_range(name, Some(*value), &path.key(name), findings);
        }
        for (own, rule) in rules_named(&change.rule, &path.key("rule"), ground, findings) {
            if let Some(refusal) = refusal(rule, change).filter(|_| !is_own_unsure(own, findings)) {
                let Refusal { value, found, expected, help } = refusal;
                findings.report(&path.key(&value), found, expected, help);
            }
        }
    }
}

fn say_what_it_relaxes() -> Said {
    Said::both("dites ce que le document assouplit", "say what the document relaxes")
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
    found: Said,
    expected: Said,
    help: Said,
}

fn refusal(rule: &Rule, change: &Change) -> Option<Refusal> {
    let known = rule.limit.values();
    let refused = |value: &str, expected: Said, help: Said| {
        let found = change.values.iter().find(|(name, _)| name == value).map(|(_, found)| *found);
        Some(Refusal { value: value.to_owned(), found: shown(found), expected, help })
    };
    for (name, value) in &change.values {
        let Some((known_name, law)) = known.iter().find(|(known, _)| known.name == name) else {
            let names: Vec<&str> = known.iter().map(|(known, _)| known.name).collect();
            let (id, names) = (&rule.id, names.join(", "));
            let expected = Said::both(format!("une valeur de {id} : {names}"), format!("a value of {id}: {names}"));
            return refused(name, expected, Said::both("corrigez le nom", "correct the name"));
        };
        if known_name.direction == Direction::Exact && *law != Some(*value) {
            let (law, id, article) = (shown(*law), &rule.id, &rule.article);
            let expected = Said::both(
                format!("{} comme dans {id} ({article})", law.french()),
                format!("{} as in {id} ({article})", law.english()),
            );
            let help = Said::both(
                "une fenêtre ou un seuil est l’objet même de la règle ; suspendez-la, et écrivez-en une autre avec celle-ci dans `only_with`",
                "a window or threshold is what the rule is about; suspend it and write another one `only_with` this",
            );
            return refused(name, expected, help);
        }
    }
    let new = rule.limit.with(&change.values).ok()?;
    new.looser_than(&rule.limit)?;
    let (bound, what, help) = match (rule.force, &rule.floor) {
        (Force::Hard, _) => (
            &rule.limit,
            Said::both("l’ordre public", "public order"),
            Said::both(
                "aucun document n’assouplit une règle impérative ; retirez-la, ou durcissez-la",
                "no document loosens a hard rule; remove it or tighten it",
            ),
        ),
        (Force::Default, Some(floor)) => (
            floor,
            Said::both("le plancher", "the floor"),
            Said::both(
                "aucun document ne va plus loin que le plancher ; corrigez la valeur",
                "no document goes past the floor; correct the value",
            ),
        ),
        _ => (
            &rule.limit,
            Said::both("sans plancher", "without a floor"),
            Said::both(
                "donnez un plancher à la règle, là où la loi permet à un document de l’assouplir",
                "give the rule a floor, where the law lets a document loosen it",
            ),
        ),
    };
    let past = new.looser_than(bound)?;
    let (side_fr, side_en) = match past.direction {
        Direction::Least => ("plus", "more"),
        _ => ("moins", "less"),
    };
    let (bound, id, article) = (shown(value_of(bound, past)), &rule.id, &rule.article);
    let expected = Said::both(
        format!("{} ou {side_fr}, {} de {id} ({article})", bound.french(), what.french()),
        format!("{} or {side_en}, {} of {id} ({article})", bound.english(), what.english()),
    );
    refused(past.name, expected, help)
}

/// A pack that replaces one of the same key still holds what the packs above need of it.
pub(super) fn dependents(ground: &Ground<'_>, library: &Library, findings: &mut Findings<'_>) {
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
            let key = above.pack.key();
            let found = Said::both(
                format!("ce qui fait tomber {key} : {}", trouble.french()),
                format!("what breaks {key}: {}", trouble.english()),
            );
            let expected = Said::both(
                "un référentiel sur lequel ceux qui en partent tiennent encore",
                "a pack on which those above can still stand",
            );
            let help = Said::both(
                "gardez ce dont ils ont besoin, ou donnez à celui-ci une version à lui",
                "keep what they need, or give this one a version of its own",
            );
            findings.report(&field, found, expected, help);
        }
    }
}

/// References of a pack that lead nowhere, or that its ground no longer allows.
fn broken(ground: &Ground<'_>) -> Vec<Said> {
    let mut troubles = Vec::new();
    for rule in &ground.pack.rules {
        if let Some(wanted) = &rule.only_with
            && !ground.derogations().any(|known| known.id == *wanted)
        {
            troubles.push(Said::both(
                format!("sa règle {} a besoin de la dérogation {wanted}", rule.id),
                format!("its rule {} needs the derogation {wanted}", rule.id),
            ));
        }
    }
    for derogation in &ground.pack.derogations {
        let changed = derogation.changes.iter().map(|change| (change.rule.as_str(), Some(change)));
        let suspended = derogation.suspends.iter().map(|id| (id.as_str(), None));
        for (id, change) in changed.chain(suspended) {
            let named: Vec<&Rule> = ground.rules().map(|(_, rule)| rule).filter(|rule| rule.id == id).collect();
            if named.is_empty() {
                troubles.push(Said::both(
                    format!("sa dérogation {} a besoin de la règle {id}", derogation.id),
                    format!("its derogation {} needs the rule {id}", derogation.id),
                ));
            }
            for rule in named {
                match change {
                    Some(change) => {
                        let refusal = refusal(rule, change);
                        troubles.extend(refusal.map(|refusal| {
                            let Refusal { value, found, expected, .. } = refusal;
                            let id = &derogation.id;
                            Said::both(
                                format!(
                                    "sa dérogation {id} a {value} = {} au lieu de {}",
                                    found.french(),
                                    expected.french()
                                ),
                                format!("its derogation {id} has {value} = {found}, expected {expected}"),
                            )
                        }));
                    }
                    None if rule.force != Force::Default => {
                        troubles.push(Said::both(
                            format!("sa dérogation {} suspend {id}, qui n’est pas \"default\"", derogation.id),
                            format!("its derogation {} suspends {id}, which is not \"default\"", derogation.id),
                        ));
                    }
                    None => {}
                }
            }
        }
    }
    troubles
}
