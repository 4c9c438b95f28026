//! `/moi/pourquoi`: why a shift is not hers, or could not be: rule, article, figures, the earliest lawful alternative.

use super::{home, listed, local, shown, today};
use crate::app::agenda;
use crate::app::judgements::{self, Criterion, Own, Place};
use crate::app::prospects;
use crate::lang::{Args, Words, capital};
use crate::web::AppState;
use crate::web::extract::Id;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::view::Tag;
use crate::web::pages::view::agent::{AgentOpen, AgentWhy, Detail, Ground, ToFill};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use chrono::Days;
use releve_solver::domain::scenario::Suitability;
use releve_solver::explain::{Eligible, Refusal, Verdict};

/// Days back whose offers are shown.
const DAYS_BACK: u64 = 60;

/// `GET /moi/pourquoi`.
pub async fn list(State(state): State<AppState>, Seated(actor): Seated, words: Words) -> Result<Html<String>> {
    let app = &state.app;
    let me = agenda::herself(&actor)?;
    let (_, day) = today(app, &actor).await?;
    let clocks = agenda::clocks(app, &actor).await?;
    let mut rows = home::asked_since(app, &actor, me, day - Days::new(DAYS_BACK)).await?;
    rows.retain(|row| matches!(row.state.as_str(), "not_chosen" | "expired" | "withdrawn"));
    let open = judgements::open(app, &actor).await?;
    let shown = open.iter().map(|open| {
        let zone = clocks.of(&open.shift.establishment_id);
        let (start, end) = (local(zone, open.shift.starts_at), local(zone, open.shift.ends_at));
        ToFill {
            href: listed::why(&open.shift.id),
            day: words.short_day(start.date()),
            hours: words.hours(start, end),
            code: open.shift.code.clone(),
            unit: open.shift.unit_name.clone(),
            site: open.shift.establishment_name.clone(),
            state: if open.lawful {
                Tag::ok(&words.say("me-open-lawful"))
            } else {
                Tag::warn(&words.say("me-open-refused"))
            },
        }
    });
    let (open, past) = (shown.collect(), listed::past(words, &rows, &clocks));
    let mut frame = frame(app, &actor, words, words.say("me-why-title"), None).await?;
    frame.here = "/moi";
    Ok(Html(AgentOpen { frame, past, open }.render()?))
}

/// `GET /moi/pourquoi/{shift}`.
pub async fn show(
    State(state): State<AppState>,
    Id(id): Id,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let app = &state.app;
    let own = judgements::of_shift(app, &actor, &id).await?;
    let prospect = prospects::of_shifts(app, &actor, &[&own.shift.shift]).await?.remove(0);
    let zone = prospect.way.zone;
    let mut frame = frame(app, &actor, words, words.say("me-why-title"), None).await?;
    frame.here = "/moi";
    let (lawful, grounds, details) = match &own.judgement.candidate.verdict {
        Verdict::Eligible(eligible) => (true, Vec::new(), places(words, eligible)),
        Verdict::Refused { refusals } => {
            (false, refusals.iter().map(|refusal| ground(words, refusal, zone)).collect(), Vec::new())
        }
    };
    let remedy = own.judgement.remedy.as_ref();
    let page = AgentWhy {
        post: shown::shift(words, &own.shift.shift, &prospect.way, app.clock.now()),
        outcome: words.say(outcome(&own)),
        order: own.place.map(|place| order(words, place)).unwrap_or_default(),
        alternative: remedy.map(|r| words.set(words.pick(&r.sentence_fr, &r.sentence_en))).unwrap_or_default(),
        lawful,
        grounds,
        details,
        frame,
    };
    Ok(Html(page.render()?))
}

fn outcome(own: &Own) -> &'static str {
    let state = own.offer.as_ref().map(|offer| (offer.state.as_str(), offer.mode.as_str()));
    match state {
        Some(("not_chosen", "first")) => "me-why-first",
        Some(("not_chosen", _)) if own.place.is_some() => "me-why-not-chosen",
        Some(("not_chosen", _)) => "me-why-nobody",
        Some(("expired", _)) => "me-why-expired",
        Some(("withdrawn", _)) => "me-why-withdrawn",
        Some(("declined", _)) => "me-why-declined",
        Some(("accepted", _)) => "me-why-accepted",
        Some(_) => "me-why-asked",
        None => "me-why-open",
    }
}

fn order(words: Words, place: Place) -> String {
    let mut values = Args::new();
    values.set("rank", place.rank);
    values.set("of", place.of);
    let stood = words.fill("me-order-place", &values);
    let told = match (place.chosen, place.told_by) {
        (true, _) => "me-order-chosen",
        (false, Some(Criterion::Law)) => "me-order-law",
        (false, Some(Criterion::Title)) => "me-order-title",
        (false, Some(Criterion::Equity)) => "me-order-equity",
        (false, Some(Criterion::Familiarity)) => "me-order-familiarity",
        (false, Some(Criterion::Distance)) => "me-order-distance",
        (false, None) => "me-order-draw",
    };
    format!("{stood} {}", words.say(told))
}

fn ground(words: Words, refusal: &Refusal, zone: chrono_tz::Tz) -> Ground {
    let figure = |amount: i64| match refusal.unit.as_str() {
        "minutes" => Some(words.duration(amount)),
        "days" => Some(words.count("me-days", usize::try_from(amount).unwrap_or_default())),
        "km" => Some(words.with("me-km", [("km", words.whole(amount))])),
        _ => None,
    };
    let figures = figure(refusal.measured).zip(figure(refusal.limit));
    let from = refusal.lawful_from.map(|minute| words.soon(local(zone, minute * 60)));
    Ground {
        sentence: capital(&words.set(words.pick(&refusal.sentence_fr, &refusal.sentence_en))),
        article: words.set(&refusal.article),
        figures: figures
            .map(|(found, allowed)| {
                words.with("me-figures", [("found", found.as_str()), ("allowed", allowed.as_str())])
            })
            .unwrap_or_default(),
        from: from.map(|from| words.with("me-lawful-from", [("when", from.as_str())])).unwrap_or_default(),
    }
}

/// What places her in the published order.
fn places(words: Words, eligible: &Eligible) -> Vec<Detail> {
    let detail = |key: &str, value: String| Detail { label: words.say(key), value, is_name: false };
    let account = format!(
        "{} → {}",
        words.hundredths(eligible.balance_before_centipoints),
        words.hundredths(eligible.balance_after_centipoints)
    );
    let mut all = vec![
        detail(
            "me-place-title",
            words.say(match eligible.suitability {
                Suitability::Full => "me-title-full",
                Suitability::Degraded | Suitability::No => "me-title-degraded",
            }),
        ),
        detail("me-place-account", account),
        detail("me-place-unit", words.say(if eligible.knows_unit { "me-unit-known" } else { "me-unit-new" })),
        detail("me-place-way", words.with("me-km", [("km", words.whole(eligible.distance_km.round() as i64))])),
    ];
    for note in &eligible.offer_only {
        let sentence = words.set(words.pick(&note.sentence_fr, &note.sentence_en));
        all.push(detail("me-place-note", sentence));
    }
    all
}
