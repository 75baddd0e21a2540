//! The transport: addresses, cookies, the checks every request passes, and what turns a webhook into bytes a
//! use case can trust. It decodes, calls, encodes.

pub mod assets;
mod body;
mod cookie;
mod export;
mod graphql;
mod headers;
mod health;
mod identity;
mod listen;
mod logo;
mod origin;
mod pace;
mod peer;
mod router;
mod webhooks;

pub use listen::serve;
pub use pace::Pace;
pub use router::{Site, router};
