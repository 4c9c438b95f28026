//! The rule packs that a command works with: those that ship with the program, and files on top.

use super::input::{Usage, refused, text};
use releve_solver::law::Library;
use std::path::PathBuf;

/// `--law FILE`, as often as wanted.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct LawFiles {
    /// Rule pack on top of those that ship with the program; may be repeated, packs underneath first
    #[arg(long = "law", value_name = "FILE")]
    law: Vec<PathBuf>,
}

impl LawFiles {
    /// Sees to it that no pack is given for a benchmark.
    ///
    /// # Errors
    /// [`Usage`] when one is.
    pub fn none_for_benchmarks(&self) -> Result<(), Usage> {
        if self.law.is_empty() {
            return Ok(());
        }
        Err(Usage("--law is for scenarios; the benchmarks have rules of their own".to_owned()))
    }

    /// The packs at hand.
    ///
    /// # Errors
    /// Every issue of the first file that is refused, or an I/O error that names it.
    pub fn library(&self) -> anyhow::Result<Library> {
        let mut library = Library::builtin().clone();
        for path in &self.law {
            library = library.with(&text(path)?).map_err(|issues| refused(path, "pack", &issues))?;
        }
        Ok(library)
    }
}
