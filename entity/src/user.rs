//! A person who can sign in; roles hang below in members and residents.

use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Address, lower case, unique.
    pub email: String,
    /// Full name.
    pub name: String,
    /// `en` or `fr`.
    pub language: String,
    /// Argon2id in PHC form; none where only links are used.
    pub password_hash: Option<String>,
    /// When added. Unix milliseconds.
    pub created_at: i64,
}

/// How it hangs together with other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
