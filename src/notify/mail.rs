//! E-mail, over SMTP with TLS.
//!
//! The conversation is led step by step instead of through a pooled transport, because one thing matters: whether the mail
//! server may have taken the message. Until the message itself is sent it cannot have, and a failure is tried again; after,
//! only a status code is certain, and a broken connection leaves the delivery in doubt. Between the two the worker writes
//! down that it begins: whoever finds its work later knows on which side it stopped.

use super::letter::Letter;
use super::words::one_line;
use super::{Outcome, chain, is_loopback};
use crate::config::Config;
use anyhow::{Context, bail};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use reqwest::Url;
use std::time::Duration;

/// Longest time for one mail, from the connection to the server's last word. Scanners behind a server take their time.
const LIMIT: Duration = Duration::from_mins(1);
/// Longest time for connecting.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// Longest polite good-bye.
const QUIT_LIMIT: Duration = Duration::from_secs(2);

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Security {
    /// TLS from the first byte (`smtps://`).
    Tls,
    /// TLS after STARTTLS, without which nothing is sent (`smtp://`).
    StartTls,
    /// None; to this very machine alone.
    Plain,
}

/// The mail server that takes our mails.
#[derive(Debug)]
pub struct Relay {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<Credentials>,
    from: Mailbox,
}

impl Relay {
    /// Reads the settings; none when no mail server is set.
    ///
    /// # Errors
    /// When one setting is there without the other or cannot be used.
    pub fn new(config: &Config) -> anyhow::Result<Option<Self>> {
        let (url, from) = match (&config.smtp_url, &config.mail_from) {
            (None, None) => return Ok(None),
            (Some(url), Some(from)) => (url, from),
            (Some(_), None) => {
                bail!("RELEVE_SMTP_URL is set: set RELEVE_MAIL_FROM too, such as Relève <releve@example.fr>")
            }
            (None, Some(_)) => {
                bail!("RELEVE_MAIL_FROM is set: set RELEVE_SMTP_URL too, such as smtps://user:password@host")
            }
        };
        let from: Mailbox = from
            .parse()
            .with_context(|| format!("RELEVE_MAIL_FROM={from:?} is no address; write Relève <releve@host>"))?;
        // The address may hold a password: no message shows it.
        let url = Url::parse(url).context("RELEVE_SMTP_URL is no address; write smtps://user:password@host")?;
        let host = url.host_str().context("RELEVE_SMTP_URL names no host")?.to_owned();
        let (security, port) = match url.scheme() {
            "smtps" => (Security::Tls, 465),
            "smtp" if is_loopback(&host) => (Security::Plain, 25),
            "smtp" => (Security::StartTls, 587),
            other => bail!("RELEVE_SMTP_URL begins with {other}://; write smtps:// for TLS or smtp:// for STARTTLS"),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(std::borrow::Cow::into_owned);
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decoded(url.username())?, decoded(password)?)),
            None => None,
        };
        Ok(Some(Self { host, port: url.port().unwrap_or(port), security, credentials, from }))
    }

    /// Sends one mail. `may` is asked when the server is ready for the message and nothing of it has gone out: unless it
    /// says yes, nothing does.
    pub async fn send(&self, letter: &Letter, may: impl Future<Output = bool> + Send) -> Outcome {
        let message = match letter.message(&self.from) {
            Ok(message) => message,
            Err(error) => return Outcome::Refused(one_line(&format!("{error:#}"))),
        };
        // Set before the first byte of the message goes out.
        let mut begun = false;
        let ended = tokio::time::timeout(LIMIT, Box::pin(self.talk(&message, may, &mut begun))).await;
        match ended {
            Ok(outcome) => outcome,
            Err(_) if begun => Outcome::InDoubt("no answer to the message within a minute".to_owned()),
            Err(_) => Outcome::Failed("no conversation within a minute".to_owned()),
        }
    }

    async fn talk(&self, message: &Message, may: impl Future<Output = bool> + Send, begun: &mut bool) -> Outcome {
        let mut connection = match self.connect().await {
            Ok(connection) => connection,
            Err(error) => return judged(&error),
        };
        let outcome = match announce(&mut connection, message).await {
            Err(error) => judged(&error),
            // Hung up without a word: the server waits for the message and would take any word for its first line.
            Ok(()) if !may.await => return Outcome::Failed("another worker has taken over".to_owned()),
            Ok(()) => {
                *begun = true;
                hand_over(&mut connection, message).await
            }
        };
        // The good-bye changes nothing any more.
        let _ = tokio::time::timeout(QUIT_LIMIT, connection.abort()).await;
        outcome
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, lettre::transport::smtp::Error> {
        let hello = ClientId::Domain(self.from.email.domain().to_owned());
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        let tls = || TlsParameters::new(host.to_owned());
        let wrapper = if self.security == Security::Tls { Some(tls()?) } else { None };
        let address = (host, self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT_LIMIT), &hello, wrapper, None).await?;
        if self.security == Security::StartTls {
            connection.starttls(tls()?, &hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await?;
        }
        Ok(connection)
    }
}

/// From whom, to whom, and that a message comes; the server has nothing of it after this.
async fn announce(
    connection: &mut AsyncSmtpConnection,
    message: &Message,
) -> Result<(), lettre::transport::smtp::Error> {
    let envelope = message.envelope();
    connection.command(Mail::new(envelope.from().cloned(), Vec::new())).await?;
    for to in envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await?;
    }
    connection.command(Data).await?;
    Ok(())
}

/// The message itself.
async fn hand_over(connection: &mut AsyncSmtpConnection, message: &Message) -> Outcome {
    match connection.message(&message.formatted()).await {
        Ok(_) => Outcome::Sent,
        Err(error) if error.status().is_some() => judged(&error),
        Err(error) => Outcome::InDoubt(chain(&error)),
    }
}

/// A failure before the message was sent, or an answer to it: the server has not taken it.
fn judged(error: &lettre::transport::smtp::Error) -> Outcome {
    if error.is_permanent() { Outcome::Refused(chain(error)) } else { Outcome::Failed(chain(error)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(url: &str, from: &str) -> anyhow::Result<Option<Relay>> {
        let config = Config { smtp_url: Some(url.to_owned()), mail_from: Some(from.to_owned()), ..Config::default() };
        Relay::new(&config)
    }

    #[test]
    fn only_this_machine_is_spoken_to_without_tls() {
        for (url, security, port) in [
            ("smtps://u:p%40ss@mail.example.fr", Security::Tls, 465),
            ("smtp://mail.example.fr", Security::StartTls, 587),
            ("smtp://mail.example.fr:25", Security::StartTls, 25),
            ("smtp://127.0.0.1:2525", Security::Plain, 2525),
            ("smtp://localhost", Security::Plain, 25),
            ("smtp://[::1]:2525", Security::Plain, 2525),
        ] {
            let relay = relay(url, "r@example.fr").expect("settings").expect("a relay");
            assert_eq!((relay.security, relay.port), (security, port), "{url}");
        }
        let relay = relay("smtps://u:p%40ss@mail.example.fr", "r@example.fr").expect("settings").expect("a relay");
        assert_eq!(relay.credentials, Some(Credentials::new("u".to_owned(), "p@ss".to_owned())));
    }

    #[test]
    fn bad_settings_say_what_would_do_and_show_no_password() {
        for (url, from) in [("imap://u:geheim@h", "r@h.fr"), ("geheim", "r@h.fr"), ("smtps://u:geheim@h", "nobody")] {
            let error = format!("{:#}", relay(url, from).expect_err("refused"));
            assert!(error.contains("RELEVE_") && !error.contains("geheim"), "{error}");
        }
        let alone = Config { smtp_url: Some("smtps://h".to_owned()), ..Config::default() };
        assert!(Relay::new(&alone).expect_err("refused").to_string().contains("RELEVE_MAIL_FROM"));
        assert!(Relay::new(&Config::default()).expect("no mail is fine").is_none());
    }
}
