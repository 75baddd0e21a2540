//! Who somebody is and what they may reach: sign-in by password or emailed link, sessions, language.

pub mod access;
pub mod consume_sign_in_link;
pub mod link_token;
pub mod password;
pub mod request_sign_in_link;
pub mod session;
pub mod set_language;
pub mod sign_in;
pub mod visitor;

pub use access::{Actor, Caller};
pub use visitor::Visitor;
