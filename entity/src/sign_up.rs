//! An organization somebody asked to open, until the mailed link confirms it.

use domain::id::SignUpId;
use domain::instant::Instant;
use domain::place::Country;
use locales::Language;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_ups")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SignUpId,
    /// Its name.
    pub organization_name: String,
    /// ISO 3166-1 alpha-2, lower case.
    pub country: Country,
    /// The manager's full name.
    pub name: String,
    /// The manager's address, lower case.
    pub email: String,
    /// `en` or `fr`.
    pub language: Language,
    /// When asked for.
    pub created_at: Instant,
    /// Dead from then on.
    pub expires_at: Instant,
    /// When confirmed.
    pub consumed_at: Option<Instant>,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
