//! `releve law show`: one pack as a table, or one rule, derogation or compensation with everything known of it.

use crate::cli::DONE;
use crate::cli::input::Usage;
use crate::cli::packs::LawFiles;
use releve_solver::formats::suggest::nearest_few;
use releve_solver::law::describe::{CompensationView, DerogationView, PackContents, RuleView, in_words};
use releve_solver::law::{Library, Pack};
use std::fmt::Write;

/// Arguments of `law show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// `fph`, `fph@2026-01`, `fph.daily-rest`, `daily-length-12h` …
    #[arg(value_name = "RULE-OR-PACK")]
    id: String,
    /// Show the packs underneath as well
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    law: LawFiles,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// An unknown id, a refused pack, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let library = args.law.library()?;
    if let Some(pack) = library.find(&args.id) {
        let packs = if args.all { library.chain(pack) } else { vec![pack] };
        let packs: Vec<PackContents> = packs.into_iter().map(|pack| PackContents::of(&library, pack)).collect();
        match (args.json, args.all) {
            (true, true) => crate::cli::print_json(&packs)?,
            (true, false) => crate::cli::print_json(&packs[0])?,
            (false, _) => crate::cli::print(&packs.iter().map(pack_text).collect::<Vec<_>>().join("\n"))?,
        }
        return Ok(DONE);
    }
    // Several when a rule was amended, or when a name is used by several packs.
    let rules = views(&library, |pack| {
        let named = pack.rules.iter().filter(|rule| rule.id == args.id);
        named.map(|rule| RuleView::of(&library, pack, rule)).collect()
    });
    let derogations = views(&library, |pack| {
        let named = pack.derogations.iter().filter(|derogation| derogation.id == args.id);
        named.map(|derogation| DerogationView::of(&library, pack, derogation)).collect()
    });
    let compensations = views(&library, |pack| {
        let named = pack.compensations.iter().filter(|compensation| compensation.id == args.id);
        named.map(|compensation| CompensationView::of(pack, compensation)).collect()
    });
    if rules.is_empty() && derogations.is_empty() && compensations.is_empty() {
        return Err(unknown(&library, &args.id).into());
    }
    if args.json {
        let all = rules.iter().map(serde_json::to_value);
        let all = all.chain(derogations.iter().map(serde_json::to_value));
        let all: Vec<_> = all.chain(compensations.iter().map(serde_json::to_value)).collect::<Result<_, _>>()?;
        match all.as_slice() {
            [one] => crate::cli::print_json(one)?,
            many => crate::cli::print_json(&many)?,
        }
        return Ok(DONE);
    }
    let texts: Vec<String> = rules
        .iter()
        .map(rule_text)
        .chain(derogations.iter().map(derogation_text))
        .chain(compensations.iter().map(compensation_text))
        .collect();
    crate::cli::print(&texts.join("\n"))?;
    Ok(DONE)
}

fn views<T>(library: &Library, of: impl Fn(&Pack) -> Vec<T>) -> Vec<T> {
    library.packs().iter().flat_map(of).collect()
}

fn unknown(library: &Library, id: &str) -> Usage {
    let keys: Vec<String> = library.packs().iter().map(Pack::key).collect();
    let mut known: Vec<&str> = keys.iter().map(String::as_str).collect();
    for pack in library.packs() {
        known.push(&pack.id);
        known.extend(pack.rules.iter().map(|rule| rule.id.as_str()));
        known.extend(pack.derogations.iter().map(|derogation| derogation.id.as_str()));
        known.extend(pack.compensations.iter().map(|compensation| compensation.id.as_str()));
    }
    let near = nearest_few(id, known).join(", ");
    Usage(format!(
        "found {id:?}, expected a pack, rule, derogation or compensation; the nearest are {near}; `releve law show PACK` \
         lists a pack"
    ))
}

fn pack_text(whole: &PackContents) -> String {
    let PackContents { pack, rule: rules, derogation: derogations, compensation: compensations } = whole;
    let mut out = format!("{}  {}\n", pack.key, pack.name);
    let to = pack.valid_to.as_ref().map_or_else(String::new, |to| format!(" to {to}"));
    let _ = writeln!(out, "in force from {}{to}", pack.valid_from);
    if !pack.extends.is_empty() {
        let _ = writeln!(out, "above {} (`--all` shows them)", pack.extends.join(", "));
    }
    let width = |ids: Vec<&String>| ids.iter().map(|id| id.chars().count()).max().unwrap_or(0);
    if !rules.is_empty() {
        out.push_str("\nRules\n");
        let wide = width(rules.iter().map(|rule| &rule.id).collect());
        for rule in rules {
            let whom = rule.applies_to.map_or_else(String::new, |status| format!(" [{status}]"));
            let with = rule.only_with.as_ref().map_or_else(String::new, |id| format!(" [with {id}]"));
            let _ = writeln!(out, "  {:<wide$}  {:<11}  {}{whom}{with}", rule.id, rule.force, in_words(&rule.values));
            let _ = writeln!(out, "  {:<wide$}  {} ({}, {})", "", rule.label_fr, rule.article, rule.certainty);
        }
    }
    if !derogations.is_empty() {
        out.push_str("\nDerogations\n");
        let wide = width(derogations.iter().map(|derogation| &derogation.id).collect());
        for d in derogations {
            let _ = writeln!(out, "  {:<wide$}  {} ({}, {})", d.id, d.label_fr, d.article, d.certainty);
        }
    }
    if !compensations.is_empty() {
        out.push_str("\nCompensations\n");
        let wide = width(compensations.iter().map(|compensation| &compensation.id).collect());
        for c in compensations {
            let article = c.fields.iter().find(|(name, _)| *name == "article").map_or("", |(_, text)| text);
            let _ = writeln!(out, "  {:<wide$}  {} ({article})", c.id, c.label_fr);
        }
    }
    out
}

fn field(out: &mut String, name: &str, text: &str) {
    let _ = writeln!(out, "  {name:<12} {text}");
}

fn rule_text(rule: &RuleView) -> String {
    let mut out = format!("{}  {}\n", rule.id, rule.label_fr);
    field(&mut out, "pack", &rule.pack);
    field(&mut out, "kind", rule.kind);
    for value in &rule.values {
        field(&mut out, "value", &format!("{} {}", value.name, value.words));
    }
    field(&mut out, "binds", rule.applies_to.unwrap_or("everyone"));
    if let Some(derogation) = &rule.only_with {
        field(&mut out, "only with", derogation);
    }
    field(
        &mut out,
        "force",
        match rule.force {
            "hard" => "hard: public order, no document relaxes it",
            "default" => "default: holds unless a document is recorded",
            _ => "information: said, refuses nothing",
        },
    );
    if rule.force == "default" {
        let floor =
            if rule.floor.is_empty() { "none: not loosened by a local rule".into() } else { in_words(&rule.floor) };
        field(&mut out, "floor", &floor);
    }
    field(&mut out, "article", &rule.article);
    if let Some(alias) = &rule.alias {
        field(&mut out, "alias", alias);
    }
    field(&mut out, "source", &rule.source);
    field(&mut out, "certainty", certainty(&rule.certainty));
    let to = rule.valid_to.as_ref().map_or_else(|| " onwards".to_owned(), |to| format!(" to {to}"));
    field(&mut out, "in force", &format!("{}{to}", rule.valid_from));
    for touched in &rule.derogations {
        field(&mut out, "derogation", &format!("{} ({}) {}", touched.derogation, touched.pack, touched.effect));
    }
    out
}

fn derogation_text(derogation: &DerogationView) -> String {
    let mut out = format!("{}  {}\n", derogation.id, derogation.label_fr);
    field(&mut out, "pack", &derogation.pack);
    for (id, effect) in &derogation.effects {
        field(&mut out, "effect", &format!("{id}: {effect}"));
    }
    field(&mut out, "article", &derogation.article);
    field(&mut out, "source", &derogation.source);
    field(&mut out, "certainty", certainty(&derogation.certainty));
    out
}

fn compensation_text(compensation: &CompensationView) -> String {
    let mut out = format!("{}  {}\n", compensation.id, compensation.label_fr);
    field(&mut out, "pack", &compensation.pack);
    for (name, text) in &compensation.fields {
        field(&mut out, name, if *name == "certainty" { certainty(text) } else { text });
    }
    out
}

fn certainty(letters: &str) -> &str {
    match letters {
        "V1" => "V1: read in the legal text or the judgment",
        "V2" => "V2: read in a secondary source",
        "M" => "M: from memory, to be read again",
        "C" => "C: contested or unsettled",
        other => other,
    }
}
