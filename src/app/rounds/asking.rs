//! Whom a round asks, until when, and what each of them is told.

use super::{Mode, Opening, Person, WEEK_SECONDS, insert, notice, offer, round};
use crate::app::agreements::{self, Fitting};
use crate::app::audit::Event;
use crate::app::burdens::{self, Breakdown};
use crate::app::error::{Conflict, Error, Result};
use crate::app::facts::Facts;
use crate::app::fields;
use crate::app::settings::Settings;
use crate::app::shifts as shift;
use crate::app::work::Work;
use crate::ids::{AgreementId, OfferId, RoundId};
use crate::notify::hours::after_quiet;
use crate::store::contacts::{self, Quiet};
use crate::store::outbox::Notice;
use crate::store::shifts::Stored;
use crate::store::{Tx, offers};
use chrono_tz::Tz;
use releve_solver::explain::{Candidate, Question, Verdict};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whom to ask.
#[derive(Debug, Clone)]
pub(in crate::app) enum Whom {
    /// The first of the published order.
    Best,
    /// These: each of them may hold the shift and has not been asked too often, or nobody is asked at all.
    Named(BTreeSet<String>),
    /// Those of these who may hold the shift and have not been asked too often.
    Among(BTreeSet<String>),
}

/// A round to open in a deed.
#[derive(Debug)]
pub(in crate::app) struct Asking<'a> {
    /// How it gives the shift.
    pub mode: Mode,
    /// Whom to ask.
    pub whom: Whom,
    /// When it closes, unix seconds; a fair one later where quiet hours ask for it.
    pub closes_at: i64,
    /// When it closes at the latest, unix seconds.
    pub latest: i64,
    /// How the group works.
    pub agreed: &'a Settings,
}

/// What came of it.
#[derive(Debug)]
pub(in crate::app) struct Asked {
    /// The round; none when there was nobody to ask.
    pub round: Option<RoundId>,
    /// When it closes, unix seconds.
    pub closes_at: i64,
    /// How many are asked.
    pub people: usize,
    /// How many may hold the shift and have been asked often enough.
    pub left_alone: usize,
}

/// Opens a round for an open shift, whose facts are these. Nothing is changed when there is nobody to ask.
pub(in crate::app) async fn ask(
    work: &mut Work<'_>,
    stored: &Stored,
    facts: &Arc<Facts>,
    asking: Asking<'_>,
) -> Result<Asked> {
    let (group, now) = (work.group(), work.now());
    let offered = shift::State::of(stored)?.offer()?;
    let Asking { mode, whom, closes_at, latest, agreed } = asking;
    // Whoever has agreed beforehand is given the shift at the closing; where speed decides, she is asked like everybody else.
    let (mut by_agreement, mut last_for_handing_back) = (BTreeMap::new(), latest);
    if mode == Mode::Fair {
        let fitting = Fitting::read(&mut work.tx, group, facts, agreed).await?;
        by_agreement = fitting.all(&stored.shift, closes_at);
        last_for_handing_back = fitting.last_closing(&stored.shift);
    }
    let mut full = at_their_cap(&mut work.tx, group, now).await?;
    full.retain(|agent| !by_agreement.contains_key(agent));
    let (people, left_alone) = people(facts, stored, now, (whom, agreed, full)).await?;
    if people.is_empty() {
        return Ok(Asked { round: None, closes_at, people: 0, left_alone });
    }
    let (agreed_before, answer): (BTreeSet<&str>, BTreeSet<&str>) =
        people.iter().map(|person| person.agent.as_str()).partition(|agent| by_agreement.contains_key(*agent));
    // Those who sleep are not waited for at the cost of the time in which the others may hand the shift back.
    let latest = if agreed_before.is_empty() { latest } else { latest.min(last_for_handing_back).max(closes_at) };
    let closes_at = closing_for(work, (mode, agreed), (closes_at, latest), &answer).await?;
    let by = work.actor.user.0.clone();
    let round = round(work, &stored.shift.id, Opening { mode, plan: None, by, closes_at });
    let made = people.into_iter().map(|person| offer(work, &round, person)).collect::<Result<Vec<_>>>()?;
    insert(work, std::slice::from_ref(&round), &made).await?;
    shift::store(work, stored, &offered).await?;
    let said = agree(work, &made, &by_agreement).await?;
    let detail = json!({ "shift": stored.shift.id, "mode": mode, "people": made.len(), "closes_at": closes_at,
        "left_alone": left_alone, "by_agreement": said.len() });
    work.record(Event::new("round.open", "round", &round.id.0).with(detail));
    for offer in &made {
        let told = notice(stored, offer, mode);
        let agreed = || Notice::to_agent("offer.agreed", &offer.id.0, &offer.agent, told.payload.clone());
        work.tell(if said.contains(&offer.id) { agreed() } else { told });
    }
    Ok(Asked { round: Some(round.id), closes_at, people: made.len(), left_alone })
}

/// Says yes for those who have agreed beforehand; gives their offers.
async fn agree(
    work: &mut Work<'_>,
    made: &[offers::New],
    by_agreement: &BTreeMap<String, AgreementId>,
) -> Result<BTreeSet<OfferId>> {
    let agreed: Vec<(OfferId, AgreementId)> =
        made.iter().filter_map(|offer| Some((offer.id.clone(), by_agreement.get(&offer.agent)?.clone()))).collect();
    agreements::say_yes(work, &agreed).await?;
    Ok(agreed.into_iter().map(|(offer, _)| offer).collect())
}

/// When a round closes that is to close at one time, and at the latest at another, if these have to answer in it.
pub(super) async fn closing_for(
    work: &mut Work<'_>,
    (mode, agreed): (Mode, &Settings),
    (closes_at, latest): (i64, i64),
    answer: &BTreeSet<&str>,
) -> Result<i64> {
    if mode != Mode::Fair {
        return Ok(closes_at);
    }
    let (group, now) = (work.group(), work.now());
    let quiet = contacts::quiet_hours(&mut work.tx, group).await?;
    let hers =
        quiet.iter().filter(|(agent, ..)| answer.contains(agent.as_str())).map(|(_, zone, quiet)| (*zone, *quiet));
    Ok(fair_closing(now, (closes_at, latest), i64::from(agreed.answer_minutes) * 60, hers))
}

/// When a fair round closes: as asked for, and not before everybody who is in her quiet hours has had some time to answer after
/// them, unless the shift does not wait so long.
fn fair_closing(
    now: i64,
    (closes_at, latest): (i64, i64),
    answer_seconds: i64,
    quiet: impl Iterator<Item = (Tz, Quiet)>,
) -> i64 {
    let free = quiet.map(|(zone, quiet)| after_quiet(now, zone, Some(quiet))).filter(|free| *free > now);
    let last = free.filter(|free| *free < latest).max();
    last.map_or(closes_at, |free| closes_at.max((free + answer_seconds).min(latest)))
}

/// Agents who have been asked as often in the last seven days as they want to be in a week.
async fn at_their_cap(tx: &mut Tx, group: &str, now: i64) -> Result<BTreeSet<String>> {
    let room = room_under_caps(tx, group, now).await?;
    Ok(room.into_iter().filter(|(_, room)| *room <= 0).map(|(agent, _)| agent).collect())
}

/// How many more times in these seven days those who have set a cap want to be asked; nought or less is not at all.
pub(in crate::app) async fn room_under_caps(tx: &mut Tx, group: &str, now: i64) -> Result<BTreeMap<String, i64>> {
    let caps = contacts::weekly_caps(tx, group).await?;
    if caps.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sent = offers::sent_after(tx, group, now - WEEK_SECONDS).await?;
    Ok(caps
        .into_iter()
        .map(|(agent, cap)| (agent.clone(), cap - sent.get(&agent).copied().unwrap_or_default()))
        .collect())
}

/// Whom a round asks, in the published order, and how many who may hold the shift are left alone because they have been asked
/// often enough.
async fn people(
    facts: &Arc<Facts>,
    stored: &Stored,
    now: i64,
    (whom, agreed, full): (Whom, &Settings, BTreeSet<String>),
) -> Result<(Vec<Person>, usize)> {
    let demand = facts.demand(&stored.shift.id).ok_or(Conflict::LostRace)?;
    let (facts, agreed, shift) = (Arc::clone(facts), agreed.clone(), stored.shift.clone());
    let judging = tokio::task::spawn_blocking(move || {
        let judged = Question::new(&facts.problem, demand, &[], Some(now.div_euclid(60))).candidates();
        let burden = |agent: &str| burdens::breakdown(&facts, &agreed, agent, &shift, now);
        choose(judged, &whom, (agreed.round_people as usize, &full), &burden)
    });
    judging.await.map_err(|e| Error::Corrupt(e.to_string()))?
}

fn choose(
    judged: Vec<Candidate>,
    whom: &Whom,
    (most, full): (usize, &BTreeSet<String>),
    burden: &dyn Fn(&str) -> Result<Breakdown>,
) -> Result<(Vec<Person>, usize)> {
    if let Whom::Named(wanted) = whom {
        fields::count("agents", wanted.len(), 1, most)?;
        let known: BTreeSet<&str> = judged.iter().map(|candidate| candidate.agent.as_str()).collect();
        if let Some(stranger) = wanted.iter().find(|agent| !known.contains(agent.as_str())) {
            return Err(Error::not_found("agent", stranger));
        }
    }
    let (mut asked, mut left_alone) = (Vec::new(), 0);
    for Candidate { agent, verdict, .. } in judged {
        let (wanted, named) = match whom {
            Whom::Best => (true, false),
            Whom::Named(these) => (these.contains(agent.as_str()), these.contains(agent.as_str())),
            Whom::Among(these) => (these.contains(agent.as_str()), false),
        };
        match verdict {
            Verdict::Eligible(_) if named && full.contains(agent.as_str()) => {
                return Err(Conflict::AskedOften(agent.0).into());
            }
            Verdict::Eligible(_) if full.contains(agent.as_str()) => left_alone += usize::from(wanted),
            Verdict::Eligible(eligible) if wanted => {
                asked.push(Person { burden: burden(agent.as_str())?, agent: agent.0, cost_cents: eligible.cost_cents });
            }
            Verdict::Refused { refusals } if named => return Err(Error::NotEligible { agent: agent.0, refusals }),
            Verdict::Eligible(_) | Verdict::Refused { .. } => {}
        }
    }
    asked.truncate(most);
    Ok((asked, left_alone))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARIS: Tz = Tz::Europe__Paris;
    const NIGHT: Quiet = Quiet { from_minute: 21 * 60, to_minute: 7 * 60 };

    fn at(text: &str) -> i64 {
        chrono::DateTime::parse_from_rfc3339(text).expect("an instant").timestamp()
    }

    #[test]
    fn a_fair_round_waits_for_those_who_sleep_when_there_is_time() {
        let now = at("2026-12-01T22:00:00+01:00");
        let close = |closes: &str, latest: &str, quiet: &[Quiet]| {
            fair_closing(now, (at(closes), at(latest)), 3_600, quiet.iter().map(|quiet| (PARIS, *quiet)))
        };
        let (soon, far) = ("2026-12-02T00:00:00+01:00", "2026-12-05T07:00:00+01:00");
        assert_eq!(close(soon, far, &[NIGHT]), at("2026-12-02T08:00:00+01:00"), "an hour after her quiet hours");
        assert_eq!(close(soon, far, &[]), at(soon), "nobody sleeps");
        assert_eq!(close("2026-12-02T12:00:00+01:00", far, &[NIGHT]), at("2026-12-02T12:00:00+01:00"));
        assert_eq!(close(soon, "2026-12-02T07:30:00+01:00", &[NIGHT]), at("2026-12-02T07:30:00+01:00"), "no longer");
        assert_eq!(close(soon, "2026-12-02T06:30:00+01:00", &[NIGHT]), at(soon), "the shift does not wait");
        let late = Quiet { from_minute: 20 * 60, to_minute: 10 * 60 };
        assert_eq!(close(soon, far, &[NIGHT, late]), at("2026-12-02T11:00:00+01:00"), "the last to wake counts");
        let noon = Quiet { from_minute: 12 * 60, to_minute: 14 * 60 };
        assert_eq!(close(soon, far, &[noon]), at(soon), "she is awake");
    }

    #[test]
    fn a_fair_round_waits_through_both_clock_changes() {
        let spring = at("2027-03-27T22:00:00+01:00");
        let far = spring + 5 * 86_400;
        let one = || [(PARIS, NIGHT)].into_iter();
        assert_eq!(fair_closing(spring, (spring + 3_600, far), 3_600, one()), at("2027-03-28T08:00:00+02:00"));
        let autumn = at("2026-10-24T22:00:00+02:00");
        assert_eq!(
            fair_closing(autumn, (autumn + 3_600, autumn + 5 * 86_400), 3_600, one()),
            at("2026-10-25T08:00:00+01:00")
        );
    }
}
