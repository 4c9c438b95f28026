//! `releve law diff`: two versions of a pack, or any two packs.

use crate::cli::DONE;
use crate::cli::input::{Usage, refused, shown, text};
use crate::cli::packs::LawFiles;
use releve_solver::formats::suggest::nearest_few;
use releve_solver::law::diff::{Change, Difference, diff};
use releve_solver::law::{Library, Pack, load};
use std::fmt::Write;
use std::path::Path;

/// Arguments of `law diff`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Pack (`fph@2026-01`) or file, as it was
    before: String,
    /// Pack or file, as it becomes
    after: String,
    #[command(flatten)]
    law: LawFiles,
    /// Print JSON instead of text
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// An unknown pack, a refused file, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let library = args.law.library()?;
    let (before, after) = (pack(&library, &args.before)?, pack(&library, &args.after)?);
    let found = diff(&before, &after);
    if args.json {
        crate::cli::print_json(&found)?;
        return Ok(DONE);
    }
    let mut out = format!("{} → {}\n", before.key(), after.key());
    if found.is_empty() {
        out.push_str("no difference\n");
    }
    for Difference { kind, id, change } in &found {
        match change {
            Change::Added { what } => {
                let _ = writeln!(out, "+ {kind} {id}: {what}");
            }
            Change::Removed { what } => {
                let _ = writeln!(out, "- {kind} {id}: {what}");
            }
            Change::Changed { what } => {
                let _ = writeln!(out, "~ {kind} {id}");
                for line in what {
                    let _ = writeln!(out, "    {line}");
                }
            }
        }
    }
    crate::cli::print(&out)?;
    Ok(DONE)
}

/// A pack of the library, or of a file that need not be loaded.
fn pack(library: &Library, name: &str) -> anyhow::Result<Pack> {
    if let Some(pack) = library.find(name) {
        return Ok(pack.clone());
    }
    let path = Path::new(name);
    if path.is_file() {
        return load::read(&text(path)?, library).map_err(|issues| refused(path, "pack", &issues).into());
    }
    let keys: Vec<String> = library.packs().iter().map(Pack::key).collect();
    let near = nearest_few(name, keys.iter().map(String::as_str)).join(", ");
    Err(Usage(format!("found {:?}, expected a file or a pack such as {near}; see `releve law list`", shown(path)))
        .into())
}
