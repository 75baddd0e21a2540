//! A browser that is signed in.

use domain::id::{SessionId, UserId};
use domain::instant::Instant;
use domain::session::SignInMethod;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// SHA-256 of the cookie, hex; the cookie itself is not kept.
    pub token_hash: String,
    /// Who.
    pub user_id: UserId,
    /// How it began: `password`, `link` or `invitation`.
    pub method: SignInMethod,
    /// The first step is done; nothing is shown until the second is.
    pub awaits_second_factor: bool,
    /// The browser's name for itself.
    pub user_agent: String,
    /// Address it was last used from.
    pub network: String,
    /// When signed in.
    pub created_at: Instant,
    /// Last request, to the minute.
    pub last_seen_at: Instant,
    /// End at the latest.
    pub expires_at: Instant,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Who is signed in.
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::UserId", to = "super::user::Column::Id")]
    User,
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::User.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
