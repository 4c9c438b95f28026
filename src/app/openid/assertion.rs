//! Proof by signature at a provider's token endpoint: `private_key_jwt` (RFC 7523, 2.2).

use super::Refusal;
use crate::app::App;
use crate::config::openid::Provider;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::json;

/// Seconds that an assertion holds.
const LIFE_SECONDS: i64 = 60;

/// What `client_assertion_type` is.
pub const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Signs a text; `None` when the key will not.
type Sign = Box<dyn Fn(&[u8]) -> Option<Vec<u8>>>;

/// Signs an assertion for the token endpoint of a provider.
///
/// # Errors
/// [`Refusal::Unreachable`] for a key that is neither RSA nor P-256; the log says so.
pub fn sign(app: &App, provider: &Provider, audience: &str, pkcs8: &[u8], id: Option<&str>) -> Result<String, Refusal> {
    let now = app.clock.now();
    let claims = json!({
        "iss": provider.client_id, "sub": provider.client_id, "aud": audience,
        "jti": app.clock.new_token(), "iat": now, "exp": now + LIFE_SECONDS,
    });
    let encoded = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let random = SystemRandom::new();
    let (alg, sign): (_, Sign) = if let Ok(key) = RsaKeyPair::from_pkcs8(pkcs8) {
        let sign = move |text: &[u8]| {
            let mut signature = vec![0; key.public().modulus_len()];
            key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).ok()?;
            Some(signature)
        };
        ("RS256", Box::new(sign))
    } else if let Ok(key) = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &random) {
        ("ES256", Box::new(move |text| Some(key.sign(&SystemRandom::new(), text).ok()?.as_ref().to_vec())))
    } else {
        tracing::error!(provider = provider.id, "private_key_file is neither an RSA nor a P-256 key in PKCS #8");
        return Err(Refusal::Unreachable);
    };
    let mut header = json!({ "alg": alg, "typ": "JWT" });
    if let Some(id) = id {
        header["kid"] = json!(id);
    }
    let signed = format!("{}.{}", encoded(&header), encoded(&claims));
    let signature = sign(signed.as_bytes()).ok_or(Refusal::Unreachable)?;
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}
