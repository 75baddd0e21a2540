//! A person who lives in or owns a unit, as the organization knows them.

use domain::community::ResidentStatus;
use domain::id::{OrganizationId, ResidentId, UserId};
use domain::instant::Instant;
use locales::Language;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "residents")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResidentId,
    /// The tenant.
    pub organization_id: OrganizationId,
    /// Their account, once they have one.
    pub user_id: Option<UserId>,
    /// Full name.
    pub name: String,
    /// Where mail goes.
    pub email: Option<String>,
    /// Language of mail and portal: `en` or `fr`.
    pub language: Language,
    /// `pending`, `invited`, `active` or `inactive`.
    pub status: ResidentStatus,
    /// When added.
    pub created_at: Instant,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Through `user_id`.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
    User,
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::User.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
