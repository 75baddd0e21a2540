//! An invitation to a team or to the residents' portal; its token is derived from the id.

use domain::community::InvitationKind;
use domain::id::{InvitationId, OrganizationId, ResidentId, UserId};
use domain::instant::Instant;
use domain::roles::Role;
use locales::Language;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// `member` or `resident`.
    pub kind: InvitationKind,
    /// Full name.
    pub name: String,
    /// Where it was sent, lower case.
    pub email: String,
    /// `en` or `fr`.
    pub language: Language,
    /// Role of a member.
    pub role: Option<Role>,
    /// The resident.
    pub resident_id: Option<ResidentId>,
    /// Who invited.
    pub invited_by: UserId,
    /// When sent.
    pub created_at: Instant,
    /// Dead from then on.
    pub expires_at: Instant,
    /// When accepted.
    pub accepted_at: Option<Instant>,
    /// When replaced or withdrawn.
    pub ended_at: Option<Instant>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
