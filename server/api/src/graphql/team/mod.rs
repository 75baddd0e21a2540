//! Who works for an organization, people and programs, and what was done there.

mod api_keys;
mod audit;
mod invitations;
mod members;

pub use api_keys::{ApiKey, ApiKeyMutation, ApiKeyQuery, get as api_key, of_organization as api_keys};
pub use audit::{AuditEventConnection, AuditEventFilter, list as audit_events};
pub use invitations::{MemberInvitation, MemberInvitationMutation, of_organization as invitations};
pub use members::{Member, MemberConnection, MemberMutation, get as member, list as members};

use async_graphql::ID;
use domain::id;
use domain::id::Uuid;

use super::scalars::decode_id;

/// The keys of named properties; an id of nothing stays, as one that does not exist.
fn property_keys(ids: Vec<ID>) -> Vec<Uuid> {
    ids.iter().map(|id| decode_id::<id::Property>(id).unwrap_or_default()).collect()
}
