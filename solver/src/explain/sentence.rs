//! Violations in words. French first; the figures are those the rule compared, the article is the rule pack's.

mod roster;

use super::Refusal;
use crate::domain::problem::{DemandIx, Problem, WorkerIx};
use crate::domain::scenario::Exemption;
use crate::domain::time::{Minute, Span, local_of_instant};
use crate::rules::lending::Missing;
use crate::rules::{Detail, RuleId, Violation};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;
pub(crate) use roster::of_roster;

/// The months from January on.
pub const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `9 h`, `46 h 30`, `0 h 20`.
pub fn hours(minutes: Minute) -> String {
    let sign = if minutes < 0 { "−" } else { "" };
    let minutes = minutes.abs();
    match minutes % 60 {
        0 => format!("{sign}{} h", minutes / 60),
        rest => format!("{sign}{} h {rest:02}", minutes / 60),
    }
}

/// `25 décembre`, `1er mai`.
pub fn date_fr(date: NaiveDate) -> String {
    let day = if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
    format!("{day} {}", MONTHS_FR[date.month0() as usize])
}

pub(super) fn date_en(date: NaiveDate) -> String {
    format!("{} {}", date.day(), MONTHS_EN[date.month0() as usize])
}

pub(super) fn moment_fr(t: NaiveDateTime) -> String {
    format!("{} à {:02}:{:02}", date_fr(t.date()), t.hour(), t.minute())
}

pub(super) fn moment_en(t: NaiveDateTime) -> String {
    format!("{} at {:02}:{:02}", date_en(t.date()), t.hour(), t.minute())
}

/// `le 5 décembre de 06:45 à 14:15`, `du 5 décembre à 21:00 au 6 décembre à 07:00`.
fn from_to_fr(from: NaiveDateTime, to: NaiveDateTime) -> String {
    if from.date() == to.date() {
        format!("le {} de {} à {}", date_fr(from.date()), from.format("%H:%M"), to.format("%H:%M"))
    } else {
        format!("du {} au {}", moment_fr(from), moment_fr(to))
    }
}

fn from_to_en(from: NaiveDateTime, to: NaiveDateTime) -> String {
    if from.date() == to.date() {
        format!("on {} from {} to {}", date_en(from.date()), from.format("%H:%M"), to.format("%H:%M"))
    } else {
        format!("from {} to {}", moment_en(from), moment_en(to))
    }
}

/// A number with its noun; in French nought is singular.
fn counted_fr(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count < 2 { one } else { many })
}

fn counted_en(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// First and last civil day of a window.
fn days_of(zone: Tz, window: Span) -> (NaiveDate, NaiveDate) {
    (local_of_instant(zone, window.start).date(), local_of_instant(zone, window.end - 1).date())
}

fn between_fr((from, to): (NaiveDate, NaiveDate)) -> String {
    if from == to {
        format!("le {}", date_fr(from))
    } else if from.month() == to.month() {
        format!("du {} au {}", from.day(), date_fr(to))
    } else {
        format!("du {} au {}", date_fr(from), date_fr(to))
    }
}

fn between_en((from, to): (NaiveDate, NaiveDate)) -> String {
    if from == to { format!("on {}", date_en(from)) } else { format!("between {} and {}", date_en(from), date_en(to)) }
}

/// The words of one violation, before they are put together.
pub(crate) struct Words {
    pub fr: String,
    pub en: String,
    pub unit: &'static str,
}

pub(super) fn refusal(problem: &Problem, worker: WorkerIx, demand: DemandIx, violation: &Violation) -> Refusal {
    let zone = problem.sites[problem.demands[demand].site].zone;
    let words = words(problem, worker, demand, violation, zone);
    let law = violation.law.map(|law| law.of(problem));
    let (neutral_fr, neutral_en) = match (violation.rule, violation.lawful_from) {
        (RuleId::Qualification, _) => ("qualification non détenue".to_owned(), "qualification not held".to_owned()),
        (_, Some(from)) => {
            let from = local_of_instant(zone, from);
            (format!("non disponible jusqu'au {}", moment_fr(from)), format!("not available until {}", moment_en(from)))
        }
        _ => ("non disponible pour ce poste".to_owned(), "not available for this shift".to_owned()),
    };
    Refusal {
        rule: violation.rule.as_str().to_owned(),
        law: law.map(|rule| rule.id.clone()),
        certainty: law.map(|rule| rule.certainty),
        article: article(problem, violation),
        sentence_fr: words.fr,
        sentence_en: words.en,
        neutral_fr,
        neutral_en,
        measured: violation.measured,
        limit: violation.limit,
        unit: words.unit.to_owned(),
        lawful_from: violation.lawful_from,
    }
}

/// The article of a violation; empty where no pack holds the rule and none founds it.
pub(crate) fn article(problem: &Problem, violation: &Violation) -> String {
    if let Some(law) = violation.law {
        return law.of(problem).article.clone();
    }
    match violation.rule {
        RuleId::Qualification => "Code de la santé publique, L4314-4 et L4391-1 ; table de substitution",
        RuleId::PromisedRest => "compte de compensation (repos promis et daté)",
        RuleId::Absence | RuleId::Overlap => "Code du travail, L8261-1 (temps de travail de tous les employeurs)",
        RuleId::Availability => "CAA Paris 1er déc. 1998 n° 96PA02305 (rappel sur repos : proposition seulement)",
        RuleId::Mobility => "charte du pool (rayon de mobilité)",
        RuleId::Document => "liste des documents exigés par l'établissement",
        RuleId::Admission => "charte du pool (admission)",
        RuleId::Accompanied => "charte du pool (première vacation accompagnée)",
        RuleId::Membership => "convention du groupement (adhésion)",
        RuleId::LendingAgreement => "Code du travail, L8241-2 ; CGFP, L512-6 et suivants",
        RuleId::Exemption => "restriction enregistrée, connue par son seul effet",
        _ => "",
    }
    .to_owned()
}

fn words(problem: &Problem, worker_ix: WorkerIx, demand_ix: DemandIx, v: &Violation, zone: Tz) -> Words {
    let demand = &problem.demands[demand_ix];
    let (measured, limit) = (hours(v.measured), hours(v.limit));
    let days = days_of(zone, v.window);
    let plain = |fr: String, en: String| Words { fr, en, unit: "" };
    let minutes = |fr: String, en: String| Words { fr, en, unit: "minutes" };
    match v.rule {
        RuleId::Qualification => {
            let post = &demand.qualification;
            if v.detail == Detail::TitleExpired {
                plain(
                    format!("le titre qui convient au poste {post} n'est pas valable ce jour-là"),
                    format!("the title that would serve for the {post} post does not hold on that day"),
                )
            } else {
                plain(
                    format!("aucun titre détenu ne convient au poste {post}"),
                    format!("no title held serves for the {post} post"),
                )
            }
        }
        RuleId::Absence => plain(format!("absence {}", between_fr(days)), format!("absent {}", between_en(days))),
        RuleId::PromisedRest => plain(
            format!("repos promis {}, à prendre", between_fr(days)),
            format!("rest promised {}, still to be taken", between_en(days)),
        ),
        RuleId::Availability => plain(
            "hors des disponibilités que l'agent a données".to_owned(),
            "outside the times at which the agent accepts to be asked".to_owned(),
        ),
        RuleId::Mobility => Words {
            fr: format!("{} km du domicile > {} km acceptés", v.measured, v.limit),
            en: format!("{} km from home > {} km accepted", v.measured, v.limit),
            unit: "km",
        },
        RuleId::Overlap => overlap(v, zone),
        RuleId::DailyRest => daily_rest(v, zone),
        RuleId::DutyLength => {
            let (what_fr, what_en) = match v.detail {
                Detail::NightDuty => ("durée de nuit", "night duty"),
                Detail::Amplitude => ("amplitude", "amplitude"),
                _ => ("durée de jour", "day duty"),
            };
            minutes(
                format!("{what_fr} : {measured} réelles > {limit}"),
                format!("{what_en}: {measured} real time > {limit}"),
            )
        }
        RuleId::DayLength | RuleId::WeeklyMax | RuleId::PartTime => sum(v, demand.duty.work_within(v.window), days),
        RuleId::Overtime
        | RuleId::AnnualHours
        | RuleId::ReducedHours
        | RuleId::WeeklyRest
        | RuleId::ConsecutiveDays => of_period(v, days),
        RuleId::Break => minutes(
            format!("pause de {measured} < {limit} pour un poste de plus de six heures"),
            format!("break of {measured} < {limit} in a duty of more than six hours"),
        ),
        RuleId::SplitDay => split_day(v, days),
        RuleId::FreeSundays => free_sundays(v, days),
        RuleId::Document => {
            let site = &problem.sites[demand.site];
            let kind = match v.detail {
                Detail::RequiredDocument(at) => site.required_documents.get(at).map_or("", String::as_str),
                _ => "",
            };
            plain(
                format!("document exigé sur ce site et non valable ce jour-là : {kind}"),
                format!("document required on this site and not valid on that day: {kind}"),
            )
        }
        RuleId::OutsideWork => outside_work(v),
        RuleId::Admission | RuleId::Accompanied | RuleId::Membership | RuleId::LendingAgreement => {
            of_pool(problem, worker_ix, demand_ix, v)
        }
        RuleId::RestDays => rest_days(v, days),
        RuleId::Exemption => exemption(problem, worker_ix, v, demand.duty.work_within(v.window), days),
    }
}

fn overlap(v: &Violation, zone: Tz) -> Words {
    let (from, to) = (local_of_instant(zone, v.window.start), local_of_instant(zone, v.window.end));
    let road_fr = if v.limit > 0 { format!(", route de {} comprise", hours(v.limit)) } else { String::new() };
    let road_en = if v.limit > 0 { format!(", {} of road included", hours(v.limit)) } else { String::new() };
    Words {
        fr: format!("déjà en poste {}{road_fr}", from_to_fr(from, to)),
        en: format!("already on duty {}{road_en}", from_to_en(from, to)),
        unit: "minutes",
    }
}

fn daily_rest(v: &Violation, zone: Tz) -> Words {
    let (measured, limit) = (hours(v.measured), hours(v.limit));
    let (road, before) = match v.detail {
        Detail::RestBefore { road_minutes } => (road_minutes, true),
        Detail::RestAfter { road_minutes } => (road_minutes, false),
        _ => (0, true),
    };
    let road_fr = if road > 0 { format!(" (dont {} de route)", hours(road)) } else { String::new() };
    let road_en = if road > 0 { format!(" (of which {} of road)", hours(road)) } else { String::new() };
    let (fr, en) = if before {
        let end = local_of_instant(zone, v.window.end);
        (
            format!("{measured} de repos après le poste qui finit le {} < {limit}{road_fr}", moment_fr(end)),
            format!("{measured} of rest after the duty that ends on {} < {limit}{road_en}", moment_en(end)),
        )
    } else {
        let start = local_of_instant(zone, v.window.start);
        (
            format!("{measured} de repos avant le poste qui commence le {} < {limit}{road_fr}", moment_fr(start)),
            format!("{measured} of rest before the duty that starts on {} < {limit}{road_en}", moment_en(start)),
        )
    };
    Words { fr, en, unit: "minutes" }
}

/// What is said alike of a candidate and of a roster: one figure over a period.
fn of_period(v: &Violation, days: (NaiveDate, NaiveDate)) -> Words {
    let (measured, limit) = (hours(v.measured), hours(v.limit));
    let (fr, en, unit) = match v.rule {
        RuleId::Overtime => (
            format!("heures supplémentaires {} : {measured} > {limit}", between_fr(days)),
            format!("overtime {}: {measured} > {limit}", between_en(days)),
            "minutes",
        ),
        RuleId::AnnualHours => (
            format!("travail de l'année {} : {measured} > {limit}, heures supplémentaires comprises", days.0.year()),
            format!("work in {}: {measured} > {limit}, overtime included", days.0.year()),
            "minutes",
        ),
        RuleId::ReducedHours => (
            format!("horaire hebdomadaire réduit {} : {measured} > {limit}", between_fr(days)),
            format!("reduced weekly hours {}: {measured} > {limit}", between_en(days)),
            "minutes",
        ),
        RuleId::ConsecutiveDays => (
            format!("{} jours travaillés d'affilée {} > {}", v.measured, between_fr(days), v.limit),
            format!("{} worked days in a row {} > {}", v.measured, between_en(days), v.limit),
            "days",
        ),
        _ => (
            format!("plus long repos {} : {measured} < {limit}", between_fr(days)),
            format!("longest rest {}: {measured} < {limit}", between_en(days)),
            "minutes",
        ),
    };
    Words { fr, en, unit }
}

/// "46 h 30 déjà planifiées du 12 au 18 octobre + 9 h 30 = 56 h > 48 h"
fn sum(v: &Violation, added: Minute, days: (NaiveDate, NaiveDate)) -> Words {
    let (already, added, total, limit) = (hours(v.measured - added), hours(added), hours(v.measured), hours(v.limit));
    let (mean_fr, mean_en) = mean(v);
    Words {
        fr: format!("{already} déjà planifiées {} + {added} = {total} > {limit}{mean_fr}", between_fr(days)),
        en: format!("{already} already planned {} + {added} = {total} > {limit}{mean_en}", between_en(days)),
        unit: "minutes",
    }
}

/// What a sum over several weeks comes to per week.
fn mean(v: &Violation) -> (String, String) {
    let Detail::AverageOver(weeks) = v.detail else { return (String::new(), String::new()) };
    let limit = hours(v.limit / weeks.max(1));
    (format!(" (moyenne de {limit} sur {weeks} semaines)"), format!(" (an average of {limit} over {weeks} weeks)"))
}

fn rest_days(v: &Violation, days: (NaiveDate, NaiveDate)) -> Words {
    let (fr, en) = match v.detail {
        Detail::WholeSunday => (
            format!("plus aucun repos de {} jours entiers avec un dimanche {}", v.limit, between_fr(days)),
            format!("no rest of {} whole days with a Sunday left {}", v.limit, between_en(days)),
        ),
        Detail::WholeDays => (
            format!("plus aucun repos de {} jours entiers consécutifs {}", v.limit, between_fr(days)),
            format!("no rest of {} whole days in a row left {}", v.limit, between_en(days)),
        ),
        Detail::ConsecutiveHours => {
            let (measured, limit) = (hours(v.measured), hours(v.limit));
            return Words {
                fr: format!("plus long repos {} : {measured} consécutives < {limit}", between_fr(days)),
                en: format!("longest rest {}: {measured} in a row < {limit}", between_en(days)),
                unit: "minutes",
            };
        }
        _ => (
            format!("{} {} < {}", counted_fr(v.measured, "jour de repos", "jours de repos"), between_fr(days), v.limit),
            format!("{} {} < {}", counted_en(v.measured, "rest day", "rest days"), between_en(days), v.limit),
        ),
    };
    Words { fr, en, unit: "days" }
}

fn free_sundays(v: &Violation, days: (NaiveDate, NaiveDate)) -> Words {
    let (fr, en) = if v.detail == Detail::InTheYear {
        (
            format!("{} dimanches libres possibles en {} < {}", v.measured, days.0.year(), v.limit),
            format!("{} free Sundays possible in {} < {}", v.measured, days.0.year(), v.limit),
        )
    } else {
        (
            format!(
                "{} {} < {}",
                counted_fr(v.measured, "dimanche libre", "dimanches libres"),
                between_fr(days),
                v.limit
            ),
            format!("{} {} < {}", counted_en(v.measured, "free Sunday", "free Sundays"), between_en(days), v.limit),
        )
    };
    Words { fr, en, unit: "days" }
}

fn split_day(v: &Violation, days: (NaiveDate, NaiveDate)) -> Words {
    let (measured, limit) = (hours(v.measured), hours(v.limit));
    let (fr, en, unit) = match v.detail {
        Detail::DutiesADay => (
            format!("{} postes {} > {}", v.measured, between_fr(days), v.limit),
            format!("{} duties {} > {}", v.measured, between_en(days), v.limit),
            "duties",
        ),
        Detail::ShortDuty => (
            format!("journée discontinue : poste de {measured} < {limit}"),
            format!("split day: a duty of {measured} < {limit}"),
            "minutes",
        ),
        Detail::LongGap => (
            format!("journée discontinue : interruption de {measured} > {limit}"),
            format!("split day: an interruption of {measured} > {limit}"),
            "minutes",
        ),
        _ => (
            format!("journée discontinue : amplitude {measured} > {limit}"),
            format!("split day: amplitude {measured} > {limit}"),
            "minutes",
        ),
    };
    Words { fr, en, unit }
}

/// What the pool and its members ask for.
fn of_pool(problem: &Problem, worker: WorkerIx, demand: DemandIx, v: &Violation) -> Words {
    let demand = &problem.demands[demand];
    let host = &problem.sites[demand.site].name;
    let (fr, en) = match (v.rule, v.detail) {
        (RuleId::Admission, _) => (
            "pas admise au pool, ou suspendue : elle n'est pas sollicitée".to_owned(),
            "not admitted to the pool, or suspended: she is not asked".to_owned(),
        ),
        (RuleId::Accompanied, Detail::Trainee) => (
            "agent en période d'essai au pool : une personne qui connaît l'unité doit être en poste au début"
                .to_owned(),
            "a trainee of the pool: somebody who knows the unit must be on duty at the start".to_owned(),
        ),
        (RuleId::Accompanied, _) => (
            format!(
                "première vacation dans l'unité {} : une personne qui la connaît doit être en poste au début",
                demand.unit_name
            ),
            format!("first shift in {}: somebody who knows it must be on duty at the start", demand.unit_name),
        ),
        (RuleId::Membership, detail) => {
            let site = if let Detail::NoMember(site) = detail { site } else { problem.workers[worker].employer };
            let name = &problem.sites[site].name;
            (
                format!("l'établissement {name} n'est pas membre du groupement ce jour-là"),
                format!("{name} does not belong to the group on that day"),
            )
        }
        (_, Detail::NoAgreement(Missing::OtherDays)) => (
            format!("accord de mise à disposition vers {host} non valable ce jour-là"),
            format!("the agreement to be lent to {host} does not hold on that day"),
        ),
        (_, Detail::NoAgreement(Missing::OtherHosts)) => (
            format!("accord de mise à disposition pour d'autres établissements que {host}"),
            format!("the agreement to be lent names other establishments than {host}"),
        ),
        _ => (
            format!("aucun accord de mise à disposition vers {host} au dossier"),
            format!("no agreement to be lent to {host} on file"),
        ),
    };
    Words { fr, en, unit: if v.rule == RuleId::LendingAgreement { "agreements" } else { "" } }
}

/// Which paper is missing; what the other work is stays out.
fn outside_work(v: &Violation) -> Words {
    let (fr, en, unit) = match v.detail {
        Detail::Authorisation => (
            "travail pour un autre employeur sans autorisation de cumul valable ce jour-là".to_owned(),
            "work for another employer without an authorisation valid on that day".to_owned(),
            "",
        ),
        _ if v.measured < 0 => (
            "heures faites pour un autre employeur sans déclaration datée".to_owned(),
            "hours for another employer without a dated declaration".to_owned(),
            "",
        ),
        _ => (
            format!("déclaration des heures faites ailleurs vieille de {} jours > {}", v.measured, v.limit),
            format!("the declaration of hours for others is {} days old > {}", v.measured, v.limit),
            "days",
        ),
    };
    Words { fr, en, unit }
}

/// Only the effect is said, never the cause.
fn exemption(problem: &Problem, worker: WorkerIx, v: &Violation, added: Minute, days: (NaiveDate, NaiveDate)) -> Words {
    let (fr, en) = match v.detail {
        Detail::Exempt(Exemption::NoOvertime) => {
            let share = problem.workers[worker].share_percent;
            let total = sum(v, added, days);
            (
                format!("pas d'heures au-delà de la quotité de {share} % : {}", total.fr),
                format!("no hours beyond the {share} % working-time share: {}", total.en),
            )
        }
        Detail::Exempt(Exemption::NoWeekend) => ("pas de week-end".to_owned(), "no week-ends".to_owned()),
        Detail::Exempt(Exemption::NoHoliday) => ("pas de jour férié".to_owned(), "no public holidays".to_owned()),
        _ => ("pas de nuit".to_owned(), "no nights".to_owned()),
    };
    Words { fr, en, unit: "minutes" }
}
