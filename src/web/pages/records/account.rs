//! Somebody's compensation account as payroll and the coordination put it right: a line is taken back with its reason and its
//! document, another one is posted; nothing is ever edited.

use super::{choice, day, said};
use crate::app::access::Actor;
use crate::app::ledgers::{self, Ledger, Line, NewLine, Statement, TakeBack};
use crate::app::{App, Conflict, Error};
use crate::lang::Words;
use crate::store::{named, parsed};
use crate::web::AppState;
use crate::web::extract::{Form, Id, Query};
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::once;
use crate::web::pages::piece;
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::Alert;
use crate::web::pages::view::records::{self as view, Back, LineForm};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use releve_solver::law::compensation::EntryUnit;
use serde::Deserialize;

/// Units of a line by hand, with the messages that name them.
const UNITS: [(&str, &str); 6] = [
    ("days", "pay-unit-days"),
    ("rest_minutes", "pay-unit-rest-minutes"),
    ("cents", "pay-unit-cents"),
    ("centipoints", "pay-unit-centipoints"),
    ("supplement_minutes", "pay-unit-supplement-minutes"),
    ("paid_minutes", "pay-unit-paid-minutes"),
];

/// Where the account of somebody is.
pub fn address_of(agent: &str) -> String {
    format!("/paie/comptes/{}", piece(agent))
}

/// The name of a unit of accounts.
pub fn unit(words: Words, unit: &str) -> String {
    let known = UNITS.iter().find(|(code, _)| *code == unit);
    known.map_or_else(|| unit.to_owned(), |(_, key)| words.say(key))
}

/// An amount in its unit, as people read it.
pub fn amount(words: Words, unit: &str, quantity: i64) -> String {
    match unit {
        "cents" => words.euros(quantity),
        "centipoints" => words.hundredths(quantity),
        "days" => words.whole(quantity),
        _ => words.duration(quantity),
    }
}

/// Which days, which line is to be taken back, what was done last.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    du: String,
    au: String,
    reprendre: String,
    fait: Option<String>,
}

/// What was typed into the two forms.
#[derive(Default)]
struct Typed {
    line: LineForm,
    unit: String,
    back: Option<(String, String, String)>,
}

/// `GET /paie/comptes/{agent}`.
pub async fn show(
    State(state): State<AppState>,
    Id(agent): Id,
    Query(asked): Query<Asked>,
    Seated(actor): Seated,
    words: Words,
) -> Result<Response> {
    let back = said(&asked.reprendre).map(|id| (id, String::new(), String::new()));
    let typed = Typed { back, ..Typed::default() };
    let page = page(&state.app, &actor, words, (&agent, &asked), (typed, Alert::default())).await?;
    Ok(Html(page).into_response())
}

async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    (agent, asked): (&str, &Asked),
    (typed, alert): (Typed, Alert),
) -> Result<String> {
    // A day that is none is no bound.
    let days = (day(&asked.du).unwrap_or_default(), day(&asked.au).unwrap_or_default());
    let days = if days.0.zip(days.1).is_some_and(|(from, to)| to < from) { (None, None) } else { days };
    let whole = ledgers::statement(app, actor, agent, days).await?;
    let title = words.with("pay-account-of", [("name", whole.name.as_str())]);
    let mut frame = frame::frame(app, actor, words, title, asked.fait.as_deref()).await?;
    frame.here = "/paie";
    let back = typed.back.and_then(|(id, reason, document)| {
        let found = whole.compensation.iter().find_map(|(unit, owed)| {
            owed.lines.iter().find(|line| line.id == id && !line.takes_back).map(|line| (unit, line))
        });
        let (unit, line) = found?;
        let amount = amount(words, unit, line.quantity);
        Some(Back { id, text: line.told(words), amount, reason, document })
    });
    let units = UNITS.iter().map(|(code, key)| choice(*code, words.say(key), &typed.unit)).collect();
    let page = view::Account {
        frame,
        agent: address_of(agent),
        from: whole.from.to_string(),
        to: whole.to.to_string(),
        period: words.with("records-period", [("from", words.date(whole.from)), ("to", words.date(whole.to))]),
        rests: rests(words, &whole),
        units: accounts(words, agent, &whole)?,
        name: whole.name,
        alert,
        form: LineForm { key: app.clock.new_id(), units, ..typed.line },
        back,
    };
    Ok(page.render()?)
}

fn rests(words: Words, whole: &Statement) -> Vec<(String, String)> {
    let days = |n: i64| words.count("records-days", usize::try_from(n).unwrap_or_default());
    vec![
        (words.say("pay-rests-dated"), days(whole.rests.dated_days)),
        (words.say("pay-rests-undated"), days(whole.rests.undated_days)),
        (words.say("pay-rests-taken"), days(whole.rests.taken_days)),
        (words.say("pay-rests-overdue"), days(whole.rests.overdue_days)),
    ]
}

fn accounts(words: Words, agent: &str, whole: &Statement) -> Result<Vec<view::Unit>> {
    let here = address_of(agent);
    let line = |code: &str, line: &Line| -> Result<view::Posted> {
        let due: Option<NaiveDate> = line.due_on.as_deref().map(parsed).transpose()?;
        let back = format!("{here}?du={}&au={}&reprendre={}#reprise", whole.from, whole.to, line.id);
        Ok(view::Posted {
            id: line.id.clone(),
            day: words.date(line.date),
            text: line.told(words),
            article: words.set(&line.article),
            amount: amount(words, code, line.quantity),
            balance: amount(words, code, line.balance),
            due: due.map(|due| words.date(due)).unwrap_or_default(),
            takes_back: line.takes_back,
            back: if line.takes_back { String::new() } else { back },
        })
    };
    let account = |(code, owed): (&String, &ledgers::Owed)| {
        Ok(view::Unit {
            label: unit(words, code),
            anchor: code.clone(),
            opening: amount(words, code, owed.opening),
            closing: amount(words, code, owed.closing),
            lines: owed.lines.iter().rev().map(|one| line(code, one)).collect::<Result<_>>()?,
        })
    };
    whole.compensation.iter().map(account).collect()
}

/// The amount that somebody typed, in a unit's own smallest part: `12,50` euros, `7:30` hours, `2` days.
fn typed_amount(unit: EntryUnit, text: &str) -> Option<i64> {
    let text = text.trim().replace(['\u{a0}', '\u{202f}', ' '], "").replace('−', "-");
    let (sign, text) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let whole = |text: &str| {
        let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse::<i64>().ok() } else { None }
    };
    let amount = match unit {
        EntryUnit::RestDays => whole(text)?,
        EntryUnit::Cents | EntryUnit::Centipoints => match text.split_once([',', '.']) {
            None => whole(text)? * 100,
            Some((units, part)) if part.len() == 1 => whole(units)? * 100 + whole(part)? * 10,
            Some((units, part)) if part.len() == 2 => whole(units)? * 100 + whole(part)?,
            Some(_) => return None,
        },
        EntryUnit::RestMinutes | EntryUnit::SupplementMinutes | EntryUnit::PaidMinutes => {
            let lower = text.to_lowercase();
            match lower.split_once([':', 'h']) {
                None => whole(&lower)? * 60,
                Some((hours, "")) => whole(hours)? * 60,
                Some((hours, minutes)) if minutes.len() == 2 => {
                    whole(hours)? * 60 + whole(minutes).filter(|minutes| *minutes < 60)?
                }
                Some(_) => return None,
            }
        }
    };
    Some(sign * amount)
}

/// The field of the form that a field of the app is, and what is to be done.
fn field(words: Words, name: &str) -> (&'static str, String) {
    match name {
        "quantity" => ("quantite", words.say("line-quantity-wrong")),
        "unit" => ("unite", words.say("line-unit-wrong")),
        "label" => ("libelle", words.say("line-label-wrong")),
        "due_on" => ("echeance", words.say("line-due-wrong")),
        "document" => ("piece", words.say("line-document-wrong")),
        _ => ("motif", words.say("line-reason-wrong")),
    }
}

/// What the form says as a line, or which field is wrong.
fn new_line(words: Words, agent: &str, form: &Form) -> std::result::Result<NewLine, (&'static str, String)> {
    let wrong = |name| Err(field(words, name));
    let Ok(unit) = named::<EntryUnit>(form.field("unite")) else { return wrong("unit") };
    let Some(quantity) = typed_amount(unit, form.field("quantite")) else { return wrong("quantity") };
    let Ok(due_on) = day(form.field("echeance")) else { return wrong("due_on") };
    let rate = form.field("taux").trim().replace(',', ".");
    let rate_permille = match rate.parse::<f64>() {
        _ if rate.is_empty() => None,
        Ok(percent) if (0.0..=1_000.0).contains(&percent) => Some((percent * 10.0).round() as i64),
        _ => return Err(("taux", words.say("line-rate-wrong"))),
    };
    let text = |name| form.field(name).to_owned();
    Ok(NewLine {
        agent: agent.to_owned(),
        ledger: Ledger::Compensation,
        quantity,
        unit: Some(unit),
        label: Some(text("libelle")),
        rate_permille,
        due_on,
        reason: text("motif"),
        document: text("piece"),
    })
}

fn typed(form: &Form) -> Typed {
    let text = |name| form.field(name).to_owned();
    let line = LineForm {
        quantity: text("quantite"),
        label: text("libelle"),
        rate: text("taux"),
        due: text("echeance"),
        reason: text("motif"),
        document: text("piece"),
        open: true,
        ..LineForm::default()
    };
    Typed { line, unit: text("unite"), back: None }
}

/// `POST /paie/comptes/{agent}/ecritures`: posts a line by hand.
pub async fn post(Id(agent): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let app = &state.app;
    let done = Redirect::to(&format!("{}?fait=ecriture", address_of(&agent)));
    let posted = match new_line(words, &agent, &form) {
        Err((name, sentence)) => Err(Refusal::beside(words, name, sentence)),
        Ok(line) => {
            let Some(attempt) = once::begin(app, &actor, ("POST /paie/comptes", &form)).await? else {
                return Ok(done.into_response());
            };
            let posted = ledgers::post(app, &attempt.actor, &line).await;
            attempt
                .ended(app, posted)
                .await
                .map_err(|error| Refusal::of(Area::Records, words, error).placing(|name| field(words, name)))
        }
    };
    let asked = Asked::default();
    let answered = posted.map(|_| done.into_response());
    answer(answered, |alert| page(app, &actor, words, (&agent, &asked), (typed(&form), alert))).await
}

/// `POST /paie/comptes/{agent}/reprendre`: takes a line back. What was taken back before is done.
pub async fn take_back(Id(agent): Id, Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, id) = (&state.app, form.field("ecriture"));
    let (reason, document) = (form.field("motif").to_owned(), form.field("piece").to_owned());
    let order = TakeBack { reason: reason.clone(), document: document.clone(), instead: None };
    let done = match ledgers::take_back(app, &actor, id, &order).await {
        Ok(_) | Err(Error::Conflict(Conflict::EntryReversed)) => {
            Ok(Redirect::to(&format!("{}?fait=repris", address_of(&agent))).into_response())
        }
        Err(error) => Err(Refusal::of(Area::Records, words, error).placing(|name| {
            let (name, sentence) = field(words, name);
            // The other form on the page has fields of the same names.
            (if name == "piece" { "piece-reprise" } else { "motif-reprise" }, sentence)
        })),
    };
    let asked = Asked { du: form.field("du").to_owned(), au: form.field("au").to_owned(), ..Asked::default() };
    let typed = Typed { back: Some((id.to_owned(), reason, document)), ..Typed::default() };
    answer(done, |alert| page(app, &actor, words, (&agent, &asked), (typed, alert))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        use EntryUnit::{Cents, RestDays, RestMinutes};
        for (unit, text, amount) in [
            (Cents, "12,50", Some(1_250)),
            (Cents, "-1\u{202f}234,5", Some(-123_450)),
            (Cents, "12.05", Some(1_205)),
            (Cents, "12,505", None),
            (Cents, "", None),
            (Cents, "-", None),
            (RestDays, "2", Some(2)),
            (RestDays, "2,5", None),
            (RestMinutes, "7:30", Some(450)),
            (RestMinutes, "7 h 30", Some(450)),
            (RestMinutes, "7h", Some(420)),
            (RestMinutes, "−7", Some(-420)),
            (RestMinutes, "7:60", None),
            (RestMinutes, "7:3", None),
            (RestMinutes, "+7", None),
        ] {
            assert_eq!(typed_amount(unit, text), amount, "{text}");
        }
    }
}
