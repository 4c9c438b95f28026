//! Where notices go in tests: a real mail server, and a program that takes webhooks and SMS.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde::Deserialize;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/smtp_sink.py");

/// A mail server of its own; it ends with the test.
pub struct Smtp {
    child: Child,
    _stdin: Option<ChildStdin>,
    port: u16,
    directory: tempfile::TempDir,
}

/// A mail as the server's parser understood it.
#[derive(Debug, Clone, Deserialize)]
pub struct Mail {
    pub to: Vec<String>,
    pub headers: Vec<(String, String)>,
    pub ascii: bool,
    pub defects: usize,
    pub plain: Option<String>,
    pub html: Option<String>,
}

impl Mail {
    /// The one header of this name.
    pub fn header(&self, name: &str) -> &str {
        let mut found = self.headers.iter().filter(|(header, _)| header == name);
        let (Some((_, value)), None) = (found.next(), found.next()) else { panic!("one {name}: {:?}", self.headers) };
        value
    }
}

impl Smtp {
    pub fn start() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        // Debian's package belongs to Debian's Python, which need not be the first in PATH.
        let has_it = |python: &&&str| {
            let trial = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
            trial.is_ok_and(|status| status.success())
        };
        let pythons = ["python3", "/usr/bin/python3"];
        let python = pythons.iter().find(has_it).expect("aiosmtpd is not installed: run scripts/deps.sh test");
        let mut command = Command::new(python);
        command.arg(SCRIPT).arg(directory.path().join("mails")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the mail server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("its port");
        let port = line.trim().parse().expect("a port");
        Self { _stdin: child.stdin.take(), child, port, directory }
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Every mail so far.
    pub fn mails(&self) -> Vec<Mail> {
        let text = std::fs::read_to_string(self.directory.path().join("mails")).unwrap_or_default();
        // The last line may be half written.
        let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        lines.map(|line| serde_json::from_str(line).expect("a mail")).collect()
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A call that came in.
#[derive(Debug, Clone)]
pub struct Call {
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Bytes,
}

impl Call {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Takes every POST and answers with the status it is told to; it ends with the test's runtime.
#[derive(Clone)]
pub struct Http {
    pub address: SocketAddr,
    status: Arc<AtomicU16>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Http {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let sink = Self { address, status: Arc::new(AtomicU16::new(200)), calls: Arc::default() };
        let router = Router::new().fallback(take).with_state(sink.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        sink
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn answer_with(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// Calls so far whose path is this one.
    pub fn calls(&self, path: &str) -> Vec<Call> {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.iter().filter(|call| call.path == path).cloned().collect()
    }
}

async fn take(State(sink): State<Http>, uri: Uri, headers: HeaderMap, body: Bytes) -> (StatusCode, HeaderMap) {
    let text = String::from_utf8_lossy(&body).into_owned();
    let call = Call { path: uri.path().to_owned(), headers, body: text, bytes: body };
    sink.calls.lock().unwrap_or_else(PoisonError::into_inner).push(call);
    let status = StatusCode::from_u16(sink.status.load(Ordering::SeqCst)).expect("a status");
    let mut answer = HeaderMap::new();
    if status.is_redirection() {
        answer.insert("location", sink.url("/elsewhere").parse().expect("a header"));
    }
    (status, answer)
}
