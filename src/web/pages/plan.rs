//! A plan as the board shows it: its proof, and the reason of every choice and of every bare shift.

use super::chart::{self, Account};
use super::format;
use super::frame::Result;
use super::view::{Bare, Item, Level, Plan, Price, Tag};
use crate::app::access::{Action, Actor};
use crate::app::facts::Facts;
use crate::app::plans::{State, Whole};
use crate::store::plans::{Item as Row, Row as PlanRow};
use crate::store::{from_json, parsed};
use chrono::NaiveDate;
use releve_solver::domain::plan::{self, BareReason, EquityLine, NextBest, Status, Uncovered};
use releve_solver::domain::scenario::Suitability;
use releve_solver::domain::time::local_of_instant;
use releve_solver::explain::choice;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Turns a plan into what is shown of it.
pub fn view(whole: &Whole, facts: &Facts, actor: &Actor) -> Result<Plan> {
    let row = &whole.plan;
    let standing = State::of(row)?;
    let undecided = matches!(standing, State::Proposed { .. } | State::PartlyApproved { .. });
    let conflicts: BTreeMap<&str, &str> =
        whole.conflicts.iter().map(|c| (c.shift.as_str(), c.sentence_fr.as_str())).collect();
    let levels: Vec<plan::Level> = optional(row.levels.as_deref())?;
    let lines: Vec<EquityLine> = optional(row.equity.as_deref())?;
    let prices: Vec<plan::Price> = optional(row.prices.as_deref())?;
    let accounts = lines.into_iter().map(|line| Account {
        name: agent_name(facts, line.agent.as_str()),
        before: line.before_centipoints,
        after: line.after_centipoints,
        shifts: line.shifts,
    });
    let mut items = Vec::new();
    let mut bare = Vec::new();
    for item in &whole.items {
        if item.state == "bare" {
            bare.push(bare_view(item, facts)?);
        } else {
            let conflict = conflicts.get(item.shift_id.as_str()).copied().unwrap_or_default();
            items.push(item_view(item, facts, conflict)?);
        }
    }
    Ok(Plan {
        id: row.id.0.clone(),
        version: row.version,
        when: row.computed_at.map_or_else(String::new, |at| {
            format!(
                "calculée le {}",
                format::moment(local_of_instant(facts.scenario.group.time_zone, at.div_euclid(60)))
            )
        }),
        state: state_tag(&standing),
        expired: expired(&standing).to_owned(),
        moved: moved(whole),
        earlier_facts: undecided && row.roster_id.is_none() && row.facts_version != Some(whole.facts_version),
        decidable: undecided && row.roster_id.is_none() && actor.can(Action::DecidePlan),
        covered: row.covered,
        shifts: row.shifts,
        proof: proof(row, &levels)?,
        levels: levels.iter().map(level_view).collect(),
        facts: traces(row)?,
        equity: chart::equity(accounts.collect()),
        prices: prices.iter().take(PRICES_SHOWN).map(|price| price_view(price, facts)).collect(),
        items,
        bare,
    })
}

/// Why a plan has expired, in a sentence; empty for one that has not.
fn expired(state: &State) -> &'static str {
    let State::Expired { reason } = state else { return "" };
    match reason.as_str() {
        "superseded" => "Une proposition plus récente a été approuvée.",
        "too_old" => "Elle a attendu trop longtemps sa décision.",
        "items_gone" => "Plus aucun de ses postes n’est à pourvoir comme elle le prévoyait.",
        _ => "Les faits ont changé depuis le calcul.",
    }
}

/// What moved, in a sentence; empty when nothing did.
fn moved(whole: &Whole) -> String {
    match whole.conflicts.len() {
        0 => String::new(),
        n => format!(
            "Depuis le calcul, {} ne peuvent plus être approuvés comme proposé ; la raison est dite à côté de chacun.",
            format::count(n, "élément", "éléments")
        ),
    }
}

/// So many places where help would be worth most are shown.
const PRICES_SHOWN: usize = 5;

fn price_view(price: &plan::Price, facts: &Facts) -> Price {
    let site = facts.scenario.establishments.iter().find(|site| site.id == price.establishment);
    let week = price.week.split_once("-W");
    Price {
        qualification: price.qualification.to_string(),
        establishment: site.map_or_else(|| price.establishment.to_string(), |site| site.name.clone()),
        week: week.map_or_else(|| price.week.clone(), |(year, week)| format!("semaine {week} de {year}")),
        shifts: format!("{}, dont {} à pourvoir", format::count(price.shifts, "poste", "postes"), price.bare),
        level: format::level(price.level),
        worth: format::figure(price.highest),
    }
}

/// Price of the outside alternative of a bare shift.
pub fn agency_cents(item: &Row) -> Option<i64> {
    if item.state != "bare" {
        return None;
    }
    from_json::<Uncovered>(&item.reasons).ok()?.agency_cents
}

fn optional<T: serde::de::DeserializeOwned>(text: Option<&str>) -> Result<Vec<T>> {
    Ok(text.map(from_json).transpose()?.unwrap_or_default())
}

fn state_tag(state: &State) -> Tag {
    match state {
        State::Computing => Tag::plain("en cours"),
        State::Proposed { .. } => Tag::warn("à décider"),
        State::PartlyApproved { .. } => Tag::warn("approuvée en partie"),
        State::Approved => Tag::ok("approuvée"),
        State::Rejected { .. } => Tag::bad("rejetée"),
        State::Cancelled => Tag::plain("annulée"),
        State::Expired { .. } => Tag::warn("périmée"),
        State::Failed { .. } => Tag::bad("en échec"),
    }
}

fn proof(row: &PlanRow, levels: &[plan::Level]) -> Result<String> {
    let status: Option<Status> = row.status.as_deref().map(crate::store::named).transpose()?;
    let gap = levels.iter().map(|level| level.gap).fold(0.0, f64::max);
    Ok(match status {
        Some(Status::Optimal) => "prouvée la meilleure possible, à chaque objectif".to_owned(),
        Some(Status::WithinGap) => format!("prouvée à {} près du meilleur possible, au plus", format::percent(gap)),
        Some(Status::Feasible) => format!("légale ; écart au meilleur possible : {} au plus", format::percent(gap)),
        None => "sans calcul".to_owned(),
    })
}

fn level_view(level: &plan::Level) -> Level {
    Level {
        label: format::level(level.name),
        value: format::figure(level.objective),
        bound: format::figure(level.bound),
        gap: format::gap(level.gap),
    }
}

fn traces(row: &PlanRow) -> Result<String> {
    let packs: Vec<String> = optional(row.rule_packs.as_deref())?;
    Ok(format!(
        "Empreinte des faits : {}. Référentiels : {}. Graine {}, {} unités de travail, {} s. Mêmes faits, même graine et \
         même limite de travail donnent la même proposition.",
        row.input_sha256.as_deref().unwrap_or("—"),
        packs.join(", "),
        row.seed.unwrap_or_default(),
        row.work.unwrap_or_default(),
        format::hundredths((row.solve_seconds.unwrap_or_default() * 100.0).round() as i64)
    ))
}

fn agent_name(facts: &Facts, id: &str) -> String {
    facts.scenario.agents.iter().find(|agent| agent.id.as_str() == id).map_or_else(|| id.to_owned(), |a| a.name.clone())
}

/// Day, hours and establishment of an item.
fn place(item: &Row, facts: &Facts) -> Result<(String, String, String)> {
    let date: NaiveDate = parsed(&item.date)?;
    let scenario = &facts.scenario;
    let unit = scenario.units.iter().find(|unit| unit.id.as_str() == item.unit_id);
    let code = unit.and_then(|unit| unit.shift_codes.iter().find(|code| code.code.as_str() == item.code));
    let hours = code.map_or_else(String::new, |c| format::hours(date.and_time(c.start), date.and_time(c.end)));
    let site = unit.and_then(|unit| scenario.establishments.iter().find(|site| site.id == unit.establishment));
    Ok((format::short_day(date), hours, site.map_or_else(String::new, |site| site.name.clone())))
}

/// The solver's `Assigned`, less what its reader may not see.
#[derive(Deserialize)]
struct Reasons {
    suitability: Suitability,
    burden_centipoints: i64,
    balance_before_centipoints: Option<i64>,
    cost_cents: i64,
    eligible: usize,
    next_best: Option<NextBest>,
}

fn item_view(item: &Row, facts: &Facts, conflict: &str) -> Result<Item> {
    let reasons: Reasons = from_json(&item.reasons)?;
    let (day, hours, establishment) = place(item, facts)?;
    let possible = match reasons.eligible {
        0 | 1 => "Seule personne qui peut le tenir.".to_owned(),
        n => format!("{n} personnes pouvaient le tenir."),
    };
    let burden = format::hundredths(reasons.burden_centipoints);
    let account = reasons.balance_before_centipoints.map_or_else(
        || format!("Ce poste ajoute {burden} points à son compte, dont le solde est réservé à son employeur."),
        |before| format!("Compte avant : {} points ; ce poste y ajoute {burden}.", format::hundredths(before)),
    );
    let why = format!("{possible} {account} Coût : {}.", format::euros(reasons.cost_cents));
    let next_best = reasons.next_best.map_or_else(String::new, |next| {
        // What is proven needs saying only where it is more than "nothing".
        let proven = next.at_least.map_or_else(String::new, |least| {
            format!(" C’est prouvé : {}.", choice::at_least(Some(least)).sentence_fr)
        });
        format!(
            "La suivante, {}, aurait changé l’équité de {} et le coût de {}\u{a0}€.{proven}",
            agent_name(facts, next.agent.as_str()),
            format::signed((next.equity_delta * 100.0).round() as i64),
            format::signed(next.cost_delta_cents)
        )
    });
    let state = match (item.state.as_str(), reasons.suitability) {
        ("approved", _) => Tag::ok("approuvée"),
        _ if !conflict.is_empty() => Tag::bad("ne tient plus"),
        (_, Suitability::Degraded) => Tag::warn("mode dégradé"),
        _ => Tag::default(),
    };
    Ok(Item {
        shift: item.shift_id.clone(),
        name: item.agent_name.clone().unwrap_or_default(),
        day,
        hours,
        code: item.code.clone(),
        qualification: item.qualification.clone(),
        unit: item.unit_name.clone(),
        establishment,
        state,
        open: item.state == "proposed" && conflict.is_empty(),
        conflict: format::tied(conflict),
        why: format::tied(&why),
        next_best: format::tied(&next_best),
    })
}

fn bare_view(item: &Row, facts: &Facts) -> Result<Bare> {
    let reasons: Uncovered = from_json(&item.reasons)?;
    let (day, hours, establishment) = place(item, facts)?;
    let reason = match &reasons.reason {
        BareReason::NobodyEligible => "Personne du groupement ne peut le tenir légalement.".to_owned(),
        BareReason::Contended { candidates } => {
            let names: Vec<_> = candidates.iter().map(|c| agent_name(facts, c.agent.as_str())).collect();
            format!("Les personnes possibles tiennent un autre poste de cette proposition : {}.", names.join(", "))
        }
    };
    let refusal = |count: &plan::RefusalCount| {
        format!("{} ({}) : {}", count.rule, count.article, format::count(count.agents, "personne", "personnes"))
    };
    Ok(Bare {
        shift: item.shift_id.clone(),
        day,
        hours,
        code: item.code.clone(),
        qualification: item.qualification.clone(),
        unit: item.unit_name.clone(),
        establishment,
        reason: format::tied(&reason),
        refusals: reasons.refusals.iter().map(refusal).map(|line| format::tied(&line)).collect(),
        agency: reasons.agency_cents.map_or_else(|| "non permis".to_owned(), format::euros),
    })
}
