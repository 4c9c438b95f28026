//! `releve serve`: the server, until Ctrl-C or a request to terminate.

use super::DONE;
use anyhow::Context;
use releve::config::{Config, LogFormat};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    config: Config,
}

/// Runs the command.
///
/// # Errors
/// When the server does not start or breaks down.
pub fn run(args: Args) -> anyhow::Result<u8> {
    log(&args.config)?;
    runtime()?.block_on(async move { Box::pin(releve::serve(args.config, stopped()?)).await })?;
    Ok(DONE)
}

/// Threads for everything that waits.
pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no threads could be started")
}

/// Starts logging to standard error.
pub fn log(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log).with_context(|| {
        format!("RELEVE_LOG: found {:?}, expected a filter such as info or releve=debug", config.log)
    })?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}

/// Ends with Ctrl-C or SIGTERM, whichever comes first.
pub fn stopped() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
    })
}
