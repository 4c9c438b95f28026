//! Rule packs: what each rule says, its values, its article, since when.

mod values;

use super::sheets::{at, link, name, of_law, table, tagged, text, validity};
use crate::app::law::{self, Held};
use crate::lang::Words;
use crate::store::parsed;
use crate::web::AppState;
use crate::web::extract::Id;
use crate::web::pages::frame::{self, Result, Seated};
use crate::web::pages::view::Tag;
use crate::web::pages::view::records::{Block, Directory, Sheet};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use chrono::NaiveDate;
use releve_solver::law::describe::{PackContents, RuleView};

fn days(from: &str, to: Option<&str>) -> Result<(Option<NaiveDate>, Option<NaiveDate>)> {
    Ok((Some(parsed(from)?), to.map(parsed).transpose()?))
}

/// `GET /regles`.
pub async fn list(State(state): State<AppState>, Seated(actor): Seated, words: Words) -> Result<Response> {
    let app = &state.app;
    let packs = law::list(app, &actor).await?;
    let mut rows = Vec::with_capacity(packs.len());
    for Held { pack, loaded } in &packs {
        let (from, to) = days(&pack.valid_from, pack.valid_to.as_deref())?;
        let origin = words.say(if loaded.is_some() { "law-loaded" } else { "law-built-in" });
        rows.push(vec![
            link(pack.name.as_str(), at("/regles/", &pack.key)),
            name(pack.key.as_str()),
            text(validity(words, from, to)),
            text(words.whole(pack.rules as i64)),
            text(words.whole(pack.compensations as i64)),
            text(origin),
        ]);
    }
    let columns = vec![
        (words.say("law-pack"), false),
        (words.say("law-key"), false),
        (words.say("law-validity"), false),
        (words.say("law-rules"), true),
        (words.say("law-compensations"), true),
        (words.say("law-origin"), false),
    ];
    let mut frame = frame::frame(app, &actor, words, words.say("law-title"), None).await?;
    frame.here = "/regles";
    let page = Directory {
        frame,
        about: words.say("law-about"),
        search: None,
        table: table(words.say("law-caption"), columns, rows),
        empty: words.say("law-none"),
        next: String::new(),
    };
    Ok(Html(page.render()?).into_response())
}

/// `GET /regles/{key}`.
pub async fn show(State(state): State<AppState>, Id(key): Id, Seated(actor): Seated, words: Words) -> Result<Response> {
    let app = &state.app;
    let Held { pack, loaded } = law::find(app, &actor, &key).await?;
    let mut frame = frame::frame(app, &actor, words, pack.pack.name.clone(), None).await?;
    frame.here = "/regles";
    let (from, to) = days(&pack.pack.valid_from, pack.pack.valid_to.as_deref())?;
    let page = Sheet {
        frame,
        back: ("/regles".to_owned(), words.say("law-title")),
        heading: pack.pack.name.clone(),
        name: true,
        tag: if loaded.is_some() { Tag::plain(&words.say("law-loaded")) } else { Tag::default() },
        warning: String::new(),
        blocks: vec![
            Block {
                anchor: "referentiel",
                title: words.say("law-pack"),
                facts: vec![
                    super::sheets::named(words.say("law-key"), pack.pack.key.as_str()),
                    super::sheets::fact(words.say("law-validity"), validity(words, from, to)),
                    super::sheets::named(words.say("law-extends"), extends(words, &pack)),
                ],
                ..Block::default()
            },
            rules(words, &pack)?,
            derogations(words, &pack),
            compensations(words, &pack),
        ],
    };
    Ok(Html(page.render()?).into_response())
}

fn extends(words: Words, pack: &PackContents) -> String {
    if pack.pack.extends.is_empty() { words.say("law-extends-nothing") } else { pack.pack.extends.join(", ") }
}

fn force(words: Words, rule: &RuleView) -> Tag {
    match rule.force {
        "hard" => Tag::bad(&words.say("force-hard")),
        "default" => Tag::warn(&words.say("force-default")),
        _ => Tag::plain(&words.say("force-information")),
    }
}

fn rules(words: Words, pack: &PackContents) -> Result<Block> {
    let mut rows = Vec::with_capacity(pack.rule.len());
    for rule in &pack.rule {
        let (from, to) = days(&rule.valid_from, rule.valid_to.as_deref())?;
        let mut said = values::in_words(words, &rule.values);
        if !rule.floor.is_empty() {
            let floor = values::in_words(words, &rule.floor);
            said = words.with("law-with-floor", [("value", said.as_str()), ("floor", floor.as_str())]);
        }
        rows.push(vec![
            tagged(of_law(words, &rule.label_fr), force(words, rule)),
            text(said),
            text(rule.applies_to.map_or_else(|| words.say("law-everyone"), |whom| values::status(words, whom))),
            of_law(words, &rule.article),
            text(validity(words, from, to)),
            name(rule.source.as_str()),
        ]);
    }
    let columns = vec![
        (words.say("law-rule"), false),
        (words.say("law-value"), false),
        (words.say("law-whom"), false),
        (words.say("law-article"), false),
        (words.say("law-since"), false),
        (words.say("law-source"), false),
    ];
    Ok(Block {
        anchor: "regles",
        title: words.say("law-rules"),
        about: words.say("law-rules-about"),
        tables: vec![table(words.say("law-rules-caption"), columns, rows)],
        empty: words.say("law-rules-none"),
        ..Block::default()
    })
}

fn derogations(words: Words, pack: &PackContents) -> Block {
    let rows = pack.derogation.iter().map(|one| {
        let mut touched: Vec<&str> = one.effects.iter().map(|(rule, _)| rule.as_str()).collect();
        touched.dedup();
        vec![of_law(words, &one.label_fr), name(touched.join(", ")), of_law(words, &one.article)]
    });
    let columns = vec![
        (words.say("law-derogation"), false),
        (words.say("law-touches"), false),
        (words.say("law-article"), false),
    ];
    Block {
        anchor: "derogations",
        title: words.say("law-derogations"),
        about: words.say("law-derogations-about"),
        tables: vec![table(words.say("law-derogations-caption"), columns, rows.collect())],
        empty: words.say("law-derogations-none"),
        ..Block::default()
    }
}

fn compensations(words: Words, pack: &PackContents) -> Block {
    let rows = pack.compensation.iter().map(|one| {
        let field = |wanted: &str| {
            let found = one.fields.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        vec![of_law(words, &one.label_fr), of_law(words, &field("article")), name(field("source"))]
    });
    let columns = vec![
        (words.say("law-compensation"), false),
        (words.say("law-article"), false),
        (words.say("law-source"), false),
    ];
    Block {
        anchor: "compensations",
        title: words.say("law-compensations"),
        tables: vec![table(words.say("law-compensations-caption"), columns, rows.collect())],
        empty: words.say("law-compensations-none"),
        ..Block::default()
    }
}
