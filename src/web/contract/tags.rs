//! Entity tags and preconditions (RFC 9110, 8.8.3 and 13).
//!
//! The tag of a representation is the version of the thing, where it has one, and a digest of the very bytes: it moves when
//! anything that is shown moves, and is right for pages of lists too. `If-Match` on a change is about the thing that the address
//! names, as its own address shows it to whoever asks. It is held twice: the representation is read and compared before the
//! handler runs, and the version it had is compared again in the deed's own transaction, so that nobody can slip in between.

use super::super::problem::Problem;
use super::{Reads, collected, is_json};
use crate::app::access::Actor;
use crate::app::terms::{Expected, Terms};
use crate::lang::Words;
use crate::store::conditions::Versioned;
use crate::web::routes::Route;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{ETAG, IF_MATCH, IF_NONE_MATCH, LINK};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tower::ServiceExt;

/// Tags that a client names.
#[derive(Debug, PartialEq, Eq)]
pub enum Wanted {
    /// `*`: whatever is there.
    Any,
    /// These, each with whether it is weak.
    Tags(Vec<(bool, String)>),
}

/// What a client asks for by tags.
#[derive(Debug)]
pub struct Asked {
    pub if_match: Option<Wanted>,
    pub if_none_match: Option<Wanted>,
}

impl Asked {
    pub fn of(headers: &HeaderMap) -> Self {
        Self { if_match: Wanted::of(headers, &IF_MATCH), if_none_match: Wanted::of(headers, &IF_NONE_MATCH) }
    }
}

impl Wanted {
    fn of(headers: &HeaderMap, name: &HeaderName) -> Option<Self> {
        let lines: Vec<&str> = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default()).collect();
        if lines.is_empty() {
            return None;
        }
        let text = lines.join(",");
        if text.trim() == "*" {
            return Some(Self::Any);
        }
        // A tag holds no quote (8.8.3), so every second part is one.
        let parts: Vec<&str> = text.split('"').collect();
        let tags = parts.chunks_exact(2).map(|pair| (pair[0].trim_end().ends_with("W/"), pair[1].to_owned()));
        Some(Self::Tags(tags.collect()))
    }

    /// Whether a tag of ours, which are all strong, is one of them.
    fn holds(&self, tag: &str, weak_will_do: bool) -> bool {
        match self {
            Self::Any => true,
            Self::Tags(tags) => tags.iter().any(|(weak, named)| named == tag && (weak_will_do || !weak)),
        }
    }
}

/// What a representation says of itself.
#[derive(Deserialize, Default)]
struct Peek {
    #[serde(default)]
    version: Option<i64>,
    #[serde(default)]
    next: Option<String>,
    /// Of a request: its parts.
    #[serde(default)]
    shifts: serde_json::Value,
}

fn peek(body: &[u8]) -> Peek {
    serde_json::from_slice(body).unwrap_or_default()
}

/// The tag of a representation, without its quotes.
fn tag_of(version: Option<i64>, body: &[u8]) -> String {
    let digest = URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..16]);
    version.map_or_else(|| digest.clone(), |version| format!("{version}.{digest}"))
}

fn quoted(tag: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{tag}\"")).expect("digits and letters in quotes are a header value")
}

/// An answer with its tag and the address of the next page; 304 when the client has it already.
pub async fn tagged(response: Response, here: &Uri, if_none_match: Option<&Wanted>) -> Response {
    if !is_json(&response) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = match collected(body).await {
        Ok(body) => body,
        Err(problem) => return problem.into_response(),
    };
    let Peek { version, next, .. } = peek(&body);
    let tag = tag_of(version, &body);
    parts.headers.insert(ETAG, quoted(&tag));
    if let Some(link) = next.and_then(|next| HeaderValue::from_str(&next_page(here, &next)).ok()) {
        parts.headers.insert(LINK, link);
    }
    if if_none_match.is_some_and(|wanted| wanted.holds(&tag, true)) {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(axum::http::header::CONTENT_TYPE);
        parts.headers.remove(axum::http::header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(body))
}

/// The refusal of a precondition.
fn failed(detail: &str) -> Response {
    Problem::of("precondition-failed", |words| words.say(detail)).into_response()
}

/// `</api/v1/offers?state=sent&after=…>; rel="next"` (RFC 8288).
fn next_page(here: &Uri, after: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let pairs = form_urlencoded::parse(here.query().unwrap_or_default().as_bytes());
    query.extend_pairs(pairs.filter(|(name, _)| name != "after"));
    query.append_pair("after", after);
    format!("<{}?{}>; rel=\"next\"", here.path(), query.finish())
}

/// What came of looking at a thing.
enum Read {
    /// Its representation.
    Shown(Bytes),
    /// It is not there, or not hers to see.
    Absent,
    /// Whether it is as she has read it cannot be told.
    Unknown,
}

/// The things that a route's preconditions are about, and where they are read.
#[derive(Clone)]
pub struct Things {
    reads: Reads,
    /// How many segments of the path name the thing; none where no address shows it.
    segments: Option<usize>,
    table: Option<Versioned>,
}

impl std::fmt::Debug for Things {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Things").field("segments", &self.segments).field("table", &self.table).finish_non_exhaustive()
    }
}

impl Things {
    /// Those of a route: its own address where that can be read, or the nearest above it that names one thing.
    pub fn of(route: &Route, reads: &Reads) -> Self {
        let parts: Vec<&str> = route.path.split('/').collect();
        let is_read = |n: &usize| {
            let path = parts[..*n].join("/");
            (*n == parts.len() || path.ends_with('}')) && reads.shown.iter().any(|(read, _)| *read == path)
        };
        let segments = (4..=parts.len()).rev().find(is_read);
        // `/api/v1/plans/{id}`: the table's rows are read one by one at that address.
        let table = segments.filter(|n| *n == 5 && parts[4].starts_with('{')).and_then(|_| Versioned::of(parts[3]));
        Self { reads: reads.clone(), segments, table }
    }

    /// The thing as its own address shows it to an actor, in her language.
    async fn read(&self, here: &Uri, (actor, words): (Actor, Words)) -> Read {
        let path = here.path().split('/').take(self.segments.unwrap_or_default()).collect::<Vec<_>>().join("/");
        let Ok(mut request) = Request::builder().method(Method::GET).uri(path).body(Body::empty()) else {
            return Read::Unknown;
        };
        // To read is no part of the deed: what is noted of it is not done under the deed's key.
        request.extensions_mut().insert(Actor { terms: Terms::default(), ..actor });
        request.extensions_mut().insert(words);
        let Ok(response) = self.reads.router.clone().oneshot(request).await;
        match response.status() {
            StatusCode::OK => collected(response.into_body()).await.map_or(Read::Unknown, Read::Shown),
            StatusCode::NOT_FOUND => Read::Absent,
            _ => Read::Unknown,
        }
    }

    /// Holds a change to what its client has read. Gives what is to hold when it is done.
    pub async fn held_to(
        &self,
        wanted: &Wanted,
        here: &Uri,
        reader: (Actor, Words),
    ) -> Result<Option<Expected>, Box<Response>> {
        if self.segments.is_none() {
            return Err(Box::new(failed("detail-if-match-about-nothing")));
        }
        let body = match self.read(here, reader).await {
            Read::Shown(body) => body,
            // What is not there, or not hers to see, is the use case's to tell: it is not there after the change either.
            Read::Absent => return Ok(None),
            Read::Unknown => {
                return Err(Box::new(failed("detail-if-match-unverified")));
            }
        };
        let Peek { version, shifts, .. } = peek(&body);
        let tag = tag_of(version, &body);
        if !wanted.holds(&tag, false) {
            let mut refusal = failed("detail-if-match-moved");
            refusal.headers_mut().insert(ETAG, quoted(&tag));
            return Err(Box::new(refusal));
        }
        if *wanted == Wanted::Any {
            return Ok(None);
        }
        let id = here.path().split('/').nth(4).unwrap_or_default();
        let id = percent_encoding::percent_decode_str(id).decode_utf8_lossy().into_owned();
        let parts = if self.table == Some(Versioned::Requests) {
            shifts.as_array().cloned().unwrap_or_default()
        } else {
            Vec::new()
        };
        let whole = |version: i64| version + parts.iter().filter_map(|part| part["version"].as_i64()).sum::<i64>();
        let expected = |(table, version)| Expected { table, id, version, whole: whole(version) };
        Ok(self.table.zip(version).map(expected))
    }

    /// A refusal with the tag that the thing has now.
    pub async fn with_current_tag(
        &self,
        mut refusal: Response,
        here: &Uri,
        reader: Option<(Actor, Words)>,
    ) -> Response {
        if let Some(reader) = reader
            && let Read::Shown(body) = self.read(here, reader).await
        {
            refusal.headers_mut().insert(ETAG, quoted(&tag_of(peek(&body).version, &body)));
        }
        refusal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &'static str) -> Wanted {
        let headers: HeaderMap = [(IF_MATCH, HeaderValue::from_static(text))].into_iter().collect();
        Wanted::of(&headers, &IF_MATCH).expect("a header")
    }

    #[test]
    fn tags_are_read_and_compared_as_the_standard_says() {
        assert_eq!(wanted("*"), Wanted::Any);
        let list = wanted("\"a\", W/\"b\",\"c,d\"");
        let tag = |weak, name: &str| (weak, name.to_owned());
        assert_eq!(list, Wanted::Tags(vec![tag(false, "a"), tag(true, "b"), tag(false, "c,d")]));
        assert!(list.holds("a", false) && list.holds("c,d", false));
        assert!(!list.holds("b", false) && list.holds("b", true), "a weak tag is no strong one");
        assert!(!list.holds("d", true));
        assert_eq!(wanted("abc"), Wanted::Tags(Vec::new()), "what is no tag matches nothing");
        assert!(Wanted::of(&HeaderMap::new(), &IF_MATCH).is_none());
    }

    #[test]
    fn the_next_page_keeps_the_filters() {
        let here: Uri = "/api/v1/offers?state=sent&after=a&limit=2".parse().expect("an address");
        assert_eq!(next_page(&here, "b c"), "</api/v1/offers?state=sent&limit=2&after=b+c>; rel=\"next\"");
    }
}
