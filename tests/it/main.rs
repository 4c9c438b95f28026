//! One binary for every test of the service through its real router. Each runs twice: on an `SQLite` file of its own
//! and on a `PostgreSQL` database of its own.

mod access;
mod accounts;
mod audit;
mod benchmarks_cli;
mod bound_cli;
mod burdens;
mod candidates;
mod command;
mod concurrency;
mod crash;
mod delivery;
mod delivery_crash;
mod delivery_faults;
mod hygiene;
mod law;
mod law_cli;
mod logs_cli;
mod notices;
mod offers;
mod openapi;
mod plans;
mod post;
mod problems;
mod recovery;
mod repair_cli;
mod requests;
mod rounds;
mod second_factor;
mod sessions;
mod simulation;
mod sinks;
mod store_contract;
mod timed;
mod visitor;
mod world;
