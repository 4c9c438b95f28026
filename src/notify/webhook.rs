//! Webhooks: a notice as a CloudEvent (1.0, structured JSON), signed as Standard Webhooks asks.
//!
//! The identifier in `webhook-id` is the delivery's and stays the same at every attempt: a receiver that drops what it has
//! seen is told once. Redirects are not followed, and answers are not read: their status is all that counts.

use super::{Outcome, chain, is_loopback};
use crate::store::outbox;
use crate::text::instant;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{StatusCode, Url};
use serde_json::{Value, json};
use sha2::Sha256;

/// How a secret begins.
const SECRET_PREFIX: &str = "whsec_";
/// Longest address of a webhook.
const URL_MAX: usize = 500;

/// Calls webhooks.
#[derive(Debug)]
pub struct Caller {
    /// Whether `http://` to this very machine will do.
    loopback: bool,
    http: Result<reqwest::Client, String>,
}

/// A call to make.
#[derive(Debug, Clone)]
pub struct Call {
    /// Identifier of the delivery.
    pub id: String,
    /// Where to.
    pub url: String,
    /// `whsec_` and base64.
    pub secret: String,
    /// Unix seconds.
    pub at: i64,
    /// The event.
    pub body: String,
}

impl Caller {
    /// With the client it calls through.
    pub const fn new(loopback: bool, http: Result<reqwest::Client, String>) -> Self {
        Self { loopback, http }
    }

    /// Whether an address may be a webhook's: HTTPS, or this very machine where the settings allow it; no password in it.
    pub fn takes(&self, url: &str) -> bool {
        takes(url, self.loopback)
    }

    /// Makes one call.
    pub async fn send(&self, call: &Call) -> Outcome {
        let http = match &self.http {
            Ok(http) => http,
            Err(error) => return Outcome::Failed(error.clone()),
        };
        // Asked again: the setting may have changed since the webhook was made.
        if !self.takes(&call.url) {
            return Outcome::Refused("the address is not HTTPS".to_owned());
        }
        let Some(signature) = sign(&call.secret, &call.id, call.at, &call.body) else {
            return Outcome::Refused("the secret is not base64".to_owned());
        };
        let request = http
            .post(&call.url)
            .header("content-type", "application/cloudevents+json; charset=utf-8")
            .header("user-agent", concat!("releve/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", &call.id)
            .header("webhook-timestamp", call.at.to_string())
            .header("webhook-signature", signature)
            .body(call.body.clone());
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Outcome::Sent,
            Ok(answer) if answer.status() == StatusCode::GONE => Outcome::Refused("HTTP 410".to_owned()),
            Ok(answer) => Outcome::Failed(format!("HTTP {}", answer.status().as_u16())),
            Err(error) => Outcome::Failed(chain(&error.without_url())),
        }
    }
}

/// See [`Caller::takes`].
pub fn takes(url: &str, loopback: bool) -> bool {
    let Ok(parsed) = Url::parse(url) else { return false };
    let bare = parsed.username().is_empty() && parsed.password().is_none();
    let scheme = match (parsed.scheme(), parsed.host_str()) {
        ("https", Some(_)) => true,
        ("http", Some(host)) => loopback && is_loopback(host),
        _ => false,
    };
    bare && scheme && url.len() <= URL_MAX && !url.contains(|c: char| c.is_control() || c.is_whitespace())
}

/// A secret from random bytes.
pub fn secret(bytes: &[u8]) -> String {
    format!("{SECRET_PREFIX}{}", STANDARD.encode(bytes))
}

/// `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; `None` when the secret is none.
pub fn sign(secret: &str, id: &str, timestamp: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(SECRET_PREFIX).unwrap_or(secret)).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

/// A notice as a CloudEvent. The same notice has the same `id` for every receiver.
pub fn event(notice: &outbox::Row, public_url: Option<&str>) -> String {
    let about: Value = serde_json::from_str(&notice.payload).unwrap_or_default();
    json!({
        "specversion": "1.0",
        "id": notice.id,
        "source": format!("{}/groups/{}", public_url.unwrap_or_default(), notice.group_id),
        "type": format!("fr.releve.{}", notice.kind),
        "subject": notice.person,
        "time": instant(notice.created_at),
        "datacontenttype": "application/json",
        "data": { "fact": notice.fact, "kind": notice.kind, "person": notice.person, "about": about },
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_standard() {
        // The example of the Standard Webhooks libraries.
        let signature = sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signature.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(sign("whsec_%%%", "a", 0, ""), None);
    }

    #[test]
    fn only_https_and_with_leave_this_machine() {
        for url in ["https://example.fr/hook?x=1", "https://10.0.0.1:8443/"] {
            assert!(takes(url, false), "{url}");
        }
        for url in ["http://127.0.0.1:9/x", "http://localhost/", "http://[::1]:9/"] {
            assert!(takes(url, true) && !takes(url, false), "{url}");
        }
        let long = format!("https://example.fr/{}", "x".repeat(500));
        for url in
            ["", "x", "http://example.fr/", "ftp://example.fr", "https://u:p@example.fr", "https://a b.fr", &long]
        {
            assert!(!takes(url, true), "{url}");
        }
    }

    #[test]
    fn an_event_is_a_cloud_event_whatever_the_payload() {
        let mut notice = outbox::Row {
            id: "1".to_owned(),
            group_id: "g1".to_owned(),
            fact: "offer.sent:o".to_owned(),
            kind: "offer.sent".to_owned(),
            person: "agent:alix".to_owned(),
            payload: r#"{"unit":"Médecine"}"#.to_owned(),
            created_at: 1_796_112_000,
        };
        let event = |notice: &outbox::Row| serde_json::from_str::<Value>(&super::event(notice, None)).expect("JSON");
        let told = event(&notice);
        assert_eq!(told["specversion"], "1.0");
        assert_eq!((&told["type"], &told["source"]), (&json!("fr.releve.offer.sent"), &json!("/groups/g1")));
        assert_eq!(
            (&told["time"], &told["data"]["about"]["unit"]),
            (&json!("2026-12-01T08:00:00Z"), &json!("Médecine"))
        );
        "{".clone_into(&mut notice.payload);
        assert_eq!(event(&notice)["data"]["about"], Value::Null);
    }
}
