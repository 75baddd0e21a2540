//! The HTTP transport: routes, cookies, the checks every request passes, and what turns a webhook into bytes a use
//! case can trust. It decodes, calls, encodes.
//!
//! Modules use only what stands before them:
//! `assets`, `body`, `cookie`, `headers`, `origin`, `error_response` < `state` < `client_address`, `identity` <
//! `rate_limit` < `export`, `graphql`, `health`, `logo`, `webhooks` < `router` < `listen`.

pub mod assets;
mod body;
mod client_address;
mod cookie;
mod error_response;
mod export;
mod graphql;
mod headers;
mod health;
mod identity;
mod listen;
mod logo;
mod origin;
mod rate_limit;
mod router;
mod state;
mod webhooks;

pub use listen::serve;
pub use router::router;
pub use state::HttpState;
