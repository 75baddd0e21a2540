//! A person who can sign in; roles hang below in members and residents.

use domain::id::UserId;
use domain::instant::Instant;
use locales::Language;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// Address, lower case, unique.
    pub email: String,
    /// Full name.
    pub name: String,
    /// `en` or `fr`.
    pub language: Language,
    /// Argon2id in PHC form; none where only links are used.
    pub password_hash: Option<String>,
    /// Makes, with the server's secret, the secret of the authenticator app; none before it is set up.
    pub second_factor_salt: Option<String>,
    /// Since when a code is asked for; none while it is not.
    pub second_factor_enabled_at: Option<Instant>,
    /// Time step of the last code used: each works once.
    pub second_factor_step: Option<i64>,
    /// When added.
    pub created_at: Instant,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
