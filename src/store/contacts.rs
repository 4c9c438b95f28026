//! How each person wants to be told: language, addresses, quiet hours, digest.

use super::{Tx, from_json, name_of, named, on, parsed, to_json};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What carries a notice out of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// To a person's mailbox.
    Email,
    /// To a person's telephone.
    Sms,
    /// To a program of the group.
    Webhook,
    /// To a person's browsers, which are in [`super::push`].
    Push,
}

/// A language that notices are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// French.
    Fr,
    /// English.
    En,
}

/// Whether notices that can wait are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Digest {
    /// Each is sent by itself.
    Never,
    /// One mail a day.
    Daily,
}

/// Part of every civil day in which nothing is sent; it goes over midnight when `to_minute` is the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// Minute of the day from which on it is quiet.
    pub from_minute: u16,
    /// Minute of the day at which quiet ends.
    pub to_minute: u16,
}

/// How one person wants to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Language.
    pub locale: Locale,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number, `+` and digits.
    pub phone: Option<String>,
    /// Where she lives by the clock.
    pub zone: Tz,
    /// When not to disturb her.
    pub quiet: Option<Quiet>,
    /// Whether to gather what can wait.
    pub digest: Digest,
    /// Minute of the day at which what was gathered is sent.
    pub digest_minute: u16,
    /// What may carry notices to her; never [`Channel::Webhook`].
    pub channels: BTreeSet<Channel>,
    /// Most offers a week that she wants to be asked.
    pub weekly_cap: Option<i64>,
    /// Goes up with every change; 0 is not stored yet.
    pub version: i64,
}

impl Contact {
    /// Somebody who has said nothing: the inbox alone, in French.
    pub const fn unsaid(zone: Tz) -> Self {
        Self {
            locale: Locale::Fr,
            email: None,
            phone: None,
            zone,
            quiet: None,
            digest: Digest::Never,
            digest_minute: 18 * 60,
            channels: BTreeSet::new(),
            weekly_cap: None,
            version: 0,
        }
    }

    /// Her address on a channel that has one, when she wants to be told there.
    pub fn address(&self, channel: Channel) -> Option<&str> {
        let address = match channel {
            Channel::Email => self.email.as_deref(),
            Channel::Sms => self.phone.as_deref(),
            Channel::Webhook | Channel::Push => None,
        };
        address.filter(|_| self.channels.contains(&channel))
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    locale: String,
    email: Option<String>,
    phone: Option<String>,
    zone: String,
    quiet_from_minute: Option<i64>,
    quiet_to_minute: Option<i64>,
    digest: String,
    digest_minute: i64,
    channels: String,
    weekly_cap: Option<i64>,
    version: i64,
}

impl Row {
    fn contact(self) -> sqlx::Result<Contact> {
        let minute = |value: i64| u16::try_from(value).map_err(|e| sqlx::Error::Decode(Box::new(e)));
        let quiet = match (self.quiet_from_minute, self.quiet_to_minute) {
            (Some(from), Some(to)) => Some(Quiet { from_minute: minute(from)?, to_minute: minute(to)? }),
            _ => None,
        };
        Ok(Contact {
            locale: named(&self.locale)?,
            email: self.email,
            phone: self.phone,
            zone: parsed(&self.zone)?,
            quiet,
            digest: named(&self.digest)?,
            digest_minute: minute(self.digest_minute)?,
            channels: from_json(&self.channels)?,
            weekly_cap: self.weekly_cap,
            version: self.version,
        })
    }
}

/// One person's, if she has said anything.
pub async fn find(tx: &mut Tx, group: &str, person: &str) -> sqlx::Result<Option<Contact>> {
    let row: Option<Row> = on!(tx, sqlx::query_as(
        "SELECT locale, email, phone, zone, quiet_from_minute, quiet_to_minute, digest, digest_minute, channels, \
         weekly_cap, version FROM contacts WHERE group_id = $1 AND person = $2")
        .bind(group).bind(person) => fetch_optional)?;
    row.map(Row::contact).transpose()
}

/// How a person of the outbox wants to be told on a day: as was said for her; for an agent for whom nothing was said, as the
/// user who is that agent said before she was.
pub async fn of_person(tx: &mut Tx, group: &str, person: &str, day: &str) -> sqlx::Result<Option<Contact>> {
    let row: Option<Row> = on!(tx, sqlx::query_as(
        "SELECT locale, email, phone, zone, quiet_from_minute, quiet_to_minute, digest, digest_minute, channels, \
         weekly_cap, version FROM contacts WHERE group_id = $1 AND (person = $2 OR person IN (SELECT 'user:' || g.user_id \
         FROM grants g WHERE g.group_id = $1 AND 'agent:' || g.agent_id = $2 AND g.ended_at IS NULL AND g.valid_from <= $3 \
         AND (g.valid_to IS NULL OR g.valid_to >= $3))) ORDER BY CASE WHEN person = $2 THEN 0 ELSE 1 END, person LIMIT 1")
        .bind(group).bind(person).bind(day) => fetch_optional)?;
    row.map(Row::contact).transpose()
}

/// Agents who have said how many offers a week they want at most, with how many.
pub async fn weekly_caps(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, i64)>> {
    on!(tx, sqlx::query_as(
        "SELECT a.id, c.weekly_cap FROM contacts c JOIN agents a ON a.group_id = c.group_id \
         AND c.person = 'agent:' || a.id WHERE c.group_id = $1 AND c.weekly_cap IS NOT NULL ORDER BY a.id").bind(group)
        => fetch_all)
}

/// Agents who have quiet hours, with the clock by which they hold.
pub async fn quiet_hours(tx: &mut Tx, group: &str) -> sqlx::Result<Vec<(String, Tz, Quiet)>> {
    let rows: Vec<(String, String, i64, i64)> = on!(tx, sqlx::query_as(
        "SELECT a.id, c.zone, c.quiet_from_minute, c.quiet_to_minute FROM contacts c JOIN agents a \
         ON a.group_id = c.group_id AND c.person = 'agent:' || a.id WHERE c.group_id = $1 \
         AND c.quiet_from_minute IS NOT NULL AND c.quiet_to_minute IS NOT NULL ORDER BY a.id").bind(group) => fetch_all)?;
    let minute = |value: i64| u16::try_from(value).map_err(|e| sqlx::Error::Decode(Box::new(e)));
    let read = |(agent, zone, from, to): (String, String, i64, i64)| {
        Ok((agent, parsed(&zone)?, Quiet { from_minute: minute(from)?, to_minute: minute(to)? }))
    };
    rows.into_iter().map(read).collect()
}

/// Stores a contact in place of the version it says it is; false when somebody changed it meanwhile.
pub async fn put(tx: &mut Tx, group: &str, person: &str, contact: &Contact) -> sqlx::Result<bool> {
    // The same values in the same order, whether it is the first time or not.
    let sql = if contact.version == 0 {
        "INSERT INTO contacts (group_id, person, locale, email, phone, zone, quiet_from_minute, quiet_to_minute, digest, \
         digest_minute, channels, weekly_cap, version) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 + 1 WHERE $13 = 0 ON CONFLICT DO NOTHING"
    } else {
        "UPDATE contacts SET locale = $3, email = $4, phone = $5, zone = $6, quiet_from_minute = $7, \
         quiet_to_minute = $8, digest = $9, digest_minute = $10, channels = $11, weekly_cap = $12, \
         version = version + 1 WHERE group_id = $1 AND person = $2 AND version = $13"
    };
    let (locale, digest) = (name_of(&contact.locale)?, name_of(&contact.digest)?);
    let channels = to_json(&contact.channels)?;
    let changed = on!(tx, sqlx::query(sql)
        .bind(group).bind(person).bind(&locale).bind(&contact.email).bind(&contact.phone).bind(contact.zone.name())
        .bind(contact.quiet.map(|quiet| i64::from(quiet.from_minute)))
        .bind(contact.quiet.map(|quiet| i64::from(quiet.to_minute))).bind(&digest)
        .bind(i64::from(contact.digest_minute)).bind(&channels).bind(contact.weekly_cap).bind(contact.version)
        => execute)?;
    Ok(changed == 1)
}
