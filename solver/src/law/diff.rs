//! Two packs side by side: what a new version adds, takes away, tightens and loosens.

use super::compensation::Compensation;
use super::describe::{compensation_fields, in_words, values, word_of, words};
use super::pack::{Pack, PackDerogation};
use super::rule::{Direction, FORCES, Force, Limit, Rule, STATUSES};
use serde::Serialize;

/// What happened to one thing of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// It is new.
    Added {
        /// In words.
        what: String,
    },
    /// It is gone.
    Removed {
        /// In words.
        what: String,
    },
    /// It is another.
    Changed {
        /// `minutes_min: ≥ 12 h → ≥ 11 h (looser)`, one per field.
        what: Vec<String>,
    },
}

/// One thing of two packs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `pack`, `rule`, `derogation` or `compensation`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What happened to it.
    #[serde(flatten)]
    pub change: Change,
}

/// Everything in which `after` differs from `before`: the pack itself, then rules, derogations, compensations, each in file
/// order, removed ones last.
pub fn diff(before: &Pack, after: &Pack) -> Vec<Difference> {
    let mut found = Vec::new();
    let head = fields(&head_fields(before), &head_fields(after));
    if !head.is_empty() {
        found.push(Difference { kind: "pack", id: after.id.clone(), change: Change::Changed { what: head } });
    }
    let rule_line = |r: &Rule| {
        format!("{} {}, {} ({})", r.limit.kind(), in_words(&values(&r.limit)), word_of(FORCES, r.force), r.article)
    };
    of_list("rule", &before.rules, &after.rules, |r| &r.id, rule_line, rule_changes, &mut found);
    let derogation_line = |d: &PackDerogation| format!("{} ({})", d.label_fr, d.article);
    let changed = |a: &PackDerogation, b: &PackDerogation| fields(&derogation_fields(a), &derogation_fields(b));
    of_list("derogation", &before.derogations, &after.derogations, |d| &d.id, derogation_line, changed, &mut found);
    let earned = |c: &Compensation| format!("{} ({})", c.label_fr, c.article);
    let changed = |a: &Compensation, b: &Compensation| {
        let with_label = |c: &Compensation| {
            let mut all = vec![("label_fr", c.label_fr.clone())];
            all.extend(compensation_fields(c));
            all
        };
        fields(&with_label(a), &with_label(b))
    };
    of_list("compensation", &before.compensations, &after.compensations, |c| &c.id, earned, changed, &mut found);
    found
}

/// Things of the same id are compared in their order: a rule that is amended in mid-year stands twice.
fn of_list<T>(
    kind: &'static str,
    before: &[T],
    after: &[T],
    id: impl Fn(&T) -> &String,
    line: impl Fn(&T) -> String,
    changes: impl Fn(&T, &T) -> Vec<String>,
    found: &mut Vec<Difference>,
) {
    let place = |list: &[T], at: usize| list[..at].iter().filter(|other| id(other) == id(&list[at])).count();
    for (at, new) in after.iter().enumerate() {
        let nth = place(after, at);
        let change = match before.iter().filter(|old| id(old) == id(new)).nth(nth) {
            None => Change::Added { what: line(new) },
            Some(old) => match changes(old, new) {
                what if what.is_empty() => continue,
                what => Change::Changed { what },
            },
        };
        found.push(Difference { kind, id: id(new).clone(), change });
    }
    for (at, old) in before.iter().enumerate() {
        let nth = place(before, at);
        if after.iter().filter(|new| id(new) == id(old)).nth(nth).is_none() {
            found.push(Difference { kind, id: id(old).clone(), change: Change::Removed { what: line(old) } });
        }
    }
}

/// Fields by name whose words differ.
fn fields(before: &[(&'static str, String)], after: &[(&'static str, String)]) -> Vec<String> {
    let of = |list: &[(&'static str, String)], name: &str| {
        list.iter().find(|(known, _)| *known == name).map_or_else(|| "nothing".to_owned(), |(_, words)| words.clone())
    };
    let mut names: Vec<&'static str> = before.iter().chain(after).map(|(name, _)| *name).collect();
    let mut seen = Vec::new();
    names.retain(|name| {
        !seen.contains(name) && {
            seen.push(*name);
            true
        }
    });
    let differs = |name: &&str| of(before, name) != of(after, name);
    names
        .into_iter()
        .filter(differs)
        .map(|name| format!("{name}: {} → {}", of(before, name), of(after, name)))
        .collect()
}

fn dated(from: Option<chrono::NaiveDate>, to: Option<chrono::NaiveDate>) -> [(&'static str, Option<String>); 2] {
    [("valid_from", from.map(|day| day.to_string())), ("valid_to", to.map(|day| day.to_string()))]
}

fn head_fields(pack: &Pack) -> Vec<(&'static str, String)> {
    let [from, to] = dated(Some(pack.valid_from), pack.valid_to);
    let night = pack.night.as_ref().map(|n| {
        let worker =
            n.worker_duties_per_week.zip(n.worker_minutes_min).map_or_else(String::new, |(duties, minutes)| {
                format!(", night worker from {duties} duties a week of {minutes} night minutes")
            });
        format!("{} % of the duty{worker} ({})", n.share_percent_min, n.article)
    });
    let mileage = pack.mileage.as_ref().map(|m| format!("{} cents per km ({})", m.cents_per_km, m.article));
    let all = [
        ("name", Some(pack.name.clone())),
        from,
        to,
        ("extends", (!pack.extends.is_empty()).then(|| pack.extends.join(", "))),
        ("night", night),
        ("mileage", mileage),
    ];
    all.into_iter().filter_map(|(name, words)| Some((name, words?))).collect()
}

fn derogation_fields(d: &PackDerogation) -> Vec<(&'static str, String)> {
    let changes = d.changes.iter().map(|change| {
        let values: Vec<String> = change.values.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        format!("{}: {}", change.rule, values.join(", "))
    });
    vec![
        ("label_fr", d.label_fr.clone()),
        ("changes", changes.collect::<Vec<_>>().join("; ")),
        ("suspends", d.suspends.join(", ")),
        ("article", d.article.clone()),
        ("source", d.source.clone()),
        ("certainty", d.certainty.to_string()),
    ]
}

fn rule_changes(before: &Rule, after: &Rule) -> Vec<String> {
    let mut what = Vec::new();
    if before.limit.kind() == after.limit.kind() {
        what.extend(value_changes("", &before.limit, &after.limit));
    } else {
        what.push(format!("kind: {} → {}", before.limit.kind(), after.limit.kind()));
        what.push(format!("values: {} → {}", in_words(&values(&before.limit)), in_words(&values(&after.limit))));
    }
    match (before.floor, after.floor) {
        (Some(a), Some(b)) if a.kind() == b.kind() => what.extend(value_changes("floor.", &a, &b)),
        (a, b) if a == b => {}
        (a, b) => {
            let shown = |floor: Option<Limit>| floor.map_or_else(|| "none".to_owned(), |f| in_words(&values(&f)));
            let word = if b.is_some() { "looser" } else { "stricter" };
            what.push(format!("floor: {} → {} ({word})", shown(a), shown(b)));
        }
    }
    if before.force != after.force {
        let rank = |force| match force {
            Force::Hard => 2,
            Force::Default => 1,
            Force::Information => 0,
        };
        let word = if rank(after.force) > rank(before.force) { "stricter" } else { "looser" };
        let (old, new) = (word_of(FORCES, before.force), word_of(FORCES, after.force));
        what.push(format!("force: {old} → {new} ({word})"));
    }
    what.extend(fields(&rule_fields(before), &rule_fields(after)));
    what
}

fn rule_fields(rule: &Rule) -> Vec<(&'static str, String)> {
    let [from, to] = dated(rule.valid_from, rule.valid_to);
    let all = [
        ("label_fr", Some(rule.label_fr.clone())),
        ("applies_to", rule.applies_to.map(|status| word_of(STATUSES, status).to_owned())),
        ("only_with", rule.only_with.clone()),
        ("article", Some(rule.article.clone())),
        ("alias", rule.alias.clone()),
        ("source", Some(rule.source.clone())),
        ("certainty", Some(rule.certainty.to_string())),
        from,
        to,
    ];
    all.into_iter().filter_map(|(name, words)| Some((name, words?))).collect()
}

/// Value by value, with which way it went.
fn value_changes(prefix: &str, before: &Limit, after: &Limit) -> Vec<String> {
    let changed = before.values().into_iter().zip(after.values()).filter(|((_, a), (_, b))| a != b);
    changed
        .map(|((name, a), (_, b))| {
            let shown = |value: Option<i64>| value.map_or_else(|| "no limit".to_owned(), |value| words(name, value));
            let word = match (name.direction, a, b) {
                (Direction::Exact, ..) => "another window or threshold",
                // A limit that was not given allowed everything.
                (_, None, _) => "stricter",
                (Direction::Least, Some(a), Some(b)) if b > a => "stricter",
                (Direction::Most, Some(a), Some(b)) if b < a => "stricter",
                _ => "looser",
            };
            format!("{prefix}{}: {} → {} ({word})", name.name, shown(a), shown(b))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::Library;
    use super::*;
    use crate::law::rule::{DailyRest, WeeklyMax};

    #[test]
    fn a_pack_does_not_differ_from_itself() {
        for pack in Library::builtin().packs() {
            assert_eq!(diff(pack, pack), []);
        }
    }

    #[test]
    fn rules_are_added_removed_tightened_and_loosened() {
        let before = Library::builtin().find("fph").expect("a pack");
        let mut after = before.clone();
        let at = |id: &str| before.rules.iter().position(|rule| rule.id == id).expect("a rule");
        after.rules[at("fph.daily-rest")].limit = Limit::DailyRest(DailyRest { minutes_min: 660 });
        if let Limit::WeeklyMax(limit) = before.rules[at("fph.weekly-max")].limit {
            after.rules[at("fph.weekly-max")].limit = Limit::WeeklyMax(WeeklyMax { minutes_max: 2760, ..limit });
        }
        after.rules[at("fph.notice")].id = "fph.warning".to_owned();
        after.compensations[0].article = "un autre".to_owned();
        let told: Vec<(String, String)> = diff(before, &after)
            .into_iter()
            .map(|d| {
                let change = match d.change {
                    Change::Added { .. } => "added".to_owned(),
                    Change::Removed { .. } => "removed".to_owned(),
                    Change::Changed { what } => what.join(" | "),
                };
                (d.id, change)
            })
            .collect();
        let text = |id: &str| told.iter().find(|(known, _)| known == id).map(|(_, text)| text.as_str());
        assert_eq!(text("fph.daily-rest"), Some("minutes_min: ≥ 12 h → ≥ 11 h (looser)"));
        assert_eq!(text("fph.weekly-max"), Some("minutes_max: ≤ 48 h → ≤ 46 h (stricter)"));
        assert_eq!((text("fph.warning"), text("fph.notice")), (Some("added"), Some("removed")));
        assert!(text(&before.compensations[0].id).is_some_and(|t| t.starts_with("article: ")));
        assert_eq!(told.len(), 5);
    }
}
