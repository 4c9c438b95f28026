//! E-mail, over SMTP with TLS.
//!
//! The conversation is led step by step instead of through a pooled transport, because one thing matters: whether the mail
//! server may have taken the message. Until the message itself is sent it cannot have, and a failure is tried again; after,
//! only a status code is certain, and a broken connection leaves the delivery in doubt. Between the two the worker writes
//! down that it begins: whoever finds its work later knows on which side it stopped.

use super::Outcome;
use super::words::{Fact, one_line};
use super::{Locale, chain, is_loopback};
use crate::config::Config;
use anyhow::{Context, bail};
use askama::Template;
use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use reqwest::Url;
use std::time::{Duration, SystemTime};

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

/// A mail in words.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Identifier of the delivery; the Message-ID is made of it.
    pub id: String,
    /// Language.
    pub locale: Locale,
    /// To whom it is addressed.
    pub to: String,
    /// Her name.
    pub name: String,
    /// Subject.
    pub subject: String,
    /// Name of her group.
    pub group: String,
    /// Notices told in it, the oldest first.
    pub items: Vec<Item>,
    /// Where to read more.
    pub link: Option<String>,
    /// Unix seconds.
    pub at: i64,
}

/// One notice of a mail.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its title; left out of a mail that tells one notice.
    pub title: String,
    /// A sentence or two.
    pub lead: &'static str,
    /// Its figures.
    pub facts: Vec<Fact>,
}

#[derive(Template)]
#[template(path = "mail/letter.fr.txt")]
struct TextFr<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/letter.fr.html")]
struct HtmlFr<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/letter.en.txt")]
struct TextEn<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/letter.en.html")]
struct HtmlEn<'a> {
    letter: &'a Letter,
}

impl Letter {
    /// The text and the HTML part.
    ///
    /// # Errors
    /// When a template does not render.
    pub fn parts(&self) -> askama::Result<(String, String)> {
        match self.locale {
            Locale::Fr => Ok((TextFr { letter: self }.render()?, HtmlFr { letter: self }.render()?)),
            Locale::En => Ok((TextEn { letter: self }.render()?, HtmlEn { letter: self }.render()?)),
        }
    }
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
        let message = match self.message(letter) {
            Ok(message) => message,
            Err(error) => return Outcome::Refused(words_of(&error)),
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

    /// The mail as it travels: ASCII throughout, so that every server takes it.
    fn message(&self, letter: &Letter) -> anyhow::Result<Message> {
        let (text, html) = letter.parts()?;
        let to: Address = letter.to.parse().context("the address is none")?;
        let name = Some(one_line(&letter.name)).filter(|name| !name.is_empty());
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(letter.at.max(0) as u64);
        // Whoever is away answers people, not machines (RFC 3834).
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        let language = match letter.locale {
            Locale::Fr => "fr",
            Locale::En => "en",
        };
        let language = HeaderValue::new(HeaderName::new_from_ascii_str("Content-Language"), language.to_owned());
        Ok(Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(name, to))
            .subject(one_line(&letter.subject))
            .message_id(Some(message_id(&letter.id, self.from.email.domain())))
            .date(at)
            .raw_header(automatic)
            .raw_header(language)
            .multipart(MultiPart::alternative_plain_html(text, html))?)
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

/// The Message-ID of a delivery, the same at every attempt.
pub fn message_id(delivery: &str, domain: &str) -> String {
    format!("<{delivery}@{domain}>")
}

/// Whether an e-mail address can be written to: one address, ASCII, of a length that servers take.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.is_ascii() && !text.contains(char::is_whitespace) && text.parse::<Address>().is_ok()
}

/// A failure before the message was sent, or an answer to it: the server has not taken it.
fn judged(error: &lettre::transport::smtp::Error) -> Outcome {
    if error.is_permanent() { Outcome::Refused(chain(error)) } else { Outcome::Failed(chain(error)) }
}

fn words_of(error: &anyhow::Error) -> String {
    one_line(&format!("{error:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(url: &str, from: &str) -> anyhow::Result<Option<Relay>> {
        let config = Config { smtp_url: Some(url.to_owned()), mail_from: Some(from.to_owned()), ..Config::default() };
        Relay::new(&config)
    }

    fn letter() -> Letter {
        Letter {
            id: "0190".to_owned(),
            locale: Locale::Fr,
            to: "alix@example.fr".to_owned(),
            name: "Alix Martin".to_owned(),
            subject: "Sollicitation".to_owned(),
            group: "Groupement".to_owned(),
            items: vec![Item {
                title: "Sollicitation".to_owned(),
                lead: "Un poste vous est proposé.",
                facts: vec![Fact { label: "Unité", value: "<b>Médecine</b> & co".to_owned() }],
            }],
            link: Some("https://releve.example/".to_owned()),
            at: 1_796_112_000,
        }
    }

    fn formatted(letter: &Letter) -> String {
        let relay = relay("smtp://127.0.0.1", "Relève <releve@example.fr>").expect("settings").expect("a relay");
        String::from_utf8(relay.message(letter).expect("a message").formatted()).expect("ASCII")
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

    #[test]
    fn a_mail_has_both_parts_and_a_lasting_identifier() {
        let mail = formatted(&letter());
        assert!(mail.contains("Message-ID: <0190@example.fr>\r\n"), "{mail}");
        assert!(
            mail.contains("Auto-Submitted: auto-generated\r\n") && mail.contains("multipart/alternative"),
            "{mail}"
        );
        let (text, html) = letter().parts().expect("templates render");
        assert!(text.contains("Bonjour Alix Martin,") && text.contains("https://releve.example/"), "{text}");
        assert!(text.contains("<b>Médecine</b> & co") && html.contains("&#60;b&#62;Médecine"), "{html}");
        let english = Letter { locale: Locale::En, ..letter() };
        assert!(english.parts().expect("templates render").0.contains("Hello Alix Martin,"));
    }

    #[test]
    fn no_name_and_no_subject_begins_a_header() {
        let evil = "x\r\nBcc: victim@example.fr\r\n\r\nbody";
        let letter = Letter { name: evil.to_owned(), subject: evil.to_owned(), ..letter() };
        let mail = formatted(&letter);
        let head = mail.split("\r\n\r\n").next().expect("a head");
        assert!(!head.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{head}");
        assert_eq!(head.lines().filter(|line| line.starts_with("To:") || line.starts_with("Subject:")).count(), 2);
        let to = Letter { to: "a@example.fr\r\nBcc: b@example.fr".to_owned(), ..letter };
        let relay = relay("smtp://127.0.0.1", "r@example.fr").expect("settings").expect("a relay");
        assert!(relay.message(&to).is_err());
    }

    #[test]
    fn an_address_is_one_address() {
        for good in ["a@b.fr", "prenom.nom+x@sous.domaine.example"] {
            assert!(is_address(good), "{good}");
        }
        let long = format!("{}@example.fr", "a".repeat(250));
        for bad in
            ["", "a", "a@", "a@b.fr, c@d.fr", "a b@c.fr", "a@b.fr\nBcc: c@d.fr", "Alix <a@b.fr>", "é@b.fr", &long]
        {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
