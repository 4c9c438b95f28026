//! Offer only: what speaks against assigning somebody who may lawfully hold a shift. The roster is settled so many days
//! before (*tableau de service*), and nobody has to come back on a rest day: inside either she can be asked, and her answer is
//! free.

use super::sentence::{date_en, date_fr, hours};
use crate::domain::problem::{Demand, DutyKind, Problem, Worker};
use crate::domain::time::{Day, Minute, date_of_day};
use crate::law::rule::Notice;
use crate::law::{Certainty, Rule};
use serde::{Deserialize, Serialize};

/// One reason for which she can only be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Note {
    /// Id of the pack rule that says so; none for what no pack holds.
    pub law: Option<String>,
    /// How sure that pack rule is.
    pub certainty: Option<Certainty>,
    /// Article that founds it.
    pub article: String,
    /// The reason for the change must be recorded.
    pub reason_required: bool,
    /// French sentence with its figures.
    pub sentence_fr: String,
    /// English sentence with its figures.
    pub sentence_en: String,
}

/// The ruling that founds the free answer on a rest day; outside the public hospitals it is the pool's own promise.
const REST_DAY_ARTICLE: &str = "CAA Paris 1er déc. 1998 n° 96PA02305 (rappel sur repos : proposition seulement)";

impl Note {
    /// What another establishment may read: neither her roster nor her employer's rules.
    pub fn neutral() -> Self {
        Self {
            law: None,
            certainty: None,
            article: String::new(),
            reason_required: false,
            sentence_fr: "à proposer seulement : son accord est nécessaire".to_owned(),
            sentence_en: "to be offered only: she has to agree".to_owned(),
        }
    }
}

/// Every reason to ask and not to assign. Notice is counted from `asked_at`, and not judged without it.
pub fn offer_only(problem: &Problem, worker: &Worker, demand: &Demand, asked_at: Option<Minute>) -> Vec<Note> {
    let notice = asked_at.and_then(|now| notice(problem, worker, demand, now));
    let mut notes: Vec<Note> = notice.into_iter().collect();
    notes.extend(rest_day(worker, demand).map(|day| Note {
        law: None,
        certainty: None,
        article: REST_DAY_ARTICLE.to_owned(),
        reason_required: false,
        sentence_fr: format!("jour de repos de son planning ({}) : à proposer seulement", date_fr(date_of_day(day))),
        sentence_en: format!("rest day of her roster ({}): to be offered only", date_en(date_of_day(day))),
    }));
    notes
}

/// Whether the shift touches a day that her home roster settles and leaves free: she can be asked, and her answer is free.
pub fn on_rest_day(worker: &Worker, demand: &Demand) -> bool {
    rest_day(worker, demand).is_some()
}

/// Whole civil days by which a change of her roster at this shift is told later than her employer's longest notice period
/// asks for; a shift that has begun counts as one of today.
pub(crate) fn days_short(problem: &Problem, worker: &Worker, demand: &Demand, now: Minute) -> i64 {
    let days = days_ahead(worker, demand, now).max(0);
    let least = notices(problem, worker).filter_map(|(_, notice)| {
        // Hours of notice end in the middle of a day, which then counts as a whole one.
        let hours = notice.minutes_min.map(|least| (least + MINUTES_A_DAY - 1) / MINUTES_A_DAY);
        notice.days_min.max(hours)
    });
    least.map(|least| (least - days).max(0)).max().unwrap_or(0)
}

const MINUTES_A_DAY: Minute = 1_440;

fn days_ahead(worker: &Worker, demand: &Demand, now: Minute) -> i64 {
    i64::from(worker.grid.day_of(demand.duty.span.start) - worker.grid.day_of(now))
}

/// The notice periods that her employer owes her.
fn notices<'a>(problem: &'a Problem, worker: &'a Worker) -> impl Iterator<Item = (&'a Rule, &'a Notice)> {
    let set = &problem.rule_sets[problem.sites[worker.employer].rule_set];
    let all = set.limits.notice.iter().map(|(rule, notice)| (&set.rules[*rule], notice));
    all.filter(|(rule, _)| rule.binds(worker))
}

/// A notice period that her employer owes her, with what founds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeOwed {
    /// Id of the pack rule.
    pub law: String,
    /// How sure that rule is.
    pub certainty: Certainty,
    /// Article that founds it.
    pub article: String,
    /// Whole civil days before.
    pub days_min: Option<i64>,
    /// Minutes before the beginning, inside which the reason is to be recorded.
    pub minutes_min: Option<i64>,
}

/// Every notice period that her employer owes somebody.
pub fn notices_owed(problem: &Problem, worker: &Worker) -> Vec<NoticeOwed> {
    let owed = |(rule, notice): (&Rule, &Notice)| NoticeOwed {
        law: rule.id.clone(),
        certainty: rule.certainty,
        article: rule.article.clone(),
        days_min: notice.days_min,
        minutes_min: notice.minutes_min,
    };
    notices(problem, worker).map(owed).collect()
}

/// The longest of her employer's notice periods in which the shift lies.
fn notice(problem: &Problem, worker: &Worker, demand: &Demand, now: Minute) -> Option<Note> {
    let start = demand.duty.span.start;
    let days = days_ahead(worker, demand, now);
    notices(problem, worker)
        .filter_map(|(rule, notice)| {
            let short = notice.minutes_min.filter(|least| start - now < *least);
            let (fr, en) = match (short, notice.days_min.filter(|least| days < *least)) {
                (Some(least), _) => {
                    let (left, least) = (hours((start - now).max(0)), hours(least));
                    (
                        format!("poste dans {left} < {least} : à proposer seulement, motif à consigner"),
                        format!("shift in {left} < {least}: to be offered only, the reason is to be recorded"),
                    )
                }
                (None, Some(least)) => (
                    format!("poste dans {} j < {least} j de préavis : à proposer seulement", days.max(0)),
                    format!("shift in {} d < {least} d of notice: to be offered only", days.max(0)),
                ),
                (None, None) => return None,
            };
            let note = Note {
                law: Some(rule.id.clone()),
                certainty: Some(rule.certainty),
                article: rule.article.clone(),
                reason_required: short.is_some(),
                sentence_fr: fr,
                sentence_en: en,
            };
            Some((short, notice.days_min, note))
        })
        .max_by_key(|(short, days_min, _)| (*short, *days_min))
        .map(|(.., note)| note)
}

/// The first day that the shift touches, that her home roster settles and on which it holds no duty.
fn rest_day(worker: &Worker, demand: &Demand) -> Option<Day> {
    let span = demand.duty.span;
    let mut days = worker.grid.day_of(span.start)..=worker.grid.day_of(span.end - 1);
    days.find(|day| {
        let settled = worker.rostered.iter().any(|(first, last)| (*first..=*last).contains(day));
        let works =
            |d: &crate::domain::problem::Duty| d.kind == DutyKind::Home && worker.grid.day_of(d.span.start) == *day;
        settled && !worker.fixed.iter().any(works)
    })
}
