//! Relève: a scheduling service for shared replacement pools in French health and social care.
//!
//! `web → app → {store, notify, solver}`: an arrow points at what is depended on. In reading order:
//!
//! - [`config`]: every setting, documented.
//! - [`ids`]: identifiers of what the service makes.
//! - [`app`]: use cases. One file per noun; start with [`app::requests`], [`app::plans`], [`app::approval`], [`app::offers`].
//!   Who may do what is in [`app::access`]; how people log in, in [`app::accounts`], [`app::openid`] and
//!   [`app::sessions`].
//! - [`store`]: all SQL, one text for `SQLite` and `PostgreSQL`.
//! - [`web`]: the route table, JSON and pages; [`sheet`]: workbooks that people bring in and take away.
//! - [`jobs`]: workers that solve; [`notify`]: workers that tell people; [`timed`]: what happens by the clock.
//! - [`server`]: all of it started and stopped together; [`metrics`]: what it measures.
//!
//! The planning itself (rules, engines, checker, explanations) is the crate [`releve_solver`], which knows no database and no
//! HTTP.
//!
//! # Entry points
//!
//! [`config::Config`] ([`config::Config::start_logging`] first) → [`serve`], or [`Server::bind`] with [`Server::local_addr`] and [`Server::run`]. Without a server:
//! [`store::Db::connect`], [`store::Db::migrate`], [`app::App::new`], then [`app::scenarios::import`],
//! [`app::plans::start`] as a coordinator (`Actor::system(group).acting_as(Role::Coordinator)`) with [`jobs::run_next`],
//! [`app::users::sign_up`].
//!
//! # Architecture invariants
//!
//! - One transaction holds a state change, its ledger lines, its audit entry and its messages ([`app::work`]). No transaction
//!   is open during a solve.
//! - Every write that a plan depends on moves `groups.facts_version` first, in its transaction. A plan is approved item by item:
//!   each is checked again, with the others, by [`releve_solver::check`] on rows read in the approving transaction.
//! - Ledgers and the audit log take inserts only; triggers see to it, and a chain of digests ([`app::audit`]) shows it.
//! - States are enums; transitions consume them and return `Result`.
//! - Every route stands in [`web::routes`] with who may come in, and is reached through the gate alone; every use case asks
//!   [`app::access::Actor::may`] for the reach of the right, and what lies outside it does not exist.
//! - Nothing in the database opens an account ([`app::links`], [`app::secrets`]); every form bears the seal of its session, and
//!   the gate reads the forms.
//! - What a route of the API takes, answers and refuses hangs on it as data; [`web::openapi`] makes the document from that, and
//!   nothing that it does not name is taken or answered.
//! - Time and identifiers come from [`app::Clock`]. No log line and no metric holds a name, a token or a query.

pub mod app;
pub mod config;
mod days;
pub mod ids;
pub mod jobs;
pub mod lang;
pub mod metrics;
pub mod notify;
pub mod server;
pub mod sheet;
pub mod store;
mod text;
pub mod timed;
pub mod web;

pub use server::{Parts, Server, serve, work};
