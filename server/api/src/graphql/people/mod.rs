//! Who is signed in: signing in and out, the second factor, passwords and sessions, invitations.

mod invitation;
mod security;
mod session;
mod sign_in;
mod viewer;

pub use invitation::{InvitationMutation, InvitationQuery};
pub use security::SecurityMutation;
pub use sign_in::SignInMutation;
pub use viewer::{Language, PeopleQuery, Role};
