//! The transport: routes, cookies, the checks every request passes, and what turns a webhook into bytes a
//! use case can trust. It decodes, calls, encodes.

pub mod assets;
mod body;
mod client_address;
mod cookie;
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
mod webhooks;

pub use listen::serve;
pub use rate_limit::NetworkRateLimit;
pub use router::{HttpState, router};
