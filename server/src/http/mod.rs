//! The transport: addresses, cookies, the checks every request passes, and what turns a webhook into bytes a
//! use case can trust. It decodes, calls, encodes.

pub mod assets;
mod cookie;
mod graphql;
mod health;
mod logo;
mod origin;
mod router;
mod webhooks;

pub use router::{Site, router};
