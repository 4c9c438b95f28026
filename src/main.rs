//! The `releve` command: see [`cli`] for its verbs and exit codes.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
