//! Who works for an organization, people and programs, and what was done there.

mod api_keys;
mod audit;
mod invitations;
mod members;

pub(super) use api_keys::api_key_by_key;
pub use api_keys::{ApiKey, ApiKeyMutation, ApiKeyQuery};
pub use audit::{AuditEvent, AuditEventConnection, AuditEventFilter};
pub use invitations::{MemberInvitation, MemberInvitationMutation};
pub(super) use members::member_by_key;
pub use members::{Member, MemberConnection, MemberMutation};

use async_graphql::ID;
use domain::id;
use domain::id::PropertyId;

use super::scalars::decode_id_or_nil;

/// The keys of named properties; an id of nothing stays, as one that does not exist.
fn property_keys(ids: Vec<ID>) -> Vec<PropertyId> {
    ids.iter().map(decode_id_or_nil::<id::Property>).collect()
}
