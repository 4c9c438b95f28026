//! Indicators: what members of the group ask of it, over a period and a place.

mod measures;

use super::{address, choice, day, refusal, said};
use crate::app::access::{Action, Actor, Paging};
use crate::app::indicators::{self as app_indicators, Indicators, Wanted};
use crate::app::{App, Error, members};
use crate::lang::Words;
use crate::web::AppState;
use crate::web::csv::download;
use crate::web::extract::Query;
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::view::records::{Choice, Days, Indicators as Page, Key, Measure, Table};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// Period and place, as the form and the links say them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    du: String,
    au: String,
    etablissement: String,
    unite: String,
    format: String,
    tableau: String,
}

impl Filter {
    fn wanted(&self) -> std::result::Result<Wanted, ()> {
        Ok(Wanted {
            from: day(&self.du)?,
            to: day(&self.au)?,
            establishment: said(&self.etablissement),
            unit: said(&self.unite),
        })
    }

    /// Where a table is to be downloaded.
    fn table(&self, id: &str) -> String {
        let query = [
            ("du", self.du.as_str()),
            ("au", &self.au),
            ("etablissement", &self.etablissement),
            ("unite", &self.unite),
            ("format", "csv"),
            ("tableau", id),
        ];
        address("/indicateurs", &query)
    }
}

/// `GET /indicateurs`: the page, or with `format=csv` one of its tables.
pub async fn show(
    State(state): State<AppState>,
    Query(filter): Query<Filter>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let app = &state.app;
    let refused = match filter.wanted() {
        Err(()) => words.say("records-day-unread"),
        Ok(wanted) => match app_indicators::read(app, &actor, &wanted).await {
            Ok(found) if filter.format == "csv" => return table(words, &filter, &found),
            Ok(found) => return page(app, &actor, words, (&filter, Some(&found), None)).await,
            Err(Error::Invalid(_)) => words.say("indicators-period-wrong"),
            Err(error) => return Err(error.into()),
        },
    };
    page(app, &actor, words, (&filter, None, Some(refused))).await
}

fn table(words: Words, filter: &Filter, found: &Indicators) -> Result<Response> {
    let mut tables = measures::all(words, found, |id| filter.table(id)).into_iter().flat_map(|measure| measure.tables);
    let table: Table =
        tables.find(|table| table.id == filter.tableau).ok_or_else(|| Error::not_found("table", &filter.tableau))?;
    let heads: Vec<&str> = table.columns.iter().map(|(label, _)| label.as_str()).collect();
    let rows = table.rows.iter().map(|row| row.iter().map(|cell| cell.plain.clone()).collect());
    Ok(download(&format!("indicateurs-{}-{}-{}.csv", table.id, found.from, found.to), &heads, rows))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (filter, found, error): (&Filter, Option<&Indicators>, Option<String>),
) -> Result<Response> {
    let mut frame = frame::frame(app, actor, words, words.say("indicators-title"), None).await?;
    frame.here = "/indicateurs";
    let (sites, units) = places(app, actor, words, filter).await?;
    let days = match found {
        Some(found) => Days { from: found.from.to_string(), to: found.to.to_string() },
        None => Days { from: filter.du.clone(), to: filter.au.clone() },
    };
    let period = |found: &Indicators| {
        words.with("records-period", [("from", words.date(found.from)), ("to", words.date(found.to))])
    };
    let measures: Vec<Measure> =
        found.map(|found| measures::all(words, found, |id| filter.table(id))).unwrap_or_default();
    let page = Page {
        frame,
        days,
        period: found.map(period).unwrap_or_default(),
        sites,
        units,
        figures: found.map(|found| figures(words, found)).unwrap_or_default(),
        measures,
        error,
    };
    let status = if page.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    refusal::answer(status, &page)
}

/// The establishments and units that she can choose from.
async fn places(app: &App, actor: &Actor, words: Words, filter: &Filter) -> Result<(Vec<Choice>, Vec<Choice>)> {
    let reach = actor.may(Action::ReadIndicators)?;
    let paging = Paging::first(500);
    // Whoever may look at indicators may not always look at members.
    if !actor.can(Action::ReadMembers) {
        return Ok((Vec::new(), Vec::new()));
    }
    let any = || std::iter::once(choice("", words.say("indicators-all"), ""));
    let sites = members::list_sites(app, actor, &paging).await?.into_iter().map(|record| record.establishment);
    let sites: Vec<_> = sites.filter(|site| reach.sees_establishment(site.id.as_str())).collect();
    let name = |id: &str| sites.iter().find(|site| site.id.as_str() == id).map(|site| site.name.clone());
    let units = members::units(app, actor, &paging).await?.into_iter().map(|record| record.unit);
    let units = units.filter(|unit| reach.sees_unit(unit.id.as_str())).map(|unit| {
        let home = name(unit.establishment.as_str()).unwrap_or_default();
        choice(unit.id.0, format!("{} ({home})", unit.name), &filter.unite)
    });
    let units = any().chain(units).collect();
    let sites = sites.iter().map(|site| choice(site.id.0.clone(), site.name.clone(), &filter.etablissement));
    Ok((any().chain(sites).collect(), units))
}

fn figures(words: Words, found: &Indicators) -> Vec<Key> {
    let none = || "—".to_owned();
    let share = |permille: Option<i64>| permille.map_or_else(none, |share| words.whole_percent(share as f64 / 1_000.0));
    let euros = |cents: Option<i64>| cents.map_or_else(none, |cents| words.euros(cents));
    let count = |n: i64| usize::try_from(n).unwrap_or_default();
    let fill = &found.fill;
    vec![
        Key {
            label: words.say("indicators-fill"),
            value: share(fill.rate_permille),
            note: words.with(
                "indicators-fill-of",
                [("filled", words.whole(fill.filled)), ("asked", words.whole(fill.asked - fill.pending))],
            ),
        },
        Key {
            label: words.say("indicators-time"),
            value: fill.minutes_to_fill.map_or_else(none, |minutes| words.duration(minutes)),
            note: words.say("indicators-time-note"),
        },
        Key {
            label: words.say("indicators-days"),
            value: words.whole(found.days.days),
            note: words.with("indicators-days-note", [("hours", words.duration(found.days.minutes))]),
        },
        Key {
            label: words.say("indicators-cost"),
            value: euros(found.cost.pool_cents_per_hour),
            note: found.cost.agency_cents_per_hour.map_or_else(String::new, |cents| {
                words.with("indicators-cost-agency", [("price", words.euros(cents))])
            }),
        },
        Key {
            label: words.say("indicators-overdue"),
            value: found.rests.overdue_days.map_or_else(none, |days| words.count("records-days", count(days))),
            note: found.rests.overdue_people.map_or_else(String::new, |n| words.count("people", count(n))),
        },
    ]
}
