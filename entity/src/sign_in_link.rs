//! An emailed link that signs in once. The token is derived from the id and the server secret, so none is kept.

use domain::community::Audience;
use domain::id::{SignInLinkId, UserId};
use domain::instant::Instant;
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
    /// When asked for.
    pub created_at: Instant,
    /// Dead from then on.
    pub expires_at: Instant,
    /// When used.
    pub consumed_at: Option<Instant>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
