//! `releve law list`: every pack at a glance.

use crate::cli::DONE;
use crate::cli::packs::LawFiles;
use releve_solver::law::describe::PackView;
use std::fmt::Write;

/// Arguments of `law list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    law: LawFiles,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// A refused pack, or an I/O failure.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let library = args.law.library()?;
    let packs: Vec<PackView> = library.packs().iter().map(PackView::of).collect();
    if args.json {
        crate::cli::print_json(&packs)?;
        return Ok(DONE);
    }
    let mut out = format!(
        "{:<26} {:<10} {:<10} {:>5} {:>11} {:>13}  {}\n",
        "Pack", "from", "to", "rules", "derogations", "compensations", "extends"
    );
    for pack in &packs {
        let PackView { key, valid_from, rules, derogations, compensations, name, .. } = pack;
        let to = pack.valid_to.as_deref().unwrap_or("-");
        let under = pack.extends.join(", ");
        let line =
            format!("{key:<26} {valid_from:<10} {to:<10} {rules:>5} {derogations:>11} {compensations:>13}  {under}");
        let _ = writeln!(out, "{}\n  {name}", line.trim_end());
    }
    crate::cli::print(&out)?;
    Ok(DONE)
}
