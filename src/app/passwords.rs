//! Passwords: Argon2id (RFC 9106) as PHC strings, hashed on blocking threads, two at a time. Parameters are settings; whoever
//! logs in after they rose is hashed anew.

use super::App;
use super::error::{Error, Result};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;

/// Why a password will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Too short or too long.
    Length,
    /// Whoever knows her would guess it.
    Guessable,
    /// It is not the one that she has.
    NotCurrent,
    /// She has none, and her log-in is too old to stand in its place.
    OldLogIn,
}

/// Fewest characters.
pub const CHARS_MIN: usize = 12;
/// Most characters.
pub const CHARS_MAX: usize = 200;
/// Characters that must be left when everything trivial is taken out.
const REST_CHARS_MIN: usize = 6;
/// Different characters that there must be.
const DIFFERENT_MIN: usize = 5;
/// What people write when they must write something, longest first where one begins like another.
const TRIVIA: &[&str] = &[
    "motdepasse",
    "1234567890",
    "0123456789",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "password",
    "passw0rd",
    "infirmiere",
    "infirmier",
    "soignante",
    "soignant",
    "hopital",
    "clinique",
    "ehpad",
    "releve",
    "bienvenue",
    "bonjour",
    "welcome",
    "changeme",
    "administrateur",
    "administration",
    "admin",
    "secret",
    "iloveyou",
    "jetaime",
    "chouchou",
    "doudou",
    "loulou",
    "soleil",
    "marseille",
    "123456",
    "azerty",
    "qwerty",
    "12345",
    "mdp",
    "abcdef",
    "2024",
    "2025",
    "2026",
    "2027",
    "2028",
];

/// Where passwords are hashed: its memory is bounded by how many are hashed at a time.
#[derive(Debug)]
pub struct Hashing {
    places: Arc<Semaphore>,
    done: AtomicU64,
}

impl Default for Hashing {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(2)), done: AtomicU64::new(0) }
    }
}

impl Hashing {
    /// Passwords hashed since the start, to verify or to store.
    pub fn count(&self) -> u64 {
        self.done.load(Ordering::SeqCst)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|e| Error::Corrupt(e.to_string()))?;
        self.done.fetch_add(1, Ordering::SeqCst);
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.map_err(|e| Error::Corrupt(format!("hashing a password broke down: {e}")))?
    }
}

/// What a password was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Another one.
    Wrong,
    /// The right one.
    Right,
    /// The right one, hashed with less than is wanted today.
    RightButWeak,
}

fn params(app: &App) -> Result<Params> {
    let (memory, passes) = (app.config.accounts.argon2_memory_kib, app.config.accounts.argon2_passes);
    Params::new(memory, passes, 1, None).map_err(|e| Error::Corrupt(format!("parameters of Argon2: {e}")))
}

/// Hashes a password to a PHC string.
///
/// # Errors
/// When the settings cannot be.
pub async fn hash(app: &App, password: &str) -> Result<String> {
    let (params, salt, password) = (params(app)?, app.clock.random::<16>(), password.to_owned());
    let work = move || {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let hash: PasswordHash = argon2.hash_password_with_salt(password.as_bytes(), &salt).map_err(failed)?;
        Ok(hash.to_string())
    };
    app.hashing.run(work).await
}

/// Holds a password against the stored hash. Without a hash it costs the same, and is wrong.
///
/// # Errors
/// When the stored hash is none.
pub async fn verify(app: &App, stored: Option<&str>, password: &str) -> Result<Verdict> {
    let Some(stored) = stored else {
        hash(app, password).await?;
        return Ok(Verdict::Wrong);
    };
    let (wanted, stored, password) = (params(app)?, stored.to_owned(), password.to_owned());
    let work = move || {
        let hash = PasswordHash::new(&stored).map_err(|e| Error::Corrupt(format!("a stored password hash: {e}")))?;
        if Argon2::default().verify_password(password.as_bytes(), &hash).is_err() {
            return Ok(Verdict::Wrong);
        }
        let had = Params::try_from(&hash).map_err(failed)?;
        let weak = had.m_cost() < wanted.m_cost() || had.t_cost() < wanted.t_cost();
        Ok(if weak { Verdict::RightButWeak } else { Verdict::Right })
    };
    app.hashing.run(work).await
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Corrupt(format!("Argon2: {error}"))
}

/// Whether a new password will do for somebody of this name and address.
///
/// # Errors
/// [`Unfit`]; the password itself is never in it.
pub fn look_at(password: &str, name: &str, email: Option<&str>) -> Result<()> {
    let length = password.chars().count();
    if !(CHARS_MIN..=CHARS_MAX).contains(&length) {
        return Err(Unfit::Length.into());
    }
    let mut rest = folded(password);
    let own = name.split_whitespace().chain(email.into_iter().flat_map(|email| email.split(['@', '.', '-', '_'])));
    let mut words: Vec<String> = own.map(folded).filter(|word| word.chars().count() >= 3).collect();
    words.push(folded(name));
    words.extend(email.map(folded));
    words.extend(TRIVIA.iter().map(|word| (*word).to_owned()));
    words.retain(|word| !word.is_empty());
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in &words {
        rest = rest.replace(word, "");
    }
    let mut different: Vec<char> = folded(password).chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < DIFFERENT_MIN || rest.chars().count() < REST_CHARS_MIN {
        return Err(Unfit::Guessable.into());
    }
    Ok(())
}

/// Letters and digits in lower case, without accents.
fn folded(text: &str) -> String {
    crate::text::folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_not_to_be_guessed() {
        let will_do = |password: &str| look_at(password, "Claire Delmas", Some("claire.delmas@chu-lyon.fr")).is_ok();
        for good in ["trois canards verts", "Zv9#kq!rT2mw", "ééééèèèèàààâ ôûùï", &"tournesol bleu ".repeat(13)]
        {
            assert!(will_do(good), "{good}");
        }
        for bad in [
            "",
            "court",
            "onze caract",
            &"x y z w v u ".repeat(17),
            "MotDePasse123456",
            "motdepasse!!2026",
            "Mot de passe 12",
            "claire.delmas@chu-lyon.fr",
            "ClaireDelmas1234",
            "Delmas-Claire-2026",
            "aaaaaaaaaaaa",
            "abababababab",
            "Azertyuiop123456",
            "qwertyuiop2026!",
            "Infirmière2026!",
            "password12345",
            "Bonjour Bonjour 1",
        ] {
            assert!(!will_do(bad), "{bad}");
        }
        assert!(look_at(&"é".repeat(11), "", None).is_err() && look_at("mélèze bleu ", "", None).is_ok(), "characters");
    }

    #[test]
    fn a_refusal_never_holds_the_password() {
        let error = look_at("motdepasse!!2026", "Claire Delmas", None).expect_err("trivial");
        assert!(!format!("{error:?}").contains("2026"), "{error:?}");
    }
}
