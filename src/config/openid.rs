//! OpenID providers by which people may log in: a TOML file with one `[[provider]]` each, named by `RELEVE_OPENID_FILE`.
//! Pro Santé Connect and any other provider are an entry of this file and no code.

use crate::notify::webhook;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// Longest identifier of a provider, which stands in addresses.
const ID_CHARS_MAX: usize = 30;
/// Longest name of a provider, which stands on a button.
const NAME_CHARS_MAX: usize = 60;

/// Every provider, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Providers(Arc<Vec<Provider>>);

/// One provider.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Stands in addresses; the address to which people come back is made of it.
    pub id: String,
    /// Stands on the button.
    pub name: String,
    /// Where it is, as it calls itself: HTTPS, or this very machine.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// How we prove that it is us.
    pub proof: Proof,
    /// What is asked of it; `openid` is among them.
    pub scopes: Vec<String>,
    /// How sure of people it must be (`acr`): asked for, and one of them must come back. Empty leaves it to the provider.
    pub acr_values: Vec<String>,
    /// Values of `acr` or `amr` that stand for a second factor.
    pub second_factor: BTreeSet<String>,
    /// The claim by which people know their identity there: `preferred_username` unless it is said.
    pub name_claim: String,
    /// Whether an address that it has verified may link somebody to the account that has it.
    pub trust_email: bool,
}

/// How we prove to a provider that it is us.
#[derive(Clone)]
pub enum Proof {
    /// By a secret that both know (`client_secret_basic`, or `client_secret_post` where that is all it takes).
    Secret(String),
    /// By a signature (`private_key_jwt`, RFC 7523): a key in PKCS #8, RSA or P-256, and what the provider calls it.
    Key {
        /// DER.
        pkcs8: Vec<u8>,
        /// `kid` of the header.
        id: Option<String>,
    },
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Self::Secret(_)) { "Secret(…)" } else { "Key(…)" })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    provider: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    name: String,
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
    client_secret_file: Option<String>,
    private_key_file: Option<String>,
    private_key_id: Option<String>,
    #[serde(default = "openid")]
    scopes: Vec<String>,
    #[serde(default)]
    acr_values: Vec<String>,
    #[serde(default)]
    second_factor: BTreeSet<String>,
    #[serde(default = "preferred_username")]
    name_claim: String,
    #[serde(default)]
    trust_email: bool,
}

fn openid() -> Vec<String> {
    vec!["openid".to_owned()]
}

fn preferred_username() -> String {
    "preferred_username".to_owned()
}

impl Providers {
    /// Reads the file of the setting.
    ///
    /// # Errors
    /// When it cannot be read, with what is wrong and what would do.
    pub fn read_file(path: &str) -> Result<Self, String> {
        Self::parse(&file(path)?)
    }

    /// Reads the text of the file.
    ///
    /// # Errors
    /// With what is wrong and what would do; no secret is in it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let mut providers: Vec<Provider> = Vec::with_capacity(file.provider.len());
        for entry in file.provider {
            let provider = entry.provider()?;
            if providers.iter().any(|known| known.id == provider.id) {
                return Err(format!("two providers have the id {:?}: give each its own", provider.id));
            }
            if providers.iter().any(|known| known.issuer == provider.issuer) {
                return Err(format!("two providers have the issuer {}: leave one entry", provider.issuer));
            }
            providers.push(provider);
        }
        Ok(Self(Arc::new(providers)))
    }

    /// One provider.
    pub fn find(&self, id: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.id == id)
    }

    /// The provider with this issuer.
    pub fn of_issuer(&self, issuer: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.issuer == issuer)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Provider> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Entry {
    fn provider(self) -> Result<Provider, String> {
        let of = |what: &str| format!("provider {:?}: {what}", self.id);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.is_empty() || self.id.len() > ID_CHARS_MAX || !self.id.chars().all(plain) {
            return Err(of("an id has 1 to 30 lower-case letters, digits and hyphens"));
        }
        let length = self.name.chars().count();
        if !(1..=NAME_CHARS_MAX).contains(&length) || self.name.chars().any(char::is_control) {
            return Err(of("a name has 1 to 60 characters"));
        }
        if !webhook::takes(&self.issuer, true) {
            return Err(of("the issuer is an https:// address, or http:// on this very machine"));
        }
        if self.client_id.is_empty() {
            return Err(of("client_id is empty"));
        }
        if !self.scopes.iter().any(|scope| scope == "openid") {
            return Err(of("scopes must hold \"openid\""));
        }
        let proof = match (&self.client_secret, &self.client_secret_file, &self.private_key_file) {
            (Some(secret), None, None) => Proof::Secret(secret.clone()),
            (None, Some(path), None) => Proof::Secret(file(path)?.trim().to_owned()),
            (None, None, Some(path)) => {
                let pkcs8 = pkcs8(&file(path)?).ok_or_else(|| of("private_key_file holds no PEM of a PKCS #8 key"))?;
                Proof::Key { pkcs8, id: self.private_key_id.clone() }
            }
            _ => return Err(of("give one of client_secret, client_secret_file and private_key_file")),
        };
        Ok(Provider {
            proof,
            id: self.id,
            name: self.name,
            issuer: self.issuer,
            client_id: self.client_id,
            scopes: self.scopes,
            acr_values: self.acr_values,
            second_factor: self.second_factor,
            name_claim: self.name_claim,
            trust_email: self.trust_email,
        })
    }
}

fn file(path: &str) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{path} cannot be read: {error}"))
}

/// The DER of a PEM text.
fn pkcs8(pem: &str) -> Option<Vec<u8>> {
    let inner = pem.split_once("-----BEGIN PRIVATE KEY-----")?.1.split_once("-----END PRIVATE KEY-----")?.0;
    STANDARD.decode(inner.split_whitespace().collect::<String>()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        [[provider]]
        id = "psc"
        name = "Pro Santé Connect"
        issuer = "https://id.example.org/realms/a"
        client_id = "releve"
        client_secret = "geheim"
    "#;

    #[test]
    fn an_entry_says_the_least() {
        let providers = Providers::parse(GOOD).expect("a file");
        let psc = providers.find("psc").expect("it is there");
        assert_eq!((psc.scopes.as_slice(), psc.name_claim.as_str()), (&openid()[..], "preferred_username"));
        assert!(!psc.trust_email && psc.acr_values.is_empty() && psc.second_factor.is_empty());
        assert!(!format!("{providers:?}").contains("geheim"));
        assert!(providers.of_issuer("https://id.example.org/realms/a").is_some());
        assert!(Providers::parse("").expect("an empty file").is_empty());
    }

    #[test]
    fn a_bad_entry_says_what_would_do_and_shows_no_secret() {
        for (from, to, part) in [
            ("id = \"psc\"", "id = \"P S\"", "lower-case"),
            ("Pro Santé Connect", "", "60 characters"),
            ("https://id.example.org/realms/a", "http://id.example.org", "https://"),
            ("https://id.example.org/realms/a", "https://u:p@id.example.org", "https://"),
            ("client_id = \"releve\"", "client_id = \"\"", "client_id"),
            ("client_secret = \"geheim\"", "", "client_secret"),
            ("client_secret = \"geheim\"", "client_secret = \"geheim\"\nscopes = [\"email\"]", "openid"),
            ("client_secret = \"geheim\"", "client_secret = \"geheim\"\ncolour = 1", "colour"),
            ("client_secret = \"geheim\"", "private_key_file = \"/dev/null\"", "PKCS"),
            ("client_secret = \"geheim\"", "client_secret_file = \"/none\"", "/none"),
        ] {
            let error = Providers::parse(&GOOD.replace(from, to)).expect_err(to);
            assert!(error.contains(part) && !error.contains("geheim"), "{to}: {error}");
        }
        assert!(Providers::parse(&GOOD.repeat(2)).expect_err("twice").contains("two providers"));
    }

    #[test]
    fn a_key_is_read_from_pem() {
        assert_eq!(pkcs8("x\n-----BEGIN PRIVATE KEY-----\nAQ\nID\n-----END PRIVATE KEY-----\n"), Some(vec![1, 2, 3]));
        assert_eq!(pkcs8("-----BEGIN RSA PRIVATE KEY-----"), None);
    }
}
