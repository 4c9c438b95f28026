//! Burdens: what a shift adds to an equity account, by kind, and how it gets there and off again.
//!
//! The time and the way are weighed as the solver weighs them, to the hundredth ([`Problem::burden_of`]), so that a plan spreads
//! what the account will hold. Short notice and a split day depend on when somebody is asked and on what else she holds; they
//! are the same for whoever is asked now, or unknown to a plan, and so stand on the account alone.
//!
//! A breakdown is made when somebody is asked, on the facts of that moment, and kept with the offer (with the assignment where
//! there was none): it is what she was told, it is what is posted when the shift becomes hers, and it is what the account is
//! worked out again from. A plan's item keeps the solver's sum alone, since nobody has been asked yet.
//!
//! [`Problem::burden_of`]: releve_solver::domain::problem::Problem::burden_of

use super::error::{Error, Result};
use super::facts::Facts;
use super::settings::Settings;
use super::work::Work;
use crate::ids::{AssignmentId, OfferId};
use crate::lang::reasons::{Post, Reason};
use crate::store::ledgers::Equity;
use crate::store::{Tx, assignments, ledgers, name_of, shifts};
use releve_solver::domain::problem::{Duty, DutyKind, Problem, Worker};
use releve_solver::domain::time::{Span, day_of_date};
use releve_solver::law::calendar::burden_minutes;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What makes a shift weigh; the kind of its line on the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Burden {
    /// Minutes between 21:00 and 06:00.
    Night,
    /// Minutes on a Saturday that is no holiday.
    Saturday,
    /// Minutes on a Sunday that is no holiday.
    Sunday,
    /// Minutes on a public holiday.
    Holiday,
    /// The way from home.
    Travel,
    /// Asked shortly before the shift begins.
    ShortNotice,
    /// A second duty on one civil day.
    SplitDay,
}

/// Kind → hundredths of a point; what weighs nothing is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Breakdown(BTreeMap<Burden, i64>);

impl Breakdown {
    /// From amounts by kind.
    pub fn new(amounts: impl IntoIterator<Item = (Burden, i64)>) -> Self {
        Self(amounts.into_iter().filter(|(_, centipoints)| *centipoints != 0).collect())
    }

    /// Reads what an offer or an assignment keeps.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Self> {
        Ok(crate::store::from_json(text)?)
    }

    /// As an offer or an assignment keeps it.
    ///
    /// # Errors
    /// Never.
    pub fn text(&self) -> Result<String> {
        Ok(crate::store::to_json(self)?)
    }

    /// The same with another amount of one kind, hundredths of a point.
    #[must_use]
    pub fn with(mut self, kind: Burden, centipoints: i64) -> Self {
        self.0.insert(kind, centipoints);
        self.0.retain(|_, centipoints| *centipoints != 0);
        self
    }

    /// All kinds together, hundredths of a point.
    pub fn centipoints(&self) -> i64 {
        self.0.values().sum()
    }

    /// Each kind with its amount, hundredths of a point.
    pub fn iter(&self) -> impl Iterator<Item = (Burden, i64)> {
        self.0.iter().map(|(kind, centipoints)| (*kind, *centipoints))
    }
}

/// What a shift adds to somebody's account, by kind, if she is asked at an instant (unix seconds).
///
/// # Errors
/// When the facts hold no such agent or establishment.
pub fn breakdown(
    facts: &Facts,
    settings: &Settings,
    agent: &str,
    shift: &shifts::Row,
    asked_at: i64,
) -> Result<Breakdown> {
    let problem = &facts.problem;
    let missing = |what: &str| Error::Corrupt(format!("shift {} without its {what} in the facts", shift.id));
    let worker = problem.workers.iter().find(|worker| worker.id.as_str() == agent).ok_or_else(|| missing("agent"))?;
    let date = crate::store::parsed(&shift.date)?;
    let asked = Asked {
        site: shift.establishment_id.as_str(),
        span: Span::new(shift.starts_at.div_euclid(60), shift.ends_at.div_euclid(60)),
        day: day_of_date(date),
        notice_seconds: shift.starts_at - asked_at,
    };
    weigh(problem, settings, worker, &asked).ok_or_else(|| missing("establishment"))
}

/// A shift for which somebody is asked.
struct Asked<'a> {
    site: &'a str,
    span: Span,
    day: releve_solver::domain::time::Day,
    notice_seconds: i64,
}

fn weigh(problem: &Problem, settings: &Settings, worker: &Worker, asked: &Asked<'_>) -> Option<Breakdown> {
    let site = problem.sites.iter().position(|site| site.id.as_str() == asked.site)?;
    let minutes = burden_minutes(asked.span, &problem.sites[site].calendar);
    let time = problem.burden_weights.centipoints_by_kind(minutes);
    let short = asked.notice_seconds < i64::from(settings.short_notice_hours) * 3_600;
    let is_this = |duty: &Duty| duty.kind == DutyKind::Pool && duty.span == asked.span;
    let split = worker.fixed.iter().any(|duty| duty.day == asked.day && !is_this(duty));
    let only = |holds: bool, centipoints: u32| if holds { i64::from(centipoints) } else { 0 };
    Some(Breakdown::new([
        (Burden::Night, time.night),
        (Burden::Saturday, time.saturday),
        (Burden::Sunday, time.sunday),
        (Burden::Holiday, time.holiday),
        (Burden::Travel, problem.travel_burden(worker, site)),
        (Burden::ShortNotice, only(short, settings.short_notice_centipoints)),
        (Burden::SplitDay, only(split, settings.split_day_centipoints)),
    ]))
}

/// What brought a shift to somebody, and so its burden to her account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// She was asked.
    Offer(OfferId),
    /// It came to her otherwise, by a swap: the assignment stands already and has no offer.
    Assignment(AssignmentId),
}

impl Source {
    /// What brought an assignment to whoever holds it.
    pub fn of(row: &assignments::Row) -> Self {
        row.offer_id.clone().map_or_else(|| Self::Assignment(row.id.clone()), Self::Offer)
    }
}

/// Posts a burden, a line for each kind. An offer keeps its breakdown from when it was made; an assignment gets it here. A
/// source posts once in its life.
///
/// # Errors
/// When the database fails; at commit when the source has posted before.
pub async fn post(
    work: &mut Work<'_>,
    agent: &str,
    source: &Source,
    breakdown: &Breakdown,
    reason: &Reason,
) -> Result<()> {
    if let Source::Assignment(id) = source {
        assignments::set_burdens(&mut work.tx, id, &breakdown.text()?).await?;
    }
    post_lines(work, agent, source, breakdown, reason)
}

/// The same for an offer that has just been made, whose breakdown is `burdens`.
pub(super) fn post_of_new_offer(
    work: &mut Work<'_>,
    (offer, agent): (&OfferId, &str),
    burdens: &str,
    reason: &Reason,
) -> Result<()> {
    post_lines(work, agent, &Source::Offer(offer.clone()), &Breakdown::read(burdens)?, reason)
}

/// The same for an offer as it is stored. One from before burdens were told apart posts its sum as one line.
pub(super) fn post_of_offer(work: &mut Work<'_>, offer: &crate::store::offers::Row) -> Result<()> {
    let reason = Reason::Shift(Post::of(&offer.shift)?);
    if let Some(burdens) = &offer.burdens {
        return post_of_new_offer(work, (&offer.id, &offer.agent_id), burdens, &reason);
    }
    let source = Source::Offer(offer.id.clone());
    post_line(work, &offer.agent_id, &source, ("offer", offer.burden_centipoints), &reason.record());
    Ok(())
}

fn post_lines(work: &mut Work<'_>, agent: &str, source: &Source, breakdown: &Breakdown, reason: &Reason) -> Result<()> {
    let reason = reason.record();
    for (kind, centipoints) in breakdown.iter() {
        post_line(work, agent, source, (&name_of(&kind)?, centipoints), &reason);
    }
    Ok(())
}

fn post_line(work: &mut Work<'_>, agent: &str, source: &Source, (kind, centipoints): (&str, i64), reason: &str) {
    let (offer_id, assignment_id) = match source {
        Source::Offer(id) => (Some(id.clone()), None),
        Source::Assignment(id) => (None, Some(id.clone())),
    };
    let line = Equity {
        kind: kind.to_owned(),
        centipoints,
        offer_id,
        assignment_id,
        reason: reason.to_owned(),
        ..work.equity_line(agent)
    };
    work.post_equity(line);
}

/// Takes the burden of a source off the account it is on, line by line; nothing where none stands. What the deed itself has
/// posted is not looked at.
///
/// # Errors
/// When the database fails.
pub async fn reverse(work: &mut Work<'_>, source: &Source, reason: &Reason) -> Result<()> {
    let reason = reason.record();
    for line in standing(&mut work.tx, source).await? {
        work.reverse_equity(&line, &reason);
    }
    Ok(())
}

/// The lines of a source's burden that stand.
pub(super) async fn standing(tx: &mut Tx, source: &Source) -> Result<Vec<Equity>> {
    Ok(match source {
        Source::Offer(id) => ledgers::standing_of_offer(tx, id).await?,
        Source::Assignment(id) => ledgers::standing_of_assignment(tx, id).await?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_nothing_is_left_out_and_the_rest_reads_back() {
        let all = Breakdown::new([(Burden::Night, 337), (Burden::Sunday, 244), (Burden::Travel, 0)]);
        assert_eq!(all.centipoints(), 581);
        let text = all.text().expect("JSON");
        assert_eq!(text, r#"{"night":337,"sunday":244}"#);
        assert_eq!(Breakdown::read(&text).expect("a breakdown"), all);
        assert!(Breakdown::read(r#"{"moonlight":1}"#).is_err());
    }
}
