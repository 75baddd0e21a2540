//! The GraphQL schema: folders by area. A resolver decodes, calls one use case or read, and encodes.
//!
//! Modules use only what stands before them: `enums` < `scalars`, `errors` < `request` < `results` < `loaders`, `limits`,
//! `connection` < the areas, which use each other's types < `node` < `schema` < `execution`.

mod billing_runs;
mod bookkeeping;
mod community;
mod connection;
mod enums;
mod errors;
mod execution;
mod invoices;
mod ledger;
mod limits;
mod loaders;
mod node;
mod payments;
mod people;
mod request;
mod results;
mod scalars;
mod schema;
mod team;

pub use execution::execute;
pub use request::{RequestContext, SessionCookie};
pub use schema::{ApiSchema, schema, sdl};
