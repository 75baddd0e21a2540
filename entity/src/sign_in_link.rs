//! An emailed link that signs in once. The token is derived from the id and the server secret, so none is kept.

use domain::community::Audience;
use domain::id::{SignInLinkId, UserId};
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_links")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SignInLinkId,
    /// Who.
    pub user_id: UserId,
    /// `admin` or `portal`.
    pub audience: Audience,
    /// When asked for. Unix milliseconds.
    pub created_at: i64,
    /// Dead from then on. Unix milliseconds.
    pub expires_at: i64,
    /// When used. Unix milliseconds.
    pub consumed_at: Option<i64>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
