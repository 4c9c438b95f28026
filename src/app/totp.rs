//! Codes of a second factor: TOTP (RFC 6238) with HMAC-SHA-1, six digits, steps of thirty seconds, which is what every
//! authenticator understands.
//!
//! Invariant: a step is accepted once; the step of an accepted code is stored, and only later ones pass after it.

use ring::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};

/// Bytes of a secret (RFC 4226, 4: R6 recommends 160 bits).
pub const SECRET_BYTES: usize = 20;
/// Length of a step, seconds.
const STEP_SECONDS: i64 = 30;
/// Steps that a clock may be off, each way.
const SKEW_STEPS: i64 = 1;
/// Letters of base 32 (RFC 4648, 6).
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The code of a counter (RFC 4226, 5.3), below 10^`digits`.
fn hotp(secret: &[u8], counter: u64, digits: u32) -> u32 {
    let tag = sign(&Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret), &counter.to_be_bytes());
    let bytes = tag.as_ref();
    let at = usize::from(bytes[bytes.len() - 1] & 0x0f);
    let number = u32::from_be_bytes([bytes[at] & 0x7f, bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    number % 10_u32.pow(digits)
}

/// The code that an authenticator shows at an instant (unix seconds).
pub fn code_at(secret: &[u8], now: i64) -> String {
    format!("{:06}", hotp(secret, now.div_euclid(STEP_SECONDS).max(0) as u64, 6))
}

/// The step whose code this is: now's, or a neighbour's, and later than the last one accepted. Every candidate is computed,
/// so that time tells nothing.
pub fn accepted_step(secret: &[u8], code: &str, now: i64, last_step: Option<i64>) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let wanted: u32 =
        (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())??;
    let step = now.div_euclid(STEP_SECONDS);
    let mut found = None;
    for candidate in (step - SKEW_STEPS).max(0)..=step + SKEW_STEPS {
        let fits = hotp(secret, candidate as u64, 6) == wanted;
        if fits && last_step.is_none_or(|last| candidate > last) {
            found = Some(candidate);
        }
    }
    found
}

/// Bytes in base 32 without padding (RFC 4648, 6).
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(BASE32[(held << (5 - bits) & 31) as usize]));
    }
    text
}

/// The address that authenticators read: `otpauth://totp/…`.
pub fn address(secret: &[u8], account: &str) -> String {
    let label: String = form_urlencoded::byte_serialize(account.as_bytes()).collect::<String>().replace('+', "%20");
    format!("otpauth://totp/Rel%C3%A8ve:{label}?secret={}&issuer=Rel%C3%A8ve", base32(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1, eight digits.
        let secret = b"12345678901234567890";
        for (instant, code) in [
            (59_u64, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(hotp(secret, instant / 30, 8), code, "{instant}");
            assert_eq!(code_at(secret, instant as i64), format!("{:06}", code % 1_000_000), "{instant}");
        }
    }

    #[test]
    fn base_32_is_that_of_the_standard() {
        // RFC 4648, 10.
        for (bytes, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn a_code_holds_one_step_around_its_own_and_only_once() {
        let (secret, now) = (b"12345678901234567890", 1_800_000_015);
        let step = now / 30;
        let code = code_at(secret, now);
        for (later, accepted) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            assert_eq!(accepted_step(secret, &code, now + later, None).is_some(), accepted, "{later}");
        }
        assert_eq!(accepted_step(secret, &code, now, Some(step - 1)), Some(step));
        assert_eq!(accepted_step(secret, &code, now, Some(step)), None, "a second time");
        assert_eq!(accepted_step(secret, &code, now, Some(step + 1)), None, "after a later one");
        assert_eq!(accepted_step(secret, &format!(" {} {} ", &code[..3], &code[3..]), now, None), Some(step));
        for bad in ["", "12345", "1234567", "abcdef", "+12345", "１２３４５６"] {
            assert_eq!(accepted_step(secret, bad, now, None), None, "{bad}");
        }
    }
}
