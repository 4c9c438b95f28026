//! Web push: a notice on a browser, whether a page is open in it or not (RFC 8030), encrypted for that browser alone
//! ([`encrypt`]) and signed by the service's key (VAPID, RFC 8292).
//!
//! The topic in the header is made of what the notice is about, the same at every attempt and for every notice about it: a push
//! service that still holds an older one replaces it, and so does the device by the tag inside.

pub mod encrypt;
pub mod reach;

use super::words::{About, Decided, Kind};
use super::{Outcome, chain};
use crate::config::Config;
use crate::config::push::VapidKey;
use crate::store::outbox;
use crate::store::push::Row;
use anyhow::{Context, ensure};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reach::Reach;
use reqwest::{StatusCode, Url};
use ring::rand::SystemRandom;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Seconds that a signature holds; at most a day (RFC 8292, 2).
const SIGNED_SECONDS: i64 = 12 * 3600;
/// Least and most seconds that a push service keeps a message for a device that is off.
const TTL_SECONDS: (i64, i64) = (60, 3 * 86_400);
/// The same for what ends at no time of its own.
const TTL_SECONDS_OTHERWISE: i64 = 86_400;
/// Characters of a topic (RFC 8030, 5.4).
const TOPIC_CHARS: usize = 32;

/// What sends push messages.
#[derive(Debug)]
pub struct Service {
    key: VapidKey,
    subject: String,
    reach: Reach,
    http: Result<reqwest::Client, String>,
}

/// A message to send.
#[derive(Debug, Clone)]
pub struct Message {
    /// Where to.
    pub to: Row,
    /// What is said, JSON.
    pub body: String,
    /// Replaces what a push service holds under the same.
    pub topic: String,
    /// Seconds that it is of use.
    pub ttl_seconds: i64,
    /// The device is woken for it.
    pub urgent: bool,
    /// Random.
    pub salt: [u8; 16],
    /// Unix seconds.
    pub at: i64,
}

impl Service {
    /// Reads the settings; none without a key.
    ///
    /// # Errors
    /// When nobody is named whom push services could write to.
    pub fn new(config: &Config) -> anyhow::Result<Option<Self>> {
        let Some(key) = config.push.vapid_key.clone() else { return Ok(None) };
        let own =
            || config.accounts.public_url.as_ref().filter(|url| url.is_https()).map(|url| url.origin().to_owned());
        let subject = config.push.vapid_subject.clone().or_else(own);
        let subject =
            subject.context("RELEVE_VAPID_KEY is set: set RELEVE_VAPID_SUBJECT too, such as mailto:it@example.fr")?;
        ensure!(
            ["mailto:", "https://"].iter().any(|scheme| subject.starts_with(scheme)),
            "RELEVE_VAPID_SUBJECT={subject:?} must begin with mailto: or https://"
        );
        let reach = Reach::new(config);
        let http = super::http_client_by(Arc::new(reach.clone()));
        Ok(Some(Self { key, subject, reach, http }))
    }

    /// Sends one message.
    pub async fn send(&self, message: &Message) -> Outcome {
        let http = match &self.http {
            Ok(http) => http,
            Err(error) => return Outcome::Failed(error.clone()),
        };
        // Asked again: the settings may have changed since the browser subscribed.
        if !self.reach.takes(&message.to.endpoint) {
            return Outcome::Refused("the address is not HTTPS, or inside".to_owned());
        }
        let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).unwrap_or_default();
        let (p256dh, auth) = (decoded(&message.to.p256dh), decoded(&message.to.auth));
        let Some(body) = encrypt::encrypt(&p256dh, &auth, message.salt, message.body.as_bytes()) else {
            return Outcome::Refused("it cannot be encrypted for this browser".to_owned());
        };
        let Some(signed) = self.sign(&message.to.endpoint, message.at) else {
            return Outcome::Refused("it cannot be signed".to_owned());
        };
        let request = http
            .post(&message.to.endpoint)
            .header("content-type", "application/octet-stream")
            .header("content-encoding", "aes128gcm")
            .header("ttl", message.ttl_seconds.to_string())
            .header("urgency", if message.urgent { "high" } else { "normal" })
            .header("topic", &message.topic)
            .header("authorization", signed)
            .body(body);
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Outcome::Sent,
            Ok(answer) => judged(answer.status(), message.to.vapid_key.is_some()),
            Err(error) => Outcome::Failed(chain(&error.without_url())),
        }
    }

    /// `vapid t=…, k=…` for the push service of an address.
    fn sign(&self, endpoint: &str, now: i64) -> Option<String> {
        let audience = Url::parse(endpoint).ok()?.origin().ascii_serialization();
        let encoded = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let head = encoded(json!({ "typ": "JWT", "alg": "ES256" }));
        let claims = encoded(json!({ "aud": audience, "exp": now + SIGNED_SECONDS, "sub": self.subject }));
        let text = format!("{head}.{claims}");
        let signature = self.key.pair()?.sign(&SystemRandom::new(), text.as_bytes()).ok()?;
        Some(format!("vapid t={text}.{}, k={}", URL_SAFE_NO_PAD.encode(signature), self.key.public()))
    }
}

/// What a push service's refusal means (RFC 8030, 5 and 7.3; RFC 8292, 4.2). Whether the browser subscribed to the key that
/// signs is known of all but the oldest; of those, who refuses the signature says that it did not.
fn judged(status: StatusCode, to_this_key: bool) -> Outcome {
    let said = format!("HTTP {}", status.as_u16());
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Outcome::Gone(said),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if !to_this_key => Outcome::Gone(said),
        // Not ours to send, or not to be sent like this: the same again would fail again.
        StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::PAYLOAD_TOO_LARGE => {
            Outcome::Refused(said)
        }
        _ => Outcome::Failed(said),
    }
}

/// What all notices about one thing share: the second is news of the first and takes its place.
pub fn topic(notice: &outbox::Row) -> String {
    let (kind, object) = notice.fact.split_once(':').unwrap_or((&notice.kind, &notice.fact));
    let family = kind.split('.').next().unwrap_or(kind);
    let digest = Sha256::digest(format!("{}:{family}:{object}", notice.group_id));
    let mut topic = URL_SAFE_NO_PAD.encode(digest);
    topic.truncate(TOPIC_CHARS);
    topic
}

/// Seconds that a notice is of use: until the time to answer is over, or until the shift begins.
pub fn ttl_seconds(kind: &Kind, about: &About, now: i64) -> i64 {
    let ends_at = about.closes_at.filter(|_| kind.asks).or(about.starts_at).filter(|at| *at > now);
    ends_at.map_or(TTL_SECONDS_OTHERWISE, |at| at - now).clamp(TTL_SECONDS.0, TTL_SECONDS.1)
}

/// Whether a device is woken for a notice.
pub fn wakes(kind: &Kind, about: &About) -> bool {
    kind.urgent || about.decided == Some(Decided::ByTheFirst)
}

#[cfg(test)]
mod tests {
    use super::super::words::kinds;
    use super::*;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    fn config() -> Config {
        let mut config = Config::default();
        config.push.vapid_key = Some(VapidKey::make().expect("a key").parse().expect("a key"));
        config.push.vapid_subject = Some("mailto:it@example.fr".to_owned());
        config
    }

    fn notice(fact: &str) -> outbox::Row {
        outbox::Row {
            id: "n".to_owned(),
            group_id: "g1".to_owned(),
            fact: fact.to_owned(),
            kind: fact.split(':').next().unwrap_or_default().to_owned(),
            person: "agent:alix".to_owned(),
            payload: "{}".to_owned(),
            created_at: 0,
        }
    }

    #[test]
    fn a_signature_is_for_one_push_service_and_ours() {
        let service = Service::new(&config()).expect("settings").expect("a service");
        let header = service.sign("https://push.example:8443/x/y?z", 1_000).expect("a signature");
        let (token, key) = header.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("its form");
        let (text, signature) = token.rsplit_once('.').expect("a signature");
        let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
        let verified = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decoded(key));
        verified.verify(text.as_bytes(), &decoded(signature)).expect("it is ours");
        let claims: serde_json::Value =
            serde_json::from_slice(&decoded(text.split_once('.').expect("claims").1)).expect("JSON");
        let wanted =
            json!({ "aud": "https://push.example:8443", "exp": 1_000 + 43_200, "sub": "mailto:it@example.fr" });
        assert_eq!(claims, wanted);
    }

    #[test]
    fn a_key_wants_somebody_to_write_to() {
        let mut config = config();
        config.push.vapid_subject = None;
        assert!(Service::new(&config).expect_err("refused").to_string().contains("RELEVE_VAPID_SUBJECT"));
        config.push.vapid_subject = Some("it@example.fr".to_owned());
        assert!(Service::new(&config).expect_err("refused").to_string().contains("mailto:"));
        assert!(Service::new(&Config::default()).expect("no push is fine").is_none());
    }

    #[test]
    fn news_of_one_thing_share_a_topic() {
        let of = |fact: &str| topic(&notice(fact));
        assert_eq!(of("offer.sent:o1"), of("offer.withdrawn:o1"));
        assert_ne!(of("offer.sent:o1"), of("offer.sent:o2"));
        assert_ne!(of("offer.sent:o1"), of("assignment.confirmed:o1"));
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        assert!(of("x").len() == TOPIC_CHARS && of("x").chars().all(plain));
    }

    #[test]
    fn a_message_is_of_use_until_it_is_too_late() {
        let ttl = |kind: &str, payload: &str| ttl_seconds(&kinds::of(kind), &About::read(payload), 1_000);
        assert_eq!(ttl("offer.sent", r#"{"closes_at":4600,"starts_at":9000}"#), 3_600);
        assert_eq!(ttl("assignment.confirmed", r#"{"closes_at":4600,"starts_at":9000}"#), 8_000);
        assert_eq!(ttl("assignment.cancelled", r#"{"starts_at":900}"#), 86_400);
        assert_eq!(ttl("offer.sent", r#"{"closes_at":1001}"#), 60);
        assert_eq!(ttl("offer.sent", r#"{"closes_at":9999999}"#), 3 * 86_400);
        assert!(wakes(&kinds::of("offer.withdrawn"), &About::default()));
        assert!(wakes(&kinds::of("offer.sent"), &About::read(r#"{"mode":"first"}"#)));
        assert!(!wakes(&kinds::of("offer.sent"), &About::default()));
    }
}
