//! The form of a `[[compensation]]` table, and what its fields mean together.

use super::{Amount, CONDITIONS, Compensation, Condition, Counting, EntryUnit, UNITS};
use crate::domain::scenario::HouseRules;
use crate::formats::Said;
use crate::formats::findings::{Doubts, Findings};
use crate::formats::passes::judge;
use crate::formats::reader::{Path, Sink, Table, meant, read_table};
use crate::formats::suggest::nearest;
use crate::formats::tree::{Node, parse_toml, quote};
use crate::law::rule::{CERTAINTIES, STATUSES};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The fields of a `[[compensation]]` table.
pub(crate) const FIELDS: &[&str] = &[
    "id",
    "label_fr",
    "when",
    "from_hour",
    "to_hour",
    "minutes_min",
    "beyond_minutes",
    "weeks",
    "threshold_minutes",
    "night_threshold_minutes",
    "from_minutes",
    "to_minutes",
    "from_permille",
    "to_permille",
    "months_min",
    "sundays_holidays_min",
    "amounts",
    "per_minutes",
    "by_share",
    "unit",
    "applies_to",
    "not_for",
    "only_with",
    "not_with",
    "replaces",
    "group",
    "rank",
    "due_days",
    "due_months",
    "article",
    "source",
    "certainty",
    "valid_from",
    "valid_to",
];

/// Reads a `[[compensation]]` table; what its fields mean together is for [`check`].
pub(crate) fn read(t: &Table<'_>) -> Compensation {
    let whole = |key| t.optional_whole(key).map(i64::from);
    let (from_hour, to_hour) = (t.optional_whole("from_hour"), t.optional_whole("to_hour"));
    let counting = Counting {
        weeks: whole("weeks"),
        threshold_minutes: whole("threshold_minutes").unwrap_or(0),
        night_threshold_minutes: whole("night_threshold_minutes"),
        from_minutes: whole("from_minutes").unwrap_or(0),
        to_minutes: whole("to_minutes"),
        from_permille: whole("from_permille").unwrap_or(0),
        to_permille: whole("to_permille"),
    };
    Compensation {
        id: t.text("id"),
        label_fr: t.text("label_fr"),
        when: t.words("when", CONDITIONS),
        hours: (from_hour.is_some() || to_hour.is_some()).then(|| (from_hour.unwrap_or(24), to_hour.unwrap_or(24))),
        minutes_min: whole("minutes_min").unwrap_or(0),
        beyond_minutes: whole("beyond_minutes").unwrap_or(0),
        counting: (counting != Counting::default()).then_some(counting),
        months_min: whole("months_min").unwrap_or(0),
        sundays_holidays_min: whole("sundays_holidays_min").unwrap_or(0),
        amounts: t.list("amounts", true, "", amount),
        per_minutes: whole("per_minutes"),
        by_share: t.flag("by_share"),
        unit: t.word("unit", UNITS),
        applies_to: t.words("applies_to", STATUSES),
        not_for: t.words("not_for", STATUSES),
        only_with: t.optional_text("only_with"),
        not_with: t.optional_text("not_with"),
        replaces: t.texts("replaces"),
        group: t.optional_text("group").map(|group| (group, i64::from(t.whole("rank")))),
        due_days: whole("due_days").unwrap_or(0),
        due_months: whole("due_months").unwrap_or(0),
        article: t.text("article"),
        source: t.text("source"),
        certainty: t.word("certainty", CERTAINTIES),
        valid_from: t.optional_date("valid_from"),
        valid_to: t.optional_date("valid_to"),
    }
}

fn amount(node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>) -> Amount {
    let fields = ["valid_from", "valid_to", "quantity", "point_cents", "rate_permille"];
    read_table(node, path, sink, &fields, |t| Amount {
        valid_from: t.date("valid_from"),
        valid_to: t.optional_date("valid_to"),
        quantity: i64::from(t.whole("quantity")),
        point_cents: t.optional_whole("point_cents").map(i64::from),
        rate_permille: t.optional_whole("rate_permille").map(i64::from),
    })
}

/// What a compensation may refer to: ids of derogations and of compensations, of its pack and of those underneath.
#[derive(Debug, Default)]
pub(crate) struct Known<'a> {
    /// Derogations.
    pub derogations: Vec<&'a str>,
    /// Compensations.
    pub compensations: Vec<&'a str>,
    /// Whether that is all there is; otherwise an unknown id may well be in what is missing.
    pub complete: bool,
}

/// What the fields of a pack's compensations mean together.
pub(crate) fn check(rules: &[Compensation], known: &Known<'_>, findings: &mut Findings<'_>) {
    let list = Path::ROOT;
    let list = list.key("compensation");
    for (at, rule) in rules.iter().enumerate() {
        let path = list.item(at, Some(&rule.id));
        findings.id(&path.key("id"), &rule.id);
        if rules[..at].iter().any(|other| other.id == rule.id) {
            let id = quote(&rule.id);
            let found = Said::both(format!("{id} une deuxième fois"), format!("{id} a second time"));
            let expected = Said::both("un identifiant à elle seule", "an id of its own");
            let help = Said::both("renommez l’une des deux", "rename one of the two");
            findings.report(&path.key("id"), found, expected, help);
        }
        for (key, text) in [("label_fr", &rule.label_fr), ("article", &rule.article), ("source", &rule.source)] {
            findings.filled(&path.key(key), text);
        }
        if let (Some(from), Some(to)) = (rule.valid_from, rule.valid_to) {
            findings.in_order(&path, ("valid_from", from), ("valid_to", to));
        }
        references(rule, &path, known, findings);
        if findings.doubts.is_unsure(&format!("compensation[{at}]")) {
            continue;
        }
        conditions(rule, &path, findings);
        amounts(rule, &path, findings);
        if rule.due_days == 0 && rule.due_months == 0 {
            let expected = Said::both("`due_days` ou `due_months`", "`due_days` or `due_months`");
            let help = Said::both("dites pour quand c’est dû", "say when it is due");
            findings.report(&path.key("due_days"), nothing(), expected, help);
        }
    }
}

fn nothing() -> Said {
    Said::both("rien", "nothing")
}

fn a_value() -> Said {
    Said::both("une valeur", "a value")
}

fn take_away() -> Said {
    Said::both("retirez-la", "take it away")
}

fn one_or_more() -> Said {
    Said::both("1 ou plus", "1 or more")
}

/// A value that a condition asks for, and no other.
fn only_with((french, english): (&str, &str)) -> Said {
    Said::both(format!("une valeur avec {french}, et seulement là"), format!("a value with {english} and only there"))
}

/// Which fields belong to which condition.
fn conditions(rule: &Compensation, path: &Path<'_>, findings: &mut Findings<'_>) {
    let field = path.key("when");
    if rule.when.is_empty() {
        let words: Vec<&str> = CONDITIONS.iter().map(|(word, _)| *word).collect();
        let words = words.join(", ");
        let expected = Said::both(format!("une ou plusieurs conditions parmi {words}"), format!("some of {words}"));
        let help = Said::both("dites quand elle est gagnée", "say when it is earned");
        findings.report(&field, nothing(), expected, help);
        return;
    }
    let any = |conditions: &[Condition]| conditions.iter().any(|condition| rule.has(*condition));
    let duty =
        |condition: &Condition| !matches!(condition, Condition::Day(_) | Condition::HolidayOff | Condition::Year);
    if any(&[Condition::HolidayOff]) && (rule.when.iter().any(duty) || any(&[Condition::Year]))
        || any(&[Condition::Year]) && rule.when.len() > 1
    {
        let found = Said::both("des conditions jamais réunies", "conditions that never hold together");
        let expected = Said::both(
            "`holiday-off` avec une sorte de jour ou seul, `year` seul",
            "`holiday-off` with a kind of day or alone, `year` alone",
        );
        findings.report(&field, found, expected, Said::both("écrivez deux règles", "write two rules"));
    }
    let night = any(&[Condition::Night, Condition::NightDuty]);
    let counted = any(&[Condition::Overtime, Condition::Complementary]);
    let year = any(&[Condition::Year]);
    // Field, whether it is there, whether a condition asks for it, which ones.
    let table = [
        ("from_hour", rule.hours.is_some(), night, ("`night` ou `night-duty`", "`night` or `night-duty`")),
        (
            "threshold_minutes",
            rule.counting.is_some(),
            counted,
            ("`overtime` ou `complementary`", "`overtime` or `complementary`"),
        ),
        ("beyond_minutes", rule.beyond_minutes > 0, any(&[Condition::LongDuty]), ("`long-duty`", "`long-duty`")),
    ];
    for (key, given, wanted, conditions) in table {
        if given != wanted {
            let (found, help) =
                if given { (a_value(), take_away()) } else { (nothing(), Said::both("ajoutez-la", "add it")) };
            findings.report(&path.key(key), found, only_with(conditions), help);
        }
    }
    for (key, given) in [("months_min", rule.months_min > 0), ("sundays_holidays_min", rule.sundays_holidays_min > 0)] {
        if given && !year {
            findings.report(&path.key(key), a_value(), only_with(("`year`", "`year`")), take_away());
        }
    }
    if rule.minutes_min > 0 && !night {
        let expected = only_with(("`night` ou `night-duty`", "`night` or `night-duty`"));
        findings.report(&path.key("minutes_min"), a_value(), expected, take_away());
    }
    for (key, hour) in rule.hours.iter().flat_map(|(from, to)| [("from_hour", *from), ("to_hour", *to)]) {
        if hour > 23 {
            let found = Said::both("une heure qu’aucun jour n’a", "no hour of the day");
            let help = Said::both("écrivez l’heure locale", "write the local hour");
            findings.report(&path.key(key), found, Said::both("de 0 à 23", "0 to 23"), help);
        }
    }
    if let Some(counting) = &rule.counting {
        band(counting, path, findings);
    }
}

fn band(counting: &Counting, path: &Path<'_>, findings: &mut Findings<'_>) {
    if counting.threshold_minutes == 0 {
        let expected = Said::both("1 minute ou plus", "1 or more minutes");
        let help = Said::both("écrivez en minutes une semaine à temps plein", "write a week of full time in minutes");
        findings.report(&path.key("threshold_minutes"), nothing(), expected, help);
    }
    if counting.weeks.is_some_and(|weeks| !(1..=53).contains(&weeks)) {
        let found = Said::both("un autre nombre", "another number");
        let help = Said::both("retirez-le pour le cycle de l’employeur", "leave it out for the employer's cycle");
        findings.report(&path.key("weeks"), found, Said::both("de 1 à 53", "1 to 53"), help);
    }
    let ends = [
        ("to_minutes", counting.from_minutes, counting.to_minutes),
        ("to_permille", counting.from_permille, counting.to_permille),
    ];
    for (key, from, to) in ends {
        if let Some(to) = to.filter(|to| *to <= from) {
            let expected = Said::both(format!("plus de {from}"), format!("more than {from}"));
            let help = Said::both("échangez les deux", "exchange the two");
            findings.report(&path.key(key), to.to_string(), expected, help);
        }
    }
}

/// Amounts that fit their unit, one at most on any day.
fn amounts(rule: &Compensation, path: &Path<'_>, findings: &mut Findings<'_>) {
    let list = path.key("amounts");
    if rule.amounts.is_empty() {
        let found = Said::both("aucun montant", "no amount");
        let expected = Said::both("au moins un", "at least one");
        let help = Said::both("écrivez `{ valid_from = …, quantity = … }`", "write `{ valid_from = …, quantity = … }`");
        findings.report(&list, found, expected, help);
    }
    if rule.per_minutes == Some(0) {
        let help = Said::both("retirez-le pour un montant par vacation", "leave it out for an amount per duty");
        findings.report(&path.key("per_minutes"), "0", one_or_more(), help);
    }
    let rated = matches!(rule.unit, EntryUnit::SupplementMinutes | EntryUnit::PaidMinutes);
    for (at, amount) in rule.amounts.iter().enumerate() {
        let path = list.item(at, None);
        if amount.quantity == 0 {
            let help = Said::both("arrêtez plutôt le montant d’avant", "end the amount before instead");
            findings.report(&path.key("quantity"), "0", one_or_more(), help);
        }
        if let Some(to) = amount.valid_to {
            findings.in_order(&path, ("valid_from", amount.valid_from), ("valid_to", to));
        }
        if amount.rate_permille.is_some() != rated {
            let found = Said::both("autre chose", "another");
            let expected = Said::both(
                "un taux pour les minutes majorées et payées, et seulement là",
                "a rate for supplement and paid minutes, and only there",
            );
            let help = Said::both("ajoutez-le, ou retirez-le", "add it or take it away");
            findings.report(&path.key("rate_permille"), found, expected, help);
        }
        if amount.point_cents.is_some() && rule.unit != EntryUnit::Cents {
            let expected = Said::both("aucune valeur, sauf pour des centimes", "no value but for cents");
            findings.report(&path.key("point_cents"), a_value(), expected, take_away());
        }
        if let Some(other) = rule.amounts[..at].iter().find(|other| other.overlaps(amount)) {
            let expected = Said::both(
                format!("un jour en dehors du montant du {}", other.valid_from),
                format!("a day outside the amount of {}", other.valid_from),
            );
            let help = Said::both("arrêtez la veille le montant d’avant", "end the earlier amount the day before");
            findings.report(&path.key("valid_from"), amount.valid_from.to_string(), expected, help);
        }
    }
}

/// Ids of derogations and of other compensations.
fn references(rule: &Compensation, path: &Path<'_>, known: &Known<'_>, findings: &mut Findings<'_>) {
    if !known.complete {
        return;
    }
    let derogations: BTreeMap<&str, usize> = known.derogations.iter().map(|id| (*id, 0)).collect();
    for (key, id) in [("only_with", &rule.only_with), ("not_with", &rule.not_with)] {
        if let Some(id) = id {
            findings.reference(&path.key(key), id, &derogations, "derogation");
        }
    }
    let list = path.key("replaces");
    for (at, id) in rule.replaces.iter().enumerate().filter(|(_, id)| !known.compensations.contains(&id.as_str())) {
        let help = match nearest(id, known.compensations.iter().copied()) {
            Some(near) => meant(&quote(near)),
            None => Said::both(
                "écrivez l’identifiant d’une compensation d’un référentiel dont celui-ci part",
                "write the id of a compensation underneath",
            ),
        };
        let expected = Said::both("l’identifiant d’une autre compensation", "the id of another compensation");
        findings.report(&list.item(at, None), quote(id), expected, help);
    }
}

/// What the group has added to the law, of the rules that ship with the program.
pub(super) fn house_rules(house: &HouseRules) -> &'static [Compensation] {
    static HOUSE: LazyLock<Vec<Compensation>> = LazyLock::new(|| {
        let text = include_str!("../../../packs/house.pay.toml");
        let form = |node: &Node<'_>, sink: &Sink<'_>| {
            let t = Table::open(node, &Path::ROOT, sink, &["compensation"])?;
            let rule = |node: &Node<'_>, path: &Path<'_>, sink: &Sink<'_>| read_table(node, path, sink, FIELDS, read);
            Some(t.list("compensation", true, "id", rule))
        };
        let meaning = |rules: &Vec<Compensation>, doubts: &Doubts<'_>| {
            let mut findings = Findings::new(doubts);
            check(rules, &Known { complete: true, ..Known::default() }, &mut findings);
            findings.into_issues()
        };
        judge(text, parse_toml(text), "compensations", form, meaning)
            .unwrap_or_else(|issues| panic!("the embedded house rules are refused: {issues:#?}"))
    });
    if house.weekend_for_weekend { &HOUSE } else { &[] }
}
