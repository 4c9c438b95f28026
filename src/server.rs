//! The server: database, workers, timed work and HTTP under one roof, started and stopped together; or workers alone.
//!
//! Shutting down: no new connections, progress streams end, the running solve is handed back to the queue, notices and
//! requests under way are finished, the database is closed.

use crate::app::{App, Clock};
use crate::config::Config;
use crate::metrics::Metrics;
use crate::notify::{self, Carriers};
use crate::store::Db;
use crate::web::{self, AppState};
use crate::{jobs, timed};
use anyhow::Context;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_cron_scheduler::JobScheduler;

/// Longest wait for requests and solves under way when shutting down.
const GRACE: Duration = Duration::from_secs(20);

/// What runs beside HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Solving queued plans, as many at once as the settings say.
    pub solve: bool,
    /// Sending notices, by as many workers as the settings say.
    pub deliver: bool,
    /// What happens by the clock.
    pub time: bool,
}

impl Parts {
    /// Everything.
    pub const ALL: Self = Self { solve: true, deliver: true, time: true };
}

/// Everything that runs beside HTTP.
struct Crew {
    workers: JoinSet<()>,
    scheduler: Option<JobScheduler>,
}

impl Crew {
    async fn start(
        app: &App,
        metrics: &Arc<Metrics>,
        parts: Parts,
        closing: &watch::Receiver<bool>,
    ) -> anyhow::Result<Self> {
        let mut workers = JoinSet::new();
        if parts.deliver {
            // Read even where nobody sends, so that a bad setting is told at once.
            let carriers = Arc::new(Carriers::new(&app.config)?);
            for _ in 0..app.config.senders {
                for lane in carriers.lanes() {
                    workers.spawn(notify::work(app.clone(), Arc::clone(&carriers), lane, closing.clone()));
                }
            }
        }
        if parts.solve {
            for _ in 0..app.config.workers {
                workers.spawn(jobs::work(app.clone(), Arc::clone(metrics), closing.clone()));
            }
        }
        let scheduler = if parts.time { Some(timed::start(app.clone(), Arc::clone(metrics)).await?) } else { None };
        Ok(Self { workers, scheduler })
    }

    /// Waits for what is under way; `closing` is true already.
    async fn stop(mut self) {
        if let Some(scheduler) = &mut self.scheduler {
            let _ = scheduler.shutdown().await;
        }
        if tokio::time::timeout(GRACE, async { while self.workers.join_next().await.is_some() {} }).await.is_err() {
            tracing::warn!("a worker did not stop within {GRACE:?}; its lease will run out");
        }
    }
}

/// A server that listens but does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    app: App,
    metrics: Arc<Metrics>,
}

impl Server {
    /// Opens the database, brings it up to date and listens.
    ///
    /// # Errors
    /// When the database does not open, a migration fails or the address is taken.
    pub async fn bind(config: Config) -> anyhow::Result<Self> {
        let db = Db::connect(&config.database_url).await?;
        db.migrate().await.context("the database could not be brought up to date")?;
        Self::bind_app(App::new(db, Clock::system(), config)).await
    }

    /// Listens for an app whose database is up to date.
    ///
    /// # Errors
    /// When the address is taken.
    pub async fn bind_app(app: App) -> anyhow::Result<Self> {
        let address = app.config.listen;
        app.config.accounts.look_at()?;
        if app.config.secure_cookies() && !app.config.base_url().starts_with("https://") {
            tracing::warn!(
                "RELEVE_PUBLIC_URL is not https: browsers keep a session over https alone, so nobody can log in"
            );
        }
        if app.config.accounts.secret_key.is_none() {
            tracing::warn!(
                "RELEVE_SECRET_KEY is not set: nobody can be invited, recover a password or enrol a second factor"
            );
        }
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}; choose another with RELEVE_LISTEN"))?;
        // Addresses that are given out begin with the port that was found.
        let listen = listener.local_addr().unwrap_or(address);
        let app = App { config: Arc::new(Config { listen, ..(*app.config).clone() }), ..app };
        Ok(Self { listener, app, metrics: Arc::default() })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// What it serves.
    pub const fn app(&self) -> &App {
        &self.app
    }

    /// Serves until `shutdown` ends, and does everything that runs beside HTTP.
    ///
    /// # Errors
    /// When the scheduler cannot start or listening breaks down.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send + 'static) -> anyhow::Result<()> {
        self.run_with(Parts::ALL, shutdown).await
    }

    /// Serves until `shutdown` ends, and does these parts beside it.
    ///
    /// # Errors
    /// When the scheduler cannot start or listening breaks down.
    pub async fn run_with(
        self,
        parts: Parts,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> anyhow::Result<()> {
        let Self { listener, app, metrics } = self;
        let (close, closing) = watch::channel(false);
        tracing::info!(address = %listener.local_addr()?, "listening");
        let crew = Crew::start(&app, &metrics, parts, &closing).await?;
        let state = AppState { app: app.clone(), metrics, closing: closing.clone() };
        let mut closed = closing.clone();
        let service = web::router(state).into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
            let _ = closed.wait_for(|closed| *closed).await;
        });
        let mut serving = tokio::spawn(serving.into_future());
        tokio::select! {
            ended = &mut serving => ended.context("the HTTP server broke down")??,
            () = shutdown => {
                tracing::info!("shutting down");
                close.send_replace(true);
                if tokio::time::timeout(GRACE, &mut serving).await.is_err() {
                    tracing::warn!("requests were still under way after {GRACE:?}");
                    serving.abort();
                }
            }
        }
        close.send_replace(true);
        crew.stop().await;
        app.db.close().await;
        Ok(())
    }
}

/// Binds and serves until `shutdown` ends.
///
/// # Errors
/// As [`Server::bind`] and [`Server::run`].
pub async fn serve(config: Config, shutdown: impl Future<Output = ()> + Send + 'static) -> anyhow::Result<()> {
    Server::bind(config).await?.run(shutdown).await
}

/// Runs workers without HTTP until `shutdown` ends.
///
/// # Errors
/// When the database does not open, a migration fails or a setting cannot be used.
pub async fn work(
    config: Config,
    parts: Parts,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let db = Db::connect(&config.database_url).await?;
    db.migrate().await.context("the database could not be brought up to date")?;
    let app = App::new(db, Clock::system(), config);
    let (close, closing) = watch::channel(false);
    let crew = Crew::start(&app, &Arc::default(), parts, &closing).await?;
    tracing::info!(?parts, "working");
    shutdown.await;
    tracing::info!("shutting down");
    close.send_replace(true);
    crew.stop().await;
    app.db.close().await;
    Ok(())
}
