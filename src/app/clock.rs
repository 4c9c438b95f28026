//! Time and identifiers, handed in from outside. Nothing else in the service asks the machine for either.

use rand::RngCore;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU16, Ordering};
use uuid::Builder;

/// A source of instants and identifiers; clones share it.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Milliseconds since 1970 of a clock that stands still; `None` follows the machine's.
    standing: Option<AtomicI64>,
    /// Keeps identifiers of one millisecond in order.
    count: AtomicU16,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Arc::new(Inner { standing: None, count: AtomicU16::new(0) }))
    }

    /// A clock that stands at an instant (unix seconds) until it is moved.
    pub fn standing_at(now: i64) -> Self {
        Self(Arc::new(Inner { standing: Some(AtomicI64::new(now * 1000)), count: AtomicU16::new(0) }))
    }

    /// Moves a standing clock; the machine's clock cannot be moved.
    pub fn advance(&self, seconds: i64) {
        if let Some(standing) = &self.0.standing {
            standing.fetch_add(seconds * 1000, Ordering::SeqCst);
        }
    }

    /// Unix seconds.
    pub fn now(&self) -> i64 {
        self.now_millis().div_euclid(1000)
    }

    /// A new UUID v7: later ones of the same process sort after earlier ones.
    pub fn new_id(&self) -> String {
        let mut bytes = [0_u8; 10];
        rand::rng().fill_bytes(&mut bytes);
        // The first twelve bits after the instant count; the other sixty-two are random.
        let count = self.0.count.fetch_add(1, Ordering::SeqCst) & 0x0fff;
        bytes[..2].copy_from_slice(&count.to_be_bytes());
        Builder::from_unix_timestamp_millis(self.now_millis().max(0) as u64, &bytes).into_uuid().to_string()
    }

    /// 256 random bits as hexadecimal text: a token.
    pub fn new_token(&self) -> String {
        crate::text::hexadecimal(&self.random::<32>())
    }

    /// Random bytes that nobody can guess: salts, nonces, keys.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0_u8; N];
        rand::rng().fill_bytes(&mut bytes);
        bytes
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now_millis(&self) -> i64 {
        match &self.0.standing {
            Some(standing) => standing.load(Ordering::SeqCst),
            None => chrono::Utc::now().timestamp_millis(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_one_instant_keep_their_order() {
        let clock = Clock::standing_at(1_700_000_000);
        let ids: Vec<_> = (0..1000).map(|_| clock.new_id()).collect();
        assert!(ids.is_sorted());
        clock.advance(1);
        assert!(clock.new_id() > ids[999]);
    }
}
