//! Offers as lines that are ready to print: those that wait, and what became of the others.

use super::{local, shown};
use crate::app::access::Actor;
use crate::app::agenda::Clocks;
use crate::app::burdens::Breakdown;
use crate::app::prospects::{self, Prospect};
use crate::app::rounds::Mode;
use crate::app::{App, Error};
use crate::lang::{Args, Words};
use crate::store::named;
use crate::store::offers::Row;
use crate::web::pages::frame::Result;
use crate::web::pages::view::Tag;
use crate::web::pages::view::agent::{Asked, Past, Said};
use chrono_tz::Tz;

/// Whether an offer still waits: for her answer, or, with her yes or a no that she may take back, for the closing of a fair round.
pub fn waits(row: &Row, now: i64) -> bool {
    let fair = row.mode == Mode::Fair.name() && row.round_state == "open";
    row.closes_at > now && (row.state == "sent" || fair && matches!(row.state.as_str(), "accepted" | "declined"))
}

/// The offers that wait, each with what it would do to her.
pub async fn asked(app: &App, actor: &Actor, words: Words, rows: &[Row]) -> Result<Vec<Asked>> {
    let shifts: Vec<_> = rows.iter().map(|row| &row.shift).collect();
    let prospects = prospects::of_shifts(app, actor, &shifts).await?;
    let now = app.clock.now();
    rows.iter().zip(&prospects).map(|(row, prospect)| one(words, row, prospect, now)).collect()
}

fn one(words: Words, row: &Row, prospect: &Prospect, now: i64) -> Result<Asked> {
    let mode: Mode = named(&row.mode).map_err(Error::from)?;
    let said = match row.state.as_str() {
        "accepted" => Said::Yes,
        "declined" => Said::No,
        _ => Said::Nothing,
    };
    let closes = words.soon(local(prospect.way.zone, row.closes_at));
    let key = match said {
        Said::Yes => "me-decided-on",
        Said::No => "me-undo-before",
        Said::Nothing => "me-answer-before",
    };
    // What is offered to her by name is on her account already.
    let before = prospect.balance_centipoints - if mode == Mode::Named { row.burden_centipoints } else { 0 };
    let [points, before, after] =
        [row.burden_centipoints, before, before + row.burden_centipoints].map(|amount| words.hundredths(amount));
    let mut account = Args::new();
    account.set("points", points);
    account.set("before", before);
    account.set("after", after);
    let (week_before, week_after) =
        (words.duration(prospect.week_before_minutes), words.duration(prospect.week_after_minutes));
    Ok(Asked {
        id: row.id.0.clone(),
        post: shown::shift(words, &row.shift, &prospect.way, now),
        qualification: row.shift.qualification.clone(),
        closes: words.with(key, [("when", closes.as_str())]),
        decided: words.say(match mode {
            Mode::Named => "me-mode-named",
            Mode::Fair => "me-mode-fair",
            Mode::First => "me-mode-first",
        }),
        week: words.with("me-week", [("before", week_before.as_str()), ("after", week_after.as_str())]),
        rest: shown::rests(words, (prospect.rest_before_minutes, prospect.rest_after_minutes)),
        account: words.fill("me-account-moves", &account),
        kinds: kinds(words, row.burdens.as_deref()),
        said,
    })
}

/// What weighs, by kind: `nuit 3,37 · dimanche 2,44`.
pub fn kinds(words: Words, burdens: Option<&str>) -> String {
    let Some(breakdown) = burdens.and_then(|text| Breakdown::read(text).ok()) else { return String::new() };
    let kinds = breakdown
        .iter()
        .map(|(kind, points)| format!("{} {}", words.say(shown::burden(kind)), words.hundredths(points)));
    kinds.collect::<Vec<_>>().join(" · ")
}

/// What became of offers, the latest shift first.
pub fn past(words: Words, rows: &[Row], clocks: &Clocks) -> Vec<Past> {
    rows.iter().rev().map(|row| one_past(words, row, clocks.of(&row.shift.establishment_id))).collect()
}

fn one_past(words: Words, row: &Row, zone: Tz) -> Past {
    let (start, end) = (local(zone, row.shift.starts_at), local(zone, row.shift.ends_at));
    let state = match row.state.as_str() {
        "accepted" => Tag::ok(&words.say("me-past-accepted")),
        "declined" => Tag::plain(&words.say("me-past-declined")),
        "withdrawn" => Tag::plain(&words.say("me-past-withdrawn")),
        "not_chosen" => Tag::plain(&words.say("me-past-not-chosen")),
        _ => Tag::plain(&words.say("me-past-closed")),
    };
    let asks_why = matches!(row.state.as_str(), "not_chosen" | "expired" | "sent" | "withdrawn");
    Past {
        when: format!("{}, {}", words.short_day(start.date()), words.hours(start, end)),
        unit: row.shift.unit_name.clone(),
        site: row.shift.establishment_name.clone(),
        state,
        why: if asks_why { why(&row.shift.id) } else { String::new() },
    }
}

/// Where the judgement of a shift stands.
pub fn why(shift: &str) -> String {
    let shift = crate::web::pages::piece(shift);
    format!("/moi/pourquoi/{shift}")
}
