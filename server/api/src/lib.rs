//! The transports: GraphQL and HTTP. A resolver decodes, calls one use case or read, and encodes.

pub mod graphql;
pub mod http;
pub mod rate_limit;
