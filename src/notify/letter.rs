//! A mail in words, and as the message that travels.

use super::Carriers;
use super::words::{self, About, Clocks, Said, one_line};
use crate::ids::UserId;
use crate::lang::Words;
use crate::store::contacts::Contact;
use crate::store::{Tx, agents, groups, outbox, users};
use anyhow::Context;
use askama::Template;
use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use std::time::{Duration, SystemTime};

/// A mail in words.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Identifier of the delivery; the Message-ID is made of it.
    pub id: String,
    /// In whose language.
    pub words: Words,
    /// To whom it is addressed.
    pub to: String,
    /// Her name.
    pub name: String,
    /// Subject.
    pub subject: String,
    /// Name of her group.
    pub group: String,
    /// Notices told in it, the oldest first.
    pub items: Vec<Said>,
    /// Where to read more.
    pub link: Option<String>,
    /// What the link is for.
    pub call: String,
    /// Unix seconds.
    pub at: i64,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Text<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    letter: &'a Letter,
}

impl Letter {
    /// One mail that tells these notices, in the language and by the clock of whoever gets it.
    ///
    /// # Errors
    /// When the database fails, or what is stored cannot be read.
    pub async fn write(
        tx: &mut Tx,
        carriers: &Carriers,
        (id, contact, at): (&str, &Contact, i64),
        notices: &[&outbox::Row],
    ) -> anyhow::Result<Self> {
        let first = notices.first().context("a mail about nothing")?;
        let clocks = clocks(tx, &first.group_id, contact).await?;
        let group = groups::find(tx, &first.group_id).await?.map(|stored| stored.group.name).unwrap_or_default();
        let name = match first.person.split_once(':') {
            Some(("agent", agent)) => agents::face(tx, &first.group_id, agent).await?.map(|face| face.name),
            Some(("user", user)) => {
                users::find(tx, &first.group_id, &UserId(user.to_owned())).await?.map(|user| user.name)
            }
            _ => None,
        };
        let words = Words::new(contact.locale);
        let told = |notice: &&outbox::Row| words::say(words, &notice.kind, &About::read(&notice.payload), clocks);
        let items: Vec<_> = notices.iter().map(told).collect();
        let subject = match items.as_slice() {
            [only] => only.title.clone(),
            many => words.count("letter-subject", many.len()),
        };
        Ok(Self {
            id: id.to_owned(),
            words,
            to: contact.email.clone().unwrap_or_default(),
            name: one_line(&name.unwrap_or_default()),
            subject,
            group: one_line(&group),
            items,
            link: carriers.link(first)?,
            call: words::call(words, &first.kind),
            at,
        })
    }

    /// How it begins.
    fn hello(&self) -> String {
        match self.name.as_str() {
            "" => self.words.say("letter-hello"),
            name => self.words.with("letter-hello-name", [("name", name)]),
        }
    }

    /// The text and the HTML part.
    ///
    /// # Errors
    /// When a template does not render.
    pub fn parts(&self) -> askama::Result<(String, String)> {
        Ok((Text { letter: self }.render()?, Html { letter: self }.render()?))
    }

    /// The mail as it travels: ASCII throughout, so that every server takes it.
    ///
    /// # Errors
    /// When the address is none, or a template does not render.
    pub fn message(&self, from: &Mailbox) -> anyhow::Result<Message> {
        let (text, html) = self.parts()?;
        let to: Address = self.to.parse().context("the address is none")?;
        let name = Some(one_line(&self.name)).filter(|name| !name.is_empty());
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(self.at.max(0) as u64);
        // Whoever is away answers people, not machines (RFC 3834).
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        let language = self.words.code().to_owned();
        let language = HeaderValue::new(HeaderName::new_from_ascii_str("Content-Language"), language);
        Ok(Message::builder()
            .from(from.clone())
            .to(Mailbox::new(name, to))
            .subject(one_line(&self.subject))
            .message_id(Some(message_id(&self.id, from.email.domain())))
            .date(at)
            .raw_header(automatic)
            .raw_header(language)
            .multipart(MultiPart::alternative_plain_html(text, html))?)
    }
}

/// The clocks by which a notice tells somebody the time.
///
/// # Errors
/// When the database fails, or the group's zone cannot be read.
pub async fn clocks(tx: &mut Tx, group: &str, contact: &Contact) -> anyhow::Result<Clocks> {
    let site = groups::zone(tx, group).await?.unwrap_or(contact.zone);
    Ok(Clocks { site, person: contact.zone })
}

/// The Message-ID of a delivery, the same at every attempt.
pub fn message_id(delivery: &str, domain: &str) -> String {
    format!("<{delivery}@{domain}>")
}

/// Whether an e-mail address can be written to: one address, ASCII, of a length that servers take.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.is_ascii() && !text.contains(char::is_whitespace) && text.parse::<Address>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::super::words::Fact;
    use super::*;
    use crate::lang::Locale;

    fn letter() -> Letter {
        Letter {
            id: "0190".to_owned(),
            words: Words::new(Locale::Fr),
            to: "alix@example.fr".to_owned(),
            name: "Alix Martin".to_owned(),
            subject: "Sollicitation".to_owned(),
            group: "Groupement".to_owned(),
            items: vec![Said {
                title: "Sollicitation".to_owned(),
                lead: "Un poste vous est proposé.".to_owned(),
                facts: vec![Fact { label: "Unité".to_owned(), value: "<b>Médecine</b> & co".to_owned() }],
            }],
            link: Some("https://releve.example/".to_owned()),
            call: "Tout voir et répondre".to_owned(),
            at: 1_796_112_000,
        }
    }

    fn from() -> Mailbox {
        "Relève <releve@example.fr>".parse().expect("an address")
    }

    fn formatted(letter: &Letter) -> String {
        String::from_utf8(letter.message(&from()).expect("a message").formatted()).expect("ASCII")
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
        let english = Letter { words: Words::new(Locale::En), ..letter() };
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
        assert!(to.message(&from()).is_err());
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

    #[test]
    fn a_mail_reads_well_in_both_languages() {
        let fact = |label: &str, value: &str| Fact { label: label.to_owned(), value: value.to_owned() };
        let said = |n: u8| Said {
            title: format!("Nouvelle {n}"),
            lead: "Une phrase.".to_owned(),
            facts: vec![fact("Unité", "Médecine"), fact("Date", "mardi 8 décembre 2026")],
        };
        let one = Letter { items: vec![said(1)], ..letter() };
        let text = "Bonjour Alix Martin,

Une phrase.

  Unité\u{a0}: Médecine
  Date\u{a0}: mardi 8 décembre 2026

Tout voir et répondre\u{a0}: https://releve.example/

Groupement
-- 
Ce message est envoyé par Relève\u{a0}; les réponses à cette adresse ne sont pas lues.
Vos préférences (canaux, heures calmes, résumé quotidien) se règlent dans Relève.";
        assert_eq!(one.parts().expect("templates render").0.trim_end(), text);
        let nothing = Said { facts: Vec::new(), ..said(2) };
        let two = Letter {
            items: vec![said(1), nothing],
            words: Words::new(Locale::En),
            link: None,
            name: String::new(),
            ..letter()
        };
        let text = "Hello,

Nouvelle 1

Une phrase.

  Unité: Médecine
  Date: mardi 8 décembre 2026

Nouvelle 2

Une phrase.

Sign in to Relève to see everything and answer.

Groupement
-- 
Relève sends this message; replies to this address are not read.
Your preferences (channels, quiet hours, daily digest) are set in Relève.";
        assert_eq!(two.parts().expect("templates render").0.trim_end(), text);
    }
}
