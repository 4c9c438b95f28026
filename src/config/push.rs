//! Settings of push messages to browsers.

use super::accounts::Network;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use std::fmt;
use std::str::FromStr;

/// See the module.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Push {
    /// Key that push messages are signed with (VAPID, RFC 8292): `releve vapid-key` makes one. The same for every server on
    /// one database. Without it no browser is told.
    #[arg(long, env = "RELEVE_VAPID_KEY", hide_env_values = true)]
    pub vapid_key: Option<VapidKey>,
    /// Where push services write to when something is wrong: `mailto:releve@example.fr`; `RELEVE_PUBLIC_URL` when it is left
    /// out and begins with https.
    #[arg(long, env = "RELEVE_VAPID_SUBJECT")]
    pub vapid_subject: Option<String>,
    /// Internal networks in which a push service may be, comma separated: `10.1.2.0/24`. Everywhere else inside is refused.
    #[arg(long, env = "RELEVE_PUSH_NETWORKS", value_delimiter = ',')]
    pub push_networks: Vec<Network>,
}

/// A key pair on P-256: base64url of its PKCS #8. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct VapidKey {
    pkcs8: Vec<u8>,
    public: Vec<u8>,
}

impl VapidKey {
    /// Makes one; gives what the setting holds.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn make() -> Result<String, String> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        made.map(|pkcs8| URL_SAFE_NO_PAD.encode(pkcs8)).map_err(|_| "the machine gives no random bytes".to_owned())
    }

    /// The key pair.
    pub fn pair(&self) -> Option<EcdsaKeyPair> {
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &self.pkcs8, &SystemRandom::new()).ok()
    }

    /// The public key as browsers want it: base64url of the uncompressed point.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.public)
    }
}

impl fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VapidKey(…)")
    }
}

impl FromStr for VapidKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "it is no key: releve vapid-key makes one".to_owned();
        let pkcs8 = URL_SAFE_NO_PAD.decode(text.trim().trim_end_matches('=')).map_err(|_| wrong())?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &SystemRandom::new());
        let public = pair.map_err(|_| wrong())?.public_key().as_ref().to_vec();
        Ok(Self { pkcs8, public })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_read_and_never_printed() {
        let text = VapidKey::make().expect("a key");
        let key: VapidKey = text.parse().expect("the same key");
        assert_eq!(URL_SAFE_NO_PAD.decode(key.public()).expect("base64url").len(), 65);
        assert!(!format!("{key:?}").contains(&text) && key.pair().is_some());
        for bad in ["", "abc", "%%%"] {
            assert!(bad.parse::<VapidKey>().expect_err(bad).contains("releve vapid-key"));
        }
    }
}
