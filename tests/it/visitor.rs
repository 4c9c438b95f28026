//! Somebody in a browser: keeps cookies, sends the seal of the form it was shown, follows no redirect by itself.

use crate::world::{World, http};
use releve::app::access::{Actor, Role, Scope};
use releve::app::accounts;
use releve::app::users::{self, NewGrant, NewUser};
use releve::ids::UserId;
use reqwest::{Method, StatusCode};
use std::collections::BTreeMap;
use std::net::SocketAddr;

/// Everybody's, until she chooses another.
pub const PASSWORD: &str = "trois canards verts";

impl World {
    /// Somebody with an address, the usual password and a role over the whole group.
    pub async fn account(&self, email: &str, role: Role) -> UserId {
        let grant = NewGrant::new(role, Scope::Group);
        let new = NewUser { name: "Anne Onyme".to_owned(), email: Some(email.to_owned()), grant, invite: false };
        let made = users::create(&self.app, &Actor::system("g1"), new).await.expect("a user");
        accounts::set_password(&self.app, "g1", &made.id, PASSWORD).await.expect("a password");
        made.id
    }

    /// Lines of the audit log about an action.
    pub async fn recorded(&self, action: &str) -> i64 {
        self.number(&format!("SELECT COUNT(*) FROM audit_log WHERE action = '{action}'")).await
    }
}

/// What a browser was shown.
#[derive(Debug)]
pub struct Shown {
    pub status: StatusCode,
    pub location: String,
    pub text: String,
    /// `Set-Cookie` lines.
    pub set: Vec<String>,
    pub retry_after: Option<i64>,
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Visitor {
    address: SocketAddr,
    http: reqwest::Client,
    pub cookies: BTreeMap<String, String>,
    /// Of the last form shown.
    pub seal: String,
}

impl Visitor {
    pub fn new(address: SocketAddr) -> Self {
        let http = http().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { address, http, cookies: BTreeMap::new(), seal: String::new() }
    }

    /// The header.
    pub fn cookies(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// The session's token.
    pub fn session(&self) -> &str {
        self.cookies.get("releve_session").map_or("", String::as_str)
    }

    pub async fn get(&mut self, path: &str) -> Shown {
        self.send(Method::GET, path, None).await
    }

    /// Sends the last form shown, filled in.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let seal = self.seal.clone();
        let mut all = vec![("sceau", seal.as_str())];
        all.extend(fields);
        self.post_bare(path, &all).await
    }

    /// Sends these fields and no others.
    pub async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, Some(body)).await
    }

    /// Sends the last form shown with a file in it: its field, its name, what it holds.
    pub async fn post_file(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Shown {
        const BOUNDARY: &str = "----essai";
        let seal = self.seal.clone();
        let mut body = Vec::new();
        for (name, value) in [("sceau", seal.as_str())].iter().chain(fields) {
            body.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let (field, name, content) = file;
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n");
        body.extend(head.bytes());
        body.extend(b"Content-Type: application/octet-stream\r\n\r\n");
        body.extend(content);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send_as(Method::POST, path, Some((kind, body))).await
    }

    async fn send(&mut self, method: Method, path: &str, body: Option<String>) -> Shown {
        let kind = "application/x-www-form-urlencoded".to_owned();
        self.send_as(method, path, body.map(|body| (kind, body.into_bytes()))).await
    }

    async fn send_as(&mut self, method: Method, path: &str, body: Option<(String, Vec<u8>)>) -> Shown {
        let mut request = self.http.request(method, format!("http://{}{path}", self.address));
        request = request.header("cookie", self.cookies()).header("user-agent", "Essai/1.0");
        if let Some((kind, body)) = body {
            let origin = format!("http://{}", self.address);
            request = request.header("origin", origin).header("content-type", kind);
            request = request.body(body);
        }
        let response = request.send().await.expect("an answer");
        let header = |name: &str| {
            response.headers().get_all(name).iter().map(|v| v.to_str().expect("text").to_owned()).collect::<Vec<_>>()
        };
        let (set, location) = (header("set-cookie"), header("location").into_iter().next().unwrap_or_default());
        let retry_after = header("retry-after").first().map(|seconds| seconds.parse().expect("seconds"));
        let status = response.status();
        for line in &set {
            let (name, value) = line.split(';').next().expect("a pair").split_once('=').expect("a pair");
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let text = response.text().await.expect("a body");
        if let Some((_, rest)) = text.split_once("name=\"sceau\" value=\"") {
            rest.split('"').next().expect("a value").clone_into(&mut self.seal);
        }
        Shown { status, location, text, set, retry_after }
    }

    /// Fills the log-in form in.
    pub async fn try_log_in(&mut self, email: &str, password: &str) -> Shown {
        self.get("/connexion").await;
        self.post("/connexion", &[("email", email), ("password", password)]).await
    }

    /// Logs in, to the end.
    pub async fn log_in(&mut self, email: &str, password: &str) {
        let shown = self.try_log_in(email, password).await;
        assert_eq!((shown.status, shown.location.as_str()), (StatusCode::SEE_OTHER, "/connexion"), "{}", shown.text);
        assert_eq!(self.get("/connexion").await.location, "/");
        assert_eq!(self.get("/").await.status, StatusCode::OK);
    }

    /// Asks for a link to choose a new password.
    pub async fn ask_for_link(&mut self, email: &str) -> Shown {
        self.get("/mot-de-passe").await;
        self.post("/mot-de-passe", &[("email", email)]).await
    }

    /// Whether she is in.
    pub async fn is_in(&mut self) -> bool {
        self.get("/api/v1/me").await.status == StatusCode::OK
    }
}
