//! `releve law check`: pack files, read one after the other above the packs that ship with the program.

use crate::cli::input::{issue_line, shown, text};
use crate::cli::packs::LawFiles;
use crate::cli::{DONE, REFUSED};
use releve_solver::law::load;
use std::fmt::Write;
use std::path::PathBuf;

/// Arguments of `law check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rule packs, .toml; each may stand on those before it
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    law: LawFiles,
}

/// Runs the command.
///
/// # Errors
/// An I/O failure; what is wrong with a pack is the command's result.
pub fn run(args: &Args) -> anyhow::Result<u8> {
    let mut library = args.law.library()?;
    let mut sound = true;
    let mut out = String::new();
    for path in &args.files {
        let text = text(path)?;
        match load::read(&text, &library).and_then(|pack| Ok((pack, library.with(&text)?))) {
            Ok((pack, with)) => {
                library = with;
                let (rules, derogations) = (pack.rules.len(), pack.derogations.len());
                let compensations = pack.compensations.len();
                let _ = writeln!(
                    out,
                    "{}: {}, {rules} rules, {derogations} derogations, {compensations} compensations, nothing wrong",
                    shown(path),
                    pack.key()
                );
            }
            Err(issues) => {
                sound = false;
                for issue in &issues {
                    let _ = writeln!(out, "{}", issue_line(path, "pack", issue));
                }
                let _ = writeln!(out, "{}: {} issues", shown(path), issues.len());
            }
        }
    }
    crate::cli::print(&out)?;
    Ok(if sound { DONE } else { REFUSED })
}
