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

/// Does what a form asks for, or nothing when the very same form was done before: then there is no answer.
///
/// # Errors
/// Those of the deed; then nothing is kept, and the form may be sent again.
pub async fn once<T>(
    app: &App,
    actor: &Actor,
    (route, form): (&str, &Form),
    deed: impl AsyncFnOnce(&Actor) -> Result<T>,
) -> Result<Option<T>> {
    let key = form.field(KEY_FIELD);
    if key.is_empty() {
        return deed(actor).await.map(Some);
    }
    // With another content it is another deed: she went back and wrote something else.
    let mut content = form_urlencoded::Serializer::new(key.to_owned());
    content.extend_pairs(form.pairs().filter(|(name, _)| *name != SEAL_FIELD));
    let Found::Begun(attempt) = keys::begin(app, &Key::new(actor, route, &content.finish(), "", b"")).await? else {
        return Ok(None);
    };
    let actor = Actor { terms: Terms::new(None, Some(attempt.clone())), ..actor.clone() };
    match deed(&actor).await {
        Ok(done) => Ok(Some(done)),
        Err(error) => {
            keys::give_up(app, &attempt).await?;
            Err(error)
        }
    }
}
