//! `releve vapid-key`: a key for push messages, as the setting holds it.

use super::DONE;
use releve::config::push::VapidKey;

/// Runs the command.
///
/// # Errors
/// When the machine has no randomness.
pub fn run() -> anyhow::Result<u8> {
    let key = VapidKey::make().map_err(|error| anyhow::anyhow!("a key: {error}"))?;
    super::print(&format!("RELEVE_VAPID_KEY={key}\n"))?;
    Ok(DONE)
}
