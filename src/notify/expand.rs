//! From a notice to its deliveries: by what its person wants and where the group's webhooks are.
//!
//! The decision ([`deliveries`]) is pure. A notice and its deliveries are stored in one transaction, so a worker that dies
//! leaves either none or all of them.

use super::hours::{after_quiet, next_daily};
use super::words::{About, Decided, kinds};
use super::{Carriers, Channel, fingerprint};
use crate::app::App;
use crate::app::identity::today;
use crate::ids::UserId;
use crate::store::contacts::{self, Contact, Digest, Locale};
use crate::store::deliveries as rows;
use crate::store::outbox::{self, Row};
use crate::store::push;
use crate::store::webhooks::{self, Webhook};
use crate::store::{Tx, groups, name_of, named, users};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Most notices expanded in one transaction.
const BATCH: i64 = 100;

/// A delivery to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// How.
    pub channel: Channel,
    /// SHA-256 of where to.
    pub address_sha256: String,
    /// To be gathered with others into one mail.
    pub held: bool,
    /// Unix seconds.
    pub not_before: i64,
}

/// The deliveries of a notice, as wanted now.
///
/// A mail that can wait is held for the digest, unless it asks for an answer before the digest would come or goes to whoever
/// answers first. Quiet hours hold
/// whatever goes to a person, urgent or not; a program has none.
pub fn deliveries(
    notice: &Row,
    contact: Option<&Contact>,
    (hooks, browsers): (&[Webhook], &[push::Row]),
    can: rows::Can,
    now: i64,
) -> Vec<Planned> {
    let kind = kinds::of(&notice.kind);
    let hooks = if kind.opens.is_some() { &[] } else { hooks };
    let mut planned = Vec::new();
    if let Some(contact) = contact {
        let free = |at| after_quiet(at, contact.zone, contact.quiet);
        let digest = free(next_daily(now, contact.zone, contact.digest_minute));
        let about = About::read(&notice.payload);
        let closes_at = about.closes_at.filter(|_| kind.asks);
        let urgent = kind.urgent || about.decided == Some(Decided::ByTheFirst);
        let waits = contact.digest == Digest::Daily && !urgent && closes_at.is_none_or(|closes| closes > digest);
        for (channel, open) in [(Channel::Email, can.email), (Channel::Sms, can.sms)] {
            let Some(address) = contact.address(channel).filter(|_| open) else { continue };
            let held = waits && channel == Channel::Email;
            planned.push(Planned {
                channel,
                address_sha256: fingerprint(channel, address),
                held,
                not_before: if held { digest } else { free(now) },
            });
        }
        let wanted = can.push && contact.channels.contains(&Channel::Push);
        planned.extend(browsers.iter().filter(|_| wanted).map(|browser| Planned {
            channel: Channel::Push,
            address_sha256: fingerprint(Channel::Push, &browser.id.0),
            held: false,
            not_before: free(now),
        }));
    }
    let wanted =
        |hook: &&Webhook| hook.disabled_at.is_none() && (hook.kinds.is_empty() || hook.kinds.contains(&notice.kind));
    planned.extend(hooks.iter().filter(wanted).map(|hook| Planned {
        channel: Channel::Webhook,
        address_sha256: fingerprint(Channel::Webhook, &hook.id),
        held: false,
        not_before: now,
    }));
    planned
}

/// Expands what waits; gives the number of notices.
///
/// # Errors
/// When the database fails; nothing is expanded then.
pub async fn run(app: &App, carriers: &Carriers) -> anyhow::Result<usize> {
    let mut tx = app.db.write().await?;
    let waiting = outbox::waiting(&mut tx, BATCH).await?;
    let mut hooks: BTreeMap<&str, Vec<Webhook>> = BTreeMap::new();
    for notice in &waiting {
        if !hooks.contains_key(notice.group_id.as_str()) {
            let of_group = readable(webhooks::all(&mut tx, &notice.group_id).await, notice)?.unwrap_or_default();
            hooks.insert(&notice.group_id, of_group);
        }
        let contact = contact_of(&mut tx, notice, app.clock.now()).await?;
        let of_group = &hooks[notice.group_id.as_str()];
        let browsers = browsers_of(&mut tx, app, notice).await?;
        let to = (of_group.as_slice(), browsers.as_slice());
        let planned = deliveries(notice, contact.as_ref(), to, carriers.can(), app.clock.now());
        store(&mut tx, app, notice, &planned).await?;
    }
    tx.commit().await?;
    Ok(waiting.len())
}

/// How the person of a notice is told about it; none when she is not.
pub(super) async fn contact_of(tx: &mut Tx, notice: &Row, now: i64) -> anyhow::Result<Option<Contact>> {
    let (group, person) = (notice.group_id.as_str(), notice.person.as_str());
    if kinds::of(&notice.kind).opens.is_none() {
        let day = day_in(tx, group, now).await?;
        return Ok(readable(contacts::of_person(tx, group, person, &day).await, notice)?.flatten());
    }
    let Some(user) = person.strip_prefix("user:") else { return Ok(None) };
    let Some(user) = users::find(tx, group, &UserId(user.to_owned())).await? else { return Ok(None) };
    let zone = groups::zone(tx, group).await?.unwrap_or(Tz::UTC);
    let locale = named(&user.locale).unwrap_or(Locale::Fr);
    Ok(Some(Contact { email: user.email, channels: [Channel::Email].into(), locale, ..Contact::unsaid(zone) }))
}

/// The browsers on which the person of a notice may be told of it now.
pub(super) async fn browsers_of(tx: &mut Tx, app: &App, notice: &Row) -> anyhow::Result<Vec<push::Row>> {
    let Some(key) = &app.config.push.vapid_key else { return Ok(Vec::new()) };
    let day = day_in(tx, &notice.group_id, app.clock.now()).await?;
    Ok(push::of_person(tx, &notice.group_id, &notice.person, &day, &key.public()).await?)
}

/// The civil day in a group's zone, which decides whose grants hold.
async fn day_in(tx: &mut Tx, group: &str, now: i64) -> anyhow::Result<String> {
    Ok(today(now, groups::zone(tx, group).await?).to_string())
}

async fn store(tx: &mut Tx, app: &App, notice: &Row, planned: &[Planned]) -> anyhow::Result<()> {
    for planned in planned {
        let (id, channel) = (app.clock.new_id(), name_of(&planned.channel)?);
        let new = rows::New {
            id: &id,
            group: &notice.group_id,
            outbox_id: &notice.id,
            channel: &channel,
            address_sha256: &planned.address_sha256,
            digest: planned.held,
            not_before: planned.not_before,
        };
        rows::insert(tx, &new).await?;
    }
    outbox::set_expanded(tx, &notice.id, app.clock.now()).await?;
    Ok(())
}

/// One row that cannot be read must not keep everybody else from being told: it counts as absent, and the inbox still has
/// the notice.
pub(super) fn readable<T>(found: sqlx::Result<T>, notice: &Row) -> sqlx::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error @ (sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. })) => {
            tracing::error!(notice = %notice.id, %error, "how to tell somebody cannot be read");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PushId;
    use crate::store::contacts::Quiet;
    use std::collections::BTreeSet;

    /// Tuesday 1 December 2026, 09:00 in Paris.
    const NOW: i64 = 1_796_112_000;
    const ALL: rows::Can = rows::Can { email: true, sms: true, webhook: true, push: true };

    fn notice(kind: &str, payload: &str) -> Row {
        Row {
            id: "n".to_owned(),
            group_id: "g1".to_owned(),
            fact: format!("{kind}:1"),
            kind: kind.to_owned(),
            person: "agent:alix".to_owned(),
            payload: payload.to_owned(),
            created_at: NOW,
        }
    }

    fn contact() -> Contact {
        Contact {
            email: Some("alix@example.fr".to_owned()),
            phone: Some("+33611111111".to_owned()),
            channels: BTreeSet::from([Channel::Email, Channel::Sms]),
            ..Contact::unsaid(Tz::Europe__Paris)
        }
    }

    fn hook(kinds: &[&str], disabled_at: Option<i64>) -> Webhook {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        Webhook { id: "h".to_owned(), url: String::new(), secret: String::new(), kinds, created_at: 0, disabled_at }
    }

    fn browser() -> push::Row {
        push::Row {
            id: PushId("p1".to_owned()),
            user_id: UserId("u".to_owned()),
            endpoint: String::new(),
            p256dh: String::new(),
            auth: String::new(),
            vapid_key: None,
            browser: String::new(),
            created_at: 0,
            used_at: None,
        }
    }

    /// Channel, held, seconds from now.
    fn planned(notice: &Row, contact: &Contact, can: rows::Can) -> Vec<(Channel, bool, i64)> {
        let planned = deliveries(notice, Some(contact), (&[], &[]), can, NOW);
        planned.into_iter().map(|planned| (planned.channel, planned.held, planned.not_before - NOW)).collect()
    }

    #[test]
    fn a_notice_goes_where_its_person_wants_it_and_the_settings_allow() {
        let offer = notice("offer.sent", "{}");
        assert_eq!(planned(&offer, &contact(), ALL), [(Channel::Email, false, 0), (Channel::Sms, false, 0)]);
        assert_eq!(planned(&offer, &contact(), rows::Can { sms: false, ..ALL }), [(Channel::Email, false, 0)]);
        let nothing = Contact { channels: BTreeSet::new(), ..contact() };
        assert_eq!(planned(&offer, &nothing, ALL), []);
        let no_address = Contact { email: None, ..contact() };
        assert_eq!(planned(&offer, &no_address, ALL), [(Channel::Sms, false, 0)]);
        assert_eq!(deliveries(&offer, None, (&[], &[browser()]), ALL, NOW), []);
    }

    #[test]
    fn a_digest_holds_what_can_wait_and_only_mail() {
        let daily = Contact { digest: Digest::Daily, ..contact() };
        let until_six = 9 * 3600;
        let confirmed = notice("assignment.confirmed", "{}");
        assert_eq!(planned(&confirmed, &daily, ALL), [(Channel::Email, true, until_six), (Channel::Sms, false, 0)]);
        let cancelled = notice("assignment.cancelled", "{}");
        assert_eq!(planned(&cancelled, &daily, ALL)[0], (Channel::Email, false, 0));
        let closing = |at: i64| notice("offer.sent", &format!(r#"{{"closes_at":{}}}"#, NOW + at));
        assert_eq!(planned(&closing(until_six), &daily, ALL)[0], (Channel::Email, false, 0));
        assert_eq!(planned(&closing(until_six + 1), &daily, ALL)[0], (Channel::Email, true, until_six));
        let first = notice("offer.sent", r#"{"mode":"first"}"#);
        assert_eq!(planned(&first, &daily, ALL)[0], (Channel::Email, false, 0));
    }

    #[test]
    fn quiet_hours_hold_even_what_is_urgent_but_no_program() {
        let quiet = Some(Quiet { from_minute: 8 * 60, to_minute: 10 * 60 });
        let cancelled = notice("assignment.cancelled", "{}");
        let made = deliveries(&cancelled, Some(&Contact { quiet, ..contact() }), (&[hook(&[], None)], &[]), ALL, NOW);
        let when: Vec<_> = made.iter().map(|made| (made.channel, made.not_before - NOW)).collect();
        assert_eq!(when, [(Channel::Email, 3600), (Channel::Sms, 3600), (Channel::Webhook, 0)]);
    }

    #[test]
    fn every_browser_is_told_at_once_when_she_wants_it_and_outside_quiet_hours() {
        let cases = [
            (Contact { channels: [Channel::Push].into(), ..contact() }, ALL, Some(0)),
            (Contact { channels: [Channel::Push].into(), digest: Digest::Daily, ..contact() }, ALL, Some(0)),
            (Contact { channels: BTreeSet::new(), ..contact() }, ALL, None),
            (Contact { channels: [Channel::Push].into(), ..contact() }, rows::Can { push: false, ..ALL }, None),
        ];
        let quiet = Some(Quiet { from_minute: 8 * 60, to_minute: 10 * 60 });
        let later = (Contact { channels: [Channel::Push].into(), quiet, ..contact() }, ALL, Some(3600));
        for (contact, can, wait) in cases.into_iter().chain([later]) {
            let browsers = [browser(), push::Row { id: PushId("p2".to_owned()), ..browser() }];
            let confirmed = notice("assignment.confirmed", "{}");
            let made = deliveries(&confirmed, Some(&contact), (&[], &browsers), can, NOW);
            let found: Vec<_> = made.iter().map(|made| (made.channel, made.held, made.not_before - NOW)).collect();
            assert_eq!(found, wait.map_or_else(Vec::new, |wait| vec![(Channel::Push, false, wait); 2]), "{contact:?}");
            assert!(made.len() < 2 || made[0].address_sha256 != made[1].address_sha256);
        }
    }

    #[test]
    fn a_webhook_is_told_the_kinds_it_wants() {
        let offer = notice("offer.sent", "{}");
        let told = |hook| deliveries(&offer, None, (&[hook], &[]), ALL, NOW).len();
        assert_eq!(told(hook(&[], None)), 1);
        assert_eq!(told(hook(&["offer.sent"], None)), 1);
        assert_eq!(told(hook(&["offer.closed"], None)), 0);
        assert_eq!(told(hook(&[], Some(NOW))), 0);
    }
}
