//! `releve audit verify`.

use crate::cli::place::Place;
use crate::cli::serve::runtime;
use crate::cli::{DONE, REFUSED};
use releve::app::access::Actor;
use releve::app::audit;

/// Arguments of `audit verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// A link that was kept from an earlier verification or export: it must still be in the chain
    #[arg(long, value_name = "SHA256")]
    link: Option<String>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the database does not answer.
pub fn run(args: Args) -> anyhow::Result<u8> {
    let verified = runtime()?.block_on(async {
        let (app, group) = args.place.open().await?;
        anyhow::Ok(audit::verify(&app, &Actor::system(&group), args.link.as_deref()).await?)
    })?;
    if args.json {
        crate::cli::print_json(&verified)?;
    } else {
        let whole = verified
            .flaw
            .as_ref()
            .map_or_else(|| "yes".to_owned(), |flaw| format!("no: line {}: {}", flaw.seq, flaw.what_fr));
        let text = format!("lines read  {}\nlast link   {}\nwhole       {whole}\n", verified.lines, verified.head);
        crate::cli::print(&text)?;
    }
    Ok(if verified.flaw.is_none() { DONE } else { REFUSED })
}
