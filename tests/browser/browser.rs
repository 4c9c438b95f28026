//! Chromium behind its driver.

use fantoccini::error::CmdError;
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder, Locator};
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
    /// Where the driver listens.
    port: u16,
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
        // A judge of a page with tens of thousands of elements takes its time.
        client.update_timeouts(TimeoutConfiguration::new(Some(Duration::from_mins(4)), None, None)).await?;
        Ok(Self { client, port, _driver: driver, _profile: profile })
    }

    /// A command of the browser's own protocol (Chrome DevTools Protocol).
    pub async fn tell(&self, command: &str, parameters: Value) -> Result<(), Box<dyn std::error::Error>> {
        let session = self.client.session_id().await?.ok_or("the window is closed")?;
        let address = format!("http://127.0.0.1:{}/session/{session}/goog/cdp/execute", self.port);
        let order = json!({ "cmd": command, "params": parameters });
        let answer = reqwest::Client::new().post(address).json(&order).send().await?;
        if answer.status().is_success() { Ok(()) } else { Err(answer.text().await?.into()) }
    }

    /// The network from now on: how long an answer takes to come, milliseconds, and how much of it a second, bytes; `None` is no
    /// network at all.
    pub async fn network(&self, line: Option<(u32, u32)>) -> Result<(), Box<dyn std::error::Error>> {
        self.tell("Network.enable", json!({})).await?;
        let (latency, bytes) = line.map_or((0, 0), |(latency, bytes)| (i64::from(latency), i64::from(bytes)));
        let conditions = json!({ "offline": line.is_none(), "latency": latency, "downloadThroughput": bytes,
            "uploadThroughput": bytes });
        self.tell("Network.emulateNetworkConditions", conditions).await
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

/// Presses what leads to another page, and waits until that page is shown: whatever is looked for next is looked for on it.
pub async fn press(page: &Client, css: &str) -> Result<(), CmdError> {
    page.execute("document.documentElement.dataset.before = 'yes'", Vec::new()).await?;
    page.wait().for_element(Locator::Css(css)).await?.click().await?;
    page.wait().for_element(Locator::Css("html:not([data-before]) main")).await?;
    Ok(())
}
