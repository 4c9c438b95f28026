//! Indicators: what members of the group ask of it, over a period and a place.

mod measures;

use super::{address, choice, day, said};
use crate::app::access::{Action, Actor, Paging};
use crate::app::indicators::{self as app_indicators, Before, Earlier, Indicators, Wanted};
use crate::app::{App, Error, members};
use crate::lang::Words;
use crate::web::AppState;
use crate::web::extract::Query;
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::refusal::{Refusal, answer};
use crate::web::pages::view::Alert;
use crate::web::pages::view::records::{Choice, Days, Indicators as Page, Key, Measure, Table};
use crate::web::tables::{Kind, download};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

/// Period and place, as the form and the links say them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    du: String,
    au: String,
    etablissement: String,
    unite: String,
    /// An earlier period by its name: [`JUST_BEFORE`] or [`YEAR_EARLIER`].
    avant: String,
    avant_du: String,
    avant_au: String,
    format: String,
    tableau: String,
}

const JUST_BEFORE: &str = "juste-avant";
const YEAR_EARLIER: &str = "an-passe";

impl Filter {
    /// What is wanted, or the key of why it cannot be read.
    fn wanted(&self) -> std::result::Result<Wanted, &'static str> {
        let unread = |()| "records-day-unread";
        Ok(Wanted {
            from: day(&self.du).map_err(unread)?,
            to: day(&self.au).map_err(unread)?,
            establishment: said(&self.etablissement),
            unit: said(&self.unite),
            before: self.before()?,
        })
    }

    fn before(&self) -> std::result::Result<Option<Before>, &'static str> {
        match self.avant.as_str() {
            JUST_BEFORE => return Ok(Some(Before::Named(Earlier::JustBefore))),
            YEAR_EARLIER => return Ok(Some(Before::Named(Earlier::YearEarlier))),
            _ => {}
        }
        let unread = |()| "records-day-unread";
        match (day(&self.avant_du).map_err(unread)?, day(&self.avant_au).map_err(unread)?) {
            (None, None) => Ok(None),
            (Some(from), Some(to)) => Ok(Some(Before::Days(from, to))),
            _ => Err("indicators-earlier-wrong"),
        }
    }

    /// Where a table is to be downloaded, as text and as a workbook.
    fn table(&self, id: &str) -> [String; 2] {
        ["csv", "xlsx"].map(|format| self.table_as(id, format))
    }

    fn table_as(&self, id: &str, format: &str) -> String {
        let query = [
            ("du", self.du.as_str()),
            ("au", &self.au),
            ("etablissement", &self.etablissement),
            ("unite", &self.unite),
            ("avant", &self.avant),
            ("avant_du", &self.avant_du),
            ("avant_au", &self.avant_au),
            ("format", format),
            ("tableau", id),
        ];
        address("/indicateurs", &query)
    }
}

/// `GET /indicateurs`: the page, or with `format=csv` or `format=xlsx` one of its tables.
pub async fn show(
    State(state): State<AppState>,
    Query(filter): Query<Filter>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let app = &state.app;
    let refused = match filter.wanted() {
        Err(key) => words.say(key),
        Ok(wanted) => match app_indicators::read(app, &actor, &wanted).await {
            Ok(found) => {
                if let Some(kind) = Kind::of(&filter.format) {
                    return table(words, &filter, &found, kind);
                }
                let page = page(app, &actor, words, (&filter, Some(&found)), Alert::default()).await?;
                return Ok(Html(page).into_response());
            }
            Err(Error::Invalid(issues)) => words.say(match issues.first() {
                Some(issue) if issue.field.starts_with("before") => "indicators-earlier-wrong",
                _ => "indicators-period-wrong",
            }),
            Err(error) => return Err(error.into()),
        },
    };
    answer(Err(Refusal::invalid("", refused)), |alert| page(app, &actor, words, (&filter, None), alert)).await
}

fn table(words: Words, filter: &Filter, found: &Indicators, kind: Kind) -> Result<Response> {
    let mut tables = measures::all(words, found, |id| filter.table(id)).into_iter().flat_map(|measure| measure.tables);
    let table: Table =
        tables.find(|table| table.id == filter.tableau).ok_or_else(|| Error::not_found("table", &filter.tableau))?;
    let heads: Vec<&str> = table.columns.iter().map(|(label, _)| label.as_str()).collect();
    let rows = table.rows.iter().map(|row| row.iter().map(|cell| cell.plain.clone()).collect());
    Ok(download(kind, &format!("indicateurs-{}-{}-{}", table.id, found.from, found.to), &heads, rows))
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (filter, found): (&Filter, Option<&Indicators>),
    alert: Alert,
) -> Result<String> {
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
        earlier: vec![
            choice("", words.say("indicators-earlier-none"), &filter.avant),
            choice(JUST_BEFORE, words.say("indicators-earlier-just-before"), &filter.avant),
            choice(YEAR_EARLIER, words.say("indicators-earlier-year"), &filter.avant),
        ],
        before: Days { from: filter.avant_du.clone(), to: filter.avant_au.clone() },
        compared: found.map(|found| compared(words, found)).unwrap_or_default(),
        figures: found.map(|found| figures(words, found)).unwrap_or_default(),
        measures,
        alert,
    };
    Ok(page.render()?)
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

/// What is to be known before two periods are read side by side.
fn compared(words: Words, found: &Indicators) -> Vec<String> {
    let Some(comparison) = &found.comparison else { return Vec::new() };
    let days = [("from", words.date(comparison.from)), ("to", words.date(comparison.to))];
    let lengths = (!comparison.same_length).then(|| words.say("indicators-lengths-differ"));
    let both = [words.with("indicators-held-against", days), words.say("indicators-no-proof")];
    both.into_iter().chain(lengths).collect()
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
