//! `/postes/{id}`: everyone judged for one open shift, in the published order; the refused by rule, each with its article; where
//! nobody may hold it, why, and what would fill it.

use super::frame::{Result, Seated, frame};
use super::manager::words::{local, part_of_day, priority, when};
use super::view::{self, Able, Reason, RefusedBy, Shift, Unable};
use crate::app::candidates::{self, Answer, Seen};
use crate::app::{App, shifts};
use crate::lang::{Words, capital};
use crate::store::named;
use crate::web::AppState;
use crate::web::cited::Cited;
use crate::web::extract::Id;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use chrono_tz::Tz;
use releve_solver::domain::scenario::{Priority, Suitability};
use releve_solver::domain::time::local_of_instant;
use releve_solver::explain::nobody::Relaxation;
use releve_solver::explain::{Eligible, Judgement, Nobody, Note, Refusal, Verdict};
use std::collections::BTreeMap;

/// The fold of those whose reasons are their employer's to know.
const ELSEWHERE: &str = "elsewhere";

/// `GET /postes/{id}`.
pub async fn show(
    State(state): State<AppState>,
    Id(id): Id,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let app: &App = &state.app;
    let Answer { candidates, nobody } = candidates::of_shift(app, &actor, &id).await?;
    let stored = shifts::find(app, &actor, &id).await?;
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    drop(tx);
    let site = facts.scenario.establishments.iter().find(|site| site.id.as_str() == stored.shift.establishment_id);
    let zone = site.map_or(facts.scenario.group.time_zone, |site| site.time_zone);
    let unit = facts.scenario.units.iter().find(|unit| unit.id.as_str() == stored.shift.unit_id);
    let code = unit.and_then(|unit| unit.shift_codes.iter().find(|code| code.code.as_str() == stored.shift.code));
    let start = local(zone, stored.shift.starts_at);
    let title =
        words.with("shift-title", [("code", stored.shift.code.clone()), ("day", words.short_day(start.date()))]);
    let mut frame = frame(app, &actor, words, title, None).await?;
    frame.here = "/demandes";
    let mut folds: BTreeMap<String, Vec<Unable>> = BTreeMap::new();
    let mut eligible = Vec::new();
    for candidate in candidates {
        match candidate {
            Seen::Full(candidate) | Seen::Judged(Judgement { candidate, .. }) => match candidate.verdict {
                Verdict::Eligible(found) => eligible.push(able(words, candidate.name, &found)),
                Verdict::Refused { refusals } => {
                    let rule = refusals.first().map(|refusal| refusal.rule.clone()).unwrap_or_default();
                    let mut reasons: Vec<_> = refusals.iter().map(|refusal| reason(words, refusal, zone)).collect();
                    // Home and host rules may refuse in the same words.
                    reasons.dedup_by(|a, b| a.sentence == b.sentence && a.article == b.article);
                    folds.entry(rule).or_default().push(Unable { name: candidate.name, reasons });
                }
            },
            Seen::Published { name, rank, suitability, knows_unit, distance_km, cost_cents, offer_only, .. } => {
                eligible.push(Able {
                    rank,
                    name,
                    suitability: suitable(words, suitability),
                    account: words.say("able-account-kept"),
                    familiarity: familiar(words, knows_unit),
                    distance: kilometres(words, distance_km),
                    cost: words.euros(cost_cents),
                    notes: offer_only.iter().map(|one| note(words, one)).collect(),
                });
            }
            Seen::Neutral { name, neutral, .. } => {
                let reasons = Cited::neutral(words, &neutral).into_iter().map(|said| kept(words, said)).collect();
                folds.entry(ELSEWHERE.to_owned()).or_default().push(Unable { name, reasons });
            }
        }
    }
    let refused: Vec<RefusedBy> = folds.into_iter().map(|(rule, people)| fold(words, &rule, people)).collect();
    let page = Shift {
        heading: format!("{}, {}", words.day(start.date()), words.hours(start, local(zone, stored.shift.ends_at))),
        code: stored.shift.code.clone(),
        part: code.map_or("jour", part_of_day),
        place: format!("{}, {}", stored.shift.unit_name, stored.shift.establishment_name),
        qualification: stored.shift.qualification.clone(),
        priority: priority(words, named::<Priority>(&stored.priority)?),
        request: format!("/demandes/{}", super::piece(&stored.request_id)),
        request_name: when(words, zone, &stored.shift),
        eligible,
        refused_count: refused.iter().map(|fold| fold.people.len()).sum(),
        refused,
        nobody: nobody.as_ref().map(|nobody| nobody_view(words, nobody)),
        frame,
    };
    Ok(Html(page.render()?))
}

fn able(words: Words, name: String, eligible: &Eligible) -> Able {
    Able {
        rank: eligible.rank,
        name,
        suitability: suitable(words, eligible.suitability),
        account: format!(
            "{} → {}",
            words.hundredths(eligible.balance_before_centipoints),
            words.hundredths(eligible.balance_after_centipoints)
        ),
        familiarity: familiar(words, eligible.knows_unit),
        distance: kilometres(words, eligible.distance_km),
        cost: words.euros(eligible.cost_cents),
        notes: eligible.offer_only.iter().map(|one| note(words, one)).collect(),
    }
}

fn suitable(words: Words, suitability: Suitability) -> String {
    words.say(if suitability == Suitability::Full { "able-full" } else { "able-degraded" })
}

fn familiar(words: Words, knows_unit: bool) -> String {
    words.say(if knows_unit { "able-knows" } else { "able-discovers" })
}

fn kilometres(words: Words, distance: f64) -> String {
    format!("{}\u{a0}km", words.whole(distance.round() as i64))
}

/// A sentence that begins a line.
fn line(words: Words, french: &str, english: &str) -> String {
    capital(&words.set(words.pick(french, english)))
}

/// A note with its article, where it has one.
fn note(words: Words, note: &Note) -> Cited {
    Cited::new(words, line(words, &note.sentence_fr, &note.sentence_en), &note.article)
}

fn nobody_view(words: Words, nobody: &Nobody) -> view::Nobody {
    let relaxation = |r: &Relaxation| view::Relaxation {
        sentence: line(words, &r.sentence_fr, &r.sentence_en),
        notes: r.people.iter().flat_map(|part| &part.offer_only).map(|one| note(words, one)).collect(),
        cost: words.euros(r.price.cents),
        points: words.signed(r.price.equity_centipoints + r.price.preference_centipoints),
    };
    let withheld = (nobody.withheld > 0).then(|| words.count("nobody-withheld", nobody.withheld));
    let agency = nobody.agency_cents.map(|cents| words.with("nobody-agency", [("price", words.euros(cents))]));
    view::Nobody {
        summary: line(words, &nobody.sentence_fr, &nobody.sentence_en),
        sets: nobody.sets.iter().map(|set| line(words, &set.sentence_fr, &set.sentence_en)).collect(),
        relaxations: nobody.relaxations.iter().map(relaxation).collect(),
        notes: withheld.into_iter().chain(agency).collect(),
    }
}

fn reason(words: Words, refusal: &Refusal, zone: Tz) -> Reason {
    let Cited { text, article } = Cited::refusal(words, refusal).line();
    Reason {
        sentence: text,
        article,
        from: refusal.lawful_from.map_or_else(String::new, |at| {
            words.with("reason-from", [("when", words.moment(local_of_instant(zone, at)))])
        }),
        kept: false,
    }
}

/// What another establishment may read: no rule, no figure.
fn kept(words: Words, said: Cited) -> Reason {
    Reason { sentence: said.line().text, article: words.say("reason-kept"), from: String::new(), kept: true }
}

/// Those whom one rule refuses first.
fn fold(words: Words, rule: &str, people: Vec<Unable>) -> RefusedBy {
    let mut articles: Vec<&str> = people
        .iter()
        .filter(|_| rule != ELSEWHERE)
        .filter_map(|one| one.reasons.first())
        .map(|reason| reason.article.as_str())
        .filter(|article| !article.is_empty())
        .collect();
    articles.sort_unstable();
    articles.dedup();
    let articles = articles.join(" ; ");
    RefusedBy { rule: rule_name(words, rule), articles: words.set(&articles), people }
}

/// A rule's name.
fn rule_name(words: Words, rule: &str) -> String {
    words.say(match rule {
        "qualification" => "rule-qualification",
        "absence" => "rule-absence",
        "availability" => "rule-availability",
        "mobility" => "rule-mobility",
        "exemption" => "rule-exemption",
        "pool-admission" => "rule-pool-admission",
        "accompanied" => "rule-accompanied",
        "membership" => "rule-membership",
        "lending-agreement" => "rule-lending-agreement",
        "promised-rest" => "rule-promised-rest",
        "document" => "rule-document",
        "outside-work" => "rule-outside-work",
        "duty-length" => "rule-duty-length",
        "break" => "rule-break",
        "overlap" => "rule-overlap",
        "daily-rest" => "rule-daily-rest",
        "split-day" => "rule-split-day",
        "weekly-rest" => "rule-weekly-rest",
        "day-length" => "rule-day-length",
        "weekly-max" => "rule-weekly-max",
        "rest-days" => "rule-rest-days",
        "free-sundays" => "rule-free-sundays",
        "consecutive-days" => "rule-consecutive-days",
        "overtime" => "rule-overtime",
        "part-time" => "rule-part-time",
        "annual-hours" => "rule-annual-hours",
        "reduced-hours" => "rule-reduced-hours",
        ELSEWHERE => "rule-elsewhere",
        _ => "rule-other",
    })
}
