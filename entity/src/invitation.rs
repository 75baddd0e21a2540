//! An invitation to a team or to the residents' portal; its token is derived from the id.

use domain::community::InvitationKind;
use domain::id::{InvitationId, OrganizationId, ResidentId, UserId};
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
    /// When sent. Unix milliseconds.
    pub created_at: i64,
    /// Dead from then on. Unix milliseconds.
    pub expires_at: i64,
    /// When accepted. Unix milliseconds.
    pub accepted_at: Option<i64>,
    /// When replaced or withdrawn. Unix milliseconds.
    pub ended_at: Option<i64>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
