//! A push message that only its browser reads: `aes128gcm` (RFC 8188) with keys agreed as RFC 8291 asks.

use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::SystemRandom;

/// Bytes of a browser's public key: an uncompressed point of P-256.
pub const KEY_BYTES: usize = 65;
/// Bytes of what a browser shares with us.
pub const AUTH_BYTES: usize = 16;
/// Record size that is announced; a message is one record.
const RECORD_BYTES: u32 = 4_096;
/// Every message is padded to so many bytes: its length tells nothing of its kind.
const PADDED_BYTES: usize = 1_024;

/// So many bytes of key material.
struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(salt: &[u8], secret: &[u8], info: &[&[u8]]) -> Option<[u8; N]> {
    let mut out = [0; N];
    let key = Salt::new(HKDF_SHA256, salt).extract(secret);
    key.expand(info, Bytes(N)).ok()?.fill(&mut out).ok()?;
    Some(out)
}

/// Encrypts a message for a browser by its public key and what it shares with us. Nothing when the key is no point of the
/// curve, or the message is longer than what every message is padded to.
pub fn encrypt(p256dh: &[u8], auth: &[u8], salt: [u8; 16], message: &[u8]) -> Option<Vec<u8>> {
    if message.len() >= PADDED_BYTES {
        return None;
    }
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).ok()?;
    let public = own.compute_public_key().ok()?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, p256dh);
    // RFC 8291, 3.4: the secret is bound to both keys and to what they share.
    let info: [&[u8]; 3] = [b"WebPush: info\0", p256dh, public.as_ref()];
    let secret: [u8; 32] = agree_ephemeral(own, &theirs, |shared| expand(auth, shared, &info)).ok()??;
    let key: [u8; 16] = expand(&salt, &secret, &[b"Content-Encoding: aes128gcm\0"])?;
    let nonce: [u8; 12] = expand(&salt, &secret, &[b"Content-Encoding: nonce\0"])?;
    // RFC 8188, 2: the last record ends with 2, then zeros.
    let mut sealed = message.to_vec();
    sealed.push(2);
    sealed.resize(PADDED_BYTES, 0);
    let aead = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
    aead.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed).ok()?;
    let mut body = salt.to_vec();
    body.extend_from_slice(&RECORD_BYTES.to_be_bytes());
    body.push(KEY_BYTES as u8);
    body.extend_from_slice(public.as_ref());
    body.extend_from_slice(&sealed);
    Some(body)
}

/// Whether a browser's public key is a point of the curve: a key that is none would only be found out when something is sent.
pub fn is_point(p256dh: &[u8]) -> bool {
    p256dh.len() == KEY_BYTES && encrypt(p256dh, &[0; AUTH_BYTES], [0; 16], b"").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    #[test]
    fn every_message_has_the_same_length_and_none_the_same_bytes() {
        // The key of the example in RFC 8291, 5.
        let key = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        let key = URL_SAFE_NO_PAD.decode(key).expect("base64url");
        let sealed = |text: &[u8]| encrypt(&key, &[7; AUTH_BYTES], [1; 16], text);
        let (short, long) = (sealed(b"a").expect("sealed"), sealed(&[b'x'; 1_023]).expect("sealed"));
        assert_eq!((short.len(), long.len()), (16 + 4 + 1 + 65 + 1_024 + 16, short.len()));
        assert_ne!(short, sealed(b"a").expect("sealed"), "the key of each message is its own");
        assert!(sealed(&[b'x'; 1_024]).is_none());
        assert!(is_point(&key) && !is_point(&key[..64]));
        let mut off = key.clone();
        off[64] ^= 1;
        assert!(!is_point(&off), "not on the curve");
    }
}
