//! Sets and relaxations in words.

use super::{Kind, Part, Person};
use crate::domain::time::{Minute, local_of_instant};
use crate::explain::sentence::{hours, moment_en, moment_fr};
use crate::rules::RuleId;
use chrono::Timelike;
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// A rule's name, as it stands in a list.
const fn rule_fr(rule: RuleId) -> &'static str {
    match rule {
        RuleId::Qualification => "titre",
        RuleId::Absence => "absence",
        RuleId::Availability => "disponibilités données",
        RuleId::Mobility => "distance acceptée",
        RuleId::Exemption => "restriction",
        RuleId::Admission => "admission au pool",
        RuleId::Accompanied => "première vacation accompagnée",
        RuleId::Membership => "adhésion au groupement",
        RuleId::LendingAgreement => "accord de mise à disposition",
        RuleId::PromisedRest => "repos promis",
        RuleId::Document => "document exigé",
        RuleId::OutsideWork => "travail extérieur à déclarer",
        RuleId::DutyLength => "durée du poste",
        RuleId::Break => "pause",
        RuleId::Overlap => "déjà en poste",
        RuleId::DailyRest => "repos quotidien",
        RuleId::SplitDay => "journée discontinue",
        RuleId::WeeklyRest => "repos hebdomadaire",
        RuleId::DayLength => "durée du jour",
        RuleId::WeeklyMax => "durée hebdomadaire",
        RuleId::RestDays => "jours de repos",
        RuleId::FreeSundays => "dimanches libres",
        RuleId::ConsecutiveDays => "jours d'affilée",
        RuleId::Overtime => "heures supplémentaires",
        RuleId::PartTime => "heures complémentaires",
        RuleId::AnnualHours => "durée annuelle",
        RuleId::ReducedHours => "horaire réduit",
    }
}

fn people_fr(count: usize) -> String {
    format!("{count} personne{}", if count < 2 { "" } else { "s" })
}

fn agents_en(count: usize) -> String {
    format!("{count} agent{}", if count == 1 { "" } else { "s" })
}

pub fn summary(titled: usize, elsewhere: usize, untitled: usize) -> (String, String) {
    let hidden = |text: &str| if elsewhere > 0 { format!(" ; {text} : {elsewhere}") } else { String::new() };
    (
        format!(
            "titre qui convient, refusés : {titled}{} ; sans titre : {untitled}",
            hidden("d'autres établissements, non disponibles")
        ),
        format!(
            "title that serves, refused: {titled}{}; without a title: {untitled}",
            hidden("of other establishments, not available").replace(" ; ", "; ").replace(" : ", ": ")
        ),
    )
}

pub fn set(rules: &BTreeSet<RuleId>, agents: usize, examples: &[Person]) -> (String, String) {
    let names: Vec<&str> = examples.iter().map(|person| person.name.as_str()).collect();
    let more = if agents > names.len() { " …" } else { "" };
    let names = format!("{}{more}", names.join(", "));
    let fr: Vec<&str> = rules.iter().map(|rule| rule_fr(*rule)).collect();
    let en: Vec<&str> = rules.iter().map(|rule| rule.as_str()).collect();
    (
        format!("{} : {} ({names})", fr.join(" et "), people_fr(agents)),
        format!("{}: {} ({names})", en.join(" and "), agents_en(agents)),
    )
}

fn clock(zone: Tz, minute: Minute) -> String {
    let at = local_of_instant(zone, minute);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

pub fn relaxation(kind: &Kind, people: &[Part], zone: Tz) -> (String, String) {
    let who = people.first().map_or("", |part| part.name.as_str());
    let second = people.get(1).map_or("", |part| part.name.as_str());
    match kind {
        Kind::OtherStart { minutes } => {
            let start = people.first().map_or(0, |part| part.start);
            let (fr, en) = if *minutes < 0 { ("plus tôt", "earlier") } else { ("plus tard", "later") };
            let by = hours(minutes.abs());
            (
                format!("début le {} ({by} {fr}) : {who}", moment_fr(local_of_instant(zone, start))),
                format!("start on {} ({by} {en}): {who}", moment_en(local_of_instant(zone, start))),
            )
        }
        Kind::Split { handover } => {
            let at = clock(zone, *handover);
            (
                format!("à deux, relève à {at} : {who}, puis {second}"),
                format!("two people, handover at {at}: {who}, then {second}"),
            )
        }
        Kind::Degraded { title } => (
            format!("mode dégradé, si le cadre l'accepte : {who} ({title})"),
            format!("degraded, if the manager accepts it: {who} ({title})"),
        ),
        Kind::Availability => (
            format!("{who}, hors des disponibilités données : à solliciter, jamais à imposer"),
            format!("{who}, outside the times given: to be asked, never assigned"),
        ),
        Kind::FarSite { sites_km } => (
            format!("{who}, d'un site à {sites_km} km, plus loin de son domicile qu'accepté : à solliciter seulement"),
            format!("{who}, of a site {sites_km} km away, farther from home than accepted: to be asked only"),
        ),
        Kind::Surplus { unit_name, site_name } => (
            format!("{who}, en poste à ces heures : {unit_name} ({site_name}) garde son effectif minimal"),
            format!("{who}, on duty at these hours: {unit_name} ({site_name}) keeps its minimum cover"),
        ),
    }
}
