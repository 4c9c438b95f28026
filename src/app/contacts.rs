//! How somebody wants to be told: language, addresses, quiet hours, digest. Everybody says it for herself and reads her own;
//! nobody reads another's.

use super::App;
use super::access::{Action, Actor};
use super::audit::Event;
use super::error::{Conflict, Error, Result};
use super::notices::{person, user, zone};
use super::work::Work;
use super::wrong::{Phrase, expected, one_of};
use crate::notify::letter::is_address;
use crate::store::contacts::{self, Channel, Contact, Digest, Locale, Quiet};
use crate::store::{Tx, users};
use chrono::{NaiveTime, Timelike};
use releve_solver::formats::Issue;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most offers a week that a cap may allow.
const CAP_MAX: i64 = 50;

/// A contact as people write it: times are `HH:MM` by the clock of `zone`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Contact")]
pub struct Form {
    /// `fr` or `en`.
    pub locale: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number, `+` and digits.
    pub phone: Option<String>,
    /// `Europe/Paris` …
    pub zone: String,
    /// Quiet from.
    pub quiet_from: Option<String>,
    /// Quiet until.
    pub quiet_to: Option<String>,
    /// `never` or `daily`.
    pub digest: String,
    /// When the digest is sent.
    #[schemars(regex(pattern = "^[0-2][0-9]:[0-5][0-9]$"))]
    pub digest_at: String,
    /// `email`, `sms`, `push`.
    pub channels: Vec<String>,
    /// Most offers a week.
    pub weekly_cap: Option<i64>,
    /// As read; 0 the first time.
    pub version: i64,
}

impl From<&Contact> for Form {
    fn from(contact: &Contact) -> Self {
        let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let name = |channel: &Channel| crate::store::name_of(channel).unwrap_or_default();
        Self {
            locale: if contact.locale == Locale::Fr { "fr" } else { "en" }.to_owned(),
            email: contact.email.clone(),
            phone: contact.phone.clone(),
            zone: contact.zone.name().to_owned(),
            quiet_from: contact.quiet.map(|quiet| time(quiet.from_minute)),
            quiet_to: contact.quiet.map(|quiet| time(quiet.to_minute)),
            digest: if contact.digest == Digest::Daily { "daily" } else { "never" }.to_owned(),
            digest_at: time(contact.digest_minute),
            channels: contact.channels.iter().map(name).collect(),
            weekly_cap: contact.weekly_cap,
            version: contact.version,
        }
    }
}

impl Form {
    /// Reads the form.
    ///
    /// # Errors
    /// Every wrong field, with the way out.
    pub fn read(&self) -> std::result::Result<Contact, Vec<Issue>> {
        let mut issues = Issues(Vec::new());
        let locale = match self.locale.as_str() {
            "fr" => Some(Locale::Fr),
            "en" => Some(Locale::En),
            other => issues.add("locale", other, one_of(&["fr", "en"])),
        };
        if let Some(email) = self.email.as_deref().filter(|email| !is_address(email)) {
            issues.add::<()>("email", email, expected("field-email"));
        }
        if let Some(phone) = self.phone.as_deref().filter(|phone| !is_phone(phone)) {
            issues.add::<()>("phone", phone, expected("field-phone"));
        }
        let zone = match self.zone.parse() {
            Ok(zone) => Some(zone),
            Err(_) => issues.add("zone", &self.zone, expected("field-zone")),
        };
        let quiet = match (&self.quiet_from, &self.quiet_to) {
            (None, None) => None,
            (Some(from), Some(to)) => match (issues.minute("quiet_from", from), issues.minute("quiet_to", to)) {
                (Some(from_minute), Some(to_minute)) if from_minute == to_minute => {
                    issues.add("quiet_to", to, expected("field-quiet-apart"))
                }
                (Some(from_minute), Some(to_minute)) => Some(Quiet { from_minute, to_minute }),
                _ => None,
            },
            _ => issues.add("quiet_to", "", expected("field-quiet-both")),
        };
        let digest = match self.digest.as_str() {
            "never" => Some(Digest::Never),
            "daily" => Some(Digest::Daily),
            other => issues.add("digest", other, one_of(&["never", "daily"])),
        };
        let digest_minute = issues.minute("digest_at", &self.digest_at);
        let channels = self.channels(&mut issues);
        if let Some(cap) = self.weekly_cap.filter(|cap| !(0..=CAP_MAX).contains(cap)) {
            let expected = expected("field-weekly-cap").with("most", CAP_MAX);
            issues.add::<()>("weekly_cap", &cap.to_string(), expected);
        }
        match (locale, zone, digest, digest_minute) {
            (Some(locale), Some(zone), Some(digest), Some(digest_minute)) if issues.0.is_empty() => Ok(Contact {
                locale,
                email: self.email.clone(),
                phone: self.phone.clone(),
                zone,
                quiet,
                digest,
                digest_minute,
                channels,
                weekly_cap: self.weekly_cap,
                version: self.version,
            }),
            _ => Err(issues.0),
        }
    }

    fn channels(&self, issues: &mut Issues) -> BTreeSet<Channel> {
        let mut channels = BTreeSet::new();
        for name in &self.channels {
            let (channel, address) = match name.as_str() {
                "email" => (Channel::Email, &self.email),
                "sms" => (Channel::Sms, &self.phone),
                // Its addresses are her browsers, each subscribed by itself.
                "push" => {
                    channels.insert(Channel::Push);
                    continue;
                }
                other => {
                    issues.add::<()>("channels", other, one_of(&["email", "sms", "push"]));
                    continue;
                }
            };
            if address.is_none() {
                let field = if channel == Channel::Email { "email" } else { "phone" };
                issues.add::<()>(field, "", expected("field-channel-address"));
            }
            channels.insert(channel);
        }
        channels
    }
}

/// What is wrong with a form.
struct Issues(Vec<Issue>);

impl Issues {
    fn add<T>(&mut self, field: &str, found: &str, expected: Phrase) -> Option<T> {
        self.0.push(expected.at(field, crate::notify::words::one_line(found)));
        None
    }

    fn minute(&mut self, field: &str, text: &str) -> Option<u16> {
        match NaiveTime::parse_from_str(text, "%H:%M") {
            Ok(time) if text.len() == 5 => Some((time.hour() * 60 + time.minute()) as u16),
            _ => self.add(field, text, expected("field-time")),
        }
    }
}

/// `+` and 8 to 15 digits (E.164).
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
}

/// One's own contact; what has never been said has version 0.
///
/// # Errors
/// When the database fails.
pub async fn own(app: &App, actor: &Actor) -> Result<Contact> {
    actor.may(Action::OwnAccount)?;
    let mut tx = app.db.read().await?;
    said(&mut tx, actor, &person(actor)).await
}

/// What somebody has said for a person that she is to the outbox. What she said as a user holds for the agent whom she has
/// become since, until she says otherwise.
async fn said(tx: &mut Tx, actor: &Actor, person: &str) -> Result<Contact> {
    if let Some(stored) = contacts::find(tx, &actor.group, person).await? {
        return Ok(stored);
    }
    let before = contacts::find(tx, &actor.group, &user(actor)).await?;
    let zone = zone(tx, &actor.group).await?;
    Ok(Contact { version: 0, ..before.unwrap_or_else(|| Contact::unsaid(zone)) })
}

/// Says how one wants to be told.
///
/// # Errors
/// `Invalid` with every wrong field, `Conflict` when it was changed since it was read.
pub async fn change(app: &App, actor: &Actor, form: &Form) -> Result<Contact> {
    let reach = actor.may(Action::OwnAccount)?;
    let contact = form.read().map_err(Error::Invalid)?;
    let (group, person) = (actor.group.as_str(), person(actor));
    let mut work = Work::begin(app, actor, reach.role).await?;
    if !contacts::put(&mut work.tx, group, &person, &contact).await? {
        return Err(Conflict::LostRace.into());
    }
    // Somebody may be told things as an agent and others as a user, and wants to be told both in the same way.
    let user = user(actor);
    if user != person {
        let version = contacts::find(&mut work.tx, group, &user).await?.map_or(0, |known| known.version);
        if !contacts::put(&mut work.tx, group, &user, &Contact { version, ..contact.clone() }).await? {
            return Err(Conflict::LostRace.into());
        }
    }
    users::speak(&mut work.tx, &actor.user, contact.locale).await?;
    // That it was changed, not to what: addresses are nobody else's.
    work.record(Event::new("contact.change", "contact", &person).from_version(contact.version));
    let stored = contacts::find(&mut work.tx, group, &person).await?;
    work.commit().await?;
    stored.ok_or_else(|| Error::Corrupt("a contact just stored is not there".to_owned()))
}

/// Says in which language one wants to be told, and nothing else.
///
/// # Errors
/// `Conflict` when the contact is changed at the same moment.
pub async fn speak(app: &App, actor: &Actor, locale: Locale) -> Result<()> {
    let reach = actor.may(Action::OwnAccount)?;
    let mut work = Work::begin(app, actor, reach.role).await?;
    amend(&mut work, |contact| std::mem::replace(&mut contact.locale, locale) != locale).await?;
    users::speak(&mut work.tx, &actor.user, locale).await?;
    work.commit().await
}

/// Says that one wants to be told on one's browsers, and nothing else.
pub(super) async fn want_push(work: &mut Work<'_>) -> Result<()> {
    amend(work, |contact| contact.channels.insert(Channel::Push)).await
}

/// Changes one thing, which says whether it did, in what one has said as an agent and as a user.
async fn amend(work: &mut Work<'_>, change: impl Fn(&mut Contact) -> bool) -> Result<()> {
    let (group, actor) = (work.group(), work.actor);
    let mut persons = vec![person(actor), user(actor)];
    persons.dedup();
    for person in persons {
        let mut contact = said(&mut work.tx, actor, &person).await?;
        let version = contact.version;
        if change(&mut contact) {
            if !contacts::put(&mut work.tx, group, &person, &contact).await? {
                return Err(Conflict::LostRace.into());
            }
            work.record(Event::new("contact.change", "contact", &person).from_version(version));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Tz;

    fn form() -> Form {
        Form {
            email: Some("alix@example.fr".to_owned()),
            phone: Some("+33612345678".to_owned()),
            quiet_from: Some("21:00".to_owned()),
            quiet_to: Some("07:00".to_owned()),
            channels: vec!["email".to_owned(), "sms".to_owned()],
            ..Form::from(&Contact::unsaid(Tz::Europe__Paris))
        }
    }

    fn wrong(form: &Form) -> Vec<String> {
        form.read().expect_err("refused").into_iter().map(|issue| issue.field).collect()
    }

    #[test]
    fn a_form_is_read_and_written_alike() {
        let contact = form().read().expect("a good form");
        assert_eq!(contact.quiet, Some(Quiet { from_minute: 21 * 60, to_minute: 7 * 60 }));
        assert_eq!(Form::from(&contact), form());
    }

    #[test]
    fn every_wrong_field_is_named() {
        let text = |text: &str| text.to_owned();
        let bad = Form {
            locale: text("de"),
            email: Some(text("a@b.fr\r\nBcc: c@d.fr")),
            phone: Some(text("06 12")),
            zone: text("Europe/Atlantis"),
            quiet_from: Some(text("25:00")),
            digest: text("weekly"),
            digest_at: text("6:00"),
            channels: vec![text("pigeon")],
            weekly_cap: Some(-1),
            ..form()
        };
        let fields =
            ["locale", "email", "phone", "zone", "quiet_from", "digest", "digest_at", "channels", "weekly_cap"];
        assert_eq!(wrong(&bad), fields);
        assert_eq!(wrong(&Form { quiet_to: None, ..form() }), ["quiet_to"]);
        assert_eq!(wrong(&Form { quiet_to: Some(text("21:00")), ..form() }), ["quiet_to"]);
        assert_eq!(wrong(&Form { email: None, ..form() }), ["email"]);
        assert_eq!(wrong(&Form { phone: None, ..form() }), ["phone"]);
    }
}
