//! `/postes/{id}`: everyone judged for one open shift, in the published order, each refusal with its article; where
//! nobody may hold it, why, and what would fill it.

use super::format;
use super::frame::{Result, Seated, frame};
use super::view::{self, Able, Reason, Shift, Unable};
use crate::app::candidates::{self, Answer, Seen};
use crate::app::{App, Error};
use crate::lang::Words;
use crate::web::AppState;
use crate::web::extract::Id;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use chrono_tz::Tz;
use releve_solver::domain::scenario::Suitability;
use releve_solver::domain::time::local_of_instant;
use releve_solver::explain::nobody::Relaxation;
use releve_solver::explain::{Eligible, Judgement, Nobody, Note, Refusal, Verdict};

/// `GET /postes/{id}`.
pub async fn show(
    State(state): State<AppState>,
    Id(id): Id,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let app: &App = &state.app;
    let Answer { candidates, nobody } = candidates::of_shift(app, &actor, &id).await?;
    let mut tx = app.db.read().await?;
    let facts = app.facts.current(&mut tx, &actor.group).await?;
    drop(tx);
    let demand = facts.demand(&id).ok_or_else(|| Error::not_found("shift", &id))?;
    let demand = &facts.problem.demands[demand];
    let site = &facts.problem.sites[demand.site];
    let (start, end) = (demand.duty.span.start, demand.duty.span.end);
    let (start, end) = (local_of_instant(site.zone, start), local_of_instant(site.zone, end));

    let mut page = Shift {
        frame: frame(app, &actor, words, format!("Poste {} du {}", demand.code, format::short_day(start.date())), None)
            .await?,
        heading: format!("{}, {}", format::day(start.date()), format::hours(start, end)),
        place: format!("{}, {}", demand.unit_name, site.name),
        qualification: demand.qualification.to_string(),
        priority: format::priority(demand.priority),
        eligible: Vec::new(),
        refused: Vec::new(),
        nobody: nobody.as_ref().map(nobody_view),
    };
    for candidate in candidates {
        match candidate {
            Seen::Full(candidate) | Seen::Judged(Judgement { candidate, .. }) => match candidate.verdict {
                Verdict::Eligible(eligible) => page.eligible.push(able(candidate.name, &eligible)),
                Verdict::Refused { refusals } => {
                    let mut reasons: Vec<_> = refusals.iter().map(|refusal| reason(refusal, site.zone)).collect();
                    // Home and host rules may refuse in the same words.
                    reasons.dedup_by(|a, b| a.sentence == b.sentence && a.article == b.article);
                    page.refused.push(Unable { name: candidate.name, reasons });
                }
            },
            Seen::Published { name, rank, suitability, knows_unit, distance_km, cost_cents, offer_only, .. } => {
                page.eligible.push(Able {
                    rank,
                    name,
                    suitability: suitable(suitability),
                    account: "réservé".to_owned(),
                    familiarity: familiar(knows_unit),
                    distance: kilometres(distance_km),
                    cost: format::euros(cost_cents),
                    notes: offer_only.iter().map(note).collect(),
                });
            }
            Seen::Neutral { name, neutral_fr, .. } => {
                page.refused
                    .push(Unable { name, reasons: neutral_fr.iter().map(|sentence| neutral(sentence)).collect() });
            }
        }
    }
    Ok(Html(page.render()?))
}

fn able(name: String, eligible: &Eligible) -> Able {
    Able {
        rank: eligible.rank,
        name,
        suitability: suitable(eligible.suitability),
        account: format!(
            "{} → {}",
            format::hundredths(eligible.balance_before_centipoints),
            format::hundredths(eligible.balance_after_centipoints)
        ),
        familiarity: familiar(eligible.knows_unit),
        distance: kilometres(eligible.distance_km),
        cost: format::euros(eligible.cost_cents),
        notes: eligible.offer_only.iter().map(note).collect(),
    }
}

fn suitable(suitability: Suitability) -> &'static str {
    if suitability == Suitability::Full { "complet" } else { "dégradé" }
}

fn familiar(knows_unit: bool) -> &'static str {
    if knows_unit { "connaît l’unité" } else { "découvre l’unité" }
}

fn kilometres(distance: f64) -> String {
    format!("{distance:.0}\u{a0}km")
}

/// A note with its article, where it has one.
fn note(note: &Note) -> String {
    let sentence = format::capital(&format::tied(&note.sentence_fr));
    if note.article.is_empty() { sentence } else { format!("{sentence} ({})", format::bracketed(&note.article)) }
}

fn nobody_view(nobody: &Nobody) -> view::Nobody {
    let line = |text: &str| format::capital(&format::tied(text));
    let relaxation = |r: &Relaxation| view::Relaxation {
        sentence: line(&r.sentence_fr),
        notes: r.people.iter().flat_map(|part| &part.offer_only).map(note).collect(),
        cost: format::euros(r.price.cents),
        points: format::signed(r.price.equity_centipoints + r.price.preference_centipoints),
    };
    let withheld = (nobody.withheld > 0).then(|| {
        let count = format::count(nobody.withheld, "autre piste", "autres pistes");
        format!("{count} : voir avec la coordination du groupement.")
    });
    let agency = nobody.agency_cents.map(|cents| format!("Intérim, pour comparaison : {}.", format::euros(cents)));
    view::Nobody {
        summary: format::tied(&summary(nobody)),
        sets: nobody.sets.iter().map(|set| line(&set.sentence_fr)).collect(),
        relaxations: nobody.relaxations.iter().map(relaxation).collect(),
        notes: withheld.into_iter().chain(agency).map(|line| format::tied(&line)).collect(),
    }
}

/// How many were judged, and what became of them.
fn summary(nobody: &Nobody) -> String {
    let titled = match nobody.titled {
        0 => None,
        1 => Some("1 personne a un titre qui convient et est refusée".to_owned()),
        n => Some(format!("{n} personnes ont un titre qui convient et sont refusées")),
    };
    let elsewhere = match nobody.elsewhere {
        0 => None,
        1 => Some("1 personne d'un autre établissement n'est pas disponible".to_owned()),
        n => Some(format!("{n} personnes d'autres établissements ne sont pas disponibles")),
    };
    let untitled = match nobody.untitled {
        0 => None,
        1 => Some("1 personne n'a pas de titre qui convient".to_owned()),
        n => Some(format!("{n} personnes n'ont pas de titre qui convient")),
    };
    let parts: Vec<String> = [titled, elsewhere, untitled].into_iter().flatten().collect();
    format!("{}.", parts.join(" ; "))
}

fn reason(refusal: &Refusal, zone: Tz) -> Reason {
    Reason {
        sentence: format::capital(&format::tied(&refusal.sentence_fr)),
        article: format::bracketed(&refusal.article),
        from: refusal.lawful_from.map_or_else(String::new, |at| {
            format!("Cette règle l’admettrait à partir du {}.", format::moment(local_of_instant(zone, at)))
        }),
    }
}

/// What another establishment may read: no rule, no figure.
fn neutral(sentence: &str) -> Reason {
    let sentence = format::capital(&format::tied(sentence));
    Reason { sentence, article: "détail réservé à son employeur".to_owned(), from: String::new() }
}
