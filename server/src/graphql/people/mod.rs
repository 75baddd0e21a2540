//! Who is signed in, and signing in and out.

mod mutations;
mod viewer;

pub use mutations::PeopleMutation;
pub use viewer::{Language, PeopleQuery};
