//! The quarterly pulse: three questions and a few words, once a quarter, by whoever wants to.
//!
//! Invariants: nothing stored leads from an answer to whoever gave it. That she has answered stands in one table; scores stand in
//! another as how often each was given at her employer, and words in a third, of the whole group and in an order that follows from
//! the texts. No row is made for an answer, no instant is kept, and the audit log, which is kept for ever, has no line about it;
//! a form without a key of its own leaves no digest behind. What was answered is shown when the quarter is over: else two looks
//! before and after one answer would tell it. Scores of fewer than five people are masked, and so are words until five people of
//! the group have answered.

use super::access::{Action, Actor};
use super::agenda::herself;
use super::error::{Error, Result};
use super::identity::today;
use super::indicators::FEWEST;
use super::work::Work;
use super::{App, fields};
use crate::store::{Tx, agents, establishments, from_json, groups, pulse as rows, to_json};
use crate::text::sha256;
use chrono::{Datelike, Days, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Best score.
pub const SCORE_MAX: usize = 10;
/// Most characters of what is said beside the scores.
pub const COMMENT_CHARS_MAX: usize = 500;
/// Quarters that are looked back.
const QUARTERS: u32 = 4;

/// What somebody answers; scores from 0 to 10.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How fairly nights, week-ends and shifts are spread.
    pub fairness: i64,
    /// How far she is heard on what she wishes.
    pub heard: i64,
    /// How likely she would recommend the pool.
    pub recommend: i64,
    /// A few words; may be empty.
    pub comment: String,
}

/// A quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// Its first day.
    first: NaiveDate,
}

impl Quarter {
    /// The one that holds a day.
    pub fn of(day: NaiveDate) -> Self {
        let first = NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1).unwrap_or(day);
        Self { first }
    }

    /// So many quarters before.
    #[must_use]
    pub fn before(self, quarters: u32) -> Self {
        Self { first: self.first.checked_sub_months(Months::new(3 * quarters)).unwrap_or(self.first) }
    }

    /// As it is stored: `2026-Q4`.
    pub fn text(self) -> String {
        format!("{}-Q{}", self.first.year(), self.first.month0() / 3 + 1)
    }

    /// Its last day.
    pub fn last(self) -> NaiveDate {
        self.first + Months::new(3) - Days::new(1)
    }
}

/// How often each score from 0 to 10 was given, by question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Scores {
    fairness: [i64; SCORE_MAX + 1],
    heard: [i64; SCORE_MAX + 1],
    recommend: [i64; SCORE_MAX + 1],
}

/// What was answered, as far as it may be told.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[schemars(rename = "PulseIndicator")]
pub struct Pulse {
    /// By quarter, the newest first, and establishment.
    pub lines: Vec<PulseLine>,
    /// Words of the whole group by quarter, the newest first, in no order; only for whoever oversees all of it, and of no place.
    pub comments: Vec<Comments>,
}

/// What an establishment's people answered in a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PulseLine {
    /// `2026-Q4`.
    pub quarter: String,
    /// Establishment.
    pub establishment: String,
    /// Its name.
    pub name: String,
    /// People who answered; masked with everything else when fewer than five.
    pub answers: Option<i64>,
    /// How fairly nights, week-ends and shifts are spread.
    pub fairness: Option<Spread>,
    /// How far people are heard on what they wish.
    pub heard: Option<Spread>,
    /// How likely they would recommend the pool.
    pub recommend: Option<Spread>,
}

/// Scores from 0 to 10 of several people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PulseSpread")]
pub struct Spread {
    /// Mean, hundredths.
    pub mean_hundredths: i64,
    /// Standard deviation, hundredths.
    pub deviation_hundredths: i64,
}

/// What was said in a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PulseComments")]
pub struct Comments {
    /// `2026-Q4`.
    pub quarter: String,
    /// Words.
    pub texts: Vec<String>,
}

/// Where an agent stands in the quarter that is running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which quarter.
    pub quarter: Quarter,
    /// She has answered in it.
    pub answered: bool,
}

/// Where she stands.
///
/// # Errors
/// `Forbidden` for whoever is no agent.
pub async fn standing(app: &App, actor: &Actor) -> Result<Standing> {
    actor.may(Action::AnswerPulse)?;
    let me = herself(actor)?;
    let mut tx = app.db.read().await?;
    let quarter = running(app, &mut tx, &actor.group).await?;
    let answered = rows::has_answered(&mut tx, &actor.group, me, &quarter.text()).await?;
    Ok(Standing { quarter, answered })
}

async fn running(app: &App, tx: &mut Tx, group: &str) -> Result<Quarter> {
    Ok(Quarter::of(today(app.clock.now(), groups::zone(tx, group).await?)))
}

/// Answers for the quarter that is running; false when she has before: the first answer stands.
///
/// # Errors
/// `Forbidden` for whoever is no agent, `Invalid` for scores that there are not and a comment that is too long.
pub async fn answer(app: &App, actor: &Actor, answer: &Answer) -> Result<bool> {
    let role = actor.may(Action::AnswerPulse)?.role;
    let me = herself(actor)?;
    for (field, score) in [("fairness", answer.fairness), ("heard", answer.heard), ("recommend", answer.recommend)] {
        fields::within(field, score, 0, SCORE_MAX as i64)?;
    }
    let comment = match answer.comment.trim() {
        "" => None,
        text => Some(fields::filled("comment", text, COMMENT_CHARS_MAX)?),
    };
    let mut work = Work::begin(app, actor, role).await?;
    // In the queue: the counts are read and written again.
    work.queue().await?;
    let group = work.group();
    let quarter = running(app, &mut work.tx, group).await?.text();
    if !rows::answers(&mut work.tx, group, me, &quarter).await? {
        return Ok(false);
    }
    let face = agents::face(&mut work.tx, group, me).await?.ok_or_else(|| Error::not_found("agent", me))?;
    let known = rows::scores(&mut work.tx, group, &face.employer_id, &quarter).await?;
    let mut scores: Scores = known.map(|text| from_json(&text)).transpose()?.unwrap_or_default();
    for (counts, score) in [
        (&mut scores.fairness, answer.fairness),
        (&mut scores.heard, answer.heard),
        (&mut scores.recommend, answer.recommend),
    ] {
        if let Some(count) = usize::try_from(score).ok().and_then(|score| counts.get_mut(score)) {
            *count += 1;
        }
    }
    rows::put_scores(&mut work.tx, group, (&face.employer_id, &quarter), &to_json(&scores)?).await?;
    if let Some(comment) = comment {
        let known = rows::comments(&mut work.tx, group, &quarter).await?;
        let mut comments: Vec<String> = known.map(|text| from_json(&text)).transpose()?.unwrap_or_default();
        comments.push(comment);
        comments.sort_by_cached_key(|text| sha256(text));
        rows::put_comments(&mut work.tx, group, &quarter, &to_json(&comments)?).await?;
    }
    work.commit().await?;
    Ok(true)
}

/// Over which places it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    /// Last day that is looked at.
    pub to: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// Only this establishment.
    pub establishment: Option<&'a str>,
}

/// What was answered in the last four quarters that were over by a day and are over today; none for whoever may not read it.
pub(super) async fn read(tx: &mut Tx, actor: &Actor, places: Places<'_>) -> Result<Option<Pulse>> {
    let Ok(reach) = actor.may(Action::ReadPulse) else { return Ok(None) };
    let over = |quarter: &Quarter| quarter.last() <= places.to && quarter.last() < places.today;
    let newest = Quarter::of(places.to);
    let newest = if over(&newest) { newest } else { Quarter::of(places.to.min(places.today)).before(1) };
    let (first, last) = (newest.before(QUARTERS - 1).text(), newest.text());
    let all = rows::all(tx, &actor.group, (&first, &last)).await?;
    let names: BTreeMap<String, String> =
        establishments::all(tx, &actor.group).await?.into_iter().map(|site| (site.id.0, site.name)).collect();
    let mut pulse = Pulse::default();
    let mut by_quarter: BTreeMap<String, i64> = BTreeMap::new();
    for row in all {
        let scores: Scores = from_json(&row.scores)?;
        let answers: i64 = scores.fairness.iter().sum();
        *by_quarter.entry(row.quarter.clone()).or_default() += answers;
        let wanted = places.establishment.is_none_or(|wanted| wanted == row.establishment_id);
        if !wanted || !reach.sees_establishment(&row.establishment_id) {
            continue;
        }
        let told = answers >= FEWEST as i64;
        let spread = |counts: &[i64]| told.then(|| spread(counts));
        pulse.lines.push(PulseLine {
            name: names.get(&row.establishment_id).cloned().unwrap_or_else(|| row.establishment_id.clone()),
            quarter: row.quarter,
            establishment: row.establishment_id,
            answers: told.then_some(answers),
            fairness: spread(&scores.fairness),
            heard: spread(&scores.heard),
            recommend: spread(&scores.recommend),
        });
    }
    if reach.whole && places.establishment.is_none() {
        for (quarter, _) in by_quarter.into_iter().rev().filter(|(_, answers)| *answers >= FEWEST as i64) {
            if let Some(texts) = rows::comments(tx, &actor.group, &quarter).await? {
                pulse.comments.push(Comments { quarter, texts: from_json(&texts)? });
            }
        }
    }
    Ok(Some(pulse))
}

/// Mean and standard deviation of scores, from how often each was given.
fn spread(counts: &[i64]) -> Spread {
    let people: i64 = counts.iter().sum();
    let of = |value: &dyn Fn(i64) -> i64| -> i64 { (0..).zip(counts).map(|(score, count)| value(score) * count).sum() };
    let (sum, squares) = (of(&|score| score), of(&|score| score * score));
    // n² times the variance.
    let varied = people * squares - sum * sum;
    Spread {
        mean_hundredths: (sum * 100 + people / 2).div_euclid(people.max(1)),
        deviation_hundredths: ((varied as f64).sqrt() * 100.0 / people.max(1) as f64).round() as i64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_deviation_of_five_scores() {
        let mut counts = [0; SCORE_MAX + 1];
        // 2, 4, 4, 6, 9: their sum is 25; the squares of 3, 1, 1, 1, 4 are 28 together, 28 / 5 = 5.6 = 2.366².
        for score in [2, 4, 4, 6, 9] {
            counts[score] += 1;
        }
        assert_eq!(spread(&counts), Spread { mean_hundredths: 500, deviation_hundredths: 237 });
        counts = [0; SCORE_MAX + 1];
        counts[7] = 6;
        assert_eq!(spread(&counts), Spread { mean_hundredths: 700, deviation_hundredths: 0 });
    }

    #[test]
    fn quarters_by_their_days() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let fourth = Quarter::of(day("2026-12-31"));
        assert_eq!((fourth.text(), fourth.last()), ("2026-Q4".to_owned(), day("2026-12-31")));
        assert_eq!(Quarter::of(day("2027-01-01")).before(1), fourth);
        assert_eq!(fourth.before(4).text(), "2025-Q4");
    }
}
