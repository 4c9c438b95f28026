//! Chromium behind its driver.

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpStream;

/// A browser window with its driver.
pub struct Browser {
    /// The window.
    pub client: Client,
    /// Killed when dropped, whatever the test did.
    _driver: Driver,
    /// The browser's profile.
    _profile: TempDir,
}

struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Browser {
    /// Starts a driver on a free port and opens a window.
    pub async fn start() -> Result<Self, Box<dyn std::error::Error>> {
        Self::start_in("fr", false).await
    }

    /// The same for somebody who reads this language, and whose screen is dark.
    pub async fn start_in(language: &str, dark: bool) -> Result<Self, Box<dyn std::error::Error>> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new("chromedriver").arg(format!("--port={port}")).stdout(Stdio::null()).spawn();
        let driver = Driver(child.map_err(|e| format!("chromedriver: {e}; run scripts/deps.sh test"))?);
        let profile = tempfile::tempdir()?;
        let profile_arg = format!("--user-data-dir={}", profile.path().display());
        let scheme = format!("--blink-settings=preferredColorScheme={}", i32::from(!dark));
        let Value::Object(capabilities) = json!({ "goog:chromeOptions": {
            "prefs": { "intl.accept_languages": language }, "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--window-size=1280,2000", profile_arg, scheme,
        ] } }) else {
            return Err("capabilities are an object".into());
        };
        listening(port).await?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await?;
        Ok(Self { client, _driver: driver, _profile: profile })
    }

    /// Closes the window.
    pub async fn stop(self) -> Result<(), Box<dyn std::error::Error>> {
        Ok(self.client.close().await?)
    }
}

/// Waits until the driver takes connections.
async fn listening(port: u16) -> Result<(), Box<dyn std::error::Error>> {
    for _ in 0..150 {
        if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("chromedriver did not listen within fifteen seconds".into())
}
