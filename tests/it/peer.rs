//! A program that is not ours, on the other side of a protocol: asked and answering by lines of JSON. It ends with the test.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// See the module.
pub struct Peer {
    child: Child,
    pipes: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
}

impl Peer {
    /// Starts a script of `tests/`, whose packages `scripts/deps.sh test` installs beside it.
    pub fn start(script: &str) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(script);
        let packages = script.parent().expect("a folder").join("node_modules");
        assert!(packages.is_dir(), "{} is not there: run scripts/deps.sh test", packages.display());
        let mut command = Command::new("node");
        command.arg(&script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("node starts: run scripts/deps.sh test");
        let pipes = (child.stdin.take().expect("its input"), BufReader::new(child.stdout.take().expect("its output")));
        Self { child, pipes: Mutex::new(pipes) }
    }

    /// The next line that it writes by itself.
    pub fn read(&self) -> Value {
        next(&mut self.pipes.lock().unwrap_or_else(PoisonError::into_inner).1)
    }

    /// Writes a line and reads its answer.
    pub fn ask(&self, line: &Value) -> Value {
        let mut pipes = self.pipes.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(pipes.0, "{line}").expect("it listens");
        pipes.0.flush().expect("it listens");
        next(&mut pipes.1)
    }
}

fn next(lines: &mut BufReader<ChildStdout>) -> Value {
    loop {
        let mut line = String::new();
        assert_ne!(lines.read_line(&mut line).expect("a line"), 0, "it ended");
        // Libraries may have something to say too.
        if let Ok(value @ Value::Object(_)) = serde_json::from_str(&line) {
            return value;
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
