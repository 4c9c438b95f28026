//! Whether days may become others: the law on the whole timelines of those concerned, as they would be.
//!
//! What a roster broke before is not the doing of a change; what it breaks only with the change, or more of, is. A timeline that is
//! at fault already may be changed to a lesser fault, but not to another.
//!
//! Need to know: of somebody whom others employ a reader learns that she is not available, whatever forbids it ([`told`]).

use crate::app::access::Reach;
use crate::app::error::{Error, Result};
use crate::app::law;
use crate::lang::{Locale, Words};
use crate::store::rosters::{Becomes, NewDay, with_days};
use crate::store::{Tx, snapshot};
use chrono::NaiveDate;
use releve_solver::audit::{Finding, audit, worsened};
use releve_solver::check::check;
use releve_solver::domain::plan::Assignment;
use releve_solver::domain::problem::Proposes;
use releve_solver::domain::scenario::{Agent, Horizon, Priority, Scenario, Shift};
use releve_solver::law::Library;
use std::collections::{BTreeMap, BTreeSet};

/// What an absence means for a duty on its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Absences {
    /// Nobody is put down while she is absent.
    Refuse,
    /// The duty stays on the roster, bare for as long as she is.
    Keep,
}

/// What days are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Against {
    /// With those days as they stand.
    Present,
    /// With those days open: everything they bring about is told, whoever put it there.
    Nothing,
}

/// Judges days as they would be.
///
/// # Errors
/// [`Error::UnlawfulRoster`] with every rule broken by the change, by person, day and article, as far as `reach` lets it be read.
pub(in crate::app) async fn judge(tx: &mut Tx, (group, reach): (&str, &Reach), changes: &[Becomes]) -> Result<()> {
    let found = breaches(tx, (group, reach), changes, (Absences::Refuse, Against::Present)).await?;
    if found.is_empty() { Ok(()) } else { Err(Error::UnlawfulRoster(found)) }
}

/// What the change would break, as far as `reach` lets it be read.
pub(in crate::app) async fn breaches(
    tx: &mut Tx,
    (group, reach): (&str, &Reach),
    changes: &[Becomes],
    (absences, against): (Absences, Against),
) -> Result<Vec<Finding>> {
    let (Some(first), Some(last)) =
        (changes.iter().map(|change| change.date).min(), changes.iter().map(|change| change.date).max())
    else {
        return Ok(Vec::new());
    };
    let loaded = snapshot::load(tx, group).await?.ok_or_else(|| Error::not_found("group", group))?;
    let library = law::library(&loaded.rule_packs);
    let people: BTreeSet<&str> = changes.iter().map(|change| change.agent.as_str()).collect();
    let mut before = narrowed(loaded.scenario, &people, (first, last));
    if against == Against::Nothing {
        before.rosters = with_days(&before.rosters, &opened(changes))?;
    }
    let employers = before.agents.iter().map(|agent| (agent.id.0.clone(), agent.employer.0.clone())).collect();
    let judging = {
        let changes = changes.to_vec();
        tokio::task::spawn_blocking(move || judged(&library, &before, &changes, absences))
    };
    let found = judging.await.map_err(|e| Error::Corrupt(e.to_string()))??;
    // Where and when else she works is not told by the day of a finding either.
    let days = |agent: &str, date: NaiveDate| {
        let hers = changes.iter().filter(|change| change.agent == agent).map(|change| change.date);
        if hers.clone().any(|day| day == date) { date } else { hers.min().unwrap_or(first) }
    };
    Ok(told(reach, &employers, found, days))
}

/// What a reader learns of findings: everything about her own people, and of everybody else that she is not available, on a day
/// that `day_of` says for agent and day of the finding.
pub(in crate::app) fn told(
    reach: &Reach,
    employers: &BTreeMap<String, String>,
    found: Vec<Finding>,
    day_of: impl Fn(&str, NaiveDate) -> NaiveDate,
) -> Vec<Finding> {
    let mut known = BTreeSet::new();
    let said = |locale| Words::new(locale).say("judged-not-available");
    let neutral = |finding: Finding| Finding {
        date: day_of(finding.agent.as_str(), finding.date),
        agent: finding.agent,
        rule: "not-available".to_owned(),
        law: None,
        certainty: None,
        label_fr: String::new(),
        article: String::new(),
        sentence_fr: said(Locale::Fr),
        sentence_en: said(Locale::En),
        measured: 0,
        limit: 0,
        unit: String::new(),
    };
    found
        .into_iter()
        .filter_map(|finding| {
            let agent = finding.agent.as_str();
            let employer = employers.get(agent).map_or("", String::as_str);
            if reach.sees_agent(agent, employer) {
                return Some(finding);
            }
            let finding = neutral(finding);
            known.insert((finding.agent.clone(), finding.date)).then_some(finding)
        })
        .collect()
}

/// A scenario of some people alone, with everything that is decided about them, over some days.
pub(super) fn narrowed(
    mut scenario: Scenario,
    people: &BTreeSet<&str>,
    (first, last): (NaiveDate, NaiveDate),
) -> Scenario {
    scenario.agents.retain(|agent| people.contains(agent.id.as_str()));
    scenario.rosters.retain(|line| people.contains(line.agent.as_str()));
    scenario.absences.retain(|absence| people.contains(absence.agent.as_str()));
    scenario.held.retain(|held| people.contains(held.agent.as_str()));
    scenario.shifts.clear();
    let days = ((last - first).num_days() + 1).clamp(1, i64::from(Horizon::DAYS_MAX));
    scenario.horizon = Horizon { from: first, days: days as u32 };
    scenario
}

fn judged(library: &Library, before: &Scenario, changes: &[Becomes], absences: Absences) -> Result<Vec<Finding>> {
    let after = Scenario { rosters: with_days(&before.rosters, changes)?, ..before.clone() };
    let audited = |scenario: &Scenario| {
        releve_solver::compile_under(library, scenario).map(|problem| audit(&problem)).map_err(Error::Invalid)
    };
    let mut found = worsened(&audited(before)?, audited(&after)?);
    found.extend(personal(library, before, changes, absences)?);
    Ok(found)
}

/// What concerns the person and not her hours: absences, rests promised to her, what she is exempt from. An audit does not judge
/// it; a check of the duties as if they were proposed does.
fn personal(library: &Library, before: &Scenario, changes: &[Becomes], absences: Absences) -> Result<Vec<Finding>> {
    let mut scenario = Scenario { rosters: with_days(&before.rosters, &opened(changes))?, ..before.clone() };
    let mut asked = Vec::new();
    for change in changes {
        let NewDay::Duties(duties) = &change.day else { continue };
        let Some(agent) = before.agents.iter().find(|agent| agent.id.as_str() == change.agent) else { continue };
        for (number, duty) in duties.iter().enumerate() {
            let shift = Shift {
                id: format!("{}.{}.{number}", change.agent, change.date).as_str().into(),
                unit: duty.unit.as_str().into(),
                code: duty.code.as_str().into(),
                date: change.date,
                qualification: title_on(agent, change.date).into(),
                priority: Priority::Normal,
                degraded_accepted: true,
            };
            asked.push((Assignment { shift: shift.id.clone(), agent: agent.id.clone() }, change.date));
            scenario.shifts.push(shift);
        }
    }
    let mut problem = releve_solver::compile_under(library, &scenario).map_err(Error::Invalid)?;
    problem.proposes = Proposes::Rosters;
    let assignments: Vec<Assignment> = asked.iter().map(|(assignment, _)| assignment.clone()).collect();
    let breaches = check(&problem, &assignments).err().unwrap_or_default();
    let concerns = |rule: &str| match rule {
        "promised-rest" | "exemption" => true,
        "absence" => absences == Absences::Refuse,
        _ => false,
    };
    let found = breaches.into_iter().filter(|breach| concerns(&breach.refusal.rule)).filter_map(|breach| {
        let (_, date) = asked.iter().find(|(assignment, _)| assignment.shift == breach.shift)?;
        let refusal = breach.refusal;
        Some(Finding {
            agent: breach.agent,
            date: *date,
            rule: refusal.rule,
            law: refusal.law,
            certainty: refusal.certainty,
            label_fr: String::new(),
            article: refusal.article,
            sentence_fr: refusal.sentence_fr,
            sentence_en: refusal.sentence_en,
            measured: refusal.measured,
            limit: refusal.limit,
            unit: refusal.unit,
        })
    });
    Ok(found.collect())
}

/// The same days, open.
fn opened(changes: &[Becomes]) -> Vec<Becomes> {
    changes.iter().map(|change| Becomes { day: NewDay::Open, ..change.clone() }).collect()
}

/// A title that she holds on a day; the post of her own roster asks for no other.
fn title_on(agent: &Agent, date: NaiveDate) -> &str {
    let holds = |from: Option<NaiveDate>, to: Option<NaiveDate>| {
        from.is_none_or(|from| from <= date) && to.is_none_or(|to| date <= to)
    };
    let title = agent.qualifications.iter().find(|held| holds(held.valid_from, held.valid_to));
    title.map_or("AS", |held| held.qualification.as_str())
}
