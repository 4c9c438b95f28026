//! `/demandes/nouvelle`: asking for a replacement in four answers, with what may be hoped for beside them.

use super::words::{MOTIVES, PRIORITIES, hours_of, motive, priority};
use super::{day_of, estimate, piece, query};
use crate::app::access::Actor;
use crate::app::requests::{self, Ground, Motive, New, Post};
use crate::app::{App, Conflict, Error};
use crate::lang::Words;
use crate::store::named;
use crate::web::AppState;
use crate::web::extract::Form;
use crate::web::pages::assets;
use crate::web::pages::frame::{Result, Seated, frame};
use crate::web::pages::refusal::{Area, Refusal, answer};
use crate::web::pages::sent::Sent;
use crate::web::pages::view::Alert;
use crate::web::pages::view::manager as view;
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::Days;
use releve_solver::domain::scenario::Priority;

/// Most posts of one form: two months of nights.
const POSTS_MOST: usize = 62;

/// What was typed, or came with the address.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub unit: String,
    pub key: String,
    /// Day and code of each post.
    pub posts: Vec<(String, String)>,
    pub title: String,
    pub motive: String,
    pub priority: String,
    pub absent: String,
    pub note: String,
    pub degraded: bool,
    pub although: bool,
}

impl Typed {
    /// From an address: `?unite=&date=&code=&titre=&absent=&motif=&priorite=&poste=`, the last as day, code and title.
    fn of_address(form: &Form) -> Self {
        let mut typed = Self::common(form);
        let whole = form.all("poste").filter_map(|post| {
            let mut parts = post.splitn(3, '~');
            Some((parts.next()?.to_owned(), parts.next()?.to_owned(), parts.next().unwrap_or_default().to_owned()))
        });
        for (date, code, title) in whole.take(POSTS_MOST) {
            if typed.title.is_empty() {
                typed.title = title;
            }
            typed.posts.push((date, code));
        }
        if typed.posts.is_empty() {
            typed.posts.push((form.field("date").to_owned(), form.field("code").to_owned()));
        }
        if typed.motive.is_empty() && !typed.absent.is_empty() {
            "unplanned_absence".clone_into(&mut typed.motive);
        }
        if typed.priority.is_empty() {
            "normal".clone_into(&mut typed.priority);
        }
        typed
    }

    /// From the form.
    pub fn of_form(form: &Form) -> Self {
        let mut typed = Self::common(form);
        let posts = form.all("jour").zip(form.all("code"));
        typed.posts = posts.take(POSTS_MOST).map(|(date, code)| (date.to_owned(), code.to_owned())).collect();
        typed
    }

    fn common(form: &Form) -> Self {
        let text = |name: &str| form.field(name).to_owned();
        Self {
            unit: text("unite"),
            key: text("cle"),
            posts: Vec::new(),
            title: text("titre"),
            motive: text("motif"),
            priority: text("priorite"),
            absent: text("absent"),
            note: text("note"),
            degraded: !form.field("degrade").is_empty(),
            although: !form.field("quandmeme").is_empty(),
        }
    }

    /// The posts that are filled in.
    pub fn posts(&self, words: Words, ground: &Ground) -> std::result::Result<Vec<Post>, Refusal> {
        let mut posts = Vec::with_capacity(self.posts.len());
        let absent = Some(self.absent.as_str()).filter(|absent| !absent.is_empty());
        for (date, code) in self.posts.iter().filter(|(date, code)| !(date.is_empty() && code.is_empty())) {
            let outside = || {
                let values = [("first", words.date(ground.first)), ("last", words.date(ground.last))];
                Refusal::invalid("jour", words.with("ask-day-outside", values))
            };
            let day = day_of(date).filter(|day| (ground.first..=ground.last).contains(day)).ok_or_else(outside)?;
            let known = ground.unit.shift_codes.iter().any(|known| known.code.as_str() == code);
            if !known {
                return Err(Refusal::invalid("code", words.say("form-code")));
            }
            let title = match self.title.as_str() {
                "" => ground.title(code, day, absent).map(ToOwned::to_owned),
                chosen => Some(chosen.to_owned()).filter(|chosen| ground.titles.contains(chosen)),
            };
            let title = title.ok_or_else(|| Refusal::invalid("titre", words.say("form-title")))?;
            posts.push(Post { id: None, code: code.clone(), date: day, qualification: title });
        }
        if posts.is_empty() {
            return Err(Refusal::invalid("jour", words.say("ask-no-post")));
        }
        Ok(posts)
    }

    /// The request that is asked for. An estimate needs no motive.
    fn order(&self, words: Words, ground: &Ground, draft: bool) -> std::result::Result<New, Refusal> {
        let absent = Some(self.absent.clone()).filter(|absent| !absent.is_empty());
        if absent.as_deref().is_some_and(|absent| ground.name_of(absent).is_none()) {
            return Err(Refusal::invalid("absent", words.say("form-absent")));
        }
        let shifts = self.posts(words, ground)?;
        let motive =
            named::<Motive>(&self.motive).map_err(|_| Refusal::invalid("motif", words.say("ask-no-motive")))?;
        let priority = named::<Priority>(&self.priority)
            .map_err(|_| Refusal::invalid("priorite", words.say("ask-no-priority")))?;
        Ok(New {
            id: self.key.clone(),
            unit: ground.unit.id.0.clone(),
            motive,
            priority,
            degraded_accepted: self.degraded,
            absent_agent: absent,
            note: self.note.clone(),
            draft,
            although_alike: self.although,
            shifts,
        })
    }
}

/// `GET /demandes/nouvelle`.
pub async fn form(
    State(state): State<AppState>,
    Seated(actor): Seated,
    words: Words,
    uri: Uri,
) -> Result<Html<String>> {
    let asked = Form::parse(uri.query().unwrap_or_default().as_bytes())?;
    let mut typed = Typed::of_address(&asked);
    let ground = ground(&state.app, &actor, &typed.unit).await?;
    if let Some((date, _)) = typed.posts.first_mut().filter(|(date, _)| date.is_empty()) {
        *date = ground.first.to_string();
    }
    typed.key = state.app.clock.new_id();
    Ok(Html(page(&state.app, &actor, words, &ground, (&typed, Alert::default())).await?))
}

async fn ground(app: &App, actor: &Actor, unit: &str) -> Result<Ground> {
    Ok(requests::ground(app, actor, Some(unit).filter(|unit| !unit.is_empty())).await?)
}

/// `POST /demandes/estimation`: what may be hoped for, alone.
pub async fn hope(Sent { state, actor, words, form }: Sent) -> Result<Html<String>> {
    let typed = Typed::of_form(&form);
    let ground = ground(&state.app, &actor, &typed.unit).await?;
    let estimate = hoped(&state.app, &actor, words, &ground, &typed).await?;
    Ok(Html(view::Hope { estimate }.render()?))
}

/// What may be hoped for, as far as what is typed tells.
async fn hoped(app: &App, actor: &Actor, words: Words, ground: &Ground, typed: &Typed) -> Result<view::Estimate> {
    // Neither why nor how urgent changes who may hold a post.
    let typed = Typed { motive: "other".to_owned(), priority: "normal".to_owned(), ..typed.clone() };
    let new = match typed.order(words, ground, false) {
        Ok(new) => new,
        Err(refusal) => {
            let (_, alert) = refusal.shown()?;
            return Ok(estimate::none(words.with("estimate-missing", [("what", alert.text)])));
        }
    };
    match requests::estimate(app, actor, &new).await {
        Ok(found) => Ok(estimate::view(words, ground.zone, app.clock.now(), &found)),
        Err(error) => {
            let (_, alert) = Refusal::of(Area::Unit, words, error).shown()?;
            Ok(estimate::none(alert.text))
        }
    }
}

/// `POST /demandes/nouvelle`: `faire` says whether to estimate, to add a post, to keep a draft or to hand it in.
pub async fn make(Sent { state, actor, words, form }: Sent) -> Result<Response> {
    let (app, mut typed) = (&state.app, Typed::of_form(&form));
    let ground = ground(app, &actor, &typed.unit).await?;
    match form.field("faire") {
        "estimer" => {
            return Ok(Html(page(app, &actor, words, &ground, (&typed, Alert::default())).await?).into_response());
        }
        "ajouter" => {
            typed.posts.push(next_post(&typed));
            return Ok(Html(page(app, &actor, words, &ground, (&typed, Alert::default())).await?).into_response());
        }
        _ => {}
    }
    let draft = form.field("faire") == "brouillon";
    let done = match typed.order(words, &ground, draft) {
        Err(refusal) => Err(refusal),
        Ok(new) => match requests::make(app, &actor, &new).await {
            Ok((whole, is_new)) => {
                let done = match (is_new, whole.request.state.as_str()) {
                    (false, _) => "deja".to_owned(),
                    (true, "draft") => "brouillon".to_owned(),
                    (true, "submitted") => "transmise".to_owned(),
                    (true, _) => format!("ouverte-{}", whole.freed.len()),
                };
                Ok(to_request(&whole.request.id, &done))
            }
            // The form was sent before, and is there: whatever was changed since is changed on its page.
            Err(Error::Conflict(Conflict::IdTaken(_))) if requests::find(app, &actor, &typed.key).await.is_ok() => {
                Ok(to_request(&typed.key, "deja"))
            }
            Err(error) => Err(Refusal::of(Area::Unit, words, error)),
        },
    };
    answer(done, |alert| page(app, &actor, words, &ground, (&typed, alert))).await
}

fn to_request(id: &str, done: &str) -> Response {
    Redirect::to(&format!("/demandes/{}{}", piece(id), query(&[("fait", done)]))).into_response()
}

/// The day after the last post, under the same code.
fn next_post(typed: &Typed) -> (String, String) {
    let (date, code) = typed.posts.last().cloned().unwrap_or_default();
    let next = day_of(&date).and_then(|day| day.checked_add_days(Days::new(1)));
    (next.map_or(date, |day| day.to_string()), code)
}

/// The form with everything that was typed.
async fn page(
    app: &App,
    actor: &Actor,
    words: Words,
    ground: &Ground,
    (typed, alert): (&Typed, Alert),
) -> Result<String> {
    let mut frame = frame(app, actor, words, words.say("ask-title"), None).await?;
    frame.here = "/demandes";
    let alert = super::alike_linked(app, actor, words, ground.zone, alert).await;
    let estimate = hoped(app, actor, words, ground, typed).await?;
    let key = if typed.key.is_empty() { app.clock.new_id() } else { typed.key.clone() };
    let units = ground.units.iter().map(|(id, name)| {
        let address = format!("/demandes/nouvelle{}", query(&[("unite", id)]));
        view::Choice { note: address, ..view::Choice::new(id, name.as_str(), *id == ground.unit.id.0) }
    });
    let page = view::Ask {
        back: format!("/service/{}", piece(ground.unit.id.as_str())),
        although: !alert.alike.is_empty() || typed.although,
        alert,
        key,
        units: units.collect(),
        unit: ground.unit.id.0.clone(),
        unit_name: ground.unit.name.clone(),
        posts: post_rows(words, ground, typed),
        more: typed.posts.len() < POSTS_MOST,
        first: ground.first.to_string(),
        last: ground.last.to_string(),
        titles: titles(words, ground, &typed.title),
        motives: MOTIVES
            .iter()
            .map(|(value, known)| view::Choice::new(value, motive(words, *known), *value == typed.motive))
            .collect(),
        priorities: priorities(words, &typed.priority),
        people: people(words, ground, &typed.absent),
        unfolded: !typed.absent.is_empty() || !typed.note.is_empty() || typed.degraded,
        note: typed.note.clone(),
        degraded: typed.degraded,
        estimate,
        script_url: assets::HTMX.url().to_owned(),
        frame,
    };
    Ok(page.render()?)
}

fn post_rows(words: Words, ground: &Ground, typed: &Typed) -> Vec<view::PostRow> {
    let row = |(at, (date, code)): (usize, &(String, String))| {
        let mut codes = vec![view::Choice::new("", words.say("manager-choose"), code.is_empty())];
        codes.extend(ground.unit.shift_codes.iter().map(|known| {
            let label = format!("{} · {} · {}", known.code, hours_of(known), known.label);
            view::Choice::new(known.code.as_str(), label, known.code.as_str() == code)
        }));
        view::PostRow { number: at + 1, date: date.clone(), codes }
    };
    typed.posts.iter().enumerate().map(row).collect()
}

/// The titles; the first is the one that each post has by itself.
fn titles(words: Words, ground: &Ground, chosen: &str) -> Vec<view::Choice> {
    let usual: Vec<String> = ground
        .unit
        .shift_codes
        .iter()
        .filter_map(|code| Some(format!("{} : {}", code.code, ground.usual.get(code.code.as_str())?)))
        .collect();
    let usual = words.set(&usual.join(", "));
    let own = words.with("ask-title-usual", [("usual", usual)]);
    let mut titles = vec![view::Choice::new("", own, chosen.is_empty())];
    titles.extend(ground.titles.iter().map(|title| view::Choice::new(title, title.as_str(), title == chosen)));
    titles
}

/// How urgent, each with what it means.
pub fn priorities(words: Words, chosen: &str) -> Vec<view::Choice> {
    let note = |known: Priority| {
        words.say(match known {
            Priority::Safety => "manager-priority-safety-help",
            Priority::High => "manager-priority-high-help",
            Priority::Normal => "manager-priority-normal-help",
            Priority::Low => "manager-priority-low-help",
        })
    };
    let choice = |(value, known): &(&str, Priority)| view::Choice {
        note: note(*known),
        ..view::Choice::new(value, priority(words, *known).text, *value == chosen)
    };
    PRIORITIES.iter().map(choice).collect()
}

/// Whoever may be replaced, nobody first.
pub fn people(words: Words, ground: &Ground, chosen: &str) -> Vec<view::Choice> {
    let mut people = vec![view::Choice::new("", words.say("ask-nobody"), chosen.is_empty())];
    people.extend(ground.people.iter().map(|(id, name, _)| view::Choice::new(id, name.as_str(), id == chosen)));
    // Somebody who is not hers to name stays where somebody else has put her.
    if !people.iter().any(|choice| choice.chosen) {
        people.push(view::Choice::new(chosen, words.say("ask-absent-other"), true));
    }
    people
}
