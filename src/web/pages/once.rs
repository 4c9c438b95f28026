//! A form that makes something is done once, however often it is sent: it bears a key of its own, and the deed is done under it
//! as under the idempotency keys of the API ([`crate::app::keys`]).

use crate::app::access::Actor;
use crate::app::keys::{self, Found, Key};
use crate::app::terms::Terms;
use crate::app::{App, Result};
use crate::web::extract::Form;
use crate::web::gate::SEAL_FIELD;

/// Name of the field in which a form bears its key.
pub const KEY_FIELD: &str = "cle";

/// A form that is being done.
#[derive(Debug)]
pub struct Attempt {
    /// Who does it, on the terms of this form.
    pub actor: Actor,
    attempt: Option<String>,
}

/// Begins to do what a form asks for; nothing when the very same form was done before.
///
/// # Errors
/// When the database fails.
pub async fn begin(app: &App, actor: &Actor, (route, form): (&str, &Form)) -> Result<Option<Attempt>> {
    let key = form.field(KEY_FIELD);
    if key.is_empty() {
        return Ok(Some(Attempt { actor: actor.clone(), attempt: None }));
    }
    let Found::Begun(attempt) = keys::begin(app, &Key::new(actor, route, &whole(key, form), "", b"")).await? else {
        return Ok(None);
    };
    let actor = Actor { terms: Terms::new(None, Some(attempt.clone())), ..actor.clone() };
    Ok(Some(Attempt { actor, attempt: Some(attempt) }))
}

/// The key with everything that was filled in: with another content it is another deed, she went back and wrote something else.
fn whole(key: &str, form: &Form) -> String {
    let mut content = form_urlencoded::Serializer::new(key.to_owned());
    content.extend_pairs(form.pairs().filter(|(name, _)| *name != SEAL_FIELD));
    content.finish()
}

impl Attempt {
    /// What came of it. What was refused did nothing: the form may be sent again.
    ///
    /// # Errors
    /// Those of the deed.
    pub async fn ended<T>(self, app: &App, done: Result<T>) -> Result<T> {
        if let (Err(_), Some(attempt)) = (&done, &self.attempt) {
            keys::give_up(app, attempt).await?;
        }
        done
    }
}
