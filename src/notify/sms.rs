//! SMS, through whatever gateway takes an HTTP POST.
//!
//! The body is a template of the settings in which `{to}` and `{text}` stand for JSON strings, quotes included. The
//! identifier in `Idempotency-Key` is the delivery's and stays the same at every attempt.

use super::{Outcome, chain, webhook};
use crate::config::Config;
use anyhow::{Context, ensure};
use reqwest::StatusCode;
use serde_json::{Value, json};

/// An SMS gateway.
#[derive(Debug)]
pub struct Gateway {
    url: String,
    token: Option<String>,
    body: String,
    http: Result<reqwest::Client, String>,
}

/// An SMS to send.
#[derive(Debug, Clone)]
pub struct Message {
    /// Identifier of the delivery.
    pub id: String,
    /// Telephone number.
    pub to: String,
    /// At most [`super::words::SMS_MAX`] characters.
    pub text: String,
}

impl Gateway {
    /// Reads the settings; none when no gateway is set.
    ///
    /// # Errors
    /// When the address is not HTTPS (this very machine excepted), or the body is not JSON.
    pub fn new(config: &Config, http: Result<reqwest::Client, String>) -> anyhow::Result<Option<Self>> {
        let Some(url) = config.sms_url.clone() else { return Ok(None) };
        ensure!(webhook::takes(&url, true), "RELEVE_SMS_URL must begin with https://, or be this very machine");
        let gateway = Self { url, token: config.sms_token.clone(), body: config.sms_body.clone(), http };
        let trial: Result<Value, _> = serde_json::from_str(&gateway.filled("+33600000000", "é\"\n"));
        trial.context(
            "RELEVE_SMS_BODY is not JSON once {to} and {text} are filled in; write {\"to\": {to}, \"text\": {text}}",
        )?;
        Ok(Some(gateway))
    }

    fn filled(&self, to: &str, text: &str) -> String {
        // One pass: what is filled in is not read again.
        let mut out = String::with_capacity(self.body.len() + text.len() + 32);
        let mut rest = self.body.as_str();
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let (word, value) = match rest {
                _ if rest.starts_with("{to}") => ("{to}", json!(to).to_string()),
                _ if rest.starts_with("{text}") => ("{text}", json!(text).to_string()),
                _ => ("{", "{".to_owned()),
            };
            out.push_str(&value);
            rest = &rest[word.len()..];
        }
        out + rest
    }

    /// Sends one SMS.
    pub async fn send(&self, message: &Message) -> Outcome {
        let http = match &self.http {
            Ok(http) => http,
            Err(error) => return Outcome::Failed(error.clone()),
        };
        let mut request = http
            .post(&self.url)
            .header("content-type", "application/json")
            .header("idempotency-key", &message.id)
            .body(self.filled(&message.to, &message.text));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Outcome::Sent,
            // The gateway knows the number and will have none of it; everything else may be mended.
            Ok(answer) if matches!(answer.status(), StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY) => {
                Outcome::Refused(format!("HTTP {}", answer.status().as_u16()))
            }
            Ok(answer) => Outcome::Failed(format!("HTTP {}", answer.status().as_u16())),
            Err(error) => Outcome::Failed(chain(&error.without_url())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gateway(url: &str, body: &str) -> anyhow::Result<Option<Gateway>> {
        let config = Config { sms_url: Some(url.to_owned()), sms_body: body.to_owned(), ..Config::default() };
        Gateway::new(&config, Err("none".to_owned()))
    }

    #[test]
    fn the_body_is_filled_in_once() {
        let body = r#"{"messages": [{"recipient": {to}, "body": {text}, "sender": "RELEVE"}]}"#;
        let gateway = gateway("https://sms.example/send", body).expect("settings").expect("a gateway");
        let filled: Value = serde_json::from_str(&gateway.filled("+33611111111", "{to} \"ici\"")).expect("JSON");
        assert_eq!(filled["messages"][0]["recipient"], "+33611111111");
        assert_eq!(filled["messages"][0]["body"], "{to} \"ici\"");
    }

    #[test]
    fn bad_settings_are_refused() {
        let good = &Config::default().sms_body;
        assert!(gateway("http://127.0.0.1:9/", good).expect("settings").is_some());
        assert!(gateway("http://sms.example/", good).is_err());
        assert!(gateway("https://sms.example/", r#"{"to": "{to}"}"#).is_err());
        assert!(Gateway::new(&Config::default(), Err(String::new())).expect("no SMS is fine").is_none());
    }
}
