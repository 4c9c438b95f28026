//! `releve audit`: the audit log of a group, for whoever runs the service.

mod export;
mod verify;

/// Arguments of `audit`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Check that the log and the ledgers are what was written: every link of the chain and every posting it seals
    #[command(after_help = super::EXIT_CODES)]
    Verify(verify::Args),
    /// Write the whole log as JSON lines, oldest first
    #[command(after_help = super::EXIT_CODES)]
    Export(export::Args),
}

/// Runs the command.
///
/// # Errors
/// When the database does not answer, or there is no such group.
pub fn run(args: Args) -> anyhow::Result<u8> {
    match args.command {
        Command::Verify(args) => verify::run(args),
        Command::Export(args) => export::run(args),
    }
}
