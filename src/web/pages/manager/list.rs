//! `/demandes`: requests by need, with filters in the address.

use super::words::{local, request_state};
use super::{day_of, piece, query};
use crate::app::access::Action;
use crate::app::requests::{self, ByNeed, Listing, Whole};
use crate::lang::{Args, Words};
use crate::store::named;
use crate::web::AppState;
use crate::web::extract::Query;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::view::manager as view;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use chrono::NaiveDate;
use releve_solver::domain::scenario::Priority;
use serde::Deserialize;

/// Requests of one page.
const PAGE: i64 = 50;

/// Which requests.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    etat: Option<String>,
    unite: Option<String>,
    du: Option<String>,
    au: Option<String>,
    apres: Option<String>,
    fait: Option<String>,
}

/// States to choose, as the address has them, with the states that each means.
const STATES: [(&str, &[&str]); 6] = [
    ("cours", &["draft", "submitted", "open"]),
    ("brouillon", &["draft"]),
    ("transmise", &["submitted"]),
    ("ouverte", &["open"]),
    ("close", &["closed", "cancelled"]),
    ("toutes", &[]),
];

/// `GET /demandes?etat=&unite=&du=&au=&apres=`.
pub async fn show(
    State(state): State<AppState>,
    Query(which): Query<Which>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Html<String>> {
    let app = &state.app;
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().to_owned();
    let (unit, from, to) = (text(&which.unite), text(&which.du), text(&which.au));
    let chosen = STATES.iter().find(|(value, _)| *value == text(&which.etat)).unwrap_or(&STATES[0]);
    let wanted = ByNeed {
        states: chosen.1.to_vec(),
        unit: Some(unit.clone()).filter(|unit| !unit.is_empty()),
        from: day_of(&from),
        to: day_of(&to),
        after: which.apres.clone().filter(|after| !after.is_empty()),
        limit: PAGE,
    };
    let listing = requests::by_need(app, &actor, &wanted).await?;
    let mut frame = frame(app, &actor, words, words.say("requests-title"), which.fait.as_deref()).await?;
    frame.here = "/demandes";
    let address = |state: &str, after: &str| {
        let pairs = [("etat", state), ("unite", &unit), ("du", &from), ("au", &to), ("apres", after)];
        format!("/demandes{}", query(&pairs))
    };
    let tab = |(value, states): &(&str, &[&str])| {
        let counted = listing.counts.iter().filter(|(state, _)| states.is_empty() || states.contains(&state.as_str()));
        view::StateTab {
            href: address(value, ""),
            label: tab_name(words, value),
            count: words.whole(counted.map(|(_, count)| *count).sum()),
            chosen: *value == chosen.0,
        }
    };
    let mut units = vec![view::Choice::new("", words.say("manager-filter-all-units"), unit.is_empty())];
    units.extend(listing.units.iter().map(|(id, name)| view::Choice::new(id, name.as_str(), *id == unit)));
    let page = view::Requests {
        may_ask: actor.can(Action::OpenRequest),
        states: STATES.iter().map(tab).collect(),
        state: chosen.0.to_owned(),
        units,
        filtered: !(unit.is_empty() && from.is_empty() && to.is_empty()) || chosen.0 != STATES[0].0,
        next: listing.next.as_ref().map_or_else(String::new, |next| address(chosen.0, next)),
        rows: listing.rows.iter().map(|whole| row(words, &listing, whole)).collect::<Result<_>>()?,
        from,
        to,
        frame,
    };
    Ok(Html(page.render()?))
}

fn tab_name(words: Words, value: &str) -> String {
    words.say(match value {
        "brouillon" => "manager-request-draft",
        "transmise" => "manager-request-submitted",
        "ouverte" => "manager-request-open",
        "close" => "requests-over",
        "toutes" => "requests-all",
        _ => "requests-current",
    })
}

fn row(words: Words, listing: &Listing, whole: &Whole) -> Result<view::RequestRow> {
    let request = &whole.request;
    let zone = listing.zones.get(&request.unit_id).copied().unwrap_or(chrono_tz::Tz::UTC);
    let wanted: Vec<_> = whole.shifts.iter().filter(|stored| stored.state != "cancelled").collect();
    let shown = if wanted.is_empty() { whole.shifts.iter().collect() } else { wanted };
    let when = match (shown.first(), shown.last()) {
        (Some(first), Some(last)) => {
            let (start, end) = (local(zone, first.shift.starts_at), local(zone, first.shift.ends_at));
            let one = format!("{}, {}", words.short_day(start.date()), words.hours(start, end));
            let last: NaiveDate = local(zone, last.shift.starts_at).date();
            match shown.len() {
                1 => one,
                _ => super::words::days(words, start.date(), last),
            }
        }
        _ => String::new(),
    };
    let mut what: Vec<String> =
        shown.iter().map(|stored| format!("{} {}", stored.shift.code, stored.shift.qualification)).collect();
    what.sort();
    what.dedup();
    let priority = named::<Priority>(&request.priority)?;
    Ok(view::RequestRow {
        href: format!("/demandes/{}", piece(&request.id)),
        when,
        what: what.join(", "),
        unit: listing.units.get(&request.unit_id).cloned().unwrap_or_else(|| request.unit_id.clone()),
        priority: super::words::priority(words, priority),
        state: request_state(words, &request.state),
        progress: progress(words, whole),
        unread: if whole.unread > 0 { words.count("messages-unread", whole.unread as usize) } else { String::new() },
    })
}

/// How far a request is filled.
pub fn progress(words: Words, whole: &Whole) -> String {
    let count = |state: &str| whole.shifts.iter().filter(|stored| stored.state == state).count();
    let mut values = Args::new();
    values.set("wanted", whole.shifts.len() - count("cancelled"));
    values.set("filled", count("filled"));
    let mut text = words.fill("request-progress", &values);
    for (state, key) in
        [("offered", "progress-offered"), ("booked", "progress-booked"), ("unfilled", "progress-unfilled")]
    {
        let n = count(state);
        if n > 0 {
            text = format!("{text}, {}", words.count(key, n));
        }
    }
    text
}
