//! What establishments and agents tell the law beyond their contracts, and local rules. Whether the law allows a local rule is
//! the compiler's question; here it is only well formed.

use super::findings::{Findings, Index};
use super::{Path, Said, is_sane};
use crate::domain::scenario::{AgentLaw, EstablishmentLaw, LendingAgreement, LocalRule};
use crate::domain::time::{day_of_date, weekday};

/// Checks what an establishment has settled by itself.
pub fn establishment(path: &Path<'_>, law: &EstablishmentLaw, findings: &mut Findings<'_>) {
    let path = path.key("law");
    if let Some(anchor) = law.cycle_anchor
        && is_sane(anchor)
        && weekday(day_of_date(anchor)) != 0
    {
        let help = Said::both(
            "donnez le lundi où commence une quatorzaine ou un cycle",
            "give the Monday on which a fortnight or cycle begins",
        );
        let expected = Said::both("un lundi", "a Monday");
        findings.report(&path.key("cycle_anchor"), anchor.to_string(), expected, help);
    }
    if let Some(weeks) = law.cycle_weeks {
        findings.within(&path.key("cycle_weeks"), weeks, 1, 52);
    }
    if let Some(day) = law.solidarity_day {
        findings.sane_date(&path.key("solidarity_day"), day);
    }
    let documents = path.key("required_documents");
    for (i, document) in law.required_documents.iter().enumerate() {
        findings.filled(&documents.item(i, None), document);
    }
    local_rules(&path.key("rules"), &law.rules, findings);
}

/// Checks a list of local rules.
pub fn local_rules(list: &Path<'_>, rules: &[LocalRule], findings: &mut Findings<'_>) {
    for (i, rule) in rules.iter().enumerate() {
        let path = list.item(i, Some(&rule.rule));
        findings.filled(&path.key("rule"), &rule.rule);
        let values = path.key("values");
        if rule.values.is_empty() {
            let (found, expected) =
                (Said::both("aucune valeur", "no value"), Said::both("au moins une", "at least one"));
            let help = Said::both(
                "écrivez la nouvelle valeur, comme { minutes_min = 720 }",
                "write the new value, such as { minutes_min = 720 }",
            );
            findings.report(&values, found, expected, help);
        }
        for (name, value) in &rule.values {
            if *value < 0 {
                let help = Said::both(
                    "aucune limite de la loi n’est négative ; corrigez la valeur",
                    "no limit of the law is negative; correct the value",
                );
                let expected = Said::both("un nombre entier, positif ou nul", "a whole number, 0 or more");
                findings.report(&values.key(name), value.to_string(), expected, help);
            }
        }
        if let (Some(from), Some(to)) = (rule.valid_from, rule.valid_to) {
            findings.in_order(&path, ("valid_from", from), ("valid_to", to));
        }
    }
}

/// Checks what the law needs to know of an agent.
pub fn agent(path: &Path<'_>, law: &AgentLaw, index: &Index<'_>, findings: &mut Findings<'_>) {
    let path = path.key("law");
    let documents = path.key("documents");
    for (i, document) in law.documents.iter().enumerate() {
        let path = documents.item(i, Some(&document.kind));
        findings.filled(&path.key("kind"), &document.kind);
        findings.filled(&path.key("reference"), &document.reference);
        if let (Some(from), Some(to)) = (document.valid_from, document.valid_to) {
            findings.in_order(&path, ("valid_from", from), ("valid_to", to));
        }
    }
    agreements(&path.key("lending_agreements"), &law.lending_agreements, index, findings);
    if let Some(counters) = law.counters {
        let path = path.key("counters");
        let parts = [("overtime_minutes", counters.overtime_minutes), ("night_minutes", counters.night_minutes)];
        for (name, part) in parts {
            if part > counters.work_minutes {
                let expected = Said::both(
                    format!("au plus les {} minutes de `work_minutes`", counters.work_minutes),
                    format!("at most the {} minutes of `work_minutes`", counters.work_minutes),
                );
                let help = Said::both("corrigez l’un des deux", "correct one of the two");
                findings.report(&path.key(name), part.to_string(), expected, help);
            }
        }
        if counters.sundays_worked > counters.sundays_holidays_worked {
            let both = counters.sundays_holidays_worked;
            let expected = Said::both(
                format!("au plus les {both} de `sundays_holidays_worked`"),
                format!("at most the {both} of `sundays_holidays_worked`"),
            );
            let found = counters.sundays_worked.to_string();
            let help = Said::both("les dimanches comptent dans les deux", "Sundays count among both");
            findings.report(&path.key("sundays_worked"), found, expected, help);
        }
        findings.within(&path.key("sundays_holidays_worked"), counters.sundays_holidays_worked, 0, 64);
    }
    let reduced = path.key("reduced_hours");
    for (i, period) in law.reduced_hours.iter().enumerate() {
        findings.in_order(&reduced.item(i, None), ("from", period.from), ("to", period.to));
    }
}

/// Checks agreements to be lent.
fn agreements(list: &Path<'_>, agreements: &[LendingAgreement], index: &Index<'_>, findings: &mut Findings<'_>) {
    for (i, agreement) in agreements.iter().enumerate() {
        let path = list.item(i, Some(&agreement.document));
        if agreement.document.trim().is_empty() {
            let help = Said::both(
                "nommez le document signé ; sans lui, il n’y a pas d’accord",
                "name the signed document; without one there is no agreement",
            );
            let expected = Said::both("la référence d’un document", "a document reference");
            findings.report(&path.key("document"), format!("{:?}", agreement.document), expected, help);
        }
        findings.sane_date(&path.key("valid_from"), agreement.valid_from);
        if let Some(to) = agreement.valid_to {
            findings.in_order(&path, ("valid_from", agreement.valid_from), ("valid_to", to));
        }
        let hosts = path.key("hosts");
        for (k, host) in agreement.hosts.iter().enumerate() {
            findings.reference(&hosts.item(k, None), host.as_str(), &index.establishments, "establishments");
        }
    }
}
