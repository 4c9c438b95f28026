//! Establishments and units.

use super::findings::{Findings, Index};
use super::{Path, Said, law, quoted};
use crate::domain::scenario::{Establishment, Scenario, ShiftCode, Unit};
use chrono::Timelike;
use std::collections::BTreeSet;

/// Checks the member sites.
pub fn establishments(scenario: &Scenario, _index: &Index<'_>, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("establishments");
    for (i, site) in scenario.establishments.iter().enumerate() {
        let path = list.item(i, Some(site.id.as_str()));
        findings.filled(&path.key("name"), &site.name);
        findings.filled(&path.key("commune"), &site.commune);
        findings.place(&path.key("place"), site.place);
        finess(&path.key("finess"), &site.finess, findings);
        if !scenario.rule_packs.contains_key(&site.regime) && !findings.doubts.is_unsure("rule_packs") {
            let packs: Vec<&str> = scenario.rule_packs.keys().map(String::as_str).collect();
            let packs = packs.join(", ");
            let expected = Said::both(
                format!("un référentiel nommé dans `rule_packs` : {packs}"),
                format!("a pack named in `rule_packs`: {packs}"),
            );
            let help = Said::both("ajoutez le référentiel, ou corrigez son nom", "add the pack, or correct its name");
            findings.report(&path.key("regime"), quoted(&site.regime), expected, help);
        }
        let holidays = path.key("extra_holidays");
        for (k, day) in site.extra_holidays.iter().enumerate() {
            findings.sane_date(&holidays.item(k, None), *day);
        }
        derogations(&path, site, findings);
        law::establishment(&path, &site.law, findings);
        let membership = path.key("membership");
        for (k, days) in site.membership.iter().enumerate() {
            let path = membership.item(k, None);
            findings.sane_date(&path.key("from"), days.from);
            if let Some(to) = days.to {
                findings.in_order(&path, ("from", days.from), ("to", to));
            }
        }
    }
}

/// Nine characters: two for the department (Corsica has 2A and 2B), then digits. The check digit is not held against
/// the author, because the rule behind it is not published (`law.md` ID-FINESS).
fn finess(path: &Path<'_>, number: &str, findings: &mut Findings<'_>) {
    let bytes = number.as_bytes();
    let shaped = bytes.len() == 9
        && bytes[0].is_ascii_digit()
        && (bytes[1].is_ascii_digit() || (bytes[0] == b'2' && matches!(bytes[1], b'A' | b'B')))
        && bytes[2..].iter().all(u8::is_ascii_digit);
    if !shaped {
        let expected = Said::both(
            "neuf chiffres (2A… ou 2B… en Corse), comme \"010780054\"",
            "nine digits (2A… or 2B… in Corsica), such as \"010780054\"",
        );
        let help = Said::both(
            "copiez le numéro du répertoire FINESS, zéro initial compris",
            "copy the number from the FINESS register, leading zero included",
        );
        findings.report(path, quoted(number), expected, help);
    }
}

fn derogations(path: &Path<'_>, site: &Establishment, findings: &mut Findings<'_>) {
    let list = path.key("derogations");
    for (i, derogation) in site.derogations.iter().enumerate() {
        let path = list.item(i, Some(&derogation.id));
        findings.id(&path.key("id"), &derogation.id);
        if derogation.document.trim().is_empty() {
            let help = Said::both(
                "nommez l’accord ou la décision qui l’accorde ; sans document, la dérogation n’existe pas",
                "name the accord or decision that grants it; without one the derogation does not exist",
            );
            let expected = Said::both("la référence d’un document", "a document reference");
            findings.report(&path.key("document"), quoted(&derogation.document), expected, help);
        }
        findings.sane_date(&path.key("valid_from"), derogation.valid_from);
        if let Some(to) = derogation.valid_to {
            findings.in_order(&path, ("valid_from", derogation.valid_from), ("valid_to", to));
        }
    }
}

/// Checks the teams and their shift codes.
pub fn units(scenario: &Scenario, index: &Index<'_>, findings: &mut Findings<'_>) {
    let root = Path::ROOT;
    let list = root.key("units");
    for (i, unit) in scenario.units.iter().enumerate() {
        let path = list.item(i, Some(unit.id.as_str()));
        findings.filled(&path.key("name"), &unit.name);
        let site = path.key("establishment");
        findings.reference(&site, unit.establishment.as_str(), &index.establishments, "establishments");
        shift_codes(&path, i, unit, findings);
        let cover = path.key("minimum_cover");
        for (k, minimum) in unit.minimum_cover.iter().enumerate() {
            let path = cover.item(k, None);
            findings.code_of_unit(&path.key("code"), &minimum.code, unit, i);
            findings.id(&path.key("qualification"), minimum.qualification.as_str());
            findings.within(&path.key("persons"), minimum.persons, 1, 1000);
        }
    }
}

fn shift_codes(path: &Path<'_>, position: usize, unit: &Unit, findings: &mut Findings<'_>) {
    let list = path.key("shift_codes");
    if unit.shift_codes.is_empty() {
        let (found, expected) =
            (Said::both("aucun code horaire", "no shift code"), Said::both("au moins un", "at least one"));
        let help = Said::both("écrivez les horaires de l’unité", "write the hours that the unit works");
        findings.report(&list, found, expected, help);
    }
    let mut seen = BTreeSet::new();
    for (i, code) in unit.shift_codes.iter().enumerate() {
        let path = list.item(i, Some(code.code.as_str()));
        findings.filled(&path.key("label"), &code.label);
        if code.code.as_str() == "." {
            let help = Said::both(
                "un point sur un tableau est un jour sans vacation",
                "a dot on a roster is a day without duty",
            );
            let expected = Said::both("une lettre ou un mot court", "a letter or a short word");
            findings.report(&path.key("code"), "\".\"", expected, help);
        } else {
            findings.id(&path.key("code"), code.code.as_str());
        }
        if !seen.insert(&code.code) {
            let code = quoted(code.code.as_str());
            let found = Said::both(format!("{code}, une deuxième fois"), format!("{code}, a second time"));
            let expected = Said::both("chaque code une fois par unité", "each code once per unit");
            findings.report(
                &path.key("code"),
                found,
                expected,
                Said::both("renommez l’un des deux", "rename one of the two"),
            );
        }
        let minutes = wall_minutes(code);
        if let Some(paid) = code.paid_break_minutes
            && code.break_minutes.saturating_add(paid) >= minutes
            && code.break_minutes < minutes
            && !findings.times_unsure(position, i)
        {
            let expected = Said::both(
                format!("avec la pause non payée, moins que les {minutes} minutes du début à la fin"),
                format!("with the unpaid break less than the {minutes} minutes from start to end"),
            );
            findings.report(
                &path.key("paid_break_minutes"),
                paid.to_string(),
                expected,
                Said::both("corrigez la pause", "correct the break"),
            );
        }
        if code.break_minutes >= minutes && !findings.times_unsure(position, i) {
            let expected = Said::both(
                format!("moins que les {minutes} minutes du début à la fin"),
                format!("less than the {minutes} minutes from start to end"),
            );
            findings.report(
                &path.key("break_minutes"),
                code.break_minutes.to_string(),
                expected,
                Said::both("corrigez la pause", "correct the break"),
            );
        }
    }
}

/// Minutes from start to end by the clock on the wall.
fn wall_minutes(code: &ShiftCode) -> u32 {
    const DAY: u32 = 24 * 60;
    let minute = |time: chrono::NaiveTime| time.hour() * 60 + time.minute();
    let between = (minute(code.end) + DAY - minute(code.start)) % DAY;
    if between == 0 { DAY } else { between }
}
