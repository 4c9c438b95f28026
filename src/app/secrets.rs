//! What is made with the service's key: codes of links, digests of what must not be readable, sealed secrets. Each use has a
//! key of its own, derived by HMAC-SHA256 from `RELEVE_SECRET_KEY` and the name of the use.

use super::App;
use super::error::{Error, Result};
use crate::config::Config;
use crate::text::{bytes_of, hexadecimal};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;

/// Name of the setting.
const SETTING: &str = "RELEVE_SECRET_KEY";

/// The key of one use.
fn key(config: &Config, usage: &str) -> Result<[u8; 32]> {
    let secret = config.accounts.secret_key.as_ref().ok_or(Error::NotSet(SETTING))?;
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.bytes()), usage.as_bytes());
    tag.as_ref().try_into().map_err(|_| Error::Corrupt("an HMAC-SHA256 has 32 bytes".to_owned()))
}

/// Whether the service has a key at all.
///
/// # Errors
/// [`Error::NotSet`] when it has none.
pub fn are_possible(config: &Config) -> Result<()> {
    key(config, "").map(drop)
}

/// HMAC-SHA256 of a text, hexadecimal.
///
/// # Errors
/// [`Error::NotSet`] without a key.
pub fn code(config: &Config, usage: &str, text: &str) -> Result<String> {
    Ok(hmac_sha256(&key(config, usage)?, text))
}

/// Whether a code is that of a text, compared in constant time.
///
/// # Errors
/// [`Error::NotSet`] without a key.
pub fn is_code(config: &Config, usage: &str, text: &str, code: &str) -> Result<bool> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key(config, usage)?);
    Ok(bytes_of(code).is_some_and(|tag| hmac::verify(&key, text.as_bytes(), &tag).is_ok()))
}

/// HMAC-SHA256 of a text under a key at hand, hexadecimal.
pub fn hmac_sha256(key: &[u8], text: &str) -> String {
    hexadecimal(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref())
}

/// Encrypts a secret of `owner` (AES-256-GCM, a random nonce of 96 bits before it); what is sealed for one opens for nobody
/// else.
///
/// # Errors
/// [`Error::NotSet`] without a key.
pub fn seal(app: &App, usage: &str, owner: &str, secret: &[u8]) -> Result<String> {
    seal_under(app, &key(&app.config, usage)?, owner, secret)
}

/// As [`seal`], under a key that is not the service's.
///
/// # Errors
/// When it cannot be sealed at all.
pub(super) fn seal_under(app: &App, key: &[u8; 32], owner: &str, secret: &[u8]) -> Result<String> {
    let nonce: [u8; NONCE_LEN] = app.clock.random();
    let mut sealed = secret.to_vec();
    let wrong = |_| Error::Corrupt("a secret that cannot be sealed".to_owned());
    let aead = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).map_err(wrong)?);
    let aad = Aad::from(owner.as_bytes());
    aead.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut sealed).map_err(wrong)?;
    Ok(hexadecimal(&nonce) + &hexadecimal(&sealed))
}

/// Decrypts what [`seal`] made.
///
/// # Errors
/// [`Error::NotSet`] without a key; [`Error::Corrupt`] when another key or owner sealed it, or it was changed.
pub fn open(config: &Config, usage: &str, owner: &str, sealed: &str) -> Result<Vec<u8>> {
    open_under(&key(config, usage)?, owner, sealed)
}

/// Decrypts what [`seal_under`] made.
///
/// # Errors
/// [`Error::Corrupt`] when another key or owner sealed it, or it was changed.
pub(super) fn open_under(key: &[u8; 32], owner: &str, sealed: &str) -> Result<Vec<u8>> {
    let wrong = || Error::Corrupt(format!("a sealed secret that {SETTING} does not open"));
    let bytes = bytes_of(sealed).ok_or_else(wrong)?;
    let (nonce, rest) = bytes.split_first_chunk::<NONCE_LEN>().ok_or_else(wrong)?;
    let aead = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).map_err(|_| wrong())?);
    let (mut rest, aad) = (rest.to_vec(), Aad::from(owner.as_bytes()));
    let opened = aead.open_in_place(Nonce::assume_unique_for_key(*nonce), aad, &mut rest);
    Ok(opened.map_err(|_| wrong())?.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Accounts;

    fn config(key: &str) -> Config {
        let accounts = Accounts { secret_key: Some(key.parse().expect("a key")), ..Accounts::default() };
        Config { accounts, ..Config::default() }
    }

    #[test]
    fn a_code_is_of_one_key_one_use_and_one_text() {
        let (ours, theirs) = (config(&"a".repeat(32)), config(&"b".repeat(32)));
        let made = code(&ours, "link", "recover:1").expect("a code");
        let is =
            |config: &Config, usage: &str, text: &str, code: &str| is_code(config, usage, text, code).expect("a key");
        assert!(is(&ours, "link", "recover:1", &made));
        assert!(!is(&theirs, "link", "recover:1", &made) && !is(&ours, "other", "recover:1", &made));
        assert!(!is(&ours, "link", "invite:1", &made) && !is(&ours, "link", "recover:1", ""));
        assert!(!is(&ours, "link", "recover:1", &made[..62]) && !is(&ours, "link", "recover:1", "é"));
        assert!(matches!(code(&Config::default(), "link", "x"), Err(Error::NotSet("RELEVE_SECRET_KEY"))));
    }

    #[test]
    fn an_hmac_is_that_of_the_standard() {
        // RFC 4231, 4.3: test case 2.
        let wanted = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hmac_sha256(b"Jefe", "what do ya want for nothing?"), wanted);
    }
}
