//! The server: use cases over a database, told by GraphQL and webhooks, carried out by jobs. Who may know
//! whom is written in README.md and checked by `tests/integration/arrows.rs`.

pub mod adapters;
pub mod app;
pub mod billing;
pub mod commands;
pub mod community;
pub mod config;
pub mod graphql;
pub mod http;
pub mod mail;
pub mod once;
pub mod outbox;
pub mod people;
pub mod ports;
pub mod refusal;
pub mod store;
pub mod throttle;
pub mod trail;
