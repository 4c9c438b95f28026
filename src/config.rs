//! Every setting of the service, in one place. Each can be given as an option or as an environment variable.

pub mod accounts;
pub mod openid;
pub mod push;

pub use accounts::{Accounts, PublicUrl};
pub use push::Push;

use anyhow::Context;
use chrono::NaiveTime;
use openid::Providers;
use std::net::SocketAddr;
use tracing_subscriber::EnvFilter;

/// Settings of `releve serve`.
#[derive(Debug, Clone, clap::Args)]
pub struct Config {
    /// Where the data lives: `sqlite://file` or `postgres://user:password@host/database`.
    #[arg(long, env = "RELEVE_DATABASE_URL", default_value = "sqlite://releve.sqlite", hide_env_values = true)]
    pub database_url: String,
    /// Address and port to listen on; port 0 takes any free one.
    #[arg(long, env = "RELEVE_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// What to log, in the syntax of `tracing-subscriber`'s filter: `info`, `releve=debug` …
    #[arg(long, env = "RELEVE_LOG", default_value = "info")]
    pub log: String,
    /// How to log: `text` for people, `json` for machines.
    #[arg(long, env = "RELEVE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// Local time at which every group's nightly plan is computed.
    #[arg(long, env = "RELEVE_REPLAN_AT", default_value = "02:30", value_parser = time_of_day)]
    pub replan_at: NaiveTime,
    /// Seconds that one solve may take.
    #[arg(long, env = "RELEVE_SOLVE_SECONDS", default_value_t = 60.0)]
    pub solve_seconds: f64,
    /// Threads that one solve may use.
    #[arg(long, env = "RELEVE_SOLVE_THREADS", default_value_t = 2)]
    pub solve_threads: u32,
    /// Seed of the solver's tie-breaking.
    #[arg(long, env = "RELEVE_SOLVE_SEED", default_value_t = 1)]
    pub solve_seed: u32,
    /// Solves that this process runs at the same time; 0 leaves them to other processes.
    #[arg(long, env = "RELEVE_WORKERS", default_value_t = 1)]
    pub workers: u32,
    /// Seconds after which the job of a worker that gives no sign of life goes to another.
    #[arg(long, env = "RELEVE_LEASE_SECONDS", default_value_t = 30)]
    pub lease_seconds: i64,
    /// Hours that an agent has to answer an offer; a shift's start ends it earlier.
    #[arg(long, env = "RELEVE_OFFER_HOURS", default_value_t = 24)]
    pub offer_hours: i64,
    /// Largest body of a request, bytes.
    #[arg(long, env = "RELEVE_BODY_LIMIT_BYTES", default_value_t = 2_000_000)]
    pub body_limit_bytes: usize,
    /// Largest scenario that can be imported, bytes.
    #[arg(long, env = "RELEVE_IMPORT_LIMIT_BYTES", default_value_t = 9_000_000)]
    pub import_limit_bytes: usize,
    /// Seconds after which a request is given up.
    #[arg(long, env = "RELEVE_REQUEST_SECONDS", default_value_t = 30)]
    pub request_seconds: u64,
    /// Workers of this process that send notices, on each channel; 0 leaves them to other processes.
    #[arg(long, env = "RELEVE_SENDERS", default_value_t = 1)]
    pub senders: u32,
    /// Mail server: `smtps://user:password@host` (TLS) or `smtp://user:password@host` (STARTTLS; without TLS to this very
    /// machine alone). Without it no mail is sent.
    #[arg(long, env = "RELEVE_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Sender of mails: `Relève <releve@example.fr>`.
    #[arg(long, env = "RELEVE_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// SMS gateway, an address that takes an HTTP POST. Without it no SMS is sent.
    #[arg(long, env = "RELEVE_SMS_URL", hide_env_values = true)]
    pub sms_url: Option<String>,
    /// Bearer token for the SMS gateway.
    #[arg(long, env = "RELEVE_SMS_TOKEN", hide_env_values = true)]
    pub sms_token: Option<String>,
    /// Body for the SMS gateway: JSON in which `{to}` and `{text}` are filled in, quotes included.
    #[arg(long, env = "RELEVE_SMS_BODY", default_value = SMS_BODY)]
    pub sms_body: String,
    /// Whether a webhook may be `http://` on this very machine; everywhere else it is HTTPS.
    #[arg(long, env = "RELEVE_WEBHOOK_LOOPBACK", action = clap::ArgAction::Set, default_value_t = false)]
    pub webhook_loopback: bool,
    /// File with the OpenID providers by which people may log in.
    #[arg(long, env = "RELEVE_OPENID_FILE", value_name = "FILE", value_parser = Providers::read_file)]
    pub openid: Option<Providers>,
    /// Push messages to browsers.
    #[command(flatten)]
    pub push: Push,
    /// Accounts of people.
    #[command(flatten)]
    pub accounts: Accounts,
}

/// What most gateways take.
const SMS_BODY: &str = r#"{"to": {to}, "text": {text}}"#;

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Config {
    /// Sends log lines to standard error as the settings want them; once per process.
    ///
    /// # Errors
    /// When `log` is no filter or logging has started already.
    pub fn start_logging(&self) -> anyhow::Result<()> {
        let filter = EnvFilter::try_new(&self.log)
            .with_context(|| format!("RELEVE_LOG={:?} is no filter; write `info` or `releve=debug`", self.log))?;
        let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
        let started = match self.log_format {
            LogFormat::Text => lines.try_init(),
            LogFormat::Json => lines.json().try_init(),
        };
        started.map_err(|error| anyhow::anyhow!("logging cannot start: {error}"))
    }
}

impl Default for Config {
    /// The documented defaults, whatever the environment says.
    fn default() -> Self {
        Self {
            database_url: "sqlite://releve.sqlite".to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            replan_at: NaiveTime::from_hms_opt(2, 30, 0).expect("half past two exists"),
            solve_seconds: 60.0,
            solve_threads: 2,
            solve_seed: 1,
            workers: 1,
            lease_seconds: 30,
            offer_hours: 24,
            body_limit_bytes: 2_000_000,
            import_limit_bytes: 9_000_000,
            request_seconds: 30,
            senders: 1,
            smtp_url: None,
            mail_from: None,
            sms_url: None,
            sms_token: None,
            sms_body: SMS_BODY.to_owned(),
            webhook_loopback: false,
            openid: None,
            push: Push::default(),
            accounts: Accounts::default(),
        }
    }
}

fn time_of_day(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|e| format!("{text:?} is not a time like 02:30 ({e})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        config: Config,
    }

    #[test]
    fn defaults_are_the_same_in_both_places() {
        let parsed = Line::parse_from(["releve"]).config;
        assert_eq!(format!("{parsed:?}"), format!("{:?}", Config::default()));
    }

    #[test]
    fn a_time_of_day_says_what_is_wrong() {
        let error = time_of_day("25:00").expect_err("no such time");
        assert!(error.contains("25:00"), "{error}");
    }
}
