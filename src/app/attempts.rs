//! How often somebody may try: five free failures, then a wait of 2, 4, 8 … seconds, at most fifteen minutes. A try counts
//! before it is judged, so that many at once are many; what was right is taken back. (Log-ins by a provider are limited where
//! they begin, and count where they end.) Counted in the database, by the service's clock: it holds for every server.

use super::error::{Error, Result};
use super::{App, secrets};
use crate::ids::UserId;
use crate::store::{Tx, attempts};
use crate::text::sha256;

/// Failures that cost nothing.
const FREE: i64 = 5;
/// Longest wait, seconds.
const WAIT_SECONDS_MAX: i64 = 900;
/// Seconds without a try after which all is forgotten.
const FORGOTTEN_SECONDS: i64 = 86_400;

/// Something that is tried a limited number of times.
#[derive(Debug, Clone)]
pub struct Limit {
    key: String,
    free: i64,
    /// Whether success takes back one try instead of all: who shares an address must not clear it for others.
    shared: bool,
}

impl Limit {
    fn new(app: &App, what: &str, who: &str) -> Self {
        let name = format!("{what}:{who}");
        // With a key, the table does not even tell who guesses at its addresses which of them were tried.
        let key = secrets::code(&app.config, "attempts", &name).unwrap_or_else(|_| sha256(&name));
        Self { key, free: FREE, shared: false }
    }

    /// Log-ins under an e-mail address, whoever it is.
    pub fn log_in(app: &App, email: &str) -> Self {
        Self::new(app, "log-in", email)
    }

    /// Codes of a user's second factor.
    pub fn code(app: &App, user: &UserId) -> Self {
        Self::new(app, "code", &user.0)
    }

    /// The password that somebody gives again before she changes what is hers.
    pub fn own_password(app: &App, user: &UserId) -> Self {
        Self::new(app, "password", &user.0)
    }

    /// Links asked for to an e-mail address, whoever it is.
    pub fn recovery(app: &App, email: &str) -> Self {
        Self::new(app, "recovery", email)
    }

    /// Anything of `what` from one client address.
    pub fn client(app: &App, what: &str, address: &str) -> Self {
        let free = app.config.accounts.address_free_failures;
        Self { free, shared: true, ..Self::new(app, &format!("{what} from"), address) }
    }
}

/// Counts a try; gives whether it is the first that makes the next one wait.
///
/// # Errors
/// [`Error::TooMany`] while one of the limits makes it wait; then it does not count.
pub async fn count(app: &App, limits: &[Limit]) -> Result<bool> {
    let (now, mut crossed) = (app.clock.now(), false);
    let mut tx = app.db.write().await?;
    for limit in limits {
        let Some(tries) = attempts::count(&mut tx, &limit.key, now, now - FORGOTTEN_SECONDS).await? else {
            let until = attempts::blocked_until(&mut tx, &limit.key).await?;
            return Err(Error::TooMany((until - now).max(1)));
        };
        if tries > limit.free {
            attempts::block(&mut tx, &limit.key, now + wait(tries - limit.free)).await?;
            crossed |= tries == limit.free + 1;
        }
    }
    tx.commit().await?;
    Ok(crossed)
}

/// Counts a try that was judged first, because only then it is known to be one; gives whether it makes the next one wait.
///
/// # Errors
/// When the database fails.
pub async fn count_after(app: &App, limits: &[Limit]) -> Result<bool> {
    match count(app, limits).await {
        // Several were judged at once, and another has crossed the limit.
        Err(Error::TooMany(_)) => Ok(false),
        counted => counted,
    }
}

/// Whether a try may begin; it does not count.
///
/// # Errors
/// [`Error::TooMany`] while one of the limits makes it wait.
pub async fn look_at(app: &App, limits: &[Limit]) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    for limit in limits {
        let until = attempts::blocked_until(&mut tx, &limit.key).await?;
        if until > now {
            return Err(Error::TooMany(until - now));
        }
    }
    Ok(())
}

/// Says that a counted try was right.
///
/// # Errors
/// When the database fails.
pub async fn forgive(tx: &mut Tx, limits: &[Limit]) -> Result<()> {
    for limit in limits {
        if limit.shared {
            attempts::take_back(tx, &limit.key).await?;
        } else {
            attempts::forget(tx, &limit.key).await?;
        }
    }
    Ok(())
}

/// Seconds to wait after so many failures that were not free.
fn wait(failures: i64) -> i64 {
    // 2^10 is beyond the longest wait.
    2_i64.pow(failures.clamp(0, 10) as u32).min(WAIT_SECONDS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        assert_eq!((1..=11).map(wait).collect::<Vec<_>>(), [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(wait(i64::MAX), 900);
    }
}
