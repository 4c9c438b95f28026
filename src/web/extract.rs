//! What handlers take from a request: the [`Actor`] behind it, a [`Json`] body, a [`Form`], a [`Query`]. Every rejection is a
//! [`Problem`].

use super::AppState;
use super::problem::{Problem, Result};
use super::shape;
use crate::app::Error;
use crate::app::access::{Actor, Paging};
use crate::app::wrong::{expected, found};
use crate::{days, text};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use futures_util::StreamExt;
use releve_solver::formats::YEARS;
use serde::de::DeserializeOwned;

impl FromRequestParts<AppState> for Actor {
    type Rejection = Problem;

    /// The one whom the gate has recognised.
    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Error::SignedOut.into())
    }
}

/// A JSON body, at most as long as the server's setting.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self> {
        if !media_type(request.headers()).is_some_and(|kind| is_json(&kind)) {
            return Err(Problem::of("unsupported-media-type", |words| words.say("detail-media-type-json")));
        }
        let body = read_body(request, state.app.config.body_limit_bytes).await?;
        parse_json(&body).map(Self)
    }
}

/// The media type of a body, in lower case and without its parameters; none where the header is not there.
pub fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(CONTENT_TYPE)?.to_str().unwrap_or_default();
    Some(text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// Whether a media type is JSON.
pub fn is_json(kind: &str) -> bool {
    kind == "application/json" || kind.ends_with("+json")
}

/// Reads JSON; a text that is no JSON at all is a 400; JSON of another shape, with control characters or with a day out of
/// bounds a 422 that names the field.
fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    let value: serde_json::Value = serde_json::from_slice(body).map_err(|error| shape::no_json(&error))?;
    if let Some((field, found)) = text::unprintable_in(&value, "") {
        return Err(control_character(&field, found).into());
    }
    if let Some((field, found)) = days::outside_in(&value, "") {
        return Err(day_outside(&field, found).into());
    }
    // Every body is an object; what is read into one could otherwise come as a list of its fields in their order.
    if !value.is_object() {
        return Err(Error::field("", found("found-no-object"), expected("field-shape")).into());
    }
    shape::read(body).map_err(|issue| Error::Invalid(vec![issue]).into())
}

/// The refusal of a text with a control character.
pub fn control_character(field: &str, found: char) -> Error {
    let found = format!("U+{:04X}", u32::from(found));
    Error::field(field, found, expected("field-printable"))
}

/// The refusal of a day that no calendar of ours has.
fn day_outside(field: &str, found: String) -> Error {
    let [from, to] = [YEARS.start(), YEARS.end()].map(ToString::to_string);
    Error::field(field, found, expected("field-day-known").with("from", from).with("to", to))
}

/// The same of a parameter.
fn day_outside_query(name: &str) -> Problem {
    let [from, to] = [YEARS.start(), YEARS.end()].map(ToString::to_string);
    Problem::bad_query(|words| {
        words.with("detail-query-day", [("name", name), ("from", from.as_str()), ("to", to.as_str())])
    })
}

/// Reads a body of at most `limit` bytes. What exceeds it is read and thrown away up to four times the limit, so that a
/// client that is still sending gets the answer instead of a broken connection.
///
/// # Errors
/// 413 when it is longer, 400 when the connection breaks.
pub async fn read_body(request: Request, limit: usize) -> Result<Bytes> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit.saturating_mul(4)) {
        return Err(Problem::too_large(limit));
    }
    let mut stream = Body::into_data_stream(request.into_body());
    let (mut kept, mut seen) = (Vec::with_capacity(announced.unwrap_or(0).min(limit)), 0_usize);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Problem::unreadable(|words| words.say("detail-sending-broken")))?;
        seen += chunk.len();
        if seen <= limit {
            kept.extend_from_slice(&chunk);
        } else if seen > limit.saturating_mul(4) {
            break;
        }
    }
    if seen > limit { Err(Problem::too_large(limit)) } else { Ok(kept.into()) }
}

/// The two identifiers in an address.
#[derive(Debug)]
pub struct Ids(pub (String, String));

impl FromRequestParts<AppState> for Ids {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        type Two = axum::extract::Path<(String, String)>;
        match <Two as FromRequestParts<AppState>>::from_request_parts(parts, state).await {
            Ok(path) if text::unprintable(&path.0.0).or(text::unprintable(&path.0.1)).is_some() => {
                Err(Problem::no_route())
            }
            Ok(path) => Ok(Self(path.0)),
            Err(_) => Err(Problem::no_route()),
        }
    }
}

/// The identifier in an address.
#[derive(Debug)]
pub struct Id(pub String);

impl FromRequestParts<AppState> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        match <axum::extract::Path<String> as FromRequestParts<AppState>>::from_request_parts(parts, state).await {
            // Nothing is called like that either.
            Ok(path) if text::unprintable(&path.0).is_some() => Err(Problem::no_route()),
            Ok(path) => Ok(Self(path.0)),
            // Not even text: nothing is called like that.
            Err(_) => Err(Problem::no_route()),
        }
    }
}

/// The fields of a form, in order; a name may come more than once. The gate has read them, and has seen that they come from
/// a page of ours: a form that reaches a handler bears its seal.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    files: Vec<Upload>,
}

/// A file in a form.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The field that it came in.
    pub field: String,
    /// What its owner calls it; may be empty.
    pub name: String,
    /// What it holds.
    pub content: Bytes,
}

impl Form {
    /// The first field of this name; empty when there is none.
    pub fn field(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every field of this name.
    pub fn all<'f>(&'f self, name: &str) -> impl Iterator<Item = &'f str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every field, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether files came with it.
    pub fn has_files(&self) -> bool {
        self.files.iter().any(|file| !file.content.is_empty())
    }

    /// The file of a field; none when none was chosen.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.field == name && !file.content.is_empty())
    }

    /// Reads a body.
    ///
    /// # Errors
    /// 422 for a control character, or a day out of bounds.
    pub(super) fn parse(body: &[u8]) -> Result<Self> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        Self { fields, files: Vec::new() }.printable()
    }

    /// Reads a body in parts (`multipart/form-data`), whose files are taken as they are.
    ///
    /// # Errors
    /// 400 for a body that is none, 422 for a control character in a field.
    pub(super) async fn parse_parts(body: Bytes, boundary: String) -> Result<Self> {
        let unreadable = |_| Problem::unreadable(|words| words.say("detail-form-unreadable"));
        let whole = futures_util::stream::once(async move { Ok::<_, std::convert::Infallible>(body) });
        let mut parts = multer::Multipart::new(whole, boundary);
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(ToOwned::to_owned) {
                Some(name) => {
                    let content = part.bytes().await.map_err(unreadable)?;
                    form.files.push(Upload { field, name, content });
                }
                None => form.fields.push((field, part.text().await.map_err(unreadable)?)),
            }
        }
        form.printable()
    }

    fn printable(self) -> Result<Self> {
        let bad = self.fields.iter().find_map(|(name, value)| text::unprintable(value).map(|found| (name, found)));
        if let Some((name, found)) = bad {
            return Err(control_character(name, found).into());
        }
        match self.fields.iter().find(|(_, value)| days::is_outside(value)) {
            Some((name, found)) => Err(day_outside(name, found.clone()).into()),
            None => Ok(self),
        }
    }
}

impl FromRequestParts<AppState> for Form {
    type Rejection = Problem;

    /// The one that the gate has read.
    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(Problem::form_expired)
    }
}

/// The query of an address.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<AppState> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        if pairs.clone().any(|(name, value)| [name, value].iter().any(|text| text::unprintable(text).is_some())) {
            return Err(Problem::bad_query(|words| words.say("detail-query-control-character")));
        }
        if let Some((name, _)) = pairs.into_iter().find(|(_, value)| days::is_outside(value)) {
            return Err(day_outside_query(&name));
        }
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(query) => Ok(Self(query.0)),
            Err(rejection) => Err(shape::no_query(&rejection.body_text())),
        }
    }
}

/// A body as text.
///
/// # Errors
/// 400 when it is none.
pub fn utf8(body: Bytes) -> Result<String> {
    String::from_utf8(body.into()).map_err(|_| Problem::unreadable(|words| words.say("detail-not-utf-8")))
}

/// Who asks for a list, and which page of it: `?state=&after=&limit=`.
#[derive(Debug)]
pub struct Paged {
    /// Who asks.
    pub actor: Actor,
    /// Which rows.
    pub paging: Paging,
}

impl FromRequestParts<AppState> for Paged {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let actor = Actor::from_request_parts(parts, state).await?;
        let Query(paging) = Query::from_request_parts(parts, state).await?;
        Ok(Self { actor, paging })
    }
}
