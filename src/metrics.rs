//! What `/metrics` tells: requests by route and status, jobs and deliveries by state, solve seconds, open shifts, failures of
//! timed work, the build. No label holds anything about a person.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

/// Labels of a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct RequestLabels {
    /// `GET`, `POST` …
    pub method: String,
    /// The route's pattern, never the path itself.
    pub route: String,
    /// HTTP status.
    pub status: u16,
}

/// Label of a gauge of jobs or deliveries.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct JobLabels {
    /// State.
    pub state: String,
}

type Durations = Family<RequestLabels, Histogram, fn() -> Histogram>;

/// The service's metrics.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// Requests answered.
    pub requests: Family<RequestLabels, Counter>,
    /// Seconds to answer.
    pub request_seconds: Durations,
    /// Jobs by state, as counted at the last scrape.
    pub jobs: Family<JobLabels, Gauge>,
    /// Seconds per solve.
    pub solve_seconds: Histogram,
    /// Open requests, as counted at the last scrape.
    pub open_shifts: Gauge,
    /// Deliveries of notices by state, as counted at the last scrape.
    pub deliveries: Family<JobLabels, Gauge>,
    /// Pieces of timed work that failed.
    pub timed_failures: Counter,
    /// Promised rests that are still to be kept after their due date, as counted at the last scrape.
    pub overdue_rests: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("releve");
        let requests = Family::default();
        let request_seconds: Durations =
            Family::new_with_constructor(|| Histogram::new(exponential_buckets(0.001, 2.0, 14)));
        let jobs = Family::default();
        let solve_seconds = Histogram::new(exponential_buckets(0.05, 2.0, 14));
        let open_shifts = Gauge::default();
        let (deliveries, timed_failures) = (Family::default(), Counter::default());
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Seconds to answer a request", request_seconds.clone());
        registry.register("jobs", "Jobs by state", jobs.clone());
        registry.register("solve_seconds", "Seconds per solve", solve_seconds.clone());
        registry.register("open_shifts", "Shifts that nobody holds yet", open_shifts.clone());
        registry.register("deliveries", "Deliveries of notices by state", deliveries.clone());
        registry.register("timed_failures", "Pieces of timed work that failed", timed_failures.clone());
        let overdue_rests = Gauge::default();
        registry.register("overdue_rests", "Promised rests not taken by their due date", overdue_rests.clone());
        registry.register("build", "What is running", Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]));
        Self {
            registry,
            requests,
            request_seconds,
            jobs,
            solve_seconds,
            open_shifts,
            deliveries,
            timed_failures,
            overdue_rests,
        }
    }
}

impl Metrics {
    /// The text that Prometheus reads.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing into a String never fails");
        text
    }
}
