//! The terms on which a deed may be done, beside who does it: that the thing it is about is still as the client has read it, and
//! that nothing was done yet under the client's idempotency key. They travel with the [`Actor`](super::access::Actor), so that
//! [`Work`](super::work::Work) holds every deed to them in the deed's own transaction and no use case need know of them.

use super::error::{Conflict, Error, Result};
use crate::store::conditions::Versioned;
use crate::store::{Tx, conditions, groups, keys};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// See the module. The default is none.
#[derive(Debug, Clone, Default)]
pub struct Terms(Option<Arc<Inner>>);

#[derive(Debug)]
struct Inner {
    expected: Option<Expected>,
    /// The attempt under an idempotency key.
    attempt: Option<String>,
    /// The first deed of a request is held to the version that was read: it moves it.
    looked: AtomicBool,
}

/// A thing as it was read.
#[derive(Debug, Clone)]
pub struct Expected {
    /// What kind of thing.
    pub table: Versioned,
    /// Its identifier.
    pub id: String,
    /// Its version then.
    pub version: i64,
    /// The same with the versions of the parts that it is shown with.
    pub whole: i64,
}

impl Terms {
    /// Terms, if there are any.
    pub fn new(expected: Option<Expected>, attempt: Option<String>) -> Self {
        if expected.is_none() && attempt.is_none() {
            return Self::default();
        }
        Self(Some(Arc::new(Inner { expected, attempt, looked: AtomicBool::new(false) })))
    }

    /// The version that the client has read, where it said so.
    pub fn version(&self) -> Option<i64> {
        self.0.as_ref()?.expected.as_ref().map(|expected| expected.version)
    }

    /// The same with an attempt under an idempotency key.
    #[must_use]
    pub fn with_expected(&self, expected: Option<Expected>) -> Self {
        Self::new(expected, self.0.as_ref().and_then(|inner| inner.attempt.clone()))
    }

    /// At the beginning of a deed. The group's row is locked first, as every deed does that changes what others rely on.
    pub(super) async fn look_at(&self, tx: &mut Tx, group: &str) -> Result<()> {
        let Some(inner) = &self.0 else { return Ok(()) };
        let Some(expected) = &inner.expected else { return Ok(()) };
        if inner.looked.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        groups::lock(tx, group).await?;
        match conditions::version(tx, expected.table, group, &expected.id).await? {
            // What is not there is the use case's to tell.
            Some(version) if version != expected.whole => Err(Error::Moved),
            _ => Ok(()),
        }
    }

    /// At the end of a deed, with what it was about.
    pub(super) async fn done(&self, tx: &mut Tx, now: i64, object: Option<(&str, &str)>) -> Result<()> {
        let Some(attempt) = self.0.as_ref().and_then(|inner| inner.attempt.as_deref()) else { return Ok(()) };
        if keys::done(tx, attempt, now, object).await? { Ok(()) } else { Err(Conflict::SameKeyInFlight.into()) }
    }
}
